# kkr-parse on SDMX-ML. The fixtures are invented, and what is expected of them is written by hand:
# NAME.tsv as it is read, NAME.attributes.tsv with --attributes.

load common

DATA=$FIXTURES/sdmx
SPACE=http://www.sdmx.org/resources/sdmxml/schemas/v2_1

# message BODY [DIMENSION]: a structure-specific message of 2.1 around data sets; the body begins in
# line 3.
message() {
	printf '<m:StructureSpecificData xmlns:m="%s/message" xmlns:s="%s/data/structurespecific">' \
		"$SPACE" "$SPACE"
	printf '<m:Header><m:Structure structureID="S" dimensionAtObservation="%s"/></m:Header>\n' \
		"${2-TIME_PERIOD}"
	printf '<m:DataSet s:structureRef="S">\n%s\n</m:DataSet>\n</m:StructureSpecificData>\n' "$1"
}

# series_of VALUE...: a series with these values, in a message.
series_of() {
	local value
	message "<Series A=\"1\">$(for value; do
		printf '\n<Obs TIME_PERIOD="2023" OBS_VALUE="%s"/>' "$value"
	done)</Series>"
}

# periods PERIOD...: the same of periods.
periods() {
	local period
	message "<Series A=\"1\">$(for period; do
		printf '\n<Obs TIME_PERIOD="%s" OBS_VALUE="1"/>' "$period"
	done)</Series>"
}

# parse_message BODY [OPTION]...: kkr-parse on a message around the body, as in.xml.
parse_message() {
	message "$1" >in.xml
	shift
	run_split kkr-parse "$@" in.xml
}

@test "Each shape of a message is read as the table that was made by hand" {
	for file in "$DATA"/*.tsv; do
		name=${file##*/}
		case $name in
		bef.*) continue ;;
		*.attributes.tsv) set -- --attributes "$DATA/${name%.attributes.tsv}.xml" ;;
		*) set -- "$DATA/${name%.tsv}.xml" ;;
		esac
		kkr-parse "$@" 2>err | cmp "$file" -
	done
	assert [ "$(find "$DATA" -name '*.attributes.tsv' | wc -l)" -ge 30 ]
}

@test "Each shape has a fixture: versions, messages, flat, by series and cross-sectional, groups" {
	for name in generic-2.0 utility-2.0 cross-sectional-2.0 compact-2.0 \
		generic-2.1-{flat,series,cross} generic-time-series-2.1 \
		specific-2.1-{flat,series,cross} specific-time-series-2.1 \
		specific-3.0-{flat,series,cross}; do
		assert_exists "$DATA/$name-groups.xml"
		assert [ -e "$DATA/$name.xml" -o -e "$DATA/$name-statbank.xml" ]
	done
}

@test "The fixtures are read the same from gzip, in small pieces and under --rejects" {
	for file in "$DATA"/*-2.*.xml "$DATA"/specific-3.0*.xml; do
		case $file in */structure-*) continue ;; esac
		kkr-parse "$file" >plain 2>err
		gzip -c "$file" | kkr-parse >gzip 2>err
		cmp plain gzip
		while IFS= read -r -N 7 piece || [ -n "$piece" ]; do printf '%s' "$piece"; done <"$file" |
			kkr-parse --rejects bad.tsv >pieces 2>err
		cmp plain pieces
		assert_equal "$(wc -l <bad.tsv)" 1
	done
}

@test "With a structure, of each version, dimensions and attributes are as it says" {
	for version in 2.0 2.1 3.0; do
		for name in specific-2.1-series-groups specific-2.1-cross-groups \
			specific-time-series-2.1-groups specific-3.0-series-groups \
			generic-2.1-series-groups generic-time-series-2.1-groups \
			compact-2.0-groups generic-2.0-groups utility-2.0-groups; do
			case $name in *cross*) sort=sort ;; *) sort=cat ;; esac
			for end in '' .attributes .da .en; do
				case $end in
				'') options=() ;;
				.attributes) options=(--attributes) ;;
				*) options=(--labels "${end#.}") ;;
				esac
				kkr-parse --structure "$DATA/structure-$version.xml" "${options[@]}" \
					"$DATA/$name.xml" | $sort >given
				$sort "$DATA/bef.structured$end.tsv" >expected
				diff expected given
			done
		done
	done
}

@test "With a structure, a flat message has its attributes apart, too" {
	kkr-parse --structure "$DATA/structure-2.1.xml" "$DATA/specific-2.1-flat.xml" >given
	cmp "$DATA/bef.structured.tsv" given
}

@test "With a structure, an element of a cross-sectional message is a code of its dimension" {
	run_split kkr-parse --structure "$DATA/structure-2.0.xml" "$DATA/cross-sectional-2.0-groups.xml"
	gives 'freq|area|event|period|value' 'A|101|B|2023|9000' 'A|101|D|2023|4000' \
		'A|147|B|2023|' 'A|147|D|2024|1000'
	run_split kkr-parse --structure "$DATA/structure-2.0.xml" "$DATA/cross-sectional-2.0.xml"
	gives 'sex|freq|area|period|value' 'M|Q|101|2023-Q1|1000' 'M|Q|147|2023-Q1|-3.5'
}

