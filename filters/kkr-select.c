/*
 * kkr-select: the rows that meet conditions, with the columns that are asked for.
 *
 * In this order, whatever that of the options: --where looks at a row as it comes, --set appends
 * columns, --rename gives columns other names, --columns takes those that are wanted, and --sort
 * orders the rows. All but that pass each row on before the next one is read.
 */
#include "lib/cli.h"
#include "lib/condition.h"

#include <stdint.h>
#include <stdlib.h>

static const char usage[] = "kkr-select [OPTION]... [FILE]...\n"
			    "Takes the rows that meet conditions, and the columns that are named.";

/* COLUMN=TEXT of --set, FROM=TO of --rename. */
struct pair {
	char *name, *text;
};

struct pairs {
	struct pair *pair;
	size_t count, room;
};

/* The name of --columns or --sort; `optional`: it may be absent. */
struct wish {
	char *name;
	bool optional;
};

struct wishes {
	struct wish *wish;
	size_t count, room;
};

struct options {
	struct conditions where;
	struct pairs set, rename;
	struct wishes columns, sort;
	char **files;
};

/* A column that comes out. */
struct column {
	char *name;
	size_t from;      /* its place in the records; SIZE_MAX where --set makes it */
	struct text text; /* what --set puts there, escaped */
};

struct columns {
	struct column *column;
	size_t count;
	size_t *by_name; /* their places, sorted so */
};

/* A row that waits for its place among the others: its key and then itself, in a text of all. */
struct held {
	size_t at;
	uint32_t key, length; /* a record has at most 64 MB */
};

struct order {
	size_t *key; /* the places of the columns that rows are sorted by, among those that come out
		      */
	size_t keys;
	struct text text;
	struct held *row;
	size_t rows, room;
};

struct selection {
	struct records in;
	struct columns columns; /* that come out */
	struct span *field;     /* of the row at hand, as it comes out */
	struct order order;
	struct writer out;
};

/* Options. */

static void check_name(const char *option, struct span name)
{
	if (!column_name_valid(name))
		cli_misuse("--%s: '%s' is no name of a column (lower case letters, digits and _)",
			option, quote(name).text);
}

/* What is compared with fields, or becomes one, must be a text that a field can hold. */
static void check_text(const char *option, const char *argument)
{
	struct span rest = span_of(argument);
	while (rest.length) {
		size_t length = utf8_length(rest);
		unsigned char byte = (unsigned char)*rest.bytes;
		bool control = (byte < 0x20 && !strchr("\t\n\r", byte)) || byte == 0x7F;
		if (length == 0 || control)
			cli_misuse("--%s '%s': %s", option, quote(span_of(argument)).text,
				control ? "a control character, which no record may hold"
					: "is not UTF-8");
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
}

static void take_conditions(void *to, const char *option, const char *argument)
{
	struct grammar g = {.option = option, .text = span_of(argument)};
	check_text(option, argument);
	if (!grammar_more(&g))
		cli_misuse("--%s: a condition is expected (measure=population)", option);
	conditions_read(to, &g);
}

/* Adds what stands before and behind the first "=". */
static void add_pair(struct pairs *pairs, const char *option, const char *argument)
{
	struct span name = {argument, strcspn(argument, "=")};
	const char *equals = argument + name.length;
	if (!*equals)
		cli_misuse("--%s: there is no '=' in '%s'", option, quote(span_of(argument)).text);
	check_name(option, name);
	pairs->pair = grow(pairs->pair, &pairs->room, pairs->count + 1, sizeof *pairs->pair);
	pairs->pair[pairs->count++] =
		(struct pair){span_copy(name), span_copy(span_of(equals + 1))};
}

static void take_set(void *to, const char *option, const char *argument)
{
	check_text(option, argument);
	add_pair(to, option, argument);
}

static void take_renamed(void *to, const char *option, const char *argument)
{
	struct pairs *pairs = to;
	char **parts = cli_list(option, argument);
	for (char **part = parts; *part; part++) {
		add_pair(pairs, option, *part);
		check_name(option, span_of(pairs->pair[pairs->count - 1].text));
	}
	cli_list_free(parts);
}

static void add_wish(struct wishes *wishes, const char *option, struct span name, bool optional)
{
	check_name(option, name);
	wishes->wish = grow(wishes->wish, &wishes->room, wishes->count + 1, sizeof *wishes->wish);
	wishes->wish[wishes->count++] = (struct wish){span_copy(name), optional};
}

static void take_columns(void *to, const char *option, const char *argument)
{
	char **parts = cli_list(option, argument);
	for (char **part = parts; *part; part++) {
		struct span name = span_of(*part);
		bool optional = name.bytes[name.length - 1] == '?';
		name.length -= optional;
		add_wish(to, option, name, optional);
	}
	cli_list_free(parts);
}

static void take_sort(void *to, const char *option, const char *argument)
{
	char **parts = cli_list(option, argument);
	for (char **part = parts; *part; part++)
		add_wish(to, option, span_of(*part), false);
	cli_list_free(parts);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ends the program where one of the names that an option was given is there twice. */
static void check_once(const char *option, const char **name, size_t count)
{
	if (count)
		qsort(name, count, sizeof *name, by_text);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(name[i - 1], name[i]) == 0)
			cli_misuse("--%s: the column '%s' is named twice", option, name[i]);
	}
	free(name);
}

