# Health reform: its milestones as of a date, and what it means to municipalities
#
# Reads   exports with a data set health-reform-..., of the newest edition; other data sets are left out.
# Writes  kpi.tsv         the key figures of schemas/kpi/health-reform.tsv
#         milepaele.tsv   the milestones by date, and whether each is done, overdue or open; without as_of none
#                         is overdue, and no days are counted. milepaele.svg: the same as a timeline
#         rettelser.tsv   with corrections: what was corrected
#
# shellcheck shell=sh disable=SC2154 # the driver sets what is not set here

param as_of '' 'the date from which days are counted, and deadlines have passed' period
param lang da 'the language of the timeline: da or en' language
param corrections '' 'a file with corrections of the topic records (kkr-correct(1))' file

sample health-reform/oversigt.xml

records() {
	stage read kkr-read --columns "$columns" -- "$@"
}

pipe() {
	each records "$@" |
		stage topic kkr-edition --topic health-reform |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/records.tsv"

	# A milestone is overdue once its latest day has passed, as kkr-kpi(1) has it.
	milestones "done" status=done
	[ -z "$as_of" ] || milestones overdue "status!=done latest<$as_of"
	milestones coming "status!=done latest>=${as_of:-0001}" open
	milestones undated 'status!=done latest=' open
	stage milestones kkr-select --columns title,level,track,earliest,latest,due_text,status,state,source \
		--sort latest,earliest,title "$tmp"/milestones-*.tsv >"$out/milepaele.tsv"
	stage timeline page_picture milepaele 'Milepæle i sundhedsreformen' 'Milestones of the health reform' \
		--type timeline ${as_of:+--as-of "$as_of"} "$out/milepaele.tsv"
	on_page --dates health-reform="$out/milepaele.tsv"
	stage definitions datable health-reform 'overdue,next,due*' >"$tmp/definitions.tsv"
	# The municipalities of the code list are records, too, which the definitions count.
	stage with_areas kkr-select --set region= --set kkr= --columns "$counted" "$tmp/records.tsv" >"$tmp/counted.tsv"
	stage municipalities kkr-select --set measure=municipality --set source='kodelisten areas.tsv' \
		--set level= --set track= --set item= --set value= --set latest= --set status= --set qualifier= \
		--set note= --set origin= --columns "$counted" "$share/schemas/areas.tsv" |
		stage kpi kkr-kpi --definitions "$tmp/definitions.tsv" ${as_of:+--as-of "$as_of"} \
			--group level --group track --group item --group kkr "$tmp/counted.tsv" - |
		stage result kkr-select --columns "kpi,title,level,track,item,kkr,$figure_columns" >"$out/kpi.tsv"
}

# milestones NAME CONDITION [STATE]: the milestones of which it holds, and their state.
milestones() {
	stage "$1" kkr-select --where "measure=milestone $2" --set state="${3-$1}" "$tmp/records.tsv" \
		>"$tmp/milestones-$1.tsv"
}

show() {
	show_figures health-reform
}

columns='dataset,measure?,period?,level?,track?,item?,title?,unit?,value?,earliest?,latest?'
columns="$columns,due_text?,status?,qualifier?,note?,source?"
counted=measure,level,track,item,region,kkr,value,latest,status,qualifier,note,source,origin
