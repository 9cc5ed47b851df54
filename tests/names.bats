# What a column means, and --names, which says so in the same words in every filter that finds columns by
# them: dataset area period measure unit value dimension remark derived.

load common

# A region of two municipalities and a list of them. Columns of other names: kommune is the area, tid the
# period, tal the value; bem is a remark, stilling derived.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rows 'code name region region_name kkr landsdel landsdel_name nuts3' \
		'901 Alby 091 Region~Øst Øst 91 Byen DK911' '902 Borg 091 Region~Øst Øst 91 Byen DK911' >list.tsv
	rows 'kilde kommune tid maal tal bem stilling' \
		'a 901 2024 folk 5 x A' 'a 902 2024 folk 7 y B' 'a 091 2024 folk 12 z C' >in.tsv
	NAMES=dataset=kilde,area=kommune,period=tid,measure=maal,value=tal,remark=bem,derived=stilling
}

@test "a remark or a derived column that differs between rows does not split a series" {
	run_split kkr-check --areas list.tsv --names "$NAMES" in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(head -n 3 in.tsv)"
	# Each of the two would, without being named: then no row has a total.
	for names in area=kommune,value=tal,remark=bem area=kommune,value=tal,derived=stilling; do
		run_split kkr-check --areas list.tsv --keep --names "$names" in.tsv
		assert_success
		run_split kkr-check --areas list.tsv --complete --names "$names" in.tsv
		assert_failure 65
		assert_equal "$(grep -c 'Danmark' <<<"$stderr")" 3
	done
	for column in qualifier note source origin name region region_name kkr landsdel landsdel_name nuts3 level \
		group_x; do
		rows "area value $column" '901 5 x' '902 7 y' '091 13 z' >c.tsv
		run_split kkr-check --areas list.tsv c.tsv
		refused 65 'add up to 12: difference 1'
	done
	# What is a remark elsewhere can be named a dimension.
	rows 'area value note' '901 5 x' '902 7 y' '091 13 z' >c.tsv
	run_split kkr-check --areas list.tsv --names dimension=note c.tsv
	assert_success
}

@test "two measures are the same figures though they are of two data sets" {
	rows 'dataset area measure value' 'a 901 quota 5' 'b 901 published 5' 'a 902 quota 7' 'b 902 published 8' >in.tsv
	run_split kkr-compare --same --measures quota,published in.tsv
	assert_equal "$status" 65
	assert_line "$(rows '902  7 8 1 14.29 revised')"
	assert_equal "$stderr" 'kkr-compare: in.tsv:4: 1 of 2 figures are not the same: 902 (revised)'
	rows 'dataset area measure value' 'a 901 quota 5' 'b 901 quota 5' 'b 901 published 5' >in.tsv
	run_split kkr-compare --measures quota,published in.tsv
	refused 65 'in.tsv:3: the same figure stands in line 2 already'
}

@test "kkr-compare finds the key of an edition by the words" {
	sed 's/2024/2025/; s/^a/b/; s/\t5\tx/\t6\tq/; s/A$/D/' in.tsv >new.tsv
	run_split kkr-compare --names "$NAMES" in.tsv new.tsv
	assert_success
	assert_output "$(rows 'kommune maal name before after change change_pct status' \
		'091 folk  12 12 0 0.00 same' '901 folk  5 6 1 20.00 revised' '902 folk  7 7 0 0.00 same')"
	run_split kkr-compare --names area=kommune,value=tal new.tsv new.tsv
	assert_output "$(rows 'kommune name before after change change_pct status' \
		'091  12 12 0 0.00 same' '901  6 6 0 0.00 same' '902  7 7 0 0.00 same')"
}

@test "kkr-kpi finds the period, the published value and remarks by the words" {
	rows 'kpi compute where published' 'growth change~tal tal<0 ' 'people sum~tal kommune!=091 kommune=091' >kpi.tsv
	run_split kkr-kpi --definitions kpi.tsv --names "$NAMES" in.tsv
	assert_success
	column() {
		awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i } $1 == "people" { print $at }' <<<"$output"
	}
	assert_equal "$(column value) $(column published) $(column deviation)" '12 12 0'
	assert_equal "$(column note)" 'x; y'
	run_split kkr-kpi --definitions kpi.tsv --names value=tal in.tsv
	refused 65 "there is no column 'period'"
}

