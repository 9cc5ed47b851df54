/*
 * The rows that a type writes, one after the other: records as they come or, with --wide, laid
 * across.
 *
 *	struct feed rows = {0};
 *	feed_open(&rows, files, &names);
 *	while (feed_next(&rows))
 *		... rows.field[c] ...
 *	feed_close(&rows);
 */
#ifndef KKR_FORMAT_FEED_H
#define KKR_FORMAT_FEED_H

#include "lib/observation.h"
#include "lib/table.h"
#include "lib/words.h"

struct column {
	char *name;    /* of the records' column or, with --wide, of the heading */
	char *heading; /* what stands above it, as a field: its name, or what --heading gives */
	bool codes;    /* it holds codes: its numbers are no figures */
	bool words;    /* some of what it holds has words in a language */
	struct text from, said; /* what it held last that has, and the words */
};

struct wide;

/* The members above the line are the reader's. */
struct feed {
	const char *sheet; /* its name; NULL where there is one table alone */
	char **files;      /* to be freed with the rows; NULL where they are somebody else's */
	size_t columns;
	struct column *column;
	struct span *field; /* of the row at hand; good until the next is read */
	const char *file;   /* where it came from, for messages */
	size_t line;
	/* ---- */
	struct records in;
	struct wide *wide;
	struct span *own; /* fields that are no record's; NULL where there are none */
	bool translates;
	enum language language;
};

/* Opens `files` as records_open does; each column has its name as its heading. */
void feed_open(struct feed *rows, char *const *files, const struct column_names *names);

/* Lays the rows across by a column (wide.h). To be called before the first feed_next. */
void feed_lay(struct feed *rows, const char *column, const struct column_names *names);

/*
 * Says names of columns, and those of their values that have words ("own calculation"), in a
 * language. To be called once, behind feed_lay.
 */
void feed_translate(struct feed *rows, enum language language);

/* Reads the next row; false after the last. */
bool feed_next(struct feed *rows);

/* The place of a column; the count of columns where there is none of that name. */
size_t feed_find(const struct feed *rows, const char *name);
_Noreturn void feed_missing(const struct feed *rows, const char *name, const char *hint); /* 65 */

/* Adds a copy of the row at hand to a table. */
void feed_hold(const struct feed *rows, struct table *table);

void feed_close(struct feed *rows);

#endif
