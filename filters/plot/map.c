/*
 * A map of the 98 municipalities, shaded by their figures.
 *
 * The shapes are schemas/boundaries.tsv, compiled in: paths of which a unit is 100 metres. They are
 * drawn as they stand, within a group that moves and scales them.
 */
#include "breaks.h"
#include "plot.h"

#include "lib/areas.h"

#include <stdio.h>
#include <stdlib.h>

static const unsigned char compiled_boundaries[] = {
#include "boundaries.tsv.inc"
};

/* Where shapes reach, in units of the paths. */
struct bounds {
	long left, top, right, bottom;
};

struct shape {
	struct span code, path;
	struct bounds bounds;
	const struct area *area;
	struct plot_figure figure;
	const char *file; /* the row that its figure is from; NULL where there is none */
	size_t line;
	size_t class;
};

struct map {
	struct plot *plot;
	struct areas areas;
	struct table boundaries;
	struct shape *shape;
	size_t shapes;
	struct classes classes;
};

/*
 * The parts of the picture that show a part of the country: which, at what scale, where. A scale is
 * hundredths of the picture's unit per unit of the paths.
 */
struct view {
	const char *name;
	struct bounds bounds;
	long scale;
	long x, y; /* of the bounds' upper left corner; y from the map's upper edge */
	/* Patterns are scaled with the shapes that they fill: whose these are, and what undoes it.
	 */
	const char *pattern, *unscale;
};

enum { FRAME_GAP = 4 * UNIT }; /* between what a view shows and the frame around it */
enum { MAP_HEIGHT = 576 * UNIT };

static const struct view views[] = {
	{"country", {47, 54, 2984, 3608}, 15, MARGIN, 35 * UNIT, "country", "6.67"},
	{"bornholm", {4160, 2784, 4455, 3130}, 15, PICTURE_WIDTH - MARGIN - 49 * UNIT, 514 * UNIT,
		"country", "6.67"},
	{"capital", {2556, 2112, 2986, 2504}, 45, PICTURE_WIDTH - MARGIN - 198 * UNIT, 20 * UNIT,
		"capital", "2.22"},
};
enum { COUNTRY, BORNHOLM, CAPITAL };
static const char legend_pattern[] = "legend";

/* Reading. */

static struct bounds bounds_of(struct span path)
{
	struct bounds b = {0};
	bool any = false;
	char *end = NULL;
	for (const char *at = path.bytes; at < path.bytes + path.length; at = end) {
		while (*at < '0' || *at > '9') {
			if (++at == path.bytes + path.length)
				return b;
		}
		long x = strtol(at, &end, 10);
		long y = strtol(end + 1, &end, 10);
		b.left = any && b.left < x ? b.left : x;
		b.right = any && b.right > x ? b.right : x;
		b.top = any && b.top < y ? b.top : y;
		b.bottom = any && b.bottom > y ? b.bottom : y;
		any = true;
	}
	return b;
}

static void read_boundaries(struct map *map)
{
	struct records in;
	struct span list = {(const char *)compiled_boundaries, sizeof compiled_boundaries};
	areas_load(&map->areas, NULL);
	records_open_input(&in, input_open_memory("boundaries.tsv", list), EX_CONFIG);
	size_t code = records_column(&in, "code", NULL);
	size_t path = records_column(&in, "path", NULL);
	while (records_next(&in))
		table_add(&map->boundaries, &in);
	records_close(&in);
	map->shapes = map->boundaries.rows;
	map->shape = allocate(map->shapes, sizeof *map->shape);
	for (size_t i = 0; i < map->shapes; i++) {
		const struct row *row = &map->boundaries.row[i];
		struct shape *shape = &map->shape[i];
		*shape = (struct shape){.code = row->field[code], .path = row->field[path]};
		shape->bounds = bounds_of(shape->path);
		shape->area = areas_by_code(&map->areas, shape->code);
		if (!shape->area)
			fail(EX_CONFIG, row->file, row->line, "'%s' is no area of areas.tsv",
				quote(shape->code).text);
	}
}

static _Noreturn void fail_area(const struct map *map, const struct records *in, struct span code)
{
	const struct area *area = areas_by_code(&map->areas, code);
	if (area)
		fail(EX_DATAERR, in->file, in->line,
			"area '%s' is a %s, and a map shows municipalities "
			"(kkr-codes --levels municipality leaves the others out)",
			quote(code).text, area_level_name(area->level));
	fail(EX_DATAERR, in->file, in->line,
		"area '%s' is no municipality of today's code list (kkr-codes makes codes of names)",
		quote(code).text);
}

