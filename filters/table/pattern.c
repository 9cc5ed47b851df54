#include "pattern.h"

#include "lib/period-range.h"
#include "lib/period.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum piece_kind { PIECE_LITERAL, PIECE_ANY, PIECE_PERIOD, PIECE_VALUE };

struct piece {
	enum piece_kind kind;
	struct span text; /* of PIECE_LITERAL */
};

/* A header is named with few. */
enum { PIECES = 32 };

static const struct span period_word = {"{period}", sizeof "{period}" - 1};
static const struct span value_word = {"{value}", sizeof "{value}" - 1};

/* Texts */

static bool is_ascii(struct span text)
{
	size_t i = 0;
	while (i < text.length && (unsigned char)text.bytes[i] < 0x80)
		i++;
	return i == text.length;
}

/* Space of any kind: what Unicode calls separators, and the controls that part words. */
static bool is_space(utf8proc_int32_t c)
{
	enum { NEXT_LINE = 0x85 };
	utf8proc_category_t category = utf8proc_category(c);
	return (c >= '\t' && c <= '\r') || c == NEXT_LINE || category == UTF8PROC_CATEGORY_ZS ||
	       category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

static void add_one_blank(struct text *to, struct span text)
{
	size_t before = to->length;
	bool blank = false;
	for (size_t i = 0; i < text.length;) {
		struct span rest = {text.bytes + i, text.length - i};
		size_t length = utf8_length(rest);
		utf8proc_int32_t c = (unsigned char)rest.bytes[0];
		if (length > 1)
			utf8proc_iterate(
				(const utf8proc_uint8_t *)rest.bytes, (utf8proc_ssize_t)length, &c);
		length += length == 0; /* no UTF-8: a byte for itself */
		i += length;
		if (is_space(c)) {
			blank = true;
			continue;
		}
		if (blank && to->length > before)
			text_add_char(to, ' ');
		blank = false;
		text_add(to, (struct span){rest.bytes, length});
	}
}

void pattern_plain(struct text *to, struct span text)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t length = 0;
	if (!is_ascii(text))
		length = utf8proc_map((const utf8proc_uint8_t *)text.bytes,
			(utf8proc_ssize_t)text.length, &composed,
			UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (length > 0)
		text = (struct span){(const char *)composed, (size_t)length};
	add_one_blank(to, text);
	free(composed);
}

bool pattern_is_plain(struct span text)
{
	bool blank = true;
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if (byte < ' ' || byte >= 0x80 || (byte == ' ' && blank))
			return false;
		blank = byte == ' ';
	}
	return !blank || text.length == 0;
}

/* Patterns */

static bool begins_with(struct span text, struct span with)
{
	return text.length >= with.length && memcmp(text.bytes, with.bytes, with.length) == 0;
}

/* A byte of a text, of a letter as a small one: A to Z, and À to Þ, which begin with C3. */
static unsigned char small_byte(struct span text, size_t i)
{
	enum { LATIN = 0xC3, FIRST = 0x80, LAST = 0x9E, TIMES = 0x97, SMALL = 0x20 };
	unsigned char byte = (unsigned char)text.bytes[i];
	bool latin = i > 0 && (unsigned char)text.bytes[i - 1] == LATIN && byte >= FIRST &&
		     byte <= LAST && byte != TIMES;
	return latin || (byte >= 'A' && byte <= 'Z') ? byte | SMALL : byte;
}

/* As begins_with, where capitals and small letters are the same. */
static bool begins_alike(struct span text, struct span with)
{
	size_t i = 0;
	while (i < with.length && i < text.length && small_byte(text, i) == small_byte(with, i))
		i++;
	return i == with.length;
}

static void add_piece(struct pattern *p, size_t *room, struct piece piece)
{
	p->piece = grow(p->piece, room, p->pieces + 1, sizeof *p->piece);
	p->piece[p->pieces++] = piece;
}

/* A byte of literal text: of the piece before it, where that is one. */
static void add_literal(struct pattern *p, size_t *room, const char *at)
{
	struct piece *last = p->pieces ? &p->piece[p->pieces - 1] : NULL;
	if (last && last->kind == PIECE_LITERAL && last->text.bytes + last->text.length == at)
		last->text.length++;
	else
		add_piece(p, room, (struct piece){PIECE_LITERAL, {at, 1}});
}

