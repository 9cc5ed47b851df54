/*
 * Gathers cells into rows, finds the header and the columns, and hands the rows of the table over.
 */
#include "cells.h"
#include "grid.h"
#include "header.h"
#include "seek.h"
#include "sentences.h"
#include "read/rows.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a row, and of a header: a line of records must not be longer. */
enum { ROW_LIMIT = 32 << 20 };

/* A cell of the row at hand, or what another that it is merged with has put there. */
struct cell_at_hand {
	size_t row;   /* that of its cell: one of another row is not there */
	bool lasting; /* its text is not among the row's but stays where it was told to be */
	size_t at;    /* where its text is among the row's */
	struct value value;
};

/* A merged range that reaches below its first row. */
struct merge {
	size_t first, last, last_row;
	struct value value;
};

/* The sheet at hand, and the one that is read. */
struct sheet_at_hand {
	struct text name;
	size_t number;
	bool wanted;
};

struct sheet_choice {
	bool found;       /* a sheet is the one of --sheet */
	struct text name; /* the sheet with something on it that is read */
	size_t number;    /* 0: none yet */
};

/* The row at hand, as far as it has been told. */
struct row_at_hand {
	size_t number, line; /* in the sheet, and in the file */
	bool open;           /* it is of the header or the table */
	bool filled;         /* there is something in it */
	size_t column;       /* of the last cell */
	size_t cells;        /* the last column in which there may be something */
	struct cell_at_hand *cell;
	size_t room;
	struct text text; /* of its cells */
	size_t fields;    /* as cells_row_end has told, and how it came */
	struct span record;
};

/* The merged ranges that may reach the row at hand. */
struct merges {
	struct merge *merge;
	size_t count, room;
	size_t columns, bytes; /* of all of them */
};

/* A row of the header: of each column the text as it stands, and as a token; column 0 has none. */
struct header_row {
	struct text *raw, *token;
	size_t count, raw_room, token_room;
	size_t first; /* the first column with a text; 0 where there is none */
};

struct header {
	bool none;
	size_t first, last; /* its rows; 0: not known yet */
	size_t fields;      /* 0: rows have no length */
	struct header_row *row;
	size_t rows, room, bytes;
	size_t count; /* of the columns, and the text of each, in all rows together */
	struct span *text;
	struct text joined;
	size_t again; /* the row of it that would be next where it is repeated */
};

/* The end of the table, where --end tells it. */
struct table_end {
	size_t row;         /* 0: it has not come */
	const char *option; /* what --end says */
	size_t figures;     /* rows with figures below it */
};

/* The row at hand, for who takes cells. */
struct shown {
	struct cell_shown *cell;
	size_t count, room;
	bool enough; /* no more rows of the sheet are wanted */
};

struct cells {
	struct rows *rows;
	const struct reading *reading;
	const struct layout *layout;
	const struct maker *maker;
	void *made;          /* the maker's, from the first row of the table on */
	struct text refusal; /* what is wrong with the file as a whole; empty: nothing */
	bool sparse;         /* rows that are left out are none */
	bool workbook;       /* what the file is called has sheets, not lines */
	struct text place;   /* of the row at hand, for its origin */

	struct sheet_at_hand sheet;
	struct sheet_choice choice;
	struct header header;
	struct row_at_hand row;
	struct merges merges;
	struct sentences *sentences; /* of a map of sentences */
	struct seek *seek;           /* where the header and the map are looked for; else NULL */
	struct held held;
	struct held_content content; /* of the columns, as far as rows are held */
	struct held words;           /* the lines of a text, while rows are held */
	bool lines;                  /* the format tells them */
	bool told;                   /* the words of the rows at hand were told */
	bool holding; /* rows are held, since it is not known yet what to make of them */
	struct table_end end;
	size_t seen; /* the last row of any sheet that is wanted */
	size_t last; /* the row of the table, or its header, before the one at hand; 0: none */
	struct grid grid;
	struct value *value;
	struct shown shown;
};

/* Names of cells */

struct quote cell_name(const struct cells *cells, size_t column)
{
	struct text name = {0};
	struct quote shown;
	if (cells->sheet.name.length) {
		text_add(&name, span_of(quote(text_span(&cells->sheet.name)).text));
		text_add_char(&name, '!');
	} else if (column == 0) {
		text_add(&name, SPAN("row "));
	}
	column_letters(&name, column);
	snprintf(shown.text, sizeof shown.text, "%.*s%zu", (int)name.length, name.bytes,
		cells->row.number);
	free(name.bytes);
	return shown;
}

_Noreturn void cells_fail(const struct cells *cells, size_t column, const char *format, ...)
{
	enum { REASON = 512 };
	char reason[REASON];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	fail(cells->rows->status, cells->rows->file, cells->row.line, "%s: %s",
		cell_name(cells, column).text, reason);
}

struct span cell_place(struct cells *cells)
{
	if (!cells->rows->origin)
		return SPAN("");
	char number[32];
	cells->place.length = 0;
	if (!cells->workbook) {
		snprintf(number, sizeof number, ":%zu", cells->row.line);
		text_add(&cells->place, span_of(number));
		return text_span(&cells->place);
	}
	text_add_char(&cells->place, '!');
	text_add_escaped(&cells->place, text_span(&cells->sheet.name));
	text_add_char(&cells->place, '!');
	column_letters(&cells->place, cells->grid.first);
	snprintf(number, sizeof number, "%zu", cells->row.number);
	text_add(&cells->place, span_of(number));
	return text_span(&cells->place);
}

