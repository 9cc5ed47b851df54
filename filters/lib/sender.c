#include "sender.h"

#include <stdlib.h>
#include <strings.h>

/* Without the NULs that UTF-16 has between letters, and ended by one. */
static struct text plain_of(struct span first)
{
	struct text plain = {0};
	for (size_t i = 0; i < first.length; i++) {
		if (first.bytes[i])
			text_add_char(&plain, first.bytes[i]);
	}
	text_add_char(&plain, '\0');
	return plain;
}

static bool is_space(char byte)
{
	return byte && strchr(" \t\r\n", byte);
}

/* ---- XML and HTML ---- */

/* Behind the tag that begins an element of that local name, whatever its prefix; or NULL. */
static const char *behind_tag(const char *text, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = text; (at = strchr(at, '<')); at++) {
		const char *local = at + 1;
		size_t prefix = strcspn(local, ":> \t\r\n/<");
		if (local[prefix] == ':')
			local += prefix + 1;
		if (strncasecmp(local, name, length) == 0 && strchr("> \t\r\n", local[length]))
			return strchr(local, '>') ? strchr(local, '>') + 1 : NULL;
	}
	return NULL;
}

/* Adds the text up to the next tag: runs of space as one blank, XML's own entities as what they
 * are. */
static bool add_text(struct text *to, const char *at)
{
	static const char *const entities[][2] = {
		{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
	size_t before = to->length;
	while (is_space(*at))
		at++;
	while (*at && *at != '<') {
		size_t taken = 1;
		const char *is = NULL;
		for (size_t i = 0; i < sizeof entities / sizeof *entities && !is; i++) {
			taken = strlen(entities[i][0]);
			is = strncmp(at, entities[i][0], taken) == 0 ? entities[i][1] : NULL;
		}
		taken = is ? taken : 1;
		bool space = is_space(*at), ends = is_space(at[1]) || at[1] == '<' || !at[1];
		if (!space)
			text_add(to, is ? span_of(is) : (struct span){at, 1});
		else if (!ends)
			text_add_char(to, ' ');
		at += taken;
	}
	return to->length > before;
}

static bool add_element(struct text *to, const char *text, const char *name)
{
	const char *at = text ? behind_tag(text, name) : NULL;
	return at && add_text(to, at);
}

/* A fault of SOAP 1.1, faultcode and faultstring, or of 1.2, Code/Value and Reason/Text. */
static bool says_fault(const char *text, struct text *to)
{
	bool soap = strstr(text, "http://schemas.xmlsoap.org/soap/envelope/") ||
		    strstr(text, "http://www.w3.org/2003/05/soap-envelope");
	const char *fault = soap ? behind_tag(text, "Fault") : NULL;
	if (!fault)
		return false;
	bool code = add_element(to, fault, "faultcode");
	if (!code)
		code = add_element(to, behind_tag(fault, "Code"), "Value");
	if (code)
		text_add_char(to, ' ');
	if (!add_element(to, fault, "faultstring"))
		add_element(to, behind_tag(fault, "Reason"), "Text");
	return true;
}

/* ---- JSON ---- */

static unsigned long hexadecimal(const char *at)
{
	char digits[5] = "";
	memcpy(digits, at, strnlen(at, 4));
	return strtoul(digits, NULL, 16);
}

/* A character of the basic plane, as UTF-8. */
static void add_character(struct text *to, unsigned long number)
{
	if (number < 0x80) {
		text_add_char(to, (char)number);
	} else if (number < 0x800) {
		text_add_char(to, (char)(0xC0 | number >> 6));
		text_add_char(to, (char)(0x80 | (number & 0x3F)));
	} else {
		text_add_char(to, (char)(0xE0 | number >> 12));
		text_add_char(to, (char)(0x80 | (number >> 6 & 0x3F)));
		text_add_char(to, (char)(0x80 | (number & 0x3F)));
	}
}

/* Adds a string, from behind its first quote to its last. */
static void add_string(struct text *to, const char *at)
{
	for (; *at && *at != '"'; at++) {
		if (*at != '\\' || !at[1]) {
			text_add_char(to, *at);
			continue;
		}
		at++;
		if (*at == 'u' && strspn(at + 1, "0123456789abcdefABCDEF") >= 4) {
			add_character(to, hexadecimal(at + 1));
			at += 4;
		} else {
			text_add_char(to, strchr("nrtbf", *at) ? ' ' : *at);
		}
	}
}

/* Adds the value, a string or a number, that one of these keys has. */
static bool add_member(struct text *to, const char *text, const char *const *keys)
{
	for (; *keys; keys++) {
		size_t length = strlen(*keys);
		for (const char *at = text; (at = strchr(at, '"')); at++) {
			if (strncasecmp(at + 1, *keys, length) != 0 || at[1 + length] != '"')
				continue;
			const char *value = at + length + 2;
			value += strspn(value, " \t\r\n");
			if (*value != ':')
				continue;
			value++;
			value += strspn(value, " \t\r\n");
			size_t digits = strspn(value, "0123456789");
			if (*value == '"')
				add_string(to, value + 1);
			else
				text_add(to, (struct span){value, digits});
			return *value == '"' || digits > 0;
		}
	}
	return false;
}

/* An object that holds no list, and all of which is there: a message, and a code or a status. */
static bool says_error(const char *text, struct text *to)
{
	static const char *const codes[] = {
		"errorTypeCode", "errorCode", "code", "statusCode", "status", "error", NULL};
	static const char *const messages[] = {
		"message", "errorMessage", "detail", "error_description", "title", NULL};
	struct span whole = span_of(text);
	while (whole.length && is_space(whole.bytes[whole.length - 1]))
		whole.length--;
	if (!whole.length || whole.bytes[whole.length - 1] != '}' || strchr(text, '['))
		return false;
	struct text code = {0}, message = {0};
	bool says = add_member(&code, text, codes) && add_member(&message, text, messages);
	if (says) {
		text_add(to, text_span(&code));
		text_add_char(to, ' ');
		text_add(to, text_span(&message));
	}
	free(code.bytes);
	free(message.bytes);
	return says;
}

bool sender_says(struct span first, struct text *to)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct text plain = plain_of(first);
	const char *at = plain.bytes;
	if (strncmp(at, mark, strlen(mark)) == 0)
		at += strlen(mark);
	at += strspn(at, " \t\r\n");
	bool says = *at == '{' ? says_error(at, to) : strchr(at, '<') && says_fault(at, to);
	free(plain.bytes);
	return says;
}

bool sender_title(struct span first, struct text *to)
{
	struct text plain = plain_of(first);
	bool found = add_element(to, plain.bytes, "title");
	free(plain.bytes);
	return found;
}

void sender_heed(const char *file, struct span first)
{
	struct text said = {0};
	if (sender_says(first, &said))
		fail(EX_DATAERR, file, 0, "is an error that the sender reports, and no data: %.*s",
			(int)said.length, text_span(&said).bytes);
	free(said.bytes);
}
