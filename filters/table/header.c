#include "header.h"

#include <stdlib.h>

bool header_join(const struct span *const *row, size_t rows, size_t columns, bool spread,
	struct text *to, struct span *joined)
{
	struct span *last = allocate(rows, sizeof *last); /* of each row */
	for (size_t i = 0; i < rows; i++)
		last[i] = SPAN("");
	to->length = 0;
	for (size_t column = 0; column < columns && to->length <= HEADER_LIMIT; column++) {
		size_t before = to->length;
		for (size_t i = 0; i < rows; i++) {
			struct span text = row[i][column];
			if (spread && i + 1 < rows)
				text = last[i] = text.length ? text : last[i];
			if (text.length && to->length > before)
				text_add_char(to, ' ');
			text_add(to, text);
		}
		joined[column].length = to->length - before;
	}
	free(last);
	if (to->length > HEADER_LIMIT)
		return false;
	const char *at = text_span(to).bytes; /* which moves no more */
	for (size_t column = 0; column < columns; column++) {
		joined[column].bytes = at;
		at += joined[column].length;
	}
	return true;
}

static bool holds(const struct map_column *line, size_t number, const struct held_content *content)
{
	if (line->holds == HOLDS_ANYTHING)
		return true;
	if (!content)
		return false;
	bool percent = number <= content->columns && content->percent[number];
	return line->holds == HOLDS_PERCENT
		       ? percent
		       : (line->holds == HOLDS_WORDS) == (number <= content->words);
}

/* How closely a line is about a column. */
static enum pattern_rank rank_of(const struct map_column *line, struct span plain, size_t number,
	const struct held_content *content)
{
	bool about = map_line_is_column(line) && holds(line, number, content);
	if (about && line->number)
		return line->number == number ? PATTERN_LITERAL : PATTERN_NONE;
	about = about && plain.length && pattern_matches(&line->header, plain, NULL);
	return about ? line->header.rank : PATTERN_NONE;
}

bool header_assign(const struct map *map, const struct span *plain, size_t columns, size_t first,
	const struct held_content *content, size_t *line, struct header_clash *clash)
{
	bool clear = true;
	for (size_t at = 0; at < columns; at++) {
		enum pattern_rank best = PATTERN_NONE;
		line[at] = HEADER_NONE;
		bool twice = false;
		size_t other = 0;
		for (size_t i = 0; i < map->columns; i++) {
			enum pattern_rank rank =
				rank_of(&map->column[i], plain[at], first + at, content);
			if (rank == PATTERN_NONE || rank > best)
				continue;
			twice = rank == best;
			other = i;
			if (!twice)
				line[at] = i;
			best = rank;
		}
		if (twice && clear && clash)
			*clash = (struct header_clash){at, line[at], other};
		clear &= !twice;
	}
	return clear;
}
