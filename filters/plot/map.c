/*
 * A map of the municipalities, of all or of a region's, shaded by their figures.
 *
 * The shapes are schemas/boundaries.tsv, compiled in: paths of which a unit is 100 metres. They are
 * drawn as they stand, within a group that moves and scales them.
 */
#include "borders.h"
#include "breaks.h"
#include "plot.h"

#include "lib/areas.h"
#include "lib/cli.h"

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
	struct text region; /* its code, by its row or else the code list */
	struct text region_name;
	mpq_t sum, inhabitants; /* with --per: what its row adds to its region */
	struct plot_figure figure;
	const char *file; /* the row that its figure is from; NULL where there is none */
	size_t line;
	size_t class;
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
	const char
		*pattern; /* patterns are scaled with the shapes that they fill: whose these are */
	bool enlarges;    /* what another view has: a keyboard does not stop there twice */
};

enum { FRAME_GAP = 4 * UNIT }; /* between what a view shows and the frame around it */
enum { MAP_HEIGHT = 576 * UNIT };

static const struct view country_views[] = {
	{"country", {47, 54, 2984, 3608}, 15, MARGIN, 35 * UNIT, "country", false},
	{"bornholm", {4160, 2784, 4455, 3130}, 15, PICTURE_WIDTH - MARGIN - 49 * UNIT, 514 * UNIT,
		"country", false},
	{"capital", {2556, 2112, 2986, 2504}, 45, PICTURE_WIDTH - MARGIN - 198 * UNIT, 20 * UNIT,
		"capital", true},
};
enum { COUNTRY, BORNHOLM, CAPITAL, VIEWS };
static const char bornholm_code[] = "400";

struct map {
	struct plot *plot;
	struct areas areas;
	struct table boundaries;
	struct shape *shape;
	size_t shapes;
	struct classes classes;
	struct view view[VIEWS]; /* one without a name is not drawn */
	long height;
};

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

/* Whether --within means the region of a shape: by its code or name, today's or its row's. */
static bool is_within(const struct map *map, const struct shape *shape)
{
	const char *within = map->plot->within;
	const struct area *region = shape->area->region;
	if (!within || span_is(text_span(&shape->region), within) ||
		span_is(text_span(&shape->region_name), within))
		return true;
	if (region->merged && (strcmp(within, region->merged->code) == 0 ||
				      strcmp(within, region->merged->name) == 0))
		return true;
	return strcmp(within, region->code) == 0 || strcmp(within, region->name) == 0 ||
	       strcmp(within, region->kkr) == 0;
}

static void set_text(
	struct text *to, const struct records *in, size_t column, const char *otherwise)
{
	to->length = 0;
	if (column < in->columns && in->field[column].length)
		text_add_unescaped(to, in->field[column]);
	else
		text_add(to, span_of(otherwise));
}

/* What a row adds to its region: nothing where its figure or its inhabitants are missing. */
static void read_sums(struct shape *shape, const struct records *in, struct figure_columns columns)
{
	mpq_inits(shape->sum, shape->inhabitants, NULL);
	if (columns.per == in->columns || in->field[columns.per].length == 0 ||
		in->field[columns.value].length == 0)
		return;
	number_of_field(shape->sum, in, columns.value);
	number_of_field(shape->inhabitants, in, columns.per);
}

static void read_figures(struct map *map, struct records *in)
{
	size_t area = plot_column(map->plot, in, IS_AREA);
	size_t region = records_find(in, "region"), region_name = records_find(in, "region_name");
	struct figure_columns columns = figure_columns(map->plot, in);
	while (records_next(in)) {
		struct shape *shape = shape_of(map, in, in->field[area]);
		const struct area *of = shape->area->region;
		if (shape->file)
			fail(EX_DATAERR, in->file, in->line,
				"area '%s' stands in line %zu of %s already, and a map shows one "
				"figure of each",
				quote(shape->code).text, shape->line, shape->file);
		set_text(&shape->region, in, region, of->code);
		set_text(&shape->region_name, in, region_name, of->name);
		if (!is_within(map, shape))
			continue;
		shape->file = in->file;
		shape->line = in->line;
		figure_read(&shape->figure, map->plot, in, columns);
		map->plot->starred |= shape->figure.own_calculation;
		read_sums(shape, in, columns);
	}
}

static void free_shape(struct shape *shape)
{
	free(shape->region.bytes);
	free(shape->region_name.bytes);
	if (!shape->file)
		return;
	figure_free(&shape->figure);
	mpq_clears(shape->sum, shape->inhabitants, NULL);
}

