#!/bin/sh
# Fuzzes: run.sh BUILD SECONDS. Each target runs for so long. What it finds is in BUILD/fuzz/found,
# and BUILD/fuzz/NAME FILE runs it once more; new inputs that reach new code are in BUILD/fuzz/corpus.
# Leaks are not looked for: of what the C library allocates by itself, the harness knows nothing.

set -u
BUILD=$1
SECONDS_EACH=$2
cd "$(dirname "$0")" || exit
mkdir -p "$BUILD/found"
FAILED=
for TARGET in $("$BUILD/kkr-fuzz"); do
	mkdir -p "$BUILD/corpus/$TARGET"
	ln -f "$BUILD/kkr-fuzz" "$BUILD/$TARGET"
	echo "fuzz: $TARGET, $SECONDS_EACH seconds"
	ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 "$BUILD/$TARGET" -max_total_time="$SECONDS_EACH" -dict=xml.dict \
		-max_len=8192 -timeout=10 -rss_limit_mb=1024 -detect_leaks=0 -close_fd_mask=2 \
		-artifact_prefix="$BUILD/found/$TARGET-" "$BUILD/corpus/$TARGET" "corpus/$TARGET" \
		>"$BUILD/$TARGET.log" 2>&1 || FAILED="$FAILED $TARGET"
	tail -n 2 "$BUILD/$TARGET.log"
done
for TARGET in $FAILED; do
	echo "fuzz: $TARGET has found something: $BUILD/$TARGET.log"
done
[ -z "$FAILED" ]
