/*
 * Periods and dates of the record format: 2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 (ISO 8601) or
 * 2025-01-31, of the years 0001 to 9999.
 *
 * Days are counted: 0 is 1 January of the year 1 of the Gregorian calendar, a Monday.
 */
#ifndef KKR_PERIOD_H
#define KKR_PERIOD_H

#include "text.h"

struct period {
	long first, last; /* its first and its last day */
};

/* Whether a field is a period; where it is, `period`, which may be NULL, gets its days. */
bool period_read(struct span field, struct period *period);

/* Whether a field is a date, 2025-01-31; where it is, `day`, which may be NULL, gets its number. */
bool date_read(struct span field, long *day);

/* Adds a day as a date. */
void date_print(struct text *to, long day);

#endif
