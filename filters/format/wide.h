/*
 * Records laid across: a row for each key, and a column for each value of one column.
 *
 *	area measure period value          area measure 2025-01 2025-02
 *	101  trips   2025-01  5      =>    101  trips   5       7
 *	101  trips   2025-02  7
 *
 * Rows are told apart by every column that is neither the figure nor a remark, and by what
 * kkr-codes appends only where no column has areas. A data set, a period or a unit that is the same
 * in all figures of a heading, and not the same in all headings, stands in the heading: "trips
 * (thousand)". A heading some figures of which have a qualifier is followed by one of those.
 *
 * Rows and headings stand in the order in which they come, periods in the order of their days. All
 * records are held.
 */
#ifndef KKR_FORMAT_WIDE_H
#define KKR_FORMAT_WIDE_H

#include "lib/observation.h"
#include "lib/table.h"

struct wide;

/*
 * Reads all records. 65 where the column is not there, a row has none of its values, a key has two
 * figures below one heading, or there are more than 1000 headings. Notes and sources, which are of
 * single figures, are left out; that is said on standard error.
 */
struct wide *wide_read(struct records *in, const char *column, const struct column_names *names);

/* The columns that stay, and which of the records' own they are. */
size_t wide_kept(const struct wide *wide);
size_t wide_column(const struct wide *wide, size_t kept);

/* The headings behind them; whether one is of qualifiers. */
size_t wide_headings(const struct wide *wide);
bool wide_qualifies(const struct wide *wide, size_t heading);

/* Adds a heading as a field, of whose parts each is added by `part`. */
typedef void add_part(struct text *to, const char *column, struct span field, void *context);
void wide_heading(
	struct text *to, const struct wide *wide, size_t heading, add_part *part, void *context);

/* The fields of the next row, and the first record that it is of; NULL after the last. */
const struct row *wide_next(struct wide *wide, struct span *field);

void wide_free(struct wide *wide);

#endif
