#include "text-columns.h"

#include "line-words.h"

#include <stdlib.h>
#include <string.h>

/* A figure behind another piece of its line. */
struct item {
	size_t line;
	struct extent at;
	bool nil;
	size_t stretch; /* TORN: it reaches into two */
};

/* What lies between two separators, and has figures. */
struct stretch {
	struct extent at, zone;
	size_t lines; /* that have a figure in it */
	bool digits;  /* one of them is more than a dash */
	bool company; /* one of them has another figure, too */
	bool headed;  /* a heading stands over it alone; or over it and others, too: */
	bool under;
	bool taken; /* it is a column */
};

struct search {
	const struct page *page;
	size_t from, to, body;
	struct item *item;
	size_t items, item_room;
	size_t *separator; /* characters at which columns are parted, in their order */
	size_t separators, separator_room;
	size_t *cover; /* how many figures stand on a character */
	size_t width;
	struct stretch *stretch; /* one more than separators */
	size_t lines;            /* of figures */
};

static const size_t TORN = (size_t)-1;

/* The line of those before, which are as one with all columns filled. */
static const size_t BEFORE = (size_t)-2;

static const char not_apart[] = "the columns of figures cannot be told apart by where they stand";

static bool overlap(struct extent a, struct extent b)
{
	return a.last && b.last && a.first <= b.last && b.first <= a.last;
}

static struct extent extent_of(const struct text_piece *p)
{
	return (struct extent){p->first, p->last};
}

/* Figures */

/* Whether all figures of a line are periods, as those of a header are. */
static bool all_periods(const struct page_line *line)
{
	for (size_t i = 1; i < line->pieces; i++) {
		if (line->piece[i].figure && !line->piece[i].period)
			return false;
	}
	return true;
}

static void find_body(struct search *s)
{
	const struct page_line *line = s->page->line;
	s->body = s->from;
	while (s->body < s->to &&
		(!page_line_counts(&line[s->body]) || all_periods(&line[s->body])))
		s->body++;
	if (s->body < s->to)
		return;
	s->body = s->from; /* figures that are all periods, perhaps */
	while (s->body < s->to && !page_line_counts(&line[s->body]))
		s->body++;
}

static void add_item(struct search *s, size_t line, struct extent at, bool nil)
{
	s->item = grow(s->item, &s->item_room, s->items + 1, sizeof *s->item);
	s->item[s->items++] = (struct item){.line = line, .at = at, .nil = nil};
	s->width = at.last > s->width ? at.last : s->width;
}

static void gather_items(struct search *s, const struct text_columns *before)
{
	for (size_t i = before ? before->words : 0; before && i < before->count; i++) {
		if (before->column[i].figures.last)
			add_item(s, BEFORE, before->column[i].figures, false);
	}
	s->lines = s->items > 0;
	for (size_t n = s->body; n < s->to; n++) {
		const struct page_line *line = &s->page->line[n];
		size_t there = s->items;
		for (size_t i = text_labels_of(line); i < line->pieces && !line->outside; i++) {
			if (line->piece[i].figure)
				add_item(s, n, extent_of(&line->piece[i]), line->piece[i].nil);
		}
		s->lines += s->items > there;
	}
}

static void count_cover(struct search *s)
{
	s->cover = allocate(s->width + 2, sizeof *s->cover);
	memset(s->cover, 0, (s->width + 2) * sizeof *s->cover);
	for (size_t i = 0; i < s->items; i++) {
		for (size_t at = s->item[i].at.first; at <= s->item[i].at.last; at++)
			s->cover[at]++;
	}
}

/* How many lines may be out of place: an eighth of them, and one of four or more. */
static size_t few_lines(const struct search *s)
{
	enum { LEAST = 4, PART = 8 };
	size_t few = s->lines / PART;
	return few == 0 && s->lines >= LEAST ? 1 : few;
}

/* Separators */

