/*
 * What the sender says in place of data: a server that answers a request with an error, whatever
 * the file was then called.
 */
#ifndef KKR_SENDER_H
#define KKR_SENDER_H

#include "text.h"

/*
 * By the first bytes of a file: adds what it says, its code and then its text, where it is the
 * error of a web service (the StatBank's and others' as JSON, a fault of SOAP, what services of
 * maps and stores of files answer as XML); false, and nothing, where it is none.
 */
bool sender_says(struct span first, struct text *to);

/*
 * Of a message of SDMX-ML, which kkr-parse reads, that is an error, or what a registry answers:
 * adds a whole sentence; false, and nothing, where it is none.
 */
bool sender_message(struct span first, struct text *to);

/* Adds the title of a page of HTML, as it is shown; false where it has none. */
bool sender_title(struct span first, struct text *to);

/* Ends the program with 65 and what the sender says, if it says anything. */
void sender_heed(const char *file, struct span first);

/* Ends the program with 65 and that sentence. */
void sender_heed_message(const char *file, struct span first);

#endif
