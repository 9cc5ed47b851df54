#include "agree.h"
#include "lib/steps.h"

#include <stdarg.h>
#include <stdlib.h>

void agree_fault(struct quotas *q, const struct row *row, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(row->file, row->line, format, arguments);
	va_end(arguments);
	q->faults++;
}

const char *read_persons(mpz_t persons, struct span field)
{
	const char *fault = amount_fault(field);
	if (fault)
		return fault;
	struct decimal value;
	decimal_init(&value);
	decimal_set(&value, field);
	bool whole = decimal_is_whole(&value);
	if (whole)
		decimal_whole(persons, &value);
	decimal_clear(&value);
	return whole ? NULL : "is not a whole number";
}

/* Municipalities, sorted by one of what they are called by; equal ones in their order. */

static struct span called(const struct municipality *m, bool by_name)
{
	return by_name ? m->name : m->code;
}

static int by_call(const struct municipality *of, size_t a, size_t b, bool by_name)
{
	int order = span_compare(called(&of[a], by_name), called(&of[b], by_name));
	return order ? order : (a > b) - (a < b);
}

static int by_code(const void *a, const void *b, void *of)
{
	return by_call(of, *(const size_t *)a, *(const size_t *)b, false);
}

static int by_name(const void *a, const void *b, void *of)
{
	return by_call(of, *(const size_t *)a, *(const size_t *)b, true);
}

static size_t *sorted_by(const struct quotas *q, int (*compare)(const void *, const void *, void *))
{
	size_t *sorted = allocate(q->count, sizeof *sorted);
	for (size_t i = 0; i < q->count; i++)
		sorted[i] = i;
	if (q->count)
		qsort_r(sorted, q->count, sizeof *sorted, compare, q->municipality);
	return sorted;
}

