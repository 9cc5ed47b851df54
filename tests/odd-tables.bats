# kkr-table: tables as old and odd programs leave them: SpreadsheetML, HTML, text of fixed width. The
# files in tests/fixtures/tables/ were made by programs (README there); all data here are invented.

load common

TABLES=$FIXTURES/tables
MAPS=$PREFIX/share/kkr/schemas/maps
FIGURES=period,area,measure,unit,value # by_area wants the area second

# same_bytes SHEET MAP EXPORT FILE: a sheet with its map has the figures of the export.
same_bytes() {
	kkr-parse --columns "$FIGURES" "$SAMPLES/refugees/$3" | by_area >expected
	kkr-table --sheet "$1" --map "$MAPS/$2.map.tsv" --columns "$FIGURES" "$4" >got
	cmp expected got
}

# same_all FILE: all three sheets of a file are the exports.
same_all() {
	same_bytes 1 bilag-a-short bilag-a.xml "$1"
	same_bytes 2 familiesammenfoeringer familiesammenfoeringer-2024.xml.gz "$1"
	same_bytes 3 bilag-b bilag-b.xml "$1"
}

# spreadsheetml ROWS [STYLES]: a workbook of one sheet, Ark1, in book.xml.
spreadsheetml() {
	cat >book.xml <<-END
		<?xml version="1.0"?>
		<?mso-application progid="Excel.Sheet"?>
		<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
		 xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
		<o:DocumentProperties><o:Author>x</o:Author></o:DocumentProperties>
		<Styles><Style ss:ID="Default" ss:Name="Normal"/>${2-}</Styles>
		<Worksheet ss:Name="Ark1"><Table>$1</Table></Worksheet>
		</Workbook>
	END
}

# typed_cell TYPE TEXT: a cell of a workbook.
typed_cell() {
	printf '<Cell><Data ss:Type="%s">%s</Data></Cell>' "$1" "$2"
}

# list_cells [OPTION...] FILE: what there is, cell by cell.
list_cells() {
	run_split kkr-table --list-cells "$@"
}

# list_html TEXT: its cells.
list_html() {
	printf '%b' "$1" >page.html
	list_cells page.html
}

# ---- The agency's tables

@test "SpreadsheetML of LibreOffice gives the records of the XML exports, row by row" {
	same_all "$TABLES/refugees-2003.xml"
}

@test "HTML of LibreOffice gives the records of the XML exports, row by row" {
	same_all "$TABLES/refugees.html"
}

@test "Text of pdftotext -layout gives the records of the XML export, row by row" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | by_area >expected
	kkr-table --map "$TABLES/bilag-a.layout.map.tsv" "$TABLES/bilag-a.layout.txt" >got
	cmp expected got
}

@test "They give the same from a pipe, byte by byte, and in gzip" {
	dd bs=1 status=none <"$TABLES/refugees.html" >page
	for file in refugees-2003.xml refugees.html; do
		kkr-table --sheet 3 --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" "$TABLES/$file" >expected
		dd bs=1 status=none <"$TABLES/$file" |
			kkr-table --sheet 3 --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" | cmp - expected
		gzip -c "$TABLES/$file" >page.gz
		kkr-table --sheet 3 --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" <page.gz | cmp - expected
	done
	kkr-table --map "$TABLES/bilag-a.layout.map.tsv" "$TABLES/bilag-a.layout.txt" >expected
	dd bs=1 status=none <"$TABLES/bilag-a.layout.txt" |
		kkr-table --map "$TABLES/bilag-a.layout.map.tsv" | cmp - expected
}

@test "What LibreOffice and pdftotext make today gives the records of the XML exports, row by row, too" {
	command -v soffice >/dev/null || skip 'there is no LibreOffice'
	command -v pdftotext >/dev/null || skip 'there is no pdftotext'
	python3 "$ROOT/tests/generate-sheets.py" "$SAMPLES" >refugees.fods
	for format in 'xml:MS Excel 2003 XML' html pdf; do
		soffice "-env:UserInstallation=file://$PWD/office" --headless --convert-to "$format" refugees.fods
	done
	same_all refugees.xml
	same_all refugees.html
	pdftotext -layout -l 3 refugees.pdf a.txt
	kkr map a.txt >a.map.tsv
	kkr-table --map a.map.tsv --columns area,period,value a.txt | tail -n +2 | sort >got
	kkr-parse --columns area,period,value "$SAMPLES/refugees/bilag-a.xml" | tail -n +2 | sort | cmp - got
}

