#include "kpi/intake.h"

#include "kpi/dated.h"
#include "kpi/operations.h"
#include "kpi/rows.h"
#include "lib/areas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { REASON = 512 };

/* A column that is read as numbers, and the number of the record at hand. */
struct number_column {
	size_t column;
	const char *kpi; /* the first that asks for it */
	enum { UNREAD, MISSING, NUMBER, OTHER } state;
	struct number number;
};

/* What a definition takes of the record at hand. */
struct taking {
	const struct definition *definition;
	size_t number; /* of the definition */
	unsigned gathers;
	struct number_column *figure, *weight; /* NULL where it asks for none */
	bool where, of;                        /* the record meets the conditions */
	bool in, of_in;                        /* and has what is needed */
	bool published;
	bool planned;        /* the operation takes the plan */
	bool municipalities; /* it asks for nothing else */
};

/*
 * A grouping: its columns, the group of the record at hand, and who makes such rows. The first is
 * the one without columns, whose one group is always there.
 */
struct way {
	struct key key;
	size_t *column;
	uint32_t hash;      /* of the key */
	size_t first;       /* the first cell of the record's group */
	const bool *wanted; /* by definition */
	bool quick;         /* somebody quick makes such rows */
};

/* A count or a sum of all records: it has no conditions, and gathers nothing else. */
struct quick {
	size_t number; /* of the definition */
	const struct way *way;
	const struct number_column *figure; /* NULL for a count */
};

struct intake {
	struct cells *cells;
	struct dated dated;
	struct taking *taking; /* of each definition that makes rows and is not quick */
	size_t takings;
	struct taking **active; /* those that take something of the record at hand */
	size_t actives;
	struct way *way;
	struct quick *quick; /* of each definition that is, and each way of which it makes rows */
	size_t quicks;
	struct number_column *figure;     /* with room for all, so that they may be pointed to */
	struct number_column **figure_of; /* by column of the records; NULL where it is none */
	size_t figures, quick_figures;    /* the quick ones' come first */
	struct number_column *published;  /* that of the column value, where needed */
	size_t period, status, earliest, latest; /* columns, where they are needed */
	size_t remark_column[3];                 /* qualifier, note, source */
	size_t *further_note;                    /* remarks of other names */
	size_t further_notes;
	bool remarks;          /* there is one of those columns */
	struct span came_from; /* of the record; empty where that is not known */
	struct areas areas;
	size_t area;         /* column; that of no column where there is none */
	unsigned char level; /* the record's, as a bit; 0 where it has no area of the code list */
	bool late;           /* what is quick of the record before is still to be added */
	struct text scratch;
	size_t last_remark; /* its number in the pool */
	struct period at;   /* the record's, where it is placed */
	bool placed;
	struct plan plan;        /* of the record, as far as the operation at hand asks */
	char reason[2 * REASON]; /* why the record is a bad one, and as what it is set aside */
	enum reject_kind kind;
};

static struct number_column *add_figure(struct intake *k, size_t column, const struct definition *d)
{
	struct number_column **of = &k->figure_of[column];
	if (!*of) {
		*of = &k->figure[k->figures++];
		**of = (struct number_column){.column = column, .kpi = d->kpi};
	}
	return *of;
}

/* Columns that an operation needs without naming them. */
static size_t needed(
	const struct records *in, const char *name, const struct definition *d, const char *file)
{
	char *hint = printed("%s:%zu needs it for %s", file, d->line,
		d->has_published && strcmp(name, "value") == 0 ? "published" : d->operation->name);
	size_t column = records_column(in, name, hint);
	free(hint);
	return column;
}

static void find_needed(struct intake *k, const struct observation *means,
	const struct definition *d, const char *file)
{
	const struct records *in = means->in;
	size_t value = means->at[IS_VALUE], period = means->at[IS_PERIOD];
	if (d->has_published)
		k->published = add_figure(
			k, value < in->columns ? value : needed(in, "value", d, file), d);
	if (operation_gathers(d) & GATHER_PERIODS)
		k->period = period < in->columns ? period : needed(in, "period", d, file);
	if (asks_for_municipalities(d) && means->at[IS_AREA] == in->columns)
		needed(in, "area", d, file);
	if (d->operation->needs_status)
		k->status = needed(in, "status", d, file);
	if (d->operation->needs_earliest)
		k->earliest = needed(in, "earliest", d, file);
	if (d->operation->needs_latest)
		k->latest = needed(in, "latest", d, file);
}

