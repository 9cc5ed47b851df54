# kkr-edition: the records of one edition of a topic.

load common

# Records of several topics, in a.tsv.
several_topics() {
	rows 'dataset measure value source' 'climate-2025 plans 97 A' 'talent-2025 events 8 B' \
		'climate-2025 plans 97 C' 'climatic-2025 x 1 ' 'climate x 1 ' >a.tsv
}

@test "the records of the topic's data set pass, untouched and in their order" {
	several_topics
	run_split kkr-edition --topic climate a.tsv
	gives 'dataset|measure|value|source' 'climate-2025|plans|97|A' 'climate-2025|plans|97|C'
	head -3 a.tsv | gzip -c >b.gz
	run_split bash -c 'kkr-edition --topic talent - b.gz < <(sed s/8/9/ a.tsv)'
	gives 'dataset|measure|value|source' 'talent-2025|events|9|B' 'talent-2025|events|8|B'
	rows 'value dataset' '1 health-reform-2026' '2 health-2026' >b.tsv
	run_split kkr-edition --topic health-reform b.tsv
	gives 'value|dataset' '1|health-reform-2026'
}

@test "of several editions the newest passes, whatever their order, and the others are said; what has no year is refused" {
	several_topics
	sed 's/2025/2026/; /C$/d' a.tsv >b.tsv
	sed 's/climate-2025/climate-2025-12/' a.tsv >c.tsv
	for order in 'a.tsv b.tsv c.tsv' 'c.tsv b.tsv a.tsv' 'b.tsv a.tsv c.tsv'; do
		run_split kkr-edition --topic climate --report report.tsv $order
		assert_success
		assert_output "$(rows 'dataset measure value source' 'climate-2026 plans 97 A')"
		[[ $stderr == 'kkr-edition: climate: 4 records of climate-2025'*' are left out: climate-2026 is newer' ]]
		run awk -F '\t' '$2 == "out" || $3 == "edition" { print $1, $2, $6 }' <(sort report.tsv)
		assert_output 'a.tsv left_out 2
a.tsv out 0
b.tsv out 1
c.tsv left_out 2
c.tsv out 0'
	done
	sed 's/2025/new/' a.tsv >b.tsv
	run_split kkr-edition --topic climate a.tsv b.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: b.tsv:2: climate: records of climate-2025 and of climate-new, which do not say which of them is newer; give one edition at a time'
	sed 's/2025/2025-01/' a.tsv >b.tsv
	run_split kkr-edition --topic climate a.tsv b.tsv
	refused 65 'climate-2025 and of climate-2025-01, which do not say'
}

@test "a record that comes twice is refused, wherever it came from, and one that differs is not" {
	several_topics
	run_split kkr-edition --topic climate a.tsv a.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: a.tsv:2: climate: the inputs have this record twice: climate-2025 plans 97 A'
	rows 'dataset origin value note' 'climate-2025 a.xml:7 97 ' 'climate-2025 b.xml:9 97 ' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	assert_failure 65
	[[ $stderr == *'this record twice: climate-2025 b.xml:9 97' ]]
	rows 'dataset a b' 'climate-2025 x ' 'climate-2025  x' 'climate-2025 xx ' 'climate-2025  ' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	assert_success
	assert_output "$(cat b.tsv)"
}

@test "no record of the topic is refused, unless it is optional" {
	several_topics
	run_split kkr-edition --topic mobility a.tsv
	assert_failure 65
	assert_equal "$stderr" \
		'kkr-edition: mobility: the inputs have no record of a data set mobility-..., such as mobility-2025'
	run_split kkr-edition --topic mobility --optional a.tsv
	gives 'dataset|measure|value|source'
}

@test "of 200,000 records that differ in a digit none comes twice, and then one does, in little memory" {
	awk 'BEGIN { print "dataset\tvalue"; for (i = 0; i < 200000; i++) print "x-1\t" i }' >b.tsv
	command time -f %M -o peak kkr-edition --topic x b.tsv >out.tsv
	run cmp b.tsv out.tsv
	assert_success
	echo "x-1${TAB}77777" >>b.tsv
	run_split kkr-edition --topic x b.tsv
	assert_failure 65
	assert_equal "$stderr" 'kkr-edition: b.tsv:200002: x: the inputs have this record twice: x-1 77777'
	measures_memory
	assert [ "$(cat peak)" -lt 20000 ]
}