static void check_pairs(const char *option, const struct pairs *pairs)
{
	const char **name = allocate(pairs->count, sizeof *name);
	for (size_t i = 0; i < pairs->count; i++)
		name[i] = pairs->pair[i].name;
	check_once(option, name, pairs->count);
}

static void check_wishes(const char *option, const struct wishes *wishes)
{
	const char **name = allocate(wishes->count, sizeof *name);
	for (size_t i = 0; i < wishes->count; i++)
		name[i] = wishes->wish[i].name;
	check_once(option, name, wishes->count);
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {.files = NULL};
	struct cli_option table[] = {
		{'w', "where", "CONDITION",
			"only rows of which it holds (measure=population value>0);\n"
			"may be given several times: all must hold",
			.take = take_conditions, .to = &o.where},
		{'s', "set", "COLUMN=TEXT", "append a column; may be given several times",
			.take = take_set, .to = &o.set},
		{0, "rename", "FROM=TO,...", "give columns other names", .take = take_renamed,
			.to = &o.rename},
		{'c', "columns", "C,...", "only these columns, in this order; 'C?' may be absent",
			.take = take_columns, .to = &o.columns},
		{0, "sort", "C,...", "sort the rows by these columns, in byte order",
			.take = take_sort, .to = &o.sort},
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	check_pairs("set", &o.set);
	check_pairs("rename", &o.rename);
	check_wishes("columns", &o.columns);
	check_wishes("sort", &o.sort);
	return o;
}

static void free_pairs(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->pair[i].name);
		free(pairs->pair[i].text);
	}
	free(pairs->pair);
}

static void free_wishes(struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->count; i++)
		free(wishes->wish[i].name);
	free(wishes->wish);
}

static void free_options(struct options *o)
{
	conditions_free(&o->where);
	free_pairs(&o->set);
	free_pairs(&o->rename);
	free_wishes(&o->columns);
	free_wishes(&o->sort);
}

/* Columns. */

static int by_name(const void *a, const void *b, void *of)
{
	const struct column *column = of;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = strcmp(column[x].name, column[y].name);
	return order ? order : (x > y) - (x < y);
}

/* Whenever they have other names. Returns the place of one whose name another has, or their count.
 */
static size_t sort_names(struct columns *columns)
{
	free(columns->by_name);
	columns->by_name = allocate(columns->count, sizeof *columns->by_name);
	for (size_t i = 0; i < columns->count; i++)
		columns->by_name[i] = i;
	if (columns->count)
		qsort_r(columns->by_name, columns->count, sizeof *columns->by_name, by_name,
			columns->column);
	for (size_t i = 1; i < columns->count; i++) {
		size_t at = columns->by_name[i];
		if (strcmp(columns->column[columns->by_name[i - 1]].name,
			    columns->column[at].name) == 0)
			return at;
	}
	return columns->count;
}

