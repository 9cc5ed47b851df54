#include "inspect/holds.h"

#include <stdlib.h>

/* The columns. */

static void add_meaning(struct text *line, const char *name, enum column_word word)
{
	static const char *const meanings[COLUMN_WORDS] = {
		[IS_DIMENSION] = " (dimension)",
		[IS_REMARK] = " (remark)",
		[IS_DERIVED] = " (derived)",
	};
	add_printed(line, "%s%s%s", line->length ? " " : "", name,
		meanings[word] ? meanings[word] : "");
}

static void put_names(struct writer *page, const struct tally *tally)
{
	struct text line = {0}, cut = {0};
	for (size_t i = 0; i < tally->in->columns; i++)
		add_meaning(&line, tally->in->name[i], tally->means.word[i]);
	add_cut(&cut, text_span(&line), PAGE_COLUMNS);
	page_row(page, "columns", text_span(&cut));
	free(line.bytes);
	free(cut.bytes);
}

static void add_field(struct text *line, const struct counted_text *text, bool alone)
{
	if (text->length)
		add_cut(line, (struct span){text->text, text->length}, PAGE_WORD);
	else
		text_add(line, SPAN("(empty)"));
	if (!alone)
		add_printed(line, " (%llu)", text->count);
}

/* So many of the different fields are shown, and the last one. */
enum { FIELDS_SHOWN = 6, FIELDS_ALL = 8 };

/* Of more fields than are counted, which would be first and last is not known. */
static void add_fields(struct text *line, const struct counted *fields)
{
	const struct counted_text **sorted = counted_sorted(fields);
	size_t shown = fields->count <= FIELDS_ALL ? fields->count : FIELDS_SHOWN;
	if (fields->more)
		add_printed(line, "more than %zu, such as ", fields->count);
	else if (fields->count > 1)
		add_printed(line, "%zu: ", fields->count);
	for (size_t i = 0; i < shown; i++) {
		text_add(line, span_of(i ? ", " : ""));
		add_field(line, sorted[i], fields->count == 1 || fields->more);
	}
	if (shown < fields->count && !fields->more) {
		text_add(line, span_of(shown + 1 < fields->count ? " ... " : ", "));
		add_field(line, sorted[fields->count - 1], false);
	}
	free(sorted);
}

void put_counted(struct writer *page, const char *label, const struct counted *fields)
{
	struct text line = {0};
	add_fields(&line, fields);
	page_row(page, label, text_span(&line));
	free(line.bytes);
}

static void put_value(struct writer *page, const struct tally *tally, const char *name)
{
	struct text line = {0};
	const struct column_tally *value = &tally->column[tally->means.at[IS_VALUE]];
	unsigned long long others = tally->records - value->numbers - value->empty;
	add_printed(&line, "%llu numbers, %llu missing", value->numbers, value->empty);
	if (others)
		add_printed(&line, ", %llu other", others);
	page_row(page, name, text_span(&line));
	free(line.bytes);
}

static void put_periods(struct writer *page, const struct period_tally *period)
{
	struct text line = {0};
	if (period->first.length &&
		!span_equals(text_span(&period->first), text_span(&period->last)))
		add_printed(&line, "%.*s to %.*s", (int)period->first.length, period->first.bytes,
			(int)period->last.length, period->last.bytes);
	if (line.length)
		page_row(page, "periods", text_span(&line));
	free(line.bytes);
}

void put_columns(struct writer *page, const struct tally *tally)
{
	size_t beyond = 0;
	struct text line = {0};
	put_names(page, tally);
	for (size_t i = 0; tally->records && i < tally->in->columns; i++) {
		enum column_word word = tally->means.word[i];
		if (word == IS_VALUE)
			put_value(page, tally, tally->in->name[i]);
		else if (word != IS_AREA && !tally->column[i].counted)
			beyond++;
		if (!tally->column[i].counted)
			continue;
		put_counted(page, tally->in->name[i], &tally->column[i].fields);
		if (word == IS_PERIOD)
			put_periods(page, &tally->period);
	}
	add_printed(&line, "  and %zu columns more", beyond);
	if (beyond)
		page_line(page, text_span(&line));
	free(line.bytes);
}

/* Areas. */

/* Areas of which there are records: those whose texts are kept. */
static struct area_set areas_there(const struct tally *tally)
{
	struct area_set set = {{0}};
	for (size_t i = 0; i < tally->area_texts.count; i++) {
		const struct area *area = tally->area_text[i].area;
		if (area)
			area_put(&set, (size_t)(area - tally->recogniser->areas->area));
	}
	return set;
}

/* How many areas of each level the code list has, and the set. */
struct by_level {
	size_t there[AREA_LEVELS], listed[AREA_LEVELS], all;
};

