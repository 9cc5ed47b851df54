/*
 * What is said of tables, on the command line or in a table map: where the table is on which sheet,
 * what its header is, and how a text file is written.
 */
#ifndef KKR_LAYOUT_H
#define KKR_LAYOUT_H

#include "marks.h"

/* Rows and columns from 1; 0 is open. */
struct range {
	size_t first_column, first_row, last_column, last_row;
};

struct cells_taker;

struct layout {
	const char *sheet; /* --sheet: a name or a number; NULL: the only one with anything on it */
	bool list_sheets;  /* --list-sheets: what sheets there are, in place of what is on them */
	bool list_cells;   /* --list-cells: what is on them, cell by cell, in place of records */
	struct range range;
	/* --header: its rows; 0 is none; not given is the first row that has anything */
	bool header_given;
	size_t header_first, header_last;
	bool skip_empty;
	bool unproved; /* --unproved: columns of a running text need no total */
	char **skip;   /* --skip, NULL-terminated or NULL: rows that begin with these texts */
	/* ---- what only a map says; lists are NULL-terminated, or NULL for none */
	bool spread;     /* --header-spread */
	char **titles;   /* --title: patterns */
	char **headings; /* --heading: NAME or NAME=PATTERN */
	char **ends;     /* --end: as --skip */
	bool absent;     /* --absent zero: rows that the table leaves out are nil */
	struct marks marks;
	/* ---- */
	char delimiter;       /* of text files; NUL: the one that is found */
	const char *encoding; /* of text files; NULL: UTF-8, or what a byte order mark says */
	bool numbers_given;
	enum numbers numbers;
	bool spaces;             /* between thousands */
	const struct map *map;   /* the table map, or NULL */
	const struct maps *maps; /* --maps: the maps of which one is to fit, or NULL */
	/* Takes the cells in place of records (cells.h), or NULL. */
	const struct cells_taker *taker;
	unsigned told, mapped; /* which options the command line and the map have given, in bits */
};

/*
 * Takes an option of the command line that is one of these into a layout, `to`, by its name without
 * hyphens (cli.h). A wrong one ends the program with 64. `argument` must live as long as the
 * layout.
 */
void layout_take(void *to, const char *name, const char *argument);

/*
 * Takes an option, by its name with the two hyphens, from a map: what the command line has said
 * counts before it. Returns NULL, or what is wrong with it.
 */
const char *layout_map(struct layout *layout, const char *name, const char *argument);

/* Whether the command line has given an option, by its name without hyphens. */
bool layout_told(const struct layout *layout, const char *name);

/*
 * An option that was given and cannot be used with a list of sheets or cells; NULL where there is
 * none.
 */
const char *layout_lost(const struct layout *layout);

/* Whether the header is looked for among the first rows, since a map says what is in it. */
bool layout_seeks(const struct layout *layout);

/*
 * Reads `da` and `plain`, and these with `-spaces` behind, which says that spaces stand between
 * thousands; false where it is none of them.
 */
bool layout_numbers(struct span name, enum numbers *numbers, bool *spaces);

/* A copy to which a map may add; the original must stay as long as it. */
struct layout layout_copy(const struct layout *layout);
void layout_free(struct layout *layout);

#endif
