/*
 * kkr-format: records as people read them, and as their other programs do.
 */
#include "format/format.h"
#include "lib/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char usage[] =
	"usage: kkr-format [OPTION]... [FILE]...\n"
	"Writes records as people read them, and as their other programs do.\n"
	"\n"
	"  -t, --type TYPE          text: aligned columns, numbers to the right (default)\n"
	"                           csv, csv-da: for spreadsheets; csv-da for a Danish one\n"
	"                           json, jsonl: an array of objects; an object in a line\n"
	"                           md, html: a table of Markdown; a <table> for a page\n"
	"                           xlsx: a workbook\n"
	"  -w, --width N            fold text so that lines have N characters at most (default:\n"
	"                           what a terminal shows, else as many as it takes)\n"
	"  -L, --lang LANGUAGE      write figures as it does: da, en\n"
	"  -T, --title TEXT         a title above the table\n"
	"  -H, --heading COLUMN=TEXT\n"
	"                           a heading in the place of a column's name\n"
	"  -c, --codes C,...        further columns whose numbers are codes, not figures\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-format(1).\n";

/* A new type is a line here and a function. */
static const struct type {
	const char *name;
	void (*format)(const struct format *);
	const char *takes; /* the options that not all types take */
} types[] = {
	{"text", format_text, "wLH"},
	{"csv", format_csv, ""},
	{"csv-da", format_csv_da, "H"},
	{"json", format_json, ""},
	{"jsonl", format_jsonl, ""},
	{"md", format_md, "LTH"},
	{"html", format_html, "LTH"},
	{"xlsx", format_xlsx, "LTH"},
};

static const struct language {
	const char *name;
	const struct notation *notation;
} languages[] = {
	{"da", &danish},
	{"en", &english},
};

static const struct option longs[] = {
	{"type", required_argument, NULL, 't'},
	{"width", required_argument, NULL, 'w'},
	{"lang", required_argument, NULL, 'L'},
	{"title", required_argument, NULL, 'T'},
	{"heading", required_argument, NULL, 'H'},
	{"codes", required_argument, NULL, 'c'},
	CLI_HELP,
	CLI_VERSION,
	CLI_END,
};

struct options {
	const struct type *type;
	const struct language *language; /* NULL: plain numbers */
	const char *width, *title;       /* NULL: not given */
	char **codes;
	char **heading; /* COLUMN=TEXT */
	size_t headings, room;
};

static const struct type *find_type(const char *name)
{
	struct text names = {0};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		text_add_char(&names, ' ');
		text_add(&names, span_of(types[i].name));
	}
	text_add_char(&names, '\0');
	cli_misuse("--type: there is no type '%s' (there are:%s)", name, names.bytes);
}

static const struct language *find_language(const char *name)
{
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		if (strcmp(languages[i].name, name) == 0)
			return &languages[i];
	}
	cli_misuse("--lang: there is no language '%s' (there are: da en)", name);
}

/* What stands in a title or heading must be able to stand in a record, in one line. */
static const char *check_text(const char *option, const char *text)
{
	for (struct span rest = span_of(text); rest.length;) {
		size_t length = utf8_length(rest);
		unsigned char byte = (unsigned char)*rest.bytes;
		if (length == 0 || byte < ' ' || byte == 0x7F)
			cli_misuse("--%s: '%s' is not a line of UTF-8", option,
				quote(span_of(text)).text);
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
	return text;
}

static void add_heading(struct options *o, char *heading)
{
	const char *equals = strchr(heading, '=');
	if (!equals || !column_name_valid((struct span){heading, (size_t)(equals - heading)}))
		cli_misuse("--heading: '%s' is not of the form COLUMN=TEXT",
			quote(span_of(heading)).text);
	check_text("heading", heading);
	o->heading = grow(o->heading, &o->room, o->headings + 1, sizeof *o->heading);
	o->heading[o->headings++] = heading;
}

static void read_option(struct options *o, int option)
{
	switch (option) {
	case 't':
		o->type = find_type(optarg);
		break;
	case 'w':
		o->width = optarg;
		break;
	case 'L':
		o->language = find_language(optarg);
		break;
	case 'T':
		o->title = check_text("title", optarg);
		break;
	case 'H':
		add_heading(o, optarg);
		break;
	case 'c':
		cli_list_free(o->codes);
		o->codes = cli_list("codes", optarg);
		break;
	default:
		cli_common(option, usage);
	}
}

/* An option that a type has no use for is refused: it would be dropped in silence. */
static void check_takes(const struct options *o, int given)
{
	const struct option *option = longs;
	while (option->val != given)
		option++;
	if (!strchr(o->type->takes, given))
		cli_misuse("--%s: the type %s has no use for it", option->name, o->type->name);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {.type = &types[0]};
	int option;
	while ((option = getopt_long(argc, argv, "t:w:L:T:H:c:hV", longs, NULL)) != -1)
		read_option(&o, option);
	if (o.width)
		check_takes(&o, 'w');
	if (o.language)
		check_takes(&o, 'L');
	if (o.title)
		check_takes(&o, 'T');
	if (o.headings)
		check_takes(&o, 'H');
	return o;
}

/* The width that was given; else that of a terminal. What goes elsewhere is as wide as it takes. */
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
		column[c] =
			(struct column){span_copy(span_of(in->name[c])), holds_codes(in->name[c])};
	for (char **name = o->codes; name && *name; name++)
		column[records_column(in, *name, "--codes names it")].codes = true;
	for (size_t i = 0; i < o->headings; i++) {
		struct text heading = {0};
		char *equals = strchr(o->heading[i], '=');
		*equals = '\0';
		size_t c = records_column(in, o->heading[i], "--heading names it");
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
		.notation = o.language ? *o.language->notation : (struct notation){'\0', '.'},
		.width = find_width(o.width),
	};
	records_open(&in, argv + optind, EX_DATAERR, NULL);
	f.column = make_columns(&in, &o);
	writer_stdout(&out);
	o.type->format(&f);
	writer_close(&out);
	free_columns(f.column, in.columns);
	records_close(&in);
	cli_list_free(o.codes);
	free(o.heading);
	return EX_OK;
}
