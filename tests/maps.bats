# Table maps, kkr-maps(5): what they can say of a table, where its header is found, and which of several fits.
# All tables here are invented but those made of the samples.

load common

MAPS=$PREFIX/share/kkr/schemas/maps

# table TEXT [OPTION...]: kkr-table with map.tsv on a text, in which \n and the like are what printf makes of them.
table() {
	printf "$1" >in.csv
	shift
	run_split kkr-table --map map.tsv "$@" in.csv
}

# fitted TEXT [OPTION...]: the same with --maps, of the directory maps.
fitted() {
	printf "$1" >in.csv
	shift
	run_split kkr-table --maps maps "$@" in.csv
}

# tells TEXT...: the last command was right and said each of these lines, and no other.
tells() {
	assert_success
	assert_equal "$stderr" "$(printf 'kkr-table: %s\n' "$@")"
}

# left KEY: how much the report says is left out for this.
left() {
	awk -F '\t' -v key="$1" '$2 == "left_out" && $3 == key { print $6 }' report
}

@test "The examples of kkr-maps(5)" {
	map 'column|is|numbers|measure|unit|source' '--skip|Kilde:*' '*||da||persons|{title}, {file}' 'Kommune|area' \
		'Folketal {period}|value||population' 'Bemærkning|ignore'
	printf '%s\n' 'Tabel 1. Folketal;;;' 'Kommune;Folketal 2024;Folketal 2025;Bemærkning' \
		'101 København;659.350;667.099;' 'Kilde: Danmarks Statistik;;;' >folketal.csv
	run_split kkr-table --map map.tsv folketal.csv
	gives 'area|period|measure|unit|value|source' \
		'101 København|2024|population|persons|659350|Tabel 1. Folketal, folketal.csv' \
		'101 København|2025|population|persons|667099|Tabel 1. Folketal, folketal.csv'
	map 'column|is|fill|numbers|measure|unit' '--header-spread' '--mark|1)' '--nil|ingen' '--end|Tabel 2*' \
		'*|||da-spaces||persons' 'Område|area|down' 'Køn|sex' 'Ledige {period}|value|||unemployed'
	table 'Tabel 1;;;\n;;Ledige;\nOmråde;Køn;2024;2025\nÆrø;m;1 234 1);ingen\n;k;5;6\nTabel 2;;;\n'
	gives 'area|period|measure|unit|value|sex' 'Ærø|2024|unemployed|persons|1234|m' 'Ærø|2025|unemployed|persons|0|m' \
		'Ærø|2024|unemployed|persons|5|k' 'Ærø|2025|unemployed|persons|6|k'
}

# ---- Columns

@test "A column that is optional may be absent, and another may not" {
	map 'column|is|optional|measure' 'k|area|' 'a|value||a' 'b|value|yes|b'
	table 'k;a\nx;1\n'
	gives 'area|measure|value' 'x|a|1'
	table 'k;a;b\nx;1;2\n'
	gives 'area|measure|value' 'x|a|1' 'x|b|2'
	table 'k;b\nx;1\n'
	refused 65 "row 1 is nearest, and lacks 'a'"
	table 'k;a\nx;1\n' --header 1
	gives 'area|measure|value' 'x|a|1'
	map 'column|is|optional' 'k|area|no'
	table 'k\n1\n' --delimiter ';'
	refused 78 "map.tsv:2: optional 'no': it says 'yes' or nothing"
}

@test "fill down: an empty cell has what the last one above it has that is not" {
	map 'column|is|fill' '#A|area|down' '#B|koen|' '2024|value|'
	table ';;2024\nx;m;1\n;k;2\ny;m;3\n  ;k;4\n'
	gives 'area|value|koen' 'x|1|m' 'x|2|k' 'y|3|m' 'y|4|k'
	table ';;2024\n;m;1\nx;k;2\n'
	gives 'area|value|koen' '|1|m' 'x|2|k'
	map 'column|is|fill' 'k|area|up'
	table 'k;v\n'
	refused 78 "fill 'up': it says 'down' or nothing"
	map 'column|is|fill' 'k|area|' 'v|value|down'
	table 'k;v\n'
	refused 78 'map.tsv:3: ' 'count again'
}

@test "One area may be in two columns, its code and its name, of which either may be empty or absent" {
	map 'column|is|optional' 'Nr.|area|yes' 'Navn|area|yes' 'v|value|'
	table 'Nr.;Navn;v\n101;København;1\n;Danmark i alt;2\n751;;3\n' --report report
	gives 'area|value' '101 København|1' 'Danmark i alt|2' '751|3'
	table 'Navn;v;Nr.\nKøbenhavn;1;101\n'
	gives 'area|value' '101 København|1'
	table 'Navn;v\nKøbenhavn;1\nAarhus;2\n'
	gives 'area|value' 'København|1' 'Aarhus|2'
	map 'column|is' 'Navn|area' 'Nr.|area' 'v|value'
	table 'Nr.;Navn;v\n101;Høje Taastrup;1\n' # in the order of code and name, whatever the map's
	gives 'area|value' '101 Høje Taastrup|1'
	table 'Nr.;Navn;v\n101;Odense;1\n'
	assert_success
	printf '%s\n' "$output" >joined.tsv
	run_split kkr-codes joined.tsv
	refused 65 "'101 Odense'"
}

