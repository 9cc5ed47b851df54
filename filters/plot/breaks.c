#include "breaks.h"

#include "scale.h"

#include "lib/cli.h"
#include "lib/sum.h"

#include <stdlib.h>

enum {
	MOST_BREAKS = 8,
	CLASSES_ALONE = 5, /* where all figures have the same sign */
	CLASSES_BESIDE = 4,
};

/* The argument of --breaks. */

static void read_given(struct breaks *b, char *const *list)
{
	while (list[b->count])
		b->count++;
	if (b->count > MOST_BREAKS)
		cli_misuse("--breaks: at most %d numbers, since nobody tells more colours apart",
			MOST_BREAKS);
	b->given = allocate(b->count, sizeof *b->given);
	for (size_t i = 0; i < b->count; i++) {
		struct span number = span_of(list[i]);
		if (!number_valid(number))
			cli_misuse("--breaks: '%s' is neither quantiles nor equal nor a number",
				quote(number).text);
		struct decimal d;
		decimal_init(&d);
		decimal_set(&d, number);
		mpq_init(b->given[i]);
		decimal_fraction(b->given[i], &d);
		decimal_clear(&d);
		if (i && mpq_cmp(b->given[i - 1], b->given[i]) >= 0)
			cli_misuse("--breaks: %s comes after a number that is not less", list[i]);
	}
}

struct breaks breaks_read(const char *option)
{
	struct breaks b = {.rule = BREAKS_QUANTILES};
	if (!option || strcmp(option, "quantiles") == 0)
		return b;
	if (strcmp(option, "equal") == 0) {
		b.rule = BREAKS_EQUAL;
		return b;
	}
	b.rule = BREAKS_GIVEN;
	char **list = cli_list("breaks", option);
	read_given(&b, list);
	cli_list_free(list);
	return b;
}

void breaks_free(struct breaks *breaks)
{
	for (size_t i = 0; i < breaks->count; i++)
		mpq_clear(breaks->given[i]);
	free(breaks->given);
}

/* The figures on one side of zero, by their size. */
struct side {
	int sign;
	struct size {
		mpq_t value;
	} * size; /* in order */
	size_t sizes;
	struct size *lower; /* where each class begins */
	size_t classes, room;
	size_t *place; /* of each of its classes among all */
	mpq_t step;    /* of equal classes */
};

/* What classing needs to know. */
struct work {
	const struct breaks *breaks;
	enum language language;
	const struct plot_figure *const *figure;
	size_t figures;
	size_t decimals; /* the most that a figure has */
	bool whole;      /* figures and breaks are whole numbers */
	bool zeros, few, missing;
	struct side below, above;
};

static int by_size(const void *a, const void *b)
{
	const struct size *x = a, *y = b;
	return mpq_cmp(x->value, y->value);
}

static void side_start(struct side *side, int sign, const struct work *w)
{
	*side = (struct side){.sign = sign};
	mpq_init(side->step);
	side->size = allocate(w->figures + 1, sizeof *side->size);
	for (size_t i = 0; i < w->figures; i++) {
		const struct plot_figure *f = w->figure[i];
		if (!f->known || f->few || mpq_sgn(f->value) != sign)
			continue;
		struct size *size = &side->size[side->sizes++];
		mpq_init(size->value);
		mpq_abs(size->value, f->value);
	}
	qsort(side->size, side->sizes, sizeof *side->size, by_size);
}

static void side_free(struct side *side)
{
	for (size_t i = 0; i < side->sizes; i++)
		mpq_clear(side->size[i].value);
	for (size_t i = 0; i < side->classes; i++)
		mpq_clear(side->lower[i].value);
	mpq_clear(side->step);
	free(side->size);
	free(side->lower);
	free(side->place);
}

static void add_lower(struct side *side, mpq_srcptr value)
{
	side->lower = grow(side->lower, &side->room, side->classes + 1, sizeof *side->lower);
	struct size *lower = &side->lower[side->classes++];
	mpq_init(lower->value);
	mpq_abs(lower->value, value);
}

/* The first size beyond a class's lower bound. */
static mpq_srcptr first_beyond(const struct side *side, mpq_srcptr bound)
{
	size_t i = 0;
	while (mpq_cmp(side->size[i].value, bound) <= 0)
		i++;
	return side->size[i].value;
}

/*
 * As nearly as possible equally many figures in each class. Equal figures stay together: where a
 * class would begin among them, it begins after them.
 */
static void set_quantiles(struct side *side, const struct work *w)
{
	bool alone = w->below.sizes == 0 || w->above.sizes == 0;
	size_t classes = alone ? CLASSES_ALONE : CLASSES_BESIDE;
	bool crowded = false;
	for (size_t i = 0; i < classes; i++) {
		mpq_srcptr from = side->size[i * side->sizes / classes].value;
		mpq_srcptr last = side->classes ? side->lower[side->classes - 1].value : NULL;
		bool within = last && mpq_cmp(from, last) <= 0;
		if (!within)
			add_lower(side, crowded ? first_beyond(side, last) : from);
		crowded = within;
	}
}

