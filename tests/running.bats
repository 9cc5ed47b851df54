# kkr-table: running texts, as tables of a paper come when they are copied. The texts are made up.

load common

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	write_table map.tsv <<-'END'
		column|is|type|numbers|optional|measure
		--heading|ignore=Region *||||
		Kommune*|area||||
		Folketal {period}|value|integer|da||folketal
		Asylansøgere {period}|value|integer|da|yes|asyl
	END
}

# running LINE... [-- OPTION...]: what the map makes of these lines.
running() {
	local words=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	printf '%b\n' "${words[@]}" >in.txt
	run_split kkr-table --format running --map map.tsv --columns area,period?,measure,value "${@:2}" in.txt
}

HEAD='Bilag A\n\nKommune nr. og kommune Folketal 2026 \n\nAsylansøgere \n2025\n'

@test "Rows begin with areas; figures are in their order, also below their line, marks and page numbers none" {
	running "$HEAD" 'Danmark i alt 684.625 391' '' 'Region Hovedstaden' '' '101 København 668.743 1)' '' '492 ' 'Ærø 5.915 7' \
		'' ' Side 11 af 12' '\f201 Allerød 9.967 ' '       ' '384  '
	assert_success
	assert_equal "$stderr" \
		"kkr-table: in.txt: the figures of 1 row did not stand on the line of their area: they are placed by the order of lines"
	assert_output "$(printf '%s\n' 'area|period|measure|value' 'Danmark i alt|2026|folketal|684625' 'Danmark i alt|2025|asyl|391' \
		'101 København|2026|folketal|668743' '101 København|2025|asyl|' '492 Ærø|2026|folketal|5915' '492 Ærø|2025|asyl|7' \
		'201 Allerød|2026|folketal|9967' '201 Allerød|2025|asyl|384' | tr '|' '\t')"
}

@test "A column that no total proves is refused, but with --unproved" {
	running "$HEAD" 'Danmark i alt 674.659 7' '101 København 668.743' '492 Ærø 5.915 7' '563 Fanø 3.270 1'
	assert_failure 65
	assert_message "no total of the country proves 'Folketal 2026', column 2 of a running text"
	running "$HEAD" '101 København 668.743' '492 Ærø 5.915 7' '563 Fanø 3.270 1' -- --unproved
	assert_success
	assert_line "563 Fanø${TAB}2026${TAB}folketal${TAB}3270"
}

@test "A number alone on a line is that of a page where the totals hold without it, and is told" {
	local message='alone on its line is taken for the number of a page: the totals hold without it'
	running "$HEAD" 'Danmark i alt 684.625 391' '101 København 668.743' 12 '\f492 Ærø' '5.915' 7 13 '\f201 Allerød 9.967 ' 384 14
	assert_success
	assert_equal "$(grep -c "in.txt:[0-9]*: '1[234]' $message" <<<"$stderr")" 3
	assert_equal "$(awk -F '\t' '$3 == "asyl" { print $1, $4 }' <<<"$output" | paste -sd ';')" 'Danmark i alt 391;101 København ;492 Ærø 7;201 Allerød 384'
	# Without a total they are figures or refused, and a number that counts is one where the totals hold with it.
	running "$HEAD" 'Danmark i alt 674.658 12' '101 København 668.743' 12 '\f492 Ærø 5.915'
	assert_success
	assert_line "101 København${TAB}2025${TAB}asyl${TAB}12"
	running "$HEAD" '101 København 668.743 5' 12 '\f492 Ærø 5.915'
	assert_failure 65
	assert_message 'there are more figures than the map has columns'
	printf '%s\n' 'Kommune Antal' 'Danmark i alt 34' '101 København 20' 7 '492 Ærø 5' 8 '201 Allerød 5' '563 Fanø 4' >in.txt
	kkr-map in.txt >own.tsv
	run_split kkr-table --map own.tsv --columns area,value in.txt
	assert_equal "$(awk 'NR > 1 { print $1, $NF }' <<<"$output" | paste -sd ';')" 'Danmark 34;101 20;492 5;201 5;563 4'
}