# ---- How figures and names are written

@test "--missing, --nil, --mark and --minus say what is beside figures and names" {
	map 'column|is|numbers|type' '--missing|M||' '--missing|U||' '--missing|...||' '--nil|ingen||' '--mark|*||' '--mark|1)||' \
		'--mark|¹||' '--mark|kr.||' '--minus|(N)||' '--minus|N-||' 'k|area||' 'v|value|da|decimal'
	table 'k;v\na *;1.234*\nb;5 1)\nc1);5¹\nd;1.000 kr.\ne;(5)\nf;5-\ng;...\nh; M \ni;ingen\nj;* 7\nk;U\nl;( 1,5 ) *\n'
	gives 'area|value' 'a|1234' 'b|5' 'c|5' 'd|1000' 'e|-5' 'f|-5' 'g|' 'h|' 'i|0' 'j|7' 'k|' 'l|-1.5'
	table 'k;v\na;51)\nb;*\nc;(x)\nd;(0)\n' --rejects bad # 51) is no 5 with a mark; a mark alone is no figure
	gives 'area|value'
	assert_equal "$(cut -f 2,5 bad | tail -n +2)" "$(printf '%s\tnumber\n' 2 3 4 5)"
	map 'column|is|numbers' '--minus|N|' 'v|value|da'
	table 'v;w\n'
	refused 78 'map.tsv:2: --minus has an argument that it does not take'
}

@test "A mark counts beside names too, and what is missing or nil is so among figures alone" {
	map 'column|is' '--missing|M' '--nil|N' '--mark|*' 'k|area' 's|koen' 'v|value'
	table 'k;s;v\nÆrø*;M;1\nM;N;N\n'
	gives 'area|value|koen' 'Ærø|1|M' 'M|0|N'
	table 'k;s;v\n*;*;1\n' # where a mark is all there is, it stays
	gives 'area|value|koen' '*|1|*'
}

@test "What a map's options say is compared as headers are: composed, with one blank for space of any kind" {
	local o=$'\u00e5' parted=$'a\u030a' nbsp=$'\u00a0'
	map 'column|is|numbers' "--skip|Noter  p${parted}*|" "--end|Tabel 2${nbsp}p${o}|" "--missing|ej  m${parted}lt|" "--nil|f${o}|" \
		"--mark|p${parted}|" 'k|area|' 'v|value|da'
	table "k;v\nNoter p${o}: x;\nNoter${nbsp} p${parted}: y;1\na;ej m${o}lt\nb;ej${nbsp}${nbsp}m${parted}lt\nc;f${parted}\nd;5 p${o}\ne;6p${parted}\np${o} f;7\nTabel  2 p${parted};\ng;8\n" --report report
	assert_output "$(printf '%s\n' 'area|value' 'a|' 'b|' 'c|0' 'd|5' 'e|6' 'f|7' | tr '|' '\t')"
	assert_equal "$(left skip) $(left end)" '2 1'
	table 'k;v\na;1\n' --skip "${parted}*"
	gives 'area|value' 'a|1'
}

@test "Spaces of any kind stand between thousands where the map says so" {
	local space
	map 'column|is|numbers' 'k|area|' 'v|value|da-spaces'
	for space in ' ' $'\u00a0' $'\u202f' $'\u2009'; do
		table "k;v\\na;667${space}099\\nb;-1${space}000${space}000,5\\nc;5\\nd;12.000\\n"
		gives 'area|value' 'a|667099' 'b|-1000000.5' 'c|5' 'd|12000'
	done
	table 'k;v\na;66 7099\nb;1 000.000\nc;1 00\nd;1000 000\ne;1  000\n' --rejects bad
	gives 'area|value'
	assert_equal "$(tail -n +2 bad | wc -l)" 5
	map 'column|is|numbers' 'k|area|' 'v|value|plain-spaces'
	table 'k;v\na;667 099\nb;1 000.5\n'
	gives 'area|value' 'a|667099' 'b|1000.5'
	map 'column|is|numbers' '--numbers|da-spaces|' 'k|area|' 'v|value|'
	table 'k;v\na;1 000,5\n'
	gives 'area|value' 'a|1000.5'
}

