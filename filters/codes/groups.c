#include "groups.h"

#include "lib/observation.h"

#include <stdlib.h>
#include <string.h>

static int by_code(const void *a, const void *b, void *code)
{
	size_t at = *(const size_t *)code;
	const struct row *x = a, *y = b;
	int order = span_compare(x->field[at], y->field[at]);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void check(const struct groups *g, const struct recogniser *r)
{
	for (size_t i = 0; i < g->table.rows; i++) {
		const struct row *row = &g->table.row[i];
		struct span code = row->field[g->code];
		if (!recogniser_gives(r, code))
			fail(EX_CONFIG, row->file, row->line,
				"'%s' is no code of the code list (101, 084, DK011 or 000)",
				quote(code).text);
		if (i && span_equals(code, g->table.row[i - 1].field[g->code]))
			fail(EX_CONFIG, row->file, row->line,
				"'%s' has a row already, in line %zu: an area is in one group",
				quote(code).text, g->table.row[i - 1].line);
	}
}

/* The name of the column that is appended for one of the list, which may have it already. */
static char *group_name(const char *column)
{
	if (strncmp(column, COLUMN_GROUP, sizeof COLUMN_GROUP - 1) == 0)
		return span_copy(span_of(column));
	struct text name = {0};
	text_add(&name, SPAN(COLUMN_GROUP));
	text_add(&name, span_of(column));
	char *copy = span_copy(text_span(&name));
	free(name.bytes);
	return copy;
}

/* Whether the list has both a column and one of the name by which that is appended. */
static bool comes_twice(const struct groups *g, const struct records *in, const char *name)
{
	size_t prefix = sizeof COLUMN_GROUP - 1;
	if (strncmp(name, COLUMN_GROUP, prefix) != 0)
		return false;
	size_t other = records_find(in, name + prefix);
	return other < in->columns && other != g->code;
}

static void add_column(struct groups *g, const struct records *in, size_t column)
{
	if (comes_twice(g, in, in->name[column]))
		fail(EX_CONFIG, in->file, 1, "two columns would be appended as '%s'",
			in->name[column]);
	g->at[g->columns] = column;
	g->name[g->columns++] = group_name(in->name[column]);
}

void groups_read(struct groups *g, const char *path, const struct recogniser *r)
{
	struct records in;
	records_open_input(&in, input_open(path), EX_CONFIG);
	g->code = records_column(&in, "code", NULL);
	if (in.columns == 1)
		fail(EX_CONFIG, in.file, 1,
			"has no column beside 'code', which would be the group");
	g->name = allocate(in.columns, sizeof *g->name);
	g->at = allocate(in.columns, sizeof *g->at);
	for (size_t i = 0; i < in.columns; i++) {
		if (i != g->code)
			add_column(g, &in, i);
	}
	while (records_next(&in))
		table_add(&g->table, &in);
	records_close(&in);
	if (g->table.rows)
		qsort_r(g->table.row, g->table.rows, sizeof *g->table.row, by_code, &g->code);
	check(g, r);
}

void groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->columns; i++)
		free(g->name[i]);
	free(g->name);
	free(g->at);
	table_free(&g->table);
}

const struct row *groups_row(const struct groups *g, const struct area *area)
{
	struct span code = span_of(area->code);
	size_t low = 0, high = g->table.rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = span_compare(code, g->table.row[middle].field[g->code]);
		if (order == 0)
			return &g->table.row[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
