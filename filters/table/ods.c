/*
 * The format `ods`: spreadsheets of OpenDocument (ISO/IEC 26300), and the dialect `fods`: the same
 * as one XML document.
 *
 *	<table:table table:name="Bilag A">
 *	  <table:table-row table:number-rows-repeated="2">
 *	    <table:table-cell office:value-type="float" office:value="1.5">
 *	      <text:p>1,5</text:p>
 *	    </table:table-cell>
 *	    <table:table-cell table:number-columns-repeated="1022"/>
 *	  </table:table-row>
 *	</table:table>
 *
 * The whole is in content.xml, which streams. What is repeated is kept and put again; nothing that
 * is empty is put.
 */
#include "ods.h"

#include "stored.h"
#include "read/values.h"

#include <stdlib.h>
#include <string.h>

/* So many cells at most are put that a repetition makes: a short file can ask for any number. */
enum { COPIES = 20000000 };

/* Bytes of the names of raised styles, which are gone through for each piece of a text. */
enum { RAISED = 1 << 16 };

static const char office[] = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
static const char table[] = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
static const char text[] = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
static const char style[] = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
static const char calcext[] =
	"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";
static const char manifest[] = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

/* What is read of a cell's attributes. */
enum told {
	VALUE_TYPE,
	VALUE,
	DATE_VALUE,
	TIME_VALUE,
	BOOLEAN_VALUE,
	STRING_VALUE,
	CALC_TYPE,
	FORMULA,
	REPEATED,
	SPANNED_COLUMNS,
	SPANNED_ROWS,
	STYLE, /* which says nothing here, but nearly each cell has */
	TOLD
};

static const struct {
	const char *space, *name;
} told_names[TOLD] = {
	[VALUE_TYPE] = {office, "value-type"},
	[VALUE] = {office, "value"},
	[DATE_VALUE] = {office, "date-value"},
	[TIME_VALUE] = {office, "time-value"},
	[BOOLEAN_VALUE] = {office, "boolean-value"},
	[STRING_VALUE] = {office, "string-value"},
	[CALC_TYPE] = {calcext, "value-type"},
	[FORMULA] = {table, "formula"},
	[REPEATED] = {table, "number-columns-repeated"},
	[SPANNED_COLUMNS] = {table, "number-columns-spanned"},
	[SPANNED_ROWS] = {table, "number-rows-spanned"},
	[STYLE] = {table, "style-name"},
};

/* A cell of a row that is repeated; its text is so many bytes of the row's. */
struct kept {
	struct cell cell;
	size_t begin, repeated;
};

struct sheets {
	struct outline outline;
	struct rows *rows;
	struct cells *cells;
	bool found; /* a spreadsheet */
	bool lines; /* the file has lines */
	size_t sheet;
	bool wanted, done;
	/* The addresses of those names in the document, once they have been met. */
	struct {
		const char *space, *name;
	} met[TOLD];
	size_t copies;
	/* of the row at hand: */
	size_t row, rows_repeated, column;
	bool begun; /* the cells know of it */
	struct kept *kept;
	size_t kept_count, kept_room;
	struct text kept_text;
	/* of the cell at hand: */
	struct text told[TOLD];
	bool is_told[TOLD];
	size_t repeated;
	bool covered;
	struct text text; /* its paragraphs */
	size_t paragraphs;
	bool space; /* the text ends with a blank that is not to be repeated, or begins */
	struct text written;
	/* Styles of text that is raised or lowered, in blanks, and the one at hand. */
	struct text raised, style;
	struct text above; /* those of them that are raised */
	size_t spans,
		raised_span; /* that are open, and which of them is of such a style; 0: none */
	bool before;         /* what the text ends with is raised or lowered */
	bool up;             /* what is at hand is raised */
};

/* The cell at hand, for messages: which row it is in is not known to the cells before it is put. */
static void begin_row(struct sheets *s)
{
	if (!s->begun && s->row > CELLS_ROWS)
		cells_fail(s->cells, 0, "after it comes row %zu; a sheet has at most %d", s->row,
			CELLS_ROWS);
	if (!s->begun)
		s->done = !cells_row(s->cells, s->row, s->lines ? rows_line(s->rows) : 0);
	s->begun = true;
}

static void count_copies(struct sheets *s, size_t count)
{
	s->copies += count;
	if (s->copies > COPIES)
		cells_fail(s->cells, s->column,
			"repetitions make more than %d cells of what is in the file", COPIES);
}

