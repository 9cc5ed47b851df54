# kkr map proposes a table map. The data are invented, but for
# tests/fixtures/tables/, whose figures are those of the samples.

load common

TABLES=$FIXTURES/tables

# proposes FILE [OPTION...]: a map in map.tsv, without a word.
proposes() {
	run_split kkr map "${@:2}" "$1"
	assert_equal "$stderr" ''
	assert_success
	printf '%s\n' "$output" >map.tsv
}

# has LINE: the map has this line, TAB for |, when empty fields at its end are left out.
has() {
	sed "s/$TAB*\$//" map.tsv | grep -Fx -e "$(printf '%s' "$1" | tr '|' '\t')" >/dev/null ||
		fail "no line '$1' in: $(cat map.tsv)"
}

# remarks TEXT: the map has a remark with this text.
remarks() {
	grep '^# ' map.tsv | grep -F "$1" >/dev/null || fail "no remark '$1' in: $(cat map.tsv)"
}

# same_figures FILE EXPORT MEASURE...: the map, with its measures called so in their order, gives the
# figures of the export, as kkr-check lets them through.
same_figures() {
	local file=$1 export=$2
	shift 2
	awk -F '\t' -v OFS='\t' -v names="$*" '
		BEGIN { split(names, name, " ") }
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "measure") at = i }
		$2 == "value" { $at = name[++n] }
		{ print }' map.tsv >corrected.tsv
	kkr-table --map corrected.tsv --columns area,period,measure,value "$file" | kkr-codes | kkr-check --complete |
		sort >got
	kkr-parse --columns area,period,measure,value "$SAMPLES/refugees/$export" | kkr-codes | kkr-check --complete |
		sort >expected
	cmp got expected
}

@test "A proposal for bilag A, from each kind of file, reads it when its measures are called right" {
	for file in bilag-a.layout.txt bilag-a.csv refugees-2003.xml refugees.html; do
		proposes "$TABLES/$file"
		same_figures "$TABLES/$file" bilag-a.xml population non_western_nationals asylum_seekers
	done
}

@test "What divides a table is found below a title of one field, too" {
	printf 'Kvoter, og andet\n\nkommune;antal\nAlbertslund;12\nDragør;3\n' >title.csv
	proposes title.csv
	has '--header|3'
	run_split kkr-table --map map.tsv --columns area,value title.csv
	assert_equal "$output" "$(printf '%s\t%s\n' area value Albertslund 12 Dragør 3)"
}

# divided HEADER LINE...: of a table of these lines the proposal has its header in row HEADER, and reads
# what stands in expected.
divided() {
	printf '%s\n' "${@:2}" >list.csv
	proposes list.csv
	has "--header|$1"
	run_split kkr-table --map map.tsv --columns area,value list.csv
	assert_equal "$stderr" ''
	assert_output "$(cat expected)"
}

@test "The row of the header decides what divides a table, whatever the rows below it have as many of" {
	printf '%s\t%s\n' area value København 1.5 Odense 0.5 Aarhus 12.0 >expected
	divided 1 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	divided 1 $'Kommune\tAndel' $'København\t1,5' $'Odense\t0,5' $'Aarhus\t12,0'
	divided 1 'Kommune|Andel' 'København|1,5' 'Odense|0,5' 'Aarhus|12,0'
	divided 3 'Andele' '' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	divided 2 'Andele, i pct.' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	divided 4 'Andele, i pct.' 'Kilde: os' ';' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	divided 4 'Andele, i pct.' 'Kilde: Danmarks Statistik, FOLK1A, 2025' '' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	divided 2 'Andele 2024,2025' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	printf '%s\t%s\n' area value København 1.5 Odense 0.5 >expected
	divided 1 '"Kommune, navn";"Andel'$'\n''2025"' 'København;1,5' 'Odense;0,5'
	# Addresses have commas as well.
	printf '%s\n' 'Kommune;Adresse;Antal' 'Aarhus;Vej 1, 8000 Aarhus;3' 'Odense;Vej 2, 5000 Odense;4' >list.csv
	proposes list.csv
	has 'Adresse|adresse|text'
	has 'Antal|value|integer|da|||antal'
	# The comma divides, whatever stands in a remark; and where a blank follows each of them, too.
	printf '%s\n' Kommune,Note 'Aarhus,a;b' 'Odense,c;d' >list.csv
	proposes list.csv
	has 'Note|note|text'
	printf '%s\n' 'Kommune, Antal' 'Aarhus, 3' 'Odense, 4' >list.csv
	proposes list.csv
	has '--header|1'
	has 'Kommune|area'
}

