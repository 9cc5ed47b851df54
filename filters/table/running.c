/*
 * The format `running`: a table as it is copied out of a paper, or as most programs take it out of
 * a PDF. Nothing stands below anything else: the words follow one another.
 *
 * A row begins with an area; the figures up to the next area are its own, in their order. The
 * headings that a map names say how many columns there are, of which only the last may be empty.
 * The total of the country proves that nothing has moved.
 */
#include "running.h"
#include "cells.h"
#include "fit.h"
#include "layout.h"
#include "running-pages.h"
#include "running-proof.h"
#include "sentences.h"
#include "text-lines.h"
#include "text-page.h"

#include "lib/recognise.h"
#include "read/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text is held whole: of so many bytes at most. An area has so many words. */
enum { RUNNING_BYTES = 16 << 20, AREA_WORDS = 6 };

/* Of so many areas without figures in a row, the figures stand elsewhere. */
enum { NAMES_ALONE = 5 };

/* So many figures of a row are looked at to know a running text. */
enum { ROW_FIGURES = 8 };

struct token {
	struct span text;
	size_t line;
	bool begins; /* the first of its line */
	bool figure; /* a figure, or a dash in its place */
	bool mark;   /* of a footnote, or the number of a page */
};

struct running {
	struct cells *cells;
	struct rows *rows;
	const struct layout *layout;
	struct areas areas;
	struct recogniser recogniser;
	struct text text;
	struct token *token;
	size_t tokens, room;
	struct text above; /* the words above the first row, in which headings stand */
	struct running_headings headings;
	size_t columns;              /* of figures; 0: as many as come */
	struct running_proof *proof; /* of each column */
	const struct area **seen;    /* areas with figures */
	size_t seen_count, seen_room;
	bool letter;  /* words may stand around the table */
	bool *fits;   /* of a letter: whether all sentences of each map are there */
	size_t moved; /* rows whose figures did not all stand on the line of the area */
	size_t alone; /* areas without figures in a row */
	size_t put;   /* the last line that was put */
	struct text joined;
};

/* Words */

static bool is_raised(struct span text)
{
	static const char *const raised[] = {"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	for (size_t i = 0; i < sizeof raised / sizeof *raised; i++) {
		if (span_is(text, raised[i]))
			return true;
	}
	return false;
}

static bool is_footnote_mark(struct span text)
{
	size_t i = 0;
	while (i < text.length && digit(text.bytes[i]))
		i++;
	return is_raised(text) || (i > 0 && i <= 2 && i + 1 == text.length && text.bytes[i] == ')');
}

/* Digits, points and commas, perhaps with a sign; or a dash or dots. */
static bool is_running_figure(struct span text)
{
	static const char *const nils[] = {"-", "–", "—", "−", ".", "..", "...", "…"};
	for (size_t i = 0; i < sizeof nils / sizeof *nils; i++) {
		if (span_is(text, nils[i]))
			return true;
	}
	size_t i = text.length > 1 && (text.bytes[0] == '-' || text.bytes[0] == '+');
	if (!digit(text.bytes[i]))
		return false;
	while (i < text.length &&
		(digit(text.bytes[i]) || text.bytes[i] == '.' || text.bytes[i] == ','))
		i++;
	return i == text.length;
}

static void add_token(struct running *r, struct span text, size_t line, bool begins)
{
	r->token = grow(r->token, &r->room, r->tokens + 1, sizeof *r->token);
	r->token[r->tokens++] = (struct token){.text = text,
		.line = line,
		.begins = begins,
		.figure = is_running_figure(text),
		.mark = is_footnote_mark(text)};
}

static void cut_line(struct running *r, struct span line, size_t number)
{
	bool begins = true;
	for (size_t i = 0; i < line.length;) {
		size_t from = i;
		while (i < line.length && !xml_space(line.bytes[i]) && line.bytes[i] != '\f')
			i++;
		if (i > from)
			add_token(r, (struct span){line.bytes + from, i - from}, number, begins);
		begins = begins && i == from;
		i += i == from;
	}
}

