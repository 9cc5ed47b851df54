/*
 * The records of the newest edition of a topic out of a heap of several.
 */
#ifndef KKR_EDITION_NEWEST_H
#define KKR_EDITION_NEWEST_H

#include <stdbool.h>

struct newest_options {
	const char *topic;    /* NULL: as the table of needs is called */
	char *needs;          /* the table */
	bool optional;        /* there may be no record of it */
	const char *edition;  /* NULL: the newest */
	const char *landstal; /* NULL: as it was announced */
	char **dated;         /* FILE:DATE, or NULL */
	char *deadlines, *before, *details, *areas, *report;
	bool survey; /* which files are of which edition, in place of records */
	char **files;
};

/* Reads and writes all, or ends the program. */
void newest_pass(const struct newest_options *o);

#endif
