/*
 * Different texts, each with how often it came: so many at most, in memory that does not grow with
 * what comes after them.
 */
#ifndef KKR_INSPECT_COUNTED_H
#define KKR_INSPECT_COUNTED_H

#include "lib/hash.h"
#include "lib/text.h"

/* Of each text so many bytes are kept, to be shown. */
enum { COUNTED_TEXT = 256 };

struct counted_text {
	struct fingerprint fingerprint;
	char *text;
	size_t length;
	unsigned long long count;
};

struct counted {
	const struct secret *secret;
	size_t most;
	struct counted_text *text; /* in the order in which they came first */
	size_t count;
	bool more; /* there are others, which are not counted */
	/* ---- */
	size_t *slot, slots; /* a text's place and one; 0 is free */
	struct text last;    /* as it came, whole, and its place */
	size_t last_place;
};

/* `secret` must outlive it. */
void counted_make(struct counted *counted, const struct secret *secret, size_t most);
void counted_free(struct counted *counted);

/* Counts a text, and returns its place; `most` where there is none for it. */
size_t count_text(struct counted *counted, struct span text);

/* The texts in byte order, an array of `count`, the caller's to free. */
const struct counted_text **counted_sorted(const struct counted *counted);

#endif
