#include "share.h"

#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Takes the last part off a path; false where it has none. */
static bool cut_last(char *path)
{
	char *slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return slash != NULL;
}

char *share_path(const char *below)
{
	enum { ROOM = 1 << 12 };
	static const char beside[] = "/share/kkr/";
	char own[ROOM];
	ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
	if (length < 0 && errno != ENOENT) /* as it is where there is no /proc */
		fail(EX_OSERR, "/proc/self/exe", 0, "does not say where kkr is installed: %s",
			strerror(errno));
	own[length > 0 ? length : 0] = '\0';
	for (size_t part = 0; part < 2; part++) { /* its name, and bin */
		if (!cut_last(own))
			return NULL;
	}
	size_t room = strlen(own) + sizeof beside + strlen(below);
	char *path = allocate(room, 1);
	snprintf(path, room, "%s%s%s", own, beside, below);
	return path;
}
