# kkr-quota: the statutory allocation. What is to come out is worked out by hand (beside the test), read
# off the published table (samples/refugees/bilag-b.xml), or computed by quota_reference.py, which knows
# the formulas of the order and nothing of the program. All other figures are invented.

load common

setup_file() {
	export PYTHONDONTWRITEBYTECODE=1
	export RANDOM_TABLES=$BATS_FILE_TMPDIR/random LARGE=$BATS_FILE_TMPDIR/large.tsv
	mkdir "$RANDOM_TABLES"
	reference quota --random "$(sample 400 100)" --seed 550 "$RANDOM_TABLES"
	awk 'BEGIN {
		OFS = "\t"
		print "area", "measure", "value"
		for (i = 0; i < 20000; i++) {
			area = sprintf("m%05d", i)
			print area, "population", 1000 + i * 7919 % 50000
			print area, "non_western_nationals", i * 104729 % 3000
			print area, "family_reunified", i % 13
		}
	}' >"$LARGE"
}

# observations 'CODE POPULATION NATIONALS FAMILY'...: three rows for each municipality.
observations() {
	printf '%s\n' "$@" | awk '
		BEGIN { OFS = "\t"; print "area", "period", "measure", "unit", "value" }
		{
			print $1, "2025-01-01", "population", "persons", $2
			print $1, "2024-01-01", "non_western_nationals", "persons", $3
			print $1, "2024", "family_reunified", "persons", $4
		}'
}

# Four municipalities with P = 1000, M = 200 and F = 10. N = 90 makes N + F = 100, so that
#
#        share                           gross     net           distribution    quota
#   101  2 400/1000 -  80/200 =  0.4        40     40 -  0 =  40  40 90/100 = 36     36
#   102  2 300/1000 -  20/200 =  0.5        50     50 -  2 =  48  48 90/100 = 43.2   43
#   103  2 200/1000 -  40/200 =  0.2        20     20 -  8 =  12  12 90/100 = 10.8   11
#   104  2 100/1000 -  60/200 = -0.1       -10    -10 -  0 = -10  0                   0
#
# where the positive net are 40 + 48 + 12 = 100. The quotas are 90 without a residual.
four() {
	observations '101 400 80 0' '102 300 20 2' '103 200 40 8' '104 100 60 0'
}

# faults COUNT: as many lines of faults, each with the program and the file.
faults() {
	assert_equal "${#stderr_lines[@]}" "$1"
	local line
	for line in "${stderr_lines[@]}"; do
		assert_regex "$line" '^kkr-quota: in\.tsv(:[0-9]+)?: '
	done
}

# allocate_all OPTION...: the wide tables of all random tables, each below its name.
allocate_all() {
	local table landstal
	for table in "$RANDOM_TABLES"/*.tsv; do
		landstal=${table##*-}
		echo "== ${table##*/}"
		kkr-quota --landstal "${landstal%.tsv}" "$@" "$table" || return
	done
}

# expected_all RULE: the same by the reference.
expected_all() {
	local table
	for table in "$RANDOM_TABLES"/*.tsv; do
		echo "== ${table##*/}"
		cat "${table%.tsv}.$1"
	done
}

published_municipalities() {
	sed -n 's/.*<record area="\([0-9]\{3\}\) [^"]*">\([^<]*\)<.*/\1\t\2/p' \
		"$SAMPLES/refugees/bilag-b.xml" | sed 's/\t-$/\t0/' | sort
}

published_regions() {
	sed -n 's/.*<record area="\(Region [^"]*\) i alt">\([^<]*\)<.*/\1\t\2/p' \
		"$SAMPLES/refugees/bilag-b.xml" | sort
}

# The published table.

@test "the data of 2025 and a landstal of 600 give the published quotas of all 98 municipalities" {
	published_municipalities >expected.tsv
	assert_equal "$(wc -l <expected.tsv)" 98
	refugee_figures | kkr-quota --landstal 600 >quotas.tsv
	awk -F '\t' 'NR > 1 { print $1 "\t" $NF }' quotas.tsv >actual.tsv
	run diff expected.tsv actual.tsv
	assert_success
}

@test "the quotas of the municipalities add up to the published quotas of all 5 regions" {
	published_regions >expected.tsv
	assert_equal "$(wc -l <expected.tsv)" 5
	refugee_figures | kkr-quota --landstal 600 >quotas.tsv
	awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ sum[$at["region_name"]] += $at["quota"] }
		END { for (name in sum) print name "\t" sum[name] }' quotas.tsv | sort >actual.tsv
	run diff expected.tsv actual.tsv
	assert_success
}

@test "Hjørring, the last municipality, has a distribution of 11.37 and the published quota of 10" {
	refugee_figures | kkr-quota --landstal 600 >quotas.tsv
	assert_equal "$(tail -n 1 quotas.tsv | cut -f 1)" 860
	assert_equal "$(tail -n 1 quotas.tsv | awk '{ printf "%.2f %s\n", $(NF - 1), $NF }')" '11.37 10'
}

@test "the reference agrees on every intermediate figure of the published allocation" {
	refugee_figures >figures.tsv
	kkr-quota --landstal 600 figures.tsv >actual.tsv
	reference quota --landstal 600 <figures.tsv >expected.tsv
	run cmp expected.tsv actual.tsv
	assert_success
}

@test "the reference agrees on the published data at other landstal, under both residual rules" {
	refugee_figures >figures.tsv
	for landstal in 0 1 97 599 1000 1500 25000 1234567890123456789012; do
		for rule in last largest-remainder; do
			kkr-quota --landstal $landstal --residual $rule figures.tsv >actual.tsv
			reference quota --landstal $landstal --residual $rule <figures.tsv >expected.tsv
			run cmp expected.tsv actual.tsv
			assert_success
		done
	done
}

@test "the wide table of the samples has the constant columns in place, and no period" {
	refugee_figures | kkr-quota --landstal 600 >quotas.tsv
	assert_equal "$(head -n 1 quotas.tsv | tr '\t' ' ')" "area dataset unit name region region_name\
 population non_western_nationals family_reunified share gross net distribution quota"
}

# The rule, by hand.

@test "every figure of an allocation worked out by hand comes out" {
	four >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_output "$(rows \
		'area unit population non_western_nationals family_reunified share gross net distribution quota' \
		'101 persons 400 80 0 0.4000000000 40.0000 40.0000 36.0000 36' \
		'102 persons 300 20 2 0.5000000000 50.0000 48.0000 43.2000 43' \
		'103 persons 200 40 8 0.2000000000 20.0000 12.0000 10.8000 11' \
		'104 persons 100 60 0 -0.1000000000 -10.0000 -10.0000 0.0000 0')"
	assert_equal "$stderr" ''
}

@test "the reference gives the allocation worked out by hand too" {
	four >in.tsv
	kkr-quota --landstal 90 in.tsv >actual.tsv
	reference quota --landstal 90 <in.tsv >expected.tsv
	run cmp expected.tsv actual.tsv
	assert_success
}

