# kkr-agree: agreements between municipalities, and what changes a landstal; kkr-quota: explanations, what-ifs,
# exemptions and bounds.
#
# Agreements in samples/agreements are those that the agency has reported. That of 2026 is held against
# the real figures; for 2021 only the transfers are known, so they are tried on quotas made for the
# purpose. All else is invented. Expected values are worked out by hand or by quota_reference.py and
# methods_reference.py, which know nothing of the program.

load common

setup_file() {
	export PYTHONDONTWRITEBYTECODE=1
	export FIGURES=$BATS_FILE_TMPDIR/figures.tsv
	refugee_figures >"$FIGURES"
}

# made 'CODE QUOTA'...: figures for which every municipality's quota is the one given, at a landstal of
# their sum. Each has as many people as nationals, and no family members: its share is 2 q/N - q/N.
made() {
	printf '%s\n' "$@" | awk '
		BEGIN { OFS = "\t"; print "area", "measure", "unit", "value" }
		{
			print $1, "population", "persons", $2
			print $1, "non_western_nationals", "persons", $2
			print $1, "family_reunified", "persons", 0
		}'
}

# north: four municipalities of Region Nordjylland and one of Region Midtjylland, 30 persons in all.
north() {
	made '813 5' '825 1' '851 4' '860 10' '751 10'
}

# agreement 'FROM TO PERSONS [LANDSTAL [ON_CHANGE]]'...: "-" is empty.
agreement() {
	printf '%s\n' "$@" | awk '
		BEGIN { OFS = "\t"; print "from", "to", "persons", "note", "landstal", "on_change" }
		{ for (i = 1; i <= 5; i++) if ($i == "-") $i = ""; print $1, $2, $3, "", $4, $5 }' >agreed.tsv
}

# cell AREA NAME: one field of the table in $output.
cell() {
	awk -F '\t' -v area="$1" -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		$1 == area { print $at }' <<<"$output"
}

# agree N [OPTION...]: kkr-agree by agreed.tsv on the quotas of in.tsv, of kkr-quota with these options.
agree() {
	kkr-quota --landstal "$1" "${@:2}" in.tsv >made.tsv
	run_split kkr-agree --transfers agreed.tsv made.tsv
}

# agree_table N: the table to sign, as agree.
agree_table() {
	kkr-quota --landstal "$1" in.tsv >made.tsv
	run_split kkr-agree --transfers agreed.tsv --table made.tsv
}

# agree_real N AGREEMENT [OPTION...]: kkr-agree with these options on the real figures.
agree_real() {
	kkr-quota --landstal "$1" "$FIGURES" >made.tsv
	run_split kkr-agree --transfers "$SAMPLES/agreements/$2.tsv" "${@:3}" made.tsv
}

# Agreements that were made.

@test "2026: at the real landstal of 600 Læsø is friholdt and Hjørring has 11" {
	# Reported by the agency: Læsø's 1 goes to Hjørring, whose published quota is 10.
	agree_real 600 nordjylland-2026
	assert_success
	assert_equal "$(cell 825 quota) $(cell 825 transfer) $(cell 825 agreed) $(cell 825 status)" '1 -1 0 friholdt'
	assert_equal "$(cell 860 quota) $(cell 860 transfer) $(cell 860 agreed) $(cell 860 status)" \
		'10 1 11 overtager kvoten'
}

@test "2026: no other municipality's quota is changed, and the sum stays 600" {
	agree_real 600 nordjylland-2026
	assert_success
	changed=$(awk -F '\t' '$(NF - 3) != $(NF - 1) || $(NF - 2) != 0 { print $1 }' <<<"$output")
	assert_equal "$(paste -sd ' ' - <<<"$changed")" 'area 825 860'
	assert_equal "$(awk -F '\t' '{ sum += $(NF - 1) } END { print sum }' <<<"$output")" 600
}

@test "2026: the table to sign has Region Nordjylland's sum of 82 before and after" {
	agree_real 600 nordjylland-2026 --table
	assert_success
	assert_line "$(rows '081 Region~Nordjylland~i~alt 82   82  ')"
	assert_line "$(rows '825 Læsø 1  Hjørring~(1) 0 friholdt KKR~Nordjylland:~Læsø~friholdes,~Hjørring~overtager~kvoten')"
}

@test "2021: Læsø's 1 goes to Frederikshavn (quotas made for the purpose)" {
	north >in.tsv
	cp "$SAMPLES/agreements/nordjylland-2021.tsv" agreed.tsv
	agree 30
	assert_success
	assert_equal "$(column area)" '751 813 825 851 860'
	assert_equal "$(column quota)" '10 5 1 4 10'
	assert_equal "$(column transfer)" '0 1 -1 0 0'
	assert_equal "$(column agreed)" '10 6 0 4 10'
	assert_equal "$(column status)" 'beregnet overtager kvoten friholdt aftalt aftalt'
}

@test "2021: Bornholm takes over 10, 7, 5 and 2 from four municipalities (quotas made for the purpose)" {
	# Their own quotas of that year are not known: here Rudersdal keeps 1, and the others nothing.
	made '230 11' '219 7' '223 5' '260 2' '400 3' '101 2' >in.tsv
	cp "$SAMPLES/agreements/hovedstaden-2021.tsv" agreed.tsv
	agree 30
	assert_success
	assert_equal "$(column area)" '101 219 223 230 260 400'
	assert_equal "$(column transfer)" '0 -7 -5 -10 -2 24'
	assert_equal "$(column agreed)" '2 0 0 1 0 27'
	assert_equal "$(column status)" 'aftalt friholdt friholdt afgiver friholdt overtager kvoten'
}

@test "2021: the real figures of 2025 refuse that agreement, as Rudersdal has nothing to give" {
	agree_real 600 hovedstaden-2021
	refused 65 "'230 Rudersdal' has a quota of 0" 'hovedstaden-2021.tsv:2: ' 'negative'
}

# What holds them together. Each of these breaks one rule alone.

@test "the agreement that the following tests break is a good one" {
	north >in.tsv
	agreement '825 860 1 30 keep'
	agree 30
	assert_success
	assert_equal "$(column agreed)" '10 5 0 4 11'
}

@test "a transfer to another region is refused, with its line and the rule" {
	north >in.tsv
	agreement '825 860 1' '813 751 2'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:3: '813 Frederikshavn' and '751 Aarhus'" region
	assert_equal "${#stderr_lines[@]}" 1
}

@test "a transfer of more than the municipality has is refused, with its line and figures" {
	north >in.tsv
	agreement '851 860 1' '825 860 2'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:3: '825 Læsø' has a quota of 1" ' -1' negative
	assert_equal "${#stderr_lines[@]}" 1
}

@test "two transfers that are together more than the municipality has are refused" {
	north >in.tsv
	agreement '813 860 3' '813 851 3'
	agree 30
	refused 65 'kkr-agree: agreed.tsv:3: ' "'813 Frederikshavn' has a quota of 5" negative
}

