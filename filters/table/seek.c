#include "seek.h"

#include "read/names.h"

#include "lib/report.h"

#include <stdio.h>
#include <stdlib.h>

/* A sheet that fits nothing. */
struct left_sheet {
	char *name;
	unsigned long long rows; /* with figures */
};

struct seek {
	const struct rows *rows;
	const struct reading *reading;
	const struct layout *layout;
	struct layout plain; /* for a table that tells its own columns */
	bool found;
	struct choice choice; /* of the sheet that was found */
	struct text sheet;    /* and its name */
	struct left_sheet *left;
	size_t lefts, room;
	struct choice nearest; /* of those that fit nothing */
	bool something;        /* stands on a sheet that was tried */
};

struct seek *seek_open(const struct rows *rows, const struct reading *reading)
{
	const struct layout *l = reading->layout;
	bool titled = l->map && l->map->titled;
	bool named = l->map && !l->map->positions && l->map->headed;
	bool letter = l->map && ((l->map->sentences && l->map->tabular) || l->map->holds);
	bool seeks = l->maps || titled || letter || (layout_seeks(l) && named);
	if (!seeks || l->list_sheets || l->list_cells || l->taker)
		return NULL;
	struct seek *s = allocate(1, sizeof *s);
	*s = (struct seek){.rows = rows, .reading = reading, .layout = l, .plain = *l};
	s->plain.maps = NULL;
	return s;
}

static const char *map_name(const struct map *map)
{
	const char *slash = strrchr(map->file, '/');
	return slash ? slash + 1 : map->file;
}

/* What a sheet is called: its name, or its number where it has none. */
static struct span sheet_called(const struct held *held, char digits[32])
{
	if (held->name.length)
		return text_span(&held->name);
	snprintf(digits, 32, "%zu", held->number);
	return span_of(digits);
}

static size_t first_filled(const struct held *held)
{
	size_t row = 0;
	while (row < held->rows && !held->row[row].filled)
		row++;
	return row;
}

/* Whether the first row with anything calls a column `area` and one `value`. */
static bool tells_itself(const struct seek *s, const struct held *held, size_t row)
{
	bool area = false, value = false;
	const struct held_row *r = &held->row[row];
	for (size_t i = r->cell; i < r->cell + r->cells; i++) {
		struct text made = {0};
		bool told = false;
		name_make(&made, held->cell[i].plain);
		const char *name = names_find(
			&s->reading->names, held->cell[i].plain, text_span(&made), &told);
		struct span called = name ? span_of(name) : text_span(&made);
		area |= span_is(called, "area");
		value |= span_is(called, "value");
		free(made.bytes);
	}
	return area && value;
}

static void choose_map(const struct seek *s, const struct held *held, struct choice *choice)
{
	if (s->layout->maps) {
		maps_choose(s->layout->maps, held, choice);
		return;
	}
	*choice = (struct choice){.map = s->layout->map, .layout = s->layout};
	fit_map(s->layout->map, s->layout, held, &choice->fitting);
}

/* A sheet that fits nothing. */
static void leave_sheet(struct seek *s, const struct held *held)
{
	char digits[32];
	unsigned long long rows = 0;
	for (size_t i = 0; i < held->rows; i++) {
		const struct held_row *row = &held->row[i];
		bool figure = false;
		for (size_t j = row->cell; j < row->cell + row->cells; j++)
			figure |= held->cell[j].cell.kind == CELL_NUMBER ||
				  marks_digits(held->cell[j].plain);
		rows += figure;
	}
	s->left = grow(s->left, &s->room, s->lefts + 1, sizeof *s->left);
	s->left[s->lefts++] = (struct left_sheet){span_copy(sheet_called(held, digits)), rows};
}

static void keep_nearest(struct seek *s, struct choice *choice)
{
	bool nearer = !s->nearest.map || fitting_nearer(&choice->fitting, &s->nearest.fitting);
	if (choice->map && nearer) {
		choice_free(&s->nearest);
		s->nearest = *choice;
	} else {
		choice_free(choice);
	}
}

