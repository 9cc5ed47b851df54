#include "observation.h"

#include <string.h>

static const struct known {
	const char *column;
	enum column_word word;
} columns[] = {
	{"dataset", IS_DATASET},
	{"area", IS_AREA},
	{"period", IS_PERIOD},
	{"measure", IS_MEASURE},
	{"unit", IS_UNIT},
	{"value", IS_VALUE},
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

unsigned column_rank(const char *name)
{
	unsigned i = 0;
	while (i < sizeof columns / sizeof *columns && strcmp(columns[i].column, name) != 0)
		i++;
	enum column_word word = column_word(name);
	return word < IS_DIMENSION || word == IS_REMARK ? i + (word == IS_REMARK) : IS_DIMENSION;
}

enum column_word column_word(const char *name)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (strcmp(columns[i].column, name) == 0)
			return columns[i].word;
	}
	if (strncmp(name, COLUMN_GROUP, sizeof COLUMN_GROUP - 1) == 0)
		return IS_DERIVED;
	return IS_DIMENSION;
}
