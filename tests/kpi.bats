# kkr-kpi: key figures. What is to come out is worked out by hand (beside the test) or by kpi_reference.py,
# which knows the manual and nothing of the program. All figures are invented.
#
# Definitions are in kpi_definitions.bats, parts that are merged in kpi_parts.bats.

load common

# define HEADER ROW...: k.tsv, the definitions, as rows() writes them.
define() {
	rows "$@" >k.tsv
}

# of KPI [COLUMN]: what stands in a column (value) of the rows of a key figure in $output, in their
# order, with bars between them.
of() {
	awk -F '\t' -v kpi="$1" -v name="${2-value}" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		$1 == kpi { printf "%s%s", sep, $at; sep = "|" }' <<<"$output"
}

# compute OPERATION... : key figures named k1, k2, ... of the records in in.tsv, without a message.
compute() {
	local n=0 operation
	printf 'kpi\tcompute\n' >k.tsv
	for operation; do
		printf 'k%d\t%s\n' $((++n)) "$operation" >>k.tsv
	done
	kpi "${OPTIONS[@]}" in.tsv
	assert_success
	assert_equal "$stderr" ''
}

# Groups: none has the value 7; b has two decimals of different lengths, which are the same number.
tracks() {
	rows 'track value n' 'a 10 1' 'a 20 3' 'a  5' 'b -5 2' 'b 2.5 2' 'b 2.50 0' ' 7 4'
}

# Operations.

@test "a table of key figures, whole" {
	rows 'measure value qualifier note source' 'x 2 over~ foreløbig s.~1' 'x 3 ca. foreløbig s.~2' \
		'y 8  se~bilag s.~1' >in.tsv
	define 'kpi title unit compute where of target better note' \
		'sum_x Sum~af~x stk. sum measure=x  4 higher regnet~ud' \
		'pct Andel pct. share measure=x measure=y   '
	kpi in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(rows 'kpi title value unit qualifier target gap target_status published deviation n note source published_qualifier contradicted' \
		'pct Andel 62.5 pct. ca.,~over,~own~calculation      2 foreløbig;~se~bilag s.~1;~s.~2  ' \
		'sum_x Sum~af~x 5 stk. ca.,~over,~own~calculation 4 1 met   2 foreløbig;~regnet~ud s.~1;~s.~2  ')"
}

@test "count, distinct, sum, mean, min, max and median, together and by group" {
	# Rows come by group in byte order: the group of none, "*", a, b.
	tracks >in.tsv
	OPTIONS=(-g track)
	compute count 'distinct track' 'sum' 'mean' 'min' 'max' 'median' 'mean weight n' 'sum n' 'median n'
	assert_equal "$(of k1 track)" '|*|a|b'
	assert_equal "$(of k1)" '1|7|3|3'
	assert_equal "$(of k1 n)" '1|7|3|3'
	assert_equal "$(of k2)" '0|2|1|1'
	assert_equal "$(of k2 n)" '0|6|3|3'
	# 10 + 20 - 5 + 2.5 + 2.5 + 7 = 37 of 6 values.
	assert_equal "$(of k3)" '7|37|30|0'
	assert_equal "$(of k3 n)" '1|6|2|3'
	assert_equal "$(of k4)" '7|6.17|15|0'
	assert_equal "$(of k5)" '7|-5|10|-5'
	assert_equal "$(of k6)" '7|20|20|2.5'
	# -5, 2.5, 2.5, 7, 10, 20: (2.5 + 7) / 2.
	assert_equal "$(of k7)" '7|4.75|15|2.5'
	# (10 + 60 - 10 + 5 + 0 + 28) / (1 + 3 + 2 + 2 + 0 + 4) = 93/12; 70/4; -5/4.
	assert_equal "$(of k8)" '7|7.75|17.5|-1.25'
	assert_equal "$(of k9)" '4|17|9|4'
	assert_equal "$(of k10)" '4|2|3|2'
}

@test "one record is its own sum, mean, least, greatest and median" {
	rows 'value n' '-2.50 3' >in.tsv
	compute sum mean min max median 'mean weight n' count 'distinct value'
	for k in k1 k2 k3 k4 k5 k6; do
		assert_equal "$(of $k)" -2.5
	done
	assert_equal "$(of k7) $(of k8)" '1 1'
}

@test "of values that are all missing there is no figure but a count" {
	rows 'value n period' ' 1 2025' ' 1 2024' >in.tsv
	compute sum mean min max median 'mean weight n' latest change change-pct count 'distinct value'
	for k in k1 k2 k3 k4 k5 k6 k7 k8 k9; do
		assert_equal "$k $(of $k)|$(of $k n)|$(of $k note)" "$k |0|ingen poster"
	done
	assert_equal "$(of k10)|$(of k10 n)|$(of k10 note)" '2|2|'
	assert_equal "$(of k11)|$(of k11 n)|$(of k11 note)" '0|0|'
}

@test "of no record there is no figure but a count, in the row for all together alone" {
	rows 'track value' 'a 1' >in.tsv
	define 'kpi compute where of' 'c count track=z ' 's sum track=z ' 'r share track=z 5' 't share~count track=z 5'
	kpi --group track in.tsv
	assert_success
	assert_equal "$(of c track) $(of c) $(of c n) $(of c note)" '* 0 0 '
	assert_equal "$(of s track) $(of s) $(of s n) $(of s note)" '*  0 ingen poster'
	assert_equal "$(of r) $(of r note)" ' ingen poster'
	assert_equal "$(of t) $(of t note)" '0 '
}

@test "the median of an odd number of values is the one in the middle, by size and not by text" {
	rows value 9 10 100 -3 8.5 >in.tsv
	compute median
	assert_equal "$(of k1)" 9
	rows value 9 10 100 -3 >in.tsv
	compute median
	assert_equal "$(of k1)" 9.5
	rows value 1 1 1 2 3 3 >in.tsv
	compute median
	assert_equal "$(of k1)" 1.5
	rows value -1 -2 >in.tsv
	compute median
	assert_equal "$(of k1)" -1.5
}

@test "sums and means of decimals of different lengths are exact" {
	rows value 0.1 0.20 0.003 -0.0000000000000000000000000001 100 >in.tsv
	compute sum min
	assert_equal "$(of k1)" 100.3029999999999999999999999999
	assert_equal "$(of k2)" -0.0000000000000000000000000001
}

@test "sums that overflow 64 bits are exact, upwards and downwards and back" {
	rows value 9223372036854775807 9223372036854775807 9223372036854775807 1 >in.tsv
	compute sum max mean
	assert_equal "$(of k1)" 27670116110564327422
	assert_equal "$(of k2)" 9223372036854775807
	assert_equal "$(of k3)" 6917529027641081855.5
	rows value -9223372036854775808 -9223372036854775808 -1 >in.tsv
	compute sum min
	assert_equal "$(of k1)" -18446744073709551617
	assert_equal "$(of k2)" -9223372036854775808
	# 18 digits are the most that are added fast: eleven of them no longer fit.
	{
		rows value
		repeated 30 999999999999999999
		repeated 29 -999999999999999999
		echo 0.5
	} >in.tsv
	compute sum
	assert_equal "$(of k1)" 999999999999999999.5
}

@test "scaling to more decimals overflows into exact figures too" {
	rows value 999999999999999999 0.000000000000000001 -0.1 >in.tsv
	compute sum
	assert_equal "$(of k1)" 999999999999999998.900000000000000001
}

@test "products with weights that overflow are exact" {
	# 999999999999999999^2 = 10^36 - 2 10^18 + 1.
	rows 'value n' '999999999999999999 999999999999999999' '-1 1' >in.tsv
	printf 'kpi\tcompute\tdecimals\nk1\tmean weight n\t0\n' >k.tsv
	kpi in.tsv
	# (10^36 - 2 10^18) / 10^18 = 10^18 - 2.
	assert_equal "$(of k1)" 999999999999999998
	rows 'value n' "$(printf '9%.0s' {1..100}) $(printf '9%.0s' {1..100})" >in.tsv
	kpi in.tsv
	assert_equal "$(of k1)" "$(printf '9%.0s' {1..100})"
}

@test "numbers of 100 digits are added, compared and told apart" {
	nines=$(printf '9%.0s' {1..100})
	rows value "$nines" "-${nines%9}8" "0.${nines%9}" >in.tsv
	compute sum min max median
	assert_equal "$(of k1)" "1.${nines%9}"
	assert_equal "$(of k2)" "-${nines%9}8"
	assert_equal "$(of k3)" "$nines"
	assert_equal "$(of k4)" 1 # 0.999... of 99 digits, to two decimals
	rows value "$nines" 1 >in.tsv
	compute sum
	assert_equal "$(of k1)" "1$(printf '0%.0s' {1..100})"
}

@test "weights of 0 count for nothing, and together give no figure" {
	rows 'track value n' 'a 5 0' 'a 7 2' 'b 9 0' >in.tsv
	OPTIONS=(-g track)
	compute 'mean weight n' 'mean n weight value'
	assert_equal "$(of k1)" '7|7|'
	assert_equal "$(of k1 note)" '||vægtene er tilsammen 0'
	assert_equal "$(of k1 n)" '3|2|1'
	assert_equal "$(of k2)" '0.67|1.17|0' # 14/21, 14/12, 0/9
}