@test "Sheets are listed, with their names where they have any" {
	run_split kkr-table --list-sheets "$TABLES/refugees-2003.xml"
	gives 'sheet|name' '1|Bilag A' '2|Familiesammenføringer' '3|Bilag B'
	run_split kkr-table --list-sheets "$TABLES/refugees.html"
	gives 'sheet|name' '1|' '2|' '3|'
}

@test "Tables of a page that have no names are called by their numbers" {
	local table='<table><tr><td>a</td><td>b</td></tr></table>'
	printf '<html><body>%s%s</body></html>' "$table" "$table" >page.html
	run_split kkr-table page.html
	refused 65 "there is something on several sheets, '1' and '2' among them: --sheet says which"
}

# ---- SpreadsheetML

@test "A style that stands twice, as LibreOffice writes some, does no harm where both show figures alike" {
	local percent='<NumberFormat ss:Format="0%"/>'
	spreadsheetml '<Row><Cell ss:StyleID="a"><Data ss:Type="Number">0.5</Data></Cell><Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell></Row>' \
		"<Style ss:ID=\"a\"/><Style ss:ID=\"p\">$percent</Style><Style ss:ID=\"a\"><Font/></Style><Style ss:ID=\"p\">$percent</Style>"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|number|0.5' '1|Ark1|1|B|percent|0.5'
}

@test "Cells have the kinds and values that SpreadsheetML tells" {
	spreadsheetml "<Row>$(typed_cell String 'æ &amp; ø')$(typed_cell Number 1.5)$(typed_cell DateTime 2025-01-31T00:00:00.000)$(
		typed_cell DateTime 2025-01-31T13:30:00.000)$(typed_cell Boolean 1)$(typed_cell Boolean 0)$(typed_cell Error '#N/A')</Row>"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|text|æ & ø' '1|Ark1|1|B|number|1.5' \
		'1|Ark1|1|C|date|2025-01-31' '1|Ark1|1|D|date|2025-01-31T13:30:00' \
		'1|Ark1|1|E|boolean|true' '1|Ark1|1|F|boolean|false' '1|Ark1|1|G|error|#N/A'
}

@test "A time of day alone is told as Excel writes it, of the day before its first" {
	spreadsheetml "<Row>$(typed_cell DateTime 1899-12-31T13:30:00.000)$(typed_cell DateTime 1899-12-31T00:00:00.000)$(
		typed_cell DateTime 1899-12-30T13:30:00.000)$(typed_cell DateTime 1899-12-31)</Row>"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|date|13:30:00' '1|Ark1|1|B|date|00:00:00' \
		'1|Ark1|1|C|date|1899-12-30T13:30:00' '1|Ark1|1|D|date|1899-12-31'
}

@test "A number is the decimal that was meant by the double that is stored" {
	spreadsheetml "<Row>$(typed_cell Number 0.28999999999999998)$(typed_cell Number 1.0E-2)$(typed_cell Number -3)$(typed_cell Number 1E21)</Row>"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|number|0.29' '1|Ark1|1|B|number|0.01' \
		'1|Ark1|1|C|number|-3' '1|Ark1|1|D|number|1000000000000000000000'
}

@test "Rows and cells stand where ss:Index says, and behind what is merged" {
	spreadsheetml "<Row ss:Index=\"2\"><Cell ss:Index=\"3\" ss:MergeAcross=\"1\"><Data ss:Type=\"String\">a</Data></Cell>$(
		typed_cell String b)</Row><Row ss:Index=\"4\" ss:Span=\"1\"/><Row>$(typed_cell String c)</Row>"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|2|C|text|a' '1|Ark1|2|D|text|a' '1|Ark1|2|E|text|b' \
		'1|Ark1|6|A|text|c'
}

@test "A percentage is told by the format of a cell, its row, its column or the table" {
	styles='<Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>
		<Style ss:ID="q" ss:Parent="p"/><Style ss:ID="n"><NumberFormat ss:Format="Percent"/></Style>
		<Style ss:ID="t"><NumberFormat ss:Format="0&quot;%&quot;"/></Style>'
	number='<Data ss:Type="Number">0.5</Data></Cell>'
	spreadsheetml "<Column ss:Index=\"2\" ss:StyleID=\"n\" ss:Span=\"1\"/><Row><Cell>$number<Cell>$number<Cell>$number<Cell>$number</Row>
		<Row ss:StyleID=\"q\"><Cell>$number<Cell ss:StyleID=\"Default\">$number<Cell ss:StyleID=\"t\">$number</Row>
		<Row><Cell ss:StyleID=\"p\">$number<Cell ss:StyleID=\"p\"><Data ss:Type=\"String\">x</Data></Cell></Row>" "$styles"
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|number|0.5' '1|Ark1|1|B|percent|0.5' \
		'1|Ark1|1|C|percent|0.5' '1|Ark1|1|D|number|0.5' '1|Ark1|2|A|percent|0.5' '1|Ark1|2|B|number|0.5' \
		'1|Ark1|2|C|number|0.5' '1|Ark1|3|A|percent|0.5' '1|Ark1|3|B|text|x'
}

