# What kkr-format writes for other programs: csv, csv-da, json, jsonl, md, html, xlsx.

load common

# A table with what each type must take care of.
mixed() {
	printf '%s\t%s\t%s\t%s\n' area name value note \
		084 'Region <b>A</b> & "B"' 667099 '=1+1' \
		101 'København|x\\y' -95.90 'a; b, c' \
		2025 "it's\\n*new*" 12345678901234567890 '' \
		000 ' _x_ ' 007 -
}

# assert_type TYPE OPTION...: kkr-format makes of in.tsv, byte for byte, what stands on standard input.
assert_type() {
	cat >want
	kkr-format --type "$@" in.tsv >out 2>message || fail "$(<message)"
	cmp want out || diff want out
	assert_equal "$(<message)" ''
}

crlf() {
	sed 's/$/\r/'
}

# ---- What is written, by hand

@test "csv is RFC 4180: commas, CR LF, quotes where they are needed; formulas have an apostrophe" {
	mixed >in.tsv
	assert_type csv < <(crlf <<-'END'
		area,name,value,note
		084,"Region <b>A</b> & ""B""",667099,'=1+1
		101,København|x\y,-95.90,"a; b, c"
	END
	printf '2025,"it'"'"'s\n*new*",12345678901234567890,\r\n000," _x_ ",007,'"'-"'\r\n')
}

@test "csv-da has semicolons, decimal commas in figures alone, and a byte order mark" {
	printf 'area\tvalue\tnote\tperiod\n1.5\t-1234.5\t95.9%%\t2025\n084\t1000000\t1.5\t\n' >in.tsv
	assert_type csv-da --heading value=Værdi < <(
		printf '\xef\xbb\xbf' && crlf <<-'END'
			area;Værdi;note;period
			1.5;-1234,5;95.9%;2025
			084;1000000;1.5;
		END
	)
}

@test "json: figures are numbers with their digits, missing values null, anything else strings" {
	mixed >in.tsv
	assert_type json <<-'END'
		[
		{"area":"084","name":"Region \u003cb>A\u003c/b> & \"B\"","value":667099,"note":"=1+1"},
		{"area":"101","name":"København|x\\y","value":-95.90,"note":"a; b, c"},
		{"area":"2025","name":"it's\n*new*","value":12345678901234567890,"note":null},
		{"area":"000","name":" _x_ ","value":"007","note":"-"}
		]
	END
	kkr-format --type json in.tsv | sed '1d; $d; s/,$//' >want
	kkr-format --type jsonl in.tsv | diff want -
}

@test "md is a table in which figures stand to the right and nothing is read as Markdown" {
	mixed | sed 's/007/7/' >in.tsv
	assert_type md --title 'Kvoter *2026*' --lang da --heading value=Antal <<-'END'
		## Kvoter \*2026\*

		| Kode | Navn | Antal | Bemærkning |
		| --- | --- | ---: | --- |
		| 084 | Region \<b\>A\</b\> \& "B" | 667.099 | =1+1 |
		| 101 | København\|x\\y | -95,90 | a; b, c |
		| 2025 | it's<br>\*new\* | 12.345.678.901.234.567.890 | |
		| 000 |  \_x\_  | 7 | - |
	END
}

@test "html is one table: caption, headings of columns and rows, figures marked" {
	mixed >in.tsv
	assert_type html --title 'Kvoter <2026>' --lang da --heading 'value=Antal & mere' <<-'END'
		<table>
		<caption>Kvoter &lt;2026&gt;</caption>
		<thead>
		<tr><th scope="col">Kode</th><th scope="col">Navn</th><th scope="col">Antal &amp; mere</th><th scope="col">Bemærkning</th></tr>
		</thead>
		<tbody>
		<tr><th scope="row">084</th><td>Region &lt;b&gt;A&lt;/b&gt; &amp; &quot;B&quot;</td><td class="n">667.099</td><td>=1+1</td></tr>
		<tr><th scope="row">101</th><td>København|x\y</td><td class="n">-95,90</td><td>a; b, c</td></tr>
		<tr><th scope="row">2025</th><td>it&#39;s<br>*new*</td><td class="n">12.345.678.901.234.567.890</td><td></td></tr>
		<tr><th scope="row">000</th><td> _x_ </td><td>007</td><td>-</td></tr>
		</tbody>
		</table>
	END
}

