/*
 * The format `fixed`: a text whose columns stand below one another, where a table map says which
 * characters of a line each column has (its `position`).
 *
 * A word belongs to the column in whose characters it lies. One that lies between two columns goes
 * with the word beside it, a single blank away: the columns of a PDF move from page to page, and a
 * long name runs on. A word that reaches into two columns cannot be told apart: a bad record.
 */
#include "cells.h"
#include "line-words.h"
#include "map.h"
#include "text-lines.h"

#include "lib/cli.h"

#include <stdlib.h>

static const size_t NOWHERE = (size_t)-1, TORN = (size_t)-2;

struct word {
	struct span text;
	size_t first, last; /* its characters in the line, from 1 */
	size_t column;      /* its place in the map; NOWHERE in none, TORN in several */
	size_t home;        /* the same, or where it begins: the cell that it is put into */
};

struct lines {
	struct cells *cells;
	const struct map *map;
	struct word *word; /* of the line at hand */
	size_t words, room;
	struct text cell;
};

static void place_word(const struct map *map, struct word *word)
{
	word->column = NOWHERE;
	word->home = 0;
	for (size_t i = 0; i < map->columns && map->column[i].from <= word->last; i++) {
		if (word->column == NOWHERE)
			word->home = i;
		if (word->first <= map->column[i].to)
			word->column = word->column == NOWHERE ? i : TORN;
	}
}

static void add_word(void *to, struct span text, size_t first, size_t last)
{
	struct lines *l = to;
	l->word = grow(l->word, &l->room, l->words + 1, sizeof *l->word);
	struct word *word = &l->word[l->words++];
	*word = (struct word){.text = text, .first = first, .last = last};
	place_word(l->map, word);
}

/* A word between two columns goes with one that is a single blank away from it. */
static void join_word(struct word *word, const struct word *other, bool beside)
{
	if (word->column != NOWHERE || !beside)
		return;
	word->column = other->column;
	word->home = other->home;
}

/* Those to the left come first. */
static void adopt_neighbours(struct lines *l)
{
	struct word *w = l->word;
	for (size_t i = 1; i < l->words; i++)
		join_word(&w[i], &w[i - 1], w[i].first == w[i - 1].last + 2);
	for (size_t i = l->words; i-- > 1;)
		join_word(&w[i - 1], &w[i], w[i].first == w[i - 1].last + 2);
}

/* The cell of a column: its words, and why they are none where one cannot be told apart. */
static void put_cell(struct lines *l, size_t column)
{
	struct cell cell = {.column = column + 1};
	const char *fault = NULL;
	l->cell.length = 0;
	for (size_t i = 0; i < l->words; i++) {
		const struct word *word = &l->word[i];
		if (word->home != column)
			continue;
		if (l->cell.length)
			text_add_char(&l->cell, ' ');
		text_add(&l->cell, word->text);
		if (word->column == TORN)
			fault = ": a word reaches into two columns of the map";
		else if (word->column == NOWHERE)
			fault = ": a word stands between the columns of the map";
	}
	if (l->cell.length == 0)
		return;
	if (fault) {
		struct quote words = quote(text_span(&l->cell));
		cell.kind = CELL_FAULT;
		cell.fault = REJECT_FIELDS;
		l->cell.length = 0;
		text_add(&l->cell, span_of(words.text));
		text_add(&l->cell, span_of(fault));
	}
	cell.text = text_span(&l->cell);
	cells_put(l->cells, &cell);
}

static void take_fixed(void *to, size_t number, struct span line)
{
	struct lines *l = to;
	l->words = 0;
	line_words(line, add_word, l);
	adopt_neighbours(l);
	if (l->words > 0 && cells_row(l->cells, number, number)) {
		for (size_t i = 0; i < l->map->columns; i++)
			put_cell(l, i);
	}
}

static void fixed_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct lines l = {.cells = cells, .map = reading->layout->map};
	if (!l.map || !l.map->positions)
		cli_misuse("--format fixed: --map FILE tells the 'position' of each column");
	cells_sheet(cells, SPAN(""), 1);
	text_lines_read(input, cells, reading, take_fixed, &l);
	free(l.cell.bytes);
	free(l.word);
}

/* Nothing tells such a text but a map with positions; file.c sees to that. */
static bool fixed_begins(struct span first)
{
	(void)first;
	return false;
}

const struct table_dialect table_fixed = {
	.name = "fixed", .begins = fixed_begins, .read = fixed_read};
