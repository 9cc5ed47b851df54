#include "xlsx.h"

#include "read/values.h"

#include <stdlib.h>
#include <string.h>

const char *const xlsx_main[] = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
	"http://purl.oclc.org/ooxml/spreadsheetml/main", NULL};

/* Texts */

static int hexadecimal(char byte)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = byte ? strchr(digits, byte) : NULL;
	return at ? (int)((at - digits) % 16) : -1;
}

enum { ESCAPE = 7 }; /* bytes: _x000D_ */

/* The number that _xHHHH_ at the beginning of a text has; -1 where there is none. */
static long read_escape(struct span text)
{
	long number = 0;
	if (text.length < ESCAPE || text.bytes[0] != '_' || text.bytes[1] != 'x' ||
		text.bytes[ESCAPE - 1] != '_')
		return -1;
	for (size_t i = 2; i < ESCAPE - 1; i++) {
		int nibble = hexadecimal(text.bytes[i]);
		if (nibble < 0)
			return -1;
		number = number * 16 + nibble;
	}
	return number;
}

static bool surrogate(long number)
{
	return number >= 0xD800 && number < 0xE000;
}

/* Whether a record can hold a character; and XML, whose other texts have no other. */
static bool allowed(long number)
{
	bool control = number < ' ' && number != '\t' && number != '\n' && number != '\r';
	return !control && number != 0x7F && !surrogate(number) && number < 0xFFFE;
}

static void add_utf8(struct text *to, long number)
{
	if (number < 0x80) {
		text_add_char(to, (char)number);
	} else if (number < 0x800) {
		text_add_char(to, (char)(0xC0 | number >> 6));
		text_add_char(to, (char)(0x80 | (number & 0x3F)));
	} else if (number < 0x10000) {
		text_add_char(to, (char)(0xE0 | number >> 12));
		text_add_char(to, (char)(0x80 | (number >> 6 & 0x3F)));
		text_add_char(to, (char)(0x80 | (number & 0x3F)));
	} else {
		text_add_char(to, (char)(0xF0 | number >> 18));
		text_add_char(to, (char)(0x80 | (number >> 12 & 0x3F)));
		text_add_char(to, (char)(0x80 | (number >> 6 & 0x3F)));
		text_add_char(to, (char)(0x80 | (number & 0x3F)));
	}
}

/* Two escapes may be one character, of those that UTF-16 has in two halves. */
static size_t add_escape(struct text *to, struct span text)
{
	long number = read_escape(text);
	if (number >= 0xD800 && number < 0xDC00) {
		struct span rest = {text.bytes + ESCAPE, text.length - ESCAPE};
		long low = read_escape(rest);
		if (low >= 0xDC00 && low < 0xE000) {
			add_utf8(to, 0x10000 + ((number - 0xD800) << 10) + (low - 0xDC00));
			return (size_t)2 * ESCAPE;
		}
	}
	if (number < 0 || !allowed(number))
		return 0;
	add_utf8(to, number);
	return ESCAPE;
}

void xlsx_add_text(struct text *to, struct span text)
{
	const char *at;
	while (text.length && (at = memchr(text.bytes, '_', text.length))) {
		size_t before = (size_t)(at - text.bytes);
		text_add(to, (struct span){text.bytes, before});
		text.bytes += before;
		text.length -= before;
		size_t taken = add_escape(to, text);
		if (taken == 0) {
			text_add_char(to, '_');
			taken = 1;
		}
		text.bytes += taken;
		text.length -= taken;
	}
	text_add(to, text);
}

void xlsx_add_run(struct text *to, size_t begin, struct runs *runs, struct span text)
{
	struct span before = {text_span(to).bytes + begin, to->length - begin};
	bool changes = runs->now != runs->before;
	runs->before = runs->now;
	if (runs->now == RAISED && before.length) {
		value_add_raised(to, text);
		return;
	}
	if (changes && digits_meet(before, text))
		text_add_char(to, ' ');
	xlsx_add_text(to, text);
}

enum aligned xlsx_aligns(const struct element *element)
{
	struct span value = outline_or_empty(outline_attribute(element, "val"));
	if (span_is(value, "baseline"))
		return ON_LINE;
	return span_is(value, "subscript") ? LOWERED : RAISED;
}

/* Relations */

struct relations_state {
	struct outline outline;
	const char *base; /* the directory of the part that has them, with a slash, or "" */
	struct relations *relations;
};

static void remove_last(struct text *path)
{
	while (path->length && path->bytes[path->length - 1] != '/')
		path->length--;
}

