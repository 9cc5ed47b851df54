#include "edition/heap.h"

#include "lib/hash.h"
#include "lib/period.h"

#include <stdio.h>
#include <stdlib.h>

enum { YEAR_DIGITS = 4, LISTED = 5 };

/* Years */

/* How many of the years are less than one: its place among them, which are sorted. */
static size_t years_before(const struct years *years, long year)
{
	size_t from = 0, to = years->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (years->year[middle] < year)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool years_have(const struct years *years, long year)
{
	size_t at = years_before(years, year);
	return at < years->count && years->year[at] == year;
}

static void years_add(struct years *years, long year)
{
	size_t at = years_before(years, year);
	if (years_have(years, year))
		return;
	years->year = grow(years->year, &years->room, years->count + 1, sizeof *years->year);
	memmove(&years->year[at + 1], &years->year[at], (years->count - at) * sizeof *years->year);
	years->year[at] = year;
	years->count++;
}

long years_last(const struct years *years, long below)
{
	size_t at = years_before(years, below);
	return at ? years->year[at - 1] : 0;
}

long heap_year(struct span text)
{
	long year = 0;
	if (text.length != YEAR_DIGITS)
		return 0;
	for (size_t i = 0; i < text.length; i++) {
		if (!digit(text.bytes[i]))
			return 0;
		year = 10 * year + (text.bytes[i] - '0');
	}
	return year;
}

/* Reading */

void heap_open(struct heap *heap, const struct records *in)
{
	static const struct column_names none;
	static const enum column_word looked_at[] = {IS_AREA, IS_PERIOD, IS_MEASURE, IS_VALUE};
	observation_open(&heap->means, in, &none);
	for (size_t i = 0; i < sizeof looked_at / sizeof *looked_at; i++)
		observation_column(&heap->means, looked_at[i]);
	heap->dated = records_find(in, "dated");
}

static size_t source_of(struct heap *heap, const char *file)
{
	size_t known = places_find(&heap->source_places, span_of(file));
	if (known != PLACES_NONE)
		return known;
	heap->source =
		grow(heap->source, &heap->source_room, heap->sources + 1, sizeof *heap->source);
	char *copy = span_copy(span_of(file));
	heap->source[heap->sources] = (struct source){.file = copy};
	places_add(&heap->source_places, span_of(copy), heap->sources);
	return heap->sources++;
}

static void date_source(struct heap *heap, const struct records *in, struct source *source)
{
	struct span date = in->field[heap->dated];
	struct period period;
	if (date.length == 0)
		return;
	if (!period_read(date, &period))
		fail(EX_DATAERR, in->file, in->line, "the date of the paper '%s' is not %s",
			quote(date).text, PERIOD_EXPECTED);
	if (source->dated && source->date != period.first)
		fail(EX_DATAERR, in->file, in->line,
			"the paper is of '%s' here and of another day above", quote(date).text);
	source->dated = true;
	source->date = period.first;
}

/* The year and whether the period begins with it; a figure without a period has none. */
static void set_year(struct figure *f, const struct records *in, struct span field)
{
	struct period period;
	struct text day = {0};
	if (field.length == 0)
		return;
	if (!period_read(field, &period))
		fail(EX_DATAERR, in->file, in->line, "'%s' is not %s", quote(field).text,
			PERIOD_EXPECTED);
	date_print(&day, period.first);
	f->year = heap_year((struct span){day.bytes, YEAR_DIGITS});
	f->january =
		span_is((struct span){day.bytes + YEAR_DIGITS, day.length - YEAR_DIGITS}, "-01-01");
	free(day.bytes);
}

/* The edition that a data set NAME-YEAR names; 0 for one of another form. `name` gets the NAME. */
static long dataset_edition(struct span dataset, struct span *name)
{
	if (dataset.length <= YEAR_DIGITS + 1)
		return 0;
	size_t end = dataset.length - YEAR_DIGITS - 1;
	if (dataset.bytes[end] != '-')
		return 0;
	*name = (struct span){dataset.bytes, end};
	return heap_year((struct span){dataset.bytes + end + 1, YEAR_DIGITS});
}

/* By its data set; else by its period, where its measure is of one year alone. */
static void set_edition(struct figure *f, long named, const struct records *in, const char *topic)
{
	f->named = named != 0;
	f->edition = named;
	if (named)
		return;
	if (f->year == 0 && (f->need->must || f->need->back[0] == 0))
		fail(EX_DATAERR, in->file, in->line,
			"%s has no period, and no data set %s-YEAR says which edition it is of",
			f->need->measure, topic);
	if (f->year && f->need->backs == 1 && (f->january || !f->need->must))
		f->edition = f->year + f->need->back[0];
}

enum heap_reason heap_add(struct heap *heap, const struct records *in)
{
	struct span topic = span_of(heap->topic), name = SPAN("");
	size_t dataset = heap->means.at[IS_DATASET];
	long named = dataset < in->columns ? dataset_edition(in->field[dataset], &name) : 0;
	if (named && !span_equals(name, topic))
		return HEAP_TOPIC;
	struct figure f = {.row = heap->table.rows,
		.need = needs_find(heap->needs, in->field[heap->means.at[IS_MEASURE]]),
		.area = areas_by_code(heap->areas, in->field[heap->means.at[IS_AREA]])};
	if (!named && !f.need)
		return HEAP_MEASURE;
	set_year(&f, in, in->field[heap->means.at[IS_PERIOD]]);
	set_edition(&f, named, in, heap->topic);
	f.source = source_of(heap, in->file);
	if (heap->dated < in->columns)
		date_source(heap, in, &heap->source[f.source]);
	if (f.edition)
		years_add(&heap->source[f.source].editions, f.edition);
	table_add(&heap->table, in);
	heap->figure = grow(heap->figure, &heap->room, heap->figures + 1, sizeof *heap->figure);
	heap->figure[heap->figures++] = f;
	return HEAP_TAKEN;
}

/* Whether a figure says that there is its edition: not one that is only wanted, of years before. */
static bool makes_edition(const struct figure *f)
{
	return f->named || (f->edition && (f->need->must || f->need->back[0] == 0));
}

void heap_close_input(struct heap *heap)
{
	for (size_t i = 0; i < heap->figures; i++) {
		if (makes_edition(&heap->figure[i]))
			years_add(&heap->editions, heap->figure[i].edition);
	}
	/* No figure is of one edition alone: the best that the others may be of. */
	for (size_t i = 0; heap->editions.count == 0 && i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (f->need->must)
			years_add(&heap->editions, f->year + f->need->back[0]);
	}
}

/* What stands behind the last slash. */
static struct span base_of(struct span path)
{
	const char *slash = memrchr(path.bytes, '/', path.length);
	size_t at = slash ? (size_t)(slash + 1 - path.bytes) : 0;
	return (struct span){path.bytes + at, path.length - at};
}

/* Whether a file is the one that is named: by its path, or by its name where one has no path. */
static bool is_named(struct span file, struct span named)
{
	struct span base = base_of(file), other = base_of(named);
	bool bare = base.length == file.length || other.length == named.length;
	return span_equals(file, named) || (bare && span_equals(base, other));
}

bool heap_date(struct heap *heap, struct span file, long date)
{
	bool found = false;
	for (size_t i = 0; i < heap->sources; i++) {
		struct source *source = &heap->source[i];
		struct span name = span_of(source->file);
		const char *sheet = strchr(source->file, '!');
		struct span book = {name.bytes, sheet ? (size_t)(sheet - name.bytes) : name.length};
		if (!is_named(name, file) && !is_named(book, file))
			continue;
		source->dated = found = true;
		source->date = date;
	}
	return found;
}

void heap_free(struct heap *heap)
{
	for (size_t i = 0; i < heap->sources; i++) {
		free(heap->source[i].editions.year);
		free(heap->source[i].file);
	}
	free(heap->source);
	places_free(&heap->source_places);
	free(heap->figure);
	free(heap->editions.year);
	table_free(&heap->table);
	observation_close(&heap->means);
}

/* Taking */

/* Whether a figure may be one of the edition, of whichever of the years that its measure is of. */
static bool may_be_of(const struct heap *heap, const struct figure *f, long edition)
{
	const struct years *delivered = &heap->source[f->source].editions;
	if (f->edition || !f->need)
		return f->edition == edition;
	if (f->year == 0)
		return years_have(delivered, edition);
	return need_takes(f->need, edition, f->year) && (f->january || !f->need->must) &&
	       (delivered->count == 0 || years_have(delivered, edition));
}

/* Whether it is of that year of its measure; one without a period is of any. */
static bool is_of_year(const struct figure *f, const struct need *need, long year)
{
	return f->need == need && (f->year == year || f->year == 0);
}

/* Marks the areas of the need's level that have a value; returns how many there are. */
static size_t mark_areas(const struct heap *heap, const struct need *need, bool *has)
{
	size_t count = 0;
	memset(has, 0, heap->areas->count * sizeof *has);
	for (size_t i = 0; i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (!f->taken || f->need != need || !figure_is_of(f, need->level) ||
			figure_value(heap, f).length == 0)
			continue;
		bool *mark = &has[f->area - heap->areas->area];
		count += !*mark;
		*mark = true;
	}
	return count;
}

static size_t areas_of(const struct heap *heap, enum area_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < heap->areas->count; i++)
		count += heap->areas->area[i].level == level;
	return count;
}

