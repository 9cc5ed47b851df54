/*
 * XML of no dialect: the paths in it, with an example of each, and a command that reads it.
 */
#ifndef KKR_INSPECT_PATHS_H
#define KKR_INSPECT_PATHS_H

#include "inspect/page.h"
#include "inspect/inspection.h"

/*
 * Says which paths repeat. Adds to `next` the options by which kkr-parse would read what repeats
 * most as records; nothing where nothing does.
 */
void put_paths(struct writer *page, const struct inspection *inspection, struct text *next);

#endif
