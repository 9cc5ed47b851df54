/*
 * kkr-quota: shares a number of refugees out on municipalities.
 *
 * The rule is bekendtgørelse nr. 550 of 3 May 2022, § 4. All of it is rational arithmetic (GMP); a
 * figure is rounded once, when it is written.
 */
#include "lib/areas.h"
#include "lib/cli.h"
#include "lib/decimal.h"
#include "lib/table.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: kkr-quota --landstal N [OPTION]... [FILE]...\n"
	"Shares N refugees out on the municipalities present (order 550/2022, section 4).\n"
	"\n"
	"  -n, --landstal N         how many refugees to share out\n"
	"  -l, --long               write observations, not a row for each municipality\n"
	"  -R, --residual RULE      who gets what rounding leaves: last (default) or\n"
	"                           largest-remainder\n"
	"  -p, --population M       the measure with the population\n"
	"  -i, --nationals M        the measure with the foreign nationals from non-western countries\n"
	"  -f, --family M           the measure with the family members reunited with refugees\n"
	"  -N, --names ROLE=C,...   columns of other names (area, measure, value, period, unit)\n"
	"  -A, --areas FILE         use this code list (the columns of areas.tsv)\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-quota(1).\n";

/* The three figures that go in, and the five that come out. */
enum { POPULATION, NATIONALS, FAMILY, INPUTS };
enum { SHARE, GROSS, NET, DISTRIBUTION, QUOTA, OUTPUTS };

static const struct output {
	const char *name;
	size_t decimals;
	const char *unit;
} outputs[OUTPUTS] = {
	[SHARE] = {"share", 10, ""},
	[GROSS] = {"gross", 4, "persons"},
	[NET] = {"net", 4, "persons"},
	[DISTRIBUTION] = {"distribution", 4, "persons"},
	[QUOTA] = {"quota", 0, "persons"},
};

enum { AREA, MEASURE, VALUE, PERIOD, UNIT, ROLES };

struct municipality {
	struct span code;
	const struct row *row[INPUTS];
	mpz_t figure[INPUTS];
	mpq_t result[OUTPUTS]; /* the quota is a whole number */
};

struct quota;
typedef void residual_rule(struct quota *);

struct options {
	const char *landstal;
	bool longs;
	residual_rule *residual;
	const char *measure[INPUTS];
	struct cli_name name[ROLES];
	const char *areas;
	char **files;
};

struct quota {
	struct options o;
	struct areas areas;
	struct records in;
	struct table table;
	size_t column[ROLES]; /* the count of columns where an optional one is missing */
	mpz_t landstal;
	struct municipality *municipality; /* by code */
	size_t count;
	mpz_t sum[INPUTS];
	bool *constant; /* of each column: whether it is the same in all rows of every area */
	size_t faults;
};

/* The two rules for the persons by which the rounded quotas miss the landstal. */
static residual_rule residual_to_last, residual_by_remainder;

static const struct residual {
	const char *name;
	residual_rule *rule;
} residuals[] = {
	{"last", residual_to_last},
	{"largest-remainder", residual_by_remainder},
};

static residual_rule *find_residual(const char *name)
{
	for (size_t i = 0; i < sizeof residuals / sizeof *residuals; i++) {
		if (strcmp(residuals[i].name, name) == 0)
			return residuals[i].rule;
	}
	cli_misuse("--residual: there is no rule '%s'; there are last and largest-remainder", name);
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"landstal", required_argument, NULL, 'n'},
		{"long", no_argument, NULL, 'l'},
		{"residual", required_argument, NULL, 'R'},
		{"population", required_argument, NULL, 'p'},
		{"nationals", required_argument, NULL, 'i'},
		{"family", required_argument, NULL, 'f'},
		{"names", required_argument, NULL, 'N'},
		{"areas", required_argument, NULL, 'A'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {
		.residual = residual_to_last,
		.measure = {"population", "non_western_nationals", "family_reunified"},
		.name = {{"area", "area"}, {"measure", "measure"}, {"value", "value"},
			{"period", "period"}, {"unit", "unit"}},
	};
	int option;
	while ((option = getopt_long(argc, argv, "n:lR:p:i:f:N:A:hV", longs, NULL)) != -1) {
		switch (option) {
		case 'n':
			o.landstal = optarg;
			break;
		case 'l':
			o.longs = true;
			break;
		case 'R':
			o.residual = find_residual(optarg);
			break;
		case 'p':
			o.measure[POPULATION] = optarg;
			break;
		case 'i':
			o.measure[NATIONALS] = optarg;
			break;
		case 'f':
			o.measure[FAMILY] = optarg;
			break;
		case 'N':
			cli_names(o.name, ROLES, optarg);
			break;
		case 'A':
			o.areas = optarg;
			break;
		default:
			cli_common(option, usage);
		}
	}
	if (!o.landstal)
		cli_misuse("--landstal says how many refugees to share out, and is missing");
	o.files = argv + optind;
	return o;
}

