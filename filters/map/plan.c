#include "plan.h"

#include "names.h"

#include "lib/area-names.h"
#include "lib/hash.h"

#include <stdlib.h>

struct planner {
	struct plan *plan;
	const struct site *site;
	const struct sample *s;
	struct secret secret;
	/* Of the rows of the table: their number in the sample, and what tells them apart. */
	size_t keys, *row;
	uint64_t *key, *sorted;
};

static bool says_period(struct span header)
{
	static const char *const words[] = {"aar", "tid", "period", "dato", "kvartal", "maaned",
		"uge", "year", "time", "date", "quarter", "month", "skoleaar", "regnskabsaar",
		"budgetaar", NULL};
	struct text key = {0};
	fold(&key, header);
	size_t i = 0;
	while (words[i] && !(key.length >= strlen(words[i]) &&
				   memcmp(key.bytes, words[i], strlen(words[i])) == 0))
		i++;
	free(key.bytes);
	return words[i] != NULL;
}

/* Columns alone */

/* Whether a column counts the rows: 1, 2, 3. */
static bool is_running(const struct planner *p, size_t column)
{
	enum { ROOM = 32 };
	char number[ROOM];
	size_t n = 0;
	for (size_t r = p->site->begin; r < p->site->end; r++) {
		const struct spot *spot = sample_cell(p->s, r, column);
		if (!spot || !site_counts(p->site, p->s, r))
			continue;
		size_t length = 0;
		for (size_t left = ++n; left > 0; left /= 10)
			length++;
		size_t left = n;
		for (size_t i = length; i-- > 0; left /= 10)
			number[i] = (char)('0' + left % 10);
		if (!span_equals(spot_text(p->s, spot), (struct span){number, length}))
			return false;
	}
	return n > 2;
}

static enum role role_of_figures(const struct planner *p, size_t column, enum why *why)
{
	const struct site_column *c = &p->site->column[column];
	const struct tally *t = &c->tally;
	struct span header = text_span(&c->header);
	bool whole = t->fractions == 0;
	if (whole && column < p->site->area && is_running(p, column)) {
		*why = WHY_RUNNING;
		return ROLE_FIELD;
	}
	if (whole && (t->coded > 0 || says_code(header))) {
		*why = WHY_CODES;
		return ROLE_FIELD;
	}
	if (t->periods == t->given && (says_period(header) || t->years < t->given))
		return ROLE_PERIOD;
	/* Some rows, totals for one, may have a word instead, but no other figure. */
	if (says_period(header) && t->periods * 2 > t->given && t->periods == t->figures)
		return ROLE_PERIOD;
	return ROLE_VALUE;
}

static bool has_period(struct span header)
{
	struct said said;
	said_read(&said, header);
	bool has = said.period.length > 0;
	said_free(&said);
	return has;
}

static enum role role_of(const struct planner *p, size_t column, enum why *why)
{
	const struct site_column *c = &p->site->column[column];
	const struct tally *t = &c->tally;
	if (t->given == 0) {
		*why = WHY_EMPTY;
		return ROLE_IGNORED;
	}
	if (column == p->site->area && !p->site->by_heading)
		return ROLE_AREA;
	if (c->figures)
		return role_of_figures(p, column, why);
	if (t->words + t->signs == t->given && has_period(text_span(&c->header)))
		return ROLE_VALUE;
	bool periods = t->periods * 10 >= t->given * 9;
	return periods && t->areas == 0 ? ROLE_PERIOD : ROLE_FIELD;
}

/* Two columns of areas */

struct agreement {
	size_t same, within, other; /* rows in which both have an area */
	size_t first, second;       /* rows in which only one has */
};

static struct agreement agreement_of(const struct planner *p, size_t column)
{
	struct agreement n = {0};
	for (size_t r = p->site->begin; r < p->site->end; r++) {
		const struct spot *a = sample_cell(p->s, r, p->site->area);
		const struct spot *b = sample_cell(p->s, r, column);
		const struct area *first = a ? a->look.area : NULL;
		const struct area *second = b ? b->look.area : NULL;
		if (!first || !second) {
			n.first += a && !second;
			n.second += b && !first;
		} else if (first == second) {
			n.same++;
		} else if (area_lies_in(first, second) || area_lies_in(second, first)) {
			n.within++;
		} else {
			n.other++;
		}
	}
	return n;
}

