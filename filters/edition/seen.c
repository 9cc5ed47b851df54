#include "edition/seen.h"

#include <endian.h>
#include <stdlib.h>
#include <sys/random.h>

enum { FIRST_PLACES = 1 << 10, WORD = sizeof(uint64_t) };

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

static struct fingerprint fingerprint_of(const struct seen *seen, struct span text)
{
	uint64_t v[4] = {UINT64_C(0x736f6d6570736575) ^ seen->secret[0],
		UINT64_C(0x646f72616e646f6d) ^ seen->secret[1] ^ 0xee,
		UINT64_C(0x6c7967656e657261) ^ seen->secret[0],
		UINT64_C(0x7465646279746573) ^ seen->secret[1]};
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

static bool is_free(const struct fingerprint *place)
{
	return !place->low && !place->high;
}

/* The place of a fingerprint, or the free one where it belongs. */
static struct fingerprint *find_place(const struct seen *seen, const struct fingerprint *f)
{
	size_t at = (size_t)f->low & (seen->places - 1);
	while (!is_free(&seen->place[at]) &&
		(seen->place[at].low != f->low || seen->place[at].high != f->high))
		at = (at + 1) & (seen->places - 1);
	return &seen->place[at];
}

/* Tables are at most half full. */
static void grow_places(struct seen *seen)
{
	struct fingerprint *old = seen->place;
	size_t count = seen->places;
	if (!old && getrandom(seen->secret, sizeof seen->secret, 0) != sizeof seen->secret)
		fail(EX_OSERR, "getrandom", 0, "gives no bytes");
	seen->places = old ? 2 * count : FIRST_PLACES;
	seen->place = allocate(seen->places, sizeof *seen->place);
	memset(seen->place, 0, seen->places * sizeof *seen->place);
	for (size_t i = 0; old && i < count; i++) {
		if (!is_free(&old[i]))
			*find_place(seen, &old[i]) = old[i];
	}
	free(old);
}

bool seen_before(struct seen *seen, struct span text)
{
	if (2 * seen->count >= seen->places)
		grow_places(seen);
	struct fingerprint f = fingerprint_of(seen, text);
	struct fingerprint *place = find_place(seen, &f);
	if (!is_free(place))
		return true;
	*place = f;
	seen->count++;
	return false;
}

void seen_free(struct seen *seen)
{
	free(seen->place);
}
