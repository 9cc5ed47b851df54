/*
 * Memory that runs out ends the program with 71 and a sentence, whoever asks for it.
 *
 * Libraries go on without what they asked for, each in a way of its own: one crashes, another
 * writes a workbook that lacks parts. malloc and its kin are therefore the program's own: the C
 * library lets a program replace them, and all that is linked calls those. What they hand out is
 * what the next ones in line hand out, those of the C library, which frees it.
 */
#include "status.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#endif

#ifndef SANITIZED

/* Without a byte of memory more, and without what the program does when it ends otherwise. */
static _Noreturn void end_without_memory(void)
{
	static const char said[] = ": no memory\n";
	const char *name = program_invocation_short_name;
	status_erase();
	if (write(STDERR_FILENO, name, strlen(name)) >= 0 &&
		write(STDERR_FILENO, said, sizeof said - 1) >= 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's are reserved */
typedef void *maker(size_t size);
typedef void *counted_maker(size_t count, size_t size);
typedef void *remaker(void *memory, size_t size);

void *malloc(size_t size)
{
	static maker *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "malloc");
	void *memory = next ? next(size) : NULL;
	if (!memory)
		end_without_memory();
	return memory;
}

void *calloc(size_t count, size_t size)
{
	static counted_maker *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "calloc");
	void *memory = next ? next(count, size) : NULL;
	if (!memory)
		end_without_memory();
	return memory;
}

void *realloc(void *memory, size_t size)
{
	static remaker *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "realloc");
	void *got = next ? next(memory, size) : NULL;
	if (!got && size)
		end_without_memory();
	return got;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

/*
 * A stack that cannot grow is no memory, too (ulimit -v), which the kernel tells by SIGSEGV. The
 * handler has a stack of its own; any other fault ends the program as it would without it.
 */
enum { STACK_MOST = 1 << 26, SPARE = 1 << 16 }; /* bytes */
static uintptr_t stack_begins;

static void on_fault(int number, siginfo_t *about, void *context)
{
	(void)context;
	uintptr_t at = (uintptr_t)about->si_addr;
	if (at < stack_begins && stack_begins - at < STACK_MOST)
		end_without_memory();
	signal(number, SIG_DFL);
}

__attribute__((constructor)) static void watch_stack(void)
{
	static char spare[SPARE];
	stack_begins = (uintptr_t)__builtin_frame_address(0);
	sigaltstack(&(stack_t){.ss_sp = spare, .ss_size = sizeof spare}, NULL);
	sigaction(SIGSEGV,
		&(struct sigaction){.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK},
		NULL);
}

#endif
