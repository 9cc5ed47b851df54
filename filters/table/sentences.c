#include "sentences.h"

#include "constant.h"

#include <stdlib.h>
#include <string.h>

/* A sentence has so many bytes at most, and so many are at hand before they are looked at. */
enum { SENTENCE = 2000, WORDS_AT_HAND = 4000 };

/* Where a row begins in the words at hand. */
struct row_begin {
	size_t at, line;
	char *place;
};

/* A value that was found, of a line of the map. */
struct found_value {
	size_t column;
	struct text period, value;
	size_t line;
};

struct sentences {
	struct rows *rows;
	const struct map *map;
	struct text words;
	struct row_begin *begin; /* of each row that is not used up */
	size_t begins, begin_room;
	struct found_value *value;
	size_t values, value_room;
	struct span *field;
	struct text *constant; /* the record at hand */
};

/* Words */

/* Whether the words end with a part of one: a letter and a hyphen. */
static bool ends_divided(const struct text *words)
{
	if (words->length < 2 || words->bytes[words->length - 1] != '-')
		return false;
	unsigned char before = (unsigned char)words->bytes[words->length - 2];
	return before >= 0x80 || (before >= 'a' && before <= 'z');
}

/* Joins a row to the words before it: `til-` and `gået` are one word, `Høje-` and `Taastrup` keep
 * the hyphen. */
static void join_row(struct text *words, struct span row)
{
	struct text plain = {0};
	pattern_plain(&plain, row);
	if (plain.length && words->length) {
		bool upper = plain.bytes[0] >= 'A' && plain.bytes[0] <= 'Z';
		bool divided = ends_divided(words);
		if (!divided)
			text_add_char(words, ' ');
		else if (!upper)
			words->length--;
	}
	text_add(words, text_span(&plain));
	free(plain.bytes);
}

static bool begins_word(struct span words, size_t at)
{
	return at == 0 || words.bytes[at - 1] == ' ' || words.bytes[at - 1] == '(';
}

/* Records */

static const struct row_begin *row_of(const struct sentences *s, size_t at)
{
	size_t i = s->begins - 1;
	while (i > 0 && s->begin[i].at > at)
		i--;
	return &s->begin[i];
}

/* Reads the value of a sentence; ends the program where it is none. */
static struct text read_figure(const struct sentences *s, const struct map_column *column,
	struct span written, size_t line)
{
	struct text value = {0};
	const char *expected = column->type->read(written, column->numbers, &value);
	if (expected)
		fail(s->rows->status, s->rows->file, line, "'%s' is not %s", quote(written).text,
			expected);
	return value;
}

/* Whether two sentences tell of one thing in other words. */
static bool same_series(const struct map *map, size_t a, size_t b)
{
	const struct span *first = map->column[a].constant, *second = map->column[b].constant;
	size_t i = 0;
	while (i < map->names && span_equals(first[i], second[i]))
		i++;
	return i == map->names;
}

/* Whether the value was there already; another of the same period is a contradiction. */
static bool is_again(const struct sentences *s, size_t column, struct span period,
	struct span value, size_t line)
{
	for (size_t i = 0; i < s->values; i++) {
		const struct found_value *v = &s->value[i];
		if (!same_series(s->map, v->column, column) ||
			!span_equals(text_span(&v->period), period))
			continue;
		if (!span_equals(text_span(&v->value), value))
			fail(s->rows->status, s->rows->file, line,
				"'%s' says %s here, and %s in line %zu",
				quote(s->map->column[column].column).text, quote(value).text,
				quote(text_span(&v->value)).text, v->line);
		return true;
	}
	return false;
}

static void put_sentence(struct sentences *s, const struct found_value *v, const char *place)
{
	const struct map *map = s->map;
	const struct map_column *column = &map->column[v->column];
	for (size_t i = 0; i < map->names; i++) {
		s->constant[i].length = 0;
		if (i == column->field)
			text_add(&s->constant[i], text_span(&v->value));
		else if (i == map->period && v->period.length)
			text_add(&s->constant[i], text_span(&v->period));
		else
			constant_expand(column->constant[i],
				&(struct known_texts){.file = s->rows->file}, &s->constant[i]);
		s->field[i] = text_span(&s->constant[i]);
	}
	rows_put_from(s->rows, span_of(place), s->field);
}

static void take_sentence(
	struct sentences *s, size_t column, size_t at, struct span period, struct span written)
{
	const struct row_begin *row = row_of(s, at);
	struct text value = read_figure(s, &s->map->column[column], written, row->line);
	if (is_again(s, column, period, text_span(&value), row->line)) {
		free(value.bytes);
		return;
	}
	struct found_value v = {.column = column, .value = value, .line = row->line};
	text_add(&v.period, period);
	s->value = grow(s->value, &s->value_room, s->values + 1, sizeof *s->value);
	s->value[s->values++] = v;
	put_sentence(s, &v, row->place);
}

