/*
 * All rows of a table, one after the other: what there is in each column, and which rows are not as
 * the others are. Every row that has a figure in a column of values is a record, or it is listed.
 */
#ifndef KKR_STUDY_H
#define KKR_STUDY_H

#include "listed.h"
#include "plan.h"
#include "totals.h"

#include "lib/hash.h"

struct study_column {
	size_t given, figures, signs, texts;
	size_t danish, plain; /* figures that can be read in that notation alone */
	size_t spaced;        /* with spaces between their thousands */
	size_t fractions, percents;
	size_t three;  /* of those fractions, the ones with three digits behind a comma: 1,234 */
	size_t thirds; /* with one point, and one or two digits before it and three behind: 1.234 */
	size_t dotted; /* with points that may part thousands or decimals */
	struct listed in_danish, in_plain; /* cells that are figures in one notation alone */
	size_t areas;
	size_t same, within, other, first, second; /* rows, as struct agreement of plan.c */
	bool against; /* the last of them contradicts: rows below it may be of its group */
	size_t parentheses, minus_last;
	struct listed others; /* rows in which a further column contradicts the first one */
	struct listed
		strays; /* cells of a column of values that are no figures; of periods, none */
};

enum heading { HEADING_NONE, HEADING_AREA, HEADING_REGION, HEADING_PERIOD, HEADING_GROUP };

struct study {
	const struct site *site;
	const struct plan *plan;
	const struct areas *areas;
	struct study_column *column;
	size_t columns; /* of the sheet, as far as is known: there may be more than the sample has
			 */
	size_t rows[AREA_LEVELS]; /* by the level of their area */
	bool *seen;               /* which areas */
	size_t records;           /* rows that have an area, or a figure */
	size_t first, last;       /* the first and the last of them */
	size_t below;             /* where another table begins below; 0: none */
	struct listed unknown, blank, twice, unlabelled;
	struct listed borrowed; /* rows with a label of their own, and another from above (fill) */
	struct listed lonely;   /* municipalities with nothing beside them: no headings */
	struct listed country;  /* the rows of the country */
	size_t *times, most;    /* the rows of each area; most of one municipality */
	struct tallied left;    /* rows that are none, though no note: their texts */
	size_t beyond;          /* rows with figures below that */
	struct tallied skip;    /* what rows begin with that are none of the table */
	struct tallied marks;   /* what stands behind figures */
	struct tallied words;   /* short texts in the place of figures */
	size_t headings, headings_area, headings_period;
	struct tallied heading; /* their texts */
	struct totals *totals;
	/* ---- the rest belongs to study.c ---- */
	struct way_down way;
	struct text pending; /* a row alone, which is a heading where rows follow */
	size_t pending_row;
	bool pending_period;
	const struct area *pending_area;
	bool *section; /* the areas since the last heading */
	bool *round;   /* and since the areas began to come again below another heading */
	size_t rounds;
	struct text *label;   /* the last of each column that is filled down */
	uint64_t *first_cell; /* fingerprints of what rows with figures begin with */
	size_t first_cells;
	struct secret secret;
	bool paged;  /* a row with figures begins as the number of a page does */
	bool unsure; /* there were more of those than are kept */
};

void study_open(struct study *study, const struct site *site, const struct plan *plan,
	const struct areas *areas);

/* A row below the header, in their order. Returns false where the table has ended: another one
 * stands below. */
bool study_row(struct study *study, const struct sample *s, size_t row);

/* Whether rows that begin with a text may be left out: none with figures does. */
bool study_skips(const struct study *study, struct span text);

/* What rows alone in their line are; HEADING_NONE where there are none that need be told. */
enum heading study_heading(const struct study *study);

void study_free(struct study *study);

#endif
