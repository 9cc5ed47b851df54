#include "kind.h"

#include "lib/records.h"
#include "markup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Columns by which a table of the StatBank is known, whose names may look like those of records. */
struct statbank {
	bool time, contents, value;
};

static void look_at_name(struct statbank *s, struct span name)
{
	s->time |= span_is(name, "time") || span_is(name, "tid");
	s->contents |= span_is(name, "contents") || span_is(name, "indhold");
	s->value |= span_is(name, "value");
}

/*
 * Whether the first line names columns, and two of them at least: else any word would do. Of a line
 * that is longer than what is looked at, or has no end, the last name may be cut off.
 */
static bool begins_records(struct span first)
{
	const char *feed = memchr(first.bytes, '\n', first.length);
	const char *end = feed ? feed : first.bytes + first.length;
	size_t columns = 0;
	struct statbank statbank = {.time = false};
	for (const char *at = first.bytes; at <= end; columns++) {
		const char *stop = memchr(at, '\t', (size_t)(end - at));
		stop = stop ? stop : end;
		bool cut_off = !feed && stop == at && at == end;
		if (!cut_off && !column_name_valid((struct span){at, (size_t)(stop - at)}))
			return false;
		look_at_name(&statbank, (struct span){at, (size_t)(stop - at)});
		at = stop + 1;
	}
	return columns > 1 && !(statbank.time && statbank.contents && !statbank.value);
}

/* Whether XML of no table begins so, in UTF-8 or UTF-16, which has NULs between. */
static bool begins_document(struct span first)
{
	static const char *const tables[] = {
		"urn:schemas-microsoft-com:office:spreadsheet", "urn:oasis:names:tc:opendocument"};
	struct text plain = {0};
	for (size_t i = 0; i < first.length; i++) {
		if (first.bytes[i])
			text_add_char(&plain, first.bytes[i]);
	}
	text_add_char(&plain, '\0');
	bool document = begins_xml(first) && !begins_html(first);
	for (size_t i = 0; document && i < sizeof tables / sizeof *tables; i++)
		document = strstr(plain.bytes, tables[i]) == NULL;
	free(plain.bytes);
	return document;
}

/* Whether a zip archive begins so whose first entry is a document, as no workbook's is. */
static bool begins_packed_document(struct span first)
{
	enum { NAME_LENGTH = 26, NAME = 30 };
	static const char magic[] = "PK\3\4", types[] = "[Content_Types]", end[] = ".xml";
	if (first.length < NAME || memcmp(first.bytes, magic, strlen(magic)) != 0)
		return false;
	size_t length = (unsigned char)first.bytes[NAME_LENGTH] +
			256U * (unsigned char)first.bytes[NAME_LENGTH + 1];
	struct span name = {first.bytes + NAME, length};
	if (length < strlen(end) || length > first.length - NAME ||
		memchr(name.bytes, '/', length) || memchr(name.bytes, '\\', length))
		return false;
	return strncasecmp(name.bytes + length - strlen(end), end, strlen(end)) == 0 &&
	       !memmem(name.bytes, length, types, strlen(types));
}

enum file_kind file_kind(struct span first)
{
	if (begins_records(first))
		return KIND_RECORDS;
	return begins_document(first) || begins_packed_document(first) ? KIND_DOCUMENT : KIND_TABLE;
}
