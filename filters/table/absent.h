/*
 * Rows that a table leaves out: the combinations of what stands in its columns that no row has.
 *
 * All members and, as numbers, all rows are kept: memory grows with the table.
 */
#ifndef KKR_ABSENT_H
#define KKR_ABSENT_H

#include "lib/text.h"

struct absent;

struct absent *absent_open(size_t columns);
void absent_free(struct absent *absent);

/* A row: a text for each column, which is copied. */
void absent_row(struct absent *absent, const struct span *field);

/* How many combinations of members there are, or 0 for more than ABSENT_MOST. */
enum { ABSENT_MOST = 100000000 };
size_t absent_combinations(const struct absent *absent);

/*
 * Hands over each combination that no row has, the members of a column in the order in which they
 * came and those of the last column first; returns how many. There must not be too many.
 */
size_t absent_each(
	const struct absent *absent, void (*take)(void *to, const struct span *field), void *to);

#endif
