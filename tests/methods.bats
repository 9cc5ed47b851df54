# kkr-quota --method: sharing by weights. What is to come out is taken from the literature, whose
# source stands beside it, worked out by hand, or computed by methods_reference.py, which gives seats
# one at a time in fractions and knows nothing of the program. What has no source is made up.

load common

ONE_EACH='adams huntington-hill dean'

setup_file() {
	export PYTHONDONTWRITEBYTECODE=1
	export LARGE=$BATS_FILE_TMPDIR/large.tsv
	CLAIMS=$(sample 100000 20000)
	export CLAIMS
	awk -v n="$CLAIMS" 'BEGIN {
		OFS = "\t"
		print "area", "measure", "value"
		for (i = 0; i < n; i++)
			print sprintf("m%05d", i), "w", 1 + i * 7919 % 50000
	}' >"$LARGE"
}

# weights WEIGHT...: the claims a01, a02 and so on.
weights() {
	local weight count=0
	printf 'area\tmeasure\tvalue\n'
	for weight; do
		count=$((count + 1))
		printf 'a%02d\tw\t%s\n' $count "$weight"
	done
}

# share METHOD TOTAL [OPTION...]: what in.tsv gives.
share() {
	run_split kkr-quota --method "$1" --weight w --landstal "$2" "${@:3}" in.tsv
}

# Worked examples.

# M. L. Balinski and H. P. Young, Fair Representation, 2nd ed., Brookings 2001: an example of six states
# and 36 seats, whose sum is 100,000, made so that the methods part. The seats were worked out by
# methods_reference.py, and the floors and remainders of Hamilton's and Droop's by hand.
six_states() {
	weights 27744 25178 19947 14614 9225 3292 >in.tsv
}

@test "Balinski and Young's six states with 36 seats: Hamilton" {
	# 9.988, 9.064, 7.181, 5.261, 3.321 and 1.185: 34 whole seats, and .988 and .321 have one more.
	six_states
	share largest-remainder 36
	assert_success
	assert_equal "$(column quota)" '10 9 7 5 4 1'
}

@test "Balinski and Young's six states with 36 seats: Droop" {
	# The quota is the whole number above 100,000/37 = 2702.7: 10.264, 9.315, 7.380, 5.407, 3.413, 1.218.
	six_states
	share droop 36
	assert_equal "$(column quota)" '10 9 7 5 4 1'
}

@test "Balinski and Young's six states with 36 seats: Webster, Jefferson, Adams, Hill and Dean" {
	six_states
	while read -r method seats; do
		share "$method" 36
		assert_success
		assert_equal "$method $(column quota)" "$method $seats"
		assert_equal "$(reference methods --method "$method" --total 36 27744 25178 19947 14614 9225 3292)" "$seats"
	done <<-END
		webster 10 9 8 5 3 1
		dhondt 11 9 7 5 3 1
		adams 10 9 7 5 3 2
		huntington-hill 10 9 7 6 3 1
		dean 10 9 7 5 4 1
	END
}

# The census of 1790: Virginia, Massachusetts, Pennsylvania, North Carolina, New York, Maryland,
# Connecticut, South Carolina, New Jersey, New Hampshire, Vermont, Georgia, Kentucky, Rhode Island,
# Delaware. The seats are those of history, which Balinski and Young tell of, op. cit.
census_1790() {
	weights 630560 475327 432879 353523 331589 278514 236841 206236 179570 141822 85533 70835 68705 \
		68446 55540 >in.tsv
}

@test "Jefferson's apportionment of 1792: 105 seats by d'Hondt" {
	census_1790
	share dhondt 105
	assert_success
	assert_equal "$(column quota)" '19 14 13 10 10 8 7 6 5 4 2 2 2 2 1'
}

@test "Hamilton's bill of 1792, which Washington vetoed: 120 seats by largest remainders" {
	census_1790
	share largest-remainder 120
	assert_success
	assert_equal "$(column quota)" '21 16 14 12 11 9 8 7 6 5 3 2 2 2 2'
}

# The census of 1880 (Tenth Census of the United States): 38 states by name, 49,371,340 in all.
census_1880() {
	weights 1262505 802525 864694 194327 622700 146608 269493 1542180 3077871 1978301 1624615 996096 \
		1648690 939946 648936 934943 1783085 1636937 780773 1131597 2168380 452402 62266 346991 \
		1131116 5082871 1399750 3198062 174768 4282891 276531 995577 1542359 1591749 332286 1512565 \
		618457 1315497 >in.tsv
	assert_equal "$(awk -F '\t' '{ sum += $3 } END { print sum }' in.tsv)" 49371340
}

