/*
 * kkr-format: records as people read them, and as their other programs do.
 */
#include "format/format.h"
#include "lib/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char usage[] = "kkr-format [OPTION]... [FILE]...\n"
			    "Writes records as people read them, and as their other programs do.";

/* A new type is a line here and a function. */
static const struct type {
	const char *name;
	void (*format)(const struct format *);
	const char *takes[5]; /* the options that not all types take */
} types[] = {
	{"text", format_text, {"width", "lang", "heading"}},
	{"csv", format_csv, {NULL}},
	{"csv-da", format_csv_da, {"heading"}},
	{"json", format_json, {NULL}},
	{"jsonl", format_jsonl, {NULL}},
	{"md", format_md, {"lang", "title", "heading"}},
	{"html", format_html, {"lang", "title", "heading"}},
	{"xlsx", format_xlsx, {"lang", "title", "heading", "sheet"}},
};
enum { TYPES = sizeof types / sizeof *types };

static const struct notation *const notations[] = {[DANISH] = &danish, [ENGLISH] = &english};

/* The options that are refused with a type that has no use for them. */
static const char *const particular[] = {"width", "lang", "title", "heading", "sheet"};

struct options {
	const struct type *type;
	bool translates; /* into a language */
	enum language language;
	const char *width, *title; /* NULL: not given */
	char **codes;
	struct column_names names;
	char **headings;  /* [SHEET:]COLUMN=TEXT, or NULL */
	char **sheets;    /* NAME=FILE, or NULL */
	const char *wide; /* a column, or NULL */
	char **files;
};

/* What stands in a title or heading must be able to stand in a record, in one line. */
static void check_text(const char *option, const char *text)
{
	for (struct span rest = span_of(text); rest.length;) {
		size_t length = utf8_length(rest);
		unsigned char byte = (unsigned char)*rest.bytes;
		if (length == 0 || byte < ' ' || byte == 0x7F)
			cli_misuse("--%s: '%s' is not a line of UTF-8", option,
				quote(span_of(text)).text);
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
}

/* A heading as its option has it: what is before the '=', without the sheet, is a column. */
static const char *column_of_heading(const char *heading, const char *equals)
{
	const char *column = equals;
	while (column > heading && column[-1] != ':')
		column--;
	return column;
}

static void check_heading(const char *heading)
{
	const char *equals = strchr(heading, '=');
	const char *column = equals ? column_of_heading(heading, equals) : heading;
	if (!equals || !column_name_valid((struct span){column, (size_t)(equals - column)}))
		cli_misuse("--heading: '%s' is not of the form COLUMN=TEXT or SHEET:COLUMN=TEXT",
			quote(span_of(heading)).text);
	check_text("heading", heading);
}

/* Each sheet has a name of its own, and no file is read twice that can be read once. */
static void check_sheets(const struct options *o)
{
	bool standard_input = false;
	for (char **sheet = o->sheets; sheet && *sheet; sheet++) {
		const char *equals = strchr(*sheet, '=');
		if (!equals || equals == *sheet || !equals[1])
			cli_misuse("--sheet: '%s' is not of the form NAME=FILE",
				quote(span_of(*sheet)).text);
		char *name = span_copy((struct span){*sheet, (size_t)(equals - *sheet)});
		check_text("sheet", name);
		free(name);
		if (standard_input && strcmp(equals, "=-") == 0)
			cli_misuse("--sheet: standard input can be read once");
		standard_input |= strcmp(equals, "=-") == 0;
	}
	if (o->sheets && *o->files)
		cli_misuse("'%s': with --sheet, each file stands behind the name of its sheet",
			quote(span_of(*o->files)).text);
	if (o->sheets && o->wide)
		cli_misuse("--wide cannot be used with --sheet (a sheet may read what kkr-format "
			   "--wide --type csv has written, by way of kkr-table)");
}

/* An option that a type has no use for is refused: it would be dropped in silence. */
static void check_takes(const struct type *type, const struct cli_option *table)
{
	for (size_t i = 0; i < sizeof particular / sizeof *particular; i++) {
		size_t j = 0;
		while (type->takes[j] && strcmp(type->takes[j], particular[i]) != 0)
			j++;
		if (!type->takes[j] && cli_given(table, particular[i]))
			cli_misuse(
				"--%s: the type %s has no use for it", particular[i], type->name);
	}
}

static struct options read_options(int argc, char **argv)
{
	const char *type_words[TYPES + 1] = {NULL};
	char **names = NULL;
	struct options o = {.type = &types[0]};
	size_t type = 0, language = 0;
	struct cli_option table[] = {
		{'t', "type", "TYPE",
			"text: aligned columns, numbers to the right (default)\n"
			"csv, csv-da: for spreadsheets; csv-da for a Danish one\n"
			"json, jsonl: an array of objects; an object in a line\n"
			"md, html: a table of Markdown; a <table> for a page\n"
			"xlsx: a workbook",
			.place = &type, .words = type_words},
		{0, "width", "N",
			"fold text so that lines have N characters at most (default:\n"
			"what a terminal shows, else as many as it takes)",
			.text = &o.width},
		{'L', "lang", "LANGUAGE", "write figures, names of columns and words as it does:",
			.place = &language, .words = language_names},
		{'T', "title", "TEXT", "a title above the table", .text = &o.title},
		{0, "heading", "COLUMN=TEXT",
			"a heading in the place of a column's name; of one sheet\n"
			"alone, SHEET:COLUMN=TEXT",
			.several = &o.headings},
		{0, "wide", "COLUMN", "lay figures across: a heading for each value of the column",
			.text = &o.wide},
		{'S', "sheet", "NAME=FILE", "of xlsx: a sheet of that name; may repeat",
			.several = &o.sheets},
		{0, "codes", "C,...", "further columns whose numbers are codes, not figures",
			.list = &o.codes},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		RENAMED("-w", "--width"),
		RENAMED("-H", "--heading"),
		RENAMED("-c", "--codes"),
		CLI_END,
	};
	for (size_t i = 0; i < TYPES; i++)
		type_words[i] = types[i].name;
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	o.type = &types[type];
	o.translates = cli_given(table, "lang");
	o.language = (enum language)language;
	if (o.title)
		check_text("title", o.title);
	for (char **heading = o.headings; heading && *heading; heading++)
		check_heading(*heading);
	check_takes(o.type, table);
	check_sheets(&o);
	return o;
}

/*
 * The width that was given, or that of the terminal; 0, no limit, where the output is no terminal.
 */
static size_t find_width(const char *given)
{
	enum { MOST = 1000000 };
	struct winsize screen;
	if (!given)
		return ioctl(STDOUT_FILENO, TIOCGWINSZ, &screen) == 0 ? screen.ws_col : 0;
	char *end;
	errno = 0;
	unsigned long width = strtoul(given, &end, 10);
	if (*given < '0' || *given > '9' || *end || errno || width > MOST)
		cli_misuse("--width: '%s' is not a number of characters, 0 to %d", given, MOST);
	return width;
}

/* The tables: one of all FILEs, or one for each sheet. */
static struct feed *open_tables(const struct options *o, size_t *count)
{
	size_t sheets = 0;
	while (o->sheets && o->sheets[sheets])
		sheets++;
	*count = sheets ? sheets : 1;
	struct feed *rows = allocate(*count, sizeof *rows);
	memset(rows, 0, *count * sizeof *rows);
	if (sheets == 0)
		feed_open(rows, o->files, &o->names);
	for (size_t i = 0; i < sheets; i++) {
		char **files = allocate(2, sizeof *files);
		char *equals = strchr(o->sheets[i], '=');
		*equals = '\0';
		files[0] = equals + 1;
		files[1] = NULL;
		rows[i].sheet = o->sheets[i];
		rows[i].files = files;
		feed_open(&rows[i], files, &o->names);
	}
	if (o->wide)
		feed_lay(rows, o->wide, &o->names);
	for (size_t i = 0; o->translates && i < *count; i++)
		feed_translate(&rows[i], o->language);
	return rows;
}

/* Does it to the column of that name in each table, or in the sheet of a name; 65 where none has
 * it. */
static void for_column(struct feed *rows, size_t count, const char *sheet, const char *column,
	const char *hint, void (*take)(struct column *, void *), void *to)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		size_t c = feed_find(&rows[i], column);
		if (c == rows[i].columns || (sheet && strcmp(sheet, rows[i].sheet) != 0))
			continue;
		take(&rows[i].column[c], to);
		found++;
	}
	if (found)
		return;
	if (count == 1 && !sheet)
		feed_missing(rows, column, hint);
	fail(EX_DATAERR, rows->file, 0, "there is no column '%s' in %s%s%s; %s", column,
		sheet ? "the sheet '" : "any sheet", sheet ? quote(span_of(sheet)).text : "",
		sheet ? "'" : "", hint);
}

