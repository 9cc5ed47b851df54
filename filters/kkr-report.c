/*
 * kkr-report: pages of results, for people to read; and the tables that pages are made of.
 *
 * A page is put together of parts, each a table or a picture that another program has written
 * (filters/report/). What is not given, it does not show.
 */
#include "report/agenda.h"
#include "report/letter.h"
#include "report/listing.h"

#include "lib/cli.h"
#include "lib/decimal.h"

#include <stdlib.h>

static const char usage[] =
	"kkr-report --type TYPE [OPTION]... [FILE]...\n"
	"Writes pages of results.\n"
	"A FILE is a table of definitions (kkr-kpi(1)), by which key figures stand in order, and\n"
	"whose name is that of its topic.";

struct options {
	size_t type;
	const char *title, *kkr, *municipality;
	char *figures, *figures_before, *quotas, *regions, *comparison, *remarks, *edition, *made,
		*steps, *why, *deadlines, *fixed, *changes;
	bool proof;
	char **pictures, **dates; /* TOPIC=FILE */
	size_t language;
	char **files;
};

static void write_page(struct options *o, struct writer *out);
static void write_agenda(struct options *o, struct writer *out);
static void write_letter(struct options *o, struct writer *out);
static void write_figures(struct options *o, struct writer *out);
static void write_listing(struct options *o, struct writer *out);
static void write_labels(struct options *o, struct writer *out);

/* A new type is a line here and a function. */
static const struct type {
	const char *name;
	void (*write)(struct options *, struct writer *);
} types[] = {
	{"page", write_page},
	{"agenda", write_agenda},
	{"municipality", write_letter},
	{"figures", write_figures},
	{"text", write_listing},
	{"labels", write_labels},
};
enum { TYPES = sizeof types / sizeof *types };

static struct options read_options(int argc, char **argv)
{
	const char *type_words[TYPES + 1] = {NULL};
	struct options o = {.title = "Nøgletal"};
	struct cli_option table[] = {
		{'t', "type", "TYPE",
			"page: all of it, as a page of HTML\n"
			"agenda: the quotas of a council's municipalities, as a page for its agenda\n"
			"municipality: the quota of one and how it came about, for Word and mail\n"
			"figures: key figures of topics as one table; a FILE is TOPIC=FILE\n"
			"text: that table, for reading\n"
			"labels: what a picture of bars shows of it: name, value, unit,\nqualifier, note",
			.place = &o.type, .words = type_words},
		{'T', "title", "TEXT",
			"the heading, in Danish, of which there may be a translation",
			.text = &o.title},
		{'L', "lang", "LANGUAGE", "of a page and of labels: da (default) or en",
			.place = &o.language, .words = language_names},
		{0, "kkr", "NAME", "the council whose municipalities an agenda has",
			.text = &o.kkr},
		{0, "municipality", "NAME", "the municipality of that page, by name or code",
			.text = &o.municipality},
		{0, "figures", "FILE", "the table of key figures (--type figures)",
			.file = &o.figures},
		{0, "figures-before", "FILE",
			"that table of the edition before: what changed is called revised",
			.file = &o.figures_before},
		{0, "quotas", "TOPIC=FILE",
			"the quotas of municipalities, with each figure of them",
			.file = &o.quotas},
		{0, "steps", "FILE", "each step of the quotas (kkr-quota --steps)",
			.file = &o.steps},
		{0, "why", "FILE", "what changed them since the edition before (kkr why)",
			.file = &o.why},
		{0, "fixed", "FILE", "the final table beside them: area, fixed, status",
			.file = &o.fixed},
		{0, "changes", "FILE", "what a later paper changed (kkr-edition --details)",
			.file = &o.changes},
		{0, "deadlines", "FILE", "what is due: measure, latest", .file = &o.deadlines},
		{0, "regions", "FILE", "the quotas of regions", .file = &o.regions},
		{0, "comparison", "FILE", "published quotas beside those that come out",
			.file = &o.comparison},
		{0, "remarks", "FILE", "remarks and sources: measure, period, note, source",
			.file = &o.remarks},
		{0, "edition", "FILE", "the report of kkr-edition", .file = &o.edition},
		{0, "made", "FILE", "what the page is made of (kkr-manifest(1))", .file = &o.made},
		{0, "proof", NULL, "on paper, too, stand the checksums of what it is made of",
			.flag = &o.proof},
		{0, "picture", "TOPIC=FILE", "a picture, as SVG, of a topic",
			.several = &o.pictures},
		{0, "dates", "TOPIC=FILE", "milestones or projects of a topic",
			.several = &o.dates},
		CLI_END,
	};
	for (size_t i = 0; i < TYPES; i++)
		type_words[i] = types[i].name;
	o.files = cli_read(argc, argv, usage, table);
	if (!cli_given(table, "type"))
		cli_misuse("--type is missing");
	if (!utf8_valid(span_of(o.title)))
		cli_misuse("--title: '%s' is not UTF-8", quote(span_of(o.title)).text);
	return o;
}