@test "what a municipality takes over it may give on" {
	north >in.tsv
	agreement '825 813 1' '813 860 6'
	agree 30
	assert_success
	assert_equal "$(column agreed)" '10 0 0 4 16'
}

@test "a municipality that is unknown is refused, whether it gives or takes over" {
	north >in.tsv
	agreement '999 860 1'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:2: from '999'"
	agreement '825 Hjorring 1'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:2: to 'Hjorring' is no municipality that the quotas are shared on; did you mean 860 Hjørring?"
}

@test "a municipality that has no figures is no party, though the code list knows it" {
	north >in.tsv
	agreement '825 849 1'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:2: to '849'"
}

@test "a transfer to nobody would change the region's sum and is refused with both sums" {
	north >in.tsv
	agreement '813 - 2'
	agree 30
	refused 65 'kkr-agree: agreed.tsv:2: ' 'Region Nordjylland' 18 20
	assert_equal "${#stderr_lines[@]}" 1
}

@test "a transfer from nobody would change the region's sum and is refused with both sums" {
	north >in.tsv
	agreement '- 813 2'
	agree 30
	refused 65 'kkr-agree: agreed.tsv:2: ' 'Region Nordjylland' 22 20
	assert_equal "${#stderr_lines[@]}" 1
}

@test "two transfers with one party each are refused although the sums would be right" {
	north >in.tsv
	agreement '813 - 1' '- 860 1'
	agree 30
	refused 65 'agreed.tsv:2: ' 'agreed.tsv:3: '
}

@test "a transfer between nobody and nobody is refused" {
	north >in.tsv
	agreement '- - 1'
	agree 30
	refused 65 'kkr-agree: agreed.tsv:2: '
}

@test "a transfer of 0, of a negative number, a fraction, nothing or no number is refused" {
	north >in.tsv
	for persons in 0 -1 0.5 - en; do
		agreement "825 860 $persons"
		agree 30
		refused 65 'kkr-agree: agreed.tsv:2: persons' whole
		assert_equal "${#stderr_lines[@]}" 1
	done
}

@test "a municipality that gives to itself is refused" {
	north >in.tsv
	agreement '813 Frederikshavn 1'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:2: '813 Frederikshavn'" itself
	assert_equal "${#stderr_lines[@]}" 1
}

@test "an on_change that is neither keep nor scale is refused" {
	north >in.tsv
	agreement '825 860 1 30 double'
	agree 30
	refused 65 "kkr-agree: agreed.tsv:2: on_change 'double'" keep scale
}

@test "an on_change without a landstal is refused" {
	north >in.tsv
	agreement '825 860 1 - keep'
	agree 30
	refused 65 'kkr-agree: agreed.tsv:2: on_change' landstal
}

@test "a landstal that is no whole number of persons is refused in an agreement" {
	north >in.tsv
	for landstal in 0 -5 1.5 600,5; do
		agreement "825 860 1 $landstal"
		agree 30
		refused 65 'kkr-agree: agreed.tsv:2: landstal'
	done
}

@test "all faults of an agreement are listed" {
	north >in.tsv
	agreement '825 825 1' '999 860 1' '813 860 0' '813 751 1'
	agree 30
	refused 65 agreed.tsv:2: agreed.tsv:3: agreed.tsv:4: agreed.tsv:5:
}

@test "an agreement without one of its columns is refused, naming it" {
	north >in.tsv
	for column in from to persons; do
		rows 'from to persons note' '825 860 1 ' | sed "1s/$column/other/" >agreed.tsv
		agree 30
		refused 65 'kkr-agree: agreed.tsv:1: ' "'$column'"
	done
	printf '%s\n' 'from;to;persons' '825;860;1' >agreed.tsv
	agree 30
	refused 65 "agreed.tsv:1: 'from;to;persons' is no name of a column: the first line names them, with a TAB between two (kkr-table makes records of a csv)"
	kkr-table agreed.tsv >made && mv made agreed.tsv
	agree 30
	assert_success
}

@test "an agreement that is not there is 66" {
	north >in.tsv
	kkr-quota --landstal 30 in.tsv >made.tsv
	run_split kkr-agree --transfers nowhere.tsv made.tsv
	refused 66 'kkr-agree: nowhere.tsv: cannot be opened'
}

@test "an agreement of no transfers changes nothing, and the quotas are the calculated ones" {
	north >in.tsv
	rows 'from to persons note' >agreed.tsv
	agree 30
	assert_success
	assert_equal "$(column agreed)" "$(column quota)"
	assert_equal "$(column status)" 'beregnet beregnet beregnet beregnet beregnet'
}

@test "municipalities whose region is not known are not taken to be of one region" {
	made '901 3' '902 4' >in.tsv
	agreement '901 902 1'
	agree 7
	refused 65 'kkr-agree: agreed.tsv:2: ' region
}

@test "the region that the figures give holds before that of the code list" {
	rows 'area region region_name measure value' '901 r R~en w 3' '902 r R~en w 4' '903 s R~to w 5' >in.tsv
	agreement '901 902 1'
	agree 12 --method webster --weight w
	assert_success
	assert_equal "$(column agreed)" '2 5 5'
	agreement '901 903 1'
	agree 12 --method webster --weight w
	refused 65 'kkr-agree: agreed.tsv:2: ' region
}

@test "from and to are codes or names, in any spelling" {
	north >in.tsv
	for parties in '825 860' 'Læsø Hjørring' '825 Hjørring' 'laesoe 860' 'LÆSØ hjørring'; do
		agreement "$parties 1"
		agree 30
		assert_success
		assert_equal "$(column agreed)" '10 5 0 4 11'
	done
}

# At another landstal.

@test "at another landstal a transfer lapses, and the output says so" {
	# 60 persons are twice the quotas: 20, 10, 2, 8 and 20.
	north >in.tsv
	agreement '825 860 1 30'
	agree 60
	assert_success
	assert_equal "$(column quota)" '20 10 2 8 20'
	assert_equal "$(column transfer)" '0 0 0 0 0'
	assert_equal "$(column agreed)" '20 10 2 8 20'
	assert_equal "$(column status)" 'beregnet beregnet bortfaldet beregnet bortfaldet'
}

@test "a transfer that names no landstal holds at any" {
	north >in.tsv
	agreement '825 860 1'
	agree 60
	assert_success
	assert_equal "$(column agreed)" '20 10 1 8 21'
}

@test "2026: the agreement on 600 has lapsed at 1,000 persons, and each has its own quota" {
	agree_real 1000 nordjylland-2026
	assert_success
	assert_equal "$(cell 825 status) $(cell 860 status)" 'bortfaldet bortfaldet'
	assert_equal "$(cell 825 agreed) $(cell 860 agreed)" "$(cell 825 quota) $(cell 860 quota)"
}

@test "keep moves the same persons at another landstal" {
	north >in.tsv
	agreement '825 860 1 30 keep'
	agree 60
	assert_success
	assert_equal "$(column agreed)" '20 10 1 8 21'
	assert_equal "$(column status)" 'beregnet aftalt afgiver aftalt overtager kvoten'
}

