#include "fail.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct span span_of(const char *string)
{
	return (struct span){string, strlen(string)};
}

int span_compare(struct span a, struct span b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

bool span_equals(struct span a, struct span b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool span_is(struct span a, const char *string)
{
	return span_equals(a, span_of(string));
}

static void say(const char *file, size_t line, const char *format, va_list arguments)
{
	char what[4096];
	vsnprintf(what, sizeof what, format, arguments);
	if (line)
		warnx("%s:%zu: %s", file, line, what);
	else
		warnx("%s: %s", file, what);
}

_Noreturn void fail(int status, const char *file, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(file, line, format, arguments);
	va_end(arguments);
	exit(status);
}

void complain(const char *file, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say(file, line, format, arguments);
	va_end(arguments);
}

struct quote quote(struct span value)
{
	enum { CHARACTERS = 60 };
	struct quote q;
	size_t n = 0;
	size_t characters = 0;
	for (size_t i = 0; i < value.length; i++) {
		unsigned char byte = (unsigned char)value.bytes[i];
		bool continues = (byte & 0xC0) == 0x80;
		if ((!continues && ++characters > CHARACTERS) || n + 8 > sizeof q.text) {
			memcpy(q.text + n, "...", 3);
			n += 3;
			break;
		}
		q.text[n++] = byte < 0x20 || byte == 0x7F ? ' ' : (char)byte;
	}
	q.text[n] = '\0';
	return q;
}
