/*
 * kkr-agree: agreements of municipalities on their quotas (order 550/2022, § 6).
 *
 * It reads quotas and the transfers that were agreed on, holds these to the rules, and writes the
 * quotas with what becomes of them beside; or the table that is signed. The parts are in agree/.
 * § 2, which says when a landstal must be revised, by which agreements lapse, is answered here,
 * too.
 */
#include "agree/agree.h"
#include "lib/cli.h"
#include "lib/steps.h"

#include <stdlib.h>

static const char usage[] = "kkr-agree --transfers FILE [OPTION]... [FILE]...\n"
			    "Adds to quotas what the municipalities of a region have agreed on.";

struct options {
	char *transfers;
	bool signing;
	char *regions, *report;
	const char *changed_from;
	struct column_names names;
	char *areas;
	char **files;
};

static struct options read_options(int argc, char **argv)
{
	struct options o = {.signing = false};
	char **names = NULL;
	struct cli_option table[] = {
		{0, "transfers", "FILE", "the agreement: from, to, persons, ...",
			.file = &o.transfers},
		{0, "table", NULL, "write the table that a KKR signs", .flag = &o.signing},
		{0, "regions", "FILE", "write the sums of each region there, in the same pass",
			.file = &o.regions, .made = true},
		{0, "report", "FILE", "write there how far the transfers are, as records",
			.file = &o.report, .made = true},
		{.help = ""},
		{0, "changed-from", "OLD",
			"say whether a landstal of what these quotas add up to must be\n"
			"revised from OLD (section 2), and no more",
			.text = &o.changed_from},
		{.help = ""},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &o.areas},
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	if (!o.transfers == !o.changed_from)
		cli_misuse("one of --transfers and --changed-from says what is asked for");
	if ((o.signing || o.regions || o.report) && !o.transfers)
		cli_misuse("--table, --regions and --report are of what --transfers says");
	if (o.regions)
		cli_apart("--regions", o.regions, "an input", o.files);
	if (o.report)
		cli_apart("--report", o.report, "an input", o.files);
	if (o.transfers)
		cli_input("--transfers", o.transfers, o.files);
	return o;
}

/* Rows for each municipality. */

static void put_made(struct writer *out, const struct outcome *o, bool states)
{
	put_whole(out, o->transfer);
	put_whole(out, o->agreed);
	put_field(out, span_of(o->status));
	if (states)
		put_field(out, span_of(o->state));
}

static void put_made_names(struct writer *out, const char *const *names, const char *suffix)
{
	struct text full = {0};
	for (; *names; names++) {
		full.length = 0;
		text_add(&full, span_of(*names));
		text_add(&full, span_of(suffix));
		put_field(out, text_span(&full));
	}
	free(full.bytes);
}

static void put_names(const struct quotas *q, struct writer *out)
{
	for (size_t c = 0; c < q->in.columns; c++)
		put_field(out, span_of(q->in.name[c]));
}

static void write_wide(const struct quotas *q, bool states, struct writer *out)
{
	const char *const names[] = {"transfer", "agreed", "status", states ? "state" : NULL, NULL};
	put_names(q, out);
	for (size_t i = 0; i < q->columns; i++)
		put_made_names(out, names, q->after[i]);
	put_row_end(out);
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		for (size_t c = 0; c < q->in.columns; c++)
			put_field(out, m->row->field[c]);
		for (size_t k = 0; k < q->columns; k++)
			put_made(out, &m->outcome[k], states);
		put_row_end(out);
	}
}

/* Observations: rows of two measures more, and what is no number in columns. */

/* A row; with `o` one that is made of it: of another measure, and with another value. */
static void put_observation(const struct quotas *q, const struct row *row, const char *measure,
	mpz_srcptr value, const struct outcome *o, bool states, struct writer *out)
{
	for (size_t c = 0; c < q->in.columns; c++) {
		if (o && c == q->means.at[IS_MEASURE])
			put_field(out, span_of(measure));
		else if (o && c == q->means.at[IS_VALUE])
			put_whole(out, value);
		else
			put_field(out, row->field[c]);
	}
	put_field(out, span_of(o ? o->status : ""));
	if (states)
		put_field(out, span_of(o ? o->state : ""));
	put_row_end(out);
}

