/*
 * XML as a stream of events: libxml2's SAX2 push parser behind the limits that exports from outside
 * call for.
 *
 * No network and no file but the one at hand is read: a DOCTYPE that declares an entity or has an
 * external identifier is refused, and so is a reference to any entity but the five of XML 1.0. At
 * most XML_DEPTH elements deep; one name, attribute, comment or run of text at most 1 MB.
 */
#ifndef KKR_XML_H
#define KKR_XML_H

#include "rows.h"

struct xml_schema;

/* An XSD to validate by; 66 where it cannot be opened, 78 where it is none. NULL for no path. */
struct xml_schema *xml_schema_open(const char *path);
void xml_schema_close(struct xml_schema *schema);

/* Which dialect a root element begins; ends the program with 65 where there is none. */
typedef const struct dialect *dialect_chooser(
	const struct rows *rows, const struct element *root, const struct reading *reading);

/* Reads one document to its end and hands it to its dialect. `schema` may be NULL. */
void xml_read(struct input *input, struct rows *rows, const struct xml_schema *schema,
	dialect_chooser *choose, const struct reading *reading);

/*
 * Reads a document that is a part of a workbook into a dialect that is open already: its open and
 * close are not called, and its begins_record is not asked. It has no DOCTYPE at all. Messages that
 * the XML is wrong have the name of the input; where the dialect itself finds fault is the caller's
 * to say, in `rows`.
 */
void xml_read_part(
	struct input *input, struct rows *rows, const struct dialect *dialect, void *state);

#endif
