/* Periods as offices write them (period.h). */
#include "period-range.h"
#include "period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MONTHS = 12, NUMBERS = 3 };

/* What a period is made of, by what it is: a year, and then up to two numbers. */
enum kind { YEAR, HALF, QUARTER, MONTH, WEEK, DAY, DAY_OF_YEAR, SCHOOL_YEAR, MOVING_TOTAL };

static const char *const form[] = {
	[YEAR] = "%04d",
	[HALF] = "%04d-H%d",
	[QUARTER] = "%04d-Q%d",
	[MONTH] = "%04d-%02d",
	[WEEK] = "%04d-W%02d",
	[DAY] = "%04d-%02d-%02d",
	[SCHOOL_YEAR] = "%04d/%04d",
};

/*
 * How they are written: % is a year of four digits, 2 and 3 so many digits, ? one or two, * a month
 * by name, ~ a hyphen that may be left out; a small letter is a capital, too.
 */
static const struct shape {
	const char *pattern;
	enum kind kind;
} shapes[] = {
	{"%~K?", QUARTER}, /* kvartal */
	{"%~Q?", QUARTER},
	{"%~M2", MONTH},
	{"%~H?", HALF},
	{"%~S?", HALF}, /* semester */
	{"%~U2", WEEK}, /* uge */
	{"%~W2", WEEK},
	{"%~A", YEAR}, /* annual */
	{"%~A1", YEAR},
	{"%~M2D2", DAY},
	{"%22", DAY},
	{"%~D3", DAY_OF_YEAR},
	{"%/%", SCHOOL_YEAR},
	{"%-%", SCHOOL_YEAR},
	{"%:%", SCHOOL_YEAR},
	{"%–%", SCHOOL_YEAR},
	{"%~QMAT2", MOVING_TOTAL},
	{"?. kvartal %", QUARTER},
	{"?. kvt. %", QUARTER},
	{"?. kvt %", QUARTER},
	{"?. kv. %", QUARTER},
	{"?. kv %", QUARTER},
	{"?. halvår %", HALF},
	{"?. halvÅr %", HALF},
	{"uge ?, %", WEEK},
	{"uge ? %", WEEK},
	/* as headers of two rows have it: the year above, the part of it below */
	{"% K?", QUARTER},
	{"% Q?", QUARTER},
	{"% ?. kvartal", QUARTER},
	{"% ?. kvt.", QUARTER},
	{"% ?. kvt", QUARTER},
	{"% ?. kv.", QUARTER},
	{"% ?. kv", QUARTER},
	{"% ?. halvår", HALF},
	{"% ?. halvÅr", HALF},
	{"% H?", HALF},
	{"% M?", MONTH},
	{"% U?", WEEK},
	{"% W?", WEEK},
	{"% uge ?", WEEK},
	{"% ?. *", DAY},
	{"% pr. ?. *", DAY},
	{"% *", MONTH},
	{"* %", MONTH},
	{"?. * %", DAY},
	{"? * %", DAY},
	{"?.?.%", DAY},
	{"?. ?. %", DAY},
	{"?.?. %", DAY},
	{"?/? %", DAY},
	{"?/?-%", DAY},
};

static const char *const month_name[MONTHS][2] = {
	{"januar", "january"},
	{"februar", "february"},
	{"marts", "march"},
	{"april", "april"},
	{"maj", "may"},
	{"juni", "june"},
	{"juli", "july"},
	{"august", "august"},
	{"september", "september"},
	{"oktober", "october"},
	{"november", "november"},
	{"december", "december"},
};

/* Numbers in the order in which they were met. */
struct numbers {
	int number[NUMBERS];
	size_t count;
};

/* Takes `least` to `most` digits off a text; false where there are fewer. */
static bool take_number(const char **at, size_t least, size_t most, struct numbers *n)
{
	int number = 0;
	size_t digits = 0;
	for (; digits < most && **at >= '0' && **at <= '9'; (*at)++, digits++)
		number = number * 10 + (**at - '0');
	if (digits < least || n->count == NUMBERS)
		return false;
	n->number[n->count++] = number;
	return true;
}

/* A month's name or its first letters, three at least, and then a full stop: jan., sept. */
static bool take_month(const char **at, struct numbers *n)
{
	enum { SHORT = 3 };
	size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	for (size_t i = 0; i < 2 * (size_t)MONTHS && length >= SHORT && n->count < NUMBERS; i++) {
		if (strncasecmp(*at, month_name[i / 2][i % 2], length) != 0)
			continue;
		*at += length;
		*at += **at == '.';
		n->number[n->count++] = (int)(i / 2) + 1;
		return true;
	}
	return false;
}

static bool take(const char **at, char pattern, struct numbers *n)
{
	char byte = **at;
	switch (pattern) {
	case '%':
		return take_number(at, 4, 4, n);
	case '2':
		return take_number(at, 2, 2, n);
	case '3':
		return take_number(at, 3, 3, n);
	case '?':
		return take_number(at, 1, 2, n);
	case '*':
		return take_month(at, n);
	case '~':
		*at += byte == '-';
		return true;
	default:
		(*at)++;
		return byte == pattern || (pattern >= 'a' && byte >= 'A' && byte <= 'Z' &&
						  byte - 'A' + 'a' == pattern);
	}
}

