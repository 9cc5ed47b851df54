# Packet: the key figures of all topics of a meeting packet, in one table
#
# Reads   what the pipelines of the topics read, once; each picks its own records out of all.
# Writes  kpi.tsv       the key figures of all topics
#         *.svg         what the page shows besides the topics' own pictures: the tracks of the
#                       task force, the milestones, the projects and the events
#         report.html   them, the quotas and the dates as one page for reading
#         TOPIC/        what the topic's own pipeline writes
#
# shellcheck shell=sh disable=SC2154 # the driver sets out, share, tmp and parameters

param as_of '' 'the date from which days are counted, and deadlines have passed' period
param year '' 'the year in which projects are under way, if not that of the edition' period
param landstal '' 'how many to share out, if not as announced; the pipeline hvad-hvis takes several' landstal
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-agree(1))' file
param kkr '' 'the council (KKR Hovedstaden, ...) for whose agenda refugees/agenda.html is written' council
param proof no 'yes: on paper, too, report.html has the checksums of what it is made of'
param lang da 'the language of report.html: da or en' language
param png 0 'how many pixels wide refugees/kvotekort.png is to be; 0 for none' number

sample climate/faktaark.xml
sample health-reform/oversigt.xml
sample mobility/styrket-mobilitet.xml
sample mobility/sidepapir.xml
sample refugees/bilag-a.xml
sample refugees/bilag-b.xml
sample refugees/familiesammenfoeringer-2024.xml.gz
sample refugees/landstal.xml
sample talent/notat.xml
sample taskforce/midtvejsnotat.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" >"$tmp/records.tsv"
	topic climate "$tmp/records.tsv"
	topic health-reform --set as_of="$as_of" "$tmp/records.tsv"
	topic mobility "$tmp/records.tsv"
	topic refugees --set landstal="$landstal" --set agreement="$agreement" --set as_of="$as_of" --set kkr="$kkr" --set lang="$lang" \
		--set png="$png" --set proof="$proof" "$tmp/records.tsv"
	topic talent --set year="$year" "$tmp/records.tsv"
	topic taskforce "$tmp/records.tsv"

	stage table kkr-report --type figures climate="$out/climate/kpi.tsv" health-reform="$out/health-reform/kpi.tsv" \
		mobility="$out/mobility/kpi.tsv" refugees="$out/refugees/kpi.tsv" talent="$out/talent/kpi.tsv" \
		taskforce="$out/taskforce/kpi.tsv" >"$out/kpi.tsv"

	# What the page shows besides the topics' own pictures.
	stage in_per_cent kkr-select --where 'topic=taskforce unit=pct. group=track=*' "$out/kpi.tsv" |
		stage tracks kkr-report --type labels --lang "$lang" >"$tmp/tracks.tsv"
	stage bars kkr-plot --type bars --lang "$lang" --id tracks \
		--title "$(in_words 'Sporene i taskforcen' 'Tracks of the task force')" \
		"$tmp/tracks.tsv" >"$out/spor.svg"
	stage milestones kkr-plot --type timeline ${as_of:+--as-of "$as_of"} --lang "$lang" --id milestones \
		--title "$(in_words 'Milepæle i sundhedsreformen' 'Milestones of the health reform')" \
		"$out/health-reform/milepaele.tsv" >"$out/milepaele.svg"
	stage projects_alone kkr-select --where kind=project "$out/talent/projekter.tsv" |
		stage projects kkr-plot --type timeline --lang "$lang" --id projects \
			--title "$(in_words Projekter Projects)" >"$out/projekter.svg"
	stage events_alone kkr-select --where kind=event "$out/talent/projekter.tsv" |
		stage events kkr-plot --type timeline --lang "$lang" --id events \
			--title "$(in_words Arrangementer Events)" >"$out/arrangementer.svg"
	[ "$proof" != yes ] || on_paper=yes
	made_of >"$tmp/made.tsv"
	why=$(one_of_results refugees/hvorfor.tsv) final=$(one_of_results refugees/fastsat.tsv)
	changes=$(one_of_results refugees/aendringer.tsv)
	stage report kkr-report --type page --lang "$lang" --title 'Nøgletal til mødepakken' ${kkr:+--kkr "$kkr"} \
		--figures "$out/kpi.tsv" --made "$tmp/made.tsv" --edition "$tmp/refugees/edition.tsv" \
		--quotas refugees="$out/refugees/kommunekvoter.tsv" --steps "$out/refugees/beregning.tsv" \
		--regions "$out/refugees/regionskvoter.tsv" \
		${on_paper:+--proof} --deadlines "$tmp/refugees/deadlines.tsv" \
		${why:+--why "$why"} ${final:+--fixed "$final"} ${changes:+--changes "$changes"} \
		--remarks "$out/refugees/noter.tsv" --comparison "$out/refugees/comparison.tsv" \
		--picture refugees="$out/refugees/kvotekort.svg" --picture refugees="$out/refugees/regioner.svg" \
		${kkr:+--picture kkr="$out/refugees/kvotekort-kkr.svg"} \
		--picture taskforce="$out/spor.svg" --picture health-reform="$out/milepaele.svg" \
		--picture talent="$out/projekter.svg" --picture talent="$out/arrangementer.svg" \
		--dates health-reform="$out/health-reform/milepaele.tsv" --dates talent="$out/talent/projekter.tsv" \
		"$share"/schemas/kpi/*.tsv >"$out/report.html"
}

show() {
	kkr-report --type text --figures "$out/kpi.tsv" "$share"/schemas/kpi/*.tsv
}

columns='dataset?,area?,period?,base_period?,measure?,kind?,level?,track?,item?,heading?,audience?,title?,place?'
columns="$columns,unit?,value?,earliest?,latest?,due_text?,status?,qualifier?,note?,source?"
on_paper=