@test "Rich text is a text with its blanks; a comment is none" {
	spreadsheetml '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Folketal</B> <I>2025</I></ss:Data>
		<Comment><ss:Data xmlns="http://www.w3.org/TR/REC-html40"><B>bemærkning</B></ss:Data></Comment></Cell></Row>'
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|text|Folketal 2025'
}

@test "The number of a footnote is no digit of a figure of SpreadsheetML" {
	spreadsheetml '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">12<Sup>3</Sup></ss:Data></Cell>
		<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><Sup>1</Sup>2 m<Sup>2</Sup>k<B>1</B>2</ss:Data></Cell></Row>'
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|Ark1|1|A|text|12³' '1|Ark1|1|B|text|1 2 m²k12'
}

@test "A header over two rows with merged cells, and a bad record named by its cell" {
	spreadsheetml "<Row><Cell ss:MergeDown=\"1\"><Data ss:Type=\"String\">Kommune</Data></Cell>
		<Cell ss:MergeAcross=\"1\"><Data ss:Type=\"String\">Folketal</Data></Cell></Row>
		<Row><Cell ss:Index=\"2\"><Data ss:Type=\"String\">2024</Data></Cell>$(typed_cell String 2025)</Row>
		<Row>$(typed_cell String Aarhus)$(typed_cell Number 1)$(typed_cell Number 2)</Row>
		<Row>$(typed_cell String Odense)$(typed_cell Error '#DIV/0!')$(typed_cell Number 4)</Row>"
	run_split kkr-table --header 1-2 --rejects bad.tsv book.xml
	gives 'kommune|folketal_2024|folketal_2025' 'Aarhus|1|2'
	assert_equal "$(tail -n +2 bad.tsv | cut -f 3,4)" "Ark1!B4: '#DIV/0!' is an error, not a value${TAB}Odense\t#DIV/0!\t4"
}

@test "SpreadsheetML that is wrong is refused with a sentence" {
	spreadsheetml '<Row><Cell ss:Index="2"/><Cell ss:Index="2"/></Row>'
	list_cells book.xml
	assert_equal "$status" 65
	[[ $stderr == *'<Cell> has ss:Index="2", which is not from 3 to 16384'* ]]
	spreadsheetml '<Row ss:Index="9999999"/>'
	list_cells book.xml
	[[ $stderr == *'<Row> has ss:Index="9999999", which is not from 1 to 1048576'* ]]
	spreadsheetml '<Row ss:Index="1048576"/><Row/>'
	list_cells book.xml
	[[ $stderr == *'<Row> lies beyond the 1048576 that a sheet may have'* ]]
	spreadsheetml '<Row><Cell ss:MergeAcross="16384"/></Row>'
	list_cells book.xml
	[[ $stderr == *'<Cell> lies beyond the 16384'* ]]
	spreadsheetml "<Row>$(typed_cell Date 2025)</Row>"
	list_cells book.xml
	[[ $stderr == *'<Data> has ss:Type="Date": it is String, Number, DateTime, Boolean or Error'* ]]
	spreadsheetml '<Row><Cell><Data ss:Type="Number">1</Data><Data ss:Type="Number">2</Data></Cell></Row>'
	list_cells book.xml
	[[ $stderr == *'a cell has two values'* ]]
	spreadsheetml '' '<Style ss:ID="a"/><Style ss:ID="a"><NumberFormat ss:Format="Percent"/></Style>'
	list_cells book.xml
	[[ $stderr == *'two styles have the ss:ID "a", of which only one shows percentages'* ]]
	spreadsheetml '' "$(seq -f '<Style ss:ID="s%.0f"/>' 64001)"
	list_cells book.xml
	[[ $stderr == *'more than 64000 styles'* ]]
	assert_equal "$status" 65
}

