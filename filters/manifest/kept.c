#include "kept.h"

#include "lib/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that went in, by their sums. */
struct files_in {
	const struct entry **entry;
	size_t entries;
};

static int by_hex(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	return strcmp((*x)->field[SHA256], (*y)->field[SHA256]);
}

static struct files_in list_files(const struct manifest *m)
{
	struct files_in in = {.entry = allocate(m->entries, sizeof(struct entry *))};
	for (size_t i = 0; i < m->entries; i++) {
		if (is_file_in(&m->entry[i]))
			in.entry[in.entries++] = &m->entry[i];
	}
	if (in.entries)
		qsort(in.entry, in.entries, sizeof *in.entry, by_hex);
	return in;
}

/* The first place of a sum, or where it would be. */
static size_t place_of(const struct files_in *in, const char *hex)
{
	size_t low = 0, high = in->entries;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(in->entry[middle]->field[SHA256], hex) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Marks in `found` all files of that sum; false where none has the name, too. */
static bool mark(const struct files_in *in, const char *hex, const char *name, bool *found)
{
	bool named = false;
	for (size_t i = place_of(in, hex); i < in->entries; i++) {
		if (strcmp(in->entry[i]->field[SHA256], hex) != 0)
			break;
		named |= strcmp(file_name(in->entry[i]), name) == 0;
		found[i] = true;
	}
	return named;
}

/* The greatest size that is stated: what is longer is none of the files, and is not read. */
static unsigned long long greatest(const struct files_in *in)
{
	unsigned long long most = 0;
	for (size_t i = 0; i < in->entries; i++) {
		unsigned long long bytes = strtoull(in->entry[i]->field[BYTES], NULL, 10);
		most = bytes > most ? bytes : most;
	}
	return most;
}

/* Whether a path below inputs/ is NAME or N/NAME, as keep_files makes it. */
static bool is_place(const char *path)
{
	size_t digits = strspn(path, "0123456789");
	return !strchr(path, '/') || (digits && path + digits + 1 == base_of(path));
}

/* Whether what is kept went in; `found` says of which files there is any. */
static bool look_at_kept(const struct files_in *in, const char *directory, bool *found, bool tells)
{
	struct walk w;
	bool agree = true;
	char *kept = path_of(directory, "inputs");
	unsigned long long most = greatest(in);
	walk(&w, kept);
	for (size_t i = 0; i < w.paths; i++) {
		struct sum sum;
		char *path = path_of(kept, w.path[i]), *file = path_of("inputs", w.path[i]);
		if (!is_place(w.path[i]) || !sum_file(path, most, &sum) ||
			!mark(in, sum.hex, base_of(w.path[i]), found)) {
			agree = false;
			if (tells)
				complain(file, 0, "is no input of the manifest");
		}
		free(path);
		free(file);
	}
	walk_free(&w);
	free(kept);
	return agree;
}

bool kept_agree(const struct manifest *m, const char *directory)
{
	struct files_in in = list_files(m);
	bool *found = allocate(in.entries, sizeof *found);
	bool agree = look_at_kept(&in, directory, found, true);
	free(found);
	free(in.entry);
	return agree;
}

bool kept_whole(const struct manifest *m, const char *directory)
{
	struct files_in in = list_files(m);
	bool *found = allocate(in.entries, sizeof *found);
	memset(found, 0, in.entries * sizeof *found);
	bool whole = look_at_kept(&in, directory, found, false);
	for (size_t i = 0; i < in.entries; i++)
		whole &= found[i];
	free(found);
	free(in.entry);
	return whole;
}

/* Makes a directory, unless it is there; false where something else has its name. */
static bool have_directory(const char *path)
{
	enum { MODE = 0777 };
	if (mkdir(path, MODE) != 0 && errno != EEXIST)
		fail(EX_IOERR, path, 0, "cannot be made: %s", strerror(errno));
	return is_directory(path);
}

/* False where there is something already. */
static bool copy_anew(const char *from, const char *path)
{
	enum { MODE = 0666 };
	int source = open_regular(from);
	int copy = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	bool taken = copy < 0 && errno == EEXIST;
	bool copied = source >= 0 && copy >= 0 && copy_bytes_of(source, copy) && close(copy) == 0;
	if (!taken && !copied)
		fail(EX_IOERR, from, 0, "cannot be kept with the result: %s", strerror(errno));
	if (source >= 0)
		close(source);
	return copied;
}

/* Copies a file to DIRECTORY/NAME, or DIRECTORY/N/NAME where there is another of that name. */
static void keep_copy(const struct entry *e, const char *directory)
{
	char *place = span_copy(span_of(directory));
	for (size_t n = 2;; n++) {
		char *path = path_of(place, file_name(e)), number[32];
		bool kept = have_directory(place) &&
			    (has_sum(path, e->field[SHA256]) || copy_anew(e->field[GIVEN], path));
		if (kept && !has_sum(path, e->field[SHA256]))
			fail(EX_TEMPFAIL, e->field[GIVEN], 0,
				"this input was written to while it was read");
		free(path);
		free(place);
		if (kept)
			return;
		snprintf(number, sizeof number, "%zu", n);
		place = path_of(directory, number);
	}
}

void keep_files(const struct manifest *files, const char *directory)
{
	for (size_t i = 0; i < files->entries; i++) {
		const struct entry *e = &files->entry[i];
		if (is_file_in(e) && e->field[PATH][0])
			keep_copy(e, directory);
	}
}
