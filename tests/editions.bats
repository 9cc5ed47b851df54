# Editions of refugees in one command: what agencies send year after year, corrections, other regions.

load common

# area_quotas FILE: area and quota of kommunekvoter.tsv.
area_quotas() {
	awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } { print $1, $at["quota"] }' "$1"
}

# region_sums QUOTAS: what quotas add up to by the regions of 2027, by areas.tsv.
region_sums() {
	awk -F '\t' -v OFS='\t' 'FNR == 1 { next } FNR == NR { of[$1] = $3 ~ /^08[45]$/ ? "084+085" : $3; next }
		{ sum[of[$1]] += $2 } END { for (r in sum) print r, sum[r] }' "$ROOT/schemas/areas.tsv" "$1" | sort
}

@test "papers with Region Østdanmark in place of its two parts are shared out, compared and agreed on as they are" {
	delivery --edition 2027 --landstal 800 --seed 4 --merged bilag-a,familie,bilag-b 27
	rows 'from to persons note' '101 370 2 København~og~Næstved' >agreed.tsv
	grep -q "^101${TAB}[2-9]" 27/quotas.tsv
	refugees --set agreement=agreed.tsv 27/[bfl]*
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(area_quotas out/kommunekvoter.tsv)" "$(<27/quotas.tsv)"
	assert_equal "$(cut -f 1-3 out/regionskvoter.tsv | cut -f 1,3 | sed 1d)" "$(region_sums 27/quotas.tsv)"
	assert_equal "$(reproduced out)" '98 municipalities, 4 regions, 0 otherwise'
	grep -q "^084+085${TAB}Region Østdanmark${TAB}region${TAB}" out/comparison.tsv
	grep -q '>Region Østdanmark<' out/regioner.svg
	run ! grep -q 'Region Hovedstaden\|Region Sjælland' out/regioner.svg
	# Before 2027 the two are regions, whatever a table adds up.
	delivery --edition 2026 --landstal 800 --seed 4 --merged bilag-b 26
	refugees --set agreement=agreed.tsv 26/[bfl]*
	refused 65 "'101 København' and '370 Næstved' are not of the same region"
	refugees 26/[bfl]*
	assert_success
	assert_equal "$(cut -f 1 out/regionskvoter.tsv | xargs)" 'region 081 082 083 084 085'
	assert_equal "$(reproduced out)" '98 municipalities, 4 regions, 0 otherwise'
}

# figures COLUMN,... FILE: those columns, without their header.
figures() {
	kkr-select --columns "$1" "$2" | tail -n +2
}

# 3,000 for 2018 became 1,000 in April 2018, while the letter for 2019 was out.
@test "a landstal that was revised in the middle of its year counts, for the edition after it too, and is listed" {
	delivery --edition 2018 --landstal 3000 --seed 5 18
	delivery --edition 2018 --landstal 1000 --seed 5 revised
	delivery --edition 2019 --landstal 500 --seed 6 19
	sed 's/\t3000\t/\t1000\t/; s/Brev om/Revideret/' 18/landstal.tsv >revideret.tsv
	refugees --set dated='18/landstal.tsv:1. maj 2017,revideret.tsv:10. april 2018' 18/[bfl]* revideret.tsv 19/[bfl]*
	assert_success
	assert_equal "$(figures area,quota,before,change,before_edition out/kommunekvoter.tsv)" \
		"$(join -t "$TAB" 19/quotas.tsv revised/quotas.tsv | awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $2, $3, $2 - $3, 2018 }')"
	changed="2018${TAB}landstal${TAB}000${TAB}Danmark${TAB}2018${TAB}3000${TAB}1000"
	assert_equal "$(sed 1d out/aendringer.tsv | cut -f 1-7)" "$changed"
	# Of 2018 itself: the quotas at 1,000, and the table that was sent out at 3,000, at its own total.
	refugees --set edition=2018 --set dated='18/landstal.tsv:1. maj 2017,revideret.tsv:10. april 2018' 18/[bfl]* revideret.tsv
	assert_success
	assert_message "makes way for a later paper's, revideret.tsv: landstal 000 was '3000' and is '1000'" \
		'the landstal of 2018 is 1000, and the quota table shares out 3000, at which it is held against ours'
	assert_equal "$(figures area,quota out/kommunekvoter.tsv)" "$(sed 1d revised/quotas.tsv)"
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	assert_equal "$(cut -f 8-9 out/aendringer.tsv)" "file${TAB}by
landstal.tsv${TAB}revideret.tsv"
	# Without their days neither counts.
	refugees 18/[bfl]* revideret.tsv
	refused 65 "revideret.tsv:2: landstal 000 is '1000' here and '3000' in" '--set dated=FILE:DATE'
}

