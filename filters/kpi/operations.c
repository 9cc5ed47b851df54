#include "kpi/operations.h"

#include <stdlib.h>

/* Readers see these words beside a figure that is not there. */
static const char no_records[] = "ingen poster";
static const char no_denominator[] = "ingen nævner";
static const char zero_denominator[] = "nævneren er 0";
static const char no_base[] = "intet udgangspunkt";
static const char zero_base[] = "udgangspunktet er 0";
static const char one_period[] = "kun én periode";
static const char zero_weights[] = "vægtene er tilsammen 0";
static const char no_date[] = "ingen kommende frist";

static void give_count(struct outcome *o, uint64_t count)
{
	_Static_assert(sizeof(unsigned long) == sizeof count, "mpq_set_ui takes 64 bits");
	o->given = true;
	mpq_set_ui(o->value, count, 1);
}

/* A sum of n records; of none there is no figure. */
static void give_sum(struct outcome *o, const struct sum *sum, uint64_t n)
{
	o->given = n > 0;
	o->why = no_records;
	sum_fraction(o->value, sum);
}

/* Divides the value by a divisor that must not be 0. */
static void divide(struct outcome *o, mpq_srcptr divisor, const char *why)
{
	o->given &= mpq_sgn(divisor) != 0;
	if (o->given)
		mpq_div(o->value, o->value, divisor);
	else
		o->why = why;
}

static void count(const struct view *v, struct outcome *o)
{
	give_count(o, v->cell->n);
}

static void distinct(const struct view *v, struct outcome *o)
{
	size_t different;
	bag_find(&v->cells->bag, v->place, TALLY_VALUES, &different);
	give_count(o, different);
}

static void sum(const struct view *v, struct outcome *o)
{
	give_sum(o, &v->cell->sum, v->cell->n);
}

/* A value or a weight, and whose it is. */
struct weighed {
	struct span key;
	struct number number;
	uint64_t count;
};

static int by_whose(const void *a, const void *b)
{
	return span_compare(((const struct weighed *)a)->key, ((const struct weighed *)b)->key);
}

/* Those of a part, by key. */
static struct weighed *weighed_of(const struct view *v, enum tally_part part, size_t *count)
{
	const struct tally *tally = bag_find(&v->cells->bag, v->place, part, count);
	struct weighed *all = allocate(*count, sizeof *all);
	for (size_t i = 0; i < *count; i++) {
		struct span text = pool_text(&v->cells->pool, tally[i].text);
		const char *tab = memchr(text.bytes, '\t', text.length);
		size_t length = tab ? (size_t)(tab - text.bytes) : text.length;
		number_read(&all[i].number, (struct span){text.bytes, length});
		length += tab != NULL;
		all[i].key = (struct span){text.bytes + length, text.length - length};
		all[i].count = tally[i].count;
	}
	if (*count)
		qsort(all, *count, sizeof *all, by_whose);
	return all;
}

static _Noreturn void bad_weight(const struct view *v, struct span key, const char *what)
{
	const struct definition *d = v->definition;
	fail(EX_DATAERR, v->cells->definitions->file, d->line, "%s: the weight of %s '%s' %s",
		d->kpi, d->weight_by.name, quote(key).text, what);
}

/* Adds value by weight, as often as it came, to the one sum, and the weight to the other. */
static void add_weighed(
	const struct weighed *value, const struct weighed *weight, mpq_t sum, mpq_t weights)
{
	mpq_t x, y;
	struct sum a = {0}, b = {0};
	mpq_inits(x, y, NULL);
	sum_add(&a, &value->number);
	sum_add(&b, &weight->number);
	sum_fraction(x, &a);
	sum_fraction(y, &b);
	mpz_mul_ui(mpq_numref(y), mpq_numref(y), value->count);
	mpq_canonicalize(y);
	mpq_add(weights, weights, y);
	mpq_mul(x, x, y);
	mpq_add(sum, sum, x);
	mpq_clears(x, y, NULL);
	sum_clear(&a);
	sum_clear(&b);
}

