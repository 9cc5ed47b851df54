#include "edition/named.h"

#include "edition/seen.h"
#include "lib/period.h"
#include "lib/records.h"
#include "lib/report.h"

#include <stdlib.h>

/* How many records of one edition stand one after another in a file. */
struct stretch {
	char *file;
	unsigned long long records;
};

struct named {
	const struct named_options *o;
	struct report *report;
	size_t dataset, origin; /* columns; the latter may not be there */
	char *name;             /* the newest data set so far; NULL before the first record */
	struct text kept;       /* its records, as they are written */
	struct stretch *stretch;
	size_t stretches, room;
	struct seen seen;
	struct text identity;     /* of the record at hand */
	unsigned long long older; /* records of other editions */
	char *last;               /* and the data set of the last one; NULL: none */
};

/* Whether a data set is one of the topic: its name, a hyphen, and what tells editions apart. */
static bool of_topic(const struct named *n, struct span dataset)
{
	size_t length = strlen(n->o->topic);
	return dataset.length > length && memcmp(dataset.bytes, n->o->topic, length) == 0 &&
	       dataset.bytes[length] == '-';
}

/* What a record says, wherever it came from. */
static struct span identity(struct named *n, const struct records *in)
{
	n->identity.length = 0;
	for (size_t i = 0; i < in->columns; i++) {
		if (i == n->origin)
			continue;
		text_add(&n->identity, in->field[i]);
		text_add_char(&n->identity, '\t');
	}
	return text_span(&n->identity);
}

/* The fields of a record with a blank between them, without those that are empty. */
static struct quote words(const struct records *in)
{
	struct text words = {0};
	for (size_t i = 0; i < in->columns; i++) {
		if (words.length && in->field[i].length)
			text_add_char(&words, ' ');
		text_add(&words, in->field[i]);
	}
	struct quote quoted = quote(text_span(&words));
	free(words.bytes);
	return quoted;
}

/* When the edition of a data set begins; false where its name does not say. */
static bool first_day(const struct named *n, struct span dataset, long *day)
{
	size_t length = strlen(n->o->topic) + 1;
	struct period period;
	struct span edition = {dataset.bytes + length, dataset.length - length};
	if (!period_read(edition, &period))
		return false;
	*day = period.first;
	return true;
}

/* Whether the record at hand is of an edition that is newer than the one that is kept. */
static bool is_newer(const struct named *n, const struct records *in)
{
	long here = 0, kept = 0;
	struct span dataset = in->field[n->dataset];
	bool told = first_day(n, dataset, &here) && first_day(n, span_of(n->name), &kept);
	if (!told || here == kept)
		fail(EX_DATAERR, in->file, in->line,
			"%s: records of %s and of %s, which do not say which of them is newer; "
			"give one edition at a time",
			n->o->topic, quote(span_of(n->name)).text, quote(dataset).text);
	return here > kept;
}

/* Leaves out what is kept, for a newer edition. */
static void drop_kept(struct named *n)
{
	for (size_t i = 0; i < n->stretches; i++) {
		struct stretch *s = &n->stretch[i];
		n->older += s->records;
		*report_file(n->report, s->file).out -= s->records;
		*report_kind(n->report, s->file, "left_out", "edition") += s->records;
		free(s->file);
	}
	n->stretches = 0;
	n->kept.length = 0;
	free(n->last);
	n->last = n->name;
	n->name = NULL;
}

static void keep(struct named *n, const struct records *in)
{
	struct stretch *last = n->stretches ? &n->stretch[n->stretches - 1] : NULL;
	for (size_t i = 0; i < in->columns; i++) {
		text_add(&n->kept, in->field[i]);
		text_add_char(&n->kept, i + 1 < in->columns ? '\t' : '\n');
	}
	if (!last || strcmp(last->file, in->file) != 0) {
		n->stretch = grow(n->stretch, &n->room, n->stretches + 1, sizeof *n->stretch);
		last = &n->stretch[n->stretches++];
		*last = (struct stretch){span_copy(span_of(in->file)), 0};
	}
	last->records++;
	++*report_file(n->report, in->file).out;
}

/* A record of an edition that is not the newest. */
static void leave_out(struct named *n, const struct records *in)
{
	n->older++;
	free(n->last);
	n->last = span_copy(in->field[n->dataset]);
	++*report_kind(n->report, in->file, "left_out", "edition");
}

static void take(struct named *n, const struct records *in)
{
	struct span dataset = in->field[n->dataset];
	++*report_file(n->report, in->file).in;
	if (!of_topic(n, dataset)) {
		++*report_kind(n->report, in->file, "left_out", "topic");
		return;
	}
	if (n->name && !span_is(dataset, n->name)) {
		if (!is_newer(n, in)) {
			leave_out(n, in);
			return;
		}
		drop_kept(n);
	}
	if (!n->name)
		n->name = span_copy(dataset);
	if (seen_before(&n->seen, identity(n, in)))
		fail(EX_DATAERR, in->file, in->line, "%s: the inputs have this record twice: %s",
			n->o->topic, words(in).text);
	keep(n, in);
}

static void say_older(const struct named *n)
{
	if (n->older)
		complain(n->o->topic, 0, "%llu %s of %s %s left out: %s is newer", n->older,
			n->older == 1 ? "record" : "records", quote(span_of(n->last)).text,
			n->older == 1 ? "is" : "are", quote(span_of(n->name)).text);
}

static void write_kept(const struct named *n, const struct records *in)
{
	struct writer out;
	writer_stdout(&out);
	for (size_t i = 0; i < in->columns; i++)
		put_field(&out, span_of(in->name[i]));
	put_row_end(&out);
	put_bytes(&out, text_span(&n->kept));
	writer_close(&out);
}

void named_pass(const struct named_options *o)
{
	struct named n = {.o = o, .report = report_open(o->report, o->files)};
	struct records in;
	records_open(&in, o->files, EX_DATAERR, NULL);
	n.dataset = records_column(&in, "dataset", NULL);
	n.origin = records_find(&in, "origin");
	while (records_next(&in))
		take(&n, &in);
	if (!n.name && !o->optional)
		fail(EX_DATAERR, o->topic, 0,
			"the inputs have no record of a data set %s-..., such as %s-2025", o->topic,
			o->topic);
	say_older(&n);
	write_kept(&n, &in);
	records_close(&in);
	report_close(n.report);
	seen_free(&n.seen);
	for (size_t i = 0; i < n.stretches; i++)
		free(n.stretch[i].file);
	free(n.stretch);
	free(n.kept.bytes);
	free(n.identity.bytes);
	free(n.name);
	free(n.last);
}