/* The place of a column; their count where it is not there. */
static size_t find(const struct columns *columns, const char *name)
{
	size_t from = 0, to = columns->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		size_t at = columns->by_name[middle];
		int order = strcmp(columns->column[at].name, name);
		if (order == 0)
			return at;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return columns->count;
}

static size_t find_needed(const struct selection *s, const char *name, const char *hint)
{
	size_t count = s->columns.count, found = find(&s->columns, name);
	if (found < count)
		return found;
	char **names = allocate(count, sizeof *names);
	for (size_t i = 0; i < count; i++)
		names[i] = s->columns.column[i].name;
	column_missing(&s->in, name, names, count, hint);
}

/* Those of the records, and then those that --set appends. */
static void begin_columns(struct selection *s, const struct pairs *set)
{
	struct columns *columns = &s->columns;
	columns->column = allocate(s->in.columns + set->count, sizeof *columns->column);
	for (size_t i = 0; i < s->in.columns; i++)
		columns->column[columns->count++] =
			(struct column){.name = span_copy(span_of(s->in.name[i])), .from = i};
	for (size_t i = 0; i < set->count; i++) {
		struct column column = {
			.name = span_copy(span_of(set->pair[i].name)), .from = SIZE_MAX};
		text_add_escaped(&column.text, span_of(set->pair[i].text));
		columns->column[columns->count++] = column;
	}
	size_t twice = sort_names(columns);
	if (twice < columns->count)
		fail(EX_DATAERR, s->in.file, 1, "--set %s: there is a column of that name already",
			columns->column[twice].name);
}

/* All at once, so that two columns may take each other's name. */
static void rename_columns(struct selection *s, const struct pairs *rename)
{
	struct columns *columns = &s->columns;
	size_t *at = allocate(rename->count, sizeof *at);
	for (size_t i = 0; i < rename->count; i++)
		at[i] = find_needed(s, rename->pair[i].name, "--rename names it");
	for (size_t i = 0; i < rename->count; i++) {
		free(columns->column[at[i]].name);
		columns->column[at[i]].name = span_copy(span_of(rename->pair[i].text));
	}
	size_t twice = sort_names(columns);
	if (twice < columns->count)
		fail(EX_DATAERR, s->in.file, 1, "--rename: two columns would be named '%s'",
			columns->column[twice].name);
	free(at);
}

static void free_column(struct column *column)
{
	free(column->name);
	free(column->text.bytes);
}

/* Keeps the columns of --columns, in its order. */
static void pick_columns(struct selection *s, const struct wishes *wishes)
{
	struct columns *all = &s->columns;
	struct columns picked = {.column = allocate(wishes->count, sizeof *picked.column)};
	bool *kept = allocate(all->count, sizeof *kept);
	memset(kept, 0, all->count * sizeof *kept);
	for (size_t i = 0; i < wishes->count; i++) {
		const struct wish *wish = &wishes->wish[i];
		if (wish->optional && find(all, wish->name) == all->count)
			continue;
		size_t at = find_needed(s, wish->name, "--columns names it; 'NAME?' may be absent");
		picked.column[picked.count++] = all->column[at];
		kept[at] = true;
	}
	if (picked.count == 0)
		fail(EX_DATAERR, s->in.file, 1, "none of the columns of --columns is there");
	for (size_t i = 0; i < all->count; i++) {
		if (!kept[i])
			free_column(&all->column[i]);
	}
	free(kept);
	free(all->column);
	free(all->by_name);
	*all = picked;
	sort_names(all);
}

static void find_order(struct selection *s, const struct wishes *sort)
{
	struct order *order = &s->order;
	order->key = allocate(sort->count, sizeof *order->key);
	for (; order->keys < sort->count; order->keys++)
		order->key[order->keys] = find_needed(s, sort->wish[order->keys].name,
			"--sort names it, of the columns that come out");
}

