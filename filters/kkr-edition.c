/*
 * kkr-edition: which records a run uses: those of one edition of a topic.
 *
 * Exports of all topics may lie in one heap. Each names its data set, TOPIC-YEAR, by which a topic
 * finds its own records (edition/named.c). With --needs, which says what an edition is made of, the
 * newest is found where records name none (edition/newest.c).
 */
#include "edition/named.h"
#include "edition/newest.h"
#include "lib/cli.h"
#include "lib/decimal.h"

#include <stdlib.h>

static const char usage[] = "kkr-edition --topic NAME | --needs FILE [OPTION]... [FILE]...\n"
			    "Passes the records of one edition of a topic.";

struct options {
	struct named_options named;
	struct newest_options newest;
};

/* Options that are of --needs alone. */
static void check_options(const struct options *o, const struct cli_option *table)
{
	static const char *const of_needs[] = {"edition", "landstal", "dated", "deadlines",
		"before", "details", "survey", "areas"};
	for (size_t i = 0; !o->newest.needs && i < sizeof of_needs / sizeof *of_needs; i++) {
		if (cli_given(table, of_needs[i]))
			cli_misuse("--%s goes with --needs", of_needs[i]);
	}
	if (!o->newest.needs && (!o->named.topic || !*o->named.topic))
		cli_misuse("--topic NAME says which records are wanted; none is given");
	if (o->newest.survey && o->newest.before)
		cli_misuse("--survey writes no records, and --before has some");
	if (o->newest.survey && o->newest.edition)
		cli_misuse("--survey is of all editions, and --edition names one");
	const struct {
		const char *option, *path;
	} made[] = {{"--before", o->newest.before}, {"--details", o->newest.details}};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		if (made[i].path)
			cli_apart(made[i].option, made[i].path, "an input", o->named.files);
	}
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {.named = {.topic = NULL}};
	struct named_options *named = &o.named;
	struct newest_options *newest = &o.newest;
	struct cli_option table[] = {
		{0, "topic", "NAME", "the topic: climate is that of climate-2025 or climate-2026",
			.text = &named->topic},
		{0, "optional", NULL, "there may be none", .flag = &named->optional},
		{0, "report", "FILE",
			"write there how many records went in and out; of --needs, what was\n"
			"found, too",
			.file = &named->report, .made = true},
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
	named->files = newest->files = cli_read(argc, argv, usage, table);
	newest->topic = named->topic;
	newest->optional = named->optional;
	newest->report = named->report;
	check_options(&o, table);
	return o;
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	if (o.newest.needs)
		newest_pass(&o.newest);
	else
		named_pass(&o.named);
	free(o.newest.dated);
	return EX_OK;
}
