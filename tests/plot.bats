# kkr-plot: pictures of records. What they must look like is worked out in plot_reference.py.

load common

reference_plot() {
	run reference plot "$@"
	assert_success
}

refugee_quotas() {
	refugee_figures | kkr-quota --landstal 600
}

# tidy FILE: valid XML, and a picture as all pictures are.
tidy() {
	run xmllint --noout --nonet "$1"
	assert_success
	assert_output ''
	reference_plot tidy "$1"
}

# random_table SEED LOW HIGH DECIMALS: figures for nine in ten of the municipalities.
random_table() {
	awk -F '\t' -v OFS='\t' -v seed="$1" -v low="$2" -v high="$3" -v decimals="$4" '
		BEGIN { srand(seed); print "area", "value" }
		NR > 1 && rand() < .9 {
			v = sprintf("%.*f", decimals, low + rand() * (high - low))
			if (v + 0 == 0) v = 0
			print $1, rand() < .05 ? "" : v
		}' "$ROOT/schemas/areas.tsv"
}

@test "a map has a shape for each municipality, whose title is its name and its figure" {
	refugee_quotas >quotas.tsv
	kkr-plot --type map --value quota --title 'Kommunekvoter 2026' --source 'Udlændingestyrelsen' quotas.tsv >map.svg
	tidy map.svg
	xmllint --xpath "//*[@id='kkr-country' or @id='kkr-bornholm']/*/*/text()" map.svg | sort >titles
	awk -F '\t' 'NR > 1 { print $4 ": " $NF }' quotas.tsv | sort | diff - titles
	assert_equal "$(wc -l <titles)" 98
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-title'])" map.svg)" 'Kommunekvoter 2026'
	grep -q '>Kilde: Udlændingestyrelsen</text>' map.svg
	grep -q 'Geodatastyrelsen og Danske Kommuner, DAGI' map.svg
}

@test "a map's figures are written as the language writes them, with their qualifiers" {
	rows 'area value qualifier' '101 667099.50 ' '147 -6500 over,~own~calculation' '751  ' '851 1000 ca.' >t.tsv
	kkr-plot --type map t.tsv >da.svg
	kkr-plot --type map --lang en t.tsv >en.svg
	for svg in da en; do tidy $svg.svg; done
	assert_equal "$(grep -c '<title>København: 667.099,50</title>' da.svg)" 2
	assert_equal "$(grep -c '<title>Frederiksberg: over −6.500 \*</title>' da.svg)" 2
	grep -q '<title>Aarhus: ingen tal</title>' da.svg
	grep -q '<title>Aalborg: ca. 1.000</title>' da.svg
	grep -q '>\* egen beregning</text>' da.svg
	assert_equal "$(grep -c '<title>København: 667,099.50</title>' en.svg)" 2
	grep -q '<title>Aarhus: no figure</title>' en.svg
	grep -q '>\* own calculation</text>' en.svg
}

@test "Bornholm is in its frame and the capital area enlarged in another, and nothing else is" {
	refugee_quotas | kkr-plot --type map --value quota >map.svg
	reference_plot map_places map.svg "$ROOT/schemas/areas.tsv" "$ROOT/schemas/boundaries.tsv"
}

@test "a municipality has the colour that the legend gives to its class: the quotas" {
	refugee_quotas >quotas.tsv
	for rule in quantiles equal 5,10,20 1 -3,0,7.5,63; do
		kkr-plot --type map --value quota --breaks "$rule" quotas.tsv >map.svg
		reference_plot map_classes map.svg quotas.tsv quota "$rule"
	done
	kkr-plot --type map --value quota quotas.tsv >map.svg
	reference_plot map_colours map.svg
	# By hand: the classes of the quotas by quantiles.
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg | sed 's/: [^;]*//g')" \
		'0; 1; 2–4; 5; 6–9; 10–63'
	assert_equal "$(awk -F '\t' 'NR > 1 && $NF == 0' quotas.tsv | wc -l)" \
		"$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg | sed 's/^0: \([0-9]*\) kommuner.*/\1/')"
}

@test "equal figures that fill more than a class by quantiles have one of their own" {
	# 60 municipalities with 1, the others with 2 to 39: no class holds a 1 and a 39.
	refugee_quotas | awk -F '\t' 'NR == 1 { print "area\tvalue" } NR > 1 { print $1 "\t" (NR <= 61 ? 1 : NR - 60) }' >figures.tsv
	kkr-plot --type map figures.tsv >map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg)" '1: 60 kommuner; 2–39: 38 kommuner'
	reference_plot map_classes map.svg figures.tsv value quantiles
	# Beyond zero, too, and not at the first class.
	awk -F '\t' -v OFS='\t' 'NR > 1 { n = NR - 1; $2 = n <= 15 ? n - 20 : n <= 25 ? n - 15 : n <= 80 ? 50 : n }  1' figures.tsv >more.tsv
	kkr-plot --type map more.tsv >map.svg
	reference_plot map_classes map.svg more.tsv value quantiles
}

