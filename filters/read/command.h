/*
 * What both readers are told alike on their command lines, and how they go through their files.
 */
#ifndef KKR_COMMAND_H
#define KKR_COMMAND_H

#include "rows.h"

#include "lib/cli.h"

struct command {
	struct reading reading;
	bool *optional; /* of each of --columns: it may be absent */
	char *rejects, *report;
	bool origin;
	const char *max_bytes;
	char **renames; /* --rename, each list of it */
	char **files;
};

/* The rows of both tables of options, of which `command` is a struct command. */
/* clang-format off */
#define COMMAND_OPTIONS(command) \
	{'c', "columns", "C,...", "write these columns, in this order; C? may be absent", \
		.list = &(command).reading.columns}, \
	{'r', "rejects", "FILE", "set bad records aside there and go on", \
		.file = &(command).rejects, .made = true}, \
	{0, "report", "FILE", "write there how many records went in and out", \
		.file = &(command).report, .made = true}, \
	{0, "origin", NULL, "append a column origin: the file and the line of each record", \
		.flag = &(command).origin}, \
	{0, "max-bytes", "N", "refuse a file of more bytes, unpacked: 500M, 2G", \
		.text = &(command).max_bytes}, \
	{0, "rename", "FROM=to,...", "call these columns so: OMRÅDE=area", \
		.several = &(command).renames}
/* clang-format on */

/* To be called when the command line is read: checks what they say, 64, and takes it over. */
void command_check(struct command *command);

/*
 * Ends the program with 64 where --rejects or --report would empty `path`, which the program reads
 * beside the FILEs; `what` says what that is. NULL is no file.
 */
void command_apart(const struct command *command, char *path, const char *what);

/* Reads one file, which is open, to its end. */
typedef void file_reader(struct input *input, struct rows *rows, void *context);

/* Reads all files into records, and frees what the command holds. */
void command_run(struct command *command, file_reader *read, void *context);

#endif