static void find_columns(struct selection *s, struct options *o)
{
	conditions_resolve(&o->where, &s->in, "--where names it");
	begin_columns(s, &o->set);
	rename_columns(s, &o->rename);
	if (o->columns.count)
		pick_columns(s, &o->columns);
	find_order(s, &o->sort);
	s->field = allocate(s->columns.count, sizeof *s->field);
	for (size_t i = 0; i < s->columns.count; i++)
		s->field[i] = text_span(&s->columns.column[i].text);
}

/* Rows. */

/* Whether the record at hand meets the conditions. */
static bool wanted(const struct conditions *where, const struct records *in)
{
	const struct condition *fault = NULL;
	bool holds = conditions_hold(where, in, &fault);
	if (fault)
		fail(EX_DATAERR, in->file, in->line, "%s '%s' cannot be compared with '%s'",
			fault->use.name, quote(in->field[fault->use.at]).text,
			quote(span_of(fault->value[0].text)).text);
	return holds;
}

/* Keeps the row at hand. */
static void hold_row(struct selection *s)
{
	struct order *order = &s->order;
	size_t at = order->text.length;
	for (size_t i = 0; i < order->keys; i++) {
		text_add(&order->text, s->field[order->key[i]]);
		text_add_char(&order->text, '\t');
	}
	size_t row = order->text.length;
	for (size_t i = 0; i < s->columns.count; i++) {
		text_add(&order->text, s->field[i]);
		text_add_char(&order->text, i + 1 < s->columns.count ? '\t' : '\n');
	}
	order->row = grow(order->row, &order->room, order->rows + 1, sizeof *order->row);
	order->row[order->rows++] =
		(struct held){at, (uint32_t)(row - at), (uint32_t)(order->text.length - row)};
}

/*
 * Fields hold no byte that is less than the TAB which ends each of a key, so keys compare field by
 * field as one text. Of equal ones the row that came first is first.
 */
static int by_key(const void *a, const void *b, void *text)
{
	const struct held *x = a, *y = b;
	const char *bytes = text;
	int order = span_compare(
		(struct span){bytes + x->at, x->key}, (struct span){bytes + y->at, y->key});
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void put_held(struct selection *s)
{
	struct order *order = &s->order;
	if (order->rows == 0)
		return;
	qsort_r(order->row, order->rows, sizeof *order->row, by_key, order->text.bytes);
	for (const struct held *row = order->row; row < order->row + order->rows; row++)
		put_bytes(&s->out,
			(struct span){order->text.bytes + row->at + row->key, row->length});
}

static void pass_row(struct selection *s)
{
	for (size_t i = 0; i < s->columns.count; i++) {
		if (s->columns.column[i].from != SIZE_MAX)
			s->field[i] = s->in.field[s->columns.column[i].from];
	}
	if (s->order.keys)
		hold_row(s);
	else
		put_row(&s->out, s->field, s->columns.count);
}

static void put_header(struct selection *s)
{
	for (size_t i = 0; i < s->columns.count; i++)
		put_field(&s->out, span_of(s->columns.column[i].name));
	put_row_end(&s->out);
}

static void free_selection(struct selection *s)
{
	for (size_t i = 0; i < s->columns.count; i++)
		free_column(&s->columns.column[i]);
	free(s->columns.column);
	free(s->columns.by_name);
	free(s->field);
	free(s->order.key);
	free(s->order.text.bytes);
	free(s->order.row);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct selection s = {.field = NULL};
	records_open(&s.in, o.files, EX_DATAERR, NULL);
	find_columns(&s, &o);
	writer_stdout(&s.out);
	put_header(&s);
	while (records_next(&s.in)) {
		if (wanted(&o.where, &s.in))
			pass_row(&s);
	}
	records_close(&s.in);
	put_held(&s);
	writer_close(&s.out);
	free_selection(&s);
	free_options(&o);
	return EX_OK;
}
