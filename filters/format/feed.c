#include "feed.h"

#include "wide.h"

#include "lib/dates.h"

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

/* Whether a column, by its name, holds values that have words: "column met" in the list. */
static bool holds_words(const char *name)
{
	static const char *const names[] = {"measure", "unit", "qualifier", "published_qualifier",
		"target_status", "contradicted", "region_name", "level", "kind", "status", "state",
		"databrud"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static struct column make_column(struct span name, bool codes)
{
	return (struct column){.name = span_copy(name), .heading = span_copy(name), .codes = codes};
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
		rows->column[c] =
			make_column(span_of(in->name[c]), holds_codes(in->name[c], names));
}

static void free_columns(struct feed *rows)
{
	for (size_t c = 0; c < rows->columns; c++) {
		struct column *column = &rows->column[c];
		free(column->name);
		free(column->heading);
		free(column->from.bytes);
		free(column->said.bytes);
	}
	free(rows->column);
}

static void add_as_it_is(struct text *to, const char *column, struct span field, void *context)
{
	(void)column;
	(void)context;
	text_add(to, field);
}

void feed_lay(struct feed *rows, const char *column, const struct column_names *names)
{
	struct feed old = *rows;
	rows->wide = wide_read(&rows->in, column, names);
	size_t kept = wide_kept(rows->wide), columns = kept + wide_headings(rows->wide);
	rows->column = allocate(columns, sizeof *rows->column);
	for (size_t c = 0; c < kept; c++) {
		const struct column *from = &old.column[wide_column(rows->wide, c)];
		rows->column[c] = make_column(span_of(from->name), from->codes);
	}
	for (size_t c = kept; c < columns; c++) {
		struct text name = {0};
		bool qualifies = wide_qualifies(rows->wide, c - kept);
		wide_heading(&name, rows->wide, c - kept, add_as_it_is, NULL);
		text_add(&name, qualifies ? SPAN(" qualifier") : SPAN(""));
		rows->column[c] = make_column(text_span(&name), qualifies);
		free(name.bytes);
	}
	free_columns(&old);
	rows->columns = columns;
	rows->own = allocate(columns, sizeof *rows->own);
}

/* Words. */

/* Adds the words of "column met", or else the text itself. */
static void add_word(struct text *to, enum language language, const char *column, struct span text)
{
	struct text key = {0};
	struct span said = text;
	text_add(&key, span_of(column));
	text_add_char(&key, ' ');
	text_add(&key, text);
	word_find(&said, language, text_span(&key));
	text_add(to, said);
	free(key.bytes);
}

/* Adds each part of a list, "over, own calculation". What is counted is called as its column is. */
static void add_words_of(
	struct text *to, enum language language, const char *column, struct span field)
{
	if (strcmp(column, "published_qualifier") == 0)
		column = "qualifier";
	if (strcmp(column, "measure") == 0 || strcmp(column, "databrud") == 0)
		column = "column";
	for (const char *comma = ""; comma && field.length;) {
		comma = memmem(field.bytes, field.length, ", ", 2);
		struct span part = {
			field.bytes, comma ? (size_t)(comma - field.bytes) : field.length};
		size_t used = part.length + (comma ? 2 : 0);
		add_word(to, language, column, part);
		text_add(to, comma ? SPAN(", ") : SPAN(""));
		field = (struct span){field.bytes + used, field.length - used};
	}
}

static void add_part_in_words(struct text *to, const char *column, struct span field, void *context)
{
	const struct feed *rows = context;
	if (strcmp(column, "period") == 0 && period_read(field, NULL))
		add_period(to, rows->language, field);
	else if (holds_words(column))
		add_words_of(to, rows->language, column, field);
	else
		text_add(to, field);
}

void feed_translate(struct feed *rows, enum language language)
{
	size_t kept = rows->wide ? wide_kept(rows->wide) : rows->columns;
	rows->translates = true;
	rows->language = language;
	if (!rows->own)
		rows->own = allocate(rows->columns, sizeof *rows->own);
	for (size_t c = 0; c < rows->columns; c++) {
		struct column *column = &rows->column[c];
		struct text heading = {0};
		bool qualifies = c >= kept && wide_qualifies(rows->wide, c - kept);
		column->words = c < kept ? holds_words(column->name) : qualifies;
		if (c < kept)
			add_word(&heading, language, "column", span_of(column->name));
		else
			wide_heading(&heading, rows->wide, c - kept, add_part_in_words, rows);
		if (c < kept && heading.length == 0)
			text_add(&heading, span_of(column->name));
		if (qualifies) {
			text_add(&heading, SPAN(", "));
			text_add(&heading, word(language, "qualifier in a heading"));
		}
		free(column->heading);
		column->heading = span_copy(text_span(&heading));
		free(heading.bytes);
	}
}

/* Most rows hold what the row before held. */
static struct span in_words(
	const struct feed *rows, struct column *column, struct span field, bool wide)
{
	if (field.length && span_equals(field, text_span(&column->from)))
		return text_span(&column->said);
	column->from.length = 0;
	column->said.length = 0;
	text_add(&column->from, field);
	add_words_of(&column->said, rows->language, wide ? "qualifier" : column->name, field);
	return text_span(&column->said);
}

static void translate_row(struct feed *rows)
{
	size_t kept = rows->wide ? wide_kept(rows->wide) : rows->columns;
	for (size_t c = 0; c < rows->columns; c++) {
		struct span field = rows->field[c];
		rows->own[c] = rows->column[c].words
				       ? in_words(rows, &rows->column[c], field, c >= kept)
				       : field;
	}
	rows->field = rows->own;
}

static bool next_row(struct feed *rows)
{
	if (rows->wide) {
		const struct row *first = wide_next(rows->wide, rows->own);
		rows->field = rows->own;
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

bool feed_next(struct feed *rows)
{
	if (!next_row(rows))
		return false;
	if (rows->translates)
		translate_row(rows);
	return true;
}

size_t feed_find(const struct feed *rows, const char *name)
{
	size_t c = 0;
	if (!rows->wide)
		return records_find(&rows->in, name);
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
	if (rows->wide)
		wide_free(rows->wide);
	free(rows->own);
	free_columns(rows);
	records_close(&rows->in);
	free(rows->files);
}
