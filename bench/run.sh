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

# peer NAME WHETHER COMMAND: the time and memory of one run of another program that makes the same
# rows, "absent" where it is not installed, and a word where the rows are others. On Debian:
# apt-get install python3-lxml xmlstarlet xsltproc xml2. Three of them keep the whole file: 2 GB.
peer() {
	if ! sh -c "$2" >/dev/null 2>&1; then
		printf '%-44s absent\n' "$1"
		return
	fi
	command time -f '%e %M' -o "$WORK/peer" sh -c "$3" >"$WORK/peer.tsv"
	SAME=$(cmp -s "$WORK/peer.tsv" "$WORK/sdmx.tsv" || echo ', and other rows')
	awk -v name="$1" -v same="$SAME" '{
		printf "%-44s %.2f s, %.1f MB%s\n", name, $1, $2 / 1024, same }' "$WORK/peer"
}

tests/generate-sdmx.sh 2000000 >"$WORK/sdmx.xml"
"$BUILD/bin/kkr-parse" "$WORK/sdmx.xml" >"$WORK/sdmx.tsv"

echo "SDMX-ML, structure-specific, 2,000,000 observations, $(($(wc -c <"$WORK/sdmx.xml") / 1000000)) MB; medians of $RUNS runs"
ratio 'kkr-parse / push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers' '$WORK/sdmx.xml'" "'$BUILD/bin/kkr-parse' '$WORK/sdmx.xml'"
ratio 'kkr-check / kkr-parse, the same rows' \
	"'$BUILD/bin/kkr-parse' '$WORK/sdmx.xml'" "'$BUILD/bin/kkr-check' '$WORK/sdmx.tsv'"
peak "kkr-check of $(($(wc -c <"$WORK/sdmx.tsv") / 1000000)) MB, peak memory" "$BUILD/bin/kkr-check" "$WORK/sdmx.tsv"
echo 'These rows by others, one run each'
peer 'kkr-parse' true "'$BUILD/bin/kkr-parse' '$WORK/sdmx.xml'"
peer 'lxml iterparse' 'python3 -c "import lxml"' "python3 bench/peers/series.py '$WORK/sdmx.xml'"
peer 'xmlstarlet sel' 'command -v xmlstarlet' "bench/peers/xmlstarlet.sh '$WORK/sdmx.xml'"
peer 'xsltproc' 'command -v xsltproc' "xsltproc bench/peers/series.xsl '$WORK/sdmx.xml'"
peer 'xml2 and awk' 'command -v xml2' "xml2 <'$WORK/sdmx.xml' | awk -f bench/peers/series.awk"
rm "$WORK"/sdmx.* "$WORK"/peer*
echo

# A workbook: its shared texts and its sheet, which has 300 MB of XML. On Debian: csvkit xlsx2csv.
tests/generate-xlsx.py 1000000 100000 "$WORK/book.xlsx"
"$BUILD/bin/kkr-table" "$WORK/book.xlsx" >"$WORK/book.tsv"
tr '\t' , <"$WORK/book.tsv" >"$WORK/sdmx.tsv"
echo "A workbook of 1,000,000 rows and 8 columns, 100,000 texts, $(($(wc -c <"$WORK/book.xlsx") / 1000000)) MB; medians of $RUNS runs"
ratio 'kkr-table / libzip, push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers-zip' '$WORK/book.xlsx' xl/sharedStrings.xml xl/worksheets/sheet1.xml" \
	"'$BUILD/bin/kkr-table' '$WORK/book.xlsx'"
peak 'kkr-table, .xlsx, peak memory' "$BUILD/bin/kkr-table" "$WORK/book.xlsx"
echo 'These rows as CSV by others, one run each'
peer 'kkr-table' true "'$BUILD/bin/kkr-table' '$WORK/book.xlsx' | tr '\t' ,"
peer 'xlsx2csv' 'command -v xlsx2csv' "xlsx2csv '$WORK/book.xlsx' | tr -d '\r'"
peer 'in2csv' 'command -v in2csv' "in2csv --no-inference '$WORK/book.xlsx'"
"$BUILD/bin/kkr-format" --type csv-da "$WORK/book.tsv" >"$WORK/book.csv"
ratio 'kkr-table --numbers da, as CSV / mawk copying it' \
	"mawk -F ';' -v OFS='\t' '{ \$2 = \$2; print }' '$WORK/book.csv'" \
	"'$BUILD/bin/kkr-table' --numbers da '$WORK/book.csv'"
