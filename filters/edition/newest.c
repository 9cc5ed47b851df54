#include "edition/newest.h"

#include "edition/deadlines.h"
#include "edition/landstal.h"
#include "edition/regions.h"
#include "edition/settle.h"
#include "edition/survey.h"
#include "lib/cli.h"
#include "lib/period.h"
#include "lib/report.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { NAME_ROOM = 256, YEAR_ROOM = 32 };

struct newest {
	const struct newest_options *o;
	struct records in;
	struct needs needs;
	struct areas areas;
	struct heap heap;
	struct regions regions; /* of the edition that is used */
	struct report *report;
	struct writer details; /* where --details is given */
	char topic[NAME_ROOM];
	struct landstal_set set;
	long wanted, edition;         /* 0: none is asked for; and the one that is used */
	unsigned long long strangers; /* records of no measure that is needed */
	struct text stranger;         /* the first such measure, and where */
};

/* What was asked for. */

/* "schemas/needs/refugees.tsv" is of the topic refugees. */
static void name_topic(struct newest *n)
{
	const char *slash = strrchr(n->o->needs, '/');
	const char *base = n->o->topic ? n->o->topic : slash ? slash + 1 : n->o->needs;
	const char *end = n->o->topic ? NULL : strstr(base, ".tsv");
	int length = end ? (int)(end - base) : (int)strlen(base);
	if (length == 0 || length >= NAME_ROOM)
		cli_misuse("--topic NAME says of which topic the records are wanted");
	snprintf(n->topic, sizeof n->topic, "%.*s", length, base);
}

static long read_edition(const char *text)
{
	struct period year;
	enum { DIGITS = 4 };
	if (!text)
		return 0;
	if (strlen(text) != DIGITS || !period_read(span_of(text), &year))
		cli_misuse("--edition: '%s' is no year (2027)", quote(span_of(text)).text);
	return strtol(text, NULL, 10);
}

/* The FILE is what stands before the last colon. */
static void take_date(struct newest *n, struct span argument)
{
	const char *colon = memrchr(argument.bytes, ':', argument.length), *why = NULL;
	struct period date;
	if (!colon || colon == argument.bytes)
		cli_misuse("--dated: '%s' is not of the form FILE:DATE", quote(argument).text);
	struct span file = {argument.bytes, (size_t)(colon - argument.bytes)};
	struct span day = {colon + 1, argument.length - file.length - 1};
	if (!period_days(day, &date, &why))
		cli_misuse("--dated: '%s' is not %s", quote(day).text, why);
	if (!heap_date(&n->heap, file, date.first))
		fail(EX_USAGE, "--dated", 0, "no record of %s is of a file '%s'", n->topic,
			quote(file).text);
}

/* FILE:DATE,FILE:DATE. A comma is one of a FILE's name where no colon stands before it. */
static void take_dates(struct newest *n, const char *list)
{
	const char *begin = list;
	for (const char *at = list; *at; at++) {
		if (*at != ',' || !memchr(begin, ':', (size_t)(at - begin)))
			continue;
		take_date(n, (struct span){begin, (size_t)(at - begin)});
		begin = at + 1;
	}
	take_date(n, span_of(begin));
}

/* Reading the heap. */

static void keep_stranger(struct newest *n)
{
	struct span measure = n->in.field[n->heap.means.at[IS_MEASURE]];
	if (n->strangers++ == 0) {
		text_add(&n->stranger, measure.length ? measure : SPAN("without a measure"));
		text_add(&n->stranger, SPAN(", "));
		text_add(&n->stranger, span_of(n->in.file));
	}
}

static void read_heap(struct newest *n)
{
	heap_open(&n->heap, &n->in);
	while (records_next(&n->in)) {
		enum heap_reason reason = heap_add(&n->heap, &n->in);
		++*report_file(n->report, n->in.file).in;
		if (reason == HEAP_TOPIC)
			++*report_kind(n->report, n->in.file, "left_out", "topic");
		if (reason == HEAP_MEASURE) {
			++*report_kind(n->report, n->in.file, "left_out", "measure");
			keep_stranger(n);
		}
	}
	heap_close_input(&n->heap);
	for (size_t i = 0; n->o->dated && n->o->dated[i]; i++)
		take_dates(n, n->o->dated[i]);
	if (n->strangers)
		complain(n->topic, 0,
			"%llu %s of no data set %s-YEAR and of no measure that it needs, and %s left "
			"out: %s",
			n->strangers, n->strangers == 1 ? "record is" : "records are", n->topic,
			n->strangers == 1 ? "is" : "are", quote(text_span(&n->stranger)).text);
}

