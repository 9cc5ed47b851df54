/*
 * The parts of kkr-format: a file for each type, and what the types share.
 */
#ifndef KKR_FORMAT_H
#define KKR_FORMAT_H

#include "feed.h"

#include "lib/notation.h"
#include "lib/words.h"

/* What is to be written, and what the options say of it. */
struct format {
	struct feed *rows; /* of xlsx one for each sheet, of other types one */
	size_t sheets;
	struct writer *out;
	const char *title;        /* NULL where there is none */
	struct notation notation; /* of figures, in types for people */
	size_t width;             /* of a line of text; 0: as wide as it takes */
};

/* The types. Each reads all rows and writes them. */
void format_text(const struct format *f);
void format_csv(const struct format *f);
void format_csv_da(const struct format *f);
void format_json(const struct format *f);
void format_jsonl(const struct format *f);
void format_md(const struct format *f);
void format_html(const struct format *f);
void format_xlsx(const struct format *f);

/*
 * Whether a field is a figure: a number of the record format without a needless 0 in front, in a
 * column that does not hold codes.
 */
bool is_figure(const struct column *column, struct span field);

/*
 * All rows, for a type that must see a whole column before it writes one; and of each column
 * whether it holds figures: one at least, and nothing else.
 */
struct held_rows {
	struct table table;
	bool *figures;
};
struct held_rows held_rows_read(const struct format *f);
void held_rows_free(struct held_rows *held);

/*
 * Adds a field as people read it: a figure in the notation of their language, else the text without
 * the escapes of the record format.
 */
void add_shown(struct text *to, const struct format *f, size_t column, struct span field);

/*
 * The escape for the first `length` bytes of a text: what is written in their place, or NULL where
 * they are written as they are.
 */
struct escape {
	const char *instead;
	size_t length;
};

/* Adds, or puts, a text escaped: `escape_of` is asked at each place what becomes of the rest. */
typedef struct escape escape_of(struct span text);
void add_with_escapes(struct text *to, struct span text, escape_of *escape);
void put_with_escapes(struct writer *out, struct span text, escape_of *escape);

#endif
