# kkr-correct: errors of a source, corrected with a trace. The tables are invented, but for the samples.

load common

people() {
	write_table in.tsv <<-'END'
		area|period|measure|value|note
		901|2024|people|10|
		901|2025|people|11|uden Ceby
		902|2025|people|20|
		902|2025|houses||
	END
}

# corrections LINE...: c.tsv, with the key area, period and measure; | stands for a TAB.
corrections() {
	printf '%s\n' 'area|period|measure|column|old|new|reason|by|date' "$@" | write_table c.tsv
}

correct() {
	run_split kkr-correct --corrections c.tsv "$@" in.tsv
}

# ---- What is corrected

@test "a value is corrected, and the note says so after what it said before" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	correct
	assert_success
	assert_equal "$stderr" ''
	sed '3s/.*/901\t2025\tpeople\t12\tuden Ceby; rettet: value 11 til 12 (tastefejl; ABC, 2026-01-31)/' \
		in.tsv >want.tsv
	assert_output "$(<want.tsv)"
}

@test "the report says what was changed, where, from what to what, why, by whom and when" {
	people
	corrections '902|2025|houses|value||7|mangler i bilaget|ABC|2026-02-01' \
		'901|2025|people|value|11|12|tastefejl|DEF|2026-01-31'
	correct --details r.tsv
	assert_success
	assert_equal "$(<r.tsv)" "$(rows 'file line key column old new reason by date' \
		'in.tsv 5 area=902~period=2025~measure=houses value  7 mangler~i~bilaget ABC 2026-02-01' \
		'in.tsv 3 area=901~period=2025~measure=people value 11 12 tastefejl DEF 2026-01-31')"
}

@test "a missing value is supplied, and a value taken away" {
	people
	corrections '902|2025|houses|value||7|mangler|ABC|2026-01-31' \
		'902|2025|people|value|20||skal ikke med|ABC|2026-01-31'
	correct
	assert_success
	assert_line "902${TAB}2025${TAB}houses${TAB}7${TAB}rettet: value (tom) til 7 (mangler; ABC, 2026-01-31)"
	assert_line "902${TAB}2025${TAB}people${TAB}${TAB}rettet: value 20 til (tom) (skal ikke med; ABC, 2026-01-31)"
}

@test "any column can be corrected, one of the key and the note itself too" {
	people
	corrections '901|2025|people|area|901|903|forkert kommune|ABC|2026-01-31' \
		'901|2025|people|note|uden Ceby|med Ceby|nu med|ABC|2026-01-31'
	correct
	assert_success
	assert_line "903${TAB}2025${TAB}people${TAB}11${TAB}med Ceby; rettet: area 901 til 903 (forkert kommune; ABC, 2026-01-31); rettet: note uden Ceby til med Ceby (nu med; ABC, 2026-01-31)"
}

@test "the order of corrections does not matter, and none builds on another" {
	people
	# The second would find its record only after the first, were they made one after the other.
	corrections '901|2024|people|area|901|904|a|ABC|2026-01-31' \
		'901|2024|people|value|10|9|b|ABC|2026-01-31'
	correct
	assert_line "904${TAB}2024${TAB}people${TAB}9${TAB}rettet: area 901 til 904 (a; ABC, 2026-01-31); rettet: value 10 til 9 (b; ABC, 2026-01-31)"
	correct >first
	corrections '904|2024|people|value|10|9|b|ABC|2026-01-31' \
		'901|2024|people|area|901|904|a|ABC|2026-01-31'
	correct
	assert_faults 1
}

@test "a note column is made where there is none, and not where nothing is corrected" {
	people
	cut -f 1-4 in.tsv >less.tsv
	mv less.tsv in.tsv
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	correct
	assert_success
	assert_equal "$(awk -F '\t' '{ print NF }' <<<"$output" | uniq)" 5
	assert_line --index 0 "area${TAB}period${TAB}measure${TAB}value${TAB}note"
	assert_line --index 2 "901${TAB}2025${TAB}people${TAB}12${TAB}rettet: value 11 til 12 (tastefejl; ABC, 2026-01-31)"
	corrections
	kkr-correct --corrections c.tsv --details r.tsv in.tsv | cmp - in.tsv
	assert_equal "$(<r.tsv)" "$(rows 'file line key column old new reason by date')"
}