@test "what is not asked for well is 64, and records without data sets are 65" {
	run_split kkr-edition </dev/null
	refused 64 '--topic NAME says which records are wanted; none is given'
	run_split kkr-edition --topic '' </dev/null
	refused 64 'none is given'
	rows 'area value' '101 1' >b.tsv
	run_split kkr-edition --topic climate b.tsv
	refused 65 "b.tsv:1: there is no column 'dataset' among: area value"
}

@test "--report counts what went in and out, and what is of other topics" {
	several_topics
	rows 'dataset measure value source' 'talent-2025 events 1 B' >b.tsv
	kkr-edition --topic climate --report report.tsv a.tsv b.tsv >out.tsv
	assert_equal "$(cut -f 1-3,6 report.tsv)" "$(rows 'file kind key count' 'a.tsv in  5' 'a.tsv out  2' 'a.tsv aside  0' \
		'a.tsv left_out topic 3' 'b.tsv in  1' 'b.tsv out  0' 'b.tsv aside  0' 'b.tsv left_out topic 1')"
	run_split kkr-edition --topic climate --report a.tsv a.tsv
	assert_failure 64
}

# --needs: the newest edition of a heap. deliveries.py invents editions, as tables deliver them, without a data set.

newest() {
	run_split kkr-edition --needs "$ROOT/schemas/needs/refugees.tsv" "$@"
}

# of_newest: how many records of each data set, period and measure there are in $output.
of_newest() {
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ n[$at["dataset"] " " $at["period"] " " $at["measure"]]++ } END { for (i in n) print n[i], i }' <<<"$output" |
		sort -k 4
}

@test "of two editions in one heap the newest passes, whatever their order, under its data set" {
	delivery --edition 2030 --landstal 600 --seed 1 30
	delivery --edition 2031 --landstal 700 --seed 2 31
	newest 31/bilag-a.tsv 30/[bfl]* 31/[bfl]*[!a].tsv
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(of_newest)" "104 refugees-2031 2029 family_reunified
1 refugees-2031 2031 landstal
104 refugees-2031 2029-01-01 non_western_nationals
104 refugees-2031 2030-01-01 population
104 refugees-2031 2031 published_quota"
	# No figure of the other edition is among them.
	assert_equal "$(cut -f 1-7 <<<"$output" | tail -n +2 | sort)" \
		"$(tail -q -n +2 31/[bfl]* | sort)"
	newest --edition 2030 3[01]/[bfl]*
	assert_equal "$(cut -f 1-7 <<<"$output" | tail -n +2 | sort)" "$(tail -q -n +2 30/[bfl]* | sort)"
	assert_equal "$stderr" ''
}

@test "the newest edition that is not whole stops with what it lacks, and an older one is taken where it is asked for" {
	delivery --edition 2030 --landstal 600 --seed 1 30
	delivery --edition 2031 --landstal 700 --seed 2 31
	newest 30/[bfl]* 31/bilag-?.tsv 31/landstal.tsv
	refused 65 'refugees: edition 2031 lacks family_reunified of 2029; there is that of 2028: 30/familie.tsv' \
		'edition 2031 is not whole; 2030 is, which is taken with --edition 2030 (kkr run: --set edition=2030)'
	newest 30/[bfl]* 31/[fl]*.tsv 31/bilag-b.tsv
	refused 65 'edition 2031 lacks population of 2030; there is that of 2029-01-01: 30/bilag-a.tsv' \
		'edition 2031 lacks non_western_nationals of 2030 or 2029; there is that of 2028-01-01: 30/bilag-a.tsv'
	# A quota table alone makes its edition; so does a landstal.
	for file in bilag-b landstal familie; do
		newest 30/[bfl]* 31/$file.tsv
		refused 65 'edition 2031 lacks population of 2030'
	done
	newest --edition 2030 30/[bfl]* 31/landstal.tsv
	assert_success
	# Municipalities that are not there, and figures that are not.
	grep -v $'^825\t2030.*population' 31/bilag-a.tsv | sed '/^101\t2030/s/persons\t[0-9]*/persons\t/' >a.tsv
	newest a.tsv 31/[fl]*.tsv
	refused 65 'edition 2031 lacks population of 2 of the 98 areas: 101 København, 825 Læsø' 'edition 2031 is not whole'
	newest --edition 2029 30/[bfl]*
	refused 65 'edition 2029 lacks population of 2028; there is that of 2029-01-01: 30/bilag-a.tsv'
}

