# kkr-compare, kkr compare and the pipeline hvad-hvis. What is to come out is worked out by hand; the
# figures are invented, but for the samples.

load common

# quotas_of 'CODE QUOTA'...: a table of quotas; without a second field the quota is missing.
quotas_of() {
	printf 'area\tquota\n'
	printf '%s\n' "$@" | awk '{ print $1 "\t" $2 }'
}

compare() {
	run_split kkr-compare "$@"
}

# line AREA: change, change_pct and status of an area in the table in $output.
line() {
	awk -F '\t' -v area="$1" '$1 == area { print $(NF - 2) "|" $(NF - 1) "|" $NF }' <<<"$output"
}

# areas: the first column of the table in $output, on one line.
areas() {
	awk -F '\t' 'NR > 1 { print $1 }' <<<"$output" | paste -sd ' ' -
}

# export_with RECORD...: an export of quotas by area.
export_with() {
	cat <<-END
		<?xml version="1.0" encoding="UTF-8"?>
		<export xmlns="urn:kkr:export:1" dataset="invented" numbers="da" source="tests/compare.bats">
		  <fields><field name="area" type="area"/> <field name="period" type="period"/>
		    <field name="measure" type="token"/> <field name="unit" type="token"/>
		    <field name="value" type="integer"/></fields>
		  <group measure="population" unit="persons" period="2025-01-01">
		    $*
		  </group>
		</export>
	END
}

# What has changed.

@test "new, gone, revised and same are told apart" {
	quotas_of '101 63' '147 13' '151 4' >old.tsv
	quotas_of '101 60' '151 4' '155 1' >new.tsv
	compare old.tsv new.tsv
	assert_success
	assert_output "$(rows 'area name before after change change_pct status' \
		'101  63 60 -3 -4.76 revised' \
		'147  13    gone' \
		'151  4 4 0 0.00 same' \
		'155   1   new')"
	assert_equal "$stderr" ''
}

@test "a missing figure is not 0: between the two is a revision without a change to show" {
	quotas_of '101 ' '147 0' '151 ' '155 0' >old.tsv
	quotas_of '101 0' '147 ' '151 ' '155 0' >new.tsv
	compare old.tsv new.tsv
	assert_success
	assert_equal "$(line 101)" '||revised'
	assert_equal "$(line 147)" '||revised'
	assert_equal "$(line 151)" '||same'
	assert_equal "$(line 155)" '0||same'
}

@test "a row whose figure is missing is new or gone all the same" {
	quotas_of '101 ' >old.tsv
	quotas_of '147 ' >new.tsv
	compare old.tsv new.tsv
	assert_equal "$(line 101)" '||gone'
	assert_equal "$(line 147)" '||new'
}

@test "before 0 has a change and no percentage" {
	quotas_of '101 0' >old.tsv
	quotas_of '101 7' >new.tsv
	compare old.tsv new.tsv
	assert_equal "$(line 101)" '7||revised'
}

@test "the percentage is rounded half away from zero, to two decimals" {
	# 1/800 is 0.125 pct., 3/800 0.375, 1/1600 0.0625, 1/3 33.333...
	quotas_of 'a 800' 'b 800' 'c 800' 'd 800' 'e 1600' 'f 3' 'g 3' >old.tsv
	quotas_of 'a 801' 'b 799' 'c 803' 'd 797' 'e 1601' 'f 4' 'g 1' >new.tsv
	compare old.tsv new.tsv
	assert_equal "$(line a) $(line b)" '1|0.13|revised -1|-0.13|revised'
	assert_equal "$(line c) $(line d)" '3|0.38|revised -3|-0.38|revised'
	assert_equal "$(line e)" '1|0.06|revised'
	assert_equal "$(line f) $(line g)" '1|33.33|revised -2|-66.67|revised'
}

@test "a percentage that rounds to zero has no sign" {
	quotas_of 'a 100000' >old.tsv
	quotas_of 'a 99999' >new.tsv
	compare old.tsv new.tsv
	assert_equal "$(line a)" '-1|0.00|revised'
}

@test "changes of decimals are exact, and those of figures far beyond 64 bits" {
	rows 'area value' 'a 0.1' 'b 1' 'c 123456789012345678901234567890.5' 'd 2.50' >old.tsv
	rows 'area value' 'a 0.3' 'b 0.9999999999999999999999' 'c 123456789012345678901234567891' 'd 2.5' >new.tsv
	compare --value value old.tsv new.tsv
	assert_success
	assert_equal "$(line a)" '0.2|200.00|revised'
	assert_equal "$(line b)" '-0.0000000000000000000001|0.00|revised'
	assert_equal "$(line c)" '0.5|0.00|revised'
	[[ $(line d) == *'|same' ]]
}

@test "the percentage is of the size of the figure before, where that is negative, too" {
	# From -10 to -5 is a change of 5: 100 times that, divided by 10, the size of -10.
	rows 'area value' 'a -10' >old.tsv
	rows 'area value' 'a -5' >new.tsv
	compare --value value old.tsv new.tsv
	assert_equal "$(line a)" '5|50.00|revised'
}

# Order.

@test "the order is that of the keys, in byte order, whatever that of the editions" {
	quotas_of '860 1' '101 1' '825 1' >old.tsv
	quotas_of '147 1' '825 1' '101 1' >new.tsv
	compare old.tsv new.tsv
	assert_equal "$(areas)" '101 147 825 860'
}

