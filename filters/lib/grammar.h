/*
 * One field of a definition, or the text of an option, read from its start to its end.
 */
#ifndef KKR_GRAMMAR_H
#define KKR_GRAMMAR_H

#include "fail.h"

struct grammar {
	const char
		*option;  /* the option's name, or NULL: it is a field, and escaped as fields are */
	const char *file; /* of the definitions, and where the field is in it */
	size_t line;
	const char *column;
	struct span text;
	size_t at; /* bytes that have been read */
};

/*
 * Ends the program with the character that has been come to: with 78, the line and the column, or
 * with 64 and the option.
 */
_Noreturn void grammar_fail(const struct grammar *grammar, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Passes blanks; false at the end of the field. */
bool grammar_more(struct grammar *grammar);

/* The next word, up to a blank or the end; empty at the end. */
struct span grammar_word(struct grammar *grammar);

/*
 * As grammar_word, for the name of a column: anything else is an error. It is the caller's to free.
 */
char *grammar_column(struct grammar *grammar);

#endif
