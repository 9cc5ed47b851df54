# kkr-table: tables in text, and table maps. The figures of tests/fixtures/tables/ are those of the
# samples; its headings, and all other data here, are invented.

load common

TABLES=$FIXTURES/tables
MAPS=$PREFIX/share/kkr/schemas/maps
FIGURES=period,area,measure,unit,value # by_area wants the area second

# table_text TEXT [OPTION...]: kkr-table on a text, in which \n and the like are what printf makes of them.
table_text() {
	printf "$1" >in.csv
	shift
	run_split kkr-table "$@" in.csv
}

# ---- The agency's tables

# figures_of EXPORT: the figures of an export of the samples, as records, row by row of its table.
figures_of() {
	kkr-parse --columns "$FIGURES" "$SAMPLES/refugees/$1" | by_area
}

@test "Each of the agency's tables, with its map, gives the figures of its XML export, row by row" {
	figures_of bilag-a.xml >expected
	kkr-table --map "$MAPS/bilag-a-short.map.tsv" --columns "$FIGURES" --encoding windows-1252 "$TABLES/bilag-a.csv" >got
	cmp expected got
	figures_of bilag-b.xml >expected
	kkr-table --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" "$TABLES/bilag-b.csv" >got
	cmp expected got
	figures_of familiesammenfoeringer-2024.xml.gz >expected
	kkr-table --map "$MAPS/familiesammenfoeringer.map.tsv" --columns "$FIGURES" \
		"$TABLES/familiesammenfoeringer-2024.txt" >got
	cmp expected got
}

@test "The source of a figure is the title of its table and the file" {
	kkr-table --map "$MAPS/bilag-b.map.tsv" "$TABLES/bilag-b.csv" | cut -f 6 | uniq >got
	assert_equal "$(cat got)" "$(printf '%s\n' source 'Bilag B: Beregnede kommunekvoter, bilag-b.csv')"
}

@test "A table gives the same from a pipe, byte by byte, and in gzip" {
	kkr-table --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" "$TABLES/bilag-b.csv" >expected
	dd bs=1 status=none <"$TABLES/bilag-b.csv" | kkr-table --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" >got
	cmp expected got
	gzip -c "$TABLES/bilag-b.csv" | kkr-table --map "$MAPS/bilag-b.map.tsv" --columns "$FIGURES" >got
	cmp expected got
	dd bs=1 status=none <"$TABLES/familiesammenfoeringer-2024.txt" |
		kkr-table --map "$MAPS/familiesammenfoeringer.map.tsv" --columns "$FIGURES" >got
	figures_of familiesammenfoeringer-2024.xml.gz | cmp - got
}

@test "The totals of a table stay, and hold" {
	kkr-table --map "$MAPS/bilag-b.map.tsv" "$TABLES/bilag-b.csv" | kkr-codes | kkr-check --complete >checked
	assert_equal "$(tail -n +2 checked | wc -l)" 98
}

# ---- Text in which fields are divided

@test "A row is a record as it is, and columns are called after their headers" {
	table_text 'Område;Ældre, over 80;AntalØer;2024\r\n101 København;1.234;-;..\r\nÆrø;;"5";\r\n'
	gives 'area|aeldre__over_80|antal_oeer|x2024' '101 København|1.234|-|..' 'Ærø||5|'
}

@test "The delimiter is the one that divides the header" {
	local delimiter
	for delimiter in ';' , '|' '\t'; do
		table_text "a${delimiter}b\\n1${delimiter}2\\n3${delimiter}4\\n"
		gives 'a|b' '1|2' '3|4'
	done
}

@test "Where several divide the header, the row below decides" {
	table_text 'a, or b;c\n1;2\n'
	gives 'a__or_b|c' '1|2'
	table_text 'a;b,c\n1,5;2,5\n'
	gives 'a|b_c' '1,5|2,5'
	table_text 'a;b,c\n1;2,5\n' # of which 2,5 is one figure
	gives 'a|b_c' '1|2,5'
	table_text 'a;b,c\n1;x,y\n'
	refused 65 "in.csv: its fields may be divided by ';' or by ','" --delimiter
	table_text 'a;b,c\n1;x,y\n' --delimiter ';'
	gives 'a|b_c' '1|x,y'
	table_text '"a;b",c;d\n1;2,3\n' # a delimiter in quotes divides nothing
	gives 'a_b|c_d' '1;2|3'
	table_text 'a,b;c\n' # a header alone
	refused 65 "in.csv: its fields may be divided by ';' or by ','" --delimiter
}

@test "Decimals and prose are no delimiters, however ragged the rows are" {
	table_text 'Kommune;Andel\na;1,5\nb;0,5\n'
	gives 'kommune|andel' 'a|1,5' 'b|0,5'
	table_text 'Kommune;Andel, pct.;Note\na;1,5\nb;2,5;x\nc;3,5\n'
	gives 'kommune|andel__pct_|note' 'a|1,5|' 'b|2,5|x' 'c|3,5|'
	table_text 'Kommune, Antal, Note\na, 5, x; y\nb, 6, z\n'
	gives 'kommune|antal|note' 'a| 5| x; y' 'b| 6| z'
	table_text 'kode,antal,andel\n101,667099,5\n461,200000,7\n'
	gives 'kode|antal|andel' '101|667099|5' '461|200000|7'
	local titles
	titles=$(repeated 40 'Tal efter område, køn og tid')
	printf '%s\nKommune;Andel, pct.\na;1,5\nb;2,5\n' "$titles" >in.csv
	run_split kkr-table --list-cells --range A41:B43 in.csv
	gives 'sheet|name|row|column|kind|text' '1||41|A|text|Kommune' '1||41|B|text|Andel, pct.' '1||42|A|text|a' \
		'1||42|B|text|1,5' '1||43|A|text|b' '1||43|B|text|2,5'
}

@test "Of random tables the delimiter is found, whatever stands in their fields" {
	python3 - "$(sample 3000 120)" <<-'END'
		import csv, io, random, subprocess, sys
		rng = random.Random(20260101)
		words = ['Odense', 'Aarhus', 'Ærø', 'i alt', 'Køge', 'Vejle by', 'Nyborg']
		for n in range(int(sys.argv[1])):
		    mark = rng.choice(';;;,\t|')
		    decimal = ',' if mark != ',' else '.'
		    columns, rows = rng.randint(2, 6), rng.randint(3, 30)
		    def text():
		        word = rng.choice(words)
		        return word + (', ' + rng.choice(words) if rng.random() < .15 else '')
		    kinds = ['text'] + [rng.choice(['text', 'figure', 'whole']) for _ in range(columns - 1)]
		    def cell(kind):
		        if kind == 'text':
		            return text()
		        return str(rng.randint(0, 99999)) + (decimal + str(rng.randint(0, 9)) if kind == 'figure' else '')
		    table = [['Kol%d' % i + (', pct.' if rng.random() < .2 else '') for i in range(columns)]]
		    table += [[cell(k) for k in kinds] for _ in range(rows)]
		    out = io.StringIO()
		    csv.writer(out, delimiter=mark, lineterminator='\n').writerows(table)
		    lines = out.getvalue()
		    titles = rng.choice([0, 0, 1, 3, 25])
		    lines = 'Tal efter kommune, køn og tid\n' * titles + lines
		    open('in.csv', 'w', encoding='utf-8').write(lines)
		    run = subprocess.run(['kkr-table', '--list-cells', 'in.csv'], capture_output=True, text=True)
		    got = {}
		    for line in run.stdout.splitlines()[1:]:
		        _, _, row, column, _, value = line.split('\t')
		        got[int(row), column] = value
		    want = {(titles + 1 + i, chr(65 + j)): v for i, row in enumerate(table) for j, v in enumerate(row)}
		    seen = {k: v for k, v in got.items() if k[0] > titles}
		    assert run.returncode == 0 and seen == want, (n, mark, run.stderr, lines[:400])
	END
}

@test "Excel's guard around a text is no part of it" {
	table_text 'kode;n\n="0101";5\n"=""0461""";6\n="";7\n=1+1;8\n' --numbers da
	gives 'kode|n' '0101|5' '0461|6' '|7' '=1+1|8'
}