@test "--absent zero fills in what a table leaves out, and nothing else does" {
	map 'column|is' 'k|area' 's|koen' 't|period' 'v|value'
	table 'k;s;t;v\nx;m;2024;1\ny;m;2024;2\nx;k;2025;3\n'
	gives 'area|period|value|koen' 'x|2024|1|m' 'y|2024|2|m' 'x|2025|3|k'
	map 'column|is' '--absent|zero' 'k|area' 's|koen' 't|period' 'v|value'
	table 'k;s;t;v\nx;m;2024;1\ny;m;2024;2\nx;k;2025;3\n' --origin
	assert_output "$(printf '%s\n' 'area|period|value|koen|origin' 'x|2024|1|m|in.csv:2' 'y|2024|2|m|in.csv:3' 'x|2025|3|k|in.csv:4' \
		'x|2024|0|k|in.csv:0' 'x|2025|0|m|in.csv:0' 'y|2024|0|k|in.csv:0' 'y|2025|0|m|in.csv:0' 'y|2025|0|k|in.csv:0' | tr '|' '\t')"
	tells 'in.csv: 5 rows that it leaves out are filled in with 0'
	table 'k;s;t;v\nx;m;2024;1\ny;m;2024;\n' # what has no value is there
	gives 'area|period|value|koen' 'x|2024|1|m' 'y|2024||m'
	table 'k;s;t;v\nx;m;2024;1\ny;m;nej;2\n' --rejects bad
	refused 65 'with records set aside it cannot be told which rows the table leaves out'
	table 'k;s;t;v\n'
	gives 'area|period|value|koen'
	map 'column|is' '--absent|nil' 'k|area' 'v|value'
	table 'k;v\nx;1\n'
	refused 78 '--absent has an argument that it does not take'
}

# ---- Where the table ends, headings, headers

@test "--end ends the table, and figures below it are counted and said" {
	map 'column|is' '--end|I alt' '--end|Tabel 2*' 'k|area' 'v|value'
	table 'k;v\nx;1\nTabel 2. Andet;\nk;w\ny;2\nz;3\nKilde: z;\n' --report report
	assert_output "$(rows 'area value' 'x 1')"
	tells "in.csv: below row 3, before which --end 'Tabel 2*' ends the table, 2 rows with figures are left out"
	assert_equal "$(left end)" 2
	table 'k;v\nx;1\nI alt i landet;2\nI alt;3\n' --report report # a figure stands in the row itself
	assert_output "$(printf 'area\tvalue\nx\t1\nI alt i landet\t2')"
	assert_equal "$(left end)" 1
	table 'k;v\nx;1\nI alt;\nKilde;\n\n'
	gives 'area|value' 'x|1'
}

@test "--heading: a row of one text names something of the rows below it" {
	map 'column|is|numbers' '--heading|region=Region *|' '--heading|koen|' '#A|area|' 'v|value|da'
	table ';v\nRegion Nord;\nMænd;\na;1\nKvinder;\nb;2\nRegion Syd;\nc;3\n7;\n' --report report
	gives 'area|value|region|koen' 'a|1|Region Nord|Mænd' 'b|2|Region Nord|Kvinder' 'c|3|Region Syd|Kvinder' \
		'7||Region Syd|Kvinder'
	map 'column|is' '--heading|area' '--heading|period={period}' 'k|koen' 'v|value'
	table 'k;v\n2. kvartal 2024;\nÆrø;\nm;1\nk;2\n;2025\n2026;\nm;3\n'
	gives 'area|period|value|koen' 'Ærø|2024-Q2|1|m' 'Ærø|2024-Q2|2|k' 'Ærø|2026|3|m'
}

@test "--heading ignore passes headings over, and the report counts them" {
	map 'column|is' '--heading|ignore=Region *' 'k|area' 'v|value'
	table 'k;v\nRegion Nord;\na;1\nRegion Syd;2\nb;\n' --report report
	gives 'area|value' 'a|1' 'Region Syd|2' 'b|'
	assert_equal "$(left heading)" 1
}

@test "A heading that says what something else says, too, is 78" {
	map 'column|is' '--heading|area' 'k|area' 'v|value'
	table 'k;v\n'
	refused 78 '--heading area: the table has a column that is area'
	map 'column|is|measure' '--heading|measure|' 'k|area|' 'v|value|m'
	table 'k;v\n'
	refused 78 "measure 'm': the table has a column that is measure"
	map 'column|is' '--heading|Område' 'k|area' 'v|value'
	table 'k;v\n'
	refused 78 'map.tsv:2: --heading'
	map 'column|is' '--heading|region=' 'k|area' 'v|value'
	table 'k;v\n'
	refused 78 'map.tsv:2: --heading'
}

