/*
 * The yardstick of `make bench` for workbooks: entries of a zip archive, inflated by libzip and
 * handed to libxml2's push parser with handlers that do nothing, 64 KB at a time.
 */
#include <libxml/parser.h>

#include <stdio.h>
#include <zip.h>

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int namespaces, const xmlChar **namespace, int attributes, int defaulted,
	const xmlChar **pointers)
{
	(void)context, (void)name, (void)prefix, (void)uri, (void)namespaces, (void)namespace;
	(void)attributes, (void)defaulted, (void)pointers;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)context, (void)name, (void)prefix, (void)uri;
}

static void on_text(void *context, const xmlChar *bytes, int length)
{
	(void)context, (void)bytes, (void)length;
}

static int read_entry(zip_t *archive, const char *name)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
	zip_file_t *entry = zip_fopen(archive, name, 0);
	if (!parser || !entry)
		return 1;
	static char bytes[1 << 16];
	zip_int64_t got;
	while ((got = zip_fread(entry, bytes, sizeof bytes)) > 0)
		xmlParseChunk(parser, bytes, (int)got, 0);
	int result = xmlParseChunk(parser, NULL, 0, 1);
	xmlFreeParserCtxt(parser);
	zip_fclose(entry);
	return result != 0 || got < 0;
}

int main(int argc, char **argv)
{
	zip_t *archive = argc > 2 ? zip_open(argv[1], ZIP_RDONLY, NULL) : NULL;
	if (!archive) {
		fputs("usage: empty-handlers-zip FILE.zip ENTRY...\n", stderr);
		return 1;
	}
	int result = 0;
	for (int i = 2; i < argc && result == 0; i++)
		result = read_entry(archive, argv[i]);
	zip_discard(archive);
	return result;
}
