#include "kpi/intake.h"

#include "kpi/operations.h"
#include "kpi/rows.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { REASON = 512 };

/* A column that is read as numbers, and the number of the record at hand. */
struct figure {
	size_t column;
	enum { UNREAD, MISSING, NUMBER, OTHER } state;
	struct number number;
};

/* What a definition takes of the record at hand. */
struct taking {
	const struct definition *definition;
	size_t number; /* of the definition */
	unsigned gathers;
	bool plain; /* nothing but a count or a sum: as most are, so it is looked at first */
	size_t figure, weight; /* places among the figures */
	bool where, of;        /* the record meets the conditions */
	bool in, of_in;        /* and has what is needed */
	bool published;
	bool planned; /* the operation takes the plan */
};

struct intake {
	struct cells *cells;
	struct taking *taking; /* of each definition that makes rows */
	size_t takings;
	struct taking **active; /* those that take something of the record at hand */
	struct figure *figure;
	size_t figures, room;
	size_t **column; /* of each grouping */
	struct span *field;
	size_t published;                        /* the figure in the column value, where needed */
	size_t period, status, earliest, latest; /* columns, where they are needed */
	size_t remark_column[3];
	bool remarks;   /* there is one of those columns */
	bool publishes; /* a definition asks for what is published */
	struct text scratch;
	size_t last_remark; /* its number in the pool */
	struct period at;
	struct plan plan;
	bool placed; /* `at` is the record's */
	char reason[2 * REASON];
};

static size_t add_figure(struct intake *k, size_t column)
{
	size_t i = 0;
	while (i < k->figures && k->figure[i].column != column)
		i++;
	if (i == k->figures) {
		k->figure = grow(k->figure, &k->room, k->figures + 1, sizeof *k->figure);
		k->figure[k->figures++] = (struct figure){.column = column};
	}
	return i;
}

/* Columns that an operation needs without naming them. */
static size_t needed(
	const struct records *in, const char *name, const struct definition *d, const char *file)
{
	char *hint = NULL;
	if (asprintf(&hint, "%s:%zu needs it for %s", file, d->line,
		    d->has_published && strcmp(name, "value") == 0 ? "published"
								   : d->operation->name) < 0)
		fail(EX_OSERR, file, d->line, "no memory for a message");
	size_t column = records_column(in, name, hint);
	free(hint);
	return column;
}

static void find_needed(
	struct intake *k, const struct records *in, const struct definition *d, const char *file)
{
	if (d->has_published) {
		k->publishes = true;
		k->published = add_figure(k, needed(in, "value", d, file));
	}
	if (operation_gathers(d) & GATHER_PERIODS)
		k->period = needed(in, "period", d, file);
	if (d->operation->needs_status)
		k->status = needed(in, "status", d, file);
	if (d->operation->needs_earliest)
		k->earliest = needed(in, "earliest", d, file);
	if (d->operation->needs_latest)
		k->latest = needed(in, "latest", d, file);
}

static void find_groups(struct intake *k, const struct records *in)
{
	const struct cells *c = k->cells;
	k->column = allocate(c->groupings, sizeof *k->column);
	k->field = allocate(c->most_columns, sizeof *k->field);
	for (size_t g = 0; g < c->groupings; g++) {
		k->column[g] = allocate(c->grouping[g].count, sizeof **k->column);
		for (size_t i = 0; i < c->grouping[g].count; i++)
			k->column[g][i] =
				records_column(in, c->grouping[g].name[i], "--group names it");
	}
}

struct intake *intake_open(
	struct cells *cells, struct definitions *definitions, const struct records *in)
{
	static const char *const remarks[] = {"qualifier", "note", "source"};
	struct intake *k = allocate(1, sizeof *k);
	*k = (struct intake){.cells = cells};
	k->status = k->earliest = k->latest = in->columns;
	definitions_resolve(definitions, in);
	k->taking = allocate(definitions->count, sizeof *k->taking);
	k->active = allocate(definitions->count, sizeof *k->active);
	for (size_t i = 0; i < definitions->count; i++) {
		if (!cells_used(cells, i))
			continue;
		const struct definition *d = &definitions->definition[i];
		struct taking *t = &k->taking[k->takings++];
		*t = (struct taking){.definition = d, .number = i, .gathers = operation_gathers(d)};
		t->plain = t->gathers <= GATHER_SUM && !d->weight.name && !d->of.count &&
			   !d->has_published;
		find_needed(k, in, d, definitions->file);
		if (d->column.name)
			t->figure = add_figure(k, d->column.at);
		if (d->weight.name)
			t->weight = add_figure(k, d->weight.at);
	}
	for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++) {
		k->remark_column[i] = records_find(in, remarks[i]);
		k->remarks |= k->remark_column[i] < in->columns;
	}
	k->last_remark = pool_number(&cells->pool, SPAN("\t\t"));
	find_groups(k, in);
	return k;
}

