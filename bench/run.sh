#!/bin/sh
# The benchmark: run.sh BUILD. Prints tables in Markdown, which `make bench` keeps as doc/bench.md: what a
# program of kkr takes, and what another one takes for the same in the same run.

set -eu
BUILD=$1/bin
HANDLERS=$1/bench
RUNS=3
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# section TITLE: the head of a table.
section() {
	printf '\n## %s\n\n' "$1"
	echo '| kkr | beside | times | seconds | its | MB | its |'
	echo '|---|---|--:|--:|--:|--:|--:|'
}

# run COMMAND: its wall time in ns and its greatest memory in KB; what it writes is in $WORK/out.
run() {
	START=$(date +%s%N)
	command time -q -f %M -o "$WORK/peak" sh -c "$1" >"$WORK/out" || {
		echo "bench: ended with $?: $1" >&2
		return 1
	}
	END=$(date +%s%N)
	echo "$((END - START)) $(cat "$WORK/peak")"
}

# row NAME OTHER REMARK: of what $WORK/turns has, time and memory of both in each line, the middle one by how
# many times the other's time it took.
row() {
	awk '{ printf "%.3f %s\n", $1 / $3, $0 }' "$WORK/turns" | sort -n |
		awk -v name="$1" -v other="$2" -v remark="$3" '
			{ line[NR] = $0 }
			END {
				split(line[int((NR + 1) / 2)], v, " ")
				printf "| %s | %s%s | %.2f | %.2f | %.2f | %.1f | %.1f |\n", name, other, remark,
					v[1], v[2] / 1e9, v[4] / 1e9, v[3] / 1024, v[5] / 1024
			}'
}

# beside NAME COMMAND OTHER ITS-COMMAND: both in turn, RUNS times, after one run of the other.
beside() {
	run "$4" >/dev/null
	TURN=0
	while [ "$TURN" -lt "$RUNS" ]; do
		THEIRS=$(run "$4")
		OURS=$(run "$2")
		echo "$OURS $THEIRS"
		TURN=$((TURN + 1))
	done >"$WORK/turns"
	row "$1" "$3" ''
}

# peer NAME COMMAND OTHER WHETHER ITS-COMMAND: one run of a program that makes the same rows; "absent" where
# WHETHER says so, and a remark where the rows are others. On Debian they are had by apt-get install
# python3-lxml xmlstarlet xsltproc xml2 xlsx2csv csvkit. Three of them keep the whole file: 2 GB.
peer() {
	if ! sh -c "$4" >/dev/null 2>&1; then
		echo "| $1 | $3: absent | | | | | |"
		return
	fi
	THEIRS=$(run "$5")
	mv "$WORK/out" "$WORK/theirs"
	OURS=$(run "$2")
	echo "$OURS $THEIRS" >"$WORK/turns"
	REMARK=
	cmp -s "$WORK/out" "$WORK/theirs" || REMARK=', which makes other rows'
	row "$1" "$3" "$REMARK"
}

size() {
	echo "$(($(wc -c <"$1") / 1000000)) MB"
}

cat <<-'END'
	# How fast, and in how much memory

	Written by `make bench`, on an idle machine of two cores. Each row: a program of kkr; what it is held
	against in the same run; how many times the other's time it takes (above 1: the other one is faster); the
	seconds and the greatest memory of both. The middle of three runs in turn, but for programs that make the
	same rows, which run once. Only the ratios tell something about another machine.

	The push parser with empty handlers is libxml2 doing nothing with what it reads: no reader that uses it can
	be faster. mawk copying or adding up is about the least that a pass over the records can cost.
END

