#include "kpi/states.h"

#include "kpi/operations.h"
#include "lib/areas.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_ROOM = 32 };

static const struct kpi_header header = {
	.before = (const char *const[]){"digest", "kpi", NULL},
	.after = (const char *const[]){"part", "key", "state", NULL},
};

bool states_column(const char *name)
{
	return kpi_header_has(&header, name);
}

/* The digest of the definitions and, with it, of the groupings and the date. */
struct digest {
	char text[NUMBER_ROOM];
};

static struct digest digest_of(const struct cells *c)
{
	struct digest digest;
	struct text all = {0};
	for (size_t g = 0; g < c->groupings; g++) {
		for (size_t i = 0; i < c->grouping[g].count; i++) {
			text_add(&all, span_of(c->grouping[g].name[i]));
			if (c->grouping[g].from[i]) {
				text_add_char(&all, '=');
				text_add(&all, span_of(c->grouping[g].from[i]));
			}
			text_add_char(&all, '+');
		}
		text_add_char(&all, ',');
	}
	date_print(&all, c->as_of.first);
	date_print(&all, c->as_of.last);
	snprintf(digest.text, sizeof digest.text, "%016" PRIx64,
		digest_bytes(c->definitions->digest, text_span(&all)));
	free(all.bytes);
	return digest;
}

/* Writing. */

struct output {
	struct writer *writer;
	const struct cells *cells;
	struct digest digest;
	size_t columns;
	const struct kpi_row *row;
	const struct cell *cell;
	const struct further *further;
	size_t place;
	const char *part; /* the one that is being written */
};

static void put_state(const struct output *o, struct span key, struct span state)
{
	put_field(o->writer, span_of(o->digest.text));
	put_field(o->writer, span_of(o->cells->definitions->definition[o->row->definition].kpi));
	for (size_t i = 0; i < o->columns; i++)
		put_field(o->writer, o->row->field[i]);
	put_field(o->writer, span_of(o->part));
	put_field(o->writer, key);
	put_field(o->writer, state);
	put_row_end(o->writer);
}

static void put_count(const struct output *o, struct span key, uint64_t count)
{
	char text[NUMBER_ROOM];
	snprintf(text, sizeof text, "%" PRIu64, count);
	if (count)
		put_state(o, key, span_of(text));
}

/* A sum as a number, in its one form; 0 is not written. */
static void put_sum(const struct output *o, struct span key, const struct sum *sum)
{
	struct text text = {0};
	mpq_t fraction;
	struct decimal decimal;
	mpq_init(fraction);
	decimal_init(&decimal);
	sum_fraction(fraction, sum);
	decimal_round(&decimal, fraction, fraction_decimals(fraction, DECIMALS_ALL));
	decimal_print(&text, &decimal);
	if (mpq_sgn(fraction) != 0)
		put_state(o, key, text_span(&text));
	decimal_clear(&decimal);
	mpq_clear(fraction);
	free(text.bytes);
}

static void put_number(const struct output *o, const struct number *number)
{
	struct text text = {0};
	number_print(&text, number);
	put_state(o, SPAN(""), text_span(&text));
	free(text.bytes);
}

static void put_day(const struct output *o, long day)
{
	struct text text = {0};
	date_print(&text, day);
	put_state(o, SPAN(""), text_span(&text));
	free(text.bytes);
}

/* Parts of a cell. */

static void put_seen(const struct output *o)
{
	if (o->cell->n == 0 && o->further->seen)
		put_state(o, SPAN(""), SPAN("1"));
}

static void put_secret(const struct output *o)
{
	if (o->further->secret)
		put_state(o, SPAN(""), SPAN("1"));
}

static void put_of_secret(const struct output *o)
{
	if (o->further->of_secret)
		put_state(o, SPAN(""), SPAN("1"));
}

static void put_levels(const struct output *o)
{
	for (enum area_level level = 0; level < AREA_LEVELS; level++) {
		if (o->cells->levels[o->place] & 1U << level)
			put_state(o, span_of(area_level_name(level)), SPAN("1"));
	}
}

static void put_n(const struct output *o)
{
	put_count(o, SPAN(""), o->cell->n);
}

static void put_cell_sum(const struct output *o)
{
	put_sum(o, SPAN(""), &o->cell->sum);
}

static void put_of_n(const struct output *o)
{
	put_count(o, SPAN(""), o->further->of_n);
}

