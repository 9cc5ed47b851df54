/*
 * What goes into a run: files, directories, patterns, standard input. They are taken in the byte
 * order of their base names, so that neither a locale nor a directory's name decides anything.
 */
#include "archive.h"
#include "lib/files.h"
#include "lib/cli.h"
#include "lib/input.h"
#include "lib/period.h"
#include "lib/sender.h"
#include "kept.h"
#include "name.h"
#include "program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is taken of a directory. */
struct wanted {
	const char *role;
	bool (*is)(struct span name);
	const char *missing; /* said where there is none */
	bool tells_others;   /* what is not taken, but for what `is` passes over */
};

/* The inputs as they are found. */
struct intake {
	const struct wanted *wanted;
	const struct options *o;
	struct manifest files;
	struct text left_out; /* by --only: their names */
	size_t names_left_out;
	size_t pipes; /* kept so far */
	bool has_standard_input;
};

/* What a file is before a run and, where it is not written to meanwhile, after it. */
static char *seen_as(const char *path)
{
	struct stat s;
	if (!stat_of(path, &s))
		return span_copy(SPAN("gone"));
	return printed("%ju:%jd:%jd.%09ld:%jd.%09ld", (uintmax_t)s.st_ino, (intmax_t)s.st_size,
		(intmax_t)s.st_mtim.tv_sec, s.st_mtim.tv_nsec, (intmax_t)s.st_ctim.tv_sec,
		s.st_ctim.tv_nsec);
}

/* A path that no program takes for an option, and awk for no assignment. */
static char *as_operand(const char *path)
{
	bool plain = *path == '/' || strncmp(path, "./", 2) == 0;
	bool odd = *path == '-' || (!plain && strchr(path, '='));
	return odd ? path_of(".", path) : span_copy(span_of(path));
}

/*
 * Adds a file to `to`: `field` has its role, its name and its value. `kept`: it goes with the
 * result, and is nowhere else.
 */
static void add_file(struct manifest *to, const char *const *field, const char *given, bool kept)
{
	struct sum sum;
	const char *all[REQUEST_COLUMNS] = {field[ROLE], field[NAME], field[VALUE]};
	char bytes[32], records[32] = "";
	char *seen = seen_as(given), *path = kept ? span_copy(SPAN("")) : path_from_root(given);
	if (!sum_file(given, ULLONG_MAX, &sum))
		fail(EX_NOINPUT, given, 0, "cannot be opened: %s", strerror(errno));
	snprintf(bytes, sizeof bytes, "%llu", sum.bytes);
	if (sum.has_records)
		snprintf(records, sizeof records, "%llu", sum.records);
	all[BYTES] = bytes;
	all[RECORDS] = records;
	all[SHA256] = sum.hex;
	all[GIVEN] = given;
	all[PATH] = path;
	all[SEEN] = seen;
	manifest_add(to, all, REQUEST_COLUMNS);
	free(seen);
	free(path);
}

static void check_input_name(const struct intake *in, const char *path)
{
	const char *fault = line_fault(span_of(path), in->o->of_then);
	if (!fault)
		fault = name_fault(span_of(base_of(path)), in->o->of_then);
	if (fault)
		fail(EX_USAGE, path, 0, "no input can have this name: %s", fault);
}

/* --only is of names, without directories. A file that matches none of its patterns is told later.
 */
static bool is_left_out(struct intake *in, const char *path)
{
	enum { NAMED = 10 };
	char **only = in->o->only;
	for (; only && *only; only++) {
		if (fnmatch(*only, base_of(path), 0) == 0)
			return false;
	}
	if (!in->o->only)
		return false;
	if (++in->names_left_out <= NAMED) {
		text_add(&in->left_out, span_of(in->names_left_out > 1 ? ", " : ""));
		text_add(&in->left_out, span_of(quote(span_of(base_of(path))).text));
	}
	if (in->names_left_out == NAMED + 1)
		text_add(&in->left_out, SPAN(" and others"));
	return true;
}

static void take_file(struct intake *in, const char *path, bool kept)
{
	if (!kept && is_left_out(in, path))
		return;
	check_input_name(in, path);
	char *given = as_operand(path);
	const char *const field[] = {in->wanted->role, base_of(path), ""};
	add_file(&in->files, field, given, kept);
	free(given);
}

