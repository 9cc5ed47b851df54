#include "area-names.h"

#include "nearest.h"

#include <stdlib.h>
#include <string.h>

/* Letters that have one form in a key; the first that fits counts. U+0301 and the like stay. */
static const struct fold {
	const char *from, *to;
} folds[] = {
	{"a\xCC\x8A", "aa"}, /* a and U+030A combining ring above */
	{"A\xCC\x8A", "aa"},
	{"\xC3\xA5", "aa"},     /* å */
	{"\xC3\x85", "aa"},     /* Å */
	{"\xE2\x84\xAB", "aa"}, /* U+212B angstrom sign, the same letter by Unicode */
	{"\xC3\xA6", "ae"},     /* æ */
	{"\xC3\x86", "ae"},     /* Æ */
	{"\xC3\xB8", "oe"},     /* ø */
	{"\xC3\x98", "oe"},     /* Ø */
	{" ", ""},
	{"-", ""},
};

static const struct fold *find_fold(struct span rest)
{
	/* Most letters fold by case alone. But an a may have a ring after it. */
	char first = rest.bytes[0];
	bool ringed = (first == 'a' || first == 'A') && rest.length > 1 && rest.bytes[1] == '\xCC';
	if (!ringed && first != ' ' && first != '-' && first != '\xC3' && first != '\xE2')
		return NULL;
	for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
		size_t length = strlen(folds[i].from);
		if (rest.length >= length && memcmp(rest.bytes, folds[i].from, length) == 0)
			return &folds[i];
	}
	return NULL;
}

void fold(struct text *key, struct span name)
{
	key->length = 0;
	for (size_t i = 0; i < name.length;) {
		const struct fold *f = find_fold((struct span){name.bytes + i, name.length - i});
		char byte = name.bytes[i];
		if (f)
			text_add(key, span_of(f->to));
		else
			text_add_char(
				key, byte >= 'A' && byte <= 'Z' ? (char)(byte + 'a' - 'A') : byte);
		i += f ? strlen(f->from) : 1;
	}
}

bool drop_start(struct span *key, const char *start)
{
	size_t length = strlen(start);
	if (key->length <= length || memcmp(key->bytes, start, length) != 0)
		return false;
	key->bytes += length;
	key->length -= length;
	return true;
}

bool drop_end(struct span *key, const char *end)
{
	size_t length = strlen(end);
	if (key->length <= length || memcmp(key->bytes + key->length - length, end, length) != 0)
		return false;
	key->length -= length;
	return true;
}

static void add(struct keys *keys, struct span key, const void *meaning)
{
	keys->key = grow(keys->key, &keys->room, keys->count + 1, sizeof *keys->key);
	keys->key[keys->count++] = (struct key){span_copy(key), meaning};
}

void area_names_add(struct area_names *names, struct span name, const void *meaning)
{
	fold(&names->scratch, name);
	add(&names->by_name, text_span(&names->scratch), meaning);
}

void area_names_add_code(struct area_names *names, struct span code, const void *meaning)
{
	add(&names->by_code, code, meaning);
	names->scratch.length = 0;
	text_add_char(&names->scratch, '0');
	text_add(&names->scratch, code);
	add(&names->by_code, text_span(&names->scratch), meaning);
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct key *)a)->key, ((const struct key *)b)->key);
}

static const struct key *sort(struct keys *keys)
{
	if (keys->count)
		qsort(keys->key, keys->count, sizeof *keys->key, by_key);
	for (size_t i = 1; i < keys->count; i++) {
		const struct key *one = &keys->key[i - 1], *other = &keys->key[i];
		if (by_key(one, other) == 0 && one->meaning != other->meaning)
			return one;
	}
	return NULL;
}

const struct key *area_names_sort(struct area_names *names)
{
	sort(&names->by_code);
	return sort(&names->by_name);
}

/* As span_compare, with no length to be counted. */
static int compare_key(struct span key, const char *other)
{
	for (size_t i = 0; i < key.length; i++) {
		unsigned char a = (unsigned char)key.bytes[i], b = (unsigned char)other[i];
		if (a != b || b == '\0')
			return a < b ? -1 : 1;
	}
	return other[key.length] ? -1 : 0;
}