/* Bad records */

static struct span slot_text(const struct cells *c, const struct cell_at_hand *s)
{
	if (s->lasting)
		return s->value.text;
	return (struct span){
		c->row.text.bytes ? c->row.text.bytes + s->at : "", s->value.text.length};
}

static bool taken(const struct cells *c, size_t column)
{
	return column <= c->row.cells && c->row.cell[column].row == c->row.number;
}

/* The record as it came or, in a format that has none, its cells with a TAB between them. */
static void keep_record(struct cells *c)
{
	struct text *raw = &c->rows->raw;
	raw->length = 0;
	text_add(raw, c->row.record);
	for (size_t column = 1; c->row.record.length == 0 && column <= c->row.cells; column++) {
		if (column > 1)
			text_add_char(raw, '\t');
		if (taken(c, column))
			text_add(raw, slot_text(c, &c->row.cell[column]));
	}
}

void cell_reject(struct cells *cells, struct fault *fault)
{
	if (cells->rows->rejects.wanted)
		keep_record(cells);
	rows_reject(cells->rows, cells->row.line, fault);
	free(fault);
}

/* A byte that no record holds and that no escape writes; 0 where there is none. */
static unsigned control_in(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if (byte == 0x7F || (byte < ' ' && !xml_space((char)byte)))
			return byte;
	}
	return 0;
}

bool cell_usable(
	const struct cells *cells, size_t column, const struct value *value, struct fault **fault)
{
	unsigned control = control_in(value->text);
	bool unread = value->kind == CELL_ERROR || value->kind == CELL_FAULT;
	if (!unread && !value->shared && !control)
		return true;
	if (value->kind == CELL_ERROR)
		say_fault(fault, REJECT_MISSING, "%s: '%s' is an error, not a value",
			cell_name(cells, column).text, quote(value->text).text);
	else if (value->kind == CELL_FAULT)
		say_fault(fault, value->fault, "%s: %.*s", cell_name(cells, column).text,
			(int)value->text.length, value->text.bytes);
	else if (value->shared)
		say_fault(fault, REJECT_TWICE,
			"%s: the figure '%s' is that of several cells, which are merged",
			cell_name(cells, column).text, quote(value->text).text);
	else
		say_fault(fault, REJECT_ENCODING, "%s: '%s' has a control character, U+%04X",
			cell_name(cells, column).text, quote(value->text).text, control);
	return false;
}

/* The header */

/* What stands in a cell of the header, which must be usable. */
static void gather_cell(struct cells *c, struct header_row *row, size_t column)
{
	struct span text = slot_text(c, &c->row.cell[column]);
	struct fault *fault = NULL;
	struct value value = c->row.cell[column].value;
	value.text = text;
	value.shared = false;
	if (!cell_usable(c, column, &value, &fault))
		fail(c->rows->status, c->rows->file, c->row.line, "%s", fault->reason);
	value_token(text, NUMBERS_PLAIN, &row->token[column]);
	text_add(&row->raw[column], trimmed(text));
	row->first = row->first || row->raw[column].length == 0 ? row->first : column;
	c->header.bytes += row->token[column].length;
	if (c->header.bytes > ROW_LIMIT)
		cells_fail(c, column, "a header of more than %d MB", ROW_LIMIT >> 20);
}

static void gather_header(struct cells *c)
{
	struct header *h = &c->header;
	size_t before = c->layout->range.first_row, count = c->row.cells + 1;
	h->row = grow_zeroed(h->row, &h->room, h->rows + 1, sizeof *h->row);
	struct header_row *row = &h->row[h->rows++];
	row->raw = grow_zeroed(row->raw, &row->raw_room, count, sizeof *row->raw);
	row->token = grow_zeroed(row->token, &row->token_room, count, sizeof *row->token);
	row->count = count;
	for (size_t column = 1; column <= c->row.cells; column++) {
		if (taken(c, column))
			gather_cell(c, row, column);
	}
	h->count = count > h->count ? count : h->count;
	h->fields = c->row.fields;
	c->last = before > h->last ? before - 1 : h->last;
}

/* What the rows of the header say of each column. */
static void join_header(struct cells *c)
{
	struct header *h = &c->header;
	const struct span **row = allocate(h->rows, sizeof *row);
	h->text = allocate(h->count, sizeof *h->text);
	for (size_t i = 0; i < h->rows; i++) {
		struct span *text = allocate(h->count, sizeof *text);
		for (size_t column = 0; column < h->count; column++)
			text[column] = column < h->row[i].count
					       ? text_span(&h->row[i].token[column])
					       : SPAN("");
		row[i] = text;
	}
	if (!header_join(row, h->rows, h->count, c->layout->spread, &h->joined, h->text))
		fail(c->rows->status, c->rows->file, 0, "a header of more than %d MB",
			HEADER_LIMIT >> 20);
	for (size_t i = 0; i < h->rows; i++)
		free((void *)row[i]);
	free(row);
}