@test "a permutation of the rows gives the same bytes, with --by-change too" {
	seq 100 400 | awk '{ print $1 "\t" $1 * 7919 % 50 }' >body
	{ echo "area${TAB}quota"; cat body; } >old.tsv
	awk '{ print $1 "\t" ($2 + $1 * 31 % 7) }' body >after
	{ echo "area${TAB}quota"; cat after; } >new.tsv
	for option in '' --by-change; do
		# shellcheck disable=SC2086
		expected=$(kkr-compare $option old.tsv new.tsv)
		{ head -n 1 old.tsv; tail -n +2 old.tsv | sort -k 2,2 -r; } >old2.tsv
		{ head -n 1 new.tsv; tail -n +2 new.tsv | tac; } >new2.tsv
		# shellcheck disable=SC2086
		compare $option old2.tsv new2.tsv
		assert_output "$expected"
	done
}

@test "--by-change puts the largest change first, whatever its sign, and equal ones in the order of keys" {
	quotas_of 'a 10' 'b 10' 'c 10' 'd 10' 'e 10' 'f 10' >old.tsv
	quotas_of 'a 11' 'b 7' 'c 10' 'd 13' 'e 0' 'f 9' >new.tsv
	compare --by-change old.tsv new.tsv
	assert_equal "$(areas)" 'e b d a f c'
}

@test "--by-change writes what has no change to show last, behind changes of 0" {
	quotas_of 'a 10' 'b ' 'c 10' 'd 10' >old.tsv
	quotas_of 'b 5' 'c 10' 'd 12' 'e 900' >new.tsv
	compare --by-change old.tsv new.tsv
	assert_equal "$(areas)" 'd c a b e'
}

@test "--by-change compares decimals as numbers, not as text" {
	rows 'area value' 'a 0' 'b 0' 'c 0' >old.tsv
	rows 'area value' 'a 9.5' 'b 10' 'c -9.51' >new.tsv
	compare --by-change --value value old.tsv new.tsv
	assert_equal "$(areas)" 'b c a'
}

# Editions.

@test "three editions lie side by side, and the change is from the first to the last" {
	quotas_of 'a 1' 'b 2' 'c 3' >1.tsv
	quotas_of 'a 5' 'b 2' 'd 4' >2.tsv
	quotas_of 'a 4' 'b 2' 'e 5' >3.tsv
	compare 1.tsv 2.tsv 3.tsv
	assert_success
	assert_output "$(rows 'area name edition_1 edition_2 edition_3 change change_pct status' \
		'a  1 5 4 3 300.00 revised' 'b  2 2 2 0 0.00 same' 'c  3     gone' 'd   4    ' 'e    5   new')"
}

@test "what is in the first and last edition, and not between, is no news" {
	quotas_of 'a 1' >1.tsv
	quotas_of 'b 1' >2.tsv
	quotas_of 'a 1' >3.tsv
	compare 1.tsv 2.tsv 3.tsv
	assert_equal "$(line a)" '0|0.00|same'
}

@test "an edition compared with itself is the same throughout" {
	quotas_of 'a 1' 'b ' 'c 2.50' >1.tsv
	compare 1.tsv 1.tsv
	assert_success
	assert_equal "$(awk -F '\t' 'NR > 1 { print $NF }' <<<"$output" | sort -u)" same
}

@test "an empty edition makes all others new, or gone" {
	quotas_of 'a 1' 'b 2' >1.tsv
	head -n 1 1.tsv >0.tsv
	compare 0.tsv 1.tsv
	assert_equal "$(awk -F '\t' 'NR > 1 { print $NF }' <<<"$output" | sort -u)" new
	compare 1.tsv 0.tsv
	assert_equal "$(awk -F '\t' 'NR > 1 { print $NF }' <<<"$output" | sort -u)" gone
}

@test "columns may stand in another order, and further ones may differ" {
	rows 'area quota note' '101 63 x' >old.tsv
	rows 'region quota name area' '084 60 København 101' >new.tsv
	compare old.tsv new.tsv
	assert_success
	assert_line --index 1 "$(rows '101 København 63 60 -3 -4.76 revised')"
}

@test "the name is given where either edition has one" {
	rows 'area name quota' '101 København 63' >old.tsv
	quotas_of '101 60' >new.tsv
	compare old.tsv new.tsv
	assert_line --index 1 "$(rows '101 København 63 60 -3 -4.76 revised')"
}

@test "the name is given where the newer edition has the column and no name in it" {
	rows 'area name quota' '101 København 63' >old.tsv
	rows 'area name quota' '101  60' >new.tsv
	compare old.tsv new.tsv
	assert_line --index 1 "$(rows '101 København 63 60 -3 -4.76 revised')"
}

@test "one edition may be standard input, and gzip" {
	quotas_of '101 63' | gzip >old.tsv.gz
	run_split kkr-compare old.tsv.gz - < <(quotas_of '101 60')
	assert_success
	assert_equal "$(line 101)" '-3|-4.76|revised'
}

# Key and value.

@test "observations are compared by area, measure, unit and their dimensions" {
	rows 'dataset area period measure unit value track note source name region' \
		'x-1 101 2024 pupils persons 10 stx ca. s1 København 084' \
		'x-1 101 2024 pupils persons 20 hf  s1 København 084' >old.tsv
	rows 'dataset area period measure unit value track note source name region' \
		'x-2 101 2025 pupils persons 11 stx  s2 København 084' \
		'x-2 101 2025 pupils persons 20 hf  s2 København 084' >new.tsv
	compare old.tsv new.tsv
	assert_success
	assert_output "$(rows 'area measure unit track name before after change change_pct status' \
		'101 pupils persons hf København 20 20 0 0.00 same' \
		'101 pupils persons stx København 10 11 1 10.00 revised')"
}

@test "observations with a dimension that the other edition has not are refused with the option that helps" {
	rows 'area measure value track' '101 pupils 10 stx' >old.tsv
	rows 'area measure value' '101 pupils 10' >new.tsv
	compare old.tsv new.tsv
	refused 65 'kkr-compare: new.tsv:1: ' "'track'" --key
}

