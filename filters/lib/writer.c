#include "records.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct writer writer_stdout(void)
{
	return (struct writer){.file = stdout, .name = "standard output"};
}

struct writer writer_create(const char *path)
{
	FILE *file = fopen(path, "w");
	if (!file)
		fail(EX_CANTCREAT, path, 0, "cannot be made: %s", strerror(errno));
	return (struct writer){.file = file, .name = path};
}

static _Noreturn void fail_write(const struct writer *writer)
{
	fail(EX_IOERR, writer->name, 0, "cannot be written: %s", strerror(errno));
}

static void begin_field(struct writer *writer)
{
	if (writer->within_row)
		putc_unlocked('\t', writer->file);
	writer->within_row = true;
}

static void put_bytes(struct writer *writer, struct span bytes)
{
	if (bytes.length)
		fwrite(bytes.bytes, 1, bytes.length, writer->file);
}

void put_field(struct writer *writer, struct span field)
{
	begin_field(writer);
	put_bytes(writer, field);
}

static const char *escape_of(char byte)
{
	switch (byte) {
	case '\t':
		return "\\t";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\\':
		return "\\\\";
	default:
		return NULL;
	}
}

void put_text(struct writer *writer, struct span text)
{
	begin_field(writer);
	size_t written = 0;
	for (size_t i = 0; i < text.length; i++) {
		const char *escape = escape_of(text.bytes[i]);
		if (!escape)
			continue;
		put_bytes(writer, (struct span){text.bytes + written, i - written});
		put_bytes(writer, span_of(escape));
		written = i + 1;
	}
	put_bytes(writer, (struct span){text.bytes + written, text.length - written});
}

void put_row_end(struct writer *writer)
{
	putc_unlocked('\n', writer->file);
	writer->within_row = false;
	if (ferror(writer->file))
		fail_write(writer);
}

void writer_close(struct writer *writer)
{
	if (ferror(writer->file) || fflush(writer->file) != 0 || fclose(writer->file) != 0)
		fail_write(writer);
}

void rejects_open(struct rejects *rejects, const char *path)
{
	*rejects = (struct rejects){.wanted = path != NULL};
	if (!path)
		return;
	rejects->writer = writer_create(path);
	put_field(&rejects->writer, SPAN("file"));
	put_field(&rejects->writer, SPAN("line"));
	put_field(&rejects->writer, SPAN("reason"));
	put_field(&rejects->writer, SPAN("record"));
	put_row_end(&rejects->writer);
}

/* The bytes with U+FFFD for each one that the record format cannot hold. */
static struct text cleaned(struct span bytes)
{
	struct text clean = {0};
	for (size_t i = 0; i < bytes.length;) {
		struct span rest = {bytes.bytes + i, bytes.length - i};
		size_t length = utf8_length(rest);
		unsigned char byte = (unsigned char)bytes.bytes[i];
		bool control = (byte < 0x20 && !escape_of((char)byte)) || byte == 0x7F;
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
	put_text(&rejects->writer, text_span(&name));
	put_field(&rejects->writer, span_of(number));
	put_text(&rejects->writer, span_of(reason));
	put_text(&rejects->writer, text_span(&clean));
	put_row_end(&rejects->writer);
	free(name.bytes);
	free(clean.bytes);
}

void rejects_close(struct rejects *rejects)
{
	if (rejects->wanted)
		writer_close(&rejects->writer);
}