/* Keeps the shapes that are to be drawn; one without a row has no figure. */
static void choose_shapes(struct map *map)
{
	size_t kept = 0;
	for (size_t i = 0; i < map->shapes; i++) {
		struct shape *shape = &map->shape[i];
		if (shape->region.length == 0) {
			text_add(&shape->region, span_of(shape->area->region->code));
			text_add(&shape->region_name, span_of(shape->area->region->name));
		}
		if (!is_within(map, shape)) {
			free_shape(shape);
			continue;
		}
		if (!shape->file) {
			mpq_inits(shape->figure.value, shape->sum, shape->inhabitants, NULL);
			text_add(&shape->figure.text, word(map->plot->language, "ingen tal"));
			shape->file = "";
		}
		map->shape[kept++] = *shape;
	}
	if (kept == 0)
		cli_misuse("--within: '%s' is no region or council of regions: Region "
			   "Nordjylland, 081 or KKR Nordjylland",
			quote(span_of(map->plot->within)).text);
	map->shapes = kept;
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
	return class->missing || class->few || class->sign < 0;
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
	if (class->few)
		snprintf(detail, sizeof detail, "few");
	else if (!class->missing)
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
	struct svg *svg, const struct class *class, const char *pattern, long scale)
{
	bool plain = class->missing || class->few;
	svg_raw(svg, "<pattern id=\"");
	add_pattern_id(svg, class, pattern);
	svg_raw(svg, "\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
		     "patternTransform=\"scale(");
	svg_hundredths(&svg->body, (2 * UNIT * UNIT + scale) / (2 * scale));
	svg_raw(svg, class->missing ? ") rotate(-45)" : ") rotate(45)");
	svg_raw(svg, "\"><rect width=\"4\" height=\"4\" fill=\"");
	if (plain)
		svg_raw(svg, "#fff");
	else
		add_colour(svg, class);
	svg_raw(svg, "\"/><rect width=\"1\" height=\"4\" fill=\"");
	svg_raw(svg, class->few ? "#6f9cc4" : class->missing ? "#8c8c8c" : "#fff");
	svg_raw(svg, "\"/></pattern>\n");
}

static void draw_patterns(const struct map *map, struct svg *svg)
{
	for (size_t i = 0; i < map->classes.count; i++) {
		const struct class *class = &map->classes.class[i];
		if (!has_lines(class))
			continue;
		draw_pattern(svg, class, legend_pattern, UNIT);
		for (size_t v = 0; v < VIEWS; v++) {
			const struct view *view = &map->view[v];
			if (view->name && strcmp(view->name, view->pattern) == 0)
				draw_pattern(svg, class, view->pattern, view->scale);
		}
	}
}

/* Drawing. */

static bool within(const struct shape *shape, struct bounds b)
{
	return shape->bounds.left >= b.left && shape->bounds.right <= b.right &&
	       shape->bounds.top >= b.top && shape->bounds.bottom <= b.bottom;
}

/* Where a place of the picture is in the units of a view's paths. */
static long in_view(long place, long begin, long from, long scale)
{
	return from + (place - begin) / scale;
}

/*
 * What stands above the map while a pointer is on a shape, or a keyboard: its name and figure. The
 * units are those of the view.
 */
static void draw_caption(
	const struct map *map, struct svg *svg, const struct view *view, struct span tip)
{
	const struct style style = {.size = SIZE_TEXT * UNIT / view->scale, .bold = true};
	const struct view *main = &map->view[COUNTRY];
	long x = in_view(main->x, view->x, view->bounds.left, view->scale);
	long y = in_view(15 * UNIT, view->y, view->bounds.top, view->scale);
	svg_text(svg, x * UNIT, y * UNIT, &style, tip);
}

static void draw_shape(
	const struct map *map, struct svg *svg, const struct shape *shape, const struct view *view)
{
	struct text tip = {0};
	text_add(&tip, span_of(shape->area->name));
	text_add(&tip, SPAN(": "));
	text_add(&tip, text_span(&shape->figure.text));
	if (map->plot->link) {
		svg_raw(svg, "<a href=\"");
		svg_escape(&svg->body, span_of(map->plot->link));
		text_add(&svg->body, shape->code);
		svg_raw(svg, view->enlarges ? "\" tabindex=\"-1\">" : "\">");
	}
	svg_raw(svg, "<path id=\"");
	add_id(svg, view->name, shape->code);
	svg_raw(svg, "\"");
	add_fill(svg, &map->classes.class[shape->class], view -> pattern);
	svg_raw(svg, " d=\"");
	text_add(&svg->body, shape->path);
	svg_raw(svg, "\"");
	svg_end_shape(svg, "path", text_span(&tip));
	if (map->plot->link) {
		draw_caption(map, svg, view, text_span(&tip));
		svg_raw(svg, "</a>\n");
	}
	free(tip.bytes);
}

