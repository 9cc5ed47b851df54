/*
 * The words of a line of text, and where they stand: for texts whose columns stand below one
 * another.
 */
#ifndef KKR_LINE_WORDS_H
#define KKR_LINE_WORDS_H

#include "lib/text.h"

/*
 * Calls `take` for each word of a line of UTF-8, from the left, with its first and its last
 * character, from 1. Characters are counted; a TAB moves to the next multiple of eight.
 */
void line_words(struct span line,
	void (*take)(void *to, struct span word, size_t first, size_t last), void *to);

#endif
