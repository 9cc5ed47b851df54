/*
 * kkr-parse: reads XML that tells its own columns, plain or gzip, into records.
 *
 * A document streams through libxml2's push parser (read/xml.c) into the dialect that its root
 * element names, and goes out as rows (read/rows.c): memory does not grow with the input.
 */
#include "parse/dialects.h"
#include "parse/paths.h"
#include "parse/sdmx.h"
#include "lib/sender.h"
#include "read/command.h"
#include "read/documents.h"
#include "read/markup.h"
#include "read/xml.h"
#include "table/zip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A new dialect is a line here and a file in parse/. */
static const struct dialect *const dialects[] = {
	&dialect_export,
	&dialect_sdmx,
	&dialect_paths,
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

static const char usage[] = "kkr-parse [OPTION]... [FILE]...\n"
			    "Reads XML exports, plain or gzip, and writes records (TSV).\n"
			    "Tables, in XML too, are read by kkr-table.";

struct options {
	struct command command;
	struct shape_options shape;
	char *schema_path;
	struct xml_schema *schema;
	char **structures;
	const char *language;
	bool list_paths;
};

/* An option of one dialect is refused together with what reads another. */
static void check_dialect(const struct options *o)
{
	const char *format = o->command.reading.format;
	bool sdmx = o->command.reading.attributes || o->structures;
	if (o->shape.record && (sdmx || o->command.reading.names.count))
		cli_misuse(
			"--rename, --attributes and --structure cannot be used with --record: its "
			"columns are those of --field");
	if (sdmx && format && strcmp(format, dialect_sdmx.name) != 0)
		cli_misuse("--attributes and --structure are for SDMX-ML, not for --format %s",
			format);
	if (o->language && (!o->structures || !*o->language))
		cli_misuse("--labels LANG: the labels are those of --structure");
	if (o->shape.numbers && !o->shape.record)
		cli_misuse("--numbers is for --record: an export and SDMX-ML say themselves how "
			   "numbers are written");
}

/* What the document is does not matter then, nor what would be made of it. */
static void check_listing(const struct options *o)
{
	if (o->list_paths && (o->shape.record || o->shape.fields || o->command.reading.format ||
				     o->structures || o->command.reading.names.count))
		cli_misuse("--list-paths cannot be used with what says how records are read");
}

static void check_files(const struct options *o)
{
	for (char **path = o->structures; path && *path; path++) {
		cli_input("--structure", *path, o->command.files);
		command_apart(&o->command, *path, "the structure");
	}
	command_apart(&o->command, o->schema_path, "the schema");
}

/* --record is its own dialect, and that dialect needs it. */
static struct shape *read_shape(struct options *o)
{
	struct shape *shape = shape_read(&o->shape);
	const char *format = o->command.reading.format;
	bool paths = format && strcmp(format, dialect_paths.name) == 0;
	if (paths && !shape)
		cli_misuse("--format paths: --record says which elements are the records");
	if (shape && format && !paths)
		cli_misuse("--record is for XML of no dialect, not for --format %s", format);
	if (shape)
		o->command.reading.format = dialect_paths.name;
	return shape;
}

/* What reads tables. */
#define MOVED(name)                RENAMED(name, "kkr-table has it, which reads tables")
#define MOVED_LETTER(letter, name) RENAMED(letter, "kkr-table, which reads tables, has " name)

static struct options read_options(int argc, char **argv)
{
	static const char *const number_words[] = {"da", "plain", NULL};
	const char *formats[DIALECTS + 1] = {NULL};
	struct options o = {0};
	struct cli_option table[] = {
		{'f', "format", "FORMAT", "read as this dialect:",
			.text = &o.command.reading.format, .words = formats},
		COMMAND_OPTIONS(o.command),
		{'x', "schema", "FILE.xsd", "validate against an XSD too", .file = &o.schema_path},
		{.help = "SDMX-ML:"},
		{0, "attributes", NULL, "attributes are columns, too",
			.flag = &o.command.reading.attributes},
		{0, "structure", "FILE", "read the data structure definitions in this file",
			.several = &o.structures},
		{0, "labels", "LANG", "put its labels in this language beside the codes: da",
			.text = &o.language},
		{.help = "Any XML, a row for each element that PATH leads to:"},
		{'R', "record", "PATH", "//row, /rows/row", .text = &o.shape.record, .once = true},
		{'F', "field", "COLUMN[:TYPE]=PATH",
			"a column of it: @code, name, //rows/@period; COLUMN? may be absent",
			.several = &o.shape.fields},
		{0, "namespace", "PREFIX=URI", "a prefix of paths", .several = &o.shape.prefixes},
		{0, "list-paths", NULL, "say what paths there are, with an example of each",
			.flag = &o.list_paths},
		{0, "numbers", "da|plain", "how numbers are written: 1.234,5 or 1234.5",
			.text = &o.shape.numbers, .words = number_words},
		{.help = ""},
		RENAMED("--map", "what columns are called is said by --rename; maps of tables are "
				 "for kkr-table"),
		MOVED("--sheet"),
		MOVED("--list-sheets"),
		MOVED("--list-cells"),
		MOVED("--range"),
		MOVED("--header"),
		MOVED("--skip-empty"),
		MOVED("--skip"),
		MOVED("--delimiter"),
		MOVED("--encoding"),
		RENAMED("--by-column", "kkr-table writes the records of a table row by row"),
		RENAMED("-b", "--max-bytes"),
		RENAMED("-n", "--numbers"),
		MOVED_LETTER("-m", "--map"),
		MOVED_LETTER("-s", "--sheet"),
		MOVED_LETTER("-S", "--sheet"),
		MOVED_LETTER("-l", "--list-sheets"),
		MOVED_LETTER("-k", "--list-cells"),
		MOVED_LETTER("-g", "--range"),
		MOVED_LETTER("-H", "--header"),
		MOVED_LETTER("-e", "--skip-empty"),
		MOVED_LETTER("-t", "--delimiter"),
		MOVED_LETTER("-E", "--encoding"),
		RENAMED("-C", "kkr-table writes the records of a table row by row"),
		RENAMED("-A", "--attributes"),
		RENAMED("-d", "--structure"),
		RENAMED("-L", "--labels"),
		RENAMED("-N", "--namespace"),
		CLI_END,
	};
	for (size_t i = 0; i < DIALECTS; i++)
		formats[i] = dialects[i]->name;
	o.command.files = cli_read(argc, argv, usage, table);
	command_check(&o.command);
	check_dialect(&o);
	check_listing(&o);
	check_files(&o);
	return o;
}

static bool begins(const struct dialect *d, const struct element *root)
{
	if (d->begins)
		return d->begins(root);
	return strcmp(d->root, root->name) == 0 && strcmp(d->space, root->space) == 0;
}

/* Workbooks that are XML: kkr-table reads them. */
static bool begins_workbook(const struct element *root)
{
	static const char *const spaces[] = {
		"urn:oasis:names:tc:opendocument:", "urn:schemas-microsoft-com:office:spreadsheet"};
	bool found = false;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
		found |= strncmp(root->space, spaces[i], strlen(spaces[i])) == 0;
	return found;
}

/*
 * The dialect that is forced or, without one, the one that the root element begins. One that is
 * forced says itself what it finds instead, but of what is known.
 */
static const struct dialect *choose_dialect(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	const char *forced = reading->format;
	if (forced && strcmp(forced, dialect_paths.name) != 0)
		refuse_document(rows, root);
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];
		if (forced ? strcmp(d->name, forced) != 0 : !begins(d, root))
			continue;
		rows_read_as(rows, "format", span_of(d->name));
		return d;
	}
	if (begins_workbook(root))
		rows_fail(rows, "is a table: kkr-table reads it");
	refuse_document(rows, root);
	rows_fail(rows,
		"the root element <%s> of namespace '%s' begins no dialect that kkr-parse reads "
		"(export is <export> of %s; SDMX-ML is read in its versions 2.0 to 3.1; "
		"kkr-parse --record and --field read any XML; kkr-table reads tables)",
		quote(span_of(root->name)).text, quote(span_of(root->space)).text,
		dialect_export.space);
}

