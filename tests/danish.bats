# Tables as Danish sources hand them out, known by the maps that come with kkr; and JSON. All figures are invented.

load common

MAPS=$PREFIX/share/kkr/schemas/maps

# source NAME CONTENT: a file of what printf makes of it.
source_file() {
	printf "$2" >"$1"
}

# comes_as FILE MAP LINE...: the shipped map that FILE is read by, and what comes out, TAB for |, without source and origin.
comes_as() {
	local file=$1 map=$2
	shift 2
	run_split kkr-read --report report "$file"
	assert_success
	[[ $(awk -F '\t' '$2 == "read" && $3 == "map" { print $4 }' report) == */"$map.map.tsv" ]] || fail "$file is not read by $map"
	kkr-select --columns "${1//|/,}" - <<<"$output" >columns
	assert_equal "$(cat columns)" "$(printf '%s\n' "$@" | tr '|' '\t')"
}

@test "The StatBank's CSV and BULK, in Danish and English, as texts, codes or both, are read as they are" {
	source_file da.csv '\xef\xbb\xbfOMRÅDE;KØN;ALDER;TID;INDHOLD\r\nHele landet;I alt;Alder i alt;2024K1;5000,25\r\nRegion Fyn;Mænd;16;2024K1;-\r\nVejle;Kvinder;17-19 år;2024K1;..\r\n'
	comes_as da.csv statbank 'area|period|measure|unit|value|koen|alder' 'Hele landet|2024-Q1|||5000.25|I alt|Alder i alt' \
		'Region Fyn|2024-Q1|||0|Mænd|16' 'Vejle|2024-Q1||||Kvinder|17-19 år'
	source_file en.csv 'OMRÅDE\tKØN\tTID\tINDHOLD\nAll Denmark\tTotal, all\t2024Q1\t5000.25\nVejle\tMen\t2024Q2\t7\n'
	comes_as en.csv statbank 'area|period|measure|unit|value|koen' 'All Denmark|2024-Q1|||5000.25|Total, all' 'Vejle|2024-Q2|||7|Men'
	source_file both.csv 'KOMMUNEDK;ULLIG;TID;INDHOLD\n630 Vejle;31 Gini;2024K1 2024Q1;26,10\n999 Uoplyst;31 Gini;2024K2 2024K2;1,00\n'
	comes_as both.csv statbank 'area|period|measure|unit|value' '630 Vejle|2024-Q1|31 Gini||26.10' '999 Uoplyst|2024-Q2|31 Gini||1.00'
	source_file tid.csv 'OMRÅDE;TID;INDHOLD\n630;2024;1\n630;2024H2;2\n630;2024M11;3\n630;2024U05;4\n630;2024M02D29;5\n630;2024/2025;6\n'
	comes_as tid.csv statbank 'area|period|measure|unit|value' '630|2024|||1' '630|2024-H2|||2' '630|2024-11|||3' '630|2024-W05|||4' '630|2024-02-29|||5' '630|2024/2025|||6'
	source_file time.csv 'OMRAADE;TIME;VALUE\nCopenhagen;2024Q1;7.5\n'
	comes_as time.csv statbank-english 'area|period|value' 'Copenhagen|2024-Q1|7.5'
	source_file contents.csv 'Contents,sex,AREA,Time\n7.5,Men,Copenhagen,2024Q1\n'
	comes_as contents.csv statbank-english 'area|period|value|sex' 'Copenhagen|2024-Q1|7.5|Men'
	source_file lower.tsv 'area\tsex\ttime\tcontents\nCopenhagen\tMen\t2024Q1\t7\n'
	comes_as lower.tsv statbank-english 'area|period|value|sex' 'Copenhagen|2024-Q1|7|Men'
	source_file small.csv '"område"\t"køn"\t"2023K4"\t"2024K1"\n"101 København"\t"1 Mænd"\t"7,5"\t".."\n'
	comes_as small.csv statbank-across 'area|period|value|koen' '101 København|2023-Q4|7.5|1 Mænd' '101 København|2024-Q1||1 Mænd'
	source_file twice.csv 'BOPOMR;AMT;TID;INDHOLD\n630;83;2024;1\n'
	run_split kkr-read twice.csv
	refused 65 "columns A and B are both 'area' by the map statbank.map.tsv"
	source_file point.csv 'OMRÅDE;TID;INDHOLD\n630;2024;1.234,5\n'
	run_split kkr-read point.csv
	refused 65 "'1.234,5' is not"
}