/* Choosing the edition. */

static bool is_whole(struct newest *n, long edition)
{
	size_t faults = 0;
	heap_take(&n->heap, edition, false, &faults);
	return faults == 0 && settle(&n->heap, NULL, (struct replaced_list){NULL, edition}) == 0 &&
	       heap_lacks(&n->heap, edition, false) == 0;
}

/* The newest before `below` that is whole; 0 where none is. */
static long last_whole(struct newest *n, long below)
{
	long edition = years_last(&n->heap.editions, below);
	while (edition && !is_whole(n, edition))
		edition = years_last(&n->heap.editions, edition);
	return edition;
}

static _Noreturn void refuse_edition(struct newest *n)
{
	long older = last_whole(n, n->edition);
	if (older)
		fail(EX_DATAERR, n->topic, 0,
			"edition %ld is not whole; %ld is, which is taken with --edition %ld "
			"(kkr run: --set edition=%ld)",
			n->edition, older, older, older);
	fail(EX_DATAERR, n->topic, 0, "edition %ld is not whole", n->edition);
}

static bool has_measure(const struct heap *heap, const char *measure)
{
	for (size_t i = 0; i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (f->taken && f->need && strcmp(f->need->measure, measure) == 0)
			return true;
	}
	return false;
}

/* What says which edition it is: its data set, the landstal, the quota table, or only the period.
 */
static const char *said_by(const struct newest *n)
{
	for (size_t i = 0; i < n->heap.figures; i++) {
		if (n->heap.figure[i].taken && n->heap.figure[i].named)
			return "dataset";
	}
	if (has_measure(&n->heap, LANDSTAL_MEASURE))
		return LANDSTAL_MEASURE;
	return has_measure(&n->heap, PUBLISHED_MEASURE) ? PUBLISHED_MEASURE : "population";
}

static void tell_edition(struct newest *n)
{
	char year[YEAR_ROOM];
	const char *by = said_by(n);
	snprintf(year, sizeof year, "%ld", n->edition);
	if (!n->wanted && strcmp(by, "population") == 0 &&
		needs_find(&n->needs, SPAN(LANDSTAL_MEASURE)))
		complain(n->topic, 0,
			"edition %s is the year after that of the population: no landstal and no "
			"quota table says which it is",
			year);
	struct report_row row = {
		"", "edition", span_of(year), n->wanted ? SPAN("set") : span_of(by), SPAN("")};
	++*report_count(n->report, &row);
}

/* Where figures that gave way are listed, of this edition or the one before. */
static struct replaced_list list_of(struct newest *n, long edition)
{
	return (struct replaced_list){n->o->details ? &n->details : NULL, edition};
}

static void choose_edition(struct newest *n)
{
	size_t faults = 0;
	n->edition = n->wanted ? n->wanted : years_last(&n->heap.editions, LONG_MAX);
	if (!n->edition)
		fail(EX_DATAERR, n->topic, 0,
			"the inputs have no record of a data set %s-YEAR, and none of a measure that "
			"it needs",
			n->topic);
	heap_take(&n->heap, n->edition, true, &faults);
	if (heap_lacks(&n->heap, n->edition, true) + faults > 0)
		refuse_edition(n);
	if (settle(&n->heap, n->report, list_of(n, n->edition)) > 0)
		fail(EX_DATAERR, n->topic, 0, "edition %ld has figures with several values",
			n->edition);
	tell_edition(n);
	regions_find(&n->regions, &n->heap, n->edition);
}

/* Writing. */

static void put_header(const struct newest *n, struct writer *out)
{
	for (size_t i = 0; i < n->in.columns; i++)
		put_field(out, span_of(n->in.name[i]));
	if (n->heap.means.at[IS_DATASET] == n->in.columns)
		put_field(out, SPAN("dataset"));
	put_row_end(out);
}

/* A record of the edition, under the edition's data set. */
static void put_figure(
	const struct newest *n, const struct figure *f, const char *dataset, struct writer *out)
{
	size_t at = n->heap.means.at[IS_DATASET];
	for (size_t i = 0; i < n->in.columns; i++)
		put_field(out,
			i == at ? span_of(dataset) : regions_field(&n->regions, &n->heap, f, i));
	if (at == n->in.columns)
		put_field(out, span_of(dataset));
	put_row_end(out);
}

