#include "kpi/cells.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1 << 8 };

/* Up to eight bytes as one word; those of another text of that length give another one. */
static inline uint64_t word_of(const char *bytes, size_t length)
{
	uint32_t low, high;
	if (length == 0)
		return 0;
	if (length < sizeof low) {
		unsigned char first = (unsigned char)bytes[0];
		unsigned char middle = (unsigned char)bytes[length / 2];
		unsigned char last = (unsigned char)bytes[length - 1];
		return first | (unsigned)middle << 8 | (unsigned)last << 16;
	}
	memcpy(&low, bytes, sizeof low);
	memcpy(&high, bytes + length - sizeof high, sizeof high);
	return low | (uint64_t)high << 32;
}

/* Of the fields and their lengths, a word at a time. */
static uint32_t hash(size_t grouping, const struct span *field, size_t count)
{
	enum { WORD = sizeof(uint64_t) };
	static const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = grouping;
	for (size_t i = 0; i < count; i++) {
		struct span rest = field[i];
		for (; rest.length > WORD; rest.bytes += WORD, rest.length -= WORD)
			h = (h ^ word_of(rest.bytes, WORD)) * odd;
		h = (h ^ h >> 32 ^ word_of(rest.bytes, rest.length)) * odd + field[i].length;
	}
	return (uint32_t)(h ^ h >> 32);
}

static inline bool same_bytes(const char *a, const char *b, size_t length)
{
	return length <= sizeof(uint64_t) ? word_of(a, length) == word_of(b, length)
					  : memcmp(a, b, length) == 0;
}

/* Whether a group has these fields. */
static bool is_group(
	const struct group *group, size_t grouping, const struct span *field, size_t count)
{
	const char *at = group->key.bytes, *end = at + group->key.length;
	if (group->grouping != grouping)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t length = field[i].length;
		if ((size_t)(end - at) < length || !same_bytes(at, field[i].bytes, length))
			return false;
		at += length;
		if (i + 1 < count && (at == end || *at++ != '\t'))
			return false;
	}
	return at == end;
}

/* The fields of a group, from its key. */
void group_fields(const struct group *group, struct span *field, size_t count)
{
	const char *at = group->key.bytes, *end = at + group->key.length;
	for (size_t i = 0; i < count; i++) {
		const char *tab = at < end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
		const char *stop = tab ? tab : end;
		field[i] = (struct span){at, (size_t)(stop - at)};
		at = tab ? tab + 1 : end;
	}
}

/* The slot of the group with this hash that fits, or the free one where it belongs. */
static struct group_slot *find_slot(
	const struct cells *c, uint32_t hash, size_t grouping, const struct span *field)
{
	size_t count = c->grouping[grouping].count, at = hash & (c->slots - 1);
	for (;; at = (at + 1) & (c->slots - 1)) {
		struct group_slot *slot = &c->slot[at];
		if (!slot->group)
			return slot;
		if (slot->hash == hash &&
			is_group(&c->group[slot->group - 1], grouping, field, count))
			return slot;
	}
}

/* The table is at most half full. */
static void grow_slots(struct cells *c)
{
	struct group_slot *old = c->slot;
	size_t count = c->slots;
	c->slots = count ? count * 2 : FIRST_SLOTS;
	c->slot = allocate(c->slots, sizeof *c->slot);
	memset(c->slot, 0, c->slots * sizeof *c->slot);
	for (size_t i = 0; i < count; i++) {
		size_t at = old[i].hash & (c->slots - 1);
		while (old[i].group && c->slot[at].group)
			at = (at + 1) & (c->slots - 1);
		if (old[i].group)
			c->slot[at] = old[i];
	}
	free(old);
}

static struct span join(struct cells *c, const struct span *field, size_t count)
{
	c->scratch.length = 0;
	for (size_t i = 0; i < count; i++) {
		if (i)
			text_add_char(&c->scratch, '\t');
		text_add(&c->scratch, field[i]);
	}
	return pool_text(&c->pool, pool_number(&c->pool, text_span(&c->scratch)));
}

