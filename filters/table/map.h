/*
 * A table map: what each column of a table is, so that its rows become records. A map is records
 * itself, with the columns `column` and `is`, and as many of `type`, `numbers`, `position`,
 * `optional`, `fill` and of the records' own columns as it takes; kkr-maps(5) has the grammar.
 */
#ifndef KKR_MAP_H
#define KKR_MAP_H

#include "layout.h"
#include "pattern.h"

enum map_role {
	MAP_VALUE,   /* each of its cells is the value of a record */
	MAP_FIELD,   /* a field of all records of the row */
	MAP_IGNORED, /* nothing */
};

/* What a column holds, as its first rows tell. */
enum map_holds { HOLDS_ANYTHING, HOLDS_WORDS, HOLDS_FIGURES, HOLDS_PERCENT };

struct map_column {
	size_t line;           /* in the map's file */
	struct span column;    /* as it is named there, and is shown */
	struct pattern header; /* what its header is like, where `number` is 0 */
	size_t number;         /* the column, from 1; 0 where it is known by its header */
	size_t from, to;       /* with positions: its first and its last character, from 1 */
	enum map_role role;
	size_t field; /* its place in the record */
	bool several; /* it may be about several columns, or none, each told by its header */
	bool called;  /* of a MAP_FIELD: the column of the records is called as its header is */
	enum map_holds holds; /* only columns that hold this */
	bool optional;        /* the table may be without it */
	bool secret;          /* of a MAP_VALUE: what has no value is kept secret by its source */
	bool fill;            /* an empty cell has what the last one above it has that is not */
	bool second;          /* of the two columns that are one area */
	const struct type *type;
	bool percent; /* a figure that may be written or shown as a percentage */
	bool day;     /* a date, or a period, which may be one */
	enum numbers numbers;
	bool spaces;           /* stand between the thousands of its numbers */
	bool either;           /* its numbers have a point or a comma, and no thousands */
	struct span *constant; /* of a MAP_VALUE: a field for each column of the record, escaped */
};

/* Rows of one text that name something of the rows below them. */
struct map_heading {
	struct span name; /* of the column of the records */
	const struct type *type;
	size_t field; /* its place in the record */
	bool ignored; /* it names nothing */
	bool any;     /* whatever its text is; else it is like this: */
	struct pattern pattern;
};

struct map {
	const char *file;
	/* Fixed width: each column has `from` and `to`, and its number is its place among them. */
	bool positions;
	struct map_column *column;
	size_t columns;
	size_t values;     /* how many of them are MAP_VALUE */
	bool sentences;    /* some are sentences of running words, and not columns; and some */
	bool tabular;      /* are columns: a map may have both */
	bool headed;       /* one of the columns is known by its header */
	bool holds;        /* one is about columns by what they hold */
	bool secret;       /* what has no value in one is kept secret */
	bool titled;       /* what stands above the header matters: a title, or {title} */
	struct span *name; /* of the columns of the records */
	size_t names;
	size_t qualifier;      /* the place of `qualifier` among them, where one is secret */
	size_t period;         /* the place of `period` among them; their number where it is none */
	struct pattern *title; /* what must stand above the header */
	size_t titles;
	struct map_heading *heading;
	size_t headings;
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

/* Whether a line of it is about a column of the table, and is no sentence. */
bool map_line_is_column(const struct map_column *line);

#endif
