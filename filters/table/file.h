/*
 * A file with tables: which format it is of, and the cells that this delivers.
 */
#ifndef KKR_TABLE_FILE_H
#define KKR_TABLE_FILE_H

#include "read/rows.h"

enum { TABLE_FORMATS = 10 };

/* The names of the formats, as --format has them, and NULL. */
void table_formats(const char *names[TABLE_FORMATS + 1]);

/*
 * Reads a file, which is open, to its end. Its format is the reading's or, without one, that whose
 * files begin so; the cells become rows, or go to the taker of the layout. What is no table ends
 * the program with 65, and an option that cannot be used with the format with 64.
 */
void table_read(struct input *input, struct rows *rows, const struct reading *reading);

#endif
