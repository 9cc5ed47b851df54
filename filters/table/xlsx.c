/*
 * The format `xlsx`: workbooks of Office Open XML (ECMA-376, ISO/IEC 29500), both Transitional and
 * Strict.
 *
 *	_rels/.rels                  which part is the workbook
 *	xl/workbook.xml              its sheets in their order, and where days are counted from
 *	xl/_rels/workbook.xml.rels   where the sheets are, the styles and the shared texts
 *	xl/styles.xml                which styles show a number as a date or a percentage
 *	xl/sharedStrings.xml         texts, which cells have by their number
 *	xl/worksheets/sheet1.xml     <row r="1"><c r="A1" t="s"><v>0</v></c> ... </row>
 *
 * A sheet streams; the shared texts are kept. Merged ranges stand behind the cells and are needed
 * before: a sheet that has any is read twice, but for a very large one, in which they are refused.
 */
#include "cells.h"
#include "layout.h"
#include "ods.h"
#include "xlsx.h"

#include <stdlib.h>
#include <string.h>

/* More sheets than this no workbook has; more merged ranges no sheet. */
enum { SHEETS = 10000, MERGES = 1 << 17 };

/*
 * Bytes of a sheet in which merged ranges are looked for before its cells are read: to inflate a
 * large one twice takes a fifth longer, and those that are so large are hardly ever merged.
 */
enum { LOOK_AHEAD = 16 << 20 };

struct sheet_entry {
	char *name, *id;
	bool hidden;
};

struct workbook {
	struct outline outline;
	struct package package;
	struct cells *cells;
	bool from1904;
	struct sheet_entry *entry;
	size_t sheets, room;
	struct styles styles;
	struct strings strings;
	bool shared; /* the strings have been read */
	struct relations relations;
};

static const char *file_of(const struct workbook *w)
{
	return w->package.rows->file;
}

/* The workbook: <workbookPr date1904="1"/> and <sheets><sheet name="Bilag A" r:id="rId1"/></sheets>
 */

static bool is_true(struct span value)
{
	return span_is(value, "1") || span_is(value, "true") || span_is(value, "on");
}

static void start_properties(void *state, const struct element *element)
{
	struct workbook *w = state;
	w->from1904 = is_true(outline_or_empty(outline_attribute(element, "date1904")));
}

static void start_sheet(void *state, const struct element *element)
{
	struct workbook *w = state;
	struct span name = outline_attribute(element, "name"),
		    id = outline_attribute(element, "id");
	if (!name.bytes)
		fail(EX_DATAERR, file_of(w), 0, "the workbook has a sheet without a name");
	if (w->sheets == SHEETS)
		fail(EX_DATAERR, file_of(w), 0, "the workbook has more than %d sheets", SHEETS);
	w->entry = grow(w->entry, &w->room, w->sheets + 1, sizeof *w->entry);
	struct span state_told = outline_or_empty(outline_attribute(element, "state"));
	w->entry[w->sheets++] =
		(struct sheet_entry){span_copy(name), span_copy(outline_or_empty(id)),
			state_told.length && !span_is(state_told, "visible")};
}

static void read_workbook(struct workbook *w, const char *part)
{
	enum { WORKBOOK = 1, PROPERTIES, SHEET_LIST, SHEET };
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "workbook", xlsx_main, WORKBOOK, NULL, NULL, NULL},
		{WORKBOOK, "workbookPr", xlsx_main, PROPERTIES, start_properties, NULL, NULL},
		{WORKBOOK, "sheets", xlsx_main, SHEET_LIST, NULL, NULL, NULL},
		{SHEET_LIST, "sheet", xlsx_main, SHEET, start_sheet, NULL, NULL},
		{.parent = -1},
	};
	part_read(&w->package, part, rules, w, false);
}

/* Sheets */

/* Rows and columns of a merged range, from 1, all of them in it. */
struct merge {
	size_t row, column, last_row, last_column;
};

enum { LETTERS = 3, DIGITS = 7 }; /* of a reference to a cell, at most */

