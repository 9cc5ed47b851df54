#include "fit.h"

#include "header.h"
#include "sentences.h"

#include "lib/share.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* What is looked for, and in what. */
struct search {
	const struct map *map;
	const struct layout *layout;
	const struct held *held;
	size_t columns; /* of the sheet, as far as --range reads them; the first is 1 */
	size_t named;   /* lines of the map that name a column by its header */
	size_t *filled; /* the rows held in which there is something */
	size_t rows;
	struct span **dense; /* the last of those that were looked at, a text for each column */
	size_t dense_rows;
	struct text text; /* and joined */
	struct span *joined;
	size_t *line; /* of the map, for each column */
	bool *found;  /* for each line of the map, whether it has a column */
};

/* What of a map is in some rows. */
struct rows_fit {
	size_t from, to; /* their places among those that are filled */
	size_t named, lacking;
	bool tried;
};

static const struct held_row *filled_row(const struct search *s, size_t i)
{
	return &s->held->row[s->filled[i]];
}

/* A row as a text for each column; what is merged stands in all of its columns. */
static void make_dense(const struct search *s, size_t row)
{
	const struct range *range = &s->layout->range;
	const struct held_row *held = filled_row(s, row);
	struct span **place = &s->dense[row % s->dense_rows];
	if (!*place)
		*place = allocate(s->columns, sizeof **place);
	struct span *dense = *place;
	for (size_t i = 0; i < s->columns; i++)
		dense[i] = SPAN("");
	for (size_t i = held->cell; i < held->cell + held->cells; i++) {
		const struct held_cell *c = &s->held->cell[i];
		size_t span = c->cell.span_columns ? c->cell.span_columns : 1;
		for (size_t column = c->cell.column; column < c->cell.column + span; column++) {
			bool outside = column < range->first_column ||
				       (range->last_column && column > range->last_column);
			if (column <= s->columns && !outside)
				dense[column - 1] = c->plain;
		}
	}
}

/* Whether a line is about a column that is not in the rows that were tried last. */
static bool lacks_column(const struct search *s, const struct map_column *c, size_t line)
{
	bool needed = !c->optional && !c->several && c->number == 0 && map_line_is_column(c);
	return needed && !s->found[line];
}

/* Whether all values are optional, and none is in the rows that were tried last. */
static bool lacks_values(const struct search *s)
{
	bool values = false;
	for (size_t i = 0; i < s->map->columns; i++) {
		const struct map_column *c = &s->map->column[i];
		if (!map_line_is_column(c) || c->role != MAP_VALUE)
			continue;
		if (s->found[i] || c->several || !c->optional || c->number)
			return false;
		values = true;
	}
	return values;
}

/* What of the map is in a header of these rows. */
static struct rows_fit try_rows(struct search *s, size_t from, size_t to)
{
	struct rows_fit fit = {.from = from, .to = to, .tried = true};
	size_t rows = to - from + 1;
	const struct span **row = allocate(rows, sizeof *row);
	for (size_t i = 0; i < rows; i++)
		row[i] = s->dense[(from + i) % s->dense_rows];
	bool joined = header_join(row, rows, s->columns, s->layout->spread, &s->text, s->joined);
	free(row);
	memset(s->found, 0, s->map->columns * sizeof *s->found);
	if (joined)
		header_assign(s->map, s->joined, s->columns, 1, NULL, s->line, NULL);
	for (size_t i = 0; joined && i < s->columns; i++) {
		if (s->line[i] == HEADER_NONE)
			continue;
		s->found[s->line[i]] = true;
		const struct map_column *about = &s->map->column[s->line[i]];
		fit.named += about->number == 0 && !about->several;
	}
	for (size_t i = 0; i < s->map->columns; i++) {
		const struct map_column *c = &s->map->column[i];
		fit.lacking += lacks_column(s, c, i);
	}
	fit.lacking += lacks_values(s);
	return fit;
}

