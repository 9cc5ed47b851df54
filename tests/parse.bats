# kkr-parse: exports in, records out. All data here are invented but for the example of the design.

load common

setup_file() {
	"$BATS_TEST_DIRNAME/generate.sh" 1000000 >"$BATS_FILE_TMPDIR/million.xml"
	MILLION=$BATS_FILE_TMPDIR/million.xml
	export MILLION
}

# document FIELDS BODY [ATTRIBUTES]: an export with the root in line 1, the fields (name:type ...) in
# line 2 and the body from line 3 on. The last line has no line feed.
document() {
	local field
	printf '<export xmlns="urn:kkr:export:1" dataset="d"%s>\n<fields>' "${3:+ $3}"
	for field in $1; do
		printf '<field name="%s" type="%s"/>' "${field%%:*}" "${field##*:}"
	done
	printf '</fields>\n%s\n</export>' "$2"
}

# parse_export OPTION...: kkr-parse on the export that document makes of the first two or three arguments
# before --, as in.xml: parse FIELDS BODY [ATTRIBUTES] -- [OPTION]...
parse_export() {
	local arguments=()
	while [ "$1" != -- ]; do
		arguments+=("$1")
		shift
	done
	shift
	document "${arguments[@]}" >in.xml
	run_split kkr-parse "$@" in.xml
}

# gives_rows LINE...: asserts that all went well, in silence, and that these are the rows, TAB for |, after
# a header.
gives_rows() {
	assert_success
	quiet
	assert_equal "$(tail -n +2 <<<"$output")" "$(printf '%s\n' "$@" | tr '|' '\t')"
}

# fault STATUS PLACE WORD...: asserts the status, and one line on standard error that tells the place
# and has these words.
fault() {
	local word
	assert_failure "$1"
	assert_equal "${#stderr_lines[@]}" 1
	case $stderr in
	"kkr-parse: $2: "?*) ;;
	*) fail "expected a message that begins 'kkr-parse: $2: ', got '$stderr'" ;;
	esac
	shift 2
	for word; do
		[[ $stderr == *"$word"* ]] || fail "expected '$word' in the message '$stderr'"
	done
}

# reads TYPE NUMBERS: asserts that kkr-parse reads values of a type as a table on standard input has
# it, a line for each: VALUE => FIELD, where FIELD may be BAD or EMPTY.
reads() {
	cat >table
	document "id:token f:$1" "$(sed -n 's/ => .*//; s|.*|<record><f>&</f></record>|p' table)" \
		"numbers=\"$2\"" >in.xml
	kkr-parse --rejects bad.tsv in.xml >out.tsv
	awk -F '\t' '
		FILENAME == "bad.tsv" { if (FNR > 1) bad[$2] = 1; next }
		FILENAME == "out.tsv" { if (FNR > 1) good[++rows] = $3 == "" ? "EMPTY" : $3; next }
		{ sub(/ => .*/, ""); print $0 " => " ((FNR + 2) in bad ? "BAD" : good[++used]) }
		END { if (used != rows) print rows " rows, of which " used " were expected" }
	' bad.tsv out.tsv table >got
	assert_equal "$(cat got)" "$(cat table)"
}

# measured COMMAND...: runs it; its peak of memory is in the file `peak`.
measured() {
	command time -q -f %M -o peak "$@"
}

# The last assertion of a test: what `measured` ran last took less than 16 MB.
assert_small() {
	measures_memory
	[ "$(tail -n 1 peak)" -lt 16384 ] || fail "it took $(tail -n 1 peak) KB"
}

# letters N: so many bytes.
letters() {
	head -c "$1" /dev/zero | tr '\0' x
}

FIFTY_MB=$((50 << 20))
OUR_FIELDS='area:area period:period measure:token unit:token value:integer'

example() {
	cat <<'EOF'
<export xmlns="urn:kkr:export:1" dataset="refugees-2026" numbers="da"
        source="Udlændingestyrelsen, sagsnummer 23/108198, bilag A">
  <fields>
    <field name="area" type="area"/> <field name="period" type="period"/> <field name="measure" type="token"/>
    <field name="unit" type="token"/> <field name="value" type="integer"/>
  </fields>
  <group measure="population" unit="persons" period="2025-01-01">
    <record area="101 København">667.099</record>
    <record area="147 Frederiksberg">105.840</record>
  </group>
</export>
EOF
}

example_records() {
	printf 'dataset\tarea\tperiod\tmeasure\tunit\tvalue\n'
	printf 'refugees-2026\t%s\t2025-01-01\tpopulation\tpersons\t%s\n' \
		'101 København' 667099 '147 Frederiksberg' 105840
}

# ---- Input

@test "The example of the design becomes its records, byte for byte and in silence" {
	example >in.xml
	example_records >expected
	gives_file expected kkr-parse in.xml
}

@test "Standard input is read where no file is named, and where - is" {
	example_records >expected
	example | gives_file expected kkr-parse
	example | gives_file expected kkr-parse -
}

@test "gzip is known by its first bytes, on standard input and in a file of any name" {
	example_records >expected
	example | gzip >misnamed.xml
	gives_file expected kkr-parse misnamed.xml
	gives_file expected kkr-parse <misnamed.xml
	example >plain.gz
	gives_file expected kkr-parse plain.gz
}

@test "Several files, plain, gzip and standard input, are read in their order under one header" {
	document a:token '<record a="1"/>' >1.xml
	document a:token '<record a="2"/>' | gzip >2.xml
	document a:token '<record a="3"/>' >3.xml
	run_split kkr-parse 1.xml - 3.xml <2.xml
	gives_rows 'd|1' 'd|2' 'd|3'
	assert_line --index 0 "dataset${TAB}a"
}

@test "Files with different fields are 65, and the message names the columns that read both" {
	document 'a:token b:token' '<record a="1" b="2"/>' >1.xml
	document 'c:token b:token' '<record c="3" b="4"/>' >2.xml
	run_split kkr-parse 1.xml 2.xml
	fault 65 2.xml:2 fields 'first file' '--columns dataset,a,b,c '
}

@test "Files with the same fields in another order are different" {
	document 'a:token b:token' '' >1.xml
	document 'b:token a:token' '' >2.xml
	run_split kkr-parse 1.xml 2.xml
	fault 65 2.xml:2 '--columns dataset,a,b'
}

@test "Also of a hundred fields the message names all columns that read both files" {
	local first second
	first=$(printf 'column_number_%d:token ' {1..100})
	second=${first/column_number_1:/another:}
	document "$first" '' >1.xml
	document "$second" '' >2.xml
	run_split kkr-parse 1.xml 2.xml
	fault 65 2.xml:2 ',column_number_100,another '
}

@test "With --columns files of different fields are one table, and what a file lacks is empty" {
	document 'a:token b:token' '<record a="1" b="2"/>' >1.xml
	document 'c:token b:token' '<record c="3" b="4"/>' >2.xml
	run_split kkr-parse --columns dataset,a,b,c 1.xml 2.xml
	gives_rows 'd|1|2|' 'd||4|3'
	assert_line --index 0 "dataset${TAB}a${TAB}b${TAB}c"
}

@test "--columns chooses columns and their order" {
	parse_export 'a:token b:token' '<record a="1" b="2"/>' -- --columns b,dataset
	gives_rows '2|d'
	assert_line --index 0 "b${TAB}dataset"
}

@test "A name in --columns that no file has is 65 and is named" {
	parse_export 'a:token' '<record a="1"/>' -- --columns dataset,a,nosuch
	assert_failure 65
	assert_regex "$stderr" '^kkr-parse: .*--columns.*nosuch'
}

@test "A file that is not there is 66" {
	run_split kkr-parse missing.xml
	fault 66 missing.xml 'No such file'
}

@test "A directory is 66" {
	mkdir exports
	run_split kkr-parse exports
	fault 66 exports directory
}

# ---- Records, groups and fields

@test "A record gives its fields as attributes, as child elements, and the value as its text" {
	parse_export 'latest:date title:text value:integer' \
		'<record latest="2025-09-10"><title>En titel</title><value>5</value></record>
<record><latest>2025-09-11</latest>7<title>To</title></record>' --
	gives_rows 'd|2025-09-10|En titel|5' 'd|2025-09-11|To|7'
}

@test "Comments, processing instructions and CDATA in a value do not cut it" {
	parse_export 'value:integer' '<record>66<!-- x -->7<?y?><![CDATA[0]]>99</record>' --
	gives_rows 'd|667099'
}

@test "A comment, a processing instruction and space may stand between elements" {
	parse_export 'a:token' '<?pi?> <!-- c --> <group> <!-- c --> <record a="1"> <!-- --> </record> </group>' --
	gives_rows 'd|1'
}

@test "Groups nest, and the inner one overrides the outer until it ends" {
	parse_export 'a:token b:token value:integer' '<group a="1" b="2"><record>1</record>
<group a="3"><record>2</record><group b="4"><record>3</record></group><record>4</record></group>
<record>5</record></group><record>6</record>' --
	gives_rows 'd|1|2|1' 'd|3|2|2' 'd|3|4|3' 'd|3|2|4' 'd|1|2|5' 'd|||6'
}

@test "An empty attribute of an inner group makes the field empty" {
	parse_export 'a:token' '<group a="1"><group a=""><record/></group></group>' --
	gives_rows 'd|'
}

@test "What a record gives, as attribute, child or text, overrides its groups, for itself alone" {
	parse_export 'a:token value:integer' '<group a="1" value="0"><record a="2"/><record><a>3</a></record>
<record>4</record><record value=""/><record/></group>' --
	gives_rows 'd|2|0' 'd|3|0' 'd|1|4' 'd|1|' 'd|1|0'
}

@test "A record without text has an empty value, and what nothing gives is empty" {
	parse_export 'a:token value:integer' '<record a="1"/><record a="2"></record><record a="3"> </record>
<record a="4"><value/></record><record/>' --
	gives_rows 'd|1|' 'd|2|' 'd|3|' 'd|4|' 'd||'
}

@test "The source of the root fills the field source where neither record nor group gives it" {
	parse_export 'a:token source:text' '<record a="1"/><group source="g"><record a="2"/></group>
<record a="3" source="r"/>' 'source="the root"' --
	gives_rows 'd|1|the root' 'd|2|g' 'd|3|r'
}

@test "A backslash in the source of the root is escaped once, as in any other field" {
	parse_export 'a:token source:text' '<record a="1\2"/>' 'source="1\2"' --
	gives_rows 'd|1\\2|1\\2'
}

