/*
 * Texts that come again and again, each kept once and called by a number; and counts of them.
 */
#ifndef KKR_KPI_POOL_H
#define KKR_KPI_POOL_H

#include "lib/hash.h"
#include "lib/text.h"

#include <stdint.h>

/* All zero is an empty pool. */
struct pool {
	struct span *text; /* by number */
	size_t count, room;
	size_t *slot; /* a hash table of numbers plus one; 0 is free */
	size_t slots;
	struct secret secret; /* by which nobody can tell which texts share a slot */
	char *block;          /* where the next text goes; full ones stay where the texts point */
	size_t left;
	char **blocks;
	size_t block_count, block_room;
};

/* The number of a text, from 0 on, which is kept where it is new. */
size_t pool_number(struct pool *pool, struct span text);

static inline struct span pool_text(const struct pool *pool, size_t number)
{
	return pool->text[number];
}

void pool_free(struct pool *pool);

/* What is counted: how often a text has come in a part of a cell. */
struct tally {
	size_t cell;
	size_t text; /* its number in the pool */
	unsigned part;
	uint64_t count; /* 0: a free place in the table */
};

/* All zero is an empty bag. */
struct bag {
	struct tally *tally; /* a hash table */
	size_t places, count;
	struct secret secret;
};

/* False where the count does not fit into 64 bits. */
bool bag_add(struct bag *bag, size_t cell, unsigned part, size_t text, uint64_t count);

/* All tallies by cell, part, then text in byte order. The bag is a sorted list from then on. */
void bag_sort(struct bag *bag, const struct pool *pool);

/* The tallies of a cell's part in a sorted bag, and how many there are; NULL for none. */
const struct tally *bag_find(const struct bag *bag, size_t cell, unsigned part, size_t *count);

void bag_free(struct bag *bag);

#endif
