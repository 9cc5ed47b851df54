#include "listed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void list_add(struct listed *list, const char *format, ...)
{
	enum { ROOM = 512 };
	char line[ROOM];
	va_list arguments;
	if (list->count++ >= LISTED)
		return;
	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	text_add(&list->line[list->count - 1], span_of(line));
}

/* The line in which a row has a place: the same is said there, and it is not too long. */
static size_t line_of(const struct listed *list, struct span what)
{
	enum { LONGEST = 400 };
	size_t i = 0, count = list->count < LISTED ? list->count : LISTED;
	while (i < count &&
		(!span_equals(text_span(&list->what[i]), what) || list->rows[i].length > LONGEST))
		i++;
	return i;
}

void list_add_row(struct listed *list, size_t row, struct span what)
{
	enum { ROOM = 64 };
	char number[ROOM];
	size_t at = line_of(list, what);
	list->entries++;
	list->count += at >= list->count || at == LISTED;
	if (at == LISTED)
		return;
	struct text *rows = &list->rows[at], *line = &list->line[at];
	bool next = rows->length && row == list->last[at] + 1;
	if (!rows->length)
		text_add(&list->what[at], what);
	if (!next) {
		text_add(rows, rows->length ? SPAN(", ") : SPAN(""));
		list->settled[at] = rows->length;
		list->first[at] = row;
	}
	list->last[at] = row;
	rows->length = list->settled[at];
	snprintf(number, sizeof number, next ? "%zu to %zu" : "%zu", list->first[at], row);
	text_add(rows, span_of(number));
	line->length = 0;
	text_add(line, memchr(rows->bytes, ' ', rows->length) ? SPAN("rows ") : SPAN("row "));
	text_add(line, text_span(rows));
	text_add(line, what.length ? SPAN(": ") : SPAN(""));
	text_add(line, what);
}

void list_free(struct listed *list)
{
	for (size_t i = 0; i < LISTED; i++) {
		free(list->line[i].bytes);
		free(list->rows[i].bytes);
		free(list->what[i].bytes);
	}
}

size_t tallied_find(const struct tallied *t, struct span text)
{
	size_t i = 0;
	while (i < t->count && !span_equals(text_span(&t->text[i].text), text))
		i++;
	return i;
}

size_t tallied_add(struct tallied *t, struct span text, size_t row)
{
	size_t i = tallied_find(t, text);
	if (i < t->count) {
		t->text[i].count++;
		return i;
	}
	if (t->count == t->most) {
		t->more = true;
		return t->most;
	}
	t->text = grow_zeroed(t->text, &t->room, t->count + 1, sizeof *t->text);
	text_add(&t->text[i].text, text);
	t->text[i].count = 1;
	t->text[i].row = row;
	return t->count++;
}

void tallied_free(struct tallied *t)
{
	for (size_t i = 0; i < t->room; i++)
		free(t->text[i].text.bytes);
	free(t->text);
}
