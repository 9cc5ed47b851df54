#!/bin/sh
# Lint: the style, the warnings of two compilers, two analysers, the scripts, the manuals and the
# samples. lint.sh SOURCE... -- COMPILER-FLAG... ; make lint calls it.
#
# What a tool finds counts where it is of a version that stands here, those of Debian 12 and 13. Of another
# version it is shown, and fails nothing: a distribution's new opinion is no fault of the tree. The style
# is that of one version alone, which .clang-format names; make format uses no other.
#
# shellcheck disable=SC2086 # lists of files

set -eu
cd "$(dirname "$0")/.."

VERSIONS="clang-format $(sed -n 's/^# clang-format //p' .clang-format)
grep any
gcc 12 or 14
nm any
clang 14 or 19
clang-tidy 14 or 19
cppcheck 2.10 or 2.17
shellcheck 0.9 or 0.10
mandoc any
zsh any
xmllint any"

SOURCES=
while [ "$1" != -- ]; do
	SOURCES="$SOURCES $1"
	shift
done
shift
HEADERS=$(find filters fuzz -name '*.h')
SCRIPTS="bin/kkr bin/setup .ci/run completion/kkr.bash $(find bin bench fuzz tests -name '*.sh' ! -path 'tests/fixtures/*')"
MANUALS=$(find bin doc filters -name '*.[1-9]')

# version TOOL: as far as VERSIONS tells versions apart: 14 of 14.0.6, 2.10 of 2.10.3.
version() {
	case $1 in
	clang* | gcc) PARTS=1 ;;
	*) PARTS=1-2 ;;
	esac
	"$1" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 | cut -d . -f "$PARTS"
}

# Whether the TOOL is of a version that counts; sets VERSION and COUNT.
counts() {
	COUNT=$(printf '%s\n' "$VERSIONS" | sed -n "s/^$1 //p")
	[ "$COUNT" != any ] || return 0
	VERSION=$(version "$1")
	case " $COUNT " in
	*" $VERSION "*) ;;
	*) return 1 ;;
	esac
}

FAILED=
there() {
	command -v "$1" >/dev/null || {
		echo "lint: $1 is not installed (bin/setup check installs it)"
		FAILED=yes
		return 1
	}
}

# check TOOL COMMAND...
check() {
	TOOL=$1
	shift
	there "$TOOL" || return 0
	echo "lint: $TOOL"
	STATUS=0
	"$@" || STATUS=$?
	if [ "$STATUS" -eq 0 ]; then
		return
	elif counts "$TOOL"; then
		FAILED=yes
		echo "lint: $TOOL finds fault, or fails (status $STATUS)"
	else
		echo "lint: $TOOL is of version $VERSION: its findings do not count, only those of version $COUNT do"
	fi
}

# Another version would find fault with half of the tree, so it is not asked.
style() {
	there clang-format || return 0
	if counts clang-format; then
		check clang-format clang-format --dry-run -Werror "$@"
	else
		echo "lint: clang-format passed over: it is of version $VERSION, and the style of version $COUNT"
	fi
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

# What clang-format makes of a line of a sample in a comment that is too long for it.
reflowed() {
	! grep -nE '^	* \*[^ 	/]' "$@" || {
		echo 'a line of a comment has been broken and moved up to its star: make it shorter'
		return 1
	}
}

# Names that can be seen from other files are unique over all programs: a search finds one thing.
names() {
	find "$OBJECTS/filters" -name '*.o' -exec nm --defined-only --extern-only {} + |
		awk 'NF == 3 && $3 != "main" && seen[$3]++ { print $3 " has several meanings"; found = 1 }
			END { exit found }'
}

OBJECTS=$(mktemp -d)
trap 'rm -rf "$OBJECTS"' EXIT
for DIRECTORY in $(dirname $SOURCES | sort -u); do
	mkdir -p "$OBJECTS/$DIRECTORY"
done

style $SOURCES $HEADERS
check grep reflowed $SOURCES $HEADERS
check gcc each gcc -O2 -Werror "$@" -o "$OBJECTS/{}.o" -c '{}'
check nm names
check clang each clang -Werror -fsyntax-only "$@" '{}'
check clang-tidy tidy "$@"
check cppcheck cppcheck -j 2 --quiet --std=c11 --enable=warning,performance,portability \
	--suppress=normalCheckLevelMaxBranches \
	--library=tests/cppcheck.cfg --inline-suppr --error-exitcode=1 -Ifilters -D_GNU_SOURCE -DKKR_VERSION='""' $SOURCES
check shellcheck shellcheck $SCRIPTS
check zsh zsh -n completion/kkr.zsh
check mandoc manuals
check xmllint samples
[ -z "$FAILED" ]
