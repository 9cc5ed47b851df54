/*
 * kkr-correct: corrects errors of a source in its records, with a trace, and not in the XML.
 *
 * All records are held: whether a correction names one record and no more is known at the end
 * alone, and nothing is written unless all of them fit. (kkr-check, which comes next, holds them
 * too.) The corrections are held against the records as they came, so that their order does not
 * matter; then the changes are made.
 */
#include "lib/cli.h"
#include "lib/hash.h"
#include "lib/observation.h"
#include "lib/period.h"
#include "lib/report.h"
#include "lib/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
	"kkr-correct --corrections FILE [OPTION]... [FILE]...\n"
	"Corrects records as FILE says, and notes it in them; all corrections must fit.";

/* The columns of a corrections file that are not of the key. */
enum { COLUMN, OLD, NEW, REASON, BY, DATE, OWN };

static const char *const own_column[OWN] = {
	[COLUMN] = "column",
	[OLD] = "old",
	[NEW] = "new",
	[REASON] = "reason",
	[BY] = "by",
	[DATE] = "date",
};

struct options {
	char *corrections;
	char *details, *report;
	struct column_names names;
	char **files;
};

struct correction {
	const struct row *row;   /* of the corrections file */
	size_t column;           /* to be changed; the count of columns where there is none such */
	struct row *record;      /* the first that the key names, or NULL */
	size_t records;          /* how many it names */
	const struct row *again; /* the second one */
};

struct corrections {
	struct records in;
	struct table table;
	size_t own[OWN]; /* where its columns are */
	size_t *key;     /* and those of the key, there and in the records */
	size_t *key_in;
	size_t keys;
	struct correction *correction;
	size_t count;
};

struct program {
	struct options o;
	struct records in;
	struct observation means;
	struct table table;
	size_t note;        /* the column; the count of columns where there is none */
	struct text *noted; /* of each record: its new note; nothing where it was not corrected */
	struct corrections c;
	size_t faults;
	struct report *report;
};

static void check_made(const char *option, const char *path, char *corrections)
{
	if (path)
		cli_apart(option, path, "the corrections", (char *[]){corrections, NULL});
}

static struct options read_options(int argc, char **argv)
{
	struct options o = {0};
	char **names = NULL;
	struct cli_option table[] = {
		{0, "corrections", "FILE",
			"the corrections: key columns, and column, old, new, reason,\nby, date",
			.file = &o.corrections, .once = true},
		{0, "details", "FILE", "write there what was changed", .file = &o.details,
			.made = true},
		{0, "report", "FILE", "count there what was changed", .file = &o.report,
			.made = true},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		RENAMED("-C", "--corrections"),
		RENAMED("-R", "--details"),
		CLI_END,
	};
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	if (!o.corrections)
		cli_misuse("which corrections? --corrections FILE names them");
	cli_input("--corrections", o.corrections, o.files);
	if (o.details)
		cli_apart("--details", o.details, "an input", o.files);
	check_made("--details", o.details, o.corrections);
	check_made("--report", o.report, o.corrections);
	return o;
}

/* Reading the corrections. */

static struct span cell(const struct program *p, const struct correction *c, size_t own)
{
	return c->row->field[p->c.own[own]];
}