@test "a single municipality is given everything" {
	# Its share is 2 7/7 - 3/3 = 1, its gross 12 + 5, and its net and distribution 12.
	observations '360 7 3 5' >in.tsv
	run_split kkr-quota --landstal 12 in.tsv
	assert_success
	assert_output "$(rows \
		'area unit population non_western_nationals family_reunified share gross net distribution quota' \
		'360 persons 7 3 5 1.0000000000 17.0000 12.0000 12.0000 12')"
}

@test "a municipality without people, nationals and family members stays in the table with zeros" {
	{ four; observations '099 0 0 0' | tail -n +2; } >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_line --index 1 "$(rows '099 persons 0 0 0 0.0000000000 0.0000 0.0000 0.0000 0')"
	assert_equal "$(column quota)" '0 36 43 11 0'
}

@test "a landstal of 0 gives every municipality a quota of 0, with the figures on the way" {
	# N + F = 10, and the net are 4 - 0, 5 - 2, 2 - 8 and -1 - 0.
	four >in.tsv
	run_split kkr-quota --landstal 0 in.tsv
	assert_success
	assert_equal "$(column gross)" '4.0000 5.0000 2.0000 -1.0000'
	assert_equal "$(column net)" '4.0000 3.0000 -6.0000 -1.0000'
	assert_equal "$(column distribution)" '0.0000 0.0000 0.0000 0.0000'
	assert_equal "$(column quota)" '0 0 0 0'
}

@test "a landstal of 0 gives zeros where no net figure is positive either" {
	# Without family members every gross and net is 0 times a share: the positive net add up to 0.
	observations '101 400 80 0' '102 600 120 0' >in.tsv
	run_split kkr-quota --landstal 0 in.tsv
	assert_success
	assert_equal "$(column net)" '0.0000 0.0000'
	assert_equal "$(column quota)" '0 0'
}

@test "a net figure of exactly 0 gives a quota of 0" {
	# P = M = 4, F = 3, N = 9: the shares are 0.25, 0.75; gross 3 and 9; net 3 - 3 and 9 - 0.
	observations '101 1 1 3' '102 3 3 0' >in.tsv
	run_split kkr-quota --landstal 9 in.tsv
	assert_success
	assert_equal "$(column net)" '0.0000 9.0000'
	assert_equal "$(column quota)" '0 9'
}

# The residual.

@test "a person left over goes to the last municipality by code" {
	# 10/3 each, which rounds to 3: 9 in all.
	observations '103 1 1 0' '101 1 1 0' '102 1 1 0' >in.tsv
	run_split kkr-quota --landstal 10 in.tsv
	assert_success
	assert_equal "$(column area)" '101 102 103'
	assert_equal "$(column distribution)" '3.3333 3.3333 3.3333'
	assert_equal "$(column quota)" '3 3 4'
}

@test "a person too many is taken from the last municipality by code" {
	# 11/3 each, which rounds to 4: 12 in all.
	observations '103 1 1 0' '101 1 1 0' '102 1 1 0' >in.tsv
	run_split kkr-quota --landstal 11 in.tsv
	assert_success
	assert_equal "$(column quota)" '4 4 3'
}

@test "what would take the last municipality below 0 is taken from the one before it, and so on" {
	# Six equal shares of 3 are half a person each. Half up makes that 6 quotas of 1, and 3 persons too
	# many: the last has 1 to give, the one before it 1, the one before that 1.
	observations '101 1 1 0' '102 1 1 0' '103 1 1 0' '104 1 1 0' '105 1 1 0' '106 1 1 0' >in.tsv
	run_split kkr-quota --landstal 3 in.tsv
	assert_success
	assert_equal "$(column distribution)" '0.5000 0.5000 0.5000 0.5000 0.5000 0.5000'
	assert_equal "$(column quota)" '1 1 1 0 0 0'
}

@test "a last municipality that has less than the residual gives all, and the one before it the rest" {
	# P = M = 38: the distributions of 19 are 19 9/38 = 4.5 four times and 19 1/38 = 0.5 twice. Half up
	# makes that 4 5 + 2 1 = 22, 3 persons too many: 106 has 1 to give, 105 has 1, and 104 gives 1 of 5.
	observations '101 9 9 0' '102 9 9 0' '103 9 9 0' '104 9 9 0' '105 1 1 0' '106 1 1 0' >in.tsv
	run_split kkr-quota --landstal 19 in.tsv
	assert_success
	assert_equal "$(column distribution)" '4.5000 4.5000 4.5000 4.5000 0.5000 0.5000'
	assert_equal "$(column quota)" '5 5 5 4 0 0'
}

@test "a last municipality with nothing to give is passed over when persons are taken" {
	# 103 has only nationals, so a net below 0 and a quota of 0: the person that two halves are too many
	# is taken from 102. P = 2, M = 2: the shares are 1, 1, -1; the net of N = 1 are 1, 1, -1.
	observations '101 1 0 0' '102 1 0 0' '103 0 2 0' >in.tsv
	run_split kkr-quota --landstal 1 in.tsv
	assert_success
	assert_equal "$(column net)" '1.0000 1.0000 -1.0000'
	assert_equal "$(column distribution)" '0.5000 0.5000 0.0000'
	assert_equal "$(column quota)" '1 0 0'
}

@test "a person left over goes to the last municipality even where its distribution is 0" {
	# P = 3, M = 1: the shares are 2/3 three times and -1, so the first three have 10/3 each.
	observations '101 1 0 0' '102 1 0 0' '103 1 0 0' '104 0 1 0' >in.tsv
	run_split kkr-quota --landstal 10 in.tsv
	assert_success
	assert_equal "$(column distribution)" '3.3333 3.3333 3.3333 0.0000'
	assert_equal "$(column quota)" '3 3 3 1'
}

@test "--residual largest-remainder gives what is left over to the greatest remainder" {
	# P = M = 100: the distributions of 10 are 3.4, 4.3 and 2.3, which round to 9.
	observations '101 34 34 0' '102 43 43 0' '103 23 23 0' >in.tsv
	run_split kkr-quota --landstal 10 --residual largest-remainder in.tsv
	assert_success
	assert_equal "$(column quota)" '4 4 2'
}

@test "--residual largest-remainder takes what is too many from the least remainder that was rounded up" {
	# The distributions of 10 are 3.7, 4.6 and 1.7, which round to 11.
	observations '101 37 37 0' '102 46 46 0' '103 17 17 0' >in.tsv
	run_split kkr-quota --landstal 10 --residual largest-remainder in.tsv
	assert_success
	assert_equal "$(column quota)" '4 4 2'
}

@test "--residual largest-remainder favours the lower code among the same remainders" {
	# The design leaves ties open; the manual gives them to the lower code.
	observations '101 1 1 0' '102 1 1 0' '103 1 1 0' >in.tsv
	run_split kkr-quota --landstal 10 --residual largest-remainder in.tsv
	assert_success
	assert_equal "$(column quota)" '4 3 3'
	run_split kkr-quota --landstal 11 --residual largest-remainder in.tsv
	assert_equal "$(column quota)" '4 4 3'
}

