#include "words.h"

#include "notation.h"
#include "records.h"

#include <stdlib.h>

/* schemas/words.tsv, sorted by key, which the Makefile turns into a list of bytes. */
static const unsigned char compiled_words[] = {
#include "words.tsv.inc"
};

const char *const language_names[] = {[DANISH] = "da", [ENGLISH] = "en", NULL};

/* Takes the part of a line up to a byte off its front. */
static struct span cut(struct span *rest, char byte)
{
	const char *end = memchr(rest->bytes, byte, rest->length);
	struct span part = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
	size_t used = part.length + (end != NULL);
	*rest = (struct span){rest->bytes + used, rest->length - used};
	return part;
}

/* Where the line begins that has the byte at `at`, which is no line feed, or before it. */
static size_t line_start(const char *list, size_t from, size_t at)
{
	while (at > from && list[at - 1] != '\n')
		at--;
	return at;
}

bool word_find(struct span *said, enum language language, struct span key)
{
	struct span list = {(const char *)compiled_words, sizeof compiled_words};
	cut(&list, '\n'); /* the names of the columns */
	size_t low = 0, high = list.length;
	while (low < high) {
		size_t start = line_start(list.bytes, low, low + (high - low - 1) / 2);
		struct span rest = {list.bytes + start, high - start};
		struct span line = cut(&rest, '\n');
		struct span found = cut(&line, '\t');
		int order = span_compare(key, found);
		if (order == 0) {
			struct span danish_text = cut(&line, '\t');
			if (danish_text.length == 0)
				danish_text = found;
			*said = language == DANISH ? danish_text : line;
			return true;
		}
		if (order < 0)
			high = start;
		else
			low = (size_t)(rest.bytes - list.bytes);
	}
	return false;
}

struct span word(enum language language, const char *key)
{
	struct span said;
	if (!word_find(&said, language, span_of(key)))
		fail(EX_SOFTWARE, "words.tsv", 0, "there is no '%s'", quote(span_of(key)).text);
	return said;
}

void vadd_words(struct text *to, enum language language, const char *key, va_list parts)
{
	struct span rest = word(language, key);
	while (rest.length) {
		const char *gap = memmem(rest.bytes, rest.length, "%s", 2);
		size_t before = gap ? (size_t)(gap - rest.bytes) : rest.length;
		text_add(to, (struct span){rest.bytes, before});
		if (!gap)
			break;
		text_add(to, va_arg(parts, struct span));
		rest = (struct span){gap + 2, rest.length - before - 2};
	}
}

void add_words(struct text *to, enum language language, const char *key, ...)
{
	va_list parts;
	va_start(parts, key);
	vadd_words(to, language, key, parts);
	va_end(parts);
}

void add_number(struct text *to, enum language language, struct span number)
{
	if (number.length && *number.bytes == '-') {
		text_add(to, SPAN("−"));
		number = (struct span){number.bytes + 1, number.length - 1};
	}
	notation_add(to, number, language == DANISH ? danish : english);
}

static size_t digits_before(struct span text)
{
	size_t length = 0;
	while (length < text.length && digit(text.bytes[length]))
		length++;
	return length;
}

/* Adds a text of the list with the numbers of another in the places of its %s. */
static void add_with_numbers(
	struct text *to, enum language language, struct span said, struct span text)
{
	for (size_t i = 0; i < said.length; i++) {
		size_t digits = 0;
		if (said.bytes[i] != '%') {
			text_add_char(to, said.bytes[i]);
			continue;
		}
		while (text.length && (digits = digits_before(text)) == 0)
			text = (struct span){text.bytes + 1, text.length - 1};
		add_number(to, language, (struct span){text.bytes, digits});
		text = (struct span){text.bytes + digits, text.length - digits};
		i++; /* the s */
	}
}

bool add_words_of_text(struct text *to, enum language language, struct span text)
{
	struct text key = {0};
	struct span said;
	bool numbers = false;
	for (size_t i = 0; i < text.length; i++) {
		size_t digits = digits_before((struct span){text.bytes + i, text.length - i});
		if (digits)
			text_add(&key, SPAN("%s"));
		else
			text_add_char(&key, text.bytes[i]);
		numbers |= digits > 0;
		i += digits ? digits - 1 : 0;
	}
	bool known = numbers && !memchr(text.bytes, '%', text.length) &&
		     word_find(&said, language, text_span(&key));
	if (known)
		add_with_numbers(to, language, said, text);
	free(key.bytes);
	return known;
}
