/*
 * A table with a map: each cell of a column that is a value becomes a record, with what the map
 * says of the column and with the fields of its row. Without such a column a row is a record.
 */
#include "grid.h"
#include "read/rows.h"

#include <stdlib.h>
#include <string.h>

/* A line of the map and the column of the table that it is about. */
struct role {
	const struct map_column *as;
	size_t at;        /* its place in the grid */
	struct text text; /* its field in the row at hand */
};

struct mapped {
	struct cells *cells;
	struct rows *rows;
	const struct map *map;
	const struct grid *grid;
	struct role *role;         /* by the map's order, in which the records of a row come */
	const struct role **named; /* by the grid's; NULL: it has no header, and the map no line */
	struct span *row;          /* the fields that all records of the row have */
	struct span *field;        /* those of a record */
};

/* Which column is which */

static bool fits(const struct mapped *m, size_t at, const struct map_column *c)
{
	return c->number ? c->number == m->grid->first + at
			 : span_equals(c->header, m->grid->header[at]);
}

static struct quote letters(const struct mapped *m, size_t at)
{
	struct text text = {0};
	column_letters(&text, m->grid->first + at);
	struct quote shown = quote(text_span(&text));
	free(text.bytes);
	return shown;
}

/* The map and the table do not fit. */
static _Noreturn void fail_map(const struct mapped *m, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static _Noreturn void fail_map(const struct mapped *m, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(m->rows->status, m->rows->file, 0, format, arguments);
	va_end(arguments);
}

/* Finds the column of the table that a line of the map is about; there must be one. */
static void find_column(const struct mapped *m, struct role *role)
{
	const struct map_column *c = role->as;
	const struct grid *g = m->grid;
	role->at = g->count;
	for (size_t at = 0; at < g->count; at++) {
		if (!fits(m, at, c))
			continue;
		if (role->at < g->count)
			fail_map(m,
				"two columns are '%s', %s and %s: the map must name them by their "
				"letters, #%s and #%s",
				quote(c->header).text, letters(m, role->at).text,
				letters(m, at).text, letters(m, role->at).text,
				letters(m, at).text);
		if (m->named[at])
			fail(EX_CONFIG, m->map->file, c->line,
				"this is column %s ('%s') of %s, which line %zu is about, too",
				letters(m, at).text, quote(g->header[at]).text, m->rows->file,
				m->named[at]->as->line);
		role->at = at;
		m->named[at] = role;
	}
	if (role->at == g->count && c->number)
		fail_map(m, "the table has no column %zu, of which the map tells (%s:%zu)",
			c->number, m->map->file, c->line);
	if (role->at == g->count)
		fail_map(m, "the table has no column '%s', of which the map tells (%s:%zu)",
			quote(c->header).text, m->map->file, c->line);
}

static void *mapped_open(struct cells *cells, struct rows *rows, const struct reading *reading,
	const struct grid *grid)
{
	const struct map *map = reading->layout->map;
	struct mapped *m = allocate(1, sizeof *m);
	*m = (struct mapped){.cells = cells,
		.rows = rows,
		.map = map,
		.grid = grid,
		.role = allocate(map->columns, sizeof *m->role),
		.named = allocate(grid->count, sizeof *m->named),
		.row = allocate(map->names, sizeof *m->row),
		.field = allocate(map->names, sizeof *m->field)};
	for (size_t at = 0; at < grid->count; at++)
		m->named[at] = NULL;
	for (size_t i = 0; i < map->columns; i++) {
		m->role[i] = (struct role){.as = &map->column[i]};
		find_column(m, &m->role[i]);
	}
	for (size_t at = 0; at < grid->count; at++) {
		if (!m->named[at] && grid->header[at].length)
			fail_map(m,
				"the map %s does not say what column %s is, '%s'; a line that says "
				"'ignore' leaves it out",
				map->file, letters(m, at).text, quote(grid->header[at]).text);
	}
	for (size_t i = 0; i < map->names; i++)
		m->row[i] = map->constant ? map->constant[i] : SPAN("");
	rows_columns(rows, map->name, map->names);
	return m;
}

/* Values */

/* Moves the point of a number two places to the right: 0.125 is 12.5 percent. */
static void add_percent(struct text *to, struct span number)
{
	enum { PLACES = 2 };
	bool negative = number.length && number.bytes[0] == '-';
	struct text digits = {0};
	size_t whole = 0;
	bool point = false;
	for (size_t i = negative; i < number.length; i++) {
		if (number.bytes[i] == '.') {
			point = true;
			continue;
		}
		text_add_char(&digits, number.bytes[i]);
		whole += !point;
	}
	whole += PLACES;
	while (digits.length < whole)
		text_add_char(&digits, '0');
	size_t from = 0;
	while (from + 1 < whole && digits.bytes[from] == '0')
		from++;
	if (negative)
		text_add_char(to, '-');
	text_add(to, (struct span){digits.bytes + from, whole - from});
	if (digits.length > whole) {
		text_add_char(to, '.');
		text_add(to, (struct span){digits.bytes + whole, digits.length - whole});
	}
	free(digits.bytes);
}

static bool ends_with(struct span text, const char *end)
{
	size_t length = strlen(end);
	return text.length >= length && memcmp(text.bytes + text.length - length, end, length) == 0;
}

/* A figure in percent without its sign. */
static struct span without_sign(struct span text)
{
	static const char *const signs[] = {"%", "pct.", "pct"};
	text = trimmed(text);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (ends_with(text, signs[i])) {
			text.length -= strlen(signs[i]);
			break;
		}
	}
	return trimmed(text);
}

