/*
 * The files that a result was made of, found again by their sums: where the run found them, kept
 * with the result, and in a directory that is given.
 *
 * Nothing that a manifest or a record says of where a file may be is believed: what is read is a
 * file that can be, is none of the system's, and has a size that the manifest states.
 */
#ifndef KKR_MANIFEST_SEARCH_H
#define KKR_MANIFEST_SEARCH_H

#include "manifest.h"

/* A file that may be what is looked for. */
struct candidate {
	char *path;
	bool given;               /* it is in `inputs`, or kept with the result */
	char hex[SUM_DIGITS + 1]; /* its sum; "" where none of its size is stated */
};

/* Where the run found a file. */
struct place {
	char *name, *hex, *path;
};

/* The first three are the caller's, and stay as long as the search; all else begins as zero. */
struct search {
	const struct manifest *m;
	const char *directory; /* the result */
	const char *inputs;    /* where else, or NULL */
	/* ---- */
	unsigned long long *size; /* those that are stated, in order */
	size_t sizes;
	struct candidate *candidate; /* by path */
	size_t candidates, candidates_room;
	struct candidate **by_sum;
	struct place *place; /* by name and sum */
	size_t places, places_room;
};

/* Reads all that may be what is looked for. */
void search_begin(struct search *search);

/*
 * The path of the file of an entry, or NULL where it is lost, which is said. A file at its place of
 * then counts before one like it elsewhere: where it has changed, that is a fault, unless `inputs`,
 * or the result itself, has it as it was.
 */
const char *search_find(const struct search *search, const struct entry *entry);

void search_end(struct search *search);

#endif
