#include "marks.h"

#include "pattern.h"

#include <stdlib.h>
#include <utf8proc.h>

bool marks_minus(struct marks *marks, const char *written)
{
	bool around = strcmp(written, "(N)") == 0, behind = strcmp(written, "N-") == 0;
	marks->minus_around |= around;
	marks->minus_behind |= behind;
	return around || behind;
}

/* Space */

/* The length of the space of any kind with which a text begins; 0 where there is none. */
static size_t space_length(struct span text)
{
	utf8proc_int32_t c;
	if (text.length == 0)
		return 0;
	if ((unsigned char)text.bytes[0] < 0x80)
		return xml_space(text.bytes[0]);
	size_t length = utf8_length(text);
	if (length == 0)
		return 0;
	utf8proc_iterate((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)length, &c);
	return utf8proc_category(c) == UTF8PROC_CATEGORY_ZS ? length : 0;
}

/* The length of the space with which it ends. */
static size_t space_before_end(struct span text)
{
	size_t at = text.length;
	while (at > 0 && (text.bytes[at - 1] & 0xC0) == 0x80)
		at--;
	at -= at > 0;
	struct span last = {text.bytes + at, text.length - at};
	return last.length && space_length(last) == last.length ? last.length : 0;
}

/* Without the space of any kind around it. */
static struct span without_space(struct span text)
{
	size_t length;
	while ((length = space_length(text)) > 0)
		text = (struct span){text.bytes + length, text.length - length};
	while ((length = space_before_end(text)) > 0)
		text.length -= length;
	return text;
}

/* Marks */

/* A text as those of lists are: itself, or of `kept`. */
static struct span plain_text(struct span text, struct text *kept)
{
	if (pattern_is_plain(text))
		return text;
	pattern_plain(kept, text);
	return text_span(kept);
}

static bool is_one_of(char *const *list, struct span text)
{
	struct text kept = {0};
	bool found = false;
	struct span plain = list ? plain_text(text, &kept) : text;
	for (; list && *list && !found; list++)
		found = span_is(plain, *list);
	free(kept.bytes);
	return found;
}

/* A text in other characters of Unicode, or with other spaces, is so many times as long at most. */
enum { LONGER = 4 };

/* Whether a part of a text is a mark; the part may be written in other characters. */
static bool is_mark(struct span part, struct span mark)
{
	struct text kept = {0};
	if (span_equals(part, mark))
		return true;
	if (part.length < mark.length || pattern_is_plain(part))
		return false;
	bool same = span_equals(plain_text(part, &kept), mark);
	free(kept.bytes);
	return same;
}

static bool goes_on_character(struct span text, size_t at)
{
	return at < text.length && (text.bytes[at] & 0xC0) == 0x80;
}

/* Where a mark begins that a text ends with; its length where it ends with none. */
static size_t mark_at_end(struct span text, struct span mark)
{
	size_t most = LONGER * mark.length;
	for (size_t length = 1; length < text.length && length <= most; length++) {
		size_t at = text.length - length;
		struct span part = {text.bytes + at, length};
		if (!goes_on_character(text, at) && is_mark(part, mark))
			return at;
	}
	return text.length;
}

/* Where a mark ends that a text begins with; 0 where it begins with none. */
static size_t mark_at_begin(struct span text, struct span mark)
{
	size_t most = LONGER * mark.length;
	for (size_t at = most < text.length ? most : text.length - 1; at > 0; at--) {
		if (!goes_on_character(text, at) && is_mark((struct span){text.bytes, at}, mark))
			return at;
	}
	return 0;
}

/*
 * Takes a mark off the end or the beginning of a text; false where it has none there. What is a
 * digit beside one of the mark is a part of the figure: 51) is no 5.
 */
static bool take_exact(struct span *text, struct span mark)
{
	if (text->length < 2)
		return false;
	size_t begin = mark_at_end(*text, mark), end = mark_at_begin(*text, mark);
	struct span before = {text->bytes, begin};
	struct span behind = {text->bytes + end, text->length - end};
	if (begin < text->length && !digits_meet(before, mark)) {
		*text = without_space(before);
		return text->length > 0;
	}
	if (end && !digits_meet(mark, behind)) {
		*text = without_space(behind);
		return text->length > 0;
	}
	return false;
}

/*
 * Takes a mark off the end, written as it is or, as footnotes mostly are, with its digits raised.
 */