static void read_landstal(struct quota *q)
{
	struct span text = span_of(q->o.landstal);
	bool whole = number_valid(text) && !strchr(q->o.landstal, '.');
	if (!whole || *q->o.landstal == '-')
		cli_misuse("--landstal: '%s' is not a whole number of persons, 0 or more, "
			   "without separators (600)",
			quote(text).text);
	mpz_init_set_str(q->landstal, q->o.landstal, 10);
}

/* Reading: three figures for each municipality. */

static size_t find_measure(const struct quota *q, struct span measure)
{
	size_t i = 0;
	while (i < INPUTS && !span_is(measure, q->o.measure[i]))
		i++;
	return i;
}

static void find_columns(struct quota *q)
{
	for (size_t role = 0; role < ROLES; role++) {
		const char *name = q->o.name[role].column;
		q->column[role] =
			role == PERIOD || role == UNIT
				? records_find(&q->in, name)
				: records_column(&q->in, name, "--names area=COLUMN names another");
	}
	for (size_t i = 0; i < OUTPUTS && !q->o.longs; i++) {
		if (records_find(&q->in, outputs[i].name) < q->in.columns)
			fail(EX_DATAERR, q->in.file, 1,
				"there is a column '%s' already, which kkr-quota makes",
				outputs[i].name);
	}
	for (size_t i = 0; i < INPUTS && !q->o.longs; i++) {
		if (records_find(&q->in, q->o.measure[i]) < q->in.columns)
			fail(EX_DATAERR, q->in.file, 1,
				"there is a column '%s': kkr-quota reads observations, one in a row",
				q->o.measure[i]);
	}
}

static bool is_municipality(const struct quota *q, struct span code)
{
	const struct area *area = areas_by_code(&q->areas, code);
	return code.length && (!area || area->level == LEVEL_MUNICIPALITY);
}

static void read_rows(struct quota *q)
{
	while (records_next(&q->in)) {
		if (find_measure(q, q->in.field[q->column[MEASURE]]) == INPUTS)
			continue;
		table_add(&q->table, &q->in);
		struct span code = q->in.field[q->column[AREA]];
		if (is_municipality(q, code))
			continue;
		complain(q->in.file, q->in.line,
			"area '%s' is no municipality (kkr-check takes the totals out)",
			quote(code).text);
		q->faults++;
	}
}

static int by_code(const void *a, const void *b, void *context)
{
	const struct quota *q = context;
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = span_compare(x->field[q->column[AREA]], y->field[q->column[AREA]]);
	return order ? order : (x > y) - (x < y);
}

static struct municipality new_municipality(struct span code)
{
	struct municipality m = {.code = code};
	for (size_t i = 0; i < INPUTS; i++)
		mpz_init(m.figure[i]);
	for (size_t i = 0; i < OUTPUTS; i++)
		mpq_init(m.result[i]);
	return m;
}

static void take_figure(
	struct quota *q, struct municipality *m, size_t measure, const struct row *row)
{
	struct span field = row->field[q->column[VALUE]];
	struct decimal value;
	const char *fault = NULL;
	decimal_init(&value);
	if (field.length == 0)
		fault = "is missing";
	else if (!number_valid(field))
		fault = "is not a number";
	else {
		decimal_set(&value, field);
		if (decimal_sign(&value) < 0)
			fault = "is negative";
		else if (!decimal_is_whole(&value))
			fault = "is not a whole number of persons";
		else
			decimal_whole(m->figure[measure], &value);
	}
	if (fault) {
		complain(row->file, row->line, "%s: %s '%s' %s", quote(m->code).text,
			q->o.measure[measure], quote(field).text, fault);
		q->faults++;
	}
	decimal_clear(&value);
}

static void take_row(struct quota *q, struct municipality *m, const struct row *row)
{
	size_t measure = find_measure(q, row->field[q->column[MEASURE]]);
	if (m->row[measure]) {
		complain(row->file, row->line, "%s: %s stands twice; first in line %zu of %s",
			quote(m->code).text, q->o.measure[measure], m->row[measure]->line,
			m->row[measure]->file);
		q->faults++;
		return;
	}
	m->row[measure] = row;
	take_figure(q, m, measure, row);
}

