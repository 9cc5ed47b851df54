/*
 * --report FILE: what a step did, for the driver, a page or a script, which read that and never a
 * message. It is records, with the columns
 *
 *	file      the input, as it was named
 *	kind      what is counted:
 *	          read      how the file was read: `key` is format, root, namespace, encoding,
 *	                    delimiter, sheet, header (its rows) or map, and found what that is
 *	          in        records read; where the filter goes record by record, always out,
 *	                    aside and left_out together
 *	          out       records written
 *	          aside     records that --rejects has
 *	          left_out  records that an option drops, which `key` names (without its dashes)
 *	          mended    fields that had suffered on their way: `key` is the column, found and
 *	                    expected are the field before and after
 *	          corrected fields that a correction has changed; as mended
 *	          total     a control total that does not hold: `key` says of what, found is stated,
 *	                    expected is the sum
 *	          missing   `key` was expected and is not there
 *	          twice     `key` stands twice
 *	          replaced  `key` was found and makes way for what is expected, of a later paper
 *	          edition landstal what_if published fixed before fixed_before break
 *	                    of kkr-edition: see there
 *	          area      `key` is no area of the code list
 *	          number    in the column `key`, found is no number
 *	          cut_short the file ends before its end: it may still be on its way
 *	          foreign   the file is nothing that a reader reads
 *	          unmapped  it is a table that no table map fits
 *	key found expected   "" where a kind has none
 *	count     how often
 *
 * Kinds are added, never renamed. A row stands where it was first counted; files stand in their
 * order. A step that fails writes what it has counted by then.
 */
#ifndef KKR_REPORT_H
#define KKR_REPORT_H

#include "fail.h"

struct report;

/* What a row says; key, found and expected are fields of records, escaped. */
struct report_row {
	const char *file, *kind;
	struct span key, found, expected;
};

/*
 * `path` is what --report was given; without it, NULL, all is counted and nothing written. `files`
 * are the inputs, none of which it may be (64). 73 where it cannot be made. A process has one
 * report.
 */
struct report *report_open(const char *path, char *const *files);

/*
 * The count of a row, which is added at 0 where it is not there yet; good until report_close. The
 * row is copied. Memory grows with the different rows.
 */
unsigned long long *report_count(struct report *report, const struct report_row *row);

/* How a file is read; `found` is not escaped. */
void report_read(struct report *report, const char *file, const char *key, struct span found);

/* The count of a kind that has no more than a key; "" for none. */
unsigned long long *report_kind(
	struct report *report, const char *file, const char *kind, const char *key);

/*
 * The counts of a file that is read record by record, which its rows begin with: in, out, aside. A
 * further one is added with left_out; reject() counts what is set aside, in and aside. At once
 * where `file` is the same string as before.
 */
struct report_counts {
	unsigned long long *in, *out, *aside;
};
struct report_counts report_file(struct report *report, const char *file);

/* Writes and frees it. What ends the program before does so, too. */
void report_close(struct report *report);

/* What --report was given; NULL where it was not, and what costs more than a count can be left out.
 */
const char *report_path(const struct report *report);

/*
 * fail() for a file that ends before its end: the report of the process, if there is one, has it as
 * cut_short.
 */
_Noreturn void fail_cut_short(int status, const char *file, size_t line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The report of the process, if there is one, has it of a file of which the program ends. */
void report_mark(const char *file, const char *kind);

#endif
