#include "text-page.h"

#include "line-words.h"

#include "lib/period.h"
#include "lib/records.h"
#include "read/values.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A year that is one: 1900 to 2099. */
enum { YEAR_DIGITS = 4 };

enum word_kind {
	WORD_TEXT,
	WORD_FIGURE,
	WORD_GROUP, /* three digits alone, or with decimals: perhaps the rest of the figure before
		     */
	WORD_NIL,   /* a dash, or up to three dots */
	WORD_MARK,  /* what stands beside a figure: an asterisk, a footnote's number, a unit */
};

struct word {
	struct span text;
	size_t first, last;
	enum word_kind kind;
	bool apart;
};

/* The words of the line at hand. */
struct words {
	struct word *word;
	size_t count, room;
};

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\f' || byte == '\r';
}

/* What words are */

static bool is_among(struct span word, const char *const *list)
{
	while (*list && !span_is(word, *list))
		list++;
	return *list != NULL;
}

/* Signs of more than one byte that are no letters: dashes, the minus, the ellipsis, spaces that do
 * not break, raised digits. */
static size_t sign_length(struct span rest)
{
	static const char *const signs[] = {"–", "—", "−", "…", "\xC2\xA0", "\xE2\x80\xAF",
		"\xE2\x80\x89", "¹", "²", "³", "§", NULL};
	for (const char *const *sign = signs; *sign; sign++) {
		size_t length = strlen(*sign);
		if (rest.length >= length && memcmp(rest.bytes, *sign, length) == 0)
			return length;
	}
	return 0;
}

struct counts_of_word {
	size_t letters, digits;
};

static struct counts_of_word count_word(struct span word)
{
	struct counts_of_word n = {0, 0};
	for (size_t i = 0; i < word.length;) {
		struct span rest = {word.bytes + i, word.length - i};
		unsigned char byte = (unsigned char)word.bytes[i];
		size_t sign = byte < 0x80 ? 1 : sign_length(rest);
		size_t length = sign ? sign : utf8_length(rest);
		n.digits += digit(word.bytes[i]);
		n.letters += !sign || isalpha(byte);
		i += length ? length : 1;
	}
	return n;
}

/* Three digits, which decimals may follow. */
static bool is_group(struct span word)
{
	enum { GROUP = 3 };
	size_t i = 0;
	while (i < word.length && digit(word.bytes[i]))
		i++;
	if (i != GROUP)
		return false;
	if (i < word.length && (word.bytes[i] == ',' || word.bytes[i] == '.'))
		i++;
	while (i < word.length && digit(word.bytes[i]))
		i++;
	return i == word.length;
}

/* The number of a footnote: `1)`. */
static bool is_note(struct span word, struct counts_of_word n)
{
	enum { MOST = 2 };
	return n.letters == 0 && n.digits > 0 && n.digits <= MOST && word.length == n.digits + 1 &&
	       word.bytes[word.length - 1] == ')';
}

static enum word_kind word_kind(struct span word)
{
	static const char *const nils[] = {"-", "–", "—", "−", ".", "..", "...", "…", NULL};
	static const char *const units[] = {
		"kr.", "kr", "pct.", "pct", "mio.", "mia.", "stk.", "t.kr.", NULL};
	enum { LETTERS = 2 }; /* those of a period, 2024K1, or of a code */
	struct counts_of_word n = count_word(word);
	if (is_among(word, nils))
		return WORD_NIL;
	if (is_among(word, units) || is_note(word, n) || (n.letters == 0 && n.digits == 0))
		return WORD_MARK;
	if (n.digits == 0 || n.letters > LETTERS)
		return WORD_TEXT;
	return is_group(word) ? WORD_GROUP : WORD_FIGURE;
}

static void add_word(void *to, struct span text, size_t first, size_t last)
{
	struct words *w = to;
	w->word = grow(w->word, &w->room, w->count + 1, sizeof *w->word);
	bool apart = w->count == 0 || first > w->word[w->count - 1].last + 2;
	w->word[w->count++] = (struct word){text, first, last, word_kind(text), apart};
}

/* Words become pieces */

/* Whether the four bytes at a place are a year that tables are of. */
static bool year_at(struct span text, size_t at)
{
	struct span year = {text.bytes + at, YEAR_DIGITS};
	return at + YEAR_DIGITS <= text.length && page_digits(year) &&
	       (memcmp(year.bytes, "19", 2) == 0 || memcmp(year.bytes, "20", 2) == 0);
}

/* A year, or what is a period with a year at either end. */
static bool is_period(struct span text)
{
	enum { MOST = 10 };
	if (text.length < YEAR_DIGITS || text.length > MOST)
		return false;
	if (text.length == YEAR_DIGITS)
		return year_at(text, 0);
	struct text unused = {0};
	bool year = year_at(text, 0) || year_at(text, text.length - YEAR_DIGITS);
	bool period = year && !page_digits(text) && period_shown(text, &unused);
	free(unused.bytes);
	return period;
}

/* One to three digits, perhaps with a sign: what a group of three may follow. */
static bool leads_group(const struct word *word)
{
	enum { MOST = 3 };
	struct counts_of_word n = count_word(word->text);
	bool sign = word->text.bytes[0] == '-' || word->text.bytes[0] == '+';
	return n.letters == 0 && n.digits + sign == word->text.length && n.digits <= MOST;
}