/* Puts a cell so many times side by side. */
static void put_repeated(struct sheets *s, struct cell *cell, size_t repeated)
{
	if (cell->column + repeated - 1 > CELLS_COLUMNS)
		cells_fail(s->cells, 0, "it has more than %d columns", CELLS_COLUMNS);
	for (size_t i = 0; i < repeated; i++) {
		cells_put(s->cells, cell);
		cell->column++;
	}
}

static void put(struct sheets *s, struct cell *cell)
{
	cell->column = s->column;
	count_copies(s, s->repeated - 1);
	if (s->rows_repeated == 1) {
		put_repeated(s, cell, s->repeated);
		return;
	}
	s->kept = grow(s->kept, &s->kept_room, s->kept_count + 1, sizeof *s->kept);
	s->kept[s->kept_count++] = (struct kept){*cell, s->kept_text.length, s->repeated};
	text_add(&s->kept_text, cell->text);
}

static void put_fault(struct sheets *s, struct cell *cell, enum reject_kind kind, const char *fault)
{
	cell->fault = kind;
	cell->kind = CELL_FAULT;
	cell->text = span_of(fault);
	put(s, cell);
}

/* Values */

static void put_string(struct sheets *s, struct cell *cell)
{
	cell->text = text_span(s->is_told[STRING_VALUE] ? &s->told[STRING_VALUE] : &s->text);
	if (cell->text.length || cell->span_rows)
		put(s, cell);
}

static void put_error(struct sheets *s, struct cell *cell)
{
	cell->kind = CELL_ERROR;
	cell->text = text_span(&s->text);
	put(s, cell);
}

/* Programs of before 2012 write the number 0 for an error, and the error as its text. */
static bool shows_error(const struct sheets *s)
{
	static const char *const errors[] = {
		"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
	static const char code[] = "Err:";
	struct span shown = text_span(&s->text);
	if (!s->is_told[FORMULA])
		return false;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		if (span_is(shown, errors[i]))
			return true;
	}
	return shown.length > strlen(code) && memcmp(shown.bytes, code, strlen(code)) == 0;
}

/* Whether a text is the number with zeros before it, as a format of 000 shows it. */
static bool shown_with_zeros(struct span shown, struct span number)
{
	struct text padded = {0};
	bool same = shown.length <= ZEROS && zeros_pad(number, shown.length, &padded) &&
		    span_equals(text_span(&padded), shown);
	free(padded.bytes);
	return same;
}

static void put_number(struct sheets *s, struct cell *cell)
{
	s->written.length = 0;
	if (shows_error(s)) {
		put_error(s, cell);
	} else if (!stored_number(text_span(&s->told[VALUE]), &s->written)) {
		put_fault(s, cell, REJECT_NUMBER, "a number of more than 100 digits, or none");
	} else {
		cell->kind = CELL_NUMBER;
		cell->text = text_span(&s->written);
		if (shown_with_zeros(text_span(&s->text), cell->text))
			cell->text = text_span(&s->text);
		put(s, cell);
	}
}

static void put_percentage(struct sheets *s, struct cell *cell)
{
	cell->percent = true;
	put_number(s, cell);
}

static void put_date(struct sheets *s, struct cell *cell)
{
	s->written.length = 0;
	if (!stored_iso(text_span(&s->told[DATE_VALUE]), &s->written)) {
		put_fault(s, cell, REJECT_DATE, "no date (2025-01-31, 2025-01-31T13:30:00)");
		return;
	}
	cell->kind = CELL_DATE;
	cell->text = text_span(&s->written);
	put(s, cell);
}

static void put_time(struct sheets *s, struct cell *cell)
{
	s->written.length = 0;
	if (!stored_duration(text_span(&s->told[TIME_VALUE]), &s->written)) {
		put_fault(s, cell, REJECT_DATE, "no time that is positive (PT13H30M00S)");
		return;
	}
	cell->kind = CELL_DATE;
	cell->text = text_span(&s->written);
	put(s, cell);
}

static void put_boolean(struct sheets *s, struct cell *cell)
{
	cell->kind = CELL_BOOLEAN;
	cell->text = text_span(&s->told[BOOLEAN_VALUE]);
	if (span_is(cell->text, "true") || span_is(cell->text, "false"))
		put(s, cell);
	else
		put_fault(s, cell, REJECT_UNKNOWN, "neither true nor false");
}

