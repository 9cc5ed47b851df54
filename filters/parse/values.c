#include "values.h"

#include <string.h>

static bool space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

struct span trimmed(struct span raw)
{
	while (raw.length && space(raw.bytes[0])) {
		raw.bytes++;
		raw.length--;
	}
	while (raw.length && space(raw.bytes[raw.length - 1]))
		raw.length--;
	return raw;
}

/* XML lets one control byte through that records do not hold. */
static const char *without_delete(struct span raw)
{
	if (raw.length && memchr(raw.bytes, 0x7F, raw.length))
		return "free of control characters (U+007F)";
	return NULL;
}

const char *value_text(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	text_add(value, raw);
	return without_delete(raw);
}

const char *value_token(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	raw = trimmed(raw);
	for (size_t i = 0; i < raw.length; i++) {
		if (!space(raw.bytes[i]))
			text_add_char(value, raw.bytes[i]);
		else if (!space(raw.bytes[i - 1]))
			text_add_char(value, ' ');
	}
	return without_delete(raw);
}

/* How many digits stand at `at`. */
static size_t digits(struct span s, size_t at)
{
	size_t n = 0;
	while (at + n < s.length && digit(s.bytes[at + n]))
		n++;
	return n;
}

/*
 * The whole part of a Danish number, from `at`: digits, or groups of three with points between them,
 * the first of one to three digits and not beginning with 0. Returns where it ends; `at` where there
 * is none.
 */
static size_t danish_whole(struct span s, size_t at, struct text *value)
{
	size_t first = digits(s, at), end = at + first;
	bool grouped = end < s.length && s.bytes[end] == '.';
	if (first == 0 || (grouped && (first > 3 || s.bytes[at] == '0')))
		return at;
	text_add(value, (struct span){s.bytes + at, first});
	while (end < s.length && s.bytes[end] == '.') {
		if (digits(s, end + 1) != 3)
			return at;
		text_add(value, (struct span){s.bytes + end + 1, 3});
		end += 4;
	}
	return end;
}

/* Reads a Danish number into the record's form; false where it is none. */
static bool danish_number(struct span s, struct text *value)
{
	if (span_is(s, "-")) {
		text_add_char(value, '0');
		return true;
	}
	if (span_is(s, "..") || span_is(s, "…") || span_is(s, "."))
		return true;
	size_t start = s.bytes[0] == '-';
	if (start)
		text_add_char(value, '-');
	size_t end = danish_whole(s, start, value);
	if (end == start)
		return false;
	if (end < s.length && s.bytes[end] == ',') {
		size_t decimals = digits(s, end + 1);
		text_add_char(value, '.');
		text_add(value, (struct span){s.bytes + end + 1, decimals});
		end += 1 + decimals;
	}
	return end == s.length;
}

static bool number(struct span raw, enum numbers numbers, struct text *value, struct span *read)
{
	size_t before = value->length;
	struct span s = trimmed(raw);
	*read = SPAN("");
	if (s.length == 0)
		return true;
	if (numbers == NUMBERS_PLAIN)
		text_add(value, s);
	else if (!danish_number(s, value))
		return false;
	*read = (struct span){value->bytes + before, value->length - before};
	return read->length == 0 || number_valid(*read);
}

const char *value_decimal(struct span raw, enum numbers numbers, struct text *value)
{
	struct span read;
	if (number(raw, numbers, value, &read))
		return NULL;
	return numbers == NUMBERS_DA ? "a number in Danish notation (1.234,5; at most 100 digits)"
				     : "a number in plain notation (1234.5; at most 100 digits)";
}

const char *value_integer(struct span raw, enum numbers numbers, struct text *value)
{
	struct span read;
	if (number(raw, numbers, value, &read) &&
		(read.length == 0 || !memchr(read.bytes, '.', read.length)))
		return NULL;
	return numbers == NUMBERS_DA ? "an integer in Danish notation (1.234; at most 100 digits)"
				     : "an integer in plain notation (1234; at most 100 digits)";
}

/* The number that `length` digits at `at` write; -1 where they are not all digits. */
static int number_at(struct span s, size_t at, size_t length)
{
	int n = 0;
	if (at + length > s.length)
		return -1;
	for (size_t i = at; i < at + length; i++) {
		if (!digit(s.bytes[i]))
			return -1;
		n = n * 10 + (s.bytes[i] - '0');
	}
	return n;
}

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && leap(year));
}

/*
 * How many weeks a year has (ISO 8601): 53 where it begins on a Thursday, or is a leap year that
 * begins on a Wednesday. 1 January of the year 1 of the Gregorian calendar is a Monday.
 */
static int weeks_in(int year)
{
	enum { WEDNESDAY = 2, THURSDAY = 3 };
	int before = year - 1;
	int weekday = (before * 365 + before / 4 - before / 100 + before / 400) % 7;
	return weekday == THURSDAY || (leap(year) && weekday == WEDNESDAY) ? 53 : 52;
}

static bool within(int n, int least, int most)
{
	return n >= least && n <= most;
}

static bool date_valid(struct span s)
{
	int year = number_at(s, 0, 4), month = number_at(s, 5, 2), day = number_at(s, 8, 2);
	return s.length == 10 && s.bytes[4] == '-' && s.bytes[7] == '-' && year >= 1 &&
	       within(month, 1, 12) && within(day, 1, days_in(year, month));
}

/* What may follow the year and its hyphen: a letter, or none, and so many digits. */
static bool part_valid(struct span s, int year)
{
	switch (s.bytes[5]) {
	case 'H':
		return s.length == 7 && within(number_at(s, 6, 1), 1, 2);
	case 'Q':
		return s.length == 7 && within(number_at(s, 6, 1), 1, 4);
	case 'W':
		return s.length == 8 && within(number_at(s, 6, 2), 1, weeks_in(year));
	default:
		return s.length == 7 && within(number_at(s, 5, 2), 1, 12);
	}
}

static bool period_valid(struct span s)
{
	int year = number_at(s, 0, 4);
	if (year < 1)
		return false;
	if (s.length == 4)
		return true;
	if (s.length == 10)
		return date_valid(s);
	return s.length > 5 && s.bytes[4] == '-' && part_valid(s, year);
}

static const char *checked(struct span raw, struct text *value, bool (*valid)(struct span),
	const char *expected)
{
	struct span s = trimmed(raw);
	if (s.length && !valid(s))
		return expected;
	text_add(value, s);
	return NULL;
}

const char *value_date(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	return checked(raw, value, date_valid, "a date (2025-01-31)");
}

const char *value_period(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	return checked(raw, value, period_valid,
		"a period (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 or 2025-01-31)");
}
