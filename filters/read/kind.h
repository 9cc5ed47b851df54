/*
 * What a file is, by how it begins: which program reads it.
 */
#ifndef KKR_KIND_H
#define KKR_KIND_H

#include "lib/fail.h"

enum file_kind {
	KIND_RECORDS,  /* what flows between filters */
	KIND_DOCUMENT, /* XML that tells its own columns, which kkr-parse reads */
	KIND_TABLE,    /* what kkr-table reads, or nobody */
};

/* `first` is what input_peek has seen. */
enum file_kind file_kind(struct span first);

#endif
