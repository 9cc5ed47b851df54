#include "steps-form.h"

#include <stdlib.h>

enum { FORMULAS = 4 };

/*
 * What is said of a step in each of its rows. Of several formulas the first holds whose names are
 * all there; a word in it that is no step's ("round") stands for itself.
 */
struct step_form {
	const char *name;
	const char *step;
	const char *unit;
	const char *reference;
	const char *formula[FORMULAS];
};

#define PERSONS "persons"

static const struct step_form forms[STEP_WHATS] = {
	[STEP_LANDSTAL] = {"landstal", "0", PERSONS, "", {0}},
	[STEP_FAMILY_ALL] = {"family_all", "0", PERSONS, "", {0}},
	[STEP_PERSONS_ALL] = {"persons_all", "0", PERSONS, "§ 4, stk. 3",
		{"landstal + family_all"}},
	[STEP_POPULATION] = {"population", "0", PERSONS, "", {0}},
	[STEP_POPULATION_ALL] = {"population_all", "0", PERSONS, "", {0}},
	[STEP_NATIONALS] = {"nationals", "0", PERSONS, "", {0}},
	[STEP_NATIONALS_ALL] = {"nationals_all", "0", PERSONS, "", {0}},
	[STEP_FAMILY] = {"family", "0", PERSONS, "", {0}},
	[STEP_SHARE] = {"share", "1", "", "§ 4, stk. 2",
		{"2 * population / population_all - nationals / nationals_all"}},
	[STEP_GROSS] = {"gross", "2", PERSONS, "§ 4, stk. 3", {"share * persons_all"}},
	[STEP_NET] = {"net", "3", PERSONS, "§ 4, stk. 4", {"gross - family"}},
	[STEP_POSITIVE_NET_ALL] = {"positive_net_all", "4", PERSONS, "§ 4, stk. 5", {0}},
	[STEP_POSITIVE_COUNT] = {"positive_count", "4", "municipalities", "§ 4, stk. 5", {0}},
	[STEP_DISTRIBUTION] = {"distribution", "4", PERSONS, "§ 4, stk. 5",
		{"net * landstal / positive_net_all"}},
	[STEP_DISTRIBUTION_NEGATIVE] = {"distribution_negative", "4", PERSONS, "§ 4, stk. 5", {0}},
	[STEP_DISTRIBUTION_NONE] = {"distribution_none", "4", PERSONS, "§ 4, stk. 5", {0}},
	[STEP_EXEMPT] = {"exempt", "5", PERSONS, "", {0}},
	[STEP_BOUND] = {"bound", "5", PERSONS, "", {0}},
	[STEP_SHARED_ALL] = {"shared_all", "5", PERSONS, "", {0}},
	[STEP_DISTRIBUTION_ALL] = {"distribution_all", "5", PERSONS, "", {0}},
	[STEP_SHARED] = {"shared", "5", PERSONS, "",
		{"distribution * shared_all / distribution_all",
			"distribution_negative * shared_all / distribution_all"}},
	[STEP_ROUNDED] = {"rounded", "5", PERSONS, "",
		{"round(shared)", "round(distribution)", "distribution_negative",
			"distribution_none"}},
	[STEP_ROUNDED_ALL] = {"rounded_all", "5", PERSONS, "", {0}},
	[STEP_REMAINDER_ALL] = {"remainder_all", "5", PERSONS, "",
		{"shared_all - rounded_all", "landstal - rounded_all"}},
	[STEP_REMAINDER] = {"remainder", "5", PERSONS, "", {0}},
	[STEP_WHOLE] = {"whole", "5", PERSONS, "",
		{"floor(shared)", "floor(distribution)", "distribution_negative",
			"distribution_none"}},
	[STEP_ONE_MORE] = {"one_more", "5", PERSONS, "", {0}},
	[STEP_QUOTA] = {"quota", "5", PERSONS, "",
		{"rounded + remainder", "rounded", "whole + one_more"}},
	[STEP_LAPSED] = {"lapsed", "6", PERSONS, "§ 6", {"quota"}},
	[STEP_TRANSFER] = {"transfer", "6", PERSONS, "§ 6", {0}},
	[STEP_AGREED] = {"agreed", "6", PERSONS, "§ 6", {"quota + transfer"}},
	[STEP_PROPOSED] = {"proposed", "6", PERSONS, "§ 6", {"quota + transfer"}},
};

static const char *const columns[] = {"area", "name", "region", "step", "what", "value", "unit",
	"formula", "working", "exact", "reference"};

void steps_set(struct steps *s, enum step_what what, struct span value, struct span exact)
{
	free(s->value[what]);
	free(s->exact[what]);
	s->value[what] = span_copy(value);
	s->exact[what] = exact.length ? span_copy(exact) : NULL;
}

void steps_clear(struct steps *s)
{
	free(s->area);
	free(s->name);
	free(s->region);
	for (size_t i = 0; i < STEP_WHATS; i++) {
		free(s->value[i]);
		free(s->exact[i]);
	}
	*s = (struct steps){.area = NULL};
}

size_t step_find(struct span name)
{
	size_t what = 0;
	while (what < STEP_WHATS && !span_is(name, forms[what].name))
		what++;
	return what;
}

