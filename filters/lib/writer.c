#include "writer.h"

#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void start(struct writer *writer, int file, const char *name)
{
	writer->file = file;
	writer->name = name;
	writer->within_row = false;
	writer->used = 0;
}

void writer_stdout(struct writer *writer)
{
	start(writer, STDOUT_FILENO, "standard output");
}

void writer_create(struct writer *writer, const char *path)
{
	enum { MODE = 0666 };
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, MODE);
	if (file < 0)
		fail(EX_CANTCREAT, path, 0, "cannot be made: %s", strerror(errno));
	start(writer, file, path);
}

static _Noreturn void fail_write(const struct writer *writer)
{
	fail(EX_IOERR, writer->name, 0, "cannot be written: %s", strerror(errno));
}

static void write_all(const struct writer *writer, struct span bytes)
{
	while (bytes.length) {
		ssize_t written = write(writer->file, bytes.bytes, bytes.length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			fail_write(writer);
		bytes.bytes += written;
		bytes.length -= (size_t)written;
	}
}

void writer_flush(struct writer *writer)
{
	struct span all = {writer->buffer, writer->used};
	writer->used = 0;
	status_erase(); /* the rows may go to the same terminal */
	write_all(writer, all);
}

void put_bytes(struct writer *writer, struct span bytes)
{
	if (bytes.length > sizeof writer->buffer - writer->used)
		writer_flush(writer);
	if (bytes.length > sizeof writer->buffer) {
		write_all(writer, bytes);
		return;
	}
	memcpy(writer->buffer + writer->used, bytes.bytes, bytes.length);
	writer->used += bytes.length;
}

static void put_char(struct writer *writer, char byte)
{
	if (writer->used == sizeof writer->buffer)
		writer_flush(writer);
	writer->buffer[writer->used++] = byte;
}

static void begin_field(struct writer *writer)
{
	if (writer->within_row)
		put_char(writer, '\t');
	writer->within_row = true;
}

void put_field(struct writer *writer, struct span field)
{
	begin_field(writer);
	if (field.length)
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

void text_add_escaped(struct text *to, struct span text)
{
	size_t added = 0;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.bytes[i];
		const char *escape =
			(unsigned char)byte < ' ' || byte == '\\' ? escape_of(byte) : NULL;
		if (!escape)
			continue;
		text_add(to, (struct span){text.bytes + added, i - added});
		text_add_char(to, escape[0]);
		text_add_char(to, escape[1]);
		added = i + 1;
	}
	text_add(to, (struct span){text.bytes + added, text.length - added});
}

static char unescape(char byte)
{
	switch (byte) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	default:
		return byte;
	}
}

void text_add_unescaped(struct text *to, struct span field)
{
	for (size_t i = 0; i < field.length; i++) {
		bool escaped = field.bytes[i] == '\\' && i + 1 < field.length;
		i += escaped;
		text_add_char(to, escaped ? unescape(field.bytes[i]) : field.bytes[i]);
	}
}

void put_text(struct writer *writer, struct span text)
{
	struct text escaped = {0};
	text_add_escaped(&escaped, text);
	put_field(writer, text_span(&escaped));
	free(escaped.bytes);
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

void text_add_foreign(struct text *to, struct span bytes)
{
	struct text clean = cleaned(bytes);
	text_add_escaped(to, text_span(&clean));
	free(clean.bytes);
}

void put_foreign(struct writer *writer, struct span bytes)
{
	struct text field = {0};
	text_add_foreign(&field, bytes);
	put_field(writer, text_span(&field));
	free(field.bytes);
}

void put_row_end(struct writer *writer)
{
	put_char(writer, '\n');
	writer->within_row = false;
}

void put_row(struct writer *writer, const struct span *field, size_t count)
{
	put_row_lead(writer, SPAN(""), field, count);
}

void put_row_lead(struct writer *writer, struct span lead, const struct span *field, size_t count)
{
	size_t need = lead.length + count;
	for (size_t i = 0; i < count; i++)
		need += field[i].length;
	if (need > sizeof writer->buffer - writer->used)
		writer_flush(writer);
	if (need > sizeof writer->buffer) {
		put_bytes(writer, lead);
		for (size_t i = 0; i < count; i++)
			put_field(writer, field[i]);
		put_row_end(writer);
		return;
	}
	char *to = writer->buffer + writer->used;
	copy_bytes(to, lead.bytes, lead.length);
	to += lead.length;
	for (size_t i = 0; i < count; i++) {
		copy_bytes(to, field[i].bytes, field[i].length);
		to += field[i].length;
		*to++ = i + 1 < count ? '\t' : '\n';
	}
	writer->used += need;
}

void writer_close(struct writer *writer)
{
	writer_flush(writer);
	if (close(writer->file) != 0)
		fail_write(writer);
}
