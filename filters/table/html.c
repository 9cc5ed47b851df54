/*
 * The format `html`: each <table> of a page is a sheet. Pages saved from a browser, tables pasted
 * from one, and what many systems write and name .xls.
 *
 * libxml2's HTML parser reads it as a stream and mends what is broken, as browsers do: a missing
 * </td>, an attribute without quotes. What it would mend by leaving characters out is refused.
 *
 *	<table id="bilag-a"> <caption>Bilag A</caption>
 *	  <tr> <th rowspan="2">Kommune <th colspan="2">Antal
 *	  <tr> <td>101 København <td>667.099 ...
 *
 * A table within a cell of another is a sheet of its own, and the outer one lays out the page.
 */
#include "cells.h"
#include "decode.h"
#include "layout.h"
#include "read/markup.h"
#include "stored.h"

#include <libxml/HTMLparser.h>

#include <stdlib.h>
#include <strings.h>

enum { ATTRIBUTES = 4096 }; /* of an element */
enum { LIMIT = 1 << 20 };   /* bytes: a name, an attribute, a comment, a run of text */

/* Bytes that may go in without an event before that is taken for one of those. */
enum { QUIET_LIMIT = 2 * LIMIT };

enum { NAMES_LIMIT = 4 << 20 }; /* bytes of all different names, which the parser keeps */

#if LIBXML_VERSION >= 21200
typedef const xmlError xml_error;
#else
typedef xmlError xml_error;
#endif

/* An open <table>. */
struct sheet {
	size_t number;
	bool announced; /* the cells know it: from its caption's end on, or its first row */
	bool wanted;
};

enum gap { TIGHT, BLANK, BREAK }; /* what stands between the text so far and what comes */

struct tag;

struct page {
	const char *file;
	struct cells *cells;
	htmlParserCtxtPtr parser;
	struct input *input;
	struct decoder *decoder;
	size_t quiet;                      /* bytes read since the last event */
	bool ended;                        /* there are no more */
	const struct tag *open[XML_DEPTH]; /* the elements that are; NULL where nothing is done */
	size_t depth;
	size_t unread;    /* open elements whose text nobody reads */
	size_t tables;    /* so far */
	struct text name; /* of the innermost, until it is announced */
	struct sheet sheet[XML_DEPTH];
	size_t sheets; /* open */

	/* Of the innermost table, where it is wanted: */
	bool caption, in_row, in_cell;
	size_t row, column;              /* at hand; the next that may be free */
	size_t reach[CELLS_COLUMNS + 1]; /* so many rows, from this on, a cell takes of a column */
	size_t width;                    /* of what has been reached */
	struct cell cell;
	struct text shown, stored; /* a cell's text, and the figure behind it */
	struct text date;          /* what that figure is as a date; empty where it is none */
	bool clock;                /* it is a time, if the text has a colon */
	enum gap gap;
	bool bracket; /* the text came to a "<" that begins no tag */
	bool raised;  /* what comes is raised or lowered, unlike what stands before it */
	bool above;   /* what comes is raised */
};

static size_t line_of(const struct page *p)
{
	const xmlParserInput *input = p->parser->input;
	return input && input->line > 0 ? (size_t)input->line : 0;
}

static _Noreturn void fail_limit(const struct page *p)
{
	fail(EX_DATAERR, p->file, line_of(p),
		"a name, attribute, comment or text longer than %d MB", LIMIT >> 20);
}

/*
 * The parser holds each attribute of a tag against those before it: 64,000 took 3 s. It has room
 * for twice as many as there are, at most, two places for each.
 */
static _Noreturn void fail_attributes(const struct page *p)
{
	fail(EX_DATAERR, p->file, line_of(p), "an element has more than %d attributes", ATTRIBUTES);
}

/* The parser goes on, and what it keeps of names and entities has a limit. */
static void note_event(struct page *p)
{
	p->quiet = 0;
	if (xmlDictGetUsage(p->parser->dict) > NAMES_LIMIT)
		fail(EX_DATAERR, p->file, line_of(p), "more than %d MB of different names",
			NAMES_LIMIT >> 20);
}

