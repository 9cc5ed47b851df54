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

/* The value of an attribute of an element. */
static bool add_attribute(struct text *to, const char *text, const char *element, const char *name)
{
	const char *end = behind_tag(text, element);
	size_t length = strlen(name), before = to->length;
	const char *at = end ? end - 1 : NULL;
	while (at && at > text && *at != '<')
		at--;
	for (; at && at + length + 1 < end; at++) {
		char quote = at[length + 1];
		if (!is_space(at[-1]) || strncmp(at, name, length) != 0 || at[length] != '=' ||
			(quote != '"' && quote != '\''))
			continue;
		for (at += length + 2; at < end && *at != quote; at++)
			text_add_char(to, *at);
		break;
	}
	return to->length > before;
}

/* Whether the root element has that local name: past declarations and comments. */
static const char *find_root(const char *text, const char *name)
{
	const char *at = strchr(text, '<');
	while (at && (at[1] == '?' || at[1] == '!')) {
		const char *end = strncmp(at, "<!--", 4) == 0 ? strstr(at, "-->") : strchr(at, '>');
		at = end ? strchr(end, '<') : NULL;
	}
	const char *behind = at ? behind_tag(at, name) : NULL;
	return behind && !memchr(at + 1, '<', (size_t)(behind - at - 1)) ? at : NULL;
}

/*
 * Documents that are errors: of OGC's services of maps, of stores of files (Azure, S3), and
 * RFC 7807. `space` is in their namespace; the code stands in an element or, with a name of one, in
 * an attribute.
 */
static const struct {
	const char *root, *space, *coded, *attribute, *text;
} documents[] = {
	{"ExceptionReport", "opengis.net/ows", "Exception", "exceptionCode", "ExceptionText"},
	{"ServiceExceptionReport", "", "ServiceException", "code", "ServiceException"},
	{"Error", "", "Code", NULL, "Message"},
	{"problem", "urn:ietf:rfc:7807", "status", NULL, "detail"},
};

static bool says_document(const char *text, struct text *to)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		const char *root = find_root(text, documents[i].root);
		struct text code = {0}, said = {0};
		if (!root || !strstr(root, documents[i].space))
			continue;
		bool coded = documents[i].attribute ? add_attribute(&code, root, documents[i].coded,
							      documents[i].attribute)
						    : add_element(&code, root, documents[i].coded);
		bool says = coded && add_element(&said, root, documents[i].text);
		if (says) {
			text_add(to, text_span(&code));
			text_add_char(to, ' ');
			text_add(to, text_span(&said));
		}
		free(code.bytes);
		free(said.bytes);
		return says;
	}
	return false;
}

/* Messages of SDMX-ML that are no data: what a registry answers, and errors. */
static bool says_message(const char *text, struct text *to)
{
	static const struct {
		const char *root, *coded, *is;
	} messages[] = {
		{"Error", "ErrorMessage", "an error message"},
		{"RegistryInterface", "MessageText", "a message of the registry"},
	};
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		const char *root = find_root(text, messages[i].root);
		const char *said = root && strcasestr(root, "/resources/sdmxml/schemas/")
					   ? behind_tag(root, messages[i].coded)
					   : NULL;
		if (!said)
			continue;
		text_add(to, span_of(messages[i].is));
		text_add(to, SPAN(" of the sender, and no data: "));
		if (add_attribute(to, root, messages[i].coded, "code"))
			text_add_char(to, ' ');
		return add_element(to, said, "Text");
	}
	return false;
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

/* Whether there are lists in it in which data may be: any but one that is empty, or of errors. */
static bool has_lists(const char *text)
{
	static const char *const keys[] = {"errors", "error", "details", "messages"};
	struct span key = {0};
	for (const char *at = text; *at; at++) {
		if (*at == '"') {
			const char *begin = at + 1;
			for (at++; *at && *at != '"'; at++)
				at += *at == '\\' && at[1];
			if (!*at)
				return true;
			key = (struct span){begin, (size_t)(at - begin)};
		}
		bool known = at[0] != '[' || at[1 + strspn(at + 1, " \t\r\n")] == ']';
		for (size_t i = 0; !known && i < sizeof keys / sizeof *keys; i++)
			known = span_is(key, keys[i]);
		if (!known)
			return true;
	}
	return false;
}

/*
 * An object without data in lists, and all of which is there: a message, and a code or a status.
 */
static bool says_error(const char *text, struct text *to)
{
	static const char *const codes[] = {
		"errorTypeCode", "errorCode", "code", "statusCode", "status", "error", NULL};
	static const char *const messages[] = {
		"message", "errorMessage", "detail", "error_description", "cause", "title", NULL};
	struct span whole = span_of(text);
	while (whole.length && is_space(whole.bytes[whole.length - 1]))
		whole.length--;
	if (!whole.length || whole.bytes[whole.length - 1] != '}' || has_lists(text))
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
	bool says = *at == '{' ? says_error(at, to)
			       : *at == '<' && (says_fault(at, to) || says_document(at, to));
	free(plain.bytes);
	return says;
}

bool sender_message(struct span first, struct text *to)
{
	struct text plain = plain_of(first);
	bool says = says_message(plain.bytes, to);
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

void sender_heed_message(const char *file, struct span first)
{
	struct text said = {0};
	if (sender_message(first, &said))
		fail(EX_DATAERR, file, 0, "%.*s", (int)said.length, text_span(&said).bytes);
	free(said.bytes);
}

void sender_heed(const char *file, struct span first)
{
	struct text said = {0};
	if (sender_says(first, &said))
		fail(EX_DATAERR, file, 0, "is an error that the sender reports, and no data: %.*s",
			(int)said.length, text_span(&said).bytes);
	free(said.bytes);
}
