#include "edition/deadlines.h"

#include "lib/period.h"

#include <stdio.h>

enum { DATE_ROOM = 32 };

struct deadline {
	const struct heap *heap;
	const struct records *in; /* the table, a deadline at hand */
	size_t measure, back, latest, met_by;
	char date[DATE_ROOM], edition[DATE_ROOM];
	const char *dataset;
	const struct area *country;
};

/* Whether a measure is among the figures that are taken. */
static bool is_there(const struct heap *heap, struct span measure)
{
	for (size_t i = 0; i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (f->taken &&
			span_equals(measure, figure_field(heap, f, heap->means.at[IS_MEASURE])))
			return true;
	}
	return false;
}

static void set_date(struct deadline *d, long edition)
{
	struct span back = d->in->field[d->back], latest = d->in->field[d->latest];
	if (back.length != 1 || !digit(*back.bytes))
		fail(EX_CONFIG, d->in->file, d->in->line,
			"back is '%s', no number of years, 0 to 9", quote(back).text);
	snprintf(d->date, sizeof d->date, "%04ld-%.5s", edition - (*back.bytes - '0'),
		latest.length ? quote(latest).text : "");
	if (!date_read(span_of(d->date), NULL))
		fail(EX_CONFIG, d->in->file, d->in->line,
			"latest is '%s', no month and day such as 05-01", quote(latest).text);
}

/* A column that every record has, and one of the table. */
static struct span field_of(const struct deadline *d, const char *column)
{
	const struct {
		const char *column;
		struct span field;
	} own[] = {
		{"dataset", span_of(d->dataset)},
		{"area", span_of(d->country->code)},
		{"name", span_of(d->country->name)},
		{"level", span_of(area_level_name(LEVEL_COUNTRY))},
		{"period", span_of(d->edition)},
		{"latest", span_of(d->date)},
		{"status",
			is_there(d->heap, d->in->field[d->met_by]) ? SPAN("done") : SPAN("open")},
	};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		if (strcmp(column, own[i].column) == 0)
			return own[i].field;
	}
	size_t at = records_find(d->in, column);
	return at < d->in->columns ? d->in->field[at] : SPAN("");
}

static void put_deadline(const struct deadline *d, struct writer *out)
{
	const struct records *to = d->heap->means.in;
	for (size_t i = 0; i < to->columns; i++)
		put_field(out, field_of(d, to->name[i]));
	if (d->heap->means.at[IS_DATASET] == to->columns)
		put_field(out, span_of(d->dataset));
	put_row_end(out);
}

void deadlines_write(
	const struct heap *heap, long edition, char *table, const char *dataset, struct writer *out)
{
	struct records in;
	records_column(heap->means.in, "latest", "--deadlines fills it");
	records_open(&in, (char *[]){table, NULL}, EX_CONFIG, NULL);
	struct deadline d = {.heap = heap, .in = &in, .dataset = dataset};
	d.measure = records_column(&in, "measure", NULL);
	d.back = records_column(&in, "back", NULL);
	d.latest = records_column(&in, "latest", NULL);
	d.met_by = records_column(&in, "met_by", NULL);
	d.country = areas_by_code(heap->areas, SPAN("000"));
	snprintf(d.edition, sizeof d.edition, "%04ld", edition);
	while (records_next(&in)) {
		set_date(&d, edition);
		if (!is_there(heap, in.field[d.measure]))
			put_deadline(&d, out);
	}
	records_close(&in);
}