@test "SpreadsheetML that is cut short, or has an entity, is refused" {
	head -c 30000 "$TABLES/refugees-2003.xml" >cut.xml
	run_split kkr-table --sheet 1 --header 3 --skip-empty cut.xml
	assert_equal "$status" 65
	[[ $stderr == *'cut short'* ]]
	printf '<!DOCTYPE Workbook [<!ENTITY a "b">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>' >entity.xml
	list_cells entity.xml
	assert_equal "$status" 65
	[[ $stderr == *"the entity 'a'"* ]]
}

@test "A number, date or truth that is none is a bad record where it is read as one" {
	spreadsheetml "<Row>$(typed_cell String area)$(typed_cell String value)</Row><Row>$(typed_cell String Aarhus)$(typed_cell Number 12a)</Row>"
	printf 'column\tis\narea\tarea\nvalue\tvalue\n' >map.tsv
	run_split kkr-table --map map.tsv book.xml
	refused 65 "Ark1!B2: '12a' is no number"
	run_split kkr-table book.xml
	refused 65 "Ark1!B2: '12a' is no number"
	spreadsheetml "<Row>$(typed_cell String a)</Row><Row>$(typed_cell Number 1,234)</Row><Row>$(typed_cell Boolean 2)</Row><Row>$(typed_cell DateTime 31-12-2024)</Row><Row>$(typed_cell Number '')</Row>"
	run_split kkr-table --rejects bad --header 0 book.xml
	gives 'a' 'a'
	assert_equal "$(tail -n +2 bad | cut -f 3 | cut -c 1-30)" "$(printf '%s\n' "Ark1!A2: '1,234' is no number, " \
		"Ark1!A3: '2' is neither 1 nor 0" "Ark1!A4: '31-12-2024' is no dat" | cut -c 1-30)"
}

@test "A formula of SpreadsheetML without its value is a bad cell, not an empty one" {
	spreadsheetml "<Row>$(typed_cell String area)$(typed_cell String value)</Row><Row>$(typed_cell String Aarhus)<Cell ss:Formula=\"=1+1\"/></Row>"
	run_split kkr-table book.xml
	refused 65 'Ark1!B2: a formula without its value'
	spreadsheetml "<Row>$(typed_cell String area)$(typed_cell String value)</Row><Row>$(typed_cell String Aarhus)<Cell ss:Formula=\"=1+1\"><Data ss:Type=\"Number\">2</Data></Cell></Row>"
	run_split kkr-table book.xml
	gives 'area|value' 'Aarhus|2'
}

# ---- HTML

@test "th and td, without their ends and without rows, are cells" {
	list_html '<table><tr><th>Kommune<th>Antal<tr><td>Aarhus<td>1</table><TABLE><td>a</TABLE>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|Kommune' '1||1|B|text|Antal' '1||2|A|text|Aarhus' \
		'1||2|B|text|1' '2||1|A|text|a'
}

@test "colspan and rowspan move the cells beside and below them, to the end of their part" {
	list_html '<table><thead><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d</thead><tbody><tr><td rowspan=9>e<td>f</tbody><tbody><tr><td>g</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a' '1||1|B|text|b' '1||1|C|text|b' '1||2|B|text|c' \
		'1||2|C|text|d' '1||3|A|text|e' '1||3|B|text|f' '1||4|A|text|g'
}

@test "Space is one blank, a break a new line, and entities are their letters" {
	list_html '<table><tr><td> a\n\t b&nbsp;&nbsp;c <td>d<br>e<br><td><p>f</p>\n<p>g</p><td>&AElig;&oslash;&#229;&#x20AC;&amp;&lt;b&gt;&hellip;<td>&nbsp;<td><b>h</b>i</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a b c' '1||1|B|text|d\ne' '1||1|C|text|f\ng' \
		'1||1|D|text|Æøå€&<b>…' '1||1|F|text|hi'
}

@test "Scripts, styles, remarks and conditions of Office are no text" {
	list_html '<table><tr><td>a<script>b<td>c</script><style>d</style><!-- e -->f<comment>g</comment><td><![if !supportEmptyParas]>&nbsp;<![endif]>h<td>1 < 2 &lt;![if>x</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|af' '1||1|B|text|h' '1||1|C|text|1 < 2 <![if>x'
}

@test "A sheet is called after its caption, or else its id" {
	printf '<table id="t1"><tr><td>a</table><table id="t2"><caption>Bilag <b>A</b> &amp; B</caption><tr><td>b</table>' >page.html
	run_split kkr-table --list-sheets page.html
	gives 'sheet|name' '1|t1' '2|Bilag A & B'
	list_cells --sheet 'Bilag A & B' page.html
	gives 'sheet|name|row|column|kind|text' '2|Bilag A & B|1|A|text|b'
}