@test "With a structure, several measures of an observation are columns" {
	run_split kkr-parse --structure "$DATA/structure-3.0.xml" "$DATA/measures-3.0.xml"
	gives 'area|period|births|deaths' '101|2023|9000|4000' '101|2024||'
}

@test "Labels stand beside the codes of attributes, too" {
	run_split kkr-parse --attributes --structure "$DATA/structure-3.0.xml" --labels da "$DATA/measures-3.0.xml"
	gives 'area|area_label|period|births|deaths|dataset|obs_status|obs_status_label' \
		'101|København|2023|9000|4000|VIT|A|almindelig' '101|København|2024|||VIT|M|mangler'
}

@test "A code without a label in the language, or of no list, has an empty one" {
	message '<Series FREQ="Q" REF_AREA="999" SEX="K"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' \
		>in.xml
	run_split kkr-parse --structure "$DATA/structure-2.1.xml" --labels en in.xml
	gives 'sex|sex_label|freq|freq_label|area|area_label|period|value' 'K||Q|quarter|999||2023|1'
}

@test "A structure that is none, without labels, without its lists or not the message's is refused" {
	run_split kkr-parse --structure "$DATA/generic-2.1-flat.xml" "$DATA/generic-2.1-flat.xml"
	refused 78 generic-2.1-flat.xml 'no structure message'
	run_split kkr-parse --structure nosuch.xml "$DATA/generic-2.1-flat.xml"
	refused 66 nosuch.xml
	printf '<a>' >cut.xml
	run_split kkr-parse --structure cut.xml "$DATA/generic-2.1-flat.xml"
	refused 78 cut.xml
	run_split kkr-parse --structure "$DATA/structure-2.1.xml" --labels fr "$DATA/generic-2.1-flat.xml"
	refused 78 structure-2.1.xml "'fr'" 'da, en'
	sed '/<structure:Codelist id="CL_SEX"/,/<\/structure:Codelist>/d' "$DATA/structure-2.1.xml" >less.xml
	run_split kkr-parse --structure less.xml --labels da --columns sex,sex_label "$DATA/generic-2.1-flat.xml"
	refused 78 less.xml SEX CL_SEX '--structure may be given again'
	kkr-parse --structure less.xml "$DATA/generic-2.1-flat.xml" >out.tsv
	sed '/<structure:DataStructures>/,/<\/structure:DataStructures>/d' "$DATA/structure-2.1.xml" >none.xml
	refusals run_split kkr-parse <<-'END'
		78 | --structure none.xml "$DATA/generic-2.1-flat.xml" | none.xml | no data structure
		65 | --structure "$DATA/structure-2.1.xml" "$DATA/measures-3.0.xml" | measures-3.0.xml:14 | VIT | structure-2.1.xml | BEF
		66 | --structure "$DATA/structure-2.0.xml" in-none.xml "$DATA/generic-2.0-statbank.xml" | in-none.xml
		65 | --structure "$DATA/structure-2.0.xml" "$DATA/generic-2.0-statbank.xml" | generic-2.0-statbank.xml | FOLK1A | BEF, VIT
		64 | --labels da "$DATA/generic-2.1-flat.xml" | --structure
	END
}

@test "A structure is for SDMX, and neither the data nor what is to be made" {
	refusals run_split kkr-parse <<-'END'
		64 | --format export --structure "$DATA/structure-2.1.xml" | --structure | --format export
		64 | --format export --attributes | --attributes | --format export
		64 | --structure "$DATA/structure-2.1.xml" --structure - - | --structure | standard input
	END
	run_split kkr-parse --structure - <"$DATA/structure-2.1.xml"
	refused 64 --structure 'standard input'
	cp "$DATA/structure-2.1.xml" own.xml
	run_split kkr-parse --structure own.xml --rejects own.xml "$DATA/generic-2.1-flat.xml"
	refused 64 'own.xml: is both the structure and the file of --rejects'
	run_split kkr-parse --schema own.xml --rejects own.xml "$DATA/generic-2.1-flat.xml"
	refused 64 'own.xml: is both the file of --rejects and the file of --schema'
	cmp own.xml "$DATA/structure-2.1.xml"
	kkr-parse --structure - "$DATA/generic-2.1-flat.xml" <own.xml >out.tsv
	kkr-parse --structure own.xml "$DATA/generic-2.1-flat.xml" | cmp - out.tsv
}

@test "A dataflow of the header leads to the structure that it is of" {
	sed 's/common:Structure>/common:StructureUsage>/g; s/id="BEF"/id="BEFOLKNING"/' \
		"$DATA/specific-2.1-series.xml" >flow.xml
	run_split kkr-parse --structure "$DATA/structure-2.1.xml" flow.xml
	assert_success
	assert_output "$(cat "$DATA/bef.structured.tsv")"
}

