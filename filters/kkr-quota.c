/*
 * kkr-quota: shares a number of refugees out on municipalities.
 *
 * The rule is bekendtgørelse nr. 550 of 3 May 2022, § 4, or one of the methods of apportionment
 * that the literature knows. All of it is rational arithmetic (GMP); a figure is rounded once, when
 * it is written. The parts are in quota/: this file reads the observations, has them worked out for
 * each landstal, and writes what was asked for.
 */
#include "lib/decimal.h"
#include "lib/recognise.h"
#include "quota/program.h"

#include <stdlib.h>

static const char usage[] =
	"kkr-quota --landstal N,... [OPTION]... [FILE]...\n"
	"Shares N refugees out on the municipalities present (order 550/2022, section 4).";

/* What --within, --ties and --lang may be, and what they are without being given: the first. */
enum { WITHIN_REGION, WITHIN_COUNTRY };
static const char *const within_words[] = {
	[WITHIN_REGION] = "region", [WITHIN_COUNTRY] = "country", NULL};
static const char *const tie_words[] = {
	[TIES_FIRST] = "first", [TIES_LAST] = "last", [TIES_ERROR] = "error", NULL};
static const char *const residual_words[] = {"last", "largest-remainder", NULL};

static void check_measure_name(const char *option, const char *measure)
{
	bool taken = false;
	for (size_t i = 0; i < FIGURES; i++)
		taken |= strcmp(measure, figure_form[i].name) == 0;
	/* What kkr-agree appends is taken, too: both stand in one table. */
	static const char *const beside[] = {"quota", "transfer", "agreed", "status"};
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
		taken |= strcmp(measure, beside[i]) == 0;
	if (taken)
		cli_misuse(
			"--%s: '%s' is what kkr-quota calls a figure of its own", option, measure);
	if (!column_name_valid(span_of(measure)))
		cli_misuse("--%s: '%s' is no name of a column, which the measure becomes", option,
			quote(span_of(measure)).text);
}

static void check_measure_names(const struct options *o)
{
	if (o->weight)
		check_measure_name("weight", o->weight);
	for (size_t i = 0; i < INPUTS; i++) {
		check_measure_name(quota_input_option[i], o->measure[i]);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(o->measure[i], o->measure[j]) == 0)
				cli_misuse("--%s: '%s' is the measure of --%s already",
					quota_input_option[i], o->measure[i],
					quota_input_option[j]);
		}
	}
}

static size_t outputs(const struct options *o)
{
	return (size_t)o->longs + o->steps + (o->explain != NULL);
}

/* --explain of steps that --steps has written takes nothing that would make others. */
static void check_steps(const struct options *o, bool made)
{
	if (made && (o->residual || o->exempt || o->wide || o->against))
		cli_misuse("--explain without --landstal reads what --steps has written, in which "
			   "nothing is shared out anew");
}

static void check_table(const struct options *o)
{
	if (!o->wide)
		return;
	if (!outputs(o))
		cli_misuse("--table is for --long, --steps and --explain: without them the table "
			   "is what is written");
	cli_apart("--table", o->wide, "an input", o->files);
}

/* Options that do not go together, or need another. */
static void check_options(const struct options *o, const struct cli_option *table)
{
	bool measures = cli_given(table, "population") || cli_given(table, "nationals") ||
			cli_given(table, "family");
	bool several = o->landstal && strchr(o->landstal, ',');
	bool own = o->method && o->within && !o->country && !o->landstal;
	bool made = o->explain && !o->landstal; /* the steps are there already */
	if (!o->landstal && !own && !made)
		cli_misuse("--landstal says how many refugees to share out, and is missing");
	check_steps(o, made);
	if (!o->method != !o->weight)
		cli_misuse("--method and --weight go together: by which weights, and how");
	if (o->method && (o->residual || o->explain || o->steps))
		cli_misuse("--residual, --steps and --explain are of the statutory rule, not of "
			   "--method");
	if (cli_given(table, "lang") && !o->explain)
		cli_misuse("--lang is for --explain");
	if (measures && o->method)
		cli_misuse(
			"--population, --nationals and --family are of the statutory rule, not of "
			"--method");
	if (cli_given(table, "ties") && !o->method &&
		!(o->residual && strcmp(o->residual, "last") != 0))
		cli_misuse("--ties is for --method and --residual largest-remainder");
	if (o->total && !own)
		cli_misuse("--total is for --method with --within region and no --landstal");
	if ((cli_given(table, "published") || o->exact) && !o->against)
		cli_misuse("--published and --exact go with --against");
	if (o->against && (outputs(o) || o->method || several))
		cli_misuse(
			"--against writes the comparison alone, by the statutory rule and of one "
			"landstal");
	if (o->against)
		cli_input("--against", o->against, o->files);
	if (several && outputs(o))
		cli_misuse("--long, --steps and --explain are of one landstal");
	if (outputs(o) > 1)
		cli_misuse("--long, --steps and --explain are three outputs: choose one");
	check_table(o);
}

