/*
 * What goes into a run: files, directories, patterns, standard input. They are taken in the byte
 * order of their base names, so that neither a locale nor a directory's name decides anything.
 */
#include "files.h"
#include "lib/cli.h"
#include "lib/period.h"
#include "name.h"
#include "program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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
};

/* The inputs as they are found. */
struct intake {
	const struct wanted *wanted;
	const struct options *o;
	struct manifest files;
	size_t pipes; /* kept so far */
	bool has_standard_input;
};

/* What a file is before a run and, where it is not written to meanwhile, after it. */
static char *seen_as(const char *path)
{
	struct stat s;
	char *seen = NULL;
	if (stat(path, &s) != 0)
		return span_copy(SPAN("gone"));
	if (asprintf(&seen, "%ju:%jd:%jd.%09ld:%jd.%09ld", (uintmax_t)s.st_ino, (intmax_t)s.st_size,
		    (intmax_t)s.st_mtim.tv_sec, s.st_mtim.tv_nsec, (intmax_t)s.st_ctim.tv_sec,
		    s.st_ctim.tv_nsec) < 0)
		fail(EX_OSERR, path, 0, "no memory");
	return seen;
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

static void take_file(struct intake *in, const char *path, bool kept)
{
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

static bool is_export(struct span name)
{
	return has_end(name, SPAN(".xml")) || has_end(name, SPAN(".xml.gz"));
}

static bool is_map(struct span name)
{
	return has_end(name, SPAN(".map.tsv"));
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
		if (in->wanted->is(span_of(entry[i]->d_name)) && is_regular(file)) {
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
		fail(EX_NOINPUT, pattern, 0, "cannot be opened: there is no such file");
	if (glob(pattern, 0, NULL, &found) != 0)
		fail(EX_NOINPUT, pattern, 0, "no file has such a name");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (is_regular(found.gl_pathv[i]))
			take_file(in, found.gl_pathv[i], false);
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
	static const int order[] = {NAME, SHA256, BYTES, GIVEN};
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

static void put_entries(struct writer *out, const struct manifest *request)
{
	for (size_t i = 0; i < request->entries; i++)
		put_entry(out, &request->entry[i], REQUEST_COLUMNS);
}

int list_inputs(const struct options *o, char **names)
{
	static const char *const version[] = {"kkr", "version", KKR_VERSION};
	static const struct wanted map = {
		"map", is_map, "this directory has no table map (NAME.map.tsv)"};
	static const struct wanted export = {
		"input", is_export, "this directory has no file .xml or .xml.gz"};
	struct intake maps = {.wanted = &map, .o = o}, in = {.wanted = &export, .o = o};
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
	sort_files(&maps.files);
	sort_files(&in.files);
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
