# kkr-map map_proposes a table map. The data are invented, but for
# tests/fixtures/tables/, whose figures are those of the samples.

load common

TABLES=$FIXTURES/tables

# map_proposes FILE [OPTION...]: a map in map.tsv, without a word; kkr-table map_reads the file by it.
map_proposes() {
	run_split kkr-map "${@:2}" "$1"
	assert_equal "$stderr" ''
	assert_success
	printf '%s\n' "$output" >map.tsv
}

# map_has LINE: the map map_has this line, TAB for |, when empty fields at its end are left out.
map_has() {
	sed "s/$TAB*\$//" map.tsv | grep -Fx -e "$(printf '%s' "$1" | tr '|' '\t')" >/dev/null ||
		fail "no line '$1' in: $(cat map.tsv)"
}

# map_remarks TEXT: the map map_has a remark with this text.
map_remarks() {
	grep '^# ' map.tsv | grep -F "$1" >/dev/null || fail "no remark '$1' in: $(cat map.tsv)"
}

# map_same_figures FILE EXPORT MEASURE...: the map, with its measures called so in their order, gives the
# figures of the export, as kkr-check lets them through.
map_same_figures() {
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
	for file in bilag-a.csv refugees-2003.xml refugees.html; do
		map_proposes "$TABLES/$file"
		map_same_figures "$TABLES/$file" bilag-a.xml population non_western_nationals asylum_seekers
	done
}

@test "What divides a table is found below a title of one field, too" {
	printf 'Kvoter, og andet\n\nkommune;antal\nAlbertslund;12\nDragør;3\n' >title.csv
	map_proposes title.csv
	map_has '--header|3'
	run_split kkr-table --map map.tsv --columns area,value title.csv
	assert_equal "$output" "$(printf '%s\t%s\n' area value Albertslund 12 Dragør 3)"
}

# map_divided HEADER LINE...: of a table of these lines the proposal map_has its header in row HEADER, and map_reads
# what stands in expected.
map_divided() {
	printf '%s\n' "${@:2}" >list.csv
	map_proposes list.csv
	map_has "--header|$1"
	run_split kkr-table --map map.tsv --columns area,value list.csv
	assert_equal "$stderr" ''
	assert_output "$(cat expected)"
}

@test "The row of the header decides what divides a table, whatever the rows below it have as many of" {
	printf '%s\t%s\n' area value København 1.5 Odense 0.5 Aarhus 12.0 >expected
	map_divided 1 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	map_divided 1 $'Kommune\tAndel' $'København\t1,5' $'Odense\t0,5' $'Aarhus\t12,0'
	map_divided 1 'Kommune|Andel' 'København|1,5' 'Odense|0,5' 'Aarhus|12,0'
	map_divided 3 'Andele' '' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	map_divided 2 'Andele, i pct.' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	map_divided 4 'Andele, i pct.' 'Kilde: os' ';' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	map_divided 4 'Andele, i pct.' 'Kilde: Danmarks Statistik, FOLK1A, 2025' '' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	map_divided 2 'Andele 2024,2025' 'Kommune;Andel' 'København;1,5' 'Odense;0,5' 'Aarhus;12,0'
	printf '%s\t%s\n' area value København 1.5 Odense 0.5 >expected
	map_divided 1 '"Kommune, navn";"Andel'$'\n''2025"' 'København;1,5' 'Odense;0,5'
	# Addresses have commas as well.
	printf '%s\n' 'Kommune;Adresse;Antal' 'Aarhus;Vej 1, 8000 Aarhus;3' 'Odense;Vej 2, 5000 Odense;4' >list.csv
	map_proposes list.csv
	map_has 'Adresse|adresse|text'
	map_has 'Antal|value|integer|da||antal'
	# The comma divides, whatever stands in a remark; and where a blank follows each of them, too.
	printf '%s\n' Kommune,Note 'Aarhus,a;b' 'Odense,c;d' >list.csv
	map_proposes list.csv
	map_has 'Note|note|text'
	printf '%s\n' 'Kommune, Antal' 'Aarhus, 3' 'Odense, 4' >list.csv
	map_proposes list.csv
	map_has '--header|1'
	map_has 'Kommune|area'
}