@test "--header-spread: a text of the upper rows counts for the columns to its right" {
	map 'column|is|measure' '--header-spread||' 'Kommune|area|' 'Mænd {period}|value|m' 'Kvinder {period}|value|k'
	table ';Mænd;;Kvinder;\nKommune;2024;2025;2024;2025\nx;1;2;3;4\n'
	gives 'area|period|measure|value' 'x|2024|m|1' 'x|2025|m|2' 'x|2024|k|3' 'x|2025|k|4'
	table ';Mænd;;Kvinder;\nKommune;2024;2025;2024;2025\nx;1;2;3;4\n' --header 1-2
	gives 'area|period|measure|value' 'x|2024|m|1' 'x|2025|m|2' 'x|2024|k|3' 'x|2025|k|4'
	map 'column|is|measure' 'Kommune|area|' 'Mænd {period}|value|m' # without it, only the first is called so
	table ';Mænd;;Kvinder;\nKommune;2024;2025;2024;2025\nx;1;2;3;4\n'
	assert_output "$(rows 'area period measure value' 'x 2024 m 1')"
}

@test "A header that stands again below the table's first rows is no row of it" {
	map 'column|is' '--skip-empty|' 'k|area' 'v x|value'
	table 'k;v\n;x\na;1\n\nk;v\n;x\nb;2\n;x\n' --report report
	assert_failure 65 # the last row is no header: its first row does not stand above it
	table 'k;v\n;x\na;1\n\nk;v\n;x\nb;2\n' --report report
	gives 'area|value' 'a|1' 'b|2'
	assert_equal "$(left header)" 2
}

# ---- Patterns

@test "A header and a map are compared as NFC, with one blank for space of any kind" {
	local map header
	map=$'A\u030arstal  i alt' header=$'  \u00c5rstal\u00a0i\u2009alt '
	map 'column|is' "$map|value"
	table "$header;k\\n1;2\\n"
	assert_output $'value\n1'
	map 'column|is' $'\u00c5rstal i alt|value'
	table $'A\u030arstal\u202fi alt;k\n1;2\n'
	assert_output $'value\n1'
}

@test "* is any text, and a literal comes before {period}, and that before *" {
	map 'column|is|measure' 'Antal*|value|any' 'Antal {period}|value|dated' 'Antal 2024|value|literal'
	table 'Antal 2024;Antal 2025;Antal i alt\n1;2;3\n'
	gives 'period|measure|value' '|any|3' '2025|dated|2' '|literal|1'
	map 'column|is' 'k*|area' '*tal|value'
	table 'kommune;antal\nx;1\n'
	gives 'area|value' 'x|1'
	table 'k;tal;total\nx;1;2\n'
	refused 65 "two columns are '*tal', B and C"
	map 'column|is' 'k*|area' '*l|value'
	table 'kl;l\nx;1\n'
	refused 78 "map.tsv:3: this is column A ('kl') of in.csv, which line 2 is about, too"
}

@test "A * or a { that is one has a backslash before it" {
	map 'column|is|measure' 'Antal\\*|value|a' 'a\\{period}|value|b' '\\\\*|value|c' 'x\\y|value|d'
	table 'Antal*;a{period};\\*;x\\y;Antal 1\n1;2;3;4;5\n'
	assert_output "$(rows 'measure value' 'a 1' 'b 2' 'c 3' 'd 4')"
}

@test "{period} is any period as offices write it, and that of the column's values" {
	map 'column|is|numbers' 'k|area|' 'Folketal*{period}*|value|'
	table 'k;Folketal pr. 1. januar 2026, ekskl. x;Folketal 1.1.2025;Folketal (2. kvartal 2024);Folketal 2024M06;Folketal jan. 2023;Folketal2022\nx;1;2;3;4;5;6\n'
	gives 'area|period|value' 'x|2026-01-01|1' 'x|2025-01-01|2' 'x|2024-Q2|3' 'x|2024-06|4' 'x|2023-01|5' 'x|2022|6'
	table 'k;Folketal pr. 3/1 2026;Folketal i perioden 1. januar - 31. marts 2025\nx;1;2\n'
	gives 'area|period|value' 'x|2026-01-03|1' 'x|2025-Q1|2'
	table 'k;Folketal 2023/24;Folketal 2023-2025;Folketal 12024;Folketal 20245;Folketal;Folketal 1. maj - 31. december 2026;Folketal 2020 til 2024\nx;1;2;3;4;5;6;7\n'
	refused 65 "row 1 is nearest, and lacks 'Folketal*{period}*'" # none of these is a period, or has one
	table 'k;Folketal 2023/2024\nx;1\n'
	gives 'area|period|value' 'x|2023/2024|1'
	table 'k;Folketal 2024;Folketal (2024)\nx;1;2\n'
	refused 65 "columns B ('Folketal 2024') and C ('Folketal (2024)') are of one measure and one period"
}

