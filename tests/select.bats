# kkr-select: rows by conditions, columns by name. What is to come out is worked out by hand or, of
# random tables, by awk and sort.

load common

# The table of most tests, in t.tsv.
some_records() {
	rows 'dataset area measure value note' \
		'climate-2025 101 population 667099 a' \
		'climate-2025 147 population 105037 ' \
		'talent-2025 084 events 8 b,~c' \
		'climate-2026 101 plans 7.50 "d"' \
		'talent-2025 084 events  b' >t.tsv
}

kkr_select() {
	run_split kkr-select "$@"
}

# first_two: the values of the first two columns of the table in $output, a row each, without the header.
first_two() {
	tail -n +2 <<<"$output" | cut -f 1,2 | tr '\t' ' ' | paste -sd '|' -
}

@test "without an option everything passes, and several files with equal columns are one" {
	some_records
	kkr_select t.tsv
	assert_success
	assert_output "$(cat t.tsv)"
	assert_equal "$stderr" ''
	gzip -c t.tsv >t.gz
	run_split bash -c 'kkr-select t.gz - t.tsv <t.tsv'
	assert_success
	assert_output "$(cat t.tsv && tail -n +2 t.tsv && tail -n +2 t.tsv)"
	rows 'dataset area measure value' >other.tsv
	kkr_select t.tsv other.tsv
	assert_failure 65
	assert_equal "$stderr" "kkr-select: other.tsv:1: the column 'note' of the first file is missing"
}

@test "--where takes the rows of which its conditions hold, all of all options" {
	some_records
	local cases=0 condition expected
	while IFS='|' read -r condition expected; do
		kkr_select --where "$condition" t.tsv
		assert_success
		assert_equal "$condition: $(tail -n +2 <<<"$output" | cut -f 2,4 | tr '\t\n' ' ;')" \
			"$condition: $expected"
		cases=$((cases + 1))
	done <<-'END'
		measure=population|101 667099;147 105037;
		measure=population,plans|101 667099;147 105037;101 7.50;
		measure!=population|084 8;101 7.50;084 ;
		area=84|
		area=084|084 8;084 ;
		value=7.5|101 7.50;
		value<8|101 7.50;
		value>=8|101 667099;147 105037;084 8;
		value=|084 ;
		value!=|101 667099;147 105037;084 8;101 7.50;
		value=""|084 ;
		note="b, c"|084 8;
		note="""d"""|101 7.50;
		dataset=climate-*|101 667099;147 105037;101 7.50;
		dataset!=climate-*|084 8;084 ;
		dataset=climate-2025,talent-*|101 667099;147 105037;084 8;084 ;
		dataset="climate-*"|
		measure=population value>200000|101 667099;
		  area=101   measure=plans  |101 7.50;
		value=6*|101 667099;
	END
	assert_equal "$cases" 20
	kkr_select -w measure=population --where 'value>200000' --where area=101,147 t.tsv
	assert_output "$(rows 'dataset area measure value note' 'climate-2025 101 population 667099 a')"
	kkr_select --where measure=none t.tsv
	assert_success
	assert_output "$(head -1 t.tsv)"
	assert_equal "$stderr" ''
}

@test "text stands in an option as it is, and in a record as records escape it" {
	printf 'a\tb\none\\ttwo\t1\none\\\\ttwo\t2\nø\\n\t3\n' >t.tsv
	kkr_select --where "a=\"one${TAB}two\"" t.tsv
	assert_output $'a\tb\none\\ttwo\t1'
	kkr_select --where 'a="one\ttwo"' t.tsv
	assert_output $'a\tb\none\\\\ttwo\t2'
	kkr_select --where 'a=ø*' --set c='x\y' --set d=$'æ\n\t' t.tsv
	assert_output $'a\tb\tc\td\nø\\n\t3\tx\\\\y\tæ\\n\\t'
}

