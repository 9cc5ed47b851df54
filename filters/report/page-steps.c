/*
 * Every step of a municipality's allocation, with the figures that go into it, so that each can be
 * done again by hand; from the records of kkr-quota --steps.
 */
#include "page.h"

#include <stdlib.h>

/* The steps of one municipality, which stand together. */
struct work {
	struct page *page;
	size_t first, end;
};

static struct work work_of(struct page *page, struct span area)
{
	struct work w = {.page = page};
	const struct part *steps = &page->steps;
	while (w.first < steps->table.rows &&
		!span_equals(part_field(steps, w.first, "area"), area))
		w.first++;
	for (w.end = w.first;
		w.end < steps->table.rows && span_equals(part_field(steps, w.end, "area"), area);)
		w.end++;
	return w;
}

static bool has_step(const struct work *w, const char *what, size_t *row)
{
	for (size_t i = w->first; i < w->end; i++) {
		if (part_is(&w->page->steps, i, "what", what)) {
			*row = i;
			return true;
		}
	}
	return false;
}

/* What comes of a step; empty where it is not of this municipality. */
static struct span step_value(const struct work *w, const char *what)
{
	size_t row;
	return has_step(w, what, &row) ? part_field(&w->page->steps, row, "value") : SPAN("");
}

static struct span how_share(const struct work *w)
{
	return html(w->page->markup, "2 × %n / %n − %n / %n", step_value(w, "population"),
		step_value(w, "population_all"), step_value(w, "nationals"),
		step_value(w, "nationals_all"));
}

static struct span how_gross(const struct work *w)
{
	return html(w->page->markup, "%n × (%n + %n)", step_value(w, "share"),
		step_value(w, "landstal"), step_value(w, "family_all"));
}

static struct span how_net(const struct work *w)
{
	return html(w->page->markup, "%n − %n", step_value(w, "gross"), step_value(w, "family"));
}

static struct span how_distribution(const struct work *w)
{
	return html(w->page->markup, "%n × %n / %n", step_value(w, "net"),
		step_value(w, "landstal"), step_value(w, "positive_net_all"));
}

/* The divisor, which stands nowhere else. */
static struct span where_distribution(const struct work *w)
{
	struct markup *m = w->page->markup;
	return html(m, ", %p",
		filled(m, "hvor %s er summen af de %s positive foreløbige fordelingstal",
			readable(m, step_value(w, "positive_net_all")),
			readable(m, step_value(w, "positive_count"))));
}

static bool is_half(struct span number)
{
	const struct span half = SPAN(".5000");
	return number.length > half.length &&
	       memcmp(number.bytes + number.length - half.length, half.bytes, half.length) == 0;
}

/* Four decimals do not tell which way a half went. */
static struct span how_rounded(const struct work *w)
{
	struct markup *m = w->page->markup;
	struct span distribution = step_value(w, "distribution");
	if (distribution.length == 0 || is_half(distribution))
		return html(m, "%w", "afrundet til hele personer");
	return html(m, "%p", filled(m, "%s afrundet til hele personer", readable(m, distribution)));
}

static struct span without_sign(struct span number)
{
	bool negative = number.length && *number.bytes == '-';
	return (struct span){number.bytes + negative, number.length - negative};
}

/* What rounding leaves, which is taken from the last municipality or given to it. */
static struct span how_remainder(const struct work *w)
{
	static const char *const keys[2][2] = {
		{"%s manglende personer lægges til den sidste kommune i nummerorden",
			"%s personer for meget trækkes fra den sidste kommune i nummerorden"},
		{"Den ene manglende person lægges til den sidste kommune i nummerorden",
			"Den ene person for meget trækkes fra den sidste kommune i nummerorden"},
	};
	struct markup *m = w->page->markup;
	struct span remainder = step_value(w, "remainder"), size = without_sign(remainder);
	bool taken = remainder.length > size.length;
	return html(m, "%p %p: %n %s %n",
		filled(m, "De afrundede kvoter er tilsammen %s, landstallet %s.",
			readable(m, step_value(w, "rounded_all")),
			readable(m, step_value(w, "landstal"))),
		filled(m, keys[span_is(size, "1")][taken], readable(m, size)),
		step_value(w, "rounded"), taken ? "−" : "+", size);
}