static struct span header_of(const struct cells *c, size_t column)
{
	return column < c->header.count ? c->header.text[column] : SPAN("");
}

static bool has_something(const struct cells *c, size_t column)
{
	return header_of(c, column).length ||
	       (taken(c, column) && c->row.cell[column].value.text.length);
}

/*
 * The columns of the table are those of --range; else those of all fields, where rows have a
 * length; else those in which the header has something, or the first row below it.
 */
static void find_columns(struct cells *c)
{
	const struct range *r = &c->layout->range;
	size_t told = c->header.count ? c->header.count - 1 : 0;
	size_t most = c->row.cells > told ? c->row.cells : told;
	size_t first = 1, last = c->header.fields ? c->header.fields : most;
	while (!c->header.fields && first < last && !has_something(c, first))
		first++;
	while (!c->header.fields && last > first && !has_something(c, last))
		last--;
	first = r->first_column ? r->first_column : first;
	last = r->last_column ? r->last_column : last;
	if (last < first)
		cells_fail(c, 0, "there is nothing in the columns of --range");
	c->grid.first = first;
	c->grid.count = last - first + 1;
	c->grid.header = allocate(c->grid.count, sizeof *c->grid.header);
	c->value = allocate(c->grid.count, sizeof *c->value);
	for (size_t i = 0; i < c->grid.count; i++)
		c->grid.header[i] = header_of(c, first + i);
}

/* Which sheet it is and where its header, for the report. */
static void tell_place(const struct cells *c)
{
	char rows[64];
	bool one = c->header.first == c->header.last;
	snprintf(rows, sizeof rows, one ? "%zu" : "%zu-%zu", c->header.first, c->header.last);
	if (c->sheet.name.length)
		rows_read_as(c->rows, "sheet", text_span(&c->sheet.name));
	if (c->layout->map)
		rows_read_as(c->rows, "map", span_of(c->layout->map->file));
	if (!c->header.none)
		rows_read_as(c->rows, "header", span_of(rows));
}

static void begin_table(struct cells *c)
{
	if (c->header.none)
		c->header.fields = c->row.fields;
	else if (c->header.bytes == 0)
		fail(c->rows->status, c->rows->file, 0,
			"there is nothing in row %zu, which is to be the header", c->header.last);
	tell_place(c);
	join_header(c);
	find_columns(c);
	c->grid.layout = c->layout;
	c->maker = c->layout->map ? &maker_mapped : &maker_plain;
	c->made = c->maker->open(c, c->rows, c->reading, &c->grid);
}

/* The rows of the table */

static void reject_empty(struct cells *c)
{
	struct fault *fault = NULL;
	if (c->layout->skip_empty) {
		rows_leave_out(c->rows, "skip-empty");
		return;
	}
	say_fault(&fault, REJECT_MISSING,
		"%s: there is nothing in the row; kkr-table --skip-empty leaves such rows out",
		cell_name(c, 0).text);
	cell_reject(c, fault);
}

/* The rows between the one before and the one at hand, of which the file has nothing. */
static void reject_left_out(struct cells *c)
{
	struct row_at_hand at_hand = c->row;
	c->row.cells = 0;
	c->row.record = SPAN("");
	for (c->row.number = c->last + 1; c->row.number < at_hand.number; c->row.number++) {
		c->row.line = at_hand.line == at_hand.number ? c->row.number : at_hand.line;
		reject_empty(c);
	}
	c->row = at_hand;
}

/* What the row begins with: the text of its first cell that has one. */
static struct span beginning(const struct cells *c)
{
	for (size_t column = 1; column <= c->row.cells; column++) {
		struct span text = trimmed(slot_text(c, &c->row.cell[column]));
		if (taken(c, column) && text.length)
			return text;
	}
	return SPAN("");
}

/* Whether there is a figure in the row. */
static bool has_figure(const struct cells *c)
{
	for (size_t column = 1; column <= c->row.cells; column++) {
		const struct cell_at_hand *cell = &c->row.cell[column];
		if (taken(c, column) &&
			(cell->value.kind == CELL_NUMBER || marks_digits(slot_text(c, cell))))
			return true;
	}
	return false;
}

/* Whether the row is below the end that --end tells; those with figures are counted. */
static bool is_below_end(struct cells *c)
{
	if (!c->end.row && c->row.filled && c->layout->ends) {
		c->end.option = marks_begin(c->layout->ends, beginning(c));
		c->end.row = c->end.option ? c->row.number : 0;
	}
	if (!c->end.row)
		return false;
	if (c->row.filled && has_figure(c)) {
		c->end.figures++;
		rows_leave_out(c->rows, "end");
	}
	return true;
}

static void say_end(const struct cells *c)
{
	if (c->end.figures)
		complain(c->rows->file, 0,
			"below row %zu, before which --end '%s' ends the table, %zu rows with "
			"figures are left out",
			c->end.row, quote(span_of(c->end.option)).text, c->end.figures);
}

/* Whether a cell of the row is as one of the header is. */
static bool is_header_cell(const struct cells *c, const struct header_row *row, size_t column)
{
	struct span header = column < row->count ? text_span(&row->raw[column]) : SPAN("");
	if (!taken(c, column))
		return header.length == 0;
	return span_equals(trimmed(slot_text(c, &c->row.cell[column])), header);
}

