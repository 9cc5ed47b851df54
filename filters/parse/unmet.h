/*
 * Paths that lead to nothing: which names a document has, and what that says of such a path.
 *
 * Names are noted only as long as some path has led to nothing, which is mostly the first record.
 */
#ifndef KKR_UNMET_H
#define KKR_UNMET_H

#include "path.h"

struct unmet;

/* For the paths of a document, of which `paths` has so many. They must stay. */
struct unmet *unmet_new(const struct path *const *paths, size_t count);
void unmet_free(struct unmet *unmet);

/* Notes the names of an element. */
void unmet_note(struct unmet *unmet, const struct element *element);

/*
 * Adds what may have been meant by a path that leads to nothing, as "; there is <antal>": of the
 * first of its names that the document does not have, the nearest that it has.
 */
void unmet_explain(const struct unmet *unmet, const struct path *path, struct text *to);

#endif
