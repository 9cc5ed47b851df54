/*
 * The page: lines of text, `  label       what there is`, and below one what it is about, indented.
 * What came from outside stands in it as a terminal may show it, and cut where it is long.
 */
#ifndef KKR_INSPECT_PAGE_H
#define KKR_INSPECT_PAGE_H

#include "lib/text.h"
#include "lib/writer.h"

/* Of a text at most so many bytes are shown, of a list so many lines. */
enum { PAGE_WORD = 60, PAGE_LINE = 240, PAGE_COLUMNS = 1000, PAGE_LINES = 10, PAGE_REASONS = 5 };

/* Adds at most `most` bytes of a text, whole characters, and "..." where there are more. */
void add_cut(struct text *to, struct span text, size_t most);

/* Adds what printf makes of it. */
void add_printed(struct text *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line as it is; one with a label; one below that, cut. Control characters are blanks. */
void page_line(struct writer *page, struct span line);
void page_row(struct writer *page, const char *label, struct span text);
void page_below(struct writer *page, struct span line);

/* Says of a list of which `shown` are told that there are more. */
void page_more(struct writer *page, size_t shown, unsigned long long all);

#endif
