#include "look.h"

#include "names.h"

#include "lib/hash.h"
#include "lib/period.h"
#include "read/values.h"

#include <stdlib.h>

/* Texts that are kept, and bytes of one: beyond that they are looked at again. */
enum { KEPT = 1 << 14, SLOTS = KEPT << 1, KEPT_BYTES = 128 };

struct kept {
	size_t at; /* where the text is, in `texts` */
	uint32_t length;
	struct look look;
};

struct looks {
	struct recogniser recogniser;
	struct secret secret;
	uint64_t *hash; /* of what a slot has, in one place: 0 is nothing */
	struct kept *slot;
	size_t count;
	struct text texts;
	struct text read; /* the figure at hand, as a record has it */
};

struct looks *looks_open(const struct areas *areas)
{
	struct looks *l = allocate(1, sizeof *l);
	*l = (struct looks){.secret = secret_draw(),
		.hash = allocate(SLOTS, sizeof *l->hash),
		.slot = allocate(SLOTS, sizeof *l->slot)};
	memset(l->hash, 0, SLOTS * sizeof *l->hash);
	recogniser_make(&l->recogniser, areas, (struct rules){0});
	return l;
}

void looks_close(struct looks *l)
{
	recogniser_free(&l->recogniser);
	free(l->hash);
	free(l->slot);
	free(l->texts.bytes);
	free(l->read.bytes);
	free(l);
}

/* The bytes of a space that a text begins with, 0 where it does not: of the wide ones that of a
 * line that must not break. */
static size_t space_at(struct span text)
{
	static const char *const wide[] = {
		"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x87"};
	if (text.length && xml_space(text.bytes[0]))
		return 1;
	if (!text.length || (text.bytes[0] != '\xC2' && text.bytes[0] != '\xE2'))
		return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
		size_t length = strlen(wide[i]);
		if (text.length >= length && memcmp(text.bytes, wide[i], length) == 0)
			return length;
	}
	return 0;
}

static size_t space_before(struct span text)
{
	for (size_t length = 1; length <= 3 && length <= text.length; length++) {
		struct span end = {text.bytes + text.length - length, length};
		if ((unsigned char)end.bytes[0] < 0x80)
			return length == 1 && xml_space(end.bytes[0]);
		if (space_at(end) == length)
			return length;
	}
	return 0;
}

struct span trimmed_wide(struct span text)
{
	size_t space;
	while ((space = space_at(text))) {
		text.bytes += space;
		text.length -= space;
	}
	while ((space = space_before(text)))
		text.length -= space;
	return text;
}

const struct area *look_area(struct looks *l, struct span text)
{
	return recognise_area(&l->recogniser, text);
}

/* Figures */

static bool reads(struct looks *l, struct span text, enum numbers numbers)
{
	l->read.length = 0;
	return value_decimal(text, numbers, &l->read) == NULL;
}

/* Takes the space out from between groups of three digits; false where it stands elsewhere. */
static bool without_spaces(struct span text, struct text *to)
{
	size_t run = 0, groups = 0;
	to->length = 0;
	for (size_t i = 0; i < text.length;) {
		size_t space = space_at((struct span){text.bytes + i, text.length - i});
		if (space && (run == 0 || run > 3 || (groups && run != 3)))
			return false;
		if (!space && groups && !digit(text.bytes[i]) && run != 3)
			return false;
		run = space ? 0 : run + digit(text.bytes[i]);
		groups += space > 0;
		if (!space)
			text_add_char(to, text.bytes[i]);
		i += space ? space : 1;
	}
	return groups > 0 && run >= 3;
}

