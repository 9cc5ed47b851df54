#include "apportion.h"

#include "lib/decimal.h"

#include <stdlib.h>

struct job {
	const struct method *method;
	struct claim *claims;
	size_t count;
	mpz_srcptr total;
	enum ties ties;
	mpq_t weights; /* their sum, more than 0 */
};

struct method {
	const char *name;
	char *(*share)(struct job *);
	/*
	 * Of a divisor method: `past` says whether w/x, with k the whole number below it, is past
	 * the signpost d(k). `priority` is w/d(k), or its square: the claim with the greatest gets
	 * the next seat. `one_each`: d(0) is 0, so that each claim has one seat before any has two.
	 */
	bool (*past)(mpq_srcptr quotient, mpz_srcptr k);
	void (*priority)(mpq_t priority, mpq_srcptr weight, mpz_srcptr k);
	bool one_each;
};

/* The claim's part of the total, not rounded: weight total / (sum of the weights). */
static void exact_share(mpq_t share, const struct job *job, const struct claim *claim)
{
	mpq_set_z(share, job->total);
	mpq_mul(share, share, claim->weight);
	mpq_div(share, share, job->weights);
}

/* The seats that have not been given yet; negative where too many have been given. */
static void find_left(mpz_t left, const struct job *job)
{
	mpz_set(left, job->total);
	for (size_t i = 0; i < job->count; i++)
		mpz_sub(left, left, job->claims[i].seats);
}

/*
 * The order's rule (order 550/2022, section 4), as the published table of 2026 shows it: what
 * rounding leaves goes to the last claim; what would take that below 0 to the one before it.
 */
static char *share_statute(struct job *job)
{
	mpq_t share;
	mpz_t left;
	struct decimal rounded;
	mpq_init(share);
	mpz_init(left);
	decimal_init(&rounded);
	for (size_t i = 0; i < job->count; i++) {
		exact_share(share, job, &job->claims[i]);
		decimal_round(&rounded, share, 0);
		mpz_set(job->claims[i].seats, rounded.digits);
	}
	find_left(left, job);
	for (size_t i = job->count; i-- > 0 && mpz_sgn(left) != 0;) {
		mpz_ptr seats = job->claims[i].seats;
		mpz_add(seats, seats, left);
		mpz_set_ui(left, 0);
		if (mpz_sgn(seats) < 0)
			mpz_swap(left, seats); /* it has 0 then, and the rest is what is left */
	}
	decimal_clear(&rounded);
	mpz_clear(left);
	mpq_clear(share);
	return NULL;
}

/* Largest remainders: whole quotas first, then one each for those with the largest rest. */

struct remainder {
	struct claim *claim;
	mpq_t part;
};

static int by_part(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	int order = mpq_cmp(y->part, x->part);
	return order ? order : (x->claim > y->claim) - (x->claim < y->claim);
}

static int by_part_last(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	int order = mpq_cmp(y->part, x->part);
	return order ? order : (x->claim < y->claim) - (x->claim > y->claim);
}

static char *give_rest(struct job *job, struct remainder *remainder, size_t count)
{
	mpz_t left;
	mpz_init(left);
	find_left(left, job);
	size_t seats = mpz_fits_ulong_p(left) ? mpz_get_ui(left) : count + 1;
	mpz_clear(left);
	if (seats > count)
		return printed("the quota leaves more seats than there are claims: "
			       "the weights are too small for the total");
	qsort(remainder, count, sizeof *remainder, job->ties == TIES_LAST ? by_part_last : by_part);
	bool tie = seats > 0 && seats < count &&
		   mpq_equal(remainder[seats - 1].part, remainder[seats].part);
	if (tie && job->ties == TIES_ERROR)
		return printed(
			"'%s' and '%s' have the same remainder, and there is one seat for both",
			quote(remainder[seats - 1].claim->code).text,
			quote(remainder[seats].claim->code).text);
	for (size_t i = 0; i < seats; i++)
		mpz_add_ui(remainder[i].claim->seats, remainder[i].claim->seats, 1);
	return NULL;
}

