/*
 * Groups by a part of a date: month=earliest is a column month, with the month of the period that
 * stands in earliest, which counts by its first day.
 */
#ifndef KKR_KPI_DATED_H
#define KKR_KPI_DATED_H

#include "kpi/definitions.h"

enum { DATED_ROOM = 32 };

struct dated_column {
	size_t from;           /* the column with the periods */
	size_t length;         /* of the part */
	char text[DATED_ROOM]; /* of the record at hand */
};

/* The fields of the record at hand, and behind them those that are made of its dates. */
struct dated {
	struct span *field; /* the record's own, where there are no others */
	struct dated_column *column;
	size_t count;
};

/* Whether there is such a part: month, year. */
bool dated_part(const char *name);

/* Finds the columns that all groupings ask for; 65 where one is not there. */
void dated_open(struct dated *dated, const struct grouping *groupings, size_t count,
	const struct records *in);

/* The place in `field` of a column of a grouping; 65 where it is not there. */
size_t dated_place(const struct dated *dated, const struct grouping *grouping, size_t i,
	const struct records *in);

/*
 * Makes the fields of the record at hand, where there are any to be made; one that is no period is
 * false, and `*bad` its column.
 */
bool dated_read(struct dated *dated, const struct records *in, size_t *bad);

void dated_close(struct dated *dated);

#endif
