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

/* A region: one of its municipalities, and what their quotas add up to. */
struct sums {
	const struct municipality *any;
	mpz_t quota, agreed;
	const char *state; /* of the weakest */
};

/* Of all regions, by their codes. */
static struct sums *sums_new(const struct quotas *q)
{
	struct sums *sums = allocate(q->regions, sizeof *sums);
	for (size_t i = 0; i < q->regions; i++) {
		sums[i] = (struct sums){.state = ""};
		mpz_inits(sums[i].quota, sums[i].agreed, NULL);
	}
	for (size_t i = 0; i < q->count; i++) {
		const struct municipality *m = &q->municipality[i];
		struct sums *s = &sums[m->in_region];
		if (!s->any)
			s->any = m;
		mpz_add(s->quota, s->quota, m->outcome[0].quota);
		mpz_add(s->agreed, s->agreed, m->outcome[0].agreed);
		s->state = agreement_weaker(s->state, m->outcome[0].state);
	}
	return sums;
}

static void sums_free(struct sums *sums, size_t regions)
{
	for (size_t i = 0; i < regions; i++)
		mpz_clears(sums[i].quota, sums[i].agreed, NULL);
	free(sums);
}

static void write_total(const struct sums *sums, bool states, struct writer *out)
{
	struct text name = {0};
	text_add(&name, sums->any->region_name);
	text_add(&name, SPAN(" i alt"));
	put_field(out, sums->any->region);
	put_field(out, text_span(&name));
	put_whole(out, sums->quota);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	put_whole(out, sums->agreed);
	put_field(out, SPAN(""));
	put_field(out, SPAN(""));
	if (states)
		put_field(out, span_of(sums->state));
	put_row_end(out);
	free(name.bytes);
}

void regions_write(const struct quotas *q, const struct agreement *a, struct writer *out)
{
	static const char *const header[] = {"region", "region_name", "quota", "agreed"};
	struct sums *sums = sums_new(q);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	if (agreement_states(a))
		put_field(out, SPAN("state"));
	put_row_end(out);
	for (size_t i = 0; i < q->regions; i++) {
		put_field(out, sums[i].any->region);
		put_field(out, sums[i].any->region_name);
		put_whole(out, sums[i].quota);
		put_whole(out, sums[i].agreed);
		if (agreement_states(a))
			put_field(out, span_of(sums[i].state));
		put_row_end(out);
	}
	sums_free(sums, q->regions);
}

static int by_first(const void *a, const void *b, void *of)
{
	const struct sums *sums = of;
	const struct municipality *x = *(const struct municipality *const *)a;
	const struct municipality *y = *(const struct municipality *const *)b;
	const struct municipality *first = sums[x->in_region].any, *other = sums[y->in_region].any;
	if (first != other)
		return first < other ? -1 : 1;
	return (x > y) - (x < y);
}

/* The municipalities region by region, these in the order of their first ones. */
static const struct municipality **by_regions(const struct quotas *q, const struct sums *sums)
{
	const struct municipality **list = allocate(q->count, sizeof(const struct municipality *));
	for (size_t i = 0; i < q->count; i++)
		list[i] = &q->municipality[i];
	if (q->count)
		qsort_r(list, q->count, sizeof(const struct municipality *), by_first,
			(void *)sums);
	return list;
}

void agreement_write(const struct quotas *q, const struct agreement *a, struct writer *out)
{
	static const char *const header[] = {"area", "kommune", "beregnet_kvote",
		"overtager_kvoten_fra", "afgiver_til", "aftalt_kvote", "status", "note"};
	struct sums *sums = sums_new(q);
	const struct municipality **list = by_regions(q, sums);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	if (agreement_states(a))
		put_field(out, SPAN("state"));
	put_row_end(out);
	for (size_t i = 0; i < q->count; i++) {
		size_t region = list[i]->in_region;
		write_municipality(q, a, list[i], out);
		if (i + 1 == q->count || list[i + 1]->in_region != region)
			write_total(&sums[region], agreement_states(a), out);
	}
	free(list);
	sums_free(sums, q->regions);
}
