/*
 * What becomes of the files in a spool: taken for a run, waited for, set aside as bad, left.
 *
 * What there is of editions is told by kkr-edition --survey, what cannot be read by kkr-read
 * --failed. A run is made where an edition is whole and something of it has arrived.
 */
#include "lib/files.h"
#include "lib/cli.h"
#include "lib/records.h"
#include "program.h"
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATIENCE = 7 }; /* days, after which it is said for what a spool waits */

/* A file has figures of an edition, which is in some state. */
struct membership {
	size_t file;
	long edition;
	bool waits, contradicted;
};

struct lain {
	char *path, *kind, *of;
	long days;
	char *fault, *fault_kind; /* why it cannot be read: what was said; NULL where it can */
	long status;
	bool contradicted, member; /* of any edition */
	long oldest, newest;       /* editions of which it is */
};

struct decision {
	const struct options *o;
	const char *directory;
	struct lain *file; /* by path */
	size_t files, room;
	struct membership *member;
	size_t members, member_room;
	struct text lacks;         /* of the newest edition that waits */
	long edition;              /* the newest that is whole; 0: none */
	long waiting;              /* the newest that waits */
	struct text told;          /* what has been said before, a line each */
	const char *contradiction; /* what was said of files that contradict each other */
	struct writer out;
};

/* Reading what is known. */

static char *plain(struct span field)
{
	struct text text = {0};
	text_add_unescaped(&text, field);
	text_add_char(&text, '\0');
	return text.bytes;
}

static long number_of(struct span field)
{
	char *text = span_copy(field);
	long number = strtol(text, NULL, 10);
	free(text);
	return number;
}

static void open_table(struct records *in, const char *path)
{
	records_open_input(in, input_open(path), EX_DATAERR);
}

static int by_path(const void *a, const void *b)
{
	const struct lain *x = a, *y = b;
	return strcmp(x->path, y->path);
}

static void read_lying(struct decision *d, const char *path)
{
	struct records in;
	open_table(&in, path);
	size_t kind = records_column(&in, "kind", NULL), at = records_column(&in, "path", NULL);
	size_t of = records_column(&in, "of", NULL), days = records_column(&in, "days", NULL);
	while (records_next(&in)) {
		d->file = grow(d->file, &d->room, d->files + 1, sizeof *d->file);
		d->file[d->files++] = (struct lain){.path = plain(in.field[at]),
			.kind = span_copy(in.field[kind]),
			.of = plain(in.field[of]),
			.days = number_of(in.field[days])};
	}
	records_close(&in);
	if (d->files)
		qsort(d->file, d->files, sizeof *d->file, by_path);
}

/* The file of a name, or of a sheet in it, PATH!SHEET; NULL: it is none of these. */
static struct lain *find_lain(struct decision *d, struct span name)
{
	char *path = plain(name), *sheet = path + strlen(path);
	struct lain *found = NULL;
	while (!found && sheet) {
		*sheet = '\0';
		struct lain wanted = {.path = path};
		found = d->files ? bsearch(&wanted, d->file, d->files, sizeof wanted, by_path)
				 : NULL;
		sheet = strrchr(path, '!');
	}
	free(path);
	return found;
}

static void read_failed(struct decision *d, const char *path)
{
	struct records in;
	open_table(&in, path);
	size_t file = records_column(&in, "file", NULL), kind = records_column(&in, "kind", NULL);
	size_t status = records_column(&in, "status", NULL);
	size_t reason = records_column(&in, "reason", NULL);
	while (records_next(&in)) {
		struct lain *f = find_lain(d, in.field[file]);
		if (!f)
			continue;
		f->fault = plain(in.field[reason]);
		f->fault_kind = span_copy(in.field[kind]);
		f->status = number_of(in.field[status]);
	}
	records_close(&in);
}

/* Of records that kkr-codes has set aside: the file of the first is at fault. */
static void read_aside(struct decision *d, const char *path)
{
	struct records in;
	unsigned long long count = 0;
	open_table(&in, path);
	while (records_next(&in))
		count++;
	records_close(&in);
	if (count <= d->o->max_rejects)
		return;
	open_table(&in, path);
	size_t file = records_column(&in, "file", NULL), line = records_column(&in, "line", NULL);
	size_t reason = records_column(&in, "reason", NULL);
	while (records_next(&in)) {
		struct lain *f = find_lain(d, in.field[file]);
		if (!f || f->fault)
			continue;
		char *why = plain(in.field[reason]), *at = plain(in.field[line]);
		f->fault = printed("%s:%s: %s\n", f->path, at, why);
		f->fault_kind = span_copy(SPAN(""));
		f->status = EX_DATAERR;
		free(why);
		free(at);
	}
	records_close(&in);
}

static void add_member(struct decision *d, struct lain *f, long edition, struct span state)
{
	struct membership m = {.file = (size_t)(f - d->file),
		.edition = edition,
		.waits = span_is(state, "waits"),
		.contradicted = span_is(state, "contradicted")};
	d->member = grow(d->member, &d->member_room, d->members + 1, sizeof *d->member);
	d->member[d->members++] = m;
	f->contradicted |= m.contradicted;
	f->oldest = !f->member || edition < f->oldest ? edition : f->oldest;
	f->newest = !f->member || edition > f->newest ? edition : f->newest;
	f->member = true;
	if (!m.waits && edition > d->edition)
		d->edition = edition;
}

