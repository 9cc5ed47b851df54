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

static const char usage[] =
	"usage: kkr-plot -t TYPE [OPTION]... [FILE]...\n"
	"Writes a picture of records, as SVG.\n"
	"\n"
	"  -t, --type TYPE          map: municipalities, shaded by a figure\n"
	"                           bars: a bar for each row\n"
	"                           lines: figures over periods\n"
	"                           timeline: milestones and projects\n"
	"  -v, --value COLUMN       the column with the figure (default: value)\n"
	"  -l, --label COLUMN       the column that names a row (default: name; of a\n"
	"                           timeline title)\n"
	"  -s, --series COLUMN      of lines: the column that tells them apart\n"
	"  -b, --breaks RULE        of a map's classes: quantiles (default), equal or N,N,...\n"
	"  -a, --as-of DATE         of a timeline: the day of which it tells\n"
	"  -T, --title TEXT         what stands above\n"
	"  -S, --source TEXT        where the figures are from, which stands below\n"
	"  -L, --lang LANGUAGE      da (default) or en\n"
	"  -i, --id PREFIX          of the ids in the picture (default: kkr)\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"\n"
	"The manual is kkr-plot(1).\n";

/* A new type is a line here and a file in plot/. */
static const struct type {
	const char *name;
	const char *label;   /* the column that names a row */
	const char *options; /* which it has beside those that all have */
	enum word title;     /* what it is, where it has no title */
	void (*draw)(struct plot *, struct records *, struct svg *);
} types[] = {
	{"map", NULL, "vb", WORD_MAP, plot_map},
	{"bars", "name", "vl", WORD_BARS, plot_bars},
	{"lines", NULL, "vs", WORD_LINES, plot_lines},
	{"timeline", "title", "la", WORD_TIMELINE, plot_timeline},
};

struct options {
	const struct type *type;
	struct plot plot;
	const char *breaks, *as_of, *id;
	char **files;
};

static const struct type *find_type(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	}
	cli_misuse("--type: there is no type '%s' (there are map, bars, lines and timeline)", name);
}

static enum language find_language(const char *name)
{
	static const char *const names[] = {[DANISH] = "da", [ENGLISH] = "en"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i], name) == 0)
			return (enum language)i;
	}
	cli_misuse("--lang: there is no language '%s' (there are da and en)", name);
}

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

/* Options that the type does not have: `given` are the letters of those that were given. */
static void check_options(const struct options *o, const bool *given)
{
	static const struct {
		char letter;
		const char *name;
	} particular[] = {
		{'v', "value"}, {'l', "label"}, {'s', "series"}, {'b', "breaks"}, {'a', "as-of"}};
	if (!o->type)
		cli_misuse("--type says which picture to draw, and is missing "
			   "(map, bars, lines or timeline)");
	for (size_t i = 0; i < sizeof particular / sizeof *particular; i++) {
		unsigned char letter = (unsigned char)particular[i].letter;
		if (given[letter] && !strchr(o->type->options, particular[i].letter))
			cli_misuse("--%s is not for --type %s", particular[i].name, o->type->name);
	}
}

static void settle(struct options *o)
{
	struct plot *plot = &o->plot;
	if (!plot->label)
		plot->label = o->type->label;
	check_id(o->id);
	if (!o->as_of)
		return;
	plot->has_as_of = true;
	if (!date_read(span_of(o->as_of), &plot->as_of))
		cli_misuse("--as-of: '%s' is no date (2025-06-11)", quote(span_of(o->as_of)).text);
}

static struct options read_options(int argc, char **argv)
{
	static const struct option longs[] = {
		{"type", required_argument, NULL, 't'},
		{"value", required_argument, NULL, 'v'},
		{"label", required_argument, NULL, 'l'},
		{"series", required_argument, NULL, 's'},
		{"breaks", required_argument, NULL, 'b'},
		{"as-of", required_argument, NULL, 'a'},
		{"title", required_argument, NULL, 'T'},
		{"source", required_argument, NULL, 'S'},
		{"lang", required_argument, NULL, 'L'},
		{"id", required_argument, NULL, 'i'},
		CLI_HELP,
		CLI_VERSION,
		CLI_END,
	};
	struct options o = {.plot = {.title = "", .source = "", .value = "value"}, .id = "kkr"};
	const char *language = "da";
	struct {
		int option;
		const char **to;
	} texts[] = {
		{'v', &o.plot.value},
		{'l', &o.plot.label},
		{'s', &o.plot.series},
		{'b', &o.breaks},
		{'a', &o.as_of},
		{'T', &o.plot.title},
		{'S', &o.plot.source},
		{'L', &language},
		{'i', &o.id},
	};
	bool given[UCHAR_MAX + 1] = {false};
	int option;
	while ((option = getopt_long(argc, argv, "t:v:l:s:b:a:T:S:L:i:hV", longs, NULL)) != -1) {
		size_t i = 0;
		while (i < sizeof texts / sizeof *texts && texts[i].option != option)
			i++;
		if (option == 't')
			o.type = find_type(optarg);
		else if (i < sizeof texts / sizeof *texts)
			*texts[i].to = optarg;
		else
			cli_common(option, usage);
		given[(unsigned char)option] = true;
	}
	o.files = argv + optind;
	o.plot.language = find_language(language);
	check_options(&o, given);
	settle(&o);
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
		draw_note(svg, word(plot->language, WORD_OWN_CALCULATION));
	if (*plot->source) {
		text_add(&source, word(plot->language, WORD_SOURCE));
		text_add(&source, span_of(plot->source));
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
	return EX_OK;
}
