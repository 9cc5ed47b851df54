# Pages: what the pipelines of kkr call for what people look at. $lang is the language, da or en.
#
# shellcheck shell=sh disable=SC2034,SC2154 # the driver and pipelines set and use what is not here

in_words() {
	if [ "$lang" = da ]; then echo "$1"; else echo "$2"; fi
}

# The columns of key figures behind those of their groups, but for origin, which no result has.
figure_columns=value,unit,qualifier,target,gap,target_status,published,deviation,n,note,source
figure_columns=$figure_columns,published_qualifier,contradicted

# show_figures TOPIC: its key figures, for reading.
show_figures() {
	kkr-report --type figures "$1=$out/kpi.tsv" | kkr-report --type text "$share/schemas/kpi/$1.tsv"
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

# of_no_other_topic NAME: the condition of a record whose data set is no other topic's; each topic has its
# definitions.
of_no_other_topic() {
	OTHERS=
	for DEFINITIONS in "$share"/schemas/kpi/*.tsv; do
		TOPIC=${DEFINITIONS##*/}
		[ "$TOPIC" = "$1.tsv" ] || OTHERS="$OTHERS,${TOPIC%.tsv}-*"
	done
	echo "dataset!=${OTHERS#,}"
}

# with_change KEY BEFORE NOW BROKEN: the table NOW with the columns before and change of its quotas, by those of
# BEFORE. Where the series is BROKEN there is no change to tell.
with_change() {
	kkr-compare --key "$1" --value quota "$2" "$3" >"$tmp/change.tsv" &&
		kkr-select ${4:+--set broken= --rename change=was,broken=change} --columns "$1,before,change" \
			"$tmp/change.tsv" >"$tmp/beside.tsv" &&
		LC_ALL=C join -t "$TAB" --header -a 1 -o auto "$3" "$tmp/beside.tsv"
}

# year_before: beside the quotas of refugees those of the edition before: calculated as this one's are, or else its
# published ones; and the changes, taken apart where both are calculated by figures of one kind.
year_before() {
	theirs=$(stage before_landstal kkr-select --where kind=before --columns found "$tmp/edition.tsv" | tail -n +2)
	broken=$(stage broken kkr-select --where kind=break --columns key "$tmp/edition.tsv" | tail -n +2)
	stage before_figures kkr-select --where level=municipality "$tmp/before.tsv" |
		if [ -n "$theirs" ]; then stage before_quotas kkr-quota --landstal "$theirs"; else
			stage before_published kkr-select --rename value=quota
		fi >"$tmp/before-quotas.tsv"
	[ -z "$theirs" ] || [ -n "$broken" ] ||
		stage why kkr-why "$tmp/before-quotas.tsv" "$out/kommunekvoter.tsv" >"$out/hvorfor.tsv"
	stage before_sums kkr-kpi --definitions "$sums" --group region,region_name "$tmp/before-quotas.tsv" |
		stage before_regions kkr-select --rename value=quota --columns region,quota >"$tmp/before-regions.tsv"
	mv "$out/kommunekvoter.tsv" "$out/regionskvoter.tsv" "$tmp"
	stage changes with_change area "$tmp/before-quotas.tsv" "$tmp/kommunekvoter.tsv" "$broken" >"$out/kommunekvoter.tsv"
	stage region_changes with_change region "$tmp/before-regions.tsv" "$tmp/regionskvoter.tsv" "$broken" \
		>"$out/regionskvoter.tsv"
}

# quotas_workbook: the results of refugees as sheets, for those who calculate in Excel.
quotas_workbook() {
	kkr-select --columns "area,name,region_name,population,non_western_nationals,family_reunified,share,gross,net,$(
	)distribution,quota,transfer?,agreed?,status?,state?,before?,change?" "$out/kommunekvoter.tsv" >"$tmp/sheet-quotas.tsv" &&
		kkr-select --columns "title,region_name,value,unit,qualifier,target,gap,target_status,published,deviation,n,$(
		)note,source" "$out/kpi.tsv" >"$tmp/sheet-kpi.tsv" || return
	MUNICIPALITIES=$(in_words Kommuner Municipalities)
	kkr-format --type xlsx --lang "$lang" --title "$(in_words 'Kommunekvoter for flygtninge' 'Municipal refugee quotas')" \
		--sheet "$MUNICIPALITIES=$tmp/sheet-quotas.tsv" \
		--heading "$MUNICIPALITIES:name=$(in_words Kommune Municipality)" \
		--heading "$MUNICIPALITIES:share=$(in_words Fordelingsandel 'Share (distribution)')" \
		--sheet "$(in_words Regioner Regions)=$out/regionskvoter.tsv" \
		--sheet "$(in_words Sammenligning Comparison)=$out/comparison.tsv" \
		--sheet "$(in_words Nøgletal 'Key figures')=$tmp/sheet-kpi.tsv" \
		--sheet "$(in_words Bemærkninger Remarks)=$out/noter.tsv"
}

# svg_to_png WIDTH SVG PNG: not every system takes SVG.
svg_to_png() {
	command -v rsvg-convert >/dev/null || {
		echo 'png: rsvg-convert is not installed (Debian: librsvg2-bin)' >&2
		return 69
	}
	rsvg-convert --width "$1" --output "$3" "$2"
}