@test "Where two may divide a header, --delimiter says which, and the map keeps it" {
	printf '%s\n' 'Kommune;Andel, pct.' 'Aarhus;1,5' 'Odense;0,5' >list.csv
	run_split kkr-map list.csv
	refused 65 "kkr-map: list.csv: its fields may be divided by ';' or by ',': --delimiter says which"
	map_proposes list.csv --delimiter ';'
	map_has '--delimiter|;'
	map_has 'Andel, pct.|value|decimal|da||andel_pct'
	run_split kkr-table --map map.tsv --columns area,value list.csv
	assert_output "$(printf '%s\t%s\n' area value Aarhus 1.5 Odense 0.5)"
	# So it is where a title with a comma stands above.
	sed -i '1i Andele, i pct.' list.csv
	run_split kkr-map list.csv
	refused 65 "--delimiter says which"
	map_proposes list.csv --delimiter ';'
	map_has '--header|2'
	run_split kkr-map --delimiter= list.csv
	assert_failure 64
	refusals run_split kkr-map --delimiter <<-'END'
		64 |                            | kkr-map: --delimiter: its argument is missing
		64 | '' list.csv                | kkr-map: --delimiter: '' is not one character, or tab
		64 | ';;' list.csv              | kkr-map: --delimiter: ';;' is not one character, or tab
		64 | ';' "$TABLES/bilag-b.xlsx" | --delimiter is for the format csv
	END
}

@test "A proposal for the family table and for bilag B reads them, sheet by sheet" {
	for file in refugees-2003.xml refugees.html; do
		map_proposes "$TABLES/$file" --sheet 2
		map_same_figures "$TABLES/$file" familiesammenfoeringer-2024.xml.gz family_reunified
		map_proposes "$TABLES/$file" --sheet 3
		map_same_figures "$TABLES/$file" bilag-b.xml published_quota
	done
	map_proposes "$TABLES/bilag-b.csv"
	map_same_figures "$TABLES/bilag-b.csv" bilag-b.xml published_quota
}

@test "A proposal is used as it is, and its totals hold" {
	map_proposes "$TABLES/refugees-2003.xml"
	kkr-table --map map.tsv "$TABLES/refugees-2003.xml" | kkr-codes | kkr-check >checked
	assert_equal "$(tail -n +2 checked | wc -l)" 294
	map_has '--sheet|Bilag A'
	map_has '--header|3'
	map_has '--skip-empty'
	map_has '--skip|Kilde: Udlændingestyrelsen'
	map_has '*|||||||{title}'
	map_has 'Kommune|area'
	map_has 'Folketal {period}|value|integer|da||folketal'
	map_has 'Asylansøgere på centre {period}|value|integer|da||asylansoegere_paa_centre'
	run_split kkr-table --map map.tsv --columns measure,period,source "$TABLES/refugees-2003.xml"
	assert_equal "$(tail -n +2 <<<"$output" | sort -u)" "$(printf '%s\t%s\tLandstal for 2026, bilag A\n' \
		asylansoegere_paa_centre 2025-04-06 folketal 2025-01-01 ikke_vestlige_statsborgere 2024-01-01)"
	map_remarks 'Areas, in column A, rows 4 to 107: 98 municipalities, 5 regions, the country.'
	map_remarks 'totals'
	map_remarks 'Another sheet: Familiesammenføringer'
}

@test "Each column is what its values are" {
	printf '%s\n' 'Kommunenr;Kommune;År;Andel;Antal;Pris;Tom;Bemærkning' '101;København;2024;12,5 %;1.234;1,5;;x' \
		'751;Aarhus;2025;1 %;-;2;;' >list.csv
	map_proposes list.csv
	map_has 'Kommunenr|area'
	map_has 'Kommune|ignore'
	map_has 'År|period'
	map_has 'Andel|value|percent|da||andel|pct.'
	map_has 'Antal|value|integer|da||antal'
	map_has 'Pris|value|decimal|da||pris'
	map_has 'Tom|ignore'
	map_has 'Bemærkning|bemaerkning|text'
	run_split kkr-table --map map.tsv list.csv
	assert_success
	assert_equal "$(head -2 <<<"$output")" "$(printf '%s\n' 'area|period|measure|unit|value|bemaerkning|source' \
		'101|2024|andel|pct.|12.5|x|list.csv' | tr '|' '\t')"
}

@test "Plain notation is told where a figure fits no other" {
	printf 'area;a;b\nAarhus;1.5;1.234\nOdense;1234.25;5\n' >list.csv
	map_proposes list.csv
	map_has 'a|value|decimal|plain||a'
	map_has 'b|value|integer|da||b'
}

