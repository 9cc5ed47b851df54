#include "kpi/sum.h"

#include "lib/records.h"

#include <stdlib.h>

/* Every integer of so many digits fits into 64 bits; with a sign or a point there are fewer. */
enum { SMALL_DIGITS = 18 };

/* Reads digits from `at` on and returns where they end. Few enough come to fit. */
static inline const char *read_digits(const char *at, const char *end, int64_t *digits)
{
	for (; at < end; at++) {
		unsigned digit = (unsigned char)*at - (unsigned)'0';
		if (digit > 9)
			break;
		*digits = *digits * 10 + digit;
	}
	return at;
}

/* Digits and perhaps a sign and a point; false where there are too many or they are not that. */
static bool read_small(struct number *n, struct span field)
{
	const char *end = field.bytes + field.length;
	if (field.length == 0 || field.length > SMALL_DIGITS)
		return false;
	bool negative = *field.bytes == '-';
	const char *first = field.bytes + negative;
	int64_t digits = 0;
	const char *at = read_digits(first, end, &digits);
	n->decimals = 0;
	if (at == first)
		return false;
	if (at < end && *at == '.') {
		const char *fraction = at + 1;
		at = read_digits(fraction, end, &digits);
		n->decimals = (size_t)(at - fraction);
		if (n->decimals == 0)
			return false;
	}
	n->digits = negative ? -digits : digits;
	return at == end && !(negative && digits == 0);
}

bool number_read(struct number *n, struct span field)
{
	n->text = field;
	n->small = read_small(n, field);
	return n->small || number_valid(field);
}

int number_compare(const struct number *a, const struct number *b)
{
	if (a->small && b->small && a->decimals == b->decimals)
		return (a->digits > b->digits) - (a->digits < b->digits);
	struct decimal x, y;
	decimal_init(&x);
	decimal_init(&y);
	decimal_set(&x, a->text);
	decimal_set(&y, b->text);
	decimal_subtract(&x, &y);
	int order = decimal_sign(&x);
	decimal_clear(&x);
	decimal_clear(&y);
	return order;
}

void number_print(struct text *to, const struct number *number)
{
	struct span s = number->text;
	bool negative = s.bytes[0] == '-';
	if (memchr(s.bytes, '.', s.length)) {
		while (s.bytes[s.length - 1] == '0')
			s.length--;
		s.length -= s.bytes[s.length - 1] == '.';
	}
	size_t at = negative;
	while (at + 1 < s.length && s.bytes[at] == '0' && s.bytes[at + 1] != '.')
		at++;
	if (negative)
		text_add_char(to, '-');
	text_add(to, (struct span){s.bytes + at, s.length - at});
}

static void add_rest(struct sum *sum, const struct decimal *term)
{
	if (!sum->rest) {
		sum->rest = allocate(1, sizeof *sum->rest);
		decimal_init(sum->rest);
	}
	decimal_add(sum->rest, term);
}

/* An integer of 64 bits as a decimal. GMP's own functions take a long. */
_Static_assert(sizeof(long) == sizeof(int64_t), "mpz_set_si takes an integer of 64 bits");

static void add_small(struct sum *sum, int64_t digits, size_t decimals)
{
	struct decimal term;
	decimal_init(&term);
	mpz_set_si(term.digits, digits);
	term.decimals = decimals;
	add_rest(sum, &term);
	decimal_clear(&term);
}

/* Multiplies by 10 so many times; false where it does not fit. */
static bool scale(int64_t *digits, size_t times)
{
	for (; times > 0; times--) {
		if (__builtin_mul_overflow(*digits, 10, digits))
			return false;
	}
	return true;
}

/* Adds what is `digits` times 10^-decimals; the small part takes it where both fit. */
static void add_digits(struct sum *sum, int64_t digits, size_t decimals)
{
	int64_t own = sum->digits, other = digits;
	bool finer = decimals > sum->decimals;
	bool fits = finer ? scale(&own, decimals - sum->decimals)
			  : scale(&other, sum->decimals - decimals);
	if (fits && !__builtin_add_overflow(own, other, &own)) {
		sum->digits = own;
		sum->decimals = finer ? decimals : sum->decimals;
		return;
	}
	add_small(sum, sum->digits, sum->decimals);
	sum->digits = digits;
	sum->decimals = decimals;
}

void sum_add_slowly(struct sum *sum, const struct number *number)
{
	if (number->small) {
		add_digits(sum, number->digits, number->decimals);
		return;
	}
	struct decimal term;
	decimal_init(&term);
	decimal_set(&term, number->text);
	add_rest(sum, &term);
	decimal_clear(&term);
}

void sum_add_product(struct sum *sum, const struct number *a, const struct number *b)
{
	int64_t digits;
	if (a->small && b->small && !__builtin_mul_overflow(a->digits, b->digits, &digits)) {
		add_digits(sum, digits, a->decimals + b->decimals);
		return;
	}
	struct decimal product, factor;
	decimal_init(&product);
	decimal_init(&factor);
	decimal_set(&product, a->text);
	decimal_set(&factor, b->text);
	mpz_mul(product.digits, product.digits, factor.digits);
	product.decimals += factor.decimals;
	add_rest(sum, &product);
	decimal_clear(&product);
	decimal_clear(&factor);
}

void sum_fraction(mpq_t fraction, const struct sum *sum)
{
	struct decimal all;
	decimal_init(&all);
	mpz_set_si(all.digits, sum->digits);
	all.decimals = sum->decimals;
	if (sum->rest)
		decimal_add(&all, sum->rest);
	decimal_fraction(fraction, &all);
	decimal_clear(&all);
}

void sum_clear(struct sum *sum)
{
	if (sum->rest)
		decimal_clear(sum->rest);
	free(sum->rest);
}

size_t fraction_decimals(mpq_srcptr value, size_t most)
{
	mpz_t rest;
	size_t decimals = 0;
	mpz_init_set(rest, mpq_denref(value));
	for (; decimals < most && mpz_cmp_ui(rest, 1) != 0; decimals++) {
		unsigned long common = mpz_gcd_ui(NULL, rest, 10);
		if (common == 1)
			decimals = most - 1; /* it never ends */
		else
			mpz_divexact_ui(rest, rest, common);
	}
	mpz_clear(rest);
	return decimals;
}
