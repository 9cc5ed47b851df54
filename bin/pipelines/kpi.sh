# Kpi: an analyst's own key figures, of any files that kkr read takes, as page, workbook and tables
#
# Reads   whatever kkr-read(1) reads: exports, workbooks, csv, texts, with table maps of one's own (--maps).
# Writes  kpi.tsv         the key figures of definitions, a row for each and each of its groups
#         kpi.xlsx        them as a workbook; with before, what has changed on a sheet of its own
#         revideret.tsv   with before: each figure beside the one before, and whether it is revised, new or gone
#         rettelser.tsv   with corrections: what was corrected
#         report.html     the key figures as a page for reading; with before, what was revised
#
# shellcheck shell=sh disable=SC2154 # the driver sets what is not set here

param definitions definitions.tsv 'the definitions of the key figures (kkr-kpi(1))' file
param group '' 'the columns by which figures are grouped, too, such as region,region_name'
param areas '' 'what kkr-codes(1) adds of the areas, such as name,region,region_name, where records have areas'
param before '' 'kpi.tsv of an edition before, by the same definitions and groups' file
param kkr '' 'the council whose figures come first, where they are grouped by kkr' council
param as_of '' 'the date from which days to a deadline are counted' period
param corrections '' 'a file with corrections of the figures (kkr-correct(1))' file
param title Nøgletal 'the heading of the page and the workbook'
param lang da 'the language of report.html and the workbook: da or en' language

records() {
	stage read kkr-read -- "$@"
}

pipe() {
	records "$@" |
		stage codes ${areas:+kkr-codes --add} "${areas:-cat}" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} "${corrections:-cat}" |
		stage kpi kkr-kpi --definitions "$definitions" ${as_of:+--as-of "$as_of"} ${group:+--group "$group"} |
		stage result kkr-select --columns "kpi,title,${group:+$group,}$figure_columns" >"$out/kpi.tsv"
	set --
	if [ -n "$before" ]; then
		stage revised kkr-compare --key "kpi,title${group:+,$group}" --value value "$before" "$out/kpi.tsv" \
			>"$out/revideret.tsv"
		set -- --sheet "$(in_words Revideret Revised)=$out/revideret.tsv"
	fi
	stage workbook kkr-format --type xlsx --lang "$lang" --title "$title" \
		--sheet "$(in_words Nøgletal 'Key figures')=$out/kpi.tsv" "$@" >"$out/kpi.xlsx"
	cp "$definitions" "$tmp/kpi.tsv"
	stage key_figures kkr-report --type figures kpi="$out/kpi.tsv" >"$tmp/key-figures.tsv"
	[ -z "$before" ] || stage figures_before kkr-report --type figures kpi="$before" >"$tmp/figures-before.tsv"
	made_of >"$tmp/made.tsv"
	stage report kkr-report --type page --lang "$lang" --title "$title" ${kkr:+--kkr "$kkr"} \
		--figures "$tmp/key-figures.tsv" ${before:+--figures-before "$tmp/figures-before.tsv"} \
		--made "$tmp/made.tsv" "$tmp/kpi.tsv" >"$out/report.html"
}

show() {
	kkr-format --lang "$lang" "$out/kpi.tsv"
}
