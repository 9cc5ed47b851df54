#include "names.h"

#include "lib/cli.h"
#include "lib/records.h"

#include <stdlib.h>
#include <string.h>

/* What is called ours without being told; as name_make has made it. */
static const struct known {
	const char *from, *to;
} known[] = {
	{"time_period", "period"},
	{"time", "period"},
	{"tid", "period"},
	{"obs_value", "value"},
	{"omraade", "area"},
	{"omrade", "area"},
	{"ref_area", "area"},
	{"geo", "area"},
};

/* Letters that are more than one byte and have a spelling of their own. */
static const struct letter {
	const char *bytes, *spelling;
	bool capital;
} letters[] = {
	{"Å", "aa", true},
	{"å", "aa", false},
	{"A\xCC\x8A", "aa", true}, /* an A and a ring, two characters */
	{"a\xCC\x8A", "aa", false},
	{"Æ", "ae", true},
	{"æ", "ae", false},
	{"Ø", "oe", true},
	{"ø", "oe", false},
};

static const struct letter *letter_at(struct span s)
{
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		size_t length = strlen(letters[i].bytes);
		if (s.length >= length && memcmp(s.bytes, letters[i].bytes, length) == 0)
			return &letters[i];
	}
	return NULL;
}

/* A capital after a small letter begins a word. */
static void begin_word(struct text *to, bool capital, bool *small)
{
	if (capital && *small)
		text_add_char(to, '_');
	*small = !capital;
}

/* Adds one ASCII character; anything but a letter or a digit is an underscore. */
static void add_ascii(struct text *to, char byte, bool *small)
{
	bool capital = byte >= 'A' && byte <= 'Z';
	if (capital || (byte >= 'a' && byte <= 'z')) {
		begin_word(to, capital, small);
		text_add_char(to, capital ? (char)(byte - 'A' + 'a') : byte);
		return;
	}
	*small = false;
	text_add_char(to, byte >= '0' && byte <= '9' ? byte : '_');
}

void name_make(struct text *to, struct span id)
{
	size_t before = to->length;
	bool small = false;
	while (id.length) {
		const struct letter *letter = letter_at(id);
		size_t length = letter ? strlen(letter->bytes) : utf8_length(id);
		if (letter) {
			begin_word(to, letter->capital, &small);
			text_add(to, span_of(letter->spelling));
		} else {
			add_ascii(to, length == 1 ? id.bytes[0] : '_', &small);
		}
		length += length == 0; /* not UTF-8: one byte is one character */
		id = (struct span){id.bytes + length, id.length - length};
	}
	struct span made = {to->bytes + before, to->length - before};
	if (made.length && made.bytes[0] >= 'a' && made.bytes[0] <= 'z')
		return;
	text_add_char(to, 'x');
	memmove(to->bytes + before + 1, to->bytes + before, to->length - before - 1);
	to->bytes[before] = 'x';
}

static void check_mapping(struct names *names, const struct mapping *m)
{
	if (!column_name_valid(span_of(m->to)))
		cli_misuse("--rename: '%s' is no name of a column", m->to);
	if (!places_add(&names->from, span_of(m->from), names->count))
		cli_misuse("--rename: '%s' is named twice", m->from);
	if (!places_add(&names->to, span_of(m->to), names->count))
		cli_misuse("--rename: two columns are to be '%s'", m->to);
}

static struct mapping read_mapping(char *text)
{
	char *equals = strrchr(text, '=');
	if (equals && equals > text) {
		*equals = '\0';
		return (struct mapping){span_copy(span_of(text)), span_copy(span_of(equals + 1))};
	}
	cli_misuse("--rename: '%s' is not FROM=to", text);
}

void names_map(struct names *names, const char *list)
{
	char **part = cli_list("rename", list);
	for (size_t i = 0; part[i]; i++) {
		struct mapping m = read_mapping(part[i]);
		check_mapping(names, &m);
		names->mapping = grow(
			names->mapping, &names->room, names->count + 1, sizeof *names->mapping);
		names->mapping[names->count++] = m;
	}
	cli_list_free(part);
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		free(names->mapping[i].from);
		free(names->mapping[i].to);
	}
	free(names->mapping);
	places_free(&names->from);
	places_free(&names->to);
}

const char *names_find(const struct names *names, struct span id, struct span made, bool *told)
{
	*told = true;
	size_t by_id = places_find(&names->from, id), by_made = places_find(&names->from, made);
	size_t first = by_id < by_made ? by_id : by_made;
	if (first != PLACES_NONE)
		return names->mapping[first].to;
	*told = false;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (span_is(made, known[i].from))
			return known[i].to;
	}
	return NULL;
}