@test "--residual last is the default" {
	observations '101 34 34 0' '102 43 43 0' '103 23 23 0' >in.tsv
	kkr-quota --landstal 10 in.tsv >default.tsv
	run_split kkr-quota --landstal 10 --residual last in.tsv
	assert_success
	assert_output "$(cat default.tsv)"
	assert_equal "$(column quota)" '3 4 3'
}

@test "a residual rule that does not exist is refused and the two that do are named" {
	four >in.tsv
	run_split kkr-quota --landstal 90 --residual first in.tsv
	refused 64 "kkr-quota: --residual" "'first'" last largest-remainder
}

# Random tables.

@test "random allocations agree with the reference byte for byte" {
	expected_all last >expected.txt
	allocate_all >actual.txt
	run diff expected.txt actual.txt
	assert_success
}

@test "random allocations by largest remainder agree with the reference byte for byte" {
	expected_all largest-remainder >expected.txt
	allocate_all --residual largest-remainder >actual.txt
	run diff expected.txt actual.txt
	assert_success
}

@test "the order of the rows makes no difference, in the wide table and in the long one" {
	for table in "$RANDOM_TABLES"/00[0-4]*.tsv; do
		{ head -n 1 "$table"; tail -n +2 "$table" | tac; } >backward.tsv
		{ head -n 1 "$table"; tail -n +2 "$table" | sort; } >sorted.tsv
		for form in '' --long; do
			kkr-quota --landstal 600 $form "$table" >expected.tsv
			for other in backward.tsv sorted.tsv; do
				run cmp expected.tsv <(kkr-quota --landstal 600 $form $other)
				assert_success
			done
		done
	done
}

@test "the quotas of all random allocations add up to the landstal exactly and none is negative" {
	for rule in last largest-remainder; do
		allocate_all --residual $rule >tables.txt
		run python3 - tables.txt <<-'END'
			import sys
			landstal = given = None
			for line in [*open(sys.argv[1]), "== -0."]:
			    if line.startswith("== "):
			        assert given == landstal, (name, landstal, given)
			        name, landstal, given = line, int(line.split("-")[1].split(".")[0]), 0
			    elif not line.startswith("area\t"):
			        quota = int(line.split("\t")[-1])
			        assert quota >= 0, (name, line)
			        given += quota
		END
		assert_success
	done
}

@test "no random allocation writes a zero with a sign" {
	allocate_all >tables.txt
	run grep -nE $'(^|\t)-0(\\.0*)?(\t|$)' tables.txt
	assert_failure 1
	# They do contain figures that would be such a zero if the sign were written first.
	run grep -qE $'\t-0\\.[0-9]*[1-9]' tables.txt
	assert_success
}

# Figures.

@test "negative figures that round to zero have no sign" {
	# The share of 102 is -1/10^12 and its gross and net are 600 times that.
	observations '101 1 999999999999 0' '102 0 1 0' >in.tsv
	run_split kkr-quota --landstal 600 in.tsv
	assert_success
	assert_line --index 2 "$(rows '102 persons 0 1 0 0.0000000000 0.0000 0.0000 0.0000 0')"
}

@test "an exact half in the last decimal is rounded away from zero, up and down" {
	# With P = 4 10^10 and M = 2 10^10 the share of 101 is 2/P = 0.00000000005 and that of 102 as much
	# below 0. N = 10^6 makes their gross and net 0.00005 and -0.00005.
	observations '101 1 0 0' '102 0 1 0' '103 39999999999 19999999999 0' >in.tsv
	run_split kkr-quota --landstal 1000000 in.tsv
	assert_success
	assert_equal "$(column share)" '0.0000000001 -0.0000000001 1.0000000000'
	assert_equal "$(column gross)" '0.0001 -0.0001 1000000.0000'
	assert_equal "$(column net)" '0.0001 -0.0001 1000000.0000'
}

@test "less than a half in the last decimal is rounded toward zero, up and down" {
	# As above with P = 4.04 10^10 and M = 2.02 10^10: a share of 0.0000000000495..., a gross of 0.0000495...
	observations '101 1 0 0' '102 0 1 0' '103 40399999999 20199999999 0' >in.tsv
	run_split kkr-quota --landstal 1000000 in.tsv
	assert_success
	assert_equal "$(column share)" '0.0000000000 0.0000000000 1.0000000000'
	assert_equal "$(column gross)" '0.0000 0.0000 1000000.0000'
}

@test "an exact half in the last decimal of the distribution is rounded up" {
	# 2 1/40000 - 0 = 0.00005; M is 102's alone. N = 1 and no net is below 0.
	observations '101 1 0 0' '102 39999 9 0' >in.tsv
	run_split kkr-quota --landstal 1 in.tsv
	assert_success
	assert_equal "$(column distribution)" '0.0001 1.0000'
	assert_equal "$(column quota)" '0 1'
}

@test "a quota is rounded from the exact distribution, not from the one that is shown" {
	# The distribution of 101 is 10^6 (5 10^6 - 1)/10^13 = 0.4999999: it is shown as 0.5000, and its quota
	# is 0. The last has the 1000000 - 0.4999999, which rounds to 1000000.
	observations '101 4999999 4999999 0' '102 9999995000001 9999995000001 0' >in.tsv
	run_split kkr-quota --landstal 1000000 in.tsv
	assert_success
	assert_equal "$(column distribution)" '0.5000 999999.5000'
	assert_equal "$(column quota)" '0 1000000'
}

@test "figures far beyond 64 bits are exact" {
	# The table worked out by hand with everyone counted 10^30 times over, and one person more.
	z=000000000000000000000000000000
	observations "101 400$z 80$z 0" "102 300$z 20$z 2$z" "103 200$z 40$z 8$z" "104 100$z 60$z 0" >in.tsv
	run_split kkr-quota --landstal "90$z" in.tsv
	assert_success
	assert_equal "$(column share)" '0.4000000000 0.5000000000 0.2000000000 -0.1000000000'
	assert_equal "$(column net)" "40$z.0000 48$z.0000 12$z.0000 -10$z.0000"
	assert_equal "$(column quota)" "36$z 432${z#0} 108${z#0} 0"
}

@test "one person among 2^64 is not lost" {
	observations '101 18446744073709551616 1 0' >in.tsv
	run_split kkr-quota --landstal 18446744073709551617 in.tsv
	assert_success
	assert_equal "$(column population)" 18446744073709551616
	assert_equal "$(column net)" 18446744073709551617.0000
	assert_equal "$(column quota)" 18446744073709551617
}

