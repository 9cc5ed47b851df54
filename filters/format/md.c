/*
 * md: a table of GitHub Flavored Markdown.
 */
#include "format.h"

#include <stdlib.h>

/* Whatever Markdown would read something into is escaped; a line break is the only HTML. */
static const char *md_escape(struct span text, size_t *length)
{
	static const char special[] = "\\`*_[]<>&|~$#";
	static const char *const escaped[] = {"\\\\", "\\`", "\\*", "\\_", "\\[", "\\]", "\\<",
		"\\>", "\\&", "\\|", "\\~", "\\$", "\\#"};
	const char *found = memchr(special, *text.bytes, sizeof special - 1);
	if (found)
		return escaped[found - special];
	if (*text.bytes == '\t')
		return " ";
	if (*text.bytes == '\r')
		*length = text.length > 1 && text.bytes[1] == '\n' ? 2 : 1;
	return *text.bytes == '\r' || *text.bytes == '\n' ? "<br>" : NULL;
}

static void put_cell(struct writer *out, struct span text)
{
	put_bytes(out, SPAN(" "));
	put_with_escapes(out, text, md_escape);
	put_bytes(out, text.length ? SPAN(" |") : SPAN("|"));
}

static void put_head(const struct format *f, const struct held *held)
{
	struct text heading = {0};
	put_bytes(f->out, SPAN("|"));
	for (size_t c = 0; c < f->in->columns; c++) {
		heading.length = 0;
		text_add_unescaped(&heading, span_of(f->column[c].heading));
		put_cell(f->out, text_span(&heading));
	}
	put_bytes(f->out, SPAN("\n|"));
	for (size_t c = 0; c < f->in->columns; c++)
		put_bytes(f->out, held->figures[c] ? SPAN(" ---: |") : SPAN(" --- |"));
	put_bytes(f->out, SPAN("\n"));
	free(heading.bytes);
}

void format_md(const struct format *f)
{
	struct held held = hold(f);
	struct text shown = {0};
	if (f->title) {
		put_bytes(f->out, SPAN("## "));
		put_with_escapes(f->out, span_of(f->title), md_escape);
		put_bytes(f->out, SPAN("\n\n"));
	}
	put_head(f, &held);
	for (size_t i = 0; i < held.table.rows; i++) {
		put_bytes(f->out, SPAN("|"));
		for (size_t c = 0; c < f->in->columns; c++) {
			shown.length = 0;
			add_shown(&shown, f, c, held.table.row[i].field[c]);
			put_cell(f->out, text_span(&shown));
		}
		put_bytes(f->out, SPAN("\n"));
	}
	free(shown.bytes);
	held_free(&held);
}
