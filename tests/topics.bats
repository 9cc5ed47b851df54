# The topics of the packet: what is in the samples, and the key figures that come out.

load common

TOPICS='climate health-reform mobility refugees talent taskforce'

# packet [ARGUMENT...]: runs it into out, as of its day.
packet() {
	run_split kkr run packet --output out --set as_of=2025-06-11 "$@"
}

# packet_figures FILE: topic, kpi, group, qualifier and value of a packet's table, without its header.
packet_figures() {
	awk -F '\t' -v OFS='\t' 'NR > 1 { print $1, $2, $4, $7, $5 }' "$1" | sort
}

# packet_cell FILE KPI GROUP COLUMN: a cell of a packet's table.
packet_cell() {
	awk -F '\t' -v kpi="$2" -v group="$3" -v column="$4" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$2 == kpi && $4 == group { print $at[column] }' "$1"
}

# topic_records TOPIC COLUMN,...: of all samples of a topic, with the columns that none of them has empty.
topic_records() {
	kkr-read --columns "${2//,/?,}?" "$SAMPLES/$1"/*.xml* | kkr-select --columns "$2"
}

@test "the samples hold every figure, event and date of the packet, and no other" {
	columns=measure,area,period,base_period,level,track,audience,kind,item,heading,title,place
	columns=$columns,value,qualifier,earliest,latest,due_text,status
	for topic in $TOPICS; do
		# The tables of municipalities are held by their totals, below.
		topic_records "$topic" "$columns" | awk -F '\t' -v OFS='\t' -v topic="$topic" '
			NR == 1 { next }
			$1 ~ /^(population|non_western_nationals|asylum_seekers|family_reunified|published_quota)$/ {
				next
			}
			{
				what = ""
				for (i = 2; i <= 12; i++)
					if ($i != "")
						what = what (what == "" ? "" : " / ") $i
				print topic, $1, what, $13, $14, $15, $16, $17, $18
			}'
	done | sort >in-samples
	tail -n +2 "$FIXTURES/packet-figures.tsv" | sort >expected
	run diff expected in-samples
	assert_success
	assert_equal "$(wc -l <expected)" 119
}

@test "the tables of municipalities have the packet's totals and the ten with asylum seekers" {
	topic_records refugees dataset,area,period,measure,unit,value | kkr-codes --add level >all.tsv
	awk -F '\t' '$4 ~ /^(population|non_western_nationals|asylum_seekers|family_reunified|published_quota)$/ || NR == 1' \
		all.tsv >tables.tsv
	run_split kkr-check --complete tables.tsv
	assert_success
	run awk -F '\t' '$7 == "country" { print $4, $3, $6 }' tables.tsv
	assert_output 'population 2025-01-01 5992644
non_western_nationals 2024-01-01 342335
asylum_seekers 2025-04-06 2552
published_quota 2026 600
family_reunified 2024 696'
	run awk -F '\t' '$4 == "asylum_seekers" && $7 == "municipality" && $6 != "" { print $2, $6 }' tables.tsv
	assert_output '201 360
223 88
350 115
482 158
550 304
561 310
630 180
661 553
756 219
820 265'
}

@test "the packet's own words stand in the notes" {
	for topic in $TOPICS; do
		topic_records "$topic" measure,note,source
	done >notes
	while IFS= read -r words; do
		grep -qF -- "$words" notes || fail "no note has the words: $words"
	done <<-'END'
		er godt på vej med en plan
		helt eller delvist
		jævnført Energi- og CO2-regnskabet
		Faktaark: Status på kommunerne klimahandling
		Midtvejsnotat og forslag til indsatser i 2025
		i høj grad
		2025-pl
		Oversigt over de nationale spor i sundhedsreformen; Kommissorium for kommunernes samarbejde i Østdanmark
		jævnt fordelt på transportformer
		næsten en tredjedel
		størstedelen
		Styrket mobilitet for et hovedstadsområde i udvikling
		FAKTABOKS
		KKR-formandskabets sidepapir, 11. juni 2025
		Notat til KKR Hovedstaden: Erhvervshus Hovedstaden og Copenhagen Capacitys samarbejde …
		sagsnummer 23/108198
	END
}

@test "the packet's key figures come out, each with its reservation" {
	packet
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	run head -1 out/kpi.tsv
	assert_output "$(rows 'topic kpi title group value unit qualifier target gap target_status published deviation n note source published_qualifier contradicted')"
	tail -n +2 "$FIXTURES/packet-kpi.tsv" | sort >expected
	run diff expected <(packet_figures out/kpi.tsv)
	assert_success
	# what the topics draw stands beside the page, as it always has
	assert_equal "$(cd out && echo *.svg)" 'arrangementer.svg milepaele.svg projekter.svg spor.svg'
}

# as_of TOPIC: the packet's day, where a topic counts days.
as_of() {
	case $1 in
	refugees | health-reform) echo --set as_of=2025-06-11 ;;
	esac
}

@test "each topic's pipeline gives its part of the packet's table, and keeps it where it runs alone" {
	packet
	for topic in $TOPICS; do
		# shellcheck disable=SC2046 # an option and its value
		run_split kkr run "$topic" --output "alone/$topic" $(as_of "$topic")
		assert_success
		assert_equal "$stderr" ''
		run diff "alone/$topic/kpi.tsv" "out/$topic/kpi.tsv"
		assert_success
	done
}

@test "each topic finds its own records in a pile of all exports, in any order" {
	packet
	for topic in $TOPICS; do
		run_split kkr run "$topic" --output pile $(as_of "$topic") $(printf '%s\n' "$SAMPLES"/*/*.xml* | sort -r)
		assert_success
		assert_equal "$stderr" ''
		run diff pile/kpi.tsv "out/$topic/kpi.tsv"
		assert_success
	done
	run_split kkr run hvad-hvis --output pile "$SAMPLES"/*/*.xml*
	assert_success
}

@test "the notes say what a reader must know, and a contradiction is one" {
	packet
	# 93 hundredths above the 95 pct. that the paper states: (97 x 120 + 95 x 138) / 258 - 95.
	assert_equal "$(packet_cell out/kpi.tsv satisfied_pct '*' published)" 95
	assert_equal "$(packet_cell out/kpi.tsv satisfied_pct '*' deviation)" 0.93
	assert_equal "$(packet_cell out/kpi.tsv satisfied_pct '*' note)" \
		'antallet af svar er ukendt; modsiges af kilden, som angiver 95: afvigelse 0.93'
	assert_equal "$(packet_cell out/kpi.tsv participants '*' note)" \
		'deltagere i en fælles aktivitet kan være talt to gange'
	# 9 of both tracks, though 5 and 6 of each.
	assert_equal "$(packet_cell out/kpi.tsv activities '*' note)" \
		'en aktivitet for begge spor er talt én gang her, men i hvert af sporene'
	assert_equal "$(packet_cell out/kpi.tsv represented_pct '*' published)" 100
	assert_equal "$(packet_cell out/kpi.tsv represented_pct '*' deviation)" 0
	# 790,000 is 800,000 within its rounding; 32.22 is nearly a third, but no majority.
	assert_equal "$(packet_cell out/kpi.tsv more_trips '*' published)" 800000
	assert_equal "$(packet_cell out/kpi.tsv more_trips '*' deviation)" -10000
	assert_equal "$(packet_cell out/kpi.tsv more_trips '*' note)" 'måske ikke alle transportformer'
	assert_equal "$(packet_cell out/kpi.tsv population_share_pct '*' note)" "uden Christiansø; kilden: »næsten en tredjedel«"
	assert_equal "$(packet_cell out/kpi.tsv population_majority_pct '*' note)" \
		'uden Christiansø; modsiges af kilden, som angiver 50 (over): afvigelse -17.78'
	run awk -F '\t' '$14 ~ /modsiges/ { print $2 }' out/kpi.tsv
	assert_output 'population_majority_pct
satisfied_pct'
	# Who contradicts whom: both papers are among the sources.
	[[ $(packet_cell out/kpi.tsv population_majority_pct '*' source) == \
		'Styrket mobilitet '*'; Udlændingestyrelsen, '*', bilag A' ]]
	assert_equal "$(packet_cell out/kpi.tsv overdue '*' title)" 'Frist passeret, ikke meldt færdig'
	assert_equal "$(packet_cell out/kpi.tsv quotas_deviating '*' target_status)" met
	assert_equal "$(packet_cell out/kpi.tsv quotas_deviating '*' n)" 103
	run awk -F '\t' 'NR > 1 && $15 == ""' out/kpi.tsv
	assert_output ''
}

# altered TOPIC|KPI|GROUP|VALUE|SED...: the key figures once the samples of a topic have been altered by sed, by all
# of these at once.
altered() {
	local row kpi group value changes='' topic=${1%%|*} file
	for row; do
		changes+=${row##*|}$'\n'
	done
	rm -rf copy
	mkdir copy
	for file in "$SAMPLES/$topic"/*.xml* "$SAMPLES"/refugees/bilag-a.xml; do
		gzip -dcf <"$file" | sed "$changes" >"copy/$(basename "$file" .gz)"
	done
	run_split kkr run "$topic" --output altered $(as_of "$topic") copy/*
	assert_success
	kkr-report --type figures "$topic=altered/kpi.tsv" >table
	for row; do
		IFS='|' read -r _ kpi group value _ <<<"$row"
		assert_equal "$row: $(packet_cell table "$kpi" "$group" value)" "$row: $value"
	done
}

# What stands together here is altered at once: no figure is made of another's. In the long run each is alone.
@test "a figure altered in a sample alters the key figure" {
	local cases=0 altered=()
	while IFS= read -r row; do
		[ -z "$row" ] || altered+=("$row")
		[ -z "$row" ] || [ -n "${KKR_LONG-}" ] || continue
		[ "${#altered[@]}" -eq 0 ] || altered "${altered[@]}"
		cases=$((cases + ${#altered[@]}))
		altered=()
	done <<-'END'
		climate|plans_adopted|*|96|s/>97</>96</
		climate|plans_missing|*|2|s/>97</>96</
		climate|plans_mapped_pct|*|94.9|/plans_mapped/s/>96</>93</
		climate|survey_answered_pct|*|91.84|/survey_answered/s/>96</>90</
		climate|measures|*|6600|s/>6.500</>6.600</
		climate|emissions_change_pct|*|-21|s/>-20</>-21</
		climate|focus_areas|*|2|/klimatilpasning/d

		climate|plans_adopted_pct|*|97|s/>98</>100</
		climate|measures_per_plan|*|68.8|s/>6.500</>6.600</

		taskforce|activities|track=pædagog|7|s/>5</>7</
		taskforce|activities|track=sosu|8|s/>6</>8</
		taskforce|activities|*|10|s/>2</>3</
		taskforce|participants|*|259|s/>120</>121</
		taskforce|represented_pct|track=pædagog|72.41|s/>20</>21</
		taskforce|represented_pct|track=sosu|93.1|s/>26</>27</
		taskforce|represented_pct|*|96.55|/alle deltog/s/>29</>28</
		taskforce|satisfied_pct|track=pædagog|98|s/>97</>98</
		taskforce|satisfied_pct|*|96.4|s/>97</>98</
		taskforce|usefulness_pct|*|92.93|s/>93</>94</
		taskforce|shared_task_pct|*|54|s/>55</>54</

		taskforce|activities|*|11|s/>3</>5</
		taskforce|satisfied_pct|*|96|s/>138</>120</
		taskforce|online_meetings|*|17|/møder/,/group>/s/>9</>11</
		taskforce|shared_task_change|*|8|s/>7</>8</

		taskforce|activities|*|12|s/>4</>7</
		taskforce|recommend_pct|*|93.4|s/>94</>95</

		health-reform|milestones|*|13|/latest="2025-05-25"/,/record>/d
		health-reform|overdue|*|2|s/latest="2025-06-30"/latest="2025-06-09"/
		health-reform|economy_mio|item=opgaveflytning|-4300|s/>-4.200</>-4.300</
		health-reform|economy_mio|item=kulturtilskud|34|s/>33</>34</

		health-reform|done|*|3|/latest="2025-06-10"/s/open/done/
		health-reform|overdue|track=lovgivning|0|/latest="2025-06-10"/s/open/done/
		health-reform|due_90|*|2|s/latest="2025-09-10"/latest="2025-09-09"/
		health-reform|next_due|*|2025-06-11|s/latest="2025-06-30"/latest="2025-06-11"/

		mobility|more_trips|*|791000|s/>290.000</>291.000</
		mobility|trips_change_pct|*|9|s/>8</>9</
		mobility|km_change_pct|*|11|s/>10</>11</
		mobility|co2_change_pct|*|-11|s/>-10</>-11</
		mobility|noise_change_pct|*|4|/noise/s/>3</>4</
		mobility|short_trips_pct|kind=under 5 km|46|s/>45</>46</
		mobility|short_trips_pct|kind=under 2 km|17|/short_trips/,/group>/s/>16</>17</
		mobility|network_km_goal|*|900|s/>850</>900</
		mobility|routes_built|*|15|/routes_built/s/>16</>15</
		mobility|routes_growth_pct|*|88|s/>87</>88</
		mobility|priority_projects|kind=bus|2|/BRT på linje 400S"/d
		mobility|priority_measures|*|4|/kind="støj"/,/record>/d
		mobility|population_share_pct|*|32.23|s/5.992.644/5.993.644/;s/1.930.703/1.931.703/;s/667.099/668.099/

		mobility|more_trips|kind=cykel|120000|s/>110.000</>120.000</
		mobility|more_trips|kind=kollektiv transport|90000|s/>80.000</>90.000</
		mobility|more_trips|kind=bil|320000|s/>310.000</>320.000</

		talent|projects_active|*|4|s/2025-12-31/2024-12-31/
		talent|events|*|7|/LOOP/d
		talent|reach|event=MIT European Career Fair 2025, audience=kandidater|2600|s/>2.500</>2.600</
		talent|reach|event=International Talent Conference, audience=universiteter|9|s/>8</>9</

		talent|events|month=2025-04|3|s/2025-05-14/2025-04-14/
		talent|listed|*|8|/measure="portal"/d

		refugees|asylum_seekers|*|2553|s/2.552/2.553/;s/Hovedstaden">448/Hovedstaden">449/;s/>360</>361</
		refugees|days_to_deadline|*|89|s/2025-09-09/2025-09-08/

	END
	assert_equal "$cases" 58
}

@test "a refugee more, or another landstal, alters the refugees' key figures" {
	# 153 of the 696 came to Region Hovedstaden.
	gunzip -c "$SAMPLES"/refugees/fam*.gz | sed 's/København">20</København">21</
		s/Hovedstaden i alt">153</Hovedstaden i alt">154</
		s/>696</>697</' >f.xml
	run_split kkr run refugees --output out --set landstal=600 "$SAMPLES/refugees/bilag-a.xml" f.xml
	assert_success
	assert_equal "$(awk -F '\t' '$1 == "family_reunified" { print $5 }' out/kpi.tsv)" 697
	run_split kkr run refugees --output out --set landstal=0
	run awk -F '\t' '$1 ~ /^(landstal|zero_quota_municipalities)$/ { print $5 }' out/kpi.tsv
	assert_output '0
98'
	run_split kkr run refugees --output out --set landstal=300
	assert_equal "$(awk -F '\t' '$1 == "zero_quota_municipalities" { print $5 }' out/kpi.tsv)" \
		"$(awk -F '\t' 'NR > 1 && $NF == 0' out/kommunekvoter.tsv | wc -l)"
}

@test "a published figure altered in a sample makes or ends a contradiction" {
	mkdir copy
	sed 's/>800.000</>700.000</' "$SAMPLES/mobility/styrket-mobilitet.xml" >copy/m.xml
	sed '/samlet tilfredshedsrate/s/>95</>96</' "$SAMPLES/taskforce/midtvejsnotat.xml" >copy/t.xml
	sed '/"focus_areas"/s/>3</>4</' "$SAMPLES/climate/faktaark.xml" >copy/c.xml
	for topic in mobility taskforce climate; do
		run_split kkr run "$topic" --output "$topic" copy/*
		assert_success
	done
	run grep -c '^more_trips.*modsiges af kilden, som angiver 700000: afvigelse 90000' mobility/kpi.tsv
	assert_output 1
	run grep -c '^satisfied_pct.*modsiges' taskforce/kpi.tsv
	assert_output 0
	run grep -c '^focus_areas.*modsiges af kilden, som angiver 4: afvigelse -1' climate/kpi.tsv
	assert_output 1
}

@test "a day, a year or a landstal of one's own reaches the topics" {
	packet -s as_of=2025-10-01 -s year=2027 -s landstal=1000
	assert_success
	# By the table: 06-10, 06-30 and 09-10 have passed; due by 12-30 are 10-31 twice and 11-30.
	assert_equal "$(packet_cell out/kpi.tsv overdue '*' value)" 3
	assert_equal "$(packet_cell out/kpi.tsv due_90 '*' value)" 3
	assert_equal "$(packet_cell out/kpi.tsv next_due '*' value)" 2025-10-31
	assert_equal "$(packet_cell out/kpi.tsv projects_active '*' value)" 2
	assert_equal "$(packet_cell out/kpi.tsv landstal '*' value)" 1000
	assert_equal "$(packet_cell out/kpi.tsv quotas_deviating '*' value)" 0
	# Both deadlines of September have passed.
	assert_equal "$(packet_cell out/kpi.tsv days_to_deadline '*' value)" ''
	assert_equal "$(packet_cell out/kpi.tsv days_to_deadline '*' note)" 'ingen kommende frist'
}

@test "days to the deadline and milestones due are counted to the day" {
	while IFS=' ' read -r day deadline overdue due next; do
		run_split kkr run refugees --output r --set as_of="$day"
		assert_equal "$day $(awk -F '\t' '$1 == "days_to_deadline" { print $5 }' r/kpi.tsv)" "$day $deadline"
		run_split kkr run health-reform --output h --set as_of="$day"
		run awk -F '\t' '$3 $4 $5 $6 == "****" && /^(overdue|due_90|next_due)/ { print $7 }' h/kpi.tsv
		assert_output "$(printf '%s\n' "$due" "$next" "$overdue")"
	done <<-'END'
		2025-06-10 91 0 2 2025-06-10
		2025-06-12 89 1 2 2025-06-30
		2025-09-09 0 2 4 2025-09-10
		2025-09-10 19 2 4 2025-09-10
		2025-09-11 18 3 3 2025-10-31
		2025-09-29 0 3 3 2025-10-31
	END
}

@test "projects are under way in the years that they span, in any that is asked for" {
	# Of the edition, where none is asked for.
	run_split kkr run talent --output talent
	assert_equal "$(awk -F '\t' '$1 == "projects_active" { print $6 }' talent/kpi.tsv)" 5
	for expected in 2022=0 2023=1 2024=4 2025=5 2026=4 2027=2 2028=1 2029=0 2023-H1=1 2028-12-31=1; do
		run_split kkr run talent --output talent --set year="${expected%=*}"
		assert_success
		assert_equal "${expected%=*}=$(awk -F '\t' '$1 == "projects_active" { print $6 }' talent/kpi.tsv)" \
			"$expected"
	done
	for year in 20 2025-13 i~år; do
		run_split kkr run talent --output talent --set year="$year"
		assert_failure 64
	done
}

@test "the next edition needs new data, and no new definitions" {
	sed 's/climate-2025/climate-2026/; s/>97</>98</' "$SAMPLES/climate/faktaark.xml" >next.xml
	run_split kkr run climate --output out next.xml
	assert_success
	assert_equal "$(awk -F '\t' '$1 == "plans_adopted_pct" { print $3 }' out/kpi.tsv)" 100
	run grep -l '20[0-9][0-9]' "$ROOT"/schemas/kpi/*.tsv
	assert_output ''
}

# next_edition TOPIC FILE SED: the sample FILE as the edition of five years later.
next_edition() {
	sed "s/dataset=\"$1-20\([0-9]*\)\"/dataset=\"$1-25\1\"/; $3" "$SAMPLES/$1/$2" >"next-${2%.xml}.xml"
}

@test "of two editions in a heap each topic takes the newest, says so, and needs no new definition" {
	next_edition climate faktaark.xml 's/>97</>98</'
	next_edition health-reform oversigt.xml 's/latest="2025-06-10"/latest="2525-06-10"/; s/earliest="2025-06-01" latest="2525/earliest="2525-06-01" latest="2525/'
	next_edition mobility styrket-mobilitet.xml 's/>290.000</>291.000</'
	next_edition mobility sidepapir.xml ''
	next_edition talent notat.xml 's/2027-12-31/2525-12-31/'
	next_edition taskforce midtvejsnotat.xml 's/>120</>121</'
	run_split kkr run packet --output out --set landstal=600 "$SAMPLES"/*/*.xml* ./next-*.xml
	assert_success
	for topic in climate-2025 health-reform-2025 mobility-2035 talent-2025 taskforce-2024; do
		assert_message "records of $topic are left out: ${topic%20??}25${topic#*-20} is newer"
	done
	assert_equal "$(packet_cell out/kpi.tsv plans_adopted_pct '*' value)" 100
	assert_equal "$(packet_cell out/kpi.tsv more_trips '*' value)" 791000
	assert_equal "$(packet_cell out/kpi.tsv participants '*' value)" 259
	assert_equal "$(packet_cell out/kpi.tsv projects_active '*' value)" 1
	# Without a day nothing is overdue, and none is counted to.
	assert_equal "$(packet_cell out/kpi.tsv milestones '*' value)" 14
	run ! grep -qE '^[a-z-]+\t(overdue|due_90|next_due|days_to_deadline)' out/kpi.tsv
	assert_equal "$(kkr-select --columns state out/health-reform/milepaele.tsv | sort | uniq -c | xargs)" '2 done 12 open 1 state'
}

