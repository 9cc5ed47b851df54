# kkr-kpi in parts: --partial and --merge. What is to come out is what the whole gives in one go, byte for
# byte; which kpi.bats holds.

load common

# A table that every operation finds something in, with numbers of any length.
any_records() {
	nines=$(printf '9%.0s' {1..99})
	rows 'track period measure value n status earliest latest qualifier note source' \
		'a 2023 x 1.50 1 open 2025-01-01 2025-06-30 over n\\1;~n s1' \
		'a 2025 x 9223372036854775807 2 done  2025-06-01 ca.,~over  s\t2' \
		'a 2025 x 9223372036854775807 3 open 2024-01-01 2025-06-01   ' \
		'b 2024 y -3 0 open  2025-09-01 knap n2 s1' \
		'b 2024-H1 x  4 done 2026-01-01  ca. n2 s3' \
		" 2025 x 0.$nines 5 open 2025-01-01 2025-06-11   " \
		'  y 2.5 1 open     ' \
		'a  s 7  open   ca.  ' \
		'  s 8  open     '
}

define_all() {
	rows 'kpi compute where of published' 'count count measure!=s  ' 'distinct distinct~track   ' \
		'sum sum measure=x  measure=s' 'mean mean   ' 'weighted mean~weight~n measure!=s  ' \
		'apart mean~weight~n~by~track measure=s n=1,5~measure=x ' 'min min   ' 'max max   ' \
		'median median   ' 'share share measure=x measure=y ' 'counted share~count measure=x measure=x,y ' \
		'ratio ratio~per~1000 measure=y 7 ' 'change change measure=x  ' 'pct change-pct measure=x  ' \
		'after change measure=x measure=y ' 'latest latest measure=x  ' 'done done   ' 'open open   ' \
		'overdue overdue   ' 'due due~90   ' 'next next   ' 'left days-left   ' 'active active   ' >k.tsv
}

OPTIONS=(-a 2025-06-11 -g track)

@test "every record apart, merged in any order, gives the bytes of the whole, and of its states" {
	any_records >in.tsv
	define_all
	kpi "${OPTIONS[@]}" in.tsv
	assert_success
	whole=$output
	kpi "${OPTIONS[@]}" --partial in.tsv
	states=$output
	i=0
	while IFS= read -r line; do
		{ head -n 1 in.tsv && echo "$line"; } >"$((++i)).tsv"
		kkr-kpi --definitions k.tsv "${OPTIONS[@]}" --partial $i.tsv >$i.state
	done < <(tail -n +2 in.tsv)
	head -n 1 in.tsv | kkr-kpi --definitions k.tsv "${OPTIONS[@]}" --partial - >none.state
	kpi "${OPTIONS[@]}" --merge {1..9}.state
	assert_output "$whole"
	kpi "${OPTIONS[@]}" --merge none.state {9..1}.state none.state
	assert_output "$whole"
	kpi "${OPTIONS[@]}" --merge --partial 3.state none.state {9..4}.state {1..2}.state
	assert_output "$states"
	kkr-kpi --definitions k.tsv "${OPTIONS[@]}" --merge --partial {1..4}.state >low.state
	kkr-kpi --definitions k.tsv "${OPTIONS[@]}" --merge --partial {5..9}.state | gzip >high.state
	kpi "${OPTIONS[@]}" --merge high.state - <low.state
	assert_output "$whole"
	kpi "${OPTIONS[@]}" --merge --partial high.state low.state
	assert_output "$states"
}

@test "a mean of municipalities says that each counts as much, and of how many, together and by group, in parts too" {
	rows 'area level region year value' '101 municipality 084 1 1' '147 municipality 084 1 2' '101 municipality 084 2 6' \
		'860 municipality 081 1 4' '084 region 084 1 9' '810 municipality 081 1 ' >in.tsv
	rows 'kpi compute where' 'a mean level=municipality' 'b mean level=municipality~year=1' 'c mean level=region' \
		'd mean~weight~value level=municipality' 'e mean ' >k.tsv
	kpi -g region in.tsv
	assert_success
	figures=$(awk -F '\t' 'NR > 1 && $13 != "" { print $1, $3, $4, $12, $13 }' <<<"$output")
	assert_equal "$figures" "$(printf '%s\n' 'a * 3.25 4 uvægtet gennemsnit af 4 tal fra 3 kommuner' \
		'a 084 3 3 uvægtet gennemsnit af 3 tal fra 2 kommuner' 'b * 2.33 3 uvægtet gennemsnit af 3 kommuner' \
		'b 084 1.5 2 uvægtet gennemsnit af 2 kommuner')"
	whole=$output
	kkr-kpi --definitions k.tsv -g region --partial <(head -n 3 in.tsv) >1.state
	kkr-kpi --definitions k.tsv -g region --partial <(sed 2,3d in.tsv) >2.state
	kpi -g region --merge 2.state 1.state
	assert_output "$whole"
	# Without any condition, too, where all records are of municipalities.
	run_split sh -c 'sed 6d in.tsv | kkr-kpi --definitions k.tsv -g region'
	assert_equal "$(awk -F '\t' '$1 == "e" && $13 != "" { print $3, $4, $12, $13 }' <<<"$output")" \
		"$(printf '%s\n' '* 3.25 4 uvægtet gennemsnit af 4 tal fra 3 kommuner' '084 3 3 uvægtet gennemsnit af 3 tal fra 2 kommuner')"
}

