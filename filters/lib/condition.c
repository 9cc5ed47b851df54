#include "condition.h"

#include <stdlib.h>

/* Longer ones first, since they begin with shorter ones. */
static const struct {
	const char *sign;
	enum comparison comparison;
} signs[] = {
	{"!=", NOT_EQUAL},
	{"<=", LESS_OR_EQUAL},
	{">=", GREATER_OR_EQUAL},
	{"=", EQUAL},
	{"<", LESS},
	{">", GREATER},
};

static enum comparison read_sign(struct grammar *g)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].sign);
		if (g->text.length - g->at >= length &&
			memcmp(g->text.bytes + g->at, signs[i].sign, length) == 0) {
			g->at += length;
			return signs[i].comparison;
		}
	}
	grammar_fail(g, "a comparison is expected: =, !=, <, <=, > or >=, without blanks");
}

static bool name_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
}

static char *read_name(struct grammar *g)
{
	size_t from = g->at;
	while (g->at < g->text.length && name_byte(g->text.bytes[g->at]))
		g->at++;
	struct span name = {g->text.bytes + from, g->at - from};
	if (!column_name_valid(name)) {
		g->at = from;
		grammar_fail(g, "a condition is expected: the name of a column, "
				"a comparison and a value (measure=population)");
	}
	return span_copy(name);
}

/* What stands between double quotes, where a quote stands for itself when written twice. */
static void read_quoted(struct grammar *g, struct text *value)
{
	size_t from = g->at++;
	for (; g->at < g->text.length; g->at++) {
		if (g->text.bytes[g->at] == '"') {
			bool twice = g->at + 1 < g->text.length && g->text.bytes[g->at + 1] == '"';
			if (!twice) {
				g->at++;
				return;
			}
			g->at++;
		}
		text_add_char(value, g->text.bytes[g->at]);
	}
	g->at = from;
	grammar_fail(g, "the quote that begins here does not end");
}

/* A "*" that ends a value: whatever begins with the value. */
static void read_star(struct grammar *g, const struct text *value)
{
	size_t next = g->at + 1;
	if (value->length == 0)
		grammar_fail(
			g, "'*' stands behind what a text begins with; in quotes it is itself");
	if (next < g->text.length && g->text.bytes[next] != ' ' && g->text.bytes[next] != ',')
		grammar_fail(g,
			"'*' stands last in a value: whatever begins so; in quotes it is itself");
	g->at = next;
}

/* Returns whether the value is what others begin with. */
static bool read_bare(struct grammar *g, struct text *value)
{
	if (g->at < g->text.length && strchr("=<>", g->text.bytes[g->at]))
		grammar_fail(
			g, "a value that begins with '%c' stands in quotes", g->text.bytes[g->at]);
	for (; g->at < g->text.length; g->at++) {
		char byte = g->text.bytes[g->at];
		if (byte == ' ' || byte == ',')
			return false;
		if (byte == '"')
			grammar_fail(g,
				"a quote within a value: quotes stand around it, and twice in it");
		if (byte == '*') {
			read_star(g, value);
			return true;
		}
		text_add_char(value, byte);
	}
	return false;
}

/* A number that begins with 0 and another digit is a code: 084. */
static bool is_code(struct span field)
{
	return field.length > 1 && field.bytes[0] == '0' && field.bytes[1] != '.';
}

static struct literal read_literal(struct grammar *g)
{
	struct text value = {0}, escaped = {0};
	struct literal literal = {.is_prefix = false};
	if (g->at < g->text.length && g->text.bytes[g->at] == '"')
		read_quoted(g, &value);
	else
		literal.is_prefix = read_bare(g, &value);
	if (g->option) {
		text_add_escaped(&escaped, text_span(&value));
		free(value.bytes);
		value = escaped;
	}
	text_add_char(&value, '\0');
	struct span text = {value.bytes, value.length - 1};
	literal.text = value.bytes;
	literal.length = text.length;
	literal.is_code = is_code(text);
	literal.is_number = !literal.is_prefix && number_read(&literal.number, text);
	literal.is_period = !literal.is_prefix && period_read(text, &literal.period);
	return literal;
}