/* The shape that the record at hand is of. */
static struct shape *shape_of(const struct map *map, const struct records *in, struct span code)
{
	for (size_t i = 0; i < map->shapes; i++) {
		if (span_equals(map->shape[i].code, code))
			return &map->shape[i];
	}
	fail_area(map, in, code);
}

static void read_figures(struct map *map, struct records *in)
{
	size_t area = plot_column(map->plot, in, IS_AREA);
	struct figure_columns columns = figure_columns(map->plot, in);
	while (records_next(in)) {
		struct shape *shape = shape_of(map, in, in->field[area]);
		if (shape->file)
			fail(EX_DATAERR, in->file, in->line,
				"area '%s' stands in line %zu of %s already, and a map shows one "
				"figure of each",
				quote(shape->code).text, shape->line, shape->file);
		shape->file = in->file;
		shape->line = in->line;
		figure_read(&shape->figure, map->plot, in, columns);
	}
	for (size_t i = 0; i < map->shapes; i++) {
		struct plot_figure *figure = &map->shape[i].figure;
		if (map->shape[i].file)
			continue;
		mpq_init(figure->value);
		text_add(&figure->text, word(map->plot->language, "ingen tal"));
	}
}

static void class_figures(struct map *map, const struct breaks *breaks)
{
	const struct plot_figure **figure = allocate(map->shapes, sizeof *figure);
	size_t *class = allocate(map->shapes, sizeof *class);
	for (size_t i = 0; i < map->shapes; i++)
		figure[i] = &map->shape[i].figure;
	classes_make(&map->classes, breaks, map->plot->language, figure, map->shapes, class);
	for (size_t i = 0; i < map->shapes; i++)
		map->shape[i].class = class[i];
	free(figure);
	free(class);
}

/* Colours. */

/*
 * Each ramp falls in lightness by equal steps, so that it holds in black and white; blue and orange
 * are what people tell apart who do not see red or green. Below zero there are lines, too.
 */
struct colour {
	int red, green, blue;
};
enum { RAMP_POINTS = 5 };
static const struct colour ramp_above[RAMP_POINTS] = {
	{200, 222, 241}, {140, 184, 222}, {79, 142, 196}, {36, 98, 158}, {9, 52, 103}};
static const struct colour ramp_below[RAMP_POINTS] = {
	{251, 212, 178}, {236, 168, 106}, {204, 121, 46}, {154, 78, 16}, {94, 42, 4}};
static const char zero_fill[] = "#faf6ea";

static int between(int from, int to, size_t part, size_t whole)
{
	int part_ = (int)part, whole_ = (int)whole;
	return from + (to - from) * part_ / whole_;
}

static struct colour ramp_colour(const struct class *class)
{
	const struct colour *ramp = class->sign < 0 ? ramp_below : ramp_above;
	if (class->ranks == 1)
		return ramp[RAMP_POINTS / 2];
	size_t place = class->rank * (RAMP_POINTS - 1), steps = class->ranks - 1;
	size_t at = place / steps, part = place % steps;
	if (part == 0)
		return ramp[at];
	return (struct colour){
		between(ramp[at].red, ramp[at + 1].red, part, steps),
		between(ramp[at].green, ramp[at + 1].green, part, steps),
		between(ramp[at].blue, ramp[at + 1].blue, part, steps),
	};
}

static void add_colour(struct svg *svg, const struct class *class)
{
	enum { ROOM = 64 };
	char text[ROOM];
	struct colour c = ramp_colour(class);
	snprintf(text, sizeof text, "#%02x%02x%02x", (unsigned)c.red, (unsigned)c.green,
		(unsigned)c.blue);
	svg_raw(svg, text);
}

static bool has_lines(const struct class *class)
{
	return class->missing || class->sign < 0;
}

/* An id of an element: the picture's id and what it is of. */
static void add_id(struct svg *svg, const char *part, struct span detail)
{
	svg_raw(svg, svg->id);
	svg_raw(svg, "-");
	svg_raw(svg, part);
	if (detail.length == 0)
		return;
	svg_raw(svg, "-");
	text_add(&svg->body, detail);
}

static void add_pattern_id(struct svg *svg, const struct class *class, const char *pattern)
{
	enum { ROOM = 32 };
	char detail[ROOM] = "missing";
	if (!class->missing)
		snprintf(detail, sizeof detail, "below-%zu", class->rank);
	add_id(svg, pattern, span_of(detail));
}

