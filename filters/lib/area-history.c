#include "area-history.h"

#include "period.h"
#include "records.h"

#include <stdlib.h>
#include <string.h>

/* schemas/mergers.tsv, which the Makefile turns into a list of bytes. */
static const unsigned char compiled_mergers[] = {
#include "mergers.tsv.inc"
};

/* The columns of mergers.tsv that are used; "part" says what the number of rows does. */
enum column { OLD_CODE, OLD_NAME, NEW_CODE, MAIN, LAST_DAY, COLUMNS };
static const char *const column_name[] = {
	[OLD_CODE] = "old_code",
	[OLD_NAME] = "old_name",
	[NEW_CODE] = "new_code",
	[MAIN] = "main",
	[LAST_DAY] = "last_day",
};

static struct former *add_former(struct history *h, struct span code, struct span name)
{
	h->former = grow(h->former, &h->room, h->count + 1, sizeof *h->former);
	struct former *former = &h->former[h->count++];
	*former = (struct former){.area = {.level = LEVEL_MUNICIPALITY,
					  .code = span_copy(code),
					  .name = span_copy(name),
					  .kkr = span_copy(SPAN("")),
					  .number = span_copy(SPAN(""))}};
	return former;
}

/* A row for each municipality that it went to; those of one code follow one another. */
static void read_row(
	struct history *h, const struct areas *areas, const struct span cell[COLUMNS], long keep)
{
	struct former *former = h->count ? &h->former[h->count - 1] : NULL;
	if (!former || !span_is(cell[OLD_CODE], former->area.code)) {
		former = add_former(h, cell[OLD_CODE], cell[OLD_NAME]);
		date_read(cell[LAST_DAY], &former->last);
		former->kept = former->last >= keep;
	}
	const struct area *area = areas_by_code(areas, cell[NEW_CODE]);
	former->part =
		grow(former->part, &former->room, former->parts + 1, sizeof(const struct area *));
	former->part[former->parts++] = area;
	if (span_is(cell[MAIN], "yes"))
		former->largest = area;
}

static bool complete(const struct former *former)
{
	for (size_t i = 0; i < former->parts; i++) {
		if (!former->part[i])
			return false;
	}
	return true;
}

static void add_spelling(void *to, struct span name, struct span code)
{
	struct history *h = to;
	for (size_t i = 0; i < h->count; i++) {
		if (span_is(code, h->former[i].area.code) && complete(&h->former[i]))
			area_names_add(&h->names, name, &h->former[i]);
	}
}

void history_load(struct history *h, const struct areas *areas, long keep)
{
	struct records in;
	struct span bytes = {(const char *)compiled_mergers, sizeof compiled_mergers};
	*h = (struct history){0};
	records_open_input(&in, input_open_memory("mergers.tsv", bytes), EX_CONFIG);
	size_t at[COLUMNS];
	for (enum column c = 0; c < COLUMNS; c++)
		at[c] = records_column(&in, column_name[c], NULL);
	while (records_next(&in)) {
		struct span cell[COLUMNS];
		for (enum column c = 0; c < COLUMNS; c++)
			cell[c] = in.field[at[c]];
		read_row(h, areas, cell, keep);
	}
	records_close(&in);

	for (size_t i = 0; i < h->count; i++) {
		if (!complete(&h->former[i]))
			continue;
		area_names_add_code(&h->names, span_of(h->former[i].area.code), &h->former[i]);
		area_names_add(&h->names, span_of(h->former[i].area.name), &h->former[i]);
	}
	area_names_read(add_spelling, h);
	area_names_sort(&h->names);
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->count; i++) {
		free(h->former[i].area.code);
		free(h->former[i].area.name);
		free(h->former[i].area.kkr);
		free(h->former[i].area.number);
		free(h->former[i].part);
	}
	free(h->former);
	area_names_free(&h->names);
}

void add_parts(struct text *to, const struct former *former)
{
	for (size_t i = 0; i < former->parts; i++) {
		bool last = i + 1 == former->parts;
		text_add(to, span_of(i == 0 ? "" : last ? " and " : ", "));
		text_add(to, span_of(former->part[i]->code));
		text_add_char(to, ' ');
		text_add(to, span_of(former->part[i]->name));
	}
}