/* Each value has one weight, that of its key; a weight may have no value. */
static void add_all_weighed(const struct view *v, mpq_t sum, mpq_t weights)
{
	size_t values, count, at = 0;
	struct weighed *value = weighed_of(v, TALLY_WEIGHTED, &values);
	struct weighed *weight = weighed_of(v, TALLY_WEIGHTS, &count);
	for (size_t i = 0; i < count; i++) {
		if (weight[i].count > 1 || (i > 0 && by_whose(&weight[i - 1], &weight[i]) == 0))
			bad_weight(v, weight[i].key, "is given twice");
	}
	for (size_t i = 0; i < values; i++) {
		while (at < count && by_whose(&weight[at], &value[i]) < 0)
			at++;
		if (at == count || by_whose(&weight[at], &value[i]) != 0)
			bad_weight(v, value[i].key, "is missing");
		add_weighed(&value[i], &weight[at], sum, weights);
	}
	free(value);
	free(weight);
}

static void mean_by_weights(const struct view *v, struct outcome *o)
{
	mpq_t weights;
	mpq_init(weights);
	o->given = v->cell->n > 0;
	o->why = no_records;
	mpq_set_ui(o->value, 0, 1);
	add_all_weighed(v, o->value, weights);
	if (o->given)
		divide(o, weights, zero_weights);
	mpq_clear(weights);
}

static void mean(const struct view *v, struct outcome *o)
{
	mpq_t divisor;
	if (v->definition->weight_by.name) {
		mean_by_weights(v, o);
		return;
	}
	mpq_init(divisor);
	give_sum(o, &v->cell->sum, v->cell->n);
	if (v->definition->weight.name)
		sum_fraction(divisor, &v->further->weight);
	else
		mpq_set_ui(divisor, v->cell->n, 1);
	if (o->given)
		divide(o, divisor, zero_weights);
	mpq_clear(divisor);
}

static void give_number(struct outcome *o, const struct number *number, bool given)
{
	struct sum alone = {0};
	if (given)
		sum_add(&alone, number);
	give_sum(o, &alone, given);
	sum_clear(&alone);
}

static void least(const struct view *v, struct outcome *o)
{
	give_number(o, &v->further->least, v->further->has_range);
}

static void greatest(const struct view *v, struct outcome *o)
{
	give_number(o, &v->further->most, v->further->has_range);
}

struct counted {
	struct number number;
	uint64_t count;
};

static int by_number(const void *a, const void *b)
{
	return number_compare(
		&((const struct counted *)a)->number, &((const struct counted *)b)->number);
}

/* The value in place `place` of all, from 0; the last where states are wrong about how many. */
static const struct number *number_at(const struct counted *all, size_t different, uint64_t place)
{
	const struct counted *last = all + different - 1;
	for (; all < last && place >= all->count; all++)
		place -= all->count;
	return &all->number;
}

static void median(const struct view *v, struct outcome *o)
{
	size_t different;
	const struct tally *tally = bag_find(&v->cells->bag, v->place, TALLY_VALUES, &different);
	struct counted *all = allocate(different, sizeof *all);
	struct sum middle = {0};
	for (size_t i = 0; i < different; i++) {
		number_read(&all[i].number, pool_text(&v->cells->pool, tally[i].text));
		all[i].count = tally[i].count;
	}
	if (different) {
		qsort(all, different, sizeof *all, by_number);
		sum_add(&middle, number_at(all, different, (v->cell->n - 1) / 2));
		sum_add(&middle, number_at(all, different, v->cell->n / 2));
	}
	give_sum(o, &middle, different);
	mpq_div_2exp(o->value, o->value, 1);
	sum_clear(&middle);
	free(all);
}

/* The denominator or base: a number, or what the records of `of` come to; false where none do. */
static bool find_of(const struct view *v, mpq_t of)
{
	const struct definition *d = v->definition;
	if (d->of_is_number)
		mpq_set(of, d->of_number);
	else if (d->counts)
		mpq_set_ui(of, v->further->of_n, 1);
	else
		sum_fraction(of, &v->further->of);
	return d->of_is_number || v->further->of_n > 0;
}

static void quotient(const struct view *v, struct outcome *o)
{
	mpq_t of;
	mpq_init(of);
	if (v->definition->counts)
		give_count(o, v->cell->n);
	else
		give_sum(o, &v->cell->sum, v->cell->n);
	bool found = find_of(v, of);
	if (o->given)
		divide(o, of, found ? zero_denominator : no_denominator);
	mpq_mul(o->value, o->value, v->definition->per);
	mpq_clear(of);
}