@test "a municipality has the colour that the legend gives to its class: random figures" {
	local seed=0 rules=(quantiles equal -5,-0.5,0,2,50,1000)
	for range in '0 9 0' '-9 9 0' '-5 -1 0' '0 1 3' '-1000000 1000000 1' '95 99 2' '-0.01 0.01 4' '0 100000 0'; do
		# A sample has one rule for each range.
		for rule in $(sample "${rules[*]}" "${rules[seed % 3]}"); do
			seed=$((seed + 1))
			# shellcheck disable=SC2086 # three numbers
			random_table $seed $range >t.tsv
			kkr-plot --type map --breaks=$rule t.tsv >map.svg
			reference_plot map_classes map.svg t.tsv value $rule
			tidy map.svg
		done
	done
}

@test "classes grow darker from zero on, above it and below" {
	random_table 7 -50 50 0 >t.tsv
	printf '%s\t0\n' "$(comm -23 <(cut -f 1 "$ROOT/schemas/areas.tsv" | tail -n +2 | sort) <(cut -f 1 t.tsv | sort) | head -n 1)" >>t.tsv
	for rule in quantiles equal -10,10; do
		kkr-plot --type map --breaks=$rule t.tsv >map.svg
		reference_plot map_colours map.svg
	done
}

@test "a map of nothing, of zeros, of one figure and of the same figure for all" {
	printf 'area\tvalue\n' >t.tsv
	kkr-plot --type map t.tsv >map.svg
	tidy map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg)" 'ingen tal: 98 kommuner'
	for value in 0 12345678901234567890123456789012345678901234567890 -0.5; do
		awk -F '\t' -v OFS='\t' -v v="$value" 'NR == 1 { print "area", "value" } NR > 1 { print $1, v }' \
			"$ROOT/schemas/areas.tsv" >t.tsv
		for rule in quantiles equal 1,2; do
			kkr-plot --type map --breaks $rule t.tsv >map.svg
			reference_plot map_classes map.svg t.tsv value $rule
			tidy map.svg
		done
	done
	rows 'area value' '400 5' >t.tsv
	kkr-plot --type map t.tsv >map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg)" '5: 1 kommune; ingen tal: 97 kommuner'
}

@test "breaks say what they show: no class is empty, and no number in two" {
	rows 'area value' '101 0' '147 1' '151 4' '153 5' '155 19' '157 20' >t.tsv
	for breaks in 0,1,5,10,20 5,10,20; do
		kkr-plot --type map --breaks $breaks t.tsv >map.svg
		reference_plot map_classes map.svg t.tsv value $breaks
		assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg | sed 's/ kommuner\?//g')" \
			'0: 1; 1–4: 2; 5–9: 1; 10–19: 1; 20 og derover: 1; ingen tal: 92'
	done
	rows 'area value' '101 1' '147 30' >t.tsv
	kkr-plot --type map --breaks 1,5,10,20 t.tsv >map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg | sed 's/ kommuner\?//g')" \
		'1–4: 1; 20 og derover: 1; ingen tal: 96'
}

@test "per 10,000 inhabitants: one decimal, few are hatched and not ranked, regions are sums over sums" {
	# By hand: 63/667099 is 0.944..., 13/105840 1.228..., 1/1000 would be 10; 10/63311 1.579..., 2.25 is rounded up.
	rows 'area value people region region_name unit' '101 63 667099 084 Region~Hovedstaden persons' \
		'147 13 105840 084 Region~Hovedstaden persons' '825 1 1000 081 Region~Nordjylland persons' \
		'860 10 63311 081 Region~Nordjylland persons' '851 9 40000 081 Region~Nordjylland persons' \
		'153 0 40401 084 Region~Hovedstaden persons' '155 7  084 Region~Hovedstaden persons' >t.tsv
	kkr-plot --type map --per people t.tsv >map.svg
	tidy map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" map.svg | sed 's/ kommuner\?//g')" \
		'0,9: 1; 1,2: 1; 1,6: 1; 2,3: 1; under 5: for få til et forholdstal: 2; ingen tal: 92'
	grep -q '<title>Læsø: 1, for få til et forholdstal</title>' map.svg
	grep -q '<title>Dragør: ingen tal</title>' map.svg
	grep -q '<title>Aalborg: 2,3</title>' map.svg
	grep -q 'fill="url(#kkr-country-few)".*<title>Brøndby: 0, for få' map.svg
	# (63 + 13 + 0) / (667099 + 105840 + 40401); (1 + 10 + 9) / 104311: Dragør has no inhabitants there.
	grep -q '>Regionerne, sum over sum: Region Nordjylland 1,9 · Region Hovedstaden 0,9</text>' map.svg
	grep -q '>personer pr. 10.000 indbyggere</text>' map.svg
	kkr-plot --type bars --label area --per people --lang en t.tsv >bars.svg
	grep -q '<title>101: 0.9</title>' bars.svg
	grep -q '>persons per 10,000 inhabitants</text>' bars.svg
	kkr-plot --type map --per people --unit flygtninge t.tsv >map.svg
	grep -q '>flygtninge pr. 10.000 indbyggere</text>' map.svg
	sed 's/40000/x/' t.tsv >wrong.tsv
	run_split kkr-plot --type map --per people wrong.tsv
	refused 65 "wrong.tsv:6: people 'x' is not a number"
}

