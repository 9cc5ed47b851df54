/*
 * The manifest of what has been made, and whether one that stands is of the same making.
 */
#include "lib/files.h"
#include "kept.h"
#include "lib/records.h"
#include "name.h"
#include "outputs.h"
#include "program.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* How many records a reader found in a file, by its report. */
struct count {
	char *file, *count;
	size_t place;
};

struct counts {
	struct count *count;
	size_t counts, room;
};

static char *plain_copy(struct span field)
{
	struct text text = {0};
	text_add_unescaped(&text, field);
	text_add_char(&text, '\0');
	return text.bytes;
}

static void read_report(struct counts *c, char *path)
{
	char *const files[] = {path, NULL};
	struct records in;
	records_open(&in, files, EX_DATAERR, NULL);
	size_t file = records_column(&in, "file", NULL), kind = records_column(&in, "kind", NULL);
	size_t count = records_column(&in, "count", NULL);
	while (records_next(&in)) {
		if (!span_is(in.field[kind], "in"))
			continue;
		c->count = grow(c->count, &c->room, c->counts + 1, sizeof *c->count);
		c->count[c->counts] = (struct count){
			plain_copy(in.field[file]), span_copy(in.field[count]), c->counts};
		c->counts++;
	}
	records_close(&in);
}

static int by_file(const void *a, const void *b)
{
	const struct count *x = a, *y = b;
	int order = strcmp(x->file, y->file);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void read_reports(struct counts *c, char **reports)
{
	for (; reports && *reports; reports++)
		read_report(c, *reports);
	if (c->counts)
		qsort(c->count, c->counts, sizeof *c->count, by_file);
}

/* What the first report said that speaks of the file; "" where none does. */
static const char *counted(const struct counts *c, const char *file)
{
	size_t low = 0, high = c->counts;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(c->count[middle].file, file) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < c->counts && strcmp(c->count[low].file, file) == 0;
	return found ? c->count[low].count : "";
}

static void free_counts(struct counts *c)
{
	for (size_t i = 0; i < c->counts; i++) {
		free(c->count[i].file);
		free(c->count[i].count);
	}
	free(c->count);
}

static void put_inputs(struct writer *out, const struct manifest *request, const struct counts *c)
{
	for (size_t i = 0; i < request->entries; i++) {
		struct entry e = request->entry[i];
		if (is_file_in(&e) && !e.field[RECORDS][0])
			e.field[RECORDS] = counted(c, e.field[GIVEN]);
		put_entry(out, &e, MANIFEST_COLUMNS);
	}
}

/* What is in inputs/ is what the run keeps of its inputs. */
static void check_kept(const struct manifest *request, const char *directory)
{
	if (!kept_agree(request, directory))
		fail(EX_SOFTWARE, "inputs/", 0,
			"an output is in it, where kkr keeps inputs with the result");
}

static void put_outputs(struct writer *out, const struct options *o, const char *directory)
{
	struct manifest outputs = {0};
	if (!outputs_list(&outputs, directory, o->of_then))
		exit(EX_SOFTWARE);
	if (o->stages && outputs.entries == 0)
		fail(EX_SOFTWARE, "the pipeline", 0, "has written no output");
	for (size_t i = 0; i < outputs.entries; i++)
		put_entry(out, &outputs.entry[i], MANIFEST_COLUMNS);
	manifest_free(&outputs);
}

static void put_stages(struct writer *out, const char *path)
{
	static const char *const named[] = {"stage", "program", "set_aside", "corrected"};
	enum { STAGE, PROGRAM, ASIDE, MENDED, NAMED };
	char *const files[] = {(char *)path, NULL};
	struct records in;
	size_t at[NAMED];
	records_open(&in, files, EX_DATAERR, NULL);
	for (size_t i = 0; i < NAMED; i++)
		at[i] = records_column(&in, named[i], NULL);
	while (records_next(&in)) {
		struct span row[MANIFEST_COLUMNS] = {
			[ROLE] = SPAN("stage"),
			[NAME] = in.field[at[STAGE]],
			[VALUE] = in.field[at[PROGRAM]],
			[SET_ASIDE] = in.field[at[ASIDE]],
			[CORRECTED] = in.field[at[MENDED]],
		};
		put_row(out, row, MANIFEST_COLUMNS);
	}
	records_close(&in);
}

int write_manifest(const struct options *o, char **directory)
{
	struct manifest request = {0};
	struct counts counts = {0};
	struct writer out;
	request_read(&request, o->request);
	read_reports(&counts, o->reports);
	check_kept(&request, *directory);
	writer_stdout(&out);
	put_manifest_header(&out, MANIFEST_COLUMNS);
	put_inputs(&out, &request, &counts);
	put_outputs(&out, o, *directory);
	if (o->stages)
		put_stages(&out, o->stages);
	writer_close(&out);
	free_counts(&counts);
	manifest_free(&request);
	return EX_OK;
}

/* Whether both rows are of the same thing that goes in; what was counted in it follows of that. */
static bool same_request(const struct entry *a, const struct entry *b)
{
	static const enum column compared[] = {ROLE, NAME, VALUE, BYTES, SHA256};
	for (size_t i = 0; i < sizeof compared / sizeof *compared; i++) {
		if (strcmp(a->field[compared[i]], b->field[compared[i]]) != 0)
			return false;
	}
	return true;
}

/* A manifest begins with its request; outputs and stages follow. */
static void check_request(const struct manifest *request, const struct manifest *m)
{
	size_t rows = 0;
	while (rows < m->entries && !has_role(&m->entry[rows], "output") &&
		!has_role(&m->entry[rows], "stage"))
		rows++;
	bool same = rows == request->entries;
	for (size_t i = 0; same && i < rows; i++)
		same = same_request(&request->entry[i], &m->entry[i]);
	if (!same)
		fail(EX_DATAERR, "manifest.tsv", 0, "is of other inputs or parameters");
}

int check_stands(const struct options *o, char **directory)
{
	struct manifest request = {0}, m = {0};
	char *path = path_of(*directory, "manifest.tsv");
	request_read(&request, o->request);
	manifest_read(&m, path);
	check_request(&request, &m);
	if (set_aside_in_all(&m) > o->max_rejects)
		fail(EX_DATAERR, "manifest.tsv", 0, "more records were set aside than may be");
	if (o->keep_all && !kept_whole(&request, *directory))
		fail(EX_DATAERR, "inputs/", 0, "not all inputs are kept there");
	bool agree = outputs_agree(&m, *directory);
	free(path);
	manifest_free(&request);
	manifest_free(&m);
	return agree ? EX_OK : EX_DATAERR;
}
