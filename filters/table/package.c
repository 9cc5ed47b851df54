#include "package.h"

#include "read/xml.h"

#include <string.h>

static struct input *open_part(const struct package *package, const char *name)
{
	struct input *input = archive_part(package->archive, name);
	if (!input)
		fail(EX_DATAERR, package->rows->file, 0,
			"has no part '%s', which a workbook like it has",
			quote(span_of(name)).text);
	return input;
}

void part_read(const struct package *package, const char *name, const struct outline_rule *rules,
	void *state, bool blank)
{
	static const struct dialect plain = {
		.start = outline_start, .text = outline_text, .end = outline_end};
	static const struct dialect with_blank = {
		.start = outline_start, .text = outline_text, .end = outline_end, .blank = true};
	struct input *input = open_part(package, name);
	struct outline *outline = state;
	outline_begin(outline, rules);
	xml_read_part(input, package->rows, blank ? &with_blank : &plain, state);
	if (!outline->rooted)
		fail(EX_DATAERR, input_name(input), 0,
			"is not what it should be: its root is no <%s>", rules[0].name);
	input_close(input);
}

enum part_word part_look(
	const struct package *package, const char *name, struct span word, size_t most)
{
	char bytes[2 * INPUT_PIECE];
	struct input *input = open_part(package, name);
	size_t kept = 0, got, total = 0;
	bool found = false, is_long = input_size(input) > most;
	while (!found && !is_long && (got = input_read(input, bytes + kept, INPUT_PIECE)) > 0) {
		total += got;
		is_long = total > most; /* whatever the archive says */
		found = memmem(bytes, kept + got, word.bytes, word.length) ||
			memchr(bytes + kept, '\0', got);
		size_t all = kept + got;
		kept = all < word.length ? all : word.length;
		memmove(bytes, bytes + all - kept, kept);
	}
	input_close(input);
	if (is_long)
		return PART_LONG;
	return found ? PART_WITH : PART_WITHOUT;
}
