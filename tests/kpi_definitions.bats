# kkr-kpi: definitions, what is wrong with them, and where. Lines, columns and characters are counted by
# hand.

load common

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rows 'track level period measure value n status earliest latest' 'a 1 2025 x 1 1 open  ' >in.tsv
}

# wrong_definition COLUMN FIELD MESSAGE: a definition with this field in that column is 78, with just this
# message behind its line and its column; with COMPUTE= before it, of that operation.
wrong_definition() {
	local columns=kpi fields=k compute=${COMPUTE-sum}
	case $1 in
	kpi) columns=compute fields=$compute ;;
	compute) ;;
	*) columns+=$TAB'compute' fields+=$TAB$compute ;;
	esac
	printf '%s\t%s\n' "$columns" "$1" "$fields" "$2" >k.tsv
	kpi in.tsv
	refused 78
	assert_equal "$2: $stderr" "$2: kkr-kpi: k.tsv:2: column '$1'$3"
}

# right COLUMN FIELD: such a definition is one.
right() {
	local columns=kpi$TAB'compute' fields=k$TAB${COMPUTE-sum}
	[ "$1" = compute ] && columns=kpi fields=k
	printf '%s\t%s\n' "$columns" "$1" "$fields" "$2" >k.tsv
	run_split kkr-kpi --definitions k.tsv --as-of 2025-06-11 in.tsv
	assert_equal "$2: $status $stderr" "$2: 0 "
}

CONDITION='a condition is expected: the name of a column, a comparison and a value (measure=population)'
COMPARISON='a comparison is expected: =, !=, <, <=, > or >=, without blanks'
NO_ROW="is no name of a column; rows are named as in 'all,track,level+track'"

@test "the columns of definitions may stand in any order, and all but two may be missing" {
	printf 'compute\tkpi\nsum\tk\n' >k.tsv
	kpi in.tsv
	assert_success
	printf 'note\tdecimals\tpublished\tbetter\ttarget\tby\tof\twhere\tcompute\tunit\ttitle\tkpi\n' >k.tsv
	printf 'N\t1\tmeasure=s\tlower\t5\tall\t10\tmeasure=x\tshare\tpct.\tT\tk\n' >>k.tsv
	kpi in.tsv
	assert_success
	assert_line --index 1 "$(rows 'k T 10 pct. own~calculation 5 5 not~met   1 N   ')"
}

@test "definitions without kpi or compute, with other columns or one twice are wrong" {
	rows 'kpi title' 'k T' >k.tsv
	kpi in.tsv
	refused 78
	assert_equal "$stderr" "kkr-kpi: k.tsv:1: definitions need a column 'compute'"
	rows 'compute' 'sum' >k.tsv
	kpi in.tsv
	refused 78
	assert_equal "$stderr" "kkr-kpi: k.tsv:1: definitions need a column 'kpi'"
	rows 'kpi compute were' 'k sum measure=x' >k.tsv
	kpi in.tsv
	refused 78
	assert_equal "$stderr" "kkr-kpi: k.tsv:1: definitions have no column 'were'; there are kpi, title, unit, compute, where, of, by, target, better, published, decimals and note"
	rows 'kpi compute kpi' 'k sum k' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv:1: ' "'kpi'"
}

@test "a table that defines nothing, is empty or cut short is wrong" {
	rows 'kpi compute' >k.tsv
	kpi in.tsv
	refused 78
	assert_equal "$stderr" 'kkr-kpi: k.tsv: defines no key figure'
	: >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv: ' header
	echo '%PDF-1.7' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv: is a PDF, where a table is expected (TSV)'
	printf 'kpi\tcompute\nk\tsum' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv:2: ' 'cut short'
	printf 'kpi\tcompute\nk\n' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv:2: '
	printf 'kpi\tcompute\nk\tsum\n\n' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv:3: '
	printf 'kpi\tcompute\nk\tsum\xff\n' >k.tsv
	kpi in.tsv
	refused 78 'kkr-kpi: k.tsv:2: ' UTF-8
}

@test "the name of a key figure is that of a column" {
	wrong_definition kpi '' ", character 1: '' is no name of a column"
	wrong_definition kpi K1 ", character 1: 'K1' is no name of a column"
	wrong_definition kpi 1k ", character 1: '1k' is no name of a column"
	wrong_definition kpi 'a-b' ", character 1: 'a-b' is no name of a column"
	wrong_definition kpi ' æ' ", character 2: 'æ' is no name of a column"
	wrong_definition kpi 'a b' ", character 3: a key figure's name is one word"
	printf 'kpi\tcompute\na_1z\tsum\n' >k.tsv
	kpi in.tsv
	assert_success
}

