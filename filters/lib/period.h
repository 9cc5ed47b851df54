/*
 * Periods and dates, of the years 0001 to 9999.
 *
 * The record format has 2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 (ISO 8601), 2025-01-31 and the
 * school year 2024/2025, from 1 August to 31 July. Offices write them in many more ways.
 *
 * Days are counted: 0 is 1 January of the year 1 of the Gregorian calendar, a Monday.
 */
#ifndef KKR_PERIOD_H
#define KKR_PERIOD_H

#include "text.h"

struct period {
	long first, last; /* its first and its last day */
};

/* What is expected of a period, in words that follow "is not". */
#define PERIOD_FORMS    "2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05, 2025-01-31 or 2024/2025"
#define PERIOD_EXPECTED "a period (" PERIOD_FORMS ")"

/*
 * Whether a field is a period of the record format; where it is, `period`, which may be NULL, gets
 * its days.
 */
bool period_read(struct span field, struct period *period);

/*
 * Adds the record format's form of a period as offices write it: 2023K1, 2025Q01, 2023M01, 2023U05,
 * 2023M01D03, 1. kvt. 2026, 2026 1. kvt., jan. 2026, 1. januar 2026, 1.1.2026, 20180226; a date
 * with a time that is midnight; a code and its text, 2008K1 2008Q1; 1/1 2026; 1. januar -
 * 31. december 2026; each behind pr., den, i, år; and whatever period_read takes. False for
 * anything else, with nothing added, and `why`, which may be NULL, in words that follow "is not".
 */
bool period_parse(struct span text, struct text *to, const char **why);

/*
 * As period_parse, of what a table shows in Danish: days are also written 31-12-2024 and
 * 31/12/2024. Elsewhere these may be months first.
 */
bool period_shown(struct span text, struct text *to);

/* Whether a text begins with a word that period_parse passes over before a period: pr. 1/1 2026. */
bool period_led(struct span text);

/* The days of a period as offices write it, in the same way, but with no blank around it. */
bool period_days(struct span text, struct period *period, const char **why);

/* Whether a field is a date, 2025-01-31; where it is, `day`, which may be NULL, gets its number. */
bool date_read(struct span field, long *day);

/* Adds a day as a date. */
void date_print(struct text *to, long day);

#endif
