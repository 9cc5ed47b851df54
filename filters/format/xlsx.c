/*
 * xlsx: a workbook of one sheet.
 *
 * A figure is a number where a spreadsheet can hold it, with 15 digits; anything else is text, a
 * code and a date as well, which therefore never becomes another. Rows are written as they come.
 */
#include "format.h"
#include "package.h"

#include <stdlib.h>
#include <strings.h>
#include <xlsxwriter.h>

enum {
	DIGITS = 15,        /* of a number that a spreadsheet keeps */
	CHARACTERS = 32767, /* of a text in a cell, in UTF-16 */
	SHEET_NAME = 31,    /* of a sheet's name, in UTF-16 */
	DECIMALS = 30,      /* that a format of a number can show */
	WIDEST = 60,        /* a column, in characters */
	CREATED = 946684800 /* 2000-01-01: the same bytes at any time */
};

struct sheet {
	const struct format *f;
	struct package package;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *decimals[DECIMALS + 1]; /* made when they are first used */
	size_t *width;                      /* of each column, in characters */
	lxw_row_t rows;
	size_t cells;
	struct text text;
};

static _Noreturn void no_memory(void)
{
	fail(EX_OSERR, "no memory", 0, "for the workbook");
}

/* How many characters a text has in UTF-16: those of four bytes have two. */
static size_t utf16_length(struct span text)
{
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		length += (byte & 0xC0) != 0x80;
		length += byte >= 0xF0;
	}
	return length;
}

/* Whether a character is one that XML cannot hold: U+FFFE or U+FFFF. */
static bool beyond_xml(struct span character)
{
	return character.length == 3 && memcmp(character.bytes, "\xEF\xBF", 2) == 0 &&
	       (unsigned char)character.bytes[2] >= 0xBE;
}

/* Adds the title as XML can hold it. */
static void add_title(struct text *to, struct span title)
{
	for (size_t i = 0, length; i < title.length; i += length) {
		struct span rest = {title.bytes + i, title.length - i};
		length = utf8_length(rest);
		rest.length = length;
		text_add(to, beyond_xml(rest) ? SPAN("\xEF\xBF\xBD") : rest);
	}
	text_add_char(to, '\0');
}

/*
 * Adds the title as the name of a sheet: characters that names of sheets may not hold are replaced,
 * and it is cut to the length they may have. Excel keeps one name for itself.
 */
static void add_sheet_name(struct text *name, struct span title)
{
	size_t used = 0;
	for (size_t i = 0, length; i < title.length; i += length) {
		struct span rest = {title.bytes + i, title.length - i};
		length = utf8_length(rest);
		rest.length = length;
		used += utf16_length(rest);
		if (used > SHEET_NAME)
			break;
		text_add(name, strchr("[]:*?/\\'", *rest.bytes) ? SPAN("-") : rest);
	}
	if (name->length == strlen("History") &&
		strncasecmp(name->bytes, "History", name->length) == 0)
		text_add_char(name, '-');
	text_add_char(name, '\0');
}

static void open_sheet(struct sheet *s)
{
	struct text name = {0}, title = {0};
	add_title(&title, span_of(s->f->title && *s->f->title ? s->f->title : "kkr"));
	package_make(&s->package);
	lxw_workbook_options options = {
		.constant_memory = LXW_TRUE, .tmpdir = (char *)s->package.directory};
	lxw_doc_properties properties = {.title = title.bytes, .created = CREATED};
	add_sheet_name(&name, span_of(title.bytes));
	s->book = workbook_new_opt(s->package.path, &options);
	if (!s->book)
		no_memory();
	workbook_set_properties(s->book, &properties);
	s->sheet = workbook_add_worksheet(s->book, name.bytes);
	if (!s->sheet)
		no_memory();
	free(name.bytes);
	free(title.bytes);
}

/* Whether a workbook would read "_x000D_" at the start of a text as an escape. */
static bool like_escape(struct span text)
{
	enum { LENGTH = sizeof "_x000D_" - 1 };
	if (text.length < LENGTH || memcmp(text.bytes, "_x", 2) != 0 ||
		text.bytes[LENGTH - 1] != '_')
		return false;
	for (size_t i = 2; i < LENGTH - 1; i++) {
		if (!strchr("0123456789ABCDEFabcdef", text.bytes[i]))
			return false;
	}
	return true;
}

/*
 * Characters that XML cannot hold, or would not keep, are escaped as workbooks do it, _xHHHH_; so
 * is a text that looks like such an escape.
 */
static struct escape xlsx_escape(struct span text)
{
	if (*text.bytes == '\r')
		return (struct escape){"_x000D_", 1};
	if (like_escape(text))
		return (struct escape){"_x005F_", 1};
	if (text.length >= 3 && memcmp(text.bytes, "\xEF\xBF\xBE", 3) == 0)
		return (struct escape){"_xFFFE_", 3};
	if (text.length >= 3 && memcmp(text.bytes, "\xEF\xBF\xBF", 3) == 0)
		return (struct escape){"_xFFFF_", 3};
	return (struct escape){NULL, 1};
}

static void check(const struct sheet *s, lxw_error error)
{
	if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		fail(EX_DATAERR, s->f->in->file, s->f->in->line,
			"a field of more than %d characters, which no cell of a workbook holds",
			CHARACTERS);
	if (error != LXW_NO_ERROR)
		package_fail(&s->package, lxw_strerror(error));
}