@test "What Excel and LibreOffice store behind a text is the value, where the text shows it" {
	list_html '<table><tr><td x:num="0.5">50,0 %<td x:num="1234.56">1.234,6<td x:num>7<td x:num="45658">01-01-2025<td x:num="44927">4.4.2023<td x:err="#N/A">#I/T<td x:bool="TRUE">SAND
		<tr><td sdval="5992644" sdnum="1030;1030;#.##0">5.992.644<td sdval="45658" sdnum="1030;1030;DD-MM-ÅÅÅÅ">01-01-2025<td sdval="0" sdnum="1030;">-<td sdval="-3.5" sdnum="1030;">-3,5</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|percent|0.5' '1||1|B|number|1234.56' '1||1|C|text|7' \
		'1||1|D|text|01-01-2025' '1||1|E|text|4.4.2023' '1||1|F|error|#N/A' '1||1|G|boolean|true' \
		'1||2|A|number|5992644' '1||2|B|date|2025-01-01' '1||2|C|text|-' '1||2|D|number|-3.5'
}

@test "A figure of LibreOffice is no date for the letters of a format that is not English" {
	list_html '<table><tr><td sdval="1234.5" sdnum="1033;1030;Standard">1234,5<td sdval="1234.5" sdnum="1033;1043;Standaard">1234,5<td sdval="1.2E+15" sdnum="1033;1030;Standard">1,2E+15
		<tr><td sdval="0.5625" sdnum="1033;1030;TT:MM">13:30<td sdval="1.5625" sdnum="1033;1030;[TT]:MM">37:30<td sdval="45657.5625" sdnum="1033;1030;DD-MM-YYYY TT:MM">31-12-2024 13:30
		<tr><td sdval="2" sdnum="1033;1030;DD-MM-YYYY">01-01-1900<td sdval="61" sdnum="1033;1030;DD-MM-YYYY">01-03-1900<td sdval="1234" sdnum="1033;1030;0&quot; dage&quot;">1234 dage</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|number|1234.5' '1||1|B|number|1234.5' '1||1|C|text|1,2E+15' \
		'1||2|A|text|13:30' '1||2|B|text|37:30' '1||2|C|date|2024-12-31T13:30:00' \
		'1||3|A|text|01-01-1900' '1||3|B|date|1900-03-01' '1||3|C|text|1234 dage'
}

@test "A figure that is shown rounded is the one that is stored, a part of a date is not" {
	list_html '<table><tr><td x:num="12.5">13<td x:num="1999.6">2.000<td x:num="-99.96">-100,0<td x:num="999.5">1 000<td x:num="0.999">1,00
		<tr><td x:num="45657">2024<td x:num="45657">31<td x:num="45657">12.2024<td x:num="12.5">14<td x:num="1.234">1.234</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|number|12.5' '1||1|B|number|1999.6' '1||1|C|number|-99.96' \
		'1||1|D|number|999.5' '1||1|E|number|0.999' '1||2|A|text|2024' '1||2|B|text|31' '1||2|C|text|12.2024' \
		'1||2|D|text|14' '1||2|E|number|1.234'
}

@test "The number of a footnote is no digit of a figure" {
	list_html '<table><tr><td>12<sup>3</sup><td><sup>1</sup>234<td>m<sup>2</sup><td>5<sup>1)</sup><td>1<b>2</b><td>12<sub>3</sub><td>Odense<sup>2</sup></table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|12³' '1||1|B|text|1 234' '1||1|C|text|m²' '1||1|D|text|5¹)' '1||1|E|text|12' '1||1|F|text|12 3' '1||1|G|text|Odense²'
}

@test "A table within a cell is a sheet of its own; the one around it cannot be read" {
	printf '<table><tr><td>menu<td><table id=inner><tr><td>a<td>b</table>after</table><table><tr><td>c</table>' >page.html
	list_cells --sheet inner page.html
	gives 'sheet|name|row|column|kind|text' '2|inner|1|A|text|a' '2|inner|1|B|text|b'
	list_cells --sheet 3 page.html
	gives 'sheet|name|row|column|kind|text' '3||1|A|text|c'
	run_split kkr-table page.html
	assert_equal "$status" 65
	[[ $stderr == *'it holds another table in a cell, and so lays out the page: --sheet 2 reads the inner one'* ]]
}

