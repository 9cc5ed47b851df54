/*
 * The format `text`: a text whose columns stand below one another, as `pdftotext -layout` makes of
 * a PDF, cut into cells.
 *
 * It is read a page at a time, since columns move from one to the next: of each page, what its
 * columns are is told from where its figures stand (text-columns.c). What stands between two of
 * them makes a bad record and is never guessed. Blank lines, the numbers of pages, and headings
 * that stand again on a later page are no rows.
 *
 * A map that has positions says itself where columns are; that is fixed.c.
 */
#include "cells.h"
#include "layout.h"
#include "running.h"
#include "read/rows.h"
#include "text-columns.h"
#include "text-lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page is read in parts of so many lines or bytes. */
enum { PAGE_LINES = 2000, PAGE_BYTES = 4 << 20 };

/* Lines of figures that make a table: where the columns of fewer cannot be told apart, these lines
 * are bad records, and of more the whole text is wrong. Of headings so many lines count. */
enum { TABLE_LINES = 3, HEADINGS = 40 };

struct text_file {
	struct cells *cells;
	struct rows *rows;
	const struct layout *layout;
	struct page page;
	struct text_columns columns, before; /* of the lines at hand, and of those above them */
	struct text held;                    /* the lines so far, while */
	bool holding;                        /* they may be those of a letter */
	bool goes_on;                        /* the page at hand has begun in lines already cut */
	size_t pages;                        /* form feeds, and one */

	size_t count; /* columns of the table; 0: not known yet */
	size_t words; /* those of words beside the names, with them */
	bool sure;    /* they have headings */
	size_t since; /* the line from which on they are known */
	struct text *heading;
	size_t headings, heading_room; /* lines above its first figures, as texts */

	struct text *cell; /* of the row at hand */
	size_t cell_room;
};

/* Numbers of pages */

/* Whether all of a line is the number of the page at hand: 3 on the third. */
static bool bare_number(const struct text_file *f, struct span text)
{
	char page[32];
	snprintf(page, sizeof page, "%zu", f->pages);
	return span_is(page_word(&text), page) && trimmed(text).length == 0;
}

/* Whether a line is the foot or the head of a page, with its number. */
static bool is_page_number(const struct text_file *f, size_t n)
{
	const struct page_line *line = &f->page.line[n];
	bool outer = (n == 0 && !f->goes_on) || n + 1 == f->page.lines;
	if (page_dashes(line->text) || (outer && bare_number(f, line->text)))
		return true;
	for (size_t i = 0; i < line->pieces; i++) {
		if (page_numbered(line->piece[i].text))
			return !page_line_counts(line);
	}
	return false;
}

/* Headings that stand again */

static bool is_heading_again(const struct text_file *f, const struct page_line *line)
{
	struct text text = {0};
	page_line_text(line, &text);
	size_t i = 0;
	while (i < f->headings && !span_equals(text_span(&f->heading[i]), text_span(&text)))
		i++;
	free(text.bytes);
	return i < f->headings;
}

static void forget_headings(struct text_file *f)
{
	for (size_t i = 0; i < f->headings; i++)
		free(f->heading[i].bytes);
	f->headings = 0;
}

/* Whether something in a line stands right of the names. */
static bool over_columns(const struct text_file *f, const struct page_line *line)
{
	return line->piece[line->pieces - 1].first > f->columns.labels + 1;
}

/* The end of the headings from `from` on: rows without figures may follow, above the first that has
 * some. */
static size_t headings_end(const struct text_file *f, size_t from)
{
	size_t end = f->columns.body;
	while (end > from && !over_columns(f, &f->page.line[end - 1]))
		end--;
	return end;
}

static void keep_headings(struct text_file *f, size_t from)
{
	size_t end = headings_end(f, from);
	forget_headings(f);
	for (size_t n = from; n < end; n++) {
		f->heading =
			grow(f->heading, &f->heading_room, f->headings + 1, sizeof *f->heading);
		f->heading[f->headings] = (struct text){0};
		page_line_text(&f->page.line[n], &f->heading[f->headings++]);
	}
}