static struct span how_agreed(const struct work *w)
{
	struct span transfer = step_value(w, "transfer"), size = without_sign(transfer);
	return html(w->page->markup, "%n %s %n", step_value(w, "quota"),
		transfer.length > size.length ? "−" : "+", size);
}

/* The steps that are shown, in their order: what follows is the name where it is NULL. */
static const struct step_form {
	const char *what, *key;
	struct span (*how)(const struct work *);
	struct span (*where)(const struct work *); /* what stands behind the value */
	const char *value;                         /* of another step */
} step_forms[] = {
	{"share", "Fordelingsandel", how_share, NULL, NULL},
	{"gross", "Beregnet fordelingstal", how_gross, NULL, NULL},
	{"net", "Foreløbigt fordelingstal", how_net, NULL, NULL},
	{"distribution", "Fordelingstal", how_distribution, where_distribution, NULL},
	{"rounded", "Kommunekvote", how_rounded, NULL, NULL},
	{"remainder", "Afrundingsrest", how_remainder, NULL, "quota"},
	{"agreed", "Aftale mellem kommunerne", how_agreed, NULL, NULL},
};

/* Where a step is a sentence: nothing is worked out. */
static const struct {
	const char *what, *key, *sentence;
} sentences[] = {
	{"distribution_negative", "Fordelingstal",
		"Det foreløbige fordelingstal er negativt; fordelingstallet sættes til nul."},
	{"distribution_none", "Fordelingstal",
		"Ingen kommune har et positivt foreløbigt fordelingstal; fordelingstallet er nul."},
	{"lapsed", "Aftale mellem kommunerne",
		"Aftalen er indgået ved et andet landstal og er bortfaldet; kvoten er den beregnede."},
};

static void add_label(struct text *to, const struct work *w, size_t row, const char *key)
{
	struct span reference = part_field(&w->page->steps, row, "reference");
	add_html(to, w->page->markup, "<li><span class=\"step\">%w", key);
	if (reference.length)
		add_html(to, w->page->markup, " <span class=\"rule\">(%k)</span>", reference);
	text_add(to, SPAN("</span><br> "));
}

static void add_step(struct text *to, const struct work *w, const struct step_form *form)
{
	size_t row;
	if (!has_step(w, form->what, &row))
		return;
	add_label(to, w, row, form->key);
	add_html(to, w->page->markup, "<span class=\"how\">%h =</span> <b>%n</b>%h</li>\n",
		form->how(w), step_value(w, form->value ? form->value : form->what),
		form->where ? form->where(w) : SPAN(""));
}

static void add_sentence(struct text *to, const struct work *w, const char *what)
{
	size_t row;
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		if (strcmp(sentences[i].what, what) != 0 || !has_step(w, what, &row))
			continue;
		add_label(to, w, row, sentences[i].key);
		add_html(to, w->page->markup, "<span class=\"how\">%w</span></li>\n",
			sentences[i].sentence);
	}
}

struct span allocation_steps(struct page *page, struct span area)
{
	const struct work w = work_of(page, area);
	struct text list = {0};
	for (size_t i = 0; i < sizeof step_forms / sizeof *step_forms; i++) {
		size_t row;
		bool nothing = strcmp(step_forms[i].what, "rounded") == 0 &&
			       !has_step(&w, "distribution", &row);
		if (nothing) {
			add_sentence(&list, &w, "distribution_negative");
			add_sentence(&list, &w, "distribution_none");
		} else {
			add_step(&list, &w, &step_forms[i]);
		}
	}
	add_sentence(&list, &w, "lapsed");
	if (list.length == 0)
		return SPAN("");
	return html(page->markup, "<ol>\n%h</ol>", keep(page->markup, &list));
}

/* The rule by which the remainder goes somewhere is in no order, and is said wherever there is one.
 */
struct span remainder_note(const struct page *page, struct markup *markup)
{
	const struct part *steps = &page->steps;
	for (size_t i = 0; i < steps->table.rows; i++) {
		struct span value = part_field(steps, i, "value");
		if (part_is(steps, i, "what", "remainder_all") && !span_is(value, "0"))
			return html(markup, "<p>%p</p>\n",
				filled(markup,
					"Afrundingsresten på %s ligger hos den sidste kommune i nummerorden. Den "
					"regel er udledt af tabellen for 2026; den står ikke i bekendtgørelsen.",
					readable(markup, value)));
	}
	return SPAN("");
}
