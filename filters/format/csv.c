/*
 * csv and csv-da: for spreadsheets, and for other programs.
 *
 * A spreadsheet takes a field that begins with = + - or @ for a formula. Such a field gets an
 * apostrophe in front; so does one that has apostrophes or blanks before the sign, so that
 * whoever reads the file can undo it: an apostrophe at the start is taken off where a sign follows,
 * after blanks and apostrophes or none.
 */
#include "format.h"

#include <stdlib.h>

struct dialect {
	const char *start;        /* of the file */
	struct notation notation; /* of figures */
	char separator;
};

/* Signs that spreadsheets take formulas to begin with; those of full width are for East Asia. */
static bool formula_sign(struct span text)
{
	static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x8B",
		"\xEF\xBC\x8D", "\xEF\xBC\x9D", "\xEF\xBC\xA0"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i]);
		if (text.length >= length && memcmp(text.bytes, signs[i], length) == 0)
			return true;
	}
	return false;
}

/* Whether a spreadsheet may take a text for a formula: it may pass over blanks before the sign. */
static bool like_formula(struct span text)
{
	while (text.length && (*text.bytes == '\'' || *text.bytes == ' '))
		text = (struct span){text.bytes + 1, text.length - 1};
	return formula_sign(text);
}

/*
 * Whether a field is quoted. A comma and a semicolon count in both dialects: a file of one that is
 * read as the other keeps its fields.
 */
static bool needs_quotes(struct span text)
{
	static const char special[] = ",;\t\"\r\n";
	if (text.length && (text.bytes[0] == ' ' || text.bytes[text.length - 1] == ' '))
		return true;
	for (size_t i = 0; i < text.length; i++) {
		if (memchr(special, text.bytes[i], sizeof special - 1))
			return true;
	}
	return false;
}

static struct escape csv_escape(struct span text)
{
	return (struct escape){*text.bytes == '"' ? "\"\"" : NULL, 1};
}

/*
 * Puts a field that is no figure. An empty one that is alone in its row is quoted, since readers
 * pass over empty lines.
 */
static void put_words(const struct format *f, struct span field, struct text *text)
{
	text->length = 0;
	text_add_unescaped(text, field);
	struct span words = text_span(text);
	bool quotes = words.length == 0 ? f->rows->columns == 1 : needs_quotes(words);
	if (quotes)
		put_bytes(f->out, SPAN("\""));
	if (like_formula(words) && !number_valid(words))
		put_bytes(f->out, SPAN("'"));
	put_with_escapes(f->out, words, csv_escape);
	if (quotes)
		put_bytes(f->out, SPAN("\""));
}

static void put_figure(const struct format *f, const struct dialect *dialect, struct span number,
	struct text *text)
{
	text->length = 0;
	notation_add(text, number, dialect->notation);
	put_bytes(f->out, text_span(text));
}

/* Puts the separator after a field or, after the last of a row, CR LF (RFC 4180). */
static void put_end(const struct format *f, const struct dialect *dialect, size_t column)
{
	if (column + 1 < f->rows->columns)
		put_bytes(f->out, (struct span){&dialect->separator, 1});
	else
		put_bytes(f->out, SPAN("\r\n"));
}

static void put_lines(const struct format *f, const struct dialect *dialect)
{
	struct text text = {0};
	put_bytes(f->out, span_of(dialect->start));
	for (size_t c = 0; c < f->rows->columns; c++) {
		put_words(f, span_of(f->rows->column[c].heading), &text);
		put_end(f, dialect, c);
	}
	while (feed_next(f->rows)) {
		for (size_t c = 0; c < f->rows->columns; c++) {
			if (is_figure(&f->rows->column[c], f->rows->field[c]))
				put_figure(f, dialect, f->rows->field[c], &text);
			else
				put_words(f, f->rows->field[c], &text);
			put_end(f, dialect, c);
		}
	}
	free(text.bytes);
}

void format_csv(const struct format *f)
{
	static const struct dialect csv = {"", {'\0', '.'}, ','};
	put_lines(f, &csv);
}

/* A Danish Excel separates by semicolons, and knows UTF-8 by its byte order mark. */
void format_csv_da(const struct format *f)
{
	static const struct dialect csv_da = {"\xEF\xBB\xBF", {'\0', ','}, ';'};
	put_lines(f, &csv_da);
}