@test "An element that stands open loses no cell" {
	list_html '<table><tr><td>a<y><td>b</y><tr><td>c</table>'
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a' '1||1|B|text|b' '1||2|A|text|c'
}

@test "The encoding is that of a mark, of --encoding, of the page, or UTF-8" {
	printf '<meta charset=iso-8859-1><table><tr><td>\200 \370</table>' >latin.html
	list_cells latin.html
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|€ ø'
	printf '<html><head><meta http-equiv="Content-Type" content="text/html; charset=WINDOWS-1252"></head><table><tr><td>\345</table>' >windows.html
	list_cells windows.html
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|å'
	printf '\357\273\277<meta charset=windows-1252><table><tr><td>\303\245</table>' >mark.html
	list_cells mark.html
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|å'
	printf '<table><tr><td>Ålborg</table>' | iconv -f UTF-8 -t UTF-16 >wide.html
	list_cells wide.html
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|Ålborg'
	printf '<meta charset=utf-8><table><tr><td>\345</table>' >other.html
	list_cells --encoding windows-1252 other.html
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|å'
	list_cells other.html
	assert_equal "$status" 65
	[[ $stderr == *'a byte 0xE5 is not utf-8, which the page says'* ]]
	list_html '<meta charset=klingon><table><tr><td>a</table>'
	assert_equal "$status" 65
	[[ $stderr == *"its encoding is 'klingon', which is not known; --encoding tells another"* ]]
}

@test "HTML is known past a mark, space, a declaration and remarks; other XML is not taken for it" {
	list_html '\n <!-- saved from url=(0014)about:internet -->\n<HTML><table><tr><td>a</table>'
	assert_equal "${lines[1]}" "1${TAB}${TAB}1${TAB}A${TAB}text${TAB}a"
	list_html '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><body><table><tr><td>a</td></tr></table></body></html>'
	assert_equal "${lines[1]}" "1${TAB}${TAB}1${TAB}A${TAB}text${TAB}a"
	run_split kkr-table - <<<'<htmlish/>'
	refused 65 'and no table (its root element is <'
	run_split kkr-parse --record //tr --field a=td - <<<'<table><tr><td>b</td></tr></table>'
	gives a b
}

@test "HTML that is cut short, or loses characters, or has cells that overlap, is refused" {
	for end in '' '<' '<td' '<td class="' '<!-- ' '</td></tr>' '</table'; do
		list_html "<table><tr><td>a</td>$end"
		assert_equal "$status" 65
		[[ $stderr == *'cut short'* ]] || fail "$end: $stderr"
	done
	for text in '&#1;' '&#xFFFF;' '&#;' '\001' '\177' '\0'; do
		list_html "<table><tr><td>a${text}b</table>"
		assert_equal "$status" 65
		[[ $stderr == 'kkr-table: '* ]] || fail "$text: $stderr"
	done
	list_html '<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>'
	assert_equal "$status" 65
	[[ $stderr == *'B2: two cells that reach into it'* ]]
	list_html '<table><tr><td colspan=0>a</table>'
	assert_equal "$status" 65
	[[ $stderr == *'A1: colspan="0" is not from 1 to 1000'* ]]
	list_html '<p>hej'
	refused 65 'and no table (its root element is <'
	list_html '<html><p>hej'
	assert_equal "$status" 65
	[[ $stderr == *'there is no <table> in the page'* ]]
}

@test "A sheet whose name has a control character is refused" {
	list_html '<table><caption>a&#127;b</caption><tr><td>c</table>'
	refused 65 "the name of sheet 1, 'a b', has a control character, U+007F"
	list_html '<table><tr><td>c&#127;</table>'
	assert_equal "$status" 65
	[[ $stderr == *"A1: 'c ' has a control character, U+007F"* ]]
}

@test "HTML from outside meets limits: depth, long texts and attributes, columns, names" {
	printf '<table><tr><td>%s' "$(printf '<b>%.0s' {1..300})" >deep.html
	list_cells deep.html
	assert_equal "$status" 65
	[[ $stderr == *'nest more than 256 deep'* ]]
	long=$(head -c 1100000 /dev/zero | tr '\0' a)
	for text in "<td>$long" "<td class=\"$long\">" "<!-- $long -->" "<td>&$long;"; do
		printf '<table><tr>%s</table>' "$text" >long.html
		list_cells long.html
		assert_equal "$status" 65
	done
	printf '<table><tr>%s</table>' "$(printf '<td colspan=1000>%.0s' {1..17})" >wide.html
	list_cells wide.html
	assert_equal "$status" 65
	[[ $stderr == *'more than 16384 columns'* ]]
	printf '<table>%s</table>' "$(seq -f "<tr><td>&%.0f$(head -c 40 /dev/zero | tr '\0' a);" 1 3)" >few.html
	list_cells few.html
	assert_success
	{
		printf '<table><tr><td>'
		seq -f '<x%.0fabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz></x>' 1 100000
	} >names.html
	list_cells names.html
	assert_equal "$status" 65
}

