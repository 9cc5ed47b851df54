/*
 * The column `origin`: where a record came from, as people name it: the file's base name, and
 * `:LINE` of a text or an XML document or `!SHEET!B7` of a workbook.
 */
#ifndef KKR_ORIGIN_H
#define KKR_ORIGIN_H

#include "text.h"

#define ORIGIN "origin"

/*
 * What each file is called in that column: its base name or, where several have the same, the end
 * of its path that tells it from the others; standard input is called so. The array is the caller's
 * to free; the names are parts of the paths, and end with NULL.
 */
const char **origin_names(char *const *files);

/* The parts of such a field; false where it is none. */
struct origin {
	struct span file; /* with the sheet, `bilag.xlsx!Ark1` */
	size_t line;      /* or the row of the sheet */
};
bool origin_read(struct span field, struct origin *origin);

/*
 * Whether one such field stands before another: by file in byte order, then by line. An aggregate
 * names the first of what it adds up.
 */
bool origin_before(struct span a, struct span b);

#endif
