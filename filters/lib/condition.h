/*
 * Conditions on the columns of records, as people write them: measure=population value>0.
 * kkr-kpi(1) describes their grammar.
 */
#ifndef KKR_CONDITION_H
#define KKR_CONDITION_H

#include "grammar.h"
#include "period.h"
#include "records.h"
#include "sum.h"

/* A column of the records that somebody names. */
struct use {
	char *name; /* NULL: none */
	size_t at;  /* its place in the records, once use_resolve has found it */
};

/*
 * Finds the column among those of the records: 65 where it is not there. `hint`, which may be NULL,
 * says who names it.
 */
void use_resolve(struct use *use, const struct records *in, const char *hint);

enum comparison { EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL };

/* A value of a condition, and what it is besides text. */
struct literal {
	char *text; /* as fields are written */
	size_t length;
	bool is_prefix; /* what a field begins with */
	bool is_number, is_code, is_period;
	struct number number;
	struct period period;
};

struct condition {
	struct use use;
	enum comparison comparison;
	struct literal *value;
	size_t values, room;
	struct value_list *list; /* several values, sorted */
};

struct conditions {
	struct condition *condition;
	size_t count, room;
};

/* Adds the conditions that stand in the text, up to its end; what is none ends the program. */
void conditions_read(struct conditions *conditions, struct grammar *grammar);

/* As use_resolve does, the columns of all conditions. */
void conditions_resolve(struct conditions *conditions, const struct records *in, const char *hint);

void conditions_free(struct conditions *conditions);

/*
 * Whether all conditions hold of the record at hand. Where they do but for a field that cannot be
 * compared, `*fault` gets its condition, unless it is set already; false then.
 */
bool conditions_hold_all(const struct conditions *conditions, const struct records *in,
	const struct condition **fault);

static inline bool conditions_hold(const struct conditions *conditions, const struct records *in,
	const struct condition **fault)
{
	return conditions->count == 0 || conditions_hold_all(conditions, in, fault);
}

#endif
