/*
 * Hashes of texts under a secret of the run, so that nobody can choose texts that share a place in
 * a table: SipHash-2-4, which is made for that. None decides what comes out.
 */
#ifndef KKR_HASH_H
#define KKR_HASH_H

#include "text.h"

#include <endian.h>
#include <limits.h>
#include <stdint.h>

enum { WORD = sizeof(uint64_t), SECRET_BYTES = 16 };

struct secret {
	unsigned char bytes[SECRET_BYTES];
};

/* One that nobody knows. */
struct secret secret_draw(void);

/* Any bits of it will do for a place. */
uint64_t hash_text(const struct secret *secret, struct span text);

/* Of several things in their order: of what came before, 0 at first, and the hash of a further one.
 */
static inline uint64_t hash_further(uint64_t before, uint64_t hash)
{
	return before * UINT64_C(0x9e3779b97f4a7c15) + hash;
}

/* A hash of 128 bits: texts that differ are told apart by it, whoever has made them up. */
struct fingerprint {
	uint64_t low, high; /* both 0: of no text */
};

struct fingerprint fingerprint_of(const struct secret *secret, struct span text);

/* Up to eight bytes as one word. Eight must be readable. */
static inline uint64_t word_of(const char *bytes, size_t length)
{
	uint64_t word;
	memcpy(&word, bytes, WORD);
	return length == 0 ? 0 : le64toh(word) & UINT64_MAX >> (WORD - length) * CHAR_BIT;
}

/*
 * Whether two texts of a length are the same, of both of which eight bytes are readable: of a
 * record's field they are (records.h).
 */
static inline bool same_field(const char *a, const char *b, size_t length)
{
	return length <= WORD ? word_of(a, length) == word_of(b, length)
			      : memcmp(a, b, length) == 0;
}

#endif
