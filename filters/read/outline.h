/*
 * Which elements of a document matter, and what is done with each: for documents of which the most
 * is of no interest, as in workbooks. An element that no rule names is passed over, with all in it.
 *
 * A dialect that reads by rules has a state that begins with a struct outline, and outline_start,
 * outline_text and outline_end as its functions.
 */
#ifndef KKR_OUTLINE_H
#define KKR_OUTLINE_H

#include "dialect.h"

/* The root's parent. */
enum { OUTLINE_OUTSIDE = 0 };

struct outline_rule {
	int parent; /* in which place it stands; ends a table of rules where it is negative */
	const char *name;
	const char *const *spaces; /* the namespaces that it may be of, NULL-terminated */
	int place;                 /* what it is to elements in it */
	void (*start)(void *state, const struct element *element);
	void (*text)(void *state, struct span text); /* between two tags in it, perhaps in pieces */
	void (*end)(void *state);
};

enum { OUTLINE_RULES = 32 }; /* and places, at most */

struct outline {
	const struct outline_rule *rules;
	bool rooted; /* the root was one that a rule names */
	/* The addresses of each rule's name and namespace in the document, once it has been met. */
	struct {
		const char *name, *space;
	} met[OUTLINE_RULES];
	const struct outline_rule
		*last[OUTLINE_RULES]; /* of each place: the rule of the last element in one */
	int place;                    /* the one at hand */
	const struct outline_rule
		*open[XML_DEPTH]; /* the elements that are open, for which there are rules */
	size_t depth;
	size_t beside; /* so many more are open, for which there are none */
};

/* To be called before a document is read. */
void outline_begin(struct outline *outline, const struct outline_rule *rules);

void outline_start(void *state, const struct element *element);
void outline_text(void *state, struct span text);
void outline_end(void *state);

/* The value of an attribute by its local name; bytes are NULL where there is none. */
struct span outline_attribute(const struct element *element, const char *name);

static inline struct span outline_or_empty(struct span value)
{
	return value.bytes ? value : SPAN("");
}

/* Reads a whole number, digits alone, at most nine of them; false where it is none. */
bool outline_number(struct span digits, size_t *number);

#endif
