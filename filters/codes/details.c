#include "details.h"

#include "lib/cli.h"
#include "lib/mend.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>

/* Texts that are counted together. */
struct count {
	enum how how;
	unsigned mended;
	const struct area *area;
	struct span given;
	size_t count;
};

static const char *mended_word(unsigned mended)
{
	static const char *const word[] = {
		[0] = "",
		[MENDED_ENCODING] = "encoding",
		[MENDED_UNSEEN] = "unseen",
		[MENDED_ENCODING | MENDED_UNSEEN] = "encoding unseen",
		[MENDED_RAISED] = "raised",
		[MENDED_RAISED | MENDED_ENCODING] = "encoding raised",
		[MENDED_RAISED | MENDED_UNSEEN] = "unseen raised",
		[MENDED_RAISED | MENDED_ENCODING | MENDED_UNSEEN] = "encoding unseen raised",
	};
	return word[mended];
}

static const char *code_of(const struct count *c)
{
	return c->area ? c->area->code : "";
}

/* The order of the file. */
static int by_text(const void *a, const void *b)
{
	const struct count *x = a, *y = b;
	int order = strcmp(how_word(x->how), how_word(y->how));
	if (!order)
		order = strcmp(mended_word(x->mended), mended_word(y->mended));
	if (!order)
		order = span_compare(x->given, y->given);
	return order ? order : strcmp(code_of(x), code_of(y));
}

void details_open(struct details *details, const char *path, char *const *files)
{
	static const char *const columns[] = {"how", "mended", "given", "code", "name", "count"};
	details->wanted = path != NULL;
	details->counts = NULL;
	if (!path)
		return;
	cli_apart("--details", path, "an input", files);
	writer_create(&details->writer, path);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		put_field(&details->writer, span_of(columns[i]));
	put_row_end(&details->writer);
	writer_flush(&details->writer); /* it is to be there whatever ends the program */
}

static struct count *add(struct details *details, const struct count *count)
{
	struct count *added = allocate(1, sizeof *added);
	*added = *count;
	added->given.bytes = span_copy(count->given);
	tsearch(added, &details->counts, by_text);
	return added;
}

void details_count(struct details *details, struct span given, const struct finding *finding)
{
	if (!details->wanted)
		return;
	struct count count = {finding->how, finding->mended, finding->area, given, 0};
	struct count *const *found = tfind(&count, &details->counts, by_text);
	struct count *of = found ? *found : add(details, &count);
	of->count++;
}

static void put_count(const void *node, VISIT visit, void *writer)
{
	if (visit != postorder && visit != leaf)
		return;
	const struct count *c = *(const struct count *const *)node;
	char number[32];
	snprintf(number, sizeof number, "%zu", c->count);
	put_field(writer, span_of(how_word(c->how)));
	put_field(writer, span_of(mended_word(c->mended)));
	put_field(writer, c->given);
	put_field(writer, span_of(code_of(c)));
	put_field(writer, span_of(c->area ? c->area->name : ""));
	put_field(writer, span_of(number));
	put_row_end(writer);
}

static void free_count(void *node)
{
	struct count *c = node;
	free((char *)c->given.bytes);
	free(c);
}

void details_close(struct details *details)
{
	if (!details->wanted)
		return;
	twalk_r(details->counts, put_count, &details->writer);
	tdestroy(details->counts, free_count);
	writer_close(&details->writer);
}
