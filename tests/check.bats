load common

# assert_holds WANT: the table holds, in silence, and what is in the file WANT goes on.
assert_holds() {
	assert_equal "$stderr" ''
	assert_success
	assert_output "$(<"$1")"
}

# A small country, invented, so that whole tables can be read here: two regions, three landsdele and
# five municipalities.
small_country() {
	write_table list.tsv <<-'END'
		code|name|region|region_name|kkr|landsdel|landsdel_name|nuts3
		901|Alby|091|Region Øst|KKR Øst|21|Østland|DK911
		902|Beby|091|Region Øst|KKR Øst|21|Østland|DK911
		903|Ceby|092|Region Vest|KKR Vest|22|Vestland|DK921
		904|Deby|092|Region Vest|KKR Vest|23|Nordland|DK922
		905|Eby|092|Region Vest|KKR Vest|23|Nordland|DK922
	END
}

# check OPTION...: kkr-check of in.tsv in the small country.
check() {
	small_country
	run_split kkr-check --areas list.tsv "$@" in.tsv
}

# A table of the small country in which all holds, totals at every level; a source for the tests that
# change something in it. municipal.tsv is what of it goes on.
whole_country() {
	write_table in.tsv <<-'END'
		area|measure|value
		000|people|150
		091|people|30
		901|people|10
		902|people|20
		092|people|120
		903|people|30
		904|people|40
		905|people|50
		DK911|people|30
		DK921|people|30
		DK922|people|90
	END
	grep -E 'area|^90' in.tsv >municipal.tsv
}

# ---- The samples

@test "all control totals of the published tables hold" {
	kkr-parse "$SAMPLES"/refugees/bilag-a.xml | kkr-codes >in.tsv
	assert_equal "$(cut -f 4 in.tsv | sort -u | paste -sd ' ')" \
		'asylum_seekers measure non_western_nationals population'
	for file in bilag-a.xml bilag-b.xml familiesammenfoeringer-2024.xml.gz; do
		kkr-parse "$SAMPLES/refugees/$file" | kkr-codes >in.tsv
		run_split kkr-check --complete in.tsv
		assert_equal "$stderr" ''
		assert_success
		kkr-codes --levels municipality in.tsv >want.tsv
		kkr-check in.tsv | cmp - want.tsv
		kkr-check --keep in.tsv | cmp - in.tsv
	done
}

@test "all control totals hold with the columns that kkr-codes appends" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" |
		kkr-codes --add name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level >in.tsv
	kkr-codes --levels municipality in.tsv >want.tsv
	kkr-check --complete in.tsv | cmp - want.tsv
}

@test "a series without regions is held against its municipalities, also behind one that has regions" {
	kkr-parse "$SAMPLES/refugees/bilag-b.xml" | kkr-codes >whole.tsv
	kkr-codes --levels municipality,country whole.tsv | tail -n +2 | sed 's/published_quota/z_quota/' >z.tsv
	assert_equal "$(wc -l <z.tsv)" 99
	cat whole.tsv z.tsv >in.tsv
	run_split kkr-check --complete in.tsv
	assert_success
	assert_equal "$stderr" ''
	# 600 in all: by one more it is not their sum.
	sed '$s/\t600\b/\t601/; s/^000\(.*z_quota.*\)\t600\b/000\1\t601/' in.tsv >wrong.tsv
	run_split kkr-check wrong.tsv
	refused 65 'the total is 601, its 98 municipalities add up to 600: difference 1'
}

@test "remarks that differ from row to row do not split a series" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | kkr-codes |
		awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "qualifier" OFS "origin" : NR % 2 ? "ca." OFS "a:" NR : OFS "b:" NR }' >in.tsv
	kkr-codes --levels municipality in.tsv >want.tsv
	kkr-check --complete in.tsv | cmp - want.tsv
}

@test "the region that two become holds the municipalities of both, beside them or in their place" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | kkr-codes >whole.tsv
	kkr-codes --levels municipality whole.tsv >want.tsv
	# By awk, of what the table says of both.
	east=$(($(awk -F '\t' '$4 == "population" && $2 ~ /^08[45]$/ { print $6 }' whole.tsv | paste -sd +)))
	east_of() {
		awk -F '\t' -v OFS='\t' -v keep="$1" -v east="$2" '$4 != "population" && NR > 1 { next } $2 == "084" { row = $0 }
			keep || $2 !~ /^08[45]$/ { print } $2 == "085" { $0 = row; $2 = "084+085"; $6 = east; print }' whole.tsv >in.tsv
	}
	for keep in 0 1; do
		east_of "$keep" "$east"
		run_split kkr-check --complete in.tsv
		assert_equal "$stderr" ''
		assert_output "$(awk -F '\t' 'NR == 1 || $4 == "population"' want.tsv)"
		east_of "$keep" "$((east + 1))"
		run_split kkr-check --complete in.tsv
		assert_faults 2
		assert_message "084+085 Region Østdanmark" "the total is $((east + 1)), its 46 municipalities add up to $east: difference 1" \
			'its 4 regions add up to'
	done
	# Without one of the municipalities; and regions alone.
	east_of 0 "$east"
	sed -i '/\t370\t/d' in.tsv
	run_split kkr-check in.tsv
	assert_message '084+085 Region Østdanmark' 'without 1 of its municipalities: 370 Næstved'
	east_of 0 "$east"
	grep -E "^dataset|${TAB}0[08]" in.tsv >regions.tsv
	run_split kkr-check regions.tsv
	assert_equal "$stderr" ''
	assert_output "$(<regions.tsv)"
	sed -i '/\t082\t/d' regions.tsv
	run_split kkr-check regions.tsv
	assert_faults 2
	assert_message 'without 1 of its regions: 082 Region Midtjylland' 'its 3 regions add up to'
}

