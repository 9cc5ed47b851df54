/*
 * Exact decimals: an integer of any size and the number of decimals that it stands for.
 *
 * Sums of decimals are decimals, so nothing is ever rounded but where decimal_round says so. GMP
 * does the arithmetic and has no overflow. A struct decimal is made by decimal_init and freed by
 * decimal_clear.
 */
#ifndef KKR_DECIMAL_H
#define KKR_DECIMAL_H

#include "writer.h"

#include <gmp.h>

struct decimal {
	mpz_t digits; /* the value times 10^decimals */
	size_t decimals;
};

/*
 * To be called first where GMP is used at all: its memory comes from allocate(), so that running
 * out of it ends the program with 71.
 */
void decimal_start(void);

void decimal_init(struct decimal *d); /* 0 */
void decimal_clear(struct decimal *d);

/* The value of a field that number_valid accepts, with as many decimals as it is written with. */
void decimal_set(struct decimal *d, struct span number);

/* `sum` gets the greater number of decimals of the two. */
void decimal_add(struct decimal *sum, const struct decimal *term);
void decimal_subtract(struct decimal *difference, const struct decimal *term);

int decimal_sign(const struct decimal *d); /* -1, 0, 1 */
/* Order of two by their size, whatever their sign: negative, 0 or positive. */
int decimal_compare_size(const struct decimal *a, const struct decimal *b);
bool decimal_is_whole(const struct decimal *d);

/* The whole number that a decimal is; its fraction, where it has one, must be 0. */
void decimal_whole(mpz_t whole, const struct decimal *d);

/* The fraction that a decimal is. */
void decimal_fraction(mpq_t fraction, const struct decimal *d);

/*
 * A rational rounded to so many decimals, half away from zero. With n/d in lowest terms and
 * s = 10^decimals this is sign(n) * floor((2|n|s + d) / 2d): integers alone.
 */
void decimal_round(struct decimal *d, mpq_srcptr value, size_t decimals);

/* Adds the number, as the record format writes one, with all its decimals and never as -0. */
void decimal_print(struct text *to, const struct decimal *d);

/* Adds a whole number to a row, as a field. */
void put_whole(struct writer *writer, mpz_srcptr number);

#endif
