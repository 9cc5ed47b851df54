/*
 * kkr-inspect: what did I receive? A page of text for each file.
 *
 * A reader reads the file in a process of its own (inspect/run.h), so that nothing that is wrong
 * with it ends the page. What it writes is tallied while it comes (inspect/tally.h); how it has
 * read and what it has set aside stand in its report and its rejects (inspect/form.h). The page
 * says no more than these (inspect/holds.h): what is proposed is called so.
 */
#include "inspect/holds.h"
#include "inspect/paths.h"
#include "inspect/sheets.h"
#include "inspect/inspection.h"
#include "lib/beside.h"
#include "lib/cli.h"
#include "lib/share.h"
#include "lib/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] = "kkr-inspect [OPTION]... [FILE]...\n"
			    "Says what is in a file, a page for each.";

/* Options. */

static void take_told(void *to, const char *name, const char *argument)
{
	struct told *told = to;
	bool maps = strcmp(name, "maps") == 0;
	const char **list = maps ? told->maps : told->argument;
	size_t *count = maps ? &told->maps_count : &told->count;
	if (*count + 2 > TOLD_MOST)
		cli_misuse("--%s: there are too many options", name);
	struct text option = {0};
	add_printed(&option, "--%s", name);
	text_add_char(&option, '\0');
	told->mapped = told->mapped || strcmp(name, "map") == 0;
	list[(*count)++] = option.bytes;
	list[(*count)++] = argument;
}

/* Of each option the name is ours. */
static void free_told(struct told *told)
{
	for (size_t i = 0; i < told->count; i += 2)
		free((char *)told->argument[i]);
	for (size_t i = 0; i < told->maps_count; i += 2)
		free((char *)told->maps[i]);
}

static char **read_options(struct told *told, int argc, char **argv)
{
	struct cli_option table[] = {
		{.help = "What kkr-table is to be told of a table:"},
		{'m', "map", "FILE", "this table map says what its columns are", .take = take_told,
			.to = told},
		{0, "maps", "DIR", "look for a map that fits here first", .take = take_told,
			.to = told},
		{'S', "sheet", "NAME|N", "read this sheet", .take = take_told, .to = told},
		{0, "range", "B4:F110", "read these cells", .take = take_told, .to = told},
		{0, "header", "ROW[-ROW]", "the header is in this row, or in these",
			.take = take_told, .to = told},
		{0, "delimiter", "C", "what stands between the fields of a text", .take = take_told,
			.to = told},
		{0, "encoding", "NAME", "the encoding of a text", .take = take_told, .to = told},
		CLI_END,
	};
	return cli_read(argc, argv, usage, table);
}

/* Files. */

static bool copy_file(struct inspected *file, int from)
{
	static char bytes[INPUT_PIECE];
	file->copy = temporary_open(file->shown);
	for (;;) {
		ssize_t got = read(from, bytes, sizeof bytes);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			complain(file->shown, 0, "cannot be read: %s", strerror(errno));
		if (got <= 0)
			return got == 0;
		temporary_write(file->copy, file->shown, (struct span){bytes, (size_t)got});
		file->size += (unsigned long long)got;
	}
}

/* What can be read once is copied. False where it cannot be read at all. */
static bool find_file(struct inspected *file, const char *path)
{
	struct stat about;
	bool standard = strcmp(path, "-") == 0;
	*file = (struct inspected){path, standard ? "standard input" : path, -1, 0};
	int from = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	bool there = from >= 0 && fstat(from, &about) == 0 && !S_ISDIR(about.st_mode);
	if (!there && from >= 0)
		complain(file->shown, 0, "is a directory; name the files in it");
	else if (!there)
		complain(file->shown, 0, "cannot be opened: %s", strerror(errno));
	else if (standard || !S_ISREG(about.st_mode))
		there = copy_file(file, from);
	else
		file->size = (unsigned long long)about.st_size;
	if (from > STDIN_FILENO)
		close(from);
	return there;
}

/* The page: what the file is. */

static const char *form_of(const struct inspection *s)
{
	if (!s->looked)
		return "not known";
	if (s->kind == KIND_RECORDS)
		return "records";
	if (s->kind == KIND_DOCUMENT)
		return s->form.read[READ_ROOT] ? "XML" : "not known";
	return s->form.read[READ_FORMAT] ? s->form.read[READ_FORMAT] : "not known";
}

