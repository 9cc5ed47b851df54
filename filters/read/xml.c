#include "xml.h"

#include "lib/report.h"
#include "values.h"

#include <libxml/encoding.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 1 << 20 }; /* bytes: a name, an attribute, a comment, a run of text */

/*
 * Bytes that may go in without an event before that is taken for one of those. Twice the limit,
 * since a tag may have two attributes near it and UTF-16 takes two bytes for a letter; and what the
 * pieces that begin and end with something else may hold.
 */
enum { QUIET_LIMIT = 2 * LIMIT + 2 * INPUT_PIECE };

/*
 * Attributes of one element, and namespaces that are declared in and around it. libxml2 holds each
 * attribute against those before it, and a name against the namespaces: a tag of 2 MB with 128,000
 * took 11 s. So many take 0.3 s for each MB.
 */
enum { ATTRIBUTES = 4096, NAMESPACES = 4096 };

/* Without NOENT libxml2 hands an ampersand in an attribute over as "&#38;". */
enum { OPTIONS = XML_PARSE_NOENT | XML_PARSE_NONET };

/* Bytes of all different names in a document, which the parser keeps. */
enum { NAMES_LIMIT = 1 << 20 };

#if LIBXML_VERSION >= 21200
typedef const xmlError xml_error;
#else
typedef xmlError xml_error;
#endif

struct xml_schema {
	xmlSchemaPtr schema;
};

/* A byte order mark, and what it says. */
struct mark {
	const char *bytes;
	const char *encoding;
};

struct reader {
	struct rows *rows;
	dialect_chooser *choose;
	const struct reading *reading;
	const char *file;              /* for messages */
	bool part;                     /* of a workbook, not a document of its own */
	const struct dialect *dialect; /* of a document, known from the root on */
	void *state;
	xmlParserCtxtPtr parser;
	unsigned long long bytes; /* of the document so far */
	size_t quiet;             /* bytes fed since the last event */
	bool last;                /* the end of the document has been told to the parser */
	bool rooted;              /* the root element has begun */
	size_t depth;
	const char *open[XML_DEPTH]; /* the elements that are open; the parser keeps the names */
	size_t spaces[XML_DEPTH];    /* the namespaces that are declared in each and around it */
	struct text text;            /* since the last tag */
	bool cdata;                  /* some of it was CDATA */
	bool said;                   /* some of it is more than space */
	size_t cr; /* so much of it there was when a CDATA section last had a CR; 0: it had none */
	size_t blank; /* of the last, so many bytes of space: the next is mostly the same */
	const struct mark *mark;     /* at the beginning, or NULL */
	bool latin1;                 /* the document declares ISO-8859-1 */
	struct attribute *attribute; /* of the element at hand */
	size_t attribute_room;
	size_t record_depth; /* where the record at hand began; 0 outside one */
};

static size_t line_of(const void *reader)
{
	const struct reader *r = reader;
	const xmlParserInput *input = r->parser->input;
	return input && input->line > 0 ? (size_t)input->line : 0;
}

