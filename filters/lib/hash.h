/*
 * Hashes for tables. Each is made with a secret of the run, so that nobody can choose texts that
 * share a place.
 */
#ifndef KKR_HASH_H
#define KKR_HASH_H

#include "text.h"

#include <endian.h>
#include <limits.h>
#include <stdint.h>

enum { WORD = sizeof(uint64_t) };

/* An odd number of 64 bits by chance, by which the functions below hash. */
uint64_t hash_secret(void);

/*
 * Up to eight bytes as one word; those of another text of that length give another one. Eight must
 * be readable: of a record's field they are (records.h).
 */
static inline uint64_t word_of(const char *bytes, size_t length)
{
	uint64_t word;
	memcpy(&word, bytes, WORD);
	return length == 0 ? 0 : le64toh(word) & UINT64_MAX >> (WORD - length) * CHAR_BIT;
}

/*
 * Of what came before, from the secret on, and a word. Multiplied once, words that differ in their
 * last byte alone leave a difference that the next word can take away, whatever the secret is:
 * 131,072 such areas took kkr-kpi four times as long as others, and each doubling three times.
 */
static inline uint64_t hash_word(uint64_t hash, uint64_t word, uint64_t secret)
{
	hash = (hash ^ word) * secret;
	return (hash ^ hash >> 32) * secret;
}

/* Of what came before and a text and its length, a word at a time. */
static inline uint64_t hash_field(uint64_t hash, struct span field, uint64_t secret)
{
	const char *at = field.bytes;
	size_t rest = field.length;
	for (; rest > WORD; at += WORD, rest -= WORD)
		hash = hash_word(hash, word_of(at, WORD), secret);
	return hash_word(hash, word_of(at, rest), secret) + field.length;
}

/*
 * What a table takes of a hash in the end. Before that, the last bytes of the last word have gone
 * into the high bits alone; any bits of this will do.
 */
static inline uint32_t hash_end(uint64_t hash, uint64_t secret)
{
	return (uint32_t)(hash * secret >> 32);
}

/* Of a text behind which nothing need be readable. */
uint64_t hash_text(struct span text, uint64_t secret);

/* Whether two texts of a length are the same, of both of which eight bytes are readable. */
static inline bool same_bytes(const char *a, const char *b, size_t length)
{
	return length <= WORD ? word_of(a, length) == word_of(b, length)
			      : memcmp(a, b, length) == 0;
}

#endif