/* The dialect of XML, with the version that the namespace of SDMX-ML has: .../schemas/v2_1/message
 */
static void put_dialect(struct writer *page, const struct inspection *s)
{
	static const char schemas[] = "sdmxml/schemas/v";
	const char *format = s->form.read[READ_FORMAT], *space = s->form.read[READ_NAMESPACE];
	struct text line = {0};
	const char *version = strcasestr(space, schemas);
	if (version)
		add_printed(&line, "SDMX-ML %.1s.%.1s", version + strlen(schemas),
			version + strlen(schemas) + 2);
	else if (format)
		text_add(&line, span_of(format));
	if (!format)
		add_printed(&line, "%snone that kkr-parse reads", line.length ? ", " : "");
	add_printed(
		&line, "; <%s> of %s", s->form.read[READ_ROOT], *space ? space : "no namespace");
	page_row(page, "dialect", text_span(&line));
	free(line.bytes);
}

/* Whether the file on disk begins with these bytes. */
static bool file_begins(const struct inspected *file, const char *start)
{
	char bytes[4];
	ssize_t length = (ssize_t)strlen(start);
	int from = file->copy >= 0 ? file->copy : open(file->path, O_RDONLY | O_CLOEXEC);
	bool begins = from >= 0 && pread(from, bytes, (size_t)length, 0) == length &&
		      memcmp(bytes, start, (size_t)length) == 0;
	if (from >= 0 && from != file->copy)
		close(from);
	return begins;
}

static void put_form(struct writer *page, const struct inspection *s)
{
	char *const *read = s->form.read;
	struct text line = {0};
	text_add(&line, span_of(form_of(s)));
	if (file_begins(s->file, "\x1F"))
		text_add(&line, SPAN(", gzip"));
	if (s->file->size == 0)
		text_add(&line, SPAN(", empty"));
	if (read[READ_ENCODING])
		add_printed(&line, ", %s", read[READ_ENCODING]);
	if (file_begins(s->file, "\xEF\xBB\xBF"))
		text_add(&line, SPAN(" with a byte order mark"));
	if (read[READ_DELIMITER])
		add_printed(&line, ", fields divided by %s", read[READ_DELIMITER]);
	add_printed(&line, ", %llu bytes", s->file->size);
	page_row(page, "file", text_span(&line));
	if (s->kind == KIND_DOCUMENT && read[READ_ROOT])
		put_dialect(page, s);
	free(line.bytes);
}

/* Of a map that kkr brings the name is enough. */
static void put_map(struct writer *page, const char *map)
{
	struct text line = {0};
	char *own = share_path("schemas/maps");
	size_t length = own ? strlen(own) : 0;
	bool brought = own && strncmp(map, own, length) == 0 && map[length] == '/';
	text_add(&line, span_of(brought ? map + length + 1 : map));
	if (brought)
		text_add(&line, SPAN(", which kkr brings"));
	page_row(page, "map", text_span(&line));
	free(line.bytes);
	free(own);
}

/* Which sheet is read, where its header is, and by which map. */
static void put_table(struct writer *page, const struct inspection *s)
{
	char *const *read = s->form.read;
	if (read[READ_SHEET])
		page_row(page, "sheet", span_of(read[READ_SHEET]));
	if (read[READ_HEADER])
		page_row(page, "header", span_of(read[READ_HEADER]));
	if (read[READ_MAP])
		put_map(page, read[READ_MAP]);
}

/* What came of reading it. */

/* The lines of what was said, the first few. */
static void put_said(struct writer *page, struct span said)
{
	size_t lines = 0;
	while (said.length) {
		const char *feed = memchr(said.bytes, '\n', said.length);
		size_t length = feed ? (size_t)(feed - said.bytes) : said.length;
		if (lines++ < PAGE_REASONS)
			page_below(page, (struct span){said.bytes, length});
		size_t taken = feed ? length + 1 : length;
		said = (struct span){said.bytes + taken, said.length - taken};
	}
	page_more(page, lines < PAGE_REASONS ? lines : PAGE_REASONS, lines);
}

