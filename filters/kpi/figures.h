/*
 * Key figures: worked out of the cells, held against targets and what the source publishes, and
 * written. kkr-kpi(1) describes the columns.
 */
#ifndef KKR_KPI_FIGURES_H
#define KKR_KPI_FIGURES_H

#include "kpi/rows.h"

/* Whether a column of the result has this name, which no grouping may have then. */
bool figures_column(const char *name);

/* Writes all rows. The cells' bag must be sorted. */
void figures_put(
	struct writer *out, const struct cells *cells, const struct group_columns *columns);

#endif