@test "kkr-kpi adds up the value, whatever its column is called, where a definition names no column" {
	rows 'kpi compute where' 'people sum kommune!=091' >kpi.tsv
	run_split kkr-kpi --definitions kpi.tsv --names value=tal in.tsv
	assert_success
	assert_equal "$(cut -f 1,3 <<<"$output" | tail -n 1)" "people${TAB}12"
	run_split kkr-kpi --definitions kpi.tsv in.tsv
	refused 65 "there is no column 'value'"
}

@test "kkr-correct knows a value, and kkr-format what is a code, by the words" {
	rows 'kommune column old new reason by date' '901 tal 5 fem fejl ABC 2026-01-31' >c.tsv
	run_split kkr-correct --corrections c.tsv --names value=tal in.tsv
	refused 65 "new 'fem' is not a number"
	kkr-correct --corrections c.tsv in.tsv >/dev/null
	printf 'kommune\ttal\n101\t5000\n' >f.tsv
	run_split kkr-format --type md --lang da --names area=kommune f.tsv
	assert_line '| 101 | 5.000 |'
	assert_line '| --- | ---: |'
}

@test "kkr-plot finds area, period and value by the words" {
	rows 'kommune tal' '101 5' >m.tsv
	kkr-plot --type map --names area=kommune,value=tal m.tsv >map.svg
	grep -q '<title>København: 5</title>' map.svg
	rows 'tid tal' '2024 5' '2025 7' >l.tsv
	kkr-plot --type lines --names period=tid,value=tal l.tsv >lines.svg
	grep -q '<title>2025: 7</title>' lines.svg
	# --value says it, too, and last.
	rows 'tid tal andet' '2024 5 1' '2025 7 2' >l.tsv
	kkr-plot --type lines --names period=tid,value=tal --value andet l.tsv >lines.svg
	grep -q '<title>2025: 2</title>' lines.svg
}

@test "kkr-quota takes the same words" {
	rows 'kommune maal tal bem' '901 population 10 x' '901 non_western_nationals 1 y' '901 family_reunified 0 z' |
		sed 's/901/101/' >q.tsv
	run_split kkr-quota --landstal 5 --names area=kommune,measure=maal,value=tal,remark=bem q.tsv
	assert_success
	assert_equal "$(tail -n 1 <<<"$output" | awk -F '\t' '{ print $NF }')" 5
}

@test "every filter that has --names takes all words, and says them where there is no such word" {
	for filter in check compare correct format kpi plot quota; do
		case $filter in
		compare) set -- in.tsv in.tsv ;;
		correct) set -- --corrections c.tsv in.tsv ;;
		kpi) set -- --definitions k.tsv in.tsv ;;
		plot) set -- --type bars in.tsv ;;
		quota) set -- --landstal 5 in.tsv ;;
		*) set -- in.tsv ;;
		esac
		for names in place=x names=x =x; do
			run_split "kkr-$filter" --names "$names" "$@"
			refused 64 "kkr-$filter: --names: there is no word" \
				'dataset, area, period, measure, unit, value, dimension, remark or derived'
		done
		for names in area area= area=Kommune '' area=a,,value=b; do
			run_split "kkr-$filter" --names "$names" "$@"
			refused 64 "kkr-$filter: --names: '" 'is not of the form area=COLUMN'
		done
		run_split "kkr-$filter" --names value=tal,area=tal "$@"
		refused 64 "the column 'tal' cannot be both value and area"
		run_split "kkr-$filter" --names value=area "$@"
		refused 64 "the column 'area' cannot be both area and value"
	done
}

@test "a column that --names names must be there, but for those of which there may be several" {
	for word in dataset area period measure unit value; do
		run_split kkr-check --areas list.tsv --names "area=kommune,value=tal,$word=x" in.tsv
		refused 65 "in.tsv:1: there is no column 'x' among" "--names $word=COLUMN names another"
	done
	kkr-check --areas list.tsv --names "$NAMES",dimension=x,remark=y,derived=z in.tsv | cmp - <(head -n 3 in.tsv)
	kkr-check --areas list.tsv --names area=kommune,value=tal --names remark=bem,derived=stilling in.tsv |
		cmp - <(head -n 3 in.tsv)
}
