#include "absent.h"

#include "lib/places.h"

#include <stdlib.h>
#include <string.h>

struct members {
	struct span *text; /* by number */
	size_t count, room;
	struct places number;
};

struct absent {
	struct members *members; /* of each column */
	size_t columns;
	uint32_t *number; /* of each row, the members of its columns */
	size_t numbers, room;
};

struct absent *absent_open(size_t columns)
{
	struct absent *a = allocate(1, sizeof *a);
	*a = (struct absent){.columns = columns};
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
		places_free(&a->members[i].number);
	}
	free(a->members);
	free(a->number);
	free(a);
}

static uint32_t number_in(struct members *m, struct span text)
{
	size_t known = places_find(&m->number, text);
	if (known != PLACES_NONE)
		return (uint32_t)known;
	m->text = grow(m->text, &m->room, m->count + 1, sizeof *m->text);
	m->text[m->count] = (struct span){span_copy(text), text.length};
	places_add(&m->number, m->text[m->count], m->count);
	return (uint32_t)m->count++;
}

void absent_row(struct absent *a, const struct span *field)
{
	a->number = grow(a->number, &a->room, a->numbers + a->columns, sizeof *a->number);
	for (size_t i = 0; i < a->columns; i++)
		a->number[a->numbers++] = number_in(&a->members[i], field[i]);
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
