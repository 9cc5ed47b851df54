/*
 * kkr-read: whatever came, as one stream of records.
 *
 * Each file is known by its bytes. Records are read here; anything else by one run of a reader,
 * which is given that file alone. What a reader writes goes to temporary files, so that several can
 * be at work and their records, messages, rejects and reports still come in the order of the files.
 */
#include "lib/beside.h"
#include "lib/cli.h"
#include "lib/observation.h"
#include "lib/origin.h"
#include "lib/records.h"
#include "lib/share.h"
#include "lib/temporary.h"
#include "read/columns.h"
#include "read/kind.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char usage[] = "kkr-read [OPTION]... [FILE]...\n"
			    "Reads exports, tables and records, as one stream of records.";

/* A file, and what has been made of it so far. */
struct source {
	const char *path, *shown; /* as it was named, and as messages name it */
	const char *origin;
	enum file_kind kind; /* records are read here; else by a reader */
	int in;              /* a copy of what can be read once; -1: the file itself */
	pid_t reader;
	int out, rejects, report, said; /* what the reader has written */
	int status;
	bool ended, failed;  /* the latter with --failed, where it is passed over */
	const char *failure; /* the kind of it, as a report has it; NULL: another */
	char *reason;        /* what was said then; else NULL */
	off_t from,
		to; /* where its records are in the spool, where the columns are not known yet */
};

struct program {
	char **columns; /* --columns without their question marks; NULL: all that there are */
	char *asked;    /* as a reader is asked for them */
	char *map, *rejects_path, *report_path, *failed_path;
	bool named_by_path; /* origins name files as they were given */
	char **maps;        /* directories of table maps, of which one is to fit */
	size_t jobs;
	char **files;

	const char **origins; /* of the sources */
	struct source *source;
	size_t sources;
	struct rejects rejects;
	struct report *report;
	struct writer failed;
	int spool;
	off_t spooled;

	char **name; /* the columns that come out, but for origin */
	bool *found; /* whether a file had it, or it may be absent */
	size_t names, room;
	struct writer out;
	bool headed;
};

static size_t read_jobs(const char *text)
{
	char *end;
	unsigned long jobs = text ? strtoul(text, &end, 10) : 1;
	enum { MOST = 1000 };
	if (text && (*text < '0' || *text > '9' || *end || jobs < 1 || jobs > MOST))
		cli_misuse("--jobs: '%s' is no number from 1 to %d", text, MOST);
	return jobs;
}

/*
 * Takes --columns apart: A? may be absent. To a reader every column may, which other files have.
 */
static void read_columns(struct program *p)
{
	struct text asked = {0};
	p->found = columns_read(p->columns);
	while (p->columns && p->columns[p->names])
		p->names++;
	if (!p->columns)
		return;
	p->name = allocate(p->names, sizeof *p->name);
	for (size_t i = 0; i < p->names; i++) {
		if (strcmp(p->columns[i], ORIGIN) == 0)
			cli_misuse("--columns: " ORIGIN " comes by itself, last");
		p->name[i] = span_copy(span_of(p->columns[i]));
		text_add(&asked, span_of(i ? "," : ""));
		text_add(&asked, span_of(p->name[i]));
		text_add_char(&asked, '?');
	}
	text_add_char(&asked, '\0');
	p->asked = asked.bytes;
}

static void check_made(const struct program *p, const char *option, const char *path)
{
	if (path && p->map)
		cli_apart(option, path, "the table map", (char *[]){p->map, NULL});
}

static void read_options(struct program *p, int argc, char **argv)
{
	const char *jobs = NULL;
	struct cli_option table[] = {
		{'c', "columns", "C,...", "write these columns, in this order; C? may be absent",
			.list = &p->columns},
		{'m', "map", "FILE", "this table map says what the columns of tables are",
			.file = &p->map, .once = true},
		{0, "maps", "DIR",
			"of the maps there, or else of kkr's own, use the one that fits a table",
			.several = &p->maps},
		{'r', "rejects", "FILE", "set bad records aside there and go on",
			.file = &p->rejects_path, .made = true},
		{0, "report", "FILE", "write there how many records went in and out",
			.file = &p->report_path, .made = true},
		{0, "failed", "FILE", "list there what cannot be read, and go on without it",
			.file = &p->failed_path, .made = true},
		{0, "paths", NULL, "name files in origin as they are named here",
			.flag = &p->named_by_path},
		{'j', "jobs", "N", "so many readers at once (default: 1)", .text = &jobs},
		CLI_END,
	};
	p->files = cli_read(argc, argv, usage, table);
	p->jobs = read_jobs(jobs);
	read_columns(p);
	if (p->map && p->maps)
		cli_misuse("--map FILE is the map to use: it cannot be used with --maps, which "
			   "looks for one");
	check_made(p, "--rejects", p->rejects_path);
	check_made(p, "--report", p->report_path);
	check_made(p, "--failed", p->failed_path);
}

