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

/* A new dialect is a line here and a file in parse/. */
static const struct dialect *const dialects[] = {
	&dialect_export,
	&dialect_sdmx,
	&dialect_fods,
	&dialect_spreadsheetml,
	&dialect_paths,
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

/* The same for tables that are no XML; the first that knows the first bytes reads the file. */
static const struct table_dialect *const tables[] = {
	&table_ods,
	&table_xlsx,
	&table_html,
	&table_csv,
	&table_fixed,
};
enum { TABLES = sizeof tables / sizeof *tables };

static const char usage[] =
	"usage: kkr-parse [OPTION]... [FILE]...\n"
	"Reads XML exports and tables, plain or gzip, and writes records (TSV).\n"
	"\n"
	"  -f, --format FORMAT      read as this dialect: export, sdmx, paths, or this kind of table:\n"
	"                           xlsx, ods, fods, spreadsheetml, html, csv, fixed\n"
	"  -c, --columns C,...      write these columns, in this order\n"
	"  -x, --schema FILE.xsd    validate against an XSD too\n"
	"  -r, --rejects FILE       set bad records aside there and go on\n"
	"      --report FILE        write there how many records went in and out\n"
	"      --origin             append a column origin: the file and the line of each record\n"
	"  -b, --max-bytes N        refuse a file of more bytes, unpacked: 500M, 2G\n"
	"  -m, --map FROM=to,...|FILE\n"
	"                           call these columns so: OMRÅDE=area; or this table map says what\n"
	"                           the columns of a table are\n"
	"  -n, --numbers da|plain   how numbers are written in text: 1.234,5 or 1234.5\n"
	"\n"
	"  Tables:\n"
	"  -s, --sheet NAME|N       read this sheet\n"
	"  -l, --list-sheets        say what sheets there are\n"
	"  -k, --list-cells         say what is in them, cell by cell\n"
	"  -g, --range B4:F110      read these cells\n"
	"  -H, --header ROW[-ROW]   the header is in this row, or in these; 0: there is none\n"
	"  -e, --skip-empty         leave rows out in which there is nothing\n"
	"  -S, --skip TEXT          leave rows out that begin with this text; with TEXT* so\n"
	"  -C, --by-column          records column by column, not row by row\n"
	"  -t, --delimiter C        what stands between the fields of a text: ';', tab\n"
	"  -E, --encoding NAME      the encoding of a text: windows-1252\n"
	"\n"
	"  SDMX-ML:\n"
	"  -A, --attributes         attributes are columns, too\n"
	"  -d, --structure FILE     read the data structure definition in this file\n"
	"  -L, --labels LANG        put its labels in this language beside the codes: da\n"
	"\n"
	"  Any XML, a row for each element that PATH leads to:\n"
	"  -R, --record PATH        //row, /rows/row\n"
	"  -F, --field COLUMN[:TYPE]=PATH\n"
	"                           a column of it: @code, name, //rows/@period\n"
	"  -N, --namespace PREFIX=URI\n"
	"                           a prefix of paths\n"
	"\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-parse(1).\n";

struct options {
	struct reading reading;
	struct shape_options shape;
	struct layout layout;
	char *map; /* a table map */
	char *schema;
	const char *rejects;
	const char *report;
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

static void check_format(const char *format)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		if (strcmp(dialects[i]->name, format) == 0)
			return;
	}
	if (!table_called(format))
		cli_misuse("--format: there is no dialect '%s' (there are: export, sdmx, paths, "
			   "xlsx, ods, fods, spreadsheetml, html, csv, fixed)",
			format);
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

/* Adds to a list that ends with NULL. */
static char **add(char **list, char *text)
{
	size_t count = 0;
	while (list && list[count])
		count++;
	list = reallocate(list, count + 2, sizeof *list);
	list[count] = text;
	list[count + 1] = NULL;
	return list;
}

/* An option of which a second would not be added to the first, though one could think so. */
static char *once(const char *option, const char *given)
{
	if (given)
		cli_misuse("--%s is given twice", option);
	return optarg;
}

/* What is said for one dialect is refused where it is lost on the one that is asked for. */
static void check_dialect(const struct options *o)
{
	const char *format = o->reading.format;
	bool sdmx = o->reading.attributes || o->structure;
	if (o->shape.record && (sdmx || o->reading.names.count))
		cli_misuse("--map, --attributes and --structure say nothing to --record: its "
			   "columns are those of --field");
	if (sdmx && format && strcmp(format, dialect_sdmx.name) != 0)
		cli_misuse("--attributes and --structure are for SDMX-ML, not for --format %s",
			format);
	if (o->language && (!o->structure || !*o->language))
		cli_misuse("--labels LANG: the labels are those of --structure");
}

/* What is said of tables is lost on what is none. */
static void check_table(const struct options *o)
{
	const char *lost = layout_lost(&o->layout);
	if (lost)
		cli_misuse("%s says nothing to a list of %s", lost,
			o->layout.list_sheets ? "sheets" : "cells");
	bool said = o->map || o->layout.told;
	if (o->map && !*o->map)
		cli_misuse("--map: neither FROM=to,... nor the FILE of a table map");
	if (o->map && o->reading.names.count)
		cli_misuse("--map: a table map says what columns are called; FROM=to adds nothing");
	if (said && o->shape.record)
		cli_misuse("--map FILE, --sheet and what else is for tables says nothing to "
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

/* Options without a letter. */
enum { REPORT = UCHAR_MAX + 1, ORIGIN_OPTION };

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"format", required_argument, NULL, 'f'},
		{"columns", required_argument, NULL, 'c'},
		{"schema", required_argument, NULL, 'x'},
		{"rejects", required_argument, NULL, 'r'},
		{"report", required_argument, NULL, REPORT},
		{"origin", no_argument, NULL, ORIGIN_OPTION},
		{"max-bytes", required_argument, NULL, 'b'},
		{"map", required_argument, NULL, 'm'},
		{"attributes", no_argument, NULL, 'A'},
		{"structure", required_argument, NULL, 'd'},
		{"labels", required_argument, NULL, 'L'},
		{"record", required_argument, NULL, 'R'},
		{"field", required_argument, NULL, 'F'},
		{"namespace", required_argument, NULL, 'N'},
		{"numbers", required_argument, NULL, 'n'},
		{"sheet", required_argument, NULL, 's'},
		{"list-sheets", no_argument, NULL, 'l'},
		{"list-cells", no_argument, NULL, 'k'},
		{"range", required_argument, NULL, 'g'},
		{"header", required_argument, NULL, 'H'},
		{"skip-empty", no_argument, NULL, 'e'},
		{"skip", required_argument, NULL, 'S'},
		{"by-column", no_argument, NULL, 'C'},
		{"delimiter", required_argument, NULL, 't'},
		{"encoding", required_argument, NULL, 'E'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {0};
	int option;
	while ((option = getopt_long(argc, argv, "f:c:x:r:b:m:Ad:L:R:F:N:n:s:lkg:H:eS:Ct:E:hV",
			longs, NULL)) != -1) {
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
		case REPORT:
			o.report = optarg;
			break;
		case ORIGIN_OPTION:
			o.origin = true;
			break;
		case 'b':
			o.reading.max_bytes = read_bytes(optarg);
			break;
		case 'm':
			if (strchr(optarg, '='))
				names_map(&o.reading.names, optarg);
			else
				o.map = once("map", o.map);
			break;
		case 'A':
			o.reading.attributes = true;
			break;
		case 'd':
			o.structure = once("structure", o.structure);
			break;
		case 'L':
			o.language = optarg;
			break;
		case 'R':
			o.shape.record = once("record", o.shape.record);
			break;
		case 'F':
			o.shape.fields = add(o.shape.fields, optarg);
			break;
		case 'N':
			o.shape.prefixes = add(o.shape.prefixes, optarg);
			break;
		case 'n':
			o.shape.numbers = optarg;
			break;
		default:
			if (!layout_take(&o.layout, option, optarg))
				cli_common(option, usage);
		}
	}
	o.files = argv + optind;
	if (o.shape.numbers && !o.shape.record) {
		layout_take(&o.layout, 'n', o.shape.numbers);
		o.shape.numbers = NULL;
	}
	check_dialect(&o);
	check_table(&o);
	check_files(&o);
	return o;
}

/* What says how a text is written is lost on what is none, or tells that itself. */
static void check_text(const char *file, const char *format, const struct layout *layout)
{
	const struct table_dialect *table = table_called(format);
	if (layout_told(layout, 't') && table != &table_csv)
		cli_misuse("--delimiter is for the format csv, and %s is %s", file, format);
	if (layout_told(layout, 'E') && (!table || table == &table_ods || table == &table_xlsx))
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
	if (layout_told(&o.layout, 'C') && map && map->values == 0)
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
