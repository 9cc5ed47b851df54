#include "files.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

char *path_of(const char *directory, const char *name)
{
	struct text path = {0};
	text_add(&path, span_of(directory));
	text_add_char(&path, '/');
	text_add(&path, span_of(name));
	text_add_char(&path, '\0');
	return path.bytes;
}

const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

char *path_from_root(const char *path)
{
	if (*path == '/')
		return span_copy(span_of(path));
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	char *here = get_current_dir_name();
	if (!here)
		fail(EX_OSERR, ".", 0, "cannot be found: %s", strerror(errno));
	char *whole = path_of(here, path);
	free(here);
	return whole;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_path(struct walk *w, const char *path)
{
	while (*path == '/')
		path++;
	w->path = grow(w->path, &w->room, w->paths + 1, sizeof *w->path);
	w->path[w->paths++] = span_copy(span_of(path));
}

void walk(struct walk *w, const char *directory)
{
	*w = (struct walk){0};
	char *const roots[] = {(char *)directory, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, NULL);
	if (!tree)
		fail(EX_OSERR, directory, 0, "cannot be read: %s", strerror(errno));
	size_t root = strlen(directory);
	FTSENT *entry;
	while ((entry = fts_read(tree)) != NULL) {
		switch (entry->fts_info) {
		case FTS_D:
		case FTS_DP:
			break;
		case FTS_DNR:
		case FTS_ERR:
		case FTS_NS:
			w->unreadable = true;
			break;
		default:
			add_path(w, entry->fts_path + root);
		}
	}
	fts_close(tree);
	if (w->paths)
		qsort(w->path, w->paths, sizeof *w->path, by_bytes);
}

static bool is_output(const char *path)
{
	static const char kept[] = "inputs/";
	return strcmp(path, "manifest.tsv") != 0 && strncmp(path, kept, sizeof kept - 1) != 0;
}

void walk_outputs(struct walk *w, const char *directory)
{
	walk(w, directory);
	size_t outputs = 0;
	for (size_t i = 0; i < w->paths; i++) {
		if (is_output(w->path[i]))
			w->path[outputs++] = w->path[i];
		else
			free(w->path[i]);
	}
	w->paths = outputs;
}

void walk_free(struct walk *w)
{
	for (size_t i = 0; i < w->paths; i++)
		free(w->path[i]);
	free(w->path);
}

bool stat_of(const char *path, struct stat *about)
{
	if (stat(path, about) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP && errno != ENAMETOOLONG)
		fail(EX_NOINPUT, path, 0, "cannot be looked at: %s", strerror(errno));
	return false;
}

bool is_regular(const char *path)
{
	struct stat about;
	return stat_of(path, &about) && S_ISREG(about.st_mode);
}

bool is_directory(const char *path)
{
	struct stat about;
	return stat_of(path, &about) && S_ISDIR(about.st_mode);
}

bool size_is(const char *path, unsigned long long bytes)
{
	struct stat about;
	return stat_of(path, &about) && S_ISREG(about.st_mode) &&
	       (unsigned long long)about.st_size == bytes;
}

int open_regular(const char *path)
{
	struct stat about;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0)
		return -1;
	if (fstat(file, &about) == 0 && S_ISREG(about.st_mode))
		return file;
	close(file);
	errno = EINVAL;
	return -1;
}

ssize_t read_full(int file, char *bytes, size_t room)
{
	size_t have = 0;
	while (have < room) {
		ssize_t got = read(file, bytes + have, room - have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

bool read_all(int file, struct text *to)
{
	char bytes[4096];
	ssize_t got;
	while ((got = read_full(file, bytes, sizeof bytes)) > 0)
		text_add(to, (struct span){bytes, (size_t)got});
	return got == 0;
}

static bool write_full(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(file, bytes, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

bool copy_bytes_of(int from, int to)
{
	char bytes[CHUNK];
	for (;;) {
		ssize_t got = read_full(from, bytes, sizeof bytes);
		if (got <= 0)
			return got == 0;
		if (!write_full(to, bytes, (size_t)got))
			return false;
	}
}

static off_t size_of(int file)
{
	struct stat about;
	return fstat(file, &about) == 0 ? about.st_size : -1;
}

/* Reads on in a file that is open; 74 where that fails. */
static size_t read_on(int file, const char *path, char *bytes, size_t room)
{
	ssize_t got = read_full(file, bytes, room);
	if (got < 0)
		fail(EX_IOERR, path, 0, "cannot be read: %s", strerror(errno));
	return (size_t)got;
}

static bool same_open(int file, const char *path, int with, const char *other)
{
	char bytes[CHUNK], others[CHUNK];
	if (file < 0 || with < 0 || size_of(file) != size_of(with))
		return false;
	for (;;) {
		size_t got = read_on(file, path, bytes, sizeof bytes);
		size_t more = read_on(with, other, others, sizeof others);
		if (got != more || memcmp(bytes, others, got) != 0)
			return false;
		if (got < sizeof bytes)
			return true;
	}
}

bool same_bytes(const char *path, const char *other)
{
	int file = open_regular(path), with = open_regular(other);
	bool same = same_open(file, path, with, other);
	if (file >= 0)
		close(file);
	if (with >= 0)
		close(with);
	return same;
}
