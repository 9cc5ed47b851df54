# What the filters tell a script: --report, the kinds of --rejects, and how many records were set aside.

load common

# kinds: the kinds of the records set aside, in their order.
kinds() {
	sed 1d bad.tsv | cut -f 5 | paste -sd ' '
}

# report: the report without its header, its empty fields and how the file was read, a line for each row.
report() {
	assert_equal "$(head -n 1 report.tsv)" "$(rows 'file kind key found expected count')"
	sed 1d report.tsv | awk -F '\t' '$2 != "read"' | tr -s '\t' ' '
}

@test "--report counts what each file has, file by file, and what is set aside" {
	export_with_values 1 x 3 >a.xml
	export_with_values 4 | gzip >b.xml.gz
	run_split kkr-parse --report report.tsv --rejects bad.tsv a.xml - b.xml.gz < <(export_with_values y)
	assert_success
	assert_equal "$stderr" 'kkr-parse: 2 records set aside: bad.tsv'
	assert_equal "$(report)" 'a.xml in 3
a.xml out 2
a.xml aside 1
standard input in 1
standard input out 0
standard input aside 1
b.xml.gz in 1
b.xml.gz out 1
b.xml.gz aside 0'
}

# read_as FILE: how the report says that a file was read.
read_as() {
	awk -F '\t' -v file="$1" '$1 == file && $2 == "read" { print $3 "=" $4 }' report.tsv
}

@test "--report says how a file was read" {
	kkr-parse --report report.tsv "$SAMPLES/refugees/bilag-b.xml" >out.tsv
	assert_equal "$(read_as "$SAMPLES/refugees/bilag-b.xml")" 'root=export
namespace=urn:kkr:export:1
encoding=UTF-8
format=export'
	printf 'Gr\370nne\nkommune;antal\nK\370benhavn;3\n' >a.csv
	kkr-table --report report.tsv --encoding windows-1252 --header 2 a.csv >out.tsv
	assert_equal "$(read_as a.csv)" 'format=csv
delimiter=;
header=2
encoding=windows-1252'
	printf 'area\tvalue\n101\t3\n' | iconv -t UTF-16BE | cat <(printf '\376\377') - >b.tsv
	kkr-table --report report.tsv b.tsv >out.tsv
	assert_equal "$(read_as b.tsv)" 'format=csv
delimiter=\t
header=1
encoding=UTF-16BE'
	run_split kkr-table --report report.tsv "$FIXTURES"/tables/refugees-2003.xml
	assert_failure 65
	assert_equal "$(read_as "$FIXTURES"/tables/refugees-2003.xml )" 'root=Workbook
namespace=urn:schemas-microsoft-com:office:spreadsheet
encoding=UTF-8
format=spreadsheetml'
}

@test "--report counts the rows that an option leaves out, and by which" {
	printf 'a;b\n1;2\n;\nI alt;3\n;\nI alt;4\n' >t.csv
	kkr-table --report report.tsv --skip-empty --skip 'I alt' t.csv
	assert_equal "$(report)" 't.csv in 5
t.csv out 1
t.csv aside 0
t.csv left_out skip-empty 2
t.csv left_out skip 2'
}

@test "One record set aside is one, none is not told, and the line is the last" {
	export_with_values 1 x >a.xml
	run_split kkr-parse --rejects bad.tsv a.xml
	assert_success
	assert_equal "$stderr" 'kkr-parse: 1 record set aside: bad.tsv'
	export_with_values 1 2 >a.xml
	run_split kkr-parse --rejects bad.tsv a.xml
	assert_success
	assert_equal "$stderr" ''
	rows 'area value' '101 1' 'x 2' | sed 's/^x/\x1b[31m/' >in.tsv
	run_split kkr-codes --rejects "$(printf 'a\nb')" in.tsv
	assert_success
	assert_equal "$stderr" 'kkr-codes: 1 record set aside: a b'
}

@test "A file that ends before its end is told as cut_short, whatever it is" {
	export_with_values 1 2 >whole.xml
	gzip <whole.xml >whole.xml.gz
	for bytes in 0 20 100 170; do
		head -c "$bytes" whole.xml >part
		run_split kkr-parse --report report.tsv part
		assert_failure 65
		assert_equal "$(report | tail -n 1)" 'part cut_short 1'
	done
	assert_equal "$(report | head -n 2)" 'part in 1
part out 1'
	head -c 60 whole.xml.gz >part
	run_split kkr-parse --report report.tsv part
	assert_failure 65
	assert_equal "$(report | tail -n 1)" 'part cut_short 1'
	cp "$FIXTURES/tables/kinds-libreoffice.xlsx" whole.xlsx
	head -c 2000 whole.xlsx >part
	run_split kkr-table --report report.tsv part
	assert_failure 65
	assert_equal "$(report | tail -n 1)" 'part cut_short 1'
}

