#include "words.h"

#include "lib/records.h"

#include <stdlib.h>

/* NOLINTBEGIN(bugprone-suspicious-missing-comma): a text may take several lines */
static const char *const words[][WORDS] = {
	[DANISH] =
		{
			[WORD_MAP] = "Kort over kommunerne",
			[WORD_BARS] = "Søjlediagram",
			[WORD_LINES] = "Kurver",
			[WORD_TIMELINE] = "Tidslinje",
			[WORD_SOURCE] = "Kilde: ",
			[WORD_CREDIT] = "Kort: Geodatastyrelsen og Danske Kommuner, DAGI, "
					"februar 2014",
			[WORD_CAPITAL] = "Hovedstadsområdet",
			[WORD_NO_FIGURE] = "ingen tal",
			[WORD_NOTHING] = "Der er ingen tal at vise.",
			[WORD_OWN_CALCULATION] = "* egen beregning",
			[WORD_MUNICIPALITY] = " kommune",
			[WORD_MUNICIPALITIES] = " kommuner",
			[WORD_OVER] = "over ",
			[WORD_UNDER] = "under ",
			[WORD_TO] = " til ",
			[WORD_TO_UNDER] = " til under ",
			[WORD_AND_OVER] = " og derover",
			[WORD_AND_UNDER] = " og derunder",
			[WORD_NOT_FROM_ZERO] = "Den lodrette skala begynder ikke ved 0.",
			[WORD_DONE] = "færdig",
			[WORD_OPEN] = "åben",
			[WORD_OVERDUE] = "frist passeret",
			[WORD_AS_OF] = "opgjort pr. ",
			[WORD_NO_DATE] = "ingen dato",
			[WORD_FROM_DAY] = "fra ",
			[WORD_UNTIL_DAY] = "senest ",
		},
	[ENGLISH] =
		{
			[WORD_MAP] = "Map of the municipalities",
			[WORD_BARS] = "Bar chart",
			[WORD_LINES] = "Line chart",
			[WORD_TIMELINE] = "Timeline",
			[WORD_SOURCE] = "Source: ",
			[WORD_CREDIT] = "Map: Geodatastyrelsen og Danske Kommuner, DAGI, "
					"February 2014",
			[WORD_CAPITAL] = "Greater Copenhagen",
			[WORD_NO_FIGURE] = "no figure",
			[WORD_NOTHING] = "There are no figures to show.",
			[WORD_OWN_CALCULATION] = "* own calculation",
			[WORD_MUNICIPALITY] = " municipality",
			[WORD_MUNICIPALITIES] = " municipalities",
			[WORD_OVER] = "over ",
			[WORD_UNDER] = "under ",
			[WORD_TO] = " to ",
			[WORD_TO_UNDER] = " to under ",
			[WORD_AND_OVER] = " and over",
			[WORD_AND_UNDER] = " and under",
			[WORD_NOT_FROM_ZERO] = "The scale does not begin at 0.",
			[WORD_DONE] = "done",
			[WORD_OPEN] = "open",
			[WORD_OVERDUE] = "overdue",
			[WORD_AS_OF] = "as of ",
			[WORD_NO_DATE] = "no date",
			[WORD_FROM_DAY] = "from ",
			[WORD_UNTIL_DAY] = "by ",
		},
};
/* NOLINTEND(bugprone-suspicious-missing-comma) */

struct span word(enum language language, enum word word)
{
	return span_of(words[language][word]);
}

void add_number(struct text *to, enum language language, struct span number)
{
	if (number.length && *number.bytes == '-') {
		text_add(to, SPAN("−"));
		number = (struct span){number.bytes + 1, number.length - 1};
	}
	notation_add(to, number, language == DANISH ? danish : english);
}

void add_exact(struct text *to, enum language language, mpq_srcptr value)
{
	struct decimal d;
	struct text plain = {0};
	mpq_t rounded;
	decimal_init(&d);
	mpq_init(rounded);
	for (size_t decimals = 0; decimals <= NUMBER_DIGITS; decimals++) {
		decimal_round(&d, value, decimals);
		decimal_fraction(rounded, &d);
		if (mpq_equal(rounded, value))
			break;
	}
	decimal_print(&plain, &d);
	add_number(to, language, text_span(&plain));
	mpq_clear(rounded);
	decimal_clear(&d);
	free(plain.bytes);
}
