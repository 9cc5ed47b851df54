#include "results.h"

#include "lib/files.h"
#include "lib/writer.h"

#include <stdlib.h>

/* A table of one result. */
struct side {
	char *path; /* NULL where the result does not have it */
	struct records in;
	struct table table;
	const struct row **row; /* by key, field by field */
	size_t at;              /* the next of them */
	const struct row *met;  /* the one of the key at hand, or NULL */
	size_t name;            /* of the column "name"; the count of columns where there is none */
};

/* A column behind the key. */
struct column {
	const char *name;
	size_t *at; /* its place in each side; the count of columns where it is not there */
};

struct aligned {
	struct results *to;
	const char *file;
	struct side *side;
	size_t leading; /* columns that all begin with */
	size_t keys;    /* how many of them are the key */
	struct column *column;
	size_t columns, room;
};

bool cell_is_figure(struct span field)
{
	size_t sign = field.length && field.bytes[0] == '-';
	return number_valid(field) && !(field.length > sign + 1 && field.bytes[sign] == '0' &&
					      digit(field.bytes[sign + 1]));
}

/* How many of the first `count` fields of two rows are alike before one that is not. */
static size_t alike(const struct row *a, const struct row *b, size_t count)
{
	size_t i = 0;
	while (i < count && span_equals(a->field[i], b->field[i]))
		i++;
	return i;
}

static int compare_fields(const struct row *a, const struct row *b, size_t count)
{
	size_t i = alike(a, b, count);
	return i == count ? 0 : span_compare(a->field[i], b->field[i]);
}

static int by_fields(const void *a, const void *b, void *count)
{
	const struct row *const *x = a, *const *y = b;
	return compare_fields(*x, *y, *(const size_t *)count);
}

/* Reading. */

static void read_side(struct side *side)
{
	records_open_input(&side->in, input_open(side->path), EX_DATAERR);
	while (records_next(&side->in))
		table_add(&side->table, &side->in);
	side->name = records_find(&side->in, "name");
	side->row = allocate(side->table.rows, sizeof *side->row);
	for (size_t i = 0; i < side->table.rows; i++)
		side->row[i] = &side->table.row[i];
}

static void free_side(struct side *side)
{
	free(side->row);
	table_free(&side->table);
	records_close(&side->in);
}

/* How many leading columns tell the rows of a table apart. */
static size_t keys_of(const struct side *side, size_t leading)
{
	size_t keys = 1;
	for (size_t i = 1; i < side->table.rows; i++) {
		size_t same = alike(side->row[i - 1], side->row[i], leading);
		if (same >= keys)
			keys = same + 1;
	}
	return keys;
}

/* The first side, from `i` on, that has the table; the count of them where none has. */
static size_t next_side(const struct aligned *t, size_t i)
{
	while (i < t->to->directories && !t->side[i].path)
		i++;
	return i;
}

static void find_leading(struct aligned *t)
{
	const struct records *first = &t->side[next_side(t, 0)].in;
	t->leading = first->columns;
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		const struct records *in = &t->side[i].in;
		size_t same = 0;
		while (same < t->leading && same < in->columns &&
			strcmp(first->name[same], in->name[same]) == 0)
			same++;
		t->leading = same;
	}
}

/* Whether the rows can be told apart by what all tables begin with. */
static bool find_keys(struct aligned *t)
{
	find_leading(t);
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		struct side *side = &t->side[i];
		if (side->table.rows)
			qsort_r(side->row, side->table.rows, sizeof *side->row, by_fields,
				&t->leading);
		size_t keys = keys_of(side, t->leading);
		if (keys > t->keys)
			t->keys = keys;
	}
	return t->keys <= t->leading;
}

/* Whether a side before the one at hand has a column. */
static bool is_known(const struct aligned *t, size_t before, const char *name)
{
	for (size_t i = next_side(t, 0); i < before; i = next_side(t, i + 1)) {
		if (records_find(&t->side[i].in, name) < t->side[i].in.columns)
			return true;
	}
	return false;
}

static void add_column(struct aligned *t, const char *name)
{
	struct column column = {name, allocate(t->to->directories, sizeof *column.at)};
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1))
		column.at[i] = records_find(&t->side[i].in, name);
	t->column = grow(t->column, &t->room, t->columns + 1, sizeof *t->column);
	t->column[t->columns++] = column;
}

