/*
 * A heap of records of several editions of a topic, and which edition each is of.
 *
 * A data set TOPIC-YEAR says it. Where a record has none, the period of its measure does, as far as
 * that is needed in one year alone; of a measure that may be of several years, the other figures of
 * its file say for which edition it was delivered.
 */
#ifndef KKR_EDITION_HEAP_H
#define KKR_EDITION_HEAP_H

#include "edition/needs.h"
#include "lib/observation.h"
#include "lib/places.h"
#include "lib/table.h"

#include <stdint.h>

/* Years, each once. */
struct years {
	long *year; /* the least first */
	size_t count, room;
};

/* A file, or a sheet of one, as its records name it. */
struct source {
	char *file;
	struct years editions; /* of which some of its figures certainly are */
	bool dated;
	long date;         /* of the paper, a day */
	bool contradicted; /* some of its figures are others elsewhere, or of another year */
};

struct figure {
	size_t row;
	size_t source;
	const struct need *need; /* NULL: it is of the topic by its data set alone */
	const struct area *area; /* NULL: of none that the code list has */
	long year;               /* of its period; 0 without one */
	bool january;            /* the period begins with the year */
	bool named;              /* its data set names its edition */
	long edition;            /* 0: its file says for which it was delivered */
	bool taken;              /* by the edition at hand */
};

struct heap {
	const char *topic;
	const struct needs *needs;
	const struct areas *areas;
	struct observation means;
	size_t dated; /* the column with the date of the paper; the count of columns without it */
	struct table table;
	struct figure *figure;
	size_t figures, room;
	struct source *source;
	size_t sources, source_room;
	struct places source_places; /* of their files */
	struct years editions;       /* that there are */
};

/* Why a record is none of the heap's. */
enum heap_reason { HEAP_TAKEN, HEAP_TOPIC, HEAP_MEASURE };

/* The year of four digits; 0 for anything else. */
long heap_year(struct span text);

/* The columns that it looks at are those of `in`; 65 where one that it needs is not there. */
void heap_open(struct heap *heap, const struct records *in);

/* Takes the record at hand, unless it is of another topic or of no measure of this one. */
enum heap_reason heap_add(struct heap *heap, const struct records *in);

/* To be called after the last: what editions there are. */
void heap_close_input(struct heap *heap);

void heap_free(struct heap *heap);

/* Says of a file, by its name or that of its workbook, of what day it is; false: there is none. */
bool heap_date(struct heap *heap, struct span file, long date);

/* The greatest that is less than `below`; 0 where there is none. */
long years_last(const struct years *years, long below);

static inline struct span figure_field(
	const struct heap *heap, const struct figure *f, size_t column)
{
	return heap->table.row[f->row].field[column];
}

static inline struct span figure_value(const struct heap *heap, const struct figure *f)
{
	return figure_field(heap, f, heap->means.at[IS_VALUE]);
}

/* Whether it is a figure of that level. */
static inline bool figure_is_of(const struct figure *f, enum area_level level)
{
	return f->area && f->area->level == level;
}

/*
 * Takes the figures of an edition: of each measure those of its first year that is whole, or else
 * of the first that there is. `faults` counts figures that stand under the data set of an edition
 * and are of another's year, each of which is listed where `listed`.
 */
void heap_take(struct heap *heap, long edition, bool listed, size_t *faults);

/*
 * How many needed measures lack an area, or are not there at all, in the figures that are taken;
 * where `listed`, each is, with what there is of other years.
 */
size_t heap_lacks(const struct heap *heap, long edition, bool listed);

/* Whether every area of its level has a value of the measure, among the figures that are taken. */
bool heap_has_all(const struct heap *heap, const struct need *need);

#endif
