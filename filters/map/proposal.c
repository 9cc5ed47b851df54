#include "proposal.h"

#include "names.h"

#include "lib/period.h"
#include "lib/places.h"
#include "lib/writer.h"
#include "table/pattern.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The columns of a map that a proposal fills; those of an older map come behind. */
enum place_in_map {
	IN_COLUMN,
	IN_IS,
	IN_TYPE,
	IN_NUMBERS,
	IN_FILL,
	IN_PERIOD,
	IN_MEASURE,
	IN_UNIT,
	IN_SOURCE,
	INS,
};
static const char *const cell_names[INS] = {
	"column", "is", "type", "numbers", "fill", "period", "measure", "unit", "source"};

/* A line, as texts that are not escaped yet. */
struct row_of_map {
	struct text cell[INS];
	struct text *more; /* what an older map says, escaped */
};

/* What becomes of a column of the table. */
struct fate {
	enum role role;
	struct said said;    /* of its header */
	struct text plain;   /* the header as kkr-table compares it */
	struct text name;    /* by which the map names it */
	struct text measure; /* of a value; the name of the field of another */
	const char *unit;
	bool covered; /* the line of a column before it stands for it, too: {period} */
	bool dated;   /* its period is told by {period} */
	struct like_line *like;
	char *taken;   /* what tells its name from others, in writing.taken */
	size_t number; /* the last that was put behind its name for another column */
};

struct writing {
	struct proposal *p;
	struct writer *out;
	struct fate *fate;   /* by column */
	struct places taken; /* the names of columns so far, and of values their periods */
	size_t last;
	char *const *more; /* names of the constants of an older map, which this one has not */
	size_t *more_at;
	size_t mores;
	struct row_of_map row;
	bool fills;
	bool periods; /* the period of a row stands in it, or in a heading above it */
	struct said title;
	bool titled;   /* the period of values is that in the title */
	bool by_sheet; /* and the title is the name of the sheet: the caption of a page's table */
	bool untitled; /* there is no header, above which kkr-table would find the title */
	enum heading heading;
};

/* Lines */

static void put_line(struct writing *w)
{
	for (size_t i = 0; i < INS; i++) {
		if (i == IN_FILL && !w->fills)
			continue;
		put_foreign(w->out, text_span(&w->row.cell[i]));
		w->row.cell[i].length = 0;
	}
	for (size_t i = 0; i < w->mores; i++) {
		put_field(w->out, text_span(&w->row.more[i]));
		w->row.more[i].length = 0;
	}
	put_row_end(w->out);
}

static void set(struct writing *w, enum place_in_map cell, struct span text)
{
	w->row.cell[cell].length = 0;
	text_add(&w->row.cell[cell], text);
}

static void option(struct writing *w, const char *name, struct span argument)
{
	set(w, IN_COLUMN, span_of(name));
	set(w, IN_IS, argument);
	put_line(w);
}

/* A remark; `asks` marks what somebody has to look at. */
static void vremark(struct writing *w, bool asks, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

static void vremark(struct writing *w, bool asks, const char *format, va_list arguments)
{
	enum { ROOM = 2048 };
	char remark[ROOM];
	vsnprintf(remark, sizeof remark, format, arguments);
	set(w, IN_COLUMN, asks ? SPAN("# ? ") : SPAN("# "));
	text_add_foreign(&w->row.cell[IN_COLUMN], span_of(remark));
	put_line(w);
}

static void remark(struct writing *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void remark(struct writing *w, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vremark(w, false, format, arguments);
	va_end(arguments);
}

static void ask(struct writing *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void ask(struct writing *w, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vremark(w, true, format, arguments);
	va_end(arguments);
}

static void ask_each(struct writing *w, const char *what, const struct listed *list)
{
	for (size_t i = 0; i < list->count && i < LISTED; i++)
		ask(w, "%s: %.*s", what, (int)list->line[i].length, list->line[i].bytes);
	if (list->count > LISTED)
		ask(w, "%s: and %zu more", what, list->count - LISTED);
}

static struct quote letters_of(size_t column)
{
	struct text letters = {0};
	column_letters(&letters, column);
	struct quote shown = quote(text_span(&letters));
	free(letters.bytes);
	return shown;
}

/* Columns */

/* The characters of a header that mean something in a pattern are told not to. */
static void add_literal(struct text *to, struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.bytes[i] == '*' || text.bytes[i] == '{')
			text_add_char(to, '\\');
		text_add_char(to, text.bytes[i]);
	}
}

/* A pattern with {period}, in which all else is literal. */
static void add_pattern(struct text *to, struct span pattern)
{
	static const char period[] = "{period}";
	enum { LENGTH = sizeof period - 1 };
	size_t at = 0;
	while (at + LENGTH <= pattern.length && memcmp(pattern.bytes + at, period, LENGTH) != 0)
		at++;
	add_literal(to, (struct span){pattern.bytes, at});
	text_add(to, SPAN(period));
	at += LENGTH;
	add_literal(to, (struct span){pattern.bytes + at, pattern.length - at});
}

/* Whether a text has a control character, which no record can hold. */
static bool has_control(struct span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];
		if (byte == 0x7F || (byte < ' ' && !strchr("\t\n\r", byte)))
			return true;
	}
	return false;
}

/* Whether a header can name its column: it is the only one, and no other word of the grammar. */
static bool names_itself(const struct writing *w, size_t column)
{
	struct span header = text_span(&w->fate[column].plain);
	if (header.length == 0 || has_control(header) || header.bytes[0] == '#' ||
		span_is(header, "*") || (header.length > 1 && memcmp(header.bytes, "--", 2) == 0))
		return false;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		if (c != column && span_equals(text_span(&w->fate[c].plain), header))
			return false;
	}
	return true;
}

