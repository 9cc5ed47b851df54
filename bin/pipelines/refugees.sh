# Refugees: the statutory quotas of municipalities and regions, held against the published table
#
# Reads   exports with the measures population, non_western_nationals and family_reunified for every
#         municipality; and published_quota, where there is a published table to compare with.
#         Deadlines, and further measures, for the key figures. Other topics' records are left out.
# Writes  kommunekvoter.tsv   a row for each municipality, with every figure of its allocation
#         aftaletabel.tsv     with an agreement: the table that the KKRs sign
#         regionskvoter.tsv   the quotas of the regions
#         rettelser.tsv       with corrections: what was corrected
#         comparison.txt      whether the published table is reproduced
#         kpi.tsv             the key figures of schemas/kpi/refugees.tsv
#         noter.tsv           the remarks and sources of the figures that the allocation rests on
#         kvotekort.svg       the quotas as a map; with png, kvotekort.png too
#         regioner.svg        the quotas of the regions as bars
#         agenda.html         with kkr: the quotas of that council's municipalities, for its agenda
#         report.html         all of it as one page for reading
#
# shellcheck shell=sh disable=SC2154,SC2016 # the driver sets what is not set here; awk has $ too

param landstal 600 'how many refugees to share out; the pipeline hvad-hvis takes several' number
param agreement '' 'a file with the transfers that municipalities have agreed on (kkr-quota(1))' file
param as_of 2025-06-11 'the date from which days to a deadline are counted' period
param corrections '' 'a file with corrections of the figures (kkr-correct(1))' file
param kkr '' 'the council (KKR Hovedstaden, ...) for whose agenda agenda.html is written' council
param lang da 'the language of report.html: da or en' language
param png 0 'how many pixels wide kvotekort.png is to be; 0 for none' number

sample refugees/bilag-a.xml
sample refugees/familiesammenfoeringer-2024.xml.gz
sample refugees/bilag-b.xml
sample refugees/landstal.xml

# Exports become records, and areas codes.
records() {
	stage parse kkr-parse --columns "$columns" -- "$share/schemas/fields.xml" "$@" |
		stage topic awk -F '\t' "$no_other_topic" |
		stage codes kkr-codes --add name,region,region_name,level
}

