/*
 * A manifest from anybody: what stands in it becomes names of files and values of parameters, and
 * nothing else. One that no run has written is refused before anything else is looked at.
 */
#include "manifest.h"

#include "lib/records.h"
#include "name.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANIFEST_LIMIT = 16 << 20 }; /* bytes; a hundred thousand inputs */

/* What is checked: the row at hand, and what has come before. */
struct check {
	const char *path;
	size_t line;
	struct span field[MANIFEST_COLUMNS]; /* of the row, as it stands */
	struct manifest *manifest;
};

static _Noreturn void wrong(const struct check *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static _Noreturn void wrong(const struct check *c, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfail(EX_DATAERR, "manifest.tsv", c->line, format, arguments);
	va_end(arguments);
}

/* A field in a message: of what is longer than any name, the beginning. */
struct shown {
	char text[256];
};

static struct shown shown(const struct check *c, enum column column)
{
	struct shown s;
	struct span field = c->field[column];
	size_t length = field.length < sizeof s.text ? field.length : sizeof s.text - 1;
	memcpy(s.text, field.bytes, length);
	s.text[length] = '\0';
	return s;
}

/* All of the file, whose end is the line feed of its last line. */
static struct text read_whole(const struct check *c)
{
	struct text all = {0};
	struct stat about;
	int file = open(c->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0 || fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
		fail(EX_NOINPUT, "manifest.tsv", 0, "cannot be opened");
	if (about.st_size > MANIFEST_LIMIT)
		wrong(c, "is no manifest of kkr: it is larger than 16 MB");
	for (;;) {
		text_reserve(&all, INPUT_PIECE);
		ssize_t got = read(file, all.bytes + all.length, INPUT_PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail(EX_IOERR, "manifest.tsv", 0, "cannot be read: %s", strerror(errno));
		if (got == 0)
			break;
		all.length += (size_t)got;
		if (all.length > MANIFEST_LIMIT)
			wrong(c, "is no manifest of kkr: it is larger than 16 MB");
	}
	close(file);
	if (all.length && memchr(all.bytes, '\0', all.length))
		wrong(c, "there is a NUL in it");
	return all;
}

/* Cuts a line into its fields, and returns how many there are. */
static size_t cut(struct check *c, struct span line)
{
	size_t fields = 0;
	const char *at = line.bytes, *end = at + line.length;
	for (;;) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		const char *stop = tab ? tab : end;
		if (fields < MANIFEST_COLUMNS)
			c->field[fields] = (struct span){at, (size_t)(stop - at)};
		fields++;
		if (!tab)
			return line.length ? fields : 0;
		at = tab + 1;
	}
}

static bool only_of(struct span text, bool (*may)(char byte))
{
	for (size_t i = 0; i < text.length; i++) {
		if (!may(text.bytes[i]))
			return false;
	}
	return true;
}

static bool is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool of_stage(char byte)
{
	return is_lower(byte) || digit(byte) || byte == '_';
}

static bool of_pipeline(char byte)
{
	return of_stage(byte) || (byte >= 'A' && byte <= 'Z') || byte == '.' || byte == '-';
}

static bool of_sum(char byte)
{
	return digit(byte) || (byte >= 'a' && byte <= 'f');
}

static bool is_version(struct span name)
{
	return span_is(name, "version");
}

static bool is_pipeline(struct span name)
{
	return name.length && name.bytes[0] != '.' && name.bytes[0] != '-' &&
	       only_of(name, of_pipeline);
}

static bool is_stage(struct span name)
{
	return name.length && only_of(name, of_stage);
}

/* A backslash of version 0.1 that is not doubled is itself. */
static void add_plain(struct text *to, struct span field)
{
	for (size_t i = 0; i < field.length; i++) {
		text_add_char(to, field.bytes[i]);
		if (field.bytes[i] == '\\' && i + 1 < field.length && field.bytes[i + 1] == '\\')
			i++;
	}
}

/* Names of inputs stand with their backslashes doubled, those of outputs never had to. */
static bool is_input(struct span name)
{
	struct text plain = {0};
	add_plain(&plain, name);
	bool fits = name_fault(text_span(&plain), true) == NULL;
	free(plain.bytes);
	return fits;
}

static bool is_output(struct span name)
{
	return path_fault(name, true) == NULL;
}

static const struct role {
	const char *name, *called;
	bool (*fits)(struct span name);
	bool has_sum; /* always */
	bool may_repeat;
} roles[] = {
	{"kkr", "a kkr", is_version, false, false},
	{"pipeline", "a pipeline", is_pipeline, true, false},
	{"parameter", "a parameter", column_name_valid, false, false},
	{"map", "a table map", is_input, true, true},
	{"input", "an input", is_input, true, true},
	{"output", "an output", is_output, true, false},
	{"stage", "a stage", is_stage, false, false},
};

static const struct role *role_called(struct span name)
{
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		if (span_is(name, roles[i].name))
			return &roles[i];
	}
	return NULL;
}

static const struct role *role_of(const struct check *c)
{
	const struct role *role = role_called(c->field[ROLE]);
	if (role)
		return role;
	wrong(c, "there is no role '%s' in a manifest", shown(c, ROLE).text);
}

/* Whether an escape makes a control character; "\\t" is a backslash and a letter. */
static bool escapes_control(struct span field)
{
	for (size_t i = 0; i + 1 < field.length; i++) {
		if (field.bytes[i] != '\\')
			continue;
		i++;
		if (field.bytes[i] == 't' || field.bytes[i] == 'n' || field.bytes[i] == 'r')
			return true;
	}
	return false;
}

static void check_text(const struct check *c)
{
	for (size_t i = 0; i < MANIFEST_COLUMNS; i++) {
		if (has_control(c->field[i]))
			wrong(c, "there is a control character in it");
	}
	if (!span_is(c->field[ROLE], "output") &&
		(escapes_control(c->field[NAME]) || escapes_control(c->field[VALUE])))
		wrong(c, "there is a control character in a name or a value");
}

static void check_sum(const struct check *c, const struct role *role)
{
	struct span sum = c->field[SHA256];
	if (sum.length == 0 && !role->has_sum)
		return;
	if (sum.length != SUM_DIGITS || !only_of(sum, of_sum))
		wrong(c, "the %s %s has no checksum that SHA-256 makes", role->name,
			shown(c, NAME).text);
	if (span_is(c->field[ROLE], "parameter") && !is_input(c->field[VALUE]))
		wrong(c, "'%s' is no name for the file of a parameter", shown(c, VALUE).text);
}

static void check_numbers(const struct check *c)
{
	static const enum column numbers[] = {BYTES, RECORDS, SET_ASIDE, CORRECTED};
	enum { DIGITS = 18 };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct span number = c->field[numbers[i]];
		if (number.length > DIGITS || !only_of(number, digit))
			wrong(c, "bytes, records, set_aside and corrected are whole numbers");
	}
}