@test "keep is refused where the quota has become too small for it" {
	# 12 persons are two fifths: Aalborg has 1.6, which is 2, and is to give 3.
	north >in.tsv
	agreement '851 860 3 30 keep'
	agree 12
	refused 65 "kkr-agree: agreed.tsv:2: '851 Aalborg' has a quota of 2" negative
}

@test "scale moves persons in proportion, a half rounded up" {
	# 3 persons at 30 are 6 at 60, 4.5 at 45 and so 5, 4.4 at 44 and so 4, 1.2 at 12 and so 1.
	north >in.tsv
	agreement '860 813 3 30 scale'
	for case in '60 6' '45 5' '44 4' '12 1' '30 3'; do
		agree "${case% *}"
		assert_success
		assert_equal "$(cell 813 transfer) $(cell 860 transfer)" "${case#* } -${case#* }"
	done
}

@test "scale to less than half a person moves nobody" {
	north >in.tsv
	agreement '860 813 3 30 scale'
	agree 4
	assert_success
	assert_equal "$(column transfer)" '0 0 0 0 0'
}

@test "what has lapsed beside what holds does not hide it" {
	north >in.tsv
	agreement '825 860 1 15' '851 860 2'
	agree 30
	assert_success
	assert_equal "$(column agreed)" '10 5 1 2 12'
	assert_equal "$(column status)" 'beregnet aftalt bortfaldet afgiver overtager kvoten'
}

# The outputs.

@test "the table that a KKR signs, byte for byte" {
	north >in.tsv
	rows 'from to persons note' '825 860 1 Læsø~friholdes' '813 860 2 plejefamilier' '851 813 1 ' >agreed.tsv
	agree_table 30
	assert_success
	assert_output "$(rows \
		'area kommune beregnet_kvote overtager_kvoten_fra afgiver_til aftalt_kvote status note' \
		'751 Aarhus 10   10 beregnet ' \
		'082 Region~Midtjylland~i~alt 10   10  ' \
		'813 Frederikshavn 5 Aalborg~(1) Hjørring~(2) 4 afgiver plejefamilier' \
		'825 Læsø 1  Hjørring~(1) 0 friholdt Læsø~friholdes' \
		'851 Aalborg 4  Frederikshavn~(1) 3 afgiver ' \
		'860 Hjørring 10 Læsø~(1),~Frederikshavn~(2)  13 overtager~kvoten Læsø~friholdes;~plejefamilier' \
		'081 Region~Nordjylland~i~alt 20   20  ')"
	assert_equal "$stderr" ''
}

@test "the table to sign shows a lapsed transfer as lapsed, with no party" {
	north >in.tsv
	agreement '825 860 1 15'
	agree_table 30
	assert_success
	assert_line "$(rows '825 Læsø 1   1 bortfaldet ')"
	assert_line "$(rows '860 Hjørring 10   10 bortfaldet ')"
}

@test "what is wrong use of kkr-agree, and what kkr-quota no longer does, is told" {
	made '825 1' '860 10' | kkr-quota --landstal 11 >made.tsv
	kkr-quota --landstal 11,22 <(made '825 1' '860 10') >two.tsv
	agreement '825 860 1'
	refusals run_split kkr-agree <<-'END'
		64 | --table made.tsv                                  | --transfers
		64 | made.tsv                                          | --transfers | --changed-from
		64 | --transfers agreed.tsv --changed-from 600 made.tsv | one of
		64 | --transfers agreed.tsv --table two.tsv            | one landstal
		64 | --transfers agreed.tsv --regions two.tsv two.tsv  | two.tsv
		64 | --transfers - -                                   | --transfers
		73 | --transfers agreed.tsv --regions no/where made.tsv | no/where
		66 | --transfers agreed.tsv nowhere.tsv                | nowhere.tsv
	END
	refusals run_split kkr-quota --landstal 30 <<-'END'
		64 | --agreement agreed.tsv | kkr-agree --transfers
		64 | --agreement-table      | kkr-agree --table
		64 | --changed-from 600     | kkr-agree --changed-from
	END
}

@test "quotas that are none, of no municipality, or twice are refused, with all that is wrong" {
	agreement '825 860 1'
	rows 'area quota' '825 1' '860 1.5' '851 -1' '813 ' '849 x' '081 5' '825 2' >in.tsv
	run_split kkr-agree --transfers agreed.tsv in.tsv
	refused 65 "in.tsv:3: 860: quota '1.5' is not a whole number" "in.tsv:4: 851: quota '-1' is negative" \
		"in.tsv:5: 813: quota '' is missing" "in.tsv:6: 849: quota 'x' is not a number" \
		"in.tsv:7: area '081' is no municipality" 'in.tsv:8: 825: its quota stands twice; first in line 2'
	rows 'area quota_600' '825 1' '860 10' >in.tsv
	run_split kkr-agree --transfers agreed.tsv in.tsv
	refused 65 'in.tsv:1: the quotas of the column quota_600 add up to 11'
	rows 'area quotas' '825 1' >in.tsv
	run_split kkr-agree --transfers agreed.tsv in.tsv
	refused 65 "'quota'" kkr-quota
	rows 'area measure value' '825 population 1' >in.tsv
	run_split kkr-agree --transfers agreed.tsv in.tsv
	refused 65 "no row has the measure 'quota'"
}

@test "a draft is told from what holds, in every table" {
	north >in.tsv
	rows 'from to persons state' '825 860 1 meddelt' '851 860 2 forslag' >agreed.tsv
	agree 30
	assert_success
	assert_equal "$(column agreed)" '10 5 0 2 13'
	assert_equal "$(column state)" '- forslag meddelt forslag forslag'
	kkr-quota --landstal 30 in.tsv >made.tsv
	run_split kkr-agree --transfers agreed.tsv --table --regions regions.tsv --report report.tsv made.tsv
	assert_success
	assert_line "$(rows '860 Hjørring 10 Læsø~(1),~Aalborg~(2)  13 overtager~kvoten  forslag')"
	assert_line "$(rows '081 Region~Nordjylland~i~alt 20   20   forslag')"
	rows 'region region_name quota agreed state' '081 Region~Nordjylland 20 20 forslag' \
		'082 Region~Midtjylland 10 10 ' | diff - regions.tsv
	rows 'file kind key found expected count' 'agreed.tsv agreement in_force   1' \
		'agreed.tsv agreement draft   1' | diff - report.tsv
	kkr-quota --landstal 30 --steps in.tsv | kkr-agree --transfers agreed.tsv >steps.tsv
	run_split kkr-quota --explain 851 steps.tsv
	assert_line '6. Forslag til aftale mellem kommunerne (§ 6), ikke vedtaget'
	assert_line '   afgiver: 4 − 2 = 2'
	assert_line 'Beregnet kvote: 4. Forslag, ikke vedtaget: 2'
	run_split kkr-quota --explain 825 --lang en steps.tsv
	assert_line 'Computed quota: 1. Agreed quota: 0'
	kkr-quota --landstal 30 --long in.tsv | kkr-agree --transfers agreed.tsv >long.tsv
	assert_equal "$(awk -F '\t' '$2 == "agreed" { print $1, $4, $5, $6 }' long.tsv | sort | head -n 3 | tail -n 2)" \
		"$(printf '%s\n' '813 5 aftalt forslag' '825 0 friholdt meddelt')"
}