static void name_column(struct writing *w, size_t column)
{
	struct fate *f = &w->fate[column];
	f->name.length = 0;
	if (names_itself(w, column)) {
		add_literal(&f->name, text_span(&f->plain));
		return;
	}
	text_add_char(&f->name, '#');
	column_letters(&f->name, column);
}

/* Figures of a column, as the map has to read them. */
struct figures {
	const char *type;
	bool danish, spaced;
};

/* Whether a header says that figures are crowns, of which there are thousands. */
static bool says_crowns(struct span header)
{
	struct text key = {0};
	name_add(&key, header);
	text_add_char(&key, '_');
	text_add_char(&key, '\0');
	bool says = strstr(key.bytes, "kr_") || strstr(key.bytes, "kroner");
	free(key.bytes);
	return says;
}

/*
 * Whether the points of a column that says it has means are those of decimals: each figure is
 * written 1.234, and none tells the notation.
 */
static bool has_means(const struct writing *w, size_t column)
{
	const struct study_column *c = &w->p->study->column[column];
	struct span header = text_span(&w->fate[column].plain);
	return says_mean(header) && !says_crowns(header) && c->thirds > 0 &&
	       c->thirds == c->figures;
}

static struct figures figures_of(const struct writing *w, size_t column)
{
	const struct study_column *c = &w->p->study->column[column];
	bool plain = c->plain > c->danish || has_means(w, column);
	struct figures f = {"integer", !plain, c->spaced > 0};
	bool fraction = c->fractions > 0 || (!f.danish && c->dotted > 0);
	f.type = c->percents ? "percent" : fraction ? "decimal" : "integer";
	return f;
}

static const char *numbers_word(struct figures f)
{
	static const char *const words[2][2] = {{"plain", "plain-spaces"}, {"da", "da-spaces"}};
	return words[f.danish][f.spaced];
}

/* Whether two columns can have one line: the same in all but their period. */
static bool alike(const struct writing *w, size_t a, size_t b)
{
	const struct fate *x = &w->fate[a], *y = &w->fate[b];
	if (x->role != ROLE_VALUE || y->role != ROLE_VALUE || !x->said.period.length ||
		!y->said.period.length ||
		!span_equals(text_span(&x->said.pattern), text_span(&y->said.pattern)) ||
		x->like != y->like)
		return false;
	struct figures f = figures_of(w, a), g = figures_of(w, b);
	return strcmp(f.type, g.type) == 0 && f.danish == g.danish && f.spaced == g.spaced;
}

/*
 * Whether the pattern of a column with a period names it and others that are alike, each with a
 * period of its own, and nothing else.
 */
static bool pattern_serves(const struct writing *w, size_t column)
{
	const struct fate *f = &w->fate[column];
	struct text text = {0};
	struct pattern pattern;
	if (f->said.period.length == 0 || f->role != ROLE_VALUE)
		return false;
	add_pattern(&text, text_span(&f->said.pattern));
	bool serves = pattern_read(&pattern, text_span(&text)) == NULL && text.bytes[0] != '#' &&
		      text.bytes[0] != '-';
	for (size_t c = w->p->site->first; serves && c <= w->last; c++) {
		const struct fate *g = &w->fate[c];
		if (!pattern_matches(&pattern, text_span(&g->plain), NULL)) {
			serves = c != column;
			continue;
		}
		for (size_t d = w->p->site->first; serves && d < c; d++) {
			const struct fate *h = &w->fate[d];
			serves = !pattern_matches(&pattern, text_span(&h->plain), NULL) ||
				 !span_equals(
					 text_span(&h->said.period), text_span(&g->said.period));
		}
		serves = serves && alike(w, column, c);
	}
	pattern_free(&pattern);
	free(text.bytes);
	return serves;
}

static void date_column(struct writing *w, size_t column)
{
	struct fate *f = &w->fate[column];
	if (f->covered || !pattern_serves(w, column))
		return;
	f->dated = true;
	f->name.length = 0;
	add_pattern(&f->name, text_span(&f->said.pattern));
	for (size_t c = column + 1; c <= w->last; c++) {
		struct fate *g = &w->fate[c];
		g->covered = g->covered || (g->role == ROLE_VALUE && g->said.period.length &&
						   span_equals(text_span(&g->said.pattern),
							   text_span(&f->said.pattern)));
		g->dated = g->dated || g->covered;
	}
}

/* Names of measures and of fields */

static bool says_nothing(struct span name)
{
	static const char *const words[] = {
		"", "antal", "tal", "vaerdi", "value", "number", "indhold"};
	size_t i = 0;
	while (i < sizeof words / sizeof *words && !span_is(name, words[i]))
		i++;
	return i < sizeof words / sizeof *words;
}

/* The column before that is called so already, of values with the same period; or PLACES_NONE. */
static size_t taken_by(const struct writing *w, size_t column, struct span name, char **key)
{
	const struct fate *f = &w->fate[column];
	struct span period = f->role == ROLE_VALUE ? text_span(&f->said.period) : SPAN("-");
	*key = printed(
		"%.*s\n%.*s", (int)period.length, period.bytes, (int)name.length, name.bytes);
	return places_find(&w->taken, span_of(*key));
}

static bool is_taken(const struct writing *w, size_t column, struct span name)
{
	char *key;
	bool taken = taken_by(w, column, name, &key) != PLACES_NONE;
	free(key);
	return taken;
}