/* Rows */

static void clear_cells(struct text_file *f, size_t columns)
{
	f->cell = grow_zeroed(f->cell, &f->cell_room, columns + 1, sizeof *f->cell);
	for (size_t i = 0; i < f->cell_room; i++)
		f->cell[i].length = 0;
}

static void add_to_cells(struct text_file *f, struct column_range range, struct span text)
{
	for (size_t i = range.first; i <= range.last; i++) {
		if (f->cell[i].length)
			text_add_char(&f->cell[i], ' ');
		text_add(&f->cell[i], text);
	}
}

/* Puts the cells of a row; that of the column `bad`, unless it is 0, cannot be used. */
static void put_cells(struct text_file *f, const struct page_line *line, size_t columns, size_t bad)
{
	for (size_t i = 0; i <= columns; i++) {
		struct cell cell = {.column = i + 1, .text = text_span(&f->cell[i])};
		if (bad && i == bad)
			cell.kind = CELL_FAULT;
		cell.fault = REJECT_FIELDS;
		if (f->cell[i].length)
			cells_put(f->cells, &cell);
	}
	cells_row_end(f->cells, 0, line->text);
}

/* A row of which it cannot be told what stands in which column: none of its cells can be used. */
static void put_fault(
	struct text_file *f, const struct page_line *line, struct span word, const char *fault)
{
	struct text text = {0};
	page_line_text(line, &text);
	struct quote row = quote(text_span(&text)), shown = quote(word);
	size_t columns = f->count > f->columns.count ? f->count : f->columns.count;
	text.length = 0;
	text_add(&text, span_of(row.text));
	text_add(&text, SPAN(": "));
	if (word.length) {
		text_add_char(&text, '\'');
		text_add(&text, span_of(shown.text));
		text_add(&text, SPAN("': "));
	}
	text_add(&text, span_of(fault));
	for (size_t i = 0; i <= columns; i++)
		cells_put(f->cells, &(struct cell){.column = i + 1,
					    .kind = CELL_FAULT,
					    .fault = REJECT_FIELDS,
					    .text = text_span(&text)});
	cells_row_end(f->cells, 0, line->text);
	free(text.bytes);
}

/*
 * A line of a heading, or without figures. Two pieces of a heading over one column are perhaps
 * those of two columns, one of which is empty: that cell cannot be used.
 */
static void put_words(struct text_file *f, const struct page_line *line, bool above)
{
	size_t filled = 0, twice = 0;
	clear_cells(f, f->columns.count);
	for (size_t i = 0; i < line->pieces; i++) {
		const struct text_piece *p = &line->piece[i];
		struct column_range range = text_columns_heading(&f->columns, p, i == 0, above);
		if (line->pieces == 1)
			range.last = range.first;
		if (above && range.first && range.first == filled)
			twice = filled;
		filled = range.last;
		add_to_cells(f, range, p->text);
	}
	if (twice)
		text_add(&f->cell[twice], SPAN(": two words of a heading over one column"));
	put_cells(f, line, f->columns.count, twice);
}

/*
 * Whether a text that reaches over a column may be a name with a figure, `Ringkøbing-Skjern 5`, and
 * no sentence.
 */
static bool may_hold_figure(const struct text_file *f, const struct text_piece *p)
{
	enum { NAME_WORDS = 6, YEAR = 4 };
	struct span rest = p->text, last = SPAN("");
	size_t words = 0;
	for (struct span word; (word = page_word(&rest)).length; last = word)
		words++;
	bool figure = words && (digit(last.bytes[last.length - 1]) || span_is(last, "-"));
	bool year = last.length == YEAR && page_digits(last);
	struct text_piece end = {.first = p->last, .last = p->last};
	struct column_range range;
	bool within = !text_columns_place(&f->columns, &end, &range) &&
		      !text_columns_words(&f->columns, range);
	return figure && words > 1 && words <= NAME_WORDS && (within || !year) &&
	       text_columns_reaches(&f->columns, p);
}