/* Hands over the lines of the text, but for the numbers of pages. */
static void each_line(
	struct running *r, void (*take)(struct running *r, struct span line, size_t number))
{
	size_t number = 1;
	struct span rest = text_span(&r->text);
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = (size_t)(feed - rest.bytes);
		struct span line = {rest.bytes, length};
		if (!page_numbered(line) && !page_dashes(line))
			take(r, line, number);
		number++;
		rest = (struct span){rest.bytes + length + 1, rest.length - length - 1};
	}
}

/* A line as it stands, for sentences. */
static void tell_line(struct running *r, struct span line, size_t number)
{
	cells_words(r->cells, number, line);
}

/* Areas */

/* Whether a word may be a code: three or four digits. */
static bool may_be_code(struct span text)
{
	size_t i = 0;
	while (i < text.length && digit(text.bytes[i]))
		i++;
	return i == text.length && (i == 3 || i == 4);
}

/*
 * The area that begins at a word, and of how many words: the most that are one. A number begins one
 * with the name of that code alone.
 */
static const struct area *area_at(struct running *r, size_t at, size_t *count)
{
	const struct area *found = NULL;
	bool code = may_be_code(r->token[at].text);
	if (r->token[at].mark || (r->token[at].figure && !code))
		return NULL;
	r->joined.length = 0;
	for (size_t n = 1; n <= AREA_WORDS && at + n <= r->tokens; n++) {
		const struct token *token = &r->token[at + n - 1];
		if (n > 1 && (token->figure || token->mark))
			break;
		if (n > 1)
			text_add_char(&r->joined, ' ');
		text_add(&r->joined, token->text);
		if (code && n == 1)
			continue;
		struct finding finding = recognise(&r->recogniser, text_span(&r->joined), SPAN(""));
		if (finding.area) {
			found = finding.area;
			*count = n;
		}
	}
	return found;
}

/* Whether an area begins a row here: behind it stand figures, marks, another area or nothing. */
static const struct area *row_at(struct running *r, size_t at, size_t *count)
{
	size_t next;
	if (!r->token[at].begins && at > 0 && !r->token[at - 1].figure && !r->token[at - 1].mark)
		return NULL;
	const struct area *area = area_at(r, at, count);
	if (!area)
		return NULL;
	size_t behind = at + *count;
	while (behind < r->tokens && r->token[behind].mark)
		behind++;
	bool row = behind == r->tokens || r->token[behind].figure ||
		   (r->token[behind].begins && area_at(r, behind, &next));
	return row ? area : NULL;
}

/* Headings */

/* Joins words from one to another, as pattern_plain makes them; a divided word is whole. */
static void join_tokens(const struct running *r, size_t from, size_t to, struct text *words,
	size_t *line, size_t *lines)
{
	for (size_t i = from; i < to; i++) {
		const struct token *token = &r->token[i];
		struct text plain = {0};
		pattern_plain(&plain, token->text);
		char last = words->length ? words->bytes[words->length - 1] : ' ';
		bool divided = token->begins && last == '-' && words->length > 1 &&
			       words->bytes[words->length - 2] != ' ' &&
			       !(plain.bytes[0] >= 'A' && plain.bytes[0] <= 'Z');
		if (divided)
			words->length--;
		else if (words->length)
			text_add_char(words, ' ');
		if (token->begins && line)
			line[(*lines)++] = words->length;
		text_add(words, text_span(&plain));
		free(plain.bytes);
	}
}

static void put_running(struct running *r, size_t line, size_t column, struct span text)
{
	if (line > r->put && cells_row(r->cells, line, line))
		r->put = line;
	if (line == r->put && text.length)
		cells_put(r->cells, &(struct cell){.column = column, .text = text});
}

/* The map whose headings are there; of several the one that has most. */
static void find_headings(struct running *r, struct span words, const size_t *line, size_t lines)
{
	const struct layout *l = r->layout;
	size_t count = l->maps ? maps_count(l->maps) : l->map != NULL;
	for (size_t i = 0; i < count; i++) {
		const struct map *map = l->maps ? maps_map(l->maps, i) : l->map;
		struct running_headings h = {0};
		if (r->letter && !r->fits[i])
			continue;
		bool found = running_headings_find(&h, map, words, line, lines);
		size_t columns = h.count - (found && h.areas);
		if (found && h.count > r->headings.count) {
			struct running_headings before = r->headings;
			r->headings = h;
			r->columns = columns;
			h = before;
		}
		free(h.heading);
	}
}