@test "--key and --value name other columns" {
	rows 'kommune spor antal' 'a x 1' 'a y 2' >old.tsv
	rows 'antal kommune spor' '3 a y' '1 a x' >new.tsv
	compare --key kommune,spor --value antal old.tsv new.tsv
	assert_success
	assert_output "$(rows 'kommune spor name before after change change_pct status' \
		'a x  1 1 0 0.00 same' 'a y  2 3 1 50.00 revised')"
	expected=$output
	compare --key kommune,spor --value antal old.tsv new.tsv
	assert_output "$expected"
}

@test "--value agreed compares what was agreed" {
	rows 'area quota agreed' '825 1 0' >old.tsv
	rows 'area quota agreed' '825 1 1' >new.tsv
	compare --value agreed old.tsv new.tsv
	assert_equal "$(line 825)" '1||revised'
}

@test "--editions names the columns of the figures, one for each edition" {
	quotas_of '101 1' >old.tsv
	quotas_of '101 2' >new.tsv
	assert_equal "$(kkr-compare --editions quota_600,quota_700 old.tsv new.tsv)" "$(
		rows 'area name quota_600 quota_700 change change_pct status' '101  1 2 1 100.00 revised')"
	assert_equal "$(kkr-compare --editions a,b,c old.tsv old.tsv new.tsv | cut -f 3-5)" "$(rows 'a b c' '1 1 2')"
	refusals compare <<-'END'
		64 | --editions a old.tsv new.tsv           | --editions: 2 editions want as many names, not 1
		64 | --editions a,b,c old.tsv new.tsv       | 2 editions want as many names, not 3
		64 | --editions a,B old.tsv new.tsv         | 'B' is no name of a column
		64 | --editions a,a old.tsv new.tsv         | 'a' is named twice
		64 | --editions area,b old.tsv new.tsv      | the column 'area' would stand twice
		64 | --editions status,b old.tsv new.tsv    | the column 'status' would stand twice
		64 | --editions a --against old.tsv new.tsv | 2 editions want as many names, not 1
	END
}

@test "no header has a column twice, whatever --key names" {
	rows 'area name status quota' '101 København x 1' >old.tsv
	for key in name status area,area area,name; do
		compare --key "$key" old.tsv old.tsv
		if [ "$status" -eq 0 ]; then
			assert_equal "$key: $(head -n 1 <<<"$output" | tr '\t' '\n' | sort | uniq -d | paste -sd ' ' -)" "$key: "
		else
			assert_regex "$status" '^6[45]$'
		fi
	done
}

@test "a key or a value that is not there is refused with the option that names another" {
	quotas_of '101 1' >old.tsv
	compare --value agreed old.tsv old.tsv
	refused 65 'kkr-compare: old.tsv:1: ' "'agreed'" --value
	compare --key spor old.tsv old.tsv
	refused 65 'kkr-compare: old.tsv:1: ' "'spor'" --key
	rows 'kommune quota' 'a 1' >other.tsv
	compare other.tsv other.tsv
	refused 65 'kkr-compare: other.tsv:1: ' "'area'" --key
	compare old.tsv other.tsv
	refused 65 'kkr-compare: other.tsv:1: ' "'area'"
}

# What is wrong.

@test "a figure that stands twice in an edition is refused with both lines" {
	quotas_of '101 1' '147 2' '101 1' >twice.tsv
	quotas_of '101 1' >once.tsv
	compare twice.tsv once.tsv
	refused 65 'kkr-compare: twice.tsv:4: ' 'line 2' --key
	compare once.tsv twice.tsv
	refused 65 'kkr-compare: twice.tsv:4: ' 'line 2'
}

@test "a figure that is no number is refused with its line" {
	quotas_of '101 1' >good.tsv
	for value in x 1.000,5 1e3 +1 -0 ..; do
		quotas_of '147 1' "101 $value" >bad.tsv
		compare good.tsv bad.tsv
		refused 65 'kkr-compare: bad.tsv:3: ' "'$value'"
	done
}

@test "one file is wrong use, and none" {
	quotas_of '101 1' >one.tsv
	compare one.tsv
	refused 64 two
	compare
	refused 64 two
}

@test "a file that is not there is 66" {
	quotas_of '101 1' >one.tsv
	compare one.tsv nowhere.tsv
	refused 66 'kkr-compare: nowhere.tsv: cannot be opened'
}

@test "an edition that is cut short is refused" {
	quotas_of '101 63' >old.tsv
	quotas_of '101 63' | head -c -1 >new.tsv
	compare old.tsv new.tsv
	refused 65 'kkr-compare: new.tsv:'
}

@test "a full disk is 74" {
	quotas_of '101 1' >one.tsv
	for arguments in 'one.tsv one.tsv' --help --version; do
		run_split bash -c "kkr-compare $arguments >/dev/full"
		refused 74 'kkr-compare: standard output: cannot be written'
	done
}

@test "--help names every option and --version says which version it is" {
	compare --help
	assert_success
	for option in --key --value --by-change --help --version; do
		assert_output --partial " $option"
	done
	compare -V
	assert_output --regexp '^kkr [0-9]+\.[0-9]+\.[0-9]+$'
}

# kkr compare.

