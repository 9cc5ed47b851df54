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
	return c->role == MAP_FIELD && !c->called && span_is(map->name[c->field], "area");
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

/* Each place, from one on, where a heading like that of a column stands that has a period in it: a
 * line of the map may be about several. */
static void add_others(
	struct running_headings *h, const struct pattern *pattern, struct span words, size_t at)
{
	while (at < words.length) {
		struct text period = {0};
		size_t end = 0;
		struct span rest = {words.bytes + at, words.length - at};
		pattern_begins(pattern, rest, &end, &period, &period);
		free(period.bytes);
		add_heading(h, at);
		at = pattern->period ? find_heading(pattern, words, at + end + (end == 0))
				     : words.length;
	}
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
		if (at < words.length && h->areas)
			add_others(h, &c->header, words, at);
		else if (at < words.length)
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

/* Headings without a map */

/* Whether a heading of the areas begins here, by its first word. */
static bool begins_areas(struct span words, size_t at)
{
	static const char *const begins[] = {"Kommune", "Kom.", "Område", "Bopæl", "Landsdel"};
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		size_t length = strlen(begins[i]);
		if (words.length - at >= length && memcmp(words.bytes + at, begins[i], length) == 0)
			return true;
	}
	return false;
}

static bool begins_word(struct span words, size_t at)
{
	return at > 0 && at < words.length && words.bytes[at - 1] == ' ';
}

/* Whether a word begins as a heading does: with a capital, or a digit, as a year. */
static bool begins_heading(struct span words, size_t at)
{
	static const char *const capitals[] = {"Æ", "Ø", "Å"};
	char byte = words.bytes[at];
	bool begins = digit(byte) || (byte >= 'A' && byte <= 'Z');
	for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
		begins |= words.length - at > 2 && memcmp(words.bytes + at, capitals[i], 2) == 0;
	return begins;
}

/* Takes the places behind the first heading for those of the others; false where there are not as
 * many as are wanted. */
static bool take_places(
	struct running_headings *h, const size_t *place, size_t places, size_t first, size_t wanted)
{
	h->count = 0;
	add_heading(h, first);
	for (size_t i = 0; i < places; i++) {
		if (place[i] > first)
			add_heading(h, place[i]);
	}
	return h->count == wanted;
}

/* Words that begin as a heading does. */
static bool take_words(struct running_headings *h, struct span words, size_t first, size_t wanted)
{
	h->count = 0;
	for (size_t at = first; at < words.length; at++) {
		if (begins_word(words, at) && begins_heading(words, at))
			add_heading(h, at);
	}
	return h->count == wanted;
}

/* Whether a map that names this heading finds it: nowhere else stands a word that begins so. */
static bool is_found_again(struct span words, size_t from, struct span heading)
{
	if (!heading.length || strchr("#-*", heading.bytes[0]))
		return false;
	for (size_t at = from; at + heading.length <= words.length; at++) {
		bool other = words.bytes + at != heading.bytes && begins_word(words, at);
		if (other && memcmp(words.bytes + at, heading.bytes, heading.length) == 0)
			return false;
	}
	return true;
}

static bool all_found_again(const struct running_headings *h, struct span words)
{
	bool found = true;
	for (size_t i = h->areas; i < h->count; i++)
		found &= is_found_again(words, h->heading[0].at, h->heading[i].text);
	return found;
}

/* The heading that is a year alone, on the last line, and of which the areas have none. */
static bool take_year(
	struct running_headings *h, struct span words, const size_t *line, size_t lines)
{
	enum { YEAR = 4 };
	size_t at = lines ? line[lines - 1] : 0;
	bool year = at > 0 && words.length - at == YEAR;
	for (size_t i = at; i < words.length; i++)
		year &= digit(words.bytes[i]);
	/* A map finds the first period that there is. */
	for (size_t i = 0; i < at; i++)
		year &= !digit(words.bytes[i]);
	h->areas = false;
	if (year)
		add_heading(h, at);
	return year && part_headings(h, words);
}

bool running_headings_cut(struct running_headings *h, struct span words,
	const struct running_lines *lines, size_t columns)
{
	size_t area = lines->count, first;
	*h = (struct running_headings){.areas = true};
	while (area-- > 0) {
		if (lines->line[area] < words.length && begins_areas(words, lines->line[area]))
			break;
	}
	if (columns == 0)
		return false;
	if (area == (size_t)-1)
		return columns == 1 && take_year(h, words, lines->line, lines->count);
	for (first = lines->line[area] + 1; first < words.length; first++) {
		if (begins_word(words, first) && begins_heading(words, first))
			break;
	}
	if (first == words.length)
		return false;
	bool cut = take_places(h, lines->apart, lines->aparts, first, columns) ||
		   take_places(h, lines->line, lines->count, first, columns);
	if (!cut && columns > 1 && take_words(h, words, first, columns)) {
		cut = true;
		for (size_t i = 0; i < h->count; i++) /* years stand by themselves */
			h->words |= !digit(words.bytes[h->heading[i].at]);
	}
	cut = cut || take_places(h, NULL, 0, first, columns);
	add_heading(h, lines->line[area]);
	return cut && part_headings(h, words) && all_found_again(h, words);
}
