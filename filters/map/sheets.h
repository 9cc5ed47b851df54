/*
 * The sheets of a file, one after the other: the first that has a table of areas is the one of
 * which a map is proposed. It is sampled, then studied, while it is read once.
 */
#ifndef KKR_MAP_SHEETS_H
#define KKR_MAP_SHEETS_H

#include "study.h"

struct sheets {
	const struct layout *said;
	const struct areas *areas;
	struct looks *looks;
	size_t count;         /* how many there are */
	struct listed others; /* the names of those that are not proposed */
	bool cut;             /* headings were cut at their capitals */
	size_t across;        /* the row of one in which areas stand side by side; 0: none */
	/* Of the chosen one, or of the first that has areas and no figures. */
	bool chosen, studied;
	struct text name;
	size_t number;
	struct site site;
	struct plan plan;
	struct study study;
	/* ---- */
	struct sample sample; /* of the sheet at hand */
	struct sample spare;  /* of the first with areas alone */
	struct text spare_name;
	size_t spare_number;
	struct sample row; /* the one at hand, beyond the sample */
	struct text at_hand;
	size_t at_hand_number;
	bool judged; /* the sheet at hand has been looked at */
};

/* `taker` then takes the cells of a file; what it points to must outlive its reading. */
void sheets_open(struct sheets *sheets, const struct layout *said, const struct areas *areas,
	struct looks *looks, struct cells_taker *taker);

/* The file is at its end. Returns whether any sheet has areas: what is proposed is known then. */
bool sheets_end(struct sheets *sheets);

void sheets_free(struct sheets *sheets);

#endif
