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

void list_free(struct listed *list)
{
	for (size_t i = 0; i < LISTED; i++)
		free(list->line[i].bytes);
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
