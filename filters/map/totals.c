#include "totals.h"

#include "lib/sum.h"

#include <stdlib.h>

/* Series that are kept; each has a place for every region and the country. */
enum { SERIES = 4096, SLOTS = SERIES << 1 };

struct part {
	struct sum sum, stated;
	size_t terms;
	size_t row; /* in which it is stated; 0: it is not */
};

struct series {
	uint64_t key; /* 0: there is nothing here */
	size_t column;
	struct part *part; /* of each region, and last of the country */
};

struct totals {
	const struct areas *areas;
	size_t *place; /* of each region among the parts */
	size_t regions;
	struct series slot[SLOTS];
	size_t count;
	bool left_out;
};

struct totals *totals_open(const struct areas *areas)
{
	struct totals *t = allocate(1, sizeof *t);
	memset(t, 0, sizeof *t);
	decimal_start();
	t->areas = areas;
	t->place = allocate(areas->count + 1, sizeof *t->place);
	for (size_t i = 0; i < areas->count; i++)
		t->place[i] = areas->area[i].level == LEVEL_REGION ? t->regions++ : 0;
	return t;
}

static struct series *find_series(struct totals *t, uint64_t key, size_t column)
{
	key = (key ^ column) * 0x9E3779B97F4A7C15U;
	key += key == 0;
	size_t at = key >> 32 & (SLOTS - 1);
	while (t->slot[at].key && t->slot[at].key != key)
		at = (at + 1) & (SLOTS - 1);
	struct series *s = &t->slot[at];
	if (s->key)
		return s;
	if (t->count == SERIES) {
		t->left_out = true;
		return NULL;
	}
	t->count++;
	*s = (struct series){key, column, allocate(t->regions + 1, sizeof *s->part)};
	memset(s->part, 0, (t->regions + 1) * sizeof *s->part);
	return s;
}

static size_t part_of(const struct totals *t, const struct area *area)
{
	return area->level == LEVEL_COUNTRY ? t->regions : t->place[area - t->areas->area];
}

void totals_add(struct totals *t, uint64_t series, size_t column, const struct area *area,
	struct span figure, size_t row)
{
	struct number number;
	if (area->level == LEVEL_LANDSDEL || !number_read(&number, figure))
		return;
	struct series *s = find_series(t, series, column);
	if (!s)
		return;
	if (area->level == LEVEL_MUNICIPALITY) {
		const struct area *merged = area->region->merged;
		struct part *parts[] = {&s->part[part_of(t, area->region)], &s->part[t->regions],
			merged ? &s->part[part_of(t, merged)] : NULL};
		enum { PARTS = sizeof parts / sizeof *parts };
		for (size_t i = 0; i < PARTS && parts[i]; i++) {
			sum_add(&parts[i]->sum, &number);
			parts[i]->terms++;
		}
		return;
	}
	struct part *part = &s->part[part_of(t, area)];
	if (part->row)
		return;
	part->row = row;
	sum_add(&part->stated, &number);
}

static void judge(const struct part *part, bool country, struct held *held)
{
	struct decimal stated, sum;
	if (!part->row || !part->terms)
		return;
	decimal_init(&stated);
	decimal_init(&sum);
	sum_decimal(&stated, &part->stated);
	sum_decimal(&sum, &part->sum);
	held->stated++;
	struct text a = {0}, b = {0};
	decimal_print(&a, &stated);
	decimal_print(&b, &sum);
	decimal_subtract(&stated, &sum);
	bool holds = decimal_sign(&stated) == 0;
	held->hold += holds;
	if (!holds && (!held->row || part->row < held->row)) {
		held->row = part->row;
		held->country = country;
		held->stands.length = held->sum.length = 0;
		text_add(&held->stands, text_span(&a));
		text_add(&held->sum, text_span(&b));
	}
	free(a.bytes);
	free(b.bytes);
	decimal_clear(&stated);
	decimal_clear(&sum);
}

struct held totals_held(const struct totals *t, size_t column)
{
	struct held held = {0};
	for (size_t i = 0; i < SLOTS; i++) {
		const struct series *s = &t->slot[i];
		for (size_t p = 0; s->key && s->column == column && p <= t->regions; p++)
			judge(&s->part[p], p == t->regions, &held);
	}
	return held;
}

bool totals_left_out(const struct totals *t)
{
	return t->left_out;
}

void totals_close(struct totals *t)
{
	for (size_t i = 0; i < SLOTS; i++) {
		for (size_t p = 0; t->slot[i].key && p <= t->regions; p++) {
			sum_clear(&t->slot[i].part[p].sum);
			sum_clear(&t->slot[i].part[p].stated);
		}
		free(t->slot[i].part);
	}
	free(t->place);
	free(t);
}