struct sheet {
	struct outline outline;
	struct workbook *workbook;
	struct cells *cells;
	size_t row;          /* the one at hand or, between rows, the last; 0 before the first */
	char digits[DIGITS]; /* the row at hand as it is written, if it is */
	size_t digits_length;
	size_t column;
	bool done; /* neither this row nor any that follows is wanted */
	/* of the cell at hand: */
	void (*put)(struct sheet *, struct cell *);
	size_t style;
	bool formula, given;      /* it has <f>; its value, of <v> or <is>, has text */
	size_t values;            /* so many <v> */
	bool inlined;             /* it has <is> */
	struct text value, inner; /* of <v>, of <is> */
	struct runs runs;         /* of <is> */
	struct text written;      /* its value as it is handed over, where that is another */
	/* merged ranges in their order, the next of them to come, and how far down each column is
	 * covered: */
	struct merge *merge;
	size_t merges, merge_room, next;
	size_t *covered;
	bool unlooked; /* the sheet is too long for them to be known before */
};

/* What cannot be read of a cell makes it a bad one, wherever it is used. */
static void put_fault(struct sheet *s, struct cell *cell, enum reject_kind kind, const char *fault)
{
	cell->fault = kind;
	cell->kind = CELL_FAULT;
	cell->text = span_of(fault);
	cells_put(s->cells, cell);
}

static void put_string(struct sheet *s, struct cell *cell)
{
	cell->text = text_span(&s->value);
	if (memchr(cell->text.bytes, '_', cell->text.length)) {
		s->written.length = 0;
		xlsx_add_text(&s->written, cell->text);
		cell->text = text_span(&s->written);
	}
	cells_put(s->cells, cell);
}

/* Of <is>, whose pieces have been added as they came. */
static void put_inline(struct sheet *s, struct cell *cell)
{
	cell->text = text_span(s->inlined ? &s->inner : &s->value);
	cells_put(s->cells, cell);
}

static void put_shared(struct sheet *s, struct cell *cell)
{
	const struct strings *strings = &s->workbook->strings;
	size_t index;
	if (!outline_number(text_span(&s->value), &index) || index >= strings->count)
		cells_fail(s->cells, cell->column,
			"it has the shared text '%s', and there are %zu, counted from 0",
			quote(text_span(&s->value)).text, strings->count);
	cell->text = strings_get(strings, index);
	cell->lasting = true;
	__builtin_prefetch(cell->text.bytes);
	cells_put(s->cells, cell);
}

static void put_boolean(struct sheet *s, struct cell *cell)
{
	struct span value = text_span(&s->value);
	cell->kind = CELL_BOOLEAN;
	cell->text = is_true(value) ? SPAN("true") : SPAN("false");
	if (!is_true(value) && !span_is(value, "0") && !span_is(value, "false"))
		put_fault(s, cell, REJECT_UNKNOWN, "neither true nor false");
	else
		cells_put(s->cells, cell);
}

static void put_error(struct sheet *s, struct cell *cell)
{
	cell->kind = CELL_ERROR;
	cell->text = text_span(&s->value);
	cells_put(s->cells, cell);
}

static struct style style_of(const struct sheet *s, const struct cell *cell)
{
	const struct styles *styles = &s->workbook->styles;
	if (s->style < styles->count)
		return styles->style[s->style];
	if (s->style > 0)
		cells_fail(s->cells, cell->column, "it has the style %zu, and there are %zu",
			s->style, styles->count);
	return (struct style){.shown = SHOWN_NUMBER};
}

static void put_days(struct sheet *s, struct cell *cell, enum shown shown)
{
	struct text days = {0};
	text_add(&days, cell->text);
	s->written.length = 0;
	const char *fault =
		stored_days(text_span(&days), shown, s->workbook->from1904, &s->written);
	free(days.bytes);
	if (fault) {
		put_fault(s, cell, REJECT_DATE, fault);
		return;
	}
	cell->kind = CELL_DATE;
	cell->text = text_span(&s->written);
	cells_put(s->cells, cell);
}

/* A number with the zeros before it that its format shows. */
static void pad_number(struct sheet *s, struct cell *cell, size_t zeros)
{
	struct text padded = {0};
	if (zeros_pad(cell->text, zeros, &padded)) {
		free(s->written.bytes);
		s->written = padded;
		cell->text = text_span(&s->written);
	}
}

static void put_number(struct sheet *s, struct cell *cell)
{
	struct style style = style_of(s, cell);
	cell->text = text_span(&s->value);
	if (!stored_plain(cell->text)) {
		s->written.length = 0;
		if (!stored_number(cell->text, &s->written)) {
			put_fault(s, cell, REJECT_NUMBER,
				"a number of more than 100 digits, or none");
			return;
		}
		cell->text = text_span(&s->written);
	}
	if (style.shown > SHOWN_PERCENT) {
		put_days(s, cell, (enum shown)style.shown);
		return;
	}
	cell->kind = CELL_NUMBER;
	cell->percent = style.shown == SHOWN_PERCENT;
	if (style.zeros)
		pad_number(s, cell, style.zeros);
	cells_put(s->cells, cell);
}