/* Whether some rows have more of the map than others. */
static bool is_nearer(const struct rows_fit *a, const struct rows_fit *b)
{
	if (!b->tried)
		return true;
	return a->named * (b->named + b->lacking) > b->named * (a->named + a->lacking);
}

/* Titles */

/* The cell above a row that is like a title; NULL where there is none. */
static const struct held_cell *find_title(
	const struct search *s, size_t row, const struct pattern *title, struct text *period)
{
	for (size_t i = 0; i < filled_row(s, row)->cell; i++) {
		const struct held_cell *c = &s->held->cell[i];
		if (c->plain.length && pattern_matches(title, c->plain, period))
			return c;
	}
	return NULL;
}

/* How many of the titles are not above a row; the text and the period of the first go into the
 * fitting. */
static size_t take_titles(const struct search *s, size_t row, struct fitting *fitting)
{
	size_t lacking = 0;
	fitting->title.length = fitting->period.length = 0;
	for (size_t i = 0; i < s->map->titles; i++) {
		const struct pattern *title = &s->map->title[i];
		const struct held_cell *c =
			find_title(s, row, title, fitting->period.length ? NULL : &fitting->period);
		lacking += !c;
		if (c && fitting->title.length == 0)
			text_add(&fitting->title, c->plain);
	}
	for (size_t i = 0; s->map->titles == 0 && i < filled_row(s, row)->cell; i++) {
		if (fitting->title.length == 0)
			text_add(&fitting->title, s->held->cell[i].plain);
	}
	return lacking;
}

/* The header */

static void add_lack(struct text *to, size_t *count, size_t all, const char *what, struct span name)
{
	enum { SHOWN = 5 };
	++*count;
	if (*count > SHOWN)
		return;
	if (*count > 1)
		text_add(to, *count == all ? SPAN(" and ") : SPAN(", "));
	text_add(to, span_of(what));
	text_add_char(to, '\'');
	text_add(to, span_of(quote(name).text));
	text_add_char(to, '\'');
	if (*count == SHOWN && all > SHOWN)
		text_add(to, SPAN(" and more"));
}

static struct span first_value(const struct map *map)
{
	size_t i = 0;
	while (i + 1 < map->columns &&
		!(map_line_is_column(&map->column[i]) && map->column[i].role == MAP_VALUE))
		i++;
	return map->column[i].column;
}

/* Says what of the map is not in the rows that were tried last, or not above them. */
static void say_lacks(const struct search *s, size_t from, struct fitting *fitting)
{
	size_t count = 0;
	for (size_t i = 0; i < s->map->columns; i++) {
		const struct map_column *c = &s->map->column[i];
		if (lacks_column(s, c, i))
			add_lack(&fitting->lacks, &count, fitting->lacking, "", c->column);
	}
	if (lacks_values(s))
		add_lack(&fitting->lacks, &count, fitting->lacking, "any of its values, as ",
			first_value(s->map));
	for (size_t i = 0; i < s->map->titles; i++) {
		if (!find_title(s, from, &s->map->title[i], NULL))
			add_lack(&fitting->lacks, &count, fitting->lacking, "a title ",
				span_of(s->layout->titles[i]));
	}
}

static void take_header(const struct search *s, const struct rows_fit *fit, struct fitting *fitting)
{
	fitting->fits = true;
	fitting->named = fit->named;
	fitting->header_first = filled_row(s, fit->from)->number;
	fitting->header_last = filled_row(s, fit->to)->number;
}

/* Tries the map on some rows; whether it fits them. */
static bool try_header(
	struct search *s, size_t from, size_t to, struct rows_fit *best, struct fitting *fitting)
{
	struct rows_fit fit = try_rows(s, from, to);
	bool there = fit.lacking == 0 && (fit.named || !s->named);
	size_t titles = there || fit.named ? take_titles(s, from, fitting) : 0;
	if (there && titles == 0) {
		take_header(s, &fit, fitting);
		return true;
	}
	fit.lacking += titles;
	if (fit.named && is_nearer(&fit, best))
		*best = fit;
	return false;
}

