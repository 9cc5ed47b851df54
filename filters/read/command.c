#include "command.h"

#include "columns.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Reads a number of bytes, which may be told in K, M or G (1024 bytes, and so on). */
static unsigned long long read_bytes(const char *text)
{
	static const char units[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long bytes = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(units, *end) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	bool valid = *text >= '0' && *text <= '9' && errno == 0 && bytes > 0 &&
		     bytes <= ULLONG_MAX >> shift && (unit ? end[1] : *end) == '\0';
	if (!valid)
		cli_misuse("--max-bytes: '%s' is no number of bytes (1000000, 500M, 2G)", text);
	return bytes << shift;
}

void command_check(struct command *command)
{
	struct reading *reading = &command->reading;
	command->optional = columns_read(reading->columns);
	if (command->max_bytes)
		reading->max_bytes = read_bytes(command->max_bytes);
	for (char **list = command->renames; list && *list; list++)
		names_map(&reading->names, *list);
}

void command_apart(const struct command *command, char *path, const char *what)
{
	char *read[] = {path, NULL};
	if (path && command->rejects)
		cli_apart("--rejects", command->rejects, what, read);
	if (path && command->report)
		cli_apart("--report", command->report, what, read);
}

void command_run(struct command *command, file_reader *read, void *context)
{
	static char *const standard_input[] = {"-", NULL};
	struct report *report = report_open(command->report, command->files);
	struct rows rows;
	rows_open(&rows,
		&(struct rows_options){command->reading.columns, command->optional,
			command->rejects, command->origin, command->files},
		report);
	for (char *const *file = *command->files ? command->files : standard_input; *file; file++) {
		struct input *input = input_open(*file);
		input_refuse(input);
		read(input, &rows, context);
		input_close(input);
	}
	rows_close(&rows);
	report_close(report);
	cli_list_free(command->reading.columns);
	free(command->optional);
	names_free(&command->reading.names);
	free(command->renames);
}
