#include "same.h"

#include <stdio.h>
#include <stdlib.h>

/* A row, and the side that it is of. */
struct sided_row {
	const struct row *row;
	size_t side;
};

static struct span key_of(const struct same *s, const struct sided_row *f, size_t key)
{
	return f->row->field[s->side[f->side].key[key]];
}

static struct span value_of(const struct same *s, const struct sided_row *f)
{
	return f ? f->row->field[s->side[f->side].value] : SPAN("");
}

static int compare_keys(const struct same *s, const struct sided_row *a, const struct sided_row *b)
{
	for (size_t i = 0; i < s->keys; i++) {
		int order = span_compare(key_of(s, a, i), key_of(s, b, i));
		if (order)
			return order;
	}
	return 0;
}

static int by_key(const void *a, const void *b, void *context)
{
	const struct sided_row *x = a, *y = b;
	int order = compare_keys(context, x, y);
	if (order)
		return order;
	if (x->side != y->side)
		return x->side < y->side ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row); /* rows of one table */
}

/* Messages. */

/* "101 København (period=2025-01-01)": which figure it is. */
static void add_figure_name(const struct same *s, struct text *to, const struct sided_row *f)
{
	const struct side *side = &s->side[f->side];
	const struct area *area = areas_by_code(s->areas, f->row->field[side->area]);
	size_t named = 0;
	text_add(to, span_of(area->code));
	text_add_char(to, ' ');
	text_add(to, span_of(area->name));
	for (size_t i = 0; i < s->keys; i++) {
		if (side->key[i] == side->area || key_of(s, f, i).length == 0)
			continue;
		text_add(to, span_of(named++ ? " " : " ("));
		text_add(to, span_of(side->in->name[side->key[i]]));
		text_add_char(to, '=');
		text_add(to, key_of(s, f, i));
	}
	text_add(to, span_of(named ? "): " : ": "));
}

/* "quota is 63", "value in fresh.tsv is missing" or "quota has no row". */
static void add_value_name(
	const struct same *s, struct text *to, size_t side, const struct sided_row *f)
{
	const struct side *of = &s->side[side];
	text_add(to, span_of(of->measure ? of->measure : of->in->name[of->value]));
	if (side == 1 && s->against) {
		text_add(to, SPAN(" in "));
		text_add(to, span_of(s->against));
	}
	if (!f) {
		text_add(to, SPAN(" has no row"));
		return;
	}
	text_add(to, SPAN(" is "));
	text_add(to, value_of(s, f).length ? value_of(s, f) : SPAN("missing"));
}

static void say(const struct sided_row *f, struct text *message)
{
	text_add_char(message, '\0');
	complain(f->row->file, f->row->line, "%s", message->bytes);
	free(message->bytes);
}

/* Differences. */

static const char *const own_column[] = {"value_a", "value_b", "difference", "status"};
enum { OWN_COLUMNS = sizeof own_column / sizeof *own_column };

void same_header(const struct same *s)
{
	const struct side *first = &s->side[0];
	if (!s->differences)
		return;
	for (size_t i = 0; i < s->keys; i++) {
		const char *name = first->in->name[first->key[i]];
		for (size_t j = 0; j < OWN_COLUMNS; j++) {
			if (strcmp(name, own_column[j]) == 0)
				fail(EX_DATAERR, first->in->file, 1,
					"--differences: there is a column '%s' already, which it "
					"makes",
					name);
		}
		put_field(s->differences, span_of(name));
	}
	for (size_t j = 0; j < OWN_COLUMNS; j++)
		put_field(s->differences, span_of(own_column[j]));
	put_row_end(s->differences);
}

/* A pair that is not the same: the first of it that is there, both sides, and what they differ by.
 */
struct pair {
	const struct sided_row *figure, *side[2];
	struct text difference; /* empty where one of them has no figure */
};

static void put_difference(const struct same *s, const struct pair *p)
{
	if (!s->differences)
		return;
	for (size_t i = 0; i < s->keys; i++)
		put_field(s->differences, key_of(s, p->figure, i));
	put_field(s->differences, value_of(s, p->side[0]));
	put_field(s->differences, value_of(s, p->side[1]));
	put_field(s->differences, text_span(&p->difference));
	if (p->side[0] && p->side[1])
		put_field(s->differences, SPAN("differs"));
	else
		put_field(s->differences, p->side[0] ? SPAN("only a") : SPAN("only b"));
	put_row_end(s->differences);
}

