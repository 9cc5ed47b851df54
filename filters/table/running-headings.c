#include "running.h"

#include <stdlib.h>

/* Where a heading like a pattern stands, from a place on; the length of the words where nowhere. */
static size_t find_heading(const struct pattern *pattern, struct span words, size_t from)
{
	for (size_t at = from; at < words.length; at++) {
		struct text period = {0};
		size_t end;
		bool begins = at == 0 || words.bytes[at - 1] == ' ';
		bool there = begins && pattern_begins(pattern,
					       (struct span){words.bytes + at, words.length - at},
					       &end, &period, &period);
		free(period.bytes);
		if (there)
			return at;
	}
	return words.length;
}

/* The first line that begins with the heading of the areas. */
static size_t find_areas(
	const struct pattern *pattern, struct span words, const size_t *line, size_t lines)
{
	for (size_t i = 0; i < lines; i++) {
		if (find_heading(pattern, words, line[i]) == line[i])
			return line[i];
	}
	return words.length;
}

static int compare_headings(const void *a, const void *b)
{
	const struct running_heading *first = a, *second = b;
	return (first->at > second->at) - (first->at < second->at);
}

static void add_heading(struct running_headings *h, size_t at)
{
	h->heading = grow(h->heading, &h->room, h->count + 1, sizeof *h->heading);
	h->heading[h->count++] = (struct running_heading){.at = at};
}

/* The line of the map that is the areas, in its first column; NULL where it has none. */
static const struct map_column *area_column(const struct map *map)
{
	for (size_t i = 0; i < map->columns; i++) {
		const struct map_column *c = &map->column[i];
		if (c->role == MAP_FIELD && span_is(map->name[c->field], "area"))
			return c->number <= 1 ? c : NULL;
	}
	return NULL;
}

/* Gives each heading its text, and says whether all are apart. */
static bool part_headings(struct running_headings *h, struct span words)
{
	bool apart = h->count > 0;
	qsort(h->heading, h->count, sizeof *h->heading, compare_headings);
	for (size_t i = 0; i < h->count; i++) {
		size_t end = i + 1 < h->count ? h->heading[i + 1].at : words.length;
		apart &= end > h->heading[i].at;
		struct span text = {words.bytes + h->heading[i].at, end - h->heading[i].at};
		while (text.length && text.bytes[text.length - 1] == ' ')
			text.length--;
		h->heading[i].text = text;
	}
	return apart;
}

/* Whether each title of the map is what stands above the headings. */
static bool titles_fit(const struct map *map, struct span words, size_t end)
{
	bool fit = true;
	while (end && words.bytes[end - 1] == ' ')
		end--;
	for (size_t i = 0; i < map->titles; i++)
		fit &= pattern_matches(&map->title[i], (struct span){words.bytes, end}, NULL);
	return fit;
}

bool running_headings_find(struct running_headings *headings, const struct map *map,
	struct span words, const size_t *line, size_t lines)
{
	const struct map_column *areas = map->sentences || map->positions ? NULL : area_column(map);
	headings->count = 0;
	if (!areas)
		return false;
	size_t from = 0;
	headings->areas = areas->number == 0;
	if (headings->areas) {
		from = find_areas(&areas->header, words, line, lines);
		if (from == words.length)
			return false;
		add_heading(headings, from);
		from++;
	}
	for (size_t i = 0; i < map->columns; i++) {
		const struct map_column *c = &map->column[i];
		if (c == areas)
			continue;
		size_t at = c->number ? words.length : find_heading(&c->header, words, from);
		if (at < words.length)
			add_heading(headings, at);
		else if (!c->optional)
			return false;
	}
	return headings->count > headings->areas && part_headings(headings, words) &&
	       titles_fit(map, words, headings->heading[0].at);
}
