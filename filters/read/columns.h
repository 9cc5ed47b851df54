/*
 * What --columns says where a column may be absent: A,B?
 */
#ifndef KKR_COLUMNS_H
#define KKR_COLUMNS_H

#include <stdbool.h>

/*
 * Takes the question marks off the names of a list of --columns (NULL-terminated, or NULL). Returns
 * for each of them whether it had one, to be freed; NULL for no list. A part that is no name of a
 * column, and one that is named twice, is 64.
 */
bool *columns_read(char *const *columns);

#endif
