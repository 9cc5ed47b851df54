/*
 * A file that is looked at: what kind it is, the reader that reads it, and what is known when that
 * has come to its end.
 */
#ifndef KKR_INSPECT_INSPECTION_H
#define KKR_INSPECT_INSPECTION_H

#include "inspect/form.h"
#include "inspect/tally.h"
#include "read/kind.h"

/* What kkr-table is to be told, as it is given. */
enum { TOLD_MOST = 32 };
struct told {
	const char *argument[TOLD_MOST + 1], *maps[TOLD_MOST + 1]; /* --maps stand by themselves */
	size_t count, maps_count;
	bool mapped; /* --map is there: none is looked for */
};

struct inspection {
	const struct told *told;
	const struct inspected *file;
	struct recogniser *recogniser;
	bool looked; /* its first bytes could be read, and tell its kind */
	enum file_kind kind;
	struct run run; /* of the reader */
	struct form form;
	struct records in;
	bool read; /* a header has come: `in` and `tally` are there */
	struct tally tally;
	struct text misfit; /* why no map fits; empty where one does, or none is looked for */
};

/* Reads it. All three must outlive the inspection. */
void inspection_read(struct inspection *s, const struct told *told, const struct inspected *file,
	struct recogniser *recogniser);
void inspection_free(struct inspection *s);

/*
 * What more there is to see: another run (run.h), whose records are handed to `take`. False where
 * it ends with an error.
 */
typedef void list_taker(void *to, const struct records *in);
bool inspection_list(const struct inspection *s, void (*become)(char **arguments),
	const char *const *arguments, list_taker *take, void *to);

#endif
