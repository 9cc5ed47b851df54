/*
 * kkr-check --same and --against: two sets of figures that must be the same.
 */
#ifndef KKR_SAME_H
#define KKR_SAME_H

#include "lib/areas.h"
#include "lib/decimal.h"
#include "lib/table.h"

/* One of the two sets: rows of a table. */
struct side {
	const struct records *in;
	const struct table *table;
	const char *measure; /* its rows alone, by the column `measure_at`; NULL: every row */
	size_t area, value, measure_at;
	size_t *key;   /* the places of the key columns, the area's among them */
	size_t *apart; /* further columns that tell its series apart, which the other set lacks */
	size_t aparts;
};

struct same {
	const struct areas *areas;
	const struct decimal *within; /* how much two figures may differ */
	const char *against;          /* the second side's file, for messages; NULL: one table */
	struct writer *differences;   /* of --differences, or NULL */
	struct side side[2];
	size_t keys;
};

/* Writes the header of --differences; 65 where a column of the key has the name of one of its own.
 */
void same_header(const struct same *same);

/*
 * Lists every figure that is not the same on both sides, and returns how many faults those are.
 * Rows whose area is not in the code list are passed over; values are numbers or empty.
 */
size_t same_check(const struct same *same);

#endif