@test "Where two may divide a header, --delimiter says which, and the map keeps it" {
	printf '%s\n' 'Kommune;Andel, pct.' 'Aarhus;1,5' 'Odense;0,5' >list.csv
	run_split kkr map list.csv
	refused 65 "kkr: map: list.csv: its fields may be divided by ';' or by ',': --delimiter says which"
	proposes list.csv --delimiter ';'
	has '--delimiter|;'
	has 'Andel, pct.|value|decimal|da|||andel_pct'
	run_split kkr-table --map map.tsv --columns area,value list.csv
	assert_output "$(printf '%s\t%s\n' area value Aarhus 1.5 Odense 0.5)"
	# So it is where a title with a comma stands above.
	sed -i '1i Andele, i pct.' list.csv
	run_split kkr map list.csv
	refused 65 "--delimiter says which"
	proposes list.csv --delimiter ';'
	has '--header|2'
	run_split kkr map --delimiter= list.csv
	assert_failure 64
	refusals run_split kkr map --delimiter <<-'END'
		64 |                            | kkr: map: --delimiter names what stands between fields
		64 | '' list.csv                | kkr: map: --delimiter names what stands between fields
		64 | ';;' list.csv              | kkr: map: list.csv: --delimiter: ';;' is not one character, or tab
		64 | ';' "$TABLES/bilag-b.xlsx" | --delimiter is for the format csv
	END
}

@test "A proposal for the family table and for bilag B reads them, sheet by sheet" {
	for file in refugees-2003.xml refugees.html; do
		proposes "$TABLES/$file" --sheet 2
		same_figures "$TABLES/$file" familiesammenfoeringer-2024.xml.gz family_reunified
		proposes "$TABLES/$file" --sheet 3
		same_figures "$TABLES/$file" bilag-b.xml published_quota
	done
	proposes "$TABLES/bilag-b.csv"
	same_figures "$TABLES/bilag-b.csv" bilag-b.xml published_quota
	proposes "$TABLES/familiesammenfoeringer-2024.txt"
	same_figures "$TABLES/familiesammenfoeringer-2024.txt" familiesammenfoeringer-2024.xml.gz family_reunified
}

@test "A proposal is used as it is, and its totals hold" {
	proposes "$TABLES/refugees-2003.xml"
	kkr-table --map map.tsv "$TABLES/refugees-2003.xml" | kkr-codes | kkr-check >checked
	assert_equal "$(tail -n +2 checked | wc -l)" 294
	has '--sheet|Bilag A'
	has '--header|3'
	has '--skip-empty'
	has '--skip|Kilde: Udlændingestyrelsen'
	has '*||||refugees_2003||||Landstal for 2026, bilag A'
	has 'Kommune|area'
	has 'Folketal 1. januar 2025|value|integer|da||2025-01-01|folketal'
	has 'Asylansøgere på centre 6. april 2025|value|integer|da||2025-04-06|asylansoegere_paa_centre'
	remarks 'Areas, in column A, rows 4 to 107: 98 municipalities, 5 regions, the country.'
	remarks 'totals'
	remarks 'Another sheet: Familiesammenføringer'
}

@test "Of a laid out text the positions are told, and what pages repeat is left out" {
	proposes "$TABLES/bilag-a.layout.txt"
	has '--skip|Side*'
	has '--skip|Landstal*'
	has '--skip|Kommune*'
	has '--skip|Kilde:*'
	# Positions follow one another, and every figure of every page lies within its own.
	awk -F '\t' '$5 ~ /-/ { split($5, p, "-"); if (p[1] != last + 1) exit 1; last = p[2]; n++ } END { exit n != 4 }' map.tsv
	has 'Folketal 1. januar 2025|value|integer|da|27-54||2025-01-01|folketal'
}

@test "Each column is what its values are" {
	printf '%s\n' 'Kommunenr;Kommune;År;Andel;Antal;Pris;Tom;Bemærkning' '101;København;2024;12,5 %;1.234;1,5;;x' \
		'751;Aarhus;2025;1 %;-;2;;' >list.csv
	proposes list.csv
	has 'Kommunenr|area'
	has 'Kommune|ignore'
	has 'År|period'
	has 'Andel|value|percent|da|||andel|pct.'
	has 'Antal|value|integer|da|||antal'
	has 'Pris|value|decimal|da|||pris'
	has 'Tom|ignore'
	has 'Bemærkning|bemaerkning|text'
	run_split kkr-table --map map.tsv list.csv
	assert_success
	assert_equal "$(head -2 <<<"$output")" "$(printf '%s\n' 'dataset|area|period|measure|unit|value|bemaerkning|source' \
		'list|101|2024|andel|pct.|12.5|x|' | tr '|' '\t')"
}

@test "Plain notation is told where a figure fits no other" {
	printf 'area;a;b\nAarhus;1.5;1.234\nOdense;1234.25;5\n' >list.csv
	proposes list.csv
	has 'a|value|decimal|plain|||a'
	has 'b|value|integer|da|||b'
}

