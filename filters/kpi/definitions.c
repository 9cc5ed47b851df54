#include "kpi/operations.h"

#include "lib/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_DECIMALS = 30 };

bool grouping_has(const struct grouping *grouping, const char *column)
{
	for (size_t i = 0; i < grouping->count; i++) {
		if (strcmp(grouping->name[i], column) == 0)
			return true;
	}
	return false;
}

bool grouping_same(const struct grouping *a, const struct grouping *b)
{
	size_t found = 0;
	for (size_t i = 0; i < a->count; i++)
		found += grouping_has(b, a->name[i]);
	return a->count == b->count && found == a->count;
}

bool definition_for(const struct definition *d, const struct grouping *grouping)
{
	for (size_t i = 0; i < d->bys; i++) {
		if (grouping_same(&d->by[i], grouping))
			return true;
	}
	return d->bys == 0;
}

/* The columns of the table: each is a row here and a function that reads it. */

static void read_kpi(struct definition *d, struct grammar *g)
{
	d->kpi = grammar_column(g);
	if (grammar_more(g))
		grammar_fail(g, "a key figure's name is one word");
}

static void read_title(struct definition *d, struct grammar *g)
{
	d->title = span_copy(g->text);
}

static void read_unit(struct definition *d, struct grammar *g)
{
	d->unit = span_copy(g->text);
}

static void read_note(struct definition *d, struct grammar *g)
{
	d->note = span_copy(g->text);
}

/* A number that is a fraction from then on. */
static void read_number(struct grammar *g, mpq_t fraction)
{
	struct number number;
	struct sum sum = {0};
	grammar_more(g);
	size_t from = g->at;
	struct span word = grammar_word(g);
	if (!number_read(&number, word)) {
		g->at = from;
		grammar_fail(g, "'%s' is no number (1234.5, at most %d digits)", quote(word).text,
			NUMBER_DIGITS);
	}
	sum_add(&sum, &number);
	sum_fraction(fraction, &sum);
	sum_clear(&sum);
}

/* A whole number of few digits. */
static unsigned long long read_whole(struct grammar *g, unsigned long long most)
{
	grammar_more(g);
	size_t from = g->at;
	struct span word = grammar_word(g);
	unsigned long long n = 0;
	bool valid = word.length > 0;
	for (size_t i = 0; i < word.length && valid; i++) {
		valid = word.bytes[i] >= '0' && word.bytes[i] <= '9';
		n = n * 10 + (unsigned long long)(word.bytes[i] - '0');
		valid &= n <= most;
	}
	if (!valid) {
		g->at = from;
		grammar_fail(g, "'%s' is no whole number from 0 to %llu", quote(word).text, most);
	}
	return n;
}

/* Takes the next word if it is this one. */
static bool take_word(struct grammar *g, const char *word)
{
	grammar_more(g);
	size_t from = g->at;
	if (span_is(grammar_word(g), word))
		return true;
	g->at = from;
	return false;
}

/* No column is named: the one with the value. */
static void take_value(struct definition *d)
{
	d->column.name = span_copy(SPAN("value"));
	d->of_value = true;
}

static void read_column(struct definition *d, struct grammar *g)
{
	if (grammar_more(g))
		d->column.name = grammar_column(g);
	else
		take_value(d);
}

/* [COLUMN] [weight COLUMN [by COLUMN]] */
static void read_mean(struct definition *d, struct grammar *g)
{
	bool weighted = take_word(g, "weight");
	if (weighted)
		take_value(d);
	else
		read_column(d, g);
	if (weighted || take_word(g, "weight"))
		d->weight.name = grammar_column(g);
	if (d->weight.name && take_word(g, "by"))
		d->weight_by.name = grammar_column(g);
}

/* [COLUMN|count], and for a ratio [per NUMBER] */
static void read_quotient(struct definition *d, struct grammar *g)
{
	bool ratio = d->operation->argument == ARGUMENT_RATIO;
	d->counts = take_word(g, "count");
	bool per = ratio && take_word(g, "per");
	if (!d->counts && per)
		take_value(d);
	else if (!d->counts)
		read_column(d, g);
	if (per || (ratio && take_word(g, "per")))
		read_number(g, d->per);
}