@test "a cell of the key that is empty says nothing" {
	people
	corrections '|2024||value|10|9|tastefejl|ABC|2026-01-31'
	correct --details r.tsv
	assert_success
	assert_line "901${TAB}2024${TAB}people${TAB}9${TAB}rettet: value 10 til 9 (tastefejl; ABC, 2026-01-31)"
	assert_equal "$(sed 1d r.tsv | cut -f 3)" 'period=2024'
}

@test "the columns of corrections stand in any order, and the key may be any column of the records" {
	people
	write_table c.tsv <<-'END'
		date|by|reason|new|old|column|note|area
		2026-01-31|ABC|tastefejl|12|11|value|uden Ceby|901
	END
	correct
	assert_success
	assert_line --partial "901${TAB}2025${TAB}people${TAB}12${TAB}uden Ceby; rettet: value 11 til 12"
}

@test "what is escaped in a field is compared and written as it is" {
	printf 'area\tvalue\tnote\n901\t1\ta\\tb\\\\\n' >in.tsv
	printf 'note\tcolumn\told\tnew\treason\tby\tdate\na\\tb\\\\\tnote\ta\\tb\\\\\tc\\nd\tx\\ty\tABC\t2026-01-31\n' >c.tsv
	correct
	assert_success
	assert_output "$(printf 'area\tvalue\tnote\n901\t1\tc\\nd; rettet: note a\\tb\\\\ til c\\nd (x\\ty; ABC, 2026-01-31)')"
}

@test "records come from several files, standard input and gzip; corrections from gzip and standard input" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	correct
	want=$output
	sed 3q in.tsv >one.tsv
	sed -e 2,3d in.tsv | gzip >two.tsv.gz
	run_split kkr-correct --corrections c.tsv --details r.tsv one.tsv two.tsv.gz
	assert_output "$want"
	assert_equal "$(sed 1d r.tsv | cut -f 1-2)" "one.tsv${TAB}3"
	gzip c.tsv
	run_split bash -c 'kkr-correct --corrections c.tsv.gz <in.tsv'
	assert_output "$want"
	run_split bash -c 'gzip -dc c.tsv.gz | kkr-correct --corrections - in.tsv'
	assert_output "$want"
}

@test "random corrections agree with awk" {
	for seed in $(sample "1 2 3" 2); do
		# 200 records with a key of two columns; every seventh or so is corrected.
		awk -v seed="$seed" -v OFS='\t' '
			function random(n) {
				state = (state * 16807) % 2147483647
				return state % n
			}
			BEGIN {
				state = seed * 104729
				print "area", "measure", "value" >"in.tsv"
				print "area", "measure", "value", "note" >"want.tsv"
				print "measure", "area", "column", "old", "new", "reason", "by", "date" >"c.tsv"
				for (area = 1; area <= 20; area++)
					for (m = 1; m <= 10; m++) {
						old = random(1000)
						new = old + 1 + random(9)
						print area, m, old >"in.tsv"
						if (random(7)) {
							print area, m, old, "" >"want.tsv"
							continue
						}
						print m, area, "value", old, new, "r" m, "b", "2026-01-31" | "sort -r >rows"
						print area, m, new, "rettet: value " old " til " new " (r" m "; b, 2026-01-31)" >"want.tsv"
					}
				close("sort -r >rows")
			}'
		cat rows >>c.tsv
		assert [ "$(wc -l <rows)" -gt 10 ]
		kkr-correct --corrections c.tsv --details r.tsv in.tsv | cmp - want.tsv
		assert_equal "$(sed 1d r.tsv | cut -f 5-9)" "$(cut -f 4-8 rows)"
	done
}

# ---- What does not fit

@test "a key that no record has, or more than one, is a fault" {
	people
	corrections '999|2025|people|value|11|12|tastefejl|ABC|2026-01-31' \
		'901||people|value|11|12|tastefejl|ABC|2026-01-31' \
		'|||value|11|12|tastefejl|ABC|2026-01-31'
	correct
	assert_faults 3
	refused 65 'c.tsv:2: no record has area=999 period=2025 measure=people' \
		'c.tsv:3: 2 records have area=901 measure=people, the first in line 2 of in.tsv and line 3 of in.tsv' \
		'c.tsv:4: the key is empty'
}

