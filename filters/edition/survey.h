/*
 * Which files of a heap are of which edition, and whether that can be used: what a spool decides
 * by.
 */
#ifndef KKR_EDITION_SURVEY_H
#define KKR_EDITION_SURVEY_H

#include "edition/landstal.h"
#include "lib/report.h"

/*
 * Writes a table to standard output, with the columns
 *
 *	file     as the records name it, with its sheet; "" of what is said of the edition itself
 *	edition  of which some of its figures are
 *	state    whole; waits, where the edition lacks something that it needs; contradicted, where
 *	         the file's figures are others in another file, which the report's messages tell
 *	lacks    of each edition that waits, in a row for each: a measure and its year. An edition
 *	         whose landstal nothing tells, and no `set`, waits for that, too
 *
 * A file may be of several editions. One of none has no row.
 */
void survey_write(struct heap *heap, const struct landstal_set *set, struct report *report);

#endif