/* The number of so many digits at `*text`, which moves behind them and the sign that must follow.
 */
static bool take_part(struct span *text, size_t least, size_t most, char sign, struct span *part)
{
	size_t i = 0;
	while (i < text->length && text->bytes[i] >= '0' && text->bytes[i] <= '9')
		i++;
	*part = (struct span){text->bytes, i};
	bool ends = sign ? i < text->length && text->bytes[i] == sign : i == text->length;
	if (i < least || i > most || !ends)
		return false;
	text->bytes += i + (sign != '\0');
	text->length -= i + (sign != '\0');
	return true;
}

/* Rewrites a Danish date, 31-12-2024, as 2024-12-31; what is none stays as it is. */
static struct span undanish(struct span text, struct text *date)
{
	static const char signs[] = "-./";
	enum { PART = 2, YEAR = 4 };
	text = trimmed(text);
	for (const char *sign = signs; *sign; sign++) {
		struct span rest = text, day, month, year;
		if (!take_part(&rest, 1, PART, *sign, &day) ||
			!take_part(&rest, 1, PART, *sign, &month) ||
			!take_part(&rest, YEAR, YEAR, '\0', &year))
			continue;
		text_add(date, year);
		text_add(date, month.length < PART ? SPAN("-0") : SPAN("-"));
		text_add(date, month);
		text_add(date, day.length < PART ? SPAN("-0") : SPAN("-"));
		text_add(date, day);
		return text_span(date);
	}
	return text;
}

static struct span read_value(
	const struct mapped *m, struct role *role, const struct value *value, struct fault **fault)
{
	const struct map_column *as = role->as;
	size_t column = m->grid->first + role->at;
	role->text.length = 0;
	if (value->text.length == 0 || !cell_usable(m->cells, column, value, fault))
		return SPAN("");
	struct span text = as->percent ? without_sign(value->text) : value->text;
	enum numbers numbers = value->kind == CELL_TEXT ? as->numbers : NUMBERS_PLAIN;
	struct text mended = {0};
	if (as->percent && value->percent) {
		add_percent(&mended, text);
		text = text_span(&mended);
	} else if (as->day && numbers == NUMBERS_DA) {
		text = undanish(text, &mended);
	}
	const char *expected = as->type->read(text, numbers, &role->text);
	if (as->percent && text.length == 0 && trimmed(value->text).length)
		expected = "a number: a sign alone is none";
	if (expected)
		say_fault(fault, as->type->fault, "%s: '%s' is not %s%s%s",
			cell_name(m->cells, column).text, quote(value->text).text, expected,
			as->type->numeric ? number_stranger(text).text : "",
			as->type->numeric && numbers == NUMBERS_PLAIN && value->kind == CELL_TEXT
				? "; numbers 'da' in the map reads Danish notation"
				: "");
	free(mended.bytes);
	return text_span(&role->text);
}

/* Records */

/* The record of a row for one of its values. */
static void take_value(const struct mapped *m, struct role *role, const struct value *value)
{
	struct fault *fault = NULL;
	const struct span *constant = role->as->constant;
	for (size_t i = 0; i < m->map->names; i++)
		m->field[i] = constant[i].length ? constant[i] : m->row[i];
	m->field[role->as->field] = read_value(m, role, value, &fault);
	if (fault)
		cell_reject(m->cells, fault);
	else
		rows_put_from(m->rows, cell_place(m->cells), m->field);
}

/* What stands in a column that nothing tells of. */
static void check_unnamed(const struct mapped *m, const struct value *value, struct fault **fault)
{
	for (size_t at = 0; at < m->grid->count; at++) {
		if (!m->named[at] && value[at].text.length)
			say_fault(fault, REJECT_FIELDS,
				"%s: '%s' is in a column that has no header; the map must tell of "
				"it, as #%s",
				cell_name(m->cells, m->grid->first + at).text,
				quote(value[at].text).text, letters(m, at).text);
	}
}

static void mapped_row(void *state, const struct value *value)
{
	const struct mapped *m = state;
	struct fault *fault = NULL;
	check_unnamed(m, value, &fault);
	for (size_t i = 0; i < m->map->columns; i++) {
		struct role *role = &m->role[i];
		if (role->as->role == MAP_FIELD)
			m->row[role->as->field] = read_value(m, role, &value[role->at], &fault);
	}
	if (fault) {
		cell_reject(m->cells, fault);
		return;
	}
	for (size_t i = 0; i < m->map->columns; i++) {
		struct role *role = &m->role[i];
		if (role->as->role == MAP_VALUE)
			take_value(m, role, &value[role->at]);
	}
	if (m->map->values == 0)
		rows_put_from(m->rows, cell_place(m->cells), m->row);
}

static void mapped_close(void *state)
{
	struct mapped *m = state;
	for (size_t i = 0; i < m->map->columns; i++)
		free(m->role[i].text.bytes);
	free(m->role);
	free(m->named);
	free(m->row);
	free(m->field);
	free(m);
}

const struct maker maker_mapped = {mapped_open, mapped_row, mapped_close};
