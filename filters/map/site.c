#include "site.h"

#include "names.h"

#include "lib/area-names.h"
#include "read/values.h"

#include <stdlib.h>

/* A header has so many rows at most, as kkr-table looks for one. */
enum { HEADER_ROWS = 5 };

/* Words of headers, as keys (area-names.h). */

static bool key_begins(struct span key, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if (key.length >= length && memcmp(key.bytes, *words, length) == 0)
			return true;
	}
	return false;
}

static bool key_ends(struct span key, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if (key.length >= length &&
			memcmp(key.bytes + key.length - length, *words, length) == 0)
			return true;
	}
	return false;
}

bool says_code(struct span header)
{
	static const char *const words[] = {
		"nr", "nr.", "nummer", "numre", "kode", "code", "cvr", "_id", ".id", NULL};
	static const char *const starts[] = {
		"postn", "postk", "postc", "cvr", "kode", "code", NULL};
	static const char *const numbered[] = {"nr", "id", "#", "p.nr", NULL};
	struct text key = {0};
	fold(&key, header);
	struct span whole = text_span(&key);
	bool says = key_ends(whole, words) || key_begins(whole, starts);
	for (size_t i = 0; numbered[i]; i++)
		says = says || span_is(whole, numbered[i]);
	free(key.bytes);
	return says;
}

/* What there is in the columns */

static bool *seen_at(bool *seen, const struct areas *areas, size_t column, const struct area *area)
{
	return &seen[column * (areas->count + 1) + (size_t)(area - areas->area)];
}

static void tally_spot(struct tally *t, const struct spot *spot)
{
	const struct look *look = &spot->look;
	t->given++;
	t->figures += look->kind == LOOK_FIGURE;
	t->signs += look->kind == LOOK_SIGN;
	t->words += look->kind == LOOK_WORD;
	t->years += look->kind == LOOK_FIGURE && look->year;
	t->coded += look->kind == LOOK_FIGURE && look->coded;
	t->fractions += look->kind == LOOK_FIGURE && look->fraction;
	t->periods += look->period;
	t->areas += look->area != NULL;
	t->numbers += look->area && look->number;
}

static const struct area *area_of(const struct site *site, const struct sample *s, size_t row)
{
	const struct spot *spot = sample_cell(s, row, site->area);
	return spot ? spot->look.area : NULL;
}

static void tally_rows(struct site *site, const struct sample *s, size_t from, size_t to,
	const struct areas *areas)
{
	bool *seen = allocate((site->columns + 1) * (areas->count + 1), sizeof *seen);
	memset(seen, 0, (site->columns + 1) * (areas->count + 1) * sizeof *seen);
	for (size_t c = 0; c <= site->columns; c++)
		site->column[c].tally = (struct tally){0};
	for (size_t r = from; r < to; r++) {
		bool note = site->below_header && !area_of(site, s, r) && !site_counts(site, s, r);
		for (size_t i = 0; i < s->row[r].count && !note; i++) {
			const struct spot *spot = &s->spot[s->row[r].first + i];
			struct tally *t = &site->column[spot->column].tally;
			tally_spot(t, spot);
			if (!spot->look.area)
				continue;
			bool *there = seen_at(seen, areas, spot->column, spot->look.area);
			t->different += !*there;
			t->municipalities +=
				!*there && spot->look.area->level == LEVEL_MUNICIPALITY;
			*there = true;
		}
	}
	free(seen);
	for (size_t c = 1; c <= site->columns; c++) {
		struct site_column *column = &site->column[c];
		const struct tally *t = &column->tally;
		column->figures =
			t->figures > 0 && (t->figures + t->signs + t->words) * 2 > t->given;
		column->yearly = t->years * 2 > t->figures;
	}
}

/* The column of areas */

static bool word_above(const struct sample *s, size_t column)
{
	for (size_t r = 0; r < s->rows; r++) {
		const struct spot *spot = sample_cell(s, r, column);
		if (spot && spot->look.area)
			return false;
		if (spot && says_area(spot_text(s, spot)))
			return true;
	}
	return false;
}

/* Whether a column has the names of areas, or codes that are those of areas by no chance. */
static bool has_names(const struct tally *t)
{
	size_t names = t->areas - t->numbers;
	return names > 0 && names >= t->numbers;
}