@test "Rows may end early and have empty fields behind the last column" {
	table_text 'Kommune;Antal;Note\na;5;x\nb;7\nc;8;;\nd;9;y;;; ;\n'
	gives 'kommune|antal|note' 'a|5|x' 'b|7|' 'c|8|' 'd|9|y'
	table_text 'Kommune,Antal\na,5,,\nb\n'
	gives 'kommune|antal' 'a|5' 'b|'
}

@test "A title with a sign in it is no header of rows that another one divides" {
	local title
	for title in 'Tal efter køn, og tid' 'Tal,tid' 'Tal|tid'; do
		table_text "$title\n;2024;2025\nOdense;1;2\nVejle;3;4\n"
		refused 65 'in.csv: ' 'neither XML nor a table' --header
		assert_equal "$output" ''
	done
	table_text 'Tal; tid\n,2024,2025\nOdense,1,2\nVejle,3,4\n'
	refused 65 'in.csv: ' --header
	table_text 'Tal, tid\nk;2024\nOdense;1\n' --header 2
	gives 'k|x2024' 'Odense|1'
	table_text 'k;tal\na,b\nOdense;1\n' # no more rows of the other
	gives 'k|tal' 'a,b|' 'Odense|1'
}

@test "A text that nothing divides is no table, but with --delimiter" {
	table_text 'a\n1\n'
	refused 65 'in.csv: ' 'neither XML nor a table' --delimiter
	table_text 'a\n1\n' --delimiter tab
	gives a 1
	table_text 'a b\n1 2\n' --delimiter ' '
	gives 'a|b' '1|2'
}

@test "A delimiter that is none is 64" {
	local delimiter
	for delimiter in '' ab '"' ø $'\n'; do
		run_split kkr-table --delimiter "$delimiter"
		refused 64 --delimiter
	done
}

@test "The line sep= tells the delimiter and is no row" {
	table_text 'sep=,\r\na;b,c\r\n1;2,3\r\n'
	gives 'a_b|c' '1;2|3'
	table_text 'sep=,\na;b\n1;2\n' --delimiter ';'
	gives 'a|b' '1|2'
	table_text 'sep=;b\n1;2\n'
	gives 'sep_|b' '1|2'
	table_text 'sep=\n\na;b\n1;2\n' --header 3
	gives 'a|b' '1|2'
	table_text 'sep="\na"b\n1"2\n'
	refused 65 'in.csv: it is neither XML nor a table'
	table_text 'sep=,\na,b\n1,"x"y\n'
	[[ $stderr == 'kkr-table: in.csv:3: '* ]]
}

@test "Quoted fields hold delimiters, quotes and line ends" {
	table_text 'a;"b;""c"""\r\n"x\r\ny;z";""""\r\n"";"\t\\"\r\n'
	gives 'a|b__c_' 'x\r\ny;z|"' '|\t\\'
}

@test "A quote within a field is a character" {
	table_text 'a;b\nx"y;5" rør\n'
	gives 'a|b' 'x"y|5" rør'
}

@test "What follows a closing quote, or a quote without its end, is 65 with its line" {
	table_text 'a;b\n"x\n\ny";1\n"x"y;2\n'
	assert_failure 65
	assert_equal "$stderr" 'kkr-table: in.csv:5: a quoted field goes on after the quote that closes it'
	table_text 'a;b\n1;2\n3;"x\ny\n'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:3: a quote is opened here'* ]]
	table_text 'a;b\n1;"2'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a quote is opened here'* ]]
}

@test "Lines end with LF or CR LF, the last with neither; a lone CR is 65" {
	table_text 'a;b\r\n1;2\n3;4'
	gives 'a|b' '1|2' '3|4'
	table_text 'a;b\n1;2\n3;4;\r'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:3: a carriage return'* ]]
	table_text 'a;b\r1;2\r'
	assert_failure 65
}

@test "A NUL is 65 with its line, and what is UTF-16 without a mark is told" {
	table_text 'a;b\n1;\0002\n'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a NUL byte'* ]]
	printf 'a;b\n1;æ\n' | iconv -t UTF-16LE >in.csv
	run_split kkr-table in.csv
	refused 65 'in.csv:1: a NUL byte' '--encoding UTF-16LE'
	run_split kkr-table --encoding UTF-16LE in.csv
	gives 'a|b' '1|æ'
}

@test "Another control character makes a bad record" {
	table_text 'a;b\n1;\a\n2;3\n' --rejects bad
	gives 'a|b' '2|3'
	[[ $(tail -n 1 bad) == $'in.csv\t2\tB2: '*U+0007* ]]
}

@test "An empty text is 65, and so is one of space" {
	: >in.csv
	run_split kkr-table --format csv in.csv
	refused 65 in.csv
	table_text ';;\n \n' --format csv --delimiter ';'
	refused 65 'in.csv: there is nothing in it'
}

@test "A header alone is an empty table" {
	table_text 'a;b\r\n'
	gives 'a|b'
	table_text 'a;b'
	gives 'a|b'
}

@test "A text that begins with < is a table where that begins no tag, or its > ends a field; a format that is asked for makes no table of another" {
	table_text '<5 år;b\n1;2\n' --format csv
	gives 'x_5_aar|b' '1|2'
	table_text '<5 år;b\n1;2\n'
	gives 'x_5_aar|b' '1|2'
	table_text '<Område>;<Antal>\nVejle;2\n'
	gives 'x_omraade_|x_antal_' 'Vejle|2'
	table_text '<r><row a="1"/></r>\n' --format csv
	refused 65 'in.csv:1: is XML that tells its own columns, and no table (its root element is <r>): kkr-parse reads it'
	table_text '[{"a":1,"b":2}]\n' --format csv
	refused 65 'in.csv: is JSON, and not csv: without --format it is read as what it is'
	table_text '<html><table><tr><td>a</td><td>b</td></tr></table></html>' --format text
	refused 65 'in.csv: is a page of HTML, and not text'
	run_split kkr-table --format csv "$TABLES/bilag-b.xlsx"
	refused 65 'bilag-b.xlsx: is a workbook, and not csv'
}

# ---- Figures

@test "Any dash is nil alone and a minus before a figure in Danish notation, with a space of any kind around it" {
	local dash space
	map 'column|is|type|numbers|measure' 'k|area' 'n|value|decimal|da|antal'
	for dash in - ‐ ‑ ‒ – — ― − －; do
		printf 'k;n\na;%s\nb;%s1.234,5\nc;%s 5\n' "$dash" "$dash" "$dash" >in.csv
		run_split kkr-table --map map.tsv in.csv
		gives 'area|measure|value' 'a|antal|0' 'b|antal|-1234.5' 'c|antal|-5'
		run_split kkr-table --numbers da in.csv
		gives 'k|n' 'a|0' 'b|-1234.5' 'c|-5'
	done
	for space in '\u00A0' '\u202F' '\u2007' '\u2009' '\u200B' '\uFEFF' ' '; do
		table_text "k;n\na;${space}5${space}\nb;${space}1.234${space}${space}\nc;${space}\nd;${space}..\n" --map map.tsv
		gives 'area|measure|value' 'a|antal|5' 'b|antal|1234' 'c|antal|' 'd|antal|'
	done
	table_text 'k;n\na;\u22120\n' --map map.tsv
	refused 65 "B2: '−0' is not a number"
	table_text 'k;n\na;\u2212\n' --numbers plain
	gives 'k|n' 'a|−'
}

@test "A message about a figure names the character that none has" {
	map 'column|is|type|numbers|measure' 'k|area' 'n|value|decimal|da|antal'
	unread() { # TEXT WHAT
		table_text "k;n\na;$1\n" --map map.tsv
		refused 65 'in.csv:2: B2: ' "is not a number in Danish notation (1.234,5; at most 100 digits): $2 cannot be read"
		table_text "k;n\na;$1\n" --map map.tsv --rejects bad
		[[ $(tail -n 1 bad) == *"digits): $2 cannot be read"* ]]
	}
	unread '1\u00A0234' 'U+00A0, a no-break space,'
	unread '1\u202F234' 'U+202F, a narrow no-break space,'
	unread '1\u2019234' "'’', U+2019,"
	unread '1 234' 'U+0020, a blank,'
	unread '1O5' "'O', U+004F,"
	unread 'l5' "'l', U+006C,"
	unread '5\u2013' 'U+2013, a dash,'
	unread '٥' "'٥', U+0665,"
	table_text 'k;n\na;intet\n' --map map.tsv
	refused 65 "B2: 'intet' is not a number in Danish notation (1.234,5; at most 100 digits)"
	[[ $stderr != *"cannot be read"* ]]
	table_text 'k;n\na;1.23\n' --map map.tsv
	[[ $stderr != *"cannot be read"* ]]
}