static const struct {
	const char *name; /* as in office:value-type="..." */
	void (*put)(struct sheets *, struct cell *);
} value_types[] = {
	{"float", put_number},
	{"string", put_string},
	{"percentage", put_percentage},
	{"currency", put_number},
	{"date", put_date},
	{"time", put_time},
	{"boolean", put_boolean},
	{"void", put_string},
	{"", put_string},
};

static void put_value(struct sheets *s, struct cell *cell)
{
	struct span type = text_span(&s->told[VALUE_TYPE]);
	if (span_is(text_span(&s->told[CALC_TYPE]), "error")) {
		put_error(s, cell);
		return;
	}
	for (size_t i = 0; i < sizeof value_types / sizeof *value_types; i++) {
		if (span_is(type, value_types[i].name)) {
			value_types[i].put(s, cell);
			return;
		}
	}
	cells_fail(s->cells, s->column, "it has a type '%s', which no cell has", quote(type).text);
}

/* Cells */

static enum told find_told(const struct attribute *a)
{
	for (size_t i = 0; i < TOLD; i++) {
		if (strcmp(told_names[i].name, a->name) == 0 &&
			strcmp(told_names[i].space, a->space) == 0)
			return (enum told)i;
	}
	return TOLD;
}

/* Which of the attributes that are read one is: by its addresses first. */
static enum told which_told(struct sheets *s, const struct attribute *a)
{
	for (size_t i = 0; i < TOLD; i++) {
		if (s->met[i].name == a->name && s->met[i].space == a->space)
			return (enum told)i;
	}
	enum told found = find_told(a);
	if (found < TOLD) {
		s->met[found].name = a->name;
		s->met[found].space = a->space;
	}
	return found;
}

/* A count of the cell's: of repetitions, of columns that it spans; 1 where it is not told. */
static size_t count_told(struct sheets *s, enum told which)
{
	size_t count = 1;
	if (!s->is_told[which])
		return 1;
	if (outline_number(text_span(&s->told[which]), &count) && count > 0)
		return count;
	begin_row(s);
	cells_fail(s->cells, s->column, "it has the %s '%s', which is no such number",
		told_names[which].name, quote(text_span(&s->told[which])).text);
}

static void start_any_cell(struct sheets *s, const struct element *element)
{
	memset(s->is_told, false, sizeof s->is_told);
	for (size_t i = 0; i < TOLD; i++)
		s->told[i].length = 0;
	s->text.length = 0;
	s->paragraphs = 0;
	for (size_t i = 0; s->wanted && i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		enum told which = which_told(s, a);
		if (which >= STYLE)
			continue;
		s->is_told[which] = true;
		text_add(&s->told[which], a->value);
	}
	s->repeated = count_told(s, REPEATED);
}

static void start_cell(void *state, const struct element *element)
{
	struct sheets *s = state;
	start_any_cell(s, element);
	s->covered = false;
}

static void start_covered(void *state, const struct element *element)
{
	struct sheets *s = state;
	start_any_cell(s, element);
	s->covered = true;
}

static void end_cell(void *state)
{
	struct sheets *s = state;
	struct cell cell = {0};
	size_t columns = count_told(s, SPANNED_COLUMNS), rows = count_told(s, SPANNED_ROWS);
	bool merged = columns > 1 || rows > 1;
	bool valued = s->is_told[VALUE_TYPE] || s->text.length > 0;
	bool broken = !valued && s->is_told[FORMULA];
	if (s->wanted && (valued || broken || merged))
		begin_row(s);
	if (!s->begun || s->done || !(valued || broken || merged)) {
		s->column += s->repeated;
		return;
	}
	if (merged) {
		cell.span_columns = columns;
		cell.span_rows = rows;
	}
	if (s->covered)
		cells_fail(s->cells, s->column,
			"it has a value that is not shown, since it is merged with cells before "
			"it: part them, or empty it");
	if (broken)
		put_fault(s, &cell, REJECT_MISSING,
			"a formula without its value: a spreadsheet program that opens and saves "
			"the file works it out");
	else
		put_value(s, &cell);
	s->column += s->repeated;
}

/*
 * The text of a cell: paragraphs, a line each; runs of space are one blank, and none at the
 * beginning, text:s is more. One at the end stands: LibreOffice writes and reads it so.
 */