/*
 * Whether two columns, one of codes and one of names, are of the same areas: most rows agree, or,
 * where the header of the codes says that they are codes, as many as chance does not give. Of few
 * rows one that contradicts is half.
 */
static bool are_a_pair(const struct planner *p, size_t column, const struct agreement *n)
{
	enum { BY_CHANCE = 4 };
	const struct site_column *c = &p->site->column[column];
	bool numbers = c->tally.numbers * 2 > c->tally.areas;
	struct span header = text_span(&p->site->column[numbers ? column : p->site->area].header);
	size_t both = n->same + n->within + n->other;
	if (n->same * 2 > both && c->tally.areas * 2 >= c->tally.given)
		return true;
	return (says_code(header) || says_area(header)) && n->same > 0 &&
	       n->same * BY_CHANCE >= both;
}

/*
 * What a further column of areas is: the code or the name of the same ones, with which it makes one
 * area; or something else that is told of each row. Figures that are codes of others are figures.
 */
static void judge_areas(struct planner *p, size_t column)
{
	struct plan_column *c = &p->plan->column[column];
	const struct tally *t = &p->site->column[column].tally;
	const struct tally *main = &p->site->column[p->site->area].tally;
	struct agreement n = agreement_of(p, column);
	bool numbers = t->numbers * 2 > t->areas, main_numbers = main->numbers * 2 > main->areas;
	size_t both = n.same + n.within + n.other;
	/* 'I alt' is the country, too, and stands in columns that have no areas. */
	bool areas = t->different > 1 || says_area(text_span(&p->site->column[column].header));
	bool pair = numbers != main_numbers && are_a_pair(p, column, &n);
	bool codes =
		numbers && !main_numbers && n.other > 0 &&
		(t->numbers == t->given || says_area(text_span(&p->site->column[column].header)));
	if (t->areas == 0 || !areas ||
		(!pair && !(codes && c->role == ROLE_FIELD) &&
			(t->areas - t->numbers) * 2 + n.same * 4 < t->given))
		return;
	if (n.same * 2 > both && (n.other + n.within + n.first + n.second == 0)) {
		*c = (struct plan_column){.role = ROLE_IGNORED, .why = WHY_SAME};
	} else if (pair) {
		*c = (struct plan_column){.role = ROLE_AREA, .why = WHY_SAME};
	} else if (n.within * 2 > both && n.other == 0 && n.second == 0) {
		*c = (struct plan_column){.role = ROLE_IGNORED, .why = WHY_WITHIN};
	} else if (!p->site->column[column].figures || c->role == ROLE_FIELD) {
		*c = (struct plan_column){.role = ROLE_FIELD, .why = WHY_OTHERS};
	}
}

/* What tells rows apart */