@test "noegletal.dk: a row of words is the measure, M and U are missing, - is nil, code and name are one area" {
	{
		printf 'De Kommunale Nøgletal;;;\n;;;\n;Kom.nr;2023;2024\n;;;\nVejareal, pr. indb.;;;\nVejle Kommune;630;1.234,5;M\n'
		printf 'Læsø Kommune;825;-;U\n;;;\nBorgmestre, kr.;;;\nVejle Kommune;630;-1.250;3\n;;;\nTegnforklaring:;;;\n'
		printf 'M  Mangler for året 2024.;;;\nMinisteriet d. 2. februar 2026;;;\n'
	} | iconv -t ISO-8859-1 >nwRap.csv
	comes_as nwRap.csv noegletal 'area|period|measure|value' '630 Vejle Kommune|2023|Vejareal, pr. indb.|1234.5' \
		'630 Vejle Kommune|2024|Vejareal, pr. indb.|' '825 Læsø Kommune|2023|Vejareal, pr. indb.|0' '825 Læsø Kommune|2024|Vejareal, pr. indb.|' \
		'630 Vejle Kommune|2023|Borgmestre, kr.|-1250' '630 Vejle Kommune|2024|Borgmestre, kr.|3'
}

@test "Jobindsats: what holds words tells series apart, and each column of figures behind it is a measure" {
	source_file v2.csv 'Område;Periode;A-kasse;Antal personer;Pct., i alt\nHele landet;2024M01;I alt;10;2,5\nVejle;2024M01;I alt;;\n'
	comes_as v2.csv jobindsats 'area|period|measure|value|a_kasse' 'Hele landet|2024-01|Antal personer|10|I alt' 'Hele landet|2024-01|Pct., i alt|2.5|I alt' \
		'Vejle|2024-01|Antal personer||I alt' 'Vejle|2024-01|Pct., i alt||I alt'
	source_file alder.csv 'Periode;Område;Alder;Antal personer\n2024M01;Vejle;0;10\n2024M01;Vejle;65+;9\n'
	comes_as alder.csv jobindsats 'area|period|measure|value|alder' 'Vejle|2024-01|Antal personer|10|0' 'Vejle|2024-01|Antal personer|9|65+'
	for file in '1.234\nLæsø;2024M01;I alt;8' '8\nLæsø;2024M01;I alt;1,234'; do
		source_file group.csv "Område;Periode;A-kasse;Antal\nVejle;2024M01;I alt;$file\n"
		run_split kkr-read group.csv
		refused 65 'group.csv:3: D3: ' 'are these thousands?' "numbers 'da' (1.234 is 1234) or 'plain' (1.234) says it"
	done
	source_file three.csv 'Område;Periode;A-kasse;Antal\nVejle;2024M01;I alt;1.234\nLæsø;2024M01;I alt;0.5\nFanø;2024M01;I alt;8\n'
	comes_as three.csv jobindsats 'area|value' 'Vejle|1.234' 'Læsø|0.5' 'Fanø|8'
	source_file threes.csv 'Område;Periode;A-kasse;Antal\nVejle;2024M01;I alt;1.234\nLæsø;2024M01;I alt;25.678\n'
	run_split kkr-read threes.csv
	assert_success
	assert_equal "$stderr" "kkr-table: threes.csv: column D: each '.' has three digits behind it, and is read as that of decimals: \
if it divides thousands, the figures are 1000 times as large, and a map with numbers 'da' reads them so"
	source_file v3.json '{"took":3,"columns":["Periode","Område","Køn","Antal"],"rows":[["2025Q01","Vejle","I alt",10.50],\n["2025M05","Læsø","I alt",null]]}'
	comes_as v3.json jobindsats 'area|period|measure|value|koen' 'Vejle|2025-Q1|Antal|10.50|I alt' 'Læsø|2025-05|Antal||I alt'
	run_split kkr-read v3.json
	assert_line --partial "I alt${TAB}hemmelig${TAB}v3.json${TAB}v3.json:2"
	source_file ages.json '{"columns":["Periode","Område","Alder","Antal"],"rows":[["2025","Vejle",18,7],["2025","Læsø",19,null]]}'
	comes_as ages.json jobindsats 'area|period|measure|value|alder' 'Vejle|2025|Antal|7|18' 'Læsø|2025|Antal||19'
	source_file v2.json '[{"Variables":[{"Label":"Area"},{"Label":"Periode"},{"Label":"Antal"}],"Name":"x","Data":[["Vejle","2024","7"],["Læsø","2024",8]]}]'
	comes_as v2.json jobindsats-v2 'area|period|measure|value' 'Vejle|2024|Antal|7' 'Læsø|2024|Antal|8'
	source_file mat.json '{"columns":["Periode","Område","Antal"],"rows":[["2024QMAT02","Vejle",1]]}'
	run_split kkr-read mat.json
	refused 65 "'2024QMAT02' is not a period"
	source_file words.json '{"columns":["Periode","Område","Køn"],"rows":[["2024","Vejle","x"]]}'
	run_split kkr-read words.json
	refused 65 'no column of the table is a value by the map jobindsats.map.tsv'
	source_file error.csv '{"code":422,"cause":"Ukendt"}'
	run_split kkr-read error.csv
	refused 65 'error.csv: is an error that the sender reports, and no data: 422 Ukendt'
}

