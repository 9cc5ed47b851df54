#include "hash.h"

#include "fail.h"

#include <sodium/crypto_shorthash_siphash24.h>
#include <unistd.h>

_Static_assert(SECRET_BYTES == crypto_shorthash_siphashx24_KEYBYTES, "the key of SipHash");
_Static_assert(sizeof(uint64_t) == crypto_shorthash_siphash24_BYTES, "its hash");
_Static_assert(sizeof(struct fingerprint) == crypto_shorthash_siphashx24_BYTES, "and its long one");

struct secret secret_draw(void)
{
	struct secret secret;
	if (getentropy(&secret, sizeof secret) != 0)
		fail(EX_OSERR, "getentropy", 0, "gives no bytes");
	return secret;
}

uint64_t hash_text(const struct secret *secret, struct span text)
{
	uint64_t hash;
	crypto_shorthash_siphash24((unsigned char *)&hash, (const unsigned char *)text.bytes,
		text.length, secret->bytes);
	return hash;
}

struct fingerprint fingerprint_of(const struct secret *secret, struct span text)
{
	struct fingerprint f;
	crypto_shorthash_siphashx24(
		(unsigned char *)&f, (const unsigned char *)text.bytes, text.length, secret->bytes);
	return f;
}
