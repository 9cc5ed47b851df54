/*
 * Runs a program's main again and again in one process, as if each time it were a new one: its
 * standard input is the fuzzer's bytes, its standard output is kept, exit comes back here, and the
 * memory that it had is freed. The sources of the filters know nothing of it: the linker puts
 * harness.c in the place of exit, read, write, malloc and the like (--wrap).
 */
#ifndef KKR_FUZZ_HARNESS_H
#define KKR_FUZZ_HARNESS_H

#include "lib/text.h"

typedef int program(int argc, char **argv);

enum { FILES = 8 }; /* the most that a run has */

/* To be called once, before all runs. */
void harness_start(void);

/*
 * Runs it with arguments, a NULL-terminated array without the name, and returns its status. The
 * first of the files is standard input; it, and the others, can be opened as /fuzz/0, /fuzz/1 and
 * so on; what else is opened for reading is empty. They come in pieces of at most so many bytes.
 * `out` gets what it wrote to standard output and is the caller's to free. It can make no file: one
 * that it opens takes what is written and keeps nothing; and it can rename none.
 */
int harness_run(program *main, const char *const *arguments, const struct span *file, size_t files,
	size_t piece, struct text *out);

#endif
