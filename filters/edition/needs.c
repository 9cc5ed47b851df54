#include "edition/needs.h"

#include "lib/records.h"

#include <stdlib.h>

struct columns_of_needs {
	size_t measure, level, back, must;
};

const struct need *needs_find(const struct needs *needs, struct span measure)
{
	for (size_t i = 0; i < needs->count; i++) {
		if (span_is(measure, needs->need[i].measure))
			return &needs->need[i];
	}
	return NULL;
}

bool need_takes(const struct need *need, long edition, long year)
{
	for (size_t i = 0; i < need->backs; i++) {
		if (edition - need->back[i] == year)
			return true;
	}
	return false;
}

static enum area_level read_level(const struct records *in, struct span word)
{
	if (span_is(word, area_level_name(LEVEL_MUNICIPALITY)))
		return LEVEL_MUNICIPALITY;
	if (span_is(word, area_level_name(LEVEL_COUNTRY)))
		return LEVEL_COUNTRY;
	fail(EX_CONFIG, in->file, in->line, "the level '%s' is neither municipality nor country",
		quote(word).text);
}

static bool read_must(const struct records *in, struct span word)
{
	if (!span_is(word, "needed") && !span_is(word, "wanted"))
		fail(EX_CONFIG, in->file, in->line, "must is '%s', neither needed nor wanted",
			quote(word).text);
	return span_is(word, "needed");
}

/* One digit says how many years. */
static long read_back(const struct records *in, struct span word)
{
	if (word.length != 1 || !digit(*word.bytes))
		fail(EX_CONFIG, in->file, in->line, "back is '%s', no number of years, 0 to 9",
			quote(word).text);
	return *word.bytes - '0';
}

static struct need *find_or_add(struct needs *needs, const struct need *row, struct span measure)
{
	for (size_t i = 0; i < needs->count; i++) {
		if (span_is(measure, needs->need[i].measure))
			return &needs->need[i];
	}
	needs->need = grow(needs->need, &needs->room, needs->count + 1, sizeof *needs->need);
	struct need *need = &needs->need[needs->count++];
	*need = *row;
	need->measure = span_copy(measure);
	return need;
}

static void add_need(
	struct needs *needs, const struct records *in, const struct columns_of_needs *at)
{
	struct need row = {.level = read_level(in, in->field[at->level]),
		.must = read_must(in, in->field[at->must])};
	struct need *need = find_or_add(needs, &row, in->field[at->measure]);
	if (need->level != row.level || need->must != row.must)
		fail(EX_CONFIG, in->file, in->line, "the rows of %s differ in level or must",
			need->measure);
	long back = read_back(in, in->field[at->back]);
	for (size_t i = 0; i < need->backs; i++) {
		if (need->back[i] == back)
			fail(EX_CONFIG, in->file, in->line, "%s stands twice for %ld years back",
				need->measure, back);
	}
	need->back = grow(need->back, &need->room, need->backs + 1, sizeof *need->back);
	need->back[need->backs++] = back;
}

void needs_load(struct needs *needs, char *path)
{
	struct records in;
	records_open(&in, (char *[]){path, NULL}, EX_CONFIG, NULL);
	struct columns_of_needs at = {records_column(&in, "measure", NULL),
		records_column(&in, "level", NULL), records_column(&in, "back", NULL),
		records_column(&in, "must", NULL)};
	*needs = (struct needs){0};
	while (records_next(&in))
		add_need(needs, &in, &at);
	if (needs->count == 0)
		fail(EX_CONFIG, in.file, 0, "names no measure");
	records_close(&in);
}

void needs_free(struct needs *needs)
{
	for (size_t i = 0; i < needs->count; i++) {
		free(needs->need[i].measure);
		free(needs->need[i].back);
	}
	free(needs->need);
}
