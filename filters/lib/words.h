/*
 * What kkr says to people, in Danish or English: schemas/words.tsv, which is compiled in. No other
 * place has a text in both languages.
 *
 * A text is called by its key: the Danish text itself or, where that means several things, a name
 * ("state open"). A key with "1 " in front is what one of it is called ("1 kommuner").
 */
#ifndef KKR_WORDS_H
#define KKR_WORDS_H

#include "text.h"

enum language { DANISH, ENGLISH };

/* "da", "en" and NULL, in that order: what --lang takes. */
extern const char *const language_names[];

/* The text of a key, which must be in the list: 70 where it is not. */
struct span word(enum language language, const char *key);

/* The text of a key from anywhere, as a title is; false where the list does not have it. */
bool word_find(struct span *said, enum language language, struct span key);

/* Adds the text of a key, with a struct span, one after the other, in the place of each %s. */
void add_words(struct text *to, enum language language, const char *key, ...);
void vadd_words(struct text *to, enum language language, const char *key, va_list parts);

/*
 * Adds the words of a text from anywhere that the list has with %s in the places of its numbers:
 * "af 98 kommuner". False, and nothing is added, where the list does not have it.
 */
bool add_words_of_text(struct text *to, enum language language, struct span text);

/* Adds a number of the record format as the language writes it, with a minus that is no hyphen. */
void add_number(struct text *to, enum language language, struct span number);

#endif
