/*
 * A file without a name, for bytes that are to be read again: gone with the program.
 */
#ifndef KKR_TEMPORARY_H
#define KKR_TEMPORARY_H

#include "fail.h"

/* Makes one, in TMPDIR or /tmp; 73 where that fails. `of` is what it is a copy of, for messages. */
int temporary_open(const char *of);

/* Writes to it; 74 where that fails. */
void temporary_write(int file, const char *of, struct span bytes);

/* Goes back to its beginning; 74 where that fails. */
void temporary_rewind(int file, const char *of);

#endif
