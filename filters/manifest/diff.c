/*
 * Which figures of two results differ: cell by cell, of the tables that both have.
 */
#include "lib/files.h"
#include "lib/decimal.h"
#include "lib/table.h"
#include "program.h"

#include <stdlib.h>

/* A table of either result. */
struct side {
	struct records in;
	struct table table;
	const struct row **row; /* by key, field by field */
};

struct pair {
	const char *name;
	struct side before, after;
	size_t leading; /* columns that both begin with */
	size_t keys;    /* how many of them are the key */
	struct writer *out;
};

/* How many of the first `count` fields of two rows are alike before one that is not. */
static size_t alike(const struct row *a, const struct row *b, size_t count)
{
	size_t i = 0;
	while (i < count && span_equals(a->field[i], b->field[i]))
		i++;
	return i;
}

static int compare_fields(const struct row *a, const struct row *b, size_t count)
{
	size_t i = alike(a, b, count);
	return i == count ? 0 : span_compare(a->field[i], b->field[i]);
}

static int by_fields(const void *a, const void *b, void *count)
{
	const struct row *const *x = a, *const *y = b;
	return compare_fields(*x, *y, *(const size_t *)count);
}

static void read_side(struct side *side, const char *path)
{
	records_open_input(&side->in, input_open(path), EX_DATAERR);
	while (records_next(&side->in))
		table_add(&side->table, &side->in);
}

static void sort_side(struct side *side, size_t leading)
{
	size_t rows = side->table.rows;
	side->row = allocate(rows, sizeof *side->row);
	for (size_t i = 0; i < rows; i++)
		side->row[i] = &side->table.row[i];
	if (rows)
		qsort_r(side->row, rows, sizeof(struct row *), by_fields, &leading);
}

static void free_side(struct side *side)
{
	free(side->row);
	table_free(&side->table);
	records_close(&side->in);
}

/* How many leading columns tell the rows of a table apart. */
static size_t keys_of(const struct side *side, size_t leading)
{
	size_t keys = 1;
	for (size_t i = 1; i < side->table.rows; i++) {
		size_t same = alike(side->row[i - 1], side->row[i], leading);
		if (same >= keys)
			keys = same + 1;
	}
	return keys;
}

static void find_keys(struct pair *p)
{
	const struct records *a = &p->before.in, *b = &p->after.in;
	while (p->leading < a->columns && p->leading < b->columns &&
		strcmp(a->name[p->leading], b->name[p->leading]) == 0)
		p->leading++;
	sort_side(&p->before, p->leading);
	sort_side(&p->after, p->leading);
	size_t before = keys_of(&p->before, p->leading), after = keys_of(&p->after, p->leading);
	p->keys = before > after ? before : after;
	if (p->keys > p->leading)
		fail(EX_DATAERR, p->name, 0,
			"no first columns are there in both tables that tell their rows apart");
}

/* The row of the other table with the same key, or NULL. */
static const struct row *partner(const struct pair *p, const struct side *in, const struct row *row)
{
	size_t low = 0, high = in->table.rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_fields(in->row[middle], row, p->keys) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < in->table.rows && compare_fields(in->row[low], row, p->keys) == 0;
	return found ? in->row[low] : NULL;
}

/* Whether a field is a number, and no code with a zero before it. */
static bool is_figure(struct span field)
{
	size_t sign = field.length && field.bytes[0] == '-';
	return number_valid(field) && !(field.length > sign + 1 && field.bytes[sign] == '0' &&
					      digit(field.bytes[sign + 1]));
}

static void add_change(struct text *to, struct span before, struct span after)
{
	struct decimal change, old;
	if (!is_figure(before) || !is_figure(after))
		return;
	decimal_init(&change);
	decimal_init(&old);
	decimal_set(&change, after);
	decimal_set(&old, before);
	decimal_subtract(&change, &old);
	decimal_print(to, &change);
	decimal_clear(&change);
	decimal_clear(&old);
}

/* A cell of a row, by the table that has it. */
struct cell {
	const struct side *side;
	const struct row *row;
	size_t column;
};