@test "an agreement that is said to have lapsed moves nobody, and another state is refused" {
	north >in.tsv
	rows 'from to persons state' '825 860 1 bortfaldet' >agreed.tsv
	agree 30
	assert_success
	assert_equal "$(column agreed)" "$(column quota)"
	assert_equal "$(column status)" 'beregnet beregnet bortfaldet beregnet bortfaldet'
	assert_equal "$(column state)" '- - bortfaldet - bortfaldet'
	rows 'from to persons state' '825 860 1 underskrevet' '825 860 1 Forslag' '813 860 1 ' >agreed.tsv
	agree 30
	refused 65 "agreed.tsv:3: state 'Forslag' is none of: forslag, underskrevet, meddelt, bortfaldet" \
		"agreed.tsv:4: state ''"
}

@test "several landstal with an agreement each have quota, transfer, agreed and status" {
	north >in.tsv
	agreement '825 860 1 30' '860 813 3 30 scale'
	agree 30,60
	assert_success
	assert_equal "$(head -n 1 <<<"$output" | tr '\t' ' ')" "area unit population non_western_nationals\
 family_reunified quota_30 quota_60 transfer_30 agreed_30 status_30 transfer_60 agreed_60 status_60"
	assert_equal "$(column transfer_30)" '0 3 -1 0 -2'
	assert_equal "$(column transfer_60)" '0 6 0 0 -6'
	assert_equal "$(column status_60)" 'beregnet overtager kvoten bortfaldet aftalt afgiver'
}

@test "--long writes transfer and agreed as measures behind the quota" {
	north >in.tsv
	agreement '825 860 1'
	agree 30 --long
	assert_success
	for code in 825 860; do
		awk -F '\t' -v code=$code '$1 == code && $2 ~ /^(quota|transfer|agreed)$/' <<<"$output"
	done >actual.tsv
	rows '825 quota persons 1 ' '825 transfer persons -1 friholdt' '825 agreed persons 0 friholdt' \
		'860 quota persons 10 ' '860 transfer persons 1 overtager~kvoten' '860 agreed persons 11 overtager~kvoten' >expected.tsv
	run diff expected.tsv actual.tsv
	assert_success
}

@test "a column named as one that an agreement makes is refused only with an agreement" {
	north | sed '1s/unit/agreed/' >in.tsv
	agreement '825 860 1'
	agree 30
	refused 65 "kkr-agree: made.tsv:1: there is a column 'agreed' already"
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
}

@test "an agreement holds with another method than the order's too" {
	rows 'area measure value' '825 w 1' '860 w 9' >in.tsv
	agreement '825 860 1'
	agree 10 --method dhondt --weight w
	assert_success
	assert_equal "$(column agreed)" '0 10'
}

# The pipeline.

@test "kkr run refugees with an agreement writes the table to sign and still makes the comparison" {
	run_split kkr run refugees --output out --set agreement="$SAMPLES/agreements/nordjylland-2026.tsv"
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	output=$(cat out/aftaletabel.tsv)
	assert_equal "$(cell 825 aftalt_kvote) $(cell 860 aftalt_kvote) $(cell 081 aftalt_kvote)" '0 11 82'
	output=$(cat out/kommunekvoter.tsv)
	assert_equal "$(cell 825 agreed) $(cell 860 agreed)" '0 11'
	assert_equal "$(cell 825 quota) $(cell 860 quota)" '1 10'
	# It holds on the map, in the table of regions, in the steps and in what is counted: one more without any.
	run cat out/kvotekort.svg
	assert_output --partial 'Kommunekvoter 2026, landstal 600, efter aftale'
	assert_output --partial '<title>Hjørring: 11'
	run grep "^081$TAB" out/regionskvoter.tsv
	assert_output "$(rows '081 Region~Nordjylland 82 82')"
	assert_equal "$(kkr-quota --explain Læsø out/beregning.tsv | tail -n 1)" 'Beregnet kvote: 1. Aftalt kvote: 0'
	assert_equal "$(awk -F '\t' '$1 == "zero_quota_municipalities" { print $5 }' out/kpi.tsv)" 14
	assert_equal "$(reproduced out)" '98 municipalities, 5 regions, 0 otherwise'
}

@test "kkr run refugees shows a draft as one, and does not count it" {
	rows 'from to persons state' '825 860 1 forslag' >agreed.tsv
	run_split kkr run refugees --output out --set agreement=agreed.tsv
	assert_success
	run cat out/kvotekort.svg
	assert_output --partial 'landstal 600. Forslag, ikke vedtaget'
	run cat out/regioner.svg
	assert_output --partial '>Forslag, ikke vedtaget<'
	run grep "^860$TAB" out/kommunekvoter.tsv
	assert_output --regexp "${TAB}10${TAB}1${TAB}11${TAB}overtager kvoten${TAB}forslag"
	run grep "^081$TAB" out/regionskvoter.tsv
	assert_output "$(rows '081 Region~Nordjylland 82 82 forslag')"
	assert_equal "$(kkr-quota --explain Læsø out/beregning.tsv | tail -n 1)" \
		'Beregnet kvote: 1. Forslag, ikke vedtaget: 0'
}

@test "kkr run refugees without an agreement writes no table to sign" {
	run_split kkr run refugees --output out
	assert_success
	assert_not_exists out/aftaletabel.tsv
}

@test "a broken agreement fails the run, which leaves the results as they were" {
	run_split kkr run refugees --output out
	before=$(readlink out)
	agreement '825 101 1'
	run_split kkr run refugees --output out --set agreement=agreed.tsv
	refused 65 'agreed.tsv:2: ' region "stage 'agreed_kommunekvoter' failed with status 65; out is as it was"
	assert_equal "$(readlink out)" "$before"
	assert_not_exists out/aftaletabel.tsv
}

@test "an agreement that is not there fails the run with 66" {
	run_split kkr run refugees --output out --set agreement=nowhere.tsv
	refused 66 nowhere.tsv
	assert_not_exists out
}

# The explanation.