@test "weights of other records count by the column that the two have in common, before them or behind" {
	rows 'track measure value n area' 'a share 97 5 1' 'a people 120  1' 'b people 138  2' 'b share 95 6 2' \
		'c people 7  2' 'b share 95 1 1' >in.tsv
	define 'kpi compute where of' 'm mean~weight~value~by~track measure=share measure=people' \
		'o mean~n~weight~value~by~track measure=share measure=people'
	kpi -g track in.tsv
	assert_success
	assert_equal "$(of m track)" '*|a|b|c'
	# (97 x 120 + 2 x 95 x 138) / (120 + 2 x 138), (5 x 120 + 7 x 138) / 396
	assert_equal "$(of m)" '95.61|97|95|'
	assert_equal "$(of m n)" '3|1|2|0'
	assert_equal "$(of m note)" '|||ingen poster'
	assert_equal "$(of o)" '3.95|5|3.5|'
	{ head -1 in.tsv && tail -n +2 in.tsv | tac; } >turned.tsv
	whole=$output
	kpi -g track turned.tsv
	assert_output "$whole"
	# Weights are those of the same group: a has its own in area 1, and b has none there.
	kpi -g area in.tsv
	refused 65
	assert_equal "$stderr" "kkr-kpi: k.tsv:2: m: the weight of track 'b' is missing"
}

@test "a weight of another record that is given twice, negative or none is not guessed at" {
	define 'kpi compute where of' 'm mean~weight~value~by~track measure=share measure=people'
	rows 'track measure value' 'a share 97' 'a people 120' 'a people 120.0' >in.tsv
	kpi in.tsv
	refused 65
	assert_equal "$stderr" "kkr-kpi: k.tsv:2: m: the weight of track 'a' is given twice"
	for value in '' -1 much; do
		rows 'track measure value' 'a share 97' "a people $value" >in.tsv
		kpi in.tsv
		refused 65
		[[ $stderr == "kkr-kpi: in.tsv:3: m: "* ]]
	done
	rows 'track measure value' 'a share 97' 'a people 0' >in.tsv
	kpi in.tsv
	assert_equal "$(of m)$(of m note)" 'vægtene er tilsammen 0'
}

@test "a share is of a number or of records, of a sum or of a count, in per cent" {
	rows 'track measure value' 'a x 20' 'a y 80' 'b x 7' 'b y ' 'c x 3' 'd y 5' 'e x 1' 'e y 0' >in.tsv
	define 'kpi compute where of' 'a share measure=x 29' 'b share measure=x measure=y' \
		'c share~count measure=x measure=x,y' 'd share~count measure=x 3' 'e share measure=x 0'
	kpi --group track in.tsv
	assert_success
	assert_equal "$(of a track)" '*|a|b|c|e'
	assert_equal "$(of a)" '106.9|68.97|24.14|10.34|3.45'
	# 31 of 85; 20 of 80; b has no value in y, c no record; d none in x; e has 0.
	assert_equal "$(of b track)" '*|a|b|c|d|e'
	assert_equal "$(of b)" '36.47|25||||'
	assert_equal "$(of b note)" '||ingen nævner|ingen nævner|ingen poster|nævneren er 0'
	assert_equal "$(of c)" '50|50|50|100|0|50'
	assert_equal "$(of c n)" '4|1|1|1|0|1'
	assert_equal "$(of d)" '133.33|33.33|33.33|33.33|33.33'
	assert_equal "$(of e)$(of e note)" '||||nævneren er 0|nævneren er 0|nævneren er 0|nævneren er 0|nævneren er 0'
}

@test "a ratio is of one, or of as many as per says" {
	rows 'measure value' 'x 6500' 'y 96' >in.tsv
	define 'kpi compute where of decimals' 'a ratio measure=x measure=y 1' 'b ratio~per~1000 measure=x measure=y ' \
		'c ratio~count~per~0.5 measure=x -4 ' 'd ratio~value~per~10 measure=y measure=x 4' 'e ratio~count measure=x,y measure=x '
	kpi in.tsv
	assert_success
	assert_equal "$(of a)" 67.7      # 67.708
	assert_equal "$(of b)" 67708.33
	assert_equal "$(of c)" -0.13     # -0.125
	assert_equal "$(of d)" 0.1477    # 0.14769
	assert_equal "$(of e)" 2
}

@test "a change is from the first period to the last, whatever lies between" {
	rows 'track period value' 'a 2023 10' 'a 2024 99' 'a 2025 12' 'a 2025 1' 'b 2024 5' 'c 2023 0' 'c 2025 5' \
		'd 2023 -8' 'd 2025 -10' 'e 2023 4' 'e 2025 ' >in.tsv
	OPTIONS=(-g track)
	compute change change-pct latest
	# In all: 10 + 0 - 8 + 4 = 6, and 12 + 1 + 5 - 10 = 8.
	assert_equal "$(of k1 track)" '*|a|b|c|d|e'
	assert_equal "$(of k1)" '2|3||5|-2|'
	assert_equal "$(of k1 n)" '8|3|1|2|2|1'
	assert_equal "$(of k1 note)" '||kun én periode|||kun én periode'
	# 2/6; 3/10; -2 of the size of -8.
	assert_equal "$(of k2)" '33.33|30|||-25|'
	assert_equal "$(of k2 note)" '||kun én periode|udgangspunktet er 0||kun én periode'
	assert_equal "$(of k3)" '8|13|5|5|-10|4'
	assert_equal "$(of k3 n)" '4|2|1|1|1|1'
}

@test "the last of periods that begin on one day is the longest" {
	rows 'period value' '2025 1' '2025-01-01 2' '2025-H1 4' '2025-Q1 8' '2025-01 16' >in.tsv
	compute latest change
	assert_equal "$(of k1)" 1
	assert_equal "$(of k2)" -1 # 1 - 2
	rows 'period value' '2025 1' '2025-01-01 2' '2025-W01 32' '2025-01-02 64' >in.tsv
	compute latest change
	assert_equal "$(of k1)" 64
	assert_equal "$(of k2)" 32 # 64 - 32: week 1 of 2025 begins on 30 December
}

@test "a change is from a number or from other records where of says so" {
	rows 'track measure value' 'a after 12' 'a before 15' 'b after 3' 'c before 4' 'd after 1' 'd before 0' >in.tsv
	define 'kpi compute where of' 'a change measure=after measure=before' 'b change-pct measure=after measure=before' \
		'c change measure=after -1.5' 'd change-pct measure=after -2' 'e change-pct measure=after 0'
	kpi --group track in.tsv
	assert_success
	assert_equal "$(of a track)" '*|a|b|c|d'
	assert_equal "$(of a)" '-3|-3|||1' # 16 - 19
	assert_equal "$(of a note)" '||intet udgangspunkt|ingen poster|'
	assert_equal "$(of b)" '-15.79|-20|||'
	assert_equal "$(of b note)" '||intet udgangspunkt|ingen poster|udgangspunktet er 0'
	assert_equal "$(of c)" '17.5|13.5|4.5|2.5'
	assert_equal "$(of d)" '900|700|250|150'
	assert_equal "$(of e note)" 'udgangspunktet er 0|udgangspunktet er 0|udgangspunktet er 0|udgangspunktet er 0'
}

@test "where neither records nor a base are there, there are no records" {
	rows 'measure value' 'z 1' >in.tsv
	define 'kpi compute where of' 'a change measure=x measure=y' 'b share measure=x measure=y' \
		'c change-pct measure=x measure=y'
	kpi in.tsv
	assert_success
	assert_equal "$(of a note) $(of b note) $(of c note)" 'ingen poster ingen poster ingen poster'
}

# Plans. As of 2025-06-11, a Wednesday.

plans() {
	rows 'status earliest latest' \
		'done 2025-01-01 2025-02-01' \
		'done  2026-01-01' \
		'open 2025-03-01 2025-06-10' \
		'open  2025-06-11' \
		'open 2025-07-01 2025-09-09' \
		'open 2025-07-01 2025-09-10' \
		'open 2026-01-01 '
}

@test "plans that are done, open, overdue and due" {
	plans >in.tsv
	OPTIONS=(--as-of 2025-06-11)
	compute done open overdue 'due 0' 'due 90' 'due 91' next days-left count
	assert_equal "$(of k1) $(of k2)" '2 5'
	assert_equal "$(of k3)" 1            # latest is the day before
	assert_equal "$(of k4)" 1            # that day itself
	assert_equal "$(of k5)" 2            # 9 September is the 90th day: 19 + 31 + 31 + 9
	assert_equal "$(of k6)" 3
	assert_equal "$(of k7) $(of k8)" '2025-06-11 0'
	for k in k1 k2 k3 k4 k5 k6 k7 k8; do
		assert_equal "$(of $k n)" 7
	done
}

@test "the day after, one more is overdue and the next is another" {
	plans >in.tsv
	OPTIONS=(--as-of 2025-06-12)
	compute overdue next days-left 'due 90'
	assert_equal "$(of k1) $(of k2) $(of k3) $(of k4)" '2 2025-09-09 89 2'
}

@test "a longer period counts by its first day" {
	plans >in.tsv
	for period in 2025-06 2025-W23 2025-06-02; do
		OPTIONS=(--as-of "$period")
		compute overdue next days-left
		case $period in
		2025-06) assert_equal "$(of k1) $(of k2) $(of k3)" '0 2025-06-10 9' ;;
		*) assert_equal "$(of k1) $(of k2) $(of k3)" '0 2025-06-10 8' ;; # week 23 begins on 2 June
		esac
	done
}