struct span step_token(const char *formula)
{
	size_t length = 0;
	while ((formula[length] >= 'a' && formula[length] <= 'z') || formula[length] == '_')
		length++;
	return (struct span){formula, length ? length : 1};
}

static bool holds(const struct steps *s, const char *formula)
{
	for (struct span token; *formula; formula += token.length) {
		token = step_token(formula);
		size_t what = step_find(token);
		if (what < STEP_WHATS && !s->value[what])
			return false;
	}
	return true;
}

const char *step_formula(const struct steps *s, size_t what)
{
	for (size_t i = 0; i < FORMULAS && forms[what].formula[i]; i++) {
		if (holds(s, forms[what].formula[i]))
			return forms[what].formula[i];
	}
	return NULL;
}

/* As records. */

void steps_put_header(struct writer *out)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(out, span_of(columns[i]));
	put_row_end(out);
}

static void add_working(struct text *to, const struct steps *s, const char *formula)
{
	for (struct span token; *formula; formula += token.length) {
		token = step_token(formula);
		size_t what = step_find(token);
		text_add(to, what < STEP_WHATS ? span_of(s->value[what]) : token);
	}
}

void steps_put(struct writer *out, const struct steps *s, enum step_what from)
{
	struct text working = {0};
	for (size_t what = from; what < STEP_WHATS; what++) {
		if (!s->value[what])
			continue;
		const char *formula = step_formula(s, what);
		working.length = 0;
		add_working(&working, s, formula ? formula : "");
		put_field(out, span_of(s->area));
		put_field(out, span_of(s->name));
		put_field(out, span_of(s->region ? s->region : ""));
		put_field(out, span_of(forms[what].step));
		put_field(out, span_of(forms[what].name));
		put_field(out, span_of(s->value[what]));
		put_field(out, span_of(forms[what].unit));
		put_field(out, span_of(formula ? formula : ""));
		put_field(out, text_span(&working));
		put_field(out, span_of(s->exact[what] ? s->exact[what] : ""));
		put_field(out, span_of(forms[what].reference));
		put_row_end(out);
	}
	free(working.bytes);
}

void steps_check(const struct records *in)
{
	bool same = in->columns == sizeof columns / sizeof *columns;
	for (size_t i = 0; same && i < in->columns; i++)
		same = strcmp(in->name[i], columns[i]) == 0;
	if (!same)
		fail(EX_DATAERR, in->file, 1,
			"steps have the columns area, name, region, step, what, value, unit, formula, "
			"working, exact and reference, as kkr-quota --steps writes them");
}

void steps_open(struct steps_input *input, struct records *in)
{
	*input = (struct steps_input){.in = in};
	input->area = records_column(in, "area", NULL);
	input->name = records_column(in, "name", NULL);
	input->what = records_column(in, "what", NULL);
	input->value = records_column(in, "value", NULL);
	input->exact = records_column(in, "exact", NULL);
	input->ahead = records_next(in);
}

static void take_step(const struct steps_input *input, struct steps *s)
{
	const struct records *in = input->in;
	struct span word = in->field[input->what], value = in->field[input->value];
	size_t what = step_find(word);
	if (what == STEP_WHATS)
		fail(EX_DATAERR, in->file, in->line, "'%s' is no step of an allocation",
			quote(word).text);
	if (s->value[what])
		fail(EX_DATAERR, in->file, in->line, "the step %s of %s stands twice",
			forms[what].name, quote(span_of(s->area)).text);
	if (!number_valid(value))
		fail(EX_DATAERR, in->file, in->line, "%s '%s' is not a number", forms[what].name,
			quote(value).text);
	steps_set(s, (enum step_what)what, value, in->field[input->exact]);
}

static int by_area(const void *a, const void *b)
{
	const struct steps_met *x = a, *y = b;
	int order = strcmp(x->area, y->area);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* The steps of one municipality stand together: one that comes again stands twice. */
static void check_met(struct steps_input *input)
{
	struct steps_met *met = input->met;
	if (input->count)
		qsort(met, input->count, sizeof *met, by_area);
	for (size_t i = 1; i < input->count; i++) {
		if (strcmp(met[i - 1].area, met[i].area) == 0)
			fail(EX_DATAERR, input->in->file, met[i].line,
				"the steps of %s stand twice; first in line %zu",
				quote(span_of(met[i].area)).text, met[i - 1].line);
	}
	for (size_t i = 0; i < input->count; i++)
		free(met[i].area);
	free(met);
	input->met = NULL;
	input->count = input->room = 0;
}

bool steps_next(struct steps_input *input, struct steps *s)
{
	const struct records *in = input->in;
	steps_clear(s);
	if (!input->ahead) {
		check_met(input);
		return false;
	}
	input->met = grow(input->met, &input->room, input->count + 1, sizeof *input->met);
	input->met[input->count++] =
		(struct steps_met){span_copy(in->field[input->area]), in->line};
	s->area = span_copy(in->field[input->area]);
	s->name = span_copy(in->field[input->name]);
	do {
		take_step(input, s);
		input->ahead = records_next(input->in);
	} while (input->ahead && span_is(in->field[input->area], s->area));
	if (!s->value[STEP_QUOTA])
		fail(EX_DATAERR, in->file, 0,
			"the steps of %s end before its quota: not all of them are here, one "
			"behind the other",
			quote(span_of(s->area)).text);
	return true;
}
