/*
 * steps.h: the steps in words.
 *
 * A line says which step it needs, and is left out without it. Its words are a key of words.tsv, in
 * which the name of a step in braces stands for its value, as the language writes numbers, and with
 * a minus in front for its size; {} is the formula of the line's own step with the values put in,
 * and what comes of it; {exact} its fraction; {last} who has what rounding leaves; {area} and
 * {municipality} are what they say.
 */
#include "steps-form.h"

#include <stdlib.h>

struct line {
	enum step_part part;
	enum step_what needs;
	bool (*when)(const struct steps *steps); /* NULL: always */
	const char *words;                       /* in Danish; NULL: the working */
};

static bool negative(const char *number)
{
	return *number == '-';
}

static bool zero(const char *number)
{
	return strspn(number, "-0.") == strlen(number);
}

static bool is_one(const char *number)
{
	return strcmp(number + negative(number), "1") == 0;
}

static bool same(const struct steps *s, enum step_what a, enum step_what b)
{
	return strcmp(s->value[a], s->value[b]) == 0;
}

static bool by_distribution(const struct steps *s)
{
	return s->value[STEP_DISTRIBUTION] && !s->value[STEP_SHARED];
}

static bool by_nothing(const struct steps *s)
{
	return !s->value[STEP_DISTRIBUTION] && !s->value[STEP_SHARED];
}

static bool is_shared(const struct steps *s)
{
	return s->value[STEP_SHARED] != NULL;
}

static bool is_not_shared(const struct steps *s)
{
	return !is_shared(s);
}

static bool by_sum(const struct steps *s)
{
	return s->value[STEP_DISTRIBUTION_ALL] != NULL;
}

static bool one_positive(const struct steps *s)
{
	return is_one(s->value[STEP_POSITIVE_COUNT]);
}

static bool several_positive(const struct steps *s)
{
	return !one_positive(s);
}

/* What rounding leaves: given or taken, one person or several, all of it here or a part. */

static bool here(const struct steps *s, bool taken, bool one, bool all)
{
	return negative(s->value[STEP_REMAINDER]) == taken &&
	       is_one(s->value[STEP_REMAINDER_ALL]) == one &&
	       same(s, STEP_REMAINDER, STEP_REMAINDER_ALL) == all;
}

static bool one_taken(const struct steps *s)
{
	return here(s, true, true, true);
}

static bool all_taken(const struct steps *s)
{
	return here(s, true, false, true);
}

static bool part_taken(const struct steps *s)
{
	return here(s, true, false, false);
}

static bool one_given(const struct steps *s)
{
	return here(s, false, true, true);
}

static bool all_given(const struct steps *s)
{
	return here(s, false, false, true);
}

/* An agreement. */

static bool nothing_left(const struct steps *s)
{
	const char *agreed = s->value[STEP_AGREED];
	return zero(agreed ? agreed : s->value[STEP_PROPOSED]);
}

static bool relieved(const struct steps *s)
{
	return negative(s->value[STEP_TRANSFER]) && nothing_left(s);
}

static bool gives(const struct steps *s)
{
	return negative(s->value[STEP_TRANSFER]) && !nothing_left(s);
}

static bool takes_over(const struct steps *s)
{
	return !negative(s->value[STEP_TRANSFER]) && !zero(s->value[STEP_TRANSFER]);
}

static bool left_as_it_is(const struct steps *s)
{
	return zero(s->value[STEP_TRANSFER]);
}

static bool without_agreement(const struct steps *s)
{
	return !s->value[STEP_TRANSFER];
}

#define EXACTLY                                                                                    \
	{                                                                                          \
		"præcis {exact}", "exactly {exact}"                                                \
	}