static void put_date(struct sheet *s, struct cell *cell)
{
	s->written.length = 0;
	if (!stored_iso(text_span(&s->value), &s->written)) {
		put_fault(s, cell, REJECT_DATE,
			"no date and no time (2025-01-31, 2025-01-31T13:30:00)");
		return;
	}
	cell->kind = CELL_DATE;
	cell->text = text_span(&s->written);
	cells_put(s->cells, cell);
}

/* With lengths: to take them of each cell with a type anew took a hundredth of kkr-table's time. */
#define TYPE(name, put)                                                                            \
	{                                                                                          \
		{name, sizeof(name) - 1}, put                                                      \
	}
static const struct cell_type {
	struct span name; /* as in t="..." */
	void (*put)(struct sheet *, struct cell *);
} cell_types[] = {
	TYPE("s", put_shared),
	TYPE("n", put_number),
	TYPE("str", put_string),
	TYPE("inlineStr", put_inline),
	TYPE("b", put_boolean),
	TYPE("e", put_error),
	TYPE("d", put_date),
};

static void find_type(struct sheet *s, struct span type)
{
	for (size_t i = 0; i < sizeof cell_types / sizeof *cell_types; i++) {
		if (span_equals(type, cell_types[i].name)) {
			s->put = cell_types[i].put;
			return;
		}
	}
	cells_fail(s->cells, s->column, "it has a type '%s', which no cell has", quote(type).text);
}

/* A reference, C17; false where it is none that a sheet has. */
static bool read_reference(struct span text, size_t *column, size_t *row)
{
	size_t i = 0;
	*column = *row = 0;
	for (; i < text.length && text.bytes[i] >= 'A' && text.bytes[i] <= 'Z'; i++) {
		*column = *column * 26 + (size_t)(text.bytes[i] - 'A' + 1);
		if (*column > CELLS_COLUMNS)
			return false;
	}
	for (; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9'; i++) {
		*row = *row * 10 + (size_t)(text.bytes[i] - '0');
		if (*row > CELLS_ROWS)
			return false;
	}
	return i == text.length && *column > 0 && *row > 0;
}

/* Merged ranges: a first reading of the sheet, for these alone. */

static void read_merge(struct sheet *s, const struct element *element, struct merge *m)
{
	struct span range = outline_or_empty(outline_attribute(element, "ref")), last = range;
	const char *colon = memchr(range.bytes, ':', range.length);
	if (colon) {
		range.length = (size_t)(colon - range.bytes);
		last.bytes = colon + 1;
		last.length -= range.length + 1;
	}
	if (!read_reference(range, &m->column, &m->row) ||
		!read_reference(last, &m->last_column, &m->last_row) || m->last_row < m->row ||
		m->last_column < m->column)
		cells_fail(s->cells, 0, "cells are merged that are no range of a sheet: '%s'",
			quote(outline_or_empty(outline_attribute(element, "ref"))).text);
}

static void start_merge(void *state, const struct element *element)
{
	struct sheet *s = state;
	if (s->merges == MERGES)
		cells_fail(s->cells, 0, "it has more than %d merged ranges", MERGES);
	s->merge = grow(s->merge, &s->merge_room, s->merges + 1, sizeof *s->merge);
	read_merge(s, element, &s->merge[s->merges++]);
}

/* Behind the cells of a sheet in which they were not looked for: above the table they do nothing.
 */
static void start_late_merge(void *state, const struct element *element)
{
	struct sheet *s = state;
	struct merge m;
	if (!s->unlooked)
		return;
	read_merge(s, element, &m);
	if (m.last_row >= cells_first(s->cells))
		cells_fail(s->cells, 0,
			"cells are merged, %s, in a sheet of more than %d MB, where that is known "
			"too late: part them",
			quote(outline_or_empty(outline_attribute(element, "ref"))).text,
			LOOK_AHEAD >> 20);
}

static int compare_merges(const void *a, const void *b)
{
	const struct merge *first = a, *second = b;
	if (first->row != second->row)
		return first->row < second->row ? -1 : 1;
	return (first->column > second->column) - (first->column < second->column);
}

