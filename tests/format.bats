load common

# assert_text OPTION...: kkr-format makes of in.tsv, byte for byte, what stands on standard input.
assert_text() {
	cat >want.txt
	run_split kkr-format "$@" in.tsv
	assert_equal "$stderr" ''
	assert_success
	kkr-format "$@" in.tsv | diff want.txt -
}

@test "numbers stand to the right and text to the left, and no line ends in spaces" {
	printf 'name\tvalue\tnote\nKøbenhavn\t63\tca.\nÆrø\t-2.5\t\nAarhus\t\tover\n' >in.tsv
	run_split kkr-format --type text in.tsv
	assert_success
	assert_output "name       value  note
København     63  ca.
Ærø         -2.5
Aarhus            over"
	assert_equal "$stderr" ''
}

@test "text is the type without an option, and -t is --type" {
	printf 'a\tb\n1\tx\n' >in.tsv
	printf 'a  b\n1  x\n' >want
	assert_text <want
	assert_text --type text <want
	assert_text --type text <want
	assert_text --type=text <want
}

@test "a column is as wide as the widest of its name and its values" {
	write_table in.tsv <<-'END'
		a|long_name|b
		x|1|y
		xxxxx|22|z
	END
	assert_text <<-'END'
		a      long_name  b
		x              1  y
		xxxxx         22  z
	END
}

@test "Danish letters take one place each" {
	write_table in.tsv <<-'END'
		name|n
		ÆØÅæøå|1
		abcdef|22
		é—€|333
	END
	assert_text <<-'END'
		name      n
		ÆØÅæøå    1
		abcdef   22
		é—€     333
	END
}

@test "characters of two, three and four bytes take one place each" {
	printf 'c\tn\n\xc3\xb8\t1\n\xe2\x82\xac\t2\n\xf0\x9d\x84\x9e\t3\n' >in.tsv
	printf 'c  n\n\xc3\xb8  1\n\xe2\x82\xac  2\n\xf0\x9d\x84\x9e  3\n' >want
	assert_text <want
}

@test "a combining character takes no place" {
	# å as a and U+030A; the first and last combining characters, U+0300 and U+036F; U+033F and U+0340,
	# between which the first byte changes; and U+0370, which is a letter.
	printf 'name\tn\nA\xcc\x8arhus\t1\na\xcc\x80b\xcd\xaf\t2\na\xcc\xbfb\xcd\x80c\t3\n\xcd\xb0\t4\n' >in.tsv
	printf 'name   n\nA\xcc\x8arhus  1\na\xcc\x80b\xcd\xaf     2\na\xcc\xbfb\xcd\x80c    3\n\xcd\xb0      4\n' >want
	assert_text <want
}

@test "composed and decomposed letters line up" {
	printf 'name\tnote\n\xc3\x85rhus\tx\nA\xcc\x8arhus\ty\n' >in.tsv
	printf 'name   note\n\xc3\x85rhus  x\nA\xcc\x8arhus  y\n' >want
	assert_text <want
}

@test "a column with a single value that is no number stands to the left" {
	write_table in.tsv <<-'END'
		a|b
		1|1
		22|22
		x|333
	END
	assert_text <<-'END'
		a     b
		1     1
		22   22
		x   333
	END
}

@test "what is no number of the record format is text" {
	local value
	for value in 1,5 1.000,5 1e3 +1 -0 .5 1. '1 000' 63%; do
		printf 'col_a\tb\n%s\tx\n12345678\tx\n' "$value" >in.tsv
		{ printf '%-8s  b\n' col_a && printf '%-8s  x\n' "$value" 12345678; } >want
		assert_text <want
	done
}

@test "negative numbers and decimals stand to the right" {
	write_table in.tsv <<-'END'
		value|x
		-1234.5678|x
		0|x
		007|x
		-0.1|x
	END
	assert_text <<-'END'
		     value  x
		-1234.5678  x
		         0  x
		       007  x
		      -0.1  x
	END
}