@test "{period} where something else says the period is 78" {
	map 'column|is|period' 'k|area|' 'v {period}|value|2024'
	table 'k;v 2024\nx;1\n'
	refused 78 "map.tsv:3: period '2024': {period} in 'column' is the period"
	map 'column|is' 'p|period' 'v {period}|value'
	table 'p;v 2024\n2024;1\n'
	refused 78 'map.tsv:2: this column is the period'
	map 'column|is' 'v {period} {period}|value'
	table 'p;v 2024\n2024;1\n'
	refused 78 "map.tsv:2: 'v {period} {period}' has {period} more than once"
}

@test "A pattern with many * takes no longer than the text" {
	map 'column|is|measure' 'k|area|' '*a*a*a*a*a*a*a*a*{period}*b|value|m'
	{ printf 'k;' && repeated 20000 a | tr -d '\n' && printf '\nx;1\n'; } >in.csv
	run_split timeout 20 kkr-table --map map.tsv in.csv
	refused 65 'row 1 is nearest'
}

# ---- Titles and constants

@test "--title must stand above the header, and its period is that of values without their own" {
	map 'column|is|measure' '--title|Folketal {period}*|' 'k|area|' 'v|value|m' 'w {period}|value|m'
	table 'Folketal 1. januar 2025, hele landet;;\nk;v;w 2024\nx;1;2\n'
	gives 'area|period|measure|value' 'x|2025-01-01|m|1' 'x|2024|m|2'
	table 'Folketal 1. januar 2025, hele landet;;\n;;\nk;v;w 2024\nx;1;2\n' --header 3
	gives 'area|period|measure|value' 'x|2025-01-01|m|1' 'x|2024|m|2'
	table 'Ledige 2025;;\nk;v;w 2024\nx;1;2\n'
	refused 65 "row 2 is nearest, and lacks a title 'Folketal {period}*'"
	table 'k;v;w 2024\nFolketal 2025;1;2\n'
	refused 65 "row 1 is nearest, and lacks a title 'Folketal {period}*'"
}

@test "{title} and {file} in a constant are the title above the table and the name of the file" {
	map 'column|is|source' '*||{title} ({file})' 'k|area|' 'v|value|'
	table 'Tabel 1. Folketal;;\nk;v\nx;1\n' --rejects bad --delimiter ';'
	assert_output "$(printf 'area\tvalue\tsource\nx\t1\tTabel 1. Folketal (in.csv)')"
	mkdir d
	table 'k;v\nx;1\n'
	cp in.csv d/in.csv
	run_split kkr-table --map map.tsv d/in.csv
	assert_output "$(printf 'area\tvalue\tsource\nx\t1\tin.csv)')"
	map 'column|is|source' '*||{title}, {file}' 'k|area|'
	table 'k;v\nx;1\n'
	assert_output "$(printf 'area\tsource\nx\tin.csv')"
}

# ---- Finding the header

@test "The header is looked for among the first rows, over one to five of them" {
	map 'column|is' 'k|area' 'a b c d e|value'
	table 'Titel;\n\nk;a\n;b\n;\n;c\n;d\n;e\nx;1\n'
	gives 'area|value' 'x|1'
	table 'Titel;\n;a\n;b\n;c\n;d\n;d2\nk;e\nx;1\n'
	refused 65 'row 7 is nearest, and lacks' "'a b c d e'"
}

@test "Lines of a heading behind the * of its pattern belong to the header, and rows of the table do not" {
	map 'column|is|measure' 'Kommune*|area|' 'Folketal {period}*|value|a' 'Ledige {period}*|value|b'
	table 'Kommune;Folketal 2024,;Ledige 2025,\n;ekskl. Ertholmene;\n;;i pct. af alle\nx;1;2\n'
	gives 'area|period|measure|value' 'x|2024|a|1' 'x|2025|b|2'
	for row in ';-;-' 'ukendt;ukendt;' ';5;' 'Region x;;'; do # these are rows of the table, right or wrong
		table "Kommune;Folketal 2024,;Ledige 2025,\n$row\nx;1;2\n" --report report --rejects bad
		grep -qx $'in.csv\tread\theader\t1\t\t1' report
	done
}

@test "It may be in the 1,000th row, and not in the next" {
	map 'column|is' 'k|area' 'v|value'
	{ repeated 999 'x;y' && printf 'k;v\na;1\n'; } >in.csv
	run_split kkr-table --map map.tsv in.csv
	gives 'area|value' 'a|1'
	{ repeated 1000 'x;y' && printf 'k;v\na;1\n'; } >in.csv
	run_split kkr-table --map map.tsv in.csv
	refused 65 'is not among the first 1000 rows' 'no row has any of its columns'
}

