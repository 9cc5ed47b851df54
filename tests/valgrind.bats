# Memory: no filter reads what it has not set, writes where it may not, or loses what it has allocated.

load common

# What one filter hands to the next: records with codes, which hold by their totals, and their quotas.
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	kkr-parse "$SAMPLES"/refugees/[bf]* | kkr-codes --add name,region,region_name >codes.tsv
	kkr-check --complete codes.tsv >checked.tsv
	kkr-quota --landstal 600 checked.tsv >quotas.tsv
	rows 'area measure column old new reason by date' \
		'101 population value 667099 667098 fejl ABC 2026-01-31' >corrections.tsv
	kkr-correct --corrections corrections.tsv codes.tsv >corrected.tsv
}

setup() {
	[ -z "${SANITIZE-}" ] || skip 'valgrind does not run what a sanitizer has built'
	cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.tsv . || return
}

# memcheck STATUS COMMAND...: the command ends so, and valgrind finds nothing.
memcheck() {
	local ended=0 expected=$1
	shift
	valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
		--error-exitcode=99 --log-file=valgrind.log "$@" 2>stderr || ended=$?
	[ "$ended" -eq "$expected" ] || fail "$*: status $ended, and valgrind says: $(cat stderr valgrind.log)"
}

@test "every filter has a test here" {
	for filter in "$ROOT"/filters/kkr-*.c; do
		run grep -c "^@test \"$(basename "$filter" .c) " "$BATS_TEST_FILENAME"
		[ "$output" -ge 1 ] || fail "$filter has none"
	done
}

@test "kkr-parse is clean on each dialect" {
	memcheck 0 kkr-parse --schema "$ROOT/schemas/export.xsd" --rejects bad-1 "$SAMPLES"/refugees/[bf]* >out
	assert_equal "$(wc -l <out)" "$(wc -l <codes.tsv)"
	memcheck 0 kkr-parse --record //record --field area=//record/@area --field measure=//group/@measure \
		--field value=/export/group/record "$SAMPLES/refugees/bilag-a.xml" >out
	memcheck 0 kkr-parse --attributes --structure "$FIXTURES/sdmx/structure-2.1.xml" --labels da --rename SEX=koen \
		"$FIXTURES"/sdmx/{specific-2.1-series-groups,generic-2.0-groups,utility-2.0-groups}.xml >out
	memcheck 0 kkr-parse --attributes --rejects bad-3 "$FIXTURES/sdmx/specific-3.0-components.xml" >out
}

@test "kkr-inspect is clean on each kind of file" {
	printf '<r><k a="1"/><k a="2"/></r>' >other.xml
	memcheck 65 kkr-inspect "$SAMPLES/refugees/bilag-b.xml" codes.tsv "$FIXTURES/tables/bilag-a.xlsx" other.xml >out
	memcheck 0 kkr-inspect --encoding windows-1252 "$FIXTURES/tables/bilag-a.csv" >out
}

@test "kkr-map is clean" {
	cp "$ROOT/schemas/maps/bilag-a.map.tsv" old.tsv
	for file in bilag-a.csv bilag-a.layout.txt refugees-2003.xml refugees.html bilag-b.xlsx; do
		memcheck 0 kkr-map --for refugees --like old.tsv "$FIXTURES/tables/$file" >out
	done
	printf '%s\n' 'Kommune;Antal;;Kommune;Antal' 'Vejle;5*;;Aalborg;1' 'Odense;x;;Aarhus;2' 'Kommune;2023;;;' 'Xby;7;;;' >list.csv
	memcheck 0 kkr-map - <list.csv >out
}