@test "bars say what they are of, have the same decimals, and each its own unit where there are several" {
	texts() {
		kkr-plot --type bars "$@" | xmllint --xpath "//*[local-name()='text']/text()" -
	}
	rows 'name value unit qualifier people' 'A 12 pct.  10' 'B 3.25 pct. over,~own~calculation 60000' >t.tsv
	run texts t.tsv
	assert_output "$(printf '%s\n' pct. A 12,00 B 'over 3,25 *' '* egen beregning')"
	run texts --lang en t.tsv
	assert_line --index 0 'per cent'
	run texts --per people t.tsv
	assert_line 'B: over 3,25, for få til et forholdstal'
	rows 'C 700 rejser ca. 5' >>t.tsv
	run texts t.tsv
	assert_output "$(printf '%s\n' A '12,00 pct.' B 'over 3,25 pct. *' C 'ca. 700 rejser' '* egen beregning')"
	run texts --unit Antal t.tsv
	assert_line --index 0 Antal
	assert_line 'ca. 700'
	# Remarks stand at the foot, as a page has them: by number, but where all have the same one.
	rows 'name value note' 'A 1 uvægtet~gennemsnit~af~29~kommuner;~af~en~kilde' 'B  ingen~poster' 'C 3 ' \
		'D 4 uvægtet~gennemsnit~af~29~kommuner;~af~en~kilde' >t.tsv
	run texts t.tsv
	assert_output "$(printf '%s\n' A '1 ¹' B 'ingen tal ²' C 3 D '4 ¹' '¹ uvægtet gennemsnit af 29 kommuner; af en kilde' '² ingen poster')"
	run texts --lang en <(sed '3,4d' t.tsv)
	assert_output "$(printf '%s\n' A 1 D 4 'unweighted mean of 29 municipalities; af en kilde')"
	{ cat t.tsv && printf 'E\t1\tN%s\n' {1..19}; } >more.tsv
	run texts more.tsv
	assert_line --index 1 1
	assert_equal "${lines[-1]}" 'Tallene har flere bemærkninger, end der er plads til.'
	run texts <(sed '$d' more.tsv)
	assert_equal "${lines[-1]}" '²⁰ N18'
}

@test "a map of one region or council has its municipalities alone, and regions have borders" {
	refugee_quotas >quotas.tsv
	for within in 081 'Region Nordjylland' 'KKR Nordjylland'; do
		kkr-plot --type map --value quota --within "$within" quotas.tsv >map.svg
		assert_equal "$(grep -c '<path id="kkr-country-[0-9]*"' map.svg)" 11
	done
	tidy map.svg
	assert_equal "$(grep -c 'capital\|bornholm\|borders' map.svg)" 0
	kkr-plot --type map --value quota --within 'KKR Hovedstaden' quotas.tsv >map.svg
	tidy map.svg
	assert_equal "$(grep -c '<path id="kkr-country-[0-9]*"' map.svg)" 28
	assert_equal "$(grep -c '<path id="kkr-bornholm-400"' map.svg)" 1
	# Where the data have Region Østdanmark in place of two regions, no border is between them.
	kkr-plot --type map --value quota --within 084+085 quotas.tsv >two.svg
	sed 's/\t08[45]\tRegion [^\t]*/\t084+085\tRegion Østdanmark/' quotas.tsv >one.tsv
	kkr-plot --type map --value quota --within 'Region Østdanmark' one.tsv >one.svg
	assert_equal "$(grep -c '<path id="kkr-country-[0-9]*"' one.svg)" 45
	assert_equal "$(grep -c 'country-borders' two.svg) $(grep -c 'borders' one.svg)" '1 0'
	kkr-plot --type map --value quota quotas.tsv >map.svg
	reference_plot map_borders map.svg "$ROOT/schemas/areas.tsv"
	run_split kkr-plot --type map --value quota --within Atlantis quotas.tsv
	refused 64 "--within: 'Atlantis' is no region or council of regions"
}

