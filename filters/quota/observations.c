#include "program.h"

#include "lib/decimal.h"

#include <stdio.h>
#include <stdlib.h>

const char *const quota_input_option[INPUTS] = {
	[POPULATION] = "population", [NATIONALS] = "nationals", [FAMILY] = "family"};

static size_t find_measure(const struct program *p, struct span measure)
{
	size_t i = 0;
	while (i < p->q.inputs && !span_is(measure, p->o.measure[i]))
		i++;
	return i;
}

/* A column that kkr-quota makes must not be there. */
static void refuse_column(struct program *p, const char *name)
{
	if (records_find(&p->in, name) == p->in.columns)
		return;
	complain(p->in.file, 1,
		"there is a column '%s' already, which kkr-quota makes; --long makes rows instead",
		name);
	p->q.faults++;
}

/* The columns that kkr-quota makes for each landstal must not be there, either. */
static void refuse_quotas(struct program *p)
{
	for (size_t i = 0; i < p->q.landstals; i++) {
		struct text full = {0};
		add_quota_name(&full, p, i);
		text_add_char(&full, '\0');
		refuse_column(p, full.bytes);
		free(full.bytes);
	}
}

static void find_columns(struct program *p)
{
	const struct records *in = &p->in;
	observation_open(&p->means, in, &p->o.names);
	observation_column(&p->means, IS_AREA);
	observation_column(&p->means, IS_MEASURE);
	observation_column(&p->means, IS_VALUE);
	p->name = records_find(in, "name");
	p->region = records_find(in, "region");
	p->region_name = records_find(in, "region_name");
	p->min = records_find(in, "min");
	p->max = records_find(in, "max");
	p->exempt = records_find(in, "exempt");
	if ((p->o.longs || p->o.steps) && !p->o.wide)
		return;
	for (size_t i = 0; i < p->q.inputs; i++)
		refuse_column(p, p->o.measure[i]);
	for (size_t i = 0; i < FIGURES && !p->o.method; i++)
		refuse_column(p, figure_form[i].name);
	refuse_quotas(p);
}

/*
 * Whether an area is written as something else than a code: a name, or a code that kkr-codes would
 * turn into another. If those were let through, a total among them would count as a municipality.
 */
static bool is_uncoded(const struct program *p, struct span area)
{
	for (size_t i = 0; i < area.length; i++) {
		if ((unsigned char)area.bytes[i] <= ' ' || (unsigned char)area.bytes[i] >= 0x7F)
			return true;
	}
	if (area.length >= 2 && memcmp(area.bytes, "DK", 2) == 0)
		return true;
	for (size_t i = 0; i < p->areas.count; i++) {
		const struct area *a = &p->areas.area[i];
		bool longer = area.length == 4 && (area.bytes[0] == '0' || area.bytes[0] == '1') &&
			      memcmp(area.bytes + 1, a->code, 3) == 0;
		if (longer || span_is(area, a->name))
			return true;
	}
	return false;
}

/* Why an area is no municipality, or NULL. */
static const char *area_fault(const struct program *p, struct span code)
{
	const struct area *area = areas_by_code(&p->areas, code);
	if (code.length == 0)
		return "is empty";
	if (area)
		return area->level == LEVEL_MUNICIPALITY
			       ? NULL
			       : "is no municipality (kkr-check takes the totals out)";
	return is_uncoded(p, code) ? "is no code (kkr-codes makes them)" : NULL;
}

/* Whether a row is a region's total, where each region's own total is shared out. */
static bool is_total(const struct program *p, struct span code, struct span measure)
{
	const struct area *area = areas_by_code(&p->areas, code);
	return !p->o.landstal && area && area->level == LEVEL_REGION &&
	       span_is(measure, p->o.total ? p->o.total : "quota");
}

