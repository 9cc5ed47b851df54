#include "scale.h"

long scale_length(mpq_srcptr part, mpq_srcptr whole, long length)
{
	mpq_t exact, factor;
	struct decimal d;
	mpq_inits(exact, factor, NULL);
	decimal_init(&d);
	mpq_div(exact, part, whole);
	mpq_set_si(factor, length, 1);
	mpq_mul(exact, exact, factor);
	decimal_round(&d, exact, 0);
	long rounded = mpz_get_si(d.digits);
	decimal_clear(&d);
	mpq_clears(exact, factor, NULL);
	return rounded;
}

static void floor_of_quotient(mpz_t whole, mpq_srcptr value, mpq_srcptr step)
{
	mpq_t quotient;
	mpq_init(quotient);
	mpq_div(quotient, value, step);
	mpz_fdiv_q(whole, mpq_numref(quotient), mpq_denref(quotient));
	mpq_clear(quotient);
}

void scale_floor(mpq_t multiple, mpq_srcptr value, mpq_srcptr step)
{
	mpz_t whole;
	mpz_init(whole);
	floor_of_quotient(whole, value, step);
	mpq_set_z(multiple, whole);
	mpq_mul(multiple, multiple, step);
	mpz_clear(whole);
}

static bool reaches(mpq_srcptr step, mpq_srcptr low, mpq_srcptr high, unsigned long most)
{
	mpz_t first, last;
	mpz_inits(first, last, NULL);
	floor_of_quotient(first, low, step);
	floor_of_quotient(last, high, step);
	mpz_sub(last, last, first);
	bool enough = mpz_cmp_ui(last, most) < 0;
	mpz_clears(first, last, NULL);
	return enough;
}

void scale_step(mpq_t step, mpq_srcptr low, mpq_srcptr high, size_t decimals, unsigned long most)
{
	/* From 1 to 2, from 2 to 5, from 5 to 10. */
	static const struct {
		long numerator;
		unsigned long denominator;
	} factors[] = {{2, 1}, {5, 2}, {2, 1}};
	mpq_t factor;
	mpq_init(factor);
	mpq_set_ui(step, 1, 1);
	mpz_ui_pow_ui(mpq_denref(step), 10, decimals);
	for (size_t i = 0; !reaches(step, low, high, most); i = (i + 1) % 3) {
		mpq_set_si(factor, factors[i].numerator, factors[i].denominator);
		mpq_mul(step, step, factor);
	}
	mpq_clear(factor);
}