/* ` fill="..."` */
static void add_fill(struct svg *svg, const struct class *class, const char *pattern)
{
	svg_raw(svg, " fill=\"");
	if (has_lines(class)) {
		svg_raw(svg, "url(#");
		add_pattern_id(svg, class, pattern);
		svg_raw(svg, ")");
	} else if (class->sign == 0) {
		svg_raw(svg, zero_fill);
	} else {
		add_colour(svg, class);
	}
	svg_raw(svg, "\"");
}

static void draw_pattern(
	struct svg *svg, const struct class *class, const char *pattern, const char *unscale)
{
	svg_raw(svg, "<pattern id=\"");
	add_pattern_id(svg, class, pattern);
	svg_raw(svg, "\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
		     "patternTransform=\"scale(");
	svg_raw(svg, unscale);
	svg_raw(svg, class->missing ? ") rotate(-45)" : ") rotate(45)");
	svg_raw(svg, "\"><rect width=\"4\" height=\"4\" fill=\"");
	if (class->missing)
		svg_raw(svg, "#fff");
	else
		add_colour(svg, class);
	svg_raw(svg, "\"/><rect width=\"1\" height=\"4\" fill=\"");
	svg_raw(svg, class->missing ? "#8c8c8c" : "#fff");
	svg_raw(svg, "\"/></pattern>\n");
}

static void draw_patterns(struct svg *svg, const struct classes *classes)
{
	for (size_t i = 0; i < classes->count; i++) {
		const struct class *class = &classes->class[i];
		if (!has_lines(class))
			continue;
		draw_pattern(svg, class, legend_pattern, "1");
		draw_pattern(svg, class, views[COUNTRY].pattern, views[COUNTRY].unscale);
		draw_pattern(svg, class, views[CAPITAL].pattern, views[CAPITAL].unscale);
	}
}

/* Drawing. */

static bool within(const struct shape *shape, struct bounds b)
{
	return shape->bounds.left >= b.left && shape->bounds.right <= b.right &&
	       shape->bounds.top >= b.top && shape->bounds.bottom <= b.bottom;
}

static void draw_shape(
	const struct map *map, struct svg *svg, const struct shape *shape, const struct view *view)
{
	struct text tip = {0};
	svg_raw(svg, "<path id=\"");
	add_id(svg, view->name, shape->code);
	svg_raw(svg, "\"");
	add_fill(svg, &map->classes.class[shape->class], view -> pattern);
	svg_raw(svg, " d=\"");
	text_add(&svg->body, shape->path);
	svg_raw(svg, "\"");
	text_add(&tip, span_of(shape->area->name));
	text_add(&tip, SPAN(": "));
	text_add(&tip, text_span(&shape->figure.text));
	svg_end_shape(svg, "path", text_span(&tip));
	free(tip.bytes);
}

/* Draws the shapes that lie wholly within a view. Borders are equally wide in all views. */
static void draw_view(const struct map *map, struct svg *svg, const struct view *view)
{
	enum { ROOM = 32, BORDER = 60 };
	char scale[ROOM];
	struct bounds b = view->bounds;
	svg_raw(svg, "<g id=\"");
	add_id(svg, view->name, SPAN(""));
	svg_raw(svg, "\" transform=\"translate(");
	svg_hundredths(&svg->body, view->x - b.left * view->scale);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, svg->y + view->y - b.top * view->scale);
	snprintf(scale, sizeof scale, ") scale(.%02ld)\"", view->scale);
	svg_raw(svg, scale);
	svg_raw(svg, " stroke=\"#999\" stroke-linejoin=\"round\"");
	svg_length(svg, "stroke-width", BORDER * UNIT / view->scale);
	svg_raw(svg, ">\n");
	for (size_t i = 0; i < map->shapes; i++) {
		if (within(&map->shape[i], b))
			draw_shape(map, svg, &map->shape[i], view);
	}
	svg_raw(svg, "</g>\n");
}

/* Where a part of the country is in the picture. */
static struct box place_in(const struct svg *svg, const struct view *view, struct bounds b)
{
	return (struct box){
		view->x + (b.left - view->bounds.left) * view->scale,
		svg->y + view->y + (b.top - view->bounds.top) * view->scale,
		(b.right - b.left) * view->scale,
		(b.bottom - b.top) * view->scale,
	};
}

static struct box widened(struct box box, long gap)
{
	return (struct box){box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap};
}

static void draw_frame(
	struct svg *svg, const struct view *view, struct bounds b, long gap, const char *name)
{
	svg_raw(svg, "<rect id=\"");
	add_id(svg, name, SPAN("frame"));
	svg_raw(svg, "\"");
	svg_box(svg, widened(place_in(svg, view, b), gap));
	svg_raw(svg, " fill=\"none\" stroke=\"#595959\"/>\n");
}