@test "What is wrong in another way is not told as cut_short" {
	export_with_values 1 >in.xml
	for bad in 's/<record/<rekord/' 's/^.*fields.*$/</' '1d'; do
		sed "$bad" in.xml >bad.xml
		run_split kkr-parse --report report.tsv bad.xml
		assert_failure 65
		run grep -c cut_short report.tsv
		assert_output 0
	done
}

@test "The file of --report is none of the others, and can be made" {
	export_with_values 1 >in.xml
	cp in.xml before
	run_split kkr-parse --report in.xml in.xml
	refused 64 'in.xml: is both an input and the file of --report'
	run_split kkr-parse --report bad.tsv --rejects bad.tsv in.xml
	refused 64 'bad.tsv: is both the file of --rejects and the file of --report'
	cp "$ROOT/schemas/export.xsd" s.xsd
	run_split kkr-parse --schema s.xsd --report s.xsd in.xml
	refused 64 's.xsd: is both the file of --report and the file of --schema'
	run_split kkr-parse --report no/such/file in.xml
	refused 73 'no/such/file'
	run_split kkr-parse --report /dev/full in.xml
	assert_failure 74
	cmp before in.xml
}

@test "The report is records, whatever the file is called" {
	export_with_values 1 >"$(printf 'a\tb\\c')"
	kkr-parse --report report.tsv "$(printf 'a\tb\\c')"
	kkr-format report.tsv >/dev/null
	assert_equal "$(sed 1d report.tsv | cut -f 1 | sort -u)" 'a\tb\\c'
}

@test "kkr-parse says of a bad record which kind it is" {
	echo '<export xmlns="urn:kkr:export:1" dataset="d"><fields>' >in.xml
	printf '<field name="%s" type="%s"/>' area area period period day date n integer t text >>in.xml
	printf '%s\n' '</fields>' '<record n="x"/>' '<record period="x"/>' '<record day="x"/>' \
		'<record n="1" nosuch="2"/>' '<record n="1"><n>1</n></record>' \
		$'<record t="x\x7f"/>' '</export>' >>in.xml
	kkr-parse --rejects bad.tsv in.xml
	assert_equal "$(kinds)" 'number period date fields twice encoding'
	printf 'a;b\n1;2\n1;2;3\n\n;\n3;4\n' >t.csv
	kkr-table --rejects bad.tsv t.csv
	assert_equal "$(kinds)" 'fields missing missing'
}

@test "kkr-codes says of a bad record which kind it is" {
	rows 'area period' 'Gotham 2025' '~ 2025' '101~Aarhus 2025' 'Ølstykke 2025' '999 2025' 'Nuuk 2025' \
		'901 2025' '101 x' >in.tsv
	printf '101\n101\t2025\\\n' >>in.tsv
	kkr-codes --period period --rejects bad.tsv in.tsv
	assert_equal "$(kinds)" 'area missing contradiction ended missing area abroad period fields encoding'
}

@test "kkr-kpi says of a bad record which kind it is" {
	rows 'value track' 'x a' '1 *' >in.tsv
	rows 'kpi compute' 'k sum' >k.tsv
	kkr-kpi --definitions k.tsv --group track --rejects bad.tsv in.tsv
	assert_equal "$(kinds)" 'number twice'
}

@test "kkr-codes --report counts what goes in and out, is set aside, left out and mended" {
	rows 'area value' '101 1' 'Region~Hovedstaden 2' 'Gotham 3' 'KÃ¸ge 4' 'KÃ¸ge 5' >in.tsv
	rows 'area value' '084 6' >other.tsv
	printf '101\n' >>other.tsv
	kkr-codes --levels municipality --report report.tsv --rejects bad.tsv in.tsv other.tsv >out.tsv
	assert_equal "$(report)" 'in.tsv in 5
in.tsv out 3
in.tsv aside 1
in.tsv left_out levels 1
in.tsv mended area KÃ¸ge 259 2
other.tsv in 2
other.tsv out 0
other.tsv aside 1
other.tsv left_out levels 1'
	refusals run_split kkr-codes --report <<-'END'
		64 | in.tsv in.tsv                | in.tsv: is both an input and the file of --report
		64 | x.tsv --rejects x.tsv in.tsv | x.tsv: is both the file of --rejects and the file of --report
		64 | x.tsv --details x.tsv in.tsv | x.tsv: is both the file of --details and the file of --report
	END
}