static bool in_wanted(const struct page *p)
{
	return p->sheets > 0 && p->sheet[p->sheets - 1].wanted;
}

/* Text: runs of space are one blank, as a browser shows them. */

static void begin_text(struct page *p)
{
	p->shown.length = 0;
	p->gap = TIGHT;
	p->bracket = p->raised = p->above = false;
}

static void add_gap(struct page *p, enum gap gap)
{
	if (gap > p->gap)
		p->gap = gap;
}

/* The number of a footnote is no digit of the figure that it stands beside: 12<sup>3</sup>. */
static void part_note(struct page *p, char byte)
{
	if (p->raised && !(p->above && p->shown.length) &&
		digits_meet(text_span(&p->shown), (struct span){&byte, 1}))
		add_gap(p, BLANK);
	p->raised = false;
}

static void add_byte(struct page *p, char byte)
{
	part_note(p, byte);
	if (p->shown.length > 0 && p->gap != TIGHT)
		text_add_char(&p->shown, p->gap == BREAK ? '\n' : ' ');
	p->gap = TIGHT;
	if (p->above && p->shown.length > 0)
		value_add_raised(&p->shown, (struct span){&byte, 1});
	else
		text_add_char(&p->shown, byte);
}

/* The length of the space at the front, that which does not break lines too; 0: there is none. */
static size_t space_length(struct span text)
{
	static const char no_break[] = "\xC2\xA0";
	enum { LENGTH = sizeof no_break - 1 };
	if (xml_space(text.bytes[0]))
		return 1;
	return text.length >= LENGTH && memcmp(text.bytes, no_break, LENGTH) == 0 ? LENGTH : 0;
}

static void add_text(struct page *p, struct span text)
{
	while (text.length) {
		size_t space = space_length(text), taken = space ? space : 1;
		if (space)
			add_gap(p, BLANK);
		else
			add_byte(p, text.bytes[0]);
		text = (struct span){text.bytes + taken, text.length - taken};
	}
	if (p->shown.length > CELLS_TEXT)
		fail_limit(p);
}

/*
 * Word and Excel write <![if ...]> and <![endif]>, which browsers do not show. The parser takes
 * them for text, the "<" by itself.
 */
static struct span without_condition(struct page *p, struct span text)
{
	bool bracket = p->bracket;
	const xmlParserInput *input = p->parser->input;
	p->bracket = span_is(text, "<") && input && *input->cur == '<'; /* it is not of &lt; */
	if (p->bracket)
		return SPAN("");
	if (!bracket)
		return text;
	const char *end = memchr(text.bytes, '>', text.length);
	if (!end || text.length < 2 || memcmp(text.bytes, "![", 2) != 0) {
		add_byte(p, '<');
		return text;
	}
	return (struct span){end + 1, text.length - (size_t)(end + 1 - text.bytes)};
}

static void on_text(void *context, const xmlChar *bytes, int length)
{
	struct page *p = context;
	note_event(p);
	if (!p->unread && (p->in_cell || p->caption))
		add_text(p,
			without_condition(p, (struct span){(const char *)bytes, (size_t)length}));
}

static void end_text(struct page *p)
{
	if (p->bracket)
		add_byte(p, '<');
	p->bracket = false;
}

/* Attributes. */

/* Without a value it is an empty one; `bytes` is NULL where there is no such attribute. */
static struct span attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes && *attributes; attributes += 2) {
		if (strcmp((const char *)attributes[0], name) == 0)
			return span_of(attributes[1] ? (const char *)attributes[1] : "");
	}
	return (struct span){NULL, 0};
}

