#include "values.h"

#include "lib/period.h"

#include <stdlib.h>
#include <string.h>

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
	text_add_escaped(value, raw);
	return without_delete(raw);
}

/* Whether a token is in its final form already, as nearly all are: looked at once, copied whole. */
static bool plain_token(struct span raw)
{
	for (size_t i = 0; i < raw.length; i++) {
		char byte = raw.bytes[i];
		if ((unsigned char)byte > ' ' && byte != '\\' && byte != 0x7F)
			continue;
		bool inside = i > 0 && i + 1 < raw.length;
		if (byte != ' ' || !inside || raw.bytes[i - 1] == ' ')
			return false;
	}
	return true;
}

const char *value_token(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	if (plain_token(raw)) {
		text_add(value, raw);
		return NULL;
	}
	struct text collapsed = {0};
	raw = trimmed(raw);
	for (size_t i = 0; i < raw.length; i++) {
		if (!xml_space(raw.bytes[i]))
			text_add_char(&collapsed, raw.bytes[i]);
		else if (!xml_space(raw.bytes[i - 1]))
			text_add_char(&collapsed, ' ');
	}
	text_add_escaped(value, text_span(&collapsed));
	free(collapsed.bytes);
	return without_delete(raw);
}

/* What was read of a number: whether it is one, and whether it has decimals. */
struct number {
	bool valid;
	bool fraction;
};

/*
 * Reads a Danish number, not empty, into the record's form: digits, or groups of three with points
 * between them, the first of one to three digits and not beginning with 0; then perhaps a comma and
 * decimals. One pass: every record has a number in it.
 */
static struct number danish_digits(struct span s, struct text *value)
{
	struct number n = {.valid = true};
	bool grouped = false, nonzero = false;
	size_t run = 0; /* digits since the last separator */
	size_t i = s.bytes[0] == '-';
	char first = i < s.length ? s.bytes[i] : '\0';
	if (i)
		text_add_char(value, '-');
	for (; i < s.length && n.valid; i++) {
		char byte = s.bytes[i];
		if (digit(byte)) {
			run++;
			nonzero |= byte != '0';
			text_add_char(value, byte);
		} else if (byte == '.' && !n.fraction) {
			n.valid = grouped ? run == 3 : run > 0 && run <= 3 && first != '0';
			grouped = true;
			run = 0;
		} else if (byte == ',' && !n.fraction) {
			n.valid = grouped ? run == 3 : run > 0;
			n.fraction = true;
			run = 0;
			text_add_char(value, '.');
		} else {
			n.valid = false;
		}
	}
	n.valid &= grouped && !n.fraction ? run == 3 : run > 0;
	n.valid &= nonzero || s.bytes[0] != '-';
	return n;
}

static struct number danish_number(struct span s, struct text *value)
{
	if (span_is(s, "-")) {
		text_add_char(value, '0');
		return (struct number){.valid = true};
	}
	if (span_is(s, "..") || span_is(s, "…") || span_is(s, "."))
		return (struct number){.valid = true};
	return danish_digits(s, value);
}

static struct number plain_number(struct span s, struct text *value)
{
	text_add(value, s);
	return (struct number){number_valid(s), memchr(s.bytes, '.', s.length) != NULL};
}

static struct number number(struct span raw, enum numbers numbers, struct text *value)
{
	size_t before = value->length;
	struct span s = trimmed(raw);
	if (s.length == 0)
		return (struct number){.valid = true};
	struct number n = numbers == NUMBERS_DA ? danish_number(s, value) : plain_number(s, value);
	if (value->length - before > NUMBER_DIGITS)
		n.valid &=
			number_valid((struct span){value->bytes + before, value->length - before});
	return n;
}

const char *value_decimal(struct span raw, enum numbers numbers, struct text *value)
{
	if (number(raw, numbers, value).valid)
		return NULL;
	return numbers == NUMBERS_DA ? "a number in Danish notation (1.234,5; at most 100 digits)"
				     : "a number in plain notation (1234.5; at most 100 digits)";
}

const char *value_integer(struct span raw, enum numbers numbers, struct text *value)
{
	struct number n = number(raw, numbers, value);
	if (n.valid && !n.fraction)
		return NULL;
	return numbers == NUMBERS_DA ? "an integer in Danish notation (1.234; at most 100 digits)"
				     : "an integer in plain notation (1234; at most 100 digits)";
}

const char *value_date(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	struct span s = trimmed(raw);
	text_add(value, s);
	return s.length == 0 || date_read(s, NULL) ? NULL : "a date (2025-01-31)";
}

const char *value_period(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	const char *expected = NULL;
	struct span s = trimmed(raw);
	if (s.length)
		period_parse(s, value, &expected);
	return expected;
}

static const struct type types[] = {
	{"area", value_token, false, REJECT_AREA},
	{"period", value_period, false, REJECT_PERIOD},
	{"date", value_date, false, REJECT_DATE},
	{"token", value_token, false, REJECT_ENCODING},
	{"text", value_text, false, REJECT_ENCODING},
	{"integer", value_integer, true, REJECT_NUMBER},
	{"decimal", value_decimal, true, REJECT_NUMBER},
};

const struct type *type_find(struct span name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (span_is(name, types[i].name))
			return &types[i];
	}
	return NULL;
}

bool numbers_find(struct span name, enum numbers *numbers)
{
	*numbers = span_is(name, "da") ? NUMBERS_DA : NUMBERS_PLAIN;
	return *numbers == NUMBERS_DA || span_is(name, "plain");
}
