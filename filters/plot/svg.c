#include "svg.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * What XML and the pictures need is escaped; what no XML can hold is replaced, and so is what turns
 * the direction of the text behind it.
 */

static void escape_character(struct text *to, struct span character)
{
	static const struct {
		const char *character, *entity;
	} entities[] = {
		{"&", "&amp;"},
		{"<", "&lt;"},
		{">", "&gt;"},
		{"\"", "&quot;"},
		{"\t", " "},
		{"\n", " "},
		{"\r", " "},
		{"\xEF\xBF\xBE", "\uFFFD"},
		{"\xEF\xBF\xBF", "\uFFFD"},
	};
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		if (span_is(character, entities[i].character)) {
			text_add(to, span_of(entities[i].entity));
			return;
		}
	}
	bool shown = (unsigned char)character.bytes[0] >= ' ' && !begins_turn(character);
	text_add(to, shown ? character : SPAN("\uFFFD"));
}

void svg_escape(struct text *to, struct span text)
{
	size_t length;
	for (size_t i = 0; i < text.length; i += length ? length : 1) {
		struct span rest = {text.bytes + i, text.length - i};
		length = utf8_length(rest);
		if (length)
			escape_character(to, (struct span){rest.bytes, length});
		else
			text_add(to, SPAN("\uFFFD"));
	}
}

/* Markup. */

void svg_raw(struct svg *svg, const char *markup)
{
	text_add(&svg->body, span_of(markup));
}

/* With the decimals that it needs: "12", "12.5", "12.05". */
void svg_hundredths(struct text *to, long hundredths)
{
	enum { ROOM = 32 };
	char digits[ROOM];
	long size = labs(hundredths);
	if (size % UNIT == 0)
		snprintf(digits, sizeof digits, "%ld", size / UNIT);
	else if (size % 10 == 0)
		snprintf(digits, sizeof digits, "%ld.%ld", size / UNIT, size % UNIT / 10);
	else
		snprintf(digits, sizeof digits, "%ld.%02ld", size / UNIT, size % UNIT);
	if (hundredths < 0)
		text_add_char(to, '-');
	text_add(to, span_of(digits));
}

void svg_length(struct svg *svg, const char *name, long hundredths)
{
	text_add_char(&svg->body, ' ');
	svg_raw(svg, name);
	svg_raw(svg, "=\"");
	svg_hundredths(&svg->body, hundredths);
	text_add_char(&svg->body, '"');
}

void svg_end_shape(struct svg *svg, const char *element, struct span tip)
{
	if (tip.length == 0) {
		svg_raw(svg, "/>\n");
		return;
	}
	svg_raw(svg, "><title>");
	svg_escape(&svg->body, tip);
	svg_raw(svg, "</title></");
	svg_raw(svg, element);
	svg_raw(svg, ">\n");
}

void svg_box(struct svg *svg, struct box box)
{
	svg_length(svg, "x", box.x);
	svg_length(svg, "y", box.y);
	svg_length(svg, "width", box.width);
	svg_length(svg, "height", box.height);
}

void svg_rect(struct svg *svg, struct box box, const char *attributes, struct span tip)
{
	svg_raw(svg, "<rect");
	svg_box(svg, box);
	svg_raw(svg, attributes);
	svg_end_shape(svg, "rect", tip);
}

void svg_line(struct svg *svg, long x1, long y1, long x2, long y2, const char *attributes)
{
	svg_raw(svg, "<line");
	svg_length(svg, "x1", x1);
	svg_length(svg, "y1", y1);
	svg_length(svg, "x2", x2);
	svg_length(svg, "y2", y2);
	svg_raw(svg, attributes);
	svg_end_shape(svg, "line", SPAN(""));
}

/* Letters. */

