#!/bin/sh
# Lint: the style, the warnings of two compilers, two analysers, the scripts, the manuals and the
# samples. lint.sh SOURCE... -- COMPILER-FLAG... ; make lint calls it.
#
# shellcheck disable=SC2086 # lists of files

set -eu
cd "$(dirname "$0")/.."

SOURCES=
while [ "$1" != -- ]; do
	SOURCES="$SOURCES $1"
	shift
done
shift
HEADERS=$(find filters fuzz -name '*.h')
SCRIPTS="bin/kkr bin/setup .ci/run completion/kkr.bash $(find bin bench fuzz tests -name '*.sh')"
MANUALS=$(find bin filters -name '*.[1-9]')

FAILED=
check() {
	echo "lint: $1"
	shift
	"$@" || FAILED=yes
}

# each COMMAND...: one process for each file, {}, two at a time.
each() {
	printf '%s\n' $SOURCES | xargs -P 2 -I '{}' "$@"
}

# What clang-tidy counts is of no interest. Its analyser leaves a function after so many steps: with
# the usual 225,000 it takes four times as long, and has found no more.
tidy() {
	each clang-tidy --quiet '{}' -- "$@" -Xclang -analyzer-config -Xclang max-nodes=50000 2>/dev/null
}

# Pages that are not installed on this machine are not found; tests/house.bats looks for those of kkr.
manuals() {
	! mandoc -Tlint $MANUALS 2>/dev/null | grep -v 'STYLE: referenced manual not found'
}

samples() {
	for FILE in samples/*/*.xml*; do
		gzip -dcf "$FILE" | xmllint --noout --schema schemas/export.xsd - 2>/dev/null || {
			echo "$FILE is not valid by schemas/export.xsd"
			return 1
		}
	done
}

check 'clang-format' clang-format --dry-run -Werror $SOURCES $HEADERS
check 'gcc' each gcc -O2 -Werror "$@" -o /dev/null -c '{}'
check 'clang' each clang -Werror -fsyntax-only "$@" '{}'
check 'clang-tidy' tidy "$@"
check 'cppcheck' cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	--suppress=normalCheckLevelMaxBranches \
	--inline-suppr --error-exitcode=1 -Ifilters -D_GNU_SOURCE -DKKR_VERSION='""' $SOURCES
check 'shellcheck' shellcheck $SCRIPTS
check 'zsh' zsh -n completion/kkr.zsh
check 'mandoc' manuals
check 'samples' samples
[ -z "$FAILED" ]
