/*
 * kkr-parse: reads XML exports and tables, plain or gzip, into records.
 *
 * An XML document streams through libxml2's push parser (parse/xml.c) into the dialect that its
 * root element names. A table is known by its first bytes; its cells become rows in parse/cells.c.
 * Both go out as rows (parse/rows.c): memory does not grow with the input.
 */
#include "lib/cli.h"
#include "lib/text.h"
#include "parse/cells.h"
#include "parse/map.h"
#include "parse/paths.h"
#include "parse/sdmx.h"
#include "parse/xml.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A new dialect is a line here and a file in parse/. */
static const struct dialect *const dialects[] = {
	&dialect_export,
	&dialect_sdmx,
	&dialect_fods,
	&dialect_spreadsheetml,
	&dialect_paths,
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

/*
 * The formats of tables that are no XML. The first of them that knows the first bytes of a file
 * reads it.
 */
static const struct table_dialect *const tables[] = {
	&table_ods,
	&table_xlsx,
	&table_html,
	&table_csv,
	&table_fixed,
};
enum { TABLES = sizeof tables / sizeof *tables };

static const char usage[] =
	"kkr-parse [OPTION]... [FILE]...\n"
	"Reads XML exports and tables, plain or gzip, and writes records (TSV).";

struct options {
	struct reading reading;
	struct shape_options shape;
	struct layout layout;
	char *map; /* a table map */
	char *schema;
	char *rejects, *report;
	bool origin;
	char *structure;
	const char *language;
	char **files;
};

static const struct table_dialect *table_called(const char *name)
{
	for (size_t i = 0; name && i < TABLES; i++) {
		if (strcmp(tables[i]->name, name) == 0)
			return tables[i];
	}
	return NULL;
}

static void check_columns(char *const *columns)
{
	for (; columns && *columns; columns++) {
		if (!column_name_valid(span_of(*columns)))
			cli_misuse("--columns: '%s' is no name of a column", *columns);
	}
}

/* Reads a number of bytes, which may be told in K, M or G (1024 bytes, and so on). */
static unsigned long long read_bytes(const char *text)
{
	static const char units[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long bytes = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(units, *end) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	bool valid = *text >= '0' && *text <= '9' && errno == 0 && bytes > 0 &&
		     bytes <= ULLONG_MAX >> shift && (unit ? end[1] : *end) == '\0';
	if (!valid)
		cli_misuse("--max-bytes: '%s' is no number of bytes (1000000, 500M, 2G)", text);
	return bytes << shift;
}

/*
 * An option of one dialect is refused together with --format of another, which has no use for it.
 */
static void check_dialect(const struct options *o)
{
	const char *format = o->reading.format;
	bool sdmx = o->reading.attributes || o->structure;
	if (o->shape.record && (sdmx || o->reading.names.count))
		cli_misuse(
			"--rename, --attributes and --structure cannot be used with --record: its "
			"columns are those of --field");
	if (sdmx && format && strcmp(format, dialect_sdmx.name) != 0)
		cli_misuse("--attributes and --structure are for SDMX-ML, not for --format %s",
			format);
	if (o->language && (!o->structure || !*o->language))
		cli_misuse("--labels LANG: the labels are those of --structure");
}

/*
 * An option for tables is refused where no table is read, or where only sheets or cells are listed.
 */
static void check_table(const struct options *o)
{
	const char *lost = layout_lost(&o->layout);
	if (lost)
		cli_misuse("%s cannot be used with a list of %s", lost,
			o->layout.list_sheets ? "sheets" : "cells");
	bool said = o->map || o->layout.told;
	if (o->map && !*o->map)
		cli_misuse("--map: names no FILE");
	if (o->map && strchr(o->map, '=') && access(o->map, F_OK) != 0)
		cli_misuse("--map: '%s' is no FILE; what columns are called is said by --rename",
			quote(span_of(o->map)).text);
	if (o->map && o->reading.names.count)
		cli_misuse("--map FILE says what columns are called; --rename adds nothing");
	if (said && o->shape.record)
		cli_misuse("--map FILE, --sheet and other options for tables cannot be used with "
			   "--record");
	if (o->layout.by_column && !o->map)
		cli_misuse("--by-column is for the records of a table map: --map FILE");
	if (o->schema && table_called(o->reading.format))
		cli_misuse("--schema is for XML, not for --format %s", o->reading.format);
}

/* A file that is to be made must not be one that is read beside the documents. */
static void check_made(const struct options *o, const char *option, const char *path)
{
	const struct {
		char *path;
		const char *what;
	} read[] = {{o->map, "the table map"}, {o->structure, "the structure"},
		{o->schema, "the schema"}};
	for (size_t i = 0; path && i < sizeof read / sizeof *read; i++) {
		if (read[i].path)
			cli_apart(option, path, read[i].what, (char *[]){read[i].path, NULL});
	}
}

static void check_files(const struct options *o)
{
	if (o->map)
		cli_input("--map", o->map, o->files);
	if (o->structure)
		cli_input("--structure", o->structure, o->files);
	check_made(o, "--rejects", o->rejects);
	check_made(o, "--report", o->report);
}

/* --record is its own dialect, and that dialect needs it. */
static struct shape *read_shape(struct options *o)
{
	struct shape *shape = shape_read(&o->shape);
	const char *format = o->reading.format;
	bool paths = format && strcmp(format, dialect_paths.name) == 0;
	if (paths && !shape)
		cli_misuse("--format paths: --record says which elements are the records");
	if (shape && format && !paths)
		cli_misuse("--record is for XML of no dialect, not for --format %s", format);
	if (shape)
		o->reading.format = dialect_paths.name;
	return shape;
}

/* The words of --format, which end with NULL. */
static void list_formats(const char *words[DIALECTS + TABLES + 1])
{
	for (size_t i = 0; i < DIALECTS; i++)
		words[i] = dialects[i]->name;
	for (size_t i = 0; i < TABLES; i++)
		words[DIALECTS + i] = tables[i]->name;
}

static struct options read_options(int argc, char **argv)
{
	static const char *const number_words[] = {"da", "plain", NULL};
	const char *formats[DIALECTS + TABLES + 1] = {NULL};
	const char *max_bytes = NULL, *numbers = NULL;
	char **renames = NULL;
	struct options o = {0};
	struct cli_option table[] = {
		{'f', "format", "FORMAT", "read as this dialect or this kind of table:",
			.text = &o.reading.format, .words = formats},
		{'c', "columns", "C,...", "write these columns, in this order",
			.list = &o.reading.columns},
		{'x', "schema", "FILE.xsd", "validate against an XSD too", .file = &o.schema},
		{'r', "rejects", "FILE", "set bad records aside there and go on",
			.file = &o.rejects},
		{0, "report", "FILE", "write there how many records went in and out",
			.file = &o.report},
		{0, "origin", NULL, "append a column origin: the file and the line of each record",
			.flag = &o.origin},
		{0, "max-bytes", "N", "refuse a file of more bytes, unpacked: 500M, 2G",
			.text = &max_bytes},
		{0, "rename", "FROM=to,...", "call these columns so: OMRÅDE=area",
			.several = &renames},
		{'m', "map", "FILE", "this table map says what the columns of a table are",
			.file = &o.map, .once = true},
		{0, "numbers", "da|plain", "how numbers are written in text: 1.234,5 or 1234.5",
			.text = &numbers, .words = number_words},
		{.help = "Tables:"},
		{'S', "sheet", "NAME|N", "read this sheet", .take = layout_take, .to = &o.layout},
		{0, "list-sheets", NULL, "say what sheets there are", .take = layout_take,
			.to = &o.layout},
		{0, "list-cells", NULL, "say what is in them, cell by cell", .take = layout_take,
			.to = &o.layout},
		{0, "range", "B4:F110", "read these cells", .take = layout_take, .to = &o.layout},
		{0, "header", "ROW[-ROW]",
			"the header is in this row, or in these; 0: there is none",
			.take = layout_take, .to = &o.layout},
		{0, "skip-empty", NULL, "leave rows out in which there is nothing",
			.take = layout_take, .to = &o.layout},
		{0, "skip", "TEXT",
			"leave rows out whose first cell is this text, or with TEXT* begins\nwith it",
			.take = layout_take, .to = &o.layout},
		{0, "by-column", NULL, "records column by column, not row by row",
			.take = layout_take, .to = &o.layout},
		{0, "delimiter", "C", "what stands between the fields of a text: ';', tab",
			.take = layout_take, .to = &o.layout},
		{0, "encoding", "NAME", "the encoding of a text: windows-1252", .take = layout_take,
			.to = &o.layout},
		{.help = "SDMX-ML:"},
		{0, "attributes", NULL, "attributes are columns, too",
			.flag = &o.reading.attributes},
		{0, "structure", "FILE", "read the data structure definition in this file",
			.file = &o.structure, .once = true},
		{0, "labels", "LANG", "put its labels in this language beside the codes: da",
			.text = &o.language},
		{.help = "Any XML, a row for each element that PATH leads to:"},
		{'R', "record", "PATH", "//row, /rows/row", .text = &o.shape.record, .once = true},
		{'F', "field", "COLUMN[:TYPE]=PATH", "a column of it: @code, name, //rows/@period",
			.several = &o.shape.fields},
		{0, "namespace", "PREFIX=URI", "a prefix of paths", .several = &o.shape.prefixes},
		{.help = ""},
		RENAMED("-b", "--max-bytes"),
		RENAMED("-n", "--numbers"),
		RENAMED("-s", "--sheet"),
		RENAMED("-l", "--list-sheets"),
		RENAMED("-k", "--list-cells"),
		RENAMED("-g", "--range"),
		RENAMED("-H", "--header"),
		RENAMED("-e", "--skip-empty"),
		RENAMED("-C", "--by-column"),
		RENAMED("-t", "--delimiter"),
		RENAMED("-E", "--encoding"),
		RENAMED("-A", "--attributes"),
		RENAMED("-d", "--structure"),
		RENAMED("-L", "--labels"),
		RENAMED("-N", "--namespace"),
		CLI_END,
	};
	list_formats(formats);
	o.files = cli_read(argc, argv, usage, table);
	check_columns(o.reading.columns);
	if (max_bytes)
		o.reading.max_bytes = read_bytes(max_bytes);
	for (char **list = renames; list && *list; list++)
		names_map(&o.reading.names, *list);
	free(renames);
	if (o.shape.record)
		o.shape.numbers = numbers;
	else if (numbers)
		layout_take(&o.layout, "numbers", numbers);
	check_dialect(&o);
	check_table(&o);
	check_files(&o);
	return o;
}

/* What says how a text is written is lost on what is none, or tells that itself. */
static void check_text(const char *file, const char *format, const struct layout *layout)
{
	const struct table_dialect *table = table_called(format);
	if (layout_told(layout, "delimiter") && table != &table_csv)
		cli_misuse("--delimiter is for the format csv, and %s is %s", file, format);
	if (layout_told(layout, "encoding") &&
		(!table || table == &table_ods || table == &table_xlsx))
		cli_misuse(
			"--encoding is for csv, html and fixed, and %s is %s, which tells its own",
			file, format);
}

static bool begins(const struct dialect *d, const struct element *root)
{
	if (d->begins)
		return d->begins(root);
	return strcmp(d->root, root->name) == 0 && strcmp(d->space, root->space) == 0;
}

/* The dialect that is forced or, without one, the one that the root element begins. */
static const struct dialect *choose(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];
		const char *forced = reading->format;
		if (forced ? strcmp(d->name, forced) != 0 : !begins(d, root))
			continue;
		if (!d->table && (reading->layout->told || reading->layout->map))
			cli_misuse(
				"%s is no table, but XML of the dialect %s: --map FILE, --sheet, "
				"--header, --numbers and the like are for tables",
				rows->file, d->name);
		check_text(rows->file, d->name, reading->layout);
		return d;
	}
	rows_fail(rows,
		"the root element <%s> of namespace '%s' begins no dialect that kkr-parse reads "
		"(export is <export> of %s; SDMX-ML is read in its versions 2.0, 2.1 and 3.0; "
		"--record and --field read any XML; --format csv reads it as a table)",
		quote(span_of(root->name)).text, quote(span_of(root->space)).text,
		dialect_export.space);
}