@test "the heading of a column of figures alone has the class, too" {
	printf 'value\tmixed\tempty\tarea\n1\t1\t\t101\n\tx\t\t147\n' >in.tsv
	assert_type html <<-'END'
		<table>
		<thead>
		<tr><th scope="col" class="n">value</th><th scope="col">mixed</th><th scope="col">empty</th><th scope="col">area</th></tr>
		</thead>
		<tbody>
		<tr><th scope="row" class="n">1</th><td class="n">1</td><td></td><td>101</td></tr>
		<tr><th scope="row"></th><td>x</td><td></td><td>147</td></tr>
		</tbody>
		</table>
	END
	kkr-format --type html in.tsv | xmllint --noout -
	assert_type md <<-'END'
		| value | mixed | empty | area |
		| ---: | --- | --- | --- |
		| 1 | 1 | | 101 |
		| | x | | 147 |
	END
}

@test "an empty table is an empty one of each type" {
	printf 'area\tvalue\n' >in.tsv
	printf 'area,value\r\n' | assert_type csv
	printf '\xef\xbb\xbfarea;value\r\n' | assert_type csv-da
	printf '[]\n' | assert_type json
	assert_type jsonl </dev/null
	printf '| area | value |\n| --- | --- |\n' | assert_type md
	kkr-format --type html in.tsv >out
	run grep -c '<tr>' out
	assert_output 1
	kkr-format --type xlsx in.tsv | reference format read xlsx | cmp - in.tsv
}

@test "a missing value that is alone in its line is not lost" {
	printf 'n\n1\n\n2\n\n' >in.tsv
	printf 'n\r\n1\r\n""\r\n2\r\n""\r\n' | assert_type csv
	for type in $TYPES; do
		kkr-format --type "$type" in.tsv | reference format read "$type" | cmp - in.tsv || fail "$type"
	done
}

@test "what looks like a formula gets an apostrophe, which can be undone; numbers get none" {
	printf '%s\n' note =1 +1 -1 -1.5 -x @x '\tx' '\nx' "'x" "'=x" "' '=x" ' =x' ＝x ＋ －2 ＠ x=1 1-2 - >in.tsv
	kkr-format --type csv in.tsv | tr -d '"\r' | tr '\n\t' '/>' >out
	assert_equal "$(<out)" \
		"note/'=1/'+1/-1/-1.5/'-x/'@x/'>x/'/x/'x/''=x/'' '=x/' =x/'＝x/'＋/'－2/'＠/x=1/1-2/'-/"
	kkr-format --type csv in.tsv | reference format read csv | cmp - in.tsv
}

@test "what begins a formula where a spreadsheet divides within a field gets an apostrophe; numbers get none" {
	printf '%s\n' note 'b;=H(1);c' 'b,+1,c' 'z\n=1;d' 'a|@x' 'a\t-x' 'a\r\n\uff1dx' 'b;-5;c' 'b;-5,2+3' 'a,b\n-6' \
		'a; =1' "a,'=1" 'a;"=1"' 'a;b=1' '-5\n-6' >in.tsv
	printf '%b' "note\r\n\"b;'=H(1);c\"\r\n\"b,'+1,c\"\r\n\"z\n'=1;d\"\r\n\"a|'@x\"\r\n\"a\t'-x\"\r\n" \
		"\"a\r\n'\uff1dx\"\r\n\"b;-5;c\"\r\n\"b;'-5,2+3\"\r\n\"a,b\n-6\"\r\n" \
		"\"a;' =1\"\r\n\"a,''=1\"\r\n\"a;'\"\"=1\"\"\"\r\n\"a;b=1\"\r\n\"'-5\n-6\"\r\n" >want
	sed -i 's/\\uff1d/＝/' in.tsv
	kkr-format --type csv in.tsv | cmp - want
	(printf '\xef\xbb\xbf' && cat want) >want-da
	kkr-format --type csv-da in.tsv >out
	cmp out want-da
	kkr-table --delimiter , want | cmp - in.tsv
	kkr-table --delimiter ';' out | cmp - in.tsv
	# Spaces of other kinds and what cannot be seen may come before a sign, too.
	printf 'note\n\u00a0=1\n\ufeff@x\nb;\u200b\u3000+1\n\u202a\u00ad=2\n\u00a05\n' >in.tsv
	printf "note\r\n'\u00a0=1\r\n'\ufeff@x\r\n\"b;'\u200b\u3000+1\"\r\n'\u202a\u00ad=2\r\n\u00a05\r\n" >want
	kkr-format --type csv in.tsv | cmp - want
	kkr-table --delimiter , want | cmp - in.tsv
}

