/*
 * The format `csv`: text in which a delimiter stands between fields (RFC 4180), as spreadsheets and
 * databases write it, and what is pasted from one, with TABs.
 *
 * A record is looked at whole, in a buffer: where its fields are, then what they are.
 */
#include "cells.h"
#include "decode.h"
#include "layout.h"
#include "read/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_LIMIT = 32 << 20 }; /* bytes */

struct field {
	size_t at, length;
	bool doubled; /* there are quotes in it, each written twice */
};

struct csv {
	struct cells *cells;
	const struct layout *layout;
	const char *file;
	struct decoder *decoder;
	char *buffer;
	size_t room, begin, end; /* what is not used up yet; `begin` is where a record begins */
	bool ended;
	size_t row, line; /* of that record */
	char delimiter;
	struct field *field; /* of the record that was looked at, and where its text ends */
	size_t fields, field_room, record_end;
	const char *fault; /* what is wrong with it, and where */
	size_t fault_at;
	struct text text;
};

/* What became of looking at a record. */
enum found { FOUND, FOUND_MORE, FOUND_FAULT }; /* it is whole; it may go on; it is none */

static size_t lines_between(const struct csv *c, size_t from, size_t to)
{
	size_t lines = 0;
	const char *at = c->buffer + from, *end = c->buffer + to;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
		lines++;
		at++;
	}
	return lines;
}

static _Noreturn void fail_at(const struct csv *c, size_t at, const char *what)
{
	fail(EX_DATAERR, c->file, c->line + lines_between(c, c->begin, at), "%s", what);
}

/* Reads on: as much as there is already, so that a long record is not looked at too often. */
static void read_more(struct csv *c)
{
	size_t there = c->end - c->begin;
	if (there > RECORD_LIMIT)
		fail_at(c, c->begin, "a record of more than 32 MB begins here");
	c->buffer = grow(c->buffer, &c->room, 2 * there + INPUT_CHUNK, 1);
	memmove(c->buffer, c->buffer + c->begin, there);
	c->begin = 0;
	c->end = there;
	do {
		const char *fault;
		size_t got = decoder_read(c->decoder, c->buffer + c->end, INPUT_CHUNK, &fault);
		if (fault && c->end == there)
			fail_at(c, c->end, fault);
		c->end += got;
		c->ended = got == 0 && !fault;
		if (got == 0)
			return;
	} while (c->end < 2 * there);
}

/* Looking at a record */

static enum found found_fault(struct csv *c, size_t at, const char *fault)
{
	c->fault = fault;
	c->fault_at = at;
	return FOUND_FAULT;
}

/* A quoted field, whose text begins at `*at`; that becomes the place behind its closing quote. */
static enum found find_quoted(struct csv *c, size_t *at, struct field *field)
{
	size_t begin = *at;
	*field = (struct field){.at = begin};
	for (;;) {
		const char *quoted = memchr(c->buffer + *at, '"', c->end - *at);
		if (!quoted && c->ended)
			return found_fault(c, begin,
				"a quote is opened here, and the file ends without the one that "
				"closes it");
		if (!quoted)
			return FOUND_MORE;
		*at = (size_t)(quoted - c->buffer) + 1;
		if (*at == c->end && !c->ended)
			return FOUND_MORE;
		if (*at == c->end || c->buffer[*at] != '"')
			break;
		field->doubled = true;
		(*at)++;
	}
	field->length = *at - 1 - begin;
	return FOUND;
}

/* A field without quotes around it; a quote within it is a character as any other. */
static enum found find_plain(const struct csv *c, size_t *at, struct field *field)
{
	const char *byte = c->buffer + *at, *end = c->buffer + c->end;
	while (byte < end && *byte != c->delimiter && *byte != '\n' && *byte != '\r')
		byte++;
	*field = (struct field){.at = *at, .length = (size_t)(byte - c->buffer) - *at};
	*at += field->length;
	return *at == c->end && !c->ended ? FOUND_MORE : FOUND;
}

static enum found find_field(struct csv *c, size_t *at)
{
	struct field field;
	size_t begin = *at;
	bool quoted = begin < c->end && c->buffer[begin] == '"';
	*at += quoted;
	enum found found = quoted ? find_quoted(c, at, &field) : find_plain(c, at, &field);
	size_t length = found == FOUND ? field.length : c->end - begin;
	if (found != FOUND_FAULT && length > CELLS_TEXT)
		return found_fault(c, begin,
			quoted ? "a quote is opened here, and a field of more than 1 MB follows: is "
				 "the quote that closes it missing?"
			       : "a field of more than 1 MB");
	if (found != FOUND)
		return found;
	if (c->fields == CELLS_COLUMNS)
		return found_fault(c, begin, "a record of more than 16384 fields");
	c->field = grow(c->field, &c->field_room, c->fields + 1, sizeof *c->field);
	c->field[c->fields++] = field;
	return FOUND;
}

