#include "beside.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void beside_become(char **arguments)
{
	enum { ROOM = 1 << 12 };
	char own[ROOM];
	ssize_t length = readlink("/proc/self/exe", own, sizeof own);
	const char *slash = length > 0 ? memrchr(own, '/', (size_t)length) : NULL;
	int directory = slash ? (int)(slash + 1 - own) : 0;
	if (slash) {
		char *path = printed("%.*s%s", directory, own, arguments[0]);
		execv(path, arguments);
		free(path);
	}
	execvp(arguments[0], arguments);
}

/* Ends it, and does nothing that the parent does at its own end. */
static _Noreturn void end_child(const char *what)
{
	complain(what, 0, "cannot be handed on: %s", strerror(errno));
	_exit(EX_OSERR);
}

void beside_stream(int file, int stream)
{
	if (dup2(file, stream) < 0)
		end_child("a standard stream");
}

bool beside_ends(int status)
{
	return status == EX_OK || (status >= EX__BASE && status <= EX__MAX);
}

char *beside_path(int file)
{
	char path[32];
	if (fcntl(file, F_SETFD, 0) != 0)
		end_child("a temporary file");
	snprintf(path, sizeof path, "/dev/fd/%d", file);
	return span_copy(span_of(path));
}