/* The pieces of a text; a backslash before what is not to count goes. */
static void cut_pieces(struct pattern *p, struct span text)
{
	size_t room = 0;
	char *to = p->text;
	for (size_t i = 0; i < text.length; i++) {
		struct span rest = {text.bytes + i, text.length - i};
		if (begins_with(rest, period_word)) {
			add_piece(p, &room, (struct piece){.kind = PIECE_PERIOD});
			i += period_word.length - 1;
		} else if (begins_with(rest, value_word)) {
			add_piece(p, &room, (struct piece){.kind = PIECE_VALUE});
			i += value_word.length - 1;
		} else if (rest.bytes[0] == '*') {
			if (!p->pieces || p->piece[p->pieces - 1].kind != PIECE_ANY)
				add_piece(p, &room, (struct piece){.kind = PIECE_ANY});
		} else {
			bool escaped = rest.length > 1 && rest.bytes[0] == '\\' &&
				       (rest.bytes[1] == '*' || rest.bytes[1] == '{');
			i += escaped;
			*to = text.bytes[i];
			add_literal(p, &room, to);
			to++;
		}
	}
}

const char *pattern_read(struct pattern *pattern, struct span text)
{
	struct text plain = {0};
	size_t periods = 0, values = 0;
	bool any = false;
	*pattern = (struct pattern){0};
	pattern_plain(&plain, text);
	bool rest = span_is(text_span(&plain), "**");
	pattern->text = allocate(plain.length + 1, 1);
	cut_pieces(pattern, text_span(&plain));
	free(plain.bytes);
	for (size_t i = 0; i < pattern->pieces; i++) {
		any |= pattern->piece[i].kind == PIECE_ANY;
		periods += pattern->piece[i].kind == PIECE_PERIOD;
		values += pattern->piece[i].kind == PIECE_VALUE;
	}
	pattern->value = values > 0;
	pattern->period = periods > 0;
	pattern->rank = periods ? (any ? PATTERN_MIXED : PATTERN_PERIOD)
				: (any ? PATTERN_ANY : PATTERN_LITERAL);
	pattern->rank = rest ? PATTERN_REST : pattern->rank;
	if (pattern->pieces > PIECES)
		return "has too many * in it";
	if (values > 1)
		return "has {value} more than once";
	return periods > 1 ? "has {period} more than once" : NULL;
}

void pattern_free(struct pattern *pattern)
{
	free(pattern->piece);
	free(pattern->text);
	*pattern = (struct pattern){0};
}

/* Matching */

struct match {
	const struct pattern *pattern;
	struct span text;
	struct text *period;
	struct text *value;
	bool open;  /* more may follow, and capitals are told from small letters */
	size_t end; /* behind what matches */
	/*
	 * Behind a `*` the rest is tried at every place from some on. Where it has failed, it need
	 * not be tried again: of each piece, before which place that has not been seen.
	 */
	size_t untried[PIECES];
};

static bool matches_from(struct match *m, size_t piece, size_t at);