/* The columns behind the key, of all sides; of --value that one alone. */
static void find_columns(struct aligned *t)
{
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		const struct records *in = &t->side[i].in;
		for (size_t j = t->keys; j < in->columns; j++) {
			bool wanted = !t->to->only || strcmp(t->to->only, in->name[j]) == 0;
			if (wanted && !is_known(t, i, in->name[j]))
				add_column(t, in->name[j]);
		}
	}
	t->to->has_only |= t->to->only && t->columns;
}

/* Cells. */

/* A row is one block: its fields' places, then their bytes. */
static void add_cell(struct table *to, const char *directory, const struct span *from)
{
	size_t places = CELL_FIELDS * sizeof(struct span), bytes = 0;
	for (size_t i = 0; i < CELL_FIELDS; i++)
		bytes += from[i].length;
	struct span *field = allocate(places + bytes, 1);
	char *end = (char *)field + places;
	for (size_t i = 0; i < CELL_FIELDS; i++) {
		field[i] = (struct span){end, from[i].length};
		if (from[i].length)
			memcpy(end, from[i].bytes, from[i].length);
		end += from[i].length;
	}
	to->row = grow(to->row, &to->room, to->rows + 1, sizeof *to->row);
	to->row[to->rows++] = (struct row){directory, 0, field};
}

/* The field of a side's row in a column; false where there is no such row or column. */
static bool find_cell(const struct aligned *t, size_t i, const struct column *c, struct span *field)
{
	const struct side *side = &t->side[i];
	if (!side->path || !side->met || c->at[i] == side->in.columns)
		return false;
	*field = side->met->field[c->at[i]];
	return true;
}

/* Whether there is nothing to tell of a cell: all have it alike, or whoever has it, as missing. */
static bool is_quiet(const struct aligned *t, const struct column *c)
{
	struct span first = SPAN(""), field;
	bool lacking = false, differing = false, filled = false, begun = false;
	for (size_t i = 0; i < t->to->directories; i++) {
		if (!find_cell(t, i, c, &field)) {
			lacking |= t->side[i].path != NULL;
			continue;
		}
		filled |= field.length > 0;
		differing |= begun && !span_equals(first, field);
		first = field;
		begun = true;
	}
	return !differing && !(lacking && filled);
}

/* The row's cell of a column, NULL for none, in each side that has it. */
static void add_cells(struct aligned *t, const struct span *about, const struct column *column)
{
	struct span cell[CELL_FIELDS] = {about[CELL_FILE], about[CELL_KEY],
		column ? span_of(column->name) : SPAN(""), about[CELL_NAME], SPAN("")};
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		bool has = column ? find_cell(t, i, column, &cell[CELL_VALUE])
				  : t->side[i].met != NULL;
		if (has)
			add_cell(&t->to->cells[i], t->to->directory[i], cell);
	}
}

static void add_key(const struct aligned *t, struct text *to, const struct side *side)
{
	for (size_t i = 0; i < t->keys; i++) {
		text_add(to, span_of(i ? " " : ""));
		text_add(to, span_of(side->in.name[i]));
		text_add_char(to, '=');
		text_add(to, side->met->field[i]);
	}
}

/* What is not alike in the rows of one key. */
static void compare_rows(struct aligned *t, struct span file)
{
	struct text key = {0};
	struct span about[CELL_FIELDS] = {[CELL_FILE] = file, [CELL_NAME] = SPAN("")};
	bool lacking = false, told = t->to->only;
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		const struct side *side = &t->side[i];
		lacking |= !side->met;
		if (side->met && !key.length)
			add_key(t, &key, side);
		if (side->met && side->name < side->in.columns)
			about[CELL_NAME] = side->met->field[side->name];
	}
	about[CELL_KEY] = text_span(&key);
	for (size_t i = 0; i < t->columns; i++) {
		if (is_quiet(t, &t->column[i]))
			continue;
		add_cells(t, about, &t->column[i]);
		told = true;
	}
	if (lacking && !told)
		add_cells(t, about, NULL);
	free(key.bytes);
}

/* The row with the least key that is left of any side, or NULL. */
static const struct row *least_row(const struct aligned *t)
{
	const struct row *least = NULL;
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
		const struct side *side = &t->side[i];
		if (side->at < side->table.rows &&
			(!least || compare_fields(side->row[side->at], least, t->keys) < 0))
			least = side->row[side->at];
	}
	return least;
}

static void merge(struct aligned *t, struct span file)
{
	const struct row *least;
	while ((least = least_row(t)) != NULL) {
		for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1)) {
			struct side *side = &t->side[i];
			bool met = side->at < side->table.rows &&
				   compare_fields(side->row[side->at], least, t->keys) == 0;
			side->met = met ? side->row[side->at++] : NULL;
		}
		compare_rows(t, file);
	}
}

