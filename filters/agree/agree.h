/*
 * What the parts of kkr-agree share: the quotas that came, the transfers, and what they make of
 * them.
 *
 * kkr-agree.c has the options and the output; quotas.c reads the quotas, transfers.c the agreement
 * and applies it, sign.c writes what is signed, change.c answers --changed-from.
 */
#ifndef KKR_AGREE_H
#define KKR_AGREE_H

#include "lib/areas.h"
#include "lib/decimal.h"
#include "lib/observation.h"
#include "lib/report.h"
#include "lib/table.h"

/* What becomes of a municipality's quota. */
struct outcome {
	mpz_t quota;
	mpz_t transfer;     /* by agreement: what it takes over, less what it gives up */
	mpz_t agreed;       /* quota + transfer */
	const char *status; /* aftalt, beregnet and so on */
	const char *state;  /* of its agreement: forslag and so on; "" where it has none */
};

struct transfer;

struct municipality {
	struct span code;
	struct span name;   /* "" where neither the input nor the code list has one */
	struct span region; /* its code, "" where it is not known */
	struct span region_name;
	size_t in_region; /* the number of its region, of those that there are */
	const struct transfer *given, *taken; /* the first of those it is a party to, or NULL */
	const struct row *row;
	struct outcome *outcome; /* of each column of quotas */
};

/* How the quotas came. */
enum form { WIDE, LONG, STEPS };

struct quotas {
	struct records in;
	struct observation means;
	struct table table; /* what is read; not of steps */
	enum form form;
	struct municipality *municipality; /* in the order of the input */
	size_t count, room;
	size_t *by_code, *by_name; /* the municipalities, sorted so */
	size_t regions;            /* by code, from 0 on */
	size_t *column;            /* wide: those of quotas, */
	const char **after;        /* and what stands behind their "quota": "" or "_600" */
	mpz_t *landstal;           /* the sum of each */
	size_t columns;
	size_t faults; /* listed so far: nothing is written if there is one */
};

/*
 * Reads wide quotas, observations or steps, which their columns tell; what is wrong with them is
 * listed as a fault. `areas` must outlive them.
 */
void quotas_read(struct quotas *q, char *const *files, const struct column_names *names,
	const struct areas *areas);
void quotas_free(struct quotas *q);

/* A column that an agreement makes must not be there: a fault where it is. */
void quotas_refuse_made(struct quotas *q);

/* The municipality with a code or official name, or NULL. */
struct municipality *quotas_find(const struct quotas *q, struct span area);

/* A whole number of persons, 0 or more: NULL, or what is wrong with it, in words that follow. */
const char *read_persons(mpz_t persons, struct span field);

/* Lists a fault of a row. */
void agree_fault(struct quotas *q, const struct row *row, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

struct agreement;

/*
 * Reads an agreement (order 550/2022, § 6): the columns from, to, persons and, optional, note,
 * landstal, on_change and state. What is wrong with a line in itself, or names no municipality of
 * q, in no spelling that recognise.h knows, is a fault.
 */
struct agreement *agreement_read(struct quotas *q, const char *path, const struct areas *areas);
void agreement_free(struct agreement *agreement);

/* Whether it has a column `state`. */
bool agreement_states(const struct agreement *agreement);

/*
 * Sets transfer, agreed, status and state of each municipality for the quotas at `index`. A
 * transfer that was agreed for another landstal lapses, unless its on_change keeps or scales the
 * persons. Each must stay within its region, leave no quota negative, and every region's sum as it
 * was: else a fault.
 */
void agreement_apply(struct quotas *q, const struct agreement *agreement, size_t index);

/* Of two states that one which is less far: forslag, underskrevet, meddelt, bortfaldet, "". */
const char *agreement_weaker(const char *a, const char *b);

/* The parties of a municipality: "Rudersdal (10), Hillerød (7)", and the notes of their transfers.
 */
void agreement_parties(struct text *parties, struct text *notes, const struct quotas *q,
	const struct agreement *agreement, const struct municipality *m, bool takes);

/* What a KKR signs, as records, for the first quotas. */
void agreement_write(const struct quotas *q, const struct agreement *agreement, struct writer *out);

/* A row for each region: what its quotas add up to, as they came and as agreed. */
void regions_write(const struct quotas *q, const struct agreement *agreement, struct writer *out);

/* Counts the transfers, for the first quotas: agreement in_force, draft or lapsed. */
void agreement_count(const struct agreement *agreement, struct report *report, const char *file);

/* Whether each landstal requires a revision of `before` (--changed-from). */
void write_changes(const struct quotas *q, mpz_srcptr before, struct writer *out);

#endif