/* The widths of U+0020 to U+00FF in hundredths of the size of letters. */
enum { WIDTHS_FROM = 0x20, WIDTHS_TO = 0x100 };
static const unsigned char widths[WIDTHS_TO - WIDTHS_FROM] = {
	28, 28, 35, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28,  /* blank to / */
	56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 58, 58, 58, 56,  /* 0 to ? */
	102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78, /* @ to O */
	67, 78, 72, 67, 61, 72, 67, 94, 67, 67, 61, 28, 28, 28, 47, 56,  /* P to _ */
	33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83, 56, 56,  /* ` to o */
	56, 56, 33, 50, 28, 56, 50, 72, 50, 50, 50, 33, 26, 33, 58, 0,   /* p to U+007F */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 28, 33, 56, 56, 56, 56, 26, 56, 33, 74, 37, 56, 58, 33, 74, 55, /* U+00A0 to U+00AF */
	40, 55, 33, 33, 33, 58, 54, 28, 33, 33, 37, 56, 83, 83, 83, 61,    /* U+00B0 to U+00BF */
	67, 67, 67, 67, 67, 67, 100, 72, 67, 67, 67, 67, 28, 28, 28, 28,   /* À to Ï */
	72, 72, 78, 78, 78, 78, 78, 58, 78, 72, 72, 72, 72, 67, 67, 61,    /* Ð to ß */
	56, 56, 56, 56, 56, 56, 89, 50, 56, 56, 56, 56, 28, 28, 28, 28,    /* à to ï */
	56, 56, 56, 56, 56, 56, 56, 55, 61, 56, 56, 56, 56, 50, 56, 50,    /* ð to ÿ */
};

/* Those above: combining marks take no room, dashes as much as digits do, and any other a square.
 */
static const struct {
	unsigned long to;
	long width;
} further_widths[] = {
	{0x2FF, 67},
	{0x36F, 0},
	{0x200F, 92},
	{0x2014, 56},
	{0x2211, 35},
	{0x2212, 58},
	{0x10FFFF, 100},
};

static unsigned long code_point(struct span character)
{
	enum { CONTINUED = 0x3F, BITS = 6 };
	static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	unsigned long code = (unsigned char)character.bytes[0] & lead[character.length];
	for (size_t i = 1; i < character.length; i++)
		code = code << BITS | ((unsigned char)character.bytes[i] & CONTINUED);
	return code;
}

static long width_of_code(unsigned long code)
{
	if (code < WIDTHS_FROM)
		return widths[0];
	if (code < WIDTHS_TO)
		return widths[code - WIDTHS_FROM];
	size_t i = 0;
	while (code > further_widths[i].to)
		i++;
	return further_widths[i].width;
}

static size_t character_length(struct span rest)
{
	size_t length = utf8_length(rest);
	return length ? length : 1;
}

static long size_of(const struct style *style)
{
	return style->size ? style->size : SIZE_TEXT;
}

/* Bold letters are a twelfth wider; a twentieth is for other fonts. */
static long hundredths_of_size(long hundredths, const struct style *style)
{
	enum { PERCENT = 100, PLAIN = 105, BOLD = 113 };
	return hundredths * size_of(style) / UNIT * (style->bold ? BOLD : PLAIN) / PERCENT;
}

static long character_width(struct span character)
{
	bool valid = utf8_length(character) == character.length;
	return width_of_code(valid ? code_point(character) : ' ');
}