@test "Periods in headers, titles and the like are told" {
	printf '%s\n' 'Tal for 2023;;;;;;;' 'Kommune;a 2. kvartal 2024;b 2024K3;c 1. halvår 2024;d marts 2024;e 31-12-2024;f 2024-05-06;g' \
		'Aarhus;1;2;3;4;5;6;7' >list.csv
	map_proposes list.csv
	map_has '--header|2'
	map_has '--title|Tal for {period}'
	map_has 'a {period}|value|integer|da||a'
	map_has 'g|value|integer|da||g'
	run_split kkr-table --map map.tsv --columns measure,period,value list.csv
	assert_success
	assert_output "$(printf '%s\t%s\t%s\n' measure period value a 2024-Q2 1 b 2024-Q3 2 c 2024-H1 3 d 2024-03 4 \
		e 2024-12-31 5 f 2024-05-06 6 g 2023 7)"
}

@test "A header of two rows, columns of the same name and a column without one" {
	printf '%s\n' 'Område;Folketal;Folketal;;Andet' ';2024;2025;;' 'Aarhus;1;2;3;4' 'Odense;5;6;7;8' >list.csv
	map_proposes list.csv
	map_has '--header|1-2'
	map_has 'Folketal {period}|value|integer|da||folketal'
	map_has '#D|value|integer|da||value'
	run_split kkr-table --map map.tsv --columns measure,period,value list.csv
	assert_line "$(printf 'folketal\t2024\t1')"
	assert_line "$(printf 'folketal\t2025\t2')"
	printf '%s\n' 'Område;Antal;Antal' 'Aarhus;1;2' >same.csv
	map_proposes same.csv
	map_has '#B|value|integer|da||antal'
	map_has '#C|value|integer|da||antal_2'
	run_split kkr-table --map map.tsv same.csv
	assert_success
	printf '%s\n' 'Aarhus;1;2' 'Odense;3;4' >bare.csv
	map_proposes bare.csv
	map_has '--header|0'
	map_has '#A|area'
	map_has '#B|value|integer|da||value'
	run_split kkr-table --map map.tsv bare.csv
	assert_success
	assert_equal "${#lines[@]}" 5
}

@test "What is not recognised and what is no figure is told in remarks, and nothing is left out for it" {
	printf '%s\n' 'Kommune;Antal' 'Aarhus;1' 'Xby;2' 'Odense;3' 'Ribe Amt;5' 'Aalborg;mange' 'Kilde: os;' >list.csv
	map_proposes list.csv
	map_remarks 'Not recognised as an area: row 3: Xby'
	map_remarks 'Not a figure, and so a bad record: column B, row 6: mange'
	map_has '--skip|Kilde: os'
	run_split kkr-table --map map.tsv --rejects bad.tsv list.csv
	assert_success
	assert_equal "${#lines[@]}" 5
	assert_equal "$(tail -n +2 bad.tsv | wc -l)" 1
}

@test "The encoding in which a Danish Excel saves is told" {
	map_proposes "$TABLES/bilag-a.csv"
	map_has '--encoding|windows-1252'
	run_split kkr-map < <(printf 'Kommune;Antal\nR\370dovre;1\n')
	assert_success
	[[ $output == *'--encoding'*'windows-1252'* ]]
}

@test "Names of files and texts cannot break a map" {
	printf 'Kommune;"a\tb\nc";# d;--e\nAarhus;1;2;3\n' >'odd name;x.csv'
	map_proposes 'odd name;x.csv'
	run_split kkr-table --map map.tsv 'odd name;x.csv'
	assert_success
	assert_equal "${#lines[@]}" 4
	map_has '*|||||||{file}'
	map_has '#C|value|integer|da||d'
}

@test "What no map can be proposed for is refused with a sentence" {
	printf 'a;b\n1;2\n' >none.csv
	run_split kkr-map none.csv
	refused 65 'none.csv: no area is recognised in any column'
	run_split kkr-map "$SAMPLES/refugees/bilag-a.xml"
	refused 65 'is XML that tells its own columns'
	: >empty
	run_split kkr-map empty
	refused 65 'empty: is empty'
	printf '%%PDF-1.7\n' >page.pdf
	refusals run_split kkr-map <<-'END'
		65 | page.pdf                          | pdftotext -layout
		66 | missing                           | missing: cannot be opened
		64 | none.csv none.csv                 | one file at a time
		64 | --shoot                           | there is no option --shoot
		65 | --sheet 9 "$TABLES/refugees.html" | there is no sheet '9'
	END
}

# table LINE...: writes list.csv of these lines, TAB or any other sign for itself.
map_table() {
	printf '%s\n' "$@" >list.csv
}

# map_reads COLUMNS LINE...: kkr-table map_reads list.csv by the proposal, and gives these records, TAB for |.
map_reads() {
	run_split kkr-table --map map.tsv --columns "$1" list.csv
	assert_equal "$stderr" ''
	assert_success
	shift
	assert_equal "$(tail -n +2 <<<"$output")" "$(printf '%s\n' "$@" | tr '|' '\t')"
}

