#include "inspect/page.h"

#include <stdio.h>
#include <stdlib.h>

void add_cut(struct text *to, struct span text, size_t most)
{
	if (text.length <= most) {
		text_add(to, text);
		return;
	}
	while (most > 0 && ((unsigned char)text.bytes[most] & 0xC0) == 0x80)
		most--;
	text_add(to, (struct span){text.bytes, most});
	text_add(to, SPAN("..."));
}

void add_printed(struct text *to, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *made = vprinted(format, arguments);
	va_end(arguments);
	text_add(to, span_of(made));
	free(made);
}

/* Controls of ASCII, and those of C1 in UTF-8, may tell a terminal something; each is a blank. */
static void put_shown(struct writer *page, struct span text)
{
	struct text shown = {0};
	for (size_t i = 0; i < text.length;) {
		struct span rest = {text.bytes + i, text.length - i};
		size_t length = utf8_length(rest);
		unsigned char first = (unsigned char)rest.bytes[0];
		bool control =
			first < 0x20 || first == 0x7F ||
			(first == 0xC2 && length == 2 && (unsigned char)rest.bytes[1] < 0xA0);
		if (length && !control)
			text_add(&shown, (struct span){rest.bytes, length});
		else if (length)
			text_add_char(&shown, ' ');
		i += length ? length : 1;
	}
	put_bytes(page, text_span(&shown));
	free(shown.bytes);
}

void page_line(struct writer *page, struct span line)
{
	put_shown(page, line);
	put_bytes(page, SPAN("\n"));
}

void page_row(struct writer *page, const char *label, struct span text)
{
	struct text line = {0};
	add_printed(&line, "  %-11s ", label);
	text_add(&line, text);
	page_line(page, text_span(&line));
	free(line.bytes);
}

void page_below(struct writer *page, struct span line)
{
	struct text cut = {0};
	text_add(&cut, SPAN("    "));
	add_cut(&cut, line, PAGE_LINE);
	page_line(page, text_span(&cut));
	free(cut.bytes);
}

void page_more(struct writer *page, size_t shown, unsigned long long all)
{
	struct text line = {0};
	if (all > shown) {
		add_printed(&line, "and %llu more", all - shown);
		page_below(page, text_span(&line));
	}
	free(line.bytes);
}