/* Of a region that others become and of these, those that are there; of none, the others. */
static bool is_wanted(const struct areas *areas, const struct area_set *set, size_t i)
{
	const struct area *a = &areas->area[i];
	bool replaced = a->merged && area_in(set, (size_t)(a->merged - areas->area));
	return area_in(set, i) || (!area_is_merged(a) && !replaced);
}

static struct by_level count_set(const struct areas *areas, const struct area_set *set)
{
	struct by_level count = {.all = 0};
	for (size_t i = 0; i < areas->count; i++) {
		count.listed[areas->area[i].level] += is_wanted(areas, set, i);
		count.there[areas->area[i].level] += area_in(set, i);
		count.all += area_in(set, i);
	}
	return count;
}

static void add_levels(struct text *line, const struct by_level *count)
{
	static const enum area_level order[] = {LEVEL_MUNICIPALITY, LEVEL_REGION, LEVEL_LANDSDEL};
	const char *before = "";
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		enum area_level level = order[i];
		if (count->there[level] == 0)
			continue;
		add_printed(line, "%s%zu of %zu %s", before, count->there[level],
			count->listed[level], area_level_plural(level));
		before = ", ";
	}
	if (count->there[LEVEL_COUNTRY])
		add_printed(line, "%sthe country", before);
}

static void put_unknown(struct writer *page, const struct tally *tally)
{
	size_t told = 0, unknown = 0;
	for (size_t i = 0; i < tally->area_texts.count; i++) {
		struct text line = {0};
		if (tally->area_text[i].area)
			continue;
		unknown++;
		if (told == PAGE_LINES)
			continue;
		told++;
		add_cut(&line, span_of(tally->area_text[i].reason), PAGE_LINE - 20);
		add_printed(&line, " (%llu)", tally->area_texts.text[i].count);
		page_below(page, text_span(&line));
		free(line.bytes);
	}
	page_more(page, told, unknown);
}

/* The areas that the different fields of a column are, and how many of these are none. */
static size_t find_areas(
	const struct tally *tally, const struct counted *fields, struct area_set *set)
{
	const struct area *areas = tally->recogniser->areas->area;
	size_t others = 0;
	*set = (struct area_set){{0}};
	tally->recogniser->rules.guess = false;
	for (size_t i = 0; i < fields->count; i++) {
		struct span text = {fields->text[i].text, fields->text[i].length};
		const struct area *area = recognise(tally->recogniser, text, SPAN("")).area;
		if (area)
			area_put(set, (size_t)(area - areas));
		else
			others++;
	}
	tally->recogniser->rules.guess = true;
	return others;
}

/* Without a column `area`: a column most of whose different fields name one. */
static void put_areas_elsewhere(struct writer *page, const struct tally *tally)
{
	struct text line = {0};
	text_add(&line, SPAN("not looked at: there is no column 'area'"));
	for (size_t i = 0; i < tally->in->columns; i++) {
		struct area_set set;
		const struct counted *fields = &tally->column[i].fields;
		if (!tally->column[i].counted)
			continue;
		size_t others = find_areas(tally, fields, &set);
		struct by_level count = count_set(tally->recogniser->areas, &set);
		if (count.all < 2 || others >= count.all)
			continue;
		add_printed(&line, "; '%s' names ", tally->in->name[i]);
		add_levels(&line, &count);
	}
	page_row(page, "areas", text_span(&line));
	free(line.bytes);
}

void put_areas(struct writer *page, const struct tally *tally)
{
	struct text line = {0};
	size_t unknown = 0;
	struct area_set set = areas_there(tally);
	struct by_level count = count_set(tally->recogniser->areas, &set);
	if (!tally_has(tally, IS_AREA)) {
		put_areas_elsewhere(page, tally);
		return;
	}
	for (size_t i = 0; i < tally->area_texts.count; i++)
		unknown += !tally->area_text[i].area;
	add_printed(&line, "%zu known", count.all);
	if (count.all) {
		text_add(&line, SPAN(" ("));
		add_levels(&line, &count);
		text_add_char(&line, ')');
	}
	add_printed(&line, ", %s%zu unknown", tally->area_texts.more ? "more than " : "", unknown);
	if (tally->unknown)
		add_printed(&line, " in %llu records", tally->unknown);
	page_row(page, "areas", text_span(&line));
	put_unknown(page, tally);
	free(line.bytes);
}

/* What is missing. */

/* The names of areas that are in `wanted` and not in `there`, of any level or of one. */
struct lack {
	const struct areas *areas;
	const struct area_set *wanted, *there; /* NULL: the whole list; none of it */
	int level;                             /* -1: any */
};

enum { LACK_SHOWN = 10 };

/* Whether a region is there as the one that it becomes part of, or is such a one. */
static bool stands_elsewhere(const struct lack *lack, const struct area *a)
{
	return area_is_merged(a) ||
	       (a->merged && area_in(lack->there, (size_t)(a->merged - lack->areas->area)));
}