@test "a landstal and a figure of 100 digits are read" {
	all=$(printf '9%.0s' {1..100})
	observations "101 $all $all 0" >in.tsv
	run_split kkr-quota --landstal 0 in.tsv
	assert_success
	assert_equal "$(column population)" "$all"
	observations '101 1 1 0' >in.tsv
	run_split kkr-quota --landstal "$(printf '0%.0s' {1..97})600" in.tsv
	assert_success
	assert_equal "$(column quota)" 600
}

@test "no figure of more than 100 digits, which is no number of a record, is ever written" {
	# The gross and net of 10^97 persons have 98 digits before the point and 4 behind it.
	four >in.tsv
	run_split kkr-quota --landstal "1$(printf '0%.0s' {1..97})" in.tsv
	longest=$(tr -d '.-' <<<"$output" | tr '\t' '\n' | awk '{ if (length > n) n = length } END { print n + 0 }')
	assert [ "$longest" -le 100 ]
}

@test "20,000 municipalities are allocated as the reference does it" {
	reference quota --landstal 100000 <"$LARGE" >expected.tsv
	kkr-quota --landstal 100000 "$LARGE" >actual.tsv
	assert_equal "$(wc -l <actual.tsv)" 20001
	run cmp expected.tsv actual.tsv
	assert_success
}

# The landstal.

@test "a landstal that is missing, or is no whole number of persons, is refused" {
	four >in.tsv
	refusals run_split kkr-quota <<-'END'
		64 | in.tsv                   | kkr-quota: --landstal
		64 | --landstal               | kkr-quota: | landstal
		64 | --landstal -1 in.tsv     | kkr-quota: --landstal: '-1' | whole number
		64 | --landstal -0 in.tsv     | kkr-quota: --landstal: '-0' | whole number
		64 | --landstal 600.5 in.tsv  | kkr-quota: --landstal: '600.5' | whole number
		64 | --landstal '' in.tsv     | kkr-quota: --landstal: '' | whole number
		64 | --landstal 1.000 in.tsv  | kkr-quota: --landstal: '1.000' | without separators
		64 | --landstal 1,000 in.tsv  | kkr-quota: --landstal: '1,000' | without separators
		64 | --landstal '1 000' in.tsv | kkr-quota: --landstal: '1 000' | without separators
		64 | --landstal "1'000" in.tsv | kkr-quota: --landstal: '1'000' | without separators
		64 | --landstal 1e3 in.tsv    | kkr-quota: --landstal: | whole number
		64 | --landstal +600 in.tsv   | kkr-quota: --landstal: | whole number
		64 | --landstal ' 600' in.tsv | kkr-quota: --landstal: | whole number
		64 | --landstal '600 ' in.tsv | kkr-quota: --landstal: | whole number
		64 | --landstal 0x10 in.tsv   | kkr-quota: --landstal: | whole number
		64 | --landstal 600.0 in.tsv  | kkr-quota: --landstal: | whole number
		64 | --landstal 600. in.tsv   | kkr-quota: --landstal: | whole number
		64 | --landstal .5 in.tsv     | kkr-quota: --landstal: | whole number
		64 | --landstal six in.tsv    | kkr-quota: --landstal: | whole number
		64 | --landstal NaN in.tsv    | kkr-quota: --landstal: | whole number
		64 | --landstal inf in.tsv    | kkr-quota: --landstal: | whole number
		64 | --landstal '６００' in.tsv | kkr-quota: --landstal: | whole number
		64 | --landstal $'600\n' in.tsv | kkr-quota: --landstal: | whole number
		64 | --landstal "1$(printf '0%.0s' {1..100})" in.tsv | kkr-quota: --landstal: '1000 | 100 digits
	END
}

# Figures that are missing or wrong.

@test "a table without municipal figures is refused with the measures that it wants" {
	rows 'area measure value' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: ' population non_western_nationals family_reunified
}

@test "a table with other measures alone is refused with the measures that it wants" {
	rows 'area measure value' '101 asylum_seekers 5' '000 asylum_seekers 5' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: ' population non_western_nationals family_reunified
}

@test "people in no municipality (P = 0) are refused" {
	observations '101 0 80 0' '102 0 20 2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: population is 0'
	faults 1
}

@test "no immigrants at all (M = 0) are refused" {
	observations '101 400 0 0' '102 300 0 2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: non_western_nationals is 0'
	faults 1
}

@test "no immigrants are refused with a landstal of 0 too" {
	observations '101 400 0 0' '102 300 0 2' >in.tsv
	run_split kkr-quota --landstal 0 in.tsv
	refused 65 'non_western_nationals is 0'
}

@test "P = 0 and M = 0 together are both listed" {
	observations '101 0 0 0' '102 0 0 2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'population is 0' 'non_western_nationals is 0'
	faults 2
}

@test "M = 0 is listed beside a fault in another measure" {
	observations '101 400 0 0' '102 300 0 -2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "in.tsv:7: 102: family_reunified '-2' is negative" 'non_western_nationals is 0'
	faults 2
}

@test "no family members at all (F = 0) are no fault" {
	observations '101 1 1 0' '102 1 1 0' >in.tsv
	run_split kkr-quota --landstal 4 in.tsv
	assert_success
	assert_equal "$(column quota)" '2 2'
}

@test "a measure that is missing altogether is refused once, not for each municipality" {
	four | grep -v family_reunified >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "no row has the measure 'family_reunified'"
	faults 1
}

@test "a measure that is missing altogether is refused with the option that names another" {
	four | sed 's/family_reunified/family/' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 family_reunified --family
}

@test "a measure that is missing for one municipality is refused" {
	four | awk -F '\t' '!($1 == 103 && $3 == "population")' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: 103: population is missing'
	faults 1
}

@test "a measure that stands twice for a municipality is refused with both lines" {
	{ four; four | sed -n 6p; } >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:14: 102: non_western_nationals stands twice' 'line 6'
	faults 1
}

@test "a measure that stands twice is refused where both figures are the same and the files are two" {
	four >a.tsv
	{ head -n 1 a.tsv; sed -n 6p a.tsv; } >b.tsv
	run_split kkr-quota --landstal 90 a.tsv b.tsv
	refused 65 'kkr-quota: b.tsv:2: 102: non_western_nationals stands twice' 'line 6 of a.tsv'
}

@test "a negative figure is refused" {
	observations '101 400 80 0' '102 300 -20 2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "kkr-quota: in.tsv:6: 102: non_western_nationals '-20' is negative"
	faults 1
}

@test "a fractional figure is refused" {
	observations '101 400 80 0' '102 300.5 20 2' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "kkr-quota: in.tsv:5: 102: population '300.5' is not a whole number"
	faults 1
}

@test "an empty figure is missing and not zero" {
	four | awk -F '\t' -v OFS='\t' 'NR == 10 { $5 = "" } 1' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:10: 103: family_reunified ' missing
	faults 1
}

@test "a figure that is not a number is refused" {
	for figure in mange 1e3 +5 0x10 1.000.000 1,5 - .. 5. .5 '６' -0 'NaN'; do
		observations '101 400 80 0' "102 300 $figure 2" >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "kkr-quota: in.tsv:6: 102: non_western_nationals '$figure' is not a number"
		faults 1
	done
}

