#!/bin/sh
# The benchmark: run.sh BUILD. Prints ratios, each of two programs on the same file in the same run.

set -eu
BUILD=$1
RUNS=5
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# seconds COMMAND...: the wall time of one run.
seconds() {
	START=$(date +%s%N)
	"$@" >/dev/null
	END=$(date +%s%N)
	echo $((END - START))
}

# ratio NAME PEER COMMAND: both in turn, RUNS times; the median of the ratios.
ratio() {
	seconds sh -c "$2" >/dev/null
	I=0
	while [ "$I" -lt "$RUNS" ]; do
		B=$(seconds sh -c "$2")
		A=$(seconds sh -c "$3")
		echo "$A $B"
		I=$((I + 1))
	done | awk '{ printf "%.3f %.2f %.2f\n", $1 / $2, $1 / 1e9, $2 / 1e9 }' | sort -n |
		awk -v name="$1" -v middle=$(((RUNS + 1) / 2)) 'NR == middle {
			printf "%-44s %s times (%s s beside %s s)\n", name, $1, $2, $3 }'
}

# peak NAME COMMAND...: the greatest resident memory of one run.
peak() {
	NAME=$1
	shift
	command time -f %M -o "$WORK/peak" "$@" >/dev/null
	awk -v name="$NAME" '{ printf "%-44s %.1f MB\n", name, $1 / 1024 }' "$WORK/peak"
}

tests/generate.sh 1000000 >"$WORK/export.xml"
gzip -1c "$WORK/export.xml" >"$WORK/export.xml.gz"
"$BUILD/bin/kkr-parse" "$WORK/export.xml" >"$WORK/records.tsv"

echo "An export of 1,000,000 records, $(($(wc -c <"$WORK/export.xml") / 1000000)) MB; medians of $RUNS runs"
ratio 'kkr-parse / push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers' '$WORK/export.xml'" "'$BUILD/bin/kkr-parse' '$WORK/export.xml'"
ratio 'kkr-parse -x / push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers' '$WORK/export.xml'" \
	"'$BUILD/bin/kkr-parse' -x schemas/export.xsd '$WORK/export.xml'"
ratio 'kkr-codes / mawk copying the records' \
	"mawk -F '\t' -v OFS='\t' '{ \$2 = \$2; print }' '$WORK/records.tsv'" \
	"'$BUILD/bin/kkr-codes' '$WORK/records.tsv'"
peak 'kkr-parse, peak memory' "$BUILD/bin/kkr-parse" "$WORK/export.xml"
peak 'kkr-parse -r, gzip, peak memory' "$BUILD/bin/kkr-parse" -r "$WORK/rejects" "$WORK/export.xml.gz"
peak 'kkr-codes, peak memory' "$BUILD/bin/kkr-codes" "$WORK/records.tsv"