@test "a corrected bilag A takes the place of the one before it, and what has changed is listed with its names" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	# One municipality gains 100, with its region and the country; the totals of the correction hold.
	region=$(awk -F '\t' '$1 == 860 { print $3 }' "$ROOT/schemas/areas.tsv")
	awk -F '\t' -v OFS='\t' -v region="$region" '$3 == "population" && ($1 == 860 || $1 == region || $1 == "000") { $5 += 100 }
		{ print }' 31/bilag-a.tsv >rettet.tsv
	refugees --set dated=31/bilag-a.tsv:2030-05-01,rettet.tsv:2030-06-15 31/[bfl]* rettet.tsv
	assert_success
	was=$(awk -F '\t' '$3 == "population" && $1 == 860 { print $5 }' 31/bilag-a.tsv)
	assert_equal "$(figures area,population out/kommunekvoter.tsv | grep ^860)" "860$TAB$((was + 100))"
	assert_equal "$(cut -f 3 out/aendringer.tsv | sed 1d | sort | xargs)" "000 $region 860"
	grep -q "^2031${TAB}population${TAB}860${TAB}Hjørring${TAB}2030-01-01${TAB}$was${TAB}$((was + 100))${TAB}bilag-a.tsv${TAB}rettet.tsv\$" out/aendringer.tsv
	# A correction of which the total was forgotten.
	sed -i "/^$region\t.*population/d; /^000\t.*population/d" rettet.tsv
	refugees --set dated=31/bilag-a.tsv:2030-05-01,rettet.tsv:2030-06-15 31/[bfl]* rettet.tsv
	assert_success
	sed -i '/^101\t.*population/d' rettet.tsv
	refugees --set dated=31/bilag-a.tsv:2030-05-01,rettet.tsv:2030-06-15 31/[bfl]* rettet.tsv
	refused 65 "bilag-a.tsv" "the total is" 'difference -100'
}

