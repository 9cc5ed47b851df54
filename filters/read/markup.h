/*
 * How a file begins, by which a reader knows whether it is its own.
 */
#ifndef KKR_MARKUP_H
#define KKR_MARKUP_H

#include "lib/text.h"

/*
 * Whether it begins as an XML document does, in UTF-8 or UTF-16; so does one in which there is
 * nothing. `first` is what input_peek has seen.
 */
bool begins_xml(struct span first);

/* Whether it begins as a page of HTML does; such a page may begin as XML does, too. */
bool begins_html(struct span first);

/* Adds what a page is called, as " (502 Bad Gateway)", and a NUL; nothing more where it has no
 * title.
 */
void page_title(struct span first, struct text *to);

#endif
