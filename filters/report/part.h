/*
 * A part of a page: a table that some program has written, held in memory. All zero is one that is
 * not there, which has no rows and no columns.
 */
#ifndef KKR_REPORT_PART_H
#define KKR_REPORT_PART_H

#include "lib/table.h"

struct part {
	char **name;
	size_t columns;
	struct table table;
	bool there;
};

/* NULL for standard input. What the file lacks of `needed`, which ends with NULL, is 65. */
void part_load(struct part *part, const char *path, const char *const *needed);
void part_free(struct part *part);

bool part_has(const struct part *part, const char *column);

/* A field; empty where the table does not have that column. */
struct span part_field(const struct part *part, size_t row, const char *column);
bool part_is(const struct part *part, size_t row, const char *column, const char *text);

#endif
