/*
 * What each column of a table is taken to be, told from the sample of its rows: by what its cells
 * are, and by what tells the rows apart.
 */
#ifndef KKR_PLAN_H
#define KKR_PLAN_H

#include "site.h"

enum role {
	ROLE_IGNORED,
	ROLE_AREA,
	ROLE_PERIOD,
	ROLE_FIELD,
	ROLE_VALUE,
};

/* Why, where that is worth a remark. */
enum why {
	WHY_NOTHING,
	WHY_EMPTY,   /* there is nothing in it */
	WHY_SAME,    /* the areas of the first column again */
	WHY_WITHIN,  /* areas in which those of the first column lie, or that lie in them */
	WHY_OTHERS,  /* areas that have to do with those of the first in another way */
	WHY_CODES,   /* digits that are no quantity */
	WHY_RUNNING, /* 1, 2, 3, ... */
	WHY_APART,   /* whole numbers without which rows could not be told apart */
	WHY_YEARS,   /* years without a header that says so */
};

struct plan_column {
	enum role role;
	enum why why;
	bool fill;  /* its labels stand once for a group of rows */
	bool plain; /* its figures in texts are written 1234.5 */
};

struct plan {
	struct plan_column *column; /* as struct site has them */
	bool keyed;                 /* some column beside the areas tells rows apart */
};

void plan_make(struct plan *plan, const struct site *site, const struct sample *s);
void plan_free(struct plan *plan);

#endif
