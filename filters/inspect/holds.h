/*
 * The lines of the page that say what records hold, what is missing in them and what contradicts.
 */
#ifndef KKR_INSPECT_HOLDS_H
#define KKR_INSPECT_HOLDS_H

#include "inspect/page.h"
#include "inspect/tally.h"

/* The columns and what they mean, and of each what is in it. */
void put_columns(struct writer *page, const struct tally *tally);

/* Different texts, under a label. */
void put_counted(struct writer *page, const char *label, const struct counted *fields);

/* Areas, what is missing, totals, and records that are there twice. */
void put_areas(struct writer *page, const struct tally *tally);
void put_missing(struct writer *page, const struct tally *tally);
void put_totals(struct writer *page, const struct tally *tally);
void put_twice(struct writer *page, const struct tally *tally);

#endif
