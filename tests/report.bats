# The report and the agenda: what a reader finds in them. page.py reads the HTML.

load common

# One packet, with the agenda of one council, is made for all tests.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	kkr run packet --output packet --set kkr='KKR Hovedstaden' --set as_of=2025-06-11
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	PACKET=$BATS_FILE_TMPDIR/packet
	REPORT=$PACKET/report.html
}

page() {
	python3 "$ROOT/tests/page.py" "$@"
}

# danish: numbers of records as Danish readers have them; a page has the minus of print.
danish() {
	sed -E 's/\./,/g; :a; s/(^|[^0-9,])([0-9]+)([0-9]{3})($|[^0-9])/\1\2.\3\4/; ta; s/-/−/g'
}

@test "the pages are whole: tags, ids, references, headings and tables are as they must be, and nothing is fetched" {
	for file in "$REPORT" "$PACKET/refugees/report.html" "$PACKET/refugees/agenda.html"; do
		run page faults "$file"
		assert_success
		assert_output ''
	done
	# page.py does find what is wrong.
	sed 's/<h3>/<h5>/; s/id="kilde-1"/id="note-1"/; s/<\/main>/<img src="a.png">/' "$REPORT" >wrong.html
	run page faults wrong.html
	assert_line '<img src=a.png> is fetched'
	assert_line --partial 'the id note-1 stands 2 times'
	assert_line --partial 'href=#kilde-1> leads nowhere'
	assert_line --partial '<h5>'
	run xmllint --html --noout --nowarning "$REPORT"
	refute_output --regexp 'error : (Opening|Unexpected|htmlParse|ID|Attribute)'
}

@test "the landmarks are there: a skip link, a header, a list of contents that leads to each section, a footer" {
	assert_equal "$(page attribute "$REPORT" html lang)" da
	page attribute "$REPORT" a href >links
	assert_equal "$(head -n 1 links)" '#indhold'
	assert_equal "$(page attribute "$REPORT" main id)" indhold
	run page attribute "$REPORT" section id
	assert_output "$(printf '%s\n' din-kommune kkr overblik refugees climate health-reform mobility talent taskforce modsigelser noter filer)"
	for tag in header nav main footer h1; do
		assert_equal "$(grep -c "<$tag[ >]" "$REPORT")" 1
	done
	sed -n '/^<nav/,/^<\/nav/p' "$REPORT" >nav
	for id in $output fremstilling; do
		assert [ "$(grep -c "<li><a href=\"#$id\">" nav)" -eq 1 ]
	done
}

@test "every municipality has its published quota, and they add up to the landstal" {
	page rows "$REPORT" Kommunekvoter >table
	published | tr ' ' '\t' >expected
	assert_equal "$(wc -l <expected)" 98
	run diff expected <(grep '^k-[0-9]' table | awk -F '\t' '{ print substr($1, 3) "\t" $4 }' | sort)
	assert_success
	run tail -n 1 <(page rows "$REPORT" 'Kommunekvoter ved')
	assert_output "Hele landet${TAB}${TAB}600${TAB}"
}

@test "behind every municipality stands each step of its allocation, with the figures of the order's formulas" {
	refugee_figures | reference quota --landstal 600 | danish >reference.tsv
	page rows "$REPORT" 'Kommunekvoter ved' | grep '^k-[0-9]' | sed 's/^k-//' >table
	# 2 x population / P - nationals / M = share; share x (N + F) = gross; gross - family = net; ...
	awk -F '\t' '
		NR == FNR && FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		NR == FNR { for (name in at) of[$1, name] = $at[name]; next }
		{
			code = $1
			negative = of[code, "net"] ~ /^−/
			split("2 × " of[code, "population"] " / 5.992.644 − " of[code, "non_western_nationals"] " / 342.335 = " of[code, "share"] "|" \
				of[code, "share"] " × (600 + 696) = " of[code, "gross"] "|" \
				of[code, "gross"] " − " of[code, "family_reunified"] " = " of[code, "net"] "|" \
				(negative ? "Fordelingstal (§ 4, stk. 5) Det foreløbige fordelingstal er negativt; fordelingstallet sættes til nul." : \
				of[code, "net"] " × 600 / 658,1267 = " of[code, "distribution"] ", hvor 658,1267 er summen af de 85 positive foreløbige fordelingstal Kommunekvote " \
				of[code, "distribution"] " afrundet til hele personer = ") "|" \
				" har en kvote på " of[code, "quota"] " person", step, "|")
			for (i = 1; i <= 5; i++)
				if (!index($5, step[i]))
					print code, "lacks", step[i]
			zeros += negative && $5 ~ /= 0,0000/
			checked++
		}
		END { print checked " checked, " zeros + 0 " zeros" }' reference.tsv table >result
	assert_equal "$(cat result)" '98 checked, 0 zeros'
	# Hjørring is the one that rounding is made up for.
	run grep -c 'Kommunekvote 11,3672 afrundet til hele personer = 11 Afrundingsrest De afrundede kvoter er tilsammen 601, landstallet 600. Den ene person for meget trækkes fra den sidste kommune i nummerorden: 11 − 1 = 10$' table
	assert_output 1
	assert_equal "$(grep -c 'Afrundingsrest' table)" 1
}

