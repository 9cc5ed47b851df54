/*
 * Definitions of key figures: the table that an analyst writes, read and understood. kkr-kpi(1)
 * describes its columns and their grammar.
 */
#ifndef KKR_KPI_DEFINITIONS_H
#define KKR_KPI_DEFINITIONS_H

#include "lib/condition.h"
#include "lib/observation.h"

/* The columns of a -g, or of a `by`; none is the row for all together. */
struct grouping {
	char **name; /* NULL-terminated; NULL for none */
	char **from; /* of each name of a --group the column of which it is a part, or NULL */
	size_t count;
};

bool grouping_has(const struct grouping *grouping, const char *column);

/* Whether two have the same columns, in whatever order. */
bool grouping_same(const struct grouping *a, const struct grouping *b);

enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };

/* Every digit that there is. */
#define DECIMALS_ALL SIZE_MAX

struct operation;

struct definition {
	size_t line; /* of the table */
	char *kpi, *title, *unit, *note;
	const struct operation *operation;
	struct use column; /* what is added up */
	bool of_value;     /* no column was named: what is added up is the value */
	struct use weight;
	struct use weight_by; /* in the records of `of`, in the one that is alike in this column */
	bool counts;          /* share count, ratio count */
	unsigned long long days; /* due N */
	mpq_t per;               /* 100 for shares and changes in per cent */
	struct conditions where;
	bool has_of, of_is_number;
	mpq_t of_number;
	struct conditions of;
	struct grouping *by; /* none: every row */
	size_t bys, by_room;
	bool has_target;
	char *target;
	mpq_t target_number;
	enum better better;
	bool has_published;
	struct conditions published;
	size_t decimals; /* or DECIMALS_ALL */
};

struct definitions {
	const char *file;
	struct definition *definition;
	size_t count, room;
	uint64_t digest; /* of all that decides on what is added up */
};

/*
 * FNV-1a of bytes, begun with DIGEST_START or gone on with from bytes before: a run's states know
 * each other by it.
 */
#define DIGEST_START UINT64_C(0xcbf29ce484222325)
uint64_t digest_bytes(uint64_t digest, struct span bytes);

/* Reads the table. Ends the program with 78 where it is wrong, 66 where it cannot be opened. */
void definitions_read(struct definitions *all, const char *path);
void definitions_free(struct definitions *all);

/* Whether a definition makes rows of this grouping. */
bool definition_for(const struct definition *definition, const struct grouping *grouping);

/*
 * Finds the columns that the definitions name among those of the records, and those of `by` among
 * those of the groupings, too: 65 where one is not.
 */
void definitions_resolve(struct definitions *all, const struct observation *means,
	const struct grouping *groupings, size_t count);

#endif
