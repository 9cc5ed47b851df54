#include "path.h"

#include "lib/cli.h"

#include <libxml/tree.h>

#include <stdlib.h>
#include <string.h>

/* A path while it is read. */
struct source {
	const char *option;
	const char *text; /* the whole */
	const char *at;   /* what is left */
	const struct path_prefix *prefix;
	size_t prefixes;
};

static _Noreturn void misuse(const struct source *s, const char *what)
{
	cli_misuse("--%s: the path '%s' %s", s->option, quote(span_of(s->text)).text, what);
}

static bool skip(struct source *s, const char *token)
{
	size_t length = strlen(token);
	if (strncmp(s->at, token, length) != 0)
		return false;
	s->at += length;
	return true;
}

static const char *find_space(const struct source *s, struct span prefix)
{
	if (span_is(prefix, "xml"))
		return (const char *)XML_XML_NAMESPACE;
	for (size_t i = 0; i < s->prefixes; i++) {
		if (span_is(prefix, s->prefix[i].prefix))
			return s->prefix[i].space;
	}
	cli_misuse("--%s: the path '%s' has the prefix '%s': --namespace %s=URI says what it is",
		s->option, quote(span_of(s->text)).text, quote(prefix).text, quote(prefix).text);
}

/* What is no character of XML libxml2 would say on standard error, in its own words. */
static void unheard(void *context, const char *format, ...)
{
	(void)context, (void)format;
}

bool path_is_name(const char *name)
{
	xmlSetGenericErrorFunc(NULL, unheard);
	bool valid = xmlValidateNCName((const xmlChar *)name, 0) == 0;
	xmlSetGenericErrorFunc(NULL, NULL);
	return valid;
}

static char *copy_name(const struct source *s, struct span name)
{
	char *copy = span_copy(name);
	if (path_is_name(copy))
		return copy;
	cli_misuse("--%s: the path '%s' has '%s' where a name should be: it is made of names, "
		   "/, //, @name, text() and [@name='value']%s",
		s->option, quote(span_of(s->text)).text, quote(name).text,
		span_is(name, "..") ? "; what stands above the record is named from the root" : "");
}

/* A name, with or without a prefix, up to one of `ends`; `space` is what one without has. */
static struct path_name read_name(struct source *s, const char *space, const char *ends)
{
	struct span name = {s->at, strcspn(s->at, ends)};
	s->at += name.length;
	const char *colon = name.length ? memchr(name.bytes, ':', name.length) : NULL;
	if (colon) {
		space = find_space(s, (struct span){name.bytes, (size_t)(colon - name.bytes)});
		name.length -= (size_t)(colon + 1 - name.bytes);
		name.bytes = colon + 1;
	}
	return (struct path_name){copy_name(s, name), space};
}

/* What a path may end with instead of an element; nothing follows it. */
static bool read_end(struct source *s, struct path *path)
{
	if (skip(s, "@")) {
		path->end = PATH_ATTRIBUTE;
		path->attribute = read_name(s, "", "/[");
	} else if (strcmp(s->at, "text()") == 0) {
		path->end = PATH_TEXT;
		s->at = "";
	} else {
		return false;
	}
	if (*s->at)
		misuse(s, "goes on after an attribute, which has nothing in it");
	return true;
}

static void skip_blanks(struct source *s)
{
	s->at += strspn(s->at, " ");
}

/* [@name='value'] or [@name="value"] */
static void read_condition(struct source *s, struct path_step *step)
{
	static const char form[] =
		"has a [ that begins no [@name='value'], the one condition that a path takes";
	s->at++;
	skip_blanks(s);
	if (!skip(s, "@"))
		misuse(s, form);
	step->attribute = read_name(s, "", " =]/");
	skip_blanks(s);
	if (!skip(s, "="))
		misuse(s, form);
	skip_blanks(s);
	char mark = *s->at;
	const char *end = mark == '\'' || mark == '"' ? strchr(s->at + 1, mark) : NULL;
	if (!end)
		misuse(s, form);
	step->value = span_copy((struct span){s->at + 1, (size_t)(end - s->at - 1)});
	s->at = end + 1;
	skip_blanks(s);
	if (!skip(s, "]") || (*s->at && *s->at != '/'))
		misuse(s, form);
}

static void read_step(struct source *s, struct path *path, bool descendant)
{
	if (path->steps == PATH_STEPS)
		cli_misuse("--%s: a path has at most %d names of elements", s->option, PATH_STEPS);
	struct path_step *step = &path->step[path->steps++];
	*step = (struct path_step){.descendant = descendant, .name = read_name(s, NULL, "/[")};
	if (*s->at == '[')
		read_condition(s, step);
}

/* // before the next step, or / (true, and false); a path that has neither there is wrong. */
static bool read_separator(struct source *s)
{
	bool descendant = skip(s, "//");
	if (!descendant && !skip(s, "/"))
		misuse(s, "begins with '.' and goes on with neither / nor //");
	return descendant;
}

void path_read(struct path *path, const char *option, const char *text,
	const struct path_prefix *prefix, size_t prefixes)
{
	struct source s = {option, text, text, prefix, prefixes};
	*path = (struct path){.text = text, .absolute = *text == '/'};
	bool dot = skip(&s, ".") && *s.at != '.';
	if (!dot)
		s.at = text;
	bool descendant = path->absolute || dot ? read_separator(&s) : false;
	for (;;) {
		bool from_root = path->absolute && path->steps == 0;
		if (!descendant && !from_root && read_end(&s, path))
			break;
		read_step(&s, path, descendant);
		if (!*s.at)
			break;
		descendant = read_separator(&s);
	}
}

void path_free(struct path *path)
{
	for (size_t i = 0; i < path->steps; i++) {
		free(path->step[i].name.name);
		free(path->step[i].attribute.name);
		free(path->step[i].value);
	}
	free(path->attribute.name);
}

bool path_name_is(const struct path_name *name, const char *local, const char *space)
{
	return strcmp(name->name, local) == 0 && (!name->space || strcmp(name->space, space) == 0);
}

/* Whether an element has what the condition of a step asks for, if there is one. */
static bool holds(const struct path_step *step, const struct element *element)
{
	for (size_t i = 0; step->value && i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (path_name_is(&step->attribute, a->name, a->space) &&
			span_is(a->value, step->value))
			return true;
	}
	return !step->value;
}

struct path_state path_from(const struct path *path, size_t steps)
{
	bool descendant = steps < path->steps && path->step[steps].descendant;
	return (struct path_state){1U << steps, descendant ? 1U << steps : 0};
}

struct path_state path_down(
	const struct path *path, struct path_state parent, const struct element *element)
{
	struct path_state state = {0, parent.below};
	unsigned open = parent.here | parent.below;
	for (size_t i = 0; i < path->steps && open >> i; i++) {
		const struct path_step *step = &path->step[i];
		unsigned from = step->descendant ? parent.below : parent.here;
		if (!(from >> i & 1) || !path_name_is(&step->name, element->name, element->space) ||
			!holds(step, element))
			continue;
		struct path_state next = path_from(path, i + 1);
		state.here |= next.here;
		state.below |= next.below;
	}
	return state;
}

size_t path_length(struct path_state state)
{
	size_t steps = 0;
	while (state.here >> steps > 1)
		steps++;
	return steps;
}

bool path_reaches(const struct path *path, struct path_state state)
{
	return state.here >> path->steps & 1;
}

bool path_lost(struct path_state state)
{
	return !state.here && !state.below;
}