static bool is_letter(char byte)
{
	return (unsigned char)byte >= 0x80 || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Whether a word or a number would be cut in two before `at`: 2024 in 12024, and in 2023/24. */
static bool cuts(struct span text, size_t at)
{
	if (at == 0 || at == text.length)
		return false;
	char before = text.bytes[at - 1], behind = text.bytes[at];
	return (is_letter(before) && is_letter(behind)) || (is_digit(before) && is_digit(behind));
}

static bool joins_numbers(struct span sign)
{
	static const char *const signs[] = {"/", "-", ".", ":", "–"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (begins_with(sign, span_of(signs[i])))
			return true;
	}
	return false;
}

/* Whether a number with a sign stands before `at`, or a sign with a number behind it. */
static bool goes_on(struct span text, size_t at, bool behind)
{
	size_t sign = at;
	if (behind) {
		if (at == text.length ||
			!joins_numbers((struct span){text.bytes + at, text.length - at}))
			return false;
		at++;
		while (at < text.length && (text.bytes[at] & 0xC0) == 0x80)
			at++;
		return at < text.length && is_digit(text.bytes[at]);
	}
	while (sign > 0 && (text.bytes[sign - 1] & 0xC0) == 0x80)
		sign--;
	if (sign < 2 ||
		!joins_numbers((struct span){text.bytes + sign - 1, text.length - sign + 1}))
		return false;
	return is_digit(text.bytes[sign - 2]);
}

/* Whether a period from `at` to `end`, beside any text, would be a part of a longer one. */
static bool cuts_period(const struct match *m, size_t piece, size_t at, size_t end)
{
	const struct piece *p = &m->pattern->piece[piece];
	bool before = piece > 0 && p[-1].kind == PIECE_ANY;
	bool behind = piece + 1 < m->pattern->pieces && p[1].kind == PIECE_ANY;
	return (before && period_ends_longer(m->text, at)) ||
	       (behind && period_begins_longer(m->text, end));
}

/* The longest period at `at` behind which the rest matches. */
static bool matches_period(struct match *m, size_t piece, size_t at)
{
	enum { LONGEST = 63, SHORTEST = 4 };
	size_t most = m->text.length - at < LONGEST ? m->text.length - at : LONGEST;
	size_t before = m->period->length;
	bool last = !m->open && piece + 1 == m->pattern->pieces;
	if (most < SHORTEST || cuts(m->text, at) || goes_on(m->text, at, false))
		return false;
	for (size_t length = most; length >= SHORTEST && (!last || at + length == m->text.length);
		length--) {
		struct span period = {m->text.bytes + at, length};
		size_t end = at + length;
		if (cuts(m->text, end) || goes_on(m->text, end, true) ||
			(m->pattern->pieces > 1 && period_led(period)) ||
			!period_shown(period, m->period))
			continue;
		if (cuts_period(m, piece, at, end))
			break;
		if (matches_from(m, piece + 1, end))
			return true;
		m->period->length = before;
	}
	m->period->length = before;
	return false;
}

/* The longest figure at `at`, with a digit at its end, behind which the rest matches. */
static bool matches_value(struct match *m, size_t piece, size_t at)
{
	enum { LONGEST = 40 };
	static const char signs[] = ".,- ";
	size_t end = at;
	while (end < m->text.length && end - at < LONGEST &&
		(is_digit(m->text.bytes[end]) || strchr(signs, m->text.bytes[end])))
		end++;
	if (cuts(m->text, at))
		return false;
	for (; end > at; end--) {
		if (!is_digit(m->text.bytes[end - 1]) || cuts(m->text, end) ||
			m->text.bytes[at] == ' ' || goes_on(m->text, end, true) ||
			!matches_from(m, piece + 1, end))
			continue;
		text_add(m->value, (struct span){m->text.bytes + at, end - at});
		return true;
	}
	return false;
}

static bool matches_any(struct match *m, size_t piece, size_t at)
{
	size_t *untried = &m->untried[piece];
	if (piece + 1 == m->pattern->pieces) {
		m->end = at;
		return true;
	}
	for (size_t from = at; from < *untried && from <= m->text.length; from++) {
		if (matches_from(m, piece + 1, from))
			return true;
	}
	if (at < *untried)
		*untried = at;
	return false;
}

static bool matches_from(struct match *m, size_t piece, size_t at)
{
	if (piece == m->pattern->pieces) {
		m->end = at;
		return m->open || at == m->text.length;
	}
	const struct piece *p = &m->pattern->piece[piece];
	if (p->kind == PIECE_ANY)
		return matches_any(m, piece, at);
	if (p->kind == PIECE_PERIOD)
		return matches_period(m, piece, at);
	if (p->kind == PIECE_VALUE)
		return matches_value(m, piece, at);
	struct span rest = {m->text.bytes + at, m->text.length - at};
	bool same = m->open ? begins_with(rest, p->text) : begins_alike(rest, p->text);
	return same && matches_from(m, piece + 1, at + p->text.length);
}

/* Whether a text begins and ends as a pattern that has pieces. */
static bool ends_fit(const struct pattern *pattern, struct span plain)
{
	const struct piece *first = pattern->piece, *last = first + pattern->pieces - 1;
	if (first->kind == PIECE_LITERAL && !begins_alike(plain, first->text))
		return false;
	if (last->kind != PIECE_LITERAL)
		return true;
	size_t length = last->text.length;
	return plain.length >= length &&
	       begins_alike((struct span){plain.bytes + plain.length - length, length}, last->text);
}

bool pattern_matches(const struct pattern *pattern, struct span plain, struct text *period)
{
	if (pattern->pieces && !ends_fit(pattern, plain))
		return false; /* as nearly all: a table is held against each line of many maps */
	struct text found = {0};
	struct text value = {0};
	struct match m = {.pattern = pattern, .text = plain, .period = &found, .value = &value};
	for (size_t i = 0; i < pattern->pieces; i++)
		m.untried[i] = SIZE_MAX;
	bool matches = matches_from(&m, 0, 0);
	if (matches && period)
		text_add(period, text_span(&found));
	free(found.bytes);
	free(value.bytes);
	return matches;
}

bool pattern_begins(const struct pattern *pattern, struct span plain, size_t *end,
	struct text *period, struct text *value)
{
	const struct piece *first = pattern->piece;
	if (first->kind == PIECE_LITERAL && !begins_with(plain, first->text))
		return false;
	struct match m = {
		.pattern = pattern, .text = plain, .period = period, .value = value, .open = true};
	for (size_t i = 0; i < pattern->pieces; i++)
		m.untried[i] = SIZE_MAX;
	bool matches = matches_from(&m, 0, 0);
	if (matches)
		*end = m.end;
	return matches;
}
