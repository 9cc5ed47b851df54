/*
 * Milestones and projects along time, one below the other by when they end.
 *
 * Each has a lane of its own, its title above and its dates beside its mark, so no two texts are
 * ever in each other's way. A row with a status is a deadline: a mark where it ends, and a thin
 * line from where it may end first. One without is a project: a bar from its first day to its last.
 */
#include "lib/dates.h"
#include "plot.h"

#include <stdlib.h>

enum {
	MOST_ITEMS = 100,
	LETTERS = 18 * UNIT, /* 12 pixels on a phone, of which a page has 360 */
	LANE_HEIGHT = 28 * UNIT,
	LANE_GAP = 8 * UNIT,
	SIDE = 9 * UNIT, /* room for half a mark at either end of time */
	TEXT_GAP = 6 * UNIT,
	MARK_RADIUS = 8 * UNIT,
	SHORTEST_BAR = 3 * UNIT, /* a shorter bar could hardly be seen: a mark is drawn */
	LANE_LEFT = MARGIN,
	TIME_LEFT = LANE_LEFT + SIDE,
	TIME_WIDTH = INNER_WIDTH - 2 * SIDE,
	YEAR = 12,
};

enum state { STATE_NONE, STATE_DONE, STATE_OPEN, STATE_OVERDUE, STATES };

/*
 * What a state is called, and its mark, drawn around 0,0. The marks differ in form, not in colour
 * alone.
 */
static const struct look {
	const char *word; /* its key; NULL: none */
	const char *colour;
	const char *mark;
} looks[STATES] = {
	[STATE_NONE] = {NULL, "#24629e", "<circle r=\"6\" fill=\"#24629e\"/>"},
	[STATE_DONE] = {"færdig", "#595959",
		"<circle r=\"8\" fill=\"#595959\"/><path d=\"M-4,0L-1,3.5L4,-3.5\" fill=\"none\" "
		"stroke=\"#fff\" stroke-width=\"2\"/>"},
	[STATE_OPEN] = {"åben", "#24629e",
		"<circle r=\"6.5\" fill=\"#fff\" stroke=\"#24629e\" stroke-width=\"3\"/>"},
	[STATE_OVERDUE] = {"frist passeret", "#b23c0a",
		"<path d=\"M0,-9L10,8H-10Z\" fill=\"#b23c0a\"/><path d=\"M0,-4V2M0,4V6\" "
		"stroke=\"#fff\" stroke-width=\"2\"/>"},
};

struct item {
	struct text title, when; /* when: its dates in words, and its state */
	bool begins, ends;       /* it has such a day */
	long first, last;        /* the same day where it has only one */
	enum state state;
	size_t row;
};

struct timeline {
	struct plot *plot;
	struct item *item;
	size_t items, room;
	bool any; /* there is a day at all */
	long first, last;
};

/* Reading. */

struct columns {
	size_t title, earliest, latest, status, due_text;
};

static bool read_day(const struct records *in, size_t column, long *day)
{
	if (column == in->columns || in->field[column].length == 0)
		return false;
	if (!date_read(in->field[column], day))
		fail(EX_DATAERR, in->file, in->line, "%s '%s' is no date (2025-06-11)",
			in->name[column], quote(in->field[column]).text);
	return true;
}

static enum state state_of(
	const struct timeline *t, const struct records *in, size_t column, const struct item *item)
{
	const struct plot *plot = t->plot;
	if (column == in->columns || in->field[column].length == 0)
		return STATE_NONE;
	if (span_is(in->field[column], "done"))
		return STATE_DONE;
	if (!span_is(in->field[column], "open"))
		fail(EX_DATAERR, in->file, in->line, "status '%s' is neither done nor open",
			quote(in->field[column]).text);
	return plot->has_as_of && item->ends && item->last < plot->as_of ? STATE_OVERDUE
									 : STATE_OPEN;
}

/* Adds the dates, in the words of the source where it has any, and the state. */
static void add_when(
	struct timeline *t, struct item *item, const struct records *in, size_t due_text)
{
	enum language language = t->plot->language;
	struct text said = {0};
	if (due_text < in->columns)
		said = label_read(in, due_text);
	if (said.length)
		text_add(&item->when, text_span(&said));
	else if (item->begins && item->ends)
		add_days(&item->when, language, item->first, item->last);
	else if (item->begins || item->ends) {
		add_day(&said, language, item->first);
		add_words(&item->when, language, item->ends ? "senest %s" : "fra %s",
			text_span(&said));
	} else {
		text_add(&item->when, word(language, "ingen dato"));
	}
	if (item->state != STATE_NONE) {
		text_add(&item->when, SPAN(" · "));
		text_add(&item->when, word(language, looks[item->state].word));
	}
	free(said.bytes);
}

