#include "origin.h"

#include <stdlib.h>
#include <string.h>

/* The order of paths read from their ends, in which those that end alike stand together. */
static int by_end(const void *a, const void *b)
{
	const char *x = **(char *const *const *)a, *y = **(char *const *const *)b;
	size_t i = strlen(x), j = strlen(y);
	while (i && j && x[i - 1] == y[j - 1]) {
		i--;
		j--;
	}
	int first = i ? (unsigned char)x[i - 1] : -1, second = j ? (unsigned char)y[j - 1] : -1;
	return first - second;
}

/* How many bytes two paths end alike in; none where they are the same file's. */
static size_t alike(const char *x, const char *y)
{
	size_t i = strlen(x), j = strlen(y), same = 0;
	while (same < i && same < j && x[i - same - 1] == y[j - same - 1])
		same++;
	return strcmp(x, y) == 0 ? 0 : same;
}

/* The shortest end of a path, whole names of it, that is longer than `same` bytes. */
static const char *end_of(const char *path, size_t same)
{
	const char *end = path + strlen(path), *at = end;
	while (at > path && (at[-1] != '/' || (size_t)(end - at) <= same))
		at--;
	return at;
}

const char **origin_names(char *const *files)
{
	static char *const standard_input[] = {"-", NULL};
	if (!*files)
		files = standard_input;
	size_t count = 0;
	while (files[count])
		count++;
	const char **names = allocate(count + 1, sizeof *names);
	char *const **sorted = allocate(count, sizeof *sorted);
	for (size_t i = 0; i < count; i++)
		sorted[i] = &files[i];
	qsort(sorted, count, sizeof *sorted, by_end);
	size_t before = 0;
	for (size_t i = 0; i < count; i++) {
		size_t next = i + 1;
		while (next < count && strcmp(*sorted[i], *sorted[next]) == 0)
			next++;
		size_t after = next < count ? alike(*sorted[i], *sorted[next]) : 0;
		const char *path = *sorted[i];
		const char *name = end_of(path, before > after ? before : after);
		for (; i < next; i++)
			names[sorted[i] - files] = strcmp(path, "-") == 0 ? "standard input" : name;
		i--;
		before = after;
	}
	names[count] = NULL;
	free(sorted);
	return names;
}

/* The number at the end of a field; what is before it remains. */
static bool take_number(struct span *field, size_t *number)
{
	size_t power = 1, digits = 0;
	enum { MOST = 15 };
	*number = 0;
	while (field->length && digits < MOST) {
		char byte = field->bytes[field->length - 1];
		if (byte < '0' || byte > '9')
			break;
		*number += power * (size_t)(byte - '0');
		power *= 10;
		digits++;
		field->length--;
	}
	return digits > 0 && field->length > 0;
}

static char last_of(struct span field)
{
	return field.length ? field.bytes[field.length - 1] : '\0';
}

bool origin_read(struct span field, struct origin *origin)
{
	origin->file = field;
	if (!take_number(&origin->file, &origin->line))
		return false;
	char mark = last_of(origin->file) == ':' ? ':' : '!';
	while (mark == '!' && last_of(origin->file) >= 'A' && last_of(origin->file) <= 'Z')
		origin->file.length--;
	if (last_of(origin->file) != mark)
		return false;
	origin->file.length--;
	return origin->file.length > 0;
}

bool origin_before(struct span a, struct span b)
{
	struct origin x, y;
	if (!origin_read(a, &x) || !origin_read(b, &y))
		return span_compare(a, b) < 0;
	int order = span_compare(x.file, y.file);
	if (order == 0 && x.line != y.line)
		return x.line < y.line;
	return order ? order < 0 : span_compare(a, b) < 0;
}
