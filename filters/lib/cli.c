#include "cli.h"

#include "hint.h"
#include "records.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A standard stream that is closed would give its number to the next file that is opened. It gets
 * /dev/null the wrong way round instead, so that using it is an error.
 */
static void hold_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
		if (fcntl(stream, F_GETFD) < 0)
			open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

void cli_start(char **argv)
{
	hold_streams();
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN);
	argv[0] = program_invocation_short_name;
}

_Noreturn void cli_misuse(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vcomplain(NULL, 0, format, arguments);
	va_end(arguments);
	if (!hint_in_run())
		fprintf(stderr, "Try '%s --help'.\n", program_invocation_short_name);
	exit(EX_USAGE);
}

char **cli_list(const char *option, const char *list)
{
	char **parts = NULL;
	size_t room = 0, count = 0;
	const char *at = list;
	do {
		const char *comma = strchr(at, ',');
		struct span part = comma ? (struct span){at, (size_t)(comma - at)} : span_of(at);
		if (part.length == 0)
			cli_misuse("--%s: '%s' has an empty name in it", option, list);
		parts = grow(parts, &room, count + 2, sizeof *parts);
		parts[count++] = span_copy(part);
		parts[count] = NULL;
		at = comma ? comma + 1 : NULL;
	} while (at);
	return parts;
}

void cli_list_free(char **list)
{
	for (char **part = list; part && *part; part++)
		free(*part);
	free(list);
}

void cli_apart(const char *option, const char *path, const char *what, char *const *files)
{
	static char *const standard_input[] = {"-", NULL};
	struct stat about, other;
	if (!*files)
		files = standard_input;
	if (strcmp(path, "-") == 0)
		fail(EX_USAGE, option, 0, "names a file, and '-' is none");
	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return;
	for (; *files; files++) {
		bool standard = strcmp(*files, "-") == 0;
		int result = standard ? fstat(STDIN_FILENO, &other) : stat(*files, &other);
		if (result == 0 && other.st_dev == about.st_dev && other.st_ino == about.st_ino)
			fail(EX_USAGE, path, 0, "is both %s and the file of %s", what, option);
	}
}

void cli_input(const char *option, const char *path, char *const *files)
{
	bool standard = !*files;
	for (; *files; files++)
		standard |= strcmp(*files, "-") == 0;
	if (standard && strcmp(path, "-") == 0)
		cli_misuse("%s: standard input is read already; name a file", option);
}
