#include "format.h"

#include <stdlib.h>

bool holds_codes(const char *name, const struct column_names *columns)
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

bool is_figure(const struct column *column, struct span field)
{
	if (column->codes || !number_valid(field))
		return false;
	bool negative = field.bytes[0] == '-';
	struct span digits = {field.bytes + negative, field.length - negative};
	return digits.bytes[0] != '0' || digits.length == 1 || digits.bytes[1] == '.';
}

static bool all_figures(const struct format *f, const struct table *table, size_t column)
{
	bool some = false;
	for (size_t i = 0; i < table->rows; i++) {
		struct span field = table->row[i].field[column];
		if (field.length && !is_figure(&f->column[column], field))
			return false;
		some |= field.length > 0;
	}
	return some;
}

struct held_records held_records_read(const struct format *f)
{
	struct held_records held = {.figures = allocate(f->in->columns, sizeof *held.figures)};
	while (records_next(f->in))
		table_add(&held.table, f->in);
	for (size_t c = 0; c < f->in->columns; c++)
		held.figures[c] = all_figures(f, &held.table, c);
	return held;
}

void held_records_free(struct held_records *held)
{
	table_free(&held->table);
	free(held->figures);
}

void add_shown(struct text *to, const struct format *f, size_t column, struct span field)
{
	if (is_figure(&f->column[column], field))
		notation_add(to, field, f->notation);
	else
		text_add_unescaped(to, field);
}

void add_with_escapes(struct text *to, struct span text, escape_of *escape)
{
	for (size_t i = 0; i < text.length;) {
		struct span rest = {text.bytes + i, text.length - i};
		struct escape found = escape(rest);
		if (found.instead)
			text_add(to, span_of(found.instead));
		else
			text_add(to, (struct span){rest.bytes, found.length});
		i += found.length;
	}
}

void put_with_escapes(struct writer *out, struct span text, escape_of *escape)
{
	struct text escaped = {0};
	add_with_escapes(&escaped, text, escape);
	put_bytes(out, text_span(&escaped));
	free(escaped.bytes);
}
