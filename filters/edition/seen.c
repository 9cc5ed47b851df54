#include "edition/seen.h"

#include <stdlib.h>

enum { FIRST_PLACES = 1 << 10 };

static bool is_free(const struct fingerprint *place)
{
	return !place->low && !place->high;
}

/* The place of a fingerprint, or the free one where it belongs. */
static struct fingerprint *find_place(const struct seen *seen, const struct fingerprint *f)
{
	size_t at = (size_t)f->low & (seen->places - 1);
	while (!is_free(&seen->place[at]) &&
		(seen->place[at].low != f->low || seen->place[at].high != f->high))
		at = (at + 1) & (seen->places - 1);
	return &seen->place[at];
}

/* Tables are at most half full. */
static void grow_places(struct seen *seen)
{
	struct fingerprint *old = seen->place;
	size_t count = seen->places;
	if (!old)
		seen->secret = secret_draw();
	seen->places = old ? 2 * count : FIRST_PLACES;
	seen->place = allocate(seen->places, sizeof *seen->place);
	memset(seen->place, 0, seen->places * sizeof *seen->place);
	for (size_t i = 0; old && i < count; i++) {
		if (!is_free(&old[i]))
			*find_place(seen, &old[i]) = old[i];
	}
	free(old);
}

bool seen_before(struct seen *seen, struct span text)
{
	if (2 * seen->count >= seen->places)
		grow_places(seen);
	struct fingerprint f = fingerprint_of(&seen->secret, text);
	struct fingerprint *place = find_place(seen, &f);
	if (!is_free(place))
		return true;
	*place = f;
	seen->count++;
	return false;
}

void seen_free(struct seen *seen)
{
	free(seen->place);
}
