/*
 * Whether what a table says of regions and of the country is what its municipalities add up to.
 */
#ifndef KKR_TOTALS_H
#define KKR_TOTALS_H

#include "lib/areas.h"
#include "lib/text.h"

#include <stdint.h>

struct totals;

struct totals *totals_open(const struct areas *areas);

/*
 * A figure, as a record has it, of an area in a row. Those of a series have the same key; of more
 * series than are kept, the rest is left out.
 */
void totals_add(struct totals *t, uint64_t series, size_t column, const struct area *area,
	struct span figure, size_t row);

/* What became of the totals of a column: how many are stated, and how many of them hold. */
struct held {
	size_t stated, hold;
	size_t row;         /* of the first that does not */
	struct text stands; /* what it says, and what its municipalities add up to */
	struct text sum;
	bool country; /* it is the country's */
};
struct held totals_held(const struct totals *t, size_t column);
bool totals_left_out(const struct totals *t);

void totals_close(struct totals *t);

#endif