@test "a column of empty values alone keeps its place" {
	write_table in.tsv <<-'END'
		a|empty|b
		x||y
		xx||z
	END
	assert_text <<-'END'
		a   empty  b
		x          y
		xx         z
	END
}

@test "a last column that is empty leaves no spaces behind" {
	printf 'a\tempty\nx\t\nlonger\t\n' >in.tsv
	printf 'a       empty\nx\nlonger\n' >want
	assert_text <want
}

@test "a row of empty values is an empty line, and is not lost" {
	printf 'a\tb\nx\ty\n\t\nz\t1\n' >in.tsv
	printf 'a  b\nx  y\n\nz  1\n' >want
	assert_text <want
}

@test "an empty table is its header" {
	printf 'area\tmeasure\tvalue\n' >in.tsv
	printf 'area  measure  value\n' >want
	assert_text <want
}

@test "a table of one column is a list" {
	printf 'n\n1\n22\n\n333\n' >in.tsv
	printf '  n\n  1\n 22\n\n333\n' >want
	assert_text <want
}

@test "spaces within values are kept, but for those at the end of a line" {
	write_table in.tsv <<-'END'
		a|b
		 x  y |  z  
		w|v
	END
	printf 'a       b\n x  y     z\nw       v\n' >want
	assert_text <want
}

@test "escapes stay escaped, so that each row is a line" {
	printf 'a\tb\nx\\ty\\nz\t1\n\\\\\t2\n' >in.tsv
	printf 'a        b\nx\\ty\\nz  1\n\\\\       2\n' >want
	assert_text <want
}

@test "long values are shown whole" {
	long=$(printf 'ø%.0s' {1..500})
	printf 'a\tb\n%s\t1\nx\t2\n' "$long" >in.tsv
	spaces=$(printf '%500s' '')
	printf 'a%s  b\n%s  1\nx%s  2\n' "${spaces:1}" "$long" "${spaces:1}" >want
	assert_text <want
}

@test "a number of 100 digits is shown whole" {
	digits=$(printf '7%.0s' {1..100})
	printf 'a\tb\n%s\tx\n1\tx\n' "$digits" >in.tsv
	printf '%100s  b\n%s  x\n%100s  x\n' a "$digits" 1 >want
	assert_text <want
}

@test "no figure and no row is lost in a long table" {
	awk 'BEGIN { print "area\tvalue\tnote"
		for (i = 0; i < 20000; i++) print i % 100 "\t" i * i "\tnote-" i }' >in.tsv
	kkr-format in.tsv | awk -v OFS='\t' '{ $1 = $1; print }' | cmp - in.tsv
}

@test "several files are one table" {
	printf 'name\tn\nx\t1\n' >a.tsv
	printf 'name\tn\nlonger\t22\n' >b.tsv
	run_split kkr-format a.tsv - b.tsv < <(printf 'name\tn\ny\t333\n')
	assert_success
	assert_equal "$stderr" ''
	assert_output "name      n
x         1
y       333
longer   22"
}

# ---- --width

@test "a table that fits is not folded, and 0 is no limit" {
	write_table in.tsv <<-'END'
		name|note|value
		Aarhus|en note|1
	END
	printf 'name    note     value\nAarhus  en note      1\n' >want
	assert_text --width 22 <want
	assert_text --width 0 <want
	assert_text --width 1000 <want
}

@test "the widest column is folded first, at blanks, and no figure is cut" {
	write_table in.tsv <<-'END'
		name|note|value
		København|En lang note om kommunen og dens tal|667099
		Ærø|kort|-2.5
	END
	assert_text --width 40 <<-'END'
		name       note                    value
		København  En lang note om        667099
		           kommunen og dens tal
		Ærø        kort                     -2.5
	END
	assert_text --width 30 <<-'END'
		name       note          value
		København  En lang      667099
		           note om
		           kommunen og
		           dens tal
		Ærø        kort           -2.5
	END
}

@test "a heading is folded behind _, and its figures stay in one line" {
	write_table in.tsv <<-'END'
		area|non_western_nationals|quota
		101|52544|63
	END
	assert_text --width 25 <<-'END'
		area  non_western_  quota
		         nationals
		 101         52544     63
	END
}

