/*
 * text: columns that line up on a screen.
 *
 * Where the table is wider than a line may be, columns become narrower, the widest first, and what
 * they hold is folded. Columns of numbers keep their width: no figure is ever cut.
 */
#include "format.h"

#include <stdint.h>
#include <stdlib.h>

/*
 * A field longer than WIDEST characters pushes the rest of its row aside and does not widen its
 * column: all other rows would be filled with blanks. No word of up to WORD characters is broken.
 */
enum { GAP = 2, WIDEST = 1000, WORD = 16 };

struct layout {
	size_t width; /* in characters */
	size_t least; /* how narrow it may become */
	bool right;   /* every value is a number or missing */
};

/* How much room a text takes on a screen. */
struct extent {
	size_t width; /* in characters */
	size_t word;  /* of its longest word */
};

/*
 * A character, how many bytes it has, and how many places it takes on a screen. Combining
 * characters (U+0300 to U+036F) belong to the one before; an escape counts as one character.
 */
struct character {
	size_t bytes, width;
};

static bool continues(struct span text, size_t i)
{
	unsigned char byte = (unsigned char)text.bytes[i];
	unsigned char next = i + 1 < text.length ? (unsigned char)text.bytes[i + 1] : 0;
	return (byte & 0xC0) == 0x80 || byte == 0xCC || (byte == 0xCD && next < 0xB0);
}

/* A combining character at the start of a text, with none before it, takes no place either. */
static struct character first_character(struct span text)
{
	struct character c = {1, !continues(text, 0)};
	if (*text.bytes == '\\' && text.length > 1)
		return (struct character){2, 2};
	while (c.bytes < text.length && continues(text, c.bytes))
		c.bytes++;
	return c;
}

static struct span skip(struct span text, size_t bytes)
{
	return (struct span){text.bytes + bytes, text.length - bytes};
}

/* Whether a line may end behind this byte. */
static bool may_break(char byte)
{
	return byte == ' ' || byte == '_' || byte == '-' || byte == '/' || byte == ',';
}

static struct extent extent_of(struct span text)
{
	struct extent e = {0, 0};
	size_t word = 0;
	while (text.length) {
		struct character c = first_character(text);
		e.width += c.width;
		word += *text.bytes == ' ' ? 0 : c.width;
		if (word > e.word)
			e.word = word;
		if (may_break(*text.bytes))
			word = 0;
		text = skip(text, c.bytes);
	}
	return e;
}

/*
 * Takes the first line, of at most `room` characters, off a text: as many words as there is room
 * for, or the beginning of a word that is longer. Blanks at the end of a line are dropped.
 */
static struct span take_line(struct span *text, size_t room)
{
	size_t end = 0, last_break = 0, width = 0;
	while (end < text->length) {
		struct character c = first_character(skip(*text, end));
		char byte = text->bytes[end];
		if (width + c.width > room && byte == ' ')
			last_break = end;
		if (width + c.width > room && width)
			break;
		width += c.width;
		end += c.bytes;
		if (may_break(byte))
			last_break = end;
	}
	if (end < text->length && last_break)
		end = last_break;
	struct span line = {text->bytes, end};
	*text = skip(*text, end);
	if (text->length) {
		while (line.length && line.bytes[line.length - 1] == ' ')
			line.length--;
		while (text->length && *text->bytes == ' ')
			*text = skip(*text, 1);
	}
	return line;
}

/*
 * A field as it is shown: with its escapes, so that a row is a line, and with U+FFFD for what a
 * terminal may take for a command (U+0080 to U+009F).
 */