/* The document is wrong as a whole, at the line at hand. */
static _Noreturn void wrong(const struct reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static _Noreturn void wrong(const struct reader *r, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(r->rows->status, r->file, line_of(r), format, arguments);
	va_end(arguments);
}

static _Noreturn void fail_limit(const struct reader *r)
{
	wrong(r, "a name, attribute, comment or text longer than %d MB", LIMIT >> 20);
}

/* libxml2's words end with a line feed. */
static struct span words(const xml_error *error)
{
	struct span s = span_of(error->message ? error->message : "unknown");
	return trimmed(s);
}

/* ---- What a document is put together as text that is not well-formed: where and how ---- */

static bool name_byte(unsigned char byte)
{
	return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z') || strchr("_:.-#", byte);
}

/*
 * Where a fault is: "in the tag of <row>" or "in <navn>", as the bytes before it show, of which the
 * parser has kept the last; `at` is where. A > within a quote ends no tag.
 */
static struct quote place_of(const struct reader *r, const xmlChar *at, bool within_quote)
{
	const xmlParserInput *input = r->parser->input;
	struct quote said = {""};
	const xmlChar *tag = at;
	while (tag > input->base && tag[-1] != '<' && (within_quote || tag[-1] != '>'))
		tag--;
	size_t length = 0;
	while (tag + length < at && name_byte(tag[length]))
		length++;
	bool in_tag = tag > input->base && tag[-1] == '<' && length > 0 && tag + length < at;
	struct span name = {(const char *)tag, length};
	if (!in_tag && r->depth == 0)
		return said;
	if (!in_tag)
		name = span_of(r->open[r->depth - 1]);
	enum { NAME = 200 };
	snprintf(said.text, sizeof said.text, " (in %s<%.*s>)", in_tag ? "the tag of " : "", NAME,
		quote(name).text);
	return said;
}

static _Noreturn void fail_ampersand(const struct reader *r, const xmlChar *at)
{
	wrong(r, "not well-formed XML: an & that is not written &amp;%s",
		place_of(r, at, false).text);
}

static _Noreturn void fail_less(const struct reader *r, const xmlChar *at)
{
	wrong(r, "not well-formed XML: a < that is not written &lt;%s",
		place_of(r, at, false).text);
}

static _Noreturn void fail_quote(const struct reader *r, const xmlChar *at)
{
	wrong(r,
		"not well-formed XML: a < within an attribute: it must be written &lt;, or the "
		"attribute before it lacks the quote at its end%s",
		place_of(r, at, true).text);
}

/* The slips of XML that was put together as text, by what stands where the parser has stopped. */
static void name_slip(const struct reader *r, int code)
{
	const xmlParserInput *input = r->parser->input;
	if (!input || !input->cur || input->cur >= input->end)
		return; /* the rest is not there */
	const xmlChar *at = input->cur;
	if (code == XML_ERR_LT_IN_ATTRIBUTE)
		fail_quote(r, at);
	while (at > input->base && name_byte(at[-1]))
		at--;
	if (at == input->base)
		return;
	if (at[-1] == '&' &&
		(code == XML_ERR_NAME_REQUIRED || code == XML_ERR_ENTITYREF_SEMICOL_MISSING))
		fail_ampersand(r, at - 1);
	if (at[-1] == '<' && code == XML_ERR_NAME_REQUIRED)
		fail_less(r, at - 1);
}

/* Whether a tag, of which the end has not come, has a < in it: within a quote or not. */
static void name_open_tag(const struct reader *r, const xmlChar *at, const xmlChar *end)
{
	xmlChar open = 0;
	for (at++; at < end; at++) {
		if (*at == '<' && open)
			fail_quote(r, at);
		if (*at == '<')
			fail_less(r, at);
		if (open ? *at == open : *at == '"' || *at == '\'')
			open = open ? 0 : *at;
	}
}

/*
 * So much has gone in without an event: the parser waits for the end of something. An & waits for
 * its semicolon, and a tag for its >.
 */
static _Noreturn void fail_quiet(const struct reader *r)
{
	const xmlParserInput *input = r->parser->input;
	const xmlChar *at = input ? input->cur : NULL;
	if (at && at < input->end && *at == '&')
		fail_ampersand(r, at);
	if (at && at + 1 < input->end && *at == '<' && at[1] != '!' && at[1] != '?')
		name_open_tag(r, at, input->end);
	fail_limit(r);
}

/* The encoding that the document declares, or NULL. */
static const char *declared(const struct reader *r)
{
	const xmlParserInput *input = r->parser->input;
	const xmlChar *own = input ? input->encoding : NULL;
	return (const char *)(own ? own : r->parser->encoding);
}

/* Bytes that are not of the encoding in which the document is, or says that it is. */
static _Noreturn void fail_bytes(const struct reader *r, size_t line, struct span w)
{
	const char *encoding = r->mark ? r->mark->encoding : declared(r);
	const char *source = r->mark    ? "its byte order mark says"
			     : encoding ? "the document declares"
					: "a document is that declares no other encoding";
	bool utf8 = !encoding || xmlParseCharEncoding(encoding) == XML_CHAR_ENCODING_UTF8;
	fail(r->rows->status, r->file, line, "not %s, which %s (%.*s): %s",
		quote(span_of(encoding ? encoding : "UTF-8")).text, source, (int)w.length, w.bytes,
		utf8 ? "it is probably windows-1252, and iconv -f WINDOWS-1252 -t UTF-8 mends it"
		     : "its first line must declare the encoding that it is in");
}

/* libxml2 has one code for a byte that is no UTF-8 and for a character that XML does not have. */
static bool bytes_error(const xml_error *error)
{
	static const char bytes[] = "Input is not proper UTF-8";
	return error->code == XML_I18N_CONV_FAILED ||
	       (error->code == XML_ERR_INVALID_CHAR && error->message &&
		       strncmp(error->message, bytes, sizeof bytes - 1) == 0);
}

/* A document whose last bytes are the beginning of a character; libxml2 does not say so. */
static void check_end(const struct reader *r)
{
	const xmlParserInput *input = r->parser->input;
	if (input && input->buf && input->buf->raw && xmlBufUse(input->buf->raw) > 0)
		fail_cut_short(r->rows->status, r->file, line_of(r),
			"it ends within a character, or in bytes that are not %s",
			quote(span_of(declared(r) && !r->mark ? declared(r) : "UTF-16")).text);
}

/* Whether what is wrong at the end may be that the rest is not there: no tag begins or ends in it.
 */
static bool rest_is_cut(const struct reader *r)
{
	const xmlParserInput *input = r->parser->input;
	const xmlChar *at = input->cur;
	while (at < input->end && *at != '<' && *at != '>')
		at++;
	return at >= input->end;
}

static void check_version(const struct reader *r)
{
	const char *version = (const char *)r->parser->version;
	if (version && strcmp(version, "1.1") == 0)
		fail(r->rows->status, r->file, 1,
			"is XML 1.1, which hardly anybody writes, and is not read: XML 1.0 is");
}

static void on_error(void *context, xml_error *error)
{
	const struct reader *r = context;
	/* A namespace is a name, be it a URI or not. */
	if (error->level == XML_ERR_WARNING || error->code == XML_WAR_NS_URI)
		return;
	check_version(r);
	size_t line = error->line > 0 ? (size_t)error->line : 0;
	struct span w = words(error);
	if (bytes_error(error))
		fail_bytes(r, line, w);
	if (error->code == XML_ERR_UNSUPPORTED_ENCODING || error->code == XML_ERR_INVALID_ENCODING)
		fail(r->rows->status, r->file, line,
			"the encoding that the document declares is not known, or not its own "
			"(%.*s): its first line must declare the encoding that it is in",
			(int)w.length, w.bytes);
	if (error->code == XML_ERR_NO_MEMORY)
		fail(r->rows->status, r->file, line_of(r), "more than %d MB of different names",
			NAMES_LIMIT >> 20);
	if (r->last)
		check_end(r);
	name_slip(r, error->code);
	bool ended = r->last && (error->code == XML_ERR_DOCUMENT_END || rest_is_cut(r));
	if (ended && r->depth > 0)
		fail_cut_short(r->rows->status, r->file, line,
			"the document is cut short: <%s> is still open (%.*s)",
			quote(span_of(r->open[r->depth - 1])).text, (int)w.length, w.bytes);
	if (r->last && !r->rooted)
		fail_cut_short(r->rows->status, r->file, line,
			"there is no whole XML element in it (%.*s)", (int)w.length, w.bytes);
	fail(r->rows->status, r->file, line, "not well-formed XML: %.*s%s", (int)w.length, w.bytes,
		place_of(r, r->parser->input->cur, false).text);
}

static void on_schema_error(void *context, xml_error *error)
{
	const struct reader *r = context;
	fail(r->rows->status, r->file, error->line > 0 ? (size_t)error->line : line_of(r),
		"not valid by the schema: %.*s", (int)words(error).length, words(error).bytes);
}

/* libxml2 gives an attribute as five pointers: name, prefix, URI, value, end of the value. */
enum { ATTRIBUTE_POINTERS = 5 };

/*
 * The record at hand, written anew from its events, for the file of --rejects. What the parser has
 * told of it is kept: names with their prefixes, declarations of namespaces, attributes and text.
 */

static const char *reference_of(char byte, bool attribute)
{
	switch (byte) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '\r':
		return "&#13;";
	case '"':
		return attribute ? "&quot;" : NULL;
	case '\t':
		return attribute ? "&#9;" : NULL;
	case '\n':
		return attribute ? "&#10;" : NULL;
	default:
		return NULL;
	}
}