@test "kkr-table is clean with all that a table map can say" {
	map 'column|is|numbers|optional|fill|measure|source' '--title|Tabel {period}*' '--header-spread' '--heading|region=Region *' \
		'--heading|ignore=Side*' '--end|Kilde*' '--missing|..' '--nil|ingen' '--mark|*' '--minus|(N)' '--skip|I alt' \
		'*||da-spaces||||{title}, {file}' 'Nr.|area' 'Navn|area||yes' 'Køn|sex|||down' 'Ledige {period}*|value||||ledige' \
		'Antal|value||yes||antal'
	printf '%s\n' 'Tabel 2024. Ledige;;;;;' ';;;Ledige;;Note' 'Nr.;Navn;Køn;2024;2025;' 'Region Nord;;;;;' '101;København;m;1 234*;(5);x' \
		';Ærø;;ingen;..;' 'Side 2;;;;;' 'I alt;;;1;1;' 'Nr.;Navn;Køn;2024;x;' 'Kilde: x;;;;;' ';;;9;;' >in.csv
	memcheck 0 kkr-table --map map.tsv --rejects bad-5 in.csv >out
	assert_equal "$(wc -l <out)" 6
	mkdir maps
	cp map.tsv maps/a.map.tsv
	map_file maps/b.map.tsv 'column|is' 'Nr.|area'
	memcheck 0 kkr-table --maps maps --rejects bad-6 in.csv >out
	rm maps/a.map.tsv
	printf 'area;value\nx;1\n' >own.csv
	memcheck 0 kkr-table --maps maps own.csv >out
}

@test "kkr-table is clean on each format" {
	memcheck 0 kkr-table --rejects bad-2 "$FIXTURES"/tables/kinds-libreoffice.{xlsx,ods,fods} >out
	memcheck 0 kkr-table --sheet 2 --header 1-2 "$FIXTURES/tables/kinds-libxlsxwriter.xlsx" >out
	memcheck 0 kkr-table --maps "$ROOT/schemas/maps" --encoding windows-1252 --rejects bad-4 \
		"$FIXTURES/tables/bilag-a.csv" >out
	memcheck 0 kkr-table --header 3 --skip-empty --numbers da "$FIXTURES/tables/bilag-b.csv" >out
}

@test "kkr-read is clean" {
	printf 'area\tvalue\n101\t1\n101\n' >few.tsv
	memcheck 0 kkr-read --jobs 2 --rejects bad-1 --report report-1 "$SAMPLES"/refugees/bilag-* few.tsv >out
	memcheck 65 kkr-read --columns area,value,note? "$SAMPLES/refugees/bilag-a.xml" - <few.tsv >out
}

@test "kkr-codes is clean" {
	kkr-parse "$SAMPLES"/refugees/[bf]* >records.tsv
	memcheck 0 kkr-codes --rejects bad-1 \
		--add name,region,region_name,kkr,landsdel,landsdel_name,nuts3,level records.tsv >out
	assert_equal "$(wc -l <out)" "$(wc -l <codes.tsv)"
	printf 'area\tperiod\n171\t2005\nKÃ¸ge\t2006\n233\t2005\nNowhere\t2007\n411\t2007\n' >old.tsv
	memcheck 0 kkr-codes --period period --to 2006 --christiansoe bornholm --rejects bad-2 --details report.tsv \
		--group "$ROOT/schemas/groups/oestdanmark.tsv" old.tsv >out
}

@test "kkr-correct is clean" {
	memcheck 0 kkr-correct --corrections corrections.tsv --details report.tsv codes.tsv >out
	cmp out corrected.tsv
	memcheck 65 kkr-correct --corrections corrections.tsv corrected.tsv >out
}

@test "kkr-check is clean" {
	memcheck 0 kkr-check --complete codes.tsv >out
	cmp out checked.tsv
	memcheck 0 kkr-check --within 1 codes.tsv >out
}

@test "kkr-quota is clean" {
	memcheck 0 kkr-quota --landstal 600 checked.tsv >out
	cmp out quotas.tsv
	memcheck 0 kkr-quota --landstal 601 --long --residual largest-remainder checked.tsv >out
	assert_equal "$(awk -F '\t' '$4 == "quota" { n += $6 } END { print n }' out)" 601
	memcheck 0 kkr-quota --landstal 600 --exempt 101 --steps --table wide checked.tsv >out
	memcheck 0 kkr-quota --explain Aarhus out >words
	memcheck 0 kkr-quota --landstal 600 --exempt 101 --explain Aarhus checked.tsv | cmp - words
	memcheck 0 kkr-quota --landstal 600 --method webster --weight population checked.tsv >out
	memcheck 0 kkr-quota --landstal 600 --method droop --weight population checked.tsv >out
}

