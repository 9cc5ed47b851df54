/*
 * A table with a map: each cell of a column that is a value becomes a record, with what the map
 * says of the column and with the fields of its row. Without such a column a row is a record.
 */
#include "absent.h"
#include "cells.h"
#include "constant.h"
#include "grid.h"
#include "header.h"
#include "read/names.h"
#include "read/rows.h"

#include "lib/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line of the map and a column of the table that it is about. */
struct role {
	const struct map_column *as;
	size_t at;        /* its place in the grid */
	size_t field;     /* its place in the record */
	bool marked;      /* there may be marks in its cells, which do not count */
	bool joins;       /* it is the rest of an area, of which another column has a part */
	char divider;     /* where it may be a point or a comma: the first that stood in a figure */
	bool decimals;    /* and a figure has shown that it stands before decimals, */
	bool bare, three; /* or one had none, and one had three digits behind it */
	struct text text; /* its field in the row at hand */
	struct text above;     /* of a column that is filled down: its last field */
	struct text period;    /* of a value: the one in its header */
	struct span *constant; /* of a value: a field for each column of the record, escaped */
};

/* A column that no line of the map is about. */
struct unnamed {
	size_t at;
	unsigned long long *count; /* of its cells, in the report; NULL where it was not told yet */
};

struct mapped {
	struct cells *cells;
	struct rows *rows;
	const struct map *map;
	const struct layout *layout;
	const struct grid *grid;
	struct role *role; /* by the map's order, in which the records of a row come */
	size_t roles, room;
	struct unnamed *unnamed;
	size_t unnamed_count;
	struct span *constant; /* of all rows, where no column is a value */
	struct span *name;    /* the columns of the records: the map's, and those that are called */
	size_t names;         /* as headers are */
	struct span *row;     /* the fields that all records of the row have */
	struct span *field;   /* those of a record */
	struct text *heading; /* of each of the map's: the text of the last row of it */
	struct absent *absent; /* rows that are not there, where they are nil; else NULL */
	struct text area;      /* of the row, where it is in two columns */
	char **kept;           /* the strings that constants are */
	size_t kept_count, kept_room;
};

/* Which column is which */

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

/* The map, for messages: its file without the directory. */
static const char *called(const struct mapped *m)
{
	const char *slash = strrchr(m->map->file, '/');
	return slash ? slash + 1 : m->map->file;
}

static struct span keep_constant(struct mapped *m, const struct text *text)
{
	m->kept = grow(m->kept, &m->kept_room, m->kept_count + 1, sizeof *m->kept);
	char *copy = span_copy(text_span(text));
	m->kept[m->kept_count++] = copy;
	return (struct span){copy, text->length};
}

/* The last of names in brackets, as [Institution].[Kommune] has them; else the whole. */
static struct span last_name(struct span header)
{
	const char *open = header.length ? memrchr(header.bytes, '[', header.length) : NULL;
	if (!open || header.bytes[0] != '[' || header.bytes[header.length - 1] != ']')
		return header;
	size_t from = (size_t)(open - header.bytes) + 1;
	return (struct span){header.bytes + from, header.length - from - 1};
}

/* A column of the records that is called as a header is; its place. */
static size_t call_field(struct mapped *m, size_t at)
{
	struct text header = {0}, name = {0};
	text_add_unescaped(&header, m->grid->header[at]);
	name_make(&name, last_name(text_span(&header)));
	for (size_t i = 0; i < m->names; i++) {
		if (span_equals(m->name[i], text_span(&name)))
			fail_map(m,
				"column %s ('%s') would be '%s' in the records, as another is: a "
				"line of the map must name it",
				letters(m, at).text, quote(text_span(&header)).text,
				quote(text_span(&name)).text);
	}
	m->name[m->names] = keep_constant(m, &name);
	free(header.bytes);
	free(name.bytes);
	return m->names++;
}

