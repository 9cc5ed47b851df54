# Health reform: its milestones as of a date, and what it means to municipalities
#
# Reads   exports with a data set health-reform-...; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/health-reform.tsv
#         milepaele.tsv   the milestones by date, and whether each is done, overdue or open
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154,SC2016 # the driver sets what is not set here; awk has $ too

param as_of 2025-06-11 'the date as of which milestones are looked at' period
param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample health-reform/oversigt.xml

records() {
	stage parse kkr-parse --columns "$columns" -- "$share/schemas/fields.xml" "$@"
}

pipe() {
	each records "$@" |
		stage topic awk -F '\t' -v topic=health-reform -f "$share/pipelines/topic.awk" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/records.tsv"
	day=$(stage day awk -v period="$as_of" -f "$share/pipelines/first-day.awk")
	stage milestones awk -F '\t' -v day="$day" "$milestones" "$tmp/records.tsv" \
		>"$out/milepaele.tsv"

	# The municipalities of the code list are records, too, which the definitions count.
	stage municipalities awk -F '\t' "$municipalities" \
		"$tmp/records.tsv" "$share/schemas/areas.tsv" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/health-reform.tsv" --as-of "$as_of" \
			--group level --group track --group item --group kkr >"$out/kpi.tsv"
}

show() {
	awk -F '\t' -f "$share/pipelines/key-figures.awk" topic=health-reform "$out/kpi.tsv" |
		awk -F '\t' -f "$share/pipelines/page.awk" "$share/schemas/kpi/health-reform.tsv" -
}

columns=dataset,measure,period,level,track,item,title,unit,value,earliest,latest,due_text,status,qualifier,note,source

# Records of the topic, then one for each municipality, with its region and KKR.
municipalities='
	NR == FNR {
		print $0 (FNR == 1 ? "\tregion\tkkr" : "\t\t")
		columns = NF
		next
	}
	FNR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		next
	}
	{
		line = "areas\tmunicipality"
		for (i = 3; i < columns; i++)
			line = line "\t"
		print line "\tkodelisten areas.tsv\t" $at["region"] "\t" $at["kkr"]
	}'

# A milestone is overdue once its latest day is before the first day of as_of, as kkr-kpi(1) has it.
milestones='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		print "title\tlevel\ttrack\tearliest\tlatest\tdue_text\tstatus\tstate\tsource"
		fflush()
		next
	}
	$at["measure"] == "milestone" {
		state = status = $at["status"] == "done" ? "done" : "open"
		if (status == "open" && $at["latest"] != "" && $at["latest"] < day)
			state = "overdue"
		print $at["title"] "\t" $at["level"] "\t" $at["track"] "\t" $at["earliest"] "\t" $at["latest"] "\t" \
			$at["due_text"] "\t" status "\t" state "\t" $at["source"] | sorted
	}
	BEGIN {
		sorted = "sort -t \"\t\" -k 5,5 -k 4,4 -k 1,1"
	}
	END {
		if (close(sorted))
			exit 74
	}'