/* Up to a slash, and with it, in whichever way it is written. */
static size_t step_length(struct span path)
{
	size_t length = 0;
	while (length < path.length && path.bytes[length] != '/' && path.bytes[length] != '\\')
		length++;
	return length + (length < path.length);
}

/* A target is beside the part that names it, or from the root of the package: ../media/a.png */
static char *resolve(const char *base, struct span target)
{
	struct text path = {0};
	if (target.length && (target.bytes[0] == '/' || target.bytes[0] == '\\')) {
		target.bytes++;
		target.length--;
	} else {
		text_add(&path, span_of(base));
	}
	while (target.length) {
		size_t length = step_length(target);
		struct span step = {target.bytes, length};
		if (span_is(step, "../") || span_is(step, "..\\")) {
			path.length -= path.length > 0;
			remove_last(&path);
		} else if (!span_is(step, "./") && !span_is(step, ".\\")) {
			bool back = step.bytes[length - 1] == '\\';
			text_add(&path, (struct span){step.bytes, length - back});
			if (back)
				text_add_char(&path, '/');
		}
		target.bytes += length;
		target.length -= length;
	}
	text_add_char(&path, '\0');
	return path.bytes;
}

static struct span last_word(struct span type)
{
	size_t from = type.length;
	while (from > 0 && type.bytes[from - 1] != '/')
		from--;
	return (struct span){type.bytes + from, type.length - from};
}

static void start_relation(void *state, const struct element *element)
{
	struct relations_state *s = state;
	struct relations *r = s->relations;
	struct span target = outline_or_empty(outline_attribute(element, "Target"));
	bool outside =
		span_is(outline_or_empty(outline_attribute(element, "TargetMode")), "External");
	r->relation = grow(r->relation, &r->room, r->count + 1, sizeof *r->relation);
	r->relation[r->count++] = (struct relation){
		.id = span_copy(outline_or_empty(outline_attribute(element, "Id"))),
		.type = span_copy(last_word(outline_or_empty(outline_attribute(element, "Type")))),
		.target = outside ? NULL : resolve(s->base, target),
	};
}

/* xl/workbook.xml has them in xl/_rels/workbook.xml.rels. */
static char *relations_part(const char *part, size_t directory)
{
	struct text name = {0};
	text_add(&name, (struct span){part, directory});
	text_add(&name, SPAN("_rels/"));
	text_add(&name, span_of(part + directory));
	text_add(&name, SPAN(".rels\0"));
	return name.bytes;
}

void relations_read(const struct package *package, const char *part, struct relations *relations)
{
	enum { RELATIONS = 1, RELATION };
	static const char *const spaces[] = {
		"http://schemas.openxmlformats.org/package/2006/relationships", NULL};
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "Relationships", spaces, RELATIONS, NULL, NULL, NULL},
		{RELATIONS, "Relationship", spaces, RELATION, start_relation, NULL, NULL},
		{.parent = -1},
	};
	const char *slash = strrchr(part, '/');
	size_t directory = slash ? (size_t)(slash - part) + 1 : 0;
	char *base = span_copy((struct span){part, directory});
	char *name = relations_part(part, directory);
	struct relations_state state = {.base = base, .relations = relations};
	if (archive_has(package->archive, name))
		part_read(package, name, rules, &state, false);
	free(name);
	free(base);
}

void relations_free(struct relations *relations)
{
	for (size_t i = 0; i < relations->count; i++) {
		free(relations->relation[i].id);
		free(relations->relation[i].type);
		free(relations->relation[i].target);
	}
	free(relations->relation);
}

const struct relation *relations_by_type(const struct relations *relations, const char *type)
{
	for (size_t i = 0; i < relations->count; i++) {
		const struct relation *r = &relations->relation[i];
		if (r->target && strcmp(r->type, type) == 0)
			return r;
	}
	return NULL;
}

const struct relation *relations_by_id(const struct relations *relations, struct span id)
{
	for (size_t i = 0; i < relations->count; i++) {
		const struct relation *r = &relations->relation[i];
		if (r->target && span_is(id, r->id))
			return r;
	}
	return NULL;
}

/* Styles: a cell has the number of one, which has the number of a number format. */

struct format {
	size_t number;
	struct style as;
};

struct styles_state {
	struct outline outline;
	struct styles *styles;
	struct format *format; /* those that the file has */
	size_t formats, room;
};

