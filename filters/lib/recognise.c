#include "recognise.h"

#include "period.h"
#include "records.h"
#include "mend.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* schemas/no-areas.tsv, which the Makefile turns into a list of bytes. */
static const unsigned char compiled_others[] = {
#include "no-areas.tsv.inc"
};

const char *how_word(enum how how)
{
	static const char *const word[HOWS] = {
		[HOW_CODE] = "code",
		[HOW_NAME] = "name",
		[HOW_CODE_NAME] = "code_name",
		[HOW_FORMER] = "former",
		[HOW_LARGEST] = "largest_part",
		[HOW_CHRISTIANSOE] = "christiansoe",
		[HOW_SPLIT] = "split",
		[HOW_ENDED] = "ended",
		[HOW_GREENLAND] = "greenland",
		[HOW_ABROAD] = "abroad",
		[HOW_COUNTY] = "county",
		[HOW_LABOUR_MARKET] = "labour_market",
		[HOW_NOT_STATED] = "not_stated",
		[HOW_CONTRADICTION] = "contradiction",
		[HOW_UNKNOWN] = "unknown",
		[HOW_EMPTY] = "empty",
		[HOW_NO_PERIOD] = "no_period",
	};
	return word[how];
}

enum reject_kind how_kind(enum how how)
{
	static const enum reject_kind kind[HOWS] = {
		[HOW_CHRISTIANSOE] = REJECT_AREA,
		[HOW_SPLIT] = REJECT_SPLIT,
		[HOW_ENDED] = REJECT_ENDED,
		[HOW_GREENLAND] = REJECT_ABROAD,
		[HOW_ABROAD] = REJECT_ABROAD,
		[HOW_COUNTY] = REJECT_ENDED,
		[HOW_LABOUR_MARKET] = REJECT_AREA,
		[HOW_NOT_STATED] = REJECT_MISSING,
		[HOW_CONTRADICTION] = REJECT_CONTRADICTION,
		[HOW_UNKNOWN] = REJECT_AREA,
		[HOW_EMPTY] = REJECT_MISSING,
		[HOW_NO_PERIOD] = REJECT_PERIOD,
	};
	return kind[how];
}

/* What is known to be no area: the kinds of no-areas.tsv. */
static const struct other {
	enum how how;
	const char *name, *reason;
} others[] = {
	{HOW_CHRISTIANSOE, "Christiansø",
		"is Christiansø, which is no municipality (--christiansoe bornholm counts it with 400)"},
	{HOW_GREENLAND, "Greenland", "is Greenland's, which is not in the code list"},
	{HOW_ABROAD, "outside Denmark", "is outside Denmark"},
	{HOW_COUNTY, "a county",
		"is a county (amt) of before 2007: counties are not in the code list, nor followed to "
		"areas of today"},
	{HOW_LABOUR_MARKET, "an area of the labour market councils (RAR)",
		"is an area of the labour market councils (RAR), which is no municipality and no "
		"region"},
	{HOW_NOT_STATED, "'not stated'",
		"is 'not stated' in the source: there is no area to count it with"},
};
enum { OTHERS = sizeof others / sizeof *others };

static const struct other *find_other(struct span kind)
{
	size_t i = 0;
	while (i < OTHERS && !span_is(kind, how_word(others[i].how)))
		i++;
	return i < OTHERS ? &others[i] : NULL;
}

static void read_others(struct area_names *names)
{
	struct records in;
	struct span bytes = {(const char *)compiled_others, sizeof compiled_others};
	records_open_input(&in, input_open_memory("no-areas.tsv", bytes), EX_CONFIG);
	size_t code = records_column(&in, "code", NULL), name = records_column(&in, "name", NULL);
	size_t kind = records_column(&in, "kind", NULL);
	while (records_next(&in)) {
		const struct other *other = find_other(in.field[kind]);
		if (in.field[code].length)
			area_names_add_code(names, in.field[code], other);
		area_names_add(names, in.field[name], other);
	}
	records_close(&in);
	area_names_sort(names);
}

/* The names of today's areas. */

/*
 * The name without "region" before it: what a landsdel's bare name must not be, since
 * "Nordjylland" may be either; nor a municipality's ("Bornholm" is the municipality).
 */