static size_t make_group(struct cells *c, size_t grouping, struct span key)
{
	if (c->groups == UINT32_MAX - 1)
		fail(EX_DATAERR, "--group", 0, "more than %zu groups", c->groups);
	size_t each = c->definitions->count, before = c->groups * each;
	c->group = grow(c->group, &c->room, c->groups + 1, sizeof *c->group);
	c->group[c->groups] = (struct group){grouping, key};
	c->cell = grow(c->cell, &c->cell_room, before + each, sizeof *c->cell);
	memset(c->cell + before, 0, each * sizeof *c->cell);
	c->remark = grow(c->remark, &c->remark_room, before + each, sizeof *c->remark);
	memset(c->remark + before, 0, each * sizeof *c->remark);
	return c->groups++;
}

size_t cells_group(struct cells *c, size_t grouping, const struct span *field)
{
	size_t count = c->grouping[grouping].count;
	if (count == 0)
		return 0;
	if (c->groups * 2 >= c->slots)
		grow_slots(c);
	uint32_t h = hash(grouping, field, count);
	struct group_slot *slot = find_slot(c, h, grouping, field);
	if (!slot->group) {
		struct span key = join(c, field, count);
		*slot = (struct group_slot){h, (uint32_t)make_group(c, grouping, key) + 1};
	}
	return slot->group - 1;
}

void cells_open(struct cells *c, const struct definitions *definitions,
	const struct grouping *groupings, size_t count, struct period as_of)
{
	*c = (struct cells){.definitions = definitions,
		.grouping = groupings,
		.groupings = count,
		.as_of = as_of};
	c->wanted = allocate(count * definitions->count, sizeof *c->wanted);
	for (size_t g = 0; g < count; g++) {
		if (groupings[g].count > c->most_columns)
			c->most_columns = groupings[g].count;
		for (size_t d = 0; d < definitions->count; d++)
			c->wanted[g * definitions->count + d] =
				definition_for(&definitions->definition[d], &groupings[g]);
	}
	make_group(c, 0, SPAN(""));
}

bool cells_used(const struct cells *c, size_t definition)
{
	for (size_t g = 0; g < c->groupings; g++) {
		if (cells_wanted(c, g, definition))
			return true;
	}
	return false;
}

static void free_further(struct further *f)
{
	sum_clear(&f->of);
	sum_clear(&f->weight);
	sum_clear(&f->first.sum);
	sum_clear(&f->last.sum);
	free(f);
}

void cells_free(struct cells *c)
{
	for (size_t i = 0; i < c->groups * c->definitions->count; i++) {
		sum_clear(&c->cell[i].sum);
		if (c->cell[i].further)
			free_further(c->cell[i].further);
	}
	free(c->cell);
	free(c->remark);
	free(c->group);
	free(c->slot);
	free(c->wanted);
	free(c->scratch.bytes);
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
	v.further = v.cell->further ? v.cell->further : &nothing;
	return v;
}

struct further *cell_further(struct cell *cell)
{
	if (!cell->further) {
		cell->further = allocate(1, sizeof *cell->further);
		*cell->further = (struct further){0};
	}
	return cell->further;
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
		*place = (struct at_period){
			.given = true, .period = period, .text = pool_number(&c->pool, text)};
	}
	return order >= 0 ? place : NULL;
}

struct at_period *cell_first(
	struct cells *c, struct cell *cell, struct period period, struct span text)
{
	return at_period(c, &cell_further(cell)->first, -1, period, text);
}

struct at_period *cell_last(
	struct cells *c, struct cell *cell, struct period period, struct span text)
{
	return at_period(c, &cell_further(cell)->last, 1, period, text);
}

/* A number whose text stays. */
static struct number kept(struct cells *c, const struct number *number)
{
	struct number own = *number;
	own.text = pool_text(&c->pool, pool_number(&c->pool, number->text));
	return own;
}

void cell_range(struct cells *c, struct cell *cell, const struct number *number)
{
	struct further *f = cell_further(cell);
	if (!f->has_range || number_compare(number, &f->least) < 0)
		f->least = kept(c, number);
	if (!f->has_range || number_compare(number, &f->most) > 0)
		f->most = kept(c, number);
	f->has_range = true;
}

void cell_next(struct cell *cell, long day)
{
	struct further *f = cell_further(cell);
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
