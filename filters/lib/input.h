/*
 * Bytes of a file, of standard input or of memory, inflated where they are gzip.
 *
 * gzip is known by its first byte (1f), never by the file's name. Members that follow one another
 * are one stream (RFC 1952, section 2.2). What is cut short, corrupt or followed by anything else
 * ends the program with 65 and the byte offset in the compressed file.
 *
 * What is packed in another way, and what holds no text or table that anything here could read, is
 * known by its first bytes, too (foreign.h): to read it ends the program with 65, what it is and
 * what reads it.
 */
#ifndef KKR_INPUT_H
#define KKR_INPUT_H

#include "foreign.h"

enum {
	INPUT_PIECE = 1 << 16
};                             /* bytes: as much as one read asks for; libxml2 has an INPUT_CHUNK */
enum { INPUT_PEEK = 1 << 12 }; /* bytes: as much as can be looked at before it is read */

struct input;

/* "-" is standard input. Ends the program with 66 where the file cannot be opened. */
struct input *input_open(const char *path);

/* Reads a file that is open already, from where it stands, and closes it; `name` is for messages.
 */
struct input *input_open_file(const char *name, int file);

/* Reads bytes of the program's own, which must stay where they are; `name` is for messages. */
struct input *input_open_memory(const char *name, struct span bytes);

/*
 * Reads a part of something larger, as it is and never as gzip: `read` fills up to `room` bytes,
 * and returns 0 at the end. `size` is of the whole part, 0 where it is not known.
 */
struct input_part {
	size_t (*read)(void *context, char *bytes, size_t room);
	void (*close)(void *context);
};
struct input *input_open_part(
	const char *name, const struct input_part *part, void *context, unsigned long long size);

/*
 * The descriptor of a file that can be read anywhere and holds just the bytes of the input; -1 for
 * anything else: a pipe, gzip, memory. Input that has been looked at counts, one that has been read
 * does not. It stays the input's.
 */
int input_file(const struct input *input);

/* The name by which messages call it; lives as long as the path that was opened. */
const char *input_name(const struct input *input);

/* Fills up to `room` bytes and returns how many: 0 at the end, and only there. */
size_t input_read(struct input *input, char *bytes, size_t room);

/*
 * The first INPUT_PEEK bytes, or all where there are fewer, without reading them; to be called
 * before the first input_read, and good until then.
 */
struct span input_peek(struct input *input);

/*
 * What the file is that nothing of kkr reads: by bytes that no text has, of what is in gzip, too,
 * or as a text of a known format that is no table. NULL where something may read it. To be called
 * before the first input_read; where it is not NULL, the input is only to be closed.
 */
const struct foreign *input_foreign(struct input *input);

/*
 * Ends the program with 65 where input_foreign is not NULL, where there is nothing in the file, or
 * where it says that there are no data (sender.h): the same words in every program, whatever it was
 * told of the file. To be called before the first input_read.
 */
void input_refuse(struct input *input);

/* Bytes of the file that have been used so far, compressed ones where it is gzip. */
unsigned long long input_taken(const struct input *input);

/* The size of the file in bytes; 0 where it is not known: of a pipe, a terminal, memory. */
unsigned long long input_size(const struct input *input);

void input_close(struct input *input);

#endif