long text_width(struct span text, const struct style *style)
{
	long hundredths = 0;
	size_t length;
	for (size_t i = 0; i < text.length; i += length) {
		struct span rest = {text.bytes + i, text.length - i};
		length = character_length(rest);
		hundredths += character_width((struct span){rest.bytes, length});
	}
	return hundredths_of_size(hundredths, style);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/*
 * Takes the first line off a text: up to the last blank that fits into the width or, without one,
 * as many characters as fit.
 */
static struct span take_line(struct span *rest, long width, const struct style *style)
{
	long hundredths = 0;
	size_t end = 0, blank = 0, length;
	for (; end < rest->length; end += length) {
		struct span ahead = {rest->bytes + end, rest->length - end};
		length = character_length(ahead);
		hundredths += character_width((struct span){ahead.bytes, length});
		if (is_blank(*ahead.bytes))
			blank = end;
		else if (end && hundredths_of_size(hundredths, style) > width)
			break;
	}
	if (end < rest->length && blank)
		end = blank;
	struct span line = {rest->bytes, end};
	while (end < rest->length && is_blank(rest->bytes[end]))
		end++;
	*rest = (struct span){rest->bytes + end, rest->length - end};
	return line;
}

static long line_height(const struct style *style)
{
	enum { NUMERATOR = 5, DENOMINATOR = 4 };
	return size_of(style) * NUMERATOR / DENOMINATOR;
}

long paragraph_height(struct span text, long width, const struct style *style)
{
	long height = 0;
	while (text.length) {
		take_line(&text, width, style);
		height += line_height(style);
	}
	return height;
}

static void begin_text(struct svg *svg, long x, long y, const struct style *style)
{
	static const char *const anchors[] = {
		[ANCHOR_START] = "",
		[ANCHOR_MIDDLE] = " text-anchor=\"middle\"",
		[ANCHOR_END] = " text-anchor=\"end\"",
	};
	svg_raw(svg, "<text");
	svg_length(svg, "x", x);
	svg_length(svg, "y", y);
	if (style->size && style->size != SIZE_TEXT)
		svg_length(svg, "font-size", style->size);
	if (style->bold)
		svg_raw(svg, " font-weight=\"bold\"");
	if (style->fill) {
		svg_raw(svg, " fill=\"");
		svg_raw(svg, style->fill);
		svg_raw(svg, "\"");
	}
	svg_raw(svg, anchors[style->anchor]);
	svg_raw(svg, ">");
}

void svg_text(struct svg *svg, long x, long y, const struct style *style, struct span text)
{
	begin_text(svg, x, y, style);
	svg_escape(&svg->body, text);
	svg_raw(svg, "</text>\n");
}

/* Lines after the first are spans of one text, so that it is read and copied as one. */
long svg_paragraph(struct svg *svg, struct box box, const struct style *style, struct span text)
{
	long y = box.y + size_of(style), height = 0;
	const char *end = text.bytes;
	if (text.length == 0)
		return 0;
	begin_text(svg, box.x, y, style);
	while (text.length) {
		struct span line = take_line(&text, box.width, style);
		if (height) {
			svg_raw(svg, line.bytes > end ? " <tspan" : "<tspan");
			svg_length(svg, "x", box.x);
			svg_length(svg, "y", y + height);
			svg_raw(svg, ">");
		}
		svg_escape(&svg->body, line);
		if (height)
			svg_raw(svg, "</tspan>");
		end = line.bytes + line.length;
		height += line_height(style);
	}
	svg_raw(svg, "</text>\n");
	return height;
}

/* The whole. */

static void add_named(struct text *to, const struct svg *svg, const char *element, struct span text)
{
	text_add(to, SPAN("<"));
	text_add(to, span_of(element));
	text_add(to, SPAN(" id=\""));
	text_add(to, span_of(svg->id));
	text_add(to, SPAN("-"));
	text_add(to, span_of(element));
	text_add(to, SPAN("\">"));
	svg_escape(to, text);
	text_add(to, SPAN("</"));
	text_add(to, span_of(element));
	text_add(to, SPAN(">\n"));
}

void svg_write(const struct svg *svg, struct writer *out)
{
	struct text head = {0};
	text_add(&head, SPAN("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
	svg_hundredths(&head, PICTURE_WIDTH);
	text_add_char(&head, ' ');
	svg_hundredths(&head, svg->y);
	text_add(&head, SPAN("\" role=\""));
	text_add(&head, svg->has_links ? SPAN("group") : SPAN("img"));
	text_add(&head, SPAN("\" aria-labelledby=\""));
	text_add(&head, span_of(svg->id));
	text_add(&head, SPAN("-title "));
	text_add(&head, span_of(svg->id));
	text_add(&head, SPAN("-desc\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\""));
	svg_hundredths(&head, SIZE_TEXT);
	text_add(&head, SPAN("\" fill=\"#1a1a1a\">\n"));
	add_named(&head, svg, "title", text_span(&svg->title));
	add_named(&head, svg, "desc", text_span(&svg->description));
	text_add(&head, SPAN("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"));
	put_bytes(out, text_span(&head));
	put_bytes(out, text_span(&svg->body));
	put_bytes(out, SPAN("</svg>\n"));
	free(head.bytes);
}

void svg_free(struct svg *svg)
{
	free(svg->title.bytes);
	free(svg->description.bytes);
	free(svg->body.bytes);
}
