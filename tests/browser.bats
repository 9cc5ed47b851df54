# The report in a browser: Chromium, headless, shows it, and look.js tells what is seen.

load common

# Of a council, all columns that there can be: an edition before, an agreement, a final table, and a published quota
# that is another one.
council() {
	delivery --edition 2030 --landstal 620 --seed 1 30 && delivery --edition 2031 --landstal 700 --seed 2 31 &&
		rows 'from to persons' '420 430 2' >agreed.tsv && sed 's/published/fixed/' 31/bilag-b.tsv >endelig.tsv &&
		awk -F '\t' -v OFS='\t' '$1 == 410 { $5++ } $1 == 420 { $5-- } { print }' 31/bilag-b.tsv >b.tsv && mv b.tsv 31/bilag-b.tsv &&
		kkr run refugees --output council --set kkr='KKR Syddanmark' --set agreement=agreed.tsv 30/[bfl]* 31/[bfl]* endelig.tsv 2>/dev/null
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	mkdir -p "$ROOT/build/screenshots"
	{
		kkr run packet --output packet --set kkr='KKR Hovedstaden' --set as_of=2025-06-11 && kkr run refugees --output refugees &&
			kkr run packet --output english --set lang=en --set as_of=2025-06-11 && council
	} || return
	{ rows 0 1 7 500 600 903 8001 123456 && seq 11 977 187700 | tail -n 192; } >numbers
	if can_look; then
		node "$ROOT/tests/browser/look.js" "$(command -v chromium)" "$ROOT/build/screenshots" numbers \
			packet=packet/report.html refugees=refugees/report.html english=english/report.html council=council/report.html >facts
	fi
}

can_look() {
	command -v chromium >/dev/null && command -v node >/dev/null && [ -d "$ROOT/tests/browser/node_modules" ]
}

setup() {
	can_look ||
		skip 'there is no Chromium, or no playwright-core for it: bin/setup check installs them'
	cd "$BATS_FILE_TMPDIR" || return
}

# facts PAGE NAME: what was told of that name.
facts() {
	awk -F '\t' -v name="$1 $2" '$1 == name { sub(/^[^\t]*\t/, ""); print }' facts
}

@test "the browser shows the quotas that are published" {
	sed -n 's/.*<record area="\([0-9]\{3\}\) [^>]*>\([0-9-]*\)<.*/\1\t\2/p' "$SAMPLES/refugees/bilag-b.xml" |
		sed 's/-/0/' | sort >expected
	assert_equal "$(wc -l <expected)" 98
	for page in packet refugees english; do
		run diff expected <(facts "$page" quota | sort)
		assert_success
	done
}

@test "the browser shows the figures of the packet with their reservations" {
	run facts packet title
	assert_output 'Nøgletal til mødepakken · KKR Hovedstaden'
	run facts packet cards
	for words in 'Landstal 600 personer' 'Kommuner med en kvote på 0 13 kommuner' 'Tiltag i planerne over 6.500 tiltag' \
		'ca. −20 pct.' '95,93 pct.' 'kilden skriver 95; forskel 0,93' 'Frist passeret, ikke meldt færdig 1 milepæl' \
		'Næste frist senest 30. juni 2025' 'Næste frist inden den 10. september 2025' 'Vedtagne klimaplaner 97 af 98 kommuner' 'bl.a. 790.000 rejser' '98 af 98 kommunekvoter og 5 af 5 regionskvoter er de samme'; do
		assert_output --partial "$words"
	done
	run facts english cards
	assert_output --partial 'Measures in the plans over 6,500 measures'
	assert_output --partial 'Next deadline by 30 June 2025'
	run facts refugees title
	assert_output 'Kommunekvoter for flygtninge 2026'
}

@test "nothing is said on the console, and nothing is asked for but the page" {
	for page in packet refugees english; do
		assert [ -n "$(facts "$page" title)" ]
		for name in console request; do
			run facts "$page" "$name"
			assert_output ''
		done
	done
}

@test "axe finds no serious or critical barrier: opened, on a phone, in the dark" {
	for page in packet refugees english; do
		assert [ "$(facts "$page" 'rules opened')" -gt 30 ]
		run facts "$page" 'barrier opened'
		assert_output ''
	done
	for when in 'on a phone' 'in the dark'; do
		assert [ "$(facts packet "rules $when")" -ge 1 ]
		run facts packet "barrier $when"
		assert_output ''
	done
}

@test "the page is no wider than a phone or a desk, opened or not" {
	for page in packet refugees english; do
		assert_equal "$(facts "$page" 'phone width')" 360
		assert_equal "$(facts "$page" 'phone width opened')" 360
		assert_equal "$(facts "$page" 'desk width')" 1280
	done
}