static void put_of(const struct output *o)
{
	put_sum(o, SPAN(""), &o->further->of);
}

static void put_weight(const struct output *o)
{
	put_sum(o, SPAN(""), &o->further->weight);
}

static void put_least(const struct output *o)
{
	if (o->further->has_range)
		put_number(o, &o->further->least);
}

static void put_most(const struct output *o)
{
	if (o->further->has_range)
		put_number(o, &o->further->most);
}

static void put_taken(const struct output *o)
{
	put_count(o, SPAN(""), o->further->taken);
}

static void put_next(const struct output *o)
{
	if (o->further->has_next)
		put_day(o, o->further->next);
}

static struct span period_text(const struct output *o, const struct at_period *at)
{
	return pool_text(&o->cells->pool, at->text);
}

static void put_first_n(const struct output *o)
{
	if (o->further->first.given)
		put_count(o, period_text(o, &o->further->first), o->further->first.n);
}

static void put_first_secret(const struct output *o)
{
	if (o->further->first.secret)
		put_state(o, period_text(o, &o->further->first), SPAN("1"));
}

static void put_last_secret(const struct output *o)
{
	if (o->further->last.secret)
		put_state(o, period_text(o, &o->further->last), SPAN("1"));
}

static void put_first(const struct output *o)
{
	if (o->further->first.given)
		put_sum(o, period_text(o, &o->further->first), &o->further->first.sum);
}

static void put_last_n(const struct output *o)
{
	if (o->further->last.given)
		put_count(o, period_text(o, &o->further->last), o->further->last.n);
}

static void put_last(const struct output *o)
{
	if (o->further->last.given)
		put_sum(o, period_text(o, &o->further->last), &o->further->last.sum);
}

static void put_origin(const struct output *o, struct span key, const struct text *origin)
{
	if (origin->length)
		put_state(o, key, text_span(origin));
}

static void put_cell_origin(const struct output *o)
{
	put_origin(o, SPAN(""), &o->further->origin);
}

static void put_first_origin(const struct output *o)
{
	if (o->further->first.given)
		put_origin(o, period_text(o, &o->further->first), &o->further->first.origin);
}

static void put_last_origin(const struct output *o)
{
	if (o->further->last.given)
		put_origin(o, period_text(o, &o->further->last), &o->further->last.origin);
}

/* Of texts in the bag it counts how often values came; of the others, that they did. */
static void put_tallies(const struct output *o, enum tally_part part)
{
	size_t count;
	const struct tally *tally = bag_find(&o->cells->bag, o->place, part, &count);
	bool counted = part == TALLY_VALUES || part == TALLY_WEIGHTED || part == TALLY_WEIGHTS;
	for (size_t i = 0; i < count; i++) {
		struct text key = {0};
		text_add_escaped(&key, pool_text(&o->cells->pool, tally[i].text));
		put_count(o, text_span(&key), counted ? tally[i].count : 1);
		free(key.bytes);
	}
}

static void put_values(const struct output *o)
{
	put_tallies(o, TALLY_VALUES);
}

static void put_remarks(const struct output *o)
{
	put_tallies(o, TALLY_REMARKS);
}

static void put_published(const struct output *o)
{
	put_tallies(o, TALLY_PUBLISHED);
}

static void put_alone(const struct output *o)
{
	put_tallies(o, TALLY_PUBLISHED_ALONE);
}

static void put_weighted(const struct output *o)
{
	put_tallies(o, TALLY_WEIGHTED);
}

static void put_weights(const struct output *o)
{
	put_tallies(o, TALLY_WEIGHTS);
}

static void put_areas(const struct output *o)
{
	put_tallies(o, TALLY_AREAS);
}

/* Reading. A part that is no such thing is false, and the state is none of ours. */

struct arrival {
	struct cells *cells;
	const struct definition *definition;
	size_t place;
	struct cell *cell;
	struct span key, state;
};

static bool read_count(struct span text, uint64_t *count)
{
	struct number number;
	if (!number_read(&number, text) || !number.small || number.decimals || number.digits < 0)
		return false;
	*count = (uint64_t)number.digits;
	return true;
}

static bool add_count(const struct arrival *a, uint64_t *to)
{
	uint64_t count;
	return read_count(a->state, &count) && !__builtin_add_overflow(*to, count, to);
}