# ---- Encodings

@test "Marks tell UTF-8 and UTF-16, and --encoding the rest" {
	local code text='a;b\nÆrø €;“Å”\n'
	printf "$text" >plain
	for code in UTF-8:'\xEF\xBB\xBF' UTF-16LE:'\xFF\xFE' UTF-16BE:'\xFE\xFF'; do
		{ printf "${code#*:}" && iconv -t "${code%%:*}" plain; } >in.csv
		run_split kkr-table in.csv
		gives 'a|b' 'Ærø €|“Å”'
		run_split kkr-table --encoding windows-1252 in.csv # the mark decides
		gives 'a|b' 'Ærø €|“Å”'
	done
	for code in WINDOWS-1252 UTF-16BE MACINTOSH CP850; do
		printf 'a;b\nÆrø;Å\n' | iconv -t $code >in.csv
		run_split kkr-table --encoding $code in.csv
		gives 'a|b' 'Ærø|Å'
	done
}

@test "Windows-1252 that is not told is 65 with its line, and the message names the option" {
	printf 'a;b\n1;2\nÆrø;3\n' | iconv -t WINDOWS-1252 >in.csv
	run_split kkr-table in.csv
	assert_failure 65
	assert_equal "$stderr" 'kkr-table: in.csv:3: a byte 0xC6 is not UTF-8, which a text is unless --encoding says otherwise: it is probably windows-1252, and kkr-table --encoding windows-1252 reads it'
}

@test "The encoding that a message names is the one in which the bytes are letters of words" {
	told() { # ENCODING TEXT: the message names that encoding, and with it the text is read
		printf 'Kommune;Antal\n%b;5\n' "$2" | iconv -t "$1" >in.csv
		run_split kkr-table in.csv
		refused 65 "in.csv:" "--encoding $1 reads it"
		run_split kkr-table --encoding "$1" in.csv
		gives 'kommune|antal' "$2|5"
	}
	for word in København Ærø ÆRØ Århus 'Læsø' 'Øster Åby' 'Tårnby' 'ØSTDANMARK'; do
		for encoding in windows-1252 CP850 macintosh; do
			told $encoding "$word og Åbenrå"
		done
	done
	told windows-1252 'Fyn – “i alt”' # signs of windows-1252 alone
	told windows-1252 'Københavns §1'
	printf 'Ø;b\n1;2\n' | iconv -t UTF-16LE >in.csv
	run_split kkr-table in.csv
	refused 65 'in.csv:1: ' '--encoding UTF-16LE reads it'
	printf 'A;b\n1;2\n' | iconv -t UTF-16BE >in.csv
	run_split kkr-table in.csv
	refused 65 'in.csv:1: a NUL byte: it is UTF-16 without a mark, which --encoding UTF-16BE reads'
	table_text 'a;b\n\x92;\x92\n'
	refused 65 'in.csv:2: a byte 0x92 is not UTF-8'
	table_text 'a;b\nx\x01\xB0\xDDy;\xC1\n'
	refused 65 '--encoding says which it is in'
}

@test "Bytes that are not of the encoding are 65" {
	table_text 'a;b\n1;\x81\n' --encoding windows-1252
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a byte 0x81 is not windows-1252, which --encoding says'* ]]
	table_text 'a;b\n1;\x80\n' --encoding ISO-8859-1
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a byte 0x80, a control character of ISO-8859-1'*windows-1252* ]]
	table_text 'a;b\n1;\xc3' # it ends within a character
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: '* ]]
	{ printf '\xFF\xFE' && printf 'a;b\n' | iconv -t UTF-16LE && printf '\n'; } >in.csv
	run_split kkr-table in.csv
	assert_failure 65
}

@test "An encoding that is none is 64" {
	local encoding
	for encoding in '' nosuch UTF-8//IGNORE; do
		run_split kkr-table --encoding "$encoding"
		refused 64 --encoding
	done
}

# ---- Header, columns, rows

@test "The header is the first row with anything, or the one of --header" {
	local text=' ;\nTitle;\n\na;b\n1;2\n'
	table_text "$text" --header 4
	gives 'a|b' '1|2'
	table_text "$text" --delimiter ';' --skip-empty
	gives 'title|b' 'a|b' '1|2'
	table_text 'a;b\n1;2\n' --header 3 --delimiter ';'
	refused 65 'in.csv: there is no row 3'
	table_text 'a;b\n;\n1;2\n' --header 2 --delimiter ';'
	refused 65 'in.csv: there is nothing in row 2'
}

@test "A header of two rows is read from above" {
	table_text 'x\n;Folketal;Folketal\nKommune;2024;2025\n1;2;3\n' --header 2-3
	gives 'kommune|folketal_2024|folketal_2025' '1|2|3'
}

@test "Without a header columns are called by their letters" {
	table_text '1;2\n3;4\n' --header 0
	gives 'a|b' '1|2' '3|4'
	table_text '\n\n1;2\n3;4\n' --header 0 # rows before the first that has anything are no part of it
	gives 'a|b' '1|2' '3|4'
}

@test "A column without a text in the header is called by its letter, and none is called as another" {
	table_text ';Antal;Antal;A;Antal 2;\n1;2;3;4;5;6\n'
	gives 'a|antal|antal_2|a_2|antal_2_2|f' '1|2|3|4|5|6'
}

@test "A header of thousands of equal texts is numbered at once" {
	awk 'BEGIN { for (i = 1; i <= 16000; i++) printf "x%s", i < 16000 ? ";" : "\n"
		for (i = 1; i <= 16000; i++) printf "1%s", i < 16000 ? ";" : "\n" }' >in.csv
	timeout 60 kkr-table in.csv | sed -n 1p | tr '\t' '\n' >got
	awk 'BEGIN { print "x"; for (i = 2; i <= 16000; i++) print "x_" i }' | cmp - got
	table_text 'x;x;x_2;x;x_2;x_3\n1;2;3;4;5;6\n'
	gives 'x|x_2|x_2_2|x_3|x_2_3|x_3_2' '1|2|3|4|5|6'
}

@test "Columns far to the right have the letters of a spreadsheet" {
	{ printf ';%.0s' {1..702} && echo && printf 'x%.0s;' {1..702} && echo x; } >in.csv
	run_split kkr-table --header 0 --delimiter ';' in.csv
	assert_success
	assert_equal "$(head -n 1 <<<"$output" | cut -f 1,26,27,52,53,702,703)" $'a\tz\taa\taz\tba\tzz\taaa'
}

@test "--rename calls columns so, by the header or by the name that is made of it" {
	table_text 'Kommune;Antal i alt\n1;2\n' --rename Kommune=area,antal_i_alt=value
	gives 'area|value' '1|2'
}

@test "A header that is the name of a column stays as it is" {
	table_text 'tid;geo;value\n1;2;3\n'
	gives 'tid|geo|value' '1|2|3'
	table_text 'Tid;GEO;Time\n1;2;3\n'
	gives 'period|area|time' '1|2|3'
}

@test "--range reads these cells alone" {
	local text='t;;;\n;a;b;c\n;1;2;3\n;4;5;6\n;7;8;9\n'
	table_text "$text" --range B2:C4
	gives 'a|b' '1|2' '4|5'
	table_text "$text" --range C2:
	gives 'b|c' '2|3' '5|6' '8|9'
	table_text "$text" --range 2:3
	gives 'a|a_2|b|c' '|1|2|3'
	table_text "$text" --range B:C --header 2
	gives 'a|b' '1|2' '4|5' '7|8'
	table_text "$text" --range B4:D --header 2
	gives 'a|b|c' '4|5|6' '7|8|9'
	table_text "$text" --range B4:D5 --header 0
	gives 'b|c|d' '4|5|6' '7|8|9'
}

