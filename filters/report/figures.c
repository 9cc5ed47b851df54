#include "figures.h"

#include <stdlib.h>

static struct topic *topic_named(struct figures *figures, struct span name)
{
	for (size_t i = 0; i < figures->topics; i++) {
		if (span_equals(figures->topic[i].name, name))
			return &figures->topic[i];
	}
	figures->topic =
		grow(figures->topic, &figures->room, figures->topics + 1, sizeof *figures->topic);
	figures->topic[figures->topics] = (struct topic){.name = name};
	return &figures->topic[figures->topics++];
}

static struct kpi *kpi_named(struct topic *topic, struct span name)
{
	for (size_t i = 0; i < topic->kpis; i++) {
		if (span_equals(topic->kpi[i].name, name))
			return &topic->kpi[i];
	}
	topic->kpi = grow(topic->kpi, &topic->room, topic->kpis + 1, sizeof *topic->kpi);
	topic->kpi[topic->kpis] = (struct kpi){.name = name};
	return &topic->kpi[topic->kpis++];
}

/* schemas/kpi/climate.tsv is of the topic climate. */
static char *name_of_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct span name = span_of(slash ? slash + 1 : path);
	const struct span end = SPAN(".tsv");
	if (name.length > end.length &&
		memcmp(name.bytes + name.length - end.length, end.bytes, end.length) == 0)
		name.length -= end.length;
	return span_copy(name);
}

static void read_definitions(struct figures *figures, const char *path)
{
	static const char *const needed[] = {"kpi", NULL};
	struct part *part = &figures->definitions[figures->files];
	part_load(part, path, needed);
	figures->names[figures->files] = name_of_file(path);
	struct topic *topic = topic_named(figures, span_of(figures->names[figures->files]));
	figures->files++;
	for (size_t i = 0; i < part->table.rows; i++) {
		struct kpi *kpi = kpi_named(topic, part_field(part, i, "kpi"));
		kpi->published_text = part_field(part, i, "published_text");
		if (kpi->card.length == 0)
			kpi->card = part_field(part, i, "card");
	}
}