static bool counts(enum word_kind kind)
{
	return kind == WORD_FIGURE || kind == WORD_GROUP || kind == WORD_NIL;
}

/* Whether a word among figures is one of its own, and not the rest of the piece before. */
static bool begins_figure(const struct word *word, const struct word *figure)
{
	if (!counts(word->kind) || !figure)
		return false;
	return word->kind != WORD_GROUP || figure + 1 != word || !leads_group(figure);
}

static void add_piece(struct page_line *line, const struct word *from, const struct word *to)
{
	struct text_piece *p = &line->piece[line->pieces++];
	*p = (struct text_piece){.first = from->first, .last = to->last, .apart = from->apart};
	p->text.bytes = from->text.bytes;
	p->text.length = (size_t)(to->text.bytes + to->text.length - from->text.bytes);
	bool text = false;
	for (const struct word *word = from; word <= to; word++) {
		text |= word->kind == WORD_TEXT;
		p->figure |= counts(word->kind);
		p->nil |= word->kind == WORD_NIL;
	}
	p->figure = p->figure && !text;
	p->nil = p->nil && !text && from == to;
	p->period = p->figure && is_period(p->text);
}

/* The words from one that stands apart up to the next: one text, or one figure and more. */
static void add_run(struct page_line *line, const struct word *word, size_t count)
{
	const struct word *begin = word, *figure = NULL;
	bool text = false;
	for (size_t i = 0; i < count; i++)
		text |= word[i].kind == WORD_TEXT;
	for (size_t i = 0; i < count && !text; i++) {
		if (begins_figure(&word[i], figure)) {
			add_piece(line, begin, &word[i - 1]);
			begin = &word[i];
		}
		if (counts(word[i].kind))
			figure = &word[i];
	}
	add_piece(line, begin, &word[count - 1]);
}

void page_add(struct page *page, size_t number, struct span text)
{
	struct words w = {0};
	struct page_line line = {
		.number = number, .text = (struct span){span_copy(text), text.length}};
	line_words(line.text, add_word, &w);
	if (w.count == 0) {
		free((char *)line.text.bytes);
		free(w.word);
		return;
	}
	line.piece = allocate(w.count, sizeof *line.piece);
	for (size_t from = 0, to; from < w.count; from = to) {
		for (to = from + 1; to < w.count && !w.word[to].apart; to++)
			;
		add_run(&line, w.word + from, to - from);
	}
	free(w.word);
	page->line = grow(page->line, &page->room, page->lines + 1, sizeof *page->line);
	page->line[page->lines++] = line;
	page->bytes += text.length;
}

void page_clear(struct page *page)
{
	for (size_t i = 0; i < page->lines; i++) {
		free((char *)page->line[i].text.bytes);
		free(page->line[i].piece);
	}
	page->lines = 0;
	page->bytes = 0;
}

void page_free(struct page *page)
{
	page_clear(page);
	free(page->line);
}

bool page_line_counts(const struct page_line *line)
{
	size_t i = 1;
	while (i < line->pieces && !line->piece[i].figure)
		i++;
	return i < line->pieces && !line->outside;
}

void page_line_text(const struct page_line *line, struct text *to)
{
	bool space = false, begun = false;
	for (size_t i = 0; i < line->text.length; i++) {
		char byte = line->text.bytes[i];
		if (is_space(byte)) {
			space = begun;
			continue;
		}
		if (space)
			text_add_char(to, ' ');
		text_add_char(to, byte);
		space = false;
		begun = true;
	}
}

/* Numbers of pages */

struct span page_word(struct span *text)
{
	size_t i = 0, length = 0;
	while (i < text->length && (xml_space(text->bytes[i]) || text->bytes[i] == '\f'))
		i++;
	while (i + length < text->length && !xml_space(text->bytes[i + length]))
		length++;
	struct span word = {text->bytes + i, length};
	text->bytes += i + length;
	text->length -= i + length;
	return word;
}

bool page_digits(struct span word)
{
	enum { MOST = 4 };
	size_t i = 0;
	while (i < word.length && digit(word.bytes[i]))
		i++;
	return i > 0 && i == word.length && i <= MOST;
}

static bool is_word_of(struct span word, const char *const *list)
{
	while (*list && !span_is(word, *list))
		list++;
	return *list != NULL;
}

bool page_numbered(struct span text)
{
	static const char *const pages[] = {
		"Side", "side", "SIDE", "Page", "page", "S.", "s.", NULL};
	static const char *const of[] = {"af", "of", "/", NULL};
	struct span word = page_word(&text);
	if (!is_word_of(word, pages))
		return false;
	word = page_word(&text);
	const char *slash = memchr(word.bytes, '/', word.length);
	if (slash) {
		size_t length = (size_t)(slash - word.bytes);
		return trimmed(text).length == 0 &&
		       page_digits((struct span){word.bytes, length}) &&
		       page_digits((struct span){slash + 1, word.length - length - 1});
	}
	if (!page_digits(word))
		return false;
	word = page_word(&text);
	if (word.length == 0)
		return true;
	return is_word_of(word, of) && page_digits(page_word(&text)) && trimmed(text).length == 0;
}

bool page_dashes(struct span text)
{
	static const char *const dashes[] = {"-", "–", "—", NULL};
	return is_word_of(page_word(&text), dashes) && page_digits(page_word(&text)) &&
	       is_word_of(page_word(&text), dashes) && trimmed(text).length == 0;
}
