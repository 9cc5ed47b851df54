/* The table of options (cli.h): what is told of it, and the command line read by it. */
#include "cli.h"
#include "nearest.h"
#include "writer.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_end(const struct cli_option *o)
{
	return !o->letter && !o->name && !o->help && !o->was;
}

/* Telling. */

static void add_choices(struct text *to, const char *const *words, const char *between)
{
	for (size_t i = 0; words && words[i]; i++) {
		text_add(to, span_of(i ? between : ""));
		text_add(to, span_of(words[i]));
	}
}

/* What an option does, to be freed by the caller; the words follow a colon at its end. */
static char *help_of(const struct cli_option *o)
{
	struct text help = {0};
	text_add(&help, span_of(o->help ? o->help : ""));
	if (o->words && help.length && help.bytes[help.length - 1] == ':') {
		text_add_char(&help, ' ');
		add_choices(&help, o->words, ", ");
	}
	text_add_char(&help, '\0');
	return help.bytes;
}

enum { HELP_COLUMN = 27, WIDTH = 95 }; /* of --help */

static void add_blanks(struct text *to, size_t count)
{
	while (count--)
		text_add_char(to, ' ');
}

/* Adds text in its column; what would be too long a line goes on in another. */
static void add_help(struct text *to, const char *help)
{
	for (size_t at = HELP_COLUMN;;) {
		size_t length = strcspn(help, " \n");
		text_add(to, (struct span){help, length});
		at += length + 1;
		help += length;
		if (!*help)
			return;
		bool ends = *help == '\n' || at + strcspn(help + 1, " \n") > WIDTH;
		text_add_char(to, ends ? '\n' : ' ');
		if (ends) {
			add_blanks(to, HELP_COLUMN);
			at = HELP_COLUMN;
		}
		help++;
	}
}

/* "  -f, --format FORMAT      read as this dialect", or a heading. */
static void add_line(struct text *to, const struct cli_option *o)
{
	size_t begin = to->length;
	char *help = help_of(o);
	if (!o->name) {
		text_add(to, span_of(*help ? "\n  " : ""));
		text_add(to, span_of(help));
	} else {
		const char letter[] = {'-', o->letter, ',', ' ', '\0'};
		text_add(to, SPAN("  "));
		text_add(to, o->letter ? span_of(letter) : SPAN("    "));
		text_add(to, SPAN("--"));
		text_add(to, span_of(o->name));
		text_add(to, span_of(o->argument ? " " : ""));
		text_add(to, span_of(o->argument ? o->argument : ""));
	}
	size_t width = to->length - begin;
	if (o->name && *help) {
		if (width + 2 > HELP_COLUMN)
			text_add_char(to, '\n');
		add_blanks(to, width + 2 > HELP_COLUMN ? HELP_COLUMN : HELP_COLUMN - width);
		add_help(to, help);
	}
	text_add_char(to, '\n');
	free(help);
}

/* The name of the program, with which the usage begins. */
static struct span program_of(const char *usage)
{
	return (struct span){usage, strcspn(usage, " ")};
}

static void add_page(struct text *to, const char *usage, const struct cli_option *table)
{
	text_add(to, SPAN("usage: "));
	text_add(to, span_of(usage));
	text_add(to, SPAN("\n\n"));
	for (const struct cli_option *o = table; !is_end(o); o++) {
		if (!o->was)
			add_line(to, o);
	}
	text_add(to, SPAN("\nThe manual is "));
	text_add(to, program_of(usage));
	text_add(to, SPAN("(1).\n"));
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);
	return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

/* What can stand in an option's place: what a shell completes, or leaves to be typed. */
static const char *kind_of(const struct cli_option *o)
{
	if (!o->argument)
		return "flag";
	if (ends_with(o->argument, ",..."))
		return "list";
	if (o->words)
		return "word";
	if (strncmp(o->argument, "FILE", strlen("FILE")) == 0)
		return "file";
	if (strcmp(o->argument, "DIR") == 0)
		return "dir";
	return strcmp(o->argument, "N") == 0 ? "number" : "text";
}

static void add_field(struct text *to, const char *text)
{
	text_add_char(to, '\t');
	for (; *text; text++)
		text_add_char(to, *text == '\n' ? ' ' : *text);
}

static void add_record(struct text *to, struct span program, const struct cli_option *o)
{
	const char letter[] = {'-', o->letter, '\0'};
	struct text words = {0};
	char *help = help_of(o);
	add_choices(&words, o->words, " ");
	text_add_char(&words, '\0');
	text_add(to, program);
	add_field(to, o->letter ? letter : "");
	add_field(to, "--");
	text_add(to, span_of(o->name));
	add_field(to, o->argument ? o->argument : "");
	add_field(to, kind_of(o));
	add_field(to, words.bytes);
	add_field(to, help);
	text_add_char(to, '\n');
	free(words.bytes);
	free(help);
}

