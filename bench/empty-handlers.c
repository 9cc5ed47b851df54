/*
 * The yardstick of `make bench`: libxml2's push parser with handlers that do nothing, fed 64 KB at
 * a time. No filter that reads XML with libxml2 can be faster than this.
 */
#include <libxml/parser.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

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

int main(int argc, char **argv)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text};
	int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
	if (file < 0 || !parser) {
		fputs("usage: empty-handlers FILE.xml\n", stderr);
		return 1;
	}
	static char bytes[1 << 16];
	ssize_t got;
	while ((got = read(file, bytes, sizeof bytes)) > 0)
		xmlParseChunk(parser, bytes, (int)got, 0);
	int result = xmlParseChunk(parser, NULL, 0, 1);
	xmlFreeParserCtxt(parser);
	close(file);
	return result != 0 || got < 0;
}
