#include "quota.h"

#include "lib/decimal.h"
#include "lib/notation.h"

#include <stdlib.h>

/* What is said, in both languages; each % is a figure, in the order in which say() gets them. */
enum phrase {
	TITLE,
	RULE,
	INPUT_HEAD,
	INPUT_POPULATION,
	INPUT_NATIONALS,
	INPUT_FAMILY,
	INPUT_ALL,
	STEP_SHARE,
	STEP_GROSS,
	STEP_NET,
	STEP_DISTRIBUTION,
	STEP_NEGATIVE,
	STEP_QUOTA,
	QUOTA_ROUNDED,
	QUOTA_EXEMPT,
	QUOTA_FIXED,
	QUOTA_SHARED,
	QUOTA_LEFT,
	QUOTA_ADDED,
	QUOTA_TAKEN,
	QUOTA_REMAINDER,
	EXACTLY,
	STEP_AGREEMENT,
	AGREEMENT_LAPSED,
	AGREEMENT_MOVED,
	AGREEMENT_NONE,
	RESULT,
	RESULT_AGREED,
	PHRASES
};

/* NOLINTBEGIN(bugprone-suspicious-missing-comma): a phrase may take several lines */
static const char *const phrases[][PHRASES] = {
	[DANISH] =
		{
			[TITLE] = "Kommunekvote for % (%) ved et landstal på %",
			[RULE] = "Beregnet efter bekendtgørelse nr. 550 af 3. maj 2022, § 4.",
			[INPUT_HEAD] = "Tallene bag, kommunen og alle kommuner tilsammen:",
			[INPUT_POPULATION] = "  Befolkning: % af %",
			[INPUT_NATIONALS] =
				"  Udenlandske statsborgere fra ikke-vestlige lande: % af %",
			[INPUT_FAMILY] = "  Familiesammenføringer til flygtninge: % af %",
			[INPUT_ALL] = "  Landstal og familiesammenføringer: % + % = %",
			[STEP_SHARE] = "1. Fordelingsandel (§ 4, stk. 2): to gange andelen af "
				       "befolkningen, minus andelen af de udenlandske statsborgere",
			[STEP_GROSS] = "2. Beregnet fordelingstal (§ 4, stk. 3): fordelingsandelen "
				       "gange landstal og familiesammenføringer",
			[STEP_NET] =
				"3. Foreløbigt fordelingstal (§ 4, stk. 4): minus kommunens egne "
				"familiesammenføringer",
			[STEP_DISTRIBUTION] =
				"4. Fordelingstal (§ 4, stk. 5): kommunens del af landstallet, når "
				"de foreløbige fordelingstal over 0 tilsammen er %",
			[STEP_NEGATIVE] = "   Det foreløbige fordelingstal er ikke over 0, så "
					  "fordelingstallet er 0",
			[STEP_QUOTA] = "5. Kommunekvote: fordelingstallet i hele personer",
			[QUOTA_ROUNDED] = "   % afrundes til %",
			[QUOTA_EXEMPT] = "   Kommunen er fritaget, og de andre deler dens kvote: %",
			[QUOTA_FIXED] = "   Kommunen har det, som grænsen for den sætter: %",
			[QUOTA_SHARED] =
				"   Andre kommuner står ved en grænse. De øvrige deler % efter deres "
				"fordelingstal, tilsammen %",
			[QUOTA_LEFT] =
				"   Det, som afrundingen har tilovers eller for meget, går til den "
				"sidste af dem: %",
			[QUOTA_ADDED] =
				"   De afrundede kvoter er tilsammen %, landstallet %. De manglende % "
				"gives til den sidste kommune efter kommunenummer: %",
			[QUOTA_TAKEN] =
				"   De afrundede kvoter er tilsammen %, landstallet %. De overskydende % "
				"tages fra den sidste kommune efter kommunenummer og bagud: %",
			[QUOTA_REMAINDER] =
				"   Af % får kommunen de hele personer; de største rester får hver én "
				"til, til landstallet er nået: %",
			[EXACTLY] = "   præcis %",
			[STEP_AGREEMENT] = "6. Aftale mellem kommunerne (§ 6)",
			[AGREEMENT_LAPSED] =
				"   Aftalen er indgået ved et andet landstal og er bortfaldet",
			[AGREEMENT_MOVED] = "   %: % + (%) = %",
			[AGREEMENT_NONE] = "   Aftalen ændrer ikke kommunens kvote",
			[RESULT] = "Kommunekvote: %",
			[RESULT_AGREED] = "Beregnet kvote: %. Aftalt kvote: %",
		},
	[ENGLISH] =
		{
			[TITLE] = "The quota of % (%) at a landstal of %",
			[RULE] =
				"Computed by order (bekendtgørelse) no. 550 of 3 May 2022, section 4.",
			[INPUT_HEAD] =
				"The figures behind it, of the municipality and of all together:",
			[INPUT_POPULATION] = "  Population: % of %",
			[INPUT_NATIONALS] =
				"  Foreign nationals from non-western countries: % of %",
			[INPUT_FAMILY] = "  Family members reunited with refugees: % of %",
			[INPUT_ALL] = "  Landstal and reunited family members: % + % = %",
			[STEP_SHARE] =
				"1. Share (fordelingsandel, section 4(2)): twice the share of "
				"the population, less the share of the foreign nationals",
			[STEP_GROSS] =
				"2. Gross figure (beregnet fordelingstal, section 4(3)): the "
				"share times landstal and reunited family members",
			[STEP_NET] =
				"3. Net figure (foreløbigt fordelingstal, section 4(4)): less the "
				"municipality's own reunited family members",
			[STEP_DISTRIBUTION] =
				"4. Distribution (fordelingstal, section 4(5)): its part "
				"of the landstal, where the net figures above 0 are % "
				"together",
			[STEP_NEGATIVE] =
				"   The net figure is not above 0, so the distribution is 0",
			[STEP_QUOTA] = "5. Quota (kommunekvote): the distribution in whole persons",
			[QUOTA_ROUNDED] = "   % is rounded to %",
			[QUOTA_EXEMPT] =
				"   The municipality is exempt, and the others share its quota: %",
			[QUOTA_FIXED] = "   The municipality has what its bound sets: %",
			[QUOTA_SHARED] =
				"   Other municipalities stand at a bound. The rest share % by their "
				"distributions, together %",
			[QUOTA_LEFT] =
				"   What rounding has over, or too much, goes to the last of them: %",
			[QUOTA_ADDED] =
				"   The rounded quotas are % together, the landstal is %. The % that are "
				"missing go to the last municipality by code: %",
			[QUOTA_TAKEN] =
				"   The rounded quotas are % together, the landstal is %. The % too many "
				"are taken from the last municipality by code, and those before it: %",
			[QUOTA_REMAINDER] =
				"   Of % the municipality has the whole persons; the largest remainders "
				"have one more each, until the landstal is reached: %",
			[EXACTLY] = "   exactly %",
			[STEP_AGREEMENT] = "6. Agreement between municipalities (section 6)",
			[AGREEMENT_LAPSED] =
				"   The agreement was made for another landstal and has lapsed",
			[AGREEMENT_MOVED] = "   %: % + (%) = %",
			[AGREEMENT_NONE] =
				"   The agreement leaves the municipality's quota as it is",
			[RESULT] = "Quota: %",
			[RESULT_AGREED] = "Computed quota: %. Agreed quota: %",
		},
};
/* NOLINTEND(bugprone-suspicious-missing-comma) */

