#include "inspect/sums.h"

#include "inspect/page.h"
#include "lib/decimal.h"

#include <stdlib.h>

void sums_make(struct sums *held, const struct areas *areas, const struct secret *secret)
{
	*held = (struct sums){.areas = areas,
		.secret = secret,
		.slots = 2 * (size_t)SERIES_MOST,
		.last_place = SERIES_MOST};
	if (areas->count > SERIES_AREAS)
		fail(EX_SOFTWARE, areas->file, 0, "more than %d areas", SERIES_AREAS);
	held->slot = allocate(held->slots, sizeof *held->slot);
	memset(held->slot, 0, held->slots * sizeof *held->slot);
	for (size_t i = 0; i < areas->count; i++) {
		if (areas->area[i].level != LEVEL_MUNICIPALITY)
			held->sum_of[i] = held->sums++;
	}
	/* A landsdel has two sums: what it states, and what its municipalities add up to. */
	size_t landsdele = held->sums;
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level == LEVEL_MUNICIPALITY)
			held->sum_of[i] = landsdele + held->sum_of[a->landsdel - areas->area];
	}
	held->sums *= 2;
}

void sums_free(struct sums *held)
{
	for (size_t i = 0; i < held->count; i++) {
		for (size_t j = 0; held->series[i].sum && j < held->sums; j++)
			sum_clear(&held->series[i].sum[j]);
		free(held->series[i].sum);
		free(held->series[i].name);
	}
	free(held->series);
	free(held->slot);
	free(held->key.bytes);
	free(held->last.bytes);
}

/* The key of a record is what its series is called: no field has a blank in it that is no blank. */

void sums_begin(struct sums *held)
{
	held->key.length = 0;
}

void sums_key(struct sums *held, struct span column, struct span field)
{
	if (field.length == 0)
		return;
	if (held->key.length)
		text_add_char(&held->key, '\t');
	text_add(&held->key, column);
	text_add_char(&held->key, '=');
	text_add(&held->key, field);
}

static size_t *find_slot(const struct sums *held, const struct fingerprint *f)
{
	size_t at = (size_t)f->low & (held->slots - 1);
	for (;; at = (at + 1) & (held->slots - 1)) {
		size_t place = held->slot[at];
		if (place == 0)
			return &held->slot[at];
		const struct fingerprint *there = &held->series[place - 1].key;
		if (there->low == f->low && there->high == f->high)
			return &held->slot[at];
	}
}

static char *name_of(const struct text *key)
{
	struct text name = {0};
	add_cut(&name, text_span(key), SERIES_NAME);
	for (size_t i = 0; i < name.length; i++)
		name.bytes[i] = name.bytes[i] == '\t' ? ' ' : name.bytes[i];
	text_add_char(&name, '\0');
	return name.bytes;
}

static size_t find_series(struct sums *held)
{
	struct fingerprint f = fingerprint_of(held->secret, text_span(&held->key));
	size_t *slot = find_slot(held, &f);
	if (*slot || held->count == SERIES_MOST)
		return *slot ? *slot - 1 : SERIES_MOST;
	held->series = grow(held->series, &held->room, held->count + 1, sizeof *held->series);
	struct held_series *s = &held->series[held->count++];
	*s = (struct held_series){.key = f, .name = name_of(&held->key)};
	*slot = held->count;
	return *slot - 1;
}

static void note_twice(struct sums *held, size_t series, size_t area)
{
	size_t i = 0;
	held->repeated++;
	while (i < held->twices && (held->twice[i].series != series || held->twice[i].area != area))
		i++;
	if (i == TWICE_SHOWN)
		return;
	if (i == held->twices)
		held->twice[held->twices++] = (struct twice){series, area, 1};
	held->twice[i].count++;
}

void sums_take(struct sums *held, size_t area, const struct number *figure)
{
	if (held->last_place == SERIES_MOST ||
		!span_equals(text_span(&held->key), text_span(&held->last))) {
		held->last_place = find_series(held);
		held->last.length = 0;
		text_add(&held->last, text_span(&held->key));
	}
	if (held->last_place == SERIES_MOST) {
		held->beyond++;
		return;
	}
	struct held_series *s = &held->series[held->last_place];
	if (area_in(&s->there, area)) {
		note_twice(held, held->last_place, area);
		return;
	}
	area_put(&s->there, area);
	if (!figure)
		return;
	if (!s->sum) {
		s->sum = allocate(held->sums, sizeof *s->sum);
		memset(s->sum, 0, held->sums * sizeof *s->sum);
	}
	area_put(&s->stated, area);
	sum_add(&s->sum[held->sum_of[area]], figure);
}

/* Totals. */

/* A series, and how many areas of each level it has. */
struct levels {
	const struct sums *held;
	const struct held_series *series;
	size_t there[AREA_LEVELS];
};

