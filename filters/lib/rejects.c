#include "rejects.h"

#include "cli.h"
#include "hint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const kinds[] = {
	[REJECT_NUMBER] = "number",
	[REJECT_PERIOD] = "period",
	[REJECT_DATE] = "date",
	[REJECT_AREA] = "area",
	[REJECT_MISSING] = "missing",
	[REJECT_UNKNOWN] = "unknown",
	[REJECT_TWICE] = "twice",
	[REJECT_CONTRADICTION] = "contradiction",
	[REJECT_ENDED] = "ended",
	[REJECT_SPLIT] = "split",
	[REJECT_ABROAD] = "abroad",
	[REJECT_FIELDS] = "fields",
	[REJECT_ENCODING] = "encoding",
	[REJECT_SIZE] = "size",
};

void rejects_open(
	struct rejects *rejects, const char *path, char *const *files, struct report *report)
{
	static const char *const columns[] = {"file", "line", "reason", "record", "kind"};
	rejects->wanted = path != NULL;
	rejects->report = report;
	rejects->count = 0;
	if (!path)
		return;
	cli_apart("--rejects", path, "an input", files);
	writer_create(&rejects->writer, path);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(&rejects->writer, span_of(columns[i]));
	put_row_end(&rejects->writer);
	writer_flush(&rejects->writer);
}

void reject(struct rejects *rejects, enum reject_kind kind, const char *file, size_t line,
	struct span record, const char *format, ...)
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
	put_field(&rejects->writer, span_of(kinds[kind]));
	put_row_end(&rejects->writer);
	writer_flush(&rejects->writer); /* it is to be there whatever ends the program */
	rejects->count++;
	if (!rejects->report)
		return;
	struct report_counts counts = report_file(rejects->report, file);
	++*counts.in;
	++*counts.aside;
}

void reject_row(struct rejects *rejects, struct span row)
{
	put_bytes(&rejects->writer, row);
	put_row_end(&rejects->writer);
	rejects->count++;
}

void rejects_close(struct rejects *rejects)
{
	if (!rejects->wanted)
		return;
	const char *path = rejects->writer.name;
	struct stat about;
	bool unnamed = fstat(rejects->writer.file, &about) == 0 && about.st_nlink == 0;
	writer_close(&rejects->writer);
	if (!rejects->count || unnamed || hint_in_part())
		return;
	char what[64];
	snprintf(what, sizeof what, "%llu record%s set aside", rejects->count,
		rejects->count == 1 ? "" : "s");
	complain(what, 0, "%s", path);
}
