/*
 * A workbook whose parts are XML documents in a zip archive, each read by rules.
 */
#ifndef KKR_PACKAGE_H
#define KKR_PACKAGE_H

#include "read/outline.h"
#include "read/rows.h"
#include "zip.h"

/* A file at hand: who reads it, and its archive. */
struct package {
	struct rows *rows;
	struct archive *archive;
};

/*
 * Reads a part by rules; `state` begins with a struct outline. With `blank`, white space
 * alone is a text, too. A part that is not there, or has a root that is not the first rule's,
 * is 65.
 */
void part_read(const struct package *package, const char *name, const struct outline_rule *rules,
	void *state, bool blank);

/* Whether a word stands in a part, as far as that is quick to see. */
enum part_word { PART_WITHOUT, PART_WITH, PART_LONG };

/*
 * Looks for a word in a part that has at most `most` bytes; a longer one is PART_LONG. One in
 * UTF-16, which is not looked through, is taken to have any.
 */
enum part_word part_look(
	const struct package *package, const char *name, struct span word, size_t most);

#endif
