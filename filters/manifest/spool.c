/*
 * A spool, a directory in which exports arrive: what has arrived, and where it goes.
 */
#include "lib/files.h"
#include "lib/records.h"
#include "name.h"
#include "program.h"
#include "spool.h"
#include "taken.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

struct spool {
	const char *path;
	struct arrival *file; /* by name */
	size_t files, room;
};

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), end = strlen(ending);
	return length >= end && strcmp(name + length - end, ending) == 0;
}

/* What is hidden, or still to be renamed, is on its way. */
static bool is_arrival(const char *name)
{
	static const char *const coming[] = {".part", ".tmp", ".filepart", ".crdownload"};
	for (size_t i = 0; i < sizeof coming / sizeof *coming; i++) {
		if (ends_with(name, coming[i]))
			return false;
	}
	return *name != '.';
}

static void look_into(struct spool *s)
{
	struct dirent **entry;
	int entries = scandir(s->path, &entry, NULL, alphasort);
	if (entries < 0)
		fail(EX_NOINPUT, s->path, 0, "cannot be read: %s", strerror(errno));
	for (int i = 0; i < entries; i++) {
		struct arrival a = {.name = span_copy(span_of(entry[i]->d_name))};
		char *path = path_of(s->path, a.name);
		if (is_arrival(a.name) && stat_of(path, &a.about) && S_ISREG(a.about.st_mode)) {
			s->file = grow(s->file, &s->room, s->files + 1, sizeof *s->file);
			s->file[s->files++] = a;
		} else {
			free(a.name);
		}
		free(path);
		free(entry[i]);
	}
	free(entry);
}

/* Files that are open. */

/* Whether a descriptor of a process is open for writing. */
static bool is_for_writing(const char *process, const char *descriptor)
{
	char line[256], path[1024];
	unsigned long flags = O_RDONLY;
	snprintf(path, sizeof path, "/proc/%s/fdinfo/%s", process, descriptor);
	FILE *info = fopen(path, "re");
	if (!info)
		return false;
	while (fgets(line, sizeof line, info)) {
		if (strncmp(line, "flags:", strlen("flags:")) == 0)
			flags = strtoul(line + strlen("flags:"), NULL, 8);
	}
	fclose(info);
	return (flags & O_ACCMODE) != O_RDONLY;
}

static int by_inode(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	if (x->about.st_dev != y->about.st_dev)
		return x->about.st_dev < y->about.st_dev ? -1 : 1;
	return (x->about.st_ino > y->about.st_ino) - (x->about.st_ino < y->about.st_ino);
}

static int by_name(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	return strcmp(x->name, y->name);
}

/* The files are sorted by inode; several may be links to one. */
static void mark_open(
	struct spool *s, const struct stat *about, const char *process, const char *descriptor)
{
	struct arrival wanted = {.about = *about};
	struct arrival *a = bsearch(&wanted, s->file, s->files, sizeof wanted, by_inode);
	if (!a || a->open || !is_for_writing(process, descriptor))
		return;
	while (a > s->file && by_inode(a - 1, &wanted) == 0)
		a--;
	for (; a < s->file + s->files && by_inode(a, &wanted) == 0; a++)
		a->open = true;
}

static void look_at_process(struct spool *s, const char *process)
{
	char path[512];
	snprintf(path, sizeof path, "/proc/%s/fd", process);
	DIR *descriptors = opendir(path);
	if (!descriptors)
		return;
	struct dirent *entry;
	while ((entry = readdir(descriptors)) != NULL) {
		struct stat about;
		if (isdigit((unsigned char)*entry->d_name) &&
			fstatat(dirfd(descriptors), entry->d_name, &about, 0) == 0 &&
			S_ISREG(about.st_mode))
			mark_open(s, &about, process, entry->d_name);
	}
	closedir(descriptors);
}

