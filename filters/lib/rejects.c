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
	put_foreign(&rejects->writer, span_of(file));
	put_field(&rejects->writer, span_of(number));
	/* The reason may have been cut within a letter. */
	put_foreign(&rejects->writer, span_of(reason));
	put_foreign(&rejects->writer, record);
	put_row_end(&rejects->writer);
	writer_flush(&rejects->writer); /* it is to be there whatever ends the program */
}

void rejects_close(struct rejects *rejects)
{
	if (rejects->wanted)
		writer_close(&rejects->writer);
}
