/*
 * One municipality's quota, for its own letter or agenda: what it gets, how that was worked out,
 * and where the figures are from; plain, so that it can be pasted or sent.
 */
#ifndef KKR_REPORT_LETTER_H
#define KKR_REPORT_LETTER_H

#include "report/page.h"

/* As a page of its own. The municipality is named as kkr-codes knows it; 64 where it is none of the
 * quotas'. */
void letter_write(struct page *page, const char *municipality, struct writer *out);

#endif
