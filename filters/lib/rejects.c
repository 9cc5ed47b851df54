#include "rejects.h"

#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void rejects_open(struct rejects *rejects, const char *path, char *const *files)
{
	rejects->wanted = path != NULL;
	if (!path)
		return;
	cli_apart("--rejects", path, "an input", files);
	writer_create(&rejects->writer, path);
	put_field(&rejects->writer, SPAN("file"));
	put_field(&rejects->writer, SPAN("line"));
	put_field(&rejects->writer, SPAN("reason"));
	put_field(&rejects->writer, SPAN("record"));
	put_row_end(&rejects->writer);
	writer_flush(&rejects->writer);
}

/* The bytes with U+FFFD for each one that the record format cannot hold. */
static struct text cleaned(struct span bytes)
{
	struct text clean = {0};
	for (size_t i = 0; i < bytes.length;) {
		struct span rest = {bytes.bytes + i, bytes.length - i};
		size_t length = utf8_length(rest);
		unsigned char byte = (unsigned char)bytes.bytes[i];
		bool escaped = byte == '\t' || byte == '\n' || byte == '\r';
		bool control = (byte < 0x20 && !escaped) || byte == 0x7F;
		if (length == 0 || control)
			text_add(&clean, SPAN("\xEF\xBF\xBD"));
		else
			text_add(&clean, (struct span){rest.bytes, length});
		i += length ? length : 1;
	}
	return clean;
}

void reject(struct rejects *rejects, const char *file, size_t line, struct span record,
	const char *format, ...)
{
	char reason[1024];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	if (!rejects || !rejects->wanted)
		fail(EX_DATAERR, file, line, "%s", reason);

	char number[32];
	snprintf(number, sizeof number, "%zu", line);
	struct text name = cleaned(span_of(file)), clean = cleaned(record);
	struct text why = cleaned(span_of(reason)); /* which may have been cut within a letter */
	put_text(&rejects->writer, text_span(&name));
	put_field(&rejects->writer, span_of(number));
	put_text(&rejects->writer, text_span(&why));
	put_text(&rejects->writer, text_span(&clean));
	put_row_end(&rejects->writer);
	writer_flush(&rejects->writer); /* it is to be there whatever ends the program */
	free(name.bytes);
	free(clean.bytes);
	free(why.bytes);
}

void rejects_close(struct rejects *rejects)
{
	if (rejects->wanted)
		writer_close(&rejects->writer);
}