bool heap_has_all(const struct heap *heap, const struct need *need)
{
	bool *has = allocate(heap->areas->count, sizeof *has);
	bool all = mark_areas(heap, need, has) == areas_of(heap, need->level);
	free(has);
	return all;
}

static size_t take_year(struct heap *heap, const struct need *need, long edition, long year)
{
	size_t count = 0;
	for (size_t i = 0; i < heap->figures; i++) {
		struct figure *f = &heap->figure[i];
		if (f->need != need)
			continue;
		f->taken = is_of_year(f, need, year) && may_be_of(heap, f, edition);
		count += f->taken;
	}
	return count;
}

/* Of the first year that is whole; else of the first that there is. */
static void take_measure(struct heap *heap, const struct need *need, long edition)
{
	size_t there = need->backs;
	for (size_t i = 0; i < need->backs; i++) {
		size_t count = take_year(heap, need, edition, edition - need->back[i]);
		if (count && heap_has_all(heap, need))
			return;
		if (count && there == need->backs)
			there = i;
	}
	if (there < need->backs)
		take_year(heap, need, edition, edition - need->back[there]);
}

/* Whether a figure stands under the data set of an edition and is of another one's year. */
static bool is_mixed(const struct figure *f)
{
	return f->need && f->named && f->year &&
	       (!need_takes(f->need, f->edition, f->year) || (f->need->must && !f->january));
}

