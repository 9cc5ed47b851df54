#include "edition/landstal.h"

#include "lib/cli.h"
#include "lib/sum.h"

#include <stdlib.h>

enum { YEAR_DIGITS = 4 };

/* A whole number of persons, as records have it. */
static bool is_whole_number(struct span text)
{
	if (!number_valid(text) || (text.length > 1 && *text.bytes == '0'))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (!digit(text.bytes[i]))
			return false;
	}
	return true;
}

struct landstal_set landstal_read(const char *argument)
{
	struct landstal_set set = {0, argument};
	const char *colon = argument ? strchr(argument, ':') : NULL;
	if (!argument)
		return set;
	if (colon) {
		set.number = colon + 1;
		set.edition = heap_year((struct span){argument, (size_t)(colon - argument)});
	}
	if ((colon && set.edition < 1000) || !is_whole_number(span_of(set.number)))
		cli_misuse("--landstal: '%s' is neither a whole number of persons (900) nor that "
			   "of one edition (2027:900)",
			quote(span_of(argument)).text);
	return set;
}

static const struct figure *find_country(const struct heap *heap, const char *measure)
{
	const struct need *need = needs_find(heap->needs, span_of(measure));
	for (size_t i = 0; need && i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (f->taken && f->need == need && figure_is_of(f, LEVEL_COUNTRY) &&
			figure_value(heap, f).length)
			return f;
	}
	return NULL;
}

static char *number_of(const struct heap *heap, const struct figure *f)
{
	struct span value = figure_value(heap, f);
	const struct row *row = &heap->table.row[f->row];
	if (!is_whole_number(value))
		fail(EX_DATAERR, row->file, row->line, "the %s '%s' is no whole number of persons",
			f->need->measure, quote(value).text);
	return span_copy(value);
}

/* What a table without a total adds up to, where every municipality is in it; else NULL. */
static char *sum_of_table(const struct heap *heap)
{
	const struct need *need = needs_find(heap->needs, SPAN(PUBLISHED_MEASURE));
	if (!need || !heap_has_all(heap, need))
		return NULL;
	struct sum sum = {{0}, 0};
	struct decimal all;
	struct text text = {0};
	struct number number;
	decimal_init(&all);
	for (size_t i = 0; i < heap->figures; i++) {
		const struct figure *f = &heap->figure[i];
		if (!f->taken || f->need != need || !figure_is_of(f, LEVEL_MUNICIPALITY))
			continue;
		free(number_of(heap, f));
		number_read(&number, figure_value(heap, f));
		sum_add(&sum, &number);
	}
	sum_decimal(&all, &sum);
	decimal_print(&text, &all);
	char *total = span_copy(text_span(&text));
	free(text.bytes);
	sum_clear(&sum);
	decimal_clear(&all);
	return total;
}

struct landstal landstal_find(const struct heap *heap, long edition, const struct landstal_set *set)
{
	struct landstal l = {.from = ""};
	const struct figure *total = find_country(heap, PUBLISHED_MEASURE);
	l.record = find_country(heap, LANDSTAL_MEASURE);
	l.total = total ? number_of(heap, total) : sum_of_table(heap);
	l.summed = !total;
	if (l.record) {
		l.announced = number_of(heap, l.record);
		l.from = "record";
	} else if (l.total) {
		l.announced = span_copy(span_of(l.total));
		l.record = total;
		l.from = "quota_table";
	}
	const char *used = l.announced;
	if (set->number && (set->edition == 0 || set->edition == edition)) {
		used = set->number;
		l.from = "set";
	}
	l.used = used ? span_copy(span_of(used)) : NULL;
	return l;
}

void landstal_free(struct landstal *l)
{
	free(l->announced);
	free(l->total);
	free(l->used);
}

/* Where what was announced stands; the table, where its sum was taken. */
static struct quote place_of(const struct landstal *l, const struct heap *heap)
{
	struct text place = {0};
	const struct row *row = l->record ? &heap->table.row[l->record->row] : NULL;
	text_add(&place, row ? span_of(row->file) : SPAN("the quota table's sum"));
	struct quote quoted = quote(text_span(&place));
	free(place.bytes);
	return quoted;
}

void landstal_say(const struct landstal *l, const struct heap *heap, long edition,
	const struct landstal_set *set)
{
	if (set->number && set->edition && set->edition != edition)
		complain(heap->topic, 0,
			"the landstal %s is set for edition %ld; this is %ld, for which it does not "
			"count",
			set->number, set->edition, edition);
	if (strcmp(l->from, "quota_table") == 0)
		complain(heap->topic, 0,
			"no landstal is announced for %ld: the total of the quota table is taken, "
			"%s (%s)",
			edition, l->used, place_of(l, heap).text);
	if (strcmp(l->from, "set") == 0 && l->announced && strcmp(l->used, l->announced) != 0)
		complain(heap->topic, 0,
			"the landstal is set to %s, and %s is what was announced (%s): this is a "
			"what-if (regneeksempel)",
			l->used, l->announced, place_of(l, heap).text);
	if (l->total && l->announced && strcmp(l->total, l->announced) != 0)
		complain(heap->topic, 0,
			"the landstal of %ld is %s, and the quota table shares out %s, at which it "
			"is held against ours",
			edition, l->announced, l->total);
}
