/*
 * Which table map is that of a table: where its header is among the first rows of a sheet, and, of
 * several maps, which of them fits.
 *
 * A map fits a sheet where one to eight rows one below the other (those in which there is nothing
 * do not count) are a header in which each of its columns is that is not optional, and where each
 * of its titles stands above that; its
 * sentences stand anywhere. The rows are those held of the sheet (held.h), to which whoever
 * reads cells may add them as they come:
 *
 *	struct held held = {0};
 *	struct maps *maps = maps_open(directories, &layout);
 *	held_sheet(&held, SPAN("Bilag A"), 1);
 *	held_row(&held, 1, 0);
 *	held_put(&held, &(struct cell){.column = 1, .text = SPAN("Kommune")});
 *	held_row_end(&held, 0, SPAN(""));
 *	...
 *	struct choice choice;
 *	maps_choose(maps, &held, &choice);
 *	if (choice.fitting.fits && !choice.tie)
 *		... choice.map ... choice.layout
 *	choice_free(&choice);
 */
#ifndef KKR_FIT_H
#define KKR_FIT_H

#include "held.h"
#include "map.h"

/* A header has so many rows at most, where it is looked for. */
enum { FIT_HEADER = 8 };

/* How a map fits a sheet. */
struct fitting {
	bool fits;
	size_t header_first,
		header_last; /* where it fits: the rows of its header; 0: it has none */
	size_t named; /* columns of the table that it names by their headers, in the nearest rows */
	struct text title;  /* the text of the title above that, plain; empty where there is none */
	struct text period; /* that in the title, as records have it */
	/* Where it does not fit: */
	size_t nearest; /* the first of the rows in which most of it is; 0: there is nothing of it
			 */
	size_t lacking; /* how much of it is not there */
	struct text lacks; /* what that is, for a message: 'Antal' and a title '*kvoter*' */
};

/*
 * Tries a map, and what is said of its table, on a sheet. With --header those rows are tried
 * alone; a map that names no column by its header has it in the first row with anything.
 * fitting_free frees it.
 */
void fit_map(const struct map *map, const struct layout *layout, const struct held *held,
	struct fitting *fitting);
void fitting_free(struct fitting *fitting);

/* Of two that do not fit: whether the first has more of its map than the second. */
bool fitting_nearer(const struct fitting *a, const struct fitting *b);

struct maps;

/*
 * Reads every *.map.tsv of the directories of a NULL-terminated list, and the maps that kkr brings.
 * `layout` is what the command line says of tables, which counts before what a map says; it must
 * live as long as they. Ends the program with 66 where a directory cannot be read, and with 78
 * where a map is wrong.
 */
struct maps *maps_open(char *const *directories, const struct layout *layout);
void maps_free(struct maps *maps);

/* The maps, from 0: those of the directories, then those that kkr brings. */
size_t maps_count(const struct maps *maps);
const struct map *maps_map(const struct maps *maps, size_t i);

/* What maps_choose has found. */
struct choice {
	const struct map *map; /* the one that fits or, where none does, the nearest; NULL: none */
	const struct layout *layout; /* the command line's and its own */
	const struct map *tie;       /* another that fits it as well; else NULL */
	struct fitting fitting;      /* of `map` */
};

/*
 * The map that fits a sheet: of those of the directories or, only where none of them does, of those
 * that kkr brings. Of several it is the one that names most columns by their headers. One that
 * names none so, by position or number alone, is not among them. choice_free frees it.
 */
void maps_choose(const struct maps *maps, const struct held *held, struct choice *choice);
void choice_free(struct choice *choice);

#endif