/* How many rows or columns a cell takes: 1 where what stands there is no number, as browsers do. */
static size_t span_attribute(
	const struct page *p, const xmlChar **attributes, const char *name, size_t most)
{
	enum { BASE = 10 };
	struct span value = trimmed(attribute(attributes, name));
	size_t n = 0, i = 0;
	while (i < value.length && value.bytes[i] >= '0' && value.bytes[i] <= '9' && n <= most)
		n = n * BASE + (size_t)(value.bytes[i++] - '0');
	if (i > 0 && (n == 0 || n > most))
		cells_fail(p->cells, p->cell.column, "%s=\"%s\" is not from 1 to %zu", name,
			quote(value).text, most);
	return i > 0 ? n : 1;
}

/* Tables, rows and cells. */

static void release(struct page *p)
{
	for (size_t i = 1; i <= p->width; i++)
		p->reach[i] = 0;
	p->width = 0;
}

/* The table at hand is a sheet from here on: its name is its caption or else its id. */
static void announce(struct page *p)
{
	struct sheet *sheet = p->sheets ? &p->sheet[p->sheets - 1] : NULL;
	if (!sheet || sheet->announced)
		return;
	sheet->announced = true;
	sheet->wanted = cells_sheet(p->cells, text_span(&p->name), sheet->number);
	p->in_row = false;
	p->row = 0;
	release(p);
}

static void start_table(struct page *p, const xmlChar **attributes)
{
	announce(p);
	if (in_wanted(p))
		cells_fail(p->cells, 0,
			"it holds another table in a cell, and so lays out the page: --sheet %zu "
			"reads the inner one",
			p->tables + 1);
	p->sheet[p->sheets++] = (struct sheet){.number = ++p->tables};
	p->name.length = 0;
	text_add(&p->name, trimmed(attribute(attributes, "id")));
}

static void end_table(struct page *p)
{
	const xmlParserInput *input = p->parser->input;
	if (p->ended && (!input || input->cur >= input->end))
		fail_cut_short(EX_DATAERR, p->file, line_of(p),
			"the page is cut short: <table> is still open");
	announce(p);
	p->sheets--;
}

static void start_caption(struct page *p, const xmlChar **attributes)
{
	(void)attributes;
	p->caption = p->sheets > 0 && !p->sheet[p->sheets - 1].announced;
	begin_text(p);
}

static void end_caption(struct page *p)
{
	end_text(p);
	if (p->caption && p->shown.length > 0) {
		p->name.length = 0;
		text_add(&p->name, text_span(&p->shown));
	}
	p->caption = false;
	announce(p);
}

/* Whether a figure has so many wholes, or one fewer, with a text that is rounded up. */
static bool rounds_to(struct span figure, const char *digits)
{
	enum { MOST = 18, BASE = 10 };
	size_t at = figure.length && figure.bytes[0] == '-', whole = at;
	while (whole < figure.length && digit(figure.bytes[whole]))
		whole++;
	if (whole - at > MOST || strlen(digits) > MOST || !*digits)
		return false;
	unsigned long long stored = strtoull(figure.bytes + at, NULL, BASE);
	unsigned long long shown = strtoull(digits, NULL, BASE);
	return shown == stored || shown == stored + 1;
}

/*
 * Whether a text shows the figure that is stored, and not a date of which that is the number: it
 * has digits in groups of three and begins as the figure does, or as it is rounded. A percentage is
 * 100 times as much.
 */
static bool shows_figure(struct span text, struct span figure)
{
	enum { GROUP = 3, ROOM = 64 };
	size_t at = 0, group = 0, groups = 0, before = 0, count = 0;
	char digits[ROOM] = "";
	bool begins = true;
	if (text.length && figure.length && text.bytes[0] == '-' && figure.bytes[0] == '-')
		at = 1;
	for (size_t i = at; i < text.length; i++) {
		if (digit(text.bytes[i])) {
			begins &= groups > 0 ||
				  (i < figure.length && text.bytes[i] == figure.bytes[i]);
			if (count + 1 < ROOM)
				digits[count++] = text.bytes[i];
			group++;
		} else if (strchr("., ", text.bytes[i]) && group > 0) {
			if (groups > 0 && group != GROUP)
				return false;
			groups++;
			group = 0;
			before = count;
		} else {
			return false;
		}
	}
	if (group == 0 || begins)
		return group > 0;
	bool all = (groups == 0 || group == GROUP) && rounds_to(figure, digits);
	digits[before] = '\0';
	return all || rounds_to(figure, digits);
}