/* How many columns of figures a map has that knows all of them by their numbers; else 0. */
static size_t numbered_columns(const struct map *map)
{
	size_t most = 0;
	for (size_t i = 0; map && !map->positions && i < map->columns; i++) {
		size_t number = map->column[i].number;
		if (number == 0 && map_line_is_column(&map->column[i]))
			return 0;
		most = number > most ? number : most;
	}
	return most ? most - 1 : 0;
}

/* The lines that stand apart from the one before; a divided word goes on. */
static void part_lines(const struct running *r, size_t from, size_t to, struct running_lines *lines)
{
	size_t line = 0;
	for (size_t i = from; i < to; i++) {
		if (!r->token[i].begins)
			continue;
		if (i > from && r->token[i].line > r->token[i - 1].line + 1)
			lines->apart[lines->aparts++] = lines->line[line];
		line++;
	}
}

/*
 * Looks for headings in the words from some on up to the first row; without a map, for so many as
 * there are columns.
 */
static void look_above(struct running *r, size_t from, size_t first, size_t columns)
{
	struct running_lines lines = {allocate(first - from + 1, sizeof *lines.line),
		allocate(first - from + 1, sizeof *lines.apart), 0, 0};
	r->above.length = 0;
	join_tokens(r, from, first, &r->above, lines.line, &lines.count);
	find_headings(r, text_span(&r->above), lines.line, lines.count);
	part_lines(r, from, first, &lines);
	if (columns && !running_headings_cut(&r->headings, text_span(&r->above), &lines, columns))
		r->headings.count = 0;
	if (r->headings.count && r->headings.words && r->layout->taker && r->layout->taker->cut)
		r->layout->taker->cut(r->layout->taker->to);
	if (r->headings.count == 0 && !r->letter)
		r->columns = numbered_columns(r->layout->map);
	free(lines.line);
	free(lines.apart);
}

/* The words above the first row: titles, of a letter the last line alone, and the headings. */
static void put_above(struct running *r, size_t first, struct span above)
{
	const struct running_headings *h = &r->headings;
	struct span title = above;
	if (title.length)
		put_running(r, 1, 1, trimmed(title));
	size_t header = first ? r->token[first - 1].line : 1;
	header = header > r->put ? header : r->put + 1;
	for (size_t i = 0; i < h->count; i++)
		put_running(r, header, i + 1 + !h->areas, h->heading[i].text);
	if (title.length || h->count)
		cells_row_end(r->cells, 0, SPAN(""));
}

/* Rows */

/* Whether a figure has points between groups of three digits, and all of it is so. */
static bool groups_fit(struct span figure)
{
	size_t group = 0, groups = 0;
	bool decimals = false;
	for (size_t i = 0; i < figure.length; i++) {
		char byte = figure.bytes[i];
		if (digit(byte)) {
			group++;
			continue;
		}
		if (byte == '-' || byte == '+')
			continue;
		if (decimals || group == 0 || (groups && group != 3) ||
			group > 3 * (groups == 0) + 3)
			return false;
		decimals = byte == ',';
		groups += byte == '.';
		if (byte == '.' && groups == 1 && group > 3)
			return false;
		group = 0;
	}
	return group > 0 && (decimals || groups == 0 || group == 3);
}

static bool has_point(struct span text)
{
	return memchr(text.bytes, '.', text.length) && digit(text.bytes[text.length - 1]);
}

/* Four digits or more without a point. */
static bool is_bare(struct span text)
{
	enum { MANY = 4 };
	size_t digits = 0;
	while (digits < text.length && digit(text.bytes[digits]))
		digits++;
	return digits >= MANY && digits == text.length;
}

static bool is_seen(struct running *r, const struct area *area)
{
	for (size_t i = 0; i < r->seen_count; i++) {
		if (r->seen[i] == area)
			return true;
	}
	r->seen = grow((void *)r->seen, &r->seen_room, r->seen_count + 1, sizeof *r->seen);
	r->seen[r->seen_count++] = area;
	return false;
}

struct running_row {
	const struct area *area;
	size_t from, name, to; /* its words; the figures begin behind the name */
	size_t figures, words;
};

