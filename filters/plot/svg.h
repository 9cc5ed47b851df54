/*
 * A picture as it is drawn: SVG, written into memory, since its height is known last.
 *
 * Places and lengths are whole hundredths of the picture's unit, so nothing is ever rounded by a
 * machine's floating point. A picture is PICTURE_WIDTH wide: on a phone of 360 pixels its text is
 * still 10 pixels high, and a whole map fills a page of A4.
 */
#ifndef KKR_PLOT_SVG_H
#define KKR_PLOT_SVG_H

#include "lib/writer.h"

#define UNIT 100L /* a long, so that what is worked out with it is one, too */
enum {
	PICTURE_WIDTH = 520 * UNIT,
	MARGIN = 10 * UNIT,
	INNER_WIDTH = PICTURE_WIDTH - 2 * MARGIN,
	SIZE_SMALL = 13 * UNIT, /* of letters */
	SIZE_TEXT = 15 * UNIT,
	SIZE_TITLE = 19 * UNIT,
};

struct svg {
	const char *id;    /* what every id in the picture begins with */
	struct text title; /* what a screen reader says: the name, and the figures in words */
	struct text description;
	struct text body;
	long y;         /* where the next part of the picture begins */
	bool has_links; /* a screen reader is to go into it */
};

struct box {
	long x, y, width, height;
};

/* Which point of a line of text the given place is. */
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* How letters look; all zero is the ordinary text. */
struct style {
	long size; /* 0: SIZE_TEXT */
	bool bold;
	const char *fill; /* NULL: the picture's */
	enum anchor anchor;
};

/* Markup as it is. */
void svg_raw(struct svg *svg, const char *markup);

/* A length; as an attribute, ` name="12.5"`; and a box as four of them. */
void svg_hundredths(struct text *to, long hundredths);
void svg_length(struct svg *svg, const char *name, long hundredths);
void svg_box(struct svg *svg, struct box box);

/* Text, escaped for XML; what XML cannot hold becomes U+FFFD. */
void svg_escape(struct text *to, struct span text);

/*
 * Shapes. `attributes` is markup that begins with a blank; a tip, where its length is not 0, is
 * what a pointer shows.
 */
void svg_rect(struct svg *svg, struct box box, const char *attributes, struct span tip);
void svg_line(struct svg *svg, long x1, long y1, long x2, long y2, const char *attributes);

/* Ends a shape that svg_raw has begun: its tag is still open. */
void svg_end_shape(struct svg *svg, const char *element, struct span tip);

/* One line of text, whose letters stand on y. */
void svg_text(struct svg *svg, long x, long y, const struct style *style, struct span text);

/*
 * Text in as many lines as it takes, the first of which begins at y; returns the height of them.
 * Lines break at blanks, and within a word that is wider than a line.
 */
long svg_paragraph(struct svg *svg, struct box box, const struct style *style, struct span text);

/* The height that svg_paragraph would return. */
long paragraph_height(struct span text, long width, const struct style *style);

/*
 * How wide a line of text is, by the widths of Arial, which Helvetica and Liberation Sans share,
 * and a little more, for the sake of other fonts.
 */
long text_width(struct span text, const struct style *style);

/* Writes the picture, down to svg->y. */
void svg_write(const struct svg *svg, struct writer *out);
void svg_free(struct svg *svg);

#endif
