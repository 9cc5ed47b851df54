/*
 * md: a table of GitHub Flavored Markdown.
 */
#include "format.h"

#include <stdlib.h>

/*
 * What Markdown would take for markup is escaped. So are the beginnings of addresses of pages:
 * GitHub would make links of them, in which escapes do not count. (Nothing keeps it from making
 * links of addresses of mail.) A line break is the only HTML that is written.
 */
static const struct {
	struct span text;
	const char *instead;
} escapes[] = {
	{{"\\", 1}, "\\\\"},
	{{"`", 1}, "\\`"},
	{{"*", 1}, "\\*"},
	{{"_", 1}, "\\_"},
	{{"[", 1}, "\\["},
	{{"]", 1}, "\\]"},
	{{"<", 1}, "\\<"},
	{{">", 1}, "\\>"},
	{{"&", 1}, "\\&"},
	{{"|", 1}, "\\|"},
	{{"~", 1}, "\\~"},
	{{"$", 1}, "\\$"},
	{{"#", 1}, "\\#"},
	{{"://", 3}, "\\://"},
	{{"www.", 4}, "www\\."},
	{{"\r\n", 2}, "<br>"},
	{{"\r", 1}, "<br>"},
	{{"\n", 1}, "<br>"},
	{{"\t", 1}, " "},
};

static struct escape md_escape(struct span text)
{
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
		size_t length = escapes[i].text.length;
		if (text.length >= length && memcmp(text.bytes, escapes[i].text.bytes, length) == 0)
			return (struct escape){escapes[i].instead, length};
	}
	return (struct escape){NULL, 1};
}

static void put_cell(struct writer *out, struct span text)
{
	put_bytes(out, SPAN(" "));
	put_with_escapes(out, text, md_escape);
	put_bytes(out, text.length ? SPAN(" |") : SPAN("|"));
}

static void put_head(const struct format *f, const struct held_rows *held)
{
	struct text heading = {0};
	put_bytes(f->out, SPAN("|"));
	for (size_t c = 0; c < f->rows->columns; c++) {
		heading.length = 0;
		text_add_unescaped(&heading, span_of(f->rows->column[c].heading));
		put_cell(f->out, text_span(&heading));
	}
	put_bytes(f->out, SPAN("\n|"));
	for (size_t c = 0; c < f->rows->columns; c++)
		put_bytes(f->out, held->figures[c] ? SPAN(" ---: |") : SPAN(" --- |"));
	put_bytes(f->out, SPAN("\n"));
	free(heading.bytes);
}

void format_md(const struct format *f)
{
	struct held_rows held = held_rows_read(f);
	struct text shown = {0};
	if (f->title) {
		put_bytes(f->out, SPAN("## "));
		put_with_escapes(f->out, span_of(f->title), md_escape);
		put_bytes(f->out, SPAN("\n\n"));
	}
	put_head(f, &held);
	for (size_t i = 0; i < held.table.rows; i++) {
		put_bytes(f->out, SPAN("|"));
		for (size_t c = 0; c < f->rows->columns; c++) {
			shown.length = 0;
			add_shown(&shown, f, c, held.table.row[i].field[c]);
			put_cell(f->out, text_span(&shown));
		}
		put_bytes(f->out, SPAN("\n"));
	}
	free(shown.bytes);
	held_rows_free(&held);
}
