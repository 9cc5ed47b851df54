#include "places.h"

#include <stdlib.h>

enum { FEWEST = 64, SPARSE = 2 }; /* slots; slots for each text, at least */

static struct places_slot *slot_of(const struct places *p, struct span text, uint64_t hash)
{
	size_t at = hash & (p->slots - 1);
	while (p->slot[at].text.bytes &&
		(p->slot[at].hash != hash || !span_equals(p->slot[at].text, text)))
		at = (at + 1) & (p->slots - 1);
	return &p->slot[at];
}

static void grow_slots(struct places *p)
{
	struct places old = *p;
	p->secret = old.slot ? old.secret : secret_draw();
	p->slots = old.slots ? old.slots * 2 : FEWEST;
	p->slot = allocate(p->slots, sizeof *p->slot);
	memset(p->slot, 0, p->slots * sizeof *p->slot);
	for (size_t i = 0; old.slot && i < old.slots; i++) {
		if (old.slot[i].text.bytes)
			*slot_of(p, old.slot[i].text, old.slot[i].hash) = old.slot[i];
	}
	free(old.slot);
}

size_t places_find(const struct places *p, struct span text)
{
	if (!p->slots)
		return PLACES_NONE;
	const struct places_slot *place = slot_of(p, text, hash_text(&p->secret, text));
	return place->text.bytes ? place->at : PLACES_NONE;
}

bool places_add(struct places *p, struct span text, size_t at)
{
	if (p->count * SPARSE >= p->slots)
		grow_slots(p);
	uint64_t hash = hash_text(&p->secret, text);
	struct places_slot *place = slot_of(p, text, hash);
	if (place->text.bytes)
		return false;
	if (!text.bytes) /* by which a free slot is known */
		text.bytes = "";
	*place = (struct places_slot){text, hash, at};
	p->count++;
	return true;
}

void places_free(struct places *p)
{
	free(p->slot);
}
