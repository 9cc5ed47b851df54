/*
 * Which area a text means.
 *
 * A text is a code, a name, or a code and a name, which must then mean the same. It is looked up
 * among the municipalities that there were at the record's time (where that counts), then among
 * the areas of today; what is in neither is looked up among what is known to be no area, so that
 * whoever reads the reason knows why. area-names.h has the spelling of names, area-history.h the
 * municipalities that there are no longer, mend.h texts that have suffered on their way.
 *
 * The text is a field of records, valid UTF-8. Options that a comment or a reason names are
 * kkr-codes'.
 */
#ifndef KKR_RECOGNISE_H
#define KKR_RECOGNISE_H

#include "area-history.h"
#include "rejects.h"

/* How a text was recognised, or why it was not. */
enum how {
	HOW_CODE,
	HOW_NAME,
	HOW_CODE_NAME,
	HOW_FORMER,  /* a municipality of the record's time */
	HOW_LARGEST, /* such a one that was split, followed to its largest part */
	HOW_CHRISTIANSOE,
	/* Without an area: */
	HOW_SPLIT,
	HOW_ENDED, /* a municipality that had ended by the record's time */
	HOW_GREENLAND,
	HOW_ABROAD,
	HOW_COUNTY,
	HOW_LABOUR_MARKET, /* an area of the labour market councils */
	HOW_NOT_STATED,
	HOW_CONTRADICTION,
	HOW_UNKNOWN,
	HOW_EMPTY,
	HOW_NO_PERIOD,
	HOWS
};

/* "code", "name", "code_name", "former" and so on: words of --details. */
const char *how_word(enum how how);

/* As what a record is set aside; of one that is not, no kind. */
enum reject_kind how_kind(enum how how);

struct finding {
	enum how how;
	unsigned mended;         /* MENDED_ of mend.h, where that was needed */
	const struct area *area; /* NULL: to be set aside */
	const char *reason;      /* why there is none; good until the next text */
};

struct rules {
	bool dated;    /* municipalities of a record's time are followed (--period) */
	bool largest;  /* one that was split, to its largest part (--split main) */
	bool guess;    /* the reason has the name that is nearest, which takes long to find */
	bool bornholm; /* Christiansø counts with Bornholm (--christiansoe bornholm) */
	/* Those that ended on this day or later are not followed (--to); LONG_MAX: all are. */
	long keep;
};

struct recogniser {
	struct rules rules;
	const struct areas *areas;
	struct area_names today;
	struct history history;
	struct area_names others; /* what is known to be no area */
	const struct area *bornholm;
	struct text mended, reason;
};

/*
 * `areas` must outlive the recogniser. Ends the program with 78 where two areas of the list have
 * the same name. The rules of whoever looks at today's areas alone are all zero.
 */
void recogniser_make(struct recogniser *r, const struct areas *areas, struct rules rules);
void recogniser_free(struct recogniser *r);

/* Whether a code is one that recognise gives an area for. */
bool recogniser_gives(const struct recogniser *r, struct span code);

/* `period` counts where the rules are dated; else it is read by nobody. The area is the
 * recogniser's. */
struct finding recognise(struct recogniser *r, struct span text, struct span period);

/* The area that recognise would find, for who needs no reason where there is none: much quicker. */
const struct area *recognise_area(struct recogniser *recogniser, struct span text);

#endif