static struct options read_options(int argc, char **argv)
{
	const char *method_words[METHODS];
	struct options o = {
		.measure = {"population", "non_western_nationals", "family_reunified"},
		.published = "published_quota",
	};
	size_t within = WITHIN_REGION, ties = TIES_FIRST, language = DANISH;
	char **names = NULL;
	struct cli_option table[] = {
		{'n', "landstal", "N,...", "how many to share out; of several, a column for each",
			.text = &o.landstal},
		{0, "residual", "RULE",
			"who gets what rounding leaves: last (default) or\nlargest-remainder",
			.text = &o.residual, .words = residual_words},
		{0, "population", "M", "the measure with the population",
			.text = &o.measure[POPULATION]},
		{0, "nationals", "M",
			"the measure with the foreign nationals from non-western countries",
			.text = &o.measure[NATIONALS]},
		{0, "family", "M", "the measure with the family members reunited with refugees",
			.text = &o.measure[FAMILY]},
		{.help = ""},
		{0, "exempt", "AREA", "give this municipality none; its quota goes to the others",
			.several = &o.exempt},
		{0, "within", "GROUP", "which others those are: region (default) or country",
			.place = &within, .words = within_words},
		{.help = ""},
		{0, "against", "FILE",
			"write how a published table of quotas differs, at its own total",
			.file = &o.against},
		{0, "published", "M", "the measure of that table (default: published_quota)",
			.text = &o.published},
		{0, "exact", NULL, "end with 65 where anything differs", .flag = &o.exact},
		{.help = ""},
		{0, "method", "METHOD", "share by weights instead:", .text = &o.method,
			.words = method_words},
		{0, "weight", "M", "the measure with the weights", .text = &o.weight},
		{0, "ties", "RULE", "of equal claims, by code: first (default), last or error",
			.place = &ties, .words = tie_words},
		{0, "total", "M",
			"with --within region and no landstal: the measure with the\n"
			"regions' own totals (default: quota)",
			.text = &o.total},
		{.help = ""},
		{0, "long", NULL, "write observations, not a row for each municipality",
			.flag = &o.longs},
		{0, "steps", NULL, "write every step of each municipality's allocation as records",
			.flag = &o.steps},
		{0, "table", "FILE", "write the row for each municipality there, in the same pass",
			.file = &o.wide, .made = true},
		{'e', "explain", "AREA",
			"write one municipality's steps in words; without --landstal\n"
			"FILE is what --steps has written",
			.text = &o.explain},
		{'L', "lang", "LANGUAGE", "da (default) or en", .place = &language,
			.words = language_names},
		{.help = ""},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &o.areas},
		RENAMED("-R", "--residual"),
		RENAMED("-p", "--population"),
		RENAMED("-i", "--nationals"),
		RENAMED("-f", "--family"),
		RENAMED("-a", "agreements are read by kkr-agree --transfers FILE"),
		RENAMED("-x", "--exempt"),
		RENAMED("-W", "--within"),
		RENAMED("-c", "kkr-agree --changed-from OLD says so of quotas"),
		RENAMED("-m", "--method"),
		RENAMED("-w", "--weight"),
		RENAMED("-t", "--ties"),
		RENAMED("-s", "--total"),
		RENAMED("-l", "--long"),
		RENAMED("-T", "what is signed is written by kkr-agree --table"),
		RENAMED("--agreement", "agreements are read by kkr-agree --transfers FILE"),
		RENAMED("--agreement-table", "what is signed is written by kkr-agree --table"),
		RENAMED("--changed-from", "kkr-agree --changed-from OLD says so of quotas"),
		CLI_END,
	};
	for (size_t i = 0; i < METHODS; i++)
		method_words[i] =
			method_name(i + 1); /* not the statute's own, which has no weights */
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	o.within = cli_given(table, "within");
	o.country = within == WITHIN_COUNTRY;
	o.ties = (enum ties)ties;
	o.language = (enum language)language;
	check_options(&o, table);
	check_measure_names(&o);
	return o;
}

/* A landstal as an option gives it; `given` is all of what was given, for the message. */
static void read_landstal(mpz_t landstal, const char *option, const char *word, const char *given)
{
	/* "1,000" is a list of 1 and "000": what is meant is told by the zeros. */
	bool tail = word != given && *word == '0' && word[1];
	if (!number_valid(span_of(word)) || strchr(word, '.') || *word == '-' || tail)
		cli_misuse("--%s: '%s' is not a whole number of persons, 0 or more, at most 100 "
			   "digits, without separators (600)",
			option, quote(span_of(given)).text);
	mpz_set_str(landstal, word, 10);
}

