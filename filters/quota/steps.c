#include "program.h"

#include "lib/decimal.h"

#include <stdlib.h>

/*
 * Municipalities whose quotas are rounded together: all, or where one of those that share a sum
 * stands at a bound, the rest of those.
 */
struct group {
	const struct municipality *first;
	bool shared;
	mpz_t all;     /* what they share: the landstal, or what bounds leave */
	mpz_t rounded; /* the sum of what each is rounded to */
	mpq_t sum;     /* of their distributions */
};

struct working {
	const struct quota *q;
	mpz_t positive; /* how many net figures are above 0 */
	struct group *group;
	size_t groups, room;
};

static void set_rational(
	struct steps *s, enum step_what what, mpq_srcptr value, size_t decimals, bool exact)
{
	struct text text = {0};
	char *fraction = exact ? mpq_get_str(NULL, 10, value) : NULL;
	steps_set(s, what, rounded_text(&text, value, decimals), span_of(fraction ? fraction : ""));
	free(fraction);
	free(text.bytes);
}

static void set_whole(struct steps *s, enum step_what what, mpz_srcptr value)
{
	char *text = mpz_get_str(NULL, 10, value);
	steps_set(s, what, span_of(text), SPAN(""));
	free(text);
}

static void set_inputs(struct steps *s, const struct quota *q, const struct municipality *m)
{
	static const enum step_what own[INPUTS] = {[POPULATION] = STEP_POPULATION,
		[NATIONALS] = STEP_NATIONALS,
		[FAMILY] = STEP_FAMILY};
	static const enum step_what all[INPUTS] = {[POPULATION] = STEP_POPULATION_ALL,
		[NATIONALS] = STEP_NATIONALS_ALL,
		[FAMILY] = STEP_FAMILY_ALL};
	mpq_t persons;
	for (size_t i = 0; i < INPUTS; i++) {
		set_rational(s, own[i], m->input[i], 0, false);
		set_rational(s, all[i], q->sum[i], 0, false);
	}
	mpq_init(persons);
	mpq_set_z(persons, q->landstal[0]);
	set_rational(s, STEP_LANDSTAL, persons, 0, false);
	mpq_add(persons, persons, q->sum[FAMILY]);
	set_rational(s, STEP_PERSONS_ALL, persons, 0, false);
	mpq_clear(persons);
}

static void set_figures(struct steps *s, const struct working *w, const struct municipality *m)
{
	static const enum step_what whats[FIGURES] = {[SHARE] = STEP_SHARE,
		[GROSS] = STEP_GROSS,
		[NET] = STEP_NET,
		[DISTRIBUTION] = STEP_DISTRIBUTION};
	set_whole(s, STEP_POSITIVE_COUNT, w->positive);
	set_rational(s, STEP_POSITIVE_NET_ALL, w->q->positive, figure_form[NET].decimals, true);
	for (size_t i = 0; i < DISTRIBUTION; i++)
		set_rational(s, whats[i], m->figure[i], figure_form[i].decimals, true);
	if (mpq_sgn(m->figure[NET]) < 0)
		steps_set(s, STEP_DISTRIBUTION_NEGATIVE, SPAN("0"), SPAN(""));
	else if (mpq_sgn(w->q->positive) == 0)
		steps_set(s, STEP_DISTRIBUTION_NONE, SPAN("0"), SPAN(""));
	else
		set_rational(s, whats[DISTRIBUTION], m->figure[DISTRIBUTION],
			figure_form[DISTRIBUTION].decimals, true);
}

/* What rounds to a municipality's quota: its distribution, or its part of what is shared anew. */
static void group_value(mpq_t value, const struct group *g, const struct municipality *m)
{
	if (!g->shared) {
		mpq_set(value, m->figure[DISTRIBUTION]);
		return;
	}
	mpq_set_z(value, g->all);
	mpq_mul(value, value, m->figure[DISTRIBUTION]);
	if (mpq_sgn(g->sum) > 0)
		mpq_div(value, value, g->sum);
}

static void round_value(mpz_t rounded, const struct group *g, const struct municipality *m)
{
	struct decimal d;
	mpq_t value;
	mpq_init(value);
	decimal_init(&d);
	group_value(value, g, m);
	decimal_round(&d, value, 0);
	mpz_set(rounded, d.digits);
	decimal_clear(&d);
	mpq_clear(value);
}

static bool in_group(const struct working *w, const struct group *g, const struct municipality *m)
{
	return !g->shared || (!m->fixed && bounds_together(w->q, g->first, m));
}

static void add_up_group(const struct working *w, struct group *g)
{
	const struct quota *q = w->q;
	mpz_t rounded;
	mpz_inits(g->all, g->rounded, rounded, NULL);
	mpq_init(g->sum);
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		if (!in_group(w, g, m))
			continue;
		mpz_add(g->all, g->all, m->outcome[0].quota);
		mpq_add(g->sum, g->sum, m->figure[DISTRIBUTION]);
	}
	for (size_t i = 0; i < q->count; i++) {
		if (!in_group(w, g, &q->municipality[i]))
			continue;
		round_value(rounded, g, &q->municipality[i]);
		mpz_add(g->rounded, g->rounded, rounded);
	}
	mpz_clear(rounded);
}

