#include "inspect/counted.h"

#include <stdlib.h>

/* A table is at most half full. */
void counted_make(struct counted *counted, const struct secret *secret, size_t most)
{
	*counted = (struct counted){.secret = secret, .most = most, .slots = 1, .last_place = most};
	while (counted->slots < 2 * most)
		counted->slots *= 2;
	counted->text = allocate(most, sizeof *counted->text);
	counted->slot = allocate(counted->slots, sizeof *counted->slot);
	memset(counted->slot, 0, counted->slots * sizeof *counted->slot);
}

void counted_free(struct counted *counted)
{
	for (size_t i = 0; i < counted->count; i++)
		free(counted->text[i].text);
	free(counted->text);
	free(counted->slot);
	free(counted->last.bytes);
}

static size_t *find_slot(const struct counted *counted, const struct fingerprint *f)
{
	size_t at = (size_t)f->low & (counted->slots - 1);
	for (;; at = (at + 1) & (counted->slots - 1)) {
		size_t place = counted->slot[at];
		if (place == 0)
			return &counted->slot[at];
		const struct fingerprint *there = &counted->text[place - 1].fingerprint;
		if (there->low == f->low && there->high == f->high)
			return &counted->slot[at];
	}
}

static size_t find_place(struct counted *counted, struct span text)
{
	struct fingerprint f = fingerprint_of(counted->secret, text);
	size_t *slot = find_slot(counted, &f);
	if (*slot)
		return *slot - 1;
	if (counted->count == counted->most) {
		counted->more = true;
		return counted->most;
	}
	struct span kept = {text.bytes, text.length < COUNTED_TEXT ? text.length : COUNTED_TEXT};
	counted->text[counted->count++] = (struct counted_text){f, span_copy(kept), kept.length, 0};
	*slot = counted->count;
	return *slot - 1;
}

/* Many a text is that of the row before. */
size_t count_text(struct counted *counted, struct span text)
{
	if (counted->last_place == counted->most || !span_equals(text, text_span(&counted->last))) {
		counted->last_place = find_place(counted, text);
		counted->last.length = 0;
		text_add(&counted->last, text);
	}
	if (counted->last_place < counted->most)
		counted->text[counted->last_place].count++;
	return counted->last_place;
}

static int by_text(const void *a, const void *b)
{
	const struct counted_text *x = *(const struct counted_text *const *)a;
	const struct counted_text *y = *(const struct counted_text *const *)b;
	return span_compare((struct span){x->text, x->length}, (struct span){y->text, y->length});
}

const struct counted_text **counted_sorted(const struct counted *counted)
{
	const struct counted_text **sorted = allocate(counted->count + 1, sizeof *sorted);
	for (size_t i = 0; i < counted->count; i++)
		sorted[i] = &counted->text[i];
	qsort(sorted, counted->count, sizeof *sorted, by_text);
	return sorted;
}