@test "the quotas of the regions are those published" {
	page rows "$REPORT" 'Kvoter pr. 10.000 indbyggere, efter region' | cut -f 1-2 >table
	run cat table
	assert_output "$(rows 'Region Kvote' 'Region~Nordjylland 82' 'Region~Midtjylland 133' \
		'Region~Syddanmark 114' 'Region~Hovedstaden 148' 'Region~Sjælland 123')"
}

@test "every key figure of the packet stands in the report with its reservation, and none without" {
	for topic in Flygtninge Klima Taskforce Sundhedsreform Mobilitet Talent; do
		page rows "$REPORT" "Nøgletal: $topic"
	done >table
	# Of the figures for all together: title, reservation and value; but for dates.
	awk -F '\t' 'NR > 1 && $4 == "*" && $5 != "" && $6 != "dato" {
		sub(/(, )?own calculation$/, "", $7)
		print $3 "\t" ($7 == "" ? "" : $7 " ") }' "$PACKET/kpi.tsv" >words.tsv
	awk -F '\t' 'NR > 1 && $4 == "*" && $5 != "" && $6 != "dato" { print $5 }' "$PACKET/kpi.tsv" | danish |
		paste -d '' words.tsv - >figures.tsv
	assert [ "$(wc -l <figures.tsv)" -gt 40 ]
	run awk -F '\t' 'NR == FNR { cell[$1] = $2 " "; next } index(said = cell[$1], $2 " ") != 1 && index(said, $2 ",00 ") != 1 &&
		!sub(/^(Afviger fra kilden )?kilden skriver [^;]*; forskel [^ ]* /, "", said) || index(said, $2 " ") != 1 && index(said, $2 ",00 ") != 1' table figures.tsv
	assert_output ''
	# Wherever these figures stand in the page, they have their word before them.
	page text "$REPORT" >read.txt
	for figure in 'over 6.500' 'over 67,7' 'over 2.500' 'ca. −20 pct.' 'ca. 850 km' 'kun 55 pct.' 'bl.a. 790.000' 'bl.a. 310.000'; do
		number=${figure#* }
		assert [ "$(grep -oF "$number" read.txt | wc -l)" -ge 1 ]
		assert_equal "$(grep -oF "$number" read.txt | wc -l)" "$(grep -oF "$figure" read.txt | wc -l)"
	done
}

@test "what is our own calculation, and what is noted, is marked, and each mark leads to its words" {
	grep -o '<tr><th scope="row">Antal deltagere</th>.*' "$REPORT" | grep -o 'href="#[a-z]*-[0-9]*"' >marks
	assert_equal "$(wc -l <marks)" 3
	words() {
		page text "$REPORT" "$(sed -n "$1s/.*#\(.*\)\"/\1/p" marks)"
	}
	assert_equal "$(words 1)" 'Egen beregning: regnet ud af kildens tal, ikke angivet i kilden. ↩'
	assert_equal "$(words 2)" 'deltagere i en fælles aktivitet kan være talt to gange ↩'
	assert_equal "$(words 3)" 'Taskforce for pædagog- og SOSU-området, Midtvejsnotat og forslag til indsatser i 2025 ↩'
	# Every source and note of the table of key figures is there, those with several apart.
	awk -F '\t' 'NR > 1 { n = split($15, source, "; "); for (i = 1; i <= n; i++) print source[i] }' "$PACKET/kpi.tsv" |
		sort -u >sources
	page text "$REPORT" noter >noter
	while read -r source; do
		grep -qF "$source" noter || fail "$source is not among the sources"
	done <sources
	# Each footnote is used: its way back leads to a mark.
	assert_equal "$(grep -c 'class="back"' "$REPORT")" "$(grep -o ' id="til-[a-z]*-[0-9]*"' "$REPORT" | sort -u | wc -l)"
}

