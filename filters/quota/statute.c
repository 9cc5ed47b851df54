#include "quota.h"

const struct figure_form figure_form[FIGURES] = {
	[SHARE] = {"share", 10, ""},
	[GROSS] = {"gross", 4, "persons"},
	[NET] = {"net", 4, "persons"},
	[DISTRIBUTION] = {"distribution", 4, "persons"},
};

void statute_figures(struct quota *q, mpz_srcptr landstal)
{
	mpq_t factor;
	mpq_set_ui(q->positive, 0, 1);
	for (size_t i = 0; i < q->count; i++) {
		struct municipality *m = &q->municipality[i];
		statute_net(m->figure, (const mpq_t *)m->input, (const mpq_t *)q->sum, landstal);
		if (mpq_sgn(m->figure[NET]) > 0)
			mpq_set(q->claim[i].weight, m->figure[NET]);
		else
			mpq_set_ui(q->claim[i].weight, 0, 1);
		mpq_add(q->positive, q->positive, q->claim[i].weight);
	}
	mpq_init(factor);
	statute_factor(factor, q->positive, landstal);
	for (size_t i = 0; i < q->count; i++)
		mpq_mul(q->municipality[i].figure[DISTRIBUTION], q->claim[i].weight, factor);
	mpq_clear(factor);
}