static void exchange(int *a, int *b)
{
	int kept = *a;
	*a = *b;
	*b = kept;
}

/* The shape that a text has, and its numbers with the year first; NULL where it has none. */
static const struct shape *find_shape(const char *text, struct numbers *n)
{
	for (const struct shape *s = shapes; s < shapes + sizeof shapes / sizeof *shapes; s++) {
		const char *at = text, *pattern = s->pattern;
		*n = (struct numbers){.count = 0};
		while (*pattern && *at && take(&at, *pattern, n))
			pattern++;
		if (*pattern || *at)
			continue;
		/* 1. januar 2026, and 2026 1. januar */
		if (s->pattern[0] != '%')
			exchange(&n->number[0], &n->number[n->count - 1]);
		else if (s->kind == DAY && s->pattern[strlen(s->pattern) - 1] == '*')
			exchange(&n->number[1], &n->number[2]);
		return s;
	}
	return NULL;
}

/* A school year ends in the year after the one in which it begins: NULL, or what it is instead. */
static const char *check_school_year(const char *text, const struct numbers *n)
{
	if (strchr(text, '/') && n->number[1] == n->number[0] + 1)
		return NULL;
	return "a period: it spans several years (a school year is 2024/2025)";
}

static void print_day_of_year(struct text *to, const struct numbers *n)
{
	enum { ROOM = 64 };
	char year[ROOM];
	struct period days;
	snprintf(year, sizeof year, form[YEAR], n->number[0]);
	if (!period_read(span_of(year), &days))
		return;
	long day = days.first + n->number[1] - 1;
	if (day >= days.first && day <= days.last)
		date_print(to, day);
}

/* Adds what a text of some shape is; returns why it is none. */
static const char *print_shape(
	const struct shape *shape, const char *text, struct numbers *n, struct text *to)
{
	enum { ROOM = 64 };
	char written[ROOM];
	if (shape->kind == MOVING_TOTAL)
		return "a period: QMAT is a total of the four quarters that end there";
	const char *why = shape->kind == SCHOOL_YEAR ? check_school_year(text, n) : NULL;
	if (why)
		return why;
	if (shape->kind == DAY_OF_YEAR) {
		print_day_of_year(to, n);
		return NULL;
	}
	/* The formats stand above. */
	snprintf(written, sizeof written, form[shape->kind], n->number[0], n->number[1],
		n->number[2]);
	text_add(to, span_of(written));
	return NULL;
}

/* +01:00 or -0100, of at most 14 hours */
static bool is_offset(const char *at)
{
	enum { HOURS = 14, MINUTES = 60 };
	struct numbers n = {.count = 0};
	if (*at != '+' && *at != '-')
		return false;
	at++;
	if (!take_number(&at, 2, 2, &n))
		return false;
	at += *at == ':';
	return take_number(&at, 2, 2, &n) && *at == '\0' && n.number[0] <= HOURS &&
	       n.number[1] < MINUTES;
}

/* 00:00, 00:00:00 or 00:00:00.000, and perhaps an offset from UTC. */
static bool is_midnight(const char *at)
{
	if (strncmp(at, "00:00", strlen("00:00")) != 0)
		return false;
	at += strlen("00:00");
	if (strncmp(at, ":00", strlen(":00")) == 0) {
		at += strlen(":00");
		at += strncmp(at, ".0", strlen(".0")) == 0 ? 1 + strspn(at + 1, "0") : 0;
	}
	return *at == '\0' || strcmp(at, "Z") == 0 || is_offset(at);
}

/* The time behind a date, 13:30; NULL where there is none. */
static const char *time_of(const char *text)
{
	enum { DATE = 10 };
	if (strlen(text) <= DATE || !date_read((struct span){text, DATE}, NULL))
		return NULL;
	const char *time = text + DATE + 1;
	bool parted = time[-1] == 'T' || time[-1] == ' ';
	return parted && strspn(time, "0123456789") == 2 && time[2] == ':' ? time : NULL;
}

/* Adds what a text with single blanks is, or returns why it is none. */
static const char *parse_one(const char *text, struct text *to)
{
	struct numbers n;
	size_t before = to->length;
	const char *time = time_of(text), *why = NULL;
	text_reserve(to, 1); /* what has been added begins somewhere, also where it is nothing */
	if (time && !is_midnight(time))
		return "a period: it has a time of day";
	const struct shape *shape = find_shape(text, &n);
	if (time)
		text_add(to, (struct span){text, (size_t)(time - text) - 1});
	else if (shape)
		why = print_shape(shape, text, &n, to);
	else
		text_add(to, span_of(text));
	struct span added = {to->bytes + before, to->length - before};
	if (!why && !(added.length && period_read(added, NULL)))
		why = PERIOD_EXPECTED;
	if (why)
		to->length = before;
	return why;
}

