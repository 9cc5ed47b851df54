#include "quota.h"

#include <stdlib.h>

/* Municipalities that share one sum: those of a region, or all. */
struct group {
	struct quota *q;
	const char *file;
	size_t *member; /* places in q->municipality */
	size_t count;
	bool *fixed; /* of each member: its seats stand at a bound */
	mpz_t sum;
};

bool bounds_given(const struct quota *q)
{
	for (size_t i = 0; i < q->count; i++) {
		if (q->municipality[i].has_min || q->municipality[i].has_max)
			return true;
	}
	return false;
}

bool bounds_together(
	const struct quota *q, const struct municipality *a, const struct municipality *b)
{
	return !q->regional || span_equals(a->region, b->region);
}

bool bounds_touch(const struct quota *q, const struct municipality *m)
{
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *other = &q->municipality[i];
		if (bounds_together(q, other, m) && other->fixed)
			return true;
	}
	return false;
}

static void fault_bounds(const struct group *g, const char *why)
{
	const struct municipality *first = &g->q->municipality[g->member[0]];
	mpz_t least, most;
	bool capped = true;
	mpz_inits(least, most, NULL);
	for (size_t i = 0; i < g->count; i++) {
		const struct municipality *m = &g->q->municipality[g->member[i]];
		if (m->has_min)
			mpz_add(least, least, m->min);
		if (m->has_max)
			mpz_add(most, most, m->max);
		capped &= m->has_max;
	}
	char *sum = mpz_get_str(NULL, 10, g->sum), *low = mpz_get_str(NULL, 10, least),
	     *high = mpz_get_str(NULL, 10, most);
	complain(g->file, 0,
		"the bounds of '%s' and %zu others cannot be met by this rule: their quotas add up to %s, "
		"what they "
		"must have at least to %s, what they may have at most to %s%s%s%s",
		quote(first->code).text, g->count - 1, sum, low, capped ? high : "any number",
		why ? " (" : "", why ? why : "", why ? ")" : "");
	g->q->faults++;
	free(sum);
	free(low);
	free(high);
	mpz_clears(least, most, NULL);
}

/* What is left of the sum for the members whose seats are not fixed. */
static void find_rest(const struct group *g, mpz_t rest)
{
	mpz_set(rest, g->sum);
	for (size_t i = 0; i < g->count; i++) {
		if (g->fixed[i])
			mpz_sub(rest, rest, g->q->claim[g->member[i]].seats);
	}
}

/* Shares the rest on the members that are free; false, with the fault listed, where it cannot. */
static bool share_rest(const struct group *g)
{
	struct claim *free_claim = claims_new(g->count);
	size_t count = 0;
	mpz_t rest;
	mpz_init(rest);
	find_rest(g, rest);
	for (size_t i = 0; i < g->count; i++) {
		const struct claim *claim = &g->q->claim[g->member[i]];
		if (!g->fixed[i]) {
			free_claim[count].code = claim->code;
			mpq_set(free_claim[count++].weight, claim->weight);
		}
	}
	char *why = mpz_sgn(rest) < 0
			    ? span_copy(SPAN("what is fixed is more than the sum"))
			    : apportion(g->q->method, free_claim, count, rest, g->q->ties);
	if (why)
		fault_bounds(g, why);
	count = 0;
	for (size_t i = 0; i < g->count; i++) {
		if (!g->fixed[i])
			mpz_set(g->q->claim[g->member[i]].seats, free_claim[count++].seats);
	}
	bool shared = !why;
	free(why);
	mpz_clear(rest);
	claims_free(free_claim, g->count);
	return shared;
}

/* Adds up how far the free members are above their max, and below their min. */
static void sum_beyond(const struct group *g, mpz_t above, mpz_t below)
{
	mpz_set_ui(above, 0);
	mpz_set_ui(below, 0);
	for (size_t i = 0; i < g->count; i++) {
		const struct municipality *m = &g->q->municipality[g->member[i]];
		mpz_srcptr seats = g->q->claim[g->member[i]].seats;
		if (g->fixed[i])
			continue;
		if (m->has_max && mpz_cmp(seats, m->max) > 0) {
			mpz_add(above, above, seats);
			mpz_sub(above, above, m->max);
		}
		if (m->has_min && mpz_cmp(seats, m->min) < 0) {
			mpz_add(below, below, m->min);
			mpz_sub(below, below, seats);
		}
	}
}

/* Fixes the members that are above their max, or those below their min. */
static void fix(const struct group *g, bool above)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct municipality *m = &g->q->municipality[g->member[i]];
		mpz_ptr seats = g->q->claim[g->member[i]].seats;
		bool breaks = above ? m->has_max && mpz_cmp(seats, m->max) > 0
				    : m->has_min && mpz_cmp(seats, m->min) < 0;
		if (g->fixed[i] || !breaks)
			continue;
		mpz_set(seats, above ? m->max : m->min);
		g->fixed[i] = true;
	}
}

/*
 * Fixes those that break a bound there and shares the rest anew until none does. The side by which
 * the sum is broken more is fixed first, both where they are even: the others then move towards
 * their own bounds, so that what is fixed stays right, and every round fixes one municipality at
 * least.
 */
static void fix_to_bounds(const struct group *g)
{
	mpz_t above, below;
	mpz_inits(above, below, NULL);
	for (;;) {
		sum_beyond(g, above, below);
		if (mpz_sgn(above) == 0 && mpz_sgn(below) == 0)
			break;
		int order = mpz_cmp(above, below);
		if (order >= 0)
			fix(g, true);
		if (order <= 0)
			fix(g, false);
		if (!share_rest(g))
			break;
	}
	mpz_clears(above, below, NULL);
}

static void settle_group(struct quota *q, const char *file, size_t first, bool *done)
{
	struct group g = {.q = q, .file = file};
	g.member = allocate(q->count, sizeof *g.member);
	g.fixed = allocate(q->count, sizeof *g.fixed);
	mpz_init(g.sum);
	for (size_t i = first; i < q->count; i++) {
		if (!bounds_together(q, &q->municipality[i], &q->municipality[first]))
			continue;
		done[i] = true;
		g.fixed[g.count] = false;
		g.member[g.count++] = i;
		mpz_add(g.sum, g.sum, q->claim[i].seats);
	}
	fix_to_bounds(&g);
	for (size_t i = 0; i < g.count; i++)
		q->municipality[g.member[i]].fixed = g.fixed[i];
	mpz_clear(g.sum);
	free(g.member);
	free(g.fixed);
}

void bounds_apply(struct quota *q, const char *file)
{
	bool *done = allocate(q->count, sizeof *done);
	for (size_t i = 0; i < q->count; i++)
		done[i] = false;
	for (size_t i = 0; i < q->count; i++) {
		if (!done[i])
			settle_group(q, file, i, done);
	}
	free(done);
}
