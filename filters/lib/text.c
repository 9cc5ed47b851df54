#include "text.h"

#include <err.h>
#include <stdint.h>
#include <stdlib.h>

void *reallocate(void *memory, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		errx(EX_OSERR, "no memory for %zu things of %zu bytes", count, size);
	size_t bytes = count * size;
	void *got = realloc(memory, bytes ? bytes : 1);
	if (!got)
		errx(EX_OSERR, "no memory for %zu bytes", bytes);
	return got;
}

void *allocate(size_t count, size_t size)
{
	return reallocate(NULL, count, size);
}

void *grow(void *array, size_t *room, size_t need, size_t size)
{
	if (need <= *room)
		return array;
	size_t more = *room < 8 ? 8 : *room * 2;
	*room = more < need ? need : more;
	return reallocate(array, *room, size);
}

void text_grow(struct text *text, size_t more)
{
	text->bytes = grow(text->bytes, &text->room, text->length + more, 1);
}

char *span_copy(struct span bytes)
{
	char *copy = allocate(bytes.length + 1, 1);
	if (bytes.length)
		memcpy(copy, bytes.bytes, bytes.length);
	copy[bytes.length] = '\0';
	return copy;
}