static void read_rows(struct program *p)
{
	while (records_next(&p->in)) {
		struct span code = p->in.field[p->means.at[IS_AREA]];
		struct span measure = p->in.field[p->means.at[IS_MEASURE]];
		if (is_total(p, code, measure)) {
			table_add(&p->totals, &p->in);
			continue;
		}
		if (find_measure(p, measure) == p->q.inputs)
			continue;
		table_add(&p->table, &p->in);
		const char *fault = area_fault(p, code);
		if (!fault)
			continue;
		complain(p->in.file, p->in.line, "area '%s' %s", quote(code).text, fault);
		p->q.faults++;
	}
}

static int by_code(const void *a, const void *b, void *context)
{
	const struct program *p = context;
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = span_compare(x->field[p->means.at[IS_AREA]], y->field[p->means.at[IS_AREA]]);
	return order ? order : (x > y) - (x < y);
}

static struct span cell(const struct program *p, const struct row *row, size_t column)
{
	return column < p->in.columns ? row->field[column] : SPAN("");
}

static struct span either(struct span first, const char *second)
{
	return first.length ? first : span_of(second ? second : "");
}

static struct municipality new_municipality(const struct program *p, const struct row *row)
{
	struct span code = row->field[p->means.at[IS_AREA]];
	const struct area *area = areas_by_code(&p->areas, code);
	const struct area *region = area ? area->region : NULL;
	struct municipality m = {.code = code,
		.name = either(cell(p, row, p->name), area ? area->name : NULL),
		.region = either(cell(p, row, p->region), region ? region->code : NULL),
		.region_name = either(cell(p, row, p->region_name), region ? region->name : NULL)};
	m.outcome = allocate(p->q.landstals, sizeof *m.outcome);
	for (size_t i = 0; i < p->q.landstals; i++) {
		mpz_init(m.outcome[i].quota);
	}
	mpz_inits(m.min, m.max, NULL);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_init(m.input[i]);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_init(m.figure[i]);
	return m;
}

const char *read_figure(mpq_t figure, struct span field, bool fraction)
{
	const char *fault = amount_fault(field);
	if (fault)
		return fault;
	struct decimal value;
	decimal_init(&value);
	decimal_set(&value, field);
	bool good = fraction || decimal_is_whole(&value);
	if (good)
		decimal_fraction(figure, &value);
	decimal_clear(&value);
	return good ? NULL : "is not a whole number";
}

static void fault_figure(struct program *p, const struct municipality *m, const struct row *row,
	const char *what, struct span field, const char *fault)
{
	complain(row->file, row->line, "%s: %s '%s' %s", quote(m->code).text, what,
		quote(field).text, fault);
	p->q.faults++;
}

/* A bound in a column of its own: every row of the municipality that gives it must say the same. */
static void take_bound(struct program *p, struct municipality *m, const struct row *row,
	size_t column, const char *name, mpz_t bound, bool *has)
{
	struct span field = cell(p, row, column);
	if (field.length == 0)
		return;
	mpq_t value;
	mpq_init(value);
	const char *fault = read_figure(value, field, false);
	if (!fault && *has && mpz_cmp(bound, mpq_numref(value)) != 0)
		fault = "is not what another row of the municipality says";
	if (fault)
		fault_figure(p, m, row, name, field, fault);
	mpz_set(bound, mpq_numref(value));
	*has = true;
	mpq_clear(value);
}

/* The column exempt, yes or no: every row of the municipality that says one must say the same. */
static void take_exempt(struct program *p, struct municipality *m, const struct row *row)
{
	struct span field = cell(p, row, p->exempt);
	bool yes = span_is(field, "yes");
	if (field.length == 0)
		return;
	if (!yes && !span_is(field, "no"))
		fault_figure(p, m, row, "exempt", field, "is neither yes nor no");
	else if (m->has_exempt && m->exempt != yes)
		fault_figure(p, m, row, "exempt", field,
			"is not what another row of the municipality says");
	m->exempt = yes;
	m->has_exempt = true;
}

static void take_bounds(struct program *p, struct municipality *m, const struct row *row)
{
	take_bound(p, m, row, p->min, "min", m->min, &m->has_min);
	take_bound(p, m, row, p->max, "max", m->max, &m->has_max);
	take_exempt(p, m, row);
}

