#include "encoding.h"

#include "lib/encoding.h"
#include "read/markup.h"

#include <iconv.h>
#include <stdlib.h>

/* Of a text, so many bytes in lines that are no ASCII tell enough. */
enum { ENOUGH = 1 << 18 };

static const char *const candidates[] = {"windows-1252", "CP850", "MACINTOSH", NULL};

/* What was seen of the bytes. */
struct seen {
	bool utf8;
	size_t nul[2]; /* at even and at odd places */
	size_t bytes;
	struct text line;  /* at hand */
	struct text lines; /* with bytes that are no ASCII */
};

static bool all_ascii(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if ((unsigned char)text.bytes[i] >= 0x80)
			return false;
	}
	return true;
}

static void take_line(struct seen *s)
{
	struct span line = text_span(&s->line);
	if (!all_ascii(line)) {
		s->utf8 = s->utf8 && utf8_valid(line);
		if (s->lines.length < ENOUGH)
			text_add(&s->lines, line);
	}
	s->line.length = 0;
}

static void take_bytes(struct seen *s, struct span bytes)
{
	for (size_t i = 0; i < bytes.length && s->bytes + i < ENOUGH; i++)
		s->nul[(s->bytes + i) % 2] += bytes.bytes[i] == '\0';
	s->bytes += bytes.length;
	while (bytes.length) {
		const char *feed = memchr(bytes.bytes, '\n', bytes.length);
		size_t length = feed ? (size_t)(feed - bytes.bytes) + 1 : bytes.length;
		text_add(&s->line, (struct span){bytes.bytes, length});
		if (feed || s->line.length > ENOUGH)
			take_line(s);
		bytes = (struct span){bytes.bytes + length, bytes.length - length};
	}
}

static bool parts(char byte)
{
	return strchr(";,\t|\"<>\r\n", byte) != NULL && byte != '\0';
}

/* How many areas are known in a text, of those whose names are no ASCII. */
static size_t count_areas(struct looks *looks, struct span text)
{
	size_t count = 0;
	for (size_t at = 0; at < text.length;) {
		size_t end = at;
		while (end < text.length && !parts(text.bytes[end]) &&
			!(text.bytes[end] == ' ' && end + 1 < text.length &&
				text.bytes[end + 1] == ' '))
			end++;
		struct span run = trimmed_wide((struct span){text.bytes + at, end - at});
		count += run.length && !all_ascii(run) && look_area(looks, run);
		at = end + 1;
	}
	return count;
}

/* Counts them in bytes that are in a candidate; what is no character of it parts two texts. */
static size_t areas_in(struct looks *looks, struct span bytes, const char *encoding)
{
	iconv_t converter;
	if (!encoding_open(encoding, &converter))
		return 0;
	size_t room = 4 * bytes.length + 1, left = bytes.length;
	char *text = allocate(room, 1), *to = text, *from = (char *)bytes.bytes;
	while (left > 0) {
		iconv(converter, &from, &left, &to, &room);
		if (left > 0) {
			from++;
			left--;
			*to++ = '|';
			room--;
		}
	}
	iconv_close(converter);
	size_t count = count_areas(looks, (struct span){text, (size_t)(to - text)});
	free(text);
	return count;
}

/* That in which most bytes are letters of Danish; where several are, the first. */
static const char *by_letters(struct span bytes)
{
	static const char *const letters[] = {"\xE6\xF8\xE5\xC6\xD8\xC5\xE9",
		"\x91\x9B\x86\x92\x9D\x8F\x82", "\xBE\xBF\x8C\xAE\xAF\x81\x8E"};
	const char *best = candidates[0];
	size_t most = 0;
	for (size_t c = 0; candidates[c]; c++) {
		size_t count = 0;
		for (size_t i = 0; i < bytes.length; i++)
			count += bytes.bytes[i] != '\0' && strchr(letters[c], bytes.bytes[i]);
		if (count > most)
			best = candidates[c];
		most = count > most ? count : most;
	}
	return best;
}

static struct guess judge(const struct seen *s, struct looks *looks)
{
	struct guess guess = {NULL, true};
	size_t most = 0;
	for (const char *const *name = candidates; *name; name++) {
		size_t areas = areas_in(looks, text_span(&s->lines), *name);
		if (areas > most) {
			most = areas;
			guess = (struct guess){*name, false};
		}
	}
	if (!guess.encoding)
		guess.encoding = encoding_of(text_span(&s->lines)).name;
	if (!guess.encoding)
		guess.encoding = by_letters(text_span(&s->lines));
	return guess;
}

/* What tells its own encoding is left to it: a mark, a workbook, and markup that has a word for it.
 */
static bool tells_own(struct span first)
{
	static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE", "PK\x03\x04"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t length = strlen(marks[i]);
		if (first.length >= length && memcmp(first.bytes, marks[i], length) == 0)
			return true;
	}
	if (!begins_xml(first) && !begins_html(first))
		return false;
	return !begins_html(first) || memmem(first.bytes, first.length, "charset", 7) != NULL;
}

struct guess encoding_guess(struct input *input, struct looks *looks)
{
	struct seen s = {.utf8 = true};
	char bytes[INPUT_PIECE];
	size_t got;
	if (tells_own(input_peek(input)))
		return (struct guess){0};
	while ((got = input_read(input, bytes, sizeof bytes)) > 0)
		take_bytes(&s, (struct span){bytes, got});
	take_line(&s);
	struct guess guess = {0};
	size_t few = s.bytes / 8;
	if (s.nul[0] + s.nul[1] > (s.bytes < ENOUGH ? s.bytes : ENOUGH) / 4 && few > 0)
		guess.encoding = s.nul[0] > s.nul[1] ? "UTF-16BE" : "UTF-16LE";
	else if (!s.utf8)
		guess = judge(&s, looks);
	free(s.line.bytes);
	free(s.lines.bytes);
	return guess;
}
