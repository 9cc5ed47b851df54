#include "wide.h"

#include "lib/period.h"

#include <stdlib.h>

enum { MOST_HEADINGS = 1000 };

/* A record, and where it goes. */
struct cell {
	const struct row *row, *lead; /* of the lead its key is the first */
	size_t heading;
};

struct group {
	const struct row *first;
	long day; /* of a period; 0 of anything else */
	bool qualified;
};

struct heading {
	const struct group *group;
	bool remark;
};

struct wide {
	struct table table;
	char **name; /* of the records' columns, as long as they are read */
	size_t columns;
	size_t across, value;
	size_t qualifier; /* the count of columns where there is none */
	bool *in_key;     /* of each column, whether rows are told apart by it */
	bool *in_heading; /* whether it stands in the headings */
	size_t *kept, kept_count;
	struct cell *cell; /* by keys, then headings */
	struct group *group;
	size_t groups, groups_room;
	struct heading *heading; /* groups and their qualifiers */
	size_t headings;
	size_t next; /* cell */
};

/* The order of cells by the columns for which `by` holds, then as they came. */
struct order {
	const bool *by;
	size_t columns;
};

static int compare_by(const struct order *order, const struct cell *a, const struct cell *b)
{
	int result = 0;
	for (size_t c = 0; c < order->columns && result == 0; c++) {
		if (order->by[c])
			result = span_compare(a->row->field[c], b->row->field[c]);
	}
	return result;
}

static int by_columns(const void *a, const void *b, void *order)
{
	const struct cell *x = a, *y = b;
	int result = compare_by(order, x, y);
	return result ? result : (x->row > y->row) - (x->row < y->row);
}

