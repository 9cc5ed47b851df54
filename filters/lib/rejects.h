/*
 * Records set aside.
 */
#ifndef KKR_REJECTS_H
#define KKR_REJECTS_H

#include "writer.h"

/*
 * The file of --rejects, with the columns file, line, reason and record. Where
 * no such file was asked for, the first bad record ends the program with 65.
 */
struct rejects {
	struct writer writer;
	bool wanted;
};

/*
 * `path` is what --rejects was given; NULL where it was not. `files` are the inputs, none of which
 * it may be (64).
 */
void rejects_open(struct rejects *rejects, const char *path, char *const *files);

/*
 * Sets one record aside, or ends the program. `record` is the record as it came, unescaped; bytes
 * that cannot stand in a record (invalid UTF-8, control bytes) become U+FFFD.
 */
void reject(struct rejects *rejects, const char *file, size_t line, struct span record,
	const char *format, ...) __attribute__((format(printf, 5, 6)));
void rejects_close(struct rejects *rejects);

#endif
