/*
 * Running texts: which columns they have, which the headings tell that a table map names; and
 * letters, which are sentences with such a table in between.
 */
#ifndef KKR_RUNNING_H
#define KKR_RUNNING_H

#include "cells.h"
#include "map.h"

/* A heading, and where it stands in the words above the first area. */
struct running_heading {
	size_t at;
	struct span text; /* up to the next, or to the end of the words */
};

struct running_headings {
	struct running_heading *heading;
	size_t count, room;
	bool areas; /* the first of them is that of the areas; else these have none */
	bool words; /* they were cut where a word begins as a heading does */
};

/*
 * Finds the headings of a map in words that pattern_plain has made; `line` are the places where a
 * line begins, at one of which the heading of the areas stands. False where one is not there that
 * is not optional, or the map is of another kind. The texts are those of `words`.
 */
bool running_headings_find(struct running_headings *headings, const struct map *map,
	struct span words, const size_t *line, size_t lines);

/* Where lines begin in those words, and which of them stand apart from the one before. */
struct running_lines {
	size_t *line, *apart;
	size_t count, aparts;
};

/*
 * Cuts such words into headings where no map names them: one of the areas, and one for each of so
 * many columns, which stand apart, on lines of their own, or begin with a capital each; or a year
 * alone. False where it cannot be told, or a map that is made of these headings would not find
 * them.
 */
bool running_headings_cut(struct running_headings *headings, struct span words,
	const struct running_lines *lines, size_t columns);

/*
 * Reads a whole text as a letter: by a map that has both sentences, each of which stands in it, and
 * columns, whose headings stand above a row that begins with an area. The words of the table are
 * read as those of a running text are, also where they stand in columns. False, and nothing put,
 * where no map is so.
 */
bool running_letter(struct cells *cells, const struct layout *layout, struct span text);

/* Whether the layout has such a map. */
bool running_letters(const struct layout *layout);

/* Whether the sentences of a map of --maps stand in the first bytes of a text. */
bool running_sentences(const struct layout *layout, struct span first);

/* A longer text is no letter. */
enum { LETTER_BYTES = 1 << 20 };

#endif
