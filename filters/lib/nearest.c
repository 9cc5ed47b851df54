#include "nearest.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 64 }; /* bytes of a word */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many steps lead from one word to another; SIZE_MAX where one of them is too long to say. */
static size_t distance(const char *a, const char *b)
{
	size_t steps[LONGEST + 1][LONGEST + 1];
	size_t rows = strlen(a), columns = strlen(b);
	if (rows > LONGEST || columns > LONGEST)
		return SIZE_MAX;
	for (size_t i = 0; i <= rows; i++)
		steps[i][0] = i;
	for (size_t j = 0; j <= columns; j++)
		steps[0][j] = j;
	for (size_t i = 1; i <= rows; i++) {
		for (size_t j = 1; j <= columns; j++) {
			size_t other = steps[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			size_t missing = least(steps[i - 1][j], steps[i][j - 1]) + 1;
			steps[i][j] = least(other, missing);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				steps[i][j] = least(steps[i][j], steps[i - 2][j - 2] + 1);
		}
	}
	return steps[rows][columns];
}

const char *nearest(const char *word, const char *const *words)
{
	const char *found = NULL;
	size_t fewest = 1 + strlen(word) / 4 + 1; /* so many are too many */
	for (; *words; words++) {
		size_t steps = distance(word, *words);
		if (steps < fewest) {
			fewest = steps;
			found = *words;
		}
	}
	return found;
}
