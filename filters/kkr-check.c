/*
 * kkr-check: control totals. The sums that an export carries must be the sums of its rows.
 *
 * All rows are held as they came (check/held.c), chained into series by what they are about: every
 * column but the area, the value and what comes with them (check/series.c). Each series is laid out
 * over the code list, one place for each area, and its totals are read off. Every fault is listed
 * before the program ends, series by series in the order of their keys: those that have one are
 * gone through once more for that.
 */
#include "check/totals.h"
#include "lib/cli.h"
#include "lib/observation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"kkr-check [OPTION]... [FILE]...\n"
	"Passes the municipal rows on if all control totals hold; else lists what does not.";

struct options {
	bool complete, keep, by_file;
	const char *within;
	char *report;
	struct column_names names;
	char *areas;
	char **files;
};

struct check {
	struct options o;
	struct areas areas;
	struct decimal within;
	struct records in;
	struct held held;
	struct observation means; /* the columns */
	struct series series;
	size_t area, value;
	bool *key;      /* of each column: whether it tells series apart */
	uint16_t *mark; /* of each row: its area and what becomes of it */
	size_t marks;
	struct report *report;
	size_t faults;
};

/* A file that is made is none that is read. */
static void check_made(const struct options *o, const char *option, const char *path)
{
	if (!path)
		return;
	cli_apart(option, path, "an input", o->files);
	if (o->areas)
		cli_apart(option, path, "the code list", (char *[]){o->areas, NULL});
}

static void check_options(const struct options *o)
{
	if (o->within && (!number_valid(span_of(o->within)) || *o->within == '-'))
		cli_misuse("--within: '%s' is not a number of 0 or more", o->within);
	check_made(o, "--report", o->report);
}

/* What comparing is called, which is kkr-compare's. */
#define SAME_NOW        "two measures are compared by kkr-compare --measures A,B --same"
#define AGAINST_NOW     "files are compared by kkr-compare --against FILE --same"
#define DIFFERENCES_NOW "kkr-compare writes what differs to standard output"

