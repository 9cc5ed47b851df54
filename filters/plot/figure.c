#include "plot.h"

#include <stdlib.h>

size_t plot_column(const struct plot *plot, const struct records *in, enum column_word word)
{
	struct observation means;
	observation_open(&means, in, plot->names);
	size_t column = observation_column(&means, word);
	observation_close(&means);
	return column;
}

struct figure_columns figure_columns(const struct plot *plot, const struct records *in)
{
	return (struct figure_columns){
		plot->value ? records_column(in, plot->value, "--value names another")
			    : plot_column(plot, in, IS_VALUE),
		records_find(in, "qualifier"),
	};
}

/* The parts of a qualifier, "over, own calculation", stand before the figure, but for that one. */
static void add_qualifiers(struct text *to, struct span list, bool *own_calculation)
{
	while (list.length) {
		const char *comma = memchr(list.bytes, ',', list.length);
		size_t length = comma ? (size_t)(comma - list.bytes) : list.length;
		struct span part = {list.bytes, length};
		size_t taken = comma ? length + 1 : length;
		list = (struct span){list.bytes + taken, list.length - taken};
		while (part.length && *part.bytes == ' ')
			part = (struct span){part.bytes + 1, part.length - 1};
		if (part.length == 0)
			continue;
		if (span_is(part, "own calculation")) {
			*own_calculation = true;
			continue;
		}
		text_add_unescaped(to, part);
		text_add_char(to, ' ');
	}
}

static size_t decimals_of(struct span number)
{
	const char *point = memchr(number.bytes, '.', number.length);
	return point ? (size_t)(number.bytes + number.length - point) - 1 : 0;
}

static void set_value(mpq_t value, struct span number)
{
	struct decimal d;
	decimal_init(&d);
	decimal_set(&d, number);
	decimal_fraction(value, &d);
	decimal_clear(&d);
}

void figure_read(struct plot_figure *figure, struct plot *plot, const struct records *in,
	struct figure_columns columns)
{
	struct span field = in->field[columns.value];
	*figure = (struct plot_figure){.known = field.length > 0};
	mpq_init(figure->value);
	if (!figure->known) {
		text_add(&figure->text, word(plot->language, "ingen tal"));
		return;
	}
	if (!number_valid(field))
		fail(EX_DATAERR, in->file, in->line, "%s '%s' is not a number",
			in->name[columns.value], quote(field).text);
	bool own = false;
	if (columns.qualifier < in->columns)
		add_qualifiers(&figure->text, in->field[columns.qualifier], &own);
	set_value(figure->value, field);
	figure->decimals = decimals_of(field);
	add_number(&figure->text, plot->language, field);
	if (own)
		text_add(&figure->text, SPAN(" *"));
	plot->own_calculation |= own;
}

void figure_free(struct plot_figure *figure)
{
	mpq_clear(figure->value);
	free(figure->text.bytes);
}

static size_t characters(struct span text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
	return count;
}

struct text label_read(const struct records *in, size_t column)
{
	struct text text = {0};
	text_add_unescaped(&text, in->field[column]);
	size_t count = characters(text_span(&text));
	if (count > LABEL_CHARACTERS)
		fail(EX_DATAERR, in->file, in->line,
			"%s is a text of %zu characters; a picture takes at most %d",
			in->name[column], count, LABEL_CHARACTERS);
	return text;
}

void draw_note(struct svg *svg, struct span text)
{
	const struct style style = {.size = SIZE_SMALL, .fill = "#595959"};
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg->y += svg_paragraph(svg, box, &style, text);
}

void draw_nothing(const struct plot *plot, struct svg *svg)
{
	const struct style style = {.size = 0};
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg->y +=
		svg_paragraph(svg, box, &style, word(plot->language, "Der er ingen tal at vise."));
	text_add(&svg->description, word(plot->language, "Der er ingen tal at vise."));
}

void describe(struct svg *svg, struct span name, struct span figure)
{
	if (svg->description.length)
		text_add(&svg->description, SPAN("; "));
	text_add(&svg->description, name);
	text_add(&svg->description, SPAN(": "));
	text_add(&svg->description, figure);
}

void add_exact(struct text *to, enum language language, mpq_srcptr value)
{
	struct decimal d;
	struct text plain = {0};
	mpq_t rounded;
	decimal_init(&d);
	mpq_init(rounded);
	for (size_t decimals = 0; decimals <= NUMBER_DIGITS; decimals++) {
		decimal_round(&d, value, decimals);
		decimal_fraction(rounded, &d);
		if (mpq_equal(rounded, value))
			break;
	}
	decimal_print(&plain, &d);
	add_number(to, language, text_span(&plain));
	mpq_clear(rounded);
	decimal_clear(&d);
	free(plain.bytes);
}
