#include "grammar.h"

#include "cli.h"
#include "records.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void grammar_fail(const struct grammar *g, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *what = vprinted(format, arguments);
	va_end(arguments);
	size_t character = 1;
	for (size_t i = 0; i < g->at; i++)
		character += ((unsigned char)g->text.bytes[i] & 0xC0) != 0x80;
	if (g->option)
		cli_misuse("--%s '%s', character %zu: %s", g->option, quote(g->text).text,
			character, what);
	fail(EX_CONFIG, g->file, g->line, "column '%s', character %zu: %s", g->column, character,
		what);
}

bool grammar_more(struct grammar *g)
{
	while (g->at < g->text.length && g->text.bytes[g->at] == ' ')
		g->at++;
	return g->at < g->text.length;
}

struct span grammar_word(struct grammar *g)
{
	grammar_more(g);
	size_t from = g->at;
	while (g->at < g->text.length && g->text.bytes[g->at] != ' ')
		g->at++;
	return (struct span){g->text.bytes + from, g->at - from};
}

char *grammar_column(struct grammar *g)
{
	struct span word = grammar_word(g);
	if (!column_name_valid(word)) {
		g->at -= word.length;
		grammar_fail(g, "'%s' is no name of a column", quote(word).text);
	}
	return span_copy(word);
}