static int by_place(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	if (x->lead != y->lead)
		return x->lead < y->lead ? -1 : 1;
	if (x->heading != y->heading)
		return x->heading < y->heading ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_day_or_row(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static void sort_by(struct wide *w, const bool *by)
{
	struct order order = {by, w->columns};
	if (w->table.rows)
		qsort_r(w->cell, w->table.rows, sizeof *w->cell, by_columns, &order);
}

/* Headings. */

static void add_group(struct wide *w, const struct row *first, bool periods)
{
	struct period period = {0};
	struct span text = first->field[w->across];
	if (text.length == 0)
		fail(EX_DATAERR, first->file, first->line,
			"%s is empty, and is to be a heading (kkr-select --where '%s!=' leaves "
			"such rows out)",
			w->name[w->across], w->name[w->across]);
	if (w->groups == MOST_HEADINGS)
		fail(EX_DATAERR, first->file, first->line,
			"%s '%s' is one heading too many: a table has at most %d across",
			w->name[w->across], quote(text).text, MOST_HEADINGS);
	if (periods)
		period_read(text, &period);
	w->group = grow(w->group, &w->groups_room, w->groups + 1, sizeof *w->group);
	w->group[w->groups++] = (struct group){.first = first, .day = period.first};
}

/* Finds the groups of records that share a heading. */
static void find_groups(struct wide *w, bool periods)
{
	bool *by = allocate(w->columns, sizeof *by);
	for (size_t c = 0; c < w->columns; c++)
		by[c] = c == w->across;
	sort_by(w, by);
	for (size_t i = 0; i < w->table.rows; i++) {
		struct span text = w->cell[i].row->field[w->across];
		if (i == 0 || !span_equals(text, w->cell[i - 1].row->field[w->across]))
			add_group(w, w->cell[i].row, periods);
	}
	if (w->groups)
		qsort(w->group, w->groups, sizeof *w->group, by_day_or_row);
	free(by);
}

/* Whether a column is the same in all records of a heading, and is not in all; in their order. */
static bool goes_with_heading(const struct wide *w, size_t column)
{
	bool differs = false;
	for (size_t i = 1; i < w->table.rows; i++) {
		const struct row *a = w->cell[i - 1].row, *b = w->cell[i].row;
		if (span_equals(a->field[column], b->field[column]))
			continue;
		if (span_equals(a->field[w->across], b->field[w->across]))
			return false;
		differs = true;
	}
	return differs;
}

/* The heading of each record, which are in the order of what stands across. */
static void set_headings(struct wide *w)
{
	size_t group = 0;
	for (size_t i = 0; i < w->table.rows; i++) {
		struct cell *cell = &w->cell[i];
		if (i == 0 ||
			!span_equals(cell->row->field[w->across], cell[-1].row->field[w->across])) {
			group = 0;
			while (w->group[group].first != cell->row)
				group++;
		}
		cell->heading = group;
		w->group[group].qualified |=
			w->qualifier < w->columns && cell->row->field[w->qualifier].length > 0;
	}
}

static void add_as_is(struct text *to, const char *column, struct span field, void *context)
{
	(void)column;
	(void)context;
	text_add(to, field);
}

/* A heading must not be called as a column that stays. */
static void check_heading_name(const struct wide *w, size_t heading)
{
	const struct row *first = w->heading[heading].group->first;
	struct text text = {0};
	wide_heading(&text, w, heading, add_as_is, NULL);
	for (size_t k = 0; k < w->kept_count; k++) {
		if (span_is(text_span(&text), w->name[w->kept[k]]))
			fail(EX_DATAERR, first->file, first->line,
				"%s '%s' is the name of another column, too", w->name[w->across],
				quote(text_span(&text)).text);
	}
	free(text.bytes);
}

static void list_headings(struct wide *w)
{
	w->heading = allocate(2 * w->groups, sizeof *w->heading);
	for (size_t i = 0; i < w->groups; i++) {
		const struct group *group = &w->group[i];
		w->heading[w->headings++] = (struct heading){group, false};
		check_heading_name(w, w->headings - 1);
		if (group->qualified)
			w->heading[w->headings++] = (struct heading){group, true};
	}
}

/* Rows. */

static void set_leads(struct wide *w)
{
	struct order order = {w->in_key, w->columns};
	sort_by(w, w->in_key);
	for (size_t i = 0; i < w->table.rows; i++) {
		struct cell *cell = &w->cell[i];
		bool same = i && compare_by(&order, cell - 1, cell) == 0;
		cell->lead = same ? cell[-1].lead : cell->row;
	}
	if (w->table.rows)
		qsort(w->cell, w->table.rows, sizeof *w->cell, by_place);
	for (size_t i = 1; i < w->table.rows; i++) {
		const struct cell *a = &w->cell[i - 1], *b = &w->cell[i];
		if (a->lead == b->lead && a->heading == b->heading)
			fail(EX_DATAERR, b->row->file, b->row->line,
				"%s '%s' has a figure of the same row in line %zu of %s already",
				w->name[w->across], quote(b->row->field[w->across]).text,
				a->row->line, a->row->file);
	}
}

/* Which columns stay, tell rows apart, or go into headings. */
static void set_columns(struct wide *w, const struct observation *means)
{
	bool areas = means->at[IS_AREA] < w->columns;
	w->in_key = allocate(w->columns, sizeof *w->in_key);
	w->in_heading = allocate(w->columns, sizeof *w->in_heading);
	w->kept = allocate(w->columns, sizeof *w->kept);
	for (size_t c = 0; c < w->columns; c++) {
		enum column_word word = means->word[c];
		bool with = word == IS_DATASET || word == IS_PERIOD || word == IS_UNIT;
		bool stays = c != w->across && c != w->value && word != IS_REMARK;
		w->in_heading[c] = stays && with && goes_with_heading(w, c);
		stays &= !w->in_heading[c];
		w->in_key[c] = stays && !(word == IS_DERIVED && areas);
		if (stays)
			w->kept[w->kept_count++] = c;
	}
}

/* Says which columns are left out. */
static void tell_remarks(
	const struct wide *w, const struct records *in, const struct observation *means)
{
	for (size_t c = 0; c < w->columns; c++) {
		size_t i = 0;
		if (means->word[c] != IS_REMARK || c == w->qualifier || c == w->across)
			continue;
		while (i < w->table.rows && w->table.row[i].field[c].length == 0)
			i++;
		if (i < w->table.rows)
			complain(in->file, 0,
				"--wide leaves out the column %s, which is of single figures",
				w->name[c]);
	}
}

struct wide *wide_read(struct records *in, const char *column, const struct column_names *names)
{
	struct wide *w = allocate(1, sizeof *w);
	struct observation means;
	observation_open(&means, in, names);
	*w = (struct wide){.name = in->name,
		.columns = in->columns,
		.across = records_column(in, column, "--wide names it"),
		.value = observation_column(&means, IS_VALUE),
		.qualifier = records_find(in, "qualifier")};
	if (w->across == w->value)
		fail(EX_DATAERR, in->file, 1,
			"--wide %s: the figures themselves cannot be headings", column);
	while (records_next(in))
		table_add(&w->table, in);
	w->cell = allocate(w->table.rows, sizeof *w->cell);
	for (size_t i = 0; i < w->table.rows; i++)
		w->cell[i] = (struct cell){.row = &w->table.row[i]};
	find_groups(w, means.word[w->across] == IS_PERIOD);
	set_columns(w, &means);
	set_headings(w);
	list_headings(w);
	set_leads(w);
	tell_remarks(w, in, &means);
	observation_close(&means);
	return w;
}

size_t wide_kept(const struct wide *wide)
{
	return wide->kept_count;
}

size_t wide_column(const struct wide *wide, size_t kept)
{
	return wide->kept[kept];
}

size_t wide_headings(const struct wide *wide)
{
	return wide->headings;
}

bool wide_qualifies(const struct wide *wide, size_t heading)
{
	return wide->heading[heading].remark;
}

void wide_heading(
	struct text *to, const struct wide *wide, size_t heading, add_part *part, void *context)
{
	const struct wide *w = wide;
	const struct row *first = w->heading[heading].group->first;
	const char *before = " (";
	part(to, w->name[w->across], first->field[w->across], context);
	for (size_t c = 0; c < w->columns; c++) {
		struct span more = first->field[c];
		if (!w->in_heading[c] || more.length == 0)
			continue;
		text_add(to, span_of(before));
		part(to, w->name[c], more, context);
		before = ", ";
	}
	text_add(to, *before == ',' ? SPAN(")") : SPAN(""));
}

const struct row *wide_next(struct wide *wide, struct span *field)
{
	struct wide *w = wide;
	if (w->next == w->table.rows)
		return NULL;
	const struct row *lead = w->cell[w->next].lead;
	for (size_t k = 0; k < w->kept_count; k++)
		*field++ = lead->field[w->kept[k]];
	for (size_t i = 0; i < w->groups; i++) {
		const struct cell *cell = &w->cell[w->next];
		bool there = w->next < w->table.rows && cell->lead == lead && cell->heading == i;
		*field++ = there ? cell->row->field[w->value] : SPAN("");
		if (w->group[i].qualified)
			*field++ = there ? cell->row->field[w->qualifier] : SPAN("");
		w->next += there;
	}
	return lead;
}

void wide_free(struct wide *wide)
{
	table_free(&wide->table);
	free(wide->in_key);
	free(wide->in_heading);
	free(wide->kept);
	free(wide->cell);
	free(wide->group);
	free(wide->heading);
	free(wide);
}