static void keep_bytes(struct reader *r, struct span bytes)
{
	if (r->rows->raw.length <= RAW_LIMIT)
		text_add(&r->rows->raw, bytes);
}

static void keep_escaped(struct reader *r, struct span bytes, bool attribute)
{
	for (size_t i = 0; i < bytes.length; i++) {
		const char *reference = reference_of(bytes.bytes[i], attribute);
		keep_bytes(r, reference ? span_of(reference) : (struct span){bytes.bytes + i, 1});
	}
}

static void keep_name(struct reader *r, const xmlChar *prefix, const xmlChar *name)
{
	if (prefix) {
		keep_bytes(r, span_of((const char *)prefix));
		keep_bytes(r, SPAN(":"));
	}
	keep_bytes(r, span_of((const char *)name));
}

static void keep_attribute(
	struct reader *r, const xmlChar *prefix, const xmlChar *name, struct span value)
{
	keep_bytes(r, SPAN(" "));
	keep_name(r, prefix, name);
	keep_bytes(r, SPAN("=\""));
	keep_escaped(r, value, true);
	keep_bytes(r, SPAN("\""));
}

/* `spaces` are pairs of prefix and URI; the attributes are those of r, and as libxml2 gives them.
 */
static __attribute__((noinline)) void keep_start(struct reader *r, const struct element *element,
	const xmlChar *prefix, const xmlChar **spaces, size_t space_count, const xmlChar **pointers)
{
	static const xmlChar xmlns[] = "xmlns";
	if (r->record_depth == 0 && r->dialect->begins_record(r->state, element)) {
		r->record_depth = r->depth;
		r->rows->raw.length = 0;
	}
	if (r->record_depth == 0)
		return;
	keep_bytes(r, SPAN("<"));
	keep_name(r, prefix, (const xmlChar *)element->name);
	for (size_t i = 0; i < space_count; i++)
		keep_attribute(r, spaces[2 * i] ? xmlns : NULL,
			spaces[2 * i] ? spaces[2 * i] : xmlns,
			span_of(spaces[2 * i + 1] ? (const char *)spaces[2 * i + 1] : ""));
	for (size_t i = 0; i < element->attributes; i++)
		keep_attribute(r, pointers[ATTRIBUTE_POINTERS * i + 1],
			pointers[ATTRIBUTE_POINTERS * i], r->attribute[i].value);
	keep_bytes(r, SPAN(">"));
}

