/*
 * What a workbook of Office Open XML (ECMA-376) is made of beside its sheets: relations between its
 * parts, the styles of cells and the texts that cells share.
 */
#ifndef KKR_XLSX_H
#define KKR_XLSX_H

#include "package.h"
#include "stored.h"

/* The namespaces of the main parts, Transitional and Strict, NULL-terminated. */
extern const char *const xlsx_main[];

/* What one part says of another. */
struct relation {
	char *id;
	char *type;   /* the last word of it: worksheet, styles */
	char *target; /* the name of the other part; NULL where it is outside the package */
};

struct relations {
	struct relation *relation;
	size_t count, room;
};

/* Those of a part, "" for the package itself; none where it has none. */
void relations_read(const struct package *package, const char *part, struct relations *relations);
void relations_free(struct relations *relations);

/* The first of a type, or the one with an id; NULL where there is none. */
const struct relation *relations_by_type(const struct relations *relations, const char *type);
const struct relation *relations_by_id(const struct relations *relations, struct span id);

/* What each style of cells makes of a number. */
struct style {
	unsigned char shown; /* enum shown */
	unsigned char zeros; /* so many digits at least */
};

struct styles {
	struct style *style;
	size_t count, room;
};

void styles_read(const struct package *package, const char *part, struct styles *styles);

/* The texts that cells share, one behind the other; each ends where the next begins. */
struct strings {
	struct text bytes;
	size_t *end;
	size_t count, room;
};

void strings_read(const struct package *package, const char *part, struct strings *strings);

static inline struct span strings_get(const struct strings *strings, size_t index)
{
	size_t begin = index ? strings->end[index - 1] : 0;
	return (struct span){strings->bytes.bytes + begin, strings->end[index] - begin};
}

/*
 * Adds a text in which _x000D_ stands for the character of that number, and _x005F_ for an
 * underscore that would begin such a thing. A character that no record holds stays written so.
 */
void xlsx_add_text(struct text *to, struct span text);

/* A text in runs of one look each; all zero at its beginning. */
enum aligned { ON_LINE, RAISED, LOWERED };
struct runs {
	enum aligned now;    /* the run at hand */
	enum aligned before; /* the text before it */
};

/*
 * Adds a piece of a run to a text, `begin` where that begins. The number of a footnote, which is
 * raised, is no digit of the figure or name that it stands beside: behind something it is written
 * in raised characters, and otherwise a blank parts digits.
 */
void xlsx_add_run(struct text *to, size_t begin, struct runs *runs, struct span text);

/* What <vertAlign> says of its run. */
enum aligned xlsx_aligns(const struct element *element);

#endif