/* The editions come from the newest on: what the first one that waits lacks is told. */
static void read_survey(struct decision *d, const char *path)
{
	struct records in;
	open_table(&in, path);
	size_t file = records_column(&in, "file", NULL),
	       year = records_column(&in, "edition", NULL);
	size_t state = records_column(&in, "state", NULL);
	size_t lacks = records_column(&in, "lacks", NULL);
	while (records_next(&in)) {
		long edition = number_of(in.field[year]);
		struct lain *f = in.field[file].length ? find_lain(d, in.field[file]) : NULL;
		if (f)
			add_member(d, f, edition, in.field[state]);
		if (in.field[file].length || (d->waiting && d->waiting != edition))
			continue;
		d->waiting = edition;
		text_add(&d->lacks, span_of(d->lacks.length ? ", " : ""));
		text_add(&d->lacks, in.field[lacks]);
	}
	records_close(&in);
}

/* What is said once. */

static void read_told(struct decision *d)
{
	char *path = path_of(d->directory, ".kkr.told");
	int file = open_regular(path);
	if (file >= 0)
		read_all(file, &d->told);
	if (file >= 0)
		close(file);
	free(path);
}

/* Whether a line is new; from now on it is not. */
static bool is_news(struct decision *d, const char *line)
{
	enum { MODE = 0666 };
	struct span rest = text_span(&d->told), told;
	while (take_line(&rest, &told)) {
		if (span_is(told, line))
			return false;
	}
	char *path = path_of(d->directory, ".kkr.told");
	enum { FLAGS = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK };
	int file = open(
		path, FLAGS, MODE); /* no link out of the spool, and no pipe that is waited for */
	if (file < 0 || dprintf(file, "%s\n", line) < 0 || close(file) != 0)
		fail(EX_CANTCREAT, path, 0, "cannot be written: %s", strerror(errno));
	free(path);
	return true;
}

/* A line of what was said, without the name of the program. */
static struct span without_program(struct span line)
{
	const char *colon = line.length ? memmem(line.bytes, line.length, ": ", 2) : NULL;
	if (!colon || strncmp(line.bytes, "kkr-", strlen("kkr-")) != 0)
		return line;
	size_t over = (size_t)(colon + 2 - line.bytes);
	return (struct span){line.bytes + over, line.length - over};
}

/* Of what was said, the first line that names the file; else the last, with which it ended. */
static struct span line_about(const char *said, const char *path)
{
	struct span rest = span_of(said), line, last = SPAN("");
	while (take_line(&rest, &line)) {
		if (memmem(line.bytes, line.length, path, strlen(path)))
			return without_program(line);
		last = line;
	}
	return without_program(last);
}

static void put_decision(struct decision *d, const char *what, const char *path)
{
	put_field(&d->out, span_of(what));
	put_foreign(&d->out, span_of(path));
	put_row_end(&d->out);
}

/* Says of a file that is left where it is, once for what is in it. */
static void tell_left(struct decision *d, const struct lain *f)
{
	struct sum sum;
	bool read = sum_file(f->path, ULLONG_MAX, &sum);
	char *line = printed("left\t%s\t%s", base_of(f->path), read ? sum.hex : "");
	if (is_news(d, line)) {
		struct span why = f->fault ? line_about(f->fault, f->path) : SPAN("");
		if (f->fault && strcmp(f->fault_kind, "unmapped") == 0)
			put_decision(d, "unmapped", f->path);
		if (f->fault)
			complain(NULL, 0, "%.*s (left where it is)", (int)why.length, why.bytes);
		else
			complain(f->path, 0, "is left where it is: nothing in it is of an edition");
	}
	free(line);
}

/* What becomes of files. */

static void set_aside(struct decision *d, const struct lain *f, const char *reason)
{
	char *to = path_of(d->directory, "failed");
	struct span why = line_about(reason, f->path);
	struct text text = {.bytes = (char *)reason, .length = strlen(reason)};
	char *place = settle_file(f->path, to, &text);
	complain(NULL, 0, "%.*s%s", (int)why.length, why.bytes, place ? " (gone to failed/)" : "");
	if (place)
		put_decision(d, "failed", f->path);
	free(place);
	free(to);
}

static bool has_kind(const struct lain *f, const char *kind)
{
	return strcmp(f->kind, kind) == 0;
}

static bool has_arrived(const struct lain *f)
{
	return has_kind(f, "arrived") || has_kind(f, "coming") || has_kind(f, "unended");
}

/* What cannot be read, and may be on its way still. */
static bool may_grow(const struct lain *f)
{
	return f->status == EX_DATAERR &&
	       ((strcmp(f->fault_kind, "cut_short") == 0 && !has_kind(f, "arrived")) ||
		       (*f->fault_kind == '\0' && has_kind(f, "unended")));
}

