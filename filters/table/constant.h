/*
 * Constants of a table map.
 */
#ifndef KKR_CONSTANT_H
#define KKR_CONSTANT_H

#include "lib/text.h"

/*
 * Adds a constant of a map, with {title}, {file} and {header} in it as what they are, escaped;
 * where there is no title, what follows up to the next of them goes, too.
 */
struct known_texts {
	struct span title, header; /* escaped: as fields of records */
	const char *file;
};
void constant_expand(struct span constant, const struct known_texts *known, struct text *to);

#endif
