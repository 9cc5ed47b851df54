/*
 * Which of some words somebody may have meant who wrote another.
 */
#ifndef KKR_NEAREST_H
#define KKR_NEAREST_H

/*
 * The first of those among `words` (NULL-terminated) that fewest slips lead to: a character too
 * many, one missing, another one, or two the other way round. NULL where each is more than one slip
 * away and one for every four characters of the word; so is a word of more than 64.
 */
const char *nearest(const char *word, const char *const *words);

#endif