static const char *row_fault(struct running *r, const struct running_row *row)
{
	bool points = false, bare = false, fit = true;
	for (size_t i = row->name; i < row->to; i++) {
		const struct token *token = &r->token[i];
		bool figure = token->figure && digit(token->text.bytes[token->text.length - 1]);
		points |= figure && has_point(token->text);
		bare |= figure && is_bare(token->text);
		fit &= !figure || groups_fit(token->text);
	}
	if (row->words)
		return "words stand behind its figures";
	if (!fit)
		return "a group of thousands does not fit";
	if (points && bare)
		return "four digits without a point stand beside figures with points: a year?";
	if (row->figures && is_seen(r, row->area))
		return "the area has figures a second time";
	if (r->columns && row->figures > r->columns)
		return "there are more figures than the map has columns";
	if (r->columns && row->figures && row->figures + 1 < r->columns)
		return "more figures than the last one are missing";
	return NULL;
}

static void put_row_fault(struct running *r, const struct running_row *row, const char *fault)
{
	struct text text = {0};
	join_tokens(r, row->from, row->to, &text, NULL, NULL);
	struct quote shown = quote(text_span(&text));
	text.length = 0;
	text_add(&text, span_of(shown.text));
	text_add(&text, SPAN(": "));
	text_add(&text, span_of(fault));
	for (size_t i = 0; i <= r->columns; i++)
		cells_put(r->cells, &(struct cell){.column = i + 1,
					    .kind = CELL_FAULT,
					    .fault = REJECT_FIELDS,
					    .text = text_span(&text)});
	free(text.bytes);
}

static void check_alone(struct running *r, const struct running_row *row)
{
	if (r->columns && row->figures > r->columns && r->alone >= NAMES_ALONE)
		fail(r->rows->status, r->rows->file, r->token[row->from].line,
			"the text gives all names and then all figures, and nothing tells whose they "
			"are: pdftotext -layout makes a text in columns of the PDF");
	r->alone = row->figures ? 0 : r->alone + 1;
}

static void put_running_row(struct running *r, const struct running_row *row)
{
	size_t line = r->token[row->from].line > r->put ? r->token[row->from].line : r->put + 1;
	size_t column = 0;
	check_alone(r, row);
	const char *fault = row_fault(r, row);
	if (!cells_row(r->cells, line, r->token[row->from].line))
		return;
	r->put = line;
	if (fault) {
		put_row_fault(r, row, fault);
		cells_row_end(r->cells, 0, SPAN(""));
		return;
	}
	struct text name = {0};
	join_tokens(r, row->from, row->name, &name, NULL, NULL);
	cells_put(r->cells, &(struct cell){.column = 1, .text = text_span(&name)});
	free(name.bytes);
	bool moved = false;
	for (size_t i = row->name; i < row->to; i++) {
		const struct token *token = &r->token[i];
		if (!token->figure)
			continue;
		moved |= token->line != r->token[row->name - 1].line;
		cells_put(r->cells, &(struct cell){.column = column + 2, .text = token->text});
		if (column < r->columns)
			running_proof_add(&r->proof[column], row->area, token->text);
		column++;
	}
	r->moved += moved;
	cells_row_end(r->cells, 0, SPAN(""));
}

/* Whether a letter goes on behind a row: with words that begin a line, and no row. */
static bool ends_table(const struct running *r, const struct running_row *row)
{
	const struct token *token = &r->token[row->to];
	return r->letter && row->figures && token->begins && !token->figure && !token->mark;
}

/* Rows of a letter with figures, from a word on, of which no map tells. */
static void say_left_out(struct running *r, size_t at)
{
	size_t rows = 0, count;
	for (; at < r->tokens; at++) {
		if (!row_at(r, at, &count))
			continue;
		at += count - 1;
		rows += at + 1 < r->tokens && r->token[at + 1].figure;
	}
	if (rows)
		complain(r->rows->file, 0,
			"%zu rows of the letter that begin with an area and have figures are left "
			"out: they are of no table of which the map tells",
			rows);
	for (; rows; rows--)
		rows_leave_out(r->rows, "rows");
}

