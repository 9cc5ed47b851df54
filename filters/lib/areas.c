#include "areas.h"

#include "period.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

/* schemas/areas.tsv and schemas/area-names.tsv, which the Makefile turns into lists of bytes. */
static const unsigned char compiled_areas[] = {
#include "areas.tsv.inc"
};
static const unsigned char compiled_names[] = {
#include "area-names.tsv.inc"
};
static const unsigned char compiled_merged[] = {
#include "merged-regions.tsv.inc"
};

const char *area_level_name(enum area_level level)
{
	static const char *const name[] = {
		[LEVEL_MUNICIPALITY] = "municipality",
		[LEVEL_LANDSDEL] = "landsdel",
		[LEVEL_REGION] = "region",
		[LEVEL_COUNTRY] = "country",
	};
	return name[level];
}

const char *area_level_plural(enum area_level level)
{
	static const char *const name[] = {
		[LEVEL_MUNICIPALITY] = "municipalities",
		[LEVEL_LANDSDEL] = "landsdele",
		[LEVEL_REGION] = "regions",
		[LEVEL_COUNTRY] = "countries",
	};
	return name[level];
}

/* The columns of areas.tsv. */
enum column { CODE, NAME, REGION, REGION_NAME, KKR, LANDSDEL, LANDSDEL_NAME, NUTS3, COLUMNS };
static const char *const column_name[] = {
	[CODE] = "code",
	[NAME] = "name",
	[REGION] = "region",
	[REGION_NAME] = "region_name",
	[KKR] = "kkr",
	[LANDSDEL] = "landsdel",
	[LANDSDEL_NAME] = "landsdel_name",
	[NUTS3] = "nuts3",
};

/* The places of those columns in the list at hand, and its rows. */
struct list {
	struct table table;
	size_t at[COLUMNS];
};

static struct span cell(const struct list *list, size_t row, enum column column)
{
	return list->table.row[row].field[list->at[column]];
}

static _Noreturn void fail_list(const struct row *row, const char *what, struct span value)
{
	fail(EX_CONFIG, row->file, row->line, "%s: '%s'", what, quote(value).text);
}

/* Whether a code is `prefix` and then digits, `length` characters in all. */
static bool code_valid(struct span code, const char *prefix, size_t length)
{
	size_t at = strlen(prefix);
	if (code.length != length || memcmp(code.bytes, prefix, at) != 0)
		return false;
	while (at < length && code.bytes[at] >= '0' && code.bytes[at] <= '9')
		at++;
	return at == length;
}

static void check_row(const struct list *list, size_t row)
{
	const struct row *at = &list->table.row[row];
	for (enum column c = 0; c < COLUMNS; c++) {
		if (cell(list, row, c).length == 0)
			fail_list(at, "a code list has no empty field", span_of(column_name[c]));
	}
	if (!code_valid(cell(list, row, CODE), "", 3))
		fail_list(at, "a municipality's code is three digits", cell(list, row, CODE));
	if (!code_valid(cell(list, row, REGION), "0", 3))
		fail_list(at, "a region's code is three digits from 0", cell(list, row, REGION));
	if (!code_valid(cell(list, row, NUTS3), "DK", 5))
		fail_list(at, "a landsdel's code is DK and three digits", cell(list, row, NUTS3));
}

static void add(struct areas *areas, const struct list *list, size_t row, struct area area)
{
	const struct row *at = &list->table.row[row];
	for (size_t i = 0; i < areas->count; i++) {
		if (strcmp(areas->area[i].code, area.code) == 0)
			fail_list(at, "a code that is another area's already", span_of(area.code));
	}
	area.line = at->line;
	areas->area = grow(areas->area, &areas->room, areas->count + 1, sizeof *areas->area);
	areas->area[areas->count++] = area;
}

static struct area make(enum area_level level, struct span code, struct span name, struct span kkr,
	struct span number)
{
	return (struct area){.level = level,
		.code = span_copy(code),
		.name = span_copy(name),
		.kkr = span_copy(kkr),
		.number = span_copy(number)};
}

/* Whether an earlier row has the same code in this column; what goes with it must be the same then.
 */
static bool seen_above(const struct list *list, size_t row, enum column code, enum column with)
{
	bool seen = false;
	for (size_t i = 0; i < row; i++) {
		if (!span_equals(cell(list, i, code), cell(list, row, code)))
			continue;
		if (!span_equals(cell(list, i, with), cell(list, row, with)))
			fail(EX_CONFIG, list->table.row[row].file, list->table.row[row].line,
				"'%s' has the %s '%s' here, and '%s' in line %zu",
				quote(cell(list, row, code)).text, column_name[with],
				quote(cell(list, row, with)).text, quote(cell(list, i, with)).text,
				list->table.row[i].line);
		seen = true;
	}
	return seen;
}

