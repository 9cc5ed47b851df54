#include "map.h"

#include "cell.h"

#include "lib/period.h"

#include <stdlib.h>
#include <string.h>

static const struct type type_percent = {"percent", value_decimal, true, REJECT_NUMBER};

/* The columns that records have first, in this order. */
static const char *const standard[] = {"dataset", "area", "period", "measure", "unit", "value"};
enum { STANDARD = sizeof standard / sizeof *standard };

/* The map's own columns; what is in no line is empty in all. */
enum own {
	OWN_COLUMN,
	OWN_IS,
	OWN_TYPE,
	OWN_NUMBERS,
	OWN_POSITION,
	OWN_OPTIONAL,
	OWN_FILL,
	OWN_HOLDS,
	OWN_SECRET,
};
static const char *const own_names[] = {
	"column", "is", "type", "numbers", "position", "optional", "fill", "holds", "secret"};
enum { OWN = sizeof own_names / sizeof *own_names };

struct line {
	size_t number;
	struct span *field; /* NULL: there is no such line */
};

/* The map while it is read. */
struct draft {
	struct map *map;
	struct layout *layout;
	struct records in;
	size_t own[OWN];
	struct line *line; /* that of each of the map's columns */
	size_t room;
	struct line all; /* the line `*` */
};

static _Noreturn void fail_line(const struct draft *d, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static _Noreturn void fail_line(const struct draft *d, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(EX_CONFIG, d->map->file, line, format, arguments);
	va_end(arguments);
}

/* A copy that lives as long as the map, with a NUL behind it. */
static struct span keep_in_map(struct map *map, struct span bytes)
{
	map->kept = grow(map->kept, &map->kept_room, map->kept_count + 1, sizeof *map->kept);
	char *copy = span_copy(bytes);
	map->kept[map->kept_count++] = copy;
	return (struct span){copy, bytes.length};
}

static struct span own(const struct draft *d, const struct line *line, enum own which)
{
	size_t place = d->own[which];
	return line->field && place < d->in.columns ? line->field[place] : SPAN("");
}

static bool is_own(const struct draft *d, size_t place)
{
	size_t i = 0;
	while (i < OWN && d->own[i] != place)
		i++;
	return i < OWN;
}

/* Whether a line says something of the records: in a column that is not the map's own. */
static bool says_constant(const struct draft *d, const struct line *line)
{
	for (size_t i = 0; line->field && i < d->in.columns; i++) {
		if (!is_own(d, i) && line->field[i].length)
			return true;
	}
	return false;
}

/* The lines */

static struct line copy_line(struct draft *d)
{
	struct line line = {d->in.line, allocate(d->in.columns, sizeof *line.field)};
	for (size_t i = 0; i < d->in.columns; i++)
		line.field[i] = keep_in_map(d->map, d->in.field[i]);
	return line;
}

/* A line `--header`, `3-4`: an option of kkr-table and its argument. */
static void take_option(struct draft *d)
{
	struct line line = copy_line(d);
	struct span name = own(d, &line, OWN_COLUMN);
	struct text argument = {0};
	text_add_unescaped(&argument, own(d, &line, OWN_IS));
	struct span kept = keep_in_map(d->map, text_span(&argument));
	free(argument.bytes);
	const char *fault = layout_map(d->layout, name.bytes, kept.bytes);
	if (fault)
		fail_line(d, line.number, "%s %s", quote(name).text, fault);
	bool more = says_constant(d, &line);
	for (size_t i = OWN_TYPE; i < OWN; i++)
		more |= own(d, &line, (enum own)i).length > 0;
	if (more)
		fail_line(d, line.number, "%s: its argument stands in 'is', and nothing beside it",
			quote(name).text);
	free(line.field);
}

static void take_all(struct draft *d)
{
	static const enum own none[] = {
		OWN_IS, OWN_POSITION, OWN_OPTIONAL, OWN_FILL, OWN_HOLDS, OWN_SECRET};
	if (d->all.field)
		fail_line(d, d->in.line, "a second line '*': the first is line %zu", d->all.number);
	d->all = copy_line(d);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		if (own(d, &d->all, none[i]).length)
			fail_line(d, d->in.line, "'*' is all columns: it has no '%s'",
				own_names[none[i]]);
	}
}