static struct span shown(
	const struct format *f, const struct column *column, struct span field, struct text *text)
{
	text->length = 0;
	if (is_figure(column, field)) {
		notation_add(text, field, f->notation);
		return text_span(text);
	}
	for (size_t i = 0; i < field.length; i++) {
		bool command = field.bytes[i] == '\xC2' && (unsigned char)field.bytes[i + 1] < 0xA0;
		if (command)
			text_add(text, SPAN("\xEF\xBF\xBD"));
		else
			text_add_char(text, field.bytes[i]);
		i += command;
	}
	return text_span(text);
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t greater(size_t a, size_t b)
{
	return a > b ? a : b;
}

static struct layout column_layout(const struct format *f, const struct table *table, size_t column)
{
	struct extent heading = extent_of(span_of(f->rows->column[column].heading)),
		      widest = {0, 0};
	struct text text = {0};
	bool right = true;
	for (size_t i = 0; i < table->rows; i++) {
		struct span field = table->row[i].field[column];
		struct extent e = extent_of(shown(f, &f->rows->column[column], field, &text));
		if (e.width > WIDEST)
			e.width = f->width ? WIDEST : 0;
		widest.width = greater(widest.width, e.width);
		widest.word = greater(widest.word, e.word);
		right &= field.length == 0 || number_valid(field);
	}
	free(text.bytes);
	size_t word = smaller(greater(widest.word, heading.word), WORD);
	return (struct layout){greater(heading.width, widest.width),
		right ? greater(widest.width, word) : word, right};
}

/*
 * The width of a column that is to be at most `most` wide, and is wider only where it cannot be
 * folded so far.
 */
static size_t narrowed(const struct layout *l, size_t most)
{
	return greater(smaller(l->least, l->width), smaller(l->width, most));
}

static size_t line_width(const struct layout *layout, size_t columns, size_t most)
{
	size_t width = (columns - 1) * GAP;
	for (size_t c = 0; c < columns; c++)
		width += narrowed(&layout[c], most);
	return width;
}

/* Makes the widest columns narrower until a line has at most so many characters, or none can be. */
static void narrow(struct layout *layout, size_t columns, size_t limit)
{
	size_t most = WIDEST;
	for (size_t c = 0; c < columns; c++)
		most = greater(most, layout[c].width);
	while (most > 1 && line_width(layout, columns, most) > limit)
		most--;
	for (size_t c = 0; c < columns; c++)
		layout[c].width = narrowed(&layout[c], most);
}

/* A line. Blanks are kept back until something follows them, so that no line ends in blanks. */
struct line {
	struct text text;
	size_t blanks;
};

static void add_cell(struct line *line, struct span cell, const struct layout *l)
{
	size_t width = extent_of(cell).width;
	size_t space = l->width - smaller(width, l->width);
	if (l->right)
		line->blanks += space;
	while (cell.length && line->blanks > 0) {
		text_add_char(&line->text, ' ');
		line->blanks--;
	}
	text_add(&line->text, cell);
	line->blanks += (l->right ? 0 : space) + GAP;
}

/* Ends the line. */
static void put_line(struct writer *out, struct line *line)
{
	struct text *text = &line->text;
	while (text->length && text->bytes[text->length - 1] == ' ')
		text->length--;
	text_add_char(text, '\n');
	put_bytes(out, text_span(text));
	text->length = 0;
	line->blanks = 0;
}

/* The columns, and the row at hand. */
struct page {
	const struct format *f;
	struct layout *layout;
	struct text *text; /* of each field, as it is shown */
	struct span *rest; /* of each field, what has not been written yet */
	struct line line;
};

/* Writes a row: as many lines as its longest folded field takes. */
static void put_lines(struct page *p)
{
	bool more;
	do {
		more = false;
		for (size_t c = 0; c < p->f->rows->columns; c++) {
			size_t room = p->f->width ? p->layout[c].width : SIZE_MAX;
			add_cell(&p->line, take_line(&p->rest[c], room), &p->layout[c]);
			more |= p->rest[c].length > 0;
		}
		put_line(p->f->out, &p->line);
	} while (more);
}

static void put_all(struct page *p, const struct table *table)
{
	static const struct column words = {.codes = true};
	const struct format *f = p->f;
	size_t columns = f->rows->columns;
	for (size_t c = 0; c < columns; c++)
		p->rest[c] = shown(f, &words, span_of(f->rows->column[c].heading), &p->text[c]);
	put_lines(p);
	for (size_t i = 0; i < table->rows; i++) {
		for (size_t c = 0; c < columns; c++)
			p->rest[c] =
				shown(f, &f->rows->column[c], table->row[i].field[c], &p->text[c]);
		put_lines(p);
	}
}

void format_text(const struct format *f)
{
	size_t columns = f->rows->columns;
	struct page p = {.f = f};
	struct held_rows held = held_rows_read(f);
	p.layout = allocate(columns, sizeof *p.layout);
	p.text = allocate(columns, sizeof *p.text);
	p.rest = allocate(columns, sizeof *p.rest);
	memset(p.text, 0, columns * sizeof *p.text);
	for (size_t c = 0; c < columns; c++)
		p.layout[c] = column_layout(f, &held.table, c);
	if (f->width)
		narrow(p.layout, columns, f->width);
	put_all(&p, &held.table);
	for (size_t c = 0; c < columns; c++)
		free(p.text[c].bytes);
	free(p.line.text.bytes);
	free(p.layout);
	free(p.text);
	free(p.rest);
	held_rows_free(&held);
}