# paradox FROM TO: the claims that have fewer seats of TO than of FROM.
paradox() {
	awk -F '\t' -v from="quota_$1" -v to="quota_$2" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at[to] < $at[from] { print $1, $at[from], $at[to] }' <<<"$output"
}

@test "the Alabama paradox: by largest remainders one seat more costs a state of 1880 a seat" {
	# The paradox has its name from Alabama, which the Census Office found to have 8 of 299 seats and 7 of
	# 300 where every state is given one at least. Without that guarantee Nevada's seat is free, and it
	# is Florida that has 2 of 298 and 1 of 299: 1.6266 and 1.6321, while Alabama's 7.620 becomes 7.646
	# and Illinois' 18.577 becomes 18.640.
	census_1880
	share largest-remainder 298,299
	assert_success
	assert_equal "$(paradox 298 299)" 'a07 2 1'
}

@test "the Alabama paradox in an example that is made up: 4 4 2 of 10 become 5 5 1 of 11" {
	# Of 14: 10/14 of 6, 6 and 2 are 4.286, 4.286 and 1.429; 11/14 are 4.714, 4.714 and 1.571.
	weights 6 6 2 >in.tsv
	share largest-remainder 10,11
	assert_success
	assert_equal "$(paradox 10 11)" 'a03 2 1'
}

@test "no divisor method shows the Alabama paradox on the census of 1880, from 270 to 350 seats" {
	census_1880
	for method in webster dhondt adams huntington-hill dean; do
		share $method "$(seq -s , 270 350)"
		assert_success
		for total in $(seq 270 10 340); do
			assert_equal "$(paradox "$total" $((total + 10)))" ''
		done
		for total in 271 286 298 327 333; do
			assert_equal "$(paradox $total $((total + 1)))" ''
		done
	done
}

@test "Webster (Sainte-Laguë) in an example worked out by hand" {
	# 53, 24 and 23 of 7: 53, 17.67, 10.6, 7.57 / 24, 8, 4.8 / 23, 7.67 (divided by 1, 3, 5, 7). The seven
	# highest are 53, 24, 23, 17.67, 10.6, 8 and 7.67.
	weights 53 24 23 >in.tsv
	share webster 7
	assert_equal "$(column quota)" '3 2 2'
}

@test "d'Hondt (Jefferson) in an example worked out by hand" {
	# 53, 26.5, 17.67, 13.25 / 24, 12 / 23, 11.5: the seven highest are 53, 26.5, 24, 23, 17.67, 13.25, 12.
	weights 53 24 23 >in.tsv
	share dhondt 7
	assert_equal "$(column quota)" '4 2 1'
}

# Against the reference.

@test "random tables agree with the reference, by all methods and all rules for ties" {
	run reference methods --check "$(sample 250 60)" --seed 1792
	assert_success
	assert_output --regexp '^[0-9]+ compared, 0 wrong$'
}

@test "the properties of every method hold on random tables" {
	# The house is exact; a permutation of the rows gives the same bytes; a heavier claim has no fewer
	# seats; the quota rule, floors and largest fractions of largest-remainder, ties to the lower code;
	# the lower quota of d'Hondt and the upper of Adams; one seat each; one more in the total takes no
	# seat from anybody by a divisor method.
	run reference methods --properties "$(sample 100 30)" --seed 1832
	assert_success
	assert_output --regexp '^[0-9]+ compared, 0 wrong$'
}

# Ties.

@test "of equal claims the lower code has the seat, the higher one with --ties last" {
	weights 1 1 1 1 >in.tsv
	for method in $METHODS; do
		share "$method" 6
		assert_equal "$method $(column quota)" "$method 2 2 1 1"
		share "$method" 6 --ties first
		assert_equal "$method $(column quota)" "$method 2 2 1 1"
		share "$method" 6 --ties last
		assert_equal "$method $(column quota)" "$method 1 1 2 2"
	done
}

@test "--ties error refuses equal claims and names two of them, by every method" {
	weights 9 2 2 >in.tsv
	for method in $METHODS; do
		share "$method" 4 --ties error
		if [ "$status" -eq 65 ]; then
			refused 65 "'a02'" "'a03'"
		else
			# Then the seats do not hang on the tie.
			assert_success
			assert_equal "$(column quota | awk '{ print $2 == $3 }')" 1
		fi
	done
	weights 1 1 >in.tsv
	for method in $METHODS; do
		share "$method" 3 --ties error
		refused 65 "'a01'" "'a02'"
	done
}