# map_lacks TEXT: the map has no line with this text.
map_lacks() {
	! grep -F -e "$1" map.tsv || fail "'$1' in: $(cat map.tsv)"
}

@test "A row with figures is no header, whatever stands in the place of its area, and its figure a year or not" {
	local first
	for first in Kbh. Københvn Landsgennemsnit 'København1)' 84 ''; do
		for figure in 12 2012; do
			map_table 'Kommune;Antal' "$first;$figure" 'Vejle;5' 'Odense;7'
			map_proposes list.csv
			[ "$first-$figure" != -2012 ] || continue
			map_has '--header|1'
			map_remarks "row 2"
			map_reads area,value "$first|$figure" 'Vejle|5' 'Odense|7'
		done
	done
	# A year without a label below a header may be the rest of it: the row is named.
	map_remarks 'Row 2 has years alone, and is taken for the last row of the header.'
	# A header of ages, of years, and of years below texts.
	map_table 'Kommune;0;1' 'Vejle;5;6' 'Odense;7;8'
	map_proposes list.csv
	map_has '--header|1'
	map_reads area,measure,value 'Vejle|x0|5' 'Vejle|x1|6' 'Odense|x0|7' 'Odense|x1|8'
	map_table 'Kommune;2023;2024' 'Vejle;5;6' 'Odense;7;8'
	map_proposes list.csv
	map_has '{period}|value|integer|da||value'
	map_reads area,period,value 'Vejle|2023|5' 'Vejle|2024|6' 'Odense|2023|7' 'Odense|2024|8'
	# Figures above the header are told, and are no title.
	map_table 'Sum;99' 'Kommune;Antal' 'Vejle;5' 'Odense;7'
	map_proposes list.csv
	map_remarks 'Row 1 has figures above the header, and is left out.'
	map_has '*|||||||{file}'
}

@test "A total is the country, and a row without an area or with an unknown one stays and is named" {
	local total
	for total in 'I alt' Total 'Hele landet' Danmark; do
		map_table 'Kommune;Antal' "$total;12" 'Vejle;5' 'Odense;7'
		map_proposes list.csv
		map_remarks '2 municipalities, the country'
		map_remarks 'the municipalities: 1 of 1 hold'
		map_lacks 'Not recognised'
		map_table 'Kommune;Antal' 'Vejle;5' 'Odense;7' "$total;13"
		map_proposes list.csv
		map_remarks 'A total does not hold: column B, row 4 has 13, and the municipalities add up to 12.'
		map_reads area,value 'Vejle|5' 'Odense|7' "$total|13"
	done
	map_table 'År;Kommune;Antal' '2024;Vejle;5' '2024;Odense;7' '2024;;12' '2025;Vejle;6' '2025;Odense;8' '2025;;14'
	map_proposes list.csv
	map_lacks --skip"$TAB"
	map_remarks 'Figures without an area: row 4'
	map_remarks 'Figures without an area: row 7'
	map_reads area,period,value 'Vejle|2024|5' 'Odense|2024|7' '|2024|12' 'Vejle|2025|6' 'Odense|2025|8' '|2025|14'
	map_table 'Kommune;Antal' 'Vejle;5' 'Vejle;7' 'Odense;1'
	map_proposes list.csv
	map_remarks 'An area that stands above already, with nothing to tell the rows apart: row 3: Vejle'
}

@test "What is left out begins as no row with figures does" {
	map_table 'Kommune;Antal' 'Region Syddanmark;' 'Vejle;5' 'Odense;7' 'Region Syddanmark i alt;12' 'Kilde: os;'
	map_proposes list.csv
	map_has '--skip|Region Syddanmark'
	map_has '--skip|Kilde: os'
	map_reads area,value 'Vejle|5' 'Odense|7' 'Region Syddanmark i alt|12'
	# The heading is called as the total is.
	map_table 'Kommune;Antal' 'Region Syddanmark;' 'Vejle;5' 'Odense;7' 'Region Syddanmark;12'
	map_proposes list.csv
	map_lacks "--skip$TAB"
	map_has '--heading|ignore'
	map_reads area,value 'Vejle|5' 'Odense|7' 'Region Syddanmark|12'
	# Pages have the header again, and a number.
	map_table 'Kommune;Antal' 'Vejle;5' 'Side 1;' 'Kommune;Antal' 'Odense;7' 'Side 2;'
	map_proposes list.csv
	map_has '--skip|Side*'
	map_has '--skip|Kommune'
	map_reads area,value 'Vejle|5' 'Odense|7'
	# A municipality without figures is no note.
	map_table 'Kommune;Antal' 'Vejle;5' 'Læsø;' 'Odense;7'
	map_proposes list.csv
	map_reads area,value 'Vejle|5' 'Læsø|' 'Odense|7'
}