/* The format that is asked for or, without one, the one whose files begin so; NULL for XML. */
static const struct table_dialect *choose_table(struct input *input, const struct reading *reading)
{
	const char *forced = reading->format;
	const struct map *map = reading->layout->map;
	if (!forced && map && map->positions)
		return &table_fixed;
	struct span first = forced ? SPAN("") : input_peek(input);
	for (size_t i = 0; !forced && i < TABLES; i++) {
		if (tables[i]->begins(first))
			return tables[i];
	}
	return table_called(forced);
}

static void read_table(const struct table_dialect *table, struct input *input, struct rows *rows,
	const struct reading *reading)
{
	struct cells *cells = cells_open(rows, reading, table->workbook);
	rows_begin(rows, input_name(input), cells, cells_line);
	check_text(rows->file, table->name, reading->layout);
	table->read(input, cells, reading);
	cells_close(cells);
}

static void read_file(const char *path, struct rows *rows, const struct xml_schema *schema,
	const struct reading *reading)
{
	struct input *input = input_open(path);
	const struct table_dialect *table = choose_table(input, reading);
	if (table && schema)
		fail(EX_DATAERR, input_name(input), 0, "is no XML, which --schema is for");
	if (table)
		read_table(table, input, rows, reading);
	else
		xml_read(input, rows, schema, choose, reading);
	input_close(input);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct shape *shape = read_shape(&o);
	struct map *map = o.map ? map_read(o.map, &o.layout) : NULL;
	if (layout_told(&o.layout, "by-column") && map && map->values == 0)
		cli_misuse("--by-column: no column of the map %s is 'value'", o.map);
	o.layout.map = map;
	o.reading.shape = shape;
	o.reading.layout = &o.layout;
	if (o.structure)
		o.reading.structures = structures_open(o.structure, o.language);
	struct xml_schema *schema = xml_schema_open(o.schema);
	static char *const standard_input[] = {"-", NULL};
	struct report *report = report_open(o.report, o.files);
	struct rows rows;
	rows_open(&rows, &(struct rows_options){o.reading.columns, o.rejects, o.origin, o.files},
		report);
	for (char *const *file = *o.files ? o.files : standard_input; *file; file++)
		read_file(*file, &rows, schema, &o.reading);
	rows_close(&rows);
	report_close(report);
	xml_schema_close(schema);
	cli_list_free(o.reading.columns);
	names_free(&o.reading.names);
	structures_close(o.reading.structures);
	shape_free(shape);
	map_free(map);
	layout_free(&o.layout);
	free(o.shape.fields);
	free(o.shape.prefixes);
	return EX_OK;
}
