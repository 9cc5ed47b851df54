#include "line-words.h"

#include <stdbool.h>

/* Characters from one TAB stop to the next, as terminals have them. */
enum { TAB_STOP = 8 };

void line_words(struct span line,
	void (*take)(void *to, struct span word, size_t first, size_t last), void *to)
{
	size_t place = 1, begin = 0, first = 0; /* of the word at hand; first 0: there is none */
	for (size_t i = 0; i < line.length;) {
		char byte = line.bytes[i];
		bool space = byte == ' ' || byte == '\t' || byte == '\f' || byte == '\r';
		if (space && first)
			take(to, (struct span){line.bytes + begin, i - begin}, first, place - 1);
		if (space)
			first = 0;
		else if (!first) {
			begin = i;
			first = place;
		}
		if (byte == '\t')
			place += TAB_STOP - (place - 1) % TAB_STOP;
		else if (byte != '\f')
			place++;
		i += space ? 1 : utf8_length((struct span){line.bytes + i, line.length - i});
	}
	if (first)
		take(to, (struct span){line.bytes + begin, line.length - begin}, first, place - 1);
}
