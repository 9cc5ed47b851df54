/*
 * Whether something has come before: of each text 16 bytes are kept, its fingerprint.
 */
#ifndef KKR_EDITION_SEEN_H
#define KKR_EDITION_SEEN_H

#include "lib/hash.h"
#include "lib/text.h"

/* All zero has seen nothing. */
struct seen {
	struct secret secret;
	struct fingerprint *place; /* a hash table; all zero is free */
	size_t places, count;
};

/* Whether this text has come before. From now on it has. */
bool seen_before(struct seen *seen, struct span text);

void seen_free(struct seen *seen);

#endif