# ---- Read by others

@test "Python's readers and cmark-gfm get back what was written, however hostile" {
	for seed in $(sample "11 12 13" 12); do
		for type in $TYPES; do
			reference format make "$seed" 250 "$type" >in.tsv
			kkr-format --type "$type" in.tsv >out
			reference format read "$type" <out >back.tsv
			cmp in.tsv back.tsv || { diff -a in.tsv back.tsv | head -4; fail "$type, seed $seed"; }
		done
	done
}

@test "kkr's own results come back from each type, and JSON as numbers" {
	refugee_figures | kkr-quota --landstal 600 >in.tsv
	for type in $TYPES; do
		kkr-format --type "$type" in.tsv | reference format read "$type" | cmp - in.tsv || fail "$type"
	done
	kkr-format --type json in.tsv | python3 -c 'import json, sys
rows = json.load(sys.stdin)
print(len(rows), sum(row["quota"] for row in rows), sum(row["population"] for row in rows), rows[0]["area"])' >out
	assert_equal "$(<out)" '98 600 5992644 101' # bilag A and B
}

# flat_cells FILE: of a flat spreadsheet, "number N", "text T" or "formula F" for each cell that holds something.
flat_cells() {
	python3 - "$1" <<-'END'
		import sys, xml.etree.ElementTree as E
		for cell in E.parse(sys.argv[1]).iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"):
		    get = lambda name: next((v for k, v in cell.attrib.items() if k.endswith("}" + name)), None)
		    if get("formula"):
		        print("formula", get("formula"))
		    elif get("value"):
		        print("number", get("value"))
		    elif get("value-type"):
		        print("text", "/".join("".join(p.itertext()) for p in cell))
	END
}

# office OPTION...: LibreOffice, with a profile of its own.
office() {
	command -v soffice >/dev/null || skip 'LibreOffice is not installed'
	soffice "-env:UserInstallation=file://$PWD/profile" --headless "$@" >office.log 2>&1 || fail "$(<office.log)"
}

office_table() {
	printf '%s\t%s\t%s\t%s\n' area name value note 084 'Region Hovedstaden' 667099 '=1+1' \
		101 'a; "b"' -1234567.25 '@SUM(1)' 147 'Ærø\nny' 123456789012345678 2025-01-31 >in.tsv
}

@test "LibreOffice reads a workbook: codes as text, figures as numbers, no formula" {
	office_table
	kkr-format --type xlsx in.tsv >book.xlsx
	office --convert-to fods book.xlsx
	flat_cells book.fods >out
	diff - out <<-'END'
		text area
		text name
		text value
		text note
		text 084
		text Region Hovedstaden
		number 667099
		text =1+1
		text 101
		text a; "b"
		number -1234567.25
		text @SUM(1)
		text 147
		text Ærø/ny
		text 123456789012345678
		text 2025-01-31
	END
}

@test "LibreOffice, in Danish, reads csv-da: decimal commas are numbers, and no formula" {
	office_table
	sed -i '$d' in.tsv
	kkr-format --type csv-da in.tsv >book.csv
	# 59 ";", 34 quotes, 76 UTF-8, 1030 Danish
	office --infilter='Text - txt - csv (StarCalc):59,34,76,1,,1030,false,true,false' --convert-to fods book.csv
	flat_cells book.fods >out
	diff - out <<-'END'
		text area
		text name
		text value
		text note
		number 84
		text Region Hovedstaden
		number 667099
		text '=1+1
		number 101
		text a; "b"
		number -1234567.25
		text '@SUM(1)
	END
}

# ---- Workbooks