/* Whether the row can be one of the header, by the first byte of that: nearly none is. */
static bool may_be_header(const struct cells *c, const struct header_row *row)
{
	const struct text *first = &row->raw[row->first];
	if (row->first == 0 || !taken(c, row->first))
		return false;
	struct span text = slot_text(c, &c->row.cell[row->first]);
	return text.length >= first->length &&
	       (text.bytes[0] == first->bytes[0] || xml_space(text.bytes[0]));
}

static bool is_header_row(const struct cells *c, const struct header_row *row)
{
	if (!may_be_header(c, row))
		return false;
	size_t most = c->row.cells + 1 > row->count ? c->row.cells + 1 : row->count;
	for (size_t column = row->first; column < most; column++) {
		if (!is_header_cell(c, row, column))
			return false;
	}
	for (size_t column = 1; column < row->first; column++) {
		if (!is_header_cell(c, row, column))
			return false;
	}
	return true;
}

/* Whether the row is of the header again, as on the next page of a text. */
static bool repeats_header(struct cells *c)
{
	struct header *h = &c->header;
	if (!c->layout->map || h->rows == 0)
		return false;
	if (!is_header_row(c, &h->row[h->again])) {
		bool began = h->again > 0;
		h->again = 0;
		if (!began || !is_header_row(c, &h->row[0]))
			return false;
	}
	h->again = (h->again + 1) % h->rows;
	return true;
}

static void drop_merge(struct cells *c, struct merge *m)
{
	c->merges.columns -= m->last - m->first + 1;
	c->merges.bytes -= m->value.text.length;
	free((char *)m->value.text.bytes);
	*m = c->merges.merge[--c->merges.count];
}

/* Those that end above the row at hand. */
static void drop_ended(struct cells *c)
{
	for (size_t i = c->merges.count; i-- > 0;) {
		if (c->merges.merge[i].last_row < c->row.number)
			drop_merge(c, &c->merges.merge[i]);
	}
}

/* What cells of rows above put into the row at hand. */
static void fill_merged(struct cells *c)
{
	for (size_t i = 0; i < c->merges.count; i++) {
		const struct merge *m = &c->merges.merge[i];
		for (size_t column = m->first; column <= m->last; column++) {
			size_t at = column - c->grid.first;
			if (column >= c->grid.first && at < c->grid.count &&
				c->value[at].text.length == 0)
				c->value[at] = m->value;
		}
	}
}

static void fill_row(struct cells *c)
{
	size_t bytes = 0;
	for (size_t i = 0; i < c->grid.count; i++) {
		size_t column = c->grid.first + i;
		bool there = taken(c, column);
		c->value[i] = there ? c->row.cell[column].value : (struct value){.kind = CELL_TEXT};
		c->value[i].text = there ? slot_text(c, &c->row.cell[column]) : SPAN("");
	}
	if (c->merges.count)
		fill_merged(c);
	for (size_t i = 0; i < c->grid.count; i++)
		bytes += c->value[i].text.length;
	if (bytes > ROW_LIMIT)
		cells_fail(c, 0, "a row of more than %d MB", ROW_LIMIT >> 20);
}

/*
 * A row that has more than the header, or something beside the columns of the table. Fields that it
 * lacks are empty, and empty ones behind the last column are none. What --range says belongs to the
 * table may go on behind the header.
 */
static struct fault *shape_fault(const struct cells *c)
{
	struct fault *fault = NULL;
	size_t end = c->grid.first + c->grid.count, told = c->layout->range.last_column;
	size_t last = told > c->header.fields ? told : c->header.fields;
	for (size_t column = last + 1; column <= c->row.cells && !fault; column++) {
		if (c->header.fields && taken(c, column) &&
			value_trimmed(slot_text(c, &c->row.cell[column])).length)
			say_fault(&fault, REJECT_FIELDS,
				"%s: a row of %zu fields, where the header has %zu",
				cell_name(c, 0).text, c->row.fields, c->header.fields);
	}
	for (size_t column = 1; column <= c->row.cells && !fault; column++) {
		if (column == c->grid.first)
			column = end;
		if (taken(c, column) && value_trimmed(slot_text(c, &c->row.cell[column])).length)
			say_fault(&fault, REJECT_FIELDS,
				"%s: '%s' stands beside the columns of the table; --range tells "
				"which these are",
				cell_name(c, column).text,
				quote(slot_text(c, &c->row.cell[column])).text);
	}
	return fault;
}

static void take_row(struct cells *c)
{
	if (is_below_end(c))
		return;
	if (c->last && !c->sparse && c->row.number > c->last + 1)
		reject_left_out(c);
	if (!c->row.filled) {
		if (c->last)
			reject_empty(c);
	} else if (c->layout->skip && marks_begin(c->layout->skip, beginning(c))) {
		rows_leave_out(c->rows, "skip");
	} else if (repeats_header(c)) {
		rows_leave_out(c->rows, "header");
	} else {
		if (!c->made)
			begin_table(c);
		struct fault *fault = shape_fault(c);
		fill_row(c);
		if (fault)
			cell_reject(c, fault);
		else
			c->maker->row(c->made, c->value);
	}
	if (c->last || c->row.filled)
		c->last = c->row.number;
}

