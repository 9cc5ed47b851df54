#include "agree.h"

#include <stdlib.h>

static void write_municipality(const struct quotas *q, const struct agreement *a,
	const struct municipality *m, struct writer *out)
{
	struct text from = {0}, to = {0}, notes = {0};
	agreement_parties(&from, &notes, q, a, m, true);
	agreement_parties(&to, &notes, q, a, m, false);
	put_field(out, m->code);
	put_field(out, m->name);
	put_whole(out, m->outcome[0].quota);
	put_field(out, text_span(&from));
	put_field(out, text_span(&to));
	put_whole(out, m->outcome[0].agreed);
	put_field(out, span_of(m->outcome[0].status));
	put_field(out, text_span(&notes));
	if (agreement_states(a))
		put_field(out, span_of(m->outcome[0].state));
	put_row_end(out);
	free(from.bytes);
	free(to.bytes);
	free(notes.bytes);
}

/* What the quotas of a region add up to. */
struct sums {
	mpz_t quota, agreed;
	const char *state; /* of the weakest */
};

static void sums_init(struct sums *s, const struct quotas *q, const struct municipality *any)
{
	mpz_inits(s->quota, s->agreed, NULL);
	s->state = "";
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		if (!span_equals(m->region, any->region))
			continue;
		mpz_add(s->quota, s->quota, m->outcome[0].quota);
		mpz_add(s->agreed, s->agreed, m->outcome[0].agreed);
		s->state = agreement_weaker(s->state, m->outcome[0].state);
	}
}

static void write_total(
	const struct quotas *q, const struct municipality *any, bool states, struct writer *out)
{
	struct sums sums;
	struct text name = {0};
	sums_init(&sums, q, any);
	text_add(&name, any->region_name);
	text_add(&name, SPAN(" i alt"));
	put_field(out, any->region);
	put_field(out, text_span(&name));
	put_whole(out, sums.quota);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	put_whole(out, sums.agreed);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	if (states)
		put_field(out, span_of(sums.state));
	put_row_end(out);
	free(name.bytes);
	mpz_clears(sums.quota, sums.agreed, NULL);
}

static int by_region(const void *a, const void *b)
{
	const struct municipality *x = *(const struct municipality *const *)a;
	const struct municipality *y = *(const struct municipality *const *)b;
	return span_compare(x->region, y->region);
}

/* One municipality of each region, by the regions' codes; the count of them. */
static size_t find_regions(const struct quotas *q, const struct municipality **first)
{
	size_t count = 0;
	for (size_t i = 0; i < q->count; i++) {
		size_t j = 0;
		while (j < count && !span_equals(first[j]->region, q->municipality[i].region))
			j++;
		if (j == count)
			first[count++] = &q->municipality[i];
	}
	qsort(first, count, sizeof(const struct municipality *), by_region);
	return count;
}

void regions_write(const struct quotas *q, const struct agreement *a, struct writer *out)
{
	static const char *const header[] = {"region", "region_name", "quota", "agreed"};
	const struct municipality **first = allocate(q->count, sizeof(const struct municipality *));
	size_t count = find_regions(q, first);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	if (agreement_states(a))
		put_field(out, SPAN("state"));
	put_row_end(out);
	for (size_t i = 0; i < count; i++) {
		struct sums sums;
		sums_init(&sums, q, first[i]);
		put_field(out, first[i]->region);
		put_field(out, first[i]->region_name);
		put_whole(out, sums.quota);
		put_whole(out, sums.agreed);
		if (agreement_states(a))
			put_field(out, span_of(sums.state));
		put_row_end(out);
		mpz_clears(sums.quota, sums.agreed, NULL);
	}
	free(first);
}

void agreement_write(const struct quotas *q, const struct agreement *a, struct writer *out)
{
	static const char *const header[] = {"area", "kommune", "beregnet_kvote",
		"overtager_kvoten_fra", "afgiver_til", "aftalt_kvote", "status", "note"};
	bool *done = allocate(q->count, sizeof *done);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	if (agreement_states(a))
		put_field(out, SPAN("state"));
	put_row_end(out);
	for (size_t i = 0; i < q->count; i++)
		done[i] = false;
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *first = &q->municipality[i];
		if (done[i])
			continue;
		for (size_t j = i; j < q->count; j++) {
			if (!span_equals(q->municipality[j].region, first->region))
				continue;
			done[j] = true;
			write_municipality(q, a, &q->municipality[j], out);
		}
		write_total(q, first, agreement_states(a), out);
	}
	free(done);
}