static const struct line lines[] = {
	{PART_TITLE, STEP_LANDSTAL, NULL,
		"Kommunekvote for {municipality} ({area}) ved et landstal på {landstal}"},
	{PART_RULE, STEP_SHARE, NULL, "Beregnet efter bekendtgørelse nr. 550 af 3. maj 2022, § 4."},

	{PART_HEAD, STEP_POPULATION, NULL, "Tallene bag, kommunen og alle kommuner tilsammen:"},
	{PART_INPUT, STEP_POPULATION, NULL, "Befolkning: {population} af {population_all}"},
	{PART_INPUT, STEP_NATIONALS, NULL,
		"Udenlandske statsborgere fra ikke-vestlige lande: {nationals} af {nationals_all}"},
	{PART_INPUT, STEP_FAMILY, NULL,
		"Familiesammenføringer til flygtninge: {family} af {family_all}"},
	{PART_INPUT, STEP_PERSONS_ALL, NULL, "Landstal og familiesammenføringer: {}"},

	{PART_STEP, STEP_SHARE, NULL,
		"1. Fordelingsandel (§ 4, stk. 2): to gange andelen af befolkningen, minus andelen af de udenlandske statsborgere"},
	{PART_WORKING, STEP_SHARE, NULL, NULL},
	{PART_EXACT, STEP_SHARE, NULL, "præcis {exact}"},
	{PART_STEP, STEP_GROSS, NULL,
		"2. Beregnet fordelingstal (§ 4, stk. 3): fordelingsandelen gange landstal og familiesammenføringer"},
	{PART_WORKING, STEP_GROSS, NULL, NULL},
	{PART_EXACT, STEP_GROSS, NULL, "præcis {exact}"},
	{PART_STEP, STEP_NET, NULL,
		"3. Foreløbigt fordelingstal (§ 4, stk. 4): minus kommunens egne familiesammenføringer"},
	{PART_WORKING, STEP_NET, NULL, NULL},
	{PART_EXACT, STEP_NET, NULL, "præcis {exact}"},
	{PART_STEP, STEP_POSITIVE_COUNT, NULL,
		"4. Fordelingstal (§ 4, stk. 5): kommunens del af landstallet efter de positive foreløbige fordelingstal"},
	{PART_WORKING, STEP_DISTRIBUTION, several_positive,
		"{}, hvor {positive_net_all} er summen af de {positive_count} positive foreløbige fordelingstal"},
	{PART_WORKING, STEP_DISTRIBUTION, one_positive,
		"{}, hvor {positive_net_all} er det eneste positive foreløbige fordelingstal"},
	{PART_EXACT, STEP_DISTRIBUTION, NULL, "præcis {exact}"},
	{PART_WORKING, STEP_DISTRIBUTION_NEGATIVE, NULL,
		"Det foreløbige fordelingstal er negativt; fordelingstallet sættes til nul (§ 4, stk. 5)"},
	{PART_WORKING, STEP_DISTRIBUTION_NONE, NULL,
		"Intet foreløbigt fordelingstal er over nul, så fordelingstallet er nul"},

	{PART_STEP, STEP_QUOTA, NULL, "5. Kommunekvote: fordelingstallet i hele personer"},
	{PART_WORKING, STEP_EXEMPT, NULL,
		"Kommunen er fritaget, og de andre deler dens kvote: {exempt}"},
	{PART_WORKING, STEP_BOUND, NULL, "Kommunen har det, som grænsen for den sætter: {bound}"},
	{PART_WORKING, STEP_DISTRIBUTION_ALL, NULL,
		"Andre kommuner står ved en grænse. De øvrige deler {shared_all} efter deres fordelingstal, tilsammen {distribution_all}"},
	{PART_WORKING, STEP_SHARED, by_sum, NULL},
	{PART_WORKING, STEP_ROUNDED, is_shared, "{shared} afrundes til {rounded}"},
	{PART_WORKING, STEP_ROUNDED, by_distribution, "{distribution} afrundes til {rounded}"},
	{PART_WORKING, STEP_ROUNDED, by_nothing, "Fordelingstallet er nul: {rounded}"},
	{PART_WORKING, STEP_WHOLE, is_shared,
		"Af {shared} får kommunen de hele personer; de største rester får hver én til, til alle er fordelt: {whole} + {one_more} = {quota}"},
	{PART_WORKING, STEP_WHOLE, by_distribution,
		"Af {distribution} får kommunen de hele personer; de største rester får hver én til, til landstallet er nået: {whole} + {one_more} = {quota}"},
	{PART_WORKING, STEP_WHOLE, by_nothing, "Fordelingstallet er nul: {whole}"},
	{PART_WORKING, STEP_ROUNDED_ALL, is_not_shared,
		"De afrundede kvoter er tilsammen {rounded_all}, landstallet {landstal}"},
	{PART_WORKING, STEP_ROUNDED_ALL, is_shared,
		"Deres afrundede kvoter er tilsammen {rounded_all}, og {shared_all} skal fordeles"},
	{PART_WORKING, STEP_REMAINDER, one_taken,
		"Den ene person for meget trækkes fra {last}: {rounded} − {-remainder} = {quota}"},
	{PART_WORKING, STEP_REMAINDER, all_taken,
		"De {-remainder_all} personer for meget trækkes fra {last}: {rounded} − {-remainder} = {quota}"},
	{PART_WORKING, STEP_REMAINDER, part_taken,
		"De {-remainder_all} personer for meget trækkes fra {last} og, hvor dens kvote er nul, fra den før den; heraf {-remainder} her: {rounded} − {-remainder} = {quota}"},
	{PART_WORKING, STEP_REMAINDER, one_given,
		"Den ene person, der mangler, gives til {last}: {rounded} + {remainder} = {quota}"},
	{PART_WORKING, STEP_REMAINDER, all_given,
		"De {remainder_all} personer, der mangler, gives til {last}: {rounded} + {remainder} = {quota}"},

	{PART_STEP, STEP_LAPSED, NULL, "6. Aftale mellem kommunerne (§ 6)"},
	{PART_WORKING, STEP_LAPSED, NULL,
		"Aftalen er indgået ved et andet landstal eller er opsagt, og er bortfaldet"},
	{PART_STEP, STEP_AGREED, NULL, "6. Aftale mellem kommunerne (§ 6)"},
	{PART_WORKING, STEP_AGREED, relieved, "friholdt: {}"},
	{PART_WORKING, STEP_AGREED, gives, "afgiver: {}"},
	{PART_WORKING, STEP_AGREED, takes_over, "overtager kvoten: {}"},
	{PART_WORKING, STEP_AGREED, left_as_it_is, "Aftalen ændrer ikke kommunens kvote"},
	{PART_STEP, STEP_PROPOSED, NULL,
		"6. Forslag til aftale mellem kommunerne (§ 6), ikke vedtaget"},
	{PART_WORKING, STEP_PROPOSED, relieved, "friholdt: {}"},
	{PART_WORKING, STEP_PROPOSED, gives, "afgiver: {}"},
	{PART_WORKING, STEP_PROPOSED, takes_over, "overtager kvoten: {}"},
	{PART_WORKING, STEP_PROPOSED, left_as_it_is, "Forslaget ændrer ikke kommunens kvote"},

	{PART_RESULT, STEP_QUOTA, without_agreement, "Kommunekvote: {quota}"},
	{PART_RESULT, STEP_AGREED, NULL, "Beregnet kvote: {quota}. Aftalt kvote: {agreed}"},
	{PART_RESULT, STEP_PROPOSED, NULL,
		"Beregnet kvote: {quota}. Forslag, ikke vedtaget: {proposed}"},
};