# explained FIGURES LANDSTAL [STEPS CODE=TRANSFER...]: holds every number of the explanations, by the figures or by
# STEPS, against the formulas of the order in fractions, in both languages. CODE=TRANSFER is what was agreed.
explained() {
	python3 - "$BATS_TEST_DIRNAME" "$@" <<'END'
import subprocess, sys
from fractions import Fraction
sys.path.insert(0, sys.argv[1])
from quota_reference import MEASURES, allocate, written

figures, landstal = sys.argv[2], int(sys.argv[3])
steps = next((a for a in sys.argv[4:] if "=" not in a), None)
moved = dict(a.split("=") for a in sys.argv[4:] if "=" in a)
header, *rows = [line.rstrip("\n").split("\t") for line in open(figures, encoding="utf-8")]
at = {name: i for i, name in enumerate(header)}
of = {}
for row in rows:
    if row[at["measure"]] not in MEASURES:
        continue
    of.setdefault(row[at["area"]], {})[row[at["measure"]]] = int(row[at["value"]])
codes = sorted(of)
given = [tuple(of[code][m] for m in MEASURES) for code in codes]
P, M, F = (sum(column) for column in zip(*given))
made = allocate(given, landstal, "last")
positive = sum(net for _, _, net, _, _ in made if net > 0)
count = sum(net > 0 for _, _, net, _, _ in made)
divisor = {"da": "hvor %s er summen af de %s positive foreløbige fordelingstal",
           "en": "where %s is the sum of the %s positive net figures"}
only = {"da": "hvor %s er det eneste positive foreløbige fordelingstal",
        "en": "where %s is the only positive net figure"}
nothing = {"da": ("Det foreløbige fordelingstal er negativt; fordelingstallet sættes til nul (§ 4, stk. 5)",
                  "Fordelingstallet er nul: 0"),
           "en": ("The net figure is negative; the distribution is set to zero (section 4(5))",
                  "The distribution is zero: 0")}
rounded_sum = sum(int(written(d, 0)) for _, _, _, d, _ in made)

def localised(text, language):
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = text.partition(".")
    text = "{:,}".format(int(whole)) + ("." + part if part else "")
    return sign.replace("-", "−") + (text.translate(str.maketrans(",.", ".,")) if language == "da" else text)

wrong = looked = 0
for language, exactly, of_word in (("da", "præcis", "af"), ("en", "exactly", "of")):
    say = lambda value, decimals=0: localised(written(Fraction(value), decimals), language)
    for code, (pop, imm, fam), (share, gross, net, dist, quota) in zip(codes, given, made):
        done = subprocess.run(
            ["kkr-quota"] + ([] if steps else ["--landstal", str(landstal)])
            + ["--explain", code, "--lang", language, steps or figures],
            capture_output=True, text=True)
        lines = done.stdout.split("\n")
        N, nearest = say(landstal), say(dist)
        want = [
            ": %s %s %s" % (say(pop), of_word, say(P)),
            ": %s %s %s" % (say(imm), of_word, say(M)),
            ": %s %s %s" % (say(fam), of_word, say(F)),
            ": %s + %s = %s" % (N, say(F), say(landstal + F)),
            "   2 × %s / %s − %s / %s = %s" % (say(pop), say(P), say(imm), say(M), say(share, 10)),
            "   %s %s" % (exactly, str(share).replace("-", "−")),
            "   %s × %s = %s" % (say(share, 10), say(landstal + F), say(gross, 4)),
            "   %s %s" % (exactly, str(gross).replace("-", "−")),
            "   %s − %s = %s" % (say(gross, 4), say(fam), say(net, 4)),
            "   %s %s" % (exactly, str(net).replace("-", "−"))]
        if net > 0:
            want += ["   %s × %s / %s = %s, %s" % (say(net, 4), N, say(positive, 4), say(dist, 4),
                                                   divisor[language] % (say(positive, 4), say(count)))
                     if count > 1 else "   %s × %s / %s = %s, %s" % (
                         say(net, 4), N, say(positive, 4), say(dist, 4), only[language] % say(positive, 4)),
                     "   %s %s" % (exactly, dist)]
        found = 0
        for line in lines:
            if found < len(want) and line.endswith(want[found]):
                found += 1
        tail = "\n".join(lines)
        checks = [done.returncode == 0, done.stderr == "", found == len(want),
                  code in lines[0] and N in lines[0]]
        if net < 0:
            checks += ["   " + words in lines for words in nothing[language]]
        else:
            checks.append(any(l.startswith("   " + say(dist, 4) + " ") and l.endswith(" " + nearest)
                              for l in lines))
        if quota != int(written(dist, 0)):
            moved_here = quota - int(written(dist, 0))
            ends = ": %s %s %s = %s" % (nearest, "−" if moved_here < 0 else "+", say(abs(moved_here)), say(quota))
            checks += [any(say(rounded_sum) in l and l.endswith(" " + N) for l in lines),
                       any(l.endswith(ends) for l in lines)]
        transfer = int(moved.get(code, 0))
        last = lines[-2]
        if code in moved:
            agreed = quota + transfer
            checks.append(last.endswith(": " + say(agreed)) and ": %s. " % say(quota) in last)
            if transfer:
                checks.append(any(l.endswith(": %s %s %s = %s" % (say(quota), "−" if transfer < 0 else "+",
                                                                  say(abs(transfer)), say(agreed)))
                                  for l in lines))
        else:
            checks.append(last.endswith(": " + say(quota)))
        looked += len(want) + len(checks)
        if not all(checks):
            wrong += 1
            print(language, code, checks, want[found:found + 1], done.stdout, done.stderr)
print(looked, "looked at,", wrong, "wrong")
END
}

@test "every number of all 98 explanations is right, in Danish and in English" {
	run explained "$FIGURES" 600
	assert_output --regexp '^[0-9]+ looked at, 0 wrong$'
}

@test "every number is right where an agreement is in force, and where it has lapsed" {
	grep -E '^dataset|[[:space:]](813|825|851|860|101|153)[[:space:]]' "$FIGURES" >few.tsv
	agreement '825 860 1 600'
	kkr-quota --landstal 600 --steps few.tsv | kkr-agree --transfers agreed.tsv >steps.tsv
	run explained few.tsv 600 steps.tsv 813=0 825=-1 851=0 860=1
	assert_output --regexp '^[0-9]+ looked at, 0 wrong$'
	kkr-quota --landstal 12345 --steps few.tsv | kkr-agree --transfers agreed.tsv >steps.tsv
	run explained few.tsv 12345 steps.tsv
	assert_output --regexp '^[0-9]+ looked at, 0 wrong$'
}

@test "every number is right of figures in millions, and of negative ones" {
	rows 'area measure value' '101 population 1234567' '101 non_western_nationals 1000' \
		'101 family_reunified 12' '147 population 765433' '147 non_western_nationals 9999000' \
		'147 family_reunified 2000000' '151 population 3' '151 non_western_nationals 0' \
		'151 family_reunified 1' >in.tsv
	run explained in.tsv 1234567
	assert_output --regexp '^[0-9]+ looked at, 0 wrong$'
}

@test "the explanation of Hjørring, the residual one, in Danish" {
	run_split kkr-quota --landstal 600 --explain 860 "$FIGURES"
	assert_success
	assert_line --index 0 'Kommunekvote for Hjørring (860) ved et landstal på 600'
	for word in fordelingsandel 'beregnet fordelingstal' 'foreløbigt fordelingstal' fordelingstal kommunekvote; do
		grep -qi "^[1-5]. $word" <<<"$output" || fail "$word is not among the steps: $output"
	done
	assert_line --regexp '^   11,3672 .* 11$'
	assert_line '   De afrundede kvoter er tilsammen 601, landstallet 600'
	assert_line '   Den ene person for meget trækkes fra den sidste kommune i nummerorden: 11 − 1 = 10'
	assert_line 'Kommunekvote: 10'
}