@test "A column of areas again is ignored where it agrees; else both are the area, and who contradicts is named" {
	map_table 'Kommune;Kommunenr.;Antal' 'Vejle;630;5' 'Odense;461;7' 'Aarhus;751;1'
	map_proposes list.csv
	map_has 'Kommune|area'
	map_has 'Kommunenr.|ignore'
	map_table 'Kommune;Kommunenr.;Antal' 'Vejle;630;5' 'Odense;751;7' 'Aarhus;751;1'
	map_proposes list.csv
	map_has 'Kommune|area'
	map_has 'Kommunenr.|area'
	map_remarks 'Column B has another area than column A: row 3: Odense and 751'
	map_reads area,value '630 Vejle|5' '751 Odense|7' '751 Aarhus|1'
	map_table 'Kom.nr.;Kommune;Antal' ';Danmark;13' '630;Vejle;5' '461;Odense;7' '751;Aarhus;1'
	map_proposes list.csv
	map_has 'Kom.nr.|area'
	map_reads area,value 'Danmark|13' '630 Vejle|5' '461 Odense|7' '751 Aarhus|1'
	map_table 'Region;Kommune;Antal' 'Region Syddanmark;Vejle;5' 'Region Syddanmark;Odense;7' 'Region Midtjylland;Aarhus;1'
	map_proposes list.csv
	map_has 'Region|ignore'
	map_has 'Kommune|area'
	# From where to where: one of them is the area, the other a field.
	map_table 'Fra;Til;Antal' 'Vejle;Odense;5' 'Odense;Aarhus;6' 'Aarhus;Vejle;7'
	map_proposes list.csv
	map_reads area,til,value 'Vejle|Odense|5' 'Odense|Aarhus|6' 'Aarhus|Vejle|7'
	# Figures that happen to be codes of areas.
	map_table 'OMRÅDE;TID;INDHOLD' 'Vejle;2024K1;101' 'Odense;2024K1;147' 'Aarhus;2024K1;151' 'Randers;2024K1;153'
	map_proposes list.csv
	map_has 'OMRÅDE|area'
	map_has 'TID|period'
	map_has 'INDHOLD|value|integer|da||indhold'
}

@test "A column of codes is no measure" {
	map_table 'Nr.;Kommune;Postnr;Id;Kode;Antal' '1;Vejle;7100;17;0630;5' '2;Odense;5000;18;0461;7' '3;Aarhus;8000;19;0751;1'
	map_proposes list.csv
	assert_equal "$(cut -f 1,2 map.tsv | grep -c "${TAB}value\$")" 1
	map_has 'Postnr|postnr|text'
	map_has 'Id|id|text'
	map_has 'Antal|value|integer|da||antal'
	# But what counts persons in a column called so is one.
	map_table 'Kommune;Ventetid;Poster;Antal' 'Vejle;7;3;5' 'Odense;5;4;7'
	map_proposes list.csv
	assert_equal "$(cut -f 1,2 map.tsv | grep -c "${TAB}value\$")" 3
}

@test "Another list beside the first one is told, and not given to its areas; so is another table below" {
	map_table 'Kommune;Antal;;Kommune;Antal' 'Vejle;5;;Aalborg;1' 'Odense;7;;Aarhus;2' 'Esbjerg;3;;Randers;4'
	map_proposes list.csv
	map_has '--range|A:B'
	map_remarks 'Another list stands beside this one, from column D on, with areas of its own: kkr map --range D:E'
	map_reads area,value 'Vejle|5' 'Odense|7' 'Esbjerg|3'
	map_proposes list.csv --range D:E
	map_reads area,value 'Aalborg|1' 'Aarhus|2' 'Randers|4'
	map_table 'Kommune;Antal' 'Vejle;5' 'Odense;7' '' 'Tabel 2' 'Kommune;Andel' 'Vejle;0,5' 'Odense;0,7'
	map_proposes list.csv
	map_has '--range|A1:B4'
	map_remarks 'Another table stands below this one, from row 5 on: kkr map --range A5:B proposes'
	map_reads area,measure,value 'Vejle|antal|5' 'Odense|antal|7'
	map_proposes list.csv --range A5:B
	map_reads area,measure,value 'Vejle|andel|0.5' 'Odense|andel|0.7'
	# Below the rows that are looked at, too.
	{
		echo 'Kommune;År;Antal'
		for ((i = 0; i < 1500; i++)); do echo "Vejle;$((1000 + i));$i"; done
		printf '%s\n' 'Xby;2024;7' 'Odense;2024;mange'
	} >list.csv
	map_proposes list.csv
	map_remarks 'Not recognised as an area: row 1502: Xby'
	map_remarks 'Not a figure, and so a bad record: column C, row 1503: mange'
}