/* Who has what rounding leaves: of all, and of those who share anew. */
static const char *const last_one[] = {
	"den sidste kommune i nummerorden", "den sidste af dem i nummerorden"};

/* A value as the language writes it; `size`: without its sign. */
static void add_value(struct text *to, const char *number, enum language language, bool size)
{
	add_number(to, language, span_of(number + (size && negative(number))));
}

/* "11 + -1" is 11 − 1. */
static bool adds_negative(const char *formula, const struct steps *s)
{
	if (strncmp(formula, "+ ", 2) != 0)
		return false;
	size_t what = step_find(step_token(formula + 2));
	return what < STEP_WHATS && negative(s->value[what]);
}

static void add_formula(
	struct text *to, const struct steps *s, const char *formula, enum language language)
{
	bool size = false;
	for (struct span token; *formula; formula += token.length) {
		token = step_token(formula);
		size_t what = step_find(token);
		if (what < STEP_WHATS)
			add_value(to, s->value[what], language, size);
		else if (span_is(token, "-") || adds_negative(formula, s))
			text_add(to, SPAN("−"));
		else
			text_add(to, span_is(token, "*") ? SPAN("×") : token);
		size = what == STEP_WHATS &&
		       (size ? span_is(token, " ") : adds_negative(formula, s));
	}
}