static void keep_end(struct reader *r, const xmlChar *prefix, const xmlChar *name)
{
	keep_bytes(r, SPAN("</"));
	keep_name(r, prefix, name);
	keep_bytes(r, SPAN(">"));
}

/* libxml2 does not look for overlong forms in a CDATA section. */
static void check_utf8(const struct reader *r, struct span text)
{
	for (size_t i = 0, length; i < text.length; i += length) {
		length = utf8_length((struct span){text.bytes + i, text.length - i});
		if (length == 0)
			wrong(r, "not well-formed XML: a CDATA section is not UTF-8");
	}
}

/*
 * ISO-8859-1 has control characters where windows-1252 has letters and signs, and UTF-8 the rest of
 * a letter: a document with any of them is in one of these in truth.
 */
static void check_latin1(const struct reader *r, struct span text)
{
	const char *at = text.bytes, *end = text.bytes + text.length;
	while (at < end && (at = memchr(at, 0xC2, (size_t)(end - at)))) {
		unsigned char byte = (unsigned char)at[1];
		if (byte < 0xA0)
			wrong(r,
				"a byte 0x%X, a control character of ISO-8859-1, which the document "
				"declares: it is probably windows-1252 or UTF-8, and must declare that",
				byte);
		at += 2;
	}
}

static void hand_over_text(struct reader *r)
{
	struct span text = text_span(&r->text);
	if (r->cdata)
		check_utf8(r, text);
	if (r->latin1)
		check_latin1(r, text);
	if (text.length && r->record_depth)
		keep_escaped(r, text, false);
	if (r->said || (r->rows->blank && text.length))
		r->dialect->text(r->state, text);
	r->cdata = false;
	r->said = false;
	r->cr = 0;
}

/* The text since the last tag is whole now. White space alone is mostly indentation. */
static void flush_text(struct reader *r)
{
	if (r->text.length == 0 && !r->cdata)
		return;
	if (r->said || r->cdata || r->record_depth || r->rows->blank)
		hand_over_text(r);
	r->text.length = 0;
}

static bool declares_latin1(const struct reader *r)
{
	const char *encoding = declared(r);
	return encoding && !r->mark && xmlParseCharEncoding(encoding) == XML_CHAR_ENCODING_8859_1;
}