void intake_close(struct intake *k)
{
	for (size_t g = 0; g < k->cells->groupings; g++)
		free(k->column[g]);
	free(k->column);
	free(k->field);
	free(k->figure);
	free(k->active);
	free(k->taking);
	free(k->scratch.bytes);
	free(k);
}

/* What is wrong with a record, and with which key figure it shows; false, for the caller to pass
 * on. */
static bool bad(struct intake *k, const struct definition *d, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool bad(struct intake *k, const struct definition *d, const char *format, ...)
{
	char what[REASON];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	snprintf(k->reason, sizeof k->reason, "%s: %s", d->kpi, what);
	return false;
}

static inline struct figure *read_figure(struct intake *k, const struct records *in, size_t place)
{
	struct figure *f = &k->figure[place];
	if (f->state != UNREAD)
		return f;
	struct span field = in->field[f->column];
	if (field.length == 0)
		f->state = MISSING;
	else
		f->state = number_read(&f->number, field) ? NUMBER : OTHER;
	return f;
}

/* Whether the record has the number that the definition asks for; false in `*good` for a bad one.
 */
static bool has_number(struct intake *k, const struct records *in, const struct definition *d,
	size_t place, bool *good)
{
	const struct figure *f = read_figure(k, in, place);
	if (f->state == OTHER)
		*good = bad(k, d, "%s '%s' is not a number (1234.5, at most %d digits)",
			in->name[f->column], quote(in->field[f->column]).text, NUMBER_DIGITS);
	return f->state == NUMBER;
}

static bool check_weight(struct intake *k, const struct records *in, const struct definition *d,
	const struct taking *t)
{
	bool good = true;
	bool given = has_number(k, in, d, t->weight, &good);
	const struct figure *f = &k->figure[t->weight];
	if (good && !given)
		return bad(k, d, "the weight %s is missing", d->weight.name);
	if (good && f->number.text.bytes[0] == '-')
		return bad(k, d, "the weight %s is negative: %s", d->weight.name,
			quote(f->number.text).text);
	return good;
}

static bool place(struct intake *k, const struct records *in, const struct definition *d)
{
	struct span field = in->field[k->period];
	if (!k->placed && !period_read(field, &k->at))
		return bad(k, d,
			"period '%s' is none (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 "
			"or 2025-01-31)",
			quote(field).text);
	k->placed = true;
	return true;
}

static bool read_day(struct intake *k, const struct records *in, const struct definition *d,
	size_t column, bool *given, long *day)
{
	struct span field = in->field[column];
	*given = field.length > 0;
	if (*given && !date_read(field, day))
		return bad(k, d, "%s '%s' is not a date (2025-01-31)", in->name[column],
			quote(field).text);
	return true;
}

static bool read_plan(struct intake *k, const struct records *in, const struct definition *d)
{
	const struct operation *o = d->operation;
	struct plan *plan = &k->plan;
	if (o->needs_status) {
		struct span status = in->field[k->status];
		plan->done = span_is(status, "done");
		if (!plan->done && !span_is(status, "open"))
			return bad(
				k, d, "status '%s' is neither done nor open", quote(status).text);
	}
	if (o->needs_earliest &&
		!read_day(k, in, d, k->earliest, &plan->has_earliest, &plan->earliest))
		return false;
	return !o->needs_latest || read_day(k, in, d, k->latest, &plan->has_latest, &plan->latest);
}

/* Takes what the operation needs of a record that meets the conditions. */
static bool take_where(
	struct intake *k, const struct records *in, const struct definition *d, struct taking *t)
{
	bool good = true;
	t->in = true;
	if (t->gathers & GATHER_PLANS) {
		struct view view = {.cells = k->cells, .definition = d};
		good = read_plan(k, in, d);
		t->planned = good && d->operation->takes(&k->plan, &view);
	} else if (t->gathers & GATHER_TEXTS) {
		t->in = in->field[d->column.at].length > 0;
	} else if (t->gathers) {
		t->in = has_number(k, in, d, t->figure, &good);
	}
	if (good && t->in && d->weight.name)
		good = check_weight(k, in, d, t);
	if (good && t->in && t->gathers & GATHER_PERIODS)
		good = place(k, in, d);
	return good;
}

static bool take_of(
	struct intake *k, const struct records *in, const struct definition *d, struct taking *t)
{
	bool good = true;
	t->of_in = d->counts || has_number(k, in, d, t->figure, &good);
	return good;
}

/* Notes what a definition takes of the record; false where that makes it a bad one. */
static bool take(struct intake *k, const struct records *in, struct taking *t)
{
	const struct definition *d = t->definition;
	const struct condition *fault = NULL;
	bool good = true;
	t->where = conditions_hold(&d->where, in, &fault);
	t->of = d->of.count && conditions_hold(&d->of, in, &fault);
	t->published = d->has_published && conditions_hold(&d->published, in, &fault);
	t->in = t->of_in = false;
	if (fault)
		return bad(k, d, "%s '%s' cannot be compared with '%s'", fault->use.name,
			quote(in->field[fault->use.at]).text,
			quote(span_of(fault->value[0].text)).text);
	if (t->where)
		good = take_where(k, in, d, t);
	if (good && t->of)
		good = take_of(k, in, d, t);
	if (good && t->published)
		t->published = has_number(k, in, d, k->published, &good);
	return good;
}

/* The number in the pool of the remarks that the record has; as the one before, mostly. */
static size_t find_remark(struct intake *k, const struct records *in)
{
	enum { REMARKS = sizeof k->remark_column / sizeof *k->remark_column };
	k->scratch.length = 0;
	for (size_t i = 0; i < REMARKS; i++) {
		if (i)
			text_add_char(&k->scratch, '\t');
		if (k->remark_column[i] < in->columns)
			text_add(&k->scratch, in->field[k->remark_column[i]]);
	}
	struct span remark = text_span(&k->scratch);
	if (!span_equals(remark, pool_text(&k->cells->pool, k->last_remark)))
		k->last_remark = pool_number(&k->cells->pool, remark);
	return k->last_remark;
}

static void add_published(struct intake *k, const struct records *in, size_t at, bool alone)
{
	struct cells *c = k->cells;
	k->scratch.length = 0;
	text_add(&k->scratch, k->figure[k->published].number.text);
	text_add_char(&k->scratch, '\t');
	if (k->remark_column[0] < in->columns)
		text_add(&k->scratch, in->field[k->remark_column[0]]);
	size_t text = pool_number(&c->pool, text_span(&k->scratch));
	bag_add(&c->bag, at, TALLY_PUBLISHED, text, 1);
	if (alone)
		bag_add(&c->bag, at, TALLY_PUBLISHED_ALONE, text, 1);
}

static void add_number(struct intake *k, size_t at, const struct number *number)
{
	k->scratch.length = 0;
	number_print(&k->scratch, number);
	size_t text = pool_number(&k->cells->pool, text_span(&k->scratch));
	bag_add(&k->cells->bag, at, TALLY_VALUES, text, 1);
}

static void add_period(
	struct intake *k, const struct records *in, struct cell *cell, const struct number *number)
{
	struct span text = in->field[k->period];
	struct at_period *ends[] = {
		cell_first(k->cells, cell, k->at, text), cell_last(k->cells, cell, k->at, text)};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (ends[i]) {
			sum_add(&ends[i]->sum, number);
			ends[i]->n++;
		}
	}
}

