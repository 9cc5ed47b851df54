#include "manifest.h"

#include "lib/files.h"
#include "lib/records.h"

#include <stdlib.h>

static const char *const column_name[REQUEST_COLUMNS] = {"role", "name", "value", "bytes",
	"records", "sha256", "set_aside", "corrected", /**/
	"given", "path", "seen"};

void manifest_add(struct manifest *m, const char *const *field, size_t count)
{
	struct entry e;
	struct text bytes = {0};
	size_t begin[REQUEST_COLUMNS];
	for (size_t i = 0; i < REQUEST_COLUMNS; i++) {
		begin[i] = bytes.length;
		if (i < count && field[i])
			text_add(&bytes, span_of(field[i]));
		text_add_char(&bytes, '\0');
	}
	e.bytes = bytes.bytes;
	for (size_t i = 0; i < REQUEST_COLUMNS; i++)
		e.field[i] = e.bytes + begin[i];
	m->entry = grow(m->entry, &m->room, m->entries + 1, sizeof *m->entry);
	m->entry[m->entries++] = e;
}

void manifest_free(struct manifest *m)
{
	for (size_t i = 0; i < m->entries; i++)
		free(m->entry[i].bytes);
	free(m->entry);
}

bool has_role(const struct entry *e, const char *role)
{
	return strcmp(e->field[ROLE], role) == 0;
}

bool is_file_in(const struct entry *e)
{
	bool goes_in = has_role(e, "input") || has_role(e, "map") || has_role(e, "parameter");
	return goes_in && e->field[SHA256][0];
}

const char *file_name(const struct entry *e)
{
	return e->field[has_role(e, "parameter") ? VALUE : NAME];
}

static int by_name(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	return strcmp((*x)->field[NAME], (*y)->field[NAME]);
}

const struct entry **entries_by_name(const struct manifest *m, const char *role, size_t *count)
{
	const struct entry **sorted = allocate(m->entries, sizeof(struct entry *));
	*count = 0;
	for (size_t i = 0; i < m->entries; i++) {
		if (has_role(&m->entry[i], role))
			sorted[(*count)++] = &m->entry[i];
	}
	if (*count)
		qsort(sorted, *count, sizeof *sorted, by_name);
	return sorted;
}

unsigned long long set_aside_in_all(const struct manifest *m)
{
	unsigned long long all = 0;
	for (size_t i = 0; i < m->entries; i++)
		all += strtoull(m->entry[i].field[SET_ASIDE], NULL, 10);
	return all;
}

bool is_as_stated(const struct entry *e, const char *directory)
{
	struct sum sum;
	unsigned long long bytes = strtoull(e->field[BYTES], NULL, 10);
	char *path = path_of(directory, e->field[NAME]);
	bool same = size_is(path, bytes) && sum_file(path, bytes, &sum) &&
		    strcmp(sum.hex, e->field[SHA256]) == 0;
	free(path);
	return same;
}

void put_manifest_header(struct writer *out, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		put_field(out, span_of(column_name[i]));
	put_row_end(out);
}

/* The name of an output stands as it is: it has no backslash, but in version 0.1. */
void put_entry(struct writer *out, const struct entry *e, size_t columns)
{
	for (size_t i = 0; i < columns; i++) {
		if (i >= GIVEN)
			put_foreign(out, span_of(e->field[i]));
		else if (i == NAME && has_role(e, "output"))
			put_field(out, span_of(e->field[i]));
		else
			put_text(out, span_of(e->field[i]));
	}
	put_row_end(out);
}

void request_read(struct manifest *request, const char *path)
{
	char *const files[] = {(char *)path, NULL};
	struct records in;
	size_t place[REQUEST_COLUMNS];
	records_open(&in, files, EX_DATAERR, NULL);
	for (size_t i = 0; i < REQUEST_COLUMNS; i++)
		place[i] = records_column(&in, column_name[i], "kkr-manifest inputs makes it");
	while (records_next(&in)) {
		struct text text[REQUEST_COLUMNS] = {{0}};
		const char *field[REQUEST_COLUMNS];
		for (size_t i = 0; i < REQUEST_COLUMNS; i++) {
			text_add_unescaped(&text[i], in.field[place[i]]);
			text_add_char(&text[i], '\0');
			field[i] = text[i].bytes;
		}
		manifest_add(request, field, REQUEST_COLUMNS);
		for (size_t i = 0; i < REQUEST_COLUMNS; i++)
			free(text[i].bytes);
	}
	records_close(&in);
}
