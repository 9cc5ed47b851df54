/*
 * Markup: the one place where what stands in records, words and options becomes HTML.
 *
 * Texts live as long as their page. Those of html() are HTML already; nothing else is, but what its
 * own programs have drawn (%h).
 */
#ifndef KKR_REPORT_MARKUP_H
#define KKR_REPORT_MARKUP_H

#include "lib/words.h"

struct markup {
	enum language language;
	char **kept;
	size_t count, room;
};

/*
 * HTML by a format, in which stand, beside HTML
 *
 *	%s  const char *: HTML of this program
 *	%h  struct span: HTML that html() has made
 *	%w  const char *: the key of a word of this program
 *	%k  struct span: a field that is the key of a word, or a source's own text, marked as Danish
 *	%t  struct span: a field
 *	%q  struct span: a field with a source's own text, which is Danish
 *	%p  struct span: a text that is no field: it has no escapes of the record format
 *	%n  struct span: a field that is a number, a day or a month, as people read it
 *	%z  size_t
 *	%%  a percent sign
 */
struct span html(struct markup *markup, const char *format, ...);

/* As html(), added to a text. */
void add_html(struct text *to, struct markup *markup, const char *format, ...);

/* The text of a key with texts in it (add_words), which are no fields: for %p. */
struct span filled(struct markup *markup, const char *key, ...);

/* A number, a day or a month in words; anything else as it is. What stands in is a field: for %p.
 */
struct span readable(struct markup *markup, struct span field);

/* A number for readers; a dash, where there is none. */
struct span number_or_dash(struct markup *markup, struct span number);

/* A period as people read it: a year alone is no number. */
struct span period_words(struct markup *markup, struct span period);

/* A number of this program's, as people read it. */
struct span counted(struct markup *markup, size_t number);

/* A field without the escapes of the record format, all in one line: for %p. */
struct span plain(struct markup *markup, struct span field);

/* Keeps what has been made, and empties it. */
struct span keep(struct markup *markup, struct text *made);

void markup_free(struct markup *markup);

#endif