peak 'kkr-table --numbers da, CSV, peak memory' "$BUILD/bin/kkr-table" --numbers da "$WORK/book.csv"
rm "$WORK"/book.* "$WORK"/sdmx.* "$WORK"/peer*
echo

tests/generate.sh 1000000 >"$WORK/export.xml"
gzip -1c "$WORK/export.xml" >"$WORK/export.xml.gz"
"$BUILD/bin/kkr-parse" "$WORK/export.xml" >"$WORK/records.tsv"

echo "An export of 1,000,000 records, $(($(wc -c <"$WORK/export.xml") / 1000000)) MB; medians of $RUNS runs"
ratio 'kkr-parse / push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers' '$WORK/export.xml'" "'$BUILD/bin/kkr-parse' '$WORK/export.xml'"
ratio 'kkr-parse --schema / push parser, empty handlers' \
	"'$BUILD/bench/empty-handlers' '$WORK/export.xml'" \
	"'$BUILD/bin/kkr-parse' --schema schemas/export.xsd '$WORK/export.xml'"
ratio 'kkr-codes / mawk copying the records' \
	"mawk -F '\t' -v OFS='\t' '{ \$2 = \$2; print }' '$WORK/records.tsv'" \
	"'$BUILD/bin/kkr-codes' '$WORK/records.tsv'"
ratio 'kkr-codes --period --details / mawk copying' \
	"mawk -F '\t' -v OFS='\t' '{ \$2 = \$2; print }' '$WORK/records.tsv'" \
	"'$BUILD/bin/kkr-codes' --period period --details '$WORK/details' '$WORK/records.tsv'"

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

units 100000 >"$WORK/units.tsv"
PEER="awk -F '\t' '{ n += \$3 } END { print n }' '$WORK/units.tsv'"
QUOTA="'$BUILD/bin/kkr-quota' --landstal 10000000"
ratio 'kkr-quota, 100,000 units / mawk adding up' "$PEER" "$QUOTA '$WORK/units.tsv'"
for METHOD in largest-remainder droop webster dhondt adams huntington-hill dean; do
	ratio "kkr-quota, $METHOD / mawk adding up" "$PEER" \
		"$QUOTA --method $METHOD --weight population '$WORK/units.tsv'"
done

# groups N: N invented records of about 4,000 groups, by area and measure.
groups() {
	awk -v n="$1" 'BEGIN {
		srand(4018)
		print "dataset\tarea\tperiod\tmeasure\tunit\tvalue"
		for (i = 0; i < n; i++)
			printf "invented\t%d\t2025-01-01\tm%02d\tpersons\t%d\n", 101 + int(rand() * 98), int(rand() * 41), int(rand() * 100000)
	}'
}

groups 2000000 >"$WORK/groups.tsv"
printf 'kpi\tcompute\nn\tcount\ntotal\tsum\nmean\tmean\n' >"$WORK/kpi.tsv"
ratio 'kkr-kpi, sum, count and mean / mawk, sum and count' \
	"mawk -F '\t' 'NR > 1 { sum[\$2, \$4] += \$6; n[\$2, \$4]++ } END { for (k in n) print k, sum[k], n[k] }' '$WORK/groups.tsv'" \
	"'$BUILD/bin/kkr-kpi' --definitions '$WORK/kpi.tsv' --group area,measure '$WORK/groups.tsv'"

peak 'kkr-kpi, 4,000 groups, peak memory' "$BUILD/bin/kkr-kpi" --definitions "$WORK/kpi.tsv" --group area,measure \
	"$WORK/groups.tsv"
peak 'kkr-parse, peak memory' "$BUILD/bin/kkr-parse" "$WORK/export.xml"
peak 'kkr-parse --rejects, gzip, peak memory' "$BUILD/bin/kkr-parse" --rejects "$WORK/rejects" "$WORK/export.xml.gz"
peak 'kkr-codes, peak memory' "$BUILD/bin/kkr-codes" "$WORK/records.tsv"
