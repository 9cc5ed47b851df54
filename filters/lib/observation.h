/*
 * What a column of records means. A row is one observation; the words are
 *
 *	dataset area period measure unit value
 *	           what the figure is of, what it counts, the figure: one column of each at most
 *	dimension  tells one series from another: every column that is nothing else here
 *	remark     goes with the figure wherever it goes: qualifier, note, source, origin
 *	derived    says more of the area than its code: what kkr-codes appends
 *
 * No list of such columns stands anywhere else. --names says so of columns of other names.
 */
#ifndef KKR_OBSERVATION_H
#define KKR_OBSERVATION_H

#include "records.h"

enum column_word {
	IS_DATASET,
	IS_AREA,
	IS_PERIOD,
	IS_MEASURE,
	IS_UNIT,
	IS_VALUE,
	IS_DIMENSION, /* from here on there may be several */
	IS_REMARK,
	IS_DERIVED,
	COLUMN_WORDS
};

/* What the name of a column begins with that kkr-codes --group appends. */
#define COLUMN_GROUP "group_"

/* What --names says of columns. All zero says nothing. */
struct column_names {
	struct column_name {
		const char *column;
		enum column_word word;
		size_t at; /* its place among them as they were given */
	} * name;          /* by column */
	size_t count, room;
	const char *of[IS_DIMENSION]; /* the column of a word of which there is one, or NULL */
};

/* What --help says of --names. */
#define COLUMN_NAMES_ARGUMENT "WORD=C,..."
#define COLUMN_NAMES_HELP     "columns of other names (area=kommune,value=antal)"

/*
 * Reads the lists of --names, "area=kommune,remark=comment", which end with NULL or are NULL; the
 * names are cut out of them and live as long. Another word, a column with two words and what is no
 * list are wrong use (64).
 */
void column_names_read(struct column_names *names, char **lists);
void column_names_free(struct column_names *names);

/* The word for a column of that name; `names` may be NULL. */
enum column_word column_word(const struct column_names *names, const char *column);

/* What the columns of a table mean. */
struct observation {
	const struct records *in;
	size_t at[IS_DIMENSION]; /* the one column of a word; the count of columns without it */
	enum column_word *word;  /* of each column */
};

/* 65 where a column that --names names is not there, but for those of which there may be several.
 */
void observation_open(
	struct observation *o, const struct records *in, const struct column_names *names);
void observation_close(struct observation *o);

/* The column of a word that must be there: 65, naming --names, where it is not. */
size_t observation_column(const struct observation *o, enum column_word word);

/*
 * The keys: the columns by which rows are told apart. All have the dimensions; none has the value,
 * a remark or what is derived.
 */
enum observation_key {
	KEY_SERIES,  /* rows that differ in their areas alone make a series */
	KEY_EDITION, /* of a figure in two editions, of other data sets and periods */
	KEY_MEASURE, /* of a figure in two measures, which may be of two data sets */
	KEY_FILE,    /* of a figure in two files, which are two data sets */
};
bool observation_in_key(const struct observation *o, size_t column, enum observation_key key);

/*
 * The order of columns where whoever writes them decides: dataset, area, period, measure, unit,
 * value, then all others alike, then qualifier, note, source, origin.
 */
unsigned column_rank(const char *name);

#endif
