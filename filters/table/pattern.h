/*
 * Patterns: how a table map names a column by its header, and a title by its text.
 *
 * In a pattern `*` is any text, an empty one too, and `{period}` a period as offices write it
 * (lib/period.h), of which no letter or digit is cut off. `\*` and `\{` are these characters
 * themselves. All else is literal. A pattern and what it is held against are compared as
 * pattern_plain makes them.
 */
#ifndef KKR_PATTERN_H
#define KKR_PATTERN_H

#include "lib/text.h"

/* How closely a pattern names what it matches: of two that match, the one that comes first here. */
enum pattern_rank {
	PATTERN_LITERAL, /* that text alone */
	PATTERN_PERIOD,  /* with {period}, and no * */
	PATTERN_MIXED,   /* with both */
	PATTERN_ANY,     /* with * */
	PATTERN_CALLED,  /* with *, of columns that are called as their headers are */
	PATTERN_HELD,    /* `**` alone, of columns that hold something: whatever no other names */
	PATTERN_REST,    /* `**` alone */
	PATTERN_NONE,    /* nothing: behind all of them */
};

struct piece;

/* A pattern that was read. All zero is the pattern of an empty text. */
struct pattern {
	enum pattern_rank rank;
	bool period; /* it has {period} */
	bool value;  /* it has {value}: it is that of a sentence */
	struct piece *piece;
	size_t pieces;
	char *text; /* what the pieces are made of */
};

/* Adds a text as NFC, with one blank for each run of space of any kind, and none at its ends. */
void pattern_plain(struct text *to, struct span text);

/* Whether a text is so already, as most are. */
bool pattern_is_plain(struct span text);

/*
 * Reads a pattern, not escaped; NULL, or what is wrong with it, in words that follow the pattern.
 * pattern_free frees it in both cases.
 */
const char *pattern_read(struct pattern *pattern, struct span text);
void pattern_free(struct pattern *pattern);

/*
 * Whether a text, which pattern_plain has made, is like the pattern, in capitals or small letters.
 * Where it is, the period in it is added to `period`, which may be NULL, as records have it. The
 * time grows with the text.
 */
bool pattern_matches(const struct pattern *pattern, struct span plain, struct text *period);

/*
 * Whether a text begins with what is like the pattern of a sentence, in which `{value}` is a figure
 * as offices write it, and capitals are no small letters: where a sentence or a heading begins in
 * running words is told by them. Where it does, `end` becomes where that ends; the period and the
 * value, as it is written, are added.
 */
bool pattern_begins(const struct pattern *pattern, struct span plain, size_t *end,
	struct text *period, struct text *value);

#endif