/* `quota` is the weight that a seat costs. */
static char *share_by_quota(struct job *job, mpq_srcptr quota)
{
	struct remainder *remainder = allocate(job->count, sizeof *remainder);
	size_t count = 0; /* a claim without weight is none */
	for (size_t i = 0; i < job->count; i++) {
		struct claim *claim = &job->claims[i];
		mpq_ptr part = remainder[count].part;
		mpq_t whole;
		if (mpq_sgn(claim->weight) == 0)
			continue;
		remainder[count++].claim = claim;
		mpq_inits(part, whole, NULL);
		mpq_div(part, claim->weight, quota);
		mpz_fdiv_q(claim->seats, mpq_numref(part), mpq_denref(part));
		mpq_set_z(whole, claim->seats);
		mpq_sub(part, part, whole);
		mpq_clear(whole);
	}
	char *why = give_rest(job, remainder, count);
	for (size_t i = 0; i < count; i++)
		mpq_clear(remainder[i].part);
	free(remainder);
	return why;
}

/* Hare's quota: the weights divided by the seats. */
static char *share_hare(struct job *job)
{
	mpq_t quota;
	mpq_init(quota);
	mpq_set_z(quota, job->total);
	mpq_div(quota, job->weights, quota);
	char *why = share_by_quota(job, quota);
	mpq_clear(quota);
	return why;
}

/* Droop's quota: the whole number above the weights divided by one seat more. */
static char *share_droop(struct job *job)
{
	mpq_t quota;
	mpq_init(quota);
	mpq_set_z(quota, job->total);
	mpz_add_ui(mpq_numref(quota), mpq_numref(quota), 1);
	mpq_div(quota, job->weights, quota);
	mpz_fdiv_q(mpq_numref(quota), mpq_numref(quota), mpq_denref(quota));
	mpz_add_ui(mpq_numref(quota), mpq_numref(quota), 1);
	mpz_set_ui(mpq_denref(quota), 1);
	char *why = share_by_quota(job, quota);
	mpq_clear(quota);
	return why;
}

/* Divisor methods. */

/* priority = weight / (k + half/2) */
static void priority_linear(mpq_t priority, mpq_srcptr weight, mpz_srcptr k, unsigned long half)
{
	mpq_t post;
	mpq_init(post);
	mpz_mul_ui(mpq_numref(post), k, 2);
	mpz_add_ui(mpq_numref(post), mpq_numref(post), half);
	mpz_set_ui(mpq_denref(post), 2);
	mpq_canonicalize(post);
	mpq_div(priority, weight, post);
	mpq_clear(post);
}

/* Jefferson, d'Hondt: d(k) = k + 1 */
static bool past_dhondt(mpq_srcptr quotient, mpz_srcptr k)
{
	(void)quotient, (void)k;
	return false;
}

static void priority_dhondt(mpq_t priority, mpq_srcptr weight, mpz_srcptr k)
{
	priority_linear(priority, weight, k, 2);
}

/* Webster, Sainte-Laguë: d(k) = k + 1/2 */
static bool past_webster(mpq_srcptr quotient, mpz_srcptr k)
{
	mpq_t post;
	mpq_init(post);
	mpz_mul_ui(mpq_numref(post), k, 2);
	mpz_add_ui(mpq_numref(post), mpq_numref(post), 1);
	mpz_set_ui(mpq_denref(post), 2);
	bool past = mpq_cmp(quotient, post) >= 0;
	mpq_clear(post);
	return past;
}

static void priority_webster(mpq_t priority, mpq_srcptr weight, mpz_srcptr k)
{
	priority_linear(priority, weight, k, 1);
}

/* Adams: d(k) = k */
static bool past_adams(mpq_srcptr quotient, mpz_srcptr k)
{
	mpq_t post;
	mpq_init(post);
	mpq_set_z(post, k);
	bool past = mpq_cmp(quotient, post) > 0;
	mpq_clear(post);
	return past;
}