static void list_mixed(const struct heap *heap, const struct figure *f)
{
	const struct row *row = &heap->table.row[f->row];
	complain(row->file, row->line,
		"%s of %s stands under %s-%ld, which takes that of %s%ld: one year's figures are "
		"mixed "
		"with another's",
		f->need->measure, quote(row->field[heap->means.at[IS_PERIOD]]).text, heap->topic,
		f->edition, f->need->must ? "1 January " : "", f->edition - f->need->back[0]);
}

void heap_take(struct heap *heap, long edition, bool listed, size_t *faults)
{
	for (size_t i = 0; i < heap->needs->count; i++)
		take_measure(heap, &heap->needs->need[i], edition);
	for (size_t i = 0; i < heap->figures; i++) {
		struct figure *f = &heap->figure[i];
		if (!f->need)
			f->taken = f->edition == edition;
		if (f->edition != edition || !is_mixed(f))
			continue;
		if (listed && *faults < LISTED)
			list_mixed(heap, f);
		heap->source[f->source].contradicted = true;
		++*faults;
	}
}

/* What an edition lacks. */

/* Another year that there are figures of, and the file of the first. */
static const struct figure *of_another_year(
	const struct heap *heap, const struct need *need, long edition)
{
	const struct figure *last = NULL;
	for (size_t i = 0; i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (f->need == need && !f->taken && f->year && f->edition != edition &&
			(!last || f->year > last->year))
			last = f;
	}
	return last;
}

/* "2030 or 2029" */
static struct quote years_of(const struct need *need, long edition)
{
	enum { ROOM = 24 };
	struct text years = {0};
	char year[ROOM];
	for (size_t i = 0; i < need->backs; i++) {
		snprintf(year, sizeof year, "%s%ld", i ? " or " : "", edition - need->back[i]);
		text_add(&years, span_of(year));
	}
	struct quote quoted = quote(text_span(&years));
	free(years.bytes);
	return quoted;
}

static void list_nothing(const struct heap *heap, const struct need *need, long edition)
{
	const struct figure *other = of_another_year(heap, need, edition);
	if (other)
		complain(heap->topic, 0, "edition %ld lacks %s of %s; there is that of %s: %s",
			edition, need->measure, years_of(need, edition).text,
			quote(figure_field(heap, other, heap->means.at[IS_PERIOD])).text,
			heap->source[other->source].file);
	else
		complain(heap->topic, 0, "edition %ld lacks %s of %s", edition, need->measure,
			years_of(need, edition).text);
}

static void list_areas(
	const struct heap *heap, const struct need *need, const bool *has, long edition)
{
	struct text names = {0};
	size_t lacking = 0;
	for (size_t i = 0; i < heap->areas->count; i++) {
		const struct area *area = &heap->areas->area[i];
		if (area->level != need->level || has[i] || ++lacking > LISTED)
			continue;
		text_add(&names, lacking > 1 ? SPAN(", ") : SPAN(""));
		text_add(&names, span_of(area->code));
		text_add_char(&names, ' ');
		text_add(&names, span_of(area->name));
	}
	text_add(&names, lacking > LISTED ? SPAN(", ...") : SPAN(""));
	char *listed = span_copy(text_span(&names));
	complain(heap->topic, 0, "edition %ld lacks %s of %zu of the %zu areas: %s", edition,
		need->measure, lacking, areas_of(heap, need->level), listed);
	free(listed);
	free(names.bytes);
}

size_t heap_lacks(const struct heap *heap, long edition, bool listed)
{
	size_t lacks = 0;
	bool *has = allocate(heap->areas->count, sizeof *has);
	for (size_t i = 0; i < heap->needs->count; i++) {
		const struct need *need = &heap->needs->need[i];
		size_t count = mark_areas(heap, need, has);
		if (!need->must || count == areas_of(heap, need->level))
			continue;
		lacks++;
		if (listed && count == 0)
			list_nothing(heap, need, edition);
		else if (listed)
			list_areas(heap, need, has, edition);
	}
	free(has);
	return lacks;
}
