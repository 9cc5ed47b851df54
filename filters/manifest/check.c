/*
 * Whether a result is what its manifest says, and what would make it again.
 */
#include "lib/files.h"
#include "again.h"
#include "kept.h"
#include "outputs.h"
#include "program.h"

#include <stdlib.h>

static bool version_agrees(const struct manifest *m)
{
	for (size_t i = 0; i < m->entries; i++) {
		const struct entry *e = &m->entry[i];
		if (!has_role(e, "kkr") || strcmp(e->field[VALUE], KKR_VERSION) == 0)
			continue;
		complain("version", 0, "was made by kkr %s; this is kkr %s",
			quote(span_of(e->field[VALUE])).text, KKR_VERSION);
		return false;
	}
	return true;
}

int check_result(const struct options *o, char **directory)
{
	struct manifest m = {0};
	char *path = path_of(*directory, "manifest.tsv");
	manifest_read(&m, path);
	bool agree = version_agrees(&m);
	agree &= outputs_agree(&m, *directory);
	agree &= kept_agree(&m, *directory);
	if (o->again)
		agree &= find_again(o, &m, *directory);
	manifest_free(&m);
	free(path);
	return agree ? EX_OK : EX_DATAERR;
}

/* Whether a file of the result is what came out when it was made again. */
static bool file_agrees(char **directories, const char *name)
{
	char *path = path_of(directories[0], name), *again = path_of(directories[1], name);
	bool same = same_bytes(path, again);
	if (!same)
		complain(name, 0, "is not what comes out of the inputs");
	free(path);
	free(again);
	return same;
}

static int by_row(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	for (size_t i = 0; i < MANIFEST_COLUMNS; i++) {
		int order = i == RECORDS ? 0 : strcmp(x->field[i], y->field[i]);
		if (order)
			return order;
	}
	return 0;
}

static void read_rows(struct manifest *m, const char *directory)
{
	char *path = path_of(directory, "manifest.tsv");
	manifest_read(m, path);
	qsort(m->entry, m->entries, sizeof *m->entry, by_row);
	free(path);
}

/* Version 0.1 counted records in every file that it could read, a workbook that came out, too. */
static bool records_agree(const struct entry *e, const struct entry *again)
{
	return !again->field[RECORDS][0] || strcmp(e->field[RECORDS], again->field[RECORDS]) == 0;
}

/* Whether two manifests have the same rows. In what order stages stand is not looked at. */
static bool rows_agree(const struct manifest *m, const struct manifest *again)
{
	bool same = m->entries == again->entries;
	for (size_t i = 0; same && i < m->entries; i++)
		same = by_row(&m->entry[i], &again->entry[i]) == 0 &&
		       records_agree(&m->entry[i], &again->entry[i]);
	if (!same)
		complain("manifest.tsv", 0, "is not what comes out of the inputs");
	return same;
}

int check_same(const struct options *o, char **directories)
{
	(void)o;
	struct manifest m = {0}, again = {0};
	bool agree = true;
	read_rows(&m, directories[0]);
	read_rows(&again, directories[1]);
	for (size_t i = 0; i < m.entries; i++) {
		if (has_role(&m.entry[i], "output"))
			agree &= file_agrees(directories, m.entry[i].field[NAME]);
	}
	agree &= rows_agree(&m, &again);
	manifest_free(&m);
	manifest_free(&again);
	return agree ? EX_OK : EX_DATAERR;
}
