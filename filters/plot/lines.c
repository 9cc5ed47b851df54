/*
 * Figures over periods, a line for each series. A line is broken where a period of the picture has
 * no figure of its series: nothing is drawn where nothing is known.
 *
 * The names of the series stand right of the chart, each at the height where its line ends, or as
 * near to it as the others leave room; so no name is in the way of a line or of another name.
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
	SCALE_GAP = 10 * UNIT,            /* from the figures along the scale to the chart */
	MARK_GAP = 9 * UNIT,              /* points that are nearer to each other have no marks */
	ABOVE = 14 * UNIT,                /* the chart, for what stands at its highest points */
	PERIODS_HEIGHT = 30 * UNIT,       /* below the chart, of the names of periods */
	NAME_WIDTH = 160 * UNIT,          /* at most; longer names take several lines */
	NAME_GAP = 4 * UNIT,              /* between two names */
	NAME_MIDDLE = SIZE_SMALL * 5 / 8, /* of the first line of a name */
	LEADER_WIDTH = 18 * UNIT,         /* from the end of a line to the mark at its name */
	NAME_MARK = 12 * UNIT,            /* from the middle of that mark to the name */
	FIGURE_RISE = 9 * UNIT,           /* of a figure over its point */
	FIGURE_HEIGHT = SIZE_SMALL * 3 / 4,
	MOST_FIGURES = 60,
	MARK_REACH = 5 * UNIT, /* of a mark around its point */
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

/* What --highlight does not name keeps its dashes and marks, and steps back. */
static const char behind[] = "#8c8c8c";

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
	long left, width, y, height;
	long names; /* where the names of series begin */
};

struct series {
	struct text name;        /* as in the records */
	struct text label;       /* as it is written at the line */
	bool highlighted;        /* with --highlight: it is named there; else all are */
	bool own_calculation;    /* one of its figures is */
	const struct point *end; /* its last figure; NULL: it has none */
	long top, height;        /* of the label */
};