pipe() {
	# The corrections, where there are any. The allocation takes observations without remarks.
	each records "$@" |
		stage correct ${corrections:+kkr-correct --details "$out/rettelser.tsv" --corrections} \
			"${corrections:-cat}" >"$tmp/all.tsv"
	stage observations cut -f 1-6,12-14 "$tmp/all.tsv" >"$tmp/records.tsv"

	# The figures whose control totals hold are allocated; those that the rule uses must be complete.
	stage other awk -F '\t' 'NR == 1 || $4 != "published_quota"' "$tmp/records.tsv" |
		stage totals kkr-check >"$tmp/checked.tsv"
	stage figures awk -F '\t' "$three_measures" "$tmp/checked.tsv" |
		stage check kkr-check --complete |
		stage keep tee "$tmp/figures.tsv" |
		stage quota kkr-quota --landstal "$landstal" ${agreement:+--agreement "$agreement"} \
			>"$out/kommunekvoter.tsv"
	stage regions awk -F '\t' "$sum_by_region" "$out/kommunekvoter.tsv" >"$out/regionskvoter.tsv"

	[ -z "$agreement" ] || stage agreed kkr-quota --landstal "$landstal" --agreement "$agreement" \
		--agreement-table "$tmp/figures.tsv" >"$out/aftaletabel.tsv"

	# The published table was made for a landstal of its own: its total for the country.
	published=$(stage published awk -F '\t' "$published_landstal" "$tmp/records.tsv")
	if [ -z "$published" ]; then
		echo 'published quotas not compared: there is no such table among the inputs' \
			>"$out/comparison.txt"
		: >"$tmp/pairs.tsv"
	else
		# Its rows, municipal and regional, must be those that come out for that landstal.
		stage again kkr-quota --landstal "$published" "$tmp/figures.tsv" >"$tmp/quotas.tsv"
		stage sums awk -F '\t' "$sum_by_region" "$tmp/quotas.tsv" >"$tmp/regions.tsv"
		stage pairs awk -F '\t' -v landstal="$published" "$observations" \
			"$tmp/quotas.tsv" "$tmp/regions.tsv" "$tmp/records.tsv" |
			stage compare kkr-check --keep --same quota published_quota >"$tmp/pairs.tsv"
		stage count awk -F '\t' "$reproduced" "$tmp/regions.tsv" "$tmp/pairs.tsv" \
			>"$out/comparison.txt"
	fi

	# Quotas, and whether each is the published one, become records beside those that came.
	stage key_records awk -F '\t' "$key_records" \
		"$tmp/all.tsv" "$out/kommunekvoter.tsv" "$tmp/pairs.tsv" |
		stage kpi kkr-kpi --definitions "$share/schemas/kpi/refugees.tsv" --as-of "$as_of" \
			--group region,region_name >"$out/kpi.tsv"

	# What people look at. A title has the landstal as its readers write numbers.
	grouped=$(printf 'n\n%s\n' "$landstal" |
		stage group kkr-format --lang "$lang" | tail -n 1)
	stage map kkr-plot --type map --value quota --lang "$lang" --id map \
		--title "$(in_words Kommunekvoter 'Municipal quotas'), landstal $grouped" \
		--source 'bekendtgørelse nr. 550 af 3. maj 2022, § 4' "$out/kommunekvoter.tsv" \
		>"$out/kvotekort.svg"
	[ "$png" -eq 0 ] || stage png sh -c "$to_png" png "$png" "$out/kvotekort.svg" "$out/kvotekort.png"
	stage bars kkr-plot --type bars --label region_name --value quota --lang "$lang" --id bars \
		--title "$(in_words 'Kvoter efter region' 'Quotas by region')" \
		"$out/regionskvoter.tsv" >"$out/regioner.svg"
	stage remarks awk -F '\t' "$remarks" "$tmp/all.tsv" >"$out/noter.tsv"
	[ -z "$kkr" ] || {
		stage council awk -F '\t' -f "$share/pipelines/council.awk" kkr="$kkr" \
			"$share/schemas/areas.tsv" "$out/kommunekvoter.tsv" >"$tmp/council.tsv"
		stage council_table kkr-format --type html --lang da --title "Kommunekvoter, $kkr" \
			--heading name=Kommune --heading population=Folketal \
			--heading non_western_nationals='Udenlandske statsborgere fra ikke-vestlige lande' \
			--heading family_reunified='Familiesammenføringer til flygtninge' \
			--heading distribution=Fordelingstal --heading quota=Kommunekvote \
			${agreement:+--heading agreed='Aftalt kvote' --heading status=Aftale} \
			"$tmp/council.tsv" >"$tmp/council.html"
		stage agenda awk -F '\t' -f "$share/pipelines/agenda.awk" kkr="$kkr" landstal="$landstal" \
			part=council "$tmp/council.tsv" part=quotas "$out/kommunekvoter.tsv" \
			part=remarks "$out/noter.tsv" part=table "$tmp/council.html" >"$out/agenda.html"
	}
	stage key_figures awk -F '\t' -f "$share/pipelines/key-figures.awk" \
		topic=refugees "$out/kpi.tsv" >"$tmp/key-figures.tsv"
	made_of >"$tmp/made.tsv"
	stage report awk -F '\t' -v lang="$lang" -v title='Kommunekvoter for flygtninge' \
		-f "$share/pipelines/report.awk" \
		part=words "$share/pipelines/report-words.tsv" \
		part=style "$share/pipelines/report.css" part=script "$share/pipelines/report.js" \
		part=definitions "$share/schemas/kpi/refugees.tsv" part=figures "$tmp/key-figures.tsv" \
		part=quotas "$out/kommunekvoter.tsv" part=regions "$out/regionskvoter.tsv" \
		part=remarks "$out/noter.tsv" part=comparison "$out/comparison.txt" \
		part=map "$out/kvotekort.svg" part=region_bars "$out/regioner.svg" \
		${kkr:+part=agenda "$out/agenda.html"} part=made "$tmp/made.tsv" >"$out/report.html"
}

in_words() {
	if [ "$lang" = da ]; then echo "$1"; else echo "$2"; fi
}

