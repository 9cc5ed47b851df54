#include "study.h"

#include "lib/hash.h"
#include "read/values.h"

#include <stdio.h>
#include <stdlib.h>

/* Texts to leave out, marks, words and headings that are kept; and what rows begin with. */
enum { SKIPS = 200, MARKS = 16, HEADINGS = 64, FIRSTS = 1 << 16, FIRST_SLOTS = FIRSTS << 1 };

void study_open(struct study *study, const struct site *site, const struct plan *plan,
	const struct areas *areas)
{
	*study = (struct study){.site = site,
		.plan = plan,
		.areas = areas,
		.columns = site->columns,
		.column = allocate(site->columns + 1, sizeof *study->column),
		.seen = allocate(areas->count + 1, sizeof *study->seen),
		.times = allocate(areas->count + 1, sizeof *study->times),
		.section = allocate(areas->count + 1, sizeof *study->section),
		.round = allocate(areas->count + 1, sizeof *study->round),
		.label = allocate(site->columns + 1, sizeof *study->label),
		.first_cell = allocate(FIRST_SLOTS, sizeof *study->first_cell),
		.skip = {.most = SKIPS},
		.marks = {.most = MARKS},
		.words = {.most = MARKS},
		.left = {.most = MARKS},
		.heading = {.most = HEADINGS},
		.totals = totals_open(areas),
		.secret = secret_draw()};
	memset(study->column, 0, (site->columns + 1) * sizeof *study->column);
	memset(study->label, 0, (site->columns + 1) * sizeof *study->label);
	memset(study->seen, 0, areas->count + 1);
	memset(study->times, 0, (areas->count + 1) * sizeof *study->times);
	memset(study->section, 0, areas->count + 1);
	memset(study->round, 0, areas->count + 1);
	memset(study->first_cell, 0, FIRST_SLOTS * sizeof *study->first_cell);
	study->way.seen = allocate(areas->count + 1, sizeof *study->way.seen);
	memset(study->way.seen, 0, areas->count + 1);
}

void study_free(struct study *study)
{
	for (size_t c = 0; c <= study->columns; c++) {
		list_free(&study->column[c].others);
		list_free(&study->column[c].strays);
		list_free(&study->column[c].in_danish);
		list_free(&study->column[c].in_plain);
		free(study->label[c].bytes);
	}
	list_free(&study->unknown);
	list_free(&study->blank);
	list_free(&study->twice);
	list_free(&study->unlabelled);
	list_free(&study->borrowed);
	list_free(&study->lonely);
	list_free(&study->country);
	tallied_free(&study->left);
	tallied_free(&study->skip);
	tallied_free(&study->marks);
	tallied_free(&study->words);
	tallied_free(&study->heading);
	totals_close(study->totals);
	free(study->column);
	free(study->seen);
	free(study->times);
	free(study->section);
	free(study->round);
	free(study->label);
	free(study->first_cell);
	free(study->way.seen);
	free(study->pending.bytes);
}

/* What rows begin with */

static size_t first_slot(const struct study *study, struct span text, uint64_t *print)
{
	*print = hash_text(&study->secret, text);
	*print += *print == 0;
	size_t at = *print >> 32 & (FIRST_SLOTS - 1);
	while (study->first_cell[at] && study->first_cell[at] != *print)
		at = (at + 1) & (FIRST_SLOTS - 1);
	return at;
}

/* Side 3: what pages are numbered with is told without the number. */
static struct span without_page(struct span text)
{
	static const char *const pages[] = {"Side", "side", "Page", "page"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		size_t length = strlen(pages[i]);
		if (text.length > length && memcmp(text.bytes, pages[i], length) == 0 &&
			digit(text.bytes[text.length - 1]))
			return (struct span){text.bytes, length};
	}
	return text;
}

static void keep_first(struct study *study, struct span text)
{
	uint64_t print;
	study->paged |= without_page(text).length < text.length;
	if (study->unsure)
		return;
	size_t at = first_slot(study, text, &print);
	if (study->first_cell[at])
		return;
	if (study->first_cells == FIRSTS) {
		study->unsure = true;
		return;
	}
	study->first_cell[at] = print;
	study->first_cells++;
}