static const struct dialect *choose_listing(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	(void)rows;
	(void)root;
	(void)reading;
	return &dialect_listing;
}

static bool has_word(struct span first, const char *word)
{
	for (size_t i = 0; i + strlen(word) <= first.length; i++)
		if (strncasecmp(first.bytes + i, word, strlen(word)) == 0)
			return true;
	return false;
}

/* A page of HTML is named, but for what is XML and is asked for by --record: XHTML, and parts of a
 * page. */
static void refuse_page(const struct options *o, const char *file, struct span first)
{
	bool xhtml = has_word(first, "http://www.w3.org/1999/xhtml") && !has_word(first, "//DTD");
	bool part = !has_word(first, "<html") && !has_word(first, "<!doctype");
	bool document = xhtml || part;
	if (!begins_html(first) || (document && o->command.reading.format))
		return;
	struct text title = {0};
	page_title(first, &title);
	fail(EX_DATAERR, file, 0, "is a page of HTML%s: kkr-table reads the tables in it",
		title.bytes);
}

static void refuse_text(struct input *input, struct span first)
{
	enum { SHOWN = 40 };
	input_refuse(input);
	const char *feed = memchr(first.bytes, '\n', first.length);
	size_t length = feed ? (size_t)(feed - first.bytes) : first.length;
	struct span line = {first.bytes, length < SHOWN ? length : SHOWN};
	fail(EX_DATAERR, input_name(input), 0,
		"is no XML: kkr-table reads tables; it begins with '%s'", quote(line).text);
}