@test "STIL: keys in brackets tell series apart, figures are Danish texts, and a percent sign is the unit" {
	source_file stil.json '[{"[Institution].[Beliggenhedskommune].[Beliggenhedskommune]":"Vejle","[Elev].[Køn].[Køn]":"Pige","[Tid].[Skoleår].[Skoleår]":"2023/2024","Antal":"2.351","Andel":"91,5 %%"},{"Antal":"","[Tid].[Skoleår].[Skoleår]":"2022/2023","[Institution].[Beliggenhedskommune].[Beliggenhedskommune]":"Læsø","[Elev].[Køn].[Køn]":"Dreng"}]'
	comes_as stil.json stil 'area|period|measure|unit|value|koen' 'Vejle|2023/2024|Andel|pct.|91.5|Pige' 'Vejle|2023/2024|Antal||2351|Pige' \
		'Læsø|2022/2023|Andel|pct.||Dreng' 'Læsø|2022/2023|Antal|||Dreng'
	source_file years.json '[{"[I].[Bopælskommune]":"Vejle","[Skoleår]":"2022/23-2024/25","Antal":"7"}]'
	run_split kkr-read years.json
	refused 65 "'2022/23-2024/25' is not a period"
}

@test "The tables of Danish sources are fitted by their own map alone" {
	local file own program
	source_file statbank.csv 'OMRÅDE;KØN;TID;INDHOLD\n630;TOT;2024K1;5\n'
	source_file noegletal.csv 'De Kommunale Nøgletal;;\n;;\n;Kom.nr;2023\n;;\nAreal;;\nVejle;630;1\n'
	source_file jobindsats.csv 'Område;Periode;Køn;Antal\nVejle;2024M01;I alt;10\n'
	source_file jobindsats-v2.json '[{"Variables":[{"Label":"Area"},{"Label":"Periode"},{"Label":"Antal"}],"Data":[["Vejle","2024",8]]}]'
	source_file stil.json '[{"[I].[Bopælskommune]":"Vejle","[Skoleår]":"2023/2024","Antal":"7"}]'
	printf 'Landstallet for 2027 fastsættes til 900 personer.;\nRegion;Regionskvote 2027\nRegion Sjælland;1\n' >brev-regioner.csv
	printf 'Landstallet for 2027 fastsættes til 900 personer.;\nRegionskvoter for 2027;\nRegion;Kvote\nRegion Sjælland;1\n' >brev-regioner-aar.csv
	printf 'Det ventes, at landstallet for 2027 er 900 personer.\n' >brev.txt
	for file in statbank.csv noegletal.csv jobindsats.csv jobindsats-v2.json stil.json brev-regioner.csv brev-regioner-aar.csv brev.txt; do
		own=${file%.*}
		kkr-read --report report "$file" >out || fail "$file"
		[[ $(awk -F '\t' '$2 == "read" && $3 == "map" { print $4 }' report) == */"$own.map.tsv" ]] || fail "$file: not $own"
		[ "${own#brev-}" = "$own" ] || continue # the sentence alone fits these, too
		program=$(without "$own")
		! "$program" --maps none "$file" >out 2>err || fail "$file is fitted by another map, too"
	done
}