static bool ambiguous(const struct areas *areas, const struct area *landsdel)
{
	struct text own = {0}, other = {0};
	bool found = false;
	fold(&own, span_of(landsdel->name));
	for (size_t i = 0; i < areas->count && !found; i++) {
		const struct area *a = &areas->area[i];
		if (a->level != LEVEL_MUNICIPALITY && a->level != LEVEL_REGION)
			continue;
		fold(&other, span_of(a->name));
		struct span key = text_span(&other);
		drop_start(&key, "region");
		found = span_equals(key, text_span(&own));
	}
	free(own.bytes);
	free(other.bytes);
	return found;
}

static void add_landsdel(
	struct area_names *names, const struct areas *areas, const struct area *landsdel)
{
	if (!ambiguous(areas, landsdel))
		area_names_add(names, span_of(landsdel->name), landsdel);
	static const char *const words[] = {"landsdel", "province"};
	struct text full = {0};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		full.length = 0;
		text_add(&full, span_of(words[i]));
		text_add(&full, span_of(landsdel->name));
		area_names_add(names, text_span(&full), landsdel);
	}
	free(full.bytes);
}

static _Noreturn void fail_same_name(
	const struct areas *areas, const struct area *a, const struct area *b)
{
	const struct area *later = a->line > b->line ? a : b;
	fail(EX_CONFIG, areas->file, later->line, "'%s' and '%s' have the same name", a->code,
		b->code);
}

static void name_areas(struct area_names *names, const struct areas *areas)
{
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level == LEVEL_LANDSDEL)
			add_landsdel(names, areas, a);
		else
			area_names_add(names, span_of(a->name), a);
		if (area_is_merged(
			    a)) /* its code has more than digits, so it is looked up as a name */
			area_names_add(names, span_of(a->code), a);
	}
	for (size_t i = 0; i < areas->further_count; i++)
		area_names_add(names, span_of(areas->further[i].name), areas->further[i].area);
	const struct key *same = area_names_sort(names);
	if (same)
		fail_same_name(areas, same[0].meaning, same[1].meaning);
}

void recogniser_make(struct recogniser *r, const struct areas *areas, struct rules rules)
{
	*r = (struct recogniser){.rules = rules, .areas = areas};
	name_areas(&r->today, areas);
	history_load(&r->history, areas, rules.keep);
	read_others(&r->others);
	r->bornholm = areas_by_code(areas, SPAN("400"));
	if (rules.bornholm && !r->bornholm)
		fail(EX_CONFIG, areas->file, 0,
			"--christiansoe bornholm: there is no 400 in this code list");
}

void recogniser_free(struct recogniser *r)
{
	area_names_free(&r->today);
	history_free(&r->history);
	area_names_free(&r->others);
	free(r->mended.bytes);
	free(r->reason.bytes);
}

bool recogniser_gives(const struct recogniser *r, struct span code)
{
	const struct former *former = area_names_code(&r->history.names, code);
	bool kept = former && former->kept && span_is(code, former->area.code);
	return kept || areas_by_code(r->areas, code);
}

/* Today's areas. */

static const struct area *find_name(struct area_names *today, struct span name)
{
	bool municipality;
	const struct area *area = area_names_find(today, name, &municipality);
	return area && municipality && area->level != LEVEL_MUNICIPALITY ? NULL : area;
}

/* Whether a name that stands beside an area's code is that area's. */
static bool names_area(struct area_names *today, struct span name, const struct area *area)
{
	if (find_name(today, name) == area)
		return true;
	/* Beside its code a bare name ("Hovedstaden", "Bornholm") can be nothing else. */
	struct text own = {0}, beside = {0};
	fold(&own, span_of(area->name));
	struct span key = text_span(&own);
	drop_start(&key, "region");
	fold(&beside, name);
	struct span given = text_span(&beside);
	drop_end(&given, "ialt");
	bool same = area->level != LEVEL_MUNICIPALITY && span_equals(given, key);
	free(own.bytes);
	free(beside.bytes);
	return same;
}

static const struct area *find_number(const struct areas *areas, struct span number)
{
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (*a->number && span_is(number, a->number))
			return a;
	}
	return NULL;
}

