# kkr-inspect: a page on what a file holds. What is broken or invented is made here from the samples.

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
	assert_row records '312 in, 312 out, 0 set aside'
	assert_row columns 'dataset area period measure unit value note (remark) source (remark)'
	assert_row dataset refugees-2026
	assert_row period '3: 2024-01-01 (104), 2025-01-01 (104), 2025-04-06 (104)'
	assert_row measure '3: asylum_seekers (104), non_western_nationals (104), population (104)'
	assert_row unit persons
	missing=$(grep -c '>\(\.\.\|…\|\.\|\)</record>\|/>$' <(grep '<record' a.xml)) || true
	assert_row value "$((312 - missing)) numbers, $missing missing"
	assert_row areas '104 known (98 of 98 municipalities, 5 of 5 regions, the country), 0 unknown'
	# Six totals in each group.
	assert_equal "$(grep -c 'area="\(Danmark i alt\|Region [^"]*\)">[0-9]' a.xml)" 18
	assert_row periods '2024-01-01 to 2025-04-06'
	assert_row totals '18 of 18 hold'
	assert_row missing 'in all of it:'
	assert_line "    values of $missing records"
	assert_row twice none
	assert_row next 'kkr read a.xml'
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
	assert_row next 'kkr read -'
	assert_equal "$(sed '1,2d; /^  next/d' <<<"$output")" "$(sed '1d; /^  next/d' want)"
	set -- "$SAMPLES"/refugees/*
	inspect "$@"
	assert_success
	assert_equal "$(grep -c '^  file' <<<"$output")" $#
	assert_equal "$(grep -c '^$' <<<"$output")" $(($# - 1))
	run_split bash -c 'kkr inspect <(cat "$1") - <"$1"' - "$SAMPLES/refugees/bilag-b.xml"
	assert_success
	assert_equal "$(grep -c '104 in, 104 out, 0 set aside' <<<"$output")" 2
}

@test "records have the page that their export has" {
	inspect "$SAMPLES/refugees/bilag-b.xml"
	sed '1,/^  columns/d; /^  next/d' <<<"$output" >want
	kkr-parse "$SAMPLES/refugees/bilag-b.xml" >b.tsv
	inspect b.tsv
	assert_success
	assert_row file "records, $(stat -c %s b.tsv) bytes"
	assert_row records '104 in, 104 out, 0 set aside'
	assert_row next 'kkr codes b.tsv'
	assert_equal "$(sed '1,/^  columns/d; /^  next/d' <<<"$output")" "$(<want)"
	kkr-codes --add name,region b.tsv | gzip >c.tsv.gz
	inspect c.tsv.gz
	assert_line --partial 'records, gzip, '
	assert_row totals '6 of 6 hold'
	assert_row twice none
	assert_row columns 'dataset area period measure unit value note (remark) source (remark) name (derived) region (derived)'
	inspect "$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	assert_row columns 'from (dimension) to (dimension) persons (dimension) note (remark) landstal (dimension) on_change (dimension)'
	assert_row areas "not looked at: there is no column 'area'"
}

# ---- What is wrong

@test "records that are set aside are counted, with their lines and reasons" {
	sed -e 's/105.840/105.84/' -e 's/52.939/52939x/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	inspect a.xml
	assert_success
	assert_equal "$stderr" ''
	assert_row records '312 in, 310 out, 2 set aside'
	assert_line --partial "    line 17: value '105.84' is not an integer"
	assert_line --partial "    line 18: value '52939x' is not an integer"
}

@test "of many faults the first few are told, and how many more there are" {
	sed 's/">\([0-9-]\)/">x\1/' "$SAMPLES/refugees/bilag-b.xml" >b.xml
	inspect b.xml
	assert_failure 65
	assert_equal "$stderr" 'kkr-inspect: b.xml: each of its 104 records was set aside'
	assert_row records '104 in, 0 out, 104 set aside'
	assert_line '    and 99 more'
	assert_row areas '0 known, 0 unknown'
	assert_row totals none
}

@test "areas that are not known are told, with the number of their records" {
	sed -e 's/151 Ballerup/151 Ballrup/' -e 's/153 Brøndby/Atlantis/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	inspect a.xml
	assert_success
	assert_row areas '102 known (96 of 98 municipalities, 5 of 5 regions, the country), 2 unknown in 6 records'
	assert_line --partial "    area '151 Ballrup': the code is that of Ballerup, the name is not (3)"
	assert_line --regexp "^    area 'Atlantis' is not in the code list .*\\(3\\)$"
	assert_row missing 'in all of it:'
	assert_line "    2 of 98 municipalities: 151 Ballerup, 153 Brøndby"
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
	assert_row totals '3 of 4 hold'
	run_split kkr-check in.tsv
	assert_equal "$(grep -c ': the total is' <<<"$stderr")" 1
	assert_equal "$(grep -c ': without' <<<"$stderr")" 5
}

@test "duplicates are told with what they are of, whatever their figure, note or spelling of the area" {
	printf '%s\n' 'area|measure|value|note' '101|a|1|' 'København|a|2|x' '0101|a|1|' '101|b|1|' '147|b|1|' |
		tr '|' '\t' >in.tsv
	inspect in.tsv
	assert_success
	assert_row twice 2
	assert_line '    area=101 measure=a (3)'
	printf 'title\tlatest\nx\t2024\ny\t2024\nx\t2024\n' >in.tsv
	inspect in.tsv
	assert_row twice 1
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
	assert_row records '5 in, 2 out, 3 set aside'
	assert_line '    line 3: 1 field where the header names 2 columns'
	assert_line --partial '    line 5: not UTF-8'
	assert_row areas '2 known (2 of 98 municipalities), 0 unknown'
}

@test "a document that is cut short, not well-formed or of no dialect has a page that says so" {
	head -c 5000 "$SAMPLES/refugees/bilag-a.xml" >cut.xml
	inspect cut.xml
	assert_failure 65
	assert_message 'kkr-inspect: cut.xml: line 104: the document is cut short'
	assert_row records 'none could be read'
	assert_row dialect 'export; <export> of urn:kkr:export:1'
	assert_line --partial 'cut short'
	sed 's/<record area="151/<rekord area="151/' "$SAMPLES/refugees/bilag-a.xml" >bad.xml
	inspect bad.xml
	assert_failure 65
	assert_row records 'none could be read'
	assert_line --partial '    line 18: '
	printf '<?xml version="1.0"?>\n<!-- <a> -->\n<!DOCTYPE p:svar [ <!ELEMENT x ANY> ]>\n<p:svar\n xmlns:q="urn:q"  xmlns:p = "urn:p"/>\n' >other.xml
	inspect other.xml
	assert_failure 65
	assert_row dialect 'none that kkr-parse reads; <svar> of urn:p'
	printf '<svar/>' >other.xml
	inspect other.xml
	assert_row dialect 'none that kkr-parse reads; <svar> of no namespace'
	assert_row paths '1, none of them more than once'
}

@test "the version of SDMX-ML is told by the namespace" {
	while IFS='|' read -r version space what reason; do
		printf '<m:%s xmlns:m="%s"><m:Header/></m:%s>' "$what" "$space" "$what" >in.xml
		inspect in.xml
		assert_line --partial "SDMX-ML $version"
		assert_line --partial "; <$what> of $space"
		[ -z "$reason" ] || assert_line --partial "line 1: <$what> of SDMX-ML $version $reason"
	done <<-'END'
		2.0|http://www.SDMX.org/resources/SDMXML/schemas/v2_0/message|GenericData
		2.1|http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message|GenericData
		3.0|http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message|StructureSpecificData
		3.0|http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message|GenericData|is no data message
	END
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
	assert_line --regexp '^  columns     c1 \(dimension\) c2 \(dimension\) .{960,1000}\.\.\.$'
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
		le.xml|UTF-16
		be.xml|UTF-16
		latin.xml|iso-8859-1
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
		assert_line --partial ', gzip, '
		if grep -q 'none could be read' <<<"$output"; then
			assert_failure 65
			assert_message "kkr-inspect: $file: byte "
		else
			assert_success
			assert_line --partial '; then reading stopped'
		fi
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
	printf '{"a": 1}\n' | xz >a.xz
	while IFS='|' read -r file reason; do
		inspect "$file"
		assert_failure 65
		assert_row records 'none could be read'
		assert_line --partial "    $reason"
		assert_message "kkr-inspect: $file: $reason"
	done <<-'END'
		empty|is empty
		book.xlsx|is cut short or corrupt, or no zip archive
		page.pdf|is a PDF: pdftotext -layout
		old.xls|is a
		blank|is empty but for blanks: ask its sender for it again
		zeros|line 1: 
		program|
		dos.tsv|it is neither XML nor a table that is known
		a.json|is no table, but says: a 1
		a.xz|is xz: xz -dc FILE
		almost.xml|line 1: there is no whole XML element in it
	END
	inspect empty
	assert_row file 'not known, empty, 0 bytes'
	# A table whose columns are not known has them shown as they are.
	inspect list.csv
	assert_success
	assert_row file 'csv, UTF-8, fields divided by ;, 15 bytes'
	assert_row columns 'navn (dimension) antal (dimension)'
	assert_row next 'kkr map list.csv'
}

@test "a header alone is a table without records" {
	printf 'area\tperiod\tvalue\n' >in.tsv
	inspect in.tsv
	assert_success
	assert_row records '0 in, 0 out, 0 set aside'
	assert_row columns 'area period value'
	assert_row areas '0 known, 0 unknown'
	assert_row totals none
	assert_row twice none
}

@test "records that are cut short are told as far as they are whole" {
	printf 'area\tvalue\n101\t1\n147\t2\n15' >in.tsv
	inspect in.tsv
	assert_success
	assert_row records 'at least 2 in, 2 out, 0 set aside; then reading stopped'
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
	assert_row title 'more than 1000, such as t1, t10, t100, t1000, t101, t102'
	printf 'area\ttitle\n101\t%s\n' "$(printf 'é%.0s' {1..50})" >in.tsv
	inspect in.tsv
	assert_row title "$(printf 'é%.0s' {1..30})..."
	printf 'area\ttitle\n101\ta\302\233b\n' >in.tsv
	inspect in.tsv
	assert_row title 'a b'
}

# ---- Tables

TABLES=$FIXTURES/tables

@test "a text whose bytes are windows-1252 is looked at in it where no map fits, too" {
	printf 'Kommune;Sk\xf8n\r\n101 K\xf8benhavn;3\r\n153 Br\xf8ndby;4\r\n' >own.csv
	inspect own.csv
	assert_success
	assert_line --partial '  file        csv, windows-1252, fields divided by ;'
	assert_line '  records     2 in, 2 out, 0 set aside'
	assert_line --partial '  kommune     2: 101 København (1), 153 Brøndby (1)'
}

@test "of a table the page says what it is, its sheets, its header, the map that fits and what its figures are" {
	inspect --sheet 'Bilag A' "$TABLES/refugees-2003.xml"
	assert_success
	assert_row file 'spreadsheetml, UTF-8, 60674 bytes'
	assert_row sheets '3: Bilag A (to D109), Familiesammenføringer (to B107), Bilag B (to B107)'
	assert_row sheet 'Bilag A'
	assert_row header 3
	assert_row map 'bilag-a-short.map.tsv, which kkr brings'
	assert_row records '312 in, 312 out, 0 set aside'
	assert_row measure '3: asylum_seekers (104), non_western_nationals (104), population (104)'
	assert_row areas '104 known (98 of 98 municipalities, 5 of 5 regions, the country), 0 unknown'
	assert_row totals '18 of 18 hold'
	inspect --sheet 1 "$TABLES/refugees.html"
	assert_success
	assert_line --partial '  file        html, '
	assert_row sheets '3: sheet 1 (to D109), sheet 2 (to B107), sheet 3 (to B107)'
	assert_row totals '18 of 18 hold'
	inspect --encoding windows-1252 "$TABLES/bilag-a.csv"
	assert_success
	assert_line --partial '  file        csv, windows-1252, fields divided by '
	assert_row totals '18 of 18 hold'
}

@test "where a map fits several sheets, the page names them, and the next command reads one" {
	inspect "$TABLES/refugees-2003.xml"
	assert_failure 65
	assert_row sheets '3: Bilag A (to D109), Familiesammenføringer (to B107), Bilag B (to B107)'
	assert_row records 'none could be read'
	assert_message "a map fits several sheets, 'Bilag A' and 'Familiesammenføringer': --sheet says which to read"
	assert_row next "kkr inspect --sheet 1 $TABLES/refugees-2003.xml"
}

@test "of several sheets that no map tells apart the next command reads the largest" {
	printf '%s\n' '<table><tr><td>Kilde</table><table><tr><td>a<td>b<tr><td>1<td>2</table>' >two.html
	inspect two.html
	assert_failure 65
	assert_row next 'kkr inspect --sheet 2 two.html'
	inspect --sheet 2 two.html
	assert_success
	assert_row records '1 in, 1 out, 0 set aside'
}

@test "without figures no area is missing in a series" {
	printf 'area\tpopulation\n101\t5\n147\t6\n' >in.tsv
	inspect in.tsv
	assert_success
	refute_line --partial 'series'
}

@test "where no map fits, that is said, and what is shown is the table as it stands" {
	printf '%s\n' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0' >list.csv
	inspect list.csv
	assert_success
	assert_row file "csv, UTF-8, fields divided by ;, 52 bytes"
	assert_row header 1
	assert_row map "none fits; what follows is by the table's own header"
	assert_line --partial '    no table map fits it'
	assert_row columns 'kommune (dimension) andel (dimension)'
	assert_row andel '3: 0,5 (1), 1,5 (1), 12,0 (1)'
	assert_row areas "not looked at: there is no column 'area'; 'kommune' names 3 of 98 municipalities"
	refute_line --regexp '^  (value|totals) '
	assert_row next 'kkr map list.csv'
	# A map of one's own that fits.
	mkdir maps
	printf 'column\tis\tmeasure\tunit\ttype\tnumbers\nKommune\tarea\t\t\t\t\nAndel\tvalue\tshare\tpct\tdecimal\tda\n' \
		>maps/share.map.tsv
	inspect --maps maps list.csv
	assert_success
	assert_row map maps/share.map.tsv
	assert_row value '3 numbers, 0 missing'
	assert_row areas '3 known (3 of 98 municipalities), 0 unknown'
	inspect --map maps/share.map.tsv list.csv
	assert_row value '3 numbers, 0 missing'
	inspect --map missing list.csv
	assert_failure 66
}

@test "of a table without areas the page says what sheets it has, and of a broken one why" {
	printf '<table><tr><td>a<td>b<tr><td>1<td>2</table>' >page.html
	inspect page.html
	assert_success
	assert_row sheets 'sheet 1 (to B2)'
	assert_row records '1 in, 1 out, 0 set aside'
	printf '<table><tr><td>Aarhus' >cut.html
	inspect cut.html
	assert_failure 65
	assert_line --partial 'cut short'
}

@test "an option for tables makes a file a table" {
	inspect --sheet 1 "$SAMPLES/refugees/bilag-b.xml"
	assert_failure 65
	assert_message 'is XML that tells its own columns, and no table'
	inspect --delimiter ';' "$TABLES/bilag-a.xlsx"
	assert_failure 64
	assert_message '--delimiter is for the format csv'
}

# ---- XML of no dialect

@test "of XML of no dialect the page has the paths that repeat, and the next command reads it" {
	cat >other.xml <<-'END'
		<survey xmlns="urn:s" year="2025">
		  <answer kode="101"><navn lang="da">København</navn><antal>5</antal></answer>
		  <answer kode="147"><navn>Frederiksberg</navn><antal>7</antal></answer>
		</survey>
	END
	inspect other.xml
	assert_failure 65
	assert_message 'kkr-inspect: other.xml: line 1: the root element <survey>'
	assert_row dialect 'none that kkr-parse reads; <survey> of urn:s'
	assert_row paths '7; those that are there more than once:'
	assert_line '    /survey/answer (2)'
	assert_line '    /survey/answer/@kode (2): 101'
	assert_line '    /survey/answer/navn (2): København'
	assert_line '    /survey/answer/antal (2): 5'
	assert_row next 'kkr parse --record /survey/answer --field survey_year=/survey/@year --field kode=@kode --field navn=navn --field antal=antal other.xml'
	run_split bash -c "$(sed -n 's/^  next *//p' <<<"$output")"
	assert_success
	assert_output "$(rows 'survey_year kode navn antal' '2025 101 København 5' '2025 147 Frederiksberg 7')"
	# What a group of records says is theirs, and the same name below it another field.
	printf '%s' '<d xmlns:x="urn:x" x:y="1"><g id="a"><r id="101"/><r id="147"/></g><g id="b"><r id="101"/></g></d>' >g.xml
	inspect g.xml
	assert_row next 'kkr parse --record /d/g/r --field g_id=/d/g/@id --field id=@id g.xml'
	run_split bash -c "$(sed -n 's/^  next *//p' <<<"$output")"
	assert_output "$(rows 'g_id id' 'a 101' 'a 147' 'b 101')"
}

@test "A directory and an empty file are told as all readers tell them" {
	local filter
	mkdir directory
	: >empty
	for filter in kkr-inspect kkr-table kkr-map kkr-read; do
		run_split "$filter" directory
		refused 66 "$filter: directory: is a directory; name the files in it"
		run_split "$filter" empty
		assert_failure 65
		assert_regex "$stderr" '^kkr-[a-z]+: empty: is empty$'
	done
}

@test "The next command has the options by which the table was read" {
	mkdir -p 'my maps'
	tr '|' '\t' >'my maps/a.map.tsv' <<-'END'
		column|is|measure
		Kommune|area|
		Antal {period}|value|x
	END
	printf 'Oversigt;\nKommune;Antal 2024\nOdense;5\n' >list.csv
	local options
	while IFS='|' read -r options next; do
		eval "inspect $options list.csv"
		assert_success
		assert_row next "$next list.csv"
		run_split bash -c "$next list.csv"
		assert_success
	done <<-'END'
		--maps 'my maps'|kkr read --maps 'my maps'
		--map 'my maps/a.map.tsv'|kkr read --map 'my maps/a.map.tsv'
		--maps 'my maps' --delimiter ';'|kkr table --delimiter ';' --map 'my maps/a.map.tsv'
		--map 'my maps/a.map.tsv' --header 2|kkr table --map 'my maps/a.map.tsv' --header 2
		--header 2|kkr map --header 2
	END
}

@test "a table below a title that its own header cannot read is one for a map" {
	printf 'Ledige efter sted\n;2024K1;2024K2\nOdense;1;2\nVejle;3;4\n' >list.csv
	inspect list.csv
	assert_failure 65
	assert_row records 'none could be read'
	assert_row map 'none fits'
	assert_row next 'kkr map list.csv'
	printf '\201;\n\201\n' >list.csv
	inspect list.csv
	assert_failure 65
	refute_line --partial '  map '
	refute_line --partial '  next '
}

# ---- Missing, contradicting, many

@test "what is missing of the whole and of a series is said" {
	{
		printf 'area\tperiod\tmeasure\tvalue\n'
		for period in 2023-Q1 2023-Q2 2023-Q4; do
			printf '%s\n' "101|$period|a|1" "147|$period|a|2" "084|$period|a|3"
			printf '%s\n' "101|$period|b|1"
		done | tr '|' '\t'
	} >in.tsv
	inspect in.tsv
	assert_success
	assert_row periods '2023-Q1 to 2023-Q4'
	assert_line --partial '    96 of 98 municipalities: 151 Ballerup, '
	assert_line '    4 of 5 regions: 081 Region Nordjylland, 082 Region Midtjylland, 083 Region Syddanmark, 085 Region Sjælland'
	assert_line '    a total of the country'
	assert_line '    periods between 2023-Q2 and 2023-Q4'
	assert_row '' 'in 3 of 6 series:'
	assert_line '    period=2023-Q1 measure=b: 2 that others have: 084 Region Hovedstaden, 147 Frederiksberg'
	assert_row totals '3 of 3 hold'
}

@test "totals are those of kkr-check, of landsdele too, with decimals and long figures" {
	printf '%s\n' 'area|measure|value' 'DK011|a|0.75' '101|a|0.5' '147|a|0.25' \
		'DK011|b|3' '101|b|1' '147|b|1.99' \
		'084|c|30000000000000000000001' '101|c|20000000000000000000000' '147|c|10000000000000000000000' |
		tr '|' '\t' >in.tsv
	inspect in.tsv
	assert_success
	assert_row totals '1 of 3 hold'
	assert_line '    DK011 Byen København (measure=b): the total is 3, its 2 municipalities add up to 2.99: difference 0.01'
	assert_line --regexp 'add up to 30000000000000000000000: difference 1$'
	run_split kkr-check in.tsv
	assert_equal "$(grep -c ': the total is' <<<"$stderr")" 2
}

@test "more series than are held are said, and what is not looked at is not called right" {
	seq 40000 | awk 'BEGIN { print "area\tid\tvalue" } { print "101\t" $1 "\t1" } END { print "101\t1\t1"; print "101\t40000\t1" }' >in.tsv
	inspect in.tsv
	assert_success
	assert_row twice '1, looked at in the first 32768 series; 7233 records are of others'
	assert_row totals 'none, looked at in the first 32768 series; 7233 records are of others'
}

# ---- Files and uses

@test "a file that cannot be opened is 66, after the pages of the others" {
	inspect missing.xml "$SAMPLES/refugees/bilag-b.xml" .
	assert_failure 66
	assert_equal "$stderr" "kkr-inspect: missing.xml: cannot be opened: No such file or directory
kkr-inspect: .: is a directory; name the files in it"
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
	{ echo 'no records' && head -c 3000000 /dev/zero; } >noise
	run_split env --ignore-signal=PIPE kkr inspect noise "$SAMPLES/refugees/bilag-a.xml"
	assert_failure 65
	assert_message 'kkr-inspect: noise: line '
	assert_row totals '18 of 18 hold'
	TMPDIR=$PWD/missing inspect "$SAMPLES/refugees/bilag-b.xml"
	assert_failure 73
	inspect --wrong
	refused 64 "kkr-inspect: there is no option --wrong"
	inspect --help
	assert_success
	assert_line --partial 'kkr-inspect [OPTION]... [FILE]...'
}
