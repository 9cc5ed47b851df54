/*
 * The path language of --record and --field, and how a path is followed down a stream of elements.
 *
 *	/survey/unit//answer    elements from the root down: / to a child, // to any descendant
 *	name/first  .//first    elements from the record down
 *	@code  name/@lang       an attribute
 *	text()  name/text()     an element's own text
 *	field[@name='x']        the elements of that name whose attribute is just that
 *
 * It is a subset of XPath 1.0 but for one thing: an element's name without a prefix is of any
 * namespace. An attribute's name without a prefix has no namespace, as everywhere in XML.
 */
#ifndef KKR_PATH_H
#define KKR_PATH_H

#include "read/dialect.h"

enum { PATH_STEPS = 31 }; /* at most so many names of elements: a state has a bit for each */

/* What --namespace declares; an empty URI is no namespace. */
struct path_prefix {
	char *prefix;
	char *space;
};

struct path_name {
	char *name;
	const char *space; /* "" for none, NULL for any */
};

struct path {
	const char *text; /* as it was given, for messages */
	bool absolute;    /* from the root; else from the record */
	size_t steps;
	struct path_step {
		bool descendant; /* // before it */
		struct path_name name;
		struct path_name attribute; /* [@attribute='value'] behind it, */
		char *value;                /* or NULL */
	} step[PATH_STEPS];
	enum { PATH_ELEMENT, PATH_ATTRIBUTE, PATH_TEXT } end; /* what it leads to */
	struct path_name attribute;
};

/*
 * Reads a path that `option` gave; a wrong one ends the program with 64. `text` and the prefixes
 * must live as long as the path.
 */
void path_read(struct path *path, const char *option, const char *text,
	const struct path_prefix *prefix, size_t prefixes);
void path_free(struct path *path);

/*
 * How far a path has come at an open element, in bits: bit n of `here` where its first n steps lead
 * to the element itself, bit n of `below` where step n may lead to anything below it.
 */
struct path_state {
	unsigned here, below;
};

/* At an element to which the first `steps` steps lead. */
struct path_state path_from(const struct path *path, size_t steps);

/* At an element, given the state at its parent. */
struct path_state path_down(
	const struct path *path, struct path_state parent, const struct element *element);

/* The most steps that lead to the element itself; 0 where none do. */
size_t path_length(struct path_state state);

/* Whether all its steps lead to the element. */
bool path_reaches(const struct path *path, struct path_state state);

/* Whether neither the element nor anything below it can be reached. */
bool path_lost(struct path_state state);

/* Whether a text may be a name without a prefix. */
bool path_is_name(const char *name);

bool path_name_is(const struct path_name *name, const char *local, const char *space);

#endif