/* A page, and the figures in it as text, which live as long. */
struct page {
	const struct quota *q;
	const struct municipality *m;
	size_t index;
	enum language language;
	struct writer *out;
	char **figure;
	size_t figures, room;
};

/* Says a phrase; `figures` ends with NULL, and is NULL for a phrase without any. */
static void say(struct page *p, enum phrase phrase, const char *const *figures)
{
	struct text line = {0};
	for (const char *at = phrases[p->language][phrase]; *at; at++) {
		if (*at == '%' && figures && *figures)
			text_add(&line, span_of(*figures++));
		else
			text_add_char(&line, *at);
	}
	text_add_char(&line, '\n');
	put_bytes(p->out, text_span(&line));
	free(line.bytes);
}

/* Keeps a text as long as the page, and gives it as a string. */
static const char *keep_text(struct page *p, struct text *text)
{
	p->figure = grow(p->figure, &p->room, p->figures + 1, sizeof *p->figure);
	text_add_char(text, '\0');
	p->figure[p->figures++] = text->bytes;
	return text->bytes;
}

static const char *kept(struct page *p, struct span span)
{
	struct text text = {0};
	text_add(&text, span);
	return keep_text(p, &text);
}

/* A plain number as the language of the page writes it. */
static void add_localised(struct text *to, struct span plain, enum language language)
{
	notation_add(to, plain, language == DANISH ? danish : english);
}

static const char *rounded(struct page *p, mpq_srcptr value, size_t decimals)
{
	struct decimal d;
	struct text plain = {0}, text = {0};
	decimal_init(&d);
	decimal_round(&d, value, decimals);
	decimal_print(&plain, &d);
	add_localised(&text, text_span(&plain), p->language);
	decimal_clear(&d);
	free(plain.bytes);
	return keep_text(p, &text);
}