@test "What stands behind the range is still looked at" {
	table_text 'a;b\n1;2\n"x"y;3\n' --range 1:2
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:3: '* ]]
}

@test "A range or a header that is none is 64" {
	local range
	for range in '' B4 4 B4:F110:G b4:f5 B0:F1 F1:B2 A5:A4 XFE1:XFF2 A1:A99999999999 'A1: B2'; do
		run_split kkr-table --range "$range"
		refused 64 --range
	done
	for range in '' x -1 4-3 0-1 3- 1-2-3 99999999999; do
		run_split kkr-table --header "$range"
		refused 64 --header
	done
}

@test "A row with something in more fields than the header has is a bad record, with its line" {
	table_text 'a;b\n1;2;9\n"x\ny";4\n5;6;;7\n' --rejects bad
	gives 'a|b' 'x\ny|4'
	assert_equal "$(cut -f 1,2,4 bad)" "$(rows 'file line record' 'in.csv 2 1;2;9' 'in.csv 5 5;6;;7')"
	table_text 'a;b\n1;2;3\n'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: row 2: a row of 3 fields, where the header has 2'* ]]
}

@test "A row with nothing in it is a bad record, or left out by --skip-empty" {
	table_text 'a;b\n1;2\n ; \n3;4\n\n'
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:3: '*--skip-empty* ]]
	table_text 'a;b\n1;2\n ; \n3;4\n\n' --skip-empty
	gives 'a|b' '1|2' '3|4'
}

@test "--skip leaves rows out by what they begin with" {
	local text='a;b\nI alt;1\nI alt;\nx;2\n;Kilde: y\nKilde: z;\n;I alt\n'
	table_text "$text" --skip 'I alt' --skip 'Kilde:*'
	gives 'a|b' 'x|2'
	table_text "$text" --skip 'Kilde' --skip 'I al*'
	gives 'a|b' 'x|2' '|Kilde: y' 'Kilde: z|'
	run_split kkr-table --skip ''
	refused 64 --skip
}

# ---- Numbers

@test "Without --numbers no text is touched; with it numbers are, and what fits no notation is bad" {
	local text='a;b\n1.234,5;-\n12;..\n0101;1.000\nx 1,5;31-12-2024\n2.;31.12.2024\n1.23;-x\n'
	table_text "$text"
	gives 'a|b' '1.234,5|-' '12|..' '0101|1.000' 'x 1,5|31-12-2024' '2.|31.12.2024' '1.23|-x'
	table_text "$text" --numbers da --rejects bad
	gives 'a|b' '1234.5|0' '12|' '0101|1000' 'x 1,5|31-12-2024'
	assert_equal "$(cut -f 2,4 bad)" "$(printf '%s\n' $'line\trecord' $'6\t2.;31.12.2024' $'7\t1.23;-x')"
	[[ $(tail -n 1 bad) == *"A7: '1.23' is not a number in Danish notation"*'table map'* ]]
	table_text "$text" --numbers plain --rejects bad
	gives 'a|b' '12|..' '0101|1.000' 'x 1,5|31-12-2024' '1.23|-x'
}

@test "An apostrophe that guards against formulas is taken off, and the text is no number" {
	table_text "a;b\\n'=1+2;'-\\n' @x;'' +\\n'x;o'-\\n-;\"'\\tz\"\\n" --numbers da
	gives 'a|b' '=1+2|-' " @x|' +" "'x|o'-" '0|\tz'
	# within a field in quotes behind what divides; nowhere else
	table_text "a;b\n\"x;'=1\";\"'a,''-b\"\n\"x '=1;''x\";x,'=1\n\"a\n'@b;'\"\"=c\";5\n"
	gives 'a|b' "x;=1|'a,'-b" "x '=1;''x|x,'=1" 'a\n@b;"=c|5'
}

# ---- Sheets

@test "A text is one sheet without a name" {
	table_text 'a;b\n1;2\n' --list-sheets
	gives 'sheet|name' '1|'
	table_text 'a;b\n1;2\n' --sheet 1
	gives 'a|b' '1|2'
	table_text 'a;b\n1;2\n' --sheet Bilag
	refused 65 "in.csv: there is no sheet 'Bilag'" --list-sheets
}

# ---- Cells with kinds, merged cells, several sheets: of whatever workbook, here in SpreadsheetML

# sheet NAME ROW...: adds a sheet to book.xml. A row is a number of the row and cells, a blank between:
# COLUMN:KIND:TEXT[:DOWN:ACROSS], with n number, p percentage, d date, b truth, e error, s text.
sheet() {
	local name=$1 row cell
	shift
	printf '<Worksheet ss:Name="%s"><Table>\n' "$name"
	for row; do
		set -- $row
		printf '<Row ss:Index="%s">' "$1"
		shift
		for cell; do
			IFS=: read -r column kind text down across <<<"$cell"
			[ "$kind" != d ] || text=${text}T00:00:00.000
			printf '<Cell ss:Index="%s" ss:MergeDown="%s" ss:MergeAcross="%s" %s><Data ss:Type="%s">%s</Data></Cell>' \
				"$column" "${down:-0}" "${across:-0}" "$([ "$kind" != p ] || echo 'ss:StyleID="p"')" \
				"$(printf '%s\n' nNumber pNumber dDateTime bBoolean eError sString | sed -n "s/^$kind//p")" "${text//_/ }"
		done
		echo '</Row>'
	done
	echo '</Table></Worksheet>'
}

# parse_sheets OPTION... -- SHEET...: kkr-table on a workbook of these sheets.
parse_sheets() {
	local options=()
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	{
		echo '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
		echo '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>'
		printf '%s\n' "$@"
		echo '</Workbook>'
	} >book.xml
	run_split kkr-table "${options[@]}" book.xml
}

@test "A number is as it is stored, whatever --numbers says of texts" {
	local text
	text=$(sheet A '1 1:s:k 2:s:v 3:s:w' '2 1:s:x 2:n:1234.5 3:p:0.25' '3 1:d:2025-01-31 2:b:1 3:s:1.000')
	parse_sheets -- "$text"
	gives 'k|v|w' 'x|1234.5|0.25' '2025-01-31|true|1.000'
	parse_sheets --numbers da -- "$text"
	gives 'k|v|w' 'x|1234.5|0.25' '2025-01-31|true|1000'
}

@test "A map reads numbers, dates and percentages of a workbook by their kind" {
	map 'column|is|type|numbers|measure' 'k|area|||' 'd|period|||' 'v|value|integer|da|a' 'p|value|percent|da|b' 's|value||da|c'
	parse_sheets --map map.tsv --rejects bad -- "$(sheet A '1 1:s:k 2:s:d 3:s:v 4:s:p 5:s:s' \
		'2 1:s:x 2:n:2024 3:n:1234 4:p:0.255 5:p:0.255' '3 1:n:101 2:d:2025-01-31 3:s:1.234 4:n:25 5:s:-' \
		'4 1:s:y 2:n:2024 3:n:1.5 4:p:-1 5:d:2025-01-31' '5 1:s:z 2:n:2024 3:b:1 4:p:1.2345 5:n:-0.5' \
		'6 1:e:#REF! 2:n:2024')"
	gives 'area|period|measure|value' 'x|2024|a|1234' 'x|2024|b|25.5' 'x|2024|c|0.255' \
		'101|2025-01-31|a|1234' '101|2025-01-31|b|25' '101|2025-01-31|c|0' \
		'y|2024|b|-100' 'z|2024|b|123.45' 'z|2024|c|-0.5'
	assert_equal "$(tail -n +2 bad | cut -f 3)" "$(printf '%s\n' \
		"A!C4: '1.5' is not an integer in plain notation (1234; at most 100 digits)" \
		"A!E4: '2025-01-31' is not a number in plain notation (1234.5; at most 100 digits)" \
		"A!C5: 'true' is not an integer in plain notation (1234; at most 100 digits)" \
		"A!A6: '#REF!' is an error, not a value")"
}

