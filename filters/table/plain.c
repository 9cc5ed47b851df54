/*
 * A table without a map: each row is a record as it is, and its columns are called after their
 * headers.
 */
#include "grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct plain {
	struct cells *cells;
	struct rows *rows;
	const struct layout *layout;
	const struct grid *grid;
	struct span *field;
	struct text *text; /* of each field that is not the cell's text itself */
};

/* Names */

static bool name_taken(const struct span *name, size_t count, struct span wanted)
{
	size_t i = 0;
	while (i < count && !span_equals(name[i], wanted))
		i++;
	return i < count;
}

/* The name of a column: what --rename or the rule makes of its header, or its letters. */
static void make_name(const struct reading *reading, const struct grid *grid, size_t i,
	const struct span *before, struct text *name)
{
	struct span header = grid->header[i];
	bool told = false;
	if (header.length) {
		name_make(name, header);
	} else {
		column_letters(name, grid->first + i);
		for (size_t j = 0; j < name->length; j++)
			name->bytes[j] = (char)(name->bytes[j] - 'A' + 'a');
	}
	const char *found = names_find(&reading->names, header, text_span(name), &told);
	bool known = !column_name_valid(header) && found && !name_taken(before, i, span_of(found));
	if (found && (told || known)) {
		name->length = 0;
		text_add(name, span_of(found));
	}
}

/* What a name is made of: so many bytes, and perhaps a number behind them. */
struct numbered {
	size_t length, number;
};

/*
 * A name that another column has gets a number, from 2, with which none has it. Those up to the
 * number of the last column of the same name are gone: a header may have thousands of them.
 */
static void number_name(
	struct numbered *numbered, size_t i, const struct span *before, struct text *name)
{
	size_t length = name->length, n = 1, j = i;
	while (j > 0 && n == 1) {
		j--;
		if (numbered[j].length == length && before[j].length >= length &&
			memcmp(before[j].bytes, name->bytes, length) == 0)
			n = numbered[j].number + 1;
	}
	for (bool taken = true; taken; n += taken) {
		char number[32];
		snprintf(number, sizeof number, "_%zu", n);
		name->length = length;
		if (n > 1)
			text_add(name, span_of(number));
		taken = name_taken(before, i, text_span(name));
	}
	numbered[i] = (struct numbered){length, n};
}

static void *plain_open(struct cells *cells, struct rows *rows, const struct reading *reading,
	const struct grid *grid)
{
	struct plain *p = allocate(1, sizeof *p);
	*p = (struct plain){cells, rows, reading->layout, grid,
		allocate(grid->count, sizeof *p->field), allocate(grid->count, sizeof *p->text)};
	memset(p->text, 0, grid->count * sizeof *p->text);
	struct numbered *numbered = allocate(grid->count, sizeof *numbered);
	for (size_t i = 0; i < grid->count; i++) {
		make_name(reading, grid, i, p->field, &p->text[i]);
		number_name(numbered, i, p->field, &p->text[i]);
		p->field[i] = text_span(&p->text[i]);
	}
	free(numbered);
	rows_columns(rows, p->field, grid->count);
	return p;
}

/* Fields */

static void read_number(const struct plain *p, size_t i, struct span text, struct fault **fault)
{
	const char *expected = value_decimal(text, p->layout->numbers, &p->text[i]);
	p->field[i] = text_span(&p->text[i]);
	if (expected)
		say_fault(fault, REJECT_NUMBER,
			"%s: '%s' is not %s%s; a table map says which columns are numbers",
			cell_name(p->cells, p->grid->first + i).text, quote(text).text, expected,
			number_stranger(text).text);
}

/* Whether a text stands in a record as it is. */
static bool needs_escape(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if (byte < ' ' || byte == '\\' || byte == 0x7F)
			return true;
	}
	return false;
}

/* Whether a cell stands in a record as it is: most do, and are looked at once. */
static bool stands(const struct plain *p, const struct value *value)
{
	bool read = value->kind == CELL_ERROR || value->kind == CELL_FAULT || value->shared ||
		    p->layout->numbers_given;
	return !read && (value->kind != CELL_TEXT || !needs_escape(value->text));
}

static void read_field(
	const struct plain *p, size_t i, const struct value *value, struct fault **fault)
{
	p->text[i].length = 0;
	p->field[i] = value->text;
	if (stands(p, value))
		return;
	if (value->text.length == 0 || !cell_usable(p->cells, p->grid->first + i, value, fault))
		return;
	bool number = p->layout->numbers_given && value->kind == CELL_TEXT && !value->literal &&
		      number_like(value->text, p->layout->numbers);
	if (number) {
		read_number(p, i, value->text, fault);
	} else if (needs_escape(value->text)) {
		value_text(value->text, NUMBERS_PLAIN, &p->text[i]);
		p->field[i] = text_span(&p->text[i]);
	}
}

static void plain_row(void *state, const struct value *value)
{
	const struct plain *p = state;
	struct fault *fault = NULL;
	for (size_t i = 0; i < p->grid->count; i++)
		read_field(p, i, &value[i], &fault);
	if (fault)
		cell_reject(p->cells, fault);
	else
		rows_put_from(p->rows, cell_place(p->cells), p->field);
}

static void plain_close(void *state)
{
	struct plain *p = state;
	for (size_t i = 0; i < p->grid->count; i++)
		free(p->text[i].bytes);
	free(p->text);
	free(p->field);
	free(p);
}

const struct maker maker_plain = {plain_open, plain_row, plain_close};
