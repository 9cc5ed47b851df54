/*
 * Where the columns of a text stand, told from its figures.
 *
 * What stands left of the figures is the first column, names with or without a code; or several of
 * words (text-labels.h). Each other column is a stretch of characters in which figures stand,
 * parted from the next by two blanks or more in every line. Headings say which of two stretches
 * that no row fills both are two columns.
 */
#ifndef KKR_TEXT_COLUMNS_H
#define KKR_TEXT_COLUMNS_H

#include "text-labels.h"

struct text_column {
	struct extent figures; /* or words; none in a column that has a heading alone */
	struct extent zone;    /* what lies around them up to the next columns */
	struct extent wide;    /* with its heading */
};

struct text_columns {
	struct extent names;        /* the first column */
	size_t labels;              /* where the last column of words ends */
	struct text_column *column; /* those right of the names */
	size_t count, room;
	size_t words;              /* the first so many of these are of words */
	struct text_labels beside; /* the names and these */
	size_t body;               /* the first line of figures: headings stand above it */
	size_t lines;              /* of figures */
	bool headed;               /* a heading stands above one of them */
	const char *fault;         /* why they cannot be told apart, or NULL */
};

/*
 * Finds the columns of the lines from `from` up to `to`. `before`, or NULL, is those of lines just
 * above on the same page, which stand in the same places. Where no line has figures there are no
 * columns, and body is `to`. All zero is fit to begin with; text_columns_free frees.
 */
void text_columns_find(struct text_columns *columns, const struct page *page, size_t from,
	size_t to, const struct text_columns *before);
void text_columns_free(struct text_columns *columns);

/*
 * Which columns a piece of a line below the headings belongs to, 0 the names: sets the range and
 * returns NULL; or returns why it cannot be told.
 */
struct column_range {
	size_t first, last;
};
const char *text_columns_place(const struct text_columns *columns, const struct text_piece *piece,
	struct column_range *range);

/* Whether a piece reaches to the first column of figures; and whether a column of words is meant.
 */
bool text_columns_reaches(const struct text_columns *columns, const struct text_piece *piece);
bool text_columns_words(const struct text_columns *columns, struct column_range range);

/* Which columns a piece belongs to in a line without figures: of a heading (`above`), or below. */
struct column_range text_columns_heading(
	const struct text_columns *columns, const struct text_piece *piece, bool first, bool above);

#endif
