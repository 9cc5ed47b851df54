# The examples of the README and of the pages in doc/, run as they are printed, with the output that they show.

load common

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	ln -s "$ROOT/samples" samples
	ln -s "$ROOT/schemas" schemas
}

# The README's transcripts, a blank line between them.
readme() {
	awk '
		$0 == "```" && inside { inside = 0; print ""; next }
		inside { print }
		$0 == "```sh" { inside = 1 }' "$ROOT/README.md"
}

# blocks PAGE [KIND]: the transcripts of a page of doc/; or its blocks of a KIND, which a comment before each
# names. A page is mdoc: \e is a backslash, and \& stands before a line that begins with a dot.
blocks() {
	awk -v kind="${2-}" '
		/^\.\\" / { named = substr($0, 5) }
		/^\.Ed/ && inside { inside = 0; print "" }
		inside && first { first = 0; inside = kind != "" || /^\$ / }
		inside { sub(/^\\&/, ""); gsub(/\\e/, "\\"); print }
		/^\.Bd -literal/ { inside = first = named == kind; named = "" }' "$ROOT/doc/$1.7"
}

# Runs the commands of a transcript ("$ command", lines of it that go on with "> ", then what it
# writes) in one shell, and writes the transcript as it comes out.
replay() {
	local line shown='' command='' commands=''
	while IFS= read -r line; do
		case $line in
		'$ '*)
			add_command
			shown=$line command=${line#\$ }
			;;
		'> '*) shown+=$'\n'$line command+=$'\n'${line#> } ;;
		esac
	done
	add_command
	sh -c "$commands"
}

# Adds the command that replay has come to the end of.
add_command() {
	[ -z "$shown" ] || commands+="cat <<'SHOWN'"$'\n'"$shown"$'\nSHOWN\n{\n'"$command"$'\n} 2>&1\n'
}

# as_shown: whether the transcripts on standard input come out as they stand. Blank lines stand between
# blocks, and do not count within them.
as_shown() {
	grep -v '^$' >expected.txt
	assert [ "$(grep -c '^\$ ' expected.txt)" -ge "$1" ]
	replay <expected.txt | grep -v '^$' >actual.txt
	run diff expected.txt actual.txt
	assert_success
}

# mail_arrives: what an agency sends in the spring of 2026 for 2027, three files; the figures are those of 2026's papers,
# shared out with a landstal of 900.
mail_arrives() {
	mkdir mail
	kkr-parse --columns area,measure,value samples/refugees/bilag-a.xml | awk -F '\t' -v OFS='\t' '
		NR == 1 { print "area", "population", "nationals"; next }
		!($1 in place) { place[$1] = ++rows; area[rows] = $1 }
		{ figure[$1, $2] = $3 }
		END { for (i = 1; i <= rows; i++) print area[i], figure[area[i], "population"], figure[area[i], "non_western_nationals"] }' |
		kkr-format --type xlsx --title 'Bilag A: Opgørelse over indbyggere pr. 1. januar 2026' --heading area=Kommune \
			--heading population='Indbyggertal pr. 1. januar 2026, ekskl. Christiansø' \
			--heading nationals='Antallet af udenlandske statsborgere fra ikke-vestlige lande bosat i kommunerne pr. 1. januar 2025, ekskl. Christiansø' \
			>'mail/Bilag A 2027.xlsx'
	{
		printf '%s\n\n%-40s%s\n\n' 'Opgørelse over familiesammenføringer til flygtninge tilgået kommunen i 2025' Kommune \
			'Familiesammenføringer til flygtninge, tilgået kommunen i 2025'
		kkr-parse --columns area,value samples/refugees/fam*.gz | awk -F '\t' 'NR > 1 { printf "%-40s%s\n", $1, $2 }'
	} >mail/familiesammenfoeringer-2025.txt
	{
		echo 'Kommune;Beregnede kommunekvoter 2027'
		kkr-parse --columns area,period,measure,value samples/refugees/[bf]*.xml* | kkr-codes --add name | kkr-check --complete |
			kkr-quota --landstal 900 | kkr-select --columns area,name,quota |
			awk -F '\t' 'NR > 1 { print $1 " " $2 ";" $3; all += $3 } END { print "I alt;" all }'
	} >mail/bilag-b-2027.csv
}

@test "every example of the README gives the output that it shows, and the page fits on two screens" {
	readme | as_shown 8
	assert [ "$(wc -l <"$ROOT/README.md")" -le 150 ]
	run grep -nE '.{121}' "$ROOT/README.md"
	assert_failure 1
}