@test "Rows that cannot be told are refused" {
	local row
	while IFS='|' read -r row why; do
		running "$HEAD" 'Danmark i alt 674.659 7' '492 Ærø 5.915 7' '563 Fanø 3.270 1' "$row"
		assert_failure 65
		assert_message "$why"
	done <<-'END'
		101 København 668.743 5 se note|words stand behind its figures
		492 Ærø 5.915 7|the area has figures a second time
		101 København 2025 668.743|four digits without a point
		101 København 668.74 3|a group of thousands does not fit
		101 København 668.743 3 4|there are more figures than the map has columns
	END
}

@test "A text that gives all names and then all figures gets one message" {
	running "$HEAD" 'Danmark i alt' '101 København' '147 Frederiksberg' '492 Ærø' '563 Fanø' '825 Læsø' '674.659' '5' '7' '1.000' '2.000'
	assert_failure 65
	assert_equal "${#stderr_lines[@]}" 1
	assert_message 'all names and then all figures' 'pdftotext -layout'
}

@test "A running text is known by its rows, a text in columns as such" {
	printf '%b\n' "$HEAD" 'Danmark i alt 684.625 0' '101 København 668.743' '492 Ærø 5.915' '201 Allerød 9.967' >in.txt
	run_split kkr-table --map map.tsv --report report.tsv in.txt
	assert_success
	assert_file_contains report.tsv "format${TAB}running"
	printf '%s\n' 'Kommune            Folketal 2026' '101 København           668.743' '492 Ærø                   5.915' \
		'201 Allerød               9.967' >in.txt
	run_split kkr-table --map map.tsv --report report.tsv in.txt
	assert_success
	assert_file_contains report.tsv "format${TAB}text"
}

@test "The headings are those below the title, where a map names the areas by the end of a word, and in two lines" {
	write_table map.tsv <<-'END'
		column|is|type|numbers|optional|measure
		Kom*nr.|area|||yes|
		*ommune|area||||
		Folketal {period}*|value|integer|da||folketal
	END
	printf '%b\n' 'Opgørelse over Folketal 2026 i kom-' 'munerne' '' 'Kommune nr. og kommune Folketal 2026,' 'ekskl. Christiansø' '' \
		'Danmark i alt 674.658' '101 København 668.743' '492 Ærø 5.915' >in.txt
	run_split kkr-table --format running --map map.tsv in.txt
	gives 'area|period|measure|value' 'Danmark i alt|2026|folketal|674658' '101 København|2026|folketal|668743' '492 Ærø|2026|folketal|5915'
}

@test "Running texts whose truth is known are read so, or refused" {
	run reference running kkr-table 1 "$(sample 1000 100)"
	assert_success
	assert_output --regexp '^[0-9]+ texts, [0-9]+ refused$'
}

@test "Fields that are parted make no running text, and --delimiter says that they are" {
	printf '%s\n' 'Kommune,Alder,Antal' '101 København,0-17 år,12' '147 Frederiksberg,0-17 år,3' '151 Ballerup,0-17 år,4' >in.csv
	run_split kkr-table --list-cells in.csv
	assert_success
	assert_line "1${TAB}${TAB}4${TAB}C${TAB}text${TAB}4"
	tr , '|' <in.csv >other.csv
	run_split kkr-table --list-cells other.csv
	assert_success
	assert_line "1${TAB}${TAB}4${TAB}A${TAB}text${TAB}151 Ballerup"
	printf '%s\n' 'Kommune' '101 København 12' '147 Frederiksberg 3' '151 Ballerup 4' >in.csv
	run_split kkr-table --list-cells --delimiter ';' in.csv
	assert_success
	assert_line "1${TAB}${TAB}4${TAB}A${TAB}text${TAB}151 Ballerup 4"
}

# proposed LINE... [-- OPTION...]: the columns of the map that kkr-map proposes for a text with these lines
# above its rows, and what kkr-table reads by it.
proposed() {
	printf '%b\n' "$@" 'Danmark i alt 300 7' '' 'Region Hovedstaden' '101 København 100 3' '147 Frederiksberg 100 \n 2' \
		'155 Dragør 50 2' '492 Ærø 50' >in.txt
	kkr-map in.txt >own.tsv || return
	run_split kkr-table --map own.tsv in.txt
	assert_success
	{
		awk -F '\t' '$2 == "area" || $2 == "value" { print $1 "|" $6 }' own.tsv
		awk -F '\t' 'NR > 1 { print $2, $3, $5 }' <<<"$output" | paste -sd ';'
	} >seen
}

