# What the fuzzers begin with (fuzz/corpus), and what they have found, read by the programs as they are.
# Each input is read or refused with a message; nothing else may become of it.

load common

CORPUS=$ROOT/fuzz/corpus

# ends COMMAND...: asserts that it says 0, with at most what was set aside, or one of 64, 65 and 78 with a
# message.
ends() {
	run_split timeout 60 "$@"
	case $status in
	0) [[ $stderr =~ ^(kkr-[a-z]+: [0-9]+ records? set aside: bad\.tsv)?$ ]] || fail "status 0, and said: $stderr" ;;
	64 | 65 | 78) [[ $stderr == kkr-*': '* ]] || fail "no message: $stderr" ;;
	*) fail "$* ended with $status: $stderr" ;;
	esac
}

@test "Every fuzz target has inputs to begin with, and a line in fuzz/targets.c" {
	for corpus in "$CORPUS"/*/; do
		run grep -c "^	{\"$(basename "$corpus")\", " "$ROOT/fuzz/targets.c"
		assert_output 1
	done
	assert_equal "$(find "$CORPUS" -mindepth 1 -maxdepth 1 | wc -l)" "$(grep -c '^	{"' "$ROOT/fuzz/targets.c")"
}

@test "Every document of the corpora is read or refused" {
	local file
	for file in "$CORPUS"/{export,gzip}/*; do
		ends kkr-parse --format export --rejects bad.tsv "$file"
	done
}

@test "Every message of SDMX of the corpora, and every structure, is read or refused" {
	local file
	for file in "$CORPUS"/sdmx/*; do
		ends kkr-parse --format sdmx --attributes --rejects bad.tsv "$file"
	done
	for file in "$CORPUS"/structures/*; do
		ends kkr-parse --structure "$file" --labels da "$FIXTURES/sdmx/specific-2.1-series-groups.xml"
	done
}

# each_input TARGET WHAT COMMAND...: runs it on each input of a target with options, where FILE stands for a file of the
# input, as /fuzz/1 does in it. Each is read or refused, with a message; at least one is read. Where it is read, what is
# said on standard error is WHAT: an expression of lines.
each_input() {
	local target=$1 what=$2 input options read=
	shift 2
	for input in "$OUT/$target"/*/; do
		input=${input%/}
		mapfile -t options <"$input/options"
		run_split timeout 60 "${@//\/fuzz/$input}" "${options[@]}" <"$input/0"
		case $status in
		0) read=yes && [[ $stderr =~ ^($what|$ASIDE)?$ ]] || fail "$input: status 0, and said: $stderr" ;;
		64 | 65 | 78) [[ $stderr == kkr-*': '* ]] || fail "$input: no message: $stderr" ;;
		*) fail "$input ended with $status: $stderr" ;;
		esac
	done
	[ "$read" ] || fail "nothing of $target is read"
}

# lay_out TARGET...
lay_out() {
	OUT=$PWD/corpora ASIDE='kkr-[a-z]+: [0-9]+ records? set aside: bad\.tsv'
	python3 "$BATS_TEST_DIRNAME/corpora.py" "$CORPUS" "$OUT" "$@"
}

@test "Every document, table and text with options of the corpora is read or refused" {
	lay_out paths running text csv mapped
	each_input paths '' kkr-parse --rejects=bad.tsv --namespace=p=urn:p
	each_input running '.*did not stand on the line of their area: they are placed by the order of lines' \
		kkr-table --rejects=bad.tsv --format=running
	each_input text '' kkr-table --rejects=bad.tsv --format=text
	each_input csv '' kkr-table --rejects=bad.tsv --format=csv
	each_input mapped '.*did not stand on the line of their area: they are placed by the order of lines' \
		kkr-table --rejects=bad.tsv --map=/fuzz/1
}

