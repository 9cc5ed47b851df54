/*
 * How figures and names are written in a table besides what numbers of a notation are: what stands
 * for no value and for none, marks beside a figure, minus, and spaces between thousands. A table
 * map says it (kkr-maps(5)); nothing is guessed.
 */
#ifndef KKR_MARKS_H
#define KKR_MARKS_H

#include "read/values.h"

struct marks {
	/* --missing, --nil, --mark: literal texts as pattern_plain makes them, NULL-terminated, or
	 * NULL for none */
	char **missing, **nil, **mark;
	bool minus_around, minus_behind; /* --minus: (5) and 5- are -5 */
};

/* --minus, `(N)` or `N-`; false where it is neither. */
bool marks_minus(struct marks *marks, const char *written);

/* Whether what a map says of marks, or of spaces, concerns the cells of a type at all. */
bool marks_any(const struct marks *marks, const struct type *type, bool spaces);

/*
 * A name as it stands in a cell, without the marks beside it. Of the text; where it is all mark, it
 * stays.
 */
struct span marks_name(const struct marks *marks, struct span text);

/*
 * A figure as it stands in a cell, as the reader of its type takes it: empty for a missing one.
 * `spaces` says that spaces stand between its groups of three digits. The figure is of `text` or,
 * where that had to be changed, of `mended`, which is added to.
 */
struct span marks_figure(const struct marks *marks, struct span text, enum numbers numbers,
	bool spaces, struct text *mended);

/* Whether a text is nothing but a figure, in whatever notation: digits and what stands in numbers.
 */
bool marks_digits(struct span text);

/* The text of a list, as those of marks are, with which a text begins, or which it is: one that
 * ends in `*` is a beginning. NULL where none does. */
const char *marks_begin(char *const *list, struct span text);

#endif
