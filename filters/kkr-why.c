/*
 * kkr-why: why the quotas of one edition became those of another.
 *
 * The distribution of a municipality depends on four things: the landstal, and the populations,
 * nationals and families of all municipalities. They are changed one after the other, in each of
 * the 24 orders; what a change moves is the part of what was changed, and the mean over the orders
 * is written (Shapley's value). What a quota differs from its distribution by is rounding.
 */
#include "lib/areas.h"
#include "lib/cli.h"
#include "lib/decimal.h"
#include "lib/recognise.h"
#include "lib/statute.h"
#include "lib/table.h"

#include <stdlib.h>
#include <sys/stat.h>

static const char usage[] =
	"kkr-why [OPTION]... OLD NEW [AREA]\n"
	"Splits the change of quotas into what has changed: results of refugees, or their tables.";

/* What is changed: the landstal, then the figures in their own order. */
enum { LANDSTAL, FACTORS = 1 + INPUTS, STATES = 1 << FACTORS };
enum { OLD, NEW, SIDES };
enum { FIGURES_OF_BOTH = SIDES * INPUTS };

static const char *const input_column[INPUTS] = {
	[POPULATION] = "population",
	[NATIONALS] = "non_western_nationals",
	[FAMILY] = "family_reunified",
};
static const char *const factor_name[FACTORS] = {"landstal", "population", "nationals", "families"};

struct municipality {
	struct span code, name;
	mpq_t input[SIDES][INPUTS];
	mpz_t quota[SIDES];
	mpq_t distribution[STATES]; /* with the new one of each factor whose bit is set */
};

struct side {
	char *path;
	struct records in;
	struct table table; /* by area */
	size_t area, name, quota, distribution, input[INPUTS];
	mpq_t sum[INPUTS];
	mpz_t landstal; /* the sum of the quotas */
};

struct why {
	struct side side[SIDES];
	struct municipality *municipality;
	size_t count;
};

struct options {
	char *areas;
	const char *old, *new, *area;
};

static struct options read_options(int argc, char **argv)
{
	struct options o = {.areas = NULL};
	struct cli_option table[] = {
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &o.areas},
		CLI_END,
	};
	char **words = cli_read(argc, argv, usage, table);
	if (!words[0] || !words[1])
		cli_misuse("two editions are explained: OLD NEW");
	if (words[2] && words[3])
		cli_misuse("'%s' is one word too many: OLD NEW [AREA]", words[3]);
	o.old = words[0];
	o.new = words[1];
	o.area = words[2];
	if (strcmp(o.old, "-") == 0 && strcmp(o.new, "-") == 0)
		cli_misuse("OLD and NEW are both standard input, which can be read once");
	return o;
}

/* Reading. */

/* A result of kkr run is a directory with the table in it. */
static char *table_of(const char *path)
{
	struct stat status;
	struct text full = {0};
	text_add(&full, span_of(path));
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		text_add(&full, SPAN("/kommunekvoter.tsv"));
	text_add_char(&full, '\0');
	return full.bytes;
}