@test "a workbook has a bold header that stays, filters, a sheet with a name, and shows decimals as written" {
	printf 'area\tvalue\tshare\n101\t1234\t0.50\n147\t5\t21.2700\n' >in.tsv
	kkr-format --type xlsx --title "Kvoter: [2026]/'a' og meget mere end det" --heading value=Værdi in.tsv >book.xlsx
	python3 - >out <<-'END'
		import zipfile, xml.etree.ElementTree as E
		N = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
		z = zipfile.ZipFile("book.xlsx")
		book, sheet, styles = (E.fromstring(z.read("xl/" + n)) for n in ("workbook.xml", "worksheets/sheet1.xml", "styles.xml"))
		print(book.find("m:sheets/m:sheet", N).get("name"))
		pane = sheet.find(".//m:pane", N)
		print(pane.get("state"), pane.get("ySplit"), sheet.find("m:autoFilter", N).get("ref"))
		fonts, xfs = styles.findall("m:fonts/m:font", N), styles.findall("m:cellXfs/m:xf", N)
		codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter("{%s}numFmt" % N["m"])} | {"1": "0", "2": "0.00"}
		for c in sheet.iterfind(".//m:c", N):
		    xf = xfs[int(c.get("s", 0))]
		    bold = fonts[int(xf.get("fontId"))].find("m:b", N) is not None
		    print(c.get("r"), "".join(c.itertext()), "bold" if bold else codes.get(xf.get("numFmtId"), "-"))
		print([c.text for c in E.fromstring(z.read("docProps/core.xml"))])
	END
	diff - out <<-'END'
		Kvoter- -2026---a- og meget mer
		frozen 1 A1:C3
		A1 area bold
		B1 Værdi bold
		C1 share bold
		A2 101 -
		B2 1234 0
		C2 0.5 0.00
		A3 147 -
		B3 5 0
		C3 21.27 0.0000
		["Kvoter: [2026]/'a' og meget mere end det", None, None, '2000-01-01T00:00:00Z', '2000-01-01T00:00:00Z']
	END
	kkr-format --type xlsx --lang da in.tsv >book.xlsx
	unzip() { python3 -m zipfile -e "$@"; }
	unzip book.xlsx book
	grep -q '#,##0.0000"' book/xl/styles.xml
	run grep -c 'formatCode="0' book/xl/styles.xml
	assert_output 0
}

@test "a workbook has a sheet for each file, with its own columns, headings and widths" {
	rows 'area quota' '084 10' '101 7' >a.tsv
	rows 'region_name share' 'Hovedstaden~&~b 0.50' >b.tsv
	kkr-format --type xlsx --sheet Kommuner=a.tsv --sheet 'Æ/b: 2'=b.tsv --heading quota=Kvote \
		--heading 'Æ/b: 2:share=Andel' >book.xlsx
	run python3 - <<-'END'
		import re, zipfile
		book = zipfile.ZipFile("book.xlsx")
		print(re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode()))
		for n in 1, 2:
		    sheet = book.read(f"xl/worksheets/sheet{n}.xml").decode()
		    print(re.findall('<c r="([A-Z0-9]*)"[^>]*>(?:<is><t>|<v>)([^<]*)', sheet))
	END
	assert_success
	assert_line --index 0 "['Kommuner', 'Æ-b- 2']"
	assert_line --index 1 "[('A1', 'area'), ('B1', 'Kvote'), ('A2', '084'), ('B2', '10'), ('A3', '101'), ('B3', '7')]"
	assert_line --index 2 "[('A1', 'region_name'), ('B1', 'Andel'), ('A2', 'Hovedstaden &amp; b'), ('B2', '0.5')]"
	run_split kkr-table --sheet Kommuner book.xlsx
	gives 'area|kvote' '084|10' '101|7'
	kkr-format --type xlsx --lang da a.tsv | kkr-table - >out
	assert_equal "$(paste -sd ' ' out)" "kode${TAB}beregnet_kvote 084${TAB}10 101${TAB}7"
}

@test "sheets that are wrong are told" {
	rows 'area quota' '084 10' >a.tsv
	refusals run_split kkr-format --type xlsx <<-'END'
		64 | --sheet a.tsv                               | --sheet: 'a.tsv' is not of the form NAME=FILE
		64 | --sheet =a.tsv                              | NAME=FILE
		64 | --sheet A=a.tsv b.tsv                       | 'b.tsv': with --sheet, each file stands behind the name of its sheet
		64 | --sheet A=- --sheet B=-                     | standard input can be read once
		64 | --sheet A=a.tsv --sheet a=a.tsv             | --sheet: 'a' is the name of two sheets
		64 | --sheet A=a.tsv --wide area                 | --wide cannot be used with --sheet
		64 | --heading A:area=x a.tsv                    | there is no sheet 'A', and --sheet makes them
		66 | --sheet A=none.tsv                          | none.tsv
		65 | --sheet A=a.tsv --heading B:area=x          | there is no column 'area' in the sheet 'B'
		65 | --sheet A=a.tsv --sheet B=a.tsv --codes x   | there is no column 'x' in any sheet
	END
}

