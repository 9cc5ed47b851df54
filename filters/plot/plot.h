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
	const char *per;    /* the column of inhabitants by which figures are divided; NULL: none */
	const char *within; /* the region or council of a map; NULL: the country */
	const char *link;   /* what a municipality's code follows in the address of its row; NULL */
	const char *target; /* of bars: the column of what is aimed at; NULL */
	bool by_size;       /* bars: the largest first */
	char **highlight;   /* of lines: the series that stand before the others; NULL: none */
	const char *unit;   /* what figures are; NULL: what the records say */
	const struct column_names *names;
	const struct breaks *breaks;
	bool has_as_of;
	long as_of; /* a day */
	enum language language;
	bool own_calculation; /* a figure is one: the picture says so at its foot */
	bool starred;         /* what is drawn of it has a star, which the foot explains */
	bool proposed;        /* a row is of an agreement that is not made yet */
	bool units_differ;
	bool noted;         /* bars and lines: what the column note says stands at the foot */
	struct text *notes; /* each once, in the order of the rows */
	size_t noted_count, notes_room;
	bool unnoted;           /* a row has none */
	struct text unit_found; /* the unit of the records, where they have one */
};

void plot_map(struct plot *plot, struct records *in, struct svg *svg);
void plot_bars(struct plot *plot, struct records *in, struct svg *svg);
void plot_lines(struct plot *plot, struct records *in, struct svg *svg);
void plot_timeline(struct plot *plot, struct records *in, struct svg *svg);

/* A figure as it is drawn and as it is written: "over 6.500", "67,7 *", "ingen tal". */
struct plot_figure {
	bool known;
	bool few;             /* with --per: of too few persons to be ranked */
	bool own_calculation; /* its text ends with a star */
	size_t column;        /* that it is from */
	size_t note;          /* the number of its note; 0: it has none */
	size_t decimals;
	mpq_t value;
	struct text before, number; /* reservations, sign; what follows them, as records have it */
	struct text text;
};

/* The column of a word, which must be there: 65 where it is not. */
size_t plot_column(const struct plot *plot, const struct records *in, enum column_word word);

/* The columns of a figure. */
struct figure_columns {
	size_t value;
	size_t qualifier, per, unit, state, note; /* the number of columns where there is none */
};
struct figure_columns figure_columns(const struct plot *plot, const struct records *in);

/* Reads the figure of the record at hand: 65 where it is none. */
void figure_read(struct plot_figure *figure, struct plot *plot, const struct records *in,
	struct figure_columns columns);
void figure_free(struct plot_figure *figure);

/* Writes a figure anew: with so many decimals at least, and a unit behind it where it is not empty.
 */
void figure_write(
	struct plot_figure *figure, const struct plot *plot, size_t decimals, struct span unit);

/*
 * Adds the number by which a note at the foot is told, behind a figure or a name; nothing where
 * there is no note, where all rows have the same one, or where they are more than a picture takes.
 */
void add_mark(struct text *to, const struct plot *plot, size_t note);

/* The notes, below the picture. */
void draw_notes(const struct plot *plot, struct svg *svg);
void notes_free(struct plot *plot);

/* What a unit is called, as records have it. */
struct span plot_unit_words(const struct plot *plot, struct span unit);

/*
 * The text that a field stands for, at most LABEL_CHARACTERS of it: 65 where it is longer. The text
 * is the caller's to free.
 */
enum { LABEL_CHARACTERS = 500 };
struct text label_read(const struct records *in, size_t column);

/*
 * With --per a figure is so many per 10,000 inhabitants, rounded to one decimal. One of fewer than
 * 5 persons is none: where few live, one person would lead the list.
 */
enum { PER_INHABITANTS = 10000, FEWEST = 5, PER_DECIMALS = 1 };

/* The figure per inhabitants of sums of figures and inhabitants, which are not 0. */
void add_rate(struct text *to, const struct plot *plot, mpq_srcptr value, mpq_srcptr inhabitants);

/* What the figures are: "personer pr. 10.000 indbyggere"; empty where nothing says so. */
struct text plot_unit(const struct plot *plot);

/* Above what is drawn: what the figures are. */
void draw_unit(const struct plot *plot, struct svg *svg);

/* Below the title: that what is shown has not been agreed yet, where that is so. */
void draw_state(const struct plot *plot, struct svg *svg);

/* The number of the record format in a field that is not empty: 65 where it is none. */
void number_of_field(mpq_t value, const struct records *in, size_t column);

/* A note below the picture, in small letters. */
void draw_note(struct svg *svg, struct span text);

/* Says that there is nothing to show. */
void draw_nothing(const struct plot *plot, struct svg *svg);

/* Adds "name: figure" and, after the first, a separator before it. */
void describe(struct svg *svg, struct span name, struct span figure);

/* Adds a fraction as a number with as many decimals as it needs, written as add_number does it. */
void add_exact(struct text *to, enum language language, mpq_srcptr value);

#endif
