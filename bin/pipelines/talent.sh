# Talent: projects under way in a year, events and whom they reach
#
# Reads   exports with a data set talent-...; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/talent.tsv
#         projekter.tsv   the projects, and the events, by date
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154,SC2016 # the driver sets what is not set here; awk has $ too

param year 2025 'the year, or another period, in which projects are under way' period
param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample talent/notat.xml

records() {
	stage parse kkr-parse --columns "$columns" -- "$share/schemas/fields.xml" "$@"
}

pipe() {
	each records "$@" |
		stage topic awk -F '\t' -v topic=talent -f "$share/pipelines/topic.awk" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage columns awk -F '\t' "$event_and_month" >"$tmp/records.tsv"
	stage projects awk -F '\t' "$projects" "$tmp/records.tsv" >"$out/projekter.tsv"
	stage kpi kkr-kpi --definitions "$share/schemas/kpi/talent.tsv" --as-of "$year" \
		--group month --group event,audience "$tmp/records.tsv" >"$out/kpi.tsv"
}

show() {
	awk -F '\t' -f "$share/pipelines/key-figures.awk" topic=talent "$out/kpi.tsv" |
		awk -F '\t' -f "$share/pipelines/page.awk" "$share/schemas/kpi/talent.tsv" -
}

columns=dataset,measure,title,audience,earliest,latest,place,unit,value,qualifier,note,source,due_text

# Appends what is grouped by: the title as event, and the month in which it begins.
event_and_month='{ print $0 "\t" (NR == 1 ? "event\tmonth" : $3 "\t" substr($5, 1, 7)) }'

projects='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		print "title\tkind\tplace\tearliest\tlatest\tdue_text\tsource"
		fflush()
	}
	$at["measure"] == "project" || $at["measure"] == "event" {
		print $at["title"] "\t" $at["measure"] "\t" $at["place"] "\t" $at["earliest"] "\t" $at["latest"] "\t" \
			$at["due_text"] "\t" $at["source"] | sorted
	}
	BEGIN {
		sorted = "sort -t \"\t\" -k 2,2r -k 4,4 -k 5,5 -k 1,1"
	}
	END {
		if (close(sorted))
			exit 74
	}'