@test "faults are listed series by series in the order of their keys, wherever their rows stand" {
	rows 'area measure value' '000 b 5' '084 a 3' '000 a 4' '084 b 4' '000 B 2' '084 B 1' '084 b 4' >in.tsv
	run_split kkr-check in.tsv
	assert_failure 65
	assert_equal "$(grep -o 'measure=.): [a-z]* [a-z0-9]*' <<<"$stderr" | tr -d '):')" \
		"$(printf 'measure=%s\n' 'B without 4' 'B the total' 'a without 4' 'a the total' 'b stands twice' 'b without 4' 'b the total')"
}

@test "rows are held in at most twice their bytes, series of many rows and of one" {
	measures_memory
	awk 'BEGIN { print "area\tperiod\tmeasure\tunit\tvalue"
		for (i = 0; i < 400000; i++)
			printf "%d\t2025-Q1\tmeasure%d\tpersons\t%d\n", 101 + i % 2 * 46, i, i % 2 ? i : i / 2 }' >one.tsv
	awk 'BEGIN { print "area\tperiod\tmeasure\tunit\tvalue"
		for (i = 0; i < 400000; i++)
			printf "%d\t2025-Q1\tmeasure%d\tpersons\t%d\n", 101 + i % 2 * 46, i / 2, i }' >two.tsv
	for file in one.tsv two.tsv; do
		command time -f %M -o memory kkr-check "$file" | cmp - "$file"
		# And what a program takes that holds none.
		assert [ "$(cat memory)" -lt $(($(wc -c <"$file") * 2 / 1024 + 4096)) ]
	done
}