static void list_pair(const struct same *s, const struct pair *p)
{
	struct text message = {0};
	add_figure_name(s, &message, p->figure);
	add_value_name(s, &message, 0, p->side[0]);
	text_add(&message, SPAN(", "));
	add_value_name(s, &message, 1, p->side[1]);
	if (p->difference.length) {
		text_add(&message, SPAN(": difference "));
		text_add(&message, text_span(&p->difference));
	}
	if (p->difference.length && decimal_sign(s->within) != 0) {
		text_add(&message, SPAN(", more than "));
		decimal_print(&message, s->within);
	}
	say(p->figure, &message);
	put_difference(s, p);
}

/* Whether the two sides of a pair are the same; what they differ by, where both have a figure. */
static bool pair_is_same(const struct same *s, struct pair *p)
{
	struct span a = value_of(s, p->side[0]), b = value_of(s, p->side[1]);
	struct decimal difference, other;
	if (!a.length || !b.length)
		return p->side[0] && p->side[1] && a.length == b.length;
	decimal_init(&difference);
	decimal_init(&other);
	decimal_set(&difference, a);
	decimal_set(&other, b);
	decimal_subtract(&difference, &other);
	decimal_print(&p->difference, &difference);
	bool same = decimal_compare_size(&difference, s->within) <= 0;
	decimal_clear(&difference);
	decimal_clear(&other);
	return same;
}

/* Whether the series check has listed two rows already: they are alike in the columns apart, too.
 */
static bool is_listed(const struct same *s, const struct sided_row *a, const struct sided_row *b)
{
	const struct side *side = &s->side[a->side];
	if (s->against && a->side == 1)
		return false; /* there is no such check of the second file */
	for (size_t i = 0; i < side->aparts; i++) {
		size_t column = side->apart[i];
		if (!span_equals(a->row->field[column], b->row->field[column]))
			return false;
	}
	return true;
}

/* A figure of one side that stands twice cannot be held against anything. */
static bool list_twice(
	const struct same *s, const struct sided_row *first, const struct sided_row *again)
{
	enum { ROOM = 32 };
	char line[ROOM];
	struct text message = {0};
	if (is_listed(s, first, again))
		return false;
	add_figure_name(s, &message, again);
	snprintf(line, sizeof line, "%zu", first->row->line);
	text_add(&message, span_of(s->against ? "stands twice by the columns that both files have"
					      : "stands twice, in two data sets"));
	text_add(&message, SPAN("; first in line "));
	text_add(&message, span_of(line));
	text_add(&message, SPAN(" of "));
	text_add(&message, span_of(first->row->file));
	say(again, &message);
	return true;
}

/* Whether the rows of a side's measure are there at all. */
static size_t check_measure(const struct same *s, const struct side *side)
{
	if (!side->measure)
		return 0;
	for (size_t i = 0; i < side->table->rows; i++) {
		if (span_is(side->table->row[i].field[side->measure_at], side->measure))
			return 0;
	}
	complain(side == &s->side[1] && s->against ? s->against : side->in->file, 0,
		"--same: no row has the measure '%s'", side->measure);
	return 1;
}

/* Adds the figures of a side to `figure`; returns how many there are now. */
static size_t collect(const struct same *s, size_t number, struct sided_row *figure, size_t n)
{
	const struct side *side = &s->side[number];
	for (size_t i = 0; i < side->table->rows; i++) {
		const struct row *row = &side->table->row[i];
		if (areas_by_code(s->areas, row->field[side->area]) &&
			(!side->measure || span_is(row->field[side->measure_at], side->measure)))
			figure[n++] = (struct sided_row){row, number};
	}
	return n;
}

/* Takes the figures of one key together; returns how many faults they have. */
static size_t check_key(const struct same *s, const struct sided_row *figure, size_t count)
{
	struct pair pair = {.figure = figure};
	size_t faults = 0;
	for (size_t i = 0; i < count; i++) {
		const struct sided_row **side = &pair.side[figure[i].side];
		if (*side)
			faults += list_twice(s, *side, &figure[i]);
		else
			*side = &figure[i];
	}
	if (!pair_is_same(s, &pair)) {
		list_pair(s, &pair);
		faults++;
	}
	free(pair.difference.bytes);
	return faults;
}

size_t same_check(const struct same *s)
{
	size_t faults = check_measure(s, &s->side[0]) + check_measure(s, &s->side[1]);
	struct sided_row *figure =
		allocate(s->side[0].table->rows + s->side[1].table->rows, sizeof *figure);
	size_t n = collect(s, 1, figure, collect(s, 0, figure, 0));
	qsort_r(figure, n, sizeof *figure, by_key, (void *)s);
	for (size_t begin = 0, end; begin < n; begin = end) {
		for (end = begin + 1;
			end < n && compare_keys(s, &figure[begin], &figure[end]) == 0;)
			end++;
		faults += check_key(s, &figure[begin], end - begin);
	}
	free(figure);
	return faults;
}