static bool add_sum(const struct arrival *a, struct sum *to)
{
	return sum_add_written(to, a->state);
}

/* Whether it could be added: the sum of a period that does not count. */
static bool is_sum(const struct arrival *a)
{
	struct sum sum = {0};
	bool valid = sum_add_written(&sum, a->state);
	sum_clear(&sum);
	return valid;
}

static bool add_seen(const struct arrival *a)
{
	cells_further(a->cells, a->place)->seen = true;
	return span_is(a->state, "1");
}

static bool add_secret(const struct arrival *a)
{
	cells_further(a->cells, a->place)->secret = true;
	return span_is(a->state, "1");
}

static bool add_of_secret(const struct arrival *a)
{
	cells_further(a->cells, a->place)->of_secret = true;
	return span_is(a->state, "1");
}

static bool add_level(const struct arrival *a)
{
	enum area_level level = 0;
	while (level < AREA_LEVELS && !span_is(a->key, area_level_name(level)))
		level++;
	if (level < AREA_LEVELS)
		a->cells->levels[a->place] |= (unsigned char)(1U << level);
	return level < AREA_LEVELS && span_is(a->state, "1");
}

static bool add_n(const struct arrival *a)
{
	return add_count(a, &a->cell->n);
}

static bool add_cell_sum(const struct arrival *a)
{
	return add_sum(a, &a->cell->sum);
}

static bool add_of_n(const struct arrival *a)
{
	return add_count(a, &cells_further(a->cells, a->place)->of_n);
}

static bool add_of(const struct arrival *a)
{
	return add_sum(a, &cells_further(a->cells, a->place)->of);
}

static bool add_weight(const struct arrival *a)
{
	return add_sum(a, &cells_further(a->cells, a->place)->weight);
}

static bool add_range(const struct arrival *a)
{
	struct number number;
	if (!number_read(&number, a->state))
		return false;
	cells_range(a->cells, a->place, &number);
	return true;
}

static bool add_taken(const struct arrival *a)
{
	return add_count(a, &cells_further(a->cells, a->place)->taken);
}

static bool add_next(const struct arrival *a)
{
	long day;
	if (!date_read(a->state, &day))
		return false;
	cells_next(a->cells, a->place, day);
	return true;
}

/* The place of a period that is the first or the last so far; NULL there where it is neither. */
static bool find_period(const struct arrival *a, bool last, struct at_period **at)
{
	struct period period;
	if (!period_read(a->key, &period))
		return false;
	*at = last ? cells_last(a->cells, a->place, period, a->key)
		   : cells_first_period(a->cells, a->place, period, a->key);
	return true;
}

static bool add_first_n(const struct arrival *a)
{
	struct at_period *at;
	uint64_t ignored;
	return find_period(a, false, &at) &&
	       (at ? add_count(a, &at->n) : read_count(a->state, &ignored));
}

static bool add_end_secret(const struct arrival *a, bool last)
{
	struct at_period *at;
	bool valid = span_is(a->state, "1") && find_period(a, last, &at);
	if (valid && at)
		at->secret = true;
	return valid;
}

static bool add_first_secret(const struct arrival *a)
{
	return add_end_secret(a, false);
}

static bool add_last_secret(const struct arrival *a)
{
	return add_end_secret(a, true);
}

static bool add_first(const struct arrival *a)
{
	struct at_period *at;
	return find_period(a, false, &at) && (at ? add_sum(a, &at->sum) : is_sum(a));
}

static bool add_last_n(const struct arrival *a)
{
	struct at_period *at;
	uint64_t ignored;
	return find_period(a, true, &at) &&
	       (at ? add_count(a, &at->n) : read_count(a->state, &ignored));
}

static bool add_last(const struct arrival *a)
{
	struct at_period *at;
	return find_period(a, true, &at) && (at ? add_sum(a, &at->sum) : is_sum(a));
}

static bool add_origin(const struct arrival *a, struct text *to)
{
	a->cells->has_origin = true;
	cells_origin(to, a->state);
	return a->state.length > 0;
}

static bool add_cell_origin(const struct arrival *a)
{
	return add_origin(a, &cells_further(a->cells, a->place)->origin);
}

static bool add_first_origin(const struct arrival *a)
{
	struct at_period *at;
	return find_period(a, false, &at) && (!at || add_origin(a, &at->origin));
}

