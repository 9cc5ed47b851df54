#include "fail.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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
