#include "inspect/paths.h"

#include "lib/beside.h"
#include "read/names.h"

#include <stdlib.h>

/* So many are shown, and so many become fields of the command. */
enum { PATHS_SHOWN = 40, PATHS_FIELDS = 12 };

struct xml_path {
	char *path, *example;
	unsigned long long count, most;
};

struct paths {
	struct xml_path *path;
	size_t count, room;
};

static unsigned long long read_count(struct span field)
{
	char *text = span_copy(field);
	unsigned long long count = strtoull(text, NULL, 10);
	free(text);
	return count;
}

/* The columns of kkr-parse --list-paths, in their order. */
static void take_path(void *to, const struct records *in)
{
	enum { PATH, COUNT, MOST, SAMPLE };
	struct paths *paths = to;
	paths->path = grow(paths->path, &paths->room, paths->count + 1, sizeof *paths->path);
	paths->path[paths->count++] = (struct xml_path){
		.path = span_copy(in->field[PATH]),
		.example = span_copy(in->field[SAMPLE]),
		.count = read_count(in->field[COUNT]),
		.most = read_count(in->field[MOST]),
	};
}

/* The rest of a path that lies below another one; NULL where it does not. */
static const char *below(const char *path, const char *above)
{
	size_t length = strlen(above);
	bool lies = strncmp(path, above, length) == 0 && path[length] == '/';
	return lies ? path + length + 1 : NULL;
}

/* Those below a path stand behind it. */
static bool has_elements(const struct paths *paths, size_t at)
{
	for (size_t i = at + 1; i < paths->count; i++) {
		const char *rest = below(paths->path[i].path, paths->path[at].path);
		if (rest && *rest != '@')
			return true;
	}
	return false;
}

/* One step below the record: an attribute, or an element that has a text alone. */
static bool is_field(const struct paths *paths, size_t at, const char *record)
{
	const char *rest = below(paths->path[at].path, record);
	return rest && !strchr(rest, '/') && paths->path[at].most == 1 && !has_elements(paths, at);
}

/*
 * An attribute of an element around the record, such as the year of all or the name of a group;
 * NULL where it is none. One with a prefix is for programs.
 */
static const char *attribute_around(const char *path, const char *record)
{
	const char *at = strstr(path, "/@");
	bool around = at && strncmp(path, record, (size_t)(at - path)) == 0 &&
		      record[at - path] == '/' && !strchr(at, ':');
	return around ? at + 2 : NULL;
}

static void add_around(struct text *next, const struct paths *paths, const char *record)
{
	struct text name = {0};
	for (size_t i = 0; i < paths->count; i++) {
		const char *path = paths->path[i].path, *attribute = attribute_around(path, record);
		if (!attribute)
			continue;
		const char *end = attribute - 2, *element = end;
		while (element > path && element[-1] != '/')
			element--;
		struct text both = {0};
		add_printed(&both, "%.*s_%s", (int)(end - element), element, attribute);
		name.length = 0;
		name_make(&name, text_span(&both));
		free(both.bytes);
		add_printed(next, " --field %.*s=%s", (int)name.length, name.bytes, path);
	}
	free(name.bytes);
}

static size_t count_fields(const struct paths *paths, const char *record)
{
	size_t fields = 0;
	for (size_t i = 0; i < paths->count; i++)
		fields += is_field(paths, i, record);
	return fields;
}

/* What repeats and has fields, most often; NULL where nothing does. */
static const struct xml_path *find_record(const struct paths *paths)
{
	const struct xml_path *found = NULL;
	for (size_t i = 0; i < paths->count; i++) {
		const struct xml_path *p = &paths->path[i];
		bool more = p->most > 1 && (!found || p->count > found->count);
		if (more && count_fields(paths, p->path))
			found = p;
	}
	return found;
}

static void add_command(struct text *next, const struct paths *paths)
{
	const struct xml_path *record = find_record(paths);
	struct text name = {0};
	size_t fields = 0;
	if (!record)
		return;
	add_printed(next, "--record %s", record->path);
	add_around(next, paths, record->path);
	for (size_t i = 0; i < paths->count && fields < PATHS_FIELDS; i++) {
		if (!is_field(paths, i, record->path))
			continue;
		const char *field = below(paths->path[i].path, record->path);
		name.length = 0;
		name_make(&name, span_of(*field == '@' ? field + 1 : field));
		add_printed(next, " --field %.*s=%s", (int)name.length, name.bytes, field);
		fields++;
	}
	if (*record->example)
		add_printed(next, " --field text=text()");
	free(name.bytes);
}

void put_paths(struct writer *page, const struct inspection *inspection, struct text *next)
{
	static const char *const arguments[] = {"kkr-parse", "--list-paths", NULL};
	struct paths paths = {.count = 0};
	struct text line = {0};
	size_t shown = 0, repeated = 0;
	bool more = false;
	if (!inspection_list(inspection, beside_become, arguments, take_path, &paths))
		return;
	for (size_t i = 0; i < paths.count; i++)
		more = more || paths.path[i].count > 1;
	add_printed(&line, "%zu%s", paths.count,
		more ? "; those that are there more than once:" : ", none of them more than once");
	page_row(page, "paths", text_span(&line));
	for (size_t i = 0; i < paths.count; i++) {
		const struct xml_path *p = &paths.path[i];
		if (p->count < 2 || repeated++ >= PATHS_SHOWN)
			continue;
		line.length = 0;
		add_printed(&line, "%s (%llu)", p->path, p->count);
		if (*p->example)
			add_printed(&line, ": %s", p->example);
		page_below(page, text_span(&line));
		shown++;
	}
	page_more(page, shown, repeated);
	add_command(next, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		free(paths.path[i].path);
		free(paths.path[i].example);
	}
	free(paths.path);
	free(line.bytes);
}