@test "no record of a topic, or an export twice, is an error that says so" {
	for topic in climate taskforce health-reform mobility talent; do
		run_split kkr run "$topic" --output out "$SAMPLES/refugees/landstal.xml"
		refused 65 "$topic: the inputs have no record of a data set $topic-..., such as $topic-2025" \
			"stage 'topic' failed with status 65; out was not made"
	done
	gzip -c "$SAMPLES/climate/faktaark.xml" >again.xml.gz
	run_split kkr run climate --output out "$SAMPLES/climate/faktaark.xml" again.xml.gz
	refused 65 'climate: the inputs have this record twice: climate-2025 2025-04 municipalities kommuner 98 Klima'
	packet "$SAMPLES"/{climate,mobility,refugees,talent,taskforce}/*.xml*
	refused 65 'health-reform: the inputs have no record' "packet: stage 'health_reform_topic' failed"
	assert_not_exists out
}

@test "what a topic lacks is said of the figure that lacks it" {
	run_split kkr run mobility --output out "$SAMPLES"/mobility/*
	assert_success
	run awk -F '\t' '$1 ~ /^population/ { print $1 "," $4 "," $13 }' out/kpi.tsv
	assert_output "population_majority_pct,,ingen poster
population_share_pct,,kilden: »næsten en tredjedel«; ingen poster"
	run_split kkr run refugees --output out --set landstal=600 --set as_of=2025-09-30 "$SAMPLES/refugees/bilag-a.xml" \
		"$SAMPLES"/refugees/fam*
	assert_success
	run awk -F '\t' '$1 ~ /^(quotas_deviating|days_to_deadline)$/ { print $1 "," $5 "," $14 }' out/kpi.tsv
	assert_output 'days_to_deadline,,ingen kommende frist
quotas_deviating,,ingen poster'
}

@test "a weight that is missing or given twice is not guessed at" {
	sed 's/<record track="sosu">138/<record track="pædagog">138/' "$SAMPLES/taskforce/midtvejsnotat.xml" >twice.xml
	run_split kkr run taskforce --output out twice.xml
	refused 65 "the weight of track 'pædagog' is given twice"
	sed '/<record track="sosu">138/d' "$SAMPLES/taskforce/midtvejsnotat.xml" >missing.xml
	run_split kkr run taskforce --output out missing.xml
	refused 65 "the weight of track 'sosu' is missing"
}

@test "a milestone without a status is told where it was delivered" {
	sed '0,/ status="open"/s///' "$SAMPLES/health-reform/oversigt.xml" >reform.xml
	line=$(grep -n -m 1 ' status="open"' "$SAMPLES/health-reform/oversigt.xml" | cut -d : -f 1)
	run_split kkr run health-reform --output out reform.xml
	refused 65 "reform.xml:$line: done: status '' is neither done nor open"
}

@test "mobility's share is of the newest population, whatever regions it is summed by, and of no other" {
	delivery --edition 2027 --landstal 700 --seed 3 --merged bilag-a 27
	run_split kkr run mobility --output out "$SAMPLES"/mobility/* "$SAMPLES/refugees/bilag-a.xml" 27/bilag-a.tsv
	assert_success
	assert_equal "$stderr" ''
	share=$(awk -F '\t' 'FNR == NR { of[$1] = $3; next } $3 != "population" { next } $1 == "000" { all = $5 } of[$1] == "084" { east += $5 }
		END { printf "%.2f", 100 * east / all }' "$ROOT/schemas/areas.tsv" 27/bilag-a.tsv)
	assert_equal "$(awk -F '\t' '$1 == "population_share_pct" { print $4 }' out/kpi.tsv)" "$share"
}

# started COMMAND...: the path of each program that the command starts, a line each.
started() {
	traced -f -qq -e trace=execve -e status=successful -e signal=none -s 1 -o trace "$@" || return
	sed -n 's/^[0-9]* *execve("\([^"]*\)".*/\1/p' trace
	# One that another process interrupted stands in two lines, of which the first has the path.
	[ "$(grep -c 'execve(' trace)" -eq "$(grep -c 'execve(".*' trace)" ]
}

@test "a packet reads each of its ten inputs once, with few programs" {
	command -v strace >/dev/null || fail 'strace is not installed (bin/setup check installs it)'
	run started kkr run packet --output out
	assert_success
	assert_equal "$(ls "$SAMPLES"/{climate,health-reform,mobility,talent,taskforce}/*.xml "$SAMPLES"/refugees/* | wc -l)" 10
	local readers programs
	readers=$(grep -c '/kkr-\(parse\|table\)$' <<<"$output")
	programs=$(wc -l <<<"$output")
	echo "# $readers readers, $programs programs" >&3
	assert [ "$readers" -ge 10 ]
	assert [ "$readers" -le 12 ]
	assert [ "$programs" -le 400 ]
}

@test "an input that can be read only once is read by every topic" {
	packet
	run_split bash -c 'kkr run packet --output piped --set as_of=2025-06-11 "$@" - <"$0"' "$SAMPLES/climate/faktaark.xml" \
		"$SAMPLES"/{health-reform,mobility,refugees,talent,taskforce}/*.xml*
	assert_success
	run diff out/kpi.tsv piped/kpi.tsv
	assert_success
	run_split bash -c 'kkr run packet --output piped --set as_of=2025-06-11 <(cat "$0") "$@"' "$SAMPLES/climate/faktaark.xml" \
		"$SAMPLES"/{health-reform,mobility,refugees,talent,taskforce}/*.xml*
	assert_success
	run diff out/kpi.tsv piped/kpi.tsv
	assert_success
}

@test "a packet that fails leaves the results of the last one, and says which stage of which topic it was" {
	packet
	before=$(readlink out)
	sed 's/>6.500</>6.50</' "$SAMPLES/climate/faktaark.xml" >bad.xml
	packet bad.xml
	assert_failure 65
	[[ $stderr == *"bad.xml:20: value '6.50' is not an integer in Danish notation"* ]]
	[[ $stderr == *"kkr: packet: stage 'read' set 1 record aside, 1 in all, and --max-rejects is 0; out is as it was; the log is "* ]]
	assert_equal "$(readlink out)" "$before"
	sed 's/<record track="sosu">138/<record track="sosu">-138/' "$SAMPLES/taskforce/midtvejsnotat.xml" >bad.xml
	packet bad.xml "$SAMPLES"/{climate,health-reform,mobility,refugees,talent}/*.xml*
	refused 65 'the weight value is negative: -138' \
		"kkr: packet: stage 'taskforce_kpi' set 1 record aside, 1 in all, and --max-rejects is 0; out is as it was; the log is "
	assert_equal "$(readlink out)" "$before"
	run find . -maxdepth 1 -name '.out.[0-9]*' ! -name "$before"
	assert_output ''
}

@test "the packet is shown with reservations beside figures, and remarks numbered below" {
	packet --verbose
	assert_success
	assert_line --index 0 climate
	assert_line --regexp '^Tiltag i planerne +over +6500  tiltag +[0-9]+$'
	assert_line --regexp '^Tiltag pr\. kortlagt plan +over +67\.7  tiltag +\*,[0-9]+$'
	assert_line --regexp '^Ændring i udledning af drivhusgasser +ca\. +-20  pct\. +'
	assert_line --regexp '^Kommunal repræsentation +100  pct\. +[0-9,]+$'
	assert_line --regexp '^  sosu +89\.66  pct\. +\*,[0-9,]+$'
	assert_line --regexp '^Frist passeret, ikke meldt færdig +1 +milepæle +\*,[0-9]+$'
	assert_line --regexp '^\[[0-9]+\] Klimaalliancen, april 2025, Faktaark: Status på kommunerne klimahandling$'
	assert_line '[*] own calculation'
	assert_line '  kpi.tsv'
	assert_line '  refugees/kommunekvoter.tsv'
	# As many rows as the table has, and one above groups that have no row for all together.
	local page=$output
	assert_equal "$(grep -cE '( |,)([0-9]+|\*)$' <<<"$(grep -v '^\[\|^    ' <<<"$page")")" "$(($(wc -l <out/kpi.tsv) - 1))"
	# No figure that has a reservation is shown without it.
	for words in $(awk -F '\t' 'NR > 1 && $7 != "" && $7 != "own calculation" {
			sub(/, own calculation/, "", $7); print $7 "=" $5 }' out/kpi.tsv); do
		assert_line --regexp " ${words%=*} +${words#*=} "
	done
	# As wide as a terminal; characters, not bytes.
	run awk '{ gsub(/[\200-\277]/, ""); if (length($0) > 100) print }' <<<"$page"
	assert_output ''
}

@test "each topic's pipeline shows its key figures" {
	for topic in $TOPICS; do
		run_split kkr run "$topic" --output out --verbose
		assert_success
		[[ $stderr == *"kkr: $topic: results in "* ]]
		assert_line "$topic"
		assert_line --regexp '^figure +(published +)?qualifier +value +unit +remarks$'
		assert_line --regexp '^\[1\] .+'
		assert_line '  kpi.tsv'
		# The source's figure before ours, where it is another one.
		[ "$topic" != mobility ] || assert_line --regexp '^Regionens andel, mod »størstedelen« +over 50 +32\.22 +pct\. '
	done
}

@test "a terminal is shown the packet once, and not each topic on the way" {
	script -qec 'kkr run packet --output out' /dev/null </dev/null >seen
	run grep -c '^climate' seen
	assert_output 1
}

@test "a topic needs no column that its FILEs lack" {
	cat >own.xml <<-'END'
		<export xmlns="urn:kkr:export:1" dataset="taskforce-2026"><fields>
		<field name="measure" type="token"/><field name="track" type="token"/>
		<field name="value" type="integer"/></fields>
		<record measure="online_meetings" track="ny">3</record>
		</export>
	END
	run_split kkr run taskforce --output out own.xml
	assert_success
	run awk -F '\t' '$1 == "online_meetings" { print $3, $4 }' out/kpi.tsv
	assert_output '* 3
ny 3'
}

@test "key figures of one's own come out of any file as page, workbook and table, and tell what was revised" {
	write_table definitions.tsv <<-'END'
		kpi|title|unit|compute|where
		pop|Indbyggere|personer|sum|measure=population
		avg|Gennemsnit|personer|mean value|measure=population
	END
	printf '%s\n' area,measure,value København,population,100 Frederiksberg,population,51 Aalborg,population,7 >a.csv
	sed 's/51/52/' a.csv >b.csv
	run_split kkr run kpi --output a --set areas=name,region,region_name --set group=region_name a.csv
	assert_success
	assert_equal "$stderr" ''
	cut -f 1,3,4,6,12 a/kpi.tsv >got
	write_table want <<-'END'
		kpi|region_name|value|qualifier|n
		avg|*|52.67|own calculation|3
		avg|Region Hovedstaden|75.5|own calculation|2
		avg|Region Nordjylland|7||1
		pop|*|158|own calculation|3
		pop|Region Hovedstaden|151|own calculation|2
		pop|Region Nordjylland|7||1
	END
	cmp want got
	grep -q 'Indbyggere' a/report.html
	# Its part of the page is called as the page is; a mean of municipalities says that it is one, without level, too.
	run python3 "$ROOT/tests/page.py" rows a/report.html Nøgletal
	assert_line 'Indbyggere	158 personer'
	assert_equal "$(grep -cE '<(h2|a|caption)[^>]*>kpi<' a/report.html)" 0
	run cut -f 1,3,13 a/kpi.tsv
	assert_line "avg	*	uvægtet gennemsnit af 3 kommuner"
	assert_line "avg	Region Hovedstaden	uvægtet gennemsnit af 2 kommuner"
	assert_line "avg	Region Nordjylland	"
	# An edition after it: one figure is another, and three with it.
	kkr run kpi --output b --set areas=name,region,region_name --set group=region_name --set before=a/kpi.tsv b.csv
	kkr-table --sheet Revideret b/kpi.xlsx | kkr-select --columns noegletallets_navn,region,foer,efter,status >got
	write_table want <<-'END'
		noegletallets_navn|region|foer|efter|status
		avg|hele landet|52.67|53|revideret
		avg|Region Hovedstaden|75.5|76|revideret
		avg|Region Nordjylland|7|7|uændret
		pop|hele landet|158|159|revideret
		pop|Region Hovedstaden|151|152|revideret
		pop|Region Nordjylland|7|7|uændret
	END
	cmp want got
	# The page says so, too, and of nothing else.
	assert_equal "$(grep -o 'revideret, før [0-9,]*' b/report.html | sort | tr '\n' ';')" \
		'revideret, før 151;revideret, før 158;revideret, før 52,67;revideret, før 75,5;'
	assert_equal "$(grep -c revideret a/report.html)" 0
	# With a council its figures stand first.
	kkr run kpi --output k --set areas=name,kkr --set group=kkr --set kkr='KKR Hovedstaden' --set lang=en a.csv
	run python3 "$ROOT/tests/page.py" text k/report.html kkr
	assert_output --regexp '^KKR Hovedstaden .* 75.50? '
	run_split kkr run kpi --output c --set definitions=none.tsv a.csv
	refused 66 'kpi: definitions: none.tsv cannot be opened'
	assert [ ! -e c ]
}

@test "a topic is its definitions, a pipeline and samples: the packet has it with its picture, and nothing lists it" {
	cp -rs "$PREFIX" own
	cp --remove-destination "$PREFIX/bin/kkr" own/bin/kkr # it looks for its share beside itself
	own=own/share/kkr
	rows 'kpi title unit compute where card' 'quays Kajer kajer sum measure=quays yes' >"$own/schemas/kpi/havne.tsv"
	mkdir -p "$own/samples/havne"
	cat >"$own/samples/havne/havne.xml" <<-'END'
		<export xmlns="urn:kkr:export:1" dataset="havne-2025" numbers="da" source="Havnene"><fields>
		<field name="measure" type="token"/><field name="harbour" type="token"/><field name="value" type="integer"/>
		</fields><record measure="quays" harbour="Nord">3</record></export>
	END
	cat >"$own/pipelines/havne.sh" <<-'END'
		# Havne: quays
		param lang da 'the language' language
		param year '' 'a year' period
		sample havne/havne.xml
		pipe() {
			stage read kkr-read --columns "$columns" -- "$@" | stage topic kkr-edition --topic havne >"$tmp/records.tsv"
			stage kpi kkr-kpi --definitions "$share/schemas/kpi/havne.tsv" "$tmp/records.tsv" >"$out/kpi.tsv"
			stage bars page_picture kajer "Kajer i $year" "Quays in $year" --type bars --label harbour "$tmp/records.tsv"
		}
		columns='dataset,measure?,harbour?,unit?,value?'
	END
	run_split own/bin/kkr run packet --output out --set year=2027 --set lang=en
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(packet_cell out/kpi.tsv quays '*' value)" 3
	run python3 "$ROOT/tests/page.py" text out/report.html havne
	assert_output --partial 'Quays in 2027'
	run python3 "$ROOT/tests/page.py" text out/report.html overblik
	assert_output --partial 'Kajer 3 kajer'
}
