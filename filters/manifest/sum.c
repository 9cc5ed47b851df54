#include "sum.h"

#include "lib/files.h"
#include "lib/records.h"
#include "lib/text.h"

#include <errno.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };
enum { HEADER_LIMIT = 1 << 20 }; /* a longer first line names no columns */

/* Counts the lines of what may be records. */
struct lines {
	bool counted;
	struct text header;
	bool header_ended;
	unsigned long long feeds;
	char last;
};

static void count_lines(struct lines *l, struct span bytes)
{
	if (!l->counted || bytes.length == 0)
		return;
	if (!l->header_ended) {
		const char *feed = memchr(bytes.bytes, '\n', bytes.length);
		size_t length = feed ? (size_t)(feed - bytes.bytes) : bytes.length;
		text_add(&l->header, (struct span){bytes.bytes, length});
		l->header_ended = feed != NULL;
		l->counted = l->header.length <= HEADER_LIMIT;
	}
	const char *at = bytes.bytes, *end = at + bytes.length;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		l->feeds++;
		at++;
	}
	l->last = end[-1];
}

static bool names_columns(struct span header)
{
	const char *at = header.bytes, *end = at + header.length;
	for (;;) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		const char *stop = tab ? tab : end;
		if (!column_name_valid((struct span){at, (size_t)(stop - at)}))
			return false;
		if (!tab)
			return true;
		at = tab + 1;
	}
}

/* A last line that nothing ends is one, too. */
static void tell_records(const struct lines *l, struct sum *sum)
{
	sum->has_records = l->counted && names_columns(text_span(&l->header));
	unsigned long long lines = l->feeds + (l->last != '\n');
	sum->records = sum->has_records ? lines - 1 : 0;
}

static bool named_tsv(const char *path)
{
	static const char ending[] = ".tsv";
	size_t length = strlen(path), end = sizeof ending - 1;
	return length >= end && strcmp(path + length - end, ending) == 0;
}

static void print_digest(char *hex, struct sha256_ctx *context)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_digest(context, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

static bool sum_open(int file, unsigned long long limit, struct lines *l, struct sum *sum)
{
	char bytes[CHUNK];
	struct sha256_ctx context;
	sha256_init(&context);
	sum->bytes = 0;
	for (;;) {
		ssize_t got = read_full(file, bytes, sizeof bytes);
		if (got < 0)
			return false;
		sum->bytes += (unsigned long long)got;
		if (sum->bytes > limit) {
			errno = EFBIG;
			return false;
		}
		sha256_update(&context, (size_t)got, (const uint8_t *)bytes);
		count_lines(l, (struct span){bytes, (size_t)got});
		if (got < CHUNK)
			break;
	}
	print_digest(sum->hex, &context);
	tell_records(l, sum);
	return true;
}

bool sum_file(const char *path, unsigned long long limit, struct sum *sum)
{
	int file = open_regular(path);
	if (file < 0)
		return false;
	struct lines l = {.counted = named_tsv(path)};
	bool read = sum_open(file, limit, &l, sum);
	int error = errno;
	free(l.header.bytes);
	close(file);
	errno = error;
	return read;
}

bool has_sum(const char *path, const char *hex)
{
	struct sum sum;
	return sum_file(path, ULLONG_MAX, &sum) && strcmp(sum.hex, hex) == 0;
}
