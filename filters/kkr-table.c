/*
 * kkr-table: reads tables, plain or gzip, into records.
 *
 * A format of tables is known by the first bytes of a file, or by the root element where it is XML
 * (read/xml.c). It delivers cells, which become rows in table/cells.c and go out by read/rows.c:
 * memory does not grow with the input.
 */
#include "read/command.h"
#include "read/xml.h"
#include "table/cells.h"
#include "table/map.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A new format of tables is a line here, and a file in table/: the formats that are XML, */
static const struct dialect *const dialects[] = {
	&dialect_fods,
	&dialect_spreadsheetml,
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

/* and the others. The first of them that knows the first bytes of a file reads it. */
static const struct table_dialect *const tables[] = {
	&table_ods,
	&table_xlsx,
	&table_html,
	&table_csv,
	&table_fixed,
};
enum { TABLES = sizeof tables / sizeof *tables };

static const char usage[] = "kkr-table [OPTION]... [FILE]...\n"
			    "Reads tables, plain or gzip, and writes records (TSV).\n"
			    "XML that tells its own columns is read by kkr-parse.";

struct options {
	struct command command;
	struct layout layout;
	char *map; /* a table map */
};

static const struct table_dialect *table_called(const char *name)
{
	for (size_t i = 0; name && i < TABLES; i++) {
		if (strcmp(tables[i]->name, name) == 0)
			return tables[i];
	}
	return NULL;
}

/* An option is refused where only sheets or cells are listed, of which it says nothing. */
static void check_table(const struct options *o)
{
	const char *lost = layout_lost(&o->layout);
	if (lost)
		cli_misuse("%s cannot be used with a list of %s", lost,
			o->layout.list_sheets ? "sheets" : "cells");
	if (o->map && !*o->map)
		cli_misuse("--map: names no FILE");
	if (o->map && strchr(o->map, '=') && access(o->map, F_OK) != 0)
		cli_misuse("--map: '%s' is no FILE; what columns are called is said by --rename",
			quote(span_of(o->map)).text);
	if (o->map && o->command.reading.names.count)
		cli_misuse("--map FILE says what columns are called; --rename adds nothing");
}

static void check_files(const struct options *o)
{
	if (o->map)
		cli_input("--map", o->map, o->command.files);
	command_apart(&o->command, o->map, "the table map");
}

/* The words of --format, which end with NULL. */
static void list_formats(const char *words[DIALECTS + TABLES + 1])
{
	for (size_t i = 0; i < DIALECTS; i++)
		words[i] = dialects[i]->name;
	for (size_t i = 0; i < TABLES; i++)
		words[DIALECTS + i] = tables[i]->name;
}

/* What reads XML that tells its own columns. */
#define OF_PARSE(name) RENAMED(name, "kkr-parse has it, which reads XML")

static struct options read_options(int argc, char **argv)
{
	static const char *const number_words[] = {"da", "plain", NULL};
	const char *formats[DIALECTS + TABLES + 1] = {NULL};
	const char *numbers = NULL;
	struct options o = {0};
	struct cli_option table[] = {
		{'m', "map", "FILE", "this table map says what the columns of a table are",
			.file = &o.map, .once = true},
		{'f', "format", "FORMAT", "read as this kind of table:",
			.text = &o.command.reading.format, .words = formats},
		COMMAND_OPTIONS(o.command),
		{.help = "Where the table is:"},
		{'S', "sheet", "NAME|N", "read this sheet", .take = layout_take, .to = &o.layout},
		{0, "range", "B4:F110", "read these cells", .take = layout_take, .to = &o.layout},
		{0, "header", "ROW[-ROW]",
			"the header is in this row, or in these; 0: there is none",
			.take = layout_take, .to = &o.layout},
		{0, "skip-empty", NULL, "leave rows out in which there is nothing",
			.take = layout_take, .to = &o.layout},
		{0, "skip", "TEXT",
			"leave rows out whose first cell is this text, or with TEXT* begins\nwith it",
			.take = layout_take, .to = &o.layout},
		{0, "list-sheets", NULL, "say what sheets there are", .take = layout_take,
			.to = &o.layout},
		{0, "list-cells", NULL, "say what is in them, cell by cell", .take = layout_take,
			.to = &o.layout},
		{.help = "How a text is written:"},
		{0, "numbers", "da|plain", "its numbers: 1.234,5 or 1234.5", .text = &numbers,
			.words = number_words},
		{0, "delimiter", "C", "what stands between its fields: ';', tab",
			.take = layout_take, .to = &o.layout},
		{0, "encoding", "NAME", "its encoding: windows-1252", .take = layout_take,
			.to = &o.layout},
		{.help = ""},
		RENAMED("--by-column", "records come row by row"),
		OF_PARSE("--schema"),
		OF_PARSE("--attributes"),
		OF_PARSE("--structure"),
		OF_PARSE("--labels"),
		OF_PARSE("--record"),
		OF_PARSE("--field"),
		OF_PARSE("--namespace"),
		CLI_END,
	};
	list_formats(formats);
	o.command.files = cli_read(argc, argv, usage, table);
	command_check(&o.command);
	if (numbers)
		layout_take(&o.layout, "numbers", numbers);
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

/* The dialect that is forced or, without one, the one that the root element begins. */
static const struct dialect *choose_workbook(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];
		const char *forced = reading->format;
		if (forced ? strcmp(d->name, forced) != 0
			   : strcmp(d->root, root->name) != 0 || strcmp(d->space, root->space) != 0)
			continue;
		check_text(rows->file, d->name, reading->layout);
		return d;
	}
	rows_fail(rows,
		"is XML that tells its own columns, and no table (its root element is <%s>): "
		"kkr-parse reads it; --format csv reads it as a table",
		quote(span_of(root->name)).text);
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

static void read_table(struct input *input, struct rows *rows, void *context)
{
	const struct reading *reading = context;
	const struct table_dialect *table = choose_table(input, reading);
	if (!table) {
		xml_read(input, rows, NULL, choose_workbook, reading);
		return;
	}
	struct cells *cells = cells_open(rows, reading, table->workbook);
	rows_begin(rows, input_name(input), cells, cells_line);
	check_text(rows->file, table->name, reading->layout);
	table->read(input, cells, reading);
	cells_close(cells);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct map *map = o.map ? map_read(o.map, &o.layout) : NULL;
	o.layout.map = map;
	o.command.reading.layout = &o.layout;
	command_run(&o.command, read_table, &o.command.reading);
	map_free(map);
	layout_free(&o.layout);
	return EX_OK;
}
