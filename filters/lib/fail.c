#include "fail.h"

#include "hint.h"
#include "status.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

bool begins_c1(struct span rest)
{
	const unsigned char *at = (const unsigned char *)rest.bytes;
	return rest.length > 1 && at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
}

bool begins_turn(struct span rest)
{
	const unsigned char *at = (const unsigned char *)rest.bytes;
	if (rest.length < 3 || at[0] != 0xE2)
		return false;
	return (at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE) ||
	       (at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9);
}

static bool is_control(char byte)
{
	return (unsigned char)byte < 0x20 || byte == 0x7F;
}

/* Makes blanks of control characters. */
static void blank_controls(char *text)
{
	for (char *at = text; *at; at++) {
		if (is_control(*at))
			*at = ' ';
		else if (begins_c1((struct span){at, at[1] ? 2 : 1}))
			at[0] = at[1] = ' ';
	}
}

/* A copy that is the caller's to free, with blanks for control characters, and \u202E and the like
 * for what turns the direction of writing. */
static char *printable(const char *text)
{
	size_t length = strlen(text), n = 0;
	char *copy = allocate(2 * length + 1, 1); /* six bytes for three */
	for (size_t i = 0; i < length; i++) {
		if (!begins_turn((struct span){text + i, length - i})) {
			copy[n++] = text[i];
			continue;
		}
		unsigned low = (unsigned)(text[i + 1] & 1) << 6 | (unsigned)(text[i + 2] & 0x3F);
		n += (size_t)snprintf(copy + n, sizeof "\\u202E", "\\u%04X", 0x2000 | low);
		i += 2;
	}
	copy[n] = '\0';
	blank_controls(copy);
	return copy;
}

void vcomplain(const char *file, size_t line, const char *format, va_list arguments)
{
	char number[32] = "";
	if (line)
		snprintf(number, sizeof number, ":%zu", line);
	char *what = vprinted(format, arguments);
	if (hint_in_run()) {
		file = hint_subject(file);
		char *helped = hint_for_run(what);
		free(what);
		what = helped;
	}
	char *whole = printed("%s%s%s%s", file ? file : "", number, file ? ": " : "", what);
	char *message = printable(whole);
	status_erase();
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, message); /* in one write */
	free(what);
	free(whole);
	free(message);
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
	blank_controls(q.text);
	return q;
}
