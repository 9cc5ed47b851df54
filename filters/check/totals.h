/*
 * The totals of each series, held against the areas that add up to them.
 */
#ifndef KKR_CHECK_TOTALS_H
#define KKR_CHECK_TOTALS_H

#include "check/series.h"
#include "lib/areas.h"
#include "lib/decimal.h"
#include "lib/report.h"

/*
 * Of each row: the place of its area in the code list, or MARK_AREA where it is none of them (a
 * list has at most 2,001: codes are three digits, or DK and three digits), and whether it is the
 * first of its series and goes on.
 */
enum { MARK_AREA = 0x3FFF, MARK_FIRST = 0x4000, MARK_PASSES = 0x8000 };

struct totals {
	const struct areas *areas;
	const struct records *in; /* for the columns' names */
	const struct held *held;
	const struct series *series;
	size_t area, value;           /* the columns */
	size_t qualifier;             /* another; the count of columns where there is none */
	uint16_t *mark;               /* of each row */
	const struct decimal *within; /* a total may miss its sum by so much */
	bool say_within;              /* messages name that */
	bool complete;                /* every municipality of the list must be there */
	bool keep;                    /* totals go on, too */
	struct report *report;        /* each fault goes there, too */
};

/*
 * Lists every fault on standard error, series by series in the order of their keys, and returns how
 * many there are. Marks the rows that go on: those of municipalities; all with `keep`, and those of
 * a series that has no municipal rows: they are its figures and not totals of others.
 */
size_t totals_check(const struct totals *totals);

#endif