static void add_row(struct areas *areas, const struct list *list, size_t row)
{
	struct span kkr = cell(list, row, KKR);
	add(areas, list, row,
		make(LEVEL_MUNICIPALITY, cell(list, row, CODE), cell(list, row, NAME), kkr,
			SPAN("")));
	seen_above(list, row, REGION, KKR);
	if (!seen_above(list, row, REGION, REGION_NAME))
		add(areas, list, row,
			make(LEVEL_REGION, cell(list, row, REGION), cell(list, row, REGION_NAME),
				kkr, SPAN("")));
	seen_above(list, row, LANDSDEL, NUTS3);
	seen_above(list, row, NUTS3, LANDSDEL);
	if (!seen_above(list, row, NUTS3, LANDSDEL_NAME))
		add(areas, list, row,
			make(LEVEL_LANDSDEL, cell(list, row, NUTS3), cell(list, row, LANDSDEL_NAME),
				kkr, cell(list, row, LANDSDEL)));
}

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct area *)a)->code, ((const struct area *)b)->code);
}

/* Where by_code has the area of a code; false for what is none. */
static bool locate(struct span code, size_t *kind, size_t *number)
{
	enum { DIGITS = 3, LANDSDEL_LENGTH = 5 };
	*kind = code.length == LANDSDEL_LENGTH && memcmp(code.bytes, "DK", 2) == 0;
	*number = 0;
	if (code.length != DIGITS && !*kind)
		return false;
	for (size_t i = code.length - DIGITS; i < code.length; i++) {
		unsigned digit = (unsigned char)code.bytes[i] - (unsigned)'0';
		if (digit > 9)
			return false;
		*number = *number * 10 + digit;
	}
	return true;
}

static struct area *find(const struct areas *areas, struct span code)
{
	size_t kind, number;
	for (size_t i = 0; i < areas->merges; i++) {
		if (span_is(code, areas->merged[i]->code))
			return areas->merged[i];
	}
	return locate(code, &kind, &number) ? areas->by_code[kind][number] : NULL;
}

static void index_areas(struct areas *areas)
{
	for (size_t i = 0; i < areas->count; i++) {
		size_t kind, number;
		if (locate(span_of(areas->area[i].code), &kind, &number))
			areas->by_code[kind][number] = &areas->area[i];
	}
}

const struct area *areas_by_code(const struct areas *areas, struct span code)
{
	return find(areas, code);
}

/* Ties a municipality to its region and landsdel, and those to themselves and each other. */
static void link_row(struct areas *areas, const struct list *list, size_t row)
{
	struct area *area = find(areas, cell(list, row, CODE));
	struct area *region = find(areas, cell(list, row, REGION));
	struct area *landsdel = find(areas, cell(list, row, NUTS3));
	if (landsdel->region && landsdel->region != region)
		fail_list(
			&list->table.row[row], "a landsdel in two regions", cell(list, row, NUTS3));
	area->region = landsdel->region = region->region = region;
	area->landsdel = landsdel->landsdel = landsdel;
}

/* The columns of merged-regions.tsv, of which a region has a row for each of its parts. */
enum { MERGED_CODE, MERGED_NAME, MERGED_PART, MERGED_FIRST, MERGED_COLUMNS };
static const char *const merged_column[MERGED_COLUMNS] = {
	[MERGED_CODE] = "code",
	[MERGED_NAME] = "name",
	[MERGED_PART] = "part",
	[MERGED_FIRST] = "first_day",
};

struct merged_list {
	struct table table;
	size_t at[MERGED_COLUMNS];
};

static struct span merged_cell(const struct merged_list *list, size_t row, size_t column)
{
	return list->table.row[row].field[list->at[column]];
}

static bool list_has(const struct areas *areas, struct span code)
{
	size_t i = 0;
	while (i < areas->count && !span_is(code, areas->area[i].code))
		i++;
	return i < areas->count;
}

/* Whether the code list has each part of the region that a row is of. */
static bool has_parts(const struct areas *areas, const struct merged_list *list, size_t row)
{
	struct span code = merged_cell(list, row, MERGED_CODE);
	for (size_t i = 0; i < list->table.rows; i++) {
		if (span_equals(merged_cell(list, i, MERGED_CODE), code) &&
			!list_has(areas, merged_cell(list, i, MERGED_PART)))
			return false;
	}
	return true;
}