static bool has_codes(const struct site *site, const struct sample *s, size_t column)
{
	enum { BY_CHANCE = 3 };
	const struct tally *t = &site->column[column].tally;
	if (t->numbers == 0 || has_names(t) || t->fractions > 0)
		return false;
	return word_above(s, column)
		       ? t->numbers * 2 >= t->figures
		       : t->numbers * 10 >= t->figures * 9 && t->different >= BY_CHANCE;
}

static bool has_areas(const struct site *site, const struct sample *s, size_t column)
{
	return has_names(&site->column[column].tally) || has_codes(site, s, column);
}

/* Whether an area is another or lies in it. */
static bool within(const struct area *a, const struct area *b)
{
	return a == b || area_lies_in(a, b);
}

/* In how many rows two columns have areas, and in how many of them one is or lies in the other. */
static size_t rows_agreeing(const struct sample *s, size_t column, size_t other, size_t *both)
{
	size_t agree = 0;
	*both = 0;
	for (size_t r = 0; r < s->rows; r++) {
		const struct spot *a = sample_cell(s, r, column), *b = sample_cell(s, r, other);
		if (!a || !b || !a->look.area || !b->look.area)
			continue;
		++*both;
		agree += within(a->look.area, b->look.area) || within(b->look.area, a->look.area);
	}
	return agree;
}

/* Of a list of few rows the header is as much as its figures. */
static bool figures_between(const struct site *site, size_t from, size_t to)
{
	for (size_t c = from; c <= to; c++) {
		const struct tally *t = &site->column[c].tally;
		if (site->column[c].figures || (t->figures > t->years + 1 && t->areas == 0))
			return true;
	}
	return false;
}

/*
 * Another list beside the first: its areas are others in the same rows, and each of the two has
 * figures of its own behind it. The table ends before it, at a column without anything where there
 * is one.
 */
static void find_beside(struct site *site, const struct sample *s)
{
	size_t list = 1, both;
	while (list <= site->columns && !has_areas(site, s, list))
		list++;
	for (size_t c = list + 1; c <= site->columns; c++) {
		if (!has_areas(site, s, c) || !figures_between(site, list + 1, c - 1) ||
			!figures_between(site, c + 1, site->columns))
			continue;
		size_t cut = c, blank = c - 1;
		while (blank > list && site->column[blank].tally.given)
			blank--;
		bool apart = blank > list && figures_between(site, list + 1, blank - 1);
		if (!apart && rows_agreeing(s, list, c, &both) * 2 >= both)
			continue;
		while (cut > list + 1 && site->column[cut - 1].tally.given &&
			(blank > list || has_areas(site, s, cut - 1)))
			cut--;
		site->beside = cut;
		site->last = cut - 1;
		while (site->last > list && !site->column[site->last].tally.given)
			site->last--;
		return;
	}
}

/*
 * Whether a column is the better one for areas: it has more municipalities, more areas, or as many
 * in more of its rows.
 */
static bool better(const struct site *site, size_t column, size_t than)
{
	const struct tally *a = &site->column[column].tally, *b = &site->column[than].tally;
	if (than && a->municipalities != b->municipalities)
		return a->municipalities > b->municipalities;
	if (than == 0 || a->different != b->different)
		return than == 0 || a->different > b->different;
	return a->areas * b->given > b->areas * a->given;
}

static void find_area(struct site *site, const struct sample *s)
{
	size_t named = 0, coded = 0, both;
	for (size_t c = site->first; c <= site->last; c++) {
		if (has_names(&site->column[c].tally)) {
			if (better(site, c, named))
				named = c;
		} else if (has_codes(site, s, c)) {
			bool word = word_above(s, c) && !(coded && word_above(s, coded));
			if (coded == 0 || word)
				coded = c;
		}
	}
	site->area = named ? named : coded;
	if (!named || !coded)
		return;
	const struct tally *n = &site->column[named].tally, *k = &site->column[coded].tally;
	bool same = rows_agreeing(s, named, coded, &both) * 2 > both;
	bool more = k->given > n->given ||
		    (k->given == n->given && k->areas >= n->areas && coded < named);
	if ((same && more) || k->different > 2 * n->different)
		site->area = coded;
}