/* Whether there is more than that end, and the file is not hidden. */
static bool has_end(struct span name, struct span end)
{
	return name.length > end.length && *name.bytes != '.' &&
	       memcmp(name.bytes + name.length - end.length, end.bytes, end.length) == 0;
}

static bool is_map(struct span name)
{
	return has_end(name, SPAN(".map.tsv"));
}

/* By such a file Office marks what somebody has open. */
static bool is_lock(const char *name)
{
	return strncmp(name, "~$", 2) == 0;
}

static bool is_delivered(struct span name)
{
	return *name.bytes != '.' && !is_lock(name.bytes);
}

/* Whether a path is a result of kkr run, a link NAME to .NAME.N, which lies where it was run. */
static bool is_result(const char *path)
{
	char target[NAME_MAX + 1];
	ssize_t length = readlink(path, target, sizeof target - 1);
	if (length < 0)
		return false;
	target[length] = '\0';
	char *own = printed(".%s.", base_of(path));
	bool is = strncmp(target, own, strlen(own)) == 0;
	free(own);
	return is;
}

/* What is in a directory and no file is not taken, which is said of a delivery. */
static bool may_be_taken(const struct intake *in, const char *path)
{
	struct stat about;
	if (stat(path, &about) != 0)
		fail(EX_NOINPUT, path, 0, "cannot be opened: %s", strerror(errno));
	if (S_ISREG(about.st_mode))
		return true;
	if (in->wanted->tells_others && !is_result(path))
		complain(path, 0,
			S_ISDIR(about.st_mode)
				? "is a directory in a directory: what is in it is not taken"
				: "is no file, and is not taken");
	return false;
}

static void take_directory(struct intake *in, const char *path)
{
	struct dirent **entry;
	int entries = scandir(path, &entry, NULL, alphasort);
	if (entries < 0)
		fail(EX_NOINPUT, path, 0, "cannot be read: %s", strerror(errno));
	bool found = false;
	for (int i = 0; i < entries; i++) {
		char *file = path_of(path, entry[i]->d_name);
		if (in->wanted->is(span_of(entry[i]->d_name)) && may_be_taken(in, file)) {
			take_file(in, file, false);
			found = true;
		}
		free(file);
		free(entry[i]);
	}
	free(entry);
	if (!found)
		fail(EX_NOINPUT, path, 0, "%s", in->wanted->missing);
}

/* A pattern that no shell has expanded, as in a unit of systemd. */
static void take_pattern(struct intake *in, const char *pattern)
{
	glob_t found;
	if (!strpbrk(pattern, "*?["))
		fail(EX_NOINPUT, pattern, 0, "cannot be opened: there is no such file%s",
			strchr(pattern, '=') ? "; --set stands before a parameter" : "");
	if (glob(pattern, 0, NULL, &found) != 0)
		fail(EX_NOINPUT, pattern, 0, "no file has such a name");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		char *path = found.gl_pathv[i];
		if (!is_lock(base_of(path)) && may_be_taken(in, path))
			take_file(in, path, false);
	}
	globfree(&found);
}

/* Keeps what can be read once alone: it goes with the result. */
static void keep(struct intake *in, const char *name, int from)
{
	enum { MODE = 0666, DIRECTORY_MODE = 0777 };
	if (!in->o->keep)
		cli_misuse("%s can be read once: --keep DIR says where it is to be kept", name);
	char *path = path_of(in->o->keep, name);
	if (mkdir(in->o->keep, DIRECTORY_MODE) != 0 && errno != EEXIST)
		fail(EX_IOERR, in->o->keep, 0, "cannot be made: %s", strerror(errno));
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, MODE);
	if (to < 0 || !copy_bytes_of(from, to) || close(to) != 0)
		fail(EX_IOERR, name, 0, "cannot be read, or kept with the result: %s",
			strerror(errno));
	take_file(in, path, true);
	free(path);
}

static void keep_standard_input(struct intake *in)
{
	if (in->has_standard_input)
		cli_misuse("standard input can be read once: '-' stands twice");
	in->has_standard_input = true;
	keep(in, "standard-input", STDIN_FILENO);
}