@test "Labels that stand once for a group are filled down, of areas and of others" {
	map_table 'Tal efter område, køn og tid' ';;2024K1;2024K2' 'Vejle;Mænd;30;31' ';Kvinder;50;51' 'Odense;Mænd;10;11' \
		';Kvinder;22;23'
	map_proposes list.csv
	map_has '--header|2'
	map_has '#A|area|||down'
	map_reads area,column_b,period,value 'Vejle|Mænd|2024-Q1|30' 'Vejle|Mænd|2024-Q2|31' 'Vejle|Kvinder|2024-Q1|50' \
		'Vejle|Kvinder|2024-Q2|51' 'Odense|Mænd|2024-Q1|10' 'Odense|Mænd|2024-Q2|11' 'Odense|Kvinder|2024-Q1|22' \
		'Odense|Kvinder|2024-Q2|23'
	map_table 'Køn;Område;Antal' 'Mænd;Vejle;1' ';Odense;2' 'Kvinder;Vejle;3' ';Odense;4'
	map_proposes list.csv
	map_has 'Køn|koen|text||down'
	map_reads area,koen,value 'Vejle|Mænd|1' 'Odense|Mænd|2' 'Vejle|Kvinder|3' 'Odense|Kvinder|4'
	# A remark in some rows is no label.
	map_table 'Område;Antal;Note' 'Vejle;1;skøn' 'Odense;2;' 'Aarhus;3;skøn'
	map_proposes list.csv
	map_lacks down
	# An area may stand alone above its rows.
	map_table 'Område;Køn;Antal' 'Vejle;;' ';Mænd;1' ';Kvinder;2' 'Odense;;' ';Mænd;3' ';Kvinder;4'
	map_proposes list.csv
	map_has '--heading|area'
	map_reads area,koen,value 'Vejle|Mænd|1' 'Vejle|Kvinder|2' 'Odense|Mænd|3' 'Odense|Kvinder|4'
}

@test "Rows of one text name the measure or the period of those below where the areas come again" {
	map_table ';2023;2024' 'Andel;;' 'Vejle;1;2' 'Odense;3;4' 'Udgift;;' 'Vejle;5;6' 'Odense;7;8'
	map_proposes list.csv
	map_has '--heading|measure'
	map_reads area,period,measure,value 'Vejle|2023|Andel|1' 'Vejle|2024|Andel|2' 'Odense|2023|Andel|3' \
		'Odense|2024|Andel|4' 'Vejle|2023|Udgift|5' 'Vejle|2024|Udgift|6' 'Odense|2023|Udgift|7' 'Odense|2024|Udgift|8'
	map_table 'Kommune;Antal' '2023;' 'Vejle;1' 'Odense;2' '2024;' 'Vejle;3' 'Odense;4'
	map_proposes list.csv
	map_has '--heading|period'
	map_reads area,period,value 'Vejle|2023|1' 'Odense|2023|2' 'Vejle|2024|3' 'Odense|2024|4'
}

@test "A header over several rows counts for the columns to its right" {
	map_table ';Folketal;;Indvandrere;' 'Kommune;2024;2025;2024;2025' 'Vejle;1;2;3;4' 'Odense;5;6;7;8'
	map_proposes list.csv
	map_has '--header-spread'
	map_reads measure,period,value 'folketal|2024|1' 'folketal|2025|2' 'indvandrere|2024|3' 'indvandrere|2025|4' \
		'folketal|2024|5' 'folketal|2025|6' 'indvandrere|2024|7' 'indvandrere|2025|8'
}

@test "Periods in headers are read whole, as offices write them; what is none is a remark" {
	map_table 'Kommune;2024M06;2024-06;2024H1;2024U05;jan. 2024;1. kv. 2024;2023/24;Vækst 2023-2024' 'Vejle;1;2;3;4;5;6;7;8'
	map_proposes list.csv
	run_split kkr-table --map map.tsv --columns period,value list.csv
	assert_equal "$(tail -n +2 <<<"$output" | cut -f 1 | tr '\n' ' ')" \
		'2024-06 2024-06 2024-H1 2024-W05 2024-01 2024-Q1   '
	map_remarks "what stands in its header, '2023/24', is no one period"
	map_remarks "what stands in its header, 'Vækst 2023-2024', is no one period"
	map_table 'Kommune;Antal' 'Vejle;1'
	map_proposes list.csv
	map_remarks 'No period is told of what stands in column B.'
	map_table 'Kommune;Antal pr. 1000 indbyggere' 'Vejle;1'
	map_proposes list.csv
	map_has 'Antal pr. 1000 indbyggere|value|integer|da||antal_pr_1000_indbyggere'
}

