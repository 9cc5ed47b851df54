/*
 * What a run has left in its report and its rejects: how the file was read, how many records went
 * in and out, and why some were set aside.
 */
#ifndef KKR_INSPECT_FORM_H
#define KKR_INSPECT_FORM_H

#include "inspect/page.h"
#include "inspect/run.h"

/* What the rows of the kind `read` can say (lib/report.h). */
enum read_key {
	READ_FORMAT,
	READ_ROOT,
	READ_NAMESPACE,
	READ_ENCODING,
	READ_DELIMITER,
	READ_SHEET,
	READ_HEADER,
	READ_MAP,
	READ_KEYS
};

struct form {
	char *read[READ_KEYS]; /* NULL where it says nothing */
	unsigned long long in, out, aside, left_out, mended;
};

void form_read(struct form *form, const struct run *run);
void form_free(struct form *form);

/* The first records that were set aside, with their lines and reasons. */
void put_rejects(struct writer *page, const struct run *run);

#endif