static void start_paragraph(void *state, const struct element *element)
{
	(void)element;
	struct sheets *s = state;
	if (s->paragraphs++)
		text_add_char(&s->text, '\n');
	s->space = true;
}

/* The number of a footnote is no digit of the figure that it stands beside. */
static void part_digits(struct sheets *s, struct span piece)
{
	bool raised = s->raised_span > 0;
	if (raised != s->before && digits_meet(text_span(&s->text), piece))
		text_add_char(&s->text, ' ');
	s->before = raised;
}

static void paragraph_text(void *state, struct span piece)
{
	struct sheets *s = state;
	if (s->up && s->raised_span && s->text.length && !s->space) {
		value_add_raised(&s->text, piece);
		s->before = true;
		return;
	}
	part_digits(s, piece);
	for (size_t i = 0; i < piece.length; i++) {
		bool space = xml_space(piece.bytes[i]);
		if (!space)
			text_add_char(&s->text, piece.bytes[i]);
		else if (!s->space)
			text_add_char(&s->text, ' ');
		s->space = space;
	}
}

static bool is_among(const struct text *names, struct span name)
{
	struct text wanted = {0};
	text_add_char(&wanted, ' ');
	text_add(&wanted, name);
	text_add_char(&wanted, ' ');
	bool found =
		names->length && memmem(names->bytes, names->length, wanted.bytes, wanted.length);
	free(wanted.bytes);
	return found;
}

static void start_span(void *state, const struct element *element)
{
	struct sheets *s = state;
	struct span named = outline_or_empty(outline_attribute(element, "style-name"));
	s->spans++;
	if (s->raised_span || !is_among(&s->raised, named))
		return;
	s->raised_span = s->spans;
	s->up = is_among(&s->above, named);
}

static void end_span(void *state)
{
	struct sheets *s = state;
	if (s->raised_span == s->spans)
		s->raised_span = 0;
	s->spans--;
}

static void add_character(struct sheets *s, char character)
{
	text_add_char(&s->text, character);
	s->space = false;
}

static void start_spaces(void *state, const struct element *element)
{
	struct sheets *s = state;
	struct span told = outline_attribute(element, "c");
	size_t count = 1;
	if (told.bytes && !outline_number(told, &count))
		count = CELLS_TEXT + 1;
	if (s->text.length + count > CELLS_TEXT) {
		begin_row(s);
		cells_fail(s->cells, s->column, "its text is longer than %d bytes", CELLS_TEXT);
	}
	for (; count > 0; count--)
		add_character(s, ' ');
}

static void start_tab(void *state, const struct element *element)
{
	(void)element;
	add_character(state, '\t');
}

static void start_break(void *state, const struct element *element)
{
	(void)element;
	add_character(state, '\n');
}

/* A part of the sheet that is another one; no program has written such for long. */
static void start_inner(void *state, const struct element *element)
{
	(void)element;
	struct sheets *s = state;
	if (!s->wanted)
		return;
	begin_row(s);
	cells_fail(s->cells, s->column, "it holds another table, which cannot be read");
}

/* Rows */

static void start_row(void *state, const struct element *element)
{
	struct sheets *s = state;
	struct span told = outline_attribute(element, "number-rows-repeated");
	s->rows_repeated = 1;
	if (told.bytes && (!outline_number(told, &s->rows_repeated) || s->rows_repeated == 0))
		cells_fail(s->cells, 0, "after it comes a row that is repeated '%s' times",
			quote(told).text);
	s->column = 1;
	s->begun = false;
	s->kept_count = 0;
	s->kept_text.length = 0;
}

static void put_kept(struct sheets *s)
{
	for (size_t i = 0; i < s->kept_count; i++) {
		struct kept kept = s->kept[i];
		kept.cell.text.bytes = text_span(&s->kept_text).bytes + kept.begin;
		put_repeated(s, &kept.cell, kept.repeated);
	}
}

static void end_row(void *state)
{
	struct sheets *s = state;
	size_t next = s->row + s->rows_repeated;
	size_t cells = 0;
	if (s->kept_count)
		put_kept(s);
	for (size_t i = 0; i < s->kept_count; i++)
		cells += s->kept[i].repeated;
	for (s->row++; s->kept_count && !s->done && s->row < next; s->row++) {
		count_copies(s, cells);
		s->begun = false;
		begin_row(s);
		put_kept(s);
	}
	s->row = next;
}