@test "What kkr map proposes kkr-table reads, whatever the headers are" {
	map_table 'Kommune; ;Antal ;Antal;*;{period};a*b;#1;--skip;"x' 'y";\*' 'Vejle;1;2;3;4;5;6;7;8;9;10' \
		'Odense;1;2;3;4;5;6;7;8;9;10'
	map_proposes list.csv
	run_split kkr-table --map map.tsv list.csv
	assert_success
	assert_equal "$(wc -l <<<"$output")" 21
	awk 'BEGIN {
		printf "Kommune"
		for (i = 0; i < 300; i++) printf ";tal %d", i % 250
		print ""
		for (r = 0; r < 3; r++) {
			printf "%s", r == 0 ? "Vejle" : r == 1 ? "Odense" : "Aarhus"
			for (i = 0; i < 300; i++) printf ";%d", i * r
			print ""
		}
	}' >list.csv
	map_proposes list.csv
	run_split kkr-table --map map.tsv list.csv
	assert_success
	assert_equal "$(wc -l <<<"$output")" 901
}

@test "Marks, words and signs beside figures and in their place are told to the map, and asked about" {
	map_table 'Kommune;Antal' 'Vejle;5*' 'Odense;7 1)' 'Aarhus;(3)' 'Randers;M' 'Aalborg;4-' 'Esbjerg;1.234'
	map_proposes list.csv
	map_has '--missing|M'
	map_has '--mark|*'
	map_has '--mark|1)'
	map_has '--minus|(N)'
	map_has '--minus|N-'
	map_reads area,value 'Vejle|5' 'Odense|7' 'Aarhus|-3' 'Randers|' 'Aalborg|-4' 'Esbjerg|1234'
	map_table 'Kommune;Antal' 'Vejle;1 234' 'Odense;12 345' 'Aarhus;7'
	map_proposes list.csv
	map_has 'Antal|value|integer|da-spaces||antal'
	map_reads area,value 'Vejle|1234' 'Odense|12345' 'Aarhus|7'
	map_table 'Kommune;Antal' 'Vejle;1.5' 'Odense;1,5' 'Aarhus;2.25' 'Randers;3.125'
	map_proposes list.csv
	map_remarks 'A figure in another notation than most of its column: column B, row 3: 1,5'
}

@test "Municipalities are counted once, those that are missing are named, and a mean is no total" {
	map_table 'Kommune;År;Antal' 'Vejle;2023;5' 'Vejle;2024;6' 'Odense;2023;7' 'Odense;2024;8'
	map_proposes list.csv
	map_remarks 'rows 2 to 5: 2 municipalities, each in several rows.'
	map_remarks '96 of the 98 municipalities are missing.'
	{
		echo 'Kommune;Antal'
		tail -n +2 "$ROOT/schemas/areas.tsv" | cut -f 1 | grep -vx -e 630 -e 461 | sed 's/$/;1/'
	} >list.csv
	map_proposes list.csv
	map_remarks '2 of the 98 municipalities are missing: 461 Odense, 630 Vejle'
	map_table 'Kommune;Andel' 'Vejle;12,5 %' 'Odense;7 %' 'Landsgennemsnit;9 %' 'Hele landet;11 %'
	map_proposes list.csv
	map_remarks "a mean of its municipalities is not the country's"
	map_remarks "A mean of municipalities is not the country's: row 4: Landsgennemsnit"
}

@test "The encoding is that in which areas are known; where none tells, that is said" {
	printf 'Kommune;Antal\nK\233benhavn;5\nHj\233rring;6\nAalborg;7\n' >list.csv
	map_proposes list.csv
	map_has '--encoding|CP850'
	map_reads area,value 'København|5' 'Hjørring|6' 'Aalborg|7'
	printf 'Kommune;Antal\nK\277benhavn;5\n' >list.csv
	map_proposes list.csv
	map_has '--encoding|MACINTOSH'
	printf 'Kommune;Antal\nVejle;5\n' | iconv -t UTF-16LE >list.csv
	map_proposes list.csv
	map_has '--encoding|UTF-16LE'
	map_reads area,value 'Vejle|5'
	printf 'Kommune;Antal;Note\nVejle;5;s\233gt\nOdense;6;\n' >list.csv
	run_split kkr-map list.csv
	remark='No area tells which encoding this is'
	[[ $output == *"$remark"* ]]
	printf 'Kommune;Antal\nK\233benhavn;5\n' >list.csv
	map_proposes list.csv --encoding CP850
	map_has '--encoding|CP850'
}

