/*
 * The fuzz targets: a name, a program's main, its arguments, what becomes of the fuzzer's bytes,
 * and what is asked of what comes out. The program that the fuzzer starts takes the target of its
 * own name. A target is one line in the table, and a directory of that name in corpus/ for what the
 * fuzzer begins with.
 *
 * A program may end with 0, 64, 65 or 78, and nothing else, and must do the same however its input
 * is cut in pieces. What it writes with status 0 must be what it is meant to be, and is read by
 * what reads such: records by the record reader, a map by that of maps, pictures and pages by
 * libxml2.
 */
#include "harness.h"
#include "lib/records.h"
#include "manifest/manifest.h"
#include "parse/path.h"
#include "parse/sdmx.h"
#include "table/map.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <yajl/yajl_parse.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

program kkr_agree_main, kkr_check_main, kkr_codes_main, kkr_compare_main, kkr_correct_main,
	kkr_edition_main, kkr_format_main, kkr_kpi_main, kkr_manifest_main, kkr_map_main,
	kkr_parse_main, kkr_plot_main, kkr_quota_main, kkr_report_main, kkr_select_main,
	kkr_table_main, kkr_why_main; /* their mains */

/* Reads standard input to its end, gzip or not. */
static int read_all(int argc, char **argv)
{
	(void)argc, (void)argv;
	char bytes[100];
	struct input *input = input_open("-");
	while (input_read(input, bytes, sizeof bytes) > 0)
		;
	input_close(input);
	return EX_OK;
}

static int read_records(int argc, char **argv)
{
	(void)argc;
	struct records records;
	records_open(&records, argv + 1, EX_DATAERR, NULL);
	while (records_next(&records)) {
		for (size_t i = 0; i < records.columns; i++)
			number_valid(records.field[i]);
	}
	records_close(&records);
	return EX_OK;
}

/* Reads a structure of SDMX with its labels, and asks for what is not in it. */
static int read_structures(int argc, char **argv)
{
	(void)argc, (void)argv;
	char *const paths[] = {"-", NULL};
	struct structures *structures = structures_open(paths, "da");
	structures_find(structures, SPAN("BEF"), true);
	structures_close(structures);
	return EX_OK;
}

static int read_map(int argc, char **argv)
{
	(void)argc, (void)argv;
	struct layout layout = {0};
	map_free(map_read("-", &layout));
	layout_free(&layout);
	return EX_OK;
}

/* Reads a path, and follows it down elements of its own names, as deep as they may nest. */
static int read_path(int argc, char **argv)
{
	(void)argc;
	static const struct path_prefix prefix = {"p", "urn:p"};
	struct path path;
	path_read(&path, "field", argv[1], &prefix, 1);
	struct path_state state = path_from(&path, 0);
	for (size_t depth = 0; path.steps && depth < XML_DEPTH; depth++) {
		const struct path_name *name = &path.step[depth % path.steps].name;
		struct element element = {
			.name = name->name, .space = name->space ? name->space : ""};
		state = path_down(&path, state, &element);
		if (path_length(state) > path.steps)
			abort();
	}
	path_free(&path);
	return EX_OK;
}

static int read_manifest(int argc, char **argv)
{
	(void)argc, (void)argv;
	struct manifest manifest = {0};
	manifest_read(&manifest, "/fuzz/0");
	manifest_free(&manifest);
	return EX_OK;
}

/* What comes out. */

static const char *const no_arguments[] = {NULL};

/* What a program makes of bytes; its status must be 0. */
static struct text made_of(program *main, const char *const *arguments, struct span bytes)
{
	struct text out = {0};
	if (harness_run(main, arguments, &bytes, 1, SIZE_MAX, &out) != EX_OK)
		abort();
	return out;
}

static void be_records(struct span input, struct span out)
{
	(void)input;
	free(made_of(read_records, no_arguments, out).bytes);
}

