#include "statute.h"

/* Fordelingsandel, § 4(2). */
static void set_share(mpq_t share, const mpq_t input[INPUTS], const mpq_t sum[INPUTS])
{
	mpq_t nationals;
	mpq_init(nationals);
	mpq_div(share, input[POPULATION], sum[POPULATION]);
	mpq_mul_2exp(share, share, 1);
	mpq_div(nationals, input[NATIONALS], sum[NATIONALS]);
	mpq_sub(share, share, nationals);
	mpq_clear(nationals);
}

/* And beregnet fordelingstal, § 4(3), and foreløbigt fordelingstal, § 4(4). */
void statute_net(mpq_t figure[FIGURES], const mpq_t input[INPUTS], const mpq_t sum[INPUTS],
	mpz_srcptr landstal)
{
	mpq_t all;
	mpq_init(all);
	set_share(figure[SHARE], input, sum);
	mpq_set_z(all, landstal);
	mpq_add(all, all, sum[FAMILY]);
	mpq_mul(figure[GROSS], figure[SHARE], all);
	mpq_sub(figure[NET], figure[GROSS], input[FAMILY]);
	mpq_clear(all);
}

/* Fordelingstal, § 4(5). All net sum to N, so none is above 0 only where N is 0. */
void statute_factor(mpq_t factor, mpq_srcptr positive, mpz_srcptr landstal)
{
	mpq_set_ui(factor, 0, 1);
	if (mpq_sgn(positive) > 0) {
		mpq_set_z(factor, landstal);
		mpq_div(factor, factor, positive);
	}
}