static void priority_adams(mpq_t priority, mpq_srcptr weight, mpz_srcptr k)
{
	priority_linear(priority, weight, k, 0);
}

/* Dean: d(k) = 2k(k + 1)/(2k + 1), the harmonic mean of k and k + 1 */
static void set_harmonic(mpq_t post, mpz_srcptr k)
{
	mpz_add_ui(mpq_denref(post), k, 1);
	mpz_mul(mpq_numref(post), k, mpq_denref(post));
	mpz_mul_ui(mpq_numref(post), mpq_numref(post), 2);
	mpz_add(mpq_denref(post), mpq_denref(post), k);
	mpq_canonicalize(post);
}

static bool past_dean(mpq_srcptr quotient, mpz_srcptr k)
{
	mpq_t post;
	mpq_init(post);
	set_harmonic(post, k);
	bool past = mpq_cmp(quotient, post) >= 0;
	mpq_clear(post);
	return past;
}

static void priority_dean(mpq_t priority, mpq_srcptr weight, mpz_srcptr k)
{
	mpq_t post;
	mpq_init(post);
	set_harmonic(post, k);
	mpq_div(priority, weight, post);
	mpq_clear(post);
}

/* Huntington-Hill: d(k) = the root of k(k + 1), the geometric mean; all of it squared. */
static void set_product(mpq_t post, mpz_srcptr k)
{
	mpz_add_ui(mpq_numref(post), k, 1);
	mpz_mul(mpq_numref(post), mpq_numref(post), k);
	mpz_set_ui(mpq_denref(post), 1);
}

static bool past_hill(mpq_srcptr quotient, mpz_srcptr k)
{
	mpq_t post, square;
	mpq_inits(post, square, NULL);
	set_product(post, k);
	mpq_mul(square, quotient, quotient);
	bool past = mpq_cmp(square, post) >= 0;
	mpq_clears(post, square, NULL);
	return past;
}

static void priority_hill(mpq_t priority, mpq_srcptr weight, mpz_srcptr k)
{
	mpq_t post;
	mpq_init(post);
	set_product(post, k);
	mpq_mul(priority, weight, weight);
	mpq_div(priority, priority, post);
	mpq_clear(post);
}

/* A claim in line for one seat more, or for losing its last. */
struct turn {
	struct claim *claim;
	mpq_t priority;
};

/* Those in line. */
struct turns {
	const struct method *method;
	struct turn *turn; /* a heap, the first to be served at the top */
	size_t count;
	bool adding; /* else the lowest priority is first, of the seat that a claim has last got */
};

/* Whether d(k) is 0, so that the seat comes before all others. */
static bool comes_first(const struct method *method, mpz_srcptr k)
{
	return method->one_each && mpz_sgn(k) == 0;
}

/*
 * The priority with which a claim gets its next seat, or got its last. False where that seat cannot
 * be weighed: it comes before all others, or there is none.
 */
static bool set_priority(
	const struct method *method, mpq_t priority, const struct claim *claim, bool next)
{
	mpz_t k;
	bool has = next ? mpq_sgn(claim->weight) > 0 : mpz_sgn(claim->seats) > 0;
	if (!has)
		return false;
	mpz_init_set(k, claim->seats);
	if (!next)
		mpz_sub_ui(k, k, 1);
	bool weighed = !comes_first(method, k);
	if (weighed)
		method->priority(priority, claim->weight, k);
	mpz_clear(k);
	return weighed;
}

static bool before(const struct turns *turns, size_t a, size_t b)
{
	int order = mpq_cmp(turns->turn[a].priority, turns->turn[b].priority);
	return turns->adding ? order > 0 : order < 0;
}

static void sink(struct turns *turns, size_t at)
{
	for (;;) {
		size_t first = at;
		for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < turns->count;
			child++) {
			if (before(turns, child, first))
				first = child;
		}
		if (first == at)
			return;
		struct turn kept = turns->turn[at];
		turns->turn[at] = turns->turn[first];
		turns->turn[first] = kept;
		at = first;
	}
}