@test "where nothing is coming there is no next date" {
	rows 'track status latest' 'a open 2025-06-10' 'a done 2025-07-01' 'a open ' 'b open 2025-06-12' >in.tsv
	OPTIONS=(-a 2025-06-11 -g track)
	compute next days-left
	assert_equal "$(of k1)" '2025-06-12||2025-06-12'
	assert_equal "$(of k1 note)" '|ingen kommende frist|'
	assert_equal "$(of k2)" '1||1'
	assert_equal "$(of k2 note)" '|ingen kommende frist|'
}

@test "plans are active in a period that they touch, and the whole of it counts" {
	rows 'earliest latest' '2024-01-01 2024-12-31' '2024-06-01 2025-01-01' ' 2025-06-30' '2025-12-31 ' ' ' \
		'2026-01-01 2026-12-31' >in.tsv
	for case in '2025 4' '2024 4' '2026 3' '2025-01-01 3' '2025-01-02 2' '2025-07 1' '2025-12 2' '2025-H1 3' '2023 2'; do
		OPTIONS=(-a "${case% *}")
		compute active
		assert_equal "${case% *} $(of k1)" "$case"
	done
}

@test "leap days are days" {
	rows 'status latest' 'open 2024-03-01' 'open 2100-03-01' >in.tsv
	OPTIONS=(-a 2024-02-28)
	compute days-left
	assert_equal "$(of k1)" 2
	OPTIONS=(-a 2100-02-28)
	compute days-left
	assert_equal "$(of k1)" 1
}

# Conditions.

# selected CONDITION: which records of in.tsv meet it, by their column id.
selected() {
	printf 'kpi\tcompute\twhere\nk\tcount\t%s\n' "$1" >k.tsv
	kpi --group id in.tsv
	assert_success
	awk -F '\t' 'NR > 1 && $3 != "*" { print $3 }' <<<"$output" | paste -sd ' ' -
}

@test "equal and not equal, lists, quotes and what is missing" {
	rows 'id track title' '1 sosu S-tog,~nord' '2 pæd a"b' '3  =x' '4 so ' >in.tsv
	assert_equal "$(selected 'track=sosu')" 1
	assert_equal "$(selected 'track!=sosu')" '2 3 4'
	assert_equal "$(selected 'track=sosu,pæd')" '1 2'
	assert_equal "$(selected 'track!=sosu,pæd')" '3 4'
	assert_equal "$(selected 'track=')" 3
	assert_equal "$(selected 'track=""')" 3
	assert_equal "$(selected 'track=,so')" '3 4'
	assert_equal "$(selected 'track=so,')" '3 4'
	assert_equal "$(selected 'track!=')" '1 2 4'
	assert_equal "$(selected 'track!=,so')" '1 2'
	assert_equal "$(selected 'title="S-tog, nord"')" 1
	assert_equal "$(selected 'title="a""b"')" 2
	assert_equal "$(selected 'title="a""b","S-tog, nord",')" '1 2 4'
	assert_equal "$(selected 'title="=x"')" 3
	assert_equal "$(selected '')" '1 2 3 4'
}

@test "a value that ends with * is what fields begin with, and in quotes itself" {
	rows 'id dataset' '1 climate-2025' '2 climate' '3 climate-*' '4 ' '5 talent-2025' '6 7.0' >in.tsv
	assert_equal "$(selected 'dataset=climate-*')" '1 3'
	assert_equal "$(selected 'dataset!=climate-*')" '2 4 5 6'
	assert_equal "$(selected 'dataset=climate*,talent-*')" '1 2 3 5'
	assert_equal "$(selected 'dataset=talent-*,')" '4 5'
	assert_equal "$(selected 'dataset="climate-*"')" 3
	assert_equal "$(selected 'dataset="*"')" ''
	assert_equal "$(selected 'dataset=7*')" 6
	assert_equal "$(selected 'dataset=7.00*')" ''
}

@test "all of several conditions must hold, with any blanks between and around them" {
	rows 'id track value' '1 a 1' '2 a 2' '3 b 2' >in.tsv
	assert_equal "$(selected 'track=a value=2')" 2
	assert_equal "$(selected '  value=2   track=a  ')" 2
	assert_equal "$(selected 'track=a track=b')" ''
	assert_equal "$(selected 'value>=1 value<2')" 1
}

@test "numbers are equal by their size, and codes by their bytes" {
	rows 'id value' '1 63' '2 63.0' '3 063' '4 84' '5 084' '6 0' '7 0.0' '8 00' '9 -1' '10 -1.00' '11 0.5' '12 .5' >in.tsv
	assert_equal "$(selected 'value=63')" '1 2'
	assert_equal "$(selected 'value=63.000')" '1 2'
	assert_equal "$(selected 'value=063')" 3
	assert_equal "$(selected 'value=84')" 4
	assert_equal "$(selected 'value=084')" 5
	assert_equal "$(selected 'value=84.0')" 4
	assert_equal "$(selected 'value=0')" '6 7'
	assert_equal "$(selected 'value=00')" 8
	assert_equal "$(selected 'value=-1')" '10 9'
	assert_equal "$(selected 'value=0.50')" 11
	assert_equal "$(selected 'value=.5')" 12
	assert_equal "$(selected 'value!=63,84,0,-1,0.5')" '12 3 5 8'
	nines=$(printf '9%.0s' {1..99})
	rows 'id value' "1 $nines" "2 $nines.0" "3 ${nines}9" >in.tsv
	assert_equal "$(selected "value=$nines")" '1 2'
}

@test "less and greater compare numbers by their size" {
	rows 'id value' '1 9' '2 10' '3 -3' '4 ' '5 10.0' '6 010' '7 9.99' >in.tsv
	assert_equal "$(selected 'value<10')" '1 3 7'
	assert_equal "$(selected 'value<=10')" '1 2 3 5 6 7'
	assert_equal "$(selected 'value>9')" '2 5 6 7'
	assert_equal "$(selected 'value>=9')" '1 2 5 6 7'
	assert_equal "$(selected 'value<-2.5')" 3
	assert_equal "$(selected 'value>-3')" '1 2 5 6 7'
	assert_equal "$(selected 'value>"9"')" '2 5 6 7'
}

@test "less and greater compare periods by their first day" {
	rows 'id latest' '1 2025-12-30' '2 2025-12-31' '3 2026-01-01' '4 ' '5 2025' '6 2026-W01' '7 2025-Q4' >in.tsv
	assert_equal "$(selected 'latest<2025-12-31')" '1 5 6 7' # week 1 of 2026 begins on 29 December
	assert_equal "$(selected 'latest<=2025-12-31')" '1 2 5 6 7'
	assert_equal "$(selected 'latest>2025-12-31')" 3
	assert_equal "$(selected 'latest>=2025-Q4')" '1 2 3 6 7'
	assert_equal "$(selected 'latest>2025-01')" '1 2 3 6 7'
	rows 'id period' '1 2024' '2 2025' '3 2025-H1' '4 2024-12-31' '5 2026' >in.tsv
	assert_equal "$(selected 'period>=2025')" '2 3 5'
	assert_equal "$(selected 'period<2025')" '1 4'
	assert_equal "$(selected 'period<=2025-H1')" '1 2 3 4'
}

@test "a field that can be compared with nothing is a fault only where the other conditions hold" {
	rows 'id kind latest' '1 plan 2025-01-01' '2 plan 2026-01-01' '3 text soon' >in.tsv
	assert_equal "$(selected 'kind=plan latest<2025-12-31')" 1
	assert_equal "$(selected 'latest<2025-12-31 kind=plan')" 1
	printf 'kpi\tcompute\twhere\nk\tcount\tlatest<2025-12-31\n' >k.tsv
	kpi in.tsv
	refused 65 "kkr-kpi: in.tsv:4: k: latest 'soon' cannot be compared with '2025-12-31'"
}

@test "escapes of the record format stand in conditions as they stand in fields" {
	printf 'id\ttitle\n1\ta\\tb\n2\ta\\\\tb\n' >in.tsv
	assert_equal "$(selected 'title=a\tb')" 1
	assert_equal "$(selected 'title="a\\tb"')" 2
}

# Groups.

@test "the row for all together has * in each column of a group, and no group is lost" {
	rows 'track level value' 'a 1 1' 'a 2 2' 'b 1 4' ' 1 8' 'a  16' '  32' >in.tsv
	define 'kpi compute' 'k sum'
	kpi --group track,level in.tsv
	assert_success
	assert_equal "$(cut -f 3-5 <<<"$output")" "$(rows 'track level value' '  32' ' 1 8' '* * 63' 'a  16' 'a 1 1' 'a 2 2' 'b 1 4')"
	kpi --group level,track in.tsv
	assert_equal "$(cut -f 3-5 <<<"$output")" "$(rows 'level track value' '  32' ' a 16' '* * 63' '1  8' '1 a 1' '1 b 4' '2 a 2')"
	kpi in.tsv
	assert_equal "$(cut -f 1-3 <<<"$output")" "$(rows 'kpi title value' 'k  63')"
}

