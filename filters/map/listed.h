/*
 * What is said of rows, one by one as long as they are few, and then by their number.
 */
#ifndef KKR_LISTED_H
#define KKR_LISTED_H

#include "lib/text.h"

enum { LISTED = 10 };

struct listed {
	size_t count;
	struct text line[LISTED];
	size_t entries; /* rows, where they share lines */
	/* ---- the rest belongs to list_add_row ---- */
	struct text rows[LISTED], what[LISTED];
	size_t first[LISTED], last[LISTED]; /* the rows that the line ends with */
	size_t settled[LISTED];             /* the bytes of `rows` before those */
};

void list_add(struct listed *list, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a row; those of which the same is said share a line: `rows 5, 7 to 9: Udlandet`. */
void list_add_row(struct listed *list, size_t row, struct span what);
void list_free(struct listed *list);

/* Whether a list has as many lines as are shown; then one more is counted. */
static inline bool list_full(struct listed *list)
{
	bool full = list->count >= LISTED;
	list->count += full;
	return full;
}

/* Texts, each once, with how often they came; so many at most, and the rest is not kept. */
struct tallied {
	struct tallied_text {
		struct text text;
		size_t count;
		size_t row; /* where it came first */
	} * text;
	size_t count, room, most;
	bool more; /* some were not kept */
};

/* Returns its place; `most` where it is not kept. */
size_t tallied_add(struct tallied *t, struct span text, size_t row);
size_t tallied_find(const struct tallied *t, struct span text);
void tallied_free(struct tallied *t);

#endif