/* Tables. */

static void align(struct aligned *t, struct span file)
{
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1))
		read_side(&t->side[i]);
	if (find_keys(t)) {
		find_columns(t);
		merge(t, file);
	} else {
		complain(t->file, 0,
			"no first columns are there in all tables that tell their rows apart");
		t->to->faulty = true;
	}
	for (size_t i = next_side(t, 0); i < t->to->directories; i = next_side(t, i + 1))
		free_side(&t->side[i]);
	for (size_t i = 0; i < t->columns; i++)
		free(t->column[i].at);
	free(t->column);
}

/* Whether there is nothing to read: all have the same bytes. That --value is there must be seen. */
static bool are_same(const struct aligned *t)
{
	size_t first = next_side(t, 0);
	bool same = !t->to->only || t->to->has_only;
	for (size_t i = next_side(t, first + 1); same && i < t->to->directories;
		i = next_side(t, i + 1))
		same = same_bytes(t->side[first].path, t->side[i].path);
	return same;
}

/* Says which results do not have a table, and of those that have it, that it is there. */
static void tell_lacking(struct aligned *t, struct span file)
{
	const struct span cell[CELL_FIELDS] = {file, SPAN(""), SPAN(""), SPAN(""), SPAN("")};
	for (size_t i = 0; i < t->to->directories; i++) {
		if (!t->side[i].path)
			complain(t->file, 0, "%s does not have it", t->to->directory[i]);
		else if (!t->to->only)
			add_cell(&t->to->cells[i], t->to->directory[i], cell);
	}
}

static void compare_table(struct results *r, const char *name)
{
	struct aligned t = {.to = r, .file = name};
	struct text file = {0};
	size_t having = 0;
	text_add_foreign(&file, span_of(name));
	t.side = allocate(r->directories, sizeof *t.side);
	for (size_t i = 0; i < r->directories; i++) {
		char *path = path_of(r->directory[i], name);
		bool has = is_regular(path);
		t.side[i] = (struct side){.path = has ? path : NULL};
		having += has;
		if (!has)
			free(path);
	}
	if (having < r->directories)
		tell_lacking(&t, text_span(&file));
	if (having > 1) {
		r->tables++;
		if (!are_same(&t))
			align(&t, text_span(&file));
	}
	for (size_t i = 0; i < r->directories; i++)
		free(t.side[i].path);
	free(t.side);
	free(file.bytes);
}

/* Whether an output is a table; a packet has manifests of its topics in it. */
static bool is_table(const char *name)
{
	static const char ending[] = ".tsv";
	size_t length = strlen(name), end = sizeof ending - 1;
	return length >= end && strcmp(name + length - end, ending) == 0 &&
	       strcmp(base_of(name), "manifest.tsv") != 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the tables that are in any directory, each once, in byte order. */
static void list_tables(struct walk *all, const struct results *r)
{
	for (size_t i = 0; i < r->directories; i++) {
		struct walk outputs;
		size_t tables = 0;
		walk_outputs(&outputs, r->directory[i]);
		for (size_t j = 0; j < outputs.paths; j++) {
			if (!is_table(outputs.path[j]))
				continue;
			all->path = grow(all->path, &all->room, all->paths + 1, sizeof *all->path);
			all->path[all->paths++] = span_copy(span_of(outputs.path[j]));
			tables++;
		}
		if (outputs.unreadable)
			fail(EX_NOINPUT, r->directory[i], 0, "not all of it can be read");
		if (!tables)
			fail(EX_NOINPUT, r->directory[i], 0,
				"there is no table of results (.tsv) in it");
		walk_free(&outputs);
	}
	if (all->paths)
		qsort(all->path, all->paths, sizeof *all->path, by_name);
}

void results_compare(struct results *r)
{
	struct walk all = {0};
	r->cells = allocate(r->directories, sizeof *r->cells);
	for (size_t i = 0; i < r->directories; i++)
		r->cells[i] = (struct table){0};
	list_tables(&all, r);
	for (size_t i = 0; i < all.paths; i++) {
		if (i == 0 || strcmp(all.path[i - 1], all.path[i]) != 0)
			compare_table(r, all.path[i]);
	}
	walk_free(&all);
	if (r->only && !r->has_only && !r->faulty)
		fail(EX_DATAERR, "--value", 0, "no table has a column '%s' behind its key",
			quote(span_of(r->only)).text);
}

void results_free(struct results *r)
{
	for (size_t i = 0; i < r->directories; i++)
		table_free(&r->cells[i]);
	free(r->cells);
}
