/*
 * The quotas of a council's municipalities: sentences that say them, the table, remarks and
 * sources. It is Danish, as an agenda is, and plain, so that it can be pasted.
 */
#ifndef KKR_REPORT_AGENDA_H
#define KKR_REPORT_AGENDA_H

#include "report/page.h"

/* As a page of its own, on standard output. */
void agenda_write(struct page *page, struct writer *out);

#endif
