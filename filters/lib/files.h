/*
 * Directories and files: what is in them, and whether it is the same.
 */
#ifndef KKR_FILES_H
#define KKR_FILES_H

#include "text.h"

#include <sys/stat.h>
#include <sys/types.h>

/* Paths from a directory, in byte order. */
struct walk {
	char **path;
	size_t paths, room;
	bool unreadable; /* not all of it could be read */
};

/* All that is no directory, links among it: which are not followed, unless `directory` is one. */
void walk(struct walk *walk, const char *directory);

/* As walk, without what is no output of a result: its manifest, and what is in its inputs/. */
void walk_outputs(struct walk *walk, const char *directory);

void walk_free(struct walk *walk);

/* DIRECTORY/NAME, the caller's to free. */
char *path_of(const char *directory, const char *name);

/* What stands behind the last "/" of a path. */
const char *base_of(const char *path);

/* The path from the root, through no "./", the caller's to free. */
char *path_from_root(const char *path);

/* What stands at a path; false where nothing does, and 66 where that cannot be known. */
bool stat_of(const char *path, struct stat *about);
/* Whether it is one; 66 where that cannot be known. */
bool is_regular(const char *path);
bool is_directory(const char *path);

/* Whether a file is a regular one of so many bytes. */
bool size_is(const char *path, unsigned long long bytes);

/* Copies what can be read from one descriptor to another; false with errno where it cannot. */
bool copy_bytes_of(int from, int to);

/* Whether two files hold the same bytes. Those of different size are not read. */
bool same_bytes(const char *path, const char *other);

/* A regular file, open for reading; -1 with errno for anything else, for which nothing waits. */
int open_regular(const char *path);

/* Adds all that can be read of a descriptor; false with errno where reading fails. */
bool read_all(int file, struct text *to);

/* Fills `room` bytes, fewer only at the end of the file; -1 with errno where reading fails. */
ssize_t read_full(int file, char *bytes, size_t room);

#endif