/* The sheet is the one that is read. */
static void take_sheet(struct seek *s, const struct held *held, const struct choice *choice)
{
	char digits[32];
	const struct rows *rows = s->rows;
	if (choice->tie)
		fail(rows->status, rows->file, 0,
			"two maps fit it alike, %s and %s: --map says which is meant",
			map_name(choice->map), map_name(choice->tie));
	if (s->found)
		fail(rows->status, rows->file, 0,
			"%s fits several sheets, '%s' and '%s': --sheet says which to read",
			s->layout->maps ? "a map" : "the map", quote(text_span(&s->sheet)).text,
			quote(sheet_called(held, digits)).text);
	s->found = true;
	s->choice = *choice;
	text_add(&s->sheet, sheet_called(held, digits));
}

bool seek_try(struct seek *s, const struct held *held, struct found *found)
{
	struct choice choice;
	size_t first = first_filled(held);
	if (first == held->rows)
		return false;
	s->something = true;
	choose_map(s, held, &choice);
	if (!choice.fitting.fits && s->layout->maps && tells_itself(s, held, first)) {
		size_t row = held->row[first].number;
		choice_free(&choice);
		choice = (struct choice){.layout = &s->plain};
		choice.fitting =
			(struct fitting){.fits = true, .header_first = row, .header_last = row};
		if (s->layout->header_given) {
			choice.fitting.header_first = s->layout->header_first;
			choice.fitting.header_last = s->layout->header_last;
		}
	}
	if (!choice.fitting.fits) {
		leave_sheet(s, held);
		keep_nearest(s, &choice);
		return false;
	}
	take_sheet(s, held, &choice);
	*found = (struct found){choice.layout, choice.fitting.header_first,
		choice.fitting.header_last, text_span(&s->choice.fitting.title),
		text_span(&s->choice.fitting.period)};
	return true;
}

/* What of the nearest map is where, and what is not. */
static struct text nearest_words(const struct fitting *f)
{
	struct text words = {0};
	char row[64];
	if (f->nearest == 0) {
		text_add(&words, SPAN("no row has any of its columns"));
	} else {
		snprintf(row, sizeof row, "row %zu is nearest, and lacks ", f->nearest);
		text_add(&words, span_of(row));
		text_add(&words, text_span(&f->lacks));
	}
	text_add_char(&words, '\0');
	return words;
}

/* What the command that proposes a map is given: standard input as its FILE. */
static struct quote argument_of(const struct rows *rows)
{
	bool given = strcmp(rows->file, "standard input") != 0;
	struct text word = {0};
	text_add(&word, given ? SPAN("'") : SPAN("-"));
	text_add(&word, given ? span_of(rows->file) : SPAN(""));
	text_add(&word, given ? SPAN("'") : SPAN(""));
	struct quote shown = quote(text_span(&word));
	free(word.bytes);
	return shown;
}

static _Noreturn void fail_unfound(const struct seek *s)
{
	const struct rows *rows = s->rows;
	const struct map *map = s->nearest.map;
	struct text words = nearest_words(&s->nearest.fitting);
	if (!s->layout->maps)
		fail(rows->status, rows->file, 0,
			"the header that the map %s tells of is not among the first %d rows: %s",
			map_name(map), HELD_ROWS, words.bytes);
	report_mark(rows->file, "unmapped");
	if (!map)
		fail(rows->status, rows->file, 0,
			"no table map fits it, and none has a column of it; kkr map %s proposes "
			"one",
			argument_of(rows).text);
	fail(rows->status, rows->file, 0,
		"no table map fits it; %s comes closest: %s; kkr map %s proposes one",
		map_name(map), words.bytes, argument_of(rows).text);
}

void seek_end(struct seek *s)
{
	if (!s->found && s->something)
		fail_unfound(s);
	for (size_t i = 0; s->found && i < s->lefts; i++) {
		if (s->left[i].rows == 0)
			continue;
		complain(s->rows->file, 0,
			"the sheet '%s' is left out: it has figures, and fits no map",
			quote(span_of(s->left[i].name)).text);
		if (!s->rows->report)
			continue;
		unsigned long long *count =
			report_kind(s->rows->report, s->rows->file, "left_out", s->left[i].name);
		*count += s->left[i].rows;
		*s->rows->counts.in += s->left[i].rows;
	}
}

void seek_free(struct seek *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->lefts; i++)
		free(s->left[i].name);
	free(s->left);
	free(s->sheet.bytes);
	choice_free(&s->choice);
	choice_free(&s->nearest);
	free(s);
}
