# kkr-parse: codes, containers and limits that hold for every dialect; and the line that says how far
# it has come. All data are invented.

load common

# A dialect is two functions: NAME_document WORD, an XML without a declaration that holds a word as
# text, as an attribute, or both; and NAME_read OPTION..., which reads it into lines with that word.
DIALECTS='export paths'

export_document() {
	printf '<export xmlns="urn:kkr:export:1" dataset="d">\n<fields><field name="a" type="token"/>'
	printf '<field name="t" type="text"/></fields>\n<record a="%s"><t>%s</t></record>\n</export>\n' "$1" "$1"
}

export_read() {
	kkr-parse "$@"
}

export_rows() {
	printf 'dataset\ta\tt\nd\t%s\t%s\n' "$1" "$1"
}

paths_document() {
	printf '<rækker>\n<r a="%s"><t>%s</t></r>\n</rækker>\n' "$1" "$1"
}

paths_read() {
	kkr-parse --record /rækker/r --field a=@a --field t=t "$@"
}

paths_rows() {
	printf 'a\tt\n%s\t%s\n' "$1" "$1"
}

LATIN='Ærø, Åbenrå & Fåborg'
WINDOWS='“Ærø” – 5 € ž Œ'
ANY='Ærø “5 €” ᚠ 𝄞 č'

# in_code CODE DECLARED DIALECT WORD: a document in a code, with what its declaration says, or none.
in_code() {
	{
		[ -z "$2" ] || printf '<?xml version="1.0" encoding="%s"?>\n' "$2"
		"$3_document" "${4//&/&amp;}"
	} | iconv -f UTF-8 -t "$1"
}

# gives_word DIALECT WORD FILE...: asserts that reading the files gives the word, in silence.
gives_word() {
	local dialect=$1 word=$2
	shift 2
	run_split "${dialect}_read" "$@"
	assert_success
	assert_equal "$stderr" ''
	assert_output "$("${dialect}_rows" "$word")"
}

# refuses DIALECT FILE TEXT...: asserts 65 and that the message, one line, has these texts.
refuses() {
	run_split "$1_read" "$2"
	assert_failure 65
	assert_equal "${#stderr_lines[@]}" 1
	shift 2
	local text
	for text; do
		[[ $stderr == *"$text"* ]] || fail "'$text' is not in the message: $stderr"
	done
}

mark() {
	printf '\xEF\xBB\xBF'
}

# ---- Codes that are read

@test "UTF-8 is read with and without a byte order mark, declared or not" {
	local dialect declared
	for dialect in $DIALECTS; do
		for declared in '' UTF-8 utf-8; do
			in_code UTF-8 "$declared" "$dialect" "$ANY" >in.xml
			gives_word "$dialect" "$ANY" in.xml
			{ mark && cat in.xml; } >marked.xml
			gives_word "$dialect" "$ANY" marked.xml
		done
	done
}