static void write_edition(struct newest *n)
{
	char dataset[NAME_ROOM + YEAR_ROOM];
	struct writer out;
	snprintf(dataset, sizeof dataset, "%s-%ld", n->topic, n->edition);
	writer_stdout(&out);
	put_header(n, &out);
	for (size_t i = 0; i < n->heap.figures; i++) {
		const struct figure *f = &n->heap.figure[i];
		const char *file = n->heap.table.row[f->row].file;
		if (f->taken)
			put_figure(n, f, dataset, &out);
		++*(f->taken ? report_file(n->report, file).out
			     : report_kind(n->report, file, "left_out",
				       f->edition && f->edition != n->edition ? "edition"
									      : "twice"));
	}
	if (n->o->deadlines)
		deadlines_write(&n->heap, n->edition, n->o->deadlines, dataset, &out);
	writer_close(&out);
}

/* The final table. */

/* Whether that of the edition whose figures are taken is there, and whole. */
static bool has_fixed(const struct newest *n)
{
	const struct need *fixed = needs_find(&n->needs, SPAN(FIXED_MEASURE));
	return fixed && heap_has_all(&n->heap, fixed);
}

/* As "fixed", or "fixed_before"; some municipalities may lack. */
static void tell_fixed(struct newest *n, const char *kind)
{
	struct report_row row = {
		"", kind, has_fixed(n) ? SPAN("whole") : SPAN("part"), SPAN(""), SPAN("")};
	++*report_count(n->report, &row);
}

/* The landstal. */

static void settle_landstal(struct newest *n)
{
	struct landstal l = landstal_find(&n->heap, n->edition, &n->set);
	if (!l.used && needs_find(&n->needs, SPAN(LANDSTAL_MEASURE)))
		fail(EX_USAGE, n->topic, 0,
			"no landstal of %ld is among the records, and no quota table with a total: "
			"--landstal N gives one (kkr run: --set landstal=N)",
			n->edition);
	landstal_say(&l, &n->heap, n->edition, &n->set);
	struct report_row row = {"", "landstal", span_of(l.from), span_of(l.used ? l.used : ""),
		span_of(l.announced ? l.announced : "")};
	struct report_row what_if = {"", "what_if", span_of("regneeksempel"),
		span_of(l.used ? l.used : ""), span_of(l.announced ? l.announced : "")};
	struct report_row total = {"", "published", l.summed ? SPAN("sum") : SPAN("total"),
		span_of(l.total ? l.total : ""), SPAN("")};
	if (l.used)
		++*report_count(n->report, &row);
	if (l.used && l.announced && strcmp(l.used, l.announced) != 0)
		++*report_count(n->report, &what_if);
	if (has_measure(&n->heap, FIXED_MEASURE))
		tell_fixed(n, "fixed");
	if (l.total)
		++*report_count(n->report, &total);
	landstal_free(&l);
}

/* The edition before. */

/* What tells of a break in a series, whatever its case. */
static bool tells_of_break(struct span note)
{
	static const char told[] = "databrud";
	enum { LENGTH = sizeof told - 1 };
	for (size_t i = 0; i + LENGTH <= note.length; i++) {
		if (strncasecmp(note.bytes + i, told, LENGTH) == 0)
			return true;
	}
	return false;
}

/* What the notes of a measure say of a break in its series: the first that does. */
static struct text break_of(const struct heap *heap, const struct need *need)
{
	struct text said = {0};
	size_t note = records_find(heap->means.in, "note");
	for (size_t i = 0; i < heap->figures && note < heap->means.in->columns; i++) {
		const struct figure *f = &heap->figure[i];
		if (!f->taken || f->need != need)
			continue;
		struct span field = figure_field(heap, f, note);
		if (tells_of_break(field)) {
			text_add(&said, field);
			break;
		}
	}
	return said;
}

/* A measure that is another one than the year before, where its notes say so. */
static void report_break(struct newest *n, const struct need *need, const struct text *now)
{
	struct text before = break_of(&n->heap, need);
	struct report_row row = {
		"", "break", span_of(need->measure), text_span(&before), text_span(now)};
	if (!span_equals(text_span(&before), text_span(now)))
		++*report_count(n->report, &row);
	free(before.bytes);
}

/* What the edition before is compared by: its figures, or its quota table; NULL: neither. */
static const char *usable(struct newest *n, long edition, const struct landstal *l)
{
	const struct need *published = needs_find(&n->needs, SPAN(PUBLISHED_MEASURE));
	if (l->announced && heap_lacks(&n->heap, edition, false) == 0)
		return "calculated";
	return published && heap_has_all(&n->heap, published) ? PUBLISHED_MEASURE : NULL;
}

