#include "text.h"

#include "status.h"

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void *reallocate(void *memory, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size) {
		status_erase();
		errx(EX_OSERR, "no memory for %zu things of %zu bytes", count, size);
	}
	size_t bytes = count * size;
	void *got = realloc(memory, bytes ? bytes : 1);
	if (!got) {
		status_erase();
		errx(EX_OSERR, "no memory for %zu bytes", bytes);
	}
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

void *grow_zeroed(void *array, size_t *room, size_t need, size_t size)
{
	size_t before = *room;
	char *bytes = grow(array, room, need, size);
	if (*room > before)
		memset(bytes + before * size, 0, (*room - before) * size);
	return bytes;
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

char *vprinted(const char *format, va_list arguments)
{
	char *text = NULL;
	if (vasprintf(&text, format, arguments) < 0) {
		status_erase();
		errx(EX_OSERR, "no memory for a text");
	}
	return text;
}

char *printed(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = vprinted(format, arguments);
	va_end(arguments);
	return text;
}

/* The least code point that a sequence of so many bytes may hold: a shorter one exists below it. */
static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};

size_t utf8_length(struct span bytes)
{
	if (bytes.length == 0)
		return 0;
	unsigned char first = (unsigned char)bytes.bytes[0];
	if (first < 0x80)
		return 1;
	size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
	if (first < 0xC2 || first > 0xF4 || length > bytes.length)
		return 0;
	unsigned long point = first & (0xFFu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)bytes.bytes[i];
		if ((next & 0xC0) != 0x80)
			return 0;
		point = point << 6 | (next & 0x3F);
	}
	bool surrogate = point >= 0xD800 && point <= 0xDFFF;
	return point < least[length] || point > 0x10FFFF || surrogate ? 0 : length;
}

bool utf8_valid(struct span text)
{
	for (size_t i = 0; i < text.length;) {
		size_t length = utf8_length((struct span){text.bytes + i, text.length - i});
		if (length == 0)
			return false;
		i += length;
	}
	return true;
}