/* A file that cannot be read. Of one for which there is no map, or no reader, one can be found. */
static void decide_faulty(struct decision *d, const struct lain *f)
{
	bool bad = f->status == EX_DATAERR && strcmp(f->fault_kind, "foreign") != 0 &&
		   strcmp(f->fault_kind, "unmapped") != 0;
	if (may_grow(f) || has_kind(f, "taken"))
		return;
	if (bad)
		set_aside(d, f, f->fault);
	else
		tell_left(d, f);
}

/* A copy of what was taken goes where that is. */
static void decide_copy(struct decision *d, const struct lain *f)
{
	struct lain wanted = {.path = f->of};
	const struct lain *of = bsearch(&wanted, d->file, d->files, sizeof wanted, by_path);
	char *to = path_of(d->directory, "done");
	if (of && has_kind(of, "taken")) {
		complain(f->path, 0, "is a copy of %s, which was taken: nothing is done with it",
			f->of);
		free(settle_file(f->path, to, NULL));
	}
	free(to);
}

static void decide_file(struct decision *d, const struct lain *f)
{
	if (has_kind(f, "copy"))
		decide_copy(d, f);
	else if (f->fault)
		decide_faulty(d, f);
	else if (has_arrived(f) && f->contradicted)
		set_aside(d, f, d->contradiction);
	else if (has_arrived(f) && !f->member)
		tell_left(d, f);
}

/* Whether somebody is writing to a file, of whatever edition it will be. */
static bool is_written(const struct decision *d, const struct lain **which)
{
	for (size_t i = 0; i < d->files; i++) {
		*which = &d->file[i];
		if (has_kind(*which, "open") || ((*which)->fault && may_grow(*which)))
			return true;
	}
	return false;
}

static void say_waiting(struct decision *d, const char *line, long days)
{
	if (d->o->verbose)
		complain(d->directory, 0, "%s", line);
	else if (days >= PATIENCE && is_news(d, line))
		complain(d->directory, 0, "%s; nothing has come for %ld days", line, days);
}

/* Says for what the newest edition waits, of which something has arrived. */
static void tell_waiting(struct decision *d)
{
	long days = LONG_MAX;
	for (size_t i = 0; i < d->members; i++) {
		const struct lain *f = &d->file[d->member[i].file];
		if (d->member[i].edition == d->waiting && has_arrived(f) && f->days < days)
			days = f->days;
	}
	if (d->waiting <= d->edition || days == LONG_MAX)
		return;
	char *line = printed(
		"edition %ld waits for %.*s", d->waiting, (int)d->lacks.length, d->lacks.bytes);
	say_waiting(d, line, days);
	free(line);
}

/* Whether a file is an input of a run of that edition, or of one before it. */
static bool is_input(const struct decision *d, const struct lain *f)
{
	return f->member && !f->fault && f->oldest <= d->edition &&
	       (has_kind(f, "taken") || (has_arrived(f) && !f->contradicted));
}

static void decide_run(struct decision *d)
{
	bool newer = false, again = false;
	for (size_t i = 0; i < d->files; i++) {
		const struct lain *f = &d->file[i];
		if (!is_input(d, f))
			continue;
		put_decision(d, has_kind(f, "taken") ? "run" : "take", f->path);
		newer |= f->newest > d->edition;
	}
	for (size_t i = 0; i < d->members; i++)
		again |= d->member[i].edition == d->edition &&
			 has_kind(&d->file[d->member[i].file], "taken");
	char year[32];
	snprintf(year, sizeof year, "%ld", d->edition);
	if (newer)
		put_decision(d, "edition", year);
	if (again)
		put_decision(d, "again", year);
}

static void free_decision(struct decision *d)
{
	for (size_t i = 0; i < d->files; i++) {
		free(d->file[i].path);
		free(d->file[i].kind);
		free(d->file[i].of);
		free(d->file[i].fault);
		free(d->file[i].fault_kind);
	}
	free(d->file);
	free(d->member);
	free(d->lacks.bytes);
	free(d->told.bytes);
}

int decide_spool(const struct options *o, char **directory)
{
	struct decision d = {.o = o, .directory = *directory};
	const struct lain *written;
	struct text contradiction = {0};
	if (o->reason)
		contradiction = read_reason(o->reason);
	text_add_char(&contradiction, '\0');
	d.contradiction = contradiction.bytes;
	read_lying(&d, o->lying);
	if (o->failed)
		read_failed(&d, o->failed);
	if (o->aside)
		read_aside(&d, o->aside);
	if (o->survey)
		read_survey(&d, o->survey);
	read_told(&d);
	writer_stdout(&d.out);
	put_field(&d.out, SPAN("what"));
	put_field(&d.out, SPAN("path"));
	put_row_end(&d.out);
	for (size_t i = 0; i < d.files; i++)
		decide_file(&d, &d.file[i]);
	if (is_written(&d, &written)) {
		char *line = printed(
			"waits for %s, which is still being written", base_of(written->path));
		say_waiting(&d, line, written->days);
		free(line);
	} else {
		tell_waiting(&d);
		decide_run(&d);
	}
	writer_close(&d.out);
	free_decision(&d);
	free(contradiction.bytes);
	return EX_OK;
}