@test "A percentage is moved two places, exactly" {
	map 'column|is|type' 'k|area' 'p|value|percent'
	local numbers='0.25 1 -0.5 0.001 0.12345678901234568 100 0 -0.01 12.5'
	parse_sheets --map map.tsv -- "$(row=2 rows=()
		for n in $numbers; do
			rows+=("$((row++)) 1:s:x 2:p:$n")
		done
		sheet A '1 1:s:k 2:s:p' "${rows[@]}")"
	assert_success
	assert_equal "$(cut -f 2 <<<"$output")" "$(printf '%s\n' value 25 100 -50 0.1 12.345678901234568 10000 0 -1 1250)"
}

@test "A merged text stands in all of its range, a merged figure is bad in all of it" {
	parse_sheets --rejects bad -- "$(sheet A '1 1:s:a 2:s:b 3:s:c' '2 1:s:x:2 2:n:1 3:n:2' '3 2:s:y:0:1' '4 2:n:5:1 3:n:6' \
		'5 1:s:z 3:n:7' '6 1:s:w 2:n:8 3:n:9')"
	gives 'a|b|c' 'x|1|2' 'x|y|y' 'w|8|9'
	assert_equal "$(tail -n +2 bad | cut -f 3)" "$(printf "A!B%s: the figure '5' is that of several cells, which are merged\n" 4 5)"
}

@test "A merged text stands in the part of its range that --range reads, from above and from the left" {
	parse_sheets --range B:C -- "$(sheet A '1 1:s:a 2:s:b 3:s:c' '2 1:s:x:0:1 3:n:1')"
	gives 'b|c' 'x|1'
	parse_sheets --range A:B -- "$(sheet A '1 1:s:a 2:s:b 3:s:c' '2 1:n:1 2:s:x:0:1')"
	gives 'a|b' '1|x'
	parse_sheets --header 1 --range A3:B4 -- "$(sheet A '1 1:s:a 2:s:b' '2 1:s:x:1 2:n:1' '3 2:n:2' '4 1:s:y 2:n:3')"
	gives 'a|b' 'x|2' 'y|3'
	parse_sheets --header 1 --range A3:B4 -- "$(sheet A '1 1:s:a 2:s:b' '2 1:n:9:1 2:n:1' '3 2:n:2')"
	refused 65 "A!A3: the figure '9' is that of several cells"
}

@test "A header alone is an empty table, whatever sheets stand behind it" {
	parse_sheets --sheet 1 -- "$(sheet A '1 1:s:a 2:s:b')" "$(sheet B '1 1:s:x')"
	gives 'a|b'
	parse_sheets -- "$(sheet A '1 1:s:a 2:s:b')" "$(sheet B)"
	gives 'a|b'
	parse_sheets --header 3 -- "$(sheet A '1 1:s:a 2:s:b')" "$(sheet B '2 1:s:x')"
	refused 65 'there is no row 3, which is to be the header'
}

@test "Any number of merged ranges may stand below one another, whatever becomes of their rows" {
	{
		echo '<table><tr><th>a<th>b<th>c</tr>'
		for ((i = 0; i < 9000; i++)); do
			echo '<tr><td rowspan="2" colspan="2">x<td>1</tr><tr><td>2</tr>'
		done
		echo '</table>'
	} >in.html
	kkr-table --list-cells in.html | awk -F '\t' 'NR > 4' >got
	for ((i = 2; i < 18002; i += 2)); do
		printf '1\t\t%s\tA\ttext\tx\n1\t\t%s\tB\ttext\tx\n1\t\t%s\tC\ttext\t1\n1\t\t%s\tC\ttext\t2\n' $i $i $i $((i + 1))
	done | cmp - got
}

@test "A header of merged cells is the upper text with each of the lower" {
	parse_sheets --header 2-3 -- "$(sheet A '1 1:s:Titel:0:4' '2 1:s:Kommune:1 2:s:Mænd:0:1 4:s:Kvinder:0:1' \
		'3 2:n:2024 3:n:2025 4:n:2024 5:n:2025' '4 1:s:x 2:n:1 3:n:2 4:n:3 5:n:4')"
	gives 'kommune|maend_2024|maend_2025|kvinder_2024|kvinder_2025' 'x|1|2|3|4'
	map 'column|is|period|measure' 'Kommune|area' 'Mænd 2024|value|2024|m' 'Mænd 2025|value|2025|m' '#D|ignore' 'Kvinder 2025|value|2025|f'
	parse_sheets --map map.tsv --header 2-3 -- "$(sheet A '1 1:s:Titel:0:4' '2 1:s:Kommune:1 2:s:Mænd:0:1 4:s:Kvinder:0:1' \
		'3 2:n:2024 3:n:2025 4:n:2024 5:n:2025' '4 1:s:x 2:n:1 3:n:2 4:n:3 5:n:4')"
	gives 'area|period|measure|value' 'x|2024|m|1' 'x|2025|m|2' 'x|2025|f|4'
}

@test "The columns of a sheet are those of the header and the first row; what stands beside them is bad" {
	parse_sheets --rejects bad -- "$(sheet A '2 3:s:a 4:s:b' '3 2:s:x 3:n:1' '4 3:n:2 4:n:3' '5 3:n:4 6:s:note' '6 1:s:y')"
	gives 'b|a|b_2' 'x|1|' '|2|3'
	assert_equal "$(tail -n +2 bad | cut -f 2-4 | tr '\t' '|')" "$(printf '%s\n' \
		"7|A!F5: 'note' stands beside the columns of the table; --range tells which these are|\\t\\t4\\t\\t\\tnote" \
		"8|A!A6: 'y' stands beside the columns of the table; --range tells which these are|y")"
	parse_sheets --range C:D -- "$(sheet A '2 3:s:a 4:s:b' '3 2:s:x 3:n:1' '5 3:n:4 6:s:note')" --skip-empty
	assert_failure 65
	parse_sheets --range C:D --skip-empty -- "$(sheet A '2 3:s:a 4:s:b' '3 2:s:x 3:n:1' '5 3:n:4 6:s:note')"
	gives 'a|b' '1|' '4|'
}

@test "Rows of which a sheet has nothing are bad records, or left out" {
	local text
	text=$(sheet A '1 1:s:a 2:s:b' '2 1:n:1' '5 2:n:2' '9 1:s:')
	parse_sheets --rejects bad -- "$text"
	gives 'a|b' '1|' '|2'
	assert_equal "$(tail -n +2 bad | cut -f 3)" "$(printf 'A!%s: there is nothing in the row; kkr-table --skip-empty leaves such rows out\n' 3 4)"
	parse_sheets --skip-empty -- "$text"
	gives 'a|b' '1|' '|2'
	parse_sheets --skip-empty --header 0 --range 3: -- "$text"
	gives b 2
}

@test "Of several sheets with something on them --sheet chooses one, by name or number" {
	local sheets=("$(sheet Forside)" "$(sheet 'Bilag A' '1 1:s:a 2:s:b' '2 1:n:1')" "$(sheet 2 '1 1:s:c' '2 1:n:3')" "$(sheet Tom '1 1:s:')")
	parse_sheets -- "${sheets[@]:0:2}" "${sheets[3]}"
	gives 'a|b' '1|'
	parse_sheets -- "${sheets[@]}"
	assert_failure 65
	[[ $stderr == "kkr-table: book.xml: there is something on several sheets, 'Bilag A' and '2' among them: --sheet says"* ]]
	parse_sheets --sheet 'Bilag A' -- "${sheets[@]}"
	gives 'a|b' '1|'
	parse_sheets --sheet 3 -- "${sheets[@]}"
	gives c 3
	parse_sheets --sheet 2 -- "${sheets[@]}"
	assert_failure 65
	[[ $stderr == *"--sheet '2' is the name of one sheet and the number of another"* ]]
	parse_sheets --sheet 4 -- "${sheets[@]}"
	refused 65 'there is nothing in it'
	parse_sheets --sheet 5 -- "${sheets[@]}"
	refused 65 "there is no sheet '5'"
	parse_sheets --list-sheets -- "${sheets[@]}"
	gives 'sheet|name' '1|Forside' '2|Bilag A' '3|2' '4|Tom'
}

