/*
 * kkr-check: control totals. The sums that an export carries must be the sums of its rows.
 *
 * All rows are held, sorted by what they are about (every column but the area, the value and what
 * comes with them), and each such series is laid out over the code list: one place for each area.
 * The totals are then read off; every fault is listed before the program ends.
 */
#include "check/same.h"
#include "lib/cli.h"
#include "lib/observation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: kkr-check [OPTION]... [FILE]...\n"
	"Passes the municipal rows on if all control totals hold; else lists what does not.\n"
	"\n"
	"  -c, --complete           demand every municipality of the code list\n"
	"  -k, --keep               pass the totals on too\n"
	"  -w, --within N           a total may miss its sum by N at most (default: 0)\n"
	"  -s, --same A B           two measures must have the same figures\n"
	"  -a, --against FILE       and so must FILE: all of it, or A here and B there\n"
	"  -d, --differences FILE   write there which figures are not the same\n"
	"  -N, --names ROLE=C,...   columns of other names (area, measure, value)\n"
	"  -A, --areas FILE         use this code list (the columns of areas.tsv)\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-check(1).\n";

enum { AREA, MEASURE, VALUE, ROLES };

struct options {
	bool complete, keep;
	const char *within;
	const char *same[2];
	char *against;
	const char *differences;
	struct cli_name name[ROLES];
	char *areas;
	char **files;
};

struct check {
	struct options o;
	struct areas areas;
	struct decimal within;
	struct records in;
	struct table table;
	struct records other; /* of --against */
	struct table other_table;
	size_t area, value, measure; /* columns; the measure's may be missing */
	size_t *key;                 /* the columns that tell one series from another */
	size_t keys;
	const struct row **sorted;
	const struct row **at; /* the row of each area in the series at hand, or NULL */
	bool *passes;          /* of each row of the table: whether it goes on */
	size_t faults;
};

/*
 * getopt takes one argument for an option; --same has two, and the second is the next word. getopt
 * goes on from optind, wherever that is.
 */
static void take_same(struct options *o, int argc, char **argv)
{
	if (optind >= argc || argv[optind][0] == '-')
		cli_misuse("--same takes two measures: --same A B");
	o->same[0] = optarg;
	o->same[1] = argv[optind++];
}

