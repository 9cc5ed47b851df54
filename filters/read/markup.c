#include "markup.h"

#include "lib/sender.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

bool begins_xml(struct span first)
{
	static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t length = strlen(marks[i]);
		if (first.length >= length && memcmp(first.bytes, marks[i], length) == 0) {
			first.bytes += length;
			first.length -= length;
			break;
		}
	}
	size_t at = 0;
	while (at < first.length && (first.bytes[at] == '\0' || xml_space(first.bytes[at])))
		at++;
	return at == first.length || first.bytes[at] == '<';
}

/* Past a byte order mark, space, an XML declaration and comments: the first tag of a page. */
bool begins_html(struct span first)
{
	static const char *const tags_first[] = {"!doctype html", "html", "head", "body", "table",
		"meta", "title", "style", "div", "center"};
	struct text text = {0};
	for (size_t i = 0; i < first.length; i++) { /* UTF-16 has NULs between */
		if (first.bytes[i])
			text_add_char(&text, first.bytes[i]);
	}
	text_add_char(&text, '\0');
	const char *at = text.bytes + strspn(text.bytes, "\xEF\xBB\xBF\xFE\xFF \t\r\n");
	while (at && (strncmp(at, "<?xml", 5) == 0 || strncmp(at, "<!--", 4) == 0)) {
		bool remark = at[1] == '!';
		at = strstr(at, remark ? "-->" : "?>");
		if (at) {
			at += remark ? 3 : 2;
			at += strspn(at, " \t\r\n");
		}
	}
	bool found = false;
	for (size_t i = 0; at && *at == '<' && i < sizeof tags_first / sizeof *tags_first; i++) {
		size_t length = strlen(tags_first[i]);
		found |= strncasecmp(at + 1, tags_first[i], length) == 0 &&
			 strchr(" \t\r\n/>", at[1 + length]);
	}
	free(text.bytes);
	return found;
}

void page_title(struct span first, struct text *to)
{
	struct text title = {0};
	if (sender_title(first, &title)) {
		text_add(to, SPAN(" ("));
		text_add(to, span_of(quote(text_span(&title)).text));
		text_add(to, SPAN(")"));
	}
	text_add_char(to, '\0');
	free(title.bytes);
}
