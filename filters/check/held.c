#include "check/held.h"

#include <stdlib.h>

enum { READABLE = 8 }; /* bytes behind the last line */

/* Notes where the row to come stands, unless it is in the line after that of the row before. */
static void note_place(struct held *held, const char *file, size_t line)
{
	const struct held_run *last = held->runs ? &held->run[held->runs - 1] : NULL;
	if (last && last->file == file && last->line + (held->rows - last->row) == line)
		return;
	held->run = grow(held->run, &held->run_room, held->runs + 1, sizeof *held->run);
	held->run[held->runs++] = (struct held_run){file, line, held->rows};
}

void held_add(struct held *held, const struct records *records)
{
	note_place(held, records->file, records->line);
	held->columns = records->columns;
	if (held->rows == held->room)
		held->offset =
			grow(held->offset, &held->room, held->rows + 1, sizeof *held->offset);
	size_t block = held->rows / HELD_ROWS;
	if (held->rows % HELD_ROWS == 0) {
		held->base = grow(held->base, &held->bases, block + 1, sizeof *held->base);
		held->base[block] = held->bytes.length;
	}
	held->offset[held->rows++] = (uint32_t)(held->bytes.length - held->base[block]);
	text_reserve(&held->bytes, records->record.length + 1 + READABLE);
	text_add(&held->bytes, records->record);
	text_add_char(&held->bytes, '\n');
}

static size_t begin_of(const struct held *held, size_t row)
{
	return row < held->rows ? held_start(held, row) : held->bytes.length;
}

struct span held_lines(const struct held *held, size_t begin, size_t end)
{
	size_t from = begin_of(held, begin);
	return (struct span){held->bytes.bytes + from, begin_of(held, end) - from};
}

/* The field that begins at `at`: a TAB or the line's LF ends it. */
static struct span field_at(const char *at)
{
	const char *end = at;
	while (*end != '\t' && *end != '\n')
		end++;
	return (struct span){at, (size_t)(end - at)};
}

struct span held_field(const struct held *held, size_t row, size_t column)
{
	struct span field = field_at(held->bytes.bytes + held_start(held, row));
	for (size_t i = 0; i < column; i++)
		field = field_at(field.bytes + field.length + 1);
	return field;
}

struct held_place held_place(const struct held *held, size_t row)
{
	size_t low = 0, high = held->runs; /* the run is one of these */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (held->run[middle].row <= row)
			low = middle;
		else
			high = middle;
	}
	const struct held_run *run = &held->run[low];
	return (struct held_place){run->file, run->line + (row - run->row)};
}

void held_free(struct held *held)
{
	free(held->bytes.bytes);
	free(held->base);
	free(held->offset);
	free(held->run);
}
