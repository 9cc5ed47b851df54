/*
 * How a language writes numbers, for people to read: 1234567.5 is 1.234.567,5 in Danish.
 */
#ifndef KKR_NOTATION_H
#define KKR_NOTATION_H

#include "text.h"

struct notation {
	char thousands; /* between groups of three digits; '\0': nothing */
	char point;     /* before the decimals */
};

extern const struct notation danish, english;

/* Adds a number of the record format as a notation has it, with the digits that it has. */
void notation_add(struct text *to, struct span number, struct notation notation);

#endif