@test "a figure of 101 digits is refused with the limit of 100" {
	observations "101 1$(printf '0%.0s' {1..100}) 80 0" >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:2: 101: population' '100 digits'
}

@test "a measure with two periods is refused and both are named" {
	four | sed '5s/2025-01-01/2024-01-01/' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:5: population' 2024-01-01 2025-01-01 'line 2'
	faults 1
}

@test "every row of a period that is not that of the first is listed" {
	four | sed -e '5s/2025-01-01/2024-01-01/' -e '11s/2025-01-01/2023/' -e '13s/2024/2023/' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'in.tsv:5: population' 'in.tsv:11: population' 'in.tsv:13: family_reunified'
	faults 3
}

@test "a whole measure for two periods is refused" {
	{ four; four | sed -n 's/2025-01-01/2026-01-01/p'; } >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'in.tsv:14: 101: population stands twice' 'in.tsv:14: population is of 2026-01-01'
}

@test "a period that is given for some municipalities and not for others is two periods" {
	four | sed '5s/2025-01-01//' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:5: population'
	faults 1
}

@test "each measure may be of a period of its own" {
	four >in.tsv
	assert_equal "$(tail -n +2 in.tsv | cut -f 2,3 | sort -u | wc -l)" 3
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
}

@test "the country, a region and a landsdel are refused with the step that takes them out" {
	for code in 000 081 084 DK011; do
		{ four; observations "$code 1000 200 10" | tail -n +2; } >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "kkr-quota: in.tsv:14: area '$code' is no municipality" kkr-check
		faults 3
	done
}

@test "totals that kkr-codes has not turned into codes are not taken for municipalities" {
	for area in 'Danmark i alt' 'Region Hovedstaden' 1084 DK01 DK; do
		{ four; observations 'T 1000 200 10' | tail -n +2 | sed "s/^T/$area/"; } >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "in.tsv:14: area '$area'"
	done
}

@test "an empty area is refused" {
	four | sed '5s/^102//' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "kkr-quota: in.tsv:5: area ''" '102: population is missing'
	faults 2
}

@test "all faults of a table are listed, and nothing is written" {
	observations '101 1 1 0' '102 1 1 0' '103 1 1 0' '104 1 -5 0' '105 1 1 1.5' '106 1 1 0' \
		'107 1 mange 0' '108 1 1 0' '109 1 1 0' | awk -F '\t' -v OFS='\t' '
			$1 == 102 && $3 == "population" { next }
			$1 == 106 && $3 == "population" { $5 = "" }
			$1 == 108 && $3 == "family_reunified" { $2 = 2023 }
			{ print }
			$1 == 103 && $3 == "population"
			$1 == 109 && $3 == "population" { $1 = "084"; print }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 '102: population is missing' 'in.tsv:8: 103: population stands twice' \
		"in.tsv:12: 104: non_western_nationals '-5' is negative" \
		"in.tsv:16: 105: family_reunified '1.5' is not a whole number" \
		'in.tsv:17: 106: population ' "in.tsv:21: 107: non_western_nationals 'mange' is not a number" \
		'in.tsv:25: family_reunified is of 2023' "in.tsv:27: area '084' is no municipality"
	faults 8
}

@test "nothing is written in the long form either where there is a fault" {
	observations '101 400 80 0' '102 300 -20 2' >in.tsv
	run_split kkr-quota --landstal 90 --long in.tsv
	refused 65 'is negative'
}

@test "other measures are ignored, whatever their areas, periods and values" {
	{
		four
		printf '%s\n' $'101\t2025\tasylum_seekers\tpersons\t7' $'101\t2024\tasylum_seekers\tpersons\t' \
			$'084\t2025\tasylum_seekers\tpersons\t-1.5' $'\t\tnote\t\tmange' \
			$'750\t2025\tPopulation\tpersons\t1000' $'751\t2025\tpopulation \tpersons\t1000'
	} >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_output "$(four | kkr-quota --landstal 90)"
}

# Columns.

@test "observations without period and unit are enough" {
	four | cut -f 1,3,5 >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_line --index 0 "$(rows "area population non_western_nationals family_reunified share gross\
 net distribution quota")"
	assert_equal "$(column quota)" '36 43 11 0'
}

@test "a column that is wanted and missing is named beside those that are there" {
	for missing in area measure value; do
		four | sed "1s/$missing/other/" >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "kkr-quota: in.tsv:1: there is no column '$missing'" other --names
	done
}

@test "columns that are constant within each municipality stand behind the area, in their order" {
	four | awk -F '\t' -v OFS='\t' '
		NR == 1 { print "region", "value", "name", "unit", "measure", "area", "period", "dataset"; next }
		{ print "08" $1 % 2, $5, "N" $1, $4, $3, $1, $2, "d-1" }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_line --index 0 "$(rows "area region name unit dataset population non_western_nationals\
 family_reunified share gross net distribution quota")"
	assert_line --index 2 "$(rows "102 080 N102 persons d-1 300 20 2 0.5000000000 50.0000 48.0000 43.2000 43")"
}

@test "a column that varies within a single municipality is left out for all" {
	four | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "note" : NR == 8 ? "ca." : "" }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_output "$(four | kkr-quota --landstal 90)"
}

@test "a column varies where the second and third figure alone differ in it" {
	# Rows 3 and 4 of each municipality: neither is the population.
	for row in 6 7; do
		four | awk -F '\t' -v OFS='\t' -v row=$row '
			{ print $0, NR == 1 ? "note" : NR == row ? "ca." : "" }' >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		assert_output "$(four | kkr-quota --landstal 90)"
	done
}

@test "a period that is the same for all three measures is kept" {
	four | awk -F '\t' -v OFS='\t' 'NR > 1 { $2 = 2025 } 1' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_equal "$(column period)" '2025 2025 2025 2025'
}

@test "the value is no column of the wide table where a municipality has the same three figures" {
	observations '101 5 5 5' | cut -f 1,3,5 >in.tsv
	run_split kkr-quota --landstal 9 in.tsv
	assert_success
	assert_output "$(rows \
		'area population non_western_nationals family_reunified share gross net distribution quota' \
		'101 5 5 5 1.0000000000 14.0000 9.0000 9.0000 9')"
}

@test "escapes in the fields that go through are left as they are" {
	four | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "name" : "a\\tb\\\\c\\nÅ" }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	assert_success
	assert_equal "$(column name | cut -d ' ' -f 1)" 'a\tb\\c\nÅ'
}

@test "a column that has the name of a figure that is made is refused" {
	for name in share gross net distribution quota; do
		four | awk -F '\t' -v OFS='\t' -v name=$name '{ print $0, NR == 1 ? name : "1" }' >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "kkr-quota: in.tsv:1: " "'$name'"
		faults 1
	done
}

@test "a column that has the name of a figure that is made is refused even where it would be left out" {
	four | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "share" : NR }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "'share'"
}

