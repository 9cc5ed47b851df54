# The column origin: where a record was delivered, told by whoever finds fault with it later.

load common

# origins: the column origin of what was written, on one line.
origins() {
	column origin
}

@test "--origin appends the file and the line where the record begins, whatever it is read from" {
	printf '%s\n' '<d><r a="1"/>' '<r' ' a="2"/></d>' >in.xml
	run_split kkr-parse --origin --record //r --field a=@a in.xml
	gives 'a|origin' '1|in.xml:1' '2|in.xml:3'
	printf 'a;b\n1;2\n"x\ny";3\n4;5\n' >t.csv
	run_split kkr-table --origin t.csv
	gives 'a|b|origin' '1|2|t.csv:2' 'x\ny|3|t.csv:3' '4|5|t.csv:5'
	run_split kkr-parse --origin "$SAMPLES/refugees/bilag-b.xml"
	assert_success
	awk '/<record/ { print FILENAME ":" FNR }' "$SAMPLES/refugees/bilag-b.xml" | sed 's|.*/||' >expected
	origins | tr ' ' '\n' | cmp - expected
	run_split kkr-parse --origin "$FIXTURES/sdmx/generic-2.1-flat.xml"
	assert_success
	assert_equal "$(origins | tr ' ' '\n' | tail -n 1)" \
		"generic-2.1-flat.xml:$(awk '/<[a-z:]*Obs>/ { n = NR } END { print n }' "$FIXTURES/sdmx/generic-2.1-flat.xml")"
}

@test "--origin names the sheet and the first cell of a row of a workbook" {
	local kind
	for kind in xlsx ods fods; do
		run_split kkr-table --origin --rejects bad.tsv "$FIXTURES/tables/kinds-libreoffice.$kind"
		assert_success
		assert_equal "$(origins)" "kinds-libreoffice.$kind!t!A2"
		run_split kkr-table --origin --range B1:C3 "$FIXTURES/tables/kinds-libreoffice.$kind"
		assert_equal "$(origins | cut -d ' ' -f 1)" "kinds-libreoffice.$kind!t!B2"
	done
}

@test "--origin by a map is that of the row" {
	printf 'area;2024;2025\nx;1;2\ny;3;4\n' >t.csv
	write_table map.tsv <<-'END'
		column|is|period
		area|area|
		2024|value|2024
		2025|value|2025
	END
	run_split kkr-table --origin --map map.tsv t.csv
	assert_success
	assert_equal "$(column value) $(origins)" '1 2 3 4 t.csv:2 t.csv:2 t.csv:3 t.csv:3'
	run_split kkr-table --map map.tsv t.csv
	assert_success
	assert_equal "$(column value) $(origins)" '1 2 3 4 no column no column no column no column'
}

@test "Files of one name are told apart by as little of their paths as does" {
	local file
	for file in a/x/t.csv b/x/t.csv b/y/t.csv u.csv at.csv; do
		mkdir -p "$(dirname "./$file")"
		printf 'a;b\n1;2\n' >"$file"
	done
	run_split kkr-table --origin a/x/t.csv u.csv b/x/t.csv at.csv b/y/t.csv b/x/t.csv - <u.csv
	assert_success
	assert_equal "$(cut -f 3 <<<"$output" | paste -sd '|')" \
		'origin|a/x/t.csv:2|u.csv:2|b/x/t.csv:2|at.csv:2|y/t.csv:2|b/x/t.csv:2|standard input:2'
	run_split kkr-table --origin u.csv ./u.csv
	assert_success
	assert_equal "$(origins)" 'u.csv:2 ./u.csv:2'
}

@test "--origin goes with --columns, last, and not with a column of that name" {
	printf 'a;b\n1;2\n' >t.csv
	run_split kkr-table --origin --columns b,a t.csv
	gives 'b|a|origin' '2|1|t.csv:2'
	printf 'a;origin\n1;2\n' >t.csv
	run_split kkr-table --origin t.csv
	refused 65 'kkr-table: t.csv: --origin: there is a column of that name already'
	printf 'a;b\n1;2\n' >"$(printf 'a\tb.csv')"
	run_split kkr-table --origin "$(printf 'a\tb.csv')"
	gives 'a|b|origin' '1|2|a\tb.csv:2'
}

@test "What is wrong with a record is told where it was delivered, in messages and in rejects" {
	rows 'area value origin' '101 1 b.xml:7' 'Gotham 2 c/b.xlsx!Ark~1!AB12' 'x 3 ~' 'y 4 a:b.csv:3' \
		'z 5 b.xml:' 'w 6 !A1' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	[[ $stderr == "kkr-codes: c/b.xlsx!Ark 1:12: area 'Gotham' "* ]] || fail "$stderr"
	run_split kkr-codes --rejects bad.tsv in.tsv
	assert_success
	assert_output "$(rows 'area value origin' '101 1 b.xml:7')"
	assert_equal "$(cut -f 1,2 bad.tsv)" "$(rows 'file line' 'c/b.xlsx!Ark~1 12' 'in.tsv 4' 'a:b.csv 3' \
		'in.tsv 6' 'in.tsv 7')"
}

@test "A line that is no record is told where it stands, and so is what the whole lacks" {
	rows 'area value origin' '101 1 b.xml:7' '101 1' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	assert_equal "$stderr" 'kkr-codes: in.tsv:3: 2 fields where the header names 3 columns'
	rows 'area value origin' '101 1 b.xml:7' >in.tsv
	printf '101' >>in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	[[ $stderr == 'kkr-codes: in.tsv:3: the stream is cut short'* ]] || fail "$stderr"
}

@test "Nothing in a name that comes with a record reaches the terminal as a control character" {
	printf 'area\torigin\nGotham\tb\xc2\x9b31m.xml:7\n' >in.tsv
	run_split kkr-codes in.tsv
	assert_failure 65
	[[ $stderr == "kkr-codes: b  31m.xml:7: area 'Gotham'"* ]] || fail "$stderr"
}

@test "Records of ten thousand files, in any order, are told apart in little time" {
	awk 'BEGIN {
		print "area\torigin"
		for (i = 0; i < 200000; i++)
			print "x\t" i * 7919 % 10007 ".xml:" i
	}' >in.tsv
	timeout 60 kkr-codes --rejects bad.tsv in.tsv 2>message
	assert_equal "$(cut -f 1,2 bad.tsv | tail -n 1)" "$(rows "$((199999 * 7919 % 10007)).xml 199999")"
}