@test "an old value that is no longer there is a fault, told with what is there" {
	people
	corrections '901|2025|people|value|11.0|12|tastefejl|ABC|2026-01-31' \
		'902|2025|houses|value|3|4|tastefejl|ABC|2026-01-31' \
		'902|2025|people|value||4|tastefejl|ABC|2026-01-31'
	correct
	assert_faults 3
	refused 65 "c.tsv:2: area=901 period=2025 measure=people: value is '11' now (line 3 of in.tsv), not '11.0'" \
		"c.tsv:3: area=902 period=2025 measure=houses: value is '' now" \
		"c.tsv:4: area=902 period=2025 measure=people: value is '20' now"
}

@test "a correction that has been made already does not fit again" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	kkr-correct --corrections c.tsv in.tsv >once.tsv
	run_split kkr-correct --corrections c.tsv once.tsv
	assert_faults 1
}

@test "two corrections of one field are a fault; of two fields of a record they are not" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31' \
		'902|2025|people|value|20|21|tastefejl|ABC|2026-01-31' \
		'901|2025||value|11|13|tastefejl|ABC|2026-02-28'
	correct
	assert_faults 1
	refused 65 'c.tsv:4: value of that record is corrected in line 2 already'
	sed -i '4s/value\t11\t13/period\t2025\t2026/' c.tsv
	correct
	assert_success
}

@test "a correction says why, by whom and when, and changes something" {
	people
	corrections '901|2025|people|value|11|12||ABC|2026-01-31' \
		'901|2024|people|value|10|12|tastefejl||2026-01-31' \
		'902|2025|people|value|20|20|tastefejl|ABC|2026-01-31' \
		'902|2025|houses|value||5|tastefejl|ABC|2026-02-30'
	correct
	assert_faults 4
	refused 65 'c.tsv:2: reason is empty' 'c.tsv:3: by is empty' "c.tsv:4: old and new are the same, '20'" \
		"c.tsv:5: date '2026-02-30' is not a day"
	for date in '' 2026 2026-01 2026-1-31 31-01-2026 2026-13-01 2026-01-31T00:00 0000-01-01; do
		corrections "901|2025|people|value|11|12|tastefejl|ABC|$date"
		correct
		assert_faults 1
		refused 65 "date '$date' is not a day"
	done
}

@test "a new value is a number, as records have it" {
	people
	for new in 1,5 1.234.567 1e3 -0 +1 x ' 12' '12 '; do
		corrections "901|2025|people|value|11|$new|tastefejl|ABC|2026-01-31"
		correct
		assert_faults 1
		refused 65 "c.tsv:2: new '$new' is not a number"
	done
	corrections '901|2025|people|value|11|-12.50|tastefejl|ABC|2026-01-31'
	correct
	assert_success
}

@test "a column that the records do not have is a fault" {
	people
	corrections '901|2025|people|vlaue|11|12|tastefejl|ABC|2026-01-31' \
		'901|2025|people||11|12|tastefejl|ABC|2026-01-31'
	correct
	assert_faults 2
	refused 65 "c.tsv:2: column 'vlaue': the records have none of that name" "c.tsv:3: column ''"
	sed -i '1s/area/kommune/' c.tsv
	correct
	refused 65 "c.tsv:1: the records have no column 'kommune'"
	for column in column old new reason by date; do
		corrections
		sed -i "1s/$column/x$column/" c.tsv
		correct
		refused 65 "c.tsv:1: there is no column '$column'"
	done
}

@test "where one correction does not fit, none is made, and all faults are listed" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31' \
		'902|2025|people|value|21|22|tastefejl|ABC|2026-01-31' \
		'903|2025|people|value|21|22|tastefejl|ABC|2026-01-31'
	echo before >r.tsv
	correct --details r.tsv
	assert_faults 2
	assert_equal "$(<r.tsv)" before
}

@test "a key with nothing else, and corrections of an empty table" {
	printf 'column\told\tnew\treason\tby\tdate\nvalue\t1\t2\tx\ty\t2026-01-31\n' >c.tsv
	printf 'value\n1\n' >in.tsv
	correct
	refused 65 'c.tsv:2: the key is empty'
	printf 'area\tvalue\n' >in.tsv
	printf 'area\tcolumn\told\tnew\treason\tby\tdate\n' >c.tsv
	correct
	assert_success
	assert_output "area${TAB}value"
	printf '901\tvalue\t1\t2\tx\ty\t2026-01-31\n' >>c.tsv
	correct
	refused 65 'no record has area=901'
}

# ---- Files