@test "without scripts every row is there and opens, and there is no box to search in" {
	for page in packet refugees; do
		assert_equal "$(facts "$page" 'without scripts rows')" 98
		assert_equal "$(facts "$page" 'without scripts search')" false
		run facts "$page" 'without scripts steps'
		assert_output --partial '2 × 667.099 / 5.992.644 − 52.544 / 342.335 = 0,0691522077'
	done
}

@test "the search box finds a municipality however it is spelt, and a region's" {
	run facts refugees found
	assert_line "Åbenrå${TAB}1${TAB}1 af 98 kommuner"
	assert_line "aabenraa${TAB}1${TAB}1 af 98 kommuner"
	assert_line "KØBENHAVN${TAB}1${TAB}1 af 98 kommuner"
	assert_line "Region Sjælland${TAB}17${TAB}17 af 98 kommuner"
	assert_line "nowhere${TAB}0${TAB}0 af 98 kommuner"
	assert_equal "$(facts refugees opened)" 98
}

@test "the keyboard comes to a skip link first, which is seen and leads to the content, and opens the steps" {
	for page in packet refugees english; do
		assert_equal "$(facts "$page" 'first focus')" skip
		assert_equal "$(facts "$page" 'first focus is seen')" true
		assert_equal "$(facts "$page" 'after it')" MAIN
	done
	run facts packet steps
	assert_output --partial '12,4684'
	assert_output --partial '11,3672 afrundet til hele personer = 11'
}

@test "what is on demand on a screen is on paper" {
	assert_equal "$(facts packet 'on paper contents')" false
	assert_equal "$(facts packet 'on paper sums')" false
	assert_equal "$(facts packet 'on paper milestones')" true
}

@test "on paper no word of a table is cut, and no table is wider than A4: eleven columns of a council, too" {
	for page in packet council; do
		grep -q "^$page on paper cut off" "$BATS_FILE_TMPDIR/facts"
		assert_equal "$(facts $page 'on paper cut off')" ''
	done
	assert_equal "$(xmllint --html --xpath 'count(//table[caption="Kommunekvoter, KKR Syddanmark"]/thead//th)' "$BATS_FILE_TMPDIR/council/report.html" 2>/dev/null)" 11
}

@test "screenshots are taken at the width of a phone and of a desk" {
	for page in packet refugees english; do
		for width in 360 1280; do
			run python3 -c '
import struct, sys
print(struct.unpack(">I", open(sys.argv[1], "rb").read(20)[16:])[0])' "$ROOT/build/screenshots/$page-$width.png"
			assert_output "$width"
		done
	done
}

@test "the first screen of a phone answers what a municipality gets, and #k-860 opens it" {
	run facts refugees answer
	assert_output --partial '10 Hjørring har en kvote på 10 personer i 2026.'
	for page in packet refugees; do
		assert [ "$(facts "$page" 'answer ends')" -le 844 ]
		assert_equal "$(facts "$page" 'address opens')" true
	done
}

@test "a typed landstal gives all quotas that kkr-quota gives, for 200 of them" {
	assert_equal "$(wc -l <numbers)" 200
	assert [ "$(wc -l <"$ROOT/filters/report/landstal.js")" -le 150 ]
	kkr-read "$SAMPLES"/refugees/bilag-a.xml "$SAMPLES"/refugees/fam* | kkr-codes --levels municipality |
		kkr-select --where measure=population,non_western_nationals,family_reunified >figures.tsv
	kkr-quota --landstal "$(paste -sd , numbers)" figures.tsv >wide.tsv
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if (sub(/^quota_/, "", $i)) n[i] = $i; next }
		{ for (i in n) said[n[i]] = said[n[i]] (NR == 2 ? "" : " ") $1 "\t" $i }
		END { for (i in said) print "refugees typed " i "\t" said[i] }' wide.tsv | sort >expected
	grep '^refugees typed [0-9]' facts | sort >told
	assert_equal "$(wc -l <told)" 200
	run diff expected told
	assert_success
	# A number in groups is one, half a person, a negative number and letters are none, and blanks say nothing.
	run facts refugees odd
	example='Regneeksempel: kvoter ved et landstal på'
	assert_output "$(printf '%s\t%s\t%s\n' '' 0 '' 1.000 98 "$example 1.000" '1 000' 98 "$example 1.000" \
		1,5 0 'Skriv et helt tal, for eksempel 800.' 1.5 0 'Skriv et helt tal, for eksempel 800.' \
		-3 0 'Skriv et helt tal, for eksempel 800.' abc 0 'Skriv et helt tal, for eksempel 800.' \
		"1$(printf '%030d' 0)" 98 "$example 1$(printf '.000%.0s' {1..10})")"
	run facts refugees 'typed rest'
	assert_output --regexp 'heraf −?[0-9]+ afrundingsrest; placeringen kendes kun fra 2026'
	assert_equal "$(facts refugees 'barrier typed')" ''
}
