/*
 * The series of a table, in memory that does not grow with it: of each which areas it has, its
 * totals, and the sums that these must be. So many series at most are held; records of others are
 * counted, and no more is known of them.
 *
 * A series, its totals and the areas that must add up to each of them are those of kkr-check(1).
 */
#ifndef KKR_INSPECT_SUMS_H
#define KKR_INSPECT_SUMS_H

#include "lib/areas.h"
#include "lib/hash.h"
#include "lib/sum.h"
#include "lib/text.h"

/* How many are held, bytes of what a series is called, and areas of a code list. */
enum { SERIES_MOST = 1 << 15, SERIES_NAME = 200, SERIES_AREAS = 192 };

/* Some of the areas of the list, by their place in it. */
struct area_set {
	uint64_t bits[SERIES_AREAS / 64];
};

static inline bool area_in(const struct area_set *set, size_t area)
{
	return set->bits[area / 64] >> area % 64 & 1U;
}

static inline void area_put(struct area_set *set, size_t area)
{
	set->bits[area / 64] |= UINT64_C(1) << area % 64;
}

struct held_series {
	struct fingerprint key;
	char *name; /* "measure=population unit=persons"; "" where nothing tells series apart */
	struct area_set there, stated; /* which have a record, and a figure in it */
	/* Of each total, and of the municipalities of each landsdel; NULL where nothing is stated.
	 */
	struct sum *sum;
};

/* An area that one series has more than once: the first few. */
enum { TWICE_SHOWN = 5 };
struct twice {
	size_t series, area;
	unsigned long long count;
};

struct sums {
	const struct areas *areas;
	const struct secret *secret;
	size_t sums;                 /* of each series */
	size_t sum_of[SERIES_AREAS]; /* of an area, which of them */
	struct held_series *series;
	size_t count, room;
	size_t *slot, slots;
	struct text key, last; /* of the record at hand, and of the one before */
	size_t last_place;
	struct twice twice[TWICE_SHOWN];
	size_t twices;
	unsigned long long repeated; /* records of an area that its series has already */
	unsigned long long beyond;   /* records of series that are not held */
};

/* Both must outlive it. */
void sums_make(struct sums *held, const struct areas *areas, const struct secret *secret);
void sums_free(struct sums *held);

/*
 * Begins the key of a record, adds one column that tells series apart, and takes the record in:
 * `area` is its place in the list, and `figure` is NULL where there is none. Where a table has no
 * areas, all of it is of one, 0, without a figure.
 */
void sums_begin(struct sums *held);
void sums_key(struct sums *held, struct span column, struct span field);
void sums_take(struct sums *held, size_t area, const struct number *figure);

/* What has been found out of the totals, and who is told of each that does not hold. */
struct sums_totals {
	unsigned long long held, hold;
	void (*wrong)(void *to, struct span line);
	void *to;
};
void sums_totals(const struct sums *held, struct sums_totals *totals);

#endif
