/*
 * A table: records held in memory, for a filter that must see all of them before it writes one.
 *
 * All zero is an empty table. Its rows are copies, so the records may go on.
 */
#ifndef KKR_TABLE_H
#define KKR_TABLE_H

#include "records.h"

struct row {
	const char *file; /* where it came from, for messages */
	size_t line;
	struct span *field;
};

struct table {
	struct row *row;
	size_t rows;
	size_t room;
};

/* Adds a copy of the record at hand. */
void table_add(struct table *table, const struct records *records);
void table_free(struct table *table);

#endif