@test "each published figure that is off by one is found" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | kkr-codes >whole.tsv
	# A municipality makes its region wrong; a region itself and the country; the country itself.
	while read -r area measure faults; do
		awk -F '\t' -v OFS='\t' -v area="$area" -v measure="$measure" \
			'$2 == area && $4 == measure { $6++ } { print }' whole.tsv >in.tsv
		run_split kkr-check in.tsv
		assert_faults "$(wc -w <<<"${faults//,/ }")"
		for fault in ${faults//,/ }; do
			assert_message ": $fault "
		done
		assert_message "$measure" 'difference'
	done <<-'END'
		101 population 084
		751 non_western_nationals 082
		400 asylum_seekers 084
		083 population 083,000
		000 asylum_seekers 000
	END
}

# ---- What goes on

@test "the municipal rows go on without the totals" {
	whole_country
	check
	assert_holds municipal.tsv
}

@test "--keep passes the totals on too" {
	whole_country
	check --keep
	assert_holds in.tsv
}

@test "the order of the rows is kept" {
	whole_country
	(sed 1q in.tsv && sed 1d in.tsv | sort -r) >other.tsv
	mv other.tsv in.tsv
	check --keep
	assert_holds in.tsv
	grep -E 'area|^90' in.tsv >municipal.tsv
	check
	assert_holds municipal.tsv
}

@test "a table without totals passes" {
	whole_country
	mv municipal.tsv in.tsv
	check
	assert_holds in.tsv
}

@test "a single municipality passes" {
	printf 'area\tvalue\n905\t5\n' >in.tsv
	check
	assert_holds in.tsv
}

@test "a header alone passes" {
	printf 'area\tmeasure\tvalue\n' >in.tsv
	check
	assert_holds in.tsv
	check --keep
	assert_holds in.tsv
}

@test "values and all other columns are passed on as they came" {
	write_table in.tsv <<-'END'
		x|value|area|note
		|010.50|901|\ttab\\n
		|19.5|902|
		|30.00|091|
	END
	sed '$d' in.tsv >want.tsv
	check
	assert_holds want.tsv
}

# ---- Totals

@test "a region's total that is off by one is told with its place, its figures and the difference" {
	whole_country
	sed -i -e '3s/30/31/' -e 2s/150/151/ in.tsv
	check
	assert_faults 1
	assert_equal "$stderr" "kkr-check: in.tsv:3: 091 Region Øst (measure=people): the total is 31, its \
2 municipalities add up to 30: difference 1"
}

@test "a total over secret figures is at least their sum, and above that is not proved, nor the secret told" {
	whole_country
	sed -i -e '1s/$/\tqualifier/' -e '2,$s/$/\t/' -e 's/^901.*/901\tpeople\t\themmelig/' in.tsv
	check
	refused 65 '091 Region Øst (measure=people): the total is 30, its 2 municipalities add up to at least 20, as 1 of them is secret'
	refute [ "${stderr#*difference}" != "$stderr" ]
	sed -i 's/^091\tpeople\t30/091\tpeople\t19/' in.tsv
	check
	assert_message 'the total is 19, its 2 municipalities add up to at least 20: difference -1'
	# Where the others make up the total, it holds.
	sed -i -e 's/^091\tpeople\t19/091\tpeople\t20/' -e '/^DK/d' -e '/^000/d' in.tsv
	check
	assert_success
}

@test "a total that is too small has a negative difference" {
	whole_country
	sed -i -e '3s/30/28/' -e 2s/150/148/ in.tsv
	check
	assert_faults 1
	assert_message '091 Region Øst' 'is 28' '30' 'difference -2'
}

@test "two totals that are wrong are both listed" {
	whole_country
	sed -i -e '3s/30/31/' -e '6s/120/119/' in.tsv
	check
	assert_faults 2
	assert_message 'in.tsv:3: 091 Region Øst' 'difference 1' 'in.tsv:6: 092 Region Vest' 'difference -1'
}

@test "the country's total is held against the regions" {
	whole_country
	sed -i 2s/150/149/ in.tsv
	check
	assert_faults 1
	assert_message 'in.tsv:2: 000 Danmark' 'is 149' 'regions add up to 150' 'difference -1'
}

@test "a region that is wrong makes the country wrong, and both are listed" {
	whole_country
	sed -i '3s/30/31/' in.tsv
	check
	assert_faults 2
	assert_message '091 Region Øst' '000 Danmark' 'add up to 151' 'difference -1'
}

@test "without the regions the country's total is held against the municipalities" {
	whole_country
	sed -i /^09/d in.tsv
	check
	assert_holds municipal.tsv
	sed -i 2s/150/149/ in.tsv
	check
	assert_faults 1
	assert_message 'in.tsv:2: 000 Danmark' 'municipalities add up to 150' 'difference -1'
}

@test "with some of the regions the country's total is held against the municipalities" {
	whole_country
	sed -i /^091/d in.tsv
	check
	assert_holds municipal.tsv
	sed -i '2s/150/149/' in.tsv
	check
	assert_faults 1
	assert_message '000 Danmark' 'difference -1'
}

@test "a landsdel's total is held against its municipalities" {
	whole_country
	sed -i '/DK922/s/90/99/' in.tsv
	check
	assert_faults 1
	assert_message 'in.tsv:12: DK922 Nordland' 'is 99' '2 municipalities add up to 90' 'difference 9'
}

@test "a municipality that is wrong makes its region and its landsdel wrong" {
	whole_country
	sed -i '/^904/s/40/41/' in.tsv
	check
	assert_faults 2
	assert_message '092 Region Vest' 'DK922 Nordland' 'difference -1'
}

@test "a faulty table writes nothing even with --keep" {
	whole_country
	sed -i 2s/150/149/ in.tsv
	check --keep
	assert_faults 1
}

# ---- Figures

@test "decimals are added exactly: 0.1 and 0.2 are 0.3" {
	printf 'area\tvalue\n901\t0.1\n902\t0.2\n091\t0.3\n' >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	printf 'area\tvalue\n901\t0.1\n902\t0.2\n091\t0.30000000000000004\n' >in.tsv
	check
	assert_faults 1
	assert_message 'add up to 0.3:' 'difference 0.00000000000000004'
}

@test "figures of different decimals are added exactly" {
	printf 'area\tvalue\n903\t1\n904\t2.25\n905\t-0.250\n092\t3.000\n' >in.tsv
	head -4 in.tsv >want.tsv
	check
	assert_holds want.tsv
}

@test "a person too few among more than 2^53 is found" {
	# In binary floating point 9007199254740992 + 1 is 9007199254740992.
	printf 'area\tvalue\n901\t9007199254740992\n902\t1\n091\t9007199254740993\n' >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	sed -i s/0993/0992/ in.tsv
	check
	assert_faults 1
	assert_message 'is 9007199254740992' 'add up to 9007199254740993' 'difference -1'
}

@test "figures of 100 digits are added exactly" {
	nines=$(printf '9%.0s' {1..99})
	zeros=$(printf '0%.0s' {1..99})
	printf 'area\tvalue\n901\t%s\n902\t1\n091\t1%s\n' "$nines" "$zeros" >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	printf 'area\tvalue\n901\t0.%s\n902\t-0.5\n091\t0.4%s\n' "$nines" "${nines#9}" >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	sed -i '4s/9$/8/' in.tsv
	check
	assert_faults 1
	assert_message "difference -0.${zeros#0}1"
}

@test "negative figures add up to a negative total, or to zero" {
	printf 'area\tvalue\n901\t-7\n902\t4.5\n091\t-2.5\n' >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	printf 'area\tvalue\n901\t-7\n902\t7.0\n091\t0\n' >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
}

@test "an empty value adds nothing" {
	whole_country
	sed -i -e '/^904/s/40//' -e '/^092/s/120/80/' -e '/^DK922/s/90/50/' -e 2s/150/110/ in.tsv
	grep -E 'area|^90' in.tsv >municipal.tsv
	check
	assert_holds municipal.tsv
	sed -i '/^092/s/80/81/' in.tsv
	check
	assert_faults 2
}

@test "a total that is empty states nothing" {
	whole_country
	sed -i -e 2s/150// -e '/^DK911/s/30//' in.tsv
	check
	assert_holds municipal.tsv
}

@test "figures that are all empty add up to zero" {
	printf 'area\tvalue\n901\t\n902\t\n091\t0\n' >in.tsv
	head -3 in.tsv >want.tsv
	check
	assert_holds want.tsv
	sed -i '4s/0$/1/' in.tsv
	check
	assert_faults 1
	assert_message 'add up to 0' 'difference 1'
}

@test "a value that is no number is listed with its place and its text" {
	whole_country
	sed -i '/^903/s/30/1,5/' in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message "in.tsv:7: " "'1,5'" number
}

@test "only the numbers of the record format are numbers" {
	write_table in.tsv <<-'END'
		area|n|value
		901|1|1.000,5
		901|2|1e3
		901|3|+1
		901|4|-0
		901|5|.5
		901|6|1.
		901|7|0x1F
		901|8|nan
		901|9| 1
		901|10|1 
		901|11|--1
		901|12|-
		901|13|1.2.3
		901|14|-0.00
		901|15|1_000
		901|16|①
		901|17|−5
		901|18|inf
		901|19|\n
		901|20|.
	END
	printf '901\t21\t%s\n' "$(printf '1%.0s' {1..101})" >>in.tsv
	printf '901\t22\t0.%s\n' "$(printf '1%.0s' {1..100})" >>in.tsv
	check
	assert_faults 22
	local n
	for n in {1..22}; do
		assert_message "kkr-check: in.tsv:$((n + 1)): "
	done
	printf 'area\tn\tvalue\n' >in.tsv
	printf '901\t%s\n' "1${TAB}0" "2${TAB}007" "3${TAB}0.0" "4${TAB}-1.50" "5${TAB}$(printf '1%.0s' {1..100})" >>in.tsv
	check
	assert_holds in.tsv
}

# ---- Areas

@test "a municipality that is missing under a total is listed" {
	whole_country
	sed -i -e /^902/d -e '/^091/s/30/10/' -e '/^DK911/s/30/10/' -e 2s/150/130/ in.tsv
	check
	assert_faults 3
	assert_message '091 Region Øst' 'DK911 Østland' '000 Danmark' '902 Beby'
}

@test "a municipality that is missing where nothing has a total is no fault" {
	whole_country
	sed -i -e /^902/d -e /^091/d -e /^DK911/d -e /^000/d in.tsv
	grep -E 'area|^90' in.tsv >municipal.tsv
	check
	assert_holds municipal.tsv
}

@test "all municipalities that are missing are listed" {
	whole_country
	sed -i -e /^90[35]/d -e /^DK/d -e '/^000/d' in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message '092 Region Vest' '903 Ceby' '905 Eby' 'difference 80'
	refute_regex "$stderr" '90[124] .eby'
}

@test "a region with a total and none of its municipalities is a fault where others have theirs" {
	printf 'area\tvalue\n091\t30\n901\t10\n902\t20\n092\t0\n' >in.tsv
	check
	assert_failure 65
	assert_message '092 Region Vest' '903 Ceby' '904 Deby' '905 Eby'
}

@test "an area that stands twice is listed with both places" {
	whole_country
	printf '902\tpeople\t20\n' >>in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message 'in.tsv:13: 902 Beby' twice 'line 5 of in.tsv'
}

@test "a total that stands twice is listed" {
	whole_country
	printf '091\tpeople\t30\n' >>in.tsv
	check
	assert_failure 65
	assert_message 'in.tsv:13: 091 Region Øst' twice
}

@test "a municipality that stands twice is a fault where there is no total" {
	printf 'area\tvalue\n901\t1\n901\t1\n' >in.tsv
	check
	assert_faults 1
	assert_message 'in.tsv:3: 901 Alby' twice 'line 2'
}

@test "an area three times is two faults" {
	printf 'area\tvalue\n901\t1\n901\t1\n901\t\n' >in.tsv
	check
	assert_faults 2
	assert_message in.tsv:3: in.tsv:4:
}

@test "an area that is not canonical is listed, with the step that makes codes" {
	local area
	for area in 999 0901 Alby '901 Alby' 101 DK91 '' 21; do
		whole_country
		printf '%s\tpeople\t1\n' "$area" >>in.tsv
		check
		assert_faults 1
		assert_message 'in.tsv:13: ' "'$area'" kkr-codes
	done
}

@test "faults of every kind are listed in one go" {
	whole_country
	sed -i -e '3s/30/31/' -e '/^905/s/50/x/' in.tsv
	printf '901\tpeople\t10\nGotham\tpeople\t1\n' >>in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message 'in.tsv:3: 091' "in.tsv:9: " "'x'" 'in.tsv:13: 901' twice "in.tsv:14: area 'Gotham'"
}

@test "a message about a series with long Danish names is whole UTF-8" {
	printf 'area\tdataset\tvalue\n901\t%s\t1\n902\t%s\t2\n091\t%s\t4\n' \
		"$(printf 'æ%.0s' {1..200})"{,,} >in.tsv
	check
	assert_faults 1
	assert_message 'difference 1'
	printf '%s\n' "$stderr" | iconv -f UTF-8 -t UTF-8 >/dev/null
	sed -i s/dataset/sdataset/ in.tsv
	check
	printf '%s\n' "$stderr" | iconv -f UTF-8 -t UTF-8 >/dev/null
}

# ---- Higher levels alone

@test "regions and the country alone are held against each other and pass" {
	printf 'area\tvalue\n092\t20\n000\t50\n091\t30\n' >in.tsv
	check
	assert_holds in.tsv
	check --keep
	assert_holds in.tsv
}

@test "a country that its regions do not add up to is a fault without municipalities too" {
	printf 'area\tvalue\n092\t20\n000\t51\n091\t30\n' >in.tsv
	check
	assert_faults 1
	assert_message 'in.tsv:3: 000 Danmark' 'is 51' '2 regions add up to 50' 'difference 1'
}

@test "landsdele are held against the regions and the country" {
	printf 'area\tvalue\nDK911\t5\nDK921\t6\nDK922\t7\n092\t13\n091\t5\n000\t18\n' >in.tsv
	check
	assert_holds in.tsv
	sed -i s/13/12/ in.tsv
	check
	assert_faults 2
	assert_message '092 Region Vest' '2 landsdele add up to 13' '000 Danmark' 'add up to 17'
	printf 'area\tvalue\nDK911\t5\nDK921\t6\nDK922\t7\n000\t19\n' >in.tsv
	check
	assert_faults 1
	assert_message '000 Danmark' 'landsdele add up to 18' 'difference 1'
}

@test "the country alone, or a region alone, passes" {
	printf 'area\tvalue\n000\t51\n' >in.tsv
	check
	assert_holds in.tsv
	printf 'area\tvalue\n091\t51\n' >in.tsv
	check
	assert_holds in.tsv
	printf 'area\tvalue\nDK922\t51\n' >in.tsv
	check
	assert_holds in.tsv
}

@test "a series with higher levels alone passes beside one with municipalities, whose totals do not" {
	write_table in.tsv <<-'END'
		area|measure|value
		000|rate|7.5
		091|people|3
		901|people|1
		902|people|2
	END
	write_table want.tsv <<-'END'
		area|measure|value
		000|rate|7.5
		901|people|1
		902|people|2
	END
	check
	assert_holds want.tsv
}

# ---- Series

@test "every other column tells series apart: each has totals of its own" {
	local column
	for column in dataset period measure unit track sex age colour; do
		write_table in.tsv <<-END
			area|$column|value
			091|a|3
			901|a|1
			091|b|30
			902|a|2
			902|b|20
			901|b|10
		END
		grep -v ^091 in.tsv >want.tsv
		check
		assert_holds want.tsv
		sed -i '/^091.b/s/30/31/' in.tsv
		check
		assert_faults 1
		assert_message "in.tsv:4: 091 Region Øst ($column=b)" 'difference 1'
	done
}

@test "several columns together tell series apart" {
	write_table in.tsv <<-'END'
		period|area|track|value
		2024|901|a|1
		2024|901|b|2
		2025|901|a|4
		2025|901|b|8
		2024|902|a|16
		2024|902|b|32
		2025|902|a|64
		2025|902|b|128
		2024|091|a|17
		2024|091|b|34
		2025|091|a|68
		2025|091|b|137
	END
	check
	assert_faults 1
	assert_message 'in.tsv:13: 091 Region Øst (period=2025 track=b)' 'is 137' 'add up to 136' 'difference 1'
	sed -i s/137/136/ in.tsv
	grep -v 091 in.tsv >want.tsv
	check
	assert_holds want.tsv
}

@test "what kkr-codes appends, and remarks, do not tell series apart" {
	local column
	for column in name region region_name kkr landsdel landsdel_name nuts3 level qualifier note source; do
		write_table in.tsv <<-END
			area|$column|value
			091|x|30
			901||10
			902|y|20
		END
		sed 2d in.tsv >want.tsv
		check
		assert_holds want.tsv
		sed -i s/30/31/ in.tsv
		check
		assert_faults 1
		assert_message 'difference 1'
	done
}

@test "an area twice with two remarks stands twice" {
	printf 'area\tvalue\tnote\n901\t1\tearly\n901\t2\tlate\n' >in.tsv
	check
	assert_faults 1
	assert_message twice
}

@test "a municipality that is missing from one series of two is listed with that series" {
	write_table in.tsv <<-'END'
		area|period|value
		091|2024|3
		901|2024|1
		902|2024|2
		091|2025|1
		901|2025|1
	END
	check
	assert_faults 1
	assert_message 'in.tsv:5: 091 Region Øst (period=2025)' '902 Beby'
}

# ---- --complete

@test "--complete passes a table with every municipality" {
	whole_country
	check --complete
	assert_holds municipal.tsv
	mv municipal.tsv in.tsv
	check --complete
	assert_holds in.tsv
}

@test "--complete lists the municipalities that are missing, where there are no totals either" {
	printf 'area\tvalue\n902\t1\n904\t2\n905\t3\n' >in.tsv
	check --complete
	assert_faults 1
	assert_message '901 Alby' '903 Ceby'
	refute_regex "$stderr" '90[245] '
}

@test "--complete demands every municipality in each series" {
	write_table in.tsv <<-'END'
		area|measure|value
		901|a|1
		902|a|1
		903|a|1
		904|a|1
		905|a|1
		901|b|1
		902|b|1
		904|b|
		905|b|1
	END
	check
	assert_holds in.tsv
	check --complete
	assert_faults 1
	assert_message 'measure=b' '903 Ceby'
}

@test "--complete demands the municipalities of a series that has higher levels alone" {
	printf 'area\tvalue\n000\t5\n091\t2\n092\t3\n' >in.tsv
	check --complete
	assert_failure 65
	assert_message '901 Alby' '905 Eby'
}

@test "--complete demands all 98 municipalities of today" {
	cut -f 1 "$ROOT/schemas/areas.tsv" | sed -e '1s/.*/area\tvalue/' -e '2,$s/$/\t1/' >whole.tsv
	run_split kkr-check --complete whole.tsv
	assert_holds whole.tsv
	for code in 101 400 751 860; do
		sed "/^$code/d" whole.tsv >in.tsv
		run_split kkr-check --complete in.tsv
		assert_faults 1
		assert_message "$code "
	done
}

# ---- Options and files

@test "--names finds columns of other names" {
	write_table in.tsv <<-'END'
		kommune|maal|antal
		901|kvote|63
		901|facit|63.0
		902|kvote|7
		902|facit|7
		091|kvote|70
		091|facit|70
	END
	grep -v ^091 in.tsv >want.tsv
	check --names area=kommune,value=antal,measure=maal
	assert_holds want.tsv
	check --names area=kommune --names value=antal --names measure=maal
	assert_holds want.tsv
	sed -i '6s/70/71/' in.tsv
	check --names area=kommune,value=antal
	assert_faults 1
	assert_message '091 Region Øst (maal=kvote)' 'difference 1'
}

@test "with --names a column of the usual name tells series apart like any other" {
	printf 'area\tvalue\tplace\tfigure\nx\t1\t901\t5\nx\t2\t901\t6\n' >in.tsv
	check --names area=place,value=figure
	assert_holds in.tsv
}

@test "a column that is not there is 65, with the option that names another" {
	printf 'area\tantal\n901\t1\n' >in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message "kkr-check: in.tsv:1: there is no column 'value'" 'area antal' --names
	check --names value=antal,area=kommune
	assert_failure 65
	assert_message "'kommune'"
}

@test "--names with a word that there is not, or in another form, are 64" {
	printf 'area\tvalue\n' >in.tsv
	for names in place=x area area= =kommune 'area=My Column' '' area=a,; do
		check --names "$names"
		assert_failure 64
		assert_output ''
		assert_message kkr-check: --names
	done
}

@test "a code list that is wrong is 78, one that is not there 66" {
	printf 'area\tvalue\n901\t1\n' >in.tsv
	small_country
	sed -i 3s/902/9O2/ list.tsv
	run_split kkr-check --areas list.tsv in.tsv
	assert_failure 78
	assert_message 'kkr-check: list.tsv:3: '
	run_split kkr-check --areas nowhere.tsv in.tsv
	assert_failure 66
	assert_message 'kkr-check: nowhere.tsv: '
}

@test "several files are one table, and places are told by file" {
	whole_country
	small_country
	sed -n '1p;2,6p' in.tsv >a.tsv
	sed -n '1p;7,$p' in.tsv >b.tsv
	run_split kkr-check --areas list.tsv a.tsv b.tsv
	assert_holds municipal.tsv
	run_split kkr-check --areas list.tsv a.tsv - <b.tsv
	assert_holds municipal.tsv
	sed -i 's/^DK922.*/DK922\tpeople\t91/' b.tsv
	printf '901\tpeople\t10\n' >>b.tsv
	run_split kkr-check --areas list.tsv a.tsv b.tsv
	assert_faults 2
	assert_message 'kkr-check: b.tsv:7: DK922' 'kkr-check: b.tsv:8: 901 Alby' 'line 4 of a.tsv'
}

@test "a malformed row ends it with 65 and nothing is written" {
	whole_country
	printf '905\n' >>in.tsv
	check
	assert_failure 65
	assert_output ''
	assert_message 'kkr-check: in.tsv:13: '
}

@test "a full disk is 74" {
	whole_country
	small_country
	run_split bash -c 'kkr-check --areas list.tsv in.tsv >/dev/full'
	assert_failure 74
	assert_message 'kkr-check: standard output: '
	printf 'area\tvalue\n' >in.tsv
	run_split bash -c 'kkr-check in.tsv >/dev/full'
	assert_failure 74
}

@test "a reader that goes away ends it in silence" {
	awk 'BEGIN { print "area\tn\tvalue"; for (i = 0; i < 100000; i++) print "101\t" i "\t1" }' >in.tsv
	run_split bash -c 'kkr-check in.tsv | head -1; exit ${PIPESTATUS[0]}'
	assert_failure 141
	assert_output "area${TAB}n${TAB}value"
	assert_equal "$stderr" ''
}

@test "help and version go to standard output with status 0, and an unknown option is 64" {
	run_split kkr-check --help
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 --regexp '^usage: kkr-check '
	run_split kkr-check -V
	assert_success
	assert_output --regexp '^kkr [0-9]'
	run_split kkr-check --colour
	assert_failure 64
	assert_output ''
	assert_message kkr-check: colour
}

# ---- Random tables

# random_tables SEED: whole.tsv, a table of Denmark's municipalities with random figures in random
# order, whose totals are computed with exact decimals; municipal.tsv, what of it goes on; and 40 times
# N.tsv, the same with one figure changed, and N.want, the areas whose totals no longer hold.
random_tables() {
	PYTHONUTF8=1 python3 - "$1" "$ROOT/schemas/areas.tsv" <<'END'
import csv, decimal, random, sys
from decimal import Decimal

decimal.getcontext().prec = 300
random.seed(int(sys.argv[1]))
with open(sys.argv[2], encoding="utf-8", newline="") as file:
	areas = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

def figure(kind):
	if kind == "gaps" and random.random() < 0.6:
		return ""
	digits = {"persons": 6, "gaps": 3, "tenths": 5, "any": random.randrange(1, 40)}[kind]
	decimals = {"persons": 0, "gaps": 0, "tenths": 1, "any": random.randrange(digits)}[kind]
	value = Decimal(random.randrange(10 ** digits)).scaleb(-decimals)
	return format(-value if value and kind == "any" and random.random() < 0.4 else value, "f")

def total(values):
	sum_ = sum((Decimal(v) for v in values if v), Decimal(0))
	return format(sum_ if sum_ else abs(sum_), "f")

rows = []
for kind in "persons", "gaps", "tenths", "any":
	for period in "2024", "2025":
		value = {a["code"]: figure(kind) for a in areas}
		for column in "region", "nuts3":
			for whole in sorted({a[column] for a in areas}):
				value[whole] = total(value[a["code"]] for a in areas if a[column] == whole)
		value["000"] = total(value[a["code"]] for a in areas)
		rows += [[code, period, kind, v, random.choice(["", "note"])] for code, v in value.items()]
random.shuffle(rows)

def write(name, rows):
	with open(name, "w", encoding="utf-8", newline="") as file:
		for row in [["area", "period", "measure", "value", "note"]] + rows:
			file.write("\t".join(row) + "\n")

municipality = {a["code"]: a for a in areas}
write("whole.tsv", rows)
write("municipal.tsv", [row for row in rows if row[0] in municipality])
for n in range(40):
	# Half of the changes at the higher levels, which are few.
	row = random.choice([r for r in rows if n % 2 or r[0] not in municipality])
	code, old = row[0], row[3]
	least = Decimal(1).scaleb(-len(old.partition(".")[2]))
	new = Decimal(old or 0) + random.choice([least, -least, 9 * least, Decimal("1e-30")])
	row[3] = format(new if new else abs(new), "f")
	write(f"{n}.tsv", rows)
	row[3] = old
	if code in municipality:
		wrong = {municipality[code]["region"], municipality[code]["nuts3"]}
	elif code.startswith("DK") or code == "000":
		wrong = {code}
	else:
		wrong = {code, "000"}
	with open(f"{n}.want", "w") as file:
		file.writelines(f"{area} (period={row[1]} measure={row[2]})\n" for area in sorted(wrong))
END
}

@test "random tables with exact totals hold, and any figure that is changed breaks the totals above it" {
	local seed n
	for seed in $(sample "1 2 3" 2); do
		random_tables "$seed"
		kkr-check --complete whole.tsv | cmp - municipal.tsv
		kkr-check --complete --keep whole.tsv | cmp - whole.tsv
		for n in {0..39}; do
			run_split kkr-check "$n.tsv"
			assert_failure 65
			assert_output ''
			# The areas and series that are named, and nothing else.
			sed -nE 's/.*: ([0-9DK]+) [^(]*(\([^)]*\)): the total is .*difference -?[0-9.]+$/\1 \2/p' \
				<<<"$stderr" | sort | diff "$n.want" -
			assert_equal "${#stderr_lines[@]}" "$(wc -l <"$n.want")"
		done
	done
}

# ---- --within

@test "--within lets a total miss its sum by so much, and no more" {
	whole_country
	sed -i 's/^091\tpeople\t30/091\tpeople\t32/' in.tsv
	# Region Øst misses its sum by 2; the country, whose regions now add up to 152, too.
	for within in 2 2.0 2.5 100; do
		check --within "$within"
		assert_holds municipal.tsv
	done
	check --within 1.99
	assert_faults 2
	assert_message '091 Region Øst (measure=people): the total is 32, its 2 municipalities add up to 30: difference 2, more than 1.99' \
		'000 Danmark (measure=people): the total is 150, its 2 regions add up to 152: difference -2, more than 1.99'
	check --within 0
	assert_faults 2
	check
	assert_faults 2
}

@test "--within is exact where binary floating point is not" {
	write_table in.tsv <<-'END'
		area|measure|value
		091|share|0.4
		901|share|0.1
		902|share|0.2
	END
	check --within 0.1
	assert_success
	check --within 0.0999999999999999999999999
	assert_faults 1
	assert_message 'difference 0.1, more than 0.0999999999999999999999999'
}

@test "--within excuses no row that lacks or stands twice" {
	whole_country
	sed -i -e '/^901/d' -e 's/^902.*/&\n&/' in.tsv
	check --within 1000
	assert_failure 65
	assert_message 'without 1 of its municipalities: 901 Alby' 'stands twice'
}

@test "--within that is no number of 0 or more is 64" {
	whole_country
	for within in '' -1 -0 1,5 1e3 +1 0x1 'a lot' .5; do
		check --within "$within"
		assert_failure 64
		assert_output ''
		assert_message "--within: '$within' is not a number of 0 or more"
	done
}

@test "comparing is kkr-compare's: what kkr-check no longer does names it" {
	whole_country
	refusals check <<-'END'
		64 | --same a b         | kkr-compare --measures A,B --same
		64 | -s a b             | kkr-compare --measures A,B --same
		64 | --against x        | kkr-compare --against FILE --same
		64 | --differences d.tsv | kkr-compare writes what differs
	END
}

@test "series whose names begin alike take no more time than others" {
	# Eight bytes each, of which the first four are the same: a hash that the last four do not reach would
	# compare each of 200,000 with half of the others.
	awk 'BEGIN { print "id\tarea\tvalue"
		for (i = 0; i < 200000; i++)
			printf "abcd%c%c%c%c\t101\t5\n", 97 + i % 26, 97 + int(i / 26) % 26, 97 + int(i / 676) % 26,
				97 + int(i / 17576) }' >in.tsv
	run_split timeout 60 kkr-check --keep in.tsv
	assert_success
	run_split timeout 60 kkr-kpi --definitions <(rows 'kpi compute' 'n count') --group id in.tsv
	assert_success
	assert_equal "$(wc -l <<<"$output")" 200002
}

@test "--by-file holds the totals of each file by themselves, and tells of which each fault is" {
	small_country
	whole_country
	sed '/^092/s/120/121/' in.tsv >wrong.tsv
	run_split kkr-check --areas list.tsv in.tsv wrong.tsv
	refused 65 '901 Alby' 'stands twice'
	run_split kkr-check --areas list.tsv --by-file --report report.tsv wrong.tsv in.tsv
	refused 65 'wrong.tsv:6: 092 Region Vest (measure=people): the total is 121'
	assert_equal "$(kkr-select --where kind!=in,out,aside --columns file,key report.tsv | tail -n +2)" \
		$'wrong.tsv\tarea=000 measure=people\nwrong.tsv\tarea=092 measure=people'
	run_split kkr-check --areas list.tsv --by-file in.tsv in.tsv
	refused 65 '901 Alby' 'stands twice'
	cp in.tsv other.tsv
	run_split kkr-check --areas list.tsv --by-file in.tsv other.tsv
	assert_success
	assert_equal "$(tail -n +2 municipal.tsv | cat - <(tail -n +2 municipal.tsv))" "$(tail -n +2 <<<"$output")"
}
