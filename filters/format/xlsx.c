/*
 * xlsx: a workbook of one sheet or, with --sheet, of several, one after the other.
 *
 * A figure is a number where a spreadsheet can hold it, with 15 digits; anything else is text, a
 * code and a date as well, which therefore never becomes another. Rows are written as they come.
 */
#include "format.h"
#include "package.h"

#include "lib/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <xlsxwriter.h>

enum {
	DIGITS = 15,        /* of a number that a spreadsheet keeps */
	CHARACTERS = 32767, /* of a text in a cell, in UTF-16 */
	SHEET_NAME = 31,    /* of a sheet's name, in UTF-16 */
	DECIMALS = 30,      /* that a format of a number can show */
	WIDEST = 60,        /* a column, in characters */
	HEADING = 14,       /* a column for the sake of its heading, but for a longer word */
	A4 = 9,             /* what libxlsxwriter calls it */
	CREATED = 946684800 /* 2000-01-01: the same bytes at any time */
};

struct book {
	const struct format *f;
	struct package package;
	lxw_workbook *book;
	FILE *nowhere;      /* for what libxlsxwriter itself tells of what fails */
	lxw_format *header; /* bold, in as many lines as it takes */
	lxw_format *long_text;
	lxw_format *decimals[DECIMALS + 1]; /* made when they are first used */
	size_t cells;
	struct text text;
	/* the sheet that is written */
	struct feed *rows;
	lxw_worksheet *sheet;
	size_t *width; /* of each column, in characters */
	lxw_row_t row;
};

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

/*
 * What fails is told by check(): what libxlsxwriter itself tells of it on standard error goes
 * nowhere, which takes no file, as there may be none left. Swaps the two.
 */
static void hush(struct book *b)
{
	FILE *other = stderr;
	stderr = b->nowhere;
	b->nowhere = other;
}

