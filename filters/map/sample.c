#include "sample.h"

#include "read/values.h"

#include <stdlib.h>

void sample_add(struct sample *s, const struct row_shown *row, struct looks *looks)
{
	s->row = grow(s->row, &s->row_room, s->rows + 1, sizeof *s->row);
	s->spot = grow(s->spot, &s->spot_room, s->spots + row->cells, sizeof *s->spot);
	s->plain = (s->rows == 0 || s->plain) && row->fields == 0 && !row->workbook;
	struct sampled *added = &s->row[s->rows++];
	*added = (struct sampled){.number = row->number, .first = s->spots};
	for (size_t i = 0; i < row->cells; i++) {
		const struct cell_shown *cell = &row->cell[i];
		struct look look = look_at(looks, cell);
		struct span text = trimmed(cell->text);
		s->plain = s->plain && cell->kind == CELL_TEXT;
		if (look.kind == LOOK_NOTHING)
			continue;
		s->spot[s->spots++] = (struct spot){cell->column, cell->kind, cell->shared,
			cell->above, look, s->texts.length, text.length};
		text_add(&s->texts, text);
		s->columns = cell->column > s->columns ? cell->column : s->columns;
	}
	added->count = s->spots - added->first;
	if (added->count == 0)
		s->rows--;
}

bool sample_full(const struct sample *s)
{
	return s->rows >= SAMPLE_ROWS || s->spots >= SAMPLE_CELLS;
}

void sample_clear(struct sample *s)
{
	s->rows = s->spots = s->texts.length = s->columns = 0;
}

void sample_free(struct sample *s)
{
	free(s->row);
	free(s->spot);
	free(s->texts.bytes);
}

const struct spot *sample_cell(const struct sample *s, size_t row, size_t column)
{
	size_t from = s->row[row].first, to = from + s->row[row].count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (s->spot[middle].column < column)
			from = middle + 1;
		else
			to = middle;
	}
	bool there = from < s->row[row].first + s->row[row].count && s->spot[from].column == column;
	return there ? &s->spot[from] : NULL;
}

struct span spot_text(const struct sample *s, const struct spot *spot)
{
	return trimmed_wide(spot_bytes(s, spot));
}

struct span spot_bytes(const struct sample *s, const struct spot *spot)
{
	return spot ? (struct span){s->texts.bytes + spot->at, spot->length} : SPAN("");
}