static struct levels count_levels(const struct sums *held, const struct held_series *series)
{
	struct levels l = {.held = held, .series = series};
	for (size_t i = 0; i < held->areas->count; i++) {
		enum area_level level = held->areas->area[i].level;
		l.there[level] += area_in(&series->there, i);
	}
	return l;
}

/* Whether each region has a figure, or the one that it becomes part of. */
static bool regions_state(const struct levels *l)
{
	const struct areas *areas = l->held->areas;
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level != LEVEL_REGION || area_is_merged(a) || area_in(&l->series->stated, i))
			continue;
		if (!a->merged || !area_in(&l->series->stated, (size_t)(a->merged - areas->area)))
			return false;
	}
	return true;
}

/* As kkr-check has it; the total's own level where there is nothing to add up. */
static enum area_level level_below(const struct levels *l, enum area_level total)
{
	if (total == LEVEL_COUNTRY && regions_state(l))
		return LEVEL_REGION;
	if (l->there[LEVEL_MUNICIPALITY])
		return LEVEL_MUNICIPALITY;
	if (total == LEVEL_COUNTRY && l->there[LEVEL_REGION])
		return LEVEL_REGION;
	return total != LEVEL_LANDSDEL && l->there[LEVEL_LANDSDEL] ? LEVEL_LANDSDEL : total;
}

/* What the areas of a level that lie in a total add up to, and how many they are. */
struct parts {
	struct decimal sum;
	size_t there, stated;
};

static void add_part(struct decimal *to, const struct sum *sum)
{
	struct decimal term;
	decimal_init(&term);
	sum_decimal(&term, sum);
	decimal_add(to, &term);
	decimal_clear(&term);
}

/* Of a region that others become and of these the one with a figure adds up, else the others. */
static bool is_part(const struct levels *l, const struct area *a)
{
	const struct area *areas = l->held->areas->area;
	if (area_is_merged(a))
		return area_in(&l->series->stated, (size_t)(a - areas));
	return !a->merged || !area_in(&l->series->stated, (size_t)(a->merged - areas));
}

/* The municipalities of a landsdel stand in one sum. */
static void add_parts(struct parts *parts, const struct levels *l, const struct area *total,
	enum area_level level)
{
	const struct areas *areas = l->held->areas;
	bool municipal = level == LEVEL_MUNICIPALITY;
	size_t half = l->held->sums / 2;
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (!area_lies_in(a, total) || !is_part(l, a))
			continue;
		if (a->level == level) {
			parts->there += area_in(&l->series->there, i);
			parts->stated += area_in(&l->series->stated, i);
		}
		size_t sum = l->held->sum_of[i] + (municipal ? half : 0);
		if (a->level == (municipal ? LEVEL_LANDSDEL : level))
			add_part(&parts->sum, &l->series->sum[sum]);
	}
}

static void tell_wrong(const struct sums_totals *totals, const struct levels *l,
	const struct area *total, const struct decimal *stated, const struct parts *parts,
	enum area_level level)
{
	struct text line = {0};
	struct decimal difference;
	decimal_init(&difference);
	decimal_add(&difference, stated);
	decimal_subtract(&difference, &parts->sum);
	add_printed(&line, "%s %s%s%s%s: the total is ", total->code, total->name,
		*l->series->name ? " (" : "", l->series->name, *l->series->name ? ")" : "");
	decimal_print(&line, stated);
	add_printed(&line, ", its %zu %s", parts->there, area_level_plural(level));
	if (parts->stated < parts->there)
		add_printed(&line, ", %zu of them without a figure,", parts->there - parts->stated);
	add_printed(&line, " add up to ");
	decimal_print(&line, &parts->sum);
	add_printed(&line, ": difference ");
	decimal_print(&line, &difference);
	totals->wrong(totals->to, text_span(&line));
	decimal_clear(&difference);
	free(line.bytes);
}

static void hold_total(struct sums_totals *totals, const struct levels *l, size_t at)
{
	const struct area *total = &l->held->areas->area[at];
	enum area_level below = level_below(l, total->level);
	struct parts parts = {.there = 0};
	struct decimal stated;
	if (total->level == LEVEL_MUNICIPALITY || below == total->level ||
		!area_in(&l->series->stated, at))
		return;
	decimal_init(&parts.sum);
	decimal_init(&stated);
	add_part(&stated, &l->series->sum[l->held->sum_of[at]]);
	add_parts(&parts, l, total, below);
	totals->held++;
	decimal_subtract(&parts.sum, &stated);
	bool holds = decimal_sign(&parts.sum) == 0;
	decimal_add(&parts.sum, &stated);
	totals->hold += holds;
	if (!holds)
		tell_wrong(totals, l, total, &stated, &parts, below);
	decimal_clear(&stated);
	decimal_clear(&parts.sum);
}

void sums_totals(const struct sums *held, struct sums_totals *totals)
{
	for (size_t i = 0; i < held->count; i++) {
		struct levels l = count_levels(held, &held->series[i]);
		for (size_t at = 0; at < held->areas->count; at++)
			hold_total(totals, &l, at);
	}
}