# ---- What kkr-format writes

@test "What kkr-format writes for a Danish spreadsheet is read back to the same records" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" >records
	kkr-format --type csv-da records | kkr-table --numbers da >got
	cmp records got
	kkr-format --type csv records | kkr-table >got
	cmp records got
	kkr-parse --columns area,measure,value,qualifier,note,source,latest,earliest,title "$SAMPLES"/*/*.xml* >records
	kkr-format --type csv-da records | kkr-table --numbers da --skip-empty >got
	cmp records got
}

@test "Random records, formulas among them, come back from CSV as they were" {
	cat >random-tables.py <<-'PY'
		import random, sys
		r = random.Random(int(sys.argv[1]))
		pieces = ["=", "+", "-", "@", "'", " ", "\\t", "\\n", "\\r", "\\\\", ";", ",", "|", '"', "x", "Å", "1", ".", "sep=", "＝"]
		def number():
		    n = r.choice(["", "-"]) + str(r.randint(1, 10 ** r.randint(1, 30)))
		    return n + ("." + str(r.randint(0, 999)) if r.random() < 0.5 else "")
		def text():
		    return "".join(r.choice(pieces) for _ in range(r.randint(0, 4))) + r.choice(["y", "ø"])
		print("area\tcolumn_2\ttid")
		for _ in range(500):
		    print("\t".join([text(), r.choice([number, text])(), r.choice(["", number(), text()])]))
	PY
	local seed
	for seed in $(sample "$(seq 20)" "3 7 11 19"); do
		python3 random-tables.py "$seed" >records
		kkr-format --type csv-da records | kkr-table --numbers da >got
		cmp records got || fail "csv-da, seed $seed"
		kkr-format --type csv records | kkr-table >got
		cmp records got || fail "csv, seed $seed"
	done
}

# ---- Table maps

@test "A map makes a record of each value, with what it says of the column and with its row's fields" {
	map 'column|is|numbers|measure|unit|period|dataset|note' \
		'*||da||persons||demo|' \
		'Kommune|area' \
		'Spor|track' \
		'Folketal  2024|value||population||2024' \
		'Folketal 2025|value||population||2025||nyt' \
		'Bemærkning|ignore'
	table_text ' Kommune ;Spor;"Folketal\r\n2024";Folketal 2025;Bemærkning\n101 København;x;659.350;-;y\nÆrø;;..;6.000;\n' --map map.tsv
	gives 'dataset|area|period|measure|unit|value|track|note' \
		'demo|101 København|2024|population|persons|659350|x|' \
		'demo|101 København|2025|population|persons|0|x|nyt' \
		'demo|Ærø|2024|population|persons|||' \
		'demo|Ærø|2025|population|persons|6000||nyt'
}

@test "Records come row by row, and in a row in the map's order; no option says otherwise" {
	map 'column|is|measure' 'b|value|second' 'a|value|first' 'k|area'
	table_text 'k;a;b\nx;1;2\ny;;4\n' --map map.tsv
	gives 'area|measure|value' 'x|second|2' 'x|first|1' 'y|second|4' 'y|first|'
	table_text 'k;a;b\nx;1;2\n' --map map.tsv --by-column
	refused 64 'kkr-table: --by-column: records come row by row'
	map 'column|is' '--by-column|' 'k|area' 'a|value' 'b|ignore'
	table_text 'k;a;b\nx;1;2\n' --map map.tsv
	refused 78 'map.tsv:2: --by-column is gone: records come row by row'
}

@test "Columns are named by letter or number, too, and those without a header only so" {
	map 'column|is|period' '#A|area' '#2|value|2024' '#C|value|2025'
	table_text ';Antal;Antal\nx;1;2\n' --map map.tsv
	gives 'area|period|value' 'x|2024|1' 'x|2025|2'
	map 'column|is|period' '#A|area' 'Antal|value|2024'
	table_text ';Antal;Antal\nx;1;2\n' --map map.tsv
	refused 65 "two columns are 'Antal', B and C" '#B and #C'
	map 'column|is' 'Antal|value'
	table_text 'Antal;\n1;\n2;x\n' --map map.tsv --report report
	assert_success
	assert_output "$(rows value 1 2)"
	assert_equal "$stderr" \
		'kkr-table: in.csv: column B, which has no header and which the map map.tsv does not name, is left out'
	assert_equal "$(grep left_out report | cut -f 3,6)" $'#B\t1'
	table_text '1;2\n' --map map.tsv --header 0
	refused 65 "the table has no column 'Antal', of which the map tells (map.tsv:2)"
}

@test "A map without a value makes a record of each row" {
	map 'column|is|type|source' '*||||' 'Titel|title' 'Frist|earliest|date' 'Spor|track'
	sed -i 's/^\*.*/*\t\t\tPakken/' map.tsv
	table_text 'Frist;Titel;Spor\n2025-05-25;En  aftale;a\n;x;\n25. maj;y;\n' --map map.tsv --rejects bad
	gives 'title|earliest|track|source' 'En aftale|2025-05-25|a|Pakken' 'x|||Pakken'
	[[ $(tail -n 1 bad) == *"A4: '25. maj' is not a date (2025-01-31)"* ]]
}

@test "A bad value makes its record bad, a bad field the whole row" {
	map 'column|is|type|measure' 'k|area' 'p|period' 'a|value|integer|a' 'b|value|integer|b'
	table_text 'k;p;a;b\nx;2024;1;1,5\ny;2024K5;1;2\nz;2025;x;3\n' --map map.tsv --rejects bad
	gives 'area|period|measure|value' 'x|2024|a|1' 'z|2025|b|3'
	assert_equal "$(cut -f 2,4 bad)" "$(printf '%s\n' $'line\trecord' $'2\tx;2024;1;1,5' $'3\ty;2024K5;1;2' $'4\tz;2025;x;3')"
	[[ $(sed -n 2p bad) == *"D2: '1,5' is not an integer in plain notation"*"numbers 'da'"* ]]
	[[ $(sed -n 3p bad) == *"B3: '2024K5' is not a period"* ]]
	table_text 'k;p;a;b\nx;2024;1;1,5\n' --map map.tsv
	assert_failure 65
	[[ $stderr == "kkr-table: in.csv:2: D2: '1,5' is not an integer"* ]]
}

@test "Danish dates are read where the map says that numbers are Danish" {
	map 'column|is|type|numbers' 'p|period||da' 'd|due|date|da' 'e|earliest|date'
	table_text 'p;d;e\n31-12-2024;1.2.2025;2025-01-31\n2025-Q1;01/02/2025;\n2025-01-31;2025-02-28;\n' --map map.tsv
	gives 'period|due|earliest' '2024-12-31|2025-02-01|2025-01-31' '2025-Q1|2025-02-01|' '2025-01-31|2025-02-28|'
	table_text 'p;d;e\n2024;31-02-2025;\n2024;1-2.2025;\n2024;1-2-25;\n2024;;31-12-2024\n31-12-2024;2025;\n' --map map.tsv --rejects bad
	gives 'period|due|earliest'
	assert_equal "$(tail -n +2 bad | cut -f 3 | cut -d ' ' -f 1-2)" \
		"$(printf '%s\n' "B2: '31-02-2025'" "B3: '1-2.2025'" "B4: '1-2-25'" "C5: '31-12-2024'" "B6: '2025'")"
}

@test "Percentages are read with and without their sign" {
	map 'column|is|type|numbers' 'k|area' 'v|value|percent|da'
	table_text 'k;v\na;25 %%\nb;-1,5%%\nc;3 pct.\nd;4\ne;..\nf;5 pct\ng;%% 3\n' --map map.tsv --rejects bad
	gives 'area|value' 'a|25' 'b|-1.5' 'c|3' 'd|4' 'e|' 'f|5'
	[[ $(tail -n 1 bad) == *"B8: '% 3' is not a number"* ]]
	table_text 'k;v\na;%%\nb; pct.\nc; \n' --map map.tsv --rejects bad
	gives 'area|value' 'c|'
	[[ $(tail -n +2 bad) == *"B2: '%' is not a number: a sign alone is none"*"B3: ' pct.' is not a number"* ]]
}

