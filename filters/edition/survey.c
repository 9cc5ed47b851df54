#include "edition/survey.h"

#include "edition/settle.h"
#include "lib/records.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { YEAR_ROOM = 32 };

static void put_survey(
	struct writer *out, const char *file, long edition, const char *state, struct span lacks)
{
	char year[YEAR_ROOM];
	snprintf(year, sizeof year, "%ld", edition);
	put_field(out, span_of(file)); /* as a record has it, escaped */
	put_field(out, span_of(year));
	put_field(out, span_of(state));
	put_field(out, lacks);
	put_row_end(out);
}

/* A row for each measure that is needed and is not there of all: "family_reunified of 2025". */
static void put_lacks(struct writer *out, const struct heap *heap, long edition)
{
	for (size_t i = 0; i < heap->needs->count; i++) {
		const struct need *need = &heap->needs->need[i];
		struct text lacks = {0};
		if (!need->must || heap_has_all(heap, need))
			continue;
		text_add(&lacks, span_of(need->measure));
		for (size_t j = 0; j < need->backs; j++) {
			char year[YEAR_ROOM];
			snprintf(year, sizeof year, "%s%ld", j ? " or " : " of ",
				edition - need->back[j]);
			text_add(&lacks, span_of(year));
		}
		put_survey(out, "", edition, "waits", text_span(&lacks));
		free(lacks.bytes);
	}
}

/* Whether nothing says how many are shared out. */
static bool lacks_landstal(const struct heap *heap, long edition, const struct landstal_set *set)
{
	struct landstal l = landstal_find(heap, edition, set);
	bool lacks = !l.used && needs_find(heap->needs, SPAN(LANDSTAL_MEASURE));
	landstal_free(&l);
	return lacks;
}

/* Marks the files of which figures are taken. */
static void mark_files(const struct heap *heap, bool *has)
{
	memset(has, 0, heap->sources * sizeof *has);
	for (size_t i = 0; i < heap->figures; i++) {
		if (heap->figure[i].taken)
			has[heap->figure[i].source] = true;
	}
}

/*
 * All figures are asked for each edition, of which a heap has a handful: 9,000 editions of 18,000
 * figures take 3 s.
 */
static void survey_edition(struct heap *heap, long edition, const struct landstal_set *set,
	struct report *report, bool *has, struct writer *out)
{
	size_t faults = 0;
	for (size_t i = 0; i < heap->sources; i++)
		heap->source[i].contradicted = false;
	heap_take(heap, edition, true, &faults);
	mark_files(heap, has);
	settle(heap, report, (struct replaced_list){NULL, edition});
	bool waits = heap_lacks(heap, edition, false) > 0;
	if (waits)
		put_lacks(out, heap, edition);
	if (lacks_landstal(heap, edition, set)) {
		put_survey(out, "", edition, "waits", SPAN("landstal"));
		waits = true;
	}
	for (size_t i = 0; i < heap->sources; i++) {
		const struct source *s = &heap->source[i];
		const char *state = waits ? "waits" : "whole";
		if (has[i])
			put_survey(out, s->file, edition, s->contradicted ? "contradicted" : state,
				SPAN(""));
	}
}

void survey_write(struct heap *heap, const struct landstal_set *set, struct report *report)
{
	static const char *const column[] = {"file", "edition", "state", "lacks"};
	struct writer out;
	bool *has = allocate(heap->sources, sizeof *has);
	writer_stdout(&out);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		put_field(&out, span_of(column[i]));
	put_row_end(&out);
	for (long edition = years_last(&heap->editions, LONG_MAX); edition;
		edition = years_last(&heap->editions, edition))
		survey_edition(heap, edition, set, report, has, &out);
	writer_close(&out);
	free(has);
}
