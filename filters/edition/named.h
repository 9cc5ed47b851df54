/*
 * The records of a topic by their data sets, TOPIC-YEAR: those of the newest edition.
 *
 * Two editions would be added up, and so would an export that lies there twice. The former are told
 * apart by what stands behind the topic's name, where that is a period: the one that begins last is
 * the newest, and the others are left out. The latter is refused.
 */
#ifndef KKR_EDITION_NAMED_H
#define KKR_EDITION_NAMED_H

#include <stdbool.h>

struct named_options {
	const char *topic;
	bool optional; /* there may be no record of it */
	char *report;
	char **files;
};

/* Reads and writes all, or ends the program. */
void named_pass(const struct named_options *o);

#endif
