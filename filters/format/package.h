/*
 * The file in which a workbook is put together. It is an archive, whose parts cannot be written to
 * a pipe one by one, and its writer wants a name; so it is made in TMPDIR, without a name that
 * could be left behind, and goes to standard output when it is whole.
 */
#ifndef KKR_PACKAGE_H
#define KKR_PACKAGE_H

#include "lib/writer.h"

struct package {
	const char *directory; /* of temporary files */
	int file;
	char path[sizeof "/proc/self/fd/" + 3 * sizeof(int)];
};

/* Makes an empty one; 73 where there is no place for it. */
void package_make(struct package *package);

/* Ends the program with 74: a part could not be written. */
_Noreturn void package_fail(const struct package *package, const char *why);

/*
 * Reads the archive again, and ends the program with 74 unless each part that a workbook of so many
 * sheets has is there and whole, and they have so many cells: libxlsxwriter does not see whether
 * its temporary files could be written.
 */
void package_check(const struct package *package, size_t sheets, size_t cells);

/* Writes it, and closes it. */
void package_put(struct package *package, struct writer *out);

#endif