@test "nationals of the year before stand before those of two years before, of the same edition" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	awk -F '\t' -v OFS='\t' 'NR == 1 || /non_western/ { sub(/2029/, "2030", $2); print }' 31/bilag-a.tsv >newer.tsv
	newest 31/[bfl]* newer.tsv
	assert_equal "$(of_newest | grep non)" '104 refugees-2031 2030-01-01 non_western_nationals'
	# Where one municipality is missing the others are whole.
	sed -i '/^101/d' newer.tsv
	newest 31/[bfl]* newer.tsv
	assert_equal "$(of_newest | grep non)" '104 refugees-2031 2029-01-01 non_western_nationals'
	# Those of the edition after this one, delivered with its population, are no nationals of this one.
	delivery --edition 2032 --landstal 700 --seed 3 32
	newest --edition 2031 31/[bfl]* 32/[bfl]*
	assert_equal "$(of_newest | grep non)" '104 refugees-2031 2029-01-01 non_western_nationals'
}

@test "without a landstal and a quota table the edition is the year after the population's, and that is said" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	newest --landstal 650 31/bilag-a.tsv 31/familie.tsv
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: edition 2031 is the year after that of the population: no landstal and no quota table says which it is'
	assert_equal "$(of_newest | cut -d ' ' -f 2 | sort -u)" refugees-2031
	newest 31/bilag-a.tsv 31/familie.tsv
	refused 64 'no landstal of 2031 is among the records, and no quota table with a total: --landstal N gives one (kkr run: --set landstal=N)'
}

@test "figures of another year than their data set's are refused, with their file" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	for file in bilag-a familie bilag-b; do
		sed "1s/\$/${TAB}dataset/; 2,\$s/\$/${TAB}refugees-2031/" 31/$file.tsv >$file.tsv
	done
	newest bilag-a.tsv familie.tsv bilag-b.tsv
	assert_success
	sed -i 's/2030-01-01/2029-01-01/' bilag-a.tsv
	newest bilag-a.tsv familie.tsv bilag-b.tsv
	refused 65 "bilag-a.tsv:2: population of 2029-01-01 stands under refugees-2031, which takes that of 1 January 2030: one year's figures are mixed with another's"
	sed -i 's/2029-01-01/2030-04-01/' bilag-a.tsv
	newest bilag-a.tsv familie.tsv bilag-b.tsv
	refused 65 'bilag-a.tsv:2: population of 2030-04-01 stands under refugees-2031'
	sed 's/\t2030-01-01\tpopulation/\t\tpopulation/' 31/bilag-a.tsv >bilag-a.tsv
	newest bilag-a.tsv 31/[fl]*
	refused 65 'bilag-a.tsv:2: population has no period, and no data set refugees-YEAR says which edition it is of'
}

# corrected PATTERN FROM TO: 31/bilag-a.tsv once more, with another value of what the pattern finds.
corrected() {
	sed "/$1/s/persons$TAB[0-9]*/persons$TAB$2/" 31/bilag-a.tsv >rettet.tsv
}

@test "the same record twice counts once, and is said" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	cp 31/bilag-a.tsv kopi.tsv
	newest --report report.tsv 31/[bfl]* kopi.tsv
	assert_success
	assert_equal "$stderr" 'kkr-edition: kopi.tsv: 208 of its records were there before and count once'
	assert_equal "$(of_newest | grep population)" '104 refugees-2031 2030-01-01 population'
	assert_equal "$(awk -F '\t' '$2 == "twice" || $1 == "kopi.tsv"' report.tsv)" "$(write_table /dev/stdout <<-'END'
		kopi.tsv|in||||208
		kopi.tsv|out||||0
		kopi.tsv|aside||||0
		kopi.tsv|twice|non_western_nationals|||104
		kopi.tsv|twice|population|||104
		kopi.tsv|left_out|twice|||208
	END
	)"
	# Written with more zeros it is the same.
	corrected '^101.*population' "$(sed -n '2s/.*persons\t\([0-9]*\).*/\1/p' 31/bilag-a.tsv).0"
	newest 31/[bfl]* rettet.tsv
	assert_success
	# In one file, too.
	sed 1p 31/landstal.tsv | sed 1d >landstal.tsv
	tail -n 1 31/landstal.tsv >>landstal.tsv
	newest 31/[bf]* landstal.tsv
	assert_equal "$stderr" 'kkr-edition: landstal.tsv: 1 of its records was there before and counts once'
}