@test "a final table is held against what is agreed, and agreed quotas are compared with agreed ones alone" {
	delivery --edition 2030 --landstal 620 --seed 1 30
	delivery --edition 2031 --landstal 700 --seed 2 31
	# Two municipalities of one region that had a quota, of which one has given 2 to the other.
	read -r from to < <(awk -F '\t' 'FNR == NR { of[$1] = $3; next } $2 > 4 && of[$1] == "083" { print $1 }' \
		"$ROOT/schemas/areas.tsv" 31/quotas.tsv | xargs)
	to=${to%% *}
	rows 'from to persons note' "$from $to 2 " >agreed.tsv
	moved() {
		awk -F '\t' -v OFS='\t' -v from="$from" -v to="$to" '{ sub(/published/, "fixed") } $1 == from { $5 -= 2 }
			$1 == to { $5 += 2 } { print }' "$1" >"$2"
	}
	moved 31/bilag-b.tsv endelig-31.tsv
	sed 's/published/fixed/' 30/bilag-b.tsv >endelig-30.tsv
	refugees --set agreement=agreed.tsv 30/[bfl]* 31/[bfl]* endelig-3?.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cut -f 6 out/fastsat.tsv | sort | uniq -c | xargs)" '103 same 1 status'
	assert_equal "$(head -2 out/fastsat.tsv | cut -f 1-5)" "$(rows 'area name fixed agreed difference' "081 Region~Nordjylland $(awk -F '\t' '$1 == "081" { print $5, $5, 0 }' endelig-31.tsv)")"
	assert_equal "$(figures area,before,agreed_before out/kommunekvoter.tsv)" \
		"$(awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $2, $2 }' 30/quotas.tsv)"
	assert_equal "$(figures area,change,agreed_change out/kommunekvoter.tsv | awk '$2 != $3 { print $1, $3 - $2 }' | xargs)" \
		"$(printf '%s\n' "$from -2" "$to 2" | sort | xargs)"
	# The page has the final quota first, beside the final one of the edition before, and then what is calculated.
	read -r fixed before < <(kkr-select --where area="$to" --columns agreed,agreed_before out/kommunekvoter.tsv | tail -n 1)
	run python3 "$ROOT/tests/page.py" text out/report.html "k-$to"
	assert_output --regexp " har en fastsat kvote på $fixed personer i 2031, [0-9]+ [flære]+ end i 2030, hvor den var $before\. Den beregnede kvote er $((fixed - 2)), "
	grep -q "id=\"k-$to\" data-quota=\"$fixed\"" out/report.html
	run python3 "$ROOT/tests/page.py" text out/report.html overblik
	assert_output --partial 'Den endelige tabel 98 af 98 fastsatte kommunekvoter er de samme som de aftalte.'
	# Without the agreement it is the table that is compared, in a column of its own, and its difference is said.
	refugees --set kkr='KKR Syddanmark' 30/[bfl]* 31/[bfl]* endelig-3?.tsv
	assert_success
	run python3 "$ROOT/tests/page.py" rows out/agenda.html Kommunekvoter
	assert_line --index 0 --regexp "^Kommune${TAB}Fastsat kvote${TAB}Beregnet kvote${TAB}Kvote året før$TAB"
	assert_line --regexp "^[^$TAB]*${TAB}$fixed${TAB}$((fixed - 2))$TAB"
	assert_equal "$stderr" "kkr: refugees: the final table (fixed_quota) differs from the column quota in: $(printf '%s\n' "$from" "$to" | sort | xargs)"
	assert_equal "$(figures area,quota,fixed out/kommunekvoter.tsv | awk '$2 != $3 { print $1, $3 - $2 }' | xargs)" \
		"$(printf '%s\n' "$from -2" "$to 2" | sort | xargs)"
	run python3 "$ROOT/tests/page.py" text out/report.html overblik
	assert_output --partial ' 96 af 98 fastsatte kommunekvoter er de samme som de beregnede.'
	assert_output --regexp "Den endelige tabel .*$to [^:]*: fastsat $fixed, beregnet $((fixed - 2))"
	# One edition's final table alone has nothing to be compared with; a municipality that it lacks is not 0.
	# The council's page has the final ones first, in its words and on its card: here one more than is calculated.
	# It has no regions, of which none is told to differ.
	awk -F '\t' -v OFS='\t' -v from="$from" '$1 == from { $5++ } $1 != 101 && $1 !~ /^08/ { print }' endelig-31.tsv >last-31.tsv
	refugees --set kkr='KKR Syddanmark' 30/[bfl]* 31/[bfl]* last-31.tsv
	assert_success
	assert_equal "$stderr" "kkr: refugees: the final table (fixed_quota) differs from the column quota in: $(printf '%s\n' 101 "$from" "$to" | sort | xargs)"
	run python3 "$ROOT/tests/page.py" text out/report.html kkr
	total=$(awk -F '\t' 'FNR == NR { if ($3 == "083") own[$1]; next } $1 in own { sum += $2 } END { print sum + 1 }' \
		"$ROOT/schemas/areas.tsv" 31/quotas.tsv)
	assert_output --regexp "^KKR Syddanmark Kvote $total personer .* en kvote på $total af landstallets "
	run ! grep -q agreed_ out/kommunekvoter.tsv
	assert_equal "$(grep ^101 out/fastsat.tsv | cut -f 3,5-6)" "${TAB}${TAB}new"
}

@test "a what-if is called one in its figures, and contradicts no source" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	refugees --set landstal=900 31/[bfl]*
	assert_success
	assert_message 'the landstal is set to 900, and 700 is what was announced (landstal.tsv): this is a what-if (regneeksempel)'
	assert_equal "$(kkr-select --where kpi=landstal --columns value,qualifier,published,contradicted,note out/kpi.tsv | tail -n 1)" \
		"900${TAB}regneeksempel, own calculation${TAB}${TAB}${TAB}"
	assert_equal "$(awk -F '\t' '$1 == "quotas_per_10000" { print $7 }' out/kpi.tsv | sort -u)" 'regneeksempel, own calculation'
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
}

# ---- The three papers as agencies write them

# quotas_came_out DIR: the run gave what quota_reference.py shares out of the papers in DIR, and bilag B has.
quotas_came_out() {
	assert_success
	assert_equal "$(area_quotas out/kommunekvoter.tsv)" "$(<"$1/quotas.tsv")"
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
}

