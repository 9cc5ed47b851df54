# Refugees: the statutory quotas of municipalities and regions, held against the published table
#
# Reads   of the newest edition (kkr-edition(1)): population, non_western_nationals and family_reunified of every
#         municipality, landstal, published_quota, fixed_quota and deadlines. Not other topics' records.
# Writes  kommunekvoter.tsv, regionskvoter.tsv, beregning.tsv, comparison.tsv, kpi.tsv, noter.tsv, kvoter.xlsx, pictures
#         and report.html; where there is what they tell of, rettelser.tsv, aendringer.tsv, aftaletabel.tsv,
#         hvorfor.tsv, fastsat.tsv, agenda.html and kommune.html. kkr(1) says what stands in each.
#
# shellcheck shell=sh disable=SC2154 # the driver sets what is not set here

param landstal '' 'how many to share out, if not as announced; the pipeline hvad-hvis takes several' landstal
param edition '' 'the year whose edition is used: an older one than the newest'
param dated '' 'FILE:DATE,...: the days of papers that differ, of which the later one counts'
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-agree(1))' file
param published '' 'exact: the run fails where a published quota differs, or none is there to compare with' exact
param as_of '' 'the date from which days to a deadline are counted' period
param corrections '' 'a file with corrections of the figures (kkr-correct(1))' file
param kkr '' 'the council (KKR Hovedstaden, ...) for whose agenda agenda.html is written' council
param kommune '' 'the municipality for which kommune.html is written, by name or code'
param proof no 'yes: on paper, too, report.html has the checksums of what it is made of'
param lang da 'the language of report.html: da or en' language
param png 0 'how many pixels wide kvotekort.png is to be; 0 for none' number

sample refugees/bilag-a.xml
sample refugees/familiesammenfoeringer-2024.xml.gz
sample refugees/bilag-b.xml
sample refugees/landstal.xml

records() {
	stage read kkr-read --columns "$columns,dated?" -- "$@" |
		stage topic kkr-select --where "$no_other_topic" |
		stage codes kkr-codes --add "$of_areas"
}

pipe() {
	# What came, corrected; the newest edition of it; and of that the figures of the rule, whose totals hold.
	each records "$@" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} "${corrections:-cat}" |
		stage edition kkr-edition --needs "$share/schemas/needs/refugees.tsv" --report "$tmp/edition.tsv" \
			--deadlines "$share/schemas/deadlines.tsv" --before "$tmp/before.tsv" ${landstal:+--landstal "$landstal"} \
			--details "$tmp/aendringer.tsv" ${edition:+--edition "$edition"} ${dated:+--dated "$dated"} |
		stage undated kkr-select --columns "$columns,origin,$of_areas" >"$tmp/all.tsv"
	quota_edition
	stage other kkr-select --where measure!=published_quota,fixed_quota --columns "$observation" "$tmp/all.tsv" |
		stage totals kkr-check |
		stage figures kkr-select --where measure=population,non_western_nationals,family_reunified |
		stage check kkr-check --complete >"$tmp/figures.tsv"
	stage quota kkr-quota --landstal "$shared" --steps --table "$out/kommunekvoter.tsv" "$tmp/figures.tsv" \
		>"$out/beregning.tsv"
	quota_results
}

show() {
	kkr-format "$out/regionskvoter.tsv" && echo
	kkr-select --columns area,name,gross,net,distribution,quota "$out/kommunekvoter.tsv" | kkr-format && echo
	show_deviating && show_figures refugees
}

columns='dataset?,area?,period?,measure?,unit?,value?,latest?,status?,qualifier?,note?,source?'
no_other_topic=$(of_no_other_topic refugees)
