#include "decode.h"

#include "lib/encoding.h"
#include "lib/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A name by which iconv knows a code; a character has so many bytes at most in any of them. */
enum { LONGEST = 16 };

struct decoder {
	struct input *input;
	unsigned long long taken, most;
	const char *encoding; /* its name, for messages */
	const char *source;   /* who says so */
	bool converts;        /* through iconv; else it is UTF-8 */
	bool latin1;
	iconv_t iconv;
	char raw[INPUT_PIECE]; /* what is read and not handed over yet */
	size_t begin, end;
	bool ended;
	bool settles;    /* the encoding may still be told by its bytes */
	char fault[320]; /* empty: none */
};

static const char *const utf8_names[] = {"UTF-8", "UTF8", NULL};
static const char *const latin1_names[] = {"ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1", NULL};

static bool is_one_of(const char *name, const char *const *names)
{
	while (*names && strcasecmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

bool encoding_known(const char *name)
{
	if (strchr(name, '/')) /* iconv takes what follows it for an instruction */
		return false;
	iconv_t converter;
	bool known = encoding_open(name, &converter);
	if (known)
		iconv_close(converter);
	return known;
}

/* A byte order mark decides, whatever is said. */
static void heed_mark(struct decoder *d)
{
	static const struct mark {
		const char *bytes, *encoding;
	} marks[] = {{"\xEF\xBB\xBF", "UTF-8"}, {"\xFE\xFF", "UTF-16BE"}, {"\xFF\xFE", "UTF-16LE"}};
	struct span first = input_peek(d->input);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t length = strlen(marks[i].bytes);
		if (first.length < length || memcmp(first.bytes, marks[i].bytes, length) != 0)
			continue;
		d->encoding = marks[i].encoding;
		d->source = "its byte order mark says";
		d->taken += input_read(d->input, d->raw, length);
	}
}

static void say_told(const struct input *input, const char *encoding)
{
	complain(input_name(input), 0,
		"is read as %s, which its bytes are: --encoding says otherwise", encoding);
}

const char *decoder_told(struct input *input)
{
	static const char *const taken[] = {"windows-1252", "UTF-16LE", "UTF-16BE", NULL};
	struct span first = input_peek(input);
	bool marked = first.length > 1 && (memcmp(first.bytes, "\xFF\xFE", 2) == 0 ||
						  memcmp(first.bytes, "\xFE\xFF", 2) == 0);
	struct encoding told = encoding_of(first);
	if (marked || !told.sure || !told.name || !is_one_of(told.name, taken))
		return NULL;
	say_told(input, told.name);
	return told.name;
}

struct decoder *decoder_open(
	struct input *input, const char *encoding, const char *source, unsigned long long most)
{
	struct decoder *d = allocate(1, sizeof *d);
	memset(d, 0, sizeof *d);
	d->input = input;
	d->most = most;
	d->encoding = encoding ? encoding : "UTF-8";
	d->source = encoding ? source : "a text is unless --encoding says otherwise";
	heed_mark(d);
	d->latin1 = is_one_of(d->encoding, latin1_names);
	d->converts = !is_one_of(d->encoding, utf8_names);
	if (d->converts && !encoding_open(d->encoding, &d->iconv))
		fail(EX_OSERR, input_name(input), 0, "it cannot be converted from %s",
			quote(span_of(d->encoding)).text);
	return d;
}

void decoder_settles(struct decoder *decoder)
{
	decoder->settles = !decoder->converts;
}

const char *decoder_encoding(const struct decoder *decoder)
{
	return decoder->encoding;
}

void decoder_close(struct decoder *d)
{
	if (d->converts)
		iconv_close(d->iconv);
	free(d);
}

/* Reads on behind what is left, before which a little stays, by which an encoding is told. */
static void refill(struct decoder *d)
{
	size_t kept = d->begin < LONGEST ? d->begin : LONGEST, from = d->begin - kept;
	memmove(d->raw, d->raw + from, d->end - from);
	d->end -= from;
	d->begin = kept;
	size_t got = input_read(d->input, d->raw + d->end, sizeof d->raw - d->end);
	d->end += got;
	d->ended = got == 0;
	d->taken += got;
	if (d->most && d->taken > d->most)
		fail(EX_DATAERR, input_name(d->input), 0,
			"it unpacks to more than %llu bytes, the limit of --max-bytes", d->most);
}

/* What is at hand of a text that is no UTF-8, with the ASCII before it: to tell what else it is. */
static struct span at_hand(const struct decoder *d)
{
	size_t from = d->begin;
	while (from > 0 && (unsigned char)d->raw[from - 1] < 0x80)
		from--;
	return (struct span){d->raw + from, d->end - from};
}

static void say_byte(struct decoder *d)
{
	unsigned byte = (unsigned char)d->raw[d->begin];
	const char *name = d->converts ? NULL : encoding_of(at_hand(d)).name;
	int length = snprintf(d->fault, sizeof d->fault, "a byte 0x%02X is not %.100s, which %s",
		byte, quote(span_of(d->encoding)).text, d->source);
	size_t room = sizeof d->fault - (size_t)length;
	if (name)
		snprintf(d->fault + length, room,
			": it is probably %s, and kkr-table --encoding %s reads it", name, name);
	else if (!d->converts)
		snprintf(d->fault + length, room,
			": --encoding says which it is in (windows-1252, CP850, macintosh, ...)");
}

/* ISO-8859-1 has control characters where windows-1252 has letters and signs. */
static size_t find_control(const struct decoder *d)
{
	size_t at = d->begin;
	while (at < d->end &&
		((unsigned char)d->raw[at] < 0x80 || (unsigned char)d->raw[at] >= 0xA0))
		at++;
	return at;
}

static size_t convert(struct decoder *d, char *bytes, size_t room)
{
	size_t end = d->latin1 ? find_control(d) : d->end;
	char *from = d->raw + d->begin, *to = bytes;
	size_t left = end - d->begin, free_bytes = room;
	size_t result = iconv(d->iconv, &from, &left, &to, &free_bytes);
	int error = result == (size_t)-1 ? errno : 0;
	d->begin = (size_t)(from - d->raw);
	if (error == EILSEQ || (error == EINVAL && d->ended))
		say_byte(d);
	if (d->latin1 && d->begin == end && end < d->end)
		snprintf(d->fault, sizeof d->fault,
			"a byte 0x%02X, a control character of ISO-8859-1, which %s: it is "
			"probably windows-1252, and --encoding windows-1252 reads it",
			(unsigned)(unsigned char)d->raw[end], d->source);
	return room - free_bytes;
}

/* The bytes from `at` on up to the first that is not ASCII. */
static size_t ascii_end(const char *bytes, size_t at, size_t end)
{
	unsigned long long word;
	for (; end - at >= sizeof word; at += sizeof word) {
		memcpy(&word, bytes + at, sizeof word);
		if (word & 0x8080808080808080ULL)
			break;
	}
	while (at < end && (unsigned char)bytes[at] < 0x80)
		at++;
	return at;
}

/* Whether the first bytes that are not ASCII tell that it is windows-1252; then it is read so. */
static bool settle(struct decoder *d)
{
	struct encoding told = encoding_of(at_hand(d));
	if (!d->settles || !told.sure || !told.name || strcmp(told.name, "windows-1252") != 0)
		return false;
	say_told(d->input, told.name);
	d->encoding = told.name;
	d->source = "its bytes say";
	d->converts = true;
	d->settles = false;
	return encoding_open(d->encoding, &d->iconv);
}

/* Copies what is valid UTF-8; a character that is cut waits for its rest. */
static size_t copy(struct decoder *d, char *bytes, size_t room)
{
	size_t end = d->end - d->begin > room ? d->begin + room : d->end, at = d->begin;
	while ((at = ascii_end(d->raw, at, end)) < end) {
		size_t length = utf8_length((struct span){d->raw + at, end - at});
		if (length == 0)
			break;
		d->settles = false;
		at += length;
	}
	size_t got = at - d->begin;
	memcpy(bytes, d->raw + d->begin, got);
	d->begin = at;
	if (got > 0 || (!d->ended && d->end - at < LONGEST))
		return got;
	if (settle(d))
		return convert(d, bytes, room);
	say_byte(d);
	return got;
}

/* No text has a NUL, and files of something else mostly do. */
static size_t until_nul(struct decoder *d, const char *bytes, size_t got)
{
	const char *nul = got ? memchr(bytes, '\0', got) : NULL;
	if (!nul)
		return got;
	const char *name = d->converts ? NULL : encoding_of((struct span){bytes, got}).name;
	snprintf(d->fault, sizeof d->fault,
		name ? "a NUL byte: it is UTF-16 without a mark, which --encoding %s reads"
		     : "a NUL byte: it is no text",
		name);
	return (size_t)(nul - bytes);
}

size_t decoder_read(struct decoder *d, char *bytes, size_t room, const char **fault)
{
	size_t got = 0;
	*fault = NULL;
	while (got == 0 && !*d->fault) {
		if (d->end - d->begin < LONGEST && !d->ended)
			refill(d);
		if (d->begin == d->end && d->ended)
			return 0;
		got = d->converts ? convert(d, bytes, room) : copy(d, bytes, room);
		got = until_nul(d, bytes, got);
	}
	if (got == 0)
		*fault = d->fault;
	return got;
}
