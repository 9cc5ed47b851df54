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

/* As grow, with the new elements set to zero. */
void *grow_zeroed(void *array, size_t *room, size_t need, size_t size);

/* A string of bytes that is added to. All zero is an empty one; free `bytes` when done. */
struct text {
	char *bytes;
	size_t length;
	size_t room;
};

/* Makes room for so many bytes more: text_reserve where there may be room already. */
void text_grow(struct text *text, size_t more);

static inline void text_reserve(struct text *text, size_t more)
{
	if (more > text->room - text->length)
		text_grow(text, more);
}

/*
 * memcpy for what is short, as fields are: a call for each took a tenth of kkr-parse's time. The
 * two halves of a copy overlap.
 */
static inline void copy_bytes(char *to, const char *from, size_t length)
{
	enum { LONG = 8, SHORT = 4 };
	char first[LONG], last[LONG];
	if (length > sizeof first + sizeof last) {
		memcpy(to, from, length);
	} else if (length >= LONG) {
		memcpy(first, from, LONG);
		memcpy(last, from + length - LONG, LONG);
		memcpy(to, first, LONG);
		memcpy(to + length - LONG, last, LONG);
	} else if (length >= SHORT) {
		memcpy(first, from, SHORT);
		memcpy(last, from + length - SHORT, SHORT);
		memcpy(to, first, SHORT);
		memcpy(to + length - SHORT, last, SHORT);
	} else {
		for (size_t i = 0; i < length; i++)
			to[i] = from[i];
	}
}

static inline void text_add(struct text *text, struct span bytes)
{
	if (bytes.length == 0)
		return;
	text_reserve(text, bytes.length);
	copy_bytes(text->bytes + text->length, bytes.bytes, bytes.length);
	text->length += bytes.length;
}

static inline void text_add_char(struct text *text, char byte)
{
	text_reserve(text, 1);
	text->bytes[text->length++] = byte;
}

/* The bytes there are now; good until the next text_add. */
static inline struct span text_span(const struct text *text)
{
	return (struct span){text->bytes ? text->bytes : "", text->length};
}

/* A copy that is NUL-terminated and the caller's to free. */
char *span_copy(struct span bytes);

/* What printf makes of it, the caller's to free. */
char *printed(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *vprinted(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* The length of the valid UTF-8 sequence at the start of `bytes`; 0 where there is none (RFC 3629).
 */
size_t utf8_length(struct span bytes);

/* Whether all of a text is UTF-8. */
bool utf8_valid(struct span text);

#endif
