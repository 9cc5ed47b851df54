/*
 * A line on standard error that says how far the work has come, for whoever waits at a terminal.
 *
 *	kkr-parse: 512 MB, 43 %, 6200000 records: export.xml.gz
 *
 * It is shown where standard error is a terminal and the work has lasted more than a second, never
 * otherwise. The bytes are those of the file that have been used, compressed ones where it is gzip.
 * The percentage is of the file's size, where that is known.
 */
#ifndef KKR_PROGRESS_H
#define KKR_PROGRESS_H

#include "input.h"

struct progress {
	bool wanted;
	long long due; /* when the line is to be written next, in milliseconds of the clock */
};

void progress_start(struct progress *progress);

/* To be called for every piece that is read: shows the line when it is due, a few times a second.
 */
void progress_show(
	struct progress *progress, const struct input *input, unsigned long long records);

/* Takes the line away. What ends the program with a message does so, too. */
void progress_end(struct progress *progress);

#endif
