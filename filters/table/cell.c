#include "cell.h"

enum { LETTERS = 26 };

void column_letters(struct text *to, size_t column)
{
	char letters[16];
	size_t at = sizeof letters;
	for (; column && at > 0; column = (column - 1) / LETTERS)
		letters[--at] = (char)('A' + (column - 1) % LETTERS);
	text_add(to, (struct span){letters + at, sizeof letters - at});
}

size_t column_number(struct span letters)
{
	size_t column = 0;
	for (size_t i = 0; i < letters.length && column <= CELLS_COLUMNS; i++) {
		if (letters.bytes[i] < 'A' || letters.bytes[i] > 'Z')
			return 0;
		column = column * LETTERS + (size_t)(letters.bytes[i] - 'A') + 1;
	}
	return column <= CELLS_COLUMNS ? column : 0;
}
