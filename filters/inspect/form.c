#include "inspect/form.h"

#include "lib/records.h"
#include "lib/temporary.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const keys[READ_KEYS] = {
	[READ_FORMAT] = "format",
	[READ_ROOT] = "root",
	[READ_NAMESPACE] = "namespace",
	[READ_ENCODING] = "encoding",
	[READ_DELIMITER] = "delimiter",
	[READ_SHEET] = "sheet",
	[READ_HEADER] = "header",
	[READ_MAP] = "map",
};

/* Opens what a run has written to a file; false where it has not come to it. */
static bool open_left(struct records *in, const struct run *run, int file)
{
	off_t end = lseek(file, 0, SEEK_END);
	if (end == 0)
		return false;
	temporary_rewind(end < 0 ? -1 : file, run->file->shown);
	records_open_input(in, input_open_file(run->file->shown, dup(file)), EX_SOFTWARE);
	return true;
}

static char *unescaped(struct span field)
{
	struct text text = {0};
	text_add_unescaped(&text, field);
	text_add_char(&text, '\0');
	return text.bytes;
}

static void take_read(struct form *form, struct span key, struct span found)
{
	for (enum read_key i = 0; i < READ_KEYS; i++) {
		if (!span_is(key, keys[i]))
			continue;
		free(form->read[i]);
		form->read[i] = unescaped(found);
	}
}

static void take_row(struct form *form, const struct records *in, const size_t at[4])
{
	struct span kind = in->field[at[0]], key = in->field[at[1]], found = in->field[at[2]];
	const struct {
		const char *kind;
		unsigned long long *count;
	} counts[] = {{"in", &form->in}, {"out", &form->out}, {"aside", &form->aside},
		{"left_out", &form->left_out}, {"mended", &form->mended}};
	char *number = span_copy(in->field[at[3]]);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		if (span_is(kind, counts[i].kind))
			*counts[i].count += strtoull(number, NULL, 10);
	}
	free(number);
	if (span_is(kind, "read"))
		take_read(form, key, found);
}

void form_read(struct form *form, const struct run *run)
{
	static const char *const columns[] = {"kind", "key", "found", "count"};
	struct records in;
	size_t at[sizeof columns / sizeof *columns];
	*form = (struct form){.in = 0};
	if (!open_left(&in, run, run->report))
		return;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		at[i] = records_column(&in, columns[i], NULL);
	while (records_next(&in))
		take_row(form, &in, at);
	records_close(&in);
}

void form_free(struct form *form)
{
	for (enum read_key i = 0; i < READ_KEYS; i++)
		free(form->read[i]);
}

void put_rejects(struct writer *page, const struct run *run)
{
	struct records in;
	size_t all = 0;
	if (!open_left(&in, run, run->rejects))
		return;
	size_t line = records_column(&in, "line", NULL),
	       reason = records_column(&in, "reason", NULL);
	for (; records_next(&in); all++) {
		struct text told = {0};
		if (all >= PAGE_REASONS)
			continue;
		add_printed(&told, "line %.*s: ", (int)in.field[line].length, in.field[line].bytes);
		text_add_unescaped(&told, in.field[reason]);
		page_below(page, text_span(&told));
		free(told.bytes);
	}
	page_more(page, all < PAGE_REASONS ? all : PAGE_REASONS, all);
	records_close(&in);
}