static void add_plan(struct intake *k, struct cell *cell)
{
	cell_further(cell)->taken++;
	if (k->plan.has_latest)
		cell_next(cell, k->plan.latest);
}

static void add_where(struct intake *k, const struct records *in, size_t at,
	const struct definition *d, const struct taking *t)
{
	struct cell *cell = &k->cells->cell[at];
	const struct number *number = t->gathers ? &k->figure[t->figure].number : NULL;
	cell->n++;
	if (t->gathers & GATHER_SUM && !d->weight.name)
		sum_add(&cell->sum, number);
	if (d->weight.name) {
		const struct number *weight = &k->figure[t->weight].number;
		sum_add_product(&cell->sum, number, weight);
		sum_add(&cell_further(cell)->weight, weight);
	}
	if (t->gathers & GATHER_RANGE)
		cell_range(k->cells, cell, number);
	if (t->gathers & GATHER_NUMBERS)
		add_number(k, at, number);
	if (t->gathers & GATHER_TEXTS)
		bag_add(&k->cells->bag, at, TALLY_VALUES,
			pool_number(&k->cells->pool, in->field[d->column.at]), 1);
	if (t->gathers & GATHER_PERIODS)
		add_period(k, in, cell, number);
	if (t->gathers & GATHER_PLANS && t->planned)
		add_plan(k, cell);
}