@test "random splits, empty parts and shuffles give the bytes of the whole" {
	run reference kpi --parts "$(sample 60 20)" --seed 98
	assert_success
	assert_output --regexp '^[0-9]+ compared, 0 wrong$'
}

@test "states are records, sorted, with a digest" {
	rows 'track value' 'b 1' 'a 2' ' 4' >in.tsv
	define() {
		rows 'kpi compute' "$@" >k.tsv
	}
	define 'k sum' 'c count'
	kpi --group track --partial in.tsv
	assert_success
	digest=$(sed -n '2s/\t.*//p' <<<"$output")
	assert_regex "$digest" '^[0-9a-f]{16}$'
	assert_equal "$(cut -f 2- <<<"$output")" "$(rows 'kpi track part key state' 'c  n  1' 'c * n  3' 'c a n  1' 'c b n  1' \
		'k  n  1' 'k  sum  4' 'k * n  3' 'k * sum  7' 'k a n  1' 'k a sum  2' 'k b n  1' 'k b sum  1')"
	assert_equal "$(cut -f 1 <<<"$output" | tail -n +2 | sort -u)" "$digest"
}

@test "states of a sum that has more than 100 digits are read again" {
	nines=$(printf '9%.0s' {1..100})
	rows 'period value n' "2025 $nines $nines" "2025 0.${nines%9} 1" "2025 $nines $nines" >in.tsv
	rows 'kpi compute of' 'a sum ' 'b mean~weight~n ' 'c latest ' 'd share value>0' 'e max ' >k.tsv
	kpi in.tsv
	assert_success
	whole=$output
	# Twice 10^100 - 1, and 1 - 10^-99.
	assert_equal "$(sed -n '2p' <<<"$output" | cut -f 3)" "1${nines%9}8.${nines%9}"
	kkr-kpi --definitions k.tsv --partial in.tsv >states
	kpi --merge states
	assert_equal "$stderr" ''
	assert_output "$whole"
	kpi --merge --partial states
	assert_output "$(cat states)"
}

@test "the states of a plan's operation have nothing of another's" {
	rows 'measure status latest' 'x open 2025-07-01' 'y open ' 'x open 2025-08-01' >in.tsv
	rows 'kpi compute where' 'd next measure=x' 'o open measure=y' >k.tsv
	kpi --as-of 2025-06-11 --partial in.tsv
	assert_success
	assert_equal "$(cut -f 2,3,5 <<<"$output" | grep ^o)" "$(rows 'o n 1' 'o taken 1')"
}

@test "records set aside in a part are in none of it" {
	rows 'track value' 'a 1' 'a x' >1.tsv
	rows 'track value' '* 2' 'b 3' >2.tsv
	rows 'kpi compute' 'k sum' 'c count' >k.tsv
	kpi --group track --rejects whole.r 1.tsv 2.tsv
	whole=$output
	for n in 1 2; do
		kkr-kpi --definitions k.tsv --group track --partial --rejects $n.r $n.tsv >$n.state
	done
	kpi --group track --merge 2.state 1.state
	assert_output "$whole"
	assert_equal "$(cat 1.r; tail -n +2 2.r)" "$(cat whole.r)"
	kpi --group track --partial 1.tsv
	refused 65 1.tsv:3
}

@test "states of other definitions, another grouping or another date are refused" {
	rows 'track level status latest value' 'a 1 open 2025-07-01 5' >in.tsv
	rows 'kpi compute where' 'k next value=5' >k.tsv
	kkr-kpi --definitions k.tsv --group track --as-of 2025-06-11 --partial in.tsv >state
	other() {
		refused 65 'kkr-kpi: state:2: ' 'other definitions, another --group or another --as-of'
	}
	kpi --group track --as-of 2025-06-11 --merge state
	assert_success
	kpi --group track --as-of 2025-06-12 --merge state
	other
	kpi --group track --as-of 2025-06 --merge state
	other
	kpi --group track --group level --as-of 2025-06-11 --merge state
	refused 65 'kkr-kpi: state:1: ' "'level'" --partial
	kpi --as-of 2025-06-11 --merge state
	other
	for row in 'k next value=6' 'n next value=5' 'k days-left value=5' 'k next value=5~'; do
		rows 'kpi compute where' "$row" >k.tsv
		kpi --group track --as-of 2025-06-11 --merge state
		other
	done
	rows 'kpi compute where by' 'k next value=5 track' >k.tsv
	kpi --group track --as-of 2025-06-11 --merge state
	other
	rows 'kpi compute where' 'k next value=5' 'c count ' >k.tsv
	kpi --group track --as-of 2025-06-11 --merge state
	other
}

