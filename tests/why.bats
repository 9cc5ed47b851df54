# kkr-why: why a quota became another one. Parts are worked out by hand (beside the test) or by why_reference.py,
# which goes through the 24 orders one by one and knows nothing of the program.

load common

setup_file() {
	export PYTHONDONTWRITEBYTECODE=1
}

# quotas N 'CODE POPULATION NATIONALS FAMILY'...: the table of kkr-quota at a landstal of N.
quotas() {
	local n=$1
	shift
	printf '%s\n' "$@" | awk '
		BEGIN { OFS = "\t"; print "area", "measure", "value" }
		{ print $1, "population", $2; print $1, "non_western_nationals", $3; print $1, "family_reunified", $4 }' |
		kkr-quota --landstal "$n"
}

@test "the parts are those of the reference, add up, and are those of one municipality where it is asked for" {
	refugee_figures >figures.tsv
	kkr-quota --landstal 600 figures.tsv >old.tsv
	# Invented: figures that move by other amounts in each municipality, some of them to nothing.
	awk -F '\t' -v OFS='\t' '
		NR > 1 { n = NR * 7919 % 101 }
		$4 == "population" { $6 += n * 10 - 500 }
		$4 == "non_western_nationals" { $6 = int($6 * (60 + n) / 100) }
		$4 == "family_reunified" { $6 *= n % 3 }
		{ print }' figures.tsv >moved.tsv
	assert_equal "$(head -n 1 figures.tsv | cut -f 2,4,6)" "$(rows 'area measure value')"
	kkr-quota --landstal 903 moved.tsv >new.tsv
	mkdir result
	cp new.tsv result/kommunekvoter.tsv
	reference why old.tsv new.tsv >expected.tsv
	kkr why old.tsv result >parts.tsv
	cmp expected.tsv parts.tsv
	# What is written adds up, in every row.
	run awk -F '\t' 'NR > 1 { sum = $5 + $6 + $7 + $8 + $9 - $4 + $3; if (sum > 0.00001 || sum < -0.00001) print }' parts.tsv
	assert_output ''
	for area in 860 Hjørring hjoerring; do
		run_split kkr why old.tsv result "$area"
		assert_success
		assert_output "$(grep -E '^(area|860)' expected.tsv)"
	done
	# The other way round every part has the other sign.
	kkr why new.tsv old.tsv | cut -f 1,5-8 >back.tsv
	cut -f 1,5-8 parts.tsv | sed "s/$TAB\([0-9]\)/$TAB+\1/g; s/$TAB-/$TAB/g; s/$TAB+\([0-9]*[1-9.0]*\)/$TAB-\1/g; s/-0\.0000/0.0000/g" |
		cmp - back.tsv
}

@test "of one that changes alone all is its own, and what rounding does is told apart" {
	# Two that are alike share evenly: at 3 each has 1.5, which is 2 and, to the last, 1; at 4 each has 2.
	quotas 3 '101 10 10 0' '147 10 10 0' >old.tsv
	quotas 4 '101 10 10 0' '147 10 10 0' >new.tsv
	run_split kkr-why old.tsv new.tsv
	assert_success
	assert_output "$(rows 'area name before after landstal population nationals families rounding' \
		'101  2 2 0.5000 0.0000 0.0000 0.0000 -0.5000' '147  1 2 0.5000 0.0000 0.0000 0.0000 0.5000')"
	# 101 has three times the population, all else alike: 2 3/4 - 1/2 = 1 and 2 1/4 - 1/2 = 0, so all of the 4.
	quotas 4 '101 30 10 0' '147 10 10 0' >more.tsv
	run_split kkr-why new.tsv more.tsv
	assert_output "$(rows 'area name before after landstal population nationals families rounding' \
		'101  2 4 0.0000 2.0000 0.0000 0.0000 0.0000' '147  2 0 0.0000 -2.0000 0.0000 0.0000 0.0000')"
}

@test "editions that cannot be explained are refused, with the reason" {
	quotas 3 '101 10 10 0' '147 10 10 0' >old.tsv
	quotas 3 '101 10 10 0' '151 10 10 0' >other.tsv
	awk 'NR != 3' old.tsv >cut.tsv
	awk '{ print } NR == 3' old.tsv >twice.tsv
	sed "2s/${TAB}10$TAB/${TAB}x$TAB/" old.tsv >wrong.tsv
	cut -f 1-4 old.tsv >without.tsv
	mkdir empty
	refusals run_split kkr-why <<-'END'
		64 | old.tsv                      | OLD NEW
		64 | old.tsv old.tsv 101 147      | '147'
		64 | - -                          | once
		65 | old.tsv other.tsv            | old.tsv:3: 147 is in this edition alone | other.tsv
		65 | cut.tsv old.tsv              | old.tsv:3: 147
		65 | cut.tsv cut.tsv              | cut.tsv:2: 101: its distribution is 1.5000 | not whole
		65 | old.tsv twice.tsv            | twice.tsv:4: 147 stands in line 3
		65 | wrong.tsv old.tsv            | wrong.tsv:2: population 'x'
		65 | without.tsv old.tsv          | 'quota'
		65 | old.tsv old.tsv Hjørring     | 'Hjørring' is no municipality
		65 | old.tsv old.tsv Hjøring      | 'Hjøring' is not in the code list; did you mean 860 Hjørring
		66 | old.tsv empty                | empty/kommunekvoter.tsv
	END
}