static void look_at_processes(struct spool *s)
{
	DIR *processes = s->files ? opendir("/proc") : NULL;
	if (!processes)
		return;
	qsort(s->file, s->files, sizeof *s->file, by_inode);
	struct dirent *entry;
	while ((entry = readdir(processes)) != NULL) {
		if (isdigit((unsigned char)*entry->d_name))
			look_at_process(s, entry->d_name);
	}
	closedir(processes);
	qsort(s->file, s->files, sizeof *s->file, by_name);
}

/* Moving. */

static bool is_there(const char *path)
{
	struct stat about;
	return lstat(path, &about) == 0;
}

/* How much of a name can stay where `more` bytes are to stand behind it: whole characters. */
static size_t length_before(const char *name, size_t more)
{
	size_t length = strlen(name);
	if (length + more <= NAME_MAX)
		return length;
	length = NAME_MAX - more;
	while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80)
		length--;
	return length;
}

/*
 * A path TO/BASE, or TO/BASE.N, at which there is nothing, and no reason beside it; the caller's to
 * free. BASE is cut where there would be no room for the number, or for what is put beside it.
 */
static char *free_place(const char *to, const char *base, bool has_reason)
{
	static const char ending[] = ".reason";
	for (size_t n = 0;; n++) {
		char *path = path_of(to, base);
		char number[32] = "";
		if (n)
			snprintf(number, sizeof number, ".%zu", n);
		size_t more = strlen(number) + (has_reason ? sizeof ending - 1 : 0);
		path[strlen(to) + 1 + length_before(base, more)] = '\0';
		char *place = printed("%s%s", path, number),
		     *reason = printed("%s%s", place, ending);
		bool taken = is_there(place) || is_there(reason);
		free(path);
		free(reason);
		if (!taken)
			return place;
		free(place);
	}
}

/* Where the directory of failed files is on another disk, the file is copied there. */
static bool move_across(const char *from, const char *to)
{
	enum { MODE = 0666 };
	int source = open_regular(from);
	int copy = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	bool copied = source >= 0 && copy >= 0 && copy_bytes_of(source, copy) && fsync(copy) == 0;
	if (copy >= 0)
		copied &= close(copy) == 0;
	if (source >= 0)
		close(source);
	if (copied)
		return unlink(from) == 0;
	if (copy >= 0)
		unlink(to);
	return false;
}

static bool move_file(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EXDEV)
		return move_across(from, to);
	return errno == EINVAL && !is_there(to) && rename(from, to) == 0;
}

static void write_reason(const char *place, struct span reason)
{
	enum { MODE = 0666 };
	char *path = printed("%s.reason", place);
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	bool written =
		file >= 0 && write(file, reason.bytes, reason.length) == (ssize_t)reason.length;
	if (file >= 0)
		written &= close(file) == 0;
	if (!written)
		complain(path, 0, "cannot be written");
	free(path);
}

char *settle_file(const char *file, const char *to, const struct text *reason)
{
	char *place = free_place(to, base_of(file), reason != NULL);
	if (!move_file(file, place)) {
		complain(file, 0, "cannot be moved to %s: %s", to, strerror(errno));
		free(place);
		return NULL;
	}
	if (reason)
		write_reason(place, text_span(reason));
	return place;
}

/* What has arrived. */

/* Whether it may be XML, plain or gzip: as far as its first bytes tell. */
static bool may_be_xml(const char *path)
{
	/* A mark of byte order, and what UTF-16 has between the letters. */
	static const unsigned char passed_over[] = {0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF};
	unsigned char bytes[4096];
	int first = '<';
	gzFile file = gzopen(path, "re");
	int got = file ? gzread(file, bytes, sizeof bytes) : 0;
	for (int i = 0; i < got; i++) {
		if (!isspace(bytes[i]) && !memchr(passed_over, bytes[i], sizeof passed_over)) {
			first = bytes[i];
			break;
		}
	}
	if (file)
		gzclose(file);
	return first == '<';
}