@test "the explanation of Hjørring in English" {
	run_split kkr-quota --landstal 600 --explain 860 --lang en "$FIGURES"
	assert_success
	assert_line --index 0 'The quota of Hjørring (860) at a landstal of 600'
	assert_line --regexp '^   11\.3672 .* 11$'
	assert_line '   The one person too many is taken from the last municipality by code: 11 − 1 = 10'
	assert_line 'Quota: 10'
}

@test "a difference that the last municipality is given is not said to be taken from it" {
	# 10/3 each: the rounded quotas are 9, and the last has one more.
	made '813 1' '825 1' '860 1' >in.tsv
	run_split kkr-quota --landstal 10 --explain 860 in.tsv
	assert_success
	assert_line '   Den ene person, der mangler, gives til den sidste kommune i nummerorden: 3 + 1 = 4'
	assert_line 'Kommunekvote: 4'
	refute_line --partial 'trækkes fra'
}

@test "a municipality with a negative net figure is told that its distribution is 0" {
	# Brøndby's published quota is nil.
	run_split kkr-quota --landstal 600 --explain Brøndby "$FIGURES"
	assert_success
	assert_line '   Det foreløbige fordelingstal er negativt; fordelingstallet sættes til nul (§ 4, stk. 5)'
	refute_line --partial '= 0,0000'
	assert_line 'Kommunekvote: 0'
}

@test "an exempt municipality is told so, in both languages" {
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt Læsø --explain 825 in.tsv
	assert_success
	assert_line --regexp 'fritaget.*: 0$'
	assert_line 'Kommunekvote: 0'
	run_split kkr-quota --landstal 30 --exempt Læsø --explain 825 --lang en in.tsv
	assert_line --regexp 'exempt.*: 0$'
	assert_line 'Quota: 0'
}

@test "a municipality of another region than the exempt one is not told of bounds, but of the residual" {
	# Within regions København's exemption does not touch Hjørring, whose 11.37 is 10 as ever.
	run_split kkr-quota --landstal 600 --exempt 101 --explain 860 "$FIGURES"
	assert_success
	assert_line 'Kommunekvote: 10'
	refute_line --partial 'grænser'
	assert_line --partial '601'
}

@test "an agreement in force and one that has lapsed are told apart, for those whom they touch" {
	north >in.tsv
	agreement '825 860 1 30'
	kkr-quota --landstal 30 --steps in.tsv | kkr-agree --transfers agreed.tsv >at30.tsv
	kkr-quota --landstal 60 --steps in.tsv | kkr-agree --transfers agreed.tsv >at60.tsv
	run_split kkr-quota --explain 825 at30.tsv
	assert_line '   friholdt: 1 − 1 = 0'
	assert_line 'Beregnet kvote: 1. Aftalt kvote: 0'
	run_split kkr-quota --explain 825 at60.tsv
	assert_line --partial bortfaldet
	assert_line 'Kommunekvote: 2'
	run_split kkr-quota --explain 851 at30.tsv
	refute_line --partial bortfaldet
	assert_line 'Beregnet kvote: 4. Aftalt kvote: 4'
	run_split kkr-quota --explain 825 --lang en at60.tsv
	assert_line --partial lapsed
	assert_line 'Quota: 2'
	# Region Midtjylland has no agreement.
	run_split kkr-quota --explain 751 at30.tsv
	refute_line --partial Aftale
}

@test "a municipality is explained by its name in any spelling as by its code, from figures as from steps" {
	north >in.tsv
	kkr-quota --landstal 30 --steps in.tsv >steps.tsv
	expected=$(kkr-quota --landstal 30 --explain 860 in.tsv)
	for area in Hjørring hjoerring 'Hjørring Kommune' '860 Hjørring'; do
		run_split kkr-quota --landstal 30 --explain "$area" in.tsv
		assert_success
		assert_output "$expected"
		run_split kkr-quota --explain "$area" steps.tsv
		assert_success
		assert_output "$expected"
	done
}

@test "Danish is the default language of the explanation" {
	north >in.tsv
	expected=$(kkr-quota --landstal 30 --explain 860 --lang da in.tsv)
	run_split kkr-quota --landstal 30 --explain 860 in.tsv
	assert_output "$expected"
	[[ $output == *Kommunekvote* ]]
}

@test "an area that is not among the municipalities cannot be explained" {
	north >in.tsv
	kkr-quota --landstal 30 --steps in.tsv >steps.tsv
	while IFS='|' read -r area message; do
		for arguments in '--landstal 30 in.tsv' steps.tsv; do
			# shellcheck disable=SC2086
			run_split kkr-quota --explain "$area" $arguments
			refused 65 "--explain: $message"
		done
	done <<-'END'
		101|'101' is none of the municipalities there
		081|'081' is none of the municipalities there
		Hjøring|area 'Hjøring' is not in the code list; did you mean 860 Hjørring?
		|the area is empty
	END
	# Steps that stand twice are those of no one allocation, whoever reads them.
	{ cat steps.tsv && tail -n +2 steps.tsv; } >twice.tsv
	run_split kkr-quota --explain 825 twice.tsv
	refused 65 "twice.tsv:$(($(wc -l <steps.tsv) + 1)): the steps of " 'stand twice; first in line 2'
	run_split kkr-report --type page --quotas refugees=<(kkr-codes --add name in.tsv | kkr-quota --landstal 30) --steps twice.tsv /dev/null
	refused 65 'kkr-report: twice.tsv:' 'stands twice; first in line '
}

@test "a language that does not exist is wrong use and the two that do are named" {
	run_split kkr-quota --landstal 30 --explain 860 --lang sv
	refused 64 "'sv'" da en
}

# What if the landstal is changed?

# revised OLD NEW: change_pct limit_pct revised, for one change.
revised() {
	rows 'area quota' "101 $2" | kkr-agree --changed-from "$1" | awk -F '\t' 'NR == 2 { print $3 "|" $4 "|" $5 }'
}

@test "a change of exactly 40 pct. up or down is none, and one person more is a revision" {
	assert_equal "$(revised 600 840)" '40.00|40|no'
	assert_equal "$(revised 600 841)" '40.17|40|yes'
	assert_equal "$(revised 600 360)" '-40.00|40|no'
	assert_equal "$(revised 600 359)" '-40.17|40|yes'
}

@test "8,000 is still under the limit of 40 pct., and 8,001 under that of 25 pct." {
	assert_equal "$(revised 8000 11200)" '40.00|40|no'
	assert_equal "$(revised 8000 11201)" '40.01|40|yes'
	# 25 pct. of 8,001 are 2,000.25 persons.
	assert_equal "$(revised 8001 10001)" '25.00|25|no'
	assert_equal "$(revised 8001 10002)" '25.01|25|yes'
	assert_equal "$(revised 8001 6001)" '-25.00|25|no'
	assert_equal "$(revised 8001 6000)" '-25.01|25|yes'
}

