/*
 * Figures in running words: a table map of sentences, `Landstallet for {period} fastsættes til
 * {value} personer`, makes a record of each sentence that is like one of its lines.
 *
 * Rows are joined as they come, with a blank between two; a word that a hyphen divides at the end
 * of a row is whole. A sentence may begin anywhere in a row and end in another.
 */
#ifndef KKR_SENTENCES_H
#define KKR_SENTENCES_H

#include "held.h"
#include "map.h"
#include "read/rows.h"

struct sentences;

/* `map` has sentences; it names the columns of the records. */
struct sentences *sentences_open(struct rows *rows, const struct map *map);

/* A row: its words, its line, and its place, as rows_put_from wants it; all is copied. */
void sentences_row(struct sentences *sentences, struct span words, size_t line, struct span place);

/*
 * The file was whole. Ends the program with 65 where a sentence that is not optional was not in it.
 * A sentence that says another value of the same period than before has ended it already.
 */
void sentences_close(struct sentences *sentences);

/* Which lines of a map are sentences that stand in the rows held; `found` is by the map's lines. */
void sentences_held(const struct map *map, const struct held *held, bool *found);

/* As sentences_held, of words that pattern_plain has made. */
void sentences_find(const struct map *map, struct span words, bool *found);

/*
 * Whether a line is a sentence that must be there and is not among those found: nor is another that
 * says the same of what it tells.
 */
bool sentence_lacks(const struct map *map, size_t line, const bool *found);

/* Whether a line of the map above this one says the same in other words. */
bool sentence_again(const struct map *map, size_t line);

#endif
