#include "layout.h"

#include "cell.h"
#include "decode.h"
#include "pattern.h"

#include "lib/cli.h"

#include <stdlib.h>
#include <string.h>

/* Each reader returns NULL, or what was expected, in words that follow "is not". */

static const char *read_sheet(struct layout *l, const char *argument)
{
	l->sheet = argument;
	return *argument ? NULL : "the name or the number of a sheet";
}

static const char *read_list(struct layout *l, const char *argument)
{
	(void)argument;
	l->list_sheets = true;
	return NULL;
}

static const char *read_list_cells(struct layout *l, const char *argument)
{
	(void)argument;
	l->list_cells = true;
	return NULL;
}

/* Reads the digits at `*at` and moves on to what follows; false where they are too many. */
static bool read_row(const char **at, size_t *row)
{
	enum { DIGITS = 10 };
	const char *begin = *at;
	*row = 0;
	for (; digit(**at); (*at)++)
		*row = *row * 10 + (size_t)(**at - '0');
	return *at - begin <= DIGITS;
}

/* A corner of a range: letters, digits or both; what it leaves out is open. */
static bool read_corner(const char **at, size_t *column, size_t *row)
{
	const char *begin = *at;
	while (**at >= 'A' && **at <= 'Z')
		(*at)++;
	struct span letters = {begin, (size_t)(*at - begin)};
	*column = column_number(letters);
	bool numbered = digit(**at);
	return (letters.length == 0 || *column) && read_row(at, row) && (*row || !numbered);
}

static bool in_order(size_t first, size_t last)
{
	return first == 0 || last == 0 || first <= last;
}

static const char *read_range(struct layout *l, const char *argument)
{
	const char *at = argument;
	struct range *r = &l->range;
	bool valid = read_corner(&at, &r->first_column, &r->first_row) && *at == ':';
	at += valid;
	valid = valid && read_corner(&at, &r->last_column, &r->last_row) && *at == '\0' &&
		in_order(r->first_column, r->last_column) && in_order(r->first_row, r->last_row);
	return valid ? NULL : "a range of cells (B4:F110; B:F and 4:110 are open)";
}

static const char *read_header(struct layout *l, const char *argument)
{
	const char *at = argument;
	bool valid = digit(*at) && read_row(&at, &l->header_first);
	l->header_given = true;
	l->header_last = l->header_first;
	if (valid && *at == '-') {
		at++;
		valid = l->header_first > 0 && digit(*at) && read_row(&at, &l->header_last);
	}
	valid = valid && *at == '\0' && l->header_first <= l->header_last;
	return valid ? NULL : "a row, or rows (3, 3-4; 0 is no header)";
}

static const char *read_skip_empty(struct layout *l, const char *argument)
{
	(void)argument;
	l->skip_empty = true;
	return NULL;
}

static const char *read_unproved(struct layout *l, const char *argument)
{
	(void)argument;
	l->unproved = true;
	return NULL;
}

/* Adds to a list that ends with NULL; the text as headers are compared. */
static void add_text(char ***list, const char *text)
{
	size_t count = 0;
	struct text plain = {0};
	while (*list && (*list)[count])
		count++;
	*list = reallocate((void *)*list, count + 2, sizeof **list);
	pattern_plain(&plain, span_of(text));
	text_add_char(&plain, '\0');
	(*list)[count] = plain.bytes;
	(*list)[count + 1] = NULL;
}

static void free_list(char **list)
{
	for (char **text = list; text && *text; text++)
		free(*text);
	free((void *)list);
}

static const char *read_skip(struct layout *l, const char *argument)
{
	add_text(&l->skip, argument);
	return *argument ? NULL : "what a row begins with";
}

static const char *read_spread(struct layout *l, const char *argument)
{
	(void)argument;
	l->spread = true;
	return NULL;
}

static const char *read_title(struct layout *l, const char *argument)
{
	add_text(&l->titles, argument);
	return *argument ? NULL : "the text of a title";
}

static const char *read_heading(struct layout *l, const char *argument)
{
	struct span name = {argument, strcspn(argument, "=")};
	bool known = column_name_valid(name) && !span_is(name, "value");
	add_text(&l->headings, argument);
	bool whole = argument[name.length] == '\0' || argument[name.length + 1];
	return known && whole ? NULL : "the name of a column of the records, or NAME=PATTERN";
}

static const char *read_end(struct layout *l, const char *argument)
{
	add_text(&l->ends, argument);
	return *argument ? NULL : "what the row begins with before which the table ends";
}

static const char *read_absent(struct layout *l, const char *argument)
{
	l->absent = strcmp(argument, "zero") == 0;
	return l->absent ? NULL : "zero";
}

static const char *read_missing(struct layout *l, const char *argument)
{
	add_text(&l->marks.missing, argument);
	return *argument ? NULL : "what a cell without a value has";
}

static const char *read_nil(struct layout *l, const char *argument)
{
	add_text(&l->marks.nil, argument);
	return *argument ? NULL : "what stands for 0";
}

static const char *read_mark(struct layout *l, const char *argument)
{
	add_text(&l->marks.mark, argument);
	return *argument ? NULL : "what stands beside a figure";
}