/* Nothing came out, of a file in which there was something. */
static bool unreadable(const struct inspection *s)
{
	return !s->read || (s->tally.records == 0 && (s->form.aside || s->run.status != EX_OK));
}

/* The last line of what was said, where records were set aside, says how many and where. */
static void without_last(const struct inspection *s, struct text *said)
{
	if (s->run.status != EX_OK || s->form.aside == 0 || said->length == 0)
		return;
	const char *feed = memrchr(said->bytes, '\n', said->length - 1);
	said->length = feed ? (size_t)(feed + 1 - said->bytes) : 0;
}

static void put_records(struct writer *page, const struct inspection *s)
{
	struct text line = {0}, said = {0};
	bool stopped = s->run.status != EX_OK;
	if (!s->read)
		text_add(&line, SPAN("none could be read"));
	else
		add_printed(&line, "%s%llu in, %llu out, %llu set aside%s",
			stopped ? "at least " : "", s->tally.records + s->form.aside,
			s->tally.records, s->form.aside, stopped ? "; then reading stopped" : "");
	page_row(page, "records", text_span(&line));
	put_rejects(page, &s->run);
	run_said(&s->run, &said);
	without_last(s, &said);
	put_said(page, text_span(&said));
	if (s->misfit.length) {
		page_row(page, "map",
			s->read ? SPAN("none fits; what follows is by the table's own header")
				: SPAN("none fits"));
		put_said(page, text_span(&s->misfit));
	}
	free(line.bytes);
	free(said.bytes);
}

/* SDMX names its data sets, though that is a column only where it is asked for. */

static void take_set(void *to, const struct records *in)
{
	if (in->field[0].length)
		count_text(to, in->field[0]);
}

static void put_sets(struct writer *page, const struct inspection *s)
{
	static const char *const arguments[] = {"kkr-parse", "--columns", "dataset", NULL};
	struct counted sets;
	const char *format = s->form.read[READ_FORMAT];
	if (!format || strcmp(format, "sdmx") != 0 || tally_has(&s->tally, IS_DATASET))
		return;
	counted_make(&sets, &s->tally.secret, TALLY_FIELDS);
	if (inspection_list(s, beside_become, arguments, take_set, &sets) && sets.count)
		put_counted(page, "dataset", &sets);
	counted_free(&sets);
}

static void put_tally(struct writer *page, const struct tally *tally)
{
	put_columns(page, tally);
	put_areas(page, tally);
	put_missing(page, tally);
	put_totals(page, tally);
	put_twice(page, tally);
}

/* Tells on standard error, too, why nothing could be read. */
static void say_why(const struct inspection *s)
{
	struct text said = {0};
	run_said(&s->run, &said);
	struct span first = text_span(&said);
	const char *feed = memchr(first.bytes, '\n', first.length);
	first.length = feed ? (size_t)(feed - first.bytes) : first.length;
	if (s->read)
		complain(
			s->file->shown, 0, "each of its %llu records was set aside", s->form.aside);
	else
		complain(s->file->shown, 0, "%.*s", (int)first.length, first.bytes);
	free(said.bytes);
}

/* The name of the file as a shell takes it for one. */
static void add_shell(struct text *to, const char *name)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-";
	bool bare = *name && *name != '-' && name[strspn(name, plain)] == '\0';
	if (bare || strcmp(name, "-") == 0) {
		text_add(to, span_of(name));
		return;
	}
	text_add(to, span_of(*name == '-' ? "'./" : "'"));
	for (const char *at = name; *at; at++) {
		if (*at == '\'')
			text_add(to, SPAN("'\\'"));
		text_add_char(to, *at);
	}
	text_add_char(to, '\'');
}

/* A table without the columns that say what its figures are: a map says it. */
static bool tells_nothing(const struct inspection *s)
{
	return s->read && s->kind == KIND_TABLE &&
	       !(tally_has(&s->tally, IS_AREA) && tally_has(&s->tally, IS_VALUE));
}

/* Options and their arguments, in pairs. */
static void add_options(struct text *line, const char *const *option, size_t count)
{
	for (size_t i = 0; i < count; i += 2) {
		add_printed(line, "%s ", option[i]);
		add_shell(line, option[i + 1]);
		text_add_char(line, ' ');
	}
}

