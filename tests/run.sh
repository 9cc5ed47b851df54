#!/bin/sh
# Runs tests: run.sh PREFIX [FILE.bats...], with the programs installed in PREFIX. The last line
# counts them; the status is 1 where one failed.

set -u
PREFIX=$1
shift
cd "$(dirname "$0")" || exit
[ $# -gt 0 ] || set -- *.bats
PATH=$PREFIX/bin:$PATH
export PATH PREFIX

RESULTS=$(mktemp)
ASSERTIONS=$(mktemp)
LEAKS=$(mktemp)
trap 'rm -f "$RESULTS" "$ASSERTIONS" "$LEAKS"' EXIT
# The libraries of assertions in one file: each test loads them, and to find and read their 25 files takes it
# longer (33 ms) than most tests take.
for LIBRARY in support assert file; do
	cat "${BATS_LIB_PATH:-/usr/lib/bats}/bats-$LIBRARY"/src/*.bash >>"$ASSERTIONS" || exit
done
export ASSERTIONS
# What libxlsxwriter loses where it fails is not ours to free.
echo leak:libxlsxwriter >"$LEAKS"
export LSAN_OPTIONS="print_suppressions=0:suppressions=$LEAKS"
# What references leave beside themselves would be in the copies of the tree that other tests make.
export PYTHONDONTWRITEBYTECODE=1
# Three files at a time, where there is GNU parallel, which bats takes for that: on two cores, since some tests wait
# (two at a time left a third of a core idle).
JOBS=
case $(parallel --version 2>/dev/null) in
'GNU parallel'*) JOBS='--jobs 3 --no-parallelize-within-files' ;;
esac
# Some services and CI ignore SIGPIPE, which a test's commands would inherit.
# shellcheck disable=SC2086 # options
env --default-signal=PIPE bats --tap $JOBS "$@" 2>&1 | tee "$RESULTS"
awk '
	/^1\.\.[0-9]+$/ { planned = substr($0, 4) }
	/^ok .* # skip/ { skipped++; next }
	/^ok / { passed++ }
	/^not ok / { failed++ }
	END {
		lost = planned - passed - failed - skipped
		printf "%d passed, %d failed, %d skipped\n", passed, failed + lost, skipped
		exit failed + lost > 0 || passed == 0
	}' "$RESULTS"