static const char *read_minus(struct layout *l, const char *argument)
{
	return marks_minus(&l->marks, argument) ? NULL : "(N) or N-";
}

static const char *read_delimiter(struct layout *l, const char *argument)
{
	bool tab = strcmp(argument, "tab") == 0;
	unsigned char byte = tab ? '\t' : (unsigned char)*argument;
	l->delimiter = (char)byte;
	bool sign = byte >= ' ' && byte < 0x7F && byte != '"' && argument[1] == '\0';
	return sign || tab ? NULL : "one character, or tab";
}

static const char *read_encoding(struct layout *l, const char *argument)
{
	l->encoding = argument;
	return *argument && encoding_known(argument) ? NULL : "an encoding that is known";
}

static const char *read_numbers(struct layout *l, const char *argument)
{
	l->numbers_given = true;
	return layout_numbers(span_of(argument), &l->numbers, &l->spaces)
		       ? NULL
		       : "da, plain, da-spaces or plain-spaces";
}

static const struct known {
	const char *name;
	const char *(*read)(struct layout *layout, const char *argument);
	bool argument;
	bool several;       /* it may be given again, and adds to what there is */
	bool sheets, cells; /* it says something to --list-sheets, to --list-cells */
} options[] = {
	{"--sheet", read_sheet, true, false, false, true},
	{"--list-sheets", read_list, false, false, true, true},
	{"--list-cells", read_list_cells, false, false, false, true},
	{"--range", read_range, true, false, false, true},
	{"--header", read_header, true, false, false, false},
	{"--skip-empty", read_skip_empty, false, false, false, false},
	{"--unproved", read_unproved, false, false, false, false},
	{"--skip", read_skip, true, true, false, false},
	{"--delimiter", read_delimiter, true, false, true, true},
	{"--encoding", read_encoding, true, false, true, true},
	{"--numbers", read_numbers, true, false, false, false},
	/* the command line has none of these */
	{"--header-spread", read_spread, false, false, false, false},
	{"--title", read_title, true, true, false, false},
	{"--heading", read_heading, true, true, false, false},
	{"--end", read_end, true, true, false, false},
	{"--absent", read_absent, true, false, false, false},
	{"--missing", read_missing, true, true, false, false},
	{"--nil", read_nil, true, true, false, false},
	{"--mark", read_mark, true, true, false, false},
	{"--minus", read_minus, true, true, false, false},
};
enum { OPTIONS = sizeof options / sizeof *options };

/* The place of an option among these, by its name without the two hyphens; OPTIONS for none. */
static size_t find_option(const char *name)
{
	size_t i = 0;
	while (i < OPTIONS && strcmp(options[i].name + strlen("--"), name) != 0)
		i++;
	return i;
}

void layout_take(void *to, const char *name, const char *argument)
{
	struct layout *layout = to;
	size_t i = find_option(name);
	const char *expected = options[i].read(layout, argument);
	if (expected)
		cli_misuse("--%s: '%s' is not %s", name, quote(span_of(argument)).text, expected);
	layout->told |= 1U << i;
}

const char *layout_map(struct layout *layout, const char *name, const char *argument)
{
	if (strcmp(name, "--by-column") == 0)
		return "is gone: records come row by row";
	for (size_t i = 0; i < OPTIONS; i++) {
		const struct known *o = &options[i];
		unsigned bit = 1U << i;
		if (strcmp(o->name, name) != 0)
			continue;
		if (!o->argument && *argument)
			return "takes no argument";
		if ((layout->mapped & bit) && !o->several)
			return "is given twice";
		layout->mapped |= bit;
		if ((layout->told & bit) && !o->several)
			return NULL;
		return o->read(layout, argument) ? "has an argument that it does not take" : NULL;
	}
	return "is no option that a map can give";
}

bool layout_told(const struct layout *layout, const char *name)
{
	return layout->told & 1U << find_option(name);
}

const char *layout_lost(const struct layout *layout)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		const struct known *o = &options[i];
		bool lost =
			(layout->list_sheets && !o->sheets) || (layout->list_cells && !o->cells);
		if (lost && (layout->told & 1U << i))
			return o->name;
	}
	return NULL;
}

bool layout_seeks(const struct layout *layout)
{
	return (layout->map || layout->maps) && !layout->header_given;
}

bool layout_numbers(struct span name, enum numbers *numbers, bool *spaces)
{
	static const struct span end = {"-spaces", sizeof "-spaces" - 1};
	size_t rest = name.length > end.length ? name.length - end.length : 0;
	*spaces = rest && memcmp(name.bytes + rest, end.bytes, end.length) == 0;
	if (*spaces)
		name.length = rest;
	return numbers_find(name, numbers);
}

struct layout layout_copy(const struct layout *layout)
{
	struct layout copy = *layout;
	copy.skip = NULL;
	for (char **skip = layout->skip; skip && *skip; skip++)
		add_text(&copy.skip, *skip);
	return copy;
}

void layout_free(struct layout *layout)
{
	free_list(layout->skip);
	free_list(layout->titles);
	free_list(layout->headings);
	free_list(layout->ends);
	free_list(layout->marks.missing);
	free_list(layout->marks.nil);
	free_list(layout->marks.mark);
}
