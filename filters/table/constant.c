#include "constant.h"

#include "lib/files.h"
#include "lib/writer.h"

#include <string.h>

void constant_expand(struct span constant, const struct known_texts *known, struct text *to)
{
	enum { WORDS = 3 };
	const struct {
		struct span word, text;
		bool escaped;
	} words[WORDS] = {{SPAN("{title}"), known->title, false},
		{SPAN("{file}"), span_of(base_of(known->file)), false},
		{SPAN("{header}"), known->header, true}};
	bool dropping = false;
	for (size_t at = 0; at < constant.length; at++) {
		size_t which = 0;
		struct span rest = {constant.bytes + at, constant.length - at};
		while (which < WORDS && !(rest.length >= words[which].word.length &&
						memcmp(rest.bytes, words[which].word.bytes,
							words[which].word.length) == 0))
			which++;
		if (which == WORDS && !dropping)
			text_add_char(to, rest.bytes[0]);
		if (which == WORDS)
			continue;
		if (words[which].escaped)
			text_add(to, words[which].text);
		else
			text_add_escaped(to, words[which].text);
		dropping = words[which].text.length == 0;
		at += words[which].word.length - 1;
	}
}