@test "other values of one key are refused with both places, unless the papers' dates say which counts" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	corrected '^101.*population' 77777
	old=$(sed -n '2s/.*persons\t\([0-9]*\).*/\1/p' 31/bilag-a.tsv)
	newest 31/[bfl]* rettet.tsv
	refused 65 "rettet.tsv:2: population 101 is '77777' here and '$old' in 31/bilag-a.tsv:2: which paper is the later one? --dated FILE:DATE says so (kkr run: --set dated=FILE:DATE)"
	# One date tells nothing, and neither do two that are the same.
	newest --dated rettet.tsv:2030-06-01 31/[bfl]* rettet.tsv
	refused 65 'which paper is the later one? the day of 31/bilag-a.tsv is not known, --dated FILE:DATE says so'
	newest --dated rettet.tsv:2030-06-01 --dated bilag-a.tsv:2030-06-01 31/[bfl]* rettet.tsv
	refused 65 'population 101 is'
	for order in '31/bilag-a.tsv rettet.tsv' 'rettet.tsv 31/bilag-a.tsv'; do
		newest --report report.tsv --dated rettet.tsv:2030-06-01 --dated '31/bilag-a.tsv:1. maj 2030' 31/[fl]* $order
		assert_success
		assert_equal "$(awk -F '\t' '$1 == 101 && $3 == "population" { print $5 }' <<<"$output")" 77777
		assert_message "kkr-edition: 31/bilag-a.tsv: 1 of its figures makes way for a later paper's, rettet.tsv: population 101 was '$old' and is '77777'" \
			'31/bilag-a.tsv: 207 of its records were there before and count once'
		assert_equal "$(awk -F '\t' '$2 == "replaced"' report.tsv)" "31/bilag-a.tsv${TAB}replaced${TAB}population 101${TAB}$old${TAB}77777${TAB}1"
		newest --dated rettet.tsv:2030-04-01 --dated 31/bilag-a.tsv:2030-05-01 31/[fl]* $order
		assert_equal "$(awk -F '\t' '$1 == 101 && $3 == "population" { print $5 }' <<<"$output")" "$old"
	done
	newest --dated other.tsv:2030-06-01 31/[bfl]*
	refused 64 "no record of refugees is of a file 'other.tsv'"
}

@test "a column says of what day a paper is, and a table that comes again takes the place of the whole" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	sed "1s/\$/${TAB}dated/; 2,\$s/\$/${TAB}2030-05-01/" 31/bilag-a.tsv >a.tsv
	# The later one has no totals, so that the earlier one's would contradict it.
	corrected '^101.*population' 77777
	sed "1s/\$/${TAB}dated/; /^0/d; 2,\$s/\$/${TAB}2030-06-01/" rettet.tsv >b.tsv
	for file in familie landstal; do
		sed "1s/\$/${TAB}dated/; 2,\$s/\$/${TAB}/" 31/$file.tsv >$file.tsv
	done
	newest a.tsv b.tsv familie.tsv landstal.tsv
	assert_success
	assert_equal "$(of_newest | grep population)" '98 refugees-2031 2030-01-01 population'
	assert_equal "$(awk -F '\t' '$3 == "population" && $NF != "refugees-2031"' <<<"$output")" ''
	# A correction of some municipalities alone leaves the rest, and the totals, as they were.
	sed -i '1b; /^101/!d' b.tsv
	newest a.tsv b.tsv familie.tsv landstal.tsv
	assert_equal "$(of_newest | grep population)" '104 refugees-2031 2030-01-01 population'
}

@test "a revised landstal of a later paper counts, and is held against the quota table's total" {
	delivery --edition 2031 --landstal 3000 --seed 2 31
	sed 's/3000/1000/' 31/landstal.tsv >revideret.tsv
	newest --report report.tsv --dated revideret.tsv:2031-04-10 --dated landstal.tsv:2030-05-01 31/[bfl]* revideret.tsv
	assert_success
	assert_message "31/landstal.tsv: 1 of its figures makes way for a later paper's, revideret.tsv: landstal 000 was '3000' and is '1000'" \
		'refugees: the landstal of 2031 is 1000, and the quota table shares out 3000, at which it is held against ours'
	run awk -F '\t' '$2 == "landstal" || $2 == "published"' report.tsv
	assert_output "${TAB}landstal${TAB}record${TAB}1000${TAB}1000${TAB}1
${TAB}published${TAB}total${TAB}3000${TAB}${TAB}1"
}

