/*
 * What proves a column of a running text: the municipalities, or without them the regions, add up
 * to the total of the country.
 */
#ifndef KKR_RUNNING_PROOF_H
#define KKR_RUNNING_PROOF_H

#include "lib/areas.h"
#include "lib/sum.h"

struct running_proof {
	struct sum municipalities, regions;
	bool parted; /* it has municipalities */
	struct text total;
};

/* So many columns of which nothing is known; running_proofs_free frees them. */
struct running_proof *running_proofs(size_t columns);
void running_proofs_free(struct running_proof *proof, size_t columns);

/* Adds a figure in Danish notation; what is none, as a dash, adds nothing. */
void running_proof_add(struct running_proof *proof, const struct area *area, struct span figure);

bool running_proof_holds(const struct running_proof *proof);

#endif
