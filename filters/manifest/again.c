#include "again.h"

#include "lib/files.h"
#include "outputs.h"
#include "search.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct again {
	const struct options *o;
	const struct manifest *m;
	struct search search;
	struct text words;
	const char *links;  /* where those to files are */
	size_t directories; /* in it */
	size_t number;      /* of that of the last link */
	const char *last;   /* its name */
	bool lost;
	bool other; /* the pipeline is not the one that made the result */
};

static void make_directory(const char *path)
{
	enum { MODE = 0700 };
	if (mkdir(path, MODE) != 0 && errno != EEXIST)
		fail(EX_IOERR, path, 0, "cannot be made: %s", strerror(errno));
}

/* Whether a link of that path could be made; there may be one already. */
static bool make_link(const char *target, const char *path)
{
	if (symlink(target, path) == 0)
		return true;
	if (errno != EEXIST)
		fail(EX_IOERR, path, 0, "cannot be made: %s", strerror(errno));
	return false;
}

/*
 * A link LINKS/N/NAME to a file, where N is the first directory that has no such name; its path is
 * the caller's to free. Files of one name come one after the other.
 */
static char *link_to(struct again *a, const char *name, const char *file)
{
	char *target = path_from_root(file), *path = NULL;
	a->number = a->last && strcmp(a->last, name) == 0 ? a->number : 0;
	a->last = name;
	bool made = false;
	while (!made) {
		char number[32];
		snprintf(number, sizeof number, "%zu", ++a->number);
		char *directory = path_of(a->links, number);
		if (a->number > a->directories)
			make_directory(directory);
		a->directories = a->number > a->directories ? a->number : a->directories;
		free(path);
		path = path_of(directory, name);
		made = make_link(target, path);
		free(directory);
	}
	free(target);
	return path;
}

/* A word of kkr run; none has a line feed in it. */
static void add_word(struct again *a, const char *word)
{
	text_add(&a->words, span_of(word));
	text_add_char(&a->words, '\n');
}

static void add_setting(struct again *a, const char *name, const char *value)
{
	text_add(&a->words, SPAN("--set="));
	text_add(&a->words, span_of(name));
	text_add_char(&a->words, '=');
	add_word(a, value);
}

/* The pipeline that --trust-pipeline names, under its name of then. */
static void add_trusted(struct again *a, const char *name)
{
	struct text base = {0};
	text_add(&base, span_of(name));
	text_add(&base, SPAN(".sh"));
	text_add_char(&base, '\0');
	char *path = strcmp(base_of(a->o->trusted), base.bytes) == 0
			     ? path_from_root(a->o->trusted)
			     : link_to(a, base.bytes, a->o->trusted);
	add_word(a, path);
	a->last = NULL;
	free(path);
	free(base.bytes);
}

/*
 * What a manifest names is run only where it is one of kkr's, to the byte, or the one that
 * --trust-pipeline names. After an upgrade the one of the same name tells whether figures change.
 */
static void find_pipeline(struct again *a, const struct entry *e)
{
	const char *name = e->field[NAME], *hex = e->field[SHA256];
	char *ours = printed("%s/%s.sh", a->o->pipelines, name);
	if (has_sum(ours, hex)) {
		add_word(a, name);
	} else if (a->o->trusted && has_sum(a->o->trusted, hex)) {
		add_trusted(a, name);
	} else if (!a->o->trusted && is_regular(ours)) {
		a->other = true;
		add_word(a, name);
		outputs_fault("pipeline", name,
			"is not the one of this kkr, which is run in its place (--trust-pipeline "
			"FILE runs the one that made the results, once you have read it)");
	} else {
		a->lost = true;
		if (a->o->trusted)
			outputs_fault("pipeline", name, "was changed since: %s", a->o->trusted);
		else
			outputs_fault("pipeline", name,
				"is none of kkr's: --trust-pipeline FILE runs the one that made "
				"the results, once you have read it");
	}
	free(ours);
}

/* The path of a link to the file of an entry, or NULL where it is lost. */
static char *find_file(struct again *a, const struct entry *e)
{
	const char *file = search_find(&a->search, e);
	a->lost |= file == NULL;
	return file ? link_to(a, file_name(e), file) : NULL;
}

static void add_parameter(struct again *a, const struct entry *e)
{
	if (!e->field[SHA256][0]) {
		add_setting(a, e->field[NAME], e->field[VALUE]);
		return;
	}
	char *path = find_file(a, e);
	if (path)
		add_setting(a, e->field[NAME], path);
	free(path);
}

static void add_map(struct again *a, const struct entry *e)
{
	free(find_file(a, e));
}

static void add_input(struct again *a, const struct entry *e)
{
	char *path = find_file(a, e);
	if (path)
		add_word(a, path);
	free(path);
}

/* Calls `add` for each entry of a role. */
static void each_of(
	struct again *a, const char *role, void (*add)(struct again *a, const struct entry *e))
{
	for (size_t i = 0; i < a->m->entries; i++) {
		if (has_role(&a->m->entry[i], role))
			add(a, &a->m->entry[i]);
	}
}

/* The maps are apart from other files, which may have names of maps. */
static void add_maps(struct again *a)
{
	char *links = path_of(a->o->again, "maps");
	struct again maps = *a;
	maps.links = links;
	maps.directories = 0;
	make_directory(links);
	each_of(&maps, "map", add_map);
	for (size_t i = 1; i <= maps.directories; i++) {
		char *word = printed("--maps=%s/%zu", links, i);
		add_word(&maps, word);
		free(word);
	}
	a->words = maps.words;
	a->lost = maps.lost;
	free(links);
}

static void write_words(const struct again *a)
{
	struct writer out;
	char *path = path_of(a->o->again, "words");
	writer_create(&out, path);
	put_bytes(&out, text_span(&a->words));
	writer_close(&out);
	free(path);
}

bool find_again(const struct options *o, const struct manifest *m, const char *directory)
{
	char limit[32];
	struct again a = {.o = o, .m = m, .links = o->again};
	a.search = (struct search){.m = m, .directory = directory, .inputs = o->inputs};
	if (o->trusted && access(o->trusted, R_OK) != 0)
		fail(EX_NOINPUT, o->trusted, 0, "cannot be opened");
	make_directory(o->again);
	if (o->inputs && !is_directory(o->inputs))
		fail(EX_NOINPUT, o->inputs, 0, "is no directory");
	search_begin(&a.search);
	each_of(&a, "pipeline", find_pipeline);
	snprintf(limit, sizeof limit, "--max-rejects=%llu", set_aside_in_all(m));
	add_word(&a, limit);
	each_of(&a, "parameter", add_parameter);
	add_maps(&a);
	add_word(&a, "--");
	each_of(&a, "input", add_input);
	if (!a.lost)
		write_words(&a);
	free(a.words.bytes);
	search_end(&a.search);
	return !a.lost && !a.other;
}
