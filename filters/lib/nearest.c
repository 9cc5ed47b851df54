#include "nearest.h"

#include "text.h"

#include <stdint.h>

enum { LONGEST = 64 }; /* characters of a word */

/* A word by its characters, each a piece of its bytes. */
struct letters {
	struct span letter[LONGEST];
	size_t count;
};

static bool spell(const char *word, struct letters *l)
{
	struct span rest = span_of(word);
	for (l->count = 0; rest.length; l->count++) {
		size_t length = utf8_length(rest);
		length = length ? length : 1; /* a byte that is no UTF-8 */
		if (l->count == LONGEST)
			return false;
		l->letter[l->count] = (struct span){rest.bytes, length};
		rest = (struct span){rest.bytes + length, rest.length - length};
	}
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many steps lead from one word to another. */
static size_t distance(const struct letters *a, const struct letters *b)
{
	size_t steps[LONGEST + 1][LONGEST + 1];
	const struct span *from = a->letter, *to = b->letter;
	for (size_t i = 0; i <= a->count; i++)
		steps[i][0] = i;
	for (size_t j = 0; j <= b->count; j++)
		steps[0][j] = j;
	for (size_t i = 1; i <= a->count; i++) {
		for (size_t j = 1; j <= b->count; j++) {
			bool same = span_equals(from[i - 1], to[j - 1]);
			size_t other = steps[i - 1][j - 1] + !same;
			size_t missing = least(steps[i - 1][j], steps[i][j - 1]) + 1;
			steps[i][j] = least(other, missing);
			if (i > 1 && j > 1 && span_equals(from[i - 1], to[j - 2]) &&
				span_equals(from[i - 2], to[j - 1]))
				steps[i][j] = least(steps[i][j], steps[i - 2][j - 2] + 1);
		}
	}
	return steps[a->count][b->count];
}

const char *nearest(const char *word, const char *const *words)
{
	const char *found = NULL;
	struct letters given, other;
	if (!spell(word, &given))
		return NULL;
	size_t fewest = 1 + given.count / 4 + 1; /* so many are too many */
	for (; *words; words++) {
		size_t steps = spell(*words, &other) ? distance(&given, &other) : SIZE_MAX;
		if (steps < fewest) {
			fewest = steps;
			found = *words;
		}
	}
	return found;
}
