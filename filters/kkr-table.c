/*
 * kkr-table: reads tables, plain or gzip, into records.
 *
 * A format of tables is known by what a file begins with (table/file.c). It delivers cells, which
 * become rows in table/cells.c and go out by read/rows.c: memory does not grow with the input.
 */
#include "read/command.h"
#include "table/file.h"
#include "table/fit.h"
#include "table/map.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] = "kkr-table [OPTION]... [FILE]...\n"
			    "Reads tables, plain or gzip, and writes records (TSV).\n"
			    "XML that tells its own columns is read by kkr-parse.";

struct options {
	struct command command;
	struct layout layout;
	char *map;   /* a table map */
	char **maps; /* directories of them, of which one is to fit */
};

/* An option is refused where only sheets or cells are listed, of which it says nothing. */
static void check_table(const struct options *o)
{
	const char *lost = layout_lost(&o->layout);
	if (lost)
		cli_misuse("%s cannot be used with a list of %s", lost,
			o->layout.list_sheets ? "sheets" : "cells");
	if (o->map && o->maps)
		cli_misuse("--map FILE is the map to use: it cannot be used with --maps, which "
			   "looks for one");
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

/* What reads XML that tells its own columns. */
#define OF_PARSE(name) RENAMED(name, "kkr-parse has it, which reads XML")

static struct options read_options(int argc, char **argv)
{
	static const char *const number_words[] = {"da", "plain", NULL};
	const char *formats[TABLE_FORMATS + 1];
	const char *numbers = NULL;
	struct options o = {0};
	struct cli_option table[] = {
		{'m', "map", "FILE", "this table map says what the columns of a table are",
			.file = &o.map, .once = true},
		{0, "maps", "DIR", "of the maps there, or else of kkr's own, use the one that fits",
			.several = &o.maps},
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
		{0, "unproved", NULL, "take columns of a running text that no total proves",
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
	table_formats(formats);
	o.command.files = cli_read(argc, argv, usage, table);
	command_check(&o.command);
	if (numbers)
		layout_take(&o.layout, "numbers", numbers);
	check_table(&o);
	check_files(&o);
	return o;
}

static void read_table(struct input *input, struct rows *rows, void *context)
{
	table_read(input, rows, context);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct map *map = o.map ? map_read(o.map, &o.layout) : NULL;
	o.layout.map = map;
	struct maps *maps = o.maps ? maps_open(o.maps, &o.layout) : NULL;
	o.layout.maps = maps;
	o.command.reading.layout = &o.layout;
	command_run(&o.command, read_table, &o.command.reading);
	map_free(map);
	maps_free(maps);
	free(o.maps);
	layout_free(&o.layout);
	return EX_OK;
}