static bool add_last_origin(const struct arrival *a)
{
	struct at_period *at;
	return find_period(a, true, &at) && (!at || add_origin(a, &at->origin));
}

/* Whether a text is one field of a record or several with TABs between them. */
static bool is_fields(struct span text)
{
	static const char escapes[] = {'t', 'n', 'r', '\\'};
	for (size_t i = 0; i < text.length; i++) {
		bool escaped = text.bytes[i] == '\\';
		i += escaped;
		if (i == text.length ||
			(escaped && !memchr(escapes, text.bytes[i], sizeof escapes)) ||
			text.bytes[i] == '\n' || text.bytes[i] == '\r')
			return false;
	}
	return true;
}

/* The key is fields; `numbers` says that the first is a number. */
static bool add_tally(const struct arrival *a, enum tally_part part, bool numbers)
{
	uint64_t count;
	struct text text = {0};
	text_add_unescaped(&text, a->key);
	struct span key = text_span(&text), first = key;
	const char *tab = memchr(key.bytes, '\t', key.length);
	if (tab)
		first.length = (size_t)(tab - key.bytes);
	bool good =
		read_count(a->state, &count) && is_fields(key) &&
		(!numbers || number_valid(first)) &&
		bag_add(&a->cells->bag, a->place, part, pool_number(&a->cells->pool, key), count);
	free(text.bytes);
	return good;
}

static bool add_value(const struct arrival *a)
{
	bool numbers = operation_gathers(a->definition) & GATHER_NUMBERS;
	return add_tally(a, TALLY_VALUES, numbers);
}

static bool add_remark(const struct arrival *a)
{
	return add_tally(a, TALLY_REMARKS, false);
}

static bool add_published(const struct arrival *a)
{
	cells_further(a->cells, a->place); /* a cell that holds nothing else has one, too */
	return add_tally(a, TALLY_PUBLISHED, true);
}

static bool add_alone(const struct arrival *a)
{
	return add_tally(a, TALLY_PUBLISHED_ALONE, true);
}

static bool add_weighted(const struct arrival *a)
{
	return add_tally(a, TALLY_WEIGHTED, true);
}

static bool add_weights(const struct arrival *a)
{
	return add_tally(a, TALLY_WEIGHTS, true);
}

static bool add_area(const struct arrival *a)
{
	return add_tally(a, TALLY_AREAS, false);
}

static const struct part {
	const char *name;
	void (*put)(const struct output *);
	bool (*add)(const struct arrival *);
} parts[] = {
	{"seen", put_seen, add_seen},
	{"secret", put_secret, add_secret},
	{"of_secret", put_of_secret, add_of_secret},
	{"level", put_levels, add_level},
	{"n", put_n, add_n},
	{"sum", put_cell_sum, add_cell_sum},
	{"of_n", put_of_n, add_of_n},
	{"of", put_of, add_of},
	{"weight", put_weight, add_weight},
	{"least", put_least, add_range},
	{"most", put_most, add_range},
	{"first_n", put_first_n, add_first_n},
	{"first", put_first, add_first},
	{"first_secret", put_first_secret, add_first_secret},
	{"last_n", put_last_n, add_last_n},
	{"last", put_last, add_last},
	{"last_secret", put_last_secret, add_last_secret},
	{"origin", put_cell_origin, add_cell_origin},
	{"first_origin", put_first_origin, add_first_origin},
	{"last_origin", put_last_origin, add_last_origin},
	{"taken", put_taken, add_taken},
	{"next", put_next, add_next},
	{"value", put_values, add_value},
	{"remark", put_remarks, add_remark},
	{"published", put_published, add_published},
	{"published_alone", put_alone, add_alone},
	{"weighted", put_weighted, add_weighted},
	{"weights", put_weights, add_weights},
	{"area", put_areas, add_area},
};
enum { PARTS = sizeof parts / sizeof *parts };

void states_put(struct writer *out, const struct cells *cells, const struct group_columns *columns)
{
	static const struct further nothing;
	kpi_header_put(out, &header, columns);
	struct kpi_rows rows = kpi_rows_of(cells, columns, ROWS_OF_STATES);
	struct output o = {.writer = out,
		.cells = cells,
		.digest = digest_of(cells),
		.columns = columns->count};
	for (size_t i = 0; i < rows.count; i++) {
		o.row = &rows.row[i];
		o.place = cells_place(cells, o.row->group, o.row->definition);
		o.cell = &cells->cell[o.place];
		o.further = cells->further[o.place] ? cells->further[o.place] : &nothing;
		for (size_t p = 0; p < PARTS; p++) {
			o.part = parts[p].name;
			parts[p].put(&o);
		}
	}
	kpi_rows_free(&rows);
}