struct lines {
	struct plot *plot;
	struct point *point; /* in the order of series and periods */
	size_t points, points_room;
	struct series *series; /* in the order in which they come */
	size_t count, room;
	const struct point **period; /* one of each */
	size_t periods;
	size_t decimals; /* of the figures, at most */
	size_t known;
	bool highlights; /* some series are before the others */
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
		if (span_equals(text_span(&l->series[i].name), text_span(&name))) {
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
	l->series[l->count] = (struct series){.name = name};
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
	for (size_t i = 0; i < l->points; i++)
		add_mark(&l->point[i].figure.text, l->plot, l->point[i].figure.note);
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
	long y = l->chart.y + scale_length(part, l->scale.reach, l->chart.height);
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

/* The names of the series. */

static struct style name_style(const struct lines *l, const struct series *series)
{
	bool strong = l->highlights && series->highlighted;
	return (struct style){.size = SIZE_SMALL,
		.bold = strong,
		.fill = series->highlighted && series->end ? NULL : "#595959"};
}

/* The numbers of the notes of its figures, each once. */
static void add_marks(const struct lines *l, struct series *series)
{
	for (size_t note = 1; note <= l->plot->noted_count; note++) {
		size_t i = 0;
		while (i < l->points && (&l->series[l->point[i].series] != series ||
						l->point[i].figure.note != note))
			i++;
		if (i < l->points)
			add_mark(&series->label, l->plot, note);
	}
}

/* The name as it is written; a star where figures are our own calculation. */
static void write_label(const struct lines *l, struct series *series)
{
	text_add(&series->label, series->name.length ? text_span(&series->name) : SPAN("–"));
	if (!series->end) {
		text_add(&series->label, SPAN(": "));
		text_add(&series->label, word(l->plot->language, "ingen tal"));
	}
	if (series->own_calculation)
		text_add(&series->label, SPAN(" *"));
	add_marks(l, series);
	l->plot->starred |= series->own_calculation;
}

/* Where the lines end and what room their names take; returns the width of the widest. */
static long measure_names(struct lines *l)
{
	long widest = 0;
	for (size_t i = 0; i < l->points; i++) {
		struct series *series = &l->series[l->point[i].series];
		series->own_calculation |= l->point[i].figure.own_calculation;
		if (l->point[i].figure.known)
			series->end = &l->point[i];
	}
	for (size_t i = 0; i < l->count && l->plot->series; i++) {
		struct series *series = &l->series[i];
		write_label(l, series);
		const struct style style = name_style(l, series);
		long width = text_width(text_span(&series->label), &style);
		width = width < NAME_WIDTH ? width : NAME_WIDTH;
		series->height = paragraph_height(text_span(&series->label), width, &style);
		widest = widest > width ? widest : width;
	}
	return widest;
}

/* The figure at the end of a single line goes beyond it by half its width. */
static long leader_width(const struct lines *l)
{
	const struct style style = {.size = SIZE_SMALL};
	const struct series *series = &l->series[0];
	if (l->count > 1 || !series->end)
		return LEADER_WIDTH;
	long half = text_width(text_span(&series->end->figure.text), &style) / 2;
	return half > LEADER_WIDTH ? half : LEADER_WIDTH;
}

static long names_height(const struct lines *l)
{
	long height = 0;
	for (size_t i = 0; i < l->count; i++)
		height += l->series[i].height + NAME_GAP;
	return height;
}

static void arrange_chart(struct lines *l)
{
	const struct style style = {.size = SIZE_SMALL};
	long scale = scale_width(l, &style);
	long first = period_width(l, 0, &style) / 2;
	long right = period_width(l, l->periods - 1, &style) / 2;
	long names = measure_names(l);
	if (scale > SCALE_WIDTH)
		fail(EX_DATAERR, l->point[0].file, 0,
			"the figures are too long to stand along a scale (divide them by "
			"1,000,000, or whatever brings them to a few digits)");
	if (names && right < leader_width(l) + NAME_MARK + names)
		right = leader_width(l) + NAME_MARK + names;
	l->chart.left = MARGIN + scale + SCALE_GAP;
	if (l->chart.left < MARGIN + first)
		l->chart.left = MARGIN + first;
	l->chart.width = PICTURE_WIDTH - MARGIN - right - l->chart.left;
	l->chart.names = PICTURE_WIDTH - MARGIN - names;
	long height = names_height(l);
	l->chart.height = height > CHART_HEIGHT ? height : CHART_HEIGHT;
}

static long height_of_end(const struct lines *l, const struct series *series)
{
	return series->end ? height_of(l, series->end->figure.value) : l->chart.y + l->chart.height;
}

/* The series from the top of the chart down, as their lines end. */
static void order_names(const struct lines *l, struct series *order[MOST_SERIES])
{
	for (size_t i = 0; i < l->count; i++) {
		size_t at = i;
		for (; at > 0 && height_of_end(l, order[at - 1]) > height_of_end(l, &l->series[i]);
			at--)
			order[at] = order[at - 1];
		order[at] = &l->series[i];
	}
}

/* Each name stands at the end of its line, or below the name above it; then up from the bottom. */
static void place_names(struct lines *l)
{
	struct series *order[MOST_SERIES];
	long limit = l->chart.y - NAME_MIDDLE;
	order_names(l, order);
	for (size_t i = 0; i < l->count; i++) {
		order[i]->top = height_of_end(l, order[i]) - NAME_MIDDLE;
		if (order[i]->top < limit)
			order[i]->top = limit;
		limit = order[i]->top + order[i]->height + NAME_GAP;
	}
	limit = l->chart.y + l->chart.height + NAME_GAP;
	for (size_t i = l->count; i-- > 0;) {
		if (order[i]->top + order[i]->height + NAME_GAP > limit)
			order[i]->top = limit - order[i]->height - NAME_GAP;
		limit = order[i]->top;
	}
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
	long bottom = l->chart.y + l->chart.height;
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

static const char *colour_of(const struct lines *l, size_t series)
{
	return l->series[series].highlighted ? looks[series].colour : behind;
}

static void begin_mark(const struct lines *l, struct svg *svg, size_t series, long x, long y)
{
	svg_raw(svg, "<path transform=\"translate(");
	svg_hundredths(&svg->body, x);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, y);
	svg_raw(svg, ")\" fill=\"");
	svg_raw(svg, colour_of(l, series));
	svg_raw(svg, "\" stroke=\"#fff\" stroke-width=\".8\" d=\"");
	svg_raw(svg, looks[series].mark);
	svg_raw(svg, "\"");
}

static void draw_mark(const struct lines *l, struct svg *svg, const struct point *p)
{
	struct text tip = {0};
	if (l->series[p->series].name.length) {
		text_add(&tip, text_span(&l->series[p->series].name));
		text_add(&tip, SPAN(", "));
	}
	add_period(&tip, l->plot->language, text_span(&p->name));
	text_add(&tip, SPAN(": "));
	text_add(&tip, text_span(&p->figure.text));
	begin_mark(l, svg, p->series, x_of_day(l, p->day), height_of(l, p->figure.value));
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
	size_t series = l->point[begin].series;
	svg_raw(svg, "<polyline fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"");
	svg_raw(svg, l->series[series].highlighted ? "2.5" : "1.5");
	svg_raw(svg, "\" stroke=\"");
	svg_raw(svg, colour_of(l, series));
	svg_raw(svg, "\"");
	svg_raw(svg, looks[series].dashes);
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

/* Those that are highlighted are drawn over the others. */
static void draw_series(const struct lines *l, struct svg *svg, bool highlighted)
{
	for (size_t begin = 0, end; begin < l->points; begin = end + 1) {
		end = begin;
		while (joined(l, end))
			end++;
		if (end > begin && l->series[l->point[begin].series].highlighted == highlighted)
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

/* A thin line leads from the end of a line to its name, unless the line ends earlier. */
static void draw_name(const struct lines *l, struct svg *svg, const struct series *series)
{
	const struct style style = name_style(l, series);
	size_t place = (size_t)(series - l->series);
	long right = l->chart.left + l->chart.width, x = l->chart.names - NAME_MARK;
	long y = series->top + NAME_MIDDLE;
	struct box box = {l->chart.names, series->top, PICTURE_WIDTH - MARGIN - l->chart.names, 0};
	if (series->end && series->end->period + 1 == l->periods && l->periods > 1)
		svg_line(svg, right, height_of_end(l, series), x, y,
			" stroke=\"#8c8c8c\" stroke-width=\".8\"");
	if (series->end) {
		begin_mark(l, svg, place, x, y);
		svg_end_shape(svg, "path", SPAN(""));
	}
	svg_paragraph(svg, box, &style, text_span(&series->label));
}

/* Figures at the points of a single line. */

/* Whether the line from a point to the next goes through a box. */
static bool crosses(const struct lines *l, struct box box, const struct point *a)
{
	const struct point *b = a + 1;
	long x1 = x_of_day(l, a->day), y1 = height_of(l, a->figure.value);
	long x2 = x_of_day(l, b->day), y2 = height_of(l, b->figure.value);
	long right = box.x + box.width, bottom = box.y + box.height;
	if (x2 < box.x || x1 > right || (y1 < box.y && y2 < box.y) || (y1 > bottom && y2 > bottom))
		return false;
	const long corner[][2] = {{box.x, box.y}, {right, box.y}, {box.x, bottom}, {right, bottom}};
	bool above = false, below = false;
	for (size_t i = 0; i < sizeof corner / sizeof *corner; i++) {
		long side = (x2 - x1) * (corner[i][1] - y1) - (y2 - y1) * (corner[i][0] - x1);
		above |= side <= 0;
		below |= side >= 0;
	}
	return above && below;
}

/* Whether a mark around a point reaches into a box. */
static bool touches(const struct lines *l, struct box box, const struct point *p)
{
	long x = x_of_day(l, p->day), y = height_of(l, p->figure.value);
	return x > box.x - MARK_REACH && x < box.x + box.width + MARK_REACH &&
	       y > box.y - MARK_REACH && y < box.y + box.height + MARK_REACH;
}

static bool has_no_line(const struct lines *l, struct box box)
{
	long right = l->plot->series ? l->chart.names - NAME_MARK : PICTURE_WIDTH - MARGIN / 2;
	if (box.x < l->chart.left - SCALE_GAP / 2 || box.x + box.width > right ||
		box.y < l->chart.y - ABOVE || box.y + box.height > l->chart.y + l->chart.height)
		return false;
	for (size_t i = 0; i < l->points; i++) {
		const struct point *p = &l->point[i];
		if (p->figure.known && touches(l, box, p))
			return false;
		if (joined(l, i) && crosses(l, box, p))
			return false;
	}
	return true;
}

/* Where a figure may stand beside its point, best first. */
static const struct place {
	long x, y; /* from the point to where the text is anchored */
	enum anchor anchor;
} places[] = {
	{0, -FIGURE_RISE, ANCHOR_MIDDLE},
	{0, FIGURE_RISE + FIGURE_HEIGHT, ANCHOR_MIDDLE},
	{-FIGURE_RISE, -TEXT_GAP, ANCHOR_END},
	{FIGURE_RISE, -TEXT_GAP, ANCHOR_START},
	{-FIGURE_RISE, TEXT_GAP + FIGURE_HEIGHT, ANCHOR_END},
	{FIGURE_RISE, TEXT_GAP + FIGURE_HEIGHT, ANCHOR_START},
};
enum { PLACES = sizeof places / sizeof *places };

static struct box box_at(const struct lines *l, const struct point *p, const struct place *place)
{
	const struct style style = {.size = SIZE_SMALL};
	long width = text_width(text_span(&p->figure.text), &style);
	long before = place->anchor == ANCHOR_START ? 0
		      : place->anchor == ANCHOR_END ? width
						    : width / 2;
	return (struct box){x_of_day(l, p->day) + place->x - before,
		height_of(l, p->figure.value) + place->y - FIGURE_HEIGHT, width, FIGURE_HEIGHT};
}

/* Finds each figure a place right of the one before it; false where one has none. */
static bool place_figures(const struct lines *l, const struct place **found)
{
	long end = 0;
	for (size_t i = 0; i < l->points; i++) {
		size_t at = 0;
		if (!l->point[i].figure.known)
			continue;
		struct box box = box_at(l, &l->point[i], &places[0]);
		while (at < PLACES && (box.x < end || !has_no_line(l, box)))
			if (++at < PLACES)
				box = box_at(l, &l->point[i], &places[at]);
		if (at == PLACES)
			return false;
		found[i] = &places[at];
		end = box.x + box.width + TEXT_GAP;
	}
	return true;
}

/* The figures of a single line stand at its points, where all of them have room. */
static void draw_figures(const struct lines *l, struct svg *svg)
{
	const struct place **found = allocate(l->points, sizeof *found);
	bool all = l->count == 1 && l->points <= MOST_FIGURES && place_figures(l, found);
	for (size_t i = 0; i < l->points && all; i++) {
		const struct point *p = &l->point[i];
		if (!p->figure.known)
			continue;
		const struct style style = {.size = SIZE_SMALL, .anchor = found[i]->anchor};
		svg_rect(svg, box_at(l, p, found[i]), " fill=\"#fff\"", SPAN(""));
		svg_text(svg, x_of_day(l, p->day) + found[i]->x,
			height_of(l, p->figure.value) + found[i]->y, &style,
			text_span(&p->figure.text));
		l->plot->starred |= p->figure.own_calculation;
	}
	free(found);
}

static void draw_lines(struct lines *l, struct svg *svg)
{
	set_scale(l);
	arrange_chart(l);
	draw_unit(l->plot, svg);
	l->chart.y = svg->y + ABOVE;
	draw_scale(l, svg);
	draw_periods(l, svg);
	draw_series(l, svg, false);
	draw_series(l, svg, true);
	draw_marks(l, svg);
	draw_figures(l, svg);
	if (l->plot->series) {
		place_names(l);
		for (size_t i = 0; i < l->count; i++)
			draw_name(l, svg, &l->series[i]);
	}
	svg->y = l->chart.y + l->chart.height + PERIODS_HEIGHT;
	if (mpq_sgn(l->scale.bottom) > 0 || mpq_sgn(l->scale.top) < 0)
		draw_note(svg, word(l->plot->language, "Den lodrette skala begynder ikke ved 0."));
}

/* Which series --highlight names: all, where it names none. */
static void highlight(struct lines *l)
{
	for (char **name = l->plot->highlight; name && *name; name++) {
		size_t i = 0;
		while (i < l->count && !span_equals(text_span(&l->series[i].name), span_of(*name)))
			i++;
		if (i == l->count)
			fail(EX_DATAERR, l->point[0].file, 0,
				"--highlight: no row has '%s' in the column %s",
				quote(span_of(*name)).text, l->plot->series);
		l->series[i].highlighted = l->highlights = true;
	}
	for (size_t i = 0; i < l->count && !l->highlights; i++)
		l->series[i].highlighted = true;
}

static void lines_free(struct lines *l)
{
	for (size_t i = 0; i < l->points; i++) {
		free(l->point[i].name.bytes);
		figure_free(&l->point[i].figure);
	}
	for (size_t i = 0; i < l->count; i++) {
		free(l->series[i].name.bytes);
		free(l->series[i].label.bytes);
	}
	free(l->point);
	free(l->series);
	free(l->period);
	mpq_clears(l->scale.bottom, l->scale.top, l->scale.step, l->scale.reach, NULL);
}

void plot_lines(struct plot *plot, struct records *in, struct svg *svg)
{
	struct lines l = {.plot = plot};
	plot->noted = true;
	mpq_inits(l.scale.bottom, l.scale.top, l.scale.step, l.scale.reach, NULL);
	read_points(&l, in);
	draw_state(plot, svg);
	if (l.points) {
		order_points(&l);
		highlight(&l);
	}
	if (l.known)
		draw_lines(&l, svg);
	else
		draw_nothing(plot, svg);
	lines_free(&l);
}
