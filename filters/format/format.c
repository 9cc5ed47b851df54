#include "format.h"

#include <stdlib.h>

bool is_figure(const struct column *column, struct span field)
{
	if (column->codes || !number_valid(field))
		return false;
	bool negative = field.bytes[0] == '-';
	struct span digits = {field.bytes + negative, field.length - negative};
	return digits.bytes[0] != '0' || digits.length == 1 || digits.bytes[1] == '.';
}

static bool all_figures(const struct column *column, const struct table *table, size_t at)
{
	bool some = false;
	for (size_t i = 0; i < table->rows; i++) {
		struct span field = table->row[i].field[at];
		if (field.length && !is_figure(column, field))
			return false;
		some |= field.length > 0;
	}
	return some;
}

struct held_rows held_rows_read(const struct format *f)
{
	struct feed *rows = f->rows;
	struct held_rows held = {.figures = allocate(rows->columns, sizeof *held.figures)};
	while (feed_next(rows))
		feed_hold(rows, &held.table);
	for (size_t c = 0; c < rows->columns; c++)
		held.figures[c] = all_figures(&rows->column[c], &held.table, c);
	return held;
}

void held_rows_free(struct held_rows *held)
{
	table_free(&held->table);
	free(held->figures);
}

void add_shown(struct text *to, const struct format *f, size_t column, struct span field)
{
	if (is_figure(&f->rows->column[column], field))
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
