/*
 * Which encoding a text is in, by its bytes.
 *
 * What is UTF-8, or UTF-16 without a mark, can be told for sure. In an encoding of one byte for
 * each character any byte may stand anywhere: of those that Danish offices use, windows-1252 (with
 * ISO-8859-1, whose letters are the same), CP850 of DOS, and that of the Macintosh, the one is
 * meant in which the bytes are letters within words, and signs where signs stand.
 */
#ifndef KKR_ENCODING_H
#define KKR_ENCODING_H

#include "fail.h"

#include <iconv.h>

struct encoding {
	const char *name; /* as iconv and --encoding have it; NULL: the bytes do not tell */
	bool sure;        /* each byte fits it, and each other encoding is contradicted by one */
};

/*
 * `bytes` are the beginning of a text, or a piece of it that begins with a whole character; what is
 * cut off at its end does not count. UTF-8 where all are ASCII. The more bytes, the surer.
 */
struct encoding encoding_of(struct span bytes);

/*
 * Opens a converter from an encoding into UTF-8; false where iconv(3) knows no such encoding. That
 * it cannot load one that is there ends the program with 71: iconv itself does not tell these two
 * apart.
 */
bool encoding_open(const char *name, iconv_t *converter);

#endif
