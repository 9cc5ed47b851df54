/*
 * What records hold: each column's different fields, the areas and periods, the series and their
 * totals. Memory does not grow with the records.
 */
#ifndef KKR_INSPECT_TALLY_H
#define KKR_INSPECT_TALLY_H

#include "inspect/counted.h"
#include "inspect/sums.h"
#include "lib/observation.h"
#include "lib/period.h"
#include "lib/recognise.h"

/*
 * So many different fields are counted of a column, and so many texts of areas; of so many columns
 * the fields are looked at.
 */
enum { TALLY_FIELDS = 1000, TALLY_AREAS = 1 << 12, TALLY_COLUMNS = 40 };

struct column_tally {
	bool counted;
	struct counted fields;
	unsigned long long empty, numbers;
};

/* The first and the last period that came, as they are written, and what is none. */
struct period_tally {
	struct text first, last;
	long begins, ends; /* days */
	unsigned long long others;
};

/* What a text of the column `area` was taken for. */
struct area_text {
	const struct area *area; /* NULL: none */
	char *reason;            /* why there is none */
};

struct tally {
	const struct records *in;
	struct observation means;
	struct recogniser *recogniser;
	struct secret secret;
	struct column_tally *column; /* of each column */
	struct counted area_texts;   /* the different texts of the column `area` */
	struct area_text *area_text; /* of each of them */
	unsigned long long unknown;  /* records whose area is not known */
	struct period_tally period;
	struct sums series;
	unsigned long long records;
};

/* Both must outlive it. Columns mean what their names say (observation.h). */
void tally_open(struct tally *tally, const struct records *in, struct recogniser *recogniser);
void tally_free(struct tally *tally);

/* Takes the record at hand in. */
void tally_record(struct tally *tally);

/* Whether the records have the column of a word. */
bool tally_has(const struct tally *tally, enum column_word word);

#endif