static void add_number(struct text *to, size_t number)
{
	enum { ROOM = 32 };
	char digits[ROOM];
	snprintf(digits, sizeof digits, "_%zu", number);
	text_add(to, span_of(digits));
}

/* Makes a name that is taken another one: antal, antal_2. */
static void make_own(struct writing *w, size_t column)
{
	struct fate *f = &w->fate[column];
	size_t length = f->measure.length;
	size_t first = taken_by(w, column, text_span(&f->measure), &f->taken);
	for (size_t n = 2; first != PLACES_NONE; n++) {
		struct fate *g = &w->fate[first];
		n = n > g->number ? n : g->number + 1;
		g->number = n;
		f->measure.length = length;
		add_number(&f->measure, n);
		free(f->taken);
		if (taken_by(w, column, text_span(&f->measure), &f->taken) == PLACES_NONE)
			break;
	}
	places_add(&w->taken, span_of(f->taken), column);
}

static void name_measure(struct writing *w, size_t column)
{
	struct fate *f = &w->fate[column];
	name_add(&f->measure, text_span(&f->said.rest));
	struct span meant = text_span(&f->said.rest);
	bool nothing = says_nothing(text_span(&f->measure));
	if (nothing && w->title.rest.length && !w->by_sheet &&
		!says_made(text_span(&w->p->site->title))) {
		struct text title = {0};
		name_add_title(&title, text_span(&w->title.rest));
		if (title.length)
			f->measure.length = 0;
		text_add(&f->measure, text_span(&title));
		free(title.bytes);
		meant = text_span(&w->title.rest);
	}
	if (f->measure.length == 0)
		text_add(&f->measure, SPAN("value"));
	const struct measure *m = measures_find(w->p->measures, text_span(&f->said.rest));
	if (!m && nothing)
		m = measures_find(w->p->measures, meant);
	if (m && !is_taken(w, column, span_of(m->name))) {
		f->measure.length = 0;
		text_add(&f->measure, span_of(m->name));
		f->unit = m->unit;
	}
	make_own(w, column);
}

/* The names that records have already, which a field must not take. */
static bool is_reserved(struct span name)
{
	static const char *const words[] = {"dataset", "area", "period", "measure", "unit", "value",
		"source", "origin", "column", "is", "type", "numbers", "position", "fill",
		"optional", "ignore"};
	size_t i = 0;
	while (i < sizeof words / sizeof *words && !span_is(name, words[i]))
		i++;
	return i < sizeof words / sizeof *words;
}

static void name_field(struct writing *w, size_t column)
{
	struct fate *f = &w->fate[column];
	name_add(&f->measure, text_span(&f->plain));
	if (f->like) {
		f->measure.length = 0;
		text_add(&f->measure, text_span(&f->like->is));
	}
	if (f->measure.length == 0) {
		text_add(&f->measure, SPAN("column_"));
		struct text letters = {0};
		column_letters(&letters, column);
		name_add(&f->measure, text_span(&letters));
		free(letters.bytes);
	}
	if (is_reserved(text_span(&f->measure)))
		text_add(&f->measure, SPAN("_2"));
	make_own(w, column);
}

/* What an older map says of a column that is the same kind of thing. */
static struct like_line *older(const struct writing *w, size_t column)
{
	const struct fate *f = &w->fate[column];
	struct like_line *line = f->role == ROLE_VALUE || f->role == ROLE_FIELD
					 ? like_find(w->p->like, text_span(&f->plain))
					 : NULL;
	bool value = line && span_is(text_span(&line->is), "value");
	if (!line || value != (f->role == ROLE_VALUE) || span_is(text_span(&line->is), "ignore") ||
		span_is(text_span(&line->is), "area") || span_is(text_span(&line->is), "period"))
		return NULL;
	return line;
}

static enum role settle(const struct writing *w, size_t column)
{
	const struct study_column *c = &w->p->study->column[column];
	if (column > w->p->site->columns)
		return c->given == 0               ? ROLE_IGNORED
		       : c->figures * 2 > c->given ? ROLE_VALUE
						   : ROLE_FIELD;
	const struct plan_column *plan = &w->p->plan->column[column];
	bool named = c->areas * 2 > c->figures;
	if (w->p->site->by_heading && column == w->p->site->area && c->given == 0)
		return ROLE_IGNORED;
	if (plan->why == WHY_EMPTY && c->given)
		return c->figures * 2 > c->given ? ROLE_VALUE : ROLE_FIELD;
	if (plan->role == ROLE_IGNORED && plan->why == WHY_SAME &&
		c->within + c->other + c->first + c->second > 0)
		return named && c->figures == 0 ? ROLE_FIELD : ROLE_AREA;
	if (plan->role == ROLE_IGNORED && plan->why == WHY_WITHIN &&
		c->other + c->same + c->second > 0)
		return ROLE_FIELD;
	return plan->role;
}

/* Where a column or a heading is the period of a row, one in a header is but a word of it. */
static void forget_period(struct fate *f)
{
	if (f->said.period.length == 0)
		return;
	f->said.period.length = f->said.rest.length = 0;
	text_add(&f->said.rest, text_span(&f->plain));
	f->said.odd = true;
}