static void take_row(struct program *p, struct municipality *m, const struct row *row)
{
	size_t measure = find_measure(p, row->field[p->means.at[IS_MEASURE]]);
	struct span field = row->field[p->means.at[IS_VALUE]];
	if (m->row[measure]) {
		complain(row->file, row->line, "%s: %s stands twice; first in line %zu of %s",
			quote(m->code).text, p->o.measure[measure], m->row[measure]->line,
			m->row[measure]->file);
		p->q.faults++;
		return;
	}
	struct span region = cell(p, row, p->region);
	if (region.length && !span_equals(region, m->region))
		fault_figure(p, m, row, "region", region, "is not what another row says");
	m->row[measure] = row;
	const char *fault = read_figure(m->input[measure], field, p->o.method != NULL);
	if (fault)
		fault_figure(p, m, row, p->o.measure[measure], field, fault);
	take_bounds(p, m, row);
}

/* Sorts the rows into municipalities, by code. */
static void gather(struct program *p)
{
	struct quota *q = &p->q;
	size_t room = 0;
	const struct row **sorted = allocate(p->table.rows, sizeof *sorted);
	for (size_t i = 0; i < p->table.rows; i++)
		sorted[i] = &p->table.row[i];
	qsort_r(sorted, p->table.rows, sizeof *sorted, by_code, p);
	for (size_t i = 0; i < p->table.rows; i++) {
		struct span code = sorted[i]->field[p->means.at[IS_AREA]];
		if (area_fault(p, code))
			continue;
		if (q->count == 0 || !span_equals(q->municipality[q->count - 1].code, code)) {
			q->municipality =
				grow(q->municipality, &room, q->count + 1, sizeof *q->municipality);
			q->municipality[q->count++] = new_municipality(p, sorted[i]);
		}
		take_row(p, &q->municipality[q->count - 1], sorted[i]);
	}
	free(sorted);
}

static size_t count_with(const struct program *p, size_t measure)
{
	size_t count = 0;
	for (size_t i = 0; i < p->q.count; i++)
		count += p->q.municipality[i].row[measure] != NULL;
	return count;
}

static void check_measures(struct program *p)
{
	for (size_t j = 0; j < p->q.inputs; j++) {
		bool all = count_with(p, j) == 0;
		if (all) {
			complain(p->in.file, 0, "no row has the measure '%s' (--%s names another)",
				p->o.measure[j], p->o.method ? "weight" : quota_input_option[j]);
			p->q.faults++;
		}
		for (size_t i = 0; !all && i < p->q.count; i++) {
			const struct municipality *m = &p->q.municipality[i];
			if (m->row[j])
				continue;
			complain(p->in.file, 0, "%s: %s is missing", quote(m->code).text,
				p->o.measure[j]);
			p->q.faults++;
		}
	}
}

/* Each measure is of one period, for all municipalities. The measures' own may differ. */
static void check_periods(struct program *p)
{
	const struct row *first[INPUTS] = {NULL};
	size_t period = p->means.at[IS_PERIOD];
	for (size_t i = 0; i < p->table.rows && period < p->in.columns; i++) {
		const struct row *row = &p->table.row[i];
		size_t measure = find_measure(p, row->field[p->means.at[IS_MEASURE]]);
		if (!first[measure])
			first[measure] = row;
		if (span_equals(row->field[period], first[measure]->field[period]))
			continue;
		complain(row->file, row->line, "%s is of %s here and of %s in line %zu of %s",
			p->o.measure[measure], quote(row->field[period]).text,
			quote(first[measure]->field[period]).text, first[measure]->line,
			first[measure]->file);
		p->q.faults++;
	}
}

