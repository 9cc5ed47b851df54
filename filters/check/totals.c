#include "check/totals.h"

#include "lib/sum.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The row of an area in the series at hand, and its figure. */
struct place {
	uint32_t row; /* or NO_ROW */
	bool stated;  /* it has a figure */
	struct number figure;
};
#define NO_ROW UINT32_MAX

/* The series at hand, laid out over the code list. */
struct layout {
	const struct totals *t;
	struct series_rows rows;
	struct place *at; /* of each area */
	size_t count[AREA_LEVELS];
	bool listing; /* faults are listed; else counted alone */
	size_t faults;
};

/* Messages. */

/*
 * " (measure=population period=2025-01-01)": which series a row is in; the caller's to free.
 */
static char *series_name(const struct totals *t, uint32_t row)
{
	struct text name = {0};
	for (size_t i = 0; i < t->held->columns; i++) {
		struct span field = t->series->key[i] ? held_field(t->held, row, i) : SPAN("");
		if (field.length == 0)
			continue;
		text_add(&name, span_of(name.length ? " " : " ("));
		text_add(&name, span_of(t->in->name[i]));
		text_add_char(&name, '=');
		text_add(&name, field);
	}
	if (name.length)
		text_add_char(&name, ')');
	text_add_char(&name, '\0');
	return name.bytes;
}

/*
 * Adds a fault to the report, unless faults are counted alone: `area` in the series of a row, as
 * "area=084 measure=population".
 */
static void report_fault(const struct layout *l, const char *kind, const struct area *area,
	uint32_t row, struct span found, struct span expected)
{
	const struct totals *t = l->t;
	struct text key = {0};
	if (!l->listing || !report_path(t->report))
		return;
	text_add(&key, span_of(t->in->name[t->area]));
	text_add_char(&key, '=');
	text_add(&key, span_of(area->code));
	for (size_t i = 0; i < t->held->columns; i++) {
		struct span field = t->series->key[i] ? held_field(t->held, row, i) : SPAN("");
		if (field.length == 0)
			continue;
		text_add_char(&key, ' ');
		text_add(&key, span_of(t->in->name[i]));
		text_add_char(&key, '=');
		text_add(&key, field);
	}
	const char *file = held_place(t->held, row).file;
	++*report_count(
		t->report, &(struct report_row){file, kind, text_span(&key), found, expected});
	free(key.bytes);
}

/* "084 Region Hovedstaden (measure=population): " and what is wrong with it, of a row. */
static void fault(struct layout *l, const struct area *area, uint32_t row, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void fault(struct layout *l, const struct area *area, uint32_t row, const char *format, ...)
{
	l->faults++;
	if (!l->listing)
		return;
	va_list arguments;
	va_start(arguments, format);
	char *what = vprinted(format, arguments);
	va_end(arguments);
	struct held_place place = held_place(l->t->held, row);
	char *series = series_name(l->t, row);
	complain(place.file, place.line, "%s %s%s: %s", area->code, area->name, series, what);
	free(series);
	free(what);
}

/* A decimal as a string, the caller's to free. */
static char *shown(const struct decimal *d)
{
	struct text text = {0};
	decimal_print(&text, d);
	text_add_char(&text, '\0');
	return text.bytes;
}

/* Holding totals against sums. */

/* What adds up to a total. */
struct parts {
	struct sum sum;
	size_t count;
	size_t secret; /* of them, those whose figure the source keeps secret */
	enum area_level level;
};

/*
 * A sum over secret figures is at least what it says: where the total is more, nobody can tell
 * whether it is right, and what the difference is stays untold.
 */
static void fault_unproved(
	struct layout *l, const struct area *total, const struct parts *parts, const char *adds)
{
	const struct place *place = &l->at[total - l->t->areas->area];
	fault(l, total, place->row,
		"the total is %.*s, its %zu %s add up to at least %s, as %zu of them %s secret "
		"(hemmelig): it cannot be proved; kkr-select --where leaves such totals out",
		(int)place->figure.text.length, place->figure.text.bytes, parts->count,
		area_level_plural(parts->level), adds, parts->secret,
		parts->secret == 1 ? "is" : "are");
}

/* A total that is not its sum to the digit may still be as near as is allowed. */
static void compare_sum(struct layout *l, const struct area *total, const struct parts *parts)
{
	const struct place *place = &l->at[total - l->t->areas->area];
	struct decimal adds, misses;
	decimal_init(&adds);
	decimal_init(&misses);
	sum_decimal(&adds, &parts->sum);
	decimal_set(&misses, place->figure.text);
	decimal_subtract(&misses, &adds);
	if (decimal_compare_size(&misses, l->t->within) > 0) {
		char *sum_text = shown(&adds), *difference = shown(&misses),
		     *within = shown(l->t->within);
		if (parts->secret && *difference != '-')
			fault_unproved(l, total, parts, sum_text);
		else
			fault(l, total, place->row,
				"the total is %.*s, its %zu %s add up to %s%s: difference %s%s%s",
				(int)place->figure.text.length, place->figure.text.bytes,
				parts->count, area_level_plural(parts->level),
				parts->secret ? "at least " : "", sum_text, difference,
				l->t->say_within ? ", more than " : "",
				l->t->say_within ? within : "");
		report_fault(l, "total", total, place->row, place->figure.text, span_of(sum_text));
		free(sum_text);
		free(difference);
		free(within);
	}
	decimal_clear(&adds);
	decimal_clear(&misses);
}

/*
 * Whether an area's figure is one of those that add up: of a region that others become and of these
 * the one where it has a figure, else the others.
 */
static bool adds_up(const struct layout *l, size_t i)
{
	const struct area *area = &l->t->areas->area[i];
	const struct area *merged = area->merged;
	if (l->at[i].row == NO_ROW)
		return false;
	if (area_is_merged(area))
		return l->at[i].stated;
	return !merged || !l->at[merged - l->t->areas->area].stated;
}

/* Whether a row without a figure says that its source keeps it secret. */
static bool is_secret(const struct layout *l, uint32_t row)
{
	size_t qualifier = l->t->qualifier;
	return qualifier < l->t->in->columns &&
	       span_is(held_field(l->t->held, row, qualifier), "hemmelig");
}

/* Adds up the areas of one level that lie in `total`, and holds the sum against its row. */
static void check_sum(struct layout *l, const struct area *total, enum area_level level)
{
	const struct areas *areas = l->t->areas;
	const struct place *place = &l->at[total - areas->area];
	struct parts parts = {.level = level};
	if (!place->stated)
		return; /* a total that is not there states nothing */
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *area = &areas->area[i];
		if (area->level != level || !area_lies_in(area, total) || !adds_up(l, i))
			continue;
		if (l->at[i].stated)
			sum_add(&parts.sum, &l->at[i].figure);
		else
			parts.secret += is_secret(l, l->at[i].row);
		parts.count++;
	}
	if (!place->figure.small || parts.sum.decimals != place->figure.decimals ||
		parts.sum.digits != place->figure.digits)
		compare_sum(l, total, &parts);
	sum_clear(&parts.sum);
}

