/*
 * Days and periods in words: "10. sep. 2025", "1. kvt. 2025".
 */
#ifndef KKR_DATES_H
#define KKR_DATES_H

#include "period.h"
#include "words.h"

struct date {
	int year, month, day; /* months and days from 1 */
};

struct date date_of_day(long day);

/* The first day of a month of the years 1 to 9999. */
long month_begin(int year, int month);

void add_month(struct text *to, enum language language, int month);
void add_month_in_full(struct text *to, enum language language, long day); /* "september 2025" */
void add_year(struct text *to, int year);
void add_day(struct text *to, enum language language, long day);
void add_day_in_full(struct text *to, enum language language, long day); /* "10. september 2025" */

/* From a day to another: "2023–2025" where they are whole years, "4.–5. feb. 2025". */
void add_days(struct text *to, enum language language, long first, long last);

/* A valid period of the record format, and what it is: a year, 'H', 'Q', 'M', 'W' or 'D'. */
void add_period(struct text *to, enum language language, struct span period);

#endif
