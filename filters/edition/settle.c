#include "edition/settle.h"

#include "lib/sum.h"

#include <stdio.h>
#include <stdlib.h>

enum { LISTED = 5 };

/* Of each file: how many of its records others have too, and how many others have otherwise. */
struct tally {
	unsigned long long twice, replaced;
	const struct figure *first, *by; /* of those replaced, and what took its place */
};

struct settling {
	struct heap *heap;
	struct report *report;
	struct replaced_list list;
	bool *in_key[2]; /* of each column: of figures that are needed, and of others */
	struct tally *tally;
	size_t *there, *lost; /* of each file and need: figures of municipalities */
	struct figure **order;
	size_t figures, faults;
};

/* A figure that is needed is one of its measure and area, and what else tells it from others; any
 * other record is what all of its columns say but the value. */
static void set_keys(struct settling *s)
{
	const struct heap *heap = s->heap;
	size_t columns = heap->means.in->columns;
	for (size_t i = 0; i < columns; i++) {
		enum column_word word = heap->means.word[i];
		bool apart = i != heap->dated && word != IS_DATASET && word != IS_VALUE &&
			     word != IS_DERIVED;
		bool needed = word == IS_AREA || word == IS_MEASURE || word == IS_DIMENSION;
		s->in_key[0][i] = apart && strcmp(heap->means.in->name[i], "origin") != 0;
		s->in_key[1][i] = apart && needed;
	}
}

static int compare_figures(const struct settling *s, const struct figure *a, const struct figure *b)
{
	if (!a->need != !b->need)
		return a->need ? -1 : 1;
	const bool *in_key = s->in_key[a->need != NULL];
	for (size_t i = 0; i < s->heap->means.in->columns; i++) {
		int order = in_key[i] ? span_compare(figure_field(s->heap, a, i),
						figure_field(s->heap, b, i))
				      : 0;
		if (order)
			return order;
	}
	return 0;
}