@test "What the structure does not have is 65 and named" {
	message '<Series FREQ="Q" REF_AREA="101" SEX="K" EXTRA="1"><Obs TIME_PERIOD="2023"/></Series>' >in.xml
	run_split kkr-parse --structure "$DATA/structure-2.1.xml" in.xml
	refused 65 in.xml:3 BEF "'EXTRA'"
}

@test "A new column in a later series is 65, with its line and the --columns that reads all" {
	parse_message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>
<Series A="2" B="x"><Obs TIME_PERIOD="2023" OBS_VALUE="2"/></Series>'
	assert_failure 65
	[[ $stderr == 'kkr-parse: in.xml:4: '*'--columns a,period,value,b '* ]]
	run_split kkr-parse --columns a,period,value,b in.xml
	gives 'a|period|value|b' '1|2023|1|' '2|2023|2|x'
	run_split kkr-parse --columns b,value in.xml
	gives 'b|value' '|1' 'x|2'
	run_split kkr-parse --columns b,nosuch in.xml
	assert_failure 65
	[[ $stderr == *"--columns"*nosuch* ]]
}

@test "A new attribute of a later observation is 65 with --attributes, and no matter without" {
	parse_message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/>
<Obs TIME_PERIOD="2024" OBS_VALUE="2" OBS_STATUS="P"/></Series>'
	gives 'a|period|value' '1|2023|1' '1|2024|2'
	run_split kkr-parse --attributes in.xml
	assert_failure 65
	[[ $stderr == 'kkr-parse: in.xml:4: '*'--columns a,period,value,obs_status '* ]]
	run_split kkr-parse --columns a,period,value,obs_status in.xml
	gives 'a|period|value|obs_status' '1|2023|1|' '1|2024|2|P'
}

@test "Files with different columns are told apart, and --columns reads both" {
	message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' >1.xml
	message '<Series B="1"><Obs TIME_PERIOD="2023" OBS_VALUE="2"/></Series>' >2.xml
	run_split kkr-parse 1.xml 2.xml
	assert_failure 65
	[[ $stderr == *'--columns a,period,value,b '* ]]
	run_split kkr-parse --columns a,b,period,value 1.xml 2.xml
	gives 'a|b|period|value' '1||2023|1' '|1|2023|2'
}

@test "Values are written out exactly: signs, exponents, missing ones" {
	series_of 0 -0 +5 .5 5. -0.0 007 1.5E3 1.5e-3 -2.50E+1 0E10 1e99 1E-99 '' NaN nan .. ' 7 ' \
		123456789012345678901234567890.5 >in.xml
	run_split kkr-parse --columns value in.xml
	gives value 0 0 5 0.5 5 0.0 007 1500 0.0015 -25.0 0 \
		"1$(printf '%099d' 0)" "0.$(printf '%098d' 0)1" '' '' '' '' 7 123456789012345678901234567890.5
}

@test "What is no number is a bad record and named: never a guess" {
	for value in INF -INF 1,5 1.000.5 '1 000' - x 1E 1E+ E5 . 0x10 1e100 1E-100 nanx -nan '..5'; do
		series_of 1 "$value" >in.xml
		run_split kkr-parse in.xml
		assert_failure 65
		[[ $stderr == *"in.xml:5: value '$value' is not a number"* ]]
	done
}

@test "Random numbers with exponents are what exact arithmetic makes of them" {
	python3 - >pairs <<'END'
import random
from fractions import Fraction

random.seed(4)
for i in range(3000):
    def digits(least):
        return ''.join(random.choice('0123456789') for _ in range(random.randint(least, 8)))
    whole = digits(0)
    part = digits(0 if whole else 1)
    sign = random.choice(['', '-', '+'])
    power = random.randint(-12, 12)
    point = '.' if part else random.choice(['', '.'])
    exact = Fraction(int(whole + part)) * Fraction(10) ** (power - len(part))
    print(sign + whole + point + part + random.choice(['E%d', 'e%d', 'E%+d']) % power,
          -exact if sign == '-' else exact)
END
	mapfile -t written < <(cut -d ' ' -f 1 pairs)
	series_of "${written[@]}" >in.xml
	kkr-parse --columns value in.xml | tail -n +2 >values
	paste -d ' ' pairs values | python3 -c '
import re, sys
from fractions import Fraction
n = 0
for line in sys.stdin:
    written, exact, value = line.split()
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value), line
    assert not re.fullmatch(r"-0+(\.0+)?", value), line
    assert Fraction(value) == Fraction(exact), line
    n += 1
assert n == 3000, n'
}

@test "Periods in Danish and in SDMX notation become ours" {
	periods 2023K1 2023M01 2023H1 2023U05 2023-Q1 2023-01 2023 2023-S2 2023S1 2023-A1 2023A1 2023-M12 \
		2023-W05 2023W52 2023-D032 2024-D366 2023M02D28 2023-03-04 2023-03-04T00:00:00 2023Q4 ' 2023 ' \
		>in.xml
	run_split kkr-parse --columns period in.xml
	gives period 2023-Q1 2023-01 2023-H1 2023-W05 2023-Q1 2023-01 2023 2023-H2 2023-H1 2023 2023 2023-12 \
		2023-W05 2023-W52 2023-02-01 2024-12-31 2023-02-28 2023-03-04 2023-03-04 2023-Q4 2023
}

