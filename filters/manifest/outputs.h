/*
 * The outputs of a result: all files in it but its manifest and the inputs that are kept with it.
 */
#ifndef KKR_MANIFEST_OUTPUTS_H
#define KKR_MANIFEST_OUTPUTS_H

#include "manifest.h"

/*
 * Adds a row for each output of a directory, in byte order. False, with a message for each, where
 * one has a name that no output can have (`of_then`: see name.h), or is no file.
 */
bool outputs_list(struct manifest *to, const char *directory, bool of_then);

/*
 * Whether the outputs in a directory are those that the manifest states; says which are not. One
 * whose size is another is not read: it was changed, however long it is.
 */
bool outputs_agree(const struct manifest *manifest, const char *directory);

/* Says what is wrong with something that has a name, as "output kpi.tsv: is missing". */
void outputs_fault(const char *what, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