static int by_area(const void *a, const void *b, void *column)
{
	const struct row *x = a, *y = b;
	size_t area = *(const size_t *)column;
	int order = span_compare(x->field[area], y->field[area]);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void read_side(struct side *s, const char *path)
{
	static const char hint[] = "kkr-quota writes it, and kkr run refugees in kommunekvoter.tsv";
	s->path = table_of(path);
	records_open_input(&s->in, input_open(s->path), EX_DATAERR);
	s->area = records_column(&s->in, "area", hint);
	s->quota = records_column(&s->in, "quota", hint);
	for (size_t i = 0; i < INPUTS; i++)
		s->input[i] = records_column(&s->in, input_column[i], hint);
	s->name = records_find(&s->in, "name");
	s->distribution = records_find(&s->in, "distribution");
	while (records_next(&s->in))
		table_add(&s->table, &s->in);
	if (s->table.rows)
		qsort_r(s->table.row, s->table.rows, sizeof *s->table.row, by_area, &s->area);
	for (size_t i = 1; i < s->table.rows; i++) {
		const struct row *row = &s->table.row[i];
		if (span_equals(row->field[s->area], row[-1].field[s->area]))
			fail(EX_DATAERR, row->file, row->line, "%s stands in line %zu already",
				quote(row->field[s->area]).text, row[-1].line);
	}
	mpz_init(s->landstal);
	for (size_t i = 0; i < INPUTS; i++)
		mpq_init(s->sum[i]);
}

/* A whole number of 0 or more, or 65. */
static void read_persons(mpz_t persons, const struct row *row, size_t column, const char *name)
{
	struct span field = row->field[column];
	struct decimal d;
	decimal_init(&d);
	bool good = number_valid(field) && *field.bytes != '-';
	if (good) {
		decimal_set(&d, field);
		good = decimal_is_whole(&d);
	}
	if (!good)
		fail(EX_DATAERR, row->file, row->line, "%s '%s' is no whole number of persons",
			name, quote(field).text);
	decimal_whole(persons, &d);
	decimal_clear(&d);
}

static void take_side(struct side *s, struct municipality *m, size_t which, const struct row *row)
{
	mpz_t persons;
	mpz_init(persons);
	for (size_t i = 0; i < INPUTS; i++) {
		read_persons(persons, row, s->input[i], input_column[i]);
		mpq_init(m->input[which][i]);
		mpq_set_z(m->input[which][i], persons);
		mpq_add(s->sum[i], s->sum[i], m->input[which][i]);
	}
	mpz_init(m->quota[which]);
	read_persons(m->quota[which], row, s->quota, "quota");
	mpz_add(s->landstal, s->landstal, m->quota[which]);
	if (s->name < s->in.columns && row->field[s->name].length)
		m->name = row->field[s->name];
	mpz_clear(persons);
}

/* Of a municipality that one edition alone has, no change can be told. */
static _Noreturn void fail_alone(
	const struct side *with, const struct row *row, const struct side *without)
{
	fail(EX_DATAERR, row->file, row->line,
		"%s is in this edition alone, and %s does not have it",
		quote(row->field[with->area]).text, without->path);
}

static void pair_rows(struct why *w)
{
	struct side *old = &w->side[OLD], *new = &w->side[NEW];
	size_t both = old->table.rows < new->table.rows ? old->table.rows : new->table.rows;
	w->count = new->table.rows;
	w->municipality = allocate(w->count, sizeof *w->municipality);
	for (size_t i = 0; i < both; i++) {
		const struct row *a = &old->table.row[i], *b = &new->table.row[i];
		struct municipality *m = &w->municipality[i];
		int order = span_compare(a->field[old->area], b->field[new->area]);
		if (order < 0)
			fail_alone(old, a, new);
		if (order > 0)
			fail_alone(new, b, old);
		*m = (struct municipality){.code = b->field[new->area], .name = SPAN("")};
		take_side(old, m, OLD, a);
		take_side(new, m, NEW, b);
	}
	if (both < old->table.rows)
		fail_alone(old, &old->table.row[both], new);
	if (both < new->table.rows)
		fail_alone(new, &new->table.row[both], old);
}

static void check_sums(const struct side *s)
{
	for (size_t i = 0; i < FAMILY; i++) {
		if (mpq_sgn(s->sum[i]) == 0)
			fail(EX_DATAERR, s->path, 0,
				"%s is 0 for all municipalities together: there is nothing to "
				"share by",
				input_column[i]);
	}
}

/* Working out. */

static size_t side_in(size_t state, size_t factor)
{
	return (state >> factor) & 1 ? NEW : OLD;
}

/* The distributions with the new one of each factor that the state has, and the old ones else. */
static void distribute(struct why *w, size_t state)
{
	mpz_srcptr landstal = w->side[side_in(state, LANDSTAL)].landstal;
	mpq_t figure[FIGURES], input[INPUTS], sum[INPUTS], positive, factor;
	mpq_inits(positive, factor, NULL);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_init(figure[i]);
	for (size_t i = 0; i < INPUTS; i++) {
		mpq_init(input[i]);
		mpq_init(sum[i]);
		mpq_set(sum[i], w->side[side_in(state, 1 + i)].sum[i]);
	}
	for (size_t i = 0; i < w->count; i++) {
		struct municipality *m = &w->municipality[i];
		mpq_ptr net = m->distribution[state];
		for (size_t j = 0; j < INPUTS; j++)
			mpq_set(input[j], m->input[side_in(state, 1 + j)][j]);
		statute_net(figure, (const mpq_t *)input, (const mpq_t *)sum, landstal);
		mpq_init(net);
		if (mpq_sgn(figure[NET]) > 0)
			mpq_set(net, figure[NET]);
		mpq_add(positive, positive, net);
	}
	statute_factor(factor, positive, landstal);
	for (size_t i = 0; i < w->count; i++)
		mpq_mul(w->municipality[i].distribution[state],
			w->municipality[i].distribution[state], factor);
	mpq_clears(positive, factor, NULL);
	for (size_t i = 0; i < FIGURES; i++)
		mpq_clear(figure[i]);
	for (size_t i = 0; i < INPUTS; i++) {
		mpq_clear(input[i]);
		mpq_clear(sum[i]);
	}
}

/* The distributions that a table has must be what comes out of its own figures and quotas. */
static void check_distributions(const struct why *w, const struct side *s, size_t state)
{
	enum { DECIMALS = 4 };
	struct text text = {0};
	struct decimal d;
	decimal_init(&d);
	for (size_t i = 0; i < w->count && s->distribution < s->in.columns; i++) {
		const struct row *row = &s->table.row[i];
		struct span said = row->field[s->distribution];
		text.length = 0;
		decimal_round(&d, w->municipality[i].distribution[state], DECIMALS);
		decimal_print(&text, &d);
		if (!span_equals(said, text_span(&text)))
			fail(EX_DATAERR, row->file, row->line,
				"%s: its distribution is %s, and the figures and quotas of this "
				"table make %.*s: it is not whole, or not by the order's rule",
				quote(w->municipality[i].code).text, quote(said).text,
				(int)text.length, text.bytes);
	}
	decimal_clear(&d);
	free(text.bytes);
}

/*
 * In how many of the orders a factor is changed when those of a state, without it, have been: k!
 * (3 - k)! of 24, for k of them.
 */
static unsigned long orders(size_t state)
{
	static const unsigned long of[FACTORS] = {6, 2, 2, 6};
	size_t changed = 0;
	for (; state; state >>= 1)
		changed += state & 1;
	return of[changed];
}

static void set_part(mpq_t part, const struct municipality *m, size_t factor)
{
	enum { ORDERS = 24 };
	mpq_t step, weight;
	mpq_inits(step, weight, NULL);
	mpq_set_ui(part, 0, 1);
	for (size_t state = 0; state < STATES; state++) {
		if (side_in(state, factor) == NEW)
			continue;
		mpq_sub(step, m->distribution[state | (size_t)1 << factor], m->distribution[state]);
		mpq_set_ui(weight, orders(state), ORDERS);
		mpq_canonicalize(weight);
		mpq_mul(step, step, weight);
		mpq_add(part, part, step);
	}
	mpq_clears(step, weight, NULL);
}

/* Writing. */

/*
 * Each part is rounded, and rounding is what is left of the change, so that what is written adds up
 * to it.
 */
static void put_municipality(const struct municipality *m, struct writer *out)
{
	enum { DECIMALS = 4 };
	struct text text = {0};
	struct decimal left, part;
	mpq_t value;
	mpq_init(value);
	decimal_init(&left);
	decimal_init(&part);
	mpq_set_z(value, m->quota[NEW]);
	mpz_sub(mpq_numref(value), m->quota[NEW], m->quota[OLD]);
	decimal_round(&left, value, DECIMALS);
	put_field(out, m->code);
	put_field(out, m->name);
	put_whole(out, m->quota[OLD]);
	put_whole(out, m->quota[NEW]);
	for (size_t factor = 0; factor <= FACTORS; factor++) {
		if (factor < FACTORS) {
			set_part(value, m, factor);
			decimal_round(&part, value, DECIMALS);
			decimal_subtract(&left, &part);
		}
		text.length = 0;
		decimal_print(&text, factor < FACTORS ? &part : &left);
		put_field(out, text_span(&text));
	}
	put_row_end(out);
	mpq_clear(value);
	decimal_clear(&left);
	decimal_clear(&part);
	free(text.bytes);
}

/* The code of the area that is asked for, in any spelling that kkr-codes knows. */
static struct span code_meant(struct areas *areas, const struct options *o)
{
	struct recogniser recogniser;
	areas_load(areas, o->areas);
	recogniser_make(&recogniser, areas, (struct rules){0});
	const struct area *area = recognise(&recogniser, span_of(o->area), SPAN("")).area;
	recogniser_free(&recogniser);
	return span_of(area ? area->code : o->area);
}

/* Ends the program for an area that there is not, with the name that is like it. */
static _Noreturn void fail_unknown(const struct why *w, const struct areas *areas, const char *area)
{
	struct recogniser recogniser;
	recogniser_make(&recogniser, areas, (struct rules){.guess = true});
	struct finding finding = recognise(&recogniser, span_of(area), SPAN(""));
	if (!finding.area)
		fail(EX_DATAERR, w->side[NEW].path, 0, "%s", finding.reason);
	fail(EX_DATAERR, w->side[NEW].path, 0, "'%s' is no municipality of these editions",
		quote(span_of(area)).text);
}

static void write_all(const struct why *w, const struct options *o, struct writer *out)
{
	static const char *const columns[] = {"area", "name", "before", "after"};
	struct areas areas;
	struct span only = o->area ? code_meant(&areas, o) : SPAN("");
	size_t written = 0;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(out, span_of(columns[i]));
	for (size_t i = 0; i < FACTORS; i++)
		put_field(out, span_of(factor_name[i]));
	put_field(out, SPAN("rounding"));
	put_row_end(out);
	for (size_t i = 0; i < w->count; i++) {
		const struct municipality *m = &w->municipality[i];
		if (o->area && !span_equals(m->code, only) && !span_is(m->name, o->area))
			continue;
		put_municipality(m, out);
		written++;
	}
	if (o->area && !written)
		fail_unknown(w, &areas, o->area);
	if (o->area)
		areas_free(&areas);
}

static void free_all(struct why *w)
{
	for (size_t i = 0; i < w->count; i++) {
		struct municipality *m = &w->municipality[i];
		for (size_t j = 0; j < STATES; j++)
			mpq_clear(m->distribution[j]);
		for (size_t j = 0; j < FIGURES_OF_BOTH; j++)
			mpq_clear(m->input[j / INPUTS][j % INPUTS]);
		mpz_clears(m->quota[OLD], m->quota[NEW], NULL);
	}
	free(w->municipality);
	for (size_t i = 0; i < SIDES; i++) {
		struct side *s = &w->side[i];
		for (size_t j = 0; j < INPUTS; j++)
			mpq_clear(s->sum[j]);
		mpz_clear(s->landstal);
		table_free(&s->table);
		records_close(&s->in);
		free(s->path);
	}
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct why w = {.count = 0};
	struct writer out;
	read_side(&w.side[OLD], o.old);
	read_side(&w.side[NEW], o.new);
	pair_rows(&w);
	check_sums(&w.side[OLD]);
	check_sums(&w.side[NEW]);
	for (size_t state = 0; state < STATES; state++)
		distribute(&w, state);
	check_distributions(&w, &w.side[OLD], 0);
	check_distributions(&w, &w.side[NEW], STATES - 1);
	writer_stdout(&out);
	write_all(&w, &o, &out);
	writer_close(&out);
	free_all(&w);
	return EX_OK;
}
