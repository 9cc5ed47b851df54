#include "running-proof.h"

#include "read/values.h"

#include <stdlib.h>

struct running_proof *running_proofs(size_t columns)
{
	struct running_proof *proof = allocate(columns, sizeof *proof);
	for (size_t i = 0; i < columns; i++)
		proof[i] = (struct running_proof){.parted = false};
	return proof;
}

void running_proofs_free(struct running_proof *proof, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		sum_clear(&proof[i].municipalities);
		sum_clear(&proof[i].regions);
		free(proof[i].total.bytes);
	}
	free(proof);
}

void running_proof_add(struct running_proof *proof, const struct area *area, struct span figure)
{
	struct text value = {0};
	struct number number;
	if (value_decimal(figure, NUMBERS_DA, &value) || !number_read(&number, text_span(&value))) {
		free(value.bytes);
		return;
	}
	if (area->level == LEVEL_MUNICIPALITY) {
		sum_add(&proof->municipalities, &number);
		proof->parted = true;
	}
	if (area->level == LEVEL_REGION)
		sum_add(&proof->regions, &number);
	if (area->level == LEVEL_COUNTRY) {
		proof->total.length = 0;
		text_add(&proof->total, text_span(&value));
	}
	free(value.bytes);
}

bool running_proof_holds(const struct running_proof *proof)
{
	const struct sum *parts = proof->parted ? &proof->municipalities : &proof->regions;
	struct number number;
	if (!proof->total.length || !number_read(&number, text_span(&proof->total)) ||
		parts->decimals == SUM_LARGE)
		return false;
	mpq_t sum, told;
	struct sum other = {.decimals = 0};
	sum_add(&other, &number);
	mpq_inits(sum, told, NULL);
	sum_fraction(sum, parts);
	sum_fraction(told, &other);
	bool same = mpq_equal(sum, told) != 0;
	mpq_clears(sum, told, NULL);
	sum_clear(&other);
	return same;
}
