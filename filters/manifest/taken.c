#include "taken.h"

#include "lib/files.h"
#include "lib/writer.h"
#include "sum.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct lying {
	char *path;
	const char *kind;
	struct stat about;
	size_t place;             /* as they were found: what was taken before comes first */
	char hex[SUM_DIGITS + 1]; /* of one whose size another has, too */
	const struct lying *of;   /* of a copy */
};

struct lot {
	struct lying *file;
	size_t files, room;
};

long long arrival_age(const struct stat *about)
{
	time_t now = time(NULL);
	return now - (about->st_mtime <= now ? about->st_mtime : about->st_ctime);
}

/* Whether the last byte is not one by which a text or a page ends. A workbook has no such end. */
static bool is_unended(const char *path, off_t size)
{
	char first[2] = "", last = '\n';
	int file = open_regular(path);
	if (file < 0)
		return false;
	bool read = pread(file, first, sizeof first, 0) > 0 && pread(file, &last, 1, size - 1) == 1;
	close(file);
	bool packed = memcmp(first, "PK", 2) == 0 || memcmp(first, "\x1F\x8B", 2) == 0;
	return read && !packed && last != '\n' && last != '>';
}

static const char *kind_of(const struct arrival *a, const char *path)
{
	if (a->open)
		return "open";
	if (arrival_age(&a->about) >= COMING)
		return "arrived";
	return is_unended(path, a->about.st_size) ? "unended" : "coming";
}

static void add_lying(struct lot *h, char *path, const struct stat *about, const char *kind)
{
	h->file = grow(h->file, &h->room, h->files + 1, sizeof *h->file);
	struct lying *f = &h->file[h->files];
	*f = (struct lying){.kind = kind, .about = *about, .place = h->files++};
	f->path = path;
}

/* A reason why a file failed lies beside it, and none in done/; what is hidden is none of kkr's. */
static void add_taken(struct lot *h, const char *directory)
{
	struct dirent **entry;
	char *taken = path_of(directory, "done");
	int entries = scandir(taken, &entry, NULL, alphasort);
	if (entries < 0 && errno != ENOENT)
		fail(EX_NOINPUT, taken, 0, "cannot be read: %s", strerror(errno));
	for (int i = 0; i < entries; i++) {
		struct stat about;
		char *path = path_of(taken, entry[i]->d_name);
		if (*entry[i]->d_name != '.' && stat_of(path, &about) && S_ISREG(about.st_mode))
			add_lying(h, path, &about, "taken");
		else
			free(path);
		free(entry[i]);
	}
	if (entries >= 0)
		free(entry);
	free(taken);
}

static int by_size(const void *a, const void *b)
{
	const struct lying *x = *(struct lying *const *)a, *y = *(struct lying *const *)b;
	if (x->about.st_size != y->about.st_size)
		return x->about.st_size < y->about.st_size ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static int by_digest(const void *a, const void *b)
{
	const struct lying *x = *(struct lying *const *)a, *y = *(struct lying *const *)b;
	int order = strcmp(x->hex, y->hex);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Of files of one size: each is a copy of the first with its bytes. */
static void find_equal(struct lying **file, size_t files)
{
	for (size_t i = 0; i < files; i++) {
		struct sum sum;
		if (sum_file(file[i]->path, ULLONG_MAX, &sum))
			memcpy(file[i]->hex, sum.hex, sizeof sum.hex);
	}
	qsort(file, files, sizeof *file, by_digest);
	for (size_t i = 1; i < files; i++) {
		const struct lying *first = file[i - 1]->of ? file[i - 1]->of : file[i - 1];
		if (*file[i]->hex && strcmp(file[i]->hex, first->hex) == 0)
			file[i]->of = first;
	}
}

/* What is still written to is a copy of nothing. */
static void find_copies(struct lot *h)
{
	struct lying **file = allocate(h->files, sizeof(struct lying *));
	size_t files = 0, begin = 0;
	for (size_t i = 0; i < h->files; i++) {
		if (strcmp(h->file[i].kind, "open") != 0)
			file[files++] = &h->file[i];
	}
	if (files)
		qsort(file, files, sizeof *file, by_size);
	for (size_t end = 1; end <= files; end++) {
		if (end < files && file[end]->about.st_size == file[begin]->about.st_size)
			continue;
		if (end - begin > 1)
			find_equal(file + begin, end - begin);
		begin = end;
	}
	free(file);
}

static void put_lying(struct writer *out, const struct lying *file)
{
	enum { DAY = 24 * 60 * 60 };
	char days[32];
	bool taken = strcmp(file->kind, "taken") == 0;
	if (taken && file->of)
		return;
	snprintf(days, sizeof days, "%lld", arrival_age(&file->about) / DAY);
	put_field(out, span_of(file->of ? "copy" : file->kind));
	put_foreign(out, span_of(file->path));
	put_foreign(out, span_of(file->of ? file->of->path : ""));
	put_field(out, span_of(days));
	put_row_end(out);
}

void taken_list(const char *directory, const struct arrival *arrival, size_t arrivals)
{
	static const char *const column[] = {"kind", "path", "of", "days"};
	struct lot h = {.files = 0};
	struct writer out;
	add_taken(&h, directory);
	for (size_t i = 0; i < arrivals; i++) {
		char *path = path_of(directory, arrival[i].name);
		add_lying(&h, path, &arrival[i].about, kind_of(&arrival[i], path));
	}
	find_copies(&h);
	writer_stdout(&out);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++)
		put_field(&out, span_of(column[i]));
	put_row_end(&out);
	for (size_t i = 0; i < h.files; i++)
		put_lying(&out, &h.file[i]);
	writer_close(&out);
	for (size_t i = 0; i < h.files; i++)
		free(h.file[i].path);
	free(h.file);
}
