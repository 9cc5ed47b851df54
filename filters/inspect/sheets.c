#include "inspect/sheets.h"

#include "lib/cli.h"
#include "table/cells.h"
#include "table/file.h"
#include "table/layout.h"

#include <stdio.h>
#include <stdlib.h>

/* In a process of its own: the cells are gone through, and a record comes out for each sheet. */

struct extent {
	struct writer *out;
	struct text name;
	size_t number, row, column;
	unsigned long long cells;
};

static void put_count(struct writer *out, unsigned long long count)
{
	char digits[32];
	snprintf(digits, sizeof digits, "%llu", count);
	put_field(out, span_of(digits));
}

static void end_sheet(struct extent *e)
{
	struct text corner = {0};
	if (e->cells) {
		column_letters(&corner, e->column);
		add_printed(&corner, "%zu", e->row);
		put_count(e->out, e->number);
		put_text(e->out, text_span(&e->name));
		put_field(e->out, text_span(&corner));
		put_count(e->out, e->cells);
		put_row_end(e->out);
	}
	free(corner.bytes);
}

static void begin_sheet(void *to, struct span name, size_t number)
{
	struct extent *e = to;
	end_sheet(e);
	*e = (struct extent){.out = e->out, .name = e->name, .number = number};
	e->name.length = 0;
	text_add(&e->name, name);
}

static bool take_cells(void *to, const struct row_shown *row)
{
	struct extent *e = to;
	size_t last = row->cell[row->cells - 1].column;
	e->row = row->number;
	e->column = last > e->column ? last : e->column;
	e->cells += row->cells;
	return true;
}

static void become_extents(char **arguments)
{
	static const char *const columns[] = {"number", "name", "corner", "cells"};
	char *const no_files[] = {NULL};
	struct writer *out = allocate(1, sizeof *out);
	struct extent e = {.out = out};
	const struct cells_taker taker = {begin_sheet, take_cells, NULL, &e};
	const struct layout layout = {.taker = &taker};
	const struct reading reading = {.layout = &layout};
	struct rows *rows = allocate(1, sizeof *rows);
	writer_stdout(out);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(out, span_of(columns[i]));
	put_row_end(out);
	rows_open(rows, &(struct rows_options){.files = no_files}, NULL);
	struct input *input = input_open(run_path(arguments));
	table_read(input, rows, &reading);
	input_close(input);
	end_sheet(&e);
	writer_close(out);
	free(e.name.bytes);
	free(rows);
	free(out);
	exit(EX_OK);
}

/* The page's side. */

enum { SHEETS_SHOWN = 8 };

struct sheets {
	struct text line, *largest;
	size_t count;
	unsigned long long most;
};

static void take_sheet(void *to, const struct records *in)
{
	enum { NUMBER, NAME, CORNER, CELLS };
	struct sheets *sheets = to;
	const struct span *field = in->field;
	char *digits = span_copy(field[CELLS]);
	unsigned long long cells = strtoull(digits, NULL, 10);
	free(digits);
	if (cells > sheets->most) {
		sheets->most = cells;
		sheets->largest->length = 0;
		text_add(sheets->largest, field[NUMBER]);
	}
	if (++sheets->count > SHEETS_SHOWN)
		return;
	text_add(&sheets->line, span_of(sheets->count > 1 ? ", " : ""));
	if (field[NAME].length == 0)
		text_add(&sheets->line, SPAN("sheet "));
	add_cut(&sheets->line, field[NAME].length ? field[NAME] : field[NUMBER], PAGE_WORD);
	add_printed(&sheets->line, " (to %.*s)", (int)field[CORNER].length, field[CORNER].bytes);
}

static bool has_sheets(const char *format)
{
	static const char *const texts[] = {"csv", "text", "fixed", "running"};
	bool text = !format;
	for (size_t i = 0; format && i < sizeof texts / sizeof *texts; i++)
		text = text || strcmp(format, texts[i]) == 0;
	return !text;
}

void put_sheets(struct writer *page, const struct inspection *inspection, struct text *largest)
{
	static const char *const own[] = {"kkr-inspect", NULL};
	struct sheets sheets = {.largest = largest};
	struct text line = {0};
	bool listed = has_sheets(inspection->form.read[READ_FORMAT]) &&
		      inspection_list(inspection, become_extents, own, take_sheet, &sheets);
	if (sheets.count > 1)
		add_printed(&line, "%zu: ", sheets.count);
	text_add(&line, text_span(&sheets.line));
	if (sheets.count > SHEETS_SHOWN)
		add_printed(&line, " and %zu more", sheets.count - SHEETS_SHOWN);
	if (listed && sheets.count)
		page_row(page, "sheets", text_span(&line));
	if (!listed || sheets.count < 2)
		largest->length = 0;
	free(line.bytes);
	free(sheets.line.bytes);
}