/* A fraction. */
static void add_exact(struct text *to, const char *fraction)
{
	text_add(to, negative(fraction) ? SPAN("−") : SPAN(""));
	text_add(to, span_of(fraction + negative(fraction)));
}

static void add_place(struct text *to, const struct steps *s, const struct line *line,
	struct span name, enum language language)
{
	bool size = name.length && name.bytes[0] == '-';
	struct span place = {name.bytes + size, name.length - size};
	size_t what = step_find(place);
	if (what < STEP_WHATS) {
		add_value(to, s->value[what], language, size);
	} else if (span_is(place, "area")) {
		text_add(to, span_of(s->area));
	} else if (span_is(place, "municipality")) {
		text_add(to, span_of(*s->name ? s->name : s->area));
	} else if (span_is(place, "exact")) {
		add_exact(to, s->exact[line->needs]);
	} else if (span_is(place, "last")) {
		text_add(to, word(language, last_one[is_shared(s)]));
	} else {
		const char *formula = step_formula(s, line->needs);
		add_formula(to, s, formula ? formula : "", language);
		text_add(to, SPAN(" = "));
		add_value(to, s->value[line->needs], language, false);
	}
}

static void add_line(
	struct text *to, const struct steps *s, const struct line *line, enum language language)
{
	struct span rest = line->words ? word(language, line->words) : SPAN("{}");
	while (rest.length) {
		const char *end = *rest.bytes == '{' ? memchr(rest.bytes, '}', rest.length) : NULL;
		size_t used = end ? (size_t)(end - rest.bytes) + 1 : 1;
		if (end)
			add_place(to, s, line, (struct span){rest.bytes + 1, used - 2}, language);
		else
			text_add_char(to, *rest.bytes);
		rest = (struct span){rest.bytes + used, rest.length - used};
	}
}

void steps_say(const struct steps *s, enum language language,
	void (*line)(void *to, enum step_part part, struct span text), void *to)
{
	struct text words = {0};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const struct line *l = &lines[i];
		bool exact = l->part == PART_EXACT;
		if (!s->value[l->needs] || (exact && !s->exact[l->needs]) ||
			(l->when && !l->when(s)))
			continue;
		words.length = 0;
		add_line(&words, s, l, language);
		line(to, l->part, text_span(&words));
	}
	free(words.bytes);
}

/* As plain text. */

struct plain {
	struct writer *out;
	enum step_part last;
};

static void put_plain(void *to, enum step_part part, struct span text)
{
	static const char *const indent[] = {[PART_INPUT] = "  ",
		[PART_WORKING] = "   ",
		[PART_EXACT] = "   ",
		[PART_RESULT] = ""};
	struct plain *p = to;
	bool begins = part == PART_HEAD || part == PART_RESULT ||
		      (part == PART_STEP && p->last == PART_INPUT);
	if (begins)
		put_bytes(p->out, SPAN("\n"));
	put_bytes(p->out, span_of(indent[part] ? indent[part] : ""));
	put_bytes(p->out, text);
	put_bytes(p->out, SPAN("\n"));
	p->last = part;
}

void steps_explain(const struct steps *s, enum language language, struct writer *out)
{
	struct plain p = {out, PART_TITLE};
	steps_say(s, language, put_plain, &p);
}