/* The figure behind a text is the cell's value; where it is that of a date, the text is. */
static struct span value_of(struct page *p)
{
	struct span shown = text_span(&p->shown), figure = text_span(&p->stored);
	if (p->cell.kind == CELL_ERROR)
		return figure;
	if (p->cell.kind == CELL_BOOLEAN && span_is(figure, "TRUE"))
		return SPAN("true");
	if (p->cell.kind == CELL_BOOLEAN && span_is(figure, "FALSE"))
		return SPAN("false");
	p->cell.percent = shown.length > 0 && shown.bytes[shown.length - 1] == '%';
	if (p->cell.kind == CELL_NUMBER && (p->cell.percent || shows_figure(shown, figure)))
		return figure;
	bool clock = p->clock && shown.length && memchr(shown.bytes, ':', shown.length);
	if (p->cell.kind == CELL_NUMBER && p->date.length && !clock) {
		p->cell.kind = CELL_DATE;
		return text_span(&p->date);
	}
	p->cell.percent = false;
	p->cell.kind = CELL_TEXT;
	return shown;
}

static void end_cell(struct page *p)
{
	if (!p->in_cell)
		return;
	p->in_cell = false;
	end_text(p);
	p->cell.text = value_of(p);
	cells_put(p->cells, &p->cell);
}

static void start_row(struct page *p, const xmlChar **attributes)
{
	(void)attributes;
	announce(p);
	end_cell(p); /* one in which an element stands open */
	if (!in_wanted(p))
		return;
	for (size_t i = 1; i <= p->width; i++)
		p->reach[i] -= p->reach[i] > 0;
	p->column = 1;
	p->in_row = true;
	struct sheet *sheet = &p->sheet[p->sheets - 1];
	sheet->wanted = cells_row(p->cells, ++p->row, line_of(p));
}

static void end_row(struct page *p)
{
	p->in_row = false;
}

/* A cell reaches down to the end of its part of the table and no further. */
static void end_part(struct page *p)
{
	if (!in_wanted(p))
		return;
	p->in_row = false;
	release(p);
}

/* What an attribute says of a cell: the value that is stored, behind the text that is shown. */
static const struct {
	const char *name;
	enum cell_kind kind;
} stored[] = {
	{"x:num", CELL_NUMBER}, /* Excel */
	{"sdval", CELL_NUMBER}, /* LibreOffice */
	{"x:bool", CELL_BOOLEAN},
	{"x:err", CELL_ERROR},
};

/* Whether a code has any of these letters, but for quoted text. */
static bool has_letter(struct span code, const char *letters)
{
	bool within = false, found = false;
	for (size_t i = 0; i < code.length && !found; i++) {
		within ^= code.bytes[i] == '"';
		found = !within && code.bytes[i] && strchr(letters, code.bytes[i]);
	}
	return found;
}

/* LibreOffice counts the days before 1 March 1900 from another day than Excel. */
static bool before_march(struct span date)
{
	static const char january[] = "1900-01-", february[] = "1900-02-";
	enum { LENGTH = sizeof january - 1 };
	return date.length > LENGTH && (memcmp(date.bytes, january, LENGTH) == 0 ||
					       memcmp(date.bytes, february, LENGTH) == 0);
}

/*
 * A number that is shown as a date is one. LibreOffice's sdnum is two languages and a format, which
 * is in the second of them: no format is `Standard` in many, and the hours of Danish are T, so that
 * the minutes of TT:MM look like a month.
 */
