/*
 * What stands between a format of tables and records: cells in, rows out.
 *
 * A sheet is a grid of cells: a sheet of a workbook, a CSV file, a table of a page. Who reads a
 * format delivers the cells as they stand. Which of them are a header, which are wanted and what
 * becomes of them (--sheet, --range, --header, a table map) is decided here, for all formats.
 *
 *	struct cells *cells = cells_open(rows, reading, true);
 *	if (cells_sheet(cells, SPAN("Bilag A"), 1)) {
 *		cells_row(cells, 1, 0);
 *		cells_put(cells, &(struct cell){.column = 1, .text = SPAN("Kommune")});
 *		...
 *	}
 *	cells_close(cells);
 *
 * Messages name a cell as a spreadsheet does: `Bilag A!C17`.
 */
#ifndef KKR_CELLS_H
#define KKR_CELLS_H

#include "read/dialect.h"

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

struct cells;

/*
 * For one file. `rows` knows the file and the line, as for every dialect. Of a workbook people know
 * cells, and of any other file lines.
 */
struct cells *cells_open(struct rows *rows, const struct reading *reading, bool workbook);

/* The file was whole: ends the last sheet, and the program with 65 where what was asked for (a
 * sheet, a header row) was not in it. */
void cells_close(struct cells *cells);

/*
 * A sheet begins, and the one before it ends. `name` is empty where the format has none; `number`
 * counts from 1. Returns whether its cells are wanted; where they are not, none need be put, and
 * those that are put are ignored.
 */
bool cells_sheet(struct cells *cells, struct span name, size_t number);

/*
 * A row begins, `number` from 1; rows may be left out, and come in their order. `line` is its line
 * in the file, for messages; 0 where a file has no lines, and the number of the row stands for it.
 * Returns false where neither this row nor any after it is wanted of the sheet.
 */
bool cells_row(struct cells *cells, size_t number, size_t line);

/*
 * To be called before the first row: rows that are left out are none of the table's, as the blank
 * lines of a text are none, and not empty ones.
 */
void cells_sparse(struct cells *cells);

/* Something that only the whole file shows is wrong with it: ends the program with 65 in
 * cells_close, behind whatever is wrong with a row. Of several the first counts. */
void cells_refuse(struct cells *cells, struct span reason);

/*
 * A cell of the row. Columns may be left out, and come in their order; an empty cell (an empty text
 * that is not merged) need not be put.
 *
 * Merged ranges must be known by now: a format that tells them behind the cells looks ahead. A text
 * stands in all of the range; a figure, which would count more than once, makes a bad record.
 */
void cells_put(struct cells *cells, const struct cell *cell);

/*
 * The row ends here, and is `record` as it came, for --rejects. It has so many fields, empty ones
 * too: a row is bad where they are not as many as the header has. A format in which rows have no
 * length tells 0 and an empty record, or does without where none of its texts is lasting.
 */
void cells_row_end(struct cells *cells, size_t fields, struct span record);

/*
 * A line of a text as it stands, beside the rows that are made of it: a sentence of a table map may
 * be in it. Of a format that tells no lines, the words of a row are its cells.
 */
void cells_words(struct cells *cells, size_t line, struct span words);

/* To be called for every piece that is read: shows a waiting user how far the work has come. */
void cells_progress(struct cells *cells, const struct input *input);

/* The line of the row at hand, as struct rows asks for it where the cells are the reader. */
size_t cells_line(const void *cells);

/* Ends the program with 65 and the name of a cell of the row at hand: `Bilag A!C17: ...`; column 0
 * names the row alone. */
_Noreturn void cells_fail(const struct cells *cells, size_t column, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The first row of the sheet at hand that is of the header or the table, as far as that is known.
 */
size_t cells_first(const struct cells *cells);

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

/* Where the cells become rows. */
struct rows *cells_rows(const struct cells *cells);

/* Adds the letters of a column, from 1: A, Z, AA; and reads them: 0 where they are none. */
void column_letters(struct text *to, size_t column);
size_t column_number(struct span letters);

/*
 * A format of tables that is no XML document: listed in file.c. (One that is, is an ordinary
 * struct dialect, which opens its cells when it is opened and closes them when it is closed.)
 */
struct table_dialect {
	const char *name; /* as in --format */
	bool workbook;    /* it has sheets and cells, not lines */
	/* Whether a file that begins with these bytes (INPUT_PEEK, or all of it) is of this format;
	 * the first that says so reads it. */
	bool (*begins)(struct span first);
	/* Reads the file to its end: sheets, rows and cells. The cells are opened and closed for
	 * it. */
	void (*read)(struct input *input, struct cells *cells, const struct reading *reading);
};

extern const struct table_dialect table_csv, table_fixed, table_html, table_json, table_ods,
	table_running, table_text, table_xlsx;
extern const struct dialect dialect_fods, dialect_spreadsheetml;

#endif
