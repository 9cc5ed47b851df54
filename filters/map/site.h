/*
 * Where on a sheet a table is: which column has its areas, which rows are its header, where its
 * rows begin, and where another table begins beside it or below it.
 *
 * All of it is told from where areas and figures stand. A row that has a figure in a column of
 * figures is a row of the table and never of its header, whatever it has in the place of an area; a
 * row of years is a header, where the figures below are none.
 */
#ifndef KKR_SITE_H
#define KKR_SITE_H

#include "sample.h"

#include "table/layout.h"

/* What there is in a column, among the rows of the table that were looked at. */
struct tally {
	size_t given;   /* cells with anything */
	size_t figures; /* of them; stands for figures (-, ..) count apart */
	size_t signs, words;
	size_t years, coded, fractions;
	size_t periods; /* not written as a number, or as a year */
	size_t areas;   /* rows with one; and those told by a code alone */
	size_t numbers;
	size_t different; /* how many areas, each once; and municipalities */
	size_t municipalities;
};

struct site_column {
	struct tally tally;
	bool figures;       /* most of its cells are figures */
	bool yearly;        /* and most of those could be years */
	struct text header; /* as kkr-table joins it */
	struct text lowest; /* what it has in the last row of the header */
};

struct site {
	struct site_column *column; /* from 1 */
	size_t columns;
	size_t first, last; /* those of the table: all but where another list stands beside it */
	size_t beside;      /* the first column of that list; 0: none */
	size_t area;        /* 0: none */
	size_t across;      /* the row in which more areas stand side by side than in a column; 0 */
	bool by_heading;    /* areas stand in rows of their own, above the rows that are theirs */
	size_t header_first, header_last; /* rows; 0: there is none */
	bool below_header; /* what is looked at stands below the header, which is known */
	bool spread;       /* upper rows have a text once for several columns */
	size_t begin;      /* the place in the sample of the first row of the table */
	size_t end;        /* and behind the last one, where another table begins below it */
	size_t cut;        /* the row in which another table surely begins; 0: none */
	size_t below;      /* the row in which that one begins; 0: none */
	struct text title;
	struct text unit; /* Enhed: Antal */
	struct text
		larger; /* larger areas that stand alone, but mostly have figures: a line each */
	bool years;     /* a row of the header has years alone, where figures stand below */
	size_t above;   /* a row with figures above the header; 0: none */
};

/* Finds it in a sample; false where no column has areas, or a row (across) has more of them. */
bool site_find(struct site *site, const struct sample *s, const struct layout *said,
	const struct areas *areas);
void site_free(struct site *site);

/* Whether a row has a figure, or a sign in place of one, in a column of figures of the table. */
bool site_counts(const struct site *site, const struct sample *s, size_t row);

/* Whether a row has the texts of the header's last row, each in its place: a page has them again.
 */
bool site_repeats(const struct site *site, const struct sample *s, size_t row);

/*
 * Whether a row has a figure in a column that has none otherwise, and an area: it is of another
 * table.
 */
bool site_strange(const struct site *site, const struct sample *s, size_t row);

/* Whether a row could be the header of another table: it has texts, and no figure, in columns of
 * figures. */
bool site_heads(const struct site *site, const struct sample *s, size_t row);

/*
 * What is met on the way down a table, row by row, by which another one below it is known: it has a
 * header of its own, and the areas of the first again.
 */
struct way_down {
	bool *seen;    /* which areas; the caller's, one for each of the list, false at first */
	bool repeated; /* one of them came again, with no header between */
	size_t last;   /* the row before the one at hand */
	size_t header; /* a row that could be that of another table; 0: none */
	bool page;     /* it is the header of the first, again */
	bool areas;    /* it says that there are areas below it */
	bool figures;  /* it has texts above figures, and none above areas */
	size_t title;  /* where its titles begin */
	bool gap;      /* nothing stands in the row above those */
};

/* Takes a row; returns whether another table has begun, in the row `title`. */
bool way_step(struct way_down *w, const struct site *site, const struct sample *s, size_t row,
	const struct areas *areas);

/* Whether a row has something in one cell of the table alone. */
bool site_alone(const struct site *site, const struct sample *s, size_t row);

/* Whether what is called so, and is no municipality, mostly has figures: alone it lacks them, and
 * is no heading. */
bool site_larger(const struct site *site, struct span text);

/* Whether a header says that its column has codes, which are no measure. */
bool says_code(struct span header);

#endif
