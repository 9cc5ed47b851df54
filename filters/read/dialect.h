/*
 * What stands between a reader and a dialect, both ways: events in, rows out.
 *
 * A dialect is one file with one `const struct dialect`, listed where a file's dialect is chosen
 * (kkr-parse.c, table/file.c). It sees an XML document as a stream of elements and runs of text
 * (xml.c has checked limits and well-formedness by then), and hands over columns once and rows as
 * they come. Its state belongs to one document.
 */
#ifndef KKR_DIALECT_H
#define KKR_DIALECT_H

#include "lib/records.h"
#include "names.h"

/* An element nests at most so deep, the root at 1. */
enum { XML_DEPTH = 256 };

/*
 * Names and namespaces live as long as the document, and the same name has the same address in all
 * of it: a dialect may compare addresses first.
 */
struct attribute {
	const char *name;  /* local */
	const char *space; /* the namespace's URI, "" for none */
	struct span value;
};

struct element {
	const char *name;
	const char *space;
	size_t attributes;
	const struct attribute *attribute; /* good during the call alone */
};

/* What the command line says of how documents are read: each dialect takes what concerns it. */
struct reading {
	const char *format;            /* --format, or NULL: the name of a dialect */
	char **columns;                /* --columns, NULL-terminated, or NULL */
	unsigned long long max_bytes;  /* of one file, unpacked; 0: any number */
	const struct shape *shape;     /* --record and what goes with it, or NULL */
	bool attributes;               /* --attributes: those of SDMX are columns, too */
	struct names names;            /* --rename */
	struct structures *structures; /* --structure, with the labels of --labels, or NULL */
	const struct layout *layout;   /* --sheet, --header and what else is said of tables */
};

struct rows;

struct dialect {
	const char *name; /* as in --format */
	const char *root; /* the root element and its namespace, by which it is known */
	const char *space;
	bool (*begins)(const struct element *root); /* in their place, where it has several */

	/* At the root; the state, which close frees. */
	void *(*open)(struct rows *rows, const struct reading *reading);
	/* Whether an element outside a record begins one, which --rejects keeps; before its start.
	 */
	bool (*begins_record)(const void *state, const struct element *element);
	void (*start)(void *state, const struct element *element);
	/* The text between two tags, unless it is white space alone: such ones come where `blank`
	 * is set, or rows_blank has asked for them.
	 */
	void (*text)(void *state, struct span text);
	bool blank;
	/* Whether the text at hand is of use; NULL: each is. One that is not may come in pieces. */
	bool (*wants_text)(const void *state);
	void (*end)(void *state);
	void (*close)(void *state); /* the document was whole and well-formed */
};

/*
 * Names the columns of the rows that follow: once for each document, before its first row, and with
 * --columns again where they have become more. Where they are not those of the document before, and
 * --columns does not settle it, the program ends.
 */
void rows_columns(struct rows *rows, const struct span *name, size_t count);

/*
 * Names the columns of a document without rows: they are the header where no other document names
 * any.
 */
void rows_empty(struct rows *rows, const struct span *name, size_t count);

/* One row, which began in `line`: a field for each column, escaped as records have them. */
void rows_put(struct rows *rows, size_t line, const struct span *field);

/*
 * One row of a sheet: `place` is what its origin says after the file, escaped. Without rows->origin
 * nobody asks for it, and it may be empty.
 */
void rows_put_from(struct rows *rows, struct span place, const struct span *field);

/*
 * As rows_put, at less cost, where many rows have the same fields before the one at `from`: `lead`
 * is those, with a TAB after each, and `field` are all of them.
 */
void rows_put_lead(
	struct rows *rows, size_t line, struct span lead, const struct span *field, size_t from);

/*
 * Notes why a record is bad, or a value that it uses: `*fault`, which is NULL where nothing is yet,
 * becomes one of the caller's to free(). The first reason counts.
 */
void say_fault(struct fault **fault, enum reject_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void copy_fault(struct fault **fault, const struct fault *from);

/* The name of the file at hand, for messages. */
const char *rows_file(const struct rows *rows);

/* The line that the parser has come to: the end of the tag or text at hand. */
size_t rows_line(const struct rows *rows);

/* Sets the record at hand, which began in `line`, aside, or ends the program with 65. */
void rows_reject(struct rows *rows, size_t line, const struct fault *fault);

/* A row that an option, named without its dashes, leaves out: the report counts it. */
void rows_leave_out(struct rows *rows, const char *option);

/* Whether --columns names a column that must be there. */
bool rows_ask(const struct rows *rows, const char *name);

/* Texts that are white space alone are wanted, too, in the rest of the document. */
void rows_blank(struct rows *rows, bool wanted);

/* How the file is read, for the report: `key` is one of those of the kind `read` (lib/report.h). */
void rows_read_as(const struct rows *rows, const char *key, struct span found);

/* Says something that is not wrong but worth knowing, with the line at hand, and goes on. */
void rows_say(const struct rows *rows, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Ends the program with 65 and the line at hand: the document is wrong as a whole. */
_Noreturn void rows_fail(const struct rows *rows, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