static const char *whole(struct page *p, mpz_srcptr value)
{
	struct text text = {0};
	char *plain = mpz_get_str(NULL, 10, value);
	add_localised(&text, span_of(plain), p->language);
	free(plain);
	return keep_text(p, &text);
}

/* An input figure, with the decimals that it needs: none, for persons. */
static const char *count(struct page *p, mpq_srcptr value)
{
	return rounded(p, value, 0);
}

static const char *rounded_figure(struct page *p, size_t figure)
{
	return rounded(p, p->m->figure[figure], figure_form[figure].decimals);
}

/* "   2 × 63.311 / ... = 0,0142503450", and below it the fraction itself. */
static void say_result(struct page *p, size_t figure, struct text *working)
{
	struct text exact = {0};
	mpq_srcptr value = p->m->figure[figure];
	char *fraction = mpq_get_str(NULL, 10, value);
	text_add(working, SPAN(" = "));
	text_add(working, span_of(rounded_figure(p, figure)));
	text_add_char(working, '\n');
	put_bytes(p->out, text_span(working));
	text_add(&exact, span_of(fraction));
	say(p, EXACTLY, (const char *[]){keep_text(p, &exact), NULL});
	free(fraction);
	working->length = 0;
}

/* Adds texts, up to a NULL, to a line of working. */
static void work(struct text *working, const char *const *parts)
{
	text_add(working, SPAN("   "));
	for (; *parts; parts++)
		text_add(working, span_of(*parts));
}

static void say_inputs(struct page *p)
{
	static const enum phrase input_phrase[INPUTS] = {
		[POPULATION] = INPUT_POPULATION,
		[NATIONALS] = INPUT_NATIONALS,
		[FAMILY] = INPUT_FAMILY,
	};
	const struct quota *q = p->q;
	mpq_t all;
	mpq_init(all);
	mpq_set_z(all, q->landstal[p->index]);
	mpq_add(all, all, q->sum[FAMILY]);
	say(p, INPUT_HEAD, NULL);
	for (size_t i = 0; i < INPUTS; i++)
		say(p, input_phrase[i],
			(const char *[]){count(p, p->m->input[i]), count(p, q->sum[i]), NULL});
	say(p, INPUT_ALL,
		(const char *[]){whole(p, q->landstal[p->index]), count(p, q->sum[FAMILY]),
			count(p, all), NULL});
	mpq_clear(all);
}

static void say_figures(struct page *p)
{
	const struct quota *q = p->q;
	const struct municipality *m = p->m;
	struct text working = {0};
	mpq_t all;
	mpq_init(all);
	mpq_set_z(all, q->landstal[p->index]);
	mpq_add(all, all, q->sum[FAMILY]);

	say(p, STEP_SHARE, NULL);
	work(&working, (const char *[]){"2 × ", count(p, m->input[POPULATION]), " / ",
			       count(p, q->sum[POPULATION]), " - ", count(p, m->input[NATIONALS]),
			       " / ", count(p, q->sum[NATIONALS]), NULL});
	say_result(p, SHARE, &working);
	say(p, STEP_GROSS, NULL);
	work(&working, (const char *[]){rounded_figure(p, SHARE), " × ", count(p, all), NULL});
	say_result(p, GROSS, &working);
	say(p, STEP_NET, NULL);
	work(&working, (const char *[]){
			       rounded_figure(p, GROSS), " - ", count(p, m->input[FAMILY]), NULL});
	say_result(p, NET, &working);
	say(p, STEP_DISTRIBUTION, (const char *[]){rounded(p, q->positive, 4), NULL});
	if (mpq_sgn(m->figure[NET]) > 0) {
		work(&working, (const char *[]){rounded_figure(p, NET), " × ",
				       whole(p, q->landstal[p->index]), " / ",
				       rounded(p, q->positive, 4), NULL});
		say_result(p, DISTRIBUTION, &working);
	} else {
		say(p, STEP_NEGATIVE, NULL);
	}
	mpq_clear(all);
	free(working.bytes);
}

/* The sum of all distributions, each rounded to a whole person. */
static void sum_rounded(const struct quota *q, mpz_t sum)
{
	struct decimal d;
	decimal_init(&d);
	mpz_set_ui(sum, 0);
	for (size_t i = 0; i < q->count; i++) {
		decimal_round(&d, q->municipality[i].figure[DISTRIBUTION], 0);
		mpz_add(sum, sum, d.digits);
	}
	decimal_clear(&d);
}

static void say_residual(struct page *p)
{
	mpz_t sum, difference;
	mpz_inits(sum, difference, NULL);
	sum_rounded(p->q, sum);
	mpz_sub(difference, sum, p->q->landstal[p->index]);
	enum phrase phrase = mpz_sgn(difference) > 0 ? QUOTA_TAKEN : QUOTA_ADDED;
	mpz_abs(difference, difference);
	say(p, phrase,
		(const char *[]){whole(p, sum), whole(p, p->q->landstal[p->index]),
			whole(p, difference), whole(p, p->m->outcome[p->index].quota), NULL});
	mpz_clears(sum, difference, NULL);
}