static void be_map(struct span input, struct span out)
{
	(void)input;
	free(made_of(read_map, no_arguments, out).bytes);
}

static void be_xml(struct span input, struct span out)
{
	(void)input;
	xmlDocPtr document = xmlReadMemory(out.bytes, (int)out.length, NULL, NULL,
		XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_HUGE);
	if (!document || memmem(out.bytes, out.length, "<script", strlen("<script")))
		abort();
	xmlFreeDoc(document);
}

/* libxml2 knows HTML 4, and not the elements that there have been since. */
static void take_error(void *fault, xmlErrorPtr error)
{
	if (error->code != XML_HTML_UNKNOWN_TAG)
		*(bool *)fault = true;
}

/* A page, of which the scripts are ours: one, and what it is given as JSON. */
static void be_html(struct span input, struct span out)
{
	(void)input;
	static const char begins[] = "<script", code[] = "<script>\n",
			  data[] = "<script type=\"application/json\" id=\"tal\">\n";
	bool fault = false;
	size_t codes = 0;
	xmlSetStructuredErrorFunc(&fault, take_error);
	htmlDocPtr document =
		htmlReadMemory(out.bytes, (int)out.length, NULL, "utf-8", HTML_PARSE_NONET);
	xmlSetStructuredErrorFunc(NULL, NULL);
	struct text all = {0};
	text_add(&all, out);
	text_add_char(&all, '\0');
	for (const char *at = strcasestr(all.bytes, begins); at; at = strcasestr(at + 1, begins)) {
		bool is_code = strncmp(at, code, strlen(code)) == 0;
		codes += is_code;
		fault |= !is_code && strncmp(at, data, strlen(data)) != 0;
	}
	if (fault || codes > 1 || !document)
		abort();
	free(all.bytes);
	xmlFreeDoc(document);
}

static void be_json(struct span input, struct span out)
{
	(void)input;
	yajl_handle parser = yajl_alloc(NULL, NULL, NULL);
	yajl_config(parser, yajl_allow_multiple_values, 1); /* jsonl */
	if (yajl_parse(parser, (const unsigned char *)out.bytes, out.length) != yajl_status_ok ||
		yajl_complete_parse(parser) != yajl_status_ok)
		abort();
	yajl_free(parser);
}

/* Of no records there is no object. */
static void be_jsonl(struct span input, struct span out)
{
	if (out.length)
		be_json(input, out);
}

/*
 * A table that gives the records back from which it is made. Each row has something in it: those
 * that have nothing are no rows of a table.
 */
static void be_csv(struct span input, struct span out)
{
	static const char *const with[] = {"--set=of_each=row", NULL};
	static const char *const csv[] = {"--type=csv", NULL};
	static const char *const table[] = {
		"--format=csv", "--delimiter=,", "--encoding=utf-8", "--header=1", NULL};
	(void)out;
	struct text records = made_of(kkr_select_main, with, input);
	struct text written = made_of(kkr_format_main, csv, text_span(&records));
	struct text back = made_of(kkr_table_main, table, text_span(&written));
	if (!span_equals(text_span(&records), text_span(&back)))
		abort();
	free(records.bytes);
	free(written.bytes);
	free(back.bytes);
}

static void be_xlsx(struct span input, struct span out)
{
	static const char *const arguments[] = {"--format=xlsx", "--header=1", "--sheet=1", NULL};
	(void)input;
	free(made_of(kkr_table_main, arguments, out).bytes);
}

#define OF_READER "record field numbers range header skip delimiter encoding"
#define OF_FORMAT "lang title heading wide codes names width"
#define OF_PLOT                                                                                    \
	"value label series highlight unit per target by-size within link breaks as-of title "     \
	"source lang names id"
#define OF_REPORT                                                                                  \
	"title lang kkr municipality figures figures-before quotas steps why fixed changes "       \
	"deadlines regions comparison remarks edition made proof dates"

