#include "program.h"

#include "lib/decimal.h"

#include <stdlib.h>

struct span rounded_text(struct text *text, mpq_srcptr value, size_t decimals)
{
	struct decimal d;
	decimal_init(&d);
	decimal_round(&d, value, decimals);
	text->length = 0;
	decimal_print(text, &d);
	decimal_clear(&d);
	return text_span(text);
}

/* A column that says the same in all rows of each municipality goes into its row. */
static void find_constant(struct program *p)
{
	if (p->constant)
		return;
	p->constant = allocate(p->in.columns, sizeof *p->constant);
	for (size_t c = 0; c < p->in.columns; c++) {
		p->constant[c] = c != p->means.at[IS_AREA] && c != p->means.at[IS_MEASURE] &&
				 c != p->means.at[IS_VALUE];
		for (size_t i = 0; p->constant[c] && i < p->q.count; i++) {
			const struct municipality *m = &p->q.municipality[i];
			for (size_t j = 1; j < p->q.inputs; j++)
				p->constant[c] &=
					span_equals(m->row[0]->field[c], m->row[j]->field[c]);
		}
	}
}

void add_quota_name(struct text *to, const struct program *p, size_t index)
{
	text_add(to, SPAN("quota"));
	if (p->q.landstals > 1) {
		char *number = mpz_get_str(NULL, 10, p->q.landstal[index]);
		text_add_char(to, '_');
		text_add(to, span_of(number));
		free(number);
	}
}

static void put_name(const struct program *p, struct writer *out, size_t index)
{
	struct text full = {0};
	add_quota_name(&full, p, index);
	put_field(out, text_span(&full));
	free(full.bytes);
}

/* The figures of the rule are of one landstal: with several, they are left out. */
static bool shows_figures(const struct program *p)
{
	return !p->o.method && p->q.landstals == 1;
}

static void write_header(const struct program *p, struct writer *out)
{
	put_field(out, span_of(p->in.name[p->means.at[IS_AREA]]));
	for (size_t c = 0; c < p->in.columns; c++) {
		if (p->constant[c])
			put_field(out, span_of(p->in.name[c]));
	}
	for (size_t j = 0; j < p->q.inputs; j++)
		put_field(out, span_of(p->o.measure[j]));
	for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
		put_field(out, span_of(figure_form[j].name));
	for (size_t k = 0; k < p->q.landstals; k++)
		put_name(p, out, k);
	put_row_end(out);
}

void write_wide(struct program *p, struct writer *out)
{
	struct text text = {0};
	find_constant(p);
	write_header(p, out);
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		put_field(out, m->code);
		for (size_t c = 0; c < p->in.columns; c++) {
			if (p->constant[c])
				put_field(out, m->row[0]->field[c]);
		}
		for (size_t j = 0; j < p->q.inputs; j++)
			put_field(out, m->row[j]->field[p->means.at[IS_VALUE]]);
		for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
			put_field(out, rounded_text(&text, m->figure[j], figure_form[j].decimals));
		for (size_t k = 0; k < p->q.landstals; k++)
			put_whole(out, m->outcome[k].quota);
		put_row_end(out);
	}
	free(text.bytes);
}

/*
 * One derived figure as an observation: columns that say nothing of the municipality are empty.
 * Without a `unit` of its own it is of persons, or with --method of what the weights are.
 */
static void put_observation(const struct program *p, struct writer *out,
	const struct municipality *m, const char *measure, struct span value, const char *unit)
{
	for (size_t c = 0; c < p->in.columns; c++) {
		if (c == p->means.at[IS_AREA])
			put_field(out, m->code);
		else if (c == p->means.at[IS_MEASURE])
			put_field(out, span_of(measure));
		else if (c == p->means.at[IS_VALUE])
			put_field(out, value);
		else if (c == p->means.at[IS_UNIT] && (unit || !p->o.method))
			put_field(out, span_of(unit ? unit : "persons"));
		else
			put_field(out, p->constant[c] ? m->row[0]->field[c] : SPAN(""));
	}
	put_row_end(out);
}

static void put_persons(const struct program *p, struct writer *out, const struct municipality *m,
	const char *measure, mpz_srcptr persons)
{
	char *text = mpz_get_str(NULL, 10, persons);
	put_observation(p, out, m, measure, span_of(text), NULL);
	free(text);
}

void write_long(struct program *p, struct writer *out)
{
	struct text text = {0};
	find_constant(p);
	for (size_t c = 0; c < p->in.columns; c++)
		put_field(out, span_of(p->in.name[c]));
	put_row_end(out);
	for (size_t i = 0; i < p->q.count; i++) {
		const struct municipality *m = &p->q.municipality[i];
		for (size_t j = 0; j < p->q.inputs; j++)
			put_row(out, m->row[j]->field, p->in.columns);
		for (size_t j = 0; shows_figures(p) && j < FIGURES; j++)
			put_observation(p, out, m, figure_form[j].name,
				rounded_text(&text, m->figure[j], figure_form[j].decimals),
				figure_form[j].unit);
		put_persons(p, out, m, "quota", m->outcome[0].quota);
	}
	free(text.bytes);
}