static bool is_quick(const struct definition *d)
{
	return operation_gathers(d) <= GATHER_SUM && !d->weight.name && !d->where.count &&
	       !d->of.count && !d->has_published;
}

static void open_way(
	struct way *way, const struct intake *k, size_t grouping, const struct records *in)
{
	const struct cells *c = k->cells;
	const struct grouping *g = &c->grouping[grouping];
	*way = (struct way){.wanted = c->wanted + grouping * c->definitions->count};
	way->column = allocate(g->count, sizeof *way->column);
	way->key = (struct key){grouping, k->dated.field, way->column, g->count};
	for (size_t i = 0; i < g->count; i++)
		way->column[i] = dated_place(&k->dated, g, i, in);
}

/* By the column that they gather, then as they stand. */
static int compare_quick(const void *a, const void *b)
{
	const struct definition *x = *(const struct definition *const *)a;
	const struct definition *y = *(const struct definition *const *)b;
	if (!x->column.name != !y->column.name)
		return x->column.name ? 1 : -1;
	if (x->column.at != y->column.at)
		return x->column.at < y->column.at ? -1 : 1;
	return (x > y) - (x < y);
}

/* Those that are quick, gather the same and are of the same rows have their cells in common. */
static void share_cells(struct cells *c)
{
	const struct definition *all = c->definitions->definition;
	const struct definition **d = allocate(c->definitions->count, sizeof *d);
	size_t count = 0;
	for (size_t i = 0; i < c->definitions->count; i++) {
		if (is_quick(&all[i]))
			d[count++] = &all[i];
	}
	qsort(d, count, sizeof *d, compare_quick);
	for (size_t i = 0, same = 0; i < count; i++) {
		bool other = !d[i]->column.name != !d[same]->column.name ||
			     d[i]->column.at != d[same]->column.at;
		same = other ? i : same;
		size_t j = same;
		while (j < i && !cells_share(c, (size_t)(d[i] - all), (size_t)(d[j] - all)))
			j++;
	}
	free(d);
}

static void open_ways(struct intake *k, const struct records *in)
{
	const struct cells *c = k->cells;
	size_t count = c->definitions->count;
	k->way = allocate(c->groupings, sizeof *k->way);
	k->quick = allocate(c->groupings * count, sizeof *k->quick);
	for (size_t g = 0; g < c->groupings; g++) {
		struct way *way = &k->way[g];
		open_way(way, k, g, in);
		for (size_t i = 0; i < count; i++) {
			const struct definition *d = &c->definitions->definition[i];
			if (!way->wanted[i] || !is_quick(d) || c->cells_of[i] != i)
				continue;
			k->quick[k->quicks++] = (struct quick){
				i, way, d->column.name ? add_figure(k, d->column.at, d) : NULL};
			way->quick = true;
		}
	}
	k->quick_figures = k->figures;
}

static void add_taking(struct intake *k, size_t number)
{
	const struct definition *d = &k->cells->definitions->definition[number];
	struct taking *t = &k->taking[k->takings++];
	*t = (struct taking){.definition = d,
		.number = number,
		.gathers = operation_gathers(d),
		.municipalities = asks_for_municipalities(d)};
	if (d->column.name)
		t->figure = add_figure(k, d->column.at, d);
	if (d->weight.name)
		t->weight = add_figure(k, d->weight.at, d);
}

static void find_remarks(struct intake *k, const struct observation *means)
{
	static const char *const remarks[] = {"qualifier", "note", "source", "origin"};
	enum { KNOWN = sizeof remarks / sizeof *remarks };
	const struct records *in = means->in;
	k->further_note = allocate(in->columns, sizeof *k->further_note);
	for (size_t i = 0; i < sizeof k->remark_column / sizeof *k->remark_column; i++)
		k->remark_column[i] = in->columns;
	for (size_t c = 0; c < in->columns; c++) {
		size_t i = 0;
		while (i < KNOWN && strcmp(in->name[c], remarks[i]) != 0)
			i++;
		if (means->word[c] != IS_REMARK || i == KNOWN - 1)
			continue; /* where a record came from goes with none */
		if (i < KNOWN)
			k->remark_column[i] = c;
		else
			k->further_note[k->further_notes++] = c;
		k->remarks = true;
	}
}

