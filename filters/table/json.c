/*
 * The format `json`: tables in JSON (RFC 8259), read as a stream.
 *
 * Three forms are tables: an array of objects, whose keys are the columns; an object with `columns`
 * and `rows`; and an array of objects with `Variables`, which have a `Label` each, and `Data`. A
 * number is as it is written: no digit is lost to a double.
 *
 * An object may lack keys, and have others than the first: the columns are the keys of as many
 * objects as are held.
 */
#include "cells.h"
#include "decode.h"
#include "held.h"
#include "layout.h"
#include "read/rows.h"

#include "lib/foreign.h"
#include "lib/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

/* So many objects, of so many bytes, are held; levels within one another; and bytes of what is said
 * of a file that is no table. */
enum { OBJECTS_HELD = 1000, OBJECTS_BYTES = 4 << 20, DEPTH = 256, SAID = 400 };

/* Where the reader is. */
enum place {
	IN_NOTHING,   /* before the whole */
	IN_LIST,      /* the array that is the whole */
	IN_OBJECT,    /* an object of it: a row, or a table with Variables */
	IN_TABLE,     /* the object that is the whole */
	IN_COLUMNS,   /* columns, or Variables */
	IN_COLUMN,    /* an object of these */
	IN_ROWS,      /* rows, or Data */
	IN_ROW,       /* an array of these */
	IN_SOMETHING, /* whatever is passed over */
};

/* An escape in a text that may go on in the next chunk: \\u and four digits, of which two make a
 * character of more than 16 bits. */
struct escape {
	bool begun, half; /* behind a backslash; behind the first of two */
	int digits;       /* that are still to come */
	unsigned unit;    /* what they came to */
};

struct slot {
	bool there;
	enum cell_kind kind;
	struct text text;
};

struct json {
	const char *file;
	struct cells *cells;
	yajl_handle parser;
	size_t line; /* lines before what was counted last */
	const char *counted, *chunk;
	size_t quiet; /* bytes without anything whole in them */
	struct escape escape;

	enum place place[DEPTH + 1];
	size_t depth;
	struct text key;

	struct text *column;
	size_t columns, column_room;
	struct places named;
	struct slot *slot; /* of the row at hand, by column */
	size_t slots, slot_room;
	size_t at;  /* the column of the next value of an array */
	size_t row; /* the last that was put */
	size_t line_of_row;
	struct held held; /* objects, while the columns are not known */
	bool headed;      /* the columns are put */
	bool list;        /* the whole is an array */
	size_t sheets;
	struct text said; /* by an object that is no table */
};

static size_t line_at(struct json *j)
{
	const char *to = j->chunk + yajl_get_bytes_consumed(j->parser);
	while (j->counted < to)
		j->line += *j->counted++ == '\n';
	return j->line + 1;
}

