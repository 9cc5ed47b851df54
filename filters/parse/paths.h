/*
 * What a record is in an XML that no dialect describes: --record, --field and what goes with them.
 */
#ifndef KKR_PATHS_H
#define KKR_PATHS_H

#include "path.h"
#include "read/values.h"

struct shape {
	struct path record;
	struct shape_field {
		char *column;
		bool optional; /* its path may lead to nothing */
		const struct type *type;
		struct path path;
	} * field;
	size_t fields;
	enum numbers numbers;
	struct path_prefix *prefix;
	size_t prefixes;
	struct met *met; /* whether the paths led to anything: --record's, and then the fields' */
};

/* The options as they were given: `fields` and `prefixes` end with NULL; all may be NULL. */
struct shape_options {
	const char *record;
	char **fields;   /* of --field: COLUMN=PATH, COLUMN:TYPE=PATH, and with ? behind COLUMN */
	char **prefixes; /* of --namespace: PREFIX=URI */
	const char *numbers;
};

/* Reads them; ends the program with 64 where they do not fit. NULL where there is no --record. */
struct shape *shape_read(const struct shape_options *options);
void shape_free(struct shape *shape);

/*
 * To be called when all documents have been read: a path that has led to nothing in any of them
 * ends the program with 65, and one that has in some is told.
 */
void shape_check(const struct shape *shape);

#endif