@test "What is no period is a bad record, and the message tells how to take it as it stands" {
	for period in 2023K5 2023M13 2023U54 2023H3 2023-D366 2023-T1 2021/2023 2023k1 23 K1 202301 2023M1 \
		2023-03-04T12:00:00 2023-02-29 0000 x; do
		periods 2023 "$period" >in.xml
		run_split kkr-parse in.xml
		assert_failure 65
		[[ $stderr == *"in.xml:5: period '$period' is not a period"*'--rename TIME_PERIOD=NAME'* ]]
	done
	run_split kkr-parse --rename TIME_PERIOD=when in.xml
	gives 'a|when|value' '1|2023|1' '1|x|1'
}

@test "Names become names of columns by the rule, and stay different" {
	parse_message '<Series OMRÅDE="1" KØN="2" Ægteskab="3" Å="4" ÅrsTal="5" _T="6" X.Y-Z="7" a9B="8"
 B-C="9" B_C="10" VALUE="11" Period="12" é="13"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>'
	gives 'area|koen|aegteskab|aa|aars_tal|x_t|x_y_z|a9b|b_c|b_c_2|value_2|period_2|x_|period|value' \
		'1|2|3|4|5|6|7|8|9|10|11|12|13|2023|1'
	parse_message "$(printf '<Series OMRA\u030aDE="1" sA\u030aR="2"><Obs TIME_PERIOD="2023"/></Series>')"
	gives 'area|s_aar|period|value' '1|2|2023|'
}

@test "--rename calls columns what it says, and makes the period and the value of them" {
	parse_message '<Series KOM="101" Antal="x"><Obs Aar="2023K1" N="5"/></Series>' \
		--rename KOM=area,Aar=period,N=value
	assert_failure 65 # the header says that the dimension is TIME_PERIOD
	message '<Series KOM="101" Antal="x"><Obs Aar="2023K1" N="5"/></Series>' Aar >in.xml
	run_split kkr-parse --rename KOM=area,Aar=period,N=value in.xml
	gives 'area|antal|period|value' '101|x|2023-Q1|5'
	run_split kkr-parse --rename kom=area --rename aar=period --rename n=value,Antal=note in.xml
	gives 'area|note|period|value' '101|x|2023-Q1|5'
}

@test "--rename on the fields of an export gives them its names" {
	printf '<export xmlns="urn:kkr:export:1" dataset="d"><fields><field name="kommune" type="area"/>%s' \
		'<field name="value" type="integer"/></fields><record kommune="101">5</record></export>' >in.xml
	run_split kkr-parse --rename kommune=area in.xml
	gives 'dataset|area|value' 'd|101|5'
	run_split kkr-parse --rename kommune=value in.xml
	assert_failure 65
	[[ $stderr == *in.xml:1*value* ]]
}

@test "What is known of names holds for the first that it fits" {
	parse_message '<Series REF_AREA="101" GEO="DK"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>'
	gives 'area|geo|period|value' '101|DK|2023|1'
}

@test "An attribute of a known name keeps its own" {
	parse_message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1" TID="c" Value="d"/></Series>' --attributes
	gives 'a|period|value|tid|value_2' '1|2023|1|c|d'
}

@test "Namespaces are known with other capitals, too" {
	sed 's/www.SDMX.org/www.sdmx.org/' "$DATA/compact-2.0-statbank.xml" >in.xml
	run_split kkr-parse in.xml
	assert_success
	assert_output "$(cat "$DATA/compact-2.0-statbank.tsv")"
}

@test "A --rename that is not FROM=to is a wrong use, and a --map that is, too, for which it is meant" {
	for names in A A= =a A=B A=a,A=b A=a,B=a '' A=a,; do
		run_split kkr-parse --rename "$names" "$DATA/datasets-2.1.xml"
		refused 64 --rename
	done
	run_split kkr-parse --map A=a "$DATA/datasets-2.1.xml"
	refused 64 'kkr-parse: --map: what columns are called is said by --rename; maps of tables are for kkr-table'
	refusals run_split kkr-table --map <<-'END'
		64 | A=a "$DATA/datasets-2.1.xml" | kkr-table: --map: 'A=a' is no FILE | --rename
		64 | '' "$DATA/datasets-2.1.xml"  | --map
		66 | A "$DATA/datasets-2.1.xml"   | kkr-table: A: cannot be opened
	END
}

@test "An observation without its dimension is a bad record; a value that it lacks is missing" {
	parse_message '<Series A="1"><Obs TIME_PERIOD="2023"/>
<Obs OBS_VALUE="1"/></Series>' --rejects bad.tsv
	gives 'a|period|value' '1|2023|'
	assert_equal "$(cut -f 2- bad.tsv)" "line${TAB}reason${TAB}record${TAB}kind
4${TAB}the observation has no TIME_PERIOD${TAB}<Obs OBS_VALUE=\"1\"></Obs>${TAB}missing"
}

