#include "file.h"

#include "cells.h"
#include "layout.h"
#include "map.h"
#include "ods.h"
#include "running.h"
#include "zip.h"

#include "lib/cli.h"
#include "lib/sender.h"
#include "read/documents.h"
#include "read/markup.h"
#include "read/xml.h"

#include <string.h>

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
	&table_json,
	&table_running,
	&table_text,
	&table_csv,
	&table_fixed,
};
enum { TABLES = sizeof tables / sizeof *tables };

_Static_assert(DIALECTS + TABLES == TABLE_FORMATS, "the formats of file.h are these");

void table_formats(const char *names[TABLE_FORMATS + 1])
{
	for (size_t i = 0; i < DIALECTS; i++)
		names[i] = dialects[i]->name;
	for (size_t i = 0; i < TABLES; i++)
		names[DIALECTS + i] = tables[i]->name;
	names[TABLE_FORMATS] = NULL;
}

static const struct table_dialect *table_called(const char *name)
{
	for (size_t i = 0; name && i < TABLES; i++) {
		if (strcmp(tables[i]->name, name) == 0)
			return tables[i];
	}
	return NULL;
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
			"--encoding is for csv, html and text, and %s is %s, which tells its own",
			file, format);
}

/* What a format that was asked for is not: a file of another, which is read without --format. */
static _Noreturn void fail_format(const char *file, const char *is, const char *format)
{
	fail(EX_DATAERR, file, 0, "is %s, and not %s: without --format it is read as what it is",
		is, format);
}

/* Of a zip archive that is not to be read as one: it is a workbook, or what it says. */
static void check_archive(struct input *input, const struct reading *reading)
{
	struct archive *archive = archive_open(input, reading->max_bytes);
	archive_check(archive);
	if (!archive_has(archive, "[Content_Types].xml") && !ods_within(archive))
		archive_refuse(archive);
	if (reading->format)
		fail_format(input_name(input), "a workbook", reading->format);
	archive_close(archive);
}

/* A format that is asked for, or that only a text has, is not taken for what the file cannot be. */
static void check_format(
	struct input *input, const struct table_dialect *table, const struct reading *reading)
{
	struct span first = input_peek(input);
	bool text = layout_told(reading->layout, "delimiter") ||
		    layout_told(reading->layout, "encoding");
	if (archive_begins(first) && (text || !(table && table->workbook)))
		check_archive(input, reading);
	if (!reading->format)
		return;
	if (foreign_json(first) && table != &table_json)
		fail_format(input_name(input), "JSON", reading->format);
	if (begins_html(first) && table != &table_html) {
		struct text page = {0};
		text_add(&page, SPAN("a page of HTML"));
		page_title(first, &page);
		fail_format(input_name(input), page.bytes, reading->format);
	}
}

/* The dialect that the root element begins. */
static const struct dialect *choose_workbook(
	const struct rows *rows, const struct element *root, const struct reading *reading)
{
	const char *forced = reading->format;
	for (size_t i = 0; i < DIALECTS; i++) {
		const struct dialect *d = dialects[i];
		if (strcmp(d->root, root->name) != 0 || strcmp(d->space, root->space) != 0)
			continue;
		if (forced && strcmp(d->name, forced) != 0)
			fail_format(rows->file, "a workbook in XML", forced);
		check_text(rows->file, d->name, reading->layout);
		rows_read_as(rows, "format", span_of(d->name));
		return d;
	}
	refuse_document(rows, root);
	rows_fail(rows,
		"is XML that tells its own columns, and no table (its root element is <%s>): "
		"kkr-parse reads it",
		quote(span_of(root->name)).text);
}

/* Whether what looks like csv is a letter: it has a map's sentences, and nothing but commas to
 * divide fields. */
static bool is_letter(struct span first, const struct layout *layout)
{
	bool divided = false;
	for (size_t i = 0; i < first.length && !divided; i++)
		divided = first.bytes[i] == ';' || first.bytes[i] == '\t' || first.bytes[i] == '|';
	return !divided && running_sentences(layout, first);
}

/* Of text, what the options say: positions, a delimiter, or sentences. */
static const struct table_dialect *choose_for_text(
	const struct table_dialect *known, struct span first, const struct layout *layout)
{
	bool text = known == &table_text || known == &table_csv;
	if ((text || known == &table_running) && layout_told(layout, "delimiter"))
		return &table_csv;
	bool words = layout->map && !layout->map->tabular;
	words |= known == &table_csv && layout->maps && is_letter(first, layout);
	return text && words ? &table_text : known;
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
			return choose_for_text(tables[i], first, reading->layout);
	}
	return table_called(forced);
}

/* Whether it is XML, and no page. */
static bool is_document(struct span first)
{
	return begins_xml(first) && !begins_html(first);
}

void table_read(struct input *input, struct rows *rows, const struct reading *reading)
{
	const struct table_dialect *table = choose_table(input, reading);
	check_format(input, table, reading);
	if (!table || (reading->format && is_document(input_peek(input)))) {
		sender_heed_message(input_name(input), input_peek(input));
		xml_read(input, rows, NULL, choose_workbook, reading);
		return;
	}
	struct cells *cells = cells_open(rows, reading, table->workbook);
	rows_begin(rows, input_name(input), cells, cells_line);
	check_text(rows->file, table->name, reading->layout);
	if (!table->workbook) /* which says so where it is sure that it is one */
		rows_read_as(rows, "format", span_of(table->name));
	table->read(input, cells, reading);
	cells_close(cells);
}
