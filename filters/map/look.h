/*
 * What a cell is when it is looked at alone: a figure, in which notations; an area; a period; or a
 * text. A text is looked at once, as long as there are not too many of them.
 */
#ifndef KKR_LOOK_H
#define KKR_LOOK_H

#include "lib/recognise.h"
#include "table/cells.h"

/* The ways in which a figure may be written that a map can tell (`numbers`), as bits. */
enum way { WAY_DA = 1, WAY_PLAIN = 2, WAY_DA_SPACES = 4, WAY_PLAIN_SPACES = 8 };

/* What else there is to a figure that a map has to tell. */
enum guise {
	GUISE_NONE,
	GUISE_MARK,        /* a mark stands behind it: 5*, 5 1), 5 kr. */
	GUISE_PLUS,        /* +5 */
	GUISE_PARENTHESES, /* (5) */
	GUISE_MINUS_LAST,  /* 5- */
};

struct look {
	enum look_kind {
		LOOK_NOTHING, /* it is space alone */
		LOOK_FIGURE,
		LOOK_SIGN, /* -, .., …: what stands in place of a figure */
		LOOK_WORD, /* M, U, n.a.: so does this, where the column has figures */
		LOOK_TEXT,
	} kind;
	unsigned ways; /* those in which it is a figure; 0: it is stored as a number */
	enum guise guise;
	size_t mark;   /* the last so many bytes of the text are a mark */
	bool fraction; /* it has decimals */
	bool percent;  /* it is written or shown as a percentage */
	bool coded;    /* digits alone that are no quantity: a zero stands first, or it is a text */
	bool year;     /* a whole number that could be a year */
	bool period;   /* a period as offices write it; a year too */
	const struct area *area;   /* NULL: none */
	bool number;               /* the area is told by its code alone */
	bool says_area, area_word; /* as names.h has them */
};

struct looks;

/* The areas must outlive it. */
struct looks *looks_open(const struct areas *areas);
void looks_close(struct looks *looks);

struct look look_at(struct looks *looks, const struct cell_shown *cell);

/* The area that a text means; NULL where there is none. */
const struct area *look_area(struct looks *looks, struct span text);

/* Without space at its ends, that which does not break included. */
struct span trimmed_wide(struct span text);

#endif