/* What changed and what it is a change from. */
static void find_change(const struct view *v, struct outcome *o, mpq_t base)
{
	const struct further *f = v->further;
	if (v->definition->has_of) {
		give_sum(o, &v->cell->sum, v->cell->n);
		bool found = find_of(v, base);
		if (o->given && !found) {
			o->given = false;
			o->why = no_base;
		}
	} else {
		give_sum(o, &f->last.sum, f->last.n);
		sum_fraction(base, &f->first.sum);
		o->n = f->last.n;
		if (f->first.given && f->first.period.first == f->last.period.first &&
			f->first.period.last == f->last.period.last) {
			o->given = false;
			o->why = one_period;
		} else {
			o->n += f->first.n;
		}
	}
	mpq_sub(o->value, o->value, base);
}

static void change(const struct view *v, struct outcome *o)
{
	mpq_t base;
	mpq_init(base);
	find_change(v, o, base);
	mpq_clear(base);
}

static void change_pct(const struct view *v, struct outcome *o)
{
	mpq_t base;
	mpq_init(base);
	find_change(v, o, base);
	mpq_abs(base, base);
	if (o->given)
		divide(o, base, zero_base);
	mpq_mul(o->value, o->value, v->definition->per);
	mpq_clear(base);
}

static void latest(const struct view *v, struct outcome *o)
{
	o->n = v->further->last.n;
	give_sum(o, &v->further->last.sum, o->n);
}

/* Plans. */

static bool is_done(const struct plan *plan, const struct view *v)
{
	(void)v;
	return plan->done;
}

static bool is_open(const struct plan *plan, const struct view *v)
{
	(void)v;
	return !plan->done;
}

static bool is_overdue(const struct plan *plan, const struct view *v)
{
	return !plan->done && plan->has_latest && plan->latest < v->cells->as_of.first;
}

static bool is_coming(const struct plan *plan, const struct view *v)
{
	return !plan->done && plan->has_latest && plan->latest >= v->cells->as_of.first;
}

static bool is_due(const struct plan *plan, const struct view *v)
{
	return is_coming(plan, v) &&
	       plan->latest - v->cells->as_of.first <= (long)v->definition->days;
}

static bool is_active(const struct plan *plan, const struct view *v)
{
	const struct period *as_of = &v->cells->as_of;
	return (!plan->has_earliest || plan->earliest <= as_of->last) &&
	       (!plan->has_latest || plan->latest >= as_of->first);
}

static void count_plans(const struct view *v, struct outcome *o)
{
	give_count(o, v->further->taken);
}

static void next(const struct view *v, struct outcome *o)
{
	o->given = v->further->has_next;
	o->why = no_date;
	o->day = v->further->next;
}

static void days_left(const struct view *v, struct outcome *o)
{
	next(v, o);
	if (o->given)
		give_count(o, (uint64_t)(v->further->next - v->cells->as_of.first));
}

