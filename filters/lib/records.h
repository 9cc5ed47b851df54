/*
 * Records: what flows between filters. TSV, UTF-8, LF.
 *
 * The first line names the columns ([a-z][a-z0-9_]*, unique). Fields stand between TABs; within
 * one, TAB, LF, CR and backslash are written \t \n \r \\. Other control bytes and invalid UTF-8
 * do not occur, and the last line ends with LF: one that does not was cut off.
 *
 * A filter reads with
 *
 *	struct records in;
 *	records_open(&in, files, EX_DATAERR, NULL);
 *	size_t area = records_column(&in, "area", NULL);
 *	while (records_next(&in))
 *		... in.field[area] ...
 *	records_close(&in);
 *
 * and writes with a struct writer. Fields are passed on as they came, escapes and all.
 *
 * Where there is a column `origin` (origin.h), the file and line of a record are those that it
 * names: where it was delivered, and not where it stands now.
 */
#ifndef KKR_RECORDS_H
#define KKR_RECORDS_H

#include "input.h"
#include "rejects.h"

/* A number of the record format has at most so many digits. */
enum { NUMBER_DIGITS = 100 };

/* Reading. The members above the line are the reader's; those below belong to records.c. */
struct records {
	const char *file; /* the file and line of the record at hand, for messages; the string is */
	size_t line;      /* good until records_close */
	size_t columns;
	char **name;        /* of each column */
	struct span *field; /* of the record at hand; good until the next record is read. Eight
			     * bytes from where one begins can be read, whatever its length. */
	struct span record; /* the whole line */
	/* ---- */
	char *const *files;
	struct input *input;
	struct rejects *rejects;
	int status;
	struct column_place *place; /* of the columns, in the order of their names */
	size_t number;              /* the line in the stream itself */
	size_t origin;              /* the column; the count of columns where there is none */
	void *origin_file;          /* the files that it has named so far, a tree, and the last */
	struct span last_file;
	char *buffer;
	size_t room, begin, end;
	bool ended;
};

/*
 * Opens `files` (NULL-terminated; standard input where there are none), which are read as one
 * stream and must have the same columns in the same order, and reads the header. A fault in the
 * stream ends the program with `status`; a bad record is set aside where `rejects` is not NULL and
 * wanted. 66 where a file cannot be opened.
 */
void records_open(struct records *records, char *const *files, int status, struct rejects *rejects);

/* As records_open, for one input that is open already. records_close closes it. */
void records_open_input(struct records *records, struct input *input, int status);

/* Reads the next record, in whichever file it stands; false after the last. */
bool records_next(struct records *records);

/* The place of a column; one that is not there is the count of columns. */
size_t records_find(const struct records *records, const char *name);

/*
 * The place of a column that must be there: 65, with the names that are there, where it is not.
 * `hint` names the option or step that would help, or is NULL.
 */
size_t records_column(const struct records *records, const char *name, const char *hint);

/* The end of a program that looks for a column among these names: the same words and status. */
_Noreturn void column_missing(const struct records *records, const char *name, char *const *names,
	size_t count, const char *hint);

void records_close(struct records *records);

/* Whether a string can name a column. */
bool column_name_valid(struct span name);

/* Whether a byte is a digit of a number, in any locale. */
static inline bool digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Whether a field is a number of the record format: -?[0-9]+(\.[0-9]+)?, 100 digits, no -0. */
bool number_valid(struct span field);

/* What keeps a field from being such a number of 0 or more, for messages; or NULL. */
const char *amount_fault(struct span field);

#endif