@test "The source of the root is left out where no field is named so" {
	parse_export 'a:token' '<record a="1"/>' 'source="the root"' --
	gives_rows 'd|1'
	assert_line --index 0 "dataset${TAB}a"
}

@test "Prefixes do not matter: a namespace is what it stands for" {
	cat >in.xml <<-'EOF'
		<k:export xmlns:k="urn:kkr:export:1" dataset="d"><k:fields><k:field name="a" type="token"/></k:fields>
		<group xmlns="urn:kkr:export:1" a="1"><record/><k:record><a>2</a></k:record></group></k:export>
	EOF
	run_split kkr-parse in.xml
	gives_rows 'd|1' 'd|2'
}

@test "xsi:schemaLocation on the root is let by and nothing is fetched" {
	parse_export 'a:token' '<record a="1"/>' 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
xsi:schemaLocation="urn:kkr:export:1 nosuch.xsd"' --
	gives_rows 'd|1'
}

@test "A field given twice, as attribute, child or text, is a bad record" {
	local record
	for record in '<record a="1"><a>1</a></record>' '<record><a>1</a><a>1</a></record>' \
		'<record><a/><a>1</a></record>'; do
		parse_export 'a:token value:integer' "$record" --
		fault 65 in.xml:3 'a ' twice
	done
	for record in '<record value="1">1</record>' '<record>1<value>1</value></record>' \
		'<record>1<a>x</a>2</record>'; do
		parse_export 'a:token value:integer' "$record" --
		fault 65 in.xml:3 value twice
	done
}

@test "An attribute that no field names is a bad record" {
	parse_export 'a:token' '<record a="1" nosuch="2"/>' --
	fault 65 in.xml:3 nosuch
}

@test "An attribute of another namespace is a bad record, whatever its local name" {
	parse_export 'a:token' '<record x:a="1"/>' 'xmlns:x="urn:x"' --
	fault 65 in.xml:3 a
}

@test "A child element that no field names is a bad record" {
	parse_export 'a:token' '<record><nosuch>2</nosuch></record>' --
	fault 65 in.xml:3 nosuch
}

@test "A child element of another namespace is a bad record" {
	parse_export 'a:token' '<record><x:a>2</x:a></record>' 'xmlns:x="urn:x"' --
	fault 65 in.xml:3 a namespace
}

@test "An element within a child element is a bad record" {
	parse_export 'a:token' '<record><a>1<b>2</b>3</a></record>' --
	fault 65 in.xml:3 b
}

@test "A child element with an attribute is a bad record" {
	parse_export 'a:token' '<record><a b="1">1</a></record>' --
	fault 65 in.xml:3 b
}

@test "Text in a record is a bad record where no field is named value" {
	parse_export 'a:token' '<record a="1">stray</record>' --
	fault 65 in.xml:3 stray value
}

@test "The fault of a record is told with the line where its tag ends" {
	parse_export 'a:token value:integer' '<record a="1">1</record>

<record
  a="2">x</record>' --
	fault 65 in.xml:6 value "'x'"
}

# ---- Types

@test "A period takes every form of the record format" {
	reads period plain <<-'EOF'
		2025 => 2025
		0001 => 0001
		2025-H1 => 2025-H1
		2025-H2 => 2025-H2
		2025-Q1 => 2025-Q1
		2025-Q4 => 2025-Q4
		2025-01 => 2025-01
		2025-12 => 2025-12
		2025-W01 => 2025-W01
		2025-W52 => 2025-W52
		2020-W53 => 2020-W53
		2026-W53 => 2026-W53
		2025-01-31 => 2025-01-31
		2024-02-29 => 2024-02-29
		2000-02-29 => 2000-02-29
		2023/2024 => 2023/2024
	EOF
}

@test "A period as offices write it becomes that of the record format" {
	reads period plain <<-'EOF'
		2023K1 => 2023-Q1
		2023Q1 => 2023-Q1
		2025Q01 => 2025-Q1
		2023M01 => 2023-01
		2023U05 => 2023-W05
		2023W05 => 2023-W05
		2023H1 => 2023-H1
		2023M01D03 => 2023-01-03
		2008K1 2008Q1 => 2008-Q1
		2024M03 marts 2024 => 2024-03
		januar 2026 => 2026-01
		Maj 2026 => 2026-05
		jan. 2026 => 2026-01
		sept. 2026 => 2026-09
		1. kvartal 2026 => 2026-Q1
		4. Kvartal 2026 => 2026-Q4
		1. kvt. 2026 => 2026-Q1
		1. januar 2026 => 2026-01-01
		31. december 2026 => 2026-12-31
		1. jan. 2026 => 2026-01-01
		1.1.2026 => 2026-01-01
		31.12.2026 => 2026-12-31
		20180226 => 2018-02-26
		2026-01-01T00:00:00 => 2026-01-01
		2026-01-01T00:00:00Z => 2026-01-01
		2026-01-01T00:00:00+01:00 => 2026-01-01
		2026-01-01T00:00:00.000-0200 => 2026-01-01
		2026-01-01T00:00 => 2026-01-01
		2026-01-01 00:00 => 2026-01-01
		2026-01-01T00:00+01:00 => 2026-01-01
		1. halvår 2026 => 2026-H1
		2. HALVÅR 2026 => 2026-H2
		3/1 2026 => 2026-01-03
		pr. 3/1-2026 => 2026-01-03
		i perioden 1. januar - 31. december 2026 => 2026
		1/7 til 31/12 2026 => 2026-H2
		1.4.2026-30.6.2026 => 2026-Q2
		1. - 28. februar 2026 => 2026-02
		29. december 2025 til og med 4. januar 2026 => 2026-W01
		august 2025–juli 2026 => 2025/2026
		&#160;2026&#160; => 2026
		1.&#160;januar&#160;2026&#160; => 2026-01-01
	EOF
}