/* Begins a group, or a path, whose places are those of a view. Lines are equally wide in all. */
static void begin_in_view(
	struct svg *svg, const struct view *view, const char *element, const char *part, long width)
{
	struct bounds b = view->bounds;
	svg_raw(svg, "<");
	svg_raw(svg, element);
	svg_raw(svg, " id=\"");
	add_id(svg, view->name, span_of(part));
	svg_raw(svg, "\" transform=\"translate(");
	svg_hundredths(&svg->body, view->x - b.left * view->scale);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, svg->y + view->y - b.top * view->scale);
	svg_raw(svg, ") scale(");
	svg_hundredths(&svg->body, view->scale);
	svg_raw(svg, ")\" stroke-linejoin=\"round\"");
	svg_length(svg, "stroke-width", width * UNIT / view->scale);
}

/* The borders of the regions that meet within a view. */
static void draw_borders(const struct map *map, struct svg *svg, const struct view *view)
{
	enum { BORDER = 160 };
	struct border_shape *shape = allocate(map->shapes, sizeof *shape);
	struct text path = {0};
	size_t count = 0;
	for (size_t i = 0; i < map->shapes; i++) {
		if (within(&map->shape[i], view->bounds))
			shape[count++] = (struct border_shape){
				map->shape[i].path, text_span(&map->shape[i].region)};
	}
	borders_add(&path, shape, count);
	if (path.length) {
		begin_in_view(svg, view, "path", "borders", BORDER);
		svg_raw(svg, " fill=\"none\" stroke=\"#1a1a1a\" stroke-linecap=\"round\" "
			     "pointer-events=\"none\" d=\"");
		text_add(&svg->body, text_span(&path));
		svg_raw(svg, "\"/>\n");
	}
	free(path.bytes);
	free(shape);
}

/* Draws the shapes that lie wholly within a view. */
static void draw_view(const struct map *map, struct svg *svg, const struct view *view)
{
	enum { BORDER = 60 };
	begin_in_view(svg, view, "g", "", BORDER);
	svg_raw(svg, " stroke=\"#999\">\n");
	for (size_t i = 0; i < map->shapes; i++) {
		if (within(&map->shape[i], view->bounds))
			draw_shape(map, svg, &map->shape[i], view);
	}
	svg_raw(svg, "</g>\n");
	draw_borders(map, svg, view);
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
	const struct view *view = &map->view[CAPITAL];
	const struct style style = {.size = SIZE_SMALL};
	draw_frame(svg, &map->view[COUNTRY], view->bounds, FRAME_GAP / 4, "enlarged");
	draw_frame(svg, view, view->bounds, FRAME_GAP, view->name);
	svg_text(svg, view->x - FRAME_GAP, svg->y + view->y - FRAME_GAP - 5 * UNIT, &style,
		word(map->plot->language, "Hovedstadsområdet"));
	draw_view(map, svg, view);
}

/*
 * What is shown above the map is hidden until its shape is pointed at. A page has other pictures:
 * the rules are for this one.
 */
static void draw_rules(const struct map *map, struct svg *svg)
{
	static const char *const rules[] = {" a text{display:none;stroke:none}",
		" a:hover text{display:inline}", " a:focus text{display:inline}",
		" a:focus{outline:none}",
		" a:focus path{stroke:#000;stroke-width:3;vector-effect:non-scaling-stroke}"};
	svg->has_links = true;
	svg_raw(svg, "<style>");
	for (size_t v = 0; v < VIEWS; v++) {
		for (size_t i = 0; map->view[v].name && i < sizeof rules / sizeof *rules; i++) {
			svg_raw(svg, "#");
			add_id(svg, map->view[v].name, SPAN(""));
			svg_raw(svg, rules[i]);
		}
	}
	svg_raw(svg, "</style>\n");
}

static void draw_map(const struct map *map, struct svg *svg)
{
	const struct view *bornholm = &map->view[BORNHOLM];
	if (map->plot->link)
		draw_rules(map, svg);
	draw_view(map, svg, &map->view[COUNTRY]);
	if (bornholm->name)
		draw_view(map, svg, bornholm);
	if (map->view[CAPITAL].name)
		draw_capital(map, svg);
	if (bornholm->name)
		draw_frame(svg, bornholm, bornholm->bounds, FRAME_GAP, "bornholm");
	svg->y += map->height;
}

/* Where the views stand: those of the country, or one to the frame of the region. */

static void take_in_bounds(struct bounds *b, struct bounds more, bool first)
{
	b->left = first || more.left < b->left ? more.left : b->left;
	b->top = first || more.top < b->top ? more.top : b->top;
	b->right = first || more.right > b->right ? more.right : b->right;
	b->bottom = first || more.bottom > b->bottom ? more.bottom : b->bottom;
}

static long smaller_of(long a, long b)
{
	return a < b ? a : b;
}

