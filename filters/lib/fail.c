#include "fail.h"

#include "hint.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

/* The two bytes of a C1 control character (U+0080 to U+009F), which terminals obey, too. */
static bool is_c1(const char *at)
{
	return (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] >= 0x80 &&
	       (unsigned char)at[1] < 0xA0;
}

static void make_printable(char *text)
{
	for (char *at = text; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7F)
			*at = ' ';
		else if (is_c1(at))
			at[0] = at[1] = ' ';
	}
}

/* How many bytes of a status line stand on the terminal, of which a process has one. */
static size_t shown;

void status_show(const char *line, size_t room)
{
	size_t length = strlen(line);
	if (length > room) {
		length = room;
		while (length && ((unsigned char)line[length] & 0xC0) == 0x80)
			length--;
	}
	int rest = shown > length ? (int)(shown - length) : 0;
	fprintf(stderr, "\r%.*s%*s", (int)length, line, rest, "");
	fflush(stderr);
	shown = length;
}

void status_erase(void)
{
	if (!shown)
		return;
	status_show("", 0);
	fputc('\r', stderr);
}

void vcomplain(const char *file, size_t line, const char *format, va_list arguments)
{
	char *what = NULL, *whole = NULL;
	char number[32] = "";
	if (line)
		snprintf(number, sizeof number, ":%zu", line);
	if (vasprintf(&what, format, arguments) < 0)
		errx(EX_OSERR, "no memory for a message");
	if (hint_in_run()) {
		file = hint_subject(file);
		char *helped = hint_for_run(what);
		free(what);
		what = helped;
	}
	if (asprintf(&whole, "%s%s%s%s", file ? file : "", number, file ? ": " : "", what) < 0)
		errx(EX_OSERR, "no memory for a message");
	make_printable(whole);
	status_erase();
	warnx("%s", whole);
	free(what);
	free(whole);
}

_Noreturn void vfail(
	int status, const char *file, size_t line, const char *format, va_list arguments)
{
	vcomplain(file, line, format, arguments);
	exit(status);
}

_Noreturn void fail(int status, const char *file, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(status, file, line, format, arguments);
	va_end(arguments);
}

void complain(const char *file, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(file, line, format, arguments);
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
		q.text[n++] = byte ? (char)byte : ' ';
	}
	q.text[n] = '\0';
	make_printable(q.text);
	return q;
}
