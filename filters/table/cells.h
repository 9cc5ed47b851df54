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

#include "cell.h"

#include "read/dialect.h"

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

/* Where the cells become rows. */
struct rows *cells_rows(const struct cells *cells);

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