@test "the landstal is the record's, else the quota table's total or sum, said, else what is set" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	landstal() {
		newest --report report.tsv "$@"
		awk -F '\t' '$2 == "landstal" { print $3, $4, $5 }' report.tsv
	}
	assert_equal "$(landstal 31/[bfl]*)" 'record 700 700'
	assert_equal "$(landstal 31/bilag-?.tsv 31/familie.tsv)" 'quota_table 700 700'
	newest 31/bilag-?.tsv 31/familie.tsv
	assert_equal "$stderr" 'kkr-edition: refugees: no landstal is announced for 2031: the total of the quota table is taken, 700 (31/bilag-b.tsv)'
	grep -v '^0' 31/bilag-b.tsv >b.tsv
	assert_equal "$(landstal 31/bilag-a.tsv 31/familie.tsv b.tsv)" 'quota_table 700 700'
	assert_equal "$(awk -F '\t' '$2 == "published" { print $3, $4 }' report.tsv)" 'sum 700'
	# What is set is a what-if where it differs from what was announced.
	assert_equal "$(landstal --landstal 900 31/[bfl]*)" 'set 900 700'
	newest --landstal 2031:900 31/[bfl]*
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: the landstal is set to 900, and 700 is what was announced (31/landstal.tsv): this is a what-if (regneeksempel)'
	newest --landstal 700 31/[bfl]*
	assert_equal "$stderr" ''
	# What is set for another edition does not count.
	newest --report report.tsv --landstal 2030:900 31/[bfl]*
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: the landstal 900 is set for edition 2030; this is 2031, for which it does not count'
	assert_equal "$(awk -F '\t' '$2 == "landstal" { print $4 }' report.tsv)" 700
	newest --landstal 2030:900 31/bilag-a.tsv 31/familie.tsv
	refused 64 'no landstal of 2031'
	for wrong in '' -1 1.5 06 9e2 203:900 2031: :900 2031:2030:9 20310:9 18446744073709553643:9; do
		newest --landstal "$wrong" 31/[bfl]*
		refused 64 "--landstal: '$wrong' is neither a whole number of persons (900) nor that of one edition (2027:900)"
	done
	sed 's/\t700\t/\t700.5\t/' 31/landstal.tsv >landstal.tsv
	newest 31/[bf]* landstal.tsv
	refused 65 "landstal.tsv:2: the landstal '700.5' is no whole number of persons"
}

@test "--before has the figures of the edition before, or its quota table, and none where it is not whole" {
	delivery --edition 2029 --landstal 500 --seed 1 29
	delivery --edition 2030 --landstal 600 --seed 1 30
	delivery --edition 2031 --landstal 700 --seed 2 31
	before() {
		newest --before before.tsv --report report.tsv "$@"
		assert_success
		awk -F '\t' '$2 == "before" { print $3, $4, $5 }' report.tsv
		awk -F '\t' 'NR > 1 { n[$NF " " $3]++ } END { for (i in n) print n[i], i }' before.tsv | sort -k 3
	}
	assert_equal "$(before 29/[bfl]* 30/[bfl]* 31/[bfl]*)" '2030 600 calculated
104 refugees-2030 family_reunified
104 refugees-2030 non_western_nationals
104 refugees-2030 population'
	assert_equal "$(before 30/bilag-b.tsv 31/[bfl]*)" '2030  published_quota
104 refugees-2030 published_quota'
	assert_equal "$(before 31/[bfl]*)" ''
	assert_equal "$(wc -l <before.tsv)" 1
	newest --before before.tsv 30/landstal.tsv 31/[bfl]*
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: edition 2030 is not whole, and nothing is compared with it'
	assert_equal "$(wc -l <before.tsv)" 1
	newest --before 31/bilag-a.tsv 31/[bfl]*
	refused 64 '31/bilag-a.tsv: is both an input and the file of --before'
}

