#include "decimal.h"

#include "records.h"

#include <stdlib.h>
#include <string.h>

static void *allocate_bytes(size_t bytes)
{
	return allocate(bytes, 1);
}

static void *reallocate_bytes(void *memory, size_t before, size_t bytes)
{
	(void)before;
	return reallocate(memory, bytes, 1);
}

static void free_bytes(void *memory, size_t bytes)
{
	(void)bytes;
	free(memory);
}

void decimal_start(void)
{
	mp_set_memory_functions(allocate_bytes, reallocate_bytes, free_bytes);
}

void decimal_init(struct decimal *d)
{
	mpz_init(d->digits);
	d->decimals = 0;
}

void decimal_clear(struct decimal *d)
{
	mpz_clear(d->digits);
}

void decimal_set(struct decimal *d, struct span number)
{
	enum { SIGN_POINT_AND_NUL = 3 };
	char text[NUMBER_DIGITS + SIGN_POINT_AND_NUL];
	size_t length = 0;
	d->decimals = 0;
	for (size_t i = 0; i < number.length && length < sizeof text - 1; i++) {
		if (number.bytes[i] == '.')
			d->decimals = number.length - i - 1;
		else
			text[length++] = number.bytes[i];
	}
	text[length] = '\0';
	mpz_set_str(d->digits, text, 10);
}

static void scale(mpz_t digits, size_t decimals)
{
	mpz_t factor;
	mpz_init(factor);
	mpz_ui_pow_ui(factor, 10, decimals);
	mpz_mul(digits, digits, factor);
	mpz_clear(factor);
}

static void combine(struct decimal *d, const struct decimal *term,
	void (*operation)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
	if (d->decimals < term->decimals) {
		scale(d->digits, term->decimals - d->decimals);
		d->decimals = term->decimals;
	}
	if (d->decimals == term->decimals) {
		operation(d->digits, d->digits, term->digits);
		return;
	}
	mpz_t digits;
	mpz_init_set(digits, term->digits);
	scale(digits, d->decimals - term->decimals);
	operation(d->digits, d->digits, digits);
	mpz_clear(digits);
}

void decimal_add(struct decimal *sum, const struct decimal *term)
{
	combine(sum, term, mpz_add);
}

void decimal_subtract(struct decimal *difference, const struct decimal *term)
{
	combine(difference, term, mpz_sub);
}

int decimal_sign(const struct decimal *d)
{
	return mpz_sgn(d->digits);
}

int decimal_compare_size(const struct decimal *a, const struct decimal *b)
{
	mpq_t x, y;
	mpq_inits(x, y, NULL);
	decimal_fraction(x, a);
	decimal_fraction(y, b);
	mpq_abs(x, x);
	mpq_abs(y, y);
	int order = mpq_cmp(x, y);
	mpq_clears(x, y, NULL);
	return order;
}

bool decimal_is_whole(const struct decimal *d)
{
	mpz_t one;
	mpz_init(one);
	mpz_ui_pow_ui(one, 10, d->decimals);
	bool whole = mpz_divisible_p(d->digits, one) != 0;
	mpz_clear(one);
	return whole;
}

void decimal_whole(mpz_t whole, const struct decimal *d)
{
	mpz_t one;
	mpz_init(one);
	mpz_ui_pow_ui(one, 10, d->decimals);
	mpz_divexact(whole, d->digits, one);
	mpz_clear(one);
}

void decimal_fraction(mpq_t fraction, const struct decimal *d)
{
	mpz_set(mpq_numref(fraction), d->digits);
	mpz_ui_pow_ui(mpq_denref(fraction), 10, d->decimals);
	mpq_canonicalize(fraction);
}

void decimal_round(struct decimal *d, mpq_srcptr value, size_t decimals)
{
	mpz_t divisor;
	mpz_init(divisor);
	mpz_mul_ui(divisor, mpq_denref(value), 2);

	mpz_abs(d->digits, mpq_numref(value));
	mpz_mul_ui(d->digits, d->digits, 2);
	scale(d->digits, decimals);
	mpz_add(d->digits, d->digits, mpq_denref(value));
	mpz_fdiv_q(d->digits, d->digits, divisor);
	if (mpq_sgn(value) < 0)
		mpz_neg(d->digits, d->digits);
	d->decimals = decimals;
	mpz_clear(divisor);
}

void decimal_print(struct text *to, const struct decimal *d)
{
	enum { SIGN_AND_NUL = 2 };
	char *all = allocate(mpz_sizeinbase(d->digits, 10) + SIGN_AND_NUL, 1);
	mpz_get_str(all, 10, d->digits);
	bool negative = *all == '-';
	struct span digits = span_of(all + negative);
	if (negative)
		text_add_char(to, '-');
	if (digits.length <= d->decimals)
		text_add_char(to, '0');
	else
		text_add(to, (struct span){digits.bytes, digits.length - d->decimals});
	if (d->decimals) {
		text_add_char(to, '.');
		for (size_t i = digits.length; i < d->decimals; i++)
			text_add_char(to, '0');
		size_t shown = digits.length < d->decimals ? digits.length : d->decimals;
		text_add(to, (struct span){digits.bytes + digits.length - shown, shown});
	}
	free(all);
}

void put_whole(struct writer *writer, mpz_srcptr number)
{
	char *text = mpz_get_str(NULL, 10, number);
	put_field(writer, span_of(text));
	free(text);
}
