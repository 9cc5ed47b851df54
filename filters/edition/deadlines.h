/*
 * The deadlines of an edition, where its records have none: a table with the columns measure, back
 * (how many years before the edition), latest (month and day, 05-01) and met_by (the measure of the
 * figure by which it has been met, or none). What else it has goes into the columns of that name.
 */
#ifndef KKR_EDITION_DEADLINES_H
#define KKR_EDITION_DEADLINES_H

#include "edition/heap.h"

/*
 * Writes a record for each deadline of the table that the figures taken do not have, in the columns
 * of the heap; 65 where those have no `latest`, 78 where the table is wrong.
 */
void deadlines_write(const struct heap *heap, long edition, char *table, const char *dataset,
	struct writer *out);

#endif
