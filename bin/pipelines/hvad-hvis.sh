# What if: the quotas of several landstal side by side, and whether the change calls for a revision
#
# Reads   what the pipeline refugees reads, of the newest edition.
# Writes  kvoter.tsv     a row for each municipality: its quota for each landstal (quota_N), with an agreement what is
#                        agreed (agreed_N), and the change from the first landstal to the last
#         kvoter-N.tsv   for each landstal N what the pipeline refugees writes as kommunekvoter.tsv
#         rettelser.tsv  with corrections: what was corrected
#         revision.tsv   whether the order requires the landstal to be revised (section 2)
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, tmp, share and parameters

param landstal 600,800,1000,1500 'the landstal to compare, with commas between them' landstals
param changed_from '' 'the landstal that holds now, where it is not the one that was announced' landstal
param edition '' 'the year whose edition is used: an older one than the newest'
param dated '' 'FILE:DATE,...: the days of papers that differ, of which the later one counts'
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-agree(1))' file
param corrections '' 'a file with corrections of the figures (kkr-correct(1))' file

sample refugees/bilag-a.xml
sample refugees/familiesammenfoeringer-2024.xml.gz
sample refugees/landstal.xml

records() {
	stage read kkr-read --columns "$columns,dated?" -- "$@" |
		stage topic kkr-select --where "$no_other_topic" |
		stage codes kkr-codes --add name,region,region_name
}

pipe() {
	# The stages correct and agree do nothing (cat) where there are no corrections and no agreement.
	each records "$@" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage edition kkr-edition --needs "$share/schemas/needs/refugees.tsv" --report "$tmp/edition.tsv" \
			${changed_from:+--landstal "$changed_from"} ${edition:+--edition "$edition"} ${dated:+--dated "$dated"} |
		stage undated kkr-select --columns "$columns,origin,name,region,region_name" |
		stage totals kkr-check |
		stage figures kkr-select --where measure=population,non_western_nationals,family_reunified |
		stage check kkr-check --complete >"$tmp/figures.tsv"
	set -- # the table of each landstal
	for n in $(printf '%s' "$landstal" | tr , ' '); do
		stage "quota_$n" kkr-quota --landstal "$n" "$tmp/figures.tsv" |
			stage "agree_$n" ${agreement:+kkr-agree --transfers} "${agreement:-cat}" >"$out/kvoter-$n.tsv"
		set -- "$@" "$out/kvoter-$n.tsv"
	done
	stage compare side_by_side quota "$landstal" "$@" >"$out/kvoter.tsv"
	[ -z "$agreement" ] || stage agreed agreed_side_by_side "$landstal" "$@"
	holds=$(stage holds kkr-select --where kind=landstal --columns found "$tmp/edition.tsv" | tail -n +2)
	stage revision kkr-agree --changed-from "$holds" "$out/kvoter.tsv" >"$out/revision.tsv"
}

show() {
	cut -f 1,4- "$out/kvoter.tsv" | kkr-format && echo && kkr-format "$out/revision.tsv"
}

columns='dataset?,area,period?,measure,unit?,value'
no_other_topic=$(of_no_other_topic refugees)
