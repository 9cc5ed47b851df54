/*
 * Figures over periods, a line for each series. A line is broken where a period of the picture has
 * no figure of its series: nothing is drawn where nothing is known.
 */
#include "lib/dates.h"
#include "plot.h"
#include "scale.h"

#include <stdlib.h>

enum {
	MOST_SERIES = 6,
	MOST_PERIODS = 1000,
	MOST_STEPS = 5,
	CHART_HEIGHT = 260 * UNIT,
	SCALE_WIDTH = 170 * UNIT, /* of the figures along it, at most */
	TEXT_GAP = 6 * UNIT,
	SCALE_GAP = 10 * UNIT, /* from the figures along the scale to the chart */
	MARK_GAP = 9 * UNIT,   /* points that are nearer to each other have no marks */
	LEGEND_LINE = 32 * UNIT,
};

/* Lines differ in colour, in dashes and in the marks of their points. */
static const struct look {
	const char *colour, *dashes;
	const char *mark; /* a path around 0,0 */
} looks[MOST_SERIES] = {
	{"#24629e", "", "M-4,0A4,4 0 1 0 4,0A4,4 0 1 0 -4,0Z"},
	{"#b85f14", " stroke-dasharray=\"9 4\"", "M-4,-4H4V4H-4Z"},
	{"#1a1a1a", " stroke-dasharray=\"2 4\"", "M0,-5L5,4H-5Z"},
	{"#2b8a72", " stroke-dasharray=\"12 3 2 3\"", "M0,-5.5L5.5,0L0,5.5L-5.5,0Z"},
	{"#8d4fa3", " stroke-dasharray=\"5 2\"", "M0,5L5,-4H-5Z"},
	{"#5aa9d6", " stroke-dasharray=\"9 3 2 3 2 3\"", "M-5,-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z"},
};

struct point {
	size_t series;
	size_t period;    /* its place among the periods, once they are in order */
	struct text name; /* of the period, as in the records */
	long day;
	struct plot_figure figure;
	const char *file;
	size_t line;
};

/* The scale of the figures: from the bottom to the top, that far apart, a line at every step. */
struct scale {
	mpq_t bottom, top, step, reach;
};

/* Where lines are drawn. */
struct chart {
	long left, width, y;
};

struct lines {
	struct plot *plot;
	struct point *point; /* in the order of series and periods */
	size_t points, points_room;
	struct text *series; /* in the order in which they come */
	size_t count, room;
	const struct point **period; /* one of each */
	size_t periods;
	size_t decimals; /* of the figures, at most */
	size_t known;
	struct scale scale;
	struct chart chart;
};

/* Reading. */

static size_t series_of(struct lines *l, const struct records *in, size_t column)
{
	struct text name = {0};
	if (column < in->columns)
		name = label_read(in, column);
	for (size_t i = 0; i < l->count; i++) {
		if (span_equals(text_span(&l->series[i]), text_span(&name))) {
			free(name.bytes);
			return i;
		}
	}
	if (l->count == MOST_SERIES)
		fail(EX_DATAERR, in->file, in->line,
			"'%s' is one series too many: a picture takes at most %d, since nobody "
			"tells more lines apart",
			quote(text_span(&name)).text, MOST_SERIES);
	l->series = grow(l->series, &l->room, l->count + 1, sizeof *l->series);
	l->series[l->count] = name;
	return l->count++;
}

static void read_points(struct lines *l, struct records *in)
{
	size_t period = plot_column(l->plot, in, IS_PERIOD);
	size_t series = in->columns;
	if (l->plot->series)
		series = records_column(in, l->plot->series, "--series names another");
	struct figure_columns columns = figure_columns(l->plot, in);
	while (records_next(in)) {
		struct period days;
		if (!period_read(in->field[period], &days))
			fail(EX_DATAERR, in->file, in->line, "period '%s' is no period",
				quote(in->field[period]).text);
		l->point = grow(l->point, &l->points_room, l->points + 1, sizeof *l->point);
		struct point *p = &l->point[l->points++];
		*p = (struct point){.series = series_of(l, in, series),
			.day = days.first,
			.file = in->file,
			.line = in->line};
		text_add(&p->name, in->field[period]);
		figure_read(&p->figure, l->plot, in, columns);
		l->known += p->figure.known;
		if (p->figure.decimals > l->decimals)
			l->decimals = p->figure.decimals;
	}
}