static void set_equal(struct side *side, const struct work *w)
{
	bool alone = w->below.sizes == 0 || w->above.sizes == 0;
	mpq_srcptr low = side->size[0].value, high = side->size[side->sizes - 1].value;
	mpq_t lower;
	mpq_init(lower);
	scale_step(side->step, low, high, w->decimals, alone ? CLASSES_ALONE : CLASSES_BESIDE);
	scale_floor(lower, low, side->step);
	while (mpq_cmp(lower, high) <= 0) {
		add_lower(side, lower);
		mpq_add(lower, lower, side->step);
	}
	mpq_clear(lower);
}

/*
 * The breaks that were given for figures of this sign, beginning with the one nearest to zero. No
 * whole number is between 0 and 1: a break there ends nothing.
 */
static void set_given(struct side *side, const struct work *w)
{
	const struct breaks *b = w->breaks;
	mpq_t zero, one;
	mpq_inits(zero, one, NULL);
	mpq_set_si(one, side->sign, 1);
	add_lower(side, zero);
	for (size_t i = 0; i < b->count; i++) {
		mpq_srcptr given = b->given[side->sign > 0 ? i : b->count - 1 - i];
		if (mpq_sgn(given) == side->sign && !(w->whole && mpq_equal(given, one)))
			add_lower(side, given);
	}
	mpq_clears(zero, one, NULL);
}

static void set_classes(struct side *side, const struct work *w)
{
	static void (*const set[])(struct side *, const struct work *) = {
		[BREAKS_QUANTILES] = set_quantiles,
		[BREAKS_EQUAL] = set_equal,
		[BREAKS_GIVEN] = set_given,
	};
	if (side->sizes)
		set[w->breaks->rule](side, w);
}

/* The rank of a size: the last class that begins at it or before. */
static size_t rank_of(const struct side *side, mpq_srcptr size)
{
	size_t rank = side->classes - 1;
	while (rank && mpq_cmp(side->lower[rank].value, size) > 0)
		rank--;
	return rank;
}

/* Labels. */

/* With so many decimals at least, so that figures of one kind have as many. */
static void add_signed_with(
	struct text *to, const struct work *w, int sign, mpq_srcptr size, size_t decimals)
{
	struct text plain = {0};
	struct decimal d;
	mpq_t value;
	mpq_init(value);
	decimal_init(&d);
	mpq_set(value, size);
	if (sign < 0)
		mpq_neg(value, value);
	size_t needed = fraction_decimals(value, NUMBER_DIGITS);
	decimal_round(&d, value, needed > decimals ? needed : decimals);
	decimal_print(&plain, &d);
	add_number(to, w->language, text_span(&plain));
	mpq_clear(value);
	decimal_clear(&d);
	free(plain.bytes);
}

static void add_signed(struct text *to, const struct work *w, int sign, mpq_srcptr size)
{
	add_signed_with(to, w, sign, size, 0);
}

/* A word that stands before a figure, between two, or behind the last. */
static void add_before(struct text *to, const struct work *w, const char *key)
{
	text_add(to, word(w->language, key));
	text_add_char(to, ' ');
}

static void add_between(struct text *to, const struct work *w, const char *key)
{
	text_add_char(to, ' ');
	add_before(to, w, key);
}

static void add_open_end(struct text *to, const struct work *w, int sign)
{
	text_add_char(to, ' ');
	text_add(to, word(w->language, sign < 0 ? "og derunder" : "og derover"));
}

/* "1–3", "−3 til −1" or, of one number, that. */
static void add_range(struct text *to, const struct work *w, int sign, mpq_srcptr near,
	mpq_srcptr far, size_t decimals)
{
	add_signed_with(to, w, sign, sign < 0 ? far : near, decimals);
	if (mpq_equal(near, far))
		return;
	if (sign < 0)
		add_between(to, w, "til");
	else
		text_add(to, SPAN("–"));
	add_signed_with(to, w, sign, sign < 0 ? near : far, decimals);
}

static void label_observed(
	struct text *to, const struct work *w, const struct side *side, size_t rank)
{
	size_t first = 0, last;
	while (rank_of(side, side->size[first].value) < rank)
		first++;
	for (last = first;
		last + 1 < side->sizes && rank_of(side, side->size[last + 1].value) == rank; last++)
		;
	add_range(to, w, side->sign, side->size[first].value, side->size[last].value, w->decimals);
}

/* Whole numbers: from the one that it begins with, or 1, to the last before the next class. */
static void label_whole(
	struct text *to, const struct work *w, int sign, mpq_srcptr near, mpq_srcptr end)
{
	mpq_t one, from, last;
	mpq_inits(one, from, last, NULL);
	mpq_set_ui(one, 1, 1);
	mpq_set(from, mpq_sgn(near) ? near : one);
	if (end) {
		mpq_sub(last, end, one);
		add_range(to, w, sign, from, last, 0);
	} else {
		add_signed(to, w, sign, from);
		add_open_end(to, w, sign);
	}
	mpq_clears(one, from, last, NULL);
}

/*
 * Any numbers: "over 0 til under 20", "20 til under 40", "40 og derover"; below zero "over −20 til
 * under 0", "over −40 til −20", "−40 og derunder".
 */