@test "kkr compare lays two directories of results side by side" {
	kkr run refugees --output 600
	kkr run refugees --output 1000 --set landstal=1000
	run_split kkr compare {600,1000}/kommunekvoter.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(head -n 1 <<<"$output" | tr '\t' ' ')" 'area name before after change change_pct status'
	assert_equal "$(awk -F '\t' 'NR > 1 { n++; a += $3; b += $4; c += $5 } END { print n, a, b, c }' <<<"$output")" \
		'98 600 1000 400'
	expected=$(sed 1d <<<"$output" | grep -v 'same$' | tr '\t' '|')
	run_split kkr compare --by-change {600,1000}/kommunekvoter.tsv
	# København's 63 of 600 are the largest quota, and its change the largest.
	assert_line --index 1 --regexp "^101${TAB}København${TAB}63${TAB}"
	# The directories themselves: every table's cells, these among them.
	run_split kkr compare 600 1000
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(grep "^kommunekvoter.tsv${TAB}.*${TAB}quota" <<<"$output" | cut -f 2,4- | sed 's/area=//' | tr '\t' '|')" "$expected"
	assert_equal "$(sed 1d <<<"$output" | cut -f 1 | uniq | grep -c '^kommunekvoter.tsv\|^beregning.tsv\|^regionskvoter.tsv')" 3
}

@test "of directories all tables are held against each other, and what one lacks is said" {
	mkdir -p a/sub b/sub c/sub a/inputs
	rows 'area name value code' '101 København 1 084' '147 Frb 2.50 01' '151  5 x' >'a/sub/a b.tsv'
	rows 'area name value code' '101 København 3 085' '147 Frb 2.5 01' '151  7 x' >'b/sub/a b.tsv'
	rows 'area name code more value' '101 Hovedstad 085 w 4' '147 Frb 01  2.5' >'c/sub/a b.tsv'
	rows 'area' '101' '147' | tee a/bare.tsv >c/bare.tsv
	rows 'area' '101' >b/bare.tsv
	rows 'area value' '101 1' '101 1' >a/twice.tsv
	touch a/gone.tsv b/new.tsv a/manifest.tsv b/manifest.tsv a/page.html a/inputs/x.tsv
	run_split kkr-compare --report report a b
	assert_success
	assert_output "$(rows 'file key column name before after change change_pct status' 'bare.tsv area=147       gone' 'gone.tsv        gone' \
		'new.tsv        new' 'sub/a~b.tsv area=101 code København 084 085   revised' \
		'sub/a~b.tsv area=101 value København 1 3 2 200.00 revised' 'sub/a~b.tsv area=151 value  5 7 2 40.00 revised' 'twice.tsv        gone')"
	assert_equal "$stderr" 'kkr-compare: gone.tsv: b does not have it
kkr-compare: new.tsv: a does not have it
kkr-compare: twice.tsv: b does not have it'
	assert_equal "$(cut -f 1-3,6 report | sed 1d | tr '\t\n' ' |')" 'b out revised 3|b out new 1|b out gone 3|'
	run_split kkr-compare --same --by-change --tolerance 2 a b
	assert_failure 65
	assert_line --index 1 "$(rows 'bare.tsv area=147       gone')"
	[[ $stderr == *'kkr-compare: a: 5 figures are not the same: bare.tsv area=147'* ]] || fail "$stderr"
	# Three, whose columns stand in other orders.
	rm [abc]/[gnt]*.tsv
	run_split kkr-compare a b c
	assert_success
	assert_output "$(rows 'file key column name edition_1 edition_2 edition_3 change change_pct status' \
		'sub/a~b.tsv area=101 code Hovedstad 084 085 085   revised' 'sub/a~b.tsv area=101 more Hovedstad   w   new' \
		'sub/a~b.tsv area=101 name Hovedstad København København Hovedstad   revised' 'sub/a~b.tsv area=101 value Hovedstad 1 3 4 3 300.00 revised' \
		'sub/a~b.tsv area=151 code  x x    gone' 'sub/a~b.tsv area=151 value  5 7    gone')"
	# What cannot be told apart is said, and the rest is written.
	rows 'area value' '101 1' '101 1' | tee a/twice.tsv >b/twice.tsv
	echo "101${TAB}2" >>b/twice.tsv
	run_split kkr-compare a b
	assert_failure 65
	assert_line "$(rows 'sub/a~b.tsv area=151 value  5 7 2 40.00 revised')"
	assert_equal "$stderr" 'kkr-compare: twice.tsv: no first columns are there in all tables that tell their rows apart'
	mkdir empty
	rm [ab]/twice.tsv
	printf 'area\tvalue\n101' >'c/sub/a b.tsv'
	refusals run_split kkr-compare <<-'END'
		66 | a empty                | empty: there is no table of results
		66 | a nowhere              | nowhere: cannot be opened
		64 | a -                    | '-' is no directory
		64 | --measures a,b a       | --measures cannot be used with directories
		64 | --against b a          | --against cannot be used with directories
		64 | --names area=x a b     | --names cannot be used with directories
		65 | --value nothing a b    | no table has a column 'nothing'
		65 | a c                    | c/sub/a b.tsv:
	END
}

@test "kkr compare takes the options of kkr-compare before, between and behind the editions" {
	quotas_of 'a 1' 'b 1' >old.tsv
	quotas_of 'a 2' 'b 9' >new.tsv
	expected=$(kkr-compare --by-change --key area --value quota old.tsv new.tsv)
	for arguments in '--by-change --key area --value quota old.tsv new.tsv' 'old.tsv --by-change new.tsv --key area --value quota' \
		'old.tsv new.tsv --by-change --key=area --value=quota' 'old.tsv --key area new.tsv --value quota --by-change'; do
		# shellcheck disable=SC2086
		run_split kkr compare $arguments
		assert_success
		assert_output "$expected"
	done
}

