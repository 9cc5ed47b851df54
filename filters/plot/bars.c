/*
 * Horizontal bars, one for each row, in the order of the rows or of their sizes.
 *
 * Short labels stand left of their bars. Where one is long, all stand above, in as many lines as
 * they take; a figure that is too long to stand at a bar's end does, too.
 */
#include "plot.h"
#include "scale.h"

#include <stdlib.h>

enum {
	MOST_BARS = 200,
	BAR_HEIGHT = 18 * UNIT,
	BAR_GAP = 8 * UNIT, /* between two bars, and between a label and the bar below it */
	TEXT_GAP = 6 * UNIT,
	LABEL_WIDTH = 190 * UNIT,  /* at most, beside the bars */
	FIGURE_WIDTH = 180 * UNIT, /* at most, at a bar's end */
};

struct bar {
	struct text label, unit;
	struct plot_figure figure;
	bool has_target;
	mpq_t target;
	size_t row;
};

struct bars {
	struct plot *plot;
	struct bar *bar;
	size_t count, room;
	bool beside;      /* labels stand beside the bars */
	bool at_end;      /* figures stand at their ends */
	long label_end;   /* where labels beside the bars end */
	long left, width; /* where bars are drawn */
	mpq_t reach;      /* from the least figure, or 0, to the greatest, or 0 */
	mpq_t least;
};

static void read_bars(struct bars *b, struct records *in)
{
	size_t label = records_column(in, b->plot->label, "--label names another");
	struct figure_columns columns = figure_columns(b->plot, in);
	size_t target = in->columns;
	if (b->plot->target)
		target = records_column(in, b->plot->target, "--target names it");
	while (records_next(in)) {
		if (b->count == MOST_BARS)
			fail(EX_DATAERR, in->file, in->line,
				"a picture takes at most %d bars (choose rows before it)",
				MOST_BARS);
		b->bar = grow(b->bar, &b->room, b->count + 1, sizeof *b->bar);
		struct bar *bar = &b->bar[b->count];
		*bar = (struct bar){.row = b->count++};
		mpq_init(bar->target);
		bar->has_target = target < in->columns && in->field[target].length > 0;
		if (bar->has_target)
			number_of_field(bar->target, in, target);
		bar->label = label_read(in, label);
		figure_read(&bar->figure, b->plot, in, columns);
		if (columns.unit < in->columns)
			text_add_unescaped(&bar->unit, in->field[columns.unit]);
	}
}

/* Figures of one unit have the same decimals; where units differ, each has its own behind it. */
static void write_figures(struct bars *b)
{
	bool own_unit = b->plot->units_differ && !b->plot->unit;
	for (size_t i = 0; i < b->count; i++) {
		struct bar *bar = &b->bar[i];
		struct span unit = text_span(&bar->unit);
		size_t decimals = 0;
		for (size_t j = 0; j < b->count; j++) {
			size_t of = b->bar[j].figure.decimals;
			if (of > decimals && span_equals(text_span(&b->bar[j].unit), unit))
				decimals = of;
		}
		figure_write(&bar->figure, b->plot, decimals,
			own_unit ? plot_unit_words(b->plot, unit) : SPAN(""));
		add_mark(&bar->figure.text, b->plot, bar->figure.note);
	}
}