/* Sheets and rows */

/* What --sheet calls a sheet: its name, or its number where it has none. */
static struct quote sheet_name(const struct text *name, size_t number)
{
	char digits[32];
	snprintf(digits, sizeof digits, "%zu", number);
	return quote(name->length ? text_span(name) : span_of(digits));
}

static void choose_sheet(struct cells *c)
{
	if (c->choice.number == c->sheet.number)
		return;
	if (c->choice.number)
		fail(c->rows->status, c->rows->file, 0,
			"there is something on several sheets, '%s' and '%s' among them: --sheet "
			"says which to read, and --list-sheets what there is",
			sheet_name(&c->choice.name, c->choice.number).text,
			sheet_name(&c->sheet.name, c->sheet.number).text);
	c->choice.number = c->sheet.number;
	text_add(&c->choice.name, text_span(&c->sheet.name));
}

/* What there is in the row at hand, cell by cell. */
static void list_cells(struct cells *c)
{
	static const char *const kinds[] = {[CELL_TEXT] = "text",
		[CELL_NUMBER] = "number",
		[CELL_DATE] = "date",
		[CELL_BOOLEAN] = "boolean",
		[CELL_ERROR] = "error",
		[CELL_FAULT] = "fault"};
	enum { DIGITS = 32 };
	char number[DIGITS], row[DIGITS];
	struct text name = {0}, column = {0}, text = {0};
	snprintf(number, sizeof number, "%zu", c->sheet.number);
	snprintf(row, sizeof row, "%zu", c->row.number);
	text_add_escaped(&name, text_span(&c->sheet.name));
	for (size_t i = 1; i <= c->row.cells; i++) {
		struct value value = c->row.cell[i].value;
		struct fault *fault = NULL;
		if (!taken(c, i) || value.text.length == 0)
			continue;
		const char *kind = value.percent ? "percent" : kinds[value.kind];
		value = (struct value){.text = slot_text(c, &c->row.cell[i])};
		if (!cell_usable(c, i, &value, &fault)) {
			cell_reject(c, fault);
			continue;
		}
		column.length = text.length = 0;
		column_letters(&column, i);
		text_add_escaped(&text, value.text);
		rows_put(c->rows, c->row.line,
			(struct span[]){span_of(number), text_span(&name), span_of(row),
				text_span(&column), span_of(kind), text_span(&text)});
	}
	free(name.bytes);
	free(column.bytes);
	free(text.bytes);
}

static void show_cell(
	struct cells *c, size_t column, const struct value *value, struct span text, bool above)
{
	struct shown *s = &c->shown;
	s->cell = grow(s->cell, &s->room, s->count + 1, sizeof *s->cell);
	s->cell[s->count++] = (struct cell_shown){.column = column,
		.kind = value->kind,
		.percent = value->percent,
		.literal = value->literal,
		.shared = value->shared,
		.above = above,
		.text = text};
}

/* A cell of the row at hand, or what another of a row above, with which it is merged, puts there.
 */
static void show_column(struct cells *c, size_t column)
{
	if (taken(c, column)) {
		struct span text = slot_text(c, &c->row.cell[column]);
		if (text.length)
			show_cell(c, column, &c->row.cell[column].value, text, false);
		return;
	}
	for (size_t i = 0; i < c->merges.count; i++) {
		const struct merge *m = &c->merges.merge[i];
		if (column >= m->first && column <= m->last && m->value.text.length) {
			show_cell(c, column, &m->value, m->value.text, true);
			return;
		}
	}
}

/* Hands the row at hand to who takes cells. */
static void show_row(struct cells *c)
{
	const struct cells_taker *taker = c->layout->taker;
	size_t last = c->row.cells;
	for (size_t i = 0; i < c->merges.count; i++)
		last = c->merges.merge[i].last > last ? c->merges.merge[i].last : last;
	c->shown.count = 0;
	for (size_t column = 1; column <= last; column++)
		show_column(c, column);
	struct row_shown row = {c->row.number, c->row.line, c->row.fields, c->shown.cell,
		c->shown.count, c->workbook};
	c->shown.enough = !taker->row(taker->to, &row);
}

static struct sentences *sentences_of(struct cells *c)
{
	if (!c->sentences)
		c->sentences = sentences_open(c->rows, c->layout->map);
	return c->sentences;
}

static bool has_sentences(const struct cells *c)
{
	return c->layout->map && c->layout->map->sentences;
}

/* The cells of a row as the words in it. */
static void take_words(struct cells *c)
{
	struct text words = {0};
	for (size_t column = 1; column <= c->row.cells; column++) {
		if (taken(c, column)) {
			text_add(&words, slot_text(c, &c->row.cell[column]));
			text_add_char(&words, ' ');
		}
	}
	size_t first = c->grid.first;
	c->grid.first = 1;
	sentences_row(sentences_of(c), text_span(&words), c->row.line, cell_place(c));
	c->grid.first = first;
	free(words.bytes);
}

