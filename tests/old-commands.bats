# What people have written down: the commands of old-commands.tsv, which stood in the README and in the
# examples of the manual pages of version 0.1. Each works still, or is 64 and names what it is called now, or the
# program that has it.
# (What was comparison.txt is comparison.tsv there; --report of kkr-codes is there, and is another list than it was, which is --details now.)
#
# The table has the page, the command, its status and, where that is 64, the word that the message names.
# The commands of a page run in their order, in one directory, in which the files are that they name.

load common

OLD=$BATS_TEST_DIRNAME/old-commands.tsv
TABLES=$FIXTURES/tables

# A sheet with a name and cells "a;b" in rows, of SpreadsheetML.
worksheet() {
	printf '<Worksheet ss:Name="%s"><Table>' "$1"
	shift
	printf '<Row><Cell><Data ss:Type="String">%s</Data></Cell></Row>' "$@" |
		sed 's|;|</Data></Cell><Cell><Data ss:Type="String">|g'
	echo '</Table></Worksheet>'
}

# What agencies send.
arrive() {
	local table='<table><tr><th>Kommune<th>Antal<tr><td>Aarhus<td>5</table>'
	ln -s "$ROOT/samples" "$ROOT/schemas" .
	cp samples/refugees/bilag-a.xml export.xml
	cp samples/refugees/bilag-a.xml old.xml
	gzip -c samples/refugees/bilag-b.xml >new.xml.gz
	gzip -c export.xml >export.xml.gz
	cp samples/refugees/bilag-a.xml samples/agreements/nordjylland-2026.tsv "$TABLES/bilag-a.layout.map.tsv" \
		"$TABLES/bilag-a.csv" .
	cp "$TABLES/bilag-a.layout.txt" bilag-a.txt
	cp "$FIXTURES/sdmx/structure-2.1.xml" dsd.xml
	cp "$FIXTURES/sdmx/compact-2.0-groups.xml" data.xml
	echo '<report aar="2025"><row kommune="Aarhus"><antal>5</antal></row></report>' >report.xml
	printf 'Titel;\n;\nKommune;Antal\nAarhus;5\n' >list.csv
	{
		echo '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
		worksheet Om 'Udtræk af 2025'
		worksheet Liste 'Kommune;Antal' 'Aarhus;5' 'Odense;6'
		echo '</Workbook>'
	} >list.xml
	echo "$table$table$table" >page.html
	mkdir exports spool archive
	cp samples/refugees/* exports/
	cp samples/refugees/* spool/
	cp samples/refugees/* archive/
}

# What people make of it.
make() {
	printf 'column\tis\nKommune\tarea\nAntal\tvalue\n' >list.map.tsv
	kkr-parse samples/refugees/[bf]*.xml* | kkr-codes --add name,region_name | kkr-check |
		awk -F '\t' -v OFS='\t' '$6 == "" { $6 = 0 } 1' >figures.tsv
	kkr-parse export.xml >export.tsv
	kkr-codes export.tsv >bilag-a.tsv
	cp bilag-a.tsv fresh.tsv
	rows 'area period measure value' '101 2005 m 1' '171 2005 m 2' >series.tsv
	cp schemas/groups/oestdanmark.tsv groups.tsv
	rows 'how mended given code count' 'name . x 101 1' >report.tsv
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' area measure column old new reason by date \
		101 population note 'uden Christiansø' rettet fejl ABC 2026-01-31 >rettelser.tsv
	rows 'kpi compute where of' 'activities sum measure=activities ' >taskforce.tsv
	rows 'kpi compute where of' 'done done measure=milestone ' >health-reform.tsv
	kkr-parse samples/taskforce/*.xml >records.tsv
	kkr-parse samples/health-reform/*.xml >milestones.tsv
	rows 'kpi compute where of' 'n count measure=x ' >k.tsv
	rows 'measure value' 'x 1' | tee part1.tsv >part2.tsv
	rows 'area value status' '101 5 differs' >differences.tsv # what kkr-check made, and kkr-compare makes now
	mkdir bin
	printf '#!/bin/sh\ncat bilag-a.txt\n' >bin/pdftotext
	chmod +x bin/pdftotext
}

# And what its pipelines make, where the page does not make it itself.
have_results() {
	mkdir -p quotas what-if build/out/refugees
	kkr-quota --landstal 600 figures.tsv | tee kommunekvoter.tsv >quotas/kommunekvoter.tsv
	kkr-quota --landstal 700 figures.tsv >what-if/kommunekvoter.tsv
	rows 'region region_name quota' '081 Nordjylland 82' |
		tee regionskvoter.tsv build/out/refugees/regionskvoter.tsv >quotas/regionskvoter.tsv
}

# The statuses of what is between the pipes of a command, which stands in $1.
statuses() {
	HOME=$PWD PATH=$PWD/bin:$PATH bash -c "$1"$'\n''echo "${PIPESTATUS[@]}" >statuses' >out 2>err </dev/null
	cat statuses
}

# Runs the commands of a page; says which do not do what the table says.
replay_page() {
	local page=$1 from command status names got
	mkdir "$page" && cd "$page" || return
	arrive
	make
	case $page in
	README.md | kkr.1 | kkr-correct.1) ;;
	*) have_results ;;
	esac
	while IFS=$'\x1f' read -r from command status names; do
		[ "$from" = "$page" ] || continue
		command=$(printf '%b' "$command")
		got=$(statuses "$command")
		case $status in
		0) [[ $got =~ ^(0|141)(\ (0|141))*$ ]] ;;
		*) [[ " $got " == *" $status "* ]] && { [ -z "$names" ] || grep -qse "$names" err faults.txt; } ;;
		esac || printf '%s\nstatus %s: %s\n' "$command" "$got" "$(<err)"
	done < <(sed 1d "$OLD" | tr '\t' '\037')
}

@test "the commands of the README of version 0.1 work, or name what they are called now" {
	run replay_page README.md
	assert_output ''
}

@test "the examples of the manual pages of version 0.1 work, or name what they are called now" {
	run eval 'for page in $(sed 1d "$OLD" | cut -f 1 | uniq | grep -v README); do (replay_page "$page"); done'
	assert_output ''
}

@test "no command of the table is of another page, and each of 64 names an option or a program" {
	assert [ "$(sed 1d "$OLD" | wc -l)" -gt 80 ]
	run awk -F '\t' 'NR > 1 && ($3 !~ /^(0|64|65)$/ || ($3 == 64) != ($4 ~ /^(--|kkr[- ])/))' "$OLD"
	assert_output ''
}
