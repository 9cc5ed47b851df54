#include "period-range.h"

#include "dates.h"
#include "period.h"
#include "records.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { YEAR = 4, ROOM = 160 };

/* What stands between the two; the ones with blanks first, since a day may be 1/1-2026. */
static const char *const between[] = {" til og med ", " t.o.m. ", " til ", " – ", " - ", "–", "-"};

/* The periods that may begin and end as two others do: how many there are of each in a year. */
static const struct form {
	const char *format;
	int most;
} forms[] = {{"%04d", 0}, {"%04d-H%d", 2}, {"%04d-Q%d", 4}, {"%04d-%02d", 12}, {"%04d-W%02d", 53}};

static bool is_same(const char *written, const struct period *days)
{
	struct period other;
	return period_read(span_of(written), &other) && other.first == days->first &&
	       other.last == days->last;
}

static bool add_form(const struct form *form, int year, const struct period *days, struct text *to)
{
	char written[ROOM];
	for (int i = form->most > 0; i <= form->most; i++) {
		snprintf(written, sizeof written, form->format, year, i);
		if (!is_same(written, days))
			continue;
		text_add(to, span_of(written));
		return true;
	}
	return false;
}

/* Adds the period that has these days. A week may be of the year before or behind. */
static bool add_period_of(const struct period *days, struct text *to)
{
	char school[ROOM];
	int year = date_of_day(days->first).year;
	bool added = false;
	for (size_t i = 0; i < sizeof forms / sizeof *forms && !added; i++)
		added = add_form(&forms[i], year, days, to) ||
			add_form(&forms[i], year + 1, days, to);
	snprintf(school, sizeof school, "%04d/%04d", year, year + 1);
	if (!added && is_same(school, days)) {
		text_add(to, span_of(school));
		added = true;
	}
	return added;
}

/* The days of a text and what may have been left out behind it. */
static bool days_of(struct span text, const char *behind, struct period *days)
{
	char whole[ROOM];
	int length = snprintf(whole, sizeof whole, "%.*s%s", (int)text.length, text.bytes, behind);
	return length > 0 && length < ROOM && !period_led(span_of(whole)) &&
	       period_days(span_of(whole), days, NULL);
}

/* The first of two has its own year, or that of the second, or its month too: 1. - 31. maj 2026. */
static bool begins_of(struct span first, struct span second, struct period *days)
{
	char rest[ROOM];
	const char *blank = memchr(second.bytes, ' ', second.length);
	if (days_of(first, "", days))
		return true;
	snprintf(rest, sizeof rest, " %.*s", YEAR, second.bytes + second.length - YEAR);
	if (days_of(first, rest, days))
		return true;
	if (!blank)
		return false;
	snprintf(rest, sizeof rest, "%.*s", (int)(second.bytes + second.length - blank), blank);
	return days_of(first, rest, days);
}

static bool part(struct span text, const char *sign, struct span *first, struct span *second)
{
	const char *at = memmem(text.bytes, text.length, sign, strlen(sign));
	if (!at || at == text.bytes)
		return false;
	*first = (struct span){text.bytes, (size_t)(at - text.bytes)};
	*second = (struct span){at + strlen(sign), text.length - first->length - strlen(sign)};
	return second->length >= YEAR;
}

static bool ends_with_year(struct span text)
{
	if (text.length < YEAR)
		return false;
	const char *year = text.bytes + text.length - YEAR;
	for (size_t i = 0; i < YEAR; i++) {
		if (!digit(year[i]))
			return false;
	}
	return true;
}

static void drop_word(struct span *text, const char *word)
{
	size_t length = strlen(word);
	if (text->length < length || strncasecmp(text->bytes, word, length) != 0)
		return;
	text->bytes += length;
	text->length -= length;
}

const char *period_range(struct span text, struct text *to, const char *reason)
{
	struct span first, second;
	struct period days, last;
	if (!ends_with_year(text))
		return reason;
	drop_word(&text, "perioden ");
	drop_word(&text, "fra ");
	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		if (!part(text, between[i], &first, &second) || !days_of(second, "", &last) ||
			!begins_of(first, second, &days))
			continue;
		days.last = last.last;
		return add_period_of(&days, to)
			       ? NULL
			       : "a period: no year, half, quarter, month, week or school year "
				 "begins and ends so";
	}
	return reason;
}

/* Takes a word off the end of a text. */
static struct span last_word(struct span *text)
{
	size_t length = 0;
	while (text->length && text->bytes[text->length - 1] == ' ')
		text->length--;
	while (length < text->length && text->bytes[text->length - length - 1] != ' ')
		length++;
	text->length -= length;
	return (struct span){text->bytes + text->length, length};
}

/* A number that a full stop makes a day, or the number of a quarter. */
static bool is_ordinal(struct span word)
{
	return word.length > 1 && digit(word.bytes[0]) && word.bytes[word.length - 1] == '.';
}

/* Whether a word is what a period begins with: a day, a month, a day of a month. */
static bool begins_period(struct span word)
{
	struct period days;
	return days_of(word, " 2000", &days) ||
	       (is_ordinal(word) && (days_of(word, " maj 2000", &days) ||
					    days_of(word, " kvartal 2000", &days)));
}

/* Whether the words before end with what may begin a range: a year, a month, a quarter, a day. */
static bool ends_like_first(struct span before)
{
	struct period days;
	struct span word = last_word(&before), two = last_word(&before);
	if (word.length == 0)
		return false;
	two.length = (size_t)(word.bytes + word.length - two.bytes);
	bool year = word.length >= YEAR && digit(word.bytes[0]) && days_of(word, "", &days);
	return year || begins_period(word) || days_of(two, " 2000", &days);
}

static bool joins(struct span word)
{
	static const char *const signs[] = {"-", "–", "—", "til", "t.o.m."};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (span_is(word, signs[i]))
			return true;
	}
	return false;
}

bool period_ends_longer(struct span text, size_t at)
{
	struct span before = {text.bytes, at}, word = last_word(&before);
	if (begins_period(word))
		return true;
	if (span_is(word, "med") && span_is(last_word(&before), "og"))
		word = last_word(&before);
	return joins(word) && ends_like_first(before);
}

/* The words of a text up to the blank behind so many of them; all where there are not as many. */
static struct span first_words(struct span text, size_t count)
{
	size_t length = 0;
	for (; length < text.length; length++) {
		if (text.bytes[length] == ' ' && --count == 0)
			break;
	}
	return (struct span){text.bytes, length};
}

bool period_begins_longer(struct span text, size_t end)
{
	enum { WORDS = 3 };
	struct period days;
	struct span rest = {text.bytes + end, text.length - end};
	drop_word(&rest, " ");
	struct span sign = first_words(rest, 1);
	if (!joins(sign) || sign.length == rest.length)
		return false;
	rest.bytes += sign.length + 1;
	rest.length -= sign.length + 1;
	drop_word(&rest, "og med ");
	for (size_t words = 1; words <= WORDS; words++) {
		if (days_of(first_words(rest, words), "", &days))
			return true;
	}
	return false;
}