static void read_landstals(struct program *p)
{
	static char *const none[] = {"", NULL};
	struct quota *q = &p->q;
	char **list = *p->o.landstal ? cli_list("landstal", p->o.landstal) : NULL;
	char *const *words = list ? list : none;
	while (words[q->landstals])
		q->landstals++;
	q->landstal = allocate(q->landstals, sizeof *q->landstal);
	for (size_t i = 0; words[i]; i++) {
		mpz_init(q->landstal[i]);
		read_landstal(q->landstal[i], "landstal", words[i],
			q->landstals > 1 ? p->o.landstal : words[i]);
		for (size_t j = 0; j < i; j++) {
			if (mpz_cmp(q->landstal[i], q->landstal[j]) == 0)
				cli_misuse("--landstal: %s stands twice", words[i]);
		}
	}
	cli_list_free(list);
}

static void set_landstals(struct program *p)
{
	if (p->o.landstal) {
		read_landstals(p);
		return;
	}
	p->q.landstals = 1; /* the sum of the regions' own */
	p->q.landstal = allocate(1, sizeof *p->q.landstal);
	mpz_init(p->q.landstal[0]);
}

/* Working out. */

static void choose_method(struct program *p)
{
	struct quota *q = &p->q;
	q->inputs = INPUTS;
	q->regional = !p->o.country;
	q->method = method_find(p->o.method ? p->o.method : "statute");
	if (p->o.method) {
		q->inputs = 1;
		p->o.measure[WEIGHT] = p->o.weight;
	} else if (p->o.residual && strcmp(p->o.residual, "last") != 0) {
		q->method = method_find(p->o.residual);
	}
	q->ties = p->o.ties;
}

/* A figure of more than 100 digits would be no number of a record. */
static void check_digits(struct program *p)
{
	struct text text = {0};
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		for (size_t j = 0; j < FIGURES; j++) {
			if (number_valid(
				    rounded_text(&text, m->figure[j], figure_form[j].decimals)))
				continue;
			complain(p->in.file, 0, "%s: its %s has more than 100 digits",
				quote(m->code).text, figure_form[j].name);
			p->q.faults++;
		}
	}
	free(text.bytes);
}

/* Shares one region's own total among its municipalities; what is wrong is listed as a fault. */
static void share_total(struct program *p, const struct row *row, mpz_srcptr total)
{
	struct quota *q = &p->q;
	struct span region = row->field[p->means.at[IS_AREA]];
	struct claim *claim = claims_new(q->count);
	size_t count = 0;
	for (size_t i = 0; i < q->count; i++) {
		if (span_equals(q->municipality[i].region, region)) {
			claim[count].code = q->claim[i].code;
			mpq_set(claim[count++].weight, q->claim[i].weight);
		}
	}
	char *why = apportion(q->method, claim, count, total, q->ties);
	if (why) {
		complain(row->file, row->line, "%s: %s", quote(region).text, why);
		q->faults++;
	}
	count = 0;
	for (size_t i = 0; i < q->count; i++) {
		if (span_equals(q->municipality[i].region, region))
			mpz_set(q->claim[i].seats, claim[count++].seats);
	}
	mpz_add(q->landstal[0], q->landstal[0], total);
	free(why);
	claims_free(claim, q->count);
}

static void share_totals(struct program *p)
{
	for (size_t t = 0; t < p->totals.rows; t++) {
		const struct row *row = &p->totals.row[t];
		struct span field = row->field[p->means.at[IS_VALUE]];
		mpq_t total;
		mpq_init(total);
		const char *fault = read_figure(total, field, false);
		if (fault) {
			complain(row->file, row->line, "%s: the total '%s' %s",
				quote(row->field[p->means.at[IS_AREA]]).text, quote(field).text,
				fault);
			p->q.faults++;
		} else {
			share_total(p, row, mpq_numref(total));
		}
		mpq_clear(total);
	}
}

/* Every region of the municipalities must have one total. */
static void check_regions(const struct program *p)
{
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		size_t found = 0;
		for (size_t t = 0; t < p->totals.rows; t++)
			found += span_equals(
				p->totals.row[t].field[p->means.at[IS_AREA]], m->region);
		if (found != 1)
			fail(EX_DATAERR, p->in.file, 0,
				"%s: its region '%s' has %s total of its own", quote(m->code).text,
				quote(m->region).text, found ? "more than one" : "no");
	}
}

