#include "part.h"

#include <stdlib.h>

void part_load(struct part *part, const char *path, const char *const *needed)
{
	char *files[] = {(char *)(path ? path : "-"), NULL};
	struct records in;
	records_open(&in, files, EX_DATAERR, NULL);
	for (size_t i = 0; needed[i]; i++)
		records_column(&in, needed[i], NULL);
	part->there = true;
	part->columns = in.columns;
	part->name = allocate(in.columns, sizeof *part->name);
	for (size_t c = 0; c < in.columns; c++)
		part->name[c] = span_copy(span_of(in.name[c]));
	while (records_next(&in))
		table_add(&part->table, &in);
	records_close(&in);
}

void part_free(struct part *part)
{
	for (size_t c = 0; c < part->columns; c++)
		free(part->name[c]);
	free(part->name);
	table_free(&part->table);
}

static size_t find(const struct part *part, const char *column)
{
	size_t c = 0;
	while (c < part->columns && strcmp(part->name[c], column) != 0)
		c++;
	return c;
}

bool part_has(const struct part *part, const char *column)
{
	return find(part, column) < part->columns;
}

struct span part_field(const struct part *part, size_t row, const char *column)
{
	size_t c = find(part, column);
	return c < part->columns ? part->table.row[row].field[c] : SPAN("");
}

bool part_is(const struct part *part, size_t row, const char *column, const char *text)
{
	return span_is(part_field(part, row, column), text);
}
