/*
 * How the stages of a run ended, by what they told, and which is to blame.
 */
#include "lib/files.h"
#include "lib/records.h"
#include "program.h"
#include "sum.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { GONE = 141 }; /* of a stage whose reader went away: 128 and SIGPIPE */

struct stage {
	char *name, *program;
	bool ended;
	unsigned status;
	char *aside, *corrected; /* "" of one that does neither */
	unsigned long long rows; /* that were set aside */
};

struct stages {
	struct stage *stage; /* in the order in which they began */
	size_t stages, room;
	size_t *order; /* in that in which they ended; those that did not come last */
	size_t ordered, order_room;
	unsigned long long aside; /* in all */
	struct writer outside, wrong;
};

/* What the stages told. */

/* The next of the fields of a line, between TABs. */
static struct span next_field(struct span *rest)
{
	const char *tab = rest->length ? memchr(rest->bytes, '\t', rest->length) : NULL;
	struct span field = {rest->bytes, tab ? (size_t)(tab - rest->bytes) : rest->length};
	size_t used = field.length + (tab ? 1 : 0);
	*rest = (struct span){rest->bytes + used, rest->length - used};
	return field;
}

static size_t find_stage(struct stages *s, struct span name)
{
	size_t i = 0;
	while (i < s->stages && !span_is(name, s->stage[i].name))
		i++;
	if (i == s->stages) {
		s->stage = grow(s->stage, &s->room, s->stages + 1, sizeof *s->stage);
		s->stage[s->stages++] =
			(struct stage){.name = span_copy(name), .program = span_copy(SPAN(""))};
	}
	return i;
}

static void add_order(struct stages *s, size_t stage)
{
	s->order = grow(s->order, &s->order_room, s->ordered + 1, sizeof *s->order);
	s->order[s->ordered++] = stage;
}

static void note_begin(struct stages *s, struct span name, struct span program)
{
	size_t i = find_stage(s, name);
	free(s->stage[i].program);
	s->stage[i].program = span_copy(program);
}

/* Where several parts had the stage, it failed where one of them did. */
static void note_end(struct stages *s, struct span name, struct span status)
{
	if (status.length == 0) /* cut off, as by a full disk */
		return;
	size_t i = find_stage(s, name);
	char *number = span_copy(status);
	if (!s->stage[i].ended)
		add_order(s, i);
	if (s->stage[i].status == 0)
		s->stage[i].status = (unsigned)strtoul(number, NULL, 10);
	s->stage[i].ended = true;
	free(number);
}

static void put_line(struct writer *to, struct span line)
{
	put_bytes(to, line);
	put_bytes(to, SPAN("\n"));
}

static void read_line(struct stages *s, struct span line)
{
	struct span rest = line, before = next_field(&rest), word = next_field(&rest);
	struct span name = next_field(&rest);
	if (before.length == 0 && span_is(word, "begins"))
		note_begin(s, name, next_field(&rest));
	else if (before.length == 0 && span_is(word, "ended"))
		note_end(s, name, next_field(&rest));
	else if (before.length == 0 && span_is(word, "wrong"))
		put_line(&s->wrong, name);
	else if (line.length)
		put_line(&s->outside, line);
}

/* What they have left. */

/* How many records there are in a table of the run; false where there is no such table. */
static bool count_rows(const char *path, unsigned long long *rows)
{
	struct sum sum;
	if (!sum_file(path, ULLONG_MAX, &sum))
		return false;
	*rows = sum.records;
	return true;
}

static char *table_of(const char *run, const char *directory, const char *stage)
{
	return printed("%s/%s/%s.tsv", run, directory, stage);
}

static void count_aside(struct stages *s, struct stage *stage, const char *run)
{
	char *path = table_of(run, "rejects", stage->name);
	bool judges = count_rows(path, &stage->rows);
	stage->aside = judges ? printed("%llu", stage->rows) : span_copy(SPAN(""));
	s->aside += stage->rows;
	free(path);
}

/* Whether a stage that ended did so badly; one whose reader went away could not go on. */
static bool has_failed(const struct stage *stage)
{
	return stage->status != 0 && stage->status != GONE;
}

/* By the report of a stage that corrects. Of one that failed that may be cut short, and no record
 * went on. */
