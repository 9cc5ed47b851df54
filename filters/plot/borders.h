/*
 * Where regions meet: the sides that shapes of two regions share. Neighbours have the same points
 * along their common border (schemas/boundaries.tsv).
 */
#ifndef KKR_PLOT_BORDERS_H
#define KKR_PLOT_BORDERS_H

#include "lib/text.h"

struct border_shape {
	struct span path;   /* "M1,2 3,4Z" */
	struct span region; /* what tells regions apart */
};

/* Adds these sides as a path, in the units of the shapes. */
void borders_add(struct text *to, const struct border_shape *shape, size_t count);

#endif