static void take_in(struct timeline *t, long day)
{
	t->first = t->any && t->first < day ? t->first : day;
	t->last = t->any && t->last > day ? t->last : day;
	t->any = true;
}

static void read_item(struct timeline *t, const struct records *in, const struct columns *c)
{
	if (t->items == MOST_ITEMS)
		fail(EX_DATAERR, in->file, in->line,
			"a picture takes at most %d milestones (choose rows before it)",
			MOST_ITEMS);
	t->item = grow(t->item, &t->room, t->items + 1, sizeof *t->item);
	struct item *item = &t->item[t->items];
	*item = (struct item){.row = t->items++, .title = label_read(in, c->title)};
	item->begins = read_day(in, c->earliest, &item->first);
	item->ends = read_day(in, c->latest, &item->last);
	if (!item->begins)
		item->first = item->last;
	if (!item->ends)
		item->last = item->first;
	if (item->first > item->last)
		fail(EX_DATAERR, in->file, in->line, "earliest '%s' is after latest '%s'",
			quote(in->field[c->earliest]).text, quote(in->field[c->latest]).text);
	item->state = state_of(t, in, c->status, item);
	add_when(t, item, in, c->due_text);
	if (item->begins || item->ends) {
		take_in(t, item->first);
		take_in(t, item->last);
	}
}

static void read_items(struct timeline *t, struct records *in)
{
	struct columns c = {
		.title = records_column(in, t->plot->label, "--label names another"),
		.earliest = records_find(in, "earliest"),
		.latest = records_find(in, "latest"),
		.status = records_find(in, "status"),
		.due_text = records_find(in, "due_text"),
	};
	if (c.earliest == in->columns)
		records_column(in, "latest", "and no column 'earliest': a timeline needs dates");
	while (records_next(in))
		read_item(t, in, &c);
}

static bool has_day(const struct item *item)
{
	return item->begins || item->ends;
}

/* By the last day, then the first, then as they came; what has no date comes last. */
static int by_end(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (has_day(x) != has_day(y))
		return has_day(x) ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Time. */

static long x_in_lane(const struct timeline *t, long day)
{
	if (t->first == t->last)
		return TIME_LEFT + TIME_WIDTH / 2;
	return TIME_LEFT + (day - t->first) * TIME_WIDTH / (t->last - t->first);
}

/* Ticks stand at months: a month counts from January of the year 1, which is 0. */
static long month_day(long month)
{
	return month_begin((int)(month / YEAR) + 1, (int)(month % YEAR) + 1);
}

static long month_of(long day)
{
	struct date date = date_of_day(day);
	return (long)(date.year - 1) * YEAR + date.month - 1;
}

/* The first tick that is not before time begins, and the last that is not after it ends. */
struct ticks {
	long first, last, step; /* months */
};

static struct ticks ticks_of(const struct timeline *t)
{
	enum { MOST_TICKS = 9 };
	static const long steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000,
		24000, 60000, 120000};
	struct ticks ticks = {.last = month_of(t->last)};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		ticks.step = steps[i];
		long from = month_of(t->first);
		if (month_day(from) < t->first)
			from++;
		ticks.first = (from + ticks.step - 1) / ticks.step * ticks.step;
		if ((ticks.last - ticks.first) / ticks.step < MOST_TICKS)
			break;
	}
	return ticks;
}

/* "2025" at a January, else "apr."; the first tells its year, too. */
static void draw_axis(const struct timeline *t, struct svg *svg, const struct ticks *ticks)
{
	const struct style style = {.size = LETTERS, .anchor = ANCHOR_MIDDLE};
	long end = 0;
	svg->y += LETTERS;
	for (long month = ticks->first; month <= ticks->last; month += ticks->step) {
		struct text text = {0};
		int of_year = (int)(month % YEAR);
		if (of_year || ticks->step < YEAR)
			add_month(&text, t->plot->language, of_year + 1);
		if (text.length && (of_year == 0 || month == ticks->first))
			text_add_char(&text, ' ');
		if (of_year == 0 || month == ticks->first)
			add_year(&text, (int)(month / YEAR) + 1);
		long x = x_in_lane(t, month_day(month));
		long half = text_width(text_span(&text), &style) / 2;
		if (x < MARGIN + half)
			x = MARGIN + half;
		if (x > PICTURE_WIDTH - MARGIN - half)
			x = PICTURE_WIDTH - MARGIN - half;
		if (x - half > end) {
			svg_text(svg, x, svg->y, &style, text_span(&text));
			end = x + half + TEXT_GAP / 2;
		}
		free(text.bytes);
	}
	svg->y += TEXT_GAP;
}

