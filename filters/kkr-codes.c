/*
 * kkr-codes: turns whatever names an area into its canonical code, in place.
 *
 * lib/recognise.h tells which area a text means. Here are the options, the columns that are
 * appended, and the rows; codes/ has the groups of areas and the list of what was recognised.
 */
#include "codes/details.h"
#include "codes/groups.h"
#include "lib/areas.h"
#include "lib/cli.h"
#include "lib/period.h"
#include "lib/recognise.h"
#include "lib/records.h"

#include <limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "kkr-codes [OPTION]... [FILE]...\n"
			    "Turns the names of areas into their codes, in place.";

/* Columns that can be appended: each is one line here and one function. */

static const char *add_name(const struct area *a)
{
	return a->name;
}

static const char *add_region(const struct area *a)
{
	return a->region ? a->region->code : "";
}

static const char *add_region_name(const struct area *a)
{
	return a->region ? a->region->name : "";
}

static const char *add_kkr(const struct area *a)
{
	return a->kkr;
}

static const char *add_landsdel(const struct area *a)
{
	return a->landsdel ? a->landsdel->number : "";
}

static const char *add_landsdel_name(const struct area *a)
{
	return a->landsdel ? a->landsdel->name : "";
}

static const char *add_nuts3(const struct area *a)
{
	return a->landsdel ? a->landsdel->code : "";
}

static const char *add_level(const struct area *a)
{
	return area_level_name(a->level);
}

struct addition {
	const char *name;
	const char *(*value)(const struct area *);
};

static const struct addition additions[] = {
	{"name", add_name},
	{"region", add_region},
	{"region_name", add_region_name},
	{"kkr", add_kkr},
	{"landsdel", add_landsdel},
	{"landsdel_name", add_landsdel_name},
	{"nuts3", add_nuts3},
	{"level", add_level},
};
enum { ADDITIONS = sizeof additions / sizeof *additions };

struct options {
	const char *column;
	const struct addition *add[ADDITIONS];
	size_t adds;
	char *group;
	const char *period, *split, *to, *christiansoe;
	bool level[AREA_LEVELS];
	char *areas;
	char *details, *rejects, *report;
	char **files;
};

/* The words of --add and --levels, which end with NULL. */

static void list_additions(const char *words[ADDITIONS + 1])
{
	for (size_t i = 0; i < ADDITIONS; i++)
		words[i] = additions[i].name;
}

static void list_levels(const char *words[AREA_LEVELS + 1])
{
	for (enum area_level level = 0; level < AREA_LEVELS; level++)
		words[level] = area_level_name(level);
}

static bool names_part(char *const *list, const char *name)
{
	while (list && *list && strcmp(*list, name) != 0)
		list++;
	return list && *list;
}

static void take_additions(struct options *o, char *const *names)
{
	for (; names && *names; names++) {
		size_t i = 0;
		while (strcmp(additions[i].name, *names) != 0)
			i++;
		o->add[o->adds++] = &additions[i];
	}
}

static void take_levels(struct options *o, char *const *names)
{
	for (enum area_level level = 0; level < AREA_LEVELS; level++)
		o->level[level] = !names || names_part(names, area_level_name(level));
}

static struct rules read_rules(const struct options *o)
{
	struct rules rules = {.dated = o->period, .guess = true, .keep = LONG_MAX};
	rules.largest = o->split && strcmp(o->split, "main") == 0;
	rules.bornholm = o->christiansoe && strcmp(o->christiansoe, "bornholm") == 0;
	if (!o->period && (o->split || o->to))
		cli_misuse("--%s is for what --period COLUMN follows", o->split ? "split" : "to");
	if (o->to) {
		struct period year;
		if (strlen(o->to) != 4 || !period_read(span_of(o->to), &year))
			cli_misuse("--to: '%s' is no year of four digits", o->to);
		rules.keep = year.last;
	}
	return rules;
}

/* What is to be made must not be what is read beside the records. */
static void check_files(const struct options *o)
{
	const struct {
		const char *option, *path;
	} made[] = {{"--rejects", o->rejects}, {"--details", o->details}, {"--report", o->report}};
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		if (made[i].path && o->areas)
			cli_apart(made[i].option, made[i].path, "the code list",
				(char *[]){o->areas, NULL});
		if (made[i].path && o->group)
			cli_apart(made[i].option, made[i].path, "the groups",
				(char *[]){o->group, NULL});
	}
}