static bool ordered(enum comparison comparison)
{
	return comparison != EQUAL && comparison != NOT_EQUAL;
}

static void read_condition(struct grammar *g, struct condition *c)
{
	c->use.name = read_name(g);
	c->comparison = read_sign(g);
	for (;;) {
		size_t from = g->at;
		struct literal literal = read_literal(g);
		if (ordered(c->comparison) && !literal.is_number && !literal.is_prefix)
			literal.is_period =
				period_days(span_of(literal.text), &literal.period, NULL);
		c->value = grow(c->value, &c->room, c->values + 1, sizeof *c->value);
		c->value[c->values++] = literal;
		if (ordered(c->comparison) && !literal.is_number && !literal.is_period) {
			g->at = from;
			grammar_fail(g,
				"less and greater are of numbers and periods, and '%s%s' is neither",
				quote(span_of(literal.text)).text, literal.is_prefix ? "*" : "");
		}
		if (g->at == g->text.length || g->text.bytes[g->at] != ',')
			break;
		if (ordered(c->comparison))
			grammar_fail(g, "a list stands with = and != alone");
		g->at++;
	}
	if (g->at < g->text.length && g->text.bytes[g->at] != ' ')
		grammar_fail(g, "a blank or a comma is expected after a value");
}

/*
 * The values of a list: the texts, sorted, so that a field is looked up; the prefixes, of which one
 * that begins with another is left out, so that no more than one fits; and the numbers.
 */
struct value_list {
	const struct literal **text, **prefix, **number;
	size_t texts, prefixes, numbers;
};

static int by_text(const void *a, const void *b)
{
	const struct literal *x = *(const struct literal *const *)a;
	const struct literal *y = *(const struct literal *const *)b;
	return span_compare((struct span){x->text, x->length}, (struct span){y->text, y->length});
}

static int by_number(const void *a, const void *b)
{
	const struct literal *x = *(const struct literal *const *)a;
	const struct literal *y = *(const struct literal *const *)b;
	return number_compare(&x->number, &y->number);
}

static bool begins_with(struct span field, const struct literal *literal)
{
	return field.length >= literal->length &&
	       memcmp(field.bytes, literal->text, literal->length) == 0;
}

/* Those that begin with another one follow it. */
static void leave_longer_prefixes(struct value_list *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->prefixes; i++) {
		struct span text = {l->prefix[i]->text, l->prefix[i]->length};
		if (kept == 0 || !begins_with(text, l->prefix[kept - 1]))
			l->prefix[kept++] = l->prefix[i];
	}
	l->prefixes = kept;
}

/* For a list alone: one value is as soon compared. */
static struct value_list *sort_values(const struct condition *c)
{
	if (c->values < 2)
		return NULL;
	struct value_list *l = allocate(1, sizeof *l);
	*l = (struct value_list){0};
	l->text = allocate(c->values, sizeof *l->text);
	l->prefix = allocate(c->values, sizeof *l->prefix);
	l->number = allocate(c->values, sizeof *l->number);
	for (size_t i = 0; i < c->values; i++) {
		const struct literal *literal = &c->value[i];
		if (literal->is_prefix)
			l->prefix[l->prefixes++] = literal;
		else
			l->text[l->texts++] = literal;
		if (literal->is_number && !literal->is_code)
			l->number[l->numbers++] = literal;
	}
	qsort(l->text, l->texts, sizeof *l->text, by_text);
	qsort(l->prefix, l->prefixes, sizeof *l->prefix, by_text);
	qsort(l->number, l->numbers, sizeof *l->number, by_number);
	leave_longer_prefixes(l);
	return l;
}

static void free_list(struct value_list *l)
{
	if (!l)
		return;
	free(l->text);
	free(l->prefix);
	free(l->number);
	free(l);
}

void conditions_read(struct conditions *conditions, struct grammar *g)
{
	while (grammar_more(g)) {
		conditions->condition = grow(conditions->condition, &conditions->room,
			conditions->count + 1, sizeof *conditions->condition);
		struct condition *c = &conditions->condition[conditions->count++];
		*c = (struct condition){0};
		read_condition(g, c);
		c->list = sort_values(c);
	}
}