@test "each municipality leads to its row, says its name at a touch, and a draft is called one" {
	rows 'area value unit state' '400 5 personer underskrevet' '101 7 personer forslag' >t.tsv
	kkr-plot --type map --link '#k-"<' --title Kvoter t.tsv >map.svg
	tidy map.svg
	grep -q '<svg [^>]* role="group"' map.svg
	# 98 stops of a keyboard; the capital area is no second one.
	assert_equal "$(grep -c '<a href="#k-&quot;&lt;[0-9]*"><path' map.svg)" 98
	grep -q '<a href="#k-&quot;&lt;101" tabindex="-1"><path id="kkr-capital-101"' map.svg
	assert_equal "$(grep -c '>København: 7</text>' map.svg)" 2
	grep -q '#kkr-country a text{display:none' map.svg
	grep -q '>Forslag, ikke vedtaget</text>' map.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-title'])" map.svg)" 'Kvoter. Forslag, ikke vedtaget'
	sed s/forslag/meddelt/ t.tsv | kkr-plot --type map --unit Antal >map.svg
	assert_equal "$(grep -c 'Forslag\|<a \|<style' map.svg)" 0
	grep -q '<text[^>]*font-weight="bold">Antal</text>' map.svg
	grep -q 'role="img"' map.svg
}

@test "a row that is no municipality, or a second of one, is 65" {
	refusals -i t.tsv run_split kkr-plot --type map t.tsv <<-'END'
		65 | 'area value' '101 1' '084 1'         |  | t.tsv:3: area '084' is a region | --levels municipality
		65 | 'area value' '000 1'                 |  | t.tsv:2: area '000' is a country
		65 | 'area value' '171 1'                 |  | t.tsv:2: area '171' is no municipality
		65 | 'area value' '101 1' '147 2' '101 3' |  | t.tsv:4: area '101' stands in line 2 of t.tsv already
		65 | 'area value' '101 1.000,5'           |  | t.tsv:2: value '1.000,5' is not a number
	END
	run_split kkr-plot --type map --value quota t.tsv
	refused 65 "there is no column 'quota'" '--value'
}

@test "bars are as long as their figures" {
	refugee_quotas | datamash -s -H -g region_name sum quota | sed '1s/.*/name\tvalue/' >regions.tsv
	kkr-plot --type bars --title Regionskvoter regions.tsv >bars.svg
	reference_plot bars bars.svg regions.tsv name value
	tidy bars.svg
	for seed in $(sample "1 2 3 4 5 6" "3 5"); do
		awk -v seed=$seed 'BEGIN {
			srand(seed); print "label\tn"
			for (i = 0; i < 40; i++)
				printf "Række %d\t%s\n", i, rand() < .1 ? "" : sprintf("%.*f", seed % 3, (rand() - seed % 2 / 2) * 10 ^ seed)
		}' | sed 's/-0\(\.0*\)\?$/0/' >t.tsv
		kkr-plot --type bars --label label --value n t.tsv >bars.svg
		reference_plot bars bars.svg t.tsv label n
		tidy bars.svg
	done
}

@test "bars of nothing, of zeros, of missing figures, of one and of huge ones" {
	printf 'name\tvalue\n' | kkr-plot --type bars --title '' --source '' >bars.svg
	assert_equal "$(grep -c '<text' bars.svg)" 1
	grep -q '>Der er ingen tal at vise.</text>' bars.svg
	tidy bars.svg
	for values in '0 0 0' '- - -' '5' '-3' '7 7 7' '1 1000000000000000000000000000000000000000000000000000000 -'; do
		{
			printf 'name\tvalue\n'
			for value in $values; do echo "N$((n += 1))${TAB}${value%-}"; done
		} >t.tsv
		kkr-plot --type bars t.tsv >bars.svg
		reference_plot bars bars.svg t.tsv name value
		tidy bars.svg
	done
}

