/*
 * OpenDocument spreadsheets in an archive: what xlsx.c, which opens any archive, needs of ods.c.
 */
#ifndef KKR_ODS_H
#define KKR_ODS_H

#include "cells.h"
#include "package.h"

/* Whether the archive holds an OpenDocument, though it does not begin as one. */
bool ods_within(const struct archive *archive);

void ods_read(const struct package *package, struct cells *cells);

#endif