static const void *find(const struct keys *keys, struct span key)
{
	size_t low = 0, high = keys->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_key(key, keys->key[middle].key);
		if (order == 0)
			return keys->key[middle].meaning;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const void *area_names_find(struct area_names *names, struct span name, bool *municipality)
{
	fold(&names->scratch, name);
	struct span key = text_span(&names->scratch);
	if (municipality)
		*municipality = false;
	const void *found = find(&names->by_name, key);
	if (!found && drop_end(&key, "ialt"))
		found = find(&names->by_name, key);
	if (found)
		return found;
	bool said = drop_end(&key, "kommune") || drop_end(&key, "kommunes");
	if (municipality)
		*municipality = said;
	found = find(&names->by_name, key);
	if (!found && drop_end(&key, "s"))
		found = find(&names->by_name, key);
	return found;
}

const void *area_names_code(const struct area_names *names, struct span code)
{
	return find(&names->by_code, code);
}

const void *area_names_match(struct area_names *names, struct span code, struct span name)
{
	if (code.length == 0)
		return area_names_find(names, name, NULL);
	const void *meaning = area_names_code(names, code);
	bool agreed = name.length == 0 || area_names_find(names, name, NULL) == meaning;
	return agreed ? meaning : NULL;
}

/* Names that are like others. */

/* A key with what people take for one letter as one: to leave the ø out is one slip. */
static char *in_letters(const char *key)
{
	static const char *const letters[][2] = {
		{"aa", "\xC3\xA5"}, {"ae", "\xC3\xA6"}, {"oe", "\xC3\xB8"}};
	struct text word = {0};
	while (*key) {
		const char *letter = NULL;
		for (size_t i = 0; i < sizeof letters / sizeof *letters && !letter; i++)
			letter = strncmp(key, letters[i][0], 2) == 0 ? letters[i][1] : NULL;
		text_add(&word, letter ? span_of(letter) : (struct span){key, 1});
		key += letter ? 2 : 1;
	}
	text_add_char(&word, '\0');
	return word.bytes;
}

/* Keys of names, with a word behind them, are nearest to one that somebody may have written. */
static const void *guess_key(struct area_names *names, const char *key)
{
	char *word = in_letters(key);
	const char *near = nearest(word, (const char *const *)names->words);
	size_t i = 0;
	while (names->words[i] != near)
		i++;
	free(word);
	return near ? names->by_name.key[i].meaning : NULL;
}

/* Without a last word that is meant to be "Kommune", and a genitive s before it. */
static const void *guess_municipality(struct area_names *names, struct span name)
{
	static const char *const kommune[] = {"kommune", "kommunes", NULL};
	const char *blank = name.length ? memrchr(name.bytes, ' ', name.length) : NULL;
	const void *meaning = NULL;
	if (!blank)
		return NULL;
	struct text word = {0};
	fold(&word, (struct span){blank + 1, name.length - (size_t)(blank + 1 - name.bytes)});
	text_add_char(&word, '\0');
	if (nearest(word.bytes, kommune)) {
		struct span rest = {name.bytes, (size_t)(blank - name.bytes)};
		meaning = area_names_find(names, rest, NULL);
		fold(&word, rest);
		text_add_char(&word, '\0');
		meaning = meaning ? meaning : guess_key(names, word.bytes);
	}
	free(word.bytes);
	return meaning;
}

static const void *guess_name(struct area_names *names, struct span name)
{
	struct text key = {0};
	fold(&key, name);
	bool letters = key.length > 3; /* of fewer, anything is near */
	text_add_char(&key, '\0');
	const void *meaning = letters ? guess_municipality(names, name) : NULL;
	if (letters && !meaning)
		meaning = guess_key(names, key.bytes);
	free(key.bytes);
	return meaning;
}

enum { GUESSES_KEPT = 1 << 10 };

static void open_guesses(struct area_names *names)
{
	names->secret = secret_draw();
	names->guess = allocate(GUESSES_KEPT, sizeof *names->guess);
	memset(names->guess, 0, GUESSES_KEPT * sizeof *names->guess);
	names->words = allocate(names->by_name.count + 1, sizeof *names->words);
	for (size_t i = 0; i < names->by_name.count; i++)
		names->words[i] = in_letters(names->by_name.key[i].key);
	names->words[names->by_name.count] = NULL;
}

const void *area_names_nearest(struct area_names *names, struct span name)
{
	if (!names->guess)
		open_guesses(names);
	struct fingerprint f = fingerprint_of(&names->secret, name);
	struct near_name *guess = &names->guess[f.low % GUESSES_KEPT];
	if (guess->name.low == f.low && guess->name.high == f.high)
		return guess->meaning;
	if (names->guesses >= AREA_GUESSES)
		return NULL;
	names->guesses++;
	*guess = (struct near_name){f, guess_name(names, name)};
	return guess->meaning;
}

static void free_keys(struct keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		free(keys->key[i].key);
	free(keys->key);
}

void area_names_free(struct area_names *names)
{
	free_keys(&names->by_name);
	free_keys(&names->by_code);
	free(names->scratch.bytes);
	for (char **word = names->words; word && *word; word++)
		free(*word);
	free(names->words);
	free(names->guess);
}