static void fault(struct program *p, const struct correction *c, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void fault(struct program *p, const struct correction *c, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(c->row->file, c->row->line, format, arguments);
	va_end(arguments);
	p->faults++;
}

static bool is_own(const char *name)
{
	size_t i = 0;
	while (i < OWN && strcmp(name, own_column[i]) != 0)
		i++;
	return i < OWN;
}

/* A column that is none of its own is of the key, and must be one of the records. */
static void find_columns(struct program *p)
{
	static const char hint[] = "beside its key it has column, old, new, reason, by, date";
	struct corrections *c = &p->c;
	for (size_t i = 0; i < OWN; i++)
		c->own[i] = records_column(&c->in, own_column[i], hint);
	c->key = allocate(c->in.columns, sizeof *c->key);
	c->key_in = allocate(c->in.columns, sizeof *c->key_in);
	for (size_t i = 0; i < c->in.columns; i++) {
		if (is_own(c->in.name[i]))
			continue;
		c->key[c->keys] = i;
		c->key_in[c->keys++] = records_find(&p->in, c->in.name[i]);
		if (c->key_in[c->keys - 1] == p->in.columns)
			fail(EX_DATAERR, c->in.file, 1,
				"the records have no column '%s' by which they could be named",
				c->in.name[i]);
	}
}

/* A trace says why, by whom and when; a change changes something. */
static void check_correction(struct program *p, struct correction *c)
{
	struct span column = cell(p, c, COLUMN), new = cell(p, c, NEW);
	char *name = span_copy(column);
	c->column = records_find(&p->in, name);
	free(name);
	if (c->column == p->in.columns)
		fault(p, c, "column '%s': the records have none of that name", quote(column).text);
	else if (c->column == p->means.at[IS_VALUE] && new.length && !number_valid(new))
		fault(p, c, "new '%s' is not a number, as a value is (1234.5)", quote(new).text);
	if (span_equals(cell(p, c, OLD), new))
		fault(p, c, "old and new are the same, '%s'", quote(new).text);
	for (size_t own = REASON; own <= BY; own++) {
		if (cell(p, c, own).length == 0)
			fault(p, c, "%s is empty: a correction says why and by whom it is made",
				own_column[own]);
	}
	if (!date_read(cell(p, c, DATE), NULL))
		fault(p, c, "date '%s' is not a day, as in 2025-01-31",
			quote(cell(p, c, DATE)).text);
}

static void read_corrections(struct program *p)
{
	struct corrections *c = &p->c;
	records_open_input(&c->in, input_open(p->o.corrections), EX_DATAERR);
	find_columns(p);
	while (records_next(&c->in))
		table_add(&c->table, &c->in);
	c->count = c->table.rows;
	c->correction = allocate(c->count, sizeof *c->correction);
	for (size_t i = 0; i < c->count; i++)
		c->correction[i] = (struct correction){.row = &c->table.row[i]};
}

/*
 * Finding the records.
 *
 * An empty cell of a correction's key says nothing. Corrections that say something in the same
 * columns of it are of one pattern, and each record looks up what it has in those: it does not ask
 * every correction. One that says nothing at all is of no pattern, and names no record.
 */
struct patterns {
	const struct corrections *c;
	const struct correction **like; /* of each pattern the first correction */
	size_t count, room;
	size_t *slot; /* by pattern and key: the first correction, plus one; 0 is free */
	size_t slots;
	size_t *next; /* of each correction: the next with its slot, plus one */
	size_t *same; /* of each: the first that has its key; itself, where it is that */
	struct secret secret;
};

static bool says(const struct corrections *c, const struct correction *correction, size_t key)
{
	return correction->row->field[c->key[key]].length > 0;
}

/* Whether a correction's key has the fields, whose places are `at`. */
static bool names(const struct corrections *c, const struct correction *correction,
	const struct span *field, const size_t *at)
{
	for (size_t i = 0; i < c->keys; i++) {
		struct span key = correction->row->field[c->key[i]];
		if (key.length && !span_equals(key, field[at[i]]))
			return false;
	}
	return true;
}

static bool is_like(
	const struct corrections *c, const struct correction *a, const struct correction *b)
{
	for (size_t i = 0; i < c->keys; i++) {
		if (says(c, a, i) != says(c, b, i))
			return false;
	}
	return true;
}

/* The number of a correction's pattern, which is new where none is like it. */
static size_t pattern_of(struct patterns *all, const struct correction *correction)
{
	size_t pattern = 0;
	while (pattern < all->count && !is_like(all->c, all->like[pattern], correction))
		pattern++;
	if (pattern == all->count) {
		all->like = grow(all->like, &all->room, all->count + 1, sizeof *all->like);
		all->like[all->count++] = correction;
	}
	return pattern;
}

/* The slot of what the fields, whose places are `at`, say in the columns of a pattern. */
static size_t *slot_of(
	const struct patterns *all, size_t pattern, const struct span *field, const size_t *at)
{
	uint64_t hash = pattern;
	for (size_t i = 0; i < all->c->keys; i++) {
		if (says(all->c, all->like[pattern], i))
			hash = hash_further(hash, hash_text(&all->secret, field[at[i]]));
	}
	return &all->slot[hash & (all->slots - 1)];
}

static bool says_nothing(const struct corrections *c, const struct correction *correction)
{
	size_t i = 0;
	while (i < c->keys && !says(c, correction, i))
		i++;
	return i == c->keys;
}

static void add_correction(struct patterns *all, size_t number)
{
	const struct corrections *c = all->c;
	const struct correction *correction = &c->correction[number];
	const struct span *field = correction->row->field;
	all->same[number] = number;
	if (says_nothing(c, correction))
		return;
	size_t *slot = slot_of(all, pattern_of(all, correction), field, c->key);
	for (size_t n = *slot; n > 0; n = all->next[n - 1]) {
		const struct correction *other = &c->correction[n - 1];
		if (is_like(c, other, correction) && names(c, other, field, c->key)) {
			all->same[number] = n - 1;
			return;
		}
	}
	all->next[number] = *slot;
	*slot = number + 1;
}

static void note_record(struct correction *c, struct row *row)
{
	if (!c->record)
		c->record = row;
	else if (!c->again)
		c->again = row;
	c->records++;
}

static void find_corrections(const struct patterns *all, size_t pattern, struct row *row)
{
	const struct corrections *c = all->c;
	size_t n = *slot_of(all, pattern, row->field, c->key_in);
	for (; n > 0; n = all->next[n - 1]) {
		struct correction *correction = &c->correction[n - 1];
		if (is_like(c, correction, all->like[pattern]) &&
			names(c, correction, row->field, c->key_in))
			note_record(correction, row);
	}
}

static void find_records(const struct program *p)
{
	const struct corrections *c = &p->c;
	struct patterns all = {.c = c, .slots = 1, .secret = secret_draw()};
	while (all.slots < 2 * c->count)
		all.slots *= 2;
	all.slot = allocate(all.slots, sizeof *all.slot);
	memset(all.slot, 0, all.slots * sizeof *all.slot);
	all.next = allocate(c->count, sizeof *all.next);
	all.same = allocate(c->count, sizeof *all.same);
	for (size_t i = 0; i < c->count; i++)
		add_correction(&all, i);
	for (size_t i = 0; i < p->table.rows; i++) {
		for (size_t j = 0; j < all.count; j++)
			find_corrections(&all, j, &p->table.row[i]);
	}
	for (size_t i = 0; i < c->count; i++) {
		const struct correction *same = &c->correction[all.same[i]];
		c->correction[i].record = same->record;
		c->correction[i].records = same->records;
		c->correction[i].again = same->again;
	}
	free(all.like);
	free(all.slot);
	free(all.next);
	free(all.same);
}

/* "area=147 measure=population": the key of a correction, as far as it says something. */
static struct text key_text(const struct program *p, const struct correction *c)
{
	struct text text = {0};
	for (size_t i = 0; i < p->c.keys; i++) {
		struct span key = c->row->field[p->c.key[i]];
		if (key.length == 0)
			continue;
		text_add(&text, span_of(text.length ? " " : ""));
		text_add(&text, span_of(p->c.in.name[p->c.key[i]]));
		text_add_char(&text, '=');
		text_add(&text, key);
	}
	return text;
}

static void check_record(struct program *p, const struct correction *c)
{
	struct text key = key_text(p, c);
	int length = (int)key.length;
	if (length == 0)
		fault(p, c, "the key is empty: no column says which record is meant");
	else if (c->records == 0)
		fault(p, c, "no record has %.*s", length, key.bytes);
	else if (c->records > 1)
		fault(p, c,
			"%zu records have %.*s, the first in line %zu of %s and line %zu of %s; "
			"more columns may tell them apart",
			c->records, length, key.bytes, c->record->line, c->record->file,
			c->again->line, c->again->file);
	else if (c->column < p->in.columns &&
		 !span_equals(c->record->field[c->column], cell(p, c, OLD)))
		fault(p, c, "%.*s: %s is '%s' now (line %zu of %s), not '%s'", length, key.bytes,
			p->in.name[c->column], quote(c->record->field[c->column]).text,
			c->record->line, c->record->file, quote(cell(p, c, OLD)).text);
	free(key.bytes);
}

static int by_cell(const void *a, const void *b)
{
	const struct correction *x = *(const struct correction *const *)a;
	const struct correction *y = *(const struct correction *const *)b;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return (x > y) - (x < y); /* of one file */
}

/* Two corrections of one field contradict each other, or one of them is out of date. */
static void check_single(struct program *p)
{
	struct corrections *c = &p->c;
	const struct correction **sorted = allocate(c->count, sizeof *sorted);
	for (size_t i = 0; i < c->count; i++)
		sorted[i] = &c->correction[i];
	qsort(sorted, c->count, sizeof *sorted, by_cell);
	for (size_t i = 1; i < c->count; i++) {
		const struct correction *a = sorted[i - 1], *b = sorted[i];
		if (a->records == 1 && b->records == 1 && b->record == a->record &&
			b->column == a->column && a->column < p->in.columns)
			fault(p, b, "%s of that record is corrected in line %zu already",
				p->in.name[b->column], a->row->line);
	}
	free(sorted);
}

static void check_corrections(struct program *p)
{
	struct corrections *c = &p->c;
	find_records(p);
	for (size_t i = 0; i < c->count; i++) {
		check_correction(p, &c->correction[i]);
		check_record(p, &c->correction[i]);
	}
	check_single(p);
}

/* Correcting. */

static void add_value(struct text *to, struct span value)
{
	text_add(to, value.length ? value : SPAN("(tom)"));
}

/* "rettet: value 12 til 13 (tastefejl; ABC, 2026-01-31)", after what the note said before. */
static void add_note(const struct program *p, const struct correction *c)
{
	struct text *note = &p->noted[c->record - p->table.row];
	if (note->length == 0 && p->note < p->in.columns)
		text_add(note, c->record->field[p->note]);
	text_add(note, span_of(note->length ? "; rettet: " : "rettet: "));
	text_add(note, cell(p, c, COLUMN));
	text_add_char(note, ' ');
	add_value(note, cell(p, c, OLD));
	text_add(note, SPAN(" til "));
	add_value(note, cell(p, c, NEW));
	text_add(note, SPAN(" ("));
	text_add(note, cell(p, c, REASON));
	text_add(note, SPAN("; "));
	text_add(note, cell(p, c, BY));
	text_add(note, SPAN(", "));
	text_add(note, cell(p, c, DATE));
	text_add_char(note, ')');
}

/* Values first: one of them may be a note, which is then added to. */
static void correct(struct program *p)
{
	p->noted = allocate(p->table.rows, sizeof *p->noted);
	for (size_t i = 0; i < p->table.rows; i++)
		p->noted[i] = (struct text){0};
	for (size_t i = 0; i < p->c.count; i++) {
		const struct correction *c = &p->c.correction[i];
		c->record->field[c->column] = cell(p, c, NEW);
	}
	for (size_t i = 0; i < p->c.count; i++)
		add_note(p, &p->c.correction[i]);
}

/* Writing. */

static void put_correction(const struct program *p, const struct correction *c, struct writer *out)
{
	enum { ROOM = 32 };
	char line[ROOM];
	struct text key = key_text(p, c);
	snprintf(line, sizeof line, "%zu", c->record->line);
	put_foreign(out, span_of(c->record->file));
	put_field(out, span_of(line));
	put_field(out, text_span(&key));
	for (size_t own = 0; own < OWN; own++)
		put_field(out, cell(p, c, own));
	put_row_end(out);
	free(key.bytes);
}

static void write_details(const struct program *p)
{
	static const char *const place[] = {"file", "line", "key"};
	struct writer out;
	if (!p->o.details)
		return;
	writer_create(&out, p->o.details);
	for (size_t i = 0; i < sizeof place / sizeof *place; i++)
		put_field(&out, span_of(place[i]));
	for (size_t own = 0; own < OWN; own++)
		put_field(&out, span_of(own_column[own]));
	put_row_end(&out);
	for (size_t i = 0; i < p->c.count; i++)
		put_correction(p, &p->c.correction[i], &out);
	writer_close(&out);
}

/* What was read is counted by then. */
static void count_out(const struct program *p)
{
	for (size_t i = 0; i < p->table.rows; i++)
		++*report_file(p->report, p->table.row[i].file).out;
	for (size_t i = 0; i < p->c.count; i++) {
		const struct correction *c = &p->c.correction[i];
		++*report_count(
			p->report, &(struct report_row){c->record->file, "corrected",
					   cell(p, c, COLUMN), cell(p, c, OLD), cell(p, c, NEW)});
	}
}

static void write_records(const struct program *p)
{
	bool appended = p->note == p->in.columns && p->c.count > 0;
	struct writer out;
	writer_stdout(&out);
	for (size_t i = 0; i < p->in.columns; i++)
		put_field(&out, span_of(p->in.name[i]));
	if (appended)
		put_field(&out, SPAN("note"));
	put_row_end(&out);
	for (size_t row = 0; row < p->table.rows; row++) {
		struct span note = text_span(&p->noted[row]);
		for (size_t i = 0; i < p->in.columns; i++)
			put_field(&out,
				i == p->note && note.length ? note : p->table.row[row].field[i]);
		if (appended)
			put_field(&out, note);
		put_row_end(&out);
	}
	writer_close(&out);
}

static void free_all(struct program *p)
{
	for (size_t i = 0; i < p->table.rows; i++)
		free(p->noted[i].bytes);
	free(p->noted);
	free(p->c.correction);
	free(p->c.key);
	free(p->c.key_in);
	table_free(&p->c.table);
	records_close(&p->c.in);
	table_free(&p->table);
	records_close(&p->in);
	observation_close(&p->means);
	column_names_free(&p->o.names);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct program p = {.o = read_options(argc, argv)};
	p.report = report_open(p.o.report, p.o.files);
	records_open(&p.in, p.o.files, EX_DATAERR, NULL);
	observation_open(&p.means, &p.in, &p.o.names);
	p.note = records_find(&p.in, "note");
	read_corrections(&p);
	while (records_next(&p.in)) {
		table_add(&p.table, &p.in);
		++*report_file(p.report, p.in.file).in;
	}
	check_corrections(&p);
	if (p.faults)
		exit(EX_DATAERR);
	correct(&p);
	write_details(&p);
	write_records(&p);
	count_out(&p);
	report_close(p.report);
	free_all(&p);
	return EX_OK;
}