/* The first of those that are called so, or NULL. */
static struct municipality *find_called(
	const struct quotas *q, const size_t *sorted, bool by_name, struct span area)
{
	size_t from = 0, to = q->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (span_compare(called(&q->municipality[sorted[middle]], by_name), area) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < q->count &&
		     span_equals(called(&q->municipality[sorted[from]], by_name), area);
	return found ? &q->municipality[sorted[from]] : NULL;
}

struct municipality *quotas_find(const struct quotas *q, struct span area)
{
	struct municipality *m = find_called(q, q->by_code, false, area);
	return m || area.length == 0 ? m : find_called(q, q->by_name, true, area);
}

/* The columns. */

/* What stands behind "quota" in the name of a column of quotas: "" or "_600"; NULL for another. */
static const char *quota_suffix(const char *name)
{
	static const char quota[] = "quota";
	if (strncmp(name, quota, sizeof quota - 1) != 0)
		return NULL;
	const char *rest = name + sizeof quota - 1;
	bool number =
		rest[0] == '_' && rest[1] && strspn(rest + 1, "0123456789") == strlen(rest + 1);
	return number || *rest == '\0' ? rest : NULL;
}

static bool has(const struct quotas *q, const char *name)
{
	return records_find(&q->in, name) < q->in.columns;
}

/* A column that kkr-agree makes must not be there. */
static void refuse_made(struct quotas *q, const char *name, const char *suffix)
{
	struct text full = {0};
	text_add(&full, span_of(name));
	text_add(&full, span_of(suffix));
	text_add_char(&full, '\0');
	if (has(q, full.bytes)) {
		complain(q->in.file, 1, "there is a column '%s' already, which kkr-agree makes",
			full.bytes);
		q->faults++;
	}
	free(full.bytes);
}

void quotas_refuse_made(struct quotas *q)
{
	static const char *const made[] = {"transfer", "agreed", "status", "state"};
	enum { NUMBERS = 2 }; /* which are measures where the quotas are observations */
	for (size_t k = 0; k < q->columns && q->form != STEPS; k++) {
		for (size_t i = q->form == WIDE ? 0 : NUMBERS; i < sizeof made / sizeof *made; i++)
			refuse_made(q, made[i], q->after[k]);
	}
}

static void add_column(struct quotas *q, size_t column, const char *suffix)
{
	q->column[q->columns] = column;
	q->after[q->columns] = suffix;
	mpz_init(q->landstal[q->columns++]);
}

static void find_columns(struct quotas *q, const struct column_names *names)
{
	bool steps = has(q, "step") && has(q, "what");
	q->column = allocate(q->in.columns, sizeof *q->column);
	q->after = allocate(q->in.columns, sizeof *q->after);
	q->landstal = allocate(q->in.columns, sizeof *q->landstal);
	observation_open(&q->means, &q->in, names);
	bool observations =
		q->means.at[IS_MEASURE] < q->in.columns && q->means.at[IS_VALUE] < q->in.columns;
	q->form = steps ? STEPS : observations ? LONG : WIDE;
	if (steps)
		steps_check(&q->in);
	observation_column(&q->means, IS_AREA);
	for (size_t c = 0; c < q->in.columns && q->form == WIDE; c++) {
		const char *suffix = quota_suffix(q->in.name[c]);
		if (suffix)
			add_column(q, c, suffix);
	}
	if (q->form != WIDE)
		add_column(q, q->in.columns, "");
	if (q->columns == 0)
		records_column(&q->in, "quota", "kkr-quota makes it");
}

/* The rows. */

static struct span field_named(const struct quotas *q, const struct row *row, const char *name)
{
	size_t column = records_find(&q->in, name);
	return column < q->in.columns ? row->field[column] : SPAN("");
}

static struct span or_else(struct span first, const char *second)
{
	return first.length ? first : span_of(second ? second : "");
}

static struct municipality *add_municipality(
	struct quotas *q, const struct areas *areas, const struct row *row)
{
	struct span code = row->field[q->means.at[IS_AREA]];
	const struct area *area = areas_by_code(areas, code);
	const struct area *region = area ? area->region : NULL;
	if (code.length == 0)
		agree_fault(q, row, "area is empty");
	else if (area && area->level != LEVEL_MUNICIPALITY)
		agree_fault(q, row,
			"area '%s' is no municipality: quotas that are agreed on are those of "
			"municipalities",
			quote(code).text);
	q->municipality = grow(q->municipality, &q->room, q->count + 1, sizeof *q->municipality);
	struct municipality *m = &q->municipality[q->count++];
	*m = (struct municipality){.code = code,
		.row = row,
		.name = or_else(field_named(q, row, "name"), area ? area->name : NULL),
		.region = or_else(field_named(q, row, "region"), region ? region->code : NULL),
		.region_name =
			or_else(field_named(q, row, "region_name"), region ? region->name : NULL)};
	m->outcome = allocate(q->columns, sizeof *m->outcome);
	for (size_t i = 0; i < q->columns; i++) {
		mpz_inits(m->outcome[i].quota, m->outcome[i].transfer, m->outcome[i].agreed, NULL);
		m->outcome[i].status = m->outcome[i].state = "";
	}
	return m;
}

static void take_quota(struct quotas *q, struct municipality *m, size_t index, struct span field)
{
	const char *why = read_persons(m->outcome[index].quota, field);
	if (why)
		agree_fault(q, m->row, "%s: quota%s '%s' %s", quote(m->code).text, q->after[index],
			quote(field).text, why);
	mpz_add(q->landstal[index], q->landstal[index], m->outcome[index].quota);
}

/* Whether a row has a quota: each wide one, and of others those that are called so. */
static bool has_quota(const struct quotas *q, const struct row *row)
{
	if (q->form == WIDE)
		return true;
	return span_is(q->form == STEPS ? field_named(q, row, "what")
					: row->field[q->means.at[IS_MEASURE]],
		"quota");
}

static void take_row(struct quotas *q, const struct areas *areas, const struct row *row)
{
	struct municipality *m = add_municipality(q, areas, row);
	for (size_t i = 0; i < q->columns; i++)
		take_quota(q, m, i,
			q->form == WIDE    ? row->field[q->column[i]]
			: q->form == STEPS ? field_named(q, row, "value")
					   : row->field[q->means.at[IS_VALUE]]);
}

static int by_region(const void *a, const void *b, void *context)
{
	const struct municipality *of = context;
	return span_compare(of[*(const size_t *)a].region, of[*(const size_t *)b].region);
}

/* Numbers the regions. */
static void number_regions(struct quotas *q)
{
	size_t *sorted = sorted_by(q, by_region);
	for (size_t i = 0; i < q->count; i++) {
		if (i == 0 || by_region(&sorted[i - 1], &sorted[i], q->municipality) != 0)
			q->regions++;
		q->municipality[sorted[i]].in_region = q->regions - 1;
	}
	free(sorted);
}

static void check_twice(struct quotas *q)
{
	for (size_t i = 1; i < q->count; i++) {
		const struct municipality *first = &q->municipality[q->by_code[i - 1]];
		const struct municipality *m = &q->municipality[q->by_code[i]];
		if (span_equals(first->code, m->code))
			agree_fault(q, m->row,
				"%s: its quota stands twice; first in line %zu of %s",
				quote(m->code).text, first->row->line, first->row->file);
	}
}

/* A column quota_600 must add up to what it says. */
static void check_landstal(struct quotas *q, size_t index)
{
	const char *said = q->after[index];
	char *sum = mpz_get_str(NULL, 10, q->landstal[index]);
	if (*said && strcmp(said + 1, sum) != 0) {
		complain(q->in.file, 1, "the quotas of the column quota%s add up to %s", said, sum);
		q->faults++;
	}
	free(sum);
}

void quotas_read(struct quotas *q, char *const *files, const struct column_names *names,
	const struct areas *areas)
{
	*q = (struct quotas){.count = 0};
	records_open(&q->in, files, EX_DATAERR, NULL);
	find_columns(q, names);
	while (records_next(&q->in))
		table_add(&q->table, &q->in);
	for (size_t i = 0; i < q->table.rows; i++) {
		if (has_quota(q, &q->table.row[i]))
			take_row(q, areas, &q->table.row[i]);
	}
	if (q->form != WIDE && q->table.rows && q->count == 0) {
		complain(q->in.file, 0, "no row has the measure 'quota'");
		q->faults++;
	}
	q->by_code = sorted_by(q, by_code);
	q->by_name = sorted_by(q, by_name);
	number_regions(q);
	check_twice(q);
	for (size_t i = 0; i < q->columns && !q->faults; i++)
		check_landstal(q, i);
}

void quotas_free(struct quotas *q)
{
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		for (size_t j = 0; j < q->columns; j++)
			mpz_clears(m->outcome[j].quota, m->outcome[j].transfer,
				m->outcome[j].agreed, NULL);
		free(m->outcome);
	}
	for (size_t j = 0; j < q->columns; j++)
		mpz_clear(q->landstal[j]);
	free(q->municipality);
	free(q->by_code);
	free(q->by_name);
	free(q->column);
	free(q->after);
	free(q->landstal);
	observation_close(&q->means);
	table_free(&q->table);
	records_close(&q->in);
}