static struct options read_options(int argc, char **argv)
{
	struct options o = {0};
	char **names = NULL;
	struct cli_option table[] = {
		{0, "complete", NULL, "demand every municipality of the code list",
			.flag = &o.complete},
		{0, "keep", NULL, "pass the totals on too", .flag = &o.keep},
		{0, "by-file", NULL, "hold the totals of each file by themselves",
			.flag = &o.by_file},
		{0, "within", "N", "a total may miss its sum by N at most (default: 0)",
			.text = &o.within},
		{0, "report", "FILE", "write there what was counted and what is wrong, as records",
			.file = &o.report, .made = true},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		{'A', "areas", "FILE", "use this code list (the columns of areas.tsv)",
			.file = &o.areas},
		RENAMED("-c", "--complete"),
		RENAMED("-k", "--keep"),
		RENAMED("-w", "--within"),
		RENAMED("-s", SAME_NOW),
		RENAMED("-a", AGAINST_NOW),
		RENAMED("-d", DIFFERENCES_NOW),
		RENAMED("--same", SAME_NOW),
		RENAMED("--against", AGAINST_NOW),
		RENAMED("--differences", DIFFERENCES_NOW),
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	check_options(&o);
	return o;
}

/* Series: rows that differ in their areas alone. */

static void find_columns(struct check *c)
{
	observation_open(&c->means, &c->in, &c->o.names);
	c->area = observation_column(&c->means, IS_AREA);
	c->value = observation_column(&c->means, IS_VALUE);
	c->key = allocate(c->in.columns, sizeof *c->key);
	for (size_t i = 0; i < c->in.columns; i++)
		c->key[i] = observation_in_key(&c->means, i, KEY_SERIES);
}

/* Reading. */

static void report_fault(struct check *c, const struct records *in, const char *kind,
	struct span key, struct span found)
{
	++*report_count(c->report, &(struct report_row){in->file, kind, key, found, SPAN("")});
}

/* An area must be a code, and a value a number or empty. Returns the area, or NULL. */
static const struct area *check_record(
	struct check *c, const struct records *in, size_t area_at, size_t value_at)
{
	struct span code = in->field[area_at], value = in->field[value_at];
	const struct area *area = areas_by_code(&c->areas, code);
	if (!area) {
		report_fault(c, in, "area", code, SPAN(""));
		complain(in->file, in->line,
			"area '%s' is no code of the code list (kkr-codes makes them)",
			quote(code).text);
		c->faults++;
	}
	if (value.length && !number_valid(value)) {
		report_fault(c, in, "number", span_of(in->name[value_at]), value);
		complain(in->file, in->line, "%s '%s' is not a number", in->name[value_at],
			quote(value).text);
		c->faults++;
	}
	return area;
}

static void read_rows(struct check *c)
{
	c->series = (struct series){.held = &c->held, .key = c->key, .by_file = c->o.by_file};
	while (records_next(&c->in)) {
		const struct area *area = check_record(c, &c->in, c->area, c->value);
		size_t row = c->held.rows, mark = area ? (size_t)(area - c->areas.area) : MARK_AREA;
		++*report_file(c->report, c->in.file).in;
		held_add(&c->held, &c->in);
		if (series_add(&c->series, c->in.field))
			mark |= MARK_FIRST;
		c->mark = grow(c->mark, &c->marks, row + 1, sizeof *c->mark);
		c->mark[row] = (uint16_t)mark;
	}
}

static void check_series(struct check *c)
{
	c->faults += totals_check(&(struct totals){.areas = &c->areas,
		.in = &c->in,
		.held = &c->held,
		.series = &c->series,
		.area = c->area,
		.value = c->value,
		.qualifier = records_find(&c->in, "qualifier"),
		.mark = c->mark,
		.within = &c->within,
		.say_within = c->o.within,
		.complete = c->o.complete,
		.keep = c->o.keep,
		.report = c->report});
	if (c->o.complete && c->held.rows == 0) {
		complain(c->in.file, 0, "there are no rows, and --complete demands municipalities");
		c->faults++;
	}
}

/* Writing. */

/* Totals are left out where --keep does not keep them. */
static void count_rows(const struct check *c)
{
	if (!report_path(c->report))
		return;
	for (size_t row = 0; row < c->held.rows; row++) {
		const char *file = held_place(&c->held, row).file;
		if (c->mark[row] & MARK_PASSES)
			++*report_file(c->report, file).out;
		else
			++*report_kind(c->report, file, "left_out", "totals");
	}
}

/* Rows that go on are written as they came, as many at once as stand together. */
static void write_rows(struct check *c)
{
	struct writer out;
	writer_stdout(&out);
	for (size_t i = 0; i < c->in.columns; i++)
		put_field(&out, span_of(c->in.name[i]));
	put_row_end(&out);
	for (size_t begin = 0, end; begin < c->held.rows; begin = end) {
		bool passes = c->mark[begin] & MARK_PASSES;
		end = begin;
		while (end < c->held.rows && !(c->mark[end] & MARK_PASSES) == !passes)
			end++;
		if (passes)
			put_bytes(&out, held_lines(&c->held, begin, end));
	}
	writer_close(&out);
}

static void free_all(struct check *c)
{
	observation_close(&c->means);
	column_names_free(&c->o.names);
	free(c->key);
	free(c->mark);
	series_free(&c->series);
	held_free(&c->held);
	decimal_clear(&c->within);
	records_close(&c->in);
	areas_free(&c->areas);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct check c = {.o = read_options(argc, argv)};
	areas_load(&c.areas, c.o.areas);
	decimal_init(&c.within);
	if (c.o.within)
		decimal_set(&c.within, span_of(c.o.within));
	c.report = report_open(c.o.report, c.o.files);
	records_open(&c.in, c.o.files, EX_DATAERR, NULL);
	find_columns(&c);
	read_rows(&c);
	check_series(&c);
	if (c.faults)
		exit(EX_DATAERR);
	write_rows(&c);
	count_rows(&c);
	report_close(c.report);
	free_all(&c);
	return EX_OK;
}