static void read_merges(struct sheet *s, const char *part)
{
	enum { WORKSHEET = 1, LIST, MERGE };
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "worksheet", xlsx_main, WORKSHEET, NULL, NULL, NULL},
		{WORKSHEET, "mergeCells", xlsx_main, LIST, NULL, NULL, NULL},
		{LIST, "mergeCell", xlsx_main, MERGE, start_merge, NULL, NULL},
		{.parent = -1},
	};
	const struct package *package = &s->workbook->package;
	enum part_word merges = part_look(package, part, SPAN("mergeCell"), LOOK_AHEAD);
	s->unlooked = merges == PART_LONG;
	if (merges != PART_WITH)
		return;
	part_read(package, part, rules, s, false);
	if (s->merges == 0)
		return;
	qsort(s->merge, s->merges, sizeof *s->merge, compare_merges);
	s->covered = allocate(CELLS_COLUMNS + 1, sizeof *s->covered);
	memset(s->covered, 0, (CELLS_COLUMNS + 1) * sizeof *s->covered);
}

/* Marks the columns of the ranges that begin in or before the row at hand. */
static void cover(struct sheet *s)
{
	for (; s->next < s->merges && s->merge[s->next].row <= s->row; s->next++) {
		const struct merge *m = &s->merge[s->next];
		for (size_t column = m->column; column <= m->last_column; column++) {
			if (s->covered[column] >= m->row)
				cells_fail(s->cells, column, "it is in two merged ranges");
			s->covered[column] = m->last_row;
		}
	}
}

static const struct merge *merge_at(const struct sheet *s, size_t column)
{
	struct merge wanted = {.row = s->row, .column = column};
	return bsearch(&wanted, s->merge, s->merges, sizeof *s->merge, compare_merges);
}

/* Rows and cells: <row r="1"><c r="A1" s="2" t="s"><f>...</f><v>0</v></c></row> */

static void start_row(void *state, const struct element *element)
{
	struct sheet *s = state;
	struct span told = outline_attribute(element, "r");
	size_t row = s->row + 1;
	if (told.bytes && !outline_number(told, &row))
		cells_fail(
			s->cells, 0, "after it comes a row '%s', which is none", quote(told).text);
	if (row <= s->row)
		cells_fail(s->cells, 0, "after it comes row %zu: rows are not in their order", row);
	if (row > CELLS_ROWS)
		cells_fail(s->cells, 0, "after it comes row %zu; a sheet has at most %d", row,
			CELLS_ROWS);
	s->row = row;
	s->digits_length = 0;
	if (told.bytes && told.length <= sizeof s->digits) {
		memcpy(s->digits, told.bytes, told.length);
		s->digits_length = told.length;
	}
	s->column = 0;
	s->done = s->done || !cells_row(s->cells, row, 0);
	if (s->merges)
		cover(s);
}

static void end_row(void *state)
{
	const struct sheet *s = state;
	cells_row_end(s->cells, 0, SPAN(""));
}

/* Whether a row is written as the row at hand is: then it need not be read. */
static bool same_row(const struct sheet *s, struct span digits)
{
	return digits.length == s->digits_length &&
	       memcmp(digits.bytes, s->digits, digits.length) == 0;
}

/* The column of a cell that says its place. */
static size_t read_place(const struct sheet *s, struct span told)
{
	size_t column = 0, row, i = 0;
	for (; i < told.length && told.bytes[i] >= 'A' && told.bytes[i] <= 'Z' && i < LETTERS; i++)
		column = column * ('Z' - 'A' + 1) + (size_t)(told.bytes[i] - 'A' + 1);
	if (column > s->column && column <= CELLS_COLUMNS &&
		same_row(s, (struct span){told.bytes + i, told.length - i}))
		return column;
	if (!read_reference(told, &column, &row))
		cells_fail(s->cells, 0,
			"a cell in it is called '%s': columns go from A to XFD, rows to %d",
			quote(told).text, CELLS_ROWS);
	if (row != s->row)
		cells_fail(s->cells, 0, "a cell in it is called '%s', which is of another row",
			quote(told).text);
	if (column <= s->column)
		cells_fail(s->cells, s->column, "after it comes '%s': cells are not in their order",
			quote(told).text);
	return column;
}

static void start_cell(void *state, const struct element *element)
{
	struct sheet *s = state;
	s->put = put_number;
	s->style = 0;
	s->formula = s->given = s->inlined = false;
	s->values = 0;
	s->value.length = s->inner.length = 0;
	struct span place = {NULL, 0}, type = {NULL, 0}, style = {NULL, 0};
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (a->name[0] == '\0' || a->name[1] != '\0')
			continue;
		if (a->name[0] == 'r')
			place = a->value;
		else if (a->name[0] == 't')
			type = a->value;
		else if (a->name[0] == 's')
			style = a->value;
	}
	s->column = place.bytes ? read_place(s, place) : s->column + 1;
	if (s->column > CELLS_COLUMNS)
		cells_fail(s->cells, 0, "it has more than %d columns", CELLS_COLUMNS);
	if (type.bytes)
		find_type(s, type);
	if (style.length && !outline_number(style, &s->style))
		cells_fail(s->cells, s->column, "its style '%s' is no number", quote(style).text);
}

