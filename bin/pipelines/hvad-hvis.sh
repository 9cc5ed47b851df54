# What if: the quotas of several landstal side by side, and whether the change calls for a revision
#
# Reads   what the pipeline refugees reads.
# Writes  kvoter.tsv     a row for each municipality, a column for each landstal
#         rettelser.tsv  with corrections: what was corrected
#         revision.tsv   whether the order requires the landstal to be revised (section 2)
#
# shellcheck shell=sh disable=SC2154,SC2016 # the driver sets out, tmp and parameters; awk has $ too

param landstal 600,800,1000,1500 'the landstal to compare, with commas between them'
param changed_from 600 'the landstal that holds now'
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-quota(1))' file
param corrections '' 'a file with corrections of the figures (kkr-correct(1))' file

sample refugees/bilag-a.xml
sample refugees/familiesammenfoeringer-2024.xml.gz

records() {
	stage parse kkr-parse --columns dataset,area,period,measure,unit,value -- "$@" |
		stage topic awk -F '\t' "$no_other_topic" |
		stage codes kkr-codes --add name,region,region_name
}

pipe() {
	# The stage correct does nothing (cat) where there are no corrections.
	each records "$@" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage totals kkr-check |
		stage figures awk -F '\t' "$three_measures" |
		stage check kkr-check --complete |
		stage quota kkr-quota --landstal "$landstal" ${agreement:+--agreement "$agreement"} \
			>"$out/kvoter.tsv"
	stage revision kkr-quota --landstal "$landstal" --changed-from "$changed_from" \
		>"$out/revision.tsv"
}

show() {
	awk -F '\t' "$main_columns" "$out/kvoter.tsv" | kkr-format
	echo
	kkr-format "$out/revision.tsv"
}

no_other_topic='NR == 1 || $1 !~ /^(climate|health-reform|mobility|talent|taskforce)-/'

three_measures='NR == 1 || $4 ~ /^(population|non_western_nationals|family_reunified)$/'

main_columns='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			if ($i == "area" || $i == "name" || $i ~ /^(quota|agreed)(_|$)/)
				shown[++columns] = i
	}
	{
		for (i = 1; i <= columns; i++)
			printf "%s%s", $shown[i], i < columns ? "\t" : "\n"
	}'