static const char lane_fill[] = " fill=\"#f2f2f2\"";

/* No line of a lane goes through its text. */
static void hide_lines(struct svg *svg, struct box box)
{
	svg_rect(svg, box, lane_fill, SPAN(""));
}

/* A lane, with the ticks and the day as of which the picture tells. */
static void draw_lane(
	const struct timeline *t, struct svg *svg, const struct ticks *ticks, long top)
{
	long bottom = top + LANE_HEIGHT;
	svg_rect(svg, (struct box){LANE_LEFT, top, INNER_WIDTH, LANE_HEIGHT}, lane_fill, SPAN(""));
	for (long month = ticks->first; month <= ticks->last; month += ticks->step) {
		long x = x_in_lane(t, month_day(month));
		svg_line(svg, x, top, x, bottom, " stroke=\"#c8c8c8\"");
	}
	if (t->plot->has_as_of) {
		long x = x_in_lane(t, t->plot->as_of);
		svg_line(svg, x, top, x, bottom,
			" stroke=\"#1a1a1a\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"");
	}
}

/* Items. */

static void draw_mark(struct svg *svg, enum state state, long x, long y)
{
	svg_raw(svg, "<g transform=\"translate(");
	svg_hundredths(&svg->body, x);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, y);
	svg_raw(svg, ")\">");
	svg_raw(svg, looks[state].mark);
	svg_raw(svg, "</g>\n");
}

static void draw_span(struct svg *svg, const struct item *item, long from, long to, long middle)
{
	enum { PROJECT = 12 * UNIT, WINDOW = 4 * UNIT };
	long height = item->state == STATE_NONE ? PROJECT : WINDOW;
	struct box box = {from, middle - height / 2, to - from, height};
	svg_raw(svg, "<rect");
	svg_box(svg, box);
	svg_raw(svg, " fill=\"");
	svg_raw(svg, looks[item->state].colour);
	svg_raw(svg, "\"/>\n");
}

/* A project without an end has an arrow, up to the edge. */
static void draw_arrow(struct svg *svg, const struct item *item, long from, long middle)
{
	enum { HEAD = 10 * UNIT };
	long to = LANE_LEFT + INNER_WIDTH - HEAD;
	draw_span(svg, item, from, to, middle);
	svg_raw(svg, "<path transform=\"translate(");
	svg_hundredths(&svg->body, to);
	svg_raw(svg, " ");
	svg_hundredths(&svg->body, middle);
	svg_raw(svg, ")\" d=\"M0,-9L10,0L0,9Z\" fill=\"");
	svg_raw(svg, looks[item->state].colour);
	svg_raw(svg, "\"/>\n");
}

/*
 * Writes the dates of an item: to the right of its bar or mark, to the left where there is no room,
 * or below the lane.
 */
static void draw_when(struct svg *svg, const struct item *item, long from, long to, long top)
{
	struct style style = {.size = LETTERS};
	long baseline = top + LANE_HEIGHT - 8 * UNIT;
	long width = text_width(text_span(&item->when), &style) + TEXT_GAP;
	if (to + width <= LANE_LEFT + INNER_WIDTH) {
		hide_lines(svg, (struct box){to + TEXT_GAP, top, width - TEXT_GAP, LANE_HEIGHT});
		svg_text(svg, to + TEXT_GAP, baseline, &style, text_span(&item->when));
	} else if (from - width >= LANE_LEFT) {
		style.anchor = ANCHOR_END;
		hide_lines(svg, (struct box){from - width, top, width - TEXT_GAP, LANE_HEIGHT});
		svg_text(svg, from - TEXT_GAP, baseline, &style, text_span(&item->when));
	} else {
		struct box box = {MARGIN, top + LANE_HEIGHT, INNER_WIDTH, 0};
		svg->y += svg_paragraph(svg, box, &style, text_span(&item->when));
	}
}