void use_resolve(struct use *use, const struct records *in, const char *hint)
{
	if (use->name)
		use->at = records_column(in, use->name, hint);
}

void conditions_resolve(struct conditions *conditions, const struct records *in, const char *hint)
{
	for (size_t i = 0; i < conditions->count; i++)
		use_resolve(&conditions->condition[i].use, in, hint);
}

void conditions_free(struct conditions *conditions)
{
	for (size_t i = 0; i < conditions->count; i++) {
		struct condition *c = &conditions->condition[i];
		for (size_t j = 0; j < c->values; j++)
			free(c->value[j].text);
		free(c->value);
		free_list(c->list);
		free(c->use.name);
	}
	free(conditions->condition);
}

/* Equal byte for byte, as far as the value goes where it is a prefix; or, but for codes, as
 * numbers. */
static bool equal(const struct literal *literal, struct span field)
{
	struct number number;
	if (field.length >= literal->length &&
		(literal->is_prefix || field.length == literal->length) &&
		memcmp(field.bytes, literal->text, literal->length) == 0)
		return true;
	return literal->is_number && !literal->is_code && !is_code(field) &&
	       number_read(&number, field) && number_compare(&number, &literal->number) == 0;
}

/* Whether a field begins with one of the prefixes: with the last that does not stand behind it. */
static bool has_prefix(const struct value_list *l, struct span field)
{
	size_t from = 0, to = l->prefixes;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct literal *literal = l->prefix[middle];
		if (span_compare((struct span){literal->text, literal->length}, field) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from > 0 && begins_with(field, l->prefix[from - 1]);
}

static bool in_list(const struct value_list *l, struct span field)
{
	struct literal sought = {.text = (char *)field.bytes, .length = field.length};
	const struct literal *key = &sought;
	if (bsearch(&key, l->text, l->texts, sizeof *l->text, by_text) || has_prefix(l, field))
		return true;
	return l->numbers && !is_code(field) && number_read(&sought.number, field) &&
	       bsearch(&key, l->number, l->numbers, sizeof *l->number, by_number);
}

static bool one_of(const struct condition *c, struct span field)
{
	return c->list ? in_list(c->list, field) : equal(&c->value[0], field);
}

/* Compares a field with the one value of a condition; false where they cannot be compared. */
static bool compare(const struct literal *literal, struct span field, int *order)
{
	struct number number;
	struct period period;
	if (literal->is_number && number_read(&number, field)) {
		*order = number_compare(&number, &literal->number);
		return true;
	}
	if (literal->is_period && period_read(field, &period)) {
		*order = (period.first > literal->period.first) -
			 (period.first < literal->period.first);
		return true;
	}
	return false;
}

static bool order_fits(enum comparison comparison, int order)
{
	switch (comparison) {
	case LESS:
		return order < 0;
	case LESS_OR_EQUAL:
		return order <= 0;
	case GREATER:
		return order > 0;
	case GREATER_OR_EQUAL:
		return order >= 0;
	default:
		return false;
	}
}

/* False where a condition fails. Where nothing can be said, `*fault`, unless it is set, gets it. */
static bool holds(const struct condition *c, struct span field, const struct condition **fault)
{
	int order = 0;
	if (c->comparison == EQUAL)
		return one_of(c, field);
	if (c->comparison == NOT_EQUAL)
		return !one_of(c, field);
	if (field.length == 0)
		return false;
	if (compare(&c->value[0], field, &order))
		return order_fits(c->comparison, order);
	if (!*fault)
		*fault = c;
	return true;
}

bool conditions_hold_all(const struct conditions *conditions, const struct records *in,
	const struct condition **fault)
{
	const struct condition *found = NULL;
	for (size_t i = 0; i < conditions->count; i++) {
		const struct condition *c = &conditions->condition[i];
		if (!holds(c, in->field[c->use.at], &found))
			return false;
	}
	if (found && !*fault)
		*fault = found;
	return !found;
}
