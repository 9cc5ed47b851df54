/*
 * Values as exports write them, read into the record format.
 *
 * Each reader appends `raw` as a field of a record has it, escaped, to `value` and returns NULL, or
 * returns what it expected, in words that follow "is not". Space around the value does not count,
 * but in text; around a figure and a date nor does space that does not break (U+00A0, U+202F,
 * U+2000 to U+200B and the like). An empty value is a missing one, and right for every type.
 *
 * Where Danish notation has a minus, any dash is one that is written in its place: U+2010 to
 * U+2015, U+2212, U+FE63, U+FF0D. It may have a space behind it: - 5.
 */
#ifndef KKR_VALUES_H
#define KKR_VALUES_H

#include "lib/records.h"

enum numbers {
	NUMBERS_PLAIN, /* the record format's: 1234.5 */
	NUMBERS_DA, /* Danish: 1.234,5; a dash is nil; "..", an ellipsis or "." is not available */
	/* As NUMBERS_DA, but of all dashes '-' alone, right before the figure: what programs write.
	 */
	NUMBERS_DA_EXPORT,
};

typedef const char *value_reader(struct span raw, enum numbers numbers, struct text *value);

value_reader value_text;  /* as it stands, space included */
value_reader value_token; /* runs of space become one, as xs:token has it */
value_reader value_integer;
value_reader value_decimal;
value_reader value_date;   /* 2025-01-31, a day of the calendar; also with midnight and an offset */
value_reader value_period; /* a period as offices write it (lib/period.h) */

/* Whether a text is a number of that notation, be it right or wrong: where nothing says it is one.
 */
bool number_like(struct span raw, enum numbers numbers);

/*
 * To go behind the message that a text is no number: which of its characters none has, as
 * ": U+00A0, a no-break space, cannot be read", by its number since many look alike; "" where it is
 * all of characters that numbers have, or no figure at all.
 */
struct quote number_stranger(struct span raw);

/* The length of the space of any kind that a text begins with; 0 where there is none. */
size_t value_space(struct span text);

/* That of a dash of any kind. */
size_t value_dash(struct span text);

/* Without the space of any kind around it. */
struct span value_trimmed(struct span text);

/* The types that a field may have, by name. */
struct type {
	const char *name;
	value_reader *read;
	bool numeric;           /* how it is read depends on the way of numbers */
	enum reject_kind fault; /* as what a record is set aside whose value does not fit */
};
#define TYPE_NAMES "area, period, date, token, text, integer and decimal"

/* The type of a name, or NULL. */
const struct type *type_find(struct span name);

/* Reads "da" or "plain"; false where it is neither. */
bool numbers_find(struct span name, enum numbers *numbers);

/* As numbers_find, for an export: "da" is NUMBERS_DA_EXPORT there. */
bool numbers_find_export(struct span name, enum numbers *numbers);

/* XML's space: a blank, TAB, CR, LF. */
static inline bool xml_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/*
 * Whether two texts side by side would be read as one figure: where one of them is raised, as the
 * number of a footnote is, a blank has to part them.
 */
static inline bool digits_meet(struct span first, struct span second)
{
	return first.length && second.length && digit(first.bytes[first.length - 1]) &&
	       digit(second.bytes[0]);
}

/*
 * Adds a piece of text that is raised: its digits as the characters that are raised themselves,
 * since they are a mark beside a name or a figure and no part of it.
 */
void value_add_raised(struct text *to, struct span raised);

/* Without the space around it. */
static inline struct span trimmed(struct span raw)
{
	while (raw.length && xml_space(raw.bytes[0])) {
		raw.bytes++;
		raw.length--;
	}
	while (raw.length && xml_space(raw.bytes[raw.length - 1]))
		raw.length--;
	return raw;
}

#endif
