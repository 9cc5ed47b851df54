/*
 * The words of a picture, in both languages.
 */
#ifndef KKR_PLOT_WORDS_H
#define KKR_PLOT_WORDS_H

#include "lib/decimal.h"
#include "lib/notation.h"

enum language { DANISH, ENGLISH };

enum word {
	WORD_MAP, /* what a picture is, where it has no title */
	WORD_BARS,
	WORD_LINES,
	WORD_TIMELINE,
	WORD_SOURCE,
	WORD_CREDIT,
	WORD_CAPITAL,
	WORD_NO_FIGURE,
	WORD_NOTHING,
	WORD_OWN_CALCULATION,
	WORD_MUNICIPALITY,
	WORD_MUNICIPALITIES,
	WORD_OVER,
	WORD_UNDER,
	WORD_TO,
	WORD_TO_UNDER,
	WORD_AND_OVER,
	WORD_AND_UNDER,
	WORD_NOT_FROM_ZERO,
	WORD_DONE, /* states of a timeline's rows, beside the mark and in the row's text */
	WORD_OPEN,
	WORD_OVERDUE,
	WORD_AS_OF,
	WORD_NO_DATE,
	WORD_FROM_DAY,
	WORD_UNTIL_DAY,
	WORDS
};

struct span word(enum language language, enum word word);

/* A number of the record format as the language writes it, with a minus that is no hyphen. */
void add_number(struct text *to, enum language language, struct span number);

/* Adds a fraction as a number with as many decimals as it needs, written as add_number does it. */
void add_exact(struct text *to, enum language language, mpq_srcptr value);

#endif
