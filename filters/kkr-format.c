/*
 * kkr-format: records as people read them.
 */
#include "lib/cli.h"
#include "lib/table.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: kkr-format [OPTION]... [FILE]...\n"
	"Writes records as people read them.\n"
	"\n"
	"  -t, --type TYPE          text: aligned columns, numbers to the right (default)\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-format(1).\n";

static void format_text(struct records *in, struct writer *out);

/* A new type is a line here and a function. */
static const struct type {
	const char *name;
	void (*format)(struct records *, struct writer *);
} types[] = {
	{"text", format_text},
};

static const struct type *find_type(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	}
	cli_misuse("--type: there is no type '%s' (there is: text)", name);
}

/* text */

struct layout {
	size_t width; /* in characters */
	bool right;   /* every value is a number or missing */
};

/* The characters that a field takes on a screen: combining ones (U+0300 to U+036F) take none. */
static size_t width_of(struct span field)
{
	size_t width = 0;
	for (size_t i = 0; i < field.length; i++) {
		unsigned char byte = (unsigned char)field.bytes[i];
		unsigned char next = i + 1 < field.length ? (unsigned char)field.bytes[i + 1] : 0;
		bool combining = byte == 0xCC || (byte == 0xCD && next < 0xB0);
		width += (byte & 0xC0) != 0x80 && !combining;
	}
	return width;
}

static struct layout lay_out(const struct records *in, const struct table *table, size_t column)
{
	struct layout l = {width_of(span_of(in->name[column])), true};
	for (size_t i = 0; i < table->rows; i++) {
		struct span field = table->row[i].field[column];
		size_t width = width_of(field);
		if (width > l.width)
			l.width = width;
		l.right &= field.length == 0 || number_valid(field);
	}
	return l;
}

static void add_spaces(struct text *line, size_t count)
{
	while (count-- > 0)
		text_add_char(line, ' ');
}

static void add_cell(struct text *line, struct span field, struct layout l)
{
	enum { GAP = 2 };
	size_t space = l.width - width_of(field);
	if (l.right)
		add_spaces(line, space);
	text_add(line, field);
	add_spaces(line, (l.right ? 0 : space) + GAP);
}

/* No line ends in spaces. */
static void put_line(struct writer *out, struct text *line)
{
	while (line->length && line->bytes[line->length - 1] == ' ')
		line->length--;
	text_add_char(line, '\n');
	put_bytes(out, text_span(line));
	line->length = 0;
}

static void format_text(struct records *in, struct writer *out)
{
	struct table table = {0};
	while (records_next(in))
		table_add(&table, in);
	struct layout *layout = allocate(in->columns, sizeof *layout);
	for (size_t c = 0; c < in->columns; c++)
		layout[c] = lay_out(in, &table, c);
	struct text line = {0};
	for (size_t c = 0; c < in->columns; c++)
		add_cell(&line, span_of(in->name[c]), layout[c]);
	put_line(out, &line);
	for (size_t i = 0; i < table.rows; i++) {
		for (size_t c = 0; c < in->columns; c++)
			add_cell(&line, table.row[i].field[c], layout[c]);
		put_line(out, &line);
	}
	free(line.bytes);
	free(layout);
	table_free(&table);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{"type", required_argument, NULL, 't'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	cli_start(argv);
	const struct type *type = &types[0];
	int option;
	while ((option = getopt_long(argc, argv, "t:hV", longs, NULL)) != -1) {
		if (option == 't')
			type = find_type(optarg);
		else
			cli_common(option, usage);
	}
	struct records in;
	records_open(&in, argv + optind, EX_DATAERR, NULL);
	struct writer out;
	writer_stdout(&out);
	type->format(&in, &out);
	writer_close(&out);
	records_close(&in);
	return EX_OK;
}
