/*
 * The code list: municipalities, landsdele, regions and the country, by their canonical codes.
 *
 * The lists are schemas/areas.tsv and schemas/area-names.tsv, compiled in. A list of one's own has
 * the columns of areas.tsv: code, name, region, region_name, kkr, landsdel, landsdel_name, nuts3.
 * Canonical is the three-digit code of a municipality (101), Statistics Denmark's code of a region
 * (084), the NUTS 3 code of a landsdel (DK011), and 000 for the country.
 *
 * A region that several regions become (schemas/merged-regions.tsv, compiled in) stands beside them
 * in the list where that has them all: no municipality's `region` is it. As long as it has no
 * official code, ours is the codes of its parts, 084+085.
 */
#ifndef KKR_AREAS_H
#define KKR_AREAS_H

#include "fail.h"

enum area_level { LEVEL_MUNICIPALITY, LEVEL_LANDSDEL, LEVEL_REGION, LEVEL_COUNTRY };

struct area {
	enum area_level level;
	size_t line; /* of the list, where it stands first; 0 for the country */
	char *code;
	char *name;
	char *kkr;             /* the council of the region's municipalities; "" for the country */
	char *number;          /* of a landsdel in areas.tsv (01); "" for the others */
	struct area *region;   /* a region's is itself; NULL for the country */
	struct area *landsdel; /* a landsdel's is itself; NULL for a region and the country */
	struct area *merged;   /* of a region: the one that it becomes part of; NULL: of none */
	long first;            /* of such a one: its first day (period.h); of any other 0 */
};

/* A further name of an area: what no rule of spelling gives. */
struct area_name {
	char *name;
	const struct area *area;
};

enum { AREA_KINDS = 2, AREA_NUMBERS = 1000 }; /* codes are 000 to 999, and DK000 to DK999 */

struct areas {
	const char *file;  /* the list, for messages */
	struct area *area; /* in the order of their codes */
	size_t count, room;
	struct area_name *further;
	size_t further_count, further_room;
	struct area *by_code[AREA_KINDS][AREA_NUMBERS]; /* NULL where there is none */
	struct area **merged;                           /* regions that others become */
	size_t merges, merged_room;
};

/* "municipality", "landsdel", "region", "country" */
const char *area_level_name(enum area_level level);
/* "municipalities", "landsdele", "regions", "countries" */
const char *area_level_plural(enum area_level level);
#define AREA_LEVELS (LEVEL_COUNTRY + 1)

/*
 * Loads the lists that are compiled in; where `path` is not NULL, that file takes the place of
 * areas.tsv, and the further names hold for those codes that it has. A wrong list ends the program
 * with 78, one that cannot be opened with 66.
 */
void areas_load(struct areas *areas, const char *path);
void areas_free(struct areas *areas);

/* Hands out the further names that are compiled in, each with its code, of today's areas or not. */
void area_names_read(void (*take)(void *to, struct span name, struct span code), void *to);

/* Whether an area lies in another one, of a level above: in the country all do. */
bool area_lies_in(const struct area *area, const struct area *whole);

/* Whether an area is a region that several regions become: the country has it twice, then. */
static inline bool area_is_merged(const struct area *area)
{
	return area->first > 0;
}

/* The area with a canonical code, or NULL. */
const struct area *areas_by_code(const struct areas *areas, struct span code);

#endif