static const struct target {
	const char *name;
	program *main;
	const char *arguments[16];
	enum {
		INPUT,       /* the fuzzer's bytes are the program's standard input */
		ARGUMENT,    /* they are its argument */
		WITH_OPTIONS /* a line for each option, name=value, an empty one, and files
				(take_files) */
	} bytes;
	const char *options; /* that they may have, with blanks between them */
	void (*be)(struct span input, struct span out); /* ends the process if it is not */
} targets[] = {
	/* What programs are made of. */
	{"gzip", read_all, {NULL}, INPUT, NULL, NULL},
	{"records", read_records, {NULL}, INPUT, NULL, NULL},
	{"path", read_path, {NULL}, ARGUMENT, NULL, NULL},
	{"structures", read_structures, {NULL}, INPUT, NULL, NULL},
	{"map", read_map, {NULL}, INPUT, NULL, NULL},
	{"manifest", read_manifest, {NULL}, INPUT, NULL, NULL},
	/* Readers. */
	{"export", kkr_parse_main, {"--rejects=/dev/null", "--format=export"}, INPUT, NULL,
		be_records},
	{"paths", kkr_parse_main, {"--rejects=/dev/null", "--namespace=p=urn:p"}, WITH_OPTIONS,
		OF_READER, be_records},
	{"sdmx", kkr_parse_main, {"--rejects=/dev/null", "--format=sdmx", "--attributes"}, INPUT,
		NULL, be_records},
	{"running", kkr_table_main, {"--rejects=/dev/null", "--format=running"}, WITH_OPTIONS,
		OF_READER, be_records},
	{"text", kkr_table_main, {"--rejects=/dev/null", "--format=text"}, WITH_OPTIONS, OF_READER,
		be_records},
	{"csv", kkr_table_main, {"--rejects=/dev/null", "--format=csv"}, WITH_OPTIONS, OF_READER,
		be_records},
	{"mapped", kkr_table_main, {"--rejects=/dev/null", "--map=/fuzz/1"}, WITH_OPTIONS,
		OF_READER " format unproved", be_records},
	{"xlsx", kkr_table_main, {"--rejects=/dev/null", "--format=xlsx", "--header=1"}, INPUT,
		NULL, be_records},
	{"ods", kkr_table_main, {"--rejects=/dev/null", "--format=ods", "--header=1"}, INPUT, NULL,
		be_records},
	{"fods", kkr_table_main, {"--rejects=/dev/null", "--format=fods"}, INPUT, NULL, be_records},
	{"html", kkr_table_main, {"--rejects=/dev/null", "--format=html", "--list-cells"}, INPUT,
		NULL, be_records},
	{"json", kkr_table_main, {"--rejects=/dev/null", "--format=json"}, INPUT, NULL, be_records},
	{"spreadsheetml", kkr_table_main,
		{"--rejects=/dev/null", "--format=spreadsheetml", "--list-cells"}, INPUT, NULL,
		be_records},
	{"proposal", kkr_map_main, {NULL}, WITH_OPTIONS, OF_READER, be_map},
	{"like", kkr_map_main, {"--like=/fuzz/1"}, WITH_OPTIONS, OF_READER " for", be_map},
	/* From records to records. */
	{"codes", kkr_codes_main, {"--rejects=/dev/null", "--details=/dev/null"}, WITH_OPTIONS,
		"column add group period split to christiansoe levels areas", be_records},
	{"correct", kkr_correct_main, {"--corrections=/fuzz/1", "--details=/dev/null"},
		WITH_OPTIONS, "names", be_records},
	{"check", kkr_check_main, {"--report=/dev/null"}, WITH_OPTIONS,
		"complete keep within names areas", be_records},
	{"quota", kkr_quota_main, {NULL}, WITH_OPTIONS,
		"landstal residual population nationals family exempt within against published "
		"exact method weight ties total long steps names areas",
		be_records},
	{"explain", kkr_quota_main, {"--explain=101"}, WITH_OPTIONS, "landstal residual lang names",
		NULL},
	{"agree", kkr_agree_main, {NULL}, WITH_OPTIONS,
		"transfers regions report table changed-from names areas", be_records},
	{"kpi", kkr_kpi_main, {"--definitions=/fuzz/1", "--rejects=/dev/null"}, WITH_OPTIONS,
		"group as-of partial names", be_records},
	{"states", kkr_kpi_main, {"--definitions=/fuzz/1", "--merge"}, WITH_OPTIONS,
		"group as-of partial", be_records},
	{"compare", kkr_compare_main, {"-", "/fuzz/1"}, WITH_OPTIONS,
		"key value names tolerance same by-change", be_records},
	{"against", kkr_compare_main, {"--against=/fuzz/1"}, WITH_OPTIONS,
		"key value names measures tolerance same by-change", be_records},
	{"select", kkr_select_main, {NULL}, WITH_OPTIONS, "where set rename columns sort",
		be_records},
	{"edition", kkr_edition_main, {"--needs=/fuzz/1"}, WITH_OPTIONS,
		"topic edition landstal dated deadlines survey before details report areas",
		be_records},
	{"topic", kkr_edition_main, {"--report=/dev/null"}, WITH_OPTIONS, "topic optional",
		be_records},
	{"why", kkr_why_main, {"-", "/fuzz/1"}, WITH_OPTIONS, "areas", be_records},
	/* From records to what people read. */
	{"format-text", kkr_format_main, {"--type=text"}, WITH_OPTIONS, OF_FORMAT, NULL},
	{"format-csv", kkr_format_main, {"--type=csv"}, INPUT, NULL, be_csv},
	{"format-csv-da", kkr_format_main, {"--type=csv-da"}, WITH_OPTIONS, OF_FORMAT, NULL},
	{"format-json", kkr_format_main, {"--type=json"}, WITH_OPTIONS, OF_FORMAT, be_json},
	{"format-jsonl", kkr_format_main, {"--type=jsonl"}, WITH_OPTIONS, OF_FORMAT, be_jsonl},
	{"format-md", kkr_format_main, {"--type=md"}, WITH_OPTIONS, OF_FORMAT, NULL},
	{"format-html", kkr_format_main, {"--type=html"}, WITH_OPTIONS, OF_FORMAT, be_html},
	{"format-xlsx", kkr_format_main, {"--type=xlsx"}, WITH_OPTIONS, OF_FORMAT " sheet",
		be_xlsx},
	{"plot-map", kkr_plot_main, {"--type=map"}, WITH_OPTIONS, OF_PLOT, be_xml},
	{"plot-bars", kkr_plot_main, {"--type=bars"}, WITH_OPTIONS, OF_PLOT, be_xml},
	{"plot-lines", kkr_plot_main, {"--type=lines"}, WITH_OPTIONS, OF_PLOT, be_xml},
	{"plot-timeline", kkr_plot_main, {"--type=timeline"}, WITH_OPTIONS, OF_PLOT, be_xml},
	{"report-page", kkr_report_main, {"--type=page", "/fuzz/1"}, WITH_OPTIONS, OF_REPORT,
		be_html},
	{"report-agenda", kkr_report_main, {"--type=agenda"}, WITH_OPTIONS, OF_REPORT, be_html},
	{"report-municipality", kkr_report_main, {"--type=municipality"}, WITH_OPTIONS, OF_REPORT,
		be_html},
	{"report-figures", kkr_report_main, {"--type=figures", "t=/fuzz/0", "u=/fuzz/1"},
		WITH_OPTIONS, OF_REPORT, be_records},
	{"report-text", kkr_report_main, {"--type=text"}, WITH_OPTIONS, OF_REPORT, NULL},
	{"report-labels", kkr_report_main, {"--type=labels"}, WITH_OPTIONS, OF_REPORT, be_records},
	/* What the driver keeps. */
	{"request", kkr_manifest_main, {"paths", "-"}, INPUT, NULL, NULL},
	{"decide", kkr_manifest_main,
		{"decide", "/fuzz", "--lying=/fuzz/0", "--failed=/fuzz/1", "--survey=/fuzz/2",
			"--aside=/fuzz/3"},
		WITH_OPTIONS, "max-rejects verbose reason", NULL},
};
static const struct target *target;

