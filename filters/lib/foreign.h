/*
 * What a file is that nothing of kkr reads, and what to do with it.
 *
 * Told by its bytes, never by its name: an archive, a picture, a database, what another program
 * keeps its tables in. input.h says so of what it is given; of what a zip archive holds,
 * table/zip.h.
 */
#ifndef KKR_FOREIGN_H
#define KKR_FOREIGN_H

#include "text.h"

struct foreign {
	const char *what; /* follows "is": "a PDF" */
	const char *help; /* what to do, or a command that makes of FILE what is read */
	bool piped;       /* the command writes it, for the program at hand to read */
};

/*
 * By the first bytes, of which no text has any; NULL where they are none of these. gzip is one of
 * them: they are what it has been unpacked to.
 */
const struct foreign *foreign_binary(struct span first);

/*
 * By the first bytes of a text, one of a format that is no table: JSON-stat, PX, RTF, mail. Of
 * FOREIGN_FIRST bytes or more they are not the whole file. NULL where it is none of these.
 */
enum { FOREIGN_FIRST = 1 << 12 };
const struct foreign *foreign_text(struct span first);

/* Whether a text begins as JSON does: an object, or an array of what one has in it. */
bool foreign_json(struct span first);

/*
 * Compound files, in which Office kept what it saved before 2007, and keeps today what has a
 * password. Anywhere in its bytes is the name of what is in it: NULL where none has been met yet.
 */
bool foreign_compound(const struct foreign *foreign);
const struct foreign *foreign_in_compound(struct span bytes);
enum {
	FOREIGN_NAME = 64
}; /* bytes of a name, at most: pieces that are looked at overlap by them */

/*
 * What a zip archive is that has an entry of this name, and is no workbook, such as a document of
 * Word; NULL for any other name.
 */
const struct foreign *foreign_in_zip(struct span name);

/* Ends the program with 65 and what it is: is xz: xz -dc FILE | kkr-table */
_Noreturn void foreign_fail(const char *file, const struct foreign *foreign);

#endif