static size_t add_lack(struct text *line, const struct lack *lack)
{
	size_t count = 0;
	for (size_t i = 0; i < lack->areas->count; i++) {
		const struct area *a = &lack->areas->area[i];
		if ((lack->level >= 0 && a->level != (enum area_level)lack->level) ||
			(lack->wanted && !area_in(lack->wanted, i)) || area_in(lack->there, i) ||
			stands_elsewhere(lack, a))
			continue;
		if (count++ < LACK_SHOWN)
			add_printed(line, "%s%s %s", count > 1 ? ", " : "", a->code, a->name);
	}
	if (count > LACK_SHOWN)
		add_printed(line, " and %zu more", count - LACK_SHOWN);
	return count;
}

/* Lines that are held until it is known whether there are any. */
struct listed {
	struct text lines; /* each with its end */
	size_t shown;
	unsigned long long all;
};

static void list_line(struct listed *list, struct span line, size_t most)
{
	if (list->all++ >= most)
		return;
	text_add(&list->lines, line);
	text_add_char(&list->lines, '\n');
	list->shown++;
}

static void put_listed(struct writer *page, struct listed *list)
{
	struct span rest = text_span(&list->lines);
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = (size_t)(feed - rest.bytes);
		page_below(page, (struct span){rest.bytes, length});
		rest.bytes += length + 1;
		rest.length -= length + 1;
	}
	page_more(page, list->shown, list->all);
	free(list->lines.bytes);
}

/* Of the whole file: municipalities, where it has some; totals of regions and of the country. */
static void list_areas(struct listed *list, const struct areas *areas, const struct area_set *there)
{
	static const enum area_level levels[] = {LEVEL_MUNICIPALITY, LEVEL_REGION, LEVEL_COUNTRY};
	struct by_level count = count_set(areas, there);
	for (size_t i = 0; count.all && i < sizeof levels / sizeof *levels; i++) {
		enum area_level level = levels[i];
		struct text names = {0}, line = {0};
		struct lack lack = {areas, NULL, there, (int)level};
		size_t lacking = add_lack(&names, &lack);
		if (level == LEVEL_COUNTRY)
			add_printed(&line, "a total of the country");
		else if (count.there[level] == 0)
			add_printed(
				&line, "all %zu %s", count.listed[level], area_level_plural(level));
		else
			add_printed(&line, "%zu of %zu %s: %.*s", lacking, count.listed[level],
				area_level_plural(level), (int)names.length, names.bytes);
		if (lacking)
			list_line(list, text_span(&line), PAGE_LINES);
		free(names.bytes);
		free(line.bytes);
	}
}

/* Series that have municipalities, and lack areas that others have. */
static void list_series(
	struct listed *list, const struct tally *tally, const struct area_set *there)
{
	const struct areas *areas = tally->recogniser->areas;
	for (size_t i = 0; i < tally->series.count; i++) {
		const struct held_series *s = &tally->series.series[i];
		struct by_level count = count_set(areas, &s->there);
		struct text names = {0}, line = {0};
		struct lack lack = {areas, there, &s->there, -1};
		size_t lacking = count.there[LEVEL_MUNICIPALITY] ? add_lack(&names, &lack) : 0;
		add_printed(&line, "%s: %zu that others have: %.*s", s->name, lacking,
			(int)names.length, names.bytes ? names.bytes : "");
		if (lacking)
			list_line(list, text_span(&line), PAGE_LINES);
		free(names.bytes);
		free(line.bytes);
	}
}

/* Periods of one form, in their order, between two of which there is a gap. */

struct dated {
	struct span text;
	struct period days;
};

static int by_day(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	return (x->days.first > y->days.first) - (x->days.first < y->days.first);
}

static bool same_form(struct span a, struct span b)
{
	bool same = a.length == b.length;
	for (size_t i = 0; same && i < a.length; i++)
		same = a.bytes[i] == b.bytes[i] || (digit(a.bytes[i]) && digit(b.bytes[i]));
	return same;
}

/* Of days none is missing: figures of 1 January are whole. */
static void list_gaps(struct listed *list, struct dated *period, size_t count)
{
	bool same = true;
	for (size_t i = 0; i < count; i++)
		same = same && same_form(period[0].text, period[i].text) &&
		       period[i].days.first < period[i].days.last;
	if (!same)
		return;
	qsort(period, count, sizeof *period, by_day);
	for (size_t i = 1; i < count; i++) {
		struct text line = {0};
		const struct dated *before = &period[i - 1], *after = &period[i];
		add_printed(&line, "periods between %.*s and %.*s", (int)before->text.length,
			before->text.bytes, (int)after->text.length, after->text.bytes);
		if (after->days.first > before->days.last + 1)
			list_line(list, text_span(&line), PAGE_LINES);
		free(line.bytes);
	}
}

