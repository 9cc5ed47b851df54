#include "quota.h"

const struct figure_form figure_form[FIGURES] = {
	[SHARE] = {"share", 10, ""},
	[GROSS] = {"gross", 4, "persons"},
	[NET] = {"net", 4, "persons"},
	[DISTRIBUTION] = {"distribution", 4, "persons"},
};

/* Fordelingsandel, § 4(2): 2 pop/P - imm/M. */
static void set_share(const struct quota *q, struct municipality *m)
{
	mpq_t nationals;
	mpq_init(nationals);
	mpq_div(m->figure[SHARE], m->input[POPULATION], q->sum[POPULATION]);
	mpq_mul_2exp(m->figure[SHARE], m->figure[SHARE], 1);
	mpq_div(nationals, m->input[NATIONALS], q->sum[NATIONALS]);
	mpq_sub(m->figure[SHARE], m->figure[SHARE], nationals);
	mpq_clear(nationals);
}

/*
 * Beregnet fordelingstal, § 4(3): share (N + F). Foreløbigt fordelingstal, § 4(4): that less the
 * municipality's own family members.
 */
static void set_gross_and_net(const struct quota *q, struct municipality *m, mpz_srcptr landstal)
{
	mpq_t all;
	mpq_init(all);
	mpq_set_z(all, landstal);
	mpq_add(all, all, q->sum[FAMILY]);
	mpq_mul(m->figure[GROSS], m->figure[SHARE], all);
	mpq_sub(m->figure[NET], m->figure[GROSS], m->input[FAMILY]);
	mpq_clear(all);
}

/* Fordelingstal, § 4(5): 0 where net < 0, else net N / (sum of the positive net). */
static void set_distribution(struct quota *q, mpz_srcptr landstal)
{
	mpq_t factor;
	mpq_init(factor);
	/* All net sum to N, so none is positive only where N is 0; the factor is 0 then, too. */
	if (mpq_sgn(q->positive) > 0) {
		mpq_set_z(factor, landstal);
		mpq_div(factor, factor, q->positive);
	}
	for (size_t i = 0; i < q->count; i++)
		mpq_mul(q->municipality[i].figure[DISTRIBUTION], q->claim[i].weight, factor);
	mpq_clear(factor);
}

void statute_figures(struct quota *q, mpz_srcptr landstal)
{
	mpq_set_ui(q->positive, 0, 1);
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		set_share(q, m);
		set_gross_and_net(q, m, landstal);
		if (mpq_sgn(m->figure[NET]) > 0)
			mpq_set(q->claim[i].weight, m->figure[NET]);
		else
			mpq_set_ui(q->claim[i].weight, 0, 1);
		mpq_add(q->positive, q->positive, q->claim[i].weight);
	}
	set_distribution(q, landstal);
}
