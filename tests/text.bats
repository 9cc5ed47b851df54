# kkr-table: texts whose columns stand below one another, as pdftotext -layout makes of a PDF. The texts
# are made up.

load common

# cells FILE [OPTION...]: what stands in it, `row column text` with | between.
cells() {
	run_split kkr-table --list-cells "${@:2}" "$1"
	output=$(tail -n +2 <<<"$output" | cut -f 3,4,6 | tr '\t' '|')
}

# text LINE...: in.txt of these lines.
text() {
	printf '%b\n' "$@" >in.txt
}

# holds LINE...: the cells are these, and nothing was said.
holds() {
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(printf '%s\n' "$@")"
}

@test "Columns are told from where figures stand; empty cells stay empty, blank lines are no rows" {
	text 'Bilag A' '' '            Folketal  Asyl' 'Kommune         2025   ansøgere' '' \
		'Ærø            5.881' '' 'Langeland     11.973      158' 'Fanø               -' 'Samsø                       5'
	cells in.txt
	holds '1|A|Bilag A' '3|B|Folketal' '3|C|Asyl' '4|A|Kommune' '4|B|2025' '4|C|ansøgere' '6|A|Ærø' '6|B|5.881' \
		'8|A|Langeland' '8|B|11.973' '8|C|158' '9|A|Fanø' '9|B|-' '10|A|Samsø' '10|C|5'
}

@test "Columns that move from page to page, headings that stand again and numbers of pages" {
	text 'Bilag A' 'Kommune      Antal    Andel' 'Ærø             12      3,5' 'Fanø             7' '' '    Side 1 af 2' \
		'\fBilag A' 'Kommune           Antal         Andel' 'Region Syddanmark' 'Vejle                 1            10,5' \
		'Kilde: Ministeriet' '' '           Side 2 af 2'
	cells in.txt
	holds '1|A|Bilag A' '2|A|Kommune' '2|B|Antal' '2|C|Andel' '3|A|Ærø' '3|B|12' '3|C|3,5' '4|A|Fanø' '4|B|7' \
		'9|A|Region Syddanmark' '10|A|Vejle' '10|B|1' '10|C|10,5' '11|A|Kilde: Ministeriet'
}

@test "Two blanks in a name, a code before it, marks and thousands with a blank" {
	text '101  København            1 234      5 *' '147 Frederiksberg  By       77      6 1)' 'Region  Hovedstaden       1 311     11'
	cells in.txt
	holds '1|A|101 København' '1|B|1 234' '1|C|5 *' '2|A|147 Frederiksberg By' '2|B|77' '2|C|6 1)' \
		'3|A|Region Hovedstaden' '3|B|1 311' '3|C|11'
}

@test "A word that may belong to two columns makes a bad record, and the rest goes on" {
	text 'Kommune        Antal    Andel' 'Ærø               12        3' 'Fanø              13        4' \
		'Vejle             14        5' 'Odense           15        6' 'Faxe              18        9' \
		'Langt navn på en kommune, 7' 'Ribe              1    2   3'
	printf 'column\tis\tnumbers\tmeasure\nKommune\tarea\t\t\nAntal\tvalue\tda\ta\nAndel\tvalue\tda\tb\n' >map.tsv
	run_split kkr-table --map map.tsv --header 1 --columns area,measure,value --rejects bad.tsv in.txt
	assert_success
	assert_line "Odense${TAB}a${TAB}15"
	refute_line --partial 'Langt'
	refute_line --partial 'Ribe'
	assert_file_contains bad.tsv 'Langt navn på en kommune, 7'
	assert_file_contains bad.tsv 'Ribe'
}

@test "Columns that cannot be told apart end the program, with what to do" {
	text 'A      1' 'B      2' 'C           3' 'D           4'
	cells in.txt
	assert_failure 65
	assert_message 'in.txt:1: the columns of figures cannot be told apart' "'position'" '--range'
}

@test "Another number of columns on a later page makes bad records, with what to do" {
	text 'Kommune   Antal   Andel' 'Ærø          12       3' 'Fanø          1       4' '\fVejle         1' 'Ribe          2'
	printf 'column\tis\tnumbers\tmeasure\nKommune\tarea\t\t\nAntal\tvalue\tda\ta\nAndel\tvalue\tda\tb\n' >map.tsv
	run_split kkr-table --map map.tsv --columns area,measure,value in.txt
	assert_failure 65
	assert_message 'Vejle 1: there are 1 columns of figures here, and 2 from line 2 on: --range'
	run_split kkr-table --map map.tsv --columns area,measure,value --range A1:C3 in.txt
	gives 'area|measure|value' 'Ærø|a|12' 'Ærø|b|3' 'Fanø|a|1' 'Fanø|b|4'
}