/* Puts a text, which is not empty. */
static void put_words(struct sheet *s, lxw_col_t column, struct span field, lxw_format *format)
{
	struct text escaped = {0};
	s->text.length = 0;
	text_add_unescaped(&s->text, field);
	size_t length = utf16_length(text_span(&s->text));
	if (length > CHARACTERS)
		check(s, LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED);
	if (length > s->width[column])
		s->width[column] = length;
	add_with_escapes(&escaped, text_span(&s->text), xlsx_escape);
	text_add_char(&escaped, '\0');
	check(s, worksheet_write_string(s->sheet, s->rows, column, escaped.bytes, format));
	free(escaped.bytes);
	s->cells++;
}

/* Where the decimals of a number begin. */
static size_t whole_length(struct span number)
{
	const char *point = memchr(number.bytes, '.', number.length);
	return point ? (size_t)(point - number.bytes) : number.length;
}

static size_t decimals_of(struct span number)
{
	size_t whole = whole_length(number);
	return whole < number.length ? number.length - whole - 1 : 0;
}

/* Whether a spreadsheet keeps a number as it is: it has at most 15 digits from its first one on. */
static bool fits(struct span number)
{
	size_t digits = 0;
	for (size_t i = 0; i < number.length; i++) {
		char byte = number.bytes[i];
		digits += byte >= (digits ? '0' : '1') && byte <= '9';
	}
	return digits <= DIGITS && decimals_of(number) <= DECIMALS;
}

/* A format that shows so many decimals and, with --lang, groups. */
static lxw_format *make_format(const struct sheet *s, size_t decimals)
{
	struct text pattern = {0};
	text_add(&pattern, s->f->notation.thousands ? SPAN("#,##0") : SPAN("0"));
	for (size_t i = 0; i < decimals; i++)
		text_add(&pattern, i ? SPAN("0") : SPAN(".0"));
	text_add_char(&pattern, '\0');
	lxw_format *format = workbook_add_format(s->book);
	if (!format)
		no_memory();
	format_set_num_format(format, pattern.bytes);
	free(pattern.bytes);
	return format;
}

/*
 * libxlsxwriter takes doubles, and writes them with 16 digits. A number of at most 15 digits comes
 * back from those as it was: a spreadsheet, and kkr-parse, show the figure itself.
 */
static void put_number(struct sheet *s, lxw_col_t column, struct span number)
{
	s->text.length = 0;
	text_add(&s->text, number);
	text_add_char(&s->text, '\0');
	size_t decimals = decimals_of(number);
	if (!s->decimals[decimals])
		s->decimals[decimals] = make_format(s, decimals);
	if (number.length > s->width[column])
		s->width[column] = number.length;
	check(s, worksheet_write_number(s->sheet, s->rows, column, strtod(s->text.bytes, NULL),
			 s->decimals[decimals]));
	s->cells++;
}

static void put_row_of(struct sheet *s)
{
	const struct records *in = s->f->in;
	if (s->rows == LXW_ROW_MAX)
		fail(EX_DATAERR, in->file, in->line,
			"more than the %d rows that a workbook holds (--type csv has no limit)",
			LXW_ROW_MAX);
	for (size_t c = 0; c < in->columns; c++) {
		struct span field = in->field[c];
		if (is_figure(&s->f->column[c], field) && fits(field))
			put_number(s, (lxw_col_t)c, field);
		else if (field.length)
			put_words(s, (lxw_col_t)c, field, NULL);
	}
	s->rows++;
}

/*
 * The header is bold, stays in sight when the rows are scrolled, and has a filter for each column.
 */
static void put_header(struct sheet *s)
{
	const struct records *in = s->f->in;
	lxw_format *bold = workbook_add_format(s->book);
	if (!bold)
		no_memory();
	if (in->columns > LXW_COL_MAX)
		fail(EX_DATAERR, in->file, 1,
			"more than the %d columns that a workbook holds (--type csv has no limit)",
			LXW_COL_MAX);
	format_set_bold(bold);
	for (size_t c = 0; c < in->columns; c++) {
		if (*s->f->column[c].heading)
			put_words(s, (lxw_col_t)c, span_of(s->f->column[c].heading), bold);
	}
	worksheet_freeze_panes(s->sheet, 1, 0);
	s->rows++;
}

static void close_sheet(struct sheet *s)
{
	enum { FILTER_BUTTON = 3, LEAST = 8 };
	lxw_col_t columns = (lxw_col_t)s->f->in->columns;
	for (lxw_col_t c = 0; c < columns; c++) {
		size_t width = s->width[c] + FILTER_BUTTON;
		width = width < LEAST ? LEAST : width > WIDEST ? WIDEST : width;
		check(s, worksheet_set_column(s->sheet, c, c, (double)width, NULL));
	}
	check(s, worksheet_autofilter(s->sheet, 0, 0, s->rows - 1, (lxw_col_t)(columns - 1)));
	check(s, workbook_close(s->book));
}

void format_xlsx(const struct format *f)
{
	struct sheet s = {.f = f, .width = allocate(f->in->columns, sizeof *s.width)};
	memset(s.width, 0, f->in->columns * sizeof *s.width);
	open_sheet(&s);
	put_header(&s);
	while (records_next(f->in))
		put_row_of(&s);
	close_sheet(&s);
	package_check(&s.package, s.cells);
	package_put(&s.package, f->out);
	free(s.width);
	free(s.text.bytes);
}
