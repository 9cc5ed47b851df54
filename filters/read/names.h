/*
 * Names of columns, for dialects whose documents name things as they like: OBS_STATUS, OMRÅDE.
 */
#ifndef KKR_NAMES_H
#define KKR_NAMES_H

#include "lib/places.h"

/* --rename: what a document calls a column, and what it is to be called. */
struct mapping {
	char *from, *to;
};

struct names {
	struct mapping *mapping;
	size_t count, room;
	struct places from, to; /* of the mappings */
};

/* Reads FROM=to,... as --rename has it, which is added; a wrong list is a wrong use (64). */
void names_map(struct names *names, const char *list);
void names_free(struct names *names);

/*
 * Adds the column name that the rule of kkr-parse(1) makes of a name: lower case, å as aa, æ as ae,
 * ø as oe, an underscore for any other character and where a small letter is followed by a capital,
 * and x before what does not begin with a letter.
 */
void name_make(struct text *to, struct span id);

/*
 * What --rename calls a name, or what it is called without being told (period, value, area); NULL
 * where neither has it. `made` is what name_make makes of it: --rename may give that in its place.
 */
const char *names_find(const struct names *names, struct span id, struct span made, bool *told);

#endif
