/*
 * The dialect `spreadsheetml`: a workbook as Excel 2002 and 2003 write it in one XML file, and many
 * programs since, mostly with the name .xls.
 *
 *	<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="(as xmlns)">
 *	  <Styles> <Style ss:ID="s1"> <NumberFormat ss:Format="0%"/> </Style> </Styles>
 *	  <Worksheet ss:Name="Bilag A"> <Table>
 *	    <Row ss:Index="3"> <Cell ss:MergeAcross="1"> <Data ss:Type="String">Kommune</Data> ...
 *
 * It delivers cells; cells.h says what becomes of them. What is not of a cell's value (comments,
 * print settings, drawings) is passed over.
 */
#include "cells.h"
#include "stored.h"
#include "read/values.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

/* Styles that Excel has at most. */
enum { STYLES = 64000 };

/* How a style shows a number: as it is, as a percentage or, from 2 on, with so many digits at
 * least. */
enum { PLAIN, PERCENT };
typedef unsigned char look;

struct look_style {
	char *id;
	look look;
};

struct rule;

struct workbook {
	struct rows *rows;
	struct cells *cells;
	const struct rule *place[XML_DEPTH + 1]; /* of each open element, the outside first */
	size_t depth;
	void *styles; /* a tree of them, by id */
	size_t style_count;
	struct look_style *style; /* the one that is open; NULL where no cell can name it */
	look style_look;          /* how it shows numbers, as far as it is read */
	bool style_again;         /* there was one with its ID before */
	size_t sheets;
	bool table;                          /* the sheet at hand had its table */
	bool wanted;                         /* its rows from here on are */
	look column_look[CELLS_COLUMNS + 1]; /* of its columns, from 1 */
	size_t column_next, row_next;        /* what the next without ss:Index is */
	size_t cell_next;                    /* in the row at hand */
	bool row_told;                       /* its style says how numbers are shown: */
	look row_look, cell_look;
	struct cell cell;   /* at hand */
	bool data, formula; /* it has a value, a formula */
	bool raised;        /* what comes is raised or lowered, unlike what stands before it */
	bool above;         /* what comes is raised */
	struct text text;   /* as it stands */
	struct text value;  /* as it is meant */
};

/* Attributes. */

/* Their namespace is that of the elements; a program that leaves it out means the same. */
static bool attribute(const struct element *element, const char *name, struct span *value)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (strcmp(a->name, name) == 0 &&
			(!*a->space || strcmp(a->space, dialect_spreadsheetml.space) == 0)) {
			*value = a->value;
			return true;
		}
	}
	return false;
}

/* A number of an attribute, from `least` to `most`; `otherwise` where it is not there. */
static size_t number(const struct workbook *w, const struct element *element, const char *name,
	size_t otherwise, size_t least, size_t most)
{
	enum { BASE = 10 };
	struct span value;
	if (!attribute(element, name, &value))
		return otherwise;
	struct span digits = trimmed(value);
	size_t n = 0, i = 0;
	while (i < digits.length && digits.bytes[i] >= '0' && digits.bytes[i] <= '9' && n <= most)
		n = n * BASE + (size_t)(digits.bytes[i++] - '0');
	if (i == 0 || i < digits.length || n < least || n > most)
		rows_fail(w->rows, "<%s> has ss:%s=\"%s\", which is not from %zu to %zu",
			element->name, name, quote(value).text, least, most);
	return n;
}

/* Styles: how they show numbers. */

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct look_style *)a)->id, ((const struct look_style *)b)->id);
}

static look look_of(const struct workbook *w, struct span id)
{
	char *copy = span_copy(id);
	struct look_style key = {.id = copy};
	struct look_style *const *found = tfind(&key, &w->styles, by_id);
	free(copy);
	return found ? (*found)->look : PLAIN;
}

static void free_style(void *style)
{
	free(((struct look_style *)style)->id);
	free(style);
}