static void queue(struct turns *turns, struct job *job)
{
	turns->turn = allocate(job->count, sizeof *turns->turn);
	for (size_t i = 0; i < job->count; i++) {
		struct turn *turn = &turns->turn[turns->count];
		mpq_init(turn->priority);
		turn->claim = &job->claims[i];
		if (set_priority(turns->method, turn->priority, turn->claim, turns->adding))
			turns->count++;
		else
			mpq_clear(turn->priority);
	}
	for (size_t i = turns->count; i-- > 0;)
		sink(turns, i);
}

static void free_turns(struct turns *turns)
{
	for (size_t i = 0; i < turns->count; i++)
		mpq_clear(turns->turn[i].priority);
	free(turns->turn);
}

/* Gives or takes one seat at the top of the line. */
static void serve(struct turns *turns)
{
	struct turn *top = &turns->turn[0];
	if (turns->adding)
		mpz_add_ui(top->claim->seats, top->claim->seats, 1);
	else
		mpz_sub_ui(top->claim->seats, top->claim->seats, 1);
	if (!set_priority(turns->method, top->priority, top->claim, turns->adding)) {
		struct turn gone = *top;
		*top = turns->turn[--turns->count];
		mpq_clear(gone.priority);
	}
	if (turns->count)
		sink(turns, 0);
}

/*
 * Rounds every claim at the divisor (weights/total), by the method's own signposts. The seats are
 * then at most as many as there are claims from the total, and right for that divisor.
 */
static void round_all(struct job *job)
{
	mpq_t quotient;
	mpq_init(quotient);
	for (size_t i = 0; i < job->count; i++) {
		struct claim *claim = &job->claims[i];
		exact_share(quotient, job, claim);
		mpz_fdiv_q(claim->seats, mpq_numref(quotient), mpq_denref(quotient));
		if (mpq_sgn(claim->weight) > 0 && job->method->past(quotient, claim->seats))
			mpz_add_ui(claim->seats, claim->seats, 1);
	}
	mpq_clear(quotient);
}

/*
 * Where the last seat given and the next to give have the same priority, all claims at that
 * priority are equal to the seats that some of them have: these go to the first, or the last, by
 * code.
 */
struct tie {
	mpq_t lowest;  /* priority of a seat that was given */
	mpq_t highest; /* and of one that was not */
	bool given, left;
};

static void find_tie(const struct job *job, struct tie *tie)
{
	mpq_t priority;
	mpq_init(priority);
	for (size_t i = 0; i < job->count; i++) {
		const struct claim *claim = &job->claims[i];
		if (set_priority(job->method, priority, claim, false) &&
			(!tie->given || mpq_cmp(priority, tie->lowest) < 0)) {
			mpq_set(tie->lowest, priority);
			tie->given = true;
		}
		if (set_priority(job->method, priority, claim, true) &&
			(!tie->left || mpq_cmp(priority, tie->highest) > 0)) {
			mpq_set(tie->highest, priority);
			tie->left = true;
		}
	}
	mpq_clear(priority);
}

/* Takes the seats at the tied priority back, and gives as many again in the order of the rule. */
static char *break_tie(struct job *job, const struct tie *tie)
{
	struct claim **equal = allocate(job->count, sizeof *equal);
	size_t count = 0, seats = 0;
	mpq_t priority;
	mpq_init(priority);
	for (size_t i = 0; i < job->count; i++) {
		struct claim *claim = &job->claims[i];
		if (set_priority(job->method, priority, claim, false) &&
			mpq_equal(priority, tie->lowest)) {
			mpz_sub_ui(claim->seats, claim->seats, 1);
			equal[count++] = claim;
			seats++;
		} else if (set_priority(job->method, priority, claim, true) &&
			   mpq_equal(priority, tie->lowest)) {
			equal[count++] = claim;
		}
	}
	char *why = NULL;
	if (job->ties == TIES_ERROR)
		why = printed("%zu claims, '%s' and '%s' among them, are equal to %zu seat%s",
			count, quote(equal[0]->code).text, quote(equal[count - 1]->code).text,
			seats, seats == 1 ? "" : "s");
	for (size_t i = 0; i < seats; i++) {
		struct claim *claim = equal[job->ties == TIES_LAST ? count - 1 - i : i];
		mpz_add_ui(claim->seats, claim->seats, 1);
	}
	mpq_clear(priority);
	free(equal);
	return why;
}

