#include "hash.h"

#include <unistd.h>

uint64_t hash_secret(void)
{
	uint64_t secret;
	if (getentropy(&secret, sizeof secret) != 0)
		fail(EX_OSERR, "getentropy", 0, "gives no bytes");
	return secret | 1;
}

uint64_t hash_text(struct span text, uint64_t secret)
{
	char last[WORD] = {0};
	uint64_t hash = secret;
	for (; text.length > WORD; text.bytes += WORD, text.length -= WORD)
		hash = hash_word(hash, word_of(text.bytes, WORD), secret);
	if (text.length)
		memcpy(last, text.bytes, text.length);
	return hash_word(hash, word_of(last, text.length), secret) + text.length;
}
