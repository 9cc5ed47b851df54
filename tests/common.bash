# What every test file loads: the assertions, and where things are. The commands under test are those
# of an installed tree, first in PATH (tests/run.sh).

bats_require_minimum_version 1.5.0
# A command that fails before a pipe fails its test; `|| [ $? = 141 ]` stands where a reader leaves early.
set -o pipefail
# Tests write UTF-8 themselves, wherever they are run; what must hold in other locales sets them.
export LC_ALL=C.UTF-8

# shellcheck source=/dev/null
source "${ASSERTIONS:?tests/run.sh makes it}"

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
SAMPLES=$ROOT/samples
FIXTURES=$ROOT/tests/fixtures
TAB=$'\t'

# What kkr-quota --method, kkr-kpi and kkr-format --type have; the first method and type go without saying.
METHODS='largest-remainder droop webster dhondt adams huntington-hill dean'
OPERATIONS='count distinct sum mean min max median share ratio change change-pct latest done open overdue due next days-left active'
TYPES='csv csv-da json jsonl md html xlsx'

# sample ALL FEW: the cases of a long test: ALL in make check-long, and otherwise FEW of them.
sample() {
	[ -n "${KKR_LONG-}" ] && echo "$1" || echo "$2"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# run_split COMMAND...: as run, with standard error apart, in $stderr.
run_split() {
	run --separate-stderr "$@"
}

# by_area: the records of an export, from standard input, in the order in which a table with a row for each
# area and a column for each measure has them: all of the first area, all of the second, and so on.
by_area() {
	awk -F '\t' '
		NR == 1 { print; next }
		!($2 in place) { place[$2] = ++areas }
		{ record[place[$2], ++count[place[$2]]] = $0 }
		END { for (a = 1; a <= areas; a++) for (i = 1; i <= count[a]; i++) print record[a, i] }'
}

# map LINE...: a table map of these lines in map.tsv, TAB for |; each has as many fields as the first.
map() {
	map_file map.tsv "$@"
}

# map_file FILE LINE...: the same in another file.
map_file() {
	local file=$1
	shift
	printf '%s\n' "$@" | awk -F '|' -v OFS='\t' 'NR == 1 { n = NF } { $n = $n; print }' >"$file"
}

# repeated N LINE: the LINE, N times.
repeated() {
	LINE=$2 awk -v n="$1" 'BEGIN { for (; n > 0; n--) print ENVIRON["LINE"] }'
}

# quiet: the last command said nothing, but how many records it has set aside where it did: as many as
# the file has.
quiet() {
	[ -n "$stderr" ] || return 0
	local file=${stderr##* set aside: } count
	count=$(($(wc -l <"$file") - 1))
	case $count in
	1) count='1 record' ;;
	*) count="$count records" ;;
	esac
	assert_equal "$stderr" "${stderr%%: *}: $count set aside: $file"
}

# export_with_values VALUE...: an export with a record of each value, which should be a whole number.
export_with_values() {
	echo '<export xmlns="urn:kkr:export:1" dataset="d">'
	echo '<fields><field name="area" type="token"/><field name="value" type="integer"/></fields>'
	printf '<record area="a">%s</record>\n' "$@"
	echo '</export>'
}

# refugees OPTION... FILE...: a run of refugees, with its results in out.
refugees() {
	run_split kkr run refugees --output out "$@"
}

# delivery --edition E --landstal N --seed S DIRECTORY: an edition of the refugees' papers, invented.
delivery() {
	python3 "$ROOT/tests/deliveries.py" "$@"
}

# The figures of the refugee samples as checked observations.
refugee_figures() {
	kkr-parse --columns dataset,area,period,measure,unit,value "$SAMPLES"/refugees/[bf]* |
		kkr-codes --add name,region,region_name | kkr-check --complete
}