static void decide(struct writing *w)
{
	const struct site *site = w->p->site;
	for (size_t c = site->first; c <= w->last; c++) {
		struct fate *f = &w->fate[c];
		f->role = settle(w, c);
		struct span header =
			c <= site->columns ? text_span(&site->column[c].header) : SPAN("");
		pattern_plain(&f->plain, header);
		said_read(&f->said, text_span(&f->plain));
		w->fills |= c <= site->columns && w->p->plan->column[c].fill;
		w->periods |= f->role == ROLE_PERIOD;
	}
	for (size_t c = site->first; c <= w->last && w->periods; c++)
		forget_period(&w->fate[c]);
	for (size_t c = site->first; c <= w->last; c++) {
		struct fate *f = &w->fate[c];
		f->like = older(w, c);
		if (f->like)
			f->like->used = true;
		name_column(w, c);
		if (f->role == ROLE_VALUE)
			name_measure(w, c);
		else if (f->role == ROLE_FIELD)
			name_field(w, c);
	}
	for (size_t c = site->first; c <= w->last; c++)
		date_column(w, c);
}

/* A value without a period of its own has that of the title. */
static void find_title_period(struct writing *w)
{
	bool wanted = false;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		const struct fate *f = &w->fate[c];
		if (f->role == ROLE_PERIOD)
			return;
		wanted |= f->role == ROLE_VALUE && f->said.period.length == 0;
	}
	w->titled = wanted && w->title.period.length && w->heading != HEADING_PERIOD &&
		    !says_made(text_span(&w->p->site->title));
}

/* Remarks */

static void count_areas(struct writing *w)
{
	const struct study *s = w->p->study;
	size_t different[AREA_LEVELS] = {0}, all = 0;
	struct text missing = {0};
	for (size_t i = 0; i < w->p->areas->count; i++) {
		const struct area *area = &w->p->areas->area[i];
		different[area->level] += s->seen[i];
		all += area->level == LEVEL_MUNICIPALITY;
		if (area->level != LEVEL_MUNICIPALITY || s->seen[i])
			continue;
		text_add(&missing, missing.length ? SPAN(", ") : SPAN(""));
		text_add(&missing, span_of(area->code));
		text_add_char(&missing, ' ');
		text_add(&missing, span_of(area->name));
	}
	struct text line = {0};
	for (size_t level = 0; level < AREA_LEVELS; level++) {
		enum { ROOM = 64 };
		char part[ROOM];
		const char *name = different[level] == 1
					   ? area_level_name((enum area_level)level)
					   : area_level_plural((enum area_level)level);
		snprintf(part, sizeof part, "%s%zu %s", line.length ? ", " : "", different[level],
			name);
		if (level == LEVEL_COUNTRY)
			snprintf(part, sizeof part, "%sthe country", line.length ? ", " : "");
		if (different[level] || level == LEVEL_MUNICIPALITY)
			text_add(&line, span_of(part));
	}
	remark(w, "Areas, in column %s, rows %zu to %zu: %.*s%s.",
		letters_of(w->p->site->area).text, s->first, s->last, (int)line.length, line.bytes,
		s->rows[LEVEL_MUNICIPALITY] > different[LEVEL_MUNICIPALITY]
			? ", each in several rows"
			: "");
	size_t lacking = all - different[LEVEL_MUNICIPALITY];
	enum { NAMED = 30 };
	if (lacking && lacking <= NAMED)
		ask(w, "%zu of the %zu municipalities %s missing: %.*s", lacking, all,
			lacking == 1 ? "is" : "are", (int)missing.length, missing.bytes);
	else if (lacking)
		ask(w, "%zu of the %zu municipalities are missing.", lacking, all);
	free(missing.bytes);
	free(line.bytes);
}

static void tell_totals(struct writing *w)
{
	size_t stated = 0, hold = 0;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		if (w->fate[c].role != ROLE_VALUE)
			continue;
		struct held held = totals_held(w->p->study->totals, c);
		struct figures f = figures_of(w, c);
		stated += held.stated;
		hold += held.hold;
		bool share = strcmp(f.type, "integer") != 0 && held.stated > held.hold;
		if (share)
			remark(w,
				"Column %s does not add up: a share or a mean of municipalities is "
				"not the country's, and no sum or mean of them gives it.",
				letters_of(c).text);
		else if (held.stated > held.hold)
			ask(w,
				"A total does not hold: column %s, row %zu has %.*s, and the "
				"municipalities add up to %.*s.",
				letters_of(c).text, held.row, (int)held.stands.length,
				held.stands.bytes, (int)held.sum.length, held.sum.bytes);
		free(held.stands.bytes);
		free(held.sum.bytes);
	}
	if (stated)
		remark(w,
			"The rows of larger areas are totals, which kkr-check holds against the "
			"municipalities: %zu of %zu hold.",
			hold, stated);
	if (totals_left_out(w->p->study->totals))
		remark(w,
			"There are more series than were added up here; kkr-check holds them all.");
}

static void tell_means(struct writing *w)
{
	const struct listed *unknown = &w->p->study->unknown;
	for (size_t i = 0; i < unknown->count && i < LISTED; i++) {
		if (says_mean(text_span(&unknown->line[i])))
			ask(w, "A mean of municipalities is not the country's: %.*s",
				(int)unknown->line[i].length, unknown->line[i].bytes);
	}
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		struct figures f = figures_of(w, c);
		bool mean = says_mean(text_span(&w->fate[c].plain));
		if (w->fate[c].role == ROLE_VALUE && (strcmp(f.type, "percent") == 0 || mean))
			remark(w,
				"Column %s is a share or a mean: a mean of its municipalities is "
				"not the country's.",
				letters_of(c).text);
	}
}