static int by_key_and_row(const void *a, const void *b, void *context)
{
	const struct figure *x = *(struct figure *const *)a, *y = *(struct figure *const *)b;
	int order = compare_figures(context, x, y);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static bool same_value(const struct settling *s, const struct figure *a, const struct figure *b)
{
	struct number x, y;
	struct span left = figure_value(s->heap, a), right = figure_value(s->heap, b);
	if (span_equals(left, right))
		return true;
	return number_read(&x, left) && number_read(&y, right) && number_compare(&x, &y) == 0;
}

/* Whether the paper of `a` is later than that of `b`. */
static bool is_later(const struct settling *s, const struct figure *a, const struct figure *b)
{
	const struct source *x = &s->heap->source[a->source], *y = &s->heap->source[b->source];
	return x->dated && y->dated && x->date > y->date;
}

static const struct row *row_of(const struct settling *s, const struct figure *f)
{
	return &s->heap->table.row[f->row];
}

/* "population 101", as a key of the report. */
static struct span name_figure(const struct settling *s, const struct figure *f, struct text *name)
{
	name->length = 0;
	text_add(name, figure_field(s->heap, f, s->heap->means.at[IS_MEASURE]));
	text_add_char(name, ' ');
	text_add(name, figure_field(s->heap, f, s->heap->means.at[IS_AREA]));
	return text_span(name);
}

static void list_fault(struct settling *s, const struct figure *a, const struct figure *b)
{
	struct text name = {0};
	const struct row *x = row_of(s, a), *y = row_of(s, b);
	bool first = s->heap->source[a->source].dated, second = s->heap->source[b->source].dated;
	const char *unknown = first == second ? NULL : first ? y->file : x->file;
	if (s->report && s->faults < LISTED)
		complain(y->file, y->line,
			"%s is '%s' here and '%s' in %s:%zu: which paper is the later one?%s%s%s "
			"--dated FILE:DATE says so (kkr run: --set dated=FILE:DATE)",
			quote(name_figure(s, b, &name)).text, quote(figure_value(s->heap, b)).text,
			quote(figure_value(s->heap, a)).text, x->file, x->line,
			unknown ? " the day of " : "", unknown ? unknown : "",
			unknown ? " is not known," : "");
	s->heap->source[a->source].contradicted = true;
	s->heap->source[b->source].contradicted = true;
	s->faults++;
	free(name.bytes);
}

static void count_twice(struct settling *s, const struct figure *f)
{
	s->tally[f->source].twice++;
	if (!s->report)
		return;
	struct report_row row = {row_of(s, f)->file, "twice",
		figure_field(s->heap, f, s->heap->means.at[IS_MEASURE]), SPAN(""), SPAN("")};
	++*report_count(s->report, &row);
}

void replaced_header(struct writer *writer)
{
	static const char *const columns[] = {
		"edition", "measure", "area", "name", "period", "before", "after", "file", "by"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(writer, span_of(columns[i]));
	put_row_end(writer);
}

/* What a figure says in a column that records may have. */
static struct span field_in(const struct settling *s, const struct figure *f, enum column_word word)
{
	size_t at = s->heap->means.at[word];
	return at < s->heap->means.in->columns ? figure_field(s->heap, f, at) : SPAN("");
}

static void list_replaced(struct settling *s, const struct figure *f, const struct figure *by)
{
	enum { ROOM = 32 };
	struct writer *to = s->list.writer;
	char edition[ROOM];
	if (!to)
		return;
	snprintf(edition, sizeof edition, "%ld", s->list.edition);
	put_field(to, span_of(edition));
	put_field(to, field_in(s, f, IS_MEASURE));
	put_field(to, field_in(s, f, IS_AREA));
	put_field(to, span_of(f->area ? f->area->name : ""));
	put_field(to, field_in(s, f, IS_PERIOD));
	put_field(to, figure_value(s->heap, f));
	put_field(to, figure_value(s->heap, by));
	put_field(to, span_of(row_of(s, f)->file));
	put_field(to, span_of(row_of(s, by)->file));
	put_row_end(to);
}

static void count_replaced(struct settling *s, const struct figure *f, const struct figure *by)
{
	struct tally *tally = &s->tally[f->source];
	struct text name = {0};
	if (tally->replaced++ == 0) {
		tally->first = f;
		tally->by = by;
	}
	struct report_row row = {row_of(s, f)->file, "replaced", name_figure(s, f, &name),
		figure_value(s->heap, f), figure_value(s->heap, by)};
	if (s->report)
		++*report_count(s->report, &row);
	list_replaced(s, f, by);
	free(name.bytes);
}

/* The place of a file and a need in `there` and `lost`. */
static size_t pair_of(const struct settling *s, const struct figure *f)
{
	return f->source * s->heap->needs->count + (size_t)(f->need - s->heap->needs->need);
}

/* What loses against a figure that counts. */
static void lose(struct settling *s, struct figure *f, const struct figure *against)
{
	if (f->need && figure_is_of(f, LEVEL_MUNICIPALITY) && is_later(s, against, f))
		s->lost[pair_of(s, f)]++;
	if (same_value(s, f, against))
		count_twice(s, f);
	else if (is_later(s, against, f))
		count_replaced(s, f, against);
	else
		list_fault(s, against, f);
	f->taken = false;
}

/* Figures of one key: one of them counts. */
static void settle_key(struct settling *s, struct figure *const *of_key, size_t count)
{
	struct figure *counts = of_key[0];
	for (size_t i = 1; i < count; i++) {
		if (is_later(s, of_key[i], counts))
			counts = of_key[i];
	}
	for (size_t i = 0; i < count; i++) {
		const struct figure *f = of_key[i];
		if (f->need && figure_is_of(f, LEVEL_MUNICIPALITY))
			s->there[pair_of(s, f)]++;
		if (f != counts)
			lose(s, of_key[i], counts);
	}
}

/* What is left of a table whose municipalities all come of a later paper goes with them. */
static void drop_totals(struct settling *s)
{
	for (size_t i = 0; i < s->figures; i++) {
		struct figure *f = s->order[i];
		if (f->need && s->there[pair_of(s, f)] > 0 &&
			s->there[pair_of(s, f)] == s->lost[pair_of(s, f)])
			f->taken = false;
	}
}

static void say_replaced(const struct settling *s, const struct tally *t, const char *file)
{
	struct text name = {0};
	complain(file, 0, "%llu of its figures %s for a later paper's, %s: %s was '%s' and is '%s'",
		t->replaced, t->replaced == 1 ? "makes way" : "make way", row_of(s, t->by)->file,
		quote(name_figure(s, t->first, &name)).text,
		quote(figure_value(s->heap, t->first)).text,
		quote(figure_value(s->heap, t->by)).text);
	free(name.bytes);
}

static void say_tallies(const struct settling *s)
{
	for (size_t i = 0; i < s->heap->sources; i++) {
		const struct tally *t = &s->tally[i];
		if (t->twice)
			complain(s->heap->source[i].file, 0,
				"%llu of its records %s there before and %s once", t->twice,
				t->twice == 1 ? "was" : "were", t->twice == 1 ? "counts" : "count");
		if (t->replaced)
			say_replaced(s, t, s->heap->source[i].file);
	}
}

static void *zeros(size_t count, size_t size)
{
	void *memory = allocate(count, size);
	memset(memory, 0, count * size);
	return memory;
}

static void order_figures(struct settling *s)
{
	s->order = allocate(s->heap->figures, sizeof(struct figure *));
	for (size_t i = 0; i < s->heap->figures; i++) {
		if (s->heap->figure[i].taken)
			s->order[s->figures++] = &s->heap->figure[i];
	}
	qsort_r(s->order, s->figures, sizeof(struct figure *), by_key_and_row, s);
}

size_t settle(struct heap *heap, struct report *report, struct replaced_list list)
{
	size_t columns = heap->means.in->columns;
	bool *in_key = zeros(2 * columns, sizeof *in_key);
	struct settling s = {
		.heap = heap, .report = report, .list = list, .in_key = {in_key, in_key + columns}};
	s.tally = zeros(heap->sources, sizeof *s.tally);
	s.there = zeros(heap->sources * heap->needs->count, sizeof *s.there);
	s.lost = zeros(heap->sources * heap->needs->count, sizeof *s.lost);
	set_keys(&s);
	order_figures(&s);
	for (size_t begin = 0, end; begin < s.figures; begin = end) {
		for (end = begin + 1;
			end < s.figures && compare_figures(&s, s.order[begin], s.order[end]) == 0;
			end++) {
		}
		settle_key(&s, &s.order[begin], end - begin);
	}
	drop_totals(&s);
	if (report && s.faults > LISTED)
		complain(heap->topic, 0, "and %zu more figures with other values",
			s.faults - LISTED);
	else if (report && s.faults == 0)
		say_tallies(&s);
	free(in_key);
	free(s.tally);
	free(s.there);
	free(s.lost);
	free(s.order);
	return s.faults;
}