/* TOPIC=FILE */
static struct topic_file topic_file_of(const char *option, const char *text)
{
	const char *equals = strchr(text, '=');
	if (!equals || equals == text || !equals[1])
		cli_misuse("%s: '%s' is not of the form TOPIC=FILE", option,
			quote(span_of(text)).text);
	struct span topic = {text, (size_t)(equals - text)};
	if (!utf8_valid(topic))
		cli_misuse("%s: the topic '%s' is not UTF-8", option, quote(topic).text);
	return (struct topic_file){.topic = topic, .path = equals + 1};
}

static struct topic_file *topic_files(const char *option, char **list, size_t *count)
{
	struct topic_file *files = NULL;
	size_t room = 0;
	for (*count = 0; list && list[*count]; (*count)++) {
		files = grow(files, &room, *count + 1, sizeof *files);
		files[*count] = topic_file_of(option, list[*count]);
	}
	return files;
}

static void read_part(struct part *part, const char *path, const char *const *needed)
{
	if (path)
		part_load(part, path, needed);
}

/* A step, by which it must stand once. */
struct step_key {
	struct span area, what;
	const struct row *row;
};

static int by_step(const void *a, const void *b)
{
	const struct step_key *x = a, *y = b;
	int order = span_compare(x->area, y->area);
	order = order ? order : span_compare(x->what, y->what);
	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void check_steps(const struct part *steps)
{
	size_t count = steps->table.rows;
	struct step_key *key = allocate(count, sizeof *key);
	for (size_t i = 0; i < count; i++)
		key[i] = (struct step_key){part_field(steps, i, "area"),
			part_field(steps, i, "what"), &steps->table.row[i]};
	if (count)
		qsort(key, count, sizeof *key, by_step);
	for (size_t i = 1; i < count; i++) {
		if (span_equals(key[i - 1].area, key[i].area) &&
			span_equals(key[i - 1].what, key[i].what))
			fail(EX_DATAERR, key[i].row->file, key[i].row->line,
				"the step %s of %s stands twice; first in line %zu",
				quote(key[i].what).text, quote(key[i].area).text,
				key[i - 1].row->line);
	}
	free(key);
}

/* The parts that the page and the agenda have. */
static struct page page_of(const struct options *o, struct markup *markup)
{
	static const char *const of_quotas[] = {"area", "name", "population",
		"non_western_nationals", "family_reunified", "share", "gross", "net",
		"distribution", "quota", NULL};
	static const char *const of_figures[] = {"topic", "kpi", "group", "value", NULL};
	static const char *const of_regions[] = {"region", "region_name", "quota", NULL};
	static const char *const of_comparison[] = {
		"area", "name", "level", "quota", "published", "kind", NULL};
	static const char *const of_remarks[] = {"measure", "period", "note", "source", NULL};
	static const char *const of_edition[] = {"file", "kind", "key", "found", "expected", NULL};
	static const char *const of_made[] = {"role", "name", "value", "sha256", "bytes", NULL};
	static const char *const of_steps[] = {"area", "what", "value", "reference", NULL};
	static const char *const of_why[] = {"area", "before", "after", "landstal", "population",
		"nationals", "families", "rounding", NULL};
	static const char *const of_deadlines[] = {"measure", "latest", NULL};
	static const char *const of_fixed[] = {"area", "name", "fixed", "status", NULL};
	static const char *const of_changes[] = {
		"edition", "measure", "area", "name", "before", "after", "file", "by", NULL};
	static const char *const of_dates[] = {"title", "earliest", "latest", NULL};
	struct page page = {.markup = markup, .title = o->title, .kkr = o->kkr};
	if (o->quotas) {
		struct topic_file quotas = topic_file_of("--quotas", o->quotas);
		page.quota_topic = quotas.topic;
		part_load(&page.quotas, quotas.path, of_quotas);
	}
	read_part(&page.figures_before, o->figures_before, of_figures);
	read_part(&page.regions, o->regions, of_regions);
	read_part(&page.comparison, o->comparison, of_comparison);
	read_part(&page.remarks, o->remarks, of_remarks);
	read_part(&page.edition, o->edition, of_edition);
	read_part(&page.made, o->made, of_made);
	read_part(&page.steps, o->steps, of_steps);
	check_steps(&page.steps);
	read_part(&page.why, o->why, of_why);
	read_part(&page.deadlines, o->deadlines, of_deadlines);
	read_part(&page.fixed, o->fixed, of_fixed);
	read_part(&page.changes, o->changes, of_changes);
	page.proof = o->proof;
	page.picture = topic_files("--picture", o->pictures, &page.pictures);
	page.dates = topic_files("--dates", o->dates, &page.tables_of_dates);
	for (size_t i = 0; i < page.tables_of_dates; i++)
		part_load(&page.dates[i].part, page.dates[i].path, of_dates);
	return page;
}

static void page_free(struct page *page)
{
	struct part *const parts[] = {&page->quotas, &page->regions, &page->comparison,
		&page->remarks, &page->edition, &page->made, &page->steps, &page->why,
		&page->deadlines, &page->fixed, &page->changes, &page->figures_before};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		part_free(parts[i]);
	for (size_t i = 0; i < page->tables_of_dates; i++)
		part_free(&page->dates[i].part);
	for (size_t i = 0; i < NOTE_KINDS; i++)
		free(page->notes[i].text);
	free(page->picture);
	free(page->dates);
	free(page->contents.bytes);
	free(page->earlier);
}

static void write_page(struct options *o, struct writer *out)
{
	struct markup markup = {.language = (enum language)o->language};
	struct page page = page_of(o, &markup);
	figures_read(&page.figures, o->figures, o->files);
	figures_before_read(&page);
	figures_put_first(&page.figures, page.quota_topic);
	page_write(&page, out);
	figures_free(&page.figures);
	page_free(&page);
	markup_free(&markup);
}

static void write_agenda(struct options *o, struct writer *out)
{
	struct markup markup = {.language = DANISH};
	if (!o->kkr || !o->quotas || !o->edition)
		cli_misuse("--type agenda needs --kkr, --quotas and --edition");
	struct page page = page_of(o, &markup);
	agenda_write(&page, out);
	page_free(&page);
	markup_free(&markup);
}

static void write_letter(struct options *o, struct writer *out)
{
	struct markup markup = {.language = (enum language)o->language};
	if (!o->municipality || !o->quotas || !o->edition || !o->steps)
		cli_misuse(
			"--type municipality needs --municipality, --quotas, --steps and --edition");
	struct page page = page_of(o, &markup);
	letter_write(&page, o->municipality, out);
	page_free(&page);
	markup_free(&markup);
}

static void write_figures(struct options *o, struct writer *out)
{
	size_t count;
	struct topic_file *files = topic_files("FILE", o->files, &count);
	figures_write(files, count, out);
	free(files);
}

static void write_listing(struct options *o, struct writer *out)
{
	struct figures figures = {0};
	figures_read(&figures, o->figures, o->files);
	listing_write(&figures, out);
	figures_free(&figures);
}

static void write_labels(struct options *o, struct writer *out)
{
	if (o->files[0] && o->files[1])
		cli_misuse("--type labels takes one FILE");
	labels_write(o->files[0], (enum language)o->language, out);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct writer out;
	writer_stdout(&out);
	types[o.type].write(&o, &out);
	writer_close(&out);
	free(o.pictures);
	free(o.dates);
	return EX_OK;
}
