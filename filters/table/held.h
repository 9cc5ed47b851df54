/*
 * The first rows of a sheet, held as they came until it is known what to make of them: which table
 * map is theirs, and where their header is.
 */
#ifndef KKR_HELD_H
#define KKR_HELD_H

#include "cell.h"

/* So many rows are held of a sheet, and about so many bytes. */
enum { HELD_ROWS = 1000, HELD_BYTES = 32 << 20 };

struct held_row {
	size_t number, line; /* as cells_row has them */
	size_t fields;       /* as cells_row_end has them; the record is held where it is wanted */
	struct span record;
	size_t cells; /* how many there are, and which is the first of the sheet's */
	size_t cell;
	bool filled; /* there is something in it */
};

struct held_cell {
	struct cell cell;  /* its text lasts as long as it is held */
	struct span plain; /* the text as patterns compare it */
};

struct held_block;

/* All zero is a sheet without rows. */
struct held {
	const struct held *words; /* the lines of a text as they stand; NULL: they are the rows */
	struct text name;         /* of the sheet, and its number */
	size_t number;
	struct held_row *row;
	size_t rows, row_room;
	struct held_cell *cell; /* of all rows */
	size_t cells, cell_room;
	size_t columns; /* the last in which there is something */
	size_t bytes;
	struct text plain; /* of the cell at hand */
	struct held_block *block;
};

/* A sheet begins: what was held of another goes. */
void held_sheet(struct held *held, struct span name, size_t number);

/* As cells_row, cells_put and cells_row_end; all is copied. */
void held_row(struct held *held, size_t number, size_t line);
void held_put(struct held *held, const struct cell *cell);
void held_row_end(struct held *held, size_t fields, struct span record);

/* What columns hold in the rows behind the one of a number. held_content_free frees it. */
struct held_content {
	/* The last with a letter in a text or, where the file tells numbers from texts, with texts
	 * alone: those to its right hold figures. */
	size_t words;
	size_t columns;
	bool *percent; /* of each, from 1: whether a figure in it has a percent sign */
};

void held_content(const struct held *held, size_t row, struct held_content *content);
void held_content_free(struct held_content *content);

/* Whether as much is held as there may be. */
bool held_full(const struct held *held);

void held_forget(struct held *held);

#endif
