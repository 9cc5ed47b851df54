/*
 * How an error leaves a filter: one message on standard error, then exit.
 *
 * A message reads `kkr-NAME: FILE:LINE: what is wrong`, as printable() has it.
 * The status is one of sysexits.h; the library frees nothing and undoes nothing on its way out.
 */
#ifndef KKR_FAIL_H
#define KKR_FAIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sysexits.h>

/* Bytes of somebody else's file, not NUL-terminated; who made the span says how long it lasts. */
struct span {
	const char *bytes;
	size_t length;
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})

static inline struct span span_of(const char *string)
{
	return (struct span){string, strlen(string)};
}

/* Byte order, as strcmp has it. */
static inline int span_compare(struct span a, struct span b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

static inline bool span_equals(struct span a, struct span b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static inline bool span_is(struct span a, const char *string)
{
	return span_equals(a, span_of(string));
}

/*
 * Whether a text begins with a control character of C1, U+0080 to U+009F, which terminals obey,
 * too; or with one that turns the direction of what is written behind it, U+202A to U+202E and
 * U+2066 to U+2069: a name with one is shown as another.
 */
bool begins_c1(struct span rest);
bool begins_turn(struct span rest);

/* Ends the program. `line` 0 leaves the line out: the fault is in the file as a whole. */
_Noreturn void fail(int status, const char *file, size_t line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

_Noreturn void vfail(int status, const char *file, size_t line, const char *format,
	va_list arguments) __attribute__((format(printf, 4, 0)));

/* Says what fail() would say and goes on: for faults that are listed before the program ends. */
void complain(const char *file, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* `file` is NULL where the fault is in no file: in the command line. */
void vcomplain(const char *file, size_t line, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

/*
 * A text as messages show it, the caller's to free: a blank for each control character, U+FFFD for
 * each byte that is no UTF-8, and the number of what turns the direction of writing, \u202E.
 */
char *printable(const char *text);

/*
 * A value as it can stand in a message: at most 60 characters (a longer one ends in "..."), and
 * neither a line feed nor an escape sequence of a terminal gets through. Use it as quote(s).text.
 */
struct quote {
	char text[256];
};
struct quote quote(struct span value);

#endif