static void take_column(struct draft *d)
{
	struct map *map = d->map;
	size_t room = d->room;
	d->line = grow(d->line, &d->room, map->columns + 1, sizeof *d->line);
	if (d->room != room)
		map->column = reallocate(map->column, d->room, sizeof *map->column);
	map->column[map->columns] = (struct map_column){.line = d->in.line};
	d->line[map->columns++] = copy_line(d);
}

static void take_line(struct draft *d)
{
	struct span column = d->in.field[d->own[OWN_COLUMN]];
	if (column.length > 0 && column.bytes[0] == '#' &&
		(column.length == 1 || column.bytes[1] == ' '))
		return; /* a remark */
	if (span_is(column, "*"))
		take_all(d);
	else if (column.length > 1 && memcmp(column.bytes, "--", 2) == 0)
		take_option(d);
	else
		take_column(d);
}

/* What each column is */

static size_t count_of(struct span text, char first, char last)
{
	size_t i = 0;
	while (i < text.length && text.bytes[i] >= first && text.bytes[i] <= last)
		i++;
	return i;
}

/* `#3` and `#C` are the third column; false where it is neither, but a text. */
static bool read_number(struct span text, size_t *number)
{
	enum { LETTERS = 3, DIGITS = 5 };
	if (text.length < 2 || text.bytes[0] != '#')
		return false;
	struct span rest = {text.bytes + 1, text.length - 1};
	bool digits = count_of(rest, '0', '9') == rest.length;
	bool letters = count_of(rest, 'A', 'Z') == rest.length && rest.length <= LETTERS;
	*number = letters ? column_number(rest) : 0;
	if (digits && rest.length <= DIGITS)
		*number = strtoul(rest.bytes, NULL, 10);
	return digits || letters;
}

static void read_column(struct draft *d, struct map_column *c, const struct line *line)
{
	struct text unescaped = {0}, plain = {0};
	text_add_unescaped(&unescaped, own(d, line, OWN_COLUMN));
	pattern_plain(&plain, text_span(&unescaped));
	c->column = keep_in_map(d->map, text_span(&plain));
	free(unescaped.bytes);
	free(plain.bytes);
	if (read_number(c->column, &c->number)) {
		if (c->number == 0 || c->number > CELLS_COLUMNS)
			fail_line(d, c->line, "'%s': a table has the columns 1 to %d, A to XFD",
				quote(c->column).text, CELLS_COLUMNS);
		return;
	}
	const char *wrong = pattern_read(&c->header, c->column);
	if (wrong)
		fail_line(d, c->line, "'%s' %s", quote(c->column).text, wrong);
	if (c->column.length == 0)
		fail_line(d, c->line,
			"'column' is empty: it is the text of a header, or a column as #3 or #C");
}

/* `1-24`: the characters of the column; columns follow one another. */
static void read_position(struct draft *d, struct map_column *c, const struct line *line)
{
	struct span position = own(d, line, OWN_POSITION);
	bool first = c == d->map->column;
	if (first)
		d->map->positions = position.length > 0;
	if (d->map->positions != (position.length > 0))
		fail_line(d, c->line, "'position' is that of each column, or of none");
	if (!d->map->positions)
		return;
	char *end;
	c->from = strtoul(position.bytes, &end, 10);
	bool valid = end > position.bytes && *end == '-' && c->from > 0;
	char *last = end + 1;
	c->to = valid ? strtoul(last, &end, 10) : 0;
	if (!valid || *end || c->to < c->from || c->to > CELLS_TEXT)
		fail_line(d, c->line, "position '%s' is not that of characters: 1-24",
			quote(position).text);
	if (!first && c->from <= c[-1].to)
		fail_line(d, c->line, "position '%s' does not stand after that of line %zu",
			quote(position).text, c[-1].line);
	c->number = (size_t)(c - d->map->column) + 1;
}

static void read_role(struct draft *d, struct map_column *c, const struct line *line)
{
	struct span is = own(d, line, OWN_IS);
	c->role = span_is(is, "value")    ? MAP_VALUE
		  : span_is(is, "ignore") ? MAP_IGNORED
					  : MAP_FIELD;
	d->map->values += c->role == MAP_VALUE;
	bool rest = c->header.rank == PATTERN_REST && c->number == 0;
	c->called = span_is(is, "{header}");
	c->several = rest || c->called;
	if (c->called && c->header.rank == PATTERN_ANY)
		c->header.rank = PATTERN_CALLED;
	if (rest && c->role == MAP_FIELD && !c->called)
		fail_line(d, c->line, "is '%s': what '**' is about is value, ignore or {header}",
			quote(is).text);
	if (c->role == MAP_FIELD && !c->called && !column_name_valid(is))
		fail_line(d, c->line,
			"is '%s': it is value, ignore, {header} or the name of a column of the "
			"records, such as area",
			quote(is).text);
	if (c->role != MAP_VALUE && says_constant(d, line))
		fail_line(d, c->line,
			"what holds for all records of a row stands in the line '*', and only a "
			"column that is value says more");
}

