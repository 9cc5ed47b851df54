/*
 * What an edition of a topic is made of: a table with the columns
 *
 *	measure  one of its figures
 *	level    municipality or country: whose figure it is
 *	back     how many years before the edition the period of the figure begins. A measure that
 *	         stands in several rows is taken of the first of them that is whole.
 *	must     needed: an edition without it is not whole; wanted: it is used where it is there
 */
#ifndef KKR_EDITION_NEEDS_H
#define KKR_EDITION_NEEDS_H

#include "lib/areas.h"

struct need {
	char *measure;
	enum area_level level;
	bool must;
	long *back;
	size_t backs, room;
};

struct needs {
	struct need *need;
	size_t count, room;
};

/* Reads the table; 78 where it is wrong, 66 where it cannot be opened. */
void needs_load(struct needs *needs, char *path);
void needs_free(struct needs *needs);

/* The need of that measure, or NULL. */
const struct need *needs_find(const struct needs *needs, struct span measure);

/* Whether the period of a figure of the edition may be of that year. */
bool need_takes(const struct need *need, long edition, long year);

#endif