/* What reads a table as it was read here: kkr read looks for a map, and knows no other options. */
static void add_reader(struct text *line, const struct inspection *s)
{
	const struct told *told = s->told;
	const char *map = s->form.read[READ_MAP];
	text_add(line,
		told->count > 2 * (size_t)told->mapped ? SPAN("kkr table ") : SPAN("kkr read "));
	add_options(line, told->argument, told->count);
	if (told->mapped || !map)
		return;
	if (told->count)
		add_options(line, (const char *const[]){"--map", map}, 2);
	else
		add_options(line, told->maps, told->maps_count);
}

/*
 * What to do next: `sheet` is the number of one, where there are several, and `paths` the
 * options that read XML of no dialect.
 */
static void put_next(
	struct writer *page, const struct inspection *s, struct span sheet, struct span paths)
{
	struct text line = {0};
	if (paths.length) {
		text_add(&line, SPAN("kkr parse "));
		text_add(&line, paths);
		text_add_char(&line, ' ');
	} else if (!s->read && sheet.length) {
		add_printed(&line, "kkr inspect --sheet %.*s ", (int)sheet.length, sheet.bytes);
	} else if (s->misfit.length || tells_nothing(s)) {
		text_add(&line, SPAN("kkr map "));
		add_options(&line, s->told->argument, s->told->mapped ? 0 : s->told->count);
	} else if (unreadable(s)) {
		return;
	} else if (s->kind != KIND_RECORDS) {
		add_reader(&line, s);
	} else if (tally_has(&s->tally, IS_AREA)) {
		text_add(&line, SPAN("kkr codes "));
	}
	if (line.length) {
		add_shell(&line, s->file->path);
		page_row(page, "next", text_span(&line));
	}
	free(line.bytes);
}

static int inspect(struct writer *page, const struct told *told, const struct inspected *file,
	struct recogniser *recogniser)
{
	struct inspection inspection;
	inspection_read(&inspection, told, file, recogniser);
	if (inspection.run.status != EX_OK && inspection.run.status != EX_DATAERR) {
		run_judged(&inspection.run);
		say_why(&inspection);
		return inspection.run.status;
	}
	page_line(page, span_of(file->shown));
	put_form(page, &inspection);
	struct text sheet = {0};
	if (inspection.looked && inspection.kind == KIND_TABLE) {
		put_sheets(page, &inspection, &sheet);
		put_table(page, &inspection);
	}
	put_records(page, &inspection);
	struct text paths = {0};
	if (inspection.read) {
		put_sets(page, &inspection);
		put_tally(page, &inspection.tally);
	} else if (inspection.form.read[READ_ROOT] && !inspection.form.read[READ_FORMAT]) {
		put_paths(page, &inspection, &paths);
	}
	put_next(page, &inspection, text_span(&sheet), text_span(&paths));
	free(paths.bytes);
	free(sheet.bytes);
	int status = unreadable(&inspection) ? EX_DATAERR : EX_OK;
	writer_flush(page);
	if (status != EX_OK)
		say_why(&inspection);
	inspection_free(&inspection);
	return status;
}

int main(int argc, char **argv)
{
	static char *const standard_input[] = {"-", NULL};
	struct told told = {.count = 0};
	struct areas areas;
	struct recogniser recogniser;
	struct inspected file;
	int status = EX_OK, worst = EX_OK;
	cli_start(argv);
	char **files = read_options(&told, argc, argv);
	areas_load(&areas, NULL);
	recogniser_make(&recogniser, &areas, (struct rules){.guess = true});
	struct writer *page = allocate(1, sizeof *page);
	writer_stdout(page);
	bool first = true;
	for (char *const *path = *files ? files : standard_input; *path; path++) {
		status = EX_NOINPUT;
		if (find_file(&file, *path)) {
			if (!first)
				page_line(page, SPAN(""));
			first = false;
			status = inspect(page, &told, &file, &recogniser);
			if (file.copy >= 0)
				close(file.copy);
		}
		worst = status > worst ? status : worst;
	}
	writer_close(page);
	recogniser_free(&recogniser);
	areas_free(&areas);
	free(page);
	free_told(&told);
	return worst;
}
