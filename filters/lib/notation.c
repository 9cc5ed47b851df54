#include "notation.h"

const struct notation danish = {'.', ','}, english = {',', '.'};

void notation_add(struct text *to, struct span number, struct notation notation)
{
	enum { GROUP = 3 };
	const char *point = memchr(number.bytes, '.', number.length);
	size_t whole = point ? (size_t)(point - number.bytes) : number.length;
	size_t first = number.length && number.bytes[0] == '-';
	for (size_t i = 0; i < number.length; i++) {
		if (i > first && i < whole && (whole - i) % GROUP == 0 && notation.thousands)
			text_add_char(to, notation.thousands);
		text_add_char(to, i == whole ? notation.point : number.bytes[i]);
	}
}