/* Sorts the rows into municipalities, by code. */
static void gather(struct quota *q)
{
	size_t room = 0;
	const struct row **sorted = allocate(q->table.rows, sizeof *sorted);
	for (size_t i = 0; i < q->table.rows; i++)
		sorted[i] = &q->table.row[i];
	qsort_r(sorted, q->table.rows, sizeof *sorted, by_code, q);
	for (size_t i = 0; i < q->table.rows; i++) {
		struct span code = sorted[i]->field[q->column[AREA]];
		if (!is_municipality(q, code))
			continue;
		if (q->count == 0 || !span_equals(q->municipality[q->count - 1].code, code)) {
			q->municipality =
				grow(q->municipality, &room, q->count + 1, sizeof *q->municipality);
			q->municipality[q->count++] = new_municipality(code);
		}
		take_row(q, &q->municipality[q->count - 1], sorted[i]);
	}
	free(sorted);
}

static void check_measures(struct quota *q)
{
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		for (size_t j = 0; j < INPUTS; j++) {
			if (m->row[j])
				continue;
			complain(q->in.file, 0, "%s: %s is missing", quote(m->code).text,
				q->o.measure[j]);
			q->faults++;
		}
	}
}

/* Each measure is of one period, for all municipalities. The measures' own may differ. */
static void check_periods(struct quota *q)
{
	const struct row *first[INPUTS] = {NULL};
	size_t period = q->column[PERIOD];
	for (size_t i = 0; i < q->table.rows && period < q->in.columns; i++) {
		const struct row *row = &q->table.row[i];
		size_t measure = find_measure(q, row->field[q->column[MEASURE]]);
		if (!first[measure])
			first[measure] = row;
		if (span_equals(row->field[period], first[measure]->field[period]))
			continue;
		complain(row->file, row->line, "%s is of %s here and of %s in line %zu of %s",
			q->o.measure[measure], quote(row->field[period]).text,
			quote(first[measure]->field[period]).text, first[measure]->line,
			first[measure]->file);
		q->faults++;
	}
}

static void add_up(struct quota *q)
{
	if (q->count == 0 && q->faults == 0)
		fail(EX_DATAERR, q->in.file, 0, "no row has the measure %s, %s or %s",
			q->o.measure[POPULATION], q->o.measure[NATIONALS], q->o.measure[FAMILY]);
	for (size_t j = 0; j < INPUTS; j++) {
		mpz_init(q->sum[j]);
		for (size_t i = 0; i < q->count; i++)
			mpz_add(q->sum[j], q->sum[j], q->municipality[i].figure[j]);
		if (j != FAMILY && mpz_sgn(q->sum[j]) == 0 && q->faults == 0)
			fail(EX_DATAERR, q->in.file, 0,
				"%s is 0 for all municipalities together: there is nothing to share by",
				q->o.measure[j]);
	}
}

/* The allocation. */

static void divide(mpq_t quotient, const mpz_t a, const mpz_t b)
{
	mpz_set(mpq_numref(quotient), a);
	mpz_set(mpq_denref(quotient), b);
	mpq_canonicalize(quotient);
}

/* Fordelingsandel, § 4(2): 2 pop/P - imm/M. */
static void set_share(const struct quota *q, struct municipality *m)
{
	mpq_t nationals;
	mpq_init(nationals);
	divide(m->result[SHARE], m->figure[POPULATION], q->sum[POPULATION]);
	mpq_mul_2exp(m->result[SHARE], m->result[SHARE], 1);
	divide(nationals, m->figure[NATIONALS], q->sum[NATIONALS]);
	mpq_sub(m->result[SHARE], m->result[SHARE], nationals);
	mpq_clear(nationals);
}

/*
 * Beregnet fordelingstal, § 4(3): share (N + F). Foreløbigt fordelingstal, § 4(4): that less the
 * municipality's own family members.
 */
static void set_gross_and_net(const struct quota *q, struct municipality *m)
{
	mpq_t all, family;
	mpq_inits(all, family, NULL);
	mpz_add(mpq_numref(all), q->landstal, q->sum[FAMILY]);
	mpq_mul(m->result[GROSS], m->result[SHARE], all);
	mpq_set_z(family, m->figure[FAMILY]);
	mpq_sub(m->result[NET], m->result[GROSS], family);
	mpq_clears(all, family, NULL);
}

