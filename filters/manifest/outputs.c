#include "outputs.h"

#include "files.h"
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

static bool compare_output(const char *directory, const struct entry *stated, const char *there)
{
	if (!stated && has_control(span_of(there)))
		outputs_fault("output", there,
			"no output can have this name: there is a control character in it");
	else if (!stated)
		outputs_fault("output", there, "is not in the manifest");
	else if (!there)
		outputs_fault("output", stated->field[NAME], "is missing");
	else if (!is_as_stated(stated, directory))
		outputs_fault("output", there, "was changed since it was made");
	else
		return true;
	return false;
}

bool outputs_agree(const struct manifest *m, const char *directory)
{
	struct walk w;
	size_t count, s = 0, t = 0;
	const struct entry **stated = entries_by_name(m, "output", &count);
	walk_outputs(&w, directory);
	bool agree = !w.unreadable;
	if (w.unreadable)
		complain("the result", 0, "not all of it can be read");
	while (s < count || t < w.paths) {
		int order = s == count     ? 1
			    : t == w.paths ? -1
					   : strcmp(stated[s]->field[NAME], w.path[t]);
		agree &= compare_output(
			directory, order <= 0 ? stated[s] : NULL, order >= 0 ? w.path[t] : NULL);
		s += order <= 0;
		t += order >= 0;
	}
	walk_free(&w);
	free(stated);
	return agree;
}