@test "a word of up to 16 characters is not broken, whatever the width; a longer one is" {
	printf 'a\nspeciallægebesøg\nspeciallægebesøgX\n' >in.tsv
	printf 'a\nspeciallægebesøg\nspeciallægebesøg\nX\n' >want
	assert_text --width 16 <want
	assert_text --width 1 <want
}

@test "a number of any length is not folded" {
	digits=$(printf '7%.0s' {1..100})
	printf 'a\tb\n%s\tx y\n' "$digits" >in.tsv
	printf '%100s  b\n%s  x\n%100s  y\n' a "$digits" '' >want
	assert_text --width 20 <want
}

@test "combining characters stay with theirs, and escapes are not broken" {
	printf 'a\n%s\n%s\n' "$(printf 'a\xcc\x8a%.0s' {1..17})" '123456789012345\n1' >in.tsv
	printf 'a\n%s\na\xcc\x8a\n123456789012345\n\\n1\n' "$(printf 'a\xcc\x8a%.0s' {1..16})" >want
	assert_text --width 16 <want
}

@test "folded or not, a table has the same characters, and lines are as wide as asked" {
	python3 -c 'import random
random.seed(7)
print("text")
for _ in range(300):
    print("x" + "".join(random.choice("abcæøå,-_/   ") * random.randint(1, 3) for _ in range(random.randint(0, 40))) + "y")
' >in.tsv
	for width in 16 17 25 60; do
		kkr-format --width "$width" in.tsv >out.txt
		cmp <(tr -d ' \n' <in.tsv) <(tr -d ' \n' <out.txt)
		python3 -c 'import sys
widest = max(len(line.rstrip("\n")) for line in open("out.txt", encoding="utf-8"))
sys.exit(widest > int(sys.argv[1]))' "$width"
	done
}

# on_screen COLUMNS COMMAND...: runs it with standard output on a terminal of so many columns.
on_screen() {
	python3 -c 'import fcntl, os, pty, struct, subprocess, sys, termios
screen, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
process = subprocess.Popen(sys.argv[2:], stdout=terminal)
os.close(terminal)
shown = b""
try:
    while piece := os.read(screen, 65536):
        shown += piece
except OSError:
    pass  # nobody has the terminal any more
sys.stdout.write(shown.decode().replace("\r\n", "\n"))
sys.exit(process.wait())' "$@"
}

@test "a terminal has its width as the limit, unless another is given; a pipe has none" {
	write_table in.tsv <<-'END'
		note|n
		en lang note om en lille kommune|1
	END
	printf 'note               n\nen lang note om    1\nen lille kommune\n' >folded
	printf 'note                              n\nen lang note om en lille kommune  1\n' >whole
	on_screen 20 kkr-format in.tsv | diff folded -
	on_screen 20 kkr-format --width 0 in.tsv | diff whole -
	on_screen 200 kkr-format --width 20 in.tsv | diff folded -
	on_screen 0 kkr-format in.tsv | diff whole -
	COLUMNS=20 kkr-format in.tsv | diff whole -
}

@test "a width that is no number is 64" {
	printf 'a\n1\n' >in.tsv
	for width in -1 x 1x '' 1000001 99999999999999999999 ' 5' 1.5; do
		run_split kkr-format --width "$width" in.tsv
		refused 64 'kkr-format: --width: '
	done
}

# ---- Fields of any length

@test "a field of a megabyte pushes its own row aside and no other" {
	{ printf 'a\tb\n' && head -c 1000000 /dev/zero | tr '\0' x && printf '\t1\nshort\t22\n'; } >in.tsv
	{ printf 'a       b\n' && head -c 1000000 /dev/zero | tr '\0' x && printf '   1\nshort  22\n'; } >want
	assert_text <want
}

@test "what a terminal may take for a command is shown as U+FFFD" {
	printf 'a\tb\nx\xc2\x9b1mx\t1\n\xc2\x80\xc2\x9f\xc2\xa0\t2\n' >in.tsv
	printf 'a      b\nx\xef\xbf\xbd1mx  1\n\xef\xbf\xbd\xef\xbf\xbd\xc2\xa0    2\n' >want
	assert_text <want
}

