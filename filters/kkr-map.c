/*
 * kkr-map: proposes a table map for a file, which an analyst corrects and keeps.
 *
 * The cells come from kkr-table's own reader. Of the first sheet that has areas and figures the
 * first rows are kept (map/sample.c), and tell where the table is (map/site.c) and what its
 * columns are (map/plan.c); then each row is held against that as it passes (map/study.c), so that
 * memory does not grow with the file. What was found is written as a map (map/proposal.c), and
 * what is not understood stands in it, with a remark.
 */
#include "map/encoding.h"
#include "map/proposal.h"
#include "map/sheets.h"

#include "lib/cli.h"
#include "lib/temporary.h"
#include "table/file.h"

#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
	"kkr-map [OPTION]... [FILE]\n"
	"Proposes a table map for FILE, by which kkr-table reads it: correct it and keep it.";

struct options {
	struct layout layout;
	const char *pipeline;
	char *like;
	const char *file;
};

static struct options read_options(int argc, char **argv)
{
	struct options o = {0};
	struct cli_option table[] = {
		{0, "for", "PIPELINE",
			"call measures what this pipeline does: climate, mobility, refugees, taskforce",
			.text = &o.pipeline},
		{0, "like", "MAP", "take over what this older map says", .file = &o.like,
			.once = true},
		{.help = "Where the table is:"},
		{'S', "sheet", "NAME|N", "look at this sheet", .take = layout_take,
			.to = &o.layout},
		{0, "range", "B4:F110", "look at these cells", .take = layout_take,
			.to = &o.layout},
		{0, "header", "ROW[-ROW]",
			"the header is in this row, or in these; 0: there is none",
			.take = layout_take, .to = &o.layout},
		{.help = "How a text is written:"},
		{0, "delimiter", "C", "what stands between its fields: ';', tab",
			.take = layout_take, .to = &o.layout},
		{0, "encoding", "NAME", "its encoding: windows-1252", .take = layout_take,
			.to = &o.layout},
		{.help = ""},
		RENAMED("-s", "--sheet"),
		CLI_END,
	};
	char **files = cli_read(argc, argv, usage, table);
	if (files[0] && files[1])
		cli_misuse("one file at a time");
	o.file = files[0] ? files[0] : "-";
	if (o.like)
		cli_input("--like", o.like, files);
	return o;
}

/* A copy of standard input, which is read twice. */
static int copy_input(struct input *input)
{
	char bytes[INPUT_PIECE];
	size_t got;
	int copy = temporary_open("standard input");
	while ((got = input_read(input, bytes, sizeof bytes)) > 0)
		temporary_write(copy, "standard input", (struct span){bytes, got});
	return copy;
}

static struct input *open_again(const char *file, int copy)
{
	if (copy < 0)
		return input_open(file);
	int again = dup(copy);
	if (again < 0 || lseek(again, 0, SEEK_SET) != 0)
		fail(EX_OSERR, "standard input", 0, "its temporary copy cannot be read again");
	return input_open_file("standard input", again);
}

/* Reads the cells of the file, with what is said and what was found of its encoding. */
static void read_sheets(struct sheets *sheets, const struct layout *layout, const char *file,
	int copy, struct rows *rows)
{
	struct input *input = open_again(file, copy);
	struct reading reading = {.layout = layout};
	table_read(input, rows, &reading);
	bool found = sheets_end(sheets);
	if (!found && sheets->across)
		fail(EX_DATAERR, input_name(input), 0,
			"areas stand side by side in row %zu: a map needs them below one another; "
			"turn the table (Paste Special, Transpose; or datamash transpose)",
			sheets->across);
	if (!found)
		fail(EX_DATAERR, input_name(input), 0,
			"no area is recognised in any column: a map needs one");
	input_close(input);
}

static void propose(const struct options *o, const struct areas *areas, struct looks *looks)
{
	static char *const none[] = {NULL};
	struct guess guess = {0};
	struct layout layout = o->layout;
	struct cells_taker taker;
	struct sheets sheets;
	struct rows rows;
	int copy = -1;
	struct input *input = input_open(o->file);
	if (strcmp(o->file, "-") == 0) {
		copy = copy_input(input);
		input_close(input);
		input = open_again(o->file, copy);
	}
	input_refuse(input);
	if (!layout.encoding) {
		guess = encoding_guess(input, looks);
		layout.encoding = guess.encoding;
	}
	input_close(input);
	layout.taker = &taker;
	sheets_open(&sheets, &o->layout, areas, looks, &taker);
	rows_open(&rows, &(struct rows_options){.files = none}, NULL);
	read_sheets(&sheets, &layout, o->file, copy, &rows);
	struct proposal proposal = {.file = copy < 0 ? o->file : "standard input",
		.encoding = layout.encoding,
		.cut = sheets.cut,
		.unproved = guess.unproved,
		.said = &o->layout,
		.sheet = text_span(&sheets.name),
		.sheet_number = sheets.number,
		.sheets = sheets.count,
		.others = &sheets.others,
		.areas = areas,
		.site = &sheets.site,
		.plan = &sheets.plan,
		.study = &sheets.study,
		.measures = o->pipeline ? measures_open(o->pipeline) : NULL,
		.like = o->like ? like_open(o->like) : NULL,
		.like_file = o->like};
	proposal_write(&proposal, &rows.writer);
	rows_close(&rows);
	measures_close((struct measures *)proposal.measures);
	like_close(proposal.like);
	sheets_free(&sheets);
}

int main(int argc, char **argv)
{
	cli_start(argv);
	struct options o = read_options(argc, argv);
	struct areas areas = {0};
	areas_load(&areas, NULL);
	struct looks *looks = looks_open(&areas);
	propose(&o, &areas, looks);
	looks_close(looks);
	areas_free(&areas);
	layout_free(&o.layout);
	return EX_OK;
}