bool study_skips(const struct study *study, struct span text)
{
	uint64_t print;
	if (study->unsure || text.length == 0)
		return false;
	if (text.bytes[text.length - 1] != '*')
		return !study->first_cell[first_slot(study, text, &print)];
	struct span page = {text.bytes, text.length - 1};
	return !study->paged && (span_is(page, "Side") || span_is(page, "side") ||
					span_is(page, "Page") || span_is(page, "page"));
}

/* Cells */

static enum role role_at(const struct study *study, size_t column)
{
	return column <= study->site->columns ? study->plan->column[column].role : ROLE_IGNORED;
}

/* The columns of a row that has more than the sample had. */
static void make_room(struct study *study, size_t column)
{
	if (column <= study->columns)
		return;
	study->column = reallocate(study->column, column + 1, sizeof *study->column);
	study->label = reallocate(study->label, column + 1, sizeof *study->label);
	memset(study->column + study->columns + 1, 0,
		(column - study->columns) * sizeof *study->column);
	memset(study->label + study->columns + 1, 0,
		(column - study->columns) * sizeof *study->label);
	study->columns = column;
}

static struct quote name_of_column(size_t column)
{
	struct text letters = {0};
	column_letters(&letters, column);
	struct quote shown = quote(text_span(&letters));
	free(letters.bytes);
	return shown;
}

/* A text where a figure should be. */
static void take_stray(
	const struct sample *s, size_t row, const struct spot *spot, struct study_column *c)
{
	struct span text = spot_text(s, spot);
	if (list_full(&c->strays))
		return;
	list_add(&c->strays, "column %s, row %zu: %s", name_of_column(spot->column).text,
		s->row[row].number, quote(text).text);
}

static void take_guise(struct study *study, const struct sample *s, size_t row,
	const struct spot *spot, struct study_column *c)
{
	struct span text = spot_text(s, spot);
	size_t mark = spot->look.mark;
	c->parentheses += spot->look.guise == GUISE_PARENTHESES;
	c->minus_last += spot->look.guise == GUISE_MINUS_LAST;
	if (spot->look.guise == GUISE_PLUS)
		tallied_add(&study->marks, SPAN("+"), s->row[row].number);
	if (spot->look.guise == GUISE_MARK)
		tallied_add(&study->marks, (struct span){text.bytes + text.length - mark, mark},
			s->row[row].number);
}

/* Whether a text ends with a comma and three digits. */
static bool ends_with_three(struct span text)
{
	enum { THREE = 3 };
	if (text.length <= THREE + 1)
		return false;
	const char *end = text.bytes + text.length - THREE;
	return end[-1] == ',' && digit(end[0]) && digit(end[1]) && digit(end[2]);
}

/* Whether a figure has one point, with a digit or two before it and three behind: 1.234. */
static bool is_third(struct span text)
{
	enum { THREE = 3, MOST = 2 };
	size_t digits = 0;
	while (digits < text.length && digit(text.bytes[digits]))
		digits++;
	bool point = digits > 0 && digits <= MOST && text.length == digits + 1 + THREE &&
		     text.bytes[digits] == '.';
	for (size_t i = digits + 1; point && i < text.length; i++)
		point = digit(text.bytes[i]);
	return point;
}

static void take_figure(
	struct study_column *c, const struct sample *s, size_t row, const struct spot *spot)
{
	const struct look *look = &spot->look;
	struct span text = spot_text(s, spot);
	bool danish = look->ways & (WAY_DA | WAY_DA_SPACES);
	bool plain = look->ways & (WAY_PLAIN | WAY_PLAIN_SPACES);
	c->figures++;
	c->danish += danish && !plain;
	c->plain += plain && !danish;
	c->spaced += look->ways && !(look->ways & (WAY_DA | WAY_PLAIN));
	c->fractions += look->fraction;
	c->three += look->fraction && ends_with_three(text);
	c->percents += look->percent;
	c->thirds += is_third(text);
	c->dotted += look->ways && memchr(text.bytes, '.', text.length) != NULL;
	struct listed *list = danish ? &c->in_danish : &c->in_plain;
	if (danish != plain && !list_full(list))
		list_add(list, "column %s, row %zu: %s", name_of_column(spot->column).text,
			s->row[row].number, quote(text).text);
}