/* The ways in which a text, trimmed, is a figure. */
static unsigned ways_of(struct looks *l, struct span text)
{
	struct text plain = {0};
	unsigned ways = 0;
	if (!text.length || !memchr("-0123456789,.", text.bytes[0], sizeof "-0123456789,." - 1))
		return 0;
	ways |= reads(l, text, NUMBERS_DA) ? WAY_DA | WAY_DA_SPACES : 0U;
	ways |= reads(l, text, NUMBERS_PLAIN) ? WAY_PLAIN | WAY_PLAIN_SPACES : 0U;
	if (!ways && without_spaces(text, &plain)) {
		ways |= reads(l, text_span(&plain), NUMBERS_DA) ? WAY_DA_SPACES : 0U;
		ways |= reads(l, text_span(&plain), NUMBERS_PLAIN) ? WAY_PLAIN_SPACES : 0U;
	}
	free(plain.bytes);
	return ways;
}

static bool is_sign(struct span text)
{
	static const char *const signs[] = {"-", "\xE2\x80\x93", "\xE2\x88\x92", ".", ".."};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (span_is(text, signs[i]))
			return true;
	}
	return span_is(text, "\xE2\x80\xA6");
}

/* A figure that is kept back since it is small: <5, under 5. Larger ones are ages. */
static bool is_few(struct span text)
{
	static const char *const leads[] = {"<", "under ", "Under ", "færre end ", "Færre end "};
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
		size_t length = strlen(leads[i]);
		if (text.length <= length || memcmp(text.bytes, leads[i], length) != 0)
			continue;
		struct span few = trimmed((struct span){text.bytes + length, text.length - length});
		return span_is(few, "10") || (few.length == 1 && digit(few.bytes[0]));
	}
	return false;
}

/* Words by which offices say that a figure is missing; a map has to tell them. */
static bool is_word(struct span text)
{
	static const char *const words[] = {"M", "U", "X", "x", "n.a.", "N.A.", "n/a", "N/A", "NA",
		"i.o.", "u.o.", "...", "*", "**", "***", "?", "#"};
	size_t i = 0;
	while (i < sizeof words / sizeof *words && !span_is(text, words[i]))
		i++;
	return i < sizeof words / sizeof *words || is_few(text);
}

static bool begins(struct span text, const char *start)
{
	size_t length = strlen(start);
	return text.length >= length && memcmp(text.bytes, start, length) == 0;
}

static bool ends(struct span text, const char *end)
{
	size_t length = strlen(end);
	return text.length >= length && memcmp(text.bytes + text.length - length, end, length) == 0;
}

/* An en dash and U+2212 before a figure are its minus. */
static struct span with_hyphen(struct span text, struct text *to)
{
	static const char *const dashes[] = {"\xE2\x80\x93", "\xE2\x88\x92"};
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
		if (!begins(text, dashes[i]))
			continue;
		size_t dash = strlen(dashes[i]);
		struct span rest =
			trimmed_wide((struct span){text.bytes + dash, text.length - dash});
		text_add_char(to, '-');
		text_add(to, rest);
		return text_span(to);
	}
	return text;
}

/* The bytes of the sign of percent at the end of a text. */
static size_t percent_at_end(struct span text)
{
	static const char *const signs[] = {"%", "pct.", "pct"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (ends(text, signs[i]) && text.length > strlen(signs[i]))
			return strlen(signs[i]);
	}
	return 0;
}

/* The bytes of a mark at the end of a text that is a figure before it; 0 where there is none. */
static size_t mark_at_end(struct span text)
{
	static const char *const marks[] = {
		"***", "**", "*", "kr.", "kr", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x80\xA0"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (ends(text, marks[i]))
			return strlen(marks[i]);
	}
	/* 5 1): a space parts the number of the footnote from the figure. */
	if (text.length < 4 || !ends(text, ")") || !digit(text.bytes[text.length - 2]))
		return 0;
	return space_before((struct span){text.bytes, text.length - 2}) ? 2 : 0;
}

