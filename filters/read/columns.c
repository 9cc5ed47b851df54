#include "columns.h"

#include "lib/cli.h"
#include "lib/places.h"
#include "lib/records.h"

#include <stdlib.h>
#include <string.h>

bool *columns_read(char *const *columns)
{
	size_t count = 0;
	struct places named = {0};
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
		if (!places_add(&named, span_of(name), i))
			cli_misuse("--columns: '%s' is named twice", name);
	}
	places_free(&named);
	return optional;
}
