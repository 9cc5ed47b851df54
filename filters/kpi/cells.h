/*
 * What is gathered of the records: a cell for each key figure and group.
 *
 * Groups are found by their fields in a hash table; the cells of a group lie together, one for each
 * definition. What few operations need lies apart, and what can be many (different values, remarks)
 * in a bag, so that memory grows with groups and different texts, not with records.
 */
#ifndef KKR_KPI_CELLS_H
#define KKR_KPI_CELLS_H

#include "kpi/definitions.h"
#include "kpi/pool.h"

#include "lib/hash.h"

/* What may be counted in the bag. */
enum tally_part {
	TALLY_VALUES,
	TALLY_REMARKS,
	TALLY_PUBLISHED,
	TALLY_PUBLISHED_ALONE,
	/* Values, and weights from other records: a number, a TAB and what tells them whose it is.
	 */
	TALLY_WEIGHTED,
	TALLY_WEIGHTS,
	TALLY_AREAS,
};

/* The sum in one period, the first or the last. */
struct at_period {
	bool given;
	bool secret; /* a record of it has no value, since its source keeps that secret */
	struct period period;
	size_t text; /* the period's, in the pool */
	uint64_t n;
	struct sum sum;
	struct text origin; /* the first of its records'; without bytes where they have none */
};

/* What not every operation needs. */
struct further {
	bool seen;      /* a record met the conditions, with the value that it needs or without */
	bool secret;    /* one that met them has no value, since its source keeps that secret */
	bool of_secret; /* the same of the conditions of what it is held against */
	struct text origin; /* as that of a period, of all records */
	struct sum of, weight;
	uint64_t of_n;
	bool has_range, has_next;
	struct number least, most; /* their texts are those beside them */
	struct text least_text, most_text;
	struct at_period first, last;
	long next; /* the earliest date of the plans that are taken */
	uint64_t taken;
};

struct cell {
	uint64_t n; /* records that went in */
	struct sum sum;
};

/* The fields of a group, with TABs between them: so many bytes of all keys, from there on. */
struct group_key {
	uint32_t offset, length;
};

struct group {
	size_t grouping;
	struct group_key key;
};

/* A hash table of the groups of one grouping. It and the cells are to fit the cache. */
struct group_slot {
	uint32_t hash;  /* some of its bits */
	uint32_t group; /* plus one; 0 is free */
	struct group_key key;
};

struct group_table {
	struct group_slot *slot;
	size_t slots, count;
};

struct cells {
	const struct definitions *definitions;
	const struct grouping *grouping; /* the first has no columns: the row for all together */
	size_t groupings;
	bool *wanted;        /* by grouping, then definition: whether it makes such rows */
	size_t *cells_of;    /* by definition: the one in whose cells it gathers, mostly itself */
	struct period as_of; /* all zero where none was given: then no operation asks */
	struct group *group;
	struct text keys; /* of all groups */
	size_t groups, room;
	struct group_table *table; /* of each grouping */
	bool has_origin;           /* the records say where they came from */
	struct secret secret;      /* by which nobody can tell which groups share a slot */
	struct cell *cell;         /* by group, then definition */
	size_t cell_room;
	struct further **further; /* of each cell; NULL until it is needed */
	size_t further_room;
	size_t *remark; /* of each cell the last that was noted, plus one; 0 for none */
	size_t remark_room;
	/* Of each cell the levels of the areas whose records went in, a bit each: 1 <<
	 * LEVEL_REGION. */
	unsigned char *levels;
	size_t levels_room;
	struct pool pool;
	struct bag bag;
};

/* A plan, as far as an operation asks. */
struct plan {
	bool done;
	bool has_earliest, has_latest;
	long earliest, latest;
};

/* A cell and what goes with it, for those that read it. */
struct view {
	const struct cells *cells;
	const struct definition *definition;
	const struct cell *cell;
	const struct further *further; /* never NULL: all zero where the cell has none */
	size_t place;                  /* of the cell, by which the bag knows it */
	const struct group *group;
};

/*
 * Begins without a group but that for all together. `groupings` are the caller's, the first without
 * columns.
 */
void cells_begin(struct cells *cells, const struct definitions *definitions,
	const struct grouping *groupings, size_t count, struct period as_of);
void cells_free(struct cells *cells);

/*
 * The fields by which a record is grouped, where they stand in it: they have just been written, and
 * a copy would have to wait for that.
 */
struct key {
	size_t grouping;
	const struct span *field; /* of the record */
	const size_t *column;     /* the places of the grouping's columns */
	size_t count;
};

/*
 * The group of a key, which is made where it is new, by the key's hash. Groups lie wherever they
 * lie: the sooner the hash is asked for, the less is waited for memory.
 */
uint32_t cells_hash(const struct cells *cells, const struct key *key);
size_t cells_group(struct cells *cells, const struct key *key, uint32_t hash);

/* The fields of a group, as many as its grouping has columns; good until a group is made. */
void cells_fields(const struct cells *cells, size_t group, struct span *field);

/* The place of a cell in `cell`, by which the bag knows it. */
static inline size_t cells_place(const struct cells *cells, size_t group, size_t definition)
{
	return group * cells->definitions->count + cells->cells_of[definition];
}

/*
 * Lets a definition have the cells of an earlier one, which gathers the same of the same records:
 * half the work for a sum and a mean of one column. False where they do not make the same rows.
 */
bool cells_share(struct cells *cells, size_t definition, size_t earlier);

static inline bool cells_wanted(const struct cells *cells, size_t grouping, size_t definition)
{
	return cells->wanted[grouping * cells->definitions->count + definition];
}

/* Whether a definition makes any rows. */
bool cells_used(const struct cells *cells, size_t definition);

struct view cells_view(const struct cells *cells, size_t group, size_t definition);

/* Whether a record met the conditions of a cell, though it may have no value. */
static inline bool cells_seen(const struct cells *cells, size_t place)
{
	return cells->cell[place].n > 0 || (cells->further[place] && cells->further[place]->seen);
}

/* What a cell has besides, made where it has none. */
struct further *cells_further(struct cells *cells, size_t place);

/*
 * The sum in a period, to be added to: begun anew where the period is the first or the last so far,
 * NULL where it is neither. `text` is how the period is written.
 */
struct at_period *cells_first_period(
	struct cells *cells, size_t place, struct period period, struct span text);
struct at_period *cells_last(
	struct cells *cells, size_t place, struct period period, struct span text);

/*
 * Notes a remark, "qualifier TAB note TAB source" by its number in the pool; NO_REMARK is none.
 * What is gathered by period has a TAB and the period behind it.
 */
#define NO_REMARK SIZE_MAX
void cells_remark(struct cells *cells, size_t place, size_t remark);

/* Takes where a record came from for the first so far, where it is; an empty one is none. */
void cells_origin(struct text *first, struct span origin);

/* Takes a number for the least or the greatest so far, and a day for the earliest, where it is. */
void cells_range(struct cells *cells, size_t place, const struct number *number);
void cells_next(struct cells *cells, size_t place, long day);

#endif
