/*
 * A page of a text whose columns stand below one another: its lines in pieces, and where each of
 * them stands. What a piece is does not depend on the columns, which are found from the pieces.
 */
#ifndef KKR_TEXT_PAGE_H
#define KKR_TEXT_PAGE_H

#include "lib/text.h"

/*
 * Words with a single blank between them are one piece. Figures are apart: `12,5 7` are two, but
 * `12 345`, which may be one in groups of three digits, is one; a mark or a unit beside a figure is
 * part of it.
 */
struct text_piece {
	struct span text; /* as it stands, in the line of its page; good until page_clear */
	size_t first,
		last; /* its characters in the line, from 1; a TAB moves on to the next stop */
	bool figure;  /* a figure, a dash or dots in its place */
	bool nil;     /* the latter */
	bool period;  /* a year, or another period as headers have them: 2024K1 */
	bool apart;   /* two blanks or more stand before it, or nothing */
};

struct page_line {
	size_t number;    /* in the file, from 1 */
	struct span text; /* as it stands */
	struct text_piece *piece;
	size_t pieces; /* at least 1: blank lines are left out */
	bool outside;  /* the number of a page, or what else is none of the table's */
};

struct page {
	struct page_line *line;
	size_t lines, room;
	size_t bytes; /* of all lines */
};

/* Adds a line, which is copied; nothing where there is only space in it. */
void page_add(struct page *page, size_t number, struct span text);

/* Its lines are gone; what was allocated for the page itself is kept until page_free. */
void page_clear(struct page *page);
void page_free(struct page *page);

/* Whether it is a line of figures: one of them stands behind another piece, and it is not outside.
 */
bool page_line_counts(const struct page_line *line);

/* The text of a line with one blank between its words. */
void page_line_text(const struct page_line *line, struct text *to);

/* Takes a word off a text. */
struct span page_word(struct span *text);

/* Whether a word is a number of at most four digits. */
bool page_digits(struct span word);

/* Whether a text is the number of a page: `Side 3`, `Side 3 af 12`, `page 3/12`; or `- 3 -`. */
bool page_numbered(struct span text);
bool page_dashes(struct span text);

#endif
