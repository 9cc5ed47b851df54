/*
 * kkr-compare: lays editions of the same figures side by side, and says what has changed.
 *
 * Each FILE is an edition; or what is read is held against another file, or one measure in it
 * against another. Of directories with results each is an edition, whose figures are the cells of
 * its tables (compare/results.h). All rows of all editions are held and sorted by key, so that the
 * rows of one key stand together; a key becomes one line.
 */
#include "compare/results.h"
#include "lib/cli.h"
#include "lib/decimal.h"
#include "lib/files.h"
#include "lib/observation.h"
#include "lib/report.h"
#include "lib/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] = "kkr-compare [OPTION]... OLD [FILE | DIR]... NEW\n"
			    "Lays editions of the same figures, or results, side by side.";

struct options {
	char **key;
	const char *value;
	char **columns; /* of --editions: what those of the figures are called */
	struct column_names names;
	bool renaming; /* with --names */
	bool by_change, same;
	bool of_results;  /* the files are directories */
	const char *pair; /* of --measures; NULL: two sides of all there is */
	char **measures;  /* its two parts */
	char *against;
	const char *tolerance;
	char *report;
	char **files;
};

struct edition {
	const char *directory; /* of a result, whose cells are the table; else NULL, and */
	struct records in;
	struct table table;
	size_t *key; /* the places of the key columns */
	size_t value;
	size_t measure; /* the column of --measures, */
	const char *of; /* and which of them this edition is of; NULL: all rows */
	bool shared;    /* its rows are those of the edition before it */
	size_t name;    /* of the column "name"; the count of columns where there is none */
};

/* A row, and the edition that it is of. */
struct edition_row {
	const struct row *row;
	size_t edition;
};

/* A line of the output: the figures of one key. */
struct line {
	struct edition_row *figure;
	size_t figures;
	struct decimal change;
	bool has_change; /* first and last edition have a figure */
};

struct comparison {
	struct options o;
	struct edition *edition;
	struct results results;
	size_t editions, keys;
	char **key; /* names */
	char **header;
	size_t columns;
	struct edition_row *figure;
	size_t figures;
	struct line *line;
	size_t lines, room;
	struct decimal tolerance;
	size_t differing;
	const struct line *first; /* that differs */
	struct report *report;
};

static bool any_directory(char *const *files)
{
	while (*files && !is_directory(*files))
		files++;
	return *files != NULL;
}

/* Results are held against results alone, and by what tells the rows of each table apart. */
static void check_results(const struct options *o)
{
	const char *other = o->key        ? "--key"
			    : o->renaming ? "--names"
			    : o->measures ? "--measures"
			    : o->against  ? "--against"
					  : NULL;
	if (other)
		cli_misuse("%s cannot be used with directories of results; name tables in them",
			other);
	for (char *const *file = o->files; *file; file++) {
		if (is_directory(*file))
			continue;
		if (strcmp(*file, "-") != 0 && access(*file, F_OK) != 0)
			fail(EX_NOINPUT, *file, 0, "cannot be opened: %s", strerror(errno));
		cli_misuse("'%s' is no directory, as others are: name the tables in those "
			   "(DIR/kommunekvoter.tsv)",
			quote(span_of(*file)).text);
	}
}

/* --editions has a name of a column for each. */
static void check_editions(const struct options *o)
{
	size_t names = 0, files = 0;
	for (; o->columns && o->columns[names]; names++) {
		if (!column_name_valid(span_of(o->columns[names])))
			cli_misuse("--editions: '%s' is no name of a column (a-z, 0-9 and _)",
				quote(span_of(o->columns[names])).text);
	}
	while (o->files[files])
		files++;
	if (o->against || o->measures)
		files = 2;
	if (o->columns && names != files)
		cli_misuse("--editions: %zu editions want as many names, not %zu", files, names);
}