# rows LINE...: lines of records, with a TAB for each blank and a blank for each "~".
rows() {
	local line
	for line; do
		line=${line// /$TAB}
		printf '%s\n' "${line//\~/ }"
	done
}

# write_table NAME: writes NAME from standard input, where | stands for a TAB.
write_table() {
	tr '|' '\t' >"$1"
}

# reference NAME ARGUMENT...: what NAME_reference.py works out, which shares nothing with kkr.
reference() {
	local name=$1
	shift
	python3 "$ROOT/tests/${name}_reference.py" "$@"
}

# column NAME: the fields of a column of the table in $output, on one line; "-" for an empty one.
column() {
	awk -F '\t' -v name="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		{ print at ? ($at == "" ? "-" : $at) : "no column" }' <<<"$output" | paste -sd ' ' -
}

# The published quotas as `code quota`, read off the sample without kkr; "-" is nil.
published() {
	sed -n 's/.*<record area="\([0-9]\{3\}\) [^"]*">\([0-9-]*\)<.*/\1 \2/p' \
		"$SAMPLES/refugees/bilag-b.xml" | sed 's/-$/0/' | sort
}

# reproduced DIR: how many published quotas a run has compared, and how many are not those that come out.
reproduced() {
	awk -F '\t' 'NR > 1 { n[$3]++; if ($4 != $5 || $6 != 0 || $7 != "") otherwise++ }
		END { print n["municipality"] + 0 " municipalities, " n["region"] + 0 " regions, " otherwise + 0 " otherwise" }' \
		"$1/comparison.tsv"
}

# kpi OPTION... FILE...: kkr-kpi by the definitions k.tsv.
kpi() {
	run_split kkr-kpi --definitions k.tsv "$@"
}

# gives LINE...: all went well, in silence, and these are the lines, TAB for |.
gives() {
	quiet
	assert_success
	local IFS=$'\n'
	local lines="$*"
	assert_equal "$output" "$(printf '%s\n' "${lines//|/$TAB}")"
}

# gives_file FILE COMMAND...: the command writes just the bytes of the file, in silence.
gives_file() {
	local expected=$1
	shift
	"$@" >given 2>err
	cmp "$expected" given
	stderr=$(cat err) quiet
}

# assert_message TEXT...: standard error holds each text.
assert_message() {
	local text
	for text; do
		[[ $stderr == *"$text"* ]] || fail "no '$text' in: $stderr"
	done
}

# assert_faults COUNT: the table is refused with 65, nothing is written, and so many faults are listed.
assert_faults() {
	assert_failure 65
	assert_output ''
	assert_equal "${#stderr_lines[@]} faults: $stderr" "$1 faults: $stderr"
}

# refused STATUS TEXT...: the last command wrote nothing, ended so, and says each of the texts.
refused() {
	assert_equal "$status" "$1"
	assert_output ''
	shift
	assert_message "$@"
}

# refusals [-i FILE] COMMAND... <TABLE: the COMMAND is refused with each row of the table,
#
#	STATUS | ARGUMENTS | TEXT | TEXT...
#
# It is called with these further arguments, which stand as in a shell; it ends so, writes nothing, and says
# each of the texts. With -i, a row has the lines of FILE, as rows() writes them, before the arguments.
refusals() {
	local file='' row cell arguments input text count=0
	[ "$1" != -i ] || { file=$2 && shift 2; }
	while IFS= read -r row; do
		mapfile -t cell <<<"${row// | /$'\n'}"
		if [ -n "$file" ]; then
			eval "input=(${cell[1]})"
			rows "${input[@]}" >"$file"
			cell=("${cell[0]}" "${cell[@]:2}")
		fi
		eval "arguments=(${cell[1]})"
		"$@" "${arguments[@]}" </dev/null
		[ "$status" -eq "${cell[0]}" ] && [ -z "$output" ] || fail "$row: status $status, output '$output', $stderr"
		for text in "${cell[@]:2}"; do
			[[ $stderr == *"${text%"${text##*[! ]}"}"* ]] || fail "$row: '$text' is not in the message: $stderr"
		done
		count=$((count + 1))
	done
	[ "$count" -gt 0 ]
}

# measures_memory: what follows is skipped where a sanitizer has memory of its own.
measures_memory() {
	[ -z "${SANITIZE-}" ] || skip 'memory is not measured under a sanitizer'
}

# traced OPTION... COMMAND...: under strace, where a sanitizer cannot look for leaks.
traced() {
	ASAN_OPTIONS=detect_leaks=0 strace "$@"
}

# without MAP...: a kkr-table that comes with all maps of kkr but these; and a directory `none`, without maps.
without() {
	local tree=$BATS_TEST_TMPDIR/without map
	tree=$tree$(printf -- '-%s' "$@")
	[ -d "$tree" ] || {
		mkdir -p none "$tree/bin" "$tree/share" && cp "$PREFIX/bin/kkr-table" "$tree/bin" && cp -R "$PREFIX/share/kkr" "$tree/share" &&
			for map; do rm "$tree/share/kkr/schemas/maps/$map.map.tsv"; done
	}
	echo "$tree/bin/kkr-table"
}
