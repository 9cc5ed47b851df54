#include "rows.h"

#include "lib/origin.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t NOWHERE = SIZE_MAX;

void rows_open(struct rows *rows, const struct rows_options *options, struct report *report)
{
	char **columns = options->columns;
	*rows = (struct rows){.asked = columns,
		.optional = options->optional,
		.status = EX_DATAERR,
		.report = report};
	writer_stdout(&rows->writer);
	rejects_open(&rows->rejects, options->rejects, options->files, report);
	progress_start(&rows->progress);
	if (options->origin)
		rows->origin = origin_names(options->files);
	while (columns && columns[rows->count])
		rows->count++;
	if (!columns)
		return;
	rows->found = allocate(rows->count, sizeof *rows->found);
	rows->from = allocate(rows->count, sizeof *rows->from);
	rows->row = allocate(rows->count + 1, sizeof *rows->row);
	for (size_t i = 0; i < rows->count; i++) {
		places_add(&rows->places, span_of(columns[i]), i);
		rows->found[i] = false;
	}
}

/* The document at hand has ended: the report has which of --columns were not in it. */
static void report_lacking(struct rows *rows)
{
	for (size_t i = 0; rows->asked && rows->report && rows->file && i < rows->count; i++) {
		if (rows->from[i] == NOWHERE)
			*report_kind(rows->report, rows->file, "missing", rows->asked[i]) = 1;
	}
}

void rows_begin(
	struct rows *rows, const char *file, const void *reader, size_t (*line)(const void *reader))
{
	report_lacking(rows);
	for (size_t i = 0; rows->asked && i < rows->count; i++)
		rows->from[i] = NOWHERE;
	rows->file = file;
	rows->reader = reader;
	rows->line = line;
	if (!rows->report)
		return;
	if (rows->origin) {
		rows->place.length = 0;
		text_add_foreign(&rows->place, span_of(rows->origin[rows->documents++]));
		rows->place_file = rows->place.length;
	}
	rows->counts = report_file(rows->report, file);
}

void rows_read_as(const struct rows *rows, const char *key, struct span found)
{
	if (rows->report)
		report_read(rows->report, rows->file, key, found);
}

const char *rows_file(const struct rows *rows)
{
	return rows->file;
}

size_t rows_line(const struct rows *rows)
{
	return rows->line(rows->reader);
}

_Noreturn void rows_fail(const struct rows *rows, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(rows->status, rows->file, rows_line(rows), format, arguments);
	va_end(arguments);
}

void rows_say(const struct rows *rows, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(rows->file, rows_line(rows), format, arguments);
	va_end(arguments);
}

static void put_header(struct rows *rows, char *const *names)
{
	if (rows->headed)
		return;
	for (size_t i = 0; i < rows->count; i++)
		put_field(&rows->writer, span_of(names[i]));
	if (rows->origin)
		put_field(&rows->writer, SPAN(ORIGIN));
	put_row_end(&rows->writer);
	rows->headed = true;
}

/* Finds each column of --columns among those of the document; one that it lacks stays empty. */
static void select_columns(struct rows *rows, const struct span *name, size_t count)
{
	for (size_t i = 0; i < rows->count; i++)
		rows->from[i] = NOWHERE;
	for (size_t j = 0; j < count; j++) {
		size_t i = places_find(&rows->places, name[j]);
		if (i == PLACES_NONE)
			continue;
		rows->from[i] = j;
		rows->found[i] = true;
	}
	put_header(rows, rows->asked);
}

static void add_name(struct text *list, struct span name)
{
	if (list->length)
		text_add_char(list, ',');
	text_add(list, name);
}

/* The columns of the first document and then the new ones of this: what --columns would name. */
static _Noreturn void fail_columns(const struct rows *rows, const struct span *name, size_t count)
{
	struct text all = {0};
	struct places known = {0};
	for (size_t i = 0; i < rows->count; i++) {
		places_add(&known, span_of(rows->name[i]), i);
		add_name(&all, span_of(rows->name[i]));
	}
	for (size_t j = 0; j < count; j++) {
		if (places_find(&known, name[j]) == PLACES_NONE)
			add_name(&all, name[j]);
	}
	text_add_char(&all, '\0');
	rows_fail(rows, "its fields are not those of the first file: --columns %s reads both",
		all.bytes);
}

static void forget_names(struct rows *rows)
{
	for (size_t i = 0; rows->name && i < rows->count; i++)
		free(rows->name[i]);
	free(rows->name);
	rows->name = NULL;
}

static void remember_names(struct rows *rows, const struct span *name, size_t count)
{
	forget_names(rows);
	rows->count = count;
	rows->name = allocate(count, sizeof *rows->name);
	rows->row = reallocate(rows->row, count + 1, sizeof *rows->row);
	for (size_t i = 0; i < count; i++)
		rows->name[i] = span_copy(name[i]);
}