static void keep_pipe(struct intake *in, const char *path)
{
	char name[32];
	int from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		fail(EX_NOINPUT, path, 0, "cannot be opened: %s", strerror(errno));
	snprintf(name, sizeof name, "pipe-%zu", ++in->pipes);
	keep(in, name, from);
	close(from);
}

static void take(struct intake *in, const char *name)
{
	struct stat about;
	if (strcmp(name, "-") == 0)
		keep_standard_input(in);
	else if (stat(name, &about) != 0)
		take_pattern(in, name);
	else if (S_ISDIR(about.st_mode))
		take_directory(in, name);
	else if (S_ISREG(about.st_mode))
		take_file(in, name, false);
	else
		keep_pipe(in, name);
}

/* By name and contents: where both are alike, it does not matter which comes first. */
static int by_name_and_contents(const void *a, const void *b)
{
	static const int order[] = {NAME, SHA256, BYTES, PATH, GIVEN};
	const struct entry *x = a, *y = b;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		int compared = strcmp(x->field[order[i]], y->field[order[i]]);
		if (compared)
			return compared;
	}
	return 0;
}

static void sort_files(struct manifest *files)
{
	if (files->entries)
		qsort(files->entry, files->entries, sizeof *files->entry, by_name_and_contents);
}

/* A file that is named twice, as by itself and by its directory, counts once. They are sorted. */
static void drop_named_twice(struct manifest *files)
{
	size_t kept = 0;
	for (size_t i = 0; i < files->entries; i++) {
		struct entry *e = &files->entry[i], *last = &files->entry[kept ? kept - 1 : 0];
		if (kept && e->field[PATH][0] && strcmp(e->field[PATH], last->field[PATH]) == 0) {
			complain(e->field[GIVEN], 0, "is named twice, and counts once");
			free(e->bytes);
		} else {
			files->entry[kept++] = *e;
		}
	}
	files->entries = kept;
}

/* The pipeline, by its file. */
static void add_pipeline(struct manifest *request, const char *path)
{
	struct span name = span_of(base_of(path));
	if (name.length > 3 && strcmp(name.bytes + name.length - 3, ".sh") == 0)
		name.length -= 3;
	char *called = span_copy(name);
	const char *const field[] = {"pipeline", called, ""};
	add_file(request, field, path, false);
	free(called);
}

static void check_period(const struct setting *s)
{
	const char *why;
	struct period period;
	if (*s->value && !period_days(span_of(s->value), &period, &why))
		fail(EX_USAGE, s->name, 0, "'%s' is not %s", quote(span_of(s->value)).text, why);
}

static void add_setting(struct manifest *request, const struct setting *s, bool of_then)
{
	bool is_file = s->kind == SETTING_FILE;
	const char *fault = line_fault(span_of(s->value), of_then);
	if (!fault && is_file)
		fault = name_fault(span_of(base_of(s->value)), of_then);
	if (fault)
		fail(EX_USAGE, s->name, 0,
			"a value is one line of text, a file has a plain name: %s", fault);
	if (s->kind == SETTING_PERIOD)
		check_period(s);
	const char *const field[] = {"parameter", s->name, is_file ? base_of(s->value) : s->value};
	if (is_file)
		add_file(request, field, s->value, false);
	else
		manifest_add(request, field, 3);
}

/* What to do with a file, to be given what comes of that. */
static void say_foreign(const char *path, const struct foreign *foreign)
{
	const char *reads = strstr(foreign->help, " | ");
	int length = reads ? (int)(reads - foreign->help) : (int)strlen(foreign->help);
	bool makes = reads || foreign->piped;
	complain(path, 0, "is %s, and no delivery: %s%.*s%s", foreign->what,
		makes ? "give what " : "", length, foreign->help, makes ? " writes" : "");
}

/* Says what the sender says in place of data, if it does. */
static bool say_error(const char *path, struct input *input)
{
	struct text said = {0};
	struct span first = input_peek(input);
	bool error = sender_says(first, &said), message = !error && sender_message(first, &said);
	if (error || message)
		complain(path, 0, "%s%.*s",
			error ? "is an error that the sender reports, and no delivery: " : "",
			(int)said.length, text_span(&said).bytes);
	free(said.bytes);
	return error || message;
}

