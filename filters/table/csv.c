/*
 * The format `csv`: text in which a delimiter stands between fields (RFC 4180), as spreadsheets and
 * databases write it, and what is pasted from one, with TABs.
 *
 * A record is looked at whole, in a buffer: where its fields are, then what they are.
 */
#include "cells.h"
#include "decode.h"
#include "layout.h"
#include "lib/guard.h"
#include "read/markup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_LIMIT = 32 << 20 }; /* bytes */

struct field {
	size_t at, length;
	bool quoted;  /* it stands between quotes */
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
	struct text text, unguarded; /* of a field: without doubled quotes; without apostrophes */
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
	c->buffer = grow(c->buffer, &c->room, 2 * there + INPUT_PIECE, 1);
	memmove(c->buffer, c->buffer + c->begin, there);
	c->begin = 0;
	c->end = there;
	do {
		const char *fault;
		size_t got = decoder_read(c->decoder, c->buffer + c->end, INPUT_PIECE, &fault);
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
	*field = (struct field){.at = begin, .quoted = true};
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

static const char candidates[] = ";,\t|";
enum { CANDIDATES = sizeof candidates - 1 };

/* Whether there is anything in a record but space. */
static bool has_something(const struct csv *c)
{
	for (size_t i = 0; i < c->fields; i++) {
		if (trimmed((struct span){c->buffer + c->field[i].at, c->field[i].length}).length)
			return true;
	}
	return false;
}

/*
 * Commas that need not be delimiters: with a blank behind them, as in prose, or between digits, as
 * in a decimal.
 */
enum commas { NO_COMMAS, DECIMAL, PROSE, STRONG };

/* Of the record that was looked at, the strongest of what divides it. */
static enum commas strength(const struct csv *c)
{
	enum commas found = NO_COMMAS;
	for (size_t i = 1; i < c->fields && found < STRONG; i++) {
		size_t behind = c->field[i].at, at = behind - 1;
		enum commas this = STRONG;
		if (c->delimiter == ',' && c->buffer[at] == ',' && behind < c->end) {
			bool digits =
				at > 0 && digit(c->buffer[at - 1]) && digit(c->buffer[behind]);
			this = c->buffer[behind] == ' ' ? PROSE : digits ? DECIMAL : STRONG;
		}
		found = this > found ? this : found;
	}
	return found;
}

/* What the candidates make of a row: fields, and how sure that is. */
struct division {
	size_t fields[CANDIDATES];
	enum commas how[CANDIDATES];
};

/*
 * Looks at the row at `at`. It ends where the candidate says that divides it and sees most in it: a
 * quoted field may go on over lines.
 */
static enum found divide_row(struct csv *c, size_t at, struct division *d, size_t *next)
{
	bool whole = false, divided = false, something = true;
	*d = (struct division){{0}, {NO_COMMAS}};
	for (size_t i = 0; i < CANDIDATES; i++) {
		size_t behind;
		c->delimiter = candidates[i];
		enum found found = find_record(c, at, &behind);
		if (found == FOUND_MORE)
			return found;
		if (found == FOUND_FAULT)
			continue;
		bool divides = c->fields > 1;
		if (!whole || (divides && (!divided || behind > *next)))
			*next = behind;
		whole = true;
		divided |= divides;
		something &= has_something(c);
		d->fields[i] = c->fields;
		d->how[i] = strength(c);
	}
	if (!something)
		*d = (struct division){{0}, {NO_COMMAS}};
	return whole ? FOUND : FOUND_FAULT;
}

/* So many rows of a number of fields, up to MOST; more are counted as that. */
enum { MOST = 1024, COMMA = 1 };
struct tally {
	size_t rows[MOST + 1]; /* by their fields */
	size_t all;            /* that it divides */
};

static void count_row(struct tally *t, size_t fields)
{
	t->rows[fields < MOST ? fields : MOST]++;
	t->all++;
}

/* How many rows have the number of fields that most have. */
static size_t alike(const struct tally *t)
{
	size_t most = 0;
	for (size_t i = 0; i <= MOST; i++)
		most = t->rows[i] > most ? t->rows[i] : most;
	return most;
}

/* What has been seen of the first rows of a text. */
struct sample {
	struct tally tally[CANDIDATES]; /* what each divides for sure */
	struct tally prose;             /* commas with a blank behind them */
	size_t rows;
	size_t beside[CANDIDATES];  /* rows of each in which there are such commas, too */
	size_t without[CANDIDATES]; /* rows below the first of each that it does not divide */
	bool header[CANDIDATES];    /* whether it divides the first row that has anything */
};

static void add_to_sample(struct sample *s, const struct division *d)
{
	bool prose = d->how[COMMA] == PROSE;
	bool other = false;
	for (size_t i = 0; i < CANDIDATES; i++)
		other |= i != COMMA && d->fields[i] > 1;
	for (size_t i = 0; i < CANDIDATES; i++) {
		bool sure = d->how[i] == STRONG || (d->how[i] == DECIMAL && !other);
		s->without[i] += !sure && s->tally[i].all > 0;
		if (sure)
			count_row(&s->tally[i], d->fields[i]);
		s->beside[i] += sure && prose;
		s->header[i] |= s->rows == 0 && d->fields[i] > 1;
	}
	if (prose)
		count_row(&s->prose, d->fields[COMMA]);
	s->rows++;
}

/* The rows from `first` on that are looked at: so many, and so many bytes. FOUND_MORE: too few. */
static enum found take_sample(struct csv *c, size_t first, struct sample *s)
{
	enum { ROWS = 1000, BYTES = 1 << 20 };
	size_t at = c->begin;
	*s = (struct sample){.rows = 0};
	for (size_t row = 1; s->rows < ROWS && !(c->ended && at == c->end); row++) {
		struct division division;
		enum found found = divide_row(c, at, &division, &at);
		bool enough = s->rows > 0 && at - c->begin > BYTES;
		if (found == FOUND_MORE && !enough)
			return found;
		if (found != FOUND || enough)
			break;
		bool something = false;
		for (size_t i = 0; i < CANDIDATES; i++)
			something |= division.fields[i] > 0;
		if (row >= first && something)
			add_to_sample(s, &division);
	}
	return FOUND;
}

/* Whether another one, which does not divide the header, divides more rows than `rows`. */
static bool header_is_title(const struct sample *s, size_t rows)
{
	for (size_t i = 0; i < CANDIDATES; i++) {
		if (!s->header[i] && s->tally[i].all > rows)
			return true;
	}
	return false;
}

/*
 * Those are right that divide most rows alike and, of these, most rows. Commas of prose are right
 * where nothing else divides, or where they divide more rows alike, and those of the other too:
 * then that is what stands within a field. None is where the first row is no header: a sentence.
 */
static size_t choose_delimiters(const struct sample *s, bool any_header, char *right)
{
	size_t rights = 0, best = 0, rows = 0;
	for (size_t i = 0; i < CANDIDATES; i++) {
		const struct tally *t = &s->tally[i];
		size_t same = alike(t);
		bool better = same > best || (same == best && t->all > rows);
		if (!t->all || !(any_header || s->header[i]) ||
			(!better && (same < best || t->all < rows)))
			continue;
		rights = better ? 0 : rights;
		right[rights++] = candidates[i];
		best = same;
		rows = t->all;
	}
	size_t first = rights ? (size_t)(strchr(candidates, right[0]) - candidates) : 0;
	bool prose = s->prose.all && (any_header || s->header[COMMA]);
	bool throughout = s->tally[first].all > 1 && s->without[first] == 0;
	bool within =
		alike(&s->prose) > best && s->beside[first] == s->tally[first].all && !throughout;
	if (prose && (!rights || (rights == 1 && within))) {
		right[0] = ',';
		rights = 1;
		rows = s->prose.all + s->tally[COMMA].all;
	}
	return !any_header && header_is_title(s, rows) ? 0 : rights;
}

/* Tries the candidates on what there is. FOUND_MORE where that is not enough. */
static enum found try_delimiters(struct csv *c, char *right, size_t *rights)
{
	const struct layout *l = c->layout;
	bool given = l->header_given && l->header_last;
	size_t first = given ? l->header_last : l->range.first_row;
	bool titles = (l->list_cells || l->taker || layout_seeks(l)) && !given;
	struct sample *sample = allocate(1, sizeof *sample);
	enum found found = take_sample(c, first, sample);
	if (found != FOUND_MORE)
		*rights = choose_delimiters(sample, titles, right);
	free(sample);
	return found;
}

static const char *sign_name(char delimiter)
{
	static char sign[] = "' '";
	if (delimiter == '\t')
		return "TAB";
	sign[1] = delimiter;
	return sign;
}

/* A CR alone ends no line here; where there is nothing else, the file is one line. */
static void check_line_ends(const struct csv *c)
{
	const char *begin = c->buffer + c->begin;
	size_t length = c->end - c->begin;
	if (length && memchr(begin, '\r', length) && !memchr(begin, '\n', length))
		fail(EX_DATAERR, c->file, 0,
			"its lines end with a CR alone, as old programs for the Mac write them: "
			"tr '\\r' '\\n' <FILE makes line feeds of them");
}

static void find_delimiter(struct csv *c)
{
	char right[CANDIDATES];
	size_t rights;
	while (try_delimiters(c, right, &rights) == FOUND_MORE)
		read_more(c);
	if (rights == 0) {
		report_mark(c->file, "foreign");
		check_line_ends(c);
		fail(EX_DATAERR, c->file, 0,
			"it is neither XML nor a table that is known: none of ; , TAB and | "
			"divides its header and the rows below it; --header or --delimiter says "
			"what does");
	}
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

/* ="0101", by which Excel is kept from taking a text for a number. */
static bool is_formula_of_text(struct span text)
{
	enum { SIGNS = 3 };
	return text.length >= SIGNS && text.bytes[0] == '=' && text.bytes[1] == '"' &&
	       memchr(text.bytes + 2, '"', text.length - 2) == text.bytes + text.length - 1;
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
	if (is_formula_of_text(cell.text)) {
		cell.literal = true;
		cell.text = (struct span){cell.text.bytes + 2, cell.text.length - 3};
	} else if (f->length && memchr(cell.text.bytes, '\'', cell.text.length)) {
		c->unguarded.length = 0;
		cell.literal = guard_take(&c->unguarded, cell.text, f->quoted);
		cell.text = text_span(&c->unguarded);
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
	const char *told = c.layout->maps && !c.layout->encoding ? decoder_told(input) : NULL;
	c.decoder = decoder_open(input, told ? told : c.layout->encoding,
		told ? "its first bytes say" : "--encoding says", reading->max_bytes);
	if (c.layout->maps && !c.layout->encoding)
		decoder_settles(c.decoder);
	heed_first_line(&c);
	if (c.layout->delimiter)
		c.delimiter = c.layout->delimiter;
	if (cells_sheet(cells, SPAN(""), 1)) {
		if (!c.delimiter)
			find_delimiter(&c);
		rows_read_as(cells_rows(cells), "delimiter", (struct span){&c.delimiter, 1});
		read_records(&c, input);
	}
	rows_read_as(cells_rows(cells), "encoding", span_of(decoder_encoding(c.decoder)));
	decoder_close(c.decoder);
	free(c.buffer);
	free(c.field);
	free(c.text.bytes);
	free(c.unguarded.bytes);
}

static bool csv_begins(struct span first)
{
	return !begins_xml(first);
}

const struct table_dialect table_csv = {.name = "csv", .begins = csv_begins, .read = csv_read};