static void put_words(struct cells *c, size_t line, struct span words)
{
	struct row_at_hand at_hand = c->row;
	c->row.line = line;
	sentences_row(sentences_of(c), words, line, cell_place(c));
	c->row = at_hand;
}

void cells_words(struct cells *c, size_t line, struct span words)
{
	c->lines = true;
	if (!c->holding) {
		if (has_sentences(c))
			put_words(c, line, words);
		return;
	}
	if (words.length == 0)
		return;
	held_row(&c->words, line, line);
	held_put(&c->words, &(struct cell){.column = 1, .text = words});
	held_row_end(&c->words, 0, SPAN(""));
}

static void finish_row(struct cells *c)
{
	bool there = c->row.open && (c->row.filled || c->row.fields);
	c->row.open = false;
	if (!there)
		return;
	if (c->layout->taker) {
		if (c->row.filled && !c->shown.enough)
			show_row(c);
		return;
	}
	if (c->layout->list_cells) {
		list_cells(c);
		return;
	}
	if (c->row.filled)
		choose_sheet(c);
	if (has_sentences(c) && !c->lines && !c->told)
		take_words(c);
	if (c->layout->map && !c->layout->map->tabular)
		return;
	if (c->row.filled && !c->header.none && !c->header.last)
		c->header.first = c->header.last = c->row.number;
	if (c->row.number <= c->header.last)
		gather_header(c);
	else if (c->header.last || c->header.none)
		take_row(c);
}

static void drop_merges(struct cells *c)
{
	while (c->merges.count)
		drop_merge(c, &c->merges.merge[c->merges.count - 1]);
}

/* Whether --sheet, by a name or by a number, is this one. */
static bool is_sheet(struct cells *c, struct span name, size_t number)
{
	char digits[32];
	snprintf(digits, sizeof digits, "%zu", number);
	struct span sheet = span_of(c->layout->sheet);
	if (!span_equals(sheet, name) && !span_is(sheet, digits))
		return false;
	if (c->choice.found)
		fail(c->rows->status, c->rows->file, 0,
			"--sheet '%s' is the name of one sheet and the number of another",
			quote(sheet).text);
	c->choice.found = true;
	return true;
}

static void list_sheet(struct cells *c, struct span name, size_t number)
{
	char digits[32];
	struct text field = {0};
	snprintf(digits, sizeof digits, "%zu", number);
	value_text(name, NUMBERS_PLAIN, &field);
	rows_put(c->rows, 0, (struct span[]){span_of(digits), text_span(&field)});
	free(field.bytes);
}

/* A row begins, which is no row of the table yet. */
static void begin_row(struct cells *c, size_t number, size_t line)
{
	size_t before = c->row.number;
	c->row.number = number;
	c->seen = number > c->seen ? number : c->seen;
	c->row.line = line ? line : number;
	if (number <= before)
		cells_fail(c, 0, "the row stands after row %zu", before);
	if (number - before > CELLS_ROWS)
		cells_fail(
			c, 0, "the row stands more than %d rows after the one before", CELLS_ROWS);
	c->row.filled = false;
	c->row.column = c->row.cells = c->row.text.length = c->row.fields = 0;
}

static bool open_row(struct cells *c, size_t number, size_t line)
{
	const struct range *r = &c->layout->range;
	finish_row(c);
	if (!c->sheet.wanted || c->shown.enough || (r->last_row && number > r->last_row))
		return false;
	begin_row(c, number, line);
	drop_ended(c);
	bool header = number >= c->header.first && number <= c->header.last;
	c->row.open = header || (number > c->header.last && number >= r->first_row);
	return true;
}

void cells_refuse(struct cells *cells, struct span reason)
{
	if (cells->refusal.length == 0)
		text_add(&cells->refusal, reason);
}

void cells_sparse(struct cells *cells)
{
	cells->sparse = true;
}

static void add_merge(
	struct cells *c, const struct cell *cell, size_t first, size_t last, struct value value)
{
	c->merges.columns += last - first + 1;
	c->merges.bytes += cell->text.length;
	if (c->merges.columns > CELLS_COLUMNS || c->merges.bytes > ROW_LIMIT)
		cells_fail(c, cell->column,
			"merged cells that overlap others, or of more than %d MB", ROW_LIMIT >> 20);
	value.text = (struct span){span_copy(cell->text), cell->text.length};
	c->merges.merge = grow(
		c->merges.merge, &c->merges.room, c->merges.count + 1, sizeof *c->merges.merge);
	c->merges.merge[c->merges.count++] =
		(struct merge){first, last, c->row.number + cell->span_rows - 1, value};
}

static inline void check_cell(const struct cells *c, const struct cell *cell, size_t last)
{
	if (cell->column <= c->row.column)
		cells_fail(
			c, cell->column, "the cell stands after one of column %zu", c->row.column);
	if (last > CELLS_COLUMNS || cell->span_columns > CELLS_COLUMNS)
		fail(c->rows->status, c->rows->file, c->row.line,
			"a cell in column %zu: there are at most %d", last, CELLS_COLUMNS);
	if (cell->text.length > CELLS_TEXT)
		cells_fail(c, cell->column, "a cell of more than %d MB", CELLS_TEXT >> 20);
	if (c->row.text.length + cell->text.length > ROW_LIMIT)
		cells_fail(c, cell->column, "a row of more than %d MB", ROW_LIMIT >> 20);
}

