/*
 * kkr-parse: reads XML exports, plain or gzip, into records.
 *
 * The document streams through libxml2's push parser (parse/xml.c) into the dialect that its root
 * element names, and out as rows (parse/rows.c): memory does not grow with the input.
 */
#include "lib/cli.h"
#include "parse/xml.h"

#include <string.h>

/* A new dialect is a line here and a file in parse/. */
static const struct dialect *const dialects[] = {
	&dialect_export,
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

static const char usage[] = "usage: kkr-parse [OPTION]... [FILE]...\n"
			    "Reads XML exports, plain or gzip, and writes records (TSV).\n"
			    "\n"
			    "  -f, --format FORMAT      read as this dialect: export\n"
			    "  -c, --columns C,...      write these columns, in this order\n"
			    "  -x, --schema FILE.xsd    validate against an XSD too\n"
			    "  -r, --rejects FILE       set bad records aside there and go on\n"
			    "  -h, --help\n"
			    "  -V, --version\n"
			    "\n"
			    "The manual is kkr-parse(1).\n";

struct options {
	struct reading reading;
	const char *schema;
	const char *rejects;
	char **files;
};

static void check_format(const char *format)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		if (strcmp(dialects[i]->name, format) == 0)
			return;
	}
	cli_misuse("--format: there is no dialect '%s' (there is: export)", format);
}

static void check_columns(char *const *columns)
{
	for (size_t i = 0; columns[i]; i++) {
		if (!column_name_valid(span_of(columns[i])))
			cli_misuse("--columns: '%s' is no name of a column", columns[i]);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(columns[i], columns[j]) == 0)
				cli_misuse("--columns: '%s' is named twice", columns[i]);
		}
	}
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"format", required_argument, NULL, 'f'},
		{"columns", required_argument, NULL, 'c'},
		{"schema", required_argument, NULL, 'x'},
		{"rejects", required_argument, NULL, 'r'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {0};
	int option;
	while ((option = getopt_long(argc, argv, "f:c:x:r:hV", longs, NULL)) != -1) {
		switch (option) {
		case 'f':
			check_format(optarg);
			o.reading.format = optarg;
			break;
		case 'c':
			cli_list_free(o.reading.columns);
			o.reading.columns = cli_list("columns", optarg);
			check_columns(o.reading.columns);
			break;
		case 'x':
			o.schema = optarg;
			break;
		case 'r':
			o.rejects = optarg;
			break;
		default:
			cli_common(option, usage);
		}
	}
	o.files = argv + optind;
	return o;
}

/* The dialect that is forced or, without one, the one that the root element begins. */
static const struct dialect *choose(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];
		const char *forced = reading->format;
		if (forced ? strcmp(d->name, forced) == 0
			   : strcmp(d->root, root->name) == 0 && strcmp(d->space, root->space) == 0)
			return d;
	}
	rows_fail(rows,
		"the root element <%s> of namespace '%s' begins no dialect that kkr-parse reads "
		"(export is <export> of %s)",
		quote(span_of(root->name)).text, quote(span_of(root->space)).text,
		dialect_export.space);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct xml_schema *schema = xml_schema_open(o.schema);
	static char *const standard_input[] = {"-", NULL};
	struct rows rows;
	rows_open(&rows, o.reading.columns, o.rejects, o.files);
	for (char *const *file = *o.files ? o.files : standard_input; *file; file++) {
		struct input *input = input_open(*file);
		xml_read(input, &rows, schema, choose, &o.reading);
		input_close(input);
	}
	rows_close(&rows);
	xml_schema_close(schema);
	cli_list_free(o.reading.columns);
	return EX_OK;
}
