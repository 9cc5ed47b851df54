#include "values.h"

#include "lib/period.h"

#include <stdio.h>
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

/* Space and dashes of all kinds */

/* Characters that look like one of ASCII, and what each is where people must be told. */
struct like {
	const char *bytes, *name;
};

static const struct like spaces[] = {
	{"\xC2\xA0", "a no-break space"},
	{"\xE2\x80\xAF", "a narrow no-break space"},
	{"\xE2\x80\x87", "a space as wide as a figure"},
	{"\xE2\x80\x88", "a space as wide as a point"},
	{"\xE2\x80\x89", "a thin space"},
	{"\xE2\x80\x8A", "a hair space"},
	{"\xE2\x80\x8B", "a space of no width"},
	{"\xE2\x80\x80", "a space"},
	{"\xE2\x80\x81", "a space"},
	{"\xE2\x80\x82", "a space"},
	{"\xE2\x80\x83", "a space"},
	{"\xE2\x80\x84", "a space"},
	{"\xE2\x80\x85", "a space"},
	{"\xE2\x80\x86", "a space"},
	{"\xE2\x81\x9F", "a space"},
	{"\xE2\x81\xA0", "a space of no width"},
	{"\xE3\x80\x80", "a space"},
	{"\xEF\xBB\xBF", "a space of no width"},
};
enum { SPACES = sizeof spaces / sizeof *spaces };

static const struct like dashes[] = {
	{"\xE2\x80\x90", "a hyphen"},
	{"\xE2\x80\x91", "a hyphen"},
	{"\xE2\x80\x92", "a dash"},
	{"\xE2\x80\x93", "a dash"},
	{"\xE2\x80\x94", "a dash"},
	{"\xE2\x80\x95", "a dash"},
	{"\xE2\x88\x92", "a minus"},
	{"\xEF\xB9\xA3", "a minus"},
	{"\xEF\xBC\x8D", "a minus"},
};
enum { DASHES = sizeof dashes / sizeof *dashes };

/* The one that a text begins with, or NULL. */
static const struct like *find_like(struct span text, const struct like *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(list[i].bytes);
		if (text.length >= length && memcmp(text.bytes, list[i].bytes, length) == 0)
			return &list[i];
	}
	return NULL;
}

static bool ascii(char byte)
{
	return (unsigned char)byte < 0x80;
}

size_t value_space(struct span text)
{
	if (text.length == 0 || ascii(text.bytes[0]))
		return text.length && xml_space(text.bytes[0]);
	const struct like *space = find_like(text, spaces, SPACES);
	return space ? strlen(space->bytes) : 0;
}

size_t value_dash(struct span text)
{
	if (text.length == 0 || ascii(text.bytes[0]))
		return text.length && text.bytes[0] == '-';
	const struct like *dash = find_like(text, dashes, DASHES);
	return dash ? strlen(dash->bytes) : 0;
}

static struct span behind(struct span text, size_t length)
{
	return (struct span){text.bytes + length, text.length - length};
}

static struct span without_leading(struct span text)
{
	size_t length;
	while ((length = value_space(text)) > 0)
		text = behind(text, length);
	return text;
}

/* The length of the space that a text ends with. */
static size_t last_space(struct span text)
{
	size_t at = text.length;
	while (at > 0 && (text.bytes[at - 1] & 0xC0) == 0x80)
		at--;
	at -= at > 0;
	struct span last = behind(text, at);
	return value_space(last) == last.length ? last.length : 0;
}

struct span value_trimmed(struct span text)
{
	size_t length;
	text = without_leading(text);
	while ((length = last_space(text)) > 0)
		text.length -= length;
	return text;
}

void value_add_raised(struct text *to, struct span raised)
{
	static const char *const digits[] = {"\xE2\x81\xB0", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3",
		"\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8",
		"\xE2\x81\xB9"};
	for (size_t i = 0; i < raised.length; i++) {
		if (digit(raised.bytes[i]))
			text_add(to, span_of(digits[raised.bytes[i] - '0']));
		else
			text_add_char(to, raised.bytes[i]);
	}
}

/* What was read of a number: whether it is one, and whether it has decimals. */
struct number {
	bool valid;
	bool fraction;
};

/*
 * Reads a Danish number, not empty and behind its minus, into the record's form: digits, or groups
 * of three with points between them, the first of one to three digits and not beginning with 0;
 * then perhaps a comma and decimals. One pass: every record has a number in it.
 */
