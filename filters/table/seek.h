/*
 * Looks for the header of a table and the map that fits it, sheet by sheet, for cells.c.
 */
#ifndef KKR_SEEK_H
#define KKR_SEEK_H

#include "fit.h"
#include "read/rows.h"

struct seek;

/* NULL where nothing is looked for: the header is known, or there is no map that says what is in
 * it. */
struct seek *seek_open(const struct rows *rows, const struct reading *reading);

/* What is to be made of the sheet that was found. */
struct found {
	const struct layout *layout;
	size_t header_first, header_last;
	struct span title, period; /* as struct fitting has them */
};

/*
 * Whether the sheet of which these rows are held is the one that is read; `found` lasts as long as
 * the seek. Ends the program with 65 where several maps fit it, or several sheets fit.
 */
bool seek_try(struct seek *seek, const struct held *held, struct found *found);

/*
 * The file is at its end: says which sheets with figures were left out. Where no sheet was found,
 * though there was something on one, ends the program with 65 and what was nearest.
 */
void seek_end(struct seek *seek);
void seek_free(struct seek *seek);

#endif
