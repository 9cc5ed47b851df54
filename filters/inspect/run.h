/*
 * A process that reads a file for the page: whatever ends it, the page goes on. What it writes is
 * read while it writes; what else it leaves stands in temporary files.
 */
#ifndef KKR_INSPECT_RUN_H
#define KKR_INSPECT_RUN_H

#include "lib/input.h"
#include "lib/text.h"

#include <sys/types.h>

/* A file that is looked at: it can be read more than once. */
struct inspected {
	const char *path;  /* as it was named */
	const char *shown; /* as messages name it */
	int copy;          /* of what could be read once; -1: the path itself */
	unsigned long long size;
};

struct run {
	const struct inspected *file;
	pid_t process;
	int out;                   /* the end of the pipe that we read */
	int said, rejects, report; /* what it leaves */
	int status;                /* as a shell has it, once run_end has been called */
};

/*
 * Starts a process, in which `become` is called with `arguments`, --rejects, --report and the file;
 * where it returns, the process ends with 70, and with 69 where errno says that there is no
 * program.
 */
enum { RUN_ARGUMENTS = 80 }; /* at most, with those */
void run_start(struct run *run, const struct inspected *file, void (*become)(char **arguments),
	const char *const *arguments);

/* For `become`: the path of the file, and what follows a word among the arguments. */
char *run_path(char **arguments);
char *run_argument(char **arguments, const char *word);

/*
 * What it writes, as far as that is whole lines. Where the page has seen enough, it is closed
 * before its end.
 */
struct input *run_output(struct run *run);

/* Waits for its end. run_output must be closed by now, or not have been opened. */
void run_end(struct run *run);

/*
 * Ends the program, with the words of the process, where that did not get to judge the file: it
 * could not be run, or had no memory or disk.
 */
void run_judged(const struct run *run);

/* Adds what it has said, a line each, without the names of the program and of the file. */
void run_said(const struct run *run, struct text *to);

void run_close(struct run *run);

#endif
