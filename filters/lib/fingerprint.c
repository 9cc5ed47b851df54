#include "fingerprint.h"

#include <endian.h>
#include <unistd.h>

enum { WORD = sizeof(uint64_t) };

struct secret secret_draw(void)
{
	struct secret secret;
	if (getentropy(&secret, sizeof secret) != 0)
		fail(EX_OSERR, "getentropy", 0, "gives no bytes");
	return secret;
}

/* SipHash-2-4 with 128 bits, by Aumasson and Bernstein. */

static uint64_t rotate(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static void mix(uint64_t v[4], int rounds)
{
	for (; rounds > 0; rounds--) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32) + v[3];
		v[2] += v[1];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static void take_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	mix(v, 2);
	v[0] ^= word;
}

struct fingerprint fingerprint_of(const struct secret *secret, struct span text)
{
	uint64_t v[4] = {UINT64_C(0x736f6d6570736575) ^ secret->word[0],
		UINT64_C(0x646f72616e646f6d) ^ secret->word[1] ^ 0xee,
		UINT64_C(0x6c7967656e657261) ^ secret->word[0],
		UINT64_C(0x7465646279746573) ^ secret->word[1]};
	uint64_t word;
	size_t at = 0;
	for (; at + WORD <= text.length; at += WORD) {
		memcpy(&word, text.bytes + at, WORD);
		take_word(v, le64toh(word));
	}
	word = 0;
	memcpy(&word, text.bytes + at, text.length - at);
	take_word(v, le64toh(word) | (uint64_t)text.length << 56);
	struct fingerprint f;
	v[2] ^= 0xee;
	mix(v, 4);
	f.low = v[0] ^ v[1] ^ v[2] ^ v[3];
	v[1] ^= 0xdd;
	mix(v, 4);
	f.high = v[0] ^ v[1] ^ v[2] ^ v[3];
	return f;
}