/* NUTS: DK and DK0 are the country, DK01 the region whose landsdele are DK011, DK012 and so on. */
static const struct area *find_nuts(const struct areas *areas, struct span digits)
{
	char code[] = "DK000"; /* whatever the case of its letters is */
	enum { LETTERS = 2, REGION_LENGTH = 4, LANDSDEL_LENGTH = 5 };
	size_t length = LETTERS + digits.length;
	if (length == LETTERS || span_is(digits, "0"))
		return areas_by_code(areas, SPAN("000"));
	if (length != REGION_LENGTH && length != LANDSDEL_LENGTH)
		return NULL;
	memcpy(code + LETTERS, digits.bytes, digits.length);
	if (length == LANDSDEL_LENGTH)
		return areas_by_code(areas, (struct span){code, length});
	for (size_t i = 0; i < areas->count; i++) {
		const struct area *a = &areas->area[i];
		if (a->level == LEVEL_LANDSDEL && memcmp(a->code, code, REGION_LENGTH) == 0)
			return a->region;
	}
	return NULL;
}

/* ISO 3166-2 has the last two digits of a region's code: DK-84; some write them all. */
static const struct area *find_iso(const struct areas *areas, struct span digits)
{
	char code[] = "000";
	if (digits.length != 2 && digits.length != 3)
		return NULL;
	memcpy(code + 3 - digits.length, digits.bytes, digits.length);
	const struct area *area = areas_by_code(areas, span_of(code));
	return area && area->level == LEVEL_REGION ? area : NULL;
}

static bool has_nuts_letters(struct span text)
{
	return text.length >= 2 && (text.bytes[0] | 0x20) == 'd' && (text.bytes[1] | 0x20) == 'k';
}

/*
 * A code: 101 or 0101 of a municipality, 084 or 1084 of a region, 01 of a landsdel, a NUTS code,
 * DK-84 of ISO, 000.
 */
static const struct area *find_code(const struct areas *areas, struct span code)
{
	if (has_nuts_letters(code) && code.length > 2 && code.bytes[2] == '-')
		return find_iso(areas, (struct span){code.bytes + 3, code.length - 3});
	if (has_nuts_letters(code))
		return find_nuts(areas, (struct span){code.bytes + 2, code.length - 2});
	if (code.length == 2)
		return find_number(areas, code);
	if (code.length == 3)
		return areas_by_code(areas, code);
	if (code.length != 4)
		return NULL;
	struct span rest = {code.bytes + 1, 3};
	const struct area *area = areas_by_code(areas, rest);
	char first = code.bytes[0];
	if (!area || (area->level == LEVEL_MUNICIPALITY && first != '0') ||
		(area->level == LEVEL_REGION && first != '1') || area->level == LEVEL_COUNTRY)
		return NULL;
	return area;
}

/* Texts. */

/* A text in its parts, either of which may be empty; and as it was given, for messages. */
struct parts {
	struct span given, code, name;
};

/*
 * The length of the code that a text begins with: digits, DK and digits, or DK- and digits; 0 where
 * there is none.
 */
static size_t code_length(struct span text)
{
	size_t letters = has_nuts_letters(text) ? 2 : 0;
	bool hyphen = letters && letters < text.length && text.bytes[letters] == '-';
	size_t first = letters + hyphen, at = first;
	while (at < text.length && digit(text.bytes[at]))
		at++;
	bool ends = at == text.length || text.bytes[at] == ' ' || text.bytes[at] == ':';
	return ends && !(hyphen && at == first) ? at : 0;
}

/* Where a code of three or four digits begins that a text ends with, behind a blank; 0: nowhere. */
static size_t last_code(struct span text)
{
	enum { SHORT = 3, LONG = 4 };
	size_t at = text.length;
	while (at > 0 && digit(text.bytes[at - 1]))
		at--;
	size_t digits = text.length - at;
	return (digits == SHORT || digits == LONG) && at > 1 && text.bytes[at - 1] == ' ' ? at : 0;
}

static struct span without_space(struct span text)
{
	while (text.length && text.bytes[0] == ' ') {
		text.bytes++;
		text.length--;
	}
	while (text.length && text.bytes[text.length - 1] == ' ')
		text.length--;
	return text;
}

