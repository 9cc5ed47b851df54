/*
 * What the four kinds of pictures share.
 *
 * A kind is a function that reads the records and draws between the title and the source line:
 * kkr-plot.c draws those two.
 */
#ifndef KKR_PLOT_PLOT_H
#define KKR_PLOT_PLOT_H

#include "svg.h"

#include "lib/decimal.h"
#include "lib/observation.h"
#include "lib/table.h"
#include "lib/words.h"

struct breaks;

struct plot {
	const char *title, *source;         /* "" where there is none */
	const char *value, *label, *series; /* columns; without --value NULL */
	const struct column_names *names;
	const struct breaks *breaks;
	bool has_as_of;
	long as_of; /* a day */
	enum language language;
	bool own_calculation; /* a figure is one: the picture says so at its foot */
};

void plot_map(struct plot *plot, struct records *in, struct svg *svg);
void plot_bars(struct plot *plot, struct records *in, struct svg *svg);
void plot_lines(struct plot *plot, struct records *in, struct svg *svg);
void plot_timeline(struct plot *plot, struct records *in, struct svg *svg);

/* A figure as it is drawn and as it is written: "over 6.500", "67,7 *", "ingen tal". */
struct plot_figure {
	bool known;
	size_t decimals;
	mpq_t value;
	struct text text;
};

/* The column of a word, which must be there: 65 where it is not. */
size_t plot_column(const struct plot *plot, const struct records *in, enum column_word word);

/* The columns of a figure. */
struct figure_columns {
	size_t value;
	size_t qualifier; /* the number of columns where there is none */
};
struct figure_columns figure_columns(const struct plot *plot, const struct records *in);

/* Reads the figure of the record at hand: 65 where it is none. */
void figure_read(struct plot_figure *figure, struct plot *plot, const struct records *in,
	struct figure_columns columns);
void figure_free(struct plot_figure *figure);

/*
 * The text that a field stands for, at most LABEL_CHARACTERS of it: 65 where it is longer. The text
 * is the caller's to free.
 */
enum { LABEL_CHARACTERS = 500 };
struct text label_read(const struct records *in, size_t column);

/* A note below the picture, in small letters. */
void draw_note(struct svg *svg, struct span text);

/* Says that there is nothing to show. */
void draw_nothing(const struct plot *plot, struct svg *svg);

/* Adds "name: figure" and, after the first, a separator before it. */
void describe(struct svg *svg, struct span name, struct span figure);

/* Adds a fraction as a number with as many decimals as it needs, written as add_number does it. */
void add_exact(struct text *to, enum language language, mpq_srcptr value);

#endif