static struct options read_options(int argc, char **argv)
{
	static const char *const splits[] = {"reject", "main", NULL};
	static const char *const places[] = {"reject", "bornholm", NULL};
	const char *add_words[ADDITIONS + 1] = {NULL}, *level_words[AREA_LEVELS + 1] = {NULL};
	char **add = NULL, **levels = NULL;
	struct options o = {.column = "area"};
	struct cli_option table[] = {
		{0, "column", "COLUMN", "the column with the area (default: area)",
			.text = &o.column},
		{0, "add", "C,...", "append:", .list = &add, .words = add_words},
		{'g', "group", "FILE",
			"append the columns of FILE, which has one named code, each as\n"
			"group_COLUMN",
			.file = &o.group, .once = true},
		{0, "period", "COLUMN", "follow old codes and names by the record's period",
			.text = &o.period},
		{0, "split", "reject|main",
			"what becomes of one that was split: set aside (the default),\n"
			"or counted where its largest part went",
			.text = &o.split, .words = splits},
		{0, "to", "YEAR", "follow no change that is newer than YEAR", .text = &o.to},
		{0, "christiansoe", "reject|bornholm",
			"set Christiansø aside (the default), or count it with Bornholm",
			.text = &o.christiansoe, .words = places},
		{0, "levels", "L,...", "keep only:", .list = &levels, .words = level_words},
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &o.areas},
		{0, "details", "FILE", "count there what was recognised how", .file = &o.details,
			.made = true},
		{'r', "rejects", "FILE", "set bad records aside there and go on",
			.file = &o.rejects, .made = true},
		{0, "report", "FILE", "write there how many records went in and out",
			.file = &o.report, .made = true},
		RENAMED("-c", "--column"),
		RENAMED("-a", "--add"),
		RENAMED("-t", "--period"),
		RENAMED("-s", "--split"),
		RENAMED("-T", "--to"),
		RENAMED("-C", "--christiansoe"),
		RENAMED("-l", "--levels"),
		RENAMED("-R", "--details"),
		CLI_END,
	};
	list_additions(add_words);
	list_levels(level_words);
	o.files = cli_read(argc, argv, usage, table);
	take_additions(&o, add);
	take_levels(&o, levels);
	cli_list_free(add);
	cli_list_free(levels);
	check_files(&o);
	return o;
}

/* Appends the name of a column; 65 where the records have it already. */
static void put_name(
	struct writer *out, const struct records *in, const char *option, const char *name)
{
	if (records_find(in, name) < in->columns)
		fail(EX_DATAERR, in->file, 1, "--%s %s: there is a column of that name already",
			option, name);
	put_field(out, span_of(name));
}

static void put_header(struct writer *out, const struct records *in, const struct options *o,
	const struct groups *groups)
{
	for (size_t i = 0; i < in->columns; i++)
		put_field(out, span_of(in->name[i]));
	for (size_t i = 0; i < o->adds; i++)
		put_name(out, in, "add", o->add[i]->name);
	for (size_t i = 0; i < groups->columns; i++)
		put_name(out, in, "group", groups->name[i]);
	put_row_end(out);
}

static void put_record(struct writer *out, const struct records *in, size_t column,
	const struct area *area, const struct options *o, const struct groups *groups)
{
	for (size_t i = 0; i < in->columns; i++)
		put_field(out, i == column ? span_of(area->code) : in->field[i]);
	for (size_t i = 0; i < o->adds; i++)
		put_field(out, span_of(o->add[i]->value(area)));
	const struct row *row = groups->columns ? groups_row(groups, area) : NULL;
	for (size_t i = 0; i < groups->columns; i++)
		put_field(out, row ? row->field[groups->at[i]] : SPAN(""));
	put_row_end(out);
}

/* Counts a record whose area is known. */
static void count_record(struct report *report, const struct records *in, size_t column,
	const struct finding *finding, bool wanted)
{
	struct report_counts counts = report_file(report, in->file);
	++*counts.in;
	if (wanted)
		++*counts.out;
	else
		++*report_kind(report, in->file, "left_out", "levels");
	if (finding->mended)
		++*report_count(
			report, &(struct report_row){in->file, "mended", span_of(in->name[column]),
					in->field[column], span_of(finding->area->code)});
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct rules rules = read_rules(&o);
	struct areas areas;
	areas_load(&areas, o.areas);
	struct recogniser recogniser;
	recogniser_make(&recogniser, &areas, rules);
	struct groups groups = {0};
	if (o.group)
		groups_read(&groups, o.group, &recogniser);
	struct rejects rejects;
	struct report *report = report_open(o.report, o.files);
	rejects_open(&rejects, o.rejects, o.files, report);
	struct details details;
	details_open(&details, o.details, o.files);

	struct records in;
	struct writer out;
	writer_stdout(&out);
	records_open(&in, o.files, EX_DATAERR, &rejects);
	size_t column = records_column(&in, o.column, "--column names another");
	size_t period = o.period ? records_column(&in, o.period, "--period names another") : 0;
	put_header(&out, &in, &o, &groups);
	while (records_next(&in)) {
		struct finding finding = recognise(&recogniser, in.field[column], in.field[period]);
		details_count(&details, in.field[column], &finding);
		bool wanted = finding.area && o.level[finding.area->level];
		if (!finding.area)
			reject(&rejects, how_kind(finding.how), in.file, in.line, in.record, "%s",
				finding.reason);
		else
			count_record(report, &in, column, &finding, wanted);
		if (wanted)
			put_record(&out, &in, column, finding.area, &o, &groups);
	}
	records_close(&in);
	details_close(&details);
	writer_close(&out);
	rejects_close(&rejects);
	report_close(report);
	recogniser_free(&recogniser);
	groups_free(&groups);
	areas_free(&areas);
	return EX_OK;
}
