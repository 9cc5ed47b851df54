/*
 * The fuzz targets: a name, a program's main, its arguments, and what becomes of the fuzzer's
 * bytes. The program that the fuzzer starts takes the target of its own name. A dialect is one line
 * in the table, and a directory of that name in corpus/ for what the fuzzer begins with.
 *
 * A program may end with 0, 64, 65 or 78, and nothing else, and must do the same however its input
 * is cut in pieces. What a reader writes with status 0 must be records: the record reader reads
 * it. What kkr-map writes must be a map.
 */
#include "harness.h"
#include "lib/records.h"
#include "parse/path.h"
#include "parse/sdmx.h"
#include "table/map.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

program kkr_parse_main, kkr_table_main, kkr_map_main; /* their mains */

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

static const struct target {
	const char *name;
	program *main;
	const char *arguments[16];
	enum {
		INPUT,        /* the fuzzer's bytes are the program's standard input */
		WITH_OPTIONS, /* after a line for each option, by its letter below, and an empty one
			       */
		ARGUMENT,     /* they are its argument */
	} bytes;
} targets[] = {
	{"gzip", read_all, {NULL}, INPUT},
	{"records", read_records, {NULL}, INPUT},
	{"path", read_path, {NULL}, ARGUMENT},
	{"paths", kkr_parse_main, {"--rejects=/dev/null", "--namespace=p=urn:p"}, WITH_OPTIONS},
	{"sdmx", kkr_parse_main, {"--rejects=/dev/null", "--format=sdmx", "--attributes"}, INPUT},
	{"structures", read_structures, {NULL}, INPUT},
	{"running", kkr_table_main, {"--rejects=/dev/null", "--format=running"}, WITH_OPTIONS},
	{"text", kkr_table_main, {"--rejects=/dev/null", "--format=text"}, WITH_OPTIONS},
	{"csv", kkr_table_main, {"--rejects=/dev/null", "--format=csv"}, WITH_OPTIONS},
	{"xlsx", kkr_table_main, {"--rejects=/dev/null", "--format=xlsx", "--header=1"}, INPUT},
	{"ods", kkr_table_main, {"--rejects=/dev/null", "--format=ods", "--header=1"}, INPUT},
	{"fods", kkr_table_main, {"--rejects=/dev/null", "--format=fods"}, INPUT},
	{"html", kkr_table_main, {"--rejects=/dev/null", "--format=html", "--list-cells"}, INPUT},
	{"json", kkr_table_main, {"--rejects=/dev/null", "--format=json"}, INPUT},
	{"spreadsheetml", kkr_table_main,
		{"--rejects=/dev/null", "--format=spreadsheetml", "--list-cells"}, INPUT},
	{"map", read_map, {NULL}, INPUT},
	{"proposal", kkr_map_main, {NULL}, WITH_OPTIONS},
	{"export", kkr_parse_main, {"--rejects=/dev/null", "--format=export"}, INPUT},
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

enum { OPTIONS = 16, VALUE = 256, LONGEST = sizeof "--delimiter=" };

/* R//row stands for --record=//row. */
static const struct {
	char letter;
	const char *name;
} letters[] = {
	{'R', "record"},
	{'F', "field"},
	{'n', "numbers"},
	{'g', "range"},
	{'H', "header"},
	{'S', "skip"},
	{'t', "delimiter"},
	{'E', "encoding"},
};

/* The name of the option for which a letter stands, or NULL. */
static const char *name_of(char letter)
{
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (letters[i].letter == letter)
			return letters[i].name;
	}
	return NULL;
}

/* Takes the options off the input. */
static size_t take_options(struct span *input, char option[OPTIONS][VALUE])
{
	size_t count = 0;
	while (input->length) {
		const char *end = memchr(input->bytes, '\n', input->length);
		size_t length = end ? (size_t)(end - input->bytes) : input->length;
		const char *name = length ? name_of(*input->bytes) : NULL;
		if (name && length < VALUE - LONGEST && count < OPTIONS)
			snprintf(option[count++], VALUE, "--%s=%.*s", name, (int)length - 1,
				input->bytes + 1);
		input->bytes += length + (end != NULL);
		input->length -= length + (end != NULL);
		if (length == 0)
			break;
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const none[] = {NULL};
	static char option[OPTIONS][VALUE];
	const char *arguments[64] = {NULL};
	size_t count = 0;
	struct span input = {(const char *)bytes, length};
	char *argument = span_copy(input);
	while (target->arguments[count]) {
		arguments[count] = target->arguments[count];
		count++;
	}
	if (target->bytes == ARGUMENT)
		arguments[count++] = argument;
	size_t options = target->bytes == WITH_OPTIONS ? take_options(&input, option) : 0;
	for (size_t i = 0; i < options; i++)
		arguments[count++] = option[i];

	struct text out = {0}, other = {0}, again = {0}, map = {0};
	int status = harness_run(target->main, arguments, input, SIZE_MAX, &out);
	if (status != EX_OK && status != EX_DATAERR && status != EX_USAGE && status != EX_CONFIG)
		abort();
	int other_status = harness_run(target->main, arguments, input, 1 + length % 5, &other);
	if (other_status != status ||
		(status == EX_OK && !span_equals(text_span(&out), text_span(&other))))
		abort();
	bool reader = target->main == kkr_parse_main || target->main == kkr_table_main;
	if (reader && status == EX_OK &&
		harness_run(read_records, none, text_span(&out), SIZE_MAX, &again) != EX_OK)
		abort();
	if (target->main == kkr_map_main && status == EX_OK &&
		harness_run(read_map, none, text_span(&out), SIZE_MAX, &map) != EX_OK)
		abort();
	free(out.bytes);
	free(map.bytes);
	free(other.bytes);
	free(again.bytes);
	free(argument);
	return 0;
}
