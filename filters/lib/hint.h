/*
 * What a message helps with, where the program is a stage of kkr run: whoever reads it has the
 * options of kkr run, and not those of the program.
 */
#ifndef KKR_HINT_H
#define KKR_HINT_H

#include <stdbool.h>

/* Whether the program is a stage: kkr run says so in its environment. */
bool hint_in_run(void);

/* Whether it is one of a part of the files; kkr run tells what the parts have set aside in all. */
bool hint_in_part(void);

/*
 * The message as it helps there, the caller's to free: without a clause that names options of the
 * program alone; where "(kkr run: ...)" says what to do instead, that stands in its place.
 */
char *hint_for_run(const char *message);

/* What a message is about, where that is an option: a parameter of the pipeline has its name. */
const char *hint_subject(const char *name);

#endif