static void check_options(const struct options *o)
{
	if (o->measures && (!o->measures[0] || !o->measures[1] || o->measures[2]))
		cli_misuse("--measures: two measures are compared, A,B");
	if (o->measures && !o->against && strcmp(o->measures[0], o->measures[1]) == 0)
		cli_misuse("--measures: '%s' is one measure, not two", o->measures[0]);
	if (o->tolerance && (!number_valid(span_of(o->tolerance)) || *o->tolerance == '-'))
		cli_misuse("--tolerance: '%s' is not a number of 0 or more", o->tolerance);
	if (!o->against && !o->measures && (!o->files[0] || !o->files[1]))
		cli_misuse("two editions at least are compared: OLD NEW");
	check_editions(o);
	size_t standard = 0;
	for (char *const *file = o->files; *file; file++)
		standard += strcmp(*file, "-") == 0;
	if (standard > 1)
		cli_misuse("standard input stands %zu times among the files, and can be read once",
			standard);
	if (o->of_results)
		check_results(o);
	if (o->against)
		cli_input("--against", o->against, o->files);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {0};
	char **names = NULL;
	struct cli_option table[] = {
		{'k', "key", "C,...",
			"the columns that name a figure (default: area, measure and\n"
			"the dimensions, as far as they are there)",
			.list = &o.key},
		{0, "value", "COLUMN", "the column with the figure (default: value, else quota)",
			.text = &o.value},
		{0, "editions", "NAME,...",
			"what the columns of the figures are called, one for each edition",
			.list = &o.columns},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		{0, "measures", "A,B", "hold one measure against another", .text = &o.pair},
		{0, "against", "FILE",
			"hold what is read against FILE: all of it, or A here and B there",
			.file = &o.against},
		{0, "tolerance", "N", "figures are the same that differ by N at most (default: 0)",
			.text = &o.tolerance},
		{0, "same", NULL, "end with 65 where anything is not the same", .flag = &o.same},
		{0, "by-change", NULL, "the largest change first", .flag = &o.by_change},
		{0, "report", "FILE",
			"write there how many figures are same, revised, new and gone",
			.file = &o.report, .made = true},
		RENAMED("-v", "--value"),
		RENAMED("-b", "--by-change"),
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	o.renaming = names != NULL;
	free(names);
	o.of_results = any_directory(o.files);
	if (o.pair)
		o.measures = cli_list("measures", o.pair);
	check_options(&o);
	return o;
}

/* Whether all editions have a column. */
static bool all_have(const struct comparison *c, const char *name)
{
	bool all = true;
	for (size_t i = 0; i < c->editions; i++)
		all &= records_find(&c->edition[i].in, name) < c->edition[i].in.columns;
	return all;
}

/* Of quotas, those that were agreed are compared where each edition has them: like with like. */
static const char *find_value(const struct comparison *c, const struct observation *means)
{
	if (c->o.value)
		return c->o.value;
	if (means->at[IS_VALUE] < means->in->columns)
		return means->in->name[means->at[IS_VALUE]];
	if (means->at[IS_MEASURE] < means->in->columns)
		return "value";
	return all_have(c, "agreed") ? "agreed" : "quota";
}

/*
 * Two files are compared in what both have; of editions the first says what tells figures apart,
 * and the others must have it.
 */
static bool is_key(const struct comparison *c, const struct observation *means, size_t column)
{
	enum observation_key key = c->o.measures  ? KEY_MEASURE
				   : c->o.against ? KEY_FILE
						  : KEY_EDITION;
	if (means->at[IS_MEASURE] == means->in->columns)
		return column == means->at[IS_AREA];
	return observation_in_key(means, column, key) &&
	       (!c->o.against || all_have(c, means->in->name[column]));
}

/* The key of observations is what tells them apart; that of any other table is the area. */
static void add_keys(struct comparison *c, const struct observation *means)
{
	const struct records *in = means->in;
	c->key = allocate(in->columns, sizeof *c->key);
	for (size_t i = 0; i < in->columns; i++) {
		if (is_key(c, means, i) && strcmp(in->name[i], c->o.value) != 0)
			c->key[c->keys++] = in->name[i];
	}
	if (c->keys == 0)
		fail(EX_DATAERR, in->file, 1,
			"there is no column 'area' beside the figure, '%s' (--names area=COLUMN or "
			"--key names others)",
			c->o.value);
}

static void find_key(struct comparison *c)
{
	struct observation means;
	observation_open(&means, &c->edition[0].in, &c->o.names);
	if (c->o.measures)
		observation_column(&means, IS_MEASURE);
	c->o.value = find_value(c, &means);
	c->key = c->o.key;
	if (!c->key)
		add_keys(c, &means);
	else
		while (c->key[c->keys])
			c->keys++;
	for (size_t i = 0; i < c->keys; i++) {
		if (strcmp(c->key[i], c->o.value) == 0)
			cli_misuse(
				"--key: '%s' is the column with the figure (--value names another)",
				c->key[i]);
	}
	for (size_t i = 0; c->o.measures && i < c->editions; i++) {
		struct edition *e = &c->edition[i];
		e->of = c->o.measures[i];
		e->measure = records_column(
			&e->in, means.in->name[means.at[IS_MEASURE]], "--names is for both files");
	}
	observation_close(&means);
}

/* What comes out: the key, the name, a column for each edition, and these. */
static const char *const behind[] = {"change", "change_pct", "status"};
enum { BEHIND = sizeof behind / sizeof *behind };

static char *edition_column(const struct comparison *c, size_t i)
{
	char name[32];
	if (c->o.columns)
		return span_copy(span_of(c->o.columns[i]));
	snprintf(name, sizeof name, "edition_%zu", i + 1);
	if (c->editions == 2)
		return span_copy(i == 0 ? SPAN("before") : SPAN("after"));
	return span_copy(span_of(name));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void check_header(const struct comparison *c)
{
	char **sorted = allocate(c->columns, sizeof *sorted);
	memcpy(sorted, c->header, c->columns * sizeof *sorted);
	qsort(sorted, c->columns, sizeof *sorted, by_text);
	for (size_t i = 1; i < c->columns; i++) {
		if (strcmp(sorted[i - 1], sorted[i]) == 0)
			cli_misuse("the column '%s' would stand twice in what comes out: --key%s "
				   "may name others",
				quote(span_of(sorted[i])).text,
				c->o.columns ? " or --editions" : "");
	}
	free(sorted);
}

static void make_header(struct comparison *c)
{
	c->header = allocate(c->keys + 1 + c->editions + BEHIND, sizeof *c->header);
	for (size_t i = 0; i < c->keys; i++)
		c->header[c->columns++] = span_copy(span_of(c->key[i]));
	c->header[c->columns++] = span_copy(SPAN("name"));
	for (size_t i = 0; i < c->editions; i++)
		c->header[c->columns++] = edition_column(c, i);
	for (size_t i = 0; i < BEHIND; i++)
		c->header[c->columns++] = span_copy(span_of(behind[i]));
	check_header(c);
}

static void check_value(const struct comparison *c, const struct edition *e, const struct row *row)
{
	struct span value = row->field[e->value];
	if (value.length && !number_valid(value))
		fail(EX_DATAERR, row->file, row->line, "%s '%s' is not a number", c->o.value,
			quote(value).text);
}

/* Where its records were delivered, by the first; else its own file. */
static const char *edition_name(const struct edition *e)
{
	if (e->directory)
		return e->directory;
	return e->table.rows ? e->table.row[0].file : input_name(e->in.input);
}

/* Whether a row is of the edition: of its measure, where it has one. */
static bool is_of(const struct edition *e, const struct row *row)
{
	return !e->of || span_is(row->field[e->measure], e->of);
}

static void read_edition(struct comparison *c, struct edition *e)
{
	size_t figures = 0;
	e->key = allocate(c->keys, sizeof *e->key);
	for (size_t i = 0; i < c->keys; i++)
		e->key[i] = records_column(&e->in, c->key[i], "--key names others");
	e->value = records_column(&e->in, c->o.value, "--value names another");
	e->name = records_find(&e->in, "name");
	while (!e->shared && records_next(&e->in))
		table_add(&e->table, &e->in);
	for (size_t i = 0; i < e->table.rows; i++) {
		if (!is_of(e, &e->table.row[i]))
			continue;
		check_value(c, e, &e->table.row[i]);
		figures++;
	}
	if (e->of && figures == 0)
		fail(EX_DATAERR, edition_name(e), 0, "--measures: no row has the measure '%s'",
			e->of);
	*report_kind(c->report, edition_name(e), "in", e->of ? e->of : "") += figures;
	c->figures += figures;
}

static void open_editions(struct comparison *c)
{
	bool two = c->o.against || c->o.measures;
	c->editions = two ? 2 : 0;
	while (!two && c->o.files[c->editions])
		c->editions++;
	c->edition = allocate(c->editions, sizeof *c->edition);
	for (size_t i = 0; i < c->editions; i++) {
		struct edition *e = &c->edition[i];
		*e = (struct edition){.value = 0};
		if (two && i == 0)
			records_open(&e->in, c->o.files, EX_DATAERR, NULL);
		else if (!two || c->o.against)
			records_open_input(
				&e->in, input_open(two ? c->o.against : c->o.files[i]), EX_DATAERR);
		else
			*e = (struct edition){.in = c->edition[0].in, .shared = true};
	}
}

/* The columns of cells that are the key, and their places. */
static char *const cell_key[] = {"file", "key", "column"};
static const size_t cell_place[] = {CELL_FILE, CELL_KEY, CELL_COLUMN};
enum { CELL_KEYS = sizeof cell_place / sizeof *cell_place };

/* Each directory is an edition; its figures are the cells that not all have alike. */
static void read_results(struct comparison *c)
{
	c->results = (struct results){.directory = c->o.files, .only = c->o.value};
	while (c->o.files[c->results.directories])
		c->results.directories++;
	results_compare(&c->results);
	c->editions = c->results.directories;
	c->edition = allocate(c->editions, sizeof *c->edition);
	c->keys = CELL_KEYS;
	c->key = allocate(CELL_KEYS, sizeof *c->key);
	memcpy(c->key, cell_key, sizeof cell_key);
	make_header(c);
	for (size_t i = 0; i < c->editions; i++) {
		struct edition *e = &c->edition[i];
		*e = (struct edition){.directory = c->o.files[i],
			.in.columns = CELL_FIELDS,
			.table = c->results.cells[i],
			.value = CELL_VALUE,
			.name = CELL_NAME};
		e->key = allocate(CELL_KEYS, sizeof *e->key);
		memcpy(e->key, cell_place, sizeof cell_place);
		c->figures += e->table.rows;
	}
}

static void read_files(struct comparison *c)
{
	open_editions(c);
	find_key(c);
	make_header(c);
	for (size_t i = 0; i < c->editions; i++) {
		if (c->edition[i].shared)
			c->edition[i].table = c->edition[i - 1].table;
		read_edition(c, &c->edition[i]);
	}
}

static void read_editions(struct comparison *c)
{
	size_t n = 0;
	if (c->o.of_results)
		read_results(c);
	else
		read_files(c);
	c->figure = allocate(c->figures, sizeof *c->figure);
	for (size_t i = 0; i < c->editions; i++) {
		const struct edition *e = &c->edition[i];
		for (size_t j = 0; j < e->table.rows; j++) {
			if (is_of(e, &e->table.row[j]))
				c->figure[n++] = (struct edition_row){&e->table.row[j], i};
		}
	}
}

static struct span key_of(const struct comparison *c, const struct edition_row *f, size_t key)
{
	return f->row->field[c->edition[f->edition].key[key]];
}

static int compare_keys(
	const struct comparison *c, const struct edition_row *a, const struct edition_row *b)
{
	for (size_t i = 0; i < c->keys; i++) {
		int order = span_compare(key_of(c, a, i), key_of(c, b, i));
		if (order)
			return order;
	}
	return 0;
}

static int by_key(const void *a, const void *b, void *context)
{
	const struct edition_row *x = a, *y = b;
	int order = compare_keys(context, x, y);
	if (order)
		return order;
	if (x->edition != y->edition)
		return x->edition < y->edition ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

/* The figure of an edition in a line, or NULL. They stand in the order of editions. */
static const struct edition_row *figure_of(const struct line *line, size_t edition)
{
	size_t from = 0, to = line->figures;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (line->figure[middle].edition < edition)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < line->figures && line->figure[from].edition == edition;
	return found ? &line->figure[from] : NULL;
}

static struct span value_of(const struct comparison *c, const struct edition_row *f)
{
	return f ? f->row->field[c->edition[f->edition].value] : SPAN("");
}

static void set_change(const struct comparison *c, struct line *line)
{
	struct span before = value_of(c, figure_of(line, 0));
	struct span after = value_of(c, figure_of(line, c->editions - 1));
	decimal_init(&line->change);
	/* In an edition every figure is a number; a cell may be a word, or a code. */
	line->has_change = before.length && after.length &&
			   (!c->o.of_results || (cell_is_figure(before) && cell_is_figure(after)));
	if (!line->has_change)
		return;
	struct decimal old;
	decimal_init(&old);
	decimal_set(&old, before);
	decimal_set(&line->change, after);
	decimal_subtract(&line->change, &old);
	decimal_clear(&old);
}

static void check_single(const struct edition_row *a, const struct edition_row *b)
{
	if (a->edition == b->edition)
		fail(EX_DATAERR, b->row->file, b->row->line,
			"the same figure stands in line %zu already (--key may name more columns)",
			a->row->line);
}

static void make_lines(struct comparison *c)
{
	qsort_r(c->figure, c->figures, sizeof *c->figure, by_key, c);
	for (size_t begin = 0, end; begin < c->figures; begin = end) {
		for (end = begin + 1; end < c->figures &&
				      compare_keys(c, &c->figure[begin], &c->figure[end]) == 0;
			end++)
			check_single(&c->figure[end - 1], &c->figure[end]);
		c->line = grow(c->line, &c->room, c->lines + 1, sizeof *c->line);
		struct line *line = &c->line[c->lines++];
		*line = (struct line){.figure = &c->figure[begin], .figures = end - begin};
		set_change(c, line);
	}
}

/* Larger changes first, whatever their sign; what has come or gone last; else the order of keys. */
static int by_change(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	if (x->has_change != y->has_change)
		return x->has_change ? -1 : 1;
	int order = decimal_compare_size(&y->change, &x->change);
	return order ? order : (x->figure > y->figure) - (x->figure < y->figure);
}

/* Writing. */

static void put_header(const struct comparison *c, struct writer *out)
{
	for (size_t i = 0; i < c->columns; i++)
		put_field(out, span_of(c->header[i]));
	put_row_end(out);
}

/* 100 change/before, to two decimals; empty where there is no change or before is 0. */
static void add_percent(struct text *to, const struct line *line, struct span before)
{
	enum { DECIMALS = 2 };
	struct decimal d;
	mpq_t share, base;
	if (!line->has_change)
		return;
	decimal_init(&d);
	mpq_inits(share, base, NULL);
	decimal_set(&d, before);
	decimal_fraction(base, &d);
	if (mpq_sgn(base) != 0) {
		decimal_fraction(share, &line->change);
		mpz_mul_ui(mpq_numref(share), mpq_numref(share), 100);
		mpq_canonicalize(share);
		mpq_abs(base, base);
		mpq_div(share, share, base);
		decimal_round(&d, share, DECIMALS);
		decimal_print(to, &d);
	}
	mpq_clears(share, base, NULL);
	decimal_clear(&d);
}

static const char *status_of(const struct comparison *c, const struct line *line)
{
	const struct edition_row *before = figure_of(line, 0);
	const struct edition_row *after = figure_of(line, c->editions - 1);
	if (!before)
		return after ? "new" : "";
	if (!after)
		return "gone";
	bool same = line->has_change ? decimal_compare_size(&line->change, &c->tolerance) <= 0
				     : span_equals(value_of(c, before), value_of(c, after));
	return same ? "same" : "revised";
}

static const char *const statuses[] = {"same", "revised", "new", "gone"};

static struct span name_of(const struct comparison *c, const struct line *line)
{
	for (size_t i = line->figures; i-- > 0;) {
		const struct edition *e = &c->edition[line->figure[i].edition];
		struct span name =
			e->name < e->in.columns ? line->figure[i].row->field[e->name] : SPAN("");
		if (name.length)
			return name;
	}
	return SPAN("");
}

/* How many lines have a status, in the report: of the newest edition. */
static unsigned long long *count_of(const struct comparison *c, const char *status)
{
	return report_kind(c->report, edition_name(&c->edition[c->editions - 1]), "out", status);
}

static void count_line(struct comparison *c, const struct line *line)
{
	bool same = strcmp(status_of(c, line), "same") == 0;
	if (!same && c->differing++ == 0)
		c->first = line;
}

/* What --same says: how many figures differ, and the first of them. */
static int say_differing(const struct comparison *c)
{
	struct text which = {0};
	char of[32] = "";
	if (!c->differing && (c->lines || c->results.tables))
		return EX_OK;
	if (!c->differing) {
		complain(edition_name(&c->edition[c->editions - 1]), 0,
			"--same: there is nothing to compare");
		return EX_DATAERR;
	}
	for (size_t i = 0; i < c->keys; i++) {
		text_add(&which, key_of(c, c->first->figure, i));
		text_add_char(&which, ' ');
	}
	if (!c->o.of_results) /* of which those that are the same are not held */
		snprintf(of, sizeof of, " of %zu", c->lines);
	complain(c->first->figure[0].row->file, c->first->figure[0].row->line,
		"%zu%s figures are not the same: %s(%s)%s", c->differing, of,
		quote(text_span(&which)).text, status_of(c, c->first),
		c->differing > 1 ? ", ..." : "");
	free(which.bytes);
	return EX_DATAERR;
}

/* Of results what is the same is not written: most of them is. */
static bool is_told(const struct comparison *c, const struct line *line)
{
	return !c->o.of_results || strcmp(status_of(c, line), "same") != 0;
}

static void put_line(const struct comparison *c, const struct line *line, struct writer *out)
{
	struct text change = {0}, percent = {0};
	for (size_t i = 0; i < c->keys; i++)
		put_field(out, key_of(c, line->figure, i));
	put_field(out, name_of(c, line));
	for (size_t i = 0; i < c->editions; i++)
		put_field(out, value_of(c, figure_of(line, i)));
	if (line->has_change)
		decimal_print(&change, &line->change);
	add_percent(&percent, line, value_of(c, figure_of(line, 0)));
	put_field(out, text_span(&change));
	put_field(out, text_span(&percent));
	put_field(out, span_of(status_of(c, line)));
	++*count_of(c, status_of(c, line));
	put_row_end(out);
	free(change.bytes);
	free(percent.bytes);
}

static void free_all(struct comparison *c)
{
	for (size_t i = 0; i < c->lines; i++)
		decimal_clear(&c->line[i].change);
	for (size_t i = 0; i < c->columns; i++)
		free(c->header[i]);
	free(c->header);
	free(c->line);
	free(c->figure);
	cli_list_free(c->o.columns);
	if (c->o.key)
		cli_list_free(c->o.key);
	else
		free(c->key);
	for (size_t i = 0; i < c->editions; i++) {
		free(c->edition[i].key);
		if (c->edition[i].shared || c->edition[i].directory)
			continue;
		table_free(&c->edition[i].table);
		records_close(&c->edition[i].in);
	}
	free(c->edition);
	results_free(&c->results);
	cli_list_free(c->o.measures);
	decimal_clear(&c->tolerance);
	column_names_free(&c->o.names);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct comparison c = {.o = read_options(argc, argv)};
	int status = EX_OK;
	c.report = report_open(c.o.report, c.o.files);
	decimal_init(&c.tolerance);
	if (c.o.tolerance)
		decimal_set(&c.tolerance, span_of(c.o.tolerance));
	read_editions(&c);
	make_lines(&c);
	if (c.o.by_change)
		qsort(c.line, c.lines, sizeof *c.line, by_change);
	struct writer out;
	writer_stdout(&out);
	put_header(&c, &out);
	for (size_t i = c.o.of_results; i < sizeof statuses / sizeof *statuses; i++)
		count_of(&c, statuses[i]);
	for (size_t i = 0; i < c.lines; i++) {
		if (is_told(&c, &c.line[i]))
			put_line(&c, &c.line[i], &out);
		count_line(&c, &c.line[i]);
	}
	writer_close(&out);
	if (c.o.same)
		status = say_differing(&c);
	if (c.results.faulty)
		status = EX_DATAERR;
	report_close(c.report);
	free_all(&c);
	return status;
}