@test "--ties error lets equal claims be where there are seats for all of them" {
	weights 1 1 1 >in.tsv
	for method in $METHODS; do
		share "$method" 6 --ties error
		assert_success
		assert_equal "$(column quota)" '2 2 2'
	done
}

@test "claims that are equal only as a fraction are tied: Dean's 1/2 and Webster's 3/2" {
	# Webster: 3 and 1 have 3/1.5 = 2 and 1/0.5 = 2 for the second seat and the first.
	weights 3 1 >in.tsv
	share webster 2 --ties error
	refused 65
	share webster 2 --ties first
	assert_equal "$(column quota)" '2 0'
	share webster 2 --ties last
	assert_equal "$(column quota)" '1 1'
	# Dean: the second seat of a claim is weighed by 4/3, the third by 12/5: 9/(12/5) = 5/(4/3) = 3.75.
	weights 9 5 >in.tsv
	share dean 4 --ties error
	refused 65
	share dean 4 --ties first
	assert_equal "$(column quota)" '3 1'
	share dean 4 --ties last
	assert_equal "$(column quota)" '2 2'
}

@test "Huntington-Hill compares squares exactly, where a square root in floating point could not" {
	# The second seat is weighed by the root of 2, the third by that of 6. Where w^2 = 3 v^2 - 2 the first
	# claim's third seat, w^2/6, comes just behind the second claim's second, v^2/2: 71 and 41.
	weights 71 41 >in.tsv
	share huntington-hill 4 --ties error
	assert_success
	# 71^2/6 is 840.17, 41^2/2 is 840.5.
	assert_equal "$(column quota)" '2 2'
	# Far out in that series, too, with weights of 60 digits.
	read -r w v <<<"$(python3 -c '
w, v = 1, 1
while v < 10 ** 60:
    w, v = 2 * w + 3 * v, w + 2 * v
assert w * w == 3 * v * v - 2
print(w, v)')"
	weights "$w" "$v" >in.tsv
	share huntington-hill 4 --ties error
	assert_success
	assert_equal "$(column quota)" '2 2'
}

# Weights and totals.

@test "weights may have decimals, and only their proportions count" {
	for method in $METHODS; do
		[ "$method" != droop ] || continue # its quota is a whole number
		weights 277.44 251.78 199.47 146.14 92.25 32.92 >in.tsv
		share "$method" 36
		assert_success
		decimals=$(column quota)
		six_states
		share "$method" 36
		assert_equal "$method $decimals" "$method $(column quota)"
	done
}

@test "a weight of 0 gets no seat by any method" {
	weights 5 0 3 >in.tsv
	for method in $METHODS; do
		share "$method" 8 --ties last
		assert_success
		assert_equal "$method $(column quota)" "$method 5 0 3"
	done
}

@test "a weight of 0 gets no seat by droop where the quota leaves many seats" {
	# The quota of 5 is 1: each of the two has one whole seat, and three are left for the two.
	weights 1 1 0 >in.tsv
	share droop 5
	[ "$status" -eq 65 ] || assert_equal "$(column quota | cut -d ' ' -f 3)" 0
}

@test "weights that are all 0 are refused" {
	weights 0 0 >in.tsv
	for method in $METHODS; do
		share "$method" 3
		refused 65 'kkr-quota: in.tsv: ' w 0
	done
}

@test "a total of 0 gives zeros where no seat is guaranteed" {
	weights 5 0 3 >in.tsv
	for method in largest-remainder droop webster dhondt; do
		share "$method" 0
		assert_success
		assert_equal "$(column quota)" '0 0 0'
	done
}

@test "a total that is less than one for each claim is refused where one each is guaranteed" {
	weights 50 0 3 1 >in.tsv
	for method in $ONE_EACH; do
		for total in 2 1; do
			share "$method" $total
			refused 65 "$method" 3
		done
	done
}

@test "a total of 0, which is less than one for each claim, is refused where one each is guaranteed" {
	weights 50 0 3 1 >in.tsv
	for method in $ONE_EACH; do
		share "$method" 0
		refused 65 "$method" 3
	done
}

