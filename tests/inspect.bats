# kkr inspect: a page on what a file holds. What is broken or invented is made here from the samples.

load common

# inspect FILE...: the page, with its lines in $lines.
inspect() {
	run_split kkr inspect "$@"
}

# assert_row LABEL TEXT: the page has that line.
assert_row() {
	assert_line "$(printf '  %-11s %s' "$1" "$2")"
}

codes() {
	kkr-parse "$1" | kkr-codes
}

# ---- The samples

@test "the page of bilag A says what is in it" {
	cp "$SAMPLES/refugees/bilag-a.xml" a.xml
	inspect a.xml
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 a.xml
	assert_row file "XML, UTF-8, $(stat -c %s a.xml) bytes"
	assert_row dialect 'export; <export> of urn:kkr:export:1'
	# Three groups of 98 municipalities, 5 regions and the country.
	assert_equal "$(grep -c '<record ' a.xml)" 312
	assert_row records '312, 0 set aside'
	assert_row columns 'dataset area period measure unit value note source'
	assert_row dataset refugees-2026
	assert_row period '3: 2024-01-01 (104), 2025-01-01 (104), 2025-04-06 (104)'
	assert_row measure '3: asylum_seekers (104), non_western_nationals (104), population (104)'
	assert_row unit persons
	missing=$(grep -c '>\(\.\.\|…\|\.\|\)</record>\|/>$' <(grep '<record' a.xml)) || true
	assert_row value "$((312 - missing)) numbers, $missing missing"
	assert_row areas '104 known (98 of 98 municipalities, 5 of 5 regions, the country), 0 unknown'
	# Six totals in each group.
	assert_equal "$(grep -c 'area="\(Danmark i alt\|Region [^"]*\)">[0-9]' a.xml)" 18
	assert_row totals '18 of 18 hold'
	assert_row duplicates none
}

@test "gzip and standard input are read, and several files have a page each" {
	inspect "$SAMPLES"/refugees/familiesammenfoeringer-2024.xml.gz
	assert_success
	assert_line --partial 'XML, gzip, UTF-8, '
	assert_row measure family_reunified
	assert_row period 2024
	sed 1d <<<"$output" >want
	run_split bash -c 'gzip -dc "$1" | kkr inspect' - "$SAMPLES"/refugees/familiesammenfoeringer-2024.xml.gz
	assert_success
	assert_line --index 0 'standard input'
	assert_equal "$(sed 1,2d <<<"$output")" "$(sed 1d want)"
	set -- "$SAMPLES"/refugees/*
	inspect "$@"
	assert_success
	assert_equal "$(grep -c '^  file' <<<"$output")" $#
	assert_equal "$(grep -c '^$' <<<"$output")" $(($# - 1))
	run_split bash -c 'kkr inspect <(cat "$1") - <"$1"' - "$SAMPLES/refugees/bilag-b.xml"
	assert_success
	assert_equal "$(grep -c '104, 0 set aside' <<<"$output")" 2
}

@test "records have the page that their export has" {
	inspect "$SAMPLES/refugees/bilag-b.xml"
	sed '1,/^  columns/d' <<<"$output" >want
	kkr-parse "$SAMPLES/refugees/bilag-b.xml" >b.tsv
	inspect b.tsv
	assert_success
	assert_row file "records, $(stat -c %s b.tsv) bytes"
	assert_row records '104, 0 set aside'
	assert_equal "$(sed '1,/^  columns/d' <<<"$output")" "$(<want)"
	kkr-codes --add name,region b.tsv | gzip >c.tsv.gz
	inspect c.tsv.gz
	assert_line --partial 'records, gzip, '
	assert_row totals '6 of 6 hold'
	assert_row duplicates none
	inspect "$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	assert_row columns 'from to persons note landstal on_change'
	assert_row areas "not looked at: there is no column 'area'"
}

# ---- What is wrong

@test "records that are set aside are counted, with their lines and reasons" {
	sed -e 's/105.840/105.84/' -e 's/52.939/52939x/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	inspect a.xml
	assert_success
	assert_equal "$stderr" ''
	assert_row records '310, 2 set aside'
	assert_line --partial "    line 17: value '105.84' is not an integer"
	assert_line --partial "    line 18: value '52939x' is not an integer"
}

@test "of many faults the first few are told, and how many more there are" {
	sed 's/">\([0-9-]\)/">x\1/' "$SAMPLES/refugees/bilag-b.xml" >b.xml
	inspect b.xml
	assert_success
	assert_row records '0, 104 set aside'
	assert_line '    and 99 more'
	assert_row areas '0 known, 0 unknown'
	assert_row totals none
}

@test "areas that are not known are told, with the number of their records" {
	sed -e 's/151 Ballerup/151 Ballrup/' -e 's/153 Brøndby/Atlantis/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	inspect a.xml
	assert_success
	assert_row areas '102 known (96 of 98 municipalities, 5 of 5 regions, the country), 2 unknown'
	assert_line --partial "    area '151 Ballrup': the code is that of Ballerup, the name is not (3)"
	assert_line --partial "    area 'Atlantis' is not in the code list (3)"
}

@test "totals that do not hold are told" {
	sed 's/1.930.703/1.930.704/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	inspect a.xml
	assert_success
	assert_row totals '16 of 18 hold'
	assert_line '    084 Region Hovedstaden (dataset=refugees-2026 period=2025-01-01 measure=population unit=persons): the total is 1930704, its 29 municipalities add up to 1930703: difference 1'
	assert_line --partial '    000 Danmark (dataset=refugees-2026 period=2025-01-01 measure=population unit=persons): the total is 5992644, its 5 regions add up to 5992645'
}

@test "totals count where there is something below them, and are held once" {
	# Series by series: municipal rows and both totals; a region alone; a landsdel with a region below
	# nothing; regions to the country, one of them missing; a total without a figure; one that stands twice.
	printf '%s\n' 'area|measure|value' '084|a|3' '000|a|3' '101|a|1' '147|a|2' \
		'084|b|3' 'DK011|c|3' '084|d|3' '000|d|4' '084|e|' '101|e|1' \
		'084|f|1' '084|f|1' '101|f|1' | tr '|' '\t' >in.tsv
	inspect in.tsv
	assert_success
	# a: both hold; d: the country does not, 3 of one region against 4; f: the region holds.
	assert_row totals '3 of 4 hold, 5 lack areas'
	run_split kkr-check in.tsv
	assert_equal "$(grep -c ': the total is' <<<"$stderr")" 1
	assert_equal "$(grep -c ': without' <<<"$stderr")" 5
}

@test "duplicates are told with what they are of, whatever their figure, note or spelling of the area" {
	printf '%s\n' 'area|measure|value|note' '101|a|1|' 'København|a|2|x' '0101|a|1|' '101|b|1|' '147|b|1|' |
		tr '|' '\t' >in.tsv
	inspect in.tsv
	assert_success
	assert_row duplicates 2
	assert_line '    area=101 measure=a (3)'
	printf 'title\tlatest\nx\t2024\ny\t2024\nx\t2024\n' >in.tsv
	inspect in.tsv
	assert_row duplicates 1
	assert_line '    title=x latest=2024 (2)'
}

@test "values that are missing or no numbers are counted" {
	printf 'area\tvalue\n101\t1\n147\t\n151\t1,5\n153\t-2.50\n155\t..\n' >in.tsv
	inspect in.tsv
	assert_success
	assert_row value '2 numbers, 1 missing, 2 other'
}

@test "lines of records that are no records are set aside" {
	printf 'area\tvalue\n101\t1\n147\n151\t1\t2\n153\t\377\n155\t4\n' >in.tsv
	inspect in.tsv
	assert_success
	assert_row records '2, 3 set aside'
	assert_line '    line 3: 1 field where the header names 2 columns'
	assert_line --partial '    line 5: not UTF-8'
	assert_row areas '2 known (2 of 98 municipalities), 0 unknown'
}

@test "a document that is cut short, not well-formed or of no dialect has a page that says so" {
	head -c 5000 "$SAMPLES/refugees/bilag-a.xml" >cut.xml
	inspect cut.xml
	assert_success
	assert_equal "$stderr" ''
	assert_row records 'none could be read'
	assert_row dialect 'export; <export> of urn:kkr:export:1'
	assert_line --partial 'cut short'
	sed 's/<record area="151/<rekord area="151/' "$SAMPLES/refugees/bilag-a.xml" >bad.xml
	inspect bad.xml
	assert_success
	assert_row records 'none could be read'
	assert_line --partial '    line 18: '
	printf '<?xml version="1.0"?>\n<!-- <a> -->\n<!DOCTYPE p:svar [ <!ELEMENT x ANY> ]>\n<p:svar\n xmlns:q="urn:q"  xmlns:p = "urn:p"/>\n' >other.xml
	inspect other.xml
	assert_success
	assert_row dialect 'none that the root element tells; <svar> of urn:p'
	printf '<svar/>' >other.xml
	inspect other.xml
	assert_row dialect 'none that the root element tells; <svar> of no namespace'
}

@test "the version of SDMX-ML is told by the namespace" {
	for name in '2.0 http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message' \
		'2.1 http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message' \
		'3.0 http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message'; do
		printf '<m:GenericData xmlns:m="%s"/>' "${name#* }" >in.xml
		inspect in.xml
		assert_success
		assert_row dialect "SDMX-ML ${name% *}; <GenericData> of ${name#* }"
	done
}

@test "data sets of SDMX are told by what they are called, though that is no column" {
	inspect "$FIXTURES"/sdmx/datasets-2.1.xml
	assert_success
	assert_row dataset '2: ET (1), TRE (1)'
	refute_line --regexp '^  columns .*dataset'
	sed 's/ structureID=/ x=/; /<common:Structure>/d' "$FIXTURES"/sdmx/specific-2.1-flat.xml >in.xml
	inspect in.xml
	assert_success
	refute_line --partial '  dataset'
}

@test "of many columns the first are told, and how many more there are" {
	{ seq -f 'c%g' 600 && printf 'value\n'; } | paste -sd '\t' >in.tsv
	seq 601 | paste -sd '\t' >>in.tsv
	inspect in.tsv
	assert_success
	assert_line --regexp '^  columns     c1 c2 .{990,1000}\.\.\.$'
	assert_row c40 40
	assert_line '  and 560 columns more'
	refute_line --regexp '^  c41 '
	assert_row value '1 numbers, 0 missing'
}

@test "encodings are told by the first bytes and the XML declaration" {
	b=$SAMPLES/refugees/bilag-b.xml
	(printf '\xef\xbb\xbf' && cat "$b") >bom.xml
	iconv -f UTF-8 -t UTF-16LE bom.xml >le.xml
	iconv -f UTF-8 -t UTF-16BE bom.xml >be.xml
	sed '1s/UTF-8/iso-8859-1/' "$b" | iconv -f UTF-8 -t ISO-8859-1 >latin.xml
	sed 1d "$b" >none.xml
	while IFS='|' read -r file encoding; do
		inspect "$file"
		assert_success
		assert_row file "XML, $encoding, $(stat -c %s "$file") bytes"
		assert_row dialect 'export; <export> of urn:kkr:export:1'
	done <<-'END'
		bom.xml|UTF-8 with a byte order mark
		le.xml|UTF-16 little endian
		be.xml|UTF-16 big endian
		latin.xml|ISO-8859-1
		none.xml|UTF-8
	END
}

@test "a gzip stream that is cut short or corrupt has a page that says so" {
	gz=$SAMPLES/refugees/familiesammenfoeringer-2024.xml.gz
	head -c 700 "$gz" >cut.gz
	(cat "$gz" && echo garbage) >tail.gz
	printf '\037\213garbage' >bad.gz
	kkr-parse "$gz" | gzip | head -c 300 >cut.tsv.gz || [ $? = 141 ]
	for file in cut.gz tail.gz bad.gz cut.tsv.gz; do
		inspect "$file"
		assert_success
		assert_equal "$stderr" ''
		assert_line --partial ', gzip, '
		assert_line --regexp '^    (byte [0-9]+: |.*cut short|.*gzip)'
	done
}

@test "what is neither XML nor records has a page that says so" {
	: >empty
	printf 'PK\003\004\024\000\000\000' >book.xlsx
	printf '%%PDF-1.7\n' >page.pdf
	printf '\320\317\021\340\241\261\032\341' >old.xls
	printf 'navn;antal\nx;3\n' >list.csv
	printf '\n\n' >blank
	head -c 20000 /dev/zero >zeros
	head -c 20000 "$(command -v bash)" >program
	printf 'area\r\n101\r\n' >dos.tsv
	printf '{"a": 1}\n' >a.json
	printf ' \t <' >almost.xml
	for file in empty book.xlsx page.pdf old.xls list.csv blank zeros program dos.tsv a.json almost.xml; do
		inspect "$file"
		assert_success
		assert_equal "$stderr" ''
		assert_row records 'none could be read'
	done
	inspect empty
	assert_row file 'no XML, no records, empty, 0 bytes'
	inspect book.xlsx
	assert_line --partial 'a zip file (a workbook .xlsx is one)'
	inspect page.pdf
	assert_line --partial 'a PDF'
	inspect dos.tsv
	assert_line --partial "tr -d"
}

@test "a header alone is a table without records" {
	printf 'area\tperiod\tvalue\n' >in.tsv
	inspect in.tsv
	assert_success
	assert_row records '0, 0 set aside'
	assert_row columns 'area period value'
	assert_row areas '0 known, 0 unknown'
	assert_row totals none
	assert_row duplicates none
}

@test "records that are cut short are told as far as they are whole" {
	printf 'area\tvalue\n101\t1\n147\t2\n15' >in.tsv
	inspect in.tsv
	assert_success
	assert_row records 'at least 2, 0 set aside; then reading stopped'
	assert_line --partial '    line 4: the stream is cut short'
	assert_row areas '2 known (2 of 98 municipalities), 0 unknown'
}

@test "many different fields are told in part, long ones are cut, and none is shown raw" {
	{
		printf 'area\tperiod\ttitle\n'
		seq 1 1500 | awk '{ printf "101\t%d-%02d\t%s\n", 2000 + $1 % 9, 1 + $1 % 12, "t" $1 }'
	} >in.tsv
	inspect in.tsv
	assert_success
	# 9 years and 12 months: 36 pairs, by the rule of remainders.
	assert_row period "$(sed 1d in.tsv | cut -f 2 | sort | uniq -c | awk '
		{ n++; last = $2 " (" $1 ")" }
		n <= 6 { list = list (n > 1 ? ", " : "") last }
		END { print n ": " list " ... " last }')"
	assert_line --regexp '^  title       more than 1000: '
	printf 'area\ttitle\n101\t%s\n' "$(printf 'é%.0s' {1..50})" >in.tsv
	inspect in.tsv
	assert_row title "$(printf 'é%.0s' {1..30})..."
	printf 'area\ttitle\n101\ta\302\233b\n' >in.tsv
	inspect in.tsv
	assert_row title 'a b'
}

# ---- Files and uses

@test "a file that cannot be opened is 66, after the pages of the others" {
	inspect missing.xml "$SAMPLES/refugees/bilag-b.xml" .
	assert_failure 66
	assert_equal "$stderr" "kkr: missing.xml: cannot be opened
kkr: .: cannot be opened"
	assert_row totals '6 of 6 hold'
	run_split bash -c 'kkr inspect <&-'
	assert_failure 66
}

@test "names of files may be anything" {
	cp "$SAMPLES/refugees/bilag-b.xml" './-x a:1: b\n.xml'
	inspect -- '-x a:1: b\n.xml'
	assert_success
	assert_line --index 0 '-x a:1: b\n.xml'
	assert_row totals '6 of 6 hold'
	sed 's/">63</">x</' "$SAMPLES/refugees/bilag-b.xml" >'b:17.xml'
	inspect ./b:17.xml
	assert_line --partial "    line 14: value 'x'"
}

@test "nothing is left behind, and the page goes where it should" {
	mkdir tmp
	TMPDIR=$PWD/tmp inspect "$SAMPLES"/refugees/*
	assert_success
	assert_equal "$(ls -A tmp)" ''
	run_split bash -c 'kkr inspect "$1" >/dev/full' - "$SAMPLES/refugees/bilag-b.xml"
	assert_failure 74
	run bash -c 'set -o pipefail; kkr inspect "$1" "$1" | head -n 1' - "$SAMPLES/refugees/bilag-b.xml"
	assert_output "$SAMPLES/refugees/bilag-b.xml"
	{ yes 'no~records' | head -c 3000000 || [ $? = 141 ]; } >noise
	run_split env --ignore-signal=PIPE kkr inspect noise "$SAMPLES/refugees/bilag-a.xml"
	assert_success
	assert_equal "$stderr" ''
	TMPDIR=$PWD/missing inspect "$SAMPLES/refugees/bilag-b.xml"
	assert_failure 73
	inspect --wrong
	refused 64 "no option '--wrong'"
	inspect --help
	assert_success
	assert_line --partial 'kkr inspect [FILE]...'
}
