/*
 * The program kkr-quota: what was asked for, what was read, and what its files do with them.
 *
 * kkr-quota.c has the options and the allocation; observations.c reads, tables.c and steps.c write.
 */
#ifndef KKR_PROGRAM_H
#define KKR_PROGRAM_H

#include "lib/cli.h"
#include "lib/observation.h"
#include "lib/steps.h"
#include "quota.h"

/* The options that name the measures of the statutory rule. */
extern const char *const quota_input_option[INPUTS];

struct options {
	const char *landstal;
	const char *residual;
	const char *measure[INPUTS];
	char **exempt;
	bool country; /* bounds move persons within the country, not the region */
	bool within;  /* --within was given */
	const char *method, *weight, *total;
	enum ties ties;
	bool longs, steps; /* what is written in place of a row for each municipality, */
	char *wide;        /* and where that row goes then */
	const char *explain;
	enum language language;
	struct column_names names;
	char *areas;
	char *against;         /* --against: records with a published table, */
	const char *published; /* its measure, */
	bool exact;            /* and whether it must be what comes out */
	char **files;
};

/* What is shared with the parts that know no options, and what is the program's own. */
struct program {
	struct options o;
	struct quota q;
	struct areas areas;
	struct records in;
	struct table table;       /* rows of the measures that go in */
	struct table totals;      /* the regions' own */
	struct observation means; /* the columns */
	size_t name, region, region_name, min, max, exempt;
	bool *constant; /* of each column: whether it is the same in all rows of every area */
	struct records against_in; /* the published table: its rows and columns */
	struct observation against_means;
	struct table against;
	const struct row **against_by_area; /* its rows, sorted so */
	char *own_total;                    /* NULL: it has none */
};

/*
 * Reads the observations into p->q, whose landstal and method are set: municipalities, their
 * figures and bounds, the agreement, and claims with the weights that went in. Ends the program
 * with 65 and every fault listed where there is one.
 */
void observations_read(struct program *p);
void observations_free(struct program *p);

/* Whether there is anything that may give a bound, whether it does or not. */
bool observations_bounded(const struct program *p);

/* Every step of the allocation of each municipality, and of one in words. */
void write_steps(const struct program *p, struct writer *out);
void write_explanation(const struct program *p, const struct municipality *m, struct writer *out);

/* A row for each municipality; the rows that went in, and what came out as observations. */
void write_wide(struct program *p, struct writer *out);
void write_long(struct program *p, struct writer *out);

/*
 * Reads the published table of --against. Where it has a total of its own, or every municipality,
 * that is what is shared out: p->o.landstal.
 */
void published_read(struct program *p);
void published_free(struct program *p);

/*
 * What came out beside the published table, a row for each municipality and each other area of the
 * table. False where anything differs, or there is nothing to compare, which is said.
 */
bool write_comparison(const struct program *p, struct writer *out);

/* Adds the name of a column of quotas: bare where there is one landstal, with the number where
 * there are several. */
void add_quota_name(struct text *to, const struct program *p, size_t index);

/* A figure as it is written: good until `text` changes. */
struct span rounded_text(struct text *text, mpq_srcptr value, size_t decimals);

#endif