static void add_role(struct mapped *m, const struct map_column *as, size_t at)
{
	size_t field = as->called ? call_field(m, at) : as->field;
	m->role = grow_zeroed(m->role, &m->room, m->roles + 1, sizeof *m->role);
	m->role[m->roles++] = (struct role){.as = as, .at = at, .field = field};
}

/* Whether a line may be about several columns, each with its own period. */
static bool takes_several(const struct map_column *c)
{
	return c->several || (c->header.period && c->role != MAP_FIELD);
}

/* Makes a role of each column that a line of the map is about; there must be one. */
static void find_columns_of(struct mapped *m, size_t line, const size_t *line_of)
{
	const struct map_column *c = &m->map->column[line];
	size_t before = m->roles;
	for (size_t at = 0; at < m->grid->count; at++) {
		if (line_of[at] != line)
			continue;
		if (m->roles > before && !takes_several(c)) {
			size_t first = m->role[before].at;
			fail_map(m,
				"two columns are '%s', %s and %s: the map must name them by their "
				"letters, #%s and #%s",
				quote(c->column).text, letters(m, first).text, letters(m, at).text,
				letters(m, first).text, letters(m, at).text);
		}
		add_role(m, c, at);
	}
	if (m->roles > before || c->optional || c->several)
		return;
	if (c->number)
		fail_map(m, "the table has no column %zu, of which the map tells (%s:%zu)",
			c->number, m->map->file, c->line);
	fail_map(m, "the table has no column '%s', of which the map tells (%s:%zu)",
		quote(c->column).text, m->map->file, c->line);
}