static int by_series(const void *a, const void *b)
{
	const struct point *x = a, *y = b;
	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static int by_day(const void *a, const void *b)
{
	const struct point *const *x = a, *const *y = b;
	if ((*x)->day != (*y)->day)
		return (*x)->day < (*y)->day ? -1 : 1;
	return span_compare(text_span(&(*x)->name), text_span(&(*y)->name));
}

static void check_points(const struct lines *l)
{
	for (size_t i = 1; i < l->points; i++) {
		const struct point *a = &l->point[i - 1], *b = &l->point[i];
		if (a->series == b->series && a->day == b->day)
			fail(EX_DATAERR, b->file, b->line,
				"period '%s' has a figure in line %zu of %s already%s",
				quote(text_span(&b->name)).text, a->line, a->file,
				l->plot->series ? " in the same series"
						: " (--series tells several lines apart)");
	}
}

static struct span period_name(const struct lines *l, size_t period)
{
	return text_span(&l->period[period]->name);
}

/* The periods in their order, each once. Two that begin on the same day would hide each other. */
static void order_periods(struct lines *l)
{
	l->period = allocate(l->points, sizeof *l->period);
	for (size_t i = 0; i < l->points; i++)
		l->period[i] = &l->point[i];
	qsort(l->period, l->points, sizeof(const struct point *), by_day);
	for (size_t i = 0; i < l->points; i++) {
		const struct point *p = l->period[i];
		const struct point *last = l->periods ? l->period[l->periods - 1] : NULL;
		if (last && last->day == p->day) {
			if (!span_equals(text_span(&last->name), text_span(&p->name)))
				fail(EX_DATAERR, p->file, p->line,
					"period '%s' begins on the same day as '%s' in line %zu",
					quote(text_span(&p->name)).text,
					quote(text_span(&last->name)).text, last->line);
			continue;
		}
		l->period[l->periods++] = p;
	}
	if (l->periods > MOST_PERIODS)
		fail(EX_DATAERR, l->point[0].file, 0, "%zu periods; a picture takes at most %d",
			l->periods, MOST_PERIODS);
	for (size_t i = 0; i < l->points; i++) {
		struct point *p = &l->point[i];
		while (l->period[p->period]->day != p->day)
			p->period++;
	}
}

static void order_points(struct lines *l)
{
	qsort(l->point, l->points, sizeof *l->point, by_series);
	check_points(l);
	order_periods(l);
}

/* The scale. */

static void set_ends(struct lines *l)
{
	bool any = false;
	for (size_t i = 0; i < l->points; i++) {
		const struct plot_figure *f = &l->point[i].figure;
		if (!f->known)
			continue;
		if (!any || mpq_cmp(f->value, l->scale.bottom) < 0)
			mpq_set(l->scale.bottom, f->value);
		if (!any || mpq_cmp(f->value, l->scale.top) > 0)
			mpq_set(l->scale.top, f->value);
		any = true;
	}
}

/* The scale reaches to zero, unless all figures are far from it. */
static void take_in_zero(struct lines *l)
{
	mpq_t twice;
	mpq_init(twice);
	mpq_add(twice, l->scale.bottom, l->scale.bottom);
	if (mpq_sgn(l->scale.bottom) > 0 && mpq_cmp(twice, l->scale.top) <= 0)
		mpq_set_ui(l->scale.bottom, 0, 1);
	mpq_add(twice, l->scale.top, l->scale.top);
	if (mpq_sgn(l->scale.top) < 0 && mpq_cmp(twice, l->scale.bottom) >= 0)
		mpq_set_ui(l->scale.top, 0, 1);
	mpq_clear(twice);
}

static void set_scale(struct lines *l)
{
	mpq_t floor;
	mpq_init(floor);
	set_ends(l);
	take_in_zero(l);
	scale_step(l->scale.step, l->scale.bottom, l->scale.top, l->decimals, MOST_STEPS);
	scale_floor(l->scale.bottom, l->scale.bottom, l->scale.step);
	scale_floor(floor, l->scale.top, l->scale.step);
	if (mpq_cmp(floor, l->scale.top) < 0 || mpq_equal(floor, l->scale.bottom))
		mpq_add(floor, floor, l->scale.step);
	mpq_set(l->scale.top, floor);
	mpq_sub(l->scale.reach, l->scale.top, l->scale.bottom);
	mpq_clear(floor);
}

static long height_of(const struct lines *l, mpq_srcptr value)
{
	mpq_t part;
	mpq_init(part);
	mpq_sub(part, l->scale.top, value);
	long y = l->chart.y + scale_length(part, l->scale.reach, CHART_HEIGHT);
	mpq_clear(part);
	return y;
}

static long x_of_day(const struct lines *l, long day)
{
	long first = l->period[0]->day, last = l->period[l->periods - 1]->day;
	return first == last ? l->chart.left + l->chart.width / 2
			     : l->chart.left + (day - first) * l->chart.width / (last - first);
}

/* The figures of the scale are added one under another, so that they are measured as drawn. */
static long scale_width(const struct lines *l, const struct style *style)
{
	long widest = 0;
	mpq_t value;
	mpq_init(value);
	for (mpq_set(value, l->scale.bottom); mpq_cmp(value, l->scale.top) <= 0;
		mpq_add(value, value, l->scale.step)) {
		struct text text = {0};
		add_exact(&text, l->plot->language, value);
		long width = text_width(text_span(&text), style);
		widest = widest > width ? widest : width;
		free(text.bytes);
	}
	mpq_clear(value);
	return widest;
}

static long period_width(const struct lines *l, size_t period, const struct style *style)
{
	struct text text = {0};
	add_period(&text, l->plot->language, period_name(l, period));
	long width = text_width(text_span(&text), style);
	free(text.bytes);
	return width;
}

static void arrange_chart(struct lines *l)
{
	const struct style style = {.size = SIZE_SMALL};
	long scale = scale_width(l, &style);
	long first = period_width(l, 0, &style) / 2;
	long last = period_width(l, l->periods - 1, &style) / 2;
	if (scale > SCALE_WIDTH)
		fail(EX_DATAERR, l->point[0].file, 0,
			"the figures are too long to stand along a scale (divide them by "
			"1,000,000, or whatever brings them to a few digits)");
	l->chart.left = MARGIN + scale + SCALE_GAP;
	if (l->chart.left < MARGIN + first)
		l->chart.left = MARGIN + first;
	l->chart.width = PICTURE_WIDTH - MARGIN - last - l->chart.left;
}

/* Drawing. */

static void draw_scale(const struct lines *l, struct svg *svg)
{
	enum { BELOW = 450 }; /* how far below a line its figure stands */
	const struct style style = {.size = SIZE_SMALL, .anchor = ANCHOR_END};
	mpq_t value;
	mpq_init(value);
	for (mpq_set(value, l->scale.bottom); mpq_cmp(value, l->scale.top) <= 0;
		mpq_add(value, value, l->scale.step)) {
		struct text text = {0};
		long y = height_of(l, value);
		bool strong = mpq_sgn(value) == 0 || mpq_equal(value, l->scale.bottom);
		add_exact(&text, l->plot->language, value);
		svg_line(svg, l->chart.left, y, l->chart.left + l->chart.width, y,
			strong ? " stroke=\"#595959\"" : " stroke=\"#d0d0d0\"");
		svg_text(svg, l->chart.left - SCALE_GAP, y + BELOW, &style, text_span(&text));
		free(text.bytes);
	}
	mpq_clear(value);
}

/* Whether the names of every `stride`th period, counted from the last, have room. */
static bool names_fit(const struct lines *l, size_t stride, const struct style *style)
{
	for (size_t i = l->periods - 1; i >= stride; i -= stride) {
		long need = (period_width(l, i, style) + period_width(l, i - stride, style)) / 2;
		long room =
			x_of_day(l, l->period[i]->day) - x_of_day(l, l->period[i - stride]->day);
		if (room < need + TEXT_GAP)
			return false;
	}
	return true;
}

/*
 * The next stride to try. Longer ones are such that the names of months or quarters are the same in
 * each year.
 */
static size_t next_stride(size_t stride)
{
	enum { FEW = 4, YEAR = 12 };
	if (stride < FEW)
		return stride + 1;
	return stride < YEAR ? stride + 2 : stride + YEAR;
}

static void draw_periods(const struct lines *l, struct svg *svg)
{
	enum { TICK = 6 * UNIT };
	const struct style style = {.size = SIZE_SMALL, .anchor = ANCHOR_MIDDLE};
	size_t stride = 1;
	long bottom = l->chart.y + CHART_HEIGHT;
	while (!names_fit(l, stride, &style))
		stride = next_stride(stride);
	for (size_t back = 0; back < l->periods; back += stride) {
		size_t i = l->periods - 1 - back;
		struct text text = {0};
		long x = x_of_day(l, l->period[i]->day);
		add_period(&text, l->plot->language, period_name(l, i));
		svg_line(svg, x, bottom, x, bottom + TICK, " stroke=\"#595959\"");
		svg_text(svg, x, bottom + TICK + SIZE_SMALL, &style, text_span(&text));
		free(text.bytes);
	}
}

static void begin_mark(struct svg *svg, const struct look *look, long x, long y)
{
	svg_raw(svg, "<path transform=\"translate(");
	svg_hundredths(&svg->body, x);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, y);
	svg_raw(svg, ")\" fill=\"");
	svg_raw(svg, look->colour);
	svg_raw(svg, "\" stroke=\"#fff\" stroke-width=\".8\" d=\"");
	svg_raw(svg, look->mark);
	svg_raw(svg, "\"");
}