/* A row for the program, with what follows its name in the usage, and one for each option. */
static void add_records(struct text *to, const char *usage, const struct cli_option *table)
{
	const char *purpose = strchr(usage, '\n');
	struct span program = program_of(usage);
	const char *files = usage + program.length + 1;
	text_add(to, SPAN("program\tletter\toption\targument\tkind\twords\thelp\n"));
	text_add(to, program);
	text_add(to, SPAN("\t\t\t"));
	text_add(to, (struct span){files, (size_t)(purpose - files)});
	text_add(to, SPAN("\tprogram\t"));
	add_field(to, purpose + 1);
	text_add_char(to, '\n');
	for (const struct cli_option *o = table; !is_end(o); o++) {
		if (o->name)
			add_record(to, program, o);
	}
}

static _Noreturn void say(struct span text)
{
	struct writer out;
	writer_stdout(&out);
	put_bytes(&out, text);
	writer_close(&out);
	exit(EX_OK);
}

static _Noreturn void tell(const char *usage, const struct cli_option *table, const char *how)
{
	struct text text = {0};
	if (!how)
		add_page(&text, usage, table);
	else if (strcmp(how, "tsv") == 0)
		add_records(&text, usage, table);
	else
		cli_misuse("--help: '%s' is not tsv", quote(span_of(how)).text);
	say(text_span(&text));
}

/* Reading. */

bool cli_given(const struct cli_option *table, const char *name)
{
	while (!table->name || strcmp(table->name, name) != 0)
		table++;
	return table->given;
}