/* A new operation is a line here and a function above. */
enum { PCT = 100, ROUNDED = 2 };
static const struct operation operations[] = {
	{.name = "count", .decimals = DECIMALS_ALL, .work_out = count},
	{.name = "distinct",
		.argument = ARGUMENT_COLUMN,
		.gathers = GATHER_TEXTS,
		.decimals = DECIMALS_ALL,
		.at_least = true,
		.work_out = distinct},
	{.name = "sum",
		.argument = ARGUMENT_VALUE,
		.gathers = GATHER_SUM,
		.whose = WHOSE_RECORD,
		.decimals = DECIMALS_ALL,
		.at_least = true,
		.work_out = sum},
	{.name = "mean",
		.argument = ARGUMENT_MEAN,
		.gathers = GATHER_SUM,
		.whose = WHOSE_RECORD,
		.decimals = ROUNDED,
		.work_out = mean},
	{.name = "min",
		.argument = ARGUMENT_VALUE,
		.gathers = GATHER_RANGE,
		.whose = WHOSE_PICKED,
		.decimals = DECIMALS_ALL,
		.work_out = least},
	{.name = "max",
		.argument = ARGUMENT_VALUE,
		.gathers = GATHER_RANGE,
		.whose = WHOSE_PICKED,
		.decimals = DECIMALS_ALL,
		.work_out = greatest},
	{.name = "median",
		.argument = ARGUMENT_VALUE,
		.gathers = GATHER_NUMBERS,
		.whose = WHOSE_RECORD,
		.decimals = ROUNDED,
		.work_out = median},
	{.name = "share",
		.argument = ARGUMENT_SHARE,
		.denominator = OF_NEEDED,
		.gathers = GATHER_SUM,
		.decimals = ROUNDED,
		.per = PCT,
		.at_least = true,
		.work_out = quotient},
	{.name = "ratio",
		.argument = ARGUMENT_RATIO,
		.denominator = OF_NEEDED,
		.gathers = GATHER_SUM,
		.decimals = ROUNDED,
		.per = 1,
		.at_least = true,
		.work_out = quotient},
	{.name = "change",
		.argument = ARGUMENT_VALUE,
		.denominator = OF_POSSIBLE,
		.gathers = GATHER_PERIODS,
		.decimals = DECIMALS_ALL,
		.work_out = change},
	{.name = "change-pct",
		.argument = ARGUMENT_VALUE,
		.denominator = OF_POSSIBLE,
		.gathers = GATHER_PERIODS,
		.decimals = ROUNDED,
		.per = PCT,
		.work_out = change_pct},
	{.name = "latest",
		.argument = ARGUMENT_VALUE,
		.gathers = GATHER_LAST,
		.whose = WHOSE_RECORD,
		.decimals = DECIMALS_ALL,
		.work_out = latest},
	{.name = "done",
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_status = true,
		.takes = is_done,
		.work_out = count_plans},
	{.name = "open",
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_status = true,
		.takes = is_open,
		.work_out = count_plans},
	{.name = "overdue",
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_status = true,
		.needs_latest = true,
		.needs_as_of = true,
		.takes = is_overdue,
		.work_out = count_plans},
	{.name = "due",
		.argument = ARGUMENT_DAYS,
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_status = true,
		.needs_latest = true,
		.needs_as_of = true,
		.takes = is_due,
		.work_out = count_plans},
	{.name = "next",
		.gathers = GATHER_PLANS,
		.whose = WHOSE_PICKED,
		.gives_date = true,
		.needs_status = true,
		.needs_latest = true,
		.needs_as_of = true,
		.takes = is_coming,
		.work_out = next},
	{.name = "days-left",
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_status = true,
		.needs_latest = true,
		.needs_as_of = true,
		.takes = is_coming,
		.work_out = days_left},
	{.name = "active",
		.gathers = GATHER_PLANS,
		.decimals = DECIMALS_ALL,
		.needs_earliest = true,
		.needs_latest = true,
		.needs_as_of = true,
		.takes = is_active,
		.work_out = count_plans},
};
enum { OPERATIONS = sizeof operations / sizeof *operations };

const struct operation *operation_find(struct span name)
{
	for (size_t i = 0; i < OPERATIONS; i++) {
		if (span_is(name, operations[i].name))
			return &operations[i];
	}
	return NULL;
}

char *operation_names(void)
{
	struct text names = {0};
	for (size_t i = 0; i < OPERATIONS; i++) {
		text_add(&names, span_of(i ? " " : ""));
		text_add(&names, span_of(operations[i].name));
	}
	text_add_char(&names, '\0');
	return names.bytes;
}

static bool is_plain_mean(const struct definition *d)
{
	return d->operation->argument == ARGUMENT_MEAN && !d->weight.name;
}

bool asks_for_municipalities(const struct definition *d)
{
	if (!is_plain_mean(d))
		return false;
	for (size_t i = 0; i < d->where.count; i++) {
		const struct condition *c = &d->where.condition[i];
		if (strcmp(c->use.name, "level") == 0 && c->comparison == EQUAL && c->values == 1 &&
			strcmp(c->value[0].text, "municipality") == 0)
			return true;
	}
	return false;
}

unsigned operation_gathers(const struct definition *d)
{
	if (d->counts)
		return GATHER_NOTHING;
	if (d->weight_by.name)
		return GATHER_WEIGHTS;
	if (d->operation->denominator == OF_POSSIBLE && d->has_of)
		return GATHER_SUM;
	/* Its note says of how many municipalities a mean is: 35 ns a record more than the sum
	 * alone. */
	return d->operation->gathers | (is_plain_mean(d) ? GATHER_AREAS : 0);
}