/* A figure in a guise that a map has to tell. */
static void look_behind(struct looks *l, struct span text, struct look *look)
{
	size_t mark = mark_at_end(text);
	struct span rest = {text.bytes, text.length - mark};
	rest = trimmed_wide(rest);
	size_t percent = mark ? percent_at_end(rest) : 0;
	rest.length -= percent;
	if (mark && (look->ways = ways_of(l, trimmed_wide(rest)))) {
		look->percent = look->percent || percent;
		look->guise = GUISE_MARK;
		look->mark = mark;
		return;
	}
	if (begins(text, "+") && text.length > 1 && digit(text.bytes[1])) {
		look->ways = ways_of(l, (struct span){text.bytes + 1, text.length - 1});
		look->guise = GUISE_PLUS;
	} else if (begins(text, "(") && ends(text, ")") && text.length > 2) {
		rest = trimmed_wide((struct span){text.bytes + 1, text.length - 2});
		look->ways = begins(rest, "-") ? 0 : ways_of(l, rest);
		look->guise = GUISE_PARENTHESES;
	} else if (ends(text, "-") && text.length > 1 && !begins(text, "-")) {
		rest = trimmed_wide((struct span){text.bytes, text.length - 1});
		look->ways = ways_of(l, rest);
		look->guise = GUISE_MINUS_LAST;
	}
}

static bool has_fraction(struct span text, unsigned ways)
{
	bool danish = ways & (WAY_DA | WAY_DA_SPACES);
	bool plain = ways & (WAY_PLAIN | WAY_PLAIN_SPACES);
	return (danish && memchr(text.bytes, ',', text.length)) ||
	       (plain && !danish && memchr(text.bytes, '.', text.length));
}

static bool all_digits(struct span text)
{
	size_t i = 0;
	while (i < text.length && digit(text.bytes[i]))
		i++;
	return i == text.length && i > 0;
}

static bool is_year(struct span text)
{
	return all_digits(text) && text.length == 4 &&
	       (memcmp(text.bytes, "19", 2) == 0 || memcmp(text.bytes, "20", 2) == 0);
}

/* Looks at a text as a figure; its kind stays LOOK_TEXT where it is none. */
static void look_for_figure(struct looks *l, struct span text, struct look *look)
{
	struct text hyphen = {0};
	struct span figure = with_hyphen(text, &hyphen);
	size_t percent = percent_at_end(figure);
	figure = trimmed_wide((struct span){figure.bytes, figure.length - percent});
	look->percent = look->percent || percent;
	look->ways = ways_of(l, figure);
	if (!look->ways && !percent && text.length < KEPT_BYTES)
		look_behind(l, figure, look);
	if (look->ways) {
		look->kind = LOOK_FIGURE;
		look->fraction = has_fraction(figure, look->ways);
		look->year = is_year(figure);
		look->coded = all_digits(figure) && figure.length > 1 && figure.bytes[0] == '0';
	} else {
		look->guise = GUISE_NONE;
		look->percent = false;
	}
	free(hyphen.bytes);
}

/* ---- */

/* Whether a text could be a period: all of them begin or end with a year, or are a day in digits.
 */
static bool has_year_at_end(struct span text)
{
	enum { YEAR = 4, DAY = 8 };
	size_t first = 0, last = 0;
	while (first < text.length && digit(text.bytes[first]))
		first++;
	while (last < text.length && digit(text.bytes[text.length - 1 - last]))
		last++;
	return first == YEAR || last == YEAR || first == DAY;
}

/* An area or a period. Of digits alone at most four can be the code of one. */
static void look_for_meaning(struct looks *l, struct span text, struct look *look)
{
	enum { CODE = 4, DAY = 8 };
	bool digits = all_digits(text);
	if (!digits || text.length <= CODE)
		look->area = look_area(l, text);
	look->number = look->area && digits;
	l->read.length = 0;
	bool likely = !digits || look->year || text.length == DAY;
	look->period = likely && has_year_at_end(text) && look->kind != LOOK_NOTHING &&
		       period_shown(text, &l->read);
}