static int by_group(const void *a, const void *b)
{
	const struct group_row *x = a, *y = b;
	int order = span_compare(x->group, y->group);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void sort_groups(const struct figures *figures, struct kpi *kpi)
{
	kpi->by_group = allocate(kpi->rows + 1, sizeof *kpi->by_group);
	for (size_t i = 0; i < kpi->rows; i++)
		kpi->by_group[i] = (struct group_row){
			figure_field(figures, kpi->row[i], "group"), kpi->row[i]};
	if (kpi->rows)
		qsort(kpi->by_group, kpi->rows, sizeof *kpi->by_group, by_group);
}

bool figure_of_group(const struct kpi *kpi, struct span group, size_t *row)
{
	size_t low = 0, high = kpi->rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (span_compare(kpi->by_group[middle].group, group) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == kpi->rows || !span_equals(kpi->by_group[low].group, group))
		return false;
	*row = kpi->by_group[low].row;
	return true;
}

void figures_read(struct figures *figures, const char *table, char *const *definitions)
{
	static const char *const needed[] = {"topic", "kpi", "title", "group", "value", "unit",
		"qualifier", "target_status", "published", "deviation", "note", "source",
		"published_qualifier", "contradicted", NULL};
	size_t files = 0;
	while (definitions[files])
		files++;
	figures->definitions = allocate(files + 1, sizeof *figures->definitions);
	figures->names = allocate(files + 1, sizeof *figures->names);
	for (size_t i = 0; i < files; i++) {
		figures->definitions[i] = (struct part){0};
		read_definitions(figures, definitions[i]);
	}
	part_load(&figures->table, table, needed);
	for (size_t i = 0; i < figures->table.table.rows; i++) {
		struct topic *topic = topic_named(figures, figure_field(figures, i, "topic"));
		struct kpi *kpi = kpi_named(topic, figure_field(figures, i, "kpi"));
		if (!topic->shown)
			topic->first = i;
		figures->shown += !topic->shown;
		topic->shown = true;
		kpi->row = grow(kpi->row, &kpi->room, kpi->rows + 1, sizeof *kpi->row);
		kpi->row[kpi->rows++] = i;
	}
	for (size_t t = 0; t < figures->topics; t++) {
		for (size_t i = 0; i < figures->topic[t].kpis; i++)
			sort_groups(figures, &figures->topic[t].kpi[i]);
	}
}

void figures_free(struct figures *figures)
{
	for (size_t t = 0; t < figures->topics; t++) {
		for (size_t i = 0; i < figures->topic[t].kpis; i++) {
			free(figures->topic[t].kpi[i].row);
			free(figures->topic[t].kpi[i].by_group);
		}
		free(figures->topic[t].kpi);
	}
	for (size_t i = 0; i < figures->files; i++) {
		part_free(&figures->definitions[i]);
		free(figures->names[i]);
	}
	free(figures->topic);
	free(figures->definitions);
	free(figures->names);
	part_free(&figures->table);
}

void figures_put_first(struct figures *figures, struct span topic)
{
	for (size_t t = 1; t < figures->topics; t++) {
		struct topic first = figures->topic[t];
		if (!span_equals(first.name, topic))
			continue;
		memmove(figures->topic + 1, figures->topic, t * sizeof *figures->topic);
		figures->topic[0] = first;
	}
}

size_t figure_of_all(const struct figures *figures, const struct kpi *kpi)
{
	for (size_t i = 0; i < kpi->rows; i++) {
		if (span_is(figure_field(figures, kpi->row[i], "group"), "*"))
			return kpi->row[i];
	}
	return figures->table.table.rows;
}

struct span figure_field(const struct figures *figures, size_t row, const char *column)
{
	return part_field(&figures->table, row, column);
}

/* Takes the text up to ", " off its front. */
static struct span cut_comma(struct span *rest)
{
	const char *end = memmem(rest->bytes, rest->length, ", ", 2);
	struct span part = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
	size_t used = part.length + (end ? 2 : 0);
	*rest = (struct span){rest->bytes + used, rest->length - used};
	return part;
}

struct span next_reservation(struct span *rest, bool *own)
{
	while (rest->length) {
		struct span part = cut_comma(rest);
		if (!span_is(part, "own calculation"))
			return part;
		*own = true;
	}
	return SPAN("");
}

/* The length of "track=" in front of a text; 0 where there is no such name. */
static size_t dimension_length(struct span text)
{
	const char *equals = memchr(text.bytes, '=', text.length);
	if (!equals)
		return 0;
	struct span name = {text.bytes, (size_t)(equals - text.bytes)};
	return column_name_valid(name) ? name.length + 1 : 0;
}

/* A region has its name behind its code. */
static bool is_region_code(struct span part, size_t name, struct span rest)
{
	const struct span code = SPAN("region="), named = SPAN("region_name=");
	return name == code.length && memcmp(part.bytes, code.bytes, name) == 0 &&
	       rest.length > named.length && memcmp(rest.bytes, named.bytes, named.length) == 0;
}

void add_group_dimension(struct text *to, struct span group)
{
	const size_t before = to->length;
	while (group.length) {
		struct span part = cut_comma(&group);
		size_t name = dimension_length(part);
		if (name == 0 || is_region_code(part, name, group))
			continue;
		if (to->length > before)
			text_add(to, SPAN(", "));
		text_add(to, (struct span){part.bytes, name - 1});
	}
}

void add_group_words(struct text *to, struct span group)
{
	const size_t before = to->length;
	while (group.length) {
		struct span part = cut_comma(&group);
		size_t name = dimension_length(part);
		if (is_region_code(part, name, group))
			continue;
		if (to->length > before)
			text_add(to, SPAN(", "));
		text_add(to, (struct span){part.bytes + name, part.length - name});
	}
}