# ---- Options

@test "figures are written as a language does, and codes and periods are not" {
	write_table in.tsv <<-'END'
		area|period|value|share|note
		101|2025|667099|95.9|1234
		1084|2025-01|-1234567.25|0.5|x
		084|2026|999|-1000|084
	END
	assert_text --lang da <<-'END'
		Kode  Periode          Værdi   Andel  Bemærkning
		 101  2025           667.099    95,9  1234
		1084  2025-01  -1.234.567,25     0,5  x
		 084  2026               999  -1.000  084
	END
	assert_text --lang en <<-'END'
		Code  Period           Value   Share  Remark
		 101  2025           667,099    95.9  1234
		1084  2025-01  -1,234,567.25     0.5  x
		 084  2026               999  -1,000  084
	END
}

@test "columns of codes are known by their names, and by --codes" {
	for name in area code given id period year aar date earliest latest due dataset measure kpi group title unit \
		qualifier note source name region region_name kkr landsdel landsdel_name nuts3 level old_area own_code \
		school_id to_period birth_year foedt_aar due_date long_name due_text; do
		printf '%s\n1234\n' "$name" >in.tsv
		kkr-format --lang da in.tsv | grep -x ' *1234' >/dev/null || fail "$name"
	done
	for name in value quota population areas kode_ value_2 yearly; do
		printf '%s\n1234\n' "$name" >in.tsv
		kkr-format --lang da in.tsv | grep -x ' *1\.234' >/dev/null || fail "$name"
		run_split kkr-format --lang da --codes "$name" in.tsv
		assert_line --index 1 --regexp '^ *1234$'
	done
	printf 'a\tb\tc\n1234\t1234\t1234\n' >in.tsv
	printf '   a     b      c\n1234  1234  1.234\n' >want
	assert_text --lang da --codes a,b <want
}

@test "a heading takes the place of a name" {
	write_table in.tsv <<-'END'
		name|value
		Ærø|1
	END
	assert_text --heading name=Kommune --heading 'value=Antal = så mange' <<-'END'
		Kommune  Antal = så mange
		Ærø                     1
	END
	assert_text --heading name=x --heading name=2024 --lang da <<-'END'
		2024  Værdi
		Ærø       1
	END
	assert_text --heading 'name=a\b' <<-'END'
		a\\b  value
		Ærø       1
	END
}

@test "a heading or code of a column that is not there is 65, and says which there are" {
	printf 'name\tvalue\nx\t1\n' >in.tsv
	run_split kkr-format --heading nam=x in.tsv
	refused 65 "in.tsv:1: there is no column 'nam' among: name value" --heading
	run_split kkr-format --codes value,nam in.tsv
	refused 65 "in.tsv:1: there is no column 'nam' among: name value" --codes
}

@test "a heading or title that is not a line of text is 64" {
	printf 'name\nx\n' >in.tsv
	for heading in name '=x' 'Name=x' $'name=a\nb' $'name=a\tb' $'name=\xff' $'name=\x7f'; do
		run_split kkr-format --heading "$heading" in.tsv
		refused 64 'kkr-format: --heading: '
	done
	for title in $'a\nb' $'\xc3' $'\x1b[1m'; do
		run_split kkr-format --type html --title "$title" in.tsv
		refused 64 'kkr-format: --title: '
	done
}