@test "The headings that stand above a running text name the measures of the map that is proposed" {
	proposed ' Bilag A: Opgørelse for 2026' '' 'Kommune nr. og kommune Folketal pr. 1. januar \n2026, ekskl. Christiansø' '' \
		'Antal asylan-\nsøgere på centre pr. 7. april 2025'
	assert_file_contains own.tsv "{title}"
	run cat seen
	assert_line "Kommune nr. og kommune|"
	assert_line "Folketal pr. {period}, ekskl. Christiansø|folketal_ekskl_christiansoe"
	assert_line "Antal asylansøgere på centre pr. {period}|antal_asylansoegere_paa_centre"
	local a=2026-01-01\ folketal_ekskl_christiansoe b=2025-04-07\ antal_asylansoegere_paa_centre
	assert_line "$a 300;$b 7;$a 100;$b 3;$a 100;$b 2;$a 50;$b 2;$a 50;$b "
	# One line of words, years alone, lines of their own.
	proposed 'Bilag C' '' 'Kommune Folketal Asylansøgere'
	assert_file_contains seen '^ folketal 300; asylansoegere 7; folketal 100;'
	assert_file_contains own.tsv '^# ? The headings stand on one line, and are cut where a word begins with a capital: look whether each is whole'
	proposed 'Bilag C' 'Kommune 2025 2026'
	assert_file_contains seen '^2025 value 300;2026 value 7;2025 value 100;'
	run grep -c 'cut where' own.tsv
	assert_output 0
	proposed 'Bilag C' 'Kommune' 'Antal i alt' 'heraf mænd 2026'
	assert_file_contains seen '^ antal_i_alt 300;2026 heraf_maend 7;'
	proposed 'Bilag C' 'Kommune Antal kvinder 2026' 'Antal mænd 2025'
	assert_file_contains seen '^2026 antal_kvinder 300;2025 antal_maend 7;2026 antal_kvinder 100;'
}

@test "Where the headings of a running text cannot be told apart, the map numbers its columns, and totals prove them" {
	proposed 'Bilag C for 2026' '' 'Kommune Antal Antal'
	assert_file_contains seen '^#B|'
	assert_file_contains seen '^2026 for_kommune_antal_antal 300;2026 for_kommune_antal_antal_2 7;'
	run grep -c '^# ? The period is that in the title' own.tsv
	assert_output 1
	sed -i 's/Dragør 50/Dragør 51/' in.txt
	run_split kkr-table --map own.tsv in.txt
	assert_failure 65
	assert_message "no total of the country proves 'its figures', column 2 of a running text"
	# The year alone, and no heading of the areas.
	printf '%s\n' 'Bilag B. Beregnede kvoter' '' '2027' '' '101 København 3' '147 Frederiksberg 2' '155 Dragør 2' 'Danmark i alt 7' >in.txt
	kkr-map in.txt >own.tsv
	run_split kkr-table --map own.tsv --columns area,period,measure,value in.txt
	gives 'area|period|measure|value' '101 København|2027|beregnede_kvoter|3' '147 Frederiksberg|2027|beregnede_kvoter|2' \
		'155 Dragør|2027|beregnede_kvoter|2' 'Danmark i alt|2027|beregnede_kvoter|7'
	# So it is by the maps of kkr, of which one knows columns by whatever their headers are.
	sed -i 's/kvoter/kommunekvoter/' in.txt
	run_split kkr-read --columns area,period,measure,value in.txt
	gives 'area|period|measure|value|origin' '101 København|2027|published_quota|3|in.txt:5' \
		'147 Frederiksberg|2027|published_quota|2|in.txt:6' '155 Dragør|2027|published_quota|2|in.txt:7' \
		'Danmark i alt|2027|published_quota|7|in.txt:8'
}

@test "A running text with nothing above its first row has no header" {
	printf '%s\n' 'Danmark i alt 5.659' '101 København 668' '492 Ærø 4.991' >in.txt
	map 'column|is|numbers|measure' 'Kommune|area' 'Folketal {period}|value|da|population'
	run_split kkr-table --format running --map map.tsv in.txt
	refused 65 'kkr-table: in.txt: the header that the map map.tsv tells of is not among the first 1000 rows'
}