static void read_argument(struct definition *d, struct grammar *g)
{
	enum { MOST_DAYS = 1000000 };
	switch (d->operation->argument) {
	case ARGUMENT_NONE:
		return;
	case ARGUMENT_COLUMN:
		d->column.name = grammar_column(g);
		return;
	case ARGUMENT_VALUE:
		read_column(d, g);
		return;
	case ARGUMENT_MEAN:
		read_mean(d, g);
		return;
	case ARGUMENT_SHARE:
	case ARGUMENT_RATIO:
		read_quotient(d, g);
		return;
	case ARGUMENT_DAYS:
		d->days = read_whole(g, MOST_DAYS);
		return;
	}
}

static void read_compute(struct definition *d, struct grammar *g)
{
	grammar_more(g);
	size_t from = g->at;
	struct span name = grammar_word(g);
	d->operation = operation_find(name);
	if (!d->operation) {
		g->at = from;
		grammar_fail(g, "there is no operation '%s'; there are %s", quote(name).text,
			operation_names());
	}
	mpq_set_ui(d->per, d->operation->per, 1);
	d->decimals = d->operation->decimals;
	read_argument(d, g);
	if (grammar_more(g))
		grammar_fail(g, "%s takes no '%s' there", d->operation->name,
			quote(grammar_word(g)).text);
}

static void read_where(struct definition *d, struct grammar *g)
{
	conditions_read(&d->where, g);
}

static void read_of(struct definition *d, struct grammar *g)
{
	struct grammar ahead = *g;
	struct number number;
	d->has_of = grammar_more(g);
	d->of_is_number =
		d->has_of && number_read(&number, grammar_word(&ahead)) && !grammar_more(&ahead);
	if (d->of_is_number)
		read_number(g, d->of_number);
	else
		conditions_read(&d->of, g);
}

static void add_name(struct grouping *grouping, size_t *room, struct grammar *g, struct span name)
{
	if (!column_name_valid(name))
		grammar_fail(g,
			"'%s' is no name of a column; rows are named as in 'all,track,level+track'",
			quote(name).text);
	char *copy = span_copy(name);
	if (grouping_has(grouping, copy))
		grammar_fail(g, "'%s' stands twice in one grouping", copy);
	grouping->name = grow(grouping->name, room, grouping->count + 2, sizeof *grouping->name);
	grouping->name[grouping->count++] = copy;
	grouping->name[grouping->count] = NULL;
}

/* "all", or names with "+" between them. */
static struct grouping read_grouping(struct grammar *g, struct span item)
{
	struct grouping grouping = {0};
	size_t room = 0, from = 0;
	if (span_is(item, "all"))
		return grouping;
	for (size_t i = 0; i <= item.length; i++) {
		if (i < item.length && item.bytes[i] != '+')
			continue;
		add_name(&grouping, &room, g, (struct span){item.bytes + from, i - from});
		from = i + 1;
	}
	return grouping;
}

static void read_by(struct definition *d, struct grammar *g)
{
	if (!grammar_more(g))
		return;
	struct span list = grammar_word(g);
	const char *end = list.bytes + list.length, *item = list.bytes, *comma;
	do {
		comma = memchr(item, ',', (size_t)(end - item));
		size_t length = (size_t)((comma ? comma : end) - item);
		g->at = (size_t)(item - g->text.bytes);
		d->by = grow(d->by, &d->by_room, d->bys + 1, sizeof *d->by);
		struct grouping grouping = read_grouping(g, (struct span){item, length});
		if (d->bys && definition_for(d, &grouping))
			grammar_fail(g, "the same rows stand twice");
		d->by[d->bys++] = grouping;
		g->at += length;
		item += length + 1;
	} while (comma);
	if (grammar_more(g))
		grammar_fail(g, "commas stand between rows, without blanks: 'all,track'");
}

static void read_target(struct definition *d, struct grammar *g)
{
	d->has_target = grammar_more(g);
	if (!d->has_target)
		return;
	size_t from = g->at;
	read_number(g, d->target_number);
	d->target = span_copy((struct span){g->text.bytes + from, g->at - from});
	if (grammar_more(g))
		grammar_fail(g, "a target is one number");
}

static void read_better(struct definition *d, struct grammar *g)
{
	static const struct {
		const char *word;
		enum better better;
	} words[] = {
		{"", BETTER_NONE},
		{"none", BETTER_NONE},
		{"higher", BETTER_HIGHER},
		{"lower", BETTER_LOWER},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (span_is(g->text, words[i].word)) {
			d->better = words[i].better;
			return;
		}
	}
	grammar_fail(g, "'%s' is none of higher, lower and none", quote(g->text).text);
}

