#include "check/series.h"

#include "lib/hash.h"

#include <stdlib.h>

/* A table is at most so full: three of four. */
enum { FIRST_SLOTS = 1 << 10, FULL = 3, OF = 4 };

static const char *file_of(const struct series *s, size_t row)
{
	return held_place(s->held, row).file;
}

/* Of the key's fields, those of the row that was held last. */
static inline uint32_t hash_of(const struct series *s, const struct span *field)
{
	uint64_t hash = 0;
	for (size_t i = 0; i < s->held->columns; i++) {
		if (s->key[i])
			hash = hash_further(hash, hash_text(&s->secret, field[i]));
	}
	if (s->by_file)
		hash = hash_further(
			hash, hash_text(&s->secret, span_of(file_of(s, s->held->rows - 1))));
	return (uint32_t)hash;
}

static inline bool ends_field(char byte)
{
	return byte == '\t' || byte == '\n';
}

/* Whether a row that is held has the key of these fields. It is compared where it stands. */
static bool same_key(const struct series *s, size_t row, const struct span *field)
{
	const char *at = s->held->bytes.bytes + held_start(s->held, row);
	const char *end = s->held->bytes.bytes + s->held->bytes.length;
	for (size_t i = 0; i < s->held->columns; i++) {
		if (s->key[i]) {
			size_t length = field[i].length;
			if ((size_t)(end - at) <= length ||
				!same_field(at, field[i].bytes, length) || !ends_field(at[length]))
				return false;
			at += length;
		}
		while (!ends_field(*at))
			at++;
		at++;
	}
	return !s->by_file || strcmp(file_of(s, row), file_of(s, s->held->rows - 1)) == 0;
}

/* Slots are in the order of their hashes, so that a larger table is filled from front to back. */
static size_t place_of(uint32_t hash, size_t slots)
{
	return (size_t)((uint64_t)hash * slots >> 32);
}

static size_t next_slot(size_t at, size_t slots)
{
	return at + 1 < slots ? at + 1 : 0;
}

/* The slot of the series with this key, or the free one where it belongs. */
static struct series_slot *find_slot(
	const struct series *s, uint32_t hash, const struct span *field)
{
	for (size_t at = place_of(hash, s->slots);; at = next_slot(at, s->slots)) {
		struct series_slot *slot = &s->slot[at];
		if (!slot->row || (slot->hash == hash && same_key(s, slot->row - 1, field)))
			return slot;
	}
}

/* By half: where each row is a series, twice as many would take as much as the rows. */
static void grow_slots(struct series *s)
{
	size_t slots = s->slots ? s->slots + s->slots / 2 : FIRST_SLOTS;
	struct series_slot *slot = allocate(slots, sizeof *slot);
	memset(slot, 0, slots * sizeof *slot);
	for (size_t i = 0; i < s->slots; i++) {
		size_t at = place_of(s->slot[i].hash, slots);
		while (s->slot[i].row && slot[at].row)
			at = next_slot(at, slots);
		if (s->slot[i].row)
			slot[at] = s->slot[i];
	}
	free(s->slot);
	s->slot = slot;
	s->slots = slots;
}

static void open_slots(struct series *s)
{
	s->secret = secret_draw();
	grow_slots(s);
}

bool series_add(struct series *s, const struct span *field)
{
	size_t rows = s->held->rows;
	if (rows >= UINT32_MAX)
		fail(EX_DATAERR, held_place(s->held, rows - 1).file, 0, "more than %zu rows", rows);
	if (!s->slots)
		open_slots(s);
	if (s->count * OF >= s->slots * FULL)
		grow_slots(s);
	if (rows > s->room)
		s->link = grow(s->link, &s->room, rows, sizeof *s->link);
	uint32_t hash = hash_of(s, field), row = (uint32_t)rows - 1;
	struct series_slot *slot = find_slot(s, hash, field);
	if (!slot->row) {
		*slot = (struct series_slot){hash, row + 1};
		s->link[row] = row;
		s->count++;
		return true;
	}
	s->link[row] = s->link[slot->row - 1];
	s->link[slot->row - 1] = row;
	return false;
}

void series_rows(struct series_rows *rows, const struct series *s, uint32_t first)
{
	rows->count = 0;
	uint32_t row = first;
	do {
		if (rows->count == rows->room)
			rows->row =
				grow(rows->row, &rows->room, rows->count + 1, sizeof *rows->row);
		row = s->link[row];
		rows->row[rows->count++] = row;
	} while (row != first);
	for (size_t i = 0, j = rows->count - 1; i < j; i++, j--) {
		uint32_t other = rows->row[i];
		rows->row[i] = rows->row[j];
		rows->row[j] = other;
	}
}

void series_free(struct series *s)
{
	free(s->link);
	free(s->slot);
}