static void start_value(void *state, const struct element *element)
{
	(void)element;
	((struct sheet *)state)->values++;
}

static void cell_value(void *state, struct span text)
{
	struct sheet *s = state;
	s->given = true;
	text_add(&s->value, text);
}

/*
 * A shared text is asked of memory before it is needed: where it ends as soon as its number is
 * known, and its bytes, of which the row has need, when the cell ends. Of 100,000 texts in no order
 * nearly none is near; waiting for them took a tenth of kkr-table's time.
 */
static void end_value(void *state)
{
	const struct sheet *s = state;
	const struct strings *strings = &s->workbook->strings;
	size_t index;
	if (s->put == put_shared && outline_number(text_span(&s->value), &index) &&
		index < strings->count)
		__builtin_prefetch(&strings->end[index]);
}

static void inline_text(void *state, struct span text)
{
	struct sheet *s = state;
	s->given = true;
	xlsx_add_run(&s->inner, 0, &s->runs, text);
}

static void start_inline(void *state, const struct element *element)
{
	(void)element;
	struct sheet *s = state;
	s->values += s->inlined; /* of two, neither is meant */
	s->inlined = true;
	s->runs = (struct runs){0};
}

static void start_run(void *state, const struct element *element)
{
	(void)element;
	((struct sheet *)state)->runs.now = ON_LINE;
}

static void start_align(void *state, const struct element *element)
{
	((struct sheet *)state)->runs.now = xlsx_aligns(element);
}

static void start_formula(void *state, const struct element *element)
{
	(void)element;
	((struct sheet *)state)->formula = true;
}

/* A merged cell takes its range with it; one that the range of another covers must be empty. */
static bool spread(struct sheet *s, struct cell *cell)
{
	if (!s->merges || s->covered[s->column] < s->row)
		return true;
	const struct merge *m = merge_at(s, s->column);
	if (m) {
		cell->span_rows = m->last_row - m->row + 1;
		cell->span_columns = m->last_column - m->column + 1;
		return true;
	}
	if (s->given)
		cells_fail(s->cells, s->column,
			"it has a value that is not shown, since it is merged with cells before "
			"it: part them, or empty it");
	return false;
}

static void end_cell(void *state)
{
	struct sheet *s = state;
	struct cell cell = {.column = s->column};
	if (s->done || !spread(s, &cell))
		return;
	if (s->inlined && s->put != put_inline && s->values == 0)
		s->put = put_inline;
	if (s->values > 1)
		put_fault(s, &cell, REJECT_CONTRADICTION, "it has two values");
	else if (s->given)
		s->put(s, &cell);
	else if (s->formula && s->put != put_string)
		put_fault(s, &cell, REJECT_MISSING,
			"a formula without its value: a spreadsheet program that opens "
			"and saves the file works it out");
	else if (cell.span_columns)
		cells_put(s->cells, &cell);
}

static void read_cells(struct sheet *s, const char *part)
{
	enum {
		WORKSHEET = 1,
		SHEET_DATA,
		ROW,
		CELL,
		VALUE,
		FORMULA,
		INLINE,
		RUN,
		TEXT,
		LOOK,
		ALIGN,
		LIST,
		MERGE
	};
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "worksheet", xlsx_main, WORKSHEET, NULL, NULL, NULL},
		{ROW, "c", xlsx_main, CELL, start_cell, NULL, end_cell},
		{CELL, "v", xlsx_main, VALUE, start_value, cell_value, end_value},
		{SHEET_DATA, "row", xlsx_main, ROW, start_row, NULL, end_row},
		{WORKSHEET, "sheetData", xlsx_main, SHEET_DATA, NULL, NULL, NULL},
		{CELL, "f", xlsx_main, FORMULA, start_formula, NULL, NULL},
		{CELL, "is", xlsx_main, INLINE, start_inline, NULL, NULL},
		{INLINE, "t", xlsx_main, TEXT, NULL, inline_text, NULL},
		{INLINE, "r", xlsx_main, RUN, start_run, NULL, NULL},
		{RUN, "t", xlsx_main, TEXT, NULL, inline_text, NULL},
		{RUN, "rPr", xlsx_main, LOOK, NULL, NULL, NULL},
		{LOOK, "vertAlign", xlsx_main, ALIGN, start_align, NULL, NULL},
		{WORKSHEET, "mergeCells", xlsx_main, LIST, NULL, NULL, NULL},
		{LIST, "mergeCell", xlsx_main, MERGE, start_late_merge, NULL, NULL},
		{.parent = -1},
	};
	part_read(&s->workbook->package, part, rules, s, true);
}