@test "an operation that there is not is told with those that there are" {
	wrong_definition compute '' ", character 1: there is no operation ''; there are $OPERATIONS"
	wrong_definition compute total ", character 1: there is no operation 'total'; there are $OPERATIONS"
	wrong_definition compute '  Sum value' ", character 3: there is no operation 'Sum'; there are $OPERATIONS"
}

@test "what stands behind an operation must be its own" {
	wrong_definition compute 'count value' ", character 12: count takes no 'value' there"
	wrong_definition compute 'distinct' ", character 9: '' is no name of a column"
	wrong_definition compute 'distinct a b' ", character 13: distinct takes no 'b' there"
	wrong_definition compute 'sum 5' ", character 5: '5' is no name of a column"
	wrong_definition compute 'sum value n' ", character 12: sum takes no 'n' there"
	wrong_definition compute 'mean weight' ", character 12: '' is no name of a column"
	wrong_definition compute 'mean value weight' ", character 18: '' is no name of a column"
	wrong_definition compute 'mean value n' ", character 13: mean takes no 'n' there"
	wrong_definition compute 'mean value weight 2' ", character 19: '2' is no name of a column"
	wrong_definition compute 'mean value weight n by' ", character 23: '' is no name of a column"
	wrong_definition compute 'mean value by n' ", character 14: mean takes no 'by' there"
	for of in '' 5; do
		COMPUTE='mean weight n by track' wrong_definition of "$of" \
			": conditions are needed, of the records that have the weight n"
	done
	COMPUTE='mean weight n by track' right of measure=x
	wrong_definition compute 'median weight n' ", character 16: median takes no 'n' there"
	wrong_definition compute 'share value per' ", character 16: share takes no 'per' there"
	wrong_definition compute 'share count value' ", character 18: share takes no 'value' there"
	wrong_definition compute 'ratio per' ", character 10: '' is no number (1234.5, at most 100 digits)"
	wrong_definition compute 'ratio per 1,5' ", character 11: '1,5' is no number (1234.5, at most 100 digits)"
	wrong_definition compute 'ratio per 10 n' ", character 15: ratio takes no 'n' there"
	wrong_definition compute 'change a b' ", character 11: change takes no 'b' there"
	wrong_definition compute 'due' ", character 4: '' is no whole number from 0 to 1000000"
	wrong_definition compute 'due -1' ", character 5: '-1' is no whole number from 0 to 1000000"
	wrong_definition compute 'due 1.5' ", character 5: '1.5' is no whole number from 0 to 1000000"
	wrong_definition compute 'due 1000001' ", character 5: '1000001' is no whole number from 0 to 1000000"
	wrong_definition compute 'due 99999999999999999999999' ", character 5: '99999999999999999999999' is no whole number from 0 to 1000000"
	wrong_definition compute 'due 90 days' ", character 12: due takes no 'days' there"
	wrong_definition compute 'next latest' ", character 12: next takes no 'latest' there"
}

@test "what may stand behind an operation may" {
	for compute in count 'distinct track' sum 'sum n' 'sum value' ' sum  n ' 'mean' 'mean n' 'mean weight n' 'mean n weight value' \
		'min n' 'max n' 'median n' 'change n' 'change-pct n' 'latest n' done open overdue 'due 0' 'due 1000000' next days-left \
		active; do
		right compute "$compute"
	done
	for compute in share 'share n' 'share count' ratio 'ratio n' 'ratio count' 'ratio per 10' 'ratio n per 10' \
		'ratio count per 0.5'; do
		COMPUTE=$compute right of 5
	done
}