static void take_cell(
	struct study *study, const struct sample *s, size_t row, const struct spot *spot)
{
	struct study_column *c = &study->column[spot->column];
	const struct look *look = &spot->look;
	c->given++;
	c->areas += look->area != NULL;
	bool value = role_at(study, spot->column) == ROLE_VALUE;
	if (look->kind == LOOK_FIGURE)
		take_figure(c, s, row, spot);
	else if (look->kind == LOOK_SIGN || look->kind == LOOK_WORD)
		c->signs++;
	else
		c->texts++;
	if (look->guise != GUISE_NONE && value)
		take_guise(study, s, row, spot, c);
	bool odd = look->kind == LOOK_TEXT || spot->shared || spot->kind == CELL_ERROR ||
		   spot->kind == CELL_FAULT;
	bool undated = role_at(study, spot->column) == ROLE_PERIOD && !look->period;
	if ((odd && value) || undated)
		take_stray(s, row, spot, c);
	if (look->kind == LOOK_WORD && value)
		tallied_add(&study->words, spot_text(s, spot), s->row[row].number);
}

/* Lists a row by the text of a cell, or by its number alone. */
static void list_spot(
	struct listed *list, const struct sample *s, size_t row, const struct spot *spot)
{
	struct quote shown = quote(spot_text(s, spot));
	list_add_row(list, s->row[row].number, spot ? span_of(shown.text) : SPAN(""));
}

/* Areas */

/* Holds a further column of areas against the first. */
static void take_further(struct study *study, const struct sample *s, size_t row, size_t column,
	const struct spot *first)
{
	const struct spot *spot = sample_cell(s, row, column);
	struct study_column *c = &study->column[column];
	const struct area *a = first ? first->look.area : NULL;
	const struct area *b = spot ? spot->look.area : NULL;
	enum why why = study->plan->column[column].why;
	if (!a || !b) {
		c->first += first && !b;
		c->second += spot && !a;
		if (first || spot)
			c->against = false;
		else if (c->against)
			list_add_row(&c->others, s->row[row].number, SPAN("the same"));
		return;
	}
	bool inside = area_lies_in(a, b) || area_lies_in(b, a);
	c->same += a == b;
	c->within += a != b && inside;
	c->other += a != b && !inside;
	c->against = a != b && !(inside && why == WHY_WITHIN);
	if (!c->against)
		return;
	struct text both = {0};
	text_add(&both, span_of(quote(spot_text(s, first)).text));
	text_add(&both, SPAN(" and "));
	text_add(&both, span_of(quote(spot_text(s, spot)).text));
	list_add_row(&c->others, s->row[row].number, text_span(&both));
	free(both.bytes);
}

/* The columns by which rows are told apart, as one number; labels that are filled down count. */
static uint64_t series_of(struct study *study, const struct sample *s, size_t row, bool *labelled)
{
	uint64_t key = 0;
	*labelled = false;
	for (size_t c = study->site->first; c <= study->site->last; c++) {
		enum role role = study->plan->column[c].role;
		bool fill = study->plan->column[c].fill;
		if (role != ROLE_FIELD && role != ROLE_PERIOD && !fill)
			continue;
		struct span text = spot_text(s, sample_cell(s, row, c));
		*labelled |= text.length > 0;
		if (text.length && fill) {
			study->label[c].length = 0;
			text_add(&study->label[c], text);
		}
		if (fill)
			text = text_span(&study->label[c]);
		if (role != ROLE_AREA)
			key = hash_further(key, hash_text(&study->secret, text));
	}
	return key;
}

static void add_totals(struct study *study, const struct sample *s, size_t row,
	const struct area *area, uint64_t series)
{
	struct text value = {0};
	for (size_t i = 0; i < s->row[row].count; i++) {
		const struct spot *spot = &s->spot[s->row[row].first + i];
		if (role_at(study, spot->column) != ROLE_VALUE ||
			(spot->look.kind != LOOK_FIGURE && spot->look.kind != LOOK_SIGN) ||
			spot->look.guise != GUISE_NONE)
			continue;
		bool plain = spot->kind != CELL_TEXT || study->plan->column[spot->column].plain;
		value.length = 0;
		const char *fault = value_decimal(
			spot_text(s, spot), plain ? NUMBERS_PLAIN : NUMBERS_DA, &value);
		if (!fault && value.length)
			totals_add(study->totals, series, spot->column, area, text_span(&value),
				s->row[row].number);
	}
	free(value.bytes);
}