static char *settle_tie(struct job *job)
{
	struct tie tie = {.given = false};
	char *why = NULL;
	mpq_inits(tie.lowest, tie.highest, NULL);
	find_tie(job, &tie);
	if (tie.given && tie.left && mpq_equal(tie.lowest, tie.highest))
		why = break_tie(job, &tie);
	mpq_clears(tie.lowest, tie.highest, NULL);
	return why;
}

static char *check_one_each(const struct job *job)
{
	size_t claims = 0;
	for (size_t i = 0; i < job->count; i++)
		claims += mpq_sgn(job->claims[i].weight) > 0;
	if (!job->method->one_each || mpz_cmp_ui(job->total, claims) >= 0)
		return NULL;
	return printed("%s gives each of %zu claims one seat at least, and the total is less",
		job->method->name, claims);
}

static char *share_by_divisor(struct job *job)
{
	char *why = check_one_each(job);
	if (why)
		return why;
	mpz_t left;
	mpz_init(left);
	round_all(job);
	find_left(left, job);
	struct turns turns = {.method = job->method, .adding = mpz_sgn(left) > 0};
	mpz_abs(left, left);
	queue(&turns, job);
	for (; mpz_sgn(left) > 0; mpz_sub_ui(left, left, 1))
		serve(&turns);
	free_turns(&turns);
	mpz_clear(left);
	return settle_tie(job);
}

static const struct method methods[METHODS] = {
	{.name = "statute", .share = share_statute},
	{.name = "largest-remainder", .share = share_hare},
	{.name = "droop", .share = share_droop},
	{"webster", share_by_divisor, past_webster, priority_webster, false},
	{"dhondt", share_by_divisor, past_dhondt, priority_dhondt, false},
	{"adams", share_by_divisor, past_adams, priority_adams, true},
	{"huntington-hill", share_by_divisor, past_hill, priority_hill, true},
	{"dean", share_by_divisor, past_dean, priority_dean, true},
};

const struct method *method_find(const char *name)
{
	for (size_t i = 0; i < METHODS; i++) {
		if (strcmp(methods[i].name, name) == 0)
			return &methods[i];
	}
	return NULL;
}

const char *method_name(size_t index)
{
	return index < METHODS ? methods[index].name : NULL;
}

char *apportion(const struct method *method, struct claim *claims, size_t count, mpz_srcptr total,
	enum ties ties)
{
	struct job job = {
		.method = method, .claims = claims, .count = count, .total = total, .ties = ties};
	mpq_init(job.weights);
	for (size_t i = 0; i < count; i++) {
		mpz_set_ui(claims[i].seats, 0);
		mpq_add(job.weights, job.weights, claims[i].weight);
	}
	char *why = NULL;
	if (mpz_sgn(total) > 0 && mpq_sgn(job.weights) == 0)
		why = printed("all weights are 0: there is nothing to share by");
	else if (mpq_sgn(job.weights) > 0 && (mpz_sgn(total) > 0 || method->one_each))
		why = method->share(&job);
	mpq_clear(job.weights);
	/* cppcheck-suppress returnDanglingLifetime ; the reason is on the heap */
	return why;
}

struct claim *claims_new(size_t count)
{
	struct claim *claims = allocate(count, sizeof *claims);
	for (size_t i = 0; i < count; i++) {
		claims[i].code = SPAN("");
		mpq_init(claims[i].weight);
		mpz_init(claims[i].seats);
	}
	return claims;
}

void claims_free(struct claim *claims, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mpq_clear(claims[i].weight);
		mpz_clear(claims[i].seats);
	}
	free(claims);
}
