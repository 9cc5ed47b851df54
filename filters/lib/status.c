#include "status.h"

#include <stdio.h>
#include <string.h>

/* How many bytes of a status line stand on the terminal, of which a process has one. */
static size_t shown;

void status_show(const char *line, size_t room)
{
	size_t length = strlen(line);
	if (length > room) {
		length = room;
		while (length && ((unsigned char)line[length] & 0xC0) == 0x80)
			length--;
	}
	int rest = shown > length ? (int)(shown - length) : 0;
	fprintf(stderr, "\r%.*s%*s", (int)length, line, rest, "");
	fflush(stderr);
	shown = length;
}

void status_erase(void)
{
	if (!shown)
		return;
	status_show("", 0);
	fputc('\r', stderr);
}
