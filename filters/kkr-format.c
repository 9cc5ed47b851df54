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
	const char *takes[4]; /* the options that not all types take */
} types[] = {
	{"text", format_text, {"width", "lang", "heading"}},
	{"csv", format_csv, {NULL}},
	{"csv-da", format_csv_da, {"heading"}},
	{"json", format_json, {NULL}},
	{"jsonl", format_jsonl, {NULL}},
	{"md", format_md, {"lang", "title", "heading"}},
	{"html", format_html, {"lang", "title", "heading"}},
	{"xlsx", format_xlsx, {"lang", "title", "heading"}},
};
enum { TYPES = sizeof types / sizeof *types };

static const struct notation *const notations[] = {[DANISH] = &danish, [ENGLISH] = &english};

/* The options that are refused with a type that has no use for them. */
static const char *const particular[] = {"width", "lang", "title", "heading"};

struct options {
	const struct type *type;
	const struct notation *notation; /* NULL: plain numbers */
	const char *width, *title;       /* NULL: not given */
	char **codes;
	struct column_names names;
	char **headings; /* COLUMN=TEXT, or NULL */
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

static void check_heading(const char *heading)
{
	const char *equals = strchr(heading, '=');
	if (!equals || !column_name_valid((struct span){heading, (size_t)(equals - heading)}))
		cli_misuse("--heading: '%s' is not of the form COLUMN=TEXT",
			quote(span_of(heading)).text);
	check_text("heading", heading);
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
		{'L', "lang", "LANGUAGE", "write figures as it does:", .place = &language,
			.words = language_names},
		{'T', "title", "TEXT", "a title above the table", .text = &o.title},
		{0, "heading", "COLUMN=TEXT", "a heading in the place of a column's name",
			.several = &o.headings},
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
	if (cli_given(table, "lang"))
		o.notation = notations[language];
	if (o.title)
		check_text("title", o.title);
	for (char **heading = o.headings; heading && *heading; heading++)
		check_heading(*heading);
	check_takes(o.type, table);
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

static struct column *make_columns(const struct records *in, const struct options *o)
{
	struct column *column = allocate(in->columns, sizeof *column);
	for (size_t c = 0; c < in->columns; c++)
		column[c] = (struct column){
			span_copy(span_of(in->name[c])), holds_codes(in->name[c], &o->names)};
	for (char **name = o->codes; name && *name; name++)
		column[records_column(in, *name, "--codes names it")].codes = true;
	for (char **given = o->headings; given && *given; given++) {
		struct text heading = {0};
		char *equals = strchr(*given, '=');
		*equals = '\0';
		size_t c = records_column(in, *given, "--heading names it");
		text_add_escaped(&heading, span_of(equals + 1));
		text_add_char(&heading, '\0');
		free(column[c].heading);
		column[c].heading = heading.bytes;
	}
	return column;
}

static void free_columns(struct column *column, size_t columns)
{
	for (size_t c = 0; c < columns; c++)
		free(column[c].heading);
	free(column);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct records in;
	struct writer out;
	struct format f = {
		.in = &in,
		.out = &out,
		.title = o.title,
		.notation = o.notation ? *o.notation : (struct notation){'\0', '.'},
		.width = find_width(o.width),
	};
	records_open(&in, o.files, EX_DATAERR, NULL);
	f.column = make_columns(&in, &o);
	writer_stdout(&out);
	o.type->format(&f);
	writer_close(&out);
	free_columns(f.column, in.columns);
	records_close(&in);
	cli_list_free(o.codes);
	column_names_free(&o.names);
	free(o.headings);
	return EX_OK;
}
