/*
 * A zip archive, as workbooks are: its entries by name, each a stream of its own.
 *
 * What is wrong with the archive ends the program with 65: cut short, corrupt, encrypted, an entry
 * twice or with a path that leads out of the archive, more entries than a workbook has, and a bomb:
 * entries that unpack to more than the limit, or without one to much more than they are packed.
 */
#ifndef KKR_ZIP_H
#define KKR_ZIP_H

#include "lib/input.h"

struct archive;

/* Whether bytes are the beginning of a zip archive. */
bool archive_begins(struct span first);

/*
 * Opens the archive that an input is. One that cannot be read anywhere, such as a pipe, is copied
 * to a temporary file first. `limit` is --max-bytes: of all that is unpacked; 0 for none. The input
 * and its name must stay as long as the archive.
 */
struct archive *archive_open(struct input *input, unsigned long long limit);
void archive_close(struct archive *archive);

bool archive_has(const struct archive *archive, const char *name);

/* The name of the one file that there is, directories apart; NULL where there are none or several.
 */
const char *archive_only(const struct archive *archive);

/* Ends the program with 65 where it is what some other program makes: a document of Word. */
void archive_check(const struct archive *archive);

/* Ends the program with 65: an archive that is no workbook, and what it is, and what reads it. */
_Noreturn void archive_refuse(const struct archive *archive);

/*
 * An entry to be read, and closed, before the next one; NULL where there is none of that name. Its
 * name for messages is that of the archive with its own after it.
 */
struct input *archive_part(struct archive *archive, const char *name);

/* The same, of an archive that holds a file and nothing else: it is called as the archive is. */
struct input *archive_file(struct archive *archive, const char *name);

#endif