# ---- JSON

@test "JSON's tables are arrays of objects, columns and rows, Variables and Data; its figures as they stand" {
	source_file a.json ' [{"a":"x","n":12345678901234567890.10},\n{"n":1.5E-3,"b":true,"a":"y"},{"n":-0.0,"a":null},{"n":-25e1}]'
	run_split kkr-table a.json
	gives 'a|n|b' 'x|12345678901234567890.10|' 'y|0.0015|true' '|0.0|' '|-250|'
	kkr-table <a.json --origin | cut -f 4 | paste -sd ' ' | grep -qx 'origin standard input:1 standard input:2 standard input:2 standard input:2'
	{ printf '\xef\xbb\xbf' && cat a.json; } | gzip >b.json
	run_split kkr-table b.json
	assert_line "x${TAB}12345678901234567890.10${TAB}"
	iconv -t UTF-16 a.json >c.json
	run_split kkr-table --format json c.json
	assert_line "x${TAB}12345678901234567890.10${TAB}"
	map 'column|is' 'a|area' 'n|value'
	run_split kkr-table --map map.tsv a.json
	assert_line "y${TAB}0.0015"
	assert_equal "$stderr" "kkr-table: a.json: 1 column that the map map.tsv does not name is left out: 'b'"
	source_file rows.json '{"rows_before":[1],"columns":["a","n"],"rows":[["x",1],[],["y"]],"more":{"rows":[[1,2,3]]}}'
	run_split kkr-table --rejects bad rows.json
	assert_output "$(printf 'a\tn\nx\t1\ny\t')"
	assert_equal "$(cut -f 2,3 bad | tail -n 1)" "1${TAB}row 3: there is nothing in the row; kkr-table --skip-empty leaves such rows out"
	run_split kkr-parse a.json
	refused 65 'a.json: is no XML: kkr-table reads tables'
	source_file d.json '[{"a":"\\ud83d\\ude00\\\\ud800","n":1e99},{"a":"","n":0e999999999999999999999}]'
	run_split kkr-table d.json
	gives 'a|n' "😀\\\\ud800|1$(repeated 99 0 | tr -d '\n')" '|0'
}

