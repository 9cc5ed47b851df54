# Pages: what the pipelines of kkr call for what people look at. $lang is the language, da or en.
#
# shellcheck shell=sh disable=SC2034,SC2154 # the driver and pipelines set and use what is not here

in_words() {
	if [ "$lang" = da ]; then echo "$1"; else echo "$2"; fi
}

# The columns of key figures behind those of their groups, but for origin, which no result has.
figure_columns=value,unit,qualifier,target,gap,target_status,published,deviation,n,note,source
figure_columns=$figure_columns,published_qualifier,contradicted

# Of refugees: what kkr-codes adds of areas; an observation's columns; and the rule.
of_areas=name,region,region_name,level
observation=dataset,area,period,measure,unit,value,origin,name,region,region_name
order='bekendtgørelse nr. 550 af 3. maj 2022, § 4'

# show_figures TOPIC: its key figures, for reading.
show_figures() {
	kkr-report --type figures "$1=$out/kpi.tsv" | kkr-report --type text "$share/schemas/kpi/$1.tsv"
}

# show_deviating: the published quotas that are others, where there are any.
show_deviating() {
	deviating=$(kkr-select --where kind=rounding*,other "$out/comparison.tsv")
	case $deviating in
	*"$NEWLINE"*) printf '%s\n' "$deviating" | kkr-format && echo ;;
	esac
}

# quota_edition: what kkr-edition says of the newest edition: the landstal that is shared out, whether that is a what-if,
# whether the edition's final table is there, and the edition before. What a later paper changed is a result.
quota_edition() {
	shared=$(edition_says landstal found) what_if=$(edition_says what_if key) fixed=$(edition_says fixed key)
	before=$(edition_says before key)
	only_rows "$tmp/aendringer.tsv" "$out"
}

# quota_results: all that is made of the quotas, in $out/kommunekvoter.tsv: their sums, what is agreed, the edition before,
# and what was published, each beside them; key figures, pictures and pages.
quota_results() {
	sums=$share/schemas/sums/quotas-by-region.tsv
	shown=quota counted=quota how= # agreed_quotas sets them otherwise
	stage sums kkr-kpi --definitions "$sums" --group region,region_name "$out/kommunekvoter.tsv" |
		stage regions kkr-select --rename value=quota --columns region,region_name,quota >"$out/regionskvoter.tsv"
	[ -z "$agreement" ] || agreed_quotas "$agreement"
	[ -z "$before" ] || year_before
	# A published table is held against what comes out at its own total; where it differs, the run succeeds.
	stage compare kkr-quota --landstal "$shared" --against "$tmp/all.tsv" ${published:+"--$published"} \
		"$tmp/figures.tsv" >"$out/comparison.tsv"
	[ -z "$fixed" ] || stage fixed against_fixed >"$out/fastsat.tsv"
	quota_figures
	quota_pictures
	quota_pages
}

# agreed_quotas AGREEMENT: beside the quotas of refugees, in its steps and regions, what was agreed. Sets which of
# them are shown, how that is said in a title, and which are counted: a draft is shown and not counted.
agreed_quotas() {
	for made in kommunekvoter beregning; do
		mv "$out/$made.tsv" "$tmp/$made.tsv"
		stage "agreed_$made" kkr-agree --transfers "$1" "$tmp/$made.tsv" >"$out/$made.tsv"
	done
	stage signed kkr-agree --transfers "$1" --table --regions "$out/regionskvoter.tsv" \
		--report "$tmp/agreement.tsv" "$tmp/kommunekvoter.tsv" >"$out/aftaletabel.tsv"
	case $(stage agreement_state kkr-select --columns key "$tmp/agreement.tsv" | tail -n +2) in
	*draft*) shown=agreed ;; # pictures say so below their title
	*in_force*) shown=agreed counted=agreed how=$(in_words ', efter aftale' ', as agreed') ;;
	*lapsed*) how=$(in_words ' (aftalen er bortfaldet)' ' (the agreement has lapsed)') ;;
	esac
}

# datable TOPIC COMPUTE,...: its definitions, without as_of but for those that compute that.
datable() {
	if [ -n "$as_of" ]; then cat "$share/schemas/kpi/$1.tsv"; else
		kkr-select --where "compute!=$2" "$share/schemas/kpi/$1.tsv"
	fi
}

# topics: the names of all topics, each of which has its definitions.
topics() {
	for DEFINITIONS in "$share"/schemas/kpi/*.tsv; do
		TOPIC_NAME=${DEFINITIONS##*/}
		echo "${TOPIC_NAME%.tsv}"
	done
}

