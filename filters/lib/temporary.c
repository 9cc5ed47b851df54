#include "temporary.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int temporary_open(const char *of)
{
	const char *directory = getenv("TMPDIR");
	struct text path = {0};
	text_add(&path, span_of(directory && *directory ? directory : "/tmp"));
	text_add(&path, SPAN("/kkr-XXXXXX\0"));
	int file = mkostemp(path.bytes, O_CLOEXEC);
	if (file < 0)
		fail(EX_CANTCREAT, path.bytes, 0, "a temporary copy of %s cannot be made: %s", of,
			strerror(errno));
	unlink(path.bytes);
	free(path.bytes);
	return file;
}

void temporary_write(int file, const char *of, struct span bytes)
{
	while (bytes.length) {
		ssize_t wrote = write(file, bytes.bytes, bytes.length);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			fail(EX_IOERR, of, 0, "its temporary copy cannot be written: %s",
				strerror(errno));
		bytes.bytes += wrote;
		bytes.length -= (size_t)wrote;
	}
}

void temporary_rewind(int file, const char *of)
{
	if (lseek(file, 0, SEEK_SET) != 0)
		fail(EX_IOERR, of, 0, "its temporary copy cannot be read again: %s",
			strerror(errno));
}
