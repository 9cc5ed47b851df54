# Groupings of one's own: kkr-codes --group, and the one that is shipped.

load common

AREAS=$ROOT/schemas/areas.tsv

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	OESTDANMARK=$PREFIX/share/kkr/schemas/groups/oestdanmark.tsv
}

@test "--group appends the columns of its file, in their order, and leaves an area without a row empty" {
	printf 'code\traad\tkreds\n400\tAmager\tBornholm\n101\tByen\t\n' >groups.tsv
	printf 'area\tvalue\nKøbenhavn\t1\n751\t2\nBornholm\t3\n000\t4\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(printf 'area\tvalue\tgroup_raad\tgroup_kreds\n101\t1\tByen\t\n751\t2\t\t\n400\t3\tAmager\tBornholm\n000\t4\t\t\n')"
}

@test "the column code may stand anywhere, and escapes pass through" {
	printf 'gruppe\tcode\tnr\na\\tb\t101\t7\n' >groups.tsv
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tgroup_gruppe\tgroup_nr\n101\ta\\tb\t7\n')"
}

@test "a group's columns come after those of --add, and areas of any level may have one" {
	printf 'code\tg\n084\tøst\nDK011\tby\n000\talle\n' >groups.tsv
	printf 'area\nRegion Hovedstaden\n01\nDanmark\n' >in.tsv
	run_split kkr-codes --group groups.tsv --add level in.tsv
	assert_success
	assert_output "$(printf 'area\tlevel\tgroup_g\n084\tregion\tøst\nDK011\tlandsdel\tby\n000\tcountry\talle\n')"
}

@test "old municipalities follow to their group, and with --to may have one of their own" {
	printf 'code\tg\n240\ttoday\n' >groups.tsv
	printf 'area\tperiod\n171\t2005\n' >in.tsv
	run_split kkr-codes --period period --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tgroup_g\n240\t2005\ttoday\n')"
	run_split kkr-codes --period period --to 2006 --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tgroup_g\n171\t2005\t\n')"
	printf 'code\tg\n171\tthen\n' >groups.tsv
	run_split kkr-codes --period period --to 2006 --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tgroup_g\n171\t2005\tthen\n')"
	run_split kkr-codes --period period --group groups.tsv in.tsv
	refused 78 "groups.tsv:2: '171' is no code of the code list"
}

@test "an unknown or doubled code in the file is 78, with its line" {
	printf 'area\n' >in.tsv
	for code in 102 0101 København '' 101x 411; do
		printf 'code\tg\n101\ta\n%s\tb\n' "$code" >groups.tsv
		run_split kkr-codes --group groups.tsv in.tsv
		refused 78 "kkr-codes: groups.tsv:3: '$code' is no code of the code list"
	done
	printf 'code\tg\n751\ta\n101\tb\n751\ta\n' >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 "kkr-codes: groups.tsv:4: '751' has a row already, in line 2"
}

@test "a file without code, without a further column, or no records at all is 78; one that is not there 66" {
	printf 'area\n101\n' >in.tsv
	printf 'area\tg\n101\ta\n' >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 "groups.tsv:1: there is no column 'code'"
	printf 'code\n101\n' >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 "groups.tsv:1: has no column beside 'code'"
	printf 'code\tg\n101\n' >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 'groups.tsv:2: '
	: >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 'groups.tsv: is empty'
	run_split kkr-codes --group nowhere.tsv in.tsv
	refused 66 'nowhere.tsv: '
}

@test "a column that is there already is 65 and names the option" {
	printf 'code\tg\n101\ta\n' >groups.tsv
	printf 'area\tgroup_g\n101\tx\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 65 'kkr-codes: in.tsv:1: --group group_g: there is a column of that name already'
	# A column of the list's own name is another.
	printf 'area\tg\n101\tx\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_output "$(printf 'area\tg\tgroup_g\n101\tx\ta\n')"
	printf 'code\tname\n101\ta\n' >groups.tsv
	run_split kkr-codes --group groups.tsv --add name in.tsv
	assert_output "$(printf 'area\tg\tname\tgroup_name\n101\tx\tKøbenhavn\ta\n')"
}

@test "a column that is called a group's in its list keeps its name, and no two become one" {
	printf 'code\tgroup_raad\n101\tByen\n' >groups.tsv
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_output "$(printf 'area\tgroup_raad\n101\tByen\n')"
	printf 'code\traad\tgroup_raad\n101\tByen\tx\n' >groups.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 78 "kkr-codes: groups.tsv:1: two columns would be appended as 'group_raad'"
}