@test "where a source contradicts a figure, the report says so, with both figures" {
	run page text "$REPORT" modsigelser
	assert_output --partial 'Tilfredse eller meget tilfredse: kilden skriver 95; her 95,93 pct.; forskel 0,93'
	assert_output --partial "Regionens andel, mod »størstedelen«: kilden skriver over 50; her 32,22 pct.; forskel −17,78"
	assert_output --partial "Regionens andel af befolkningen: kilden skriver »næsten en tredjedel« (33,3); her 32,22 pct.; forskel −1,08"
	assert_output --partial 'Flere daglige rejser: kilden skriver 800.000; her bl.a. 790.000 rejser; forskel −10.000'
	# The annex dates the foreign nationals in two ways.
	assert_output --partial 'Udenlandske statsborgere fra ikke-vestlige lande: kolonnen angiver 1. januar 2024, tabellens overskrift 1. januar 2025'
	assert_output --partial 'Folketal: uden Christiansø'
	# What the landstal leaves out is a remark of its record.
	assert_output --partial 'Landstal: uden fordrevne fra Ukraine med ophold efter særloven'
	run page text "$REPORT" noter
	assert_output --partial 'kolonnen angiver 1. januar 2024, tabellens overskrift 1. januar 2025'
	assert_output --partial "kilden: »næsten en tredjedel«"
}