static void start_format(void *state, const struct element *element)
{
	struct styles_state *s = state;
	struct span code = outline_or_empty(outline_attribute(element, "formatCode"));
	struct format format = {.as = {(unsigned char)shown_by_code(code), zeros_by_code(code)}};
	if (!outline_number(
		    outline_or_empty(outline_attribute(element, "numFmtId")), &format.number))
		return;
	s->format = grow(s->format, &s->room, s->formats + 1, sizeof *s->format);
	s->format[s->formats++] = format;
}

/* The formats in the order of their numbers, each once: styles are many, too. */
static int compare_formats(const void *a, const void *b)
{
	const struct format *first = a, *second = b;
	return (first->number > second->number) - (first->number < second->number);
}

static void end_formats(void *state)
{
	struct styles_state *s = state;
	if (s->formats)
		qsort(s->format, s->formats, sizeof *s->format, compare_formats);
}

static void start_style(void *state, const struct element *element)
{
	struct styles_state *s = state;
	struct format wanted = {0};
	outline_number(outline_or_empty(outline_attribute(element, "numFmtId")), &wanted.number);
	const struct format *own = s->formats ? bsearch(&wanted, s->format, s->formats,
							sizeof *s->format, compare_formats)
					      : NULL;
	struct styles *styles = s->styles;
	styles->style =
		grow(styles->style, &styles->room, styles->count + 1, sizeof *styles->style);
	styles->style[styles->count++] =
		own ? own->as
		    : (struct style){.shown = (unsigned char)shown_by_number(wanted.number)};
}

void styles_read(const struct package *package, const char *part, struct styles *styles)
{
	enum { STYLE_SHEET = 1, FORMATS, FORMAT, STYLES, STYLE };
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "styleSheet", xlsx_main, STYLE_SHEET, NULL, NULL, NULL},
		{STYLE_SHEET, "numFmts", xlsx_main, FORMATS, NULL, NULL, end_formats},
		{FORMATS, "numFmt", xlsx_main, FORMAT, start_format, NULL, NULL},
		{STYLE_SHEET, "cellXfs", xlsx_main, STYLES, NULL, NULL, NULL},
		{STYLES, "xf", xlsx_main, STYLE, start_style, NULL, NULL},
		{.parent = -1},
	};
	struct styles_state state = {.styles = styles};
	part_read(package, part, rules, &state, false);
	free(state.format);
}

/* Shared texts: <si><t>Kommune</t></si>, or in runs of one look each, <si><r><t>Kom</t></r>...</si>
 */

struct strings_state {
	struct outline outline;
	struct strings *strings;
	struct runs runs;
};

static void start_run(void *state, const struct element *element)
{
	(void)element;
	((struct strings_state *)state)->runs.now = ON_LINE;
}

static void start_align(void *state, const struct element *element)
{
	((struct strings_state *)state)->runs.now = xlsx_aligns(element);
}

static void string_text(void *state, struct span text)
{
	struct strings_state *s = state;
	struct strings *strings = s->strings;
	size_t begin = strings->count ? strings->end[strings->count - 1] : 0;
	xlsx_add_run(&strings->bytes, begin, &s->runs, text);
}

static void end_string(void *state)
{
	struct strings_state *s = state;
	struct strings *strings = s->strings;
	s->runs = (struct runs){0};
	strings->end = grow(strings->end, &strings->room, strings->count + 1, sizeof *strings->end);
	strings->end[strings->count++] = strings->bytes.length;
}

void strings_read(const struct package *package, const char *part, struct strings *strings)
{
	enum { STRINGS = 1, STRING, RUN, TEXT, LOOK, ALIGN };
	static const struct outline_rule rules[] = {
		{OUTLINE_OUTSIDE, "sst", xlsx_main, STRINGS, NULL, NULL, NULL},
		{STRINGS, "si", xlsx_main, STRING, NULL, NULL, end_string},
		{STRING, "t", xlsx_main, TEXT, NULL, string_text, NULL},
		{STRING, "r", xlsx_main, RUN, start_run, NULL, NULL},
		{RUN, "t", xlsx_main, TEXT, NULL, string_text, NULL},
		{RUN, "rPr", xlsx_main, LOOK, NULL, NULL, NULL},
		{LOOK, "vertAlign", xlsx_main, ALIGN, start_align, NULL, NULL},
		{.parent = -1},
	};
	struct strings_state state = {.strings = strings};
	part_read(package, part, rules, &state, true);
	text_reserve(&strings->bytes, 1); /* an address, be it of no bytes */
}