@test "names of columns and the words of the format are said in the language, and other texts as they are" {
	write_table in.tsv <<-'END'
		name|own|qualifier|target_status|level|state|measure|published_qualifier
		met|not met|over, own calculation|not met|municipality|forslag|population|own calculation
		not met|x|own calculation|met|country|underskrevet|noget andet|ca.
	END
	assert_text --lang da <<-'END'
		Navn     own      Forbehold             Opfyldelse af målet  Niveau       Aftalens status         Opgørelse    Forbehold ved det offentliggjorte
		met      not met  over, egen beregning  ikke opfyldt         kommune      Forslag, ikke vedtaget  Folketal     egen beregning
		not met  x        egen beregning        opfyldt              hele landet  Underskrevet            noget andet  ca.
	END
	run_split kkr-format --lang en --type md in.tsv
	assert_line --index 2 '| met | not met | over, own calculation | not met | municipality | Proposed, not adopted | Population | own calculation |'
	# Records as they are, without a language.
	run_split kkr-format --type csv in.tsv
	assert_line --index 1 $'met,not met,"over, own calculation",not met,municipality,forslag,population,own calculation\r'
	rows 'area measure unit period value qualifier' '101 population persons 2025-02 1 own~calculation' \
		'101 share pct. 2025-02 2 ' '101 population persons 2024-Q4 3 ' >in.tsv
	assert_text --lang da --wide measure <<-'END'
		Kode  Periode  Folketal (personer)  Folketal (personer), forbehold  Andel (pct.)
		 101  2025-02                    1  egen beregning                             2
		 101  2024-Q4                    3
	END
	sed 3d in.tsv >months.tsv
	kkr-format --lang da --wide period months.tsv | head -n 1 >heads
	assert_equal "$(<heads)" 'Kode  Opgørelse  Enhed     4. kvt. 2024  feb. 2025  feb. 2025, forbehold'
}

@test "figures are laid across: exact, in order, with the unit in the heading and qualifiers beside them" {
	write_table in.tsv <<-'END'
		area|name|measure|period|unit|value|qualifier
		101|København|trips|2025-02|n|7|over
		101|København|trips|2024-12|n|5.50|
		147|Frederiksberg|trips|2025-02|n|12345678901234567890.10|
		147|Frederiksberg|age|2025-02|år|-40|
	END
	assert_text --wide period <<-'END'
		area  name           measure  unit  2024-12                  2025-02  2025-02 qualifier
		 101  København      trips    n        5.50                        7  over
		 147  Frederiksberg  trips    n              12345678901234567890.10
		 147  Frederiksberg  age      år                                 -40
	END
	run_split kkr-format --wide measure --type jsonl in.tsv
	gives '{"area":"101","name":"København","period":"2025-02","trips (n)":7,"trips (n) qualifier":"over","age (år)":null}' \
		'{"area":"101","name":"København","period":"2024-12","trips (n)":5.50,"trips (n) qualifier":null,"age (år)":null}' \
		'{"area":"147","name":"Frederiksberg","period":"2025-02","trips (n)":12345678901234567890.10,"trips (n) qualifier":null,"age (år)":-40}'
	# What kkr-codes appends tells rows apart where no column has areas.
	rows 'region period value' '081 2025 1' '082 2025 2' '081 2026 3' >in.tsv
	run_split kkr-format --wide period --type csv in.tsv
	gives $'region,2025,2026\r' $'081,1,3\r' $'082,2,\r'
	# A period that tells measures apart goes with them.
	rows 'area period measure value' '101 2024 a 1' '101 2025 b 2' >in.tsv
	run_split kkr-format --wide measure --type csv in.tsv
	gives $'area,a (2024),b (2025)\r' $'101,1,2\r'
	head -n 1 in.tsv >none.tsv
	run_split kkr-format --wide period --type csv none.tsv
	gives $'area,measure\r'
}

@test "what cannot be laid across is 65, and remarks that are left out are named" {
	rows 'area period value source' '101 2025 1 A' '101 2025 2 A' >in.tsv
	run_split kkr-format --wide period in.tsv
	refused 65 "in.tsv:3: period '2025' has a figure of the same row in line 2 of in.tsv already"
	run_split kkr-format --wide value in.tsv
	refused 65 'the figures themselves cannot be headings'
	run_split kkr-format --wide when in.tsv
	refused 65 "there is no column 'when'" --wide
	rows 'area period value' '101  2' >none.tsv
	run_split kkr-format --wide period none.tsv
	refused 65 'none.tsv:2: period is empty, and is to be a heading'
	rows 'area measure value' '101 area 2' >same.tsv
	run_split kkr-format --wide measure same.tsv
	refused 65 "same.tsv:2: measure 'area' is the name of another column, too"
	{ echo "period${TAB}value" && seq -f '%04.0f' 1001 | sed 's/$/\t1/'; } >many.tsv
	run_split kkr-format --wide period many.tsv
	refused 65 "many.tsv:1002: period '1001' is one heading too many"
	head -n 2 in.tsv >one.tsv
	run_split kkr-format --wide period one.tsv
	assert_success
	assert_message 'one.tsv: --wide leaves out the column source'
}