static void put_difference(
	const struct pair *p, const struct cell *cell, struct span before, struct span after)
{
	struct text key = {0}, change = {0};
	if (span_equals(before, after))
		return;
	for (size_t i = 0; i < p->keys; i++) {
		text_add(&key, span_of(i ? " " : ""));
		text_add(&key, span_of(cell->side->in.name[i]));
		text_add_char(&key, '=');
		text_add(&key, cell->row->field[i]);
	}
	add_change(&change, before, after);
	put_text(p->out, span_of(p->name));
	put_field(p->out, text_span(&key));
	put_field(p->out, span_of(cell->side->in.name[cell->column]));
	put_field(p->out, before);
	put_field(p->out, after);
	put_field(p->out, text_span(&change));
	put_row_end(p->out);
	free(key.bytes);
	free(change.bytes);
}

/* Cells of the first table, beside those of the second. */
static void compare_before(const struct pair *p, const struct row *row)
{
	const struct row *other = partner(p, &p->after, row);
	const struct records *in = &p->before.in, *with = &p->after.in;
	for (size_t i = p->keys; i < in->columns; i++) {
		size_t at = records_find(with, in->name[i]);
		struct span after = other && at < with->columns ? other->field[at] : SPAN("");
		put_difference(p, &(struct cell){&p->before, row, i}, row->field[i], after);
	}
}

/* Cells that the second table alone has. */
static void compare_after(const struct pair *p, const struct row *row)
{
	const struct row *other = partner(p, &p->before, row);
	const struct records *in = &p->after.in, *with = &p->before.in;
	for (size_t i = p->keys; i < in->columns; i++) {
		if (!other || records_find(with, in->name[i]) == with->columns)
			put_difference(
				p, &(struct cell){&p->after, row, i}, SPAN(""), row->field[i]);
	}
}

static void compare_tables(struct pair *p, const char *before, const char *after)
{
	if (same_bytes(before, after))
		return;
	read_side(&p->before, before);
	read_side(&p->after, after);
	find_keys(p);
	for (size_t i = 0; i < p->before.table.rows; i++)
		compare_before(p, &p->before.table.row[i]);
	for (size_t i = 0; i < p->after.table.rows; i++)
		compare_after(p, &p->after.table.row[i]);
	free_side(&p->before);
	free_side(&p->after);
}

/* Whether an output is a table; a packet has manifests of its topics in it. */
static bool is_table(const char *name)
{
	static const char ending[] = ".tsv";
	size_t length = strlen(name), end = sizeof ending - 1;
	return length >= end && strcmp(name + length - end, ending) == 0 &&
	       strcmp(base_of(name), "manifest.tsv") != 0;
}

/* Tables of one result that the other does not have are told. */
static void tell_lacking(const struct walk *of, const char *directory)
{
	for (size_t i = 0; i < of->paths; i++) {
		char *path = path_of(directory, of->path[i]);
		if (is_table(of->path[i]) && !is_regular(path))
			complain(of->path[i], 0, "%s does not have it", directory);
		free(path);
	}
}

static void put_differences_header(struct writer *out)
{
	static const char *const column[] = {"file", "key", "column", "before", "after", "change"};
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		put_field(out, span_of(column[i]));
	put_row_end(out);
}

static void compare_output(struct writer *out, char **directories, const char *name)
{
	char *before = path_of(directories[0], name), *after = path_of(directories[1], name);
	struct pair p = {.name = name, .out = out};
	if (is_table(name) && is_regular(before))
		compare_tables(&p, before, after);
	free(before);
	free(after);
}

int list_differences(const struct options *o, char **directories)
{
	struct walk before, after;
	struct writer out;
	(void)o;
	decimal_start();
	walk_outputs(&before, directories[0]);
	walk_outputs(&after, directories[1]);
	tell_lacking(&before, directories[1]);
	tell_lacking(&after, directories[0]);
	writer_stdout(&out);
	put_differences_header(&out);
	for (size_t i = 0; i < after.paths; i++)
		compare_output(&out, directories, after.path[i]);
	writer_close(&out);
	walk_free(&before);
	walk_free(&after);
	return EX_OK;
}
