/*
 * What the two parts of steps.h share: names of steps, and their formulas.
 */
#ifndef KKR_STEPS_FORM_H
#define KKR_STEPS_FORM_H

#include "steps.h"

/* The step of this name; STEP_WHATS for any other word. */
size_t step_find(struct span name);

/* The word at the start of a formula, or the one character that begins none. */
struct span step_token(const char *formula);

/* The formula of a step of the municipality, of whose names all are there; NULL where it has none.
 */
const char *step_formula(const struct steps *steps, size_t what);

#endif
