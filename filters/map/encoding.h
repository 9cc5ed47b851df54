/*
 * In which encoding a text is whose bytes are no UTF-8: that in which areas are known.
 */
#ifndef KKR_MAP_ENCODING_H
#define KKR_MAP_ENCODING_H

#include "look.h"

#include "lib/input.h"

struct guess {
	const char *encoding; /* NULL: it is UTF-8, or tells its own */
	bool unproved;        /* no area tells it, but its letters alone */
};

/* Reads an input to its end, and tells. */
struct guess encoding_guess(struct input *input, struct looks *looks);

#endif
