#include "encoding.h"

#include "text.h"

#include <stdint.h>
#include <strings.h>

/* An encoding of one byte for each character: what its bytes from 0x80 on are in Danish texts. */
struct code {
	const char *name;
	const char *small, *capital; /* letters */
	const char *within;          /* signs that may stand within a word: an apostrophe */
	const char *signs;           /* and those that may not */
};

static const struct code codes[] = {
	{"windows-1252",
		"\xE6\xF8\xE5\xE9\xE8\xEA\xEB\xE1\xE0\xE2\xE3\xE4\xF6\xFC\xF3\xF2\xF4\xED\xEC\xEE"
		"\xEF\xFA\xF9\xFB\xF1\xE7\xDF\xFD\xFE\xF0",
		"\xC6\xD8\xC5\xC9\xC8\xC1\xC0\xC4\xD6\xDC\xD3\xCD\xDA\xD1\xC7\xDE\xD0",
		"\x92\xAD\xB4\x96",
		"\xA0\xA3\xA7\xA8\xA9\xAB\xAE\xB0\xB1\xB2\xB3\xB5\xB7\xB9\xBA\xBB\xBC\xBD\xBE\xD7"
		"\x80\x84\x85\x86\x89\x91\x93\x94\x95\x97"},
	{"CP850", "\x91\x9B\x86\x82\x81\x94\x84", "\x92\x9D\x8F\x90\x9A\x99\x8E", "\xEF\xF0",
		"\xFF\x9C\xF5\xF9\xB8\xAE\xA9\xF8\xF1\xFD\xFC\xE6\xFA\xFB\xA7\xAF\xAC\xAB\xF3\x9E"
		"\xD5"},
	{"macintosh", "\xBE\xBF\x8C\x8E\x9F\x9A\x8A", "\xAE\xAF\x81\x83\x86\x85\x80", "\xD5\xD0",
		"\xCA\xA3\xA4\xA9\xC7\xA8\xA1\xB1\xB5\xE1\xBC\xC8\xDB\xE3\xC9\xD4\xD2\xD3\xA5"
		"\xD1"},
};
enum { CODES = sizeof codes / sizeof *codes };

static bool high(char byte)
{
	return (unsigned char)byte >= 0x80;
}

static bool is_small(const struct code *code, char byte)
{
	return (byte >= 'a' && byte <= 'z') || (high(byte) && strchr(code->small, byte));
}

static bool is_capital(const struct code *code, char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (high(byte) && strchr(code->capital, byte));
}

static bool is_letter(const struct code *code, char byte)
{
	return is_small(code, byte) || is_capital(code, byte);
}

/* How well an encoding fits: its letters within words, and bytes that fit and those that do not. */
struct fit {
	size_t letters, fitting, strange;
};

/* A letter stands beside another; a capital not behind a small one; a sign not between letters. */
static void weigh(const struct code *code, struct span bytes, size_t i, struct fit *fit)
{
	char byte = bytes.bytes[i];
	char before = i ? bytes.bytes[i - 1] : ' ';
	char behind = i + 1 < bytes.length ? bytes.bytes[i + 1] : ' ';
	bool joined = is_letter(code, before), goes_on = is_letter(code, behind);
	bool word = joined || goes_on;
	bool letter = is_small(code, byte) || (is_capital(code, byte) && !is_small(code, before));
	bool sign =
		strchr(code->within, byte) || (strchr(code->signs, byte) && !(joined && goes_on));
	fit->letters += letter && word;
	fit->fitting += (letter && word) || sign;
	fit->strange += !((letter && word) || sign);
}

/* The one that fits best, and whether it alone fits. */
static struct encoding of_one_byte(struct span bytes)
{
	enum { MOST = 20 }; /* of so many bytes one may be strange */
	struct fit fit[CODES] = {{0}};
	size_t best = 0, whole = 0;
	for (size_t i = 0; i < bytes.length; i++) {
		for (size_t j = 0; high(bytes.bytes[i]) && j < CODES; j++)
			weigh(&codes[j], bytes, i, &fit[j]);
	}
	for (size_t j = 0; j < CODES; j++) {
		whole += fit[j].strange == 0;
		if (fit[j].strange < fit[best].strange)
			best = j;
	}
	if (whole > 1 || fit[best].strange * MOST > fit[best].fitting)
		return (struct encoding){NULL, false};
	return (struct encoding){codes[best].name, fit[best].strange == 0};
}

/*
 * UTF-16 without a mark: of Latin letters and figures each second byte is NUL, and none of the
 * others. `half` is where the NULs are.
 */
static bool is_utf16(struct span bytes, size_t half)
{
	size_t nuls = 0, pairs = bytes.length / 2;
	for (size_t i = 0; i < pairs; i++) {
		unsigned char other = (unsigned char)bytes.bytes[2 * i + 1 - half];
		bool nul = bytes.bytes[2 * i + half] == '\0';
		if (nul && other < ' ' && (other == '\0' || !strchr("\t\n\r\f", other)))
			return false;
		nuls += nul;
	}
	return pairs > 1 && nuls > pairs / 2;
}

/* The bytes but for a character that is cut off at their end. */
static struct span whole_characters(struct span bytes)
{
	enum { LONGEST = 4 };
	for (size_t back = 1; back < LONGEST && back <= bytes.length; back++) {
		unsigned char byte = (unsigned char)bytes.bytes[bytes.length - back];
		size_t length = byte < 0xC0   ? 1
				: byte < 0xE0 ? 2
				: byte < 0xF0 ? 3
				: byte < 0xF8 ? LONGEST
					      : 1;
		if (length > back)
			bytes.length -= back;
		if (length > 1)
			break;
	}
	return bytes;
}

struct encoding encoding_of(struct span bytes)
{
	if (bytes.length && memchr(bytes.bytes, '\0', bytes.length)) {
		if (is_utf16(bytes, 1))
			return (struct encoding){"UTF-16LE", true};
		return (struct encoding){
			is_utf16(bytes, 0) ? "UTF-16BE" : NULL, is_utf16(bytes, 0)};
	}
	if (utf8_valid(whole_characters(bytes)))
		return (struct encoding){"UTF-8", true};
	return of_one_byte(bytes);
}

/* The C library has it, whatever else it has: those above, and what is told of a name. */
static bool is_common(const char *name)
{
	size_t i = 0;
	while (i < CODES && strcasecmp(codes[i].name, name) != 0)
		i++;
	return i < CODES || strcasecmp(name, "ISO-8859-1") == 0;
}

bool encoding_open(const char *name, iconv_t *converter)
{
	*converter = iconv_open("UTF-8", name);
	bool opened = (intptr_t)*converter != -1;
	if (!opened && is_common(name))
		fail(EX_OSERR, name, 0,
			"the C library's converter of this encoding cannot be loaded: memory or "
			"files are short, or it is not installed");
	return opened;
}