/* The rows of --header alone. */
static void try_told(struct search *s, struct rows_fit *best, struct fitting *fitting)
{
	const struct layout *l = s->layout;
	size_t from = 0, to = 0;
	while (from < s->rows && filled_row(s, from)->number < l->header_first)
		from++;
	for (to = from; to < s->rows && filled_row(s, to)->number <= l->header_last; to++)
		make_dense(s, to);
	if (to > from && try_header(s, from, to - 1, best, fitting)) {
		fitting->header_first = l->header_first;
		fitting->header_last = l->header_last;
	}
}

static bool has_letter(struct span text)
{
	size_t i = 0;
	while (i < text.length && !((text.bytes[i] | ' ') >= 'a' && (text.bytes[i] | ' ') <= 'z'))
		i++;
	return i < text.length;
}

/*
 * Whether a row below a header goes on with it, as where a pattern has its `*` before the last line
 * of a heading: it has words, no more than those, and in columns of values alone. As a row of the
 * table it could not be read.
 */
static bool goes_on_below(const struct search *s, size_t row)
{
	bool words = false;
	const struct span *text = s->dense[row % s->dense_rows];
	for (size_t i = 0; i < s->columns; i++) {
		size_t line = s->line[i];
		if (text[i].length == 0)
			continue;
		if (line == HEADER_NONE || s->map->column[line].role != MAP_VALUE ||
			!has_letter(text[i]))
			return false;
		words = true;
	}
	return words;
}

/* The rows below the header that belong to it, as long as it still fits with them. */
static void extend_header(struct search *s, size_t from, size_t to, struct fitting *fitting)
{
	size_t named = fitting->named;
	try_rows(s, from, to);
	for (size_t end = to + 1; end < s->rows && end - from < FIT_HEADER; end++) {
		make_dense(s, end);
		if (!goes_on_below(s, end))
			return;
		struct rows_fit fit = try_rows(s, from, end);
		if (fit.lacking || fit.named != named)
			return;
		fitting->header_last = filled_row(s, end)->number;
	}
}

/* The first rows that fit: of those that end in one row, the fewest. */
static void look_for_header(struct search *s, struct rows_fit *best, struct fitting *fitting)
{
	const struct range *range = &s->layout->range;
	size_t first = 0;
	while (first < s->rows && filled_row(s, first)->number < range->first_row)
		first++;
	for (size_t end = first; end < s->rows && !fitting->fits; end++) {
		if (range->last_row && filled_row(s, end)->number > range->last_row)
			return;
		make_dense(s, end);
		for (size_t rows = 1; rows <= FIT_HEADER && rows <= end + 1 - first; rows++) {
			size_t from = end + 1 - rows;
			if (!try_header(s, from, end, best, fitting))
				continue;
			if (s->named)
				extend_header(s, from, end, fitting);
			return;
		}
	}
}

static bool of_sheet(const struct layout *layout, const struct held *held)
{
	char digits[32];
	if (!layout->sheet)
		return true;
	snprintf(digits, sizeof digits, "%zu", held->number);
	struct span sheet = span_of(layout->sheet);
	return span_equals(sheet, text_span(&held->name)) || span_is(sheet, digits);
}

static struct search open_search(
	const struct map *map, const struct layout *layout, const struct held *held)
{
	struct search s = {.map = map, .layout = layout, .held = held, .columns = held->columns};
	for (size_t i = 0; i < map->columns; i++)
		s.named += map->column[i].number == 0 && !map->column[i].several &&
			   map_line_is_column(&map->column[i]);
	s.filled = allocate(held->rows, sizeof *s.filled);
	for (size_t i = 0; i < held->rows; i++) {
		if (held->row[i].filled)
			s.filled[s.rows++] = i;
	}
	s.dense_rows = layout->header_given ? s.rows : FIT_HEADER;
	s.dense = allocate(s.dense_rows, sizeof *s.dense);
	for (size_t i = 0; i < s.dense_rows; i++)
		s.dense[i] = NULL;
	s.joined = allocate(s.columns, sizeof *s.joined);
	s.line = allocate(s.columns, sizeof *s.line);
	s.found = allocate(map->columns, sizeof *s.found);
	return s;
}

