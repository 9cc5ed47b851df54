/*
 * Groupings of one's own: a list with the column code and one or more others, which are appended
 * to the records of the areas with those codes.
 */
#ifndef KKR_GROUPS_H
#define KKR_GROUPS_H

#include "lib/table.h"
#include "lib/recognise.h"

/* All zero is a grouping without columns. */
struct groups {
	char **name; /* of the columns that are appended: group_NAME for the column NAME */
	size_t columns;
	size_t *at; /* their places in a row of the list */
	size_t code;
	struct table table; /* the list, by code */
};

/*
 * Reads the list. A wrong one ends the program with 78: without a column code or any other, with
 * two columns for one group, with a code that no record comes out with or one that stands there
 * twice.
 */
void groups_read(struct groups *groups, const char *path, const struct recogniser *recogniser);
void groups_free(struct groups *groups);

/* An area's row, or NULL where it has none; its fields are those at groups->at. */
const struct row *groups_row(const struct groups *groups, const struct area *area);

#endif