/* Says why, and moves the file to failed/. */
static void refuse(const struct spool *s, const struct arrival *a, const char *fault)
{
	struct text reason = {0};
	char *path = path_of(s->path, a->name), *to = path_of(s->path, "failed");
	text_add(&reason, span_of(quote(span_of(a->name)).text));
	text_add(&reason, SPAN(": no input can have this name: "));
	text_add(&reason, span_of(fault));
	text_add_char(&reason, '\n');
	complain(path, 0, "no input can have this name: %s", fault);
	free(settle_file(path, to, &reason));
	free(reason.bytes);
	free(path);
	free(to);
}

static void tell_arrival(struct writer *out, const struct spool *s, const struct arrival *a)
{
	const char *kind = "other";
	char *path = path_of(s->path, a->name);
	if (may_be_xml(path))
		kind = arrival_age(&a->about) < COMING ? "coming" : "export";
	put_text(out, span_of(kind));
	put_text(out, span_of(a->name));
	put_row_end(out);
	free(path);
}

/* Moving what a run has taken. */

/* Writes the record of a run anew, with the place where a file is now. */
static void update_record(const char *path, const struct manifest *record)
{
	struct writer out;
	char *aside = printed("%s.new", path);
	writer_create(&out, aside);
	put_manifest_header(&out, REQUEST_COLUMNS);
	for (size_t i = 0; i < record->entries; i++)
		put_entry(&out, &record->entry[i], REQUEST_COLUMNS);
	writer_close(&out);
	if (rename(aside, path) != 0)
		fail(EX_IOERR, path, 0, "cannot be written: %s", strerror(errno));
	free(aside);
}

/* A path without the "./" that keeps it from being taken for an option or an assignment. */
static const char *without_dot(const char *path)
{
	return strncmp(path, "./", 2) == 0 ? path + 2 : path;
}

static int by_given(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	return strcmp(without_dot((*x)->field[GIVEN]), without_dot((*y)->field[GIVEN]));
}

/* The inputs of a run by the paths under which it read them. */
struct index {
	struct manifest record;
	struct entry **input;
	size_t inputs;
};

static void read_index(struct index *x, const char *path)
{
	request_read(&x->record, path);
	x->input = allocate(x->record.entries, sizeof *x->input);
	for (size_t i = 0; i < x->record.entries; i++) {
		if (has_role(&x->record.entry[i], "input"))
			x->input[x->inputs++] = &x->record.entry[i];
	}
	if (x->inputs)
		qsort(x->input, x->inputs, sizeof(struct entry *), by_given);
}

/* `place` becomes the index's, to be freed with it. */
static void note_move(struct index *x, const char *file, const char *place)
{
	struct entry wanted = {.field = {[GIVEN] = file}};
	const struct entry *key = &wanted;
	struct entry **found =
		x->inputs ? bsearch(&key, x->input, x->inputs, sizeof key, by_given) : NULL;
	if (found)
		(*found)->field[PATH] = place;
}

struct text read_reason(const char *path)
{
	struct text reason = {0};
	int file = open_regular(path);
	if (file < 0 || !read_all(file, &reason))
		fail(EX_NOINPUT, path, 0, "cannot be read: %s", strerror(errno));
	close(file);
	return reason;
}

/* Those alone of the files with which a report of kkr-check finds fault; all where it finds none.
 */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct names {
	char **name;
	size_t names, room;
};

/* Adds the file of a row, and the workbook where that is a sheet in it, PATH!SHEET. */
static void add_file(struct names *to, struct span field)
{
	struct text text = {0};
	text_add_unescaped(&text, field);
	for (struct span path = text_span(&text); path.bytes;) {
		to->name = grow(to->name, &to->room, to->names + 1, sizeof *to->name);
		to->name[to->names++] = span_copy(path);
		const char *sheet = memrchr(path.bytes, '!', path.length);
		path = (struct span){
			sheet ? path.bytes : NULL, sheet ? (size_t)(sheet - path.bytes) : 0};
	}
	free(text.bytes);
}