static _Noreturn void fail_json(struct json *j, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static _Noreturn void fail_json(struct json *j, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(EX_DATAERR, j->file, line_at(j), format, arguments);
	va_end(arguments);
}

static enum place place_of(const struct json *j)
{
	return j->place[j->depth];
}

/* Columns */

/* The number of a column; it is added where it is new. */
static size_t find_key_column(struct json *j, struct span name)
{
	size_t next = j->slots; /* mostly they come in one order */
	if (next < j->columns && span_equals(text_span(&j->column[next]), name))
		return next;
	size_t known = places_find(&j->named, name);
	if (known != PLACES_NONE)
		return known;
	if (j->columns == CELLS_COLUMNS)
		fail_json(j, "it has more than %d columns", CELLS_COLUMNS);
	j->column = grow(j->column, &j->column_room, j->columns + 1, sizeof *j->column);
	j->column[j->columns] = (struct text){0};
	text_add(&j->column[j->columns], name);
	places_add(&j->named, text_span(&j->column[j->columns]), j->columns);
	return j->columns++;
}

static void forget_columns(struct json *j)
{
	for (size_t i = 0; i < j->columns; i++)
		free(j->column[i].bytes);
	j->columns = 0;
	places_free(&j->named);
	j->named = (struct places){0};
}

static void put_json_columns(struct json *j)
{
	if (j->headed)
		return;
	j->headed = true;
	j->row = 1;
	if (j->sheets == 0)
		cells_sheet(j->cells, SPAN(""), 1);
	if (!cells_row(j->cells, j->row, j->line_of_row ? j->line_of_row : 1))
		return;
	for (size_t i = 0; i < j->columns; i++) {
		struct cell cell = {.column = i + 1, .text = text_span(&j->column[i])};
		if (cell.text.length)
			cells_put(j->cells, &cell);
	}
	cells_row_end(j->cells, j->columns, SPAN(""));
}

/* Rows */

static void put_json_cell(struct json *j, size_t column, const struct slot *slot)
{
	if (slot->there && slot->text.length)
		cells_put(j->cells, &(struct cell){.column = column + 1,
					    .kind = slot->kind,
					    .fault = REJECT_NUMBER,
					    .text = text_span(&slot->text)});
}

static void put_json_row(struct json *j)
{
	put_json_columns(j);
	if (!cells_row(j->cells, ++j->row, j->line_of_row))
		return;
	for (size_t i = 0; i < j->slots; i++)
		put_json_cell(j, i, &j->slot[i]);
	cells_row_end(j->cells, j->slots > j->columns ? j->slots : j->columns, SPAN(""));
}

/* What was held goes the way of all rows. */
static void put_held_objects(struct json *j)
{
	const struct held *h = &j->held;
	size_t line = j->line_of_row;
	j->line_of_row = h->rows ? h->row[0].line : 1;
	put_json_columns(j);
	for (size_t i = 0; i < h->rows; i++) {
		const struct held_row *row = &h->row[i];
		if (!cells_row(j->cells, ++j->row, row->line))
			break;
		for (size_t n = row->cell; n < row->cell + row->cells; n++)
			cells_put(j->cells, &h->cell[n].cell);
		cells_row_end(j->cells, j->columns, SPAN(""));
	}
	held_sheet(&j->held, SPAN(""), 0);
	j->line_of_row = line;
}

static void hold_object(struct json *j)
{
	struct held *h = &j->held;
	held_row(h, h->rows + 1, j->line_of_row);
	for (size_t i = 0; i < j->slots; i++) {
		const struct slot *slot = &j->slot[i];
		if (slot->there && slot->text.length)
			held_put(h, &(struct cell){.column = i + 1,
					    .kind = slot->kind,
					    .fault = REJECT_NUMBER,
					    .text = text_span(&slot->text)});
	}
	held_row_end(h, j->columns, SPAN(""));
	if (h->rows >= OBJECTS_HELD || h->bytes >= OBJECTS_BYTES)
		put_held_objects(j);
}

static void begin_json_row(struct json *j)
{
	for (size_t i = 0; i < j->slots; i++) {
		j->slot[i].there = false;
		j->slot[i].text.length = 0;
	}
	j->slots = j->at = 0;
	j->line_of_row = line_at(j);
}

static void end_object(struct json *j)
{
	if (j->headed)
		put_json_row(j);
	else
		hold_object(j);
}

/* The slot of the value at hand: of a key, or the next of an array. */
static struct slot *take_slot(struct json *j)
{
	bool object = place_of(j) == IN_OBJECT;
	size_t column = object ? find_key_column(j, text_span(&j->key)) : j->at++;
	if (column >= CELLS_COLUMNS)
		fail_json(j, "a row of more than %d values", CELLS_COLUMNS);
	if (column >= j->slot_room)
		j->slot = grow_zeroed(j->slot, &j->slot_room, column + 1, sizeof *j->slot);
	j->slots = column >= j->slots ? column + 1 : j->slots;
	struct slot *slot = &j->slot[column];
	if (slot->there)
		fail_json(j, "an object has the key '%s' twice", quote(text_span(&j->key)).text);
	slot->there = true;
	return slot;
}

/* Values */

/* The digits of a number, of which so many stand before its point. */
struct digits {
	char digit[NUMBER_DIGITS];
	size_t count;
	long whole;
	bool negative, zero;
};

static bool read_digits(struct digits *d, struct span raw)
{
	size_t at = raw.length && raw.bytes[0] == '-';
	bool point = false;
	*d = (struct digits){.negative = at > 0, .zero = true};
	for (; at < raw.length && (digit(raw.bytes[at]) || raw.bytes[at] == '.'); at++) {
		point |= raw.bytes[at] == '.';
		if (raw.bytes[at] == '.')
			continue;
		if (d->count == NUMBER_DIGITS)
			return false;
		d->digit[d->count++] = raw.bytes[at];
		d->whole += !point;
		d->zero &= raw.bytes[at] == '0';
	}
	struct span exponent = {raw.bytes + at, raw.length - at};
	if (exponent.length && !d->zero) {
		char *written = span_copy(exponent);
		long power = strtol(written + 1, NULL, 10);
		free(written);
		if (labs(power / 2) > NUMBER_DIGITS)
			return false;
		d->whole += power;
	}
	return true;
}

/* A number in plain notation, digit by digit: 1.5E-3 is 0.0015; false where it is too long for one.
 */
static bool add_json_number(struct text *to, struct span raw)
{
	struct digits d;
	if (!read_digits(&d, raw))
		return false;
	long first = d.whole < 1 ? d.whole - 1 : 0, last = (long)d.count;
	last = last < d.whole ? d.whole : last;
	while (first + 1 < d.whole && (first >= (long)d.count || d.digit[first] == '0'))
		first++; /* no zeros before another digit */
	if (last - first > NUMBER_DIGITS)
		return false;
	if (d.negative && !d.zero)
		text_add_char(to, '-');
	for (long i = first; i < last; i++) {
		if (i == d.whole)
			text_add_char(to, '.');
		text_add_char(to, i >= 0 && i < (long)d.count ? d.digit[i] : '0');
	}
	return true;
}

/* What a file that is no table says: of its members those that are texts or figures. */
static void hear(struct json *j, struct span value)
{
	if (j->said.length > SAID)
		return;
	if (j->said.length)
		text_add(&j->said, SPAN("; "));
	text_add(&j->said, span_of(quote(text_span(&j->key)).text));
	if (value.length) {
		text_add(&j->said, SPAN(" "));
		text_add(&j->said, span_of(quote(value).text));
	}
}

static void add_json_column(struct json *j, struct span name)
{
	size_t before = j->columns;
	if (find_key_column(j, name) != before)
		fail_json(j, "two columns are '%s'", quote(name).text);
}

/* Of an object of Variables, what it is called. */
static void take_label(struct json *j, struct span text)
{
	struct span key = text_span(&j->key);
	if (span_is(key, "Label") || span_is(key, "name"))
		add_json_column(j, text);
}

static void fill_slot(struct json *j, enum cell_kind kind, struct span text)
{
	struct slot *slot = take_slot(j);
	slot->kind = kind;
	if (kind != CELL_NUMBER) {
		text_add(&slot->text, text);
	} else if (!add_json_number(&slot->text, text)) {
		slot->kind = CELL_FAULT;
		text_add(&slot->text, SPAN("a number of more than 100 digits"));
	}
}

static int take_json_value(struct json *j, enum cell_kind kind, struct span text)
{
	j->quiet = 0;
	switch (place_of(j)) {
	case IN_TABLE:
		hear(j, text);
		break;
	case IN_COLUMNS:
		add_json_column(j, text);
		break;
	case IN_COLUMN:
		take_label(j, text);
		break;
	case IN_OBJECT:
		if (!j->sheets)
			fill_slot(j, kind, text);
		break;
	case IN_ROW:
		fill_slot(j, kind, text);
		break;
	case IN_LIST:
	case IN_ROWS:
		fail_json(j, "'%s' stands where an object or a row is expected", quote(text).text);
	case IN_NOTHING:
		fail_json(j, "is JSON, and no table: '%s'", quote(text).text);
	case IN_SOMETHING:
		break;
	}
	return 1;
}

static int on_null(void *state)
{
	return take_json_value(state, CELL_TEXT, SPAN(""));
}

static int on_boolean(void *state, int value)
{
	return take_json_value(state, CELL_BOOLEAN, value ? SPAN("true") : SPAN("false"));
}

static int on_number(void *state, const char *bytes, size_t length)
{
	return take_json_value(state, CELL_NUMBER, (struct span){bytes, length});
}

static int on_json_string(void *state, const unsigned char *bytes, size_t length)
{
	return take_json_value(state, CELL_TEXT, (struct span){(const char *)bytes, length});
}

/* Objects and arrays */

/* A list or an object where a value is expected: what it is called cannot be used. */
static void take_nested(struct json *j)
{
	struct slot *slot = take_slot(j);
	slot->kind = CELL_FAULT;
	text_add(&slot->text, SPAN("a list or an object, where a text or a figure is expected"));
}

/* A sheet of the file: a table of several, each with Variables and Data. */
static void begin_json_table(struct json *j)
{
	forget_columns(j);
	j->headed = false;
	cells_sheet(j->cells, SPAN(""), ++j->sheets);
}

/* What an object is, by where it begins. */
static enum place place_of_object(struct json *j)
{
	switch (place_of(j)) {
	case IN_NOTHING:
		return IN_TABLE;
	case IN_LIST:
		begin_json_row(j);
		return IN_OBJECT;
	case IN_COLUMNS:
		return IN_COLUMN;
	case IN_OBJECT:
	case IN_ROW:
		if (place_of(j) == IN_ROW || !j->sheets)
			take_nested(j);
		return IN_SOMETHING;
	case IN_ROWS:
		fail_json(j, "an object where a row, an array, is expected");
	default:
		return IN_SOMETHING;
	}
}

static enum place place_of_rows(struct json *j)
{
	if (j->columns == 0)
		fail_json(j, "its rows stand before its columns, or without them");
	put_json_columns(j);
	return IN_ROWS;
}

/* An array in an object of the list: Variables and Data, or a value, which cannot be used. */
static enum place place_in_object(struct json *j)
{
	struct span key = text_span(&j->key);
	bool rows = j->headed || j->held.rows;
	if (span_is(key, "Variables") && (j->sheets || !rows)) {
		begin_json_table(j);
		return IN_COLUMNS;
	}
	if (j->sheets)
		return span_is(key, "Data") ? place_of_rows(j) : IN_SOMETHING;
	take_nested(j);
	return IN_SOMETHING;
}

static enum place place_in_table(struct json *j)
{
	struct span key = text_span(&j->key);
	if (span_is(key, "columns") && !j->sheets) {
		begin_json_table(j);
		return IN_COLUMNS;
	}
	return span_is(key, "rows") ? place_of_rows(j) : IN_SOMETHING;
}

static enum place place_of_array(struct json *j)
{
	switch (place_of(j)) {
	case IN_NOTHING:
		j->list = true;
		return IN_LIST;
	case IN_OBJECT:
		return place_in_object(j);
	case IN_TABLE:
		return place_in_table(j);
	case IN_ROWS:
		begin_json_row(j);
		return IN_ROW;
	case IN_ROW:
		take_nested(j);
		return IN_SOMETHING;
	case IN_LIST:
		fail_json(j, "an array in an array: rows are objects, or stand in 'rows' behind "
			     "'columns'");
	default:
		return IN_SOMETHING;
	}
}

static int enter(struct json *j, enum place place)
{
	j->quiet = 0;
	if (j->depth == DEPTH)
		fail_json(j, "more than %d levels", DEPTH);
	j->place[++j->depth] = place;
	return 1;
}

static int on_object(void *state)
{
	return enter(state, place_of_object(state));
}

static int on_array(void *state)
{
	return enter(state, place_of_array(state));
}

static int on_key(void *state, const unsigned char *bytes, size_t length)
{
	struct json *j = state;
	j->quiet = 0;
	j->key.length = 0;
	text_add(&j->key, (struct span){(const char *)bytes, length});
	return 1;
}

static int on_json_end(void *state)
{
	struct json *j = state;
	enum place ended = j->place[j->depth--];
	j->quiet = 0;
	if (ended == IN_ROW)
		put_json_row(j);
	else if (ended == IN_OBJECT && j->sheets == 0)
		end_object(j);
	return 1;
}

/* The file */

static _Noreturn void fail_parse(struct json *j, const char *bytes, size_t length)
{
	unsigned char *said = yajl_get_error(j->parser, 0, (const unsigned char *)bytes, length);
	size_t words = strcspn((const char *)said, "\n");
	if (strstr((const char *)said, "premature EOF"))
		fail_json(j, "is cut short: its JSON ends within an object or an array");
	if (strstr((const char *)said, "trailing garbage") && !j->list)
		fail_json(j, "is several values of JSON one behind the other: jq -s . FILE | kkr "
			     "read makes one array of them");
	fail_json(j, "is no JSON from here on: %.*s", (int)words, said);
}

/* A character of an escape is whole: yajl would make '?' of a half, and no record holds U+0000. */
static const char *judge_unit(struct escape *e)
{
	enum { SURROGATE = 0xFC00, FIRST_HALF = 0xD800, SECOND_HALF = 0xDC00 };
	bool second = (e->unit & SURROGATE) == SECOND_HALF;
	if (e->half != second)
		return "a half of a character, without the other one";
	e->half = (e->unit & SURROGATE) == FIRST_HALF;
	return e->unit ? NULL : "a NUL character (\\u0000), which no text has";
}

/* What is wrong with an escape of which this is the next byte; what is none is left to yajl. */
static const char *judge_escape(struct escape *e, char byte)
{
	enum { UNIT_DIGITS = 4, BASE = 16 };
	if (e->digits && strchr("0123456789abcdefABCDEF", byte) && byte) {
		char digits[] = {byte, 0};
		e->unit = e->unit * BASE + (unsigned)strtoul(digits, NULL, BASE);
		return --e->digits ? NULL : judge_unit(e);
	}
	if (e->begun && byte == 'u') {
		*e = (struct escape){.half = e->half, .digits = UNIT_DIGITS};
		return NULL;
	}
	bool lost = e->half && (e->begun || byte != '\\');
	*e = (struct escape){.begun = !e->begun && byte == '\\', .half = e->half};
	return lost ? "a half of a character, without the other one" : NULL;
}

static void check_escapes(struct json *j, const char *bytes, size_t length)
{
	struct escape *e = &j->escape;
	const char *at = bytes, *end = bytes + length;
	while (at < end) {
		if (!e->begun && !e->half && !e->digits)
			at = memchr(at, '\\', (size_t)(end - at));
		if (!at)
			return;
		const char *fault = judge_escape(e, *at++);
		for (const char *line = bytes; fault && line < at; line++)
			j->line += *line == '\n';
		if (fault)
			fail(EX_DATAERR, j->file, j->line + 1, "%s", fault);
	}
}

static void feed_json(struct json *j, const char *bytes, size_t length)
{
	check_escapes(j, bytes, length);
	j->chunk = j->counted = bytes;
	j->quiet += length;
	if (yajl_parse(j->parser, (const unsigned char *)bytes, length) != yajl_status_ok)
		fail_parse(j, bytes, length);
	line_at(j);
	if (j->quiet > CELLS_TEXT + INPUT_PIECE)
		fail_json(j, "a text of more than %d MB", CELLS_TEXT >> 20);
}

static void read_json(struct json *j, struct input *input, struct decoder *decoder)
{
	char bytes[INPUT_PIECE];
	const char *fault;
	size_t got;
	while ((got = decoder_read(decoder, bytes, sizeof bytes, &fault)) > 0) {
		feed_json(j, bytes, got);
		cells_progress(j->cells, input);
	}
	if (fault)
		fail_json(j, "%s", fault);
	j->chunk = j->counted = bytes;
	if (yajl_complete_parse(j->parser) != yajl_status_ok)
		fail_parse(j, "", 0);
}

/* An object that is no table: what its sender says in it, mostly that there is none. */
static void check_json_table(struct json *j)
{
	if (j->list || j->sheets)
		return;
	if (j->said.length)
		fail(EX_DATAERR, j->file, 0, "is no table, but says: %.*s", (int)j->said.length,
			j->said.bytes);
	fail(EX_DATAERR, j->file, 0,
		"is JSON without a table: that is an array of objects, an object with 'columns' "
		"and 'rows', or one of 'Variables' and 'Data'");
}

static void json_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	static const yajl_callbacks callbacks = {.yajl_null = on_null,
		.yajl_boolean = on_boolean,
		.yajl_number = on_number,
		.yajl_string = on_json_string,
		.yajl_start_map = on_object,
		.yajl_map_key = on_key,
		.yajl_end_map = on_json_end,
		.yajl_start_array = on_array,
		.yajl_end_array = on_json_end};
	struct json *j = allocate(1, sizeof *j);
	*j = (struct json){.file = input_name(input), .cells = cells};
	j->chunk = j->counted = ""; /* a fault of its encoding may stand before the first of it */
	struct decoder *decoder = decoder_open(
		input, reading->layout->encoding, "--encoding says", reading->max_bytes);
	rows_read_as(cells_rows(cells), "encoding", span_of(decoder_encoding(decoder)));
	j->parser = yajl_alloc(&callbacks, NULL, j);
	read_json(j, input, decoder);
	check_json_table(j);
	if (!j->headed)
		put_held_objects(j);
	yajl_free(j->parser);
	decoder_close(decoder);
	forget_columns(j);
	for (size_t i = 0; i < j->slot_room; i++)
		free(j->slot[i].text.bytes);
	held_forget(&j->held);
	free(j->column);
	places_free(&j->named);
	free(j->slot);
	free(j->key.bytes);
	free(j->said.bytes);
	free(j);
}

const struct table_dialect table_json = {.name = "json", .begins = foreign_json, .read = json_read};