static void count_corrected(struct stage *stage, const char *run)
{
	unsigned long long count = 0;
	struct records in;
	char *path = table_of(run, "stages/reports", stage->name);
	bool corrects = strcmp(stage->program, "kkr-correct") == 0;
	if (corrects && stage->ended && !has_failed(stage) && is_regular(path)) {
		records_open_input(&in, input_open(path), EX_DATAERR);
		size_t kind = records_column(&in, "kind", NULL);
		size_t fields = records_column(&in, "count", NULL);
		while (records_next(&in)) {
			char *number = span_copy(in.field[fields]);
			if (span_is(in.field[kind], "corrected"))
				count += strtoull(number, NULL, 10);
			free(number);
		}
		records_close(&in);
	}
	stage->corrected = corrects ? printed("%llu", count) : span_copy(SPAN(""));
	free(path);
}

static void put_header(struct writer *out, const char *const *column, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		put_field(out, span_of(column[i]));
	put_row_end(out);
}

static void put_status(struct writer *out, const struct stage *stage)
{
	char status[32] = "none";
	if (stage->ended)
		snprintf(status, sizeof status, "%u", stage->status);
	put_field(out, span_of(status));
}

static void write_stages(const struct stages *s, const char *run)
{
	static const char *const column[] = {
		"stage", "program", "status", "set_aside", "corrected"};
	struct writer out;
	char *path = path_of(run, "stages.tsv");
	writer_create(&out, path);
	put_header(&out, column, sizeof column / sizeof *column);
	for (size_t i = 0; i < s->ordered; i++) {
		const struct stage *stage = &s->stage[s->order[i]];
		put_foreign(&out, span_of(stage->name));
		put_foreign(&out, span_of(stage->program));
		put_status(&out, stage);
		put_field(&out, span_of(stage->aside));
		put_field(&out, span_of(stage->corrected));
		put_row_end(&out);
	}
	writer_close(&out);
	free(path);
}

/*
 * The stage to blame: one that did not end; else the first that failed, or set records aside that
 * must not be; one that ended because its reader had gone only where there is no other.
 */
static const struct stage *blamed(const struct stages *s, unsigned long long most)
{
	const struct stage *gone = NULL, *failed = NULL;
	for (size_t i = s->ordered; i-- > 0;) {
		const struct stage *stage = &s->stage[s->order[i]];
		if (!stage->ended)
			return stage;
		if (stage->status == GONE)
			gone = stage;
		if (has_failed(stage) || (s->aside > most && stage->rows > 0))
			failed = stage;
	}
	return failed ? failed : gone;
}

static void write_judgement(const struct stages *s, unsigned long long most)
{
	static const char *const column[] = {"aside", "blamed", "set_aside", "status", "program"};
	char all[32], rows[32];
	struct writer out;
	const struct stage *stage = blamed(s, most);
	snprintf(all, sizeof all, "%llu", s->aside);
	snprintf(rows, sizeof rows, "%llu", stage ? stage->rows : 0);
	writer_stdout(&out);
	put_header(&out, column, sizeof column / sizeof *column);
	put_field(&out, span_of(all));
	put_foreign(&out, span_of(stage ? stage->name : ""));
	put_field(&out, span_of(stage ? rows : ""));
	if (stage)
		put_status(&out, stage);
	else
		put_field(&out, SPAN(""));
	put_foreign(&out, span_of(stage ? stage->program : ""));
	put_row_end(&out);
	writer_close(&out);
}

static void read_told(struct stages *s)
{
	struct text told = {0};
	struct span rest, line;
	if (!read_all(STDIN_FILENO, &told))
		fail(EX_IOERR, "standard input", 0, "cannot be read: %s", strerror(errno));
	for (rest = text_span(&told); take_line(&rest, &line);)
		read_line(s, line);
	free(told.bytes);
}

static void free_stages(struct stages *s)
{
	for (size_t i = 0; i < s->stages; i++) {
		free(s->stage[i].name);
		free(s->stage[i].program);
		free(s->stage[i].aside);
		free(s->stage[i].corrected);
	}
	free(s->stage);
	free(s->order);
}

int list_stages(const struct options *o, char **directory)
{
	struct stages s = {.stages = 0};
	char *outside = path_of(*directory, "stages/outside");
	char *wrong = path_of(*directory, "stages/wrong");
	writer_create(&s.outside, outside);
	writer_create(&s.wrong, wrong);
	read_told(&s);
	writer_close(&s.outside);
	writer_close(&s.wrong);
	for (size_t i = 0; i < s.stages; i++) {
		if (!s.stage[i].ended)
			add_order(&s, i);
		count_aside(&s, &s.stage[i], *directory);
		count_corrected(&s.stage[i], *directory);
	}
	write_stages(&s, *directory);
	write_judgement(&s, o->max_rejects);
	free(outside);
	free(wrong);
	free_stages(&s);
	return EX_OK;
}
