/*
 * A hash of a text under a secret of the run (SipHash-2-4 with 128 bits): two texts that differ are
 * told apart, whoever has made them up.
 */
#ifndef KKR_FINGERPRINT_H
#define KKR_FINGERPRINT_H

#include "fail.h"

#include <stdint.h>

struct secret {
	uint64_t word[2];
};

/* One that nobody knows; it must not decide what comes out. */
struct secret secret_draw(void);

/* All zero is no fingerprint that a text has. */
struct fingerprint {
	uint64_t low, high;
};

struct fingerprint fingerprint_of(const struct secret *secret, struct span text);

#endif