/* The group of a municipality, worked out when its first one is met. */
static const struct group *group_of(struct working *w, const struct municipality *m)
{
	for (size_t i = 0; i < w->groups; i++) {
		if (bounds_together(w->q, w->group[i].first, m))
			return &w->group[i];
	}
	w->group = grow(w->group, &w->room, w->groups + 1, sizeof *w->group);
	struct group *g = &w->group[w->groups++];
	*g = (struct group){.first = m, .shared = bounds_touch(w->q, m)};
	add_up_group(w, g);
	return g;
}

static void working_init(struct working *w, const struct quota *q)
{
	*w = (struct working){.q = q};
	mpz_init(w->positive);
	for (size_t i = 0; i < q->count; i++)
		mpz_add_ui(w->positive, w->positive, mpq_sgn(q->municipality[i].figure[NET]) > 0);
}

static void working_clear(struct working *w)
{
	for (size_t i = 0; i < w->groups; i++) {
		mpz_clears(w->group[i].all, w->group[i].rounded, NULL);
		mpq_clear(w->group[i].sum);
	}
	free(w->group);
	mpz_clear(w->positive);
}

static void set_shared(struct steps *s, const struct group *g, const struct municipality *m)
{
	enum { DECIMALS = 4 };
	mpq_t value;
	if (!g->shared)
		return;
	mpq_init(value);
	group_value(value, g, m);
	set_whole(s, STEP_SHARED_ALL, g->all);
	if (mpq_sgn(g->sum) > 0)
		set_rational(s, STEP_DISTRIBUTION_ALL, g->sum, DECIMALS, true);
	set_rational(s, STEP_SHARED, value, DECIMALS, true);
	mpq_clear(value);
}

/* By the order: rounded, and where that is not the quota, what rounding leaves. */
static void set_rounded(struct steps *s, const struct group *g, const struct municipality *m)
{
	mpz_t rounded, remainder;
	mpz_inits(rounded, remainder, NULL);
	round_value(rounded, g, m);
	mpz_sub(remainder, m->outcome[0].quota, rounded);
	set_whole(s, STEP_ROUNDED, rounded);
	if (mpz_sgn(remainder) != 0) {
		set_whole(s, STEP_REMAINDER, remainder);
		set_whole(s, STEP_ROUNDED_ALL, g->rounded);
		mpz_sub(remainder, g->all, g->rounded);
		set_whole(s, STEP_REMAINDER_ALL, remainder);
	}
	mpz_clears(rounded, remainder, NULL);
}

/* By largest remainders: the whole persons, and one more or none. */
static void set_largest(struct steps *s, const struct group *g, const struct municipality *m)
{
	mpz_t whole, more;
	mpq_t value;
	mpz_inits(whole, more, NULL);
	mpq_init(value);
	group_value(value, g, m);
	mpz_fdiv_q(whole, mpq_numref(value), mpq_denref(value));
	mpz_sub(more, m->outcome[0].quota, whole);
	set_whole(s, STEP_WHOLE, whole);
	set_whole(s, STEP_ONE_MORE, more);
	mpq_clear(value);
	mpz_clears(whole, more, NULL);
}

static void set_quota(struct steps *s, struct working *w, const struct municipality *m)
{
	const struct group *g = group_of(w, m);
	set_whole(s, STEP_QUOTA, m->outcome[0].quota);
	if (m->exempt || m->fixed) {
		set_whole(s, m->exempt ? STEP_EXEMPT : STEP_BOUND, m->outcome[0].quota);
		return;
	}
	set_shared(s, g, m);
	if (w->q->method == method_find("statute"))
		set_rounded(s, g, m);
	else
		set_largest(s, g, m);
}

static void set_steps(struct steps *s, struct working *w, const struct municipality *m)
{
	steps_clear(s);
	s->area = span_copy(m->code);
	s->name = span_copy(m->name);
	s->region = span_copy(m->region);
	set_inputs(s, w->q, m);
	set_figures(s, w, m);
	set_quota(s, w, m);
}

void write_steps(const struct program *p, struct writer *out)
{
	struct steps s = {.area = NULL};
	struct working w;
	working_init(&w, &p->q);
	steps_put_header(out);
	for (size_t i = 0; i < p->q.count; i++) {
		set_steps(&s, &w, &p->q.municipality[i]);
		steps_put(out, &s, STEP_LANDSTAL);
	}
	steps_clear(&s);
	working_clear(&w);
}

void write_explanation(const struct program *p, const struct municipality *m, struct writer *out)
{
	struct steps s = {.area = NULL};
	struct working w;
	working_init(&w, &p->q);
	set_steps(&s, &w, m);
	steps_explain(&s, p->o.language, out);
	steps_clear(&s);
	working_clear(&w);
}
