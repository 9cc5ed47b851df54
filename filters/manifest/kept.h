/*
 * What of its inputs is kept with a result, in its inputs/: what can be read once alone, and with
 * --keep-inputs all, so that the result can be made again from itself.
 */
#ifndef KKR_MANIFEST_KEPT_H
#define KKR_MANIFEST_KEPT_H

#include "manifest.h"

/*
 * Keeps the files of a request in a directory: NAME, or N/NAME where there is another of that name.
 * 75 where one is not any more what the request says.
 */
void keep_files(const struct manifest *files, const char *directory);

/* Whether what is kept in a result is of these that went in, to the byte; says what is not. */
bool kept_agree(const struct manifest *manifest, const char *directory);

/* Whether all files that went in are kept. */
bool kept_whole(const struct manifest *manifest, const char *directory);

#endif
