/*
 * What a header says of each column, be it over one row or several.
 */
#ifndef KKR_HEADER_H
#define KKR_HEADER_H

#include "held.h"
#include "map.h"

/*
 * Joins the rows of a header: of each column its texts from above, with a blank between them. `row`
 * has `columns` texts for each of the rows. With `spread` a text of any row but the last counts for
 * the columns to its right, too, up to the next text of its row. The joined texts are of `to`,
 * whose text goes. Returns false, with nothing joined, where that would be more than HEADER_LIMIT
 * bytes.
 */
enum { HEADER_LIMIT = 32 << 20 };
bool header_join(const struct span *const *row, size_t rows, size_t columns, bool spread,
	struct text *to, struct span *joined);

/* No line of the map. */
#define HEADER_NONE ((size_t)-1)

/* A column of the table that two lines of the map are about alike. */
struct header_clash {
	size_t column, first, second; /* its place, and the lines' places in the map */
};

/*
 * Finds the line of the map that each column of a table is about: `line` gets its place in the map,
 * or HEADER_NONE. A line that names a header literally comes before one with {period}, and that
 * before one with *, and any before **. `content` is what columns hold (held.h); NULL where
 * that is not known, and no line that asks for it is about any. `plain` are the headers as
 * pattern_plain makes them; the first is of the column `first`. Returns whether no two lines are
 * about one column alike; else `clash`, which may be NULL, says which.
 */
bool header_assign(const struct map *map, const struct span *plain, size_t columns, size_t first,
	const struct held_content *content, size_t *line, struct header_clash *clash);

#endif