@test "kkr-agree is clean" {
	kkr-quota --landstal 600,700 checked.tsv >two.tsv
	memcheck 0 kkr-agree --transfers "$SAMPLES/agreements/nordjylland-2026.tsv" two.tsv >out
	memcheck 65 kkr-agree --transfers "$SAMPLES/agreements/hovedstaden-2021.tsv" --table quotas.tsv >out
	memcheck 0 kkr-agree --transfers "$SAMPLES/agreements/nordjylland-2026.tsv" --table --regions regions \
		--report report quotas.tsv >out
	kkr-quota --landstal 600 --steps checked.tsv |
		memcheck 0 kkr-agree --transfers "$SAMPLES/agreements/nordjylland-2026.tsv" >out
	kkr-quota --landstal 600 --long checked.tsv |
		memcheck 0 kkr-agree --transfers "$SAMPLES/agreements/nordjylland-2026.tsv" >out
	memcheck 0 kkr-agree --changed-from 600 two.tsv >out
}

@test "kkr-why is clean" {
	kkr-quota --landstal 700 checked.tsv >more.tsv
	memcheck 0 kkr-why quotas.tsv more.tsv Aarhus >out
	memcheck 65 kkr-why quotas.tsv checked.tsv >out
}

@test "kkr-compare is clean" {
	kkr-quota --landstal 600 --method webster --weight population checked.tsv >webster.tsv
	kkr-quota --landstal 600 --method droop --weight population checked.tsv >droop.tsv
	memcheck 0 kkr-compare --by-change quotas.tsv webster.tsv droop.tsv >out
	memcheck 65 kkr-compare --same --measures population,population_ codes.tsv >measures
	memcheck 0 kkr-compare --tolerance 1 --against codes.tsv corrected.tsv >against
	assert_equal "$(wc -l <out)" 99
}

@test "kkr-kpi is clean" {
	rows 'kpi compute where of published' 'a mean~weight~value measure=population  value=0' \
		'b share measure=population measure=population ' 'c median measure=population  ' 'd distinct~area   ' \
		'e latest value>10  ' 'f change~value   ' 'g max value>5  ' >kpi.tsv
	memcheck 0 kkr-kpi --definitions kpi.tsv --group region_name --rejects bad checked.tsv >figures
	memcheck 0 kkr-kpi --definitions kpi.tsv --group region_name --partial checked.tsv >states
	memcheck 0 kkr-kpi --definitions kpi.tsv --group region_name --merge states >out
	cmp out figures
}

@test "kkr-quota --against is clean" {
	kkr-parse "$SAMPLES"/refugees/bilag-b.xml | kkr-codes | sed '/^refugees-2026.101/s/63/64/' >published.tsv
	memcheck 65 kkr-quota --landstal 1 --against published.tsv --exact checked.tsv >out
	memcheck 0 kkr-quota --landstal 600 --against checked.tsv checked.tsv >out
}

@test "kkr-edition is clean" {
	memcheck 0 kkr-edition --topic refugees checked.tsv >out
	cmp out checked.tsv
	memcheck 65 kkr-edition --topic climate checked.tsv >out
	python3 "$ROOT/tests/deliveries.py" --edition 2030 --landstal 600 --seed 1 30
	python3 "$ROOT/tests/deliveries.py" --edition 2031 --landstal 600 --seed 2 31
	sed '2s/persons\t/persons\t7/' 31/bilag-a.tsv >new.tsv
	memcheck 0 kkr-edition --needs "$ROOT/schemas/needs/refugees.tsv" --landstal 2031:7 --before before.tsv \
		--dated new.tsv:2030-06-01 --dated 31/bilag-a.tsv:2030-05-01 --report report.tsv 3[01]/[bfl]* new.tsv >out
	memcheck 65 kkr-edition --needs "$ROOT/schemas/needs/refugees.tsv" 3[01]/[bfl]* new.tsv >out
	memcheck 65 kkr-edition --needs "$ROOT/schemas/needs/refugees.tsv" 30/[bfl]* 31/familie.tsv >out
}

@test "kkr-select is clean" {
	memcheck 0 kkr-select --where 'measure=pop* value>9' --set a="b${TAB}c" --rename measure=m,a=d \
		--columns area,m,d,e? --sort m,area codes.tsv >out
	assert_equal "$(wc -l <out)" 105 # areas, and the header
	memcheck 65 kkr-select --where 'measure>9' codes.tsv >out
}