static void add_row(struct check *c)
{
	bool escaped = !span_is(c->field[ROLE], "output");
	struct text text[MANIFEST_COLUMNS] = {{0}};
	const char *field[MANIFEST_COLUMNS];
	for (size_t i = 0; i < MANIFEST_COLUMNS; i++) {
		if (escaped)
			add_plain(&text[i], c->field[i]);
		else
			text_add(&text[i], c->field[i]);
		text_add_char(&text[i], '\0');
		field[i] = text[i].bytes;
	}
	manifest_add(c->manifest, field, MANIFEST_COLUMNS);
	for (size_t i = 0; i < MANIFEST_COLUMNS; i++)
		free(text[i].bytes);
}

static void check_row(struct check *c, struct span line)
{
	size_t fields = cut(c, line);
	if (fields != MANIFEST_COLUMNS)
		wrong(c, "a row of %zu fields, where a manifest has %d", fields, MANIFEST_COLUMNS);
	check_text(c);
	const struct role *role = role_of(c);
	if (!role->fits(c->field[NAME]))
		wrong(c, "'%s' is no name for %s", shown(c, NAME).text, role->called);
	check_sum(c, role);
	check_numbers(c);
	add_row(c);
}

static int by_name(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a;
	const struct entry *y = *(const struct entry *const *)b;
	int order = strcmp(x->field[ROLE], y->field[ROLE]);
	return order ? order : strcmp(x->field[NAME], y->field[NAME]);
}

/* Nothing but an input and a table map stands twice. */
static void check_single(const struct check *c)
{
	const struct manifest *m = c->manifest;
	const struct entry **sorted = allocate(m->entries, sizeof(struct entry *));
	for (size_t i = 0; i < m->entries; i++)
		sorted[i] = &m->entry[i];
	if (m->entries)
		qsort(sorted, m->entries, sizeof *sorted, by_name);
	for (size_t i = 1; i < m->entries; i++) {
		const struct role *role = role_called(span_of(sorted[i]->field[ROLE]));
		if (!role->may_repeat && by_name(&sorted[i - 1], &sorted[i]) == 0)
			wrong(c, "the %s %s stands twice", sorted[i]->field[ROLE],
				quote(span_of(sorted[i]->field[NAME])).text);
	}
	free(sorted);
}

static size_t count_role(const struct manifest *m, const char *role)
{
	size_t count = 0;
	for (size_t i = 0; i < m->entries; i++)
		count += has_role(&m->entry[i], role);
	return count;
}

static void check_whole(struct check *c)
{
	const struct manifest *m = c->manifest;
	c->line = 0;
	if (count_role(m, "kkr") != 1 || count_role(m, "pipeline") != 1 ||
		count_role(m, "input") == 0 || count_role(m, "output") == 0)
		wrong(c, "a manifest names a version, a pipeline, inputs and outputs");
	check_single(c);
}

bool take_line(struct span *rest, struct span *line)
{
	if (rest->length == 0)
		return false;
	const char *feed = memchr(rest->bytes, '\n', rest->length);
	size_t length = feed ? (size_t)(feed - rest->bytes) : rest->length;
	*line = (struct span){rest->bytes, length};
	length += feed != NULL;
	*rest = (struct span){rest->bytes + length, rest->length - length};
	return true;
}

void manifest_read(struct manifest *m, const char *path)
{
	static const char header[] =
		"role\tname\tvalue\tbytes\trecords\tsha256\tset_aside\tcorrected";
	struct check c = {.path = path, .manifest = m};
	struct text all = read_whole(&c);
	struct span rest = text_span(&all), line;
	if (!take_line(&rest, &line) || !span_is(line, header))
		wrong(&c, "is no manifest of kkr");
	for (c.line = 2; take_line(&rest, &line); c.line++)
		check_row(&c, line);
	check_whole(&c);
	free(all.bytes);
}