@test "wrong uses are 64" {
	people
	corrections
	run_split kkr-correct in.tsv
	refused 64 '--corrections FILE'
	run_split kkr-correct --corrections c.tsv --corrections c.tsv in.tsv
	refused 64 '--corrections is given twice'
	run_split kkr-correct --corrections - <c.tsv
	refused 64 '--corrections: standard input is read already'
	refusals run_split kkr-correct --corrections c.tsv --details <<-'END'
		64 | - in.tsv      | --details
		64 | c.tsv in.tsv  | c.tsv: is both the file of --corrections and the file of --details
		64 | in.tsv in.tsv | in.tsv: is both an input and the file of --details
	END
	run_split bash -c 'kkr-correct --corrections c.tsv --details in.tsv <in.tsv'
	refused 64 'in.tsv: is both an input and the file of --details'
	assert [ -s c.tsv ] && assert [ -s in.tsv ]
	run_split kkr-correct --wrong
	refused 64 '--wrong'
}

@test "files that cannot be opened, made or written are 66, 73 and 74" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	run_split kkr-correct --corrections missing.tsv in.tsv
	refused 66 missing.tsv
	run_split kkr-correct --corrections c.tsv missing.tsv
	refused 66 missing.tsv
	correct --details no/r.tsv
	refused 73 no/r.tsv
	correct --details /dev/full
	refused 74 /dev/full
	run_split bash -c 'kkr-correct --corrections c.tsv in.tsv >/dev/full'
	refused 74 'standard output'
}

@test "corrections and records that are cut short or no records are 65" {
	people
	corrections '901|2025|people|value|11|12|tastefejl|ABC|2026-01-31'
	head -c -1 c.tsv >cut.tsv
	run_split kkr-correct --corrections cut.tsv in.tsv
	refused 65 'cut.tsv:2: the stream is cut short'
	head -c -1 in.tsv >cut.tsv
	run_split kkr-correct --corrections c.tsv cut.tsv
	refused 65 'cut.tsv:5: the stream is cut short'
	: >empty
	run_split kkr-correct --corrections empty in.tsv
	refused 65 'empty: is empty'
	sed 's/$/\r/' c.tsv >dos.tsv
	run_split kkr-correct --corrections dos.tsv in.tsv
	refused 65 'carriage return'
	sed '2s/\t2026.*//' c.tsv >short.tsv
	run_split kkr-correct --corrections short.tsv in.tsv
	refused 65 'short.tsv:2: 8 fields where the header names 9 columns'
}

# ---- The samples

# bilag A with an error of the source in it, and the correction of that.
wrong_sample() {
	sed 's/101 København">667.099/101 København">667.090/' "$SAMPLES/refugees/bilag-a.xml" >a.xml
	assert [ "$(diff a.xml "$SAMPLES/refugees/bilag-a.xml" | grep -c '^<')" -eq 1 ]
	printf '%s\n' 'area|measure|column|old|new|reason|by|date' \
		'101|population|value|667090|667099|tastefejl i bilag A|ABC|2026-01-31' | write_table 'c 1.tsv'
}

@test "control totals that do not hold do so after the correction" {
	wrong_sample
	kkr-parse a.xml | kkr-codes >in.tsv
	run_split kkr-check in.tsv
	assert_failure 65
	kkr-correct --corrections 'c 1.tsv' in.tsv >corrected.tsv
	run_split kkr-check --complete corrected.tsv
	assert_success
	assert_equal "$(grep -c rettet corrected.tsv)" 1
	# But for the note it is the table as it was published.
	kkr-parse "$SAMPLES/refugees/bilag-a.xml" | kkr-codes >published.tsv
	sed 's/; rettet: [^\t]*//' corrected.tsv | cmp - published.tsv
}

@test "the pipeline refugees takes corrections before it checks the totals" {
	wrong_sample
	set -- a.xml "$SAMPLES"/refugees/familiesammenfoeringer-2024.xml.gz "$SAMPLES/refugees/bilag-b.xml"
	run_split kkr run refugees --output out "$@"
	assert_failure 65
	[[ $stderr == *"stage 'totals' failed"* ]]
	run_split kkr run refugees --output out --set corrections='c 1.tsv' "$@"
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: no landstal is announced for 2026: the total of the quota table is taken, 600 (bilag-b.xml)'
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
	assert_equal "$(sed 1d out/rettelser.tsv | cut -f 3-)" \
		"$(rows 'area=101~measure=population value 667090 667099 tastefejl~i~bilag~A ABC 2026-01-31')"
	kkr run refugees --output published
	cmp out/kommunekvoter.tsv published/kommunekvoter.tsv
	assert_not_exists published/rettelser.tsv
}