static void add_up(struct program *p)
{
	struct quota *q = &p->q;
	for (size_t j = 0; j < q->inputs; j++) {
		for (size_t i = 0; i < q->count; i++)
			mpq_add(q->sum[j], q->sum[j], q->municipality[i].input[j]);
		if (j == FAMILY || mpq_sgn(q->sum[j]) != 0 || count_with(p, j) == 0)
			continue;
		complain(p->in.file, 0,
			"%s is 0 for all municipalities together: there is nothing to share by",
			p->o.measure[j]);
		q->faults++;
	}
}

static void exempt_named(struct program *p)
{
	for (char **area = p->o.exempt; area && *area; area++) {
		struct municipality *m = quota_find(&p->q, span_of(*area));
		if (m)
			m->exempt = true;
		else
			fail(EX_DATAERR, p->in.file, 0,
				"--exempt: '%s' is no municipality that the quotas are shared on",
				*area);
	}
}

bool observations_bounded(const struct program *p)
{
	size_t none = p->in.columns;
	return p->o.exempt || p->min < none || p->max < none || p->exempt < none;
}

/* An exempt municipality has a max of 0, whatever else it may have. */
static void exempt_all(struct program *p)
{
	for (size_t i = 0; i < p->q.count; i++) {
		struct municipality *m = &p->q.municipality[i];
		if (!m->exempt)
			continue;
		mpz_set_ui(m->max, 0);
		m->has_max = true;
	}
}

static void check_bounds(struct program *p)
{
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		if (!m->has_min || !m->has_max || mpz_cmp(m->min, m->max) <= 0)
			continue;
		char *min = mpz_get_str(NULL, 10, m->min), *max = mpz_get_str(NULL, 10, m->max);
		complain(p->in.file, 0, "%s: must have %s at least and may have %s at most",
			quote(m->code).text, min, max);
		p->q.faults++;
		free(min);
		free(max);
	}
}

struct municipality *quota_find_code(const struct quota *q, struct span code)
{
	size_t low = 0, high = q->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = span_compare(code, q->municipality[middle].code);
		if (order == 0)
			return &q->municipality[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

struct municipality *quota_find(const struct quota *q, struct span area)
{
	struct municipality *found = quota_find_code(q, area);
	for (size_t i = 0; !found && i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		if (m->name.length && span_equals(m->name, area))
			found = m;
	}
	return found;
}

void observations_read(struct program *p)
{
	struct quota *q = &p->q;
	for (size_t i = 0; i < INPUTS; i++)
		mpq_init(q->sum[i]);
	mpq_init(q->positive);
	areas_load(&p->areas, p->o.areas);
	records_open(&p->in, p->o.files, EX_DATAERR, NULL);
	find_columns(p);
	read_rows(p);
	gather(p);
	check_measures(p);
	check_periods(p);
	add_up(p);
	exempt_named(p);
	exempt_all(p);
	check_bounds(p);
	if (q->faults)
		exit(EX_DATAERR);
	q->claim = claims_new(q->count);
	for (size_t i = 0; i < q->count; i++) {
		q->claim[i].code = q->municipality[i].code;
		mpq_set(q->claim[i].weight, q->municipality[i].input[WEIGHT]);
	}
}

static void free_municipality(struct municipality *m, size_t landstals)
{
	for (size_t i = 0; i < INPUTS; i++)
		mpq_clear(m->input[i]);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_clear(m->figure[i]);
	for (size_t i = 0; i < landstals; i++)
		mpz_clear(m->outcome[i].quota);
	mpz_clears(m->min, m->max, NULL);
	free(m->outcome);
}

void observations_free(struct program *p)
{
	struct quota *q = &p->q;
	claims_free(q->claim, q->count);
	for (size_t i = 0; i < q->count; i++)
		free_municipality(&q->municipality[i], q->landstals);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_clear(q->sum[i]);
	mpq_clear(q->positive);
	free(q->municipality);
	free(p->constant);
	free(p->o.exempt);
	observation_close(&p->means);
	column_names_free(&p->o.names);
	table_free(&p->table);
	table_free(&p->totals);
	records_close(&p->in);
	areas_free(&p->areas);
}
