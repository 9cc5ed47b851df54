/*
 * What a zip archive is by the names of its entries.
 */
#ifndef KKR_MANIFEST_ARCHIVE_H
#define KKR_MANIFEST_ARCHIVE_H

#include "lib/foreign.h"

/*
 * What a file is where it is a zip archive that nothing of kkr reads: neither a workbook nor one
 * document of XML. NULL for any other file, and for an archive that is not whole, of which a reader
 * says what is wrong.
 */
const struct foreign *archive_foreign_file(const char *path);

#endif
