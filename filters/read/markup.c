#include "markup.h"

#include "lib/sender.h"
#include "values.h"

#include <stdlib.h>
#include <string.h>

/* UTF-16 has NULs between. */
static char *without_nuls(struct span first)
{
	struct text text = {0};
	for (size_t i = 0; i < first.length; i++) {
		if (first.bytes[i])
			text_add_char(&text, first.bytes[i]);
	}
	text_add_char(&text, '\0');
	return text.bytes;
}

/* What no tag is: `<5 years`, and a header in brackets, `<area>;<value>`. */
static bool is_field(const char *tag)
{
	static const char begins[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:?!";
	bool name = tag[1] == '\0' || (unsigned char)tag[1] >= 0x80 || strchr(begins, tag[1]);
	const char *end = tag + strcspn(tag, ">\r\n");
	return !name || (*end == '>' && end[1] && strchr(";\t|", end[1]));
}

bool begins_xml(struct span first)
{
	char *text = without_nuls(first);
	const char *at = text + strspn(text, "\xEF\xBB\xBF\xFE\xFF \t\r\n");
	bool begins = *at == '\0' || (*at == '<' && !is_field(at));
	free(text);
	return begins;
}

/* Past a byte order mark, space, an XML declaration and comments: the first tag of a page. */
bool begins_html(struct span first)
{
	static const char *const tags_first[] = {"!doctype html", "html", "head", "body", "table",
		"meta", "title", "style", "div", "center"};
	char *text = without_nuls(first);
	const char *at = text + strspn(text, "\xEF\xBB\xBF\xFE\xFF \t\r\n");
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
	free(text);
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