static void put_cell(struct cells *c, const struct cell *cell)
{
	const struct range *r = &c->layout->range;
	bool reaches = cell->span_rows > 1; /* perhaps from above the table into it */
	if (!c->sheet.wanted || (!c->row.open && !reaches))
		return;
	size_t last = cell->column + (cell->span_columns ? cell->span_columns - 1 : 0);
	check_cell(c, cell, last);
	c->row.column = cell->column;
	if (last < r->first_column || (r->last_column && cell->column > r->last_column))
		return;
	size_t first = cell->column < r->first_column ? r->first_column : cell->column;
	last = r->last_column && last > r->last_column ? r->last_column : last;
	bool merged = reaches || cell->span_columns > 1;
	struct value value = {.kind = cell->kind,
		.percent = cell->percent,
		.literal = cell->literal,
		.fault = cell->fault,
		.shared = merged && cell->kind != CELL_TEXT,
		.text = cell->text};
	if (reaches)
		add_merge(c, cell, first, last, value);
	if (!c->row.open)
		return;
	if (last + 1 > c->row.room)
		c->row.cell = grow_zeroed(c->row.cell, &c->row.room, last + 1, sizeof *c->row.cell);
	for (size_t column = first; column <= last; column++) {
		value.covered = column > first;
		c->row.cell[column] = (struct cell_at_hand){
			c->row.number, cell->lasting, c->row.text.length, value};
	}
	c->row.cells = last > c->row.cells ? last : c->row.cells;
	c->row.filled = c->row.filled || trimmed(cell->text).length;
	if (!cell->lasting)
		text_add(&c->row.text, cell->text);
}

static void end_row(struct cells *c, size_t fields, struct span record)
{
	c->row.fields = fields;
	c->row.record = record;
	finish_row(c);
	c->row.record = SPAN("");
}

/* Rows that are held */

/* The words of a row that is held, which may stand above the table. */
static void put_held_words(struct cells *c, const struct held_row *row)
{
	struct text words = {0};
	for (size_t i = row->cell; i < row->cell + row->cells; i++) {
		text_add(&words, c->held.cell[i].plain);
		text_add_char(&words, ' ');
	}
	c->row.number = row->number;
	put_words(c, row->line, text_span(&words));
	free(words.bytes);
}

/* What was held goes the way of all rows. */
static void put_held(struct cells *c)
{
	const struct held *h = &c->held, *words = &c->words;
	bool sentences = has_sentences(c);
	for (size_t i = 0; sentences && i < words->rows; i++)
		put_words(c, words->row[i].line, words->cell[words->row[i].cell].cell.text);
	for (size_t i = 0; sentences && !c->lines && i < h->rows; i++)
		put_held_words(c, &h->row[i]);
	c->told = true;
	c->row.number = c->row.line = 0;
	for (size_t i = 0; i < h->rows; i++) {
		const struct held_row *row = &h->row[i];
		if (!open_row(c, row->number, row->line))
			break;
		for (size_t j = row->cell; j < row->cell + row->cells; j++)
			put_cell(c, &h->cell[j].cell);
		end_row(c, row->fields, row->record);
	}
	c->told = false;
}

/* As much is held as there will be: is the sheet the one that is read? */
static void decide(struct cells *c)
{
	struct found found;
	c->holding = false;
	c->held.words = c->lines ? &c->words : NULL;
	if (!seek_try(c->seek, &c->held, &found)) {
		c->sheet.wanted = false;
		return;
	}
	c->layout = found.layout;
	c->header.none = found.header_last == 0;
	c->header.first = found.header_first;
	c->header.last = found.header_last;
	if (found.layout->map && found.layout->map->holds) {
		held_content(&c->held, found.header_last, &c->content);
		c->grid.content = &c->content;
	}
	c->grid.title = found.title;
	c->grid.period = found.period;
	choose_sheet(c);
	put_held(c);
	held_sheet(&c->held, SPAN(""), 0);
	held_forget(&c->words);
}

static void hold_cell(struct cells *c, const struct cell *cell)
{
	size_t last = cell->column + (cell->span_columns ? cell->span_columns - 1 : 0);
	check_cell(c, cell, last);
	c->row.column = cell->column;
	held_put(&c->held, cell);
	if (c->held.bytes > HELD_BYTES + ROW_LIMIT)
		cells_fail(c, cell->column, "a row of more than %d MB", ROW_LIMIT >> 20);
}

/* Whether no more rows need be held to know what to make of them. */
static bool holds_enough(const struct cells *c, size_t number)
{
	const struct layout *l = c->reading->layout;
	return held_full(&c->held) || (l->header_given && number > l->header_last);
}

bool cells_row(struct cells *c, size_t number, size_t line)
{
	if (c->holding && holds_enough(c, number))
		decide(c);
	if (!c->holding)
		return open_row(c, number, line);
	begin_row(c, number, line);
	held_row(&c->held, number, line);
	return true;
}

void cells_put(struct cells *c, const struct cell *cell)
{
	if (c->holding)
		hold_cell(c, cell);
	else
		put_cell(c, cell);
}

