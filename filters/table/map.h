/*
 * A table map: what each column of a table is, so that its rows become records. A map is records
 * itself, with the columns `column` and `is`, and as many of `type`, `numbers`, `position` and of
 * the records' own columns as it takes; kkr-maps(5) has the grammar.
 */
#ifndef KKR_MAP_H
#define KKR_MAP_H

#include "layout.h"

enum map_role {
	MAP_VALUE,   /* each of its cells is the value of a record */
	MAP_FIELD,   /* a field of all records of the row */
	MAP_IGNORED, /* nothing */
};

struct map_column {
	size_t line;        /* in the map's file */
	struct span header; /* the text of its header, as a token; empty where `number` is told */
	size_t number;      /* the column, from 1; 0 where it is known by its header */
	size_t from, to;    /* with positions: its first and its last character, from 1 */
	enum map_role role;
	size_t field; /* its place in the record */
	const struct type *type;
	bool percent; /* a figure that may be written or shown as a percentage */
	bool day;     /* a date, or a period, which may be one */
	enum numbers numbers;
	struct span *constant; /* of a MAP_VALUE: a field for each column of the record, escaped */
};

struct map {
	const char *file;
	/* Fixed width: each column has `from` and `to`, and its number is its place among them. */
	bool positions;
	struct map_column *column;
	size_t columns;
	size_t values;     /* how many of them are MAP_VALUE */
	struct span *name; /* of the columns of the records */
	size_t names;
	struct span *constant; /* where no column is a MAP_VALUE: as there, for each row */
	char **kept;           /* the strings that all these are */
	size_t kept_count, kept_room;
};

/*
 * Reads a map, and into `layout` what it says of that. 66 where it cannot be opened, 78 where it is
 * wrong.
 */
struct map *map_read(const char *path, struct layout *layout);
void map_free(struct map *map);

#endif