@test "The map's options are those of the command line, whose own come before them" {
	map 'column|is|measure' '--header|2' '--skip|Kilde:*' '--skip-empty' '--delimiter|tab' \
		'--encoding|windows-1252' '--numbers|da' '--range|:4' 'k|area' 'v|value|m'
	printf 'Titel\nk\tv\nÆrø\t1,5\n\t\nx\tout\n' | iconv -t WINDOWS-1252 >in.txt
	run_split kkr-table --map map.tsv in.txt
	gives 'area|measure|value' 'Ærø|m|1.5'
	printf 'k;v\nx;1.5\nKilde: y;\nI alt;2\nz;3\n' >in.csv
	run_split kkr-table --map map.tsv --header 1 --delimiter ';' --numbers plain --range 1: --skip 'I alt' in.csv
	gives 'area|measure|value' 'x|m|1.5' 'z|m|3'
}

@test "A column that the map does not name is left out, which is said and counted; one that the table has not is 65" {
	map 'column|is' 'k|area' 'v|value'
	table_text 'k;v;w;;Nr.\nx;1;2;;\ny;3;;;5\nz;4;6;;\n' --map map.tsv --report report
	assert_success
	assert_output "$(rows 'area value' 'x 1' 'y 3' 'z 4')"
	assert_equal "$stderr" "kkr-table: in.csv: 2 columns that the map map.tsv does not name are left out: 'w', 'Nr.'"
	assert_equal "$(cut -f 2,3,6 report | grep -v '^read')" \
		"$(printf '%s\n' $'kind\tkey\tcount' $'in\t\t6' $'out\t\t3' $'aside\t\t0' $'left_out\tw\t2' $'left_out\tNr.\t1')"
	refusals table_text <<-'END'
		65 | 'k;w\nx;1\n' --map map.tsv             | in.csv: the header that the map map.tsv tells of is not among the first 1000 rows: row 1 is nearest, and lacks 'v'
		65 | 'a;b\nx;1\n' --map map.tsv             | no row has any of its columns
		65 | 'k;w\nx;1\n' --map map.tsv --range A:A | lacks 'v'
		65 | 'k;w\nx;1\n' --map map.tsv --header 1  | in.csv: the table has no column 'v', of which the map tells (map.tsv:3)
	END
	map 'column|is' 'k|area' '#5|value'
	table_text 'k;w\nx;1\n' --map map.tsv
	refused 65 "the table has no column 5, of which the map tells (map.tsv:3)"
	map 'column|is' 'k|area' '#A|value'
	table_text 'k;w\nx;1\n' --map map.tsv
	refused 78 "map.tsv:3: this is column A ('k') of in.csv, which line 2 is about, too"
}

# wrong_map LINE TEXT -- MAP-LINE...: the map is 78 at its line, 0 for none, and the message has the text.
wrong_map() {
	local line=$1 text=$2
	shift 3
	map "$@"
	table_text 'k;v\nx;1\n' --map map.tsv
	refused 78 "kkr-table: map.tsv${line:+:$line}: " "$text"
}

@test "A map that is wrong is 78 with its line" {
	wrong_map 1 "no column 'is'" -- 'column|type' 'k|token'
	wrong_map 1 "no column 'column'" -- 'is|type' 'area|token'
	wrong_map '' 'no line says' -- 'column|is'
	wrong_map '' 'all is ignored' -- 'column|is' 'k|ignore' 'v|ignore'
	wrong_map 2 "'column' is empty" -- 'column|is' '|area'
	wrong_map 2 "is 'Area'" -- 'column|is' 'k|Area'
	wrong_map 2 "is ''" -- 'column|is' 'k|'
	wrong_map 3 'the column of line 2 again' -- 'column|is' 'k|area' 'k|value'
	wrong_map 3 'the column of line 2 again' -- 'column|is' '#3|area' '#C|value'
	wrong_map 3 "'track' is another column already" -- 'column|is' 'k|track' 'v|track'
	wrong_map 4 "'area' is another column already" -- 'column|is' 'k|area' 'v|area' 'w|area'
	wrong_map 2 "'#0'" -- 'column|is' '#0|area'
	wrong_map 2 "'#XFE'" -- 'column|is' '#XFE|area'
	wrong_map 2 "'#99999'" -- 'column|is' '#99999|area'
	wrong_map 2 "no type 'number'" -- 'column|is|type' 'v|value|number'
	wrong_map 2 "numbers 'us'" -- 'column|is|numbers' 'v|value|us'
	wrong_map 2 "the line '*'" -- 'column|is|unit' 'k|area|persons' 'v|value'
	wrong_map 3 "a second line '*'" -- 'column|is|unit' '*||x' '*||y' 'v|value'
	wrong_map 2 "'*' is all columns" -- 'column|is|unit' '*|value|x' 'v|value'
	wrong_map 3 'nothing tells its records from those of line 2' -- 'column|is|unit' 'k|value|x' 'v|value|x'
	wrong_map 3 "period '2024'" -- 'column|is|period' 'k|period' 'v|value|2024'
	wrong_map 2 "value '5'" -- 'column|is|value' 'v|value|5'
	wrong_map 2 "period '2024K1' is no period" -- 'column|is|period' 'v|value|2024K1'
	wrong_map 2 '--nosuch is no option' -- 'column|is' '--nosuch|5' 'v|value'
	wrong_map 2 '--header' -- 'column|is' '--header|x' 'v|value'
	wrong_map 3 '--header is given twice' -- 'column|is' '--header|1' '--header|1' 'v|value'
	wrong_map 2 '--skip-empty takes no argument' -- 'column|is' '--skip-empty|1' 'v|value'
	wrong_map 2 "stands in 'is'" -- 'column|is|unit' '--header|1|x' 'v|value'
	wrong_map 3 "'position'" -- 'column|is|position' 'k|area|1-5' 'v|value|'
	wrong_map 2 "position '5'" -- 'column|is|position' 'k|area|5'
	wrong_map 2 "position '5-4'" -- 'column|is|position' 'k|area|5-4'
	wrong_map 3 "position '5-6' does not stand after" -- 'column|is|position' 'k|area|1-5' 'v|value|5-6'
	printf 'column\tis\nk\n' >map.tsv
	run_split kkr-table --map map.tsv in.csv
	refused 78 map.tsv:2
}

@test "A map that is not there is 66" {
	run_split kkr-table --map nosuch.tsv
	refused 66 nosuch.tsv
}

@test "--columns chooses and orders the columns of a map, and several tables are read by one" {
	map 'column|is|measure' 'k|area' 'v|value|m'
	printf 'k;v\nx;1\n' >one.csv
	printf 'v,k\n2,y\n' >two.csv
	run_split kkr-table --map map.tsv --columns value,area one.csv two.csv
	gives 'value|area' '1|x' '2|y'
}

# ---- Wrong use

@test "What is said of tables is no option of kkr-parse, which names the program that has it" {
	local option name
	printf 'column\tis\nk\tarea\n' >map.tsv
	for option in --sheet=1 --list-sheets --list-cells --range=A:B --header=1 --skip-empty --skip=x \
		--delimiter=, --encoding=UTF-8; do
		name=${option%=*}
		for record in '' '--record=//r --field=a=@a'; do
			# shellcheck disable=SC2086 # several words, or none
			run_split kkr-parse "$option" $record "$SAMPLES/refugees/bilag-b.xml"
			refused 64 "kkr-parse: $name: kkr-table has it, which reads tables"
		done
	done
	run_split kkr-parse --map map.tsv "$SAMPLES/refugees/bilag-b.xml"
	refused 64 'kkr-parse: --map: ' 'maps of tables are for kkr-table'
	for option in -m:--map -s:--sheet -S:--sheet -l:--list-sheets -k:--list-cells -g:--range -H:--header -e:--skip-empty \
		-t:--delimiter -E:--encoding; do
		run_split kkr-parse "${option%:*}" x
		refused 64 "kkr-parse: ${option%:*}: kkr-table, which reads tables, has ${option#*:}"
	done
	for option in --by-column -C; do
		run_split kkr-parse "$option" x
		refused 64 "kkr-parse: $option: kkr-table writes the records of a table row by row"
	done
	run_split kkr-parse --numbers da "$SAMPLES/refugees/bilag-b.xml"
	refused 64 'kkr-parse: --numbers is for --record'
	for option in schema attributes structure labels record field namespace; do
		run_split kkr-table "--$option=x" map.tsv
		refused 64 "kkr-table: --$option: kkr-parse has it, which reads XML"
	done
}

