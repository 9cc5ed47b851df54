#include "borders.h"

#include <stdio.h>
#include <stdlib.h>

struct point_at {
	long x, y;
};

struct edge {
	struct point_at a, b; /* in the order of points, whichever way the shape goes */
	const struct border_shape *shape;
};

struct edges {
	struct edge *edge;
	size_t count, room;
};

static int compare_points(struct point_at a, struct point_at b)
{
	if (a.x != b.x)
		return a.x < b.x ? -1 : 1;
	return (a.y > b.y) - (a.y < b.y);
}

static int by_points(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = compare_points(x->a, y->a);
	order = order ? order : compare_points(x->b, y->b);
	return order ? order : (x->shape > y->shape) - (x->shape < y->shape);
}

static void add_edge(
	struct edges *e, struct point_at a, struct point_at b, const struct border_shape *shape)
{
	bool turned = compare_points(a, b) > 0;
	e->edge = grow(e->edge, &e->room, e->count + 1, sizeof *e->edge);
	e->edge[e->count++] = (struct edge){turned ? b : a, turned ? a : b, shape};
}

/* The sides of a shape: each part of it begins with M and ends with Z, where it began. */
static void add_edges(struct edges *e, const struct border_shape *shape)
{
	struct point_at first = {0, 0}, last = {0, 0};
	const char *end = shape->path.bytes + shape->path.length;
	for (const char *at = shape->path.bytes; at < end;) {
		if (*at == 'Z')
			add_edge(e, last, first, shape);
		bool begins = *at == 'M';
		if (*at < '0' || *at > '9') {
			at++;
			if (!begins)
				continue;
		}
		char *after;
		struct point_at point = {.x = strtol(at, &after, 10)};
		point.y = strtol(after + 1, &after, 10);
		at = after;
		if (begins)
			first = point;
		else
			add_edge(e, last, point, shape);
		last = point;
	}
}

void borders_add(struct text *to, const struct border_shape *shape, size_t count)
{
	enum { ROOM = 96 };
	struct edges e = {0};
	for (size_t i = 0; i < count; i++)
		add_edges(&e, &shape[i]);
	if (e.count)
		qsort(e.edge, e.count, sizeof *e.edge, by_points);
	for (size_t i = 1; i < e.count; i++) {
		char side[ROOM];
		const struct edge *a = &e.edge[i - 1], *b = &e.edge[i];
		bool shared = compare_points(a->a, b->a) == 0 && compare_points(a->b, b->b) == 0;
		if (!shared || span_equals(a->shape->region, b->shape->region))
			continue;
		snprintf(side, sizeof side, "M%ld,%ld %ld,%ld", b->a.x, b->a.y, b->b.x, b->b.y);
		text_add(to, span_of(side));
	}
	free(e.edge);
}
