/*
 * What comes out of the cells: the rows of a result, in their order.
 */
#ifndef KKR_KPI_ROWS_H
#define KKR_KPI_ROWS_H

#include "kpi/cells.h"

/* What stands in a column by which a row is not grouped. */
extern const char kpi_all[];

/* The columns of all groupings, each once, in the order in which they come first. */
struct group_columns {
	char **name; /* the groupings' */
	size_t count;
};

struct group_columns group_columns_of(const struct grouping *groupings, size_t count);
void group_columns_free(struct group_columns *columns);

/* The columns of a result, before and behind those of the groupings; NULL ends each list. */
struct kpi_header {
	const char *const *before, *const *after;
};

bool kpi_header_has(const struct kpi_header *header, const char *name);
void kpi_header_put(
	struct writer *out, const struct kpi_header *header, const struct group_columns *columns);

/* One row: a definition's cell for a group, and what stands in the columns of all groupings. */
struct kpi_row {
	size_t group, definition;
	struct span *field;
};

enum kpi_rows_for {
	ROWS_OF_FIGURES, /* each cell in which something was seen, and every one for all together */
	ROWS_OF_STATES,  /* each cell that holds anything */
};

/* The rows by key figure and group, field by field, in byte order. */
struct kpi_rows {
	struct kpi_row *row;
	size_t count, room;
};

struct kpi_rows kpi_rows_of(
	const struct cells *cells, const struct group_columns *columns, enum kpi_rows_for purpose);
void kpi_rows_free(struct kpi_rows *rows);

#endif
