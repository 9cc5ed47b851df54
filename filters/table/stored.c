#include "stored.h"

#include "lib/period.h"
#include "lib/records.h"
#include "read/values.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Any decimal with so many digits is a double that has it back; with PRECISE digits any double is
 * told from all others. */
enum { SURE = 15, PRECISE = 17 };

/* A number taken apart: -0.00123E5 is digits "123", the point after 0 of them, negative. */
struct parts {
	bool negative;
	char digits[NUMBER_DIGITS + 1]; /* without zeros at either end; none for 0 */
	size_t count;
	long point; /* the value is 0.digits times 10^point */
};

static bool add_digit(struct parts *p, char byte)
{
	if (p->count == sizeof p->digits)
		return false;
	p->digits[p->count++] = byte;
	return true;
}

/* The digits and the point, up to what is none of them. Zeros are held back until one follows. */
static bool read_digits(const char **at, struct parts *p)
{
	bool any = false, point = false;
	size_t zeros = 0;
	for (; digit(**at) || (**at == '.' && !point); (*at)++) {
		if (**at == '.') {
			point = true;
			continue;
		}
		any = true;
		if (!point && (p->count || **at != '0'))
			p->point++;
		if (point && p->count == 0 && **at == '0')
			p->point--;
		if (**at == '0') {
			zeros += p->count > 0;
			continue;
		}
		for (; zeros > 0; zeros--) {
			if (!add_digit(p, '0'))
				return false;
		}
		if (!add_digit(p, **at))
			return false;
	}
	return any;
}

/* Takes apart a number that is NUL-terminated. */
static bool take_apart(const char *at, struct parts *p)
{
	enum { HUGE_EXPONENT = 100000 };
	*p = (struct parts){.negative = *at == '-'};
	at += *at == '-' || *at == '+';
	if (!read_digits(&at, p))
		return false;
	if (*at == 'e' || *at == 'E') {
		bool sign = at[1] == '-' || at[1] == '+';
		char *end;
		if (!digit(at[1 + sign]))
			return false;
		long exponent = strtol(at + 1, &end, 10);
		if (exponent > HUGE_EXPONENT || exponent < -HUGE_EXPONENT)
			return false;
		p->point += exponent;
		at = end;
	}
	return *at == '\0';
}

static void add_zeros(struct text *to, long count)
{
	for (; count > 0; count--)
		text_add_char(to, '0');
}

/* Writes a number out; false where that takes more digits than a record's number has. */
static bool put_together(const struct parts *p, struct text *to)
{
	long count = (long)p->count;
	long whole = p->point > 0 ? p->point : 1;
	long fraction = count > p->point ? count - p->point : 0;
	if (count == 0) {
		text_add_char(to, '0');
		return true;
	}
	if (whole + fraction > NUMBER_DIGITS)
		return false;
	if (p->negative)
		text_add_char(to, '-');
	long before = p->point < 0 ? 0 : p->point < count ? p->point : count;
	if (before == 0)
		text_add_char(to, '0');
	text_add(to, (struct span){p->digits, (size_t)before});
	add_zeros(to, p->point - count);
	if (fraction > 0) {
		text_add_char(to, '.');
		add_zeros(to, -p->point);
		text_add(to, (struct span){p->digits + before, (size_t)(count - before)});
	}
	return true;
}

/* The next decimal of as many digits, away from 0: 1.99e5 becomes 2.00e5. */
static bool next_decimal(char *number)
{
	char *last = strchr(number, 'e');
	while (last > number) {
		last--;
		if (*last == '9') {
			*last = '0';
		} else if (digit(*last)) {
			(*last)++;
			return true;
		}
	}
	return false; /* all nines */
}

/*
 * The shortest decimal that is this double. The nearest of a length is it, or, where the double is
 * a power of two and those below it are closer together than those above, perhaps the next one.
 */
static void find_shortest(double value, char *number, size_t room)
{
	for (int count = SURE; count <= PRECISE; count++) {
		snprintf(number, room, "%.*e", count - 1, value);
		if (strtod(number, NULL) == value)
			return;
		if (next_decimal(number) && strtod(number, NULL) == value)
			return;
	}
}

bool stored_number(struct span raw, struct text *to)
{
	enum { ROOM = 512 };
	char number[ROOM];
	raw = trimmed(raw);
	if (raw.length >= sizeof number)
		return false;
	memcpy(number, raw.bytes, raw.length);
	number[raw.length] = '\0';
	struct parts p;
	if (!take_apart(number, &p))
		return false;
	if (p.count > SURE) {
		find_shortest(strtod(number, NULL), number, sizeof number);
		if (!take_apart(number, &p)) /* inf */
			return false;
	}
	return put_together(&p, to);
}

