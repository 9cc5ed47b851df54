/*
 * A cell of a table, as a format delivers it, and as it is shown to who takes cells as they stand.
 */
#ifndef KKR_CELL_H
#define KKR_CELL_H

#include "lib/rejects.h"

/* A sheet has so many columns at most, and so many rows may be left out between two (Excel's own
 * limits); a cell's text has at most so many bytes. */
enum { CELLS_COLUMNS = 1 << 14, CELLS_ROWS = 1 << 20, CELLS_TEXT = 1 << 20 };

enum cell_kind {
	CELL_TEXT,    /* whatever a format does not tell: all of CSV is text */
	CELL_NUMBER,  /* in plain notation, exactly as it is stored: -1234.5 */
	CELL_DATE,    /* 2025-01-31, or 2025-01-31T13:30:00 */
	CELL_BOOLEAN, /* true or false */
	CELL_ERROR,   /* what is shown in place of a value: #N/A */
	CELL_FAULT, /* what cannot be read; its text says what that is: a formula without its value
		     */
};

struct cell {
	size_t column; /* from 1 */
	/* Merged with so many rows and columns from here, itself counted; 0 is 1. The others of a
	 * merged range are not put. */
	size_t span_rows, span_columns;
	enum cell_kind kind;
	enum reject_kind fault; /* of CELL_FAULT: as what the record is set aside */
	bool percent;           /* a number that is shown as a percentage: 0.25 is 25 % */
	bool literal;           /* a text that the file says is no number, whatever it looks like */
	bool lasting;           /* the text stays where it is until cells_row_end */
	struct span text;       /* UTF-8, not escaped; else good during the call alone */
};

/*
 * Who takes the cells of a file as they stand, in place of records: what proposes a map of them, or
 * tells what they are. The layout of the reading names it (layout.h), and what the layout says of
 * --sheet and --range holds. Nothing is said of the rows of a taker: no header is looked for, and
 * no cell is refused.
 */
struct cell_shown {
	size_t column; /* from 1 */
	enum cell_kind kind;
	bool percent, literal; /* as struct cell has it */
	bool shared;           /* a figure that is that of several cells, which are merged */
	bool above;            /* the cell is that of a row above, with which it is merged */
	struct span text;      /* UTF-8, not escaped, never empty */
};

struct row_shown {
	size_t number, line; /* in the sheet, and in the file */
	size_t fields;       /* of a format in which rows have a length; else 0 */
	const struct cell_shown *cell;
	size_t cells;  /* at least 1: a row in which there is nothing is not shown */
	bool workbook; /* the file has sheets and cells, not lines */
};

struct cells_taker {
	/* A sheet begins; it may have no rows. */
	void (*sheet)(void *to, struct span name, size_t number);
	/* A row of it, with the texts of merged cells in each of them; all is good during the call
	 * alone. Returns whether more of the sheet's rows are wanted. */
	bool (*row)(void *to, const struct row_shown *row);
	/* Headings of a running text stand on one line, and were cut where words begin with a
	 * capital; or NULL. */
	void (*cut)(void *to);
	void *to;
};

/* Adds the letters of a column, from 1: A, Z, AA; and reads them: 0 where they are none. */
void column_letters(struct text *to, size_t column);
size_t column_number(struct span letters);

#endif