@test "a long label is written whole, on lines of its own; a longer one than 500 characters is 65" {
	label=$(printf 'Samarbejdsstruktur for kommunerne i Østdanmark %.0s' 1 2 3 4)
	label="${label}klar"
	printf 'name\tvalue\n%s\t5\nX%s\t-3\nKort\t4\n' "$label" "$(printf 'æ%.0s' {1..499})" >t.tsv
	kkr-plot --type bars t.tsv >bars.svg
	tidy bars.svg
	assert_equal "$(xmllint --xpath "string(//*[local-name()='text'][1])" bars.svg)" "$label"
	printf 'name\tvalue\nX%s\t5\n' "$(printf 'æ%.0s' {1..500})" >t.tsv
	run_split kkr-plot --type bars t.tsv
	refused 65 't.tsv:2: name is a text of 501 characters; a picture takes at most 500'
}

@test "bars stand by their sizes on request, have their targets, and a change has its sign" {
	rows 'name change target' 'A 3 5' 'B -2 ' 'C  ' 'D 10 10' 'E 3 -4' >t.tsv
	kkr-plot --type bars --value change --by-size --target target t.tsv >bars.svg
	tidy bars.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" bars.svg)" 'D: +10; A: +3; E: +3; B: −2; C: ingen tal'
	assert_equal "$(grep -c 'stroke-dasharray' bars.svg)" 3
	grep -q '>Den stiplede streg er målet.</text>' bars.svg
	# By hand: the target of D is where its bar ends.
	end=$(xmllint --xpath "//*[local-name()='rect'][*='D: +10']/@x | //*[local-name()='rect'][*='D: +10']/@width" bars.svg |
		tr -dc '0-9.\n ' | awk '{ n += $1 } END { print n }')
	grep -q "<line x1=\"$end\" .*dasharray" bars.svg
	kkr-plot --type bars --value change t.tsv >bars.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" bars.svg)" 'A: +3; B: −2; C: ingen tal; D: +10; E: +3'
	assert_equal "$(grep -c 'dasharray\|streg' bars.svg)" 0
	run_split kkr-plot --type bars --value change --target x t.tsv
	refused 65 "there is no column 'x'" --target
}

@test "more than 200 bars are 65" {
	{ printf 'name\tvalue\n' && seq 200 | sed 's/.*/&\t&/'; } >t.tsv
	kkr-plot --type bars t.tsv >bars.svg
	reference_plot bars bars.svg t.tsv name value
	printf '201\t201\n' >>t.tsv
	run_split kkr-plot --type bars t.tsv
	refused 65 't.tsv:202: a picture takes at most 200 bars'
}

@test "text that looks like markup is text, and what XML cannot hold is U+FFFD" {
	printf 'name\tvalue\tqualifier\n%s\t1\t<b>&\n' '</text><script>alert("1")</script>&amp;\t\\\n'"'" >t.tsv
	printf 'a\xef\xbf\xbfb\t2\t\n\xe2\x80\xae\xd7\xa9\t3\t\n' >>t.tsv
	kkr-plot --type bars --title '<T>"&' --source "$(printf 'S\x01\xff')" t.tsv >bars.svg
	tidy bars.svg
	run xmllint --xpath "//*[local-name()='rect']/*[local-name()='title']" bars.svg
	assert_line --index 0 '<title>&lt;/text&gt;&lt;script&gt;alert("1")&lt;/script&gt;&amp;amp; \ '"': &lt;b&gt;&amp; 1</title>"
	assert_line --index 1 "$(printf '<title>a\xef\xbf\xbdb: 2</title>')"
	# What turns the direction of the figure behind it is replaced, too.
	assert_line --index 2 "$(printf '<title>\xef\xbf\xbd\xd7\xa9: 3</title>')"
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-title'])" bars.svg)" '<T>"&'
	grep -q "$(printf '>Kilde: S\xef\xbf\xbd\xef\xbf\xbd</text>')" bars.svg
}

@test "lines go through their points, and break where a period has no figure" {
	rows 'period s value' '2019 A 82' '2020 A 95.5' '2021 A ' '2022 A 133' '2023 A 120' '2024 A 1' \
		'2022 B 88' '2023 B 90' '2019 B 50' '2019 C -50' '2020 C 20' '2021 C 40' >t.tsv
	kkr-plot --type lines --series s --title Kurver t.tsv >lines.svg
	reference_plot lines lines.svg t.tsv
	tidy lines.svg
	# A: 2019-2020 and 2022-2024; B: 2022-2023; C: 2019-2021.
	assert_equal "$(grep -c '<polyline' lines.svg)" 4
}

@test "names stand at the ends of lines, none in the way of another; --highlight brings lines before the others" {
	{
		rows 'period s value qualifier'
		for year in {2014..2026}; do
			for i in 1 2 3 4 5; do
				printf '%s\t%s\t%s\t\n' $year "Kommune nr. $i" $((100 + year * 7 * i % 13))
			done
		done
		printf '2014\t<b>& "Landet"\t7\town calculation\n2020\tIngen\t\t\n2019\t<b>& "Landet"\t9\t\n'
	} | grep -v 'nr. 5' >t.tsv
	kkr-plot --type lines --series s --unit 'personer pr. <år>' t.tsv >lines.svg
	reference_plot lines lines.svg t.tsv
	tidy lines.svg
	grep -q '>personer pr. &lt;år&gt;</text>' lines.svg
	grep -q '>\* egen beregning</text>' lines.svg
	# Names of 500 characters, and six lines that end in one point.
	long=$(printf 'kommunerne i Østdanmark %.0s' {1..20})
	awk -v OFS='\t' -v long="$long" 'BEGIN { print "period", "s", "value"
		for (i = 1; i <= 6; i++) for (y = 2024; y < 2026; y++) print y, i " " long y - y, 5 }' >t.tsv
	kkr-plot --type lines --series s t.tsv >lines.svg
	reference_plot lines lines.svg t.tsv
	tidy lines.svg
	rows 'period s value' '2024 A 1' '2025 A 2' '2024 B 3' '2025 B 4' '2024 C 5' '2025 C 6' >t.tsv
	kkr-plot --type lines --series s --highlight C --highlight A t.tsv >lines.svg
	tidy lines.svg
	# Both in colour, strong, with their names in bold; B is grey, and drawn first.
	assert_equal "$(grep -o '<polyline.* stroke="#[^"]*"' lines.svg | grep -o 'stroke-width=.*' | tr -d '"')" \
		'stroke-width=1.5 stroke=#8c8c8c
stroke-width=2.5 stroke=#24629e
stroke-width=2.5 stroke=#1a1a1a'
	assert_equal "$(grep -c '<text.*font-weight="bold".*>[AC]</text>' lines.svg)" 2
	# A line has the remarks of all its figures.
	rows 'period s value note' '2024 A 1 x' '2025 A 2 y' '2024 B 3 y' '2025 B 4 ' >noted.tsv
	kkr-plot --type lines --series s noted.tsv >lines.svg
	run xmllint --xpath "//*[local-name()='text']/text()" lines.svg
	assert_equal "$(tail -n 4 <<<"$output")" "$(printf '%s\n' 'A ¹ ²' 'B ²' '¹ x' '² y')"
	run_split kkr-plot --type lines --series s --highlight D t.tsv
	refused 65 "t.tsv: --highlight: no row has 'D' in the column s"
}

