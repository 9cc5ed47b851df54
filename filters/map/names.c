#include "names.h"

#include "lib/area-names.h"
#include "lib/period-range.h"
#include "lib/period.h"
#include "lib/records.h"

#include <stdlib.h>

/* A period is made of so many words at most: perioden fra 1. januar 2026 til og med 31. marts 2026.
 */
enum { PERIOD_WORDS = 12, HEADER_WORDS = 64 };

struct words {
	struct span word[HEADER_WORDS];
	size_t count;
};

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void split(struct words *w, struct span header)
{
	size_t at = 0;
	w->count = 0;
	while (at < header.length && w->count < HEADER_WORDS) {
		size_t begin = at;
		while (at < header.length && !is_blank(header.bytes[at]))
			at++;
		if (at > begin)
			w->word[w->count++] = (struct span){header.bytes + begin, at - begin};
		at++;
	}
}

static bool is_edge(char byte)
{
	return strchr("()[],;:*\"'", byte) != NULL;
}

/* Words, from one to another, without the signs around them. */
static struct span between(const struct words *w, size_t from, size_t count)
{
	const char *begin = w->word[from].bytes;
	const struct span *last = &w->word[from + count - 1];
	struct span text = {begin, (size_t)(last->bytes + last->length - begin)};
	while (text.length && is_edge(text.bytes[0])) {
		text.bytes++;
		text.length--;
	}
	while (text.length && is_edge(text.bytes[text.length - 1]))
		text.length--;
	return text;
}

/* A year that tables are of: 1000 in '1000 indbyggere' is none. */
static bool is_of_now(struct span period)
{
	return period.length >= 4 &&
	       (memcmp(period.bytes, "19", 2) == 0 || memcmp(period.bytes, "20", 2) == 0);
}

static bool has_year(struct span word)
{
	for (size_t i = 0; i + 4 <= word.length; i++) {
		struct span rest = {word.bytes + i, 4};
		bool begins = i == 0 || !digit(word.bytes[i - 1]);
		if (begins && is_of_now(rest) && digit(rest.bytes[2]) && digit(rest.bytes[3]) &&
			(i + 4 == word.length || !digit(word.bytes[i + 4])))
			return true;
	}
	return false;
}

/* Whether a period that begins with a word is a part of a longer one, which is none. */
static bool is_part(const struct words *w, size_t from)
{
	const char *begin = w->word[0].bytes, *end = w->word[from].bytes;
	return period_ends_longer(
		(struct span){begin, (size_t)(end - begin)}, (size_t)(end - begin));
}

/* The longest period among the words; false where there is none, or several are not the same. */
static bool find_period(const struct words *w, struct span *place, struct text *period)
{
	bool found = false, several = false;
	for (size_t from = 0; from < w->count;) {
		size_t most = w->count - from < PERIOD_WORDS ? w->count - from : PERIOD_WORDS;
		size_t count = most;
		struct text here = {0};
		for (; count > 0; count--) {
			here.length = 0;
			struct span words = between(w, from, count);
			if (!period_led(words) && period_shown(words, &here) &&
				is_of_now(text_span(&here)))
				break;
		}
		if (count > 0 && !found) {
			*place = between(w, from, count);
			text_add(period, text_span(&here));
			found = true;
		} else if (count > 0) {
			several = true;
		}
		several |= count > 0 && is_part(w, from);
		from += count > 0 ? count : 1;
		free(here.bytes);
	}
	if (several)
		period->length = 0;
	return found && !several;
}

/* What led to the period says nothing without it: pr. 1. januar, i 2024. */
static void drop_lead(struct text *rest)
{
	static const char *const leads[] = {
		" pr.", " pr", " per", " den", " i", " ved", " fra", " perioden", " (", ",", "-"};
	bool dropped = true;
	while (dropped) {
		dropped = false;
		while (rest->length && is_blank(rest->bytes[rest->length - 1]))
			rest->length--;
		for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
			size_t length = strlen(leads[i]);
			if (rest->length < length ||
				memcmp(rest->bytes + rest->length - length, leads[i], length) != 0)
				continue;
			rest->length -= length;
			dropped = true;
		}
	}
}

void said_read(struct said *said, struct span header)
{
	struct words w;
	struct span place = SPAN("");
	*said = (struct said){0};
	split(&w, header);
	bool found = find_period(&w, &place, &said->period);
	for (size_t i = 0; i < w.count && !found; i++)
		said->odd |= has_year(w.word[i]);
	if (!found) {
		text_add(&said->rest, header);
		text_add(&said->pattern, header);
		return;
	}
	size_t before = (size_t)(place.bytes - header.bytes), behind = before + place.length;
	struct span tail = {header.bytes + behind, header.length - behind};
	text_add(&said->pattern, (struct span){header.bytes, before});
	text_add(&said->pattern, SPAN("{period}"));
	text_add(&said->pattern, tail);
	text_add(&said->rest, (struct span){header.bytes, before});
	drop_lead(&said->rest);
	text_add(&said->rest, tail);
}

void said_free(struct said *said)
{
	free(said->period.bytes);
	free(said->rest.bytes);
	free(said->pattern.bytes);
}

void name_add(struct text *to, struct span text)
{
	enum { LONGEST = 60 };
	struct text key = {0}, letters = {0};
	/* fold() takes out blanks and hyphens, which are what parts the words of a name. */
	for (size_t i = 0; i < text.length; i++) {
		bool parts = is_blank(text.bytes[i]) || text.bytes[i] == '-';
		text_add_char(&letters, parts ? '_' : text.bytes[i]);
	}
	fold(&key, text_span(&letters));
	size_t begin = to->length;
	for (size_t i = 0; i < key.length && to->length - begin < LONGEST; i++) {
		char byte = key.bytes[i];
		bool good = digit(byte) || (byte >= 'a' && byte <= 'z');
		bool parted = to->length > begin && to->bytes[to->length - 1] != '_';
		if (good && to->length == begin && digit(byte))
			text_add_char(to, 'x');
		if (good || parted)
			text_add_char(to, good ? byte : '_');
	}
	while (to->length > begin && to->bytes[to->length - 1] == '_')
		to->length--;
	free(key.bytes);
	free(letters.bytes);
}