@test "one each is given where the total is just that, and nothing to a weight of 0" {
	weights 50000000 0 3 1 >in.tsv
	for method in $ONE_EACH; do
		share "$method" 3 --ties error
		assert_success
		assert_equal "$(column quota)" '1 0 1 1'
	done
}

@test "droop refuses weights that are too small for the total" {
	# 3 and 4 have quota 1, and 7 seats of 100.
	weights 3 4 >in.tsv
	share droop 100
	refused 65 'kkr-quota: in.tsv: ' 'too small'
}

@test "a weight that is negative, missing or no number is refused with its line" {
	for weight in -1 '' x 1,5; do
		weights 5 "$weight" >in.tsv
		share webster 3
		refused 65 'kkr-quota: in.tsv:3: a02: w'
	done
}

@test "figures far beyond 64 bits are exact" {
	# One person more decides: 2^70 and 2^70 + 1 of 3 seats.
	weights 1180591620717411303424 1180591620717411303425 >in.tsv
	for method in $METHODS; do
		share "$method" 3 --ties error
		assert_success
		assert_equal "$method $(column quota)" "$method 1 2"
	done
}

@test "several totals have a column each, which are those of single runs" {
	six_states
	for method in $METHODS; do
		share "$method" 7,36,100
		assert_success
		for total in 7 36 100; do
			awk -F '\t' -v name=quota_$total 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
				{ print $at }' <<<"$output" >column
			kkr-quota --method "$method" --weight w --landstal $total in.tsv | awk -F '\t' 'NR > 1 { print $NF }' >single
			run -0 diff column single
			share "$method" 7,36,100
		done
	done
}

# By region.

# regional: two regions, which have 10 and 5 to share.
regional() {
	rows 'area measure value' '101 w 6' '147 w 3' '813 w 2' '825 w 2' '084 own 10' '081 own 5'
}

@test "--within region shares each region's own total on its municipalities" {
	# 10 on 6 : 3 are 6.67 and 3.33; 5 on 2 : 2 are 2.5 each.
	regional >in.tsv
	run_split kkr-quota --method largest-remainder --weight w --within region --total own in.tsv
	assert_success
	assert_output "$(rows 'area w quota' '101 6 7' '147 3 3' '813 2 3' '825 2 2')"
	run_split kkr-quota --method largest-remainder --weight w --within region --total own --ties last in.tsv
	assert_equal "$(column quota)" '7 3 2 3'
}

@test "the measure with the regions' totals is quota without --total" {
	regional | sed 's/own/quota/' >in.tsv
	run_split kkr-quota --method largest-remainder --weight w --within region in.tsv
	assert_success
	assert_equal "$(column quota)" '7 3 3 2'
}

@test "every method keeps every region's own total" {
	rows 'area measure value' '101 w 6150.5' '147 w 1300' '151 w 800' '813 w 1200' '825 w 200' '860 w 900' \
		'084 own 40' '081 own 17' >in.tsv
	for method in $METHODS; do
		run_split kkr-quota --method "$method" --weight w --within region --total own in.tsv
		assert_success
		assert_equal "$method $(column quota | awk '{ print $1 + $2 + $3, $4 + $5 + $6 }')" "$method 40 17"
	done
}

@test "the regional quotas of 600 are shared on by population within each region" {
	refugee_figures | cut -f 2,4,6,8 >figures.tsv
	assert_equal "$(head -n 1 figures.tsv | tr '\t' ' ')" 'area measure value region'
	# The quotas of the agency's letter.
	{ cat figures.tsv; rows '081 quota 82 ' '082 quota 133 ' '083 quota 114 ' '084 quota 148 ' '085 quota 123 '; } >in.tsv
	run_split kkr-quota --method webster --weight population --within region in.tsv
	assert_success
	assert_equal "$(awk -F '\t' 'NR > 1 { sum[$2] += $NF } END { for (r in sum) print r, sum[r] }' \
		<<<"$output" | sort | paste -sd ' ' -)" '081 82 082 133 083 114 084 148 085 123'
}

@test "a region without a total of its own, or with two, is refused and named" {
	regional | grep -v ^081 >in.tsv
	run_split kkr-quota --method webster --weight w --within region --total own in.tsv
	refused 65 813 "'081'" 'no total'
	{ regional; rows '081 own 6'; } >in.tsv
	run_split kkr-quota --method webster --weight w --within region --total own in.tsv
	refused 65 "'081'" 'more than one'
}

