/*
 * Texts that have suffered on their way.
 *
 * Double-encoded is a text of UTF-8 that was read as Windows-1252 (or ISO 8859-1) and written as
 * UTF-8 again: each of its bytes became a letter, and "ø" reads "Ã¸". Unseen are characters that a
 * reader does not see in a name or takes for a blank or a hyphen. Raised are digits behind a name:
 * the number of a footnote.
 */
#ifndef KKR_MEND_H
#define KKR_MEND_H

#include "text.h"

enum { MENDED_ENCODING = 1, MENDED_UNSEEN = 2, MENDED_RAISED = 4 };

/*
 * Writes to `mended` what a text was meant to be, and returns what was amiss; 0 where nothing was.
 * What is double-encoded in part only is left as it is. The text is valid UTF-8.
 */
unsigned mend(struct text *mended, struct span text);

#endif
