# Talent: projects under way in a year, events and whom they reach
#
# Reads   exports with a data set talent-..., of the newest edition; records of other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/talent.tsv
#         projekter.tsv   the projects, and the events, by date
#         projekter.svg   the projects as a timeline
#         arrangementer.svg  the events as a timeline
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154 # the driver sets what is not set here

param year '' 'the year, or another period, in which projects are under way, if not that of the edition' period
param lang da 'the language of the pictures: da or en' language
param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample talent/notat.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" |
		stage topic kkr-edition --topic talent |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/records.tsv"

	# The projects first, then the events.
	dated project
	dated event
	stage projects kkr-select "$tmp/project.tsv" "$tmp/event.tsv" >"$out/projekter.tsv"
	stage timeline page_picture projekter Projekter Projects --type timeline "$tmp/project.tsv"
	stage event_timeline page_picture arrangementer Arrangementer Events --type timeline "$tmp/event.tsv"
	on_page --dates talent="$out/projekter.tsv"

	[ -n "$year" ] || year=$(stage year kkr-select --columns dataset "$tmp/records.tsv" | sed -n '$s/^talent-//p')
	stage events kkr-select --rename title=event "$tmp/records.tsv" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/talent.tsv" --as-of "$year" \
			--group month=earliest --group event,audience |
		stage result kkr-select --columns "kpi,title,month,event,audience,$figure_columns" >"$out/kpi.tsv"
}

# dated KIND: the projects, or the events, by date.
dated() {
	stage "$1" kkr-select --where measure="$1" --rename measure=kind \
		--columns title,kind,place,earliest,latest,due_text,source --sort earliest,latest,title \
		"$tmp/records.tsv" >"$tmp/$1.tsv"
}

show() {
	show_figures talent
}

columns='dataset,measure?,title?,audience?,earliest?,latest?,place?,unit?,value?,qualifier?,note?'
columns="$columns,source?,due_text?"