@test "A bad value of a series spoils each observation of it, and no other" {
	parse_message '<Series A="1" TIME_PERIOD="x">
<Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>'
	gives 'a|period|value' '1|2023|1'
	message '<Series B="1" TIME_PERIOD="x">
<Obs A="1" OBS_VALUE="1"/>
<Obs A="2" OBS_VALUE="2"/></Series>
<Series B="2" TIME_PERIOD="2023"><Obs A="1" OBS_VALUE="3"/></Series>' A >in.xml
	run_split kkr-parse --rejects bad.tsv in.xml
	gives 'b|a|period|value' '2|1|2023|3'
	assert_equal "$(cut -f 2 bad.tsv | tr '\n' ' ')" 'line 4 5 '
}

@test "What is given twice is a bad record" {
	sed '/SEX/s|</generic:ObsKey>|<generic:Value id="FREQ" value="M"/>&|' "$DATA/generic-2.1-flat.xml" >in.xml
	run_split kkr-parse --rejects bad.tsv in.xml
	gives 'freq|area|sex|period|value'
	assert_equal "$(cut -f 3 bad.tsv | sort -u)" "freq is given twice
reason"
}

@test "If no observation has the value by its name, that is 65: it is not taken for an attribute" {
	run_split kkr-parse "$DATA/measures-3.0.xml"
	assert_failure 65
	[[ $stderr == *measures-3.0.xml:*OBS_VALUE*'--rename BIRTHS=value'* ]]
	run_split kkr-parse --rename BIRTHS=value "$DATA/measures-3.0.xml"
	gives 'area|period|value' '101|2023|9000' '101|2024|'
}

@test "Several data sets, empty ones and series without observations: rows where there are any" {
	run_split kkr-parse "$DATA/datasets-2.1.xml"
	assert_success
	assert_equal "$stderr" \
		"kkr-parse: $DATA/datasets-2.1.xml:27: the sender says: 510 There is more to be had"
}

@test "A message without observations is an empty table, and names no columns for other files" {
	parse_message ''
	gives 'period|value'
	parse_message '<Series REF_AREA="101" SEX="M"/>'
	gives 'area|sex|period|value'
	run_split kkr-parse in.xml "$DATA/compact-2.0-statbank.xml"
	assert_success
	assert_output "$(cat "$DATA/compact-2.0-statbank.tsv")"
	run_split kkr-parse --structure "$DATA/structure-2.1.xml" in.xml
	gives 'sex|freq|area|period|value'
}

@test "An error message of the sender is 65, with its text" {
	printf '<m:Error xmlns:m="%s/message" xmlns:c="%s/common"><m:ErrorMessage code="100"><c:Text>%s' \
		"$SPACE" "$SPACE" 'No results found</c:Text></m:ErrorMessage></m:Error>' >in.xml
	run_split kkr-parse in.xml
	refused 65 in.xml:1: '100 No results found'
}

@test "A footer that tells of an error is 65, with its text" {
	sed 's/severity="Warning"/severity="Error"/' "$DATA/datasets-2.1.xml" >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
	[[ $stderr == *'in.xml:27: '*'510 There is more to be had'* ]]
}

@test "Data that are to be deleted are no observations: 65" {
	for file in specific-2.1-series generic-2.1-series compact-2.0-groups; do
		sed 's/Replace\|Append/Delete/g' "$DATA/$file.xml" >in.xml
		run_split kkr-parse in.xml
		refused 65 in.xml deleted
	done
	sed 's/ss:action="Replace"/ss:action="Delete"/' "$DATA/specific-2.1-series.xml" >in.xml
	run_split kkr-parse in.xml
	refused 65 in.xml deleted
	for place in Obs Series; do
		for name in s:action action; do
			sed "s,<$place ,<$place $name=\"Delete\" xmlns:s=\"$SPACE/data/structurespecific\" ," \
				"$DATA/specific-2.1-series.xml" >in.xml
			run_split kkr-parse in.xml
			refused 65 in.xml deleted
		done
		sed "s/<$place /<$place action=\"Merge\" /" "$DATA/specific-2.1-series.xml" >in.xml
		run_split kkr-parse in.xml
		assert_success
		assert_output "$(kkr-parse "$DATA/specific-2.1-series.xml")"
	done
}

@test "Data that the sender has truncated are read, and that is said" {
	sed 's/<Truncated>false/<Truncated>true/' "$DATA/compact-2.0-statbank.xml" >in.xml
	run_split kkr-parse in.xml
	assert_success
	assert_output "$(cat "$DATA/compact-2.0-statbank.tsv")"
	[[ $stderr == *in.xml:7:*truncated* ]]
}

