/*
 * The dialects that kkr-parse reads.
 */
#ifndef KKR_DIALECTS_H
#define KKR_DIALECTS_H

#include "read/dialect.h"

extern const struct dialect dialect_export, dialect_paths, dialect_sdmx;

/* Not one that a document is of: what is in it, of whichever it is. */
extern const struct dialect dialect_listing;

#endif