/* A file that nothing reads is told before anything runs, with all of its kind. */
static void check_read(const struct manifest *files)
{
	size_t faults = 0;
	for (size_t i = 0; i < files->entries; i++) {
		const char *path = files->entry[i].field[GIVEN];
		struct input *input = input_open(path);
		const struct foreign *foreign = input_foreign(input);
		if (!foreign)
			foreign = archive_foreign_file(path);
		bool error = !foreign && say_error(path, input);
		if (foreign)
			say_foreign(path, foreign);
		faults += foreign || error;
		input_close(input);
	}
	if (faults)
		fail(EX_DATAERR, "the inputs", 0,
			"%zu of these %zu are no delivery (--only PATTERN leaves out what it does "
			"not match)",
			faults, files->entries);
}

/* Tells what --only has left out, and that it has left nothing. */
static void tell_left_out(struct intake *in)
{
	if (in->names_left_out == 0)
		return;
	text_add_char(&in->left_out, '\0');
	complain("--only", 0, "%zu %s left out: %s", in->names_left_out,
		in->names_left_out == 1 ? "file is" : "files are", in->left_out.bytes);
	if (in->files.entries == 0)
		fail(EX_NOINPUT, "--only", 0, "no file is left, of which a run could be made");
}

static void put_entries(struct writer *out, const struct manifest *request)
{
	for (size_t i = 0; i < request->entries; i++)
		put_entry(out, &request->entry[i], REQUEST_COLUMNS);
}

int list_inputs(const struct options *o, char **names)
{
	static const char *const version[] = {"kkr", "version", KKR_VERSION};
	static const struct wanted map = {
		"map", is_map, "this directory has no table map (NAME.map.tsv)", false};
	static const struct wanted delivery = {
		"input", is_delivered, "this directory has no file that could be taken", true};
	const struct options all = {.of_then = o->of_then};
	struct intake maps = {.wanted = &map, .o = &all}, in = {.wanted = &delivery, .o = o};
	struct manifest request = {0};
	manifest_add(&request, version, 3);
	if (o->pipeline)
		add_pipeline(&request, o->pipeline);
	for (size_t i = 0; i < o->settings; i++)
		add_setting(&request, &o->setting[i], o->of_then);
	for (char **directory = o->maps; directory && *directory; directory++)
		take_directory(&maps, *directory);
	for (; *names; names++)
		take(&in, *names);
	tell_left_out(&in);
	check_read(&in.files);
	sort_files(&maps.files);
	sort_files(&in.files);
	drop_named_twice(&in.files);
	if (o->keep_all) {
		keep_files(&request, o->keep);
		keep_files(&maps.files, o->keep);
		keep_files(&in.files, o->keep);
	}
	struct writer out;
	writer_stdout(&out);
	put_manifest_header(&out, REQUEST_COLUMNS);
	put_entries(&out, &request);
	put_entries(&out, &maps.files);
	put_entries(&out, &in.files);
	writer_close(&out);
	manifest_free(&request);
	manifest_free(&maps.files);
	manifest_free(&in.files);
	free(in.left_out.bytes);
	return EX_OK;
}

/* The paths of the inputs, a line for each: none has a control character in it. */
int list_paths(const struct options *o, char **files)
{
	(void)o;
	struct manifest request = {0};
	request_read(&request, *files ? *files : "-");
	struct writer out;
	writer_stdout(&out);
	for (size_t i = 0; i < request.entries; i++) {
		if (!has_role(&request.entry[i], "input"))
			continue;
		put_bytes(&out, span_of(request.entry[i].field[GIVEN]));
		put_bytes(&out, SPAN("\n"));
	}
	writer_close(&out);
	manifest_free(&request);
	return EX_OK;
}

/* A file that is written to while it is read would make of the manifest an untruth. */
int check_unchanged(const struct options *o, char **files)
{
	(void)o;
	struct manifest request = {0};
	request_read(&request, *files ? *files : "-");
	for (size_t i = 0; i < request.entries; i++) {
		const struct entry *e = &request.entry[i];
		if (!is_file_in(e))
			continue;
		char *seen = seen_as(e->field[GIVEN]);
		if (strcmp(seen, e->field[SEEN]) != 0)
			fail(EX_TEMPFAIL, e->field[GIVEN], 0,
				"this input was written to while it was read");
		free(seen);
	}
	manifest_free(&request);
	return EX_OK;
}