static struct number danish_digits(struct span s, bool minus, struct text *value)
{
	struct number n = {.valid = true};
	bool grouped = false, nonzero = false;
	size_t run = 0; /* digits since the last separator */
	char first = s.bytes[0];
	if (minus)
		text_add_char(value, '-');
	for (size_t i = 0; i < s.length && n.valid; i++) {
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
	n.valid &= nonzero || !minus;
	return n;
}

static bool not_available(struct span s)
{
	return span_is(s, "..") || span_is(s, "…") || span_is(s, ".");
}

static struct number danish_number(struct span s, bool export, struct text *value)
{
	size_t dash = export ? s.length && s.bytes[0] == '-' : value_dash(s);
	struct span figure = behind(s, dash);
	if (dash && !export)
		figure = without_leading(figure);
	if (figure.length == 0) {
		text_add_char(value, '0');
		return (struct number){.valid = true};
	}
	if (not_available(s))
		return (struct number){.valid = true};
	return danish_digits(figure, dash > 0, value);
}

bool number_like(struct span raw, enum numbers numbers)
{
	struct span s = value_trimmed(raw);
	bool danish = numbers != NUMBERS_PLAIN;
	size_t dash = danish || (s.length && s.bytes[0] == '-') ? value_dash(s) : 0;
	struct span figure = dash ? without_leading(behind(s, dash)) : s;
	if (danish && (not_available(s) || (dash && figure.length == 0)))
		return true;
	size_t digits = 0;
	for (size_t i = 0; i < figure.length; i++) {
		if (digit(figure.bytes[i]))
			digits++;
		else if (figure.bytes[i] != '.' && figure.bytes[i] != ',')
			return false;
	}
	return digits > 0;
}

/* The number of a character of UTF-8. */
static unsigned long character(struct span text, size_t length)
{
	unsigned long number = (unsigned char)text.bytes[0];
	if (length > 1)
		number &= 0xFFUL >> (length + 1);
	for (size_t i = 1; i < length; i++)
		number = number << 6 | ((unsigned char)text.bytes[i] & 0x3F);
	return number;
}

static struct quote say_stranger(struct span text)
{
	struct quote said;
	size_t length = utf8_length(text);
	const struct like *like = find_like(text, spaces, SPACES);
	like = like ? like : find_like(text, dashes, DASHES);
	const char *name = text.bytes[0] == ' ' ? "a blank" : like ? like->name : NULL;
	unsigned long number = character(text, length);
	if (name)
		snprintf(
			said.text, sizeof said.text, ": U+%04lX, %s, cannot be read", number, name);
	else
		snprintf(said.text, sizeof said.text, ": '%.4s', U+%04lX, cannot be read",
			quote((struct span){text.bytes, length}).text, number);
	return said;
}

struct quote number_stranger(struct span raw)
{
	static const char of_numbers[] = "0123456789.,-";
	struct span s = value_trimmed(raw), stranger = SPAN("");
	bool figure = false;
	for (size_t length; s.length && (length = utf8_length(s)) > 0; s = behind(s, length)) {
		bool strange = !ascii(s.bytes[0]) || !s.bytes[0] || !strchr(of_numbers, s.bytes[0]);
		figure |= digit(s.bytes[0]) || !ascii(s.bytes[0]);
		if (strange && stranger.length == 0)
			stranger = s;
	}
	return figure && stranger.length ? say_stranger(stranger) : (struct quote){""};
}

static struct number plain_number(struct span s, struct text *value)
{
	text_add(value, s);
	return (struct number){number_valid(s), memchr(s.bytes, '.', s.length) != NULL};
}

static struct number number(struct span raw, enum numbers numbers, struct text *value)
{
	size_t before = value->length;
	struct span s = value_trimmed(raw);
	if (s.length == 0)
		return (struct number){.valid = true};
	struct number n = numbers == NUMBERS_PLAIN
				  ? plain_number(s, value)
				  : danish_number(s, numbers == NUMBERS_DA_EXPORT, value);
	if (value->length - before > NUMBER_DIGITS)
		n.valid &=
			number_valid((struct span){value->bytes + before, value->length - before});
	return n;
}

const char *value_decimal(struct span raw, enum numbers numbers, struct text *value)
{
	if (number(raw, numbers, value).valid)
		return NULL;
	return numbers != NUMBERS_PLAIN
		       ? "a number in Danish notation (1.234,5; at most 100 digits)"
		       : "a number in plain notation (1234.5; at most 100 digits)";
}

const char *value_integer(struct span raw, enum numbers numbers, struct text *value)
{
	struct number n = number(raw, numbers, value);
	if (n.valid && !n.fraction)
		return NULL;
	return numbers != NUMBERS_PLAIN
		       ? "an integer in Danish notation (1.234; at most 100 digits)"
		       : "an integer in plain notation (1234; at most 100 digits)";
}

/*
 * Whether a date has a time of day behind it that is midnight, or an offset from UTC, as programs
 * write it that know of no date alone: the date is added then.
 */
static bool midnight_date(struct span s, struct text *value)
{
	enum { DATE = 10 };
	struct text timed = {0};
	if (s.length <= DATE || !date_read((struct span){s.bytes, DATE}, NULL))
		return false;
	text_add(&timed, (struct span){s.bytes, DATE});
	if (s.bytes[DATE] != 'T' && s.bytes[DATE] != ' ')
		text_add(&timed, SPAN("T00:00"));
	text_add(&timed, behind(s, DATE));
	bool midnight = period_parse(text_span(&timed), value, NULL);
	free(timed.bytes);
	return midnight;
}

const char *value_date(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	struct span s = value_trimmed(raw);
	if (midnight_date(s, value))
		return NULL;
	text_add(value, s);
	return s.length == 0 || date_read(s, NULL) ? NULL : "a date (2025-01-31)";
}

const char *value_period(struct span raw, enum numbers numbers, struct text *value)
{
	(void)numbers;
	const char *expected = NULL;
	struct span s = value_trimmed(raw);
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

bool numbers_find_export(struct span name, enum numbers *numbers)
{
	bool found = numbers_find(name, numbers);
	if (*numbers == NUMBERS_DA)
		*numbers = NUMBERS_DA_EXPORT;
	return found;
}
