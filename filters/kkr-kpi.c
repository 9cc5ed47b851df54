/*
 * kkr-kpi: summarises records into key figures, by definitions that an analyst writes.
 *
 * Definitions are read (kpi/definitions.c, lib/condition.c); what they ask for is gathered of each
 * record (kpi/intake.c) in a cell for each key figure and group (kpi/cells.c); at the end the
 * figures are worked out (kpi/operations.c) and written (kpi/figures.c), or what has been gathered
 * is written as it is, to be merged with that of other parts (kpi/states.c).
 */
#include "kpi/dated.h"
#include "kpi/figures.h"
#include "kpi/intake.h"
#include "kpi/operations.h"
#include "kpi/states.h"
#include "lib/cli.h"

#include <stdlib.h>

static const char usage[] =
	"kkr-kpi --definitions FILE [OPTION]... [FILE]...\n"
	"Summarises records into key figures: a row for each and, with --group, for each group.";

struct options {
	char *definitions;
	struct grouping *grouping; /* the first is that of all together */
	size_t groupings, room;
	bool dated;
	struct period as_of;
	bool partial, merge;
	char *rejects;
	struct column_names names;
	char **files;
};

/* What a column of two groupings is made of must be one thing: a part of one column, or itself. */
static void check_from(const struct grouping *a, const struct grouping *b)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t j = 0; j < b->count; j++) {
			struct span x = span_of(a->from[i] ? a->from[i] : "");
			if (strcmp(a->name[i], b->name[j]) == 0 &&
				!span_is(x, b->from[j] ? b->from[j] : ""))
				cli_misuse(
					"--group: the column '%s' is made in two ways", a->name[i]);
		}
	}
}

/* A name, or month=COLUMN, which is cut into the two. */
static char *cut_from(char *name)
{
	char *equals = strchr(name, '=');
	if (!equals)
		return NULL;
	*equals = '\0';
	if (!dated_part(name) || !column_name_valid(span_of(equals + 1)))
		cli_misuse("--group: '%s=%s' is neither month=COLUMN nor year=COLUMN", name,
			equals + 1);
	return span_copy(span_of(equals + 1));
}

static void add_name(struct grouping *grouping, char *name)
{
	grouping->from[grouping->count] = cut_from(name);
	if (!column_name_valid(span_of(name)))
		cli_misuse("--group: '%s' is no name of a column", name);
	if (figures_column(name) || states_column(name))
		cli_misuse("--group: '%s' is a column of the result", name);
	if (grouping_has(grouping, name))
		cli_misuse("--group: '%s' is named twice", name);
	grouping->count++;
}

static void add_grouping(struct options *o, char **names)
{
	struct grouping grouping = {.name = names};
	size_t count = 0;
	while (names[count])
		count++;
	grouping.from = allocate(count, sizeof *grouping.from);
	for (char **name = names; *name; name++)
		add_name(&grouping, *name);
	for (size_t i = 0; i < o->groupings; i++) {
		if (grouping_same(&o->grouping[i], &grouping))
			cli_misuse("--group: the same columns are given twice");
		check_from(&o->grouping[i], &grouping);
	}
	o->grouping = grow(o->grouping, &o->room, o->groupings + 1, sizeof *o->grouping);
	o->grouping[o->groupings++] = grouping;
}

static void free_grouping(struct grouping *grouping)
{
	for (size_t i = 0; i < grouping->count; i++)
		free(grouping->from[i]);
	free(grouping->from);
	cli_list_free(grouping->name);
}

static void take_date(struct options *o, const char *text)
{
	const char *expected;
	o->dated = period_days(span_of(text), &o->as_of, &expected);
	if (!o->dated)
		cli_misuse("--as-of: '%s' is not %s", quote(span_of(text)).text, expected);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {0};
	char **groups = NULL, **names = NULL;
	const char *as_of = NULL;
	struct cli_option table[] = {
		{'d', "definitions", "FILE", "what is to be worked out (TSV)",
			.file = &o.definitions},
		{'g', "group", "C,...",
			"a row for each group, too, such as month=COLUMN;\n"
			"may be given several times",
			.several = &groups},
		{'a', "as-of", "PERIOD", "the date as of which plans are looked at",
			.text = &as_of},
		{0, "partial", NULL, "write states instead of figures", .flag = &o.partial},
		{0, "merge", NULL, "read states", .flag = &o.merge},
		{'r', "rejects", "FILE", "set bad records aside there and go on",
			.file = &o.rejects, .made = true},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		RENAMED("-p", "--partial"),
		RENAMED("-m", "--merge"),
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	o.grouping = grow(NULL, &o.room, 1, sizeof *o.grouping);
	o.grouping[o.groupings++] = (struct grouping){.count = 0}; /* all together */
	for (char **group = groups; group && *group; group++)
		add_grouping(&o, cli_list("group", *group));
	free(groups);
	if (as_of)
		take_date(&o, as_of);
	if (!o.definitions)
		cli_misuse("--definitions FILE says what is to be worked out; none is given");
	if (o.merge && o.names.count)
		cli_misuse("--names: --merge reads states, whose columns have their own names");
	if (o.merge && o.rejects)
		cli_misuse("--rejects: --merge reads states, which are not set aside");
	cli_input("--definitions", o.definitions, o.files);
	return o;
}

/* What looks at plans as of a date must be given one, where it makes rows. */
static void check_date(const struct cells *cells, const struct options *o)
{
	for (size_t i = 0; i < cells->definitions->count; i++) {
		const struct definition *d = &cells->definitions->definition[i];
		if (d->operation->needs_as_of && cells_used(cells, i) && !o->dated)
			cli_misuse("%s in %s:%zu looks at plans as of a date: give --as-of DATE",
				d->kpi, o->definitions, d->line);
	}
}

static void read_records(struct cells *cells, struct definitions *definitions, struct records *in,
	const struct column_names *names, struct rejects *rejects)
{
	struct intake *intake = intake_open(cells, definitions, in, names);
	while (records_next(in))
		intake_add(intake, in, rejects);
	intake_close(intake);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct definitions definitions;
	definitions_read(&definitions, o.definitions);
	struct cells cells;
	cells_begin(&cells, &definitions, o.grouping, o.groupings, o.as_of);
	check_date(&cells, &o);
	struct group_columns columns = group_columns_of(o.grouping, o.groupings);

	if (o.rejects)
		cli_apart("--rejects", o.rejects, "the definitions",
			(char *const[]){o.definitions, NULL});
	struct rejects rejects;
	struct records in;
	struct writer out;
	rejects_open(&rejects, o.rejects, o.files, NULL);
	records_open(&in, o.files, EX_DATAERR, &rejects);
	if (o.merge)
		states_add(&cells, &columns, &in);
	else
		read_records(&cells, &definitions, &in, &o.names, &rejects);
	records_close(&in);

	bag_sort(&cells.bag, &cells.pool);
	writer_stdout(&out);
	if (o.partial)
		states_put(&out, &cells, &columns);
	else
		figures_put(&out, &cells, &columns);
	writer_close(&out);
	rejects_close(&rejects);

	group_columns_free(&columns);
	cells_free(&cells);
	definitions_free(&definitions);
	for (size_t i = 0; i < o.groupings; i++)
		free_grouping(&o.grouping[i]);
	free(o.grouping);
	column_names_free(&o.names);
	return EX_OK;
}
