/*
 * Which rows make a series: those that are alike in all columns of its key, and where that is asked
 * for in the file that they came from.
 */
#ifndef KKR_CHECK_SERIES_H
#define KKR_CHECK_SERIES_H

#include "check/held.h"

#include "lib/hash.h"

#include <stdint.h>

/*
 * All zero but `held` and `key` has no rows. The first row of a series knows the last one, and each
 * other row the one before it, which for the second is the first: rows that come in any order find
 * their series by rows that are near in memory, the first ones.
 */
struct series {
	const struct held *held;
	const bool *key; /* of each column: whether it tells series apart */
	bool by_file;    /* so does the file that a row came from */
	uint32_t *link;  /* of each row: that other row, or itself where it is alone */
	size_t room;
	struct series_slot {
		uint32_t hash;
		uint32_t row; /* the first of a series, plus one; 0 is free */
	} * slot;
	size_t slots, count;
	struct secret secret; /* by which nobody can tell which series share a place */
};

/*
 * Adds the row that was held last, whose fields are `field`; true where it is the first of its
 * series.
 */
bool series_add(struct series *series, const struct span *field);

/* The rows of a series in their order, by its first one. */
struct series_rows {
	uint32_t *row;
	size_t count, room;
};
void series_rows(struct series_rows *rows, const struct series *series, uint32_t first);

void series_free(struct series *series);

#endif