/* Whether there are figures in a line, right of the names. */
static bool has_figures(const struct text_file *f, const struct page_line *line)
{
	for (size_t i = 0; i < line->pieces; i++) {
		const struct text_piece *p = &line->piece[i];
		if (!p->figure && may_hold_figure(f, p))
			return true;
		if (p->figure && (i > 0 || text_columns_reaches(&f->columns, p)))
			return true;
	}
	return false;
}

static void put_figures(struct text_file *f, const struct page_line *line)
{
	size_t filled = 0; /* the last column in which there is a figure */
	clear_cells(f, f->columns.count);
	for (size_t i = 0; i < line->pieces; i++) {
		const struct text_piece *p = &line->piece[i];
		struct column_range range;
		const char *fault = text_columns_place(&f->columns, p, &range);
		if (!fault && p->figure && range.first && range.first == filled)
			fault = "a second figure in its column";
		if (!fault && !p->figure && may_hold_figure(f, p) &&
			text_columns_words(&f->columns, range))
			fault = "a figure a single blank behind a name";
		if (fault) {
			put_fault(f, line, p->text, fault);
			return;
		}
		filled = p->figure && range.first ? range.first : filled;
		add_to_cells(f, range, p->text);
	}
	put_cells(f, line, f->columns.count, 0);
}

/* Stretches of lines that are cut together */

/* Whether they are the columns of the lines before, as many as those: else `fault` says why not,
 * with a NUL. */
static void count_columns(struct text_file *f, size_t from, struct text *fault)
{
	enum { REASON = 256 };
	char reason[REASON] = "";
	bool none = f->layout->header_given && f->layout->header_last == 0;
	bool fixed = f->count && (f->sure || !f->columns.headed || none);
	if (f->columns.fault)
		snprintf(reason, sizeof reason,
			"%s: --map FILE with a 'position' for each column says where they are, and "
			"--range reads some lines alone",
			f->columns.fault);
	else if (fixed && f->words != f->columns.words)
		snprintf(reason, sizeof reason,
			"there are %zu columns of words left of the figures here, and %zu from line "
			"%zu on: --range reads lines of one table alone",
			f->columns.words + 1, f->words + 1, f->since);
	else if (fixed && f->count != f->columns.count)
		snprintf(reason, sizeof reason,
			"there are %zu columns of figures here, and %zu from line %zu on: --range "
			"reads lines of one table alone",
			f->columns.count - f->columns.words, f->count - f->words, f->since);
	text_add(fault, span_of(reason));
	text_add_char(fault, '\0');
	fault->length--;
	if (fault->length || fixed)
		return;
	f->count = f->columns.count;
	f->words = f->columns.words;
	f->sure = f->columns.headed;
	f->since = f->page.line[f->columns.body].number;
	keep_headings(f, from);
}

/*
 * A line of figures whose columns are not known: a bad record; but where there is a table of them,
 * and none with headings above, the whole text is wrong.
 */
static void put_untold(struct text_file *f, const struct page_line *line, const char *fault)
{
	if (!f->sure && (!f->columns.fault || f->columns.lines >= TABLE_LINES))
		fail(f->rows->status, f->rows->file, line->number, "%s", fault);
	put_fault(f, line, SPAN(""), fault);
}

static void put_line(struct text_file *f, const struct page_line *line, bool above, bool known,
	const struct text *fault)
{
	if (line->outside)
		return;
	cells_words(f->cells, line->number, line->text);
	if (known && above && is_heading_again(f, line))
		return;
	if (!cells_row(f->cells, line->number, line->number))
		return;
	if (!above && fault->length && page_line_counts(line))
		put_untold(f, line, fault->bytes);
	else if (above || f->columns.count == 0 || !has_figures(f, line))
		put_words(f, line, above);
	else
		put_figures(f, line);
}