static void check_options(const struct options *o)
{
	if (o->within && (!number_valid(span_of(o->within)) || *o->within == '-'))
		cli_misuse("--within: '%s' is not a number of 0 or more", o->within);
	if (o->same[0] && !o->against && strcmp(o->same[0], o->same[1]) == 0)
		cli_misuse("--same: '%s' is one measure, not two", o->same[0]);
	if (o->differences && !o->same[0] && !o->against)
		cli_misuse("--differences: of what? --same or --against says it");
	if (o->against)
		cli_input("--against", o->against, o->files);
	if (o->differences) {
		cli_apart("--differences", o->differences, "an input", o->files);
		cli_apart("--differences", o->differences, "what --against reads",
			(char *[]){o->against, NULL});
	}
	if (o->differences && o->areas)
		cli_apart("--differences", o->differences, "the code list",
			(char *[]){o->areas, NULL});
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"complete", no_argument, NULL, 'c'},
		{"keep", no_argument, NULL, 'k'},
		{"within", required_argument, NULL, 'w'},
		{"same", required_argument, NULL, 's'},
		{"against", required_argument, NULL, 'a'},
		{"differences", required_argument, NULL, 'd'},
		{"names", required_argument, NULL, 'N'},
		{"areas", required_argument, NULL, 'A'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {.name = {{"area", "area"}, {"measure", "measure"}, {"value", "value"}}};
	int option;
	while ((option = getopt_long(argc, argv, "ckw:s:a:d:N:A:hV", longs, NULL)) != -1) {
		switch (option) {
		case 'c':
			o.complete = true;
			break;
		case 'k':
			o.keep = true;
			break;
		case 'w':
			o.within = optarg;
			break;
		case 's':
			take_same(&o, argc, argv);
			break;
		case 'a':
			o.against = optarg;
			break;
		case 'd':
			o.differences = optarg;
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
	o.files = argv + optind;
	check_options(&o);
	return o;
}

/* Series: rows that differ in their areas alone. */

static bool is_key(const struct check *c, size_t column)
{
	if (column == c->area || column == c->value)
		return false;
	if (column == c->measure)
		return true;
	enum column_word word = column_word(c->in.name[column]);
	return word != IS_REMARK && word != IS_DERIVED;
}

static void find_columns(struct check *c)
{
	static const char hint[] = "--names area=COLUMN names another";
	c->area = records_column(&c->in, c->o.name[AREA].column, hint);
	c->value = records_column(&c->in, c->o.name[VALUE].column, hint);
	c->measure = c->o.same[0] ? records_column(&c->in, c->o.name[MEASURE].column, hint)
				  : records_find(&c->in, c->o.name[MEASURE].column);
	c->key = allocate(c->in.columns, sizeof *c->key);
	for (size_t i = 0; i < c->in.columns; i++) {
		if (is_key(c, i))
			c->key[c->keys++] = i;
	}
}

static int compare_keys(const struct check *c, const struct row *a, const struct row *b)
{
	for (size_t i = 0; i < c->keys; i++) {
		size_t column = c->key[i];
		int order = span_compare(a->field[column], b->field[column]);
		if (order)
			return order;
	}
	return 0;
}

static int by_series(const void *a, const void *b, void *context)
{
	const struct check *c = context;
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = compare_keys(c, x, y);
	return order ? order : (x > y) - (x < y); /* rows of one table */
}

/*
 * " (measure=population period=2025-01-01)": which series a row is in, for a message; the caller's
 * to free.
 */
static char *series_name(const struct check *c, const struct row *row)
{
	struct text name = {0};
	for (size_t i = 0; i < c->keys; i++) {
		size_t column = c->key[i];
		if (row->field[column].length == 0)
			continue;
		text_add(&name, span_of(name.length ? " " : " ("));
		text_add(&name, span_of(c->in.name[column]));
		text_add_char(&name, '=');
		text_add(&name, row->field[column]);
	}
	if (name.length)
		text_add_char(&name, ')');
	text_add_char(&name, '\0');
	return name.bytes;
}

/* Adds the value of a row, which has been checked; an empty one adds nothing. */
static void add_value(const struct check *c, struct decimal *sum, const struct row *row)
{
	struct decimal value;
	if (row->field[c->value].length == 0)
		return;
	decimal_init(&value);
	decimal_set(&value, row->field[c->value]);
	decimal_add(sum, &value);
	decimal_clear(&value);
}

/* A decimal as a string, the caller's to free. */
static char *shown(const struct decimal *d)
{
	struct text text = {0};
	decimal_print(&text, d);
	text_add_char(&text, '\0');
	return text.bytes;
}

static void fault_sum(struct check *c, const struct area *total, const struct row *row,
	const char *of, size_t count, struct decimal *sum)
{
	struct decimal difference;
	decimal_init(&difference);
	decimal_set(&difference, row->field[c->value]);
	decimal_subtract(&difference, sum);
	if (decimal_compare_size(&difference, &c->within) > 0) {
		char *adds = shown(sum), *misses = shown(&difference), *within = shown(&c->within);
		char *series = series_name(c, row);
		complain(row->file, row->line,
			"%s %s%s: the total is %.*s, its %zu %s add up to %s: difference %s%s%s",
			total->code, total->name, series, (int)row->field[c->value].length,
			row->field[c->value].bytes, count, of, adds, misses,
			c->o.within ? ", more than " : "", c->o.within ? within : "");
		c->faults++;
		free(adds);
		free(series);
		free(misses);
		free(within);
	}
	decimal_clear(&difference);
}

static bool lies_in(const struct area *area, const struct area *whole)
{
	return whole->level == LEVEL_COUNTRY || area->region == whole || area->landsdel == whole;
}

static const char *plural(enum area_level level)
{
	static const char *const name[] = {
		[LEVEL_MUNICIPALITY] = "municipalities",
		[LEVEL_LANDSDEL] = "landsdele",
		[LEVEL_REGION] = "regions",
		[LEVEL_COUNTRY] = "countries",
	};
	return name[level];
}

/* Adds up the areas of one level that lie in `total`, and holds the sum against its row. */
static void check_sum(struct check *c, const struct area *total, enum area_level level)
{
	const struct row *row = c->at[total - c->areas.area];
	struct decimal sum;
	size_t count = 0;
	if (row->field[c->value].length == 0)
		return; /* a total that is not there states nothing */
	decimal_init(&sum);
	for (size_t i = 0; i < c->areas.count; i++) {
		if (c->at[i] && c->areas.area[i].level == level &&
			lies_in(&c->areas.area[i], total)) {
			add_value(c, &sum, c->at[i]);
			count++;
		}
	}
	fault_sum(c, total, row, plural(level), count, &sum);
	decimal_clear(&sum);
}

/* Lists the areas of a level that lie in `whole` and have no row. `row` says where the series is.
 */
static void check_present(
	struct check *c, const struct area *whole, enum area_level level, const struct row *row)
{
	struct text missing = {0};
	size_t count = 0;
	for (size_t i = 0; i < c->areas.count; i++) {
		const struct area *a = &c->areas.area[i];
		if (c->at[i] || a->level != level || !lies_in(a, whole))
			continue;
		text_add(&missing, span_of(count++ ? ", " : ""));
		text_add(&missing, span_of(a->code));
		text_add_char(&missing, ' ');
		text_add(&missing, span_of(a->name));
	}
	if (count) {
		text_add_char(&missing, '\0');
		char *series = series_name(c, row);
		complain(row->file, row->line, "%s %s%s: without %zu of its %s: %s", whole->code,
			whole->name, series, count, plural(level), missing.bytes);
		c->faults++;
		free(series);
	}
	free(missing.bytes);
}

/* How many areas of a level the series at hand has rows for. */
static size_t count_level(const struct check *c, enum area_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < c->areas.count; i++)
		count += c->at[i] && c->areas.area[i].level == level;
	return count;
}

/* How many of those rows state a figure. */
static size_t count_stated(const struct check *c, enum area_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < c->areas.count; i++)
		count += c->at[i] && c->areas.area[i].level == level &&
			 c->at[i]->field[c->value].length > 0;
	return count;
}

