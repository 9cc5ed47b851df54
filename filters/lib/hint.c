#include "hint.h"

#include "text.h"

#include <stdlib.h>

bool hint_in_run(void)
{
	return getenv("KKR_RUN") != NULL;
}

bool hint_in_part(void)
{
	const char *run = getenv("KKR_RUN");
	return run && strcmp(run, "part") == 0;
}

static bool is_letter(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

/* Whether an option is one of the names, which end with NULL. */
static bool is_option(const char *at, const char *const *names)
{
	size_t length = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz-");
	for (; *names; names++) {
		if (strlen(*names) == length && memcmp(*names, at + 2, length) == 0)
			return true;
	}
	return false;
}

/* The first option of the program alone in a message; NULL where there is none. */
static const char *find_foreign(const char *message)
{
	static const char *const of_run[] = {"set", "maps", "only", "output", "keep", "keep-inputs",
		"max-rejects", "spool", "wait", "timeout", "jobs", "force", NULL};
	for (const char *at = strstr(message, "--"); at; at = strstr(at + 2, "--")) {
		bool begins = at == message || at[-1] == ' ' || at[-1] == '(';
		if (begins && is_letter(at[2]) && !is_option(at, of_run))
			return at;
	}
	return NULL;
}

const char *hint_subject(const char *name)
{
	return name && find_foreign(name) == name ? name + 2 : name;
}

/* Where the clause begins that an option stands in, with what divides it from the one before. */
static const char *clause_of(const char *message, const char *option)
{
	static const char *const dividers[] = {"; ", ": ", " (", "? ", ", "};
	const char *begin = message;
	for (size_t i = 0; i < sizeof dividers / sizeof *dividers; i++) {
		const char *at = message;
		while ((at = strstr(at, dividers[i])) != NULL && at < option) {
			begin = at > begin ? at : begin;
			at++;
		}
	}
	return begin;
}

/* What a table map can say in place of the program's option. */
static const char *instead_of(const char *option)
{
	static const char *const of_maps[] = {"header", "delimiter", "sheet", "range", "skip-empty",
		"skip", "numbers", "encoding", "end", "unproved", NULL};
	return is_option(option, of_maps) ? " (a table map can say it: --maps DIR)" : "";
}

char *hint_for_run(const char *message)
{
	static const char run[] = "(kkr run: ";
	message = hint_subject(message);
	const char *option = find_foreign(message), *end = "", *to = option;
	const char *said = option ? strstr(message, run) : NULL;
	size_t length = 0;
	if (said && said > option) {
		said += sizeof run - 1;
		length = strcspn(said, ")");
		end = said[length] ? said + length + 1 : "";
	} else if (option) {
		said = instead_of(option);
		length = strlen(said);
		to = clause_of(message, option);
		if (to == message) /* it is all there is to say */
			return span_copy(span_of(message));
	}
	if (!option)
		return span_copy(span_of(message));
	return printed("%.*s%.*s%s", (int)(to - message), message, (int)length, said, end);
}