/* Whether a word numbers a title: 2., 2024.1, 3.1:, B. */
static bool is_title_number(struct span word)
{
	size_t i = 0, digits = 0;
	while (i < word.length && (digit(word.bytes[i]) || strchr(".:-", word.bytes[i])))
		digits += digit(word.bytes[i++]);
	bool year = word.length == 4 && digits == 4;
	return i == word.length && digits > 0 && !year && digits < word.length;
}

/* How many words at the beginning of a title are its number: Tabel 3, Bilag B:, 2. */
static size_t title_number(const struct words *w)
{
	static const char *const kinds[] = {
		"tabel", "tabel.", "tab.", "table", "figur", "bilag", "oversigt", "annex", NULL};
	struct text key = {0};
	size_t i = 0;
	if (w->count > 1)
		fold(&key, w->word[0]);
	while (kinds[i] && !span_is(text_span(&key), kinds[i]))
		i++;
	free(key.bytes);
	if (!kinds[i])
		return w->count > 1 && is_title_number(w->word[0]) ? 1 : 0;
	struct span number = w->word[1];
	while (number.length && strchr(".:,)", number.bytes[number.length - 1]))
		number.length--;
	bool letter = number.length == 1;
	return number.length && (letter || digit(number.bytes[0])) ? 2 : 0;
}

void name_add_title(struct text *to, struct span title)
{
	struct words w;
	struct text rest = {0};
	split(&w, title);
	for (size_t i = title_number(&w); i < w.count; i++) {
		if (has_year(w.word[i]))
			continue;
		text_add(&rest, rest.length ? SPAN(" ") : SPAN(""));
		text_add(&rest, w.word[i]);
	}
	drop_lead(&rest);
	name_add(to, text_span(&rest));
	free(rest.bytes);
}

/* Whether a text begins with a letter that one of the words below does. */
static bool may_say_area(struct span text)
{
	return text.length && memchr("kKoOrRlLmMaAbBgG\xC3\xE2", text.bytes[0],
				      sizeof "kKoOrRlLmMaAbBgG\xC3\xE2" - 1);
}

static bool begins_with(struct span key, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if (key.length >= length && memcmp(key.bytes, *words, length) == 0)
			return true;
	}
	return false;
}

bool says_area(struct span header)
{
	static const char *const starts[] = {"kommun", "kom.", "komnr", "komkode", "omraade",
		"region", "landsdel", "municip", "area", "bopael", "geograf", NULL};
	struct text key = {0};
	if (!may_say_area(header))
		return false;
	fold(&key, header);
	bool says = begins_with(text_span(&key), starts) || span_is(text_span(&key), "kom");
	free(key.bytes);
	return says;
}

bool is_area_word(struct span text)
{
	static const char *const words[] = {"kommune", "kommuner", "kommunenavn", "kommunenr",
		"kommunenr.", "kommunekode", "omraade", "region", "landsdel", "municipality",
		"area", "kom.nr.", "komnr", "kom.nr", "bopaelskommune", NULL};
	struct text key = {0};
	if (!may_say_area(text))
		return false;
	fold(&key, text);
	size_t i = 0;
	while (words[i] && !span_is(text_span(&key), words[i]))
		i++;
	free(key.bytes);
	return words[i] != NULL;
}

bool says_part_of_year(struct span header)
{
	enum { MOST = 3 };
	struct words w;
	struct text whole = {0}, period = {0};
	bool part = false;
	split(&w, header);
	for (size_t from = 0; from < w.count; from++) {
		for (size_t count = 1; count <= MOST && from + count <= w.count && !part; count++) {
			whole.length = 0;
			text_add(&whole, SPAN("2024 "));
			text_add(&whole, between(&w, from, count));
			part = period_parse(text_span(&whole), &period, NULL);
		}
	}
	free(whole.bytes);
	free(period.bytes);
	return part;
}

/* Whether the key of a text has one of some words in it. */
static bool says_any(struct span text, const char *const *words, size_t count)
{
	struct text key = {0};
	bool says = false;
	name_add(&key, text);
	text_add_char(&key, '\0');
	for (size_t i = 0; i < count; i++)
		says |= strstr(key.bytes, words[i]) != NULL;
	free(key.bytes);
	return says;
}

bool says_mean(struct span text)
{
	static const char *const words[] = {
		"gennemsnit", "gns", "middelv", "mean", "average", "median"};
	return says_any(text, words, sizeof words / sizeof *words);
}

bool says_made(struct span text)
{
	static const char *const words[] = {"trukket", "udtraek", "udskr", "dannet", "hentet",
		"opdateret", "genereret", "printet", "eksporteret", "_kl_"};
	return says_any(text, words, sizeof words / sizeof *words);
}

bool pattern_fits(struct span pattern, struct span key)
{
	size_t p = 0, k = 0, star = pattern.length, from = 0;
	while (k < key.length) {
		if (p < pattern.length && pattern.bytes[p] == '*') {
			star = p++;
			from = k;
		} else if (p < pattern.length && pattern.bytes[p] == key.bytes[k]) {
			p++;
			k++;
		} else if (star < pattern.length) {
			p = star + 1;
			k = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.length && pattern.bytes[p] == '*')
		p++;
	return p == pattern.length;
}