/* The row that begins with a word; false where a letter goes on behind its table. */
static bool row_from(struct running *r, size_t at, struct running_row *row)
{
	size_t count = 1, next;
	*row = (struct running_row){.area = row_at(r, at, &count), .from = at};
	if (r->letter && !row->area)
		return false;
	row->name = row->to = at + count;
	while (row->to < r->tokens && !row_at(r, row->to, &next) && !ends_table(r, row)) {
		row->figures += r->token[row->to].figure;
		row->words += !r->token[row->to].figure && !r->token[row->to].mark;
		row->to++;
	}
	return true;
}

static void take_rows(struct running *r, size_t at)
{
	while (at < r->tokens) {
		struct running_row row;
		if (!row_from(r, at, &row)) {
			say_left_out(r, at);
			return;
		}
		put_running_row(r, &row);
		at = row.to;
	}
}

/* The most figures that a row has. */
static size_t count_columns(struct running *r, size_t at)
{
	size_t most = 0;
	struct running_row row;
	for (; at < r->tokens && row_from(r, at, &row); at = row.to)
		most = row.figures > most ? row.figures : most;
	return most;
}

/* Numbers of pages */

/* The figures of all rows from the first on. */
static struct running_figure *row_figures(struct running *r, size_t at, size_t *count)
{
	struct running_figure *figure = NULL;
	size_t room = 0;
	struct running_row row;
	for (; at < r->tokens && row_from(r, at, &row); at = row.to) {
		for (size_t i = row.name; i < row.to; i++) {
			const struct token *token = &r->token[i];
			bool ends = i + 1 == r->tokens || token[1].begins;
			if (!token->figure)
				continue;
			figure = grow(figure, &room, *count + 1, sizeof *figure);
			figure[(*count)++] = (struct running_figure){.area = row.area,
				.text = token->text,
				.token = i,
				.alone = token->begins && ends};
		}
	}
	return figure;
}

/* They are no figures, as marks are none. */
static void take_page(struct running *r, const struct running_figure *figure)
{
	struct token *token = &r->token[figure->token];
	complain(r->rows->file, token->line,
		"'%.*s' alone on its line is taken for the number of a page: the totals hold "
		"without it",
		(int)token->text.length, token->text.bytes);
	token->figure = false;
	token->mark = true;
}

/* Whether so many columns are proved, where numbers alone on their lines may be those of pages. */
static bool take_pages(struct running *r, size_t first, size_t columns)
{
	size_t count = 0;
	struct running_figure *figure = row_figures(r, first, &count);
	bool proved = running_pages_find(figure, count, columns);
	for (size_t i = 0; i < count && proved; i++) {
		if (figure[i].page)
			take_page(r, &figure[i]);
	}
	free(figure);
	return proved;
}

/* The columns of a text without a map: a page may have been counted among the figures of a row. */
static size_t find_columns(struct running *r, size_t first)
{
	size_t columns = count_columns(r, first);
	bool fewer =
		columns > 1 && !take_pages(r, first, columns) && take_pages(r, first, columns - 1);
	return columns - fewer;
}

/* Proof */

static void refuse_unproved(const struct running *r, size_t column)
{
	enum { REASON = 512 };
	char reason[REASON];
	size_t heading = column + r->headings.areas;
	struct span name = heading < r->headings.count ? r->headings.heading[heading].text
						       : SPAN("its figures");
	snprintf(reason, sizeof reason,
		"no total of the country proves '%s', column %zu of a %s: its %s do not add up to "
		"one; --unproved takes it as it is",
		quote(name).text, column + 2, r->letter ? "letter" : "running text",
		r->proof[column].parted ? "municipalities" : "areas");
	cells_refuse(r->cells, span_of(reason));
}

static void check_proof(const struct running *r)
{
	const struct layout *l = r->layout;
	if (r->moved)
		complain(r->rows->file, 0,
			"the figures of %zu row%s did not stand on the line of their area: they are "
			"placed by the order of lines",
			r->moved, r->moved == 1 ? "" : "s");
	for (size_t i = 0; i < r->columns && !l->unproved; i++) {
		if (!running_proof_holds(&r->proof[i]))
			refuse_unproved(r, i);
	}
}

static void keep_running(void *to, size_t number, struct span line)
{
	struct running *r = to;
	if (r->text.length + line.length > RUNNING_BYTES)
		fail(r->rows->status, r->rows->file, number, "a running text of more than %d MB",
			RUNNING_BYTES >> 20);
	text_add(&r->text, line);
	text_add_char(&r->text, '\n');
}

