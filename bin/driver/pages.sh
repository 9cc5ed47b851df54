# Pages: what the pipelines of kkr call for what people look at. $lang is the language, da or en.
#
# shellcheck shell=sh disable=SC2034,SC2154 # the driver and pipelines set and use what is not here

in_words() {
	if [ "$lang" = da ]; then echo "$1"; else echo "$2"; fi
}

# The columns of key figures behind those of their groups, but for origin, which no result has.
figure_columns=value,unit,qualifier,target,gap,target_status,published,deviation,n,note,source
figure_columns=$figure_columns,published_qualifier,contradicted

# figures_of topic=NAME FILE [topic=NAME FILE]...: the key figures of topics as one table.
figures_of() {
	awk -F '\t' -f "$share/pipelines/key-figures.awk" "$@"
}

# show_figures TOPIC: its key figures, for reading.
show_figures() {
	figures_of topic="$1" "$out/kpi.tsv" |
		awk -F '\t' -f "$share/pipelines/page.awk" "$share/schemas/kpi/$1.tsv" -
}

# report_page TITLE part=NAME FILE...: a page of parts, as report.awk takes them.
report_page() {
	TITLE=$1
	shift
	awk -F '\t' -v lang="$lang" -v title="$TITLE" -f "$share/pipelines/report.awk" \
		part=words "$share/pipelines/report-words.tsv" \
		part=style "$share/pipelines/report.css" part=script "$share/pipelines/report.js" "$@"
}

# agenda_page KKR LANDSTAL [AGREEMENT]: the quotas of a council's municipalities, by the results of refugees.
agenda_page() {
	awk -F '\t' -f "$share/pipelines/council.awk" kkr="$1" "$share/schemas/areas.tsv" "$out/kommunekvoter.tsv" \
		>"$tmp/council.tsv" || return
	kkr-format --type html --lang da --title "Kommunekvoter, $1" --heading name=Kommune \
		--heading population=Folketal --heading family_reunified='Familiesammenføringer til flygtninge' \
		--heading non_western_nationals='Udenlandske statsborgere fra ikke-vestlige lande' \
		--heading distribution=Fordelingstal --heading quota=Kommunekvote \
		${3:+--heading agreed='Aftalt kvote' --heading status=Aftale} "$tmp/council.tsv" >"$tmp/council.html" || return
	awk -F '\t' -f "$share/pipelines/agenda.awk" kkr="$1" landstal="$2" \
		part=council "$tmp/council.tsv" part=quotas "$out/kommunekvoter.tsv" \
		part=remarks "$out/noter.tsv" part=table "$tmp/council.html"
}

# svg_to_png WIDTH SVG PNG: not every system takes SVG.
svg_to_png() {
	command -v rsvg-convert >/dev/null || {
		echo 'png: rsvg-convert is not installed (Debian: librsvg2-bin)' >&2
		return 69
	}
	rsvg-convert --width "$1" --output "$3" "$2"
}
