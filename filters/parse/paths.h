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
		const struct type *type;
		struct path path;
	} * field;
	size_t fields;
	enum numbers numbers;
	struct path_prefix *prefix;
	size_t prefixes;
};

/* The options as they were given: `fields` and `prefixes` end with NULL; all may be NULL. */
struct shape_options {
	const char *record;
	char **fields;   /* of --field: COLUMN=PATH or COLUMN:TYPE=PATH */
	char **prefixes; /* of --namespace: PREFIX=URI */
	const char *numbers;
};

/* Reads them; ends the program with 64 where they do not fit. NULL where there is no --record. */
struct shape *shape_read(const struct shape_options *options);
void shape_free(struct shape *shape);

#endif