/* Bornholm stands below the rest of its region, at most as large as in a map of its own. */
static void arrange_bornholm(struct map *map)
{
	enum { SCALE = 30 };
	struct view *main = &map->view[COUNTRY], *view = &map->view[BORNHOLM];
	*view = country_views[BORNHOLM];
	view->scale = smaller_of(main->scale, SCALE);
	view->pattern = view->name;
	view->x = PICTURE_WIDTH - MARGIN - FRAME_GAP -
		  (view->bounds.right - view->bounds.left) * view->scale;
	view->y = map->height + FRAME_GAP;
	map->height = view->y + (view->bounds.bottom - view->bounds.top) * view->scale + FRAME_GAP +
		      MARGIN;
}

static void arrange_part(struct map *map)
{
	enum { CAPTION = 22 * UNIT };
	struct view *view = &map->view[COUNTRY];
	bool any = false, island = false;
	*view = country_views[COUNTRY];
	for (size_t i = 0; i < map->shapes; i++) {
		if (span_is(map->shape[i].code, bornholm_code)) {
			island = true;
			continue;
		}
		take_in_bounds(&view->bounds, map->shape[i].bounds, !any);
		any = true;
	}
	struct bounds b = view->bounds;
	view->scale = smaller_of(INNER_WIDTH / (b.right - b.left), MAP_HEIGHT / (b.bottom - b.top));
	view->x = MARGIN + (INNER_WIDTH - (b.right - b.left) * view->scale) / 2;
	view->y = map->plot->link ? CAPTION : 0;
	map->height = view->y + (b.bottom - b.top) * view->scale + MARGIN;
	if (island)
		arrange_bornholm(map);
}

static void arrange_views(struct map *map)
{
	if (map->plot->within) {
		arrange_part(map);
		return;
	}
	memcpy(map->view, country_views, sizeof map->view);
	map->height = MAP_HEIGHT;
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

/* What the classes are of stands above them. */
static void draw_legend_title(const struct map *map, struct svg *svg)
{
	const struct style style = {.size = 0, .bold = true};
	struct text unit = plot_unit(map->plot);
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg->y += svg_paragraph(svg, box, &style, text_span(&unit)) + LEGEND_GAP;
	free(unit.bytes);
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

static int by_region(const void *a, const void *b)
{
	const struct shape *const *x = a, *const *y = b;
	int order = span_compare(text_span(&(*x)->region), text_span(&(*y)->region));
	return order ? order : span_compare((*x)->code, (*y)->code);
}

/* Adds a region's figure: the sum of the figures over that of the inhabitants. */
static void add_region(
	struct text *to, const struct map *map, const struct shape *const *shape, size_t count)
{
	mpq_t sum, inhabitants;
	mpq_inits(sum, inhabitants, NULL);
	for (size_t i = 0; i < count; i++) {
		mpq_add(sum, sum, shape[i]->sum);
		mpq_add(inhabitants, inhabitants, shape[i]->inhabitants);
	}
	if (mpq_sgn(inhabitants) > 0) {
		text_add(to, to->length ? SPAN(" · ")
					: word(map->plot->language, "Regionerne, sum over sum: "));
		text_add(to, text_span(&shape[0]->region_name));
		text_add_char(to, ' ');
		add_rate(to, map->plot, sum, inhabitants);
	}
	mpq_clears(sum, inhabitants, NULL);
}

/* With --per, the regions' own figures: the mean of their municipalities' would be another one. */
static void draw_regions(const struct map *map, struct svg *svg)
{
	const struct style style = {.size = SIZE_SMALL};
	const struct shape **shape = allocate(map->shapes, sizeof *shape);
	struct text text = {0};
	for (size_t i = 0; i < map->shapes; i++)
		shape[i] = &map->shape[i];
	qsort(shape, map->shapes, sizeof(const struct shape *), by_region);
	for (size_t i = 0, count; i < map->shapes; i += count) {
		for (count = 1; i + count < map->shapes; count++) {
			if (!span_equals(text_span(&shape[i + count]->region),
				    text_span(&shape[i]->region)))
				break;
		}
		add_region(&text, map, shape + i, count);
	}
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg->y += svg_paragraph(svg, box, &style, text_span(&text)) + LEGEND_GAP;
	free(text.bytes);
	free(shape);
}

static void map_free(struct map *map)
{
	for (size_t i = 0; i < map->shapes; i++)
		free_shape(&map->shape[i]);
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
	choose_shapes(&map);
	class_figures(&map, plot->breaks);
	arrange_views(&map);
	draw_state(plot, svg);
	draw_patterns(&map, svg);
	draw_map(&map, svg);
	draw_legend_title(&map, svg);
	draw_legend(&map, svg);
	if (plot->per)
		draw_regions(&map, svg);
	draw_note(svg, word(plot->language,
			       "Kort: Geodatastyrelsen og Danske Kommuner, DAGI, februar 2014"));
	describe_classes(&map, svg);
	map_free(&map);
}
