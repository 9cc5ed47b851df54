#include "period.h"

#include <stdio.h>

enum { MONTHS = 12, WEEK = 7, LONGEST_YEAR = 366 };

/* The number that `length` digits at `at` write; -1 where they are not all digits. */
static int number_at(struct span s, size_t at, size_t length)
{
	int n = 0;
	if (at + length > s.length)
		return -1;
	for (size_t i = at; i < at + length; i++) {
		if (s.bytes[i] < '0' || s.bytes[i] > '9')
			return -1;
		n = n * 10 + (s.bytes[i] - '0');
	}
	return n;
}

static bool within(int n, int least, int most)
{
	return n >= least && n <= most;
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && leap(year));
}

/* The first day of a year, a month. */
static long year_day(int year)
{
	long before = year - 1;
	return before * 365 + before / 4 - before / 100 + before / 400;
}

static long month_day(int year, int month)
{
	long day = year_day(year);
	for (int m = 1; m < month; m++)
		day += days_in(year, m);
	return day;
}

/* `count` months from a month on. */
static struct period months(int year, int month, int count)
{
	int last = month + count - 1;
	return (struct period){
		month_day(year, month), month_day(year, last) + days_in(year, last) - 1};
}

/* Weeks begin on a Monday, and the first of a year is the one with 4 January in it (ISO 8601). */
static long first_week(int year)
{
	long fourth = year_day(year) + 3;
	return fourth - fourth % WEEK;
}

static int weeks_in(int year)
{
	return (int)((first_week(year + 1) - first_week(year)) / WEEK);
}

static struct period week(int year, int number)
{
	long first = first_week(year) + (long)(number - 1) * WEEK;
	return (struct period){first, first + WEEK - 1};
}

bool date_read(struct span s, long *day)
{
	int year = number_at(s, 0, 4), month = number_at(s, 5, 2), of_month = number_at(s, 8, 2);
	if (s.length != 10 || s.bytes[4] != '-' || s.bytes[7] != '-' || year < 1 ||
		!within(month, 1, MONTHS) || !within(of_month, 1, days_in(year, month)))
		return false;
	if (day)
		*day = month_day(year, month) + of_month - 1;
	return true;
}

/* The parts of a year: the letter before their number, its digits, how many, of so many months. */
static const struct part {
	char letter;
	size_t digits;
	int most, months;
} parts[] = {
	{'H', 1, 2, 6},
	{'Q', 1, 4, 3},
	{'W', 2, 53, 0}, /* a week: not made of months */
	{'\0', 2, MONTHS, 1},
};

/* What follows the year and its hyphen: a letter, or none, and so many digits. */
static bool part_read(struct span s, int year, struct period *period)
{
	const struct part *part = parts;
	while (part->letter && part->letter != s.bytes[5])
		part++;
	size_t at = part->letter ? 6 : 5;
	int n = number_at(s, at, part->digits);
	if (s.length != at + part->digits || !within(n, 1, part->most))
		return false;
	if (part->letter == 'W' && n > weeks_in(year))
		return false;
	*period = part->months ? months(year, part->months * (n - 1) + 1, part->months)
			       : week(year, n);
	return true;
}

/* 2024/2025 */
static bool school_year_read(struct span s, int year, struct period *period)
{
	enum { LENGTH = 9, BEGINS = 8 };
	if (s.length != LENGTH || s.bytes[4] != '/' || number_at(s, 5, 4) != year + 1)
		return false;
	*period = months(year, BEGINS, MONTHS - BEGINS + 1);
	period->last = month_day(year + 1, BEGINS) - 1;
	return true;
}

bool period_read(struct span s, struct period *period)
{
	struct period unused;
	if (!period)
		period = &unused;
	if (date_read(s, &period->first)) {
		period->last = period->first;
		return true;
	}
	int year = number_at(s, 0, 4);
	if (year < 1)
		return false;
	if (s.length == 4) {
		*period = months(year, 1, MONTHS);
		return true;
	}
	if (s.length > 5 && s.bytes[4] == '-')
		return part_read(s, year, period);
	return school_year_read(s, year, period);
}

void date_print(struct text *to, long day)
{
	enum { ROOM = 64 };
	char date[ROOM];
	int year = (int)(day / LONGEST_YEAR) + 1, month = 1;
	while (year_day(year + 1) <= day)
		year++;
	while (month < MONTHS && month_day(year, month + 1) <= day)
		month++;
	snprintf(date, sizeof date, "%04d-%02d-%02ld", year, month,
		day - month_day(year, month) + 1);
	text_add(to, span_of(date));
}
