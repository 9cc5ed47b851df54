/*
 * The lines of a text, decoded, for the formats whose columns stand below one another.
 */
#ifndef KKR_TEXT_LINES_H
#define KKR_TEXT_LINES_H

#include "cells.h"

/* `number` counts from 1; the line is without its LF, and good during the call alone. */
typedef void line_taker(void *to, size_t number, struct span line);

/* Reads a file to its end. One with a line of more than CELLS_TEXT bytes, or bytes that are no
 * text, ends the program with 65. */
void text_lines_read(struct input *input, struct cells *cells, const struct reading *reading,
	line_taker *take, void *to);

/* Adds the first bytes of a file in whatever encoding without those of a byte order mark, the NUL
 * bytes of UTF-16, form feeds and carriage returns. */
void text_plain_bytes(struct text *to, struct span first);

/* Whether the byte at `i` may stand between fields: a comma not within a figure or a sentence. */
bool text_delimits(struct span line, size_t i);

#endif