/* Whether a measure is one by which the edition before is compared. */
static bool is_compared(const struct newest *n, const struct need *need, const char *by)
{
	if (strcmp(need->measure, FIXED_MEASURE) == 0)
		return has_fixed(n);
	return strcmp(by, PUBLISHED_MEASURE) == 0 ? strcmp(need->measure, PUBLISHED_MEASURE) == 0
						  : need->must;
}

static void write_before(struct newest *n, long edition, const char *by, struct writer *out)
{
	char dataset[NAME_ROOM + YEAR_ROOM];
	snprintf(dataset, sizeof dataset, "%s-%ld", n->topic, edition);
	for (size_t i = 0; i < n->heap.figures; i++) {
		const struct figure *f = &n->heap.figure[i];
		if (f->taken && f->need && is_compared(n, f->need, by))
			put_figure(n, f, dataset, out);
	}
}

static void tell_before(struct newest *n, long edition, const char *by, const struct landstal *l)
{
	char year[YEAR_ROOM];
	snprintf(year, sizeof year, "%ld", edition);
	struct report_row row = {"", "before", span_of(year),
		strcmp(by, "calculated") == 0 ? span_of(l->announced) : SPAN(""), span_of(by)};
	++*report_count(n->report, &row);
}

/* Writes the edition before, whose figures are taken; `breaks` are the newest edition's. */
static void use_before(
	struct newest *n, long edition, const struct text *breaks, struct writer *out)
{
	struct landstal l = landstal_find(&n->heap, edition, &(struct landstal_set){0, NULL});
	const char *by = usable(n, edition, &l);
	if (by) {
		write_before(n, edition, by, out);
		tell_before(n, edition, by, &l);
	} else {
		complain(n->topic, 0, "edition %ld is not whole, and nothing is compared with it",
			edition);
	}
	for (size_t i = 0; by && i < n->needs.count; i++) {
		if (is_compared(n, &n->needs.need[i], by))
			report_break(n, &n->needs.need[i], &breaks[i]);
	}
	if (by && has_fixed(n))
		tell_fixed(n, "fixed_before");
	landstal_free(&l);
}

/* Takes the figures of the edition before, from which on the edition's own are given up. */
static void pass_before(struct newest *n)
{
	struct writer out;
	long edition = years_last(&n->heap.editions, n->edition);
	struct text *breaks = allocate(n->needs.count, sizeof *breaks);
	for (size_t i = 0; i < n->needs.count; i++)
		breaks[i] = break_of(&n->heap, &n->needs.need[i]);
	writer_create(&out, n->o->before);
	put_header(n, &out);
	if (edition) {
		size_t faults = 0;
		heap_take(&n->heap, edition, true, &faults);
		faults += settle(&n->heap, NULL, list_of(n, edition));
		if (faults)
			complain(n->topic, 0,
				"edition %ld has figures with several values, or of another year, and "
				"nothing is compared with it",
				edition);
		else
			use_before(n, edition, breaks, &out);
	}
	for (size_t i = 0; i < n->needs.count; i++)
		free(breaks[i].bytes);
	free(breaks);
	writer_close(&out);
}

static void pass_edition(struct newest *n)
{
	choose_edition(n);
	settle_landstal(n);
	write_edition(n);
	if (n->o->before)
		pass_before(n);
}

/* A header alone, where there is no edition. */
static void write_nothing(struct newest *n)
{
	struct writer out;
	writer_stdout(&out);
	put_header(n, &out);
	writer_close(&out);
	if (n->o->before) {
		writer_create(&out, n->o->before);
		put_header(n, &out);
		writer_close(&out);
	}
}

void newest_pass(const struct newest_options *o)
{
	struct newest n = {.o = o};
	name_topic(&n);
	n.wanted = read_edition(o->edition);
	n.set = landstal_read(o->landstal);
	needs_load(&n.needs, o->needs);
	areas_load(&n.areas, o->areas);
	n.report = report_open(o->report, o->files);
	if (o->details) {
		writer_create(&n.details, o->details);
		replaced_header(&n.details);
	}
	n.heap = (struct heap){.topic = n.topic, .needs = &n.needs, .areas = &n.areas};
	records_open(&n.in, o->files, EX_DATAERR, NULL);
	read_heap(&n);
	if (o->survey)
		survey_write(&n.heap, &n.set, n.report);
	else if (o->optional && !n.wanted && n.heap.editions.count == 0)
		write_nothing(&n);
	else
		pass_edition(&n);
	if (o->details)
		writer_close(&n.details);
	regions_free(&n.regions);
	heap_free(&n.heap);
	records_close(&n.in);
	report_close(n.report);
	needs_free(&n.needs);
	areas_free(&n.areas);
	free(n.stranger.bytes);
}