static void read_xml(struct input *input, struct rows *rows, const struct options *o)
{
	struct span first = input_peek(input);
	if (!begins_xml(first))
		refuse_text(input, first);
	refuse_page(o, input_name(input), first);
	sender_heed(input_name(input), first);
	if (o->command.reading.shape) /* the dialect says it with its line */
		sender_heed_message(input_name(input), first);
	xml_read(input, rows, o->schema, o->list_paths ? choose_listing : choose_dialect,
		&o->command.reading);
}

/* The one document that a zip archive holds, as statistical offices send it. */
static void read_archive(struct input *input, struct rows *rows, const struct options *o)
{
	struct archive *archive = archive_open(input, o->command.reading.max_bytes);
	const char *only = archive_only(archive);
	struct input *part = only ? archive_file(archive, only) : NULL;
	archive_check(archive);
	if (archive_has(archive, "[Content_Types].xml") || archive_has(archive, "mimetype"))
		fail(EX_DATAERR, input_name(input), 0,
			"is no XML: kkr-table reads tables, and workbooks");
	if (!part || !begins_xml(input_peek(part)))
		archive_refuse(archive);
	read_xml(part, rows, o);
	input_close(part);
	archive_close(archive);
}

static void read_document(struct input *input, struct rows *rows, void *context)
{
	if (archive_begins(input_peek(input)))
		read_archive(input, rows, context);
	else
		read_xml(input, rows, context);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct shape *shape = read_shape(&o);
	o.command.reading.shape = shape;
	if (o.structures)
		o.command.reading.structures = structures_open(o.structures, o.language);
	o.schema = xml_schema_open(o.schema_path);
	command_run(&o.command, read_document, &o);
	if (shape)
		shape_check(shape);
	xml_schema_close(o.schema);
	structures_close(o.command.reading.structures);
	shape_free(shape);
	free(o.structures);
	free(o.shape.fields);
	free(o.shape.prefixes);
	return EX_OK;
}