/* How many areas are named in a row without figures, as in a header: the table lies on its side. */
static size_t areas_across(const struct sample *s, size_t row)
{
	size_t named = 0;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (spot->look.kind == LOOK_FIGURE)
			return 0;
		named += spot->look.area && !spot->look.number && !spot->shared;
	}
	return named;
}

static size_t find_across(const struct site *site, const struct sample *s)
{
	size_t most = site->column[site->area].tally.different;
	for (size_t r = 0; r < s->rows; r++) {
		if (areas_across(s, r) > most)
			return s->row[r].number;
	}
	return 0;
}

/* Rows */

/*
 * Whether a cell of a column of figures is one, and no year above figures that are none: below the
 * header a year is a figure as any other, in a row that has something in the place of an area.
 */
static bool counts(const struct site *site, const struct spot *spot, bool labelled)
{
	const struct site_column *column = &site->column[spot->column];
	if (!column->figures || spot->column == site->area)
		return false;
	if (spot->look.kind == LOOK_SIGN || spot->look.kind == LOOK_WORD)
		return true;
	bool year = spot->look.year || (spot->look.period && !spot->look.fraction);
	bool figure = column->yearly || (site->below_header && labelled);
	return spot->look.kind == LOOK_FIGURE && (!year || figure);
}

static bool in_table(const struct site *site, const struct spot *spot)
{
	return spot->column >= site->first && spot->column <= site->last;
}

/* Whether a row has that word where areas stand: a header may have ages or years as well as texts.
 */
static bool has_header_word(const struct site *site, const struct sample *s, size_t row)
{
	const struct spot *spot = sample_cell(s, row, site->area);
	return spot && !spot->look.area && spot->look.area_word;
}

/* Whether a row has something in the place of an area that is no word of a header. */
static bool is_labelled(const struct site *site, const struct sample *s, size_t row)
{
	const struct spot *spot = sample_cell(s, row, site->area);
	return spot && !spot->look.says_area;
}

bool site_counts(const struct site *site, const struct sample *s, size_t row)
{
	bool labelled = is_labelled(site, s, row);
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (in_table(site, spot) && counts(site, spot, labelled))
			return !has_header_word(site, s, row);
	}
	return false;
}

bool site_heads(const struct site *site, const struct sample *s, size_t row)
{
	bool heads = false, labelled = is_labelled(site, s, row);
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (!in_table(site, spot) || spot->column == site->area ||
			!site->column[spot->column].figures)
			continue;
		if (counts(site, spot, labelled))
			return has_header_word(site, s, row);
		heads = true;
	}
	return heads;
}

bool site_alone(const struct site *site, const struct sample *s, size_t row)
{
	size_t cells = 0;
	for (size_t i = 0; i < s->row[row].count; i++)
		cells += in_table(site, &s->spot[s->row[row].first + i]);
	return cells == 1;
}

/* The different texts of a row, as far as two; the column of the first, and of the last. */
struct texts_of_row {
	bool several;
	size_t first, last;
};

static struct texts_of_row texts_of(const struct site *site, const struct sample *s, size_t row)
{
	struct texts_of_row t = {0};
	struct span first = SPAN("");
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (!in_table(site, spot))
			continue;
		struct span text = spot_text(s, spot);
		t.several |= t.first && !span_equals(text, first);
		first = t.first ? first : text;
		t.first = t.first ? t.first : spot->column;
		t.last = spot->column;
	}
	return t;
}

/* The header */

/* The first row of areas with figures, the first of areas where none has any. */
static size_t first_anchor(struct site *site, const struct sample *s)
{
	size_t lone = s->rows, anchors = 0, others = 0, headings = 0, first = s->rows;
	for (size_t r = 0; r < s->rows; r++) {
		bool area = area_of(site, s, r), figures = site_counts(site, s, r);
		if (area && lone == s->rows && !site_heads(site, s, r))
			lone = r;
		if (area && figures && first == s->rows)
			first = r;
		anchors += area && figures;
		others += figures && !area && lone < s->rows;
		headings += area && !figures && site_alone(site, s, r);
	}
	site->by_heading = headings > 0 && others > 0 && anchors * 4 < others && anchors < headings;
	if (site->by_heading || first == s->rows)
		first = lone;
	while (site->by_heading && first + 1 < s->rows && !site_counts(site, s, first))
		first++;
	return first < s->rows ? first : 0;
}