static void keep_columns(struct rows *rows, const struct span *name, size_t count)
{
	if (!rows->headed) {
		remember_names(rows, name, count);
		put_header(rows, rows->name);
	}
	bool same = count == rows->count;
	for (size_t i = 0; same && i < count; i++)
		same = span_is(name[i], rows->name[i]);
	if (!same)
		fail_columns(rows, name, count);
}

static void check_origin(const struct rows *rows, const struct span *name, size_t count)
{
	for (size_t i = 0; rows->origin && i < count; i++) {
		if (span_is(name[i], ORIGIN))
			fail(rows->status, rows->file, 0,
				"--origin: there is a column of that name already");
	}
}

void rows_columns(struct rows *rows, const struct span *name, size_t count)
{
	check_origin(rows, name, count);
	if (rows->asked)
		select_columns(rows, name, count);
	else
		keep_columns(rows, name, count);
}

void rows_empty(struct rows *rows, const struct span *name, size_t count)
{
	if (rows->asked)
		select_columns(rows, name, count);
	else if (!rows->headed)
		remember_names(rows, name, count);
}

static void count_out(struct rows *rows)
{
	rows->records++;
	++*rows->counts.in;
	++*rows->counts.out;
}

/* A row of other columns than the document's, or more. */
static void put_chosen(struct rows *rows, const struct span *field)
{
	for (size_t i = 0; i < rows->count; i++) {
		size_t from = rows->asked ? rows->from[i] : i;
		rows->row[i] = from == NOWHERE ? SPAN("") : field[from];
	}
	if (rows->origin)
		rows->row[rows->count] = text_span(&rows->place);
	put_row(&rows->writer, rows->row, rows->count + (rows->origin != NULL));
}

void rows_put_from(struct rows *rows, struct span place, const struct span *field)
{
	count_out(rows);
	if (!rows->asked && !rows->origin) {
		put_row(&rows->writer, field, rows->count);
		return;
	}
	if (rows->origin) {
		rows->place.length = rows->place_file;
		text_add(&rows->place, place);
	}
	put_chosen(rows, field);
}

static struct quote line_place(size_t line)
{
	struct quote place;
	snprintf(place.text, sizeof place.text, ":%zu", line);
	return place;
}

void rows_put(struct rows *rows, size_t line, const struct span *field)
{
	rows_put_from(rows, rows->origin ? span_of(line_place(line).text) : SPAN(""), field);
}

void rows_put_lead(
	struct rows *rows, size_t line, struct span lead, const struct span *field, size_t from)
{
	if (rows->asked || rows->origin || from < 2) {
		rows_put(rows, line, field);
		return;
	}
	count_out(rows);
	put_row_lead(&rows->writer, lead, field + from, rows->count - from);
}

void say_fault(struct fault **fault, enum reject_kind kind, const char *format, ...)
{
	enum { REASON = 512 };
	char reason[REASON];
	va_list arguments;
	if (*fault)
		return;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	size_t room = strlen(reason) + 1;
	*fault = allocate(1, sizeof **fault + room);
	(*fault)->kind = kind;
	memcpy((*fault)->reason, reason, room);
}

void copy_fault(struct fault **fault, const struct fault *from)
{
	say_fault(fault, from->kind, "%s", from->reason);
}

void rows_leave_out(struct rows *rows, const char *option)
{
	++*rows->counts.in;
	++*report_kind(rows->report, rows->file, "left_out", option);
}

void rows_reject(struct rows *rows, size_t line, const struct fault *fault)
{
	rows->records++;
	if (rows->raw.length > RAW_LIMIT)
		fail(EX_DATAERR, rows->file, line,
			"%s; and the record is longer than the %d MB that can be set aside",
			fault->reason, RAW_LIMIT >> 20);
	reject(&rows->rejects, fault->kind, rows->file, line, text_span(&rows->raw), "%s",
		fault->reason);
}

void rows_close(struct rows *rows)
{
	progress_end(&rows->progress);
	report_lacking(rows);
	for (size_t i = 0; rows->asked && i < rows->count; i++) {
		if (!rows->found[i] && !rows->optional[i])
			fail(EX_DATAERR, "--columns", 0,
				"no file has a column '%s' (%s? may be absent)", rows->asked[i],
				rows->asked[i]);
	}
	if (rows->name)
		put_header(rows, rows->name);
	forget_names(rows);
	places_free(&rows->places);
	free(rows->found);
	free(rows->from);
	free(rows->row);
	free(rows->raw.bytes);
	free(rows->place.bytes);
	free(rows->origin);
	writer_close(&rows->writer);
	rejects_close(&rows->rejects);
}

bool rows_ask(const struct rows *rows, const char *name)
{
	size_t i = places_find(&rows->places, span_of(name));
	return i != PLACES_NONE && (!rows->optional || !rows->optional[i]);
}

void rows_blank(struct rows *rows, bool wanted)
{
	rows->blank = wanted;
}
