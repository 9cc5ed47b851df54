/*
 * --list-paths: which elements and attributes a document has, whatever it is, so that somebody can
 * say by --record and --field what its records are. Each path comes once, in the order in which it
 * came first, with how often it is there, how often at most within one element above it (more than
 * once is what a record is), and the first text that it has.
 */
#include "dialects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many paths are listed, and so many bytes of a text. */
enum { LISTED = 1000, EXAMPLE = 200 };

struct listed {
	const char *name, *space;
	bool attribute;
	size_t above; /* its place in the list; LISTED: none */
	unsigned long long count, most;
	unsigned long long within, now; /* how often in the element above that is at hand */
	struct text example;
};

struct listing {
	struct rows *rows;
	struct listed path[LISTED];
	size_t paths;
	size_t open[XML_DEPTH +
		    1]; /* the elements that are open; the document itself is the first */
	size_t depth;
};

static void *listing_open(struct rows *rows, const struct reading *reading)
{
	(void)reading;
	struct listing *l = allocate(1, sizeof *l);
	memset(l, 0, sizeof *l);
	l->rows = rows;
	l->open[0] = LISTED;
	rows_columns(rows,
		(struct span[]){SPAN("path"), SPAN("count"), SPAN("most"), SPAN("example")}, 4);
	return l;
}

/* Names are the same where their addresses are (dialect.h). */
static size_t find_path(
	struct listing *l, size_t above, const char *name, const char *space, bool attribute)
{
	for (size_t i = above == LISTED ? 0 : above; i < l->paths; i++) {
		const struct listed *p = &l->path[i];
		if (p->above == above && p->attribute == attribute && p->name == name &&
			strcmp(p->space, space) == 0)
			return i;
	}
	if (l->paths == LISTED)
		return LISTED;
	l->path[l->paths] = (struct listed){
		.name = name, .space = space, .attribute = attribute, .above = above};
	return l->paths++;
}

static void count_path(struct listing *l, size_t at)
{
	struct listed *p = &l->path[at];
	unsigned long long within = p->above == LISTED ? 0 : l->path[p->above].count;
	if (p->within != within)
		p->now = 0;
	p->within = within;
	p->count++;
	p->now++;
	p->most = p->now > p->most ? p->now : p->most;
}

static void keep_example(struct listed *p, struct span text)
{
	if (p->example.length)
		return;
	while (text.length && (unsigned char)text.bytes[0] <= ' ') {
		text.bytes++;
		text.length--;
	}
	size_t length = text.length < EXAMPLE ? text.length : EXAMPLE;
	while (length < text.length && length > 0 &&
		((unsigned char)text.bytes[length] & 0xC0) == 0x80)
		length--;
	while (length && (unsigned char)text.bytes[length - 1] <= ' ')
		length--;
	text_add_escaped(&p->example, (struct span){text.bytes, length});
}

/* None of it is a record. */
static bool listing_record(const void *state, const struct element *element)
{
	(void)state;
	(void)element;
	return false;
}

static void listing_start(void *state, const struct element *element)
{
	struct listing *l = state;
	bool known = l->depth == 0 || l->open[l->depth] < LISTED;
	size_t at = known ? find_path(l, l->open[l->depth], element->name, element->space, false)
			  : LISTED;
	l->open[++l->depth] = at;
	if (at == LISTED)
		return;
	count_path(l, at);
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		size_t attribute = find_path(l, at, a->name, a->space, true);
		if (attribute == LISTED)
			continue;
		count_path(l, attribute);
		keep_example(&l->path[attribute], a->value);
	}
}

static void listing_text(void *state, struct span text)
{
	struct listing *l = state;
	if (l->depth && l->open[l->depth] < LISTED)
		keep_example(&l->path[l->open[l->depth]], text);
}

/* Of a text that is longer than any example, the first piece does. */
static bool listing_wants_text(const void *state)
{
	(void)state;
	return false;
}

static void listing_end(void *state)
{
	struct listing *l = state;
	l->depth--;
}

/* An attribute's name without a prefix has no namespace (path.h); xml is a prefix everywhere. */
static void add_path(struct text *to, const struct listing *l, size_t at)
{
	static const char xml[] = "http://www.w3.org/XML/1998/namespace";
	const struct listed *p = &l->path[at];
	if (p->above < LISTED)
		add_path(to, l, p->above);
	text_add(to, span_of(p->attribute ? "/@" : "/"));
	if (p->attribute && *p->space)
		text_add(to, span_of(strcmp(p->space, xml) == 0 ? "xml:" : "PREFIX:"));
	text_add_escaped(to, span_of(p->name));
}

static void listing_close(void *state)
{
	struct listing *l = state;
	char count[32], most[32];
	struct text path = {0};
	for (size_t i = 0; i < l->paths; i++) {
		struct listed *p = &l->path[i];
		snprintf(count, sizeof count, "%llu", p->count);
		snprintf(most, sizeof most, "%llu", p->most);
		path.length = 0;
		add_path(&path, l, i);
		rows_put(l->rows, rows_line(l->rows),
			(struct span[]){text_span(&path), span_of(count), span_of(most),
				text_span(&p->example)});
		free(p->example.bytes);
	}
	if (l->paths == LISTED)
		rows_say(l->rows, "there are more than %d paths: the first are listed", LISTED);
	free(path.bytes);
	free(l);
}

const struct dialect dialect_listing = {
	.name = "listing",
	.open = listing_open,
	.begins_record = listing_record,
	.start = listing_start,
	.text = listing_text,
	.wants_text = listing_wants_text,
	.end = listing_end,
	.close = listing_close,
};