/* 2008K1 2008Q1: a code and its text, which are the same. `text` is cut in two for a while. */
static const char *parse_both(char *text, char *blank, struct text *to)
{
	struct text second = {0};
	size_t before = to->length;
	*blank = '\0';
	const char *why = parse_one(text, to);
	if (!why)
		why = parse_one(blank + 1, &second);
	struct span first = {to->bytes + before, to->length - before};
	if (!why && !span_equals(first, text_span(&second)))
		why = "a period: its code and its text are two";
	*blank = ' ';
	free(second.bytes);
	if (why)
		to->length = before;
	return why;
}

enum { LONGEST = 64 };

/* A text with a blank for each space within; false where it is too long for any. */
static bool make_plain(struct span text, char plain[LONGEST])
{
	static const char no_break[] = "\xC2\xA0";
	size_t length = 0;
	for (size_t i = 0; i < text.length && length + 1 < LONGEST; i++) {
		char byte = text.bytes[i];
		bool hard = text.length - i > 1 && memcmp(text.bytes + i, no_break, 2) == 0;
		i += hard;
		if (hard || byte == '\t' || byte == '\n' || byte == '\r')
			byte = ' ';
		if (byte == ' ' && (length == 0 || plain[length - 1] == ' '))
			continue;
		plain[length++] = byte;
	}
	bool whole = length + 1 < LONGEST;
	length -= length > 0 && plain[length - 1] == ' ';
	plain[length] = '\0';
	return whole && strlen(plain) == length;
}

/* Words before a period that do not change it. */
static const char *const leads[] = {"pr.", "pr", "per", "den", "d.", "i", "år", "året"};

static size_t lead_length(struct span text)
{
	const char *blank = memchr(text.bytes, ' ', text.length);
	size_t length = blank ? (size_t)(blank - text.bytes) : 0;
	for (size_t i = 0; i < sizeof leads / sizeof *leads && length; i++) {
		if (strlen(leads[i]) == length && strncasecmp(text.bytes, leads[i], length) == 0)
			return length + 1;
	}
	return 0;
}

bool period_led(struct span text)
{
	return lead_length(text) > 0;
}

/* Whether it would be a period if its year, of two digits, had four. */
static bool has_short_year(const char *plain)
{
	char longer[LONGEST + 2];
	struct text unused = {0};
	size_t length = strlen(plain);
	if (length < 4 || strspn(plain + length - 2, "0123456789") != 2 ||
		strchr("0123456789", plain[length - 3]))
		return false;
	snprintf(longer, sizeof longer, "%.*s20%s", (int)(length - 2), plain, plain + length - 2);
	bool would_be = period_parse(span_of(longer), &unused, NULL);
	free(unused.bytes);
	return would_be;
}

/* What a text with single blanks is, by one of the ways to write a period. */
static const char *parse_plain(char *plain, struct text *to)
{
	char *blank = strchr(plain, ' ');
	const char *reason = parse_one(plain, to);
	if (reason && blank && !time_of(plain))
		reason = parse_both(plain, blank, to);
	if (reason && strcmp(reason, PERIOD_EXPECTED) == 0)
		reason = period_range(span_of(plain), to, reason);
	return reason;
}

bool period_parse(struct span text, struct text *to, const char **why)
{
	char plain[LONGEST];
	const char *reason = PERIOD_EXPECTED;
	if (period_read(text, NULL)) {
		text_add(to, text);
		return true;
	}
	if (make_plain(text, plain) && *plain) {
		char *at = plain;
		for (size_t lead; (lead = lead_length(span_of(at))) > 0;)
			at += lead;
		reason = parse_plain(at, to);
		if (reason && why && has_short_year(at))
			reason = "a period: its year has two digits, and four are needed";
	}
	if (why)
		*why = reason;
	return !reason;
}

/* Whether it is digits and `sign` alone, as a day is; `plain` is that with points between them. */
static bool with_points(struct span text, char sign, char plain[LONGEST])
{
	if (text.length >= LONGEST)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.bytes[i];
		if ((byte < '0' || byte > '9') && byte != sign)
			return false;
		plain[i] = byte == sign ? '.' : byte;
	}
	plain[text.length] = '\0';
	return true;
}

bool period_shown(struct span text, struct text *to)
{
	static const char signs[] = "-/";
	char plain[LONGEST];
	bool found = period_parse(text, to, NULL);
	for (const char *sign = signs; !found && *sign; sign++)
		found = with_points(text, *sign, plain) && period_parse(span_of(plain), to, NULL);
	return found;
}

bool period_days(struct span text, struct period *period, const char **why)
{
	/* Space around a value of an export does not count; in an option or a record it does. */
	if (text.length && (text.bytes[0] == ' ' || text.bytes[text.length - 1] == ' ')) {
		if (why)
			*why = PERIOD_EXPECTED;
		return false;
	}
	struct text written = {0};
	bool good = period_parse(text, &written, why);
	if (good)
		period_read(text_span(&written), period);
	free(written.bytes);
	return good;
}