@test "All records with what filters hold them against, of the corpora, are read or refused" {
	lay_out codes correct check quota explain agree kpi states compare against select edition topic why
	each_input codes '' kkr-codes --rejects=bad.tsv --details=/dev/null
	each_input correct '' kkr-correct --corrections=/fuzz/1 --details=/dev/null
	each_input check '' kkr-check --report=/dev/null
	each_input quota '.* differ from what comes out at .*' kkr-quota
	each_input explain '' kkr-quota --explain=101
	each_input agree '' kkr-agree
	each_input kpi '' kkr-kpi --definitions=/fuzz/1 --rejects=bad.tsv
	each_input states '' kkr-kpi --definitions=/fuzz/1 --merge
	each_input compare '' kkr-compare - /fuzz/1
	each_input against '' kkr-compare --against=/fuzz/1
	each_input select '' kkr-select
	each_input edition '.* makes way for a later .*' kkr-edition --needs=/fuzz/1
	each_input topic '.* is left out: .* is newer' kkr-edition --report=/dev/null
	each_input why '' kkr-why - /fuzz/1
}

@test "All records of the corpora are written in each type, drawn and shown, or refused" {
	local type types="text ${TYPES/csv /}" wide='.*--wide leaves out the column.*'
	# shellcheck disable=SC2046,SC2086 # several words
	lay_out $(printf 'format-%s ' $types) plot-{map,bars,lines,timeline} \
		report-{page,agenda,municipality,figures,text,labels}
	for type in $types; do
		each_input format-$type "$wide" kkr-format --type=$type
	done
	for type in map bars lines timeline; do
		each_input plot-$type '' kkr-plot --type=$type
	done
	each_input report-page '' kkr-report --type=page /fuzz/1
	for type in agenda municipality text labels; do
		each_input report-$type '' kkr-report --type=$type
	done
	each_input report-figures '' kkr-report --type=figures t=/fuzz/0 u=/fuzz/1
}

@test "Every manifest, request and what becomes of a spool, of the corpora, is read or refused" {
	local file
	lay_out decide
	each_input decide '.*' kkr-manifest decide /fuzz --lying=/fuzz/0 --failed=/fuzz/1 --survey=/fuzz/2 --aside=/fuzz/3
	for file in "$CORPUS"/request/*; do
		ends kkr-manifest paths "$file"
	done
	mkdir result
	for file in "$CORPUS"/manifest/*; do
		cp "$file" result/manifest.tsv
		run_split kkr-manifest check result # of which there are no files
		assert_equal "$status" 65
		[[ $stderr == kkr-manifest:* ]]
	done
}

@test "Every table without options and every table map of the corpora is read or refused" {
	local file
	for file in "$CORPUS"/json/*; do
		ends kkr-table --format json --rejects bad.tsv "$file"
	done
	for file in "$CORPUS"/html/*; do
		ends kkr-table --format html --list-cells --rejects bad.tsv "$file"
	done
	for file in "$CORPUS"/spreadsheetml/*; do
		ends kkr-table --format spreadsheetml --list-cells --rejects bad.tsv "$file"
	done
	for file in "$CORPUS"/map/*; do
		ends kkr-table --map "$file" "$FIXTURES/tables/bilag-b.csv"
	done
}

@test "What is proposed for each table of the corpora is a map that reads it" {
	local file
	lay_out like
	each_input like '' kkr-map --like=/fuzz/1 -
	for file in "$CORPUS"/proposal/*; do
		[ "${file##*/}" != options ] || continue # it begins with options
		tail -n +2 "$file" >table
		run_split kkr-map table
		assert_equal "${file##*/}: $status $stderr" "${file##*/}: 0 "
		printf '%s\n' "$output" >map.tsv
		ends kkr-table --rejects bad.tsv --map map.tsv table
		assert_equal "${file##*/}: $status" "${file##*/}: 0"
	done
}

@test "Every workbook of the corpora is read or refused" {
	local file
	for file in "$CORPUS"/{xlsx,ods}/*; do
		ends kkr-table --header 1 --rejects bad.tsv "$file"
	done
	for file in "$CORPUS"/fods/*; do
		ends kkr-table --format fods --rejects bad.tsv "$file"
	done
}

@test "Every path of the corpora is read or refused" {
	local file
	for file in "$CORPUS"/path/*; do
		ends kkr-parse --namespace p=urn:p --record //r --field "x=$(cat "$file")" <<<'<r/>'
	done
}

@test "Every stream of records of the corpora is read or refused" {
	local file
	for file in "$CORPUS"/{records,format-csv}/*; do
		ends kkr-format "$file"
	done
}