@test "A structure message as data is 65 and pointed to --structure, and others of SDMX are named" {
	run_split kkr-parse "$DATA/structure-2.1.xml"
	refused 65 structure-2.1.xml --structure
	printf '<m:QueryMessage xmlns:m="%s/message"/>' "$SPACE" >in.xml
	run_split kkr-parse in.xml
	refused 65 in.xml:1 QueryMessage
	run_split kkr-parse --format sdmx in.xml
	refused 65 in.xml:1 QueryMessage
	run_split kkr-parse --format export "$DATA/datasets-2.1.xml"
	assert_failure 65
}

@test "A group that stands after series which it describes is 65 with --attributes" {
	body='<Group A="2" T="x"/>
<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>
<Group A="3" T="z"/>
<Series A="3"><Obs TIME_PERIOD="2023" OBS_VALUE="3"/></Series>
<Group A="1" T="y"/>'
	parse_message "$body"
	gives 'a|period|value' '1|2023|1' '3|2023|3'
	parse_message "$body" --attributes
	assert_failure 65
	[[ $stderr == *'in.xml:7: '*group* ]]
	parse_message "${body%$'\n'*}" --attributes
	assert_success
	assert_output "$(printf 'a\tperiod\tvalue\tt\n1\t2023\t1\t\n3\t2023\t3\tz')"
	assert_message '1 group of the data set describes no observation: its key is A=2'
}

@test "Groups of more than 64 sets of dimensions, for which each observation would be looked, are 65" {
	local sets series
	series="<Series$(printf ' D%d="1"' {1..65})><Obs TIME_PERIOD=\"2023\" OBS_VALUE=\"1\"/></Series>"
	sets=$(printf '<Group D%d="1" T="x"/>\n' {1..64})
	parse_message "$sets$series" --attributes
	assert_success
	parse_message "$sets<Group D65=\"1\" T=\"x\"/>$series" --attributes
	refused 65 'its groups are of more than 64 sets of dimensions'
}

@test "A group that describes nothing is told, with its key, and one that the series give, too, has none" {
	parse_message '<Group A="1" TITLE="Mad"/>
<Group A="2" TITLE="Vin"/>
<Series A="1" TITLE="Brød"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' --attributes
	assert_success
	assert_output "$(printf 'a\ttitle\tperiod\tvalue\n1\tBrød\t2023\t1')"
	assert_equal "$stderr" ''
	parse_message '<Group A="1" TITLE="Mad" UNIT="kg"/>
<Group A="2" TITLE="Vin" UNIT="l"/>
<Series A="1" TITLE="Brød"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' --attributes
	assert_success
	assert_message 'in.xml:6: 2 groups of the data set describe no observation: its key is A=1 TITLE=Mad, of the first' \
		'--structure says what is a key'
	parse_message '<Group A="1" TITLE="Mad"/>' --attributes
	assert_message '1 group of the data set describes no observation'
}

# In the forms in which providers write them.
@test "Names that SDMX reserves on a data set need no prefix, but are attributes where the structure has them" {
	body='<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>'
	message "$body" | sed 's/<m:DataSet /&action="Information" setID="X" validFromDate="2020" validToDate="2021" \
		publicationYear="2024" publicationPeriod="2024-Q1" reportingBeginDate="2020" dataScope="DataStructure" /' >in.xml
	run_split kkr-parse --attributes in.xml
	gives 'a|period|value|dataset' '1|2023|1|X'
	for space in v2_1 v3_0; do
		sed "s/v2_1/$space/g" in.xml >data.xml
		printf '<m:Structure xmlns:m="%s/message" xmlns:s="%s/structure"><s:DataStructure id="X">' "${SPACE/v2_1/$space}" "$SPACE" >plain.xml
		printf '<s:Dimension id="A"/><s:TimeDimension id="TIME_PERIOD"/>' >>plain.xml
		printf '<s:PrimaryMeasure id="OBS_VALUE"/></s:DataStructure></m:Structure>' >>plain.xml
		run_split kkr-parse --structure plain.xml data.xml
		gives 'a|period|value' '1|2023|1'
	done
	sed 's/<s:PrimaryMeasure/<s:Attribute id="action"\/>&/' plain.xml >own.xml
	sed 's/Information/Delete/' data.xml >in.xml
	run_split kkr-parse --structure own.xml --columns a,action,value in.xml
	gives 'a|action|value' '1|Delete|1'
	run_split kkr-parse --structure plain.xml in.xml
	refused 65 in.xml deleted
}

@test "What no observation has by the name of the value is told where they are flat, too, with the --rename that helps" {
	parse_message '<Obs A="x" TIME_PERIOD="2023" ANTAL="7"/><Obs A="y" TIME_PERIOD="2024" ANTAL="8"/>'
	assert_failure 65
	assert_message 'no observation has an OBS_VALUE: kkr-parse --rename ANTAL=value'
	run_split kkr-parse --rename ANTAL=value in.xml
	gives 'a|period|value' 'x|2023|7' 'y|2024|8'
	run_split kkr-parse --attributes in.xml
	assert_success
	assert_message 'no observation has an OBS_VALUE' '--rename ANTAL=value'
	# One that is missing throughout is a value.
	parse_message '<Obs A="x" TIME_PERIOD="2023" OBS_VALUE=""/>'
	gives 'a|period|value' 'x|2023|'
}