@test "--set appends columns, --rename renames, --columns takes and --sort sorts what then is there" {
	some_records
	kkr_select --sort title,value --columns title,kind,value,more? --rename measure=title,note=remark \
		--rename area=code --set kind=x=y --set empty= --where 'dataset=talent-*' t.tsv
	assert_success
	assert_output "$(rows 'title kind value' 'events x=y ' 'events x=y 8')"
	kkr_select --set a=1 -s b=2 t.tsv
	assert_output "$(awk -v OFS='\t' '{ print $0, NR == 1 ? "a" : 1, NR == 1 ? "b" : 2 }' t.tsv)"
	kkr_select --rename area=measure,measure=area -c area,measure t.tsv
	assert_output "$(cut -f 2,3 t.tsv | awk -F '\t' -v OFS='\t' 'NR == 1 { print; next } { print $2, $1 }')"
	kkr_select --set x=7 --rename x=y --columns y,area t.tsv
	assert_equal "$(first_two)" '7 101|7 147|7 084|7 101|7 084'
}

@test "a column that may be absent is left out, and none at all is an error" {
	some_records
	kkr_select --columns origin?,area,source? t.tsv
	assert_success
	assert_output "$(cut -f 2 t.tsv)"
	kkr_select --columns 'origin?,source?' t.tsv
	refused 65 't.tsv:1: none of the columns of --columns is there'
}

@test "rows that are alike in the columns of --sort keep their order" {
	rows 'k n' 'b 1' 'a 2' 'b 3' 'a 4' 'B 5' ' 6' 'ab 7' 'å 8' 'a 9' >t.tsv
	kkr_select --sort k t.tsv
	assert_output "$(rows 'k n' ' 6' 'B 5' 'a 2' 'a 4' 'a 9' 'ab 7' 'b 1' 'b 3' 'å 8')"
	rows 'a b' 'x~y 1' 'x 2' 'x! 3' 'x 1' >t.tsv
	kkr_select --sort a,b t.tsv
	assert_output "$(rows 'a b' 'x 1' 'x 2' 'x~y 1' 'x! 3')"
	kkr_select --sort b,a t.tsv
	assert_output "$(rows 'a b' 'x 1' 'x~y 1' 'x 2' 'x! 3')"
	head -1 t.tsv >none.tsv
	kkr_select --sort a none.tsv
	assert_success
	assert_output "$(rows 'a b')"
}

# random_records SEED: r.tsv, with codes, words, numbers and periods, some of them missing.
random_records() {
	awk -v seed="$1" '
		function one_of(list,    n, part) {
			n = split(list, part, " ")
			return part[int(rand() * n) + 1]
		}
		BEGIN {
			srand(seed)
			OFS = "\t"
			print "code", "word", "number", "period"
			for (i = 0; i < 3000; i++) {
				word = ""
				for (n = int(rand() * 4); n > 0; n--)
					word = word one_of("a b ab - ! ø \\n \\\\ ~")
				number = rand() < 0.1 ? "" : int(rand() * 400) - 200
				if (number != "" && number != 0 && rand() < 0.3)
					number = number "." int(rand() * 10)
				print sprintf("%03d", rand() * 130), word, number, \
					one_of("2024 2025 2026") one_of("-H1 -Q1 -Q4 -07")
			}
		}' >r.tsv
}

@test "random tables are sorted as sort does, and rows and columns taken as awk and cut do" {
	local seed keys list condition predicate cases=0
	for seed in 1 2 3; do
		random_records "$seed"
		while IFS='|' read -r keys list; do
			kkr-select --sort "$list" r.tsv >ours
			{ head -1 r.tsv && tail -n +2 r.tsv | LC_ALL=C sort -s -t "$TAB" $keys; } >theirs
			run cmp ours theirs
			assert_success
			cases=$((cases + 1))
		done <<-'END'
			-k1,1|code
			-k2,2|word
			-k3,3|number
			-k2,2 -k1,1|word,code
			-k4,4 -k2,2 -k3,3|period,word,number
			-k1,1 -k2,2 -k3,3 -k4,4|code,word,number,period
		END
		while IFS='|' read -r condition predicate; do
			kkr-select --where "$condition" --columns word,number r.tsv >ours
			awk -F '\t' "NR == 1 || ($predicate)" r.tsv | cut -f 2,3 >theirs
			run cmp ours theirs
			assert_success
			assert [ "$(wc -l <ours)" -gt 1 ]
			cases=$((cases + 1))
		done <<-'END'
			code=012,097|$1 == "012" || $1 == "097"
			code=1*|$1 ~ /^1/
			word=|$2 == ""
			word=ab*|$2 ~ /^ab/
			word!=ab*,-*|$2 !~ /^(ab|-)/
			number<10|$3 != "" && $3 + 0 < 10
			number>=-3.5|$3 != "" && $3 + 0 >= -3.5
			number=7,-20|$3 != "" && ($3 + 0 == 7 || $3 + 0 == -20)
			number!=7|$3 == "" || $3 + 0 != 7
			period<2025-07|$4 ~ /^2024/ || $4 ~ /^2025-(H1|Q1)/
			period>=2026 word=a*|$4 ~ /^2026/ && $2 ~ /^a/
		END
	done
	assert_equal "$cases" 51
}