@test "JSON that is no table, or none at all, is told" {
	local text why
	while IFS='|' read -r text why; do
		printf '%s' "$text" >in.json
		run_split kkr-table in.json
		refused 65 "in.json$why"
	done <<-'END'
		{"a":[1],"b":{}}|: is JSON without a table: that is an array of objects, an object with 'columns' and 'rows'
		[{"a":1},[2]]|:1: an array in an array
		[{"a":1},2]|:1: '2' stands where an object or a row is expected
		{"rows":[[1]],"columns":["a"]}|:1: its rows stand before its columns, or without them
		{"columns":["a","a"],"rows":[]}|:1: two columns are 'a'
		{"columns":["a"],"rows":[[1,2]]}|:1: row 2: a row of 2 fields, where the header has 1
		[{"a":1,"a":2}]|:1: an object has the key 'a' twice
		[{"a":[1]}]|:1: A2: a list or an object, where a text or a figure is expected
		[{"a":1e200}]|:1: A2: a number of more than 100 digits
		[{"a":1}|:1: is cut short
		[{"a":1}]x|:1: is no JSON from here on
		{"a":1} {"a":2}|:1: is several values of JSON one behind the other: jq -s . FILE | kkr read
		[{"a":01}]|:1: is no JSON from here on
		[{"a":"\ud800x"}]|:1: a half of a character, without the other one
		[{"a":"\udc00"}]|:1: a half of a character, without the other one
		[{"a":"\ud83d\n"}]|:1: a half of a character, without the other one
		[{"a":"\u0000"}]|:1: a NUL character (\u0000), which no text has
		[{"a":"\uzz00"}]|:1: is no JSON from here on
		[{"a":1e-100}]|:1: A2: a number of more than 100 digits
		[{"a":1e99999999999999999999}]|:1: A2: a number of more than 100 digits
		[]|: there is nothing in it
	END
	{ printf '[{"a":' && repeated 300 '[' && printf 1; } >in.json
	run_split kkr-table in.json
	refused 65 'more than 256 levels'
	{ printf '[{"a":"' && head -c 3000000 /dev/zero | tr '\0' x && printf '"}]'; } >in.json
	run_split kkr-table in.json
	refused 65 'a text of more than 1 MB'
}

@test "Columns of JSON are the keys of the first 1,000 objects; a later one makes a bad record" {
	{ printf '[{"a":1}' && repeated 998 ',{"a":2}' && printf ',{"a":3,"b":4},{"a":5},{"a":6,"c":7},{"b":8}]'; } >in.json
	run_split kkr-table --rejects bad in.json
	assert_success
	assert_equal "$(tail -n 3 <<<"$output" | tr '\t\n' '- ')" '3-4 5- -8 '
	assert_equal "$(tail -n +2 bad | cut -f 3)" 'row 1003: a row of 3 fields, where the header has 2'
}

@test "Memory does not grow with JSON" {
	measures_memory
	{ printf '[{"a":1}' && repeated 300000 ',{"a":2,"b":"some words"}' && printf ']'; } >many.json
	/usr/bin/time -f %M -o memory kkr-table many.json >many.tsv
	assert_equal "$(wc -l <many.tsv)" 300002
	[ "$(cat memory)" -lt 12000 ] || fail "$(cat memory) KB"
}

# ---- What maps say of columns that differ from table to table

@test "** is any column that no other line names, called as its header is, or a measure by it" {
	map 'column|is|holds|numbers|measure' '*|||either|' 'k|area|||' '**|{header}|words||' '**|value|figures||{header}'
	source_file in.csv 'k;Køn;Antal, i alt;[x].[Sats]\na;m;1,5;2\nb;k;;3.25\n'
	run_split kkr-table --map map.tsv in.csv
	gives 'area|measure|value|koen' 'a|Antal, i alt|1.5|m' 'a|[x].[Sats]|2|m' 'b|Antal, i alt||k' 'b|[x].[Sats]|3.25|k'
	# In one column one of them divides thousands where both stand.
	source_file in.csv 'k;Køn;Antal, i alt;[x].[Sats]\na;m;1.234;2\nb;k;5,50;3.25\n'
	run_split kkr-table --map map.tsv in.csv
	refused 65 "in.csv:3: C3: '5,50' does not have the '.' of the figures above it: one of point and comma stands before decimals"
	map 'column|is|secret' 'k|area|' 'v|value|yes'
	run_split kkr-table --map map.tsv - <<<$'k;v\na;1\nb;'
	gives 'area|value|qualifier' 'a|1|' 'b||hemmelig'
	map 'column|is|secret' 'k|area|yes' 'v|value|'
	run_split kkr-table --map map.tsv - <<<$'k;v\na;1\nb;'
	refused 78 'only a value is kept secret'
	map 'column|is|holds|numbers|measure' '*|||either|' 'k|area|||' '**|{header}|words||' '**|value|figures||{header}'
	source_file in.csv 'k;Area;1\na;m;5\n'
	run_split kkr-table --map map.tsv in.csv
	refused 65 "column B ('Area') would be 'area' in the records, as another is"
	map 'column|is' '**|area'
	run_split kkr-table --map map.tsv in.csv
	refused 78 "what '**' is about is value, ignore or {header}"
	map 'column|is|holds' 'k|area|words' 'v|value|'
	run_split kkr-table --map map.tsv in.csv
	refused 78 "only '**' has 'holds'"
	map 'column|is|holds' 'k|area|' '**|value|text'
	run_split kkr-table --map map.tsv in.csv
	refused 78 "holds 'text'"
}
