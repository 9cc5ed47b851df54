/*
 * The first rows of a sheet, kept with what each cell is: enough of a table to tell where its
 * header is, and what its columns are.
 */
#ifndef KKR_SAMPLE_H
#define KKR_SAMPLE_H

#include "look.h"

/* As many rows as kkr-table looks for a header in; and cells, of a table of many columns. */
enum { SAMPLE_ROWS = 1000, SAMPLE_CELLS = 1 << 20 };

struct spot {
	size_t column;
	enum cell_kind kind;
	bool shared, above; /* as struct cell_shown has them */
	struct look look;
	size_t at, length; /* its text */
};

struct sampled {
	size_t number;       /* in the sheet */
	size_t first, count; /* its cells */
};

struct sample {
	struct sampled *row;
	size_t rows, row_room;
	struct spot *spot;
	size_t spots, spot_room;
	struct text texts;
	size_t columns; /* the last that has anything */
	bool plain;     /* a text in columns or a page: neither fields nor figures of a workbook */
};

/* All zero is an empty one. */
void sample_add(struct sample *s, const struct row_shown *row, struct looks *looks);
bool sample_full(const struct sample *s);
void sample_clear(struct sample *s);
void sample_free(struct sample *s);

/* The cell in a column of a row, counted from 0; NULL where it is empty, or space alone. */
const struct spot *sample_cell(const struct sample *s, size_t row, size_t column);

/* Its text, without the space around it; NULL has an empty one. And as --skip compares it: without
 * the plain space alone. */
struct span spot_text(const struct sample *s, const struct spot *spot);
struct span spot_bytes(const struct sample *s, const struct spot *spot);

#endif
