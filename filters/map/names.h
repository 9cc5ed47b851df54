/*
 * What a header says: the period in it, and what is left as the name of a measure.
 */
#ifndef KKR_MAP_NAMES_H
#define KKR_MAP_NAMES_H

#include "lib/text.h"

struct said {
	struct text period;  /* as a record has it; empty where the header has none, or several */
	struct text rest;    /* without it */
	struct text pattern; /* with {period} in its place; else the header itself */
	bool odd;            /* something in it looks like a year, and is no period */
};

/* All is the caller's to free. */
void said_read(struct said *said, struct span header);
void said_free(struct said *said);

/* Adds what a text is as the name of a column or a measure: [a-z][a-z0-9_]*, or nothing. */
void name_add(struct text *to, struct span text);

/* Adds the name of a measure that a title says, without its number (Tabel 2024.1) and years. */
void name_add_title(struct text *to, struct span title);

/* Whether there is a month, quarter, half or week in a header that would have its year elsewhere.
 */
bool says_part_of_year(struct span header);

/* Whether a header says that its column has areas; and whether it is the very word for them: no
 * table has an area of that name. */
bool says_area(struct span header);
bool is_area_word(struct span text);

/* Whether a text says that a figure is a mean. */
bool says_mean(struct span text);

/* Whether it says when a list was made, and not of when its figures are: trukket 3/2 2026 kl. 10.
 */
bool says_made(struct span text);

/* Whether a pattern, in which * is any text, fits all of a key (area-names.h). */
bool pattern_fits(struct span pattern, struct span key);

#endif
