/*
 * What can be computed: a table of operations. Each says what is to be gathered of the records,
 * and works the figure out of what has been gathered.
 */
#ifndef KKR_KPI_OPERATIONS_H
#define KKR_KPI_OPERATIONS_H

#include "kpi/cells.h"

/* What may stand after an operation's name. */
enum argument {
	ARGUMENT_NONE,
	ARGUMENT_COLUMN, /* COLUMN */
	ARGUMENT_VALUE,  /* [COLUMN] */
	ARGUMENT_MEAN,   /* [COLUMN] [weight COLUMN [by COLUMN]] */
	ARGUMENT_SHARE,  /* [COLUMN|count] */
	ARGUMENT_RATIO,  /* [COLUMN|count] [per NUMBER] */
	ARGUMENT_DAYS,   /* N */
};

/* Whether the definition's `of` is the operation's business. */
enum denominator { OF_NONE, OF_NEEDED, OF_POSSIBLE };

/* What a cell gathers of each record. */
enum gather {
	GATHER_NOTHING = 0, /* that there is one */
	GATHER_SUM = 1,     /* the sum of the column */
	GATHER_RANGE = 2,   /* the least and the greatest number */
	GATHER_NUMBERS = 4, /* every different number, and how often */
	GATHER_TEXTS = 8,   /* every different text */
	GATHER_FIRST = 16,  /* the sum in the first period */
	GATHER_LAST = 32,   /* the sum in the last one */
	GATHER_PERIODS = GATHER_FIRST | GATHER_LAST,
	GATHER_WEIGHTS = 128, /* the values, and the weights of other records */
	GATHER_PLANS = 64,  /* how many plans the operation takes, and the earliest date of those */
	GATHER_AREAS = 256, /* every municipality, and how often, of a mean without weights */
};

/* Whose figure it is: "own calculation" or the source's. */
enum whose {
	WHOSE_OWN,    /* ours, unless the source publishes it */
	WHOSE_RECORD, /* that of a record, where only one went in */
	WHOSE_PICKED, /* always that of a record */
};

/* A figure, or the reason why there is none. */
struct outcome {
	bool given;
	long day;        /* where the operation gives a date */
	mpq_t value;     /* where it gives a number */
	uint64_t n;      /* records that went in */
	const char *why; /* in Danish, since readers see it */
};

struct operation {
	const char *name;
	enum argument argument;
	enum denominator denominator;
	unsigned gathers;
	enum whose whose;
	size_t decimals; /* where the definition says nothing */
	unsigned per;    /* what the quotient is multiplied by, without `per` */
	bool at_least;   /* its figure is more where a value is secret; others have none then */
	bool gives_date; /* its figure is one */
	bool needs_as_of;
	bool needs_status, needs_earliest, needs_latest;                 /* columns of plans */
	bool (*takes)(const struct plan *plan, const struct view *view); /* of plans */
	void (*work_out)(const struct view *view, struct outcome *outcome);
};

/* The operation of a name, or NULL. */
const struct operation *operation_find(struct span name);

/* All names, with blanks between them; the caller's to free. */
char *operation_names(void);

/* A mean of municipalities by its conditions, each of which counts as much: readers are told of how
 * many. */
bool asks_for_municipalities(const struct definition *definition);

/* What an operation gathers with this definition. */
unsigned operation_gathers(const struct definition *definition);

#endif