@test "every example of the pages in doc/ gives the output that it shows" {
	for page in "$ROOT"/doc/*.7; do
		page=${page##*/}
		page=${page%.7}
		mkdir "$page" && cd "$page"
		ln -s "$ROOT/samples" "$ROOT/schemas" .
		case $page in kkr-tutorial | kkr-vejledning) mail_arrives ;; esac
		blocks "$page" >../blocks
		[ ! -s ../blocks ] || as_shown 3 <../blocks
		cd ..
	done
}

@test "kkr-examples(7) has at least six one-liners, and kkr-cron(7) one each for cron, systemd and CI" {
	assert [ "$(blocks kkr-examples | grep -c '^\$ .*|')" -ge 6 ]
	assert [ "$(blocks kkr-cron cron | grep -c kkr)" -eq 1 ]
	assert [ "$(blocks kkr-cron service | grep -c 'ExecStart=.*kkr run')" -eq 1 ]
	assert [ "$(blocks kkr-cron ci | grep -c 'kkr run')" -eq 1 ]
}

@test "the crontab line of kkr-cron(7) runs silently and leaves the results in place" {
	HOME=$PWD
	export HOME
	mkdir exports
	cp samples/refugees/* exports/
	line=$(blocks kkr-cron cron | grep kkr)
	# cron has its own few variables, and % would end its line.
	[[ $line != *%* ]]
	for time in first again; do
		run_split env -i HOME="$HOME" LOGNAME=kkr SHELL=/bin/sh PATH="$PATH" /bin/sh -c "${line#* \* \* 1-5 }"
		assert_success
		assert_output ''
		assert_equal "$stderr" ''
		assert_equal "$(wc -l <"$HOME/quotas/kommunekvoter.tsv")" 99
	done
	# On trouble one short message is mailed.
	sed -i 's/105.840/105.84/' exports/bilag-a.xml
	run_split env -i HOME="$HOME" LOGNAME=kkr SHELL=/bin/sh PATH="$PATH" /bin/sh -c "${line#* \* \* 1-5 }"
	assert_failure 65
	assert_output ''
	assert_equal "$stderr" "kkr-read: $HOME/exports/bilag-a.xml:17: value '105.84' is not an integer in Danish notation (1.234; at most 100 digits)
kkr: refugees: stage 'read' set 1 record aside, 1 in all, and --max-rejects is 0; $HOME/quotas is as it was; the log is $HOME/.quotas.state/runs/2/log"
}

@test "the service of kkr-cron(7) runs, with SIGPIPE ignored as systemd has it, and takes what is in the spool" {
	mkdir exports state
	cp samples/refugees/* exports/
	line=$(blocks kkr-cron service | sed -n 's/^ExecStart=//p' |
		sed "s|/usr/local|$PREFIX|; s|/srv|$PWD|; s|%S|$PWD/state|")
	run_split bash -c "trap '' PIPE; exec env -i PATH=/usr/bin:/bin $line"
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	assert_equal "$(wc -l <state/kkr/quotas/kommunekvoter.tsv)" 99
	assert_equal "$(ls exports/done | wc -l)" 4
	run_split bash -c "trap '' PIPE; exec env -i PATH=/usr/bin:/bin $line"
	assert_success
	assert_equal "$stderr" ''
}

@test "systemd finds nothing wrong with the units of kkr-cron(7)" {
	mkdir units
	blocks kkr-cron service | sed "s|/usr/local|$PREFIX|" >units/kkr-quotas.service
	blocks kkr-cron timer >units/kkr-quotas.timer
	run systemd-analyze verify "$PWD/units/kkr-quotas.service" "$PWD/units/kkr-quotas.timer"
	assert_success
	refute_output --partial kkr-quotas
	run systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' units/kkr-quotas.timer)"
	assert_success
}

@test "the CI job of kkr-cron(7) passes on the published table, and fails on another" {
	blocks kkr-cron ci >job
	run_split sh job
	assert_success
	assert_output ''
	assert_equal "$stderr" ''
	sed 's/>63</>64</' samples/refugees/bilag-b.xml >b.xml
	sed 's|refugees |&samples/refugees/bilag-a.xml samples/refugees/familiesammenfoeringer-2024.xml.gz b.xml |' job >other
	run_split sh other
	assert_failure 65
	[[ $stderr == *'101 København'* ]]
	# A result that has been changed, where nothing else has.
	sed 's/^kkr run.*/sed -i s,63,64, quotas\/kpi.tsv quotas\/kommunekvoter.tsv/' job >changed
	run_split sh changed
	assert_failure 65
	[[ $stderr == *'output kommunekvoter.tsv: was changed since it was made'* ]]
}