static size_t count_listed(const struct check *c, enum area_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < c->areas.count; i++)
		count += c->areas.area[i].level == level;
	return count;
}

/*
 * The level whose areas must add up to a total: the regions to the country where all have rows;
 * else the municipalities; where there are none, the next level that has rows. The total's own
 * level where there is nothing to add up.
 */
static enum area_level level_below(const struct check *c, enum area_level total)
{
	size_t regions = count_level(c, LEVEL_REGION);
	if (total == LEVEL_COUNTRY &&
		count_stated(c, LEVEL_REGION) == count_listed(c, LEVEL_REGION))
		return LEVEL_REGION;
	if (count_level(c, LEVEL_MUNICIPALITY))
		return LEVEL_MUNICIPALITY;
	if (total == LEVEL_COUNTRY && regions)
		return LEVEL_REGION;
	return total != LEVEL_LANDSDEL && count_level(c, LEVEL_LANDSDEL) ? LEVEL_LANDSDEL : total;
}

static void check_totals(struct check *c, const struct row *first)
{
	bool municipal = count_level(c, LEVEL_MUNICIPALITY) > 0;
	for (size_t i = 0; i < c->areas.count; i++) {
		const struct area *total = &c->areas.area[i];
		if (!c->at[i] || total->level == LEVEL_MUNICIPALITY)
			continue;
		enum area_level below = level_below(c, total->level);
		if (below == total->level)
			continue;
		/* With --complete, what the country lacks is listed once, below. */
		if (municipal && !c->o.complete)
			check_present(c, total, LEVEL_MUNICIPALITY, c->at[i]);
		if (!municipal)
			check_present(c, total, below, c->at[i]);
		check_sum(c, total, below);
	}
	if (c->o.complete)
		check_present(c, areas_by_code(&c->areas, SPAN("000")), LEVEL_MUNICIPALITY, first);
}

/* Puts a row into its place in the series at hand, if it has one that is free. */
static void place_row(struct check *c, const struct row *row)
{
	const struct area *area = areas_by_code(&c->areas, row->field[c->area]);
	if (!area)
		return; /* listed when it was read */
	const struct row **at = &c->at[area - c->areas.area];
	if (!*at) {
		*at = row;
		return;
	}
	char *series = series_name(c, row);
	complain(row->file, row->line, "%s %s%s: stands twice; first in line %zu of %s", area->code,
		area->name, series, (*at)->line, (*at)->file);
	c->faults++;
	free(series);
}

/*
 * The municipal rows go on; so do all with --keep, and those of a series that has no municipal
 * rows: they are its figures and not totals of others.
 */
static void pass_rows(struct check *c, size_t begin, size_t end)
{
	bool all = c->o.keep || count_level(c, LEVEL_MUNICIPALITY) == 0;
	for (size_t i = begin; i < end; i++) {
		const struct area *area = areas_by_code(&c->areas, c->sorted[i]->field[c->area]);
		c->passes[c->sorted[i] - c->table.row] =
			all || (area && area->level == LEVEL_MUNICIPALITY);
	}
}

static void check_series(struct check *c)
{
	size_t n = c->table.rows;
	qsort_r(c->sorted, n, sizeof *c->sorted, by_series, c);
	for (size_t begin = 0, end; begin < n; begin = end) {
		const struct row *first = c->sorted[begin];
		memset(c->at, 0, c->areas.count * sizeof *c->at);
		end = begin;
		while (end < n && compare_keys(c, first, c->sorted[end]) == 0)
			place_row(c, c->sorted[end++]);
		check_totals(c, first);
		pass_rows(c, begin, end);
	}
}

/* Reading. */

