#include "kpi/dated.h"

#include <stdlib.h>

/* How much of a date, 2025-01-31, a part is. */
static const struct {
	const char *name;
	size_t length;
} parts[] = {
	{"month", 7},
	{"year", 4},
};

static size_t length_of(const char *part)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (strcmp(parts[i].name, part) == 0)
			return parts[i].length;
	}
	return 0;
}

bool dated_part(const char *name)
{
	return length_of(name) > 0;
}

static void add_column(
	struct dated *d, const struct grouping *g, size_t i, const struct records *in)
{
	if (records_find(in, g->name[i]) < in->columns)
		fail(EX_DATAERR, in->file, 1, "--group %s=%s: there is a column %s already",
			g->name[i], g->from[i], g->name[i]);
	d->column[d->count++] =
		(struct dated_column){.from = records_column(in, g->from[i], "--group names it"),
			.length = length_of(g->name[i])};
}

void dated_open(
	struct dated *d, const struct grouping *groupings, size_t count, const struct records *in)
{
	size_t most = 0;
	for (const struct grouping *g = groupings; g < groupings + count; g++)
		most += g->count;
	*d = (struct dated){.column = allocate(most, sizeof *d->column)};
	for (const struct grouping *g = groupings; g < groupings + count; g++) {
		for (size_t i = 0; i < g->count; i++) {
			if (g->from[i])
				add_column(d, g, i, in);
		}
	}
	d->field = in->field;
	if (d->count)
		d->field = allocate(in->columns + d->count, sizeof *d->field);
}

size_t dated_place(
	const struct dated *d, const struct grouping *g, size_t i, const struct records *in)
{
	if (!g->from[i])
		return records_column(in, g->name[i], "--group names it");
	size_t from = records_find(in, g->from[i]), length = length_of(g->name[i]), at = 0;
	while (d->column[at].from != from || d->column[at].length != length)
		at++;
	return in->columns + at;
}

/* A field of `columns` on, of the part of a period; empty where there is none. */
static bool read_column(struct dated_column *c, struct span period, struct span *field)
{
	struct period days;
	struct text date = {0};
	if (period.length > 0 && !period_read(period, &days))
		return false;
	if (period.length > 0) {
		date_print(&date, days.first);
		memcpy(c->text, date.bytes, c->length);
		free(date.bytes);
	}
	*field = (struct span){c->text, period.length ? c->length : 0};
	return true;
}

bool dated_read(struct dated *d, const struct records *in, size_t *bad)
{
	memcpy(d->field, in->field, in->columns * sizeof *d->field);
	for (size_t i = 0; i < d->count; i++) {
		*bad = d->column[i].from;
		if (!read_column(&d->column[i], in->field[*bad], &d->field[in->columns + i]))
			return false;
	}
	return true;
}

void dated_close(struct dated *d)
{
	if (d->count)
		free(d->field);
	free(d->column);
}