# country TOTAL: a country of two regions with two municipalities and one, in groups of their own, in in.tsv,
# groups.tsv and a code list of it alone, list.tsv.
country() {
	awk -F '\t' 'NR == 1 || $1 ~ /^(813|860|751)$/' "$AREAS" >list.tsv
	printf 'code\tin_region\tin_rows\n081\tnord\ta\n813\tnord\tb\n860\t\tc\n082\tmidt\td\n751\tmidt\te\n' >groups.tsv
	printf 'area\tvalue\n000\t%s\n081\t30\n813\t10\n860\t20\n082\t12\n751\t12\n' "$1" >in.tsv
}

@test "a group tells no series from another: a wrong total is 65 with it as without it" {
	country 43 # 30 + 12 = 42
	run_split kkr-check --areas list.tsv in.tsv
	assert_failure 65
	told=$(sed 's/in.tsv:/FILE:/' <<<"$stderr")
	kkr-codes --areas list.tsv --group groups.tsv in.tsv >grouped.tsv
	run_split kkr-check --areas list.tsv grouped.tsv
	assert_equal "$(sed 's/grouped.tsv:/FILE:/' <<<"$stderr")" "$told"
	refused 65 'the total is 43'
	# A total of one region that is wrong is named, too, though its rows are in several groups.
	sed -i 's/^081\t30/081\t31/' grouped.tsv
	run_split kkr-check --areas list.tsv grouped.tsv
	refused 65 '081 Region Nordjylland: the total is 31'
}

@test "kkr-check lets groups pass with their rows, and kkr-compare aligns editions whose groups differ" {
	country 42
	kkr-codes --areas list.tsv --group groups.tsv in.tsv >grouped.tsv
	run_split kkr-check --areas list.tsv grouped.tsv
	assert_success
	assert_output "$(printf 'area\tvalue\tgroup_in_region\tgroup_in_rows\n813\t10\tnord\tb\n860\t20\t\tc\n751\t12\tmidt\te\n')"
	sed 's/nord/nordpaa/' grouped.tsv >new.tsv
	run_split kkr-compare --value value grouped.tsv new.tsv
	assert_success
	assert_output "$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' area name before after change change_pct status \
		000 '' 42 42 0 0.00 same 081 '' 30 30 0 0.00 same 082 '' 12 12 0 0.00 same \
		751 '' 12 12 0 0.00 same 813 '' 10 10 0 0.00 same 860 '' 20 20 0 0.00 same)"
}

@test "a file with a header alone has no groups, and --group is given once" {
	printf 'code\tg\n' >groups.tsv
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tgroup_g\n101\t\n')"
	run_split kkr-codes --group groups.tsv --group groups.tsv in.tsv
	refused 64 '--group is given twice'
}

@test "oestdanmark.tsv has the 46 municipalities of Region Hovedstaden and Region Sjælland" {
	(printf 'code\toestdanmark\n' && awk -F '\t' '$3 == "084" || $3 == "085" { print $1 "\tRegion Østdanmark" }' "$AREAS" |
		sort) | diff - "$OESTDANMARK"
	assert_equal "$(sed 1d "$OESTDANMARK" | wc -l)" 46
}

@test "Region Østdanmark is summed over its column" {
	refugee_figures | grep -E "^dataset|${TAB}population${TAB}" >figures.tsv
	kkr-codes --group "$OESTDANMARK" figures.tsv | datamash -sH -g group_oestdanmark count value sum value >sums.tsv
	# Bilag A: Region Hovedstaden 1,930,703 and Region Sjælland 854,902; the other three regions.
	printf 'GroupBy(group_oestdanmark)\tcount(value)\tsum(value)\n\t52\t%s\nRegion Østdanmark\t46\t%s\n' \
		$((1373799 + 592768 + 1240472)) $((1930703 + 854902)) | diff - sums.tsv
}

@test "a group over regions is as good as one over their municipalities" {
	printf 'code\tg\n084\tøst\n085\tøst\n' >groups.tsv
	printf 'area\tvalue\n081\t1\n084\t2\n085\t3\n' >in.tsv
	run bash -c 'kkr-codes --group groups.tsv in.tsv | awk -F "\t" "\$3 == \"øst\" { n += \$2 } END { print n }"'
	assert_output 5
}
