#include "like.h"

#include "names.h"

#include "lib/area-names.h"
#include "lib/nearest.h"
#include "lib/records.h"

#include <stdlib.h>

struct like {
	char **name; /* of the constants, with NULL at their end */
	size_t *at;
	size_t names;
	struct like_line *line;
	size_t lines, room;
	struct like_line all;
	bool has_all;
};

/* What the map says of itself, and what is of one delivery alone. */
static bool is_own(const char *name)
{
	static const char *const own[] = {"column", "is", "type", "numbers", "position", "optional",
		"fill", "period", "dataset", "source"};
	size_t i = 0;
	while (i < sizeof own / sizeof *own && strcmp(own[i], name) != 0)
		i++;
	return i < sizeof own / sizeof *own;
}

/* The key of a header, or of a pattern of one: without its period, {period} and * alike. */
static void key_of(struct text *key, struct span header)
{
	struct text plain = {0}, words = {0};
	struct said said;
	static const char mark[] = "{period}";
	for (size_t i = 0; i < header.length; i++) {
		struct span rest = {header.bytes + i, header.length - i};
		bool period = rest.length >= sizeof mark - 1 &&
			      memcmp(rest.bytes, mark, sizeof mark - 1) == 0;
		if (period)
			i += sizeof mark - 2;
		else if (header.bytes[i] != '*' && header.bytes[i] != '\\')
			text_add_char(&plain, header.bytes[i]);
	}
	said_read(&said, text_span(&plain));
	name_add(&words, text_span(&said.rest));
	key->length = 0;
	text_add(key, text_span(&words));
	said_free(&said);
	free(plain.bytes);
	free(words.bytes);
}

static struct like_line copy_line(
	const struct like *like, const struct records *in, size_t column, size_t is)
{
	struct like_line line = {.constant = allocate(like->names + 1, sizeof *line.constant)};
	memset(line.constant, 0, (like->names + 1) * sizeof *line.constant);
	text_add_unescaped(&line.column, in->field[column]);
	text_add(&line.is, in->field[is]);
	key_of(&line.key, text_span(&line.column));
	for (size_t i = 0; i < like->names; i++)
		text_add(&line.constant[i], in->field[like->at[i]]);
	return line;
}

static void take(struct like *like, const struct records *in, size_t column, size_t is)
{
	struct span name = in->field[column];
	bool remark =
		name.length && name.bytes[0] == '#' && (name.length == 1 || name.bytes[1] == ' ');
	bool option = name.length > 1 && memcmp(name.bytes, "--", 2) == 0;
	if (remark || option)
		return;
	if (span_is(name, "*") && !like->has_all) {
		like->all = copy_line(like, in, column, is);
		like->has_all = true;
		return;
	}
	like->line = grow(like->line, &like->room, like->lines + 1, sizeof *like->line);
	like->line[like->lines++] = copy_line(like, in, column, is);
}

struct like *like_open(const char *path)
{
	char *files[] = {(char *)path, NULL};
	struct like *like = allocate(1, sizeof *like);
	struct records in;
	*like = (struct like){0};
	records_open(&in, files, EX_CONFIG, NULL);
	size_t column = records_column(&in, "column", "it is no table map"),
	       is = records_column(&in, "is", "it is no table map");
	like->name = allocate(in.columns + 1, sizeof *like->name);
	like->at = allocate(in.columns + 1, sizeof *like->at);
	for (size_t i = 0; i < in.columns; i++) {
		if (is_own(in.name[i]))
			continue;
		like->at[like->names] = i;
		like->name[like->names++] = span_copy(span_of(in.name[i]));
	}
	like->name[like->names] = NULL;
	while (records_next(&in))
		take(like, &in, column, is);
	records_close(&in);
	return like;
}

static void free_line(const struct like *like, struct like_line *line)
{
	for (size_t i = 0; line->constant && i < like->names; i++)
		free(line->constant[i].bytes);
	free(line->constant);
	free(line->key.bytes);
	free(line->column.bytes);
	free(line->is.bytes);
}

void like_close(struct like *like)
{
	if (!like)
		return;
	for (size_t i = 0; i < like->lines; i++)
		free_line(like, &like->line[i]);
	free_line(like, &like->all);
	for (size_t i = 0; i < like->names; i++)
		free(like->name[i]);
	free(like->name);
	free(like->at);
	free(like->line);
	free(like);
}

size_t like_names(const struct like *like, char *const **names)
{
	if (names)
		*names = like ? like->name : NULL;
	return like ? like->names : 0;
}

/* How close two keys are: the same, one begins with the other, one slip in four letters, or not. */
static unsigned closeness(const struct text *a, const struct text *b)
{
	size_t shorter = a->length < b->length ? a->length : b->length;
	if (span_equals(text_span(a), text_span(b)))
		return 3;
	if (shorter > 3 && memcmp(a->bytes, b->bytes, shorter) == 0)
		return 2;
	char *word = span_copy(text_span(a)), *other = span_copy(text_span(b));
	bool near = nearest(word, (const char *const[]){other, NULL}) != NULL;
	free(word);
	free(other);
	return near;
}

struct like_line *like_find(struct like *like, struct span header)
{
	struct like_line *best = NULL;
	unsigned closest = 0;
	struct text key = {0};
	key_of(&key, header);
	for (size_t i = 0; like && i < like->lines; i++) {
		struct like_line *line = &like->line[i];
		bool place = line->column.length && line->column.bytes[0] == '#';
		unsigned close = place || line->used ? 0 : closeness(&key, &line->key);
		if (close > closest) {
			closest = close;
			best = line;
		}
	}
	free(key.bytes);
	return best;
}

const struct like_line *like_all(const struct like *like)
{
	return like && like->has_all ? &like->all : NULL;
}

const struct like_line *like_lost(const struct like *like, size_t *at)
{
	for (; like && *at < like->lines; ++*at) {
		if (!like->line[*at].used)
			return &like->line[(*at)++];
	}
	return NULL;
}
