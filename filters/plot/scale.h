/*
 * Lengths and steps of a scale, in exact fractions.
 */
#ifndef KKR_PLOT_SCALE_H
#define KKR_PLOT_SCALE_H

#include "lib/decimal.h"

/* part / whole of a length, rounded half away from zero; `whole` is not 0. */
long scale_length(mpq_srcptr part, mpq_srcptr whole, long length);

/*
 * The smallest of 1, 2 or 5 times a power of ten, from 10^-decimals on, by which no more than
 * `most` intervals reach from `low` to `high`, each of which begins at a multiple of it.
 */
void scale_step(mpq_t step, mpq_srcptr low, mpq_srcptr high, size_t decimals, unsigned long most);

/* The greatest multiple of a step that is not above a value. */
void scale_floor(mpq_t multiple, mpq_srcptr value, mpq_srcptr step);

#endif
