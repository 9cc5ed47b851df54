#include "inspect/inspection.h"

#include "lib/beside.h"
#include "lib/files.h"
#include "lib/share.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Processes: what looks at a file, what reads records, and the readers. */

/* Writes the first bytes, unpacked. */
static void become_look(char **arguments)
{
	struct input *input = input_open(run_path(arguments));
	struct span first = input_peek(input);
	struct writer *out = allocate(1, sizeof *out);
	writer_stdout(out);
	put_bytes(out, first);
	writer_close(out);
	input_close(input);
	free(out);
	_exit(EX_OK);
}

/* What was written goes out, whatever ends the program. */
static void flush_copy(int status, void *out)
{
	(void)status;
	writer_flush(out);
}

/* Writes records as they are, but for those that are bad. */
static void become_copy(char **arguments)
{
	struct records in;
	struct rejects rejects;
	char *files[] = {run_path(arguments), NULL};
	struct writer *out = allocate(1, sizeof *out);
	struct report *report = report_open(run_argument(arguments, "--report"), files);
	rejects_open(&rejects, run_argument(arguments, "--rejects"), files, report);
	writer_stdout(out);
	on_exit(flush_copy, out);
	records_open(&in, files, EX_DATAERR, &rejects);
	for (size_t i = 0; i < in.columns; i++)
		put_field(out, span_of(in.name[i]));
	put_row_end(out);
	struct report_counts counts = report_file(report, in.file);
	while (records_next(&in)) {
		put_row(out, in.field, in.columns);
		++*counts.in;
		++*counts.out;
	}
	writer_close(out);
	rejects_close(&rejects);
	report_close(report);
	exit(EX_OK);
}

/* Reading. */

static void tally_stream(struct inspection *s)
{
	struct input *output = run_output(&s->run);
	s->read = input_peek(output).length > 0;
	if (!s->read) {
		input_close(output);
	} else {
		records_open_input(&s->in, output, EX_SOFTWARE);
		tally_open(&s->tally, &s->in, s->recogniser);
		while (records_next(&s->in))
			tally_record(&s->tally);
	}
	run_end(&s->run);
	form_read(&s->form, &s->run);
}

/* `more` are arguments besides those that are told of a table, which are kkr-table's alone. */
static void read_by(struct inspection *s, void (*become)(char **arguments), const char *program,
	const char *const *more)
{
	const char *arguments[2 * TOLD_MOST + 2] = {program};
	size_t count = 1;
	for (size_t i = 0; s->kind == KIND_TABLE && i < s->told->count; i++)
		arguments[count++] = s->told->argument[i];
	for (; more && *more; more++)
		arguments[count++] = *more;
	arguments[count] = NULL;
	run_start(&s->run, s->file, become, arguments);
	tally_stream(s);
}

static void forget(struct inspection *s)
{
	form_free(&s->form);
	run_close(&s->run);
	if (s->read) {
		tally_free(&s->tally);
		records_close(&s->in);
	}
	s->read = false;
}

void inspection_free(struct inspection *s)
{
	forget(s);
	free(s->misfit.bytes);
}

bool inspection_list(const struct inspection *s, void (*become)(char **arguments),
	const char *const *arguments, list_taker *take, void *to)
{
	struct run run;
	struct records in;
	run_start(&run, s->file, become, arguments);
	struct input *output = run_output(&run);
	bool read = input_peek(output).length > 0;
	if (read) {
		records_open_input(&in, output, EX_SOFTWARE);
		while (records_next(&in))
			take(to, &in);
		records_close(&in);
	} else {
		input_close(output);
	}
	run_end(&run);
	run_judged(&run);
	run_close(&run);
	return read && run.status == EX_OK;
}

/* What is wrong with the file itself is said of it in both runs: that is no misfit. */
static void forget_fault(struct inspection *s)
{
	struct text said = {0};
	if (s->read)
		return;
	run_said(&s->run, &said);
	if (span_equals(text_span(&said), text_span(&s->misfit)))
		s->misfit.length = 0;
	free(said.bytes);
}

/* The encoding in which a text was held against the maps, the caller's to free; NULL of others. */
static char *text_encoding(const struct inspection *s)
{
	const char *format = s->form.read[READ_FORMAT], *encoding = s->form.read[READ_ENCODING];
	bool text = format && (strcmp(format, "csv") == 0 || strcmp(format, "text") == 0);
	return text && encoding ? span_copy(span_of(encoding)) : NULL;
}

/*
 * A table is read by the map that fits it; where none does, by its own header. Of the maps that kkr
 * brings kkr-table knows itself, where it is told of others.
 */
static void read_table(struct inspection *s)
{
	char *own = share_path("schemas/maps");
	const char *const brought[] = {"--maps", own, NULL};
	const char *const *maps = s->told->maps_count ? s->told->maps : own ? brought : NULL;
	read_by(s, beside_become, "kkr-table", s->told->mapped ? NULL : maps);
	free(own);
	bool fits = s->read || s->form.read[READ_MAP] || s->run.status != EX_DATAERR;
	if (s->told->mapped || fits)
		return;
	run_said(&s->run, &s->misfit);
	char *encoding = text_encoding(s);
	const char *const same[] = {"--encoding", encoding, NULL};
	forget(s);
	read_by(s, beside_become, "kkr-table", encoding ? same : NULL);
	forget_fault(s);
	free(encoding);
}

/* What cannot be looked at has no kind: the page has the reason. */
static bool find_kind(struct inspection *s)
{
	static const char *const look[] = {"kkr-inspect", NULL};
	char bytes[INPUT_PEEK];
	run_start(&s->run, s->file, become_look, look);
	ssize_t length = read_full(s->run.out, bytes, sizeof bytes);
	if (length < 0)
		fail(EX_IOERR, s->file->shown, 0, "cannot be read: %s", strerror(errno));
	run_end(&s->run);
	s->kind = file_kind((struct span){bytes, (size_t)length});
	if (s->told->count)
		s->kind = KIND_TABLE;
	s->looked = s->run.status == EX_OK;
	if (s->looked)
		run_close(&s->run);
	return s->looked;
}

void inspection_read(struct inspection *s, const struct told *told, const struct inspected *file,
	struct recogniser *recogniser)
{
	*s = (struct inspection){.told = told, .file = file, .recogniser = recogniser};
	if (!find_kind(s))
		return;
	switch (s->kind) {
	case KIND_RECORDS:
		read_by(s, become_copy, "kkr-inspect", NULL);
		break;
	case KIND_DOCUMENT:
		read_by(s, beside_become, "kkr-parse", NULL);
		break;
	case KIND_TABLE:
		read_table(s);
		break;
	}
}
