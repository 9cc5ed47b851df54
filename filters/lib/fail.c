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

/* The number of what turns the direction of writing, of which `at` are the three bytes. */
static void add_turn(struct text *to, const char *at)
{
	char number[sizeof "\\u202E"];
	unsigned low = (unsigned)(at[1] & 1) << 6 | (unsigned)(at[2] & 0x3F);
	snprintf(number, sizeof number, "\\u%04X", 0x2000 | low);
	text_add(to, span_of(number));
}

char *printable(const char *text)
{
	struct text copy = {0};
	for (struct span rest = span_of(text); rest.length;) {
		size_t length = utf8_length(rest);
		if (begins_turn(rest))
			add_turn(&copy, rest.bytes);
		else if (length)
			text_add(&copy, (struct span){rest.bytes, length});
		else
			text_add(&copy, SPAN("\xEF\xBF\xBD"));
		length += length == 0;
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
	text_add_char(&copy, '\0');
	blank_controls(copy.bytes);
	return copy.bytes;
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