static void cut_stretch(struct text_file *f, size_t from, size_t to, bool goes_on)
{
	struct text fault = {0};
	bool known = f->headings > 0;
	text_columns_find(&f->columns, &f->page, from, to, goes_on ? &f->before : NULL);
	if (f->columns.count || f->columns.fault)
		count_columns(f, from, &fault);
	size_t end = headings_end(f, from);
	for (size_t n = from; n < to; n++)
		put_line(f, &f->page.line[n], n < end, known, &fault);
	struct text_columns before = f->before;
	f->before = f->columns;
	f->columns = before;
	free(fault.bytes);
}

/* Whether a line is one of the headings of these lines. */
static bool is_among_headings(const struct text_file *f, size_t from, const struct page_line *line)
{
	struct text text = {0}, other = {0};
	bool same = false;
	page_line_text(line, &text);
	for (size_t i = from; !same && i < f->columns.body && i < from + HEADINGS; i++) {
		other.length = 0;
		page_line_text(&f->page.line[i], &other);
		same = span_equals(text_span(&text), text_span(&other));
	}
	free(text.bytes);
	free(other.bytes);
	return same;
}

/* Where the headings of these lines stand again below their first figures; `to` where they do not.
 */
static size_t heading_again(const struct text_file *f, size_t from, size_t to)
{
	size_t n = f->columns.body + 1;
	while (n < to && !(over_columns(f, &f->page.line[n]) &&
				 is_among_headings(f, from, &f->page.line[n])))
		n++;
	while (n < to && n > f->columns.body + 1 &&
		is_among_headings(f, from, &f->page.line[n - 1]))
		n--;
	return n < to ? n : to;
}

/* Where a line that may be a heading parts lines whose columns cannot be told apart together, and
 * those above it can be; `to` where there is none. */
static size_t part_tables(struct text_file *f, size_t from, size_t to, bool goes_on)
{
	enum { TRIES = 16 };
	size_t names = f->columns.labels, body = f->columns.body, tries = 0;
	for (size_t n = body + 1; n < to && tries < TRIES; n++) {
		const struct page_line *line = &f->page.line[n];
		if (page_line_counts(line) || line->piece[line->pieces - 1].first <= names + 1)
			continue;
		tries++;
		text_columns_find(&f->columns, &f->page, from, n, goes_on ? &f->before : NULL);
		if (!f->columns.fault)
			return n;
	}
	return to;
}

/* The end of the lines from `from` on that are cut together. */
static size_t stretch_end(struct text_file *f, size_t from, bool goes_on)
{
	size_t to = from + 1;
	while (to < f->page.lines && !f->page.line[to - 1].outside)
		to++;
	text_columns_find(&f->columns, &f->page, from, to, goes_on ? &f->before : NULL);
	size_t again = f->columns.body < to ? heading_again(f, from, to) : to;
	if (again < to)
		text_columns_find(&f->columns, &f->page, from, again, goes_on ? &f->before : NULL);
	return f->columns.fault ? part_tables(f, from, again, goes_on) : again;
}

static void cut_page(struct text_file *f)
{
	for (size_t n = 0; n < f->page.lines; n++)
		f->page.line[n].outside = is_page_number(f, n);
	for (size_t from = 0, to; from < f->page.lines; from = to) {
		bool goes_on = f->goes_on && from == 0;
		to = stretch_end(f, from, goes_on);
		cut_stretch(f, from, to, goes_on);
	}
	page_clear(&f->page);
}

/* Lines */

/* Whether a line is of the rows that are asked for: the others say nothing of where columns are. */
static bool line_wanted(const struct layout *l, size_t number)
{
	if (number >= l->header_first && number <= l->header_last)
		return true;
	return number >= l->range.first_row &&
	       (l->range.last_row == 0 || number <= l->range.last_row);
}

static void take_text_line(struct text_file *f, size_t number, struct span line)
{
	bool feed = line.length && line.bytes[0] == '\f';
	if (feed || f->page.lines >= PAGE_LINES || f->page.bytes >= PAGE_BYTES) {
		cut_page(f);
		f->goes_on = !feed;
	}
	f->pages += feed;
	if (line_wanted(f->layout, number))
		page_add(&f->page, number, line);
}

