/*
 * Rows held in memory as they came: their bytes once, and where each begins.
 */
#ifndef KKR_CHECK_HELD_H
#define KKR_CHECK_HELD_H

#include "lib/table.h"

#include <stdint.h>

/* Rows of one file that stand in lines one after the other. */
struct held_run {
	const char *file;
	size_t line; /* of the first */
	size_t row;  /* its number */
};

/* All zero holds nothing. Rows are called by number, from 0 on, in the order in which they came. */
struct held {
	struct text bytes; /* their lines, each with its LF; eight more bytes can be read */
	size_t *base;      /* where the first of each HELD_ROWS rows begins in those bytes */
	uint32_t *offset;  /* of each row, from there */
	size_t rows, bases, room;
	size_t columns;
	struct held_run *run;
	size_t runs, run_room;
};

/* A line has 64 MB at most (records.c): the offset of so many rows fits. */
enum { HELD_ROWS = 32 };

/* Where a row begins in the bytes. */
static inline size_t held_start(const struct held *held, size_t row)
{
	return held->base[row / HELD_ROWS] + held->offset[row];
}

/* Holds the record at hand. */
void held_add(struct held *held, const struct records *records);

/* The lines of the rows from `begin` to before `end`, as they came. */
struct span held_lines(const struct held *held, size_t begin, size_t end);

/* A field of a row. */
struct span held_field(const struct held *held, size_t row, size_t column);

/* Asks for a row that will be looked at soon: rows of a series may lie anywhere in memory. */
static inline void held_prefetch(const struct held *held, size_t row)
{
	enum { LINE = 64 };
	const char *at = held->bytes.bytes + held_start(held, row);
	__builtin_prefetch(at);
	__builtin_prefetch(at + LINE);
}

/* Where a row came from, for messages. */
struct held_place {
	const char *file;
	size_t line;
};
struct held_place held_place(const struct held *held, size_t row);

void held_free(struct held *held);

#endif
