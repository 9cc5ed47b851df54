#include "report.h"

#include "cli.h"
#include "writer.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>

struct counted {
	struct report_row row; /* its texts are the report's own */
	unsigned long long count;
};

struct report {
	struct writer writer;
	const char *path; /* NULL: not wanted */
	void *tree;       /* of the rows, as tsearch(3) keeps it */
	struct counted **row;
	size_t rows, room;
	const char *file; /* the last of report_file, and its counts */
	struct report_counts counts;
};

/* The report of the process: it is written whatever ends that. */
static struct report *open_report;

static int by_texts(const void *a, const void *b)
{
	const struct report_row *x = a, *y = b;
	int order = strcmp(x->file, y->file);
	if (!order)
		order = strcmp(x->kind, y->kind);
	if (!order)
		order = span_compare(x->key, y->key);
	if (!order)
		order = span_compare(x->found, y->found);
	return order ? order : span_compare(x->expected, y->expected);
}

static void close_open_report(void)
{
	if (open_report)
		report_close(open_report);
}

static void put_header(struct writer *writer)
{
	static const char *const columns[] = {"file", "kind", "key", "found", "expected", "count"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(writer, span_of(columns[i]));
	put_row_end(writer);
	writer_flush(writer); /* it is to be there whatever ends the program */
}

struct report *report_open(const char *path, char *const *files)
{
	struct report *report = allocate(1, sizeof *report);
	report->path = path;
	report->tree = NULL;
	report->row = NULL;
	report->rows = report->room = 0;
	report->file = NULL;
	if (path) {
		cli_apart("--report", path, "an input", files);
		writer_create(&report->writer, path);
		put_header(&report->writer);
	}
	open_report = report;
	atexit(close_open_report);
	return report;
}

const char *report_path(const struct report *report)
{
	return report->path;
}

static struct span span_kept(struct span span)
{
	return (struct span){span_copy(span), span.length};
}

static struct counted *add_row(struct report *report, const struct report_row *row)
{
	struct counted *added = allocate(1, sizeof *added);
	added->count = 0;
	added->row = (struct report_row){.file = span_copy(span_of(row->file)),
		.kind = span_copy(span_of(row->kind)),
		.key = span_kept(row->key),
		.found = span_kept(row->found),
		.expected = span_kept(row->expected)};
	tsearch(added, &report->tree, by_texts);
	report->row = grow(report->row, &report->room, report->rows + 1, sizeof *report->row);
	report->row[report->rows++] = added;
	return added;
}

unsigned long long *report_count(struct report *report, const struct report_row *row)
{
	struct counted *const *found = tfind(row, &report->tree, by_texts);
	struct counted *counted = found ? *found : add_row(report, row);
	return &counted->count;
}

void report_read(struct report *report, const char *file, const char *key, struct span found)
{
	struct text field = {0};
	text_add_foreign(&field, found);
	*report_count(report,
		&(struct report_row){file, "read", span_of(key), text_span(&field), SPAN("")}) = 1;
	free(field.bytes);
}

unsigned long long *report_kind(
	struct report *report, const char *file, const char *kind, const char *key)
{
	return report_count(
		report, &(struct report_row){file, kind, span_of(key), SPAN(""), SPAN("")});
}

struct report_counts report_file(struct report *report, const char *file)
{
	if (report->file == file)
		return report->counts;
	report->file = file;
	report->counts.in = report_kind(report, file, "in", "");
	report->counts.out = report_kind(report, file, "out", "");
	report->counts.aside = report_kind(report, file, "aside", "");
	return report->counts;
}

static void put_counted(struct writer *writer, const struct counted *counted)
{
	enum { DIGITS = 32 };
	char number[DIGITS];
	snprintf(number, sizeof number, "%llu", counted->count);
	put_foreign(writer, span_of(counted->row.file));
	put_field(writer, span_of(counted->row.kind));
	put_field(writer, counted->row.key);
	put_field(writer, counted->row.found);
	put_field(writer, counted->row.expected);
	put_field(writer, span_of(number));
	put_row_end(writer);
}

static void free_counted(struct counted *counted)
{
	free((char *)counted->row.file);
	free((char *)counted->row.kind);
	free((char *)counted->row.key.bytes);
	free((char *)counted->row.found.bytes);
	free((char *)counted->row.expected.bytes);
	free(counted);
}

static void keep_rows(void *row)
{
	(void)row;
}

void report_close(struct report *report)
{
	open_report = NULL;
	for (size_t i = 0; report->path && i < report->rows; i++)
		put_counted(&report->writer, report->row[i]);
	if (report->path)
		writer_close(&report->writer);
	tdestroy(report->tree, keep_rows);
	for (size_t i = 0; i < report->rows; i++)
		free_counted(report->row[i]);
	free(report->row);
	free(report);
}

void report_mark(const char *file, const char *kind)
{
	if (open_report)
		*report_kind(open_report, file, kind, "") = 1;
}

_Noreturn void fail_cut_short(int status, const char *file, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(file, line, format, arguments);
	va_end(arguments);
	report_mark(file, "cut_short");
	exit(status);
}