@test "A large page takes no more memory than a small one" {
	make_page() {
		printf '<table><tr><th>Kommune<th>Antal\n'
		seq -f '<tr><td class="a > b">Aarhus<td align=right>%.0f' "$1"
		printf '</table>\n'
	}
	make_page 100000 >large.html
	run_split kkr-table large.html
	assert_equal "${#lines[@]}" 100001
	assert_equal "${lines[100000]}" "Aarhus${TAB}100000"
	measures_memory
	(
		ulimit -v 60000
		kkr-table large.html | wc -l >count
	)
	assert_equal "$(cat count)" 100001
}

# ---- Fixed width

# fixed TEXT [LINE...]: a text by a map of two columns, 1-12 and 15-20, with lines more.
fixed() {
	printf '%b' "$1" >in.txt
	shift
	{
		printf 'column\tis\tposition\tnumbers\n--skip-empty\t\t\t\n'
		[ $# -eq 0 ] || printf '%b\n' "$@"
		printf 'Kommune\tarea\t1-12\t\nAntal\tvalue\t15-20\tda\n'
	} >map.tsv
	run_split kkr-table --map map.tsv in.txt
}

@test "A word belongs to the column in whose position it lies" {
	fixed 'Ærø            1.234\nNyborg            -\n\nOdense\n'
	gives 'area|value' 'Ærø|1234' 'Nyborg|0' 'Odense|'
}

@test "What lies between columns goes with the word beside it, the left one first" {
	fixed 'Samsø        1 234\n'
	refused 65 "B1: '1 234' is not a number in Danish notation"
	fixed 'Region Hovd en   5\nVejle        -12\nFyn     Alt    12\n'
	gives 'area|value' 'Region Hovd en|5' 'Vejle|-12' 'Fyn Alt|12'
}

@test "A word that reaches into two columns, or stands between them, is a bad record, unless it is skipped" {
	fixed 'Lyngby-Taarbæk-Nord   5\nAarhus         6\n'
	refused 65 'A1: Lyngby-Taarbæk-Nord: a word reaches into two columns of the map'
	fixed 'Aarhus         6  7    8\n'
	refused 65 'B1: 6 7 8: a word stands between the columns of the map'
	fixed 'Landstal-for-kommunerne 2026\nSide           1\fSide           2\nAarhus         6\n' '--skip\tLandstal-for*\t\t' \
		'--skip\tSide*\t\t'
	gives 'area|value' 'Aarhus|6'
}

@test "TABs, form feeds, carriage returns and windows-1252 are read" {
	fixed 'Aarhus\t\t6\r\n\fR\370dovre        7\r\n' '--encoding\twindows-1252\t\t'
	gives 'area|value' 'Aarhus|6' 'Rødovre|7'
}

@test "--format fixed needs a map with positions" {
	run_split kkr-table --format fixed - <<<'a 1'
	refused 64 "the 'position' of each column"
	printf 'column\tis\nKommune\tarea\n' >map.tsv
	run_split kkr-table --format fixed --map map.tsv - <<<'a 1'
	refused 64 "the 'position' of each column"
}

@test "A line of more than 1 MB, and bytes that are no text, are refused" {
	fixed "$(head -c 1100000 /dev/zero | tr '\0' a)"
	refused 65 'a line longer than 1 MB'
	fixed 'Aarhus \0 5\n'
	refused 65 'a NUL byte'
	fixed 'Aarhus         \001\n'
	refused 65 'control character, U+0001'
}

# ---- Cells

@test "--list-cells lists what there is: of a range, of a sheet, with control characters refused" {
	printf 'a;b\n"c\td";\n;e\n' >in.csv
	list_cells in.csv
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a' '1||1|B|text|b' '1||2|A|text|c\td' '1||3|B|text|e'
	list_cells --range B2: in.csv
	gives 'sheet|name|row|column|kind|text' '1||3|B|text|e'
	list_cells --sheet 2 in.csv
	assert_equal "$status" 65
	[[ $stderr == *"there is no sheet '2'"* ]]
	printf 'a;b\n\001;c\n' >control.csv
	list_cells --rejects bad.tsv control.csv
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a' '1||1|B|text|b' '1||2|B|text|c'
	assert_equal "$(tail -n +2 bad.tsv | wc -l)" 1
}

# ---- OpenDocument

@test "The number of a footnote is no digit of a figure of OpenDocument" {
	local urn=urn:oasis:names:tc:opendocument:xmlns style text expected
	style() { printf '<style:style style:name="%s"><style:text-properties style:text-position="%s"/></style:style>' "$@"; }
	while IFS='|' read -r text expected; do
		cat >book.fods <<-END
			<office:document xmlns:office="$urn:office:1.0" xmlns:table="$urn:table:1.0" xmlns:text="$urn:text:1.0"
			 xmlns:style="$urn:style:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
			<office:automatic-styles>$(style T1 'super 58%' T2 '0% 100%' T3 '-33% 58%' T1x sub)</office:automatic-styles>
			<office:body><office:spreadsheet><table:table table:name="A"><table:table-row>
			<table:table-cell office:value-type="string"><text:p>$text</text:p></table:table-cell>
			</table:table-row></table:table></office:spreadsheet></office:body></office:document>
		END
		list_cells book.fods
		gives 'sheet|name|row|column|kind|text' "1|A|1|A|text|$expected"
	done <<-END
		12<text:span text:style-name="T1">3</text:span>4|12³4
		12<text:span text:style-name="T2">3</text:span>4|1234
		12<text:span text:style-name="T3">3</text:span>|12 3
		12<text:span text:style-name="T1x">3</text:span>|12 3
		12<text:span text:style-name="T">3</text:span>|123
		m<text:span text:style-name="T1">3</text:span> 4|m³ 4
		Odense<text:span text:style-name="T1">3)</text:span>|Odense³)
		1<text:span text:style-name="T1">2<text:span text:style-name="T2">3</text:span></text:span>4|1²³4
	END
}