bool stored_plain(struct span raw)
{
	size_t i = raw.length && raw.bytes[0] == '-';
	if (raw.length - i > SURE || i == raw.length || !digit(raw.bytes[i]))
		return false;
	bool zero = raw.bytes[i] == '0', point = false;
	if (zero && raw.length > i + 1 && raw.bytes[i + 1] != '.')
		return false;
	for (; i < raw.length; i++) {
		if (raw.bytes[i] == '.' && !point)
			point = true;
		else if (!digit(raw.bytes[i]))
			return false;
	}
	char last = raw.bytes[raw.length - 1];
	if (point)
		return last != '0' && last != '.';
	return !zero || raw.bytes[0] != '-';
}

/* Number formats */

/* What has been met in the first section of a code. */
struct section {
	bool date, time, elapsed, percent;
	char before;    /* the last letter of a date or time that was not an m: h, s, d, y */
	size_t waiting; /* an m or mm that is minutes if seconds follow it, and else a month */
};

static void settle_month(struct section *s)
{
	s->date |= s->waiting > 0;
	s->waiting = 0;
}

/* A run of one letter: yyyy, mm. */
static void take_letters(struct section *s, char letter, size_t count)
{
	switch (letter) {
	case 'm':
		settle_month(s);
		if (count > 2)
			s->date = true;
		else if (s->before == 'h')
			s->time = true;
		else
			s->waiting = count;
		return;
	case 's':
		s->waiting = 0;
		s->time = true;
		break;
	case 'h':
		settle_month(s);
		s->time = true;
		break;
	case 'y':
	case 'd':
	case 'e':
	case 'g':
	case 'b':
		settle_month(s);
		s->date = true;
		break;
	default:
		return;
	}
	s->before = letter;
}

static char lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* [Red], [>=100], [$-406] say nothing of the kind; [h], [mm], [ss] are an elapsed time. */
static size_t take_bracket(struct section *s, struct span code)
{
	const char *end = memchr(code.bytes, ']', code.length);
	if (!end)
		return code.length;
	size_t length = (size_t)(end - code.bytes) + 1, i = 1;
	char letter = lower(code.bytes[1]);
	while (i + 1 < length && lower(code.bytes[i]) == letter)
		i++;
	if (i + 1 == length && i > 1 && strchr("hms", letter)) {
		s->elapsed = true;
		s->before = letter;
	}
	return length;
}

/* So many bytes that a quoted text takes. */
static size_t quoted(struct span code)
{
	const char *end = memchr(code.bytes + 1, '"', code.length - 1);
	return end ? (size_t)(end - code.bytes) + 1 : code.length;
}

static bool begins(struct span code, const char *word)
{
	size_t length = strlen(word);
	return code.length >= length && strncasecmp(code.bytes, word, length) == 0;
}

/* The whole words of a code; 0 where it begins with none. */
static size_t take_word(struct section *s, struct span code)
{
	if (begins(code, "general"))
		return strlen("general");
	const char *const halves[] = {"am/pm", "a/p"};
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
		if (begins(code, halves[i])) {
			s->time = true;
			return strlen(halves[i]);
		}
	}
	bool exponent = begins(code, "e+") || begins(code, "e-");
	return exponent ? 2 : 0;
}

/* Takes what the code begins with, and returns how many bytes that is. */
static size_t take_piece(struct section *s, struct span code)
{
	size_t word = take_word(s, code), run = 1;
	if (word)
		return word;
	switch (code.bytes[0]) {
	case '"':
		return quoted(code);
	case '\\': /* the next character as it is; a space as wide as it; filled with it */
	case '_':
	case '*':
		return code.length < 2 ? 1 : 2;
	case '[':
		return take_bracket(s, code);
	case '%':
		s->percent = true;
		return 1;
	default:
		while (run < code.length && lower(code.bytes[run]) == lower(code.bytes[0]))
			run++;
		take_letters(s, lower(code.bytes[0]), run);
		return run;
	}
}

enum shown shown_by_code(struct span code)
{
	struct section s = {0};
	while (code.length && code.bytes[0] != ';') {
		size_t taken = take_piece(&s, code);
		code.bytes += taken;
		code.length -= taken;
	}
	settle_month(&s);
	if (s.elapsed)
		return SHOWN_ELAPSED;
	if (s.date)
		return s.time ? SHOWN_BOTH : SHOWN_DATE;
	if (s.time)
		return SHOWN_TIME;
	return s.percent ? SHOWN_PERCENT : SHOWN_NUMBER;
}