static void free_running(struct running *r)
{
	running_proofs_free(r->proof, r->columns);
	free(r->fits);
	free((void *)r->seen);
	free(r->headings.heading);
	free(r->token);
	free(r->text.bytes);
	free(r->above.bytes);
	free(r->joined.bytes);
	recogniser_free(&r->recogniser);
	areas_free(&r->areas);
}

static void open_running(struct running *r)
{
	areas_load(&r->areas, NULL);
	recogniser_make(&r->recogniser, &r->areas, (struct rules){.dated = false});
}

/* The rows from the first on, below the headings that were found; and whether they are proved. */
static void read_rows(struct running *r, size_t first)
{
	take_pages(r, first, r->columns);
	r->proof = running_proofs(r->columns);
	take_rows(r, first);
	check_proof(r);
}

static void running_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct running r = {.cells = cells, .rows = cells_rows(cells), .layout = reading->layout};
	cells_sheet(cells, SPAN(""), 1);
	cells_sparse(cells);
	text_lines_read(input, cells, reading, keep_running, &r);
	if (running_letter(cells, r.layout, text_span(&r.text))) {
		free(r.text.bytes);
		return;
	}
	open_running(&r);
	each_line(&r, tell_line);
	each_line(&r, cut_line);
	size_t first = 0, count;
	while (first < r.tokens && !row_at(&r, first, &count))
		first++;
	bool mapped = r.layout->map || r.layout->maps;
	look_above(&r, 0, first, mapped ? 0 : find_columns(&r, first));
	struct span title = text_span(&r.above);
	title.length = r.headings.count ? r.headings.heading[0].at : title.length;
	put_above(&r, first, title);
	read_rows(&r, first);
	free_running(&r);
}

/* Letters */

static bool is_letter_map(const struct map *map)
{
	return map && map->sentences && map->tabular;
}

static bool has_sentences_of(const struct map *map, struct span words)
{
	bool *found = allocate(map->columns, sizeof *found), all = true;
	sentences_find(map, words, found);
	for (size_t i = 0; i < map->columns; i++)
		all &= !sentence_lacks(map, i, found);
	free(found);
	return all;
}

bool running_sentences(const struct layout *layout, struct span text)
{
	struct text words = {0};
	bool any = false;
	pattern_plain(&words, text);
	for (size_t i = 0; layout->maps && i < maps_count(layout->maps); i++) {
		const struct map *map = maps_map(layout->maps, i);
		any |= map->sentences && has_sentences_of(map, text_span(&words));
	}
	free(words.bytes);
	return any;
}

bool running_letters(const struct layout *layout)
{
	bool letters = is_letter_map(layout->map);
	for (size_t i = 0; layout->maps && i < maps_count(layout->maps); i++)
		letters |= is_letter_map(maps_map(layout->maps, i));
	return letters;
}

/* Which maps of letters have all their sentences in the text; false where none has. */
static bool find_sentences(struct running *r)
{
	const struct layout *l = r->layout;
	size_t count = l->maps ? maps_count(l->maps) : 1;
	bool any = false;
	struct text words = {0};
	r->fits = allocate(count, sizeof *r->fits);
	join_tokens(r, 0, r->tokens, &words, NULL, NULL);
	for (size_t i = 0; i < count; i++) {
		const struct map *map = l->maps ? maps_map(l->maps, i) : l->map;
		r->fits[i] = is_letter_map(map) && has_sentences_of(map, text_span(&words));
		any |= r->fits[i];
	}
	free(words.bytes);
	return any;
}

/* The first row of the table: that above which the headings of a map stand. */
static size_t find_table(struct running *r)
{
	enum { ABOVE = 200 };
	for (size_t at = 1; at < r->tokens; at++) {
		size_t count;
		if (!row_at(r, at, &count))
			continue;
		look_above(r, at > ABOVE ? at - ABOVE : 0, at, 0);
		if (r->headings.count)
			return at;
	}
	return r->tokens;
}

/* The line above the headings, without blanks. */
static struct span line_above(const struct running *r, size_t first, struct text *kept)
{
	size_t headings = first, from, length = text_span(&r->above).length;
	while (headings > 0 && length > r->headings.heading[0].at)
		length -= r->token[--headings].text.length + 1;
	from = headings;
	bool begins = false;
	while (from > 0 && !begins)
		begins = r->token[--from].begins;
	join_tokens(r, from, headings, kept, NULL, NULL);
	return text_span(kept);
}