@test "kkr compare reads exports, plain, gzipped and with a byte order mark" {
	export_with '<record area="101 København">667.099</record>' \
		'<record area="147 Frederiksberg">105.840</record>' >old.xml
	export_with '<record area="0101">667.100</record>' '<record area="Ballerup">51.000</record>' >new.xml
	expected=$(rows 'area measure unit name before after change change_pct status' \
		'101 population persons København 667099 667100 1 0.00 revised' \
		'147 population persons Frederiksberg 105840    gone' \
		'151 population persons Ballerup  51000   new')
	gzip -c new.xml >new.xml.gz
	printf '\357\273\277' | cat - new.xml >bom.xml
	{ echo; tail -n +2 new.xml; } >blank.xml
	for new in new.xml new.xml.gz bom.xml blank.xml; do
		run_split kkr compare old.xml $new
		assert_success
		assert_output "$expected"
		assert_equal "$stderr" ''
	done
}

@test "kkr compare lays an export beside records" {
	export_with '<record area="101 København">10</record>' >old.xml
	rows 'area measure unit value' '101 population persons 12' >new.tsv
	run_split kkr compare old.xml new.tsv
	assert_success
	assert_line --index 1 "$(rows '101 population persons København 10 12 2 20.00 revised')"
	# Of records nothing is read or coded, packed ones too; what else kkr-read reads is.
	quotas_of 'a 1' | gzip >wide.tsv.gz
	assert_equal "$(kkr compare wide.tsv.gz wide.tsv.gz)" "$(kkr-compare wide.tsv.gz wide.tsv.gz)"
	rows 'område måling enhed antal' 'København population persons 12' >new.txt
	run_split kkr compare old.xml new.txt
	refused 65 'kkr-table: new.txt: no table map fits it'
}

@test "kkr compare --report names an export as it was delivered" {
	export_with '<record area="101 København">10</record>' >old.xml
	export_with '<record area="101 København">12</record>' >new.xml
	kkr compare --report report.tsv old.xml new.xml >out.tsv
	assert_equal "$(cut -f 1-3,6 report.tsv | grep -v 'out.same\|out.new\|out.gone')" \
		"$(rows 'file kind key count' 'old.xml in  1' 'new.xml in  1' 'new.xml out revised 1')"
}

@test "kkr compare lays three exports side by side" {
	for n in 1 2 3; do
		export_with "<record area=\"101 København\">$n</record>" >$n.xml
	done
	run_split kkr compare 1.xml 2.xml 3.xml
	assert_success
	assert_line --index 1 "$(rows '101 population persons København 1 2 3 2 200.00 revised')"
}

@test "kkr compare of a file or a result that is not there is 66" {
	quotas_of '101 1' >one.tsv
	mkdir empty
	run_split kkr compare one.tsv nowhere.tsv
	refused 66 nowhere.tsv
	run_split kkr compare empty/kommunekvoter.tsv one.tsv
	refused 66 empty/kommunekvoter.tsv
}

@test "kkr compare of an export that is broken fails with its status and names the file" {
	export_with '<record area="101 København">10</record>' >good.xml
	export_with '<record area="101 København">x</record>' >bad.xml
	run_split kkr compare good.xml bad.xml
	refused 65 bad.xml
	head -c 300 good.xml >cut.xml
	run_split kkr compare cut.xml good.xml
	refused 65 cut.xml
}

@test "kkr compare names the export in which an area is unknown" {
	export_with '<record area="101 København">10</record>' >good.xml
	export_with '<record area="Andeby">10</record>' >unknown.xml
	run_split kkr compare good.xml unknown.xml
	refused 65 Andeby unknown.xml
}

@test "kkr compare names the export that lacks a column, whatever it is called" {
	export_with '<record area="101 København">10</record>' >good.xml
	sed 's/name="area"/name="place"/; s/ area=/ place=/' good.xml >'no area.xml'
	run_split kkr compare good.xml 'no area.xml'
	refused 65 'kkr-codes: no area.xml:1: there is no column'
	run_split kkr compare --key nowhere good.xml good.xml
	refused 65 '/good.xml:1: there is no column'
	cp good.xml ./-
	run_split kkr compare good.xml ./-
	assert_success
}

@test "kkr compare names the export in which a figure stands twice" {
	export_with '<record area="101 København">10</record>' >good.xml
	export_with '<record area="101 København">10</record> <record area="0101">10</record>' >twice.xml
	run_split kkr compare good.xml twice.xml
	refused 65 twice.xml
}

@test "kkr compare with one edition or none is wrong use" {
	quotas_of '101 1' >one.tsv
	refusals run_split kkr compare <<-'END'
		64 | one.tsv               | two
		64 |                       | two
		64 | one.tsv one.tsv --key | --key
	END
}

@test "kkr compare leaves nothing behind" {
	export_with '<record area="101 København">10</record>' >one.xml
	mkdir scratch
	run_split env TMPDIR="$PWD/scratch" kkr compare one.xml one.xml
	assert_success
	run_split env TMPDIR="$PWD/scratch" kkr compare one.xml nowhere.xml
	assert_failure 66
	run ls -A scratch
	assert_output ''
}

@test "a full disk under kkr compare is 74" {
	quotas_of '101 1' >one.tsv
	run_split sh -c 'kkr compare one.tsv one.tsv >/dev/full'
	refused 74 'standard output: cannot be written'
}

@test "files of names with blanks are compared" {
	quotas_of '101 1' >'the old.tsv'
	quotas_of '101 2' >'the new.tsv'
	run_split kkr compare 'the old.tsv' 'the new.tsv'
	assert_success
	assert_equal "$(line 101)" '1|100.00|revised'
}

# hvad-hvis.

