#include "unmet.h"

#include "lib/nearest.h"

#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

/* So many names are noted, in a table of so many places, and so many are told. */
enum { NAMES = 1000, PLACES = 4096, TOLD = 8 };

enum noted_as { ELEMENT, ATTRIBUTE, VALUE };

/* A name, or the value of an attribute that a path has a condition on. */
struct noted {
	enum noted_as as;
	const char *name, *space; /* the document's */
	char *value;              /* a copy, which `name` is then */
	const struct path_step *step;
};

struct unmet {
	const struct path *const *path;
	size_t paths;
	struct noted noted[NAMES];
	size_t count;
	size_t place[PLACES]; /* one more than the place among `noted`, by address; 0: free */
};

struct unmet *unmet_new(const struct path *const *paths, size_t count)
{
	struct unmet *u = allocate(1, sizeof *u);
	memset(u, 0, sizeof *u);
	u->path = paths;
	u->paths = count;
	return u;
}

void unmet_free(struct unmet *u)
{
	for (size_t i = 0; i < u->count; i++)
		free(u->noted[i].value);
	free(u);
}

/* Names are the same where their addresses are (dialect.h). */
static void note(struct unmet *u, enum noted_as as, const char *name, const char *space)
{
	size_t at = ((uintptr_t)name >> 3) % PLACES;
	for (; u->place[at]; at = (at + 1) % PLACES) {
		const struct noted *n = &u->noted[u->place[at] - 1];
		if (n->name == name && n->as == as && strcmp(n->space, space) == 0)
			return;
	}
	if (u->count == NAMES)
		return;
	u->noted[u->count++] = (struct noted){.as = as, .name = name, .space = space};
	u->place[at] = u->count;
}

static void note_value(struct unmet *u, const struct path_step *step, struct span value)
{
	size_t values = 0;
	for (size_t i = 0; i < u->count; i++) {
		const struct noted *n = &u->noted[i];
		values += n->step == step;
		if (n->step == step && span_is(value, n->name))
			return;
	}
	if (values == TOLD || u->count == NAMES)
		return;
	char *copy = span_copy(value);
	u->noted[u->count++] =
		(struct noted){.as = VALUE, .name = copy, .space = "", .value = copy, .step = step};
}

static void note_condition(
	struct unmet *u, const struct path_step *step, const struct element *element)
{
	if (!step->value || !path_name_is(&step->name, element->name, element->space))
		return;
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (path_name_is(&step->attribute, a->name, a->space))
			note_value(u, step, a->value);
	}
}

void unmet_note(struct unmet *u, const struct element *element)
{
	note(u, ELEMENT, element->name, element->space);
	for (size_t i = 0; i < element->attributes; i++)
		note(u, ATTRIBUTE, element->attribute[i].name, element->attribute[i].space);
	for (size_t i = 0; i < u->paths; i++) {
		for (size_t j = 0; j < u->path[i]->steps; j++)
			note_condition(u, &u->path[i]->step[j], element);
	}
}

/* ---- What may have been meant ---- */

static const struct noted *find_noted(const struct unmet *u, enum noted_as as, const char *name,
	int (*compare)(const char *, const char *))
{
	for (size_t i = 0; i < u->count; i++) {
		if (u->noted[i].as == as && compare(u->noted[i].name, name) == 0)
			return &u->noted[i];
	}
	return NULL;
}

/* The one that fewest slips lead to. */
static const struct noted *find_near(const struct unmet *u, enum noted_as as, const char *name)
{
	const char **words = allocate(u->count + 1, sizeof *words);
	size_t count = 0;
	for (size_t i = 0; i < u->count; i++) {
		if (u->noted[i].as == as)
			words[count++] = u->noted[i].name;
	}
	words[count] = NULL;
	const char *near = nearest(name, words);
	free(words);
	return near ? find_noted(u, as, near, strcmp) : NULL;
}

static void add_noted(struct text *to, const struct noted *n, bool with_space)
{
	text_add(to, span_of(n->as == ELEMENT ? "<" : n->as == ATTRIBUTE ? "@" : "'"));
	text_add(to, span_of(quote(span_of(n->name)).text));
	text_add(to, span_of(n->as == ELEMENT ? ">" : n->as == ATTRIBUTE ? "" : "'"));
	if (!with_space)
		return;
	text_add(to, SPAN(" of the namespace '"));
	text_add(to, span_of(quote(span_of(n->space)).text));
	text_add(to, SPAN("', for which --namespace declares a prefix"));
}

static bool is_of(const struct noted *n, enum noted_as as, const struct path_step *step)
{
	return n->as == as && (as != VALUE || n->step == step);
}

/* The first names of a kind that there are: nothing is near. */
static void add_all(
	struct text *to, const struct unmet *u, enum noted_as as, const struct path_step *step)
{
	size_t all = 0, told = 0;
	for (size_t i = 0; i < u->count; i++)
		all += is_of(&u->noted[i], as, step);
	for (size_t i = 0; i < u->count && told < TOLD; i++) {
		if (!is_of(&u->noted[i], as, step))
			continue;
		const char *first = all > 1 ? "; there are " : "; there is ";
		text_add(to, span_of(told++ ? ", " : first));
		add_noted(to, &u->noted[i], false);
	}
	if (all > told)
		text_add(to, SPAN(" and others, which --list-paths lists"));
	if (all == 0 && as == ATTRIBUTE)
		text_add(to, SPAN("; there are no attributes"));
}

/* Says what is like a name that the document does not have as this. */
static void explain_name(
	const struct unmet *u, enum noted_as as, const struct path_name *name, struct text *to)
{
	const struct noted *found = find_noted(u, as, name->name, strcmp);
	bool space = found != NULL;
	if (!found)
		found = find_noted(u, as, name->name, strcasecmp);
	if (!found)
		found = find_noted(u, as == ELEMENT ? ATTRIBUTE : ELEMENT, name->name, strcasecmp);
	if (!found)
		found = find_near(u, as, name->name);
	if (!found) {
		add_all(to, u, as, NULL);
		return;
	}
	text_add(to, SPAN("; there is "));
	add_noted(to, found, space || (*found->space && found->as == ATTRIBUTE));
}

static bool has_name(const struct unmet *u, enum noted_as as, const struct path_name *name)
{
	for (size_t i = 0; i < u->count; i++) {
		if (u->noted[i].as == as && path_name_is(name, u->noted[i].name, u->noted[i].space))
			return true;
	}
	return false;
}

static bool has_value(const struct unmet *u, const struct path_step *step)
{
	for (size_t i = 0; i < u->count; i++) {
		if (u->noted[i].step == step && strcmp(u->noted[i].name, step->value) == 0)
			return true;
	}
	return false;
}

void unmet_explain(const struct unmet *u, const struct path *path, struct text *to)
{
	for (size_t i = 0; i < path->steps; i++) {
		const struct path_step *step = &path->step[i];
		if (!has_name(u, ELEMENT, &step->name)) {
			explain_name(u, ELEMENT, &step->name, to);
			return;
		}
		if (step->value && !has_name(u, ATTRIBUTE, &step->attribute)) {
			explain_name(u, ATTRIBUTE, &step->attribute, to);
			return;
		}
		if (step->value && !has_value(u, step)) {
			add_all(to, u, VALUE, step);
			return;
		}
	}
	if (path->end == PATH_ATTRIBUTE && !has_name(u, ATTRIBUTE, &path->attribute))
		explain_name(u, ATTRIBUTE, &path->attribute, to);
	else
		text_add(to, SPAN("; its names are there, but none leads to the next so: "
				  "--list-paths lists the paths"));
}