@test "What is written like a period and is none is a bad record, and the message says why" {
	local text why
	while IFS='|' read -r text why; do
		parse_export 'p:period value:integer' "<record p=\"$text\">1</record>" --
		refused 65 "p '$text' is not a period$why"
	done <<-'EOF'
		2024QMAT02|: QMAT is a total of the four quarters that end there
		2020-2024|: it spans several years (a school year is 2024/2025)
		2019/2023|: it spans several years
		2023-2024|: it spans several years
		2024/2023|: it spans several years
		2020:2024|: it spans several years
		2020–2024|: it spans several years
		2008K1 2008Q2|: its code and its text are two
		2026-01-01T13:00:00|: it has a time of day
		2026-01-01T00:00:01Z|: it has a time of day
		2023K5| (2025, 2025-H1, 2025-Q1
		5. kvt. 2026| (2025, 2025-H1
		30. februar 2026| (2025, 2025-H1
		1. smarch 2026| (2025, 2025-H1
		32.1.2026| (2025, 2025-H1
		20180230| (2025, 2025-H1
		2008K1 x| (2025, 2025-H1
		2026-01-01T00:00:00+1|: it has a time of day
		2026-01-01T00:00:00+99:99|: it has a time of day
		2026-01-01T00:00:00.|: it has a time of day
		2026-01-01T00:01|: it has a time of day
		1. februar - 31. december 2026|: no year, half, quarter, month, week or school year begins and ends so
		1/1 26|: its year has two digits, and four are needed
	EOF
}

@test "What is no period of the calendar is a bad record" {
	reads period plain <<-'EOF'
		25 => BAD
		02025 => BAD
		20250 => BAD
		2025- => BAD
		2025-0 => BAD
		2025-1 => BAD
		2025-00 => BAD
		2025-13 => BAD
		2025-H0 => BAD
		2025-H3 => BAD
		2025-Q0 => BAD
		2025-Q5 => BAD
		2025-h1 => BAD
		2025-W00 => BAD
		2025-W1 => BAD
		2025-W53 => BAD
		2024-W53 => BAD
		2026-W54 => BAD
		2025-01-00 => BAD
		2025-01-32 => BAD
		2025-04-31 => BAD
		2025-02-29 => BAD
		1900-02-29 => BAD
		2025-1-31 => BAD
		2025-01-31T00:01 => BAD
		2025-01-31Z => BAD
		2025/01/31 => BAD
		31-01-2025 => BAD
		01-31-2025 => BAD
		31-01-25 => BAD
		31-04-2025 => BAD
		-2025 => BAD
		næste år => BAD
		٢٠٢٥ => BAD
	EOF
}

@test "A date is a day of the calendar and nothing else" {
	reads date plain <<-'EOF'
		2025-01-31 => 2025-01-31
		2024-02-29 => 2024-02-29
		2025-02-29 => BAD
		2025-13-01 => BAD
		2025-00-01 => BAD
		2025-06-31 => BAD
		2025 => BAD
		2025-01 => BAD
		2025-W05 => BAD
		31.01.2025 => BAD
	EOF
}

@test "A bad period says what was found and which forms there are" {
	parse_export 'period:period' '<record period="2025-13"/>' --
	fault 65 in.xml:3 period "'2025-13'" 2025-H1 2025-Q1 2025-W05 2025-01-31
}

@test "In a token and an area, runs of space become one and none stands at an end" {
	local type
	for type in token area; do
		parse_export "f:$type" '<record><f>
	 a  b	c
d	</f></record><record f="&#9; 101&#10;&#10;København "/>' --
		gives_rows 'd|a b c d' 'd|101 København'
	done
}

@test "A text is kept as it stands, with TAB, LF, CR and backslash escaped" {
	parse_export 'f:text' '<record><f>
	 a  b	c\n&#13;d	</f></record><record f=" &#9;&#10;&#13;\ "/>' --
	gives_rows 'd|\n\t a  b\tc\\n\rd\t' 'd| \t\n\r\\ '
}

@test "A backslash in a token or an area is escaped" {
	parse_export 'a:area f:token' '<record a="\" f="C:\new"/>' --
	gives_rows 'd|\\|C:\\new'
}

@test "An ampersand is an ampersand, in an attribute as in a child element" {
	parse_export 'a:area t:text value:text' '<group a="A &amp; B"><record t="&#38;&lt;&gt;&quot;&apos;">x</record>
<record><t>&#38;&lt;&gt;&quot;&apos;</t>AT&amp;T</record><record a="&amp;amp;"/></group>' --
	gives_rows "d|A & B|&<>\"'|x" "d|A & B|&<>\"'|AT&T" 'd|&amp;||'
}

@test "An ampersand is an ampersand under --schema too, and in the source of the root" {
	parse_export 'a:token source:text' '<record a="B &amp; C"/>' 'source="Told &amp; Skat"' -- \
		--schema "$ROOT/schemas/export.xsd"
	gives_rows 'd|B & C|Told & Skat'
}

@test "An empty value fits every type" {
	parse_export 'a:area p:period d:date k:token t:text i:integer value:decimal' \
		'<record a="" p="" d="" k="" t="" i="" value=""/><record><p/><d></d><i> </i></record>' --
	gives_rows 'd|||||||' 'd|||||||'
}

@test "Space around a period, a date and a number does not count" {
	parse_export 'p:period d:date i:integer value:decimal' \
		'<record p=" 2025 "><d>
	2025-01-31
</d><i> 1 </i> 2.5
</record>' --
	gives_rows 'd|2025|2025-01-31|1|2.5'
}

# ---- Numbers

@test "Danish numbers are read exactly" {
	reads decimal da <<-'EOF'
		667.099 => 667099
		1.234,5 => 1234.5
		0,5 => 0.5
		-4.200 => -4200
		- => 0
		.. => EMPTY
		… => EMPTY
		. => EMPTY
		0 => 0
		12 => 12
		999 => 999
		1234 => 1234
		1234,5 => 1234.5
		12.345 => 12345
		1.234.567,89 => 1234567.89
		-0,5 => -0.5
		0,50 => 0.50
		1,000 => 1.000
		-1.000,00 => -1000.00
	EOF
}

@test "What is no Danish number is a bad record, never a guess" {
	reads decimal da <<-'EOF'
		1.23 => BAD
		1,000.5 => BAD
		1,000,5 => BAD
		0.123 => BAD
		-0.123 => BAD
		1.2345 => BAD
		1234.567 => BAD
		1.234.56 => BAD
		1.2345,6 => BAD
		1.23,4 => BAD
		1..234 => BAD
		1.,5 => BAD
		1. => BAD
		1.234. => BAD
		.123 => BAD
		12, => BAD
		1.234, => BAD
		,5 => BAD
		-,5 => BAD
		-0 => BAD
		-0,00 => BAD
		-. => BAD
		-.. => BAD
		-… => BAD
		-- => BAD
		--5 => BAD
		- 5 => BAD
		5- => BAD
		+5 => BAD
		... => BAD
		…. => BAD
		1e3 => BAD
		0x10 => BAD
		1 234 => BAD
		1 234 => BAD
		1'234 => BAD
		−5 => BAD
		– => BAD
		١٢ => BAD
		½ => BAD
		NaN => BAD
		n/a => BAD
		5% => BAD
	EOF
}

@test "A Danish integer has no decimals, not even zeros" {
	reads integer da <<-'EOF'
		667.099 => 667099
		-4.200 => -4200
		1.000 => 1000
		- => 0
		.. => EMPTY
		1,000 => BAD
		1,0 => BAD
		0,5 => BAD
		1.234,5 => BAD
		-0 => BAD
	EOF
}

@test "Plain numbers are those of the record format" {
	reads decimal plain <<-'EOF'
		0 => 0
		1234.5 => 1234.5
		-4200 => -4200
		-0.5 => -0.5
		1.234 => 1.234
		0.50 => 0.50
		0.0 => 0.0
		1.234,5 => BAD
		0,5 => BAD
		1.234.567 => BAD
		-0 => BAD
		-0.0 => BAD
		1. => BAD
		.5 => BAD
		-.5 => BAD
		- => BAD
		.. => BAD
		… => BAD
		. => BAD
		+5 => BAD
		--5 => BAD
		1e3 => BAD
		1 234 => BAD
		0x10 => BAD
		NaN => BAD
	EOF
}

@test "A plain integer has no decimals" {
	reads integer plain <<-'EOF'
		0 => 0
		-4200 => -4200
		667.099 => BAD
		1.0 => BAD
		1,000 => BAD
	EOF
}

@test "A number has at most 100 digits, counted on both sides of the point" {
	local digits groups
	digits=$(printf '7%.0s' {1..100})
	groups=9$(printf '.777%.0s' {1..33})
	reads decimal plain <<-EOF
		$digits => $digits
		-$digits => -$digits
		${digits}7 => BAD
		${digits:1}.7 => ${digits:1}.7
		$digits.7 => BAD
	EOF
	reads decimal da <<-EOF
		$digits => $digits
		${digits}7 => BAD
		${digits:1},7 => ${digits:1}.7
		$digits,7 => BAD
		$groups => ${groups//./}
		7$groups => BAD
	EOF
}

@test "numbers is plain where the root does not say" {
	parse_export 'value:decimal' '<record>1.5</record>' --
	gives_rows 'd|1.5'
	parse_export 'value:decimal' '<record>1,5</record>' --
	fault 65 in.xml:3 value "'1,5'" 'numbers="da"'
}

@test "A bad number says what was found and what was expected" {
	parse_export 'value:integer' '<record>1.23</record>' 'numbers="da"' --
	fault 65 in.xml:3 value "'1.23'" integer Danish
}

# ---- Records set aside

@test "Without --rejects the first bad record ends the program with 65" {
	parse_export 'a:token value:integer' '<record a="1">1</record>
<record a="2">x</record>
<record a="3">y</record>' --
	fault 65 in.xml:4 value "'x'"
}

@test "With --rejects bad records are set aside with file, line, reason and record, the rest goes on" {
	parse_export 'a:token value:integer' '<record a="1">1</record>
<record a="2">x</record>
<record a="3">3</record><record nosuch="4"/>' -- --rejects bad.tsv
	gives_rows 'd|1|1' 'd|3|3'
	assert_equal "$(wc -l <bad.tsv)" 3
	assert_equal "$(sed -n 1p bad.tsv)" "file${TAB}line${TAB}reason${TAB}record${TAB}kind"
	assert_equal "$(cut -f 1,2,4 bad.tsv | sed 1d)" "in.xml${TAB}4${TAB}<record a=\"2\">x</record>
in.xml${TAB}5${TAB}<record nosuch=\"4\"></record>"
	assert_regex "$(sed -n 2p bad.tsv | cut -f 3)" "value.*'x'.*integer"
	assert_regex "$(sed -n 3p bad.tsv | cut -f 3)" nosuch
}

@test "The file of rejects has its header also where nothing was set aside" {
	parse_export 'a:token' '<record a="1"/>' -- --rejects bad.tsv
	gives_rows 'd|1'
	assert_equal "$(cat bad.tsv)" "file${TAB}line${TAB}reason${TAB}record${TAB}kind"
}

@test "A record set aside is one escaped field, with its children, its text and its ampersands" {
	parse_export 'a:token t:text value:integer' '<record a="A &amp; &quot;B&quot;"><t>1	2
3\4 &lt;&amp;</t>x</record>' -- -r bad.tsv
	assert_success
	assert_equal "$(sed 1d bad.tsv | cut -f 4)" \
		'<record a="A &amp; &quot;B&quot;"><t>1\t2\n3\\4 &lt;&amp;</t>x</record>'
}

@test "Records set aside from several files and standard input tell them apart" {
	document value:integer '<record>x</record>' >1.xml
	document value:integer '<record>1</record>
<record>y</record>' >2.xml
	run_split kkr-parse --rejects bad.tsv 1.xml - <2.xml
	gives_rows 'd|1'
	assert_equal "$(cut -f 1,2 bad.tsv | sed 1d)" "1.xml${TAB}3
standard input${TAB}4"
}

@test "A record set aside reads the same when it is put back into an export" {
	parse_export 'a:text value:integer' '<record a="&#10;&#9;&#13;&lt;&gt;&apos;&quot; ]]&gt;">]]&gt;&#13;x&#9;</record>' \
		-- -r bad.tsv
	assert_success
	printf '%b' "$(sed 1d bad.tsv | cut -f 4)" >record
	parse_export 'a:text value:integer' "$(cat record)" -- -r again.tsv
	assert_success
	assert_equal "$(cut -f 3,4 again.tsv)" "$(cut -f 3,4 bad.tsv)"
}

@test "A child of another namespace that spoils a record can be told apart in the file of rejects" {
	parse_export 'a:token' '<record><x:a>2</x:a></record>' 'xmlns:x="urn:x"' -- -r bad.tsv
	assert_success
	assert_regex "$(sed 1d bad.tsv | cut -f 4)" '<x:a[ >]'
}

@test "The file of rejects is UTF-8 whatever is quoted in a reason" {
	local n field
	for n in {478..486}; do
		field=$(letters "$n")
		parse_export "$field:integer" "<record $field='$(printf 'ÆØ%.0s' {1..30})'/>" -- -r bad.tsv
		assert_success
		iconv -f UTF-8 -t UTF-8 bad.tsv >/dev/null
	done
}

@test "Records set aside are kept when the run then fails" {
	document value:integer '<record>x</record>
<record>1</record>' | head -c -9 >in.xml
	run_split kkr-parse --rejects bad.tsv in.xml
	assert_failure 65
	assert_equal "$(cut -f 1,2,4 bad.tsv | sed 1d)" "in.xml${TAB}3${TAB}<record>x</record>"
}

@test "A bad value of a group spoils just the records that inherit it" {
	parse_export 'a:token p:period' '<group p="2025-13"><record a="1"/>
<record a="2" p="2025"/><group p="2024"><record a="3"/></group><record><a>4</a></record></group>
<record a="5"/>' -- -r bad.tsv
	gives_rows 'd|2|2025' 'd|3|2024' 'd|5|'
	assert_equal "$(cut -f 2,4 bad.tsv | sed 1d)" "3${TAB}<record a=\"1\"></record>
4${TAB}<record><a>4</a></record>"
	assert_regex "$(sed -n 2p bad.tsv | cut -f 3)" "p.*'2025-13'"
}

@test "A file of rejects that cannot be made is 73" {
	document a:token '' >in.xml
	run_split kkr-parse --rejects nosuch/bad.tsv in.xml
	fault 73 nosuch/bad.tsv 'No such file'
}

@test "A file of rejects that cannot be written is 74" {
	parse_export value:integer '<record>x</record>' -- --rejects /dev/full
	fault 74 /dev/full 'No space'
}

@test "Rows and records set aside are what was expected, in a big invented export of many shapes" {
	python3 - <<-'EOF'
		import random
		random.seed(550)
		lines, rows, bad = [], [], []
		put = lines.append
		put('<export xmlns="urn:kkr:export:1" dataset="d" numbers="da" source="root"><fields>')
		names = {'id': 'token', 'area': 'area', 'period': 'period', 'value': 'integer', 'note': 'text',
		         'source': 'token'}
		put(''.join('<field name="%s" type="%s"/>' % f for f in names.items()) + '</fields>')
		good_values = {'period': [('2025', '2025'), (' 2025-W52 ', '2025-W52'), ('', '')],
		               'area': [('101  København', '101 København'), ('Ærø', 'Ærø')],
		               'value': [('1.234', '1234'), ('-', '0'), ('..', ''), ('7', '7'), ('-1.000.000', '-1000000')],
		               'note': [('a\\b', 'a\\\\b'), (' x&#9;', ' x\\t'), ('', '')],
		               'source': [('s', 's')]}
		bad_values = {'period': ['2025-W53', '2025-13'], 'value': ['1.23', '1,0', 'x'], 'note': ['\x7f']}
		n = 0
		def value(field, chance):
		    if field in bad_values and random.random() < chance:
		        return random.choice(bad_values[field]), None
		    return random.choice(good_values[field])
		def record(inherited):
		    global n
		    n += 1
		    fields, attributes, children, fault = dict(inherited), '', [], False
		    fields['id'] = str(n)
		    attributes += ' id="%d"' % n
		    for field in good_values:
		        how = random.choice(['none', 'none', 'attribute', 'child', 'text'])
		        if how == 'none' or (how == 'text' and field != 'value'):
		            continue
		        raw, fields[field] = value(field, 0.05)
		        if how == 'attribute':
		            attributes += ' %s="%s"' % (field, raw)
		        elif how == 'child':
		            children.append('<%s>%s</%s>' % (field, raw, field))
		        else:
		            children.append(raw)
		    trouble = random.random()
		    if trouble < 0.02:
		        children.append('<id>%d</id>' % n); fault = True
		    elif trouble < 0.04:
		        attributes += ' nosuch="1"'; fault = True
		    elif trouble < 0.06:
		        children.append('<record id="1">5</record>'); fault = True
		    random.shuffle(children)
		    put('<record%s>%s</record>' % (attributes, ''.join(children)))
		    if fault or None in fields.values():
		        bad.append(str(len(lines)))
		    else:
		        rows.append('\t'.join(['d'] + [fields[f] for f in names]))
		def group(depth, inherited):
		    for _ in range(random.randrange(1, 12)):
		        if depth < 6 and random.random() < 0.35:
		            mine = {f: value(f, 0.1) for f in random.sample(sorted(good_values), 2)}
		            put('<group ' + ' '.join('%s="%s"' % (f, v[0]) for f, v in mine.items()) + '>')
		            group(depth + 1, {**inherited, **{f: v[1] for f, v in mine.items()}})
		            put('</group>')
		        else:
		            record(inherited)
		while n < 20000:
		    group(0, {**dict.fromkeys(names, ''), 'source': 'root'})
		put('</export>')
		write = lambda name, all: open(name, 'w', encoding='utf-8', newline='\n').write(''.join(l + '\n' for l in all))
		write('in.xml', lines)
		write('rows', ['\t'.join(['dataset'] + list(names))] + rows)
		write('bad', ['line'] + bad)
		write('count', [str(n)])
	EOF
	gives_file rows kkr-parse --rejects bad.tsv in.xml
	cut -f 2 bad.tsv | cmp bad -
	[ $(($(wc -l <given) - 1 + $(wc -l <bad.tsv) - 1)) -eq "$(cat count)" ]
	[ "$(wc -l <bad.tsv)" -gt 1000 ]
}

# ---- What is wrong outside a record is wrong with the whole document

@test "An element without a place is 65 with its line, even with --rejects" {
	local body
	for body in '<nosuch/>' '<group><nosuch/></group>' '<field name="b" type="token"/>' '<export/>'; do
		parse_export a:token "$body" -- --rejects bad.tsv
		fault 65 in.xml:3 '<'
	done
}

@test "An attribute of a group that no field names is 65, even with --rejects" {
	parse_export a:token '<group nosuch="1"><record a="1"/></group>' -- --rejects bad.tsv
	fault 65 in.xml:3 nosuch
}

@test "Text outside a record is 65, even with --rejects" {
	parse_export a:token '<group>stray<record a="1"/></group>' -- --rejects bad.tsv
	fault 65 in.xml:3 stray
	parse_export a:token 'stray' -- --rejects bad.tsv
	fault 65 in.xml:4 stray
}

@test "An element of another namespace is 65, even with --rejects" {
	parse_export a:token '<x:record a="1"/>' 'xmlns:x="urn:x"' -- --rejects bad.tsv
	fault 65 in.xml:3 record urn:kkr:export:1
	parse_export a:token '<record xmlns="" a="1"/>' -- --rejects bad.tsv
	fault 65 in.xml:3 record urn:kkr:export:1
}

@test "An attribute of the root that is not its own is 65" {
	parse_export a:token '' 'nosuch="1"' --
	fault 65 in.xml:1 nosuch
}

@test "An attribute of the root in another namespace is 65, whatever its local name" {
	local name
	for name in dataset numbers source; do
		parse_export a:token '' "x:$name=\"da\" xmlns:x=\"urn:x\"" --
		fault 65 in.xml:1 "$name"
	done
}

@test "An export without a dataset is 65" {
	sed 's/ dataset="[^"]*"//' <<<"$(document a:token '')" >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 dataset
}

@test "A dataset with a control byte, which no record may hold, is 65" {
	document a:token '<record a="1"/>' | sed "s/dataset=\"d\"/dataset=\"d$(printf '\177')\"/" >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 dataset
}

@test "A way of numbers that there is not is 65" {
	parse_export a:token '' 'numbers="us"' --
	fault 65 in.xml:1 numbers us da plain
}

@test "An export without fields is 65" {
	printf '<export xmlns="urn:kkr:export:1" dataset="d"></export>' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 fields
}

@test "Fields that name none are 65" {
	parse_export '' '' --
	fault 65 in.xml:2 fields
}

@test "A record or a group before the fields is 65" {
	local element
	for element in record group; do
		printf '<export xmlns="urn:kkr:export:1" dataset="d">\n<%s/><fields><field name="a" type="token"/></fields></export>' \
			"$element" >in.xml
		run_split kkr-parse in.xml
		fault 65 in.xml:2 "$element" fields
	done
}

@test "A second list of fields is 65" {
	parse_export a:token '<fields><field name="b" type="token"/></fields>' --
	fault 65 in.xml:3 fields twice
}

@test "Two fields of one name are 65" {
	parse_export 'a:token a:text' '' --
	fault 65 in.xml:2 "'a'"
}

@test "A field whose name cannot be that of a column is 65" {
	local name
	for name in Area 1a _a a-b ålborg dataset; do
		parse_export "$name:token" '' --
		fault 65 in.xml:2 "'$name'"
	done
	printf '<export xmlns="urn:kkr:export:1" dataset="d"><fields><field type="token"/></fields></export>' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 name
}

@test "A type that there is not is 65, and the message lists those that there are" {
	parse_export a:float '' --
	fault 65 in.xml:2 float area period date token text integer decimal
	printf '<export xmlns="urn:kkr:export:1" dataset="d"><fields><field name="a"/></fields></export>' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 type
}

@test "A field may be named value or source and be of any type" {
	parse_export 'value:date source:integer' '<record source="5">2025-01-31</record>' --
	gives_rows 'd|2025-01-31|5'
}

@test "An export without records is a header alone" {
	parse_export "$OUR_FIELDS" '' --
	assert_success
	assert_output "$(printf 'dataset\tarea\tperiod\tmeasure\tunit\tvalue')"
	assert_equal "$stderr" ''
}

# ---- Dialects

@test "A root element that begins no dialect is 65, and it and its namespace are named" {
	echo '<sdmx xmlns="urn:sdmx:2"/>' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 '<sdmx>' urn:sdmx:2 urn:kkr:export:1
}

@test "An export in no namespace or another one is not our dialect" {
	document a:token '' | sed 's/ xmlns="[^"]*"//' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 '<export>' urn:kkr:export:1
	document a:token '' | sed 's/urn:kkr:export:1/urn:kkr:export:2/' >in.xml
	run_split kkr-parse in.xml
	fault 65 in.xml:1 '<export>' urn:kkr:export:2 urn:kkr:export:1
}

@test "--format export reads an export" {
	parse_export a:token '<record a="1"/>' -- --format export
	gives_rows 'd|1'
	parse_export a:token '<record a="1"/>' -- -f export
	gives_rows 'd|1'
}

@test "--format export on something else is 65 and names what is wrong with it as an export" {
	echo '<sdmx xmlns="urn:sdmx:2"/>' >in.xml
	run_split kkr-parse --format export in.xml
	fault 65 in.xml:1 '<sdmx>'
}

# ---- What is no XML, and what is cut short or corrupt

@test "What is no XML is 65, whatever it is said to be" {
	printf 'just a text\n' >in.txt
	run_split kkr-parse in.txt
	fault 65 in.txt 'no XML' kkr-table
	run_split kkr-table in.txt
	refused 65 'kkr-table: in.txt' --delimiter
	printf 'area;value\n101;5\n' >in.csv
	run_split kkr-parse --format export in.csv
	fault 65 in.csv 'no XML' kkr-table
}

# each_reader FILE TEXT...: each program that reads it, whatever it is told of it, refuses it with 65 and these texts.
each_reader() {
	local program file=$1
	shift
	for program in kkr-parse 'kkr-parse --record //r --field a=@a' 'kkr-parse --format sdmx' kkr-table 'kkr-table --format csv' \
		kkr-read kkr-inspect kkr-map; do
		# shellcheck disable=SC2086 # words
		run_split $program "$file"
		assert_equal "$program $status" "$program 65"
		assert_message "$file: " "$@"
	done
}

# zip_of ARCHIVE NAME=TEXT...
zip_of() {
	python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for entry in sys.argv[2:]:
        z.writestr(*entry.split("=", 1))' "$@"
}

@test "What was sent in place of data says itself what is wrong, under any name and to each program" {
	echo '{"errorTypeCode":"EXTRACT-NOTFOUND","message":"Tabellen \"X\" blev ikke fundet p\u00e5 serveren"}' >folk.csv
	each_reader folk.csv 'is an error that the sender reports, and no data: EXTRACT-NOTFOUND Tabellen "X" blev ikke fundet på serveren'
	echo '{"status": 404, "title": "Not Found"}' | gzip >problem.xml
	each_reader problem.xml 'the sender reports, and no data: 404 Not Found'
	echo '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>
		<faultstring>Ingen adgang &amp; intet svar</faultstring></s:Fault></s:Body></s:Envelope>' >soap.xml
	each_reader soap.xml 'the sender reports, and no data: s:Server Ingen adgang & intet svar'
	echo '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>
		<e:Reason><e:Text xml:lang="da">Forkert bruger</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>' >soap12.xml
	each_reader soap12.xml 'e:Sender Forkert bruger'
	echo '{"code":422,"cause":"Ukendt [x]","errors":[]}' >cause.json
	each_reader cause.json 'the sender reports, and no data: 422 Ukendt [x]'
	echo '<?xml version="1.0"?><!-- --><Error><Code>AccessDenied</Code><Message>Nej</Message></Error>' >store.csv
	each_reader store.csv 'the sender reports, and no data: AccessDenied Nej'
	echo '<o:ExceptionReport xmlns:o="http://www.opengis.net/ows/1.1"><o:Exception locator="x" exceptionCode="NoSuch">
		<o:ExceptionText>Ukendt lag</o:ExceptionText></o:Exception></o:ExceptionReport>' >map.gml
	each_reader map.gml 'the sender reports, and no data: NoSuch Ukendt lag'
	echo '<m:Error xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><m:ErrorMessage code="100"><Text>Intet</Text>
		</m:ErrorMessage></m:Error>' >error.xml
	for program in kkr-parse 'kkr-parse --record //r --field a=@a' kkr-table kkr-map kkr-read; do
		# shellcheck disable=SC2086 # words
		run_split $program error.xml
		assert_failure 65
		assert_message 'an error message of the sender, and no data: 100 Intet'
	done
	echo '<rss version="2.0"><channel/></rss>' >feed.xml
	run_split kkr-table --format csv feed.xml
	refused 65 'feed.xml:1: is a feed of news (RSS)'
	# One that brings data is read by its paths.
	echo '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r a="1"/></s:Body></s:Envelope>' >in.xml
	run_split kkr-parse --record //r --field a=@a in.xml
	gives a 1
	echo '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>502 Bad
		Gateway</title></head><body>nginx</body></html>' >page.xml
	each_reader page.xml '(502 Bad Gateway)'
	echo '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><r a="1"/></body></html>' >page.xml
	run_split kkr-parse --record //r --field a=@a page.xml
	gives a 1
}

@test "An archive is named with what it holds; one document in it is read, as statistical offices send it" {
	local export='<export xmlns="urn:kkr:export:1" dataset="x"><fields><field name="a" type="token"/></fields><record a="1"/></export>'
	zip_of one.zip "export.XML=$export"
	for program in kkr-parse 'kkr-read --columns dataset,a'; do
		# shellcheck disable=SC2086 # words
		run_split $program one.zip
		quiet
		assert_success
		assert_equal "$(cut -f 1,2 <<<"$output")" "$(printf 'dataset\ta\nx\t1')"
	done
	run_split bash -c 'kkr-parse --origin <one.zip'
	gives 'dataset|a|origin' 'x|1|standard input:1'
	zip_of below.zip data/= "data/export.xml=$export"
	run_split kkr-parse below.zip
	gives 'dataset|a' 'x|1'
	run_split kkr-table one.zip
	refused 65 'one.zip: is a zip archive, but no workbook: kkr-parse reads the document in it, export.XML'
	zip_of two.zip "a.xml=$export" 'b.txt=x'
	each_reader two.zip 'is a zip archive, but no workbook' 'it has a.xml, b.txt (unzip -p FILE NAME | kkr read)'
	zip_of csv.zip 'a.csv=a;b'
	each_reader csv.zip 'it has a.csv (unzip -p FILE | kkr read)'
	zip_of none.zip
	each_reader none.zip 'is a zip archive with nothing in it'
	zip_of letter.docx '[Content_Types].xml=<a/>' 'word/document.xml=<a/>'
	each_reader letter.docx 'is a document of Word (.docx)'
	echo '<r/>' | gzip | gzip >twice.gz
	each_reader twice.gz 'is gzip twice over: gzip -dc FILE | kkr'
	tar -czf in.tgz two.zip
	each_reader in.tgz 'is a tar archive: tar -xOf FILE NAME | kkr'
	printf 'BZh91AY&SY' >in.bz2
	each_reader in.bz2 'is bzip2: bzip2 -dc FILE | kkr'
	printf 'PAR1\025\004PAR1' >in.parquet
	each_reader in.parquet 'is Parquet'
	printf '\357\273\277' >mark.xml
	each_reader mark.xml 'is empty but for a byte order mark'
	printf ' \r\n' >blank.csv
	each_reader blank.csv 'is empty but for blanks'
	: >empty
	each_reader empty 'is empty'
	printf 'CHARSET="ANSI";\nMATRIX="FOLK1A";\n' >in.px
	each_reader in.px 'is PX (PC-Axis)'
	zip_of letter.odt 'mimetype=application/vnd.oasis.opendocument.text' 'content.xml=<a/>'
	each_reader letter.odt 'is a document of OpenDocument (.odt)'
}

@test "An empty file is 65, also where gzip makes it empty" {
	: >empty.xml
	run_split kkr-parse empty.xml
	fault 65 empty.xml empty
	gzip <empty.xml >empty.gz
	run_split kkr-parse empty.gz
	fault 65 empty.gz empty
	run_split kkr-parse </dev/null
	fault 65 'standard input' empty
}

@test "A file of space, of a comment or of an XML declaration alone is 65" {
	local text
	for text in '   ' '<!-- nothing -->' '<?xml version="1.0"?>'; do
		echo "$text" >in.xml
		run_split kkr-parse in.xml
		assert_failure 65
		assert_regex "$stderr" '^kkr-parse: in.xml:'
	done
}

@test "The slips of XML that was put together as text are named with their element, in files of any size" {
	local small big text
	# slip TEXT MESSAGE: it stands in the text of <navn>, in line 2, at the end of a small file and of a large one.
	slip() {
		printf '<d>\n<r><navn>%s</navn></r>\n<r/>\n</d>\n' "$1" >small.xml
		{ printf '<d>\n<r><navn>%s</navn></r>\n' "$1" && yes '<r><navn>x</navn><b c="d"/></r>' | head -n 80000 && echo '</d>'; } >big.xml
		for file in small.xml big.xml; do
			run_split kkr-parse --record //r --field n=navn "$file"
			assert_equal "$status" 65
			assert_equal "$stderr" "kkr-parse: $file:2: not well-formed XML: $2"
		done
	}
	slip 'Drift & anlæg' 'an & that is not written &amp; (in <navn>)'
	slip 'H&M' 'an & that is not written &amp; (in <navn>)'
	slip '</navn><b a="H&M"/><navn>' 'an & that is not written &amp; (in the tag of <b>)'
	slip 'under < 5 år' 'a < that is not written &lt; (in <navn>)'
	slip 'under <5 år' 'a < that is not written &lt; (in <navn>)'
	slip '</navn><b a="x>1</b><navn>' \
		'a < within an attribute: it must be written &lt;, or the attribute before it lacks the quote at its end (in the tag of <b>)'
	printf '<d>\n<r><navn>Drift &am' >in.xml
	run_split kkr-parse --record //r --field n=navn in.xml
	assert_message 'in.xml:2: the document is cut short: <navn> is still open'
}

@test "A namespace is a name, be it a URI or not; XML 1.1 is refused by its name" {
	local space
	for space in '[1.0]' http://dst.dk/København ' ' 'http://a.dk/1 http://a.dk/1.xsd'; do
		printf '<p:d xmlns:p="%s" xmlns:schemaLocation="%s"><r v="1"/></p:d>' "$space" "$space" >in.xml
		run_split kkr-parse --namespace "q=$space" --record /q:d/r --field v=@v in.xml
		assert_success
		assert_output "$(printf 'v\n1')"
		assert_equal "$stderr" ''
	done
	printf '<?xml version="1.1"?>\n<d><r v="&#1;"/></d>' >in.xml
	run_split kkr-parse --record //r --field v=@v in.xml
	refused 65 'in.xml:1: is XML 1.1' 'XML 1.0 is'
}

@test "A text field of an export may be white space alone" {
	printf '<export xmlns="urn:kkr:export:1" dataset="x"><fields><field name="a" type="text"/><field name="b" type="token"/></fields>\n<record>\n<a> </a>\n<b> </b>\n</record></export>' >in.xml
	run_split kkr-parse in.xml
	gives 'dataset|a|b' 'x| |'
}

@test "Elements that do not match are 65 with the line" {
	parse_export a:token '<group><record a="1"/></record>' --
	fault 65 in.xml:3 XML group record
}

@test "What follows the root element is 65" {
	local more
	for more in x '<export/>' '<!-- --' "$(document a:token '')" $'\n]'; do
		{
			document a:token '<record a="1"/>'
			printf %s "$more"
		} >in.xml
		run_split kkr-parse in.xml
		assert_failure 65
		assert_regex "$stderr" '^kkr-parse: in.xml:'
	done
}

@test "Zero bytes after the root element are 65" {
	{
		document a:token '<record a="1"/>'
		printf '\0\0\0\0'
	} >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
}

@test "An export that is cut short is 65 wherever it is cut, and the message says so" {
	{
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<!-- æ -->\n'
		document 'a:token value:integer' '<group a="Ærø"><record>1</record>
<record><a><![CDATA[x]]>&amp;</a></record><!-- c --></group><?pi x?>'
	} >whole.xml
	kkr-parse whole.xml >out.tsv
	assert_equal "$(wc -l <out.tsv)" 3
	python3 - <<-'EOF'
		import re, subprocess
		whole = open('whole.xml', 'rb').read()
		wrong = 0
		for n in range(len(whole)):
		    got = subprocess.run(['kkr-parse'], input=whole[:n], capture_output=True)
		    told = re.fullmatch(rb'kkr-parse: standard input(:\d+)?: .*(cut short|no whole XML element|is empty).*\n',
		        got.stderr)
		    if got.returncode != 65 or not told:
		        wrong += 1
		        print(n, got.returncode, whole[:n][-20:], got.stderr)
		exit(wrong > 0)
	EOF
}

@test "A gzip stream that is cut short is 65 wherever it is cut, with the byte where it ends" {
	document a:token '<record a="Ærø"/>' | gzip -n >whole.gz
	python3 - <<-'EOF'
		import subprocess
		whole = open('whole.gz', 'rb').read()
		wrong = 0
		for n in range(1, len(whole)):
		    got = subprocess.run(['kkr-parse'], input=whole[:n], capture_output=True)
		    if got.returncode != 65 or not got.stderr.startswith(
		            b'kkr-parse: standard input: byte %d: ' % n) or b'cut short' not in got.stderr:
		        wrong += 1
		        print(n, got.returncode, got.stderr)
		exit(wrong > 0)
	EOF
}

@test "A gzip stream with a byte changed never gives other records with status 0" {
	document a:token '<record a="Ærø"/>' | gzip -n >whole.gz
	kkr-parse whole.gz >expected
	python3 - <<-'EOF'
		import re, subprocess
		whole, expected = open('whole.gz', 'rb').read(), open('expected', 'rb').read()
		wrong = 0
		for n in range(len(whole)):
		    for flip in (0x01, 0x80, 0xff):
		        bytes_ = bytearray(whole)
		        bytes_[n] ^= flip
		        got = subprocess.run(['kkr-parse'], input=bytes(bytes_), capture_output=True)
		        same = got.returncode == 0 and got.stdout == expected and got.stderr == b''
		        # The first byte says that it is gzip; without it, or inflated to something else, it is no XML.
		        told = re.fullmatch(rb'kkr-parse: standard input: byte \d+: .*gzip.*\n'
		            rb'|kkr-parse: standard input(:\d+)?: .*\n', got.stderr)
		        if not same and not (got.returncode == 65 and told):
		            wrong += 1
		            print(n, flip, got.returncode, got.stdout, got.stderr)
		exit(wrong > 0)
	EOF
}

@test "A gzip stream whose check sum or length is wrong is 65 with a byte offset" {
	local size at
	document a:token '<record a="1"/>' | gzip -n >whole.gz
	size=$(wc -c <whole.gz)
	for at in 8 4; do
		{
			head -c $((size - at)) whole.gz
			printf '\252\252\252\252'
			tail -c $((at - 4)) whole.gz | head -c $((at - 4))
		} >in.gz
		run_split kkr-parse in.gz
		assert_failure 65
		assert_regex "$stderr" '^kkr-parse: in.gz: byte [0-9]+: .*corrupt'
	done
}

@test "Garbage after a gzip stream is 65 with the byte where it begins" {
	document a:token '<record a="1"/>' | gzip -n >in.gz
	local size
	size=$(wc -c <in.gz)
	printf garbage >>in.gz
	run_split kkr-parse in.gz
	fault 65 "in.gz: byte $size" gzip
}

@test "Zeros after a gzip stream are 65 with the byte where they begin" {
	document a:token '<record a="1"/>' | gzip -n >in.gz
	local size
	size=$(wc -c <in.gz)
	head -c 512 /dev/zero >>in.gz
	run_split kkr-parse in.gz
	fault 65 "in.gz: byte $size" gzip
}

@test "A second gzip member goes on where the first one ends, also in the middle of a word" {
	document a:token '<record a="1"/>' >whole.xml
	{
		head -c 100 whole.xml | gzip
		gzip </dev/null
		tail -c +101 whole.xml | gzip
	} >in.gz
	run_split kkr-parse in.gz
	gives_rows 'd|1'
}

@test "A second gzip member that is cut to one or two bytes is 65" {
	document a:token '<record a="1"/>' | gzip -n >whole.gz
	local size bytes
	size=$(wc -c <whole.gz)
	for bytes in 1 2; do
		{
			cat whole.gz
			head -c $bytes whole.gz
		} >in.gz
		run_split kkr-parse in.gz
		fault 65 "in.gz: byte $((size + bytes))" 'cut short'
	done
}

@test "A lone byte 1f is a gzip stream that is cut short" {
	printf '\037' >in.xml
	run_split kkr-parse in.xml
	fault 65 'in.xml: byte 1' 'cut short'
}

# ---- Encodings and characters

@test "UTF-16 documents, of either byte order, read right" {
	local order
	example_records >expected
	for order in UTF-16LE UTF-16BE; do
		{
			printf '\xEF\xBB\xBF<?xml version="1.0" encoding="UTF-16"?>\n'
			example
		} | iconv -f UTF-8 -t $order >in.xml
		gives_file expected kkr-parse in.xml
	done
}

@test "ISO-8859-1, Windows-1252 and UTF-8 with a byte order mark read right" {
	local encoding
	example_records >expected
	for encoding in ISO-8859-1 windows-1252; do
		{
			printf '<?xml version="1.0" encoding="%s"?>\n' $encoding
			example
		} | iconv -f UTF-8 -t $encoding >in.xml
		gives_file expected kkr-parse in.xml
	done
	{
		printf '\xEF\xBB\xBF'
		example
	} | gives_file expected kkr-parse
}

@test "Letters of more than one byte survive wherever a read ends, in any encoding" {
	local encoding
	document 'a:token t:text' "$(awk 'BEGIN { for (i = 0; i < 8000; i++) printf "<record a=\"%d Ærøskøbing\"><t>æøå</t></record>", i }')" >utf-8.xml
	awk 'BEGIN { print "dataset\ta\tt"; for (i = 0; i < 8000; i++) print "d\t" i " Ærøskøbing\tæøå" }' >expected
	gives_file expected kkr-parse utf-8.xml
	for encoding in UTF-16 ISO-8859-1; do
		{
			printf '<?xml version="1.0" encoding="%s"?>' $encoding
			cat utf-8.xml
		} | iconv -f UTF-8 -t $encoding >in.xml
		gives_file expected kkr-parse in.xml
	done
	{
		printf '<?xml version="1.0"?>'
		cat utf-8.xml
	} | dd bs=7 status=none | gives_file expected kkr-parse
}

@test "CR LF line ends become LF, as XML has it" {
	document 'a:token t:text' $'<record a="1">\n<t>x\ny</t></record>' | sed 's/$/\r/' >in.xml
	run_split kkr-parse in.xml
	gives_rows 'd|1|x\ny'
}

@test "Control bytes in XML are 65" {
	local byte
	for byte in '\001' '\010' '\013' '\033' '\037'; do
		document 'a:text' "<record><a>x$(printf "$byte")</a></record>" >in.xml
		run_split kkr-parse in.xml
		fault 65 in.xml:3
		document 'a:text' "<record a='x$(printf "$byte")'/>" >in.xml
		run_split kkr-parse in.xml
		fault 65 in.xml:3
	done
}

@test "A zero byte in XML is 65" {
	document 'a:text' '<record><a>x%</a></record>' | tr % '\0' >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
	document 'a:text' '<record a="x%"/>' | tr % '\0' >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
}

@test "A reference to a character that XML does not have is 65" {
	local number
	for number in 0 1 8 x1b xFFFE xD800 x110000 4294967361; do
		parse_export 'a:text' "<record a='x&#$number;'/>" --
		fault 65 in.xml:3
	done
}

@test "U+007F, which XML lets by and records do not hold, makes a bad record" {
	local type
	for type in text token area; do
		parse_export "a:$type b:token" '<record a="x&#127;y" b="1"/>
<record b="2"><a>x'$'\177''</a></record>
<record b="3"/>' -- --rejects bad.tsv
		gives_rows 'd||3'
		assert_equal "$(cut -f 2 bad.tsv | sed 1d)" $'3\n4'
		run grep -q $'\177' bad.tsv
		assert_failure 1
	done
}

@test "Invalid UTF-8 is 65 in a text, an attribute, a name and a comment" {
	local bytes
	for bytes in '\377' '\303' '\303\050' '\300\257' '\340\201\201' '\355\240\200' '\364\220\200\200' \
		'\360\200\200\200' '\357\277\276'; do
		for place in '<record><a>x%by</a></record>' "<record a='x%by'/>" '<record x%b="1"/>' '<!-- x%by -->'; do
			printf "$place" "$bytes" >body
			parse_export 'a:text' "$(cat body)" --
			assert_failure 65
			assert_regex "$stderr" '^kkr-parse: in.xml:3: '
		done
	done
}

@test "Invalid UTF-8 is 65 in a CDATA section too, overlong forms among it" {
	local bytes
	for bytes in '\377' '\303\050' '\300\257' '\300\211' '\301\201' '\340\201\201' '\355\240\200' \
		'\360\200\200\257' '\364\220\200\200'; do
		printf '<record><a><![CDATA[x%by]]></a></record>' "$bytes" >body
		parse_export 'a:text' "$(cat body)" --
		assert_failure 65
		assert_regex "$stderr" '^kkr-parse: in.xml:3: '
	done
}

# ---- Schemas

@test "--schema lets the samples by in silence, and changes nothing of their records" {
	local file
	for file in "$SAMPLES"/*/*.xml*; do
		kkr-parse "$file" >expected
		gives_file expected kkr-parse --schema "$ROOT/schemas/export.xsd" "$file"
		[ "$(wc -l <expected)" -gt 1 ]
	done
}

@test "A document that only the schema finds wrong is 65 with its line" {
	document a:token '' | sed 's/dataset="d"/dataset="a b"/' >in.xml
	run_split kkr-parse in.xml
	assert_success
	run_split kkr-parse --schema "$ROOT/schemas/export.xsd" in.xml
	fault 65 in.xml:1 schema dataset 'a b'
}

@test "A document that is not valid is 65 also with --rejects, and in the second file" {
	document a:token '' >1.xml
	document a:token '<record a="1"/>' >2.xml
	cat >strict.xsd <<-'EOF'
		<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:kkr:export:1" elementFormDefault="qualified">
		<xs:element name="export"><xs:complexType><xs:sequence>
		<xs:element name="fields"><xs:complexType><xs:sequence><xs:any processContents="skip"/></xs:sequence></xs:complexType></xs:element>
		</xs:sequence><xs:attribute name="dataset"/></xs:complexType></xs:element>
		</xs:schema>
	EOF
	run_split kkr-parse --schema strict.xsd 1.xml
	assert_success
	run_split kkr-parse --schema strict.xsd --rejects bad.tsv 1.xml 2.xml
	fault 65 2.xml:3 schema record
}

@test "Bad records are found under --schema as without" {
	parse_export 'a:token value:integer' '<record a="1">1</record>
<record a="2">x</record>' -- --schema "$ROOT/schemas/export.xsd" --rejects bad.tsv
	gives_rows 'd|1|1'
	assert_equal "$(cut -f 2 bad.tsv | sed 1d)" 4
}

@test "A schema that is not there is 66" {
	parse_export a:token '' -- --schema missing.xsd
	fault 66 missing.xsd 'No such file'
}

@test "A schema that is broken, empty or no schema is 78" {
	document a:token '' >in.xml
	printf '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element' >cut.xsd
	: >empty.xsd
	echo '<export/>' >other.xsd
	echo '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:nosuch/></xs:schema>' >unknown.xsd
	local file
	for file in cut empty other unknown; do
		run_split kkr-parse --schema $file.xsd in.xml
		assert_failure 78
		assert_regex "$stderr" "^kkr-parse: $file.xsd(:[0-9]+)?: "
	done
}

@test "The message on a broken schema tells what is wrong with it to the end" {
	document a:token '' >in.xml
	echo '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="export" type="nosuchtype"/></xs:schema>' >in.xsd
	run_split kkr-parse --schema in.xsd in.xml
	fault 78 in.xsd:1 nosuchtype
}

@test "The message on a schema that includes one that is missing names that" {
	document a:token '' >in.xml
	echo '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="part.xsd"/></xs:schema>' >in.xsd
	run_split kkr-parse --schema in.xsd in.xml
	fault 78 in.xsd:1 part.xsd
}

@test "A schema is not fetched from the network" {
	document a:token '' >in.xml
	echo '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="http://127.0.0.1:9/x.xsd"/></xs:schema>' >in.xsd
	run_split kkr-parse --schema in.xsd in.xml
	fault 78 in.xsd network
}

# ---- What comes from outside

# refused_doctype DOCTYPE BODY: asserts that the document is 65 with and without --schema and --rejects, and
# that nothing of secret.txt is seen.
refused_doctype() {
	local options
	echo SECRET >secret.txt
	{
		printf '%s\n' "$1"
		document 'a:text value:text' "$2"
	} >in.xml
	for options in '' "--schema $ROOT/schemas/export.xsd" '--rejects bad.tsv'; do
		# shellcheck disable=SC2086 # several words
		run_split timeout 10 kkr-parse $options in.xml
		assert_failure 65
		assert_regex "$stderr" '^kkr-parse: in.xml:[0-9]+: '
		assert_equal "${#stderr_lines[@]}" 1
		refute_output --partial SECRET
		[[ $stderr != *SECRET* ]]
	done
}

@test "A plain DOCTYPE is let by, also one that declares elements" {
	local doctype
	for doctype in '<!DOCTYPE export>' '<!DOCTYPE export []>' '<!DOCTYPE export [<!ELEMENT export ANY>]>'; do
		{
			printf '%s\n' "$doctype"
			document a:token '<record a="1"/>'
		} >in.xml
		run_split kkr-parse in.xml
		gives_rows 'd|1'
	done
}

@test "A DOCTYPE with an external DTD is refused, and the DTD is not read" {
	echo '<!ENTITY x "SECRET">' >secret.dtd
	refused_doctype '<!DOCTYPE export SYSTEM "secret.dtd">' '<record/>'
	assert_regex "$stderr" DOCTYPE
	refused_doctype '<!DOCTYPE export PUBLIC "-//x//y" "http://127.0.0.1:9/x.dtd">' '<record/>'
	assert_regex "$stderr" DOCTYPE
}

@test "An external entity is refused and the file is not read" {
	refused_doctype "<!DOCTYPE export [<!ENTITY x SYSTEM 'file://$PWD/secret.txt'>]>" '<record>&x;</record>'
	assert_regex "$stderr" "'x'"
	refused_doctype "<!DOCTYPE export [<!ENTITY x SYSTEM 'secret.txt'>]>" '<record><a>&x;</a></record>'
	refused_doctype "<!DOCTYPE export [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>" '<record a="&x;">&x;</record>'
	refute_output --partial "$(uname -n)"
}

@test "An internal entity is refused, used or not" {
	refused_doctype '<!DOCTYPE export [<!ENTITY x "y">]>' '<record>&x;</record>'
	refused_doctype '<!DOCTYPE export [<!ENTITY x "y">]>' '<record/>'
	refused_doctype '<!DOCTYPE export [<!ENTITY amp "y">]>' '<record>&amp;</record>'
}

@test "An unparsed entity is refused" {
	refused_doctype '<!DOCTYPE export [<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "secret.txt" NDATA n>]>' '<record/>'
}

@test "A parameter entity is refused, declared or referred to" {
	refused_doctype '<!DOCTYPE export [<!ENTITY % x SYSTEM "secret.txt"> %x;]>' '<record/>'
	refused_doctype '<!DOCTYPE export [<!ENTITY % x "y">]>' '<record/>'
	refused_doctype '<!DOCTYPE export [%x;]>' '<record/>'
}

@test "An entity bomb is refused at its first declaration" {
	refused_doctype '<!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>' '<record>&f;&f;&f;</record>'
	assert_regex "$stderr" "in.xml:1: .*'a'"
}

@test "A reference to an entity that is not declared is refused" {
	refused_doctype '' '<record>&nbsp;</record>'
	refused_doctype '' '<record a="&nbsp;"/>'
	refused_doctype '<!DOCTYPE export>' '<record>&nbsp;</record>'
	assert_regex "$stderr" "nbsp"
}

@test "A byte that looks like one of a terminal's is not passed on in a message" {
	parse_export 'value:integer' '<record>x&#10;y&#127;&#x9b;31m</record>' --
	fault 65 in.xml:3 value
	[[ $stderr != *$'\xc2\x9b'* ]]
}

@test "Elements nest 256 deep and not 257" {
	local groups
	groups=$(printf '<group>%.0s' {1..254})
	parse_export a:token "$groups<record a=\"1\"/>${groups//</</}" --
	gives_rows 'd|1'
	parse_export a:token "<group>$groups<record a=\"1\"/>${groups//</</}</group>" --
	fault 65 in.xml:3 256
}

@test "A hundred thousand levels are 65" {
	{
		document a:token '' | sed -n 1,2p
		repeated 100000 '<group>'
	} >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
	assert_regex "$stderr" '^kkr-parse: in.xml:[0-9]+: .*256'
	{
		document a:token '' | sed -n 1,2p
		echo '<record>'
		repeated 100000 '<a>'
	} >in.xml
	run_split kkr-parse --rejects bad.tsv in.xml
	assert_failure 65
	assert_regex "$stderr" '^kkr-parse: in.xml:[0-9]+: .*256'
}

# long BEFORE AFTER: measures kkr-parse, as in a test of its own, on an export with 50 MB of one thing.
long() {
	{
		document 'a:text value:text' '' | sed -n 1,2p
		printf %s "$1"
		letters "$FIFTY_MB"
		printf %s "$2"
		printf '</export>'
	} 2>/dev/null | measured kkr-parse "${@:3}"
}

@test "An attribute of 50 MB is 65 and takes no memory" {
	run_split long '<record a="' '"/>'
	fault 65 'standard input:3' attribute '1 MB'
	assert_small
}

@test "A comment of 50 MB is 65 and takes no memory" {
	run_split long '<!--' '-->'
	fault 65 'standard input:3' comment '1 MB'
	assert_small
}

@test "A text of 50 MB is 65 and takes no memory" {
	run_split long '<record>' '</record>'
	fault 65 'standard input:3' text '1 MB'
	assert_small
}

@test "A CDATA section of 50 MB is 65 and takes no memory" {
	run_split long '<record><![CDATA[' ']]></record>'
	fault 65 'standard input:3' text '1 MB'
	assert_small
}

@test "A name of 50 MB is 65 and takes no memory" {
	run_split long '<' '/>'
	assert_failure 65
	assert_regex "$stderr" '^kkr-parse: standard input:3: .*[Nn]ame'
	assert_small
}

@test "A processing instruction of 50 MB is 65 and takes no memory" {
	run_split long '<?pi ' '?>'
	fault 65 'standard input:3' '1 MB'
	assert_small
}

@test "A DOCTYPE of 50 MB is 65 and takes no memory" {
	doctype() {
		{
			printf '<!DOCTYPE export ['
			yes '<!ELEMENT a ANY>' | head -c "$FIFTY_MB" || [ $? = 141 ]
		} 2>/dev/null | measured kkr-parse
	}
	run_split doctype
	assert_failure 65
	assert_small
}

@test "50 MB of text are 65 and take no memory under --rejects and --schema too" {
	run_split long '<record>' '</record>' --rejects bad.tsv --schema "$ROOT/schemas/export.xsd"
	fault 65 'standard input:3' text '1 MB'
	assert_small
}

@test "50 MB of gzip that inflate to 50 GB are not inflated to the end" {
	{
		document 'value:text' '' | sed -n 1,2p
		printf '<record>'
	} | gzip >head.gz
	letters "$FIFTY_MB" | gzip -1 >part.gz
	bomb() {
		{
			cat head.gz
			while cat part.gz; do :; done
		} 2>/dev/null | measured timeout 20 kkr-parse
	}
	run_split bomb
	fault 65 'standard input:3' '1 MB'
	assert_small
}

@test "One attribute, comment, text or CDATA section of 1 MB is read, and one byte more is not" {
	local long
	long=$(letters 1048576)
	check() {
		document 'a:text value:text' "$1" >in.xml
		printf 'dataset\ta\tvalue\nd\t%s\t%s\n' "$2" "$3" >expected
		gives_file expected kkr-parse in.xml
		document 'a:text value:text' "${1/xx/xxx}" >in.xml
		run_split kkr-parse in.xml
		fault 65 in.xml:3 '1 MB'
	}
	check "<record a=\"$long\"/>" "$long" ''
	check "<record><!--$long--></record>" '' ''
	check "<record>$long</record>" '' "$long"
	check "<record><a><![CDATA[$long]]></a></record>" "$long" ''
}

@test "Two attributes of 600 KB each are below the limit, which is for one" {
	local long
	long=$(letters 600000)
	document 'a:text b:text' "<record a=\"$long\" b=\"$long\"/>" >in.xml
	printf 'dataset\ta\tb\nd\t%s\t%s\n' "$long" "$long" >expected
	gives_file expected kkr-parse in.xml
}

@test "An attribute of 1 MB is read also from a pipe that pauses within it" {
	local long
	long=$(letters 1048576)
	document 'a:text' '<record/>' >whole.xml
	printf 'dataset\ta\nd\t\nd\t%s\n' "$long" >expected
	{
		head -n 2 whole.xml
		printf '<record/>'
		sleep 0.2
		printf '<record a="%s' "$long"
		sleep 0.2
		printf '"/></export>'
	} | gives_file expected kkr-parse
}

@test "Groups in groups take no memory for fields that they do not set" {
	local groups
	groups=$(printf '<group>%.0s' {1..254})
	document "$(printf 'f%d:text ' {1..4000})" "$groups<record f1=\"1\"/>${groups//</</}" >in.xml
	measured kkr-parse in.xml >out.tsv
	assert_equal "$(sed 1d out.tsv | tr -d '\t')" d1
	assert_small
}

@test "Names that are never the same take no memory: they are all read or refused" {
	document a:token "$(seq -f '<record attribute%.0f="1"/>' 200000)" >in.xml
	run_split measured kkr-parse --rejects bad.tsv in.xml
	[ "$status" -eq 0 ] || [ "$status" -eq 65 ]
	assert_small
}

@test "A record of a million elements takes no memory under --rejects: it is set aside or refused" {
	{
		document a:token '' | sed -n 1,2p
		printf '<record>'
		repeated 1000000 '<b>an element that no field names</b>'
		printf '</record></export>'
	} >in.xml
	run_split measured kkr-parse --rejects bad.tsv in.xml
	[ "$status" -eq 0 ] || [ "$status" -eq 65 ]
	assert_small
}

# ---- Output

@test "A full disk is 74" {
	example >in.xml
	run_split bash -c 'kkr-parse in.xml >/dev/full'
	fault 74 'standard output' 'No space'
	run_split bash -c 'kkr-parse "$MILLION" >/dev/full'
	fault 74 'standard output' 'No space'
	run_split bash -c 'kkr-parse --help >/dev/full'
	fault 74 'standard output' 'No space'
}

@test "A standard output that is closed is 74, and no row ends up in the file of rejects" {
	example >in.xml
	run_split bash -c 'kkr-parse in.xml >&-'
	fault 74 'standard output'
	run_split bash -c 'kkr-parse --rejects bad.tsv "$MILLION" >&-'
	fault 74 'standard output'
	assert_equal "$(head -c 1000 bad.tsv)" "file${TAB}line${TAB}reason${TAB}record${TAB}kind"
}

@test "A reader that went away ends it in silence, also where SIGPIPE was ignored" {
	run_split bash -c 'kkr-parse "$MILLION" | head -n 1; exit "${PIPESTATUS[0]}"'
	assert_failure 141
	assert_output "$(printf 'dataset\tarea\tperiod\tmeasure\tunit\tvalue')"
	assert_equal "$stderr" ''
	run_split bash -c 'trap "" PIPE; kkr-parse "$MILLION" | head -n 1; exit "${PIPESTATUS[0]}"'
	assert_failure 141
	assert_equal "$stderr" ''
}

@test "The same bytes come out whatever the locale and the time zone" {
	example >in.xml
	example_records >expected
	document "$OUR_FIELDS" '<record area="Å">1,5</record>' 'numbers="da"' >bad.xml
	localedef -i da_DK -f UTF-8 ./da_DK.UTF-8
	LC_ALL=C gives_file expected kkr-parse in.xml
	LOCPATH=$PWD LC_ALL=da_DK.UTF-8 gives_file expected kkr-parse in.xml
	TZ=Pacific/Auckland gives_file expected kkr-parse in.xml
	LC_ALL=C kkr-parse --rejects bad.tsv bad.xml
	LOCPATH=$PWD LC_ALL=da_DK.UTF-8 TZ=Pacific/Auckland kkr-parse --rejects again.tsv bad.xml
	cmp bad.tsv again.tsv
}

@test "A million records take no memory" {
	measured kkr-parse "$MILLION" | wc -l >count
	assert_equal "$(cat count)" 1000001
	assert_small
}

@test "A million records in gzip take no memory" {
	gzip -1 <"$MILLION" >in.gz
	measured kkr-parse in.gz | wc -l >count
	assert_equal "$(cat count)" 1000001
	assert_small
}

@test "A million records under --rejects, a sixth of them bad, take no memory" {
	# shellcheck disable=SC2016
	sed 's/ area="461 Odense">/ area="461 Odense" nosuch="">/' "$MILLION" >in.xml
	measured kkr-parse --rejects bad.tsv in.xml | wc -l >count
	# Numbers 3, 9, 15 ... of six municipalities in turn are Odense: 1,000,000 / 6, and 999,999 is one.
	assert_equal "$(cat count)" 833334
	assert_equal "$(wc -l <bad.tsv)" 166668
	assert_small
}

@test "A million records under --schema take no memory" {
	measured kkr-parse --schema "$ROOT/schemas/export.xsd" "$MILLION" | wc -l >count
	assert_equal "$(cat count)" 1000001
	assert_small
}

# ---- Usage

# misused WORD ARGUMENT...: asserts that it is 64, that the message has the word and tells of --help,
# and that nothing is on standard output.
misused() {
	local word=$1
	shift
	run_split kkr-parse "$@"
	assert_failure 64
	assert_output ''
	assert_regex "${stderr_lines[0]}" '^kkr-parse: '
	[[ ${stderr_lines[0]} == *"$word"* ]]
	[[ $stderr == *--help* ]]
}

@test "An unknown option, or one without what it needs, is 64" {
	misused --nosuch --nosuch
	misused z -z
	misused rejects --rejects
	misused c -c
}

@test "An unknown format is 64, and those that there are are named" {
	misused "'nosuch'" --format nosuch in.xml
	[[ $stderr == *export* ]]
}

@test "Columns that cannot be are 64" {
	misused Area --columns Area in.xml
	misused 'a b' --columns 'a b' in.xml
	misused a,,b --columns a,,b in.xml
	misused a, --columns a, in.xml
	misused columns --columns '' in.xml
	misused "'a'" --columns a,b,a in.xml
}

@test "--help and -h are on standard output with status 0" {
	local option
	for option in --help -h; do
		run_split kkr-parse $option
		assert_success
		assert_line --index 0 --regexp '^usage: kkr-parse '
		for word in --format --columns --schema --rejects --help --version; do
			assert_output --partial -- $word
		done
		assert_equal "$stderr" ''
	done
}

@test "--version and -V are on standard output with status 0" {
	local option
	for option in --version -V; do
		run_split kkr-parse $option
		assert_success
		assert_output --regexp '^kkr [0-9]+\.[0-9]+\.[0-9]+$'
		assert_equal "$stderr" ''
	done
}

@test "Long and short options do the same" {
	document 'a:token value:integer' '<record a="1">1</record><record>x</record>' >in.xml
	kkr-parse --format export --columns value,a --schema "$ROOT/schemas/export.xsd" --rejects 1.tsv in.xml >1.out
	kkr-parse --format export --columns value,a --schema "$ROOT/schemas/export.xsd" --rejects 2.tsv in.xml >2.out
	assert_equal "$(cat 1.out)" "value${TAB}a
1${TAB}1"
	cmp 1.out 2.out
	cmp 1.tsv 2.tsv
}

@test "DSTML is named, with the StatBank's format to take instead" {
	printf '<?xml version="1.0"?>\n<Cube><MetaData><Variable Code="V1" Text="tid"/></MetaData><Data/></Cube>\n' >in.xml
	run_split kkr-parse in.xml
	refused 65 "in.xml:2: is DSTML, whose order of cells is documented nowhere: take the same table in the StatBank's format CSV or BULK"
}

# ---- Schemas

@test "A schema reads nothing but what it includes from beside it: no entity, no DTD" {
	local include file
	mkdir below
	echo '<d>1</d>' >in.xml
	echo 'secret' >secret.txt
	printf '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="t"><xs:restriction base="xs:integer"/></xs:simpleType></xs:schema>' >part.xsd
	cp part.xsd below/part.xsd
	# including FILE: main.xsd, which does.
	including() {
		printf '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="%s"/><xs:element name="d" type="t"/></xs:schema>' "$1" >main.xsd
	}
	including part.xsd
	for file in main.xsd ./main.xsd "$PWD/main.xsd"; do
		run_split kkr-parse --schema "$file" --record /d --field 'a=text()' in.xml
		gives a 1
	done
	for include in below/part.xsd ../part.xsd /etc/hostname http://example.org/part.xsd file:///etc/hostname; do
		including "$include"
		run_split kkr-parse --schema main.xsd --record /d --field 'a=text()' in.xml
		refused 78 'main.xsd: not a schema: it includes' 'must stand beside it'
	done
	printf '<!DOCTYPE s [<!ENTITY e SYSTEM "secret.txt">]><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:annotation><xs:documentation>&e;</xs:documentation></xs:annotation><xs:element name="d"/></xs:schema>' >part.xsd
	including part.xsd
	for file in part.xsd main.xsd; do
		run_split kkr-parse --schema "$file" --record /d --field 'a=text()' in.xml
		refused 78 "$file: not a schema: it declares the entity 'e'"
	done
	printf '<!DOCTYPE s SYSTEM "x.dtd"><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>' >part.xsd
	run_split kkr-parse --schema part.xsd --record /d --field 'a=text()' in.xml
	refused 78 'its DOCTYPE names an external DTD'
}

@test "An element has at most 4096 attributes and namespaces around it; many fields take no more time than others" {
	many() { seq -f " $1%g=\"x\"" "$2" | tr -d '\n'; }
	echo "<a><r$(many a 4096)><v>1</v></r></a>" >in.xml
	run_split kkr-parse --record //r --field v=v in.xml
	assert_output $'v\n1'
	echo "<a><r$(many a 4097)><v>1</v></r></a>" >in.xml
	run_split kkr-parse --record //r --field v=v in.xml
	refused 65 'kkr-parse: in.xml:1: an element has more than 4096 attributes'
	echo "<a><r$(many a 100000)><v>1</v></r></a>" >in.xml
	run_split timeout 10 kkr-parse --record //r --field v=v in.xml
	refused 65 'kkr-parse: in.xml:1: an element has more than 4096 attributes'
	echo "<a$(many xmlns:a 4000)><r$(many xmlns:b 97)><v>1</v></r></a>" >in.xml
	run_split kkr-parse --record //r --field v=v in.xml
	refused 65 'kkr-parse: in.xml:1: more than 4096 namespaces are declared in and around an element'
	{
		echo '<export xmlns="urn:kkr:export:1" dataset="d" source="s"><fields>'
		seq -f '<field name="f%.0f" type="token"/>' 150000
		echo '</fields><record f1="x"/></export>'
	} >in.xml
	run_split timeout 10 kkr-parse in.xml
	assert_success
	assert_equal "$(tail -n 1 <<<"$output" | cut -f 1-3)" "d${TAB}x${TAB}"
}
