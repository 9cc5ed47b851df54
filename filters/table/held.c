#include "held.h"

#include "pattern.h"
#include "read/values.h"

#include <stdlib.h>

/* Texts stand in blocks, which do not move. */
struct held_block {
	struct held_block *before;
	size_t length, room;
	char bytes[];
};

enum { BLOCK = 1 << 16 };

static struct span keep_in_block(struct held *held, struct span text)
{
	struct held_block *b = held->block;
	if (text.length == 0)
		return SPAN("");
	if (!b || b->room - b->length < text.length) {
		size_t room = text.length > BLOCK ? text.length : BLOCK;
		b = allocate(1, sizeof *b + room);
		*b = (struct held_block){.before = held->block, .room = room};
		held->block = b;
	}
	char *at = b->bytes + b->length;
	memcpy(at, text.bytes, text.length);
	b->length += text.length;
	held->bytes += text.length;
	return (struct span){at, text.length};
}

static void free_blocks(struct held *held)
{
	while (held->block) {
		struct held_block *before = held->block->before;
		free(held->block);
		held->block = before;
	}
}

void held_sheet(struct held *held, struct span name, size_t number)
{
	free_blocks(held);
	held->name.length = 0;
	text_add(&held->name, name);
	held->number = number;
	held->rows = held->cells = held->columns = held->bytes = 0;
}

void held_row(struct held *held, size_t number, size_t line)
{
	held->row = grow(held->row, &held->row_room, held->rows + 1, sizeof *held->row);
	held->row[held->rows++] = (struct held_row){
		.number = number, .line = line, .record = SPAN(""), .cell = held->cells};
	held->bytes += sizeof *held->row;
}

void held_put(struct held *held, const struct cell *cell)
{
	struct held_row *row = &held->row[held->rows - 1];
	held->cell = grow(held->cell, &held->cell_room, held->cells + 1, sizeof *held->cell);
	struct held_cell *copy = &held->cell[held->cells++];
	size_t last = cell->column + (cell->span_columns ? cell->span_columns - 1 : 0);
	copy->cell = *cell;
	copy->cell.text = copy->plain = keep_in_block(held, cell->text);
	copy->cell.lasting = true;
	if (!pattern_is_plain(cell->text)) {
		held->plain.length = 0;
		pattern_plain(&held->plain, cell->text);
		copy->plain = keep_in_block(held, text_span(&held->plain));
	}
	row->cells++;
	row->filled = row->filled || trimmed(cell->text).length;
	held->columns = last > held->columns ? last : held->columns;
	held->bytes += sizeof *copy;
}

void held_row_end(struct held *held, size_t fields, struct span record)
{
	struct held_row *row = &held->row[held->rows - 1];
	row->fields = fields;
	row->record = keep_in_block(held, record);
}

static bool has_letter(struct span text)
{
	size_t i = 0;
	while (i < text.length && !(((unsigned char)text.bytes[i] | ' ') >= 'a'))
		i++;
	return i < text.length;
}

static bool is_percent(const struct held_cell *c)
{
	struct span text = c->plain;
	bool sign = text.length > 1 && text.bytes[text.length - 1] == '%';
	return c->cell.percent || (sign && text.bytes[0] >= '0' && text.bytes[0] <= '9');
}

/* A column of texts alone, beside one of what the file itself says are numbers: whatever they look
 * like, they are words. */
static void find_literal_words(const bool *texts, const bool *numbers, struct held_content *content)
{
	bool tells = false;
	for (size_t i = 1; i <= content->columns; i++)
		tells |= numbers[i];
	for (size_t i = 1; tells && i <= content->columns; i++) {
		if (texts[i] && !numbers[i] && i > content->words)
			content->words = i;
	}
}

void held_content(const struct held *held, size_t row, struct held_content *content)
{
	size_t room = held->columns + 1;
	*content = (struct held_content){.columns = held->columns};
	content->percent = allocate(room, sizeof(bool));
	bool *texts = allocate(room, sizeof(bool)), *numbers = allocate(room, sizeof(bool));
	memset(content->percent, 0, room * sizeof(bool));
	memset(texts, 0, room * sizeof(bool));
	memset(numbers, 0, room * sizeof(bool));
	for (size_t i = 0; i < held->rows; i++) {
		const struct held_row *r = &held->row[i];
		for (size_t n = r->cell; r->number > row && n < r->cell + r->cells; n++) {
			const struct held_cell *c = &held->cell[n];
			size_t column = c->cell.column;
			content->percent[column] |= is_percent(c);
			texts[column] |= c->cell.kind == CELL_TEXT && c->plain.length;
			numbers[column] |= c->cell.kind == CELL_NUMBER;
			if (column > content->words && c->cell.kind == CELL_TEXT &&
				has_letter(c->plain))
				content->words = column;
		}
	}
	find_literal_words(texts, numbers, content);
	free(texts);
	free(numbers);
}

void held_content_free(struct held_content *content)
{
	free(content->percent);
	*content = (struct held_content){.words = 0};
}

bool held_full(const struct held *held)
{
	return held->rows >= HELD_ROWS || held->bytes >= HELD_BYTES;
}

void held_forget(struct held *held)
{
	free_blocks(held);
	free(held->name.bytes);
	free(held->plain.bytes);
	free(held->row);
	free(held->cell);
	*held = (struct held){0};
}