static void work_out(struct program *p, size_t index)
{
	struct quota *q = &p->q;
	if (!p->o.method) {
		statute_figures(q, q->landstal[index]);
		check_digits(p);
	}
	if (p->o.landstal) {
		char *why = apportion(q->method, q->claim, q->count, q->landstal[index], q->ties);
		if (why)
			fail(EX_DATAERR, p->in.file, 0, "%s", why);
	} else {
		check_regions(p);
		share_totals(p);
	}
	if (bounds_given(q))
		bounds_apply(q, p->in.file);
	for (size_t i = 0; i < q->count; i++)
		mpz_set(q->municipality[i].outcome[index].quota, q->claim[i].seats);
	if (q->faults)
		exit(EX_DATAERR);
}

/* Which area --explain means, in any spelling that kkr-codes knows; else why it means none. */
static struct finding area_meant(struct recogniser *recogniser, const struct program *p)
{
	recogniser_make(recogniser, &p->areas, (struct rules){.guess = true});
	return recognise(recogniser, span_of(p->o.explain), SPAN(""));
}

static _Noreturn void fail_explain(const struct program *p, struct finding meant)
{
	if (!meant.area)
		fail(EX_DATAERR, p->in.file, 0, "--explain: %s", meant.reason);
	fail(EX_DATAERR, p->in.file, 0, "--explain: '%s' is none of the municipalities there",
		quote(span_of(p->o.explain)).text);
}

static void explain(const struct program *p, struct writer *out)
{
	struct recogniser recogniser;
	const struct municipality *m = quota_find(&p->q, span_of(p->o.explain));
	struct finding meant = area_meant(&recogniser, p);
	if (!m && meant.area)
		m = quota_find(&p->q, span_of(meant.area->code));
	if (!m)
		fail_explain(p, meant);
	write_explanation(p, m, out);
	recogniser_free(&recogniser);
}

/* Whether these are the steps that --explain means, by the area's code, or their own name for it.
 */
static bool is_meant(const struct program *p, struct finding meant, const struct steps *steps)
{
	const char *code = meant.area ? meant.area->code : p->o.explain;
	return strcmp(code, steps->area) == 0 ||
	       (*steps->name && strcmp(p->o.explain, steps->name) == 0);
}

/* --explain of what --steps has written, which is read to its end: none may stand twice. */
static void explain_steps(struct program *p, struct writer *out)
{
	struct steps_input input;
	struct steps steps = {.area = NULL}, found = steps;
	struct recogniser recogniser;
	areas_load(&p->areas, p->o.areas);
	struct finding meant = area_meant(&recogniser, p);
	records_open(&p->in, p->o.files, EX_DATAERR, NULL);
	steps_open(&input, &p->in);
	while (steps_next(&input, &steps)) {
		if (found.area || !is_meant(p, meant, &steps))
			continue;
		found = steps;
		steps = (struct steps){.area = NULL};
	}
	if (!found.area)
		fail_explain(p, meant);
	steps_explain(&found, p->o.language, out);
	steps_clear(&found);
	recogniser_free(&recogniser);
	records_close(&p->in);
	areas_free(&p->areas);
	column_names_free(&p->o.names);
}

static int write_result(struct program *p, struct writer *out)
{
	bool same = true;
	if (p->o.wide) {
		writer_create(out, p->o.wide);
		write_wide(p, out);
		writer_close(out);
		writer_stdout(out);
	}
	if (p->o.against)
		same = write_comparison(p, out);
	else if (p->o.explain)
		explain(p, out);
	else if (p->o.steps)
		write_steps(p, out);
	else if (p->o.longs)
		write_long(p, out);
	else
		write_wide(p, out);
	return p->o.exact && !same ? EX_DATAERR : EX_OK;
}

static void free_landstals(struct quota *q)
{
	for (size_t i = 0; i < q->landstals; i++)
		mpz_clear(q->landstal[i]);
	free(q->landstal);
}

static int run(struct program *p, struct writer *out)
{
	choose_method(p);
	observations_read(p);
	if (p->o.within && p->o.landstal && !observations_bounded(p))
		cli_misuse("--within has no bounds to keep within a group; without --landstal, "
			   "--within region shares each region's own total");
	for (size_t i = 0; i < p->q.landstals; i++)
		work_out(p, i);
	int status = write_result(p, out);
	observations_free(p);
	return status;
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct program p = {.o = read_options(argc, argv)};
	struct writer out; /* one for all, since it is large */
	int status = EX_OK;
	writer_stdout(&out);
	if (p.o.explain && !p.o.landstal) {
		explain_steps(&p, &out);
	} else {
		if (p.o.against)
			published_read(&p);
		set_landstals(&p);
		status = run(&p, &out);
		free_landstals(&p.q);
		if (p.o.against)
			published_free(&p);
	}
	writer_close(&out);
	return status;
}
