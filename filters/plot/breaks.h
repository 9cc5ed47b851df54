/*
 * Classes of figures for a map: which there are, what they are called, which figure is in which.
 *
 * Zero is a class of its own, and so is a figure that is missing, and one that is of too few to be
 * ranked. A class without figures is none. Those above and those below zero
 * are classed apart, by their size, so that a break belongs to the class farther from zero.
 */
#ifndef KKR_PLOT_BREAKS_H
#define KKR_PLOT_BREAKS_H

#include "plot.h"

/* What --breaks says: a rule, or numbers. */
struct breaks {
	enum { BREAKS_QUANTILES, BREAKS_EQUAL, BREAKS_GIVEN } rule;
	mpq_t *given;
	size_t count;
};

/* Reads the option; 64 where it is wrong. */
struct breaks breaks_read(const char *option);
void breaks_free(struct breaks *breaks);

struct class
{
	int sign;    /* of its figures; 0 for zero and for a missing one */
	size_t rank; /* among those of its sign, from zero on */
	size_t ranks;
	size_t figures;
	bool missing, few;
	struct text label;
};

struct classes {
	struct class
		*class; /* in the order of a legend: from the lowest up, then few, then missing */
	size_t count, room;
};

/* Classes so many figures; of[i] gets the class of figure[i]. */
void classes_make(struct classes *classes, const struct breaks *breaks, enum language language,
	const struct plot_figure *const *figure, size_t figures, size_t *of);
void classes_free(struct classes *classes);

#endif
