#include "kpi/figures.h"

#include "kpi/operations.h"
#include "lib/areas.h"
#include "lib/origin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct kpi_header header = {
	.before = (const char *const[]){"kpi", "title", NULL},
	.after = (const char *const[]){"value", "unit", "qualifier", "target", "gap",
		"target_status", "published", "deviation", "n", "note", "source",
		"published_qualifier", "contradicted", ORIGIN, NULL},
};
enum { COLUMNS_AFTER = 14 };

bool figures_column(const char *name)
{
	return kpi_header_has(&header, name);
}

/* Numbers out. */

/* Adds a number with at most so many decimals; those that are zeros at the end are not written. */
static void add_number(struct text *to, mpq_srcptr value, size_t decimals)
{
	struct decimal rounded;
	decimal_init(&rounded);
	decimal_round(&rounded, value, fraction_decimals(value, decimals));
	decimal_print(to, &rounded);
	if (rounded.decimals) {
		while (to->bytes[to->length - 1] == '0')
			to->length--;
		to->length -= to->bytes[to->length - 1] == '.';
	}
	decimal_clear(&rounded);
}

/* Remarks: sets of texts. */

struct set {
	struct span *text;
	size_t count, room;
};

static int by_bytes(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static void set_add(struct set *set, struct span text)
{
	set->text = grow(set->text, &set->room, set->count + 1, sizeof *set->text);
	set->text[set->count++] = text;
}

/* Adds the parts of a text between separators, without the blanks around them. */
static void set_add_parts(struct set *set, struct span text, char separator)
{
	const char *at = text.bytes, *end = at + text.length;
	while (at < end) {
		const char *stop = memchr(at, separator, (size_t)(end - at));
		struct span part = {at, (size_t)((stop ? stop : end) - at)};
		at += part.length + (stop != NULL);
		while (part.length && part.bytes[0] == ' ') {
			part.bytes++;
			part.length--;
		}
		while (part.length && part.bytes[part.length - 1] == ' ')
			part.length--;
		if (part.length)
			set_add(set, part);
	}
}

/* Sorts, and leaves each text once. */
static void set_sort(struct set *set)
{
	size_t kept = 0;
	if (set->count)
		qsort(set->text, set->count, sizeof *set->text, by_bytes);
	for (size_t i = 0; i < set->count; i++) {
		if (kept == 0 || !span_equals(set->text[kept - 1], set->text[i]))
			set->text[kept++] = set->text[i];
	}
	set->count = kept;
}

/* Adds a text behind the others, among which it may be already. */
static void set_add_last(struct set *set, struct span text)
{
	size_t kept = 0;
	for (size_t i = 0; i < set->count; i++) {
		if (!span_equals(set->text[i], text))
			set->text[kept++] = set->text[i];
	}
	set->count = kept;
	set_add(set, text);
}

static void put_set(struct writer *out, const struct set *set, const char *separator)
{
	put_field(out, set->count ? set->text[0] : SPAN(""));
	for (size_t i = 1; i < set->count; i++) {
		put_bytes(out, span_of(separator));
		put_bytes(out, set->text[i]);
	}
}

/* The n-th of the parts of a text between TABs. */
static struct span part_of(struct span text, size_t n)
{
	const char *at = text.bytes, *end = at + text.length;
	for (;;) {
		const char *tab = at < end ? memchr(at, '\t', (size_t)(end - at)) : NULL;
		if (n == 0 || !tab)
			return (struct span){at, n ? 0 : (size_t)((tab ? tab : end) - at)};
		at = tab + 1;
		n--;
	}
}

struct remarks {
	struct set qualifier, note, source;
};

static bool is_period(const struct view *v, const struct at_period *at, struct span period)
{
	return at->given && span_equals(pool_text(&v->cells->pool, at->text), period);
}

/* Whether the record of a remark went in: not where the figure is that of other periods. */
static bool went_in(const struct view *v, struct span remark)
{
	struct span period = part_of(remark, 3);
	return period.length == 0 || is_period(v, &v->further->first, period) ||
	       is_period(v, &v->further->last, period);
}

static struct remarks find_remarks(const struct view *v)
{
	struct remarks r = {0};
	size_t count;
	const struct tally *tally = bag_find(&v->cells->bag, v->place, TALLY_REMARKS, &count);
	for (size_t i = 0; i < count; i++) {
		struct span text = pool_text(&v->cells->pool, tally[i].text);
		if (!went_in(v, text))
			continue;
		struct span note = part_of(text, 1), source = part_of(text, 2);
		set_add_parts(&r.qualifier, part_of(text, 0), ',');
		if (note.length)
			set_add(&r.note, note);
		if (source.length)
			set_add(&r.source, source);
	}
	set_sort(&r.qualifier);
	set_sort(&r.note);
	set_sort(&r.source);
	return r;
}

static void free_remarks(struct remarks *r)
{
	free(r->qualifier.text);
	free(r->note.text);
	free(r->source.text);
}

/* What the source publishes. */

struct published {
	bool given, several;
	struct span text, qualifier;
	mpq_t value;
};

/* The one published figure of a part of the bag; false where there is none or more than one. */
static bool find_one(const struct view *v, enum tally_part part, struct published *p)
{
	size_t count;
	const struct tally *tally = bag_find(&v->cells->bag, v->place, part, &count);
	p->several |= count > 1;
	if (count != 1)
		return false;
	struct span text = pool_text(&v->cells->pool, tally->text);
	p->text = part_of(text, 0);
	p->qualifier = part_of(text, 1);
	return true;
}

static void find_published(const struct view *v, struct published *p)
{
	struct number number;
	struct sum sum = {0};
	p->given = find_one(v, TALLY_PUBLISHED, p);
	if (!p->given)
		p->given = find_one(v, TALLY_PUBLISHED_ALONE, p);
	p->several &= !p->given;
	if (p->given && number_read(&number, p->text)) {
		sum_add(&sum, &number);
		sum_fraction(p->value, &sum);
	}
	sum_clear(&sum);
}

/*
 * One in the last digit of a number as it is written: 0.1 of 95.9, 100000 of 800000, whose zeros at
 * the end say no more than how large it is. 1 of 0.
 */
static void last_digit(struct span number, mpq_t unit)
{
	const char *point = memchr(number.bytes, '.', number.length);
	size_t zeros = 0, decimals = 0;
	if (point)
		decimals = number.length - (size_t)(point - number.bytes) - 1;
	while (!point && zeros + 1 < number.length &&
		number.bytes[number.length - 1 - zeros] == '0')
		zeros++;
	mpz_ui_pow_ui(mpq_numref(unit), 10, zeros);
	mpz_ui_pow_ui(mpq_denref(unit), 10, decimals);
	mpq_canonicalize(unit);
}

/* What a reservation lets a figure be, beside what the source says. */
static const struct {
	const char *qualifier;
	int sign; /* of what a figure may differ by, to any extent; 0: either, by the last digit */
} reservations[] = {
	{"ca.", 0},
	{"omkring", 0},
	{"over", 1},
	{"mindst", 1},
	{"bl.a.", 1},
	{"knap", -1},
	{"næsten", -1},
	{"under", -1},
	{"højst", -1},
};

static bool reserved(struct span qualifier, mpq_srcptr deviation, mpq_srcptr unit)
{
	struct set words = {0};
	mpq_t size;
	bool explained = false;
	mpq_init(size);
	mpq_abs(size, deviation);
	set_add_parts(&words, qualifier, ',');
	for (size_t i = 0; i < words.count; i++) {
		for (size_t j = 0; j < sizeof reservations / sizeof *reservations; j++) {
			int sign = reservations[j].sign;
			if (span_is(words.text[i], reservations[j].qualifier))
				explained |= sign ? mpq_sgn(deviation) == sign
						  : mpq_cmp(size, unit) <= 0;
		}
	}
	mpq_clear(size);
	free(words.text);
	return explained;
}

/* Whether the figure, rounded to the published one's last digit, is that one. */
static bool rounds_to(mpq_srcptr value, mpq_srcptr published, mpq_srcptr unit)
{
	struct decimal rounded;
	mpq_t in_units, of_published;
	decimal_init(&rounded);
	mpq_inits(in_units, of_published, NULL);
	mpq_div(in_units, value, unit);
	decimal_round(&rounded, in_units, 0);
	mpq_set_z(in_units, rounded.digits);
	mpq_div(of_published, published, unit);
	bool same = mpq_equal(in_units, of_published) != 0;
	mpq_clears(in_units, of_published, NULL);
	decimal_clear(&rounded);
	return same;
}

/* A row; its numbers are made once for all of them. */

struct result {
	const struct view *view;
	struct outcome outcome;
	struct remarks remarks;
	struct published published;
	bool compared;  /* a published figure and one of ours */
	bool explained; /* they agree, or the deviation is explained */
	mpq_t deviation;
};

static bool contradicted(const struct result *f)
{
	return f->compared && !f->explained;
}

static void compare(struct result *f)
{
	mpq_t unit;
	f->compared = f->published.given && f->outcome.given;
	if (!f->compared)
		return;
	mpq_init(unit);
	mpq_sub(f->deviation, f->outcome.value, f->published.value);
	last_digit(f->published.text, unit);
	f->explained = mpq_sgn(f->deviation) == 0 ||
		       rounds_to(f->outcome.value, f->published.value, unit) ||
		       reserved(f->published.qualifier, f->deviation, unit);
	mpq_clear(unit);
}

/* Whether the source does not state the figure. */
static bool is_own(const struct result *f)
{
	if (!f->outcome.given || (f->compared && f->explained))
		return false;
	switch (f->view->definition->operation->whose) {
	case WHOSE_RECORD:
		return f->outcome.n != 1;
	case WHOSE_PICKED:
		return false;
	default:
		return true;
	}
}

static void put_number(struct writer *out, bool given, mpq_srcptr value, size_t decimals)
{
	struct text text = {0};
	if (given)
		add_number(&text, value, decimals);
	put_field(out, text_span(&text));
	free(text.bytes);
}

static void put_value(struct writer *out, const struct result *f)
{
	struct text text = {0};
	const struct definition *d = f->view->definition;
	if (f->outcome.given && d->operation->gives_date)
		date_print(&text, f->outcome.day);
	else if (f->outcome.given)
		add_number(&text, f->outcome.value, d->decimals);
	put_field(out, text_span(&text));
	free(text.bytes);
}

static const char *target_status(const struct definition *d, mpq_srcptr gap)
{
	switch (d->better) {
	case BETTER_HIGHER:
		return mpq_sgn(gap) >= 0 ? "met" : "not met";
	case BETTER_LOWER:
		return mpq_sgn(gap) <= 0 ? "met" : "not met";
	default:
		return "";
	}
}

static void put_target(struct writer *out, const struct result *f)
{
	const struct definition *d = f->view->definition;
	bool given = d->has_target && f->outcome.given;
	mpq_t gap;
	mpq_init(gap);
	if (given)
		mpq_sub(gap, f->outcome.value, d->target_number);
	put_field(out, span_of(d->has_target ? d->target : ""));
	put_number(out, given, gap, d->decimals);
	put_field(out, span_of(given ? target_status(d, gap) : ""));
	mpq_clear(gap);
}

/* The decimals of a deviation: those of the figure, and no fewer than the published one has. */
static size_t deviation_decimals(const struct result *f)
{
	struct span text = f->published.text;
	size_t decimals = f->view->definition->decimals;
	const char *point = memchr(text.bytes, '.', text.length);
	size_t published = point ? text.length - (size_t)(point - text.bytes) - 1 : 0;
	return published > decimals ? published : decimals;
}

static void put_published(struct writer *out, const struct result *f)
{
	put_field(out, f->published.given ? f->published.text : SPAN(""));
	put_number(out, f->compared, f->deviation, f->compared ? deviation_decimals(f) : 0);
}

static void put_count(struct writer *out, uint64_t n)
{
	enum { ROOM = 32 };
	char text[ROOM];
	snprintf(text, sizeof text, "%" PRIu64, n);
	put_field(out, span_of(text));
}

/* Whether a figure lacks a value that a source keeps secret: of a change, at one of its ends. */
static bool lacks_secret(const struct view *v)
{
	const struct further *f = v->further;
	if (operation_gathers(v->definition) & GATHER_PERIODS)
		return f->first.secret || f->last.secret;
	return f->secret || f->of_secret;
}

/* Whether it is more than what was added up; of a quotient, that has no more to be divided by. */
static bool is_at_least(const struct result *f)
{
	const struct view *v = f->view;
	return v->definition->operation->at_least && v->further->secret && !v->further->of_secret &&
	       v->cell->n > 0;
}

/* What is neither exact nor at least so much is no figure. */
static void withhold(struct result *f)
{
	bool ends = operation_gathers(f->view->definition) & GATHER_PERIODS;
	if (!lacks_secret(f->view) || is_at_least(f) || !(f->outcome.given || ends))
		return;
	f->outcome.given = false;
	f->outcome.why = "hemmelige tal mangler";
}

/* That a mean takes municipalities of any size alike, and how many; of several figures of one, how
 * many figures, too. */
static void add_mean_of(struct text *to, const struct result *f)
{
	size_t areas;
	const struct view *v = f->view;
	const struct tally *tally = bag_find(&v->cells->bag, v->place, TALLY_AREAS, &areas);
	uint64_t of_areas = 0;
	for (size_t i = 0; i < areas; i++)
		of_areas += tally[i].count;
	if (of_areas != f->outcome.n || f->outcome.n < 2)
		return;
	char *said = areas == f->outcome.n
			     ? printed("uvægtet gennemsnit af %zu kommuner", areas)
			     : printed("uvægtet gennemsnit af %" PRIu64 " tal fra %zu kommune%s",
				       f->outcome.n, areas, areas == 1 ? "" : "r");
	text_add(to, span_of(said));
	free(said);
}

/* The notes of the records, of the definition, and those that come of working it out; a
 * contradiction is the last part. */
static void put_notes(struct writer *out, struct result *f)
{
	const struct definition *d = f->view->definition;
	struct set *notes = &f->remarks.note;
	struct text contradiction = {0}, mean = {0};
	add_mean_of(&mean, f);
	if (mean.length && f->outcome.given)
		set_add(notes, text_span(&mean));
	if (*d->note)
		set_add(notes, span_of(d->note));
	if (!f->outcome.given)
		set_add(notes, span_of(f->outcome.why));
	if (is_at_least(f))
		set_add(notes, SPAN("hemmelige tal er ikke talt med"));
	if (f->published.several)
		set_add(notes, SPAN("kilden angiver flere tal"));
	if (contradicted(f)) {
		text_add(&contradiction, SPAN("modsiges af kilden, som angiver "));
		text_add(&contradiction, f->published.text);
		if (f->published.qualifier.length) {
			text_add(&contradiction, SPAN(" ("));
			text_add(&contradiction, f->published.qualifier);
			text_add_char(&contradiction, ')');
		}
		text_add(&contradiction, SPAN(": afvigelse "));
		add_number(&contradiction, f->deviation, deviation_decimals(f));
		set_add(notes, text_span(&contradiction));
	}
	put_set(out, notes, "; ");
	free(contradiction.bytes);
	free(mean.bytes);
}

/* The first of the records that went in: of a change, that of its base. */
static struct span first_origin(const struct view *v)
{
	unsigned gathers = operation_gathers(v->definition);
	if (gathers & GATHER_FIRST)
		return text_span(&v->further->first.origin);
	return text_span(gathers & GATHER_LAST ? &v->further->last.origin : &v->further->origin);
}

/*
 * Whether the country is added to areas that lie in it. A region may well be counted beside its
 * municipalities, as where it is counted how many figures deviate.
 */
static bool is_mixed(const struct view *v)
{
	enum { ADDS = GATHER_SUM | GATHER_PERIODS | GATHER_WEIGHTS };
	unsigned levels = v->cells->levels[v->place];
	return operation_gathers(v->definition) & ADDS && levels & 1U << LEVEL_COUNTRY &&
	       levels != 1U << LEVEL_COUNTRY;
}

static void say_mixed(const struct view *v)
{
	const struct definition *d = v->definition;
	struct set levels = {0};
	struct text text = {0};
	for (enum area_level level = 0; level < AREA_LEVELS; level++) {
		if (v->cells->levels[v->place] & 1U << level)
			set_add(&levels, span_of(area_level_name(level)));
	}
	for (size_t i = 0; i < levels.count; i++) {
		text_add(&text, span_of(i == 0 ? "" : i + 1 == levels.count ? " and " : ", "));
		text_add(&text, levels.text[i]);
	}
	text_add_char(&text, '\0');
	complain(v->cells->definitions->file, d->line,
		"%s: records of the levels %s go into one figure, and the country is counted more "
		"than once (a condition such as level=municipality takes those of one; "
		"kkr-codes --add level appends it)",
		d->kpi, text.bytes);
	free(text.bytes);
	free(levels.text);
}

static void work_out(struct result *f)
{
	const struct operation *operation = f->view->definition->operation;
	f->outcome.given = false;
	f->outcome.n = f->view->cell->n;
	operation->work_out(f->view, &f->outcome);
	withhold(f);
	f->published.given = f->published.several = false;
	if (f->view->definition->has_published)
		find_published(f->view, &f->published);
	compare(f);
	f->remarks = find_remarks(f->view);
	if (is_at_least(f))
		set_add(&f->remarks.qualifier, SPAN("mindst"));
	if (is_mixed(f->view))
		set_add(&f->remarks.qualifier, SPAN("levels mixed"));
	set_sort(&f->remarks.qualifier);
	if (is_own(f))
		set_add_last(&f->remarks.qualifier, SPAN("own calculation"));
}

static void put_figure(
	struct writer *out, struct result *f, const struct span *field, size_t columns)
{
	const struct definition *d = f->view->definition;
	put_field(out, span_of(d->kpi));
	put_field(out, span_of(d->title));
	for (size_t i = 0; i < columns; i++)
		put_field(out, field[i]);
	put_value(out, f);
	put_field(out, span_of(d->unit));
	put_set(out, &f->remarks.qualifier, ", ");
	put_target(out, f);
	put_published(out, f);
	put_count(out, f->outcome.n);
	put_notes(out, f);
	put_set(out, &f->remarks.source, "; ");
	put_field(out, f->published.given ? f->published.qualifier : SPAN(""));
	put_field(out, span_of(!f->compared ? "" : contradicted(f) ? "yes" : "no"));
	if (f->view->cells->has_origin)
		put_field(out, first_origin(f->view));
	put_row_end(out);
}

/* Without the last column where no record says where it came from. */
static void put_header(
	struct writer *out, const struct cells *cells, const struct group_columns *columns)
{
	const char *after[COLUMNS_AFTER + 1];
	memcpy(after, header.after, sizeof after);
	if (!cells->has_origin)
		after[COLUMNS_AFTER - 1] = NULL;
	struct kpi_header own = {header.before, after};
	kpi_header_put(out, &own, columns);
}

void figures_put(struct writer *out, const struct cells *cells, const struct group_columns *columns)
{
	put_header(out, cells, columns);
	struct result f = {0};
	mpq_inits(f.outcome.value, f.deviation, f.published.value, NULL);
	bool *said = allocate(cells->definitions->count, sizeof *said);
	memset(said, 0, cells->definitions->count * sizeof *said);
	struct kpi_rows rows = kpi_rows_of(cells, columns, ROWS_OF_FIGURES);
	for (size_t i = 0; i < rows.count; i++) {
		const struct kpi_row *row = &rows.row[i];
		struct view view = cells_view(cells, row->group, row->definition);
		f.view = &view;
		work_out(&f);
		if (is_mixed(&view) && !said[row->definition])
			say_mixed(&view);
		said[row->definition] |= is_mixed(&view);
		put_figure(out, &f, row->field, columns->count);
		free_remarks(&f.remarks);
	}
	kpi_rows_free(&rows);
	free(said);
	mpq_clears(f.outcome.value, f.deviation, f.published.value, NULL);
}
