# Memory that runs out: whoever asked for it, the program ends with 71 and a sentence.

load common

# What makes the n-th call for memory fail, FAIL_AT, whichever library it comes from.
shim() {
	cat >shim.c <<-'END'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <errno.h>
		#include <stdlib.h>
		void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
		static int fails(void)
		{
			static long at = -1, calls;
			if (at < 0)
				at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
			return ++calls == at;
		}
		void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }
		void *calloc(size_t count, size_t size) { return fails() ? NULL : __libc_calloc(count, size); }
		void *realloc(void *memory, size_t size) { return fails() ? NULL : __libc_realloc(memory, size); }
	END
	cc -shared -fPIC -o shim.so shim.c
}

@test "Any call for memory that fails ends the program with 71 and a sentence, in any library" {
	[ -z "${SANITIZE-}" ] || skip 'under a sanitizer, memory is its own'
	local at
	shim
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" >records.tsv
	kkr-format --type xlsx records.tsv >book.xlsx
	# without COMMAND...: 71 wherever memory is missing.
	without() {
		local program=$1
		shift
		for at in 2 40 70 75 90 110; do
			FAIL_AT=$at LD_PRELOAD=$PWD/shim.so run_split "$program" "$@"
			assert_equal "$program $at: $status $stderr" "$program $at: 71 $program: no memory"
		done
	}
	without kkr-parse "$SAMPLES/refugees/bilag-a.xml"
	without kkr-table book.xlsx
	without kkr-format --type xlsx records.tsv
}
