# Packet: the key figures of all topics of a meeting packet, in one table
#
# Reads   what the pipelines of the topics read, once; each picks its own records out of all. A topic is a file of
#         definitions (schemas/kpi) and a pipeline of its name.
# Writes  kpi.tsv       the key figures of all topics
#         report.html   them, the quotas and the dates as one page for reading, with the topics' pictures
#         *.svg         what the topics draw
#         TOPIC/        what else the topic's own pipeline writes
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, share, tmp and parameters

param as_of '' 'the date from which days are counted, and deadlines have passed' period
param year '' 'the year in which projects are under way, if not that of the edition' period
param landstal '' 'how many to share out, if not as announced; the pipeline hvad-hvis takes several' landstal
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-agree(1))' file
param kkr '' 'the council (KKR Hovedstaden, ...) that comes first, and for whose agenda agenda.html is written' council
param proof no 'yes: on paper, too, report.html has the checksums of what it is made of'
param lang da 'the language of report.html: da or en' language
param png 0 'how many pixels wide kvotekort.png is to be; 0 for none' number

samples_of_topics

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" >"$tmp/records.tsv"
	set --
	for topic in $(topics); do
		topic "$topic" "$tmp/records.tsv"
		set -- "$@" "$topic=$out/$topic/kpi.tsv"
	done
	stage table kkr-report --type figures "$@" >"$out/kpi.tsv"

	[ "$proof" != yes ] || on_page --proof
	stage parts cat "$tmp"/*/page.list >>"$tmp/page.list"
	made_of >"$tmp/made.tsv"
	stage report with_lines "$tmp/page.list" kkr-report --type page --lang "$lang" --title 'Nøgletal til mødepakken' \
		${kkr:+--kkr "$kkr"} --figures "$out/kpi.tsv" --made "$tmp/made.tsv" "$share"/schemas/kpi/*.tsv >"$out/report.html"
}

show() {
	kkr-report --type text --figures "$out/kpi.tsv" "$share"/schemas/kpi/*.tsv
}

columns=$(columns_of_topics)
