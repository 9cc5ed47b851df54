/*
 * A manifest, manifest.tsv: records of what went into a result, what came out, and by what. Nothing
 * in it tells where, when or by whom. kkr-manifest(1) says what stands in its columns.
 *
 * A request is a manifest of what goes in, before anything has come out, with three columns more
 * that say where it was found; see kkr-manifest-inputs in kkr-manifest(1).
 */
#ifndef KKR_MANIFEST_H
#define KKR_MANIFEST_H

#include "lib/writer.h"
#include "sum.h"

enum column { ROLE, NAME, VALUE, BYTES, RECORDS, SHA256, SET_ASIDE, CORRECTED, MANIFEST_COLUMNS };
enum {
	GIVEN = MANIFEST_COLUMNS, /* the path by which the run reads it */
	PATH, /* where it is, from the root; "" for what is kept in the result */
	SEEN, /* what the file was when it was read; see seen_as() */
	REQUEST_COLUMNS
};

/* A row: what its fields stand for, without escapes. None is NULL. */
struct entry {
	const char *field[REQUEST_COLUMNS];
	char *bytes; /* in which they stand */
};

struct manifest {
	struct entry *entry;
	size_t entries, room;
};

/* Adds a row of `count` fields, which are copied; what is NULL, or not there, is "". */
void manifest_add(struct manifest *manifest, const char *const *field, size_t count);
void manifest_free(struct manifest *manifest);

bool has_role(const struct entry *entry, const char *role);

/* Whether an entry is of a file that goes in: an input, a table map, or what a parameter names. */
bool is_file_in(const struct entry *entry);

/* The base name of a file that goes in, as the run found it. */
const char *file_name(const struct entry *entry);

/* The entries of a role by name; the array is the caller's to free. */
const struct entry **entries_by_name(
	const struct manifest *manifest, const char *role, size_t *count);

/* How many records were set aside, in all stages. */
unsigned long long set_aside_in_all(const struct manifest *manifest);

/* Whether the file of an entry's name in a directory has the size and the sum that are stated. */
bool is_as_stated(const struct entry *entry, const char *directory);

/* The header and rows, with the columns of a request or without. */
void put_manifest_header(struct writer *out, size_t columns);
void put_entry(struct writer *out, const struct entry *entry, size_t columns);

/* Reads a request; 65 where it is none. */
void request_read(struct manifest *request, const char *path);

/*
 * Reads a manifest from anybody, of at most 16 MB, and checks that it could be one: names lead
 * nowhere, sums are sums, and nothing steers a terminal. 65 with the first fault where it could
 * not, 66 where it cannot be opened. Those of version 0.1 are read, too.
 */
void manifest_read(struct manifest *manifest, const char *path);

/* Takes the first line off, without its line feed; what follows the last one is a line, too. */
bool take_line(struct span *rest, struct span *line);

#endif
