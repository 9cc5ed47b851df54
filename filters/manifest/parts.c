/*
 * How many of the inputs, in their order, make up each part that a driver of its own reads.
 *
 * A part is worth that, and where files are small, so are many. Files of one name in several
 * directories are one part: what records come from is told by the shortest paths that tell the
 * files apart, for which all of them must be there.
 */
#include "lib/files.h"
#include "lib/text.h"
#include "lib/writer.h"
#include "program.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	OPENING = 512 * 1024, /* a file takes as long to begin with as so many bytes to read */
	WORTH = 32 * OPENING  /* what it takes to begin a part is a fraction of that */
};

struct parts {
	unsigned long long *cost; /* of each file, in bytes */
	size_t files;
	unsigned long long left, worth; /* of the files to come; of a part */
	struct writer out;
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool have_alike(char **files, size_t count)
{
	bool alike = false;
	const char **name = allocate(count, sizeof *name);
	for (size_t i = 0; i < count; i++)
		name[i] = base_of(files[i]);
	if (count)
		qsort(name, count, sizeof *name, by_text);
	for (size_t i = 1; i < count; i++)
		alike |= strcmp(name[i - 1], name[i]) == 0;
	free(name);
	return alike;
}

/* Of a file that is gone a reader tells. */
static void weigh(struct parts *p, char **files)
{
	while (files[p->files])
		p->files++;
	p->cost = allocate(p->files, sizeof *p->cost);
	for (size_t i = 0; i < p->files; i++) {
		struct stat about;
		p->cost[i] = OPENING;
		if (stat(files[i], &about) == 0 && about.st_size > 0)
			p->cost[i] += (unsigned long long)about.st_size;
		p->left += p->cost[i];
	}
}

static void end_part(struct parts *p, size_t *files)
{
	char count[32];
	if (*files == 0)
		return;
	snprintf(count, sizeof count, "%zu", *files);
	put_field(&p->out, span_of(count));
	put_row_end(&p->out);
	*files = 0;
}

/* A file that is worth a part is one. */
static void divide(struct parts *p)
{
	unsigned long long sum = 0;
	size_t files = 0;
	for (size_t i = 0; i < p->files; i++) {
		if (p->cost[i] >= p->worth) {
			end_part(p, &files);
			sum = 0;
		}
		files++;
		sum += p->cost[i];
		p->left -= p->cost[i];
		if (sum >= p->worth && p->left >= p->worth) {
			end_part(p, &files);
			sum = 0;
		}
	}
	end_part(p, &files);
}

int list_parts(const struct options *o, char **files)
{
	struct parts p = {.worth = WORTH};
	weigh(&p, files);
	if (have_alike(files, p.files))
		p.worth = p.left;
	else if (o->most && p.left / o->most > WORTH)
		p.worth = p.left / o->most;
	writer_stdout(&p.out);
	put_field(&p.out, SPAN("files"));
	put_row_end(&p.out);
	divide(&p);
	writer_close(&p.out);
	free(p.cost);
	return EX_OK;
}