@test "a row that is longer than the writer's buffer passes whole, sorted or not" {
	printf 'a\tb\n2\t%s\n1\t%s\n' "$(repeated 200000 y | tr -d '\n')" "$(repeated 300000 x | tr -d '\n')" >t.tsv
	kkr_select t.tsv
	assert_equal "$output" "$(cat t.tsv)"
	kkr_select --sort a t.tsv
	assert_equal "$output" "$(head -1 t.tsv && tail -n 1 t.tsv && sed -n 2p t.tsv)"
}

@test "memory does not grow with the rows, but where they are sorted" {
	measures_memory
	repeated 500000 "$(rows '101 population 1')" | { rows 'area measure value' && cat; } >t.tsv
	command time -f %M -o peak kkr-select --where 'value>0' --set x=y --columns value,x t.tsv >out.tsv
	assert_equal "$(wc -l <out.tsv)" 500001
	assert [ "$(cat peak)" -lt 8000 ]
	command time -f %M -o peak kkr-select --sort value t.tsv >out.tsv
	run cmp t.tsv out.tsv
	assert_success
	assert [ "$(cat peak)" -lt 60000 ]
}

@test "what an option cannot mean is 64, and says at which character" {
	some_records
	local cases=0 option argument message
	while IFS='|' read -r option argument message; do
		kkr_select "$option" "$argument" t.tsv
		refused 64 "$message"
		cases=$((cases + 1))
	done <<-'END'
		--where||--where: a condition is expected (measure=population)
		--where|measure|--where 'measure', character 8: a comparison is expected
		--where|measure = population|--where 'measure = population', character 8: a comparison is expected
		--where|Measure=x|--where 'Measure=x', character 1: a condition is expected
		--where|value>x|--where 'value>x', character 7: less and greater are of numbers and periods, and 'x' is neither
		--where|value>|--where 'value>', character 7: less and greater are of numbers and periods, and '' is neither
		--where|value>1*|--where 'value>1*', character 7: less and greater are of numbers and periods, and '1*' is neither
		--where|value>1,2|character 8: a list stands with = and != alone
		--where|note="x|character 6: the quote that begins here does not end
		--where|note=*|character 6: '*' stands behind what a text begins with; in quotes it is itself
		--where|note=a*b|character 7: '*' stands last in a value: whatever begins so; in quotes it is itself
		--set|x|--set: there is no '=' in 'x'
		--set|X=y|--set: 'X' is no name of a column
		--set|=y|--set: '' is no name of a column
		--rename|area|--rename: there is no '=' in 'area'
		--rename|area=Kommune|--rename: 'Kommune' is no name of a column
		--rename|area=a,area=b|--rename: the column 'area' is named twice
		--rename|area=a,|--rename: 'area=a,' has an empty name in it
		--columns|area,|--columns: 'area,' has an empty name in it
		--columns|area,?|--columns: '' is no name of a column
		--columns|area,area?|--columns: the column 'area' is named twice
		--sort|area?|--sort: 'area?' is no name of a column
		--sort|-area|--sort: '-area' is no name of a column
		--sort|area,area|--sort: the column 'area' is named twice
	END
	assert_equal "$cases" 24
	kkr_select --set x=1 --set x=2 t.tsv
	refused 64 "--set: the column 'x' is named twice"
	kkr_select --set x=$'\a' t.tsv
	refused 64 "--set 'x= ': a control character, which no record may hold"
	kkr_select --where area=$'\xff' t.tsv
	refused 64 'is not UTF-8'
	kkr_select --unknown t.tsv
	assert_failure 64
}

