#include "measures.h"

#include "names.h"

#include "lib/area-names.h"
#include "lib/cli.h"
#include "lib/records.h"

#include <stdlib.h>

static const unsigned char compiled_measures[] = {
#include "measures.tsv.inc"
};

struct rule {
	struct measure measure;
	bool yes;
	struct text key; /* the pattern, folded */
};

struct measures {
	struct rule *rule;
	size_t count, room;
};

static void add_rule(struct measures *m, const struct span field[], const size_t at[])
{
	m->rule = grow_zeroed(m->rule, &m->room, m->count + 1, sizeof *m->rule);
	struct rule *rule = &m->rule[m->count++];
	rule->measure.name = span_copy(field[at[1]]);
	rule->measure.unit = span_copy(field[at[2]]);
	rule->yes = span_is(field[at[3]], "yes");
	fold(&rule->key, field[at[4]]);
}

static _Noreturn void fail_pipeline(const char *pipeline, const struct text *names)
{
	cli_misuse("--for: no measures are known of a pipeline '%s': of %.*s they are",
		quote(span_of(pipeline)).text, (int)names->length, names->bytes);
}

struct measures *measures_open(const char *pipeline)
{
	static const char *const names[] = {"pipeline", "measure", "unit", "is", "header"};
	enum { NAMES = sizeof names / sizeof *names };
	struct measures *m = allocate(1, sizeof *m);
	struct records in;
	struct text known = {0}, last = {0};
	size_t at[NAMES];
	*m = (struct measures){0};
	records_open_input(&in,
		input_open_memory("schemas/measures.tsv",
			(struct span){(const char *)compiled_measures, sizeof compiled_measures}),
		EX_SOFTWARE);
	for (size_t i = 0; i < NAMES; i++)
		at[i] = records_column(&in, names[i], NULL);
	while (records_next(&in)) {
		if (!span_equals(in.field[at[0]], text_span(&last))) {
			text_add(&known, known.length ? SPAN(", ") : SPAN(""));
			text_add(&known, in.field[at[0]]);
			last.length = 0;
			text_add(&last, in.field[at[0]]);
		}
		if (span_is(in.field[at[0]], pipeline))
			add_rule(m, in.field, at);
	}
	records_close(&in);
	if (m->count == 0)
		fail_pipeline(pipeline, &known);
	free(known.bytes);
	free(last.bytes);
	return m;
}

void measures_close(struct measures *m)
{
	for (size_t i = 0; m && i < m->count; i++) {
		free(m->rule[i].measure.name);
		free(m->rule[i].measure.unit);
		free(m->rule[i].key.bytes);
	}
	if (m)
		free(m->rule);
	free(m);
}

static bool denied(const struct measures *m, const char *name, struct span key)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct rule *rule = &m->rule[i];
		if (!rule->yes && strcmp(rule->measure.name, name) == 0 &&
			pattern_fits(text_span(&rule->key), key))
			return true;
	}
	return false;
}

const struct measure *measures_find(const struct measures *m, struct span header)
{
	const struct rule *best = NULL;
	struct text key = {0};
	fold(&key, header);
	for (size_t i = 0; m && i < m->count; i++) {
		const struct rule *rule = &m->rule[i];
		if (rule->yes && (!best || rule->key.length > best->key.length) &&
			pattern_fits(text_span(&rule->key), text_span(&key)) &&
			!denied(m, rule->measure.name, text_span(&key)))
			best = rule;
	}
	free(key.bytes);
	return best ? &best->measure : NULL;
}
