/*
 * What the driver says: lines as messages show them, and which word somebody may have meant.
 */
#include "lib/files.h"
#include "lib/nearest.h"
#include "lib/writer.h"
#include "program.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* All of standard input; a byte 0, which no line can have, is a blank. */
static struct text read_lines(void)
{
	struct text all = {0};
	if (!read_all(STDIN_FILENO, &all))
		fail(EX_IOERR, "standard input", 0, "cannot be read: %s", strerror(errno));
	for (size_t i = 0; i < all.length; i++) {
		if (!all.bytes[i])
			all.bytes[i] = ' ';
	}
	return all;
}

int show_lines(const struct options *o, char **operands)
{
	(void)o;
	(void)operands;
	struct writer out;
	struct span rest, line;
	struct text all = read_lines();
	writer_stdout(&out);
	for (rest = text_span(&all); take_line(&rest, &line);) {
		char *text = span_copy(line), *shown = printable(text);
		put_bytes(&out, span_of(shown));
		put_bytes(&out, SPAN("\n"));
		free(text);
		free(shown);
	}
	writer_close(&out);
	free(all.bytes);
	return EX_OK;
}

int list_nearest(const struct options *o, char **word)
{
	(void)o;
	struct writer out;
	struct span rest, line;
	struct text all = read_lines();
	char **name = NULL;
	size_t names = 0, room = 0;
	for (rest = text_span(&all); take_line(&rest, &line);) {
		name = grow(name, &room, names + 2, sizeof *name);
		name[names++] = span_copy(line);
		name[names] = NULL;
	}
	const char *meant = name ? nearest(*word, (const char *const *)name) : NULL;
	writer_stdout(&out);
	if (meant) {
		put_bytes(&out, span_of(meant));
		put_bytes(&out, SPAN("\n"));
	}
	writer_close(&out);
	while (names)
		free(name[--names]);
	free(name);
	free(all.bytes);
	return EX_OK;
}