/* Finds the fields of the record at `at`, and where the next one begins. */
static enum found find_record(struct csv *c, size_t at, size_t *next)
{
	enum found found;
	c->fields = 0;
	while ((found = find_field(c, &at)) == FOUND) {
		char byte = at < c->end ? c->buffer[at] : '\n';
		c->record_end = at;
		if (byte == c->delimiter && at < c->end) {
			at++;
			continue;
		}
		if (byte == '\r' && at + 1 == c->end && !c->ended)
			return FOUND_MORE;
		bool feed = byte == '\r' && at + 1 < c->end && c->buffer[at + 1] == '\n';
		*next = at + (at < c->end) + feed;
		if (byte == '\n' || feed)
			return FOUND;
		return found_fault(c, at,
			byte == '\r' ? "a carriage return that no line feed follows"
				     : "a quoted field goes on after the quote that closes it");
	}
	return found;
}

/* The delimiter */

static const char candidates[] = {';', ',', '\t', '|'};
enum { CANDIDATES = sizeof candidates };

/* Whether there is anything in a record but space. */
static bool has_something(const struct csv *c)
{
	for (size_t i = 0; i < c->fields; i++) {
		if (trimmed((struct span){c->buffer + c->field[i].at, c->field[i].length}).length)
			return true;
	}
	return false;
}

/* Which candidates divide a row, a bit for each; and whether it is commas alone, those of prose. */
struct divided {
	unsigned by;
	bool prose;
};

/* Whether a blank stands behind each comma, as in a sentence. */
static bool is_prose(const struct csv *c)
{
	for (size_t i = 1; i < c->fields; i++) {
		if (c->field[i].length == 0 || c->buffer[c->field[i].at] != ' ')
			return false;
	}
	return c->delimiter == ',' && c->fields > 1;
}

/*
 * Looks at the row at `at`, and where the next row begins for the first candidate that divides it.
 * A row that has nothing is divided by none.
 */
static enum found divide_row(struct csv *c, size_t at, struct divided *divided, size_t *next)
{
	bool whole = false, something = true;
	*divided = (struct divided){0};
	for (size_t i = 0; i < CANDIDATES; i++) {
		size_t behind;
		c->delimiter = candidates[i];
		enum found found = find_record(c, at, &behind);
		if (found == FOUND_MORE)
			return found;
		if (found == FOUND_FAULT)
			continue;
		if (!whole || (c->fields > 1 && !divided->by))
			*next = behind;
		whole = true;
		something &= has_something(c);
		divided->by |= (unsigned)(c->fields > 1) << i;
		divided->prose |= is_prose(c);
	}
	if (divided->by & (divided->by - 1)) /* not by commas alone */
		divided->prose = false;
	if (!something)
		divided->by = 0;
	return whole ? FOUND : FOUND_FAULT;
}

/*
 * Where cells are listed, titles may stand above a header: moves `first` down to the row of the
 * header. That is the first one that any candidate divides; but not one that prose divides where
 * another row is divided otherwise, and not one of which no candidate divides the next row that is
 * divided at all: those are titles with commas in them.
 */
static enum found pass_titles(struct csv *c, size_t *first)
{
	enum { TITLES = 20 };
	struct divided divided;
	unsigned before = 0;
	size_t at = c->begin, header = 0, prose = 0;
	for (size_t row = 1; row <= TITLES && !(c->ended && at == c->end); row++) {
		enum found found = divide_row(c, at, &divided, &at);
		if (found == FOUND_MORE)
			return found;
		if (found == FOUND_FAULT || (row >= *first && (before & divided.by)))
			break;
		if (row < *first || !divided.by)
			continue;
		if (divided.prose) {
			prose = prose ? prose : row;
			continue;
		}
		before = divided.by;
		header = row;
	}
	if (header || prose)
		*first = header ? header : prose;
	return FOUND;
}

/* How many fields a delimiter makes of the header's last row, and of the next that has anything. */
struct counts {
	size_t header, below;
};

/* The header's last row is the first from `first` on that has anything. */
static enum found count_fields(struct csv *c, size_t first, struct counts *counts)
{
	size_t at = c->begin;
	*counts = (struct counts){0, 0};
	for (size_t row = 1; !counts->below && !(c->ended && at == c->end); row++) {
		enum found found = find_record(c, at, &at);
		if (found != FOUND)
			return found;
		if (row < first || !has_something(c))
			continue;
		if (counts->header)
			counts->below = c->fields;
		else
			counts->header = c->fields;
	}
	return FOUND;
}

/*
 * Tries the candidates on what there is. Those are right that divide the header; where several do,
 * those of them that make as many fields of the row below, or all where there is none. FOUND_MORE
 * where there is not enough.
 */
static enum found try_delimiters(struct csv *c, char *right, size_t *rights)
{
	struct counts counts[CANDIDATES];
	const struct layout *l = c->layout;
	bool given = l->header_given && l->header_last;
	size_t divide = 0, first = given ? l->header_last : l->range.first_row;
	if ((l->list_cells || l->taker || layout_seeks(l)) && !given &&
		pass_titles(c, &first) == FOUND_MORE)
		return FOUND_MORE;
	for (size_t i = 0; i < CANDIDATES; i++) {
		c->delimiter = candidates[i];
		if (count_fields(c, first, &counts[i]) == FOUND_MORE)
			return FOUND_MORE;
		divide += counts[i].header > 1;
	}
	*rights = 0;
	for (size_t i = 0; i < CANDIDATES; i++) {
		bool same = divide == 1 || counts[i].header == counts[i].below || !counts[i].below;
		if (counts[i].header > 1 && same)
			right[(*rights)++] = candidates[i];
	}
	return FOUND;
}