/* What a range reads alone, as the argument of --range. */
static void add_range(struct text *to, size_t first, size_t row, size_t last, size_t last_row)
{
	enum { ROOM = 32 };
	char number[ROOM] = "";
	column_letters(to, first);
	snprintf(number, sizeof number, "%zu", row);
	text_add(to, row ? span_of(number) : SPAN(""));
	text_add_char(to, ':');
	column_letters(to, last);
	snprintf(number, sizeof number, "%zu", last_row);
	text_add(to, last_row ? span_of(number) : SPAN(""));
}

static void tell_others(struct writing *w)
{
	const struct proposal *p = w->p;
	struct text range = {0};
	if (p->site->beside) {
		add_range(&range, p->site->beside, 0, p->site->columns, 0);
		ask(w,
			"Another list stands beside this one, from column %s on, with areas of its "
			"own: kkr map --range %.*s proposes a map of it alone.",
			letters_of(p->site->beside).text, (int)range.length, range.bytes);
	}
	range.length = 0;
	if (p->study->below) {
		add_range(&range, p->site->first, p->study->below, p->site->columns, 0);
		ask(w,
			"Another table stands below this one, from row %zu on: kkr map --range "
			"%.*s proposes a map of it alone.",
			p->study->below, (int)range.length, range.bytes);
	}
	if (p->site->years)
		ask(w, "Row %zu has years alone, and is taken for the last row of the header.",
			p->site->header_last);
	if (p->site->above)
		ask(w, "Row %zu has figures above the header, and is left out.", p->site->above);
	for (size_t i = 0; p->sheets > 1 && i < p->others->count && i < LISTED; i++)
		remark(w, "Another sheet: %.*s", (int)p->others->line[i].length,
			p->others->line[i].bytes);
	if (p->sheets > 1 && p->others->count > LISTED)
		remark(w, "And %zu more sheets.", p->others->count - LISTED);
	free(range.bytes);
}

static void tell_columns(struct writing *w)
{
	enum { YEAR = 4 };
	static const char *const whys[] = {
		[WHY_NOTHING] = NULL,
		[WHY_EMPTY] = NULL,
		[WHY_SAME] = NULL,
		[WHY_WITHIN] = NULL,
		[WHY_OTHERS] = "has areas of another kind: it is a field",
		[WHY_CODES] = NULL,
		[WHY_RUNNING] = NULL,
		[WHY_APART] = "has whole numbers that tell rows apart: it is a field, and no value",
		[WHY_YEARS] = "has years that tell rows apart: it is the period",
	};
	for (size_t c = w->p->site->first; c <= w->last && c <= w->p->site->columns; c++) {
		const struct plan_column *plan = &w->p->plan->column[c];
		const struct study_column *s = &w->p->study->column[c];
		if (whys[plan->why])
			ask(w, "Column %s %s.", letters_of(c).text, whys[plan->why]);
		if (plan->fill)
			remark(w,
				"Column %s has its labels once for a group of rows: an empty cell has "
				"that of the last one above it (fill).",
				letters_of(c).text);
		if (w->fate[c].role == ROLE_VALUE && w->fate[c].said.odd)
			ask(w, "Column %s: what stands in its header, '%s', is no one period.",
				letters_of(c).text, quote(text_span(&w->fate[c].plain)).text);
		struct span rest = trimmed_wide(text_span(&w->fate[c].said.rest));
		if (w->fate[c].role == ROLE_VALUE && w->fate[c].said.period.length <= YEAR &&
			says_part_of_year(rest))
			ask(w, "Column %s: '%s' is a part of a year, and is not in the period.",
				letters_of(c).text, quote(rest).text);
		if (s->others.count) {
			char what[640];
			snprintf(what, sizeof what, "Column %s has another area than column %s",
				letters_of(c).text, letters_of(w->p->site->area).text);
			ask_each(w, what, &s->others);
		}
	}
}

/* Values of which neither their header, a column, a heading nor the title tells the period. */
static void tell_periods(struct writing *w)
{
	struct text columns = {0};
	bool told = w->titled || w->heading == HEADING_PERIOD;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		const struct fate *f = &w->fate[c];
		told |= f->role == ROLE_PERIOD;
		if (f->role != ROLE_VALUE || f->said.period.length || f->said.odd)
			continue;
		text_add(&columns, columns.length ? SPAN(", ") : SPAN(""));
		column_letters(&columns, c);
	}
	if (w->titled && w->by_sheet)
		ask(w, "The period is that in the name of the sheet, and of this delivery alone.");
	else if (w->titled && w->untitled)
		ask(w, "The period is that in the title, '%s', and of this delivery alone.",
			quote(text_span(&w->p->site->title)).text);
	if (columns.length && !told)
		ask(w, "No period is told of what stands in column %.*s.", (int)columns.length,
			columns.bytes);
	free(columns.bytes);
}

static void tell_figures(struct writing *w)
{
	bool any = false;
	for (size_t c = w->p->site->first; c <= w->last; c++)
		any |= w->fate[c].role == ROLE_VALUE;
	if (!any)
		ask(w, "No column is a value: in none are figures alone, as 1234, 1.234 or 12,5.");
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		const struct study_column *s = &w->p->study->column[c];
		if (w->fate[c].role != ROLE_VALUE)
			continue;
		if (s->three && s->three == s->fractions)
			ask(w,
				"Column %s: each comma has three digits behind it, and is read as that of "
				"decimals: if it divides thousands, the figures are 1000 times as large.",
				letters_of(c).text);
		if (has_means(w, c))
			ask(w,
				"Column %s: the header says a mean, and each point is read as that of "
				"decimals: if it divides thousands, the figures are 1000 times as large.",
				letters_of(c).text);
		else if (says_mean(text_span(&w->fate[c].plain)) && s->thirds && !s->plain)
			ask(w,
				"Column %s: the header says a mean, and points are read as those between "
				"thousands: if they are of decimals, the figures are a thousandth.",
				letters_of(c).text);
		if (s->danish && s->plain)
			ask_each(w, "A figure in another notation than most of its column",
				s->plain > s->danish ? &s->in_danish : &s->in_plain);
	}
}

