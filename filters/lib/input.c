#include "input.h"

#include "hint.h"
#include "report.h"
#include "sender.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct input {
	const char *name;
	int file;           /* -1: memory, or a part */
	struct span memory; /* what is left of it */
	const struct input_part *part;
	void *context;                 /* the part's */
	bool started;                  /* the first bytes have been looked at */
	const struct foreign *foreign; /* what they say that nothing of kkr reads */
	bool gzip;                     /* the stream is compressed */
	bool between; /* no gzip member is open: the next byte begins one, or is the end */
	bool ended;   /* no more bytes come from the file */
	unsigned long long taken; /* bytes that have left the file, compressed ones if it is gzip */
	unsigned long long size;  /* of the file; 0: not known */
	struct span ahead;        /* what input_peek has read, and no one else yet */
	z_stream inflater;
	char peeked[INPUT_PEEK];
	unsigned char raw[INPUT_PIECE];
};

static struct input *input_new(const char *name)
{
	struct input *input = allocate(1, sizeof *input);
	memset(input, 0, offsetof(struct input, peeked));
	input->name = name;
	return input;
}

struct input *input_open(const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		fail(EX_NOINPUT, path, 0, "cannot be opened: %s", strerror(errno));
	return input_open_file(
		standard ? (hint_in_run() ? "the records" : "standard input") : path, file);
}

struct input *input_open_file(const char *name, int file)
{
	struct input *input = input_new(name);
	input->file = file;
	struct stat about;
	if (fstat(input->file, &about) != 0)
		fail(EX_NOINPUT, input->name, 0, "cannot be read: %s", strerror(errno));
	if (S_ISDIR(about.st_mode))
		fail(EX_NOINPUT, input->name, 0, "is a directory; name the files in it");
	input->size = S_ISREG(about.st_mode) ? (unsigned long long)about.st_size : 0;
	return input;
}

struct input *input_open_memory(const char *name, struct span bytes)
{
	struct input *input = input_new(name);
	input->file = -1;
	input->memory = bytes;
	return input;
}

struct input *input_open_part(
	const char *name, const struct input_part *part, void *context, unsigned long long size)
{
	struct input *input = input_new(name);
	input->file = -1;
	input->part = part;
	input->context = context;
	input->size = size;
	input->started = true; /* it is what it is, and never gzip */
	return input;
}

int input_file(const struct input *input)
{
	bool seekable = input->file >= 0 && input->size > 0 && !input->gzip;
	off_t at = seekable ? lseek(input->file, 0, SEEK_CUR) : -1;
	return at >= 0 && (unsigned long long)at == input->taken ? input->file : -1;
}

const char *input_name(const struct input *input)
{
	return input->name;
}

unsigned long long input_taken(const struct input *input)
{
	return input->taken - input->inflater.avail_in;
}

unsigned long long input_size(const struct input *input)
{
	return input->size;
}