/* Tries all sentences at a place; where one stands there, moves behind it. */
static size_t try_sentences(struct sentences *s, size_t at)
{
	struct span words = text_span(&s->words);
	struct span rest = {words.bytes + at, words.length - at};
	rest.length = rest.length > SENTENCE ? SENTENCE : rest.length;
	struct text period = {0}, value = {0};
	size_t end = 0;
	for (size_t i = 0; i < s->map->columns && !end; i++) {
		period.length = value.length = 0;
		const struct map_column *line = &s->map->column[i];
		if (!map_line_is_column(line) &&
			pattern_begins(&line->header, rest, &end, &period, &value))
			take_sentence(s, i, at, text_span(&period), text_span(&value));
	}
	free(period.bytes);
	free(value.bytes);
	return at + (end ? end : 1);
}

static void drop_words(struct sentences *s, size_t to)
{
	size_t gone = 0;
	while (gone + 1 < s->begins && s->begin[gone + 1].at <= to)
		free(s->begin[gone++].place);
	memmove(s->begin, s->begin + gone, (s->begins - gone) * sizeof *s->begin);
	s->begins -= gone;
	for (size_t i = 0; i < s->begins; i++)
		s->begin[i].at = s->begin[i].at > to ? s->begin[i].at - to : 0;
	memmove(s->words.bytes, s->words.bytes + to, s->words.length - to);
	s->words.length -= to;
}

/* Looks for sentences in the words up to `to`, which go but for one blank. */
static void use_words(struct sentences *s, size_t to)
{
	size_t at = 0;
	while (at < to)
		at = begins_word(text_span(&s->words), at) ? try_sentences(s, at) : at + 1;
	if (at > 1)
		drop_words(s, at - 1);
}

void sentences_row(struct sentences *s, struct span words, size_t line, struct span place)
{
	s->begin = grow(s->begin, &s->begin_room, s->begins + 1, sizeof *s->begin);
	s->begin[s->begins++] = (struct row_begin){s->words.length, line, span_copy(place)};
	join_row(&s->words, words);
	if (s->words.length > WORDS_AT_HAND)
		use_words(s, s->words.length - SENTENCE);
}

struct sentences *sentences_open(struct rows *rows, const struct map *map)
{
	struct sentences *s = allocate(1, sizeof *s);
	*s = (struct sentences){.rows = rows,
		.map = map,
		.field = allocate(map->names, sizeof *s->field),
		.constant = allocate(map->names, sizeof *s->constant)};
	for (size_t i = 0; i < map->names; i++)
		s->constant[i] = (struct text){0};
	rows_columns(rows, map->name, map->names);
	return s;
}

static void check_sentences(const struct sentences *s)
{
	bool *found = allocate(s->map->columns, sizeof *found);
	memset(found, 0, s->map->columns * sizeof *found);
	for (size_t v = 0; v < s->values; v++)
		found[s->value[v].column] = true;
	for (size_t i = 0; i < s->map->columns; i++) {
		if (sentence_lacks(s->map, i, found))
			fail(s->rows->status, s->rows->file, 0,
				"there is no sentence '%s', of which the map tells (%s:%zu)",
				quote(s->map->column[i].column).text, s->map->file,
				s->map->column[i].line);
	}
	free(found);
}

void sentences_close(struct sentences *s)
{
	use_words(s, s->words.length);
	check_sentences(s);
	for (size_t i = 0; i < s->begins; i++)
		free(s->begin[i].place);
	for (size_t i = 0; i < s->values; i++) {
		free(s->value[i].period.bytes);
		free(s->value[i].value.bytes);
	}
	for (size_t i = 0; i < s->map->names; i++)
		free(s->constant[i].bytes);
	free(s->begin);
	free(s->value);
	free(s->constant);
	free(s->field);
	free(s->words.bytes);
	free(s);
}

void sentences_find(const struct map *map, struct span words, bool *found)
{
	memset(found, 0, map->columns * sizeof *found);
	for (size_t at = 0; at < words.length; at++) {
		struct span rest = {words.bytes + at, words.length - at};
		rest.length = rest.length > SENTENCE ? SENTENCE : rest.length;
		struct text none = {0}, value = {0};
		size_t end;
		for (size_t i = 0; begins_word(words, at) && i < map->columns; i++)
			found[i] |=
				!map_line_is_column(&map->column[i]) &&
				pattern_begins(&map->column[i].header, rest, &end, &none, &value);
		free(none.bytes);
		free(value.bytes);
	}
}

void sentences_held(const struct map *map, const struct held *held, bool *found)
{
	struct text words = {0}, row = {0};
	for (size_t i = 0; i < held->rows; i++) {
		row.length = 0;
		for (size_t j = held->row[i].cell; j < held->row[i].cell + held->row[i].cells;
			j++) {
			text_add_char(&row, ' ');
			text_add(&row, held->cell[j].plain);
		}
		join_row(&words, text_span(&row));
	}
	sentences_find(map, text_span(&words), found);
	free(words.bytes);
	free(row.bytes);
}

bool sentence_lacks(const struct map *map, size_t line, const bool *found)
{
	bool there = map_line_is_column(&map->column[line]) || map->column[line].optional;
	for (size_t i = 0; i < map->columns && !there; i++)
		there = found[i] && same_series(map, i, line);
	return !there;
}

bool sentence_again(const struct map *map, size_t line)
{
	bool again = false;
	for (size_t i = 0; i < line && !again; i++)
		again = !map_line_is_column(&map->column[i]) && same_series(map, i, line);
	return again;
}
