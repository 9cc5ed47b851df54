/*
 * Where each of a list of texts stands, found by a hash. All zero is an empty list. Texts are not
 * copied.
 */
#ifndef KKR_PLACES_H
#define KKR_PLACES_H

#include "hash.h"

/* No place. */
#define PLACES_NONE SIZE_MAX

struct places {
	struct places_slot {
		struct span text;
		uint64_t hash;
		size_t at;
	} * slot;
	size_t slots, count;
	struct secret secret;
};

/* The place of a text, or PLACES_NONE. */
size_t places_find(const struct places *places, struct span text);

/* Says what place a text has, which must not move; false where it has one, which it keeps. */
bool places_add(struct places *places, struct span text, size_t at);

void places_free(struct places *places);

#endif