static void close_search(struct search *s)
{
	for (size_t i = 0; i < s->dense_rows; i++)
		free(s->dense[i]);
	free(s->dense);
	free(s->filled);
	free(s->text.bytes);
	free(s->joined);
	free(s->line);
	free(s->found);
}

/* A map of sentences fits where each of them is that is not optional, beside what columns it has.
 */
static void fit_sentences(const struct map *map, const struct held *held, struct fitting *fitting)
{
	bool *found = allocate(map->columns, sizeof *found);
	size_t named = 0, lacking = 0, count = 0;
	sentences_held(map, held->words ? held->words : held, found);
	for (size_t i = 0; i < map->columns; i++) {
		named += found[i];
		lacking += sentence_lacks(map, i, found);
	}
	fitting->fits = lacking == 0 && (map->tabular ? fitting->fits : named > 0);
	fitting->lacking += lacking;
	fitting->named += named;
	if (fitting->named && fitting->lacks.length && lacking)
		text_add(&fitting->lacks, SPAN(", "));
	for (size_t i = 0; i < map->columns && fitting->named && lacking; i++) {
		if (sentence_lacks(map, i, found) && !sentence_again(map, i))
			add_lack(&fitting->lacks, &count, lacking, "a sentence ",
				map->column[i].column);
	}
	if (fitting->nearest == 0)
		fitting->nearest = held->rows ? held->row[0].number : 0;
	free(found);
}

static void fit_table(const struct map *map, const struct layout *layout, const struct held *held,
	struct fitting *fitting)
{
	struct search s = open_search(map, layout, held);
	struct rows_fit best = {.tried = false};
	if (!of_sheet(layout, held))
		s.rows = 0;
	if (layout->header_given)
		try_told(&s, &best, fitting);
	else
		look_for_header(&s, &best, fitting);
	if (!fitting->fits && best.tried) {
		for (size_t i = best.from; i <= best.to; i++)
			make_dense(&s, i);
		try_rows(&s, best.from, best.to);
		fitting->named = best.named;
		fitting->lacking = best.lacking;
		fitting->nearest = filled_row(&s, best.from)->number;
		say_lacks(&s, best.from, fitting);
	}
	close_search(&s);
}

void fit_map(const struct map *map, const struct layout *layout, const struct held *held,
	struct fitting *fitting)
{
	*fitting = (struct fitting){.fits = false};
	if (map->tabular)
		fit_table(map, layout, held, fitting);
	if (map->sentences)
		fit_sentences(map, held, fitting);
}

void fitting_free(struct fitting *fitting)
{
	free(fitting->title.bytes);
	free(fitting->period.bytes);
	free(fitting->lacks.bytes);
	*fitting = (struct fitting){.fits = false};
}

bool fitting_nearer(const struct fitting *a, const struct fitting *b)
{
	if (b->named == 0)
		return a->named > 0;
	return a->named * (b->named + b->lacking) > b->named * (a->named + a->lacking);
}

/* Many maps */

struct known_map {
	char *path;
	struct map *map;
	struct layout layout;
	bool brought; /* by kkr */
};

struct maps {
	struct known_map *known;
	size_t count, room;
};

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_map_name(const char *name)
{
	static const char end[] = ".map.tsv";
	size_t length = strlen(name);
	return name[0] != '.' && length >= sizeof end - 1 &&
	       strcmp(name + length - (sizeof end - 1), end) == 0;
}

static char *path_in(const char *directory, const char *name)
{
	struct text path = {0};
	text_add(&path, span_of(directory));
	if (path.length && path.bytes[path.length - 1] != '/')
		text_add_char(&path, '/');
	text_add(&path, span_of(name));
	text_add_char(&path, '\0');
	return path.bytes;
}

