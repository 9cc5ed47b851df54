#include "table.h"

#include <stdlib.h>
#include <string.h>

/* A row is one block: its fields' places, then the line that they point into. */
static struct span *copy_fields(const struct records *records)
{
	size_t places = records->columns * sizeof(struct span);
	struct span *field = allocate(places + records->record.length, 1);
	char *line = (char *)field + places;
	if (records->record.length)
		memcpy(line, records->record.bytes, records->record.length);
	for (size_t i = 0; i < records->columns; i++) {
		struct span from = records->field[i];
		size_t offset = (size_t)(from.bytes - records->record.bytes);
		field[i] = (struct span){line + offset, from.length};
	}
	return field;
}

void table_add(struct table *table, const struct records *records)
{
	table->row = grow(table->row, &table->room, table->rows + 1, sizeof *table->row);
	table->row[table->rows++] =
		(struct row){records->file, records->line, copy_fields(records)};
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->rows; i++)
		free(table->row[i].field);
	free(table->row);
}
