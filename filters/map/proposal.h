/*
 * The map that is proposed: its lines, and in remarks why they are so and what is left to do.
 */
#ifndef KKR_PROPOSAL_H
#define KKR_PROPOSAL_H

#include "like.h"
#include "measures.h"
#include "study.h"

#include "lib/writer.h"

struct proposal {
	const char *file;          /* as the command line names it */
	const char *encoding;      /* in which it was read, where that has to be told; NULL */
	bool cut;                  /* headings were cut at their capitals */
	bool unproved;             /* no area tells that it is this one */
	const struct layout *said; /* what the command line says of the table */
	struct span sheet;         /* the name of its sheet, and its number */
	size_t sheet_number;
	size_t sheets; /* how many there are, and what is said of the others */
	const struct listed *others;
	const struct areas *areas;
	const struct site *site;
	const struct plan *plan;
	const struct study *study;
	const struct measures *measures; /* --for, or NULL */
	const char *pipeline;
	struct like *like; /* --like, or NULL */
	const char *like_file;
};

void proposal_write(struct proposal *proposal, struct writer *out);

#endif