struct intake *intake_open(struct cells *cells, struct definitions *definitions,
	const struct records *in, const struct column_names *names)
{
	enum { FIGURES = 2 }; /* of a definition: its column and its weight; one is published */
	struct observation means;
	struct intake *k = allocate(1, sizeof *k);
	*k = (struct intake){.cells = cells};
	observation_open(&means, in, names);
	definitions_resolve(definitions, &means, cells->grouping, cells->groupings);
	dated_open(&k->dated, cells->grouping, cells->groupings, in);
	k->figure = allocate(definitions->count * FIGURES + 1, sizeof *k->figure);
	k->figure_of = allocate(in->columns, sizeof *k->figure_of);
	for (size_t c = 0; c < in->columns; c++)
		k->figure_of[c] = NULL;
	k->taking = allocate(definitions->count, sizeof *k->taking);
	k->active = allocate(definitions->count, sizeof *k->active);
	share_cells(cells);
	open_ways(k, in);
	for (size_t i = 0; i < definitions->count; i++) {
		const struct definition *d = &definitions->definition[i];
		if (!cells_used(cells, i) || is_quick(d))
			continue;
		find_needed(k, &means, d, definitions->file);
		add_taking(k, i);
	}
	find_remarks(k, &means);
	areas_load(&k->areas, NULL);
	k->area = means.at[IS_AREA];
	cells->has_origin = in->origin < in->columns;
	observation_close(&means);
	k->last_remark = pool_number(&cells->pool, SPAN("\t\t"));
	return k;
}