static size_t read_file(struct input *input, void *bytes, size_t room)
{
	ssize_t got;
	do
		got = read(input->file, bytes, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		fail(EX_IOERR, input->name, 0, "cannot be read: %s", strerror(errno));
	input->taken += (size_t)got;
	return (size_t)got;
}

static size_t read_memory(struct input *input, void *bytes, size_t room)
{
	size_t got = input->memory.length < room ? input->memory.length : room;
	if (got)
		memcpy(bytes, input->memory.bytes, got);
	input->memory.bytes += got;
	input->memory.length -= got;
	input->taken += got;
	return got;
}

static size_t read_bytes(struct input *input, void *bytes, size_t room)
{
	if (input->file >= 0)
		return read_file(input, bytes, room);
	if (!input->part)
		return read_memory(input, bytes, room);
	size_t got = input->part->read(input->context, bytes, room);
	input->taken += got;
	return got;
}

/* Refills the raw buffer, which the inflater has emptied. */
static void refill(struct input *input)
{
	size_t got = read_bytes(input, input->raw, sizeof input->raw);
	input->ended = got == 0;
	input->inflater.next_in = input->raw;
	input->inflater.avail_in = (uInt)got;
}

static _Noreturn void fail_gzip(const struct input *input, const char *what)
{
	fail(EX_DATAERR, input->name, 0, "byte %llu: %s", input_taken(input), what);
}

/* Of a compound file: what is in it, which may stand at its end. */
static const struct foreign *look_within(struct input *input, const struct foreign *foreign)
{
	char bytes[FOREIGN_NAME + INPUT_PIECE];
	size_t kept = 0;
	while (!input->ended) {
		z_stream *z = &input->inflater;
		memcpy(bytes + kept, z->next_in, z->avail_in);
		struct span piece = {bytes, kept + z->avail_in};
		const struct foreign *within = foreign_in_compound(piece);
		if (within)
			return within;
		kept = piece.length < FOREIGN_NAME ? piece.length : FOREIGN_NAME;
		memmove(bytes, bytes + piece.length - kept, kept);
		refill(input);
	}
	return foreign;
}

/* Reads what a file is known by, also where a pipe hands over less at a time. */
static void read_first(struct input *input)
{
	refill(input);
	size_t have = input->inflater.avail_in, more = have;
	while (more > 0 && have < FOREIGN_FIRST) {
		more = read_bytes(input, input->raw + have, sizeof input->raw - have);
		have += more;
	}
	input->inflater.avail_in = (uInt)have;
}

static void start(struct input *input)
{
	enum { GZIP_WRAPPER = 16 }; /* zlib.h: window bits + 16 reads gzip alone */
	read_first(input);
	input->started = true;
	struct span first = {(const char *)input->raw, input->inflater.avail_in};
	bool packed = first.length > 1 && input->raw[0] == 0x1F && input->raw[1] == 0x8B;
	input->foreign = packed ? NULL : foreign_binary(first);
	if (input->foreign && foreign_compound(input->foreign))
		input->foreign = look_within(input, input->foreign);
	input->gzip = !input->ended && input->raw[0] == 0x1F;
	if (!input->gzip)
		return;
	input->between = true;
	if (inflateInit2(&input->inflater, MAX_WBITS + GZIP_WRAPPER) != Z_OK)
		fail(EX_SOFTWARE, input->name, 0, "zlib does not begin to inflate it");
}

/* Between two members: the end of the file, the first byte of another member, or garbage. */
static bool next_member(struct input *input)
{
	if (input->inflater.avail_in == 0)
		refill(input);
	if (input->ended)
		return false;
	if (*input->inflater.next_in != 0x1F)
		fail_gzip(input, "something that is not gzip follows the gzip stream");
	inflateReset(&input->inflater);
	input->between = false;
	return true;
}

static size_t inflate_some(struct input *input, char *bytes, size_t room)
{
	z_stream *z = &input->inflater;
	z->next_out = (Bytef *)bytes;
	z->avail_out = (uInt)room;
	while (z->avail_out == room) {
		if (input->between && !next_member(input))
			return 0;
		if (z->avail_in == 0)
			refill(input);
		if (input->ended)
			fail_cut_short(EX_DATAERR, input->name, 0,
				"byte %llu: the gzip stream is cut short", input_taken(input));
		int result = inflate(z, Z_NO_FLUSH);
		if (result == Z_STREAM_END)
			input->between = true;
		else if (result != Z_OK && result != Z_BUF_ERROR)
			fail_gzip(input, "the gzip stream is corrupt");
	}
	return room - z->avail_out;
}

static size_t read_ahead(struct input *input, char *bytes, size_t room)
{
	size_t got = input->ahead.length < room ? input->ahead.length : room;
	memcpy(bytes, input->ahead.bytes, got);
	input->ahead.bytes += got;
	input->ahead.length -= got;
	return got;
}

struct span input_peek(struct input *input)
{
	size_t got = 0, more;
	do {
		more = input_read(input, input->peeked + got, INPUT_PEEK - got);
		got += more;
	} while (more > 0 && got < INPUT_PEEK);
	input->ahead = (struct span){input->peeked, got};
	return input->ahead;
}

size_t input_read(struct input *input, char *bytes, size_t room)
{
	if (input->ahead.length)
		return read_ahead(input, bytes, room);
	if (room > INPUT_PIECE)
		room = INPUT_PIECE;
	if (!input->started)
		start(input);
	if (input->foreign)
		foreign_fail(input->name, input->foreign);
	if (input->gzip)
		return inflate_some(input, bytes, room);
	z_stream *z = &input->inflater; /* plain bytes: what start() has looked at comes first */
	if (z->avail_in == 0)
		return read_bytes(input, bytes, room);
	size_t got = z->avail_in < room ? z->avail_in : room;
	memcpy(bytes, z->next_in, got);
	z->next_in += got;
	z->avail_in -= (uInt)got;
	return got;
}

const struct foreign *input_foreign(struct input *input)
{
	if (!input->started)
		start(input);
	if (input->foreign)
		return input->foreign;
	struct span first = input_peek(input);
	const struct foreign *binary = foreign_binary(first);
	return binary ? binary : foreign_text(first);
}

/* Nothing came, or nothing has come yet. */
static void refuse_empty(const struct input *input, struct span first)
{
	static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"};
	if (first.length == 0)
		fail_cut_short(EX_DATAERR, input->name, 0, "is empty");
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (span_is(first, marks[i]))
			fail_cut_short(
				EX_DATAERR, input->name, 0, "is empty but for a byte order mark");
	}
}

void input_refuse(struct input *input)
{
	if (!input->started)
		start(input);
	if (input->foreign)
		foreign_fail(input->name, input->foreign);
	struct span first = input_peek(input);
	refuse_empty(input, first);
	sender_heed(input->name, first);
	const struct foreign *foreign = input_foreign(input);
	if (foreign)
		foreign_fail(input->name, foreign);
}

void input_close(struct input *input)
{
	if (input->gzip)
		inflateEnd(&input->inflater);
	if (input->part)
		input->part->close(input->context);
	if (input->file > STDIN_FILENO)
		close(input->file);
	free(input);
}