/* A row that has one text alone, at the left of the table or across it, is a title. */
static bool is_title(const struct site *site, const struct sample *s, size_t row, size_t below)
{
	struct texts_of_row here = texts_of(site, s, row);
	if (here.several || here.first == 0)
		return here.first == 0;
	const struct spot *spot = sample_cell(s, row, here.first);
	bool left = here.first <= site->area || !site->column[here.first].figures;
	if (here.first == site->area && !sample_cell(s, below, site->area) &&
		says_area(spot_text(s, spot)))
		return false;
	return left;
}

/*
 * Whether a row with years is one of the table, and not of its header: it has a label in the place
 * of an area, where a row above it that heads has one, too.
 */
static bool is_row_of_years(const struct site *site, const struct sample *s, size_t row)
{
	bool years = false, texts = false;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		bool here = in_table(site, spot) && spot->column != site->area &&
			    site->column[spot->column].figures;
		years |= here && spot->look.kind == LOOK_FIGURE;
		texts |= here && spot->look.kind == LOOK_TEXT;
	}
	if (!years || texts || !is_labelled(site, s, row))
		return false;
	for (size_t r = row; r-- > 0;) {
		if (site_heads(site, s, r))
			return sample_cell(s, r, site->area) != NULL;
	}
	return false;
}

/* Whether a row with an area has texts where figures should be, below the header: a row of the
 * table that cannot be read, and is to be named. */
static bool is_row_unread(const struct site *site, const struct sample *s, size_t row)
{
	size_t above = row;
	if (!area_of(site, s, row))
		return false;
	while (above > 0 && !(site_heads(site, s, above - 1) && !area_of(site, s, above - 1)))
		above--;
	return above > 0 && says_area(spot_text(s, sample_cell(s, above - 1, site->area)));
}

/*
 * The last row of the header: the lowest above the first row of areas that has texts where the
 * figures are below it. What has figures there is of the table.
 */
static size_t find_header_last(
	const struct site *site, const struct sample *s, size_t anchor, size_t *begin)
{
	*begin = anchor;
	for (size_t r = anchor; r-- > 0;) {
		if (site_counts(site, s, r) || is_row_unread(site, s, r)) {
			*begin = r;
			continue;
		}
		if (site_heads(site, s, r) && !is_row_of_years(site, s, r))
			return r;
		if (site_heads(site, s, r))
			*begin = r;
	}
	/* No text stands above any figure: a header names the column of areas alone, or others that
	 * have no figures. */
	size_t above = *begin;
	if (above == 0 || s->row[above - 1].number + 1 < s->row[above].number)
		return s->rows;
	struct texts_of_row t = texts_of(site, s, above - 1);
	const struct spot *spot = sample_cell(s, above - 1, site->area);
	bool words = spot && says_area(spot_text(s, spot));
	return words || (t.several && !area_of(site, s, above - 1)) ? above - 1 : s->rows;
}

static bool belongs_above(const struct site *site, const struct sample *s, size_t row, size_t last)
{
	return s->row[row].number + 1 == s->row[row + 1].number && !site_counts(site, s, row) &&
	       s->row[last].number - s->row[row].number < HEADER_ROWS &&
	       !is_title(site, s, row, row + 1);
}

static bool has_years_alone(const struct site *site, const struct sample *s, size_t row)
{
	for (size_t i = 0; i < s->row[row].count; i++) {
		if (s->spot[s->row[row].first + i].look.kind != LOOK_FIGURE)
			return false;
	}
	return in_table(site, &s->spot[s->row[row].first]);
}

static void find_header(struct site *site, const struct sample *s, size_t anchor)
{
	size_t last = find_header_last(site, s, anchor, &site->begin);
	if (last == s->rows) {
		/* Figures may stand above titles that are none: the table begins with its areas. */
		while (site->begin < anchor && !sample_cell(s, site->begin, site->area))
			site->begin++;
		while (site->by_heading && site->begin > 0 && area_of(site, s, site->begin - 1))
			site->begin--;
		return;
	}
	size_t first = last;
	while (first > 0 && belongs_above(site, s, first - 1, last))
		first--;
	site->header_first = s->row[first].number;
	site->header_last = s->row[last].number;
	site->years = first < last && has_years_alone(site, s, last);
	site->begin = last + 1;
}