@test "groups by the month and the year of a column count a period by its first day" {
	rows 'id earliest latest value' '1 2025-02-28 2026 1' '2 2025-02 2025-W01 2' '3 2025-Q2 2025 4' '4  2025-12-31 8' \
		'5 2024/2025  16' >in.tsv
	printf 'kpi\tcompute\tby\nk\tsum\t\nm\tcount\tmonth\n' >k.tsv
	kpi --group month=earliest --group year=latest in.tsv
	assert_success
	# Week 1 of 2025 begins on 30 December 2024, and the school year 2024/2025 on 1 August 2024.
	assert_equal "$(cut -f 1,3-5 <<<"$output")" "$(rows 'kpi month year value' 'k  * 8' 'k *  16' 'k * * 31' \
		'k * 2024 2' 'k * 2025 12' 'k * 2026 1' 'k 2024-08 * 16' 'k 2025-02 * 3' 'k 2025-04 * 4' \
		'm  * 1' 'm 2024-08 * 1' 'm 2025-02 * 2' 'm 2025-04 * 1')"
	local whole=$output
	for id in 1 2 3 4 5; do
		awk -v id="$id" 'NR == 1 || $1 == id' in.tsv |
			kkr-kpi -d k.tsv --group month=earliest --group year=latest --partial >"$id.state"
	done
	kpi --group month=earliest --group year=latest --merge ?.state
	assert_output "$whole"
	kpi --group month=latest --group year=earliest --merge ?.state
	refused 65
	kpi --group month=earliest,id in.tsv
	assert_equal "$(grep -c "^k${TAB}${TAB}20" <<<"$output")" 4
}

