/*
 * kkr-manifest: what a result is made of, written, read and checked.
 *
 * The driver, which is sh, chains programs and decides nothing about data: here the names of files
 * are looked at, sums are made and compared, lists are written and read, and what the stages of a
 * run told is judged and shown. Each command does one of these jobs, and can be called by hand. The
 * parts are in manifest/: this file has the table of commands and that of their options.
 */
#include "lib/cli.h"
#include "lib/nearest.h"
#include "manifest/program.h"

#include <errno.h>
#include <stdlib.h>

static const char usage[] =
	"kkr-manifest COMMAND [OPTION]... [OPERAND]...\n"
	"What a result of kkr run is made of, written, read and checked.\n"
	"\n"
	"  inputs NAME...           what goes in: the request\n"
	"  paths [FILE]             where a request's inputs are, a path in a line\n"
	"  unchanged [FILE]         whether a request's inputs are as they were (75)\n"
	"  write DIR                what has been made in DIR: its manifest\n"
	"  stands DIR               whether the result in DIR is that of a request\n"
	"  check DIR                whether a result is what its manifest says\n"
	"  same DIR AGAIN           whether a result came out the same again\n"
	"  spool DIR                what has arrived in a spool\n"
	"  decide DIR               what becomes of it: taken, waited for, bad, left\n"
	"  settle FILE...           move files into a directory, over no other\n"
	"  parts FILE...            how many of them each of several drivers reads\n"
	"  stages DIR               how the stages of a run ended, and which is to blame\n"
	"  shown                    lines as messages show them\n"
	"  nearest WORD             which of several words may be meant";

enum { ANY = -1 };