@test "a measure whose notes tell of a break is reported, where the edition before is without it" {
	delivery --edition 2030 --landstal 600 --seed 1 30
	delivery --edition 2031 --landstal 700 --seed 2 31
	sed -i '/non_western/s/\t\tBrev/\tdatabrud: personer af ikke-vestlig oprindelse\tBrev/' 30/bilag-a.tsv
	newest --before before.tsv --report report.tsv 30/[bfl]* 31/[bfl]*
	assert_equal "$(awk -F '\t' '$2 == "break"' report.tsv)" \
		"${TAB}break${TAB}non_western_nationals${TAB}databrud: personer af ikke-vestlig oprindelse${TAB}${TAB}1"
	sed -i '/non_western/s/\t\tBrev/\tdatabrud: personer af ikke-vestlig oprindelse\tBrev/' 31/bilag-a.tsv
	newest --before before.tsv --report report.tsv 30/[bfl]* 31/[bfl]*
	assert_equal "$(awk -F '\t' '$2 == "break"' report.tsv)" ''
}

@test "the region that two become is that of their municipalities from its year on, where the edition has it" {
	regions_of() {
		kkr-codes --add region,region_name "$@" >coded.tsv
		newest --before before.tsv coded.tsv
		awk -F '\t' 'FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			$at["area"] ~ /^(101|370|751)$/ { print $at["dataset"], $at["area"], $at["region"], $at["region_name"] }' \
			<(printf '%s\n' "$output") before.tsv | sort -u
	}
	delivery --edition 2026 --landstal 600 --seed 1 26
	delivery --edition 2027 --landstal 700 --seed 2 --merged bilag-b 27
	delivery --edition 2026 --landstal 700 --seed 2 --merged bilag-a,familie,bilag-b early
	# The year before is told by the regions of this one, too.
	run regions_of 26/[bfl]* 27/[bfl]*
	assert_output 'refugees-2026 101 084+085 Region Østdanmark
refugees-2026 370 084+085 Region Østdanmark
refugees-2026 751 082 Region Midtjylland
refugees-2027 101 084+085 Region Østdanmark
refugees-2027 370 084+085 Region Østdanmark
refugees-2027 751 082 Region Midtjylland'
	run regions_of early/[bfl]*
	assert_output 'refugees-2026 101 084 Region Hovedstaden
refugees-2026 370 085 Region Sjælland
refugees-2026 751 082 Region Midtjylland'
	# What passes of the totals stands as it came.
	kkr-codes --add region,region_name 26/[bfl]* 27/[bfl]* >coded.tsv
	newest coded.tsv
	assert_equal "$(awk -F '\t' '$1 == "084+085" { print $3, $8 }' <<<"$output")" 'published_quota 084+085'
	assert_equal "$(awk -F '\t' '$1 == "084" { print $8 }' <<<"$output" | sort | uniq -c | xargs)" '3 084'
}

@test "deadlines that the records do not have are those of the table, in the year of the edition" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	for file in bilag-a familie landstal; do
		sed "1s/\$/${TAB}latest${TAB}status/; 2,\$s/\$/${TAB}${TAB}/" 31/$file.tsv >$file.tsv
	done
	newest --deadlines "$ROOT/schemas/deadlines.tsv" bilag-a.tsv familie.tsv landstal.tsv
	assert_success
	run awk -F '\t' '$3 ~ /_deadline$/ { print $1, $2, $3, $8, $9, $10 }' <<<"$output"
	assert_output '000 2031 landstal_deadline 2030-05-01 done refugees-2031
000 2031 agreement_deadline 2030-09-09 open refugees-2031
000 2031 quota_deadline 2030-09-29 open refugees-2031'
	write_table more.tsv <<-'END'
		area|period|measure|unit|value|note|source|latest|status|dataset
		000|2031|quota_deadline||||brev|2030-09-15|open|refugees-2031
	END
	for file in bilag-a familie landstal; do
		sed -i "1s/\$/${TAB}dataset/; 2,\$s/\$/${TAB}/" $file.tsv
	done
	newest --deadlines "$ROOT/schemas/deadlines.tsv" bilag-a.tsv familie.tsv landstal.tsv more.tsv
	run awk -F '\t' '$3 == "quota_deadline" { print $8 }' <<<"$output"
	assert_output 2030-09-15
	newest --deadlines "$ROOT/schemas/deadlines.tsv" 31/[bfl]*
	refused 65 "there is no column 'latest'"
	rows 'measure back latest met_by' 'landstal_deadline 1 13-01 ' >wrong.tsv
	newest --deadlines wrong.tsv bilag-a.tsv familie.tsv landstal.tsv
	assert_failure 78
	assert_message "latest is '13-01', no month and day such as 05-01"
}

