/*
 * A period from one to another, as offices write it: 1. januar - 31. december 2026, perioden fra
 * 1/1 til 31/3 2026, januar-juni 2026.
 */
#ifndef KKR_PERIOD_RANGE_H
#define KKR_PERIOD_RANGE_H

#include "text.h"

/*
 * Adds the period of the record format that begins and ends so, of a text with single blanks; NULL,
 * or why it is none, which is `reason` where it is not from one to another.
 */
const char *period_range(struct span text, struct text *to, const char *reason);

/*
 * Whether a period that stands at `at` of a text with single blanks would be a part of a longer
 * one, which may be none: the end of 1. februar - 31. december 2026, and december 2026 there; and
 * whether one that ends at `end` would: 2020 in 2020 til 2024.
 */
bool period_ends_longer(struct span text, size_t at);
bool period_begins_longer(struct span text, size_t end);

#endif