show() {
	kkr-format "$out/regionskvoter.tsv"
	echo
	awk -F '\t' "$main_columns" "$out/kommunekvoter.tsv" | kkr-format
	echo
	cat "$out/comparison.txt"
	echo
	awk -F '\t' -f "$share/pipelines/key-figures.awk" topic=refugees "$out/kpi.tsv" |
		awk -F '\t' -f "$share/pipelines/page.awk" "$share/schemas/kpi/refugees.tsv" -
}

columns=dataset,area,period,measure,unit,value,latest,status,qualifier,note,source

no_other_topic='NR == 1 || $1 !~ /^(climate|health-reform|mobility|talent|taskforce)-/'

three_measures='NR == 1 || $4 ~ /^(population|non_western_nationals|family_reunified)$/'

# awk adds in binary floating point, which is exact for whole numbers of up to 15 digits.
sum_by_region='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		print "region\tregion_name\tquota"
		fflush()
		if (!("quota" in at)) {
			print "landstal: one number at a time; the pipeline hvad-hvis takes several" | "cat >&2"
			exit failed = 64
		}
		next
	}
	length($at["quota"]) > 15 {
		print "a quota of more than 15 digits: " $at["quota"] | "cat >&2"
		exit failed = 65
	}
	{
		region = $at["region"] "\t" $at["region_name"]
		quota[region] += $at["quota"]
	}
	END {
		if (failed)
			exit failed
		for (region in quota)
			printf "%s\t%.0f\n", region, quota[region] | "sort"
		if (close("sort"))
			exit 74
	}'

published_landstal='
	$4 == "published_quota" {
		found = 1
		if ($2 == "000")
			landstal = $6
	}
	END {
		if (found && landstal == "") {
			print "the published quotas have no total for the country: their landstal" | "cat >&2"
			exit 65
		}
		print landstal
	}'

observations='
	NR == 1 {
		print "area\tmeasure\tvalue"
		print "000\tquota\t" landstal
	}
	FNR == 1 {
		split("", at)
		for (i = 1; i <= NF; i++)
			at[$i] = i
		next
	}
	!("measure" in at) {
		print $1 "\tquota\t" $at["quota"]
	}
	"measure" in at && $at["measure"] == "published_quota" {
		print $at["area"] "\tpublished_quota\t" $at["value"]
	}'

reproduced='
	NR == FNR {
		region[$1]
		next
	}
	$1 != "000" && $2 == "quota" {
		quota[$1] = $3
	}
	$1 != "000" && $2 == "published_quota" {
		level = $1 in region ? "regions" : "municipalities"
		of[level]++
		same[level] += quota[$1] == $3
	}
	END {
		printf "published quotas reproduced: %d of %d municipalities, %d of %d regions\n",
			same["municipalities"], of["municipalities"], same["regions"], of["regions"]
	}'

# Rows after those that came have their columns; the allocation is the source of the quotas.
key_records='
	FNR == 1 {
		file++
		for (i = 1; i <= NF; i++)
			at[$i] = i
	}
	file == 1 {
		print
		if ($at["measure"] == "published_quota")
			published_source = $at["source"]
	}
	file == 2 && FNR > 1 {
		row($at["area"], "quota", $at["quota"], "bekendtgørelse nr. 550 af 3. maj 2022, § 4",
			$at["region"], $at["region_name"])
	}
	file == 3 && $2 == "quota" {
		quota[$1] = $3
	}
	file == 3 && $2 == "published_quota" && $1 != "000" {
		row($1, "quota_deviates", quota[$1] != $3, published_source, "", "")
	}
	function row(area, measure, value, source, region, region_name) {
		print "\t" area "\t\t" measure "\tpersons\t" value "\t\t\t\t\t" source "\t\t" \
			region "\t" region_name "\t"
	}'

# Not every system takes SVG.
to_png='
	if ! command -v rsvg-convert >/dev/null; then
		echo "png: rsvg-convert is not installed (Debian: librsvg2-bin)" >&2
		exit 69
	fi
	exec rsvg-convert --width "$1" --output "$3" "$2"'

# Once for each measure, in the order in which they come.
remarks='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
	}
	{
		line = $at["measure"] "\t" $at["period"] "\t" $at["note"] "\t" $at["source"]
		if (!(line in seen))
			print line
		seen[line]
	}'

main_columns='
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
	}
	{
		print $at["area"] "\t" $at["name"] "\t" $at["gross"] "\t" $at["net"] "\t" \
			$at["distribution"] "\t" $at["quota"]
	}'