@test "UTF-16 of either order is read with its mark, declared or not, and declared without a mark" {
	local dialect declared order mark
	for dialect in $DIALECTS; do
		for order in LE:'\xFF\xFE' BE:'\xFE\xFF'; do
			mark=${order#*:}
			for declared in '' UTF-16 utf-16; do
				in_code "UTF-16${order%%:*}" "$declared" "$dialect" "$ANY" >plain.xml
				{ printf "$mark" && cat plain.xml; } >in.xml
				gives_word "$dialect" "$ANY" in.xml
				[ -z "$declared" ] || gives_word "$dialect" "$ANY" plain.xml
			done
		done
	done
}

@test "ISO-8859-1 and windows-1252 are read where they are declared, under their usual names" {
	local dialect declared
	for dialect in $DIALECTS; do
		for declared in ISO-8859-1 iso-8859-1 latin1; do
			in_code ISO-8859-1 $declared "$dialect" "$LATIN" >in.xml
			gives_word "$dialect" "$LATIN" in.xml
		done
		for declared in windows-1252 Windows-1252 CP1252; do
			in_code WINDOWS-1252 $declared "$dialect" "$WINDOWS" >in.xml
			gives_word "$dialect" "$WINDOWS" in.xml
		done
	done
}

@test "Every byte of windows-1252 that is a character is that character" {
	python3 - <<-'PY'
		word = ""
		for byte in range(0x80, 0x100):
		    try:
		        word += bytes([byte]).decode("cp1252")
		    except UnicodeDecodeError:
		        pass
		assert len(word) == 123, len(word)
		open("word", "w", encoding="utf-8").write(word)
	PY
	local dialect
	for dialect in $DIALECTS; do
		in_code WINDOWS-1252 windows-1252 "$dialect" "$(cat word)" >in.xml
		gives_word "$dialect" "$(cat word)" in.xml
	done
}

@test "A byte order mark decides, whatever the document declares" {
	local dialect declared
	for dialect in $DIALECTS; do
		for declared in ISO-8859-1 windows-1252 UTF-16; do
			{ mark && in_code UTF-8 "$declared" "$dialect" "$ANY"; } >in.xml
			gives_word "$dialect" "$ANY" in.xml
		done
		for declared in UTF-8 ISO-8859-1 windows-1252; do
			in_code UTF-16 "$declared" "$dialect" "$ANY" >in.xml
			gives_word "$dialect" "$ANY" in.xml
		done
	done
}

@test "Each code is read in gzip too, in one member and in many, and byte by byte from a pipe" {
	local dialect code i size
	for dialect in $DIALECTS; do
		for code in $(sample "UTF-8 UTF-16 ISO-8859-1 WINDOWS-1252" "UTF-16 WINDOWS-1252"); do
			in_code $code $code "$dialect" "$LATIN" >in.xml
			gzip -c in.xml >in.gz
			gives_word "$dialect" "$LATIN" in.gz
			size=$(wc -c <in.xml)
			for ((i = 0; i < size; i += 3)); do
				tail -c +$((i + 1)) in.xml | head -c 3 | gzip -nc
			done >members.gz
			gives_word "$dialect" "$LATIN" members.gz
			dd bs=1 status=none <in.xml | "${dialect}_read" >out.tsv
			assert_equal "$(cat out.tsv)" "$("${dialect}_rows" "$LATIN")"
		done
	done
}

@test "A million letters of each code survive wherever a read ends" {
	local dialect code word
	word=$(awk 'BEGIN { for (i = 0; i < 20000; i++) printf "æø%d Å", i % 7 }')
	for dialect in $DIALECTS; do
		for code in UTF-8 UTF-16 ISO-8859-1 WINDOWS-1252; do
			in_code $code $code "$dialect" "$word" >in.xml
			"${dialect}_read" in.xml >out.tsv
			"${dialect}_rows" "$word" | cmp out.tsv -
		done
	done
}

# ---- Bytes that are not of the code

@test "Windows-1252 that declares nothing, or UTF-8, is 65, and the message says what mends it" {
	local dialect
	for dialect in $DIALECTS; do
		in_code WINDOWS-1252 '' "$dialect" "$WINDOWS" >in.xml
		refuses "$dialect" in.xml kkr-parse: in.xml: 'not UTF-8, which a document is that declares no other' \
			'iconv -f WINDOWS-1252 -t UTF-8'
		iconv -f WINDOWS-1252 -t UTF-8 in.xml >mended.xml
		gives_word "$dialect" "$WINDOWS" mended.xml
		in_code WINDOWS-1252 UTF-8 "$dialect" "$WINDOWS" >in.xml
		refuses "$dialect" in.xml 'not UTF-8, which the document declares' 'iconv -f WINDOWS-1252 -t UTF-8'
	done
}

@test "Invalid bytes are 65 in every code, and the message names the code" {
	local dialect
	for dialect in $DIALECTS; do
		in_code UTF-8 UTF-8 "$dialect" 'xxQQxx' | sed 's/QQ/\xC3\x28/' >in.xml
		refuses "$dialect" in.xml 'not UTF-8, which the document declares' 0xC3
		in_code WINDOWS-1252 windows-1252 "$dialect" 'xxQxx' | LC_ALL=C sed 's/Q/\x81/' >in.xml
		refuses "$dialect" in.xml 'not windows-1252, which the document declares' 0x81
		in_code UTF-16LE UTF-16 "$dialect" 'xxQxx' | LC_ALL=C sed 's/Q\x00/\x00\xD8/' >in.xml
		{ printf '\xFF\xFE' && cat in.xml; } >marked.xml
		refuses "$dialect" marked.xml 'not UTF-16, which its byte order mark says'
		in_code UTF-8 US-ASCII "$dialect" 'å' >in.xml
		refuses "$dialect" in.xml US-ASCII
	done
}

@test "A declaration that is wrong, or of a code that there is not, is named" {
	local dialect
	for dialect in $DIALECTS; do
		in_code UTF-8 NOSUCH-5 "$dialect" x >in.xml
		refuses "$dialect" in.xml NOSUCH-5 'declare'
		in_code UTF-8 UTF-16 "$dialect" x >in.xml
		refuses "$dialect" in.xml UTF-16 'UTF-8' 'must declare the encoding that it is in'
	done
}

@test "Control characters that ISO-8859-1 has where windows-1252 has signs are 65, not passed on" {
	local dialect
	for dialect in $DIALECTS; do
		in_code WINDOWS-1252 ISO-8859-1 "$dialect" '5 €' >in.xml
		refuses "$dialect" in.xml 'byte 0x80' 'ISO-8859-1' 'windows-1252'
	done
	# UTF-8 that declares ISO-8859-1: Å is C3 85, and the second a control character.
	in_code UTF-8 ISO-8859-1 export 'Å' >in.xml
	refuses export in.xml 'byte 0x85' 'UTF-8'
}

@test "A document that ends within a character is 65" {
	local dialect
	for dialect in $DIALECTS; do
		{ in_code UTF-16 '' "$dialect" x && printf '\n'; } >in.xml
		refuses "$dialect" in.xml 'ends within a character'
	done
}

@test "A gzip member that is cut short or corrupt after records is 65 with its byte, in every dialect" {
	local dialect size
	for dialect in $DIALECTS; do
		{ in_code UTF-8 '' "$dialect" x | gzip -nc && printf '\n' | gzip -nc; } >in.gz
		size=$(wc -c <in.gz)
		head -c -1 in.gz >cut.gz
		refuses "$dialect" cut.gz "cut.gz: byte $((size - 1)): the gzip stream is cut short"
		{ cat in.gz && printf x; } >more.gz
		refuses "$dialect" more.gz "more.gz: byte $size: something that is not gzip follows"
	done
}

# ---- --max-bytes

@test "--max-bytes lets a file by that has so many bytes, and one with more is 65 and names the option" {
	local dialect size
	for dialect in $DIALECTS; do
		in_code UTF-8 '' "$dialect" x >in.xml
		size=$(wc -c <in.xml)
		gzip -c in.xml >in.gz
		for file in in.xml in.gz; do
			gives_word "$dialect" x --max-bytes "$size" "$file"
			run_split "${dialect}_read" --max-bytes $((size - 1)) "$file"
			refused 65 "kkr-parse: $file: it unpacks to more than $((size - 1)) bytes, the limit of --max-bytes"
		done
	done
}

@test "--max-bytes is for each file, not for their sum" {
	in_code UTF-8 '' export x >in.xml
	run_split kkr-parse --max-bytes "$(wc -c <in.xml)" in.xml in.xml
	assert_success
	assert_equal "${#lines[@]}" 3
}

@test "--max-bytes takes K, M and G of 1024" {
	{ in_code UTF-8 '' export x && head -c 2048 /dev/zero | tr '\0' ' '; } | head -c 2048 >in.xml
	gives_word export x --max-bytes 2K in.xml
	gives_word export x --max-bytes 1M in.xml
	gives_word export x --max-bytes 1G in.xml
	printf ' ' >>in.xml
	run_split kkr-parse --max-bytes 2K in.xml
	refused 65 'more than 2048 bytes'
}

@test "A gigabyte that unpacks from a megabyte is stopped at the limit, in little memory" {
	{ export_document x | sed -n 1,2p && yes '<group/>' | head -c 1G || [ $? = 141 ]; } | gzip -1c >bomb.gz
	run_split command time -f %M -o peak kkr-parse --max-bytes 10M bomb.gz
	assert_failure 65
	[[ $stderr == *'more than 10485760 bytes'* ]]
	measures_memory
	[ "$(tail -n 1 peak)" -lt 16384 ]
}

@test "A number of bytes that is none is 64" {
	local number
	for number in '' 0 -1 x 1x 1KK K 1.5M ' 1' 99999999999999999999 99999999999G; do
		run_split kkr-parse --max-bytes "$number"
		refused 64 "--max-bytes: '$number' is no number of bytes"
	done
}

# ---- How far it has come

PIECE='<r a="x"><t>y</t></r>'
PIECES=$(repeated 200 "$PIECE" | tr -d '\n') # what is read at once: of less, no record comes out

terminal() {
	python3 "$BATS_TEST_DIRNAME/terminal.py" "$@"
}

# The lines that stood on the terminal, one after the other in the same place.
seen() {
	tr '\r' '\n' <seen | grep -v '^ *$' || true
}

@test "Slow work shows on a terminal how far it has come, and takes the line away at the end" {
	terminal --input '<d>' "$PIECES" '</d>' kkr-parse --record //r --field a=@a
	assert_equal "$(tail -n +2 out | sort -u)" x
	assert_regex "$(seen | sed -n 1p)" '^kkr-parse: 0\.[0-9] MB, [0-9]+ records: standard input$'
	# Blanks over it, and back to the beginning of the line.
	assert_equal "$(tail -c 3 seen | od -An -tx1)" ' 20 20 0d'
}

@test "The line has the part of the file that has been read, where the size is known, gzip or not" {
	local file
	{ echo '<d>' && repeated 200000 "$PIECE" && echo '</d>'; } >in.xml
	gzip -1c in.xml >in.xml.gz
	for file in in.xml in.xml.gz; do
		terminal --output kkr-parse --record //r --field a=@a $file
		assert_equal "$(wc -l <out)" 200001
		assert_regex "$(seen | sed -n 1p)" "^kkr-parse: [0-9]+\.[0-9] MB, [0-9]{1,2} %, [1-9][0-9]* records: $file\$"
	done
}

@test "The line is not longer than the terminal is wide, and cut between letters" {
	local name
	name=$(printf 'æ%.0s' {1..80})
	{ echo '<d>' && repeated 200000 "$PIECE" && echo '</d>'; } >"$name"
	terminal --output sh -c 'stty cols 50 <&2; exec kkr-parse --record //r --field a=@a "$1"' sh "$name"
	assert_regex "$(seen | sed -n 1p)" ' records: æ+$'
	[ "$(seen | sed -n 1p | tr -d '\n' | wc -c)" -le 49 ]
}

@test "Rows on the same terminal and the line do not mix" {
	terminal --input '<d>' "$PIECES" '</d>' sh -c 'exec kkr-parse --record //r --field a=@a >&2'
	assert_equal "$(tail -n 1 seen | tr -d '\r')" x
	run grep -c 'standard input *[ax]' seen
	assert_output 0
}

@test "A message takes the place of the line" {
	local status=0
	terminal --input '<d>' "$PIECES" '</x>' kkr-parse --record //r --field a=@a || status=$?
	assert_equal "$status" 65
	assert_regex "$(seen | tail -n 1)" '^kkr-parse: standard input:1: not well-formed'
	# The line before it was blanked out first.
	assert_regex "$(tr '\r' '\n' <seen | grep -B 1 'not well-formed' | head -n 1)" '^ +$'
}

@test "Quick work shows nothing on a terminal" {
	printf '<d>%s</d>' "$PIECE" >in.xml
	terminal kkr-parse --record //r --field a=@a in.xml
	assert_equal "$(cat out)" $'a\nx'
	assert_equal "$(cat seen)" ''
}

@test "Slow work shows nothing where standard error is no terminal" {
	terminal sh -c '{ printf "<d>"; sleep 0.7; printf "<r a=\"x\"/>"; sleep 0.7; printf "<r a=\"x\"/>"; sleep 0.1; printf "</d>"; } |
		kkr-parse --record //r --field a=@a 2>err'
	assert_equal "$(cat err)" ''
	assert_equal "$(cat seen)" ''
}

@test "With --maps a csv in windows-1252 or UTF-16 is read as what its bytes tell for sure, which is said" {
	local encoding
	mkdir maps
	printf 'column\tis\tmeasure\nKommune\tarea\t\nAntal\tvalue\tantal\n' >maps/a.map.tsv
	for encoding in windows-1252 UTF-16LE UTF-16BE; do
		printf 'Kommune;Antal\nKøbenhavn;5\nÆrø;6\n' | iconv -t $encoding >in.csv
		run_split kkr-table --maps maps in.csv
		assert_success
		assert_output "$(rows 'area measure value' 'København antal 5' 'Ærø antal 6')"
		assert_equal "$stderr" "kkr-table: in.csv: is read as $encoding, which its bytes are: --encoding says otherwise"
		run_split kkr-table --map maps/a.map.tsv in.csv
		refused 65 "--encoding $encoding reads"
	done
	printf 'Kommune;Antal\nKøbenhavn;5\n' | iconv -t CP850 >in.csv
	run_split kkr-table --maps maps in.csv
	refused 65 '--encoding CP850 reads it'
	{ echo 'Kommune;Antal' && repeated 600 'Odense;10' && echo 'København;5'; } | iconv -t windows-1252 >in.csv
	run_split kkr-table --maps maps --report report in.csv # its first 4 KB are ASCII
	assert_line 'København	antal	5'
	assert_equal "$stderr" 'kkr-table: in.csv: is read as windows-1252, which its bytes are: --encoding says otherwise'
	grep -qx "in.csv${TAB}read${TAB}encoding${TAB}windows-1252${TAB}${TAB}1" report
	run_split kkr-table --map maps/a.map.tsv in.csv
	refused 65 'in.csv:602: ' 'kkr-table --encoding windows-1252 reads it'
	{ echo 'Kommune;Antal' && repeated 600 'Ærø;10' && iconv -t windows-1252 <<<'København;5'; } >in.csv
	run_split kkr-table --maps maps in.csv # what was UTF-8 stays that
	refused 65 'in.csv:602: a byte 0xF8 is not UTF-8'
	iconv -t windows-1252 <<<'<table><tr><td>Kommune<td>Antal<tr><td>Ærø<td>5</table>' >in.html
	run_split kkr-table --maps maps in.html
	assert_line 'Ærø	antal	5'
	assert_equal "$stderr" 'kkr-table: in.html: is read as windows-1252, which its bytes are: --encoding says otherwise'
}
