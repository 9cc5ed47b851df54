/*
 * The municipalities that there are no longer: schemas/mergers.tsv, compiled in. It has those of
 * before 2003 that ended or changed with the merger on Bornholm of 1 January 2003, that on Ærø of
 * 1 January 2006 and the reform of 1 January 2007. What they went to did not change again.
 */
#ifndef KKR_AREA_HISTORY_H
#define KKR_AREA_HISTORY_H

#include "areas.h"
#include "area-names.h"

struct former {
	struct area area;         /* what it was: a municipality without region or landsdel */
	long last;                /* its last day, as lib/period.h counts */
	bool kept;                /* it is not followed: it was still there when it is to be kept */
	const struct area **part; /* today's municipalities that it went to: two or more split it */
	size_t parts, room;
	const struct area *largest; /* where its largest part went */
};

struct history {
	struct former *former;
	size_t count, room;
	struct area_names names; /* their codes and names, each meaning a struct former */
};

/*
 * Loads the list. Those that went to a municipality that `areas` lacks are left out; those whose
 * last day is `keep` or later are kept.
 */
void history_load(struct history *history, const struct areas *areas, long keep);
void history_free(struct history *history);

/* Adds today's municipalities that it went to: "219 Hillerød and 250 Frederikssund". */
void add_parts(struct text *to, const struct former *former);

#endif