@test "a condition that is wrong is told with its character" {
	for column in where published; do
		wrong_definition $column '=x' ", character 1: $CONDITION"
		wrong_definition $column 'Measure=x' ", character 1: $CONDITION"
		wrong_definition $column 'measure=x 5' ", character 11: $CONDITION"
		wrong_definition $column 'measure' ", character 8: $COMPARISON"
		wrong_definition $column 'measure = x' ", character 8: $COMPARISON"
		wrong_definition $column 'measure!x' ", character 8: $COMPARISON"
		wrong_definition $column 'måle=x' ", character 2: $COMPARISON"
		wrong_definition $column 'track="a' ", character 7: the quote that begins here does not end"
		wrong_definition $column 'track=æ,"a""' ", character 9: the quote that begins here does not end"
		wrong_definition $column 'track=a"b' ", character 8: a quote within a value: quotes stand around it, and twice in it"
		wrong_definition $column 'track="a"b' ", character 10: a blank or a comma is expected after a value"
		wrong_definition $column 'track="a"=b' ", character 10: a blank or a comma is expected after a value"
		wrong_definition $column 'value<x' ", character 7: less and greater are of numbers and periods, and 'x' is neither"
		wrong_definition $column 'measure=x  value>=' ", character 19: less and greater are of numbers and periods, and '' is neither"
		wrong_definition $column 'value<"a b"' ", character 7: less and greater are of numbers and periods, and 'a b' is neither"
		wrong_definition $column 'latest<2025-02-30' ", character 8: less and greater are of numbers and periods, and '2025-02-30' is neither"
		wrong_definition $column 'value<1,2' ", character 8: a list stands with = and != alone"
		wrong_definition $column 'value<1*' ", character 7: less and greater are of numbers and periods, and '1*' is neither"
		wrong_definition $column 'track=*' ", character 7: '*' stands behind what a text begins with; in quotes it is itself"
		wrong_definition $column 'track=a,b*c' ", character 10: '*' stands last in a value: whatever begins so; in quotes it is itself"
	done
	COMPUTE=share wrong_definition of 'measure' ", character 8: $COMPARISON"
	COMPUTE=share wrong_definition of '5 6' ", character 1: $CONDITION"
	COMPUTE=share wrong_definition of '1e3' ", character 1: $CONDITION"
}

@test "a denominator must stand where one is needed, and nowhere else" {
	for operation in share ratio 'share count' 'ratio n per 10'; do
		printf 'kpi\tcompute\nk\t%s\n' "$operation" >k.tsv
		kpi in.tsv
		refused 78
		assert_equal "$stderr" "kkr-kpi: k.tsv:2: column 'of': ${operation%% *} needs a denominator, a number or conditions"
	done
	COMPUTE=share wrong_definition of '  ' ": share needs a denominator, a number or conditions"
	for operation in count 'distinct track' sum mean min max median latest done open overdue 'due 1' next days-left active; do
		COMPUTE=$operation wrong_definition of 5 ": ${operation%% *} has no denominator"
		COMPUTE=$operation wrong_definition of 'measure=x' ": ${operation%% *} has no denominator"
	done
	for of in 5 -2.5 0 ' 29 ' 'measure=x' 'value=5'; do
		COMPUTE=change right of "$of"
		COMPUTE=share right of "$of"
	done
}

@test "by is a list of rows" {
	wrong_definition by Track ", character 1: 'Track' $NO_ROW"
	wrong_definition by 'all,Track' ", character 5: 'Track' $NO_ROW"
	wrong_definition by 'all,' ", character 5: '' $NO_ROW"
	wrong_definition by 'track+' ", character 1: '' $NO_ROW"
	wrong_definition by 'all,track+level+track' ", character 5: 'track' stands twice in one grouping"
	wrong_definition by 'all, track' ", character 5: '' $NO_ROW"
	wrong_definition by 'all track' ", character 5: commas stand between rows, without blanks: 'all,track'"
	for by in '' ' ' all track 'level+track' 'all,track,track+level'; do
		right by "$by"
	done
}

@test "a target is a number, and better one of three words" {
	wrong_definition target many ", character 1: 'many' is no number (1234.5, at most 100 digits)"
	wrong_definition target '1.000,5' ", character 1: '1.000,5' is no number (1234.5, at most 100 digits)"
	wrong_definition target '95 pct' ", character 4: a target is one number"
	wrong_definition better higher ": there is no target"
	wrong_definition better up ", character 1: 'up' is none of higher, lower and none"
	wrong_definition better 'higher ' ", character 1: 'higher ' is none of higher, lower and none"
	for target in '' 95 -3.5 0; do
		right target "$target"
	done
	right better none
	right better ''
}

@test "a target is written as a number, without blanks around it" {
	right target ' 95 '
	assert_line --index 1 "$(rows 'k  1   95 -94    1    ')"
}

@test "a date has neither target nor published figure" {
	COMPUTE=next wrong_definition target 5 ": next gives a date, and this is a number's"
	COMPUTE=next wrong_definition published 'measure=x' ": next gives a date, and this is a number's"
	COMPUTE=days-left right target 5
}

@test "decimals are a number from 0 to 30" {
	wrong_definition decimals two ", character 1: 'two' is no whole number from 0 to 30"
	wrong_definition decimals -1 ", character 1: '-1' is no whole number from 0 to 30"
	wrong_definition decimals 31 ", character 1: '31' is no whole number from 0 to 30"
	wrong_definition decimals 1.0 ", character 1: '1.0' is no whole number from 0 to 30"
	wrong_definition decimals '2 3' ", character 3: the number of decimals is one number"
	for decimals in '' 0 2 30 ' 1 '; do
		right decimals "$decimals"
	done
}

