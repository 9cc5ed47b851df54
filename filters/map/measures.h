/*
 * What the headers of tables call the measures of a pipeline (schemas/measures.tsv, compiled in):
 * a header is a measure where a pattern of it says yes and none says no.
 */
#ifndef KKR_MEASURES_H
#define KKR_MEASURES_H

#include "lib/text.h"

struct measures;

struct measure {
	char *name, *unit;
};

/* Ends the program with 64 where there is no such pipeline. */
struct measures *measures_open(const char *pipeline);
void measures_close(struct measures *m);

/* The measure that a header means, of which the closest pattern counts; NULL where it means none.
 */
const struct measure *measures_find(const struct measures *m, struct span header);

#endif