/* NOLINTNEXTLINE(readability-non-const-parameter): libFuzzer gives the type */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	const char *slash = strrchr(**argv, '/'), *name = slash ? slash + 1 : **argv;
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		if (strcmp(targets[i].name, name) == 0)
			target = &targets[i];
	}
	if (!target) {
		for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
			puts(targets[i].name);
		exit(EX_OK);
	}
	harness_start();
	return 0;
}

enum { OPTIONS = 16, OPTION_LENGTH = 256 };

/* Whether a name is one of those with blanks between them. */
static bool is_among(struct span name, const char *names)
{
	while (*names) {
		size_t length = strcspn(names, " ");
		if (span_equals(name, (struct span){names, length}))
			return true;
		names += length + strspn(names + length, " ");
	}
	return false;
}

/* Takes a line off, without its line feed. */
static struct span line_off(struct span *input)
{
	const char *end = input->length ? memchr(input->bytes, '\n', input->length) : NULL;
	struct span line = {input->bytes, end ? (size_t)(end - input->bytes) : input->length};
	size_t length = line.length + (end != NULL);
	*input = (struct span){input->bytes + length, input->length - length};
	return line;
}

/* Takes the options off the input. */
static size_t take_options(struct span *input, char option[OPTIONS][OPTION_LENGTH])
{
	size_t count = 0;
	struct span line;
	while ((line = line_off(input)).length) {
		const char *equals = memchr(line.bytes, '=', line.length);
		struct span name = {
			line.bytes, equals ? (size_t)(equals - line.bytes) : line.length};
		if (is_among(name, target->options) && line.length + strlen("--") < OPTION_LENGTH &&
			count < OPTIONS)
			snprintf(option[count++], OPTION_LENGTH, "--%.*s", (int)line.length,
				line.bytes);
	}
	return count;
}