/* The headers as patterns compare them; `kept` holds their texts. */
static struct span *plain_headers(const struct mapped *m, struct text *kept)
{
	const struct grid *g = m->grid;
	struct text unescaped = {0};
	struct span *plain = allocate(g->count, sizeof *plain);
	for (size_t at = 0; at < g->count; at++) {
		size_t before = kept->length;
		unescaped.length = 0;
		text_add_unescaped(&unescaped, g->header[at]);
		pattern_plain(kept, text_span(&unescaped));
		plain[at].length = kept->length - before;
	}
	const char *from = text_span(kept).bytes;
	for (size_t at = 0; at < g->count; at++) {
		plain[at].bytes = from;
		from += plain[at].length;
	}
	free(unescaped.bytes);
	return plain;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t larger(size_t a, size_t b)
{
	return a < b ? b : a;
}

/* One column of the table is each field, but for an area's code and name; and one is a value. */
static void check_roles(const struct mapped *m)
{
	bool value = m->map->values == 0;
	for (size_t i = 0; i < m->roles; i++) {
		const struct role *role = &m->role[i];
		value |= role->as->role == MAP_VALUE;
		for (size_t j = 0; j < i && role->as->role == MAP_FIELD && !role->joins; j++) {
			if (m->role[j].as->role == MAP_FIELD && m->role[j].field == role->field)
				fail_map(m, "columns %s and %s are both '%s' by the map %s",
					letters(m, smaller(m->role[j].at, role->at)).text,
					letters(m, larger(m->role[j].at, role->at)).text,
					quote(m->name[role->field]).text, called(m));
		}
	}
	if (!value)
		fail_map(m, "no column of the table is a value by the map %s", called(m));
}

static void find_roles(struct mapped *m)
{
	const struct grid *g = m->grid;
	struct text kept = {0};
	struct header_clash clash;
	struct span *plain = plain_headers(m, &kept);
	size_t *line_of = allocate(g->count, sizeof *line_of);
	if (!header_assign(m->map, plain, g->count, g->first, g->content, line_of, &clash))
		fail(EX_CONFIG, m->map->file, m->map->column[clash.second].line,
			"this is column %s ('%s') of %s, which line %zu is about, too",
			letters(m, clash.column).text, quote(g->header[clash.column]).text,
			m->rows->file, m->map->column[clash.first].line);
	for (size_t i = 0; i < m->map->columns; i++) {
		if (map_line_is_column(&m->map->column[i]))
			find_columns_of(m, i, line_of);
	}
	m->unnamed = allocate(g->count, sizeof *m->unnamed);
	for (size_t at = 0; at < g->count; at++) {
		if (line_of[at] == HEADER_NONE)
			m->unnamed[m->unnamed_count++] = (struct unnamed){.at = at};
	}
	for (size_t i = 0; i < m->roles; i++) {
		struct role *role = &m->role[i];
		role->marked = marks_any(&m->layout->marks, role->as->type, role->as->spaces);
		if (role->as->role == MAP_VALUE)
			pattern_matches(&role->as->header, plain[role->at], &role->period);
		for (size_t j = 0; role->as->second && j < i; j++)
			role->joins |=
				m->role[j].as->role == MAP_FIELD && m->role[j].field == role->field;
	}
	check_roles(m);
	free(line_of);
	free(plain);
	free(kept.bytes);
}

/* Columns that are left out */

static unsigned long long *unnamed_count(const struct mapped *m, struct span key)
{
	return report_count(m->rows->report,
		&(struct report_row){m->rows->file, "left_out", key, SPAN(""), SPAN("")});
}

/* Says once for the file which columns the map does not name; those without a header are told when
 * there is something in them. */
static void say_unnamed(struct mapped *m)
{
	enum { SHOWN = 5 };
	struct text names = {0};
	size_t count = 0;
	for (size_t i = 0; i < m->unnamed_count; i++) {
		struct unnamed *u = &m->unnamed[i];
		struct span header = m->grid->header[u->at];
		if (header.length == 0)
			continue;
		u->count = unnamed_count(m, header);
		if (count++ < SHOWN) {
			text_add(&names, count > 1 ? SPAN(", ") : SPAN(""));
			text_add_char(&names, '\'');
			text_add(&names, span_of(quote(header).text));
			text_add_char(&names, '\'');
		}
	}
	if (count > SHOWN)
		text_add(&names, SPAN(" and more"));
	text_add_char(&names, '\0');
	if (count)
		complain(m->rows->file, 0, "%zu %s that the map %s does not name %s left out: %s",
			count, count == 1 ? "column" : "columns", called(m),
			count == 1 ? "is" : "are", names.bytes);
	free(names.bytes);
}

/* The cells of the row that are left out since nothing names their column. */
static void leave_out_unnamed(const struct mapped *m, const struct value *value)
{
	for (size_t i = 0; i < m->unnamed_count; i++) {
		struct unnamed *u = &m->unnamed[i];
		if (value[u->at].text.length == 0)
			continue;
		if (!u->count) {
			struct text key = {0};
			text_add_char(&key, '#');
			column_letters(&key, m->grid->first + u->at);
			u->count = unnamed_count(m, text_span(&key));
			free(key.bytes);
			complain(m->rows->file, 0,
				"column %s, which has no header and which the map %s does not "
				"name, is left out",
				letters(m, u->at).text, called(m));
		}
		++*u->count;
		++*m->rows->counts.in;
	}
}

/* Constants */

/* The constants of a value, or of all rows: with the period of its header, or else of the title. */
static struct span *make_constants(
	struct mapped *m, const struct span *said, const struct text *period, struct span header)
{
	const struct known_texts known = {m->grid->title, header, m->rows->file};
	struct span *constant = allocate(m->map->names, sizeof *constant);
	for (size_t i = 0; i < m->map->names; i++) {
		struct text text = {0};
		bool of_period = i == m->map->period;
		if (of_period && period && period->length)
			text_add(&text, text_span(period));
		else if (of_period && said[i].length == 0)
			text_add(&text, m->grid->period);
		else
			constant_expand(said[i], &known, &text);
		constant[i] = keep_constant(m, &text);
		free(text.bytes);
	}
	return constant;
}

/* What tells the records of a value from those of others: its constants. */
struct series {
	const struct span *constant;
	size_t names, at;
};

static int compare_series(const void *a, const void *b)
{
	const struct series *first = a, *second = b;
	for (size_t i = 0; i < first->names; i++) {
		int order = span_compare(first->constant[i], second->constant[i]);
		if (order)
			return order;
	}
	return (first->at > second->at) - (first->at < second->at);
}

/* Two columns of one period, or of none, are not told apart. */
static void check_periods(const struct mapped *m)
{
	struct series *series = allocate(m->roles, sizeof *series);
	size_t count = 0;
	for (size_t i = 0; i < m->roles; i++) {
		const struct role *role = &m->role[i];
		if (role->as->role == MAP_VALUE)
			series[count++] = (struct series){role->constant, m->map->names, role->at};
	}
	if (count)
		qsort(series, count, sizeof *series, compare_series);
	for (size_t i = 1; i < count; i++) {
		struct series before = series[i - 1];
		before.at = series[i].at;
		if (compare_series(&before, &series[i]) == 0)
			fail_map(m,
				"columns %s ('%s') and %s ('%s') are of one measure and one period: "
				"nothing tells their records apart",
				letters(m, series[i - 1].at).text,
				quote(m->grid->header[series[i - 1].at]).text,
				letters(m, series[i].at).text,
				quote(m->grid->header[series[i].at]).text);
	}
	free(series);
}

static void *mapped_open(struct cells *cells, struct rows *rows, const struct reading *reading,
	const struct grid *grid)
{
	const struct map *map = grid->layout->map;
	struct mapped *m = allocate(1, sizeof *m);
	(void)reading;
	*m = (struct mapped){.cells = cells,
		.rows = rows,
		.map = map,
		.layout = grid->layout,
		.grid = grid,
		.name = allocate(map->names + grid->count, sizeof *m->name),
		.names = map->names,
		.row = allocate(map->names + grid->count, sizeof *m->row),
		.field = allocate(map->names + grid->count, sizeof *m->field),
		.heading = allocate(map->headings, sizeof *m->heading)};
	for (size_t i = 0; i < map->headings; i++)
		m->heading[i] = (struct text){0};
	for (size_t i = 0; i < map->names; i++)
		m->name[i] = map->name[i];
	find_roles(m);
	say_unnamed(m);
	for (size_t i = 0; i < m->roles; i++) {
		struct role *role = &m->role[i];
		if (role->as->role == MAP_VALUE)
			role->constant = make_constants(
				m, role->as->constant, &role->period, grid->header[role->at]);
	}
	if (map->constant)
		m->constant = make_constants(m, map->constant, NULL, SPAN(""));
	check_periods(m);
	m->absent = m->layout->absent ? absent_open(m->names) : NULL;
	for (size_t i = 0; i < m->names; i++)
		m->row[i] = m->constant && i < map->names ? m->constant[i] : SPAN("");
	rows_columns(rows, m->name, m->names);
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

/* A text as its type reads it: without marks, and a figure as it is meant. */
static struct span unmarked(
	const struct mapped *m, const struct map_column *as, struct span text, struct text *mended)
{
	if (as->type->numeric)
		return marks_figure(&m->layout->marks, text, as->numbers, as->spaces, mended);
	return marks_name(&m->layout->marks, text);
}

/* A figure without thousands, whose one comma is a point. */
static struct span with_point(struct span text, struct text *mended)
{
	const char *comma = text.length ? memchr(text.bytes, ',', text.length) : NULL;
	if (!comma || memchr(text.bytes, '.', text.length))
		return text;
	text_add(mended, text);
	mended->bytes[comma - text.bytes] = '.';
	return text_span(mended);
}

static void say_unread(const struct mapped *m, const struct role *role, const struct value *value,
	struct span read, const char *expected, struct fault **fault)
{
	const struct type *type = role->as->type;
	bool plain =
		type->numeric && role->as->numbers == NUMBERS_PLAIN && value->kind == CELL_TEXT;
	say_fault(fault, type->fault, "%s: '%s' is not %s%s%s",
		cell_name(m->cells, m->grid->first + role->at).text, quote(value->text).text,
		expected, type->numeric ? number_stranger(read).text : "",
		plain ? "; numbers 'da' in the map reads Danish notation" : "");
}

/* Where a point and a comma may stand before decimals, one table has but one of them: of 1.234 and
 * 5,50 one would divide thousands. */
static bool divided_otherwise(struct role *role, struct span text)
{
	bool point = memchr(text.bytes, '.', text.length);
	bool comma = memchr(text.bytes, ',', text.length);
	if (point == comma) /* none, or both, which is no figure */
		return false;
	char mark = point ? '.' : ',';
	if (!role->divider)
		role->divider = mark;
	return role->divider != mark;
}

/*
 * Of 1.234 and 8 in one column the first may well be a number of thousands: decimals are as many in
 * all figures of a column, or their zeros are left out, and then others show it.
 */
static bool may_be_thousands(struct role *role, struct span text)
{
	enum { GROUP = 3 };
	size_t mark = 0;
	bool minus = text.length && text.bytes[0] == '-';
	if (minus)
		text = (struct span){text.bytes + 1, text.length - 1};
	while (mark < text.length && digit(text.bytes[mark]))
		mark++;
	if (mark == 0 || role->decimals || span_is(text, "0"))
		return false;
	bool whole = mark == text.length;
	size_t behind = whole ? 0 : text.length - mark - 1;
	bool group = behind == GROUP && mark <= GROUP && text.bytes[0] != '0';
	role->decimals = whole ? mark > GROUP : !group;
	role->bare |= whole;
	role->three |= group;
	return !role->decimals && role->bare && role->three;
}

/* A figure without the zeros before it that a number format shows. */
static struct span without_zeros(struct span figure)
{
	while (figure.length > 1 && figure.bytes[0] == '0' && digit(figure.bytes[1]))
		figure = (struct span){figure.bytes + 1, figure.length - 1};
	return figure;
}

/* The field of a column: of its cell or, where it is filled down, of the last one above. */
static struct span read_value(
	const struct mapped *m, struct role *role, const struct value *value, struct fault **fault)
{
	const struct map_column *as = role->as;
	size_t column = m->grid->first + role->at;
	role->text.length = 0;
	if (value->text.length == 0 || (as->fill && value_trimmed(value->text).length == 0))
		return as->fill ? text_span(&role->above) : SPAN("");
	if (!cell_usable(m->cells, column, value, fault))
		return SPAN("");
	struct text mended = {0}, figure = {0};
	struct span text = value->text;
	if (role->marked && value->kind == CELL_TEXT)
		text = unmarked(m, as, text, &figure);
	if (as->either && value->kind == CELL_TEXT) {
		if (divided_otherwise(role, text))
			say_fault(fault, REJECT_NUMBER,
				"%s: '%s' does not have the '%c' of the figures above it: one of "
				"point and comma stands before decimals, not both",
				cell_name(m->cells, column).text, quote(text).text, role->divider);
		else if (may_be_thousands(role, text))
			fail(m->rows->status, m->rows->file, cells_line(m->cells),
				"%s: '%s' stands in a column where some figures have three digits "
				"behind a point or a comma and others have none: are these thousands? "
				"A map with numbers 'da' (1.234 is 1234) or 'plain' (1.234) says it",
				cell_name(m->cells, column).text, quote(text).text);
		text = with_point(text, &mended);
	}
	text = as->percent ? without_sign(text) : text;
	enum numbers numbers = value->kind == CELL_TEXT ? as->numbers : NUMBERS_PLAIN;
	if (as->percent && value->percent) {
		add_percent(&mended, text);
		text = text_span(&mended);
	} else if (as->day && numbers == NUMBERS_DA) {
		text = undanish(text, &mended);
	}
	if (as->type->numeric && value->kind == CELL_NUMBER)
		text = without_zeros(text);
	const char *expected = as->type->read(text, numbers, &role->text);
	bool sign_alone = as->percent && text.length == 0 && trimmed(value->text).length &&
			  !m->layout->marks.missing;
	if (sign_alone)
		expected = "a number: a sign alone is none";
	if (expected)
		say_unread(m, role, value, text, expected, fault);
	free(mended.bytes);
	free(figure.bytes);
	if (as->fill && role->text.length) {
		role->above.length = 0;
		text_add(&role->above, text_span(&role->text));
	} else if (as->fill) {
		return text_span(&role->above);
	}
	return text_span(&role->text);
}

/* Headings */

/* The one text of a row that has no more than that, and no figure; else empty. */
static struct span lone_text(const struct mapped *m, const struct value *value, bool *figure)
{
	struct span lone = SPAN("");
	for (size_t at = 0; at < m->grid->count; at++) {
		const struct value *v = &value[at];
		if (trimmed(v->text).length == 0 || v->covered)
			continue;
		if (lone.length || v->kind == CELL_ERROR || v->kind == CELL_FAULT)
			return SPAN("");
		*figure = v->kind == CELL_NUMBER || marks_digits(v->text);
		lone = v->text;
	}
	return lone;
}

/* Whether a heading of the map is like a row's text; then it names what the map says. */
static bool take_heading(
	const struct mapped *m, size_t i, struct span text, bool figure, struct text *plain)
{
	const struct map_heading *h = &m->map->heading[i];
	struct text read = {0};
	bool period = h->type->read == value_period;
	if (figure && !period)
		return false;
	if (!h->any && !pattern_matches(&h->pattern, text_span(plain), NULL))
		return false;
	bool good =
		h->type->read(marks_name(&m->layout->marks, text), NUMBERS_PLAIN, &read) == NULL;
	if (good) {
		m->heading[i].length = 0;
		text_add(&m->heading[i], text_span(&read));
		if (!h->ignored)
			m->row[h->field] = text_span(&m->heading[i]);
	}
	free(read.bytes);
	return good;
}

/* Whether the row is a heading. */
static bool is_heading(const struct mapped *m, const struct value *value)
{
	bool figure = false, taken = false;
	struct text plain = {0};
	struct span text = lone_text(m, value, &figure);
	if (text.length == 0)
		return false;
	pattern_plain(&plain, text);
	for (size_t i = 0; i < 2 * m->map->headings && !taken; i++) {
		size_t which = i % m->map->headings;
		bool any = i >= m->map->headings; /* those without a pattern come last */
		if (m->map->heading[which].any != any)
			continue;
		taken = take_heading(m, which, text, figure, &plain);
		if (taken && m->map->heading[which].ignored)
			rows_leave_out(m->rows, "heading");
	}
	free(plain.bytes);
	return taken;
}

/* Records */

/* What the record of a value has besides that. */
static void fill_fields(const struct mapped *m, const struct role *role)
{
	for (size_t i = 0; i < m->names; i++)
		m->field[i] = i < m->map->names && role->constant[i].length ? role->constant[i]
									    : m->row[i];
}

/* The record of a row for one of its values. */
static void take_value(const struct mapped *m, struct role *role, const struct value *value)
{
	struct fault *fault = NULL;
	fill_fields(m, role);
	m->field[role->field] = read_value(m, role, value, &fault);
	if (role->as->secret && m->field[role->field].length == 0)
		m->field[m->map->qualifier] = SPAN("hemmelig");
	if (fault)
		cell_reject(m->cells, fault);
	else
		rows_put_from(m->rows, cell_place(m->cells), m->field);
}

static bool all_digits(struct span text)
{
	size_t i = 0;
	while (i < text.length && digit(text.bytes[i]))
		i++;
	return text.length > 0 && i == text.length;
}

/* The code and the name of an area, from two columns, in this order. */
static struct span join_area(struct mapped *m, struct span first, struct span second)
{
	if (first.length == 0 || second.length == 0)
		return first.length ? first : second;
	bool turned = all_digits(second) && !all_digits(first);
	m->area.length = 0;
	text_add(&m->area, turned ? second : first);
	text_add_char(&m->area, ' ');
	text_add(&m->area, turned ? first : second);
	return text_span(&m->area);
}

/* Whether there is anything in the columns that are values. */
static bool has_value(const struct mapped *m, const struct value *value)
{
	bool has = false;
	for (size_t i = 0; i < m->roles; i++)
		has |= m->role[i].as->role == MAP_VALUE &&
		       trimmed(value[m->role[i].at].text).length;
	return has;
}

static void mapped_row(void *state, const struct value *value)
{
	struct mapped *m = state;
	struct fault *fault = NULL;
	if (m->map->headings && is_heading(m, value))
		return;
	if (m->map->sentences && !has_value(m, value)) { /* a letter goes on below its table */
		rows_leave_out(m->rows, "words");
		return;
	}
	leave_out_unnamed(m, value);
	for (size_t i = 0; i < m->roles; i++) {
		struct role *role = &m->role[i];
		if (role->as->role != MAP_FIELD)
			continue;
		struct span field = read_value(m, role, &value[role->at], &fault);
		struct span *place = &m->row[role->field];
		*place = role->joins ? join_area(m, *place, field) : field;
	}
	if (fault) {
		cell_reject(m->cells, fault);
		return;
	}
	if (m->absent)
		absent_row(m->absent, m->row);
	for (size_t i = 0; i < m->roles; i++) {
		struct role *role = &m->role[i];
		if (role->as->role == MAP_VALUE)
			take_value(m, role, &value[role->at]);
	}
	if (m->map->values == 0)
		rows_put_from(m->rows, cell_place(m->cells), m->row);
}

/* A row that the table leaves out, since its values are nil. */
static void take_absent(void *to, const struct span *field)
{
	struct mapped *m = to;
	for (size_t i = 0; i < m->names; i++)
		m->row[i] = field[i];
	for (size_t i = 0; i < m->roles; i++) {
		if (m->role[i].as->role != MAP_VALUE)
			continue;
		fill_fields(m, &m->role[i]);
		m->field[m->role[i].field] = SPAN("0");
		rows_put_from(m->rows, SPAN(":0"), m->field);
	}
}

/* What was set aside is not left out, and of a row that could not be read nobody knows which it is.
 */
static void fill_absent(struct mapped *m)
{
	if (*m->rows->counts.aside)
		fail_map(m, "--absent zero: with records set aside it cannot be told which rows "
			    "the table leaves out");
	if (!absent_combinations(m->absent))
		fail_map(m, "--absent zero: more than %d combinations", ABSENT_MOST);
	size_t rows = absent_each(m->absent, take_absent, m);
	if (rows)
		complain(
			m->rows->file, 0, "%zu rows that it leaves out are filled in with 0", rows);
}

/* Figures that all have three digits behind a point may be thousands, and nothing in the table says
 * that they are not. */
static void tell_threes(const struct mapped *m)
{
	for (size_t i = 0; i < m->roles; i++) {
		const struct role *role = &m->role[i];
		if (!role->three || role->decimals)
			continue;
		complain(m->rows->file, 0,
			"column %s: each '%c' has three digits behind it, and is read as that of "
			"decimals: if it divides thousands, the figures are 1000 times as large%s",
			letters(m, role->at).text, role->divider,
			role->divider == '.' ? ", and a map with numbers 'da' reads them so" : "");
	}
}

static void mapped_close(void *state)
{
	struct mapped *m = state;
	tell_threes(m);
	if (m->absent)
		fill_absent(m);
	absent_free(m->absent);
	for (size_t i = 0; i < m->roles; i++) {
		free(m->role[i].text.bytes);
		free(m->role[i].above.bytes);
		free(m->role[i].period.bytes);
		free(m->role[i].constant);
	}
	for (size_t i = 0; i < m->map->headings; i++)
		free(m->heading[i].bytes);
	for (size_t i = 0; i < m->kept_count; i++)
		free(m->kept[i]);
	free(m->kept);
	free(m->constant);
	free(m->heading);
	free(m->area.bytes);
	free(m->role);
	free(m->unnamed);
	free(m->row);
	free(m->name);
	free(m->field);
	free(m);
}

const struct maker maker_mapped = {mapped_open, mapped_row, mapped_close};