@test "A number that is shown with zeros before it is so in every format" {
	local urn=urn:oasis:names:tc:opendocument:xmlns
	cat >book.fods <<-END
		<office:document xmlns:office="$urn:office:1.0" xmlns:table="$urn:table:1.0" xmlns:text="$urn:text:1.0"
		 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="A">
		<table:table-row><table:table-cell office:value-type="float" office:value="84"><text:p>084</text:p></table:table-cell>
		<table:table-cell office:value-type="float" office:value="84"><text:p>84,0</text:p></table:table-cell>
		<table:table-cell office:value-type="date" office:date-value="2024-12-31T00:00:00"><text:p>31-12-24</text:p></table:table-cell>
		</table:table-row></table:table></office:spreadsheet></office:body></office:document>
	END
	list_cells book.fods
	gives 'sheet|name|row|column|kind|text' '1|A|1|A|number|084' '1|A|1|B|number|84' '1|A|1|C|date|2024-12-31'
	cat >book.xml <<-'END'
		<?xml version="1.0"?>
		<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
		<Styles><Style><NumberFormat/></Style><Style ss:ID="k"><NumberFormat ss:Format="0000"/></Style><Style><Font/></Style>
		<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
		<Worksheet ss:Name="A"><Table><Row><Cell ss:StyleID="k"><Data ss:Type="Number">101</Data></Cell><Cell><Data ss:Type="Number">101</Data></Cell>
		<Cell ss:StyleID="p"><Data ss:Type="Number">0.5</Data></Cell>
		<Cell><Data ss:Type="DateTime">2024-12-31T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>
	END
	list_cells book.xml
	gives 'sheet|name|row|column|kind|text' '1|A|1|A|number|0101' '1|A|1|B|number|101' '1|A|1|C|percent|0.5' '1|A|1|D|date|2024-12-31'
}

@test "Styles of raised text without end are refused" {
	python3 - >book.fods <<-'END'
		urn = 'urn:oasis:names:tc:opendocument:xmlns:'
		spaces = ' '.join(f'xmlns:{name}="{urn}{name}:1.0"' for name in ('office', 'style', 'table', 'text'))
		print(f'<office:document {spaces} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
		      '<office:automatic-styles>')
		for n in range(20000):
		    print(f'<style:style style:name="T{n}"><style:text-properties style:text-position="super"/></style:style>')
		print('</office:automatic-styles></office:document>')
	END
	list_cells book.fods
	refused 65 'book.fods:' 'it has more than 64 KB of names of raised styles'
}