/* The largest first; what has no rank comes last. */
static int by_size_of_bar(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;
	bool ranked = x->figure.known && !x->figure.few, other = y->figure.known && !y->figure.few;
	if (ranked != other)
		return ranked ? -1 : 1;
	int order = ranked ? mpq_cmp(y->figure.value, x->figure.value) : 0;
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* The width of the widest label; of the widest figure that is negative, or is not. */
static long widest_label(const struct bars *b, const struct style *style)
{
	long widest = 0;
	for (size_t i = 0; i < b->count; i++) {
		long width = text_width(text_span(&b->bar[i].label), style);
		widest = widest > width ? widest : width;
	}
	return widest;
}

static long widest_figure(const struct bars *b, const struct style *style, bool negative)
{
	long widest = 0;
	for (size_t i = 0; i < b->count; i++) {
		const struct plot_figure *f = &b->bar[i].figure;
		long width = text_width(text_span(&f->text), style);
		if ((mpq_sgn(f->value) < 0) == negative && width > widest)
			widest = width;
	}
	return widest;
}

static void measure_widest(struct bars *b)
{
	mpq_t most;
	mpq_init(most);
	for (size_t i = 0; i < b->count; i++) {
		mpq_srcptr value = b->bar[i].figure.value;
		if (mpq_cmp(value, most) > 0)
			mpq_set(most, value);
		if (mpq_cmp(value, b->least) < 0)
			mpq_set(b->least, value);
		if (mpq_cmp(b->bar[i].target, most) > 0)
			mpq_set(most, b->bar[i].target);
		if (mpq_cmp(b->bar[i].target, b->least) < 0)
			mpq_set(b->least, b->bar[i].target);
	}
	mpq_sub(b->reach, most, b->least);
	mpq_clear(most);
}

static void arrange_bars(struct bars *b)
{
	const struct style style = {.size = 0};
	long label = widest_label(b, &style);
	long before = widest_figure(b, &style, true), after = widest_figure(b, &style, false);
	measure_widest(b);
	b->at_end = before + after <= FIGURE_WIDTH;
	b->beside = b->at_end && label <= LABEL_WIDTH;
	b->left = MARGIN;
	b->width = INNER_WIDTH;
	if (b->beside) {
		b->label_end = MARGIN + label;
		b->left += label + TEXT_GAP;
		b->width -= label + TEXT_GAP;
	}
	if (b->at_end) {
		b->left += before ? before + TEXT_GAP : 0;
		b->width -= (before ? before + TEXT_GAP : 0) + after + TEXT_GAP;
	}
}

/* Where a value is on the scale of the bars, from the left edge of the picture. */
static long x_of_value(const struct bars *b, mpq_srcptr value)
{
	if (mpq_sgn(b->reach) == 0)
		return b->left;
	mpq_t part;
	mpq_init(part);
	mpq_sub(part, value, b->least);
	long place = b->left + scale_length(part, b->reach, b->width);
	mpq_clear(part);
	return place;
}

/* A label that stands above its bar, and the figure after it where that has no room below. */
static long draw_above(const struct bars *b, struct svg *svg, const struct bar *bar, long y)
{
	const struct style style = {.size = 0};
	struct text text = {0};
	text_add(&text, text_span(&bar->label));
	if (!b->at_end) {
		text_add(&text, SPAN(": "));
		text_add(&text, text_span(&bar->figure.text));
	}
	struct box box = {MARGIN, y, INNER_WIDTH, 0};
	long height = svg_paragraph(svg, box, &style, text_span(&text));
	free(text.bytes);
	return height + TEXT_GAP / 2;
}

/* A figure stands at the end of its bar or, where its target would go through it, behind that. */
static void draw_figure(
	const struct bars *b, struct svg *svg, const struct bar *bar, struct box box, long baseline)
{
	const struct plot_figure *f = &bar->figure;
	bool negative = mpq_sgn(f->value) < 0;
	const struct style style = {.anchor = negative ? ANCHOR_END : ANCHOR_START,
		.fill = f->known ? NULL : "#595959"};
	long width = text_width(text_span(&f->text), &style) + 2L * TEXT_GAP;
	long end = negative ? box.x : box.x + box.width, x = negative ? end - width : end;
	long target = bar->has_target ? x_of_value(b, bar->target) : x - 1;
	if (target >= x && target <= x + width)
		end = target;
	svg_text(svg, negative ? end - TEXT_GAP : end + TEXT_GAP, baseline, &style,
		text_span(&f->text));
}

static void draw_target(const struct bars *b, struct svg *svg, const struct bar *bar)
{
	enum { BEYOND = 3 * UNIT };
	long x = x_of_value(b, bar->target);
	if (bar->has_target)
		svg_line(svg, x, svg->y - BEYOND, x, svg->y + BAR_HEIGHT + BEYOND,
			" stroke=\"#1a1a1a\" stroke-width=\"2.5\" stroke-dasharray=\"4 2\"");
}

static void draw_bar(const struct bars *b, struct svg *svg, const struct bar *bar, long zero)
{
	static const char *const attributes[] = {" fill=\"#24629e\"", " fill=\"#cc792e\""};
	const struct style style = {.anchor = ANCHOR_END};
	const struct plot_figure *f = &bar->figure;
	struct text tip = {0};
	if (!b->beside)
		svg->y += draw_above(b, svg, bar, svg->y);
	long baseline = svg->y + BAR_HEIGHT - 4 * UNIT, place = x_of_value(b, f->value);
	struct box box = {zero < place ? zero : place, svg->y, labs(place - zero), BAR_HEIGHT};
	if (b->beside)
		svg_text(svg, b->label_end, baseline, &style, text_span(&bar->label));
	text_add(&tip, text_span(&bar->label));
	text_add(&tip, SPAN(": "));
	text_add(&tip, text_span(&f->text));
	if (f->known)
		svg_rect(svg, box, attributes[mpq_sgn(f->value) < 0], text_span(&tip));
	svg_line(svg, zero, svg->y - (b->beside ? BAR_GAP / 2 : 0), zero,
		svg->y + BAR_HEIGHT + (b->beside ? BAR_GAP / 2 : 0), " stroke=\"#1a1a1a\"");
	draw_target(b, svg, bar);
	if (b->at_end)
		draw_figure(b, svg, bar, box, baseline);
	free(tip.bytes);
	svg->y += BAR_HEIGHT + BAR_GAP;
}

static void bars_free(struct bars *b)
{
	for (size_t i = 0; i < b->count; i++) {
		free(b->bar[i].label.bytes);
		free(b->bar[i].unit.bytes);
		figure_free(&b->bar[i].figure);
		mpq_clear(b->bar[i].target);
	}
	free(b->bar);
	mpq_clears(b->reach, b->least, NULL);
}

static void draw_bars(const struct bars *b, struct svg *svg)
{
	mpq_t zero;
	mpq_init(zero);
	long x = x_of_value(b, zero);
	bool targets = false;
	long top = svg->y;
	draw_unit(b->plot, svg);
	svg->y += svg->y > top ? BAR_GAP / 2 : 0;
	for (size_t i = 0; i < b->count; i++) {
		const struct bar *bar = &b->bar[i];
		draw_bar(b, svg, bar, x);
		describe(svg, text_span(&bar->label), text_span(&bar->figure.text));
		targets |= bar->has_target;
		b->plot->starred |= bar->figure.own_calculation;
	}
	if (targets)
		draw_note(svg, word(b->plot->language, "Den stiplede streg er målet."));
	mpq_clear(zero);
}

void plot_bars(struct plot *plot, struct records *in, struct svg *svg)
{
	struct bars b = {.plot = plot};
	plot->noted = true;
	mpq_inits(b.reach, b.least, NULL);
	read_bars(&b, in);
	write_figures(&b);
	if (plot->by_size && b.count)
		qsort(b.bar, b.count, sizeof *b.bar, by_size_of_bar);
	arrange_bars(&b);
	draw_state(plot, svg);
	if (b.count)
		draw_bars(&b, svg);
	else
		draw_nothing(plot, svg);
	bars_free(&b);
}