/* The files of the input, which are divided by lines of "====". */
static size_t take_files(struct span input, struct span file[FILES])
{
	size_t count = 0;
	file[count] = (struct span){input.bytes, 0};
	while (input.length) {
		struct span line = line_off(&input);
		if (span_is(line, "====") && count + 1 < FILES)
			file[++count] = (struct span){input.bytes, 0};
		else
			file[count].length = (size_t)(input.bytes - file[count].bytes);
	}
	return count + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static char option[OPTIONS][OPTION_LENGTH];
	const char *arguments[64] = {NULL};
	size_t count = 0, files = 1;
	struct span input = {(const char *)bytes, length}, file[FILES] = {input};
	char *argument = span_copy(input);
	while (target->arguments[count]) {
		arguments[count] = target->arguments[count];
		count++;
	}
	if (target->bytes == ARGUMENT)
		arguments[count++] = argument;
	if (target->bytes == WITH_OPTIONS) {
		size_t options = take_options(&input, option);
		for (size_t i = 0; i < options; i++)
			arguments[count++] = option[i];
		files = take_files(input, file);
	}

	struct text out = {0}, other = {0};
	int status = harness_run(target->main, arguments, file, files, SIZE_MAX, &out);
	if (status != EX_OK && status != EX_DATAERR && status != EX_USAGE && status != EX_CONFIG)
		abort();
	int other_status =
		harness_run(target->main, arguments, file, files, 1 + length % 5, &other);
	if (other_status != status ||
		(status == EX_OK && !span_equals(text_span(&out), text_span(&other))))
		abort();
	if (status == EX_OK && target->be)
		target->be(*file, text_span(&out));
	free(out.bytes);
	free(other.bytes);
	free(argument);
	return 0;
}
