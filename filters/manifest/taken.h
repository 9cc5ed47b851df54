/*
 * What lies in a spool together with what was taken from it before, in its done/: of these an
 * edition is put together.
 */
#ifndef KKR_MANIFEST_TAKEN_H
#define KKR_MANIFEST_TAKEN_H

#include "lib/fail.h"

#include <sys/stat.h>

/* A file in a spool, as spool.c has found it. */
struct arrival {
	char *name;
	struct stat about;
	bool open; /* for writing, by some process that can be seen */
};

/* How long ago a file last grew, in seconds: by its date, or where that is to come, by its inode's.
 */
long long arrival_age(const struct stat *about);

enum { COMING = 10 * 60 }; /* seconds: a file may be on its way so long after it last grew */

/*
 * Writes the files of a spool and of its done/ to standard output, with the columns
 *
 *	kind  taken: it lies in done/; arrived; unended: it has just come, and has no end as texts
 *	      have; coming: it has just come; open: somebody is writing to it; copy
 *	path  of the file
 *	of    of a copy: the path of the file with the same bytes
 *	days  for how many whole days nothing has been written to it
 *
 * Of files in done/ with the same bytes one is told.
 */
void taken_list(const char *directory, const struct arrival *arrival, size_t arrivals);

#endif
