#include "program.h"

#include "lib/decimal.h"

#include <stdio.h>
#include <stdlib.h>

/* An area of the published table, and what came out for it. */
struct compared {
	struct span area, name;
	const char *level;
	bool has_ours, has_theirs;
	mpz_t ours, theirs;
};

enum { MUNICIPALITIES, REGIONS, LEVELS };

/* What is said of the comparison as a whole. */
struct summary {
	size_t compared[LEVELS], differing[LEVELS], all;
	struct text first; /* the first area that differs */
};

static struct span field_of_row(
	const struct program *p, const struct row *row, enum column_word word)
{
	return row->field[p->against_means.at[word]];
}

/* A whole number of persons, or 65. */
static bool read_persons(const struct program *p, const struct row *row, mpz_t persons)
{
	struct span field = field_of_row(p, row, IS_VALUE);
	mpq_t value;
	if (field.length == 0)
		return false;
	mpq_init(value);
	const char *fault = read_figure(value, field, false);
	if (fault)
		fail(EX_DATAERR, row->file, row->line, "%s '%s' %s", p->o.published,
			quote(field).text, fault);
	mpz_set(persons, mpq_numref(value));
	mpq_clear(value);
	return true;
}

/* The table's own total: its row, or the sum of all municipalities of the code list; else false. */
static bool find_total(const struct program *p, mpz_t total)
{
	struct areas areas;
	size_t missing = 0;
	bool stated = false;
	mpz_t persons;
	areas_load(&areas, p->o.areas);
	for (size_t i = 0; i < areas.count; i++)
		missing += areas.area[i].level == LEVEL_MUNICIPALITY;
	mpz_init(persons);
	for (size_t i = 0; i < p->against.rows && !stated; i++) {
		const struct row *row = &p->against.row[i];
		const struct area *area = areas_by_code(&areas, field_of_row(p, row, IS_AREA));
		if (!area || !read_persons(p, row, persons))
			continue;
		stated = area->level == LEVEL_COUNTRY;
		if (stated)
			mpz_set(total, persons);
		if (area->level != LEVEL_MUNICIPALITY)
			continue;
		mpz_add(total, total, persons);
		missing--;
	}
	mpz_clear(persons);
	areas_free(&areas);
	return stated || missing == 0;
}

/* By area; equal ones in their order. */
static int by_area(const void *a, const void *b, void *context)
{
	const struct program *p = context;
	const struct row *x = *(const struct row *const *)a, *y = *(const struct row *const *)b;
	int order = span_compare(field_of_row(p, x, IS_AREA), field_of_row(p, y, IS_AREA));
	return order ? order : (x > y) - (x < y);
}

static void sort_rows(struct program *p)
{
	size_t rows = p->against.rows;
	p->against_by_area = allocate(rows, sizeof(const struct row *));
	for (size_t i = 0; i < rows; i++)
		p->against_by_area[i] = &p->against.row[i];
	if (rows)
		qsort_r(p->against_by_area, rows, sizeof(const struct row *), by_area, p);
}

void published_read(struct program *p)
{
	struct records *in = &p->against_in;
	mpz_t total;
	records_open(in, (char *[]){p->o.against, NULL}, EX_DATAERR, NULL);
	observation_open(&p->against_means, in, &p->o.names);
	static const enum column_word needed[] = {IS_AREA, IS_MEASURE, IS_VALUE};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		observation_column(&p->against_means, needed[i]);
	while (records_next(in)) {
		if (span_is(in->field[p->against_means.at[IS_MEASURE]], p->o.published))
			table_add(&p->against, in);
	}
	sort_rows(p);
	mpz_init(total);
	if (find_total(p, total))
		p->o.landstal = p->own_total = mpz_get_str(NULL, 10, total);
	mpz_clear(total);
}

void published_free(struct program *p)
{
	free(p->against_by_area);
	table_free(&p->against);
	observation_close(&p->against_means);
	records_close(&p->against_in);
	free(p->own_total);
}

/* Whether a municipality is of a region or the country: by what the records or the code list say.
 */
static bool is_of(const struct program *p, const struct municipality *m, const struct area *area)
{
	const struct area *own = areas_by_code(&p->areas, m->code);
	return area->level == LEVEL_COUNTRY || span_is(m->region, area->code) ||
	       (own && area_lies_in(own, area));
}

/* What came out for an area: of a region or the country the sum of its municipalities. */
static void set_ours(const struct program *p, struct compared *c, const struct area *area)
{
	bool sum = area && area->level != LEVEL_MUNICIPALITY;
	const struct municipality *one = sum ? NULL : quota_find_code(&p->q, c->area);
	if (one)
		mpz_set(c->ours, one->outcome[0].quota);
	c->has_ours = one != NULL;
	for (size_t i = 0; sum && i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		if (!is_of(p, m, area))
			continue;
		mpz_add(c->ours, c->ours, m->outcome[0].quota);
		c->has_ours = true;
	}
}

static struct compared compare_area(const struct program *p, struct span code)
{
	const struct area *area = areas_by_code(&p->areas, code);
	struct compared c = {.area = code,
		.name = area ? span_of(area->name) : SPAN(""),
		.level = area ? area_level_name(area->level) : ""};
	mpz_inits(c.ours, c.theirs, NULL);
	set_ours(p, &c, area);
	return c;
}