void cells_row_end(struct cells *c, size_t fields, struct span record)
{
	if (c->holding)
		held_row_end(&c->held, fields, c->rows->rejects.wanted ? record : SPAN(""));
	else
		end_row(c, fields, record);
}

bool cells_sheet(struct cells *c, struct span name, size_t number)
{
	if (c->holding)
		decide(c);
	finish_row(c);
	drop_merges(c);
	if (control_in(name))
		fail(c->rows->status, c->rows->file, 0,
			"the name of sheet %zu, '%s', has a control character, U+%04X", number,
			quote(name).text, control_in(name));
	c->sheet.name.length = 0;
	text_add(&c->sheet.name, name);
	c->sheet.number = number;
	c->row.number = c->row.line = 0;
	if (c->layout->list_sheets)
		list_sheet(c, name, number);
	else
		c->sheet.wanted = !c->layout->sheet || is_sheet(c, name, number);
	c->shown.enough = false;
	if (c->layout->taker && c->sheet.wanted)
		c->layout->taker->sheet(c->layout->taker->to, name, number);
	c->holding = c->seek && c->sheet.wanted;
	if (c->holding)
		held_sheet(&c->held, name, number);
	return c->sheet.wanted;
}

void cells_progress(struct cells *cells, const struct input *input)
{
	progress_show(&cells->rows->progress, input, cells->rows->records);
}

size_t cells_first(const struct cells *cells)
{
	size_t first = cells->layout->range.first_row, header = cells->header.first;
	return header && (first == 0 || header < first) ? header : first;
}

struct rows *cells_rows(const struct cells *cells)
{
	return cells->rows;
}

size_t cells_line(const void *cells)
{
	return ((const struct cells *)cells)->row.line;
}

struct cells *cells_open(struct rows *rows, const struct reading *reading, bool workbook)
{
	struct cells *c = allocate(1, sizeof *c);
	*c = (struct cells){
		.rows = rows, .reading = reading, .layout = reading->layout, .workbook = workbook};
	const struct layout *l = c->layout;
	bool fixed = l->map && l->map->positions;
	c->header.none = l->header_given ? l->header_last == 0 : fixed;
	if (!l->list_cells && !l->taker) {
		c->header.first = l->header_first;
		c->header.last = l->header_last;
	}
	c->row.record = SPAN("");
	c->seek = seek_open(rows, reading);
	if (l->list_sheets)
		rows_columns(rows, (struct span[]){SPAN("sheet"), SPAN("name")}, 2);
	if (l->list_cells)
		rows_columns(rows,
			(struct span[]){SPAN("sheet"), SPAN("name"), SPAN("row"), SPAN("column"),
				SPAN("kind"), SPAN("text")},
			6);
	return c;
}

static void check_sheet(const struct cells *c)
{
	if (c->layout->sheet && !c->choice.found)
		fail(c->rows->status, c->rows->file, 0,
			"there is no sheet '%s': --list-sheets shows what there is",
			quote(span_of(c->layout->sheet)).text);
}

static void check_found(const struct cells *c)
{
	const char *file = c->rows->file;
	check_sheet(c);
	if (c->seen < c->header.last)
		fail(c->rows->status, file, 0, "there is no row %zu, which is to be the header",
			c->header.last);
	if (c->choice.number == 0)
		fail(c->rows->status, file, 0,
			"there is nothing in it, and no table without a "
			"header");
}

static void free_header(struct header *h)
{
	for (size_t i = 0; i < h->rows; i++) {
		for (size_t column = 0; column < h->row[i].count; column++) {
			free(h->row[i].raw[column].bytes);
			free(h->row[i].token[column].bytes);
		}
		free(h->row[i].raw);
		free(h->row[i].token);
	}
	free(h->row);
	free(h->text);
	free(h->joined.bytes);
}

void cells_close(struct cells *c)
{
	if (c->holding)
		decide(c);
	finish_row(c);
	drop_merges(c);
	if (c->seek)
		seek_end(c->seek);
	bool records = !c->layout->list_sheets && !c->layout->list_cells && !c->layout->taker;
	if (!records && !c->layout->list_sheets)
		check_sheet(c);
	if (records && has_sentences(c)) {
		check_sheet(c);
		sentences_close(sentences_of(c));
		if (!c->layout->map->tabular)
			rows_read_as(c->rows, "map", span_of(c->layout->map->file));
	}
	bool table = !c->layout->map || c->layout->map->tabular;
	if (!c->made && records && table) {
		check_found(c);
		c->row.cells = 0;
		begin_table(c);
	}
	if (c->made)
		c->maker->close(c->made);
	say_end(c);
	if (c->refusal.length && records)
		fail(c->rows->status, c->rows->file, 0, "%.*s", (int)c->refusal.length,
			c->refusal.bytes);
	free(c->refusal.bytes);
	free_header(&c->header);
	held_forget(&c->held);
	held_forget(&c->words);
	held_content_free(&c->content);
	seek_free(c->seek);
	free(c->grid.header);
	free(c->value);
	free(c->shown.cell);
	free(c->merges.merge);
	free(c->row.cell);
	free(c->row.text.bytes);
	free(c->place.bytes);
	free(c->sheet.name.bytes);
	free(c->choice.name.bytes);
	free(c);
}
