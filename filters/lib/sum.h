/*
 * Numbers of the record format, and sums of them: exact, and fast where they are small.
 *
 * A number of at most 18 digits is an integer of 64 bits and its decimals. A sum is one, too, as
 * long as it fits, every operation being checked; from then on it is a decimal of any size. (With a
 * struct decimal alone, sums of 2,000,000 records take three times as long.)
 */
#ifndef KKR_SUM_H
#define KKR_SUM_H

#include "decimal.h"

#include <stdint.h>

struct number {
	struct span text; /* as it was read; whoever owns that owns the number */
	int64_t digits;   /* the value times 10^decimals, where it is small */
	uint32_t decimals;
	bool small;
};

/* Reads a field; false where it is not a number of the record format. */
bool number_read(struct number *number, struct span field);

/* Order by size: negative, 0 or positive. */
int number_compare(const struct number *a, const struct number *b);

/* Adds the number in its one form: as it was written, without zeros at the end of its decimals. */
void number_print(struct text *to, const struct number *number);

/* All zero is 0. A tag keeps it small: a table of groups is read at random, and is to fit the
 * cache. */
struct sum {
	union {
		int64_t digits; /* times 10^decimals */
		struct decimal *large;
	};
	uint32_t decimals; /* or SUM_LARGE */
};
#define SUM_LARGE UINT32_MAX

/* What sum_add does with a number that does not fit at once. */
void sum_add_slowly(struct sum *sum, const struct number *number);

static inline void sum_add(struct sum *sum, const struct number *number)
{
	int64_t digits;
	if (number->small && number->decimals == sum->decimals &&
		!__builtin_add_overflow(sum->digits, number->digits, &digits))
		sum->digits = digits;
	else
		sum_add_slowly(sum, number);
}

void sum_add_product(struct sum *sum, const struct number *a, const struct number *b);

/* Adds a sum that is written as a number is, but of any length; false where it is none. */
bool sum_add_written(struct sum *sum, struct span text);

/* The decimal that a sum is, with as many decimals as the term that has most. */
void sum_decimal(struct decimal *d, const struct sum *sum);

/* The fraction that a sum is. */
void sum_fraction(mpq_t fraction, const struct sum *sum);

void sum_clear(struct sum *sum);

/* The least number of decimals that write a fraction whole, or `most` where so few do not. */
size_t fraction_decimals(mpq_srcptr value, size_t most);

#endif