/* The row of the published table for an area, the first of several, or NULL. */
static const struct row *row_for(const struct program *p, struct span code)
{
	size_t from = 0, to = p->against.rows;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (span_compare(field_of_row(p, p->against_by_area[middle], IS_AREA), code) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	bool found = from < p->against.rows &&
		     span_equals(field_of_row(p, p->against_by_area[from], IS_AREA), code);
	return found ? p->against_by_area[from] : NULL;
}

/*
 * Whether the published table is what rounding gives, with the persons that are then missing given
 * to others than our last municipality: each has what it is rounded to, or more (less) of them.
 */
static bool remainder_explains(const struct program *p)
{
	struct decimal rounded;
	mpz_t theirs, left, given;
	bool explained = !p->o.method;
	decimal_init(&rounded);
	mpz_inits(theirs, left, given, NULL);
	mpz_set(left, p->q.landstal[0]);
	int less = 0, more = 0;
	for (size_t i = 0; i < p->q.count && explained; i++) {
		const struct municipality *m = &p->q.municipality[i];
		const struct row *row = row_for(p, m->code);
		explained = row && read_persons(p, row, theirs);
		decimal_round(&rounded, m->figure[DISTRIBUTION], 0);
		mpz_sub(left, left, rounded.digits);
		mpz_sub(theirs, theirs, rounded.digits);
		mpz_add(given, given, theirs);
		less += mpz_sgn(theirs) < 0;
		more += mpz_sgn(theirs) > 0;
	}
	explained = explained && mpz_cmp(left, given) == 0 && !(less && more);
	mpz_clears(theirs, left, given, NULL);
	decimal_clear(&rounded);
	return explained;
}

static void put_number(struct writer *out, bool has, mpz_srcptr number)
{
	if (has)
		put_whole(out, number);
	else
		put_field(out, SPAN(""));
}

static bool differs(const struct compared *c)
{
	return !c->has_ours || !c->has_theirs || mpz_cmp(c->ours, c->theirs) != 0;
}

static void put_compared(const struct compared *c, bool explained, struct writer *out)
{
	mpz_t difference;
	bool both = c->has_ours && c->has_theirs;
	mpz_init(difference);
	mpz_sub(difference, c->ours, c->theirs);
	put_field(out, c->area);
	put_field(out, c->name);
	put_field(out, span_of(c->level));
	put_number(out, c->has_ours, c->ours);
	put_number(out, c->has_theirs, c->theirs);
	put_number(out, both, difference);
	put_field(out, !differs(c)         ? SPAN("")
		       : both && explained ? SPAN("rounding remainder")
					   : SPAN("other"));
	put_row_end(out);
	mpz_clear(difference);
}

static void name_first(struct summary *s, const struct compared *c)
{
	enum { ROOM = 64 };
	char figures[ROOM];
	text_add(&s->first, c->area);
	text_add_char(&s->first, ' ');
	text_add(&s->first, c->name);
	if (c->has_ours && c->has_theirs && mpz_fits_ulong_p(c->ours) &&
		mpz_fits_ulong_p(c->theirs)) {
		snprintf(figures, sizeof figures, ": published %lu, calculated %lu",
			mpz_get_ui(c->theirs), mpz_get_ui(c->ours));
		text_add(&s->first, span_of(figures));
	}
}

static void count_compared(struct summary *s, const struct compared *c)
{
	static const enum area_level levels[LEVELS] = {
		[MUNICIPALITIES] = LEVEL_MUNICIPALITY, [REGIONS] = LEVEL_REGION};
	bool other = differs(c);
	for (size_t i = 0; i < LEVELS; i++) {
		bool of_it = strcmp(c->level, area_level_name(levels[i])) == 0;
		s->compared[i] += of_it;
		s->differing[i] += of_it && other;
	}
	if (other && s->all++ == 0)
		name_first(s, c);
}

static void write_one(const struct program *p, struct span code, bool explained, struct summary *s,
	struct writer *out)
{
	struct compared c = compare_area(p, code);
	const struct row *row = row_for(p, code);
	c.has_theirs = row && read_persons(p, row, c.theirs);
	put_compared(&c, explained, out);
	count_compared(s, &c);
	mpz_clears(c.ours, c.theirs, NULL);
}

static void write_comparison_header(struct writer *out)
{
	static const char *const columns[] = {
		"area", "name", "level", "quota", "published", "difference", "kind"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(out, span_of(columns[i]));
	put_row_end(out);
}

bool write_comparison(const struct program *p, struct writer *out)
{
	struct summary s = {.all = 0};
	bool explained = p->against.rows && remainder_explains(p);
	write_comparison_header(out);
	if (!p->against.rows) {
		complain(p->o.published, 0,
			"nothing is compared, since no record has this measure (ikke "
			"sammenlignet: bilag B mangler)");
		return false;
	}
	for (size_t i = 0; i < p->q.count; i++)
		write_one(p, p->q.municipality[i].code, explained, &s, out);
	for (size_t i = 0; i < p->against.rows; i++) {
		struct span code = field_of_row(p, &p->against.row[i], IS_AREA);
		if (!quota_find_code(&p->q, code))
			write_one(p, code, explained, &s, out);
	}
	char *regions = s.compared[REGIONS] ? printed(" and %zu of %zu regions",
						      s.differing[REGIONS], s.compared[REGIONS])
					    : printed("%s", "");
	if (s.all)
		complain(p->o.published, 0,
			"%zu of %zu municipalities%s differ from what comes out at a landstal of "
			"%s%s: %s%s",
			s.differing[MUNICIPALITIES], s.compared[MUNICIPALITIES], regions,
			p->o.landstal, explained ? ", by who gets the rounding remainder" : "",
			quote(text_span(&s.first)).text, s.all > 1 ? ", ..." : "");
	free(regions);
	free(s.first.bytes);
	return s.all == 0;
}
