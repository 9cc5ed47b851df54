#include "kpi/cells.h"

#include "lib/hash.h"
#include "lib/origin.h"

#include <stdlib.h>

/* At most one slot in so many is taken. */
enum { FIRST_SLOTS = 1 << 8, SPARSE = 2 };

/* Of the fields. */
static uint32_t hash_key(const struct key *key, const struct secret *secret)
{
	uint64_t h = 0;
	for (size_t i = 0; i < key->count; i++)
		h = hash_further(h, hash_text(secret, key->field[key->column[i]]));
	return (uint32_t)h;
}

/* Whether a group's key has the fields of this one. */
static inline bool same_key(const struct cells *c, struct group_key group, const struct key *key)
{
	const char *at = c->keys.bytes + group.offset, *end = at + group.length;
	for (size_t i = 0; i < key->count; i++) {
		const char *bytes = key->field[key->column[i]].bytes;
		size_t length = key->field[key->column[i]].length;
		if (i > 0) {
			if (at == end || *at != '\t')
				return false;
			at++;
		}
		if ((size_t)(end - at) < length || !same_field(at, bytes, length))
			return false;
		at += length;
	}
	return at == end;
}

void cells_fields(const struct cells *c, size_t group, struct span *field)
{
	struct group_key key = c->group[group].key;
	const char *at = c->keys.bytes + key.offset, *end = at + key.length;
	for (size_t i = 0; i < c->grouping[c->group[group].grouping].count; i++) {
		const char *tab = at < end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
		const char *stop = tab ? tab : end;
		field[i] = (struct span){at, (size_t)(stop - at)};
		at = tab ? tab + 1 : end;
	}
}

/* The slot of the group with this hash that fits, or the free one where it belongs. */
static struct group_slot *find_slot(const struct cells *c, uint32_t hash, const struct key *key)
{
	const struct group_table *table = &c->table[key->grouping];
	for (size_t at = hash & (table->slots - 1);; at = (at + 1) & (table->slots - 1)) {
		struct group_slot *slot = &table->slot[at];
		if (!slot->group || (slot->hash == hash && same_key(c, slot->key, key)))
			return slot;
	}
}

static void grow_table(struct group_table *table)
{
	struct group_table larger = {
		.slots = table->slots ? table->slots * 2 : FIRST_SLOTS, .count = table->count};
	larger.slot = allocate(larger.slots, sizeof *larger.slot);
	memset(larger.slot, 0, larger.slots * sizeof *larger.slot);
	for (size_t i = 0; i < table->slots; i++) {
		size_t at = table->slot[i].hash & (larger.slots - 1);
		while (table->slot[i].group && larger.slot[at].group)
			at = (at + 1) & (larger.slots - 1);
		if (table->slot[i].group)
			larger.slot[at] = table->slot[i];
	}
	free(table->slot);
	*table = larger;
}

static struct group_key add_key(struct cells *c, const struct key *key)
{
	size_t offset = c->keys.length;
	for (size_t i = 0; i < key->count; i++) {
		if (i)
			text_add_char(&c->keys, '\t');
		text_add(&c->keys, key->field[key->column[i]]);
	}
	text_reserve(&c->keys, WORD); /* which may be read behind them */
	if (c->keys.length > UINT32_MAX)
		fail(EX_DATAERR, "--group", 0, "more than 4 GB of different groups");
	return (struct group_key){(uint32_t)offset, (uint32_t)(c->keys.length - offset)};
}

/* Each group takes a byte of the keys at least, or is the only one without: their number fits. */
static size_t make_group(struct cells *c, size_t grouping, struct group_key key)
{
	size_t each = c->definitions->count, before = c->groups * each;
	c->group = grow(c->group, &c->room, c->groups + 1, sizeof *c->group);
	c->group[c->groups] = (struct group){grouping, key};
	c->cell = grow(c->cell, &c->cell_room, before + each, sizeof *c->cell);
	memset(c->cell + before, 0, each * sizeof *c->cell);
	c->further = grow(c->further, &c->further_room, before + each, sizeof *c->further);
	memset(c->further + before, 0, each * sizeof(struct further *));
	c->remark = grow(c->remark, &c->remark_room, before + each, sizeof *c->remark);
	memset(c->remark + before, 0, each * sizeof *c->remark);
	c->levels = grow(c->levels, &c->levels_room, before + each, sizeof *c->levels);
	memset(c->levels + before, 0, each * sizeof *c->levels);
	return c->groups++;
}

uint32_t cells_hash(const struct cells *c, const struct key *key)
{
	const struct group_table *table = &c->table[key->grouping];
	if (key->count == 0)
		return 0;
	uint32_t h = hash_key(key, &c->secret);
	if (table->slots)
		__builtin_prefetch(&table->slot[h & (table->slots - 1)]);
	return h;
}

size_t cells_group(struct cells *c, const struct key *key, uint32_t h)
{
	struct group_table *table = &c->table[key->grouping];
	if (key->count == 0)
		return 0;
	if (table->count * SPARSE >= table->slots)
		grow_table(table);
	struct group_slot *slot = find_slot(c, h, key);
	if (!slot->group) {
		slot->hash = h;
		slot->key = add_key(c, key);
		slot->group = (uint32_t)make_group(c, key->grouping, slot->key) + 1;
		table->count++;
	}
	return slot->group - 1;
}

