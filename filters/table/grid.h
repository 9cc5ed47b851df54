/*
 * What the parts of the shared piece for tables share: a row of cells, which cells.c gathers,
 * becomes records as it is (plain.c) or by a table map (mapped.c).
 */
#ifndef KKR_GRID_H
#define KKR_GRID_H

#include "cell.h"
#include "held.h"
#include "map.h"

#include "read/dialect.h"

struct cells;

/* A cell of the row at hand. */
struct value {
	enum cell_kind kind;
	bool percent, literal;
	bool shared;            /* it is merged with others, and no text */
	bool covered;           /* it is that of a cell to its left, with which it is merged */
	enum reject_kind fault; /* as struct cell has it */
	struct span text;       /* empty where there is nothing */
};

/* The columns that a table has. */
struct grid {
	size_t first; /* from 1 */
	size_t count;
	struct span *header; /* of each: the text of its header, a token; empty where it has none */
	const struct layout *layout;        /* what is said of the table, its map too */
	const struct held_content *content; /* what columns hold; NULL: not known */
	struct span title, period;          /* above the table (fit.h) */
};

/* A way to make records of rows; `state` is what open has returned. */
struct maker {
	/* Names the columns of the records. The grid lives until close. */
	void *(*open)(struct cells *cells, struct rows *rows, const struct reading *reading,
		const struct grid *grid);
	/* A row: a value for each column of the grid. */
	void (*row)(void *state, const struct value *value);
	void (*close)(void *state); /* the table is whole */
};

extern const struct maker maker_plain, maker_mapped;

/* `Bilag A!C17`, for messages: the cell in a column of the row at hand; 0 names the row: `Bilag
 * A!17`. */
struct quote cell_name(const struct cells *cells, size_t column);

/* Where the row at hand came from, as rows_put_from wants it; good until the next row. */
struct span cell_place(struct cells *cells);

/*
 * Notes what keeps a value from being used at all: it is an error, or a figure that others share.
 * Returns whether it can be.
 */
bool cell_usable(
	const struct cells *cells, size_t column, const struct value *value, struct fault **fault);

/* The row at hand, or a record of it, is bad. `fault` is freed. */
void cell_reject(struct cells *cells, struct fault *fault);

#endif