static void take_attributes(struct reader *r, size_t count, const xmlChar **pointers)
{
	if (count > r->attribute_room)
		r->attribute = grow(r->attribute, &r->attribute_room, count, sizeof *r->attribute);
	for (size_t i = 0; i < count; i++, pointers += ATTRIBUTE_POINTERS) {
		const char *value = (const char *)pointers[3], *end = (const char *)pointers[4];
		r->attribute[i] = (struct attribute){.name = (const char *)pointers[0],
			.space = pointers[2] ? (const char *)pointers[2] : "",
			.value = {value, (size_t)(end - value)}};
		if (r->attribute[i].value.length > LIMIT)
			fail_limit(r);
		if (r->latin1)
			check_latin1(r, r->attribute[i].value);
	}
}

/* How the document is read, for the report. */
static void tell_root(const struct reader *r, const struct element *root)
{
	const char *encoding = r->mark ? r->mark->encoding : declared(r);
	if (r->part)
		return;
	rows_read_as(r->rows, "root", span_of(root->name));
	rows_read_as(r->rows, "namespace", span_of(root->space));
	rows_read_as(r->rows, "encoding", span_of(encoding ? encoding : "UTF-8"));
}

/* Where a tag has come in part, it is not parsed before its end has come: for how long that takes,
 * its attributes are counted. */
static void check_tag(const struct reader *r)
{
	const xmlParserInput *input = r->parser->input;
	size_t attributes = 0;
	xmlChar quote = 0;
	if (r->parser->instate != XML_PARSER_START_TAG)
		return;
	for (const xmlChar *at = input->cur; at < input->end; at++) {
		if (quote ? *at == quote : *at == '"' || *at == '\'')
			quote = quote ? 0 : *at;
		attributes += !quote && *at == '=';
	}
	if (attributes > ATTRIBUTES + NAMESPACES)
		wrong(r, "an element has more than %d attributes or namespaces", ATTRIBUTES);
}

static void check_counts(const struct reader *r, size_t attributes)
{
	if (attributes > ATTRIBUTES)
		wrong(r, "an element has more than %d attributes", ATTRIBUTES);
	if (r->spaces[r->depth - 1] > NAMESPACES)
		wrong(r, "more than %d namespaces are declared in and around an element",
			NAMESPACES);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int namespaces, const xmlChar **namespace, int attributes, int defaulted,
	const xmlChar **pointers)
{
	struct reader *r = context;
	r->quiet = 0;
	if (r->last) { /* libxml2 hands over what there is of a tag that was cut off */
		check_end(r);
		fail_cut_short(r->rows->status, r->file, line_of(r),
			"the document is cut short, within the tag of <%s>",
			quote(span_of((const char *)name)).text);
	}
	if (r->depth)
		flush_text(r);
	if (r->depth == XML_DEPTH)
		wrong(r, "elements nest more than %d deep", XML_DEPTH);
	if (defaulted)
		wrong(r, "an attribute of <%s> that the DOCTYPE would fill in",
			quote(span_of((const char *)name)).text);
	if (!r->rooted) {
		check_version(r);
		r->latin1 = declares_latin1(r);
	}
	r->rooted = true;
	r->spaces[r->depth] = (size_t)namespaces + (r->depth ? r->spaces[r->depth - 1] : 0);
	r->open[r->depth++] = (const char *)name;
	check_counts(r, (size_t)attributes);

	take_attributes(r, (size_t)attributes, pointers);
	struct element element = {.name = (const char *)name,
		.space = uri ? (const char *)uri : "",
		.attributes = (size_t)attributes,
		.attribute = r->attribute};
	if (!r->dialect) {
		tell_root(r, &element);
		r->dialect = r->choose(r->rows, &element, r->reading);
		rows_blank(r->rows, r->dialect->blank);
		r->state = r->dialect->open(r->rows, r->reading);
	}
	if (r->rows->rejects.wanted && !r->part)
		keep_start(r, &element, prefix, namespace, (size_t)namespaces, pointers);
	r->dialect->start(r->state, &element);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)uri;
	struct reader *r = context;
	r->quiet = 0;
	flush_text(r);
	if (r->record_depth)
		keep_end(r, prefix, name);
	r->dialect->end(r->state);
	if (r->record_depth == r->depth)
		r->record_depth = 0;
	r->depth--;
}

