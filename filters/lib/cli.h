/*
 * What every filter does with its command line.
 *
 * A filter's options stand in one table, a row for each: from it come what getopt is told, what
 * --help says, the messages about a wrong option or word, and what shells complete. A letter means
 * one long name in all filters, and a long name has one letter or none.
 */
#ifndef KKR_CLI_H
#define KKR_CLI_H

#include "fail.h"

/*
 * A row of the table. One without a name is a heading in --help ("Tables:"), or an empty line where
 * its help is "". What is not set is NULL or 0.
 *
 * `argument` is what --help calls it, and says of what kind it is: FILE (FILE.xsd), DIR, N, a list
 * of "C,...", or any other text; NULL where there is none. `help` may be several lines; where it
 * ends with a colon, the words follow.
 *
 * One of the pointers says where the argument goes. Given again, the option adds to a list, to
 * `several`, and to what `take` makes of it; any other takes the place of the one before, or is
 * refused where `once` is set.
 */
struct cli_option {
	char letter;
	const char *name;
	const char *argument;
	const char *help;

	bool *flag;        /* becomes true; there is no argument */
	const char **text; /* as it is */
	char **file;       /* the same */
	char ***list;      /* its parts, each of them once; cli_list_free frees it */
	char ***several; /* each argument is added; the array, which ends with NULL, is to be freed
			  */
	size_t *place;   /* which of the words it is */
	void (*take)(void *to, const char *name, const char *argument);
	void *to;

	const char *const
		*words; /* NULL-terminated: what the argument, or a part of a list, may be */
	bool once;
	bool made; /* `file` is one that the program makes, and is no other option's file */
	const char *was, *now; /* RENAMED */
	bool given;            /* set where the command line has it */
};

/*
 * RENAMED(old, new): a word of the past, "-b" or "--report", is 64; `new` is the option that has
 * taken its place or a sentence. CLI_END ends each table. (Versions of clang-format disagree on
 * braces in a macro.)
 */
/* clang-format off */
#define RENAMED(old, new) {.was = (old), .now = (new)}
#define CLI_END {.letter = 'h', .name = "help"}, {.letter = 'V', .name = "version"}, {.letter = 0}
/* clang-format on */

/*
 * To be called first. Sets SIGPIPE to its default, which a parent may have left ignored, so that a
 * filter ends quietly when its reader goes away; ignores SIGXFSZ, so that a file that may not grow
 * (ulimit -f) is an error of writing; makes messages begin with the bare name; and sees to it that
 * no file is opened in the place of a standard stream that is closed.
 */
void cli_start(char **argv);

/*
 * Reads the command line, by the table, and returns the FILEs (NULL-terminated, in argv); a wrong
 * use ends the program with 64, and so do two options that would make one file. `usage` is
 * "kkr-parse [OPTION]... [FILE]..." and, in lines of their own, what the program does; --help
 * prints it with the table, --help=tsv the table as records.
 */
char **cli_read(int argc, char **argv, const char *usage, struct cli_option *table);

/* Whether the command line had the option of this name, which is in the table. */
bool cli_given(const struct cli_option *table, const char *name);

/* Ends the program with 64 and a pointer to --help. */
_Noreturn void cli_misuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Cuts a list "a,b,c" into its parts, which are the caller's to free (each of them and the array,
 * which ends with NULL). An empty part is a wrong use of `option`.
 */
char **cli_list(const char *option, const char *list);
void cli_list_free(char **list);

/*
 * Ends the program with 64 where `path`, a file that `option` is to make, is "-" or one of `files`
 * (NULL-terminated; standard input where there are none), which it would empty before it is read;
 * `what` says what those are.
 */
void cli_apart(const char *option, const char *path, const char *what, char *const *files);

/*
 * Ends the program with 64 where `path`, a file that `option` names, and `files`, which are read
 * too (standard input where there are none), are both standard input: it can be read once.
 */
void cli_input(const char *option, const char *path, char *const *files);

#endif