/* What is wrong with a record, and which key figure shows it; false, for the caller to pass on. */
static bool bad(struct intake *k, enum reject_kind kind, const struct definition *d,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

static bool bad(struct intake *k, enum reject_kind kind, const struct definition *d,
	const char *format, ...)
{
	char what[REASON];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(what, sizeof what, format, arguments);
	va_end(arguments);
	snprintf(k->reason, sizeof k->reason, "%s: %s", d->kpi, what);
	k->kind = kind;
	return false;
}

static inline void read_figure(struct number_column *f, const struct records *in)
{
	if (f->state != UNREAD)
		return;
	struct span field = in->field[f->column];
	if (field.length == 0)
		f->state = MISSING;
	else
		f->state = number_read(&f->number, field) ? NUMBER : OTHER;
}

static bool bad_number(
	struct intake *k, const struct records *in, const struct number_column *f, const char *kpi)
{
	snprintf(k->reason, sizeof k->reason,
		"%s: %s '%s' is not a number (1234.5, at most %d digits)", kpi, in->name[f->column],
		quote(in->field[f->column]).text, NUMBER_DIGITS);
	k->kind = REJECT_NUMBER;
	return false;
}

/* Whether the record has a number that a definition asks for; `*good` is false for a bad one. */
static bool has_number(struct intake *k, const struct records *in, const struct definition *d,
	struct number_column *f, bool *good)
{
	read_figure(f, in);
	if (f->state == OTHER)
		*good = bad_number(k, in, f, d->kpi);
	return f->state == NUMBER;
}

static bool check_weight(struct intake *k, const struct records *in, const struct definition *d,
	const struct taking *t)
{
	bool good = true;
	bool given = has_number(k, in, d, t->weight, &good);
	if (good && !given)
		return bad(k, REJECT_MISSING, d, "the weight %s is missing", d->weight.name);
	if (good && t->weight->number.text.bytes[0] == '-')
		return bad(k, REJECT_NUMBER, d, "the weight %s is negative: %s", d->weight.name,
			quote(t->weight->number.text).text);
	return good;
}

static bool place(struct intake *k, const struct records *in, const struct definition *d)
{
	struct span field = in->field[k->period];
	if (!k->placed && !period_read(field, &k->at))
		return bad(k, REJECT_PERIOD, d,
			"period '%s' is no period (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 "
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
		return bad(k, REJECT_DATE, d, "%s '%s' is not a date (2025-01-31)",
			in->name[column], quote(field).text);
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
			return bad(k, REJECT_UNKNOWN, d, "status '%s' is neither done nor open",
				quote(status).text);
	}
	if (o->needs_earliest &&
		!read_day(k, in, d, k->earliest, &plan->has_earliest, &plan->earliest))
		return false;
	return !o->needs_latest || read_day(k, in, d, k->latest, &plan->has_latest, &plan->latest);
}

/* Whether a record without a value says that its source keeps it secret. */
static bool is_secret(const struct intake *k, const struct records *in)
{
	size_t column = k->remark_column[0];
	return column < in->columns && span_is(in->field[column], "hemmelig");
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
	if (good && t->in && d->weight.name && !d->weight_by.name)
		good = check_weight(k, in, d, t);
	if (good && t->gathers & GATHER_PERIODS && (t->in || is_secret(k, in)))
		good = place(k, in, d);
	return good;
}

static bool take_of(
	struct intake *k, const struct records *in, const struct definition *d, struct taking *t)
{
	bool good = true;
	if (d->weight_by.name) {
		good = check_weight(k, in, d, t);
		t->of_in = good;
	} else {
		t->of_in = d->counts || has_number(k, in, d, t->figure, &good);
	}
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
	t->in = t->of_in = t->planned = false;
	if (fault)
		return bad(k, REJECT_NUMBER, d, "%s '%s' cannot be compared with '%s'",
			fault->use.name, quote(in->field[fault->use.at]).text,
			quote(span_of(fault->value[0].text)).text);
	if (t->where)
		good = take_where(k, in, d, t);
	if (good && t->of)
		good = take_of(k, in, d, t);
	if (good && t->published)
		t->published = has_number(k, in, d, k->published, &good);
	return good;
}

/* Adds remarks of other names to the note. */
static void add_further_notes(struct intake *k, const struct records *in)
{
	bool some = k->scratch.bytes[k->scratch.length - 1] != '\t';
	for (size_t i = 0; i < k->further_notes; i++) {
		struct span note = in->field[k->further_note[i]];
		if (note.length == 0)
			continue;
		text_add(&k->scratch, span_of(some ? "; " : ""));
		text_add(&k->scratch, note);
		some = true;
	}
}

/* The number in the pool of the remarks that the record has: as the one before, mostly. */
static size_t find_remark(struct intake *k, const struct records *in)
{
	enum { NOTE = 1, REMARKS = sizeof k->remark_column / sizeof *k->remark_column };
	k->scratch.length = 0;
	for (size_t i = 0; i < REMARKS; i++) {
		if (i)
			text_add_char(&k->scratch, '\t');
		if (k->remark_column[i] < in->columns)
			text_add(&k->scratch, in->field[k->remark_column[i]]);
		if (i == NOTE && k->further_notes)
			add_further_notes(k, in);
	}
	struct span remark = text_span(&k->scratch);
	if (!span_equals(remark, pool_text(&k->cells->pool, k->last_remark)))
		k->last_remark = pool_number(&k->cells->pool, remark);
	return remark.length == REMARKS - 1 ? NO_REMARK : k->last_remark;
}

/* The remark with the record's period: it counts only where that is the first or the last. */
static size_t find_remark_at(struct intake *k, const struct records *in, size_t remark)
{
	k->scratch.length = 0;
	text_add(&k->scratch, pool_text(&k->cells->pool, remark));
	text_add_char(&k->scratch, '\t');
	text_add(&k->scratch, in->field[k->period]);
	return pool_number(&k->cells->pool, text_span(&k->scratch));
}

/* A remark with the record's source alone: that of a figure which is stated, and has not gone in.
 */
static size_t find_source(struct intake *k, const struct records *in)
{
	enum { SOURCE = 2 };
	size_t column = k->remark_column[SOURCE];
	if (column == in->columns || in->field[column].length == 0)
		return NO_REMARK;
	k->scratch.length = 0;
	text_add(&k->scratch, SPAN("\t\t"));
	text_add(&k->scratch, in->field[column]);
	return pool_number(&k->cells->pool, text_span(&k->scratch));
}

static void add_published(struct intake *k, const struct records *in, size_t at, bool alone)
{
	struct cells *c = k->cells;
	k->scratch.length = 0;
	text_add(&k->scratch, k->published->number.text);
	text_add_char(&k->scratch, '\t');
	if (k->remark_column[0] < in->columns)
		text_add(&k->scratch, in->field[k->remark_column[0]]);
	size_t text = pool_number(&c->pool, text_span(&k->scratch));
	bag_add(&c->bag, at, TALLY_PUBLISHED, text, 1);
	if (alone)
		bag_add(&c->bag, at, TALLY_PUBLISHED_ALONE, text, 1);
	cells_remark(c, at, find_source(k, in));
}

static void add_number(struct intake *k, size_t at, const struct number *number)
{
	k->scratch.length = 0;
	number_print(&k->scratch, number);
	size_t text = pool_number(&k->cells->pool, text_span(&k->scratch));
	bag_add(&k->cells->bag, at, TALLY_VALUES, text, 1);
}

/* A number that waits for another record: with what tells the two that they belong together. */
static void add_weighed(struct intake *k, const struct records *in, size_t at,
	const struct taking *t, enum tally_part part)
{
	const struct number_column *figure = part == TALLY_WEIGHTS ? t->weight : t->figure;
	k->scratch.length = 0;
	number_print(&k->scratch, &figure->number);
	text_add_char(&k->scratch, '\t');
	text_add(&k->scratch, in->field[t->definition->weight_by.at]);
	size_t text = pool_number(&k->cells->pool, text_span(&k->scratch));
	bag_add(&k->cells->bag, at, part, text, 1);
}

/* The periods of a cell that are the record's, the first, the last or both; NULL for the others. */
enum { ENDS = 2 };
static void find_ends(struct intake *k, const struct records *in, size_t at, unsigned gathers,
	struct at_period *ends[ENDS])
{
	struct span text = in->field[k->period];
	ends[0] = gathers & GATHER_FIRST ? cells_first_period(k->cells, at, k->at, text) : NULL;
	ends[1] = gathers & GATHER_LAST ? cells_last(k->cells, at, k->at, text) : NULL;
}

static void add_period(struct intake *k, const struct records *in, size_t at, unsigned gathers,
	const struct number *number)
{
	struct at_period *ends[ENDS];
	find_ends(k, in, at, gathers, ends);
	for (size_t i = 0; i < ENDS; i++) {
		if (ends[i]) {
			sum_add(&ends[i]->sum, number);
			ends[i]->n++;
			cells_origin(&ends[i]->origin, k->came_from);
		}
	}
}

/* What an operation does not ask for has not been read of this record. */
static void add_plan(const struct intake *k, size_t at, const struct operation *operation)
{
	cells_further(k->cells, at)->taken++;
	if (operation->needs_latest && k->plan.has_latest)
		cells_next(k->cells, at, k->plan.latest);
}

static void add_value(struct intake *k, const struct records *in, size_t at, const struct taking *t)
{
	struct cell *cell = &k->cells->cell[at];
	const struct number *number = &t->figure->number;
	if (t->gathers & GATHER_WEIGHTS) {
		add_weighed(k, in, at, t, TALLY_WEIGHTED);
	} else if (t->weight) {
		sum_add_product(&cell->sum, number, &t->weight->number);
		sum_add(&cells_further(k->cells, at)->weight, &t->weight->number);
	} else if (t->gathers & GATHER_SUM) {
		sum_add(&cell->sum, number);
	}
	if (t->gathers & GATHER_RANGE)
		cells_range(k->cells, at, number);
	if (t->gathers & GATHER_NUMBERS)
		add_number(k, at, number);
	if (t->gathers & GATHER_PERIODS)
		add_period(k, in, at, t->gathers, number);
	if (t->gathers & GATHER_AREAS &&
		(t->municipalities || k->level == 1U << LEVEL_MUNICIPALITY))
		bag_add(&k->cells->bag, at, TALLY_AREAS,
			pool_number(&k->cells->pool, in->field[k->area]), 1);
}

/* Adds a record that went in. */
static void add_where(struct intake *k, const struct records *in, size_t at, const struct taking *t)
{
	struct cells *c = k->cells;
	const struct definition *d = t->definition;
	c->cell[at].n++;
	c->levels[at] |= k->level;
	if (t->planned)
		add_plan(k, at, d->operation);
	else if (t->gathers & GATHER_TEXTS)
		bag_add(&c->bag, at, TALLY_VALUES, pool_number(&c->pool, in->field[d->column.at]),
			1);
	else if (t->figure)
		add_value(k, in, at, t);
}

/* Whether the record stands in no group, in whatever grouping. */
static bool is_alone(const struct intake *k)
{
	for (const struct way *way = k->way; way < k->way + k->cells->groupings; way++) {
		for (size_t i = 0; i < way->key.count; i++) {
			if (k->dated.field[way->column[i]].length)
				return false;
		}
	}
	return true;
}

/* A record that has met the conditions and has no value. */
static void note_missing(
	struct intake *k, const struct records *in, size_t at, const struct taking *t)
{
	struct further *f = cells_further(k->cells, at);
	struct at_period *ends[ENDS] = {NULL};
	bool secret = is_secret(k, in);
	f->seen |= t->where || t->of;
	f->secret |= t->where && secret;
	f->of_secret |= t->of && !t->of_in && secret;
	if (t->where && secret && t->gathers & GATHER_PERIODS)
		find_ends(k, in, at, t->gathers, ends);
	for (size_t i = 0; i < ENDS; i++) {
		if (ends[i])
			ends[i]->secret = true;
	}
}

/* Adds what a definition has taken to a cell. */
static void add(struct intake *k, const struct records *in, size_t at, const struct taking *t,
	size_t remark, bool all)
{
	if (t->in)
		add_where(k, in, at, t);
	else
		note_missing(k, in, at, t);
	if (t->of_in) {
		struct further *f = cells_further(k->cells, at);
		f->of_n++;
		if (t->gathers & GATHER_WEIGHTS)
			add_weighed(k, in, at, t, TALLY_WEIGHTS);
		else if (!t->definition->counts)
			sum_add(&f->of, &t->figure->number);
	}
	if (t->published)
		add_published(k, in, at, all && is_alone(k));
	if (t->in && t->gathers & GATHER_PERIODS && remark != NO_REMARK)
		remark = find_remark_at(k, in, remark);
	if (t->in || t->of_in)
		cells_remark(k->cells, at, remark);
	if ((t->in || t->of_in) && k->came_from.length)
		cells_origin(&cells_further(k->cells, at)->origin, k->came_from);
}

/*
 * Adds to a cell that gathers nothing but sums: as short as can be, since it is done for each
 * record and group.
 */
static inline void add_quick(
	struct cells *c, size_t at, const struct number_column *figure, unsigned char level)
{
	struct cell *cell = &c->cell[at];
	if (!figure) {
		cell->n++;
		c->levels[at] |= level;
	} else if (figure->state == NUMBER) {
		cell->n++;
		c->levels[at] |= level;
		sum_add(&cell->sum, &figure->number);
	} else {
		cells_further(c, at)->seen = true;
	}
}

/* Notes what goes with a record that is added to such cells. */
static void remark_quick(struct intake *k, const struct records *in, size_t remark)
{
	bool secret = is_secret(k, in);
	for (const struct quick *q = k->quick; q < k->quick + k->quicks; q++) {
		size_t at = q->way->first + q->number;
		if (q->figure && q->figure->state != NUMBER) {
			if (secret)
				cells_further(k->cells, at)->secret = true;
			continue;
		}
		cells_remark(k->cells, at, remark);
		if (k->came_from.length)
			cells_origin(&cells_further(k->cells, at)->origin, k->came_from);
	}
}

static bool bad_group(struct intake *k, const char *column)
{
	snprintf(k->reason, sizeof k->reason, "%s is '%s', which marks the row for all together",
		column, kpi_all);
	k->kind = REJECT_TWICE;
	return false;
}

/* Looks at the fields by which the record is grouped; false where it cannot be. */
static bool find_groups(struct intake *k, const struct records *in)
{
	size_t bad;
	if (k->dated.count && !dated_read(&k->dated, in, &bad)) {
		snprintf(k->reason, sizeof k->reason, "%s '%s' is not " PERIOD_EXPECTED,
			in->name[bad], quote(in->field[bad]).text);
		k->kind = REJECT_PERIOD;
		return false;
	}
	struct way *end = k->way + k->cells->groupings;
	for (struct way *way = k->way + 1; way < end; way++) {
		for (size_t i = 0; i < way->key.count; i++) {
			const struct span *field = &k->dated.field[way->column[i]];
			if (field->length == 1 && *field->bytes == *kpi_all)
				return bad_group(k, k->cells->grouping[way->key.grouping].name[i]);
		}
		way->hash = cells_hash(k->cells, &way->key);
	}
	return true;
}

/* Reads the numbers that are added up of every record. */
static bool read_quick(struct intake *k, const struct records *in)
{
	for (size_t i = 0; i < k->figures; i++)
		k->figure[i].state = UNREAD;
	for (struct number_column *f = k->figure; f < k->figure + k->quick_figures; f++) {
		read_figure(f, in);
		if (f->state == OTHER)
			return bad_number(k, in, f, f->kpi);
	}
	return true;
}

/*
 * Notes what each definition takes, and finds those that take anything; false for a bad record.
 * Each asks its conditions of each record: 6,000 definitions and as many records take 1.8 s, 50 ns
 * a pair, and tables of definitions have tens of rows.
 */
static bool take_all(struct intake *k, const struct records *in)
{
	k->placed = false;
	k->actives = 0;
	for (size_t i = 0; i < k->takings; i++) {
		struct taking *t = &k->taking[i];
		if (!take(k, in, t))
			return false;
		if (t->where || t->of || t->published)
			k->active[k->actives++] = t;
	}
	return true;
}

/*
 * Adds what is quick of the record before. That one's cells have been asked for and lie far away,
 * so they are added to when the next record has been read: a tenth of the time is saved. Its groups
 * and figures are still at hand.
 */
static void add_late(struct intake *k)
{
	if (!k->late)
		return;
	for (const struct quick *q = k->quick; q < k->quick + k->quicks; q++)
		add_quick(k->cells, q->way->first + q->number, q->figure, k->level);
	k->late = false;
}

/* A number that is not small is looked up in the record, which must not go before. */
static bool can_wait(const struct intake *k)
{
	for (size_t i = 0; i < k->quick_figures; i++) {
		if (k->figure[i].state == NUMBER && !k->figure[i].number.small)
			return false;
	}
	return true;
}

/* Finds the cells of the record's groups; those of the group for all together are the first. */
static void find_cells(struct intake *k)
{
	struct cells *c = k->cells;
	for (struct way *way = k->way + 1; way < k->way + c->groupings; way++) {
		if (!k->actives && !way->quick)
			continue;
		way->first = cells_group(c, &way->key, way->hash) * c->definitions->count;
		__builtin_prefetch(&c->cell[way->first]);
	}
}

static void add_active(struct intake *k, const struct records *in, size_t remark)
{
	for (const struct way *way = k->way; way < k->way + k->cells->groupings; way++) {
		for (size_t i = 0; i < k->actives; i++) {
			const struct taking *t = k->active[i];
			if (way->wanted[t->number])
				add(k, in, way->first + t->number, t, remark, way == k->way);
		}
	}
}

static unsigned char level_of(const struct intake *k, const struct records *in)
{
	const struct area *area =
		k->area < in->columns ? areas_by_code(&k->areas, in->field[k->area]) : NULL;
	return (unsigned char)(area ? 1U << area->level : 0);
}

void intake_add(struct intake *k, const struct records *in, struct rejects *rejects)
{
	add_late(k);
	if (!find_groups(k, in) || !read_quick(k, in) || !take_all(k, in)) {
		reject(rejects, k->kind, in->file, in->line, in->record, "%s", k->reason);
		return;
	}
	if (!k->actives && !k->quicks)
		return; /* nor is a remark kept */
	size_t remark = k->remarks ? find_remark(k, in) : NO_REMARK;
	k->level = level_of(k, in);
	k->came_from = in->origin < in->columns ? in->field[in->origin] : SPAN("");
	find_cells(k);
	if (k->actives)
		add_active(k, in, remark);
	if (remark != NO_REMARK || k->came_from.length)
		remark_quick(k, in, remark);
	k->late = true;
	if (!can_wait(k))
		add_late(k);
}

void intake_close(struct intake *k)
{
	add_late(k);
	for (size_t g = 0; g < k->cells->groupings; g++)
		free(k->way[g].column);
	free(k->way);
	dated_close(&k->dated);
	free(k->quick);
	free(k->figure);
	free(k->figure_of);
	free(k->active);
	free(k->taking);
	free(k->scratch.bytes);
	free(k->further_note);
	areas_free(&k->areas);
	free(k);
}
