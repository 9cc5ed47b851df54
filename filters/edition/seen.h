/*
 * Whether something has come before: of each text 16 bytes are kept, its hash under a secret of the
 * run (SipHash-2-4). Two texts that differ are told apart, whoever has made them up.
 */
#ifndef KKR_EDITION_SEEN_H
#define KKR_EDITION_SEEN_H

#include "lib/text.h"

#include <stdint.h>

struct fingerprint {
	uint64_t low, high;
};

/* All zero has seen nothing. */
struct seen {
	uint64_t secret[2];
	struct fingerprint *place; /* a hash table; all zero is free */
	size_t places, count;
};

/* Whether this text has come before. From now on it has. */
bool seen_before(struct seen *seen, struct span text);

void seen_free(struct seen *seen);

#endif