/* A column of the map's own, of the line or else of `*` for what is a value. */
static struct span said(
	const struct draft *d, const struct map_column *c, const struct line *line, enum own which)
{
	struct span text = own(d, line, which);
	return text.length || c->role != MAP_VALUE ? text : own(d, &d->all, which);
}

static void read_type(struct draft *d, struct map_column *c, const struct line *line)
{
	struct span type = said(d, c, line, OWN_TYPE), is = own(d, line, OWN_IS);
	struct span usual = c->role == MAP_VALUE    ? SPAN("decimal")
			    : span_is(is, "area")   ? is
			    : span_is(is, "period") ? is
						    : SPAN("token");
	c->percent = span_is(type, "percent");
	c->type = c->percent ? &type_percent : type_find(type.length ? type : usual);
	if (!c->type)
		fail_line(d, c->line, "no type '%s': there are " TYPE_NAMES ", and percent",
			quote(type).text);
	c->day = c->type->read == value_date || c->type->read == value_period;
	struct span numbers = said(d, c, line, OWN_NUMBERS);
	c->numbers = d->layout->numbers;
	c->spaces = d->layout->spaces;
	c->either = span_is(numbers, "either");
	if (c->either)
		c->numbers = NUMBERS_PLAIN;
	else if (numbers.length && !layout_numbers(numbers, &c->numbers, &c->spaces))
		fail_line(d, c->line,
			"numbers '%s' is none of da, plain, da-spaces, plain-spaces and either",
			quote(numbers).text);
}

/* A column of the map that says one thing or nothing. */
static bool read_word(
	const struct draft *d, const struct line *line, enum own which, const char *word)
{
	struct span said = own(d, line, which);
	if (said.length && !span_is(said, word))
		fail_line(d, line->number, "%s '%s': it says '%s' or nothing", own_names[which],
			quote(said).text, word);
	return said.length > 0;
}

static void read_holds(struct draft *d, struct map_column *c, const struct line *line)
{
	struct span holds = own(d, line, OWN_HOLDS);
	static const char *const words[] = {"", "words", "figures", "percent", NULL};
	size_t which = 0;
	while (words[which] && !span_is(holds, words[which]))
		which++;
	if (!words[which])
		fail_line(d, c->line,
			"holds '%s': it says 'words', 'figures', 'percent' or nothing",
			quote(holds).text);
	c->holds = (enum map_holds)which;
	d->map->holds |= which > 0;
	if (which > 0 && c->header.rank == PATTERN_REST)
		c->header.rank = PATTERN_HELD;
	else if (which > 0)
		fail_line(d, c->line, "'%s': only '**' has 'holds'", quote(c->column).text);
}

static void read_words(struct draft *d, struct map_column *c, const struct line *line)
{
	read_holds(d, c, line);
	c->optional = read_word(d, line, OWN_OPTIONAL, "yes");
	c->secret = read_word(d, line, OWN_SECRET, "yes");
	d->map->secret |= c->secret;
	if (c->secret && c->role != MAP_VALUE)
		fail_line(d, c->line, "secret 'yes': only a value is kept secret");
	c->fill = read_word(d, line, OWN_FILL, "down");
	if (c->fill && c->role == MAP_VALUE)
		fail_line(d, c->line,
			"fill 'down': a value that is filled down would count again "
			"in each row");
}

static bool same_column(const struct map_column *a, const struct map_column *b)
{
	if (a->holds != b->holds)
		return false;
	return a->number ? a->number == b->number : !b->number && span_equals(a->column, b->column);
}

