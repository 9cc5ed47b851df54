#include "sum.h"

#include "records.h"

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
		n->decimals = (uint32_t)(at - fraction);
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

/* Sets a decimal to what is `digits` times 10^-decimals. GMP's own functions take a long. */
static void set_digits(struct decimal *d, int64_t digits, size_t decimals)
{
	_Static_assert(sizeof(long) == sizeof digits, "mpz_set_si takes an integer of 64 bits");
	mpz_set_si(d->digits, digits);
	d->decimals = decimals;
}

/* Adds to a sum that is large from now on. */
static void add_large(struct sum *sum, const struct decimal *term)
{
	if (sum->decimals != SUM_LARGE) {
		struct decimal *large = allocate(1, sizeof *large);
		decimal_init(large);
		set_digits(large, sum->digits, sum->decimals);
		sum->large = large;
		sum->decimals = SUM_LARGE;
	}
	decimal_add(sum->large, term);
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

/* Adds what is `digits` times 10^-decimals. */
static void add_digits(struct sum *sum, int64_t digits, uint32_t decimals)
{
	if (sum->decimals != SUM_LARGE) {
		int64_t own = sum->digits, other = digits;
		bool finer = decimals > sum->decimals;
		bool fits = finer ? scale(&own, decimals - sum->decimals)
				  : scale(&other, sum->decimals - decimals);
		if (fits && !__builtin_add_overflow(own, other, &own)) {
			sum->digits = own;
			sum->decimals = finer ? decimals : sum->decimals;
			return;
		}
	}
	struct decimal term;
	decimal_init(&term);
	set_digits(&term, digits, decimals);
	add_large(sum, &term);
	decimal_clear(&term);
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
	add_large(sum, &term);
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
	add_large(sum, &product);
	decimal_clear(&product);
	decimal_clear(&factor);
}

/* A number of any length; false where it is none. */
static bool read_long(struct decimal *d, struct span text)
{
	static const char digits[] = "0123456789";
	char *all = span_copy(text), *first = all + (*all == '-');
	size_t whole = strspn(first, digits);
	char *point = first[whole] == '.' ? first + whole : NULL;
	size_t decimals = point ? strspn(point + 1, digits) : 0;
	char *end = point ? point + 1 + decimals : first + whole;
	bool valid = whole > 0 && (decimals > 0 || !point) && end == all + text.length;
	if (valid && point)
		memmove(point, point + 1, decimals + 1);
	if (valid)
		mpz_set_str(d->digits, all, 10);
	d->decimals = decimals;
	free(all);
	return valid;
}

bool sum_add_written(struct sum *sum, struct span text)
{
	struct number number;
	struct decimal term;
	if (number_read(&number, text)) {
		sum_add(sum, &number);
		return true;
	}
	decimal_init(&term);
	bool valid = text.length > NUMBER_DIGITS && read_long(&term, text);
	if (valid)
		add_large(sum, &term);
	decimal_clear(&term);
	return valid;
}

void sum_decimal(struct decimal *d, const struct sum *sum)
{
	if (sum->decimals != SUM_LARGE) {
		set_digits(d, sum->digits, sum->decimals);
		return;
	}
	mpz_set(d->digits, sum->large->digits);
	d->decimals = sum->large->decimals;
}

void sum_fraction(mpq_t fraction, const struct sum *sum)
{
	struct decimal small;
	if (sum->decimals == SUM_LARGE) {
		decimal_fraction(fraction, sum->large);
		return;
	}
	if (sum->decimals == 0) {
		mpq_set_si(fraction, sum->digits, 1);
		return;
	}
	decimal_init(&small);
	sum_decimal(&small, sum);
	decimal_fraction(fraction, &small);
	decimal_clear(&small);
}

void sum_clear(struct sum *sum)
{
	if (sum->decimals != SUM_LARGE)
		return;
	decimal_clear(sum->large);
	free(sum->large);
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