@test "the figures of a single line stand beside its points, and the line goes through none" {
	rows 'period value qualifier' '2015 486 ' '2016 867 ' '2018 214 ' '2019 10 ' '2020 514 ' '2021 995 own_calculation' \
		'2022 31 ' '2023  ' '2024 55 ' '2025 526 ' '2026 89 ' | tr _ ' ' >t.tsv
	kkr-plot --type lines t.tsv >lines.svg
	sed 's/995 \*/995/' lines.svg >plain.svg
	reference_plot line_figures plain.svg t.tsv
	tidy lines.svg
	grep -q '>995 \*</text>' lines.svg
	grep -q '>\* egen beregning</text>' lines.svg
	# Where the figures have no room, no star refers to a note: it is a sentence.
	awk -v OFS='\t' 'BEGIN { print "period", "value", "qualifier"
		for (y = 1900; y < 2026; y++) print y, y % 7 * 1000, "own calculation" }' >t.tsv
	kkr-plot --type lines t.tsv >lines.svg
	tidy lines.svg
	assert_equal "$(grep -c '<text.*\*' lines.svg)" 0
	grep -q '>Egen beregning.</text>' lines.svg
}

@test "lines of months, of one point, of nothing, and far from zero" {
	awk 'BEGIN { srand(3); print "period\tvalue"
		for (y = 2015; y < 2026; y++) for (m = 1; m <= 12; m++) printf "%d-%02d\t%.1f\n", y, m, 9000 + rand() * 900 }' >t.tsv
	kkr-plot --type lines t.tsv >lines.svg
	tidy lines.svg
	grep -q 'Den lodrette skala begynder ikke ved 0.' lines.svg
	assert_equal "$(grep -c '<polyline' lines.svg)" 1
	printf 'period\tvalue\n2025-Q1\t5\n' | kkr-plot --type lines >lines.svg
	tidy lines.svg
	grep -q '<title>1. kvt. 2025: 5</title>' lines.svg
	for value in 0 -7.25 99999999999; do
		printf 'period\tvalue\n2025-01-31\t%s\n2025-W07\t%s\n' $value $value | kkr-plot --type lines --lang en >lines.svg
		tidy lines.svg
		grep -q '<title>31 Jan 2025: ' lines.svg
		grep -q '<title>week 7, 2025: ' lines.svg
	done
	printf 'period\tvalue\n2025\t\n' | kkr-plot --type lines >lines.svg
	grep -q 'Der er ingen tal at vise.' lines.svg
	printf 'period\tvalue\n' | kkr-plot --type lines >lines.svg
	grep -q 'Der er ingen tal at vise.' lines.svg
}