static void read_sheet(struct workbook *w, const struct relation *relation)
{
	struct sheet s = {.workbook = w, .cells = w->cells};
	read_merges(&s, relation->target);
	read_cells(&s, relation->target);
	free(s.value.bytes);
	free(s.inner.bytes);
	free(s.written.bytes);
	free(s.merge);
	free(s.covered);
}

/* What the sheets need of other parts is read when the first of them is wanted. */
static void read_shared(struct workbook *w)
{
	const struct relation *styles = relations_by_type(&w->relations, "styles");
	const struct relation *strings = relations_by_type(&w->relations, "sharedStrings");
	if (w->shared)
		return;
	w->shared = true;
	if (styles)
		styles_read(&w->package, styles->target, &w->styles);
	if (strings)
		strings_read(&w->package, strings->target, &w->strings);
}

static const struct relation *part_of(const struct workbook *w, const struct sheet_entry *entry)
{
	const struct relation *relation = relations_by_id(&w->relations, span_of(entry->id));
	if (relation || !*entry->id)
		return relation;
	fail(EX_DATAERR, file_of(w), 0, "the sheet '%s' has no part in the file",
		quote(span_of(entry->name)).text);
}

/* The sheets that are hidden, or those that are not; or, where they are not told apart, all. */
static void read_sheets(struct workbook *w, bool apart, bool hidden)
{
	for (size_t i = 0; i < w->sheets; i++) {
		if ((apart && w->entry[i].hidden != hidden) ||
			!cells_sheet(w->cells, span_of(w->entry[i].name), i + 1))
			continue;
		const struct relation *relation = part_of(w, &w->entry[i]);
		if (!relation || strcmp(relation->type, "worksheet") != 0)
			continue; /* a chart has no cells, nor has what is in no part */
		read_shared(w);
		read_sheet(w, relation);
	}
}

/* The workbook's part, by the relations of the package. */
static char *find_workbook(const struct workbook *w)
{
	struct relations relations = {0};
	archive_check(w->package.archive);
	if (!archive_has(w->package.archive, "_rels/.rels"))
		archive_refuse(w->package.archive);
	relations_read(&w->package, "", &relations);
	const struct relation *document = relations_by_type(&relations, "officeDocument");
	const char *target = document ? document->target : "";
	size_t length = strlen(target);
	static const char binary[] = ".bin";
	if (length >= strlen(binary) && strcmp(target + length - strlen(binary), binary) == 0)
		fail(EX_DATAERR, file_of(w), 0,
			"is a binary workbook (.xlsb), which is no XML: save it as .xlsx");
	if (!document)
		archive_refuse(w->package.archive);
	char *part = span_copy(span_of(target));
	relations_free(&relations);
	return part;
}

static void workbook_free(struct workbook *w)
{
	for (size_t i = 0; i < w->sheets; i++) {
		free(w->entry[i].name);
		free(w->entry[i].id);
	}
	free(w->entry);
	free(w->styles.style);
	free(w->strings.bytes.bytes);
	free(w->strings.end);
	relations_free(&w->relations);
}

static void xlsx_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct workbook w = {.cells = cells,
		.package = {cells_rows(cells), archive_open(input, reading->max_bytes)}};
	if (!reading->format && ods_within(w.package.archive)) {
		ods_read(&w.package, cells);
	} else {
		char *part = find_workbook(&w);
		rows_read_as(cells_rows(cells), "format", SPAN("xlsx"));
		read_workbook(&w, part);
		relations_read(&w.package, part, &w.relations);
		free(part);
		/* Where one is chosen, the first with a table is to be one that people see. */
		const struct layout *layout = reading->layout;
		bool apart = layout->taker || layout->maps;
		read_sheets(&w, apart, false);
		if (apart)
			read_sheets(&w, apart, true);
	}
	workbook_free(&w);
	archive_close(w.package.archive);
}

const struct table_dialect table_xlsx = {"xlsx", true, archive_begins, xlsx_read};
