/*
 * Apportionment: whole seats in proportion to weights.
 *
 * The methods and their properties: M. L. Balinski and H. P. Young, Fair Representation, 2nd ed.,
 * Brookings 2001, appendix A. A divisor method has a signpost d(k) between k and k + 1 seats; with
 * a divisor x a claim of weight w has k seats where d(k-1) <= w/x <= d(k), and x is chosen so that
 * the seats add up. All comparisons are of integers or fractions of integers.
 */
#ifndef KKR_APPORTION_H
#define KKR_APPORTION_H

#include "lib/text.h"

#include <gmp.h>

struct claim {
	struct span code; /* claims stand in the order of their codes */
	mpq_t weight;     /* not negative */
	mpz_t seats;      /* what comes out */
};

/* Who has a seat to which several claims are equal. */
enum ties { TIES_FIRST, TIES_LAST, TIES_ERROR };

struct method;

/*
 * "statute" (each share rounded half up, what that misses the total by to the last claim: the
 * order's rule), "largest-remainder", "droop", "webster", "dhondt", "adams", "huntington-hill",
 * "dean"; NULL for any other name.
 */
const struct method *method_find(const char *name);

/* Their names in order, that of the statute first; NULL from METHODS on. */
enum { METHODS = 8 };
const char *method_name(size_t index);

/*
 * Shares `total`, not negative, on the claims. Returns NULL, or why that cannot be done: a string
 * with room for the reason, the caller's to free. At most O(n log n) comparisons.
 */
char *apportion(const struct method *method, struct claim *claims, size_t count, mpz_srcptr total,
	enum ties ties);

/* Claims with weight and seats of 0, and codes that are the caller's to set. */
struct claim *claims_new(size_t count);
void claims_free(struct claim *claims, size_t count);

#endif