static void take_header(struct site *site, const struct sample *s, const struct layout *said)
{
	site->header_first = said->header_first;
	site->header_last = said->header_last;
	site->begin = 0;
	while (site->begin < s->rows && s->row[site->begin].number <= said->header_last)
		site->begin++;
}

static bool in_header(const struct site *site, const struct sampled *row)
{
	return row->number >= site->header_first && row->number <= site->header_last;
}

/* Whether a column has something below a row of the header, and in `period` whether that is all
 * periods. */
static bool has_lower(
	const struct site *site, const struct sample *s, size_t row, size_t column, bool *period)
{
	bool lower = false;
	*period = true;
	for (size_t r = row + 1; r < s->rows && in_header(site, &s->row[r]); r++) {
		const struct spot *spot = sample_cell(s, r, column);
		lower |= spot != NULL;
		*period &= !spot || spot->look.period;
	}
	return lower;
}

/*
 * Whether an upper row has a text once for several columns of figures: the lower row has more. In a
 * text in columns, whose headers are broken into lines, that is so for periods alone.
 */
static void find_spread(struct site *site, const struct sample *s)
{
	for (size_t r = 0; r < s->rows; r++) {
		if (!in_header(site, &s->row[r]) || s->row[r].number == site->header_last)
			continue;
		const struct spot *left = NULL;
		for (size_t c = site->first; c <= site->last; c++) {
			const struct spot *spot = sample_cell(s, r, c);
			bool period, figures = site->column[c].figures && c != site->area;
			if (spot)
				left = figures ? spot : NULL;
			else if (left && figures && has_lower(site, s, r, c, &period))
				site->spread |= period || !s->plain;
		}
	}
}

static void add_token(struct text *header, struct span text)
{
	struct text token = {0}, plain = {0};
	value_token(text, NUMBERS_PLAIN, &token);
	text_add_unescaped(&plain, text_span(&token));
	if (header->length && plain.length)
		text_add_char(header, ' ');
	text_add(header, text_span(&plain));
	free(token.bytes);
	free(plain.bytes);
}

static void join_header(struct site *site, const struct sample *s)
{
	for (size_t r = 0; r < s->rows; r++) {
		struct span left = SPAN("");
		if (!in_header(site, &s->row[r]))
			continue;
		for (size_t c = site->first; c <= site->last; c++) {
			const struct spot *spot = sample_cell(s, r, c);
			if (spot)
				left = spot_text(s, spot);
			bool spreads = site->spread && s->row[r].number < site->header_last;
			if (s->row[r].number == site->header_last)
				text_add(&site->column[c].lowest, spot_text(s, spot));
			if (spot ? !spot->above : spreads)
				add_token(&site->column[c].header, left);
		}
	}
}

static void take_title(struct site *site, struct span text)
{
	static const char unit[] = "Enhed:";
	enum { LENGTH = sizeof unit - 1 };
	if (text.length > LENGTH && memcmp(text.bytes, unit, LENGTH) == 0)
		text_add(&site->unit,
			trimmed_wide((struct span){text.bytes + LENGTH, text.length - LENGTH}));
	else if (site->title.length == 0)
		text_add(&site->title, text);
}

static void find_titles(struct site *site, const struct sample *s)
{
	size_t first = site->header_first ? site->header_first : s->row[site->begin].number;
	for (size_t r = 0; r < s->rows && s->row[r].number < first; r++) {
		bool figures = site_counts(site, s, r);
		if (figures && !site->above)
			site->above = s->row[r].number;
		if (!figures)
			take_title(site, spot_text(s, &s->spot[s->row[r].first]));
	}
}

/* Another table below */

static bool is_quantity(const struct spot *spot)
{
	return spot->look.kind == LOOK_FIGURE && !spot->look.year && !spot->look.period;
}

/* Whether a row is a header without doubt: it has the word for areas, and neither areas nor
 * figures. */
static bool heads_surely(const struct sample *s, size_t row)
{
	bool word = false;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (spot->look.area || is_quantity(spot))
			return false;
		word |= spot->look.kind == LOOK_TEXT && spot->look.area_word;
	}
	return word && s->row[row].count > 1;
}

