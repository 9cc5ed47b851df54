/*
 * What a name may be, of an input, of a file that a parameter names, of an output, of what arrives
 * in a spool: the only place that decides it.
 *
 * Names stand in lists with a name in each line, in messages, and on pages that people copy from.
 * So a name is UTF-8 of 1 to 255 bytes, without control characters and those that turn the
 * direction of writing, "/" and backslash, and no blank begins or ends it. Anything else may be in
 * it: dashes, quotes, "$(...)", ";", "=".
 */
#ifndef KKR_MANIFEST_NAME_H
#define KKR_MANIFEST_NAME_H

#include "lib/fail.h"

/*
 * NULL where `name` may be one, else what is wrong with it, as "there is a backslash in it".
 * `of_then`: by the rule of the manifests before this one, which had blanks at the ends,
 * backslashes, bytes that are no UTF-8 and turned directions.
 */
const char *name_fault(struct span name, bool of_then);

/* As name_fault for a path of names, as of an output, that leads down from where it begins. */
const char *path_fault(struct span path, bool of_then);

/* Whether there is a control character in a text: of ASCII, DEL, or the C1 of UTF-8. */
bool has_control(struct span text);

/* As name_fault for what stands in a line of a list, such as a path from anywhere or a value. */
const char *line_fault(struct span line, bool of_then);

#endif
