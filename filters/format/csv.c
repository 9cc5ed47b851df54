/*
 * csv and csv-da: for spreadsheets, and for other programs.
 *
 * What a spreadsheet may take for a formula has an apostrophe in front (lib/guard.h).
 */
#include "format.h"

#include "lib/guard.h"

#include <stdlib.h>

struct dialect {
	const char *start;        /* of the file */
	struct notation notation; /* of figures */
	char separator;
};

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

/* A field that is no figure: as it is, and as it is written. */
struct words {
	struct text plain, guarded;
};

/*
 * Puts such a field. An empty one that is alone in its row is quoted, since readers pass over empty
 * lines; and one with an apostrophe within, by which readers know that it may be taken off.
 */
static void put_words(const struct format *f, struct span field, struct words *words)
{
	words->plain.length = words->guarded.length = 0;
	text_add_unescaped(&words->plain, field);
	struct span plain = text_span(&words->plain);
	bool within = guard_add(&words->guarded, plain);
	bool quotes = plain.length == 0 ? f->rows->columns == 1 : within || needs_quotes(plain);
	if (quotes)
		put_bytes(f->out, SPAN("\""));
	put_with_escapes(f->out, text_span(&words->guarded), csv_escape);
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
	struct words words = {0};
	put_bytes(f->out, span_of(dialect->start));
	for (size_t c = 0; c < f->rows->columns; c++) {
		put_words(f, span_of(f->rows->column[c].heading), &words);
		put_end(f, dialect, c);
	}
	while (feed_next(f->rows)) {
		for (size_t c = 0; c < f->rows->columns; c++) {
			if (is_figure(&f->rows->column[c], f->rows->field[c]))
				put_figure(f, dialect, f->rows->field[c], &words.plain);
			else
				put_words(f, f->rows->field[c], &words);
			put_end(f, dialect, c);
		}
	}
	free(words.plain.bytes);
	free(words.guarded.bytes);
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
