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

@test "Every document with paths of the corpora is read or refused" {
	local file line options
	for file in "$CORPUS"/paths/*; do
		options=()
		while IFS= read -r line && [ -n "$line" ]; do
			options+=("-$line")
		done <"$file"
		tail -n +$((${#options[@]} + 2)) "$file" >in.xml
		ends kkr-parse --namespace p=urn:p --rejects bad.tsv "${options[@]}" in.xml
	done
}

@test "Every table and every table map of the corpora is read or refused" {
	local file line options
	for file in "$CORPUS"/csv/*; do
		options=()
		while IFS= read -r line && [ -n "$line" ]; do
			options+=("-$line")
		done <"$file"
		tail -n +$((${#options[@]} + 2)) "$file" >in.csv
		ends kkr-table --format csv --rejects bad.tsv "${options[@]}" in.csv
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
	for file in "$CORPUS"/records/*; do
		ends kkr-format "$file"
	done
}