static void add_map(struct maps *maps, char *path, const struct layout *layout, bool brought)
{
	maps->known = grow(maps->known, &maps->room, maps->count + 1, sizeof *maps->known);
	struct known_map *known = &maps->known[maps->count++];
	*known =
		(struct known_map){.path = path, .layout = layout_copy(layout), .brought = brought};
	known->map = map_read(path, &known->layout);
	known->layout.map = known->map;
	known->layout.maps = NULL;
}

/* The maps of a directory, by name. */
static void add_directory(
	struct maps *maps, const char *directory, const struct layout *layout, bool brought)
{
	char **path = NULL;
	size_t count = 0, room = 0;
	DIR *open = opendir(directory);
	if (!open && brought)
		return;
	if (!open)
		fail(EX_NOINPUT, directory, 0, "cannot be read: %s", strerror(errno));
	for (const struct dirent *entry; (errno = 0, entry = readdir(open));) {
		if (!is_map_name(entry->d_name))
			continue;
		path = grow(path, &room, count + 1, sizeof *path);
		path[count++] = path_in(directory, entry->d_name);
	}
	if (errno)
		fail(EX_IOERR, directory, 0, "cannot be read: %s", strerror(errno));
	closedir(open);
	if (count)
		qsort(path, count, sizeof *path, compare_paths);
	for (size_t i = 0; i < count; i++)
		add_map(maps, path[i], layout, brought);
	free(path);
}

struct maps *maps_open(char *const *directories, const struct layout *layout)
{
	struct maps *maps = allocate(1, sizeof *maps);
	*maps = (struct maps){.known = NULL};
	for (char *const *directory = directories; *directory; directory++)
		add_directory(maps, *directory, layout, false);
	char *own = share_path("schemas/maps");
	if (own)
		add_directory(maps, own, layout, true);
	free(own);
	return maps;
}

void maps_free(struct maps *maps)
{
	for (size_t i = 0; maps && i < maps->count; i++) {
		map_free(maps->known[i].map);
		layout_free(&maps->known[i].layout);
		free(maps->known[i].path);
	}
	if (maps)
		free(maps->known);
	free(maps);
}

size_t maps_count(const struct maps *maps)
{
	return maps->count;
}

const struct map *maps_map(const struct maps *maps, size_t i)
{
	return maps->known[i].map;
}

/* Whether a map that was tried comes before the one that is the choice so far. */
static bool is_better(const struct fitting *a, const struct choice *so_far)
{
	const struct fitting *b = &so_far->fitting;
	if (!so_far->map || a->fits != b->fits)
		return !so_far->map || a->fits;
	return a->fits ? a->named > b->named : fitting_nearer(a, b);
}

static void try_known(const struct known_map *known, const struct held *held, struct choice *choice)
{
	struct fitting fitting;
	fit_map(known->map, &known->layout, held, &fitting);
	if (fitting.named == 0) { /* what fits everything says nothing */
		fitting_free(&fitting);
		return;
	}
	bool equal = fitting.fits && choice->fitting.fits && fitting.named == choice->fitting.named;
	if (equal && !choice->tie)
		choice->tie = known->map;
	if (!is_better(&fitting, choice)) {
		fitting_free(&fitting);
		return;
	}
	fitting_free(&choice->fitting);
	*choice = (struct choice){.map = known->map, .layout = &known->layout, .fitting = fitting};
}

void maps_choose(const struct maps *maps, const struct held *held, struct choice *choice)
{
	*choice = (struct choice){.map = NULL};
	for (size_t i = 0; i < maps->count; i++) {
		if (!maps->known[i].brought)
			try_known(&maps->known[i], held, choice);
	}
	if (choice->fitting.fits)
		return;
	for (size_t i = 0; i < maps->count; i++) {
		if (maps->known[i].brought)
			try_known(&maps->known[i], held, choice);
	}
}

void choice_free(struct choice *choice)
{
	fitting_free(&choice->fitting);
}