@test "A text in columns is told from csv by its first lines, and --format says so of any" {
	text 'Kommune;   Antal' 'Ærø;      12'
	cells in.txt
	holds '1|A|Kommune' '1|B|   Antal' '2|A|Ærø' '2|B|      12'
	text 'Kommune, by     Antal' 'Ærø, øen         12,5'
	cells in.txt
	holds '1|A|Kommune, by' '1|B|Antal' '2|A|Ærø, øen' '2|B|12,5'
	text 'Ærø\t\t12'
	cells in.txt
	holds '1|A|Ærø' '1|C|12'
	cells in.txt --format text
	holds '1|A|Ærø' '1|B|12'
}

@test "Words left of the figures stand in several columns where their places or headings say so" {
	text 'Gruppe      Kommune            2021U01   2021U02' \
		'            101  København      470,4     190,2' \
		'ok          265  Roskilde        30,0     699,1' \
		'foreløbig   Hele landet         500,4     889,3' \
		'Alle grupper i alt              500,4     889,3' \
		'foreløbig   Samsø                 1,0       2,0'
	cells in.txt
	holds '1|A|Gruppe' '1|B|Kommune' '1|C|2021U01' '1|D|2021U02' \
		'2|B|101 København' '2|C|470,4' '2|D|190,2' \
		'3|A|ok' '3|B|265 Roskilde' '3|C|30,0' '3|D|699,1' \
		'4|A|foreløbig' '4|B|Hele landet' '4|C|500,4' '4|D|889,3' \
		'5|A|Alle grupper i alt' '5|C|500,4' '5|D|889,3' \
		'6|A|foreløbig' '6|B|Samsø' '6|C|1,0' '6|D|2,0'
	# without headings, where they stand below one another; what may be two texts is not guessed
	text 'Nord  Thisted      12' 'Øst   Odder         7' 'Nord  Vejle         3' 'Midt  Ærø           2' \
		'Ø     Fanø          4' 'Øster Samsø         9'
	cells in.txt
	assert_line --regexp "^1${TAB}${TAB}6${TAB}A${TAB}fault${TAB}Øster Samsø 9: 'Øster Samsø': a word reaches into two columns$"
	assert_line "1${TAB}${TAB}5${TAB}B${TAB}text${TAB}Fanø"
	# Two blanks in a name are no columns.
	text 'Kommune              2024' '101  København  Kommune  5' '563  Fanø  Kommune      12' '741  Samsø             7'
	cells in.txt
	assert_line "1${TAB}${TAB}3${TAB}A${TAB}text${TAB}563 Fanø Kommune"
}

@test "windows-1252, UTF-16 and CR LF are read" {
	text 'Kommune     Antal\r' 'Ærø            12\r' 'Fanø            7\r'
	for encoding in windows-1252 UTF-16; do
		iconv -f UTF-8 -t "$encoding" in.txt >other.txt
		case $encoding in
		UTF-16) cells other.txt ;;
		*) cells other.txt --encoding "$encoding" ;;
		esac
		holds '1|A|Kommune' '1|B|Antal' '2|A|Ærø' '2|B|12' '3|A|Fanø' '3|B|7'
	done
}

@test "Memory does not grow with a text of many lines" {
	measures_memory
	awk 'BEGIN { for (i = 0; i < 200000; i++) printf "Ærø %8d  %12d   %6s\n", i, i * 7, i % 3 ? i % 100 : "" }' >long.txt
	run_split env -S "bash -c 'ulimit -v 60000; kkr-table --format text --list-cells long.txt | tail -n 1'"
	assert_success
	assert_output --partial "200000${TAB}D${TAB}text${TAB}99"
}

@test "Texts whose truth is known are cut so, or refused" {
	# Of 10,000 45 are otherwise: 7 plain ones are refused, 37 cannot be told, and in one (6682) a heading stands over the names.
	run reference text kkr-table 1 "$(sample 10000 300)" "$(sample 45 0)"
	assert_success
	assert_line --regexp '^[0-9]+ texts, [0-9]+ refused, [0-9]+ untold$'
}

# ---- Sentences

# sentences LINE...: the map s.map.tsv of these, `pattern|measure`, and what it makes of in.txt.
sentences() {
	{
		printf 'column|is|type|numbers|optional|measure|unit\n'
		printf '%s\n' "$@"
	} | write_table s.map.tsv
	run_split kkr-table --map s.map.tsv in.txt
}

