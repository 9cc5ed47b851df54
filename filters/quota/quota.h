/*
 * What the parts of kkr-quota share: municipalities, their figures, and what comes out.
 *
 * kkr-quota.c reads and writes; statute.c works out the order's figures, apportion.c whole quotas,
 * bounds.c exemptions, steps.c the working.
 */
#ifndef KKR_QUOTA_H
#define KKR_QUOTA_H

#include "apportion.h"
#include "lib/areas.h"
#include "lib/statute.h"
#include "lib/table.h"
#include "lib/words.h"

/* The figures of the statutory rule are INPUTS. Another method takes one: its weight. */
enum { WEIGHT = 0 };

/* What a municipality gets of one landstal. */
struct outcome {
	mpz_t quota;
};

struct municipality {
	struct span code;
	struct span name;   /* "" where neither the input nor the code list has one */
	struct span region; /* its code, "" where it is not known */
	struct span region_name;
	const struct row *row[INPUTS];
	mpq_t input[INPUTS];
	mpq_t figure[FIGURES]; /* for the landstal worked out last */
	mpz_t min, max;
	bool exempt, has_exempt; /* what the input says; --exempt too */
	bool has_min, has_max;   /* an exempt one has a max of 0 */
	bool fixed;              /* its quota stands at a bound, for the landstal worked out last */
	struct outcome *outcome; /* for each landstal */
};

struct quota {
	struct municipality *municipality; /* by code */
	size_t count;
	size_t inputs; /* 3, or 1 with another method than the statute's */
	mpq_t sum[INPUTS];
	mpq_t positive;  /* the sum of the positive net */
	mpz_t *landstal; /* those asked for */
	size_t landstals;
	const struct method *method;
	enum ties ties;
	bool regional;       /* bounds keep persons within the region, not the country */
	struct claim *claim; /* of each municipality: its weight and quota */
	size_t faults;       /* listed so far: nothing is written if there is one */
};

/*
 * The figures of bekendtgørelse nr. 550 of 3 May 2022, § 4, for a landstal: figure[] of each
 * municipality, `positive`, and as weights of the claims the net figures that are not negative.
 */
void statute_figures(struct quota *q, mpz_srcptr landstal);

/* Decimals and unit of each figure, and its name as a column. */
struct figure_form {
	const char *name;
	size_t decimals;
	const char *unit;
};
extern const struct figure_form figure_form[FIGURES];

/* Whether a municipality is the one meant: by its code or its official name. */
struct municipality *quota_find_code(const struct quota *q, struct span code);
struct municipality *quota_find(const struct quota *q, struct span area);

/*
 * Reads a figure that must be 0 or more and, unless `fraction`, whole: NULL, or what is wrong with
 * it, in words that follow the field.
 */
const char *read_figure(mpq_t figure, struct span field, bool fraction);

/*
 * Applies min and max to the seats of the claims. What an exempt or capped municipality would have
 * had, or one below its min takes, is shared anew on the others of its region, or of the country
 * where q->regional is false, by the same method: each group keeps the sum that it had. Bounds that
 * cannot be met are faults, with the figures.
 */
void bounds_apply(struct quota *q, const char *file);

/*
 * Whether any municipality has a bound; whether two share one sum; and whether one that shares m's
 * stands at a bound, so that m's quota was shared anew.
 */
bool bounds_given(const struct quota *q);
bool bounds_together(
	const struct quota *q, const struct municipality *a, const struct municipality *b);
bool bounds_touch(const struct quota *q, const struct municipality *m);

#endif