static const struct command {
	const char *name;
	int (*run)(const struct options *o, char **operands);
	int least, most; /* operands */
	const char *operands;
	const char *options[10]; /* those that go with it, NULL-terminated */
	const char *needed;      /* one without which it does nothing, or NULL */
} commands[] = {
	{"inputs", list_inputs, 0, ANY, "NAMEs of files, directories and patterns",
		{"pipeline", "set", "file", "period", "maps", "only", "keep", "keep-all",
			"of-then"},
		NULL},
	{"paths", list_paths, 0, 1, "a FILE that inputs has made", {NULL}, NULL},
	{"unchanged", check_unchanged, 0, 1, "a FILE that inputs has made", {NULL}, NULL},
	{"write", write_manifest, 1, 1, "the DIR of what has been made",
		{"request", "counts", "stages", "of-then"}, "request"},
	{"stands", check_stands, 1, 1, "the DIR of a result",
		{"request", "max-rejects", "keep-all"}, "request"},
	{"check", check_result, 1, 1, "the DIR of a result",
		{"again", "inputs", "pipelines", "trust-pipeline"}, NULL},
	{"same", check_same, 2, 2, "the DIRs of two results", {NULL}, NULL},
	{"spool", list_spool, 1, 1, "the DIR of a spool", {"only", "taken"}, NULL},
	{"decide", decide_spool, 1, 1, "the DIR of a spool",
		{"lying", "failed", "aside", "survey", "reason", "max-rejects", "verbose"},
		"lying"},
	{"settle", settle_files, 0, ANY, "FILEs", {"to", "reason", "request", "faults"}, "to"},
	{"parts", list_parts, 1, ANY, "FILEs", {"most"}, NULL},
	{"stages", list_stages, 1, 1, "the DIR of a run", {"max-rejects"}, NULL},
	{"shown", show_lines, 0, 0, "no operand", {NULL}, NULL},
	{"nearest", list_nearest, 1, 1, "a WORD", {NULL}, NULL},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct command *command_of(const char *name)
{
	const char *names[COMMANDS + 1] = {NULL};
	if (!name)
		cli_misuse("which COMMAND? inputs, write, check and others");
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
		names[i] = commands[i].name;
	}
	if (strcmp(name, "diff") == 0)
		cli_misuse("diff is kkr-compare DIR1 DIR2 now");
	const char *meant = nearest(name, names);
	cli_misuse("there is no command '%s'%s%s%s", quote(span_of(name)).text,
		meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
}

static void add_setting(struct options *o, const char *argument, enum setting_kind kind)
{
	size_t length = strcspn(argument, "=");
	if (!argument[length])
		cli_misuse("'%s' is not of the form NAME=VALUE", quote(span_of(argument)).text);
	char *name = span_copy((struct span){argument, length});
	o->setting = grow(o->setting, &o->settings_room, o->settings + 1, sizeof *o->setting);
	o->setting[o->settings++] = (struct setting){name, argument + length + 1, kind};
}

static void take_value(void *to, const char *name, const char *argument)
{
	(void)name;
	add_setting(to, argument, SETTING_TEXT);
}

static void take_file(void *to, const char *name, const char *argument)
{
	(void)name;
	add_setting(to, argument, SETTING_FILE);
}

static void take_period(void *to, const char *name, const char *argument)
{
	(void)name;
	add_setting(to, argument, SETTING_PERIOD);
}

static void take_number(void *to, const char *name, const char *argument)
{
	unsigned long long *number = to;
	char *end;
	errno = 0;
	*number = strtoull(argument, &end, 10);
	if (!*argument || *end || errno || *argument == '-' || *argument == '+')
		cli_misuse("--%s: '%s' is not a whole number", name, quote(span_of(argument)).text);
}

static bool goes_with(const struct command *c, const char *option)
{
	for (const char *const *own = c->options; *own; own++) {
		if (strcmp(*own, option) == 0)
			return true;
	}
	return false;
}

static void check_options(
	const struct options *o, const struct command *c, const struct cli_option *table)
{
	for (const struct cli_option *row = table; row->name || row->help; row++) {
		if (row->name && row->given && !goes_with(c, row->name))
			cli_misuse("--%s cannot be used with %s", row->name, c->name);
	}
	if (c->needed && !cli_given(table, c->needed))
		cli_misuse("%s: --%s is missing", c->name, c->needed);
	if (c->run == list_inputs && o->keep_all && !o->keep)
		cli_misuse("--keep-all: --keep DIR says where");
	if (c->run == check_result && cli_given(table, "again") != cli_given(table, "pipelines"))
		cli_misuse("check: --again and --pipelines go together");
}

static void count_operands(const struct command *c, char **operands)
{
	int count = 0;
	while (operands[count])
		count++;
	if (count < c->least || (c->most != ANY && count > c->most))
		cli_misuse("%s takes %s", c->name, c->operands);
}

int main(int argc, char **argv)
{
	struct options o = {.settings = 0};
	struct cli_option table[] = {
		{0, "pipeline", "FILE", "the pipeline", .text = &o.pipeline},
		{'s', "set", "NAME=VALUE", "a parameter, as the pipeline has it",
			.take = take_value, .to = &o},
		{0, "file", "NAME=FILE", "a parameter that names a file", .take = take_file,
			.to = &o},
		{0, "period", "NAME=PERIOD", "a parameter that is a period, or empty",
			.take = take_period, .to = &o},
		{0, "maps", "DIR", "the table maps in it go in, too", .several = &o.maps},
		{0, "only", "PATTERN", "take no file but those whose names match it, or another",
			.several = &o.only},
		{0, "keep", "DIR", "keep there what can be read once: standard input, pipes",
			.text = &o.keep},
		{0, "keep-all", NULL,
			"keep all files that go in, or (stands) whether they are kept",
			.flag = &o.keep_all},
		{0, "of-then", NULL, "take names that only manifests of before have (write, too)",
			.flag = &o.of_then},
		{.help = "of write, stands and settle:"},
		{0, "request", "FILE", "what inputs wrote", .text = &o.request},
		{0, "counts", "FILE", "a reader's --report: how many records it found in its files",
			.several = &o.reports},
		{0, "stages", "FILE", "the run's stages: stage, program, set_aside, corrected",
			.text = &o.stages},
		{0, "max-rejects", "N", "how many records may have been set aside (default: 0)",
			.take = take_number, .to = &o.max_rejects},
		{0, "to", "DIR", "where the files go", .text = &o.to},
		{0, "reason", "FILE", "a text that is put beside each of them", .text = &o.reason},
		{0, "faults", "FILE", "move those alone with which this report finds fault, if any",
			.text = &o.faults},
		{0, "taken", NULL, "(spool) tell what was taken, too, and which are copies",
			.flag = &o.taken},
		{.help = "of decide:"},
		{0, "lying", "FILE", "what spool --taken wrote", .text = &o.lying},
		{0, "failed", "FILE", "what kkr-read --failed wrote", .text = &o.failed},
		{0, "aside", "FILE", "the --rejects of kkr-codes", .text = &o.aside},
		{0, "survey", "FILE", "what kkr-edition --survey wrote", .text = &o.survey},
		{'v', "verbose", NULL, "say each time for what it waits", .flag = &o.verbose},
		{.help = "of parts:"},
		{0, "most", "N", "so many parts at most (default: as many as are worth it)",
			.take = take_number, .to = &o.most},
		{.help = "of check:"},
		{0, "again", "DIR", "find what the result was made of, and lay it out there",
			.text = &o.again},
		{0, "pipelines", "DIR", "where the pipelines are that are trusted",
			.text = &o.pipelines},
		{0, "trust-pipeline", "FILE", "a pipeline that is trusted, too",
			.text = &o.trusted},
		{0, "inputs", "DIR", "where else inputs may be", .text = &o.inputs},
		CLI_END,
	};
	cli_start(argv);
	char **operands = cli_read(argc, argv, usage, table);
	const struct command *command = command_of(*operands);
	check_options(&o, command, table);
	count_operands(command, operands + 1);
	int status = command->run(&o, operands + 1);
	while (o.settings)
		free(o.setting[--o.settings].name);
	free(o.setting);
	free(o.maps);
	free(o.only);
	free(o.reports);
	return status;
}