@test "title, unit, target, decimals and note may change between the parts and the whole" {
	rows 'value' 1.25 >in.tsv
	rows 'kpi compute' 'k sum' >k.tsv
	kkr-kpi --definitions k.tsv --partial in.tsv >state
	rows 'title note kpi unit decimals compute target better' 'T N k stk. 1 sum 1 higher' >k.tsv
	kpi --merge state
	assert_success
	assert_line --index 1 "$(rows 'k T 1.3 stk.  1 0.3 met   1 N   ')"
}

@test "records are no states, and states no records" {
	rows 'track value' 'a 1' >in.tsv
	rows 'kpi compute' 'k sum' >k.tsv
	kpi --merge in.tsv
	refused 65 'kkr-kpi: in.tsv:1: ' "'digest'" --partial
	kkr-kpi --definitions k.tsv --partial in.tsv >state
	kpi state
	refused 65 'kkr-kpi: state:1: ' "'value'"
}

@test "a state that kkr-kpi does not write is refused with its line" {
	rows 'track period value qualifier' 'a 2025 1 ' >in.tsv
	rows 'kpi compute published' 'm median track=a' 'l latest ' 'c sum ' >k.tsv
	kkr-kpi --definitions k.tsv --group track --partial in.tsv >good
	digest=$(sed -n '2s/\t.*//p' good)
	corrupt() { # corrupt ROW: kpi, track, part, key and state, as rows() writes them
		{ cat good && rows "$digest $1"; } >state
		kpi --group track --merge state
		refused 65
		assert_equal "$1: $stderr" "$1: kkr-kpi: state:$(wc -l <state): is no state that kkr-kpi --partial writes"
	}
	corrupt 'x a n  1'
	corrupt ' a n  1'
	corrupt 'c a m  1'
	corrupt 'c a   1'
	for count in x -1 1.0 1.5 '' 1e3 1000000000000000000 99999999999999999999; do
		corrupt "c a n  $count"
		corrupt "m a value 1 $count"
		corrupt "l a last_n 2025 $count"
		corrupt "l a last_n 2024 $count"
		corrupt "l a first_n 2026 $count"
	done
	long=$(printf '1%.0s' {1..101})
	for number in x 1. -0 '' 1,5 .5 - "$long." "${long}x" "-.$long" ".$long" "$long.1.1"; do
		corrupt "c a sum  $number"
		corrupt "l a last 2025 $number"
		corrupt "l a last 2024 $number"
		corrupt "l a first 2026 $number"
		corrupt "c a least  $number"
	done
	corrupt 'c a seen  2'
	corrupt 'l a last 2025-13 1'
	corrupt 'l a last  1'
	corrupt 'c a next  2025'
	corrupt 'm a value x 1'
	corrupt 'm a value  1'
	corrupt 'm a published x\t 1'
	corrupt 'm a published  1'
	corrupt 'm * published_alone \t 1'
	# Two fields with a line end in them, and one with a backslash that escapes nothing.
	corrupt 'c a remark \t\t\n 1'
	corrupt 'c a remark \t\r\t 1'
	corrupt 'c a remark \t\t\\ 1'
	corrupt 'c a remark \t\\x\t 1'
}

@test "counts that together overflow are refused, never wrapped" {
	rows value 1 >in.tsv
	rows 'kpi compute' 'k median' >k.tsv
	kkr-kpi --definitions k.tsv --partial in.tsv >good
	for part in 'n ' 'value\t1'; do
		# 18 times 10^18 - 1 fit into 64 bits, 19 times do not.
		row=$(sed -n "2s/\t.*//p" good)$TAB"k$TAB"$(printf "${part/ /\\t}")$TAB'999999999999999999'
		{ head -n 1 good && repeated 18 "$row"; } >state
		kpi --merge state
		assert_success
		echo "$row" >>state
		kpi --merge state
		refused 65 'kkr-kpi: state:20: is no state'
	done
}

@test "states whose counts do not agree give some median, and nothing worse" {
	rows value 1 2 >in.tsv
	rows 'kpi compute' 'k median' >k.tsv
	kkr-kpi --definitions k.tsv --partial in.tsv >good
	sed 's/\tn\t\t2$/\tn\t\t200/' good >state
	kpi --merge state
	assert_success
	grep -v "${TAB}n$TAB" good >state
	kpi --merge state
	assert_success
}

@test "states that are cut short are refused" {
	rows value 1 >in.tsv
	rows 'kpi compute' 'k sum' >k.tsv
	kkr-kpi --definitions k.tsv --partial in.tsv >good
	head -c -1 good >state
	kpi --merge state
	refused 65 'kkr-kpi: state:' 'cut short'
	: >state
	kpi --merge state
	refused 65 'kkr-kpi: state: ' header
}