static void tell_strays(struct writing *w)
{
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		if (w->fate[c].role == ROLE_VALUE)
			ask_each(w, "Not a figure, and so a bad record",
				&w->p->study->column[c].strays);
		else if (w->fate[c].role == ROLE_PERIOD)
			ask_each(w, "No period, and so a bad record",
				&w->p->study->column[c].strays);
	}
}

static void tell_rows(struct writing *w)
{
	const struct study *s = w->p->study;
	ask_each(w, "Not recognised as an area", &s->unknown);
	ask_each(w, "Figures without an area", &s->blank);
	ask_each(w, "Figures without any label, which come to those of the row above",
		&s->unlabelled);
	ask_each(w,
		"Begins a group, but has labels of the row above (fill): a total of a group would "
		"go to another one",
		&s->borrowed);
	if (s->most && s->country.entries > s->most)
		ask_each(w,
			"More totals than a municipality has rows: each is taken for the country, "
			"and may be that of a group",
			&s->country);
	ask_each(w, "An area that stands above already, with nothing to tell the rows apart",
		&s->twice);
	for (size_t i = 0; i < s->left.count; i++) {
		const struct tallied_text *left = &s->left.text[i];
		if (!s->below || left->row < s->below)
			ask(w,
				"What is in this row is not understood as the rows of the table are: row "
				"%zu: %s",
				left->row, quote(text_span(&left->text)).text);
	}
	tell_strays(w);
	tell_figures(w);
}

static void tell_like(struct writing *w)
{
	size_t at = 0;
	const struct like_line *line;
	while ((line = like_lost(w->p->like, &at)))
		if (!span_is(text_span(&line->is), "area") &&
			!span_is(text_span(&line->is), "ignore") &&
			!span_is(text_span(&line->is), "period"))
			ask(w, "%s has a column '%s' (%s), which is not found here.",
				quote(span_of(w->p->like_file)).text,
				quote(text_span(&line->column)).text,
				quote(text_span(&line->is)).text);
	for (size_t c = w->p->site->first; w->p->like && c <= w->last; c++)
		if (w->fate[c].role == ROLE_VALUE && !w->fate[c].like)
			ask(w, "%s says nothing of column %s, '%s'.",
				quote(span_of(w->p->like_file)).text, letters_of(c).text,
				quote(text_span(&w->fate[c].plain)).text);
}

static struct quote sheet_of(const struct proposal *p)
{
	enum { ROOM = 32 };
	char number[ROOM];
	snprintf(number, sizeof number, "%zu", p->sheet_number);
	return quote(p->sheet.length ? p->sheet : span_of(number));
}

static void remarks(struct writing *w)
{
	const struct proposal *p = w->p;
	if (p->sheets > 1)
		remark(w, "A proposal for %s, sheet %s. Correct it and keep it.",
			quote(span_of(p->file)).text, sheet_of(p).text);
	else
		remark(w, "A proposal for %s. Correct it and keep it.",
			quote(span_of(p->file)).text);
	count_areas(w);
	tell_totals(w);
	tell_means(w);
	tell_others(w);
	tell_columns(w);
	tell_periods(w);
	tell_rows(w);
	tell_like(w);
	if (p->unproved)
		ask(w, "No area tells which encoding this is%s%s.",
			p->encoding ? ": it is read as " : "", p->encoding ? p->encoding : "");
	if (p->cut)
		ask(w, "The headings stand on one line, and are cut where a word begins with a "
		       "capital: look whether each is whole.");
	remark(w, "Names of measures are made of the headers; units are for you to tell.");
}

/* Options */

static void put_header(struct writing *w)
{
	enum { ROOM = 64 };
	char rows[ROOM];
	const struct site *s = w->p->site;
	snprintf(rows, sizeof rows, "%zu", s->header_last);
	if (s->header_first != s->header_last)
		snprintf(rows, sizeof rows, "%zu-%zu", s->header_first, s->header_last);
	option(w, "--header", span_of(rows));
	if (s->spread)
		option(w, "--header-spread", SPAN(""));
}

static bool is_filled(const struct writing *w, size_t column)
{
	return w->fate[column].plain.length || w->p->study->column[column].given;
}

static size_t first_filled(const struct writing *w)
{
	size_t c = w->p->site->first;
	while (c < w->last && !is_filled(w, c))
		c++;
	return c;
}

/*
 * Whether columns stand beside those that have a header: kkr-table takes the columns of the header
 * and of the first row for those of the table.
 */
static bool beside_header(const struct writing *w)
{
	size_t first = first_filled(w), last = w->last;
	while (last > first && !is_filled(w, last))
		last--;
	return !w->fate[first].plain.length || !w->fate[last].plain.length;
}

static void put_range(struct writing *w)
{
	const struct proposal *p = w->p;
	struct text range = {0};
	const struct range *r = &p->said->range;
	size_t first = r->first_column, last = r->last_column, last_row = r->last_row;
	if (p->site->beside) {
		first = first ? first : 1;
		last = p->site->last;
	}
	if (p->study->below)
		last_row = p->study->below - 1;
	bool from = w->untitled && !r->first_row && p->site->title.length;
	size_t first_row = from ? p->study->first : r->first_row;
	if (!first && !last && beside_header(w)) {
		first = first_filled(w);
		last = w->last;
	}
	if (!first && !last && !last_row && !first_row)
		return;
	if (!first && (last_row || from))
		first = 1;
	if (!last && (last_row || from))
		last = w->last;
	add_range(&range, first, first_row ? first_row : last_row ? 1 : 0, last, last_row);
	option(w, "--range", text_span(&range));
	free(range.bytes);
}