static void read_merged(struct areas *areas, struct merged_list *list)
{
	struct records in;
	struct span bytes = {(const char *)compiled_merged, sizeof compiled_merged};
	records_open_input(&in, input_open_memory("merged-regions.tsv", bytes), EX_CONFIG);
	for (size_t c = 0; c < MERGED_COLUMNS; c++)
		list->at[c] = records_column(&in, merged_column[c], NULL);
	while (records_next(&in))
		table_add(&list->table, &in);
	records_close(&in);
	for (size_t row = 0; row < list->table.rows; row++) {
		struct span code = merged_cell(list, row, MERGED_CODE);
		if (list_has(areas, code) || !has_parts(areas, list, row))
			continue;
		struct area region = make(LEVEL_REGION, code, merged_cell(list, row, MERGED_NAME),
			SPAN(""), SPAN(""));
		date_read(merged_cell(list, row, MERGED_FIRST), &region.first);
		areas->area =
			grow(areas->area, &areas->room, areas->count + 1, sizeof *areas->area);
		areas->area[areas->count++] = region;
	}
}

static void link_merged(struct areas *areas, const struct merged_list *list)
{
	for (size_t i = 0; i < areas->count; i++) {
		struct area *merged = &areas->area[i];
		if (!area_is_merged(merged))
			continue;
		areas->merged = grow(areas->merged, &areas->merged_room, areas->merges + 1,
			sizeof *areas->merged);
		areas->merged[areas->merges++] = merged;
		merged->region = merged;
	}
	for (size_t row = 0; row < list->table.rows; row++) {
		struct area *merged = find(areas, merged_cell(list, row, MERGED_CODE));
		if (merged)
			find(areas, merged_cell(list, row, MERGED_PART))->merged = merged;
	}
}

static void read_areas(struct areas *areas, struct input *input)
{
	struct records in;
	struct list list = {0};
	struct merged_list merged = {0};
	records_open_input(&in, input, EX_CONFIG);
	for (enum column c = 0; c < COLUMNS; c++)
		list.at[c] = records_column(&in, column_name[c], NULL);
	while (records_next(&in))
		table_add(&list.table, &in);

	areas->file = in.file;
	areas->area = grow(areas->area, &areas->room, 1, sizeof *areas->area);
	areas->area[areas->count++] =
		make(LEVEL_COUNTRY, SPAN("000"), SPAN("Danmark"), SPAN(""), SPAN(""));
	for (size_t row = 0; row < list.table.rows; row++) {
		check_row(&list, row);
		add_row(areas, &list, row);
	}
	read_merged(areas, &merged);
	qsort(areas->area, areas->count, sizeof *areas->area, by_code);
	index_areas(areas);
	link_merged(areas, &merged);
	for (size_t row = 0; row < list.table.rows; row++)
		link_row(areas, &list, row);
	table_free(&merged.table);
	table_free(&list.table);
	records_close(&in);
}

void area_names_read(void (*take)(void *to, struct span name, struct span code), void *to)
{
	struct records in;
	struct span bytes = {(const char *)compiled_names, sizeof compiled_names};
	records_open_input(&in, input_open_memory("area-names.tsv", bytes), EX_CONFIG);
	size_t name = records_column(&in, "name", NULL), code = records_column(&in, "code", NULL);
	while (records_next(&in))
		take(to, in.field[name], in.field[code]);
	records_close(&in);
}

/* A code that is not in the list is that of a former municipality, or the list is another one. */
static void add_name(void *to, struct span name, struct span code)
{
	struct areas *areas = to;
	const struct area *area = find(areas, code);
	if (!area)
		return;
	areas->further = grow(areas->further, &areas->further_room, areas->further_count + 1,
		sizeof *areas->further);
	areas->further[areas->further_count++] = (struct area_name){span_copy(name), area};
}

void areas_load(struct areas *areas, const char *path)
{
	*areas = (struct areas){0};
	struct span compiled = {(const char *)compiled_areas, sizeof compiled_areas};
	read_areas(areas, path ? input_open(path) : input_open_memory("areas.tsv", compiled));
	area_names_read(add_name, areas);
}

void areas_free(struct areas *areas)
{
	for (size_t i = 0; i < areas->count; i++) {
		free(areas->area[i].code);
		free(areas->area[i].name);
		free(areas->area[i].kkr);
		free(areas->area[i].number);
	}
	for (size_t i = 0; i < areas->further_count; i++)
		free(areas->further[i].name);
	free(areas->area);
	free(areas->further);
	free(areas->merged);
}

bool area_lies_in(const struct area *area, const struct area *whole)
{
	return whole->level == LEVEL_COUNTRY || area->region == whole || area->landsdel == whole ||
	       (area->region && area->region->merged == whole);
}