static void take_format(struct page *p, struct span format)
{
	static const char none[] = "standa";
	for (int parts = 0; parts < 2 && format.length; format.bytes++, format.length--)
		parts += format.bytes[0] == ';';
	enum shown shown = format.length ? shown_by_code(format) : SHOWN_NUMBER;
	bool general =
		format.length >= strlen(none) && strncasecmp(format.bytes, none, strlen(none)) == 0;
	if (general || shown == SHOWN_NUMBER || shown == SHOWN_PERCENT)
		return;
	p->clock = shown == SHOWN_DATE && !has_letter(format, "dDyYjJ");
	if (stored_days(text_span(&p->stored), shown, false, &p->date) != NULL ||
		before_march(text_span(&p->date)))
		p->date.length = 0;
}

static void take_stored(struct page *p, const xmlChar **attributes)
{
	p->stored.length = p->date.length = 0;
	for (size_t i = 0; i < sizeof stored / sizeof *stored; i++) {
		struct span value = trimmed(attribute(attributes, stored[i].name));
		if (value.length == 0)
			continue;
		if (stored[i].kind != CELL_NUMBER)
			text_add(&p->stored, value);
		else if (!stored_number(value, &p->stored))
			continue;
		p->cell.kind = stored[i].kind;
		if (p->cell.kind == CELL_NUMBER)
			take_format(p, attribute(attributes, "sdnum"));
		return;
	}
}

static void start_cell(struct page *p, const xmlChar **attributes)
{
	enum { ROWS = 65534, COLUMNS = 1000 }; /* the most that HTML knows */
	announce(p);
	end_cell(p);
	if (p->sheets > 0 && !p->in_row)
		start_row(p, NULL);
	if (!in_wanted(p))
		return;
	while (p->column <= CELLS_COLUMNS && p->reach[p->column] > 0)
		p->column++;
	p->cell = (struct cell){.column = p->column};
	p->cell.span_columns = span_attribute(p, attributes, "colspan", COLUMNS);
	p->cell.span_rows = span_attribute(p, attributes, "rowspan", ROWS);
	if (p->column + p->cell.span_columns > CELLS_COLUMNS + 1)
		cells_fail(p->cells, 0, "more than %d columns", CELLS_COLUMNS);
	for (size_t i = 0; i < p->cell.span_columns; i++, p->column++) {
		if (p->reach[p->column] > 0)
			cells_fail(p->cells, p->column, "two cells that reach into it");
		p->reach[p->column] = p->cell.span_rows;
	}
	if (p->width < p->column)
		p->width = p->column - 1;
	take_stored(p, attributes);
	begin_text(p);
	p->in_cell = true;
}

static void break_line(struct page *p, const xmlChar **attributes)
{
	(void)attributes;
	add_gap(p, BREAK);
}

static void end_block(struct page *p)
{
	add_gap(p, BREAK);
}

static void start_raised(struct page *p, const xmlChar **attributes)
{
	(void)attributes;
	p->raised = true;
}

static void start_above(struct page *p, const xmlChar **attributes)
{
	start_raised(p, attributes);
	p->above = true;
}

static void end_raised(struct page *p)
{
	p->raised = true;
	p->above = false;
}

static void start_unread(struct page *p, const xmlChar **attributes)
{
	(void)attributes;
	p->unread++;
}

static void end_unread(struct page *p)
{
	p->unread--;
}

/* What is done with an element; the text of any other is text where it stands. */
static const struct tag {
	const char *name;
	void (*start)(struct page *, const xmlChar **attributes);
	void (*end)(struct page *);
} tags[] = {
	{"td", start_cell, end_cell}, {"tr", start_row, end_row}, {"th", start_cell, end_cell},
	{"br", break_line, NULL}, {"p", break_line, end_block}, {"div", break_line, end_block},
	{"li", break_line, end_block}, {"table", start_table, end_table},
	{"caption", start_caption, end_caption}, {"thead", NULL, end_part},
	{"tbody", NULL, end_part}, {"tfoot", NULL, end_part}, {"script", start_unread, end_unread},
	{"style", start_unread, end_unread}, {"sup", start_above, end_raised},
	{"sub", start_raised, end_raised},
	{"comment", start_unread, end_unread}, /* a remark on a cell, as LibreOffice writes it */
};

