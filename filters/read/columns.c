#include "columns.h"

#include "lib/cli.h"
#include "lib/records.h"

#include <stdlib.h>
#include <string.h>

bool *columns_read(char *const *columns)
{
	size_t count = 0;
	while (columns && columns[count])
		count++;
	if (!columns)
		return NULL;
	bool *optional = allocate(count, sizeof *optional);
	for (size_t i = 0; i < count; i++) {
		char *name = columns[i];
		size_t length = strlen(name);
		optional[i] = length && name[length - 1] == '?';
		if (!column_name_valid((struct span){name, length - optional[i]}))
			cli_misuse("--columns: '%s' is no name of a column", name);
		name[length - optional[i]] = '\0';
		for (size_t j = 0; j < i; j++) {
			if (strcmp(name, columns[j]) == 0)
				cli_misuse("--columns: '%s' is named twice", name);
		}
	}
	return optional;
}