@test "--for calls measures what a pipeline does, where a header means them and no other thing" {
	map_table 'Kommune;Indbyggertal 1. januar 2028;Ikke-vestlige statsborgere 2028;Ikke-vestlige indvandrere 2028;Familiesammenførte 2027;Kvote 2029;Aftalt kvote 2029;Folketal pr. 1.000' \
		'Vejle;1;2;3;4;5;6;7' 'Odense;8;9;10;11;12;13;14'
	map_proposes list.csv --for refugees
	map_has 'Indbyggertal {period}|value|integer|da||population|persons'
	map_has 'Ikke-vestlige statsborgere {period}|value|integer|da||non_western_nationals|persons'
	map_has 'Ikke-vestlige indvandrere {period}|value|integer|da||ikke_vestlige_indvandrere'
	map_has 'Familiesammenførte {period}|value|integer|da||family_reunified|persons'
	map_has 'Kvote {period}|value|integer|da||published_quota|persons'
	map_has 'Aftalt kvote {period}|value|integer|da||aftalt_kvote'
	map_has 'Folketal pr. 1.000|value|integer|da||folketal_pr_1_000'
	run_split kkr-map --for nothing list.csv
	refused 64 "no measures are known of a pipeline 'nothing': of refugees they are"
}

@test "--like takes over what an older map says, and tells what is only in one of the two" {
	cat >old.tsv <<-END
		column${TAB}is${TAB}numbers${TAB}measure${TAB}unit${TAB}note${TAB}period
		*${TAB}${TAB}da${TAB}${TAB}persons${TAB}${TAB}
		Kommune${TAB}area
		Folketal 1. januar 2025${TAB}value${TAB}${TAB}population${TAB}${TAB}uden Christiansø${TAB}2025
		Ledige {period}${TAB}value${TAB}${TAB}jobless${TAB}heads${TAB}${TAB}
		Bemærkning${TAB}hint${TAB}${TAB}${TAB}${TAB}${TAB}
	END
	sed -i "s/^Kommune${TAB}area\$/Kommune${TAB}area${TAB}${TAB}${TAB}${TAB}${TAB}/" old.tsv
	map_table 'Kommune;Folketal 1. januar 2026;Nyt;Bemærkning' 'Vejle;5;6;a' 'Odense;7;8;b'
	map_proposes list.csv --like old.tsv
	map_reads measure,period,unit,note,hint,value 'population|2026-01-01|persons|uden Christiansø|a|5' 'nyt||persons||a|6' \
		'population|2026-01-01|persons|uden Christiansø|b|7' 'nyt||persons||b|8'
	map_remarks "old.tsv has a column 'Ledige {period}' (value), which is not found here."
	map_remarks "old.tsv says nothing of column C, 'Nyt'."
	run_split kkr-map --like missing list.csv
	refused 66 missing
	run_split kkr-map --like list.csv list.csv
	assert_failure 78
}

@test "Of several sheets the first with areas and figures is proposed, and standard input is read as a file is" {
	cat >book.fods <<-'END'
		<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
		<table:table table:name="Vejledning"><table:table-row><table:table-cell office:value-type="string"><text:p>Odense</text:p></table:table-cell></table:table-row></table:table>
		<table:table table:name="Tal"><table:table-row><table:table-cell office:value-type="string"><text:p>Kommune</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Antal</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Vejle</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell></table:table-row></table:table>
		</office:spreadsheet></office:body></office:document>
	END
	map_proposes book.fods
	map_has '--sheet|Tal'
	map_remarks 'Another sheet: Vejledning'
	kkr-map - <book.fods | grep -v '^# A proposal' >piped.tsv
	grep -v '^# A proposal' map.tsv | cmp - piped.tsv
}

@test "Memory does not grow with a table, and its time is that of reading it a few times" {
	awk 'BEGIN {
		print "Kommune;Nr;Antal"
		for (i = 0; i < 300000; i++) printf "%s;k%d;%d\n", i % 2 ? "Vejle" : "Odense", i, i
	}' >list.csv
	(
		ulimit -v 100000
		kkr-map list.csv >map.tsv
	)
	map_has 'Antal|value|integer|da||antal'
}
