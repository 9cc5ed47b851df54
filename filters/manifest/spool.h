/*
 * Moving what came into a spool.
 */
#ifndef KKR_MANIFEST_SPOOL_H
#define KKR_MANIFEST_SPOOL_H

#include "lib/text.h"

/*
 * Moves a file into a directory, over no other, with the reason beside it, if there is one. Returns
 * where it is now, the caller's to free; NULL where it cannot be moved, which is said.
 */
char *settle_file(const char *file, const char *to, const struct text *reason);

/* All of a file; 66 where it cannot be read. */
struct text read_reason(const char *path);

#endif
