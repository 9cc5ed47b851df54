/*
 * Memory that grows, or the program ends with 71 (EX_OSERR).
 */
#ifndef KKR_TEXT_H
#define KKR_TEXT_H

#include "fail.h"

/* malloc and realloc that do not return without memory. */
void *allocate(size_t count, size_t size);
void *reallocate(void *memory, size_t count, size_t size);

/*
 * Makes room for `need` elements of `size` bytes in an array that has room for `*room`, at least
 * doubling it; returns where it now is. A new array starts as NULL with room 0.
 */
void *grow(void *array, size_t *room, size_t need, size_t size);

/* A string of bytes that is added to. All zero is an empty one; free `bytes` when done. */
struct text {
	char *bytes;
	size_t length;
	size_t room;
};

void text_add(struct text *text, struct span bytes);
void text_add_char(struct text *text, char byte);

/* The bytes there are now; good until the next text_add. */
struct span text_span(const struct text *text);

/* A copy that is NUL-terminated and the caller's to free. */
char *span_copy(struct span bytes);

#endif
