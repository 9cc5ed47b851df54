#include "mend.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What Windows-1252 has where ISO 8859-1 has control characters: bytes 80 to 9F, 0 for the same. */
static const uint16_t windows[] = {
	0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, /* 80 */
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,      /* 88 */
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, /* 90 */
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178, /* 98 */
};
enum { WINDOWS_FIRST = 0x80 };

/* The character that a valid sequence of UTF-8 encodes. */
static uint32_t decode(const char *bytes, size_t length)
{
	static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t character = (unsigned char)bytes[0] & mask[length];
	for (size_t i = 1; i < length; i++)
		character = character << 6 | ((unsigned char)bytes[i] & 0x3F);
	return character;
}

/* The byte that a character was read from; -1 where there is none. */
static int byte_of(uint32_t character)
{
	if (character <= UINT8_MAX)
		return (int)character;
	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
		if (windows[i] == character)
			return (int)(WINDOWS_FIRST + i);
	}
	return -1;
}

/* Takes one encoding off a text; whether it had two. */
static bool decode_twice(struct text *text)
{
	struct text once = {0};
	bool ascii = true, twice = true;
	for (size_t i = 0; i < text->length && twice;) {
		size_t length = utf8_length((struct span){text->bytes + i, text->length - i});
		int byte = byte_of(decode(text->bytes + i, length));
		twice = byte >= 0;
		ascii &= length == 1;
		text_add_char(&once, (char)byte);
		i += length;
	}
	twice = twice && !ascii && utf8_valid(text_span(&once));
	if (twice) {
		text->length = 0;
		text_add(text, text_span(&once));
	}
	free(once.bytes);
	return twice;
}

/* Characters that look like others or like nothing, and what they are taken for. */
static const struct unseen {
	const char *from, *to;
} unseens[] = {
	{"\xC2\xAD", ""},      /* U+00AD soft hyphen */
	{"\xE2\x80\x8B", ""},  /* U+200B zero width space */
	{"\xE2\x81\xA0", ""},  /* U+2060 word joiner */
	{"\xEF\xBB\xBF", ""},  /* U+FEFF byte order mark, or zero width no-break space */
	{"\xC2\xA0", " "},     /* U+00A0 no-break space */
	{"\xE2\x80\xAF", " "}, /* U+202F narrow no-break space */
	{"\xE2\x80\x91", "-"}, /* U+2011 non-breaking hyphen */
};

static const struct unseen *find_unseen(struct span rest)
{
	for (size_t i = 0; i < sizeof unseens / sizeof *unseens; i++) {
		size_t length = strlen(unseens[i].from);
		if (rest.length >= length && memcmp(rest.bytes, unseens[i].from, length) == 0)
			return &unseens[i];
	}
	return NULL;
}

/* Replaces them, in place: none becomes longer. */
static bool replace_unseen(struct text *text)
{
	size_t to = 0, length = text->length;
	for (size_t from = 0; from < length;) {
		struct span rest = {text->bytes + from, length - from};
		const struct unseen *unseen = find_unseen(rest);
		struct span kept = unseen ? span_of(unseen->to) : (struct span){rest.bytes, 1};
		memmove(text->bytes + to, kept.bytes, kept.length);
		to += kept.length;
		from += unseen ? strlen(unseen->from) : 1;
	}
	text->length = to;
	return to < length;
}

static const char *const raised_digits[] = {"\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB0",
	"\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8",
	"\xE2\x81\xB9"};

/* The length of a raised digit, `)` behind it too, or of a blank before one, with which a text
 * ends; 0 for none. */
static size_t raised_at_end(const struct text *text, bool any)
{
	size_t bracket = text->length && text->bytes[text->length - 1] == ')';
	for (size_t i = 0; i < sizeof raised_digits / sizeof *raised_digits; i++) {
		size_t digit = strlen(raised_digits[i]), length = digit + bracket;
		if (text->length > length &&
			memcmp(text->bytes + text->length - length, raised_digits[i], digit) == 0)
			return length;
	}
	return any && text->length > 1 && text->bytes[text->length - 1] == ' ';
}

/* Behind a code they may be those of a figure, and stay. */
static bool drop_raised(struct text *text)
{
	size_t before = text->length;
	bool any = false;
	for (size_t length; (length = raised_at_end(text, any)) > 0; any = true)
		text->length -= length;
	char last = text->length ? text->bytes[text->length - 1] : '0';
	any = any && !(last >= '0' && last <= '9');
	text->length = any ? text->length : before;
	return any;
}

static bool is_ascii(struct span text)
{
	size_t i = 0;
	while (i < text.length && (unsigned char)text.bytes[i] < 0x80)
		i++;
	return i == text.length;
}

unsigned mend(struct text *mended, struct span text)
{
	mended->length = 0;
	text_add(mended, text);
	if (is_ascii(text))
		return 0;
	bool twice = decode_twice(mended);
	bool unseen = replace_unseen(mended);
	/* A no-break space may have come into a text that was encoded twice already. */
	if (unseen && !twice)
		twice = decode_twice(mended);
	bool raised = drop_raised(mended);
	return (twice ? MENDED_ENCODING : 0U) | (unseen ? MENDED_UNSEEN : 0U) |
	       (raised ? MENDED_RAISED : 0U);
}
