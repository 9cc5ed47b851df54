# Refugees: the statutory quotas of municipalities and regions, held against the published table
#
# Reads   of one edition or several, of which the newest is used (kkr-edition(1)): the measures population,
#         non_western_nationals and family_reunified for every municipality; landstal; and published_quota,
#         where there is a published table. Deadlines, and more, for the key figures. Not other topics' records.
# Writes  kommunekvoter.tsv   a row for each municipality, with every figure of its allocation
#         beregning.tsv       each step of each municipality's allocation (kkr-quota(1), Steps)
#         aftaletabel.tsv     with an agreement: the table that the KKRs sign
#         hvorfor.tsv         with an edition before: what each quota's change is due to (kkr-why(1))
#         regionskvoter.tsv   the quotas of the regions
#                             With an edition before, both have before, change, before_edition and, where a measure is
#                             another one than in that edition, so that there is no change to tell, its name in
#                             databrud; kommunekvoter.tsv agreed_before and agreed_change, where both editions have a
#                             table of what is agreed, or fixed
#         rettelser.tsv       with corrections: what was corrected
#         aendringer.tsv      what a later paper has changed, where one has: before, after, and in which files
#         comparison.tsv      each published quota beside the one that comes out at that table's total
#         fastsat.tsv         with a final table (fixed_quota): each of its quotas beside what is agreed or, without
#                             an agreement in force, calculated
#         kpi.tsv             the key figures of schemas/kpi/refugees.tsv
#         noter.tsv           the remarks and sources of the figures that the allocation rests on
#         kvoter.xlsx         all of these as a workbook, a sheet each
#         kvotekort.svg       the quotas as a map; with png, kvotekort.png too
#         kvotekort-pr-indbygger.svg  the quotas per 10,000 inhabitants
#         kvotekort-kkr.svg   with kkr: those of that council's municipalities
#         regioner.svg        the quotas of the regions as bars
#         agenda.html         with kkr: the quotas of that council's municipalities, for its agenda
#         kommune.html        with kommune: its quota and how it came about, for Word and mail
#         report.html         all of it as one page for reading
#
# shellcheck shell=sh disable=SC2154,SC2034 # the driver sets what is not set here, and uses what is set

param landstal '' 'how many to share out, if not as announced; the pipeline hvad-hvis takes several' landstal
param edition '' 'the year whose edition is used: an older one than the newest'
param dated '' 'FILE:DATE, the day of a paper, where two differ: the later one counts'
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
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" |
		stage edition kkr-edition --needs "$share/schemas/needs/refugees.tsv" --report "$tmp/edition.tsv" \
			--deadlines "$share/schemas/deadlines.tsv" --before "$tmp/before.tsv" ${landstal:+--landstal "$landstal"} \
			--details "$tmp/aendringer.tsv" ${edition:+--edition "$edition"} ${dated:+--dated "$dated"} |
		stage undated kkr-select --columns "$columns,origin,$of_areas" >"$tmp/all.tsv"
	shared=$(edition_says landstal found) what_if=$(edition_says what_if key) fixed=$(edition_says fixed key)
	only_rows "$tmp/aendringer.tsv" "$out"
	stage other kkr-select --where measure!=published_quota,fixed_quota --columns "$observation" "$tmp/all.tsv" |
		stage totals kkr-check |
		stage figures kkr-select --where measure=population,non_western_nationals,family_reunified |
		stage check kkr-check --complete >"$tmp/figures.tsv"

	# The allocation, and its sums.
	stage quota kkr-quota --landstal "$shared" --steps --table "$out/kommunekvoter.tsv" "$tmp/figures.tsv" \
		>"$out/beregning.tsv"
	stage sums kkr-kpi --definitions "$sums" --group region,region_name "$out/kommunekvoter.tsv" |
		stage regions kkr-select --rename value=quota --columns region,region_name,quota >"$out/regionskvoter.tsv"
	[ -z "$agreement" ] || agreed_quotas "$agreement"
	before=$(edition_says before key)
	[ -z "$before" ] || year_before
	# A published table is held against what comes out at its own total; where it differs, the run succeeds.
	stage compare kkr-quota --landstal "$shared" --against "$tmp/all.tsv" ${published:+"--$published"} \
		"$tmp/figures.tsv" >"$out/comparison.tsv"
	[ -z "$fixed" ] || stage fixed against_fixed >"$out/fastsat.tsv"

	quota_figures
	quota_pictures
	quota_pages
}

show() {
	kkr-format "$out/regionskvoter.tsv" && echo
	kkr-select --columns area,name,gross,net,distribution,quota "$out/kommunekvoter.tsv" | kkr-format && echo
	kkr-select --where kind=rounding*,other "$out/comparison.tsv" | kkr-format && echo && show_figures refugees
}

columns='dataset?,area?,period?,measure?,unit?,value?,latest?,status?,qualifier?,note?,source?'
observation=dataset,area,period,measure,unit,value,origin,name,region,region_name
of_areas=name,region,region_name,level
sums=$share/schemas/sums/quotas-by-region.tsv
order='bekendtgørelse nr. 550 af 3. maj 2022, § 4'
shown=quota counted=quota how= # agreed_quotas sets them otherwise
no_other_topic=$(of_no_other_topic refugees)
