#!/bin/sh
# Fuzzes: run.sh BUILD SECONDS [TARGET...]. Each target, or those that are named, runs for so long, as many at
# once as there are processors. What one finds is in BUILD/found, and BUILD/NAME FILE runs it once more; new
# inputs that reach new code are in BUILD/corpus. Leaks are not looked for: of what the C library allocates by
# itself, the harness knows nothing.

set -u
BUILD=$1
SECONDS_EACH=$2
shift 2
if [ "${FUZZ_ONE-}" ]; then
	mkdir -p "$BUILD/found" "$BUILD/corpus/$1"
	ln -f "$BUILD/kkr-fuzz" "$BUILD/$1"
	ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 "$BUILD/$1" -max_total_time="$SECONDS_EACH" \
		-dict=words.dict -max_len=8192 -timeout=10 -rss_limit_mb=1024 -detect_leaks=0 -close_fd_mask=2 \
		-artifact_prefix="$BUILD/found/$1-" "$BUILD/corpus/$1" "corpus/$1" >"$BUILD/$1.log" 2>&1
	STATUS=$?
	[ $STATUS -eq 0 ] || echo "fuzz: $1 has found something: $BUILD/$1.log"
	echo "fuzz: $1, $(sed -n '$p' "$BUILD/$1.log")"
	exit $STATUS
fi
cd "$(dirname "$0")" || exit
export FUZZ_ONE=yes
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else "$BUILD/kkr-fuzz"; fi |
	xargs -P "$(nproc)" -n 1 ./run.sh "$BUILD" "$SECONDS_EACH"
