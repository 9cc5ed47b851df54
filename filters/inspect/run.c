#include "inspect/run.h"

#include "lib/beside.h"
#include "lib/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the process: its standard streams, and what it is told. It dies with us. */
static _Noreturn void enter(
	struct run *run, int out, void (*become)(char **arguments), const char *const *arguments)
{
	char *all[RUN_ARGUMENTS + 1];
	size_t count = 0;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	beside_stream(run->said, STDERR_FILENO);
	for (; arguments[count]; count++)
		all[count] = (char *)arguments[count];
	all[count++] = (char *)"--rejects";
	all[count++] = beside_path(run->rejects);
	all[count++] = (char *)"--report";
	all[count++] = beside_path(run->report);
	all[count++] = (char *)"--";
	all[count++] = run->file->copy < 0 ? (char *)run->file->path : (char *)"-";
	all[count] = NULL;
	if (run->file->copy >= 0) {
		temporary_rewind(run->file->copy, run->file->shown);
		beside_stream(run->file->copy, STDIN_FILENO);
	}
	beside_stream(out, STDOUT_FILENO);
	errno = 0;
	become(all);
	complain(all[0], 0, "cannot be run: %s", strerror(errno));
	_exit(errno == ENOENT ? EX_UNAVAILABLE : EX_SOFTWARE);
}

void run_start(struct run *run, const struct inspected *file, void (*become)(char **arguments),
	const char *const *arguments)
{
	int ends[2];
	*run = (struct run){.file = file,
		.said = temporary_open(file->shown),
		.rejects = temporary_open(file->shown),
		.report = temporary_open(file->shown)};
	if (pipe2(ends, O_CLOEXEC) != 0)
		fail(EX_OSERR, arguments[0], 0, "cannot be run: %s", strerror(errno));
	run->process = fork();
	if (run->process < 0)
		fail(EX_OSERR, arguments[0], 0, "cannot be run: %s", strerror(errno));
	if (run->process == 0)
		enter(run, ends[1], become, arguments);
	close(ends[1]);
	run->out = ends[0];
}

char *run_argument(char **arguments, const char *word)
{
	for (; arguments[0] && arguments[1]; arguments++) {
		if (strcmp(arguments[0], word) == 0)
			return arguments[1];
	}
	return NULL;
}

char *run_path(char **arguments)
{
	return run_argument(arguments, "--");
}

/* What it writes. A line of which the end is missing is kept back, and never comes. */

struct lines {
	struct run *run;
	struct text text; /* what has been read and not handed on, from `at` on */
	size_t at, whole; /* the lines in it end before `whole` */
};

static bool read_more(struct lines *lines)
{
	struct text *text = &lines->text;
	if (lines->at) {
		memmove(text->bytes, text->bytes + lines->at, text->length - lines->at);
		text->length -= lines->at;
		lines->at = lines->whole = 0;
	}
	text_reserve(text, INPUT_PIECE);
	ssize_t got;
	do
		got = read(lines->run->out, text->bytes + text->length, INPUT_PIECE);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail(EX_IOERR, lines->run->file->shown, 0, "its records cannot be read: %s",
			strerror(errno));
	if (got == 0)
		return false;
	size_t before = text->length;
	text->length += (size_t)got;
	const char *feed = memrchr(text->bytes + before, '\n', (size_t)got);
	if (feed)
		lines->whole = (size_t)(feed + 1 - text->bytes);
	return true;
}

static size_t read_lines(void *context, char *bytes, size_t room)
{
	struct lines *lines = context;
	while (lines->at >= lines->whole) {
		if (!read_more(lines))
			return 0;
	}
	size_t got = lines->whole - lines->at;
	got = got < room ? got : room;
	memcpy(bytes, lines->text.bytes + lines->at, got);
	lines->at += got;
	return got;
}

static void close_lines(void *context)
{
	struct lines *lines = context;
	close(lines->run->out);
	lines->run->out = -1;
	free(lines->text.bytes);
	free(lines);
}

struct input *run_output(struct run *run)
{
	static const struct input_part part = {read_lines, close_lines};
	struct lines *lines = allocate(1, sizeof *lines);
	*lines = (struct lines){.run = run};
	return input_open_part(run->file->shown, &part, lines, 0);
}

void run_end(struct run *run)
{
	int status = 0;
	pid_t ended;
	if (run->out >= 0)
		close(run->out);
	run->out = -1;
	do
		ended = waitpid(run->process, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended < 0)
		fail(EX_SOFTWARE, run->file->shown, 0, "its reader was lost: %s", strerror(errno));
	run->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Messages. */

/* As it stands in a message, where control characters are blanks. */
static bool begins_with(struct span line, const char *name)
{
	size_t length = strlen(name);
	if (line.length <= length || line.bytes[length] != ':')
		return false;
	for (size_t i = 0; i < length; i++) {
		bool control = (unsigned char)name[i] < 0x20 || name[i] == 0x7F;
		if (line.bytes[i] != (control ? ' ' : name[i]))
			return false;
	}
	return true;
}

static struct span drop(struct span line, size_t count)
{
	return (struct span){line.bytes + count, line.length - count};
}

/* "kkr-table: list.csv:3: ..." is "line 3: ..." */
static void add_message(struct text *to, struct span line, const char *shown)
{
	const char *colon = memchr(line.bytes, ':', line.length);
	if (colon && line.length > 4 && memcmp(line.bytes, "kkr-", 4) == 0)
		line = drop(line, (size_t)(colon + 2 - line.bytes));
	if (begins_with(line, shown)) {
		line = drop(line, strlen(shown) + 1);
		if (line.bytes[0] == ' ')
			line = drop(line, 1);
		else
			text_add(to, SPAN("line "));
	}
	text_add(to, line);
	text_add_char(to, '\n');
}

void run_said(const struct run *run, struct text *to)
{
	enum { MOST = 1 << 16 };
	struct text said = {0};
	text_reserve(&said, MOST);
	ssize_t got = pread(run->said, said.bytes, MOST, 0);
	said.length = got > 0 ? (size_t)got : 0;
	struct span rest = text_span(&said);
	while (rest.length) {
		const char *feed = memchr(rest.bytes, '\n', rest.length);
		size_t length = feed ? (size_t)(feed - rest.bytes) : rest.length;
		add_message(to, (struct span){rest.bytes, length}, run->file->shown);
		rest = drop(rest, feed ? length + 1 : length);
	}
	free(said.bytes);
}

void run_close(struct run *run)
{
	close(run->said);
	close(run->rejects);
	close(run->report);
}

/* Whether a process that ended so had what it needs to judge a file. */
static bool has_judged(int status)
{
	return beside_ends(status) && status != EX_OSERR && status != EX_CANTCREAT &&
	       status != EX_IOERR;
}

void run_judged(const struct run *run)
{
	struct text said = {0};
	if (has_judged(run->status))
		return;
	run_said(run, &said);
	text_add_char(&said, '\0');
	said.bytes[strcspn(said.bytes, "\n")] = '\0';
	if (!beside_ends(run->status))
		fail(EX_OSERR, run->file->shown, 0,
			"what reads it could not be run, and ended with status %d: %s", run->status,
			said.bytes);
	fail(run->status, run->file->shown, 0, "%s", said.bytes);
}