/* The area of a row; a further column may have it where the first has none. */
static const struct spot *area_spot(const struct study *study, const struct sample *s, size_t row)
{
	const struct spot *best = sample_cell(s, row, study->site->area);
	for (size_t c = study->site->first; c <= study->site->last; c++) {
		if (study->plan->column[c].role != ROLE_AREA || c == study->site->area || best)
			continue;
		best = sample_cell(s, row, c);
	}
	return best;
}

static void take_area(
	struct study *study, const struct sample *s, size_t row, const struct area *area)
{
	size_t place = (size_t)(area - study->areas->area);
	study->rows[area->level]++;
	study->times[place]++;
	if (area->level == LEVEL_MUNICIPALITY && study->times[place] > study->most)
		study->most = study->times[place];
	if (area->level == LEVEL_COUNTRY)
		list_spot(&study->country, s, row, area_spot(study, s, row));
	if (area->level != LEVEL_COUNTRY && !study->section[place] && study->round[place]) {
		study->rounds++;
		memset(study->round, 0, study->areas->count + 1);
	}
	if (study->section[place] && !study->plan->keyed)
		list_spot(&study->twice, s, row, area_spot(study, s, row));
	study->seen[place] = study->section[place] = study->round[place] = true;
}

/* Rows of the table */

/* A row with figures that has no area of its own: it may have that of a row above. */
static void take_blank(struct study *study, const struct sample *s, size_t row, bool labelled)
{
	if (study->site->by_heading)
		return;
	if (!study->plan->column[study->site->area].fill)
		list_spot(&study->blank, s, row, NULL);
	else if (!labelled)
		list_spot(&study->unlabelled, s, row, NULL);
}

/* A row that begins a group of its own, as the total of one does, but has labels of that above. */
static void take_borrowed(struct study *study, const struct sample *s, size_t row)
{
	const struct spot *begins = NULL;
	for (size_t c = study->site->first; c <= study->site->last; c++) {
		const struct plan_column *plan = &study->plan->column[c];
		if (plan->role == ROLE_VALUE && !plan->fill)
			continue;
		const struct spot *spot = sample_cell(s, row, c);
		bool once = plan->fill || study->column[c].given < study->records;
		if (begins && !spot && plan->fill) {
			list_spot(&study->borrowed, s, row, begins);
			return;
		}
		if (!begins && spot && once && plan->role != ROLE_VALUE)
			begins = spot;
	}
}

static void take_record(struct study *study, const struct sample *s, size_t row)
{
	bool labelled;
	size_t number = s->row[row].number;
	const struct spot *spot = area_spot(study, s, row);
	const struct sampled *r = &s->row[row];
	uint64_t series = series_of(study, s, row, &labelled);
	if (site_strange(study->site, s, row))
		tallied_add(&study->left, spot_text(s, &s->spot[r->first]), number);
	study->records++;
	study->first = study->first ? study->first : number;
	study->last = number;
	keep_first(study, spot_bytes(s, &s->spot[r->first]));
	for (size_t i = 0; i < r->count; i++) {
		make_room(study, s->spot[r->first + i].column);
		take_cell(study, s, row, &s->spot[r->first + i]);
	}
	take_borrowed(study, s, row);
	for (size_t c = study->site->first; c <= study->site->last; c++) {
		enum why why = study->plan->column[c].why;
		if (why == WHY_SAME || why == WHY_WITHIN ||
			(why == WHY_OTHERS && study->site->column[c].figures))
			take_further(study, s, row, c, sample_cell(s, row, study->site->area));
	}
	if (study->site->by_heading)
		return;
	if (!spot) {
		take_blank(study, s, row, labelled);
	} else if (!spot->look.area) {
		list_spot(&study->unknown, s, row, spot);
	} else {
		take_area(study, s, row, spot->look.area);
		add_totals(study, s, row, spot->look.area, series + study->rounds);
	}
}

/* Rows that are none of the table */

