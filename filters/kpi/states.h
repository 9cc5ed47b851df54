/*
 * States: what the cells hold, as records, so that parts of a whole can be summarised apart.
 *
 * A row is one part of a cell: the columns digest, kpi, those of the groupings, part, key and
 * state. Each part is added to what is there already, so neither order nor number of the states
 * matters.
 */
#ifndef KKR_KPI_STATES_H
#define KKR_KPI_STATES_H

#include "kpi/rows.h"

/* Whether states have a column of this name, which no grouping may have then. */
bool states_column(const char *name);

/* Writes the states of all cells. The cells' bag must be sorted. */
void states_put(struct writer *out, const struct cells *cells, const struct group_columns *columns);

/* Reads states into the cells; 65 where they are of other definitions, groups or date. */
void states_add(struct cells *cells, const struct group_columns *columns, struct records *in);

#endif
