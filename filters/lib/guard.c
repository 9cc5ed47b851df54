#include "guard.h"

#include "records.h"

#include <utf8proc.h>

/*
 * Signs that spreadsheets take formulas to begin with; those of full width are for East Asia. The
 * last three, which are passed over before a sign, count at the start of a field alone: within one
 * they divide, and what follows them is looked at itself.
 */
static const char *const formula_signs[] = {"=", "+", "-", "@", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
	"\xEF\xBC\x9D", "\xEF\xBC\xA0", "\t", "\r", "\n"};
enum { SIGNS = sizeof formula_signs / sizeof *formula_signs, SIGNS_WITHIN = SIGNS - 3 };

/* Whether a spreadsheet may divide a text behind this byte. */
static bool parts_cells(char byte)
{
	return byte == ',' || byte == ';' || byte == '\t' || byte == '|' || byte == '\n' ||
	       byte == '\r';
}

/*
 * The bytes at a place that may stand before a sign: a blank, an apostrophe, a quote within; or a
 * space of another kind, or what cannot be seen, which a program may drop as it opens the file.
 */
static size_t padding(struct span text, size_t at, bool within)
{
	struct span rest = {text.bytes + at, text.length - at};
	char first = rest.bytes[0];
	utf8proc_int32_t c;
	if ((unsigned char)first < 0x80)
		return first == ' ' || first == '\'' || (within && first == '"');
	size_t length = utf8_length(rest);
	if (length == 0)
		return 0;
	utf8proc_iterate((const utf8proc_uint8_t *)rest.bytes, (utf8proc_ssize_t)length, &c);
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CF:
		return length;
	default:
		return 0;
	}
}

/* Whether what may stand before a sign or nothing, and then a sign, stand at a place. */
static bool sign_follows(struct span text, size_t at, bool within)
{
	for (size_t length = 1; at < text.length && length > 0; at += length)
		length = padding(text, at, within);
	for (size_t i = 0; i < (within ? SIGNS_WITHIN : SIGNS); i++) {
		size_t length = strlen(formula_signs[i]);
		if (text.length - at >= length &&
			memcmp(text.bytes + at, formula_signs[i], length) == 0)
			return true;
	}
	return false;
}

/* Whether what stands at a place is a number, up to where the cell ends that begins there. */
static bool cell_is_number(struct span text, size_t at)
{
	size_t end = at;
	if (at == 0)
		return number_valid(text);
	while (end < text.length && text.bytes[end] != text.bytes[at - 1] &&
		text.bytes[end] != '\n' && text.bytes[end] != '\r')
		end++;
	return number_valid((struct span){text.bytes + at, end - at});
}

bool guard_add(struct text *to, struct span text)
{
	bool inside = false;
	for (size_t i = 0; i < text.length; i++) {
		bool within = i > 0;
		if ((!within || parts_cells(text.bytes[i - 1])) && sign_follows(text, i, within) &&
			!cell_is_number(text, i)) {
			text_add_char(to, '\'');
			inside |= within;
		}
		text_add_char(to, text.bytes[i]);
	}
	return inside;
}

bool guard_take(struct text *to, struct span text, bool within)
{
	bool taken = false;
	for (size_t i = 0; i < text.length; i++) {
		bool begins = i == 0 || (within && parts_cells(text.bytes[i - 1]));
		if (begins && text.bytes[i] == '\'' && sign_follows(text, i, i > 0))
			taken = true;
		else
			text_add_char(to, text.bytes[i]);
	}
	return taken;
}
