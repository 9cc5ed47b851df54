/*
 * What every filter does with its command line.
 *
 * Shells complete what the usage text says (completion/options.awk): an option stands in it as
 * "  -s, --long ARGUMENT   what it does". An argument with few values names them ("da|plain"), or
 * the description ends with them ("its type: text (default), csv or json"), or its lines begin with
 * them ("csv: for spreadsheets"). FILE and DIR are files and directories; "X,..." is a list.
 */
#ifndef KKR_CLI_H
#define KKR_CLI_H

#include "fail.h"

#include <getopt.h>

/*
 * The options that every filter has, and the end of a table of long options. (Versions of
 * clang-format disagree on braces in a macro.)
 */
/* clang-format off */
#define CLI_HELP    {"help", no_argument, NULL, 'h'}
#define CLI_VERSION {"version", no_argument, NULL, 'V'}
#define CLI_END     {NULL, 0, NULL, 0}
/* clang-format on */

/*
 * To be called first. Sets SIGPIPE to its default, which a parent may have left ignored, so that a
 * filter ends quietly when its reader goes away; makes messages begin with the bare name; and sees
 * to it that no file is opened in the place of a standard stream that is closed.
 */
void cli_start(char **argv);

/*
 * Answers an option that is not the filter's own: -h prints `usage` and -V the version, both ending
 * the program with 0; anything else is a wrong use, which getopt has named, and ends it with 64.
 */
_Noreturn void cli_common(int option, const char *usage);

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
 * Reads "--names area=kommune,value=antal": the names by which a filter finds its columns. `roles`
 * are the names that it uses, one column each, and the result is an array beside it with the
 * columns' names, which live as long as the program. Without an option, `list` NULL, each role is
 * its column's name.
 */
struct cli_name {
	const char *role;
	const char *column;
};
void cli_names(struct cli_name *names, size_t count, char *list);

/*
 * Ends the program with 64 where `path`, a file that `option` names, and `files`, which are read
 * too (standard input where there are none), are both standard input: it can be read once.
 */
void cli_input(const char *option, const char *path, char *const *files);

#endif
