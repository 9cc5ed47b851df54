#include "share.h"

#include "text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *share_path(const char *below)
{
	enum { ROOM = 1 << 12 };
	static const char beside[] = "../share/kkr/";
	char own[ROOM];
	ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
	own[length > 0 ? length : 0] = '\0';
	const char *slash = strrchr(own, '/');
	if (!slash)
		return NULL;
	size_t directory = (size_t)(slash + 1 - own),
	       room = directory + sizeof beside + strlen(below);
	char *path = allocate(room, 1);
	snprintf(path, room, "%.*s%s%s", (int)directory, own, beside, below);
	return path;
}