@test "Only the first rows are held while the header is looked for" {
	measures_memory
	map 'column|is' 'k|area' 'v|value'
	{ printf 'Titel;\nk;v\n' && repeated 1000000 'København;1234'; } >in.csv
	command time -f %M -o peak kkr-table --map map.tsv in.csv >out
	assert_equal "$(wc -l <out)" 1000001
	assert [ "$(cat peak)" -lt 16384 ]
}

# book SHEET...: a workbook of sheets in book.xml; a sheet is NAME=ROW/ROW..., with cells divided by ;.
book() {
	local sheet row cell
	{
		echo '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
		for sheet; do
			printf '<Worksheet ss:Name="%s"><Table>' "${sheet%%=*}"
			tr / '\n' <<<"${sheet#*=}" | sed 's|;|</Data></Cell><Cell><Data ss:Type="String">|g
				s|^|<Row><Cell><Data ss:Type="String">|; s|$|</Data></Cell></Row>|'
			echo '</Table></Worksheet>'
		done
		echo '</Workbook>'
	} >book.xml
}

@test "Of several sheets the one is read that fits, and one with figures that does not is named" {
	map 'column|is' 'k|area' 'v|value'
	book 'Vejledning=Læs/Se næste ark' 'Tal=k;v/x;1' 'Andet=a;b/y;2/z;3'
	run_split kkr-table --map map.tsv --report report book.xml
	assert_output "$(rows 'area value' 'x 1')"
	tells "book.xml: the sheet 'Andet' is left out: it has figures, and fits no map"
	assert_equal "$(left Andet)" 2
	book 'En=k;v/x;1' 'To=k;v/y;2'
	run_split kkr-table --map map.tsv book.xml
	assert_failure 65
	[[ $stderr == *"the map fits several sheets, 'En' and 'To': --sheet says which to read"* ]]
	run_split kkr-table --map map.tsv --sheet To book.xml
	gives 'area|value' 'y|2'
	map 'column|is' '--sheet|2' 'k|area' 'v|value'
	run_split kkr-table --map map.tsv book.xml
	gives 'area|value' 'y|2'
	book 'En=a;b/x;1' 'To=k;b/y;2'
	map 'column|is' 'k|area' 'v|value'
	run_split kkr-table --map map.tsv book.xml
	refused 65 "row 1 is nearest, and lacks 'v'"
}

# ---- The one map that fits

@test "--maps uses the map that fits: of several the one that names most columns" {
	mkdir maps
	map_file maps/a.map.tsv 'column|is|measure' 'k|area|' 'v|value|a'
	map_file maps/b.map.tsv 'column|is|measure' 'k|area|' 'v|value|b' 'w|value|w'
	map_file maps/not-a-map.tsv 'x' 'y'
	fitted 'k;v\nx;1\n'
	gives 'area|measure|value' 'x|a|1'
	fitted 'k;v;w\nx;1;2\n' --report report
	gives 'area|measure|value' 'x|b|1' 'x|w|2'
	grep -qx $'in.csv\tread\tmap\tmaps/b.map.tsv\t\t1' report
	map_file maps/c.map.tsv 'column|is|measure' 'k|area|' 'v|value|c'
	fitted 'k;v\nx;1\n'
	refused 65 'in.csv: two maps fit it alike, a.map.tsv and c.map.tsv: --map says which is meant'
	fitted 'k;v;w\nx;1;2\n'
	gives 'area|measure|value' 'x|b|1' 'x|w|2'
}

@test "Each of several files is read by its own map" {
	mkdir maps
	map_file maps/a.map.tsv 'column|is|measure' 'k|area|' 'a|value|a'
	map_file maps/b.map.tsv 'column|is|measure' '--skip|I alt|' 'k|area|' 'b|value|b'
	printf 'k;a\nx;1\nI alt;1\n' >one.csv
	printf 'k;b\nx;2\nI alt;2\n' >two.csv
	run_split kkr-table --maps maps one.csv two.csv
	assert_output "$(printf '%s\n' $'area\tmeasure\tvalue' $'x\ta\t1' $'I alt\ta\t1' $'x\tb\t2')"
	mkdir more
	mv maps/b.map.tsv more
	run_split kkr-table --maps maps --maps more one.csv two.csv
	assert_success
}

@test "Where none fits, the nearest is named, what the table lacks, and what proposes one" {
	mkdir maps
	map_file maps/near.map.tsv 'column|is|measure' 'k|area|' 'v|value|a' 'w|value|b'
	map_file maps/far.map.tsv 'column|is|measure' 'k|area|' 'x|value|a' 'y|value|b'
	fitted 'Titel;\nk;v\nx;1\n'
	refused 65 "in.csv: no table map fits it; near.map.tsv comes closest: row 2 is nearest, and lacks 'w'" \
		"kkr map 'in.csv' proposes one"
	fitted 'p;q\nz;1\n'
	refused 65 "in.csv: no table map fits it, and none has a column of it; kkr map 'in.csv' proposes one"
}

