/*
 * json: an array of objects, one in a line. jsonl: the objects alone.
 *
 * A figure is a number, with the digits that it is written with; a missing value is null; anything
 * else is a string.
 */
#include "format.h"

#include <limits.h>
#include <stdlib.h>

/*
 * Records hold no other bytes that JSON must escape. "<" is escaped so that the text may stand in a
 * <script>.
 */
static struct escape json_escape(struct span text)
{
	static const char *const escapes[UCHAR_MAX + 1] = {['"'] = "\\\"",
		['\\'] = "\\\\",
		['\t'] = "\\t",
		['\n'] = "\\n",
		['\r'] = "\\r",
		['<'] = "\\u003c"};
	return (struct escape){escapes[(unsigned char)*text.bytes], 1};
}

static void put_value(const struct format *f, size_t column, struct text *text)
{
	struct span field = f->rows->field[column];
	if (field.length == 0) {
		put_bytes(f->out, SPAN("null"));
	} else if (is_figure(&f->rows->column[column], field)) {
		put_bytes(f->out, field);
	} else {
		text->length = 0;
		text_add_unescaped(text, field);
		put_bytes(f->out, SPAN("\""));
		put_with_escapes(f->out, text_span(text), json_escape);
		put_bytes(f->out, SPAN("\""));
	}
}

/* With --wide, what names a column may be any text. */
static void put_object(const struct format *f, struct text *text)
{
	for (size_t c = 0; c < f->rows->columns; c++) {
		text->length = 0;
		text_add_unescaped(text, span_of(f->rows->column[c].name));
		put_bytes(f->out, c ? SPAN(",\"") : SPAN("{\""));
		put_with_escapes(f->out, text_span(text), json_escape);
		put_bytes(f->out, SPAN("\":"));
		put_value(f, c, text);
	}
	put_bytes(f->out, SPAN("}"));
}

void format_jsonl(const struct format *f)
{
	struct text text = {0};
	while (feed_next(f->rows)) {
		put_object(f, &text);
		put_bytes(f->out, SPAN("\n"));
	}
	free(text.bytes);
}

void format_json(const struct format *f)
{
	struct text text = {0};
	const char *before = "[\n";
	while (feed_next(f->rows)) {
		put_bytes(f->out, span_of(before));
		put_object(f, &text);
		before = ",\n";
	}
	put_bytes(f->out, *before == '[' ? SPAN("[]\n") : SPAN("\n]\n"));
	free(text.bytes);
}
