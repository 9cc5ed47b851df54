#include "documents.h"

#include <string.h>

#define FEED_HELP                                                                                  \
	"ask for the table itself, as csv or .xlsx; kkr-parse --record and --field read any XML"

static const struct {
	const char *root, *space, *is;
} documents[] = {
	{"Cube", "",
		"is DSTML, whose order of cells is documented nowhere: take the same table in the "
		"StatBank's format CSV or BULK"},
	{"rss", "", "is a feed of news (RSS): " FEED_HELP},
	{"feed", "http://www.w3.org/2005/Atom", "is a feed (Atom): " FEED_HELP},
	{"kml", "http://www.opengis.net/kml/2.2", "is a map (KML): " FEED_HELP},
	{"svg", "http://www.w3.org/2000/svg", "is a picture (SVG): ask for the table itself"},
	{"schema", "http://www.w3.org/2001/XMLSchema",
		"is a schema (XSD), by which kkr-parse --schema checks a file: name the file"},
};

void refuse_document(const struct rows *rows, const struct element *root)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		if (strcmp(root->name, documents[i].root) == 0 &&
			strcmp(root->space, documents[i].space) == 0)
			rows_fail(rows, "%s", documents[i].is);
	}
}
