/*
 * Numbers of pages that stand alone on a line of a running text, where nothing tells them from the
 * figures of a row but the totals.
 */
#ifndef KKR_RUNNING_PAGES_H
#define KKR_RUNNING_PAGES_H

#include "lib/areas.h"

/* A figure of a row, in the order of the text. */
struct running_figure {
	const struct area *area; /* of its row; two rows in a row have two */
	struct span text;
	size_t token; /* its caller's */
	bool alone;   /* nothing else stands on its line */
	bool page;    /* found to be the number of a page */
};

/*
 * Whether the totals prove so many columns: as the figures stand, or without some that stand alone
 * and count on by one from page to page, which are marked.
 */
bool running_pages_find(struct running_figure *figure, size_t figures, size_t columns);

#endif