@test "an unknown language is 64 and says which there are" {
	printf 'a\n1\n' >in.tsv
	run_split kkr-format --lang sv in.tsv
	refused 64 "kkr-format: --lang: 'sv' is none of: da, en"
}

@test "an option that a type has no use for is 64" {
	printf 'a\n1\n' >in.tsv
	refuses() {
		local type=$1
		shift
		run_split kkr-format --type "$type" "$@" in.tsv
		refused 64 "kkr-format: $1: the type $type has no use for it"
	}
	run_split kkr-format --type xyzzy in.tsv
	refused 64 "kkr-format: --type: 'xyzzy' is none of: text, ${TYPES// /, }"
	for type in $TYPES; do
		refuses "$type" --width 80
	done
	for type in csv csv-da json jsonl; do
		refuses "$type" --lang da
		refuses "$type" --title x
	done
	for type in csv json jsonl; do
		refuses "$type" --heading a=b
	done
	refuses text --title x
	refuses html --sheet A=in.tsv
}

@test "an unknown type is 64 and says what there is" {
	printf 'a\n1\n' >in.tsv
	run_split kkr-format --type picture in.tsv
	assert_failure 64
	assert_output ''
	[[ $stderr == "kkr-format: --type: "*"'picture'"*text* ]] || fail "$stderr"
	run_split kkr-format --type '' in.tsv
	assert_failure 64
	run_split kkr-format in.tsv --type
	assert_failure 64
	[[ $stderr == kkr-format:*type* ]] || fail "$stderr"
}

@test "help and version go to standard output with status 0, and an unknown option is 64" {
	run_split kkr-format --help
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 --regexp '^usage: kkr-format '
	run_split kkr-format --version
	assert_success
	assert_output --regexp '^kkr [0-9]'
	run_split kkr-format --colour
	assert_failure 64
	assert_output ''
	[[ $stderr == kkr-format:*colour* ]] || fail "$stderr"
}

@test "a bad record ends it with 65 and nothing is written" {
	printf 'a\tb\n1\t2\n3\n' >in.tsv
	run_split kkr-format in.tsv
	assert_failure 65
	assert_output ''
	[[ $stderr == 'kkr-format: in.tsv:3: '* ]] || fail "$stderr"
}

@test "a full disk is 74, whether the output is short or long" {
	printf 'a\n1\n' >short.tsv
	(echo a && seq 100000) >long.tsv
	for table in short.tsv long.tsv; do
		run_split bash -c "kkr-format $table >/dev/full"
		assert_failure 74
		[[ $stderr == 'kkr-format: standard output: '* ]] || fail "$stderr"
	done
	run_split bash -c 'kkr-format --help >/dev/full'
	assert_failure 74
}

@test "a reader that goes away ends it in silence" {
	(echo number && seq 1000000) >in.tsv
	run_split bash -c 'kkr-format in.tsv | head -1; exit ${PIPESTATUS[0]}'
	assert_failure 141
	assert_output ' number'
	assert_equal "$stderr" ''
}

@test "the locale changes nothing" {
	printf 'navn\tn\nÆrø\t1\nA\xcc\x8arhus\t22\n' >in.tsv
	LC_ALL=C kkr-format in.tsv >c.txt
	LC_ALL=da_DK.UTF-8 kkr-format in.tsv | cmp - c.txt
	assert_equal "$(<c.txt)" "$(printf 'navn    n\nÆrø     1\nA\xcc\x8arhus  22\n')"
}
