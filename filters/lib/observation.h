/*
 * What a column of records means. A row is one observation; the words are
 *
 *	dataset area period measure unit value	what the figure is of, what it counts, the figure
 *	dimension	tells one series from another: every column that is nothing else here
 *	remark		goes with the figure wherever it goes: qualifier, note, source, origin
 *	derived		says more of the area than its code: what kkr-codes appends
 *
 * No list of such columns stands anywhere else.
 */
#ifndef KKR_OBSERVATION_H
#define KKR_OBSERVATION_H

/* The words of which a table has one column at most come first. */
enum column_word {
	IS_DATASET,
	IS_AREA,
	IS_PERIOD,
	IS_MEASURE,
	IS_UNIT,
	IS_VALUE,
	IS_DIMENSION,
	IS_REMARK,
	IS_DERIVED,
	COLUMN_WORDS
};

/* What the name of a column begins with that kkr-codes --group appends. */
#define COLUMN_GROUP "group_"

/* The word for a column of that name. */
enum column_word column_word(const char *name);

/*
 * The order of columns where whoever writes them decides: dataset, area, period, measure, unit,
 * value, then all others alike, then qualifier, note, source, origin.
 */
unsigned column_rank(const char *name);

#endif