/*
 * With bounds, the municipalities that stand at none share what those leave of the sum, in
 * proportion to their distributions.
 */
static void say_shared(struct page *p)
{
	const struct quota *q = p->q;
	struct text working = {0};
	mpz_t rest;
	mpq_t sum, share;
	mpz_init(rest);
	mpq_inits(sum, share, NULL);
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *other = &q->municipality[i];
		if (other->fixed || !bounds_together(q, other, p->m))
			continue;
		mpz_add(rest, rest, other->outcome[p->index].quota);
		mpq_add(sum, sum, other->figure[DISTRIBUTION]);
	}
	say(p, QUOTA_SHARED, (const char *[]){whole(p, rest), rounded(p, sum, 4), NULL});
	if (mpq_sgn(sum) > 0) {
		mpq_set_z(share, rest);
		mpq_mul(share, share, p->m->figure[DISTRIBUTION]);
		mpq_div(share, share, sum);
		work(&working,
			(const char *[]){rounded_figure(p, DISTRIBUTION), " × ", whole(p, rest),
				" / ", rounded(p, sum, 4), " = ", rounded(p, share, 4), NULL});
		text_add_char(&working, '\n');
		put_bytes(p->out, text_span(&working));
	}
	const char *quota = whole(p, p->m->outcome[p->index].quota);
	const char *nearest = rounded(p, share, 0);
	say(p, QUOTA_ROUNDED, (const char *[]){rounded(p, share, 4), nearest, NULL});
	if (strcmp(quota, nearest) != 0)
		say(p, QUOTA_LEFT, (const char *[]){quota, NULL});
	mpz_clear(rest);
	mpq_clears(sum, share, NULL);
	free(working.bytes);
}

static void say_quota(struct page *p)
{
	const struct municipality *m = p->m;
	const char *quota = whole(p, m->outcome[p->index].quota);
	const char *nearest = rounded(p, m->figure[DISTRIBUTION], 0);
	bool statute = p->q->method == method_find("statute");
	say(p, STEP_QUOTA, NULL);
	if (m->exempt)
		say(p, QUOTA_EXEMPT, (const char *[]){quota, NULL});
	else if (m->fixed)
		say(p, QUOTA_FIXED, (const char *[]){quota, NULL});
	else if (bounds_touch(p->q, m) && statute)
		say_shared(p);
	else if (statute)
		say(p, QUOTA_ROUNDED,
			(const char *[]){rounded_figure(p, DISTRIBUTION), nearest, NULL});
	else
		say(p, QUOTA_REMAINDER,
			(const char *[]){rounded_figure(p, DISTRIBUTION), quota, NULL});
	if (statute && !bounds_touch(p->q, m) && strcmp(quota, nearest) != 0)
		say_residual(p);
}

static void say_agreement(struct page *p)
{
	const struct outcome *o = &p->m->outcome[p->index];
	say(p, STEP_AGREEMENT, NULL);
	if (mpz_sgn(o->transfer) != 0)
		say(p, AGREEMENT_MOVED,
			(const char *[]){o->status, whole(p, o->quota), whole(p, o->transfer),
				whole(p, o->agreed), NULL});
	else
		say(p, strcmp(o->status, "bortfaldet") == 0 ? AGREEMENT_LAPSED : AGREEMENT_NONE,
			NULL);
}

void explain(const struct quota *q, const struct municipality *m, size_t index,
	const struct agreement *agreement, enum language language, struct writer *out)
{
	struct page p = {.q = q, .m = m, .index = index, .language = language, .out = out};
	const struct outcome *o = &m->outcome[index];
	const char *quota = whole(&p, o->quota);
	say(&p, TITLE,
		(const char *[]){kept(&p, m->name.length ? m->name : m->code), kept(&p, m->code),
			whole(&p, q->landstal[index]), NULL});
	say(&p, RULE, NULL);
	put_bytes(out, SPAN("\n"));
	say_inputs(&p);
	put_bytes(out, SPAN("\n"));
	say_figures(&p);
	say_quota(&p);
	if (agreement)
		say_agreement(&p);
	put_bytes(out, SPAN("\n"));
	if (agreement)
		say(&p, RESULT_AGREED, (const char *[]){quota, whole(&p, o->agreed), NULL});
	else
		say(&p, RESULT, (const char *[]){quota, NULL});
	for (size_t i = 0; i < p.figures; i++)
		free(p.figure[i]);
	free(p.figure);
}