@test "hvad-hvis gives a column for each landstal, which add up to it, and that of 600 is the published" {
	run_split kkr run hvad-hvis --output out
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	output=$(cat out/kvoter.tsv)
	assert_equal "$(wc -l <out/kvoter.tsv)" 99
	for landstal in 600 800 1000 1500; do
		assert_equal "$(awk -F '\t' -v name=quota_$landstal '
			NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
			{ sum += $at } END { print sum }' out/kvoter.tsv)" $landstal
	done
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "quota_600") at = i; next }
		{ print $1 "\t" $at }' out/kvoter.tsv >actual
	sed -n 's/.*<record area="\([0-9]\{3\}\) [^"]*">\([^<]*\)<.*/\1\t\2/p' \
		"$SAMPLES/refugees/bilag-b.xml" | sed 's/\t-$/\t0/' | sort >expected
	run diff expected actual
	assert_success
}

@test "hvad-hvis says of each landstal whether it must be revised from 600" {
	run_split kkr run hvad-hvis --output out
	run cat out/revision.tsv
	assert_output "$(rows 'landstal_before landstal_after change_pct limit_pct revised' \
		'600 600 0.00 40 no' '600 800 33.33 40 no' '600 1000 66.67 40 yes' '600 1500 150.00 40 yes')"
}

@test "hvad-hvis takes other landstal, and another that holds now" {
	run_split kkr run hvad-hvis --output out --set landstal=8001,10001 --set changed_from=8001
	assert_success
	assert_equal "$(head -n 1 out/kvoter.tsv | grep -o 'quota_[0-9]*' | paste -sd ' ' -)" 'quota_8001 quota_10001'
	run cat out/revision.tsv
	assert_output "$(rows 'landstal_before landstal_after change_pct limit_pct revised' \
		'8001 8001 0.00 25 no' '8001 10001 25.00 25 no')"
}

@test "hvad-hvis with an agreement shows where it holds and where it has lapsed" {
	run_split kkr run hvad-hvis --output out --set landstal=600,1000 \
		-s agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$1 == "825" { print $at["agreed_600"], $at["quota_1000"] == $at["agreed_1000"] }' out/kvoter.tsv >actual
	assert_equal "$(cat actual)" '0 1'
	for landstal in 600 1000; do
		assert_equal "$(kkr-select --where area=825 --columns status out/kvoter-$landstal.tsv | tail -n 1)" \
			"$([ $landstal -eq 600 ] && echo friholdt || echo bortfaldet)"
	done
	# Each has the table that refugees makes of it.
	kkr run refugees --output own --set landstal=1000 -s agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	cmp own/kommunekvoter.tsv out/kvoter-1000.tsv
}

@test "hvad-hvis shows the quotas and the revisions with -v" {
	run_split kkr run hvad-hvis --output out --verbose --set landstal=600,1000
	assert_success
	assert_line --regexp '^ *101 +København +63 '
	assert_line --regexp '^ *600 +1000 +66\.67 +40 +yes'
	assert_line '  kvoter.tsv'
	assert_line '  revision.tsv'
}

@test "hvad-hvis of a landstal that is none fails and leaves the results as they were" {
	run_split kkr run hvad-hvis --output out
	before=$(readlink out)
	refusals run_split kkr run hvad-hvis --output out <<-'END'
		64 | --set landstal=600,x    | hvad-hvis: landstal: '600,x' is not whole numbers with commas between them
		64 | --set landstal=         | hvad-hvis: landstal: '' is not whole numbers
		64 | --set landstal=600,,700 | is not whole numbers
		64 | --set landstal=600      | '600' is one landstal; of one, the pipeline refugees gives the quotas
		64 | --set landstal=1,000    | needless 0
		64 | --set landstal=6,7,6    | 6 stands twice
	END
	run_split kkr run hvad-hvis --output out --set "landstal=$(printf '%0101d' 0 | tr 0 9),1"
	refused 64 'at most 100 digits' 'out is as it was' "stage 'quota_"
	assert_equal "$(readlink out)" "$before"
	for setting in changed_from=x changed_from=-1; do
		run_split kkr run hvad-hvis --output out --set "$setting"
		refused 64 "changed_from: '${setting#*=}' is not a whole number"
		assert_equal "$(readlink out)" "$before"
	done
}

@test "kkr list names hvad-hvis, and says of each program what it does, in a sentence" {
	run_split kkr list
	assert_line --regexp "^hvad-hvis${TAB}"
	assert_equal "$(awk -F '\t' '$2 == "program" && ($3 ~ /^kkr-/ || $3 !~ /\.$/)' <<<"$output")" ''
}

# One against another: two measures, and what is read against a file.

@test "two measures of what is read are held against each other, in any data set" {
	rows 'dataset area period measure value name' 'a 101 2026 quota 63 København' 'b 101 2026 published 63.0 København' \
		'a 147 2026 quota 5 Frederiksberg' 'b 147 2026 published 6 Frederiksberg' 'a 151 2026 quota 1 ' \
		'b 153 2026 published 0 ' 'a 155 2026 quota  ' 'b 155 2026 published 0 ' 'a 101 2026 other 7 ' >in.tsv
	run_split kkr-compare --measures quota,published --report report.tsv in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(rows 'area period name before after change change_pct status' \
		'101 2026 København 63 63.0 0.0 0.00 same' '147 2026 Frederiksberg 5 6 1 20.00 revised' \
		'151 2026  1    gone' '153 2026   0   new' '155 2026   0   revised')"
	assert_equal "$(awk -F '\t' -v OFS=' ' 'NR > 1 { print $2, $3, $6 }' report.tsv | paste -sd '|')" \
		'in quota 4|in published 4|out same 1|out revised 2|out new 1|out gone 1'
	expected=$output
	run_split kkr-compare --measures quota,published <in.tsv
	assert_output "$expected"
	# The key may be named, and the columns called otherwise.
	sed '1s/area/kommune/; 1s/measure/hvad/; 1s/value/antal/' in.tsv >other.tsv
	run_split kkr-compare --measures quota,published --names area=kommune,measure=hvad,value=antal other.tsv
	assert_output "$(sed '1s/area/kommune/' <<<"$expected")"
}

