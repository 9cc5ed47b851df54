/*
 * kkr-edition: which records a run uses: those of one edition of a topic.
 *
 * Exports of all topics may lie in one heap. Each names its data set, TOPIC-YEAR, by which a topic
 * finds its own records. Two editions would be added up, and so would an export that lies there
 * twice, so both are refused. A record is passed on as soon as it has been looked at.
 *
 * With --needs, which says what an edition is made of, the newest is found in a heap of several
 * (edition/newest.c).
 */
#include "edition/newest.h"
#include "edition/seen.h"
#include "lib/cli.h"
#include "lib/decimal.h"
#include "lib/records.h"
#include "lib/report.h"

#include <stdlib.h>

static const char usage[] = "kkr-edition --topic NAME [OPTION]... [FILE]...\n"
			    "kkr-edition --needs FILE [OPTION]... [FILE]...\n"
			    "Passes the records of one edition of a topic.";

struct options {
	const char *topic;
	bool optional;
	char *report;
	char **files;
	struct newest_options newest;
};

struct edition {
	const struct options *o;
	size_t dataset, origin; /* columns; the latter may not be there */
	char *name;             /* the data set; NULL before the first record */
	struct seen seen;
	struct text identity; /* of the record at hand */
};

/* Options that are of --needs alone, and the one that is not. */
static void check_options(const struct options *o, const struct cli_option *table)
{
	static const char *const of_needs[] = {"edition", "landstal", "dated", "deadlines",
		"before", "details", "survey", "areas"};
	for (size_t i = 0; !o->newest.needs && i < sizeof of_needs / sizeof *of_needs; i++) {
		if (cli_given(table, of_needs[i]))
			cli_misuse("--%s goes with --needs", of_needs[i]);
	}
	if (o->newest.needs && o->optional)
		cli_misuse("--optional cannot be used with --needs, which says what must be there");
	if (!o->newest.needs && (!o->topic || !*o->topic))
		cli_misuse("--topic NAME says which records are wanted; none is given");
	if (o->newest.survey && o->newest.before)
		cli_misuse("--survey writes no records, and --before has some");
	const struct {
		const char *option, *path;
	} made[] = {{"--before", o->newest.before}, {"--details", o->newest.details}};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		if (made[i].path)
			cli_apart(made[i].option, made[i].path, "an input", o->files);
	}
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {.topic = NULL};
	struct newest_options *newest = &o.newest;
	struct cli_option table[] = {
		{0, "topic", "NAME", "the topic: climate is that of climate-2025 or climate-2026",
			.text = &o.topic},
		{0, "optional", NULL, "there may be none", .flag = &o.optional},
		{0, "report", "FILE",
			"write there how many records went in and out; of --needs, what was\n"
			"found, too",
			.file = &o.report, .made = true},
		{.help = "The newest edition of several:"},
		{0, "needs", "FILE", "what an edition is made of (measure level back must)",
			.file = &newest->needs},
		{0, "edition", "YEAR", "take this edition, not the newest",
			.text = &newest->edition},
		{'n', "landstal", "N", "how many are shared out, or YEAR:N for one edition alone",
			.text = &newest->landstal},
		{0, "dated", "FILE:DATE,...",
			"the date of a paper: of two that differ, the later one counts",
			.several = &newest->dated},
		{0, "deadlines", "FILE", "add the deadlines that the records do not have",
			.file = &newest->deadlines},
		{0, "before", "FILE", "write there the records of the edition before",
			.file = &newest->before, .made = true},
		{0, "details", "FILE", "list there the figures that a later paper has changed",
			.file = &newest->details, .made = true},
		{0, "survey", NULL,
			"write which files are of which edition, and whether it is whole",
			.flag = &newest->survey},
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &newest->areas},
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	newest->topic = o.topic;
	newest->report = o.report;
	newest->files = o.files;
	check_options(&o, table);
	return o;
}

/* Whether a data set is one of the topic: its name, a hyphen, and what tells editions apart. */
static bool of_topic(const struct edition *e, struct span dataset)
{
	size_t length = strlen(e->o->topic);
	return dataset.length > length && memcmp(dataset.bytes, e->o->topic, length) == 0 &&
	       dataset.bytes[length] == '-';
}

/* What a record says, wherever it came from. */
static struct span identity(struct edition *e, const struct records *in)
{
	e->identity.length = 0;
	for (size_t i = 0; i < in->columns; i++) {
		if (i == e->origin)
			continue;
		text_add(&e->identity, in->field[i]);
		text_add_char(&e->identity, '\t');
	}
	return text_span(&e->identity);
}

/* The fields of a record with a blank between them, without those that are empty. */
static struct quote words(const struct records *in)
{
	struct text words = {0};
	for (size_t i = 0; i < in->columns; i++) {
		if (words.length && in->field[i].length)
			text_add_char(&words, ' ');
		text_add(&words, in->field[i]);
	}
	struct quote quoted = quote(text_span(&words));
	free(words.bytes);
	return quoted;
}

/* Whether the record at hand is of the edition, which the first one of the topic decides. */
static bool belongs(struct edition *e, const struct records *in)
{
	struct span dataset = in->field[e->dataset];
	if (!of_topic(e, dataset))
		return false;
	if (!e->name)
		e->name = span_copy(dataset);
	if (!span_is(dataset, e->name))
		fail(EX_DATAERR, in->file, in->line,
			"%s: records of %s and of %s; give one edition at a time", e->o->topic,
			quote(span_of(e->name)).text, quote(dataset).text);
	if (seen_before(&e->seen, identity(e, in)))
		fail(EX_DATAERR, in->file, in->line, "%s: the inputs have this record twice: %s",
			e->o->topic, words(in).text);
	return true;
}

/* Records of other topics are left out by --topic. */
static void count_record(struct report *report, const struct records *in, bool passes)
{
	struct report_counts counts = report_file(report, in->file);
	++*counts.in;
	++*(passes ? counts.out : report_kind(report, in->file, "left_out", "topic"));
}

/* Of the one edition that there is. */
static void pass_topic(const struct options *o)
{
	struct edition e = {.o = o};
	struct records in;
	struct writer out;
	struct report *report = report_open(o->report, o->files);
	records_open(&in, o->files, EX_DATAERR, NULL);
	e.dataset = records_column(&in, "dataset", NULL);
	e.origin = records_find(&in, "origin");
	writer_stdout(&out);
	for (size_t i = 0; i < in.columns; i++)
		put_field(&out, span_of(in.name[i]));
	put_row_end(&out);
	while (records_next(&in)) {
		bool passes = belongs(&e, &in);
		count_record(report, &in, passes);
		if (passes)
			put_row(&out, in.field, in.columns);
	}
	if (!e.name && !o->optional)
		fail(EX_DATAERR, o->topic, 0,
			"the inputs have no record of a data set %s-..., such as %s-2025", o->topic,
			o->topic);
	records_close(&in);
	writer_close(&out);
	report_close(report);
	seen_free(&e.seen);
	free(e.identity.bytes);
	free(e.name);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	if (o.newest.needs)
		newest_pass(&o.newest);
	else
		pass_topic(&o);
	free(o.newest.dated);
	return EX_OK;
}
