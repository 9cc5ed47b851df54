#include "search.h"

#include "lib/files.h"
#include "lib/records.h"
#include "outputs.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that can be read, and none of the system's, which may have no end. */
static bool is_ordinary(const char *path)
{
	static const char *const system[] = {"/proc/", "/sys/", "/dev/"};
	static const char memory[] = "/dev/shm/"; /* a disk */
	if (!is_regular(path) || access(path, R_OK) != 0)
		return false;
	char *real = realpath(path, NULL);
	bool ordinary = real != NULL;
	for (size_t i = 0; ordinary && i < sizeof system / sizeof *system; i++)
		ordinary = strncmp(real, system[i], strlen(system[i])) != 0 ||
			   strncmp(real, memory, sizeof memory - 1) == 0;
	free(real);
	return ordinary;
}

static int by_size(const void *a, const void *b)
{
	const unsigned long long *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void list_sizes(struct search *s)
{
	s->size = allocate(s->m->entries, sizeof *s->size);
	for (size_t i = 0; i < s->m->entries; i++) {
		if (is_file_in(&s->m->entry[i]))
			s->size[s->sizes++] = strtoull(s->m->entry[i].field[BYTES], NULL, 10);
	}
	if (s->sizes)
		qsort(s->size, s->sizes, sizeof *s->size, by_size);
}

static void add_candidate(struct search *s, const char *path, bool given)
{
	struct stat about;
	struct sum sum;
	if (!is_ordinary(path) || stat(path, &about) != 0)
		return;
	struct candidate c = {.path = span_copy(span_of(path)), .given = given};
	unsigned long long size = (unsigned long long)about.st_size;
	bool stated = s->sizes && bsearch(&size, s->size, s->sizes, sizeof size, by_size);
	if (stated && sum_file(path, size, &sum))
		memcpy(c.hex, sum.hex, sizeof c.hex);
	s->candidate =
		grow(s->candidate, &s->candidates_room, s->candidates + 1, sizeof *s->candidate);
	s->candidate[s->candidates++] = c;
}

static void add_below(struct search *s, const char *directory, bool given)
{
	struct walk w;
	walk(&w, directory);
	for (size_t i = 0; i < w.paths; i++) {
		char *path = path_of(directory, w.path[i]);
		add_candidate(s, path, given);
		free(path);
	}
	walk_free(&w);
}

/*
 * The record of the run that made DIR/.NAME.N, which may have come with the results from anybody:
 * DIR/.NAME.state/runs/N/inputs.tsv. NULL where the result has no such name.
 */
static char *record_of(const char *directory)
{
	char *real = realpath(directory, NULL), *record = NULL;
	char *number = real ? strrchr(base_of(real), '.') : NULL;
	if (number && isdigit((unsigned char)number[1])) {
		*number++ = '\0';
		record = printed("%s.state/runs/%s/inputs.tsv", real, number);
	}
	free(real);
	return record;
}

static int by_name_and_sum(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->hex, y->hex);
}

/* Field `wanted` of a line, without its escapes; a backslash that stands alone is itself. */
static char *field_of(struct span line, size_t wanted)
{
	struct text text = {0};
	size_t field = 0;
	for (size_t i = 0; i < line.length && field <= wanted; i++) {
		char byte = line.bytes[i];
		if (byte == '\t') {
			field++;
			continue;
		}
		if (field != wanted)
			continue;
		text_add_char(&text, byte);
		if (byte == '\\' && i + 1 < line.length && line.bytes[i + 1] == '\\')
			i++;
	}
	text_add_char(&text, '\0');
	return text.bytes;
}

/* The place of a column in the header; one that is not there is behind all of them. */
static size_t column_of(struct span header, const char *name)
{
	size_t column = 0, begin = 0;
	for (size_t i = 0; i <= header.length; i++) {
		if (i < header.length && header.bytes[i] != '\t')
			continue;
		if (span_is((struct span){header.bytes + begin, i - begin}, name))
			return column;
		column++;
		begin = i + 1;
	}
	return column;
}

static void add_place(struct search *s, struct span line, const size_t *column)
{
	struct place p = {
		field_of(line, column[0]), field_of(line, column[1]), field_of(line, column[2])};
	s->place = grow(s->place, &s->places_room, s->places + 1, sizeof *s->place);
	s->place[s->places++] = p;
	if (*p.path)
		add_candidate(s, p.path, false);
}