@test "kkr-plot is clean on each type" {
	memcheck 0 kkr-plot --type map --value quota quotas.tsv >out
	memcheck 0 kkr-plot --type map --breaks=-1,0.5,2 --value share quotas.tsv >out
	memcheck 0 kkr-plot --type bars --value quota quotas.tsv >out
	rows 'period s value' '2024 a 1' '2025 a 2.5' '2025 b ' '2024 b -7' >lines
	memcheck 0 kkr-plot --type lines --series s lines >out
	rows 'title earliest latest status due_text' 'a 2025-01-01 2025-06-30 open ' 'b   done snart' >time
	memcheck 0 kkr-plot --type timeline --as-of 2025-07-01 time >out
}

@test "kkr-format is clean on each type" {
	memcheck 0 kkr-format quotas.tsv >out
	assert_equal "$(wc -l <out)" 99
	reference format make 5 50 csv >in.tsv
	for type in text $TYPES; do
		memcheck 0 kkr-format --type "$type" --codes share in.tsv >out
	done
	memcheck 0 kkr-format --width 40 --lang da --heading value=x --heading value=y in.tsv >out
}

@test "kkr-manifest is clean in each of its commands" {
	mkdir in made spool
	cp "$SAMPLES"/refugees/*.xml in/
	cp quotas.tsv made/
	rows 'file kind key found expected count' 'in/bilag-a.xml in    312' 'in/bilag-a.xml total x 1 2 1' >report
	rows 'stage program status set_aside corrected' 'parse kkr-parse 0 0 ' >stages
	memcheck 0 kkr-manifest inputs --pipeline "$ROOT/bin/pipelines/refugees.sh" --set landstal=600 \
		--file list=codes.tsv --keep made/inputs in 'in/l*' - <corrections.tsv >request
	memcheck 0 kkr-manifest paths request >out
	memcheck 0 kkr-manifest unchanged request
	memcheck 0 kkr-manifest write --request request --counts report --stages stages made >out
	mv out made/manifest.tsv
	memcheck 0 kkr-manifest stands --request request made
	memcheck 0 kkr-manifest check --again again --pipelines "$ROOT/bin/pipelines" --inputs . made
	assert_exists again/words
	cp -r made other
	memcheck 0 kkr-manifest same made other
	sed 's/\t0\./\t1./' quotas.tsv >other/quotas.tsv
	memcheck 65 kkr-manifest same made other
	memcheck 65 kkr-manifest check other
	memcheck 0 kkr-compare made other >out
	cp in/* spool/
	mkdir spool/failed
	touch 'spool/ x'
	memcheck 0 kkr-manifest spool spool >out
	memcheck 0 kkr-manifest settle --to made --reason stages --request request --faults report in/*
	assert_equal "$(ls in)" $'bilag-b.xml\nlandstal.xml'
}

@test "kkr-report is clean on each type" {
	kkr run packet --output packet --set kkr='KKR Hovedstaden'
	memcheck 0 kkr-report --type figures climate=packet/climate/kpi.tsv refugees=packet/refugees/kpi.tsv >figures
	memcheck 0 kkr-report --type text --figures figures "$ROOT"/schemas/kpi/climate.tsv >out
	memcheck 0 kkr-report --type labels --lang en figures >out
	for table in packet/manifest.tsv packet/refugees/noter.tsv packet/refugees/kommunekvoter.tsv; do
		assert_exists "$table"
	done
	rows 'file kind key found expected count' 'a landstal landstal 600 600 1' >edition.tsv
	memcheck 0 kkr-report --type agenda --kkr 'KKR Hovedstaden' --edition edition.tsv \
		--quotas refugees=packet/refugees/kommunekvoter.tsv --remarks packet/refugees/noter.tsv >out
	memcheck 0 kkr-report --type page --kkr 'KKR Hovedstaden' --lang en --edition edition.tsv --figures figures \
		--quotas refugees=packet/refugees/kommunekvoter.tsv --regions packet/refugees/regionskvoter.tsv \
		--remarks packet/refugees/noter.tsv --comparison packet/refugees/comparison.tsv \
		--picture refugees=packet/refugees/regioner.svg --dates climate=packet/talent/projekter.tsv \
		--made packet/manifest.tsv "$ROOT"/schemas/kpi/climate.tsv >out
}
