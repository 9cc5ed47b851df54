/*
 * The steps by which a municipality's quota came about: as records, and in words.
 *
 * A step has a name, `what`, and a value of the record format; the municipality's figures and the
 * sums that go into them are such steps, too. The formula of a step is made of the names of others
 * ("gross - family"), so that each can be done again from the rows that are there. The records have
 * the columns area, name, region, step, what, value, unit, formula, working (the formula with the
 * values put in), exact (the fraction that the value was rounded from) and reference; the rows of
 * one municipality stand together, in the order below.
 */
#ifndef KKR_STEPS_H
#define KKR_STEPS_H

#include "records.h"
#include "words.h"
#include "writer.h"

enum step_what {
	/* What goes in: of the municipality, and of all (the sums). */
	STEP_LANDSTAL,
	STEP_FAMILY_ALL,
	STEP_PERSONS_ALL, /* landstal + family_all */
	STEP_POPULATION,
	STEP_POPULATION_ALL,
	STEP_NATIONALS,
	STEP_NATIONALS_ALL,
	STEP_FAMILY,
	/* Section 4 of the order. */
	STEP_SHARE,
	STEP_GROSS,
	STEP_NET,
	STEP_POSITIVE_NET_ALL,      /* the sum of the net figures above 0 */
	STEP_POSITIVE_COUNT,        /* and how many they are */
	STEP_DISTRIBUTION,          /* one of the three */
	STEP_DISTRIBUTION_NEGATIVE, /* 0, since net is negative */
	STEP_DISTRIBUTION_NONE,     /* 0, since no net figure is above 0 */
	/* Whole persons. */
	STEP_EXEMPT,           /* the quota of one that is exempt: 0 */
	STEP_BOUND,            /* the quota of one that stands at a bound */
	STEP_SHARED_ALL,       /* what those at no bound share, where others stand at one, */
	STEP_DISTRIBUTION_ALL, /* by the sum of their distributions */
	STEP_SHARED,
	STEP_ROUNDED,       /* the distribution, or what is shared, as a whole number */
	STEP_ROUNDED_ALL,   /* where the municipality has a part of what rounding leaves: the sum */
	STEP_REMAINDER_ALL, /* by how much that misses the landstal, or what is shared, */
	STEP_REMAINDER,     /* and the municipality's part of that: below 0 it is taken */
	STEP_WHOLE,         /* by largest remainders: the whole persons, */
	STEP_ONE_MORE,      /* and 1 or 0 by the remainder */
	STEP_QUOTA,
	/* With an agreement. */
	STEP_LAPSED, /* the quota, where an agreement has lapsed */
	STEP_TRANSFER,
	STEP_AGREED,
	STEP_PROPOSED, /* in place of that, where the agreement is a draft */
	STEP_WHATS
};

/* The steps of one municipality. What is not there is NULL. */
struct steps {
	char *area, *name;
	char *region; /* its code; NULL where steps_next gives them */
	char *value[STEP_WHATS];
	char *exact[STEP_WHATS];
};

/* Sets one, in place of what was there: a copy. */
void steps_set(struct steps *steps, enum step_what what, struct span value, struct span exact);

/* Empties it; all zero is an empty one. */
void steps_clear(struct steps *steps);

/* The names of the columns, and the rows of a municipality from one step on. */
void steps_put_header(struct writer *out);
void steps_put(struct writer *out, const struct steps *steps, enum step_what from);

/* 65 where records have other columns than those, or in another order. */
void steps_check(const struct records *in);

/* Records of steps that are open, and where their columns are. */
struct steps_input {
	struct records *in;
	size_t area, name, what, value, exact;
	bool ahead; /* the record at hand is the next municipality's */
	struct steps_met {
		char *area;
		size_t line; /* of its first step */
	} * met;             /* so far; freed after the last */
	size_t count, room;
};

/* 65, naming it, where a column is missing. */
void steps_open(struct steps_input *input, struct records *in);

/*
 * The steps of the next municipality; false after the last, where it is known whether a
 * municipality stands twice. That, a name of a step that is none of these, a step that stands
 * twice, and steps without a quota end the program with 65.
 */
bool steps_next(struct steps_input *input, struct steps *steps);

/* What a line is of the words, for whoever lays them out. */
enum step_part {
	PART_TITLE,
	PART_RULE,
	PART_HEAD,    /* above the figures that go in */
	PART_INPUT,   /* one of those */
	PART_STEP,    /* "1. Fordelingsandel (§ 4, stk. 2): ..." */
	PART_WORKING, /* with its figures put in, or what there is to say instead */
	PART_EXACT,   /* the fraction itself */
	PART_RESULT,
};

/* Hands out the words, line by line: neither indented, nor ended, nor escaped. */
void steps_say(const struct steps *steps, enum language language,
	void (*line)(void *to, enum step_part part, struct span text), void *to);

/* All of it as plain text. */
void steps_explain(const struct steps *steps, enum language language, struct writer *out);

#endif