static void take_aside(struct study *study, const struct sample *s, size_t row)
{
	const struct spot *first = &s->spot[s->row[row].first];
	struct span text = spot_bytes(s, first), page = without_page(text);
	struct text open = {0};
	text_add(&open, page);
	if (page.length < text.length)
		text_add_char(&open, '*');
	tallied_add(&study->skip, text_span(&open), s->row[row].number);
	free(open.bytes);
	bool heads = site_heads(study->site, s, row) && !site_repeats(study->site, s, row);
	if (heads || site_strange(study->site, s, row))
		tallied_add(&study->left, text, s->row[row].number);
	if (!site_alone(study->site, s, row))
		return;
	study->pending.length = 0;
	text_add(&study->pending, spot_text(s, first));
	study->pending_row = s->row[row].number;
	study->pending_area = first->look.area;
	study->pending_period = first->look.period;
}

/* What stood alone in the row above these figures was their heading. */
static void take_heading(struct study *study)
{
	if (!study->pending_row)
		return;
	study->headings++;
	study->headings_area += study->pending_area != NULL;
	if (study->pending_area && study->site->by_heading) {
		study->seen[study->pending_area - study->areas->area] = true;
		study->rows[study->pending_area->level]++;
	}
	study->headings_period += study->pending_period;
	tallied_add(&study->heading, text_span(&study->pending), study->pending_row);
	memset(study->section, 0, study->areas->count + 1);
	study->pending_row = 0;
}

enum heading study_heading(const struct study *study)
{
	if (study->site->by_heading)
		return HEADING_AREA;
	if (study->headings == 0)
		return HEADING_NONE;
	if (study->headings_period == study->headings)
		return study->rounds ? HEADING_PERIOD : HEADING_NONE;
	if (study->rounds)
		return HEADING_GROUP;
	bool skipped = true;
	for (size_t i = 0; i < study->heading.count; i++)
		skipped = skipped && study_skips(study, text_span(&study->heading.text[i].text));
	return skipped && !study->heading.more ? HEADING_NONE : HEADING_REGION;
}

/* An area without anything beside it: a larger one is a heading, a municipality a row. */
static bool is_heading(const struct study *study, const struct sample *s, size_t row)
{
	const struct spot *spot = sample_cell(s, row, study->site->area);
	bool larger = spot->look.area->level != LEVEL_MUNICIPALITY;
	bool heading = larger && !site_larger(study->site, spot_text(s, spot));
	return site_alone(study->site, s, row) && (heading || study->site->by_heading);
}

/* A row without figures that has a label for the rows below it, and others of its own. */
static bool is_group(const struct study *study, const struct sample *s, size_t row)
{
	return study->plan->column[study->site->area].fill &&
	       sample_cell(s, row, study->site->area) && !site_alone(study->site, s, row) &&
	       !site_heads(study->site, s, row);
}

/* Whether a row has nothing but a label behind its area, which stands above it: no figure was
 * given. */
static bool is_label(const struct study *study, const struct sample *s, size_t row)
{
	const struct spot *first = &s->spot[s->row[row].first];
	size_t area = study->site->area;
	enum role role = role_at(study, first->column);
	return study->plan->column[area].fill && site_alone(study->site, s, row) &&
	       first->column > area && (role == ROLE_PERIOD || role == ROLE_FIELD);
}

bool study_row(struct study *study, const struct sample *s, size_t row)
{
	if (study->below) {
		study->beyond += site_counts(study->site, s, row);
		return false;
	}
	if (way_step(&study->way, study->site, s, row, study->areas)) {
		study->below = study->way.title;
		study->beyond = 1;
		return false;
	}
	const struct spot *spot = sample_cell(s, row, study->site->area);
	bool counts = site_counts(study->site, s, row);
	bool known = spot && spot->look.area;
	if (counts)
		take_heading(study);
	bool lacks = spot && site_alone(study->site, s, row) &&
		     site_larger(study->site, spot_text(s, spot));
	bool lonely = !counts && (lacks || (known && !is_heading(study, s, row)));
	if (!counts && is_label(study, s, row))
		return true;
	if (lonely && site_alone(study->site, s, row))
		list_spot(&study->lonely, s, row, spot);
	if (counts || lonely || is_group(study, s, row))
		take_record(study, s, row);
	else
		take_aside(study, s, row);
	return true;
}