@test "--same ends with 65 after all is written, and --tolerance says what is the same" {
	rows 'area measure value' '101 a 10' '101 b 11' '147 a 5' '147 b 5' >in.tsv
	expected=$(kkr-compare --measures a,b in.tsv)
	run_split kkr-compare --measures a,b --same in.tsv
	assert_equal "$status" 65
	assert_output "$expected"
	assert_equal "$stderr" 'kkr-compare: in.tsv:2: 1 of 2 figures are not the same: 101 (revised)'
	for tolerance in 1 1.0 2; do
		run_split kkr-compare --measures a,b --same --tolerance "$tolerance" in.tsv
		assert_success
		assert_line "$(rows '101  10 11 1 10.00 same')"
	done
	run_split kkr-compare --measures a,b --same --tolerance 0.9 in.tsv
	assert_equal "$status" 65
	rows 'area quota' >none.tsv
	run_split kkr-compare --same none.tsv none.tsv
	assert_equal "$status" 65
	assert_equal "$stderr" 'kkr-compare: none.tsv: --same: there is nothing to compare'
}

@test "--against holds what is read against a file, by what both have, and measures here against there" {
	rows 'dataset area period measure value' 'a 101 2026 quota 63' 'a 147 2026 quota 5' >here.tsv
	rows 'area measure note value' '147 published x 5' '101 published y 62' '151 published z 1' '101 quota w 63' >there.tsv
	run_split kkr-compare --against there.tsv here.tsv
	assert_success
	assert_output "$(rows 'area measure name before after change change_pct status' '101 published   62   new' \
		'101 quota  63 63 0 0.00 same' '147 published   5   new' '147 quota  5    gone' '151 published   1   new')"
	run_split kkr-compare --measures quota,published --against there.tsv <here.tsv
	assert_output "$(rows 'area name before after change change_pct status' \
		'101  63 62 -1 -1.59 revised' '147  5 5 0 0.00 same' '151   1   new')"
	run_split kkr-compare --measures quota,published --against - here.tsv <there.tsv
	assert_line "$(rows '147  5 5 0 0.00 same')"
}

@test "agreed quotas are compared where all have them, and calculated ones where one has not" {
	rows 'area quota agreed' '825 1 0' '860 10 11' >old.tsv
	rows 'area quota agreed' '825 2 2' '860 12 12' >new.tsv
	run_split kkr-compare old.tsv new.tsv
	assert_output "$(rows 'area name before after change change_pct status' '825  0 2 2  revised' '860  11 12 1 9.09 revised')"
	cut -f 1,2 new.tsv >calculated.tsv
	run_split kkr-compare old.tsv calculated.tsv
	assert_output "$(rows 'area name before after change change_pct status' '825  1 2 1 100.00 revised' '860  10 12 2 20.00 revised')"
}

@test "what cannot be held against another is refused, with the reason" {
	rows 'area measure value' '101 a 1' '101 b 2' '101 b 3' >twice.tsv
	rows 'area value' '101 1' >bare.tsv
	refusals run_split kkr-compare <<-'END'
		64 | --measures a twice.tsv           | two measures
		64 | --measures a,b,c twice.tsv       | two measures
		64 | --measures a,a twice.tsv         | 'a' is one measure, not two
		64 | --tolerance -1 a b               | '-1'
		64 | --against - -                    | --against
		64 | - -                              | standard input stands 2 times among the files
		64 | --key area,value --value value bare.tsv bare.tsv | --key: 'value' is the column with the figure
		64 | --against bare.tsv --report bare.tsv twice.tsv | bare.tsv: is both the file of --against and the file of --report
		65 | --value area bare.tsv bare.tsv   | there is no column 'area' beside the figure, 'area'
		65 | --measures a,x twice.tsv         | no row has the measure 'x'
		65 | --measures a,b twice.tsv         | twice.tsv:4: the same figure stands in line 3
		65 | --measures a,b bare.tsv          | 'measure'
		65 | --measures a,b --against bare.tsv twice.tsv | 'measure'
		66 | --against nowhere.tsv bare.tsv   | nowhere.tsv
	END
}

# What is in in.tsv, as another export has it: other columns, other order, another data set.
fresh_table() {
	write_table in.tsv <<-'END'
		dataset|area|period|measure|value|note
		bilag-a|901|2025|people|10|
		bilag-a|902|2025|people|20|uden Ceby
		bilag-a|091|2025|people|30|
		bilag-a|901|2025|houses|5|
		bilag-a|902|2025|houses||
		bilag-a|903|2025|houses|7|
	END
	write_table fresh.tsv <<-'END'
		measure|value|dataset|area|name|period
		houses|7|folk1a|903|Ceby|2025
		houses||folk1a|902|Beby|2025
		houses|5.0|folk1a|901|Alby|2025
		people|30|folk1a|091|Region Øst|2025
		people|20|folk1a|902|Beby|2025
		people|10|folk1a|901|Alby|2025
	END
}

# not_same: rows of the comparison in $output that are not the same.
not_same() {
	awk -F '\t' 'NR > 1 && $NF != "same"' <<<"$output"
}

@test "--against finds the same figures, whatever their order, data set and further columns" {
	fresh_table
	run_split kkr-compare --same --against fresh.tsv in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(wc -l <<<"$output")" 7
	assert_line "$(rows 'area period measure name before after change change_pct status')"
	gzip -k fresh.tsv
	expected=$output
	for arguments in '--against fresh.tsv.gz -' '--against fresh.tsv.gz'; do
		# shellcheck disable=SC2086 # several words
		run_split kkr-compare --same $arguments <in.tsv
		assert_success
		assert_output "$expected"
	done
	run_split kkr-compare --same --against - in.tsv <fresh.tsv
	assert_output "$expected"
	sed -i '1s/value/antal/' in.tsv fresh.tsv
	run_split kkr-compare --same --names value=antal --against fresh.tsv in.tsv
	assert_output "$expected"
}