@test "the border of 25 pct. is exact for a landstal that 4 divides" {
	assert_equal "$(revised 12000 15000)" '25.00|25|no'
	assert_equal "$(revised 12000 15001)" '25.01|25|yes'
	assert_equal "$(revised 12000 9000)" '-25.00|25|no'
	assert_equal "$(revised 12000 8999)" '-25.01|25|yes'
}

@test "a change that is shown as 25.00 but is more is a revision" {
	# 25 pct. and a hair, of numbers beyond floating point.
	assert_equal "$(revised 100000000000000000000000000000 125000000000000000000000000001)" '25.00|25|yes'
}

@test "from a landstal of 0 there is no percentage, and any person is a revision" {
	assert_equal "$(revised 0 0)" '|40|no'
	assert_equal "$(revised 0 1)" '|40|yes'
	assert_equal "$(revised 600 0)" '-100.00|40|yes'
}

@test "an unchanged landstal is no revision" {
	assert_equal "$(revised 600 600)" '0.00|40|no'
}

@test "--changed-from answers for every landstal of the quotas" {
	north | kkr-quota --landstal 600,841 >made.tsv
	run_split kkr-agree --changed-from 600 made.tsv
	assert_success
	assert_output "$(rows 'landstal_before landstal_after change_pct limit_pct revised' \
		'600 600 0.00 40 no' '600 841 40.17 40 yes')"
	for old in -1 1.5 x ''; do
		run_split kkr-agree --changed-from "$old" made.tsv
		refused 64 changed-from 'it is a number of persons without separators (600)'
	done
	head -n 1 made.tsv >none.tsv
	run_split kkr-agree --changed-from 600 none.tsv
	refused 65 'none.tsv: there is no quota in it'
}

@test "several landstal have a column each, in the order given, without the figures of the rule" {
	run_split kkr-quota --landstal 1000,600 "$FIGURES"
	assert_success
	assert_equal "$(head -n 1 <<<"$output" | tr '\t' ' ')" "area dataset unit name region region_name\
 population non_western_nationals family_reunified quota_1000 quota_600"
}

@test "the columns of several landstal are those of single runs" {
	table=$(kkr-quota --landstal 0,97,600,1500 "$FIGURES")
	for landstal in 0 97 600 1500; do
		output=$(kkr-quota --landstal $landstal "$FIGURES")
		single=$(column quota)
		output=$table
		assert_equal "$(column quota_$landstal)" "$single"
	done
}

@test "several landstal with exemptions are those of single runs with them" {
	table=$(kkr-quota --landstal 600,1500 --exempt 101 --exempt Aarhus "$FIGURES")
	for landstal in 600 1500; do
		output=$(kkr-quota --landstal $landstal --exempt 101 --exempt Aarhus "$FIGURES")
		single=$(column quota)
		output=$table
		assert_equal "$(column quota_$landstal)" "$single"
	done
}

@test "a landstal that stands twice, is empty or has a separator is wrong use in a list" {
	for list in 600,600 '600,' ',600' 1,000 600,-1 600,1.5; do
		run_split kkr-quota --landstal "$list" "$FIGURES"
		refused 64 landstal
	done
}

@test "a column named as that of one of several landstal is refused" {
	north | sed '1s/unit/quota_30/' >in.tsv
	run_split kkr-quota --landstal 30,60 in.tsv
	refused 65 "kkr-quota: in.tsv:1: there is a column 'quota_30'"
}

@test "--long, the steps and the explanation are of one landstal, and one of them is chosen" {
	north >in.tsv
	refusals run_split kkr-quota in.tsv <<-'END'
		64 | --landstal 30,60 --long            | landstal
		64 | --landstal 30,60 --steps           | landstal
		64 | --landstal 30,60 --explain 860     | landstal
		64 | --landstal 30 --long --steps       | choose
		64 | --landstal 30 --long --explain 860 | choose
		64 | --landstal 30 --steps --explain 860 | choose
	END
}

# Exemptions and bounds.

# bounded 'CODE QUOTA MIN MAX EXEMPT'...: as made, with these columns; "-" is empty.
bounded() {
	printf '%s\n' "$@" | awk '
		BEGIN { OFS = "\t"; print "area", "measure", "value", "min", "max", "exempt" }
		{
			for (i = 3; i <= 5; i++) if ($i == "-") $i = ""
			print $1, "population", $2, $3, $4, $5
			print $1, "non_western_nationals", $2, $3, $4, $5
			print $1, "family_reunified", 0, $3, $4, $5
		}'
}

@test "what an exempt municipality would have had is shared on its region by the same rule" {
	# Region Nordjylland has 20: without Hjørring's 10 they are shared 5 : 1 : 4, which doubles them.
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt 860 in.tsv
	assert_success
	assert_equal "$(column area)" '751 813 825 851 860'
	assert_equal "$(column quota)" '10 10 2 8 0'
}

@test "with --within country it is shared on all" {
	# 30 on 10 : 5 : 1 : 4 are 15, 7.5, 1.5 and 6: 8 and 2 make 31, and the last, Aalborg, has 1 less.
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt Hjørring --within country in.tsv
	assert_success
	assert_equal "$(column quota)" '15 8 2 5 0'
}

@test "--exempt may be repeated, by code and by name" {
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt 825 --exempt Aalborg in.tsv
	assert_success
	# 20 on 5 : 10 are 6.67 and 13.33.
	assert_equal "$(column quota)" '10 7 0 0 13'
}

@test "the column exempt does what --exempt does" {
	bounded '813 5 - - no' '825 1 - - -' '851 4 - - -' '860 10 - - yes' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
	assert_equal "$(column quota)" '10 10 2 8 0'
}

@test "a max holds, and the others of the region have the rest" {
	# 20 less 4 are 16 on 5 : 1 : 4, that is 8, 1.6 and 6.4.
	bounded '813 5 - - -' '825 1 - - -' '851 4 - - -' '860 10 - 4 -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
	assert_equal "$(column quota)" '10 8 2 6 4'
}

@test "a min holds, and the others of the region have less" {
	# 20 less 5 are 15 on 5 : 4 : 10, that is 3.95, 3.16 and 7.89.
	bounded '813 5 - - -' '825 1 5 - -' '851 4 - - -' '860 10 - - -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
	assert_equal "$(column quota)" '10 4 5 3 8'
}

@test "bounds that hold already change nothing" {
	bounded '813 5 5 5 -' '825 1 0 - no' '851 4 - 9 -' '860 10 10 - -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
	assert_equal "$(column quota)" '10 5 1 4 10'
}

@test "what a capped municipality leaves may bring another to its own max" {
	# Hjørring leaves 6: Frederikshavn would have 8 and may have 6. 10 on 1 : 4 are 2 and 8.
	bounded '813 5 - 6 -' '825 1 - - -' '851 4 - - -' '860 10 - 4 -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 30 in.tsv
	assert_success
	assert_equal "$(column quota)" '10 6 2 8 4'
}

