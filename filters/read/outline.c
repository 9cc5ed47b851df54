#include "outline.h"

void outline_begin(struct outline *outline, const struct outline_rule *rules)
{
	*outline = (struct outline){.rules = rules};
}

static bool of_space(const struct outline_rule *rule, const char *space)
{
	const char *const *one = rule->spaces;
	while (*one && strcmp(*one, space) != 0)
		one++;
	return *one != NULL;
}

/* Equal names have one address: they are compared once for each rule. */
static bool met(
	const struct outline *o, const struct outline_rule *rule, const struct element *element)
{
	size_t i = (size_t)(rule - o->rules);
	return o->met[i].name == element->name && o->met[i].space == element->space;
}

static bool fits(struct outline *o, const struct outline_rule *rule, const struct element *element)
{
	if (met(o, rule, element))
		return true;
	if (strcmp(rule->name, element->name) != 0 || !of_space(rule, element->space))
		return false;
	size_t i = (size_t)(rule - o->rules);
	o->met[i].name = element->name;
	o->met[i].space = element->space;
	return true;
}

/* What was found last in the same place is mostly it again. */
static const struct outline_rule *find(struct outline *o, const struct element *element)
{
	const struct outline_rule *last = o->last[o->place];
	if (last && met(o, last, element))
		return last;
	for (const struct outline_rule *rule = o->rules; rule->parent >= 0; rule++) {
		if (rule->parent == o->place && fits(o, rule, element)) {
			o->last[o->place] = rule;
			return rule;
		}
	}
	return NULL;
}

void outline_start(void *state, const struct element *element)
{
	struct outline *o = state;
	const struct outline_rule *rule = o->beside ? NULL : find(o, element);
	if (!rule) {
		o->beside++;
		return;
	}
	o->rooted = true;
	o->open[o->depth++] = rule;
	o->place = rule->place;
	if (rule->start)
		rule->start(state, element);
}

void outline_text(void *state, struct span text)
{
	const struct outline *o = state;
	if (o->beside || !o->depth)
		return;
	const struct outline_rule *rule = o->open[o->depth - 1];
	if (rule->text)
		rule->text(state, text);
}

void outline_end(void *state)
{
	struct outline *o = state;
	if (o->beside) {
		o->beside--;
		return;
	}
	const struct outline_rule *rule = o->open[--o->depth];
	o->place = rule->parent;
	if (rule->end)
		rule->end(state);
}

struct span outline_attribute(const struct element *element, const char *name)
{
	for (size_t i = 0; i < element->attributes; i++) {
		const struct attribute *a = &element->attribute[i];
		if (strcmp(a->name, name) == 0)
			return a->value;
	}
	return (struct span){NULL, 0};
}

bool outline_number(struct span digits, size_t *number)
{
	enum { DIGITS = 9 };
	*number = 0;
	for (size_t i = 0; i < digits.length && i < DIGITS; i++) {
		if (digits.bytes[i] < '0' || digits.bytes[i] > '9')
			return false;
		*number = *number * 10 + (size_t)(digits.bytes[i] - '0');
	}
	return digits.length > 0 && digits.length <= DIGITS;
}
