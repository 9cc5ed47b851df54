/*
 * What the parts of the dialect sdmx share: data structure definitions (sdmx-structure.c) and the
 * table that levels of a message fill (sdmx-table.c). The message itself is sdmx.c's.
 *
 * SDMX-ML is https://sdmx.org's, versions 2.0 (ISO/TS 17369:2005), 2.1 (ISO 17369:2013), 3.0 and
 * 3.1, which differ in their namespaces alone.
 */
#ifndef KKR_SDMX_H
#define KKR_SDMX_H

#include "read/dialect.h"
#include "read/values.h"

/*
 * Where the namespaces of all versions and of each begin; what follows names the part. Not all who
 * write them heed their capitals.
 */
#define SDMX_ALL "http://www.sdmx.org/resources/sdmxml/schemas/"
#define SDMX_20  "http://www.SDMX.org/resources/SDMXML/schemas/v2_0/"
#define SDMX_21  "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
#define SDMX_30  "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
#define SDMX_31  "http://www.sdmx.org/resources/sdmxml/schemas/v3_1/"

/* A message has so many dimensions, measures and attributes at most, asked for or not. */
enum { COMPONENTS_MOST = 4096 };

enum role { ROLE_DIMENSION, ROLE_PERIOD, ROLE_MEASURE, ROLE_ATTRIBUTE };

/* ---- Values; `numbers` does not matter to them ---- */

value_reader value_double; /* 1234.5, 1.2345E3: without its exponent, exactly; NaN is missing */

/* ---- Structures: --structure and --labels ---- */

/* A list of codes with the labels of one language, as fields. */
struct codes;

/* The label of a code, both as fields; empty where there is none. `codes` may be NULL. */
struct span codes_label(const struct codes *codes, struct span id);

/* The id of a list that is in none of the files; NULL for one that is. */
const char *codes_absent(const struct codes *codes);

/* A dimension, measure or attribute; ROLE_PERIOD is the time dimension. */
struct component {
	char *id;
	enum role role;
	const struct codes *codes; /* NULL where it has no code list or no labels are asked for */
};

/* SDMX 2.0: an element of a cross-sectional message stands for a code of a dimension. */
struct cross_measure {
	char *element;
	char *dimension;
	char *code;
};

/* A data structure definition: dimensions and then measures and attributes, in their order. */
struct structure {
	char *id;
	const char *file; /* the one that has it */
	struct component *component;
	size_t components;
	struct cross_measure *cross;
	size_t crosses;
};

/*
 * Reads the definitions of files, NULL-terminated, which may refer to one another; labels are those
 * of `language`, or none where it is NULL. What is wrong with a file ends the program with 78, and
 * 66 where it cannot be opened. The paths must stay.
 */
struct structures *structures_open(char *const *paths, const char *language);
void structures_close(struct structures *structures);

/* The files' names, and the ids of what they define, each as "A, B", for messages. */
const char *structures_files(const struct structures *structures);
const char *structures_list(const struct structures *structures);

/*
 * The structure that a message calls by an id, its own or that of a dataflow; without an id, or
 * where a dataflow is not in the file, the only one there is. NULL where there is none such.
 */
const struct structure *structures_find(
	const struct structures *structures, struct span id, bool dataflow);

/* ---- The table ---- */

/* What gives values: the inner counts before the outer. A section is a series. */
enum level { LEVEL_DATASET, LEVEL_GROUP, LEVEL_SERIES, LEVEL_OBS };
enum { LEVELS = LEVEL_OBS + 1 };

/* What a value is said to be, by where it stands in the message. */
enum kind { KIND_KEY, KIND_ATTRIBUTE, KIND_VALUE };

struct table;

struct table *table_open(struct rows *rows, const struct reading *reading);
void table_close(struct table *table); /* writes the header that no row has written */

/*
 * A data set begins, called `name`, which may be empty and is an attribute `dataset`; `structure`
 * may be NULL. Its groups are its own.
 */
void table_dataset(struct table *table, const struct structure *structure, struct span name);

/*
 * Gives a column its value at a level, until table_clear. `id` lives as long as the document, and
 * the same id mostly has the same address; `at` is the value's place among those of its element, by
 * which the column is found fast.
 */
void table_give(struct table *table, enum level level, enum kind kind, const char *id, size_t at,
	struct span value);
void table_clear(struct table *table, enum level level);

/*
 * table_give in two steps, for a caller that remembers the column. It holds until the next data
 * set.
 */
size_t table_column(struct table *table, enum kind kind, const char *id);
void table_set(struct table *table, enum level level, size_t column, struct span value);

/* A data set ends: says which of its groups have described nothing. */
void table_dataset_end(struct table *table);

/* Whether there is no row yet, or one has had a value, be it missing. */
bool table_has_values(const struct table *table);

/*
 * Of what observations have given as dimensions, the one that the value may be: the last that is a
 * figure, else the last; NULL where there is none but the period.
 */
const char *table_value_like(const struct table *table);

/* Whether attributes are asked for, by --attributes or in --columns. */
bool table_has_attributes(const struct table *table);

/* Whether an id is an observation's value, its period: OBS_VALUE, and what is called so. */
bool table_is_measure(const struct table *table, const char *id);
bool table_is_period(const struct table *table, const char *id);

/*
 * A group that stands beside the series which it describes: values for all rows whose dimensions
 * are those of its key. KIND_KEY is of the key; KIND_VALUE says that the message does not tell, and
 * what is no column of the series and observations is an attribute.
 */
void table_group(struct table *table);
void table_group_give(struct table *table, enum kind kind, const char *id, struct span value);
void table_group_end(struct table *table);

/* The observation is a bad record: it has no dimension called so. */
void table_lacks(struct table *table, const char *id);

/* The observation ends, which began in `line`: a row, or a bad record. */
void table_put(struct table *table, size_t line);

#endif
