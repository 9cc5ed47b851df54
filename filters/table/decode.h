/*
 * A file of text as UTF-8: what a byte order mark says it is, else what --encoding says, else
 * UTF-8.
 */
#ifndef KKR_DECODE_H
#define KKR_DECODE_H

#include "lib/input.h"

enum { DECODER_ROOM = 16 }; /* bytes, at least, for what is decoded */

struct decoder;

/* Whether --encoding can name it: iconv(3) knows it. */
bool encoding_known(const char *name);

/*
 * `encoding` is one that is known, or NULL, and `source` who says so, for messages; `most` is
 * --max-bytes, 0 for any number, and a file of more ends the program with 65.
 */
struct decoder *decoder_open(
	struct input *input, const char *encoding, const char *source, unsigned long long most);

/*
 * With --maps, where nobody has said the encoding: if the first bytes that are not ASCII come
 * later, and tell for sure that the text is in windows-1252, it is read so, which is said.
 */
void decoder_settles(struct decoder *decoder);

/* The name of the encoding that it is. */
const char *decoder_encoding(const struct decoder *decoder);

/*
 * The encoding that the first bytes of a text tell for sure (lib/encoding.h), windows-1252 or
 * UTF-16 without a mark, which is said on standard error; NULL where they tell none, or UTF-8. For
 * --maps, where what arrives is read as it is; to be called before the decoder is opened.
 */
const char *decoder_told(struct input *input);

/*
 * Fills up to `room` bytes, at least DECODER_ROOM, with whole characters and returns how many: 0 at
 * the end, and where bytes follow that are no text in the encoding. Then `*fault`, NULL otherwise,
 * says so in a sentence, good until the decoder is closed; the line is the caller's to know.
 */
size_t decoder_read(struct decoder *decoder, char *bytes, size_t room, const char **fault);

void decoder_close(struct decoder *decoder);

#endif