/* Which of its words an argument is, or a part of one; 64 where it is none. */
static size_t place_of(const struct cli_option *o, const char *word)
{
	struct text all = {0};
	size_t i = 0;
	while (o->words[i] && strcmp(o->words[i], word) != 0)
		i++;
	if (o->words[i])
		return i;
	add_choices(&all, o->words, ", ");
	text_add_char(&all, '\0');
	const char *meant = nearest(word, o->words);
	cli_misuse("--%s: '%s' is none of: %s%s%s%s", o->name, quote(span_of(word)).text, all.bytes,
		meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
}

static void add_part(char ***array, char *part)
{
	size_t count = 0;
	while (*array && (*array)[count])
		count++;
	*array = reallocate(*array, count + 2, sizeof **array);
	(*array)[count] = part;
	(*array)[count + 1] = NULL;
}

static void take_list(const struct cli_option *o)
{
	char **parts = cli_list(o->name, optarg);
	for (char **part = parts; *part; part++) {
		if (o->words)
			place_of(o, *part);
		for (char **before = *o->list; before && *before; before++) {
			if (strcmp(*before, *part) == 0)
				cli_misuse("--%s: '%s' is named twice", o->name,
					quote(span_of(*part)).text);
		}
		add_part(o->list, *part);
	}
	free(parts);
}

static void take(struct cli_option *o)
{
	if (o->once && o->given)
		cli_misuse("--%s is given twice", o->name);
	o->given = true;
	size_t place = o->words && !o->list ? place_of(o, optarg) : 0;
	if (o->flag)
		*o->flag = true;
	if (o->text)
		*o->text = optarg;
	if (o->file && !*optarg)
		cli_misuse("--%s: the name of the file is empty", o->name);
	if (o->file)
		*o->file = optarg;
	if (o->list)
		take_list(o);
	if (o->several)
		add_part(o->several, optarg);
	if (o->place)
		*o->place = place;
	if (o->take)
		o->take(o->to, o->name, optarg);
}

/* What getopt is told of a table. A long option is known by its row, beyond all letters. */
struct grammar {
	struct cli_option *table;
	struct option *longs;
	struct text letters;
};
enum { LETTERS = 1 << 8 };

static void add_to_grammar(struct grammar *g, size_t row, size_t *longs)
{
	const struct cli_option *o = &g->table[row];
	const char *name = o->name;
	char letter = o->letter;
	int argument = o->argument ? required_argument : no_argument;
	if (o->was) { /* whatever comes after it */
		argument = optional_argument;
		letter = '\0';
		if (o->was[1] == '-')
			name = o->was + 2;
		else
			letter = o->was[1];
	}
	if (name && strcmp(name, "help") == 0)
		argument = optional_argument;
	if (name)
		g->longs[(*longs)++] = (struct option){name, argument, NULL, LETTERS + (int)row};
	if (letter)
		text_add_char(&g->letters, letter);
	if (letter && o->argument)
		text_add_char(&g->letters, ':');
}

static struct grammar make_grammar(struct cli_option *table)
{
	struct grammar g = {.table = table};
	size_t rows = 0, longs = 0;
	while (!is_end(&table[rows]))
		rows++;
	g.longs = allocate(rows + 1, sizeof *g.longs);
	text_add_char(&g.letters, ':'); /* its messages are ours */
	for (size_t row = 0; row < rows; row++)
		add_to_grammar(&g, row, &longs);
	g.longs[longs] = (struct option){0};
	text_add_char(&g.letters, '\0');
	return g;
}

/* The row that getopt has found: beyond the letters, or by one; NULL for an unknown letter. */
static struct cli_option *row_of(const struct grammar *g, int found)
{
	if (found >= LETTERS)
		return &g->table[found - LETTERS];
	for (struct cli_option *o = g->table; !is_end(o); o++) {
		bool was = o->was && o->was[1] == found && !o->was[2];
		if (was || o->letter == found)
			return o;
	}
	return NULL;
}

static _Noreturn void refuse_renamed(const struct cli_option *o)
{
	if (o->now[0] == '-')
		cli_misuse("%s is called %s now", o->was, o->now);
	cli_misuse("%s: %s", o->was, o->now);
}

/* A word with which several options begin, or none. */
static _Noreturn void refuse_name(const struct cli_option *table, const char *word)
{
	struct text several = {0};
	const char **names = NULL;
	size_t count = 0, room = 0, begun = 0;
	const char *bare = word + strspn(word, "-");
	char *name = span_copy((struct span){bare, strcspn(bare, "=")});
	for (const struct cli_option *o = table; !is_end(o); o++) {
		if (!o->name)
			continue;
		names = grow(names, &room, count + 2, sizeof *names);
		names[count++] = o->name;
		names[count] = NULL;
		if (strncmp(o->name, name, strlen(name)) == 0) {
			text_add(&several, span_of(begun++ ? " or --" : "--"));
			text_add(&several, span_of(o->name));
		}
	}
	text_add_char(&several, '\0');
	if (begun)
		cli_misuse("--%s: is it %s?", name, several.bytes);
	const char *meant = nearest(name, names);
	cli_misuse("there is no option --%s%s%s%s", quote(span_of(name)).text,
		meant ? "; did you mean --" : "", meant ? meant : "", meant ? "?" : "");
}

/* What getopt has no row for, an argument that is missing, and one too many. */
static _Noreturn void refuse(const struct grammar *g, int found, const char *word)
{
	if (!optopt)
		refuse_name(g->table, word);
	const struct cli_option *o = row_of(g, optopt);
	if (!o && optopt > ' ' && optopt < 0x7F)
		cli_misuse("there is no option -%c", optopt);
	if (!o)
		cli_misuse("an option of one letter is one of a to z or A to Z");
	if (found == ':')
		cli_misuse("--%s: its argument is missing: %s", o->name, o->argument);
	cli_misuse("--%s takes no argument", o->name);
}

/* An empty name is mostly that of a variable which is not set. */
static void check_operands(char *const *operand)
{
	for (; *operand; operand++) {
		if (!**operand)
			cli_misuse("a name among the arguments is empty");
	}
}

/* Whether two paths lead to one file, which may not be there yet; /dev/null and the like are none.
 */
static bool one_file(const char *a, const char *b)
{
	struct stat about, other;
	bool there = stat(a, &about) == 0;
	if (there != (stat(b, &other) == 0))
		return false;
	if (there)
		return S_ISREG(about.st_mode) && about.st_dev == other.st_dev &&
		       about.st_ino == other.st_ino;
	const char *slash = strrchr(a, '/'), *other_slash = strrchr(b, '/');
	char *name = span_copy(slash ? (struct span){a, (size_t)(slash + 1 - a)} : SPAN("./"));
	char *other_name = span_copy(
		other_slash ? (struct span){b, (size_t)(other_slash + 1 - b)} : SPAN("./"));
	bool same = strcmp(slash ? slash + 1 : a, other_slash ? other_slash + 1 : b) == 0 &&
		    stat(name, &about) == 0 && stat(other_name, &other) == 0 &&
		    about.st_dev == other.st_dev && about.st_ino == other.st_ino;
	free(name);
	free(other_name);
	return same;
}

/* What one option makes, another would empty, or what it reads. */
static void check_made_apart(const struct cli_option *table)
{
	for (const struct cli_option *o = table; !is_end(o); o++) {
		for (const struct cli_option *p = table; p < o; p++) {
			if (o->file && p->file && (o->made || p->made) && *o->file && *p->file &&
				one_file(*p->file, *o->file))
				fail(EX_USAGE, *o->file, 0,
					"is both the file of --%s and the file of --%s", p->name,
					o->name);
		}
	}
}

char **cli_read(int argc, char **argv, const char *usage, struct cli_option *table)
{
	struct grammar g = make_grammar(table);
	int found;
	opterr = 0;
	while ((found = getopt_long(argc, argv, g.letters.bytes, g.longs, NULL)) != -1) {
		if (found == '?' || found == ':')
			refuse(&g, found, argv[optind - 1]);
		struct cli_option *o = row_of(&g, found);
		if (o->was)
			refuse_renamed(o);
		if (o->letter == 'h')
			tell(usage, table, optarg);
		if (o->letter == 'V')
			say(SPAN("kkr " KKR_VERSION "\n"));
		take(o);
	}
	free(g.longs);
	free(g.letters.bytes);
	check_operands(argv + optind);
	check_made_apart(table);
	return argv + optind;
}