/* XML has no control character but those of space. */
static bool blank(struct span text)
{
	size_t i = 0;
	while (i < text.length && (unsigned char)text.bytes[i] <= ' ')
		i++;
	return i == text.length;
}

/* A text that is too long to be kept goes in pieces to a dialect that does not ask for it. */
static void part_with_text(struct reader *r)
{
	if (!r->dialect->wants_text || r->dialect->wants_text(r->state))
		fail_limit(r);
	hand_over_text(r);
	r->text.length = 0;
}

static void on_text(void *context, const xmlChar *bytes, int length)
{
	struct reader *r = context;
	r->quiet = 0;
	if (r->text.length + (size_t)length > LIMIT)
		part_with_text(r);
	struct span piece = {(const char *)bytes, (size_t)length};
	if (r->text.length == 0 && r->blank > 0 && r->blank == piece.length &&
		memcmp(r->text.bytes, piece.bytes, piece.length) == 0) {
		r->text.length = piece.length;
		return;
	}
	bool space = blank(piece);
	r->blank = space && r->text.length == 0 ? piece.length : 0;
	r->said = r->said || !space;
	text_add(&r->text, piece);
}

/* The end of a line is a line feed, however it is written (XML 1.0, 2.11): CR LF, or CR alone. */
static void on_cdata(void *context, const xmlChar *bytes, int length)
{
	struct reader *r = context;
	r->cdata = true;
	const xmlChar *end = bytes + length;
	if (r->cr && r->cr == r->text.length && bytes < end && *bytes == '\n')
		bytes++;
	const xmlChar *cr;
	while (bytes < end && (cr = memchr(bytes, '\r', (size_t)(end - bytes)))) {
		on_text(r, bytes, (int)(cr - bytes));
		on_text(r, (const xmlChar *)"\n", 1);
		bytes = cr + 1;
		if (bytes == end)
			r->cr = r->text.length;
		else if (*bytes == '\n')
			bytes++;
	}
	on_text(r, bytes, (int)(end - bytes));
}

static void on_comment(void *context, const xmlChar *comment)
{
	struct reader *r = context;
	r->quiet = 0;
	if (strlen((const char *)comment) > LIMIT)
		fail_limit(r);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	(void)target;
	if (data)
		on_comment(context, data);
}

static void on_doctype(
	void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name;
	struct reader *r = context;
	r->quiet = 0;
	if (r->part)
		wrong(r, "a DOCTYPE, which no part of a workbook has");
	if (public_id || system_id)
		wrong(r,
			"the DOCTYPE names an external DTD, which is never read: take the DOCTYPE out");
}

static _Noreturn void fail_entity(const struct reader *r, const xmlChar *name)
{
	wrong(r, "the entity '%s': none but XML's own five (&amp; and so on) is read",
		quote(span_of((const char *)name)).text);
}

/* NOLINTBEGIN(readability-non-const-parameter): libxml2 gives the type */
static void on_entity(void *context, const xmlChar *name, int type, const xmlChar *public_id,
	const xmlChar *system_id, xmlChar *content)
{
	(void)type, (void)public_id, (void)system_id, (void)content;
	fail_entity(context, name);
}
/* NOLINTEND(readability-non-const-parameter) */

static void on_unparsed_entity(void *context, const xmlChar *name, const xmlChar *public_id,
	const xmlChar *system_id, const xmlChar *notation)
{
	(void)public_id, (void)system_id, (void)notation;
	fail_entity(context, name);
}

static xmlEntityPtr on_reference(void *context, const xmlChar *name)
{
	fail_entity(context, name);
}

/* The handlers that SAX2 calls; what is not here is not ours to know. */
static xmlSAXHandler handlers(void)
{
	return (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_cdata,
		.comment = on_comment,
		.processingInstruction = on_instruction,
		.internalSubset = on_doctype,
		.entityDecl = on_entity,
		.unparsedEntityDecl = on_unparsed_entity,
		.getEntity = on_reference,
		.getParameterEntity = on_reference};
}

/* What cannot be read is told apart from what is wrong, a file that it includes and that is not
 * there. */
static bool cannot_be_read(const xml_error *error)
{
	return error->domain == XML_FROM_IO && error->code != XML_IO_ENOENT &&
	       error->code != XML_IO_LOAD_ERROR;
}

