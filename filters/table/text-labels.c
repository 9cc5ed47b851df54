#include "text-labels.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A text left of the figures, and its line. */
struct label {
	size_t line;
	struct extent at;
};

struct search {
	const struct text_stretch *s;
	struct label *label;
	size_t labels, room;
	size_t *cover; /* how many of them stand on a character */
	size_t *cut;   /* characters at which columns are parted, in their order */
	size_t cuts, cut_room;
};

/* The line of those before, which is as one with all columns filled. */
static const size_t ABOVE = (size_t)-1;

void widen(struct extent *e, struct extent by)
{
	if (!e->last || by.first < e->first)
		e->first = by.first;
	if (by.last > e->last)
		e->last = by.last;
}

/* Texts */

static bool has_letter(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		/* Letters beyond ASCII begin so, and raised digits, dashes and daggers do not. */
		if (isalpha(byte) || (byte >= 0xC3 && byte < 0xE2))
			return true;
	}
	return false;
}

/* Whether a piece may be the code of the name behind it. */
static bool is_code(const struct page_line *line, size_t i)
{
	enum { LEAST = 3 };
	struct span text = line->piece[i].text;
	return line->piece[i].figure && page_digits(text) && (i == 0 || text.length >= LEAST) &&
	       i + 1 < line->pieces && !line->piece[i + 1].figure &&
	       has_letter(line->piece[i + 1].text);
}

size_t text_labels_of(const struct page_line *line)
{
	size_t i = 0;
	while (i < line->pieces && (!line->piece[i].figure || is_code(line, i)))
		i++;
	return i ? i : 1;
}

static void add_label(struct search *l, size_t line, struct extent at)
{
	l->label = grow(l->label, &l->room, l->labels + 1, sizeof *l->label);
	l->label[l->labels++] = (struct label){line, at};
	for (size_t i = at.first; i <= at.last; i++)
		l->cover[i]++;
}

static void gather_line(struct search *l, size_t n)
{
	const struct page_line *line = &l->s->page->line[n];
	size_t pieces = page_line_counts(line) ? text_labels_of(line) : 0;
	struct extent at = {0, 0};
	bool code = false; /* the piece before is one */
	for (size_t i = 0; i < pieces && line->piece[i].last < l->s->end; i++) {
		const struct text_piece *p = &line->piece[i];
		bool begins = at.last && !code && has_letter(p->text);
		begins |= at.last && is_code(line, i);
		if (begins) {
			add_label(l, n, at);
			at = (struct extent){0, 0};
		}
		code = is_code(line, i);
		widen(&at, (struct extent){p->first, p->last});
	}
	if (at.last)
		add_label(l, n, at);
}

static void gather_labels(struct search *l, const struct text_labels *before)
{
	l->cover = allocate(l->s->end + 1, sizeof *l->cover);
	memset(l->cover, 0, (l->s->end + 1) * sizeof *l->cover);
	for (size_t i = 0; before && i < before->columns; i++) {
		if (before->column[i].last < l->s->end)
			add_label(l, ABOVE, before->column[i]);
	}
	for (size_t n = l->s->body; n < l->s->to; n++)
		gather_line(l, n);
}

/* Columns */

/* How many cuts stand left of a character. */
static size_t cuts_before(const struct search *l, size_t at)
{
	size_t count = 0;
	while (count < l->cuts && l->cut[count] < at)
		count++;
	return count;
}

static void add_cut(struct search *l, size_t at)
{
	size_t place = cuts_before(l, at);
	l->cut = grow(l->cut, &l->cut_room, l->cuts + 1, sizeof *l->cut);
	memmove(l->cut + place + 1, l->cut + place, (l->cuts - place) * sizeof *l->cut);
	l->cut[place] = at;
	l->cuts++;
}

/* Parts two texts of one line where the fewest of others reach over, if those are few. */
static void part_labels(struct search *l, struct extent left, struct extent right)
{
	size_t best = left.last + 1;
	if (cuts_before(l, left.last) < cuts_before(l, right.first) || right.first <= best)
		return;
	for (size_t at = best; at < right.first; at++)
		best = l->cover[at] < l->cover[best] ? at : best;
	if (l->cover[best] <= l->s->few)
		add_cut(l, best);
}

/* Whether a text stands below a piece, on its side of a cut. */
static bool stands_over(const struct search *l, const struct text_piece *p, size_t cut)
{
	bool below = false;
	for (size_t i = 0; i < l->labels && !below; i++) {
		struct extent at = l->label[i].at;
		bool side = p->first > cut ? at.first > cut : at.last < cut;
		below = side && at.first <= p->last && p->first <= at.last;
	}
	return below && p->last < l->s->end;
}

/* Whether two headings of one line stand over texts on either side of a cut. */
static bool headed_apart(const struct search *l, size_t cut)
{
	for (size_t n = l->s->from; n < l->s->body; n++) {
		const struct page_line *line = &l->s->page->line[n];
		for (size_t i = 1; i < line->pieces && !line->outside; i++) {
			const struct text_piece *left = &line->piece[i - 1];
			const struct text_piece *right = &line->piece[i];
			if (left->last < cut && right->first > cut && stands_over(l, left, cut) &&
				stands_over(l, right, cut))
				return true;
		}
	}
	return false;
}

/*
 * Whether a cut parts columns: headings do, or two texts stand on either side of it in several
 * lines. The right ones begin below one another then, wherever the left ones end: `Fanø  Kommune`
 * is one name with two blanks in it.
 */
static bool is_sure(const struct search *l, size_t cut)
{
	const struct label *first = NULL;
	bool varies = false, below = true, above = false;
	for (size_t i = 1; i < l->labels; i++) {
		const struct label *left = &l->label[i - 1], *right = &l->label[i];
		if (left->line != right->line || left->at.last > cut || right->at.first < cut)
			continue;
		above |= left->line == ABOVE;
		varies |= first && left->at.last != first[-1].at.last;
		below &= !first || right->at.first == first->at.first;
		first = first ? first : right;
	}
	return above || (varies && below) || (first && headed_apart(l, cut));
}

static void drop_unsure(struct search *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->cuts; i++) {
		if (is_sure(l, l->cut[i]))
			l->cut[kept++] = l->cut[i];
	}
	l->cuts = kept;
}

static void take_columns(const struct search *l, struct text_labels *to)
{
	to->columns = 0;
	to->column = grow(to->column, &to->room, l->cuts + 1, sizeof *to->column);
	memset(to->column, 0, (l->cuts + 1) * sizeof *to->column);
	for (size_t i = 0; i < l->labels; i++) {
		struct extent at = l->label[i].at;
		size_t place = cuts_before(l, at.first);
		if (place == cuts_before(l, at.last))
			widen(&to->column[place], at);
	}
	/* What begins left of all and reaches over several makes none of them wider. */
	for (size_t i = 0; i <= l->cuts; i++) {
		if (to->column[i].last)
			to->column[to->columns++] = to->column[i];
	}
}

void text_labels_find(
	struct text_labels *labels, const struct text_stretch *s, const struct text_labels *before)
{
	struct search l = {.s = s};
	gather_labels(&l, before);
	for (size_t i = 1; i < l.labels; i++) {
		if (l.label[i].line == l.label[i - 1].line)
			part_labels(&l, l.label[i - 1].at, l.label[i].at);
	}
	drop_unsure(&l);
	take_columns(&l, labels);
	free(l.label);
	free(l.cover);
	free(l.cut);
}