@test "a column that is not there, or is there already, is 65 with the names that are there" {
	some_records
	kkr_select --where kind=x t.tsv
	refused 65 "t.tsv:1: there is no column 'kind' among: dataset area measure value note (--where names it)"
	kkr_select --set area=x t.tsv
	refused 65 't.tsv:1: --set area: there is a column of that name already'
	kkr_select --rename kind=x t.tsv
	refused 65 "there is no column 'kind' among: dataset area measure value note (--rename names it)"
	kkr_select --rename area=value t.tsv
	refused 65 "t.tsv:1: --rename: two columns would be named 'value'"
	kkr_select --rename area=x,measure=x t.tsv
	refused 65 "t.tsv:1: --rename: two columns would be named 'x'"
	kkr_select --rename area=code --columns area t.tsv
	refused 65 "there is no column 'area' among: dataset code measure value note" "'NAME?' may be absent"
	kkr_select --columns area,note --sort value t.tsv
	refused 65 "there is no column 'value' among: area note (--sort names it, of the columns that come out)"
}

@test "a field that cannot be compared is 65 where the other conditions hold" {
	rows 'kind value' 'a 1' 'b much' 'a 3' >t.tsv
	kkr_select --where 'kind=a value>1' t.tsv
	assert_output "$(rows 'kind value' 'a 3')"
	kkr_select --where 'value>1' --sort kind t.tsv
	assert_failure 65
	assert_equal "$stderr" "kkr-select: t.tsv:3: value 'much' cannot be compared with '1'"
}

@test "bad records and inputs end it as they end every filter" {
	printf 'a\tb\n1\n' >short.tsv
	kkr_select short.tsv
	assert_failure 65
	assert_equal "$stderr" 'kkr-select: short.tsv:2: 1 field where the header names 2 columns'
	printf 'a\tb\n1\t2' >cut.tsv
	kkr_select cut.tsv
	assert_failure 65
	[[ $stderr == *'the stream is cut short'* ]]
	kkr_select none.tsv
	assert_failure 66
	run_split bash -c 'kkr-select t.tsv >/dev/full' </dev/null
	assert_failure
	rows 'a' 1 >t.tsv
	run_split bash -c 'kkr-select t.tsv >/dev/full'
	assert_failure 74
}

@test "a period that others are held against may be written as offices write it" {
	printf 'period\tvalue\n2023-Q1\t1\n2023-Q2\t2\n2022\t3\n' >periods.tsv
	for condition in 'period>2023K1' 'period>="1. kvt. 2023" value>1' 'period>1.1.2023'; do
		run_split kkr-select --where "$condition" periods.tsv
		assert_success
		assert_output "$(printf 'period\tvalue\n2023-Q2\t2')"
	done
	run_split kkr-select --where 'period>2020-2024' periods.tsv
	refused 64 "'2020-2024' is neither"
}

@test "a list of many values is looked up, and holds what each of them alone holds" {
	rows 'a' 084 84 84.0 5 5.00 x xy xyz 'x~y' y -1 '' b >t.tsv
	local list='x*,84,5,xyz*,"",b,-1.0' one
	for one in 'x*' 84 5 'xyz*' '""' b -1.0; do
		kkr-select --where "a=$one" t.tsv | sed 1d
	done | sort -u >each
	kkr-select --where "a=$list" t.tsv | sed 1d | sort >all
	cmp each all
	kkr-select --where "a!=$list" t.tsv | sed 1d >others
	assert_equal "$(<others)" "$(printf '084\ny')"
	# 20,000 values and 20,000 records: a second is enough
	(echo a && seq -f 'n%.0f' 20000) >t.tsv
	printf 'kpi\tcompute\twhere\nk\tcount\ta=%s\n' "$(seq -s , -f 'n%.0f' 2 2 40000)" >d.tsv
	run_split timeout 10 kkr-kpi --definitions d.tsv t.tsv
	assert_success
	assert_equal "$(cut -f 1,3 <<<"$output" | tail -n 1)" "k${TAB}10000"
	# and as many definitions
	(printf 'kpi\tcompute\twhere\n' && seq -f "k%.0f${TAB}count${TAB}a=x" 60000) >d.tsv
	printf 'a\nx\n' >t.tsv
	run_split timeout 10 kkr-kpi --definitions d.tsv t.tsv
	assert_success
}