static void read_columns(struct draft *d)
{
	for (size_t i = 0; i < d->map->columns; i++) {
		struct map_column *c = &d->map->column[i];
		read_column(d, c, &d->line[i]);
		read_position(d, c, &d->line[i]);
		read_role(d, c, &d->line[i]);
		read_type(d, c, &d->line[i]);
		read_words(d, c, &d->line[i]);
		for (size_t j = 0; j < i; j++) {
			if (same_column(&d->map->column[j], c))
				fail_line(d, c->line, "the column of line %zu again: '%s'",
					d->map->column[j].line,
					quote(own(d, &d->line[i], OWN_COLUMN)).text);
		}
	}
}

bool map_line_is_column(const struct map_column *line)
{
	return !line->header.value;
}

/* A map is of columns, of sentences, which are those with {value}, or of both, as a letter is. */
static void check_kinds(struct draft *d)
{
	struct map *map = d->map;
	bool values = false;
	for (size_t i = 0; i < map->columns; i++) {
		const struct map_column *c = &map->column[i];
		bool column = map_line_is_column(c);
		map->tabular |= column;
		map->sentences |= !column;
		values |= column && c->role == MAP_VALUE;
		if (!column && c->role != MAP_VALUE)
			fail_line(d, c->line, "'%s': a sentence with {value} is 'value'",
				quote(c->column).text);
	}
	if (map->sentences && map->tabular && !values)
		fail_line(d, 0, "beside its sentences no column of the table is 'value'");
}

/* The records' columns */

/* The column of the map in which constants of a name stand; in.columns where there is none. */
static size_t constants_of(const struct draft *d, struct span name)
{
	size_t place = records_find(&d->in, name.bytes);
	return place < d->in.columns && is_own(d, place) ? d->in.columns : place;
}

/* The column of the table that is a field of this name; the count of them where there is none. */
static size_t field_of(const struct draft *d, struct span name)
{
	size_t i = 0;
	while (i < d->map->columns && !(d->map->column[i].role == MAP_FIELD &&
					      span_equals(own(d, &d->line[i], OWN_IS), name)))
		i++;
	return i;
}

static size_t name_place(const struct map *map, struct span name)
{
	size_t i = 0;
	while (i < map->names && !span_equals(map->name[i], name))
		i++;
	return i;
}

static void add_name(struct map *map, struct span name)
{
	if (name_place(map, name) == map->names)
		map->name[map->names++] = name;
}

/* The heading that says a column of the records; their number where none does. */
static size_t heading_of(const struct draft *d, struct span name)
{
	size_t i = 0;
	while (i < d->map->headings &&
		!(!d->map->heading[i].ignored && span_equals(d->map->heading[i].name, name)))
		i++;
	return i;
}

/* Whether a sentence tells a period. */
static bool says_period(const struct map *map)
{
	bool says = false;
	for (size_t i = 0; i < map->columns; i++)
		says |= map->column[i].header.value && map->column[i].header.period;
	return says;
}

/* Whether a period is read from the header of a value, or from the title. */
static bool reads_period(const struct map *map)
{
	bool reads = false;
	for (size_t i = 0; i < map->columns; i++)
		reads |= map->column[i].role == MAP_VALUE && map->column[i].header.period &&
			 map_line_is_column(&map->column[i]);
	for (size_t i = 0; i < map->titles; i++)
		reads |= map->title[i].period;
	return reads;
}

/* Whether the records have a column of this name, wherever from. */
static bool has_name(const struct draft *d, struct span name)
{
	return (d->map->values && span_is(name, "value")) ||
	       constants_of(d, name) < d->in.columns || field_of(d, name) < d->map->columns ||
	       heading_of(d, name) < d->map->headings ||
	       (span_is(name, "period") && (reads_period(d->map) || says_period(d->map)));
}

/* One area may be in two columns: its code and its name. Of more that are optional, a table has
 * one.
 */
static bool is_second_area(const struct draft *d, size_t column)
{
	size_t before = 0, areas = 0, optional = 0;
	for (size_t i = 0; i < d->map->columns; i++) {
		bool area = d->map->column[i].role == MAP_FIELD &&
			    span_is(own(d, &d->line[i], OWN_IS), "area");
		before += area && i <= column;
		areas += area;
		optional += area && d->map->column[i].optional;
	}
	bool one_of = areas > 2 && optional == areas;
	return before == 2 && !one_of && span_is(own(d, &d->line[column], OWN_IS), "area");
}

