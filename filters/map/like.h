/*
 * An older map, of which a proposal takes over what it says of columns that are still there: what
 * they are called, and their constants. What it says of one delivery, a period, it does not.
 */
#ifndef KKR_LIKE_H
#define KKR_LIKE_H

#include "lib/text.h"

struct like;

/* A line of it: what it is of a column of the table, and the constants, as many as like_names. */
struct like_line {
	struct text key; /* of the header without its period */
	struct text column;
	struct text is;
	struct text *constant; /* escaped, as the file has them */
	bool used;
};

/* 66 where it cannot be opened, 78 where it is none. */
struct like *like_open(const char *path);
void like_close(struct like *like);

/* The columns of constants that it has. */
size_t like_names(const struct like *like, char *const **names);

/* The line of the column whose header is the closest to this; NULL where none is close. */
struct like_line *like_find(struct like *like, struct span header);

/* Its line `*`; NULL where it has none. And the next that was not found, from `*at` on. */
const struct like_line *like_all(const struct like *like);
const struct like_line *like_lost(const struct like *like, size_t *at);

#endif