static bool is_fault(struct span kind)
{
	static const char *const faults[] = {"total", "missing", "twice", "area", "number"};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		if (span_is(kind, faults[i]))
			return true;
	}
	return false;
}

static void read_faults(struct names *faulty, const char *report)
{
	struct records in;
	records_open_input(&in, input_open(report), EX_DATAERR);
	size_t file = records_column(&in, "file", NULL), kind = records_column(&in, "kind", NULL);
	while (records_next(&in)) {
		if (is_fault(in.field[kind]))
			add_file(faulty, in.field[file]);
	}
	records_close(&in);
	if (faulty->names)
		qsort(faulty->name, faulty->names, sizeof *faulty->name, by_text);
}

static void keep_faulty(char **files, const char *report)
{
	struct names faulty = {0};
	char **kept = files;
	read_faults(&faulty, report);
	for (char **file = files; faulty.names && *file; file++) {
		if (bsearch(file, faulty.name, faulty.names, sizeof *faulty.name, by_text))
			*kept++ = *file;
	}
	if (kept > files)
		*kept = NULL;
	while (faulty.names)
		free(faulty.name[--faulty.names]);
	free(faulty.name);
}

int settle_files(const struct options *o, char **files)
{
	struct index x = {.inputs = 0};
	struct text reason = {0};
	char *to = realpath(o->to, NULL), **places = NULL;
	size_t moved = 0, room = 0;
	int status = EX_OK;
	if (!to)
		fail(EX_CANTCREAT, o->to, 0, "is no directory: %s", strerror(errno));
	if (o->reason)
		reason = read_reason(o->reason);
	if (o->request)
		read_index(&x, o->request);
	if (o->faults)
		keep_faulty(files, o->faults);
	for (; *files; files++) {
		char *place = settle_file(*files, to, o->reason ? &reason : NULL);
		if (!place) {
			status = EX_CANTCREAT;
			continue;
		}
		places = grow(places, &room, moved + 1, sizeof *places);
		places[moved++] = place;
		note_move(&x, *files, place);
	}
	if (o->request)
		update_record(o->request, &x.record);
	while (moved)
		free(places[--moved]);
	free(places);
	free(x.input);
	manifest_free(&x.record);
	free(reason.bytes);
	free(to);
	return status;
}

/* Refuses files by their names, and forgets them. */
static void refuse_names(struct spool *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->files; i++) {
		const char *fault = name_fault(span_of(s->file[i].name), false);
		if (fault && !s->file[i].open)
			refuse(s, &s->file[i], fault);
		if (fault)
			free(s->file[i].name);
		else
			s->file[kept++] = s->file[i];
	}
	s->files = kept;
}

/* Those whose names match --only, where it is given. */
static void keep_wanted(struct spool *s, char **only)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->files; i++) {
		char **pattern = only;
		while (pattern && *pattern && fnmatch(*pattern, s->file[i].name, 0) != 0)
			pattern++;
		if (!pattern || *pattern)
			s->file[kept++] = s->file[i];
		else
			free(s->file[i].name);
	}
	s->files = kept;
}

static void tell_arrivals(const struct spool *s)
{
	struct writer out;
	writer_stdout(&out);
	put_field(&out, SPAN("kind"));
	put_field(&out, SPAN("name"));
	put_row_end(&out);
	for (size_t i = 0; i < s->files; i++) {
		if (!s->file[i].open)
			tell_arrival(&out, s, &s->file[i]);
	}
	writer_close(&out);
}

int list_spool(const struct options *o, char **directory)
{
	struct spool s = {.path = *directory};
	look_into(&s);
	keep_wanted(&s, o->only);
	look_at_processes(&s);
	refuse_names(&s);
	if (o->taken)
		taken_list(s.path, s.file, s.files);
	else
		tell_arrivals(&s);
	for (size_t i = 0; i < s.files; i++)
		free(s.file[i].name);
	free(s.file);
	return EX_OK;
}
