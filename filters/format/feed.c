#include "feed.h"

#include "wide.h"

#include <stdlib.h>

/* Whether a column, by its name, holds codes, periods or words. */
static bool holds_codes(const char *name, const struct column_names *columns)
{
	static const char *const names[] = {"code", "given", "id", "year", "aar", "date",
		"earliest", "latest", "due", "kpi", "group", "title"};
	static const char *const ends[] = {
		"_area", "_code", "_id", "_period", "_year", "_aar", "_date", "_name", "_text"};
	size_t length = strlen(name);
	enum column_word word = column_word(columns, name);
	if (word != IS_DIMENSION && word != IS_VALUE)
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t end = strlen(ends[i]);
		if (length > end && strcmp(name + length - end, ends[i]) == 0)
			return true;
	}
	return false;
}

void feed_open(struct feed *rows, char *const *files, const struct column_names *names)
{
	struct records *in = &rows->in;
	records_open(in, files, EX_DATAERR, NULL);
	rows->columns = in->columns;
	rows->file = in->file;
	rows->line = 1;
	rows->column = allocate(in->columns, sizeof *rows->column);
	for (size_t c = 0; c < in->columns; c++)
		rows->column[c] = (struct column){span_copy(span_of(in->name[c])),
			span_copy(span_of(in->name[c])), holds_codes(in->name[c], names)};
}

static void free_columns(struct feed *rows)
{
	for (size_t c = 0; c < rows->columns; c++) {
		free(rows->column[c].name);
		free(rows->column[c].heading);
	}
	free(rows->column);
}

void feed_lay(struct feed *rows, const char *column, const struct column_names *names)
{
	struct column *old = rows->column;
	rows->wide = wide_read(&rows->in, column, names);
	size_t kept = wide_kept(rows->wide), columns = kept + wide_headings(rows->wide);
	struct column *laid = allocate(columns, sizeof *laid);
	for (size_t c = 0; c < kept; c++) {
		const struct column *from = &old[wide_column(rows->wide, c)];
		laid[c] = (struct column){span_copy(span_of(from->name)),
			span_copy(span_of(from->heading)), from->codes};
	}
	for (size_t c = kept; c < columns; c++) {
		struct wide_heading heading = wide_heading(rows->wide, c - kept);
		struct text name = {0};
		text_add(&name, heading.text);
		text_add(&name, heading.remark ? SPAN(" qualifier") : SPAN(""));
		laid[c] = (struct column){
			span_copy(text_span(&name)), span_copy(text_span(&name)), heading.remark};
		free(name.bytes);
	}
	free_columns(rows);
	rows->columns = columns;
	rows->column = laid;
	rows->field = allocate(columns, sizeof *rows->field);
}

bool feed_next(struct feed *rows)
{
	if (rows->wide) {
		const struct row *first = wide_next(rows->wide, rows->field);
		rows->file = first ? first->file : rows->file;
		rows->line = first ? first->line : rows->line;
		return first;
	}
	if (!records_next(&rows->in))
		return false;
	rows->field = rows->in.field;
	rows->file = rows->in.file;
	rows->line = rows->in.line;
	return true;
}

size_t feed_find(const struct feed *rows, const char *name)
{
	size_t c = 0;
	while (c < rows->columns && strcmp(rows->column[c].name, name) != 0)
		c++;
	return c;
}

_Noreturn void feed_missing(const struct feed *rows, const char *name, const char *hint)
{
	char **names = allocate(rows->columns, sizeof *names);
	for (size_t c = 0; c < rows->columns; c++)
		names[c] = rows->column[c].name;
	column_missing(&rows->in, name, names, rows->columns, hint);
}

/* A row is one block: its fields' places, then what they hold. */
void feed_hold(const struct feed *rows, struct table *table)
{
	size_t places = rows->columns * sizeof(struct span), length = 0;
	for (size_t c = 0; c < rows->columns; c++)
		length += rows->field[c].length;
	struct span *field = allocate(places + length, 1);
	char *to = (char *)field + places;
	for (size_t c = 0; c < rows->columns; c++) {
		struct span from = rows->field[c];
		field[c] = (struct span){to, from.length};
		if (from.length)
			memcpy(to, from.bytes, from.length);
		to += from.length;
	}
	table->row = grow(table->row, &table->room, table->rows + 1, sizeof *table->row);
	table->row[table->rows++] = (struct row){rows->file, rows->line, field};
}

void feed_close(struct feed *rows)
{
	if (rows->wide) {
		wide_free(rows->wide);
		free(rows->field);
	}
	free_columns(rows);
	records_close(&rows->in);
	free(rows->files);
}