static bool is_key(const struct plan *plan, size_t column)
{
	enum role role = plan->column[column].role;
	enum why why = plan->column[column].why;
	if (why == WHY_CODES || why == WHY_RUNNING)
		return false; /* they tell each row from any other, and nothing of it */
	return role == ROLE_AREA || role == ROLE_PERIOD || role == ROLE_FIELD;
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Whether a row is one of the table: it has figures, or an area and labels, and none of them. */
static bool is_row(const struct planner *p, size_t row)
{
	const struct spot *spot = sample_cell(p->s, row, p->site->area);
	return site_counts(p->site, p->s, row) ||
	       (spot && spot->look.area && !site_alone(p->site, p->s, row) &&
		       !site_heads(p->site, p->s, row));
}

/*
 * Adds what a column gives to the keys of rows, or takes it away again. A key is a sum, so that
 * what becomes of it with another column costs a look at that one alone: 800 columns of 1,000 rows
 * that are alike took 2 s, and four times as long for each doubling.
 */
static void add_to_keys(struct planner *p, size_t column, bool away)
{
	struct span last = SPAN("");
	for (size_t i = 0; i < p->keys; i++) {
		struct span text = spot_text(p->s, sample_cell(p->s, p->row[i], column));
		if (text.length || !p->plan->column[column].fill)
			last = text;
		/* By column, so that labels which change places are told apart. */
		uint64_t part = hash_text(&p->secret, last) * (2 * (uint64_t)column + 1);
		p->key[i] += away ? -part : part;
	}
}

/* How many rows have the key of another one. */
static size_t count_twins(const struct planner *p)
{
	size_t twins = 0;
	memcpy(p->sorted, p->key, p->keys * sizeof *p->key);
	qsort(p->sorted, p->keys, sizeof *p->sorted, compare_keys);
	for (size_t i = 1; i < p->keys; i++)
		twins += p->sorted[i] == p->sorted[i - 1];
	return twins;
}

/* Finds the rows of the table and their keys. */
static void make_keys(struct planner *p)
{
	const struct site *site = p->site;
	uint64_t heading = 0;
	p->keys = 0;
	for (size_t r = site->begin; r < site->end; r++) {
		if (is_row(p, r)) {
			p->row[p->keys] = r;
			p->key[p->keys++] = heading;
		} else if (site_alone(site, p->s, r)) {
			struct span alone = spot_text(p->s, &p->s->spot[p->s->row[r].first]);
			heading = hash_text(&p->secret, alone);
		}
	}
	for (size_t c = site->first; c <= site->last; c++) {
		if (is_key(p->plan, c))
			add_to_keys(p, c, false);
	}
}

/* Whether a row without an area in one column has one in another: a total without a code, for one.
 */
static bool has_other_area(const struct planner *p, size_t row, size_t column)
{
	bool other = false, area = p->plan->column[column].role == ROLE_AREA;
	for (size_t c = p->site->first; c <= p->site->last && area; c++)
		other |= c != column && p->plan->column[c].role == ROLE_AREA &&
			 sample_cell(p->s, row, c) != NULL;
	return other;
}

/* How often the labels of a column stand once for several rows. */
struct groups {
	size_t labels;  /* cells with one */
	size_t runs;    /* of them, those that are not the one above again */
	size_t several; /* that have rows below their own without one */
	bool broken;    /* no label stands above the first row, or another area beside one */
};

static struct groups groups_of(const struct planner *p, size_t column)
{
	struct groups g = {0};
	size_t rows = 0;
	struct span last = SPAN("");
	for (size_t i = 0; i < p->keys && !g.broken; i++) {
		size_t r = p->row[i];
		struct span label = spot_text(p->s, sample_cell(p->s, r, column));
		g.broken = !label.length && (g.labels == 0 || has_other_area(p, r, column));
		g.several += !label.length && rows == 1;
		rows = label.length ? 1 : rows + 1;
		g.labels += label.length > 0;
		g.runs += label.length && !span_equals(label, last);
		last = label.length ? label : last;
	}
	return g;
}

/*
 * Whether the labels of a column could stand once for groups of rows: of so many groups one has
 * rows below its first.
 */
static bool could_be_filled(const struct groups *g, size_t groups, size_t of)
{
	return !g->broken && g->several > 0 && g->several * of >= groups;
}

/* The labels of a column beside each area that stands once for its rows, as one number. */
struct sequences {
	size_t areas;  /* groups of an area */
	size_t alike;  /* of them, those whose labels are those of the first */
	size_t labels; /* of the first */
	bool bare;     /* a group begins without one */
};

static struct sequences sequences_of(const struct planner *p, size_t column)
{
	struct sequences s = {0};
	uint64_t key = 0, first = 0;
	for (size_t i = 0; i < p->keys; i++) {
		size_t r = p->row[i];
		struct span label = spot_text(p->s, sample_cell(p->s, r, column));
		if (sample_cell(p->s, r, p->site->area)) {
			first = s.areas == 1 ? key : first;
			s.alike += s.areas > 1 && key == first;
			s.areas++;
			s.bare |= !label.length;
			key = 0;
		}
		s.labels += s.areas == 1 && label.length;
		if (label.length)
			key = hash_further(key, hash_text(&p->secret, label));
	}
	s.alike += s.areas > 1 && key == first;
	return s;
}

/* Whether most areas that stand once for their rows have the same labels in a column, each once. */
static bool has_sequence(const struct planner *p, size_t column)
{
	enum { MOST = 3, OF = 4 };
	if (!p->plan->column[p->site->area].fill || column == p->site->area)
		return false;
	struct sequences s = sequences_of(p, column);
	return !s.bare && s.labels > 1 && s.areas > 1 && (s.alike + 1) * OF >= s.areas * MOST;
}

static void find_fills(struct planner *p)
{
	enum { HALF = 2, SOME = 4 };
	make_keys(p);
	size_t before = count_twins(p);
	for (size_t c = p->site->first; c <= p->site->last; c++) {
		struct plan_column *column = &p->plan->column[c];
		struct groups g = groups_of(p, c);
		if (!is_key(p->plan, c) || !could_be_filled(&g, g.runs, SOME))
			continue;
		add_to_keys(p, c, true);
		column->fill = true;
		add_to_keys(p, c, false);
		size_t after = count_twins(p);
		/* Code and name of an area stand once together. */
		bool pair = column->role == ROLE_AREA && p->plan->column[p->site->area].fill;
		bool leads = pair || has_sequence(p, c) ||
			     (c <= p->site->area && could_be_filled(&g, g.labels, HALF));
		bool fills = leads ? after <= before : after < before;
		before = fills ? after : before;
		if (fills)
			continue;
		add_to_keys(p, c, true);
		column->fill = false;
		add_to_keys(p, c, false);
	}
}

/* Whole numbers that tell apart what would be the same: ages, of which a table has many rows. */
static void find_dimension(struct planner *p)
{
	const struct site *site = p->site;
	make_keys(p);
	size_t rows = 0, last = site->first, twins = count_twins(p);
	for (size_t r = site->begin; r < site->end; r++)
		rows += site_counts(site, p->s, r);
	for (size_t c = site->first; c <= site->last; c++)
		last = p->plan->column[c].role == ROLE_VALUE ? c : last;
	for (size_t c = site->first; c < last && twins * 4 >= rows && rows > 1; c++) {
		struct plan_column *column = &p->plan->column[c];
		const struct tally *t = &site->column[c].tally;
		if (column->role != ROLE_VALUE || t->fractions || t->signs ||
			has_period(text_span(&site->column[c].header)))
			continue;
		struct plan_column kept = *column;
		bool years = t->periods == t->given;
		*column = (struct plan_column){.role = years ? ROLE_PERIOD : ROLE_FIELD,
			.why = years ? WHY_YEARS : WHY_APART};
		add_to_keys(p, c, false);
		if (count_twins(p) * 10 <= twins)
			return;
		add_to_keys(p, c, true);
		*column = kept;
	}
}

/* ---- */

/* Whether the texts of a column are plain notation: some fit no other. */
static bool is_plain(const struct planner *p, size_t column)
{
	size_t plain = 0, danish = 0;
	for (size_t r = p->site->begin; r < p->site->end; r++) {
		const struct spot *spot = sample_cell(p->s, r, column);
		unsigned ways = spot ? spot->look.ways : 0;
		bool da = ways & (WAY_DA | WAY_DA_SPACES);
		bool pl = ways & (WAY_PLAIN | WAY_PLAIN_SPACES);
		plain += pl && !da;
		danish += da && !pl;
	}
	return plain > 0 && danish == 0;
}

void plan_make(struct plan *plan, const struct site *site, const struct sample *s)
{
	struct planner p = {.plan = plan, .site = site, .s = s, .secret = secret_draw()};
	p.row = allocate(s->rows + 1, sizeof *p.row);
	p.key = allocate(s->rows + 1, sizeof *p.key);
	p.sorted = allocate(s->rows + 1, sizeof *p.sorted);
	*plan = (struct plan){.column = allocate(site->columns + 1, sizeof *plan->column)};
	memset(plan->column, 0, (site->columns + 1) * sizeof *plan->column);
	for (size_t c = site->first; c <= site->last; c++) {
		plan->column[c].role = role_of(&p, c, &plan->column[c].why);
		plan->column[c].plain = is_plain(&p, c);
	}
	for (size_t c = site->first; c <= site->last; c++) {
		const struct plan_column *column = &plan->column[c];
		if (c != site->area && column->role != ROLE_IGNORED && column->why != WHY_RUNNING)
			judge_areas(&p, c);
	}
	find_fills(&p);
	find_dimension(&p);
	for (size_t c = site->first; c <= site->last; c++)
		plan->keyed |=
			plan->column[c].role == ROLE_PERIOD || plan->column[c].role == ROLE_FIELD;
	free(p.row);
	free(p.key);
	free(p.sorted);
}

void plan_free(struct plan *plan)
{
	free(plan->column);
}
