#include "plot.h"

#include <stdlib.h>

enum { MOST_NOTES = 20 }; /* of a picture */

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
		plot->per ? records_column(in, plot->per, "--per names it") : in->columns,
		records_find(in, "unit"),
		records_find(in, "state"),
		plot->noted ? records_find(in, "note") : in->columns,
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

void number_of_field(mpq_t value, const struct records *in, size_t column)
{
	struct decimal d;
	struct span field = in->field[column];
	if (!number_valid(field))
		fail(EX_DATAERR, in->file, in->line, "%s '%s' is not a number", in->name[column],
			quote(field).text);
	decimal_init(&d);
	decimal_set(&d, field);
	decimal_fraction(value, &d);
	decimal_clear(&d);
}

static void set_rate(struct decimal *rate, mpq_srcptr value, mpq_srcptr inhabitants)
{
	mpq_t exact, times;
	mpq_inits(exact, times, NULL);
	mpq_set_ui(times, PER_INHABITANTS, 1);
	mpq_mul(exact, value, times);
	mpq_div(exact, exact, inhabitants);
	decimal_round(rate, exact, PER_DECIMALS);
	mpq_clears(exact, times, NULL);
}

void add_rate(struct text *to, const struct plot *plot, mpq_srcptr value, mpq_srcptr inhabitants)
{
	struct decimal rate;
	struct text plain = {0};
	decimal_init(&rate);
	set_rate(&rate, value, inhabitants);
	decimal_print(&plain, &rate);
	add_number(to, plot->language, text_span(&plain));
	decimal_clear(&rate);
	free(plain.bytes);
}

/* What is read of the whole row, beside its figure. */
static void read_row(struct plot *plot, const struct records *in, struct figure_columns columns)
{
	plot->proposed |=
		columns.state < in->columns && span_is(in->field[columns.state], "forslag");
	if (columns.unit == in->columns || in->field[columns.unit].length == 0)
		return;
	struct span unit = in->field[columns.unit];
	if (plot->unit_found.length == 0)
		text_add_unescaped(&plot->unit_found, unit);
	plot->units_differ |= !span_equals(unit, text_span(&plot->unit_found));
}

/* The number of the note of the record at hand; 0 where it has none. */
static size_t read_note(struct plot *plot, const struct records *in, size_t column)
{
	struct text note = {0};
	size_t i = 0;
	if (column == in->columns || in->field[column].length == 0) {
		plot->unnoted = true;
		return 0;
	}
	text_add_unescaped(&note, in->field[column]);
	while (i < plot->noted_count && !span_equals(text_span(&plot->notes[i]), text_span(&note)))
		i++;
	if (i < plot->noted_count || i > MOST_NOTES) {
		free(note.bytes);
		return i + 1;
	}
	plot->notes = grow(plot->notes, &plot->notes_room, i + 1, sizeof *plot->notes);
	plot->notes[plot->noted_count++] = note;
	return i + 1;
}

void add_mark(struct text *to, const struct plot *plot, size_t note)
{
	static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	enum { TEN = 10 };
	bool told = plot->noted_count > 1 || plot->unnoted;
	if (note == 0 || !told || plot->noted_count > MOST_NOTES)
		return;
	text_add(to, to->length ? SPAN(" ") : SPAN(""));
	if (note >= TEN)
		text_add(to, span_of(raised[note / TEN]));
	text_add(to, span_of(raised[note % TEN]));
}

/* A note in the language of the picture, as far as its parts are ours; else as it is. */
static void add_note(struct text *to, enum language language, struct span note)
{
	for (const char *end = ""; end;) {
		end = memmem(note.bytes, note.length, "; ", 2);
		struct span part = {note.bytes, end ? (size_t)(end - note.bytes) : note.length};
		size_t used = part.length + (end ? 2 : 0);
		if (!add_words_of_text(to, language, part)) {
			word_find(&part, language, part);
			text_add(to, part);
		}
		text_add(to, end ? SPAN("; ") : SPAN(""));
		note = (struct span){note.bytes + used, note.length - used};
	}
}

void draw_notes(const struct plot *plot, struct svg *svg)
{
	if (plot->noted_count > MOST_NOTES) {
		draw_note(svg, word(plot->language,
				       "Tallene har flere bemærkninger, end der er plads til."));
		return;
	}
	for (size_t i = 0; i < plot->noted_count; i++) {
		struct text text = {0};
		add_mark(&text, plot, i + 1);
		text_add(&text, text.length ? SPAN(" ") : SPAN(""));
		add_note(&text, plot->language, text_span(&plot->notes[i]));
		draw_note(svg, text_span(&text));
		free(text.bytes);
	}
}

void notes_free(struct plot *plot)
{
	for (size_t i = 0; i < plot->noted_count; i++)
		free(plot->notes[i].bytes);
	free(plot->notes);
}

