#include "beside.h"

#include "text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void beside_become(char **arguments)
{
	enum { ROOM = 1 << 12 };
	char own[ROOM], *path;
	ssize_t length = readlink("/proc/self/exe", own, sizeof own);
	const char *slash = length > 0 ? memrchr(own, '/', (size_t)length) : NULL;
	int directory = slash ? (int)(slash + 1 - own) : 0;
	if (slash && asprintf(&path, "%.*s%s", directory, own, arguments[0]) > 0) {
		execv(path, arguments);
		free(path);
	}
	execvp(arguments[0], arguments);
}

char *beside_path(int file)
{
	char path[32];
	fcntl(file, F_SETFD, 0);
	snprintf(path, sizeof path, "/dev/fd/%d", file);
	return span_copy(span_of(path));
}
