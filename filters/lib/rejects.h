/*
 * Records set aside.
 */
#ifndef KKR_REJECTS_H
#define KKR_REJECTS_H

#include "report.h"
#include "writer.h"

/* As what a record is set aside: for whoever counts them, or does something about some of them. */
enum reject_kind {
	REJECT_NUMBER, /* what should be one is none */
	REJECT_PERIOD,
	REJECT_DATE,
	REJECT_AREA,    /* it names none */
	REJECT_MISSING, /* a value that must be there, or a whole row */
	REJECT_UNKNOWN, /* a word of which there are so many, and it is none of them */
	REJECT_TWICE,   /* what must be there once, or a figure that would count twice */
	REJECT_CONTRADICTION,
	REJECT_ENDED,  /* a municipality that had ended by then */
	REJECT_SPLIT,  /* one that was split among several */
	REJECT_ABROAD, /* outside Denmark, or Greenland */
	REJECT_FIELDS, /* there are more or fewer than should be, or they cannot be told apart */
	REJECT_ENCODING,
	REJECT_SIZE
};

/* Why a record is bad; the holder's to free(). */
struct fault {
	enum reject_kind kind;
	char reason[];
};

/*
 * The file of --rejects, with the columns file, line, reason, record and kind, which is the word of
 * the reject_kind: number, period and so on. Where no such file was asked for, the first bad record
 * ends the program with 65.
 */
struct rejects {
	struct writer writer;
	bool wanted;
	struct report *report;
	unsigned long long count;
};

/*
 * `path` is what --rejects was given; NULL where it was not. `files` are the inputs, none of which
 * it may be (64). `report` counts what is set aside of each file; NULL where
 * there is none.
 */
void rejects_open(
	struct rejects *rejects, const char *path, char *const *files, struct report *report);

/*
 * Sets one record aside, or ends the program. `record` is the record as it came, unescaped; bytes
 * that cannot stand in a record (invalid UTF-8, control bytes) become U+FFFD.
 */
void reject(struct rejects *rejects, enum reject_kind kind, const char *file, size_t line,
	struct span record, const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Sets a record aside as a row that another program's file of rejects has. */
void reject_row(struct rejects *rejects, struct span row);

/*
 * To be called when all else is written: says on standard error how many were set aside, and where
 * they are. Of a file that has no name any more nobody but its maker, who has handed it over as
 * /dev/fd/N, can look at one: that program counts them and says so.
 */
void rejects_close(struct rejects *rejects);

#endif