static void label_fractions(
	struct text *to, const struct work *w, int sign, mpq_srcptr near, mpq_srcptr end)
{
	bool from_zero = mpq_sgn(near) == 0;
	if (!end) {
		if (from_zero)
			add_before(to, w, sign < 0 ? "under" : "over");
		add_signed(to, w, sign, near);
		if (!from_zero)
			add_open_end(to, w, sign);
		return;
	}
	if (sign < 0 || from_zero)
		add_before(to, w, "over");
	add_signed(to, w, sign, sign < 0 ? end : near);
	add_between(to, w, sign > 0 || from_zero ? "til under" : "til");
	add_signed(to, w, sign, sign < 0 ? near : end);
}

static void label_bounds(
	struct text *to, const struct work *w, const struct side *side, size_t rank)
{
	mpq_srcptr near = side->lower[rank].value, end = NULL;
	mpq_t next;
	mpq_init(next);
	if (rank + 1 < side->classes) {
		end = side->lower[rank + 1].value;
	} else if (w->breaks->rule == BREAKS_EQUAL) {
		mpq_add(next, near, side->step);
		end = next;
	}
	(w->whole ? label_whole : label_fractions)(to, w, side->sign, near, end);
	mpq_clear(next);
}

/* The list. */

static struct class *add_class(struct classes *classes, struct class added)
{
	classes->class =
		grow(classes->class, &classes->room, classes->count + 1, sizeof *classes->class);
	classes->class[classes->count] = added;
	return &classes->class[classes->count++];
}

/* Whether a figure is in the class of a rank. */
static bool has_figures(const struct side *side, size_t rank)
{
	size_t i = 0;
	while (i < side->sizes && rank_of(side, side->size[i].value) != rank)
		i++;
	return i < side->sizes;
}

static void add_side(struct classes *classes, const struct work *w, struct side *side)
{
	side->place = allocate(side->classes, sizeof *side->place);
	for (size_t i = 0; i < side->classes; i++) {
		size_t rank = side->sign < 0 ? side->classes - 1 - i : i;
		if (!has_figures(side, rank))
			continue;
		side->place[rank] = classes->count;
		struct class *class = add_class(classes,
			(struct class){.sign = side->sign, .rank = rank, .ranks = side->classes});
		if (w->breaks->rule == BREAKS_QUANTILES)
			label_observed(&class->label, w, side, rank);
		else
			label_bounds(&class->label, w, side, rank);
	}
}

static size_t class_in_side(const struct side *side, mpq_srcptr value)
{
	mpq_t size;
	mpq_init(size);
	mpq_abs(size, value);
	size_t rank = rank_of(side, size);
	mpq_clear(size);
	return side->place[rank];
}

static void look_at(struct work *w)
{
	w->whole = true;
	for (size_t i = 0; i < w->figures; i++) {
		const struct plot_figure *f = w->figure[i];
		w->missing |= !f->known;
		w->few |= f->few;
		if (f->few)
			continue;
		w->zeros |= f->known && mpq_sgn(f->value) == 0;
		w->whole &= mpz_cmp_ui(mpq_denref(f->value), 1) == 0;
		if (f->decimals > w->decimals)
			w->decimals = f->decimals;
	}
	for (size_t i = 0; i < w->breaks->count; i++)
		w->whole &= mpz_cmp_ui(mpq_denref(w->breaks->given[i]), 1) == 0;
}

void classes_make(struct classes *classes, const struct breaks *breaks, enum language language,
	const struct plot_figure *const *figure, size_t figures, size_t *of)
{
	struct work w = {
		.breaks = breaks, .language = language, .figure = figure, .figures = figures};
	size_t zero = 0, few = 0, missing = 0;
	look_at(&w);
	side_start(&w.below, -1, &w);
	side_start(&w.above, 1, &w);
	set_classes(&w.below, &w);
	set_classes(&w.above, &w);
	add_side(classes, &w, &w.below);
	if (w.zeros) {
		zero = classes->count;
		text_add(&add_class(classes, (struct class){.sign = 0})->label, SPAN("0"));
	}
	add_side(classes, &w, &w.above);
	if (w.few) {
		few = classes->count;
		text_add(&add_class(classes, (struct class){.few = true})->label,
			word(language, "under 5: for få til et forholdstal"));
	}
	if (w.missing) {
		missing = classes->count;
		text_add(&add_class(classes, (struct class){.missing = true})->label,
			word(language, "ingen tal"));
	}
	for (size_t i = 0; i < figures; i++) {
		int sign = mpq_sgn(figure[i]->value);
		if (!figure[i]->known)
			of[i] = missing;
		else if (figure[i]->few)
			of[i] = few;
		else if (sign == 0)
			of[i] = zero;
		else
			of[i] = class_in_side(sign < 0 ? &w.below : &w.above, figure[i]->value);
		classes->class[of[i]].figures++;
	}
	side_free(&w.below);
	side_free(&w.above);
}

void classes_free(struct classes *classes)
{
	for (size_t i = 0; i < classes->count; i++)
		free(classes->class[i].label.bytes);
	free(classes->class);
}