@test "a column that has the name of a measure is refused" {
	for name in population non_western_nationals family_reunified; do
		four | awk -F '\t' -v OFS='\t' -v name=$name '{ print $0, NR == 1 ? name : "1" }' >in.tsv
		run_split kkr-quota --landstal 90 in.tsv
		refused 65 "kkr-quota: in.tsv:1: " "'$name'"
	done
}

@test "a column that has the name of an output is refused with the option that helps" {
	# The contract: one that is there already is 65, naming the option.
	four | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "share" : "1" }' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 "'share'" ' --'
}

# --long.

@test "--long passes the rows of the three measures on and puts five observations behind them" {
	four | sed -n '1p; 2,4p; 11,13p' >in.tsv
	# P = 500, M = 140, F = 0, N = 70; the shares are 1.6 - 80/140 = 36/35 and 0.4 - 60/140 = -1/35.
	run_split kkr-quota --landstal 70 --long in.tsv
	assert_success
	assert_output "area${TAB}period${TAB}measure${TAB}unit${TAB}value
101${TAB}2025-01-01${TAB}population${TAB}persons${TAB}400
101${TAB}2024-01-01${TAB}non_western_nationals${TAB}persons${TAB}80
101${TAB}2024${TAB}family_reunified${TAB}persons${TAB}0
101${TAB}${TAB}share${TAB}${TAB}1.0285714286
101${TAB}${TAB}gross${TAB}persons${TAB}72.0000
101${TAB}${TAB}net${TAB}persons${TAB}72.0000
101${TAB}${TAB}distribution${TAB}persons${TAB}70.0000
101${TAB}${TAB}quota${TAB}persons${TAB}70
104${TAB}2025-01-01${TAB}population${TAB}persons${TAB}100
104${TAB}2024-01-01${TAB}non_western_nationals${TAB}persons${TAB}60
104${TAB}2024${TAB}family_reunified${TAB}persons${TAB}0
104${TAB}${TAB}share${TAB}${TAB}-0.0285714286
104${TAB}${TAB}gross${TAB}persons${TAB}-2.0000
104${TAB}${TAB}net${TAB}persons${TAB}-2.0000
104${TAB}${TAB}distribution${TAB}persons${TAB}0.0000
104${TAB}${TAB}quota${TAB}persons${TAB}0"
	assert_equal "$stderr" ''
}

@test "--long fills columns that are constant within each municipality and leaves the others empty" {
	four | awk -F '\t' -v OFS='\t' '
		{ print "d-1", $0, NR == 1 ? "name" : "N" $1, NR == 1 ? "note" : $3 == "population" ? "ca." : "" }
		' | sed '1s/^d-1/dataset/' >in.tsv
	run_split kkr-quota --landstal 90 --long in.tsv
	assert_success
	assert_line "d-1${TAB}101${TAB}2025-01-01${TAB}population${TAB}persons${TAB}400${TAB}N101${TAB}ca."
	assert_line "d-1${TAB}101${TAB}${TAB}quota${TAB}persons${TAB}36${TAB}N101${TAB}"
}

@test "--long passes every row of the three measures through untouched and drops none" {
	refugee_figures >figures.tsv
	kkr-quota --landstal 600 --long figures.tsv >long.tsv
	grep -E $'\t(population|non_western_nationals|family_reunified)\t' figures.tsv | sort >expected.tsv
	grep -E $'\t(population|non_western_nationals|family_reunified)\t' long.tsv | sort >actual.tsv
	assert_equal "$(wc -l <expected.tsv)" 294
	run cmp expected.tsv actual.tsv
	assert_success
	assert_equal "$(wc -l <long.tsv)" $((1 + 98 * 8))
}

@test "--long gives the figures of the wide table" {
	refugee_figures >figures.tsv
	kkr-quota --landstal 600 figures.tsv | awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
		{ for (i = NF - 7; i <= NF; i++) print $1 "\t" name[i] "\t" $i }' >expected.tsv
	kkr-quota --landstal 600 --long figures.tsv | awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["area"] "\t" $at["measure"] "\t" $at["value"] }' >actual.tsv
	run diff expected.tsv actual.tsv
	assert_success
}

@test "--long without a period and a unit has the columns that there are" {
	observations '101 5 5 5' | cut -f 1,3,5 >in.tsv
	run_split kkr-quota --landstal 9 --long in.tsv
	assert_success
	assert_output "$(rows 'area measure value' '101 population 5' '101 non_western_nationals 5' \
		'101 family_reunified 5' '101 share 1.0000000000' '101 gross 14.0000' '101 net 9.0000' \
		'101 distribution 9.0000' '101 quota 9')"
}

@test "--long writes what kkr-check passes on unchanged" {
	refugee_figures | kkr-quota --landstal 600 --long >long.tsv
	run_split kkr-check --complete long.tsv
	assert_success
	assert_output "$(cat long.tsv)"
	assert_equal "$stderr" ''
}

@test "--long writes what kkr-quota itself reads again" {
	four >in.tsv
	kkr-quota --landstal 90 --long in.tsv >long.tsv
	run_split kkr-quota --landstal 90 --long long.tsv
	assert_success
	assert_output "$(cat long.tsv)"
}

@test "--long takes a column that has the name of a figure, for it makes no columns" {
	four | awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "share" : "x" }' >in.tsv
	run_split kkr-quota --landstal 90 --long in.tsv
	assert_success
	assert_line --index 0 "$(rows 'area period measure unit value share')"
	assert_line "101${TAB}${TAB}quota${TAB}persons${TAB}36${TAB}x"
}

# Options.

@test "--population, --nationals and --family name the measures, and the wide table's columns" {
	four | sed -e 's/population/people/' -e 's/non_western_nationals/foreign/' \
		-e 's/family_reunified/joined/' >in.tsv
	run_split kkr-quota --landstal 90 --population people --nationals foreign --family joined in.tsv
	assert_success
	assert_line --index 0 "$(rows "area unit people foreign joined share gross net distribution quota")"
	assert_line --index 1 "$(rows '101 persons 400 80 0 0.4000000000 40.0000 40.0000 36.0000 36')"
	assert_equal "$(column quota)" '36 43 11 0'
}

@test "a measure by a name of its own stands for the default one, which is ignored" {
	{ four; four | sed -n 's/population/people/p' | sed 's/[0-9]*$/250/'; } >in.tsv
	# All have 250 of 1000 people: the shares are 0.5 less 0.4, 0.1, 0.2 and 0.3.
	run_split kkr-quota --landstal 90 --population people in.tsv
	assert_success
	assert_equal "$(column share)" '0.1000000000 0.4000000000 0.3000000000 0.2000000000'
}

@test "a measure with the name of another, or of a figure that is made, is refused" {
	four >in.tsv
	refusals run_split kkr-quota --landstal 90 <<-'END'
		64 | --population non_western_nationals in.tsv | non_western_nationals
		64 | --population share in.tsv                 | --population | share
		64 | --long --population quota in.tsv          | --population | quota
	END
}