@test "a group by a part of a date needs a part, a column, and dates" {
	define 'kpi compute' 'k count'
	rows 'earliest month id' '2025-01-01 x 1' 'soon x 2' >in.tsv
	local cases=0 group expected message
	while IFS='|' read -r group expected message; do
		kpi --group "$group" in.tsv
		refused "$expected" "$message"
		cases=$((cases + 1))
	done <<-'END'
		week=earliest|64|--group: 'week=earliest' is neither month=COLUMN nor year=COLUMN
		month=|64|--group: 'month=' is neither month=COLUMN nor year=COLUMN
		year=earliest,year=month|64|--group: 'year' is named twice
		month=earliest|65|in.tsv:1: --group month=earliest: there is a column month already
		year=latest|65|in.tsv:1: there is no column 'latest' among: earliest month id (--group names it)
		year=earliest|65|in.tsv:3: earliest 'soon' is not a period (2025
	END
	assert_equal "$cases" 6
	kpi --group year=earliest --group year=month,id in.tsv
	refused 64 "--group: the column 'year' is made in two ways"
	kpi --group year=earliest --rejects bad in.tsv
	assert_success
	assert_equal "$(column value)" '1 1'
	assert_equal "$(cut -f 2,5 bad | tail -n 1)" "3${TAB}period"
}

@test "several groupings stand in one table, with * where a row is not grouped" {
	rows 'track level value' 'a 1 1' 'a 2 2' 'b 1 4' ' 1 8' >in.tsv
	define 'kpi compute' 'k sum'
	kpi --group track --group level --group track,level in.tsv
	assert_success
	assert_equal "$(cut -f 3-5 <<<"$output")" "$(rows 'track level value' ' * 8' ' 1 8' '* * 15' '* 1 13' '* 2 2' \
		'a * 3' 'a 1 1' 'a 2 2' 'b * 4' 'b 1 4')"
}

@test "a record that has * in a group is a bad one, whatever is asked" {
	rows 'track value' 'a 1' '* 2' >in.tsv
	define 'kpi compute where' 'k sum value=1'
	kpi --group track in.tsv
	refused 65 "kkr-kpi: in.tsv:3: track is '*', which marks the row for all together"
	kpi in.tsv
	assert_success
	kpi --group track --rejects rejects.tsv in.tsv
	assert_success
	assert_equal "$(cut -f 2-4 rejects.tsv | tail -n +2)" \
		"3${TAB}track is '*', which marks the row for all together${TAB}*\\t2"
	rows 'track value' '** 1' 'a* 2' >in.tsv
	kpi --group track in.tsv
	assert_success
}

@test "by says which rows a definition is for" {
	rows 'track level value' 'a 1 1' 'a 2 2' 'b 1 4' >in.tsv
	define 'kpi compute by' 'e sum ' 'a sum all' 't sum track' 'l sum level+track' 'm sum all,track+level,level'
	kpi --group track --group level --group track,level in.tsv
	assert_success
	rows_of() {
		awk -F '\t' -v k="$1" '$1 == k { print $3 $4 }' <<<"$output" | paste -sd ' ' -
	}
	assert_equal "$(rows_of e)" '** *1 *2 a* a1 a2 b* b1'
	assert_equal "$(rows_of a)" '**'
	assert_equal "$(rows_of t)" 'a* b*'
	assert_equal "$(rows_of l)" 'a1 a2 b1'
	assert_equal "$(rows_of m)" '** *1 *2 a1 a2 b1'
	kpi in.tsv
	assert_equal "$(cut -f 1 <<<"$output" | paste -sd ' ' -)" 'kpi a e m'
}

@test "a key figure may be worked out in one way by group and in another together" {
	rows 'track measure value n' 'a satisfied 97 120' 'b satisfied 95 138' ' satisfied 95 ' >in.tsv
	define 'kpi compute where by' 's sum track!= track' 's mean~weight~n track!= all'
	kpi --group track in.tsv
	assert_success
	# (97 120 + 95 138) / 258 = 95.93.
	assert_equal "$(of s track) $(of s)" '*|a|b 95.93|97|95'
}

# Rounding.

@test "figures are rounded half away from zero, once, and end without zeros" {
	# VALUE DECIMALS FIGURE
	while read -r value decimals figure; do
		rows value "$value" >in.tsv
		printf 'kpi\tcompute\tdecimals\nk\tsum\t%s\n' "$decimals" >k.tsv
		kpi in.tsv
		assert_equal "$value $decimals $(of k)" "$value $decimals $figure"
	done <<-END
		0.5 0 1
		-0.5 0 -1
		0.4999999 0 0
		-0.4999999 0 0
		-0.04 1 0
		-0.05 1 -0.1
		1.5 0 2
		2.5 0 3
		-2.5 0 -3
		2.445 2 2.45
		-2.445 2 -2.45
		2.4449 2 2.44
		2.395 2 2.4
		2.999 2 3
		1.10 2 1.1
		1.00 2 1
		100 2 100
		1200 0 1200
		0.00 2 0
		9.995 2 10
		0.0000000000000000000000000000015 30 0.000000000000000000000000000002
		0.1234567890123456789012345678901234 30 0.12345678901234567890123456789
	END
}

@test "without decimals, sums have all and quotients two" {
	rows 'value n' '1.123456 1' '1.000004 2' >in.tsv
	compute sum mean 'mean weight n' median max
	assert_equal "$(of k1)" 2.12346
	assert_equal "$(of k2) $(of k3) $(of k4)" '1.06 1.04 1.06'
	assert_equal "$(of k5)" 1.123456
}

@test "decimals of a definition hold for its figure, gap and deviation" {
	rows 'measure value' 'x 1' 'x 2' 'x 2' 's 1.6' >in.tsv
	define 'kpi compute where target better published decimals' 'k mean measure=x 2 lower measure=s 4'
	kpi in.tsv
	# 5/3 = 1.66666...; less 2; less 1.6.
	assert_equal "$(of k) $(of k gap) $(of k deviation)" '1.6667 -0.3333 0.0667'
}

# Targets.

@test "a target is met or not by the unrounded figure, as better says" {
	while read -r value target better figure gap target_status; do
		rows value "$value" >in.tsv
		printf 'kpi\tcompute\tdecimals\ttarget\tbetter\nk\tsum\t0\t%s\t%s\n' "$target" "${better#-}" >k.tsv
		kpi in.tsv
		assert_success
		assert_equal "$value $target $better $(of k) $(of k gap) $(of k target_status)" \
			"$value $target $better $figure $gap ${target_status//_/ }"
		assert_equal "$(of k target)" "$target"
	done <<-END
		94.9 95 higher 95 0 not_met
		95 95 higher 95 0 met
		95.0 95.00 higher 95 0 met
		96 95 higher 96 1 met
		5.1 5 lower 5 0 not_met
		5 5 lower 5 0 met
		-6.5 -6 lower -7 -1 met
		5 4 none 5 1
		5 4 - 5 1
		0 -0.5 higher 0 1 met
	END
}

@test "without a figure a target is neither met nor missed" {
	rows 'value' '' >in.tsv
	define 'kpi compute target better' 'k sum 5 higher'
	kpi in.tsv
	assert_equal "$(of k target)|$(of k gap)|$(of k target_status)" '5||'
}

# Qualifiers, notes and sources.

@test "qualifiers are split on commas, sorted, and stand once" {
	rows 'value qualifier' '1 over' '2 ca.,~over' '3 ' '4 ~knap~,,~ca.,' '5 ,' >in.tsv
	compute sum max
	assert_equal "$(of k1 qualifier)" 'ca., knap, over, own calculation'
	assert_equal "$(of k2 qualifier)" 'ca., knap, over'
}

@test "own calculation stands once and last, where records had it already" {
	rows 'value qualifier' '1 ~own~calculation,over' '2 skønnet' >in.tsv
	compute sum max
	assert_equal "$(of k1 qualifier)" 'over, skønnet, own calculation'
	assert_equal "$(of k2 qualifier)" 'over, own calculation, skønnet'
}

@test "notes and sources are sorted, stand once, and a definition's note comes after them" {
	rows 'value note source' '1 b s.~2' '2 a s.~1,~s.~3' '3 b s.~2' '4  ' >in.tsv
	define 'kpi compute note' 'k sum aa'
	kpi in.tsv
	assert_equal "$(of k note)" 'a; b; aa'
	assert_equal "$(of k source)" 's. 1, s. 3; s. 2'
}

@test "the source of a figure that is stated is a source, but its reservation and note are its own" {
	rows 'track measure value qualifier note source' 'a x 1 over n1 s1' 'b x 2  n2 s2' ' p 3 ca. n3 s3' 'c p 9   s4' >in.tsv
	define 'kpi compute where published' 'k sum measure=x measure=p~track='
	kpi --group track in.tsv
	assert_equal "$(of k source)" 's1; s2; s3|s1|s2'
	assert_equal "$(of k qualifier)" 'over|over|'
	assert_equal "$(of k note)" 'n1; n2|n1|n2'
}

@test "reservations are those of the records that went in, and of the denominator's" {
	rows 'track measure value qualifier note source' 'a x 1 over n1 s1' 'a x  ca. n2 s2' 'b x 1 knap n3 s3' 'a y 4 under n4 s4' \
		'a z 9 højst n5 s5' >in.tsv
	define 'kpi compute where of' 's sum measure=x ' 'r share measure=x measure=y' 'c share~count measure=x 4'
	kpi --group track in.tsv
	assert_equal "$(of s qualifier)" 'knap, over, own calculation|over|knap'
	assert_equal "$(of s note) $(of s source)" 'n1; n3|n1|n3 s1; s3|s1|s3'
	assert_equal "$(of r qualifier)" 'knap, over, under, own calculation|over, under, own calculation|knap'
	assert_equal "$(of c qualifier)" 'ca., knap, over, own calculation|ca., over, own calculation|knap, own calculation'
}

@test "reservations of other periods than those of the figure are not its own" {
	rows 'period value qualifier note source' '2023 1 over n1 s1' '2024 2 ca. n2 s2' '2025 3 knap n3 s3' >in.tsv
	compute latest change sum
	assert_equal "$(of k1 qualifier)|$(of k1 note)|$(of k1 source)|$(of k1 n)" 'knap|n3|s3|1'
	assert_equal "$(of k2 qualifier)|$(of k2 note)|$(of k2 source)|$(of k2 n)" 'knap, over, own calculation|n1; n3|s1; s3|2'
	assert_equal "$(of k3 qualifier)|$(of k3 n)" 'ca., knap, over, own calculation|3'
	# In the other order, too, and where the columns stand otherwise.
	{ head -n 1 in.tsv && tail -n +2 in.tsv | sort -r; } >other.tsv
	expected=$output
	kpi other.tsv
	assert_output "$expected"
}

@test "a figure is an own calculation unless it is that of one record" {
	rows 'period status latest value n' '2025 open 2025-07-01 5 2' >in.tsv
	OPTIONS=(-a 2025-06-11)
	compute sum mean median latest 'mean weight n' min max next count 'distinct value' open days-left
	for k in k1 k2 k3 k4 k5 k6 k7 k8; do
		assert_equal "$k $(of $k qualifier)" "$k "
	done
	for k in k9 k10 k11 k12; do
		assert_equal "$k $(of $k qualifier)" "$k own calculation"
	done
	define 'kpi compute of' 'a share 5' 'b ratio 5' 'c change 4' 'd change-pct 4'
	kpi in.tsv
	for k in a b c d; do
		assert_equal "$k $(of $k qualifier)" "$k own calculation"
	done
	rows 'period status latest value n' '2025 open 2025-07-01 5 2' '2025 open 2025-07-01 5 2' '2024 open 2025-07-01  2' >in.tsv
	compute sum mean median latest 'mean weight n' min max next
	for k in k1 k2 k3 k4 k5; do
		assert_equal "$k $(of $k qualifier)" "$k own calculation"
	done
	for k in k6 k7 k8; do
		assert_equal "$k $(of $k qualifier)" "$k "
	done
}

@test "what the source states and explains is no own calculation" {
	rows 'measure value qualifier' 'x 1 ' 'x 2 ' 's 3 ' 't 4 ' 'u 4 ca.' >in.tsv
	define 'kpi compute where published' 'a sum measure=x measure=s' 'b sum measure=x measure=t' 'c sum measure=x measure=u' \
		'd count measure=x measure=v' 'e sum measure=v measure=s'
	kpi in.tsv
	assert_equal "$(of a qualifier)|$(of a published)|$(of a deviation)|$(of a note)" '|3|0|'
	assert_equal "$(of b qualifier)|$(of b published)|$(of b deviation)|$(of b note)" \
		'own calculation|4|-1|modsiges af kilden, som angiver 4: afvigelse -1'
	assert_equal "$(of c qualifier)|$(of c published)|$(of c deviation)|$(of c note)" '|4|-1|'
	assert_equal "$(of d qualifier)|$(of d published)|$(of d deviation)|$(of d note)" 'own calculation|||'
	assert_equal "$(of a contradicted)|$(of b contradicted)|$(of c contradicted)|$(of d contradicted)" 'no|yes|no|'
	assert_equal "$(of b published_qualifier)|$(of c published_qualifier)" '|ca.'
	# Without a figure there is nothing to compare.
	assert_equal "$(of e qualifier)|$(of e published)|$(of e deviation)|$(of e note)" '|3||ingen poster'
}

# What the source publishes.

@test "rounding and reservations explain deviations, or they do not" {
	# FIGURE PUBLISHED QUALIFIER DEVIATION; "!" where it is contradicted.
	while read -r figure published qualifier deviation contradicted; do
		rows 'measure value qualifier' "x $figure" "s $published ${qualifier#-}" | sed '2s/$/\t/' >in.tsv
		define 'kpi compute where published' 'k sum measure=x measure=s'
		kpi in.tsv
		assert_success
		note=
		if [ -n "$contradicted" ]; then
			note="modsiges af kilden, som angiver $published: afvigelse $deviation"
			[ "$qualifier" = - ] || note="modsiges af kilden, som angiver $published (${qualifier//,/, }): afvigelse $deviation"
		fi
		assert_equal "$figure $published $qualifier $(of k deviation) $(of k note)" \
			"$figure $published $qualifier $deviation ${note//~/ }"
		assert_equal "$(of k published)" "$published"
		[ "$qualifier" = - ] && qualifier=
		assert_equal "$(of k published_qualifier)|$(of k contradicted)" \
			"$qualifier|$([ -n "$contradicted" ] && echo yes || echo no)"
	done <<-END
		95 95 - 0
		95.4999 95 - 0.4999
		95.5 95 - 0.5 !
		95.5 96 - -0.5
		94.5 95 - -0.5
		94.4999 95 - -0.5001 !
		-94.5 -95 - 0.5
		-95.5 -95 - -0.5 !
		-95.4999 -95 - -0.4999
		96 95 - 1 !
		95.93 95.9 - 0.03
		95.95 95.9 - 0.05 !
		95.85 95.9 - -0.05
		95.8499 95.9 - -0.0501 !
		95.4 95.0 - 0.4 !
		95.04 95.0 - 0.04
		95.05 95.0 - 0.05 !
		790000 800000 - -10000
		750000 800000 - -50000
		749999.99 800000 - -50000.01 !
		849999.99 800000 - 49999.99
		850000 800000 - 50000 !
		-790000 -800000 - 10000
		-850000 -800000 - -50000 !
		790000 800000.0 - -10000 !
		805 800 - 5
		805 810 - -5
		804.9 810 - -5.1 !
		0.4 0 - 0.4
		-0.4 0 - -0.4
		0.5 0 - 0.5 !
		0.05 0.1 - -0.05
		10 10.0 - 0
		6.999 7.00 - -0.001
		6.99 7.00 - -0.01 !
		96 95 ca. 1
		94 95 ca. -1
		96.01 95 ca. 1.01 !
		93.99 95 omkring -1.01 !
		94 95 omkring -1
		95.1 95.0 omkring 0.1
		95.11 95.0 ca. 0.11 !
		900000 800000 ca. 100000
		900001 800000 ca. 100001 !
		6500.5 6500 over 0.5
		99999 6500 over 93499
		6400 6500 over -100 !
		6450 6500 over -50
		6449 6500 over -51 !
		99999 6500 mindst 93499
		6400 6500 mindst -100 !
		99999 6500 bl.a. 93499
		6400 6500 bl.a. -100 !
		1 6500 knap -6499
		6600 6500 knap 100 !
		1 6500 næsten -6499
		6600 6500 næsten 100 !
		1 6500 under -6499
		6600 6500 under 100 !
		1 6500 højst -6499
		6600 6500 højst 100 !
		99999 6500 ca.,over 93499
		1 6500 over,højst -6499
		99 6500 kun -6401 !
		99 6500 Under -6401 !
	END
}

@test "the figure is compared unrounded" {
	rows 'measure value' 'x 95' 'x 96' 's 95' 't 96' >in.tsv
	define 'kpi compute where published decimals' 'a mean measure=x measure=s 0' 'b mean measure=x measure=t 0'
	kpi in.tsv
	# 95.5 is written 96, and is not 95.4999.
	assert_equal "$(of a) $(of a deviation) $(of a note)" '96 1 modsiges af kilden, som angiver 95: afvigelse 1'
	assert_equal "$(of b) $(of b deviation) $(of b note)" '96 -1 '
}

@test "several published figures are none, and the note says so" {
	rows 'track measure value qualifier' 'a x 1 ' 'b x 2 ' 'a s 1 ' 'b s 2 ' 'b s 3 ' >in.tsv
	define 'kpi compute where published' 'k sum measure=x measure=s'
	kpi --group track in.tsv
	assert_equal "$(of k published)" '|1|'
	assert_equal "$(of k note)" 'kilden angiver flere tal||kilden angiver flere tal'
	assert_equal "$(of k qualifier)" 'own calculation||'
}

@test "the same figure stated twice is one" {
	rows 'measure value' 'x 1' 's 1' 's 1' 's ' >in.tsv
	define 'kpi compute where published' 'k sum measure=x measure=s'
	kpi in.tsv
	assert_equal "$(of k published)|$(of k deviation)|$(of k note)" '1|0|'
}

@test "of several published figures the one without a group counts for all together" {
	rows 'track level measure value' 'a 1 x 1' 'b 1 x 2' 'a  s 1' 'b  s 2' '  s 4' >in.tsv
	define 'kpi compute where published' 'k sum measure=x measure=s'
	kpi --group track in.tsv
	assert_equal "$(of k track) $(of k published)" '*|a|b 4|1|2'
	assert_equal "$(of k note)" 'modsiges af kilden, som angiver 4: afvigelse -1||'
	# Where it is grouped by both, the figures of tracks are in no row of a level.
	kpi --group track --group level in.tsv
	assert_equal "$(cut -f 1-5,11 <<<"$output" | tail -n +2)" \
		"$(rows 'k  * * 3 4' 'k  * 1 3 ' 'k  a * 1 1' 'k  b * 2 2')"
	rows 'track level measure value' 'a 1 x 1' '  s 4' '  s 5' 'a  s 1' >in.tsv
	kpi --group track in.tsv
	assert_equal "$(of k published) $(of k note)" '|1 kilden angiver flere tal|'
}

@test "a published figure makes no row of its own" {
	rows 'track measure value' 'a x 1' 'b s 2' >in.tsv
	define 'kpi compute where published' 'k sum measure=x measure=s'
	kpi --group track in.tsv
	assert_equal "$(of k track) $(of k published)" '*|a 2|'
}

# Bad records.

@test "numbers, weights, periods, status and dates that are none are bad records" {
	bad() { # bad HEADER RECORD COMPUTE REASON [WHERE]
		rows "$1" "$2" >in.tsv
		printf 'kpi\tcompute\twhere\nk\t%s\t%s\n' "$3" "${5-}" >k.tsv
		kpi --as-of 2025-06-11 in.tsv
		refused 65
		assert_equal "$stderr" "kkr-kpi: in.tsv:2: k: $4"
		kpi --as-of 2025-06-11 --rejects rejects.tsv in.tsv
		assert_success
		assert_equal "$(tail -n +2 rejects.tsv | cut -f 1-3)" "in.tsv${TAB}2${TAB}k: $4"
		assert_equal "$(of k n)" 0
	}
	local text operation
	for text in x 1,5 1e3 +1 -0 -0.0 1. .5 '~1' 1_000 "$(printf '1%.0s' {1..101})"; do
		shown=${text//\~/ }
		[ "${#text}" -lt 61 ] || shown=$(printf '1%.0s' {1..60})...
		for operation in sum mean min max median latest 'mean n weight value'; do
			bad 'value n period' "$text 1 2025" "$operation" "value '$shown' is not a number (1234.5, at most 100 digits)"
		done
	done
	bad 'value n' '1 ' 'mean weight n' 'the weight n is missing'
	bad 'value n' '1 -2' 'mean weight n' 'the weight n is negative: -2'
	for text in '' 2025-13 2025-W54 soon 2025-02-30 25 2025-H3 2025-Q5 0000; do
		for operation in latest change change-pct; do
			bad 'value period' "1 $text" "$operation" \
				"period '$text' is no period (2025, 2025-H1, 2025-Q1, 2025-01, 2025-W05 or 2025-01-31)"
		done
	done
	for operation in done open overdue 'due 1' next days-left; do
		for text in '' Done closed; do
			bad 'status latest' "$text 2025-01-01" "$operation" "status '$text' is neither done nor open"
		done
	done
	for text in 2025 soon 2025-02-29 2025-1-1; do
		for operation in overdue 'due 1' next days-left; do
			bad 'status latest' "open $text" "$operation" "latest '$text' is not a date (2025-01-31)"
			bad 'status latest' "done $text" "$operation" "latest '$text' is not a date (2025-01-31)"
		done
		bad 'earliest latest' "2025-01-01 $text" active "latest '$text' is not a date (2025-01-31)"
		bad 'earliest latest' "$text 2025-01-01" active "earliest '$text' is not a date (2025-01-31)"
	done
	bad 'value track' '1 a' count "track 'a' cannot be compared with '5'" 'track<5'
	bad 'value track' '1 5' count "track '5' cannot be compared with '2025-01-01'" 'track>=2025-01-01'
}

@test "numbers of the denominator and of what is published must be numbers, too" {
	rows 'measure value' 'x 1' 'y zwei' >in.tsv
	define 'kpi compute where of' 'k share measure=x measure=y'
	kpi in.tsv
	refused 65 "kkr-kpi: in.tsv:3: k: value 'zwei' is not a number"
	define 'kpi compute where published' 'k sum measure=x measure=y'
	kpi in.tsv
	refused 65 "kkr-kpi: in.tsv:3: k: value 'zwei' is not a number"
	define 'kpi compute where of' 'k share~count measure=x measure=y'
	kpi in.tsv
	assert_success
	define 'kpi compute where' 'k sum measure=x'
	kpi in.tsv
	assert_success
}

@test "a bad record counts in no key figure, and the rest goes on" {
	rows 'track value n' 'a 1 1' 'a 2 x' 'b y 3' 'b 4 4' '* 5 5' 'c 6' 'c 7 7' >in.tsv
	define 'kpi compute' 'c count' 's sum' 'n sum~n'
	kpi --rejects rejects.tsv --group track in.tsv
	assert_success
	quiet
	assert_equal "$(of c track) $(of c)" '*|a|b|c 3|1|1|1'
	assert_equal "$(of s)" '12|1|4|7'
	assert_equal "$(of n)" '12|1|4|7'
	assert_equal "$(cut -f 2,4 rejects.tsv | tail -n +2)" \
		"$(printf '%s\n' '3	a\t2\tx' '4	b\ty\t3' '6	*\t5\t5' '7	c\t6')"
	# Records in = records counted + records set aside.
	assert_equal "$(($(tail -n +2 in.tsv | wc -l)))" "$(($(of c | cut -d '|' -f 1) + $(tail -n +2 rejects.tsv | wc -l)))"
}

@test "the file of rejects is written where nothing is bad, and is none of the inputs" {
	rows value 1 >in.tsv
	define 'kpi compute' 'k sum'
	kpi --rejects rejects.tsv in.tsv
	assert_success
	assert_equal "$(cat rejects.tsv)" "$(rows 'file line reason record kind')"
	kpi --rejects in.tsv in.tsv
	refused 64 --rejects
	assert_equal "$(cat in.tsv)" "$(rows value 1)"
	kpi --rejects nowhere/r.tsv in.tsv
	refused 73 nowhere/r.tsv
}

# The contract.

@test "gzip, several files, standard input and a hyphen are read alike" {
	rows value 1 2 >a.tsv
	rows value 4 >b.tsv
	rows value >c.tsv
	gzip -c b.tsv >b.tsv.gz
	define 'kpi compute' 'k sum'
	kpi a.tsv b.tsv c.tsv
	assert_success
	assert_equal "$(of k)" 7
	expected=$output
	kpi a.tsv b.tsv.gz
	assert_output "$expected"
	kpi c.tsv - a.tsv <b.tsv.gz
	assert_output "$expected"
	kpi < <(cat a.tsv <(tail -n +2 b.tsv))
	assert_output "$expected"
	gzip k.tsv
	mv k.tsv.gz k.tsv
	kpi a.tsv b.tsv
	assert_output "$expected"
	rows 'value n' '1 2' >other.tsv
	kpi a.tsv other.tsv
	refused 65 'kkr-kpi: other.tsv:1: '
}

@test "a header alone is an empty table, and no header is 65" {
	rows 'track value' >in.tsv
	define 'kpi compute' 'c count' 's sum'
	kpi --group track in.tsv
	assert_success
	assert_equal "$(cut -f 1,3,4 <<<"$output")" "$(rows 'kpi track value' 'c * 0' 's * ')"
	: >in.tsv
	kpi in.tsv
	refused 65 'kkr-kpi: in.tsv: ' header
	kpi </dev/null
	refused 65 'kkr-kpi: standard input: ' header
}

@test "a stream that is cut short is refused, wherever it is cut" {
	rows 'track value' 'a 1' 'b 2' >whole.tsv
	define 'kpi compute' 'k sum'
	head -c -1 whole.tsv >in.tsv
	kpi in.tsv
	refused 65 'kkr-kpi: in.tsv:3: ' 'cut short'
	gzip -c whole.tsv | head -c -4 >in.tsv
	kpi in.tsv
	refused 65 'kkr-kpi: in.tsv: byte '
	printf 'track\tvalue\na\t1\nb\n' >in.tsv
	kpi in.tsv
	refused 65 'kkr-kpi: in.tsv:3: '
}

@test "a column that a definition names and the records lack is 65, with the definition" {
	rows 'track value' 'a 1' >in.tsv
	lacks() { # lacks COLUMN HEADER ROW
		rows "$2" "$3" >k.tsv
		kpi --as-of 2025-01-01 in.tsv
		refused 65 "kkr-kpi: in.tsv:1: " "'$1'" 'k.tsv:2'
	}
	lacks amount 'kpi compute' 'k sum~amount'
	lacks n 'kpi compute' 'k mean~weight~n'
	lacks measure 'kpi compute where' 'k sum measure=x'
	lacks measure 'kpi compute of' 'k share measure=x'
	lacks measure 'kpi compute published' 'k sum measure=x'
	lacks level 'kpi compute by' 'k sum all,level'
	lacks period 'kpi compute' 'k latest'
	lacks period 'kpi compute' 'k change'
	lacks status 'kpi compute' 'k done'
	lacks status 'kpi compute' 'k next'
	lacks earliest 'kpi compute' 'k active'
	rows 'status track' 'open a' >in.tsv
	lacks latest 'kpi compute' 'k overdue'
	lacks value 'kpi compute published' 'k count track=a'
	lacks value 'kpi compute' 'k sum'
	define 'kpi compute' 'k count'
	kpi --group level in.tsv
	refused 65 'kkr-kpi: in.tsv:1: ' "'level'" --group
	# Neither qualifier nor note nor source is needed, nor a period for a change from a number.
	rows 'value' '3' >in.tsv
	define 'kpi compute of' 'k change 2'
	kpi in.tsv
	assert_success
}

@test "what looks at plans needs a date" {
	rows 'status earliest latest' 'open 2025-01-01 2025-02-01' >in.tsv
	for operation in overdue due~1 next days-left active; do
		define 'kpi compute' "k $operation"
		kpi in.tsv
		refused 64 'k in k.tsv:2' --as-of
	done
	for operation in done open; do
		define 'kpi compute' "k $operation"
		kpi in.tsv
		assert_success
	done
	# Where the definition makes no row, nothing is needed.
	define 'kpi compute by' 'k next track' 'c count '
	rows 'status track latest' 'open a 2025-02-01' >in.tsv
	kpi in.tsv
	assert_success
	kpi --group track in.tsv
	refused 64 --as-of
}

@test "dates that are none are wrong use" {
	rows 'value' 1 >in.tsv
	define 'kpi compute' 'k sum'
	for date in '' 2025-02-29 2025-13 11-06-2025 31-06-2025 2025-6-1 today 0000-01-01 2025-W54 20250631 '2025 ' '2025 x' 2024-2025; do
		kpi --as-of "$date" in.tsv
		refused 64 "kkr-kpi: --as-of: '$date' is not a period"
	done
}

@test "groups that are none are wrong use" {
	rows 'track value' 'a 1' >in.tsv
	define 'kpi compute' 'k sum'
	for column in kpi title value unit qualifier target gap target_status published deviation n note source \
		published_qualifier contradicted digest part key state; do
		kpi --group "$column" in.tsv
		refused 64 "kkr-kpi: --group: '$column' is a column of the result"
	done
	refusals kpi --group <<-'END'
		64 | Track in.tsv                           | 'Track'
		64 | track,track in.tsv                     | 'track' is named twice
		64 | track --group track in.tsv             | the same columns are given twice
		64 | track,level --group level,track in.tsv | the same columns are given twice
		64 | '' in.tsv                              | --group
		64 | track, in.tsv                          | --group
	END
}

@test "without definitions, or with options that do not go together, it is wrong use" {
	rows value 1 >in.tsv
	run_split kkr-kpi in.tsv
	refused 64 --definitions
	define 'kpi compute' 'k sum'
	kpi --merge --rejects r.tsv in.tsv
	refused 64 --rejects --merge
	assert_not_exists r.tsv
	kpi --nonsense in.tsv
	refused 64
	for file in '' -; do
		run_split kkr-kpi --definitions - $file <k.tsv
		refused 64 '--definitions: standard input is read already'
	done
	run_split kkr-kpi --definitions nowhere.tsv in.tsv
	refused 66 'kkr-kpi: nowhere.tsv: '
	kpi nowhere.tsv
	refused 66 'kkr-kpi: nowhere.tsv: '
}

@test "a full disk is 74, and a closed output too" {
	rows value 1 >in.tsv
	define 'kpi compute' 'k sum'
	for arguments in '--definitions k.tsv in.tsv' '--definitions k.tsv --partial in.tsv' --help --version; do
		run_split bash -c "kkr-kpi $arguments >/dev/full"
		refused 74 'kkr-kpi: standard output: cannot be written'
		run_split bash -c "kkr-kpi $arguments >&-"
		assert_failure 74
	done
	run_split kkr-kpi --definitions k.tsv --rejects /dev/full in.tsv
	refused 74 /dev/full
}

@test "a reader that goes away ends it quietly" {
	{
		rows 'track value'
		seq 100000 | awk '{ print "t" $1 "\t" $1 }'
	} >in.tsv
	define 'kpi compute' 'k sum'
	run_split bash -c 'kkr-kpi --definitions k.tsv --group track in.tsv | head -1; exit ${PIPESTATUS[0]}'
	assert_failure 141
	assert_equal "$stderr" ''
}

@test "locale, time zone and the order of records make no difference" {
	rows 'track value qualifier note source' 'ø 1.5 ca. n1 s1' 'Ø 2 over n2 s2' 'a 3 ca. n1 s3' 'B -4 æ n0 s0' 'å 5  n3 ' >in.tsv
	define 'kpi title compute' 'b B~æ sum' 'a A~ø mean' 'a_1 ~ max' 'a1 ~ median'
	kpi --group track in.tsv
	assert_success
	expected=$output
	assert_equal "$(of b track)" '*|B|a|Ø|å|ø'
	for locale in C C.UTF-8 da_DK.UTF-8; do
		LC_ALL=$locale TZ=Pacific/Kiritimati kpi -g track in.tsv
		assert_output "$expected"
	done
	{ head -n 1 in.tsv && tail -n +2 in.tsv | tac; } >other.tsv
	kpi --group track other.tsv
	assert_output "$expected"
	{ head -n 1 k.tsv && tail -n +2 k.tsv | tac; } >other.k
	run_split kkr-kpi --definitions other.k --group track in.tsv
	assert_output "$expected"
}

@test "--help names every option and --version says which version it is" {
	run_split kkr-kpi --help
	assert_success
	for option in --definitions --group --as-of --partial --merge --rejects --help --version; do
		assert_output --partial " $option"
	done
	help=$output
	run_split kkr-kpi -h
	assert_output "$help"
	run_split kkr-kpi -V
	assert_output --regexp '^kkr [0-9]+\.[0-9]+\.[0-9]+$'
}

@test "long options and short ones are the same" {
	plans >in.tsv
	define 'kpi compute' 'k next' 'c count'
	kpi --group status --as-of 2025-06-11 --rejects r1.tsv in.tsv
	assert_success
	expected=$output
	run_split kkr-kpi --definitions k.tsv --group status --as-of 2025-06-11 --rejects r2.tsv in.tsv
	assert_output "$expected"
	kpi --group status --as-of 2025-06-11 --partial in.tsv
	states=$output
	kpi --group status --as-of 2025-06-11 --partial in.tsv
	assert_output "$states"
	kpi --group status --as-of 2025-06-11 --merge <<<"$states"
	assert_output "$expected"
	kpi --group status --as-of 2025-06-11 --merge <<<"$states"
	assert_output "$expected"
}

# Against the reference.

@test "random tables and definitions agree with the reference byte for byte" {
	run reference kpi --check "$(sample 300 100)" --seed 84
	assert_success
	assert_output --regexp '^[0-9]+ compared, 0 wrong$'
}

# Memory.

@test "memory grows with groups, not with records" {
	measures_memory
	awk 'BEGIN {
		OFS = "\t"
		print "track", "period", "value", "n", "status", "earliest", "latest", "qualifier", "note", "source"
		for (i = 0; i < 1000000; i++)
			print "t" i % 50, 2000 + i % 25, 1000000 + i * (i % 2 ? 1 : -1) "." i % 7, i % 9, i % 2 ? "done" : "open",
				"2025-01-01", "2025-0" 1 + i % 9 "-01", i % 3 ? "ca." : "", "", "s. " i % 5
	}' >in.tsv
	compute_all=(count 'distinct track' sum mean min max 'mean weight n' 'median n' latest change change-pct done open
		overdue 'due 90' next days-left active)
	{
		printf 'kpi\tcompute\tof\n'
		for i in "${!compute_all[@]}"; do
			printf 'k%d\t%s\t\n' "$i" "${compute_all[i]}"
		done
		printf 'a\tshare\t5\nb\tratio count\tvalue<0\nc\tchange\tvalue>0\n'
	} >k.tsv
	head -n 1001 in.tsv >few.tsv
	command time -q -f %M -o small kkr-kpi --definitions k.tsv --group track --as-of 2025-06-11 few.tsv >out.tsv
	command time -q -f %M -o large kkr-kpi --definitions k.tsv --group track --as-of 2025-06-11 in.tsv >out.tsv
	assert_equal "$(awk -F '\t' '$1 == "k0" && $3 == "*" { print $4 }' out.tsv)" 1000000
	[ "$(tail -n 1 large)" -lt $(($(tail -n 1 small) + 2048)) ] || fail "$(tail -n 1 small) KB, then $(tail -n 1 large) KB"
	# Nor with the remarks of records that no key figure takes.
	awk -F '\t' -v OFS='\t' 'NR > 1 { $9 = "note " NR } 1' in.tsv >notes.tsv
	define 'kpi compute where' 'k sum track=none'
	command time -q -f %M -o large kkr-kpi --definitions k.tsv --group track notes.tsv >out.tsv
	[ "$(tail -n 1 large)" -lt $(($(tail -n 1 small) + 2048)) ] || fail "$(tail -n 1 small) KB, then $(tail -n 1 large) KB"
}

@test "key figures that gather the same have each all of it, whole and in parts" {
	rows 'track value qualifier source' 'a 1.5 over x' 'b 99999999999999999999 - y' 'a  - z' \
		'b 2 ca. x' >in.tsv
	sed -i 's/\t-\t/\t\t/' in.tsv
	define 'kpi compute by' 'total sum ' 'mean mean ' 'n count ' 'again sum ' 'most max ' 'tracks sum track'
	kpi --group track in.tsv
	assert_success
	assert_equal "$(of total)" "100000000000000000002.5|1.5|100000000000000000001"
	assert_equal "$(of again)" "$(of total)"
	assert_equal "$(of tracks)" "1.5|100000000000000000001"
	assert_equal "$(of mean)" "33333333333333333334.17|1.5|50000000000000000000.5"
	assert_equal "$(of n)" '4|2|2'
	assert_equal "$(of again n)" '3|1|2'
	assert_equal "$(of again source)" "$(of total source)"
	assert_equal "$(of mean source)" "$(of total source)"
	assert_equal "$(of again qualifier)" "$(of total qualifier)"
	assert_equal "$(of total source)" 'x; y|x|x; y'
	local whole=$output
	{ head -1 in.tsv && sed -n '2p;5p' in.tsv; } >one.tsv
	{ head -1 in.tsv && sed -n '3p;4p' in.tsv; } >two.tsv
	kpi --group track --partial one.tsv
	echo "$output" >one.states
	kpi --group track --partial two.tsv
	echo "$output" >two.states
	kpi --group track --merge two.states one.states
	assert_success
	assert_equal "$output" "$whole"
}

@test "a figure names the first of the records that went in, by file and line, where they say where they are from" {
	rows 'area period value origin' 'a 2024 5 x.csv:10' 'a 2025 7 x.csv:9' 'b 2024 5 a.xlsx!Ark~1!B3' \
		'b 2025  a.xlsx!Ark~1!AA2' 'c 2024 1 ' >in.tsv
	define 'kpi compute where' 'n count ' 'sum sum ' 'some sum value>4' 'last latest ' 'change change ' 'none sum value>9'
	kpi --group area in.tsv
	assert_success
	assert_equal "$(head -n 1 <<<"$output" | cut -f 4,17)" "value${TAB}origin"
	# All together, then a, b and c. The second of b has no value: it is counted, and not added.
	assert_equal "$(of n origin)" 'a.xlsx!Ark 1!AA2|x.csv:9|a.xlsx!Ark 1!AA2|'
	assert_equal "$(of sum origin)" 'a.xlsx!Ark 1!B3|x.csv:9|a.xlsx!Ark 1!B3|'
	assert_equal "$(of some origin)" 'a.xlsx!Ark 1!B3|x.csv:9|a.xlsx!Ark 1!B3'
	assert_equal "$(of last origin)" 'x.csv:9|x.csv:9|a.xlsx!Ark 1!B3|'
	assert_equal "$(of change origin)" 'a.xlsx!Ark 1!B3|x.csv:10|a.xlsx!Ark 1!B3|'
	assert_equal "$(of none origin)" ''
	local whole=$output
	# In parts, in whatever order.
	for part in 2,3 4 5,6; do
		sed -n "1p;${part}p" in.tsv | kkr-kpi --definitions k.tsv --group area --partial >"$part.state"
	done
	kpi --group area --merge 5,6.state 4.state 2,3.state
	assert_equal "$output" "$whole"
	run_split kkr-kpi --definitions k.tsv --group origin in.tsv
	refused 64 "--group: 'origin' is a column of the result"
	cut -f 1-3 in.tsv >plain.tsv
	kpi plain.tsv
	assert_equal "$(head -n 1 <<<"$output" | tr '\t' '\n' | tail -n 1)" contradicted
	run_split kkr-kpi --definitions k.tsv --merge --names value=tal 4.state
	refused 64 '--names: --merge reads states'
}

@test "A sum that lacks a value which its source keeps secret says that it is so much at least, in parts, too" {
	printf '%s\n' 'area|level|value|qualifier' '101|a|5|' '147|a||hemmelig' '155|b||' '157|b|2|' '159|c||hemmelig' | tr '|' '\t' >in.tsv
	printf '%s\n' 'kpi|title|compute|where|by' 's|S|sum||all,level' 'w|W|sum|area!=155|all,level' 'm|M|mean||all,level' | tr '|' '\t' >k.tsv
	kpi --group level in.tsv
	assert_success
	assert_equal "$(cut -f 1,3,4,6,13 <<<"$output" | tail -n +2)" "$(printf '%s\n' 'm|*|||hemmelige tal mangler' 'm|a|||hemmelige tal mangler' 'm|b|2||' \
		'm|c|||ingen poster' 's|*|7|mindst, own calculation|hemmelige tal er ikke talt med' 's|a|5|mindst|hemmelige tal er ikke talt med' \
		's|b|2||' 's|c|||ingen poster' 'w|*|7|mindst, own calculation|hemmelige tal er ikke talt med' \
		'w|a|5|mindst|hemmelige tal er ikke talt med' 'w|b|2||' 'w|c|||ingen poster' | tr '|' '\t')"
	local whole=$output
	head -n 3 in.tsv >one.tsv
	sed '2,3d' in.tsv >two.tsv
	kkr-kpi --definitions k.tsv --group level --partial one.tsv >one && kkr-kpi --definitions k.tsv --group level --partial two.tsv >two
	kpi --group level --merge one two
	assert_output "$whole"
}

@test "No figure over a value that its source keeps secret passes as exact" {
	# a is 10 and 20 in 2023, 10 and secret in 2024; b is 100 and 200 in both
	printf '%s\n' 'area|period|measure|value|qualifier' '101|2023|a|10|' '147|2023|a|20|' '101|2023|b|100|' '147|2023|b|200|' '101|2024|a|10|' \
		'147|2024|a||hemmelig' '101|2024|b|100|' '147|2024|b|200|' | tr '|' '\t' >in.tsv
	printf '%s\n' 'kpi|title|compute|where|of|decimals' 'a|A|share|measure=a|measure=b|0' 'b|B|share|measure=b|measure=a|0' 'c|C|ratio|measure=a|measure=b|2' \
		'd|D|median|measure=a||' 'e|E|min|measure=a||' 'f|F|max|measure=a||' 'g|G|change|measure=a||' 'h|H|change-pct|measure=a||' 'i|I|change|measure=b|measure=a|' \
		'j|J|latest|measure=a||' 'k|K|count|measure=a||' 'l|L|distinct value|measure=a||' 'm|M|mean|measure=a value>=0||' 'n|N|latest|measure=b||' | tr '|' '\t' >k.tsv
	kpi --group area in.tsv
	assert_success
	local whole=$output none='|||hemmelige tal mangler' least='mindst, own calculation|hemmelige tal er ikke talt med'
	assert_equal "$(cut -f 1,3,4,6,13 <<<"$output" | grep -P '\t[*]\t')" "$(printf '%s\n' "a|*|7|$least" "b|*$none" "c|*|0.07|$least" "d|*$none" "e|*$none" \
		"f|*$none" "g|*$none" "h|*$none" "i|*$none" "j|*$none" 'k|*|4|hemmelig, own calculation|' "l|*|2|$least" 'm|*|13.33|own calculation|uvægtet gennemsnit af 3 tal fra 2 kommuner' \
		'n|*|300|own calculation|' | tr '|' '\t')"
	# what is whole of 101 stays exact, and so does a change whose ends are known
	assert_equal "$(cut -f 1,3,4,6,13 <<<"$output" | grep -P '^[ag]\t101')" "$(printf 'a\t101\t10\town calculation\t\ng\t101\t0\town calculation\t')"
	printf '%s\n' 'area|period|measure|value|qualifier' '101|2022|a|1|' '101|2023|a||hemmelig' '101|2024|a|3|' | tr '|' '\t' >middle.tsv
	kpi middle.tsv
	assert_line --regexp $'^g\tG\t2\t'
	local part
	for part in 2,3 4,5 6,7 8,9; do
		sed -n "1p;${part}p" in.tsv | kkr-kpi --definitions k.tsv --group area --partial >"$part.state"
	done
	kpi --group area --merge 8,9.state 6,7.state 2,3.state 4,5.state
	assert_output "$whole"
}

@test "A figure that adds the country to areas in it says so, and is marked; regions beside municipalities are not" {
	printf '%s\n' 'area|level|measure|value' '101|m|p|5' '084|r|p|5' '000|c|p|12' '101|m|q|1' '084|r|q|1' '000|c|s|4' | tr '|' '\t' >in.tsv
	printf '%s\n' 'kpi|title|compute|where' 'all|A|sum|measure=p' 'most|M|max|measure=p' 'some|S|sum|measure=p level=m' 'regions|R|sum|measure=q' 'whole|W|sum|measure=s' |
		tr '|' '\t' >k.tsv
	kpi in.tsv
	assert_success
	assert_equal "$stderr" "kkr-kpi: k.tsv:2: all: records of the levels municipality, region and country go into one figure, and the country is counted more than once (a condition such as level=municipality takes those of one; kkr-codes --add level appends it)"
	assert_equal "$(cut -f 1,3,5 <<<"$output" | tail -n +2)" "$(printf '%s\n' 'all|22|levels mixed, own calculation' 'most|12|' 'regions|2|own calculation' 'some|5|' \
		'whole|4|' | tr '|' '\t')"
	local whole=$output
	head -n 3 in.tsv | kkr-kpi --definitions k.tsv --partial >one
	sed 2,3d in.tsv | kkr-kpi --definitions k.tsv --partial >two
	kpi --merge two one
	assert_output "$whole"
	assert_equal "$(grep -c 'levels municipality, region and country' <<<"$stderr")" 1
}
