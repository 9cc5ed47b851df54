# Taskforce: the task force for pædagoger and SOSU staff, by track and together
#
# Reads   exports with a data set taskforce-...; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/taskforce.tsv
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154,SC2016 # the driver sets out, share and tmp; awk has $ too

param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample taskforce/midtvejsnotat.xml

records() {
	stage parse kkr-parse --columns "$columns" -- "$share/schemas/fields.xml" "$@"
}

pipe() {
	each records "$@" |
		stage topic awk -F '\t' -v topic=taskforce -f "$share/pipelines/topic.awk" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/records.tsv"

	# How satisfied people were counts by how many took part, which stands in records of its own.
	stage weights awk -F '\t' "$participants" "$tmp/records.tsv" "$tmp/records.tsv" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/taskforce.tsv" --group track \
			>"$out/kpi.tsv"
}

show() {
	awk -F '\t' -f "$share/pipelines/key-figures.awk" topic=taskforce "$out/kpi.tsv" |
		awk -F '\t' -f "$share/pipelines/page.awk" "$share/schemas/kpi/taskforce.tsv" -
}

columns=dataset,measure,track,value,period,base_period,audience,title,unit,earliest,latest,qualifier,note,source

# Appends to each record of a track how many took part in it.
participants='
	NR == FNR && $2 == "participants" && $3 in in_track {
		print "taskforce: the participants of " $3 " are given twice" | "cat >&2"
		exit 65
	}
	NR == FNR {
		if ($2 == "participants")
			in_track[$3] = $4
		next
	}
	{
		print $0 "\t" (FNR == 1 ? "participants" : $3 == "" ? "" : in_track[$3])
	}'
