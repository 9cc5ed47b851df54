/*
 * Key figures for whoever reads them without a page: as one table, on a terminal, in a picture.
 */
#ifndef KKR_REPORT_LISTING_H
#define KKR_REPORT_LISTING_H

#include "report/page.h"

/*
 * The tables that kkr-kpi(1) has written for topics as one, with the columns topic, kpi, title and
 * group in front: the columns by which a table is grouped become one, "*" for all together, else
 * "track=sosu, level=nationalt".
 */
void figures_write(const struct topic_file *files, size_t count, struct writer *out);

/*
 * For reading: the figures of a topic stand in the order of its definitions, with their
 * reservations beside them and the rows of groups below the one for all together; remarks are
 * numbered and follow.
 */
void listing_write(const struct figures *figures, struct writer *out);

/* What kkr-plot(1) draws as bars: each figure of a group by its name and the group's, in words. */
void labels_write(const char *path, enum language language, struct writer *out);

#endif