static void read_published(struct definition *d, struct grammar *g)
{
	d->has_published = grammar_more(g);
	conditions_read(&d->published, g);
}

/* For pages, which take it from the table itself: it decides on no figure. */
static void pass_over(struct definition *d, struct grammar *g)
{
	(void)d;
	(void)g;
}

static void read_decimals(struct definition *d, struct grammar *g)
{
	if (!grammar_more(g))
		return;
	d->decimals = (size_t)read_whole(g, MOST_DECIMALS);
	if (grammar_more(g))
		grammar_fail(g, "the number of decimals is one number");
}

/* The operation comes first, since it decides what others may be. */
static const struct {
	const char *name;
	void (*read)(struct definition *, struct grammar *);
	bool needed;
} columns[] = {
	{"compute", read_compute, true},
	{"kpi", read_kpi, true},
	{"title", read_title, false},
	{"unit", read_unit, false},
	{"where", read_where, false},
	{"of", read_of, false},
	{"by", read_by, false},
	{"target", read_target, false},
	{"better", read_better, false},
	{"published", read_published, false},
	{"published_text", pass_over, false},
	{"card", pass_over, false},
	{"decimals", read_decimals, false},
	{"note", read_note, false},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static bool is_column(const char *name)
{
	for (size_t c = 0; c < COLUMNS; c++) {
		if (strcmp(name, columns[c].name) == 0)
			return true;
	}
	return false;
}

static void check_columns(const struct records *in)
{
	for (size_t i = 0; i < in->columns; i++) {
		if (!is_column(in->name[i]))
			fail(EX_CONFIG, in->file, 1,
				"definitions have no column '%s'; there are kpi, title, unit, compute, "
				"where, of, by, target, better, published, decimals and note",
				in->name[i]);
	}
	for (size_t c = 0; c < COLUMNS; c++) {
		if (columns[c].needed && records_find(in, columns[c].name) == in->columns)
			fail(EX_CONFIG, in->file, 1, "definitions need a column '%s'",
				columns[c].name);
	}
}

/* A field of the definition at hand; empty where the table lacks the column. */
static struct span field_of(const struct records *in, const char *column)
{
	size_t at = records_find(in, column);
	return at < in->columns ? in->field[at] : SPAN("");
}

static void read_definition(struct definition *d, const struct records *in)
{
	d->line = in->line;
	mpq_inits(d->per, d->of_number, d->target_number, NULL);
	for (size_t c = 0; c < COLUMNS; c++) {
		struct grammar g = {.file = in->file,
			.line = in->line,
			.column = columns[c].name,
			.text = field_of(in, columns[c].name)};
		columns[c].read(d, &g);
	}
}

/* What only the columns together show. */
static void check_definition(const struct definition *d, const char *file)
{
	enum denominator denominator = d->operation->denominator;
	if (d->weight_by.name && !d->of.count)
		fail(EX_CONFIG, file, d->line,
			"column 'of': conditions are needed, of the records that have the weight %s",
			d->weight.name);
	if (d->weight_by.name)
		denominator = OF_POSSIBLE;
	if (denominator == OF_NEEDED && !d->has_of)
		fail(EX_CONFIG, file, d->line,
			"column 'of': %s needs a denominator, a number or conditions",
			d->operation->name);
	if (denominator == OF_NONE && d->has_of)
		fail(EX_CONFIG, file, d->line, "column 'of': %s has no denominator",
			d->operation->name);
	if (d->operation->gives_date && (d->has_target || d->has_published))
		fail(EX_CONFIG, file, d->line,
			"column '%s': %s gives a date, and this is a number's",
			d->has_target ? "target" : "published", d->operation->name);
	if (d->better != BETTER_NONE && !d->has_target)
		fail(EX_CONFIG, file, d->line, "column 'better': there is no target");
}

static bool share_rows(const struct definition *a, const struct definition *b)
{
	if (a->bys == 0 || b->bys == 0)
		return true;
	for (size_t i = 0; i < a->bys; i++) {
		if (definition_for(b, &a->by[i]))
			return true;
	}
	return false;
}

/* By name, then as they stand in the table. */
static int compare_names(const void *a, const void *b)
{
	const struct definition *x = *(const struct definition *const *)a;
	const struct definition *y = *(const struct definition *const *)b;
	int order = strcmp(x->kpi, y->kpi);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* Of all that stand twice, the one that does so first is told. */
static void check_unique(const struct definitions *all)
{
	const struct definition **d = allocate(all->count, sizeof *d);
	const struct definition *first = NULL, *again = NULL;
	for (size_t i = 0; i < all->count; i++)
		d[i] = &all->definition[i];
	qsort(d, all->count, sizeof *d, compare_names);
	for (size_t i = 0, name = 0; i < all->count; i++) {
		name = strcmp(d[name]->kpi, d[i]->kpi) == 0 ? name : i;
		size_t j = name;
		while (j < i && !share_rows(d[j], d[i]))
			j++;
		if (j < i && (!again || d[i]->line < again->line)) {
			first = d[j];
			again = d[i];
		}
	}
	if (again)
		fail(EX_CONFIG, all->file, again->line,
			"column 'kpi': '%s' is defined in line %zu for the same rows", first->kpi,
			first->line);
	free(d);
}

uint64_t digest_bytes(uint64_t digest, struct span bytes)
{
	for (size_t i = 0; i < bytes.length; i++)
		digest = (digest ^ (unsigned char)bytes.bytes[i]) * UINT64_C(0x100000001b3);
	return digest;
}

/* Of what decides on the states: the fields as they stand, each ended by a zero. */
static void digest_definition(struct definitions *all, const struct records *in)
{
	static const char *const decisive[] = {"kpi", "compute", "where", "of", "by", "published"};
	for (size_t i = 0; i < sizeof decisive / sizeof *decisive; i++) {
		all->digest = digest_bytes(all->digest, field_of(in, decisive[i]));
		all->digest = digest_bytes(all->digest, (struct span){"", 1});
	}
}

void definitions_read(struct definitions *all, const char *path)
{
	struct records in;
	*all = (struct definitions){.file = path, .digest = DIGEST_START};
	records_open_input(&in, input_open(path), EX_CONFIG);
	check_columns(&in);
	while (records_next(&in)) {
		all->definition =
			grow(all->definition, &all->room, all->count + 1, sizeof *all->definition);
		struct definition *d = &all->definition[all->count++];
		*d = (struct definition){0};
		read_definition(d, &in);
		check_definition(d, path);
		digest_definition(all, &in);
	}
	if (all->count == 0)
		fail(EX_CONFIG, path, 0, "defines no key figure");
	check_unique(all);
	records_close(&in);
}

/* Finding columns. */

static void find_by(const struct grouping *by, const struct records *in,
	const struct grouping *groupings, size_t count, const char *hint)
{
	for (size_t i = 0; i < by->count; i++) {
		size_t g = 0;
		while (g < count && !grouping_has(&groupings[g], by->name[i]))
			g++;
		if (g == count)
			records_column(in, by->name[i], hint);
	}
}

void definitions_resolve(struct definitions *all, const struct observation *means,
	const struct grouping *groupings, size_t count)
{
	const struct records *in = means->in;
	size_t value = means->at[IS_VALUE];
	for (struct definition *d = all->definition; d < all->definition + all->count; d++) {
		char *hint = printed("%s:%zu names it", all->file, d->line);
		if (d->of_value && value < in->columns)
			d->column.at = value;
		else
			use_resolve(&d->column, in, hint);
		use_resolve(&d->weight, in, hint);
		use_resolve(&d->weight_by, in, hint);
		conditions_resolve(&d->where, in, hint);
		conditions_resolve(&d->of, in, hint);
		conditions_resolve(&d->published, in, hint);
		for (size_t i = 0; i < d->bys; i++)
			find_by(&d->by[i], in, groupings, count, hint);
		free(hint);
	}
}

void definitions_free(struct definitions *all)
{
	for (struct definition *d = all->definition; d < all->definition + all->count; d++) {
		conditions_free(&d->where);
		conditions_free(&d->of);
		conditions_free(&d->published);
		for (size_t i = 0; i < d->bys; i++)
			cli_list_free(d->by[i].name);
		free(d->by);
		free(d->column.name);
		free(d->weight.name);
		free(d->weight_by.name);
		free(d->kpi);
		free(d->title);
		free(d->unit);
		free(d->note);
		free(d->target);
		mpq_clears(d->per, d->of_number, d->target_number, NULL);
	}
	free(all->definition);
}