@test "a school year stands where it begins, on 1 August, and is written whole" {
	rows 'period value' '2023/2024 2' '2023-09 4' '2022/2023 1' '2023-07 3' >t.tsv
	kkr-plot -t lines t.tsv >lines.svg
	tidy lines.svg
	assert_equal "$(xmllint --xpath "string(//*[@id='kkr-desc'])" lines.svg)" \
		'2022/2023: 1; jul. 2023: 3; 2023/2024: 2; sep. 2023: 4'
	rows 'period value' '2022/2023 1' '2022-08 3' >t.tsv
	run_split kkr-plot -t lines t.tsv
	refused 65 "period '2022-08' has a figure in line 2"
	rows 'period value' '2022/2024 1' >t.tsv
	run_split kkr-plot -t lines t.tsv
	refused 65 "t.tsv:2: period '2022/2024' is no period"
}

@test "lines that cannot be drawn are 65" {
	rows 'period s value' '2019 A 1' '2019 B 1' '2019 A 2' >t.tsv
	run_split kkr-plot --type lines --series s t.tsv
	refused 65 "t.tsv:4: period '2019' has a figure in line 2 of t.tsv already in the same series"
	run_split kkr-plot --type lines t.tsv
	refused 65 "t.tsv:3: period '2019' has a figure in line 2 of t.tsv already (--series"
	refusals -i t.tsv run_split kkr-plot --type lines <<-'END'
		65 | 'period value' '2019-01 1' '2019 2' | t.tsv            | already
		65 | 'period s value' '2019-01 A 1' '2019 B 2' | --series s t.tsv | begins on the same day as
		65 | 'period value' '2019-13 1' | t.tsv            | t.tsv:2: period '2019-13' is no period
		65 | 'period s value' '2019 A 1' '2019 B 1' '2019 C 1' '2019 D 1' '2019 E 1' '2019 F 1' '2019 G 1' | --series s t.tsv | t.tsv:8: 'G' is one series too many
		65 | 'period value' '2019 1' '2020 1000000000000000000000000000000000000000' | t.tsv            | t.tsv: the figures are too long
	END
	{ printf 'period\tvalue\n' && seq -f '%04.0f' 1001 | sed 's/$/\t1/'; } >t.tsv
	run_split kkr-plot --type lines t.tsv
	refused 65 '1001 periods; a picture takes at most 1000'
}

@test "a timeline places milestones by their days, and tells which are overdue" {
	kkr-parse --columns measure,title,earliest,latest,due_text,status "$SAMPLES/health-reform/oversigt.xml" |
		awk -F '\t' 'NR == 1 || $1 == "milestone"' >t.tsv
	for as_of in 2025-06-11 2024-12-31 2027-01-02 2025-06-10; do
		kkr-plot --type timeline --as-of $as_of --title 'Sundhedsreformen' t.tsv >time.svg
		reference_plot timeline time.svg t.tsv $as_of
		tidy time.svg
	done
	assert_equal "$(grep -c 'starten af juni · frist passeret</text>' time.svg)" 0
	kkr-plot --type timeline t.tsv >time.svg
	tidy time.svg
	assert_equal "$(grep -c 'frist passeret\|dasharray' time.svg)" 0
}

@test "a timeline of projects, of open ends and of rows without a date" {
	kkr-parse --columns measure,title,earliest,latest "$SAMPLES/talent/notat.xml" |
		awk -F '\t' -v OFS='\t' 'NR == 1 { print $0, "status" } $1 ~ /^(project|event|portal)$/ { print $0, "" }' >t.tsv
	printf 'x\tSlutter\t\t2026-05-01\t\nx\tBegynder\t2024-03-01\t\topen\nx\tFærdig\t\t\tdone\n' >>t.tsv
	kkr-plot --type timeline --as-of 2025-06-11 t.tsv >time.svg
	reference_plot timeline time.svg t.tsv 2025-06-11
	tidy time.svg
	grep -q '<title>Cross-border Talent Bridge: 2024–2026</title>' time.svg
	grep -q '<title>Future Green Challenge: 4.–5. feb. 2025</title>' time.svg
	grep -q '<title>Slutter: senest 1. maj 2026</title>' time.svg
	grep -q '<title>Begynder: fra 1. mar. 2024 · åben</title>' time.svg
	grep -q '<title>State of Denmark jobportal: ingen dato</title>' time.svg
	grep -q '<title>Færdig: ingen dato · færdig</title>' time.svg
}

@test "random timelines, of a day or of a thousand years" {
	for seed in $(sample "1 2 3 4 5" "2 5"); do
		awk -v seed=$seed '
			function date(y) { return sprintf("%04d-%02d-%02d", y, 1 + int(rand() * 12), 1 + int(rand() * 28)) }
			BEGIN { srand(seed); print "title\tearliest\tlatest\tstatus"
			split("done open", status, " ")
			for (i = 1; i <= 30; i++) {
				a = date(2025 - int(rand() * seed ^ 4)); b = date(2025 + int(rand() * seed ^ 4))
				if (a > b) { t = a; a = b; b = t }
				if (rand() < .2) a = ""; else if (rand() < .2) a = b
				print "Opgave " i "\t" a "\t" b "\t" status[int(rand() * 3)]
			} }' >t.tsv
		kkr-plot --type timeline --as-of 2025-06-11 t.tsv >time.svg
		reference_plot timeline time.svg t.tsv 2025-06-11
		tidy time.svg
	done
	printf 'title\tlatest\nA\t2025-06-11\n' | kkr-plot --type timeline >time.svg
	tidy time.svg
	printf 'title\tearliest\tlatest\nA\t0001-01-01\t9999-12-31\n' | kkr-plot --type timeline >time.svg
	tidy time.svg
	# Two days in a thousand years are a point.
	printf 'title\tearliest\tlatest\nA\t1025-01-01\t2025-01-01\nB\t2024-05-01\t2024-05-02\n' |
		kkr-plot --type timeline >time.svg
	assert_equal "$(grep -c '<circle' time.svg)" 1
	printf 'title\tearliest\tlatest\n' | kkr-plot --type timeline --as-of 2025-01-01 >time.svg
	grep -q 'Der er ingen tal at vise.' time.svg
}

@test "a timeline that cannot be drawn is 65" {
	refusals -i t.tsv run_split kkr-plot --type timeline t.tsv <<-'END'
		65 | 'title earliest latest' 'A 2025-02-01 2025-01-01' |  | t.tsv:2: earliest '2025-02-01' is after latest '2025-01-01'
		65 | 'title latest' 'A 2025-02' |  | t.tsv:2: latest '2025-02' is no date
		65 | 'title latest status' 'A 2025-02-01 late' |  | t.tsv:2: status 'late' is neither done nor open
		65 | 'title' 'A' |  | there is no column 'latest'
	END
	{ echo "title${TAB}latest"; repeated 101 "A${TAB}2025-01-01"; } >t.tsv
	run_split kkr-plot --type timeline t.tsv
	refused 65 't.tsv:102: a picture takes at most 100'
}

@test "several pictures stand in one page, and the same records are the same bytes" {
	refugee_quotas >quotas.tsv
	kkr-plot --type map --value quota quotas.tsv >a.svg
	TZ=Asia/Tokyo LC_ALL=C.UTF-8 kkr-plot --type map --value quota - <quotas.tsv | cmp - a.svg
	gzip -c quotas.tsv | kkr-plot --type map --value quota | cmp - a.svg
	kkr-plot --type map --value quota --id kort-2 quotas.tsv >b.svg
	tidy b.svg
	run sh -c "cat a.svg b.svg | grep -o ' id=\"[^\"]*' | sort | uniq -d"
	assert_output ''
	sed 's/kort-2-/kkr-/g' b.svg | cmp - a.svg
}

@test "options that are wrong are 64" {
	refusals run_split kkr-plot <<-'END'
		64 |                                   | --type says which picture to draw
		64 | --type pie                        | --type: 'pie' is none of: map, bars, lines, timeline
		64 | --type bars --breaks equal        | --breaks is not for --type bars
		64 | --type map --as-of 2025-01-01     | --as-of is not for --type map
		64 | --type timeline --as-of 2024-2025 | --as-of: '2024-2025' is not a period: it spans several years
		64 | --type lines --per people         | --per is not for --type lines
		64 | --type bars --highlight A         | --highlight is not for --type bars
		64 | --type lines --highlight A        | --highlight names a series: --series says which column
		64 | --type bars --within 081          | --within is not for --type bars
		64 | --type map --lang sv              | --lang: 'sv' is none of: da, en
		64 | --type map --id '1 2'             | --id: '1 2'
	END
	for breaks in 5,x 5,5 9,1 1,,2 1,2,3,4,5,6,7,8,9 ''; do
		run_split kkr-plot --type map --breaks "$breaks"
		refused 64 '--breaks'
	done
}

@test "a full disk is 74" {
	printf 'name\tvalue\nA\t1\n' >t.tsv
	run_split sh -c 'kkr-plot --type bars t.tsv >/dev/full'
	refused 74 'No space left on device'
}
