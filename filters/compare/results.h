/*
 * Results of kkr run, side by side: the cells of their tables that are not alike in all of them.
 *
 * Tables of one name are held against each other. A row finds its partners by the first columns of
 * its table, as few as tell the rows of each apart.
 */
#ifndef KKR_COMPARE_RESULTS_H
#define KKR_COMPARE_RESULTS_H

#include "lib/table.h"

/* The fields of a cell, each of which is a row of `cells`; escaped, as in records. */
enum cell_field { CELL_FILE, CELL_KEY, CELL_COLUMN, CELL_NAME, CELL_VALUE, CELL_FIELDS };

struct results {
	char *const *directory;
	size_t directories;
	const char *only; /* the column that counts; NULL: all */
	/* ---- */
	struct table *cells; /* of each directory */
	size_t tables;       /* that were held against each other */
	bool faulty;         /* one could not be, which is said */
	bool has_only;       /* a table has the column `only` */
};

/*
 * Fills `cells`. A row that not all have, and of which there is no cell to show, and a table that
 * not all have, which is said, is one cell without a column. 66 where there is no table in a
 * directory; what is wrong in a table is 65.
 */
void results_compare(struct results *results);

void results_free(struct results *results);

/* Whether a field is a number, and no code with a zero before it. */
bool cell_is_figure(struct span field);

#endif