static void start_style(struct workbook *w, const struct element *element)
{
	struct span id, parent;
	if (++w->style_count > STYLES)
		rows_fail(w->rows, "more than %d styles", STYLES);
	w->style = NULL;
	if (!attribute(element, "ID", &id))
		return;
	w->style_look = attribute(element, "Parent", &parent) ? look_of(w, parent) : PLAIN;
	struct look_style *style = allocate(1, sizeof *style);
	*style = (struct look_style){span_copy(id), w->style_look};
	struct look_style *const *kept = tsearch(style, &w->styles, by_id);
	w->style = *kept;
	w->style_again = w->style != style;
	if (w->style_again)
		free_style(style);
}

/* LibreOffice writes some styles twice, which does no harm where both show numbers alike. */
static void end_style(struct workbook *w)
{
	if (!w->style)
		return;
	if (w->style_again && w->style->look != w->style_look)
		rows_fail(w->rows,
			"two styles have the ss:ID \"%s\", of which only one shows percentages, or "
			"zeros before a number",
			quote(span_of(w->style->id)).text);
	w->style->look = w->style_look;
}

static void start_format(struct workbook *w, const struct element *element)
{
	struct span format;
	if (!attribute(element, "Format", &format))
		format = SPAN("");
	bool percent = span_is(format, "Percent") || shown_by_code(format) == SHOWN_PERCENT;
	w->style_look = percent ? PERCENT : zeros_by_code(format);
}

/* Sheets, columns and rows. */

static void start_sheet(struct workbook *w, const struct element *element)
{
	struct span name = SPAN("");
	attribute(element, "Name", &name);
	w->table = false;
	w->wanted = cells_sheet(w->cells, name, ++w->sheets);
}

static void start_table(struct workbook *w, const struct element *element)
{
	struct span style;
	if (w->table)
		rows_fail(w->rows, "a sheet has two tables");
	w->table = true;
	look all = attribute(element, "StyleID", &style) ? look_of(w, style) : PLAIN;
	memset(w->column_look, all, sizeof w->column_look);
	w->column_next = 1;
	w->row_next = 1;
}

/* The place of an element that may say it, and for the next that does not: behind `after` more. */
static size_t place_told(const struct workbook *w, const struct element *element, size_t *next,
	size_t after, size_t most)
{
	size_t at = number(w, element, "Index", *next, *next, most);
	if (at > most || after > most - at)
		rows_fail(w->rows, "<%s> lies beyond the %zu that a sheet may have", element->name,
			most);
	*next = at + after + 1;
	return at;
}

static void start_column(struct workbook *w, const struct element *element)
{
	struct span style;
	size_t more = number(w, element, "Span", 0, 0, CELLS_COLUMNS);
	size_t first = place_told(w, element, &w->column_next, more, CELLS_COLUMNS);
	if (attribute(element, "StyleID", &style))
		memset(w->column_look + first, look_of(w, style), more + 1);
}

static void start_row(struct workbook *w, const struct element *element)
{
	struct span style;
	size_t more = number(w, element, "Span", 0, 0, CELLS_ROWS);
	size_t row = place_told(w, element, &w->row_next, more, CELLS_ROWS);
	w->row_told = attribute(element, "StyleID", &style);
	w->row_look = w->row_told ? look_of(w, style) : PLAIN;
	w->cell_next = 1;
	w->wanted = w->wanted && cells_row(w->cells, row, rows_line(w->rows));
}

/* Cells. */

static look shown_as(const struct workbook *w, const struct element *element, size_t column)
{
	struct span style;
	if (attribute(element, "StyleID", &style))
		return look_of(w, style);
	return w->row_told ? w->row_look : w->column_look[column];
}

static void start_cell(struct workbook *w, const struct element *element)
{
	size_t across = number(w, element, "MergeAcross", 0, 0, CELLS_COLUMNS);
	size_t down = number(w, element, "MergeDown", 0, 0, CELLS_ROWS);
	size_t column = place_told(w, element, &w->cell_next, across, CELLS_COLUMNS);
	w->cell_look = shown_as(w, element, column);
	w->cell = (struct cell){.column = column,
		.span_rows = down + 1,
		.span_columns = across + 1,
		.percent = w->cell_look == PERCENT};
	w->data = false;
	w->formula = attribute(element, "Formula", &(struct span){NULL, 0});
	w->text.length = 0;
}

static const struct type_name {
	const char *name;
	enum cell_kind kind;
} type_names[] = {
	{"String", CELL_TEXT},
	{"Number", CELL_NUMBER},
	{"DateTime", CELL_DATE},
	{"Boolean", CELL_BOOLEAN},
	{"Error", CELL_ERROR},
};

