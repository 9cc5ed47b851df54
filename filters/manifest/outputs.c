#include "outputs.h"

#include "lib/files.h"
#include "name.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

void outputs_fault(const char *what, const char *name, const char *format, ...)
{
	struct text subject = {0};
	text_add(&subject, span_of(what));
	text_add_char(&subject, ' ');
	text_add(&subject, span_of(name));
	text_add_char(&subject, '\0');
	va_list arguments;
	va_start(arguments, format);
	vcomplain(subject.bytes, 0, format, arguments);
	va_end(arguments);
	free(subject.bytes);
}

static bool add_output(struct manifest *to, const char *directory, const char *name, bool of_then)
{
	struct sum sum;
	char bytes[32], records[32] = "";
	const char *fault = path_fault(span_of(name), of_then);
	if (fault) {
		outputs_fault("output", name, "no output can have this name: %s", fault);
		return false;
	}
	char *path = path_of(directory, name);
	bool read = sum_file(path, ULLONG_MAX, &sum);
	free(path);
	if (!read) {
		outputs_fault("output", name, "is no file that can be read");
		return false;
	}
	snprintf(bytes, sizeof bytes, "%llu", sum.bytes);
	if (sum.has_records)
		snprintf(records, sizeof records, "%llu", sum.records);
	const char *const field[] = {"output", name, "", bytes, records, sum.hex};
	manifest_add(to, field, sizeof field / sizeof *field);
	return true;
}

bool outputs_list(struct manifest *to, const char *directory, bool of_then)
{
	struct walk w;
	bool good = true;
	walk_outputs(&w, directory);
	for (size_t i = 0; i < w.paths; i++)
		good &= add_output(to, directory, w.path[i], of_then);
	walk_free(&w);
	return good;
}

static void tell_surplus(const char *name)
{
	if (has_control(span_of(name)))
		outputs_fault("output", name,
			"no output can have this name: there is a control character in it");
	else
		outputs_fault("output", name, "is not in the manifest");
}

/* Both lists are by name. */
static bool compare_outputs(
	const struct entry **stated, size_t count, const struct walk *there, const char *directory)
{
	size_t s = 0, t = 0, same = 0;
	while (s < count || t < there->paths) {
		int order = -1;
		if (s == count)
			order = 1;
		else if (t < there->paths)
			order = strcmp(stated[s]->field[NAME], there->path[t]);
		if (order > 0)
			tell_surplus(there->path[t]);
		else if (order < 0)
			outputs_fault("output", stated[s]->field[NAME], "is missing");
		else if (!is_as_stated(stated[s], directory))
			outputs_fault("output", there->path[t], "was changed since it was made");
		else
			same++;
		s += order <= 0;
		t += order >= 0;
	}
	return same == count && same == there->paths;
}

bool outputs_agree(const struct manifest *m, const char *directory)
{
	struct walk w;
	size_t count;
	const struct entry **stated = entries_by_name(m, "output", &count);
	walk_outputs(&w, directory);
	bool agree = compare_outputs(stated, count, &w, directory);
	if (w.unreadable)
		complain("the result", 0, "not all of it can be read");
	agree &= !w.unreadable;
	walk_free(&w);
	free(stated);
	return agree;
}
