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

static bool is_area(const struct map *map, const struct map_column *c)
{
	return c->role == MAP_FIELD && span_is(map->name[c->field], "area");
}

/* Whether the areas are the first column by its number; a map may know them by headers, too. */
static bool numbers_areas(const struct map *map)
{
	bool numbered = false;
	for (size_t i = 0; i < map->columns; i++)
		numbered |= is_area(map, &map->column[i]) && map->column[i].number == 1;
	return numbered;
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

/* Finds the headings of all columns but the areas, from a place on; false where one is not there.
 */
static bool find_values(
	struct running_headings *h, const struct map *map, struct span words, size_t from)
{
	for (size_t i = 0; i < map->columns; i++) {
		const struct map_column *c = &map->column[i];
		if (is_area(map, c) || !map_line_is_column(c))
			continue;
		size_t at = c->number ? words.length : find_heading(&c->header, words, from);
		if (at < words.length)
			add_heading(h, at);
		else if (!c->optional)
			return false;
	}
	return h->count > 0;
}

/* Whether what stands from a place up to the first heading is like that of the areas. */
static bool areas_fit(
	const struct running_headings *h, const struct map *map, struct span words, size_t from)
{
	size_t end = words.length;
	for (size_t i = 0; i < h->count; i++)
		end = h->heading[i].at < end ? h->heading[i].at : end;
	while (end > from && words.bytes[end - 1] == ' ')
		end--;
	bool fit = false;
	for (size_t i = 0; i < map->columns; i++) {
		const struct map_column *c = &map->column[i];
		fit |= is_area(map, c) && c->number == 0 &&
		       pattern_matches(
			       &c->header, (struct span){words.bytes + from, end - from}, NULL);
	}
	return fit;
}

/* A heading of the areas that stands at the beginning of a line, and begins as a heading does. */
static bool try_areas(
	struct running_headings *h, const struct map *map, struct span words, size_t from)
{
	bool lower = words.bytes[from] >= 'a' && words.bytes[from] <= 'z';
	h->count = 0;
	if (lower || !find_values(h, map, words, from + 1) || !areas_fit(h, map, words, from))
		return false;
	add_heading(h, from);
	return true;
}

bool running_headings_find(struct running_headings *headings, const struct map *map,
	struct span words, const size_t *line, size_t lines)
{
	headings->count = 0;
	if (!map->tabular || map->positions)
		return false;
	bool found = false;
	headings->areas = !numbers_areas(map);
	for (size_t i = lines; headings->areas && !found && i-- > 0;)
		found = line[i] < words.length && try_areas(headings, map, words, line[i]);
	if (!headings->areas)
		found = find_values(headings, map, words, 0);
	return found && part_headings(headings, words) &&
	       titles_fit(map, words, headings->heading[0].at);
}