static void start_data(struct workbook *w, const struct element *element)
{
	struct span type = SPAN("");
	if (w->data)
		rows_fail(w->rows, "a cell has two values");
	w->data = true;
	w->raised = w->above = false;
	attribute(element, "Type", &type);
	for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++) {
		if (span_is(type, type_names[i].name)) {
			w->cell.kind = type_names[i].kind;
			return;
		}
	}
	rows_fail(w->rows,
		"<Data> has ss:Type=\"%s\": it is String, Number, DateTime, Boolean or Error",
		quote(type).text);
}

/* What is read of a value. */

static bool read_number(struct span raw, struct text *to)
{
	return stored_number(raw, to);
}

/* A time of day alone is one of the day before Excel's first. */
static bool read_date(struct span raw, struct text *to)
{
	static const char day0[] = "1899-12-31T";
	raw = trimmed(raw);
	if (raw.length > strlen(day0) && memcmp(raw.bytes, day0, strlen(day0)) == 0) {
		raw.bytes += strlen(day0);
		raw.length -= strlen(day0);
	}
	return stored_iso(raw, to);
}

static bool read_boolean(struct span raw, struct text *to)
{
	bool one = span_is(raw, "1");
	text_add(to, one ? SPAN("true") : SPAN("false"));
	return one || span_is(raw, "0");
}

static const struct reader {
	bool (*read)(struct span, struct text *);
	const char *fault;
	enum reject_kind kind;
} readers[] = {
	[CELL_NUMBER] = {read_number, "is no number, or one of more than 100 digits",
		REJECT_NUMBER},
	[CELL_DATE] = {read_date, "is no date and no time (2025-01-31, 2025-01-31T13:30:00)",
		REJECT_DATE},
	[CELL_BOOLEAN] = {read_boolean, "is neither 1 nor 0", REJECT_UNKNOWN},
	[CELL_ERROR] = {NULL, NULL, REJECT_MISSING},
};

/* It cannot be read: a bad cell wherever it is used. `fault` is freed. */
static void fault_cell(struct workbook *w, struct fault *fault)
{
	w->value.length = 0;
	text_add(&w->value, span_of(fault->reason));
	w->cell.kind = CELL_FAULT;
	w->cell.fault = fault->kind;
	free(fault);
	w->cell.text = text_span(&w->value);
}

/* A number with the zeros before it that its style shows. */
static void pad_number(struct workbook *w)
{
	struct text padded = {0};
	if (w->cell.kind != CELL_NUMBER || w->cell_look <= PERCENT ||
		!zeros_pad(w->cell.text, w->cell_look, &padded))
		return;
	free(w->value.bytes);
	w->value = padded;
	w->cell.text = text_span(&w->value);
}

static void end_cell(struct workbook *w)
{
	struct span raw = text_span(&w->text);
	const struct reader *reader = &readers[w->cell.kind];
	w->cell.text = w->cell.kind == CELL_TEXT ? raw : trimmed(raw);
	w->cell.percent = w->cell.percent && w->cell.kind == CELL_NUMBER;
	w->value.length = 0;
	struct fault *fault = NULL;
	if (w->formula && !w->data) {
		say_fault(&fault, REJECT_MISSING,
			"a formula without its value: a spreadsheet program that opens and saves "
			"the file works it out");
		fault_cell(w, fault);
	} else if (reader->read && reader->read(w->cell.text, &w->value)) {
		w->cell.text = text_span(&w->value);
		pad_number(w);
	} else if (reader->read && w->cell.text.length) {
		say_fault(&fault, reader->kind, "'%s' %s", quote(w->cell.text).text, reader->fault);
		fault_cell(w, fault);
	}
	if (w->wanted)
		cells_put(w->cells, &w->cell);
}

/* Which element stands where, and what is done with it; any other is passed over with all in it. */

enum spot {
	OUTSIDE,
	WORKBOOK,
	FORMATS,
	STYLE,
	FORMAT,
	SHEET,
	TABLE,
	COLUMN,
	ROW,
	CELL,
	DATA,
	OTHER
};