# of_no_other_topic NAME: the condition of a record whose data set is no other topic's.
of_no_other_topic() {
	echo "dataset!=$(topics | grep -vxF "$1" | sed 's/$/-*/' | paste -sd , -)"
}

# said_by_topics VARIABLE: what the variable is in the pipeline of each topic, each line once.
said_by_topics() {
	for TOPIC_NAME in $(topics); do
		(
			FILE=$share/pipelines/$TOPIC_NAME.sh
			here=${FILE%/*} PARAMETERS='' SAMPLES=''
			# shellcheck source=/dev/null
			. "$FILE"
			eval "printf '%s\n' \"\$$1\""
		)
	done | awk '!seen[$0]++'
}

# samples_of_topics: the samples of all topics are those of this pipeline.
samples_of_topics() {
	SAMPLES=$(said_by_topics SAMPLES)
}

# columns_of_topics: each column that the pipeline of a topic reads, where it is there.
columns_of_topics() {
	said_by_topics columns | tr , '\n' | sed 's/?$//' | awk '!seen[$0]++ { print $0 "?" }' | paste -sd , -
}

# on_page ARGUMENT...: what kkr-report is told of this pipeline, for its own page or that of a packet.
on_page() {
	printf '%s\n' "$@" >>"$tmp/page.list"
}

# page_picture NAME DANISH ENGLISH OPTION... [FILE]: a picture of the pipeline's own, NAME.svg, with that title;
# of a topic, among the results of the pipeline that runs it.
page_picture() {
	PICTURE=$1 HEADING=$(in_words "$2" "$3")
	shift 3
	set -- --title "$HEADING" "$@"
	kkr-plot --lang "$lang" --id "$PICTURE" "$@" >"${PICTURES:-$out}/$PICTURE.svg" &&
		on_page --picture "$PIPELINE=${PICTURES:-$out}/$PICTURE.svg"
}

# edition_says KIND COLUMN: what the report of kkr-edition says in a column of the rows of a kind.
edition_says() {
	stage "$1_$2" kkr-select --where kind="$1" --columns "$2" "$tmp/edition.tsv" | tail -n +2
}

# only_rows FILE DIR: puts a list among the results where it is more than its header.
only_rows() {
	[ "$(wc -l <"$1")" -le 1 ] || mv "$1" "$2"
}

# one_of_results NAME: the path of that result, or nothing where it was not made.
one_of_results() {
	[ ! -e "$out/$1" ] || printf '%s\n' "$out/$1"
}

# beside KEY TABLE COLUMNS: TABLE with those COLUMNS of $tmp/beside.tsv, by KEY.
beside() {
	kkr-select --columns "$1,$3" "$tmp/beside.tsv" >"$tmp/joined.tsv" && mv "$2" "$tmp/now.tsv" &&
		LC_ALL=C join -t "$TAB" --header -a 1 -o auto "$tmp/now.tsv" "$tmp/joined.tsv" >"$2"
}

# of_landstal COLUMN LANDSTAL,...: what that column is called of each landstal: quota_600,quota_800.
of_landstal() {
	printf '%s_%s\n' "$1" "$2" | sed "s/,/,$1_/g"
}

# side_by_side COLUMN LANDSTAL,... TABLE...: that column of tables of quotas, of which each landstal has one.
side_by_side() {
	of=$1 called=$(of_landstal "$1" "$2")
	shift 2
	kkr-compare --key area,region,region_name --value "$of" --editions "$called" "$@"
}

# agreed_side_by_side LANDSTAL,... TABLE...: what is agreed for each landstal, beside their quotas in kvoter.tsv.
agreed_side_by_side() {
	side_by_side agreed "$@" >"$tmp/beside.tsv" && beside area "$out/kvoter.tsv" "$(of_landstal agreed "$1")"
}

# with_change KEY BEFORE TABLE: beside the quotas of TABLE those of BEFORE and the change, or why there is none.
with_change() {
	kkr-compare --key "$1" --value quota "$2" "$3" >"$tmp/change.tsv" &&
		kkr-select --set before_edition="$before" ${broken:+--set broken= --set databrud="$broken" \
			--rename change=was,broken=change} "$tmp/change.tsv" >"$tmp/beside.tsv" &&
		beside "$1" "$3" "before,change,before_edition${broken:+,databrud}"
}

# year_before: beside the quotas of refugees those of the edition before, $before, calculated as this one's are, or
# else its published ones, and the changes, taken apart where both are calculated by figures of one kind; and agreed
# ones beside agreed ones.
year_before() {
	theirs=$(edition_says before found) broken=$(edition_says break key | paste -sd , -)
	stage before_figures kkr-select --where 'level=municipality measure!=fixed_quota' "$tmp/before.tsv" |
		if [ -n "$theirs" ]; then stage before_quotas kkr-quota --landstal "$theirs"; else
			stage before_published kkr-select --rename value=quota
		fi >"$tmp/before-quotas.tsv"
	[ -z "$theirs" ] || [ -n "$broken" ] ||
		stage why kkr-why "$tmp/before-quotas.tsv" "$out/kommunekvoter.tsv" >"$out/hvorfor.tsv"
	stage before_sums kkr-kpi --definitions "$sums" --group region,region_name "$tmp/before-quotas.tsv" |
		stage before_regions kkr-select --rename value=quota --columns region,quota >"$tmp/before-regions.tsv"
	stage changes with_change area "$tmp/before-quotas.tsv" "$out/kommunekvoter.tsv"
	stage region_changes with_change region "$tmp/before-regions.tsv" "$out/regionskvoter.tsv"
	case $counted$fixed:$(edition_says fixed_before key) in
	agreed*:whole | *whole:whole) stage agreed_changes agreed_before ;;
	esac
}

# fixed_table FILE: the quotas of the final table among the records of FILE.
fixed_table() {
	kkr-select --where 'measure=fixed_quota level=municipality,region' --columns area,name,value "$1"
}

# agreed_before: beside the agreed quotas, or those of the final table (fixed), the final ones of the edition before.
agreed_before() {
	fixed_table "$tmp/before.tsv" >"$tmp/fixed-before.tsv" &&
		if [ "$counted" = agreed ]; then
			kkr-select --rename agreed=value --columns area,value "$out/kommunekvoter.tsv"
		else
			fixed_table "$tmp/all.tsv"
		fi >"$tmp/fixed-now.tsv" &&
		kkr-compare --key area --value value "$tmp/fixed-before.tsv" "$tmp/fixed-now.tsv" >"$tmp/change.tsv" &&
		kkr-select ${broken:+--set broken= --rename change=was,broken=change} "$tmp/change.tsv" |
		kkr-select --rename before=agreed_before,after=fixed,change=agreed_change >"$tmp/beside.tsv" &&
		if [ "$counted" = agreed ]; then beside area "$out/kommunekvoter.tsv" agreed_before,agreed_change; else
			beside area "$out/kommunekvoter.tsv" fixed,agreed_before,agreed_change
		fi
}

# against_fixed: each quota of the final table beside the one that counts, which is said where they differ; those of
# regions, too, where it has any.
against_fixed() {
	fixed_table "$tmp/all.tsv" >"$tmp/fixed.tsv" &&
		kkr-select --rename "$counted=value" --columns area,name,value "$out/kommunekvoter.tsv" >"$tmp/counted.tsv" &&
		FINAL_REGIONS=$(kkr-select --where 'measure=fixed_quota level=region' --columns area "$tmp/all.tsv" | tail -n +2) &&
		if [ -n "$FINAL_REGIONS" ]; then
			kkr-select --columns "region,region_name,$counted" "$out/regionskvoter.tsv" | tail -n +2 >>"$tmp/counted.tsv"
		fi &&
		kkr-compare --key area --value value "$tmp/fixed.tsv" "$tmp/counted.tsv" |
		kkr-select --rename "before=fixed,after=$counted,change=difference" \
			--columns "area,name,fixed,$counted,difference,status" >"$tmp/fastsat.tsv" && cat "$tmp/fastsat.tsv" &&
		DIFFERING=$(kkr-select --where status!=same --columns area "$tmp/fastsat.tsv" | tail -n +2 | paste -sd ' ' -) &&
		if [ -n "$DIFFERING" ]; then
			echo "kkr: $PIPELINE: the final table (fixed_quota) differs from the column $counted in: $DIFFERING" >&2
		fi
}

# quotas_workbook: the results of refugees as sheets, for those who calculate in Excel.
quotas_workbook() {
	kkr-select --columns "area,name,region_name,population,non_western_nationals,family_reunified,share,gross,net,$(
	)distribution,quota,transfer?,agreed?,status?,state?,fixed?,before?,change?,databrud?,$(
	)agreed_before?,agreed_change?" "$out/kommunekvoter.tsv" >"$tmp/sheet-quotas.tsv" &&
		kkr-select --columns "title,region_name,value,unit,qualifier,published,deviation,n,$(
		)note,source" "$out/kpi.tsv" >"$tmp/sheet-kpi.tsv" || return
	MUNICIPALITIES=$(in_words Kommuner Municipalities)
	kkr-format --type xlsx --lang "$lang" --title "$(in_words 'Kommunekvoter for flygtninge' 'Municipal refugee quotas')" \
		--sheet "$MUNICIPALITIES=$tmp/sheet-quotas.tsv" \
		--heading "$MUNICIPALITIES:name=$(in_words Kommune Municipality)" \
		${before:+--heading "$MUNICIPALITIES:before=$(in_words "Kvote $before" "Quota $before")"} \
		--heading "$MUNICIPALITIES:share=$(in_words Fordelingsandel 'Share (distribution)')" \
		--sheet "$(in_words Regioner Regions)=$out/regionskvoter.tsv" \
		--sheet "$(in_words Sammenligning Comparison)=$out/comparison.tsv" \
		--sheet "$(in_words Nøgletal 'Key figures')=$tmp/sheet-kpi.tsv" \
		--sheet "$(in_words Bemærkninger Remarks)=$out/noter.tsv"
}

# quota_figures: the key figures of refugees, of what came, the quotas, and whether a published one deviates.
quota_figures() {
	# Beside the records that came: the quotas; and of each published one whether it deviates.
	stage quotas kkr-select --columns "dataset,area,unit,$counted,name,region,region_name" "$out/kommunekvoter.tsv" |
		stage quota_records kkr-select --set measure=quota --set source="$order" --set period= --set latest= \
			--set status= --set qualifier="$what_if" --set note= --set origin= --set level= \
			--rename "$counted=value" --columns "$columns,origin,$of_areas" >"$tmp/quotas.tsv"
	stage same kkr-select --where 'measure=published_quota level!=country' --set is=quota_deviates --set deviates=0 \
		--rename is=measure,measure=is,deviates=value,value=deviates --columns "$columns,origin,$of_areas" \
		"$tmp/all.tsv" >"$tmp/same.tsv"
	stage deviating kkr-select --where 'level!=country kind=rounding*,other' --set measure=quota_deviates --set value=1 \
		--set region= --set region_name= --set dataset= --set period= --set unit= --set latest= --set status= \
		--set qualifier= --set note= --set source= --set origin= \
		--columns "$columns,origin,$of_areas" "$out/comparison.tsv" >"$tmp/deviating.tsv"
	stage announced kkr-select ${what_if:+--where measure!=landstal} "$tmp/all.tsv" >"$tmp/announced.tsv"
	stage definitions datable refugees days-left >"$tmp/definitions.tsv"
	stage kpi kkr-kpi --definitions "$tmp/definitions.tsv" ${as_of:+--as-of "$as_of"} --group region,region_name \
		"$tmp/announced.tsv" "$tmp/quotas.tsv" "$tmp/same.tsv" "$tmp/deviating.tsv" |
		stage result kkr-select --columns "kpi,title,region,region_name,$figure_columns" >"$out/kpi.tsv"
}

# sent_otherwise: the areas of which a table that was sent has another quota.
sent_otherwise() {
	kkr-select --where kind=rounding*,other --columns area "$out/comparison.tsv"
	[ ! -e "$out/fastsat.tsv" ] || kkr-select --where status!=same --columns area "$out/fastsat.tsv"
}

# quota_pictures: the quotas as maps and bars, and the remarks of what they rest on.
# shellcheck disable=SC2016 # awk has $ too
quota_pictures() {
	# A title has the landstal as its readers write numbers.
	grouped=$(printf 'x\n%s\n' "$shared" | stage group kkr-format --lang "$lang" | tail -n 1)
	year=$(stage year kkr-select --where kind=edition --columns key "$tmp/edition.tsv" | tail -n +2)
	# Pictures are of the quotas that are calculated or agreed; where others were sent, their titles say so.
	if [ -z "$how" ] && stage otherwise sent_otherwise | grep -vx area >/dev/null; then
		how=$(in_words ', beregnet' ', as calculated')
	fi
	stage map kkr-plot --type map --value "$shown" --lang "$lang" --id map --source "$order" --title \
		"$(in_words Kommunekvoter 'Municipal quotas') $year, landstal $grouped$how" "$out/kommunekvoter.tsv" \
		--link '#k-' >"$out/kvotekort.svg"
	[ -z "$kkr" ] || stage map_kkr kkr-plot --type map --value "$shown" --within "$kkr" --lang "$lang" --id map-kkr \
		--source "$order" --title "$kkr, $(in_words kommunekvoter 'municipal quotas') $year$how" \
		"$out/kommunekvoter.tsv" >"$out/kvotekort-kkr.svg"
	stage map_per kkr-plot --type map --value "$shown" --per population --lang "$lang" --id map-per \
		--source "$order" --title "$(in_words 'Kommunekvoter i forhold til indbyggere' \
			'Municipal quotas by inhabitants') $year$how" "$out/kommunekvoter.tsv" >"$out/kvotekort-pr-indbygger.svg"
	[ "$png" -eq 0 ] || stage png svg_to_png "$png" "$out/kvotekort.svg" "$out/kvotekort.png"
	stage bars kkr-plot --type bars --by-size --label region_name --value "$shown" --lang "$lang" --id bars \
		--unit "$(in_words personer persons)" --source "$order" --title "$(in_words 'Kvoter efter region' 'Quotas by region') $year$how" \
		"$out/regionskvoter.tsv" >"$out/regioner.svg"
	stage remarks kkr-select --columns measure,period,note,source "$tmp/all.tsv" |
		stage once awk '!seen[$0]++' >"$out/noter.tsv"
}

# quota_pages: the workbook of the quotas, and what is read.
quota_pages() {
	stage workbook quotas_workbook >"$out/kvoter.xlsx"
	stage deadlines kkr-select --where measure=agreement_deadline --columns measure,latest "$tmp/all.tsv" \
		>"$tmp/deadlines.tsv"
	why=$(one_of_results hvorfor.tsv) final=$(one_of_results fastsat.tsv) changes=$(one_of_results aendringer.tsv)
	on_page --edition "$tmp/edition.tsv" --quotas refugees="$out/kommunekvoter.tsv" --steps "$out/beregning.tsv" \
		${why:+--why "$why"} --deadlines "$tmp/deadlines.tsv" ${final:+--fixed "$final"} \
		${changes:+--changes "$changes"} --regions "$out/regionskvoter.tsv" --remarks "$out/noter.tsv" \
		--comparison "$out/comparison.tsv" --picture refugees="$out/kvotekort.svg" \
		--picture refugees="$out/regioner.svg" --picture refugees="$out/kvotekort-pr-indbygger.svg" \
		${kkr:+--picture kkr="$out/kvotekort-kkr.svg"}
	[ -z "$kkr" ] || stage agenda kkr-report --type agenda --kkr "$kkr" --quotas refugees="$out/kommunekvoter.tsv" \
		--edition "$tmp/edition.tsv" --remarks "$out/noter.tsv" --deadlines "$tmp/deadlines.tsv" \
		--steps "$out/beregning.tsv" --comparison "$out/comparison.tsv" ${final:+--fixed "$final"} \
		--picture kkr="$out/kvotekort-kkr.svg" >"$out/agenda.html"
	[ -z "$kommune" ] || stage municipality kkr-report --type municipality --municipality "$kommune" --lang "$lang" \
		--quotas refugees="$out/kommunekvoter.tsv" --steps "$out/beregning.tsv" ${why:+--why "$why"} \
		--edition "$tmp/edition.tsv" --remarks "$out/noter.tsv" --comparison "$out/comparison.tsv" \
		${final:+--fixed "$final"} >"$out/kommune.html"
	stage key_figures kkr-report --type figures refugees="$out/kpi.tsv" >"$tmp/key-figures.tsv"
	made_of >"$tmp/made.tsv"
	on_paper=
	[ "$proof" != yes ] || on_paper=yes
	stage report with_lines "$tmp/page.list" kkr-report --type page --lang "$lang" \
		--title 'Kommunekvoter for flygtninge' --figures "$tmp/key-figures.tsv" ${on_paper:+--proof} ${kkr:+--kkr "$kkr"} \
		--made "$tmp/made.tsv" "$share/schemas/kpi/refugees.tsv" >"$out/report.html"
}

# svg_to_png WIDTH SVG PNG: not every system takes SVG.
svg_to_png() {
	command -v rsvg-convert >/dev/null || {
		echo 'png: rsvg-convert is not installed (Debian: librsvg2-bin)' >&2
		return 69
	}
	rsvg-convert --width "$1" --output "$3" "$2"
}
