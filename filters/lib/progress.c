#include "progress.h"

#include "status.h"

#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FIRST = 1000, AGAIN = 250 }; /* milliseconds: when it is shown first, and how often then */

static long long now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

void progress_start(struct progress *progress)
{
	progress->wanted = isatty(STDERR_FILENO);
	progress->due = progress->wanted ? now() + FIRST : 0;
}

/* How wide the terminal is, in characters; 80 where it does not say. */
static size_t width(void)
{
	struct winsize size;
	bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
	return known ? size.ws_col : 80;
}

void progress_show(struct progress *progress, const struct input *input, unsigned long long records)
{
	if (!progress->wanted || now() < progress->due)
		return;
	progress->due = now() + AGAIN;
	unsigned long long taken = input_taken(input), size = input_size(input);
	char percent[32] = "";
	if (size >= taken && size > 0)
		snprintf(percent, sizeof percent, " %llu %%,", taken * 100 / size);
	char line[512];
	snprintf(line, sizeof line, "%s: %llu.%llu MB,%s %llu records: %s",
		program_invocation_short_name, taken / 1000000, taken / 100000 % 10, percent,
		records, quote(span_of(input_name(input))).text);
	status_show(line, width() - 1);
}

void progress_end(struct progress *progress)
{
	progress->wanted = false;
	status_erase();
}
