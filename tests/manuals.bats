# The examples of the manual pages of the programs: each runs, on files of the names that it has.

load common

# examples PAGE: its commands, with a line "#" before each.
examples() {
	mandoc -T utf8 -O width=1000 "$1" | col -bx | awk '
		/^[A-Z]/ { inside = $0 == "EXAMPLES"; next }
		!inside || /^ *$/ { shown = 0; next }
		sub(/^ *\$ /, "") { shown = 1; print "#" }
		shown'
}

# What all pages speak of: the samples under the names of what an office is sent, and results of them.
setup_file() {
	mkdir "$BATS_FILE_TMPDIR/files" && cd "$BATS_FILE_TMPDIR/files" || return
	local refugees=$SAMPLES/refugees tables=$FIXTURES/tables
	ln -s "$SAMPLES" samples
	ln -s "$ROOT/schemas" "$ROOT/schemas/needs" .
	mkdir maps exports
	cp "$SAMPLES/agreements/nordjylland-2026.tsv" "$SAMPLES/climate/faktaark.xml" .
	cp -r "$refugees" archive
	cp -r "$refugees" delivery
	cp "$SAMPLES/climate/faktaark.xml" exports
	cp "$refugees/bilag-a.xml" .
	cp bilag-a.xml export.xml
	cp bilag-a.xml old.xml
	gzip -c bilag-a.xml | tee new.xml.gz >export.xml.gz
	cp "$tables/bilag-a.xlsx" 'Bilag A 2027.xlsx'
	cp "$tables/bilag-a.xlsx" list.xlsx
	refugee_figures >figures.tsv
	kkr-parse "$refugees"/[bf]* >export.tsv
	kkr-codes --add name,region export.tsv >codes.tsv
	kkr run refugees --output quotas
	kkr run refugees --output what-if --set landstal=1000
	ln -s quotas kvoter
	ln -s quotas quotas-2026
	ln -s what-if quotas-2027
	cp quotas/kommunekvoter.tsv quotas/regionskvoter.tsv .
	rows 'area measure column old new reason by date' \
		'101 population note uden~Christiansø ekskl.~Christiansø ordlyd ABC 2026-01-31' >rettelser.tsv
}

# What the examples of one page read beside that. Names that two pages give to different files stand here, too.
files_of() {
	case $1 in
	kkr-codes)
		cp figures.tsv series.tsv
		cp schemas/groups/oestdanmark.tsv groups.tsv
		;;
	kkr-compare) kkr-parse bilag-a.xml | tee bilag-a.tsv >fresh.tsv ;;
	kkr-format)
		mkdir refugees
		cp regionskvoter.tsv refugees
		rows 'area period value' '101 2025-01 5' '101 2025-02 7' >rejser.tsv
		;;
	kkr-inspect) printf 'Kommune;Antal\nK\370benhavn;5\n' >list.csv ;;
	kkr-kpi)
		rows 'kpi compute where of' 'participants sum measure=participants ' 'represented share measure=represented 29' |
			tee k.tsv >taskforce.tsv
		rows 'measure track value n' 'participants a 5 ' 'represented a 7 ' | tee records.tsv part1.tsv >part2.tsv
		cp schemas/kpi/health-reform.tsv .
		kkr-parse samples/health-reform/*.xml | kkr-select --set region= --set kkr= >milestones.tsv
		;;
	kkr-parse)
		cp "$FIXTURES/sdmx/structure-2.1.xml" dsd.xml
		cp "$FIXTURES/sdmx/specific-2.1-series.xml" data.xml
		echo '<report aar="2025"><row kommune="101"><antal>1.234,5</antal></row></report>' >report.xml
		;;
	kkr-plot) kkr-parse samples/health-reform/*.xml >milestones.tsv ;;
	kkr-report) kkr run climate --output climate ;;
	kkr-select)
		kkr-parse samples/climate/*.xml >records.tsv
		cp kommunekvoter.tsv quotas.tsv
		;;
	kkr-table)
		cp "$FIXTURES"/tables/bilag-a.{csv,layout.txt} .
		# What Excel saved in 2003, in two sheets, and a page with three tables.
		map_file list.map.tsv 'column|is' 'Kommune|area' 'Antal|value'
		local header='<Row><Cell><Data ss:Type="String">Kommune</Data></Cell><Cell><Data ss:Type="String">Antal</Data></Cell></Row>'
		printf '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">%s%s</Workbook>' \
			'<Worksheet ss:Name="a"/>' "<Worksheet ss:Name='b'><Table>$header</Table></Worksheet>" >list.xml
		local table='<table><tr><th>Kommune<th>Antal</tr></table>'
		echo "<html><body>$table$table$table</body></html>" >page.html
		printf 'x\n\nKommune;Antal;Andet\nKøbenhavn;1.234,5;x\n' >list.csv
		;;
	esac
}

# pdftotext is not asked: what it makes of the paper is there.
pdftotext() {
	cat bilag-a.layout.txt
}
export -f pdftotext

# Runs each command of the examples on standard input, and shows those that fail. One whose output goes to head may be
# ended by SIGPIPE.
run_examples() {
	local command='' line
	{ cat; echo '#'; } | while IFS= read -r line; do
		[ "$line" = '#' ] || { command+=$line$'\n' && continue; }
		if [ -n "$command" ]; then
			bash -o pipefail -c "$command" >said 2>&1 || [[ $? -eq 141 && $command == *'| head '* ]] ||
				echo "$command$(tail -n 3 said)"
		fi
		command=''
	done
}

@test "each example of the programs' manual pages runs" {
	for page in "$ROOT"/filters/*.1; do
		name=$(basename "$page" .1)
		cp -r "$BATS_FILE_TMPDIR/files" "$name"
		cd "$name"
		files_of "$name"
		examples "$page" | run_examples >>../failed
		cd ..
	done
	run cat failed
	assert_output ''
}