static const struct tag *find_tag(const char *name)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		if (strcmp(tags[i].name, name) == 0)
			return &tags[i];
	}
	return NULL;
}

/* What the parser hands over. */

static void check_attributes(const struct page *p, const xmlChar **attributes)
{
	for (size_t count = 0; attributes && *attributes; attributes += 2) {
		if (attributes[1] && strlen((const char *)attributes[1]) > LIMIT)
			fail_limit(p);
		if (++count > ATTRIBUTES)
			fail_attributes(p);
	}
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct page *p = context;
	note_event(p);
	if (p->depth == XML_DEPTH)
		fail(EX_DATAERR, p->file, line_of(p), "elements nest more than %d deep", XML_DEPTH);
	check_attributes(p, attributes);
	const struct tag *tag = find_tag((const char *)name);
	p->open[p->depth++] = tag;
	if (tag && tag->start)
		tag->start(p, attributes);
}

static void on_end(void *context, const xmlChar *name)
{
	(void)name;
	struct page *p = context;
	note_event(p);
	const struct tag *tag = p->open[--p->depth];
	if (tag && tag->end)
		tag->end(p);
}

static void on_comment(void *context, const xmlChar *comment)
{
	struct page *p = context;
	note_event(p);
	if (strlen((const char *)comment) > LIMIT)
		fail_limit(p);
}

/* What is in a script or a style. */
static void on_cdata(void *context, const xmlChar *bytes, int length)
{
	(void)bytes, (void)length;
	note_event(context);
}

/* What the parser would leave out of a text; whatever else is broken, it mends. */
static bool loses(const xml_error *error)
{
	static const int losing[] = {XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF,
		XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_ENCODING};
	for (size_t i = 0; i < sizeof losing / sizeof *losing; i++) {
		if (error->code == losing[i])
			return true;
	}
	return false;
}

static void on_error(void *context, xml_error *error)
{
	struct page *p = context;
	if (error->code == XML_ERR_NO_MEMORY)
		fail(EX_OSERR, p->file, line_of(p), "no memory for the HTML parser");
	if (in_wanted(p) && loses(error)) {
		struct span words = trimmed(span_of(error->message ? error->message : "unknown"));
		fail(EX_DATAERR, p->file, line_of(p), "not HTML that can be read whole: %.*s",
			(int)words.length, words.bytes);
	}
}

/* The encoding: what a byte order mark or --encoding says, else the page, else it is UTF-8. */

/* What a page may call an encoding, where iconv would take it for another. */
static const struct {
	const char *label, *name;
} encodings[] = {
	{"iso-8859-1", "windows-1252"}, /* as browsers take it */
	{"latin1", "windows-1252"},
	{"us-ascii", "windows-1252"},
	{"ascii", "windows-1252"},
	{"utf-16", "UTF-8"}, /* or one could not have read this in it */
	{"x-mac-roman", "macintosh"},
};

/* What follows a word in a tag near the beginning: <meta charset="...">. NULL where there is none.
 */
static char *find_label(const char *first, const char *tag, const char *word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_.:";
	for (const char *at = first; (at = strcasestr(at, tag)); at++) {
		const char *end = strchr(at, '>'), *found = strcasestr(at, word);
		if (!end || !found || found > end)
			continue;
		found += strlen(word);
		found += strspn(found, " \t\r\n=\"'");
		return span_copy((struct span){found, strspn(found, letters)});
	}
	return NULL;
}