static void on_broken_schema(void *context, xml_error *error)
{
	if (cannot_be_read(error))
		fail(EX_IOERR, context, 0, "cannot be read: %.*s", (int)words(error).length,
			words(error).bytes);
	if (error->level != XML_ERR_WARNING)
		fail(EX_CONFIG, context, error->line > 0 ? (size_t)error->line : 0,
			"not a schema: %.*s", (int)words(error).length, words(error).bytes);
}

static void on_schema_doctype(
	void *file, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)name;
	if (public_id || system_id)
		fail(EX_CONFIG, file, 0,
			"not a schema: its DOCTYPE names an external DTD, which is never read");
}

/* NOLINTBEGIN(readability-non-const-parameter): libxml2 gives the type */
static void on_schema_entity(void *file, const xmlChar *name, int type, const xmlChar *public_id,
	const xmlChar *system_id, xmlChar *content)
{
	(void)type, (void)public_id, (void)system_id, (void)content;
	fail(EX_CONFIG, file, 0, "not a schema: it declares the entity '%s', and none is read",
		quote(span_of((const char *)name)).text);
}
/* NOLINTEND(readability-non-const-parameter) */

static const char *without_dot(const char *path)
{
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	return path;
}

/* Whether a file stands in the directory of another. */
static bool stands_beside(const char *name, const char *of)
{
	name = without_dot(name);
	of = without_dot(of);
	const char *slash = strrchr(of, '/'), *own = strrchr(name, '/');
	size_t directory = slash ? (size_t)(slash + 1 - of) : 0;
	size_t own_directory = own ? (size_t)(own + 1 - name) : 0;
	return directory == own_directory && strncmp(name, of, directory) == 0;
}

/*
 * Opens what a schema consists of, itself and what it includes from beside it, if it declares no
 * entity; libxml2 would read those as it reads these.
 */
static xmlParserInputPtr open_of_schema(const char *url, const char *id, xmlParserCtxtPtr parser)
{
	(void)id;
	char *schema = xmlStructuredErrorContext; /* on_broken_schema's */
	if (!url || !stands_beside(url, schema))
		fail(EX_CONFIG, schema, 0,
			"not a schema: it includes '%s', and what it includes must stand beside it: "
			"nothing is fetched from the network or elsewhere",
			quote(span_of(url ? url : "")).text);
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_schema_doctype,
		.entityDecl = on_schema_entity};
	xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
	xmlSAXUserParseFile(&sax, schema, url);
	xmlSetExternalEntityLoader(open_of_schema);
	return xmlNewInputFromFile(parser, url);
}

struct xml_schema *xml_schema_open(const char *path)
{
	if (!path)
		return NULL;
	input_close(input_open(path)); /* says what is wrong with the file itself */
	xmlSetExternalEntityLoader(open_of_schema);

	char *name = span_copy(span_of(path));
	xmlSetStructuredErrorFunc(name, on_broken_schema);
	xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(path);
	xmlSchemaPtr parsed = parser ? xmlSchemaParse(parser) : NULL;
	if (!parsed)
		fail(EX_CONFIG, path, 0, "not a schema");
	xmlSchemaFreeParserCtxt(parser);
	xmlSetStructuredErrorFunc(NULL, NULL);
	xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
	free(name);

	struct xml_schema *schema = allocate(1, sizeof *schema);
	schema->schema = parsed;
	return schema;
}

void xml_schema_close(struct xml_schema *schema)
{
	if (schema)
		xmlSchemaFree(schema->schema);
	free(schema);
}

/* Without a locator the validator's messages have no line. */
static int locate(void *context, const char **file, unsigned long *line)
{
	const struct reader *r = context;
	if (file)
		*file = r->file;
	if (line)
		*line = line_of(r);
	return 0;
}

/* A byte order mark decides, whatever the document declares: libxml2 alone does not see to that. */
static void heed_mark(struct reader *r, struct span first)
{
	static const struct mark marks[] = {
		{"\xEF\xBB\xBF", "UTF-8"}, {"\xFE\xFF", "UTF-16"}, {"\xFF\xFE", "UTF-16"}};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t length = strlen(marks[i].bytes);
		if (first.length >= length && memcmp(first.bytes, marks[i].bytes, length) == 0)
			r->mark = &marks[i];
	}
	if (r->mark)
		xmlCtxtUseOptions(r->parser, OPTIONS | XML_PARSE_IGNORE_ENC);
}