bool running_letter(struct cells *cells, const struct layout *layout, struct span text)
{
	if (!running_letters(layout) || text.length > LETTER_BYTES)
		return false;
	struct running r = {
		.cells = cells, .rows = cells_rows(cells), .layout = layout, .letter = true};
	struct text title = {0};
	text_add(&r.text, text);
	each_line(&r, cut_line);
	bool sentences = find_sentences(&r);
	open_running(&r);
	size_t first = sentences ? find_table(&r) : r.tokens;
	bool there = first < r.tokens;
	if (there) {
		each_line(&r, tell_line);
		put_above(&r, first, line_above(&r, first, &title));
		read_rows(&r, first);
	} else if (sentences) {
		say_left_out(&r, 0);
	}
	free(title.bytes);
	free_running(&r);
	return there;
}

/* How it is known */

/* A row that begins with a code and a name: where its figures begin and end. */
struct row_shape {
	size_t first[ROW_FIGURES], last[ROW_FIGURES];
	size_t figures;
	bool wide; /* more than a blank stands before one of its words */
};

struct row_shapes {
	size_t running; /* no gaps, or figures that stand nowhere below those of the row before */
	size_t others;
	struct row_shape before;
};

/* Characters, of UTF-8 or of one byte each. */
static size_t characters(struct span text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
	return count;
}

/* Whether a figure of a row begins or ends where one of the row before does. */
static bool stands_below(const struct row_shape *row, const struct row_shape *before)
{
	bool below = false;
	for (size_t i = 0; i < row->figures; i++) {
		for (size_t j = 0; j < before->figures; j++)
			below |= row->first[i] == before->first[j] ||
				 row->last[i] == before->last[j];
	}
	return below;
}

static struct row_shape shape_of(struct span line, struct span rest)
{
	struct row_shape shape = {.figures = 0};
	const char *end = rest.bytes;
	while (rest.length) {
		struct span word = page_word(&rest);
		if (word.length == 0)
			break;
		shape.wide |= word.bytes > end + 1;
		end = word.bytes + word.length;
		if (!is_running_figure(word) || shape.figures == ROW_FIGURES)
			continue;
		shape.first[shape.figures] =
			characters((struct span){line.bytes, (size_t)(word.bytes - line.bytes)});
		shape.last[shape.figures] =
			characters((struct span){line.bytes, (size_t)(end - line.bytes)});
		shape.figures++;
	}
	return shape;
}

/* Whether fields are parted in a line, as those of a csv are. */
static bool is_delimited(struct span line)
{
	size_t i = 0;
	while (i < line.length && !text_delimits(line, i))
		i++;
	return i < line.length;
}

static void look_at_row(struct row_shapes *shapes, struct span line)
{
	struct span rest = line, code = page_word(&rest), name = page_word(&rest);
	if (!may_be_code(code) || name.length == 0 || is_running_figure(name) ||
		name.bytes[0] == '(')
		return;
	if (is_delimited(line)) {
		shapes->others++;
		return;
	}
	struct row_shape shape = shape_of(line, rest);
	if (!shape.figures)
		return;
	bool below = shapes->before.figures == 0 || stands_below(&shape, &shapes->before);
	if (shape.wide && below)
		shapes->others++;
	else
		shapes->running++;
	shapes->before = shape;
}

/* Whether rows begin with areas, and what follows does not stand in columns. */
static bool running_begins(struct span first)
{
	enum { ROWS = 3 };
	struct text plain = {0};
	struct row_shapes shapes = {.running = 0};
	text_plain_bytes(&plain, first);
	struct span rest = text_span(&plain);
	bool markup = rest.length && rest.bytes[0] == '<';
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = feed ? (size_t)(feed - rest.bytes) : rest.length;
		look_at_row(&shapes, (struct span){rest.bytes, length});
		length += feed != NULL;
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
	free(plain.bytes);
	return !markup && shapes.running >= ROWS && shapes.running > 3 * shapes.others;
}

const struct table_dialect table_running = {
	.name = "running", .begins = running_begins, .read = running_read};