static void name_headings(struct draft *d)
{
	struct map *map = d->map;
	for (size_t i = 0; i < map->headings; i++) {
		struct map_heading *h = &map->heading[i];
		if (h->ignored)
			continue;
		if (field_of(d, h->name) < map->columns ||
			(span_is(h->name, "period") && reads_period(map)))
			fail_line(d, 0, "--heading %s: the table has a column that is %s",
				quote(h->name).text, quote(h->name).text);
		add_name(map, h->name);
		h->field = name_place(map, h->name);
	}
}

static void name_columns(struct draft *d)
{
	struct map *map = d->map;
	map->name = allocate(
		STANDARD + map->columns + map->headings + d->in.columns + 1, sizeof *map->name);
	for (size_t i = 0; i < STANDARD; i++) {
		if (has_name(d, span_of(standard[i])))
			add_name(map, span_of(standard[i]));
	}
	for (size_t i = 0; i < map->columns; i++) {
		struct map_column *c = &map->column[i];
		struct span name = own(d, &d->line[i], OWN_IS);
		if (c->role == MAP_IGNORED || c->called)
			continue;
		add_name(map, name);
		c->field = name_place(map, name);
		c->second = c->role == MAP_FIELD && is_second_area(d, i);
		size_t first = field_of(d, name);
		bool other = c->role == MAP_FIELD && first != i && !c->second;
		if (other && !(c->optional && map->column[first].optional))
			fail_line(d, c->line, "'%s' is another column already, in line %zu",
				quote(name).text, map->column[first].line);
	}
	name_headings(d);
	for (size_t i = 0; i < d->in.columns; i++) {
		if (!is_own(d, i))
			add_name(map, keep_in_map(map, span_of(d->in.name[i])));
	}
	if (map->secret)
		add_name(map, SPAN("qualifier"));
	map->qualifier = name_place(map, SPAN("qualifier"));
	map->period = name_place(map, SPAN("period"));
	if (reads_period(map) && field_of(d, SPAN("period")) < map->columns)
		fail_line(d, map->column[field_of(d, SPAN("period"))].line,
			"this column is the period, and {period} in a header or title is, too");
}

/* What a sentence says is not of the table's rows, and may be what a column of that is. */
static void check_constant(
	const struct draft *d, size_t line, struct span name, struct span constant, bool sentence)
{
	bool taken = !sentence && (field_of(d, name) < d->map->columns ||
					  heading_of(d, name) < d->map->headings);
	taken |= d->map->values && span_is(name, "value");
	if (taken)
		fail_line(d, line, "%s '%s': the table has a column that is %s", quote(name).text,
			quote(constant).text, quote(name).text);
	if (span_is(name, "period") && !period_read(constant, NULL))
		fail_line(d, line, "period '%s' is no period (2025, 2025-Q1, 2025-01-31)",
			quote(constant).text);
}

/* What is constant in the records of a column: what its line says, or else the line `*`. */
static struct span *read_constants(const struct draft *d, const struct line *line, bool sentence)
{
	struct span *constant = allocate(d->map->names, sizeof *constant);
	for (size_t i = 0; i < d->map->names; i++) {
		size_t place = constants_of(d, d->map->name[i]);
		const struct line *from = line;
		bool here = line->field && place < d->in.columns && line->field[place].length;
		if (!here)
			from = &d->all;
		constant[i] = from->field && place < d->in.columns ? from->field[place] : SPAN("");
		if (constant[i].length)
			check_constant(
				d, from->number, d->map->name[i], constant[i], sentence && here);
	}
	return constant;
}

static bool same_constants(const struct map *map, const struct span *a, const struct span *b)
{
	size_t i = 0;
	while (i < map->names && span_equals(a[i], b[i]))
		i++;
	return i == map->names;
}

static void read_values(struct draft *d)
{
	struct map *map = d->map;
	if (map->values == 0)
		map->constant = read_constants(d, &(struct line){0, NULL}, false);
	for (size_t i = 0; i < map->columns; i++) {
		struct map_column *c = &map->column[i];
		if (c->role != MAP_VALUE)
			continue;
		c->constant = read_constants(d, &d->line[i], !map_line_is_column(c));
		size_t period = constants_of(d, SPAN("period"));
		if (c->header.period && period < d->in.columns && d->line[i].field[period].length)
			fail_line(d, c->line, "period '%s': {period} in 'column' is the period",
				quote(d->line[i].field[period]).text);
		for (size_t j = 0; j < i; j++) {
			const struct map_column *other = &map->column[j];
			if (other->role == MAP_VALUE && !c->header.period &&
				!other->header.period && map_line_is_column(c) &&
				map_line_is_column(other) && !c->optional && !other->optional &&
				same_constants(map, other->constant, c->constant))
				fail_line(d, c->line,
					"nothing tells its records from those of line %zu: another "
					"measure, unit or period must",
					other->line);
		}
	}
}