/*
 * Lists the areas of a level that lie in `whole` and have no row. `row` says where the series is.
 */
static void check_present(
	struct layout *l, const struct area *whole, enum area_level level, uint32_t row)
{
	const struct areas *areas = l->t->areas;
	struct text missing = {0};
	size_t count = 0;
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (l->at[i].row != NO_ROW || a->level != level || !area_lies_in(a, whole) ||
			area_is_merged(a) ||
			(a->merged && l->at[a->merged - areas->area].row != NO_ROW))
			continue;
		text_add(&missing, span_of(count++ ? ", " : ""));
		text_add(&missing, span_of(a->code));
		text_add_char(&missing, ' ');
		text_add(&missing, span_of(a->name));
		report_fault(l, "missing", a, row, SPAN(""), SPAN(""));
	}
	text_add_char(&missing, '\0');
	if (count)
		fault(l, whole, row, "without %zu of its %s: %s", count, area_level_plural(level),
			missing.bytes);
	free(missing.bytes);
}

/* Whether each region has a figure, or the one that it becomes part of. */
static bool regions_stated(const struct layout *l)
{
	const struct areas *areas = l->t->areas;
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *area = &areas->area[i];
		if (area->level != LEVEL_REGION || area_is_merged(area) || l->at[i].stated)
			continue;
		if (!area->merged || !l->at[area->merged - areas->area].stated)
			return false;
	}
	return true;
}

/*
 * The level whose areas must add up to a total: the regions to the country where all have figures;
 * else the municipalities; where there are none, the next level that has rows. The total's own
 * level where there is nothing to add up.
 */
static enum area_level level_below(const struct layout *l, enum area_level total)
{
	if (total == LEVEL_COUNTRY && regions_stated(l))
		return LEVEL_REGION;
	if (l->count[LEVEL_MUNICIPALITY])
		return LEVEL_MUNICIPALITY;
	if (total == LEVEL_COUNTRY && l->count[LEVEL_REGION])
		return LEVEL_REGION;
	return total != LEVEL_LANDSDEL && l->count[LEVEL_LANDSDEL] ? LEVEL_LANDSDEL : total;
}