LANDSTAL='Landstallet for {period} fastsættes således til {value} personer|value|integer|da||landstal|persons'

@test "A sentence makes a record, across line breaks, pages and divided words; the same again makes none" {
	text 'Kære alle' '' 'Det meddeles, at: Landstallet for 2027 fast-' 'sættes  således til' '\f1.900 personer, jf. loven.' \
		'Landstallet for 2027 fastsættes således til 1.900 personer.' 'Landstallet for 2028 fastsættes således til 5 personer.'
	sentences "$LANDSTAL"
	gives 'period|measure|unit|value' '2027|landstal|persons|1900' '2028|landstal|persons|5'
	run_split kkr-table --map s.map.tsv --origin in.txt
	gives 'period|measure|unit|value|origin' '2027|landstal|persons|1900|in.txt:3' '2028|landstal|persons|5|in.txt:7'
	run_split kkr-table --maps . in.txt
	gives 'period|measure|unit|value' '2027|landstal|persons|1900' '2028|landstal|persons|5'
}

@test "A sentence that says two values of one period, one that is not there, and a value that is none are refused" {
	text 'Landstallet for 2027 fastsættes således til 1.900 personer.' 'Landstallet for 2027 fastsættes således til 190 personer.'
	sentences "$LANDSTAL"
	assert_failure 65
	assert_message "in.txt:2: 'Landstallet for {period} fastsættes således til {value} pers" 'says 190 here, and 1900 in line 1'
	text 'Et brev om noget andet' 'som ikke nævner noget tal'
	sentences "$LANDSTAL"
	refused 65 "there is no sentence 'Landstallet for" '(s.map.tsv:2)'
	sentences 'I alt {value} personer|value|integer|da|yes|i_alt|persons'
	gives 'measure|unit|value'
	text 'Landstallet for 2027 fastsættes således til 1,900 personer.'
	sentences "$LANDSTAL"
	refused 65 "in.txt:1: '1,900' is not"
}

@test "A map of sentences reads the words of other formats, too" {
	printf '<table><tr><td>Landstallet for 2027</td></tr><tr><td>fastsættes således til 7 personer</td></tr></table>' >in.txt
	sentences "$LANDSTAL"
	gives 'period|measure|unit|value' '2027|landstal|persons|7'
	sentences "$LANDSTAL" 'Kommune|area|||||'
	refused 78 "beside its sentences no column of the table is 'value'"
	sentences 'Landstal {value}|area|||||'
	refused 78 "a sentence with {value} is 'value'"
}

@test "Of sentences that say the same one is enough, and they must not contradict each other" {
	text 'I brevet står, at landstallet for 2027 er 900 personer.'
	sentences "$LANDSTAL" 'landstallet for {period} er {value} personer|value|integer|da||landstal|persons'
	gives 'period|measure|unit|value' '2027|landstal|persons|900'
	text 'I brevet står, at landstallet for 2027 er 900 personer.' 'Landstallet for 2027 fastsættes således til 1.000 personer.'
	sentences "$LANDSTAL" 'landstallet for {period} er {value} personer|value|integer|da||landstal|persons'
	refused 65 'in.txt:2: ' 'says 1000 here, and 900 in line 1'
}

# ---- Letters: sentences, and a table in between

# letter LINE...: a letter with these lines around a table of the regions' quotas.
letter() {
	printf '%s\n' "$@" >in.txt
}

QUOTAS=('Region Hovedstaden|2027|published_quota|1222' 'Region Sjælland|2027|published_quota|184'
	'Region Syddanmark|2027|published_quota|166' 'Region Midtjylland|2027|published_quota|207'
	'Region Nordjylland|2027|published_quota|121' 'I alt|2027|published_quota|1900' 'Danmark|2027|landstal|1900')

