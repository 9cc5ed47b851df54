/*
 * html: one <table>, to be put into a page, which brings the styles. Its caption, its headings and
 * the first cell of each row, which names it, are there for those who hear the table.
 */
#include "format.h"

#include <limits.h>
#include <stdlib.h>

static struct escape html_escape(struct span text)
{
	static const char *const escapes[UCHAR_MAX + 1] = {['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
		['\n'] = "<br>",
		['\r'] = "<br>"};
	bool both = text.length > 1 && memcmp(text.bytes, "\r\n", 2) == 0;
	return (struct escape){escapes[(unsigned char)*text.bytes], both ? 2 : 1};
}

static void put_element(struct writer *out, const char *open, struct span text, const char *close)
{
	put_bytes(out, span_of(open));
	put_with_escapes(out, text, html_escape);
	put_bytes(out, span_of(close));
}

static void put_headings(const struct format *f, const struct held_rows *held)
{
	struct text heading = {0};
	put_bytes(f->out, SPAN("<thead>\n<tr>"));
	for (size_t c = 0; c < f->rows->columns; c++) {
		heading.length = 0;
		text_add_unescaped(&heading, span_of(f->rows->column[c].heading));
		put_element(f->out,
			held->figures[c] ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">",
			text_span(&heading), "</th>");
	}
	put_bytes(f->out, SPAN("</tr>\n</thead>\n"));
	free(heading.bytes);
}

static void put_cell(const struct format *f, size_t column, struct span field, struct text *shown)
{
	bool figure = is_figure(&f->rows->column[column], field);
	shown->length = 0;
	add_shown(shown, f, column, field);
	if (column == 0)
		put_element(f->out,
			figure ? "<th scope=\"row\" class=\"n\">" : "<th scope=\"row\">",
			text_span(shown), "</th>");
	else
		put_element(
			f->out, figure ? "<td class=\"n\">" : "<td>", text_span(shown), "</td>");
}

void format_html(const struct format *f)
{
	struct held_rows held = held_rows_read(f);
	struct text shown = {0};
	put_bytes(f->out, SPAN("<table>\n"));
	if (f->title)
		put_element(f->out, "<caption>", span_of(f->title), "</caption>\n");
	put_headings(f, &held);
	put_bytes(f->out, SPAN("<tbody>\n"));
	for (size_t i = 0; i < held.table.rows; i++) {
		put_bytes(f->out, SPAN("<tr>"));
		for (size_t c = 0; c < f->rows->columns; c++)
			put_cell(f, c, held.table.row[i].field[c], &shown);
		put_bytes(f->out, SPAN("</tr>\n"));
	}
	put_bytes(f->out, SPAN("</tbody>\n</table>\n"));
	free(shown.bytes);
	held_rows_free(&held);
}
