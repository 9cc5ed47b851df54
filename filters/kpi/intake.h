/*
 * Records into cells.
 */
#ifndef KKR_KPI_INTAKE_H
#define KKR_KPI_INTAKE_H

#include "kpi/cells.h"
#include "lib/observation.h"

struct intake;

/*
 * Finds the columns that records are asked for: 65 where one is missing. Remarks of other names
 * than kkr-kpi's own three go with the note.
 */
struct intake *intake_open(struct cells *cells, struct definitions *definitions,
	const struct records *in, const struct column_names *names);

/* Adds the record at hand; a bad one is rejected, and nothing of it is added anywhere. */
void intake_add(struct intake *k, const struct records *in, struct rejects *rejects);

void intake_close(struct intake *k);

#endif