/* Styles: <style:style style:name="T1"><style:text-properties style:text-position="super 58%"/> */

static void start_style(void *state, const struct element *element)
{
	struct sheets *s = state;
	s->style.length = 0;
	text_add(&s->style, outline_or_empty(outline_attribute(element, "name")));
}

static void start_text_properties(void *state, const struct element *element)
{
	struct sheets *s = state;
	struct span position = outline_or_empty(outline_attribute(element, "text-position"));
	if (position.length == 0 || position.bytes[0] == '0')
		return; /* 0% is on the line */
	if (s->raised.length + s->style.length > RAISED)
		rows_fail(
			s->rows, "it has more than %d KB of names of raised styles", RAISED >> 10);
	bool lowered = position.bytes[0] == '-' ||
		       (position.length > 2 && memcmp(position.bytes, "sub", 3) == 0);
	struct text *const lists[] = {&s->raised, lowered ? NULL : &s->above};
	for (size_t i = 0; i < sizeof lists / sizeof *lists && lists[i]; i++) {
		text_add_char(lists[i], ' ');
		text_add(lists[i], text_span(&s->style));
		text_add_char(lists[i], ' ');
	}
}

/* Sheets */

static void start_table(void *state, const struct element *element)
{
	struct sheets *s = state;
	struct span name = outline_or_empty(outline_attribute(element, "name"));
	s->row = 1;
	s->done = false;
	s->begun = false;
	s->wanted = cells_sheet(s->cells, name, ++s->sheet);
}

static void start_spreadsheet(void *state, const struct element *element)
{
	(void)element;
	((struct sheets *)state)->found = true;
}

enum { DOCUMENT = 1, BODY, SPREADSHEET, TABLE, ROW, CELL, PARAGRAPH, MARK, STYLES, LOOK };

static const char *const of_office[] = {office, NULL};
static const char *const of_table[] = {table, NULL};
static const char *const of_text[] = {text, NULL};
static const char *const of_style[] = {style, NULL};

static const struct outline_rule rules[] = {
	{OUTLINE_OUTSIDE, "document-content", of_office, DOCUMENT, NULL, NULL, NULL},
	{OUTLINE_OUTSIDE, "document", of_office, DOCUMENT, NULL, NULL, NULL},
	{ROW, "table-cell", of_table, CELL, start_cell, NULL, end_cell},
	{CELL, "p", of_text, PARAGRAPH, start_paragraph, paragraph_text, NULL},
	{CELL, "h", of_text, PARAGRAPH, start_paragraph, paragraph_text, NULL},
	{CELL, "list", of_text, CELL, NULL, NULL, NULL},
	{CELL, "list-item", of_text, CELL, NULL, NULL, NULL},
	{CELL, "table", of_table, MARK, start_inner, NULL, NULL},
	{ROW, "covered-table-cell", of_table, CELL, start_covered, NULL, end_cell},
	{TABLE, "table-row", of_table, ROW, start_row, NULL, end_row},
	{TABLE, "table-row-group", of_table, TABLE, NULL, NULL, NULL},
	{TABLE, "table-header-rows", of_table, TABLE, NULL, NULL, NULL},
	{TABLE, "table-rows", of_table, TABLE, NULL, NULL, NULL},
	{PARAGRAPH, "span", of_text, PARAGRAPH, start_span, paragraph_text, end_span},
	{PARAGRAPH, "a", of_text, PARAGRAPH, NULL, paragraph_text, NULL},
	{PARAGRAPH, "s", of_text, MARK, start_spaces, NULL, NULL},
	{PARAGRAPH, "tab", of_text, MARK, start_tab, NULL, NULL},
	{PARAGRAPH, "line-break", of_text, MARK, start_break, NULL, NULL},
	{PARAGRAPH, "sheet-name", of_text, PARAGRAPH, NULL, paragraph_text, NULL},
	{PARAGRAPH, "title", of_text, PARAGRAPH, NULL, paragraph_text, NULL},
	{PARAGRAPH, "date", of_text, PARAGRAPH, NULL, paragraph_text, NULL},
	{PARAGRAPH, "time", of_text, PARAGRAPH, NULL, paragraph_text, NULL},
	{DOCUMENT, "automatic-styles", of_office, STYLES, NULL, NULL, NULL},
	{DOCUMENT, "styles", of_office, STYLES, NULL, NULL, NULL}, /* of a flat document */
	{STYLES, "style", of_style, LOOK, start_style, NULL, NULL},
	{LOOK, "text-properties", of_style, MARK, start_text_properties, NULL, NULL},
	{DOCUMENT, "body", of_office, BODY, NULL, NULL, NULL},
	{BODY, "spreadsheet", of_office, SPREADSHEET, start_spreadsheet, NULL, NULL},
	{SPREADSHEET, "table", of_table, TABLE, start_table, NULL, NULL},
	{.parent = -1},
};

