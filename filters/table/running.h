/*
 * Which columns a running text has: told by the headings that a table map names.
 */
#ifndef KKR_RUNNING_H
#define KKR_RUNNING_H

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
};

/*
 * Finds the headings of a map in words that pattern_plain has made; `line` are the places where a
 * line begins, at one of which the heading of the areas stands. False where one is not there that
 * is not optional, or the map is of another kind. The texts are those of `words`.
 */
bool running_headings_find(struct running_headings *headings, const struct map *map,
	struct span words, const size_t *line, size_t lines);

#endif
