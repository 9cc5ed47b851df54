/*
 * The rule of bekendtgørelse nr. 550 of 3 May 2022, § 4, in rationals.
 */
#ifndef KKR_STATUTE_H
#define KKR_STATUTE_H

#include <gmp.h>

/* The figures of a municipality that go in. */
enum { POPULATION, NATIONALS, FAMILY, INPUTS };

/* What comes of them, in the order's order. */
enum { SHARE, GROSS, NET, DISTRIBUTION, FIGURES };

/*
 * Share, gross and net of a municipality at a landstal N: 2 pop/P - imm/M, share (N + F) and
 * gross - fam, where `sum` has P, M and F, of which the first two are not 0.
 */
void statute_net(mpq_t figure[FIGURES], const mpq_t input[INPUTS], const mpq_t sum[INPUTS],
	mpz_srcptr landstal);

/*
 * What a net figure above 0 is multiplied by for the distribution: N / (the sum of those), or 0
 * where none is above 0. Others have a distribution of 0.
 */
void statute_factor(mpq_t factor, mpq_srcptr positive, mpz_srcptr landstal);

#endif
