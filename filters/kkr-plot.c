/*
 * kkr-plot: a picture of records, as SVG.
 *
 * The title stands above, the source below; between them draws the kind of picture that was asked
 * for (filters/plot/).
 */
#include "plot/breaks.h"
#include "plot/plot.h"

#include "lib/cli.h"
#include "lib/period.h"

#include <limits.h>
#include <stdlib.h>

static const char usage[] = "kkr-plot --type TYPE [OPTION]... [FILE]...\n"
			    "Writes a picture of records, as SVG.";

/* A new type is a line here and a file in plot/. */
static const struct type {
	const char *name;
	const char *label;      /* the column that names a row */
	const char *options[6]; /* those that not all types have */
	const char *title;      /* what the picture is called where it has no title */
	void (*draw)(struct plot *, struct records *, struct svg *);
} types[] = {
	{"map", NULL, {"value", "unit", "per", "breaks", "within", "link"}, "Kort over kommunerne",
		plot_map},
	{"bars", "name", {"value", "unit", "per", "label", "target", "by-size"}, "Søjlediagram",
		plot_bars},
	{"lines", NULL, {"value", "unit", "series", "highlight"}, "Kurver", plot_lines},
	{"timeline", "title", {"label", "as-of"}, "Tidslinje", plot_timeline},
};
enum { TYPES = sizeof types / sizeof *types };

struct options {
	const struct type *type;
	struct plot plot;
	struct column_names names;
	const char *breaks, *as_of, *id;
	char **files;
};

/* An id of HTML that needs no escape: a letter, then letters, digits, '-' and '_'. */
static void check_id(const char *id)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char others[] = "0123456789-_";
	bool good = *id && strchr(letters, *id);
	for (const char *at = id; *at; at++)
		good &= strchr(letters, *at) || strchr(others, *at);
	if (!good)
		cli_misuse("--id: '%s' is not a letter, then letters, digits, '-' and '_'",
			quote(span_of(id)).text);
}

/* Options that the type does not have. */
static void check_options(const struct options *o, const struct cli_option *table)
{
	static const char *const particular[] = {"value", "unit", "per", "label", "series",
		"breaks", "within", "link", "as-of", "target", "by-size", "highlight"};
	if (!o->type)
		cli_misuse("--type says which picture to draw, and is missing "
			   "(map, bars, lines or timeline)");
	for (size_t i = 0; i < sizeof particular / sizeof *particular; i++) {
		bool has = false;
		for (size_t j = 0; j < sizeof o->type->options / sizeof *o->type->options; j++)
			has |= o->type->options[j] &&
			       strcmp(o->type->options[j], particular[i]) == 0;
		if (!has && cli_given(table, particular[i]))
			cli_misuse("--%s is not for --type %s", particular[i], o->type->name);
	}
}

static void finish_options(struct options *o)
{
	struct plot *plot = &o->plot;
	if (!plot->label)
		plot->label = o->type->label;
	check_id(o->id);
	if (plot->highlight && !plot->series)
		cli_misuse("--highlight names a series: --series says which column tells them");
	if (!o->as_of)
		return;
	const char *expected;
	struct period as_of;
	if (!period_days(span_of(o->as_of), &as_of, &expected))
		cli_misuse("--as-of: '%s' is not %s", quote(span_of(o->as_of)).text, expected);
	plot->has_as_of = true;
	plot->as_of = as_of.first;
}