@test "Periods in headers, titles and the like are told" {
	printf '%s\n' 'Tal for 2023;;;;;;;' 'Kommune;a 2. kvartal 2024;b 2024K3;c 1. halvår 2024;d marts 2024;e 31-12-2024;f 2024-05-06;g' \
		'Aarhus;1;2;3;4;5;6;7' >list.csv
	proposes list.csv
	has '--header|2'
	has 'a 2. kvartal 2024|value|integer|da||2024-Q2|a'
	has 'b 2024K3|value|integer|da||2024-Q3|b'
	has 'c 1. halvår 2024|value|integer|da||2024-H1|c'
	has 'd marts 2024|value|integer|da||2024-03|d'
	has 'e 31-12-2024|value|integer|da||2024-12-31|e'
	has 'f 2024-05-06|value|integer|da||2024-05-06|f'
	has 'g|value|integer|da||2023|g'
	run_split kkr-table --map map.tsv list.csv
	assert_success
}

@test "A header of two rows, columns of the same name and a column without one" {
	printf '%s\n' 'Område;Folketal;Folketal;;Andet' ';2024;2025;;' 'Aarhus;1;2;3;4' 'Odense;5;6;7;8' >list.csv
	proposes list.csv
	has '--header|1-2'
	has 'Folketal 2024|value|integer|da||2024|folketal'
	has 'Folketal 2025|value|integer|da||2025|folketal'
	has '#D|value|integer|da|||value'
	printf '%s\n' 'Område;Antal;Antal' 'Aarhus;1;2' >same.csv
	proposes same.csv
	has '#B|value|integer|da|||antal'
	has '#C|value|integer|da|||antal_2'
	run_split kkr-table --map map.tsv same.csv
	assert_success
	printf '%s\n' 'Aarhus;1;2' 'Odense;3;4' >bare.csv
	proposes bare.csv
	has '--header|0'
	has '#A|area'
	has '#B|value|integer|da|||value'
	run_split kkr-table --map map.tsv bare.csv
	assert_success
	assert_equal "${#lines[@]}" 5
}

@test "What is not recognised and what is no figure is told in remarks, and nothing is left out for it" {
	printf '%s\n' 'Kommune;Antal' 'Aarhus;1' 'Xby;2' 'Odense;3' 'Ribe Amt;5' 'Aalborg;mange' 'Kilde: os;' >list.csv
	proposes list.csv
	remarks 'Not recognised as an area: row 3: Xby'
	remarks 'Not a figure, and so a bad record: column B, row 6: mange'
	has '--skip|Kilde: os'
	run_split kkr-table --map map.tsv --rejects bad.tsv list.csv
	assert_success
	assert_equal "${#lines[@]}" 5
	assert_equal "$(tail -n +2 bad.tsv | wc -l)" 1
}

@test "The encoding in which a Danish Excel saves is told" {
	proposes "$TABLES/bilag-a.csv"
	has '--encoding|windows-1252'
	run_split kkr map < <(printf 'Kommune;Antal\nR\370dovre;1\n')
	assert_success
	[[ $output == *'--encoding'*'windows-1252'* ]]
}

@test "Names of files and texts cannot break a map" {
	printf 'Kommune;"a\tb\nc";# d;--e\nAarhus;1;2;3\n' >'odd name;x.csv'
	proposes 'odd name;x.csv'
	run_split kkr-table --map map.tsv 'odd name;x.csv'
	assert_success
	assert_equal "${#lines[@]}" 4
	has '*||||odd_name_x'
	has '#C|value|integer|da|||d'
}

@test "What no map can be proposed for is refused with a sentence" {
	printf 'a;b\n1;2\n' >none.csv
	run_split kkr map none.csv
	refused 65 'none.csv: no area is recognised in any column'
	run_split kkr map "$SAMPLES/refugees/bilag-a.xml"
	refused 65 'is XML that tells its own columns'
	: >empty
	run_split kkr map empty
	refused 65 'empty: is empty'
	printf '%%PDF-1.7\n' >page.pdf
	refusals run_split kkr map <<-'END'
		65 | page.pdf                          | pdftotext -layout
		66 | missing                           | missing: cannot be opened
		64 | none.csv none.csv                 | one file at a time
		64 | --shoot                           | no option '--shoot'
		65 | --sheet 9 "$TABLES/refugees.html" | there is no sheet '9'
	END
	printf 'Aarhus   1    2\nOdense 1    2\nAalborg  1    2\nRanders     1    2\nKolding       1    2\n' >torn.txt
	run_split kkr map torn.txt
	refused 65 'cannot be told apart'
}

@test "A figure is in danger of no skipping: an area is never left out by a proposal" {
	{
		printf 'Region                  Antal\n\n'
		printf 'Region Hovedstaden         5\nRegion Sjælland            6\nRegion Syddanmark          7\n'
	} >regions.txt
	proposes regions.txt
	run_split kkr-table --map map.tsv regions.txt
	assert_success
	assert_equal "${#lines[@]}" 4
}