static bool is_heading_text(const struct writing *w, struct span text)
{
	const struct tallied *headings = &w->p->study->heading;
	return w->heading != HEADING_NONE && tallied_find(headings, text) < headings->count;
}

static void put_skips(struct writing *w)
{
	const struct study *s = w->p->study;
	option(w, "--skip-empty", SPAN(""));
	for (size_t i = 0; i < s->skip.count; i++) {
		struct span text = text_span(&s->skip.text[i].text);
		bool late = s->below && s->skip.text[i].row >= s->below;
		if (has_control(text))
			ask(w, "Row %zu begins with a control character.", s->skip.text[i].row);
		else if (!late && study_skips(s, text) && !is_heading_text(w, text))
			option(w, "--skip", text);
		else if (!late && !is_heading_text(w, text))
			ask(w,
				"Row %zu begins with '%s' and has no figure; rows with figures begin so, "
				"too, and so it is not left out.",
				s->skip.text[i].row, quote(text).text);
	}
	if (s->skip.more)
		ask(w, "More rows than are told here are none of the table.");
}

/* Where an area stands alone as well, for want of a figure, each heading is told by its text. */
static void option_heading(struct writing *w, const char *name)
{
	const struct study *s = w->p->study;
	bool any = s->lonely.count == 0 || s->heading.more;
	bool groups = w->heading == HEADING_GROUP || w->heading == HEADING_REGION;
	if (!groups || any) {
		option(w, "--heading", span_of(name));
		if (groups)
			ask_each(w, "An area without a figure, which is taken for a heading",
				&s->lonely);
		return;
	}
	struct text line = {0};
	for (size_t i = 0; i < s->heading.count; i++) {
		line.length = 0;
		text_add(&line, span_of(name));
		text_add_char(&line, '=');
		add_literal(&line, text_span(&s->heading.text[i].text));
		option(w, "--heading", text_span(&line));
	}
	free(line.bytes);
}

static void put_heading(struct writing *w)
{
	bool measures = true;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		const struct fate *f = &w->fate[c];
		measures &= f->role != ROLE_VALUE || f->said.rest.length == 0;
	}
	const char *names[] = {[HEADING_NONE] = NULL,
		[HEADING_AREA] = "area",
		[HEADING_REGION] = "ignore",
		[HEADING_PERIOD] = "period",
		[HEADING_GROUP] = measures ? "measure" : "heading"};
	if (!names[w->heading])
		return;
	if (w->heading == HEADING_GROUP)
		ask(w,
			"Rows of one text are headings of the rows below them: %s becomes what the "
			"heading says.",
			names[w->heading]);
	option_heading(w, names[w->heading]);
	if (w->heading == HEADING_GROUP && measures)
		for (size_t c = w->p->site->first; c <= w->last; c++)
			w->fate[c].measure.length *= w->fate[c].role != ROLE_VALUE;
}

static void put_marks(struct writing *w)
{
	const struct study *s = w->p->study;
	size_t parentheses = 0, minus_last = 0;
	for (size_t c = w->p->site->first; c <= w->last; c++) {
		parentheses += w->fate[c].role == ROLE_VALUE ? s->column[c].parentheses : 0;
		minus_last += w->fate[c].role == ROLE_VALUE ? s->column[c].minus_last : 0;
	}
	for (size_t i = 0; i < s->words.count; i++) {
		struct span word = text_span(&s->words.text[i].text);
		ask(w, "'%s' stands where a figure should, first in row %zu, and is taken for none.",
			quote(word).text, s->words.text[i].row);
		option(w, "--missing", word);
	}
	for (size_t i = 0; i < s->marks.count; i++) {
		struct span mark = text_span(&s->marks.text[i].text);
		ask(w, "'%s' stands %s a figure, first in row %zu, and is taken for a mark.",
			quote(mark).text, span_is(mark, "+") ? "before" : "behind",
			s->marks.text[i].row);
		option(w, "--mark", mark);
	}
	if (parentheses) {
		ask(w, "A figure in parentheses is taken for a negative one.");
		option(w, "--minus", SPAN("(N)"));
	}
	if (minus_last) {
		ask(w, "A figure with a hyphen behind it is taken for a negative one.");
		option(w, "--minus", SPAN("N-"));
	}
}

static void options(struct writing *w)
{
	const struct proposal *p = w->p;
	if (p->encoding)
		option(w, "--encoding", span_of(p->encoding));
	if (p->said->delimiter)
		option(w, "--delimiter",
			p->said->delimiter == '\t' ? SPAN("tab")
						   : (struct span){&p->said->delimiter, 1});
	if (p->sheets > 1 || p->said->sheet)
		option(w, "--sheet",
			p->said->sheet ? span_of(p->said->sheet) : span_of(sheet_of(p).text));
	put_range(w);
	put_header(w);
	if (w->titled && !w->by_sheet && !w->untitled) {
		struct text title = {0};
		add_pattern(&title, text_span(&w->title.pattern));
		option(w, "--title", text_span(&title));
		free(title.bytes);
	}
	put_heading(w);
	put_skips(w);
	put_marks(w);
}

/* The lines of the columns */