static void draw_capital(const struct map *map, struct svg *svg)
{
	const struct view *view = &views[CAPITAL];
	const struct style style = {.size = SIZE_SMALL};
	draw_frame(svg, &views[COUNTRY], view->bounds, FRAME_GAP / 4, "enlarged");
	draw_frame(svg, view, view->bounds, FRAME_GAP, view->name);
	svg_text(svg, view->x - FRAME_GAP, svg->y + view->y - FRAME_GAP - 5 * UNIT, &style,
		word(map->plot->language, "Hovedstadsområdet"));
	draw_view(map, svg, view);
}

static void draw_map(const struct map *map, struct svg *svg)
{
	draw_view(map, svg, &views[COUNTRY]);
	draw_view(map, svg, &views[BORNHOLM]);
	draw_capital(map, svg);
	draw_frame(svg, &views[BORNHOLM], views[BORNHOLM].bounds, FRAME_GAP, "bornholm");
}

/* The legend: in as many columns as its widest label allows. */

enum {
	SWATCH_WIDTH = 26 * UNIT,
	SWATCH_HEIGHT = 15 * UNIT,
	SWATCH_GAP = 7 * UNIT,
	COLUMN_GAP = 20 * UNIT,
	LEGEND_GAP = 4 * UNIT,
};

static long legend_column_width(const struct classes *classes, const struct style *style)
{
	long widest = 0;
	for (size_t i = 0; i < classes->count; i++) {
		long width = text_width(text_span(&classes->class[i].label), style);
		widest = widest > width ? widest : width;
	}
	return SWATCH_WIDTH + SWATCH_GAP + widest + COLUMN_GAP;
}

/* Draws a class; returns how high it is: a label that is wider than the picture takes lines. */
static long draw_class(struct svg *svg, const struct class *class, long x, long y)
{
	const struct style style = {.size = 0};
	long label = x + SWATCH_WIDTH + SWATCH_GAP;
	struct box box = {label, y - 2 * UNIT, PICTURE_WIDTH - MARGIN - label, 0};
	svg_raw(svg, "<rect");
	svg_box(svg, (struct box){x, y, SWATCH_WIDTH, SWATCH_HEIGHT});
	add_fill(svg, class, legend_pattern);
	svg_raw(svg, " stroke=\"#595959\" stroke-width=\".5\"/>\n");
	return svg_paragraph(svg, box, &style, text_span(&class->label)) + LEGEND_GAP;
}

static void draw_legend(const struct map *map, struct svg *svg)
{
	const struct style style = {.size = 0};
	long width = legend_column_width(&map->classes, &style), height = 0;
	long count = (long)map->classes.count;
	long columns = (INNER_WIDTH + COLUMN_GAP) / width;
	columns = columns < 1 ? 1 : columns;
	long lines = (count + columns - 1) / columns;
	while ((columns - 1) * lines >= count)
		columns--;
	for (long i = 0; i < count; i++) {
		if (i % columns == 0)
			svg->y += height;
		height = draw_class(
			svg, &map->classes.class[i], MARGIN + i % columns * width, svg->y);
	}
	svg->y += height + LEGEND_GAP;
}

static void describe_classes(const struct map *map, struct svg *svg)
{
	enum { ROOM = 32 };
	enum language language = map->plot->language;
	for (size_t i = 0; i < map->classes.count; i++) {
		const struct class *class = &map->classes.class[i];
		struct text count = {0};
		char number[ROOM];
		snprintf(number, sizeof number, "%zu", class->figures);
		text_add(&count, span_of(number));
		text_add_char(&count, ' ');
		text_add(&count, word(language, class->figures == 1 ? "1 kommuner" : "kommuner"));
		describe(svg, text_span(&class->label), text_span(&count));
		free(count.bytes);
	}
}

static void map_free(struct map *map)
{
	for (size_t i = 0; i < map->shapes; i++)
		figure_free(&map->shape[i].figure);
	free(map->shape);
	classes_free(&map->classes);
	table_free(&map->boundaries);
	areas_free(&map->areas);
}

void plot_map(struct plot *plot, struct records *in, struct svg *svg)
{
	struct map map = {.plot = plot};
	read_boundaries(&map);
	read_figures(&map, in);
	class_figures(&map, plot->breaks);
	draw_patterns(svg, &map.classes);
	draw_map(&map, svg);
	svg->y += MAP_HEIGHT;
	draw_legend(&map, svg);
	draw_note(svg, word(plot->language,
			       "Kort: Geodatastyrelsen og Danske Kommuner, DAGI, februar 2014"));
	describe_classes(&map, svg);
	map_free(&map);
}
