/*
 * The file of --details: what was recognised how, counted. Its columns are how, mended, given,
 * code, name and count; its rows are sorted by the first four. It takes memory for each different
 * text.
 */
#ifndef KKR_DETAILS_H
#define KKR_DETAILS_H

#include "lib/writer.h"
#include "lib/recognise.h"

struct details {
	struct writer writer;
	bool wanted;
	void *counts; /* a tree, as tsearch(3) keeps it */
};

/* `path` is what --details was given, NULL where it was not, and none of `files`, the inputs (64).
 */
void details_open(struct details *details, const char *path, char *const *files);

/* Counts a text; `given` is the field as it came. */
void details_count(struct details *details, struct span given, const struct finding *finding);

void details_close(struct details *details);

#endif
