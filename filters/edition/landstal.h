/*
 * The landstal of an edition: how many refugees are shared out. It is that of the record, which was
 * announced; without one, the total of the quota table. What is set is another's guess, and where
 * it differs from what was announced, what comes out is a what-if.
 */
#ifndef KKR_EDITION_LANDSTAL_H
#define KKR_EDITION_LANDSTAL_H

#include "edition/heap.h"

/* The measures that it is taken from, and that of the final table, of September. */
#define LANDSTAL_MEASURE  "landstal"
#define PUBLISHED_MEASURE "published_quota"
#define FIXED_MEASURE     "fixed_quota"

/* What --landstal says: "900", or "2027:900", which holds for that edition alone. */
struct landstal_set {
	long edition;       /* 0: of whichever edition there is */
	const char *number; /* NULL: none is set */
};

/* Cuts the argument; wrong use (64) where it is none. */
struct landstal_set landstal_read(const char *argument);

struct landstal {
	char *announced, *total;     /* whole numbers, or NULL */
	char *used;                  /* NULL: there is none */
	const char *from;            /* record, quota_table, set */
	const struct figure *record; /* of what was announced; NULL for the total's sum */
	bool summed;                 /* the total: no row of the table says it */
};

/* Of the figures that are taken; 65 where one of them is no whole number. */
struct landstal landstal_find(
	const struct heap *heap, long edition, const struct landstal_set *set);
void landstal_free(struct landstal *landstal);

/* Says what a reader would not expect: where it is from the table, set, or not the table's total.
 */
void landstal_say(const struct landstal *landstal, const struct heap *heap, long edition,
	const struct landstal_set *set);

#endif
