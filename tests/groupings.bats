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
	assert_output "$(printf 'area\tvalue\traad\tkreds\n101\t1\tByen\t\n751\t2\t\t\n400\t3\tAmager\tBornholm\n000\t4\t\t\n')"
}

@test "the column code may stand anywhere, and escapes pass through" {
	printf 'gruppe\tcode\tnr\na\\tb\t101\t7\n' >groups.tsv
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tgruppe\tnr\n101\ta\\tb\t7\n')"
}

@test "a group's columns come after those of --add, and areas of any level may have one" {
	printf 'code\tg\n084\tøst\nDK011\tby\n000\talle\n' >groups.tsv
	printf 'area\nRegion Hovedstaden\n01\nDanmark\n' >in.tsv
	run_split kkr-codes --group groups.tsv --add level in.tsv
	assert_success
	assert_output "$(printf 'area\tlevel\tg\n084\tregion\tøst\nDK011\tlandsdel\tby\n000\tcountry\talle\n')"
}

@test "old municipalities follow to their group, and with --to may have one of their own" {
	printf 'code\tg\n240\ttoday\n' >groups.tsv
	printf 'area\tperiod\n171\t2005\n' >in.tsv
	run_split kkr-codes --period period --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tg\n240\t2005\ttoday\n')"
	run_split kkr-codes --period period --to 2006 --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tg\n171\t2005\t\n')"
	printf 'code\tg\n171\tthen\n' >groups.tsv
	run_split kkr-codes --period period --to 2006 --group groups.tsv in.tsv
	assert_output "$(printf 'area\tperiod\tg\n171\t2005\tthen\n')"
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
	printf 'area\tg\n101\tx\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	refused 65 'kkr-codes: in.tsv:1: --group g: there is a column of that name already'
	printf 'code\tname\n101\ta\n' >groups.tsv
	run_split kkr-codes --group groups.tsv --add name in.tsv
	refused 65 '--group: --add appends a column named name already'
}

@test "a file with a header alone has no groups, and --group is given once" {
	printf 'code\tg\n' >groups.tsv
	printf 'area\n101\n' >in.tsv
	run_split kkr-codes --group groups.tsv in.tsv
	assert_success
	assert_output "$(printf 'area\tg\n101\t\n')"
	run_split kkr-codes --group groups.tsv -g groups.tsv in.tsv
	refused 64 '--group is given twice'
}

@test "oestdanmark.tsv has the 46 municipalities of Region Hovedstaden and Region Sjælland" {
	(printf 'code\toestdanmark\n' && awk -F '\t' '$3 == "084" || $3 == "085" { print $1 "\tRegion Østdanmark" }' "$AREAS" |
		sort) | diff - "$OESTDANMARK"
	assert_equal "$(sed 1d "$OESTDANMARK" | wc -l)" 46
}

@test "Region Østdanmark is summed over its column" {
	refugee_figures | grep -E "^dataset|${TAB}population${TAB}" >figures.tsv
	kkr-codes --group "$OESTDANMARK" figures.tsv | datamash -sH -g oestdanmark count value sum value >sums.tsv
	# Bilag A: Region Hovedstaden 1,930,703 and Region Sjælland 854,902; the other three regions.
	printf 'GroupBy(oestdanmark)\tcount(value)\tsum(value)\n\t52\t%s\nRegion Østdanmark\t46\t%s\n' \
		$((1373799 + 592768 + 1240472)) $((1930703 + 854902)) | diff - sums.tsv
}

@test "a group over regions is as good as one over their municipalities" {
	printf 'code\tg\n084\tøst\n085\tøst\n' >groups.tsv
	printf 'area\tvalue\n081\t1\n084\t2\n085\t3\n' >in.tsv
	run bash -c 'kkr-codes --group groups.tsv in.tsv | awk -F "\t" "\$3 == \"øst\" { n += \$2 } END { print n }"'
	assert_output 5
}
