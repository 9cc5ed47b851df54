/*
 * The sheets of a workbook that have anything on them, and how far the cells of each reach.
 */
#ifndef KKR_INSPECT_SHEETS_H
#define KKR_INSPECT_SHEETS_H

#include "inspect/inspection.h"
#include "inspect/page.h"

/*
 * Says which there are; nothing of a file without sheets. Adds to `largest` the number of the one
 * with most cells, where there are several.
 */
void put_sheets(struct writer *page, const struct inspection *inspection, struct text *largest);

#endif
