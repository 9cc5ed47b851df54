/*
 * Numbers and dates as spreadsheets store them.
 *
 * A spreadsheet has doubles, and its files write them with up to 17 digits, and with an exponent
 * where that is shorter: 1.1000000000000001, 5E-2. The number that was meant is the shortest
 * decimal that is the same double: 1.1, 0.05. With at most 15 digits that is what is written.
 *
 * A date is a number of days, its time of day the fraction; only the cell's number format tells it
 * from another number.
 */
#ifndef KKR_STORED_H
#define KKR_STORED_H

#include "lib/text.h"

/*
 * Adds the number that is meant, in plain notation; returns false, and adds nothing, where `raw` is
 * none or has more than 100 digits written out. Space around it does not count.
 */
bool stored_number(struct span raw, struct text *to);

/*
 * Whether a number is written already as stored_number would write it, and is the same: mostly so,
 * and it need not be copied.
 */
bool stored_plain(struct span raw);

/* What a number format makes of a number, as far as that changes what it is. */
enum shown { SHOWN_NUMBER, SHOWN_PERCENT, SHOWN_DATE, SHOWN_TIME, SHOWN_BOTH, SHOWN_ELAPSED };

/* Of a number format's code: dd\-mm\-yyyy, 0.0%, [h]:mm. Of several sections the first counts. */
enum shown shown_by_code(struct span code);

/* Of the number formats that have no code in a file but a number: 14 is a date. */
enum shown shown_by_number(unsigned long number);

/*
 * The digits that a format of zeros alone shows at least, 000 or 0000: with it 84 is shown as 084.
 * 0 for any other. At most so many:
 */
enum { ZEROS = 18 };
unsigned char zeros_by_code(struct span code);

/*
 * Adds a number as such a format shows it, where it is whole and none is negative; false, and adds
 * nothing, where that is no other than it is.
 */
bool zeros_pad(struct span number, size_t zeros, struct text *to);

/*
 * Adds the date, time of day, both or duration that a number of days is: 2025-01-31, 13:30:00,
 * 2025-01-31T13:30:00, 37:30:00. A date that has a time of day, too, gets it whatever the format,
 * but midnight, which many programs write with each date, is the date alone; a fraction of a second
 * is written to the millisecond. `from1904`: days count from 1 January 1904; otherwise 1 is 1
 * January 1900, and 60 the 29 February 1900 that never was. Returns NULL, or why it is none, in
 * words that follow the number.
 */
const char *stored_days(struct span number, enum shown shown, bool from1904, struct text *to);

/*
 * Adds a date, a time of day or both that is written as ISO 8601 has it: 2025-01-31,
 * 2025-01-31T13:30:00.5, 13:30. Midnight behind a date is left out. False, and nothing added, where
 * it is none of these.
 */
bool stored_iso(struct span raw, struct text *to);

/* Adds a duration, PT13H30M00S, as 13:30:00. False, and nothing added, where it is none. */
bool stored_duration(struct span raw, struct text *to);

#endif