@test "a total of a region without municipalities is refused, and the region is named" {
	{ regional; rows '083 own 6'; } >in.tsv
	run_split kkr-quota --method webster --weight w --within region --total own in.tsv
	refused 65 083
}

@test "a method that fails in a region names the region" {
	rows 'area measure value' '101 w 6' '147 w 3' '813 w 2' '825 w 2' '084 own 10' '081 own 1' >in.tsv
	run_split kkr-quota --method adams --weight w --within region --total own in.tsv
	refused 65 adams 081
}

@test "a region's total that is no whole number is refused with its line" {
	for total in 1.5 -1 x; do
		regional | sed "s/own\t5/own\t$total/" >in.tsv
		run_split kkr-quota --method webster --weight w --within region --total own in.tsv
		refused 65 'in.tsv:7: ' "'$total'"
	done
}

# Use.

@test "options that do not go together, or need another, are refused" {
	refusals run_split kkr-quota <<-'END'
		64 | --landstal 5 --method webster                              | weight
		64 | --landstal 5 --weight w                                    | method
		64 | --method webster --weight w                                | landstal
		64 | --method webster --weight w --within country               | landstal
		64 | --method webster --weight w --total own --landstal 5       | total
		64 | --method webster --weight w --total own --landstal 5 --within region | total
		64 | --landstal 5 --total own                                   | total
		64 | --method webster --weight w --landstal 5 --residual last   | residual
		64 | --method webster --weight w --landstal 5 --explain 101     | explain
		64 | --method webster --weight w --landstal 5 --ties lot        | 'lot' | first | last | error
		64 | --method webster --weight quota --landstal 5               | 'quota'
		64 | --method webster --weight agreed --landstal 5              | 'agreed'
	END
}

@test "a method that does not exist is wrong use and those that do are named" {
	run_split kkr-quota --method hamilton --weight w --landstal 5
	refused 64 "kkr-quota: --method: 'hamilton' is none of: ${METHODS// /, }"
}

@test "a measure of weights that is not there is refused with the option that names it" {
	weights 1 2 >in.tsv
	run_split kkr-quota --method webster --weight other --landstal 5 in.tsv
	refused 65 "'other'" --weight
}

@test "bounds hold with every method" {
	# 12 on 6 : 3 : 3 with the first at most 2 leave 5 each.
	rows 'area region measure value max' '101 084 w 6 2' '147 084 w 3 ' '151 084 w 3 ' >in.tsv
	for method in $METHODS; do
		[ "$method" != droop ] || continue # 10 on weights of 6: the quota would be 1
		share "$method" 12
		assert_success
		assert_equal "$method $(column quota)" "$method 2 5 5"
	done
}

@test "--long writes the weight and the quota as observations" {
	rows 'area measure value' '101 w 6' '147 w 3' >in.tsv
	share webster 9 --long
	assert_success
	assert_output "$(rows 'area measure value' '101 w 6' '101 quota 6' '147 w 3' '147 quota 3')"
}

@test "--long does not call what is shared out persons where the weights are of another unit" {
	rows 'area measure unit value' '101 budget kr 6' '147 budget kr 3' >in.tsv
	run_split kkr-quota --method webster --weight budget --landstal 9000 --long in.tsv
	assert_success
	refute_output --partial persons
}

# Scale.

@test "Tens of thousands of claims, and a hundred times that, are shared out to the last seat by every method" {
	for method in $METHODS; do
		kkr-quota --method "$method" --weight w --landstal "${CLAIMS}00" "$LARGE" >table.tsv
		assert_equal "$method $(awk -F '\t' 'NR > 1 { n++; sum += $NF } END { print n, sum }' table.tsv)" \
			"$method $CLAIMS ${CLAIMS}00"
	done
}

@test "Tens of thousands of claims in groups of twenty that tie are shared out by every method and rule for ties" {
	awk -F '\t' -v groups=$((CLAIMS / 20)) 'BEGIN { OFS = FS } NR > 1 { $3 = 1 + NR % groups } 1' "$LARGE" >in.tsv
	for ties in first last; do
		for method in $METHODS; do
			kkr-quota --method "$method" --weight w --landstal "$((CLAIMS * 12 + 34567))" --ties $ties in.tsv >table.tsv
			assert_equal "$(awk -F '\t' 'NR > 1 { sum += $NF } END { print sum }' table.tsv)" $((CLAIMS * 12 + 34567))
		done
	done
}
