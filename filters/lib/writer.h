/*
 * Records out: what a filter writes. The format is described in records.h.
 */
#ifndef KKR_WRITER_H
#define KKR_WRITER_H

#include "text.h"

enum { WRITER_ROOM = 1 << 16 }; /* bytes */

/*
 * A writer fills its buffer and hands it to the kernel whole: a filter writes so many
 * short fields that stdio's call for each took a third of kkr-parse's time.
 */
struct writer {
	int file;
	const char *name;
	bool within_row;
	size_t used;
	char buffer[WRITER_ROOM];
};

/* Makes a writer of standard output. */
void writer_stdout(struct writer *writer);

/* Makes a writer of a new file; 73 where it cannot be made. */
void writer_create(struct writer *writer, const char *path);

void put_bytes(struct writer *writer, struct span bytes); /* not a field: as they are */
void put_field(struct writer *writer, struct span field); /* already escaped */
void put_text(struct writer *writer, struct span text);   /* escapes it */
/* As put_text, for bytes of unknown origin: each that cannot stand in a record becomes U+FFFD. */
void put_foreign(struct writer *writer, struct span bytes);
void put_row_end(struct writer *writer);

/* A whole row of fields, at less cost than one by one. */
void put_row(struct writer *writer, const struct span *field, size_t count);

/*
 * A row of which the first fields are written already, as `lead`, each with a TAB after it, and
 * then `count` fields, at least 1.
 */
void put_row_lead(struct writer *writer, struct span lead, const struct span *field, size_t count);

/* Writes what is in the buffer; 74 where that fails. */
void writer_flush(struct writer *writer);

/* Writes the rest and closes; whatever writing meets ends the program with 74, here or before. */
void writer_close(struct writer *writer);

/* Adds a text as a field has it: escaped; and the text that a valid field stands for. */
void text_add_escaped(struct text *to, struct span text);
void text_add_foreign(struct text *to, struct span bytes); /* as put_foreign has it */
void text_add_unescaped(struct text *to, struct span field);

#endif