/* Fordelingstal, § 4(5): 0 where net < 0, else net N / (sum of the positive net). */
static void set_distribution(struct quota *q)
{
	mpq_t positive, factor;
	mpq_inits(positive, factor, NULL);
	for (size_t i = 0; i < q->count; i++) {
		if (mpq_sgn(q->municipality[i].result[NET]) > 0)
			mpq_add(positive, positive, q->municipality[i].result[NET]);
	}
	/* All net sum to N, so none is positive only where N = 0; the factor is 0 then, too. */
	if (mpq_sgn(positive) > 0) {
		mpq_set_z(factor, q->landstal);
		mpq_div(factor, factor, positive);
	}
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		if (mpq_sgn(m->result[NET]) > 0)
			mpq_mul(m->result[DISTRIBUTION], m->result[NET], factor);
	}
	mpq_clears(positive, factor, NULL);
}

/* Kommunekvote: rounded to a whole person, half up (the figure is not negative). */
static void set_quota(struct municipality *m)
{
	struct decimal rounded;
	decimal_init(&rounded);
	decimal_round(&rounded, m->result[DISTRIBUTION], 0);
	mpq_set_z(m->result[QUOTA], rounded.digits);
	decimal_clear(&rounded);
}

/* The persons by which the quotas miss the landstal. */
static void find_residual_persons(const struct quota *q, mpq_t residual)
{
	mpq_set_z(residual, q->landstal);
	for (size_t i = 0; i < q->count; i++)
		mpq_sub(residual, residual, q->municipality[i].result[QUOTA]);
}

/*
 * They go to the last municipality by code; what would take it below 0 to the one before it. The
 * order does not say so: it is inferred from the published table of 2026, where the quotas as
 * rounded are 601 and Hjørring, the last, with 11.37 was given 10.
 */
static void residual_to_last(struct quota *q)
{
	mpq_t residual;
	mpq_init(residual);
	find_residual_persons(q, residual);
	for (size_t i = q->count; i-- > 0 && mpq_sgn(residual) != 0;) {
		mpq_ptr quota = q->municipality[i].result[QUOTA];
		mpq_add(quota, quota, residual);
		mpq_set_ui(residual, 0, 1);
		if (mpq_sgn(quota) < 0)
			mpq_swap(residual,
				quota); /* the quota is 0 then, the rest is what is left */
	}
	mpq_clear(residual);
}

/* A distribution's part below a whole person, and whose it is. */
struct remainder {
	struct municipality *municipality;
	mpq_t part;
};

static int by_remainder(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	int order = mpq_cmp(y->part, x->part);
	return order ? order : span_compare(x->municipality->code, y->municipality->code);
}

/*
 * The largest remainders (Hare): each municipality has the whole persons of its distribution, and
 * those with the largest parts of one more have one more, at a tie the lower code.
 */
static void residual_by_remainder(struct quota *q)
{
	mpq_t residual;
	mpz_t whole;
	struct remainder *remainder = allocate(q->count, sizeof *remainder);
	mpq_init(residual);
	mpz_init(whole);
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		mpq_ptr exact = m->result[DISTRIBUTION];
		mpz_fdiv_q(whole, mpq_numref(exact), mpq_denref(exact));
		mpq_set_z(m->result[QUOTA], whole);
		remainder[i].municipality = m;
		mpq_init(remainder[i].part);
		mpq_sub(remainder[i].part, exact, m->result[QUOTA]);
	}
	qsort(remainder, q->count, sizeof *remainder, by_remainder);
	find_residual_persons(q, residual);
	unsigned long persons = mpz_get_ui(mpq_numref(residual)); /* less than there are parts */
	for (size_t i = 0; i < q->count; i++) {
		mpq_ptr quota = remainder[i].municipality->result[QUOTA];
		if (i < persons)
			mpz_add_ui(mpq_numref(quota), mpq_numref(quota), 1);
		mpq_clear(remainder[i].part);
	}
	free(remainder);
	mpz_clear(whole);
	mpq_clear(residual);
}

static void allocate_quotas(struct quota *q)
{
	for (size_t i = 0; i < q->count; i++) {
		set_share(q, &q->municipality[i]);
		set_gross_and_net(q, &q->municipality[i]);
	}
	set_distribution(q);
	for (size_t i = 0; i < q->count; i++)
		set_quota(&q->municipality[i]);
	q->o.residual(q);
}

/* Writing. */