@test "A map that names nothing by a header fits nothing by itself" {
	mkdir maps
	map_file maps/a.map.tsv 'column|is' '#A|area' '#B|value'
	fitted 'p;q\nx;1\n'
	refused 65 'no table map fits it'
}

@test "A table whose own header has area and value is read by that where no map fits" {
	mkdir maps
	fitted 'Nr;TID;Area;VALUE\nx;2024;y;1\n'
	gives 'nr|period|area|value' 'x|2024|y|1'
	map_file maps/a.map.tsv 'column|is' 'Area|k' 'VALUE|value'
	fitted 'Area;VALUE\nx;1\n'
	gives 'value|k' '1|x'
}

@test "--maps cannot be used with --map, and names a directory with maps that are right" {
	mkdir maps
	run_split kkr-table --maps maps --map map.tsv
	refused 64 '--maps'
	run_split kkr-table --maps nosuch
	refused 66 nosuch
	map_file maps/a.map.tsv 'column|is' 'k|'
	fitted 'k\nx\n'
	refused 78 maps/a.map.tsv:2
}

# ---- The maps that come with kkr

# of_samples: the figures of the samples, AREA TAB FIGURE..., with the years of another delivery.
of_samples() {
	kkr-parse "$SAMPLES/refugees/$1" --columns area,measure,value | awk -F '\t' -v OFS='\t' '
		NR == 1 { next }
		!($1 in place) { place[$1] = ++areas; area[areas] = $1 }
		!($2 in column) { column[$2] = ++columns }
		{ value[place[$1], column[$2]] = $3 }
		END {
			for (a = 1; a <= areas; a++) {
				printf "%s", area[a]
				for (c = 1; c <= columns; c++) printf "\t%s", value[a, c]
				print ""
			}
		}'
}

# deliver FILE TITLE HEADER: a table of what comes in, with a title and a header, each of whose lines is one of
# the file; fields are divided by ;.
deliver() {
	{ printf '%s\n\n%b\n' "$2" "$3" && tr '\t' ';'; } >"$1"
}

# deliveries YEAR: tables of the deliveries of a year, as its papers and others write them, in all orders of
# columns that are told apart by their headings.
deliveries() {
	local year=$1 before=$(($1 - 1)) later=$(($1 + 1))
	of_samples bilag-a.xml >a && of_samples bilag-b.xml >b && of_samples familiesammenfoeringer-2024.xml.gz >f
	deliver "bilag-a+$year.csv" 'Bilag A: Opgørelse over indbyggere;;;' "Kommune nr. og kommune;Indbyggertal pr. 1. januar $year, ekskl. Christiansø;Antallet af udenlandske statsborgere fra ikke-vestlige lande bosat i kommunerne pr. 1. januar $before, ekskl. Christiansø;Antal asylansøgere indkvarteret på centre pr. 6. april $year" <a
	awk -F '\t' -v OFS='\t' '{ print $3, $2, $1 }' a |
		deliver "bilag-a+$year-turned.csv" 'Bilag A;;' "Antal udenlandske\n;;\nstatsborgere fra\n;;\nikke-vestlige lande,\n;;\nder er bosat\n;;\ni kommunen\n;;\npr. 1.1.$year;INDBYGGERTAL PR. 1. JANUAR $year;Kommune"
	deliver "bilag-a-short+$year.csv" 'Bilag A;;;' "Kommune;Folketal 1. januar $year;Ikke-vestlige statsborgere 1. januar $before;Asylansøgere på centre 6. april $year" <a
	awk -F '\t' -v OFS='\t' '{ print $1, $3, $2 }' a |
		deliver "bilag-a-short+$year-turned.csv" 'Bilag A;;' "Kommune;Ikke-vestlige statsborgere 1.1.$year;Folketal 1.1.$year"
	awk -F '\t' -v OFS='\t' '{ code = $1 ~ /^[0-9]/ ? substr($1, 1, 3) : ""; name = code ? substr($1, 5) : $1; print code, name, $2, $3 }' a |
		deliver "bilag-a-short+$year-parted-turned.csv" 'Bilag A;;;' "Kom.nr.;Kommune;Folketal 1.1.$year;Ikke-vestlige statsborgere 1.1.$year"
	deliver "bilag-b+$year.csv" 'Bilag B: Beregnede kommunekvoter;' "Kommune;Beregnet kommunekvote $later" <b
	deliver "bilag-b+$year-plural.csv" 'Bilag B;' "Kommune;Beregnede kommunekvoter $later" <b
	deliver "bilag-b+$year-two-rows.csv" 'Bilag B. Beregnede kommunekvoter;' "Kommune;Beregnede kommunekvoter\\n;$later" <b
	deliver "bilag-b-kommune+$year.csv" 'BILAG B. BEREGNEDE KOMMUNEKVOTER;' "KOMMUNE;$later" <b
	deliver "bilag-b-title+$year.csv" "Bilag B: Beregnede kommunekvoter for $later;" "Kommune nr. og kommune;Beregnede Kommunekvoter" <b
	deliver "bilag-b-year+$year-alone.csv" 'Bilag B. Beregnede kommunekvoter;' ";$later" <b
	deliver "familiesammenfoeringer+$year.csv" 'Opgørelse over Familiesammenføringer;' "KOMMUNE;FAMILIESAMMENFØRINGER TIL FLYGTNINGE, TILGÅET KOMMUNEN I $before" <f
	deliver "familiesammenfoeringer+$year-short.csv" 'Familiesammenføringer;' "Kommune;Familiesammenførte til flygtninge $before" <f
	deliver "familiesammenfoeringer+$year-rows.csv" 'Opgørelse;' "Kommune;Familiesammenføringer til\\n;flygtninge, tilgået\\n;kommunen i $before" <f
}