/* Nothing in a record is believed: it only says where a file may be, whose sum tells. */
static void read_record(struct search *s, const char *path)
{
	enum { LIMIT = 16 << 20 };
	if (!path || !is_ordinary(path))
		return;
	int file = open_regular(path);
	char *bytes = allocate(LIMIT, 1);
	ssize_t got = file < 0 ? 0 : read_full(file, bytes, LIMIT);
	struct span rest = {bytes, got > 0 ? (size_t)got : 0}, line, header = {0};
	size_t column[3] = {0};
	while (take_line(&rest, &line)) {
		if (!header.bytes) {
			header = line;
			column[0] = column_of(header, "name");
			column[1] = column_of(header, "sha256");
			column[2] = column_of(header, "path");
		} else {
			add_place(s, line, column);
		}
	}
	free(bytes);
	if (file >= 0)
		close(file);
}

static int by_path(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	return strcmp(x->path, y->path);
}

/* Of the same sum, what is kept or in --inputs comes first. */
static int by_sum(const void *a, const void *b)
{
	const struct candidate *const *x = a, *const *y = b;
	int order = strcmp((*x)->hex, (*y)->hex);
	return order ? order : (int)(*y)->given - (int)(*x)->given;
}

static void sort_found(struct search *s)
{
	s->by_sum = allocate(s->candidates, sizeof *s->by_sum);
	if (s->places)
		qsort(s->place, s->places, sizeof *s->place, by_name_and_sum);
	if (!s->candidates)
		return;
	qsort(s->candidate, s->candidates, sizeof *s->candidate, by_path);
	for (size_t i = 0; i < s->candidates; i++)
		s->by_sum[i] = &s->candidate[i];
	qsort(s->by_sum, s->candidates, sizeof(struct candidate *), by_sum);
}

void search_begin(struct search *s)
{
	char *kept = path_of(s->directory, "inputs"), *record = record_of(s->directory);
	list_sizes(s);
	read_record(s, record);
	add_below(s, kept, true);
	if (s->inputs)
		add_below(s, s->inputs, true);
	sort_found(s);
	free(kept);
	free(record);
}

/* The first of the candidates that have this sum, or NULL. */
static const struct candidate *with_sum(const struct search *s, const char *hex)
{
	size_t low = 0, high = s->candidates;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(s->by_sum[middle]->hex, hex) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < s->candidates && strcmp(s->by_sum[low]->hex, hex) == 0;
	return found ? s->by_sum[low] : NULL;
}

static const char *recorded_place(const struct search *s, const struct entry *e)
{
	struct place wanted = {(char *)file_name(e), (char *)e->field[SHA256], NULL};
	const struct place *found =
		s->places ? bsearch(&wanted, s->place, s->places, sizeof wanted, by_name_and_sum)
			  : NULL;
	return found && *found->path ? found->path : NULL;
}

static bool has_changed(const struct search *s, const struct entry *e, const char *place)
{
	struct candidate wanted = {.path = (char *)place};
	const struct candidate *there =
		s->candidates
			? bsearch(&wanted, s->candidate, s->candidates, sizeof wanted, by_path)
			: NULL;
	return there && strcmp(there->hex, e->field[SHA256]) != 0;
}

static void say_lost(const struct search *s, const struct entry *e, const char *place, bool changed)
{
	struct text what = {0};
	text_add(&what, span_of(e->field[ROLE]));
	if (has_role(e, "parameter")) {
		text_add_char(&what, ' ');
		text_add(&what, span_of(e->field[NAME]));
		text_add_char(&what, ':');
	}
	text_add_char(&what, '\0');
	const char *at = place ? " at " : "", *where = place ? place : "";
	if (changed)
		outputs_fault(what.bytes, file_name(e), "is there with another content: %s%s",
			where, s->inputs ? "" : " (--inputs DIR says where it is as it was)");
	else if (s->inputs)
		outputs_fault(what.bytes, file_name(e), "is not found%s%s, nor in %s", at, where,
			s->inputs);
	else
		outputs_fault(what.bytes, file_name(e),
			"is not found%s%s (--inputs DIR says where it is)", at, where);
	free(what.bytes);
}

const char *search_find(const struct search *s, const struct entry *e)
{
	const struct candidate *found = with_sum(s, e->field[SHA256]);
	const char *recorded = recorded_place(s, e);
	char *kept = path_of(s->directory, "inputs");
	char *place = recorded ? span_copy(span_of(recorded)) : path_of(kept, file_name(e));
	bool changed = has_changed(s, e, place) && !(found && found->given);
	if (changed)
		found = NULL;
	if (!found)
		say_lost(s, e, changed || recorded ? place : NULL, changed);
	free(place);
	free(kept);
	return found ? found->path : NULL;
}

void search_end(struct search *s)
{
	for (size_t i = 0; i < s->candidates; i++)
		free(s->candidate[i].path);
	for (size_t i = 0; i < s->places; i++) {
		free(s->place[i].name);
		free(s->place[i].hex);
		free(s->place[i].path);
	}
	free(s->candidate);
	free(s->by_sum);
	free(s->place);
	free(s->size);
}