/* What Excel is kept from taking for a number: ="0101". */
static struct span without_guard(struct span text)
{
	bool guarded = text.length > 3 && memcmp(text.bytes, "=\"", 2) == 0 &&
		       text.bytes[text.length - 1] == '"';
	return guarded ? without_space((struct span){text.bytes + 2, text.length - 3}) : text;
}

/* København (101) and København 101 */
static struct parts split_behind(struct span given, struct span text)
{
	struct span bare = text;
	bool closed = text.bytes[text.length - 1] == ')';
	bare.length -= closed;
	size_t at = last_code(bare);
	const char *open = closed ? memrchr(bare.bytes, '(', bare.length) : NULL;
	if (open && open > bare.bytes && open[-1] == ' ') {
		struct span code = {open + 1, bare.length - (size_t)(open + 1 - bare.bytes)};
		if (code.length && code_length(code) == code.length)
			return (struct parts){given, code,
				without_space(
					(struct span){text.bytes, (size_t)(open - text.bytes)})};
	}
	if (closed || !at)
		return (struct parts){given, {text.bytes, 0}, text};
	return (struct parts){given, {text.bytes + at, text.length - at},
		without_space((struct span){text.bytes, at})};
}

static struct parts split(struct span given, struct span text)
{
	text = without_guard(without_space(text));
	given = without_space(given);
	size_t length = code_length(text);
	if (length == 0 && text.length)
		return split_behind(given, text);
	size_t next = length + (length < text.length && text.bytes[length] == ':');
	return (struct parts){given, {text.bytes, length},
		without_space((struct span){text.bytes + next, text.length - next})};
}

/* The record's time: its period, and the first day of that. */
struct time {
	struct span period;
	long day;
};

static enum how form(const struct parts *p)
{
	if (p->code.length == 0)
		return HOW_NAME;
	return p->name.length ? HOW_CODE_NAME : HOW_CODE;
}

