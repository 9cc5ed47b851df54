/*
 * The texts left of the figures of a text in columns, and the columns that they stand in.
 *
 * A code and the name behind it are one text, and so is what stands behind a name without a letter,
 * the mark of a footnote. Two texts of one line are of two columns where no more than a few texts
 * of other lines reach over a place between them, and where that is so in several lines, below one
 * another, or two headings stand over them.
 */
#ifndef KKR_TEXT_LABELS_H
#define KKR_TEXT_LABELS_H

#include "text-page.h"

/* Characters of a line, from 1; `last` 0: none. */
struct extent {
	size_t first, last;
};

/* How many of the first pieces of a line are such texts: at least one. */
size_t text_labels_of(const struct page_line *line);

/* Makes the first extent so wide that it has the other in it. */
void widen(struct extent *e, struct extent by);

struct text_labels {
	struct extent *column; /* what stands in each, without texts that reach over several */
	size_t columns, room;
};

/*
 * Finds the columns of the texts that end before the character `end`, of the lines from `body` up
 * to `to`, with headings from `from` on; so many lines may be out of place. Those that the lines
 * just above have are columns here, too. All zero is fit to begin with; the caller frees `column`.
 */
struct text_stretch {
	const struct page *page;
	size_t from, body, to, end, few;
};
void text_labels_find(
	struct text_labels *labels, const struct text_stretch *s, const struct text_labels *before);

#endif