static void open_book(struct book *b)
{
	struct text title = {0};
	add_title(&title, span_of(b->f->title && *b->f->title ? b->f->title : "kkr"));
	package_make(&b->package);
	lxw_workbook_options options = {
		.constant_memory = LXW_TRUE, .tmpdir = (char *)b->package.directory};
	lxw_doc_properties properties = {.title = title.bytes, .created = CREATED};
	b->nowhere = fopencookie(NULL, "w", (cookie_io_functions_t){0});
	b->book = workbook_new_opt(b->package.path, &options);
	workbook_set_properties(b->book, &properties);
	b->header = workbook_add_format(b->book);
	b->long_text = workbook_add_format(b->book);
	format_set_bold(b->header);
	format_set_text_wrap(b->header);
	format_set_align(b->header, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(b->long_text);
	free(title.bytes);
}

/* Begins the sheet of a table; a spreadsheet takes names that differ in capitals for one. */
static void open_sheet(struct book *b, struct feed *rows)
{
	struct text title = {0}, name = {0};
	const char *called = rows->sheet ? rows->sheet : b->f->title;
	add_title(&title, span_of(called && *called ? called : "kkr"));
	add_sheet_name(&name, span_of(title.bytes));
	if (workbook_get_worksheet_by_name(b->book, name.bytes))
		cli_misuse("--sheet: '%s' is the name of two sheets, of which the first %d "
			   "characters count",
			quote(span_of(name.bytes)).text, SHEET_NAME);
	hush(b);
	b->sheet = workbook_add_worksheet(b->book, name.bytes);
	hush(b);
	if (!b->sheet)
		package_fail(&b->package, "a sheet's temporary file cannot be made");
	b->rows = rows;
	b->row = 0;
	b->width = reallocate(b->width, rows->columns, sizeof *b->width);
	memset(b->width, 0, rows->columns * sizeof *b->width);
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

static void check(const struct book *b, lxw_error error)
{
	if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		fail(EX_DATAERR, b->rows->file, b->rows->line,
			"a field of more than %d characters, which no cell of a workbook holds",
			CHARACTERS);
	if (error != LXW_NO_ERROR)
		package_fail(&b->package, lxw_strerror(error));
}

/* The characters of the longest word. */
static size_t longest_word(struct span text)
{
	size_t longest = 0, begin = 0;
	for (size_t i = 0; i <= text.length; i++) {
		if (i < text.length && text.bytes[i] != ' ')
			continue;
		size_t length = utf16_length((struct span){text.bytes + begin, i - begin});
		longest = longest > length ? longest : length;
		begin = i + 1;
	}
	return longest;
}

/* The lines that a text takes in a column. */
static size_t lines_of(struct span text, size_t width)
{
	size_t lines = 1, used = 0, begin = 0;
	for (size_t i = 0; i <= text.length; i++) {
		if (i < text.length && text.bytes[i] != ' ')
			continue;
		size_t length = utf16_length((struct span){text.bytes + begin, i - begin});
		if (used && used + 1 + length > width) {
			lines++;
			used = 0;
		}
		lines += length ? (length - 1) / width : 0;
		used += length + (used ? 1 : 0);
		begin = i + 1;
	}
	return lines;
}

/* A heading takes several lines before it makes a column of figures wide. */
static size_t width_of_heading(struct span heading)
{
	size_t length = utf16_length(heading), word = longest_word(heading);
	size_t least = word > HEADING ? word : HEADING;
	return length < least ? length : least;
}

/* Not every spreadsheet finds out itself how high a row is. */
static void set_height(struct book *b, size_t lines)
{
	enum { LINE = 15, HIGHEST = 27 }; /* in points; the lines that a row may be high */
	if (lines > 1)
		check(b, worksheet_set_row(b->sheet, b->row,
				 (double)(LINE * (lines < HIGHEST ? lines : HIGHEST)), NULL));
}

/* Puts a text, which is not empty. */
static void put_words(struct book *b, lxw_col_t column, struct span field, bool heading)
{
	struct text escaped = {0};
	b->text.length = 0;
	text_add_unescaped(&b->text, field);
	size_t length = utf16_length(text_span(&b->text));
	if (length > CHARACTERS)
		check(b, LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED);
	size_t width = heading ? width_of_heading(text_span(&b->text)) : length;
	if (width > b->width[column])
		b->width[column] = width;
	lxw_format *format = heading ? b->header : length > WIDEST ? b->long_text : NULL;
	add_with_escapes(&escaped, text_span(&b->text), xlsx_escape);
	text_add_char(&escaped, '\0');
	check(b, worksheet_write_string(b->sheet, b->row, column, escaped.bytes, format));
	free(escaped.bytes);
	b->cells++;
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
static lxw_format *make_format(const struct book *b, size_t decimals)
{
	struct text pattern = {0};
	text_add(&pattern, b->f->notation.thousands ? SPAN("#,##0") : SPAN("0"));
	for (size_t i = 0; i < decimals; i++)
		text_add(&pattern, i ? SPAN("0") : SPAN(".0"));
	text_add_char(&pattern, '\0');
	lxw_format *format = workbook_add_format(b->book);
	format_set_num_format(format, pattern.bytes);
	free(pattern.bytes);
	return format;
}

/*
 * libxlsxwriter takes doubles, and writes them with 16 digits. A number of at most 15 digits comes
 * back from those as it was: a spreadsheet, and kkr-parse, show the figure itself.
 */
static void put_number(struct book *b, lxw_col_t column, struct span number)
{
	b->text.length = 0;
	text_add(&b->text, number);
	text_add_char(&b->text, '\0');
	size_t decimals = decimals_of(number);
	if (!b->decimals[decimals])
		b->decimals[decimals] = make_format(b, decimals);
	if (number.length > b->width[column])
		b->width[column] = number.length;
	check(b, worksheet_write_number(b->sheet, b->row, column, strtod(b->text.bytes, NULL),
			 b->decimals[decimals]));
	b->cells++;
}

static void put_row_of(struct book *b)
{
	const struct feed *rows = b->rows;
	if (b->row == LXW_ROW_MAX)
		fail(EX_DATAERR, rows->file, rows->line,
			"more than the %d rows that a workbook holds (--type csv has no limit)",
			LXW_ROW_MAX);
	size_t lines = 1;
	for (size_t c = 0; c < rows->columns; c++) {
		size_t needed =
			rows->field[c].length > WIDEST ? lines_of(rows->field[c], WIDEST) : 1;
		lines = lines > needed ? lines : needed;
	}
	set_height(b, lines);
	for (size_t c = 0; c < rows->columns; c++) {
		struct span field = rows->field[c];
		if (is_figure(&rows->column[c], field) && fits(field))
			put_number(b, (lxw_col_t)c, field);
		else if (field.length)
			put_words(b, (lxw_col_t)c, field, false);
	}
	b->row++;
}

/*
 * The header is bold, stays in sight when the rows are scrolled, and has a filter for each column.
 * On paper it stands on each page, which is as wide as the sheet.
 */
static void put_header(struct book *b)
{
	const struct feed *rows = b->rows;
	if (rows->columns > LXW_COL_MAX)
		fail(EX_DATAERR, rows->file, 1,
			"more than the %d columns that a workbook holds (--type csv has no limit)",
			LXW_COL_MAX);
	size_t lines = 1;
	for (size_t c = 0; c < rows->columns; c++) {
		struct span heading = span_of(rows->column[c].heading);
		size_t needed = heading.length ? lines_of(heading, width_of_heading(heading)) : 1;
		lines = lines > needed ? lines : needed;
	}
	set_height(b, lines);
	for (size_t c = 0; c < rows->columns; c++) {
		if (*rows->column[c].heading)
			put_words(b, (lxw_col_t)c, span_of(rows->column[c].heading), true);
	}
	worksheet_freeze_panes(b->sheet, 1, 0);
	worksheet_set_paper(b->sheet, A4);
	worksheet_set_landscape(b->sheet);
	worksheet_fit_to_pages(b->sheet, 1, 0);
	check(b, worksheet_repeat_rows(b->sheet, 0, 0));
	b->row++;
}

static void close_sheet(struct book *b)
{
	enum { FILTER_BUTTON = 3, LEAST = 8 };
	lxw_col_t columns = (lxw_col_t)b->rows->columns;
	for (lxw_col_t c = 0; c < columns; c++) {
		size_t width = b->width[c] + FILTER_BUTTON;
		width = width < LEAST ? LEAST : width > WIDEST ? WIDEST : width;
		check(b, worksheet_set_column(b->sheet, c, c, (double)width, NULL));
	}
	check(b, worksheet_autofilter(b->sheet, 0, 0, b->row - 1, (lxw_col_t)(columns - 1)));
}

static void close_book(struct book *b)
{
	hush(b);
	errno = 0;
	lxw_error error = workbook_close(b->book);
	int system = errno;
	hush(b);
	if (error != LXW_NO_ERROR && system != 0)
		package_fail(&b->package, strerror(system));
	check(b, error);
	fclose(b->nowhere);
}

void format_xlsx(const struct format *f)
{
	struct book b = {.f = f};
	open_book(&b);
	for (size_t i = 0; i < f->sheets; i++) {
		open_sheet(&b, &f->rows[i]);
		put_header(&b);
		while (feed_next(b.rows))
			put_row_of(&b);
		close_sheet(&b);
	}
	close_book(&b);
	package_check(&b.package, f->sheets, b.cells);
	package_put(&b.package, f->out);
	free(b.width);
	free(b.text.bytes);
}