static void set_more(struct writing *w, const struct like_line *line)
{
	for (size_t i = 0; line && i < w->mores; i++) {
		w->row.more[i].length = 0;
		text_add(&w->row.more[i], text_span(&line->constant[w->more_at[i]]));
	}
}

static struct span constant_of(
	const struct like *like, const struct like_line *line, const char *name)
{
	char *const *names;
	size_t count = like_names(like, &names);
	for (size_t i = 0; line && i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return text_span(&line->constant[i]);
	}
	return SPAN("");
}

static void put_all(struct writing *w)
{
	const struct like_line *all = like_all(w->p->like);
	set(w, IN_COLUMN, SPAN("*"));
	bool title = w->p->site->title.length && !w->untitled;
	set(w, IN_SOURCE, title ? SPAN("{title}") : SPAN("{file}"));
	set(w, IN_UNIT, text_span(&w->p->site->unit));
	struct span unit = constant_of(w->p->like, all, "unit");
	if (unit.length)
		set(w, IN_UNIT, unit);
	set_more(w, all);
	put_line(w);
}

static void set_value(struct writing *w, size_t column)
{
	const struct fate *f = &w->fate[column];
	struct figures figures = figures_of(w, column);
	set(w, IN_IS, SPAN("value"));
	set(w, IN_TYPE, span_of(figures.type));
	set(w, IN_NUMBERS, span_of(numbers_word(figures)));
	if (!f->dated)
		set(w, IN_PERIOD, text_span(&f->said.period));
	if (w->titled && (w->by_sheet || w->untitled) && f->said.period.length == 0)
		set(w, IN_PERIOD, text_span(&w->title.period));
	set(w, IN_MEASURE, text_span(&f->measure));
	if (f->unit)
		set(w, IN_UNIT, span_of(f->unit));
	else if (strcmp(figures.type, "percent") == 0)
		set(w, IN_UNIT, SPAN("pct."));
	struct span measure = constant_of(w->p->like, f->like, "measure");
	struct span unit = constant_of(w->p->like, f->like, "unit");
	if (measure.length)
		set(w, IN_MEASURE, measure);
	if (unit.length)
		set(w, IN_UNIT, unit);
	set_more(w, f->like);
}

static void put_column(struct writing *w, size_t column)
{
	static const char *const words[] = {[ROLE_IGNORED] = "ignore",
		[ROLE_AREA] = "area",
		[ROLE_PERIOD] = "period",
		[ROLE_FIELD] = NULL,
		[ROLE_VALUE] = "value"};
	const struct fate *f = &w->fate[column];
	bool empty = f->role == ROLE_IGNORED && f->plain.length == 0 &&
		     w->p->study->column[column].given == 0;
	if (f->covered || empty)
		return;
	set(w, IN_COLUMN, text_span(&f->name));
	if (f->role == ROLE_FIELD) {
		set(w, IN_IS, text_span(&f->measure));
		set(w, IN_TYPE, SPAN("text"));
	} else if (f->role == ROLE_VALUE) {
		set_value(w, column);
	} else {
		set(w, IN_IS, span_of(words[f->role]));
	}
	if (column <= w->p->site->columns && w->p->plan->column[column].fill)
		set(w, IN_FILL, SPAN("down"));
	put_line(w);
}

/* ---- */

/* The constants of the older map for which the proposal has no column. */
static void find_more(struct writing *w)
{
	size_t count = like_names(w->p->like, &w->more);
	w->more_at = allocate(count + 1, sizeof *w->more_at);
	w->row.more = allocate(count + 1, sizeof *w->row.more);
	memset(w->row.more, 0, (count + 1) * sizeof *w->row.more);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(w->more[i], "measure") != 0 && strcmp(w->more[i], "unit") != 0)
			w->more_at[w->mores++] = i;
	}
}

static void put_names(struct writing *w)
{
	for (size_t i = 0; i < INS; i++) {
		if (i != IN_FILL || w->fills)
			put_field(w->out, span_of(cell_names[i]));
	}
	for (size_t i = 0; i < w->mores; i++)
		put_field(w->out, span_of(w->more[w->more_at[i]]));
	put_row_end(w->out);
}

static void writing_free(struct writing *w)
{
	for (size_t c = 0; c <= w->last; c++) {
		said_free(&w->fate[c].said);
		free(w->fate[c].plain.bytes);
		free(w->fate[c].name.bytes);
		free(w->fate[c].measure.bytes);
		free(w->fate[c].taken);
	}
	for (size_t i = 0; i < INS; i++)
		free(w->row.cell[i].bytes);
	for (size_t i = 0; i < w->mores; i++)
		free(w->row.more[i].bytes);
	free(w->row.more);
	free(w->more_at);
	free(w->fate);
	places_free(&w->taken);
	said_free(&w->title);
}

void proposal_write(struct proposal *p, struct writer *out)
{
	struct writing w = {.p = p, .heading = study_heading(p->study)};
	w.periods = w.heading == HEADING_PERIOD;
	w.last = p->site->beside ? p->site->last : p->study->columns;
	w.fate = allocate(w.last + 1, sizeof *w.fate);
	memset(w.fate, 0, (w.last + 1) * sizeof *w.fate);
	w.by_sheet = p->site->title.length == 0;
	w.untitled = p->site->header_last == 0;
	said_read(&w.title, w.by_sheet ? p->sheet : text_span(&p->site->title));
	w.out = out;
	find_more(&w);
	decide(&w);
	find_title_period(&w);
	put_names(&w);
	remarks(&w);
	options(&w);
	put_all(&w);
	for (size_t c = p->site->first; c <= w.last; c++)
		put_column(&w, c);
	writing_free(&w);
}
