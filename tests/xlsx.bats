# kkr-table on workbooks, .xlsx and .ods. Where a workbook is not one of the fixtures (tables/README),
# workbook.py makes it here; what is expected is written by hand or comes from another program.

load common

TABLES=$FIXTURES/tables
MAPS=$PREFIX/share/kkr/schemas/maps
FIGURES=period,area,measure,unit,value # by_area wants the area second

# make_book KEY=VALUE...: makes in.xlsx.
make_book() {
	python3 "$ROOT/tests/workbook.py" in.xlsx "$@"
}

# parse_book [OPTION]...: kkr-table on in.xlsx.
parse_book() {
	run_split kkr-table "$@" in.xlsx
}

# one CELL [KEY=VALUE]...: a sheet with the header `v` and one cell below it, A2, read.
one() {
	local cell=$1
	shift
	make_book "sheet:Bilag A=<row r=\"1\"><c r=\"A1\" t=\"str\"><v>v</v></c></row><row r=\"2\">$cell</row>" "$@"
	parse_book
}

# gives_value TEXT: asserts that the one cell is read as this.
gives_value() {
	assert_success
	assert_equal "$stderr" ''
	assert_output "v"$'\n'"$1"
}

# numbers STORED=MEANT...: asserts what becomes of numbers as they are stored.
numbers() {
	local pair rows= expected=v i=1
	for pair; do
		i=$((i + 1))
		rows+="<row r=\"$i\"><c r=\"A$i\"><v>${pair%%=*}</v></c></row>"
		expected+=$'\n'${pair#*=}
	done
	make_book "sheet=<row r=\"1\"><c r=\"A1\" t=\"str\"><v>v</v></c></row>$rows"
	parse_book
	assert_success
	assert_output "$expected"
}

# formats STORED FORMAT=SHOWN...: the same for one number in several number formats.
formats() {
	local pair rows= expected=v codes= stored=$1 i=1
	shift
	for pair; do
		rows+="<row r=\"$((i + 1))\"><c r=\"A$((i + 1))\" s=\"$i\"><v>$stored</v></c></row>"
		codes+=${codes:+|}${pair%=*}
		expected+=$'\n'${pair##*=}
		i=$((i + 1))
	done
	make_book "sheet=<row r=\"1\"><c r=\"A1\" t=\"str\"><v>v</v></c></row>$rows" "formats=$codes" ${DATE1904:+date1904=1}
	parse_book
	assert_success
	assert_output "$expected"
}

# ods XML [OPTION]...: an OpenDocument of these tables, read.
ods() {
	local xml=$1
	shift
	python3 "$ROOT/tests/workbook.py" in.ods "ods=$xml"
	run_split kkr-table "$@" in.ods
}

@test "The agency's tables from LibreOffice are the bytes of the XML exports" {
	local name map kind
	for kind in xlsx ods; do
		for name in bilag-a bilag-b; do
			map=${name/bilag-a/bilag-a-short}
			kkr-table --map "$MAPS/$map.map.tsv" --columns "$FIGURES" "$TABLES/$name.$kind" >given
			kkr-parse --columns "$FIGURES" "$SAMPLES/refugees/$name.xml" | by_area | cmp - given
		done
		kkr-table --map "$MAPS/familiesammenfoeringer.map.tsv" --columns "$FIGURES" \
			"$TABLES/familiesammenfoeringer-2024.$kind" >given
		kkr-parse --columns "$FIGURES" "$SAMPLES/refugees/familiesammenfoeringer-2024.xml.gz" | cmp - given
	done
}

@test "A workbook is read the same from a file, a pipe and standard input, and from gzip" {
	kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" "$TABLES/bilag-a.xlsx" >expected
	kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" <"$TABLES/bilag-a.xlsx" | cmp - expected
	cat "$TABLES/bilag-a.xlsx" | kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" - | cmp - expected
	gzip -c "$TABLES/bilag-a.xlsx" >a.gz
	kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" a.gz | cmp - expected
	kkr-table --format xlsx --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" "$TABLES/bilag-a.xlsx" | cmp - expected
	mkdir tmp
	cat "$TABLES/bilag-a.ods" | TMPDIR=$PWD/tmp kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" | cmp - expected
	assert_equal "$(ls tmp)" ''
	run_split env TMPDIR=/nonexistent kkr-table - < <(cat "$TABLES/bilag-a.xlsx")
	refused 73 '/nonexistent'
}

@test "Every kind of cell that LibreOffice writes, as .xlsx, .ods and .fods" {
	local kind
	for kind in xlsx ods fods; do
		run_split kkr-table --rejects bad.tsv "$TABLES/kinds-libreoffice.$kind"
		gives 'kommune|antal|andel|dato|period|dato_tid|ja|tekst|formel' \
			'101 København|1234.5|0.125|2025-01-31|13:30:00|2025-01-31T13:30:00|true|linje 1\nlinje 2|2469'
		assert_equal "$(cut -f 3 bad.tsv | tail -n +2)" "t!I3: '#DIV/0!' is an error, not a value"
	done
}

@test "Texts and figures are those of LibreOffice's own CSV of the same file" {
	kkr-table --encoding windows-1252 --columns kommune,antal,dato,tekst --rejects bad.tsv "$TABLES/kinds-libreoffice.csv" | sed -n 1,2p >expected
	kkr-table --columns kommune,antal,dato,tekst --rejects bad.tsv "$TABLES/kinds-libreoffice.ods" | cmp - expected
}

@test "Every kind of cell that libxlsxwriter writes, under merged headers over two rows" {
	run_split kkr-table --sheet 'Bilag A' --header 1-2 "$TABLES/kinds-libxlsxwriter.xlsx"
	gives 'kommune|tal_antal|tal_andel|tider_dato|tider_tid|tider_begge|tider_varighed|ja|sum|kroner' \
		'101 København|667099|0.125|2025-01-31|12:15:00|2025-01-31T13:30:00|37:30:00|true|1334198|-1234.5' \
		'linje 1\nlinje 2\r|0.3|0.0000001|||||false|101 København|1000000000000000000000'
}

@test "What kkr-format writes as a workbook is read back to the same records, codes as texts" {
	refugee_figures >figures.tsv
	kkr-format --type xlsx figures.tsv | kkr-table | cmp figures.tsv -
	printf 'area\tnote\tvalue\n084\t=1+1\\nx\\t_x000D_ \\\\ "\t-0.5\n101\t  blanks  \t123456789012345\nDK01\t007\t\n' >hostile.tsv
	kkr-format --type xlsx hostile.tsv | kkr-table | cmp hostile.tsv -
}

@test "in2csv reads the same figures" {
	command -v in2csv >/dev/null || skip 'in2csv is not installed here'
	in2csv --no-inference "$TABLES/bilag-b.xlsx" | python3 -c '
import csv, sys
for row in list(csv.reader(sys.stdin))[3:]:
    if row[1].replace(".", "").isdigit():
        print(row[0], int(float(row[1])), sep="\t")' >expected
	kkr-table --header 3 --skip-empty --skip 'Kilde:*' "$TABLES/bilag-b.xlsx" | tail -n +2 | awk -F '\t' '$2 ~ /^[0-9]/' | cmp - expected
	assert [ "$(wc -l <expected)" -ge 85 ]
}

@test "Sheets are listed, hidden ones too, and read by name and number" {
	run_split kkr-table --list-sheets "$TABLES/kinds-libxlsxwriter.xlsx"
	gives 'sheet|name' '1|Noter' '2|Bilag A'
	run_split kkr-table --sheet 1 --header 0 "$TABLES/kinds-libxlsxwriter.xlsx"
	gives a skjult
	run_split kkr-table --sheet 3 "$TABLES/kinds-libxlsxwriter.xlsx"
	refused 65 "there is no sheet '3'"
	run_split kkr-table "$TABLES/kinds-libxlsxwriter.xlsx"
	refused 65 "'Noter' and 'Bilag A'"
}

@test "Strict is read as Transitional is" {
	local strict
	for strict in '' 1; do
		make_book "sheet=<row><c t=\"s\"><v>0</v></c></row><row><c s=\"1\"><v>45688</v></c></row><row><c t=\"d\" s=\"1\"><v>2025-02-01T00:00:00</v></c></row>" \
			'strings=<si><t>dag</t></si>' 'formats=14' "strict=$strict"
		parse_book
		gives dag 2025-01-31 2025-02-01
	done
}

@test "A number is the shortest decimal that is the same double, in plain notation" {
	numbers 1=1 -1=-1 1.1000000000000001=1.1 5E-2=0.05 1.5e3=1500 '1E+21=1000000000000000000000' \
		0.30000000000000004=0.30000000000000004 0.299999999999999989=0.3 100=100 -0=0 0.0=0 -0.50=-0.5 +7=7 \
		.5=0.5 5.=5 007=7 1234567890123456789=1234567890123456800 2.5E-10=0.00000000025 \
		123456789012345=123456789012345 9007199254740993=9007199254740992 ' 12 =12' 1.0E2=100 4.35=4.35 \
		5.6843418860808015E-14=0.00000000000005684341886080802
}

@test "Any double comes back from its seventeen digits as Python writes it" {
	python3 - >pairs <<'END'
import random, struct
from decimal import Decimal
random.seed(550)
for i in range(3000):
    if i < 120:
        d = 2.0 ** (i - 60)
    elif i % 3 == 0:
        d = random.randrange(10**9) / 10 ** random.randrange(9)
    else:
        d = struct.unpack('<d', struct.pack('<Q', random.getrandbits(52) | random.randrange(900, 1150) << 52))[0]
    print('%.17g' % d, format(Decimal(repr(d)), 'f'))
END
	{
		printf '<row><c t="str"><v>v</v></c></row>'
		while read -r stored _; do printf '<row><c><v>%s</v></c></row>' "$stored"; done <pairs
	} >rows
	cut -d ' ' -f 2 pairs | sed '/\./s/0*$//; s/\.$//' | awk '{ d = $0; gsub(/[.-]/, "", d) } length(d) <= 100' >expected
	python3 - "$ROOT/tests/workbook.py" <<'END'
import subprocess, sys
sys.argv = [sys.argv[1], 'in.xlsx', 'sheet=' + open('rows').read()]
exec(open(sys.argv[0]).read(), {})
END
	kkr-table --rejects bad.tsv in.xlsx | tail -n +2 | cmp - expected
	assert [ "$(wc -l <expected)" -gt 2500 ]
}

@test "What is no number, or has more than 100 digits, is a bad cell with its name" {
	one '<c r="A2"><v>1E300</v></c>'
	refused 65 'in.xlsx:2: Bilag A!A2: a number of more than 100 digits, or none'
	one '<c r="A2"><v>1E-99</v></c>'
	gives_value "0.$(printf '%098d' 0)1"
	for text in 1E-100 12a 1.2.3 - . E5 1E 0x10 inf nan 1,5; do
		one "<c r=\"A2\"><v>$text</v></c>"
		refused 65 'Bilag A!A2: a number'
	done
}

@test "Number formats tell dates, times and percentages from numbers" {
	formats 45688.5625 'dd\-mm\-yyyy=2025-01-31T13:30:00' 'h:mm=2025-01-31T13:30:00' '[h]:mm=1096525:30:00' \
		'0.00%=45688.5625' '0.00=45688.5625' '"dag" 0=45688.5625' '#,##0 "kr. pr. md"=45688.5625' \
		'[Red]0.0=45688.5625' '[&gt;=100][Blue]0=45688.5625' 'General=45688.5625' '\d0=45688.5625' '_d0=45688.5625' \
		'0.00E+00=45688.5625' '[$-406]d. mmmm yyyy=2025-01-31T13:30:00' '[$kr.-406] #,##0.00=45688.5625' \
		'@=45688.5625' '0;dd=45688.5625' 'YYYY-MM-DD HH:MM:SS=2025-01-31T13:30:00' 'h:mm AM/PM=2025-01-31T13:30:00' \
		'mmm=2025-01-31T13:30:00' '14=2025-01-31T13:30:00' '22=2025-01-31T13:30:00' '9=45688.5625' '46=1096525:30:00' \
		'*d0=45688.5625'
	formats 45688 'dd\-mm\-yyyy=2025-01-31' 'mm/yy=2025-01-31' 'yyyy-mm-dd hh:mm=2025-01-31' 'hh:mm:ss=2025-01-31' '17=2025-01-31' \
		'49=45688' '4=45688'
	formats 0.5104166666666666 'h:mm=12:15:00' 'mm:ss=12:15:00' '[mm]:ss=12:15:00' '20=12:15:00' '45=12:15:00'
	formats 0.99999999999 'h:mm:ss=24:00:00'
	formats 1.00001 'h:mm:ss.000=1900-01-01T00:00:00.864'
}

@test "Both systems of dates are read, and the day that never was is a bad cell" {
	formats 1 14=1900-01-01
	formats 59 14=1900-02-28
	formats 61 14=1900-03-01
	formats 2958465 14=9999-12-31
	DATE1904=1 formats 0 14=1904-01-01
	DATE1904=1 formats 44226 14=2025-01-31
	DATE1904=1 formats 2957003 14=9999-12-31
	one '<c r="A2" s="1"><v>60</v></c>' formats=14
	refused 65 'Bilag A!A2: 29 February 1900'
	for number in 0 0.5 -1 2958466 99999999999; do
		one "<c r=\"A2\" s=\"1\"><v>$number</v></c>" formats=14
		refused 65 'Bilag A!A2: a date'
	done
	one '<c r="A2" s="1"><v>2957004</v></c>' formats=14 date1904=1
	refused 65 'Bilag A!A2: a date after the year 9999'
}

@test "Each day of two centuries is the day that Python counts" {
	python3 - "$ROOT/tests/workbook.py" <<'END'
import datetime, sys
days = range(61, 73051, 7)
with open('expected', 'w') as out:
    for n in days:
        print(datetime.date(1899, 12, 30) + datetime.timedelta(n), file=out)
rows = ''.join(f'<row><c s="1"><v>{n}</v></c></row>' for n in days)
sys.argv = [sys.argv[1], 'in.xlsx', 'sheet=<row><c t="str"><v>v</v></c></row>' + rows, 'formats=14']
exec(open(sys.argv[0]).read(), {})
END
	kkr-table in.xlsx | tail -n +2 | cmp - expected
}

@test "Booleans, errors, inline texts and the values of formulas" {
	one '<c r="A2" t="b"><v>1</v></c>'
	gives_value true
	one '<c r="A2" t="b"><v>0</v></c>'
	gives_value false
	one '<c r="A2" t="b"><v>2</v></c>'
	refused 65 'Bilag A!A2: neither true nor false'
	one '<c r="A2" t="e"><v>#REF!</v></c>'
	refused 65 "Bilag A!A2: '#REF!' is an error, not a value"
	one '<c r="A2" t="inlineStr"><is><t>K&#248;ge </t><r><t>by</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c>'
	gives_value 'Køge by'
	one '<c r="A2"><f>1+1</f><v>2</v></c>'
	gives_value 2
	one '<c r="A2" t="str"><f>A1</f><v>x</v></c>'
	gives_value x
	one '<c r="A2"><f>1+1</f></c>'
	refused 65 'Bilag A!A2: a formula without its value'
	one '<c r="A2"><f>1+1</f><v></v></c>'
	refused 65 'Bilag A!A2: a formula without its value'
	one '<c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><v>1</v></c>'
	assert_success
	one '<c r="A2" t="x"><v>1</v></c>'
	refused 65 "Bilag A!A2: it has a type 'x'"
}

@test "Shared texts: runs are joined, phonetic ones are not read, _x000D_ is a character" {
	local strings='<si><t>Kom</t></si><si><r><t xml:space="preserve">a </t></r><r><rPr><b/></rPr><t>b</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si>'
	strings+='<si><t>l1_x000D_
l2_x005F_x000D_ _xD83D__xDE00_ _x00e6_ _x0001_ _x12</t></si><si/>'
	one '<c r="A2" t="s"><v>1</v></c>' "strings=$strings"
	gives_value 'a b'
	one '<c r="A2" t="s"><v>2</v></c>' "strings=$strings"
	gives_value 'l1\r\nl2_x000D_ 😀 æ _x0001_ _x12'
	for index in 4 -1 x '' 99999999999; do
		one "<c r=\"A2\" t=\"s\"><v>$index</v></c>" "strings=$strings"
		[ -z "$index" ] || refused 65 "Bilag A!A2: it has the shared text '$index', and there are 4"
	done
	one '<c r="A2" t="s"><v>0</v></c>'
	refused 65 'and there are 0'
}

@test "The number of a footnote is no part of a figure or a name: behind them its digits are raised characters" {
	local raised='<r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r>'
	local strings="<si><r><t>12</t></r>$raised<r><t>4</t></r></si><si><t>5</t></si><si>$raised</si><si><r><t>m</t></r>$raised</si><si><r><t>1</t></r><r><rPr><vertAlign val=\"baseline\"/></rPr><t>2</t></r></si>"
	local index=0 text
	for text in '12³4' 5 3 m³ 12; do
		one "<c r=\"A2\" t=\"s\"><v>$index</v></c>" "strings=$strings"
		gives_value "$text"
		index=$((index + 1))
	done
	# In the cell itself.
	local runs
	while IFS='|' read -r runs text; do
		one "<c r=\"A2\" t=\"inlineStr\"><is>$runs</is></c>"
		gives_value "$text"
	done <<-END
		<r><t>12</t></r>$raised<r><t>4</t></r>|12³4
		<r><t>Frederiksberg</t></r>$raised|Frederiksberg³
		<r><t>12</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>3</t></r>|12 3
		<r><t>CO</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r>|CO2
		$raised|3
		<r><t>1</t></r><r><rPr><vertAlign val="baseline"/></rPr><t>2</t></r>|12
	END
}

@test "Of a cell with two values one is meant or none: of inlineStr its text, of any other its value" {
	one '<c r="A2" t="inlineStr"><v>1.0</v><is><t>7</t></is></c>'
	gives_value 7
	one '<c r="A2" t="inlineStr"><is><t>7</t></is><v>1.0</v></c>'
	gives_value 7
	one '<c r="A2"><v>7</v><is><t>8</t></is></c>'
	gives_value 7
	one '<c r="A2" t="str"><is><t>8</t></is><v>7</v></c>'
	gives_value 7
	one '<c r="A2" t="inlineStr"><v>x</v></c>'
	gives_value x
	one '<c r="A2"><is><t>x 8</t></is></c>'
	gives_value 'x 8'
	local two
	for two in '<v>7</v><v>8</v>' '<v>7</v><v/>'; do
		one "<c r=\"A2\">$two</c>"
		refused 65 'Bilag A!A2: it has two values'
	done
	one '<c r="A2" t="inlineStr"><is><t>7</t></is><is><t>8</t></is></c>'
	gives_value 78 # one text, as of <is> with two <t>
}

@test "A sheet without a part has no cells, an empty style is none, and midnight is a date" {
	make_book 'sheet:Ark1=<row r="1"><c r="A1" t="str" s=""><v>k</v></c><c r="B1" t="str"><v>n</v></c></row><row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2" s=""><v>5</v></c></row>' \
		'part:xl/workbook.xml=<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/><sheet name="Ark1" sheetId="1" r:id="rId1"/><sheet name="Makro" sheetId="3"/></sheets></workbook>'
	parse_book
	gives 'k|n' 'a|5'
	parse_book --sheet Module1
	refused 65
	parse_book --list-sheets
	assert_success
	assert_line --partial Module1
}

@test "Names of parts are the same in capitals, and with backslashes" {
	make_book 'sheet:Ark1=<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>' \
		'strings=<si><t>k</t></si>'
	python3 - <<-'END'
		import zipfile
		for name, change in ('capitals.xlsx', str.upper), ('back.xlsx', lambda n: n.replace('/', '\\')):
		    with zipfile.ZipFile('in.xlsx') as old, zipfile.ZipFile(name, 'w') as new:
		        for entry in old.infolist():
		            about = zipfile.ZipInfo(change(entry.filename))
		            about.filename = change(entry.filename)
		            text = old.read(entry)
		            if name == 'back.xlsx' and entry.filename.endswith('.rels'):
		                text = text.replace(b'Target="xl/', b'Target="xl\\').replace(b'Target="worksheets/', b'Target=".\\worksheets\\').replace(b'Target="/xl/', b'Target="\\xl\\')
		            new.writestr(about, text)
	END
	local book
	for book in capitals.xlsx back.xlsx; do
		run_split kkr-table $book
		gives k 5
	done
	python3 - <<-'END'
		import zipfile
		with zipfile.ZipFile('in.xlsx', 'a') as z:
		    z.writestr('XL\\sharedstrings.xml', 'x')
	END
	run_split kkr-table in.xlsx
	refused 65 'the zip archive has two entries'
}

@test "A number that a format of zeros shows with zeros before it is that text, and a figure still a figure" {
	formats 84 '000;=084' '0000;=0084' '000;-000=084' '0=84' '00=84' '#000=84' '0.0=84' '000,=84'
	formats 101 '0000;=0101' '000;=101'
	formats 84.5 '000;=84.5'
	formats -84 '0000;=-84'
	make_book 'sheet=<row r="1"><c r="A1" t="str"><v>k</v></c><c r="B1" t="str"><v>n</v></c></row><row r="2"><c r="A2" s="1"><v>84</v></c><c r="B2" s="1"><v>7</v></c></row>' 'formats=000;'
	printf '%s\n' 'column|is|measure' 'k|area|' 'n|value|antal' | write_table map.tsv
	parse_book --map map.tsv
	gives 'area|measure|value' '084|antal|7'
}

@test "Cells need not say where they are, and rows may be left out" {
	make_book 'sheet=<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row><c/><c><v>1</v></c></row><row r="5"><c r="B5"><v>2</v></c></row>'
	parse_book --skip-empty
	gives 'a|b' '|1' '|2'
}

@test "Cells and rows that are not in their order, or where no sheet has any, are 65" {
	local rows
	while IFS='|' read -r rows message; do
		make_book "sheet=<row r=\"1\"><c t=\"str\"><v>v</v></c></row>$rows"
		run_split kkr-table in.xlsx
		[ "$status" -eq 65 ] || fail "$rows"
		[[ $stderr == *"$message"* ]] || fail "$stderr"
	done <<'END'
<row r="3"/><row r="2"/>|rows are not in their order
<row r="1"/>|rows are not in their order
<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>|cells are not in their order
<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>1</v></c></row>|cells are not in their order
<row r="2"><c r="B3"><v>1</v></c></row>|which is of another row
<row r="2"><c r="XFE2"><v>1</v></c></row>|columns go from A to XFD
<row r="1048577"><c r="A1048577"><v>1</v></c></row>|a sheet has at most 1048576
<row r="x"/>|which is none
<row r="2"><c r="2"><v>1</v></c></row>|columns go from A to XFD
<row r="2"><c r="AAAAAAAAAAAAAAAA2"><v>1</v></c></row>|columns go from A to XFD
<row r="2"><c s="9"><v>1</v></c></row>|it has the style 9, and there are 0
<row r="2"><c s="x"><v>1</v></c></row>|its style 'x' is no number
END
}

@test "Merged cells share a text; a figure in them, or a value below them, is refused" {
	local rows='<row><c t="str"><v>kommune</v></c><c t="str"><v>n</v></c></row><row><c t="str"><v>Køge</v></c><c><v>1</v></c></row>'
	make_book "sheet=$rows<row><c/><c><v>2</v></c></row>" 'after=<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
	parse_book
	gives 'kommune|n' 'Køge|1' 'Køge|2'
	make_book "sheet=$rows<row><c t=\"str\"><v>Greve</v></c></row>" 'after=<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
	parse_book --rejects bad.tsv
	assert_success
	assert_equal "$(cut -f 2-3 bad.tsv | grep -c 'that of several cells, which are merged')" 2
	make_book "sheet=$rows<row><c t=\"str\"><v>Greve</v></c></row>" 'after=<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
	parse_book
	assert_equal "$status" 65
	[[ $stderr == *'Ark1!A3: it has a value that is not shown'* ]]
	make_book "sheet=$rows" 'after=<mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="B3:C4"/></mergeCells>'
	parse_book
	assert_equal "$status" 65
	for range in A2 A3:A2 B2:A2 A0:A1 A1:XFE1 x:y; do
		make_book "sheet=$rows" "after=<mergeCells><mergeCell ref=\"$range\"/></mergeCells>"
		parse_book
		[ "$range" = A2 ] || refused 65 "cells are merged that are no range of a sheet: '$range'"
	done
}

@test "Merged cells far down a very large sheet are refused, those above the table are not" {
	python3 - "$ROOT/tests/workbook.py" <<'END'
import sys
rows = '<row><c t="str"><v>titel</v></c></row><row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>'
rows += '<row><c><v>1234567</v></c><c><v>7654321</v></c></row>' * 400000
tool = sys.argv[1]
for name, ranges in ('above', 'A1:B1'), ('below', 'A300001:A300002'):
    sys.argv = [tool, name + '.xlsx', 'sheet=' + rows, f'after=<mergeCells><mergeCell ref="{ranges}"/></mergeCells>']
    exec(open(tool).read(), {})
END
	assert_equal "$(kkr-table --header 2 above.xlsx | wc -l)" 400001
	kkr-table --header 2 below.xlsx >out 2>err && fail 'it was read'
	assert_equal "$(cut -d : -f 3- err)" "400002: Ark1!400002: cells are merged, A300001:A300002, in a sheet of more than 16 MB, where that is known too late: part them"
}

@test "What else a zip archive of Office is, is told" {
	local what
	for what in 'word/document.xml=a document of Word (.docx): save its table as .xlsx' \
		'ppt/presentation.xml=slides of PowerPoint (.pptx): ask for the table' \
		"Index/Document.iwa=a file of Apple's Numbers or Pages: save it as .xlsx"; do
		python3 -c 'import sys, zipfile; zipfile.ZipFile("in.bin", "w").writestr(sys.argv[1], "x")' "${what%%=*}"
		run_split kkr-table in.bin
		refused 65 "in.bin: is ${what#*=}"
	done
}

@test "Encrypted workbooks and those of before 2007 are 65, and the message helps" {
	printf '\320\317\021\340\241\261\032\341%0600d' 0 >old.xls
	run_split kkr-table old.xls
	refused 65 'old.xls: is a workbook as Excel saved them before 2007 (.xls): save it as .xlsx'
	{
		cat old.xls
		head -c 70000 /dev/zero
		printf 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'
	} >locked.xlsx
	run_split kkr-table locked.xlsx
	refused 65 'locked.xlsx: is encrypted: save it without a password'
	make_book 'sheet=<row><c><v>1</v></c></row>'
	python3 - <<'END'
data = bytearray(open('in.xlsx', 'rb').read())
at = 0
while (at := data.find(b'PK\x01\x02', at)) >= 0:
    data[at + 8] |= 1
    at += 4
open('in.xlsx', 'wb').write(data)
END
	parse_book
	refused 65 'is encrypted'
	python3 "$ROOT/tests/workbook.py" in.ods ods= 'part:META-INF/manifest.xml=<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
	run_split kkr-table in.ods
	refused 65 'in.ods: is encrypted: save it without a password'
}

@test "Other archives say what they are not" {
	python3 "$ROOT/tests/workbook.py" in.xlsx 'without:[Content_Types].xml=' 'without:_rels/.rels='
	parse_book
	refused 65 'is a zip archive, but no workbook'
	make_book 'part:_rels/.rels=<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
	parse_book
	refused 65 'is a binary workbook (.xlsb), which is no XML: save it as .xlsx'
	make_book 'part:_rels/.rels=<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>' 'part:word/document.xml=<w:document xmlns:w="urn:w"/>'
	parse_book
	refused 65 'in.xlsx: is a document of Word (.docx)' '.xlsx'
	make_book 'sheet=' 'without:xl/worksheets/sheet1.xml='
	parse_book
	refused 65 "has no part 'xl/worksheets/sheet1.xml'"
	make_book 'sheet=' 'part:xl/_rels/workbook.xml.rels=<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
	parse_book
	refused 65 "the sheet 'Ark1' has no part in the file"
	python3 "$ROOT/tests/workbook.py" in.ods ods= 'part:content.xml=<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body><o:text/></o:body></o:document-content>'
	run_split kkr-table in.ods
	refused 65 'is an OpenDocument, but no spreadsheet'
	printf 'kommune;n\n' >in.csv
	run_split kkr-table --format xlsx in.csv
	refused 65 'or no zip archive'
	run_split kkr-table --format ods in.csv
	refused 65 'or no zip archive'
}

@test "A file that is cut short or corrupt is 65 wherever it is cut" {
	local size cut
	size=$(wc -c <"$TABLES/bilag-b.xlsx")
	for cut in 4 30 1000 $((size / 2)) $((size - 30)) $((size - 1)); do
		head -c "$cut" "$TABLES/bilag-b.xlsx" >cut.xlsx
		run_split kkr-table cut.xlsx
		refused 65 cut.xlsx
	done
	python3 - "$TABLES/bilag-b.xlsx" <<'END'
import random, sys
whole = open(sys.argv[1], 'rb').read()
random.seed(550)
for i in range(150):
    data = bytearray(whole)
    for _ in range(3):
        data[random.randrange(4, len(data))] ^= 1 << random.randrange(8)
    open(f'{i}.bad', 'wb').write(data)
END
	for file in *.bad; do
		kkr-table --header 3 --skip-empty "$file" >out 2>err && continue
		assert_equal "$(grep -c "^kkr-table: $file" err)" 1
	done
}

@test "Entries twice, or with paths that lead out, are refused" {
	python3 - "$ROOT/tests/workbook.py" 2>/dev/null <<'END'
import sys, zipfile
tool = sys.argv[1]
for name, entry in (('twice', 'xl/workbook.xml'), ('case', 'XL/Workbook.xml'), ('up', '../x'), ('root', '/x'),
                    ('inside', 'xl/../../x'), ('back', '..\\x'), ('fine', 'xl/a..b/..c')):
    sys.argv = [tool, name + '.xlsx', 'sheet=<row><c t="str"><v>v</v></c></row>']
    exec(open(tool).read(), {})
    with zipfile.ZipFile(name + '.xlsx', 'a') as archive:
        archive.writestr(entry, '')
END
	for name in twice case; do
		run_split kkr-table $name.xlsx
		refused 65 'two entries'
	done
	for name in up root inside back; do
		run_split kkr-table $name.xlsx
		refused 65 'leads out of it'
	done
	run_split kkr-table fine.xlsx
	gives v
}

@test "Zip bombs, entities, deep nesting and too many sheets are refused" {
	python3 - "$ROOT/tests/workbook.py" <<'END'
import sys
tool = sys.argv[1]
def book(name, *told):
    sys.argv = [tool, name + '.xlsx', *told]
    exec(open(tool).read(), {})
book('bomb', 'sheet=<row><c t="str"><v>v</v></c></row>' + ('<row>' + '<c/>' * 100 + '</row>') * 300000)
main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
laughs = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
book('laughs', 'sheet=<row><c t="s"><v>0</v></c></row>', 'strings=', f'part:xl/sharedStrings.xml={laughs}<sst xmlns="{main}"><si><t>&b;</t></si></sst>')
book('doctype', 'sheet=', f'part:xl/workbook.xml=<!DOCTYPE workbook><workbook xmlns="{main}"/>')
book('deep', 'sheet=' + '<x>' * 300 + '</x>' * 300)
book('sheets', 'sheet=', f'part:xl/workbook.xml=<workbook xmlns="{main}" xmlns:r="r"><sheets>' + '<sheet name="a" r:id="rId1"/>' * 1000000 + '</sheets></workbook>')
book('long', 'sheet=<row><c t="inlineStr"><is>' + '<r><t>' + 'x' * 1000000 + '</t></r>' + '<r><t>' + 'x' * 1000000 + '</t></r></is></c></row>')
END
	run_split kkr-table --skip-empty bomb.xlsx
	assert_equal "$status" 65
	[[ $stderr == 'kkr-table: bomb.xlsx: xl/worksheets/sheet1.xml: it unpacks to more than 100 times its size, as a zip bomb does: kkr-table --max-bytes N reads it, up to N bytes' ]]
	run_split kkr-table --max-bytes 1M --skip-empty bomb.xlsx
	assert_equal "$status" 65
	[[ $stderr == *'it unpacks to more than 1048576 bytes, the limit of --max-bytes' ]]
	run_split kkr-table --max-bytes 1G --skip-empty bomb.xlsx
	gives v
	refusals run_split kkr-table <<-'END'
		65 | laughs.xlsx  | laughs.xlsx: xl/sharedStrings.xml:1: a DOCTYPE, which no part of a workbook has
		65 | doctype.xlsx | a DOCTYPE
		65 | deep.xlsx    | xl/worksheets/sheet1.xml:1: elements nest more than 256 deep
		65 | sheets.xlsx  | the workbook has more than 10000 sheets
		65 | long.xlsx    | more than 1 MB
	END
}

@test "An archive with a million entries is refused" {
	python3 - <<'END'
import zipfile
with zipfile.ZipFile('many.xlsx', 'w') as archive:
    for i in range(100001):
        archive.writestr(f'{i}', '')
END
	run_split kkr-table many.xlsx
	refused 65 'has 100001 entries; a workbook has at most 100000'
}

@test "XML that is wrong is named by its part and line" {
	make_book 'sheet=
<row><c>'
	parse_book
	assert_equal "$status" 65
	[[ $stderr == 'kkr-table: in.xlsx: xl/worksheets/sheet1.xml:2: not well-formed XML: '* ]] || fail "$stderr"
}

@test "OpenDocument: repeated rows and columns, spaces, paragraphs, annotations and covered cells" {
	ods '<table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>b</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16381"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string" office:string-value="x"><text:p>y</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1.1000000000000001" table:number-columns-repeated="2"><office:annotation><text:p>note</text:p></office:annotation><text:p>1,1</text:p></table:table-cell></table:table-row>
<table:table-row-group><table:table-row><table:table-cell office:value-type="string"><text:p> p <text:span>q
 r</text:span><text:s text:c="2"/>s<text:tab/><text:line-break/>t</text:p><text:p>u</text:p></table:table-cell>
<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="percentage" office:value="0.5"/></table:table-row></table:table-row-group>
<table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
	gives 'a|b|b_2' 'x|1.1|1.1' 'x|1.1|1.1' 'p q r  s\t\nt\nu|true|0.5'
}

@test "OpenDocument: merged cells, dates, times, errors, and formulas without a value" {
	local head='<table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>b</text:p></table:table-cell></table:table-row>'
	ods "$head<table:table-row><table:table-cell table:number-rows-spanned=\"2\" table:number-columns-spanned=\"1\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2025-01-31\"/></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell office:value-type=\"time\" office:time-value=\"PT37H05M00.5S\"/></table:table-row></table:table>"
	gives 'a|b' 'x|2025-01-31' 'x|37:05:00.5'
	local cell
	while IFS='|' read -r cell message; do
		ods "$head<table:table-row><table:table-cell $cell</table:table-cell></table:table-row></table:table>"
		refused 65 "T!A2: $message"
	done <<'END'
table:formula="of:=1">|a formula without its value
table:formula="of:=1" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>|'#DIV/0!' is an error
office:value-type="string" c:value-type="error" xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><text:p>Err:502</text:p>|'Err:502' is an error
office:value-type="float" office:value="x">|a number of more than 100 digits, or none
office:value-type="date" office:date-value="2025-02-30">|no date
office:value-type="time" office:time-value="-PT1H">|no time
office:value-type="boolean" office:boolean-value="1">|neither true nor false
office:value-type="odd">|it has a type 'odd'
table:number-columns-repeated="0">|it has the number-columns-repeated '0'
END
	ods "$head<table:table-row><table:table-cell table:number-columns-spanned=\"2\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell><table:covered-table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>"
	refused 65 'T!B2: it has a value that is not shown'
}

@test "OpenDocument: headings and lists are texts, a table in a cell is refused" {
	local head='<table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string">'
	local end='</table:table-cell></table:table-row></table:table>'
	ods "$head<text:h>5</text:h><text:list><text:list-item><text:p>6</text:p></text:list-item></text:list>$end"
	assert_success
	assert_equal "$output" "$(printf 'a\n5\\n6')"
	ods "$head<table:table><table:table-row/></table:table>$end"
	refused 65 'T!A2: it holds another table'
}

@test "OpenDocument: repetitions without end are refused" {
	local cell='office:value-type="float" office:value="1"'
	ods "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell $cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>" --header 0
	assert_equal "$status" 65
	[[ $stderr == *'repetitions make more than 20000000 cells'* ]]
	ods "<table:table table:name=\"T\"><table:table-row><table:table-cell $cell table:number-columns-repeated=\"999999999\"/></table:table-row></table:table>" --header 0
	assert_equal "$status" 65
	ods "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\"/><table:table-row><table:table-cell $cell/></table:table-row></table:table>" --header 0
	refused 65 'a sheet has at most 1048576'
	ods '<table:table table:name="T"><table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="99999999"/></text:p></table:table-cell></table:table-row></table:table>'
	refused 65 'its text is longer than 1048576 bytes'
}

@test "An OpenDocument that does not begin as one is known by what is in it" {
	python3 - "$TABLES/bilag-b.ods" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile('repacked.ods', 'w') as new:
    for entry in reversed(old.infolist()):
        new.writestr(entry.filename, old.read(entry))
END
	kkr-table --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" repacked.ods >given
	kkr-parse --columns "$FIGURES" "$SAMPLES/refugees/bilag-b.xml" | cmp - given
}

@test "Memory grows with the distinct texts, not with the rows" {
	measures_memory
	python3 "$ROOT/tests/generate-xlsx.py" 100000 100000 in.xlsx
	command time -f %M -o peak kkr-table in.xlsx >out
	assert_equal "$(wc -l <out)" 100001
	assert [ "$(cat peak)" -lt 65536 ]
	run awk -F '\t' 'NR > 1 { n[$2] } END { print length(n) }' out
	assert_output 100000
}

@test "A disk that fails within a workbook is 74, and no fault of the workbook" {
	local n failed=0
	printf 'area\tvalue\n101\t5\n' >in.tsv
	kkr-format --type xlsx in.tsv >in.xlsx
	for n in 1 2 3 4 5 6; do
		run_split traced -o trace -e trace=lseek -e inject=lseek:error=EIO:when=$n kkr-table in.xlsx
		[ "$status" != 0 ] || continue
		refused 74 'in.xlsx' 'cannot be read: Input/output error'
		failed=$((failed + 1))
	done
	[ "$failed" -ge 2 ]
}