/* Reads all rows into a table; an area must be a code, and a value a number or empty. */
static void read_table(
	struct check *c, struct records *in, struct table *table, size_t area, size_t value)
{
	while (records_next(in)) {
		table_add(table, in);
		struct span *field = table->row[table->rows - 1].field;
		if (!areas_by_code(&c->areas, field[area])) {
			complain(in->file, in->line,
				"area '%s' is no code of the code list (kkr-codes makes them)",
				quote(field[area]).text);
			c->faults++;
		}
		if (field[value].length && !number_valid(field[value])) {
			complain(in->file, in->line, "%s '%s' is not a number", in->name[value],
				quote(field[value]).text);
			c->faults++;
			field[value].length = 0;
		}
	}
}

static void read_rows(struct check *c)
{
	read_table(c, &c->in, &c->table, c->area, c->value);
	c->sorted = allocate(c->table.rows, sizeof *c->sorted);
	for (size_t i = 0; i < c->table.rows; i++)
		c->sorted[i] = &c->table.row[i];
	c->at = allocate(c->areas.count, sizeof *c->at);
	c->passes = allocate(c->table.rows, sizeof *c->passes);
}

/* --same and --against */

/*
 * Whether a column of the series' key is one by which two figures find each other: the measure is
 * not where --same names one for each, and between two files neither is the data set that they are
 * of, nor what only one of them has.
 */
static bool pairs(const struct check *c, size_t column)
{
	const char *name = c->in.name[column];
	if (column == c->area)
		return true;
	if (c->o.same[0] && column == c->measure)
		return false;
	return !c->o.against ||
	       (strcmp(name, "dataset") != 0 && records_find(&c->other, name) < c->other.columns);
}

static void add_key(struct check *c, struct same *same, size_t column)
{
	struct side *a = &same->side[0], *b = &same->side[1];
	if (!pairs(c, column)) {
		a->apart[a->aparts++] = column;
		return;
	}
	a->key[same->keys] = column;
	b->key[same->keys++] = c->o.against ? records_find(&c->other, c->in.name[column]) : column;
}

static struct side make_side(
	const struct check *c, const struct records *in, const struct table *table, const char *of)
{
	static const char hint[] = "--names area=COLUMN names another";
	struct side side = {.in = in, .table = table, .measure = of};
	side.area = records_column(in, c->o.name[AREA].column, hint);
	side.value = records_column(in, c->o.name[VALUE].column, hint);
	if (of)
		side.measure_at = records_column(in, c->o.name[MEASURE].column, hint);
	side.key = allocate(c->in.columns, sizeof *side.key);
	side.apart = allocate(c->in.columns, sizeof *side.apart);
	return side;
}

static void check_same(struct check *c)
{
	struct same same = {.areas = &c->areas, .within = &c->within, .against = c->o.against};
	struct writer differences;
	bool files = c->o.against;
	if (files)
		records_open_input(&c->other, input_open(c->o.against), EX_DATAERR);
	same.side[0] = make_side(c, &c->in, &c->table, c->o.same[0]);
	same.side[1] = make_side(
		c, files ? &c->other : &c->in, files ? &c->other_table : &c->table, c->o.same[1]);
	if (files)
		read_table(c, &c->other, &c->other_table, same.side[1].area, same.side[1].value);
	for (size_t i = 0; i < c->in.columns; i++) {
		if (i == c->area || is_key(c, i))
			add_key(c, &same, i);
	}
	if (c->o.differences) {
		writer_create(&differences, c->o.differences);
		same.differences = &differences;
		same_header(&same);
	}
	c->faults += same_check(&same);
	if (c->o.differences)
		writer_close(&differences);
	for (size_t i = 0; i < 2; i++) {
		free(same.side[i].key);
		free(same.side[i].apart);
	}
}
/* Writing. */

static void write_rows(struct check *c)
{
	struct writer out;
	writer_stdout(&out);
	for (size_t i = 0; i < c->in.columns; i++)
		put_field(&out, span_of(c->in.name[i]));
	put_row_end(&out);
	for (size_t row = 0; row < c->table.rows; row++) {
		if (!c->passes[row])
			continue;
		for (size_t i = 0; i < c->in.columns; i++)
			put_field(&out, c->table.row[row].field[i]);
		put_row_end(&out);
	}
	writer_close(&out);
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
	records_open(&c.in, c.o.files, EX_DATAERR, NULL);
	find_columns(&c);
	read_rows(&c);
	check_series(&c);
	if (c.o.complete && c.table.rows == 0) {
		complain(c.in.file, 0, "there are no rows, and --complete demands municipalities");
		c.faults++;
	}
	if (c.o.same[0] || c.o.against)
		check_same(&c);
	if (c.faults)
		exit(EX_DATAERR);
	write_rows(&c);
	free(c.key);
	free(c.sorted);
	free(c.at);
	free(c.passes);
	decimal_clear(&c.within);
	table_free(&c.table);
	records_close(&c.in);
	if (c.o.against) {
		table_free(&c.other_table);
		records_close(&c.other);
	}
	areas_free(&c.areas);
	return EX_OK;
}
