/*
 * What dialects deliver becomes records: kkr-parse's side of dialect.h.
 */
#ifndef KKR_ROWS_H
#define KKR_ROWS_H

#include "dialect.h"

struct rows {
	struct writer out;
	struct rejects rejects;
	const char *file; /* the document at hand */
	struct text raw;  /* its record at hand as XML; kept only where records are set aside */
	/* ---- the rest belongs to rows.c ---- */
	char **asked;	  /* --columns, or NULL */
	bool *found;	  /* of each of them: whether a document had it */
	char **name;	  /* without --columns: the columns of the first document */
	size_t count;	  /* of asked or name */
	size_t *from;	  /* of each column: its place in the dialect's row, or NOWHERE */
	bool headed;
};

/* `columns` is --columns, NULL-terminated and the caller's to free later; NULL where not given. */
void rows_open(struct rows *rows, char **columns, const char *rejects);

/* Ends the program with 65 where --columns names one that no document had. */
void rows_close(struct rows *rows);

#endif