@test "Each table of a delivery, of any year, is fitted by its own map of kkr's and by no other" {
	local file own year program
	mkdir none
	for year in 2025 2026 2031; do deliveries $year; done
	for file in *+*.csv; do
		own=${file%%+*}
		kkr-table --maps none --report report "$file" >"$file.tsv" || fail "$file"
		[[ $(awk -F '\t' '$2 == "read" && $3 == "map" { print $4 }' report) == */"$own.map.tsv" ]] || fail "$file: not $own"
		program=$(without "$own")
		[ "$file" = "${file%-two-rows.csv}" ] || program=$(without "$own" bilag-b-year bilag-b-kommune)
		[[ $file != bilag-b-kommune* ]] || program=$(without "$own" bilag-b-year)
		! "$program" --maps none "$file" >out 2>err || fail "$file is fitted by another map, too"
		grep -q 'no table map fits it' err
	done
	assert_equal "$(ls ./*+*.csv | wc -l)" 42
}

@test "What is read of a delivery has the figures of the samples, with the periods of its headings" {
	local file figures
	mkdir none
	deliveries 2027
	of_samples bilag-a.xml >a.figures && of_samples bilag-b.xml >b.figures && of_samples familiesammenfoeringer-2024.xml.gz >f.figures
	for file in *+*.csv; do
		kkr-table --maps none --columns area,measure,period,value "$file" | tail -n +2 >got
		figures=$(case $file in bilag-a*) echo a ;; bilag-b*) echo b ;; *) echo f ;; esac)
		awk -F '\t' '$4 != "" { print $1 "\t" $4 }' got | sort >figures
		awk -F '\t' -v n="$([[ $file == *turned* ]] && echo 3 || echo 9)" \
			'{ for (i = 2; i <= NF && i <= n; i++) if ($i != "") print $1 "\t" $i }' $figures.figures | sort | cmp - figures ||
			fail "$file"
		cut -f 2,3 got | sort -u >"$file.periods"
	done
	assert_equal "$(cat bilag-a+2027.csv.periods)" \
		"$(rows 'asylum_seekers 2027-04-06' 'non_western_nationals 2026-01-01' 'population 2027-01-01')"
	assert_equal "$(cat bilag-a-short+2027-turned.csv.periods)" \
		"$(rows 'non_western_nationals 2027-01-01' 'population 2027-01-01')"
	assert_equal "$(cat bilag-b*.periods | sort -u)" "$(rows 'published_quota 2028')"
	assert_equal "$(cat fam*.periods | sort -u)" "$(rows 'family_reunified 2026')"
}

@test "No map of kkr's has a year, a number of a case, a date or the note of one delivery" {
	! grep -nE '[0-9]{4}|sagsnummer|[0-9]+/[0-9]+' "$MAPS"/*.map.tsv
	! grep -nE $'^column.*\t(dataset|note|period)(\t|$)' "$MAPS"/*.map.tsv
}

@test "A cell of spaces alone is filled down as an empty one is" {
	printf '%s\n' "column${TAB}is${TAB}fill" "Køn${TAB}sex${TAB}down" "Kommune${TAB}area${TAB}" "Antal${TAB}value${TAB}" >m.tsv
	printf '%s\n' 'Køn;Kommune;Antal' 'Mænd;Odense;1' ' ;Vejle;2' $'\u00a0;Ribe;3' >list.csv
	run_split kkr-table --map m.tsv list.csv
	assert_success
	assert_equal "$output" "$(printf '%s\n' "area${TAB}value${TAB}sex" "Odense${TAB}1${TAB}Mænd" "Vejle${TAB}2${TAB}Mænd" "Ribe${TAB}3${TAB}Mænd")"
}
