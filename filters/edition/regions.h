/*
 * The regions of an edition: those of the code list, but for those that have become one
 * (merged-regions.tsv), where the edition is not before that one's first day and its records have
 * it.
 */
#ifndef KKR_EDITION_REGIONS_H
#define KKR_EDITION_REGIONS_H

#include "edition/heap.h"

struct regions {
	size_t code, name; /* the columns region and region_name, which may not be there */
	bool *holds;       /* of each region of areas->merged */
	const struct areas *areas;
};

/* By the figures that are taken. */
void regions_find(struct regions *regions, const struct heap *heap, long edition);
void regions_free(struct regions *regions);

/* What a record says in a column: of a municipality, and its region, that of the edition. */
struct span regions_field(const struct regions *regions, const struct heap *heap,
	const struct figure *figure, size_t column);

#endif