@test "a title that no sheet may be named, or that XML cannot hold, does not break the workbook" {
	printf 'area\tvalue\n101\t1\n' >in.tsv
	sheet() {
		kkr-format --type xlsx --title "$1" in.tsv >book.xlsx
		python3 - <<-'END'
			import zipfile, xml.etree.ElementTree as E
			z = zipfile.ZipFile("book.xlsx")
			trees = {n: E.fromstring(z.read(n)) for n in z.namelist() if n.endswith((".xml", ".rels"))}
			print(next(e.get("name") for e in trees["xl/workbook.xml"].iter() if e.tag.endswith("}sheet")))
			print(next(e.text for e in trees["docProps/core.xml"].iter() if e.tag.endswith("}title")))
		END
	}
	# Excel mends a workbook with a sheet of that name, and says that it is damaged.
	assert_equal "$(sheet History)" "$(printf 'History-\nHistory')"
	assert_equal "$(sheet hISTORY)" "$(printf 'hISTORY-\nhISTORY')"
	assert_equal "$(sheet 'History of it')" "$(printf 'History of it\nHistory of it')"
	assert_equal "$(sheet $'a\xef\xbf\xbeb\xef\xbf\xbf')" $'a\xef\xbf\xbdb\xef\xbf\xbd\na\xef\xbf\xbdb\xef\xbf\xbd'
}

@test "the same records give the same workbook, whatever the time, its zone and the locale" {
	mixed >in.tsv
	kkr-format --type xlsx in.tsv >book.xlsx
	sleep 2.1 # a ZIP archive counts in steps of two seconds
	TZ=Asia/Tokyo LC_ALL=da_DK.UTF-8 kkr-format --type xlsx <in.tsv | cmp - book.xlsx
	kkr-format --type xlsx in.tsv | cat | cmp - book.xlsx
}

@test "more than a workbook holds is 65, and nothing is written" {
	awk 'BEGIN { print "n"; for (i = 1; i <= 1048576; i++) print i }' >rows.tsv
	run_split kkr-format --type xlsx rows.tsv
	refused 65 'kkr-format: rows.tsv:1048577: ' 1048576 csv
	awk 'BEGIN { for (i = 1; i <= 16385; i++) printf "c%d%s", i, i < 16385 ? "\t" : "\n" }' >columns.tsv
	run_split kkr-format --type xlsx columns.tsv
	refused 65 'kkr-format: columns.tsv:1: ' 16384 csv
	{ echo n && printf 'x%.0s' {1..32767} && echo; } >fits.tsv
	kkr-format --type xlsx fits.tsv | reference format read xlsx | cmp - fits.tsv
	# In UTF-16, an emoji counts for two.
	for long in "$(printf 'x%.0s' {1..32768})" "$(printf '\U1f600%.0s' {1..16384})"; do
		printf 'n\n1\n%s\n' "$long" >long.tsv
		run_split kkr-format --type xlsx long.tsv
		refused 65 'kkr-format: long.tsv:3: ' 32767
	done
}

@test "where temporary files cannot be made it is 73; where they cannot be written, 74" {
	printf 'n\n1\n' >in.tsv
	TMPDIR=$PWD/nowhere run_split kkr-format --type xlsx in.tsv
	refused 73 "kkr-format: $PWD/nowhere: "
	mkdir small
	awk 'BEGIN { print "n"; for (i = 1; i <= 20000; i++) print "value number " i }' >large.tsv
	# None of these sizes is enough, and each is used up at another point: a file that was cut short is
	# never taken for a whole one.
	small() {
		for size in 4 12 40 100 400 1000 1400 1700; do
			mount -t tmpfs -o "size=${size}k" none small && status=0
			TMPDIR=$PWD/small kkr-format --type xlsx large.tsv >out 2>message || status=$?
			echo "$status $(wc -c <out) $(grep -c '^kkr-format: .*/small: ' message)"
			umount small
		done
	}
	export -f small
	unshare --mount --map-root-user bash -c 'mount -t tmpfs -o size=1k none small' 2>/dev/null ||
		skip 'no user but this one can be used here'
	unshare --mount --map-root-user bash -c small >statuses
	run sort -u statuses
	assert_output '74 0 1'
	# With a file less than it takes, none can be made for the sheet, or for the workbook; and one that may not
	# grow is no signal. No line of a library is said.
	limited() {
		# A sanitizer looks for leaks by files of its own.
		ASAN_OPTIONS=detect_leaks=0 run_split python3 -c 'import resource, subprocess, sys
limit = lambda: resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]),) * 2)
sys.exit(subprocess.call(sys.argv[3:], preexec_fn=limit))' "$1" "$2" kkr-format --type xlsx in.tsv
		refused 74 "$3"
		assert_equal "${#stderr_lines[@]}" 1
	}
	limited RLIMIT_NOFILE 5 "the workbook could not be put together in it: a sheet's temporary file cannot be made"
	limited RLIMIT_NOFILE 6 'the workbook could not be put together in it: Too many open files'
	limited RLIMIT_FSIZE 1000 'the workbook could not be put together in it: File too large'
}