@test "A group of messages of 2.0 is read: each data set in its own form" {
	space=http://www.SDMX.org/resources/SDMXML/schemas/v2_0
	{
		printf '<MessageGroup xmlns="%s/message"><Header><ID>a</ID></Header>\n' "$space"
		printf '<DataSet xmlns="%s/generic"><KeyFamilyRef>K</KeyFamilyRef><Series><SeriesKey><Value concept="A" value="1"/>' "$space"
		printf '</SeriesKey><Obs><Time>2023</Time><ObsValue value="7"/></Obs></Series></DataSet>\n'
		printf '<DataSet xmlns="urn:sdmx:org.sdmx.infomodel.keyfamily.KeyFamily=X:K:compact"><Series A="2">'
		printf '<Obs TIME_PERIOD="2024" OBS_VALUE="8"/></Series></DataSet>\n'
		printf '<DataSet xmlns="%s/utility"><Series><Key><A>3</A></Key><Obs><TIME_PERIOD>2025</TIME_PERIOD>' "$space"
		printf '<OBS_VALUE>9</OBS_VALUE></Obs></Series></DataSet></MessageGroup>\n'
	} >in.xml
	run_split kkr-parse in.xml
	gives 'a|period|value' '1|2023|7' '2|2024|8' '3|2025|9'
}

@test "Messages and structures of 3.1 are read as those of 3.0; <Metadata> in one is passed over" {
	for file in "$DATA"/specific-3.0-*.tsv; do
		case $file in *.attributes.tsv) continue ;; esac
		sed 's/v3_0/v3_1/g; s/<\/Obs>\|<\/Series>\|<\/message:DataSet>/<Metadata><A id="b"><C>text<\/C><\/A><\/Metadata>&/' "${file%.tsv}.xml" >in.xml
		kkr-parse in.xml | cmp - "$file"
	done
	sed 's/v3_0/v3_1/g' "$DATA/structure-3.0.xml" >structure.xml
	sed 's/v3_0/v3_1/g' "$DATA/specific-3.0-series.xml" >in.xml
	kkr-parse --structure structure.xml in.xml >got.tsv
	kkr-parse --structure "$DATA/structure-3.0.xml" "$DATA/specific-3.0-series.xml" | cmp - got.tsv
	message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' AllDimensions >in.xml
	run_split kkr-parse in.xml
	gives 'a|period|value' '1|2023|1'
}

@test "What the sender says is told in whatever words it stands; a message of no data is named with its version" {
	message '<Series A="1"><Obs TIME_PERIOD="2023" OBS_VALUE="1"/></Series>' |
		sed 's/<\/m:StructureSpecificData>/<m:Footer><m:Message code="413" severity="Error"><AnnotationText>For <b>stort<\/b><\/AnnotationText><\/m:Message><\/m:Footer>&/' >in.xml
	run_split kkr-parse in.xml
	assert_failure 65
	assert_message 'the sender says that the message is wrong: 413 For stort'
	sed -i s/Error/Warning/ in.xml
	run_split kkr-parse in.xml
	assert_success
	assert_output "$(printf 'a\tperiod\tvalue\n1\t2023\t1')"
	assert_message 'the sender says: 413 For stort'
	printf '<m:RegistryInterface xmlns:m="%s/message" xmlns:r="urn:r"><m:Header><m:ID>1</m:ID></m:Header><m:SubmitStructureResponse>
		<r:SubmissionResult><r:StatusMessage status="Failure"><r:MessageText code="150"><c:Text xmlns:c="urn:c">Adgang nægtet</c:Text>
		</r:MessageText></r:StatusMessage></r:SubmissionResult></m:SubmitStructureResponse></m:RegistryInterface>' "$SPACE" >in.xml
	run_split kkr-parse in.xml
	refused 65 'a message of the registry of the sender, and no data: 150 Adgang nægtet'
	for space in v1_0/message=1.0 v2_1/message=2.1 v3_1/message=3.1; do
		printf '<GenericMetadata xmlns="http://www.sdmx.org/resources/sdmxml/schemas/%s"/>' "${space%=*}" >in.xml
		run_split kkr-parse in.xml
		refused 65 in.xml:1: "<GenericMetadata> of SDMX-ML ${space#*=} is no data message"
	done
}

