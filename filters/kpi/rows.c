#include "kpi/rows.h"

#include <stdlib.h>

const char kpi_all[] = "*";

static size_t find(const struct group_columns *columns, const char *name)
{
	size_t i = 0;
	while (i < columns->count && strcmp(columns->name[i], name) != 0)
		i++;
	return i;
}

struct group_columns group_columns_of(const struct grouping *groupings, size_t count)
{
	struct group_columns columns = {0};
	size_t room = 0;
	for (size_t g = 0; g < count; g++) {
		for (size_t i = 0; i < groupings[g].count; i++) {
			if (find(&columns, groupings[g].name[i]) < columns.count)
				continue;
			columns.name =
				grow(columns.name, &room, columns.count + 1, sizeof *columns.name);
			columns.name[columns.count++] = groupings[g].name[i];
		}
	}
	return columns;
}

void group_columns_free(struct group_columns *columns)
{
	free(columns->name);
}

static bool is_among(const char *const *names, const char *name)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names;
}

bool kpi_header_has(const struct kpi_header *header, const char *name)
{
	return is_among(header->before, name) || is_among(header->after, name);
}

void kpi_header_put(
	struct writer *out, const struct kpi_header *header, const struct group_columns *columns)
{
	for (const char *const *column = header->before; *column; column++)
		put_field(out, span_of(*column));
	for (size_t i = 0; i < columns->count; i++)
		put_field(out, span_of(columns->name[i]));
	for (const char *const *column = header->after; *column; column++)
		put_field(out, span_of(*column));
	put_row_end(out);
}

/* What stands in the columns of all groupings. */
static struct span *fields_of(
	const struct cells *c, const struct group_columns *columns, size_t group)
{
	const struct grouping *grouping = &c->grouping[c->group[group].grouping];
	struct span *own = allocate(grouping->count, sizeof *own);
	struct span *field = allocate(columns->count, sizeof *field);
	cells_fields(c, group, own);
	for (size_t i = 0; i < columns->count; i++)
		field[i] = span_of(kpi_all);
	for (size_t i = 0; i < grouping->count; i++)
		field[find(columns, grouping->name[i])] = own[i];
	free(own);
	return field;
}

struct order {
	const struct cells *cells;
	size_t columns;
};

static int by_key(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	const struct kpi_row *x = a, *y = b;
	const struct definition *d = order->cells->definitions->definition;
	int result = strcmp(d[x->definition].kpi, d[y->definition].kpi);
	for (size_t i = 0; i < order->columns && result == 0; i++)
		result = span_compare(x->field[i], y->field[i]);
	return result;
}

static bool has_row(const struct cells *c, size_t group, size_t d, enum kpi_rows_for purpose)
{
	size_t place = cells_place(c, group, d);
	size_t grouping = c->group[group].grouping;
	if (!cells_wanted(c, grouping, d))
		return false;
	if (purpose == ROWS_OF_STATES)
		return c->cell[place].n > 0 || c->further[place];
	return cells_seen(c, place) || grouping == 0;
}

struct kpi_rows kpi_rows_of(
	const struct cells *c, const struct group_columns *columns, enum kpi_rows_for purpose)
{
	struct kpi_rows rows = {0};
	for (size_t g = 0; g < c->groups; g++) {
		for (size_t d = 0; d < c->definitions->count; d++) {
			if (!has_row(c, g, d, purpose))
				continue;
			rows.row = grow(rows.row, &rows.room, rows.count + 1, sizeof *rows.row);
			rows.row[rows.count++] = (struct kpi_row){g, d, fields_of(c, columns, g)};
		}
	}
	struct order order = {c, columns->count};
	if (rows.count)
		qsort_r(rows.row, rows.count, sizeof *rows.row, by_key, &order);
	return rows;
}

void kpi_rows_free(struct kpi_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->row[i].field);
	free(rows->row);
}