static void draw_mark(const struct lines *l, struct svg *svg, const struct point *p)
{
	struct text tip = {0};
	if (l->series[p->series].length) {
		text_add(&tip, text_span(&l->series[p->series]));
		text_add(&tip, SPAN(", "));
	}
	add_period(&tip, l->plot->language, text_span(&p->name));
	text_add(&tip, SPAN(": "));
	text_add(&tip, text_span(&p->figure.text));
	begin_mark(svg, &looks[p->series], x_of_day(l, p->day), height_of(l, p->figure.value));
	svg_end_shape(svg, "path", text_span(&tip));
	describe(svg, (struct span){tip.bytes, tip.length - p->figure.text.length - 2},
		text_span(&p->figure.text));
	free(tip.bytes);
}

/* Whether a line reaches from a point to the next of the list. */
static bool joined(const struct lines *l, size_t point)
{
	const struct point *a = &l->point[point], *b = a + 1;
	return point + 1 < l->points && a->series == b->series && a->period + 1 == b->period &&
	       a->figure.known && b->figure.known;
}

/* The line through a run of joined points. */
static void draw_line(const struct lines *l, struct svg *svg, size_t begin, size_t end)
{
	const struct look *look = &looks[l->point[begin].series];
	svg_raw(svg, "<polyline fill=\"none\" stroke-width=\"2.5\" stroke-linejoin=\"round\" "
		     "stroke=\"");
	svg_raw(svg, look->colour);
	svg_raw(svg, "\"");
	svg_raw(svg, look->dashes);
	svg_raw(svg, " points=\"");
	for (size_t i = begin; i <= end; i++) {
		const struct point *p = &l->point[i];
		if (i > begin)
			svg_raw(svg, " ");
		svg_hundredths(&svg->body, x_of_day(l, p->day));
		svg_raw(svg, ",");
		svg_hundredths(&svg->body, height_of(l, p->figure.value));
	}
	svg_raw(svg, "\"/>\n");
}