static bool take_mark(struct span *text, struct span mark)
{
	struct span before = *text;
	struct text raised = {0};
	bool taken = take_exact(text, mark);
	value_add_raised(&raised, mark);
	if (!taken && raised.length > mark.length) {
		*text = before;
		taken = take_exact(text, text_span(&raised));
	}
	free(raised.bytes);
	return taken;
}

struct span marks_name(const struct marks *marks, struct span text)
{
	if (!marks->mark)
		return text;
	struct span name = without_space(text);
	for (char **mark = marks->mark; *mark;) {
		struct span before = name;
		if (!take_mark(&name, span_of(*mark))) {
			name = before;
			mark++;
		} else {
			mark = marks->mark;
		}
	}
	return name;
}

bool marks_any(const struct marks *marks, const struct type *type, bool spaces)
{
	bool of_figures = marks->missing || marks->nil || marks->minus_around ||
			  marks->minus_behind || spaces;
	return type->read != value_text && (marks->mark || (type->numeric && of_figures));
}

/* Figures */

/* What a figure is without its minus, where that is written as --minus says. */
static bool take_minus(const struct marks *marks, struct span *text)
{
	struct span inner = {text->bytes, text->length ? text->length - 1 : 0};
	bool around = marks->minus_around && text->length > 2 && text->bytes[0] == '(' &&
		      text->bytes[text->length - 1] == ')';
	bool behind = marks->minus_behind && text->length > 1 && inner.bytes[inner.length] == '-';
	if (around)
		inner = (struct span){text->bytes + 1, text->length - 2};
	inner = without_space(inner);
	if ((!around && !behind) || inner.length == 0 || !digit(inner.bytes[0]))
		return false;
	*text = inner;
	return true;
}

/*
 * Adds a figure without the spaces between its thousands, where these are groups of three digits
 * behind one of one to three; false where they are not, with nothing added.
 */
static bool close_groups(struct span text, enum numbers numbers, struct text *to)
{
	enum { GROUP = 3 };
	char point = numbers == NUMBERS_DA ? ',' : '.';
	size_t before = to->length, run = 0, groups = 0, at = 0;
	at = value_dash(text);
	if (at)
		text_add_char(to, '-');
	for (; at < text.length && text.bytes[at] != point; at++) {
		size_t space = space_length((struct span){text.bytes + at, text.length - at});
		bool whole = groups ? run == GROUP : run > 0 && run <= GROUP;
		if ((space && !whole) || (!space && !digit(text.bytes[at]))) {
			to->length = before;
			return false;
		}
		groups += space > 0;
		run = space ? 0 : run + 1;
		at += space ? space - 1 : 0;
		if (!space)
			text_add_char(to, text.bytes[at]);
	}
	if (!groups || run != GROUP) {
		to->length = before;
		return false;
	}
	text_add(to, (struct span){text.bytes + at, text.length - at});
	return true;
}

struct span marks_figure(const struct marks *marks, struct span text, enum numbers numbers,
	bool spaces, struct text *mended)
{
	struct span figure = without_space(text);
	if (is_one_of(marks->missing, figure))
		return SPAN("");
	if (is_one_of(marks->nil, figure))
		return SPAN("0");
	figure = marks_name(marks, figure);
	size_t before = mended->length;
	bool minus = take_minus(marks, &figure);
	if (minus)
		text_add_char(mended, '-');
	bool closed = spaces && close_groups(figure, numbers, mended);
	if (minus && !closed)
		text_add(mended, figure);
	if (minus || closed)
		return (struct span){mended->bytes + before, mended->length - before};
	return figure;
}

bool marks_digits(struct span text)
{
	size_t digits = 0;
	for (size_t at = 0; at < text.length;) {
		struct span rest = {text.bytes + at, text.length - at};
		size_t space = space_length(rest);
		if (!space && !strchr("0123456789.,-+%", rest.bytes[0]))
			return false;
		digits += digit(rest.bytes[0]);
		at += space ? space : 1;
	}
	return digits > 0;
}

const char *marks_begin(char *const *list, struct span text)
{
	struct text kept = {0};
	const char *found = NULL;
	struct span plain = list && *list ? plain_text(text, &kept) : text;
	for (; list && *list && !found; list++) {
		struct span begin = span_of(*list);
		bool open = begin.length && begin.bytes[begin.length - 1] == '*';
		begin.length -= open;
		bool fits = open ? plain.length >= begin.length : plain.length == begin.length;
		if (fits && memcmp(plain.bytes, begin.bytes, begin.length) == 0)
			found = *list;
	}
	free(kept.bytes);
	return found;
}