static void check_totals(struct layout *l)
{
	bool municipal = l->count[LEVEL_MUNICIPALITY] > 0;
	for (size_t i = 0; i < l->t->areas->count; i++) {
		const struct area *total = &l->t->areas->area[i];
		uint32_t row = l->at[i].row;
		if (row == NO_ROW || total->level == LEVEL_MUNICIPALITY)
			continue;
		enum area_level below = level_below(l, total->level);
		if (below == total->level)
			continue;
		/* With --complete, what the country lacks is listed once, for the series. */
		if (municipal && !l->t->complete)
			check_present(l, total, LEVEL_MUNICIPALITY, row);
		if (!municipal)
			check_present(l, total, below, row);
		check_sum(l, total, below);
	}
}

/* Laying a series out. */

static const struct area *area_of(const struct layout *l, uint32_t row)
{
	size_t at = l->t->mark[row] & MARK_AREA;
	return at == MARK_AREA ? NULL : &l->t->areas->area[at];
}

/* Puts a row into its place, if it has one that is free; one without was listed when it was read.
 */
static void place_row(struct layout *l, uint32_t row)
{
	const struct area *area = area_of(l, row);
	if (!area)
		return;
	struct place *place = &l->at[area - l->t->areas->area];
	if (place->row == NO_ROW) {
		place->row = row;
		l->count[area->level]++;
		return;
	}
	struct held_place first = held_place(l->t->held, place->row);
	report_fault(l, "twice", area, row, SPAN(""), SPAN(""));
	fault(l, area, row, "stands twice; first in line %zu of %s", first.line, first.file);
}

static void read_figures(struct layout *l)
{
	for (size_t i = 0; i < l->t->areas->count; i++) {
		struct place *place = &l->at[i];
		if (place->row == NO_ROW)
			continue;
		place->stated = number_read(
			&place->figure, held_field(l->t->held, place->row, l->t->value));
	}
}

static bool has_totals(const struct layout *l)
{
	size_t levels = 0;
	for (enum area_level level = 0; level < AREA_LEVELS; level++)
		levels += l->count[level] > 0;
	return levels > 1;
}

/* Empties a row's place again, and lets it pass. */
static void take_away(struct layout *l, uint32_t row)
{
	const struct area *area = area_of(l, row);
	if (area) {
		l->at[area - l->t->areas->area].row = NO_ROW;
		l->at[area - l->t->areas->area].stated = false;
	}
	if (l->t->keep || l->count[LEVEL_MUNICIPALITY] == 0 ||
		(area && area->level == LEVEL_MUNICIPALITY))
		l->t->mark[row] |= MARK_PASSES;
}

/* Goes through the series of which `first` is the first row. */
static void check_series(struct layout *l, uint32_t first)
{
	struct series_rows *rows = &l->rows;
	series_rows(rows, l->t->series, first);
	memset(l->count, 0, sizeof l->count);
	for (size_t i = 0; i < rows->count; i++) {
		held_prefetch(l->t->held, rows->row[i]);
		place_row(l, rows->row[i]);
	}
	if (has_totals(l)) {
		read_figures(l);
		check_totals(l);
	}
	if (l->t->complete)
		check_present(
			l, areas_by_code(l->t->areas, SPAN("000")), LEVEL_MUNICIPALITY, first);
	for (size_t i = 0; i < rows->count; i++)
		take_away(l, rows->row[i]);
}

/* All series. */

static int by_key(const void *a, const void *b, void *context)
{
	const struct totals *t = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	for (size_t i = 0; i < t->held->columns; i++) {
		if (!t->series->key[i])
			continue;
		int order = span_compare(held_field(t->held, x, i), held_field(t->held, y, i));
		if (order)
			return order;
	}
	return x < y ? -1 : x > y;
}

static struct layout totals_layout(const struct totals *t)
{
	struct layout l = {.t = t, .at = allocate(t->areas->count, sizeof *l.at)};
	for (size_t i = 0; i < t->areas->count; i++)
		l.at[i] = (struct place){.row = NO_ROW};
	return l;
}

size_t totals_check(const struct totals *t)
{
	struct layout l = totals_layout(t);
	uint32_t *wrong = NULL; /* the first rows of series that have a fault */
	size_t wrongs = 0, room = 0;
	for (size_t row = 0; row < t->held->rows; row++) {
		size_t before = l.faults;
		if (!(t->mark[row] & MARK_FIRST))
			continue;
		check_series(&l, (uint32_t)row);
		if (l.faults == before)
			continue;
		wrong = grow(wrong, &room, wrongs + 1, sizeof *wrong);
		wrong[wrongs++] = (uint32_t)row;
	}
	if (wrongs)
		qsort_r(wrong, wrongs, sizeof *wrong, by_key, (void *)t);
	l.listing = true;
	l.faults = 0;
	for (size_t i = 0; i < wrongs; i++)
		check_series(&l, wrong[i]);
	free(wrong);
	free(l.at);
	free(l.rows.row);
	return l.faults;
}