static struct options read_options(int argc, char **argv)
{
	const char *type_words[TYPES + 1] = {NULL};
	struct options o = {.plot =
				    {
					    .title = "",
					    .source = "",
				    },
		.id = "kkr"};
	size_t type = 0, language = DANISH;
	char **names = NULL;
	struct cli_option table[] = {
		{'t', "type", "TYPE",
			"map: municipalities, shaded by a figure\n"
			"bars: a bar for each row\n"
			"lines: figures over periods\n"
			"timeline: milestones and projects",
			.place = &type, .words = type_words},
		{0, "value", "COLUMN", "the column with the figure (default: value)",
			.text = &o.plot.value},
		{0, "label", "COLUMN",
			"the column that names a row (default: name; of a\ntimeline title)",
			.text = &o.plot.label},
		{0, "series", "COLUMN", "of lines: the column that tells them apart",
			.text = &o.plot.series},
		{0, "highlight", "NAME",
			"of lines: this series stands before the others; may repeat",
			.several = &o.plot.highlight},
		{0, "unit", "TEXT", "what the figures are (default: what the records say)",
			.text = &o.plot.unit},
		{0, "per", "COLUMN",
			"figures per 10,000 inhabitants, of which the column tells;\n"
			"figures below 5 are not ranked",
			.text = &o.plot.per},
		{0, "target", "COLUMN", "of bars: the column of what is aimed at, a dashed line",
			.text = &o.plot.target},
		{0, "by-size", NULL, "of bars: the largest first", .flag = &o.plot.by_size},
		{0, "within", "REGION", "of a map: this region or council alone",
			.text = &o.plot.within},
		{0, "link", "PREFIX", "of a map: each area leads to PREFIX and its code ('#k-')",
			.text = &o.plot.link},
		{0, "breaks", "RULE", "of a map's classes: quantiles (default), equal or N,N,...",
			.text = &o.breaks},
		{'a', "as-of", "PERIOD", "of a timeline: the day of which it tells, its first one",
			.text = &o.as_of},
		{'T', "title", "TEXT", "what stands above", .text = &o.plot.title},
		{0, "source", "TEXT", "where the figures are from, which stands below",
			.text = &o.plot.source},
		{'L', "lang", "LANGUAGE", "da (default) or en", .place = &language,
			.words = language_names},
		{'N', "names", COLUMN_NAMES_ARGUMENT, COLUMN_NAMES_HELP, .several = &names},
		{0, "id", "PREFIX", "of the ids in the picture (default: kkr)", .text = &o.id},
		RENAMED("-v", "--value"),
		RENAMED("-l", "--label"),
		RENAMED("-s", "--series"),
		RENAMED("-b", "--breaks"),
		RENAMED("-S", "--source"),
		RENAMED("-i", "--id"),
		CLI_END,
	};
	for (size_t i = 0; i < TYPES; i++)
		type_words[i] = types[i].name;
	o.files = cli_read(argc, argv, usage, table);
	column_names_read(&o.names, names);
	free(names);
	if (cli_given(table, "type"))
		o.type = &types[type];
	o.plot.language = (enum language)language;
	check_options(&o, table);
	finish_options(&o);
	return o;
}

/* The name of the picture for a screen reader, and above the picture where one was given. */
static void draw_title(const struct options *o, struct svg *svg)
{
	const struct style style = {.size = SIZE_TITLE, .bold = true};
	const struct plot *plot = &o->plot;
	svg->y = MARGIN;
	if (!*plot->title) {
		text_add(&svg->title, word(plot->language, o->type->title));
		return;
	}
	text_add(&svg->title, span_of(plot->title));
	struct box box = {MARGIN, svg->y, INNER_WIDTH, 0};
	svg->y += svg_paragraph(svg, box, &style, span_of(plot->title)) + MARGIN;
}

static void draw_foot(const struct plot *plot, struct svg *svg)
{
	struct text source = {0};
	if (plot->own_calculation)
		draw_note(svg, word(plot->language,
				       plot->starred ? "* egen beregning" : "Egen beregning."));
	draw_notes(plot, svg);
	if (*plot->source) {
		add_words(&source, plot->language, "Kilde: %s", span_of(plot->source));
		draw_note(svg, text_span(&source));
	}
	svg->y += MARGIN;
	free(source.bytes);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	decimal_start();
	struct options o = read_options(argc, argv);
	struct breaks breaks = breaks_read(o.breaks);
	o.plot.breaks = &breaks;
	o.plot.names = &o.names;
	struct records in;
	records_open(&in, o.files, EX_DATAERR, NULL);
	struct svg svg = {.id = o.id};
	draw_title(&o, &svg);
	o.type->draw(&o.plot, &in, &svg);
	draw_foot(&o.plot, &svg);
	records_close(&in);
	struct writer out;
	writer_stdout(&out);
	svg_write(&svg, &out);
	writer_close(&out);
	svg_free(&svg);
	breaks_free(&breaks);
	free(o.plot.unit_found.bytes);
	notes_free(&o.plot);
	free(o.plot.highlight);
	column_names_free(&o.names);
	return EX_OK;
}