/* Where the columns of states stand. */
struct layout {
	size_t digest, kpi, part, key, state;
	size_t *group;   /* of all groupings */
	size_t **column; /* of each grouping */
};

static struct layout state_layout(
	const struct cells *c, const struct group_columns *columns, const struct records *in)
{
	static const char hint[] = "these are no states of kkr-kpi --partial with these groups";
	struct layout l = {.digest = records_column(in, "digest", hint),
		.kpi = records_column(in, "kpi", hint),
		.part = records_column(in, "part", hint),
		.key = records_column(in, "key", hint),
		.state = records_column(in, "state", hint)};
	l.group = allocate(columns->count, sizeof *l.group);
	for (size_t i = 0; i < columns->count; i++)
		l.group[i] = records_column(in, columns->name[i], hint);
	l.column = allocate(c->groupings, sizeof *l.column);
	for (size_t g = 0; g < c->groupings; g++) {
		l.column[g] = allocate(c->grouping[g].count, sizeof *l.column[g]);
		for (size_t i = 0; i < c->grouping[g].count; i++)
			l.column[g][i] = records_column(in, c->grouping[g].name[i], hint);
	}
	return l;
}

static void free_layout(struct layout *l, size_t groupings)
{
	for (size_t g = 0; g < groupings; g++)
		free(l->column[g]);
	free(l->column);
	free(l->group);
}

/* The grouping that a state's row is of: the one whose columns, and no others, have no "*". */
static size_t find_grouping(const struct cells *c, const struct group_columns *columns,
	const struct records *in, const struct layout *l)
{
	size_t g = 0;
	for (; g < c->groupings; g++) {
		size_t fits = 0;
		for (size_t i = 0; i < columns->count; i++)
			fits += grouping_has(&c->grouping[g], columns->name[i]) !=
				span_is(in->field[l->group[i]], kpi_all);
		if (fits == columns->count)
			break;
	}
	return g;
}

static size_t find_definition(const struct cells *c, size_t grouping, struct span kpi)
{
	size_t d = 0;
	while (d < c->definitions->count &&
		!(cells_wanted(c, grouping, d) && span_is(kpi, c->definitions->definition[d].kpi)))
		d++;
	return d;
}

static const struct part *find_part(struct span name)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (span_is(name, parts[i].name))
			return &parts[i];
	}
	return NULL;
}

static size_t find_group(
	struct cells *c, size_t grouping, const struct records *in, const struct layout *l)
{
	struct key key = {grouping, in->field, l->column[grouping], c->grouping[grouping].count};
	return cells_group(c, &key, cells_hash(c, &key));
}

static void add_state(struct cells *c, const struct group_columns *columns,
	const struct records *in, const struct layout *l)
{
	size_t grouping = find_grouping(c, columns, in, l);
	size_t d = grouping < c->groupings ? find_definition(c, grouping, in->field[l->kpi])
					   : c->definitions->count;
	const struct part *part = find_part(in->field[l->part]);
	struct arrival a = {.cells = c, .key = in->field[l->key], .state = in->field[l->state]};
	bool good = d < c->definitions->count && part;
	if (good) {
		a.place = cells_place(c, find_group(c, grouping, in, l), d);
		a.definition = &c->definitions->definition[d];
		a.cell = &c->cell[a.place];
		good = part->add(&a);
	}
	if (!good)
		fail(EX_DATAERR, in->file, in->line, "is no state that kkr-kpi --partial writes");
}

void states_add(struct cells *c, const struct group_columns *columns, struct records *in)
{
	struct layout l = state_layout(c, columns, in);
	struct digest digest = digest_of(c);
	while (records_next(in)) {
		if (!span_is(in->field[l.digest], digest.text))
			fail(EX_DATAERR, in->file, in->line,
				"the state is of other definitions, another --group or another "
				"--as-of: digest '%s', not %s",
				quote(in->field[l.digest]).text, digest.text);
		add_state(c, columns, in, &l);
	}
	free_layout(&l, c->groupings);
}