/* How many separators stand left of a character. */
static size_t separators_before(const struct search *s, size_t at)
{
	size_t low = 0, high = s->separators;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->separator[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_separator(struct search *s, size_t at)
{
	size_t place = separators_before(s, at);
	s->separator =
		grow(s->separator, &s->separator_room, s->separators + 1, sizeof *s->separator);
	memmove(s->separator + place + 1, s->separator + place,
		(s->separators - place) * sizeof *s->separator);
	s->separator[place] = at;
	s->separators++;
}

/* Where no line has a figure on two characters side by side. */
static void part_by_blanks(struct search *s)
{
	size_t last = 0;
	for (size_t at = 1; at <= s->width; at++) {
		if (!s->cover[at])
			continue;
		if (last && at > last + 2)
			add_separator(s, last + 1);
		last = at;
	}
}

/*
 * Two figures of one line are of two columns. Where others stand in between, those that stand where
 * fewest do are torn, if they are few.
 */
static bool part_pair(struct search *s, struct extent left, struct extent right)
{
	if (separators_before(s, left.last) < separators_before(s, right.first))
		return true;
	size_t best = left.last + 1;
	if (right.first <= best)
		return false;
	for (size_t at = best; at < right.first; at++)
		best = s->cover[at] < s->cover[best] ? at : best;
	if (s->cover[best] > few_lines(s))
		return false;
	add_separator(s, best);
	return true;
}

static bool part_pairs(struct search *s)
{
	for (size_t i = 1; i < s->items; i++) {
		if (s->item[i].line == s->item[i - 1].line &&
			!part_pair(s, s->item[i - 1].at, s->item[i].at))
			return false;
	}
	return true;
}

/* Stretches */

static void find_stretches(struct search *s)
{
	s->stretch = NULL;
	size_t room = 0;
	s->stretch = grow_zeroed(s->stretch, &room, s->separators + 1, sizeof *s->stretch);
	for (size_t i = 0; i <= s->separators; i++) {
		size_t from = i ? s->separator[i - 1] + 1 : 1;
		size_t to = i < s->separators ? s->separator[i] - 1 : (size_t)-1;
		s->stretch[i].zone = (struct extent){from, to};
	}
	size_t line = TORN;
	for (size_t i = 0; i < s->items; i++) {
		struct item *item = &s->item[i];
		size_t place = separators_before(s, item->at.first);
		bool torn = place != separators_before(s, item->at.last);
		item->stretch = torn ? TORN : place;
		bool alone = item->line != line &&
			     (i + 1 == s->items || s->item[i + 1].line != item->line);
		line = item->line;
		if (torn)
			continue;
		struct stretch *stretch = &s->stretch[place];
		widen(&stretch->at, item->at);
		stretch->lines++;
		stretch->digits |= !item->nil;
		stretch->company |= !alone;
	}
}

/* The stretch that a piece of a heading stands over alone; TORN where there is none. */
static size_t stretch_below(const struct search *s, const struct text_piece *p)
{
	size_t found = TORN, count = 0;
	for (size_t i = 0; i <= s->separators; i++) {
		if (!overlap(s->stretch[i].at, extent_of(p)))
			continue;
		s->stretch[i].under = true;
		found = i;
		count++;
	}
	return count == 1 ? found : TORN;
}

/*
 * Looks at the headings: which stretches have one of their own. False where two stand over one
 * stretch, which is two columns then.
 */
static bool heed_headings(struct search *s, size_t names)
{
	for (size_t n = s->from; n < s->body; n++) {
		const struct page_line *line = &s->page->line[n];
		size_t before = TORN;
		for (size_t i = 0; i < line->pieces; i++) {
			const struct text_piece *p = &line->piece[i];
			size_t below = p->first > names + 1 ? stretch_below(s, p) : TORN;
			if (below == TORN)
				continue;
			if (below == before)
				return false;
			s->stretch[below].headed = true;
			before = below;
		}
	}
	return true;
}

/* The most that stands over columns in a line of the headings; a line with one piece may be a
 * title.
 */
static size_t most_headings(const struct search *s, size_t names)
{
	size_t most = 0;
	for (size_t n = s->from; n < s->body; n++) {
		const struct page_line *line = &s->page->line[n];
		size_t there = 0;
		for (size_t i = 0; i < line->pieces && !line->outside; i++)
			there += line->piece[i].first > names + 1;
		most = there > most && line->pieces > 1 ? there : most;
	}
	return most;
}

/*
 * Where there are more stretches than headings, a few rows make no column: they are out of place.
 * False where more than a few have figures below no heading.
 */
static bool take_stretches(struct search *s, size_t headings)
{
	size_t there = 0, taken = 0;
	for (size_t i = 0; i <= s->separators; i++)
		there += s->stretch[i].lines > 0;
	for (size_t i = 0; i <= s->separators; i++) {
		struct stretch *stretch = &s->stretch[i];
		stretch->taken = stretch->lines > 1 || there == 1 ||
				 (stretch->lines && (stretch->headed || stretch->company));
		taken += stretch->taken;
	}
	bool told = true;
	for (size_t i = 0; i <= s->separators && headings && taken > headings; i++) {
		struct stretch *stretch = &s->stretch[i];
		if (!stretch->taken || stretch->under)
			continue;
		stretch->taken = stretch->lines > few_lines(s);
		told = told && !stretch->taken;
	}
	return told;
}

/* Whether a line has a figure in each of two stretches. */
static bool side_by_side(const struct search *s, size_t left, size_t right)
{
	size_t line = TORN;
	for (size_t i = 0; i < s->items; i++) {
		if (s->item[i].stretch == left)
			line = s->item[i].line;
		if (s->item[i].stretch == right && s->item[i].line == line)
			return true;
	}
	return false;
}

/* Whether a line of the headings has something over each of two stretches. */
static bool headings_apart(const struct search *s, size_t left, size_t right)
{
	for (size_t n = s->from; n < s->body; n++) {
		const struct page_line *line = &s->page->line[n];
		bool first = false;
		for (size_t i = 0; i < line->pieces; i++) {
			size_t below = stretch_below(s, &line->piece[i]);
			if (below == right && first)
				return true;
			first |= below == left;
		}
	}
	return false;
}

/* Whether it has dashes alone, and not in one line, which may be out of place. */
static bool is_dashes(const struct stretch *stretch)
{
	return !stretch->digits && stretch->lines > 1;
}

/*
 * Two stretches that no row fills both are two columns where headings say so, and one where the
 * dashes of a column stand beside its figures; else nothing tells.
 */
static bool join_stretches(struct search *s)
{
	size_t left = TORN;
	for (size_t i = 0; i <= s->separators; i++) {
		struct stretch *stretch = &s->stretch[i];
		if (!stretch->taken)
			continue;
		bool apart = left == TORN || side_by_side(s, left, i) || headings_apart(s, left, i);
		if (!apart && !is_dashes(stretch) && !is_dashes(&s->stretch[left]))
			return false;
		if (!apart) {
			widen(&s->stretch[left].at, stretch->at);
			widen(&s->stretch[left].zone, stretch->zone);
			s->stretch[left].digits = true;
			stretch->taken = false;
			for (size_t j = 0; j < s->items; j++)
				s->item[j].stretch =
					s->item[j].stretch == i ? left : s->item[j].stretch;
			continue;
		}
		left = i;
	}
	return true;
}

/* Columns */

static void add_column(struct text_columns *columns, size_t place, struct text_column column)
{
	columns->column =
		grow(columns->column, &columns->room, columns->count + 1, sizeof *columns->column);
	memmove(columns->column + place + 1, columns->column + place,
		(columns->count - place) * sizeof *columns->column);
	columns->column[place] = column;
	columns->count++;
}

static void take_columns(const struct search *s, struct text_columns *columns)
{
	for (size_t i = 0; i <= s->separators; i++) {
		const struct stretch *stretch = &s->stretch[i];
		if (!stretch->taken)
			continue;
		add_column(columns, columns->count,
			(struct text_column){stretch->at, stretch->zone, stretch->at});
		columns->headed |= stretch->headed;
	}
}

/* The names, and other columns of words beside them. */
static void find_labels(
	const struct search *s, struct text_columns *columns, const struct text_columns *before)
{
	size_t end = s->width + 1;
	for (size_t i = 0; i < s->items; i++)
		end = s->item[i].at.first < end ? s->item[i].at.first : end;
	struct text_stretch stretch = {s->page, s->from, s->body, s->to, end, few_lines(s)};
	struct text_labels *beside = &columns->beside;
	text_labels_find(beside, &stretch, before ? &before->beside : NULL);
	for (size_t i = 0; i < beside->columns; i++) {
		struct extent at = beside->column[i];
		size_t next = i + 1 < beside->columns ? beside->column[i + 1].first : end;
		columns->labels = at.last;
		if (i == 0) {
			columns->names = at;
			continue;
		}
		struct extent zone = {beside->column[i - 1].last + 1, next - 1};
		add_column(columns, columns->count, (struct text_column){at, zone, at});
	}
	columns->words = columns->count;
}

/* Which columns, counted from 1, an extent overlaps; with their headings where `wide`. */
static struct column_range overlapped(
	const struct text_columns *columns, struct extent e, bool wide)
{
	struct column_range range = {0, 0};
	for (size_t i = 0; i < columns->count; i++) {
		const struct text_column *c = &columns->column[i];
		if (!overlap(wide ? c->wide : c->figures, e))
			continue;
		range.first = range.first ? range.first : i + 1;
		range.last = i + 1;
	}
	return range;
}

static bool single(struct column_range range)
{
	return range.first && range.first == range.last;
}

/* A column in which nothing stands on this page but its heading: in a line that has one over each
 * of the others, too. */
static void add_headed(const struct search *s, struct text_columns *columns, size_t n)
{
	const struct page_line *line = &s->page->line[n];
	size_t over = 0, others = 0;
	for (size_t i = 0; i < line->pieces; i++) {
		struct column_range range = overlapped(columns, extent_of(&line->piece[i]), true);
		over += single(range);
		others += !range.first && line->piece[i].first > columns->labels + 1;
	}
	if (over != columns->count || !others)
		return;
	for (size_t i = 0; i < line->pieces; i++) {
		const struct text_piece *p = &line->piece[i];
		if (p->first <= columns->labels + 1 ||
			overlapped(columns, extent_of(p), true).first)
			continue;
		size_t place = 0;
		while (place < columns->count && columns->column[place].wide.last < p->first)
			place++;
		add_column(columns, place, (struct text_column){.wide = extent_of(p)});
	}
}

/*
 * Whether a piece may stand over the names, and not over a column: it begins there or, where it is
 * the first of its line, is nearer to them than to the figures.
 */
static bool near_names(const struct text_columns *columns, const struct text_piece *p,
	struct extent figures, bool first)
{
	if (p->first <= columns->names.last)
		return true;
	return first && figures.first > p->last &&
	       figures.first - p->last > p->first - columns->names.last;
}

/*
 * A line of the headings that has as many pieces right of the names as there are columns has one
 * for each, in their order, wherever they stand: unless one stands over another's figures.
 */
static void heed_full_line(const struct search *s, struct text_columns *columns, size_t n)
{
	const struct page_line *line = &s->page->line[n];
	size_t first = line->pieces - columns->count;
	if (line->outside || line->pieces < columns->count ||
		(first > 0 && line->piece[first - 1].first > columns->names.last))
		return;
	for (size_t i = 0; i < columns->count; i++) {
		struct column_range range =
			overlapped(columns, extent_of(&line->piece[first + i]), false);
		bool names = near_names(columns, &line->piece[first + i],
			columns->column[i].figures, first + i == 0);
		if (range.first ? range.first != i + 1 || range.last != i + 1 : names)
			return;
	}
	for (size_t i = 0; i < columns->count; i++)
		widen(&columns->column[i].wide, extent_of(&line->piece[first + i]));
}

/* Each piece that stands over one column makes it wider; whether one did. */
static bool heed_line(struct text_columns *columns, const struct page_line *line)
{
	bool heeded = false;
	for (size_t i = 0; i < line->pieces && !line->outside; i++) {
		struct extent e = extent_of(&line->piece[i]);
		struct column_range range = overlapped(columns, e, true);
		bool over = single(range) && e.first > columns->names.first + 1 &&
			    (i > 0 || e.first > columns->names.last);
		if (over)
			widen(&columns->column[range.first - 1].wide, e);
		heeded |= over;
	}
	return heeded;
}

/* Columns become as wide as their headings, from the last line of these upwards. */
static void heed_widths(const struct search *s, struct text_columns *columns)
{
	for (size_t n = s->body; n-- > s->from;)
		add_headed(s, columns, n);
	for (size_t n = s->body; n-- > s->from && columns->count;)
		heed_full_line(s, columns, n);
	size_t below = 0; /* the last line that has widened one */
	for (size_t n = s->body; n-- > s->from;) {
		const struct page_line *line = &s->page->line[n];
		if (below && line->number + 1 < below)
			return; /* a title, above a blank line */
		if (heed_line(columns, line))
			below = line->number;
	}
}

void text_columns_find(struct text_columns *columns, const struct page *page, size_t from,
	size_t to, const struct text_columns *before)
{
	struct search s = {.page = page, .from = from, .to = to};
	columns->count = 0;
	columns->lines = 0;
	columns->headed = false;
	columns->fault = NULL;
	columns->names = (struct extent){0};
	columns->labels = columns->words = columns->beside.columns = 0;
	find_body(&s);
	columns->body = s.body;
	if (s.body < to)
		gather_items(&s, before);
	if (s.items == 0)
		return;
	columns->lines = s.lines;
	count_cover(&s);
	find_labels(&s, columns, before);
	part_by_blanks(&s);
	if (part_pairs(&s)) {
		find_stretches(&s);
		bool told = heed_headings(&s, columns->labels) &&
			    take_stretches(&s, most_headings(&s, columns->labels)) &&
			    join_stretches(&s);
		if (!told)
			columns->fault = not_apart;
		take_columns(&s, columns);
		heed_widths(&s, columns);
		if (columns->count == columns->words)
			columns->fault = not_apart;
	} else {
		columns->fault = not_apart;
	}
	free(s.item);
	free(s.separator);
	free(s.cover);
	free(s.stretch);
}

void text_columns_free(struct text_columns *columns)
{
	free(columns->column);
	free(columns->beside.column);
	*columns = (struct text_columns){0};
}

/* Placing */

static struct extent zone_of(const struct text_columns *columns, struct column_range range)
{
	return columns->column[range.first - 1].zone;
}

static bool within(struct extent e, struct extent in)
{
	return e.first >= in.first && e.last <= in.last;
}

static bool right_of_names(const struct text_columns *columns, const struct text_piece *piece)
{
	return columns->count && piece->last >= columns->column[0].figures.first;
}

bool text_columns_reaches(const struct text_columns *columns, const struct text_piece *piece)
{
	return columns->count > columns->words &&
	       piece->last >= columns->column[columns->words].figures.first;
}

bool text_columns_words(const struct text_columns *columns, struct column_range range)
{
	return range.last <= columns->words;
}

/* The words of a piece, of which one may begin where a column does. */
struct beginnings {
	size_t before; /* characters left of the piece */
	size_t at;
	bool found;
};

static void look_at_word(void *to, struct span word, size_t first, size_t last)
{
	struct beginnings *b = to;
	(void)word;
	(void)last;
	b->found |= b->before + first == b->at;
}

/*
 * Whether a text that begins with the names stands over columns of words: a total, `Hovedstaden i
 * alt`. Where one of its words begins with a column, it may be two.
 */
static bool stands_over_words(const struct text_columns *columns, const struct text_piece *piece,
	struct column_range range)
{
	bool over = !piece->figure && text_columns_words(columns, range);
	for (size_t i = range.first; over && i <= range.last; i++) {
		struct beginnings b = {
			piece->first - 1, columns->column[i - 1].figures.first, false};
		line_words(piece->text, look_at_word, &b);
		over = !b.found;
	}
	return over;
}

const char *text_columns_place(const struct text_columns *columns, const struct text_piece *piece,
	struct column_range *range)
{
	struct extent e = extent_of(piece);
	*range = overlapped(columns, e, false);
	bool names = columns->names.last && e.first <= columns->names.last;
	if (range->first && names && stands_over_words(columns, piece, *range)) {
		*range = (struct column_range){0, 0};
		return NULL;
	}
	if (range->first && names)
		return text_columns_words(columns, *range)
			       ? "a word reaches into two columns"
			       : "a word reaches from the names into a column of figures";
	if (range->first != range->last || (range->first && !within(e, zone_of(columns, *range))))
		return "a word reaches into two columns";
	if (range->first)
		return NULL;
	if (names || !right_of_names(columns, piece))
		return NULL; /* the names: 0 */
	*range = overlapped(columns, e, true);
	if (single(*range) && !piece->figure)
		return NULL;
	if (single(*range) && !columns->column[range->first - 1].figures.last)
		return NULL;
	return "a word stands between the columns";
}

/* The column that a piece is nearest to. */
static struct column_range nearest_column(
	const struct text_columns *columns, const struct text_piece *piece, bool first)
{
	size_t best = (size_t)-1;
	struct column_range range = {0, 0};
	for (size_t i = 0; i < columns->count; i++) {
		struct extent c = columns->column[i].wide;
		size_t away = c.first > piece->last ? c.first - piece->last : piece->first - c.last;
		if (away < best && !near_names(columns, piece, c, first)) {
			best = away;
			range = (struct column_range){i + 1, i + 1};
		}
	}
	return range;
}

struct column_range text_columns_heading(
	const struct text_columns *columns, const struct text_piece *piece, bool first, bool above)
{
	struct extent e = extent_of(piece);
	struct column_range none = {0, 0};
	if (columns->count == 0)
		return none;
	if (first && e.first <= columns->names.first + 1)
		return none;
	if (!above && e.first < columns->column[0].figures.first &&
		(first || e.first <= columns->names.last + 2))
		return none;
	struct column_range range = overlapped(columns, e, false);
	if (!range.first)
		range = overlapped(columns, e, true);
	if (range.first)
		return range;
	return nearest_column(columns, piece, first);
}
