/*
 * XML that is known, and that nothing of kkr reads.
 */
#ifndef KKR_DOCUMENTS_H
#define KKR_DOCUMENTS_H

#include "rows.h"

/* Ends the program with 65, what the document is and what to do, where its root is of such a one.
 */
void refuse_document(const struct rows *rows, const struct element *root);

#endif