@test "a measure whose name cannot name a column is refused in the wide table" {
	for name in Folketal 'people 2025' 4A ''; do
		four | sed "s/population/$name/" >in.tsv
		run_split kkr-quota --landstal 90 --population "$name" in.tsv
		refused 64 --population "'$name'"
	done
}

@test "--names finds every column by another name" {
	four | sed '1s/.*/kommune\taar\tnoegletal\tenhed\tantal/' >in.tsv
	names=area=kommune,measure=noegletal,value=antal,period=aar,unit=enhed
	run_split kkr-quota --landstal 90 --names $names in.tsv
	assert_success
	assert_line --index 0 "$(rows "kommune enhed population non_western_nationals family_reunified share\
 gross net distribution quota")"
	assert_equal "$(column quota)" '36 43 11 0'
}

@test "--names period checks the column that it names" {
	four | sed -e '1s/period/aar/' -e '5s/2025-01-01/2024/' >in.tsv
	run_split kkr-quota --landstal 90 --names period=aar in.tsv
	refused 65 'kkr-quota: in.tsv:5: population'
}

@test "--names unit fills the column that it names in the long form" {
	four | sed '1s/unit/enhed/' >in.tsv
	run_split kkr-quota --landstal 90 --long --names unit=enhed in.tsv
	assert_success
	assert_line "101${TAB}${TAB}share${TAB}${TAB}0.4000000000"
	assert_line "101${TAB}${TAB}quota${TAB}persons${TAB}36"
}

@test "a column that --names names and that is not there is refused, for every role" {
	four >in.tsv
	for role in area measure value period unit; do
		run_split kkr-quota --landstal 90 --names $role=aar in.tsv
		refused 65 "there is no column 'aar'"
	done
}

@test "--names that gives a column two roles, an unknown role or no ROLE=COLUMN is refused" {
	four >in.tsv
	refusals run_split kkr-quota --landstal 90 --names <<-'END'
		64 | value=area in.tsv | --names | area
		64 | place=kommune     | kkr-quota: --names | place
		64 | area              | kkr-quota: --names:
		64 | area=             | kkr-quota: --names:
		64 | area=Kommune      | kkr-quota: --names:
		64 | ''                | kkr-quota: --names:
		64 | area=a,,value=b   | kkr-quota: --names:
	END
}

@test "the short options are the long ones" {
	four | sed -e '1s/area/kommune/' -e 's/population/people/' -e 's/non_western_nationals/foreign/' \
		-e 's/family_reunified/joined/' >in.tsv
	kkr-quota --landstal 91 --long --residual largest-remainder --population people --nationals foreign \
		--family joined --names area=kommune in.tsv >expected.tsv
	run_split kkr-quota --landstal 91 --long --residual largest-remainder --population people --nationals foreign --family joined --names area=kommune in.tsv
	assert_success
	assert_output "$(cat expected.tsv)"
}

@test "an option that does not exist is refused" {
	run_split kkr-quota --landstal 90 --landsdel 3
	refused 64 'kkr-quota: ' --landsdel --help
}

@test "--help says how it is used, with every option" {
	run_split kkr-quota --help
	assert_success
	assert_equal "$stderr" ''
	assert_line --index 0 --partial 'usage: kkr-quota --landstal N'
	for option in --landstal --long --residual --population --nationals --family --names --areas --help \
		--version; do
		assert_output --partial " $option"
	done
	long=$output
	run_split kkr-quota -h
	assert_output "$long"
}

@test "--version says which version it is" {
	run_split kkr-quota --version
	assert_success
	assert_equal "$stderr" ''
	assert_regex "$output" '^kkr [0-9]+\.[0-9]+\.[0-9]+$'
	version=$output
	run_split kkr-quota -V
	assert_output "$version"
}

@test "--areas says by another code list which areas are totals" {
	rows 'code name region region_name kkr landsdel landsdel_name nuts3' \
		'901 A 099 R K 99 L DK099' >areas.tsv
	{ four; observations '084 0 0 0' '099 1000 200 10' | tail -n +2; } >in.tsv
	run_split kkr-quota --landstal 90 --areas areas.tsv in.tsv
	refused 65 "in.tsv:17: area '099' is no municipality"
	faults 3
}

@test "a code list that is wrong is 78, and one that cannot be opened 66" {
	rows 'code name' '901 A' >areas.tsv
	four >in.tsv
	run_split kkr-quota --landstal 90 --areas areas.tsv in.tsv
	refused 78 'kkr-quota: areas.tsv:1: '
	run_split kkr-quota --landstal 90 --areas nowhere.tsv in.tsv
	refused 66 'kkr-quota: nowhere.tsv: '
}

# Input and output.

@test "standard input, '-' and a file give the same bytes" {
	four >in.tsv
	expected=$(kkr-quota --landstal 90 in.tsv)
	run_split kkr-quota --landstal 90 <in.tsv
	assert_success
	assert_output "$expected"
	run_split kkr-quota --landstal 90 - <in.tsv
	assert_success
	assert_output "$expected"
}

@test "gzip is read as what is in it" {
	four >in.tsv
	gzip -c in.tsv >packed.tsv
	run_split kkr-quota --landstal 90 packed.tsv
	assert_success
	assert_output "$(kkr-quota --landstal 90 in.tsv)"
}

@test "several input files are one table" {
	four >in.tsv
	for measure in population non_western_nationals family_reunified; do
		awk -F '\t' -v measure=$measure 'NR == 1 || $3 == measure' in.tsv >$measure.tsv
	done
	run_split kkr-quota --landstal 90 population.tsv - non_western_nationals.tsv <family_reunified.tsv
	assert_success
	assert_output "$(kkr-quota --landstal 90 in.tsv)"
}

@test "faults in several files are listed each with its file" {
	observations '101 -1 5 0' >a.tsv
	observations '102 5 5 1.5' >b.tsv
	run_split kkr-quota --landstal 90 a.tsv b.tsv
	refused 65 "kkr-quota: a.tsv:2: 101: population '-1'" "kkr-quota: b.tsv:4: 102: family_reunified '1.5'"
	assert_equal "${#stderr_lines[@]}" 2
}

@test "a further file with other columns is refused" {
	four >a.tsv
	observations '105 1 1 0' | cut -f 1,3,2,4,5 | sed '1s/unit/units/' >b.tsv
	run_split kkr-quota --landstal 90 a.tsv b.tsv
	refused 65 'kkr-quota: b.tsv:1: ' column
}

@test "a file that is not there is 66" {
	four >in.tsv
	run_split kkr-quota --landstal 90 in.tsv nowhere.tsv
	refused 66 'kkr-quota: nowhere.tsv: cannot be opened'
}

@test "an empty file is refused: it has no header" {
	: >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv: ' header
}

@test "a stream that is cut in the middle of a row is refused" {
	four | head -c -3 >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:13: ' 'cut short'
}

