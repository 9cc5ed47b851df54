/*
 * What a file is, to the byte: its SHA-256, its size, and how many records it holds.
 */
#ifndef KKR_MANIFEST_SUM_H
#define KKR_MANIFEST_SUM_H

#include "lib/fail.h"

enum { SUM_DIGITS = 64 };

struct sum {
	char hex[SUM_DIGITS + 1];
	unsigned long long bytes;
	/* Of a file .tsv whose first line names columns: the lines below it. */
	bool has_records;
	unsigned long long records;
};

/*
 * Reads a file once. False where it cannot be opened or read, is no ordinary file, or holds more
 * than `limit` bytes: errno says why, EFBIG of the last. Nothing is waited for.
 */
bool sum_file(const char *path, unsigned long long limit, struct sum *sum);

/* Whether a file can be read, and has this sum. */
bool has_sum(const char *path, const char *hex);

#endif