@test "A letter's sentence and its table of region quotas are read, in columns, running, as csv and HTML" {
	local words='Til alle kommuner                                24. april 2026' rows name
	mkdir none
	letter '      Styrelsen for Noget' "$words" '' '   Landstal og regionskvoter' '' \
		'   Landstallet for 2026 var 700 personer, hvoraf Region Sjælland og Region' \
		'   Nordjylland tog 101. Det ventes, at ca. 1.950 får ophold. Landstallet for 2027 fast-' \
		'   sættes  således  til  1.900   personer.' '' \
		'   Kvoterne efter bekendtgørelse nr. 550 af 3. maj 2022, § 4, er:' '' \
		'   Region                             Regionskvote for 2027' '' \
		'   Region Hovedstaden                                 1.222' '   Region Sjælland                                      184' '' \
		'   Region Syddanmark                                    166' '   Region Midtjylland                                   207' \
		'                                                 Side 1 af 2' $'\f   Region Nordjylland                                   121' \
		'   I alt                                              1.900' '' '   Kommunerne kan inden den' '   10. september 2026 aftale andet.' '' \
		'   Med venlig hilsen' '   N.N.                                                2'
	run_split kkr-table --maps none --columns area,period,measure,value in.txt
	assert_success
	assert_output "$(printf '%s\n' 'area|period|measure|value' "${QUOTAS[@]}" | tr '|' '\t')"
	iconv -f UTF-8 -t windows-1252 in.txt >old.txt
	run_split kkr-table --map "$PREFIX/share/kkr/schemas/maps/brev-regioner.map.tsv" --encoding windows-1252 \
		--columns area,period,measure,value --origin old.txt
	assert_line "Region Nordjylland${TAB}2027${TAB}published_quota${TAB}121${TAB}old.txt:20"
	assert_line "Danmark${TAB}2027${TAB}landstal${TAB}1900${TAB}old.txt:7"

	letter 'Styrelsen for Noget' 'Til alle kommuner 24. april 2026' 'Vi skriver til jer om det, I har ventet på. Landstallet for 2027' \
		'fastsættes således til 1.900 ' 'personer. ' 'Regionskvoter for 2027' 'Region Antal' 'Region Hovedstaden ' '1.222 ' \
		'Region Sjælland 184' 'Region Syddanmark 166' 'Region Midtjylland 207 Region Nordjylland 121' 'I alt 1.900' 'Med venlig hilsen' 'N.N.'
	run_split kkr-table --maps none --columns area,period,measure,value in.txt
	assert_success
	assert_output "$(printf '%s\n' 'area|period|measure|value' "${QUOTAS[@]}" | tr '|' '\t')"

	letter 'Landstallet for 2027 fastsættes til 1.900 personer.;' 'Region;Regionskvote 2027'
	printf '%s\n' "${QUOTAS[@]:0:6}" | awk -F '|' '{ print $1 ";" $4 }' >>in.txt
	echo 'Med venlig hilsen;' >>in.txt
	run_split kkr-table --maps none --columns area,period,measure,value --report report in.txt
	gives 'area|period|measure|value' "${QUOTAS[@]}"
	grep -qx "in.txt${TAB}left_out${TAB}words${TAB}${TAB}${TAB}1" report
	{
		printf '<html><table><tr><td>Landstallet for 2027 er fastsat<td>til 1.900.'
		printf '<tr><th>Region<th>Regionskvote 2027'
		printf '%s\n' "${QUOTAS[@]:0:6}" | awk -F '|' '{ print "<tr><td>" $1 "<td>" $4 }'
		printf '</table>'
	} >in.txt
	run_split kkr-table --maps none --columns area,period,measure,value in.txt
	gives 'area|period|measure|value' "${QUOTAS[@]}"
}

@test "A letter whose table is not proved, or not known, is refused or told" {
	local head='Landstallet for 2027 fastsættes således til 900 personer.'
	mkdir none
	letter "$head" 'Vi skriver til jer om det, I har ventet på.' 'Og om noget mere, som I ikke har ventet.' 'Region Regionskvote 2027' \
		'Region Sjælland 400' 'Region Nordjylland 501' 'Total (landstal) 900'
	run_split kkr-table --maps none in.txt
	refused 65 "no total of the country proves 'Regionskvote 2027', column 2 of a letter: its areas do not add up"
	run_split kkr-table --maps none --unproved --columns area,value in.txt
	gives 'area|value' 'Region Sjælland|400' 'Region Nordjylland|501' 'Total (landstal)|900' 'Danmark|900'
	letter "$head" 'Vi skriver til jer om det, I har ventet på.' 'Og om noget mere, som I ikke har ventet.' 'Område Noget andet' \
		'Region Sjælland 400' 'Region Nordjylland 500' 'I alt 900'
	run_split kkr-table --maps none --columns area,value in.txt
	assert_success
	assert_output "$(printf 'area\tvalue\nDanmark\t900')"
	assert_equal "$stderr" "kkr-table: in.txt: 3 rows of the letter that begin with an area and have figures are left out: they are of no table of which the map tells"
}

@test "Words without columns are no table" {
	text 'Kære kommuner i hele landet' 'Vi skriver til jer, fordi vi' 'gerne vil høre jeres mening om det'
	run_split kkr-table in.txt
	refused 65 'in.txt: is words without columns of figures; a map of sentences reads these (kkr-maps(5))'
}