/* Draws an item with a date in a lane, and its dates beside it. */
static void draw_in_lane(const struct timeline *t, struct svg *svg, const struct item *item,
	const struct ticks *ticks)
{
	long top = svg->y, middle = top + LANE_HEIGHT / 2;
	long from = x_in_lane(t, item->first), to = x_in_lane(t, item->last);
	bool project = item->state == STATE_NONE && to - from >= SHORTEST_BAR;
	draw_lane(t, svg, ticks, top);
	svg->y += LANE_HEIGHT;
	if (!item->ends) {
		draw_arrow(svg, item, from, middle);
		draw_when(svg, item, from, LANE_LEFT + INNER_WIDTH, top);
		return;
	}
	if (from < to)
		draw_span(svg, item, from, to, middle);
	if (project) {
		draw_when(svg, item, from, to, top);
		return;
	}
	draw_mark(svg, item->state, to, middle);
	from = from < to - MARK_RADIUS ? from : to - MARK_RADIUS;
	draw_when(svg, item, from, to + MARK_RADIUS, top);
}

/* A row without a date has no lane: its title and what is known of its dates are written. */
static void draw_item(const struct timeline *t, struct svg *svg, const struct item *item,
	const struct ticks *ticks)
{
	const struct style style = {.size = LETTERS}, small = {.size = LETTERS};
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg_raw(svg, "<g><title>");
	svg_escape(&svg->body, text_span(&item->title));
	svg_raw(svg, ": ");
	svg_escape(&svg->body, text_span(&item->when));
	svg_raw(svg, "</title>\n");
	svg->y += svg_paragraph(svg, box, &style, text_span(&item->title)) + UNIT;
	if (has_day(item)) {
		draw_in_lane(t, svg, item, ticks);
	} else {
		box.y = svg->y;
		svg->y += svg_paragraph(svg, box, &small, text_span(&item->when));
	}
	svg->y += LANE_GAP;
	svg_raw(svg, "</g>\n");
	describe(svg, text_span(&item->title), text_span(&item->when));
}

/* The marks that there are, and the day as of which the picture tells. */
static void draw_legend(const struct timeline *t, struct svg *svg)
{
	enum { LINE = 22 * UNIT, ITEM_GAP = 18 * UNIT };
	const struct style style = {.size = LETTERS};
	bool there[STATES] = {false};
	long x = MARGIN + MARK_RADIUS, middle = svg->y + LINE / 2;
	for (size_t i = 0; i < t->items; i++)
		there[t->item[i].state] = true;
	for (enum state state = STATE_DONE; state < STATES; state++) {
		if (!there[state])
			continue;
		struct span name = word(t->plot->language, looks[state].word);
		draw_mark(svg, state, x, middle);
		x += MARK_RADIUS + TEXT_GAP;
		svg_text(svg, x, middle + 5 * UNIT, &style, name);
		x += text_width(name, &style) + ITEM_GAP;
	}
	if (t->plot->has_as_of) {
		struct text text = {0}, day = {0};
		add_day(&day, t->plot->language, t->plot->as_of);
		add_words(&text, t->plot->language, "opgjort pr. %s", text_span(&day));
		free(day.bytes);
		svg_line(svg, x, middle - 8 * UNIT, x, middle + 8 * UNIT,
			" stroke=\"#1a1a1a\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\"");
		svg_text(svg, x + TEXT_GAP, middle + 5 * UNIT, &style, text_span(&text));
		free(text.bytes);
	}
	if (x > MARGIN + MARK_RADIUS || t->plot->has_as_of)
		svg->y += LINE + TEXT_GAP;
}

static void draw_items(struct timeline *t, struct svg *svg)
{
	struct ticks ticks = {.step = 1};
	qsort(t->item, t->items, sizeof *t->item, by_end);
	if (t->any && t->plot->has_as_of)
		take_in(t, t->plot->as_of);
	draw_legend(t, svg);
	if (t->any) {
		ticks = ticks_of(t);
		draw_axis(t, svg, &ticks);
	}
	for (size_t i = 0; i < t->items; i++)
		draw_item(t, svg, &t->item[i], &ticks);
}

void plot_timeline(struct plot *plot, struct records *in, struct svg *svg)
{
	struct timeline t = {.plot = plot};
	read_items(&t, in);
	if (t.items)
		draw_items(&t, svg);
	else
		draw_nothing(plot, svg);
	for (size_t i = 0; i < t.items; i++) {
		free(t.item[i].title.bytes);
		free(t.item[i].when.bytes);
	}
	free(t.item);
}