@test "no temporary file is left behind" {
	mkdir tmp
	mixed >in.tsv
	TMPDIR=$PWD/tmp kkr-format --type xlsx in.tsv >book.xlsx
	printf 'n\n1' >cut.tsv
	TMPDIR=$PWD/tmp run_split kkr-format --type xlsx cut.tsv
	refused 65 cut.tsv:2
	run ls tmp
	assert_output ''
}

# ---- As every filter

@test "a bad record ends each type with 65" {
	printf 'a\tb\n1\t2\n3\n' >in.tsv
	for type in $TYPES; do
		run_split kkr-format --type "$type" in.tsv
		assert_failure 65
		[[ $stderr == 'kkr-format: in.tsv:3: '* ]] || fail "$type: $stderr"
	done
}

@test "a full disk is 74 for each type, whether the output is short or long" {
	printf 'a\n1\n' >short.tsv
	(echo a && seq 100000) >long.tsv
	for type in $TYPES; do
		for table in short.tsv long.tsv; do
			run_split bash -c "kkr-format --type $type $table >/dev/full"
			assert_failure 74
			[[ $stderr == 'kkr-format: standard output: '* ]] || fail "$type: $stderr"
		done
	done
}

@test "a reader that goes away ends each type in silence" {
	(echo a && seq 1000000) >in.tsv
	for type in $TYPES; do
		run_split bash -c "kkr-format --type $type in.tsv | head -c 1 >byte; exit \${PIPESTATUS[0]}"
		assert_failure 141
		assert_equal "$stderr" ''
	done
}

@test "rows are written as they come, in memory that does not grow, as many as a workbook holds" {
	measures_memory
	awk 'BEGIN { print "area\tname\tvalue"; for (i = 1; i < 1048576; i++) print "101\tname " i % 100 "\t" i ".5" }' >in.tsv
	for type in csv csv-da json jsonl xlsx; do
		command time -f %M -o memory kkr-format --type "$type" in.tsv >"out.$type"
		[ "$(<memory)" -lt 16384 ] || fail "$type: $(<memory) KB"
	done
	assert_equal "$(wc -l <out.csv) $(wc -l <out.csv-da) $(wc -l <out.json) $(wc -l <out.jsonl)" \
		'1048576 1048576 1048577 1048575'
	python3 -c 'import zipfile
print(zipfile.ZipFile("out.xlsx").read("xl/worksheets/sheet1.xml").decode().count("<row "))' >rows
	assert_equal "$(<rows)" 1048576
}

@test "a workbook keeps columns narrow by headings of several lines, shows long texts whole, and prints as wide as a page" {
	long="$(printf 'sagsnummer 23/108198, %.0s' {1..6})bilag A"
	printf 'quota\tnote\n5\t%s\n6\tkort\n' "$long" >t.tsv
	kkr-format --type xlsx --heading 'quota=Udenlandske statsborgere fra ikke-vestlige lande' t.tsv >t.xlsx
	unzip -p t.xlsx xl/worksheets/sheet1.xml >sheet.xml
	# By hand: no two of the five words go into 14 characters: five lines of 15 points. The note has 139 characters
	# in words of 10, of which lines of 60 hold 50 at least: three.
	grep -q '<row r="1"[^>]* ht="75" customHeight="1"' sheet.xml
	grep -q '<row r="2"[^>]* ht="45" customHeight="1"' sheet.xml
	assert_equal "$(grep -o '<row r="3"[^>]*ht=' sheet.xml)" ''
	grep -q 'orientation="landscape"' sheet.xml
	grep -q 'fitToHeight="0"' sheet.xml
	grep -o '<col min="1" max="1" width="[0-9]*' sheet.xml | grep -q 'width="17'
	unzip -p t.xlsx xl/workbook.xml | grep -q "Print_Titles.*\$1:\$1"
	assert_equal "$(kkr-table t.xlsx | cut -f 2 | sed -n 2p)" "$long"
}
