#include "observation.h"

#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
	[IS_DATASET] = "dataset",
	[IS_AREA] = "area",
	[IS_PERIOD] = "period",
	[IS_MEASURE] = "measure",
	[IS_UNIT] = "unit",
	[IS_VALUE] = "value",
	[IS_DIMENSION] = "dimension",
	[IS_REMARK] = "remark",
	[IS_DERIVED] = "derived",
};

/* Columns that are not called by their word. */
static const struct known {
	const char *column;
	enum column_word word;
} columns[] = {
	{"qualifier", IS_REMARK},
	{"note", IS_REMARK},
	{"source", IS_REMARK},
	{"origin", IS_REMARK},
	{"name", IS_DERIVED},
	{"region", IS_DERIVED},
	{"region_name", IS_DERIVED},
	{"kkr", IS_DERIVED},
	{"landsdel", IS_DERIVED},
	{"landsdel_name", IS_DERIVED},
	{"nuts3", IS_DERIVED},
	{"level", IS_DERIVED},
};

/* The word for a column of which --names says nothing. */
static enum column_word usual_word(const char *column)
{
	for (enum column_word word = 0; word < IS_DIMENSION; word++) {
		if (strcmp(words[word], column) == 0)
			return word;
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (strcmp(columns[i].column, column) == 0)
			return columns[i].word;
	}
	bool group = strncmp(column, COLUMN_GROUP, sizeof COLUMN_GROUP - 1) == 0;
	return group ? IS_DERIVED : IS_DIMENSION;
}

static int by_column(const void *a, const void *b)
{
	const struct column_name *x = a, *y = b;
	int order = strcmp(x->column, y->column);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int name_is(const void *column, const void *name)
{
	return strcmp(column, ((const struct column_name *)name)->column);
}

/* A column that bears the name of a word is a dimension where another one has that word. */
enum column_word column_word(const struct column_names *names, const char *column)
{
	enum column_word usual = usual_word(column);
	if (!names || names->count == 0)
		return usual;
	const struct column_name *name =
		bsearch(column, names->name, names->count, sizeof *names->name, name_is);
	if (name)
		return name->word;
	return usual < IS_DIMENSION && names->of[usual] ? IS_DIMENSION : usual;
}

/* --names */

static enum column_word find_word(const char *word)
{
	for (enum column_word w = 0; w < COLUMN_WORDS; w++) {
		if (strcmp(words[w], word) == 0)
			return w;
	}
	cli_misuse("--names: there is no word '%s': a column is dataset, area, period, measure, "
		   "unit, value, dimension, remark or derived",
		quote(span_of(word)).text);
}

/* Of a word of which there is one the last column counts. */
static void add_name(struct column_names *names, const char *column, enum column_word word)
{
	size_t at = names->count;
	if (word < IS_DIMENSION && names->of[word]) {
		for (at = 0; names->name[at].word != word;)
			at++;
	}
	if (at == names->count)
		names->name = grow(names->name, &names->room, ++names->count, sizeof *names->name);
	names->name[at] = (struct column_name){column, word, at};
	if (word < IS_DIMENSION)
		names->of[word] = column;
}

static void read_list(struct column_names *names, char *list)
{
	for (char *part = list; part;) {
		char *next = strchr(part, ',');
		if (next)
			*next++ = '\0';
		char *equals = strchr(part, '=');
		if (!equals || !column_name_valid(span_of(equals + 1)))
			cli_misuse("--names: '%s' is not of the form area=COLUMN",
				quote(span_of(part)).text);
		*equals = '\0';
		add_name(names, equals + 1, find_word(part));
		part = next;
	}
}

static _Noreturn void fail_both(const char *column, enum column_word a, enum column_word b)
{
	cli_misuse("--names: the column '%s' cannot be both %s and %s", column, words[a], words[b]);
}

static void check_names(const struct column_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct column_name *name = &names->name[i];
		enum column_word usual = usual_word(name->column);
		if (i > 0 && strcmp(name[-1].column, name->column) == 0 &&
			name[-1].word != name->word)
			fail_both(name->column, name[-1].word, name->word);
		if (name->word < IS_DIMENSION && usual < IS_DIMENSION && usual != name->word &&
			!names->of[usual])
			fail_both(name->column, usual, name->word);
	}
}

void column_names_read(struct column_names *names, char **lists)
{
	for (; lists && *lists; lists++)
		read_list(names, *lists);
	if (names->count)
		qsort(names->name, names->count, sizeof *names->name, by_column);
	check_names(names);
}

void column_names_free(struct column_names *names)
{
	free(names->name);
}

/* What the columns of a table mean. */

static size_t find_column(const struct records *in, const char *column, enum column_word word)
{
	enum { ROOM = 64 };
	char hint[ROOM];
	snprintf(hint, sizeof hint, "--names %s=COLUMN names another", words[word]);
	return records_column(in, column, hint);
}

void observation_open(
	struct observation *o, const struct records *in, const struct column_names *names)
{
	*o = (struct observation){.in = in, .word = allocate(in->columns, sizeof *o->word)};
	for (enum column_word word = 0; word < IS_DIMENSION; word++) {
		const char *name = names ? names->of[word] : NULL;
		o->at[word] = name ? find_column(in, name, word) : in->columns;
	}
	for (size_t i = 0; i < in->columns; i++) {
		o->word[i] = column_word(names, in->name[i]);
		if (o->word[i] < IS_DIMENSION)
			o->at[o->word[i]] = i;
	}
}

void observation_close(struct observation *o)
{
	free(o->word);
}

size_t observation_column(const struct observation *o, enum column_word word)
{
	if (o->at[word] == o->in->columns)
		return find_column(o->in, words[word], word);
	return o->at[word];
}

bool observation_in_key(const struct observation *o, size_t column, enum observation_key key)
{
	enum {
		AS_SERIES = 1 << KEY_SERIES,
		AS_EDITION = 1 << KEY_EDITION,
		AS_MEASURE = 1 << KEY_MEASURE,
		AS_FILE = 1 << KEY_FILE,
		ALL = AS_SERIES | AS_EDITION | AS_MEASURE | AS_FILE
	};
	static const unsigned keys[COLUMN_WORDS] = {
		[IS_DATASET] = AS_SERIES,
		[IS_AREA] = ALL & ~AS_SERIES,
		[IS_PERIOD] = ALL & ~AS_EDITION,
		[IS_MEASURE] = ALL & ~AS_MEASURE,
		[IS_UNIT] = ALL,
		[IS_DIMENSION] = ALL,
	};
	return keys[o->word[column]] >> key & 1U;
}

/* The remarks stand in their order in the list above. */
unsigned column_rank(const char *name)
{
	enum column_word word = usual_word(name);
	unsigned i = 0;
	if (word != IS_REMARK)
		return word == IS_DERIVED ? IS_DIMENSION : word;
	while (strcmp(columns[i].column, name) != 0)
		i++;
	return IS_REMARK + i;
}