@test "kkr-codes counts a record where it was delivered" {
	rows 'area origin' '101 b.xml:1' '102 b.xml:2' '147 c.xlsx!Ark1!B7' >in.tsv
	kkr-codes --report report.tsv --rejects bad.tsv in.tsv >out.tsv
	assert_equal "$(report)" 'b.xml in 2
b.xml out 1
b.xml aside 1
c.xlsx!Ark1 in 1
c.xlsx!Ark1 out 1
c.xlsx!Ark1 aside 0'
}

@test "kkr-correct --report counts what goes in and out and is corrected, and what went in where it fails" {
	rows 'area value' '101 1' '147 2' >in.tsv
	rows 'area column old new reason by date' '101 value 1 11 typo ABC 2026-01-31' >c.tsv
	kkr-correct --corrections c.tsv --report report.tsv in.tsv >out.tsv
	assert_equal "$(report)" 'in.tsv in 2
in.tsv out 2
in.tsv aside 0
in.tsv corrected value 1 11 1'
	run_split kkr-correct --corrections c.tsv --report report.tsv out.tsv
	assert_failure 65
	assert_equal "$(report)" 'out.tsv in 2
out.tsv out 0
out.tsv aside 0'
	run_split kkr-correct --corrections c.tsv --report c.tsv in.tsv
	refused 64 'c.tsv: is both the file of --corrections and the file of --report'
	run_split kkr-correct --corrections c.tsv --report x.tsv --details x.tsv in.tsv
	refused 64 'x.tsv: is both the file of --details and the file of --report'
}

@test "kkr-check --report says what went on, and each total that does not hold with both figures" {
	rows 'code name region region_name kkr landsdel landsdel_name nuts3' \
		'901 Alby 091 Region~Øst Øst 91 Byen DK911' '902 Borg 091 Region~Øst Øst 91 Byen DK911' >list.tsv
	rows 'area measure value' '901 folk 5' '902 folk 7' '091 folk 12' >in.tsv
	rows 'area measure value' '901 vand 5.5' '902 vand 7' >more.tsv
	kkr-check --areas list.tsv --report report.tsv in.tsv more.tsv >out.tsv
	assert_equal "$(report)" 'in.tsv in 3
in.tsv out 2
in.tsv aside 0
more.tsv in 2
more.tsv out 2
more.tsv aside 0
in.tsv left_out totals 1'
	rows 'area measure value' '091 vand 13' '901 vand 5.5' '902 vand 7' '091 folk 12' '901 folk 5' '901 folk 5' '999 x 1' \
		'901 x y' >in.tsv
	run_split kkr-check --areas list.tsv --report report.tsv in.tsv
	assert_failure 65
	assert_output ''
	assert_equal "$(sed 1d report.tsv)" "$(printf 'in.tsv\t%s\n' $'in\t\t\t\t8' $'out\t\t\t\t0' $'aside\t\t\t\t0' \
		$'area\t999\t\t\t1' $'number\tvalue\ty\t\t1' $'twice\tarea=901 measure=folk\t\t\t1' \
		$'missing\tarea=902 measure=folk\t\t\t1' $'total\tarea=091 measure=folk\t12\t5\t1' \
		$'total\tarea=091 measure=vand\t13\t12.5\t1')"
	for other in in.tsv list.tsv; do
		run_split kkr-check --areas list.tsv --report "$other" in.tsv
		refused 64 --report
	done
}

@test "kkr-compare --report counts what is same, revised, new and gone" {
	rows 'area quota' '101 1' '147 2' '151 3' >old.tsv
	rows 'area quota' '101 1' '147 3' '153 4' '155 5' >new.tsv
	kkr-compare --report report.tsv old.tsv new.tsv >out.tsv
	assert_equal "$(report)" 'old.tsv in 3
new.tsv in 4
new.tsv out same 1
new.tsv out revised 1
new.tsv out new 2
new.tsv out gone 1'
	run_split kkr-compare --report old.tsv old.tsv new.tsv
	refused 64 --report
}