@test "Either reader, given the other's file, says which program reads it" {
	local file
	printf 'a;b\n1;2\n' >t.csv
	echo '<!DOCTYPE html><table><tr><th>a<tr><td>1</table>' >t.html
	iconv -t UTF-16 t.html >u.html
	gzip -k t.csv t.html
	echo '<survey><row a="1"/></survey>' >survey.xml
	for file in t.csv t.csv.gz "$TABLES"/kinds-libreoffice.{xlsx,ods}; do
		run_split kkr-parse "$file"
		refused 65 "kkr-parse: $file: is no XML: kkr-table reads tables"
	done
	for file in t.html u.html t.html.gz; do
		run_split kkr-parse "$file"
		refused 65 "kkr-parse: $file: is a page of HTML: kkr-table reads the tables in it"
	done
	for file in "$TABLES"/kinds-libreoffice.fods "$TABLES/refugees-2003.xml"; do
		run_split kkr-parse "$file"
		assert_regex "$stderr" "^kkr-parse: $file:[0-9]+: is a table: kkr-table reads it\$"
		assert_equal "$status $output" '65 '
	done
	run_split kkr-parse survey.xml
	refused 65 "kkr-parse: survey.xml:1: the root element <survey>" '--record and --field read any XML'
	for file in survey.xml "$SAMPLES/refugees/bilag-b.xml" "$FIXTURES/sdmx/compact-2.0-groups.xml"; do
		run_split kkr-table "$file"
		assert_regex "$stderr" "^kkr-table: $file:[0-9]+: is XML .*, and no table .*: kkr-parse reads it"
		assert_equal "$status $output" '65 '
	done
}

@test "An option that cannot be used with what is read is 64" {
	local option
	printf 'a;b\n1;2\n' >in.csv
	for option in --sheet=1 --list-cells --range=A:B --header=1 --skip-empty --skip=x --numbers=da; do
		run_split kkr-table --list-sheets "$option" in.csv
		refused 64 'with a list of sheets'
	done
	for option in --header=1 --skip-empty --skip=x --numbers=da; do
		run_split kkr-table --list-cells "$option" in.csv
		refused 64 "${option%=*} cannot be used with a list of cells"
	done
	for option in xlsx ods fods; do
		run_split kkr-table --delimiter , "$TABLES/kinds-libreoffice.$option"
		refused 64 --delimiter "$option"
		run_split kkr-table --encoding UTF-8 "$TABLES/kinds-libreoffice.$option"
		refused 64 --encoding "$option"
	done
	echo '<table><tr><th>a<tr><td>1</table>' >in.html
	run_split kkr-table --delimiter , in.html
	refused 64 --delimiter html
	run_split kkr-table --encoding UTF-8 in.html
	gives a 1
}

@test "A map's header hides no cell from --list-cells" {
	map 'column|is' '--header|3' 'a|area'
	table_text 'a;b\n1;2\n' --list-cells --delimiter ';' --map map.tsv
	gives 'sheet|name|row|column|kind|text' '1||1|A|text|a' '1||1|B|text|b' '1||2|A|text|1' '1||2|B|text|2'
}

@test "Options that do not fit one another are 64" {
	printf 'column\tis\nk\tarea\n' >map.tsv
	refusals run_split kkr-table <<-'END'
		64 | --map map.tsv --rename k=area in.csv | --map
		64 | --map map.tsv --map map.tsv in.csv | --map is given twice
		64 | --map - - | --map
		64 | --map map.tsv --rejects map.tsv in.csv | --rejects
	END
}

# ---- Limits

@test "A field of more than 1 MB, a record of more than 16384 fields and a quote that never ends are 65" {
	{ printf 'a;b\n1;' && head -c 1048577 /dev/zero | tr '\0' x && echo; } >in.csv
	run_split kkr-table in.csv
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a field of more than 1 MB' ]]
	{ printf 'a;b\n1;' && head -c 1048576 /dev/zero | tr '\0' x && echo; } >in.csv
	kkr-table in.csv >out
	assert_equal "$(wc -c <out)" $((4 + 2 + 1048576 + 1))
	printf ';%.0s' {1..16384} >in.csv
	run_split kkr-table --format csv --delimiter ';' in.csv
	refused 65 'more than 16384 fields'
	{ printf 'a;b\n1;"' && yes 'x;y' | head -c 3M || [ $? = 141 ]; } >in.csv
	run_split kkr-table in.csv
	assert_failure 65
	[[ $stderr == 'kkr-table: in.csv:2: a quote is opened here, and a field of more than 1 MB follows'* ]]
}

@test "--max-bytes is the limit of a table, too" {
	table_text 'a;b\n1;2\n' --max-bytes 8
	gives 'a|b' '1|2'
	table_text 'a;b\n1;2\n' --max-bytes 7
	assert_failure 65
	[[ $stderr == *--max-bytes* ]]
}

@test "A million rows are read in the memory that one takes" {
	measures_memory
	awk 'BEGIN { print "k;v;w"; for (i = 1; i <= 1000000; i++) print "kommune " i ";" i ",5;\"x\"" }' >in.csv
	map 'column|is|measure' 'k|area' 'v|value|a' 'w|ignore'
	command time -f %M -o peak kkr-table --map map.tsv --numbers da in.csv >out
	assert_equal "$(tail -n 1 out)" $'kommune 1000000\ta\t1000000.5'
	assert_equal "$(wc -l <out)" 1000001
	[ "$(cat peak)" -lt 16384 ]
}

@test "Letters by which other files are known are letters where a text has them" {
	local at word name
	while read -r at word name; do
		printf '%s%s;n\nb;1\n' "$(repeated "$at" a | tr -d '\n')" "$word" >in.csv
		run_split kkr-table in.csv
		gives "$(repeated "$at" a | tr -d '\n')$name|n" 'b|1'
	done <<-'END'
		257 ustar ustar
		8 WEBP _webp
		4 ftyphei ftyphei
		30 mimetypeapplication/vnd.oasis.opendocument.graphics mimetypeapplication_vnd_oasis_opendocument_graphics
	END
}

# ---- Properties

@test "Random tables, quoted or not, are what Python's csv writes" {
	cat >random-tables.py <<-'PY'
		import csv, random, sys
		seed = int(sys.argv[1])
		r = random.Random(seed)
		delimiter = r.choice(";,\t|")
		quoting = r.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
		end = r.choice(["\n", "\r\n"])
		letters = "ab1 .,;|\t\"\n\\øÅ€𝄞'" + ("\r" if quoting == csv.QUOTE_ALL else "")
		columns = r.randint(2, 6)
		def text():
		    length = r.choice([0, 1, 2, 3, 5, 8, 70000 if r.random() < 0.01 else 4])
		    return "x" + "".join(r.choice(letters) for _ in range(length))
		def escape(s):
		    return s.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
		rows = [[text() if r.random() < 0.9 else "" for _ in range(columns)] for _ in range(r.randint(0, 300))]
		rows = [row if any(row) else ["x"] * columns for row in rows]
		names = ["c%d" % i for i in range(columns)]
		with open("in.csv", "w", newline="", encoding="utf-8") as f:
		    w = csv.writer(f, delimiter=delimiter, quoting=quoting, lineterminator=end)
		    w.writerow(names)
		    w.writerows(rows)
		with open("expected", "w", newline="", encoding="utf-8") as f:
		    for row in [names] + rows:
		        f.write("\t".join(map(escape, row)) + "\n")
	PY
	local seed
	for seed in $(sample "$(seq 40)" "$(seq 10)"); do
		python3 random-tables.py "$seed"
		kkr-table in.csv >got
		cmp expected got || fail "seed $seed"
	done
}