@test "a key figure that is defined twice for the same rows is wrong, with both lines" {
	twice() { # twice BY BY
		rows 'kpi compute by' "k sum $1" 'other count ' "k mean $2" >k.tsv
		kpi in.tsv
	}
	for by in ' ' 'all ' ' all' 'all all' 'track+level level+track' 'all,track level,track' 'track ' ' level'; do
		twice "${by% *}" "${by#* }"
		refused 78
		assert_equal "$by: $stderr" "$by: kkr-kpi: k.tsv:4: column 'kpi': 'k' is defined in line 2 for the same rows"
	done
	for by in 'all track' 'track level' 'track track+level' 'all,track level,track+level'; do
		twice "${by% *}" "${by#* }"
		assert_equal "$by: $status" "$by: 0"
	done
}

@test "the fault is told with the line in which it stands" {
	rows 'kpi compute where' 'a sum measure=x' 'b sum measure' 'c sum measure=x' >k.tsv
	kpi in.tsv
	refused 78 "kkr-kpi: k.tsv:3: column 'where', character 8: "
}

@test "definitions come before the records: what is wrong with them is said first" {
	rows 'kpi compute' 'k total' >k.tsv
	run_split kkr-kpi --definitions k.tsv --rejects rejects.tsv nowhere.tsv
	refused 78 k.tsv:2
	assert_not_exists rejects.tsv
}

@test "the definitions are not the file of rejects" {
	rows 'kpi compute' 'k sum' >k.tsv
	cp k.tsv before.tsv
	run_split kkr-kpi --definitions k.tsv --rejects k.tsv in.tsv
	refused 64 --rejects
	cmp k.tsv before.tsv
}

@test "the examples of the manual are right" {
	rows 'kpi compute where of' 'participants sum measure=participants ' 'satisfied mean~value~weight~n measure=satisfied ' \
		'represented share measure=represented 29' >k.tsv
	rows 'track measure value n' 'sosu participants 120 ' 'pæd participants 138 ' 'sosu satisfied 97 120' \
		'pæd satisfied 95 138' 'sosu represented 20 ' 'pæd represented 26 ' >in.tsv
	run_split kkr-kpi --definitions k.tsv --group track in.tsv
	assert_success
	# 20/29, 26/29, 46/29; (97 120 + 95 138) / 258.
	assert_equal "$(cut -f 1,3,4 <<<"$output" | tail -n +2)" "$(rows 'participants * 258' 'participants pæd 138' \
		'participants sosu 120' 'represented * 158.62' 'represented pæd 89.66' 'represented sosu 68.97' \
		'satisfied * 95.93' 'satisfied pæd 95' 'satisfied sosu 97')"
	for part in 2,3 4,5 6,7; do
		{ head -n 1 in.tsv && sed -n "${part}p" in.tsv; } >"part${part%,*}.tsv"
	done
	expected=$(kkr-kpi --definitions k.tsv in.tsv)
	for f in part?.tsv; do kkr-kpi --definitions k.tsv --partial $f >$f.state; done
	run_split kkr-kpi --definitions k.tsv --merge part?.tsv.state
	assert_output "$expected"
}

@test "a value that begins with a comparison, and rows that stand twice, are refused" {
	rows 'a value' 'x 1' >in.tsv
	rows 'kpi compute where' 'k count a==x' >d.tsv
	run_split kkr-kpi --definitions d.tsv in.tsv
	refused 78 "kkr-kpi: d.tsv:2: column 'where', character 3: a value that begins with '=' stands in quotes"
	rows 'kpi compute where' 'k count a="=x"' >d.tsv
	run_split kkr-kpi --definitions d.tsv in.tsv
	assert_success
	rows 'kpi compute by' 'k count all,a,all' >d.tsv
	run_split kkr-kpi --definitions d.tsv in.tsv
	refused 78 "kkr-kpi: d.tsv:2: column 'by', character 7: the same rows stand twice"
}

@test "a deviation has the published figure's decimals where the key figure has fewer" {
	rows 'measure value' 'a 7' 'a 8' 'stated 14.996' >in.tsv
	rows 'kpi compute where published decimals' 'k sum measure=a measure=stated 1' >d.tsv
	run_split kkr-kpi --definitions d.tsv in.tsv
	assert_success
	# 15 - 14.996 = 0.004, and 15 rounded to three decimals is 15.000
	assert_equal "$(cut -f 3,9,10 <<<"${lines[1]}")" "15${TAB}14.996${TAB}0.004"
	assert_equal "$(cut -f 12 <<<"${lines[1]}")" 'modsiges af kilden, som angiver 14.996: afvigelse 0.004'
}