/* The next piece of the document; the first is long enough for what tells its encoding. */
static size_t read_piece(struct reader *r, struct input *input, char *bytes, size_t room)
{
	enum { TELLING = 4 };
	bool first = r->bytes == 0;
	size_t got = 0, more;
	do {
		more = input_read(input, bytes + got, room - got);
		got += more;
	} while (first && more > 0 && got < TELLING);
	if (first)
		heed_mark(r, (struct span){bytes, got});
	r->bytes += got;
	unsigned long long limit = r->reading->max_bytes;
	if (limit && r->bytes > limit)
		fail(r->rows->status, r->file, 0,
			"it unpacks to more than %llu bytes, the limit of --max-bytes", limit);
	return got;
}

/* Feeds the parser a piece at a time; pieces without an event are the inside of something long. */
static void feed(struct reader *r, struct input *input)
{
	char bytes[INPUT_PIECE];
	size_t got;
	while ((got = read_piece(r, input, bytes, sizeof bytes)) > 0) {
		r->quiet += got;
		xmlParseChunk(r->parser, bytes, (int)got, 0);
		if (r->quiet > QUIET_LIMIT)
			fail_quiet(r);
		if (r->quiet > got)
			check_tag(r);
		progress_show(&r->rows->progress, input, r->rows->records);
	}
	if (r->bytes == 0)
		fail_cut_short(r->rows->status, r->file, 0, "is empty");
	if (r->mark && r->bytes == strlen(r->mark->bytes))
		fail_cut_short(r->rows->status, r->file, 0, "is empty but for a byte order mark");
	r->last = true;
	xmlParseChunk(r->parser, NULL, 0, 1);
	check_end(r);
	if (!r->rooted || r->depth > 0 || !r->parser->wellFormed)
		wrong(r, "not well-formed XML");
}

/* A reader and its parser, which on_error hears from now on. */
static struct reader *reader_new(
	struct input *input, struct rows *rows, const struct reading *reading, xmlSAXHandler *sax)
{
	struct reader *r = allocate(1, sizeof *r);
	*r = (struct reader){.rows = rows, .file = input_name(input), .reading = reading};
	xmlSetStructuredErrorFunc(r, on_error);
	r->parser = xmlCreatePushParserCtxt(sax, r, NULL, 0, NULL);
	xmlCtxtUseOptions(r->parser, OPTIONS);
	xmlDictSetLimit(r->parser->dict, NAMES_LIMIT);
	return r;
}

static void reader_free(struct reader *r)
{
	xmlFreeParserCtxt(r->parser);
	xmlSetStructuredErrorFunc(NULL, NULL);
	free(r->attribute);
	free(r->text.bytes);
	free(r);
}

void xml_read(struct input *input, struct rows *rows, const struct xml_schema *schema,
	dialect_chooser *choose, const struct reading *reading)
{
	xmlSAXHandler sax = handlers();
	struct reader *r = reader_new(input, rows, reading, &sax);
	r->choose = choose;
	rows_begin(rows, r->file, r, line_of);

	xmlSchemaValidCtxtPtr validator = NULL;
	xmlSchemaSAXPlugPtr plug = NULL;
	if (schema) {
		validator = xmlSchemaNewValidCtxt(schema->schema);
		xmlSchemaSetValidStructuredErrors(validator, on_schema_error, r);
		xmlSchemaValidateSetLocator(validator, locate, r);
		plug = xmlSchemaSAXPlug(validator, &r->parser->sax, &r->parser->userData);
		if (!plug)
			fail(EX_OSERR, r->file, 0, "the schema cannot be held against it");
	}
	feed(r, input);
	if (schema && xmlSchemaIsValid(validator) != 1)
		fail(rows->status, r->file, 0, "not valid by the schema");
	r->dialect->close(r->state);

	xmlSchemaSAXUnplug(plug);
	xmlSchemaFreeValidCtxt(validator);
	reader_free(r);
}

void xml_read_part(
	struct input *input, struct rows *rows, const struct dialect *dialect, void *state)
{
	static const struct reading any; /* no limit but those that the input itself has */
	xmlSAXHandler sax = handlers();
	struct reader *r = reader_new(input, rows, &any, &sax);
	r->part = true;
	r->dialect = dialect;
	rows_blank(rows, dialect->blank);
	r->state = state;
	feed(r, input);
	reader_free(r);
}
