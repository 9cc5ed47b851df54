/*
 * The file of --report: what was recognised how, counted. Its columns are how, mended, given, code,
 * name and count; its rows are sorted by the first four. It takes memory for each different text.
 */
#ifndef KKR_REPORT_H
#define KKR_REPORT_H

#include "lib/writer.h"
#include "recognise.h"

struct report {
	struct writer writer;
	bool wanted;
	void *counts; /* a tree, as tsearch(3) keeps it */
};

/*
 * `path` is what --report was given, NULL where it was not; `files` are the inputs and `rejects`
 * the file of --rejects or NULL, none of which it may be (64).
 */
void report_open(struct report *report, const char *path, char *const *files, const char *rejects);

/* Counts a text; `given` is the field as it came. */
void report_count(struct report *report, struct span given, const struct finding *finding);

void report_close(struct report *report);

#endif