/* A finding without an area, and why. */
static struct finding aside(struct recogniser *r, enum how how, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static struct finding aside(struct recogniser *r, enum how how, const char *format, ...)
{
	enum { ROOM = 1024 };
	va_list arguments;
	r->reason.length = 0;
	text_reserve(&r->reason, ROOM);
	va_start(arguments, format);
	vsnprintf(r->reason.bytes, ROOM, format, arguments);
	va_end(arguments);
	return (struct finding){.how = how, .reason = r->reason.bytes};
}

/* What is said of a former municipality: where it went and when. */
struct fate {
	struct text parts, last, next;
};

static struct fate fate_of(const struct former *former)
{
	struct fate fate = {0};
	add_parts(&fate.parts, former);
	date_print(&fate.last, former->last);
	date_print(&fate.next, former->last + 1);
	text_add_char(&fate.parts, '\0');
	text_add_char(&fate.last, '\0');
	text_add_char(&fate.next, '\0');
	return fate;
}

static void fate_free(struct fate *fate)
{
	free(fate->parts.bytes);
	free(fate->last.bytes);
	free(fate->next.bytes);
}

/* A municipality of the record's time. */
static struct finding follow(
	struct recogniser *r, const struct parts *p, const struct former *former)
{
	if (former->kept)
		return (struct finding){.how = HOW_FORMER, .area = &former->area};
	if (former->parts == 1)
		return (struct finding){.how = HOW_FORMER, .area = former->part[0]};
	if (r->rules.largest)
		return (struct finding){.how = HOW_LARGEST, .area = former->largest};
	struct fate fate = fate_of(former);
	struct finding finding = aside(r, HOW_SPLIT,
		"area '%s' was split on %s among %s (--split main counts it with %s, "
		"where its largest part went)",
		quote(p->given).text, fate.next.bytes, fate.parts.bytes, former->largest->code);
	fate_free(&fate);
	return finding;
}

/* A municipality of another time than the record's, or of any where that does not count. */
static struct finding say_ended(struct recogniser *r, const struct parts *p,
	const struct former *former, struct span period)
{
	struct fate fate = fate_of(former);
	struct finding finding;
	if (r->rules.dated)
		finding = aside(r, HOW_ENDED,
			"area '%s': %s (%s) was a municipality until %s, before the period '%s'; "
			"it went to %s",
			quote(p->given).text, former->area.name, former->area.code, fate.last.bytes,
			quote(period).text, fate.parts.bytes);
	else
		finding = aside(r, HOW_ENDED,
			"area '%s' is not in the code list of today: %s (%s) was a municipality until %s "
			"and went to %s (--period COLUMN follows it in records of its time)",
			quote(p->given).text, former->area.name, former->area.code, fate.last.bytes,
			fate.parts.bytes);
	fate_free(&fate);
	return finding;
}

static struct finding say_other(
	struct recogniser *r, const struct parts *p, const struct other *other)
{
	if (other->how == HOW_CHRISTIANSOE && r->rules.bornholm)
		return (struct finding){.how = other->how, .area = r->bornholm};
	return aside(r, other->how, "area '%s' %s", quote(p->given).text, other->reason);
}

/* What has a code: at the record's time, today, or as no area; NULL where nothing has. */
static const char *owner_of(struct recogniser *r, struct span code, long day)
{
	const struct former *former = area_names_code(&r->history.names, code);
	const struct area *area = find_code(r->areas, code);
	const struct other *other = area_names_code(&r->others, code);
	if (former && (!area || (r->rules.dated && day <= former->last)))
		return former->area.name;
	if (area)
		return area->name;
	return other ? other->name : NULL;
}

/*
 * A region that others become has no official code yet: one that is nobody's beside its name can be
 * nothing else.
 */
static const struct area *find_merged(struct recogniser *r, struct span name)
{
	const struct area *area = find_name(&r->today, name);
	return area && area_is_merged(area) ? area : NULL;
}

static const struct area *find_today(struct recogniser *r, const struct parts *p)
{
	if (p->code.length == 0)
		return p->name.length ? find_name(&r->today, p->name) : NULL;
	const struct area *area = find_code(r->areas, p->code);
	if (!area && p->name.length && !owner_of(r, p->code, LONG_MAX))
		return find_merged(r, p->name);
	bool agreed = area && (p->name.length == 0 || names_area(&r->today, p->name, area));
	return agreed ? area : NULL;
}

/* What might be meant by a text that is not known. */

static const struct area *area_of_text(struct recogniser *r, struct span text)
{
	struct parts parts = split(text, text);
	return find_today(r, &parts);
}

/* The length of the mark of a footnote that a text ends with: *, 1), (1), ¹; 0 where there is none.
 */
static size_t mark_length(struct span text)
{
	static const char *const raised[] = {
		"\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "*", "\xE2\x80\xA0"};
	for (size_t i = 0; i < sizeof raised / sizeof *raised; i++) {
		size_t length = strlen(raised[i]);
		if (text.length > length &&
			memcmp(text.bytes + text.length - length, raised[i], length) == 0)
			return length;
	}
	size_t at = text.length;
	if (at < 3 || text.bytes[at - 1] != ')')
		return 0;
	at--;
	while (at > 0 && digit(text.bytes[at - 1]))
		at--;
	size_t digits = text.length - 1 - at;
	if (digits == 0 || digits > 2) /* three may be a code */
		return 0;
	return text.length - at + (at > 0 && text.bytes[at - 1] == '(');
}

static const struct area *without_marks(struct recogniser *r, struct span text)
{
	size_t length = text.length, mark;
	while ((mark = mark_length(text)) > 0)
		text = without_space((struct span){text.bytes, text.length - mark});
	return text.length < length && text.length ? area_of_text(r, text) : NULL;
}

/* A spreadsheet makes 84 of 084, */
static const struct area *with_zero(struct recogniser *r, struct span text)
{
	enum { LOST = 2 };
	char code[] = "000";
	if (text.length != LOST || !digit(text.bytes[0]) || !digit(text.bytes[1]))
		return NULL;
	memcpy(code + 1, text.bytes, LOST);
	return areas_by_code(r->areas, span_of(code));
}

/* others fill codes up to four digits, which regions do not have, */
static const struct area *with_zero_more(struct recogniser *r, struct span text)
{
	enum { DIGITS = 4 };
	bool filled = text.length == DIGITS && text.bytes[0] == '0';
	return filled ? areas_by_code(r->areas, (struct span){text.bytes + 1, DIGITS - 1}) : NULL;
}

/* and programs 101.0 of 101. */
static const struct area *without_decimals(struct recogniser *r, struct span text)
{
	size_t at = 0;
	while (at < text.length && digit(text.bytes[at]))
		at++;
	size_t end = at;
	if (at == text.length || (text.bytes[at] != '.' && text.bytes[at] != ','))
		return NULL;
	at++;
	while (at < text.length && text.bytes[at] == '0')
		at++;
	struct span code = {text.bytes, end};
	const struct area *area = at == text.length ? find_code(r->areas, code) : NULL;
	return area || at < text.length ? area : with_zero(r, code);
}

static const struct area *nearest_name(struct recogniser *r, struct span text)
{
	return r->rules.guess ? area_names_nearest(&r->today, text) : NULL;
}

static struct finding say_unknown(struct recogniser *r, const struct parts *p)
{
	static const struct hint {
		const struct area *(*find)(struct recogniser *r, struct span text);
		const char *before, *behind;
	} hints[] = {
		{without_marks, ": it ends in a footnote mark, without which it is ", ""},
		{with_zero, ": has it lost its zero? ", " has one"},
		{with_zero_more, ": it has four digits; with three it is ", ""},
		{without_decimals, ": it has decimals; the code is that of ", ""},
		{nearest_name, "; did you mean ", "?"},
	};
	char hint[256] = "";
	for (size_t i = 0; i < sizeof hints / sizeof *hints && !*hint; i++) {
		const struct area *area = hints[i].find(r, p->given);
		if (area)
			snprintf(hint, sizeof hint, "%s%s %s%s", hints[i].before, area->code,
				area->name, hints[i].behind);
	}
	return aside(r, HOW_UNKNOWN,
		"area '%s' is not in the code list%s (a code of today, or a name; "
		"regions and landsdele with that word before them)",
		quote(p->given).text, hint);
}

/* A text that means no area of today, nor one of the record's time. */
static struct finding say_why(struct recogniser *r, const struct parts *p, const struct time *time)
{
	if (p->code.length + p->name.length == 0)
		return aside(r, HOW_EMPTY, "the area is empty");
	const struct former *former = area_names_match(&r->history.names, p->code, p->name);
	if (former)
		return say_ended(r, p, former, time->period);
	const struct other *other = area_names_match(&r->others, p->code, p->name);
	if (other)
		return say_other(r, p, other);
	if (without_marks(r, p->given))
		return say_unknown(r, p);
	const char *owner = p->code.length ? owner_of(r, p->code, time->day) : NULL;
	if (owner)
		return aside(r, HOW_CONTRADICTION,
			"area '%s': the code is that of %s, the name is not", quote(p->given).text,
			owner);
	return say_unknown(r, p);
}

static struct finding find(struct recogniser *r, const struct parts *p, const struct time *time)
{
	const struct former *former =
		r->rules.dated ? area_names_match(&r->history.names, p->code, p->name) : NULL;
	if (former && time->day <= former->last)
		return follow(r, p, former);
	const struct area *area = find_today(r, p);
	if (area)
		return (struct finding){.how = form(p), .area = area};
	return say_why(r, p, time);
}

static bool unread(enum how how)
{
	return how == HOW_UNKNOWN || how == HOW_CONTRADICTION;
}

struct finding recognise(struct recogniser *r, struct span text, struct span period)
{
	struct time time = {.period = period};
	struct period days = {0};
	if (r->rules.dated && period.length == 0)
		return aside(r, HOW_NO_PERIOD, "the period is empty");
	const char *expected;
	if (r->rules.dated && !period_days(period, &days, &expected))
		return aside(r, HOW_NO_PERIOD, "'%s' is not %s", quote(period).text, expected);
	time.day = days.first;
	struct parts parts = split(text, text);
	struct finding finding = find(r, &parts, &time);
	unsigned amiss = unread(finding.how) ? mend(&r->mended, text) : 0;
	if (!amiss)
		return finding;
	parts = split(text, text_span(&r->mended));
	finding = find(r, &parts, &time);
	finding.mended = unread(finding.how) ? 0 : amiss;
	return finding;
}

const struct area *recognise_area(struct recogniser *r, struct span text)
{
	if (r->rules.dated || r->rules.keep)
		return recognise(r, text, SPAN("")).area;
	const struct area *area = area_of_text(r, text);
	if (!area && mend(&r->mended, text))
		area = area_of_text(r, text_span(&r->mended));
	return area;
}
