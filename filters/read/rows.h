/*
 * What dialects deliver becomes records: the readers' side of dialect.h.
 */
#ifndef KKR_ROWS_H
#define KKR_ROWS_H

#include "dialect.h"

#include "lib/places.h"
#include "lib/progress.h"

/* What is kept of a record at most, in bytes; one byte more says that it was longer. */
enum { RAW_LIMIT = 4 << 20 };

struct rows {
	struct writer writer;
	struct rejects rejects;
	const char *file; /* the document at hand, and who reads it and knows the line */
	const void *reader;
	size_t (*line)(const void *reader);
	bool blank;                 /* texts that are white space alone are wanted, too */
	int status;                 /* with which a document that is wrong ends the program */
	unsigned long long records; /* so far, those set aside too; and who says so */
	struct progress progress;
	struct report *report;       /* NULL for what has no rows, as a structure */
	struct report_counts counts; /* of the document at hand */
	const char **origin; /* --origin: what each file is called; NULL where not asked for */
	size_t documents;    /* that have begun */
	struct text place; /* the field origin: the file at hand, of so many bytes, and the rest */
	size_t place_file;
	struct text raw; /* its record at hand as XML; kept only where records are set aside */
	/* ---- the rest belongs to rows.c ---- */
	char **name;  /* without --columns: the columns of the first document that has rows */
	char **asked; /* --columns, or NULL; and of each of them: */
	const bool *optional; /* it may be absent */
	struct places places; /* of those asked for */
	bool *found;          /* whether a document had it */
	size_t *from;         /* its place in the row of the document at hand, or NOWHERE */
	struct span *row;
	size_t count; /* of asked or name */
	bool headed;
};

/* What is asked of them all, as of the command line. */
struct rows_options {
	char **columns; /* --columns, NULL-terminated and the caller's to free later; NULL: all */
	const bool *optional; /* of each of them, as columns.h has it */
	const char *rejects;
	bool origin; /* --origin: a column says where each came from */
	char *const *files;
};

void rows_open(struct rows *rows, const struct rows_options *options, struct report *report);

/* A document begins, of `file`; `reader` reads it and knows by `line` where. */
void rows_begin(struct rows *rows, const char *file, const void *reader,
	size_t (*line)(const void *reader));

/* Ends the program with 65 where --columns names one that no document had. */
void rows_close(struct rows *rows);

#endif