static const char *sign_name(char delimiter)
{
	static char sign[] = "' '";
	if (delimiter == '\t')
		return "TAB";
	sign[1] = delimiter;
	return sign;
}

static void find_delimiter(struct csv *c)
{
	char right[CANDIDATES];
	size_t rights;
	while (try_delimiters(c, right, &rights) == FOUND_MORE)
		read_more(c);
	if (rights == 0)
		fail(EX_DATAERR, c->file, 0,
			"it is neither XML nor a table that is known: none of ; , TAB and | "
			"divides its header; --header or --delimiter says what does");
	if (rights > 1) {
		char first[8];
		snprintf(first, sizeof first, "%s", sign_name(right[0]));
		fail(EX_DATAERR, c->file, 0,
			"its fields may be divided by %s or by %s: --delimiter says which", first,
			sign_name(right[1]));
	}
	c->delimiter = right[0];
}

/* The first line `sep=;`, by which Excel is told, is no row. */
static void heed_first_line(struct csv *c)
{
	static const char first[] = "sep=";
	enum { LENGTH = sizeof first - 1 };
	while (!c->ended && c->end < LENGTH + 3)
		read_more(c);
	if (c->end <= LENGTH || memcmp(c->buffer, first, LENGTH) != 0)
		return;
	size_t at = LENGTH + 1;
	at += at < c->end && c->buffer[at] == '\r';
	char told = c->buffer[LENGTH];
	bool sign = told == '\t' || (told >= ' ' && told != '"');
	if (!sign || (at < c->end && c->buffer[at] != '\n'))
		return;
	c->delimiter = told;
	c->begin = at < c->end ? at + 1 : at;
	c->line++;
}

/* The records */

/*
 * kkr-format and others put an apostrophe before what a spreadsheet would take for a formula: it
 * belongs to the file, not to the text, and says that this is no number.
 */
static bool guarded(struct span text)
{
	static const char *const signs[] = {
		"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
	size_t at = 0;
	while (at < text.length && (text.bytes[at] == '\'' || text.bytes[at] == ' '))
		at++;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i]);
		if (text.length - at >= length && memcmp(text.bytes + at, signs[i], length) == 0)
			return true;
	}
	return false;
}

static void put_cell(struct csv *c, size_t i)
{
	const struct field *f = &c->field[i];
	struct cell cell = {.column = i + 1, .text = {c->buffer + f->at, f->length}};
	c->text.length = 0;
	for (size_t at = 0; f->doubled && at < f->length; at++) {
		text_add_char(&c->text, c->buffer[f->at + at]);
		at += c->buffer[f->at + at] == '"';
	}
	if (f->doubled)
		cell.text = text_span(&c->text);
	if (f->length && cell.text.bytes[0] == '\'' && guarded(cell.text)) {
		cell.literal = true;
		cell.text.bytes++;
		cell.text.length--;
	}
	if (f->length)
		cells_put(c->cells, &cell);
}

static void read_records(struct csv *c, struct input *input)
{
	while (!c->ended || c->begin < c->end) {
		size_t next;
		enum found found = find_record(c, c->begin, &next);
		if (found == FOUND_FAULT)
			fail_at(c, c->fault_at, c->fault);
		if (found == FOUND_MORE || (c->begin == c->end && !c->ended)) {
			read_more(c);
			cells_progress(c->cells, input);
			continue;
		}
		c->row++;
		if (cells_row(c->cells, c->row, c->line)) {
			for (size_t i = 0; i < c->fields; i++)
				put_cell(c, i);
			cells_row_end(c->cells, c->fields,
				(struct span){c->buffer + c->begin, c->record_end - c->begin});
		}
		c->line += lines_between(c, c->begin, next);
		c->begin = next;
	}
}

static void csv_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct csv c = {.cells = cells, .layout = reading->layout, .file = input_name(input)};
	c.line = 1;
	c.decoder = decoder_open(input, c.layout->encoding, "--encoding says", reading->max_bytes);
	rows_read_as(cells_rows(cells), "encoding", span_of(decoder_encoding(c.decoder)));
	heed_first_line(&c);
	if (c.layout->delimiter)
		c.delimiter = c.layout->delimiter;
	if (cells_sheet(cells, SPAN(""), 1)) {
		if (!c.delimiter)
			find_delimiter(&c);
		rows_read_as(cells_rows(cells), "delimiter", (struct span){&c.delimiter, 1});
		read_records(&c, input);
	}
	decoder_close(c.decoder);
	free(c.buffer);
	free(c.field);
	free(c.text.bytes);
}

static bool csv_begins(struct span first)
{
	return !begins_xml(first);
}

const struct table_dialect table_csv = {.name = "csv", .begins = csv_begins, .read = csv_read};
