/*
 * What came more than once into an edition: one of it counts.
 *
 * Where all say the same it is the first, or that of the latest paper; else that of the latest
 * paper, and where the dates do not tell, that is a fault. A table that a later paper gives again
 * for all of its municipalities gives way with its totals, too.
 */
#ifndef KKR_EDITION_SETTLE_H
#define KKR_EDITION_SETTLE_H

#include "edition/heap.h"
#include "lib/report.h"

/*
 * The list of what gave way: edition, measure, area, name, period, before, after, file and by,
 * which is the file that counts. A writer of NULL: none is wanted.
 */
struct replaced_list {
	struct writer *writer;
	long edition;
};
void replaced_header(struct writer *writer);

/*
 * Of the figures that are taken, takes back those that do not count, and lists them. Returns how
 * many faults there are. Where there is a `report`, it lists faults and says what came twice and
 * what gave way, and has it as
 *
 *	twice     key is the measure, count how many of the file's records others have too
 *	replaced  key is the measure and the area, found what gave way, expected what counts
 */
size_t settle(struct heap *heap, struct report *report, struct replaced_list list);

#endif