@test "a row with a field too few is refused" {
	four | sed '5s/\tpersons//' >in.tsv
	run_split kkr-quota --landstal 90 in.tsv
	refused 65 'kkr-quota: in.tsv:5: 4 fields' '5 columns'
}

@test "a full disk is 74, in both forms and for --help" {
	four >in.tsv
	for arguments in '--landstal 90 in.tsv' '--landstal 90 --long in.tsv' --help --version; do
		run_split bash -c "kkr-quota $arguments >/dev/full"
		refused 74 'kkr-quota: standard output: cannot be written: '
	done
}

@test "a standard output that is closed is 74" {
	four >in.tsv
	run_split bash -c 'kkr-quota --landstal 90 in.tsv >&-'
	refused 74 'kkr-quota: standard output: cannot be written: '
}

@test "a reader that leaves early ends it silently, also where SIGPIPE was ignored" {
	for before in : 'trap "" PIPE'; do
		run_split bash -c "$before; kkr-quota --landstal 600 '$LARGE' | head -n 1; echo \${PIPESTATUS[0]}"
		assert_success
		assert_output "$(rows 'area population non_western_nationals family_reunified share gross net distribution quota')
141"
		assert_equal "$stderr" ''
	done
}

@test "the locale and the time zone make no difference" {
	four >in.tsv
	expected=$(LC_ALL=C TZ=UTC kkr-quota --landstal 90 in.tsv)
	for locale in C.UTF-8 da_DK.UTF-8; do
		run_split env LC_ALL=$locale TZ=Pacific/Kiritimati kkr-quota --landstal 90 in.tsv
		assert_success
		assert_output "$expected"
	done
}

@test "without memory it ends with 71 and by no signal" {
	measures_memory
	# From some limit on there is enough; below another the loader itself has too little (127).
	for limit in $(seq 8000 1000 40000); do
		bash -c "ulimit -c 0 -v $limit; kkr-quota --landstal 600 '$LARGE' >table.tsv; echo \$?" 2>/dev/null
	done | sort -nu >statuses.txt
	run cat statuses.txt
	assert_line 71
	assert_equal "$(awk '$1 != 0 && $1 != 71 && $1 != 127' statuses.txt)" ''
}

# The steps.

@test "every step of every municipality is what the reference works out, with what goes into it" {
	refugee_figures >figures.tsv
	for landstal in 600 2 0 12345; do
		for rule in last largest-remainder; do
			reference quota --landstal $landstal --residual $rule --steps <figures.tsv >expected.tsv
			kkr-quota --landstal $landstal --residual $rule --steps --table wide.tsv figures.tsv >steps.tsv
			cmp expected.tsv steps.tsv
			kkr-quota --landstal $landstal --residual $rule figures.tsv | cmp - wide.tsv
		done
	done
	# More than one municipality gives back what rounding has too much.
	observations '901 400 80 0' '902 200 40 0' '903 200 40 0' '904 200 40 0' |
		kkr-select --set name= --set region= >in.tsv
	reference quota --landstal 2 --steps <in.tsv >expected.tsv
	kkr-quota --landstal 2 --steps in.tsv >steps.tsv
	cmp expected.tsv steps.tsv
}

@test "the steps say what bounds do, and can be done again by hand" {
	four | awk -v FS='\t' -v OFS='\t' '{ print $0, NR == 1 ? "max" : $1 == "101" ? 30 : "" }' >in.tsv
	run_split kkr-quota --landstal 90 --within country --steps in.tsv
	assert_success
	# 101 stands at 30; the others share 60 by 43.2 and 10.8: 48 and 12.
	cut -f 1,5,6,8,9 <<<"$output" >steps.tsv
	for line in '101 bound 30' '101 quota 30' '102 shared_all 60' '102 distribution_all 54.0000' \
		'102 shared 48.0000|distribution * shared_all / distribution_all|43.2000 * 60 / 54.0000' \
		'102 rounded 48|round(shared)|round(48.0000)' '102 quota 48|rounded|48' '103 quota 12|rounded|12' \
		'104 distribution_negative 0' '104 quota 0|rounded|0'; do
		IFS='|' read -r first formula working <<<"$line"
		grep -qxF "${first// /$TAB}$TAB$formula$TAB$working" steps.tsv || fail "$line: $output"
	done
	four | kkr-select --set exempt=no | sed "s/^\(101.*\)no\$/\1yes/" >in.tsv
	run_split kkr-quota --landstal 90 --within country --steps in.tsv
	assert_line --regexp "^101${TAB}København${TAB}084${TAB}5${TAB}exempt${TAB}0$TAB"
}

@test "--long and --steps write the table of the same pass where --table says" {
	four >in.tsv
	kkr-quota --landstal 90 in.tsv >wide.tsv
	kkr-quota --landstal 90 --long in.tsv >long.tsv
	for option in --long --steps '--explain 101'; do
		# shellcheck disable=SC2086 # several words
		kkr-quota --landstal 90 $option --table made.tsv in.tsv >"out$option"
		cmp made.tsv wide.tsv
	done
	cmp out--long long.tsv
	refusals run_split kkr-quota --landstal 90 in.tsv <<-'END'
		64 | --table made.tsv            | the table is what is written
		64 | --long --table in.tsv       | in.tsv
		64 | --method webster --weight population --steps | --steps
		73 | --steps --table nowhere/made.tsv | nowhere/made.tsv
	END
	# What the table must not have twice is refused, as it is without --long.
	kkr-select --set quota=1 in.tsv >more.tsv
	run_split kkr-quota --landstal 90 --steps --table made.tsv more.tsv
	refused 65 "a column 'quota' already"
}

@test "steps that are none are refused, with what is wrong" {
	four >in.tsv
	kkr-quota --landstal 90 --steps in.tsv >steps.tsv
	refusals run_split kkr-quota --explain 101 <<-'END'
		64 | --exempt 101 steps.tsv | --landstal
		65 | in.tsv                 | 'name'
	END
	awk '{ print } NR == 5' steps.tsv >twice.tsv
	run_split kkr-quota --explain 101 twice.tsv
	refused 65 'twice.tsv:6: the step population of 101 stands twice'
	sed "s/${TAB}gross$TAB/${TAB}grosss$TAB/" steps.tsv >wrong.tsv
	run_split kkr-quota --explain 101 wrong.tsv
	refused 65 "wrong.tsv:11: 'grosss' is no step"
}

@test "steps that end before a municipality's quota are refused: they were cut" {
	refugee_figures | kkr-quota --landstal 600 --steps >steps.tsv
	# A last line of København's that is whole; a line of it that stands behind another municipality's.
	awk '/\tquota\t/ { exit } { print }' steps.tsv >cut.tsv
	awk '/^101\t.*\tquota\t/ { last = $0; next } { print } END { print last }' steps.tsv >apart.tsv
	for file in cut.tsv apart.tsv; do
		run_split kkr-quota --explain 101 "$file"
		refused 65 "$file: the steps of 101 end before its quota"
	done
}