/* Adds what a definition has taken to a cell. */
static void add(struct intake *k, const struct records *in, size_t at, const struct taking *t,
	size_t remark, bool alone)
{
	struct cell *cell = &k->cells->cell[at];
	cell->touched = true;
	cell->seen |= t->where | t->of;
	if (t->in)
		add_where(k, in, at, t->definition, t);
	if (t->of_in) {
		struct further *f = cell_further(cell);
		f->of_n++;
		if (!t->definition->counts)
			sum_add(&f->of, &k->figure[t->figure].number);
	}
	if (t->published)
		add_published(k, in, at, alone);
	if (k->remarks && (t->in || t->of_in))
		cells_remark(k->cells, at, remark);
}

/* The same for a count or a sum, in a fifth of the time. */
static inline void add_plainly(struct intake *k, size_t at, const struct taking *t, size_t remark)
{
	struct cell *cell = &k->cells->cell[at];
	cell->touched = cell->seen = true;
	if (!t->in)
		return;
	cell->n++;
	if (t->gathers)
		sum_add(&cell->sum, &k->figure[t->figure].number);
	if (k->remarks)
		cells_remark(k->cells, at, remark);
}

/* Whether the record stands in no group, in whatever grouping. */
static bool is_alone(const struct intake *k, const struct records *in)
{
	const struct cells *c = k->cells;
	for (size_t g = 0; g < c->groupings; g++) {
		for (size_t i = 0; i < c->grouping[g].count; i++) {
			if (in->field[k->column[g][i]].length)
				return false;
		}
	}
	return true;
}

static bool check_groups(struct intake *k, const struct records *in)
{
	const struct cells *c = k->cells;
	for (size_t g = 0; g < c->groupings; g++) {
		for (size_t i = 0; i < c->grouping[g].count; i++) {
			size_t column = k->column[g][i];
			if (in->field[column].length != 1 || *in->field[column].bytes != *kpi_all)
				continue;
			snprintf(k->reason, sizeof k->reason,
				"%s is '*', which marks the row for all together",
				in->name[column]);
			return false;
		}
	}
	return true;
}

/* Notes what each definition takes, and finds those that take anything; false for a bad record. */
static bool take_all(struct intake *k, const struct records *in, size_t *active)
{
	for (size_t i = 0; i < k->figures; i++)
		k->figure[i].state = UNREAD;
	k->placed = false;
	for (size_t i = 0; i < k->takings; i++) {
		struct taking *t = &k->taking[i];
		bool whole = t->plain && t->definition->where.count == 0;
		if (whole && (!t->gathers || read_figure(k, in, t->figure)->state == NUMBER))
			t->where = t->in = true;
		else if (!take(k, in, t))
			return false;
		if (t->where || t->of || t->published)
			k->active[(*active)++] = t;
	}
	return check_groups(k, in);
}

void intake_add(struct intake *k, const struct records *in, struct rejects *rejects)
{
	struct cells *c = k->cells;
	size_t active = 0;
	if (!take_all(k, in, &active)) {
		reject(rejects, in->file, in->line, in->record, "%s", k->reason);
		return;
	}
	if (active == 0)
		return;
	size_t remark = k->remarks ? find_remark(k, in) : 0;
	for (size_t g = 0; g < c->groupings; g++) {
		for (size_t i = 0; i < c->grouping[g].count; i++)
			k->field[i] = in->field[k->column[g][i]];
		size_t first = cells_place(c, cells_group(c, g, k->field), 0);
		bool alone = g == 0 && k->publishes && is_alone(k, in);
		for (size_t i = 0; i < active; i++) {
			const struct taking *t = k->active[i];
			if (!cells_wanted(c, g, t->number))
				continue;
			if (t->plain)
				add_plainly(k, first + t->number, t, remark);
			else
				add(k, in, first + t->number, t, remark, alone);
		}
	}
}