static void check_spreadsheet(const struct sheets *s)
{
	if (!s->found)
		fail(s->rows->status, s->rows->file, 0,
			"is an OpenDocument, but no spreadsheet (.ods)");
}

static void sheets_free(struct sheets *s)
{
	for (size_t i = 0; i < TOLD; i++)
		free(s->told[i].bytes);
	free(s->text.bytes);
	free(s->written.bytes);
	free(s->raised.bytes);
	free(s->above.bytes);
	free(s->style.bytes);
	free(s->kept);
	free(s->kept_text.bytes);
}

/* In an archive */

struct manifest {
	struct outline outline;
	const struct package *package;
};

static void start_encryption(void *state, const struct element *element)
{
	(void)element;
	const struct manifest *m = state;
	fail(EX_DATAERR, m->package->rows->file, 0, "is encrypted: save it without a password");
}

static void check_manifest(const struct package *package)
{
	enum { MANIFEST = 1, ENTRY, ENCRYPTION };
	static const char *const of_manifest[] = {manifest, NULL};
	static const struct outline_rule manifest_rules[] = {
		{OUTLINE_OUTSIDE, "manifest", of_manifest, MANIFEST, NULL, NULL, NULL},
		{MANIFEST, "file-entry", of_manifest, ENTRY, NULL, NULL, NULL},
		{ENTRY, "encryption-data", of_manifest, ENCRYPTION, start_encryption, NULL, NULL},
		{.parent = -1},
	};
	struct manifest state = {.package = package};
	if (archive_has(package->archive, "META-INF/manifest.xml"))
		part_read(package, "META-INF/manifest.xml", manifest_rules, &state, false);
}

bool ods_within(const struct archive *archive)
{
	return archive_has(archive, "content.xml") && !archive_has(archive, "[Content_Types].xml");
}

void ods_read(const struct package *package, struct cells *cells)
{
	struct sheets s = {.rows = package->rows, .cells = cells};
	check_manifest(package);
	rows_read_as(package->rows, "format", SPAN("ods"));
	part_read(package, "content.xml", rules, &s, false);
	check_spreadsheet(&s);
	sheets_free(&s);
}

/* An archive that begins with what it is: an entry `mimetype`, not packed. */
static bool ods_begins(struct span first)
{
	enum { NAME = 30 }; /* of the first entry, and its bytes behind it */
	static const char entry[] = "mimetypeapplication/vnd.oasis.opendocument.";
	return archive_begins(first) && first.length > NAME + strlen(entry) &&
	       memcmp(first.bytes + NAME, entry, strlen(entry)) == 0;
}

static void ods_open_and_read(
	struct input *input, struct cells *cells, const struct reading *reading)
{
	struct package package = {cells_rows(cells), archive_open(input, reading->max_bytes)};
	ods_read(&package, cells);
	archive_close(package.archive);
}

const struct table_dialect table_ods = {"ods", true, ods_begins, ods_open_and_read};

/* As one document */

static void *fods_open(struct rows *rows, const struct reading *reading)
{
	struct sheets *s = allocate(1, sizeof *s);
	*s = (struct sheets){.rows = rows, .cells = cells_open(rows, reading, true), .lines = true};
	outline_begin(&s->outline, rules);
	return s;
}

static void fods_close(void *state)
{
	struct sheets *s = state;
	check_spreadsheet(s);
	cells_close(s->cells);
	sheets_free(s);
	free(s);
}

static bool fods_begins_record(const void *state, const struct element *element)
{
	(void)state, (void)element;
	return false;
}

const struct dialect dialect_fods = {
	.name = "fods",
	.root = "document",
	.space = office,
	.begins_record = fods_begins_record,
	.open = fods_open,
	.start = outline_start,
	.text = outline_text,
	.end = outline_end,
	.close = fods_close,
};