@test "with real figures an exempt København leaves the sums of all five regions as they are" {
	for options in '' '--exempt 101'; do
		# shellcheck disable=SC2086
		kkr-quota --landstal 600 $options "$FIGURES" |
			awk -F '\t' 'NR > 1 { sum[$5] += $NF } END { for (r in sum) print r, sum[r] }' | sort >"sums$options"
	done
	run diff sums 'sums--exempt 101'
	assert_success
	assert_equal "$(wc -l <sums)" 5
}

@test "bounds that cannot be met are refused with the figures: all that there is may not be placed" {
	bounded '813 5 - 2 -' '860 10 - 3 -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 25 in.tsv
	refused 65 'cannot be met' 15 5
}

@test "bounds that cannot be met are refused with the figures: there is less than what must be had" {
	bounded '813 5 8 - -' '860 10 9 - -' '751 10 - - -' >in.tsv
	run_split kkr-quota --landstal 25 in.tsv
	refused 65 'cannot be met' 15 17
}

@test "bounds of every region are judged, and all that cannot be met are listed" {
	bounded '813 5 - 2 -' '751 10 - 3 -' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	refused 65 "'813'" "'751'"
}

@test "the only municipality of a region cannot be exempt within it, but within the country" {
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt 751 in.tsv
	refused 65 'cannot be met' 10
	run_split kkr-quota --landstal 30 --exempt 751 --within country in.tsv
	assert_success
	assert_equal "$(cell 751 quota)" 0
}

@test "bounds that can be met are met where a weight is 0" {
	# 101 may have 3 and 147 must have 7 of the 10: there is just this one way.
	rows 'area measure value min max' '101 w 10  3' '147 w 0 7 ' >in.tsv
	run_split kkr-quota --landstal 10 --method webster --weight w in.tsv
	assert_success
	assert_equal "$(column quota)" '3 7'
}

@test "a min above the max is refused with both" {
	bounded '813 5 4 3 -' '860 10 - - -' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	refused 65 813 4 3
}

@test "an exempt municipality with a min is refused" {
	bounded '813 5 1 - yes' '860 10 - - -' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	refused 65 813
	bounded '813 5 1 - -' '860 10 - - -' >in.tsv
	run_split kkr-quota --landstal 15 --exempt 813 in.tsv
	refused 65 813
}

@test "a bound may stand in one of a municipality's rows alone" {
	rows 'area measure value max' '813 population 5 ' '813 non_western_nationals 5 4' '813 family_reunified 0 ' \
		'860 population 10 ' '860 non_western_nationals 10 ' '860 family_reunified 0 ' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	assert_success
	assert_equal "$(column quota)" '4 11'
}

@test "rows of a municipality that contradict each other are refused: min and max" {
	for name in min max; do
		rows "area measure value $name" '813 population 5 4' '813 non_western_nationals 5 5' \
			'813 family_reunified 0 ' '860 population 10 ' '860 non_western_nationals 10 ' \
			'860 family_reunified 0 ' >in.tsv
		run_split kkr-quota --landstal 15 in.tsv
		refused 65 "in.tsv:3: 813: $name '5'"
	done
}

@test "rows of a municipality that contradict each other are refused: exempt" {
	rows "area measure value exempt" '813 population 5 yes' '813 non_western_nationals 5 no' \
		'813 family_reunified 0 ' '860 population 10 ' '860 non_western_nationals 10 ' \
		'860 family_reunified 0 ' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	refused 65 'in.tsv:3: 813: exempt'
}

@test "an exempt municipality with a max in all its rows is exempt, and no row contradicts another" {
	bounded '813 5 - 5 yes' '860 10 - - -' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	assert_success
	assert_equal "$(column quota)" '0 15'
}

@test "a bound that is no whole number, and an exempt that is neither yes nor no, are refused" {
	for bound in '-1 -' '1.5 -' 'x -' '- -1' '- 0.5'; do
		bounded "813 5 $bound -" '860 10 - - -' >in.tsv
		run_split kkr-quota --landstal 15 in.tsv
		refused 65 'in.tsv:2: 813: m'
	done
	bounded "813 5 - - ja" '860 10 - - -' >in.tsv
	run_split kkr-quota --landstal 15 in.tsv
	refused 65 "in.tsv:2: 813: exempt 'ja'" yes no
}

@test "an area that is not there cannot be exempt" {
	north >in.tsv
	run_split kkr-quota --landstal 30 --exempt 101 in.tsv
	refused 65 "'101'"
}

@test "a group that is neither region nor country is wrong use" {
	run_split kkr-quota --landstal 30 --within kkr
	refused 64 "'kkr'" region country
}

@test "an agreement is made on the quotas with the bounds in them" {
	north >in.tsv
	agreement '813 825 3'
	agree 30 --exempt 860
	assert_success
	assert_equal "$(column quota)" '10 10 2 8 0'
	assert_equal "$(column agreed)" '10 7 5 8 0'
}

@test "random tables with bounds keep the sums, respect the bounds, and are solved where they can be" {
	run reference methods --bounds "$(sample 500 150)" --seed 6
	assert_success
	assert_output --regexp '^[0-9]+ compared, 0 wrong$'
}

@test "--explain works out what a municipality has when others stand at a bound" {
	# Without Aalborg the ten others of Nordjylland share its 82 by their distributions, which add up to
	# 82 less Aalborg's 22.5363 and what rounding had moved: 58.6022. 4.3665 * 82 / 58.6022 = 6.10989.
	run_split kkr-quota --landstal 600 --exempt Aalborg "$FIGURES"
	assert_success
	sum=$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 ~ /^(773|787|8)/ && $1 != "851" { sum += $at["distribution"]; quotas += $at["quota"] }
		END { printf "%.3f %d", sum, quotas }' <<<"$output")
	assert_equal "$sum" '58.602 82'
	run_split kkr-quota --landstal 600 --exempt Aalborg --explain Thisted --lang en "$FIGURES"
	assert_line '   Other municipalities stand at a bound. The rest share 82 by their distributions, together 58.6022'
	assert_line '   4.3665 × 82 / 58.6022 = 6.1099'
	assert_line 'Quota: 6'
	run_split kkr-quota --landstal 600 --exempt Aalborg --explain Hjørring "$FIGURES"
	assert_line '   15,9058 afrundes til 16'
	assert_line '   Den ene person, der mangler, gives til den sidste af dem i nummerorden: 16 + 1 = 17'
}

@test "--explain says nothing of a bound that nobody stands at" {
	awk -F '\t' -v OFS='\t' '{ print $0, NR == 1 ? "max" : $2 == "851" ? "100" : "" }' "$FIGURES" >in.tsv
	run_split kkr-quota --landstal 600 --explain Hjørring in.tsv
	assert_success
	refute_output --partial 'grænse'
	assert_line 'Kommunekvote: 10'
}