/* The figure becomes one per inhabitants; without them, 0 or none, there is no figure. */
static void divide(struct plot_figure *figure, const struct plot *plot, const struct records *in,
	size_t column)
{
	mpq_t inhabitants, fewest;
	struct decimal rate;
	mpq_inits(inhabitants, fewest, NULL);
	decimal_init(&rate);
	if (in->field[column].length)
		number_of_field(inhabitants, in, column);
	mpq_set_ui(fewest, FEWEST, 1);
	figure->known = mpq_sgn(inhabitants) > 0;
	figure->few = figure->known && mpq_cmp(figure->value, fewest) < 0;
	if (!figure->known) {
		text_add(&figure->text, word(plot->language, "ingen tal"));
	} else if (figure->few) {
		text_add(&figure->text, text_span(&figure->before));
		add_number(&figure->text, plot->language, in->field[figure->column]);
		text_add(&figure->text, word(plot->language, ", for få til et forholdstal"));
	} else {
		set_rate(&rate, figure->value, inhabitants);
		decimal_fraction(figure->value, &rate);
		decimal_print(&figure->number, &rate);
		figure->decimals = PER_DECIMALS;
	}
	decimal_clear(&rate);
	mpq_clears(inhabitants, fewest, NULL);
}

/* A change is written with its sign: "+3". */
static bool is_change(const char *column)
{
	static const char *const names[] = {
		"change", "change_pct", "difference", "deviation", "gap"};
	size_t i = 0;
	while (i < sizeof names / sizeof *names && strcmp(names[i], column) != 0)
		i++;
	return i < sizeof names / sizeof *names;
}

/* Adds zeros behind a number of the record format, up to so many decimals. */
static void pad(struct text *number, size_t decimals)
{
	size_t has = decimals_of(text_span(number));
	if (has == 0 && decimals)
		text_add_char(number, '.');
	for (; has < decimals; has++)
		text_add_char(number, '0');
}

void figure_write(
	struct plot_figure *figure, const struct plot *plot, size_t decimals, struct span unit)
{
	if (figure->number.length == 0) /* words in its place */
		return;
	pad(&figure->number, decimals);
	figure->text.length = 0;
	text_add(&figure->text, text_span(&figure->before));
	add_number(&figure->text, plot->language, text_span(&figure->number));
	text_add(&figure->text, unit.length ? SPAN(" ") : SPAN(""));
	text_add(&figure->text, unit);
	if (figure->own_calculation)
		text_add(&figure->text, SPAN(" *"));
}

void figure_read(struct plot_figure *figure, struct plot *plot, const struct records *in,
	struct figure_columns columns)
{
	struct span field = in->field[columns.value];
	*figure = (struct plot_figure){.known = field.length > 0, .column = columns.value};
	mpq_init(figure->value);
	read_row(plot, in, columns);
	figure->note = read_note(plot, in, columns.note);
	if (!figure->known) {
		text_add(&figure->text, word(plot->language, "ingen tal"));
		return;
	}
	bool own = false;
	number_of_field(figure->value, in, columns.value);
	if (columns.qualifier < in->columns)
		add_qualifiers(&figure->before, in->field[columns.qualifier], &own);
	figure->own_calculation = own;
	plot->own_calculation |= own;
	if (columns.per < in->columns) {
		divide(figure, plot, in, columns.per);
	} else {
		figure->decimals = decimals_of(field);
		if (is_change(in->name[columns.value]) && mpq_sgn(figure->value) > 0)
			text_add_char(&figure->before, '+');
		text_add(&figure->number, field);
	}
	figure_write(figure, plot, figure->decimals, SPAN(""));
}

struct span plot_unit_words(const struct plot *plot, struct span unit)
{
	struct text key = {0};
	struct span said = unit;
	text_add(&key, SPAN("unit "));
	text_add(&key, unit);
	if (!word_find(&said, plot->language, text_span(&key)))
		word_find(&said, plot->language, unit);
	free(key.bytes);
	return said;
}

struct text plot_unit(const struct plot *plot)
{
	struct text unit = {0};
	if (plot->unit)
		text_add(&unit, span_of(plot->unit));
	else if (!plot->units_differ)
		text_add(&unit, plot_unit_words(plot, text_span(&plot->unit_found)));
	if (!plot->per)
		return unit;
	text_add(&unit, unit.length ? SPAN(" ") : SPAN(""));
	text_add(&unit, word(plot->language, "pr. 10.000 indbyggere"));
	return unit;
}

void draw_unit(const struct plot *plot, struct svg *svg)
{
	struct text unit = plot_unit(plot);
	draw_note(svg, text_span(&unit));
	free(unit.bytes);
}

void draw_state(const struct plot *plot, struct svg *svg)
{
	const struct style style = {.size = 0, .bold = true, .fill = "#9a4e10"};
	struct span state = word(plot->language, "state forslag");
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	if (!plot->proposed)
		return;
	text_add(&svg->title, SPAN(". "));
	text_add(&svg->title, state);
	svg->y += svg_paragraph(svg, box, &style, state) + MARGIN / 2;
}

void figure_free(struct plot_figure *figure)
{
	mpq_clear(figure->value);
	free(figure->before.bytes);
	free(figure->number.bytes);
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