XML=$WORK/sdmx.xml TSV=$WORK/sdmx.tsv
tests/generate-sdmx.sh 2000000 >"$XML"
"$BUILD/kkr-parse" "$XML" >"$TSV"
PARSE="'$BUILD/kkr-parse' '$XML'"
section "SDMX-ML, structure-specific, 2,000,000 observations, $(size "$XML")"
beside kkr-parse "$PARSE" 'push parser, empty handlers' "'$HANDLERS/empty-handlers' '$XML'"
peer kkr-parse "$PARSE" 'lxml iterparse' 'python3 -c "import lxml"' "python3 bench/peers/series.py '$XML'"
peer kkr-parse "$PARSE" 'xmlstarlet sel' 'command -v xmlstarlet' "bench/peers/xmlstarlet.sh '$XML'"
peer kkr-parse "$PARSE" xsltproc 'command -v xsltproc' "xsltproc bench/peers/series.xsl '$XML'"
peer kkr-parse "$PARSE" 'xml2 and awk' 'command -v xml2' "xml2 <'$XML' | awk -f bench/peers/series.awk"
beside 'kkr-check of these records' "'$BUILD/kkr-check' '$TSV'" 'kkr-parse making them' "$PARSE"
rm "$WORK"/*

# A workbook: its shared texts and its sheet, which has 300 MB of XML.
BOOK=$WORK/book.xlsx CSV=$WORK/book.csv
tests/generate-xlsx.py 1000000 100000 "$BOOK"
TABLE="'$BUILD/kkr-table' '$BOOK'"
"$BUILD/kkr-table" "$BOOK" | "$BUILD/kkr-format" --type csv-da >"$CSV"
section "A workbook of 1,000,000 rows and 8 columns, 100,000 texts, $(size "$BOOK"); its rows as csv, $(size "$CSV")"
beside kkr-table "$TABLE" 'libzip and push parser, empty handlers' \
	"'$HANDLERS/empty-handlers-zip' '$BOOK' xl/sharedStrings.xml xl/worksheets/sheet1.xml"
peer 'kkr-table and tr' "$TABLE | tr '\t' ," xlsx2csv 'command -v xlsx2csv' "xlsx2csv '$BOOK' | tr -d '\r'"
peer 'kkr-table and tr' "$TABLE | tr '\t' ," in2csv 'command -v in2csv' "in2csv --no-inference '$BOOK'"
beside kkr-inspect "'$BUILD/kkr-inspect' '$BOOK'" kkr-table "$TABLE"
beside 'kkr-table --numbers da, csv' "'$BUILD/kkr-table' --numbers da '$CSV'" 'mawk copying the csv' \
	"mawk -F ';' -v OFS='\t' '{ \$2 = \$2; print }' '$CSV'"
beside 'kkr-inspect, csv' "'$BUILD/kkr-inspect' '$CSV'" 'kkr-table --numbers da, csv' \
	"'$BUILD/kkr-table' --numbers da '$CSV'"
rm "$WORK"/*

# tables N: a csv of 200,000 rows, half of them of N areas that no list knows.
tables() {
	awk -v names="$1" 'BEGIN {
		print "Kommune;Folketal 1. januar 2025"
		for (i = 0; i < 200000; i++)
			print (i % 2 ? "101 København" : "Sogn nummer " i % names) ";" 1000 + i
	}'
}

section 'A proposal for a csv of 200,000 rows'
for UNKNOWN in 2 200000; do
	tables "$UNKNOWN" >"$WORK/table.csv"
	"$BUILD/kkr-map" "$WORK/table.csv" >"$WORK/map.tsv"
	beside "kkr-map, $((UNKNOWN / 2)) areas unknown" "'$BUILD/kkr-map' '$WORK/table.csv'" 'kkr-table by that map' \
		"'$BUILD/kkr-table' --rejects '$WORK/rejects' --map '$WORK/map.tsv' '$WORK/table.csv'"
done
rm "$WORK"/*

XML=$WORK/export.xml TSV=$WORK/records.tsv
tests/generate.sh 1000000 >"$XML"
"$BUILD/kkr-parse" "$XML" >"$TSV"
gzip -1c "$XML" >"$XML.gz"
EMPTY="'$HANDLERS/empty-handlers' '$XML'"
COPY="mawk -F '\t' -v OFS='\t' '{ \$2 = \$2; print }' '$TSV'"
section "An export of 1,000,000 records, $(size "$XML")"
beside kkr-parse "'$BUILD/kkr-parse' '$XML'" 'push parser, empty handlers' "$EMPTY"
beside 'kkr-parse --schema' "'$BUILD/kkr-parse' --schema schemas/export.xsd '$XML'" 'push parser, empty handlers' "$EMPTY"
beside 'kkr-parse --rejects, gzip' "'$BUILD/kkr-parse' --rejects '$WORK/rejects' '$XML.gz'" \
	'push parser, empty handlers' "$EMPTY"
beside kkr-codes "'$BUILD/kkr-codes' '$TSV'" 'mawk copying the records' "$COPY"
beside 'kkr-codes --period --details' "'$BUILD/kkr-codes' --period period --details '$WORK/details' '$TSV'" \
	'mawk copying the records' "$COPY"
rm "$WORK"/*

# units N: observations of N invented units, with the measures of the statute.
units() {
	awk -v n="$1" 'BEGIN {
		srand(550)
		print "area\tmeasure\tvalue"
		for (i = 0; i < n; i++) {
			printf "m%06d\tpopulation\t%d\n", i, 1 + int(rand() * 100000)
			printf "m%06d\tnon_western_nationals\t%d\n", i, int(rand() * 5000)
			printf "m%06d\tfamily_reunified\t%d\n", i, int(rand() * 20)
		}
	}'
}

UNITS=$WORK/units.tsv
units 100000 >"$UNITS"
ADD="mawk -F '\t' '{ n += \$3 } END { print n }' '$UNITS'"
QUOTA="'$BUILD/kkr-quota' --landstal 10000000"
section 'The allocation, 100,000 units'
beside kkr-quota "$QUOTA '$UNITS'" 'mawk adding up' "$ADD"
for METHOD in largest-remainder droop webster dhondt adams huntington-hill dean; do
	beside "kkr-quota --method $METHOD" "$QUOTA --method $METHOD --weight population '$UNITS'" 'mawk adding up' "$ADD"
done
rm "$WORK"/*

# groups N: N invented records of about 4,000 groups, by area and measure.
groups() {
	awk -v n="$1" 'BEGIN {
		srand(4018)
		print "dataset\tarea\tperiod\tmeasure\tunit\tvalue"
		for (i = 0; i < n; i++)
			printf "invented\t%d\t2025-01-01\tm%02d\tpersons\t%d\n", 101 + int(rand() * 98), int(rand() * 41), int(rand() * 100000)
	}'
}

TSV=$WORK/groups.tsv
groups 2000000 >"$TSV"
printf 'kpi\tcompute\nn\tcount\ntotal\tsum\nmean\tmean\n' >"$WORK/kpi.tsv"
section 'Key figures of 2,000,000 records in 4,000 groups'
beside 'kkr-kpi: sum, count and mean' \
	"'$BUILD/kkr-kpi' --definitions '$WORK/kpi.tsv' --group area,measure '$TSV'" 'mawk: sum and count' \
	"mawk -F '\t' 'NR > 1 { sum[\$2, \$4] += \$6; n[\$2, \$4]++ } END { for (k in n) print k, sum[k], n[k] }' '$TSV'"