@test "the foot has the checksum of every input and of every other output" {
	page rows "$REPORT" Kontrolsummer | cut -f 1,4 >sums
	for file in "$SAMPLES"/*/*.xml*; do
		grep -qxF "$(basename "$file")$TAB$(sha256sum <"$file" | cut -c 1-64)" sums || fail "$file is not there"
	done
	(cd "$PACKET/" && find . -type f ! -name report.html ! -path ./manifest.tsv) | sed 's/^..//' | while read -r file; do
		grep -qxF "$file$TAB$(sha256sum <"$PACKET/$file" | cut -c 1-64)" sums || fail "$file is not there"
	done
	# Its own is in the manifest, and nowhere in it.
	sum=$(sha256sum <"$REPORT" | cut -c 1-64)
	run grep -c "^output${TAB}report.html$TAB.*$sum" "$PACKET/manifest.tsv"
	assert_output 1
	run grep -c "$sum" "$REPORT"
	assert_output 0
}

@test "the same inputs give the same pages, whatever the place, the language and the time zone" {
	mkdir -p 'else where'
	run_split env -C 'else where' LC_ALL=C.UTF-8 TZ=Asia/Tokyo kkr run packet --output other \
		--set kkr='KKR Hovedstaden' --set as_of=2025-06-11
	assert_success
	cmp "$REPORT" 'else where/other/report.html'
	cmp "$PACKET/refugees/report.html" 'else where/other/refugees/report.html'
	run_split kkr verify 'else where/other'
	assert_success
	assert_equal "$stderr" ''
}

@test "in English the page says all of its own in English, and what a source says is marked as Danish" {
	run_split kkr run packet --output out --set lang=en --set kkr='KKR Nordjylland'
	assert_success
	assert_equal "$(page attribute out/report.html html lang)" en
	run page faults out/report.html
	assert_output ''
	run page rows out/report.html 'Key figures: Climate'
	assert_line "Measures in the plans${TAB}over 6,500 measures"
	assert_line "Change of greenhouse gas emissions${TAB}about −20 per cent"
	run page rows out/report.html 'Municipal quotas at'
	assert_line --partial '2 × 667,099 / 5,992,644 − 52,544 / 342,335 = 0.0691522077'
	assert_line "The whole country${TAB}${TAB}600${TAB}"
	# The council's part, too.
	run page text out/report.html
	assert_output --partial 'The 11 municipalities of KKR Nordjylland together have a quota of 82 of the landstal of 600 refugees in 2026. None of the municipalities has a quota of 0. Agreements on other quotas are to be reported to the Immigration Service before 10 September 2025.'
	run page rows out/report.html 'Municipal quotas, KKR'
	assert_line --regexp "^Total${TAB}82${TAB}592,768$TAB"
	# Nothing is left in Danish but names, dates in words, remarks and sources.
	run grep -cE '<(h[1-6]|caption|summary|th scope="col")[^>]*>[^<]*<span lang="da"' out/report.html
	assert_output 0
	run grep -cE 'class="(unit|qualifier|badge[^"]*|what)"><span lang="da"' out/report.html
	assert_output 0
	page rows out/report.html 'Key figures:' | cut -f 1 >titles
	run grep -E '[æøåÆ]' titles
	assert_output ''
	[ "$(grep -c '<li id="kilde-[0-9]*"><span lang="da">' out/report.html)" -gt 5 ]
}

@test "every phrase of the programs has a translation, and no translation is left over in another form" {
	cut -f 1 "$ROOT/schemas/words.tsv" | sort >known
	run uniq -d known
	assert_output ''
	awk -F '\t' 'NF != 3 || $3 == ""' "$ROOT/schemas/words.tsv" >lacking
	assert_equal "$(cat lacking)" ''
	# They are found by bisection.
	LC_ALL=C sort -c <(tail -n +2 "$ROOT/schemas/words.tsv")
	# What programs say in Danish: texts in C, of which a long one stands in parts.
	python3 - "$ROOT"/filters/{lib,plot,report}/*.c "$ROOT"/filters/kkr-plot.c >said <<-'END'
		import re, sys
		for path in sys.argv[1:]:
		    if path.endswith(("recognise.c", "period-written.c", "area-names.c")):
		        continue
		    code = re.sub(r"/\*.*?\*/", "", open(path).read(), flags=re.S)
		    for text in re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', code):
		        text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
		        if re.search("[a-z]*[æøåÆØÅ]", text) and "<" not in text:
		            print(text)
	END
	sort -u said >used
	assert [ "$(wc -l <used)" -gt 20 ]
	run comm -23 used known
	assert_output ''
	# As many places to fill in.
	awk -F '\t' 'NR > 1 { da = $2 == "" ? $1 : $2; if (gsub(/%s/, "", da) != gsub(/%s/, "", $3)) print $1 }' \
		"$ROOT/schemas/words.tsv" >uneven
	assert_equal "$(cat uneven)" ''
	# Titles and units of the definitions.
	cut -f 2,3 "$ROOT"/schemas/kpi/*.tsv | tr '\t' '\n' | grep -v '^\(title\|unit\|dato\|\)$' | sort -u >needed
	run comm -23 needed known
	assert_output ''
}

@test "text that is meant to do harm is shown, and does nothing" {
	mkdir in
	cp "$SAMPLES"/*/*.xml* in/
	evil='&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&apos;&amp;amp;&lt;img src=x onerror=alert(2)&gt;'
	evil=${evil//&/\\&} # as sed has it
	sed -i "s|LOOP|$evil|; s|Notat til KKR Hovedstaden:|$evil|; s|en portal, intet arrangement|$evil|" in/notat.xml
	sed -i "s|25. maj|$evil|; s|\"lovgivning\"|\"$evil\"|; s|Lovpakke 3|$evil|" in/oversigt.xml
	sed -i "s|uden Christiansø|$evil|" in/bilag-a.xml
	sed -i "s|qualifier=\"over\"|qualifier=\"$evil\"|" in/faktaark.xml
	run_split kkr run packet --output out --set kkr='KKR Hovedstaden' in
	assert_success
	for file in out/report.html out/refugees/report.html out/refugees/agenda.html; do
		run page faults "$file"
		assert_output ''
		run page text "$file"
		assert_output --partial "</td><script>alert(1)</script>\"'&amp;<img src=x onerror=alert(2)>"
	done
	# Two are ours: the figures for the typed landstal, and the script.
	assert_equal "$(grep -o '<script[^>]*>' out/report.html)" '<script type="application/json" id="tal">
<script>'
	assert_equal "$(page attribute out/report.html img src)" ''
	assert_equal "$(grep -c '<script\|<img' out/refugees/agenda.html)" 0
	[ "$(page text out/report.html | grep -oF '<script>alert(1)' | wc -l)" -ge 6 ]
	# A picture's class is of letters that one may have.
	cp out/refugees/regioner.svg $'kort 2\xff"<.svg'
	kkr-report --type page --figures out/kpi.tsv --picture climate=$'kort 2\xff"<.svg' "$ROOT/schemas/kpi/climate.tsv" >page.html
	grep -q '<figure class="kort-2---">' page.html
}

@test "without a published table the report says that there was none" {
	run_split kkr run refugees --output out --set landstal=600 "$SAMPLES"/refugees/bilag-a.xml "$SAMPLES"/refugees/fam*
	assert_success
	run page text out/report.html overblik
	assert_output --partial 'Den offentliggjorte tabel ikke sammenlignet: bilag B mangler'
	run page faults out/report.html
	assert_output ''
}

@test "the milestones of the report are done, overdue or open as the key figures have it, on any day" {
	for day in 2025 2025-H2 2025-Q3 2025-06 2025-06-10 2025-06-11 2025-W26 2025-W27 2026-W01 2026-W02 2027-01-01 2027-01-02 2028; do
		run_split kkr run health-reform --output out --set as_of="$day"
		assert_success
		for state in done overdue; do
			assert_equal "$day $(awk -F '\t' -v state="$state" '$8 == state' out/milepaele.tsv | wc -l)" \
				"$day $(awk -F '\t' -v kpi="$state" '
					NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
					$1 == kpi && $at["level"] $at["track"] == "**" { print $at["value"] }' out/kpi.tsv)"
		done
		assert_equal "$(wc -l <out/milepaele.tsv)" 15
	done
	page rows "$REPORT" 'Milepæle, dag for dag' >table
	run cat table
	assert_line "Lovpakke 2 sendes i høring${TAB}Frist passeret${TAB}starten af juni (1.–10. juni 2025)${TAB}Nationalt"
	assert_line "Forårsaftale 2025 indgået${TAB}Meldt færdig${TAB}25. maj (25. maj 2025)${TAB}Nationalt"
	assert_line "Nationale aftaler omsættes mellem kommuner og region${TAB}Åben${TAB}efteråret 2025 – 1. juli 2026 (1. september 2025 – 1. juli 2026)${TAB}Regionalt"
}

@test "projects and events stand in the report with their dates" {
	run page rows "$REPORT" 'Projekter og arrangementer'
	assert_line "Velliv – BELONG${TAB}projekt${TAB}2025–2027 (1. januar 2025 – 31. december 2027)${TAB}"
	assert_line "LOOP${TAB}arrangement${TAB}29.–30. april 2025${TAB}København"
	assert_equal "$(wc -l <<<"$output")" 14
}

# The agenda.

@test "the agenda of a council has its municipalities, their sum, those without a quota, and where it is from" {
	agenda=$PACKET/refugees/agenda.html
	run page text "$agenda"
	assert_output --partial 'De 29 kommuner i KKR Hovedstaden har tilsammen en kvote på 148 af landstallets 600 flygtninge i 2026. Ni af kommunerne har en kvote på 0: Brøndby, Gentofte, Gladsaxe, Albertslund, Høje-Taastrup, Ishøj, Vallensbæk, Rudersdal og Halsnæs.'
	assert_output --partial 'Kilde: Udlændingestyrelsen, sagsnummer 23/108198, Landstal for 2026, bilag A;'
	assert_output --partial 'bekendtgørelse nr. 550 af 3. maj 2022, § 4.'
	assert_output --partial 'Folketal: uden Christiansø.'
	# Names and quotas of annex B: the first 29 municipalities, which are those of the region.
	sed -n '1,/Region Hovedstaden/s/.*<record area="[0-9]\{3\} \([^"]*\)">\([0-9-]*\)<.*/\1\t\2/p' \
		"$SAMPLES/refugees/bilag-b.xml" | sed 's/-$/0/' | sort >expected
	assert_equal "$(wc -l <expected)" 29
	page rows "$agenda" Kommunekvoter >table
	run diff expected <(tail -n +2 table | head -n -1 | cut -f 1-2 | sort)
	assert_success
	run tail -n 1 table
	assert_output "I alt${TAB}148${TAB}1.930.703${TAB}146.740${TAB}153${TAB}"
	# The day after the last, as the order has it; and the council's map.
	run page text "$agenda"
	assert_output --partial 'Aftaler om andre kvoter meddeles Udlændingestyrelsen inden den 10. september 2025.'
	assert_output --partial 'Afrundingsresten på −1 ligger hos den sidste kommune i nummerorden. Den regel er udledt af tabellen for 2026; den står ikke i bekendtgørelsen.'
	assert_equal "$(grep -c '<tfoot>' "$agenda") $(grep -c '<svg' "$agenda")" '1 1'
	# What Word is to take: one table, and nothing in it but text.
	assert_equal "$(grep -c '<table tabindex="0">' "$agenda")" 1
	run grep -cE 'style=|<(span|div|sup|a|font)[ >]' "$agenda"
	assert_output 0
	# The council's figures stand first, those of any topic that has some.
	run page text "$REPORT" kkr
	assert_output --regexp '^KKR Hovedstaden Flygtninge Kvote 148 personer Flygtninge Kommuner med en kvote på 0 9 af 29 kommuner Sundhedsreform Kommuner i Østdanmark 29 kommuner '
	# These words are in the report, too, and the day by which councils must have agreed.
	run page text "$REPORT" kkr
	assert_output --partial 'De 29 kommuner i KKR Hovedstaden har tilsammen en kvote på 148 af landstallets 600 flygtninge i 2026.'
}

@test "the agendas of all councils together are the country" {
	total=0
	while IFS=$TAB read -r council municipalities; do
		run_split kkr run refugees --output out --set kkr="$council"
		assert_success
		page rows out/agenda.html Kommunekvoter >table
		assert_equal "$council $(($(wc -l <table) - 2))" "$council $municipalities"
		total=$((total + $(tail -n 1 table | cut -f 2)))
		zeros=$(tail -n +2 table | head -n -1 | awk -F '\t' '$2 == 0' | wc -l)
		names=$(page text out/agenda.html | sed -n 's/.*har en kvote på 0: \([^.]*\)\..*/\1/p' | sed 's/, /\n/g; s/ og /\n/' | grep -c .) || true
		assert_equal "$council $names" "$council $zeros"
	done < <(rows 'KKR~Nordjylland 11' 'KKR~Midtjylland 19' 'KKR~Syddanmark 22' 'KKR~Hovedstaden 29' 'KKR~Sjælland 17')
	assert_equal "$total" 600
}

@test "an agreement changes the agenda's words and gets columns of its own" {
	run_split kkr run refugees --output out --set kkr='KKR Nordjylland' --set agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	run page text out/agenda.html
	assert_output --partial 'De 11 kommuner i KKR Nordjylland har tilsammen en kvote på 82 af landstallets 600 flygtninge i 2026. Ingen af kommunerne har en kvote på 0. Efter aftalen ændres kvoten for Læsø (1 bliver til 0) og Hjørring (10 bliver til 11).'
	# What counts is what the council's cards have: Læsø gets nobody by the agreement.
	run page text out/report.html kkr
	assert_output --partial 'Kvote 82 personer Kommuner med en kvote på 0 1 af 11 kommuner'
	run page rows out/agenda.html Kommunekvoter
	assert_line --regexp "^Læsø${TAB}1${TAB}0${TAB}friholdt$TAB"
	assert_line --regexp "^I alt${TAB}82${TAB}82${TAB}$TAB"
	run page rows out/report.html 'Kommunekvoter ved'
	assert_line --regexp "^k-860${TAB}Hjørring${TAB}Region Nordjylland${TAB}10${TAB}11 overtager kvoten$TAB"
	assert_line --regexp "Hele landet${TAB}${TAB}600${TAB}600$TAB"
	run page faults out/report.html
	assert_output ''
}

@test "an agreement that has lapsed is told in the agenda's words, and changes nothing" {
	run_split kkr run refugees --output out --set kkr='KKR Nordjylland' --set landstal=700 \
		-s agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	run page text out/agenda.html
	assert_output --partial 'Ingen af kommunerne har en kvote på 0. Aftalen for Læsø og Hjørring er bortfaldet: den gælder et andet landstal.'
	refute_output --partial 'bliver til'
	# Another council's agenda has nothing of it.
	run_split kkr run refugees --output out --set kkr='KKR Sjælland' --set landstal=700 \
		-s agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	run page text out/agenda.html
	assert_output --partial 'flygtninge i 2026.'
	refute_output --partial 'bortfaldet:'
}

@test "a landstal of 0 leaves a council without quotas, and the agenda says so" {
	run_split kkr run refugees --output out --set kkr='KKR Sjælland' --set landstal=0
	assert_success
	run page text out/agenda.html
	assert_output --partial 'De 17 kommuner i KKR Sjælland har tilsammen en kvote på 0 af landstallets 0 flygtninge i 2026. Alle kommunerne har en kvote på 0.'
}

@test "a landstal of 1 is one refugee, and a large one is written as numbers are, in the map's title, too" {
	run_split kkr run refugees --output out --set kkr='KKR Syddanmark' --set landstal=1
	run page text out/agenda.html
	assert_output --partial 'af landstallets 1 flygtning i 2026.'
	run page text out/report.html
	assert_output --partial 'Landstallet på 1 flygtning er fordelt på 98 kommuner'
	assert_output --partial 'Kommunekvoter 2026, landstal 1'
	refute_output --partial '1 flygtninge'
	run_split kkr run refugees --output out --set landstal=25000
	run page text out/report.html
	assert_output --partial 'Landstallet på 25.000 flygtninge er fordelt'
	assert_output --partial 'Kommunekvoter 2026, landstal 25.000'
	run_split kkr run refugees --output out --set landstal=25000 --set lang=en
	run page text out/report.html
	assert_output --partial 'Municipal quotas 2026, landstal 25,000'
}

@test "a landstal with a 0 in front is refused, since a page would write it so" {
	for pipeline in refugees packet; do
		run_split kkr run "$pipeline" --output out --set landstal=0600
		refused 64 "landstal: '0600' has a needless 0 in front"
		assert_not_exists out
	done
}

@test "a backslash in a source's words stays one, whatever letter follows" {
	mkdir in
	cp "$SAMPLES"/refugees/*.xml* in/
	sed -i 's|uden Christiansø|S:\\new\\tal\\\\x|' in/bilag-a.xml
	run grep -c 'note="S:\\new\\tal\\\\x"' in/bilag-a.xml
	assert_output 1
	run_split kkr run refugees --output out --set kkr='KKR Sjælland' in
	assert_success
	for file in out/report.html out/agenda.html; do
		run page text "$file"
		assert_output --partial 'S:\new\tal\\x'
	done
}

@test "a council or a language that is not there is 64, with those that are, and nothing is made" {
	for pipeline in refugees packet; do
		run_split kkr run "$pipeline" --output out --set kkr='KKR Østdanmark'
		refused 64 "kkr: there is no 'KKR Østdanmark'; there are KKR Hovedstaden, KKR Sjælland, KKR Syddanmark, KKR Midtjylland, KKR Nordjylland"
		run_split kkr run "$pipeline" --output out --set lang=de
		refused 64 "lang: 'de' is no language of a report; there are da and en"
		assert_not_exists out
	done
}

@test "numbers of any length are added up exactly, in an agenda and in a report" {
	sed 's/>667.099</>10.000.000.000.000.667.099</; s/>1.930.703</>10.000.000.000.001.930.703</; s/>5.992.644</>10.000.000.000.005.992.644</' \
		"$SAMPLES/refugees/bilag-a.xml" >bilag-a.xml
	run_split kkr run refugees --output out --set landstal=600 --set kkr='KKR Hovedstaden' bilag-a.xml "$SAMPLES"/refugees/fam*
	assert_success
	run page text out/report.html k-101
	assert_output --partial '2 × 10.000.000.000.000.667.099 / 10.000.000.000.005.992.644 − 52.544 / 342.335 = '
	run page rows out/agenda.html Kommunekvoter
	assert_line --partial "${TAB}10.000.000.000.001.930.703${TAB}146.740${TAB}153${TAB}"
}

@test "without a council there is no agenda" {
	run_split kkr run refugees --output out
	assert_success
	assert_not_exists out/agenda.html
	assert_not_exists out/kvotekort.png
	assert_equal "$(grep -c 'class="agenda"' out/report.html)" 0
}

@test "an agreement that is a draft is called one wherever it stands" {
	sed '1s/$/\tstate/; 2,$s/$/\tforslag/' "$SAMPLES/agreements/nordjylland-2026.tsv" >draft.tsv
	run_split kkr run refugees --output out --set agreement=draft.tsv
	assert_success
	run page text out/report.html k-860
	assert_output --partial 'Forslag, ikke vedtaget: kvoten bliver 11.'
	run page rows out/report.html 'Kommunekvoter ved'
	assert_line --regexp "^k-860${TAB}Hjørring${TAB}Region Nordjylland${TAB}10${TAB}11 .*Forslag, ikke vedtaget$TAB"
	# The answer is the calculated one; signed, it is the agreed one, and the calculated one is told after it.
	grep -q 'id="k-860" data-quota="10"' out/report.html
	sed -i 's/forslag$/underskrevet/' draft.tsv
	run_split kkr run refugees --output signed --set agreement=draft.tsv
	assert_success
	run page text signed/report.html k-860
	assert_output --partial 'Hjørring har efter aftale en kvote på 11 personer i 2026. Den beregnede kvote er 10.'
	grep -q 'id="k-860" data-quota="11"' signed/report.html
}

@test "a topic is its definitions: a new one stands on the page, in their order, with its cards, and no list names it" {
	rows 'kpi title unit compute where card' 'b Skibe skibe sum measure=b _' 'a Kajer kajer sum measure=a yes' >havne.tsv
	rows 'kpi title value unit qualifier target gap target_status published deviation n note source published_qualifier contradicted' \
		'a Kajer 3 kajer _ _ _ _ _ _ 1 _ <b>kilden</b> _ _' 'b Skibe _ skibe _ _ _ _ _ _ 0 _ _ _ _' >kpi.tsv
	sed -i 's/\(^\|\t\)_\($\|\t\)/\1\2/g; s/\(^\|\t\)_\($\|\t\)/\1\2/g' havne.tsv kpi.tsv
	kkr-report --type figures havne=kpi.tsv >figures.tsv
	kkr-report --type page --title 'Havnenes <tal>' --figures figures.tsv havne.tsv >page.html
	assert_equal "$(page faults page.html)" ''
	run page attribute page.html section id
	assert_output "$(printf '%s\n' overblik havne noter)"
	run page text page.html overblik
	assert_output --partial 'Kajer 3 kajer'
	refute_output --partial 'Skibe'
	run page rows page.html 'Nøgletal i alt'
	assert_output "$(printf '%s\n' "Nøgletal${TAB}Værdi" "Skibe${TAB}ikke opgjort" "Kajer${TAB}3 kajer")"
	run page text page.html noter
	assert_output --partial '<b>kilden</b>'
	run kkr-report --type text --figures figures.tsv havne.tsv
	assert_output "$(printf '%s\n' havne 'figure  qualifier  value  unit   remarks' 'Skibe              -      skibe' 'Kajer              3      kajer        1' '[1] <b>kilden</b>')"
	run_split kkr-report --type municipality --figures figures.tsv
	assert_failure 64
	rows 'file kind key found expected' >edition.tsv
	run_split kkr-report --type agenda --kkr 'KKR Nowhere' --edition edition.tsv \
		--quotas refugees="$PACKET/refugees/kommunekvoter.tsv"
	refused 64 "--kkr: none of the quotas is of a municipality of 'KKR Nowhere'"
}

@test "a municipality has a page of its own, for Word and mail: what it gets, each step, and the sources" {
	run_split kkr run refugees --output out --set kommune=hjoerring --set landstal=620
	assert_success
	assert_equal "$(page faults out/kommune.html)" ''
	run page text out/kommune.html
	assert_output --partial 'Hjørring: kommunekvote for flygtninge 2026 Hjørring har en kvote på '
	assert_output --partial 'Kvoten er et skøn. Regneeksempel: det udmeldte landstal er 600.'
	assert_output --partial '2 × 63.311 / 5.992.644 − 2.355 / 342.335 = 0,0142503450'
	assert_output --partial 'Folketal: uden Christiansø'
	assert_output --partial 'Kilder Udlændingestyrelsen, sagsnummer 23/108198, Landstal for 2026, bilag A'
	run grep -cE 'style=|<(span lang|div|sup|a|font)[ >]' out/kommune.html
	assert_output 0
	# A what-if contradicts nobody.
	run page text out/report.html
	assert_output --partial 'Landstal regneeksempel 620 personer'
	assert_output --partial 'Regneeksempel: det udmeldte landstal er 600.'
	refute_output --partial 'kilden skriver 600'
	run_split kkr run refugees --output out --set kommune=Nowhere
	refused 64 "municipality: area 'Nowhere' is not in the code list"
}

@test "a published quota that another one comes out beside stands first, at the municipality and in the overview" {
	sed 's|\(860 [^>]*>\)10<|\112<|; s|\(851 [^>]*>\)23<|\121<|' "$SAMPLES/refugees/bilag-b.xml" >bilag-b.xml
	run cmp -s bilag-b.xml "$SAMPLES/refugees/bilag-b.xml"
	assert_failure
	run_split kkr run refugees --output out --set kkr='KKR Nordjylland' bilag-b.xml \
		"$SAMPLES"/refugees/{bilag-a,landstal}.xml "$SAMPLES"/refugees/fam*
	assert_success
	run page rows out/agenda.html Kommunekvoter
	assert_line --index 0 --regexp "^Kommune${TAB}Offentliggjort, hvor den er en anden${TAB}Beregnet kvote$TAB"
	assert_line --regexp "^Hjørring${TAB}12${TAB}10$TAB"
	grep -q '>KKR Nordjylland, kommunekvoter 2026, beregnet<' out/kvotekort-kkr.svg
	run page text out/report.html k-860
	assert_output --partial 'Hjørring Region Nordjylland 12 (beregnet 10) Beregning Hjørring Hjørring har en offentliggjort kvote på 12 personer i 2026. Den beregnede kvote er 10.'
	grep -q 'id="k-860" data-quota="12"' out/report.html
	run page text out/report.html overblik
	assert_output --regexp '^Overblik Den offentliggjorte tabel 851 Aalborg: offentliggjort 21, beregnet 23 860 Hjørring: offentliggjort 12, beregnet 10 96 af 98 kommunekvoter '
	refute_output --partial 'fejl'
	# At another landstal the comparison is the announced one's, and the quotas are calculated ones.
	run_split kkr run refugees --output what-if --set landstal=700 bilag-b.xml "$SAMPLES"/refugees/{bilag-a,landstal}.xml "$SAMPLES"/refugees/fam*
	assert_success
	run page text what-if/report.html k-860
	assert_output --partial 'Beregning Hjørring Hjørring har en kvote på 15 personer i 2026.'
	refute_output --partial 'offentliggjort'
	run page text what-if/report.html overblik
	assert_output --partial 'Den offentliggjorte tabel Ved det udmeldte landstal på 600: 851 Aalborg: offentliggjort 21, beregnet 23 860'
}

# The map as PNG.

@test "the map comes as a PNG of the width that is asked for" {
	run_split kkr run refugees --output out --set png=900
	assert_success
	run python3 -c '
import struct, sys
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[-8:-4] == b"IEND"
print(struct.unpack(">I", data[16:20])[0])' out/kvotekort.png
	assert_output 900
	run_split kkr run refugees --output out --set png=wide
	assert_failure 64
}

@test "a PNG where there is no rsvg-convert is 69, and names what is missing" {
	cp -rs /usr/bin programs
	rm programs/rsvg-convert
	run_split env PATH="${PREFIX}/bin:$PWD/programs" kkr run refugees --output out --set png=900
	refused 69 'png: rsvg-convert is not installed (Debian: librsvg2-bin)' "stage 'png' failed with status 69"
	assert_not_exists out
	# Nothing else needs it.
	run_split env PATH="${PREFIX}/bin:$PWD/programs" kkr run refugees --output out
	assert_success
}

@test "a heading that is not UTF-8 is refused: a page would have its bytes" {
	run_split kkr-report --type page --title $'K\xf8benhavn' /dev/null
	refused 64 '--title:' 'is not UTF-8'
	run_split kkr-report --type page --quotas $'K\xf8=/dev/null' /dev/null
	refused 64 '--quotas:' 'is not UTF-8'
}