static const struct rule {
	enum spot parent;
	const char *name;
	enum spot spot;
	void (*start)(struct workbook *, const struct element *);
	void (*end)(struct workbook *);
} rules[] = {
	{ROW, "Cell", CELL, start_cell, end_cell},
	{CELL, "Data", DATA, start_data, NULL},
	{TABLE, "Row", ROW, start_row, NULL},
	{TABLE, "Column", COLUMN, start_column, NULL},
	{OUTSIDE, "Workbook", WORKBOOK, NULL, NULL},
	{WORKBOOK, "Styles", FORMATS, NULL, NULL},
	{FORMATS, "Style", STYLE, start_style, end_style},
	{STYLE, "NumberFormat", FORMAT, start_format, NULL},
	{WORKBOOK, "Worksheet", SHEET, start_sheet, NULL},
	{SHEET, "Table", TABLE, start_table, NULL},
};
static const struct rule outside = {.spot = OUTSIDE}, other = {.spot = OTHER};
static const struct rule rich = {.parent = DATA, .spot = DATA}; /* <B> and the like in a value */

static void start_raised(struct workbook *w, const struct element *element)
{
	w->raised = true;
	w->above = strcmp(element->name, "Sup") == 0;
}

static void end_raised(struct workbook *w)
{
	w->raised = true;
	w->above = false;
}

static const struct rule raised = {
	.parent = DATA, .spot = DATA, .start = start_raised, .end = end_raised};

static const struct rule *find_rule(const struct workbook *w, const struct element *element)
{
	enum spot parent = w->place[w->depth]->spot;
	if (parent == DATA)
		return strcmp(element->name, "Sup") == 0 || strcmp(element->name, "Sub") == 0
			       ? &raised
			       : &rich;
	if (strcmp(element->space, dialect_spreadsheetml.space) != 0)
		return &other;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (rules[i].parent == parent && strcmp(rules[i].name, element->name) == 0)
			return &rules[i];
	}
	return &other;
}

static void spreadsheetml_start(void *state, const struct element *element)
{
	struct workbook *w = state;
	const struct rule *rule = find_rule(w, element);
	w->place[++w->depth] = rule;
	if (rule->start)
		rule->start(w, element);
}

static void spreadsheetml_text(void *state, struct span text)
{
	struct workbook *w = state;
	if (w->place[w->depth]->spot != DATA)
		return;
	if (text.length > CELLS_TEXT - w->text.length)
		cells_fail(w->cells, w->cell.column, "a text longer than %d MB", CELLS_TEXT >> 20);
	/* The number of a footnote is no digit of the figure that it stands beside. */
	if (w->raised && !w->above && digits_meet(text_span(&w->text), text))
		text_add_char(&w->text, ' ');
	w->raised = false;
	if (w->above && w->text.length)
		value_add_raised(&w->text, text);
	else
		text_add(&w->text, text);
}

static void spreadsheetml_end(void *state)
{
	struct workbook *w = state;
	const struct rule *rule = w->place[w->depth--];
	if (rule->end)
		rule->end(w);
}

/* The cells keep what --rejects is to have of a row. */
static bool spreadsheetml_begins_record(const void *state, const struct element *element)
{
	(void)state, (void)element;
	return false;
}

static void *spreadsheetml_open(struct rows *rows, const struct reading *reading)
{
	struct workbook *w = allocate(1, sizeof *w);
	memset(w, 0, sizeof *w);
	w->rows = rows;
	w->cells = cells_open(rows, reading, true);
	w->place[0] = &outside;
	return w;
}

static void spreadsheetml_close(void *state)
{
	struct workbook *w = state;
	cells_close(w->cells);
	tdestroy(w->styles, free_style);
	free(w->text.bytes);
	free(w->value.bytes);
	free(w);
}

const struct dialect dialect_spreadsheetml = {
	.name = "spreadsheetml",
	.root = "Workbook",
	.space = "urn:schemas-microsoft-com:office:spreadsheet",
	.begins_record = spreadsheetml_begins_record,
	.blank = true,
	.open = spreadsheetml_open,
	.start = spreadsheetml_start,
	.text = spreadsheetml_text,
	.end = spreadsheetml_end,
	.close = spreadsheetml_close,
};
