#include "text.h"

#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

void text_add(struct text *text, struct span bytes)
{
	if (bytes.length == 0)
		return;
	text->bytes = grow(text->bytes, &text->room, text->length + bytes.length, 1);
	memcpy(text->bytes + text->length, bytes.bytes, bytes.length);
	text->length += bytes.length;
}

void text_add_char(struct text *text, char byte)
{
	text->bytes = grow(text->bytes, &text->room, text->length + 1, 1);
	text->bytes[text->length++] = byte;
}

struct span text_span(const struct text *text)
{
	return (struct span){text->bytes ? text->bytes : "", text->length};
}

char *span_copy(struct span bytes)
{
	char *copy = allocate(bytes.length + 1, 1);
	if (bytes.length)
		memcpy(copy, bytes.bytes, bytes.length);
	copy[bytes.length] = '\0';
	return copy;
}