/* Whether a row has an area and a figure; and either of them. */
static bool is_row_of_table(const struct sample *s, size_t row, bool *either)
{
	bool area = false, figure = false;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		area |= spot->look.area != NULL;
		figure |= spot->look.kind == LOOK_FIGURE && !spot->look.area;
	}
	*either = area || figure;
	return area && figure;
}

static bool same_texts(const struct sample *s, size_t a, size_t b)
{
	bool same = s->row[a].count == s->row[b].count;
	for (size_t i = 0; same && i < s->row[a].count; i++)
		same = span_equals(spot_text(s, &s->spot[s->row[a].first + i]),
			spot_text(s, &s->spot[s->row[b].first + i]));
	return same;
}

/*
 * The row with which another table surely begins, below rows of areas with figures: it has a header
 * of its own, which is not that of the first again. The rows of the sample where there is none.
 */
static size_t find_cut(const struct sample *s)
{
	size_t header = s->rows, r = 0;
	bool rows = false, more = false, either;
	while (r < s->rows &&
		!(rows && heads_surely(s, r) && (header == s->rows || !same_texts(s, header, r)))) {
		if (!rows && heads_surely(s, r))
			header = r;
		rows |= is_row_of_table(s, r, &either);
		r++;
	}
	for (size_t below = r; below < s->rows && !more; below++)
		more = is_row_of_table(s, below, &either);
	if (!more)
		return s->rows;
	while (!is_row_of_table(s, r - 1, &either) && !either)
		r--;
	return r;
}

bool site_repeats(const struct site *site, const struct sample *s, size_t row)
{
	if (!site->header_last || !site_heads(site, s, row))
		return false;
	for (size_t c = site->first; c <= site->last; c++) {
		struct span here = spot_text(s, sample_cell(s, row, c));
		if (!span_equals(here, text_span(&site->column[c].lowest)))
			return false;
	}
	return true;
}

static bool another_begins(const struct way_down *w, const struct area *area, bool again)
{
	bool titled = w->title < w->header || w->gap;
	if (!w->repeated && again)
		return true;
	return area && !w->page && ((titled && w->areas) || (w->gap && w->figures));
}

bool site_strange(const struct site *site, const struct sample *s, size_t row)
{
	bool figure = false, area = false;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		const struct look *look = &spot->look;
		const struct site_column *column =
			&site->column[spot->column <= site->columns ? spot->column : 0];
		bool usual = column->figures || column->tally.figures > 0 ||
			     spot->column > site->columns;
		figure |= in_table(site, spot) && look->kind == LOOK_FIGURE && !look->period &&
			  !usual && !look->area;
		area |= look->area != NULL;
	}
	return figure && area;
}

/* Whether a row has a word for areas in any of its cells, and others beside it: a header. */
static bool says_areas(const struct sample *s, size_t row)
{
	bool says = false;
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		says |= !spot->look.area && spot->look.kind == LOOK_TEXT && spot->look.says_area;
	}
	return says && s->row[row].count > 1;
}

/* Whether a row has texts alone, above figures and not above areas: a header of another table. */
static bool heads_figures(const struct site *site, const struct sample *s, size_t row)
{
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (!in_table(site, spot) || spot->column == site->area ||
			spot->look.kind != LOOK_TEXT)
			return false;
	}
	return site_heads(site, s, row);
}

/* A row without figures, which could be a title or a header. */
static void step_aside(
	struct way_down *w, const struct site *site, const struct sample *s, size_t row)
{
	size_t number = s->row[row].number;
	if (!w->title) {
		w->title = number;
		w->gap = number > w->last + 1;
	}
	bool says = says_areas(s, row);
	if ((!says && !site_heads(site, s, row)) || area_of(site, s, row))
		return;
	w->areas = says || (w->header && w->areas);
	w->page = site_repeats(site, s, row) || (w->header && w->page);
	w->figures = (!s->plain && heads_figures(site, s, row)) || (w->header && w->figures);
	w->header = w->header ? w->header : number;
}