/* What the page says, for the caller to free; NULL where it says nothing. */
static char *find_encoding(const struct page *p, struct span first)
{
	char *text = span_copy(first);
	char *label = find_label(text, "<meta", "charset");
	if (!label)
		label = find_label(text, "<?xml", "encoding");
	free(text);
	for (size_t i = 0; label && i < sizeof encodings / sizeof *encodings; i++) {
		if (strcasecmp(label, encodings[i].label) != 0)
			continue;
		free(label);
		return span_copy(span_of(encodings[i].name));
	}
	if (label && !encoding_known(label))
		fail(EX_DATAERR, p->file, 0,
			"the page says that its encoding is '%s', which is not known; --encoding "
			"tells another",
			quote(span_of(label)).text);
	return label;
}

/* Records have no control characters. A form feed is space. */
static void check_bytes(const struct page *p, char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\f')
			bytes[i] = ' ';
		unsigned char byte = (unsigned char)bytes[i];
		if ((byte < ' ' && !xml_space(bytes[i])) || byte == 0x7F)
			fail(EX_DATAERR, p->file, line_of(p),
				"a control character U+%04X, which no text has", byte);
	}
}

/*
 * The parser asks for bytes, and gets as many as it asks for: it looks ahead no farther than these,
 * and reads a page that comes byte by byte as another one. Behind the page it gets a remark, so
 * that a table which ends with it can be told from one that is cut short.
 */
static int on_read(void *context, char *bytes, int room)
{
	static const char remark[] = "<!-- -->";
	struct page *p = context;
	const char *fault = NULL;
	if (p->ended)
		return 0;
	if (p->quiet > QUIET_LIMIT)
		fail_limit(p);
	if (p->parser->maxatts > 4 * ATTRIBUTES)
		fail_attributes(p);
	size_t got = 0, more;
	do {
		more = decoder_read(p->decoder, bytes + got, (size_t)room - got, &fault);
		got += more;
	} while (more > 0 && (size_t)room - got >= DECODER_ROOM);
	if (fault && got == 0)
		fail(EX_DATAERR, p->file, line_of(p), "%s", fault);
	check_bytes(p, bytes, got);
	p->quiet += got;
	cells_progress(p->cells, p->input);
	p->ended = got == 0;
	if (!p->ended)
		return (int)got;
	memcpy(bytes, remark, sizeof remark - 1);
	return sizeof remark - 1;
}

static void parse(struct page *p)
{
	p->parser = htmlNewParserCtxt();
	*p->parser->sax = (xmlSAXHandler){.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_cdata,
		.comment = on_comment};
	p->parser->userData = p;
	xmlSetStructuredErrorFunc(p, on_error);
	htmlCtxtReadIO(p->parser, on_read, NULL, p, NULL, "UTF-8",
		HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	xmlSetStructuredErrorFunc(NULL, NULL);
	htmlFreeParserCtxt(p->parser);
}

static void html_read(struct input *input, struct cells *cells, const struct reading *reading)
{
	struct page *p = allocate(1, sizeof *p);
	memset(p, 0, sizeof *p);
	p->file = input_name(input);
	p->cells = cells;
	p->input = input;
	const char *told = reading->layout->encoding;
	struct text title = {0};
	page_title(input_peek(input), &title);
	char *own = told ? NULL : find_encoding(p, input_peek(input));
	bool silent = reading->layout->maps && !told && !own;
	const char *bytes = silent ? decoder_told(input) : NULL;
	p->decoder = decoder_open(input,
		told  ? told
		: own ? own
		      : bytes,
		told  ? "--encoding says"
		: own ? "the page says"
		      : "its first bytes say",
		reading->max_bytes);
	if (silent && !bytes)
		decoder_settles(p->decoder);
	parse(p);
	rows_read_as(cells_rows(cells), "encoding", span_of(decoder_encoding(p->decoder)));
	if (p->tables == 0)
		fail(EX_DATAERR, p->file, 0, "there is no <table> in the page%s",
			text_span(&title).bytes);
	free(title.bytes);
	decoder_close(p->decoder);
	free(own);
	free(p->name.bytes);
	free(p->shown.bytes);
	free(p->stored.bytes);
	free(p->date.bytes);
	free(p);
}

const struct table_dialect table_html = {.name = "html", .begins = begins_html, .read = html_read};