/* Whether a text begins as figures do, in whatever guise: beyond ASCII are dashes. */
static bool begins_figure(struct span text)
{
	unsigned char first = (unsigned char)text.bytes[0];
	return digit(text.bytes[0]) || first >= 0x80 ||
	       memchr("-+(,.", text.bytes[0], sizeof "-+(,." - 1);
}

static struct look look_closely(struct looks *l, const struct cell_shown *cell)
{
	enum { SHORT = sizeof "færre end 10" - 1 }; /* the longest sign or word */
	struct span text = trimmed_wide(cell->text);
	struct look look = {.kind = LOOK_TEXT, .percent = cell->percent};
	if (text.length == 0)
		return (struct look){.kind = LOOK_NOTHING};
	if (cell->kind == CELL_NUMBER) {
		look.kind = LOOK_FIGURE;
		look.fraction = memchr(text.bytes, '.', text.length) != NULL;
		look.year = is_year(text);
	} else if (cell->kind == CELL_TEXT && !cell->literal) {
		if (text.length <= SHORT && is_sign(text))
			look.kind = LOOK_SIGN;
		else if (text.length <= SHORT && is_word(text))
			look.kind = LOOK_WORD;
		else if (begins_figure(text))
			look_for_figure(l, text, &look);
	}
	if (cell->kind == CELL_NUMBER || cell->kind == CELL_TEXT || cell->kind == CELL_DATE)
		look_for_meaning(l, text, &look);
	look.says_area = says_area(text);
	look.area_word = look.says_area && is_area_word(text);
	return look;
}

static void forget(struct looks *l)
{
	memset(l->hash, 0, SLOTS * sizeof *l->hash);
	l->count = l->texts.length = 0;
}

/* What digits alone are, of which there are so many that it is quicker to look again. */
static struct look look_at_digits(const struct cell_shown *cell)
{
	bool stored = cell->kind == CELL_NUMBER;
	return (struct look){.kind = LOOK_FIGURE,
		.ways = stored ? 0 : WAY_DA | WAY_PLAIN | WAY_DA_SPACES | WAY_PLAIN_SPACES,
		.percent = cell->percent,
		.coded = !stored && cell->text.bytes[0] == '0'};
}

/* Whether it is a whole number too long for a code or a year, and no day. */
static bool is_large(const struct cell_shown *cell)
{
	enum { CODE = 4, DAY = 8, MOST = 15 };
	size_t length = cell->text.length;
	return length > CODE && length != DAY && length <= MOST && all_digits(cell->text) &&
	       (cell->kind == CELL_NUMBER || (cell->kind == CELL_TEXT && !cell->literal));
}

struct look look_at(struct looks *l, const struct cell_shown *cell)
{
	if (is_large(cell))
		return look_at_digits(cell);
	if (cell->text.length > KEPT_BYTES)
		return look_closely(l, cell);
	uint64_t kinds = (uint64_t)cell->kind << 2 | (uint64_t)cell->percent << 1 | cell->literal;
	uint64_t hash = hash_further(kinds, hash_text(&l->secret, cell->text));
	hash += hash == 0;
	size_t at = hash >> 32 & (SLOTS - 1);
	for (; l->hash[at]; at = (at + 1) & (SLOTS - 1)) {
		const struct kept *k = &l->slot[at];
		if (l->hash[at] == hash && k->length == cell->text.length &&
			memcmp(l->texts.bytes + k->at, cell->text.bytes, k->length) == 0)
			return k->look;
	}
	struct look look = look_closely(l, cell);
	if (l->count == KEPT) {
		forget(l);
		at = hash >> 32 & (SLOTS - 1);
	}
	l->hash[at] = hash;
	l->slot[at] = (struct kept){l->texts.length, (uint32_t)cell->text.length, look};
	text_add(&l->texts, cell->text);
	l->count++;
	return look;
}
