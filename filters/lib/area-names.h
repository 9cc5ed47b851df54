/*
 * Names of areas as they are looked up: case, spaces and hyphens do not count, nor do å and aa, æ
 * and ae, ø and oe. What is left of a name is its key, and a key has a meaning: whatever its list
 * says.
 */
#ifndef KKR_AREA_NAMES_H
#define KKR_AREA_NAMES_H

#include "hash.h"
#include "text.h"

struct key {
	char *key;
	const void *meaning;
};

/* A name that was looked for among those that are near, and what was found. */
struct near_name {
	struct fingerprint name;
	const void *meaning;
};

struct keys {
	struct key *key;
	size_t count, room;
};

/* All zero is an empty list. */
struct area_names {
	struct keys by_name, by_code;
	struct text scratch;
	/* Of area_names_nearest: the keys, and what has been guessed so far. */
	char **words;
	struct near_name *guess;
	struct secret secret;
	size_t guesses;
};

/* Adds a name; one meaning may have many. */
void area_names_add(struct area_names *names, struct span name, const void *meaning);

/* Adds a code of three digits, which may be given with a zero before it, too. */
void area_names_add_code(struct area_names *names, struct span code, const void *meaning);

/*
 * To be called between the last addition and the first search. Returns the first of two names that
 * have the same key and differ in meaning, or NULL where there are none.
 */
const struct key *area_names_sort(struct area_names *names);

/*
 * What a name means, or NULL: as it stands, without "i alt", without "Kommune" and without a
 * genitive s before that. `municipality`, which may be NULL, gets whether it says "Kommune".
 */
const void *area_names_find(struct area_names *names, struct span name, bool *municipality);

/* What a code means, or NULL. */
const void *area_names_code(const struct area_names *names, struct span code);

/*
 * What a code and a name mean together, or the one where the other is empty; NULL where they are
 * unknown or of two minds.
 */
const void *area_names_match(struct area_names *names, struct span code, struct span name);

/*
 * What a name means that is like this one (nearest.h), with or without "Kommune"; NULL where none
 * is. A guess takes long: of more than AREA_GUESSES different names the rest are like none.
 */
enum { AREA_GUESSES = 10000 };
const void *area_names_nearest(struct area_names *names, struct span name);

void area_names_free(struct area_names *names);

/* The key of a name, which takes the place of what is in `key`. */
void fold(struct text *key, struct span name);

/* Takes a word off a key where it begins or ends with it and has more; whether it did. */
bool drop_start(struct span *key, const char *start);
bool drop_end(struct span *key, const char *end);

#endif