static void write_long(const struct quotas *q, bool states, struct writer *out)
{
	size_t next = 0;
	put_names(q, out);
	put_field(out, SPAN("status"));
	if (states)
		put_field(out, SPAN("state"));
	put_row_end(out);
	for (size_t i = 0; i < q->table.rows; i++) {
		const struct row *row = &q->table.row[i];
		put_observation(q, row, NULL, NULL, NULL, states, out);
		if (next == q->count || q->municipality[next].row != row)
			continue;
		const struct outcome *o = &q->municipality[next++].outcome[0];
		put_observation(q, row, "transfer", o->transfer, o, states, out);
		put_observation(q, row, "agreed", o->agreed, o, states, out);
	}
}

/* Steps: one more, where the region has an agreement. */

static void set_step(struct steps *s, enum step_what what, mpz_srcptr value)
{
	char *text = mpz_get_str(NULL, 10, value);
	steps_set(s, what, span_of(text), SPAN(""));
	free(text);
}

static void put_steps(const struct municipality *m, struct writer *out)
{
	const struct outcome *o = &m->outcome[0];
	struct steps s = {.area = span_copy(m->code),
		.name = span_copy(m->name),
		.region = span_copy(m->region)};
	set_step(&s, STEP_QUOTA, o->quota);
	if (strcmp(o->status, "bortfaldet") == 0) {
		set_step(&s, STEP_LAPSED, o->quota);
	} else if (strcmp(o->status, "beregnet") != 0) {
		bool draft = strcmp(o->state, "forslag") == 0;
		set_step(&s, STEP_TRANSFER, o->transfer);
		set_step(&s, draft ? STEP_PROPOSED : STEP_AGREED, o->agreed);
	}
	steps_put(out, &s, STEP_LAPSED);
	steps_clear(&s);
}

static void write_steps(const struct quotas *q, struct writer *out)
{
	size_t next = 0;
	steps_put_header(out);
	for (size_t i = 0; i < q->table.rows; i++) {
		put_row(out, q->table.row[i].field, q->in.columns);
		if (next < q->count && q->municipality[next].row == &q->table.row[i])
			put_steps(&q->municipality[next++], out);
	}
}

/* How many transfers hold, are a draft, or have lapsed. */
static void write_report(const struct agreement *agreement, const struct options *o)
{
	if (!o->report)
		return;
	struct report *report = report_open(o->report, o->files);
	agreement_count(agreement, report, o->transfers);
	report_close(report);
}

/* The two questions. */

static void answer_agreement(
	struct quotas *q, const struct areas *areas, const struct options *o, struct writer *out)
{
	struct agreement *agreement = agreement_read(q, o->transfers, areas);
	bool states = agreement_states(agreement);
	quotas_refuse_made(q);
	for (size_t i = 0; i < q->columns && !q->faults; i++)
		agreement_apply(q, agreement, i);
	if (q->faults)
		exit(EX_DATAERR);
	write_report(agreement, o);
	if (o->regions) {
		writer_create(out, o->regions);
		regions_write(q, agreement, out);
		writer_close(out);
		writer_stdout(out);
	}
	if (o->signing)
		agreement_write(q, agreement, out);
	else if (q->form == STEPS)
		write_steps(q, out);
	else if (q->form == LONG)
		write_long(q, states, out);
	else
		write_wide(q, states, out);
	agreement_free(agreement);
}

static void answer_change(struct quotas *q, const char *old, struct writer *out)
{
	mpz_t before;
	mpz_init(before);
	const char *why = read_persons(before, span_of(old));
	if (why)
		cli_misuse("--changed-from: '%s' %s; it is a number of persons without separators "
			   "(600)",
			quote(span_of(old)).text, why);
	if (!q->count)
		fail(EX_DATAERR, q->in.file, 0,
			"there is no quota in it: a landstal that they add up to cannot be told");
	if (q->faults)
		exit(EX_DATAERR);
	write_changes(q, before, out);
	mpz_clear(before);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct areas areas;
	struct quotas q;
	struct writer out;
	writer_stdout(&out);
	areas_load(&areas, o.areas);
	quotas_read(&q, o.files, &o.names, &areas);
	if ((o.signing || o.regions || o.report) && (q.columns > 1 || q.form == STEPS))
		cli_misuse("--table, --regions and --report are of the quotas of one landstal, as "
			   "kkr-quota writes them");
	if (o.changed_from)
		answer_change(&q, o.changed_from, &out);
	else
		answer_agreement(&q, &areas, &o, &out);
	writer_close(&out);
	quotas_free(&q);
	areas_free(&areas);
	column_names_free(&o.names);
	return EX_OK;
}