static void take_code(struct column *column, void *to)
{
	(void)to;
	column->codes = true;
}

static void take_heading(struct column *column, void *to)
{
	struct text heading = {0};
	text_add_escaped(&heading, span_of(to));
	text_add_char(&heading, '\0');
	free(column->heading);
	column->heading = heading.bytes;
}

/* What the options say of columns. */
static void set_columns(struct feed *rows, size_t count, const struct options *o)
{
	for (char **name = o->codes; name && *name; name++)
		for_column(rows, count, NULL, *name, "--codes names it", take_code, NULL);
	for (char **given = o->headings; given && *given; given++) {
		char *equals = strchr(*given, '=');
		char *column = (char *)column_of_heading(*given, equals);
		*equals = '\0';
		if (column > *given)
			column[-1] = '\0';
		if (column > *given && !o->sheets)
			cli_misuse("--heading: there is no sheet '%s', and --sheet makes them",
				quote(span_of(*given)).text);
		for_column(rows, count, column > *given ? *given : NULL, column,
			"--heading names it", take_heading, equals + 1);
	}
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct writer out;
	struct format f = {
		.out = &out,
		.title = o.title,
		.notation = o.translates ? *notations[o.language] : (struct notation){'\0', '.'},
		.width = find_width(o.width),
	};
	f.rows = open_tables(&o, &f.sheets);
	set_columns(f.rows, f.sheets, &o);
	writer_stdout(&out);
	o.type->format(&f);
	writer_close(&out);
	for (size_t i = 0; i < f.sheets; i++)
		feed_close(&f.rows[i]);
	free(f.rows);
	cli_list_free(o.codes);
	column_names_free(&o.names);
	free(o.headings);
	free(o.sheets);
	return EX_OK;
}