void cells_begin(struct cells *c, const struct definitions *definitions,
	const struct grouping *groupings, size_t count, struct period as_of)
{
	*c = (struct cells){.definitions = definitions,
		.grouping = groupings,
		.groupings = count,
		.secret = secret_draw(),
		.as_of = as_of};
	c->table = allocate(count, sizeof *c->table);
	memset(c->table, 0, count * sizeof *c->table);
	c->wanted = allocate(count * definitions->count, sizeof *c->wanted);
	for (size_t g = 0; g < count; g++) {
		for (size_t d = 0; d < definitions->count; d++)
			c->wanted[g * definitions->count + d] =
				definition_for(&definitions->definition[d], &groupings[g]);
	}
	c->cells_of = allocate(definitions->count, sizeof *c->cells_of);
	for (size_t d = 0; d < definitions->count; d++)
		c->cells_of[d] = d;
	text_reserve(&c->keys, 1); /* keys that are empty are somewhere, too */
	make_group(c, 0, (struct group_key){0});
}

bool cells_used(const struct cells *c, size_t definition)
{
	for (size_t g = 0; g < c->groupings; g++) {
		if (cells_wanted(c, g, definition))
			return true;
	}
	return false;
}

bool cells_share(struct cells *c, size_t definition, size_t earlier)
{
	for (size_t g = 0; g < c->groupings; g++) {
		if (cells_wanted(c, g, definition) != cells_wanted(c, g, earlier))
			return false;
	}
	c->cells_of[definition] = c->cells_of[earlier];
	return true;
}

static void free_further(struct further *f)
{
	sum_clear(&f->of);
	sum_clear(&f->weight);
	sum_clear(&f->first.sum);
	sum_clear(&f->last.sum);
	free(f->origin.bytes);
	free(f->first.origin.bytes);
	free(f->last.origin.bytes);
	free(f->least_text.bytes);
	free(f->most_text.bytes);
	free(f);
}

void cells_free(struct cells *c)
{
	for (size_t i = 0; i < c->groups * c->definitions->count; i++) {
		sum_clear(&c->cell[i].sum);
		if (c->further[i])
			free_further(c->further[i]);
	}
	free(c->cell);
	free(c->further);
	free(c->remark);
	free(c->levels);
	free(c->keys.bytes);
	free(c->group);
	for (size_t g = 0; g < c->groupings; g++)
		free(c->table[g].slot);
	free(c->table);
	free(c->wanted);
	free(c->cells_of);
	bag_free(&c->bag);
	pool_free(&c->pool);
}

struct view cells_view(const struct cells *c, size_t group, size_t definition)
{
	static const struct further nothing;
	struct view v = {.cells = c,
		.definition = &c->definitions->definition[definition],
		.group = &c->group[group],
		.place = cells_place(c, group, definition)};
	v.cell = &c->cell[v.place];
	v.further = c->further[v.place] ? c->further[v.place] : &nothing;
	return v;
}

struct further *cells_further(struct cells *c, size_t place)
{
	if (!c->further[place]) {
		c->further[place] = allocate(1, sizeof(struct further));
		*c->further[place] = (struct further){0};
	}
	return c->further[place];
}

/* Order of periods: by their first day, then by their last. */
static int period_compare(struct period a, struct period b)
{
	if (a.first != b.first)
		return a.first < b.first ? -1 : 1;
	return (a.last > b.last) - (a.last < b.last);
}

/* `sign` is that of the order which makes a period take the place of the one that stands. */
static struct at_period *at_period(
	struct cells *c, struct at_period *place, int sign, struct period period, struct span text)
{
	int order = place->given ? period_compare(period, place->period) * sign : 1;
	if (order > 0) {
		sum_clear(&place->sum);
		free(place->origin.bytes);
		*place = (struct at_period){
			.given = true, .period = period, .text = pool_number(&c->pool, text)};
	}
	return order >= 0 ? place : NULL;
}

struct at_period *cells_first_period(
	struct cells *c, size_t place, struct period period, struct span text)
{
	return at_period(c, &cells_further(c, place)->first, -1, period, text);
}

struct at_period *cells_last(struct cells *c, size_t place, struct period period, struct span text)
{
	return at_period(c, &cells_further(c, place)->last, 1, period, text);
}

void cells_origin(struct text *first, struct span origin)
{
	if (origin.length == 0 || (first->length && !origin_before(origin, text_span(first))))
		return;
	first->length = 0;
	text_add(first, origin);
}

/* Keeps a number and its text: not in the pool, which every new one would fill. */
static void keep_number(struct number *kept, struct text *text, const struct number *number)
{
	text->length = 0;
	text_add(text, number->text);
	*kept = *number;
	kept->text = text_span(text);
}

void cells_range(struct cells *c, size_t place, const struct number *number)
{
	struct further *f = cells_further(c, place);
	if (!f->has_range || number_compare(number, &f->least) < 0)
		keep_number(&f->least, &f->least_text, number);
	if (!f->has_range || number_compare(number, &f->most) > 0)
		keep_number(&f->most, &f->most_text, number);
	f->has_range = true;
}

void cells_next(struct cells *c, size_t place, long day)
{
	struct further *f = cells_further(c, place);
	if (!f->has_next || day < f->next)
		f->next = day;
	f->has_next = true;
}

void cells_remark(struct cells *c, size_t place, size_t remark)
{
	if (remark == NO_REMARK || c->remark[place] == remark + 1) /* as before, mostly */
		return;
	bag_add(&c->bag, place, TALLY_REMARKS, remark, 1);
	c->remark[place] = remark + 1;
}