/* A column that is the same in all three rows of every municipality goes with it. */
static void find_constant(struct quota *q)
{
	q->constant = allocate(q->in.columns, sizeof *q->constant);
	for (size_t c = 0; c < q->in.columns; c++) {
		q->constant[c] =
			c != q->column[AREA] && c != q->column[MEASURE] && c != q->column[VALUE];
		for (size_t i = 0; q->constant[c] && i < q->count; i++) {
			const struct municipality *m = &q->municipality[i];
			for (size_t j = 1; j < INPUTS; j++)
				q->constant[c] &=
					span_equals(m->row[0]->field[c], m->row[j]->field[c]);
		}
	}
}

static struct span rounded(struct text *text, const struct municipality *m, size_t output)
{
	struct decimal d;
	decimal_init(&d);
	decimal_round(&d, m->result[output], outputs[output].decimals);
	text->length = 0;
	decimal_print(text, &d);
	decimal_clear(&d);
	return text_span(text);
}

static void write_wide(const struct quota *q, struct writer *out)
{
	struct text text = {0};
	put_field(out, span_of(q->in.name[q->column[AREA]]));
	for (size_t c = 0; c < q->in.columns; c++) {
		if (q->constant[c])
			put_field(out, span_of(q->in.name[c]));
	}
	for (size_t j = 0; j < INPUTS; j++)
		put_field(out, span_of(q->o.measure[j]));
	for (size_t j = 0; j < OUTPUTS; j++)
		put_field(out, span_of(outputs[j].name));
	put_row_end(out);

	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		put_field(out, m->code);
		for (size_t c = 0; c < q->in.columns; c++) {
			if (q->constant[c])
				put_field(out, m->row[0]->field[c]);
		}
		for (size_t j = 0; j < INPUTS; j++)
			put_field(out, m->row[j]->field[q->column[VALUE]]);
		for (size_t j = 0; j < OUTPUTS; j++)
			put_field(out, rounded(&text, m, j));
		put_row_end(out);
	}
	free(text.bytes);
}

/* One derived figure as an observation: columns that say nothing of the municipality are empty. */
static void put_observation(const struct quota *q, struct writer *out, const struct municipality *m,
	size_t output, struct text *text)
{
	for (size_t c = 0; c < q->in.columns; c++) {
		if (c == q->column[AREA])
			put_field(out, m->code);
		else if (c == q->column[MEASURE])
			put_field(out, span_of(outputs[output].name));
		else if (c == q->column[VALUE])
			put_field(out, rounded(text, m, output));
		else if (c == q->column[UNIT])
			put_field(out, span_of(outputs[output].unit));
		else
			put_field(out, q->constant[c] ? m->row[0]->field[c] : SPAN(""));
	}
	put_row_end(out);
}

static void write_long(const struct quota *q, struct writer *out)
{
	struct text text = {0};
	for (size_t c = 0; c < q->in.columns; c++)
		put_field(out, span_of(q->in.name[c]));
	put_row_end(out);
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		for (size_t j = 0; j < INPUTS; j++) {
			for (size_t c = 0; c < q->in.columns; c++)
				put_field(out, m->row[j]->field[c]);
			put_row_end(out);
		}
		for (size_t j = 0; j < OUTPUTS; j++)
			put_observation(q, out, m, j, &text);
	}
	free(text.bytes);
}

static void free_quota(struct quota *q)
{
	for (size_t i = 0; i < q->count; i++) {
		for (size_t j = 0; j < INPUTS; j++)
			mpz_clear(q->municipality[i].figure[j]);
		for (size_t j = 0; j < OUTPUTS; j++)
			mpq_clear(q->municipality[i].result[j]);
	}
	for (size_t j = 0; j < INPUTS; j++)
		mpz_clear(q->sum[j]);
	mpz_clear(q->landstal);
	free(q->municipality);
	free(q->constant);
	table_free(&q->table);
	records_close(&q->in);
	areas_free(&q->areas);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct quota q = {.o = read_options(argc, argv)};
	read_landstal(&q);
	areas_load(&q.areas, q.o.areas);
	records_open(&q.in, q.o.files, EX_DATAERR, NULL);
	find_columns(&q);
	read_rows(&q);
	gather(&q);
	check_measures(&q);
	check_periods(&q);
	add_up(&q);
	if (q.faults)
		return EX_DATAERR;
	allocate_quotas(&q);
	find_constant(&q);
	struct writer out;
	writer_stdout(&out);
	if (q.o.longs)
		write_long(&q, &out);
	else
		write_wide(&q, &out);
	writer_close(&out);
	free_quota(&q);
	return EX_OK;
}