enum shown shown_by_number(unsigned long number)
{
	/* ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates and times of East Asia */
	static const struct {
		unsigned char from, to;
		enum shown shown;
	} formats[] = {
		{9, 10, SHOWN_PERCENT},
		{14, 17, SHOWN_DATE},
		{18, 21, SHOWN_TIME},
		{22, 22, SHOWN_BOTH},
		{27, 31, SHOWN_DATE},
		{32, 35, SHOWN_TIME},
		{36, 36, SHOWN_DATE},
		{45, 45, SHOWN_TIME},
		{46, 46, SHOWN_ELAPSED},
		{47, 47, SHOWN_TIME},
		{50, 58, SHOWN_DATE},
	};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (number >= formats[i].from && number <= formats[i].to)
			return formats[i].shown;
	}
	return SHOWN_NUMBER;
}

unsigned char zeros_by_code(struct span code)
{
	size_t zeros = 0;
	while (zeros < code.length && code.bytes[zeros] == '0')
		zeros++;
	bool alone = zeros == code.length || code.bytes[zeros] == ';';
	return (unsigned char)(alone && zeros > 1 && zeros <= ZEROS ? zeros : 0);
}

bool zeros_pad(struct span number, size_t zeros, struct text *to)
{
	bool whole = number.length > 0 && number.length < zeros;
	for (size_t i = 0; whole && i < number.length; i++)
		whole = digit(number.bytes[i]);
	for (size_t i = number.length; whole && i < zeros; i++)
		text_add_char(to, '0');
	if (whole)
		text_add(to, number);
	return whole;
}

/* Days */

enum {
	DAY = 24 * 60 * 60 * 1000, /* milliseconds */
	HOUR = 60 * 60 * 1000,
	MINUTE = 60 * 1000,
	SECOND = 1000,
	BEFORE_1900 = 693594, /* 31 December 1899, as lib/period.h counts */
	FROM_1904 = 695055,   /* 1 January 1904 */
	LAST = 3652058,       /* 31 December 9999 */
	FALSE_DAY = 60,       /* 29 February 1900, as spreadsheets count */
};

/*
 * A plain number of days in milliseconds, rounded to the nearest; -1 where there are too many.
 * Digits alone, no binary fraction: twelve decimals of a day are less than a microsecond.
 */
static long long milliseconds(struct span number)
{
	enum { DECIMALS = 12, WHOLE = 8 };
	static const long long unit = 1000000000000;
	long long days = 0, fraction = 0;
	size_t i = 0, whole = 0, decimals = 0;
	for (; i < number.length && number.bytes[i] != '.'; i++, whole++) {
		if (whole == WHOLE)
			return -1;
		days = days * 10 + (number.bytes[i] - '0');
	}
	for (i++; i < number.length && decimals < DECIMALS; i++, decimals++)
		fraction = fraction * 10 + (number.bytes[i] - '0');
	for (; decimals < DECIMALS; decimals++)
		fraction *= 10;
	/* In two steps: a fraction times the milliseconds of a day is too much for 64 bits. */
	long long seconds = fraction * (DAY / SECOND), rest = seconds % unit;
	seconds /= unit;
	return days * DAY + seconds * SECOND + (rest * SECOND / (unit / 10) + 5) / 10;
}

/* Hours, minutes and seconds; `hours` may be any number of them. */
static void put_time(struct text *to, long long time)
{
	enum { ROOM = 64 };
	char text[ROOM];
	snprintf(text, sizeof text, "%02lld:%02lld:%02lld", time / HOUR, time % HOUR / MINUTE,
		time % MINUTE / SECOND);
	text_add(to, span_of(text));
	if (time % SECOND) {
		snprintf(text, sizeof text, ".%03lld", time % SECOND);
		text_add(to, span_of(text));
	}
}

/* The number of a day in lib/period.h; 0 with the reason where it is none. */
static long day_of(long long days, bool from1904, const char **reason)
{
	long long day = from1904 ? days + FROM_1904 : days + BEFORE_1900 - (days > FALSE_DAY);
	*reason = NULL;
	if (day > LAST)
		*reason = "a date after the year 9999";
	else if (!from1904 && days == 0)
		*reason = "a date before 1900, where dates begin";
	else if (!from1904 && days == FALSE_DAY)
		*reason = "29 February 1900, which spreadsheets count and no calendar has";
	return *reason ? 0 : (long)day;
}