@test "--against tells each difference: another figure, one that is missing, and no row on either side" {
	fresh_table
	sed -i -e 's/people\t20/people\t20.5/' -e '/houses\t5.0/d' -e 's/^houses\t\t/houses\t0\t/' \
		-e '$a houses\t1\tfolk1a\t904\tDeby\t2025' fresh.tsv
	run_split kkr-compare --same --against fresh.tsv in.tsv
	assert_equal "$status" 65
	assert_equal "$(not_same)" "$(rows '901 2025 houses  5    gone' '902 2025 houses Beby  0   revised' \
		'902 2025 people Beby 20 20.5 0.5 2.50 revised' '904 2025 houses Deby  1   new')"
	assert_equal "$stderr" 'kkr-compare: in.tsv:5: 4 of 7 figures are not the same: 901 2025 houses (gone), ...'
}

@test "a measure here is held against one there, which may have the same name" {
	fresh_table
	sed -i -e '/houses/d' -e 's/people/folketal/' fresh.tsv
	run_split kkr-compare --same --measures people,folketal --against fresh.tsv in.tsv
	assert_success
	sed -i 's/folketal\t10/folketal\t12/' fresh.tsv
	run_split kkr-compare --same --measures people,folketal --against fresh.tsv in.tsv
	assert_equal "$status" 65
	assert_equal "$(not_same)" "$(rows '901 2025 Alby 10 12 2 20.00 revised')"
	sed -i -e 's/folketal/people/' -e 's/\t12\t/\t10\t/' fresh.tsv
	run_split kkr-compare --same --measures people,people --against fresh.tsv in.tsv
	assert_success
	run_split kkr-compare --measures houses,houses --against fresh.tsv in.tsv
	refused 65 "fresh.tsv: --measures: no row has the measure 'houses'"
}

@test "a figure that stands twice by the columns that both have, or is none, is refused in either file" {
	fresh_table
	sed '$a people\t11\tfolk1b\t901\tAlby\t2025' fresh.tsv >twice.tsv
	run_split kkr-compare --against twice.tsv in.tsv
	refused 65 'twice.tsv:8: the same figure stands in line 7 already'
	sed '$a bilag-b\t901\t2025\tpeople\t10\t' in.tsv >more.tsv
	run_split kkr-compare --against fresh.tsv more.tsv
	refused 65 'more.tsv:8: the same figure stands in line 2 already'
	sed -i 's/people\t10/people\tten/' fresh.tsv
	run_split kkr-compare --against fresh.tsv in.tsv
	refused 65 "fresh.tsv:7: value 'ten' is not a number"
	cut -f 1-3 fresh.tsv >less.tsv
	run_split kkr-compare --key area --against less.tsv in.tsv
	refused 65 "less.tsv:1: there is no column 'area'"
}

@test "--against agrees with join on random tables" {
	# By awk with its own generator: two tables of 5 areas and 20 measures, a third of them changed.
	for seed in $(sample "1 2 3 4 5" "1 4"); do
		awk -v seed="$seed" -v OFS='\t' '
			function random(n) {
				state = (state * 16807) % 2147483647
				return state % n
			}
			BEGIN {
				state = seed * 7919
				print "area", "measure", "value" >"in.tsv"
				print "area", "measure", "value" >"fresh.tsv"
				for (area = 901; area <= 905; area++)
					for (m = 10; m < 30; m++) {
						a = random(1000)
						b = random(3) ? a : a + random(21) - 10
						if (random(10))
							print area, "m" m, a >"in.tsv"
						if (random(10))
							print area, "m" m, b >"fresh.tsv"
					}
			}'
		for file in in fresh; do
			sed 1d "$file.tsv" | awk -F '\t' '{ print $1 ":" $2, $3 }' | sort >"$file.keyed"
		done
		join -a 1 -a 2 -e - -o 0,1.2,2.2 in.keyed fresh.keyed | awk '
			$2 != $3 {
				sub(/:/, "\t", $1)
				d = $2 == "-" || $3 == "-" ? "" : $3 - $2
				status = $2 == "-" ? "new" : $3 == "-" ? "gone" : "revised"
				if (!(d * d <= 9 && d != ""))
					print $1 "\t" $2 "\t" $3 "\t" d "\t" status
			}' | tr -d - >want
		run_split kkr-compare --same --tolerance 3 --against fresh.tsv in.tsv
		assert_equal "$status" 65
		not_same | cut -f 1,2,4-6,8 | tr -d - | cmp - want
		[[ $stderr == *": $(wc -l <want) of "* ]] || fail "$stderr"
	done
}

@test "a bilag against itself has no differences, and against another edition those of diff" {
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | kkr-codes >in.tsv
	run_split kkr-compare --same --against in.tsv in.tsv
	assert_success
	awk -F '\t' -v OFS='\t' '$2 ~ /^8[0-9]*$/ && $4 == "population" { $6 += 3 } { print }' in.tsv >other.tsv
	run_split kkr-compare --same --against other.tsv in.tsv
	assert_equal "$status" 65
	assert_equal "$(awk -F '\t' '$NF == "revised" { print $1 "\t" $(NF - 2) }' <<<"$output" | sort)" \
		"$(diff in.tsv other.tsv | sed -n 's/^> //p' | awk -F '\t' '{ print $2 "\t3" }' | sort)"
}
