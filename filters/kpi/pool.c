#include "kpi/pool.h"

#include "lib/hash.h"

#include <stdlib.h>

enum { BLOCK = 1 << 16, FIRST_PLACES = 1 << 8 };

/* A text's place in the table: its own, or the free one where it belongs. */
static size_t *find_slot(const struct pool *pool, struct span text)
{
	size_t mask = pool->slots - 1;
	size_t at = hash_text(&pool->secret, text) & mask;
	while (pool->slot[at] && !span_equals(pool->text[pool->slot[at] - 1], text))
		at = (at + 1) & mask;
	return &pool->slot[at];
}

/* Tables are at most half full. */
static void grow_pool(struct pool *pool)
{
	free(pool->slot);
	if (!pool->slots)
		pool->secret = secret_draw();
	pool->slots = pool->slots ? pool->slots * 2 : FIRST_PLACES;
	pool->slot = allocate(pool->slots, sizeof *pool->slot);
	memset(pool->slot, 0, pool->slots * sizeof *pool->slot);
	for (size_t i = 0; i < pool->count; i++)
		*find_slot(pool, pool->text[i]) = i + 1;
}

static struct span pool_keep(struct pool *pool, struct span text)
{
	if (text.length > pool->left) {
		pool->left = text.length > BLOCK ? text.length : BLOCK;
		pool->block = allocate(pool->left, 1);
		pool->blocks = grow(pool->blocks, &pool->block_room, pool->block_count + 1,
			sizeof *pool->blocks);
		pool->blocks[pool->block_count++] = pool->block;
	}
	struct span kept = {pool->block, text.length};
	if (text.length) {
		memcpy(pool->block, text.bytes, text.length);
		pool->block += text.length;
		pool->left -= text.length;
	}
	return kept;
}

size_t pool_number(struct pool *pool, struct span text)
{
	if (pool->count * 2 >= pool->slots)
		grow_pool(pool);
	size_t *slot = find_slot(pool, text);
	if (*slot)
		return *slot - 1;
	pool->text = grow(pool->text, &pool->room, pool->count + 1, sizeof *pool->text);
	pool->text[pool->count++] = pool_keep(pool, text);
	*slot = pool->count;
	return pool->count - 1;
}

void pool_free(struct pool *pool)
{
	for (size_t i = 0; i < pool->block_count; i++)
		free(pool->blocks[i]);
	free(pool->blocks);
	free(pool->slot);
	free(pool->text);
}

static bool same(const struct tally *a, const struct tally *b)
{
	return a->cell == b->cell && a->text == b->text && a->part == b->part;
}

static struct tally *find_place(const struct bag *bag, const struct tally *tally)
{
	const uint64_t key[] = {tally->cell, tally->text, tally->part};
	size_t mask = bag->places - 1;
	size_t at = hash_text(&bag->secret, (struct span){(const char *)key, sizeof key}) & mask;
	while (bag->tally[at].count && !same(&bag->tally[at], tally))
		at = (at + 1) & mask;
	return &bag->tally[at];
}

static void grow_bag(struct bag *bag)
{
	struct bag larger = {.places = bag->places ? bag->places * 2 : FIRST_PLACES,
		.count = bag->count,
		.secret = bag->places ? bag->secret : secret_draw()};
	larger.tally = allocate(larger.places, sizeof *larger.tally);
	memset(larger.tally, 0, larger.places * sizeof *larger.tally);
	for (size_t i = 0; i < bag->places; i++) {
		if (bag->tally[i].count)
			*find_place(&larger, &bag->tally[i]) = bag->tally[i];
	}
	free(bag->tally);
	*bag = larger;
}

bool bag_add(struct bag *bag, size_t cell, unsigned part, size_t text, uint64_t count)
{
	struct tally new = {.cell = cell, .text = text, .part = part};
	if (count == 0)
		return true;
	if (bag->count * 2 >= bag->places)
		grow_bag(bag);
	struct tally *place = find_place(bag, &new);
	if (__builtin_add_overflow(place->count, count, &new.count))
		return false;
	bag->count += place->count == 0;
	*place = new;
	return true;
}

static int by_cell(const struct tally *a, const struct tally *b)
{
	if (a->cell != b->cell)
		return a->cell < b->cell ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

static int by_text(const void *a, const void *b, void *pool)
{
	const struct tally *x = a, *y = b;
	int order = by_cell(x, y);
	return order ? order : span_compare(pool_text(pool, x->text), pool_text(pool, y->text));
}

void bag_sort(struct bag *bag, const struct pool *pool)
{
	size_t count = 0;
	for (size_t i = 0; i < bag->places; i++) {
		if (bag->tally[i].count)
			bag->tally[count++] = bag->tally[i];
	}
	if (count)
		qsort_r(bag->tally, count, sizeof *bag->tally, by_text, (void *)pool);
}

const struct tally *bag_find(const struct bag *bag, size_t cell, unsigned part, size_t *count)
{
	struct tally wanted = {.cell = cell, .part = part};
	size_t low = 0, high = bag->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_cell(&bag->tally[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < bag->count && by_cell(&bag->tally[end], &wanted) == 0)
		end++;
	*count = end - low;
	return *count ? bag->tally + low : NULL;
}

void bag_free(struct bag *bag)
{
	free(bag->tally);
}