@test "papers of any year, as workbook, text and csv, in other encodings and with columns moved, go in as they are" {
	delivery --edition 2026 --landstal 600 --seed 7 --papers 26
	delivery --edition 2034 --landstal 1150 --seed 8 --papers 34
	iconv -f UTF-8 -t WINDOWS-1252 26/bilag-b.csv >b.csv
	refugees 26/bilag-a.xlsx 26/familie.txt b.csv
	quotas_came_out 26
	# Another order of columns, and one more that nobody asked for; UTF-16, lines as Windows ends them.
	awk -F ';' -v OFS=';' 'NR == 1 { print; next } { print $1, $3, NR == 2 ? "Bemærkning" : "", $2 }' 34/bilag-a.csv |
		sed 's/$/\r/' | iconv -f UTF-8 -t UTF-16 >a.csv
	sed 's/$/\r/' 34/familie.txt | iconv -f UTF-8 -t WINDOWS-1252 >familie.txt
	refugees a.csv familie.txt 34/bilag-b.xlsx
	quotas_came_out 34
	assert_message 'Bemærkning'
	(printf '\xef\xbb\xbf' && cat 34/familie.csv) >f.csv
	refugees 34/bilag-a.txt f.csv 34/bilag-b.txt
	quotas_came_out 34
	# Both years in one heap, of which the newer one is compared with the other.
	refugees 26/*.xlsx 34/*.csv
	quotas_came_out 34
	assert_equal "$(figures area,before,before_edition out/kommunekvoter.tsv)" \
		"$(awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $2, 2026 }' 26/quotas.tsv)"
}

@test "a paper that is missing, doubled, cut short, of another year or wrong in one figure is named, and nothing comes out" {
	delivery --edition 2034 --landstal 1150 --seed 8 --papers 34
	delivery --edition 2033 --landstal 900 --seed 9 --papers 33
	mkdir in
	# tried TEXT...: what a run of the directory `in` refuses; the papers are as they were afterwards.
	cp 34/*.csv in
	tried() {
		refugees in
		refused 65 "$@"
		assert_not_exists out
		cp 34/*.csv in
	}
	rm in/bilag-a.csv
	tried 'edition 2034 lacks population of 2033'
	rm in/familie.csv
	tried 'edition 2034 lacks family_reunified of 2032'
	cp 33/bilag-a.csv in
	tried 'edition 2034 lacks population of 2033; there is that of 2032-01-01: bilag-a.csv'
	cp 33/familie.csv in
	tried 'edition 2034 lacks family_reunified of 2032; there is that of 2031: familie.csv'
	head -50 34/bilag-a.csv >in/bilag-a.csv
	tried 'edition 2034 lacks population of'
	head -50 34/familie.csv >in/familie.csv
	tried 'edition 2034 lacks family_reunified of'
	# A figure that is one off is named by the totals that it makes wrong.
	awk -F ';' -v OFS=';' '/^751 / { n = $2; gsub(/\./, "", n); $2 = n + 1 } { print }' 34/bilag-a.csv >in/bilag-a.csv
	tried '082 Region Midtjylland' 'measure=population' 'difference -1'
	awk -F ';' -v OFS=';' '/^Danmark/ { $2 = $2 + 2 } { print }' 34/familie.csv >in/familie.csv
	tried '000 Danmark' 'measure=family_reunified' 'difference 2'
	# Bilag B is held against, not obeyed: nothing of it changes a quota.
	awk -F ';' -v OFS=';' '/^751 / { $2 = $2 + 1 } { print }' 34/bilag-b.csv >in/bilag-b.csv
	refugees in
	assert_success
	assert_equal "$(area_quotas out/kommunekvoter.tsv)" "$(<34/quotas.tsv)"
	assert_equal "$(awk -F '\t' '$7 == "other" { print $1 }' out/comparison.tsv)" 751
	assert_message '1 of 98 municipalities and 0 of 5 regions differ' '751 Aarhus'
	rm in/bilag-b.csv
	refugees --set landstal=1150 in
	assert_success
	assert_equal "$(area_quotas out/kommunekvoter.tsv)" "$(<34/quotas.tsv)"
	assert_message 'ikke sammenlignet: bilag B mangler'
	assert_equal "$(wc -l <out/comparison.tsv)" 1
	# Without its regions, or its total, it is compared in what it has, at its own total.
	grep -v Region 34/bilag-b.csv >in/bilag-b.csv
	refugees in
	assert_equal "$(reproduced out)" '98 municipalities, 0 regions, 0 otherwise'
	run python3 "$ROOT/tests/page.py" text out/report.html overblik
	assert_output --partial ' 98 af 98 kommunekvoter er de samme som i Udlændingestyrelsens bilag B.'
	grep -v Danmark 34/bilag-b.csv >in/bilag-b.csv
	refugees in
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	# A paper that comes twice counts once.
	cp 34/bilag-a.csv in/kopi.csv
	refugees in
	assert_success
	assert_message 'of its records were there before and count once'
	assert_equal "$(area_quotas out/kommunekvoter.tsv)" "$(<34/quotas.tsv)"
}