static void list_periods(struct listed *list, const struct tally *tally)
{
	if (!tally_has(tally, IS_PERIOD) || !tally->column[tally->means.at[IS_PERIOD]].counted)
		return;
	const struct counted *fields = &tally->column[tally->means.at[IS_PERIOD]].fields;
	struct dated *period = allocate(fields->count + 1, sizeof *period);
	size_t count = 0;
	for (size_t i = 0; !fields->more && i < fields->count; i++) {
		struct dated *next = &period[count];
		next->text = (struct span){fields->text[i].text, fields->text[i].length};
		count += period_read(next->text, &next->days);
	}
	if (count)
		list_gaps(list, period, count);
	free(period);
}

static void list_values(struct listed *list, const struct tally *tally)
{
	struct text line = {0};
	if (!tally_has(tally, IS_VALUE))
		return;
	unsigned long long empty = tally->column[tally->means.at[IS_VALUE]].empty;
	add_printed(&line, "values of %llu records", empty);
	if (empty)
		list_line(list, text_span(&line), PAGE_LINES);
	free(line.bytes);
}

static void put_nothing(struct writer *page, const struct tally *tally)
{
	struct text line = {0};
	text_add(&line, SPAN("nothing of what was looked for:"));
	if (tally_has(tally, IS_AREA))
		text_add(&line, SPAN(" areas, totals,"));
	if (tally_has(tally, IS_PERIOD))
		text_add(&line, SPAN(" periods,"));
	if (tally_has(tally, IS_VALUE))
		text_add(&line, SPAN(" values,"));
	line.length--;
	page_row(page, "missing",
		line.bytes[line.length] == ',' ? text_span(&line) : SPAN("not looked at"));
	free(line.bytes);
}

void put_missing(struct writer *page, const struct tally *tally)
{
	struct listed whole = {.shown = 0}, series = {.shown = 0};
	struct area_set there = areas_there(tally);
	struct text line = {0};
	if (tally->records == 0)
		return;
	list_areas(&whole, tally->recogniser->areas, &there);
	list_values(&whole, tally);
	list_periods(&whole, tally);
	if (tally_has(tally, IS_VALUE)) /* else each record is a series of its own */
		list_series(&series, tally, &there);
	if (whole.all == 0 && series.all == 0)
		put_nothing(page, tally);
	else if (whole.all)
		page_row(page, "missing", SPAN("in all of it:"));
	put_listed(page, &whole);
	add_printed(&line, "in %llu of %zu series:", series.all, tally->series.count);
	if (series.all)
		page_row(page, whole.all ? "" : "missing", text_span(&line));
	put_listed(page, &series);
	free(line.bytes);
}

/* What contradicts. */

/* What is not held is not looked at. */
static void add_limit(struct text *line, const struct tally *tally)
{
	if (tally->series.beyond)
		add_printed(line, ", looked at in the first %d series; %llu records are of others",
			SERIES_MOST, tally->series.beyond);
}

static void list_wrong(void *to, struct span line)
{
	list_line(to, line, PAGE_LINES);
}

void put_totals(struct writer *page, const struct tally *tally)
{
	struct listed wrong = {.shown = 0};
	struct sums_totals totals = {.wrong = list_wrong, .to = &wrong};
	struct text line = {0};
	if (!tally_has(tally, IS_AREA) || !tally_has(tally, IS_VALUE))
		return;
	sums_totals(&tally->series, &totals);
	if (totals.held)
		add_printed(&line, "%llu of %llu hold", totals.hold, totals.held);
	else
		text_add(&line, SPAN("none"));
	if (totals.held > 1 && totals.hold == 0)
		text_add(&line, SPAN(" (are they shares or means? Those do not add up)"));
	add_limit(&line, tally);
	page_row(page, "totals", text_span(&line));
	put_listed(page, &wrong);
	free(line.bytes);
}

void put_twice(struct writer *page, const struct tally *tally)
{
	const struct sums *held = &tally->series;
	struct text line = {0};
	if (held->repeated)
		add_printed(&line, "%llu", held->repeated);
	else
		text_add(&line, SPAN("none"));
	add_limit(&line, tally);
	page_row(page, "twice", text_span(&line));
	for (size_t i = 0; i < held->twices; i++) {
		const struct twice *t = &held->twice[i];
		const char *name = held->series[t->series].name;
		line.length = 0;
		if (tally_has(tally, IS_AREA))
			add_printed(&line, "%s=%s%s", tally->in->name[tally->means.at[IS_AREA]],
				held->areas->area[t->area].code, *name ? " " : "");
		add_printed(&line, "%s (%llu)", name, t->count);
		page_below(page, text_span(&line));
	}
	free(line.bytes);
}