bool way_step(struct way_down *w, const struct site *site, const struct sample *s, size_t row,
	const struct areas *areas)
{
	bool counted = site_counts(site, s, row);
	if (site->cut && s->row[row].number >= site->cut) {
		w->title = site->cut;
		return true;
	}
	if (!counted && w->header && !w->page && w->areas && site_strange(site, s, row))
		return true;
	if (!counted) {
		step_aside(w, site, s, row);
		w->last = s->row[row].number;
		return false;
	}
	const struct area *area = area_of(site, s, row);
	bool *seen = area ? &w->seen[area - areas->area] : NULL;
	if (w->header && another_begins(w, area, seen && *seen))
		return true;
	w->repeated |= seen && *seen;
	if (seen)
		*seen = true;
	w->header = w->title = 0;
	w->figures = false;
	w->last = s->row[row].number;
	return false;
}

static void find_below(struct site *site, const struct sample *s, const struct areas *areas)
{
	struct way_down w = {.seen = allocate(areas->count + 1, sizeof *w.seen)};
	memset(w.seen, 0, (areas->count + 1) * sizeof *w.seen);
	size_t r = site->begin;
	w.last = r > 0 ? s->row[r - 1].number : 0;
	while (r < s->rows && !way_step(&w, site, s, r, areas))
		r++;
	while (r < s->rows && r > site->begin && s->row[r].number > w.title)
		r--;
	site->end = r;
	site->below = r < s->rows ? s->row[r].number : site->cut;
	free(w.seen);
}

/* Whether a text has a figure beside it in most rows that have it in the place of an area. */
static bool has_figures(const struct site *site, const struct sample *s, struct span text)
{
	size_t with = 0, alone = 0;
	for (size_t r = site->begin; r < site->end; r++) {
		if (!span_equals(spot_text(s, sample_cell(s, r, site->area)), text))
			continue;
		bool figures = site_counts(site, s, r);
		with += figures;
		alone += !figures;
	}
	return with > alone;
}

/* Keeps how larger areas are called that have figures: each name once, in a line of its own. */
static void find_larger(struct site *site, const struct sample *s)
{
	for (size_t r = site->begin; r < site->end; r++) {
		const struct spot *spot = sample_cell(s, r, site->area);
		bool larger =
			spot && spot->look.area && spot->look.area->level != LEVEL_MUNICIPALITY;
		struct span text = spot_text(s, spot);
		if (!larger || !site_alone(site, s, r) || site_counts(site, s, r) ||
			site_larger(site, text) || !has_figures(site, s, text))
			continue;
		text_add(&site->larger, text);
		text_add_char(&site->larger, '\n');
	}
}

bool site_larger(const struct site *site, struct span text)
{
	struct span rest = text_span(&site->larger);
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = (size_t)(feed - rest.bytes);
		if (span_equals((struct span){rest.bytes, length}, text))
			return true;
		rest = (struct span){feed + 1, rest.length - length - 1};
	}
	return false;
}

/* ---- */

bool site_find(struct site *site, const struct sample *all, const struct layout *said,
	const struct areas *areas)
{
	struct sample top = *all, *s = &top;
	*site = (struct site){.columns = s->columns, .first = 1, .last = s->columns};
	site->column = allocate(s->columns + 1, sizeof *site->column);
	memset(site->column, 0, (s->columns + 1) * sizeof *site->column);
	top.rows = said->header_given ? all->rows : find_cut(all);
	site->cut = top.rows < all->rows ? all->row[top.rows].number : 0;
	tally_rows(site, s, 0, s->rows, areas);
	find_beside(site, s);
	find_area(site, s);
	site->across = find_across(site, s);
	if (!site->area || site->across)
		return false;
	size_t f = 0;
	while (!area_of(site, s, f))
		f++;
	tally_rows(site, s, f, s->rows, areas);
	size_t anchor = first_anchor(site, s);
	if (said->header_given)
		take_header(site, s, said);
	else
		find_header(site, s, anchor);
	site->end = s->rows;
	site->below_header = true;
	if (site->begin >= s->rows)
		return true;
	find_spread(site, s);
	join_header(site, s);
	site->below_header = false;
	find_titles(site, s);
	site->below_header = true;
	find_below(site, s, areas);
	tally_rows(site, s, site->begin, site->end, areas);
	find_larger(site, s);
	return true;
}

void site_free(struct site *site)
{
	for (size_t c = 0; site->column && c <= site->columns; c++) {
		free(site->column[c].header.bytes);
		free(site->column[c].lowest.bytes);
	}
	free(site->column);
	free(site->title.bytes);
	free(site->unit.bytes);
	free(site->larger.bytes);
}