/* What the files are. */

/* A copy of what can be read once, as a pipe can. */
static int copy_input(struct input *input)
{
	static char bytes[INPUT_PIECE];
	int file = temporary_open(input_name(input));
	size_t got;
	while ((got = input_read(input, bytes, sizeof bytes)) > 0)
		temporary_write(file, input_name(input), (struct span){bytes, got});
	temporary_rewind(file, input_name(input));
	return file;
}

static bool is_regular(const char *path)
{
	struct stat about;
	return path && strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

static bool is_missing(const char *path)
{
	return path && strcmp(path, "-") != 0 && access(path, F_OK) != 0;
}

static void look_at(struct source *s)
{
	struct input *input = input_open(s->path);
	input_refuse(input);
	s->shown = input_name(input);
	s->kind = file_kind(input_peek(input));
	s->in = is_regular(s->path) ? -1 : copy_input(input);
	input_close(input);
}

/* Files that cannot be read, where the rest is read all the same. */

/* Of a process that we have started: what it says goes to `said`, its report to `report`. */
static void open_said(struct source *s)
{
	s->said = temporary_open(s->path);
	s->report = temporary_open(s->path);
}

static struct text all_of(int file)
{
	struct stat about;
	struct text all = {0};
	if (fstat(file, &about) != 0 || about.st_size == 0)
		return all;
	text_reserve(&all, (size_t)about.st_size);
	ssize_t got = pread(file, all.bytes, (size_t)about.st_size, 0);
	all.length = got > 0 ? (size_t)got : 0;
	return all;
}

/* Why a file cannot be read, where a row of a report says so. */
static void learn_failure(struct source *s, struct span kind)
{
	static const char *const kinds[] = {"cut_short", "foreign", "unmapped"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (span_is(kind, kinds[i]))
			s->failure = kinds[i];
	}
}

/* Learns it from the report of what has looked at the file. */
static void read_failure(struct source *s)
{
	struct records in;
	struct stat about;
	if (fstat(s->report, &about) != 0 || about.st_size == 0)
		return;
	temporary_rewind(s->report, s->shown);
	records_open_input(&in, input_open_file("the report", dup(s->report)), EX_SOFTWARE);
	size_t kind = records_column(&in, "kind", NULL);
	while (records_next(&in))
		learn_failure(s, in.field[kind]);
	records_close(&in);
}

static void note_failure(struct source *s)
{
	struct text reason = all_of(s->said);
	s->failed = true;
	s->reason = span_copy(text_span(&reason));
	free(reason.bytes);
}

static void put_failure(struct program *p, const struct source *s)
{
	char status[32];
	snprintf(status, sizeof status, "%d",
		WIFEXITED(s->status) ? WEXITSTATUS(s->status) : EX_SOFTWARE);
	put_foreign(&p->failed, span_of(s->path));
	put_field(&p->failed, span_of(status));
	put_field(&p->failed, span_of(s->failure ? s->failure : ""));
	put_foreign(&p->failed, span_of(s->reason));
	put_row_end(&p->failed);
}

static void start_failed(struct program *p)
{
	static const char *const column[] = {"file", "status", "kind", "reason"};
	if (!p->failed_path)
		return;
	writer_create(&p->failed, p->failed_path);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		put_field(&p->failed, span_of(column[i]));
	put_row_end(&p->failed);
}

/* In the order of the files, though some fail when they are looked at, and others when they are
 * read. */
static void end_failed(struct program *p)
{
	for (size_t i = 0; i < p->sources; i++) {
		if (p->source[i].failed)
			put_failure(p, &p->source[i]);
		free(p->source[i].reason);
	}
	if (p->failed_path)
		writer_close(&p->failed);
}

/* In a child: what would end the program for a file that it looks at, or whose records it reads. */
static _Noreturn void try_source(struct source *s)
{
	char *const files[] = {(char *)s->path, NULL};
	beside_stream(s->said, STDERR_FILENO);
	char *reported = beside_path(s->report);
	struct report *report = report_open(reported, files);
	look_at(s);
	if (s->kind == KIND_RECORDS) {
		struct records in;
		records_open_input(&in, input_open(s->path), EX_DATAERR);
		while (records_next(&in)) {
		}
		records_close(&in);
	}
	report_close(report);
	free(reported);
	_exit(EX_OK);
}

/* Whether a file can be looked at; notes it where it cannot. What can be read once is not tried. */
static bool can_be_looked_at(struct program *p, struct source *s)
{
	if (!p->failed_path || !(is_regular(s->path) || is_missing(s->path)))
		return true;
	open_said(s);
	s->reader = fork();
	if (s->reader < 0)
		fail(EX_OSERR, s->path, 0, "cannot be looked at: %s", strerror(errno));
	if (s->reader == 0)
		try_source(s);
	while (waitpid(s->reader, &s->status, 0) < 0 && errno == EINTR) {
	}
	if (s->status != 0) {
		read_failure(s);
		note_failure(s);
	}
	close(s->said);
	close(s->report);
	s->reader = 0;
	return !s->failed;
}

static const char **given_names(char *const *files)
{
	size_t count = 0;
	while (files[count])
		count++;
	const char **name = allocate(count, sizeof *name);
	for (size_t i = 0; i < count; i++)
		name[i] = files[i];
	return name;
}

static void look_at_files(struct program *p)
{
	static char *const standard_input[] = {"-", NULL};
	char *const *files = *p->files ? p->files : standard_input;
	p->origins = p->named_by_path ? given_names(files) : origin_names(files);
	while (files[p->sources])
		p->sources++;
	p->source = allocate(p->sources, sizeof *p->source);
	for (size_t i = 0; i < p->sources; i++) {
		p->source[i] = (struct source){.path = files[i], .origin = p->origins[i]};
		if (can_be_looked_at(p, &p->source[i]))
			look_at(&p->source[i]);
	}
}

/* Readers. */

static const char *reader_of(const struct source *s)
{
	return s->kind == KIND_TABLE ? "kkr-table" : "kkr-parse";
}

/* Whether a reader is to report: which of the columns a file has is told there, too. */
static bool wants_report(const struct program *p)
{
	return p->report_path || p->columns || p->failed_path;
}

/* The command line of a reader. */
struct call {
	char **argument;
	size_t count, room;
};

static void add_argument(struct call *call, char *argument)
{
	call->argument = grow(call->argument, &call->room, call->count + 2, sizeof *call->argument);
	call->argument[call->count++] = argument;
	call->argument[call->count] = NULL;
}

static void add_option(struct call *call, const char *name, char *argument)
{
	add_argument(call, (char *)name);
	add_argument(call, argument);
}

/* Of maps that nobody names, the one that fits is to be among kkr's own. */
static void add_maps(const struct program *p, struct call *call)
{
	if (p->map)
		add_option(call, "--map", p->map);
	for (char **directory = p->maps; directory && *directory; directory++)
		add_option(call, "--maps", *directory);
	char *own = p->map || p->maps ? NULL : share_path("schemas/maps");
	if (own)
		add_option(call, "--maps", own);
}

/* In the child: becomes the reader, which dies with us. */
static _Noreturn void become_reader(const struct program *p, const struct source *s)
{
	struct call call = {0};
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	beside_stream(s->said, STDERR_FILENO);
	add_argument(&call, (char *)reader_of(s));
	add_argument(&call, "--origin");
	if (s->kind == KIND_TABLE)
		add_maps(p, &call);
	if (p->asked)
		add_option(&call, "--columns", p->asked);
	if (p->rejects_path)
		add_option(&call, "--rejects", beside_path(s->rejects));
	if (wants_report(p))
		add_option(&call, "--report", beside_path(s->report));
	add_option(&call, "--", s->in < 0 ? (char *)s->path : "-");
	if (s->in >= 0)
		beside_stream(s->in, STDIN_FILENO);
	beside_stream(s->out, STDOUT_FILENO);
	beside_become(call.argument);
	complain(reader_of(s), 0, "cannot be run: %s", strerror(errno));
	_exit(EX_UNAVAILABLE);
}

static void start_reader(const struct program *p, struct source *s)
{
	s->out = temporary_open(s->shown);
	s->said = temporary_open(s->shown);
	s->rejects = p->rejects_path ? temporary_open(s->shown) : -1;
	s->report = wants_report(p) ? temporary_open(s->shown) : -1;
	s->reader = fork();
	if (s->reader < 0)
		fail(EX_OSERR, reader_of(s), 0, "cannot be run: %s", strerror(errno));
	if (s->reader == 0)
		become_reader(p, s);
}

/* Waits until some reader has ended: of a source from `first` on, and before `end`. */
static void await_reader(struct program *p, size_t first, size_t end)
{
	int status;
	pid_t ended;
	do
		ended = waitpid(-1, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended < 0)
		fail(EX_SOFTWARE, "a reader", 0, "was lost: %s", strerror(errno));
	for (size_t i = first; i < end; i++) {
		if (p->source[i].reader == ended) {
			p->source[i].status = status;
			p->source[i].ended = true;
		}
	}
}

/* What a reader has left: messages, rejects, its report. */

/* The rows of the rejects go into ours. */
static void take_rejects(struct program *p, const struct source *s)
{
	struct records in;
	temporary_rewind(s->rejects, s->shown);
	records_open_input(&in, input_open_file(reader_of(s), s->rejects), EX_SOFTWARE);
	while (records_next(&in))
		reject_row(&p->rejects, in.record);
	records_close(&in);
}

/* The place of a column among those that come out; `names` where it is none. */
static size_t find_name(const struct program *p, struct span name)
{
	size_t i = 0;
	while (i < p->names && !span_is(name, p->name[i]))
		i++;
	return i;
}

/* Its report goes into ours, by the name that the file has here; it says which columns that lacks.
 */
static void take_report(struct program *p, struct source *s)
{
	struct records in;
	bool *lacks = allocate(p->names + 1, sizeof *lacks);
	memset(lacks, 0, p->names + 1);
	temporary_rewind(s->report, s->shown);
	records_open_input(&in, input_open_file(reader_of(s), s->report), EX_SOFTWARE);
	size_t kind = records_column(&in, "kind", NULL), key = records_column(&in, "key", NULL);
	size_t found = records_column(&in, "found", NULL);
	size_t expected = records_column(&in, "expected", NULL);
	size_t count = records_column(&in, "count", NULL);
	while (records_next(&in)) {
		char *word = span_copy(in.field[kind]), *number = span_copy(in.field[count]);
		const struct report_row row = {
			s->shown, word, in.field[key], in.field[found], in.field[expected]};
		*report_count(p->report, &row) += strtoull(number, NULL, 10);
		learn_failure(s, in.field[kind]);
		if (strcmp(word, "missing") == 0)
			lacks[find_name(p, in.field[key])] = true;
		free(word);
		free(number);
	}
	for (size_t i = 0; p->found && i < p->names; i++)
		p->found[i] |= !lacks[i];
	free(lacks);
	records_close(&in);
}

/* Says what the reader has said; how many records it has set aside is said once, of all. */
static void repeat_messages(const struct source *s)
{
	struct text said = all_of(s->said);
	fwrite(text_span(&said).bytes, 1, said.length, stderr);
	free(said.bytes);
}

/* Ends the program as the reader ended, where that was not well. */
static void check_reader(const struct source *s)
{
	if (WIFEXITED(s->status) && WEXITSTATUS(s->status) == EX_OK)
		return;
	if (WIFEXITED(s->status) && beside_ends(WEXITSTATUS(s->status)))
		exit(WEXITSTATUS(s->status));
	if (WIFEXITED(s->status))
		fail(EX_OSERR, s->shown, 0, "%s could not be run: it ended with status %d",
			reader_of(s), WEXITSTATUS(s->status));
	fail(EX_SOFTWARE, s->shown, 0, "%s was ended by signal %d", reader_of(s),
		WTERMSIG(s->status));
}

static off_t size_of(const struct source *s, int file)
{
	struct stat about;
	if (fstat(file, &about) != 0)
		fail(EX_IOERR, s->shown, 0, "its records cannot be read: %s", strerror(errno));
	return about.st_size;
}

/* Moves what a reader wrote to the end of the spool, so that not each of many files stays open. */
static void spool_records(struct program *p, struct source *s)
{
	off_t from = 0;
	while (from < s->to) {
		ssize_t sent = sendfile(p->spool, s->out, &from, (size_t)(s->to - from));
		if (sent <= 0)
			fail(EX_IOERR, s->shown, 0, "its temporary copy cannot be written: %s",
				sent < 0 ? strerror(errno) : "its end is missing");
	}
	s->from = p->spooled;
	s->to = p->spooled += from;
	close(s->out);
}

static void settle_reader(struct program *p, struct source *s)
{
	/* One that was refused its options or its map has not come to write in these. */
	if (p->rejects_path && size_of(s, s->rejects) > 0)
		take_rejects(p, s);
	if (wants_report(p) && size_of(s, s->report) > 0)
		take_report(p, s);
	if (p->failed_path && s->status != 0) {
		note_failure(s);
	} else {
		repeat_messages(s);
		check_reader(s);
	}
	close(s->said);
	if (s->in >= 0)
		close(s->in);
	s->to = s->failed ? 0 : size_of(s, s->out);
	if (p->spool >= 0 && s->to > 0)
		spool_records(p, s);
}

/* The records of a source: what a reader wrote, in its own file or in the spool, or the file. */

struct part {
	int file;
	off_t at, end;
};

static size_t read_part(void *context, char *bytes, size_t room)
{
	struct part *part = context;
	off_t left = part->end - part->at;
	if (left < (off_t)room)
		room = (size_t)left;
	ssize_t got;
	do
		got = pread(part->file, bytes, room, part->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail(EX_IOERR, "a reader", 0, "its records cannot be read: %s", strerror(errno));
	part->at += got;
	return (size_t)got;
}

static void close_part(void *part)
{
	free(part);
}

static struct input *open_part(const struct source *s, int file, off_t from, off_t to)
{
	static const struct input_part functions = {read_part, close_part};
	struct part *part = allocate(1, sizeof *part);
	*part = (struct part){file, from, to};
	return input_open_part(s->shown, &functions, part, 0);
}

static struct input *open_records(const struct program *p, const struct source *s)
{
	if (s->kind != KIND_RECORDS)
		return open_part(s, p->spool < 0 ? s->out : p->spool, s->from, s->to);
	return s->in < 0 ? input_open(s->path) : open_part(s, s->in, 0, size_of(s, s->in));
}

/* Columns, where all come out that there are. */

static void add_column(struct program *p, const char *name)
{
	size_t at = p->names;
	for (size_t i = 0; i < p->names; i++) {
		if (strcmp(p->name[i], name) == 0)
			return;
	}
	while (at > 0 && column_rank(p->name[at - 1]) > column_rank(name))
		at--;
	p->name = grow(p->name, &p->room, p->names + 1, sizeof *p->name);
	memmove(p->name + at + 1, p->name + at, (p->names++ - at) * sizeof *p->name);
	p->name[at] = span_copy(span_of(name));
}

static void learn_columns(struct program *p, const struct source *s)
{
	struct records in;
	records_open_input(&in, open_records(p, s), EX_DATAERR);
	for (size_t i = 0; i < in.columns; i++) {
		if (i != in.origin)
			add_column(p, in.name[i]);
	}
	records_close(&in);
}

/* Writing. */

static void put_header(struct program *p)
{
	if (p->headed)
		return;
	for (size_t i = 0; i < p->names; i++)
		put_field(&p->out, span_of(p->name[i]));
	put_field(&p->out, SPAN(ORIGIN));
	put_row_end(&p->out);
	p->headed = true;
}

/* The records of a source on their way out. */
struct stream {
	struct records in;
	size_t *from;     /* where each column is in them */
	struct span *row; /* what comes out */
	/* What each origin begins with; and how many bytes of the records' own that takes the place
	 * of: a reader knows the one file, by its base name. */
	struct text origin;
	size_t file, instead_of;
};

static struct text origin_text(const char *name)
{
	struct text text = {0};
	text_add_foreign(&text, span_of(name));
	return text;
}

static size_t reader_origin(const struct source *s)
{
	char *const files[] = {s->in < 0 ? (char *)s->path : "-", NULL};
	const char **name = origin_names(files);
	struct text text = origin_text(*name);
	free(text.bytes);
	free(name);
	return text.length;
}

static void stream_open(struct stream *stream, struct program *p, const struct source *s)
{
	struct records *in = &stream->in;
	records_open_input(in, open_records(p, s), EX_DATAERR);
	in->rejects = &p->rejects;
	stream->from = allocate(p->names, sizeof *stream->from);
	stream->row = allocate(p->names + 1, sizeof *stream->row);
	for (size_t i = 0; i < p->names; i++) {
		stream->from[i] = records_find(in, p->name[i]);
		if (!p->found || s->kind != KIND_RECORDS) /* a reader has reported it */
			continue;
		if (stream->from[i] < in->columns)
			p->found[i] = true;
		else
			*report_kind(p->report, s->shown, "missing", p->name[i]) = 1;
	}
	bool own = s->kind == KIND_RECORDS && in->origin < in->columns;
	if (own)
		stream->origin = (struct text){0};
	else
		stream->origin = origin_text(s->origin);
	stream->file = stream->origin.length;
	stream->instead_of = own ? 0 : reader_origin(s);
}

static void stream_close(struct stream *stream)
{
	records_close(&stream->in);
	free(stream->from);
	free(stream->row);
	free(stream->origin.bytes);
}

static void make_origin(struct stream *stream)
{
	const struct records *in = &stream->in;
	char line[32];
	snprintf(line, sizeof line, ":%zu", in->line);
	struct span rest = span_of(line);
	if (in->origin < in->columns) {
		rest = in->field[in->origin];
		rest.bytes += stream->instead_of;
		rest.length -= stream->instead_of;
	}
	stream->origin.length = stream->file;
	text_add(&stream->origin, rest);
}

static void put_record(struct program *p, struct stream *stream)
{
	const struct records *in = &stream->in;
	for (size_t i = 0; i < p->names; i++)
		stream->row[i] =
			stream->from[i] < in->columns ? in->field[stream->from[i]] : SPAN("");
	make_origin(stream);
	stream->row[p->names] = text_span(&stream->origin);
	put_row(&p->out, stream->row, p->names + 1);
}

static void put_source(struct program *p, const struct source *s)
{
	struct stream stream;
	if (s->to == 0 && s->kind != KIND_RECORDS)
		return;
	unsigned long long ignored = 0;
	struct report_counts counts = {&ignored, &ignored, &ignored}; /* a reader has counted */
	stream_open(&stream, p, s);
	put_header(p);
	if (s->kind == KIND_RECORDS)
		counts = report_file(p->report, s->shown);
	while (records_next(&stream.in)) {
		put_record(p, &stream);
		++*counts.in;
		++*counts.out;
	}
	stream_close(&stream);
}

/* A source whose reader has ended, if it has one; all before it have been taken. */
static void take_source(struct program *p, struct source *s)
{
	if (s->failed)
		return;
	if (s->kind != KIND_RECORDS)
		settle_reader(p, s);
	if (!p->columns && (s->kind == KIND_RECORDS || s->to > s->from))
		learn_columns(p, s);
	if (p->spool < 0)
		put_source(p, s);
	if (p->spool < 0 && s->kind != KIND_RECORDS)
		close(s->out);
}

/* What has been read waits for the files before it, in files that are open: so many at most. */
enum { WAITING = 4 };

static void read_sources(struct program *p)
{
	size_t started = 0, running = 0, taken = 0;
	while (taken < p->sources) {
		size_t end = taken + p->jobs + WAITING;
		for (; started < p->sources && started < end && running < p->jobs; started++) {
			struct source *s = &p->source[started];
			s->ended = s->failed || s->kind == KIND_RECORDS;
			running += !s->ended;
			if (!s->ended)
				start_reader(p, s);
		}
		if (p->source[taken].ended) {
			take_source(p, &p->source[taken++]);
		} else {
			await_reader(p, taken, started);
			running--;
		}
	}
	for (size_t i = 0; p->spool >= 0 && i < p->sources; i++) {
		if (!p->source[i].failed)
			put_source(p, &p->source[i]);
	}
}

static void check_found(const struct program *p)
{
	for (size_t i = 0; p->found && i < p->names; i++) {
		if (!p->found[i])
			fail(EX_DATAERR, "--columns", 0,
				"no file has a column '%s' (%s? may be absent)", p->name[i],
				p->name[i]);
	}
}

static void free_all(struct program *p)
{
	for (size_t i = 0; i < p->names; i++)
		free(p->name[i]);
	free(p->name);
	free(p->found);
	free(p->asked);
	cli_list_free(p->columns);
	free(p->maps);
	free(p->origins);
	free(p->source);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct program p = {.spool = -1};
	read_options(&p, argc, argv);
	start_failed(&p);
	look_at_files(&p);
	p.report = report_open(p.report_path, p.files);
	rejects_open(&p.rejects, p.rejects_path, p.files, p.report);
	if (!p.columns && p.sources > 1)
		p.spool = temporary_open("the records");
	writer_stdout(&p.out);
	read_sources(&p);
	put_header(&p);
	check_found(&p);
	writer_close(&p.out);
	rejects_close(&p.rejects);
	report_close(p.report);
	end_failed(&p);
	free_all(&p);
	return EX_OK;
}