@test "with --needs and --optional there may be no edition, and nothing but its header passes" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	head -1 31/bilag-a.tsv >none.tsv
	newest --optional --before before.tsv none.tsv
	gives 'area|period|measure|unit|value|note|source|dataset'
	cmp before.tsv <(printf '%s\n' "$output")
	run_split kkr-edition --needs "$ROOT/schemas/needs/population.tsv" --topic refugees --optional 31/bilag-a.tsv
	assert_equal "$stderr" 'kkr-edition: refugees: 104 records are of no data set refugees-YEAR and of no measure that it needs, and are left out: non_western_nationals, 31/bilag-a.tsv'
	assert_equal "$(of_newest)" '104 refugees-2031 2030-01-01 population'
}

@test "records of other topics are left out, those of no measure that is needed are said, and a table of needs may be wrong" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	write_table more.tsv <<-'END'
		area|period|measure|unit|value|note|source
		101|2030|beds|beds|7||
	END
	newest 31/[bfl]* more.tsv
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: 1 record is of no data set refugees-YEAR and of no measure that it needs, and is left out: beds, more.tsv'
	sed 's/beds/\t/; s/\t\tbeds/\t/' more.tsv >without.tsv
	newest 31/[bfl]* without.tsv
	assert_success
	assert_equal "$stderr" 'kkr-edition: refugees: 1 record is of no data set refugees-YEAR and of no measure that it needs, and is left out: without a measure, without.tsv'
	sed "1s/\$/${TAB}dataset/; 2,\$s/\$/${TAB}climate-2031/" 31/bilag-a.tsv >climate.tsv
	newest climate.tsv
	refused 65 'the inputs have no record of a data set refugees-YEAR, and none of a measure that it needs'
	while IFS='|' read -r row message; do
		rows 'measure level back must' "$row" >needs.tsv
		run_split kkr-edition --needs needs.tsv 31/bilag-a.tsv
		assert_failure 78
		assert_message "needs.tsv:2: $message"
	done <<-'END'
		population region 1 needed|the level 'region' is neither municipality nor country
		population municipality 10 needed|back is '10', no number of years, 0 to 9
		population municipality 1 yes|must is 'yes', neither needed nor wanted
	END
	refusals run_split kkr-edition <<-'END'
		64 | --topic x --landstal 7 | --landstal goes with --needs
		64 | --needs needs.tsv --edition 31 | --edition: '31' is no year (2027)
		66 | --needs missing.tsv | missing.tsv: cannot be opened
	END
}

@test "--survey says of each file which edition it is of, whether that is whole, and what it lacks" {
	delivery --edition 2031 --landstal 700 --seed 2 31
	delivery --edition 2032 --landstal 800 --seed 3 32
	newest --survey 31/[abfl]* 32/bilag-a.tsv
	assert_success
	assert_equal "$stderr" ''
	assert_output "$(write_table /dev/stdout <<-'END'
		file|edition|state|lacks
		|2032|waits|family_reunified of 2030
		|2032|waits|landstal
		32/bilag-a.tsv|2032|waits|
		31/bilag-a.tsv|2031|whole|
		31/bilag-b.tsv|2031|whole|
		31/familie.tsv|2031|whole|
		31/landstal.tsv|2031|whole|
	END
	)"
	corrected '^101.*population' 77777
	newest --survey 31/[bfl]* rettet.tsv
	assert_success
	assert_message "rettet.tsv:2: population 101 is '77777' here and"
	assert_equal "$(grep -E 'rettet|landstal' <<<"$output")" "$(rows '31/landstal.tsv 2031 whole ' 'rettet.tsv 2031 contradicted ')"
	newest --survey /dev/null
	refused 65 'is empty'
	newest --survey --edition 2031 31/*
	refused 64 '--survey is of all editions'
	rows 'measure level back must' 'population municipality 1 needed' 'population municipality 1 needed' >needs.tsv
	run_split kkr-edition --needs needs.tsv 31/bilag-a.tsv
	refused 78 'needs.tsv:3: population stands twice for 1 years back'
}