static void draw_series(const struct lines *l, struct svg *svg)
{
	for (size_t begin = 0, end; begin < l->points; begin = end + 1) {
		end = begin;
		while (joined(l, end))
			end++;
		if (end > begin)
			draw_line(l, svg, begin, end);
	}
}

/* Points have marks; where there are many, those alone that no line goes through. */
static void draw_marks(const struct lines *l, struct svg *svg)
{
	bool room = l->chart.width >= (long)l->periods * MARK_GAP;
	for (size_t i = 0; i < l->points; i++) {
		bool within = i > 0 && joined(l, i - 1) && joined(l, i);
		if (l->point[i].figure.known && (room || !within))
			draw_mark(l, svg, &l->point[i]);
	}
}

/* The figures at the points of a single line, where each has room. */
static void draw_figures(const struct lines *l, struct svg *svg)
{
	const struct style style = {.size = SIZE_SMALL, .anchor = ANCHOR_MIDDLE};
	long end = MARGIN;
	if (l->count > 1)
		return;
	for (size_t i = 0; i < l->points; i++) {
		const struct point *p = &l->point[i];
		long half = text_width(text_span(&p->figure.text), &style) / 2;
		long x = x_of_day(l, p->day);
		if (!p->figure.known)
			continue;
		if (x - half < end || x + half > PICTURE_WIDTH)
			return;
		end = x + half + TEXT_GAP;
	}
	for (size_t i = 0; i < l->points; i++) {
		const struct point *p = &l->point[i];
		if (p->figure.known)
			svg_text(svg, x_of_day(l, p->day), height_of(l, p->figure.value) - 9 * UNIT,
				&style, text_span(&p->figure.text));
	}
}

