#include "edition/regions.h"

#include "lib/period.h"

#include <stdio.h>
#include <stdlib.h>

/* Whether a region is there on the first day of a year. */
static bool has_begun(const struct area *region, long year)
{
	enum { ROOM = 32 };
	char text[ROOM];
	long day = 0;
	snprintf(text, sizeof text, "%04ld-01-01", year);
	return date_read(span_of(text), &day) && day >= region->first;
}

static bool has_figure(const struct heap *heap, const struct area *region)
{
	for (size_t i = 0; i < heap->figures; i++) {
		if (heap->figure[i].taken && heap->figure[i].area == region)
			return true;
	}
	return false;
}

void regions_find(struct regions *regions, const struct heap *heap, long edition)
{
	const struct areas *areas = heap->areas;
	*regions = (struct regions){.code = records_find(heap->means.in, "region"),
		.name = records_find(heap->means.in, "region_name"),
		.holds = allocate(areas->merges + 1, sizeof *regions->holds),
		.areas = areas};
	for (size_t i = 0; i < areas->merges; i++)
		regions->holds[i] =
			has_begun(areas->merged[i], edition) && has_figure(heap, areas->merged[i]);
}

void regions_free(struct regions *regions)
{
	free(regions->holds);
}

/* The region of the edition that a municipality is in, where that is not the code list's. */
static const struct area *region_of(const struct regions *regions, const struct area *area)
{
	if (!area || area->level != LEVEL_MUNICIPALITY || !area->region->merged)
		return NULL;
	for (size_t i = 0; i < regions->areas->merges; i++) {
		if (regions->areas->merged[i] == area->region->merged && regions->holds[i])
			return area->region->merged;
	}
	return NULL;
}

struct span regions_field(const struct regions *regions, const struct heap *heap,
	const struct figure *figure, size_t column)
{
	struct span field = figure_field(heap, figure, column);
	bool asked = column == regions->code || column == regions->name;
	const struct area *region = asked && field.length ? region_of(regions, figure->area) : NULL;
	if (!region)
		return field;
	return span_of(column == regions->code ? region->code : region->name);
}