const char *stored_days(struct span number, enum shown shown, bool from1904, struct text *to)
{
	if (number.bytes[0] == '-')
		return "a date or time before the first that there is";
	long long time = milliseconds(number);
	if (time < 0)
		return "a date after the year 9999";
	if (shown == SHOWN_ELAPSED || (shown == SHOWN_TIME && number.bytes[0] == '0')) {
		put_time(to, time);
		return NULL;
	}
	const char *reason;
	long day = day_of(time / DAY, from1904, &reason);
	if (reason)
		return reason;
	date_print(to, day);
	if (time % DAY) {
		text_add_char(to, 'T');
		put_time(to, time % DAY);
	}
	return NULL;
}

/* ISO 8601 */

/* So many digits at most, at least one; returns how many, and their value. */
static size_t read_number(struct span text, size_t most, long long *value)
{
	size_t i = 0;
	*value = 0;
	for (; i < text.length && i < most && digit(text.bytes[i]); i++)
		*value = *value * 10 + (text.bytes[i] - '0');
	return i;
}

static struct span after(struct span text, size_t count)
{
	return (struct span){text.bytes + count, text.length - count};
}

/* The decimals of a second that a text begins with: their point, and how far they say anything. */
static size_t read_decimals(struct span text, size_t *telling)
{
	size_t i = 0;
	*telling = 0;
	if (text.length < 2 || text.bytes[0] != '.' || !digit(text.bytes[1]))
		return 0;
	for (i = 1; i < text.length && digit(text.bytes[i]); i++) {
		if (text.bytes[i] != '0')
			*telling = i + 1;
	}
	return i;
}

/* 13:30, 13:30:00, 13:30:00.5: adds it with its seconds. */
static bool read_time(struct span text, struct text *to)
{
	enum { FIELD = 2, FIELDS = 3 };
	static const long long most[FIELDS] = {23, 59, 59};
	long long value[FIELDS] = {0};
	size_t fields = 0, telling = 0;
	while (fields < FIELDS) {
		if (read_number(text, FIELD, &value[fields]) != FIELD ||
			value[fields] > most[fields])
			return false;
		text = after(text, FIELD);
		fields++;
		if (fields == FIELDS || !text.length || text.bytes[0] != ':')
			break;
		text = after(text, 1);
	}
	struct span decimals = text;
	if (fields == FIELDS)
		text = after(text, read_decimals(text, &telling));
	if (fields < 2 || text.length)
		return false;
	put_time(to, value[0] * HOUR + value[1] * MINUTE + value[2] * SECOND);
	text_add(to, (struct span){decimals.bytes, telling});
	return true;
}

bool stored_iso(struct span raw, struct text *to)
{
	enum { DATE = 10 };
	raw = trimmed(raw);
	size_t before = to->length;
	struct span date = {raw.bytes, raw.length < DATE ? raw.length : DATE};
	if (!date_read(date, NULL))
		return read_time(raw, to);
	text_add(to, date);
	struct span rest = after(raw, DATE);
	if (!rest.length)
		return true;
	bool zone = rest.bytes[rest.length - 1] == 'Z';
	rest.length -= zone;
	text_add_char(to, 'T');
	if (rest.length && rest.bytes[0] == 'T' && read_time(after(rest, 1), to)) {
		struct span time = {to->bytes + before + DATE, to->length - before - DATE};
		if (span_is(time, "T00:00:00"))
			to->length = before + DATE;
		return true;
	}
	to->length = before;
	return false;
}

bool stored_duration(struct span raw, struct text *to)
{
	enum { DIGITS = 9, UNITS = 3 };
	static const struct {
		char letter;
		long long length;
	} units[UNITS] = {{'H', HOUR}, {'M', MINUTE}, {'S', SECOND}};
	raw = trimmed(raw);
	if (raw.length < 4 || memcmp(raw.bytes, "PT", 2) != 0)
		return false;
	struct span text = after(raw, 2), decimals = SPAN("");
	long long time = 0;
	for (size_t i = 0; i < UNITS && text.length; i++) {
		long long value;
		size_t count = read_number(text, DIGITS, &value), telling = 0;
		if (!count)
			return false;
		struct span rest = after(text, count);
		if (units[i].letter == 'S') {
			decimals = rest;
			rest = after(rest, read_decimals(rest, &telling));
			decimals.length = telling;
		}
		if (!rest.length || rest.bytes[0] != units[i].letter)
			continue;
		time += value * units[i].length;
		text = after(rest, 1);
	}
	if (text.length)
		return false;
	put_time(to, time);
	text_add(to, decimals);
	return true;
}