@test "A code list may stand in another file, be of another agency, or be missing where nobody asks for it" {
	lists() { sed -n '/<structure:Codelist /,/<\/structure:Codelist>/p' "$DATA/structure-2.1.xml"; }
	sed '/<structure:Codelist /,/<\/structure:Codelist>/d' "$DATA/structure-2.1.xml" >dsd.xml
	{ printf '<m:Structure xmlns:m="%s/message" xmlns:structure="%s/structure" xmlns:common="%s/common">' "$SPACE" "$SPACE" "$SPACE" && lists && printf '</m:Structure>'; } >lists.xml
	kkr-parse --structure "$DATA/structure-2.1.xml" --labels da "$DATA/generic-2.1-flat.xml" >expected
	for files in 'dsd.xml lists.xml' 'lists.xml dsd.xml'; do
		run_split kkr-parse --structure "${files% *}" --structure "${files#* }" --labels da "$DATA/generic-2.1-flat.xml"
		quiet
		assert_output "$(cat expected)"
	done
	sed 's/agencyID="[^"]*"/agencyID="OTHER"/' lists.xml >other.xml
	kkr-parse --structure dsd.xml --structure other.xml --labels da "$DATA/generic-2.1-flat.xml" | cmp - expected
	# Two lists of that id, neither of the agency: which is meant cannot be told.
	sed 's/<\/m:Structure>//' other.xml >two.xml && lists | sed 's/agencyID="[^"]*"/agencyID="THIRD"/' >>two.xml && echo '</m:Structure>' >>two.xml
	run_split kkr-parse --structure dsd.xml --structure two.xml --labels da "$DATA/generic-2.1-flat.xml"
	assert_success
	assert_message 'sex_label is empty: the codes of SEX are in the list CL_SEX'
	sed '/<structure:Codelist id="CL_SEX"/,/<\/structure:Codelist>/d' "$DATA/structure-2.1.xml" >less.xml
	run_split kkr-parse --structure less.xml --labels da --columns area,area_label,sex,value "$DATA/generic-2.1-flat.xml"
	quiet
	assert_success
	run_split kkr-parse --structure less.xml --labels da "$DATA/generic-2.1-flat.xml"
	assert_success
	assert_equal "$(cut -f 2 <<<"$output" | sort -u)" "$(printf '\nsex_label')"
	assert_message 'less.xml' 'sex_label is empty' CL_SEX '--structure may be given again'
}

@test "An element, text or attribute of a generic value that has no place is 65" {
	for change in 's|<generic:ObsKey>|<generic:Surprise/>&|' 's|<generic:ObsKey>|text&|' \
		's|<generic:Value id="SEX" |&startTime="2023" |' 's|<generic:Value id="SEX"|<generic:Value|'; do
		sed "$change" "$DATA/generic-2.1-flat.xml" >in.xml
		run_split kkr-parse in.xml
		assert_failure 65
		[[ $stderr == *in.xml:1* ]]
	done
}

@test "The --columns may name attributes, and then these need no --attributes" {
	run_split kkr-parse --columns area,obs_status,title,dataset "$DATA/specific-2.1-series-groups.xml"
	assert_success
	cut -f 2,9,10,7 "$DATA/specific-2.1-series-groups.attributes.tsv" |
		awk -F '\t' -v OFS='\t' '{ print $1, $3, $4, $2 }' >expected
	assert_output "$(cat expected)"
}

# generic COUNT: a generic message with an observation that has so many attributes.
generic() {
	printf '<m:GenericData xmlns:m="%s/message"><m:DataSet><Obs>\n<Attributes>' "$SPACE"
	seq "$1" | sed 's/.*/<Value id="a&" value="&"\/>/'
	printf '</Attributes></Obs></m:DataSet></m:GenericData>'
}

@test "A message has at most 4096 dimensions, measures and attributes, which cost time each" {
	# The value is one of them.
	parse_message "<Obs OBS_VALUE=\"1\"$(seq -f ' a%g="1"' 4095)/>"
	assert_success
	assert_equal "$(head -n 1 <<<"$output" | tr '\t' '\n' | wc -l)" 4096
	parse_message "<Obs OBS_VALUE=\"1\"$(seq -f ' a%g="1"' 4096)/>"
	refused 65 in.xml 'more than 4096 '
	generic 4096 >in.xml
	run_split kkr-parse in.xml
	refused 65 in.xml 'more than 4096 '
	generic 4095 >in.xml
	run_split kkr-parse in.xml
	assert_success
}

@test "A million observations take less than 16 MB, and come out in number" {
	"$BATS_TEST_DIRNAME/generate-sdmx.sh" 1000000 |
		command time -q -f %M -o peak kkr-parse >out.tsv
	assert_equal "$(wc -l <out.tsv)" 1000001
	assert_equal "$(awk -F '\t' 'NR > 1 { n += $7 * 10 } END { printf "%d", n }' out.tsv)" \
		"$(awk 'BEGIN { for (i = 0; i < 1000000; i++) n += i * 7 % 100000 * 10 + i % 10; printf "%d", n }')"
	measures_memory
	[ "$(tail -n 1 peak)" -lt 16384 ]
}

@test "Every fixture cut short anywhere is 65, and never a crash" {
	for name in generic-2.1-series-groups specific-3.0-components utility-2.0-groups \
		cross-sectional-2.0-groups compact-2.0-groups; do
		size=$(wc -c <"$DATA/$name.xml")
		for ((cut = 1; cut < size - 2; cut += 61)); do
			head -c "$cut" "$DATA/$name.xml" >in.xml
			status=0
			kkr-parse --attributes in.xml >out 2>err || status=$?
			assert_equal "$status" 65
		done
	done
}
