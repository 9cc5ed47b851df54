#include "absent.h"

#include "lib/hash.h"

#include <stdlib.h>
#include <string.h>

struct members {
	struct span *text; /* by number */
	size_t count, room;
	uint32_t *slot; /* a hash table of numbers plus one; 0 is free */
	size_t slots;
};

struct absent {
	struct members *members; /* of each column */
	size_t columns;
	uint32_t *number; /* of each row, the members of its columns */
	size_t numbers, room;
	struct secret secret;
};

struct absent *absent_open(size_t columns)
{
	struct absent *a = allocate(1, sizeof *a);
	*a = (struct absent){.columns = columns, .secret = secret_draw()};
	a->members = allocate(columns, sizeof *a->members);
	for (size_t i = 0; i < columns; i++)
		a->members[i] = (struct members){.text = NULL};
	return a;
}

void absent_free(struct absent *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->columns; i++) {
		for (size_t n = 0; n < a->members[i].count; n++)
			free((char *)a->members[i].text[n].bytes);
		free(a->members[i].text);
		free(a->members[i].slot);
	}
	free(a->members);
	free(a->number);
	free(a);
}

static size_t slot_for(const struct absent *a, const struct members *m, struct span text)
{
	size_t at = hash_text(&a->secret, text) & (m->slots - 1);
	while (m->slot[at] && !span_equals(m->text[m->slot[at] - 1], text))
		at = (at + 1) & (m->slots - 1);
	return at;
}

/* Twice as many slots, or the first. */
static void add_slots(const struct absent *a, struct members *m)
{
	enum { FIRST = 64 };
	free(m->slot);
	m->slots = m->slots ? 2 * m->slots : FIRST;
	m->slot = allocate(m->slots, sizeof *m->slot);
	memset(m->slot, 0, m->slots * sizeof *m->slot);
	for (size_t i = 0; i < m->count; i++)
		m->slot[slot_for(a, m, m->text[i])] = (uint32_t)i + 1;
}

static uint32_t number_in(const struct absent *a, struct members *m, struct span text)
{
	if (2 * m->count >= m->slots)
		add_slots(a, m);
	size_t at = slot_for(a, m, text);
	if (!m->slot[at]) {
		m->text = grow(m->text, &m->room, m->count + 1, sizeof *m->text);
		m->text[m->count++] = (struct span){span_copy(text), text.length};
		m->slot[at] = (uint32_t)m->count;
	}
	return m->slot[at] - 1;
}

void absent_row(struct absent *a, const struct span *field)
{
	a->number = grow(a->number, &a->room, a->numbers + a->columns, sizeof *a->number);
	for (size_t i = 0; i < a->columns; i++)
		a->number[a->numbers++] = number_in(a, &a->members[i], field[i]);
}

size_t absent_combinations(const struct absent *a)
{
	size_t all = 1;
	for (size_t i = 0; i < a->columns && all && a->numbers; i++)
		all = a->members[i].count > ABSENT_MOST / all ? 0 : all * a->members[i].count;
	return all;
}

static size_t combination_of(const struct absent *a, const uint32_t *number)
{
	size_t at = 0;
	for (size_t i = 0; i < a->columns; i++)
		at = at * a->members[i].count + number[i];
	return at;
}

size_t absent_each(
	const struct absent *a, void (*take)(void *to, const struct span *field), void *to)
{
	size_t all = a->numbers ? absent_combinations(a) : 0, absent = 0;
	bool *there = allocate(all, sizeof *there);
	struct span *field = allocate(a->columns, sizeof *field);
	memset(there, 0, all * sizeof *there);
	for (size_t i = 0; i < a->numbers; i += a->columns)
		there[combination_of(a, a->number + i)] = true;
	for (size_t at = 0; at < all; at++) {
		size_t rest = at;
		if (there[at])
			continue;
		for (size_t i = a->columns; i-- > 0; rest /= a->members[i].count)
			field[i] = a->members[i].text[rest % a->members[i].count];
		take(to, field);
		absent++;
	}
	free(there);
	free(field);
	return absent;
}