static void draw_legend(const struct lines *l, struct svg *svg)
{
	enum { HALF = 2 };
	const struct style style = {.size = 0};
	long x = MARGIN;
	if (!l->plot->series)
		return;
	for (size_t i = 0; i < l->count; i++) {
		struct box box = {x + LEGEND_LINE + TEXT_GAP, svg->y,
			INNER_WIDTH - LEGEND_LINE - TEXT_GAP, 0};
		long y = svg->y + SIZE_TEXT - 5 * UNIT;
		svg_raw(svg, "<line stroke-width=\"2.5\"");
		svg_raw(svg, looks[i].dashes);
		svg_length(svg, "x1", x);
		svg_length(svg, "y1", y);
		svg_length(svg, "x2", x + LEGEND_LINE);
		svg_length(svg, "y2", y);
		svg_raw(svg, " stroke=\"");
		svg_raw(svg, looks[i].colour);
		svg_raw(svg, "\"/>\n");
		begin_mark(svg, &looks[i], x + LEGEND_LINE / HALF, y);
		svg_end_shape(svg, "path", SPAN(""));
		svg->y += svg_paragraph(svg, box, &style,
			l->series[i].length ? text_span(&l->series[i]) : SPAN("–"));
	}
	svg->y += TEXT_GAP;
}

static void draw_lines(struct lines *l, struct svg *svg)
{
	enum { ABOVE = 14 * UNIT, BELOW = 30 * UNIT };
	set_scale(l);
	arrange_chart(l);
	draw_legend(l, svg);
	l->chart.y = svg->y + ABOVE;
	draw_scale(l, svg);
	draw_periods(l, svg);
	draw_series(l, svg);
	draw_marks(l, svg);
	draw_figures(l, svg);
	svg->y = l->chart.y + CHART_HEIGHT + BELOW;
	if (mpq_sgn(l->scale.bottom) > 0 || mpq_sgn(l->scale.top) < 0)
		draw_note(svg, word(l->plot->language, "Den lodrette skala begynder ikke ved 0."));
}

static void lines_free(struct lines *l)
{
	for (size_t i = 0; i < l->points; i++) {
		free(l->point[i].name.bytes);
		figure_free(&l->point[i].figure);
	}
	for (size_t i = 0; i < l->count; i++)
		free(l->series[i].bytes);
	free(l->point);
	free(l->series);
	free(l->period);
	mpq_clears(l->scale.bottom, l->scale.top, l->scale.step, l->scale.reach, NULL);
}

void plot_lines(struct plot *plot, struct records *in, struct svg *svg)
{
	struct lines l = {.plot = plot};
	mpq_inits(l.scale.bottom, l.scale.top, l.scale.step, l.scale.reach, NULL);
	read_points(&l, in);
	if (l.points)
		order_points(&l);
	if (l.known)
		draw_lines(&l, svg);
	else
		draw_nothing(plot, svg);
	lines_free(&l);
}