static void open_draft(struct draft *d, char *const *files)
{
	records_open(&d->in, files, EX_CONFIG, NULL);
	d->map->file = d->in.file;
	for (size_t i = 0; i < OWN; i++)
		d->own[i] = records_find(&d->in, own_names[i]);
	for (size_t i = OWN_COLUMN; i <= OWN_IS; i++)
		records_column(&d->in, own_names[i], "kkr-maps(5) says what a table map is");
}

/* Whether a constant has {title} in it. */
static bool wants_title(const struct map *map)
{
	bool wants = false;
	for (size_t i = 0; i < map->kept_count; i++)
		wants |= strstr(map->kept[i], "{title}") != NULL;
	return wants;
}

/* Titles and headings */

static void read_pattern(
	const struct draft *d, const char *option, struct pattern *pattern, const char *text)
{
	const char *wrong = pattern_read(pattern, span_of(text));
	if (!wrong && pattern->value)
		wrong = "has {value}, which is for sentences";
	if (wrong)
		fail_line(d, 0, "%s '%s' %s", option, quote(span_of(text)).text, wrong);
}

static size_t list_length(char *const *list)
{
	size_t length = 0;
	while (list && list[length])
		length++;
	return length;
}

static void read_titles(struct draft *d)
{
	struct map *map = d->map;
	map->titles = list_length(d->layout->titles);
	map->title = allocate(map->titles, sizeof *map->title);
	for (size_t i = 0; i < map->titles; i++)
		read_pattern(d, "--title", &map->title[i], d->layout->titles[i]);
}

/* `region=Region *`: what the rows below such a row have in `region`. */
static void read_headings(struct draft *d)
{
	struct map *map = d->map;
	map->headings = list_length(d->layout->headings);
	map->heading = allocate(map->headings, sizeof *map->heading);
	for (size_t i = 0; i < map->headings; i++) {
		struct map_heading *h = &map->heading[i];
		const char *text = d->layout->headings[i], *pattern = strchr(text, '=');
		*h = (struct map_heading){.any = !pattern};
		h->name = keep_in_map(map,
			(struct span){text, pattern ? (size_t)(pattern - text) : strlen(text)});
		h->ignored = span_is(h->name, "ignore");
		h->type = type_find(h->name);
		if (!h->type || h->type->numeric)
			h->type = type_find(SPAN("token"));
		if (pattern)
			read_pattern(d, "--heading", &h->pattern, pattern + 1);
	}
}

struct map *map_read(const char *path, struct layout *layout)
{
	char *const files[] = {(char *)path, NULL};
	struct map *map = allocate(1, sizeof *map);
	*map = (struct map){0};
	struct draft d = {.map = map, .layout = layout};
	open_draft(&d, files);
	while (records_next(&d.in))
		take_line(&d);
	if (map->columns == 0)
		fail_line(&d, 0, "no line says what a column of the table is");
	read_columns(&d);
	check_kinds(&d);
	read_titles(&d);
	read_headings(&d);
	name_columns(&d);
	if (map->names == 0)
		fail_line(&d, 0, "nothing comes of a table of which all is ignored");
	read_values(&d);
	for (size_t i = 0; i < map->columns; i++)
		map->headed |= map->column[i].number == 0 && map_line_is_column(&map->column[i]);
	map->titled = map->tabular && (map->titles || wants_title(map));
	for (size_t i = 0; i < map->columns; i++)
		free(d.line[i].field);
	free(d.line);
	free(d.all.field);
	records_close(&d.in);
	return map;
}

void map_free(struct map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->columns; i++) {
		free(map->column[i].constant);
		pattern_free(&map->column[i].header);
	}
	for (size_t i = 0; i < map->titles; i++)
		pattern_free(&map->title[i]);
	for (size_t i = 0; i < map->headings; i++)
		pattern_free(&map->heading[i].pattern);
	free(map->title);
	free(map->heading);
	for (size_t i = 0; i < map->kept_count; i++)
		free(map->kept[i]);
	free(map->column);
	free(map->name);
	free(map->constant);
	free(map->kept);
	free(map);
}