/* What was held of a text, which is no letter, goes the way of all lines. */
static void release(struct text_file *f)
{
	struct span rest = text_span(&f->held);
	f->holding = false;
	for (size_t number = 1; rest.length; number++) {
		size_t length =
			(size_t)((char *)memchr(rest.bytes, '\n', rest.length) - rest.bytes);
		take_text_line(f, number, (struct span){rest.bytes, length});
		rest = (struct span){rest.bytes + length + 1, rest.length - length - 1};
	}
	f->held.length = 0;
}

/* Lines are held as long as the text may be a letter. */
static void hold_line(void *to, size_t number, struct span line)
{
	struct text_file *f = to;
	if (f->holding && f->held.length + line.length >= LETTER_BYTES)
		release(f);
	if (!f->holding) {
		take_text_line(f, number, line);
		return;
	}
	text_add(&f->held, line);
	text_add_char(&f->held, '\n');
}

static void text_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct text_file f = {
		.cells = cells, .rows = cells_rows(cells), .layout = reading->layout, .pages = 1};
	cells_sheet(cells, SPAN(""), 1);
	cells_sparse(cells);
	f.holding = running_letters(f.layout);
	text_lines_read(input, cells, reading, hold_line, &f);
	bool letter = f.holding && running_letter(cells, f.layout, text_span(&f.held));
	if (!letter)
		release(&f);
	cut_page(&f);
	if (!letter && f.count == 0 && !f.layout->map && !f.layout->maps && !f.layout->taker &&
		!f.layout->list_cells)
		fail(f.rows->status, f.rows->file, 0,
			"is words without columns of figures; a map of sentences reads these "
			"(kkr-maps(5))");
	forget_headings(&f);
	free(f.held.bytes);
	for (size_t i = 0; i < f.cell_room; i++)
		free(f.cell[i].bytes);
	free(f.cell);
	free(f.heading);
	page_free(&f.page);
	text_columns_free(&f.columns);
	text_columns_free(&f.before);
}

/* How it is known */

struct evidence {
	size_t gaps;      /* lines with three blanks or more between words */
	size_t delimited; /* lines in which a delimiter may part fields */
	size_t last;      /* so many of them at the end */
	size_t prose;     /* lines with so many words as no field of a table has */
	bool markup;      /* it begins as XML does */
};

static void look_at_line(struct evidence *e, struct span line)
{
	enum { WIDE = 3, WORDS = 5 };
	size_t blanks = 0, words = 0;
	bool begun = false, gap = false, delimited = false;
	for (size_t i = 0; i < line.length; i++) {
		char byte = line.bytes[i];
		delimited |= text_delimits(line, i);
		if (byte == ' ') {
			blanks++;
			continue;
		}
		gap |= begun && blanks >= WIDE && !xml_space(byte);
		words += !begun || blanks > 0;
		begun = true;
		blanks = 0;
	}
	e->gaps += gap;
	e->delimited += delimited;
	e->last = delimited ? e->last + 1 : 0;
	e->prose += !delimited && words >= WORDS;
}

/*
 * A text is in columns where more of its first lines have wide gaps in them than have anything that
 * may stand between fields; and so are words, where more lines are sentences than have that, unless
 * these are titles: lines below them, to the end, have all something between fields. This alone
 * decides between `text` and `csv`.
 */
static bool text_begins(struct span first)
{
	struct text plain = {0};
	struct evidence e = {0};
	text_plain_bytes(&plain, first);
	struct span rest = trimmed(text_span(&plain));
	e.markup = rest.length && rest.bytes[0] == '<';
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = feed ? (size_t)(feed - rest.bytes) : rest.length;
		look_at_line(&e, (struct span){rest.bytes, length});
		length += feed != NULL;
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
	free(plain.bytes);
	bool prose = e.prose > e.delimited && e.prose > 2 && e.last < 3;
	bool columns = e.gaps > e.delimited && (e.gaps > 1 || e.delimited == 0);
	return !e.markup && (columns || prose);
}

const struct table_dialect table_text = {.name = "text", .begins = text_begins, .read = text_read};