@test "a correction that is wrong itself is found by the totals" {
	wrong_sample
	sed -i 's/667099/667089/' 'c 1.tsv'
	run_split kkr run refugees --output out --set corrections='c 1.tsv' --set landstal=600 a.xml \
		"$SAMPLES"/refugees/familiesammenfoeringer-2024.xml.gz
	assert_failure 65
	[[ $stderr == *'084 Region Hovedstaden'*'difference 10'* ]]
	[[ $stderr == *"stage 'totals' failed"* ]]
}

@test "a correction that does not fit fails the pipeline, and leaves the results as they were" {
	wrong_sample
	kkr run refugees --output out
	cat out/* >before
	run_split kkr run refugees --output out --set corrections='c 1.tsv'
	assert_failure 65
	[[ $stderr == *"value is '667099' now"* ]]
	[[ $stderr == *"refugees: stage 'correct' failed with status 65; out is as it was"* ]]
	run diff before <(cat out/*)
	assert_success
	run_split kkr run refugees --output out --set corrections=missing.tsv
	assert_failure 66
}

@test "the pipeline hvad-hvis takes corrections, too" {
	wrong_sample
	run_split kkr run hvad-hvis --output out --set changed_from=600 --set corrections='c 1.tsv' a.xml \
		"$SAMPLES"/refugees/familiesammenfoeringer-2024.xml.gz
	assert_success
	kkr run hvad-hvis --output published
	cmp out/kvoter.tsv published/kvoter.tsv
	assert_equal "$(wc -l <out/rettelser.tsv)" 2
}

@test "the pipelines of the topics take corrections of their own records" {
	while IFS='|' read -r topic measure old new; do
		# The value is of the key, too: two of the measures have several records.
		printf '%s\n' 'measure|value|column|old|new|reason|by|date' \
			"$measure|$old|value|$old|$new|tastefejl|ABC|2026-01-31" | write_table c.tsv
		run_split kkr run "$topic" --output out --set corrections=c.tsv
		assert_equal "$stderr" ''
		assert_success
		kkr run "$topic" --output published
		assert_equal "$(sed 1d out/rettelser.tsv | cut -f 3-6)" \
			"$(printf '%s\t' "measure=$measure value=$old" value "$old")$new"
		assert_not_exists published/rettelser.tsv
		# The key figures differ, and say why.
		run diff published/kpi.tsv out/kpi.tsv
		assert_failure 1
		assert_output --partial "rettet: value $old til $new (tastefejl; ABC, 2026-01-31)"
	done <<-'END'
		climate|measures|6500|6501
		taskforce|shared_task_pct|55|56
		health-reform|economy|33|34
		mobility|routes_growth|87|88
		talent|reach|2500|2600
	END
}

@test "Many corrections, some of fewer key columns or of one key, each find their record; in time" {
	(printf 'area\tperiod\tvalue\n' && seq -f "a%.0f${TAB}2025${TAB}1" 20000) >in.tsv
	(
		printf 'area\tperiod\tcolumn\told\tnew\treason\tby\tdate\n'
		seq -f "a%.0f${TAB}${TAB}value${TAB}1${TAB}2${TAB}r${TAB}b${TAB}2026-01-31" 1 2 20000
		seq -f "a%.0f${TAB}2025${TAB}value${TAB}1${TAB}3${TAB}r${TAB}b${TAB}2026-01-31" 2 2 20000
	) >c.tsv
	run_split timeout 10 kkr-correct --corrections c.tsv in.tsv
	assert_success
	printf '%s\n' "$output" >out.tsv
	assert_equal "$(cut -f 3 out.tsv | grep -cx 2) $(cut -f 3 out.tsv | grep -cx 3)" "10000 10000"
	# one key 5000 times, which all records have
	(sed -n 1p c.tsv && seq 5000 | sed "s,.*,${TAB}2025${TAB}value${TAB}1${TAB}2${TAB}r${TAB}b${TAB}2026-01-31,") >same.tsv
	run_split timeout 10 kkr-correct --corrections same.tsv in.tsv
	refused 65 '20000 records have period=2025, the first in line 2 of in.tsv and line 3 of in.tsv'
}
