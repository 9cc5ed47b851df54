#include "agree.h"

#include <stdlib.h>

/*
 * Order 550/2022, section 2(5) and (6): a landstal is revised where the year's estimate changes by
 * more than 40 pct. of one that is 8,000 or less, by more than 25 pct. of a larger one.
 */
static void put_change(struct writer *out, mpz_srcptr before, mpz_srcptr after)
{
	enum { SMALL = 8000, SMALL_LIMIT = 40, LARGE_LIMIT = 25, DECIMALS = 2 };
	bool small = mpz_cmp_ui(before, SMALL) <= 0;
	unsigned long limit = small ? SMALL_LIMIT : LARGE_LIMIT;
	struct text shown = {0};
	mpz_t change, bound;
	mpz_inits(change, bound, NULL);
	mpz_sub(change, after, before);
	mpz_mul_ui(change, change, 100);
	if (mpz_sgn(before) > 0) {
		struct decimal d;
		mpq_t share;
		decimal_init(&d);
		mpq_init(share);
		mpz_set(mpq_numref(share), change);
		mpz_set(mpq_denref(share), before);
		mpq_canonicalize(share);
		decimal_round(&d, share, DECIMALS);
		decimal_print(&shown, &d);
		mpq_clear(share);
		decimal_clear(&d);
	}
	mpz_mul_ui(bound, before, limit);
	put_whole(out, before);
	put_whole(out, after);
	put_field(out, text_span(&shown));
	put_field(out, small ? SPAN("40") : SPAN("25"));
	put_field(out, mpz_cmpabs(change, bound) > 0 ? SPAN("yes") : SPAN("no"));
	put_row_end(out);
	free(shown.bytes);
	mpz_clears(change, bound, NULL);
}

void write_changes(const struct quotas *q, mpz_srcptr before, struct writer *out)
{
	static const char *const header[] = {
		"landstal_before", "landstal_after", "change_pct", "limit_pct", "revised"};
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		put_field(out, span_of(header[i]));
	put_row_end(out);
	for (size_t i = 0; i < q->columns; i++)
		put_change(out, before, q->landstal[i]);
}
