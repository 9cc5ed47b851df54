/*
 * Values as SDMX-ML and Danish statistics write them, read into the record format.
 */
#include "sdmx.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The parts of a number as xs:double writes it. */
struct scientific {
	struct text digits; /* all of them, before the point and after */
	long point;         /* so many of them stand before it */
	bool negative, nonzero;
};

/* Takes the digits at the front of what is left of a number. */
static size_t take_digits(struct span *s, struct scientific *n)
{
	size_t i = 0;
	for (; i < s->length && digit(s->bytes[i]); i++) {
		text_add_char(&n->digits, s->bytes[i]);
		n->nonzero |= s->bytes[i] != '0';
	}
	*s = (struct span){s->bytes + i, s->length - i};
	return i;
}

/* Takes a character at the front where it is one of two. */
static bool take(struct span *s, char one, char other)
{
	if (s->length == 0 || (s->bytes[0] != one && s->bytes[0] != other))
		return false;
	*s = (struct span){s->bytes + 1, s->length - 1};
	return true;
}

static bool take_sign(struct span *s)
{
	bool negative = take(s, '-', '-');
	if (!negative)
		take(s, '+', '+');
	return negative;
}

/* An exponent beyond this leaves a number with more digits than records hold, whatever it is. */
enum { EXPONENT_LIMIT = 1 << 22 };

static bool take_exponent(struct span *s, struct scientific *n)
{
	if (s->length == 0)
		return true;
	if (!take(s, 'e', 'E'))
		return false;
	bool negative = take_sign(s);
	long exponent = 0;
	size_t i = 0;
	for (; i < s->length && digit(s->bytes[i]); i++) {
		if (exponent < EXPONENT_LIMIT)
			exponent = exponent * 10 + (s->bytes[i] - '0');
	}
	n->point += negative ? -exponent : exponent;
	return i > 0 && i == s->length;
}

static bool take_number(struct span s, struct scientific *n)
{
	n->negative = take_sign(&s);
	size_t whole = take_digits(&s, n), fraction = 0;
	n->point = (long)whole;
	if (take(&s, '.', '.'))
		fraction = take_digits(&s, n);
	return whole + fraction > 0 && take_exponent(&s, n);
}

/* The digit at a place, counted from the first that the number is written with. */
static char digit_at(const struct scientific *n, long place)
{
	return place < 0 || place >= (long)n->digits.length ? '0' : n->digits.bytes[place];
}

/* Writes the number out, its point moved; false where that takes too many digits. */
static bool write_out(const struct scientific *n, struct text *value)
{
	long first = n->point - 1, end = (long)n->digits.length;
	if (n->nonzero && n->point > 0) {
		for (first = 0; first + 1 < n->point && digit_at(n, first) == '0';)
			first++;
	}
	if (end < n->point)
		end = n->point;
	if (end - first > NUMBER_DIGITS)
		return false;
	if (n->negative && n->nonzero)
		text_add_char(value, '-');
	for (long i = first; i < end; i++) {
		if (i == n->point)
			text_add_char(value, '.');
		text_add_char(value, digit_at(n, i));
	}
	return true;
}

/*
 * Copies a number that has neither sign nor exponent, as nearly all are: looked at and copied in
 * one pass. False, and nothing is added, where it is another.
 */
static bool copy_plain(struct span raw, struct text *value)
{
	size_t i = 0, point = 0;
	if (raw.length > NUMBER_DIGITS)
		return false;
	text_reserve(value, raw.length);
	char *to = value->bytes + value->length;
	for (; i < raw.length; i++) {
		char byte = to[i] = raw.bytes[i];
		if (digit(byte))
			continue;
		if (byte != '.' || point > 0 || i == 0)
			return false;
		point = i;
	}
	if (i == 0 || (point > 0 && point + 1 == i))
		return false;
	value->length += i;
	return true;
}

/* XML Schema has NaN; what comes from other programs has nan. */
static bool is_nan(struct span s)
{
	return s.length == 3 && strncasecmp(s.bytes, "nan", s.length) == 0;
}

const char *value_double(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	if (copy_plain(raw, value))
		return NULL;
	struct span s = trimmed(raw);
	if (number_valid(s)) {
		text_add(value, s);
		return NULL;
	}
	if (s.length == 0 || is_nan(s) || span_is(s, ".."))
		return NULL;
	struct scientific n = {0};
	bool valid = take_number(s, &n) && write_out(&n, value);
	free(n.digits.bytes);
	return valid ? NULL : "a number (1234.5 or 1.2345E3; at most 100 digits written out)";
}
