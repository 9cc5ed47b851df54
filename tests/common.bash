# What every test file loads: the assertions, and where things are. The commands under test are those
# of an installed tree, first in PATH (tests/run.sh).

bats_require_minimum_version 1.5.0
# A command that fails before a pipe fails its test; `|| [ $? = 141 ]` stands where a reader leaves early.
set -o pipefail
# Tests write UTF-8 themselves, wherever they are run; what must hold in other locales sets them.
export LC_ALL=C.UTF-8

bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
SAMPLES=$ROOT/samples
FIXTURES=$ROOT/tests/fixtures
TAB=$'\t'

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# run_split COMMAND...: as run, with standard error apart, in $stderr.
run_split() {
	run --separate-stderr "$@"
}

# repeated N LINE: the LINE, N times.
repeated() {
	LINE=$2 awk -v n="$1" 'BEGIN { for (; n > 0; n--) print ENVIRON["LINE"] }'
}

# The figures of the refugee samples as checked observations.
refugee_figures() {
	kkr-parse --columns dataset,area,period,measure,unit,value "$SAMPLES"/refugees/[bf]* |
		kkr-codes --add name,region,region_name | kkr-check --complete
}

# rows LINE...: lines of records, with a TAB for each blank and a blank for each "~".
rows() {
	printf '%s\n' "$@" | tr ' ~' '\t '
}

# refused STATUS TEXT...: the last command wrote nothing, ended so, and says each of the texts.
refused() {
	assert_equal "$status" "$1"
	assert_output ''
	shift
	local text
	for text; do
		[[ $stderr == *"$text"* ]] || fail "'$text' is not in the message: $stderr"
	done
}
