#include "dates.h"

#include <stdio.h>
#include <stdlib.h>

enum { MONTHS = 12, DECEMBER_DAYS = 31, ROOM = 64 };

static const char *const month_names[] = {"januar", "februar", "marts", "april", "maj", "juni",
	"juli", "august", "september", "oktober", "november", "december"};
static const char *const short_months[] = {"jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.",
	"aug.", "sep.", "okt.", "nov.", "dec."};

/* Digits of a date or period, where it has that form. */
static int digits_at(struct span text, size_t at, size_t length)
{
	int n = 0;
	for (size_t i = at; i < at + length; i++)
		n = n * 10 + (text.bytes[i] - '0');
	return n;
}

static struct date date_of_text(struct span text)
{
	return (struct date){digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
}

struct date date_of_day(long day)
{
	struct text text = {0};
	date_print(&text, day);
	struct date date = date_of_text(text_span(&text));
	free(text.bytes);
	return date;
}

long month_begin(int year, int month)
{
	char text[ROOM];
	long day = 0;
	snprintf(text, sizeof text, "%04d-%02d-01", year, month);
	date_read(span_of(text), &day);
	return day;
}

void add_month(struct text *to, enum language language, int month)
{
	text_add(to, word(language, short_months[month - 1]));
}

void add_year(struct text *to, int year)
{
	char text[ROOM];
	snprintf(text, sizeof text, "%d", year);
	text_add(to, span_of(text));
}

static void add_date(
	struct text *to, enum language language, struct date date, const char *const *months)
{
	char day[ROOM], year[ROOM];
	snprintf(day, sizeof day, "%d", date.day);
	snprintf(year, sizeof year, "%d", date.year);
	add_words(to, language, "%s. %s %s", span_of(day), word(language, months[date.month - 1]),
		span_of(year));
}

void add_day(struct text *to, enum language language, long day)
{
	add_date(to, language, date_of_day(day), short_months);
}

void add_month_in_full(struct text *to, enum language language, long day)
{
	struct date date = date_of_day(day);
	text_add(to, word(language, month_names[date.month - 1]));
	text_add_char(to, ' ');
	add_year(to, date.year);
}

void add_day_in_full(struct text *to, enum language language, long day)
{
	add_date(to, language, date_of_day(day), month_names);
}

/* The first of two days: without what it has in common with the second, which says it. */
static void add_first_day(
	struct text *to, enum language language, struct date from, struct date until)
{
	struct text first = {0};
	const char *blank = NULL;
	add_date(&first, language, from, short_months);
	bool same_year = from.year == until.year,
	     same_month = same_year && from.month == until.month;
	struct span said = text_span(&first);
	if (same_month)
		blank = memchr(said.bytes, ' ', said.length);
	else if (same_year)
		blank = memrchr(said.bytes, ' ', said.length);
	if (blank)
		said.length = (size_t)(blank - said.bytes);
	text_add(to, said);
	text_add(to, same_month ? SPAN("–") : SPAN(" – "));
	free(first.bytes);
}

void add_days(struct text *to, enum language language, long first, long last)
{
	struct date from = date_of_day(first), until = date_of_day(last);
	bool years = from.month == 1 && from.day == 1 && until.month == MONTHS &&
		     until.day == DECEMBER_DAYS;
	if (!years) {
		if (first != last)
			add_first_day(to, language, from, until);
		add_date(to, language, until, short_months);
		return;
	}
	add_year(to, from.year);
	if (from.year == until.year)
		return;
	text_add(to, SPAN("–"));
	add_year(to, until.year);
}

/* Parts of a year that have a number, by the letter before it. */
static const struct {
	char letter;
	size_t digits;
	const char *name; /* of the number and the year */
} parts[] = {
	{'H', 1, "%s. halvår %s"},
	{'Q', 1, "%s. kvt. %s"},
	{'W', 2, "uge %s, %s"},
};

void add_period(struct text *to, enum language language, struct span period)
{
	enum { YEAR = 4, MONTH = 7, SCHOOL_YEAR = 9, DAY = 10 };
	char text[ROOM], number[ROOM];
	if (period.length == DAY) {
		add_date(to, language, date_of_text(period), short_months);
		return;
	}
	if (period.length == SCHOOL_YEAR) {
		text_add(to, period);
		return;
	}
	int year = digits_at(period, 0, YEAR);
	for (size_t i = 0; period.length > YEAR && i < sizeof parts / sizeof *parts; i++) {
		if (period.bytes[YEAR + 1] != parts[i].letter)
			continue;
		snprintf(number, sizeof number, "%d", digits_at(period, YEAR + 2, parts[i].digits));
		snprintf(text, sizeof text, "%d", year);
		add_words(to, language, parts[i].name, span_of(number), span_of(text));
		return;
	}
	if (period.length == MONTH) {
		add_month(to, language, digits_at(period, YEAR + 1, 2));
		text_add_char(to, ' ');
	}
	add_year(to, year);
}
